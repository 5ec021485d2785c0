//! Messages that fit the mistake: what new users write, and the way out they are told.

use servanda::proposal;
use servanda::text::{Diagnostic, Source};

use crate::support::texts::settlement;

fn errors(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("text.yaml", text);
    proposal::read(&source, &settlement())
        .err()
        .unwrap_or_default()
}

/// The first error of a text: its line, its message and its help.
fn first(text: &str) -> String {
    let errors = errors(text);
    let error = errors
        .first()
        .unwrap_or_else(|| panic!("it is read: {text}"));
    let place = error.place().unwrap();
    let (line, _) = place.source.line_and_column(place.span.start);
    format!("{line}: {}; {}", error.message, error.help.join("; "))
}

fn assert_told(text: &str, expected: &str) {
    let said = first(text);
    assert!(said.contains(expected), "{text}\n{said}\n{expected}");
}

#[test]
fn values_that_are_none() {
    for (provision, expected) in [
        ("nato_path: unknown", "leave the key out"),
        ("nato_path: null", "leave the key out"),
        ("nato_path: ~", "leave the key out"),
        ("nato_path:", "leave the key out"),
        ("nato_path: '?'", "leave the key out"),
        ("nato_path: TBD", "leave the key out"),
        ("guarantee_voided_by: unknown", "leave the key out"),
        ("ceasefire_length_days: unknown", "leave the key out"),
        ("guarantee_voided_by: none", "write `[]`"),
        (
            "guarantee_voided_by: guarantor_notice",
            "write `[guarantor_notice]`",
        ),
        ("ceasefire_length_days: n/a", "write `not applicable`"),
        (
            "ceasefire_length_days: not_applicable",
            "write `not applicable`",
        ),
        ("ceasefire_type: perhaps", "`not applicable`"),
        (
            "nato_path: [left_open, path]",
            "write `{any of: [left_open, path]}`",
        ),
        ("nato_path: [left_open]", "write `left_open`"),
        ("ceasefire_length_days: [30, 90]", "`{between: [30, 90]}`"),
        (
            "nato_path: left_open or affirmed",
            "write `{any of: [left_open, affirmed]}`",
        ),
        (
            "guarantee_strength: assurance or consultation",
            "write `{any of: [assurance, consultation]}`",
        ),
        (
            "guarantee_strength: at least assurance",
            "write `{at least: assurance}`",
        ),
        (
            "ceasefire_length_days: 30-90",
            "write `{between: [30, 90]}`",
        ),
        ("ceasefire_length_days: '>= 30'", "write `{at least: 30}`"),
        (
            "ceasefire_length_days: up to 30 days",
            "write `{at most: 30}`",
        ),
        (
            "ceasefire_length_days: {min: 30}",
            "did you mean `at least`?",
        ),
        (
            "ceasefire_length_days: {max: 30}",
            "did you mean `at most`?",
        ),
        (
            "guarantee_strength: {one of: [assurance]}",
            "did you mean `any of`?",
        ),
        (
            "nato_path: {value: left_open, rival: path}",
            "write `rival: [path]`",
        ),
        ("ceasefire_length_days: 1,000", "write `1000`"),
        ("ceasefire_length_days: 0x10", "write `16`"),
        ("ceasefire_length_days: 5%", "write `5`"),
        ("ceasefire_length_days: 1e3", "write `1000`"),
        ("ceasefire_length_days: 1 day", "write `1`"),
        ("ceasefire_length_days: 10 years", "convert it to `days`"),
        (
            "<<: {nato_path: left_open}",
            "there are no merge keys; write the provisions out",
        ),
        ("nato_path: !!null left_open", "`!!null` is a tag"),
        ("nato_path: !foo left_open", "`!foo` is a tag"),
    ] {
        assert_told(
            &format!("proposal: p\nprovisions:\n  {provision}\n"),
            expected,
        );
    }
}

#[test]
fn layout_that_is_no_yaml() {
    for (text, expected) in [
        (
            "provisions:\n  nato_path:left_open\n  us_role: none\n",
            "3: there is no blank after the `:`",
        ),
        (
            "provisions:\n  us_role: none\n  nato_path:left_open\n",
            "4: there is no blank after the `:`",
        ),
        (
            "provisions:\n  nato_path:left_open\n",
            "3: there is no blank after the `:`",
        ),
        (
            "provisions:\n  nato_path left_open\n  us_role: none\n",
            "3: there is no `:` after `nato_path`",
        ),
        (
            "provisions:\n  us_role: none\n  nato_path left_open\n",
            "4: there is no `:` after `nato_path`",
        ),
        (
            "provisions:\n  nato_path left_open\n",
            "3: there is no `:` after `nato_path`",
        ),
        (
            "authors: [a, b\ndate: 2025\nprovisions: {}\n",
            "2: the `[` of line 2 is not closed",
        ),
        (
            "provisions:\n  guarantee_voided_by: [a\n  us_role: none\n",
            "3: the `[` of line 3 is not closed",
        ),
        (
            "provisions:\n  us_role: {value: none\n  nato_path: left_open\n",
            "3: the `{` of line 3 is not closed",
        ),
        (
            "title: \"open\ndate: 2025\nprovisions: {}\n",
            "2: the `\"` of line 2 is not closed",
        ),
        (
            "note: A remark\n date: 2025\nprovisions: {}\n",
            "3: `date` does not begin in the column",
        ),
        (
            "provisions:\n    us_role: none\n  nato_path: left_open\n",
            "4: `nato_path` does not begin in the column",
        ),
        (
            "provisions:\n\tus_role: none\n",
            "3: this line is indented with a tab",
        ),
        (
            "provisions:\n  us_role: none\n\tmonitoring: none\n",
            "4: this line is indented with a tab",
        ),
        (
            "title: Peace: a plan\nprovisions: {}\n",
            "2: the value of `title` holds a second `:`",
        ),
        (
            "title: @ home\nprovisions: {}\n",
            "2: a value without quotes cannot begin with `@`",
        ),
        (
            "title: \"Peace\" a plan\nprovisions: {}\n",
            "2: something follows after the quotes",
        ),
        (
            "title: .inf\nprovisions: {}\n",
            "2: `.inf` is no number here",
        ),
        (
            "provisions:\n  ? [us_role]\n  : none\n",
            "3: this key is not a text",
        ),
        ("title: {{\n", "2: the `{` of line 2 is not closed"),
        (
            "title: ]\nprovisions: {}\n",
            "2: this cannot be read as YAML",
        ),
    ] {
        assert_told(&format!("proposal: p\n{text}"), expected);
    }
}

#[test]
fn dates_in_another_order() {
    for (date, expected) in [
        (
            "01/09/2014",
            "2014-09-01 if the day comes first here, 2014-01-09 if the month does",
        ),
        ("21/11/2025", "in this order: 2025-11-21"),
        ("20 November 2025", "in this order: 2025-11-20"),
        ("soon", "or a range of two"),
        ("2025-11-20/2025-11-18", "or a range of two"),
    ] {
        assert_told(
            &format!("proposal: p\ndate: {date}\nprovisions: {{}}\n"),
            expected,
        );
    }
}

#[test]
fn what_is_meant_can_be_read() {
    for text in [
        "proposal: p\ntitle:\nnote: \"\"\ndate: ~\nauthors:\nsources:\nprovisions:\n  us_role: {value: none, note: }\n",
        "proposal: p\ndate: 2014-09-05/2014-09-19\nversion: 2\nsupersedes: first\nprovisions: {}\n",
        "proposal: p\nprovisions:\n  us_role: {value: none, confidence: low, coder: ab, quote: \"no one\"}\n",
        "proposal: p\nprovisions:\n  us_role: |\n    none\n",
        "proposal: p\nprovisions:\n  ceasefire_length_days: 10.000000000000000000000000000000\n",
        "proposal: p\nprovisions:\n  us_role: none\n---\n# no more\n",
        "---\nproposal: p\nprovisions: {}\n...\n",
    ] {
        assert_eq!(errors(text), [], "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_shows_both_places() {
    let errors = errors("proposal: p\nprovisions:\n  us_role: none\n  us_role: guarantor\n");
    let lines: Vec<usize> = (errors[0].labels.iter())
        .map(|label| label.place.source.line_and_column(label.place.span.start).0)
        .collect();
    assert_eq!(lines, [4, 3]);
}

#[test]
fn a_draft_over_another_vocabulary_is_one_mistake() {
    let text = "proposal: p\nprovisions:\n  quota: 1\n  fleet: 2\n  bycatch: 3\n  us_role: none\n";
    let errors = errors(text);
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0]
            .message
            .contains("3 of these 4 keys are no terms of the vocabulary `settlement`")
    );
}

#[test]
fn columns_do_not_count_a_byte_order_mark() {
    let errors = errors("\u{feff}propozal: p\nprovisions: {}\n");
    let unknown = errors
        .iter()
        .find(|error| error.message.contains("propozal"))
        .unwrap();
    let place = unknown.place().unwrap();
    assert_eq!(place.source.line_and_column(place.span.start), (1, 1));
}
