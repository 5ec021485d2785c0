//! The condition that a prerequisite or a warning comes out otherwise than it does in a mutant.

use std::sync::Arc;

use super::{Changed, Variant};
use crate::policy::{Condition, Group, Policy, Prerequisite, PrerequisiteId, Quantifier, Reading};
use crate::text::{Place, Source, Span};

/// Something of which a mutant differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// The outcome of a prerequisite, or a warning.
    Part(Changed),
    /// The joint verdict, since this prerequisite becomes advisory or is it no more.
    Joint(PrerequisiteId),
}

/// A condition that holds in the completions in which a subject differs.
#[derive(Debug)]
pub(crate) struct Difference {
    pub of: Subject,
    pub condition: Condition,
}

/// Makes conditions that stand in no file.
pub(crate) struct Maker {
    source: Arc<Source>,
    made: usize,
}

impl Maker {
    pub fn new() -> Self {
        Self {
            source: Source::new("", ""),
            made: 0,
        }
    }

    /// A group with a place of its own, by which it is told apart from others.
    fn group(&mut self, quantifier: Quantifier, lines: Vec<Condition>) -> Condition {
        self.made += 1;
        Condition::Group(Group {
            quantifier,
            lines,
            place: Place::new(&self.source, Span::new(self.made, self.made)),
        })
    }

    fn all(&mut self, lines: Vec<Condition>) -> Condition {
        self.group(Quantifier::All, lines)
    }

    fn any(&mut self, lines: Vec<Condition>) -> Condition {
        self.group(Quantifier::Any, lines)
    }

    fn not(&mut self, line: Condition) -> Condition {
        self.group(Quantifier::None, vec![line])
    }

    /// Just one of the two holds.
    fn differ(&mut self, one: &Condition, other: &Condition) -> Condition {
        let either = self.any(vec![one.clone(), other.clone()]);
        let both = self.all(vec![one.clone(), other.clone()]);
        let not_both = self.not(both);
        self.all(vec![either, not_both])
    }

    /// The prerequisite applies.
    fn applies(&mut self, prerequisite: &Prerequisite) -> Condition {
        self.all(prerequisite.when.iter().cloned().collect())
    }

    /// Where it applies, it is met under a reading.
    fn met(&mut self, prerequisite: &Prerequisite, reading: Option<&Reading>) -> Condition {
        let own = reading.into_iter().flat_map(|reading| &reading.must);
        let needed = prerequisite.must.iter().chain(own).cloned().collect();
        let needed = self.all(needed);
        let excepted = prerequisite.unless.iter().cloned();
        let ways = excepted.chain([needed]).collect();
        self.any(ways)
    }

    /// What of a mutant differs from the policy, prerequisite by prerequisite and warning by warning.
    pub fn parts(&mut self, policy: &Policy, variant: &Variant) -> Vec<Difference> {
        let each = variant.changed.iter().map(|&(changed, index)| {
            let condition = match changed {
                Changed::Prerequisite(id) => {
                    let then = &variant.policy.prerequisites[index];
                    self.prerequisite(policy.prerequisite(id), then)
                }
                Changed::Warning(id) => {
                    let then = &variant.policy.warnings[index].raised_when;
                    self.differ(&policy.warning(id).raised_when, then)
                }
            };
            Difference {
                of: Subject::Part(changed),
                condition,
            }
        });
        each.collect()
    }

    /// Some text shows another outcome of a prerequisite: one under a reading that both have, or one that
    /// a reading shows which the mutant lacks, and which none that is left shows.
    fn prerequisite(&mut self, now: &Prerequisite, then: &Prerequisite) -> Condition {
        let (applies, applies_then) = (self.applies(now), self.applies(then));
        let mut ways = Vec::new();
        for (reading, before) in readings(now) {
            let same = readings(then).into_iter();
            let mut same = same.filter(|(name, _)| *name == reading);
            let met = self.met(now, before);
            if let Some((_, after)) = same.next() {
                let met_then = self.met(then, after);
                ways.push(self.differ(&met, &met_then));
            } else {
                let left = readings(then).into_iter();
                let left: Vec<Condition> = left.map(|(_, each)| self.met(then, each)).collect();
                let other = left.iter().map(|each| self.differ(&met, each)).collect();
                ways.push(self.all(other));
            }
        }
        let otherwise = self.any(ways);
        let both_apply = vec![applies.clone(), applies_then.clone(), otherwise];
        let met_otherwise = self.all(both_apply);
        let one_applies = self.differ(&applies, &applies_then);
        self.any(vec![one_applies, met_otherwise])
    }

    /// The joint verdict differs for some choice of readings where a prerequisite becomes advisory or is
    /// it no more: where nothing else is unmet and it is, or where nothing else applies and it is met.
    pub fn joint(&mut self, policy: &Policy, flipped: PrerequisiteId) -> Difference {
        let own = policy.prerequisite(flipped);
        let (applies, met, unmet) = (
            self.applies(own),
            self.some(own, true),
            self.some(own, false),
        );
        let others = policy.prerequisite_ids().filter(|id| *id != flipped);
        let others = others.map(|id| policy.prerequisite(id));
        let others: Vec<&Prerequisite> = others.filter(|each| !each.advisory).collect();
        let (mut none_unmet, mut none_applies) = (vec![applies.clone(), unmet], vec![applies, met]);
        for other in others {
            let applies = self.applies(other);
            let not_applying = self.not(applies);
            let met = self.some(other, true);
            none_applies.push(not_applying.clone());
            none_unmet.push(self.any(vec![not_applying, met]));
        }
        let ways = vec![self.all(none_unmet), self.all(none_applies)];
        Difference {
            of: Subject::Joint(flipped),
            condition: self.any(ways),
        }
    }

    /// Where it applies, some reading shows it met, or unmet.
    fn some(&mut self, prerequisite: &Prerequisite, wanted: bool) -> Condition {
        let each = readings(prerequisite).into_iter();
        let each = each.map(|(_, reading)| {
            let met = self.met(prerequisite, reading);
            if wanted { met } else { self.not(met) }
        });
        let each = each.collect();
        self.any(each)
    }
}

/// The readings with their names; one without a name that asks nothing if there are none.
fn readings(prerequisite: &Prerequisite) -> Vec<(Option<&str>, Option<&Reading>)> {
    if prerequisite.readings.is_empty() {
        return vec![(None, None)];
    }
    let each = prerequisite.readings.iter();
    each.map(|reading| (Some(reading.name.as_str()), Some(reading)))
        .collect()
}
