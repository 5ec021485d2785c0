//! Comparisons: which ones each kind of term has, their operands, and a suggestion for one that the
//! kind does not have.

use super::condition::written;
use super::scope::{Scope, all};
use crate::policy::error::{ConditionError, Error};
use crate::policy::{Kind, Words};
use crate::syntax::operator::{MembersOperator, Operator, ValueOperator};
use crate::syntax::tree::{Constant, Word};
use crate::text::{Span, Spanned};

impl<'a> Scope<'a> {
    /// The comparison with its operands resolved. That the term's kind does not have it is a
    /// mistake.
    pub(super) fn words(
        &mut self,
        term: usize,
        kind: &'a Kind,
        operator: Operator,
        operands: &[Spanned<Constant>],
        span: Span,
    ) -> Option<Words> {
        if !kind.has(operator) {
            let error = self.misfit(term, kind, operator, operands);
            return self.wrong(span, error);
        }
        // The grammar guarantees the number of operands.
        Some(match operator {
            Operator::Value(operator) => {
                Words::Value(operator, self.value(term, kind, operands.first()?)?)
            }
            Operator::OneOf => {
                let values = operands.iter().map(|value| self.value(term, kind, value));
                Words::OneOf(all(values)?)
            }
            Operator::Between => {
                let [low, high] = operands else { return None };
                let (low, high) = self.between(term, kind, low, high)?;
                Words::Between(low, high)
            }
            Operator::Members(operator) => {
                let members = operands
                    .iter()
                    .map(|member| self.member(term, kind, member));
                let bits = all(members)?.into_iter().fold(0, |set, bit| set | bit);
                Words::Members(operator, bits)
            }
            Operator::Count(operator) => Words::Count(operator, self.count(operands.first()?)?),
            Operator::Arises => Words::Arises,
        })
    }

    /// A number of members. One that is too great to hold is above the size of every set, as the
    /// greatest number is.
    fn count(&mut self, number: &Spanned<Constant>) -> Option<u32> {
        let number = Word::new(written(&number.value), number.span);
        Some(u32::try_from(self.whole(&number)?).unwrap_or(u32::MAX))
    }

    /// The mistake of a comparison that the term's kind does not have.
    fn misfit(
        &self,
        term: usize,
        kind: &Kind,
        operator: Operator,
        operands: &[Spanned<Constant>],
    ) -> Error {
        let name = self.terms[term].name;
        let words: Vec<String> = (kind.comparisons().iter())
            .map(|words| format!("`{words}`"))
            .collect();
        let mut allowed = words.join(", ");
        if matches!(kind, Kind::YesOrNo) {
            allowed.push_str(" and its name alone");
        }
        let instead = self.instead(term, kind, operator, operands);
        Error::Condition(ConditionError::WrongComparison {
            words: operator.words(),
            term: name.to_owned(),
            described: kind.described(),
            allowed,
            instead: instead.map(|instead| format!("{name} {instead}")),
            place: self.place_of_term(term),
        })
    }

    /// The comparison that was probably meant by one that the kind does not have.
    fn instead(
        &self,
        term: usize,
        kind: &Kind,
        operator: Operator,
        operands: &[Spanned<Constant>],
    ) -> Option<String> {
        let operands: Vec<String> = operands.iter().map(|each| written(&each.value)).collect();
        let all_labels = (operands.iter()).all(|operand| self.label(term, operand).is_some());
        let first = operands.first().map(String::as_str).unwrap_or_default();
        match kind {
            Kind::YesOrNo => match (operator, first) {
                (Operator::Value(ValueOperator::IsNot), "yes") => Some("is no".to_owned()),
                (Operator::Value(ValueOperator::IsNot), "no") => Some("is yes".to_owned()),
                _ => None,
            },
            Kind::Set(_) => match operator {
                Operator::Value(ValueOperator::Is) if all_labels => {
                    Some(format!("includes {first}"))
                }
                Operator::Value(ValueOperator::IsNot) if all_labels => {
                    Some(format!("excludes {first}"))
                }
                Operator::Value(ValueOperator::Is) if first == "nothing" => {
                    Some("counts at most 0".to_owned())
                }
                Operator::OneOf if all_labels => {
                    Some(format!("includes any of {}", operands.join(", ")))
                }
                _ => None,
            },
            Kind::Scale(_) | Kind::OneOf(_) if all_labels => match operator {
                Operator::Members(MembersOperator::Includes) => Some(format!("is {first}")),
                Operator::Members(MembersOperator::Excludes) => Some(format!("is not {first}")),
                Operator::Members(MembersOperator::IncludesAny) => {
                    Some(format!("is one of {}", operands.join(", ")))
                }
                _ => None,
            },
            Kind::Scale(_) | Kind::OneOf(_) | Kind::Number(_) => None,
        }
    }
}
