//! Policies.

use std::sync::Arc;

use super::citation::Sources;
use super::condition::whole;
use super::graph;
use super::scope::{Name, Scope, all, notes, repeated, text};
use crate::policy::error::{Error, PolicyError, diagnostics};
use crate::policy::{Allow, Citation, Policy, Prerequisite, Reading, Vocabulary, Warning};
use crate::syntax::tree::{self, Text, Word};
use crate::text::Diagnostic;
use crate::text::{Source, Span, Spanned};

/// The greatest weight: small enough that no file's weights add up to more than fits.
const MOST_WEIGHT: u64 = 1_000_000;

fn missing_uses(tree: &tree::Policy) -> PolicyError {
    let name = tree.name.value.clone();
    PolicyError::MissingUses { name }
}

fn allow(tree: &tree::Allow) -> Allow {
    Allow {
        code: tree.code.value.clone(),
        reason: tree.reason.value.clone(),
        within: tree.within,
        span: tree.code.span,
    }
}

/// What is wrong with a policy for which no vocabulary can be looked for, since it names none. Every
/// name in it would be unknown, and that would say nothing about the policy.
pub(crate) fn without_vocabulary(tree: &tree::Policy, source: &Arc<Source>) -> Vec<Diagnostic> {
    let error = Spanned::new(missing_uses(tree).into(), tree.name.span);
    diagnostics(vec![error], source)
}

/// Gives a policy its meaning over the vocabulary that it uses.
///
/// # Errors
///
/// Every mistake that is not one of grammar, in file order: none if the grammar's own mistakes
/// alone keep it from having a meaning. If the vocabulary is not the one that it uses, only that
/// mistake.
pub fn resolve_policy(
    tree: &tree::Policy,
    source: &Arc<Source>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Policy, Vec<Diagnostic>> {
    let mut scope = Scope::of_policy(source, vocabulary);
    if let Some(wanted) = (tree.uses.first()).filter(|uses| uses.value != vocabulary.name) {
        // Every name would be unknown, and that would say nothing about the policy.
        let error = PolicyError::WrongVocabulary {
            wanted: wanted.value.clone(),
            given: vocabulary.name.clone(),
        };
        scope.note(wanted.span, error);
        return Err(diagnostics(scope.errors, source));
    }
    let resolved = scope.policy(tree, vocabulary);
    let errors = diagnostics(scope.errors, source);
    match resolved {
        Some(policy) if errors.is_empty() => Ok(policy),
        _ => Err(errors),
    }
}

impl<'a> Scope<'a> {
    fn policy(&mut self, tree: &'a tree::Policy, vocabulary: &Arc<Vocabulary>) -> Option<Policy> {
        self.head(tree);
        let sources = self.source_names(&tree.sources);
        self.names_of_rules(tree);
        let cited = all(tree.sources.iter().map(|tree| self.cited(tree)));
        let definitions = self.definitions(&tree.definitions);
        let prerequisites = all((tree.prerequisites.iter())
            .map(|prerequisite| self.prerequisite(prerequisite, &sources)));
        let warnings = all(tree
            .warnings
            .iter()
            .map(|warning| self.warning(warning, &sources)));
        Some(Policy {
            name: tree.name.value.clone(),
            called: tree.name.value.clone(),
            title: text(tree.title.as_ref()),
            notes: notes(&tree.notes),
            vocabulary: Arc::clone(vocabulary),
            sources: cited?,
            definitions: definitions?,
            prerequisites: prerequisites?,
            warnings: warnings?,
            allows: tree.allows.iter().map(allow).collect(),
            outdated: self.take_outdated()?,
            span: tree.name.span,
            source: Arc::clone(self.source),
        })
    }

    fn head(&mut self, tree: &tree::Policy) {
        let name = || tree.name.value.clone();
        if tree.uses.is_empty() {
            self.note(tree.name.span, missing_uses(tree));
        }
        self.once_in_policy(
            &|| "the policy".to_owned(),
            "uses",
            tree.uses.iter().map(|uses| uses.span),
        );
        if tree.prerequisites.is_empty() {
            self.note(
                tree.name.span,
                PolicyError::NoPrerequisites { name: name() },
            );
        }
    }

    /// Notes prerequisites and warnings of one name.
    fn names_of_rules(&mut self, tree: &'a tree::Policy) {
        let prerequisites = tree.prerequisites.iter().map(|tree| &tree.name);
        let warnings = tree.warnings.iter().map(|tree| &tree.name);
        let names: Vec<&Word> = prerequisites.chain(warnings).collect();
        for (first, other) in repeated(names) {
            let error = PolicyError::DuplicateName {
                name: other.value.clone(),
                first: self.here(first.span),
                shared_by: "prerequisites and warnings",
            };
            self.note(other.span, error);
        }
    }

    /// Names and resolves a policy's own definitions, each after those it uses.
    fn definitions(
        &mut self,
        trees: &'a [tree::Definition],
    ) -> Option<Vec<Arc<crate::policy::Definition>>> {
        let first = self.defined.len();
        for tree in trees {
            self.name_definition(&tree.name);
        }
        let node = |name| match name {
            Name::Term(_) => None,
            Name::Definition(index) => index.checked_sub(first),
        };
        let mut edges = vec![Vec::new(); trees.len()];
        for (tree, edges) in trees.iter().zip(&mut edges) {
            for line in &tree.lines {
                self.references(line, &node, edges);
            }
        }
        let sorted = graph::sort(&edges);
        for circle in sorted.circles {
            self.note_circle(circle, 0, first);
        }
        for index in sorted.order {
            self.definition(first + index, &trees[index]);
        }
        (self.defined[first..].iter())
            .map(|view| view.meaning.clone())
            .collect()
    }

    fn name_definition(&mut self, word: &'a Word) {
        let index = self.define(&word.value, word.span);
        if let Err(first) = self.take(&word.value, Name::Definition(index)) {
            let error = PolicyError::DuplicateName {
                name: word.value.clone(),
                first,
                shared_by: "terms and definitions",
            };
            self.note(word.span, error);
        } else if let Some(owner) = self.owner(&word.value) {
            let error = PolicyError::NameIsLabel {
                name: word.value.clone(),
                term: self.terms[owner].name.to_owned(),
                place: self.place_of_term(owner),
            };
            self.note(word.span, error);
        }
    }

    fn prerequisite(
        &mut self,
        tree: &tree::Prerequisite,
        sources: &Sources<'a>,
    ) -> Option<Prerequisite> {
        self.clauses_of_prerequisite(tree);
        // A clause that is written twice is looked at twice; the first one counts.
        let when = self.conditions(&tree.when);
        let must = self.conditions(&tree.must);
        let unless = self.conditions(&tree.unless);
        let readings = self.readings(tree);
        let weight = match tree.weight.first() {
            Some((number, _)) => self.weight(number),
            None => Some(1),
        };
        let cites = self.citations(&tree.cites, sources);
        let reason = tree.weight.first().and_then(|(_, reason)| reason.as_ref());
        Some(Prerequisite {
            name: tree.name.value.clone(),
            title: text(tree.title.as_ref()),
            cites: cites?,
            when: when?.into_iter().next(),
            must: must?,
            unless: unless?.into_iter().next(),
            readings: readings?,
            otherwise: tree.otherwise.first().map(|text| text.value.clone()),
            weight: weight?,
            weight_reason: reason.map(|text| text.value.clone()),
            advisory: !tree.advisory.is_empty(),
            notes: notes(&tree.notes),
            span: tree.name.span,
        })
    }

    /// Notes clauses that are missing or written twice.
    fn clauses_of_prerequisite(&mut self, tree: &tree::Prerequisite) {
        let owner = || format!("the prerequisite `{}`", tree.name.value);
        if tree.must.is_empty() && tree.readings.is_empty() {
            let owner = owner();
            self.note(tree.name.span, PolicyError::MissingMust { owner });
        }
        let spans = |conditions: &[tree::Condition]| -> Vec<Span> {
            conditions.iter().map(tree::Condition::span).collect()
        };
        let weights = tree.weight.iter().map(|(number, _)| number.span);
        let otherwise = tree.otherwise.iter().map(|text: &Text| text.span);
        self.once_in_policy(&owner, "when", spans(&tree.when));
        self.once_in_policy(&owner, "unless", spans(&tree.unless));
        self.once_in_policy(&owner, "otherwise", otherwise);
        self.once_in_policy(&owner, "weight", weights);
        self.once_in_policy(&owner, "advisory", tree.advisory.iter().copied());
    }

    fn readings(&mut self, tree: &tree::Prerequisite) -> Option<Vec<Reading>> {
        let prerequisite = || tree.name.value.clone();
        if let [reading] = tree.readings.as_slice() {
            let error = PolicyError::SingleReading {
                name: reading.name.value.clone(),
                prerequisite: prerequisite(),
            };
            self.note(reading.name.span, error);
        }
        if tree.readings.len() > Prerequisite::MOST_READINGS {
            let error = PolicyError::TooManyReadings {
                prerequisite: prerequisite(),
                count: tree.readings.len(),
                most: Prerequisite::MOST_READINGS,
            };
            return self.wrong(tree.name.span, error);
        }
        let names = tree.readings.iter().map(|reading| &reading.name).collect();
        for (first, other) in repeated(names) {
            let error = PolicyError::DuplicateReading {
                name: other.value.clone(),
                prerequisite: prerequisite(),
                first: self.here(first.span),
            };
            self.note(other.span, error);
        }
        all(tree.readings.iter().map(|reading| self.reading(reading)))
    }

    fn reading(&mut self, tree: &tree::Reading) -> Option<Reading> {
        if tree.must.is_empty() {
            let owner = format!("the reading `{}`", tree.name.value);
            return self.wrong(tree.name.span, PolicyError::MissingMust { owner });
        }
        Some(Reading {
            name: tree.name.value.clone(),
            gloss: text(tree.gloss.as_ref()),
            must: self.conditions(&tree.must)?,
            notes: notes(&tree.notes),
            span: tree.name.span,
        })
    }

    fn weight(&mut self, number: &Word) -> Option<u64> {
        if let Some(weight @ 1..=MOST_WEIGHT) = whole(&number.value) {
            return Some(weight);
        }
        let error = PolicyError::BadWeight {
            digits: number.value.clone(),
            most: MOST_WEIGHT,
        };
        self.wrong(number.span, error)
    }

    fn warning(&mut self, tree: &tree::Warning, sources: &Sources<'a>) -> Option<Warning> {
        let owner = || format!("the warning `{}`", tree.name.value);
        let spans = tree.raised_when.iter().map(tree::Condition::span);
        self.once_in_policy(&owner, "raised when", spans);
        let cites = self.citations(&tree.cites, sources);
        let raised_when = self.conditions(&tree.raised_when);
        if tree.raised_when.is_empty() {
            let name = tree.name.value.clone();
            self.note(tree.name.span, PolicyError::MissingRaisedWhen { name });
        }
        Some(Warning {
            name: tree.name.value.clone(),
            title: text(tree.title.as_ref()),
            raised_when: raised_when?.into_iter().next()?,
            cites: cites?,
            notes: notes(&tree.notes),
            span: tree.name.span,
        })
    }

    fn citations(
        &mut self,
        trees: &[tree::Citation],
        sources: &Sources<'a>,
    ) -> Option<Vec<Citation>> {
        all(trees.iter().map(|tree| self.citation(tree, sources)))
    }

    fn once_in_policy(
        &mut self,
        owner: &impl Fn() -> String,
        clause: &'static str,
        spans: impl IntoIterator<Item = Span>,
    ) {
        self.once(spans, |first| {
            Error::Policy(PolicyError::RepeatedClause {
                owner: owner(),
                clause,
                first,
            })
        });
    }
}
