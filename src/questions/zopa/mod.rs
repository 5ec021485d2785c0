//! The zone of possible agreement: whether some settlement is accepted by all, and if not, why not
//! and what would open one.

mod apart;
mod concession;
mod deadlock;
mod middle;
mod reading;
mod room;

use num_bigint::BigUint;

pub use crate::questions::warned::Warned;
pub use apart::{Apart, Between};
pub use concession::{Concession, Gap};
pub use middle::{Share, Shared, Way};
pub use room::Room;

pub use crate::engine::{Amount, Background};
use reading::something_of;

use crate::engine::{AskedId, Question, Requirements, SettlementSearch, WarnedId, distance};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PolicyId, ReadingId, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use crate::verdict::{Outcome, Outcomes};

/// Whether several policies leave a settlement that all accept.
#[derive(Clone, Debug)]
pub enum Zopa {
    /// They do.
    Zone(Zone),
    /// They do not.
    Deadlock(Deadlock),
}

/// The settlements that all accept.
#[derive(Clone, Debug)]
pub struct Zone {
    /// How many they are, each term having one cell.
    pub settlements: Amount,
    /// How many settlements the vocabulary allows.
    pub of: Amount,
    /// What each term can still be, term by term as far as that was found.
    pub room: Vec<Room>,
    /// An acceptable settlement, the nearest to the starting drafts unless that is unfinished.
    pub compromise: Compromise,
    /// The warnings that every one of them raises.
    pub warned: Vec<Warned>,
    /// What is not finished.
    pub unfinished: Unfinished,
}

/// A settlement that all accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compromise {
    /// The cell of each term that some policy looks at or of which some draft says anything; in the
    /// vocabulary's order.
    pub cells: Vec<(TermId, Option<u64>)>,
    /// The steps from each draft, times their prices.
    pub steps: Vec<u64>,
    /// Where it departs from each draft.
    pub departures: Vec<Vec<Departure>>,
    /// The warnings that it raises or, by terms without a cell here, may raise; none if that is
    /// unfinished.
    pub warned: Vec<Warned>,
}

/// A cell that a draft does not leave possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The term.
    pub term: TermId,
    /// What the draft leaves possible.
    pub from: Knowledge,
    /// What the settlement has instead.
    pub to: Option<u64>,
    /// How many steps that is; 0 if other terms decide whether the term arises.
    pub steps: u64,
}

/// Why no settlement is accepted by all.
#[derive(Clone, Debug)]
pub struct Deadlock {
    /// Sets of demands that no settlement accepts together, though it could without any one of
    /// them; the smallest first.
    pub collisions: Vec<Clash>,
    /// Whether these are all such sets.
    pub all: bool,
    /// The choices to be made: a zone opens if one way is taken of each. If not all collisions are
    /// known they are one single choice.
    pub choices: Vec<Choice>,
    /// For each policy, as far as that was found, the cheapest concession if it alone concedes;
    /// `None` where that opens no zone.
    pub alone: Vec<Option<Concession>>,
    /// The fewest prerequisites that have to be read in one way only for a zone to open with nothing
    /// dropped, each with a reading that does; `None` where no readings open one, or if that is
    /// unfinished.
    pub opened_by_readings: Option<Vec<(Demand, ReadingId)>>,
    /// How the parties could share all that has to be conceded.
    pub shared: Shared,
    /// What is not finished.
    pub unfinished: Unfinished,
}

/// Collisions that have demands in common, and the cheapest ways out of all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The collisions, as indexes.
    pub collisions: Vec<usize>,
    /// Concessions of the fewest demands, those that leave the smallest gap first; none where the
    /// search was not finished. Gaps are taken as if the demands of all other choices were given up.
    pub ways: Vec<Concession>,
    /// Whether these are all concessions of so few demands.
    pub all: bool,
}

/// Demands that no settlement accepts together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clash {
    /// Prerequisites.
    pub demands: Vec<Demand>,
    /// Policies of which something must apply and be met, unless all of it is dropped.
    pub something_of: Vec<PolicyId>,
    /// The terms over which they clash: those that two of them look at.
    pub over: Vec<TermId>,
    /// The fewest pieces of background knowledge without which they would not clash.
    pub by_way_of: Vec<Background>,
    /// How far apart its sides are; `None` if it has one side only, or if that is unfinished.
    pub apart: Option<Apart>,
}

/// A text to start from: what it leaves possible, term by term.
pub type Start = Vec<Knowledge>;

/// What each draft leaves possible of a term. Drafts that settle the term come first.
fn known(term: TermId, starts: &[Start]) -> Vec<&Knowledge> {
    let mut known: Vec<&Knowledge> = starts.iter().map(|start| &start[term.0]).collect();
    known.sort_by_key(|known| !known.is_settled());
    known
}

/// The most policies that may fail to apply with settlements still being counted exactly.
const MAY_NOT_APPLY: usize = 8;

/// A requirement that a policy makes on a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// This prerequisite must not be unmet.
    Tolerated(AskedId),
    /// Some prerequisite of this policy must apply and be met, unless all are dropped: a policy that
    /// gives up all of them accepts anything.
    Something(PolicyId),
}

/// The search for a settlement, with the requirements of each policy.
struct Table<'a, 'p> {
    demands: &'a Demands<'p>,
    settlement: SettlementSearch<'a, 'p>,
    requirements: Requirements<Item>,
}

impl<'a, 'p> Table<'a, 'p> {
    fn new(demands: &'a Demands<'p>, cancel: &Cancel) -> Self {
        Self::over(demands, SettlementSearch::new(&demands.engine, cancel))
    }

    fn over(demands: &'a Demands<'p>, mut settlement: SettlementSearch<'a, 'p>) -> Self {
        let mut items = Vec::new();
        for &index in &demands.deciding {
            items.push((Item::Tolerated(index), settlement.tolerates(index)));
        }
        for policy in demands.may_have_nothing_met() {
            let claim = something_of(&mut settlement, &demands.deciding_of(policy), None);
            items.push((Item::Something(policy), claim));
        }
        Self {
            demands,
            settlement,
            requirements: Requirements::new(items),
        }
    }
}

impl<'p> Demands<'p> {
    /// Whether there is a settlement that every policy accepts. Finds at most `most` collisions,
    /// and at most `most` ways out of each. The compromise is sought from `starts`; `prices` has
    /// the price of a step for each term.
    ///
    /// # Errors
    ///
    /// A limit, if it was met before it was known whether there is one. A limit that is met later
    /// only leaves other parts of the answer unfinished, and the answer names them.
    pub fn zopa(
        &self,
        starts: &[Start],
        prices: &[u64],
        most: usize,
        cancel: &Cancel,
    ) -> Result<Zopa, Limit> {
        let mut table = Table::new(self, cancel);
        let claims = table.requirements.all();
        if !table.settlement.possible(&claims)? {
            return Ok(Zopa::Deadlock(self.deadlock(most, cancel)));
        }
        let mut unfinished = Unfinished::default();
        let any = self.settlement(&table.settlement, starts, prices);
        let room = self.room(&mut table.settlement, &claims, &mut unfinished);
        let always = self.always_warned(&mut table.settlement, &claims);
        let always = unfinished.note(Part::Warnings, always).unwrap_or_default();
        let nearest = self.nearest(starts, prices, cancel);
        let nearest = match starts {
            // Nothing is said of how it was chosen.
            [] => nearest.ok(),
            _ => unfinished.note(Part::Nearest, nearest),
        };
        let mut compromise = nearest.unwrap_or(any);
        let warned = self.warned(&compromise.cells, cancel);
        compromise.warned = unfinished.note(Part::Warnings, warned).unwrap_or_default();
        let (settlements, of) = self.counts(cancel);
        unfinished.note_ranges(!(settlements.is_exact() && of.is_exact()), cancel);
        Ok(Zopa::Zone(Zone {
            settlements,
            of,
            room,
            compromise,
            warned: always,
            unfinished,
        }))
    }

    /// An acceptable settlement at the least total price from the drafts; of those, one that raises the
    /// fewest warnings, so that what is shown is not worse than it has to be.
    fn nearest(
        &self,
        starts: &[Start],
        prices: &[u64],
        cancel: &Cancel,
    ) -> Result<Compromise, Limit> {
        let mut table = Table::new(self, cancel);
        for claim in table.requirements.all() {
            table.settlement.demand(claim);
        }
        for term in self.engine.vocabulary.ids() {
            let price = prices[term.0];
            table
                .settlement
                .avoid_leaving(term, &known(term, starts), price);
        }
        for (at, _) in self.warnings().enumerate() {
            let raised = table.settlement.raises(WarnedId(at));
            table.settlement.avoid(1, raised, 1);
        }
        table.settlement.cheapest()?;
        Ok(self.settlement(&table.settlement, starts, prices))
    }

    /// The settlement that was found, restricted to terms that some policy looks at or of which some
    /// draft says anything.
    fn settlement(
        &self,
        settlement: &SettlementSearch<'_, '_>,
        starts: &[Start],
        prices: &[u64],
    ) -> Compromise {
        let looked_at: Vec<TermId> = (self.deciding.iter())
            .flat_map(|&index| self.looks_at(index))
            .collect();
        let mut cells = Vec::new();
        for term in self.engine.vocabulary.ids() {
            let known = known(term, starts);
            let cell = settlement.cell_among(term, &known);
            let anything = Knowledge::unknown(self.engine.vocabulary.term(term));
            if looked_at.contains(&term) || known.iter().any(|known| **known != anything) {
                cells.push((term, cell));
            }
        }
        let departures: Vec<Vec<Departure>> = (starts.iter())
            .map(|start| self.departures(start, &cells))
            .collect();
        let price = |left: &Departure| prices[left.term.0] * left.steps;
        let steps = |left: &Vec<Departure>| left.iter().map(price).sum();
        Compromise {
            steps: departures.iter().map(steps).collect(),
            departures,
            cells,
            warned: Vec::new(),
        }
    }

    /// Where a settlement has a cell that a draft does not leave possible.
    fn departures(&self, start: &Start, cells: &[(TermId, Option<u64>)]) -> Vec<Departure> {
        let departure = |&(term, cell): &(TermId, Option<u64>)| {
            let from = &start[term.0];
            let allowed = from.allows(&self.engine.vocabulary.term(term).kind, cell);
            (!allowed).then(|| Departure {
                term,
                from: from.clone(),
                to: cell,
                steps: distance(&self.engine, term, from, cell),
            })
        };
        cells.iter().filter_map(departure).collect()
    }

    /// How many settlements every policy accepts (at least one), and how many the vocabulary
    /// allows.
    fn counts(&self, cancel: &Cancel) -> (Amount, Amount) {
        let mut of = self.count_where(&[], cancel, |_| Outcomes::ALL);
        let mut accepted = self.count_accepted(cancel);
        accepted.low = accepted.low.max(1_u8.into());
        accepted.high = accepted.high.min(of.high.clone());
        of.low = of.low.max(accepted.low.clone());
        (accepted, of)
    }

    /// How many settlements every policy accepts.
    fn count_accepted(&self, cancel: &Cancel) -> Amount {
        let may_not_apply: Vec<PolicyId> = self.may_not_apply().collect();
        let exactly = may_not_apply.len() <= MAY_NOT_APPLY;
        // With more policies, counts all settlements that leave nothing unmet: an upper bound.
        let subsets = if exactly {
            1_u32 << may_not_apply.len()
        } else {
            1
        };
        let mut sum = Amount::default();
        let mut less = Amount::default();
        // Counts the settlements that leave nothing unmet and subtracts those to which some policy
        // does not apply, by inclusion and exclusion over sets of policies.
        for chosen in 0..subsets {
            let silent: Vec<PolicyId> = (may_not_apply.iter().enumerate())
                .filter(|(at, _)| chosen >> at & 1 == 1)
                .map(|(_, &policy)| policy)
                .collect();
            let allowed = |id: AskedId| {
                let asked = self.engine.asked(id);
                if asked.prerequisite.advisory {
                    Outcomes::ALL
                } else if silent.contains(&asked.policy) {
                    Outcomes::only(Outcome::NotApplicable)
                } else {
                    Outcomes::only(Outcome::Unmet).others()
                }
            };
            let count = self.count_where(&self.engine.groups(), cancel, allowed);
            let side = if chosen.count_ones() % 2 == 0 {
                &mut sum
            } else {
                &mut less
            };
            *side = std::mem::take(side).plus(&count);
        }
        if !exactly {
            sum.low = BigUint::ZERO;
        }
        sum.minus(&less)
    }

    /// How many settlements show allowed outcomes of the prerequisites in these questions.
    fn count_where(
        &self,
        groups: &[Question<'p>],
        cancel: &Cancel,
        allowed: impl Fn(AskedId) -> Outcomes,
    ) -> Amount {
        let engine = &self.engine;
        let known: Vec<Knowledge> = engine
            .vocabulary
            .terms
            .iter()
            .map(Knowledge::unknown)
            .collect();
        let mut counted = vec![false; known.len()];
        let mut product = Amount::exactly(1_u8);
        let mut parts: Vec<Question<'p>> = groups.to_vec();
        parts.extend(engine.coherence());
        for part in &parts {
            let terms = part.terms(&engine.encoding);
            if terms.iter().any(|term| counted[term.0]) {
                continue;
            }
            let at_most = || {
                terms
                    .iter()
                    .map(|term| known[term.0].count(&engine.vocabulary.term(*term).kind))
            };
            let counter = engine.counter(part, &known, &[], cancel);
            let anything = || Amount {
                low: BigUint::ZERO,
                high: at_most().product(),
            };
            let count = counter.map_or_else(anything, |counter| counter.count(&allowed));
            product = product.times(&count);
            for term in &terms {
                counted[term.0] = true;
            }
        }
        for (term, counted) in engine.vocabulary.ids().zip(counted) {
            if !counted {
                let cells = known[term.0].count(&engine.vocabulary.term(term).kind);
                product = product.times(&Amount::exactly(cells));
            }
        }
        product
    }
}
