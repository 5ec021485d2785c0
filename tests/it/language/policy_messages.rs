//! Messages on policies that fit the mistake: what people write who know other languages.

use std::collections::BTreeMap;

use crate::support::texts::said;

/// What is said of a line of a prerequisite over a small vocabulary.
fn told(policy: &str) -> String {
    let vocabulary = "vocabulary lab \"Lab\"\n\
        term pledge \"P\" scale none < assurance < defence\n\
        term length \"L\" number of days from 0 to 100\n\
        term snapback \"S\" yes or no\n\
        term guarantors \"G\" set of us, uk\n";
    let files = BTreeMap::from([("p.servanda", policy), ("lab.servanda", vocabulary)]);
    match servanda::open(&files, ["p.servanda"]) {
        Ok(_) => panic!("it is read: {policy}"),
        Err(error) => said(error.diagnostics()),
    }
}

#[test]
fn lines_as_other_languages_have_them() {
    for (line, expected) in [
        ("must guarantors contains us", "did you mean `includes`?"),
        ("must guarantors lacks us", "did you mean `excludes`?"),
        ("must pledge equals defence", "did you mean `is`?"),
        ("must length exceeds 3 days", "did you mean `is above`?"),
        (
            "must pledge at least assurance",
            "write `is at least assurance`",
        ),
        (
            "must pledge one of assurance, defence",
            "write `is one of assurance, defence`",
        ),
        ("must pledge not defence", "write `is not defence`"),
        ("must pledge is \"defence\"", "write `is defence`"),
        ("must guarantors includes \"us\"", "write `includes us`"),
        (
            "must if pledge is defence",
            "put the condition behind `when`",
        ),
        (
            "if pledge is defence must snapback",
            "put the condition behind `when`",
        ),
        (
            "must not snapback",
            "of a yes-or-no term write `TERM is no`",
        ),
        (
            "must length is at least 90 calendar days",
            "a unit is one word, and `calendar days` are two",
        ),
    ] {
        let said = told(&format!(
            "policy p \"P\"\nuses lab\nprerequisite a \"A\" {{\n{line}\n}}\n"
        ));
        assert!(said.contains(expected), "{line}\n{said}\n{expected}");
    }
}

#[test]
fn a_word_of_the_language_names_no_policy() {
    for name in ["none", "is", "at", "any"] {
        let told = told(&format!(
            "policy {name} \"x\"\nuses lab\nprerequisite a {{ must snapback }}\n"
        ));
        assert!(
            told.contains(&format!("`{name}` is a word of the language")),
            "{told}"
        );
        assert!(!told.contains("needs a name"), "{told}");
        assert!(!told.contains("close the block"), "{told}");
    }
    // A name may begin with such a word.
    let files = BTreeMap::from([
        (
            "p.servanda",
            "policy note-of-may \"x\"\nuses none-lab\nprerequisite a { must y }\n",
        ),
        (
            "none-lab.servanda",
            "vocabulary none-lab \"x\"\nterm y \"Y\" yes or no\n",
        ),
    ]);
    assert!(servanda::open(&files, ["p.servanda"]).is_ok());
}
