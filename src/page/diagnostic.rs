//! What is said about an input, as a page.

use super::block::{Mark, Notice, Page};
use crate::text::{Diagnostic, Untrusted};

/// A diagnostic with its places and ways out.
#[must_use]
pub fn diagnostic(said: &Diagnostic) -> Page {
    Page::default().with(notice(said))
}

/// The same as one block of a larger page.
pub(super) fn notice(said: &Diagnostic) -> Notice {
    // Messages quote names and values of the input.
    let phrase = |text: &String| Untrusted::from(text).into();
    let marks = (said.labels.iter())
        .map(|label| Mark::new(label.place.clone(), Untrusted::from(&label.text)));
    Notice {
        severity: said.severity,
        code: said.code,
        message: phrase(&said.message),
        marks: marks.collect(),
        help: said.help.iter().map(phrase).collect(),
    }
}
