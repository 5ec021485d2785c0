//! How the verdicts on texts depend on what is taken for granted: sources, codings, readings.

use super::World;
use super::error::Error;
use crate::answer::{self, SensitivityAnswer, TextUnder};
use crate::limit::Cancel;
use crate::policy::{Policy, ReadingChoice};
use crate::proposal::{Options, Proposal};
use crate::questions::assumption::Assumption;
use crate::questions::judge::Judge;

/// A question: what would a policy say of texts if less were taken for granted, or the policy were
/// read in one way? Made by [`World::sensitivity`]; threads can share it.
#[derive(Debug)]
pub struct Sensitivity<'w> {
    policy: &'w Policy,
    /// Each assumption with the judge that makes it, as an index.
    assumptions: Vec<(Assumption, usize)>,
    /// The judge of every reading, then one for each name that readings have.
    judges: Vec<Judge<'w>>,
}

impl<F> World<F> {
    /// Asks how verdicts depend on what is taken for granted, for each policy. If preparation is
    /// cancelled, answers are as exact, and slower.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let draft = Source::new("draft.yaml", "proposal: draft\nprovisions: {}");
    /// let draft = world.read(&draft)?;
    /// let cancel = Cancel::default();
    /// for question in world.sensitivity(&cancel) {
    ///     let text = question.of(&draft, &cancel)?;
    ///     println!("{}", question.answer(vec![text]));
    /// }
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn sensitivity(&self, cancel: &Cancel) -> Vec<Sensitivity<'_>> {
        let each = self.policies.iter();
        each.map(|policy| Sensitivity::new(policy, cancel))
            .collect()
    }
}

impl<'w> Sensitivity<'w> {
    fn new(policy: &'w Policy, cancel: &Cancel) -> Self {
        let mut judges = vec![Judge::prepare(ReadingChoice::from(policy), cancel)];
        let mut assumptions = Vec::new();
        for assumption in Assumption::all(policy) {
            let mut judge = 0;
            if let Assumption::Reading(name) = &assumption {
                judge = judges.len();
                let read = policy.settled_by(|prerequisite| {
                    let mut ids = prerequisite.reading_ids();
                    ids.find(|id| prerequisite.reading(*id).name == *name)
                });
                judges.push(Judge::prepare(read, cancel));
            }
            assumptions.push((assumption, judge));
        }
        Self {
            policy,
            assumptions,
            judges,
        }
    }

    /// The verdict on a text under each assumption.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of the proposal is possible; a limit, or that the work
    /// was cancelled.
    pub fn of(&self, proposal: &Proposal, cancel: &Cancel) -> Result<TextUnder, Error> {
        let mut verdicts = Vec::new();
        let mut findings = Vec::new();
        for (assumption, judge) in &self.assumptions {
            let case = self.judges[*judge].case(proposal, options(assumption))?;
            let report = case.check(cancel)?;
            verdicts.push(report.verdict);
            if *assumption == Assumption::Nothing {
                findings = report.findings.iter().map(|found| found.verdict).collect();
            }
        }
        Ok(TextUnder::new(proposal, verdicts, findings))
    }

    /// What was found on several texts, put together.
    #[must_use]
    pub fn answer(&self, texts: Vec<TextUnder>) -> SensitivityAnswer {
        let assumptions = self.assumptions.iter().map(|(assumption, _)| assumption);
        answer::sensitivity(self.policy, assumptions, texts)
    }
}

fn options(assumption: &Assumption) -> Options {
    Options {
        rivals: *assumption == Assumption::Rivals,
        min_grade: match assumption {
            Assumption::MinGrade(grade) => Some(*grade),
            Assumption::Nothing | Assumption::Rivals | Assumption::Reading(_) => None,
        },
    }
}
