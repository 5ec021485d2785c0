//! What decides a prerequisite, in a few words: for a report of one line each.

use super::evidence::Subject;
use super::words;
use crate::phrase;
use crate::policy::{Comparison, Condition, Prerequisite, Role, TermId};
use crate::questions::explain::{Line, Standing, Step};
use crate::text::{Phrase, Place};
use crate::verdict::Verdict;

/// What the text says on one term that decides a prerequisite, and what is needed instead. Programs
/// find both in the evidence and the lines.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decider {
    /// The term.
    pub term: String,
    /// `guarantee_scope is silent, which means none`.
    pub says: Phrase,
    /// Where the text says it; `None` where nothing is said.
    pub place: Option<Place>,
    /// What would do instead; `None` if nothing has to change.
    pub needs: Option<Need>,
}

/// What a term has to be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Need {
    /// `must be at least ukrainian_controlled`.
    pub must: Phrase,
    /// The value that is nearest, where one alone is named: `ukrainian_controlled`.
    pub value: Option<Phrase>,
    /// The reading that asks so, where others ask something else.
    pub reading: Option<String>,
}

impl Subject<'_> {
    /// What decides a finding, the most telling first. `lines` are its lines where it is known how
    /// they stand.
    pub(super) fn deciders(
        &self,
        of: &Prerequisite,
        lines: Option<&[Line<'_>]>,
        in_the_way: &[(usize, &Step<'_>)],
        verdict: Verdict,
    ) -> Vec<Decider> {
        let mut deciders = Deciders {
            subject: self,
            all: Vec::new(),
        };
        match verdict {
            Verdict::Unmet | Verdict::Open => {
                for &(line, step) in in_the_way {
                    let role = lines.and_then(|lines| lines.get(line)).map(|line| line.role);
                    let reading = match role {
                        Some(Role::Reading(reading)) => Some(reading),
                        Some(Role::Must | Role::When | Role::Unless) | None => None,
                    };
                    let alike = |other: &&(usize, &Step<'_>)| {
                        other.1.comparison.term == step.comparison.term && other.0 != line
                    };
                    let several = in_the_way.iter().any(|other| alike(&other));
                    let reading = reading.filter(|_| several);
                    let reading = reading.map(|reading| of.reading(reading).name.clone());
                    deciders.add(step.comparison.term, Some(self.need(step, reading)));
                }
            }
            Verdict::Met => {
                for (role, condition) in of.lines() {
                    if matches!(role, Role::Must | Role::Reading(_)) {
                        deciders.add_all(condition);
                    }
                }
            }
            Verdict::NotApplicable => {
                let settled = |line: &&Line<'_>| match line.role {
                    Role::When => line.standing == Standing::Fails,
                    Role::Unless => line.standing == Standing::Holds,
                    Role::Must | Role::Reading(_) => false,
                };
                for line in lines.into_iter().flatten().filter(settled) {
                    deciders.add_all(line.condition);
                }
            }
        }
        deciders.all
    }

    fn need(&self, step: &Step<'_>, reading: Option<String>) -> Need {
        let vocabulary = &self.policy.vocabulary;
        Need {
            must: words::must(step.comparison, step.wanted, vocabulary),
            value: words::nearest_value(step.comparison, step.wanted, vocabulary),
            reading,
        }
    }
}

struct Deciders<'a> {
    subject: &'a Subject<'a>,
    all: Vec<Decider>,
}

impl Deciders<'_> {
    fn add_all(&mut self, condition: &Condition) {
        let mut terms = Vec::new();
        condition.for_each_comparison(&mut |each: &Comparison| terms.push(each.term));
        for term in terms {
            self.add(term, None);
        }
    }

    fn add(&mut self, id: TermId, needs: Option<Need>) {
        let Subject {
            policy, proposal, ..
        } = self.subject;
        let term = policy.vocabulary.term(id);
        if self.all.iter().any(|known| known.term == term.name) {
            return;
        }
        let given = proposal.provision(id);
        let reached = |given| proposal.reaches(given, self.subject.options.min_grade);
        let name = Phrase::name(&term.name);
        let says = match given {
            Some(given) if !reached(given) => {
                phrase![name, " is not established by a source of that grade"]
            }
            Some(given) => words::told(given, term, self.subject.options.rivals),
            None if proposal.unlisted_silent.is_some() => {
                phrase![name, " is ", words::silence(term)]
            }
            None => phrase![name, " is not established"],
        };
        let is_said = given.is_some() || proposal.unlisted_silent.is_some();
        self.all.push(Decider {
            term: term.name.clone(),
            says,
            place: is_said.then(|| self.subject.place_of(id)),
            needs,
        });
    }
}
