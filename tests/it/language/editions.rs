//! Editions of a vocabulary: former names are read, what changed its meaning is told, and rewriting
//! keeps everything else.

use std::collections::BTreeMap;

use servanda::proposal::Proposal;
use servanda::syntax::{self, tree};
use servanda::text::{Diagnostic, Source};
use servanda::world::World;

use crate::support::assert_snapshot;
use crate::support::files::{self, text};
use crate::support::texts::said;

type Texts = BTreeMap<String, String>;

/// The vocabulary, the policy and the drafts of several editions.
fn texts() -> Texts {
    let names = ["sea.servanda", "guards.servanda"];
    let drafts = files::files("tests/data/editions", "yaml");
    let drafts = drafts
        .iter()
        .map(|path| format!("{}.yaml", files::stem(path)));
    let names = names.into_iter().map(str::to_owned).chain(drafts);
    names
        .map(|name| (name.clone(), text(format!("tests/data/editions/{name}"))))
        .collect()
}

fn world(texts: &Texts) -> World<&Texts> {
    servanda::open(texts, ["guards.servanda"]).unwrap()
}

fn draft(text: &str) -> Result<(Proposal, String), Vec<Diagnostic>> {
    let texts = texts();
    let read = world(&texts).read(&Source::new("draft.yaml", text));
    let draft = read.map_err(servanda::Error::into_diagnostics)?;
    let doubts = said(&draft.doubts());
    Ok((draft, doubts))
}

fn is_draft(name: &str) -> bool {
    !name.contains(".servanda")
}

/// What is wrong with a draft of these provisions.
fn wrong(provisions: &str) -> String {
    let text = format!("proposal: draft\nprovisions:\n{provisions}");
    said(&draft(&text).unwrap_err())
}

#[test]
fn texts_of_earlier_editions_are_read_with_a_warning() {
    let texts = texts();
    let world = world(&texts);
    let mut all = said(world.warnings());
    for name in texts.keys().filter(|name| is_draft(name)) {
        all += &format!("\n{}", said(&world.proposal(name).unwrap().doubts()));
    }
    assert_snapshot!("editions", "warnings", all);
}

#[test]
fn a_former_name_means_what_the_name_means_now() {
    let texts = texts();
    let world = world(&texts);
    let old = "proposal: d\nprovisions: {way: merchants, watch: {at least: [alliance]}, dues: yes}";
    let new =
        "proposal: d\nprovisions: {passage: unarmed, guards: {at least: [league]}, toll: yes}";
    let read = |text: &str| {
        let draft = world.read(&Source::new("d.yaml", text)).unwrap();
        let given = draft.provisions.iter();
        let given: Vec<_> = given
            .map(|given| (given.term, given.stated.clone()))
            .collect();
        given
    };
    assert_eq!(read(old), read(new));
}

#[test]
fn rewriting_changes_names_alone() {
    let texts = texts();
    let world = world(&texts);
    let mut all = String::new();
    let policy = world.migrate_policy("guards.servanda").unwrap().unwrap();
    all += &policy.text.unwrap();
    for (name, text) in &texts {
        if !is_draft(name) {
            continue;
        }
        let answer = world.migrate(&Source::new(name, text.as_str())).unwrap();
        let new = answer.text.as_deref().unwrap_or("(as it is)\n");
        all += &format!("---- {name}\n{new}");
        // A second time there is nothing left to rewrite.
        let again = world
            .migrate(&Source::new(name, new))
            .map(|again| again.text);
        assert!(answer.text.is_none() || again == Ok(None), "{name}");
    }
    assert_snapshot!("editions", "rewritten", all);
}

/// With that name it would be forgotten that the draft is older than the change.
#[test]
fn a_name_that_alone_shows_the_age_of_a_draft_stays() {
    let undated = "proposal: d\nprovisions: {dues: no, way: none}\n";
    let texts = texts();
    let migrated = |text: &str| {
        let answer = world(&texts).migrate(&Source::new("d.yaml", text)).unwrap();
        answer.text.unwrap()
    };
    let new = migrated(undated);
    assert_eq!(new, "proposal: d\nprovisions: {dues: no, passage: none}\n");
    // What names its edition stays known to be older.
    let dated = "proposal: d\nedition: 1\nprovisions: {dues: no, way: none}\n";
    let new = migrated(dated);
    let renamed = "proposal: d\nedition: 1\nprovisions: {toll: no, passage: none}\n";
    assert_eq!(new, renamed);
    let (_, doubts) = draft(renamed).unwrap();
    assert!(doubts.contains("proposal/changed-meaning"), "{doubts}");
}

#[test]
fn an_edition_that_nothing_is_left_of_becomes_the_current_one() {
    let texts = texts();
    let text = "edition: '1' # one\nproposal: d\nprovisions: {way: none}\n";
    let answer = world(&texts).migrate(&Source::new("d.yaml", text)).unwrap();
    let new = "edition: '3' # one\nproposal: d\nprovisions: {passage: none}\n";
    assert_eq!(answer.text.as_deref(), Some(new));
    assert_eq!((answer.coded_for, answer.now_for), (Some(1), Some(3)));
}

#[test]
fn only_what_a_draft_says_is_compared_with_its_edition() {
    for (provisions, told) in [
        ("passage: all", true),
        ("passage: {any of: [none, all]}", true),
        ("passage: {value: none, rival: [all]}", true),
        ("passage: {at least: unarmed}", true),
        ("passage: {at least: none}", true),
        ("passage: {between: [none, unarmed]}", false),
        ("passage: {at most: unarmed}", false),
        ("passage: unarmed", false),
        ("toll: no", false),
    ] {
        let text = format!("proposal: d\nedition: 2\nprovisions:\n  {provisions}\n");
        let (_, doubts) = draft(&text).unwrap();
        let is_told = doubts.contains("proposal/changed-meaning");
        assert_eq!(is_told, told, "{provisions}\n{doubts}");
        // Nothing is known of a draft that names no edition.
        let (_, doubts) = draft(&text.replace("edition: 2\n", "")).unwrap();
        assert_eq!(doubts, "", "{provisions}");
    }
}

#[test]
fn a_term_cannot_stand_there_by_two_names() {
    let told = wrong("  toll: no\n  dues: no\n");
    let expected = "the term `toll` stands here twice: `dues` is a former name of it";
    assert!(told.contains(expected), "{told}");
    let told = wrong("  transit: none\n  way: none\n");
    assert!(
        told.contains("the term `passage` stands here twice"),
        "{told}"
    );
    let told = wrong("  guards: [league, alliance]\n");
    assert!(
        told.contains("`league` stands in this list twice"),
        "{told}"
    );
}

/// What a draft of a newer edition has that is not known yet is an error, and the warning says why.
#[test]
fn a_newer_draft_says_why_it_is_not_understood() {
    let text = "proposal: d\nedition: 4\nprovisions: {depth: yes, toll: no}\n";
    let told = said(&draft(text).unwrap_err());
    let newer = told.find("proposal/newer-edition").unwrap();
    let unknown = told.find("proposal/unknown-term").unwrap();
    assert!(newer < unknown, "{told}");
}

#[test]
fn a_repair_replaces_what_stands_under_a_former_name() {
    let texts = texts();
    let world = world(&texts);
    let text = "proposal: d\nprovisions:\n  way: none\n  watch: []\n";
    let draft = world.read(&Source::new("d.yaml", text)).unwrap();
    let answer = world
        .repair(&draft)
        .run(&servanda::limit::Cancel::default());
    let answer = answer.unwrap();
    let new = answer.repairs[0].text.as_deref().unwrap();
    assert!(
        new.contains("  way: {any of: [unarmed, all]}") || new.contains("  way:"),
        "{new}"
    );
    assert!(!new.contains("passage"), "{new}");
    assert!(world.read(&Source::new("d.yaml", new)).is_ok(), "{new}");
}

/// An alias stands for one word of the text: where it is to become two, nothing is rewritten.
#[test]
fn a_word_that_becomes_two_is_not_rewritten() {
    let vocabulary = "vocabulary v\nedition 2\n\
        term a one of x, y\n  label x formerly old\n\
        term b one of z, old\n";
    let texts = BTreeMap::from([
        ("v.servanda", vocabulary),
        (
            "p.servanda",
            "policy p\nuses v\nprerequisite q { must a is old }\n",
        ),
    ]);
    let world = servanda::open(&texts, ["p.servanda"]).unwrap();
    let text = "proposal: d\nprovisions:\n  a: &word old\n  b: *word\n";
    let error = world.migrate(&Source::new("d.yaml", text)).unwrap_err();
    assert!(error.to_string().contains("edit/layout"), "{error}");
    let text = text.replace("*word", "old").replace("&word ", "");
    let answer = world.migrate(&Source::new("d.yaml", text)).unwrap();
    assert_eq!(
        answer.text.unwrap(),
        "proposal: d\nprovisions:\n  a: x\n  b: old\n"
    );
}

/// A label that is a word of the language cannot start a line of its own.
#[test]
fn a_policy_that_would_be_misread_is_not_rewritten() {
    let vocabulary =
        "vocabulary v\nedition 2\nterm a one of x, note\n  label note formerly remark\n";
    let written = |list: &str| {
        let policy =
            format!("policy p\nuses v\nprerequisite q {{\n  must a is one of x,{list}\n}}\n");
        let texts = BTreeMap::from([("v.servanda", vocabulary), ("p.servanda", policy.as_str())]);
        let world = servanda::open(&texts, ["p.servanda"]).unwrap();
        let answer = world.migrate_policy("p.servanda");
        answer.map(|answer| answer.unwrap().text.unwrap())
    };
    assert!(written(" remark").unwrap().contains("is one of x, note\n"));
    let error = written("\n    remark").unwrap_err();
    assert!(error.to_string().contains("edit/layout"), "{error}");
}

/// A policy's own definition goes before what a term was called once.
#[test]
fn a_definition_may_have_a_former_name() {
    let texts = BTreeMap::from([
        (
            "v.servanda",
            "vocabulary v\nterm a yes or no\n  formerly d\n",
        ),
        (
            "p.servanda",
            "policy p\nuses v\ndefine d { a is no }\nprerequisite q { must d }\n",
        ),
    ]);
    let world = servanda::open(&texts, ["p.servanda"]).unwrap();
    let told = said(world.warnings());
    assert!(!told.contains("former-name"), "{told}");
}

#[test]
fn the_words_of_editions_may_be_labels_as_before() {
    let words = ["formerly", "changed", "label", "edition", "in"];
    let text = format!(
        "vocabulary v\nterm a scale {}\n  silence means formerly\nterm b one of {}\nterm c set of {}\n\
         always {{ when a is changed\nmust b is one of label, edition }}\n",
        words.join(" < "),
        words.join(", "),
        words.join(" \"gloss\",\n    ")
    );
    let parsed = syntax::parse(&Source::new("v", text.as_str()));
    assert_eq!(said(&parsed.errors), "", "{text}");
    let Some(tree::File::Vocabulary(tree)) = parsed.file else {
        panic!("no vocabulary");
    };
    assert_eq!(tree.terms.len(), 3);
    for word in words {
        let text = format!("vocabulary v\nterm {word} yes or no\n");
        let parsed = syntax::parse(&Source::new("v", text));
        assert!(!parsed.errors.is_empty(), "{word} names a term");
    }
}

/// What a clause of editions lacks is said with its usage.
#[test]
fn clauses_of_editions_that_cannot_be_read() {
    for (clause, expected) in [
        ("formerly", "write `formerly OLD_NAME, OLD_NAME`"),
        ("formerly a b", "there is no comma before `b`"),
        ("formerly a,", "a list does not end with a comma"),
        (
            "changed",
            "write `changed in edition 2 \"what is different\"`",
        ),
        ("changed in 2 \"x\"", "write `changed in edition 2"),
        ("changed in edition 2", "write `changed in edition 2"),
        ("label x", "write `label LABEL formerly OLD_LABEL`"),
        (
            "label x, y formerly z",
            "write `label LABEL formerly OLD_LABEL`",
        ),
    ] {
        let text =
            format!("vocabulary v\nedition 2\nterm t one of x, y\n  {clause}\nterm u yes or no\n");
        let told = said(&syntax::parse(&Source::new("v", text)).errors);
        assert!(told.contains(expected), "{clause}\n{told}");
    }
    let told = |text: &str| {
        let source = Source::new("v", text);
        said(&servanda::policy::read_vocabulary(&source).unwrap_err())
    };
    let none = told("vocabulary v\nterm t yes or no\n  label yes formerly some\n");
    assert!(
        none.contains("`t` has no labels: it is a `yes or no` term"),
        "{none}"
    );
    let unknown = told("vocabulary v\nterm t one of some, all\n  label sone formerly x\n");
    assert!(unknown.contains("did you mean `some`?"), "{unknown}");
}
