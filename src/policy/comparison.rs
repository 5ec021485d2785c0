//! Comparisons: how they are written, and what that means.

use super::id::TermId;
use super::predicate::{Predicate, Ranges, SetPredicate};
use super::vocabulary::Kind;
use crate::phrase;
use crate::syntax::operator::{CountOperator, MembersOperator, Operator, ValueOperator};
use crate::text::{Phrase, Place};

/// A comparison on one term.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The term.
    pub term: TermId,
    /// Where it stands.
    pub place: Place,
    words: Words,
    predicate: Predicate,
}

/// A comparison as it is written: an operator with its operands, values as in [`Kind`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Words {
    /// An operator with one value; also a bare `yes or no` term, which is yes.
    Value(ValueOperator, u64),
    /// `is one of V, V`, as written.
    OneOf(Vec<u64>),
    /// `is between V and V`, the lower value first.
    Between(u64, u64),
    /// An operator with members, as bits.
    Members(MembersOperator, u64),
    /// An operator with a number of members.
    Count(CountOperator, u32),
    /// `arises`.
    Arises,
}

impl Comparison {
    /// A comparison with a term of this kind, in these words.
    pub(super) fn new(term: TermId, kind: &Kind, words: Words, place: Place) -> Self {
        Self {
            predicate: words.predicate(kind.last()),
            term,
            place,
            words,
        }
    }

    /// How it is written.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What it means.
    #[must_use]
    pub fn predicate(&self) -> &Predicate {
        &self.predicate
    }

    /// Whether it only asks that the term arises.
    #[must_use]
    pub fn asks_only_to_arise(&self) -> bool {
        matches!(self.predicate, Predicate::Arises)
    }
}

impl Words {
    /// The operator alone.
    #[must_use]
    pub fn operator(&self) -> Operator {
        match self {
            Self::Value(operator, _) => Operator::Value(*operator),
            Self::OneOf(_) => Operator::OneOf,
            Self::Between(..) => Operator::Between,
            Self::Members(operator, _) => Operator::Members(*operator),
            Self::Count(operator, _) => Operator::Count(*operator),
            Self::Arises => Operator::Arises,
        }
    }

    /// The cells of a term that satisfy the comparison, if `last` is the term's greatest value.
    fn predicate(&self, last: u64) -> Predicate {
        match self {
            Self::Value(operator, value) => Predicate::Values(values(*operator, *value, last)),
            Self::OneOf(values) => {
                Predicate::Values(Ranges::new(values.iter().map(|&value| (value, value))))
            }
            Self::Between(low, high) => Predicate::Values(Ranges::new([(*low, *high)])),
            Self::Members(operator, members) => Predicate::Members(match operator {
                MembersOperator::Includes | MembersOperator::IncludesAll => {
                    SetPredicate::All(*members)
                }
                MembersOperator::IncludesAny => SetPredicate::Any(*members),
                MembersOperator::Excludes => SetPredicate::None(*members),
            }),
            Self::Count(operator, count) => Predicate::Members(match operator {
                CountOperator::AtLeast => SetPredicate::Count {
                    least: *count,
                    most: u32::MAX,
                },
                CountOperator::AtMost => SetPredicate::Count {
                    least: 0,
                    most: *count,
                },
            }),
            Self::Arises => Predicate::Arises,
        }
    }

    /// What it asks of a value of this kind: `at least assurance`, `with us and uk`.
    #[must_use]
    pub fn needs(&self, kind: &Kind) -> Phrase {
        let show = |value: &u64| Phrase::value(kind.show(*value));
        match self {
            Self::Value(operator, value) => match operator {
                ValueOperator::Is => show(value),
                ValueOperator::IsNot => phrase!["other than ", show(value)],
                ValueOperator::AtLeast => phrase!["at least ", show(value)],
                ValueOperator::AtMost => phrase!["at most ", show(value)],
                ValueOperator::Above => phrase!["above ", show(value)],
                ValueOperator::Below => phrase!["below ", show(value)],
            },
            Self::OneOf(values) => Phrase::list(values.iter().map(show), "or"),
            Self::Between(low, high) => phrase!["between ", show(low), " and ", show(high)],
            Self::Members(operator, members) => {
                let members = kind.members(*members).into_iter().map(Phrase::value);
                match operator {
                    MembersOperator::Includes | MembersOperator::IncludesAll => {
                        phrase!["with ", Phrase::list(members, "and")]
                    }
                    MembersOperator::IncludesAny => phrase!["with ", Phrase::list(members, "or")],
                    MembersOperator::Excludes => phrase!["without ", Phrase::list(members, "and")],
                }
            }
            Self::Count(CountOperator::AtLeast, 1) => "with a member".into(),
            Self::Count(operator, count) => {
                let bound = match operator {
                    CountOperator::AtLeast => "with at least ",
                    CountOperator::AtMost => "with at most ",
                };
                phrase![bound, u64::from(*count), " members"]
            }
            Self::Arises => "a value, because it arises".into(),
        }
    }

    /// The value that it names, if it names one as what is asked for or as a bound: not that of `is
    /// not`.
    #[must_use]
    pub fn named_value(&self) -> Option<u64> {
        match self {
            Self::Value(operator, value) => match operator {
                ValueOperator::Is
                | ValueOperator::AtLeast
                | ValueOperator::AtMost
                | ValueOperator::Above
                | ValueOperator::Below => Some(*value),
                ValueOperator::IsNot => None,
            },
            Self::OneOf(_)
            | Self::Between(..)
            | Self::Members(..)
            | Self::Count(..)
            | Self::Arises => None,
        }
    }
}

/// The values up to `last` that satisfy a comparison with one value.
fn values(operator: ValueOperator, value: u64, last: u64) -> Ranges {
    let below = value.checked_sub(1).map(|high| (0, high));
    let above = (value < last).then(|| (value + 1, last));
    match operator {
        ValueOperator::Is => Ranges::new([(value, value)]),
        ValueOperator::IsNot => Ranges::new(below.into_iter().chain(above)),
        ValueOperator::AtLeast => Ranges::new([(value, last)]),
        ValueOperator::AtMost => Ranges::new([(0, value)]),
        ValueOperator::Above => Ranges::new(above),
        ValueOperator::Below => Ranges::new(below),
    }
}
