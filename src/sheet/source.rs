//! What texts say on each term that is looked at, and who says so: a row for each provision and source.

use std::collections::BTreeMap;

use super::{Cell, Room, Sheet, columns};
use crate::answer::{CheckAnswer, Evidence, SourceRef};
use crate::proposal::{Basis, Confidence};
use crate::text::Phrase;

/// What is asked of one provision.
struct Provision<'a> {
    text: &'a CheckAnswer,
    evidence: &'a Evidence,
    /// The prerequisites and warnings that look at it.
    by: Vec<&'a str>,
}

/// What each text says on each term, in the order in which it is looked at.
pub(super) fn provisions(all: &[CheckAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Sources",
        columns([
            ("text", Room::Name, "the text"),
            (
                "term",
                Room::Name,
                "what is provided, by the name of the term",
            ),
            ("text_says", Room::Sentence, "what the text says on it"),
            ("source", Room::Word, "where the coder read it"),
            (
                "grade",
                Room::Word,
                "how good that source is: A official or specialist, B established press, C others",
            ),
            ("source_title", Room::Name, "the title of the source"),
            ("url", Room::Name, "where it can be read"),
            (
                "at",
                Room::Name,
                "where in the text, in its own way of counting",
            ),
            ("quote", Room::Sentence, "the words of the text"),
            ("note", Room::Sentence, "a remark of the coder"),
            (
                "basis",
                Room::Word,
                "how the provision is known: from the text, from a report, by the coder's judgement",
            ),
            ("confidence", Room::Word, "how sure the coder is"),
            ("coder", Room::Name, "who coded it"),
            ("rival", Room::Name, "other defensible readings of the text"),
            ("member", Room::Name, "of a package the member that says so"),
            ("file", Room::Name, "the file where that stands"),
            ("line", Room::Word, "the line in that file"),
            (
                "looked_at_by",
                Room::Sentence,
                "the prerequisites and warnings that look at it",
            ),
        ]),
    );
    for provision in looked_at(all) {
        let evidence = provision.evidence;
        let each: Vec<&Evidence> = if evidence.from.is_empty() {
            vec![evidence]
        } else {
            evidence.from.iter().collect()
        };
        for evidence in each {
            if evidence.sources.is_empty() {
                sheet.rows.push(row(&provision, evidence, None));
            }
            for source in &evidence.sources {
                sheet.rows.push(row(&provision, evidence, Some(source)));
            }
        }
    }
    sheet
}

/// Each provision once, whoever looks at it.
fn looked_at(all: &[CheckAnswer]) -> Vec<Provision<'_>> {
    let mut found: Vec<Provision<'_>> = Vec::new();
    let mut known: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
    for answer in all {
        let findings = answer.findings.iter().flat_map(|finding| {
            let full = finding.full.iter().flat_map(|full| &full.evidence);
            full.map(|evidence| (finding.id.as_str(), evidence))
        });
        let warnings = answer.warnings.iter().flat_map(|warning| {
            let full = warning.full.iter().flat_map(|full| &full.evidence);
            full.map(|evidence| (warning.id.as_str(), evidence))
        });
        for (by, evidence) in findings.chain(warnings) {
            let text = answer.proposal.shown().escaped(String::push_str);
            let key = (
                text,
                answer.policy.vocabulary.id.as_str(),
                evidence.term.as_str(),
            );
            let at = *known.entry(key).or_insert(found.len());
            if at == found.len() {
                found.push(Provision {
                    text: answer,
                    evidence,
                    by: Vec::new(),
                });
            }
            let provision = &mut found[at];
            if !provision.by.contains(&by) {
                provision.by.push(by);
            }
        }
    }
    found
}

fn row(provision: &Provision<'_>, evidence: &Evidence, source: Option<&SourceRef>) -> Vec<Cell> {
    let [file, line] = Cell::place(Some(&evidence.place));
    let grade = source.and_then(|source| source.grade);
    let word = |word: Option<&'static str>| word.map_or(Cell::Nothing, Cell::text);
    vec![
        Cell::text(provision.text.proposal.shown()),
        Cell::name(&evidence.term),
        Cell::text(&evidence.says),
        Cell::some(source.map(|source| &source.id)),
        grade.map_or(Cell::Nothing, |grade| Cell::text(Phrase::value(grade))),
        Cell::some(source.and_then(|source| source.title.as_ref())),
        Cell::some(source.and_then(|source| source.url.as_ref())),
        Cell::some(evidence.at.as_ref()),
        Cell::some(evidence.quote.as_ref()),
        Cell::some(evidence.note.as_ref()),
        word(evidence.basis.map(basis)),
        word(evidence.confidence.map(confidence)),
        Cell::some(evidence.coder.as_ref()),
        Cell::list(evidence.rival.iter().cloned()),
        Cell::some(evidence.member.as_ref()),
        file,
        line,
        Cell::list(provision.by.iter().map(|name| Phrase::name(*name))),
    ]
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Text => "text",
        Basis::Report => "report",
        Basis::Coder => "coder",
    }
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}
