//! Which comparisons each kind of term has, and what was meant by one that it has not.

use super::condition::written;
use super::scope::Scope;
use crate::policy::Kind;
use crate::policy::error::{ConditionError, Error};
use crate::syntax::tree::{self, Constant};

impl Scope<'_> {
    /// A comparison that the term's kind does not have.
    pub(super) fn misfit(&self, term: usize, kind: &Kind, tree: &tree::Test) -> Error {
        let name = self.terms[term].name;
        let words: Vec<String> = (kind.comparisons().iter())
            .map(|words| format!("`{words}`"))
            .collect();
        let mut allowed = words.join(", ");
        if matches!(kind, Kind::YesOrNo) {
            allowed.push_str(" and its name alone");
        }
        let instead = self.instead(term, kind, tree);
        Error::Condition(ConditionError::WrongComparison {
            words: words_of(tree),
            term: name.to_owned(),
            described: kind.described(),
            allowed,
            instead: instead.map(|instead| format!("{name} {instead}")),
            place: self.place_of_term(term),
        })
    }

    /// The comparison that was probably meant by one that the kind does not have.
    fn instead(&self, term: usize, kind: &Kind, tree: &tree::Test) -> Option<String> {
        let label = |word: &str| self.label(term, word).is_some();
        let known = |value: &Constant| matches!(value, Constant::Word(word) if label(word));
        match (kind, tree) {
            (Kind::YesOrNo, tree::Test::IsNot(value)) => match &value.value {
                Constant::Word(word) if word == "yes" => Some("is no".to_owned()),
                Constant::Word(word) if word == "no" => Some("is yes".to_owned()),
                _ => None,
            },
            (Kind::Set(_), tree::Test::Is(value)) if known(&value.value) => {
                Some(format!("includes {}", written(&value.value)))
            }
            (Kind::Set(_), tree::Test::IsNot(value)) if known(&value.value) => {
                Some(format!("excludes {}", written(&value.value)))
            }
            (Kind::Set(_), tree::Test::Is(value)) if written(&value.value) == "nothing" => {
                Some("counts at most 0".to_owned())
            }
            (Kind::Set(_), tree::Test::IsOneOf(values)) => {
                let all = values.iter().all(|value| known(&value.value));
                let values: Vec<String> = values.iter().map(|v| written(&v.value)).collect();
                all.then(|| format!("includes any of {}", values.join(", ")))
            }
            (Kind::Scale(_) | Kind::OneOf(_), tree::Test::Includes(word)) if label(&word.value) => {
                Some(format!("is {}", word.value))
            }
            (Kind::Scale(_) | Kind::OneOf(_), tree::Test::Excludes(word)) if label(&word.value) => {
                Some(format!("is not {}", word.value))
            }
            (Kind::Scale(_) | Kind::OneOf(_), tree::Test::IncludesAny(words)) => {
                let all = words.iter().all(|word| label(&word.value));
                let words: Vec<&str> = words.iter().map(|word| word.value.as_str()).collect();
                all.then(|| format!("is one of {}", words.join(", ")))
            }
            _ => None,
        }
    }
}

/// Whether terms of a kind have a comparison at all.
pub(super) fn fits(kind: &Kind, test: &tree::Test) -> bool {
    match test {
        tree::Test::Arises => true,
        tree::Test::Is(_) => !kind.is_set(),
        tree::Test::IsNot(_) | tree::Test::IsOneOf(_) => {
            kind.is_ordered() || matches!(kind, Kind::OneOf(_))
        }
        tree::Test::IsAtLeast(_)
        | tree::Test::IsAtMost(_)
        | tree::Test::IsAbove(_)
        | tree::Test::IsBelow(_)
        | tree::Test::IsBetween(..) => kind.is_ordered(),
        tree::Test::Includes(_)
        | tree::Test::IncludesAll(_)
        | tree::Test::IncludesAny(_)
        | tree::Test::Excludes(_)
        | tree::Test::CountsAtLeast(_)
        | tree::Test::CountsAtMost(_) => kind.is_set(),
    }
}

/// A comparison's words.
fn words_of(test: &tree::Test) -> &'static str {
    match test {
        tree::Test::Is(_) => "is",
        tree::Test::IsNot(_) => "is not",
        tree::Test::IsOneOf(_) => "is one of",
        tree::Test::IsAtLeast(_) => "is at least",
        tree::Test::IsAtMost(_) => "is at most",
        tree::Test::IsAbove(_) => "is above",
        tree::Test::IsBelow(_) => "is below",
        tree::Test::IsBetween(..) => "is between",
        tree::Test::Includes(_) => "includes",
        tree::Test::IncludesAll(_) => "includes all of",
        tree::Test::IncludesAny(_) => "includes any of",
        tree::Test::Excludes(_) => "excludes",
        tree::Test::CountsAtLeast(_) => "counts at least",
        tree::Test::CountsAtMost(_) => "counts at most",
        tree::Test::Arises => "arises",
    }
}
