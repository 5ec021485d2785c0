//! What a person reads: blocks over typed spans, and the writers that lay them out.
//!
//! A [`Page`] says what there is to read and what each part of it is, but nothing of how it looks.
//! A [`Writer`] is an output format: it walks the blocks, and only it opens
//! [`Untrusted`](crate::text::Untrusted) texts, which it has to escape. A new format is a new file
//! with a `Writer` in it.

pub mod block;
mod check;
mod cite;
mod compare;
mod compare_policies;
mod coverage;
mod diagnostic;
mod diff;
mod evidence;
pub mod explain;
mod facts;
mod fixture;
#[cfg(feature = "html")]
mod html;
mod influence;
pub mod label;
mod layout;
mod lint;
mod markdown;
mod migrate;
mod mutate;
pub mod percent;
mod plain;
mod repair;
mod sensitivity;
mod shared;
mod shell;
pub mod show;
#[cfg(feature = "html")]
mod site;
#[cfg(feature = "terminal")]
mod template;
mod test;
#[cfg(feature = "terminal")]
mod text;
mod typst;
mod what_if;
mod zopa;
mod zopa_brief;

use std::fmt;

pub use block::Page;
pub use check::{Extent, by_each, check, counted, summary, table};
pub use cite::cite;
pub use compare::compare;
pub use compare_policies::compare_policies;
pub use coverage::{CoverageExtent, coverage, coverage_summary};
pub use diagnostic::diagnostic;
pub use diff::{DiffExtent, diff, policy_diff};
#[cfg(feature = "html")]
pub use html::{Document, Html, Places};
pub use influence::influence;
pub use label::Label;
pub use layout::{layout_patch, layouts};
pub use lint::{lint, lint_summary};
pub use markdown::Markdown;
pub use migrate::{is_of_note, migrate, migrations};
pub use mutate::mutations;
pub use plain::Plain;
pub use repair::repair;
pub use sensitivity::sensitivity;
pub use shell::{Advice, Next, Shell};
#[cfg(feature = "html")]
pub use site::{Site, SiteFile};
#[cfg(feature = "terminal")]
pub use template::{template, terms as terms_to_fill_in};
pub use test::{snapshot_review, tests};
#[cfg(feature = "terminal")]
pub use text::Text;
pub use typst::Typst;
pub use what_if::offer_what_if;
pub use zopa::zopa;

use crate::answer::{
    CheckAnswer, Checks, Cites, ComparePoliciesAnswer, Comparison, DiffAnswer, InfluenceAnswer,
    Influences, Lints, Mutations, PolicyDiffAnswer, RepairAnswer, Sensitivities, SensitivityAnswer,
    Shows, Tests, ZopaAnswer,
};

/// An output format for people.
pub trait Writer {
    /// Writes a page, with a line break at its end.
    ///
    /// # Errors
    ///
    /// Only those of `out`.
    fn write(&self, page: &Page, out: &mut dyn fmt::Write) -> fmt::Result;

    /// What stands before the first page of a document; nothing in most formats.
    fn begin(&self, _first: &Page) -> String {
        String::new()
    }

    /// What stands after the last page of a document.
    fn end(&self) -> &'static str {
        ""
    }

    /// The page as one text.
    fn show(&self, page: &Page) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write(page, &mut out);
        out
    }
}

/// Displays answers in sentences, as `--format plain` does.
macro_rules! display {
    ($($answer:ty: $page:expr),* $(,)?) => {
        $(impl fmt::Display for $answer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let page: fn(&Self) -> Page = $page;
                Plain.write(&page(self), f)
            }
        })*
    };
}

display! {
    CheckAnswer: |answer| check(answer, Extent::Brief, &()),
    Cites: cite,
    Comparison: |answer| compare(answer, false, &()),
    ComparePoliciesAnswer: |answer| compare_policies(answer, |_| None, &()),
    PolicyDiffAnswer: |answer| policy_diff(answer, false, &()),
    DiffAnswer: |answer| diff(answer, DiffExtent::Brief, &()),
    InfluenceAnswer: |answer| influence(answer, &()),
    Mutations: |answer| mutations(answer, false, None, &()),
    Lints: |answer| lint(answer, |_| None),
    RepairAnswer: |answer| repair(answer, false, &()),
    SensitivityAnswer: sensitivity,
    Shows: |answer| show::each(answer, &()),
    Tests: tests,
    ZopaAnswer: |answer| zopa(answer, false, &()),
}

/// One answer after another, each as it is displayed, with a blank line between them.
fn one_by_one<T: fmt::Display>(answers: &[T], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, answer) in answers.iter().enumerate() {
        let blank = if index == 0 { "" } else { "\n" };
        write!(f, "{blank}{answer}")?;
    }
    Ok(())
}

impl fmt::Display for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_by_one(&self.proposals, f)
    }
}

impl fmt::Display for Sensitivities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_by_one(&self.answers, f)
    }
}

impl fmt::Display for Influences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_by_one(&self.answers, f)
    }
}

#[cfg(all(test, feature = "terminal"))]
mod tests;
