//! Verdicts, and what is seen over all completions.

use std::fmt;

use serde::Serialize;

/// The answer to "does the proposal meet this?", exact over all completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Met in every completion where it applies, and it applies in some.
    Met,
    /// Unmet in every completion.
    Unmet,
    /// Turns on what the text leaves open, or on a reading.
    Open,
    /// Applies in no completion. Not a success.
    NotApplicable,
}

impl Verdict {
    /// The word or two that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Open => "open",
            Self::NotApplicable => "not applicable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether a warning's condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// In every completion.
    Raised,
    /// In none.
    Clear,
    /// In some.
    Open,
}

impl Alarm {
    /// The word that people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Clear => "clear",
            Self::Open => "open",
        }
    }
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is seen in one completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It applies and is met (for a warning: it is clear).
    Met,
    /// It applies and is not met (for a warning: it is raised).
    Unmet,
    /// It does not apply.
    NotApplicable,
}

/// The outcomes seen over some completions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Outcomes(u8);

impl Outcomes {
    /// None seen: there is no completion.
    pub const NONE: Self = Self(0);

    /// All three: nothing more can be seen.
    pub const ALL: Self = Self(0b111);

    /// Whether some of those are among them.
    #[must_use]
    pub fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Those that are not among them.
    #[must_use]
    pub fn others(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// Just this one.
    #[must_use]
    pub fn only(outcome: Outcome) -> Self {
        Self(1 << outcome as u8)
    }

    /// Whether this one is among them.
    #[must_use]
    pub fn has(self, outcome: Outcome) -> bool {
        self.0 & Self::only(outcome).0 != 0
    }

    /// Each of them.
    pub fn iter(self) -> impl Iterator<Item = Outcome> {
        [Outcome::Met, Outcome::Unmet, Outcome::NotApplicable]
            .into_iter()
            .filter(move |&outcome| self.has(outcome))
    }

    /// Those of either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The only one, if there is exactly one.
    #[must_use]
    pub fn single(self) -> Option<Outcome> {
        self.iter().find(|&outcome| self == Self::only(outcome))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The verdict over completions that show these outcomes, as the language defines it.
    ///
    /// No outcome at all (no completion) reads as open; an incoherent proposal is refused earlier.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        let (met, unmet, none) = (
            self.has(Outcome::Met),
            self.has(Outcome::Unmet),
            self.has(Outcome::NotApplicable),
        );
        match (met, unmet, none) {
            (true, false, _) => Verdict::Met,
            (false, true, false) => Verdict::Unmet,
            (false, false, true) => Verdict::NotApplicable,
            _ => Verdict::Open,
        }
    }

    /// The same for a warning.
    #[must_use]
    pub fn alarm(self) -> Alarm {
        match (self.has(Outcome::Unmet), self.has(Outcome::Met)) {
            (true, false) => Alarm::Raised,
            (false, true) => Alarm::Clear,
            _ => Alarm::Open,
        }
    }
}

impl FromIterator<Outcome> for Outcomes {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        outcomes
            .into_iter()
            .fold(Self::NONE, |all, one| all.or(Self::only(one)))
    }
}
