//! Nothing in a file acts on the terminal of whoever reads a report, or makes a line of it read
//! otherwise than it is.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::command::{run, shown};
use crate::support::files::Scratch;

/// Characters that nobody sees and that change how a line reads ("Trojan Source").
const UNSEEN: &str = "\u{200b}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\u{feff}\u{200e}\u{200f}\u{61c}\u{ad}\u{e0041}";

/// Characters that act on a terminal, and some that mean something in YAML or in a policy.
const OTHERS: &str =
    "\0\u{7}\u{8}\t\n\r\u{b}\u{c}\u{1b}\u{7f}\u{84}\u{85}\u{9b}aé漢 \"\\'<&|`*[#%{}:-$";

fn texts() -> impl Strategy<Value = Vec<String>> {
    let all: Vec<char> = UNSEEN.chars().chain(OTHERS.chars()).collect();
    // A text of blanks alone is none.
    let text = vec(select(all), 1..12).prop_map(|text| format!("x{}", String::from_iter(text)));
    vec(text, 10)
}

/// A text as YAML, every character by its number.
fn yaml(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        write!(out, "\\U{:08X}", u32::from(char)).unwrap();
    }
    out + "\""
}

/// A text as a policy can hold it.
fn quoted(text: &str) -> String {
    let kept = text.chars().filter(|char| !char.is_control());
    let text: String = kept.collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Writes a policy and a proposal of which everything that may be any text is one of these.
fn write(folder: &Scratch, texts: &[String]) -> (String, String) {
    let [p, s, d, q, c, w, o, n, ..] = texts else {
        panic!("more texts are needed");
    };
    let [p, s, d, q, c, w, o, n] = [p, s, d, q, c, w, o, n].map(|text| quoted(text));
    let policy = format!(
        "policy unseen {p}\nuses settlement\nsource s {{\n title {s}\n}}\n\
         define d {d} {{\n us_role is guarantor\n}}\n\
         prerequisite p {q} {{\n cites s at {c} {w}\n weight 2 {n}\n must d\n otherwise {o}\n \
         note {n}\n}}\nwarning w {q} {{\n raised when us_role is none\n note {n}\n}}\n"
    );
    let each: Vec<String> = texts.iter().map(|text| yaml(text)).collect();
    let [id, title, author, status, note, source, url, at, said, more] = &each[..] else {
        panic!("ten texts are needed");
    };
    let proposal = format!(
        "proposal: {id}\ntitle: {title}\nauthors: [{author}, {more}]\nstatus: {status}\n\
         note: {note}\nsources:\n  s: {{title: {source}, url: {url}, grade: A}}\nprovisions:\n  \
         us_role: {{value: none, at: {at}, note: {said}, source: s}}\n"
    );
    (
        folder.write("unseen.servanda", &policy),
        folder.write("draft.yaml", &proposal),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_of_a_file_acts_on_its_reader(texts in texts()) {
        let folder = Scratch::new();
        let (policy, draft) = write(&folder, &texts);
        let drafts = if texts[0].len() % 2 == 0 { 2 } else { 3 };
        let options = ["compare", "--policy", &policy, "--group-by", "author"];
        let compare = [&options[..], &vec![&*draft; drafts]].concat();
        for command in [
            &["check", "--verbose", "--policy", &policy, &draft][..],
            &["repair", "--policy", &policy, &draft],
            &["influence", "--policy", &policy, &draft],
            &["zopa", &policy, "--from", &draft],
            &["lint", &policy],
            // Side by side, or in a table.
            &compare[..],
        ] {
            let formats: &[&str] = match command[0] {
                "check" | "compare" => &["text", "plain", "html", "markdown", "typst", "json", "csv"],
                _ => &["text", "plain", "json"],
            };
            for format in formats {
                let output = run(&[command, &["--format", format]].concat());
                let mut said = shown(&output);
                if *format == "csv" {
                    said = said.replace("\r\n", "\n");
                }
                let acts = |char: char| char != '\n' && char.is_control() || UNSEEN.contains(char);
                let found = said.chars().find(|char| acts(*char));
                prop_assert_eq!(found, None, "{:?}: {:?}", command, said);
                prop_assert!(output.status.code() != Some(2), "not read: {}", said);
            }
        }
    }
}
