//! What changed from one version of a policy to another, and which texts are judged otherwise.

use super::{listed, paragraph};
use crate::answer::{
    AskedOtherwise, ChangeKind, PolicyDiffAnswer, PrerequisiteChange, TextChange, TextFinding,
};
use crate::page::block::{Block, Fact, Heading, Named, Page, Section, Status, Tone};
use crate::page::{Advice, facts};
use crate::page::{Label, Shell};
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::Verdict;

/// The most texts that are named where several are found otherwise in one way.
const NAMED: usize = 4;

/// What changed in a policy, and which texts are judged otherwise for it.
#[must_use]
pub fn policy_diff(answer: &PolicyDiffAnswer, in_full: bool, shell: &dyn Shell) -> Page {
    let title = phrase![
        "From ",
        facts::policy(&answer.old),
        " (",
        &answer.old.file,
        ") to ",
        &answer.new.file
    ];
    let mut page = Page::default().with(Heading::new(title));
    page.push(status(answer));
    let mut told = Vec::new();
    if answer.other_vocabulary {
        let said = "the vocabulary is another one as well: texts are read over that of each policy";
        told.push(Fact::new(Label::Changed, said));
    }
    page.facts(told);
    let flipped = answer.texts.iter().filter(|text| text.old != text.new);
    let flipped: Vec<Named> = flipped.map(verdict).collect();
    if !flipped.is_empty() {
        page.push(Section::new("Verdicts that changed").with(Block::Names(flipped)));
    }
    let changed = answer.prerequisites.iter();
    let changed: Vec<Named> = changed
        .map(|change| asked(change, answer, in_full))
        .collect();
    if changed.is_empty() {
        page.push(Section::new("Every prerequisite asks the same as before"));
    } else {
        let mut section = Section::new("Prerequisites that changed").with(Block::Names(changed));
        let same = Phrase::counted(answer.unchanged as u64, "prerequisite");
        let said = match answer.unchanged {
            0 => "No prerequisite asks the same as before.".into(),
            1 => "One other asks the same as before.".into(),
            _ => phrase![same, " ask the same as before."],
        };
        section = section.with(paragraph(said));
        page.push(section);
    }
    if !answer.warnings.is_empty() {
        let each = answer.warnings.iter().map(|change| {
            let what = match change.kind {
                ChangeKind::Added => "new",
                ChangeKind::Removed => "gone",
                ChangeKind::Changed => "raised by something else",
            };
            Named::new(Phrase::name(&change.warning), what)
        });
        let each = Block::Names(each.collect());
        page.push(Section::new("Warnings that changed").with(each));
    }
    let is_cut = answer
        .prerequisites
        .iter()
        .any(|change| !change.old_lines.is_empty() || !change.new_lines.is_empty());
    if let Some(advice) = shell
        .advice(Advice::ShowInFull)
        .filter(|_| is_cut && !in_full)
    {
        let more = Fact::new(Label::More, advice);
        page.push(Section::new("").with(Block::Facts(vec![more])));
    }
    page
}

/// `CHANGED   3 of 39 verdicts; 5 findings of 4 texts`.
fn status(answer: &PolicyDiffAnswer) -> Status {
    let verdicts = answer
        .texts
        .iter()
        .filter(|text| text.old != text.new)
        .count();
    let findings: usize = answer.texts.iter().map(|text| text.findings.len()).sum();
    let texts = Phrase::counted(answer.judged as u64, "text");
    if answer.judged == 0 {
        let changed = Phrase::counted(answer.prerequisites.len() as u64, "prerequisite");
        return Status::new(
            Tone::Neutral,
            "compared",
            phrase![changed, " changed; no text was named"],
        );
    }
    if answer.texts.is_empty() {
        return Status::new(
            Tone::Neutral,
            "as before",
            phrase![texts, " judged, nothing found otherwise"],
        );
    }
    let counted = Phrase::counted(findings as u64, "finding");
    let of = Phrase::counted(answer.texts.len() as u64, "text");
    let said = phrase![
        "the verdicts on ",
        verdicts,
        " of ",
        texts,
        "; ",
        counted,
        " of ",
        of
    ];
    Status::new(Tone::Open, "changed", said)
}

/// `unmet, was open: because of pledge_scope`.
fn verdict(text: &TextChange) -> Named {
    let names = text
        .findings
        .iter()
        .map(|each| Phrase::name(&each.prerequisite));
    let (names, _) = listed(names.collect(), NAMED);
    let mut said = phrase![text.new.word(), ", was ", text.old.word()];
    if !names.is_empty() {
        said = phrase![said, "; found otherwise: ", names];
    }
    Named::new(&text.text, said)
}

/// What became of a prerequisite, and of the findings on it.
fn asked(change: &PrerequisiteChange, answer: &PolicyDiffAnswer, in_full: bool) -> Named {
    let what = match change.kind {
        ChangeKind::Added => "new".into(),
        ChangeKind::Removed => "gone".into(),
        ChangeKind::Changed => {
            let what = change.what.iter().map(|what| match what {
                AskedOtherwise::Lines => "asks otherwise",
                AskedOtherwise::Weight => "counts otherwise",
                AskedOtherwise::Advisory => "decides otherwise",
            });
            Phrase::list(what, "and")
        }
    };
    let mut named = Named::new(Phrase::name(&change.prerequisite), what);
    named.more.extend(became(change, answer, in_full));
    if in_full {
        let old = change.old_lines.iter().map(|line| phrase!["old ", line]);
        let new = change.new_lines.iter().map(|line| phrase!["new ", line]);
        named.more.extend(old.chain(new));
    }
    named
}

/// `unmet, was open: 3 texts: a, b and c`.
fn became(change: &PrerequisiteChange, answer: &PolicyDiffAnswer, in_full: bool) -> Vec<Phrase> {
    let mut groups: Vec<(Option<Verdict>, Option<Verdict>, Vec<Phrase>)> = Vec::new();
    for text in &answer.texts {
        let mut of = text.findings.iter();
        let of = of.find(|each| each.prerequisite == change.prerequisite);
        let Some(TextFinding { old, new, .. }) = of else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|(was, is, _)| was == old && is == new)
        {
            Some((_, _, names)) => names.push((&text.text).into()),
            None => groups.push((*old, *new, vec![(&text.text).into()])),
        }
    }
    let each = groups.into_iter().map(|(was, is, names)| {
        let count = Phrase::counted(names.len() as u64, "text");
        let most = if in_full { usize::MAX } else { NAMED };
        let (names, _) = listed(names, most);
        let how = match (was, is) {
            (Some(was), Some(is)) => phrase![is.word(), ", was ", was.word()],
            (None, Some(is)) => is.word().into(),
            (Some(was), None) => phrase!["was ", was.word()],
            (None, None) => Phrase::default(),
        };
        phrase![how, " in ", count, ": ", names]
    });
    each.collect()
}
