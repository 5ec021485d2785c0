//! The pages of codes are true: what their examples show is run, and docs/diagnostics.md is made of
//! them. `UPDATE_DOCS=1 cargo test diagnostics` writes it anew.

// The program's own reader of its pages.
#[path = "../../../src/cli/codes.rs"]
mod codes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use codes::{CodePage, Example, families};
use servanda::limit::Cancel;
use servanda::questions::explain::Depth;
use servanda::questions::lint;
use servanda::text::{Code, Diagnostic, Severity};
use servanda::world::{Error, Tester, World};

use crate::support::command::command;
use crate::support::files::{Scratch, root};
use crate::support::texts::{settlement, shipped};

/// Codes that no small text and no command can show. What happened then, and what to do instead, is
/// all that their pages say.
const NOT_SHOWN: &[&str] = &[
    "condition/no-lines",
    "condition/too-deep",
    "edit/incoherent",
    "edit/layout",
    "input/changed",
    "input/control-character",
    "input/not-readable",
    "input/not-two-policies",
    "input/not-utf8",
    "input/not-writable",
    "input/too-large",
    "limit/alternatives",
    "limit/budget",
    "limit/conflicts",
    "output/cut-off",
    "output/left-out",
    "package/too-many-members",
    "policy/too-many-readings",
    "proposal/too-much",
    "snapshot/frozen",
    "syntax/too-deep",
    "vocabulary/too-many-labels",
];

/// What every small text has, or whatever is only a part of one: of most examples it is not told.
const USUAL: &[&str] = &[
    "lint/no-citation",
    "lint/unused-terms",
    "policy/no-prerequisites",
];

/// Examples whose one mistake is also found as another.
const ALSO: &[(&str, &str)] = &[
    ("lint/always-true", "lint/never-unmet"),
    ("lint/never-applies", "lint/never-true"),
    ("lint/never-true", "lint/idle-line"),
    ("lint/repeated-line", "lint/idle-line"),
    ("syntax/empty-block", "condition/no-lines"),
];

const INTRO: &str = "\
# Diagnostics

Every error and warning has a code; `servanda explain CODE` tells what is said of it here. Each example
yields its code in the first form and nothing in the second, which the test suite checks. Around the lines
of a prerequisite, of a policy, of a vocabulary or below `provisions` the rest of the file is left out.
";

fn pages() -> impl Iterator<Item = CodePage> {
    families().flat_map(|family| family.pages)
}

/// Everything that is said about an example, of which the lines are these.
fn said(kind: &str, lines: &[&str], code: &str) -> Vec<(String, String)> {
    let proofs = code.starts_with("lint/");
    let text = lines.join("\n") + "\n";
    let policy = |items: &str| {
        let source = if items.contains("cites essay") && !items.contains("source essay") {
            "source essay { title \"An essay\" }\n"
        } else {
            ""
        };
        format!("policy mine \"What I ask\"\nuses settlement\n{source}{items}")
    };
    match kind {
        "line" => {
            let around = "prerequisite one \"One thing\" {\ncites essay paragraph 1\n";
            of_policy(&policy(&format!("{around}{text}}}\n")), proofs)
        }
        "item" => of_policy(&policy(&text), proofs),
        "policy" => of_policy(&text, proofs),
        "term" => of_vocabulary(&format!("vocabulary harbour \"A harbour\"\n{text}")),
        "vocabulary" => of_vocabulary(&text),
        "provisions" => of_proposal(&format!(
            "proposal: draft\nprovisions:\n{}",
            moved(text.lines(), 2)
        )),
        "proposal" => of_proposal(&text),
        "ports policy" => of_ports(&text, "proposal: none\nprovisions: {}\n"),
        "ports proposal" => {
            let policy = "policy mine \"What I ask\"\nuses ports\nprerequisite one { must toll }\n";
            of_ports(policy, &text)
        }
        "expectation" => of_tests("draft.expect.yaml", &text),
        "fixtures" => of_tests("draft.fixtures.yaml", &text),
        "command" => of_commands(lines),
        kind => panic!("there is no kind `{kind}` of example"),
    }
}

/// Lines, moved in by so many blanks.
fn moved<'a>(lines: impl IntoIterator<Item = &'a str>, blanks: usize) -> String {
    let mut out = String::new();
    for line in lines {
        let _ = writeln!(out, "{:blanks$}{line}", "");
    }
    out
}

fn told<'a>(all: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<(String, String)> {
    all.into_iter()
        .map(|said| (said.code.name().to_owned(), said.message.clone()))
        .collect()
}

/// The errors; of a text without errors what is seen in it, and if proofs are asked for, these.
fn of_policy(text: &str, proofs: bool) -> Vec<(String, String)> {
    let files = BTreeMap::from([("mine.servanda", text)]);
    match servanda::open(&files, ["mine.servanda"]) {
        Ok(world) if !proofs => told(world.warnings()),
        Ok(world) => {
            let (lints, limits) = world.lint(&Cancel::default());
            assert!(limits.is_empty());
            told(lints.found.iter().map(|found| &found.said))
        }
        Err(error) => errors(&error),
    }
}

fn of_vocabulary(text: &str) -> Vec<(String, String)> {
    let policy = "policy mine\nuses harbour\n";
    let files = BTreeMap::from([("mine.servanda", policy), ("harbour.servanda", text)]);
    match servanda::open(&files, ["mine.servanda"]) {
        Ok(_) => panic!("a policy without prerequisites was read"),
        Err(error) => told(error.diagnostics()),
    }
}

fn of_proposal(text: &str) -> Vec<(String, String)> {
    let [treaty, protocol, annex] = ["treaty", "protocol", "annex"]
        .map(|name| format!("proposal: {name}\nprovisions:\n  us_role: supporting\n"));
    let files = BTreeMap::from([
        ("draft.yaml", text),
        ("treaty.yaml", &treaty),
        ("protocol.yaml", &protocol),
        ("annex.yaml", &annex),
        (
            "pair.yaml",
            "package: pair\nmembers: [treaty.yaml, protocol.yaml]\n",
        ),
    ]);
    let world: World<_> = servanda::open(&files, ["column"]).unwrap();
    let checked = world.proposal("draft.yaml").and_then(|draft| {
        let check = world.check(&draft).explaining(Depth::Verdicts);
        check.run(&Cancel::default()).map(|_| draft.doubts())
    });
    match checked {
        Ok(doubts) => told(&doubts),
        Err(error) => errors(&error),
    }
}

/// What is said of a policy and a proposal over a vocabulary that has had earlier editions.
fn of_ports(policy: &str, proposal: &str) -> Vec<(String, String)> {
    let ports = "vocabulary ports \"Ports\"\nedition 3\n\
        term toll \"A toll\" yes or no\n  formerly fee\n\
        term pilot \"A pilot\" yes or no\n  formerly guide\n  \
        changed in edition 3 \"a tug is no pilot\"\n";
    let files = BTreeMap::from([
        ("mine.servanda", policy),
        ("ports.servanda", ports),
        ("draft.yaml", proposal),
    ]);
    let world = servanda::open(&files, ["mine.servanda"]).unwrap();
    let mut all = told(world.warnings());
    all.extend(told(&world.proposal("draft.yaml").unwrap().doubts()));
    all
}

/// What is said of an expectation about a proposal that provides nothing, or of several fixtures.
fn of_tests(name: &str, text: &str) -> Vec<(String, String)> {
    let files = BTreeMap::from([
        ("draft.yaml", "proposal: draft\nprovisions: {}\n"),
        (name, text),
    ]);
    let tested = Tester::new(&files).test(name, &Cancel::default());
    let tested: Result<Vec<_>, Error> = tested.and_then(|all| all.into_iter().collect());
    match tested {
        Ok(tests) => {
            assert!(tests.iter().all(|test| test.passed));
            Vec::new()
        }
        Err(error) => errors(&error),
    }
}

fn errors(error: &Error) -> Vec<(String, String)> {
    let all = error.diagnostics().iter();
    told(all.filter(|said| said.severity == Severity::Error))
}

/// The codes that commands print, in a folder with a few files.
fn of_commands(lines: &[&str]) -> Vec<(String, String)> {
    let folder = Scratch::new();
    let draft = "proposal: draft\nprovisions:\n  us_role: supporting\n";
    let own = |name: &str| {
        format!(
            "policy {name} \"What I ask\"\nuses settlement\nsource essay {{ title \"An essay\" }}\n\
             prerequisite one \"Sanctions return\" {{\n  cites essay paragraph 1\n  must \
             sanctions_snapback\n}}\n"
        )
    };
    let port = |name: &str, must: &str| {
        format!(
            "policy {name} \"A policy of ports\"\nuses ports\nsource essay {{ title \"An essay\" }}\n\
             prerequisite {name}_one \"One\" {{\n  cites essay paragraph 1\n  must {must}\n}}\n"
        )
    };
    for below in [
        "drafts", "kept", "mixed", "notes", "renamed", "stray", "tested",
    ] {
        fs::create_dir(folder.path(below)).unwrap();
    }
    for (name, text) in [
        ("draft.yaml", draft.to_owned()),
        ("drafts/draft.yaml", draft.to_owned()),
        (
            "drafts/second.yaml",
            draft.replace("proposal: draft", "proposal: second"),
        ),
        ("renamed/treaty.yaml", draft.to_owned()),
        (
            "pair.yaml",
            "package: pair\nmembers: [drafts/draft.yaml, drafts/second.yaml]\n".to_owned(),
        ),
        (
            "stray/gone.expect.yaml",
            "policies: {column: open}\n".to_owned(),
        ),
        ("kept/draft.yaml", draft.to_owned()),
        (
            "kept/draft.expect.yaml",
            "policies: {column: open}\n".to_owned(),
        ),
        (
            "kept/gone.snapshot.yaml",
            "policies: {column: {verdict: open}}\n".to_owned(),
        ),
        ("tested/draft.yaml", draft.to_owned()),
        (
            "tested/draft.expect.yaml",
            "policies: {column: open}\n".to_owned(),
        ),
        ("mixed/draft.yaml", draft.to_owned()),
        ("mixed/draft.txt", draft.to_owned()),
        ("notes/remarks.md", "Remarks.\n".to_owned()),
        ("essay.txt", "An essay\n".to_owned()),
        ("mine.servanda", own("mine")),
        ("copy.servanda", own("mine")),
        (
            "ports.servanda",
            "vocabulary ports \"Ports\"\nterm toll \"A toll\" yes or no\nterm pilot \"A pilot\" yes \
             or no\n"
                .to_owned(),
        ),
        ("harbour.servanda", port("harbour", "toll")),
        ("ships.servanda", port("ships", "pilot")),
        (
            "stray.servanda",
            port("stray", "toll").replace("uses ports", "uses other"),
        ),
        (
            "other.servanda",
            "vocabulary ports \"Ports\"\nterm toll \"A toll\" yes or no\n".to_owned(),
        ),
    ] {
        folder.write(name, &text);
    }
    let mut said = Vec::new();
    for line in lines {
        let words = line.strip_prefix("$ servanda ").unwrap();
        let words: Vec<&str> = words.split(' ').collect();
        let mut command = command(&words);
        let input = fs::File::open(folder.path("draft.yaml")).unwrap();
        let output = command
            .current_dir(folder.path("."))
            .stdin(input)
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        for start in ["error[", "warning["] {
            for rest in printed.split(start).skip(1) {
                let code = rest.split(']').next().unwrap();
                said.push((code.to_owned(), String::new()));
            }
        }
    }
    said
}

/// What is said of the first form of each example.
static BEFORE: LazyLock<BTreeMap<&str, Vec<(String, String)>>> = LazyLock::new(|| {
    let shown = pages().filter_map(|page| Some((page.code, page.example?)));
    shown
        .map(|(code, example)| (code, said(example.kind, &example.before, code)))
        .collect()
});

/// The codes of what is said, without those that every small policy has, unless it is asked for one.
fn of_interest(said: &[(String, String)], code: &str) -> BTreeSet<String> {
    let codes = said.iter().map(|(said, _)| said.clone());
    let passed_over = |said: &str| USUAL.contains(&said) || ALSO.contains(&(code, said));
    codes
        .filter(|said| said == code || !passed_over(said))
        .collect()
}

#[test]
fn every_example_yields_its_code_and_every_mended_one_nothing() {
    let mut wrong = Vec::new();
    for page in pages() {
        let Some(example) = &page.example else {
            continue;
        };
        let before = of_interest(&BEFORE[page.code], page.code);
        let after = of_interest(&said(example.kind, &example.after, page.code), page.code);
        if before != BTreeSet::from([page.code.to_owned()]) || !after.is_empty() {
            wrong.push(format!("{}: before {before:?}, after {after:?}", page.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_page_is_whole() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    let told: Vec<&str> = pages().map(|page| page.code).collect();
    assert_eq!(told, codes, "each code has its page in src/cli/codes");
    let shown = |page: &CodePage| page.example.is_some();
    let without: Vec<&str> = pages()
        .filter(|page| !shown(page))
        .map(|page| page.code)
        .collect();
    assert_eq!(without, NOT_SHOWN, "pages without an example");
    for family in families() {
        assert!(!family.about.is_empty() && !family.about.contains('\n'));
        for page in family.pages {
            assert!(page.code.starts_with(family.name), "{}", page.code);
            let sentences = [page.means, page.why, page.mend];
            let whole =
                |text: &&str| text.len() > 10 && (text.ends_with('.') || text.ends_with(".)"));
            assert!(sentences.iter().all(whole), "{}", page.code);
            let mended =
                |example: &Example| !example.after.is_empty() && example.before != example.after;
            assert!(page.example.as_ref().is_none_or(mended), "{}", page.code);
        }
    }
}

/// The section of a code: what it means, why it matters, what to do, before and after, and what is
/// said of the first.
fn section(page: &CodePage) -> String {
    let mut out = format!("\n## {}\n\n{}\n\n", page.code, page.means);
    let _ = write!(
        out,
        "*Why it matters:* {}\n\n*What to do:* {}\n",
        page.why, page.mend
    );
    let Some(example) = &page.example else {
        return out;
    };
    let block = |lines: &[&'static str]| moved(lines.iter().copied(), 4);
    let (before, after) = (block(&example.before), block(&example.after));
    let message = BEFORE[page.code].iter().find(|(code, _)| code == page.code);
    let message = message.map(|(_, message)| message.as_str());
    let says = match message.filter(|message| !message.is_empty()) {
        Some(message) => format!(" ({message})"),
        None => String::new(),
    };
    let _ = write!(out, "\nBefore{says}:\n\n{before}\nAfter:\n\n{after}");
    out
}

#[test]
fn the_pages_are_in_the_documentation() {
    let mut text = INTRO.to_owned();
    pages().for_each(|page| text += &section(&page));
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
fn the_shipped_texts_are_clean() {
    let settlement = settlement();
    assert_eq!(lint::vocabulary(&settlement, &Cancel::default()), []);
    let policy = shipped("column", &settlement);
    assert_eq!(lint::policy(&policy, &Cancel::default()), []);
}
