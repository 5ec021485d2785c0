//! What changed from an old text to a new one, and what becomes of the verdict.

use super::World;
use super::error::Error;
use crate::answer::{self, DiffAnswer, DiffByPolicy, OptionsTaken};
use crate::limit::Cancel;
use crate::policy::{Policy, ReadingChoice};
use crate::proposal::{Options, Proposal};
use crate::questions::diff::{self, Judged};
use crate::questions::explain::Depth;
use crate::questions::judge::Judge;

/// Policies prepared to tell what becomes of their verdicts from one text to another. Threads can share
/// it.
#[derive(Debug)]
pub struct Differ<'w> {
    policy: &'w Policy,
    judges: Vec<Judge<'w>>,
    choices: Vec<ReadingChoice<'w>>,
    options: Options,
}

impl<F> World<F> {
    /// Prepares the policies to tell what changed from one text to another. If preparation is cancelled,
    /// answers are as exact, and slower.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::proposal::Options;
    /// use servanda::text::Source;
    /// use servanda::world::NoFiles;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let read = |name: &str, text: &str| world.read(&Source::new(name, text));
    /// let old = read("old.yaml", "proposal: draft\nprovisions: {air_defence: included}")?;
    /// let new = read("new.yaml", "proposal: draft\nprovisions: {air_defence: strengthened}")?;
    /// let cancel = Cancel::default();
    /// let differ = world.differ(world.every_reading(), Options::default(), &cancel);
    /// let answer = differ.diff([&old, &new], &cancel)?;
    /// let change = &answer.policies[0].findings[0];
    /// let because = change.because.as_ref().unwrap();
    /// assert_eq!(because.enough, [["air_defence"]]);
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn differ<'w>(
        &'w self,
        readings: Vec<ReadingChoice<'w>>,
        options: Options,
        cancel: &Cancel,
    ) -> Differ<'w> {
        let each = readings.iter().cloned();
        Differ {
            policy: &self.policies[0],
            judges: each.map(|read| Judge::prepare(read, cancel)).collect(),
            choices: readings,
            options,
        }
    }
}

impl Differ<'_> {
    /// What changed from the first of two texts to the second, and what becomes of what each policy says.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of one of them is possible; a limit, or that the work was
    /// cancelled.
    pub fn diff(&self, texts: [&Proposal; 2], cancel: &Cancel) -> Result<DiffAnswer, Error> {
        let [old, new] = texts;
        let changed = old.changed(new, &self.policy.vocabulary, self.options);
        let mut policies = Vec::new();
        for judge in &self.judges {
            let old = judge.case(old, self.options)?;
            let new = judge.case(new, self.options)?;
            let reports = [old.check(cancel)?, new.check(cancel)?];
            let found = diff::diff(
                Judged {
                    cases: [&old, &new],
                    reports: [&reports[0], &reports[1]],
                    changed: &changed,
                },
                cancel,
            );
            let was = old.explain(&reports[0], &Depth::Verdicts, cancel);
            let is = new.explain(&reports[1], &Depth::Brief, cancel);
            let answers = [
                answer::check(&old, &reports[0], &was),
                answer::check(&new, &reports[1], &is),
            ];
            policies.push(DiffByPolicy::new(judge.policy, answers, &found));
        }
        let taken = OptionsTaken::new(self.options, &self.choices);
        let taken = (self.options, taken);
        Ok(answer::diff(texts, self.policy, taken, &changed, policies))
    }
}
