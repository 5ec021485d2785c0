//! A policy as diagrams that can be walked by a program that knows nothing else of it.
//!
//! Walking answers what [`Case::check`](super::judge::Case::check) answers, for any text over the
//! vocabulary: the verdict of each prerequisite, the warnings, the joint verdict and the score. The walk in
//! this file is the reference for those in other languages.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::check::{Finding, Joint, Score};
use super::judge::{Case, Judge};
use super::score;
use crate::engine::{
    AskedId, Background, LabelledDiagrams, Limit, Mask, Question, Reference, Region, Stake, Tally,
    Var, outcomes_of, values,
};
use crate::limit::Cancel;
use crate::verdict::{Alarm, Outcomes, Verdict};

/// The most edges that the diagrams of one policy have together: about 100 kB as data.
const EDGES: usize = 20_000;
/// The most steps of collecting what a group can come to for the score.
const STEPS: usize = 200_000;

/// The label of what no completion comes to.
const NOWHERE: Reference = 0;
/// A label that no diagram has: one that came to an outcome, which is counted.
const COUNTED: Reference = 7;

/// A policy as diagrams in one list, and where each question begins in it.
#[derive(Debug)]
pub struct Walk<'j, 'p> {
    pub(crate) judge: &'j Judge<'p>,
    pub(crate) diagrams: LabelledDiagrams<'j>,
    /// Whether there is a completion, by connected part of the background knowledge.
    pub(crate) coherence: Vec<Coherence>,
    /// By prerequisite; `None` where its diagram would be too large.
    pub(crate) prerequisites: Vec<Option<Reference>>,
    /// By warning, likewise.
    pub(crate) warnings: Vec<Option<Reference>>,
    /// The joint outcome of each group of prerequisites that have nothing to do with any other, likewise.
    pub(crate) groups: Vec<Option<Reference>>,
}

/// A connected part of the background knowledge.
#[derive(Debug)]
pub(crate) struct Coherence {
    /// By its place among the judge's.
    pub question: usize,
    /// Whether there is a completion.
    pub root: Reference,
    /// The same of each of its pieces alone, where that is not too large.
    pub pieces: Vec<(Background, Option<Reference>)>,
}

/// What walking says of a text. What is `None` stands in a diagram that was too large.
#[derive(Clone, Debug, PartialEq)]
pub struct Walked {
    /// The joint verdict.
    pub verdict: Option<Verdict>,
    /// The share of weight that is met.
    pub score: Option<Score>,
    /// One for each prerequisite, in the policy's order.
    pub findings: Vec<Option<Finding>>,
    /// One for each warning, in the policy's order.
    pub alarms: Vec<Option<Alarm>>,
}

/// Why walking says nothing of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWalked {
    /// It has no completion.
    Incoherent,
    /// Its sets allow too many combinations of alternatives.
    TooManyAlternatives,
}

impl From<Limit> for NotWalked {
    fn from(_: Limit) -> Self {
        Self::TooManyAlternatives
    }
}

impl<'p> Judge<'p> {
    /// The policy as diagrams. `None` if those of its background knowledge are too large, or if this is
    /// cancelled.
    #[must_use]
    pub fn walk(&self, cancel: &Cancel) -> Option<Walk<'_, 'p>> {
        let mut diagrams = self.engine.labelled_diagrams(EDGES);
        let mut build =
            |question: &Question<'p>| self.engine.build(question, &mut diagrams, cancel);
        let mut coherence = Vec::new();
        for (index, question) in self.coherence.iter().enumerate() {
            let pieces = self.engine.pieces(question).into_iter();
            coherence.push(Coherence {
                question: index,
                root: build(question)?,
                pieces: pieces.map(|(of, piece)| (of, build(&piece))).collect(),
            });
        }
        let prerequisites: Vec<_> = self.prerequisites.iter().map(&mut build).collect();
        let warnings: Vec<_> = self.warnings.iter().map(&mut build).collect();
        let groups = self.groups.iter();
        let groups = groups.map(|group| self.engine.build_jointly(group, &mut diagrams, cancel));
        let groups = groups.collect();
        Some(Walk {
            judge: self,
            diagrams,
            coherence,
            prerequisites,
            warnings,
            groups,
        })
    }
}

impl Walk<'_, '_> {
    /// What walking says of a text, which must be a case of the same judge.
    ///
    /// # Errors
    ///
    /// If the text has no completion, or too many alternatives.
    pub fn walked(&self, case: &Case<'_>) -> Result<Walked, NotWalked> {
        let (judge, region) = (self.judge, &case.region);
        for part in &self.coherence {
            let question = &judge.coherence[part.question];
            if self.outcomes(question, part.root, region)?.is_empty() {
                return Err(NotWalked::Incoherent);
            }
        }
        let (mut findings, mut seen) = (Vec::new(), Vec::new());
        for (index, root) in self.prerequisites.iter().enumerate() {
            let question = &judge.prerequisites[index];
            let Some(root) = *root else {
                findings.push(None);
                seen.push(None);
                continue;
            };
            let outcomes = self.outcomes(question, root, region)?;
            seen.push(Some(outcomes));
            findings.push(Some(Finding {
                verdict: outcomes.verdict(),
                readings: self.by_reading(index, root, region)?,
            }));
        }
        let mut alarms = Vec::new();
        for (question, root) in judge.warnings.iter().zip(&self.warnings) {
            let outcomes = root.map(|root| self.outcomes(question, root, region));
            alarms.push(outcomes.transpose()?.map(Outcomes::alarm));
        }
        let mut groups = Vec::new();
        for group in &judge.groups {
            groups.push(self.group(group, &seen, region)?);
        }
        Ok(Walked {
            verdict: self.joint(&groups, region)?,
            score: score_of(&groups),
            findings,
            alarms,
        })
    }

    fn outcomes(
        &self,
        question: &Question<'_>,
        root: Reference,
        region: &Region,
    ) -> Result<Outcomes, NotWalked> {
        let boxes = region.boxes(&question.vars)?;
        let each = boxes.iter().map(|masks| self.diagrams.reach(root, masks));
        Ok(outcomes_of(each.fold(0, |all, labels| all | labels)))
    }

    fn by_reading(
        &self,
        prerequisite: usize,
        root: Reference,
        region: &Region,
    ) -> Result<Vec<Verdict>, NotWalked> {
        let Some(var) = self.judge.engine.encoding.reading(AskedId(prerequisite)) else {
            return Ok(Vec::new());
        };
        let question = &self.judge.prerequisites[prerequisite];
        let count = self.judge.policy.prerequisites[prerequisite].readings.len();
        let mut region = region.clone();
        (0..count)
            .map(|reading| {
                region.fix(var, reading);
                Ok(self.outcomes(question, root, &region)?.verdict())
            })
            .collect()
    }

    /// The joint verdict: from the groups without a product, since no two have anything to do with each
    /// other. A group that is unmet in every completion decides alone.
    fn joint(
        &self,
        groups: &[Option<Vec<Tally>>],
        region: &Region,
    ) -> Result<Option<Verdict>, NotWalked> {
        let mut parts = Vec::new();
        for ((question, root), tallies) in self.judge.groups.iter().zip(&self.groups).zip(groups) {
            parts.push(match (root, tallies) {
                (Some(root), _) => Some(self.outcomes(question, *root, region)?),
                (None, Some(tallies)) => Some(tallies.iter().map(|each| each.outcome()).collect()),
                (None, None) => None,
            });
        }
        let known: Vec<Outcomes> = parts.iter().copied().flatten().collect();
        let all = known.len() == parts.len();
        let verdict = Joint::of(&known).outcomes().verdict();
        Ok(Some(verdict).filter(|verdict| all || *verdict == Verdict::Unmet))
    }

    /// What the prerequisites of a group can come to together. `None` where a diagram is missing, or if that
    /// is too much.
    fn group(
        &self,
        group: &Question<'_>,
        seen: &[Option<Outcomes>],
        region: &Region,
    ) -> Result<Option<Vec<Tally>>, NotWalked> {
        let mut settled = Tally::default();
        let mut open: Vec<(Reference, Stake)> = Vec::new();
        for (id, stake) in group.prerequisites() {
            let (Some(outcomes), Some(root)) = (seen[id.0], self.prerequisites[id.0]) else {
                return Ok(None);
            };
            match outcomes.single() {
                Some(outcome) => settled.count(outcome, stake),
                None => open.push((root, stake)),
            }
        }
        let mut all = Vec::new();
        for masks in region.boxes(&group.vars)? {
            let Some(found) = self.tallies(settled, &open, &masks) else {
                return Ok(None);
            };
            all.extend(found);
        }
        all.sort_unstable();
        all.dedup();
        Ok(Some(all))
    }

    /// The tallies that some prerequisites can have together: their diagrams are walked side by side,
    /// variable by variable. `None` if that is too much.
    fn tallies(
        &self,
        settled: Tally,
        open: &[(Reference, Stake)],
        masks: &[Mask],
    ) -> Option<FxHashSet<Tally>> {
        let start: Vec<Reference> = open.iter().map(|(root, _)| *root).collect();
        let mut ahead: BTreeMap<Var, Ahead> = BTreeMap::new();
        let first = ahead.entry(self.next_var(&start)).or_default();
        first.insert(start, FxHashSet::from_iter([settled]));
        let mut steps = 0;
        while let Some((var, states)) = ahead.pop_first() {
            if var == Var::MAX {
                return Some(states.into_values().flatten().collect());
            }
            for (at, tallies) in states {
                let mut tried: Vec<Vec<Reference>> = Vec::new();
                for class in values(masks[var as usize]) {
                    let moved = self.moved(&at, var, class);
                    if moved.contains(&NOWHERE) || tried.contains(&moved) {
                        continue;
                    }
                    tried.push(moved.clone());
                    steps += tallies.len();
                    let (moved, tallies) = counted(moved, open, &tallies);
                    let known = ahead.entry(self.next_var(&moved)).or_default();
                    known.entry(moved).or_default().extend(tallies);
                }
                if steps > STEPS {
                    return None;
                }
            }
        }
        Some(FxHashSet::default())
    }

    fn next_var(&self, at: &[Reference]) -> Var {
        let var = |at: &Reference| self.diagrams.node(*at).map_or(Var::MAX, |node| node.var);
        at.iter().map(var).min().unwrap_or(Var::MAX)
    }

    fn moved(&self, at: &[Reference], var: Var, class: usize) -> Vec<Reference> {
        let step = |at: &Reference| match self.diagrams.node(*at) {
            Some(node) if node.var == var => node.children[class],
            _ => *at,
        };
        at.iter().map(step).collect()
    }
}

/// The score, from what each group can come to; `None` where that is missing of one.
fn score_of(groups: &[Option<Vec<Tally>>]) -> Option<Score> {
    let all: Option<Vec<Vec<Tally>>> = groups.iter().cloned().collect();
    Some(match score::bounds(&all?) {
        Some((low, high)) => Score::Between(low, high),
        None => Score::NothingApplies,
    })
}

/// Where some diagrams are, and the tallies of those that have come to their end.
type Ahead = FxHashMap<Vec<Reference>, FxHashSet<Tally>>;

/// Adds the diagrams that have come to an outcome to the tallies, and marks them.
fn counted(
    mut at: Vec<Reference>,
    open: &[(Reference, Stake)],
    tallies: &FxHashSet<Tally>,
) -> (Vec<Reference>, FxHashSet<Tally>) {
    let mut tallies: Vec<Tally> = tallies.iter().copied().collect();
    for (at, (_, stake)) in at.iter_mut().zip(open) {
        if *at < LabelledDiagrams::LABELS
            && let Some(outcome) = outcomes_of(*at).single()
        {
            for tally in &mut tallies {
                tally.count(outcome, *stake);
            }
            *at = COUNTED;
        }
    }
    (at, tallies.into_iter().collect())
}
