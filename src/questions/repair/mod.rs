//! The cheapest changes after which a proposal is met.

mod carry;
mod left;
mod readings;
mod reasons;
mod scope;

pub use left::{Left, Raised, Unmet};
pub use readings::{Cheaper, Least, with_only};

pub use crate::engine::Background;
use crate::engine::{AskedId, Claim, Requirements, RobustEdit, SettlementSearch, What, distance};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PolicyId, TermId, Vocabulary};
use crate::proposal::Knowledge;
use crate::questions::demands::{Demand, Demands};
use scope::{Fates, Scope, applies_somewhere};

/// What changes cost, and what may not be changed.
#[derive(Clone, Debug)]
pub struct Prices {
    /// The price of one step, by term, at least 1.
    pub of: Vec<u64>,
    /// Whether a term is not negotiable: what is said of it stays as it stands.
    pub frozen: Vec<bool>,
}

impl Prices {
    /// The highest price that can be set.
    pub const MOST: u64 = 1_000;

    /// Every step costs 1, and everything is negotiable.
    #[must_use]
    pub fn even(vocabulary: &Vocabulary) -> Self {
        Self {
            of: vec![1; vocabulary.terms.len()],
            frozen: vec![false; vocabulary.terms.len()],
        }
    }
}

/// What can be done about a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mending {
    /// It is met as it stands.
    Met,
    /// It can be repaired.
    Repairs {
        /// Repairs of the least cost, at least one. None contains another.
        cheapest: Vec<Repair>,
        /// Whether there are more of the same cost. Not known if that part is unfinished.
        more: bool,
        /// What is not finished.
        unfinished: Unfinished,
    },
    /// No changes that are allowed help.
    Never {
        /// What stands in the way; empty if the search was not finished.
        collision: Collision,
        /// What is not finished.
        unfinished: Unfinished,
    },
}

/// Changes after which a proposal is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// At most one a term, in the vocabulary's order.
    pub changes: Vec<Change>,
    /// What they cost together.
    pub cost: Cost,
    /// Prerequisites that it avoids: as the proposal stands they apply in some completion, and with
    /// these changes in none. No repair avoids fewer.
    pub avoids: Vec<Demand>,
    /// The warnings and the advisory prerequisites that it leaves raised and unmet.
    pub left: Left,
}

/// What a repair costs: no number of answers outweighs a step of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// Steps of changing what is stated, times their prices.
    pub steps: u64,
    /// Answers to what is open, times their prices.
    pub answers: u64,
}

/// What is to be said on one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The term.
    pub term: TermId,
    /// What the proposal leaves possible.
    pub from: Knowledge,
    /// What it should leave possible: any cell of this will do, at the same cost.
    pub to: Knowledge,
    /// How many steps that is from what is stated; 0 if it only answers what is open.
    pub steps: u64,
    /// The prerequisites that would not be met without it.
    pub forced_by: Vec<Demand>,
    /// What always holds, in words, and would be broken without it; then no prerequisite is named.
    /// If this is empty too, something would not apply without it, see the next.
    pub kept_true: Vec<String>,
    /// Prerequisites that would be avoided without it.
    pub keeps: Vec<Demand>,
    /// The changes from which it follows, by term: with these and itself taken back all that always
    /// holds is kept true. Only where [`Change::kept_true`] names something.
    pub follows: Vec<TermId>,
    /// The prerequisites that it serves: those that force it or that it keeps from being avoided; of
    /// a change that follows from others those that force them together; where only something has to
    /// apply, those that do. Empty only if all it does is to avoid.
    pub serves: Vec<Demand>,
    /// Of the prerequisites that the repair avoids, those that would apply without it.
    pub avoids: Vec<Demand>,
}

/// The fewest things that stand in the way of every repair together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collision {
    /// Prerequisites that must not be unmet.
    pub prerequisites: Vec<Demand>,
    /// Policies of which something must apply and be met.
    pub something_of: Vec<PolicyId>,
    /// Terms that must stay as they stand.
    pub frozen: Vec<TermId>,
    /// The fewest pieces of background knowledge under which no settlement respects all of these.
    /// Empty if none is needed for that. Also empty if some settlement respects them all, but no
    /// text whose every completion has to.
    pub by_way_of: Vec<Background>,
}

/// Something that a repair must respect.
#[derive(Clone, Copy, Debug)]
enum Requirement {
    NeverUnmet(AskedId),
    SomethingMet(PolicyId),
    Frozen(TermId),
}

/// A search for repairs of one proposal.
struct Search<'a, 'p> {
    demands: &'a Demands<'p>,
    known: &'a [Knowledge],
    edit: RobustEdit<'a, 'p>,
    requirements: Requirements<Requirement>,
    /// Each prerequisite that can be avoided, with the claim that it is not.
    avoidable: Vec<(AskedId, Claim)>,
}

impl Demands<'_> {
    /// The cheapest repairs, at most `most` of them, after which a proposal that leaves this
    /// possible, term by term, is met by every policy. The proposal must be coherent.
    ///
    /// Repairs that avoid nothing come first, whatever they cost; if there are none, those that avoid
    /// the fewest prerequisites.
    ///
    /// # Errors
    ///
    /// A limit, if it was met before a cheapest repair was found or it was proved that there is
    /// none. A limit that is met later only leaves other parts of the answer unfinished, and the
    /// answer names them.
    pub fn repair(
        &self,
        known: &[Knowledge],
        prices: &Prices,
        most: usize,
        cancel: &Cancel,
    ) -> Result<Mending, Limit> {
        let mut search = Search::new(self, known, prices, cancel);
        let Some(cost) = search.begin()? else {
            let mut unfinished = Unfinished::default();
            let search = Search::new(self, known, prices, cancel);
            let collision = search.collision(cancel, &mut unfinished);
            return Ok(Mending::Never {
                collision,
                unfinished,
            });
        };
        if cost == Cost::default() {
            return Ok(Mending::Met);
        }
        let mut cheapest = vec![search.repair(cost, prices, &[])?];
        let mut unfinished = Unfinished::default();
        let more = search.add_others(&mut cheapest, cost, prices, most);
        let more = unfinished.note(Part::Repairs, more).unwrap_or(false);
        Ok(Mending::Repairs {
            cheapest,
            more,
            unfinished,
        })
    }
}

impl<'a, 'p> Search<'a, 'p> {
    fn new(
        demands: &'a Demands<'p>,
        known: &'a [Knowledge],
        prices: &Prices,
        cancel: &Cancel,
    ) -> Self {
        let mut edit = RobustEdit::new(&demands.engine, cancel, known, &prices.of);
        let mut requirements = Vec::new();
        for &index in &demands.deciding {
            requirements.push((Requirement::NeverUnmet(index), edit.never_unmet(index)));
        }
        for policy in demands.may_not_apply() {
            // What applies to one completion need not apply to another.
            edit.add_completion();
            let own = demands.deciding_of(policy).into_iter();
            let met: Vec<Claim> = own.map(|index| edit.settlement.last_meets(index)).collect();
            let claim = edit.settlement.claim();
            edit.settlement.implies(claim, &met);
            requirements.push((Requirement::SomethingMet(policy), claim));
        }
        for term in demands.engine.vocabulary.ids() {
            if prices.frozen[term.0] {
                let stays = SettlementSearch::not(edit.pinned(term));
                requirements.push((Requirement::Frozen(term), stays));
            }
        }
        Self {
            demands,
            known,
            edit,
            requirements: Requirements::new(requirements),
            avoidable: Vec::new(),
        }
    }

    /// Demands everything and finds a cheapest repair.
    fn begin(&mut self) -> Result<Option<Cost>, Limit> {
        for claim in self.requirements.all() {
            self.edit.settlement.demand(claim);
        }
        self.avoid_avoiding()?;
        self.cheapest()
    }

    /// Makes it the first aim that each prerequisite that decides and may apply as the proposal
    /// stands applies in some completion of the changed text.
    fn avoid_avoiding(&mut self) -> Result<(), Limit> {
        let engine = &self.demands.engine;
        for &id in &self.demands.deciding {
            let Some(when) = &engine.asked(id).prerequisite.when else {
                continue;
            };
            let question = engine.question(What::Prerequisite(id));
            let edit = &mut self.edit;
            if applies_somewhere(&edit.session, &question, edit.as_it_stands())? {
                let applies = edit.somewhere(when);
                let avoided = SettlementSearch::not(applies);
                edit.settlement.avoid_at_any_cost(avoided);
                self.avoidable.push((id, applies));
            }
        }
        Ok(())
    }

    fn cheapest(&mut self) -> Result<Option<Cost>, Limit> {
        loop {
            let Some([steps, answers]) = self.edit.settlement.cheapest()? else {
                return Ok(None);
            };
            if self.edit.holds_true()? {
                return Ok(Some(Cost { steps, answers }));
            }
        }
    }

    /// Adds other repairs of the same cost, as many as are wanted. Returns whether there are more.
    fn add_others(
        &mut self,
        cheapest: &mut Vec<Repair>,
        cost: Cost,
        prices: &Prices,
        most: usize,
    ) -> Result<bool, Limit> {
        while self.another(&cheapest[cheapest.len() - 1])? {
            if cheapest.len() == most {
                return Ok(true);
            }
            let other = self.repair(cost, prices, cheapest)?;
            cheapest.push(other);
        }
        Ok(false)
    }

    /// Finds another repair, beside those found.
    fn another(&mut self, last: &Repair) -> Result<bool, Limit> {
        let mut other = Vec::new();
        for change in &last.changes {
            other.push(SettlementSearch::not(self.edit.pinned(change.term)));
            other.push(self.edit.settlement.is_none_of(change.term, &change.to));
        }
        self.edit.settlement.any(&other);
        while self.edit.settlement.another()? {
            if self.edit.holds_true()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The smallest set of conditions that no text can respect.
    fn collision(mut self, cancel: &Cancel, unfinished: &mut Unfinished) -> Collision {
        let edit = &mut self.edit;
        let mut found =
            (self.requirements).conflicts(1, cancel, |wanted, all| edit.fulfil(wanted, all));
        let Some(set) = found.sets.pop() else {
            unfinished.note(Part::Collisions, found.all);
            return Collision::default();
        };
        let colliding: Vec<Requirement> = (set.into_iter())
            .map(|index| self.requirements.about(index))
            .collect();
        let background = self.background_of(&colliding, cancel);
        let mut collision = Collision {
            by_way_of: unfinished
                .note(Part::ByWayOf, background)
                .unwrap_or_default(),
            ..Collision::default()
        };
        for requirement in colliding {
            match requirement {
                Requirement::NeverUnmet(index) => {
                    collision.prerequisites.push(self.demands.demand(index));
                }
                Requirement::SomethingMet(policy) => collision.something_of.push(policy),
                Requirement::Frozen(term) => collision.frozen.push(term),
            }
        }
        collision
    }

    /// The background knowledge under which no settlement fulfils these requirements.
    fn background_of(
        &self,
        conflict: &[Requirement],
        cancel: &Cancel,
    ) -> Result<Vec<Background>, Limit> {
        let (mut settlement, pieces) = SettlementSearch::loose(&self.demands.engine, cancel);
        let mut loose = Vec::new();
        for &requirement in conflict {
            let claim = match requirement {
                Requirement::NeverUnmet(index) => settlement.tolerates(index),
                Requirement::SomethingMet(policy) => {
                    let own = self.demands.deciding_of(policy).into_iter();
                    let met: Vec<Claim> = own.map(|index| settlement.meets(index)).collect();
                    settlement.any_of(&met)
                }
                Requirement::Frozen(term) => settlement.within(term, &self.known[term.0]),
            };
            loose.push((requirement, claim));
        }
        let all: Vec<usize> = (0..loose.len()).collect();
        Requirements::new(loose).background_of(&all, &mut settlement, &pieces, cancel)
    }

    /// The repair that the search has just found, each change widened to all cells that would do and
    /// are none of an earlier repair.
    fn repair(&self, cost: Cost, prices: &Prices, earlier: &[Repair]) -> Result<Repair, Limit> {
        let encoding = &self.demands.engine.encoding;
        let terms = self.demands.engine.vocabulary.ids();
        let pinned: Vec<TermId> = terms.filter(|&term| self.edit.is_pinned(term)).collect();
        let settlement = &self.edit.settlement;
        let avoided = |(_, applies): &&(AskedId, Claim)| !settlement.holds(*applies);
        let (avoided, kept) = self.avoidable.iter().partition::<Vec<_>, _>(avoided);
        let ids = |all: Vec<&(AskedId, Claim)>| all.into_iter().map(|(id, _)| *id).collect();
        let mut scope = Scope::new(
            self.demands,
            &self.edit.session,
            self.known,
            self.edit.found(),
            &Fates {
                avoided: ids(avoided),
                kept: ids(kept),
            },
        );
        for &term in &pinned {
            let classes = encoding.of(term).vars().map(|var| settlement.class(var));
            scope.pin(term, classes.collect());
        }
        for &term in &pinned {
            scope.widen(term, earlier)?;
        }
        let mut changes = Vec::new();
        for &term in &pinned {
            let known = &self.known[term.0];
            let cell = settlement.cell(term, known);
            let steps = distance(&self.demands.engine, term, known, cell);
            changes.push(scope.change(term, steps)?);
        }
        scope.blame(&mut changes);
        let paid = |change: &Change| change.steps * prices.of[change.term.0];
        let session = &self.edit.session;
        let before = self.edit.as_it_stands();
        debug_assert_eq!(cost.steps, changes.iter().map(paid).sum::<u64>());
        Ok(Repair {
            changes,
            cost,
            avoids: scope.avoided(),
            left: Left::of(self.demands, session, before, &scope.region)?,
        })
    }
}
