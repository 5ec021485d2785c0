//! Background knowledge by way of which something collides.

use std::slice;

use super::facts::Fact;
use super::words::{harmless, sentences};
use crate::engine::Background;
use crate::policy::{Always, Arising, Condition, Vocabulary};
use crate::text::Place;

/// Each piece with its place: an `always` by its title, or else by what it says.
pub(super) fn by_way_of(all: &[Background], vocabulary: &Vocabulary) -> Option<Fact> {
    let mut body = Vec::new();
    for &background in all {
        let (at, says) = said(background, vocabulary);
        let says = match background {
            Background::Arises(term) => {
                let name = &vocabulary.term(term).name;
                format!("`{name}` arises where this holds, and nowhere else")
            }
            Background::Always(_) => says,
        };
        body.push((0, format!("{says} ({at})")));
        body.extend(in_full(background, vocabulary));
    }
    let heading = "by way of";
    (!body.is_empty()).then_some(Fact { heading, body })
}

fn said(background: Background, vocabulary: &Vocabulary) -> (Place, String) {
    let (span, says) = vocabulary.background(background);
    (Place::new(&vocabulary.source, span), harmless(&says))
}

/// What no title says.
fn in_full(background: Background, vocabulary: &Vocabulary) -> Vec<(usize, String)> {
    let lines = |lines: &[Condition], below: usize| -> Vec<(usize, String)> {
        let each = lines.iter().flat_map(|line| sentences(line, vocabulary));
        each.map(|(depth, text)| (depth + below, text)).collect()
    };
    match background {
        Background::Arises(term) => match &vocabulary.term(term).arising {
            Arising::When(condition) => lines(slice::from_ref(condition), 1),
            _ => Vec::new(),
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
                let mut body = vec![(1, "where this holds:".to_owned())];
                body.extend(lines(slice::from_ref(when), 2));
                body.push((1, "this does, too:".to_owned()));
                body.extend(lines(must, 2));
                body
            }
        },
    }
}
