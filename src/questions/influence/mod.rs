//! How often each term decides, and which single answer would settle most.

mod best;
mod ratio;

use best::Now;
pub use best::{Ask, Best};
pub use ratio::Ratio;

use crate::engine::{Amount, AskedId, ModelCounter, Owner, Question, Swings};
use crate::limit::{Cancel, Limit, Unfinished};
use crate::policy::{PrerequisiteId, TermId};
use crate::proposal::Knowledge;
use crate::questions::judge::Judge;
use crate::verdict::{Outcome, Outcomes, Verdict};

/// The influence of the open terms and readings of a text.
#[derive(Clone, Debug)]
pub struct Influence {
    /// The verdict on what is known.
    pub verdict: Verdict,
    /// How many findings are open.
    pub open: usize,
    /// Each open term and reading that bears on a prerequisite, in the vocabulary's order.
    pub weights: Vec<Weight>,
    /// The single answer that settles most; `None` if no answer that was tried settles
    /// anything.
    pub best: Option<Best>,
    /// The question to ask first, whose answers settle most; `None` as for the best answer.
    pub ask: Option<Ask>,
    /// What is not finished.
    pub unfinished: Unfinished,
}

/// Something open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// A term.
    Term(TermId),
    /// The reading of a prerequisite.
    Reading(PrerequisiteId),
}

/// The influence of one open term or reading.
#[derive(Clone, Debug)]
pub struct Weight {
    /// What it is.
    pub of: Open,
    /// In what share of completions another cell of it alone would change the verdict: its Banzhaf
    /// index (Banzhaf 1965), for terms with several cells.
    pub verdict: Bounds,
    /// The same for each finding that is open, summed: how many of them it decides on average.
    pub findings: Bounds,
}

/// A share or a mean, at least and at most; both are the same where it could be counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub low: Ratio,
    /// At most.
    pub high: Ratio,
}

impl Bounds {
    fn of(part: &Amount, whole: &Amount) -> Self {
        Self {
            low: Ratio::new(part.low.clone(), whole.high.clone()),
            high: Ratio::at_most_one(part.high.clone(), whole.low.clone()),
        }
    }

    /// Whether it was not counted exactly.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.low != self.high
    }

    fn anything() -> Self {
        Self {
            low: Ratio::default(),
            high: Ratio::whole_number(1),
        }
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            low: self.low.plus(&other.low),
            high: self.high.plus(&other.high),
        }
    }
}

/// For a group of prerequisites: how many completions there are, and in how many of them each open
/// term or reading decides.
struct Decided {
    all: Amount,
    swings: Vec<(Owner, Swings)>,
}

impl Decided {
    fn new(counter: &ModelCounter<'_, '_>, open: &[Owner]) -> Self {
        Self {
            all: counter.count(|_| Outcomes::ALL),
            swings: counter.swings(open),
        }
    }

    /// `None` if the owner has no bearing on the group.
    fn by(&self, owner: Owner) -> Option<&Swings> {
        let own = self.swings.iter().find(|(each, _)| *each == owner);
        own.map(|(_, swings)| swings)
    }
}

/// How many completions of a group of prerequisites show each kind of joint outcome.
struct Group {
    decided: Decided,
    not_unmet: Amount,
    none_applies: Amount,
}

impl<'p> Judge<'p> {
    /// The influence of the open terms and readings, where `known` is what is known of each term.
    ///
    /// # Errors
    ///
    /// A limit, if a verdict was not found within it. Shares that could not be counted within the
    /// limits are no error: their bounds are wider.
    pub fn influence(&self, known: &[Knowledge], cancel: &Cancel) -> Result<Influence, Limit> {
        let session = &self.engine.session(cancel);
        let now = Now::new(self, known, session)?;
        let mut unfinished = Unfinished::default();
        let mut answers = self.answers(known, &now, &mut unfinished, session)?;
        let counted = |question| {
            self.engine
                .counter(question, known, self.readings(), cancel)
        };
        let owners: Vec<Vec<Owner>> = (self.groups.iter())
            .map(|group| self.open_owners(known, group))
            .collect();
        let groups: Vec<Option<Group>> = (self.groups.iter().zip(&owners))
            .map(|(group, open)| counted(group).map(|counter| self.group(&counter, open)))
            .collect();
        let findings: Vec<(PrerequisiteId, Option<Decided>)> = (now.open().into_iter())
            .map(|id| {
                let question = self.question(id);
                let open = self.open_owners(known, question);
                let decided = |counter| Decided::new(&counter, &open);
                (id, counted(question).map(decided))
            })
            .collect();
        let mut weights = Vec::new();
        for (at, owners) in owners.iter().enumerate() {
            for &owner in owners {
                let mut decided = Bounds::default();
                for (id, counted) in &findings {
                    if self.bears_on(self.question(*id), owner) {
                        decided = decided.plus(&share(counted.as_ref(), owner));
                    }
                }
                weights.push(Weight {
                    of: self.open(owner),
                    verdict: joint_share(at, &groups, owner),
                    findings: decided,
                });
            }
        }
        weights.sort_by_key(|weight| match weight.of {
            Open::Term(term) => (0, term.index()),
            Open::Reading(id) => (1, id.index()),
        });
        let ranges = |weight: &Weight| weight.verdict.is_range() || weight.findings.is_range();
        unfinished.note_ranges(weights.iter().any(ranges), cancel);
        Ok(Influence {
            verdict: now.verdict,
            open: findings.len(),
            best: answers.best.take(),
            ask: answers.ask_first(&weights),
            weights,
            unfinished,
        })
    }

    fn group(&self, counter: &ModelCounter<'_, 'p>, open: &[Owner]) -> Group {
        let advisory = |id: AskedId| self.engine.asked(id).prerequisite.advisory;
        let count = |wanted: Outcomes| {
            counter.count(|index| {
                if advisory(index) {
                    Outcomes::ALL
                } else {
                    wanted
                }
            })
        };
        Group {
            decided: Decided::new(counter, open),
            not_unmet: count(Outcomes::only(Outcome::Unmet).others()),
            none_applies: count(Outcomes::only(Outcome::NotApplicable)),
        }
    }

    fn open(&self, owner: Owner) -> Open {
        match owner {
            Owner::Term(term) => Open::Term(term),
            Owner::Reading(asked) => Open::Reading(self.prerequisite(asked)),
        }
    }

    fn bears_on(&self, question: &Question<'p>, owner: Owner) -> bool {
        let encoding = &self.engine.encoding;
        match owner {
            Owner::Term(term) => question.terms(encoding).contains(&term),
            Owner::Reading(index) => question.readings(encoding).contains(&index),
        }
    }
}

/// In what share of completions the owner decides one finding.
fn share(decided: Option<&Decided>, owner: Owner) -> Bounds {
    let Some(decided) = decided else {
        return Bounds::anything();
    };
    let swings = decided.by(owner);
    swings.map_or_else(Bounds::default, |own| Bounds::of(&own.any, &decided.all))
}

/// In what share of completions an owner in one group decides the joint verdict: where no other
/// group is unmet it is enough that its own is made unmet or no longer so; where nothing else
/// applies, any change counts.
fn joint_share(own: usize, groups: &[Option<Group>], owner: Owner) -> Bounds {
    let Some(group) = &groups[own] else {
        return Bounds::anything();
    };
    let Some(swings) = group.decided.by(owner) else {
        return Bounds::default();
    };
    let mut all = group.decided.all.clone();
    let (mut not_unmet, mut none_applies) = (Amount::exactly(1_u8), Amount::exactly(1_u8));
    for (at, other) in groups.iter().enumerate() {
        let Some(other) = other else {
            return Bounds::anything();
        };
        if at != own {
            all = all.times(&other.decided.all);
            not_unmet = not_unmet.times(&other.not_unmet);
            none_applies = none_applies.times(&other.none_applies);
        }
    }
    let met = not_unmet.minus(&none_applies);
    let unmet_or_not = met.times(&swings.unmet_or_not);
    let decided = unmet_or_not.plus(&none_applies.times(&swings.any));
    Bounds::of(&decided, &all)
}
