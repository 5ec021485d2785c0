//! What there is to say of a judged proposal. Text and plain only differ in how they print it.

use std::fmt::Write as _;

use super::Judged;
use super::words::{self, capitalised, harmless, listed};
use crate::policy::{Citation, Condition, Locator, Policy, Role, TermId};
use crate::proposal::{Basis, Coverage, Grade, Provision};
use crate::questions::explain::{Account, Answer, Line, Smallest, Standing, Step};
use crate::text::Place;
use crate::verdict::Verdict;

/// A heading and what stands under it.
pub(super) struct Fact {
    pub heading: &'static str,
    /// Paragraphs, each with its depth.
    pub body: Vec<(usize, String)>,
}

impl Fact {
    pub fn new(heading: &'static str, text: impl Into<String>) -> Self {
        Self {
            heading,
            body: vec![(0, text.into())],
        }
    }
}

/// Each paragraph a sentence after its heading.
pub(super) fn say(out: &mut String, facts: &[Fact]) {
    for fact in facts {
        for (_, text) in &fact.body {
            let end = if text.ends_with(['.', ':', '?', '!']) {
                ""
            } else {
                "."
            };
            let text = harmless(text);
            let _ = writeln!(out, "{}: {text}{end}", capitalised(fact.heading));
        }
    }
}

/// A place in the policy and one in the proposal that do not fit together.
pub(super) struct Gap {
    pub policy: Place,
    pub policy_says: String,
    pub proposal: Place,
    pub proposal_says: String,
}

/// Everything to be said of one finding.
pub(super) struct FindingFacts {
    pub gaps: Vec<Gap>,
    pub facts: Vec<Fact>,
}

impl<'a> Judged<'a> {
    pub(super) fn finding(&self, index: usize) -> FindingFacts {
        let prerequisite = &self.policy.prerequisites[index];
        let finding = &self.report.findings[index];
        let account = &self.explanation.findings[index];
        let mut facts = Vec::new();
        facts.push(self.requires(index));
        let steps: Vec<&Step<'a>> = Self::steps(&account.lines, finding.verdict);
        let mut told: Vec<TermId> = steps.iter().map(|step| step.comparison.term).collect();
        if told.is_empty() {
            told = self.terms_of(index);
        }
        told.sort_unstable();
        told.dedup();
        facts.extend(self.provided(&told));
        facts.extend(self.account(&account.account, finding.verdict));
        if !finding.readings.is_empty() {
            facts.push(self.readings(index));
        }
        for citation in &prerequisite.cites {
            facts.push(Fact::new("cited", self::citation(self.policy, citation)));
        }
        if let (Some(consequence), true) =
            (&prerequisite.otherwise, finding.verdict != Verdict::Met)
        {
            facts.push(Fact::new("otherwise", harmless(consequence)));
        }
        if let Some(reason) = &prerequisite.weight_reason {
            let weight = format!("{}: {}", prerequisite.weight, harmless(reason));
            facts.push(Fact::new("weight", weight));
        }
        for note in &prerequisite.notes {
            facts.push(Fact::new("note", harmless(note)));
        }
        FindingFacts {
            gaps: steps.iter().map(|step| self.gap(step)).collect(),
            facts,
        }
    }

    /// What would have to come out otherwise: of every line that keeps the finding from being met.
    fn steps<'b>(lines: &'b [Line<'a>], verdict: Verdict) -> Vec<&'b Step<'a>> {
        if !matches!(verdict, Verdict::Unmet | Verdict::Open) {
            return Vec::new();
        }
        let in_the_way = |line: &&Line<'_>| match (verdict, line.role) {
            (_, Role::Unless) => false,
            (Verdict::Unmet, _) => line.standing == Standing::Fails,
            _ => line.standing != Standing::Holds,
        };
        // Where a line fails that every reading shares, what the readings add does not matter.
        let shared = lines
            .iter()
            .filter(in_the_way)
            .any(|line| line.role == Role::Must);
        let decides = |line: &&Line<'_>| {
            in_the_way(line) && !(verdict == Verdict::Unmet && shared && line.role != Role::Must)
        };
        let mut steps: Vec<&Step<'a>> = Vec::new();
        for step in lines.iter().filter(decides).flat_map(|line| &line.nearest) {
            let alike = |known: &&Step<'_>| std::ptr::eq(known.comparison, step.comparison);
            if !steps.iter().any(alike) {
                steps.push(step);
            }
        }
        steps
    }

    fn gap(&self, step: &Step<'_>) -> Gap {
        let vocabulary = &self.policy.vocabulary;
        let term = step.comparison.term;
        Gap {
            policy: step.comparison.place.clone(),
            policy_says: if step.wanted {
                "needed"
            } else {
                "must not hold"
            }
            .to_owned(),
            proposal: self.place_of(term),
            proposal_says: match self.case.proposal.provision(term) {
                Some(_) => self.says(term),
                None => format!("{}: {}", vocabulary.term(term).name, self.says(term)),
            },
        }
    }

    /// Where the proposal speaks of a term, or where it would.
    pub(super) fn place_of(&self, term: TermId) -> Place {
        let proposal = self.case.proposal;
        let span = (proposal.provision(term).map(|given| given.span))
            .or(proposal.unlisted_silent)
            .unwrap_or(proposal.provisions_span);
        Place::new(&proposal.source, span)
    }

    /// What the proposal says on a term, in a few words.
    pub(super) fn says(&self, id: TermId) -> String {
        let term = self.policy.vocabulary.term(id);
        let proposal = self.case.proposal;
        match proposal.provision(id) {
            Some(given) if !proposal.reaches(given, self.case.options.min_grade) => {
                "not established: no source of that grade".to_owned()
            }
            Some(given) => words::says(given, term),
            None if proposal.unlisted_silent.is_some() => words::silence(term),
            None => "not established".to_owned(),
        }
    }

    fn requires(&self, index: usize) -> Fact {
        let prerequisite = &self.policy.prerequisites[index];
        let mut body = Vec::new();
        for (role, condition) in prerequisite.lines() {
            let mut lines = words::sentences(condition, &self.policy.vocabulary);
            let before = match role {
                Role::Must => String::new(),
                Role::When => "Applies when: ".to_owned(),
                Role::Unless => "Unless: ".to_owned(),
                Role::Reading(reading) => {
                    format!("Reading {}: ", prerequisite.readings[reading].name)
                }
            };
            if let Some((_, first)) = lines.first_mut() {
                *first = before + first;
            }
            body.extend(lines);
        }
        Fact {
            heading: "needs",
            body,
        }
    }

    /// The terms that a prerequisite looks at, in the vocabulary's order.
    pub(super) fn terms_of(&self, index: usize) -> Vec<TermId> {
        let mut terms = Vec::new();
        for (_, condition) in self.policy.prerequisites[index].lines() {
            condition.for_each_comparison(&mut |comparison| terms.push(comparison.term));
        }
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// What the text provides on these terms, and who says so.
    fn provided(&self, terms: &[TermId]) -> Vec<Fact> {
        let each = |&term: &TermId| {
            let name = &self.policy.vocabulary.term(term).name;
            let mut body = vec![(0, format!("{name}: {}", self.says(term)))];
            if let Some(given) = self.case.proposal.provision(term) {
                let support = self.support(given);
                body.extend(support.into_iter().map(|text| (1, text)));
            }
            Fact {
                heading: "provides",
                body,
            }
        };
        terms.iter().map(each).collect()
    }

    /// Who says so: place in the text, sources with grades, basis, the coder's note.
    fn support(&self, given: &Provision) -> Vec<String> {
        let mut support = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(given.at.as_ref().map(|at| harmless(at)));
        for &source in &given.sources {
            let source = &self.case.proposal.sources[source];
            let title = source.title.as_ref().unwrap_or(&source.key);
            let grade = source.grade.map_or("no grade", grade_word);
            parts.push(format!("{} ({grade})", harmless(title)));
        }
        parts.extend(match given.basis {
            Basis::Text => None,
            Basis::Report => Some("from a report about the text".to_owned()),
            Basis::Coder => Some("the coder's judgement".to_owned()),
        });
        if !parts.is_empty() {
            support.push(format!("source: {}", parts.join("; ")));
        }
        support.extend(
            given
                .note
                .as_ref()
                .map(|note| format!("coder's note: {}", harmless(note))),
        );
        support
    }

    pub(super) fn account(&self, account: &Account, verdict: Verdict) -> Vec<Fact> {
        let mut facts = Vec::new();
        if let Some(forced) = &account.forced_by {
            let names: Vec<String> = (forced.items.iter()).map(|&term| self.name(term)).collect();
            let text = if names.is_empty() {
                "nothing in the text: it is so whatever a text says".to_owned()
            } else {
                format!("{} alone{}", listed(&names, "and"), size_word(forced))
            };
            facts.push(Fact::new("forced by", text));
        }
        if verdict == Verdict::Open {
            let mut things: Vec<String> = (account.turns_on.iter())
                .map(|&term| self.name(term))
                .collect();
            things.extend((account.turns_on_readings.iter()).map(|&index| {
                format!("the reading of `{}`", self.policy.prerequisites[index].name)
            }));
            if things.is_empty() {
                things.push("several things together, none of them alone".to_owned());
            }
            facts.push(Fact::new("turns on", listed(&things, "and")));
            let settles = [
                ("met if", &account.settles_met),
                ("unmet if", &account.settles_unmet),
            ];
            for (heading, set) in settles {
                if let Some(set) = set {
                    facts.push(Fact::new(heading, self.answers(set)));
                }
            }
        }
        if account.limited {
            facts.push(Fact::new(
                "limits",
                "a limit cut this explanation short; the verdict is exact",
            ));
        }
        facts
    }

    fn name(&self, term: TermId) -> String {
        self.policy.vocabulary.term(term).name.clone()
    }

    fn answers(&self, set: &Smallest<Answer>) -> String {
        let answers: Vec<String> = set
            .items
            .iter()
            .map(|answer| self.answer(*answer))
            .collect();
        format!("{}{}", listed(&answers, "and"), size_word(set))
    }

    pub(super) fn answer(&self, answer: Answer) -> String {
        match answer {
            Answer::Cell(term, Some(value)) => {
                let term = self.policy.vocabulary.term(term);
                format!("{} is {}", term.name, term.kind.show(value))
            }
            Answer::Cell(term, None) => format!("{} does not arise", self.name(term)),
            Answer::Reading(prerequisite, reading) => {
                let prerequisite = &self.policy.prerequisites[prerequisite];
                let reading = &prerequisite.readings[reading].name;
                format!("`{}` is read as `{reading}`", prerequisite.name)
            }
        }
    }

    fn readings(&self, index: usize) -> Fact {
        let readings = &self.policy.prerequisites[index].readings;
        let body = (readings.iter().zip(&self.report.findings[index].readings))
            .map(|(reading, verdict)| {
                let gloss = if reading.gloss.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", harmless(&reading.gloss))
                };
                (0, format!("{}{gloss}: {verdict}", reading.name))
            })
            .collect();
        Fact {
            heading: "readings",
            body,
        }
    }

    pub(super) fn warning(&self, index: usize) -> Vec<Fact> {
        let warning = &self.policy.warnings[index];
        let mut facts = vec![Fact {
            heading: "raised if",
            body: words::sentences(&warning.raised_when, &self.policy.vocabulary),
        }];
        facts.extend(self.provided(&terms_in(&warning.raised_when)));
        for citation in &warning.cites {
            facts.push(Fact::new("cited", self::citation(self.policy, citation)));
        }
        for note in &warning.notes {
            facts.push(Fact::new("note", harmless(note)));
        }
        facts
    }

    /// What is known of the proposal, in a line or two.
    pub(super) fn about(&self) -> Vec<Fact> {
        let proposal = self.case.proposal;
        let mut facts = Vec::new();
        let authors: Vec<String> = proposal
            .authors
            .iter()
            .map(|author| harmless(author))
            .collect();
        let by = (!authors.is_empty()).then(|| listed(&authors, "and"));
        let told = [
            ("by", by),
            ("date", proposal.date.as_ref().map(|text| harmless(text))),
            (
                "status",
                proposal.status.as_ref().map(|text| harmless(text)),
            ),
            (
                "outcome",
                proposal.outcome.as_ref().map(|text| harmless(text)),
            ),
            (
                "coverage",
                proposal
                    .coverage
                    .map(|seen| coverage_words(seen).to_owned()),
            ),
            ("note", proposal.note.as_ref().map(|text| harmless(text))),
            ("policy", Some(self.policy_line())),
            ("taken", self.taken().words()),
        ];
        for (heading, text) in told {
            facts.extend(text.map(|text| Fact::new(heading, text)));
        }
        facts
    }

    fn policy_line(&self) -> String {
        let (name, title) = (&self.policy.name, harmless(&self.policy.title));
        if title.is_empty() {
            name.clone()
        } else {
            format!("{name}, \"{title}\"")
        }
    }

    /// Why the proposal's verdict is what it is.
    pub(super) fn joint(&self) -> Vec<Fact> {
        let verdict = self.report.verdict;
        let mut facts = vec![Fact::new("because", self.because())];
        facts.extend(self.account(&self.explanation.joint, verdict));
        facts
    }

    fn because(&self) -> String {
        let counted: Vec<usize> = (0..self.policy.prerequisites.len())
            .filter(|&index| !self.policy.prerequisites[index].advisory)
            .collect();
        let count = |verdict| {
            let same = |&&index: &&usize| self.report.findings[index].verdict == verdict;
            counted.iter().filter(same).count()
        };
        // Of what is advisory this need not be so.
        let all_decide = counted.len() == self.policy.prerequisites.len();
        let and = if all_decide { "" } else { "decides and " };
        match self.report.verdict {
            Verdict::Unmet if count(Verdict::Unmet) == 0 => {
                "no completion meets all prerequisites at once, though each could be met alone"
                    .to_owned()
            }
            Verdict::Unmet => format!(
                "{} of {} prerequisites that decide cannot be met by this text as it stands",
                count(Verdict::Unmet),
                counted.len()
            ),
            Verdict::Open => "it turns on what the text leaves open, or on a reading".to_owned(),
            Verdict::Met => {
                format!("every prerequisite that {and}applies is met, however it is completed")
            }
            Verdict::NotApplicable if counted.is_empty() => {
                "no prerequisite decides; that is not success".to_owned()
            }
            Verdict::NotApplicable => {
                format!("there is no prerequisite that {and}applies; that is not success")
            }
        }
    }
}

fn terms_in(condition: &Condition) -> Vec<TermId> {
    let mut terms = Vec::new();
    condition.for_each_comparison(&mut |comparison| terms.push(comparison.term));
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn size_word<T>(set: &Smallest<T>) -> &'static str {
    if set.fewest {
        ""
    } else {
        " (none of these can be left out; a smaller set elsewhere is not ruled out)"
    }
}

pub(super) fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::A => "grade A",
        Grade::B => "grade B",
        Grade::C => "grade C",
    }
}

fn coverage_words(coverage: Coverage) -> &'static str {
    match coverage {
        Coverage::Full => "the coder saw the whole text",
        Coverage::NearFull => "the coder saw nearly the whole text",
        Coverage::Partial => "the coder saw part of the text: what is missing here may be in it",
        Coverage::ReportingOnly => {
            "the coder saw only reports about the text: what is missing here may be in it"
        }
    }
}

/// Where something comes from, in words.
pub(super) fn citation(policy: &Policy, citation: &Citation) -> String {
    let source = &policy.sources[citation.source];
    let mut text = match &citation.locator {
        Locator::Paragraph(number) => format!("paragraph {number} of "),
        Locator::At(at) => format!("{} of ", harmless(at)),
    };
    text += &format!("\"{}\"", harmless(&source.title));
    if let Some(words) = &citation.words {
        text += &format!(", at \"{}\"", harmless(words));
    }
    if citation.gloss {
        text += "; a gloss: the source does not itself say this";
    }
    text
}
