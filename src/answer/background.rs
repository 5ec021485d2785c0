//! Background knowledge by way of which something collides.

use std::slice;

use serde::Serialize;

use super::words::{self, Sentence};
use crate::engine::Background;
use crate::phrase;
use crate::policy::{Always, Arising, Condition, Vocabulary};
use crate::text::{Phrase, Place, Untrusted};

/// A piece of background knowledge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Background", deny_unknown_fields))]
#[non_exhaustive]
pub struct BackgroundAnswer {
    /// The term whose `arises when` it is; absent for an `always`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The title of the `always`, or else a description.
    pub says: Untrusted,
    /// Where it stands.
    pub place: Place,
    /// What it says in sentences; of an `always` with a title only that.
    pub in_full: Vec<Sentence>,
}

impl BackgroundAnswer {
    pub(super) fn all(all: &[Background], vocabulary: &Vocabulary) -> Vec<Self> {
        let each = all.iter();
        each.map(|&each| Self::new(each, vocabulary)).collect()
    }

    fn new(background: Background, vocabulary: &Vocabulary) -> Self {
        let (span, says) = vocabulary.background(background);
        let term = match background {
            Background::Arises(term) => Some(vocabulary.term(term)),
            Background::Always(_) => None,
        };
        let head = match term {
            Some(term) => phrase![
                Phrase::code(&term.name),
                " arises where this holds, and nowhere else"
            ],
            None => Untrusted::from(&says).into(),
        };
        let mut in_full = vec![Sentence::new(0, head)];
        in_full.extend(what_no_title_says(background, vocabulary));
        Self {
            term: term.map(|term| term.name.clone()),
            says: says.into(),
            place: Place::new(&vocabulary.source, span),
            in_full,
        }
    }
}

fn what_no_title_says(background: Background, vocabulary: &Vocabulary) -> Vec<Sentence> {
    let lines = |lines: &[Condition], below: usize| -> Vec<Sentence> {
        let each = lines
            .iter()
            .flat_map(|line| words::sentences(line, vocabulary));
        each.map(|sentence| Sentence::new(sentence.depth + below, sentence.says))
            .collect()
    };
    match background {
        Background::Arises(term) => match &vocabulary.term(term).arising {
            Arising::When(condition) => lines(slice::from_ref(condition), 1),
            Arising::Always | Arising::MayNot => Vec::new(),
        },
        Background::Always(index) => match &vocabulary.always[index] {
            Always { title, .. } if !title.is_empty() => Vec::new(),
            Always {
                when: None, must, ..
            } => lines(must, 1),
            Always {
                when: Some(when),
                must,
                ..
            } => {
                let mut all = vec![Sentence::new(1, "where this holds:".into())];
                all.extend(lines(slice::from_ref(when), 2));
                all.push(Sentence::new(1, "this does, too:".into()));
                all.extend(lines(must, 2));
                all
            }
        },
    }
}
