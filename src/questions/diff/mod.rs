//! What becomes of the verdict between an old text and a new one, and because of which changes.
//!
//! A *change* is a term of which the two leave something else possible, both taken as is asked. A
//! *hybrid* makes some of the changes: of these terms it says what the new text says, of all others what
//! the old one does. It is judged like any text, by the same policy under the same readings. Two
//! provisions can contradict each other by what always holds; a hybrid that no completion fits shows
//! nothing.
//!
//! Where something is found otherwise on the new text than on the old one, its [`Cause`] claims, exactly:
//!
//! - A set of changes is *enough* if the hybrid that makes just these shows what is found on the new text.
//!   Listed are the minimal ones: no part of a listed set is enough. With up to 12
//!   changes that bear on it every set is tried and all minimal sets are listed; with more, sets are
//!   tried by size up to a limit, and past it one set is given of which no single change can be left out.
//! - A change is *needed* if the hybrid that makes all the others shows something else. What all minimal
//!   sets have in common is needed. The reverse does not hold: a change may be needed only since another
//!   one would undo the effect.
//!
//! Only changes of terms that bear on what was asked are tried, by way of background knowledge too, and
//! what is said on other terms is left out of view: a finding does not depend on it.
//!
//! Where the finding stays, an [`Offset`] claims that one change alone would have made it another, and
//! which others are enough to make up for that.

pub(crate) mod cause;

use std::collections::BTreeMap;

pub use cause::Cause;

use crate::engine::{Question, Session};
use crate::limit::{Cancel, Limit, Part, Unfinished};
use crate::policy::{PrerequisiteId, ReadingId, TermId, WarningId};
use crate::questions::check::{Joint, Report};
use crate::questions::compare::readings_left;
use crate::questions::judge::{Case, Judge};
use crate::verdict::{Alarm, Outcomes, Verdict};

/// What becomes of what one policy says, from an old text to a new one.
#[derive(Debug, Default)]
pub struct Diff {
    /// Because of what the joint verdict is another one, if it is.
    pub joint: Option<Cause<TermId>>,
    /// The findings that are others, in the policy's order.
    pub findings: Vec<Flip>,
    /// The warnings that are others, in the policy's order.
    pub warnings: Vec<AlarmFlip>,
    /// The findings that stay since changes make up for one another.
    pub offsets: Vec<Offset>,
    /// What was asked for and is not finished.
    pub unfinished: Unfinished,
}

/// A finding that is another one.
#[derive(Debug)]
pub struct Flip {
    /// The prerequisite.
    pub of: PrerequisiteId,
    /// The finding on the old text.
    pub old: Verdict,
    /// The finding on the new one.
    pub new: Verdict,
    /// The readings under which it is another one, with both findings.
    pub readings: Vec<(ReadingId, Verdict, Verdict)>,
    /// Because of what: the finding is another one, or else that under these readings. `None` if a
    /// limit was met.
    pub cause: Option<Cause<TermId>>,
}

/// A warning that is raised, clear or open, and was not.
#[derive(Debug)]
pub struct AlarmFlip {
    /// The warning.
    pub of: WarningId,
    /// Of the old text.
    pub old: Alarm,
    /// Of the new one.
    pub new: Alarm,
    /// Because of what; `None` if a limit was met.
    pub cause: Option<Cause<TermId>>,
}

/// A change that alone would have made a finding another one, and does not with the others.
#[derive(Debug, PartialEq, Eq)]
pub struct Offset {
    /// The prerequisite.
    pub of: PrerequisiteId,
    /// The change.
    pub by: TermId,
    /// What would have been found with it alone.
    pub would_be: Verdict,
    /// The other changes with which it is found again what was found before.
    pub made_up_by: Cause<TermId>,
}

/// An old text and a new one, judged by the same judge.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The old text, and the new one.
    pub cases: [&'a Case<'a>; 2],
    /// What was found on each.
    pub reports: [&'a Report; 2],
    /// The terms that changed.
    pub changed: &'a [TermId],
}

/// What becomes of what a policy says. Both texts must have a completion.
#[must_use]
pub fn diff(judged: Judged<'_>, cancel: &Cancel) -> Diff {
    let judge = judged.cases[0].judge;
    let session = &judge.engine.session(cancel);
    let hybrids = Hybrids {
        judged,
        judge,
        session,
    };
    hybrids.diff()
}

struct Hybrids<'a, 's> {
    judged: Judged<'a>,
    judge: &'a Judge<'a>,
    session: &'s Session<'s, 'a>,
}

impl<'a> Hybrids<'a, '_> {
    fn diff(&self) -> Diff {
        let mut diff = Diff::default();
        let [old, new] = self.judged.reports;
        if old.verdict != new.verdict {
            diff.joint = diff.note(self.joint(new.verdict));
        }
        for id in self.judge.policy.prerequisite_ids() {
            match self.flip(id) {
                Some(mut flip) => {
                    flip.cause = diff.note(self.cause_of(&flip));
                    diff.findings.push(flip);
                }
                None => {
                    let found = diff.note(self.offsets(id));
                    diff.offsets.extend(found.unwrap_or_default());
                }
            }
        }
        for of in self.judge.policy.warning_ids() {
            let [old, new] = self.judged.reports.map(|report| report.alarms[of.index()]);
            if old != new {
                let cause = diff.note(self.alarm(of, new));
                let flip = AlarmFlip {
                    of,
                    old,
                    new,
                    cause,
                };
                diff.warnings.push(flip);
            }
        }
        diff
    }

    /// The finding on a prerequisite, if it is another one under some reading.
    fn flip(&self, of: PrerequisiteId) -> Option<Flip> {
        let [old, new] = self.judged.reports;
        let left = readings_left(self.judge, of);
        let readings = left.into_iter().flatten().filter_map(|reading| {
            let verdict = |report: &Report| report.findings[of.index()].readings[reading.index()];
            let (old, new) = (verdict(old), verdict(new));
            (old != new).then_some((reading, old, new))
        });
        let flip = Flip {
            of,
            old: old.findings[of.index()].verdict,
            new: new.findings[of.index()].verdict,
            readings: readings.collect(),
            cause: None,
        };
        (flip.old != flip.new || !flip.readings.is_empty()).then_some(flip)
    }

    fn cause_of(&self, flip: &Flip) -> Result<Cause<TermId>, Limit> {
        let question = self.judge.question(flip.of);
        let changed = self.bearing_on(question);
        if flip.old != flip.new {
            return cause_among(&changed, |made| {
                Ok(self.found(question, &changed, made, None)? == Some(flip.new))
            });
        }
        cause_among(&changed, |made| {
            for (reading, _, new) in &flip.readings {
                let read = Some((flip.of, *reading));
                if self.found(question, &changed, made, read)? != Some(*new) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    fn alarm(&self, of: WarningId, new: Alarm) -> Result<Cause<TermId>, Limit> {
        let question = &self.judge.warnings[of.index()];
        let changed = self.bearing_on(question);
        cause_among(&changed, |made| {
            let outcomes = self.outcomes(question, &changed, made, None)?;
            Ok(!outcomes.is_empty() && outcomes.alarm() == new)
        })
    }

    /// The joint verdict is put together from the groups, each of which is asked once about the changes
    /// that bear on it.
    fn joint(&self, new: Verdict) -> Result<Cause<TermId>, Limit> {
        let groups = self.judge.groups.iter();
        let bearing: Vec<Vec<TermId>> = groups.map(|group| self.bearing_on(group)).collect();
        let all = self.judged.changed.iter().copied();
        let all: Vec<TermId> = all
            .filter(|term| bearing.iter().any(|terms| terms.contains(term)))
            .collect();
        let mut known: BTreeMap<(usize, Vec<usize>), Outcomes> = BTreeMap::new();
        cause_among(&all, |made| {
            let mut parts = Vec::new();
            for (at, group) in self.judge.groups.iter().enumerate() {
                let terms = &bearing[at];
                let own = (0..terms.len()).filter(|&own| {
                    let place = all.iter().position(|term| *term == terms[own]);
                    place.is_some_and(|place| made.contains(&place))
                });
                let own: Vec<usize> = own.collect();
                let outcomes = match known.get(&(at, own.clone())) {
                    Some(outcomes) => *outcomes,
                    None => self.outcomes(group, terms, &own, None)?,
                };
                known.insert((at, own), outcomes);
                if outcomes.is_empty() {
                    return Ok(false);
                }
                parts.push(outcomes);
            }
            Ok(Joint::of(&parts).outcomes().verdict() == new)
        })
    }

    /// The changes that alone would have made a finding another one, which it is not.
    fn offsets(&self, of: PrerequisiteId) -> Result<Vec<Offset>, Limit> {
        let question = self.judge.question(of);
        let changed = self.bearing_on(question);
        let stays = self.judged.reports[0].findings[of.index()].verdict;
        let mut offsets = Vec::new();
        if changed.len() < 2 {
            return Ok(offsets);
        }
        for (at, &by) in changed.iter().enumerate() {
            let Some(would_be) = self.found(question, &changed, &[at], None)? else {
                continue;
            };
            if would_be == stays {
                continue;
            }
            let others: Vec<TermId> = changed.iter().copied().filter(|term| *term != by).collect();
            let made_up_by = cause_among(&others, |made| {
                let with = made.iter().map(|&other| other + usize::from(other >= at));
                let with: Vec<usize> = with.chain([at]).collect();
                Ok(self.found(question, &changed, &with, None)? == Some(stays))
            })?;
            offsets.push(Offset {
                of,
                by,
                would_be,
                made_up_by,
            });
        }
        Ok(offsets)
    }

    /// The changed terms that can bear on a question.
    fn bearing_on(&self, question: &Question<'a>) -> Vec<TermId> {
        let encoding = &self.judge.engine.encoding;
        let changed = self.judged.changed.iter().copied();
        changed
            .filter(|term| question.looks_at(encoding, *term))
            .collect()
    }

    /// What is found with these changes made; `None` if no completion fits.
    fn found(
        &self,
        question: &Question<'a>,
        changed: &[TermId],
        made: &[usize],
        read: Option<(PrerequisiteId, ReadingId)>,
    ) -> Result<Option<Verdict>, Limit> {
        let outcomes = self.outcomes(question, changed, made, read)?;
        Ok((!outcomes.is_empty()).then(|| outcomes.verdict()))
    }

    /// The outcomes of a question with these changes made, which are given by their places.
    fn outcomes(
        &self,
        question: &Question<'a>,
        changed: &[TermId],
        made: &[usize],
        read: Option<(PrerequisiteId, ReadingId)>,
    ) -> Result<Outcomes, Limit> {
        let encoding = &self.judge.engine.encoding;
        let [old, new] = self.judged.cases;
        let made: Vec<TermId> = made.iter().map(|&at| changed[at]).collect();
        let kept = question.terms(encoding).into_iter();
        let kept: Vec<TermId> = kept.filter(|term| !made.contains(term)).collect();
        let mut region = self.judge.knowing(old, &kept);
        for term in made {
            region.restrict(encoding.of(term).vars(), new.boxes(term));
        }
        if let Some((of, reading)) = read
            && let Some(var) = self.judge.reading_var(of)
        {
            region.fix(var, reading.index());
        }
        self.session.ask(question, &region)
    }
}

/// The same cause, of the terms that changed.
fn cause_among(
    changed: &[TermId],
    is_so: impl FnMut(&[usize]) -> Result<bool, Limit>,
) -> Result<Cause<TermId>, Limit> {
    Ok(cause::cause(changed.len(), is_so)?.map(|at| changed[at]))
}

impl Diff {
    fn note<T>(&mut self, found: Result<T, Limit>) -> Option<T> {
        self.unfinished.note(Part::Explanations, found)
    }
}
