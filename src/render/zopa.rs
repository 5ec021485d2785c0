//! Zones of possible agreement: what is left, or who collides with whom over what.

use num_bigint::BigUint;
use serde::Serialize;

use super::Style;
use super::cells::CellsJson;
use super::facts::{Fact, citation};
use super::json::{Cites, ErrorJson, Named, cites, document};
use super::repair::{DemandJson, counted};
use super::sheet::{Part, Sheet};
use super::words::{self, harmless, listed};
use crate::demands::{Demand, Demands};
use crate::diagnostic::Diagnostic;
use crate::policy::{Policy, TermId};
use crate::proposal::{Knowledge, Proposal};
use crate::zopa::{Amount, Choice, Clash, Concession, Deadlock, Gap, Zone, Zopa};

/// Whether some policies leave a zone.
#[derive(Clone, Copy, Debug)]
pub struct Negotiated<'a> {
    /// The policies.
    pub demands: &'a Demands<'a>,
    /// The drafts that the compromise starts from.
    pub starts: &'a [Proposal],
    /// The answer.
    pub zopa: &'a Zopa,
}

impl Negotiated<'_> {
    /// For a terminal.
    #[must_use]
    pub fn text(&self, style: Style) -> String {
        self.sheet().text(style)
    }

    /// In sentences.
    #[must_use]
    pub fn plain(&self) -> String {
        self.sheet().plain()
    }

    fn sheet(&self) -> Sheet {
        let policies = &self.demands.policies;
        let names: Vec<String> = policies.iter().map(|policy| policy.name.clone()).collect();
        let mut sheet = Sheet {
            title: format!("Zone of possible agreement: {}", listed(&names, "and")),
            ..Sheet::default()
        };
        for policy in policies {
            let asked = policy
                .prerequisites
                .iter()
                .filter(|each| !each.advisory)
                .count();
            let title = harmless(&policy.title);
            let asks = format!(
                "{}: {title} ({})",
                policy.name,
                counted(asked as u64, "prerequisite")
            );
            sheet.about.push(Fact::new("party", asks));
        }
        match self.zopa {
            Zopa::Zone(zone) => self.zone(zone, &mut sheet),
            Zopa::Deadlock(deadlock) => self.deadlock(deadlock, &mut sheet),
        }
        sheet
    }

    fn zone(&self, zone: &Zone, sheet: &mut Sheet) {
        let (some, all) = (amount(&zone.settlements), amount(&zone.of));
        let rest = format!("{some} of {all} settlements are accepted by all");
        sheet.answer = Some(("ZONE", "met", rest));
        let vocabulary = self.demands.vocabulary();
        let mut untouched = 0_u64;
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (term, room) in vocabulary.ids().zip(&zone.room) {
            let term = vocabulary.term(term);
            let cells = words::cells(room, &term.kind);
            if *room == Knowledge::unknown(term) {
                untouched += 1;
            } else if room.is_settled() {
                must.push((0, format!("{} is {cells}", term.name)));
            } else {
                may.push((0, format!("{}: {cells}", term.name)));
            }
        }
        for (heading, body) in [("must be", must), ("can be", may)] {
            if !body.is_empty() {
                sheet.facts.push(Fact { heading, body });
            }
        }
        let free = format!("{} can be anything", counted(untouched, "other term"));
        sheet.facts.push(Fact::new("untouched", free));
        sheet.parts.push(self.compromise(zone));
    }

    fn compromise(&self, zone: &Zone) -> Part {
        let vocabulary = self.demands.vocabulary();
        let mut facts = Vec::new();
        for (start, steps) in self.starts.iter().zip(&zone.compromise.steps) {
            let cost = format!("{}: a cost of {steps}", harmless(&start.id));
            facts.push(Fact::new("from", cost));
        }
        let provides = |&(term, cell): &(TermId, Option<u64>)| {
            let term = vocabulary.term(term);
            let cell = words::cells(&Knowledge::cell(cell), &term.kind);
            (0, format!("{}: {cell}", term.name))
        };
        let body = zone.compromise.cells.iter().map(provides).collect();
        facts.push(Fact {
            heading: "provides",
            body,
        });
        let title = match self.starts {
            [] => "A settlement that all accept",
            _ => "The settlement that all accept nearest to the drafts",
        };
        Part {
            title: title.to_owned(),
            facts,
            ..Part::default()
        }
    }

    fn deadlock(&self, deadlock: &Deadlock, sheet: &mut Sheet) {
        let rest = "no settlement is accepted by all".to_owned();
        sheet.answer = Some(("NO ZONE", "unmet", rest));
        let count = deadlock.collisions.len() as u64;
        let more = if deadlock.all { "" } else { "the smallest " };
        let collide = format!(
            "{more}{} of prerequisites that cannot be had together, though any fewer of each could",
            counted(count, "set")
        );
        sheet.facts.push(Fact::new("because", collide));
        for (policy, alone) in self.demands.policies.iter().zip(&deadlock.alone) {
            let name = &policy.name;
            let said = match alone {
                None => format!("{name} alone cannot open a zone: the others collide without it"),
                Some(concession) => {
                    let loosen = match concession.steps() {
                        None | Some(0) => String::new(),
                        Some(steps) => format!(", or loosen that by {}", counted(steps, "step")),
                    };
                    let giving = self.giving(concession);
                    format!("{name} alone would have to {giving}{loosen}")
                }
            };
            sheet.facts.push(Fact::new("opened by", said));
        }
        for choice in &deadlock.choices {
            for &at in &choice.collisions {
                sheet.parts.push(self.collision(at, deadlock));
            }
            let ways = self.ways(choice);
            match (&choice.collisions[..], sheet.parts.last_mut()) {
                ([_], Some(only)) => only.facts.extend(ways),
                (several, _) => sheet.parts.push(Part {
                    title: way_out(several),
                    facts: ways,
                    ..Part::default()
                }),
            }
        }
    }

    fn collision(&self, at: usize, deadlock: &Deadlock) -> Part {
        let clash = &deadlock.collisions[at];
        let over: Vec<String> = clash.over.iter().map(|term| self.term(*term)).collect();
        let over = if over.is_empty() {
            String::new()
        } else {
            format!(", over {}", listed(&over, "and"))
        };
        let count = deadlock.collisions.len();
        Part {
            title: format!("Collision {} of {count}{over}", at + 1),
            facts: self.clash(clash),
            ..Part::default()
        }
    }

    /// What to give way on, one of which is enough.
    fn ways(&self, choice: &Choice) -> Vec<Fact> {
        let mut fact = Fact {
            heading: "give way",
            body: Vec::new(),
        };
        for (at, way) in choice.ways.iter().enumerate() {
            let or = if at == 0 { "" } else { "or " };
            fact.body.push((0, format!("{or}{}", self.giving(way))));
            fact.body
                .extend(self.loosening(way).into_iter().map(|text| (1, text)));
        }
        let mut facts = vec![fact];
        if !choice.all {
            let more = "there are more ways of as few prerequisites; --all N shows up to N";
            facts.push(Fact::new("more", more));
        }
        facts
    }

    fn term(&self, term: TermId) -> String {
        self.demands.vocabulary().term(term).name.clone()
    }

    /// `drop a and b`.
    fn giving(&self, concession: &Concession) -> String {
        let drop = concession.drop.iter();
        let mut names: Vec<String> = drop.map(|demand| self.demands.called(*demand)).collect();
        for &policy in &concession.something_of {
            let name = &self.demands.policies[policy].name;
            names.push(format!("that something of {name} has to apply"));
        }
        format!("drop {}", listed(&names, "and"))
    }

    fn clash(&self, clash: &Clash) -> Vec<Fact> {
        let mut facts: Vec<Fact> = clash
            .demands
            .iter()
            .map(|demand| self.demanded(*demand))
            .collect();
        for &policy in &clash.something_of {
            let name = &self.demands.policies[policy].name;
            facts.push(Fact::new(
                "demand",
                format!("something of {name} has to apply"),
            ));
        }
        facts
    }

    fn demanded(&self, demand: Demand) -> Fact {
        let prerequisite = self.demands.prerequisite(demand);
        let title = harmless(&prerequisite.title);
        let mut fact = Fact::new(
            "demand",
            format!("{}: {title}", self.demands.called(demand)),
        );
        let policy = self.demands.policies[demand.policy];
        for cited in &prerequisite.cites {
            fact.body
                .push((1, format!("cited: {}", citation(policy, cited))));
        }
        fact
    }

    /// How far what is dropped would have to be loosened, or how to read it, instead.
    fn loosening(&self, concession: &Concession) -> Vec<String> {
        let mut lines: Vec<String> = (concession.gaps.iter().flatten())
            .map(|gap| format!("or loosen it: {}", self.gap(gap)))
            .collect();
        if concession.gaps.is_none() {
            let apart =
                "what they ask cannot be had together, so it cannot be said how far to loosen them";
            lines.push(apart.to_owned());
        }
        for (demand, reading) in &concession.or_read {
            let name = &self.demands.prerequisite(*demand).readings[*reading].name;
            let called = self.demands.called(*demand);
            lines.push(format!(
                "or read {called} as `{name}`, which needs no loosening"
            ));
        }
        lines
    }

    fn gap(&self, gap: &Gap) -> String {
        let term = self.demands.vocabulary().term(gap.term);
        let offered = words::cells(&gap.offered, &term.kind);
        let asked = words::cells(&gap.asked, &term.kind);
        let steps = counted(gap.steps, "step");
        format!("{} {offered} instead of {asked} ({steps})", term.name)
    }
}

/// `Way out of collisions 1, 2 and 5`.
fn way_out(collisions: &[usize]) -> String {
    let numbers: Vec<String> = collisions.iter().map(|at| (at + 1).to_string()).collect();
    format!("Way out of collisions {}", listed(&numbers, "and"))
}

/// A number for people: exact up to 15 digits, else its size; within bounds where it is not known.
fn amount(amount: &Amount) -> String {
    if amount.is_exact() {
        return number(&amount.low);
    }
    format!("{} to {}", number(&amount.low), number(&amount.high))
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

/// The answer and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn zopa_json(
    policies: &[&Policy],
    answer: Option<&Negotiated<'_>>,
    errors: &[Diagnostic],
) -> String {
    document(&Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        zone: answer.map(|answer| matches!(answer.zopa, Zopa::Zone(_))),
        settlements: answer.and_then(Negotiated::zone_json),
        deadlock: answer.and_then(Negotiated::deadlock_json),
        errors: errors.iter().map(ErrorJson::from).collect(),
    })
}

/// What `servanda zopa --format json` prints.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Document<'a> {
    /// The version of this format.
    format: u32,
    policies: Vec<Named<'a>>,
    /// Whether some settlement is accepted by all; `null` if there was no answer.
    zone: Option<bool>,
    /// The settlements that all accept; `null` where there is no zone.
    settlements: Option<ZoneJson<'a>>,
    /// Why there is no zone; `null` where there is one.
    deadlock: Option<DeadlockJson<'a>>,
    /// Inputs that could not be read, and limits that were met.
    errors: Vec<ErrorJson<'a>>,
}

/// The settlements that all accept.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ZoneJson<'a> {
    /// How many they are.
    count: AmountJson,
    /// How many settlements the vocabulary allows.
    of: AmountJson,
    /// What each term can still be.
    terms: Vec<RoomJson<'a>>,
    /// An acceptable settlement that is nearest to the drafts.
    compromise: CompromiseJson<'a>,
}

/// A whole number in decimal digits; `low` and `high` differ where it was not counted exactly.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct AmountJson {
    low: String,
    high: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct RoomJson<'a> {
    term: &'a str,
    /// Whether some acceptable settlement has each of its cells.
    anything: bool,
    cells: CellsJson,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CompromiseJson<'a> {
    /// The steps from each draft, times their prices.
    steps: Vec<StepsJson<'a>>,
    provides: Vec<ProvidedJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct StepsJson<'a> {
    from: &'a str,
    steps: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ProvidedJson<'a> {
    term: &'a str,
    /// In the words of the language; `null` where the term does not arise.
    value: Option<String>,
}

/// Why there is no zone.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct DeadlockJson<'a> {
    /// Smallest sets of demands that no settlement accepts together.
    collisions: Vec<ClashJson<'a>>,
    /// Whether these are all such sets.
    all: bool,
    /// A zone opens if one way is taken of each choice.
    choices: Vec<ChoiceJson<'a>>,
    /// For each policy, the cheapest concession if it alone concedes; `null` if that opens no zone.
    alone: Vec<Option<ConcessionJson<'a>>>,
}

/// Collisions that have demands in common, and the cheapest ways out of them.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ChoiceJson<'a> {
    /// The collisions, as indexes.
    collisions: &'a [usize],
    /// Concessions of the fewest demands, those of the smallest gap first.
    ways: Vec<ConcessionJson<'a>>,
    /// Whether these are all concessions of so few demands.
    all: bool,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ClashJson<'a> {
    demands: Vec<CitedDemand<'a>>,
    /// Policies of which something must apply and be met.
    something_of: Vec<&'a str>,
    /// Terms that two of the demands look at.
    over: Vec<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CitedDemand<'a> {
    demand: DemandJson<'a>,
    title: &'a str,
    cites: Vec<Cites<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ConcessionJson<'a> {
    /// The demands to drop.
    drop: Vec<DemandJson<'a>>,
    /// Policies that would have to accept a text to which nothing of them applies.
    something_of: Vec<&'a str>,
    /// Where it is least to loosen them instead; `null` where what they ask cannot be had together,
    /// so that nothing can be measured.
    gaps: Option<Vec<GapJson<'a>>>,
    /// Readings under which a demand need not be dropped.
    or_read: Vec<ReadJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct GapJson<'a> {
    term: &'a str,
    /// What the dropped demands ask.
    asked: CellsJson,
    /// What they would have to take.
    offered: CellsJson,
    steps: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ReadJson<'a> {
    demand: DemandJson<'a>,
    reading: &'a str,
}

impl From<&Amount> for AmountJson {
    fn from(amount: &Amount) -> Self {
        Self {
            low: amount.low.to_string(),
            high: amount.high.to_string(),
        }
    }
}

impl<'a> Negotiated<'a> {
    fn zone_json(&self) -> Option<ZoneJson<'a>> {
        let Zopa::Zone(zone) = self.zopa else {
            return None;
        };
        let vocabulary = self.demands.vocabulary();
        let room = |(term, room): (TermId, &Knowledge)| {
            let term = vocabulary.term(term);
            RoomJson {
                term: &term.name,
                anything: *room == Knowledge::unknown(term),
                cells: CellsJson::new(room, &term.kind),
            }
        };
        let provided = |&(term, cell): &(TermId, Option<u64>)| {
            let term = vocabulary.term(term);
            ProvidedJson {
                term: &term.name,
                value: cell.map(|cell| term.kind.show(cell)),
            }
        };
        let steps = self.starts.iter().zip(&zone.compromise.steps);
        Some(ZoneJson {
            count: (&zone.settlements).into(),
            of: (&zone.of).into(),
            terms: vocabulary.ids().zip(&zone.room).map(room).collect(),
            compromise: CompromiseJson {
                steps: steps
                    .map(|(start, &steps)| StepsJson {
                        from: &start.id,
                        steps,
                    })
                    .collect(),
                provides: zone.compromise.cells.iter().map(provided).collect(),
            },
        })
    }

    fn deadlock_json(&self) -> Option<DeadlockJson<'a>> {
        let Zopa::Deadlock(deadlock) = self.zopa else {
            return None;
        };
        Some(DeadlockJson {
            collisions: deadlock
                .collisions
                .iter()
                .map(|clash| self.clash_json(clash))
                .collect(),
            all: deadlock.all,
            choices: (deadlock.choices.iter())
                .map(|choice| ChoiceJson {
                    collisions: &choice.collisions,
                    ways: (choice.ways.iter())
                        .map(|way| self.concession_json(way))
                        .collect(),
                    all: choice.all,
                })
                .collect(),
            alone: (deadlock.alone.iter())
                .map(|alone| alone.as_ref().map(|alone| self.concession_json(alone)))
                .collect(),
        })
    }

    fn clash_json(&self, clash: &Clash) -> ClashJson<'a> {
        let demand = |&demand: &Demand| {
            let prerequisite = self.demands.prerequisite(demand);
            CitedDemand {
                demand: DemandJson::new(self.demands, demand),
                title: &prerequisite.title,
                cites: cites(self.demands.policies[demand.policy], &prerequisite.cites),
            }
        };
        ClashJson {
            demands: clash.demands.iter().map(demand).collect(),
            something_of: self.names(&clash.something_of),
            over: (clash.over.iter())
                .map(|&term| self.demands.vocabulary().term(term).name.as_str())
                .collect(),
        }
    }

    fn concession_json(&self, concession: &Concession) -> ConcessionJson<'a> {
        let gap = |gap: &Gap| {
            let term = self.demands.vocabulary().term(gap.term);
            GapJson {
                term: &term.name,
                asked: CellsJson::new(&gap.asked, &term.kind),
                offered: CellsJson::new(&gap.offered, &term.kind),
                steps: gap.steps,
            }
        };
        let read = |&(demand, reading): &(Demand, usize)| ReadJson {
            demand: DemandJson::new(self.demands, demand),
            reading: &self.demands.prerequisite(demand).readings[reading].name,
        };
        ConcessionJson {
            drop: (concession.drop.iter())
                .map(|&demand| DemandJson::new(self.demands, demand))
                .collect(),
            something_of: self.names(&concession.something_of),
            gaps: (concession.gaps.as_ref()).map(|gaps| gaps.iter().map(gap).collect()),
            or_read: concession.or_read.iter().map(read).collect(),
        }
    }

    fn names(&self, policies: &[usize]) -> Vec<&'a str> {
        policies
            .iter()
            .map(|&policy| self.demands.policies[policy].name.as_str())
            .collect()
    }
}
