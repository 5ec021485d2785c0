//! The settlements that several policies accept.

use std::sync::Arc;

use num_bigint::BigUint;
use serde::{Serialize, Serializer};

use super::{Asked, WarnedAnswer};
use crate::answer::compare_policies::ProvidedAnswer;
use crate::answer::{Cells, words};
use crate::limit::Part;
use crate::phrase;
use crate::policy::{Kind, Term, TermId, Vocabulary};
use crate::proposal::{self, Knowledge, Proposal};
use crate::questions::zopa::{self, Departure, Room, Zone};
use crate::text::{Phrase, Untrusted};

/// The settlements that all accept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Zone", deny_unknown_fields))]
#[non_exhaustive]
pub struct ZoneAnswer {
    /// How many they are.
    pub count: Amount,
    /// How many settlements the vocabulary allows.
    pub of: Amount,
    /// The same in words, as far as that was counted.
    pub says: Phrase,
    /// How much is fixed and how much is free, in words, as far as that was found.
    pub headline: Phrase,
    /// The warnings that every settlement raises that all accept.
    pub warnings: Vec<WarnedAnswer>,
    /// What each term can still be, as far as that was found.
    pub terms: Vec<RoomAnswer>,
    /// An acceptable settlement, and none is nearer to the drafts unless that is unfinished.
    pub compromise: CompromiseAnswer,
}

/// A whole number in decimal digits; `low` and `high` differ where it was not counted exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Amount {
    /// It is at least this.
    #[serde(serialize_with = "digits")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub low: BigUint,
    /// It is at most this.
    #[serde(serialize_with = "digits")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub high: BigUint,
}

fn digits<S: Serializer>(number: &BigUint, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// What a term can still be.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Room", deny_unknown_fields))]
#[non_exhaustive]
pub struct RoomAnswer {
    /// The term.
    pub term: String,
    /// Whether some acceptable settlement has each of its cells.
    pub anything: bool,
    /// Whether it has just one cell in every acceptable settlement.
    pub settled: bool,
    /// It has no others.
    pub cells: Cells,
    /// Whether some acceptable settlement has each of these; not found out of a set that can be too
    /// many things.
    pub exact: bool,
}

/// An acceptable settlement.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Compromise", deny_unknown_fields))]
#[non_exhaustive]
pub struct CompromiseAnswer {
    /// Whether there are drafts, and it is proved that no acceptable settlement is nearer to them.
    pub nearest: bool,
    /// The steps from each draft, times their prices.
    pub steps: Vec<DistanceFrom>,
    /// What it provides, term by term.
    pub provides: Vec<ProvidedAnswer>,
    /// The warnings that it raises, and those that terms may raise of which it says nothing.
    pub warnings: Vec<WarnedAnswer>,
    /// The same as cells of the vocabulary's terms, to be written as a text; not in documents.
    #[serde(skip)]
    cells: Vec<(TermId, Option<u64>)>,
    #[serde(skip)]
    vocabulary: Arc<Vocabulary>,
}

impl CompromiseAnswer {
    /// The text of a proposal that provides the same.
    pub(super) fn text(&self, id: &str, title: &str) -> String {
        proposal::new_text(id, title, &self.vocabulary, &self.cells)
    }
}

/// How far a settlement is from a draft.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Steps", deny_unknown_fields))]
#[non_exhaustive]
pub struct DistanceFrom {
    /// The name of the draft.
    pub from: Untrusted,
    /// The steps, times their prices.
    pub steps: u64,
    /// Where the settlement has a cell that the draft does not leave possible.
    pub departures: Vec<DepartureAnswer>,
}

/// A cell that a draft does not leave possible.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Departure", deny_unknown_fields))]
#[non_exhaustive]
pub struct DepartureAnswer {
    /// The term.
    pub term: String,
    /// What the draft leaves possible.
    pub from: Cells,
    /// What the settlement has, in the words of the language; `null` if the term does not arise.
    pub to: Option<String>,
    /// How many steps that is, whatever they cost; 0 if whether the term arises follows from others.
    pub steps: u64,
    /// The same in words.
    pub says: Phrase,
}

impl Asked<'_> {
    pub(super) fn zone(&self, starts: &[Proposal], zone: &Zone) -> ZoneAnswer {
        let vocabulary = self.demands.vocabulary();
        let rooms = vocabulary.terms.iter().zip(&zone.room);
        let terms: Vec<RoomAnswer> = rooms
            .map(|(term, room)| RoomAnswer::new(term, room))
            .collect();
        ZoneAnswer {
            count: (&zone.settlements).into(),
            of: (&zone.of).into(),
            says: how_many(zone),
            headline: how_much_is_fixed(zone, &terms),
            warnings: self.warned(&zone.warned),
            terms,
            compromise: self.compromise(starts, zone),
        }
    }

    fn compromise(&self, starts: &[Proposal], zone: &Zone) -> CompromiseAnswer {
        let found = &zone.compromise;
        let each = starts.iter().zip(&found.departures).zip(&found.steps);
        let steps = each.map(|((start, departures), &steps)| DistanceFrom {
            from: (&start.called).into(),
            steps,
            departures: departures.iter().map(|left| self.departure(left)).collect(),
        });
        CompromiseAnswer {
            nearest: !starts.is_empty() && !zone.unfinished.lacks(Part::Nearest),
            steps: steps.collect(),
            provides: ProvidedAnswer::all(&found.cells, self.demands.vocabulary()),
            warnings: self.warned(&found.warned),
            cells: found.cells.clone(),
            vocabulary: Arc::clone(&self.demands.policies[0].vocabulary),
        }
    }

    fn departure(&self, departure: &Departure) -> DepartureAnswer {
        let term = self.demands.vocabulary().term(departure.term);
        let from = Cells::new(&departure.from, &term.kind);
        let to = words::cells(&Knowledge::cell(departure.to), &term.kind);
        DepartureAnswer {
            term: term.name.clone(),
            says: self.instead(departure.term, &to, &from.says, departure.steps),
            from,
            to: departure.to.map(|cell| term.kind.show(cell)),
            steps: departure.steps,
        }
    }
}

impl RoomAnswer {
    fn new(term: &Term, room: &Room) -> Self {
        Self {
            term: term.name.clone(),
            anything: room.exact && room.within == Knowledge::unknown(term),
            settled: room.within.is_settled(),
            cells: Cells::said(&room.within, &term.kind, can_be(room, &term.kind)),
            exact: room.exact,
        }
    }
}

/// `agreement is possible: 12 terms are fixed, 10 open in part, 19 open`.
fn how_much_is_fixed(zone: &Zone, terms: &[RoomAnswer]) -> Phrase {
    const POSSIBLE: &str = "agreement is possible";
    if zone.unfinished.lacks(Part::Terms) {
        return POSSIBLE.into();
    }
    let count = |is: &dyn Fn(&RoomAnswer) -> bool| terms.iter().filter(|term| is(term)).count();
    let free = count(&|term| term.anything);
    let fixed = count(&|term| term.settled && !term.anything);
    let partly = terms.len() - fixed - free;
    let is = if fixed == 1 { " is" } else { " are" };
    let fixed = Phrase::counted(fixed as u64, "term")
        .with(is)
        .with(" fixed");
    phrase![
        POSSIBLE,
        ": ",
        fixed,
        ", ",
        partly,
        " open in part, ",
        free,
        " open"
    ]
}

/// `about 2.97e20 of about 9.31e32 settlements are accepted by all`.
fn how_many(zone: &Zone) -> Phrase {
    if zone.unfinished.lacks(Part::Count) {
        return "at least one settlement is accepted by all".into();
    }
    let (some, all) = (amount(&zone.settlements), amount(&zone.of));
    let one = zone.settlements.is_exact() && zone.settlements.low == BigUint::from(1_u8);
    let are = if one { "is" } else { "are" };
    phrase![some, " of ", all, " settlements ", are, " accepted by all"]
}

/// What a term can be; of a set that can be many things, what is surely and possibly in.
fn can_be(room: &Room, kind: &Kind) -> Phrase {
    const FEW: usize = 4;
    let Room { within, exact } = room;
    let sets = within.values.iter().copied();
    let bounds = sets.reduce(|(low, high), (least, most)| (low & least, high | most));
    if !kind.is_set() || *exact && within.values.len() <= FEW {
        return words::cells(within, kind);
    }
    let hull = Knowledge {
        values: bounds.into_iter().collect(),
        ..within.clone()
    };
    let some = if *exact { ", but" } else { ", perhaps" };
    phrase![words::cells(&hull, kind), some, " not every one"]
}

impl From<&zopa::Amount> for Amount {
    fn from(amount: &zopa::Amount) -> Self {
        Self {
            low: amount.low.clone(),
            high: amount.high.clone(),
        }
    }
}

/// A number for people: exact up to 15 digits, else its size; within bounds where it is not known.
fn amount(amount: &zopa::Amount) -> Phrase {
    let low = Phrase::value(number(&amount.low));
    if amount.is_exact() {
        return low;
    }
    phrase![low, " to ", Phrase::value(number(&amount.high))]
}

fn number(number: &BigUint) -> String {
    let digits = number.to_string();
    if digits.len() > 15 {
        return format!(
            "about {}.{}e{}",
            &digits[..1],
            &digits[1..3],
            digits.len() - 1
        );
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
