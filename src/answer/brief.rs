//! What decides a prerequisite, in a few words: for a report of one line each.

use super::evidence::Subject;
use super::words;
use crate::phrase;
use crate::policy::{Comparison, Condition, Prerequisite, Role, TermId};
use crate::proposal::{Entry, Proposal, Stated};
use crate::questions::explain::{FindingAccount, Line, Standing, Step};
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
    /// The same without the name of the term, in as few words as possible: `silent (none)`.
    pub short: Phrase,
    /// How many values are listed, where it is one of several.
    pub values: Option<usize>,
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
    /// What just will do: `ukrainian_controlled`.
    pub will_do: Phrase,
    /// Where that alone would contradict what always holds: the terms that have to change as
    /// well, `guarantee_detail and guarantee_strength`.
    pub along: Option<Phrase>,
    /// The reading that asks so, if not all do.
    pub reading: Option<String>,
}

impl Subject<'_> {
    /// What decides a finding, the most telling first. `lines` are its lines where it is known how
    /// they stand.
    pub(super) fn deciders(
        &self,
        of: &Prerequisite,
        explained: &FindingAccount<'_>,
        in_the_way: &[(usize, &Step<'_>)],
        verdict: Verdict,
    ) -> Vec<Decider> {
        let lines = explained.lines.as_deref();
        let mut deciders = Deciders {
            subject: self,
            all: Vec::new(),
        };
        match verdict {
            Verdict::Unmet | Verdict::Open => {
                let looked_at = |term| {
                    in_the_way
                        .iter()
                        .any(|(_, step)| step.comparison.term == term)
                };
                for &term in explained.from_afar.iter().filter(|term| !looked_at(**term)) {
                    deciders.add(term, None, None);
                }
                let line = |index: usize| lines.and_then(|lines| lines.get(index));
                for (line, step) in (in_the_way.iter()).map(|&(at, step)| (line(at), step)) {
                    if line.is_none_or(|line| line.role != Role::When) {
                        let need = self.need(of, line, step);
                        deciders.add(step.comparison.term, Some(need), None);
                    }
                }
                // An exception that may hold, or a condition that may not, leaves it open, too.
                let open =
                    |line: &&Line<'_>| verdict == Verdict::Open && line.standing == Standing::Open;
                for line in lines.into_iter().flatten().filter(open) {
                    match line.role {
                        Role::When => deciders.add_condition(line),
                        Role::Unless => deciders.add_all(line.condition, Some("an exception")),
                        Role::Must | Role::Reading(_) => {}
                    }
                }
            }
            Verdict::Met => {
                let holds = |line: &&Line<'_>| {
                    line.role == Role::Unless && line.standing == Standing::Holds
                };
                for line in lines.into_iter().flatten().filter(holds) {
                    deciders.add_all(line.condition, None);
                }
                let asked = |role| matches!(role, Role::Must | Role::Reading(_));
                let excepted = !deciders.all.is_empty();
                for (_, condition) in of.lines().filter(|(role, _)| asked(*role) && !excepted) {
                    deciders.add_all(condition, None);
                }
            }
            Verdict::NotApplicable => {
                let settled = |line: &&Line<'_>| match line.role {
                    Role::When => line.standing == Standing::Fails,
                    Role::Unless => line.standing == Standing::Holds,
                    Role::Must | Role::Reading(_) => false,
                };
                for line in lines.into_iter().flatten().filter(settled) {
                    deciders.add_all(line.condition, None);
                }
            }
        }
        deciders.all
    }

    /// What is said on a term, in as few words as possible: `silent (none)`.
    pub(super) fn says_briefly(&self, id: TermId) -> Phrase {
        self.put_together_briefly(id, |text| self.said_briefly(text, id, true))
    }

    /// What one text says on a term, `short` or after the term's name and a verb.
    fn said_briefly(&self, text: &Proposal, id: TermId, short: bool) -> Phrase {
        let (term, options) = (self.policy.vocabulary.term(id), self.taken(id));
        let silent = || {
            if short {
                phrase!["silent (", words::silence_in_a_word(term), ")"]
            } else {
                words::silence(term)
            }
        };
        match text.provision(id) {
            Some(given) if !text.reaches(given, options.min_grade) && short => {
                "not established".into()
            }
            Some(given) if !text.reaches(given, options.min_grade) => {
                "not established by a source of that grade".into()
            }
            Some(given) => match given.stated {
                Stated::Value(Entry::Silent) => silent(),
                Stated::Value(Entry::NotApplicable) => "does not arise".into(),
                Stated::Value(Entry::Value(_))
                | Stated::AnyOf(_)
                | Stated::Between(..)
                | Stated::Bounds { .. } => words::listed_briefly(given, term, options.rivals),
            },
            None if text.is_silent_on_the_rest(options) => silent(),
            None => "not established".into(),
        }
    }

    fn need(&self, of: &Prerequisite, line: Option<&Line<'_>>, step: &Step<'_>) -> Need {
        let vocabulary = &self.policy.vocabulary;
        let or = match line {
            Some(line) if line.has_alternatives => ", or another way",
            Some(_) | None => "",
        };
        let along = step.along.iter().map(|terms| {
            let terms = terms.iter().map(|&term| vocabulary.term(term));
            Phrase::list(terms.map(|term| Phrase::name(&term.name)), "or")
        });
        let along = Phrase::list(along, "and");
        Need {
            must: phrase![words::must(step.comparison, step.wanted, vocabulary), or],
            will_do: phrase![words::will_do(step.comparison, step.wanted, vocabulary), or],
            along: (!step.along.is_empty()).then_some(along),
            reading: line.and_then(|line| match line.role {
                Role::Reading(reading) => Some(of.reading(reading).name.clone()),
                Role::Must | Role::When | Role::Unless => None,
            }),
        }
    }
}

struct Deciders<'a> {
    subject: &'a Subject<'a>,
    all: Vec<Decider>,
}

impl Deciders<'_> {
    fn add_all(&mut self, condition: &Condition, remark: Option<&'static str>) {
        let mut terms = Vec::new();
        condition.for_each_comparison(&mut |each: &Comparison| terms.push(each.term));
        for term in terms {
            self.add(term, None, remark.map(Phrase::from));
        }
    }

    /// What an open `when` turns on. Nothing is asked there: the prerequisite applies only then.
    fn add_condition(&mut self, line: &Line<'_>) {
        for step in &line.nearest {
            let vocabulary = &self.subject.policy.vocabulary;
            let then = words::needed(step.comparison, step.wanted, vocabulary);
            let or = if line.has_alternatives {
                ", or another way"
            } else {
                ""
            };
            let remark = phrase!["applies if: ", then, or];
            self.add(step.comparison.term, None, Some(remark));
        }
    }

    /// Adds what the text says on a term, with a remark in brackets.
    fn add(&mut self, id: TermId, needs: Option<Need>, remark: Option<Phrase>) {
        let subject = self.subject;
        let term = subject.policy.vocabulary.term(id);
        if self.all.iter().any(|known| known.term == term.name) {
            return;
        }
        let by = subject.together(id).by;
        let given = by[0].provision(id);
        let said = |text: &Proposal, short: bool| subject.said_briefly(text, id, short);
        let says = subject.put_together(id, |text| said(text, false));
        let mut short = subject.put_together_briefly(id, |text| said(text, true));
        let absent = given.is_some_and(|given| given.stated == Stated::Value(Entry::NotApplicable));
        let verb = if absent { " " } else { " is " };
        let mut says = phrase![Phrase::name(&term.name), verb, says];
        let absence = self.subject.absences.iter().find(|each| each.term == id);
        // What cannot arise is said to be so, and where that is said.
        let told_by = absence.and_then(|absence| absence.by.first().copied());
        let mut at = id;
        if let (Some(absence), None) = (absence, given) {
            says = phrase![Phrase::name(&term.name), " ", self.subject.absent(absence)];
            short = "does not arise".into();
            at = told_by.unwrap_or(id);
        }
        if let Some(remark) = remark {
            says = phrase![says, " (", &remark, ")"];
            short = phrase![short, " (", remark, ")"];
        }
        let is_said = subject.proposal.mentions(at, subject.options);
        self.all.push(Decider {
            term: term.name.clone(),
            says,
            short,
            values: given.and_then(|given| match &given.stated {
                Stated::AnyOf(values) => Some(values.len()),
                Stated::Value(_) | Stated::Between(..) | Stated::Bounds { .. } => None,
            }),
            place: is_said.then(|| subject.place_of(at)),
            needs,
        });
    }
}
