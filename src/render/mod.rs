//! Reports and diagnostics for people and for programs. Nothing is decided here.

mod background;
mod cells;
mod diagnostic;
mod facts;
mod influence;
mod json;
mod layout;
mod lint;
mod plain;
mod relation;
mod repair;
mod sheet;
mod taken;
mod text;
mod unfinished;
mod words;
mod zopa;

pub use influence::{Weighed, influence_json};
pub use lint::{Linted, lint_json};
pub use plain::{plain, plain_summary};
pub use relation::{Related, relation_json};
pub use repair::{Mended, repairs_json};
pub use text::{summary, text};
pub use words::harmless;
pub use zopa::{Negotiated, zopa_json};

use crate::policy::Policy;
use crate::questions::check::{Report, Score};
use crate::questions::explain::Explanation;
use crate::questions::judge::Case;
use crate::verdict::Verdict;

/// Everything that is to be shown of one judged proposal.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The proposal, as it was taken.
    pub case: &'a Case<'a>,
    /// The verdicts.
    pub report: &'a Report,
    /// Their explanations.
    pub explanation: &'a Explanation<'a>,
}

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour it; without, it says the same.
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Whether to show in full what is met, not applicable or clear.
    pub verbose: bool,
}

/// `31 % to 63 %`, rounded to whole percents for people; the JSON report has it unrounded.
fn percent(score: Score) -> String {
    let rounded = |share: crate::questions::check::Share| format!("{:.0} %", 100.0 * share.value());
    match score {
        Score::Between(low, high) if low == high => rounded(low),
        Score::Between(low, high) => format!("{} to {}", rounded(low), rounded(high)),
        Score::NothingApplies => "none: nothing applies".to_owned(),
        Score::TooLarge => "not bounded: too much is open".to_owned(),
    }
}

/// `3 met, 7 unmet, 5 open, 2 not applicable`.
fn counts(report: &Report) -> String {
    let count = |verdict| {
        report
            .findings
            .iter()
            .filter(|finding| finding.verdict == verdict)
            .count()
    };
    format!(
        "{} met, {} unmet, {} open, {} n/a",
        count(Verdict::Met),
        count(Verdict::Unmet),
        count(Verdict::Open),
        count(Verdict::NotApplicable)
    )
}

#[cfg(test)]
mod tests {
    use crate::answer::schemas::hold;

    #[test]
    fn schemas_say_what_is_printed() {
        hold::<super::repair::Document<'_>>("repair", "repair");
        hold::<super::zopa::Document<'_>>("zopa", "zopa");
        hold::<super::influence::Document<'_>>("influence", "influence");
        hold::<super::lint::Document<'_>>("lint", "lint");
        hold::<super::relation::Document<'_>>("compare-policies", "compare-policies");
    }
}
