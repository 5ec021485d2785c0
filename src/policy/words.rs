//! How messages speak of kinds and their values.

use super::vocabulary::Kind;
use crate::syntax::operator::{Operator, Subject, ValueOperator};

/// How many characters of labels a message lists before it cuts the list short.
const ROOM: usize = 100;

impl Kind {
    /// The kind's name in the language: `scale`, `one of`, `yes or no`, `number`, `set of`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Scale(_) => "scale",
            Self::OneOf(_) => "one of",
            Self::YesOrNo => "yes or no",
            Self::Number(_) => "number",
            Self::Set(_) => "set of",
        }
    }

    /// What a term of this kind is, for the middle of a sentence: `a scale`, `a number of days`.
    #[must_use]
    pub fn described(&self) -> String {
        match self {
            Self::Scale(_) => "a scale".to_owned(),
            Self::OneOf(_) => "a `one of` term".to_owned(),
            Self::YesOrNo => "a `yes or no` term".to_owned(),
            Self::Number(grid) => format!("a number of {}", grid.unit()),
            Self::Set(_) => "a set".to_owned(),
        }
    }

    /// The labels or members, shortened to fit a line: `` `none`, `some`, `all` ``. Empty for the
    /// other kinds.
    #[must_use]
    pub fn listed(&self) -> String {
        shortened(self.labels().iter().map(|label| label.name.as_str()))
    }

    /// What can be written for a value (of a set: for members), shortened to fit a line:
    /// `` one of `none`, `some`, `all` ``, `` a number from `0 days` to `3650 days` ``.
    #[must_use]
    pub fn choices(&self) -> String {
        match self {
            Self::YesOrNo => "`yes` or `no`".to_owned(),
            Self::Number(grid) => format!(
                "a number from `{}` to `{}`",
                grid.show(0),
                grid.show(grid.last())
            ),
            Self::Scale(_) | Self::OneOf(_) => format!("one of {}", self.listed()),
            Self::Set(_) => format!("any of {}", self.listed()),
        }
    }

    /// Whether terms of this kind have a comparison.
    #[must_use]
    pub fn has(&self, operator: Operator) -> bool {
        match operator.subject() {
            Subject::Any => true,
            Subject::Single => !self.is_set(),
            Subject::Choice => self.is_ordered() || matches!(self, Self::OneOf(_)),
            Subject::Ordered => self.is_ordered(),
            Subject::Set => self.is_set(),
        }
    }

    /// The comparisons that terms of this kind have, in the words of the language.
    #[must_use]
    pub fn comparisons(&self) -> Vec<&'static str> {
        let words = |operator: Operator| match (self, operator) {
            (Self::YesOrNo, Operator::Value(ValueOperator::Is)) => vec!["is yes", "is no"],
            _ => vec![operator.words()],
        };
        (Operator::ALL.into_iter())
            .filter(|operator| self.has(*operator))
            .flat_map(words)
            .collect()
    }
}

/// Names in backticks, with commas. If there are many, the last ones are counted instead of named.
fn shortened<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names = names.peekable();
    let mut list = String::new();
    while let Some(name) = names.next_if(|name| list.is_empty() || list.len() + name.len() < ROOM) {
        list.push_str(if list.is_empty() { "`" } else { ", `" });
        list.push_str(name);
        list.push('`');
    }
    match names.count() {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}
