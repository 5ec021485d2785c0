//! What was proved about policies, as a page.

use super::block::{Page, Paragraph};
use super::diagnostic::notice;
use super::shared::advised;
use super::{Advice, Shell};
use crate::answer::{LintAnswer, Lints};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// Everything that was found. `file` is the file that the text which shows a finding was written to.
#[must_use]
pub fn lint(lints: &Lints, file: impl Fn(&LintAnswer) -> Option<Untrusted>) -> Page {
    let mut page = Page::titled("What was proved about policies");
    for found in &lints.found {
        page.push(notice(&found.said));
        if let Some(file) = file(found) {
            page.push(Paragraph::new(0, phrase!["shown by ", file]));
        }
    }
    page
}

/// How much was found about `policies`, and that texts which show it can be written, if they are not
/// `written`.
#[must_use]
pub fn lint_summary(lints: &Lints, policies: &[&str], written: bool, shell: &dyn Shell) -> Page {
    let names = policies.iter().copied().map(Phrase::name);
    let findings = Phrase::counted(lints.found.len() as u64, "finding");
    let mut text = phrase![Phrase::joined(names, ", "), ": ", findings];
    if !lints.allowed.is_empty() {
        text = text.with(phrase![", ", lints.allowed.len(), " allowed"]);
    }
    let mut page = Page::titled("What was proved about policies").with(Paragraph::new(0, text));
    let found = lints.found.iter();
    let shown = found.filter(|found| found.witness.is_some()).count();
    if shown > 0 && !written {
        let text = phrase![shown, " can be shown by a text"];
        let advice = shell.advice(Advice::WriteTexts(shown));
        page.push(Paragraph::new(0, advised(text, ": ", advice)));
    }
    page
}
