//! The keys of a proposal, and the words that some of them take.

/// Of a proposal.
pub(crate) const PROPOSAL: &[&str] = &[
    "proposal",
    "title",
    "version",
    "edition",
    "supersedes",
    "date",
    "authors",
    "status",
    "coverage",
    "outcome",
    "note",
    "sources",
    "unlisted",
    "provisions",
];
/// Of a source.
pub(crate) const SOURCE: &[&str] = &["title", "url", "date", "grade", "note"];
/// Of a provision.
pub(crate) const PROVISION: &[&str] = &[
    "value",
    "any of",
    "between",
    "at least",
    "at most",
    "rival",
    "at",
    "quote",
    "source",
    "basis",
    "coder",
    "confidence",
    "note",
];
/// The keys of a provision that state what is possible of the term.
pub(crate) const FORMS: &[&str] = &["value", "any of", "between", "at least", "at most"];

/// How much of a text was seen.
pub(crate) const COVERAGE: &[&str] = &["full", "near_full", "partial", "reporting_only"];
/// How good a source is, the best first.
pub(crate) const GRADES: &[&str] = &["A", "B", "C"];
/// What a provision rests on.
pub(crate) const BASES: &[&str] = &["text", "report", "coder"];
/// How sure the coder is.
pub(crate) const CONFIDENCES: &[&str] = &["low", "medium", "high"];
/// Words that may be written instead of a value.
pub(crate) const SPECIAL: [&str; 2] = ["silent", "not applicable"];
