//! Zones of possible agreement: what is left, or who collides with whom over what.

use num_bigint::BigUint;

use super::Style;
use super::background::by_way_of;
use super::facts::{Fact, citation};
use super::sheet::{Part, Sheet};
use super::unfinished::not_done;
use super::words::{self, counted, harmless, listed};
use crate::limit::{self, Unfinished};
use crate::policy::{Kind, Policy, TermId};
use crate::proposal::{Knowledge, Proposal};
use crate::questions::demands::{Demand, Demands};
use crate::questions::zopa::{
    Amount, Choice, Clash, Concession, Deadlock, Departure, Gap, Room, Zone, Zopa,
};

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
        for (index, policy) in policies.iter().enumerate() {
            let title = harmless(&policy.title);
            let asks = words::asks(self.demands, index);
            let party = format!("{}: {title} ({asks})", policy.name);
            sheet.about.push(Fact::new("party", party));
        }
        match self.zopa {
            Zopa::Zone(zone) => self.zone(zone, &mut sheet),
            Zopa::Deadlock(deadlock) => self.deadlock(deadlock, &mut sheet),
        }
        sheet.facts.extend(not_done(self.unfinished()));
        sheet
    }

    fn unfinished(&self) -> &Unfinished {
        match self.zopa {
            Zopa::Zone(zone) => &zone.unfinished,
            Zopa::Deadlock(deadlock) => &deadlock.unfinished,
        }
    }

    fn zone(&self, zone: &Zone, sheet: &mut Sheet) {
        let (some, all) = (amount(&zone.settlements), amount(&zone.of));
        let are = if some == "1" { "is" } else { "are" };
        let rest = if zone.unfinished.lacks(limit::Part::Count) {
            "at least one settlement is accepted by all".to_owned()
        } else {
            format!("{some} of {all} settlements {are} accepted by all")
        };
        sheet.answer = Some(("ZONE", "met", rest));
        let vocabulary = self.demands.vocabulary();
        let mut untouched = 0_u64;
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (term, room) in vocabulary.ids().zip(&zone.room) {
            let term = vocabulary.term(term);
            let cells = can_be(room, &term.kind);
            if room.exact && room.within == Knowledge::unknown(term) {
                untouched += 1;
            } else if room.within.is_settled() {
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
        if untouched > 0 {
            let free = format!("{} can be anything", counted(untouched, "other term"));
            sheet.facts.push(Fact::new("untouched", free));
        }
        sheet.parts.push(self.compromise(zone));
    }

    fn compromise(&self, zone: &Zone) -> Part {
        let vocabulary = self.demands.vocabulary();
        let mut facts = Vec::new();
        let each = self.starts.iter().zip(&zone.compromise.departures);
        for ((start, departures), steps) in each.zip(&zone.compromise.steps) {
            let cost = format!("{}: a cost of {steps}", harmless(&start.id));
            let mut fact = Fact::new("from", cost);
            let each = departures.iter().map(|left| (1, self.departure(left)));
            fact.body.extend(each);
            facts.push(fact);
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
            _ if zone.unfinished.lacks(limit::Part::Nearest) => "A settlement that all accept",
            _ => "A settlement that all accept, and none is nearer to the drafts",
        };
        Part {
            title: title.to_owned(),
            facts,
            ..Part::default()
        }
    }

    fn departure(&self, departure: &Departure) -> String {
        let kind = &self.demands.vocabulary().term(departure.term).kind;
        let to = words::cells(&Knowledge::cell(departure.to), kind);
        let from = words::cells(&departure.from, kind);
        self.instead(departure.term, &to, &from, departure.steps)
    }

    /// `nato_path renounced instead of invitation (2 steps)`.
    fn instead(&self, term: TermId, to: &str, of: &str, steps: u64) -> String {
        let term = self.term(term);
        let steps = match steps {
            0 => "follows from other terms".to_owned(),
            steps => counted(steps, "step"),
        };
        format!("{term} {to} instead of {of} ({steps})")
    }

    fn deadlock(&self, deadlock: &Deadlock, sheet: &mut Sheet) {
        let rest = "no settlement is accepted by all".to_owned();
        sheet.answer = Some(("NO ZONE", "unmet", rest));
        if !deadlock.collisions.is_empty() {
            sheet.facts.push(Fact::new("because", sets(deadlock)));
        }
        for (policy, alone) in deadlock.alone.iter().enumerate() {
            let said = self.alone(policy, alone.as_ref());
            sheet.facts.push(Fact::new("opened by", said));
        }
        for choice in &deadlock.choices {
            for &at in &choice.collisions {
                sheet.parts.push(self.collision(at, deadlock));
            }
            let ways = self.ways(choice);
            match (&choice.collisions[..], sheet.parts.last_mut()) {
                ([_], Some(only)) if deadlock.all => only.facts.extend(ways),
                _ if ways.is_empty() => {}
                (several, _) => sheet.parts.push(Part {
                    title: if deadlock.all {
                        way_out(several)
                    } else {
                        "Way out of all collisions, also of those not shown".to_owned()
                    },
                    facts: ways,
                    ..Part::default()
                }),
            }
        }
    }

    /// What opens a zone if one policy alone concedes.
    fn alone(&self, policy: usize, concession: Option<&Concession>) -> String {
        let name = &self.demands.policies[policy].name;
        let Some(concession) = concession else {
            let others = self.demands.policies.iter().enumerate();
            let others: Vec<&Policy> = others
                .filter(|(other, _)| *other != policy)
                .map(|(_, other)| *other)
                .collect();
            let rest = match others[..] {
                [other] => format!("what {} asks cannot be had by itself", other.name),
                _ => "the others collide without it".to_owned(),
            };
            return format!("{name} alone cannot open a zone: {rest}");
        };
        if self.demands.decides_nothing(policy) {
            return format!("leaving out {name}, which asks nothing that decides");
        }
        let giving = self.giving(concession);
        let loosen = match concession.steps() {
            None | Some(0) => String::new(),
            Some(steps) => format!(", or loosen that by {}", counted(steps, "step")),
        };
        format!("{name} alone would have to {giving}{loosen}")
    }

    fn collision(&self, at: usize, deadlock: &Deadlock) -> Part {
        let clash = &deadlock.collisions[at];
        let over: Vec<String> = clash.over.iter().map(|term| self.term(*term)).collect();
        let over = if over.is_empty() {
            String::new()
        } else {
            format!(", over {}", listed(&over, "and"))
        };
        let of = if deadlock.all {
            format!(" of {}", deadlock.collisions.len())
        } else {
            String::new()
        };
        Part {
            title: format!("Collision {}{of}{over}", at + 1),
            facts: self.clash(clash),
            ..Part::default()
        }
    }

    /// What to give way on, one of which is enough.
    fn ways(&self, choice: &Choice) -> Vec<Fact> {
        if choice.ways.is_empty() {
            return Vec::new();
        }
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
        let names: Vec<String> = drop.map(|demand| self.demands.called(*demand)).collect();
        let mut all = Vec::new();
        if !names.is_empty() {
            all.push(format!("drop {}", listed(&names, "and")));
        }
        for &policy in &concession.something_of {
            let name = &self.demands.policies[policy].name;
            all.push(if self.demands.decides_nothing(policy) {
                format!("leave {name} out")
            } else {
                let own = concession.drop.iter().any(|demand| demand.policy == policy);
                let nothing = if own { "nothing else" } else { "nothing" };
                format!("accept texts to which {nothing} of {name} applies")
            });
        }
        listed(&all, "and")
    }

    fn clash(&self, clash: &Clash) -> Vec<Fact> {
        let mut facts: Vec<Fact> = clash
            .demands
            .iter()
            .map(|demand| self.demanded(*demand))
            .collect();
        for &policy in &clash.something_of {
            let mut something = words::something_of(self.demands, policy);
            if !self.demands.decides_nothing(policy) {
                something.push_str(", unless all of it is dropped");
            }
            facts.push(Fact::new("demand", something));
        }
        facts.extend(by_way_of(&clash.by_way_of, self.demands.vocabulary()));
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
        let gaps = concession.gaps.iter().flatten();
        let gaps: Vec<String> = gaps.map(|gap| self.gap(gap)).collect();
        let mut lines = Vec::new();
        let alone = concession.drop.len() == 1;
        let it = if alone { "it" } else { "them" };
        if !gaps.is_empty() {
            lines.push(format!("or loosen {it}: {}", listed(&gaps, "and")));
        }
        if concession.gaps.is_none() {
            let asked = if alone {
                "what it asks cannot be had by itself"
            } else {
                "what they ask cannot be had together"
            };
            lines.push(format!("{asked}, so how far to loosen {it} is not said"));
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
        let kind = &self.demands.vocabulary().term(gap.term).kind;
        let offered = words::cells(&gap.offered, kind);
        let asked = words::cells(&gap.asked, kind);
        self.instead(gap.term, &offered, &asked, gap.steps)
    }
}

/// What a term can be; of a set that can be many things, what is surely and possibly in.
fn can_be(room: &Room, kind: &Kind) -> String {
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
    let some = if *exact { "but" } else { "perhaps" };
    format!("{}, {some} not every one", words::cells(&hull, kind))
}

/// How many sets collide, and whether these are all.
fn sets(deadlock: &Deadlock) -> String {
    let one = |clash: &Clash| clash.demands.len() + clash.something_of.len() == 1;
    let collide = match &deadlock.collisions[..] {
        [only] if one(only) => "a demand that cannot be had by itself".to_owned(),
        [_] => "a set of prerequisites that cannot be had together, though any fewer of them could"
            .to_owned(),
        sets => format!(
            "{} sets of prerequisites that cannot be had together, though any fewer of each could",
            sets.len()
        ),
    };
    if deadlock.all {
        collide
    } else if deadlock.unfinished.lacks(limit::Part::Collisions) {
        format!("{collide}; there may be more")
    } else {
        format!("{collide}; there are more, none smaller: --all N shows up to N")
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
