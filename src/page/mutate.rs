//! What tests notice of mistakes in policies: counts first, then only what no test notices.

use super::block::{Page, Paragraph, Section, Status, Tone};
use super::fixture::texts;
use super::shared::advised;
use super::{Advice, Shell};
use crate::answer::{
    FixtureAnswer, MutantAnswer, MutantCounts, MutantFate, MutatedAnswer, Mutations,
};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The most survivors that are shown in brief.
const FEW: usize = 12;

/// How many mutants there are and what became of them, and those that survive. `file` is the file that a
/// test was written to; with `verbose`, the texts of the tests are shown.
#[must_use]
pub fn mutations(
    all: &Mutations,
    verbose: bool,
    file: impl Fn(&FixtureAnswer) -> Option<Untrusted>,
    shell: &dyn Shell,
) -> Page {
    let mut page = Page::default();
    for policy in &all.mutated {
        page.push(status(policy));
        page.push(Paragraph::new(0, counts(policy)));
        survivors(policy, verbose, &mut page);
        undecided(policy, &mut page);
        for fixture in &policy.fixtures {
            if let Some(file) = file(fixture) {
                page.push(Paragraph::new(0, phrase!["written to ", file]));
            } else if verbose {
                texts(fixture).into_iter().for_each(|text| page.push(text));
            }
        }
    }
    let tests: Vec<&FixtureAnswer> = all.mutated.iter().flat_map(|each| &each.fixtures).collect();
    let written = tests.iter().any(|fixture| file(fixture).is_some());
    if !tests.is_empty() && !written {
        let count = Phrase::counted(tests.len() as u64, "test");
        let kill = if tests.len() == 1 { " kills" } else { " kill" };
        let text = phrase![count, kill, " those that survive"];
        page.push(Paragraph::new(
            0,
            advised(text, ": ", shell.advice(Advice::WriteTests(tests.len()))),
        ));
    }
    page
}

/// `SURVIVED   3 of 120 mutants of column; 5 tests`.
fn status(policy: &MutatedAnswer) -> Status {
    let MutantCounts {
        mutants,
        survived,
        not_decided,
        ..
    } = policy.summary;
    let name = Phrase::name(policy.policy.shown());
    let tests = Phrase::counted(policy.tests as u64, "test");
    let all = Phrase::counted(mutants as u64, "mutant");
    let (tone, word, text) = if policy.summary.viable() == 0 {
        (
            Tone::Bad,
            "failed",
            phrase!["no mutant of ", name, " could be tried"],
        )
    } else if survived > 0 {
        let text = phrase![survived, " of ", all, " of ", name, "; ", tests];
        (Tone::Bad, "survive", text)
    } else if not_decided > 0 {
        let text = phrase![not_decided, " of ", all, " of ", name, "; ", tests];
        (Tone::Open, "not decided", text)
    } else {
        let text = phrase!["no mutant of ", name, "; ", tests];
        (Tone::Good, "survives", text)
    };
    Status::new(tone, word, text)
}

/// What became of the mutants: the counts add up.
fn counts(policy: &MutatedAnswer) -> Phrase {
    let counts = policy.summary;
    let parts = [
        (counts.killed, "killed"),
        (counts.equivalent, "proved equivalent"),
        (counts.not_viable, "refused as a policy"),
        (counts.not_decided, "not decided"),
        (counts.survived, "survive"),
    ];
    let told = parts.into_iter().filter(|(count, _)| *count > 0);
    let told = told.map(|(count, what)| phrase![count, " ", what]);
    let all = Phrase::counted(counts.mutants as u64, "mutant");
    phrase![all, ": ", Phrase::joined(told, ", ")]
}

/// The mutants that survive, below what they are mutants of; in brief only the first of them.
fn survivors(policy: &MutatedAnswer, verbose: bool, page: &mut Page) {
    let survived = |mutant: &&MutantAnswer| mutant.fate == MutantFate::Survived;
    let all: Vec<&MutantAnswer> = policy.mutants.iter().filter(survived).collect();
    let shown = if verbose {
        all.len()
    } else {
        FEW.min(all.len())
    };
    let mut section: Option<(Phrase, Section)> = None;
    for mutant in &all[..shown] {
        let title = title(mutant);
        let mut own = match section.take() {
            Some((known, own)) if known == title => own,
            before => {
                page.blocks.extend(before.map(|(_, done)| done.into()));
                Section::new(title.clone())
            }
        };
        own.blocks.push(Paragraph::new(0, change(mutant)).into());
        if let Some(needs) = &mutant.needs {
            own.blocks.push(Paragraph::new(1, needs).into());
        }
        section = Some((title, own));
    }
    page.blocks.extend(section.map(|(_, done)| done.into()));
    more(&all[shown..], page);
}

/// How many more survive, and of what.
fn more(mutants: &[&MutantAnswer], page: &mut Page) {
    let mut of: Vec<(&str, usize)> = Vec::new();
    for mutant in mutants {
        match of.iter_mut().find(|(name, _)| *name == mutant.name) {
            Some((_, count)) => *count += 1,
            None => of.push((&mutant.name, 1)),
        }
    }
    if of.is_empty() {
        return;
    }
    let each = of.into_iter();
    let each = each.map(|(name, count)| phrase![Phrase::name(name), " ", count]);
    let text = phrase![mutants.len(), " more: ", Phrase::joined(each, ", ")];
    page.push(Section::new("").with(Paragraph::new(0, text)));
}

fn undecided(policy: &MutatedAnswer, page: &mut Page) {
    let undecided = |mutant: &&MutantAnswer| mutant.fate == MutantFate::NotDecided;
    let mutants = policy.mutants.iter().filter(undecided);
    let mut names: Vec<&str> = mutants.map(|mutant| mutant.name.as_str()).collect();
    names.dedup();
    if !names.is_empty() {
        let names = Phrase::list(names.into_iter().map(Phrase::name), "and");
        page.push(Paragraph::new(
            0,
            phrase!["Not decided are mutants of ", names],
        ));
    }
}

fn title(mutant: &MutantAnswer) -> Phrase {
    let name = Phrase::name(&mutant.name);
    match &mutant.reading {
        Some(reading) => phrase![name, ", ", Phrase::name(reading)],
        None => name,
    }
}

/// `line 44: guarantors_western is at least some → none`.
fn change(mutant: &MutantAnswer) -> Phrase {
    let (line, _) = mutant.place.source.line_and_column(mutant.place.span.start);
    phrase!["line ", line, ": ", &mutant.says]
}
