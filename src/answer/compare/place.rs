//! Texts in the order that was asked for, in layers and in groups.

use std::cmp::Ordering;

use super::{
    CompareSummary, ComparedOn, ComparedText, Comparison, Over, PairCounts, StepsAnswer,
    TextByPolicy, trials,
};
use crate::answer::{Counts, OptionsTaken, PolicyRef, ProposalRef, Score, Weight};
use crate::policy::{PrerequisiteId, ReadingChoice};
use crate::proposal::{Coverage, Options, Proposal};
use crate::questions::assumption::Assumption;
use crate::questions::check::Report;
use crate::questions::compare::{Ranking, Standing, findings, is_sure, outcomes_read, standing};
use crate::questions::judge::Judge;
use crate::text::Untrusted;
use crate::verdict::Verdict;

/// In which order texts are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By layer, those on which nothing is settled last; then those met on most first, of these those unmet
    /// on fewest; then by name.
    #[default]
    Layer,
    /// By name.
    Name,
    /// The oldest first; those without a date last.
    Date,
    /// The highest of the lowest scores first, then the highest of the highest.
    Score,
    /// The fewest steps first, then the fewest answers.
    Steps,
}

/// What texts are grouped by, as their heads say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The year of the date; of a range, the year in which it ends.
    Year,
    /// Each of the authors: a text of several authors is told once for each.
    Author,
    /// How far it got.
    Status,
    /// What became of it.
    Outcome,
    /// How much of the text its coder saw.
    Coverage,
}

/// What was looked at to compare texts.
pub(crate) struct Looked<'a, 'p> {
    /// One for each policy.
    pub judges: &'a [Judge<'p>],
    pub options: Options,
    pub over: Over,
    /// By policy, the prerequisites that are looked at, what decides first.
    pub on: Vec<Vec<PrerequisiteId>>,
    pub proposals: Vec<&'a Proposal>,
    /// By text, what each policy says of it.
    pub reports: Vec<&'a [Report]>,
    /// What was assumed instead, each with what each text is compared by then.
    pub otherwise: Vec<(Assumption, Vec<Vec<Verdict>>)>,
    /// By text, what it takes until it is met, where that was asked for.
    pub steps: Option<Vec<StepsAnswer>>,
}

impl Looked<'_, '_> {
    /// What a text is compared by.
    fn found(&self, reports: &[Report]) -> Vec<Verdict> {
        match self.over {
            Over::Verdicts => reports.iter().map(|report| report.verdict).collect(),
            Over::Findings => (self.judges.iter().zip(reports).zip(&self.on))
                .flat_map(|((judge, report), on)| findings(judge, &report.seen, on))
                .collect(),
        }
    }

    fn is_surely_above(&self, first: usize, second: usize) -> bool {
        if self.over == Over::Verdicts {
            let [first, second] = [first, second].map(|text| {
                let reports = self.reports[text].iter();
                reports.map(Report::joint).collect::<Vec<_>>()
            });
            return is_sure(&first, &second);
        }
        (self.judges.iter().zip(&self.on).enumerate()).all(|(at, (judge, on))| {
            on.iter().all(|&id| {
                let [first, second] = [first, second]
                    .map(|text| outcomes_read(judge, &self.reports[text][at].seen, id));
                is_sure(&first, &second)
            })
        })
    }

    fn pairs(&self, ranking: &Ranking, found: &[Vec<Verdict>]) -> PairCounts {
        let counts = ranking.pairs();
        let mut pairs = PairCounts {
            all: counts.ordered + counts.alike + counts.unordered,
            ordered: counts.ordered,
            alike: counts.alike,
            unordered: counts.unordered,
            scores_apart: (self.judges.len() == 1).then_some(0),
            ..PairCounts::default()
        };
        let applies = |verdict: &Verdict| *verdict != Verdict::NotApplicable;
        for second in 0..found.len() {
            for &first in ranking.above(second) {
                pairs.sure += usize::from(self.is_surely_above(first, second));
            }
            for first in 0..second {
                let mut each = found[first].iter().zip(&found[second]);
                let apart = each.any(|(one, other)| applies(one) != applies(other));
                let unordered = standing(&found[first], &found[second]) == Standing::Unordered;
                pairs.applies_apart += usize::from(apart && unordered);
                if let Some(count) = &mut pairs.scores_apart {
                    let [one, other] = [first, second].map(|text| &self.reports[text][0]);
                    *count += usize::from(are_apart(one.score.into(), other.score.into()));
                }
            }
        }
        pairs
    }

    fn compared_on(&self) -> Vec<ComparedOn> {
        let each = self.judges.iter().zip(&self.on);
        each.flat_map(|(judge, on)| {
            on.iter().map(|&id| {
                let prerequisite = judge.policy.prerequisite(id);
                ComparedOn {
                    policy: judge.policy.called.clone(),
                    prerequisite: prerequisite.name.clone(),
                    title: (&prerequisite.title).into(),
                    advisory: prerequisite.advisory,
                    weight: prerequisite.weight,
                }
            })
        })
        .collect()
    }

    fn text(&self, ranking: &Ranking, at: usize, group_by: Option<GroupBy>) -> ComparedText {
        let called = |texts: &[usize]| -> Vec<Untrusted> {
            let each = texts.iter();
            each.map(|&text| (&self.proposals[text].called).into())
                .collect()
        };
        let proposal = self.proposals[at];
        let all = 0..self.proposals.len();
        let below: Vec<usize> = all.filter(|&other| ranking.dominates(at, other)).collect();
        let under: Vec<usize> = ranking.directly_above(at).collect();
        let reports = self.judges.iter().zip(self.reports[at]);
        let verdicts = reports.clone().map(|(judge, report)| TextByPolicy {
            policy: PolicyRef::new(judge.policy),
            verdict: report.verdict,
            score: report.score.into(),
        });
        let findings = reports
            .zip(&self.on)
            .flat_map(|((_, report), on)| on.iter().map(|id| report.findings[id.index()].verdict));
        let findings: Vec<Verdict> = findings.collect();
        let by_policy = self.reports[at].iter().map(|report| report.verdict);
        let found = Counts::of(findings.iter().copied());
        let counts = match self.over {
            Over::Findings => found,
            Over::Verdicts => Counts::of(by_policy),
        };
        ComparedText {
            proposal: ProposalRef::new(proposal),
            layer: ranking.layer(at) + 1,
            unsettled: found.open > 0 && found.met + found.unmet == 0,
            counts,
            verdicts: verdicts.collect(),
            findings,
            dominates: called(&below),
            dominated_by: called(ranking.above(at)),
            directly_under: called(&under),
            under,
            alike: called(ranking.alike(at)),
            steps: self.steps.as_ref().and_then(|steps| steps.get(at).cloned()),
            groups: group_by.map_or_else(Vec::new, |by| groups(proposal, by)),
        }
    }
}

/// The answer, without what there is to say of a pair.
pub(crate) fn put_in_order(
    looked: &Looked<'_, '_>,
    sort: Sort,
    group_by: Option<GroupBy>,
) -> Comparison {
    let found: Vec<Vec<Verdict>> = looked
        .reports
        .iter()
        .map(|each| looked.found(each))
        .collect();
    let ranking = Ranking::of(&found);
    let texts = (0..found.len()).map(|at| looked.text(&ranking, at, group_by));
    let mut order: Vec<(usize, ComparedText)> = texts.enumerate().collect();
    order.sort_by(|(_, one), (_, other)| compared(one, other, sort));
    let place = |text: usize| order.iter().position(|(at, _)| *at == text);
    let unders: Vec<Vec<usize>> = (order.iter())
        .map(|(_, text)| {
            let mut under: Vec<usize> = text.under.iter().filter_map(|&text| place(text)).collect();
            under.sort_unstable();
            under
        })
        .collect();
    let mut texts: Vec<ComparedText> = order.into_iter().map(|(_, text)| text).collect();
    for (text, under) in texts.iter_mut().zip(unders) {
        text.under = under;
    }
    let depth = texts.iter().map(|text| text.layer).max().unwrap_or(0);
    let mut layers = vec![0; depth];
    for text in &texts {
        layers[text.layer - 1] += 1;
    }
    let choices: Vec<ReadingChoice<'_>> = looked
        .judges
        .iter()
        .map(|judge| judge.choice.clone())
        .collect();
    let policies = looked.judges.iter();
    let policies: Vec<PolicyRef> = policies.map(|judge| PolicyRef::new(judge.policy)).collect();
    Comparison {
        over: looked.over,
        options: OptionsTaken::new(looked.options, &choices),
        summary: CompareSummary::new(&policies, &texts),
        prerequisites: looked.compared_on(),
        pairs: looked.pairs(&ranking, &found),
        trials: trials(looked, &ranking),
        texts,
        layers,
        pair: Vec::new(),
        policies,
        narrowed: (looked.judges.iter().zip(&looked.on))
            .any(|(judge, on)| on.len() < judge.policy.prerequisites.len()),
        steps_asked: looked.steps.is_some(),
    }
}

fn compared(one: &ComparedText, other: &ComparedText, sort: Sort) -> Ordering {
    let by_name = || one.proposal.shown().cmp(other.proposal.shown());
    let first = match sort {
        Sort::Layer => {
            let place = |text: &ComparedText| {
                let counts = text.counts;
                let met = std::cmp::Reverse(counts.met);
                (text.unsettled, text.layer, met, counts.unmet)
            };
            place(one).cmp(&place(other))
        }
        Sort::Name => Ordering::Equal,
        Sort::Date => {
            let date = |text: &ComparedText| {
                let date = text.proposal.date.clone();
                (date.is_none(), date)
            };
            date(one).cmp(&date(other))
        }
        Sort::Score => by_score(one, other),
        Sort::Steps => {
            let steps = |text: &ComparedText| match text.steps {
                Some(StepsAnswer::Cost {
                    steps,
                    answers,
                    avoids,
                }) => (0, avoids, steps, answers),
                Some(StepsAnswer::Never) => (1, 0, 0, 0),
                Some(StepsAnswer::NotDone) | None => (2, 0, 0, 0),
            };
            steps(one).cmp(&steps(other))
        }
    };
    first.then_with(by_name)
}

/// The better score first; of several policies, that of the one named first goes before the others.
fn by_score(one: &ComparedText, other: &ComparedText) -> Ordering {
    let pairs = one.verdicts.iter().zip(&other.verdicts);
    let each = pairs.map(
        |(one, other)| match (one.score.weights, other.score.weights) {
            (Some(one), Some(other)) => {
                let low = more(one.low, other.low).reverse();
                low.then(more(one.high, other.high).reverse())
            }
            (one, other) => one.is_none().cmp(&other.is_none()),
        },
    );
    each.fold(Ordering::Equal, Ordering::then)
}

/// Which of two shares is more.
fn more(one: Weight, other: Weight) -> Ordering {
    let product = |met: u64, of: u64| u128::from(met) * u128::from(of);
    product(one.met, other.of).cmp(&product(other.met, one.of))
}

/// Whether all that one score can be is above all that the other can be.
fn are_apart(one: Score, other: Score) -> bool {
    let (Some(one), Some(other)) = (one.weights, other.weights) else {
        return false;
    };
    more(one.low, other.high).is_gt() || more(other.low, one.high).is_gt()
}

/// The groups that a text is in; `not said` where its head does not say it.
fn groups(proposal: &Proposal, by: GroupBy) -> Vec<Untrusted> {
    let said = match by {
        GroupBy::Year => {
            let date = proposal.date.as_deref();
            // A range has two dates, of which the last ends it.
            let last = date.and_then(|date| date.rsplit('/').next());
            let year = last.and_then(|date| date.split('-').next());
            year.map(Untrusted::from).into_iter().collect()
        }
        GroupBy::Author => proposal.authors.iter().map(Untrusted::from).collect(),
        GroupBy::Status => proposal.status.iter().map(Untrusted::from).collect(),
        GroupBy::Outcome => proposal.outcome.iter().map(Untrusted::from).collect(),
        GroupBy::Coverage => {
            let seen = proposal.coverage.map(|coverage| match coverage {
                Coverage::Full => "the whole text was seen",
                Coverage::NearFull => "nearly the whole text was seen",
                Coverage::Partial => "part of the text was seen",
                Coverage::ReportingOnly => "only reports about the text were seen",
            });
            seen.map(Untrusted::from).into_iter().collect::<Vec<_>>()
        }
    };
    if said.is_empty() {
        vec!["not said".into()]
    } else {
        said
    }
}
