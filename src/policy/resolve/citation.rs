//! What a policy cites.

use std::collections::HashMap;

use super::condition::whole;
use super::scope::{Scope, repeated};
use crate::policy::error::PolicyError;
use crate::policy::{Citation, Cited, Locator, SourceId};
use crate::syntax::tree::{self, Text, Word};
use crate::text::Span;
use crate::text::date::is_date;

/// The fields that a source has at most once; `note` it can have more often.
const FIELDS: [&str; 7] = [
    "title",
    "author",
    "published",
    "url",
    "language",
    "grade",
    "sha256",
];

/// The field of remarks.
const NOTE: &str = "note";

/// The indexes of a policy's sources by name.
pub(super) type Sources<'a> = HashMap<&'a str, SourceId>;

/// A field's text, and where its word stands.
type Field<'t> = Option<(&'t Text, Span)>;

impl<'a> Scope<'a> {
    /// The names of a policy's sources.
    pub(super) fn source_names(&mut self, trees: &'a [tree::Cited]) -> Sources<'a> {
        for (first, other) in repeated(trees.iter().map(|tree| &tree.name).collect()) {
            let error = PolicyError::DuplicateSource {
                name: other.value.clone(),
                first: self.here(first.span),
            };
            self.note(other.span, error);
        }
        let names = trees.iter().map(|tree| tree.name.value.as_str());
        // Of two with one name the first counts.
        names.zip(SourceId::first(trees.len())).rev().collect()
    }

    /// Resolves a source that a policy cites.
    pub(super) fn cited(&mut self, tree: &tree::Cited) -> Option<Cited> {
        let name = &tree.name.value;
        let [title, author, published, url, language, grade, sha256] = self.fields(tree);
        if title.is_none() {
            let error = PolicyError::MissingTitle { name: name.clone() };
            self.note(tree.name.span, error);
        }
        let published = self.checked(published, is_date, |written| PolicyError::BadDate {
            written,
        });
        let grade = self.checked(grade, is_grade, |written| PolicyError::BadGrade { written });
        let sha256 = self.checked(sha256, is_sha256, |_| PolicyError::BadSha256);
        let plain = |field: Field<'_>| field.map(|(text, _)| text.value.clone());
        Some(Cited {
            name: name.clone(),
            title: plain(title)?,
            author: plain(author),
            published,
            url: plain(url),
            language: plain(language),
            grade,
            sha256: sha256.map(|digits| digits.to_ascii_lowercase()),
            notes: (tree.fields.iter())
                .filter(|(word, _)| word.value == NOTE)
                .map(|(_, text)| text.value.clone())
                .collect(),
            span: tree.name.span,
        })
    }

    /// The fields of a source, in the order of [`FIELDS`].
    fn fields<'t>(&mut self, tree: &'t tree::Cited) -> [Field<'t>; FIELDS.len()] {
        let mut fields = [None; FIELDS.len()];
        for (Word { value, span }, text) in &tree.fields {
            let known = FIELDS
                .iter()
                .zip(&mut fields)
                .find(|(field, _)| *field == value);
            match known {
                Some((_, field @ None)) => *field = Some((text, *span)),
                Some((_, Some((_, first)))) => {
                    let error = PolicyError::DuplicateField {
                        owner: tree.name.value.clone(),
                        name: value.clone(),
                        first: self.here(*first),
                    };
                    self.note(*span, error);
                }
                None if value == NOTE => {}
                None => {
                    let candidates = FIELDS.into_iter().chain([NOTE]);
                    let error = PolicyError::UnknownField {
                        name: value.clone(),
                        near: self.suggester.nearest(value, candidates).map(str::to_owned),
                    };
                    self.note(*span, error);
                }
            }
        }
        fields
    }

    /// The text of a field; one that is not as it should be is noted.
    fn checked(
        &mut self,
        field: Field<'_>,
        good: impl Fn(&str) -> bool,
        bad: impl Fn(String) -> PolicyError,
    ) -> Option<String> {
        let (text, _) = field?;
        let written = text.value.clone();
        if good(&written) {
            return Some(written);
        }
        self.wrong(text.span, bad(written))
    }

    /// Resolves a passage that a prerequisite or a warning cites.
    pub(super) fn citation(
        &mut self,
        tree: &tree::Citation,
        sources: &Sources<'a>,
    ) -> Option<Citation> {
        let source = sources.get(tree.source.value.as_str()).copied();
        if source.is_none() {
            self.unknown_source(&tree.source, sources);
        }
        let locator = match &tree.locator {
            tree::Locator::At(text) => Some(Locator::At(text.value.clone())),
            tree::Locator::Paragraph(number) => self.paragraph(number).map(Locator::Paragraph),
        };
        Some(Citation {
            source: source?,
            locator: locator?,
            words: tree.words.as_ref().map(|words| words.value.clone()),
            gloss: tree.gloss,
            span: tree.span,
        })
    }

    fn unknown_source(&mut self, word: &Word, sources: &Sources<'a>) {
        // In file order, so that the first of two equally near names is always the same.
        let mut names: Vec<(SourceId, &str)> = (sources.iter())
            .map(|(name, source)| (*source, *name))
            .collect();
        names.sort_unstable();
        let error = PolicyError::UnknownSource {
            near: (self.suggester)
                .nearest(&word.value, names.into_iter().map(|(_, name)| name))
                .map(str::to_owned),
            name: word.value.clone(),
        };
        self.note(word.span, error);
    }

    fn paragraph(&mut self, number: &Word) -> Option<usize> {
        let paragraph = whole(&number.value).and_then(|number| u32::try_from(number).ok());
        if let Some(paragraph @ 1..) = paragraph {
            return Some(paragraph as usize);
        }
        let digits = number.value.clone();
        self.wrong(number.span, PolicyError::BadParagraph { digits })
    }
}

fn is_grade(text: &str) -> bool {
    matches!(text, "A" | "B" | "C")
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
