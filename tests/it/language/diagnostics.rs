//! docs/diagnostics.md is made from the texts that trigger each code, so that it cannot drift.
//! `UPDATE_DOCS=1 cargo test diagnostics` writes it anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use servanda::limit::Cancel;
use servanda::policy::{Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::proposal;
use servanda::questions::judge::Judge;
use servanda::questions::lint;
use servanda::syntax::{parse, tree};
use servanda::text::{Code, Diagnostic, Source};

use crate::support::files::{files, root, text};
use crate::support::texts::{lab, settlement, shipped};

/// Pages of codes that no small text can trigger: what it says, and the way out.
const WRITTEN: &[(&str, &str, &str)] = &[
    (
        "input/not-found",
        "There is no file of that name.",
        "Check the path; relative paths start at the current folder.",
    ),
    (
        "input/not-readable",
        "The file is there, but reading it failed, for example for want of permission.",
        "Check its permissions.",
    ),
    (
        "input/not-a-file",
        "A plain file was needed, and a folder, a pipe or a device was named. `check` takes folders of proposals; policies and copies of sources are single files. A pipe might never end.",
        "Name a file inside the folder; hand over what a pipe gives as standard input, and name `-`.",
    ),
    (
        "input/not-two-policies",
        "A program that uses the library compared another number of policies than two.",
        "Open the two that are to be compared, and compare others pair by pair.",
    ),
    (
        "input/not-utf8",
        "The file is not UTF-8 text. The message counts bytes from 0.",
        "Save it as UTF-8.",
    ),
    (
        "input/too-large",
        "The file is larger than the limit that the message names: 16 MiB for any file, 8 MiB for a proposal, 4 MiB for a policy or a vocabulary.",
        "Pass the right file, or split it.",
    ),
    (
        "input/passed-over",
        "The folder holds files that were not read: they do not end in `.yaml` or `.yml`, are no plain files, or lie in a folder inside it. Names that start with a dot, `*.servanda` and `*.md` are passed over without a word.",
        "Name them as well if they are proposals, or give them the right ending.",
    ),
    (
        "input/changed",
        "The file was read, then somebody saved it, and only then its new text would have been written: that would have undone what was saved.",
        "Ask again: the answer is then about the text as it is now.",
    ),
    (
        "input/nothing-to-check",
        "The folder holds no `*.yaml` or `*.yml` file of its own; subfolders are not searched. Nothing checked is never a success.",
        "Name the folder that holds the proposals.",
    ),
    (
        "input/stdin-twice",
        "Standard input (`-`) was named more than once.",
        "Name `-` once.",
    ),
    (
        "input/no-such-name",
        "`servanda show` was asked for a name that no prerequisite, warning, definition or term has, in the text that was named or in all that are built in.",
        "Take the name that is suggested, or look it up: `servanda show` lists the texts, `servanda show column` what is in one.",
    ),
    (
        "input/no-such-policy",
        "No policy of that name is built in. A name that ends in `.servanda` or holds a separator is taken as a path.",
        "Use one of the names that the message lists, or a path such as `./mine.servanda`.",
    ),
    (
        "input/not-a-policy",
        "A vocabulary was passed where a policy is needed.",
        "Pass a policy that names the vocabulary with `uses`.",
    ),
    (
        "input/not-a-vocabulary",
        "`uses` names a file that is itself a policy.",
        "Name a vocabulary.",
    ),
    (
        "input/no-such-vocabulary",
        "The vocabulary that the policy uses is neither beside the policy nor built in.",
        "Put `NAME.servanda` beside the policy.",
    ),
    (
        "input/two-vocabularies",
        "Policies judged together share one vocabulary, and these do not.",
        "Check them one after the other.",
    ),
    (
        "input/no-such-finding",
        "`--finding` names neither a prerequisite nor a warning of the policies.",
        "Use a name from the report, or from the policy's file; the message suggests the nearest.",
    ),
    (
        "input/same-name",
        "Several of the proposals that were judged have the same name inside. Reports tell them apart by their files.",
        "Give each its own name after the key `proposal`.",
    ),
    (
        "input/no-such-reading",
        "`--reading` names a reading that no prerequisite has.",
        "Write PREREQUISITE=NAME, or NAME for all that have it.",
    ),
    (
        "input/no-such-term",
        "`--price`, `--freeze` or `--only` names a term that the vocabulary does not have.",
        "Use a name from the vocabulary's file; the message suggests the nearest.",
    ),
    (
        "input/bad-price",
        "`--price` needs a term and what a step of changing it costs.",
        "Write TERM=N, N a whole number from 1 to 1000, such as nato_path=3.",
    ),
    (
        "input/other-name",
        "A policy has another name than its file. Reports, files written by `--witness` and the names of prerequisites go by the name inside.",
        "Give both the same name.",
    ),
    (
        "output/cut-off",
        "Standard output could not be written to its end, for example because the disk is full. What was written is only a part of the answer. A reader that closes the pipe is no error.",
        "Make room, or write elsewhere, and ask again.",
    ),
    (
        "input/contradiction",
        "Two options ask for what cannot both be: two readings of one prerequisite, two prices of one term, or a term that stays as it is and is alone to change.",
        "Leave out one of them. The same option may be given twice with the same value, and `--reading PREREQUISITE=NAME` goes before `--reading NAME`.",
    ),
    (
        "input/not-writable",
        "A file could not be written; the message says why. What was there before is still there.",
        "Check the folder and its permissions, or write elsewhere.",
    ),
    (
        "input/no-such-code",
        "`servanda explain` was asked for a code that does not exist.",
        "`servanda explain` lists all codes.",
    ),
    (
        "cite/no-such-source",
        "`--source` names a source that the policy does not have.",
        "Use one of the names that the message lists.",
    ),
    (
        "cite/bad-argument",
        "`--source` needs the source's name and the file that is a copy of it.",
        "Write NAME=FILE, such as column=column.txt.",
    ),
    (
        "limit/alternatives",
        "Sets with long lists under `any of` allow more combinations (4,096) than are looked at.",
        "State bounds (`at least`, `at most`) instead.",
    ),
    (
        "limit/conflicts",
        "The solver met a million conflicts on one question without an answer. No verdict is given rather than a doubtful one.",
        "Split the policy, or state more of the terms that its prerequisites share.",
    ),
    (
        "limit/budget",
        "The time that `--budget` allows, 30 seconds unless it says otherwise, ran out before an answer. What was \
         not proved is not said; an answer that was proved is told, with what was then not done. As a warning: \
         it ran out before a policy was linted.",
        "Allow more time, or as much as it takes (`--budget none`), or ask for less: fewer policies, more frozen \
         terms, a smaller `--all`.",
    ),
    (
        "edit/layout",
        "An anchor, a `?` key or a comment between brackets is in the way of a change, which could not be written without disturbing the rest of the file. Nothing was written.",
        "Write out what the anchor stands for, or put one provision a line with its keys indented below it, and try again.",
    ),
    (
        "edit/incoherent",
        "A repair says something that contradicts a provision which `--min-grade` or `--rivals` passes over: the repaired file as a whole could not be. Nothing was written.",
        "Leave that provision out of the file, or repair without the option.",
    ),
    (
        "vocabulary/too-many-labels",
        "A scale or a `one of` term has more labels, or a set more members, than the limit that the message names.",
        "Split the term.",
    ),
    (
        "policy/too-many-readings",
        "A prerequisite has more readings than the limit that the message names.",
        "Split it into several prerequisites.",
    ),
    (
        "condition/too-deep",
        "Groups and definitions lie inside one another deeper than the limit that the message names.",
        "Give inner parts names of their own, or flatten them.",
    ),
    (
        "condition/no-lines",
        "A group holds no line.",
        "Put at least one condition on a line of its own.",
    ),
];

const INTRO: &str = "\
# Diagnostics

Every error and warning has a code. `servanda explain CODE` prints its section from here. The examples
are taken from the texts of the test suite that trigger each code.
";

fn sources(folder: &str, extension: &str) -> Vec<Arc<Source>> {
    let source = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Source::new(name, text(path))
    };
    files(folder, extension).into_iter().map(source).collect()
}

fn collect() -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for source in sources("tests/data/bad/syntax", "servanda") {
        all.extend(parse(&source).errors);
    }
    let lab = lab();
    for source in sources("tests/data/bad/policy", "servanda") {
        match parse(&source).file {
            Some(tree::File::Vocabulary(tree)) => {
                all.extend(
                    resolve_vocabulary(&tree, &source)
                        .err()
                        .into_iter()
                        .flatten(),
                );
            }
            Some(tree::File::Policy(tree)) => {
                all.extend(
                    resolve_policy(&tree, &source, &lab)
                        .err()
                        .into_iter()
                        .flatten(),
                );
            }
            None => {}
        }
    }
    let settlement = settlement();
    for source in sources("tests/data/bad/proposal", "yaml") {
        all.extend(
            proposal::read(&source, &settlement)
                .err()
                .into_iter()
                .flatten(),
        );
    }
    for source in sources("tests/data/lint", "servanda") {
        match parse(&source).file.unwrap() {
            tree::File::Vocabulary(tree) => {
                let vocabulary = resolve_vocabulary(&tree, &source).unwrap();
                all.extend(lint::vocabulary(&vocabulary, &Cancel::default()));
            }
            tree::File::Policy(tree) => {
                let policy = resolve_policy(&tree, &source, &settlement).unwrap();
                all.extend(lint::policy(&policy, &Cancel::default()));
                let proofs = lint::prove(&policy, &Cancel::default()).found;
                all.extend(proofs.into_iter().map(|proof| proof.diagnostic));
                all.extend(lint::unused_terms(&[&policy]));
            }
        }
    }
    all.extend(incoherent(&settlement));
    all
}

fn incoherent(settlement: &Arc<Vocabulary>) -> Option<Diagnostic> {
    let policy = shipped("column", settlement);
    let text =
        "proposal: draft\nprovisions:\n  guarantee_detail: none\n  guarantee_strength: assurance\n";
    let proposal = proposal::read(&Source::new("draft.yaml", text), settlement).unwrap();
    let judge = Judge::new(&policy);
    let case = judge
        .case(&proposal, proposal::Options::default())
        .expect("one vocabulary");
    case.check(&Cancel::default()).err().map(|error| *error)
}

/// The section of a code: what it says, the line that triggers it, the way out.
fn section(diagnostic: &Diagnostic) -> String {
    let mut chars = diagnostic.message.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let mut out = format!("{first}{}.\n", chars.as_str());
    if let Some(place) = diagnostic.place() {
        let text = place.source.text();
        let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
        let line: String = text[start..]
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .chars()
            .take(76)
            .collect();
        if !line.is_empty() && line.chars().all(|char| !char.is_control()) {
            let _ = write!(out, "\n    {line}\n");
        }
    }
    for help in &diagnostic.help {
        let mut chars = help.chars();
        let first: String = chars
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let rest = chars.as_str();
        let end = if rest.ends_with(['.', '?']) { "" } else { "." };
        let _ = write!(out, "\n{first}{rest}{end}\n");
    }
    out
}

#[test]
fn the_page_of_each_code_is_what_its_text_triggers() {
    let mut pages: BTreeMap<&str, String> = BTreeMap::new();
    for (code, says, out) in WRITTEN {
        pages.insert(code, format!("{says}\n\n{out}\n"));
    }
    for diagnostic in collect() {
        pages
            .entry(diagnostic.code.name())
            .or_insert_with(|| section(&diagnostic));
    }
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(pages.keys().copied().collect::<Vec<_>>(), codes);
    let mut text = INTRO.to_owned();
    for (code, page) in pages {
        let _ = write!(text, "\n## {code}\n\n{page}");
    }
    let path = root().join("docs/diagnostics.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == text,
        "docs/diagnostics.md is out of date: run `UPDATE_DOCS=1 cargo test diagnostics`"
    );
}

#[test]
fn every_lint_has_a_text_that_triggers_it() {
    let found: Vec<Code> = collect().iter().map(|diagnostic| diagnostic.code).collect();
    let proved = [Code::VocabularyUnsatisfiable, Code::ProposalIncoherent];
    let lints = Code::ALL.iter().filter(|code| code.family() == "lint");
    for code in lints.chain(&proved) {
        assert!(found.contains(code), "no text triggers {code}");
    }
}

#[test]
fn the_shipped_texts_are_clean() {
    let settlement = settlement();
    assert_eq!(lint::vocabulary(&settlement, &Cancel::default()), []);
    let policy = shipped("column", &settlement);
    assert_eq!(lint::policy(&policy, &Cancel::default()), []);
}
