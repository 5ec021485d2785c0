//! What policies and vocabularies hold, as a page.

use super::block::{Block, Fact, Heading, Named, Page, Paragraph, Section};
use super::facts::cited;
use super::shared::advised;
use super::{Advice, Label, Shell};
use crate::answer::{
    AskedBy, DefinitionShown, EditionChange, LineShown, PolicyShown, PrerequisiteShown,
    ReadingShown, RoleName, Sentence, Shown, Shows, TermShown, VocabularyShown, WarningShown,
};
use crate::phrase;
use crate::text::{Phrase, Place, Untrusted};

/// The policies and the vocabularies, each in a few lines.
#[must_use]
pub fn list(shows: &Shows, shell: &dyn Shell) -> Page {
    let (mut policies, mut vocabularies) = (Vec::new(), Vec::new());
    for shown in &shows.shown {
        match shown {
            Shown::Policy(policy) => {
                let uses = phrase!["uses ", Phrase::name(&policy.vocabulary)];
                let asks = phrase![asks(policy), "; ", uses];
                policies.push(Named {
                    more: vec![asks, policy.rests_on.clone()],
                    ..Named::new(Phrase::name(&policy.id), &policy.title)
                });
            }
            Shown::Vocabulary(vocabulary) => {
                let terms = Phrase::counted(vocabulary.terms.len() as u64, "term");
                vocabularies.push(Named {
                    more: vec![terms],
                    ..Named::new(Phrase::name(&vocabulary.id), &vocabulary.title)
                });
            }
            Shown::Prerequisite(_) | Shown::Warning(_) | Shown::Definition(_) | Shown::Term(_) => {}
        }
    }
    let mut page = Page::default().with(Heading::new("What is built in"));
    page.blocks.extend(listed("Policies", policies));
    page.blocks.extend(listed("Vocabularies", vocabularies));
    page.blocks.extend(more(Advice::ShowOne, shell));
    page
}

/// Names with what they stand for, under a title; nothing if there are none.
fn listed(title: impl Into<Phrase>, names: Vec<Named>) -> Option<Block> {
    (!names.is_empty()).then(|| Section::new(title).with(Block::Names(names)).into())
}

/// Everything that was asked for, one after another.
#[must_use]
pub fn each(shows: &Shows, shell: &dyn Shell) -> Page {
    let mut page = Page::default();
    for (at, shown) in shows.shown.iter().enumerate() {
        let one = one(shown, shell);
        if at == 0 {
            page.blocks.extend(one.blocks);
        } else {
            let mut section = Section::new("");
            section.blocks = one.blocks;
            page.push(section);
        }
    }
    page
}

fn one(shown: &Shown, shell: &dyn Shell) -> Page {
    match shown {
        Shown::Policy(policy) => self::policy(policy, shell),
        Shown::Vocabulary(vocabulary) => self::vocabulary(vocabulary, shell),
        Shown::Prerequisite(prerequisite) => self::prerequisite(prerequisite),
        Shown::Warning(warning) => self::warning(warning),
        Shown::Definition(definition) => self::definition(definition),
        Shown::Term(term) => self::term(term),
    }
}

/// `name: title`.
fn named(name: &str, title: &Untrusted) -> Phrase {
    let name = Phrase::name(name);
    if title.is_empty() {
        name
    } else {
        phrase![name, ": ", title]
    }
}

fn more(advice: Advice, shell: &dyn Shell) -> Option<Block> {
    let advice = shell.advice(advice)?;
    let section = Section::new("").with(Paragraph::new(0, advised("", "", Some(advice))));
    Some(section.into())
}

pub(super) fn asks(policy: &PolicyShown) -> Phrase {
    let advisory = policy.prerequisites.iter().filter(|each| each.advisory);
    let advisory = advisory.count();
    let deciding = policy.prerequisites.len() - advisory;
    let mut asks = Phrase::counted(deciding as u64, "prerequisite");
    if advisory > 0 {
        asks = phrase![asks, " and ", advisory, " advisory"];
    }
    let warnings = Phrase::counted(policy.warnings.len() as u64, "warning");
    phrase![asks, ", ", warnings]
}

pub(super) fn notes(notes: &[Untrusted]) -> impl Iterator<Item = Fact> {
    notes.iter().map(|note| Fact::new(Label::Note, note))
}

fn policy(policy: &PolicyShown, shell: &dyn Shell) -> Page {
    let facts = vec![
        Fact::new(Label::Asks, asks(policy)),
        Fact::new(Label::RestsOn, policy.rests_on.clone()),
        Fact::new(Label::Uses, Phrase::name(&policy.vocabulary)),
    ];
    let mut page = Page::default().with(Heading::new(named(&policy.id, &policy.title)));
    page.facts(facts);
    let several = policy.sources.len() > 1;
    let prerequisites = policy.prerequisites.iter().map(|each| Named {
        more: vec![about(each, several)],
        ..Named::new(Phrase::name(&each.id), &each.title)
    });
    let (warnings, definitions) = (policy.warnings.iter(), policy.definitions.iter());
    let warnings = warnings.map(|each| Named::new(Phrase::name(&each.id), &each.title));
    let sections = [
        listed("Prerequisites", prerequisites.collect()),
        listed("Warnings", warnings.collect()),
        listed("Definitions", definitions.map(defined).collect()),
    ];
    page.blocks.extend(sections.into_iter().flatten());
    if !policy.notes.is_empty() {
        let notes = notes(&policy.notes).collect();
        page.push(Section::new("").with(Block::Facts(notes)));
    }
    page.blocks.extend(more(Advice::ShowPart, shell));
    page
}

fn defined(definition: &DefinitionShown) -> Named {
    Named::new(Phrase::name(&definition.id), &definition.gloss)
}

/// `weight 3; paragraph 2; read as_written or strict`. The name of the source is told where there are
/// `several`.
fn about(prerequisite: &PrerequisiteShown, several: bool) -> Phrase {
    let advisory = prerequisite.advisory.then(|| Phrase::from("advisory"));
    let weight = phrase!["weight ", prerequisite.weight];
    let cites = prerequisite.cites.iter();
    let passages = cites.map(|cite| {
        let at = match (cite.paragraph, &cite.at) {
            (Some(number), _) => phrase!["paragraph ", number],
            (None, Some(at)) => at.into(),
            (None, None) => Phrase::default(),
        };
        if several {
            phrase![Phrase::name(&cite.source), " (", at, ")"]
        } else {
            at
        }
    });
    let passages = Phrase::list(passages, "and");
    let passages = (!passages.is_empty()).then_some(passages);
    let names = prerequisite.readings.iter();
    let names = Phrase::list(names.map(|each| Phrase::name(&each.name)), "or");
    let readings = (!names.is_empty()).then(|| phrase!["read ", names]);
    let parts = [advisory, Some(weight), passages, readings];
    Phrase::joined(parts.into_iter().flatten(), "; ")
}

pub(super) fn prerequisite(prerequisite: &PrerequisiteShown) -> Page {
    let counts = phrase![prerequisite.weight];
    let weight = match &prerequisite.weight_reason {
        Some(reason) => phrase![counts, ", because ", reason],
        None => counts,
    };
    let weight = if prerequisite.advisory {
        phrase![
            weight,
            "; advisory: the verdict on a proposal passes over it"
        ]
    } else {
        weight
    };
    let mut facts = vec![Fact::new(
        Label::In,
        belongs(&prerequisite.policy, &prerequisite.place),
    )];
    facts.extend(prerequisite.lines.iter().map(line));
    facts.extend(prerequisite.readings.iter().map(reading));
    facts.push(Fact::new(Label::Weight, weight));
    facts.extend(cited(&prerequisite.cites));
    let otherwise = prerequisite.otherwise.iter();
    facts.extend(otherwise.map(|text| Fact::new(Label::Otherwise, text)));
    facts.extend(notes(&prerequisite.notes));
    let mut page = Page::default().with(Heading::new(named(&prerequisite.id, &prerequisite.title)));
    page.facts(facts);
    let mut lines = written(&prerequisite.lines, 2);
    for reading in &prerequisite.readings {
        lines.push(format!("  reading {}", reading.name).into());
        lines.extend(written(&reading.lines, 4));
    }
    page.push(as_written(lines));
    page
}

/// The name of the text in which something stands, and on which line.
fn belongs(text: &str, place: &Place) -> Phrase {
    let (line, _) = place.source.line_and_column(place.span.start);
    phrase![Phrase::name(text), ", line ", line]
}

/// What a line asks, under the part that it plays.
fn line(line: &LineShown) -> Fact {
    let label = match &line.role {
        Some(RoleName::When) => Label::When,
        Some(RoleName::Must) => Label::Must,
        Some(RoleName::Unless) => Label::Unless,
        Some(RoleName::Reading(_)) => Label::Reading,
        None => Label::Holds,
    };
    said(label, &line.sentences)
}

fn said(label: Label, sentences: &[Sentence]) -> Fact {
    let body = sentences.iter();
    let body = body.map(|sentence| Paragraph::new(sentence.depth, sentence.says.clone()));
    Fact {
        label,
        body: body.collect(),
    }
}

fn reading(reading: &ReadingShown) -> Fact {
    let mut fact = Fact::new(Label::Reading, named(&reading.name, &reading.gloss));
    for line in &reading.lines {
        let deeper = line.sentences.iter();
        fact.body.extend(
            deeper.map(|sentence| Paragraph::new(sentence.depth + 1, sentence.says.clone())),
        );
    }
    let notes = reading.notes.iter();
    fact.body.extend(notes.map(|note| Paragraph::new(1, note)));
    fact
}

/// Lines of a file as they are written, moved in.
fn written(lines: &[LineShown], indent: usize) -> Vec<Untrusted> {
    let each = lines.iter().flat_map(|line| line.text.lines(indent));
    each.collect()
}

fn as_written(lines: Vec<Untrusted>) -> Section {
    Section::new("As it is written").with(Block::Example(lines))
}

pub(super) fn warning(warning: &WarningShown) -> Page {
    let mut facts = vec![
        Fact::new(Label::In, belongs(&warning.policy, &warning.place)),
        said(Label::RaisedIf, &warning.raised_when.sentences),
    ];
    facts.extend(cited(&warning.cites));
    facts.extend(notes(&warning.notes));
    let title = phrase![named(&warning.id, &warning.title), " (a warning)"];
    let mut page = Page::default().with(Heading::new(title));
    page.facts(facts);
    page.push(as_written(warning.raised_when.text.lines(2).collect()));
    page
}

pub(super) fn definition(definition: &DefinitionShown) -> Page {
    let mut facts = vec![Fact::new(
        Label::In,
        belongs(&definition.of, &definition.place),
    )];
    facts.extend(definition.lines.iter().map(line));
    facts.extend(notes(&definition.notes));
    let title = phrase![named(&definition.id, &definition.gloss), " (a definition)"];
    let mut page = Page::default().with(Heading::new(title));
    page.facts(facts);
    page.push(as_written(written(&definition.lines, 2)));
    page
}

fn vocabulary(vocabulary: &VocabularyShown, shell: &dyn Shell) -> Page {
    let mut facts = vec![
        Fact::new(Label::Edition, phrase![vocabulary.edition]),
        Fact::new(Label::Terms, phrase![vocabulary.terms.len()]),
    ];
    facts.extend(notes(&vocabulary.notes));
    let mut page = Page::default().with(Heading::new(named(&vocabulary.id, &vocabulary.title)));
    page.facts(facts);
    for (title, terms) in vocabulary.sections() {
        let title = title.map_or(Phrase::from("Terms"), Phrase::from);
        let terms = terms.iter();
        let terms = terms.map(|term| Named::new(Phrase::name(&term.id), &term.gloss));
        page.blocks.extend(listed(title, terms.collect()));
    }
    let definitions = vocabulary.definitions.iter().map(defined).collect();
    page.blocks.extend(listed("Definitions", definitions));
    if !vocabulary.always.is_empty() {
        let mut section = Section::new("Background knowledge");
        let always = vocabulary.always.iter();
        section
            .blocks
            .extend(always.map(|each| Paragraph::new(1, each).into()));
        page.push(section);
    }
    page.blocks.extend(more(Advice::ShowPart, shell));
    page
}

fn term(term: &TermShown) -> Page {
    let within = belongs(&term.vocabulary, &term.place);
    let within = match &term.section {
        Some(section) => phrase![within, ", \"", section, "\""],
        None => within,
    };
    let mut facts = vec![Fact::new(Label::In, within)];
    facts.extend(meaning(term));
    if term.arises.always {
        facts.push(Fact::new(Label::Arises, "always"));
    }
    facts.extend(history(term));
    let with = &term.arising_with;
    if !with.is_empty() {
        let with = Phrase::list(with.iter().map(Phrase::name), "and");
        facts.push(Fact::new(
            Label::Decides,
            phrase!["whether ", with, " arises"],
        ));
    }
    facts.extend(
        term.always
            .iter()
            .map(|always| Fact::new(Label::Always, always)),
    );
    facts.extend(asked_by_all(term));
    facts.extend(notes(&term.notes));
    let example = Phrase::value(&term.example);
    facts.push(Fact::new(Label::Example, example));
    let mut page = Page::default().with(term_heading(term));
    page.facts(facts);
    page
}

/// The name of a term and what it stands for.
pub(super) fn term_heading(term: &TermShown) -> Heading {
    Heading::new(named(&term.id, &term.gloss))
}

/// What can be said of a term: its values, what silence means, and when it arises; the last only if it
/// does not always.
pub(super) fn meaning(term: &TermShown) -> Vec<Fact> {
    let silence = Fact::new(Label::Silence, silence(term));
    let arises = (!term.arises.always).then(|| arises(term));
    [values(term), silence].into_iter().chain(arises).collect()
}

/// What looks at a term.
pub(super) fn asked_by_all(term: &TermShown) -> Vec<Fact> {
    if term.asked_by.is_empty() {
        return vec![Fact::new(Label::AskedBy, "no prerequisite and no warning")];
    }
    term.asked_by.iter().map(asked_by).collect()
}

/// What the term and its labels were called, and what came to mean something else.
fn history(term: &TermShown) -> Vec<Fact> {
    let names = |names: &[String]| Phrase::list(names.iter().map(Phrase::name), "and");
    let mut facts = Vec::new();
    if !term.formerly.is_empty() {
        facts.push(Fact::new(Label::Formerly, names(&term.formerly)));
    }
    let labels = term.labels.iter();
    let renamed = labels.clone().filter(|label| !label.formerly.is_empty());
    facts.extend(renamed.map(|label| {
        let name = Phrase::value(&label.name);
        Fact::new(
            Label::Formerly,
            phrase![names(&label.formerly), ", now ", name],
        )
    }));
    let own = term.changed.iter();
    facts.extend(own.map(|change| Fact::new(Label::Changed, changed(change))));
    let labels = labels.flat_map(|label| {
        let name = || Phrase::value(&label.name);
        let changes = label.changed.iter();
        changes.map(move |change| phrase![name(), " ", changed(change)])
    });
    facts.extend(labels.map(|text| Fact::new(Label::Changed, text)));
    facts
}

fn changed(change: &EditionChange) -> Phrase {
    phrase!["in edition ", change.edition, ": ", &change.says]
}

/// What kind of term it is, and its labels with what they stand for.
fn values(term: &TermShown) -> Fact {
    let kind = match (&term.numbers, term.labels.is_empty()) {
        (Some(numbers), _) => {
            let (from, to) = (Phrase::value(&numbers.from), Phrase::value(&numbers.to));
            phrase![
                "a number from ",
                from,
                " to ",
                to,
                ", in steps of ",
                Phrase::value(&numbers.step)
            ]
        }
        (None, true) => Phrase::value("yes or no"),
        (None, false) => phrase![kind(term.kind)],
    };
    let labels = term.labels.iter().map(|label| {
        let name = Phrase::value(&label.name);
        match &label.gloss {
            Some(gloss) => phrase![name, ": ", gloss],
            None => name,
        }
    });
    let mut fact = Fact::new(Label::Values, kind);
    fact.body
        .extend(labels.map(|label| Paragraph::new(1, label)));
    fact
}

fn kind(word: &'static str) -> &'static str {
    match word {
        "scale" => "a scale, the lowest first:",
        "set of" => "a set of any of these:",
        _ => "one of these:",
    }
}

fn silence(term: &TermShown) -> Phrase {
    match &term.silence.means {
        Some(value) => phrase!["means ", Phrase::value(value)],
        None => "leaves it open".into(),
    }
}

fn arises(term: &TermShown) -> Fact {
    if term.arises.when.is_empty() {
        let may_not = "unless the text leaves no room for it: then write `not applicable`";
        return Fact::new(Label::Arises, may_not);
    }
    let mut fact = Fact::new(Label::Arises, "where this holds, and nowhere else:");
    let when = term.arises.when.iter();
    let when = when.map(|each| Paragraph::new(each.depth + 1, each.says.clone()));
    fact.body.extend(when);
    fact
}

fn asked_by(asked: &AskedBy) -> Fact {
    let name = phrase![Phrase::name(&asked.policy), ".", Phrase::name(&asked.id)];
    let name = if asked.title.is_empty() {
        name
    } else {
        phrase![name, ": ", &asked.title]
    };
    let said = if asked.warning {
        name.with(" (a warning)")
    } else {
        name
    };
    Fact::new(Label::AskedBy, said)
}
