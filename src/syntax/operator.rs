//! The comparison operators of the language: one table, from which they are read, suggested and
//! listed in messages.

use std::sync::LazyLock;

/// How a comparison compares a term, by the shape of its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// With one value.
    Value(ValueOperator),
    /// `is one of V, V`.
    OneOf,
    /// `is between V and V`, ends included.
    Between,
    /// With one member of a set or several.
    Members(MembersOperator),
    /// With a number of members.
    Count(CountOperator),
    /// `arises`, without operands.
    Arises,
}

/// Operators that take one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueOperator {
    /// `is V`; also a bare `yes or no` term.
    Is,
    /// `is not V`.
    IsNot,
    /// `is at least V`.
    AtLeast,
    /// `is at most V`.
    AtMost,
    /// `is above V`.
    Above,
    /// `is below V`.
    Below,
}

/// Operators that take members of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MembersOperator {
    /// `includes M`.
    Includes,
    /// `includes all of M, M`.
    IncludesAll,
    /// `includes any of M, M`.
    IncludesAny,
    /// `excludes M`.
    Excludes,
}

/// Operators that take a number of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CountOperator {
    /// `counts at least N`.
    AtLeast,
    /// `counts at most N`.
    AtMost,
}

/// Which terms have an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Every term.
    Any,
    /// Terms with one value: all but sets.
    Single,
    /// Terms with one value out of many: scales, numbers, `one of` terms.
    Choice,
    /// Terms of which one value is more than another: scales and numbers.
    Ordered,
    /// Sets.
    Set,
}

/// What the language knows of an operator.
#[derive(Clone, Copy)]
struct Row {
    words: &'static str,
    /// What stands after the words, as messages show it.
    operands: &'static str,
    subject: Subject,
}

/// Operands that are a list.
const LIST: &str = "A, B";

/// Operands that are two values.
const PAIR: &str = "A and B";

/// Defines the list of operators and what the language knows of each, from one table.
macro_rules! operators {
    ($([$($operator:tt)+] $words:literal, $operands:expr, $subject:ident;)*) => {
        impl Operator {
            /// Every operator, in the order in which messages list them.
            pub const ALL: [Self; [$($words),*].len()] = [$(Self::$($operator)+),*];

            fn row(self) -> Row {
                let (words, operands, subject) = match self {
                    $(Self::$($operator)+ => ($words, $operands, Subject::$subject),)*
                };
                Row {
                    words,
                    operands,
                    subject,
                }
            }
        }
    };
}

operators! {
    [Value(ValueOperator::Is)] "is", "VALUE", Single;
    [Value(ValueOperator::IsNot)] "is not", "VALUE", Choice;
    [OneOf] "is one of", LIST, Choice;
    [Value(ValueOperator::AtLeast)] "is at least", "VALUE", Ordered;
    [Value(ValueOperator::AtMost)] "is at most", "VALUE", Ordered;
    [Value(ValueOperator::Above)] "is above", "VALUE", Ordered;
    [Value(ValueOperator::Below)] "is below", "VALUE", Ordered;
    [Between] "is between", PAIR, Ordered;
    [Members(MembersOperator::Includes)] "includes", "MEMBER", Set;
    [Members(MembersOperator::IncludesAll)] "includes all of", LIST, Set;
    [Members(MembersOperator::IncludesAny)] "includes any of", LIST, Set;
    [Members(MembersOperator::Excludes)] "excludes", "MEMBER", Set;
    [Count(CountOperator::AtLeast)] "counts at least", "N", Set;
    [Count(CountOperator::AtMost)] "counts at most", "N", Set;
    [Arises] "arises", "", Any;
}

impl Operator {
    /// Every operator, none after one whose words it starts with: the first that is written at a place
    /// is the one that is meant.
    pub(super) fn longest_first() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().rev()
    }

    /// Its words: `is at least`.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().words
    }

    /// Which terms have it.
    #[must_use]
    pub fn subject(self) -> Subject {
        self.row().subject
    }

    /// Whether several operands may follow, with commas between them.
    pub(super) fn takes_list(self) -> bool {
        self.row().operands == LIST
    }

    /// Whether two operands follow, with `and` between them.
    fn takes_pair(self) -> bool {
        self.row().operands == PAIR
    }

    /// Whether the words alone are no comparison yet.
    pub(super) fn takes_operands(self) -> bool {
        !self.row().operands.is_empty()
    }

    /// How it is written: `is at least VALUE`.
    fn usage(self) -> String {
        format!("{} {}", self.words(), self.row().operands)
            .trim_end()
            .to_owned()
    }
}

/// The words that comparisons start with, each once.
pub(super) fn first_words() -> Vec<&'static str> {
    let mut first: Vec<&str> = Operator::ALL.map(first_word).to_vec();
    first.dedup();
    first
}

fn first_word(operator: Operator) -> &'static str {
    let words = operator.words();
    words.split(' ').next().unwrap_or(words)
}

/// How comparisons that start with this word are written, to stand between backticks.
pub(super) fn usage_of(first: &str) -> String {
    let usages: Vec<String> = (Operator::ALL.into_iter())
        .filter(|operator| first_word(*operator) == first)
        .map(Operator::usage)
        .collect();
    match &usages[..] {
        [others @ .., last] if !others.is_empty() => {
            format!("{}` or `{last}", others.join("`, `"))
        }
        one => one.concat(),
    }
}

/// Whether these are the words of a comparison, or its first words, with nothing after them.
pub(super) fn is_unfinished(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let written = words.join(" ");
    let begins = |operator: &Operator| {
        operator.takes_operands() && operator.words() == written
            || operator.takes_pair()
                && words.last() == Some(&"and")
                && (written.strip_prefix(operator.words()))
                    .is_some_and(|rest| rest.starts_with(' '))
    };
    // `at` can only go on with `least` or `most`.
    let halfway = |operator: &Operator| {
        words.last() == Some(&"at") && operator.words().starts_with(&format!("{written} "))
    };
    written == "counts"
        || Operator::ALL
            .iter()
            .any(|each| begins(each) || halfway(each))
}

/// Whether the text ends in a comparison with a list.
pub(super) fn has_list(text: &str) -> bool {
    let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (Operator::ALL.iter())
        .any(|operator| operator.takes_list() && written.contains(operator.words()))
}

/// The words of all comparisons, in alphabetical order.
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let each = Operator::ALL.iter();
    let mut words: Vec<&str> = each.flat_map(|each| each.words().split(' ')).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// Whether a comparison's words contain this one.
pub(super) fn is_word(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

/// Whether this word may follow `first` in the words of a comparison: then nothing that stands
/// there as an operand can be called so.
pub(super) fn may_follow(first: &str, word: &str) -> bool {
    let follows = |operator: &Operator| {
        let after_first =
            (operator.words().strip_prefix(first)).and_then(|rest| rest.strip_prefix(' '));
        let after_word = after_first.and_then(|rest| rest.strip_prefix(word));
        after_word.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    is_word(word) && Operator::ALL.iter().any(follows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usages_are_listed_by_first_word() {
        assert_eq!(
            first_words(),
            ["is", "includes", "excludes", "counts", "arises"]
        );
        assert_eq!(usage_of("excludes"), "excludes MEMBER");
        assert_eq!(usage_of("arises"), "arises");
        assert_eq!(
            usage_of("counts"),
            "counts at least N` or `counts at most N"
        );
        assert_eq!(
            usage_of("includes"),
            "includes MEMBER`, `includes all of A, B` or `includes any of A, B"
        );
    }

    #[test]
    fn comparisons_without_operands_are_unfinished() {
        for text in [
            "is",
            "is  not",
            "is at",
            "counts",
            "counts at",
            "is between 3 days and",
        ] {
            assert!(is_unfinished(text), "{text}");
        }
        for text in [
            "arises",
            "is one",
            "includes all",
            "at",
            "is between 3 days",
        ] {
            assert!(!is_unfinished(text), "{text}");
        }
    }

    #[test]
    fn no_operator_stands_before_one_that_goes_on_after_it() {
        let words: Vec<&str> = Operator::longest_first().map(Operator::words).collect();
        for (index, one) in words.iter().enumerate() {
            let later = words[index + 1..].iter();
            assert_eq!(
                later.filter(|later| later.starts_with(one)).count(),
                0,
                "{one}"
            );
        }
    }
}
