//! How verdicts depend on what is taken for granted, as tables.

use super::block::{Block, Cell, Column, Matrix, MatrixRow, Page, Paragraph, Role, Section, Table};
use super::{Label, facts};
use crate::answer::{Counts, Discrimination, SensitivityAnswer};
use crate::phrase;
use crate::text::Phrase;

/// Verdicts of a policy on texts under each assumption; then how each prerequisite comes out.
#[must_use]
pub fn sensitivity(answer: &SensitivityAnswer) -> Page {
    let verdicts = Section::new(facts::policy(&answer.policy)).with(Block::Matrix(matrix(answer)));
    let trials = Section::new("Verdicts in each trial").with(Block::Table(trials(answer)));
    let prerequisites = Section::new("How each prerequisite comes out, as coded")
        .with(Block::Table(prerequisites(&answer.prerequisites)));
    let page = Page::default().with(verdicts);
    if answer.texts.len() < 2 {
        return page;
    }
    let page = page.with(trials).with(prerequisites);
    match alike(&answer.prerequisites) {
        Some(says) => page.with(Section::new("").with(Paragraph::new(0, says))),
        None => page,
    }
}

/// Texts against assumptions. The first one, that nothing is assumed, gives the verdict of the row.
fn matrix(answer: &SensitivityAnswer) -> Matrix {
    let assumed = answer.assumptions.iter().skip(1);
    let columns: Vec<Phrase> = assumed.map(|each| each.says.clone()).collect();
    let rows = answer.texts.iter().filter_map(|text| {
        let (first, others) = text.verdicts.split_first()?;
        Some(MatrixRow {
            name: facts::named(&text.proposal),
            sign: Some((*first).into()),
            score: phrase![text.changes(), " of ", others.len()],
            cells: others.iter().map(|each| (*each).into()).collect(),
            raised: Vec::new(),
            group: Phrase::default(),
            layer: None,
            under: Vec::new(),
        })
    });
    Matrix {
        deciding: columns.len(),
        score: Label::Differ,
        titles: Vec::new(),
        columns,
        warnings: Vec::new(),
        numbered: false,
        rows: rows.collect(),
    }
}

/// How many texts have each verdict under each assumption.
fn trials(answer: &SensitivityAnswer) -> Table {
    let each = answer.assumptions.iter();
    counted(each.map(|each| (each.texts, each.says.clone())))
}

/// On how many texts each prerequisite has each verdict.
fn prerequisites(all: &[Discrimination]) -> Table {
    counted(all.iter().map(|each| {
        let advisory = if each.advisory { " (advisory)" } else { "" };
        let name = Phrase::name(&each.prerequisite);
        (each.texts, phrase![name, advisory])
    }))
}

/// Numbers of texts, each with what it is of.
fn counted(rows: impl Iterator<Item = (Counts, Phrase)>) -> Table {
    let column = |label, role| Column { label, role };
    let cell = |text: Phrase| Cell { tone: None, text };
    let rows = rows.map(|(counts, of)| vec![cell(facts::counted(counts)), cell(of)]);
    Table {
        columns: vec![
            column(Label::Verdict, Role::Verdict),
            column(Label::Prerequisite, Role::Subject),
        ],
        rows: rows.collect(),
    }
}

/// Which prerequisites tell no two texts apart.
fn alike(prerequisites: &[Discrimination]) -> Option<Phrase> {
    let alike = prerequisites.iter().filter(|each| !each.discriminates);
    let names: Vec<Phrase> = alike.map(|each| Phrase::name(&each.prerequisite)).collect();
    let some = !names.is_empty();
    some.then(|| {
        phrase![
            "Told no two of these texts apart: ",
            Phrase::list(names, "and")
        ]
    })
}
