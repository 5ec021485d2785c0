//! What the JSON documents of several questions share.

use serde::Serialize;

use crate::policy::{Citation, Locator, Policy};
use crate::text::Diagnostic;
use crate::text::Place;
use crate::verdict::Verdict;

/// A document of its own, with a line break at its end.
pub(super) fn document(document: &impl Serialize) -> String {
    // Plain structs of texts and numbers: nothing in them can fail to be written.
    let mut out = serde_json::to_string_pretty(document).unwrap_or_default();
    out.push('\n');
    out
}

/// A policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Named<'a> {
    id: &'a str,
    title: &'a str,
}

/// A place in a file; lines and columns start at 1.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct PlaceJson {
    file: String,
    line: usize,
    column: usize,
}

/// A passage something comes from.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct Cites<'a> {
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    paragraph: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gloss: bool,
}

/// Something said about an input.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct ErrorJson<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceJson>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    help: &'a [String],
}

/// A verdict.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(super) enum VerdictJson {
    Met,
    Unmet,
    Open,
    NotApplicable,
}

impl From<Verdict> for VerdictJson {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Met,
            Verdict::Unmet => Self::Unmet,
            Verdict::Open => Self::Open,
            Verdict::NotApplicable => Self::NotApplicable,
        }
    }
}

pub(super) fn place(place: &Place) -> PlaceJson {
    let (line, column) = place.source.line_and_column(place.span.start);
    PlaceJson {
        file: place.source.name().to_owned(),
        line,
        column,
    }
}

impl<'a> From<&'a Diagnostic> for ErrorJson<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            message: &diagnostic.message,
            place: diagnostic.place().map(place),
            help: &diagnostic.help,
        }
    }
}

impl<'a> From<&'a Policy> for Named<'a> {
    fn from(policy: &'a Policy) -> Self {
        Self {
            id: &policy.name,
            title: &policy.title,
        }
    }
}

pub(super) fn cites<'a>(policy: &'a Policy, citations: &'a [Citation]) -> Vec<Cites<'a>> {
    let each = |citation: &'a Citation| {
        let (paragraph, at) = match &citation.locator {
            Locator::Paragraph(number) => (Some(*number), None),
            Locator::At(at) => (None, Some(at.as_str())),
        };
        Cites {
            source: &policy.sources[citation.source].name,
            paragraph,
            at,
            words: citation.words.as_deref(),
            gloss: citation.gloss,
        }
    };
    citations.iter().map(each).collect()
}
