//! Proofs about a vocabulary or a policy that its author should see. Only [`vocabulary`] makes an
//! error: warnings never change an exit code.

mod allow;
mod alone;
mod parts;
mod prove;
mod removal;
mod say;
mod together;
mod whole;

pub use allow::Allowances;
pub use prove::{Proof, Proofs, Proved, Witness, prove};
pub use removal::{Change, Removal};

use crate::engine::{Engine, ReadingMode, Region, Session, What};
use crate::limit::{Cancel, Limit};
use crate::policy::{Arising, Condition, DefinitionId, Policy, Prerequisite, SourceId, Vocabulary};
use crate::text::diagnostic::{Diagnostic, listed};
use crate::text::{Code, Hint, Place};
use crate::verdict::Outcome;

/// A warning that names the terms that nothing looks at: none of these policies, which share a
/// vocabulary, and not its background knowledge.
#[must_use]
pub fn unused_terms(policies: &[&Policy]) -> Option<Diagnostic> {
    let vocabulary = &policies.first()?.vocabulary;
    let mut used = vec![false; vocabulary.terms.len()];
    for policy in policies {
        let prerequisites = policy.prerequisites.iter().flat_map(Prerequisite::lines);
        let warnings = policy.warnings.iter().map(|warning| &warning.raised_when);
        for line in prerequisites.map(|(_, line)| line).chain(warnings) {
            line.for_each_comparison(&mut |comparison| used[comparison.term.0] = true);
        }
    }
    for line in background(vocabulary) {
        line.for_each_comparison(&mut |comparison| used[comparison.term.0] = true);
    }
    let unused: Vec<String> = (vocabulary.ids())
        .filter(|term| !used[term.0])
        .map(|term| format!("`{}`", vocabulary.term(term).name))
        .collect();
    let (first, _) = (vocabulary.ids()).zip(&used).find(|(_, used)| !**used)?;
    let (s, them) = if unused.len() == 1 {
        ("", "it")
    } else {
        ("s", "them")
    };
    let names = listed(&unused);
    let message = format!(
        "nothing looks at {} term{s} of `{}`",
        unused.len(),
        vocabulary.name
    );
    let place = Place::new(&vocabulary.source, vocabulary.term(first).span);
    let said = Diagnostic::warning(Code::LintUnusedTerms, message).at(place, "the first of them");
    Some(said.help(format!(
        "ask about {names}, or leave {them} out of the vocabulary"
    )))
}

/// The conditions that always hold, and those that say when a term arises.
fn background(vocabulary: &Vocabulary) -> impl Iterator<Item = &Condition> {
    let arising = (vocabulary.terms.iter()).filter_map(|term| match &term.arising {
        Arising::When(condition) => Some(condition),
        _ => None,
    });
    let always = vocabulary.always.iter();
    arising.chain(always.flat_map(|always| always.when.iter().chain(&always.must)))
}

/// An error if no text can satisfy the vocabulary; warnings for conditions of it that are always
/// or never true, and for repeated lines. If this is cancelled some may be missing.
#[must_use]
pub fn vocabulary(vocabulary: &Vocabulary, cancel: &Cancel) -> Vec<Diagnostic> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for term in &vocabulary.terms {
        if let Arising::When(condition) = &term.arising {
            blocks.push(vec![condition]);
        }
    }
    for always in &vocabulary.always {
        blocks.push(always.when.iter().collect());
        blocks.push(always.must.iter().collect());
    }
    let definitions = vocabulary.definitions.iter();
    blocks.extend(definitions.map(|definition| definition.lines.iter().collect()));
    let mut engine = Engine::new(vocabulary, &[], &ReadingMode::PickOne, cancel);
    prepare(&mut engine, &blocks, cancel);
    let session = engine.session(cancel);
    let mut found: Vec<Diagnostic> = unsatisfiable(&session).into_iter().collect();
    // Background knowledge follows from itself: its conditions are judged without it.
    found.extend(Linter::new(&session, Background::Ignored).look_at(&blocks));
    found
}

/// Warnings about conditions that are always or never true, repeated lines, unused names, and a
/// policy of which no prerequisite decides. If the work is cancelled, some may be missing.
#[must_use]
pub fn policy(policy: &Policy, cancel: &Cancel) -> Vec<Diagnostic> {
    let definitions = policy.definitions.iter();
    let mut blocks: Vec<Block<'_>> = definitions
        .map(|definition| definition.lines.iter().collect())
        .collect();
    for prerequisite in &policy.prerequisites {
        blocks.push(prerequisite.must.iter().collect());
        let applies = prerequisite.when.iter().chain(&prerequisite.unless);
        blocks.push(applies.collect());
        let readings = prerequisite.readings.iter();
        blocks.extend(readings.map(|reading| reading.must.iter().collect()));
    }
    let warnings = policy.warnings.iter();
    blocks.extend(warnings.map(|warning| vec![&warning.raised_when]));
    let mut engine = Engine::new(&policy.vocabulary, &[policy], &ReadingMode::PickOne, cancel);
    prepare(&mut engine, &blocks, cancel);
    let session = engine.session(cancel);
    let mut found = Linter::new(&session, Background::Assumed).look_at(&blocks);
    found.extend(nothing_decides(policy));
    found.extend(unused(policy));
    found.extend(allow::unknown(policy));
    found.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.span));
    found
}

/// A warning that linting was cancelled, so that some warnings may be missing.
pub(crate) fn stopped() -> Diagnostic {
    let message = "the budget ran out before everything was linted: more may be found";
    Diagnostic::warning(Limit::Stopped.code(), message)
        .help("allow more time, or ask for less")
        .hint(Hint::AllowMoreTime)
}

/// The lines of one block.
type Block<'p> = Vec<&'p Condition>;

/// Makes every condition in these blocks ready to be asked about, also those inside groups.
fn prepare<'p>(engine: &mut Engine<'p>, blocks: &[Block<'p>], cancel: &Cancel) {
    let mut ahead: Vec<&'p Condition> = blocks.iter().rev().flatten().copied().collect();
    while let Some(condition) = ahead.pop() {
        engine.prepare(condition, cancel);
        if let Condition::Group(group) = condition {
            ahead.extend(&group.lines);
        }
    }
}

fn unsatisfiable(session: &Session<'_, '_>) -> Option<Diagnostic> {
    let engine = session.engine;
    let vocabulary = engine.vocabulary;
    let everything = Region::everything(&engine.encoding);
    let broken = (engine.coherence().into_iter()).find(
        |question| matches!(session.ask(question, &everything), Ok(outcomes) if outcomes.is_empty()),
    )?;
    let needed = session.irreducible(&broken, &everything);
    let mut diagnostic = Diagnostic::error(
        Code::VocabularyUnsatisfiable,
        "no text can satisfy the background knowledge of this vocabulary",
    );
    for background in engine.backgrounds(&needed) {
        let (span, text) = vocabulary.background(background);
        diagnostic = diagnostic.at(Place::new(&vocabulary.source, span), text);
    }
    Some(diagnostic.help("drop or loosen one of the statements shown: together they cannot hold"))
}

/// Whether conditions are judged under the background knowledge of the vocabulary.
#[derive(Clone, Copy)]
enum Background {
    /// Only completions that satisfy it count.
    Assumed,
    /// Every completion counts. So the statements of the background knowledge itself are judged:
    /// under it each of them holds.
    Ignored,
}

/// Looks at conditions that were [prepared](prepare).
struct Linter<'a, 'p> {
    session: &'a Session<'a, 'p>,
    everything: Region,
    background: Background,
    found: Vec<Diagnostic>,
}

impl<'a, 'p> Linter<'a, 'p> {
    fn new(session: &'a Session<'a, 'p>, background: Background) -> Self {
        Self {
            everything: Region::everything(&session.engine.encoding),
            session,
            background,
            found: Vec::new(),
        }
    }

    fn look_at(mut self, blocks: &[Block<'p>]) -> Vec<Diagnostic> {
        for block in blocks {
            self.look_at_block(block);
        }
        self.found
    }

    fn look_at_block(&mut self, block: &[&'p Condition]) {
        for (index, line) in block.iter().enumerate() {
            self.look(line);
            if let Some(first) = block[..index].iter().find(|first| alike(first, line)) {
                self.found.push(
                    Diagnostic::warning(Code::LintRepeatedLine, "this line repeats another")
                        .at(line.place().clone(), "repeated here")
                        .at(first.place().clone(), "first here")
                        .help(
                            "remove one; only in `at least N of` does a repeated line count again",
                        ),
                );
            }
        }
    }

    /// Checks a condition. A group is reported only if nothing inside it was.
    fn look(&mut self, condition: &'p Condition) {
        if self.session.cancel.is_stopped() {
            return;
        }
        let before = self.found.len();
        if let Condition::Group(group) = condition {
            let lines: Vec<&Condition> = group.lines.iter().collect();
            self.look_at_block(&lines);
        }
        if self.found.len() > before {
            return;
        }
        let (code, what) = match self.standing(condition) {
            Some(Outcome::Met) => (Code::LintAlwaysTrue, "always true"),
            Some(_) => (Code::LintNeverTrue, "never true"),
            None => return,
        };
        let message = format!("this condition is {what}, whatever a text says");
        self.found.push(
            Diagnostic::warning(code, message)
                .at(condition.place().clone(), what)
                .help("check its value and its direction against the term's cells"),
        );
    }

    /// Its outcome, if it has the same one in every completion.
    fn standing(&mut self, condition: &'p Condition) -> Option<Outcome> {
        let question = self.session.engine.question(What::Condition(condition));
        let question = match self.background {
            Background::Assumed => question,
            Background::Ignored => question.without_constraints(),
        };
        self.session.ask(&question, &self.everything).ok()?.single()
    }
}

/// Whether two conditions say the same, line by line.
fn alike(a: &Condition, b: &Condition) -> bool {
    match (a, b) {
        (Condition::Comparison(a), Condition::Comparison(b)) => {
            a.term == b.term && a.predicate() == b.predicate()
        }
        (Condition::Defined { definition: a, .. }, Condition::Defined { definition: b, .. }) => {
            a.id() == b.id()
        }
        (Condition::Group(a), Condition::Group(b)) => {
            a.quantifier == b.quantifier
                && a.lines.len() == b.lines.len()
                && (a.lines.iter().zip(&b.lines)).all(|(a, b)| alike(a, b))
        }
        _ => false,
    }
}

/// A warning if no prerequisite decides.
fn nothing_decides(policy: &Policy) -> Option<Diagnostic> {
    let first = policy.prerequisites.first()?;
    if policy.prerequisites.iter().any(|each| !each.advisory) {
        return None;
    }
    let name = &policy.called;
    let message = format!("`{name}` asks nothing that decides: no text is met or unmet by it");
    let place = Place::new(&policy.source, first.span);
    let said =
        Diagnostic::warning(Code::LintNothingDecides, message).at(place, "advisory, as all are");
    Some(said.help("take `advisory` from a prerequisite that the verdict should depend on"))
}

/// Definitions and sources of a policy that nothing in it uses.
fn unused(policy: &Policy) -> Vec<Diagnostic> {
    let mut used: Vec<DefinitionId> = Vec::new();
    for definition in &policy.definitions {
        definition
            .lines
            .iter()
            .for_each(|line| note_used(line, &mut used));
    }
    for prerequisite in &policy.prerequisites {
        prerequisite
            .lines()
            .for_each(|(_, line)| note_used(line, &mut used));
    }
    for warning in &policy.warnings {
        note_used(&warning.raised_when, &mut used);
    }
    let definitions = (policy.definitions.iter())
        .filter(|definition| !used.contains(&definition.id()))
        .map(|definition| ("definition", &definition.name, definition.place.clone()));
    let cites = (policy.prerequisites.iter().flat_map(|each| &each.cites))
        .chain(policy.warnings.iter().flat_map(|each| &each.cites));
    let in_use: Vec<SourceId> = cites.map(|citation| citation.source).collect();
    let sources = (policy.source_ids().zip(&policy.sources))
        .filter(|(id, _)| !in_use.contains(id))
        .map(|(_, source)| {
            (
                "source",
                &source.name,
                Place::new(&policy.source, source.span),
            )
        });
    definitions
        .chain(sources)
        .map(|(what, name, place)| {
            Diagnostic::warning(
                Code::LintUnusedName,
                format!("nothing uses the {what} `{name}`"),
            )
            .at(place, "")
            .help("use it, or remove it")
        })
        .collect()
}

fn note_used(condition: &Condition, used: &mut Vec<DefinitionId>) {
    match condition {
        Condition::Comparison(_) => {}
        Condition::Defined { definition, .. } => used.push(definition.id()),
        Condition::Group(group) => group.lines.iter().for_each(|line| note_used(line, used)),
    }
}
