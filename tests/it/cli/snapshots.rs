//! Snapshots: what is kept of texts, what of a change is told, and how it is reviewed.

use std::process::Command;

use servanda::proposal::{Record, read_snapshot};
use servanda::text::Source;

use crate::support::assert_snapshot;
use crate::support::command::{command, fed, json, shown, unfolded};
use crate::support::files::{Scratch, text};

/// A folder with a policy and three texts.
fn drafts() -> Scratch {
    let folder = Scratch::new();
    for name in ["fair.servanda", "harbour.servanda", "met.yaml", "open.yaml"] {
        folder.copy(&format!("tests/data/fixtures/{name}"), name);
    }
    let several = "base:\n  provisions: {truce: yes, range: sea, toll: 5 coins}\nfixtures:\n  \
                   - proposal: short\n    provisions: {length: 10 days, guard: none}\n    \
                   policies: {./fair.servanda: unmet}\n  - proposal: adrift\n    provisions: \
                   {range: coast, guard: league}\n    policies: {./fair.servanda: \
                   {error: proposal/incoherent}}\n";
    folder.write("few.fixtures.yaml", several);
    folder
}

/// The program in a folder, so that what is printed does not depend on where that is.
fn within(folder: &Scratch, arguments: &[&str]) -> Command {
    let mut command = command(arguments);
    command.current_dir(std::env::current_dir().unwrap().join(folder.folder()));
    command
}

fn told(folder: &Scratch, arguments: &[&str]) -> String {
    shown(&within(folder, arguments).output().unwrap())
}

/// Keeps what the policy says of all texts.
fn kept() -> Scratch {
    let folder = drafts();
    let all = [
        "test",
        "--snapshot",
        "--policy",
        "fair.servanda",
        "--accept",
    ];
    let told = told(&folder, &all);
    assert!(told.starts_with("exit 0"), "{told}");
    folder
}

/// Another policy under the same name: a threshold, a definition and the name of a warning.
fn change(folder: &Scratch) {
    let policy = text("tests/data/fixtures/fair.servanda");
    let policy = policy
        .replace("length is at least 90 days", "length is at least 250 days")
        .replace("toll is at most 20", "toll is at most 5")
        .replace("warning shut", "warning closed");
    folder.write("fair.servanda", &policy);
}

fn names(folder: &Scratch) -> Vec<String> {
    let files = folder.files().into_iter();
    let names = files.map(|path| path.rsplit('/').next().unwrap().to_owned());
    names.filter(|name| name.contains("snapshot")).collect()
}

#[test]
fn what_is_new_waits_until_it_is_accepted() {
    let folder = drafts();
    let record = ["test", "--snapshot", "--policy", "fair.servanda"];
    assert_snapshot!("snapshots", "new", told(&folder, &record));
    let new = ["few.fixtures", "met", "open"].map(|name| format!("{name}.snapshot.yaml.new"));
    assert_eq!(names(&folder), new);
    // As long as it waits, it fails: nobody has said that it is right.
    assert!(told(&folder, &["test"]).starts_with("exit 1"));
    let accepted = told(&folder, &["test", "--accept"]);
    assert!(accepted.starts_with("exit 0"), "{accepted}");
    let kept = ["few.fixtures", "met", "open"].map(|name| format!("{name}.snapshot.yaml"));
    assert_eq!(names(&folder), kept);
    let written = kept.map(|name| text(folder.path(&name))).join("\n");
    assert_snapshot!("snapshots", "kept", written);
    let passed = told(&folder, &["test"]);
    assert!(passed.contains("PASSED   2 tests; 4 snapshots"), "{passed}");
    // The commands that judge texts pass over what is kept of them.
    let checked = json(&[
        "check",
        "--policy",
        &folder.path("fair.servanda"),
        folder.folder(),
    ]);
    assert_eq!(checked["summary"]["judged"], 2);
    assert!(checked["errors"].as_array().is_none_or(Vec::is_empty));
}

/// What waits of a text that is not asked for goes on waiting.
#[test]
fn one_of_several_can_be_accepted_alone() {
    let folder = drafts();
    let record = ["test", "--snapshot"];
    assert!(told(&folder, &record).starts_with("exit 1"));
    let new = folder.path("few.fixtures.snapshot.yaml.new");
    let accepted = told(&folder, &["test", "--accept", "--name", "short"]);
    assert!(accepted.starts_with("exit 0"), "{accepted}");
    assert!(text(&new).contains("adrift:"));
    let kept = text(folder.path("few.fixtures.snapshot.yaml"));
    assert!(
        kept.contains("short:") && !kept.contains("adrift:"),
        "{kept}"
    );
    let rest = json(&["test", "--accept", folder.folder()]);
    assert_eq!(rest["summary"]["snapshots"]["same"], 1);
    assert_eq!(rest["summary"]["snapshots"]["accepted"], 1);
    assert_eq!(names(&folder), ["few.fixtures.snapshot.yaml"]);
}

/// Wording, comments, layout and the order of prerequisites are not kept.
#[test]
fn what_says_the_same_changes_nothing() {
    let folder = kept();
    let before = text(folder.path("open.snapshot.yaml"));
    let policy = text("tests/data/fixtures/fair.servanda");
    let start = policy.find("prerequisite cheap").unwrap();
    let end = policy.find("prerequisite modest").unwrap();
    let moved = format!(
        "// Another comment\n\n{}{}{}",
        &policy[..start],
        &policy[end..],
        &policy[start..end]
    );
    let moved = moved.replace("The toll is low", "Nobody pays much");
    folder.write("fair.servanda", &moved);
    let draft = text("tests/data/fixtures/open.yaml");
    folder.write("open.yaml", &format!("# Read again\n\n{draft}"));
    let told = told(&folder, &["test"]);
    assert!(told.starts_with("exit 0"), "{told}");
    assert_eq!(text(folder.path("open.snapshot.yaml")), before);
    assert_eq!(names(&folder).len(), 3);
}

#[test]
fn a_change_fails_in_a_few_lines() {
    let folder = kept();
    change(&folder);
    for format in ["text", "plain"] {
        let told = told(&folder, &["test", "--format", format]);
        assert_snapshot!("snapshots", format!("changed.{format}"), told);
    }
    let answer = json(&["test", folder.folder()]);
    assert_eq!(answer["summary"]["snapshots"]["changed"], 3);
    assert_eq!(answer["summary"]["snapshots"]["failed"], 3);
    let met = &answer["snapshots"][2];
    assert_eq!(met["state"], "changed");
    assert_eq!(met["differences"][0]["of"], "verdict");
    assert_eq!(met["differences"][0]["was"], "met");
    assert_eq!(met["differences"][0]["is"], "unmet");
    // What waits goes where it is as it was.
    assert!(names(&folder).contains(&"met.snapshot.yaml.new".to_owned()));
    folder.copy("tests/data/fixtures/fair.servanda", "fair.servanda");
    let again = told(&folder, &["test"]);
    assert!(again.starts_with("exit 0"), "{again}");
    assert_eq!(names(&folder).len(), 3);
}

/// What watches over a repository is told as well.
#[test]
fn reports_have_a_case_for_each_snapshot() {
    let folder = kept();
    change(&folder);
    let junit = told(&folder, &["test", "--format", "junit"]);
    assert_eq!(junit.matches("<testcase").count(), 2 + 4, "{junit}");
    assert_eq!(junit.matches("<failure").count(), 3, "{junit}");
    let sarif = told(&folder, &["test", "--format", "sarif"]);
    assert_eq!(
        sarif.matches("\"ruleId\": \"test/snapshot\"").count(),
        3,
        "{sarif}"
    );
    assert!(sarif.contains("open.snapshot.yaml"), "{sarif}");
}

/// The record is what `check` says.
#[test]
fn what_is_kept_is_what_check_says() {
    let folder = kept();
    for name in ["met", "open"] {
        let path = folder.path(&format!("{name}.snapshot.yaml"));
        let snapshot = read_snapshot(&Source::new(path.as_str(), text(&path))).unwrap();
        let Record::Judged(record) = &snapshot.parts[0].record else {
            panic!("{name} is judged");
        };
        let file = folder.path(&format!("{name}.yaml"));
        let answer = json(&["check", "--policy", &folder.path("fair.servanda"), &file]);
        let came = &answer["proposals"][0];
        let same = |word: &str, json: &serde_json::Value| json == &word.replace(' ', "_");
        assert!(same(record.verdict.word(), &came["verdict"]));
        assert_eq!(serde_json::json!(record.turns_on), came["turns_on"]);
        let findings = came["findings"].as_array().unwrap();
        assert_eq!(record.findings.len(), findings.len());
        for (kept, came) in record.findings.iter().zip(findings) {
            assert_eq!(kept.name, came["id"]);
            assert!(same(kept.verdict.word(), &came["verdict"]));
            assert_eq!(serde_json::json!(kept.turns_on), came["turns_on"]);
        }
        for ((kept, alarm), came) in record
            .warnings
            .iter()
            .zip(came["warnings"].as_array().unwrap())
        {
            assert_eq!(*kept, came["id"]);
            assert!(same(alarm.word(), &came["verdict"]));
        }
        let low = &came["score_weights"]["low"];
        assert!(
            record
                .score
                .starts_with(&format!("{}/{}", low["met"], low["of"]))
        );
    }
}

#[test]
fn where_nobody_watches_nothing_is_written() {
    let folder = kept();
    change(&folder);
    let before = names(&folder);
    let ci = |value: &str, arguments: &[&str]| {
        let mut command = within(&folder, arguments);
        let output = command.env("CI", value).output().unwrap();
        (output.status.code().unwrap(), unfolded(&output.stderr))
    };
    assert_eq!(ci("true", &["test"]).0, 1);
    // A snapshot that is to be kept and is not there fails as well.
    folder.copy("tests/data/fixtures/unmet.yaml", "unmet.yaml");
    let all = [
        "test",
        "--snapshot",
        "--policy",
        "fair.servanda",
        "--name",
        "unmet",
    ];
    assert_eq!(ci("1", &all).0, 1);
    assert_eq!(
        told(&folder, &["test", "--frozen"]).lines().next(),
        Some("exit 1")
    );
    for writing in ["--accept", "--review"] {
        let (code, said) = ci("true", &["test", writing]);
        assert_eq!(code, 2);
        assert!(said.contains("snapshot/frozen"), "{said}");
        assert_eq!(ci("", &["test", writing, "--frozen"]).0, 2);
    }
    assert_eq!(names(&folder), before);
    // It is no machine of that kind.
    assert_eq!(ci("false", &["test"]).0, 1);
    assert!(names(&folder).len() > before.len());
}

#[test]
fn what_is_left_over_is_told() {
    let folder = kept();
    std::fs::remove_file(folder.path("met.yaml")).unwrap();
    let several = text(folder.path("few.fixtures.yaml"));
    folder.write("few.fixtures.yaml", &several.replace("adrift", "aground"));
    let snapshot = text(folder.path("open.snapshot.yaml"));
    folder.write(
        "open.snapshot.yaml",
        &format!("{snapshot}  gone.servanda:\n    error: [proposal/incoherent]\n"),
    );
    let told_of = told(&folder, &["test"]);
    assert!(told_of.starts_with("exit 0"), "{told_of}");
    assert_snapshot!("snapshots", "left-over", told_of);
    let strict = told(&folder, &["test", "--strict"]);
    assert!(strict.starts_with("exit 2"), "{strict}");
    // What is left over of an open text stays when a change of it is accepted.
    change(&folder);
    let _ = told(&folder, &["test", "--accept"]);
    assert!(text(folder.path("open.snapshot.yaml")).contains("gone.servanda:"));
}

#[test]
fn what_cannot_be_read_or_kept_is_an_error() {
    let folder = kept();
    folder.write(
        "met.snapshot.yaml",
        "policies:\n  fair.servanda: {verdicts: met}\n",
    );
    let wrong = told(&folder, &["test"]);
    assert!(wrong.starts_with("exit 2"), "{wrong}");
    assert!(wrong.contains("met.snapshot.yaml:2:19"), "{wrong}");
    // What is wrong with a policy is told once, however many texts it is about.
    let broken = kept();
    broken.write("fair.servanda", "# no comment");
    let told_once = told(&broken, &["test", "--name", "met", "--name", "open"]);
    assert!(told_once.starts_with("exit 2"), "{told_once}");
    assert_eq!(told_once.matches("error[").count(), 1, "{told_once}");
    let none = drafts();
    std::fs::remove_file(none.path("few.fixtures.yaml")).unwrap();
    let nothing = told(&none, &["test", "--snapshot"]);
    assert!(nothing.starts_with("exit 2"), "{nothing}");
    assert!(nothing.contains("`--policy`"), "{nothing}");
    // A file that somebody may not write stays, and what was accepted is not taken for kept.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = kept();
        change(&folder);
        let path = folder.path("open.snapshot.yaml");
        let before = text(&path);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        let refused = told(&folder, &["test", "--accept"]);
        assert!(refused.starts_with("exit 2"), "{refused}");
        assert!(
            refused.contains("3 accepted") || refused.contains("2 accepted"),
            "{refused}"
        );
        assert_eq!(text(&path), before);
    }
}

#[test]
fn a_review_is_answered_by_lines() {
    let folder = kept();
    change(&folder);
    let arguments = ["test", "--review", folder.folder()];
    let before = text(folder.path("open.snapshot.yaml"));
    // Accept, a word that is no answer, reject; then nobody answers any more.
    let output = fed(&arguments, b"Accept\nperhaps\n\nr\n");
    assert_eq!(output.status.code(), Some(1));
    let asked = String::from_utf8(output.stderr).unwrap();
    let asked = asked.replace(folder.folder(), "FOLDER");
    let done = String::from_utf8(output.stdout).unwrap();
    assert_snapshot!("snapshots", "review.lines", format!("{asked}---\n{done}"));
    // The first is accepted, the second rejected, the third waits.
    assert!(!names(&folder).contains(&"few.fixtures.snapshot.yaml.new".to_owned()));
    assert!(text(folder.path("few.fixtures.snapshot.yaml")).contains("closed"));
    assert!(!names(&folder).contains(&"met.snapshot.yaml.new".to_owned()));
    assert!(names(&folder).contains(&"open.snapshot.yaml.new".to_owned()));
    assert_eq!(text(folder.path("open.snapshot.yaml")), before);
    // A document says what was decided.
    let output = fed(&[&arguments[..], &["--format", "json"]].concat(), b"s\na\n");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let decisions = answer["snapshots"].as_array().unwrap().iter();
    let decisions: Vec<&str> = decisions
        .filter_map(|each| each["decision"].as_str())
        .collect();
    assert_eq!(decisions, ["skipped", "accepted"]);
}

/// The same on a terminal, where keys answer.
#[cfg(unix)]
mod terminal {
    use std::fs::{File, OpenOptions};
    use std::io::{Read as _, Write as _};
    use std::os::fd::OwnedFd;

    use rustix::pty;
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    use super::{change, kept, names, within};

    /// A terminal: what a person types and reads, and what the program has for it.
    fn terminal() -> (File, File) {
        let flags = pty::OpenptFlags::RDWR | pty::OpenptFlags::NOCTTY;
        let person: OwnedFd = pty::openpt(flags).unwrap();
        pty::grantpt(&person).unwrap();
        pty::unlockpt(&person).unwrap();
        let name = pty::ptsname(&person, Vec::new()).unwrap();
        let mut options = OpenOptions::new();
        let program = options.read(true).write(true).open(name.to_str().unwrap());
        let program = program.unwrap();
        // What is typed before the program asks is neither shown nor held back, however slow it is.
        let mut modes = tcgetattr(&program).unwrap();
        let lines = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        modes.local_modes.remove(lines);
        tcsetattr(&program, OptionalActions::Now, &modes).unwrap();
        (File::from(person), program)
    }

    /// What is shown until this is.
    fn read_until(person: &mut File, wanted: &str) -> String {
        let (mut seen, mut bytes) = (String::new(), [0; 4096]);
        while !seen.contains(wanted) {
            let count = person.read(&mut bytes).unwrap_or(0);
            assert!(count > 0, "`{wanted}` is not shown: {seen}");
            seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        seen
    }

    #[test]
    fn a_review_is_answered_by_keys() {
        let folder = kept();
        change(&folder);
        let (mut person, program) = terminal();
        let mut child = within(&folder, &["test", "--review", "--color", "never"])
            .env("TERM", "xterm")
            .stdin(program.try_clone().unwrap())
            .stderr(program.try_clone().unwrap())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(program);
        let question = "skip the rest? ";
        let mut session = String::new();
        // A key that is no answer asks again; none needs the Enter key.
        for key in ["a", "x", "r", "s"] {
            session.push_str(&read_until(&mut person, question));
            person.write_all(key.as_bytes()).unwrap();
        }
        let output = {
            let mut out = String::new();
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_to_string(&mut out).unwrap();
            out
        };
        assert_eq!(child.wait().unwrap().code(), Some(1));
        let session = session.replace("\r\n", "\n");
        crate::support::assert_snapshot!(
            "snapshots",
            "review.keys",
            format!("{session}\n---\n{output}")
        );
        assert_eq!(
            names(&folder),
            [
                "few.fixtures.snapshot.yaml",
                "met.snapshot.yaml",
                "open.snapshot.yaml",
                "open.snapshot.yaml.new"
            ]
        );
    }

    /// Ctrl-C ends the review: what was answered is done, the rest waits.
    #[test]
    fn a_review_can_be_left() {
        let folder = kept();
        change(&folder);
        let (mut person, program) = terminal();
        let mut child = within(&folder, &["test", "--review"])
            .stdin(program.try_clone().unwrap())
            .stderr(program.try_clone().unwrap())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        drop(program);
        for key in ["a", "\u{3}"] {
            read_until(&mut person, "skip the rest? ");
            person.write_all(key.as_bytes()).unwrap();
        }
        assert_eq!(child.wait().unwrap().code(), Some(1));
        assert_eq!(names(&folder).len(), 5);
    }
}
