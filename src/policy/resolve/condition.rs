//! Conditions: names become terms and definitions, comparisons their words and predicates.

use std::sync::Arc;

use super::scope::{Name, Nested, Scope, notes, text};
use crate::policy::error::ConditionError;
use crate::policy::{Comparison, Condition, Definition, Group, Kind, Quantifier, TermId, Words};
use crate::syntax::operator::{Operator, ValueOperator};
use crate::syntax::tree::{self, Constant, Word};
use crate::text::{Place, Span, Spanned};

impl Scope<'_> {
    /// Resolves conditions; `None` if any has a mistake, which is then noted.
    pub(super) fn conditions(&mut self, trees: &[tree::Condition]) -> Option<Vec<Condition>> {
        Some(self.lines(trees, 1)?.0)
    }

    /// Resolves a definition of this file that was announced with [`Scope::define`].
    pub(super) fn definition(&mut self, index: usize, tree: &tree::Definition) {
        let span = tree.name.span;
        if tree.lines.is_empty() {
            let what = format!("the definition `{}`", tree.name.value);
            return self
                .wrong(span, ConditionError::NoLines { what })
                .unwrap_or_default();
        }
        let Some((lines, depth)) = self.lines(&tree.lines, 1) else {
            return;
        };
        self.defined[index].meaning = Some(Arc::new(Definition {
            name: tree.name.value.clone(),
            gloss: text(tree.gloss.as_ref()),
            lines,
            notes: notes(&tree.notes),
            place: self.here(span),
            depth,
        }));
    }

    /// Resolves lines. Returns them with the greatest depth among them.
    fn lines(
        &mut self,
        trees: &[tree::Condition],
        level: usize,
    ) -> Option<(Vec<Condition>, usize)> {
        let mut whole = true;
        let mut deepest = 0;
        let mut lines = Vec::with_capacity(trees.len());
        for tree in trees {
            match self.nested(tree, level) {
                Some(Nested { condition, depth }) => {
                    deepest = deepest.max(depth);
                    lines.push(condition);
                }
                None => whole = false,
            }
        }
        whole.then_some((lines, deepest))
    }

    /// Resolves a condition that lies inside `level` groups.
    fn nested(&mut self, tree: &tree::Condition, level: usize) -> Option<Nested> {
        if level > Condition::MOST_DEPTH {
            return self.wrong(tree.span(), ConditionError::TooDeep);
        }
        let nested = match tree {
            tree::Condition::Bare(word) => self.bare(word)?,
            tree::Condition::Comparison {
                term,
                operator,
                operands,
                span,
            } => Nested {
                condition: self.comparison(term, *operator, operands, *span)?,
                depth: 1,
            },
            tree::Condition::Group {
                quantifier,
                lines,
                span,
            } => self.group(quantifier, lines, *span, level)?,
            tree::Condition::Broken(_) => return None,
        };
        if nested.depth > Condition::MOST_DEPTH {
            return self.wrong(tree.span(), ConditionError::TooDeep);
        }
        Some(nested)
    }

    fn bare(&mut self, word: &Word) -> Option<Nested> {
        match self.find_as_ever(word) {
            Some(Name::Definition(index)) => {
                let definition = Arc::clone(self.defined[index].meaning.as_ref()?);
                Some(Nested {
                    depth: definition.depth + 1,
                    condition: Condition::Defined {
                        definition,
                        place: self.here(word.span),
                    },
                })
            }
            Some(Name::Term(term)) => {
                let kind = self.terms[term].kind?;
                if !matches!(kind, Kind::YesOrNo) {
                    let error = ConditionError::BareTerm {
                        term: word.value.clone(),
                        described: kind.described(),
                        example: example(&word.value, kind),
                        place: self.place_of_term(term),
                    };
                    return self.wrong(word.span, error);
                }
                Some(Nested {
                    depth: 1,
                    condition: comparison(
                        term,
                        kind,
                        Words::Value(ValueOperator::Is, 1),
                        self.here(word.span),
                    ),
                })
            }
            None => self.unknown(word, true),
        }
    }

    fn group(
        &mut self,
        quantifier: &tree::Quantifier,
        trees: &[tree::Condition],
        span: Span,
        level: usize,
    ) -> Option<Nested> {
        if trees.is_empty() {
            let what = format!("`{}`", quantifier_words(quantifier));
            return self.wrong(span, ConditionError::NoLines { what });
        }
        let quantifier = self.quantifier(quantifier, trees.len());
        let (lines, deepest) = self.lines(trees, level + 1)?;
        Some(Nested {
            depth: deepest + 1,
            condition: Condition::Group(Group {
                quantifier: quantifier?,
                lines,
                place: self.here(span),
            }),
        })
    }

    fn quantifier(&mut self, tree: &tree::Quantifier, lines: usize) -> Option<Quantifier> {
        let number = match tree {
            tree::Quantifier::All => return Some(Quantifier::All),
            tree::Quantifier::Any => return Some(Quantifier::Any),
            tree::Quantifier::None => return Some(Quantifier::None),
            tree::Quantifier::AtLeast(number) => number,
        };
        let least = usize::try_from(self.whole(number)?).unwrap_or(usize::MAX);
        if (1..=lines).contains(&least) {
            return Some(Quantifier::AtLeast(least));
        }
        let span = number.span;
        let number = number.value.clone();
        match least {
            0 => self.wrong(span, ConditionError::NoLinesNeeded { number, lines }),
            _ => self.wrong(span, ConditionError::TooFewLines { number, lines }),
        }
    }

    fn comparison(
        &mut self,
        name: &Word,
        operator: Operator,
        operands: &[Spanned<Constant>],
        span: Span,
    ) -> Option<Condition> {
        match self.find_as_ever(name) {
            Some(Name::Term(term)) => {
                let kind = self.terms[term].kind?;
                let words = self.words(term, kind, operator, operands, span)?;
                Some(comparison(term, kind, words, self.here(span)))
            }
            Some(Name::Definition(index)) => {
                let error = ConditionError::ComparedDefinition {
                    name: name.value.clone(),
                    place: self.place_of_definition(index),
                };
                self.wrong(name.span, error)
            }
            None => self.unknown(name, false),
        }
    }

    fn unknown<T>(&mut self, word: &Word, alone: bool) -> Option<T> {
        let name = word.value.clone();
        let error = if let Some(term) = self.owner(&name) {
            let owner = self.terms[term].name;
            let set = self.terms[term].kind.is_some_and(Kind::is_set);
            ConditionError::LabelAsName {
                example: format!("{owner} {} {name}", if set { "includes" } else { "is" }),
                term: owner.to_owned(),
                place: self.place_of_term(term),
                what: self.what(term),
                name,
                alone,
            }
        } else {
            ConditionError::UnknownName {
                near: self.nearest_name(&name),
                name,
            }
        };
        self.wrong(word.span, error)
    }

    /// A whole number; one too great to hold counts as the greatest.
    pub(super) fn whole(&mut self, number: &Word) -> Option<u64> {
        if let Some(whole) = whole(&number.value) {
            return Some(whole);
        }
        let digits = number.value.clone();
        self.wrong(number.span, ConditionError::NotWhole { digits })
    }
}

/// A whole number without a sign; one too great to hold counts as the greatest.
pub(super) fn whole(digits: &str) -> Option<u64> {
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().unwrap_or(u64::MAX))
}

/// A value as it would be written.
pub(super) fn written(constant: &Constant) -> String {
    match constant {
        Constant::Word(word) => word.clone(),
        Constant::Number { digits, unit: None } => digits.clone(),
        Constant::Number {
            digits,
            unit: Some(unit),
        } => format!("{digits} {}", unit.value),
    }
}

fn comparison(term: usize, kind: &Kind, words: Words, place: Place) -> Condition {
    Condition::Comparison(Comparison::new(TermId(term), kind, words, place))
}

fn quantifier_words(quantifier: &tree::Quantifier) -> String {
    match quantifier {
        tree::Quantifier::All => "all of".to_owned(),
        tree::Quantifier::Any => "any of".to_owned(),
        tree::Quantifier::None => "none of".to_owned(),
        tree::Quantifier::AtLeast(number) => format!("at least {} of", number.value),
    }
}

/// An example of a comparison on a term, for a message.
fn example(term: &str, kind: &Kind) -> String {
    match kind {
        Kind::Scale(_) | Kind::Number(_) => {
            format!("{term} is at least {}", kind.show(kind.last().min(1)))
        }
        Kind::OneOf(_) => format!("{term} is {}", kind.show(0)),
        Kind::YesOrNo => term.to_owned(),
        Kind::Set(members) => match members.first() {
            Some(member) => format!("{term} includes {}", member.name),
            None => format!("{term} counts at least 1"),
        },
    }
}
