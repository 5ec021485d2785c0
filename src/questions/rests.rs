//! What the joint verdict rests on: sources of which grade, the coder's choice among rival readings
//! of the text, readings of the policy, silences.
//!
//! A verdict is judged again with more left open than the options leave: without what worse sources
//! say, with rivals. That can only add completions, so an open verdict stays open and is not judged
//! again. What the options already leave open is not tried: with rivals counted nothing is told of
//! rivals, and only grades are tried that are better than the minimum.

use crate::engine::{Limit, Question, Region};
use crate::limit::Cancel;
use crate::policy::{PrerequisiteId, ReadingId, TermId};
use crate::proposal::{Grade, Knowledge, Options};
use crate::questions::check::{Groups, Joint, Report};
use crate::questions::judge::{Case, Inquiry};
use crate::verdict::{Outcome, Outcomes, Verdict};

/// What a joint verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestsOn {
    /// The verdict under each minimum grade that is stricter than the one of the options, from C to
    /// A. C leaves out only what names no source with a grade. Empty if the proposal names no source
    /// at all: then there are no grades to tell apart.
    pub grades: Vec<WithGrade>,
    /// The strictest minimum grade under which the verdict is the same; `None` if it changes as
    /// soon as what names no source is left out, or if the proposal names no source at all.
    pub stands_from: Option<Grade>,
    /// The verdict with rivals counted; `None` if the options count them.
    pub rivals: Option<Otherwise>,
    /// Of an open verdict, the verdict under each reading that may matter to it, that reading alone
    /// being settled. A verdict that is not open is the same under every reading.
    pub readings: Vec<UnderReading>,
    /// Unmet prerequisites that decide and would be open, or even met, if nothing were known where
    /// the text is silent.
    pub by_silence: Vec<PrerequisiteId>,
    /// Unmet prerequisites that decide and are unmet whatever silence means: what is stated forces
    /// that.
    pub as_stated: Vec<PrerequisiteId>,
}

/// The verdict if some provisions are taken otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// How many provisions then leave more open.
    pub provisions: usize,
    /// The verdict then.
    pub verdict: Verdict,
}

/// The verdict under a minimum grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithGrade {
    /// The minimum grade.
    pub grade: Grade,
    /// What it comes to.
    pub otherwise: Otherwise,
}

/// The verdict with one reading settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnderReading {
    /// The prerequisite.
    pub prerequisite: PrerequisiteId,
    /// Its reading.
    pub reading: ReadingId,
    /// The verdict then.
    pub verdict: Verdict,
}

impl Case<'_> {
    /// What the verdict of a report that [`Case::check`] made of this case rests on.
    ///
    /// # Errors
    ///
    /// A limit that was met.
    pub fn rests_on(&self, report: &Report, cancel: &Cancel) -> Result<RestsOn, Limit> {
        let session = &self.judge.engine.session(cancel);
        let inquiry = self.inquiry(session);
        inquiry.rests_on(report)
    }
}

/// What is possible if more is left open than the options leave.
struct Wider {
    /// The terms on which more is open.
    terms: Vec<TermId>,
    /// How many provisions that makes.
    provisions: usize,
    region: Region,
}

impl Inquiry<'_, '_> {
    /// What the verdict of this case's report rests on.
    pub(crate) fn rests_on(&self, report: &Report) -> Result<RestsOn, Limit> {
        let grades = self.grades(report)?;
        let same = |each: &&WithGrade| each.otherwise.verdict == report.verdict;
        let stands_from =
            (grades.iter().rev().find(same).map(|each| each.grade)).or(self.case.options.min_grade);
        let (by_silence, as_stated) = self.silences(report)?;
        Ok(RestsOn {
            stands_from,
            grades,
            rivals: self.rivals(report)?,
            readings: self.readings(report)?,
            by_silence,
            as_stated,
        })
    }

    fn grades(&self, report: &Report) -> Result<Vec<WithGrade>, Limit> {
        let options = self.case.options;
        let stricter = |grade: &Grade| options.min_grade.is_none_or(|least| *grade < least);
        let mut found: Vec<WithGrade> = Vec::new();
        let texts = self.case.proposal.texts();
        if texts.iter().all(|text| text.sources.is_empty()) {
            return Ok(found);
        }
        // The strictest first: where the verdict stands, it stands under every weaker one.
        for grade in [Grade::A, Grade::B, Grade::C].into_iter().filter(stricter) {
            let wider = self.taken(Options {
                min_grade: Some(grade),
                ..options
            });
            let stands =
                (found.last()).is_some_and(|last| last.otherwise.verdict == report.verdict);
            let verdict = if stands {
                report.verdict
            } else {
                self.verdict_in(&wider, report)?
            };
            let provisions = wider.provisions;
            found.push(WithGrade {
                grade,
                otherwise: Otherwise {
                    provisions,
                    verdict,
                },
            });
        }
        found.reverse();
        Ok(found)
    }

    fn rivals(&self, report: &Report) -> Result<Option<Otherwise>, Limit> {
        let options = self.case.options;
        if options.rivals {
            return Ok(None);
        }
        let wider = self.taken(Options {
            rivals: true,
            ..options
        });
        Ok(Some(Otherwise {
            provisions: wider.provisions,
            verdict: self.verdict_in(&wider, report)?,
        }))
    }

    /// What is possible under other options, which leave more open.
    fn taken(&self, options: Options) -> Wider {
        let case = self.case;
        let vocabulary = &self.judge.policy.vocabulary;
        let proposal = case.proposal;
        let known = proposal.known(vocabulary, options);
        let changed: Vec<_> = (vocabulary.ids().zip(known))
            .filter(|(term, known)| *known != case.knowledge[term.0])
            .collect();
        let listed = proposal.listed();
        let provisions = changed.iter().filter(|(term, _)| listed.contains(term));
        Wider {
            provisions: provisions.count(),
            ..self.wider(changed.into_iter())
        }
    }

    fn wider(&self, changed: impl Iterator<Item = (TermId, Knowledge)>) -> Wider {
        let mut region = self.case.region.clone();
        let mut terms = Vec::new();
        for (term, known) in changed {
            let encoding = self.judge.engine.encoding.of(term);
            region.restrict(encoding.vars(), &encoding.boxes(&known));
            terms.push(term);
        }
        Wider {
            provisions: terms.len(),
            terms,
            region,
        }
    }

    /// The joint verdict where more is left open.
    fn verdict_in(&self, wider: &Wider, report: &Report) -> Result<Verdict, Limit> {
        if wider.terms.is_empty() || report.verdict == Verdict::Open {
            return Ok(report.verdict);
        }
        // One prerequisite that stays unmet is enough.
        for id in self.failing(report) {
            if self.is_unmet_in(wider, id)? {
                return Ok(Verdict::Unmet);
            }
        }
        if report.verdict == Verdict::Unmet {
            let avoidable = self.can_avoid_unmet(wider, report)?;
            return Ok(if avoidable {
                Verdict::Open
            } else {
                Verdict::Unmet
            });
        }
        let all = self.judge.policy.prerequisite_ids();
        let seen = all.zip(&report.seen.outcomes).map(|(id, &seen)| {
            if self.touches(id, wider) {
                (self.session).ask_coherent(self.judge.question(id), &wider.region)
            } else {
                Ok(seen)
            }
        });
        let groups = Groups {
            inquiry: *self,
            region: &wider.region,
            seen: &seen.collect::<Result<Vec<_>, _>>()?,
        };
        Ok(Joint::of(&groups.each()?).outcomes().verdict())
    }

    /// Whether some completion meets everything that decides, where more is left open.
    fn can_avoid_unmet(&self, wider: &Wider, report: &Report) -> Result<bool, Limit> {
        let avoiding = Outcomes::only(Outcome::Unmet).others();
        for (group, &known) in self.judge.groups.iter().zip(&report.groups) {
            // What is known is still possible, and may be enough.
            let mut seen = known;
            if !known.meets(avoiding) && self.any_opened(group, wider) {
                seen = self.session.ask_until(group, &wider.region, avoiding)?;
            }
            if !seen.meets(avoiding) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The unmet prerequisites that decide.
    fn failing<'r>(
        &self,
        report: &'r Report,
    ) -> impl Iterator<Item = PrerequisiteId> + use<'_, 'r> {
        let policy = self.judge.policy;
        let all = policy.prerequisite_ids().zip(&report.findings);
        all.filter(|(id, finding)| {
            finding.verdict == Verdict::Unmet && !policy.prerequisite(*id).advisory
        })
        .map(|(id, _)| id)
    }

    fn is_unmet_in(&self, wider: &Wider, id: PrerequisiteId) -> Result<bool, Limit> {
        if !self.touches(id, wider) {
            return Ok(true);
        }
        let question = self.judge.question(id);
        let seen = self.session.ask_coherent(question, &wider.region)?;
        Ok(seen == Outcomes::only(Outcome::Unmet))
    }

    /// Whether something that was opened can bear on a prerequisite.
    fn touches(&self, id: PrerequisiteId, wider: &Wider) -> bool {
        self.any_opened(self.judge.question(id), wider)
    }

    /// Whether something that was opened can bear on a question.
    fn any_opened(&self, question: &Question<'_>, wider: &Wider) -> bool {
        (wider.terms.iter()).any(|&term| question.looks_at(&self.judge.engine.encoding, term))
    }

    fn readings(&self, report: &Report) -> Result<Vec<UnderReading>, Limit> {
        let judge = self.judge;
        let mut found = Vec::new();
        if report.verdict != Verdict::Open {
            return Ok(found);
        }
        for (at, group) in judge.groups.iter().enumerate() {
            let deciding = group.prerequisites().filter(|(_, stake)| !stake.advisory);
            for id in deciding.map(|(asked, _)| judge.prerequisite(asked)) {
                let open = report.seen.outcomes[id.index()].single().is_none();
                let settled = judge.choice.of(id).is_some();
                let Some(var) = judge.reading_var(id).filter(|_| open && !settled) else {
                    continue;
                };
                for reading in judge.policy.prerequisite(id).reading_ids() {
                    let mut region = self.case.region.clone();
                    region.fix(var, reading.index());
                    let mut seen = report.seen.outcomes.clone();
                    seen[id.index()] = (self.session).ask_coherent(judge.question(id), &region)?;
                    let groups = Groups {
                        inquiry: *self,
                        region: &region,
                        seen: &seen,
                    };
                    let mut by_group = report.groups.clone();
                    by_group[at] = groups.group(group)?;
                    found.push(UnderReading {
                        prerequisite: id,
                        reading,
                        verdict: Joint::of(&by_group).outcomes().verdict(),
                    });
                }
            }
        }
        found.sort_unstable_by_key(|each| (each.prerequisite, each.reading));
        Ok(found)
    }

    /// The failing prerequisites that come from silence, and those that do not.
    fn silences(
        &self,
        report: &Report,
    ) -> Result<(Vec<PrerequisiteId>, Vec<PrerequisiteId>), Limit> {
        let case = self.case;
        let vocabulary = &self.judge.policy.vocabulary;
        let silent = case.proposal.silences(vocabulary, case.options);
        let changed = silent.into_iter().filter_map(|term| {
            let known = Knowledge::unknown(vocabulary.term(term));
            (known != case.knowledge[term.0]).then_some((term, known))
        });
        let wider = self.wider(changed);
        let (mut by_silence, mut as_stated) = (Vec::new(), Vec::new());
        for id in self.failing(report) {
            if self.is_unmet_in(&wider, id)? {
                as_stated.push(id);
            } else {
                by_silence.push(id);
            }
        }
        Ok((by_silence, as_stated))
    }
}
