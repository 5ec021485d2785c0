//! The kinds of terms: which values each declaration makes.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::scope::repeated;
use crate::policy::error::{ConstantError, Error, VocabularyError};
use crate::policy::{Grid, History, Kind, Label};
use crate::syntax::tree::{self, Word};
use crate::text::{Place, Source, Span, Spanned};

/// Reads declarations and gathers what is wrong with them.
pub(super) struct Kinds<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) errors: Vec<Spanned<Error>>,
}

impl Kinds<'_> {
    /// The kind of a term; `None` if its values cannot be known.
    pub(super) fn kind(&mut self, term: &tree::Term) -> Option<Kind> {
        let Spanned { value: kind, span } = term.kind.as_ref()?;
        match kind {
            tree::Kind::Scale(labels) => {
                self.check(
                    term,
                    labels,
                    *span,
                    ("a scale", "label", 2, Kind::MOST_LABELS),
                )?;
                Some(Kind::Scale(kept(labels)))
            }
            tree::Kind::OneOf(labels) => {
                let limits = ("a `one of` term", "label", 2, Kind::MOST_LABELS);
                self.check(term, labels, *span, limits)?;
                Some(Kind::OneOf(kept(labels)))
            }
            tree::Kind::YesOrNo => Some(Kind::YesOrNo),
            tree::Kind::Number {
                unit,
                from,
                to,
                step,
            } => Some(Kind::Number(self.grid(unit, from, to, step.as_ref())?)),
            tree::Kind::Set(labels) => {
                self.check(
                    term,
                    labels,
                    *span,
                    ("a set", "member", 1, Kind::MOST_MEMBERS),
                )?;
                Some(Kind::Set(kept(labels)))
            }
        }
    }

    /// Checks labels; `None` if there are none or too many to be worth reading on.
    fn check(
        &mut self,
        term: &tree::Term,
        labels: &[tree::Label],
        span: Span,
        (described, what, least, most): (&'static str, &'static str, usize, usize),
    ) -> Option<()> {
        let name = || term.name.value.clone();
        let count = labels.len();
        self.repetitions(term, labels);
        for label in labels.iter().filter(|label| label.name.value == "silent") {
            let term = name();
            self.note(label.name.span, VocabularyError::SilentLabel { term });
        }
        if count < least {
            let error = VocabularyError::TooFewLabels {
                term: name(),
                described,
                count: format!("{} {what}", if count == 0 { "no" } else { "only one" }),
                least,
            };
            self.note(span, error);
            return (count > 0).then_some(());
        }
        if count > most {
            let term = name();
            let error = VocabularyError::TooManyLabels {
                term,
                what,
                count,
                most,
            };
            self.note(span, error);
            return None;
        }
        Some(())
    }

    fn repetitions(&mut self, term: &tree::Term, labels: &[tree::Label]) {
        for (first, other) in repeated(labels.iter().map(|label| &label.name).collect()) {
            let error = VocabularyError::DuplicateLabel {
                term: term.name.value.clone(),
                label: other.value.clone(),
                first: Place::new(self.source, first.span),
            };
            self.note(other.span, error);
        }
    }

    fn grid(&mut self, unit: &Word, from: &Word, to: &Word, step: Option<&Word>) -> Option<Grid> {
        let first = self.decimal(from);
        let last = self.decimal(to);
        let step = match step {
            Some(word) => self.decimal(word).map(|step| (step, word.span)),
            None => Some((Decimal::ONE, to.span)),
        };
        let (first, last, (step, step_span)) = (first?, last?, step?);
        let bounds = from.span.to(to.span);
        if step <= Decimal::ZERO {
            let step = step.to_string();
            return self.wrong(step_span, VocabularyError::StepNotPositive { step });
        }
        let (shown_from, shown_to) = (from.value.clone(), to.value.clone());
        if first > last {
            let error = VocabularyError::ReversedBounds {
                from: shown_from,
                to: shown_to,
            };
            return self.wrong(bounds, error);
        }
        let Some(grid) = Grid::new(unit.value.clone(), first, last, step) else {
            return self.too_large(from, to, (first, last, step));
        };
        let below = grid.number(grid.last());
        if below != last {
            let error = VocabularyError::BoundOffStep {
                from: shown_from,
                to: shown_to,
                step: step.normalize().to_string(),
                below: below.to_string(),
                above: below.checked_add(step).map(|above| above.to_string()),
            };
            return self.wrong(to.span, error);
        }
        Some(grid)
    }

    /// Says why ordered bounds and a positive step make no grid.
    fn too_large(
        &mut self,
        from: &Word,
        to: &Word,
        (first, last, step): (Decimal, Decimal, Decimal),
    ) -> Option<Grid> {
        let steps = (last.checked_sub(first)).and_then(|range| range.checked_div(step));
        let span = from.span.to(to.span);
        if steps.is_none_or(|steps| steps >= Decimal::from(Grid::MOST_VALUES)) {
            let range = format!("from {} to {} step {step}", from.value, to.value);
            return self.wrong(span, VocabularyError::TooManyValues { range });
        }
        let digits = format!("from {} to {}", from.value, to.value);
        self.wrong(span, ConstantError::TooManyDigits { digits })
    }

    fn decimal(&mut self, word: &Word) -> Option<Decimal> {
        if let Ok(number) = Decimal::from_str_exact(&word.value) {
            return Some(number);
        }
        let digits = word.value.clone();
        self.wrong(word.span, ConstantError::TooManyDigits { digits })
    }

    fn note(&mut self, span: Span, error: impl Into<Error>) {
        self.errors.push(Spanned::new(error.into(), span));
    }

    fn wrong<T>(&mut self, span: Span, error: impl Into<Error>) -> Option<T> {
        self.note(span, error);
        None
    }
}

fn kept(labels: &[tree::Label]) -> Vec<Label> {
    (labels.iter())
        .map(|label| Label {
            name: label.name.value.clone(),
            gloss: label.gloss.as_ref().map(|gloss| gloss.value.clone()),
            history: History::default(),
        })
        .collect()
}
