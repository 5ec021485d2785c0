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
pub use json::json;
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
    use std::fs;
    use std::path::Path;

    use schemars::generate::SchemaSettings;

    /// The schemas of all answers but the report are made from what is serialised, so that they
    /// cannot drift. `UPDATE_DOCS=1 cargo test --lib schemas` writes them anew.
    #[test]
    fn schemas_say_what_is_printed() {
        let printed = || SchemaSettings::default().for_serialize().into_generator();
        let schemas = [
            (
                "repair",
                printed().into_root_schema_for::<super::repair::Document<'_>>(),
            ),
            (
                "zopa",
                printed().into_root_schema_for::<super::zopa::Document<'_>>(),
            ),
            (
                "influence",
                printed().into_root_schema_for::<super::influence::Document<'_>>(),
            ),
            (
                "lint",
                printed().into_root_schema_for::<super::lint::Document<'_>>(),
            ),
            (
                "compare-policies",
                printed().into_root_schema_for::<super::relation::Document<'_>>(),
            ),
        ];
        for (command, mut schema) in schemas {
            schema.insert(
                "title".to_owned(),
                format!("servanda {command}, format 1").into(),
            );
            let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
            let path = folder.join(format!("{command}.schema.json"));
            if std::env::var_os("UPDATE_DOCS").is_some() {
                fs::write(&path, &text).unwrap();
            }
            let written = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                written == text,
                "out of date: UPDATE_DOCS=1 cargo test --lib schemas"
            );
        }
    }
}
