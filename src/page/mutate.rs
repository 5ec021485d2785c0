//! What tests notice of mistakes in policies: counts first, then only what no test notices.

use super::block::{Page, Paragraph, Section, Status, Tone};
use super::fixture::texts;
use super::shared::advised;
use super::{Advice, Shell};
use crate::answer::{MutantAnswer, MutantFate, MutatedAnswer, Mutations};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The most survivors that are shown in brief.
const FEW: usize = 8;

/// How many mutants there are and what became of them, and those that survive. `written` says how many
/// tests were written, and to which folder; with `verbose`, their texts are shown.
#[must_use]
pub fn mutations(
    all: &Mutations,
    verbose: bool,
    written: Option<(usize, Untrusted)>,
    shell: &dyn Shell,
) -> Page {
    let mut page = Page::titled("What tests notice of mistakes");
    for policy in &all.mutated {
        page.push(status(policy));
        survivors(policy, verbose, &mut page);
        undecided(policy, &mut page);
        without_test(policy, &mut page);
        if verbose {
            let each = policy.fixtures.iter().flat_map(texts);
            each.for_each(|text| page.push(text));
        }
    }
    let tests: usize = all.mutated.iter().map(|each| each.fixtures.len()).sum();
    if tests > 0 {
        page.push(Section::new("").with(Paragraph::new(0, ready(tests, written, shell))));
    }
    page
}

/// `11 new tests would kill these`.
fn ready(tests: usize, written: Option<(usize, Untrusted)>, shell: &dyn Shell) -> Phrase {
    let new = Phrase::counted(tests as u64, "new test");
    let text = phrase![new, " would kill what survives"];
    match written {
        Some((count, folder)) => {
            let are = if count == 1 { " is" } else { " are" };
            phrase![text, "; ", count, are, " in ", folder]
        }
        None => advised(text, "; ", shell.advice(Advice::WriteTests(tests))),
    }
}

/// `SURVIVE   column: 3 of 120 mutants; 90 killed by 5 tests; 20 proved equivalent; 7 not viable`: the
/// counts add up.
fn status(policy: &MutatedAnswer) -> Status {
    let counts = policy.summary;
    let name = Phrase::name(policy.policy.shown());
    let tests = Phrase::counted(policy.tests as u64, "test");
    let mutants = Phrase::counted(counts.mutants as u64, "mutant");
    let (tone, word, first) = if counts.viable() == 0 {
        (Tone::Bad, "nothing", None)
    } else if counts.survived > 0 {
        (Tone::Bad, "survive", Some(counts.survived))
    } else if counts.not_decided > 0 {
        (Tone::Open, "not decided", Some(counts.not_decided))
    } else {
        (Tone::Good, "killed", Some(counts.killed))
    };
    let text = match (word, first) {
        (_, None) => phrase![name, ": no mutant could be tried, of ", mutants],
        ("killed", Some(count)) => {
            let viable = Phrase::counted(counts.viable() as u64, "viable mutant");
            let all = if count == counts.viable() {
                "all ".into()
            } else {
                phrase![count, " of "]
            };
            phrase![name, ": ", all, viable, " by ", tests]
        }
        (_, Some(count)) => phrase![name, ": ", count, " of ", mutants],
    };
    let killed = phrase![
        counts.killed,
        " killed by ",
        Phrase::counted(policy.tests as u64, "test")
    ];
    let rest = [
        (word != "killed" && word != "nothing", killed),
        (
            counts.equivalent > 0,
            phrase![counts.equivalent, " proved equivalent"],
        ),
        (
            counts.not_viable > 0,
            phrase![counts.not_viable, " not viable"],
        ),
        (
            counts.not_decided > 0 && word != "not decided",
            phrase![counts.not_decided, " not decided"],
        ),
    ];
    let rest = rest
        .into_iter()
        .filter(|(told, _)| *told)
        .map(|(_, text)| text);
    let parts = std::iter::once(text).chain(rest);
    Status::new(tone, word, Phrase::joined(parts, "; "))
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

/// What the answer lacks where there was no time for it.
fn without_test(policy: &MutatedAnswer, page: &mut Page) {
    let mutants = policy.mutants.iter();
    let without =
        mutants.filter(|mutant| mutant.fate == MutantFate::Survived && mutant.fixture.is_none());
    let without = without.count();
    if without > 0 {
        let mutants = Phrase::counted(without as u64, "mutant");
        let begin = "The time ran out before a test was found that kills ";
        let text = phrase![begin, mutants, " of these"];
        page.push(Section::new("").with(Paragraph::new(0, text)));
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
