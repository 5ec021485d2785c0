//! The command line: what it says, and what it exits with, above all on bad input.

use std::fs::File;
use std::process::{Command, Output, Stdio};

use servanda::text::Code;

use crate::support::assert_snapshot;
use crate::support::command::{command, fed, json, run, shown, stdout, unfolded};
use crate::support::files::{self, Scratch, root};

const GOOD: &str = "proposals/victory-plan-2024.yaml";

/// A policy that the test can meet, leave open or fail.
fn small(provision: &str) -> Output {
    let folder = Scratch::new();
    let text = "policy small \"A small policy\"\nuses settlement\nprerequisite path \"NATO path\" {\n\
                when us_role is guarantor\n must nato_path is at least left_open\n}\n";
    let policy = folder.write("small.servanda", text);
    let proposal = format!("proposal: small\nprovisions:\n{provision}");
    fed(&["check", "--policy", &policy, "-"], proposal.as_bytes())
}

#[test]
fn exit_codes_say_the_verdict() {
    for (provision, code) in [
        ("  us_role: guarantor\n  nato_path: left_open\n", 0),
        ("  us_role: guarantor\n  nato_path: renounced\n", 1),
        ("  us_role: guarantr\n", 2),
        ("  us_role: guarantor\n", 3),
        ("  us_role: none\n", 3),
    ] {
        let output = small(provision);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{provision}{}",
            shown(&output)
        );
    }
}

#[test]
fn help_is_told() {
    for arguments in [
        &["--help"][..],
        &["check", "--help"],
        &["repair", "--help"],
        &["zopa", "--help"],
        &["influence", "--help"],
        &["sensitivity", "--help"],
        &["lint", "--help"],
        &["test", "--help"],
        &["compare", "--help"],
        &["diff", "--help"],
        &["watch", "--help"],
        &["compare-policies", "--help"],
        &["show", "--help"],
        &["site", "--help"],
        &["explain", "--help"],
        &["man", "--help"],
        &["completions", "--help"],
        &["cite", "--help"],
        &["migrate", "--help"],
        &["fmt", "--help"],
    ] {
        let name = arguments[0].trim_start_matches('-');
        let text = String::from_utf8(run(arguments).stdout).unwrap();
        let fits = text.lines().all(|line| line.chars().count() <= 80);
        assert!(fits, "{text}");
        // The help of the program as a whole fits a screen.
        assert!(name != "help" || text.lines().count() <= 48, "{text}");
        assert_snapshot!("cli", format!("help_{name}"), text);
    }
}

#[test]
fn bad_usage_is_an_error() {
    for arguments in [
        &[][..],
        &["check"],
        &["chekc"],
        &["check", "--formt", "json", GOOD],
    ] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_missing_file_does_not_keep_the_others_from_being_judged() {
    let output = run(&[
        "check",
        "--format",
        "plain",
        "proposals/victory-plan-2025.yaml",
        GOOD,
    ]);
    assert_eq!(output.status.code(), Some(2));
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(out.contains("victory-plan-2024: unmet"), "{out}");
    assert!(out.contains("1 file could not be judged"), "{out}");
    assert_snapshot!("cli", "missing_file", err);
}

#[test]
fn bad_names_are_told_with_a_way_out() {
    let all: Vec<String> = [
        &["check", "--policy", "colunm", GOOD][..],
        &["check", "--policy", "policies/settlement.servanda", GOOD],
        &["check", "--policy", GOOD, GOOD],
        &["check", "--policy", "./nowhere.servanda", GOOD],
        &["repair", "--price", "nato_path", GOOD],
        &["repair", "--price", "nato_path=0", GOOD],
        &[
            "repair",
            "--price",
            "nato_pth=2",
            "--freeze",
            "us_rol",
            GOOD,
        ],
        &["zopa", "column", "kiev-2022"],
        &["zopa", "column", "kyiv-2022", "--from", "nowhere.yaml"],
        &[
            "zopa",
            "column",
            "kyiv-2022",
            "--write",
            "nowhere/at/all.yaml",
        ],
        &["lint", "colunm"],
        &["compare-policies", "column", "colunm"],
        &["influence", "proposals"],
        &["check", "--reading", "strickt", GOOD],
        &[
            "check",
            "--reading",
            "long_range=strict",
            "--reading",
            "long_range=as_written",
            GOOD,
        ],
        &["check", "--reading=strict", "--reading=as_written", GOOD],
        &["repair", "--price=us_role=2", "--price", "us_role=3", GOOD],
        &["repair", "--freeze=us_role", "--only=us_role", GOOD],
        &["check", "policies/settlement.servanda"],
        &["check", "src"],
        &["check", "-", "-"],
        &["explain", "proposal/unknown-trem"],
        &["explain", "bare-trem"],
        &["explain", "proposal/unknown-term"],
        &["explain", "repeated-clause"],
        &["explain", "edit"],
        &["man", "chekc"],
        &["cite", "column", "--source", "colum=README.md"],
        &["cite", "column", "--source", "README.md"],
    ]
    .iter()
    .map(|arguments| {
        format!(
            "$ servanda {}\n{}\n",
            arguments.join(" "),
            shown(&run(arguments))
        )
    })
    .collect();
    assert_snapshot!("cli", "bad_names", all.join("\n"));
}

/// The same option given twice is no contradiction, and what is said of one prerequisite goes before
/// what is said of all, in either order.
#[test]
fn options_that_agree_are_taken() {
    let report = |readings: &[&str]| {
        let asked = readings.iter().flat_map(|&reading| ["--reading", reading]);
        let arguments: Vec<&str> = ["check", "--format", "json"]
            .into_iter()
            .chain(asked)
            .chain([GOOD])
            .collect();
        let output = run(&arguments);
        assert_ne!(output.status.code(), Some(2), "{}", shown(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let strict = report(&["strict"]);
    assert_eq!(strict, report(&["strict", "strict", "long_range=strict"]));
    let but = report(&["strict", "long_range=as_written"]);
    assert_eq!(but, report(&["long_range=as_written", "strict"]));
    assert_ne!(but, strict);
    let same = ["--price", "us_role=2", "--price", "us_role=2"];
    let output = run(&[&["repair"], &same[..], &[GOOD]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
}

#[test]
fn input_that_is_no_text_is_refused() {
    let deep = format!("proposal: x\nprovisions: {}", "{a: ".repeat(10_000));
    for (name, input) in [
        ("empty", &b""[..]),
        ("binary", b"\x7fELF\x02\x01\x01\x00\x00"),
        ("not UTF-8", b"proposal: \xff\xfe\nprovisions: {}\n"),
        ("deep", deep.as_bytes()),
        ("no text at all", &[0; 4096]),
    ] {
        let output = fed(&["check", "-"], input);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", shown(&output));
        assert!(output.stdout.is_empty(), "{name}");
        assert!(
            String::from_utf8_lossy(&output.stderr).starts_with("error["),
            "{name}"
        );
    }
}

#[test]
fn a_huge_file_is_refused_without_being_read() {
    let folder = Scratch::new();
    let path = folder.path("huge.yaml");
    File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(2));
    let said = unfolded(&output.stderr);
    assert!(said.contains("has more than 16 MiB"), "{said}");
}

#[test]
fn marks_and_line_ends_of_other_systems_make_no_difference() {
    let text = files::text(GOOD);
    let plain = fed(&["check", "-"], text.as_bytes());
    let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let marked = fed(&["check", "-"], marked.as_bytes());
    assert_eq!(plain.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&plain.stdout),
        String::from_utf8_lossy(&marked.stdout)
    );
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = command(&["check", "--verbose", "proposals/minsk-ii-2015.yaml"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty(), "{}", shown(&output));
}

/// A script must not keep a part of an answer for the whole.
#[cfg(unix)]
#[test]
fn an_answer_that_is_cut_off_is_an_error() {
    let folder = Scratch::new();
    for arguments in [
        "explain",
        "man",
        "completions bash",
        "--help",
        "lint --format json policies/moscow-2024.servanda policies/kyiv-2022.servanda",
        "check proposals/victory-plan-2024.yaml",
        "check --format json proposals",
    ] {
        // Files may have a kilobyte at most, and to be told so is not to be ended.
        let script = format!("trap '' XFSZ; ulimit -f 1; exec \"$0\" {arguments} > \"$1\"");
        let output = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_servanda")])
            .arg(folder.path("answer"))
            .current_dir(root())
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments}: {}",
            shown(&output)
        );
        let said = unfolded(&output.stderr);
        assert!(
            said.contains("the answer cannot be written"),
            "{arguments}: {said}"
        );
    }
}

#[test]
fn nothing_of_a_file_reaches_the_terminal_as_a_command() {
    let text = "proposal: x\ntitle: \"a \\e[31mred\\e[0m \\a title\"\nprovisions: {}\n";
    let output = fed(&["check", "-"], text.as_bytes());
    assert!(!output.stdout.contains(&0x1b) && !output.stdout.contains(&0x07));
}

/// "Trojan Source": a line that reads otherwise than it is, because of characters that nobody sees.
#[test]
fn nothing_of_a_file_makes_a_line_read_otherwise() {
    let unseen = "\u{202a}\u{202e}\u{2066}\u{2069}\u{200b}\u{2060}\u{feff}\u{9b}\u{2028}";
    let folder = Scratch::new();
    let written = format!(
        "policy unseen \"T{unseen}\"\nuses settlement\nsource s {{\n title \"S{unseen}\"\n}}\n\
         define d \"G{unseen}\" {{\n us_role is guarantor // {unseen}\n}}\n\
         prerequisite p \"P{unseen}\" {{\n cites s at \"A{unseen}\" \"W{unseen}\"\n must d // {unseen}\n \
         otherwise \"O{unseen}\"\n note \"N{unseen}\"\n}}\n"
    );
    let policy = &folder.write("unseen.servanda", &written);
    let bad = format!("policy b \"{unseen}\" {unseen}\n");
    let bad = &folder.write("unseen-bad.servanda", &bad);
    let control = unseen;
    let unseen = unseen.replace('\u{9b}', "");
    let text = format!(
        "\u{feff}proposal: \"x{unseen}\"\ntitle: \"t{unseen}\"\nauthors: [\"a{unseen}\"]\n\
         status: \"{unseen}\"\nprovisions:\n  us_role: {{value: none, at: \"p{unseen}\", note: \"{unseen}\"}} # {unseen}\n"
    );
    let wrong = text.replace("none", &format!("\"{unseen}\""));
    let source = format!("s={}", folder.write("unseen.txt", "nothing"));
    for arguments in [
        &["check", "-", "--policy", policy][..],
        &[
            "check",
            "--verbose",
            "-",
            "--policy",
            policy,
            "--format",
            "plain",
        ],
        &["check", "-", "--policy", bad],
        &["repair", "-", "--policy", policy],
        &["repair", "-", "--policy", policy, "--format", "plain"],
        &["cite", policy, "--source", &source],
        &["lint", policy],
        &["show", policy],
        &["show", policy, "p"],
        &["show", "--source", policy, "p"],
    ] {
        for text in [&text, &wrong] {
            let output = fed(arguments, text.as_bytes());
            let said = shown(&output);
            let found = said.chars().find(|char| control.contains(*char));
            assert_eq!(found, None, "{arguments:?}: {said}");
            let read = text != &wrong && policy == arguments[arguments.len() - 1];
            assert!(!read || output.status.code() != Some(2), "{said}");
        }
    }
}

/// A policy should be named like its file, but that changes no exit code.
#[test]
fn a_policy_of_another_name_than_its_file_is_warned_of() {
    let folder = Scratch::new();
    let other = &folder.copy("policies/column.servanda", "another.servanda");
    for arguments in [&["check", GOOD, "--policy"][..], &["zopa"], &["lint"]] {
        let built_in = run(&[arguments, &["column"]].concat());
        let output = run(&[arguments, &[other]].concat());
        assert_eq!(output.status.code(), built_in.status.code());
        let said = unfolded(shown(&output).as_bytes());
        assert!(said.contains("the policy is called `column`, but its file `another.servanda`"));
        assert!(!shown(&built_in).contains("input/other-name"));
    }
    let json = json(&["lint", other]);
    let found = json["found"].as_array().unwrap();
    let named = |found: &&serde_json::Value| found["said"]["code"] == "input/other-name";
    assert_eq!(found.iter().find(named).unwrap()["policy"], "column");
}

#[test]
fn what_is_told_fits_the_page() {
    let fits = |text: &[u8]| {
        for line in String::from_utf8_lossy(text).lines() {
            // Of an example the lines stay as they are.
            let fits = textwrap::core::display_width(line) <= 80 || line.starts_with("    ");
            assert!(fits, "too long: {line}");
        }
    };
    let fits_without_examples = |arguments: &[&str]| {
        let page = run(arguments);
        assert!(page.status.success(), "{arguments:?}");
        fits(&page.stdout);
    };
    fits_without_examples(&["explain"]);
    for family in Code::ALL.chunk_by(|one, other| one.family() == other.family()) {
        fits_without_examples(&["explain", family[0].family()]);
        for code in family {
            fits_without_examples(&["explain", code.name()]);
        }
    }
    let title = "停戦合意の条件に関する提案".repeat(20);
    let text = format!("proposal: x\ntitle: {title}\nprovisions: {{}}\n");
    let output = fed(&["check", "-"], text.as_bytes());
    fits(&output.stdout);
    let joined: String = String::from_utf8(output.stdout)
        .unwrap()
        .split_whitespace()
        .collect();
    assert!(joined.contains(&title));
}

/// Wherever it lies, and built in, a vocabulary of the same text is the same.
#[test]
fn copies_of_a_vocabulary_are_one() {
    let folder = Scratch::new();
    folder.copy("policies/settlement.servanda", "settlement.servanda");
    let copy = &folder.copy("policies/column.servanda", "column.servanda");
    let here = "./policies/column.servanda";
    for (one, other) in [("column", here), (here, copy), (copy, "column")] {
        let output = run(&["compare-policies", one, other]);
        assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    }
    let text = files::text("policies/settlement.servanda");
    folder.write("settlement.servanda", &(text + "// another\n"));
    let output = run(&["compare-policies", "column", copy]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
}

#[test]
fn several_are_summed_up() {
    let output = run(&["check", "--color", "never", "proposals"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_snapshot!("cli", "table", text);
    let alone = stdout(&["check", "--summary", "proposals"]);
    let lines = alone.lines().count();
    assert!(
        lines <= 3 * files::proposals().len(),
        "{lines} lines: {alone}"
    );
}

/// A prerequisite or a warning in full, and what is said of a name that is neither.
#[test]
fn findings_are_shown_by_name() {
    let shown = stdout(&[
        "check",
        GOOD,
        "--finding",
        "pledge_scope",
        "--finding",
        "rearmament",
    ]);
    assert!(
        shown.contains("pledge_scope  ") && shown.contains("cited"),
        "{shown}"
    );
    let unknown = run(&["check", GOOD, "--finding", "pledge_scop"]);
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(said.contains("input/no-such-finding"), "{said}");
    assert!(said.contains("did you mean `pledge_scope`?"), "{said}");
    for contrary in [
        &["--summary", "-v"][..],
        &["--finding", "rearmament", "-v"],
        &["--finding", "rearmament", "--summary"],
    ] {
        let output = run(&[&["check", GOOD], contrary].concat());
        assert_eq!(output.status.code(), Some(2), "{contrary:?}");
    }
}

/// Two proposals of one name are warned of, and told apart by their files.
#[test]
fn proposals_of_the_same_name_are_told_apart() {
    let folder = Scratch::new();
    let one = folder.write("one.yaml", "proposal: draft\nprovisions: {}\n");
    let two = folder.write("two.yaml", "proposal: draft\nprovisions: {}\n");
    for (format, verdict) in [("text", " OPEN "), ("plain", ": open, ")] {
        let output = run(&["check", "--format", format, &one, &two]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("input/same-name"), "{said}");
        let table = unfolded(&output.stdout);
        for file in ["one.yaml", "two.yaml"] {
            assert!(table.contains(&format!("{file}{verdict}")), "{table}");
        }
    }
}

#[test]
fn citations_are_held_against_a_copy() {
    let folder = Scratch::new();
    let text = "policy citing \"c\"\nuses settlement\nsource essay {\n title \"E\"\n sha256 \
                \"0000000000000000000000000000000000000000000000000000000000000000\"\n}\n\
                source other { title \"O\" }\n\
                prerequisite one \"1\" {\n cites essay paragraph 2 \"second  line\"\n \
                cites essay paragraph 1 \"second line\"\n cites essay paragraph 9 \"x\"\n \
                cites essay at \"the end\" \"nowhere to be found\"\n cites other paragraph 1 as gloss\n \
                must us_role is guarantor\n}\n";
    let policy = folder.write("citing.servanda", text);
    let copy = "Title\n\nThe second line.\r\n\nThe third.\n";
    let source = format!("essay={}", folder.write("essay.txt", copy));
    let output = run(&["cite", &policy, "--source", &source]);
    assert_snapshot!("cli", "cite", shown(&output));
}

#[test]
fn quotation_marks_and_dashes_of_other_kinds_are_found_and_a_near_miss_is_shown() {
    let folder = Scratch::new();
    let text = "policy citing \"c\"\nuses settlement\nsource essay { title \"E\" }\n\
                prerequisite one \"1\" {\n cites essay paragraph 1 \"The 'parties' - all of them\"\n \
                cites essay paragraph 1 \"all of them shall consult\"\n must us_role is guarantor\n}\n";
    let policy = folder.write("citing.servanda", text);
    let copy = "The \u{2018}parties\u{2019}\u{a0}\u{2014} all of them \u{2014} will consult.\n";
    let source = format!("essay={}", folder.write("essay.txt", copy));
    let said = unfolded(&run(&["cite", &policy, "--source", &source]).stdout);
    assert_eq!(said.matches(" found ").count(), 1, "{said}");
    assert!(
        said.contains("NOT FOUND nearest, in paragraph 1:"),
        "{said}"
    );
    assert!(said.contains("will\" for \"shall\""), "{said}");
    let empty = format!("essay={}", folder.write("empty.txt", ""));
    let said = unfolded(&run(&["cite", &policy, "--source", &empty]).stdout);
    assert!(said.contains("the copy is empty"), "{said}");
}
