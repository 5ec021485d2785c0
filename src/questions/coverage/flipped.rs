//! A policy as it is, and the same policy with one of its conditions flipped.

use rustc_hash::FxHashMap;

use super::conditions::{Leaves, Subject, Within};
use crate::engine::{AskedId, Claim, SettlementSearch};
use crate::policy::{
    Condition, Definition, DefinitionId, Prerequisite, PrerequisiteId, Quantifier,
};

/// Claims about a completion under a policy as it is, and under the same policy in which one
/// condition has the opposite value: everything else, also another condition on the same term, is
/// left as it is. The solver is told which condition. One flipped copy serves for all, so the size is
/// no more than twice that of the policy.
pub(super) struct Flipped {
    /// For each condition, the claim that it holds.
    pub holds: Vec<Claim>,
    /// For each condition, the claim that it is the one that is flipped.
    pub flips: Vec<Claim>,
    /// For each prerequisite, then for each warning.
    pub subjects: Vec<Outcome>,
    /// The claim that the joint outcome of the prerequisites that decide is another.
    pub joint_differs: Claim,
}

/// The outcome of a prerequisite or a warning.
pub(super) struct Outcome {
    /// The claim that it applies.
    pub applies: Claim,
    /// The claim that it applies and is met.
    pub met: Claim,
    /// The claim that its outcome is another where the condition is flipped.
    pub differs: Claim,
}

/// A claim under the policy as it is, and under the flipped one.
#[derive(Clone, Copy)]
struct Both {
    as_is: Claim,
    flipped: Claim,
}

/// Whether something applies, and whether it is then met.
struct Judged {
    applies: Both,
    good: Both,
}

impl Flipped {
    pub fn of(leaves: &Leaves<'_>, search: &mut SettlementSearch<'_, '_>) -> Self {
        let never = search.any_of(&[]);
        // The last choice is to flip nothing.
        let mut flips = search.choice(leaves.all.len() + 1);
        flips.truncate(leaves.all.len());
        let mut builder = Builder {
            leaves,
            holds: vec![never; leaves.all.len()],
            flips,
            definitions: FxHashMap::default(),
            search,
        };
        let subjects: Vec<(Subject, Judged)> = (leaves.subjects())
            .map(|subject| (subject, builder.judged(subject)))
            .collect();
        // Those that nothing uses have values all the same.
        for leaf in &leaves.all {
            if let Within::Definition(definition) = leaf.within {
                builder.definition(definition);
            }
        }
        let decides = |(subject, _): &&(Subject, Judged)| match subject {
            Subject::Prerequisite(id) => !leaves.policy.prerequisite(*id).advisory,
            Subject::Warning(_) => false,
        };
        let joint: Vec<&Judged> = (subjects.iter().filter(decides))
            .map(|(_, judged)| judged)
            .collect();
        let joint_differs = builder.joint_differs(&joint);
        let subjects = subjects.iter().map(|(_, judged)| builder.outcome(judged));
        let subjects = subjects.collect();
        Self {
            subjects,
            joint_differs,
            holds: builder.holds,
            flips: builder.flips,
        }
    }
}

struct Builder<'a, 'e, 'q, 'p> {
    leaves: &'a Leaves<'p>,
    search: &'a mut SettlementSearch<'e, 'q>,
    holds: Vec<Claim>,
    flips: Vec<Claim>,
    definitions: FxHashMap<DefinitionId, Both>,
}

impl Builder<'_, '_, '_, '_> {
    fn judged(&mut self, subject: Subject) -> Judged {
        match subject {
            Subject::Prerequisite(id) => self.prerequisite(id, self.leaves.policy.prerequisite(id)),
            Subject::Warning(id) => {
                let raised = self.condition(&self.leaves.policy.warning(id).raised_when);
                Judged {
                    applies: self.all(&[]),
                    good: Both {
                        as_is: SettlementSearch::not(raised.as_is),
                        flipped: SettlementSearch::not(raised.flipped),
                    },
                }
            }
        }
    }

    fn prerequisite(&mut self, id: PrerequisiteId, prerequisite: &Prerequisite) -> Judged {
        let when = self.each(prerequisite.when.as_slice());
        let applies = self.all(&when);
        let mut needed = self.each(&prerequisite.must);
        // The engine is asked about one policy, so its prerequisites are all that are asked.
        let picked = (self.search.engine().encoding).reading(AskedId(id.index()));
        for (reading, each) in prerequisite.reading_ids().zip(&prerequisite.readings) {
            let lines = self.each(&each.must);
            let mut asked = self.all(&lines);
            if let Some(var) = picked {
                let other = self.search.class_in(var, !(1 << reading.index()));
                let other = Both {
                    as_is: other,
                    flipped: other,
                };
                asked = self.any(&[other, asked]);
            }
            needed.push(asked);
        }
        let met = self.all(&needed);
        let mut ways = self.each(prerequisite.unless.as_slice());
        ways.push(met);
        Judged {
            applies,
            good: self.any(&ways),
        }
    }

    fn each(&mut self, lines: &[Condition]) -> Vec<Both> {
        lines.iter().map(|line| self.condition(line)).collect()
    }

    fn condition(&mut self, condition: &Condition) -> Both {
        let alone = match condition {
            Condition::Comparison(_) => {
                let as_is = self.search.condition(condition);
                Both {
                    as_is,
                    flipped: as_is,
                }
            }
            Condition::Defined { definition, .. } => self.definition(definition),
            Condition::Group(group) => {
                let lines = self.each(&group.lines);
                return self.so_many_of(group.quantifier, &lines);
            }
        };
        let Some(index) = self.leaves.index(condition) else {
            return alone;
        };
        self.holds[index] = alone.as_is;
        let flipped = self.search.differ(alone.flipped, self.flips[index]);
        Both { flipped, ..alone }
    }

    /// A condition of it has one value, and is flipped, wherever the definition is used.
    fn definition(&mut self, definition: &Definition) -> Both {
        let key = definition.id();
        if let Some(&known) = self.definitions.get(&key) {
            return known;
        }
        let lines = self.each(&definition.lines);
        let all = self.all(&lines);
        self.definitions.insert(key, all);
        all
    }

    fn all(&mut self, each: &[Both]) -> Both {
        self.so_many_of(Quantifier::All, each)
    }

    fn any(&mut self, each: &[Both]) -> Both {
        self.so_many_of(Quantifier::Any, each)
    }

    fn so_many_of(&mut self, quantifier: Quantifier, each: &[Both]) -> Both {
        let as_is: Vec<Claim> = each.iter().map(|both| both.as_is).collect();
        let flipped: Vec<Claim> = each.iter().map(|both| both.flipped).collect();
        let claim = self.search.so_many_of(quantifier, &as_is);
        Both {
            as_is: claim,
            // What nothing in it can flip is not built twice.
            flipped: if as_is == flipped {
                claim
            } else {
                self.search.so_many_of(quantifier, &flipped)
            },
        }
    }

    fn differ(&mut self, both: Both) -> Claim {
        self.search.differ(both.as_is, both.flipped)
    }

    fn outcome(&mut self, judged: &Judged) -> Outcome {
        let Judged { applies, good } = *judged;
        let otherwise_applies = self.differ(applies);
        let otherwise_met = self.differ(good);
        let otherwise_met = self.search.all_of(&[applies.as_is, otherwise_met]);
        Outcome {
            applies: applies.as_is,
            met: self.search.all_of(&[applies.as_is, good.as_is]),
            differs: self.search.any_of(&[otherwise_applies, otherwise_met]),
        }
    }

    /// Unmet if any is, else met if any is, else not applicable.
    fn joint_differs(&mut self, all: &[&Judged]) -> Claim {
        let (mut unmet, mut met) = (Vec::new(), Vec::new());
        for Judged { applies, good } in all {
            let bad = Both {
                as_is: SettlementSearch::not(good.as_is),
                flipped: SettlementSearch::not(good.flipped),
            };
            unmet.push(self.all(&[*applies, bad]));
            met.push(self.all(&[*applies, *good]));
        }
        let (unmet, met) = (self.any(&unmet), self.any(&met));
        let otherwise_unmet = self.differ(unmet);
        let otherwise_met = self.differ(met);
        let tolerated = SettlementSearch::not(unmet.as_is);
        let otherwise_met = self.search.all_of(&[tolerated, otherwise_met]);
        self.search.any_of(&[otherwise_unmet, otherwise_met])
    }
}
