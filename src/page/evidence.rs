//! What a proposal says of a term, and who says so.

use super::block::{Fact, Paragraph};
use super::{Label, facts};
use crate::answer::{Evidence, Sentence};
use crate::phrase;
use crate::proposal::{Basis, Confidence};
use crate::text::{Phrase, Untrusted};

/// What the proposal provides on a term, with what supports it; of a package, member by member.
pub(super) fn provided(evidence: &Evidence) -> Fact {
    let mut fact = Fact::new(
        Label::Provides,
        phrase![Phrase::name(&evidence.term), ": ", &evidence.says],
    );
    if evidence.from.is_empty() {
        for said in said_by(evidence) {
            fact = fact.and(1, said);
        }
    }
    for (each, member) in by_member(evidence) {
        let at = facts::line_of(member, &each.place);
        fact = fact.and(1, phrase![at, ": ", &each.says]);
        for said in said_by(each) {
            fact = fact.and(2, said);
        }
    }
    not_established(evidence)
        .into_iter()
        .fold(fact, |fact, open| fact.and(1, open))
}

/// What supports what the proposal provides on a term, where that was said already; nothing if
/// nothing does.
pub(super) fn supported(evidence: &Evidence) -> Option<Fact> {
    let name = Phrase::name(&evidence.term);
    let body: Vec<Paragraph> = if evidence.from.is_empty() {
        (said_by(evidence).into_iter())
            .map(|said| Paragraph::new(0, phrase![&name, ", ", said]))
            .collect()
    } else {
        let each = by_member(evidence).flat_map(|(each, member)| {
            let said = said_by(each).into_iter();
            said.map(move |said| phrase![member, ", ", said])
        });
        let each = each.map(|said| phrase![&name, " in ", said]);
        let open = not_established(evidence).map(|open| phrase![&name, " is ", open]);
        each.chain(open)
            .map(|said| Paragraph::new(0, said))
            .collect()
    };
    let label = Label::Provides;
    (!body.is_empty()).then_some(Fact { label, body })
}

/// The members of a package that add nothing to what others state.
fn not_established(evidence: &Evidence) -> Option<Phrase> {
    let names = &evidence.not_established_in;
    let told = evidence.stated.is_some() && !names.is_empty();
    told.then(|| phrase!["not established in ", Phrase::list(names, "and")])
}

/// What each member of a package says, with its name; nothing where nothing is established.
fn by_member(evidence: &Evidence) -> impl Iterator<Item = (&Evidence, &Untrusted)> {
    let each = evidence.from.iter();
    let each = each.filter(|_| evidence.stated.is_some());
    each.filter_map(|each| Some((each, each.member.as_ref()?)))
}

/// Who says it, and the coder's remark.
fn said_by(evidence: &Evidence) -> Vec<Phrase> {
    let support = support(evidence);
    let source = (!support.is_empty()).then(|| phrase!["source: ", Phrase::joined(support, "; ")]);
    let note = evidence.note.as_ref();
    let note = note.map(|note| phrase!["coder's note: ", note]);
    source.into_iter().chain(note).collect()
}

/// The place in the text, the sources with their grades, and how it is known.
fn support(evidence: &Evidence) -> Vec<Phrase> {
    let mut support: Vec<Phrase> = evidence.at.iter().map(Phrase::from).collect();
    let quote = evidence.quote.as_ref();
    support.extend(quote.map(|words| phrase!["\"", words, "\""]));
    for source in &evidence.sources {
        let title = source.title.as_ref().unwrap_or(&source.id);
        let grade = match source.grade {
            Some(grade) => phrase!["grade ", Phrase::value(grade)],
            None => "no grade".into(),
        };
        support.push(phrase![title, " (", grade, ")"]);
    }
    support.extend(match evidence.basis {
        None | Some(Basis::Text) => None,
        Some(Basis::Report) => Some(Phrase::from("from a report about the text")),
        Some(Basis::Coder) => Some(Phrase::from("the coder's judgement")),
    });
    support.extend(
        evidence
            .coder
            .as_ref()
            .map(|coder| phrase!["coded by ", coder]),
    );
    support.extend(evidence.confidence.map(|sure| {
        Phrase::from(match sure {
            Confidence::Low => "confidence low",
            Confidence::Medium => "confidence medium",
            Confidence::High => "confidence high",
        })
    }));
    support
}

/// Sentences of a condition as paragraphs.
pub(super) fn sentences(sentences: &[Sentence]) -> Vec<Paragraph> {
    let each = |sentence: &Sentence| Paragraph::new(sentence.depth, &sentence.says);
    sentences.iter().map(each).collect()
}
