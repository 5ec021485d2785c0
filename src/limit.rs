//! Limits on answers, what an answer lacks where one was met, and the cancellation of long work.

use serde::Serialize;
pub use servanda_solve::Cancel;
pub(crate) use servanda_solve::sat::GaveUp;

use crate::text::Code;

/// Defines [`Limit`], the list of limits and the code of each.
macro_rules! limits {
    ($($(#[$meaning:meta])* $limit:ident => $code:ident,)*) => {
        /// Why a question was not answered. There is never a wrong answer instead.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Limit {
            $($(#[$meaning])* $limit,)*
        }

        impl Limit {
            /// Every limit.
            pub const ALL: &[Self] = &[$(Self::$limit,)*];

            /// The code of the diagnostic about it.
            #[must_use]
            pub const fn code(self) -> Code {
                match self {
                    $(Self::$limit => Code::$code,)*
                }
            }
        }
    };
}

limits! {
    /// The sets of a proposal allow too many combinations of alternatives.
    Alternatives => LimitAlternatives,
    /// The solver met too many conflicts.
    Conflicts => LimitConflicts,
    /// The work was cancelled.
    Stopped => LimitBudget,
}

impl Limit {
    /// The limit that a diagnostic of this code reports.
    #[must_use]
    pub fn of_code(code: Code) -> Option<Self> {
        (Self::ALL.iter().copied()).find(|limit| limit.code() == code)
    }
}

/// A part of an answer that may be missing although its main part is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Further collisions.
    Collisions,
    /// The background knowledge by way of which something collides.
    ByWayOf,
    /// The ways out of collisions.
    Ways,
    /// How far apart the sides of collisions are.
    Apart,
    /// Whether readings of the demands open a zone.
    Opening,
    /// How the parties could share what has to be conceded.
    Shares,
    /// What each policy alone would have to give up.
    Alone,
    /// What each term can be.
    Terms,
    /// Whether nothing is nearer to the drafts.
    Nearest,
    /// Which warnings a settlement raises.
    Warnings,
    /// Whether another single answer settles more.
    Answers,
    /// An exact count.
    Count,
    /// Further repairs of the same cost.
    Repairs,
    /// Whether a repair would cost less if fewer readings were demanded.
    Readings,
    /// Whether a smaller text shows the same.
    Smaller,
    /// Why verdicts are what they are, and what would settle open ones.
    Explanations,
    /// What the verdict rests on.
    RestsOn,
    /// Further proofs.
    Proofs,
}

/// What an answer lacks because a limit was met. All that it holds is proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfinished {
    /// Each part once, with the limit.
    pub parts: Vec<(Part, Limit)>,
}

impl Unfinished {
    /// Whether this part is not finished.
    #[must_use]
    pub fn lacks(&self, part: Part) -> bool {
        self.parts.iter().any(|(lacking, _)| *lacking == part)
    }

    /// Notes that ranges were given instead of counts because the work was asked to stop.
    pub(crate) fn note_ranges(&mut self, ranges: bool, cancel: &Cancel) {
        if ranges && cancel.is_stopped() {
            self.note::<()>(Part::Count, Err(Limit::Stopped));
        }
    }

    /// What was found of a part; if a limit was met instead, that is noted.
    pub(crate) fn note<T>(&mut self, part: Part, found: Result<T, Limit>) -> Option<T> {
        match found {
            Ok(found) => Some(found),
            Err(limit) => {
                if !self.lacks(part) {
                    self.parts.push((part, limit));
                }
                None
            }
        }
    }
}

impl From<GaveUp> for Limit {
    fn from(gave_up: GaveUp) -> Self {
        match gave_up {
            GaveUp::Conflicts => Self::Conflicts,
            GaveUp::Cancelled => Self::Stopped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_about_limits_is_that_of_a_limit() {
        for &code in Code::ALL {
            let is_limit = Limit::of_code(code).is_some();
            assert_eq!(is_limit, code.family() == "limit", "{code}");
        }
    }
}
