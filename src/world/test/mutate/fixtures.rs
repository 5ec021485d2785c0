//! Tests that kill the mutants that survive.

use super::alone;
use crate::answer::{self, FixtureAnswer, MutantAnswer};
use crate::engine::Session;
use crate::limit::Cancel;
use crate::phrase;
use crate::policy::{Policy, PrerequisiteId, TermId};
use crate::proposal::{Knowledge, NewExpectation, read_expectations};
use crate::questions::mutate::{Bench, Came, Changed, Found, Mutation, Plan, Subject, Trial};
use crate::text::{Phrase, Source};
use crate::verdict::Verdict;
use crate::world::World;
use crate::world::files::Files;
use crate::world::test::judged;

/// The most mutants that the note of a test names.
const NAMED: usize = 3;

/// A mutant that survives.
pub(super) struct Survivor<'a, 'p> {
    /// Its place among the answers.
    pub mutant: usize,
    pub mutation: &'a Mutation,
    pub variant: usize,
    /// Where it differs.
    pub found: Found<'p>,
}

/// Finds tests that kill mutants.
pub(super) struct Writer<'a, 'p, F> {
    /// The world of the policy.
    pub world: &'a World<F>,
    pub policy: &'p Policy,
    pub plan: &'a Plan<'p>,
    pub bench: &'a Bench<'p>,
    pub session: &'a Session<'a, 'p>,
    pub cancel: &'a Cancel,
}

/// A text on which a mutant comes out otherwise.
struct Killer {
    cells: Vec<(TermId, Knowledge)>,
    trial: Trial,
    sees: Sees,
    /// How it comes out by the policy and by the mutant.
    came: (Came, Came),
}

/// What comes out otherwise.
struct Sees {
    of: Subject,
    /// The readings that are settled, `PREREQUISITE=NAME`: none, if it comes out otherwise anyway.
    readings: Vec<String>,
}

impl<F: Files> Writer<'_, '_, F> {
    /// Few tests that kill the survivors, each of which was seen to pass by the policy and to fail by the
    /// mutants. The answers are told which test kills them.
    pub fn write(
        &self,
        survivors: &[Survivor<'_, '_>],
        answers: &mut [MutantAnswer],
    ) -> Vec<FixtureAnswer> {
        let mut killers: Vec<Option<Killer>> =
            survivors.iter().map(|each| self.killer(each)).collect();
        let kills: Vec<Vec<usize>> = (0..survivors.len())
            .map(|at| self.kills(at, &killers, survivors))
            .collect();
        let mut left: Vec<bool> = killers.iter().map(Option::is_some).collect();
        let mut written: Vec<FixtureAnswer> = Vec::new();
        loop {
            let gain = |at: &usize| {
                let gained = kills[*at].iter().filter(|killed| left[**killed]).count();
                (gained, std::cmp::Reverse(*at))
            };
            let usable = (0..survivors.len()).filter(|at| killers[*at].is_some());
            let Some(best) = usable.max_by_key(gain).filter(|at| gain(at).0 > 0) else {
                return written;
            };
            let killed = kills[best].iter().copied().filter(|killed| left[*killed]);
            let mut killed: Vec<usize> = killed.collect();
            let Some(killer) = &killers[best] else {
                return written;
            };
            let name = self.name(&survivors[best], &written);
            let fixture = self.verified(&name, killer, &mut killed, &killers, survivors);
            let Some(fixture) = fixture else {
                // It is no use after all.
                left[best] = false;
                killers[best] = None;
                continue;
            };
            for at in killed {
                left[at] = false;
                let answer = &mut answers[survivors[at].mutant];
                answer.fixture = Some(name.clone());
                answer.needs = self.needs(&fixture, at, killer, &killers, survivors);
            }
            written.push(fixture);
        }
    }

    /// A text on which a survivor comes out otherwise.
    fn killer(&self, survivor: &Survivor<'_, '_>) -> Option<Killer> {
        let settled = self.bench.settled(&survivor.found, self.cancel);
        let texts = settled.unwrap_or_default().into_iter();
        let mut texts = texts.chain([survivor.found.cells.clone()]);
        texts.find_map(|cells| self.killer_on(cells, survivor))
    }

    fn killer_on(
        &self,
        mut cells: Vec<(TermId, Knowledge)>,
        survivor: &Survivor<'_, '_>,
    ) -> Option<Killer> {
        let (of, variant) = (survivor.found.of, survivor.variant);
        for readings in self.choices(of, &self.known(&cells)) {
            let Some(mut killer) = self.told_apart(&cells, of, &readings, variant) else {
                continue;
            };
            // What can be left out is, as long as both come out as they do.
            let mut at = 0;
            while at < cells.len() {
                let left_out = cells.remove(at);
                match self.told_apart(&cells, of, &readings, variant) {
                    Some(shorter) if shorter.came == killer.came => killer = shorter,
                    _ => {
                        cells.insert(at, left_out);
                        at += 1;
                    }
                }
            }
            return Some(killer);
        }
        None
    }

    /// What a text leaves possible that provides these cells.
    fn known(&self, cells: &[(TermId, Knowledge)]) -> Vec<Knowledge> {
        let terms = self.policy.vocabulary.terms.iter();
        let mut known: Vec<Knowledge> = terms.map(Knowledge::unknown).collect();
        for (term, cell) in cells {
            known[term.index()] = cell.clone();
        }
        known
    }

    /// A text with these cells, if a subject comes out otherwise there by a mutant.
    fn told_apart(
        &self,
        cells: &[(TermId, Knowledge)],
        of: Subject,
        readings: &[String],
        variant: usize,
    ) -> Option<Killer> {
        let names = readings.iter().filter_map(|each| each.split_once('='));
        let choice = self.policy.settled(names).ok()?;
        let trial = self.bench.trial(&self.known(cells), &choice);
        Some(Killer {
            came: self.differs(&trial, of, variant)?,
            trial,
            cells: cells.to_vec(),
            sees: Sees {
                of,
                readings: readings.to_vec(),
            },
        })
    }

    /// The readings to settle in turn: none at first.
    fn choices(&self, of: Subject, known: &[Knowledge]) -> Vec<Vec<String>> {
        let mut all = vec![Vec::new()];
        match of {
            Subject::Part(Changed::Prerequisite(id)) => {
                all.extend(self.readings(id).map(|reading| vec![reading]));
            }
            Subject::Part(Changed::Warning(_)) => {}
            Subject::Joint(flipped) => {
                // Nothing else is unmet wherever that can be.
                let others = self.policy.prerequisite_ids().filter(|id| *id != flipped);
                let others = others.filter_map(|id| self.not_unmet(id, known));
                let others: Vec<String> = others.collect();
                let own = self.readings(flipped).map(|own| {
                    let both = others.iter().cloned().chain([own]);
                    both.collect()
                });
                all.extend(own);
                all.push(others.clone());
            }
        }
        all
    }

    /// The readings of a prerequisite, as they are settled.
    fn readings(&self, id: PrerequisiteId) -> impl Iterator<Item = String> {
        let prerequisite = self.policy.prerequisite(id);
        let readings = prerequisite.readings.iter();
        readings.map(|reading| format!("{}={}", prerequisite.name, reading.name))
    }

    /// The first reading under which a text does not leave a prerequisite unmet.
    fn not_unmet(&self, id: PrerequisiteId, known: &[Knowledge]) -> Option<String> {
        self.readings(id).find(|reading| {
            let choice = self.policy.settled(reading.split_once('='));
            let of = Subject::Part(Changed::Prerequisite(id));
            choice.is_ok_and(|choice| {
                let trial = self.bench.trial(known, &choice);
                let came = self.bench.came(None, of, &trial, self.session);
                matches!(came, Ok(Came::Verdict(verdict)) if verdict != Verdict::Unmet)
            })
        })
    }

    /// Which survivors the text of one of them kills.
    fn kills(
        &self,
        at: usize,
        killers: &[Option<Killer>],
        survivors: &[Survivor<'_, '_>],
    ) -> Vec<usize> {
        let Some(killer) = &killers[at] else {
            return Vec::new();
        };
        // What needs a reading to be settled, and the joint verdict, are told by tests of their own.
        let shared =
            |sees: &Sees| sees.readings.is_empty() && !matches!(sees.of, Subject::Joint(_));
        let provides = |term: &TermId| killer.cells.iter().any(|(own, _)| own == term);
        let killed = |index: &usize| {
            if *index == at {
                return true;
            }
            let Some(other) = &killers[*index] else {
                return false;
            };
            // A text that is silent on what matters to a mutant hardly ever kills it.
            shared(&killer.sees)
                && shared(&other.sees)
                && other.cells.iter().all(|(term, _)| provides(term))
                && (self.differs(&killer.trial, other.sees.of, survivors[*index].variant)).is_some()
        };
        (0..survivors.len()).filter(killed).collect()
    }

    /// How a subject comes out on a text by the policy, and by a mutant, if that is not the same.
    fn differs(&self, trial: &Trial, of: Subject, variant: usize) -> Option<(Came, Came)> {
        let came = |by| self.bench.came(by, of, trial, self.session).ok();
        let (now, then) = (came(None)?, came(Some(variant))?);
        (now != then).then_some((now, then))
    }

    /// A test of a text that kills these mutants. Those with which it does not fail are taken from them;
    /// `None` if it does not kill the one that it was made for, which is among them.
    fn verified(
        &self,
        name: &str,
        killer: &Killer,
        killed: &mut Vec<usize>,
        killers: &[Option<Killer>],
        survivors: &[Survivor<'_, '_>],
    ) -> Option<FixtureAnswer> {
        let fixture = self.fixture(name, killer, killed, killers, survivors)?;
        let before = killed.len();
        if !self.passes(&fixture, self.world) {
            return None;
        }
        killed.retain(|at| {
            let whole = self.plan.read_whole(survivors[*at].mutation);
            whole.is_ok_and(|policy| !self.passes(&fixture, &alone(policy)))
        });
        match killed.len() {
            0 => None,
            all if all == before => Some(fixture),
            // The note may not name those that it does not kill.
            _ => self.fixture(name, killer, killed, killers, survivors),
        }
    }

    fn passes<G: Files>(&self, fixture: &FixtureAnswer, world: &World<G>) -> bool {
        let source =
            |end: &str, text: &String| Source::new(format!("{}.{end}", fixture.name), text);
        let proposal = world.read(&source("yaml", &fixture.proposal));
        let expectation = read_expectations(&source("expect.yaml", &fixture.expectation));
        let (Ok(proposal), Ok(expectation)) = (proposal, expectation) else {
            return false;
        };
        let Some(expectation) = expectation.first() else {
            return false;
        };
        let said = (expectation, &expectation.policies[0]);
        judged::failures(world, &proposal, said, self.cancel)
            .is_ok_and(|failures| failures.is_empty())
    }

    fn fixture(
        &self,
        name: &str,
        killer: &Killer,
        killed: &[usize],
        killers: &[Option<Killer>],
        survivors: &[Survivor<'_, '_>],
    ) -> Option<FixtureAnswer> {
        let mut expects = NewExpectation {
            note: note(killed.iter().map(|at| survivors[*at].mutation)),
            readings: killer.sees.readings.clone(),
            ..NewExpectation::default()
        };
        for at in killed {
            let of = killers[*at].as_ref()?.sees.of;
            let now = self
                .bench
                .came(None, of, &killer.trial, self.session)
                .ok()?;
            match (of, now) {
                (Subject::Part(Changed::Prerequisite(id)), Came::Verdict(verdict)) => {
                    let finding = (self.policy.prerequisite(id).name.clone(), verdict);
                    if !expects.findings.contains(&finding) {
                        expects.findings.push(finding);
                    }
                }
                (Subject::Part(Changed::Warning(id)), Came::Alarm(alarm)) => {
                    let warning = (self.policy.warning(id).name.clone(), alarm);
                    if !expects.warnings.contains(&warning) {
                        expects.warnings.push(warning);
                    }
                }
                (Subject::Joint(_), Came::Verdict(verdict)) => expects.verdict = Some(verdict),
                _ => return None,
            }
        }
        let title = "Made to notice mistakes in the policy";
        let cells = killer.cells.clone();
        Some(FixtureAnswer::new(name, title, self.policy, cells, expects))
    }

    /// A name that no other has.
    fn name(&self, survivor: &Survivor<'_, '_>, written: &[FixtureAnswer]) -> String {
        let (_, owner, _) = answer::owner(self.policy, survivor.mutation.owner);
        let first = format!("{}-{owner}", self.policy.name);
        let is_free = |name: &String| written.iter().all(|fixture| fixture.name != *name);
        let numbered = (2..).map(|number| format!("{first}-{number}"));
        let mut names = std::iter::once(first.clone()).chain(numbered);
        names.find(is_free).unwrap_or(first)
    }

    /// What a test says that kills a mutant, in short.
    fn needs(
        &self,
        fixture: &FixtureAnswer,
        at: usize,
        killer: &Killer,
        killers: &[Option<Killer>],
        survivors: &[Survivor<'_, '_>],
    ) -> Option<Phrase> {
        let sees = &killers[at].as_ref()?.sees;
        let (now, then) = self.differs(&killer.trial, sees.of, survivors[at].variant)?;
        let of = match sees.of {
            Subject::Part(Changed::Prerequisite(id)) => {
                Phrase::name(&self.policy.prerequisite(id).name)
            }
            Subject::Part(Changed::Warning(id)) => Phrase::name(&self.policy.warning(id).name),
            Subject::Joint(_) => phrase!["the verdict"],
        };
        Some(answer::needs(fixture, &of, now.word(), then.word()))
    }
}

/// Why a test is there.
fn note<'a>(mutations: impl ExactSizeIterator<Item = &'a Mutation>) -> String {
    let count = mutations.len();
    let each = mutations
        .take(NAMED)
        .map(|mutation| match &*mutation.after {
            "" => format!("`{}` is left out", mutation.before),
            after => format!("`{}` becomes `{after}`", mutation.before),
        });
    let each: Vec<String> = each.collect();
    let more = match count.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(", and with {more} more mistakes"),
    };
    format!("Fails where {}{more}.", each.join(", or "))
}
