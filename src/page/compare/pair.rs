//! Two texts side by side: where each leads, and how firmly.

use super::firmly::firmly;
use crate::answer::{
    Comparison, LeadsOn, PairAnswer, PairFinding, SideAnswer, StandingAnswer, TextByPolicy,
};
use crate::page::block::{Block, Fact, Heading, Named, Page, Paragraph, Section, Status, Tone};
use crate::page::check::score_in_full;
use crate::page::{Label, facts};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// What the texts are called where there is little room.
const NAMES: [&str; 2] = ["A", "B"];

/// Two texts side by side, policy by policy.
pub(super) fn page(answer: &Comparison) -> Page {
    let mut page = Page::default();
    let several = answer.pair.len() > 1;
    if let [pair, ..] = &answer.pair[..] {
        let title = phrase![&pair.first, " (A) and ", &pair.second, " (B)"];
        page.push(Heading::new(title));
    }
    for (at, pair) in answer.pair.iter().enumerate() {
        let mut blocks: Vec<Block> = vec![standing(pair).into(), Block::Names(texts(answer, at))];
        blocks.extend(sides(answer, pair).into_iter().map(Block::from));
        let firmly = Section::new("How firmly").with(Block::Facts(firmly(pair)));
        blocks.push(firmly.into());
        if several {
            let title = facts::policy(&pair.policy);
            page.push(Section::new(title).with_all(blocks));
        } else {
            page.blocks.extend(blocks);
        }
    }
    if let Some(otherwise) = otherwise(answer) {
        page.push(Section::new("").with(Block::Facts(vec![otherwise])));
    }
    page
}

/// Under which assumptions the two are ordered, or ordered otherwise.
fn otherwise(answer: &Comparison) -> Option<Fact> {
    let (other, same): (Vec<_>, Vec<_>) =
        (answer.trials.iter()).partition(|trial| trial.lost + trial.gained > 0);
    let each = other.iter().map(|trial| {
        let how = match (trial.lost, trial.gained) {
            (1, 1) => ": the other dominates",
            (_, 1) => ": one dominates the other",
            _ => ": neither dominates the other",
        };
        phrase![&trial.says, how]
    });
    let mut said = Phrase::joined(each, "; ");
    if !same.is_empty() {
        let of = phrase![same.len(), " of ", answer.trials.len(), " trials"];
        said = if said.is_empty() {
            phrase!["the same in ", of]
        } else {
            phrase![said, "; the same in ", of]
        };
    }
    (!said.is_empty()).then(|| Fact::new(Label::Otherwise, said))
}

/// How the first stands to the second.
fn standing(pair: &PairAnswer) -> Status {
    let policy = Phrase::name(pair.policy.shown());
    let sure = if pair.sure {
        ", however both are completed"
    } else {
        ""
    };
    let better = || phrase!["nowhere worse, somewhere better", sure];
    let (tone, word, rest) = match pair.standing {
        StandingAnswer::Dominates => (Tone::Good, "A dominates B", better()),
        StandingAnswer::Dominated => (Tone::Good, "B dominates A", better()),
        StandingAnswer::Alike => {
            let same = "every finding is the same, under each reading";
            (Tone::Neutral, "found alike", same.into())
        }
        StandingAnswer::Unordered => (Tone::Open, "cannot be ordered", why_not(pair)),
    };
    Status::new(tone, word, phrase!["by ", policy, ": ", rest])
}

/// Why neither dominates the other.
fn why_not(pair: &PairAnswer) -> Phrase {
    let count = |leads: LeadsOn| {
        let of = pair.findings.iter().filter(|each| each.leads == leads);
        of.count()
    };
    let (apart, read) = (count(LeadsOn::Apart), count(LeadsOn::ByReading));
    let mut said = phrase![
        "A leads on ",
        Phrase::counted(count(LeadsOn::First) as u64, "prerequisite"),
        ", B on ",
        count(LeadsOn::Second)
    ];
    if read > 0 {
        said = phrase![said, ", one or the other by the reading on ", read];
    }
    if apart > 0 {
        let apply = if apart == 1 { " applies" } else { " apply" };
        said = phrase![said, "; ", apart, apply, " to one alone"];
    }
    said
}

/// `A  open, score 14 % to 100 % (weight 3 of 22 to 22 of 22); drafts/a.yaml`.
fn texts(answer: &Comparison, policy: usize) -> Vec<Named> {
    let pair = &answer.pair[policy];
    let named = |name: &'static str, called: &Untrusted| {
        let mut texts = answer.texts.iter();
        let text = texts.find(|text| text.proposal.shown() == called)?;
        let by: &TextByPolicy = text.verdicts.get(policy)?;
        let mut said = phrase![by.verdict.word(), ", score ", score_in_full(&by.score)];
        if let Some(steps) = &text.steps {
            said = phrase![
                said,
                "; ",
                steps.in_words(),
                " to the nearest text that is met"
            ];
        }
        let mut named = Named::new(name, said);
        named.more.push((&text.proposal.file).into());
        Some(named)
    };
    let each = NAMES.into_iter().zip([&pair.first, &pair.second]);
    each.filter_map(|(name, called)| named(name, called))
        .collect()
}

/// Where each leads, what turns on the reading, and what applies to one alone; then what is alike.
fn sides(answer: &Comparison, pair: &PairAnswer) -> Vec<Section> {
    let files = [&pair.first, &pair.second].map(|called| file(answer, called));
    let parts = [
        (LeadsOn::First, "A leads"),
        (LeadsOn::Second, "B leads"),
        (LeadsOn::ByReading, "Which leads turns on the reading"),
        (LeadsOn::Apart, "Applies to one alone"),
    ];
    let mut sections = Vec::new();
    for (leads, title) in parts {
        let of = pair.findings.iter().filter(|each| each.leads == leads);
        let section = of.fold(Section::new(title), |section, finding| {
            side_by_side(section, finding, &files)
        });
        if !section.blocks.is_empty() {
            sections.push(section);
        }
    }
    let alike = alike(pair);
    if !alike.is_empty() {
        sections.push(Section::new("Both alike").with(Block::Names(alike)));
    }
    sections
}

/// The file of the text that is called so.
fn file(answer: &Comparison, called: &Untrusted) -> Option<Untrusted> {
    let mut texts = answer.texts.iter();
    let text = texts.find(|text| text.proposal.shown() == called)?;
    Some(text.proposal.file.clone())
}

fn side_by_side(
    section: Section,
    finding: &PairFinding,
    files: &[Option<Untrusted>; 2],
) -> Section {
    let advisory = if finding.advisory { ", advisory" } else { "" };
    let name = Phrase::name(&finding.prerequisite);
    let name = phrase![name, " (weight ", finding.weight, advisory, ")"];
    let side = |at: usize, of: &SideAnswer| {
        Paragraph::new(2, phrase![NAMES[at], " ", side(of, files[at].as_ref())])
    };
    section
        .with(Paragraph::new(1, name))
        .with(side(0, &finding.first))
        .with(side(1, &finding.second))
}

/// `open: guarantee_scope is silent (line 12)`.
fn side(side: &SideAnswer, file: Option<&Untrusted>) -> Phrase {
    let mut said = phrase![side.verdict.word()];
    let first = side.readings.first();
    let differ = side
        .readings
        .iter()
        .any(|read| Some(read.verdict) != first.map(|read| read.verdict));
    if differ {
        let each = side.readings.iter();
        let each =
            each.map(|read| phrase![read.verdict.word(), " if read ", Phrase::name(&read.name)]);
        said = phrase![said, " (", Phrase::joined(each, ", "), ")"];
    }
    if let Some(first) = side.says.first() {
        said = phrase![said, ": ", first];
    }
    if let Some(place) = &side.place {
        let (line, _) = place.source.line_and_column(place.span.start);
        let source = Untrusted::from(place.source.name());
        // Of a package it is a member that says so.
        said = if file == Some(&source) {
            phrase![said, " (line ", line, ")"]
        } else {
            phrase![said, " (line ", line, " of ", source, ")"]
        };
    }
    match side.says.len() {
        0 | 1 => said,
        more => phrase![said, "; ", more - 1, " more"],
    }
}

/// The prerequisites on which neither leads, by what is found.
fn alike(pair: &PairAnswer) -> Vec<Named> {
    let alike = || {
        let all = pair.findings.iter();
        all.filter(|each| each.leads == LeadsOn::Neither)
    };
    let part = |name: &'static str, is_in: &dyn Fn(&PairFinding) -> bool| {
        let of = alike().filter(|each| is_in(each));
        let names: Vec<Phrase> = of.map(|each| Phrase::name(&each.prerequisite)).collect();
        (!names.is_empty()).then(|| Named::new(name, Phrase::joined(names, ", ")))
    };
    let found = |word: &'static str| move |each: &PairFinding| each.first.verdict.word() == word;
    let parts = [
        part("unmet", &found("unmet")),
        part("open for the same terms", &|each| each.open_alike),
        part("open", &|each| found("open")(each) && !each.open_alike),
        part("met", &found("met")),
        part("not applicable", &found("not applicable")),
    ];
    parts.into_iter().flatten().collect()
}
