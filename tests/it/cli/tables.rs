//! Answers as tables: csv and workbooks are read by other readers, hold what the JSON document holds, and
//! nothing in them is a formula.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use crate::support::command::{json, run, shown};
use crate::support::files::{Scratch, text};

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
const MINSK: &str = "proposals/minsk-ii-2015.yaml";

/// Questions whose answers are tables, by the row of docs/formats.md that tells of them.
fn questions() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        (
            "`check`",
            vec!["check", PLAN, MINSK, "packages/ukraine-compact.yaml"],
        ),
        (
            "`check`",
            vec!["check", "--policy", "column", "--policy", "kyiv-2022", PLAN],
        ),
        (
            "`compare`",
            vec![
                "compare",
                "--steps",
                "--group-by",
                "year",
                PLAN,
                MINSK,
                "proposals/ukraine-compact-2024.yaml",
            ],
        ),
        ("`compare` of two texts", vec!["compare", PLAN, MINSK]),
        ("`repair`", vec!["repair", "--all", "2", PLAN, MINSK]),
        ("`repair`", vec!["repair", "--only", "us_role", MINSK]),
        ("`sensitivity`", vec!["sensitivity", PLAN]),
        (
            "`influence`",
            vec!["influence", "--policy", "kyiv-2022", PLAN],
        ),
        ("`test`", vec!["test", "tests/data/expected/failing"]),
        ("`test`", vec!["test", "tests/data/expected/kept"]),
    ]
}

/// The answer in a format, as it is printed.
fn printed(arguments: &[&str], format: &str) -> Vec<u8> {
    let output = run(&[arguments, &["--format", format]].concat());
    assert!(!output.stdout.is_empty(), "{}", shown(&output));
    output.stdout
}

/// The names of the columns, and the rows.
fn csv(arguments: &[&str]) -> (Vec<String>, Vec<Vec<String>>) {
    let written = printed(arguments, "csv");
    let mut reader = csv::Reader::from_reader(&written[..]);
    let names = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().map(str::to_owned).collect()
    });
    (names, rows.collect())
}

fn book(arguments: &[&str]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(printed(arguments, "xlsx"))).unwrap()
}

/// The rows of a sheet, its heads among them.
fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

/// A cell of a workbook as csv has it.
fn plain(cell: &Data, of: &str) -> String {
    let text = match cell {
        Data::Empty => return String::new(),
        Data::Float(number) => return number.to_string(),
        Data::String(text) => text,
        other => panic!("{other:?}"),
    };
    let flags = ["yes", "no"].into_iter().zip(["true", "false"]);
    if let Some((_, flag)) = flags
        .into_iter()
        .find(|(word, flag)| word == text && *flag == of)
    {
        return flag.to_owned();
    }
    let signs = ["✓ ", "x ", "? ", "- "];
    let word = signs.into_iter().find_map(|sign| text.strip_prefix(sign));
    match word {
        Some("n/a") => "not_applicable".to_owned(),
        Some(word) if word.replace(' ', "_") == of => of.to_owned(),
        _ => text.clone(),
    }
}

/// The main table is the same in both.
#[test]
fn a_workbook_holds_the_table() {
    for (_, arguments) in questions() {
        let (names, rows) = csv(&arguments);
        let mut book = book(&arguments);
        let sheets = book.sheet_names();
        let heads: Vec<String> = names
            .iter()
            .map(|name| name.replace('_', " ").to_lowercase())
            .collect();
        let found = sheets.iter().find_map(|name| {
            let found = sheet(&mut book, name);
            let said = found[0].iter();
            let said: Vec<String> = said
                .map(|head| head.to_string().replace('_', " ").to_lowercase())
                .collect();
            (said == heads).then_some(found)
        });
        let found = found.unwrap_or_else(|| panic!("{arguments:?}: no sheet has {heads:?}"));
        assert_eq!(found.len(), rows.len() + 1, "{arguments:?}");
        for (cells, fields) in found[1..].iter().zip(&rows) {
            for ((cell, field), name) in cells.iter().zip(fields).zip(&names) {
                assert_eq!(&plain(cell, field), field, "{arguments:?}: {name}");
            }
        }
        assert_eq!(sheets.last().map(String::as_str), Some("Legend"));
    }
}

/// Every column that is printed stands in docs/formats.md, in the row of its command.
#[test]
fn columns_are_documented() {
    let docs = text("docs/formats.md");
    for (row, arguments) in questions() {
        let line = docs
            .lines()
            .find(|line| line.starts_with(&format!("| {row} |")));
        let line = line.unwrap_or_else(|| panic!("docs/formats.md has no row {row}"));
        let prerequisites: BTreeSet<String> = ["column", "kyiv-2022"]
            .iter()
            .flat_map(|policy| {
                let answer = json(&["check", "--policy", policy, PLAN]);
                let findings = answer["proposals"][0]["findings"].as_array().unwrap();
                findings.iter().map(string("id")).collect::<Vec<_>>()
            })
            .collect();
        let (names, _) = csv(&arguments);
        for name in names.iter().filter(|name| !prerequisites.contains(*name)) {
            let short = name
                .split_once('_')
                .map_or(name.as_str(), |(of, rest)| match of {
                    "first" | "second" => rest,
                    _ => name,
                });
            let is_there = line.contains(&format!("`{short}`"));
            assert!(is_there, "{row}: `{name}` is not documented");
        }
    }
}

fn string(key: &'static str) -> impl Fn(&Value) -> String {
    move |value| value[key].as_str().unwrap_or_default().to_owned()
}

/// Each finding of the document is a row.
#[test]
fn a_table_holds_every_finding() {
    let arguments = [
        "check",
        "--policy",
        "column",
        "--policy",
        "kyiv-2022",
        PLAN,
        MINSK,
        "proposals/putin-terms-june-2024.yaml",
        "proposals/twenty-point-framework-2025.yaml",
        "proposals/ukraine-compact-2024.yaml",
        "packages/ukraine-compact.yaml",
    ];
    let (names, rows) = csv(&arguments);
    let at = |name: &str| names.iter().position(|each| each == name).unwrap();
    let kept = [
        "text",
        "policy",
        "prerequisite",
        "prerequisite_title",
        "weight",
        "advisory",
        "verdict",
        "text_verdict",
    ];
    let mut found: Vec<Vec<String>> = rows
        .iter()
        .map(|row| kept.iter().map(|name| row[at(name)].clone()).collect())
        .collect();
    let mut wanted = Vec::new();
    for answer in json(&arguments)["proposals"].as_array().unwrap() {
        for finding in answer["findings"].as_array().unwrap() {
            let id = answer.get("called").unwrap_or(&answer["id"]);
            wanted.push(vec![
                id.as_str().unwrap().to_owned(),
                string("policy")(answer),
                string("id")(finding),
                string("title")(finding),
                finding["weight"].to_string(),
                finding["advisory"].to_string(),
                string("verdict")(finding),
                string("verdict")(answer),
            ]);
        }
    }
    found.sort();
    wanted.sort();
    assert!(wanted.len() > 100);
    assert_eq!(found, wanted);
    // What is unmet or open says why, and where.
    for row in rows
        .iter()
        .filter(|row| ["unmet", "open"].contains(&row[at("verdict")].as_str()))
    {
        for name in ["decided_by", "text_says"] {
            assert!(!row[at(name)].is_empty(), "{name}: {row:?}");
        }
    }
}

/// Every source that a text names for what is looked at is in the workbook, with its address.
#[test]
fn a_workbook_holds_every_source() {
    let answer = json(&["check", PLAN]);
    let mut wanted = BTreeSet::new();
    for finding in answer["proposals"][0]["findings"].as_array().unwrap() {
        for evidence in finding["evidence"].as_array().unwrap() {
            for source in evidence["sources"].as_array().into_iter().flatten() {
                wanted.insert([
                    string("term")(evidence),
                    string("id")(source),
                    string("grade")(source),
                    string("url")(source),
                ]);
            }
        }
    }
    assert!(!wanted.is_empty());
    let rows = sheet(&mut book(&["check", PLAN]), "Sources");
    let at = |name: &str| {
        rows[0]
            .iter()
            .position(|head| *head == Data::String(name.to_owned()))
            .unwrap()
    };
    let columns = ["Term", "Source", "Grade", "Url"].map(at);
    let found: BTreeSet<[String; 4]> = rows[1..]
        .iter()
        .map(|row| columns.map(|at| row[at].to_string()))
        .collect();
    let lost: Vec<_> = wanted.difference(&found).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// A text that would be a formula is none, in either.
#[test]
fn nothing_is_a_formula() {
    let folder = Scratch::new();
    let draft = folder.write(
        "draft.yaml",
        "proposal: \"=1+1\"\ntitle: \"@SUM(A1)\"\nauthors: [\"-2+3\", \"+5\"]\nstatus: \"a;=1+1\"\n\
         provisions:\n  us_role: {value: none, note: \"=cmd|' /C calc'!A0\"}\n",
    );
    let arguments = ["compare", draft.as_str(), PLAN, MINSK];
    let written = String::from_utf8(printed(&arguments, "csv")).unwrap();
    for wanted in ["\r\n'=1+1,", ",'@SUM(A1),", ",'-2+3; '+5,", ",a;'=1+1,"] {
        assert!(written.contains(wanted), "{wanted}: {written}");
    }
    let mut book = book(&["check", draft.as_str()]);
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    }
    let matrix = sheet(&mut book, "Matrix");
    assert_eq!(matrix[1][0], Data::String("=1+1".to_owned()));
}

/// No clock is read.
#[test]
fn the_same_answer_is_the_same_file() {
    assert!(printed(&["check", PLAN], "xlsx") == printed(&["check", PLAN], "xlsx"));
}

#[test]
fn other_commands_say_who_has_tables() {
    for (arguments, said) in [
        (
            &["zopa", "--format", "csv", "column"][..],
            "`check`, `compare`, `repair`, `sensitivity`, `influence` and `test`",
        ),
        (
            &["zopa", "-o", "zone.xlsx", "column"],
            "does not print the format that the ending",
        ),
        (
            &["test", "--coverage", "--format", "csv", "policies/fixtures"],
            "there is no table",
        ),
    ] {
        let output = run(arguments);
        let told = shown(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(said), "{told}");
    }
}

/// A file is written as a whole, in the format of its ending, and never over another unless asked.
#[test]
fn an_answer_goes_into_a_file() {
    let folder = Scratch::new();
    let file = folder.write("there.md", "mine\n");
    let refused = run(&["check", "-o", &file, PLAN]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(shown(&refused).contains("`--force` writes over it"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine\n");
    let written = run(&["check", "-o", &file, "--force", PLAN]);
    assert_eq!((written.status.code(), written.stdout.len()), (Some(3), 0));
    let markdown = String::from_utf8(printed(&["check", PLAN], "markdown")).unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), markdown);
    let new = file.replace("there.md", "new.csv");
    assert_eq!(run(&["check", "-o", &new, PLAN]).status.code(), Some(3));
    assert_eq!(
        std::fs::read(&new).unwrap(),
        printed(&["check", PLAN], "csv")
    );
    // Where there is no answer, there is no file.
    for ending in ["md", "csv", "xlsx"] {
        let none = file.replace("there.md", &format!("none.{ending}"));
        assert_eq!(
            run(&["check", "-o", &none, "nowhere.yaml"]).status.code(),
            Some(2)
        );
        assert!(!std::path::Path::new(&none).exists(), "{none}");
        let kept = folder.write(&format!("kept.{ending}"), "kept\n");
        assert_eq!(
            run(&["check", "-o", &kept, "--force", "nowhere.yaml"])
                .status
                .code(),
            Some(2)
        );
        assert_eq!(std::fs::read_to_string(&kept).unwrap(), "kept\n");
    }
}

/// An answer never takes the place of what it is about.
#[test]
fn no_answer_goes_over_what_was_read_for_it() {
    let folder = Scratch::new();
    let text = std::fs::read_to_string(PLAN).unwrap();
    let draft = folder.write("draft.yaml", &text);
    let arguments = ["check", "--format", "json", "--force", "-o", &draft, &draft];
    let refused = run(&arguments);
    assert_eq!(refused.status.code(), Some(2));
    assert!(shown(&refused).contains("it was read for this answer"));
    assert_eq!(std::fs::read_to_string(&draft).unwrap(), text);
}

#[test]
fn an_ending_that_says_no_format_is_refused() {
    let folder = Scratch::new();
    for name in ["answer.pdf", "answer.xls", "answer.docx"] {
        let file = folder.path(name);
        let refused = run(&["check", "-o", &file, PLAN]);
        assert_eq!(refused.status.code(), Some(2));
        let told = shown(&refused);
        assert!(told.contains("the ending"), "{told}");
        assert!(!std::path::Path::new(&file).exists());
    }
    for name in ["answer.txt", "answer"] {
        assert_eq!(
            run(&["check", "-o", &folder.path(name), PLAN])
                .status
                .code(),
            Some(3)
        );
    }
}
