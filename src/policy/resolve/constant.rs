//! Values: labels, members and numbers become indexes into their term's values.

use rust_decimal::Decimal;

use super::condition::written;
use super::scope::Scope;
use crate::policy::error::{ConditionError, ConstantError};
use crate::policy::{Grid, Kind};
use crate::syntax::tree::{Constant, Word};
use crate::text::{Span, Spanned};

impl<'a> Scope<'a> {
    /// The value of a term that a constant stands for. Terms that are sets have none.
    pub(super) fn value(
        &mut self,
        term: usize,
        kind: &'a Kind,
        constant: &Spanned<Constant>,
    ) -> Option<u64> {
        let span = constant.span;
        match (kind, &constant.value) {
            (
                Kind::Number(grid),
                Constant::Number {
                    digits,
                    unit: Some(unit),
                },
            ) => self.number(term, grid, digits, unit, span),
            (Kind::Number(grid), Constant::Number { digits, unit: None }) => {
                let error = ConstantError::MissingUnit {
                    digits: digits.clone(),
                    unit: grid.unit().to_owned(),
                };
                self.wrong(span, error)
            }
            (Kind::Number(_), Constant::Word(word)) => {
                let error = ConstantError::NotANumber {
                    written: word.clone(),
                    term: self.terms[term].name.to_owned(),
                    described: kind.described(),
                    choices: kind.choices(),
                };
                self.foreign(term, kind, word, span, error)
            }
            (Kind::YesOrNo, Constant::Word(word)) if word == "yes" => Some(1),
            (Kind::YesOrNo, Constant::Word(word)) if word == "no" => Some(0),
            (Kind::YesOrNo, other) => {
                let error = ConstantError::NotYesOrNo {
                    written: written(other),
                    term: self.terms[term].name.to_owned(),
                };
                self.foreign(term, kind, &written(other), span, error)
            }
            (_, other) => {
                let word = Word::new(written(other), span);
                Some(self.index(term, kind, &word)? as u64)
            }
        }
    }

    /// Two values, which have to be in order. Of two numbers the first may be written without its
    /// unit.
    pub(super) fn between(
        &mut self,
        term: usize,
        kind: &'a Kind,
        low: &Spanned<Constant>,
        high: &Spanned<Constant>,
    ) -> Option<(u64, u64)> {
        let low_value = match (kind, &low.value) {
            (Kind::Number(grid), Constant::Number { digits, unit: None }) => {
                // A second unit that is missing or wrong is noted there.
                let unit = Word::new(grid.unit().to_owned(), low.span);
                self.number(term, grid, digits, &unit, low.span)
            }
            _ => self.value(term, kind, low),
        };
        let high_value = self.value(term, kind, high);
        let (least, most) = (low_value?, high_value?);
        if least > most {
            let error = ConditionError::ReversedBetween {
                low: kind.show(least),
                high: kind.show(most),
            };
            return self.wrong(low.span.to(high.span), error);
        }
        Some((least, most))
    }

    /// The bit of a member of a set.
    pub(super) fn member(
        &mut self,
        term: usize,
        kind: &'a Kind,
        word: &Spanned<Constant>,
    ) -> Option<u64> {
        // INVARIANT: no set has more than `Kind::MOST_MEMBERS` members.
        Some(1 << self.index(term, kind, &Word::new(written(&word.value), word.span))?)
    }

    /// The index of a label or a member.
    pub(super) fn index(&mut self, term: usize, kind: &'a Kind, word: &Word) -> Option<usize> {
        if let Some(index) = self.label_as_ever(term, word) {
            return Some(index);
        }
        let Spanned { value: word, span } = word;
        let labels = kind.labels().iter().map(|label| label.name.as_str());
        let error = ConstantError::UnknownLabel {
            written: word.to_owned(),
            what: self.what(term),
            term: self.terms[term].name.to_owned(),
            labels: kind.listed(),
            near: self.suggester.nearest(word, labels).map(str::to_owned),
            place: self.place_of_term(term),
        };
        self.foreign(term, kind, word, *span, error)
    }

    /// Notes that a word is not a value of this term: that it belongs to another term if it does,
    /// else `error`.
    fn foreign<T>(
        &mut self,
        term: usize,
        kind: &Kind,
        word: &str,
        span: Span,
        error: ConstantError,
    ) -> Option<T> {
        let Some(owner) = self.owner(word) else {
            return self.wrong(span, error);
        };
        let error = ConstantError::LabelOfOtherTerm {
            written: word.to_owned(),
            what: self.what(owner),
            owner: self.terms[owner].name.to_owned(),
            term: self.terms[term].name.to_owned(),
            choices: kind.choices(),
            place: self.place_of_term(owner),
        };
        self.wrong(span, error)
    }

    fn number(
        &mut self,
        term: usize,
        grid: &Grid,
        digits: &str,
        unit: &Word,
        span: Span,
    ) -> Option<u64> {
        if unit.value != grid.unit() {
            let error = ConstantError::WrongUnit {
                written: unit.value.clone(),
                term: self.terms[term].name.to_owned(),
                unit: grid.unit().to_owned(),
                place: self.place_of_term(term),
            };
            return self.wrong(unit.span, error);
        }
        let number = self.decimal(digits, span)?;
        if let Some(index) = grid.index(number) {
            return Some(index);
        }
        let written = format!("{digits} {}", grid.unit());
        let name = self.terms[term].name.to_owned();
        let place = self.place_of_term(term);
        let show = |number: Decimal| format!("{number} {}", grid.unit());
        let error = match grid.around(number) {
            Some((below, above)) => ConstantError::OffStep {
                written,
                term: name,
                step: show(grid.step()),
                nearest: (show(below), show(above)),
                place,
            },
            None => ConstantError::OutOfBounds {
                written,
                term: name,
                choices: Kind::Number(grid.clone()).choices(),
                nearest: grid.show(if number < grid.number(0) {
                    0
                } else {
                    grid.last()
                }),
                place,
            },
        };
        self.wrong(span, error)
    }

    /// A number, exactly as written.
    pub(super) fn decimal(&mut self, digits: &str, span: Span) -> Option<Decimal> {
        if let Ok(number) = Decimal::from_str_exact(digits) {
            return Some(number);
        }
        let digits = digits.to_owned();
        self.wrong(span, ConstantError::TooManyDigits { digits })
    }
}
