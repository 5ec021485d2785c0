//! How messages speak of kinds and their values.

use super::vocabulary::Kind;

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

    /// The comparisons that terms of this kind take, in the words of the language.
    #[must_use]
    pub fn comparisons(&self) -> &'static [&'static str] {
        match self {
            Self::Scale(_) | Self::Number(_) => &[
                "is",
                "is not",
                "is one of",
                "is at least",
                "is at most",
                "is above",
                "is below",
                "is between",
                "arises",
            ],
            Self::OneOf(_) => &["is", "is not", "is one of", "arises"],
            Self::YesOrNo => &["is yes", "is no", "arises"],
            Self::Set(_) => &[
                "includes",
                "includes all of",
                "includes any of",
                "excludes",
                "counts at least",
                "counts at most",
                "arises",
            ],
        }
    }
}

/// Names in backticks, with commas; the last ones left out where they are many.
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
