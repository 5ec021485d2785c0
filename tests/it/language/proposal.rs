//! Proposals: what is said of bad ones, that the shipped ones are sound, and what we rely on in the
//! YAML library.

use servanda::proposal::{self, Entry, Options, Proposal, Stated};
use servanda::text::{Code, Source};

use crate::support::assert_snapshot;
use crate::support::files::{self, stem};
use crate::support::texts::{said, settlement};

/// The folder of proposals with mistakes.
const BAD: &str = "tests/data/bad/proposal";

fn read(text: &str) -> Result<Proposal, String> {
    let source = Source::new("text.yaml", text);
    proposal::read(&source, &settlement()).map_err(|errors| said(&errors))
}

#[test]
fn bad_proposals() {
    for path in files::files(BAD, "yaml") {
        let said = read(&files::text(&path)).expect_err("it is read without an error");
        assert_snapshot!("proposal", stem(&path), said);
    }
}

#[test]
fn every_code_has_a_text_that_triggers_it() {
    let mut all = String::new();
    for path in files::files(BAD, "yaml") {
        all += &read(&files::text(path)).unwrap_err();
    }
    all += &read(&"# ".repeat(5 << 20)).unwrap_err();
    // Of these a proposal can be read: `doubtful_coding_is_warned_of`, `editions`, `cli::files`.
    let read_all_the_same = [
        Code::ProposalChangedMeaning,
        Code::ProposalFormerName,
        Code::ProposalIncoherent,
        Code::ProposalNewerEdition,
        Code::ProposalOtherName,
        Code::ProposalSilentInReports,
        Code::ProposalUnsourced,
    ];
    let own = |code: &&Code| code.family() == "proposal" && !read_all_the_same.contains(code);
    for code in Code::ALL.iter().filter(own) {
        assert!(
            all.contains(&format!(" {code}: ")),
            "no text triggers {code}"
        );
    }
}

/// The codes of what is doubtful in a text.
fn doubts(text: &str) -> Vec<Code> {
    let doubts = read(text).unwrap().doubts();
    doubts.iter().map(|doubt| doubt.code).collect()
}

#[test]
fn doubtful_coding_is_warned_of() {
    let silent = "provisions:\n  nato_path: silent\n  us_role: guarantor\n";
    let reports = "proposal: p\ncoverage: reporting_only\n";
    assert_eq!(
        doubts(&format!("{reports}{silent}")),
        [Code::ProposalSilentInReports]
    );
    let each = "proposal: p\nprovisions:\n  nato_path: {value: silent, basis: report}\n";
    assert_eq!(doubts(each), [Code::ProposalSilentInReports]);
    for seen in ["full", "near_full", "partial"] {
        assert_eq!(
            doubts(&format!("proposal: p\ncoverage: {seen}\n{silent}")),
            []
        );
    }
    let sources = "proposal: p\nsources: {s: {grade: A}}\n";
    assert_eq!(
        doubts(&format!("{sources}{silent}")),
        [Code::ProposalUnsourced]
    );
    let named = "provisions:\n  nato_path: silent\n  us_role: {value: guarantor, source: s}\n";
    assert_eq!(doubts(&format!("{sources}{named}")), []);
}

#[test]
fn shipped_proposals_are_sound() {
    for name in files::proposals() {
        let proposal = read(&files::text(files::proposal(&name))).unwrap();
        assert_eq!(proposal.doubts(), []);
        assert_eq!(proposal.id, name);
        let rivals = Options {
            rivals: true,
            min_grade: None,
        };
        assert_eq!(
            proposal
                .knowledge(&settlement(), rivals)
                .expect("one vocabulary")
                .len(),
            settlement().terms.len()
        );
    }
}

/// The value that a text gives a term.
fn value(term: &str, written: &str) -> Stated {
    let proposal = read(&format!("proposal: x\nprovisions:\n  {term}: {written}\n")).unwrap();
    proposal.provisions[0].stated.clone()
}

#[test]
fn words_for_booleans_are_text_unless_the_term_is_yes_or_no() {
    for (written, wanted) in [("yes", 1), ("no", 0), ("true", 1), ("false", 0)] {
        assert_eq!(
            value("sanctions_snapback", written),
            Stated::Value(Entry::Value(wanted))
        );
    }
    assert!(read("proposal: x\nprovisions:\n  sanctions_snapback: off\n").is_err());
    // An author called no is a text; so is a title that looks like a number or a date.
    let proposal =
        read("proposal: 1994\ntitle: 2025-11-20\nauthors: [no, NO, 3]\nprovisions: {}\n").unwrap();
    assert_eq!(proposal.authors, ["no", "NO", "3"]);
    assert_eq!(
        (proposal.id.as_str(), proposal.title.as_str()),
        ("1994", "2025-11-20")
    );
}

#[test]
fn numbers_are_exact_and_may_carry_their_unit() {
    let wanted = Stated::Value(Entry::Value(600));
    assert_eq!(value("ukraine_force_cap", "600000"), wanted);
    assert_eq!(value("ukraine_force_cap", "600000 personnel"), wanted);
    assert_eq!(value("ukraine_force_cap", "\"600000.0\""), wanted);
    for wrong in ["600000.1", "6e5", "600_000", "0o17", ".inf", "600,000"] {
        let text = format!("proposal: x\nprovisions:\n  ukraine_force_cap: {wrong}\n");
        assert!(read(&text).is_err(), "{wrong} is read");
    }
}

#[test]
fn places_are_those_of_keys_and_values() {
    let text = "proposal: é\nprovisions:\n  us_role:\n    value: guarantr\n  nato_path: {any of: [left_open, nowhere]}\n";
    let said = read(text).unwrap_err();
    assert!(said.contains("text.yaml:4:12 "), "{said}");
    assert!(said.contains("text.yaml:5:35 "), "{said}");
}

#[test]
fn marks_and_line_ends_of_other_systems_are_read() {
    let text = "\u{feff}proposal: x\r\nprovisions:\r\n  nato_path: left_open\r\n";
    assert_eq!(read(text).unwrap().provisions.len(), 1);
}

#[test]
fn aliases_within_bounds_are_read() {
    let text = "proposal: x\nprovisions:\n  us_role: &a silent\n  nato_path: *a\n";
    assert_eq!(read(text).unwrap().provisions.len(), 2);
}
