//! How texts compare: which dominate which.

use super::World;
use super::error::{Error, ErrorKind};
use super::options;
use super::repair::Repairer;
use crate::answer::{
    self, Comparison, Found, GroupBy, Looked, Over, PairAnswer, RepairAnswer, RepairOutcome, Sort,
    StepsAnswer, put_in_order,
};
use crate::limit::{Cancel, Limit};
use crate::policy::{PrerequisiteId, ReadingChoice};
use crate::proposal::{Grade, Options, Proposal};
use crate::questions::assumption::Assumption;
use crate::questions::check::{Report, Seen};
use crate::questions::compare::{
    Judged, Standing, findings, is_sure, lead_by_findings, lead_over_completions,
    names_of_readings, outcomes_read, standing,
};
use crate::questions::explain::Depth;
use crate::questions::judge::{Case, Judge};
use crate::verdict::{Outcomes, Verdict};

/// Policies prepared to compare texts. Threads can share it.
#[derive(Debug)]
pub struct Comparer<'w> {
    judges: Vec<Judge<'w>>,
    options: Options,
    over: Option<Over>,
    /// The names of what alone is looked at; everything where it names nothing.
    only: Vec<String>,
}

/// A text that was looked at, as it is and with other assumptions.
#[derive(Debug)]
pub struct LookedAt<'p> {
    proposal: &'p Proposal,
    reports: Vec<Report>,
    /// One for each assumption; `None` where a limit was met, or the text has no completion then.
    otherwise: Vec<Option<Otherwise>>,
    /// What it takes until it is met, where that was asked for.
    steps: Option<StepsAnswer>,
}

/// What is seen of a text under another assumption, policy by policy: as much as it is compared by.
#[derive(Debug)]
enum Otherwise {
    Findings(Vec<Seen>),
    Verdicts(Vec<Verdict>),
}

/// How the order of texts is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Comparing {
    /// Their order in the answer.
    pub sort: Sort,
    /// What they are grouped by.
    pub group_by: Option<GroupBy>,
}

impl<F> World<F> {
    /// Prepares the policies to compare texts. If preparation is cancelled, answers are as exact, and
    /// slower.
    ///
    /// ```
    /// use servanda::limit::Cancel;
    /// use servanda::text::Source;
    /// use servanda::world::{Comparing, NoFiles};
    /// use servanda::proposal::Options;
    ///
    /// let world = servanda::open(NoFiles, ["column"])?;
    /// let read = |name: &str, text: &str| world.read(&Source::new(name, text));
    /// let one = read("one.yaml", "proposal: one\nprovisions: {air_defence: included}")?;
    /// let two = read("two.yaml", "proposal: two\nprovisions: {air_defence: prohibited}")?;
    /// let cancel = Cancel::default();
    /// let comparer = world.comparer(world.every_reading(), Options::default(), &cancel);
    /// let texts = vec![comparer.look(&one, &cancel)?, comparer.look(&two, &cancel)?];
    /// let answer = comparer.compare(texts, Comparing::default(), &cancel)?;
    /// assert_eq!(answer.pairs.ordered, 1);
    /// # Ok::<(), servanda::Error>(())
    /// ```
    pub fn comparer<'w>(
        &'w self,
        readings: Vec<ReadingChoice<'w>>,
        options: Options,
        cancel: &Cancel,
    ) -> Comparer<'w> {
        let each = readings.into_iter();
        let judges: Vec<Judge<'w>> = each.map(|read| Judge::prepare(read, cancel)).collect();
        Comparer {
            over: None,
            only: Vec::new(),
            judges,
            options,
        }
    }
}

/// How else texts can be taken than by these options.
fn taken_otherwise(options: Options) -> Vec<(Assumption, Options)> {
    let grades = [Grade::C, Grade::B, Grade::A].into_iter();
    // A worse grade than the one that is asked for changes nothing.
    let grades = grades.filter(|grade| options.min_grade.is_none_or(|least| *grade < least));
    let graded = grades.map(|grade| {
        let min_grade = Some(grade);
        let options = Options {
            min_grade,
            ..options
        };
        (Assumption::MinGrade(grade), options)
    });
    let rivals = Options {
        rivals: true,
        ..options
    };
    let rivals = (!options.rivals).then_some((Assumption::Rivals, rivals));
    graded.chain(rivals).collect()
}

/// A text as one judge takes it, as it is and under one assumption after another, with what is seen of it.
type Known<'a> = Vec<(Case<'a>, Seen)>;

/// What is seen of a text where it is taken otherwise. What was seen before is not asked for again.
fn found_otherwise(
    known: &mut [Known<'_>],
    options: Options,
    cancel: &Cancel,
) -> Result<Otherwise, Error> {
    let mut all = Vec::new();
    for known in known {
        let Some((base, _)) = known.first() else {
            continue;
        };
        let case = base.judge.case(base.proposal, options)?;
        let seen = case.seen_beside(known, cancel)?;
        all.push(seen.clone());
        known.push((case, seen));
    }
    Ok(Otherwise::Findings(all))
}

/// The verdicts on a text under an assumption.
fn judged_otherwise(
    known: &[Known<'_>],
    reports: &[Report],
    assumption: &Assumption,
    options: Options,
    cancel: &Cancel,
) -> Result<Otherwise, Error> {
    let each = known.iter().filter_map(|known| known.first()).zip(reports);
    let verdict = |((base, _), report): (&(Case<'_>, Seen), &Report)| -> Result<Verdict, Error> {
        let case = base.judge.case(base.proposal, options)?;
        Ok(match assumption {
            Assumption::Reading(name) => case.read_as(name).verdict(cancel)?,
            // Many texts have no rival coding, or no source of some grade.
            _ if case.knowledge == base.knowledge => report.verdict,
            _ => case.verdict(cancel)?,
        })
    };
    let verdicts: Result<_, Error> = each.map(verdict).collect();
    Ok(Otherwise::Verdicts(verdicts?))
}

impl Comparer<'_> {
    /// What texts are compared by; if nothing is said, findings by one policy or on single prerequisites,
    /// verdicts by several policies.
    #[must_use]
    pub fn by(mut self, over: Over) -> Self {
        self.over = Some(over);
        self
    }

    /// The names of the prerequisites or of the texts that alone are looked at.
    #[must_use]
    pub fn only(mut self, names: Vec<String>) -> Self {
        self.only = names;
        self
    }

    fn over(&self) -> Over {
        let several = self.judges.len() > 1;
        let policies = || self.judges.iter().map(|judge| judge.policy);
        let on_some = (self.only.iter()).any(|name| options::asks(policies(), name));
        self.over.unwrap_or(if several && !on_some {
            Over::Verdicts
        } else {
            Over::Findings
        })
    }

    /// What is assumed instead, to see whether the order stands. What is found under a reading is known of
    /// every text anyway; its verdict under one has to be asked for.
    fn assumptions(&self) -> Vec<(Assumption, Options)> {
        let mut all = taken_otherwise(self.options);
        if self.over() == Over::Verdicts {
            let ids: Vec<Vec<PrerequisiteId>> = (self.judges.iter())
                .map(|judge| judge.policy.prerequisite_ids().collect())
                .collect();
            let of = self.judges.iter().zip(&ids);
            let names = names_of_readings(of.map(|(judge, ids)| (judge, &ids[..])));
            let names = names.into_iter();
            all.extend(names.map(|name| (Assumption::Reading(name), self.options)));
        }
        all
    }

    /// Looks at one text.
    ///
    /// # Errors
    ///
    /// `proposal/incoherent` if no completion of the proposal is possible; a limit, or that the work
    /// was cancelled.
    pub fn look<'p>(&self, proposal: &'p Proposal, cancel: &Cancel) -> Result<LookedAt<'p>, Error> {
        let cases = self
            .judges
            .iter()
            .map(|judge| Ok(judge.case(proposal, self.options)?));
        let cases = cases.collect::<Result<Vec<Case<'_>>, Error>>()?;
        let reports = cases.iter().map(|case| Ok(case.check(cancel)?));
        let reports = reports.collect::<Result<Vec<Report>, Error>>()?;
        let mut known: Vec<Known<'_>> = (cases.into_iter().zip(&reports))
            .map(|(case, report)| vec![(case, report.seen.clone())])
            .collect();
        let mut otherwise = Vec::new();
        for (assumption, options) in self.assumptions() {
            let seen = match self.over() {
                Over::Findings => found_otherwise(&mut known, options, cancel),
                Over::Verdicts => judged_otherwise(&known, &reports, &assumption, options, cancel),
            };
            otherwise.push(match seen {
                Ok(seen) => Some(seen),
                Err(_) if cancel.is_stopped() => return Err(Limit::Stopped.into()),
                Err(_) => None,
            });
        }
        Ok(LookedAt {
            proposal,
            reports,
            otherwise,
            steps: None,
        })
    }

    /// How texts compare that this looked at.
    ///
    /// # Errors
    ///
    /// `input/no-such-finding` if something is named that is neither a prerequisite nor one of the texts;
    /// of two texts also a limit, or that the work was cancelled.
    pub fn compare(
        &self,
        mut texts: Vec<LookedAt<'_>>,
        how: Comparing,
        cancel: &Cancel,
    ) -> Result<Comparison, Error> {
        let policies: Vec<_> = self.judges.iter().map(|judge| judge.policy).collect();
        let proposals: Vec<&Proposal> = texts.iter().map(|text| text.proposal).collect();
        let only = options::only(&self.only, &policies, &proposals)?;
        if !only.texts.is_empty() {
            // In the order in which they are named.
            let mut all: Vec<Option<LookedAt<'_>>> = texts.into_iter().map(Some).collect();
            let named = only.texts.iter();
            texts = named.filter_map(|&at| all.get_mut(at)?.take()).collect();
        }
        let looked = self.looked(&texts, &only.prerequisites);
        let mut answer = put_in_order(&looked, how.sort, how.group_by);
        if let [first, second] = &texts[..] {
            answer.pair = self.pairs([first, second], &looked.on, cancel)?;
        }
        Ok(answer)
    }

    fn looked<'a>(&'a self, texts: &'a [LookedAt<'_>], only: &[String]) -> Looked<'a, 'a> {
        let named = self.judges.iter().map(|judge| looked_on(judge, only));
        let on: Vec<Vec<PrerequisiteId>> = named.collect();
        let found = |seen: &Otherwise| match seen {
            Otherwise::Verdicts(verdicts) => verdicts.clone(),
            Otherwise::Findings(seen) => (self.judges.iter().zip(seen).zip(&on))
                .flat_map(|((judge, seen), on)| findings(judge, seen, on))
                .collect(),
        };
        let otherwise = self.assumptions().into_iter().enumerate();
        let otherwise = otherwise.filter_map(|(at, (assumption, _))| {
            let each = texts
                .iter()
                .map(|text| text.otherwise[at].as_ref().map(found));
            let all: Option<Vec<Vec<Verdict>>> = each.collect();
            Some((assumption, all?))
        });
        let otherwise = otherwise.collect();
        let steps: Option<Vec<StepsAnswer>> = texts.iter().map(|text| text.steps.clone()).collect();
        Looked {
            judges: &self.judges,
            options: self.options,
            over: self.over(),
            on,
            proposals: texts.iter().map(|text| text.proposal).collect(),
            reports: texts.iter().map(|text| &text.reports[..]).collect(),
            otherwise,
            steps: steps.filter(|steps| !steps.is_empty()),
        }
    }

    /// How two texts compare, policy by policy.
    fn pairs(
        &self,
        texts: [&LookedAt<'_>; 2],
        on: &[Vec<PrerequisiteId>],
        cancel: &Cancel,
    ) -> Result<Vec<PairAnswer>, Error> {
        let each = self.judges.iter().enumerate();
        each.map(|(at, judge)| self.pair(judge, texts, at, &on[at], cancel))
            .collect()
    }

    fn pair(
        &self,
        judge: &Judge<'_>,
        [first, second]: [&LookedAt<'_>; 2],
        at: usize,
        on: &[PrerequisiteId],
        cancel: &Cancel,
    ) -> Result<PairAnswer, Error> {
        let one = judge.case(first.proposal, self.options)?;
        let other = judge.case(second.proposal, self.options)?;
        let judged = [(&one, first), (&other, second)].map(|(case, text)| Judged {
            case,
            seen: &text.reports[at].seen,
        });
        let answers = [(&one, first), (&other, second)].map(|(case, text)| {
            let report = &text.reports[at];
            let explanation = case.explain(report, &Depth::Brief, cancel);
            answer::check(case, report, &explanation)
        });
        let by_findings = lead_by_findings(judged, on);
        let over_completions = lead_over_completions(judged, on, cancel);
        if cancel.is_stopped() {
            return Err(Limit::Stopped.into());
        }
        let outcomes = |id: PrerequisiteId| judged.map(|text| outcomes_read(judge, text.seen, id));
        let verdicts =
            |of: Vec<Outcomes>| -> Vec<Verdict> { of.into_iter().map(Outcomes::verdict).collect() };
        let found: Vec<_> = on
            .iter()
            .map(|&id| (id, outcomes(id).map(verdicts)))
            .collect();
        let all = |side: usize| -> Vec<Verdict> {
            let each = found.iter().flat_map(|(_, verdicts)| &verdicts[side]);
            each.copied().collect()
        };
        let stands = standing(&all(0), &all(1));
        let sure = on.iter().all(|&id| {
            let [first, second] = outcomes(id);
            match stands {
                Standing::Dominates => is_sure(&first, &second),
                Standing::Dominated => is_sure(&second, &first),
                Standing::Alike | Standing::Unordered => false,
            }
        });
        let found = Found {
            standing: stands,
            sure,
            on: found,
            by_findings: &by_findings,
            over_completions: over_completions.as_ref(),
        };
        Ok(answer::pair(
            judge.policy,
            [&answers[0], &answers[1]],
            &found,
        ))
    }
}

impl LookedAt<'_> {
    /// Adds what it takes until the text is met.
    ///
    /// # Errors
    ///
    /// As those of [`Repairer::repair`], but where a limit was met or the work was cancelled, that is
    /// said instead.
    pub fn count_steps(&mut self, repairer: &Repairer<'_>, cancel: &Cancel) -> Result<(), Error> {
        self.steps = Some(match repairer.repair(self.proposal, 1, cancel) {
            Ok(answer) => steps(&answer),
            Err(error) => match error.kind() {
                ErrorKind::Limit | ErrorKind::Cancelled => StepsAnswer::NotDone,
                _ => return Err(error),
            },
        });
        Ok(())
    }
}

fn steps(answer: &RepairAnswer) -> StepsAnswer {
    match (answer.answer, &answer.cost) {
        (RepairOutcome::Impossible, _) => StepsAnswer::Never,
        (_, Some(cost)) => StepsAnswer::Cost {
            steps: cost.steps,
            answers: cost.answers,
            avoids: answer.repairs.first().map_or(0, |first| first.avoids.len()),
        },
        (_, None) => StepsAnswer::Cost {
            steps: 0,
            answers: 0,
            avoids: 0,
        },
    }
}

/// The prerequisites of a policy that are looked at, what decides before what is advisory; all where
/// none is named.
fn looked_on(judge: &Judge<'_>, only: &[String]) -> Vec<PrerequisiteId> {
    let policy = judge.policy;
    let named =
        |id: &PrerequisiteId| only.is_empty() || only.contains(&policy.prerequisite(*id).name);
    let mut ids: Vec<PrerequisiteId> = policy.prerequisite_ids().filter(named).collect();
    ids.sort_by_key(|id| policy.prerequisite(*id).advisory);
    ids
}
