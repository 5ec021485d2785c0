//! What users see of repairs, zones, influence, proofs and comparisons, on the real texts.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use servanda::world::builtin;

use crate::support::assert_snapshot;
use crate::support::command::{exit, json, run, stdout};
use crate::support::files::{self, Scratch, proposals};

pub const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
pub const TRIO: [&str; 3] = ["column", "moscow-2024", "kyiv-2022"];

#[test]
fn what_repairs_may_not_touch_can_rule_them_out() {
    let freeze = "guarantee_scope,monitoring,ukraine_force_limit";
    let arguments = ["repair", "--freeze", freeze, PLAN];
    assert_snapshot!("answers", "repair_frozen", stdout(&arguments));
    assert_snapshot!(
        "answers",
        "repair_plain",
        stdout(&["repair", "--format", "plain", PLAN])
    );
    assert_snapshot!("answers", "repair", stdout(&["repair", PLAN]));
    let poor = [
        "repair",
        "--min-grade",
        "B",
        "proposals/jeddah-statement-2025.yaml",
    ];
    assert_snapshot!("answers", "repair_min_grade", stdout(&poor));
    let three = ["repair", "--all", "3", "--price", "monitoring=5", PLAN];
    assert_snapshot!("answers", "repair_three", stdout(&three));
    assert_eq!(exit(&arguments), 1);
    assert_eq!(exit(&["repair", PLAN]), 0);
}

/// A repair that is written is met, whichever way the text was taken, and a second one finds
/// nothing to do. One that rests on a rival value beside stated ones that contradict it is refused.
#[test]
fn a_written_repair_is_met() {
    for options in [&[][..], &["--rivals"], &["--reading", "strict"]] {
        let scratch = Scratch::new();
        for name in proposals() {
            scratch.copy(&files::proposal(&name), &format!("{name}.yaml"));
        }
        let folder = scratch.folder();
        let asked = |command: &[&'static str]| [command, options, &[folder]].concat();
        assert_eq!(exit(&asked(&["check"])), 1, "{options:?}");
        let written = run(&asked(&["repair", "--write"]));
        let said = String::from_utf8(written.stderr).unwrap();
        let refused = said.matches("error[edit/incoherent]").count();
        assert!(refused == 0 || options == ["--rivals"], "{said}");
        let code = if refused == 0 { 0 } else { 2 };
        assert_eq!(written.status.code(), Some(code), "{options:?}: {said}");
        let met = &json(&asked(&["check"]))["summary"]["met"];
        assert_eq!(*met, proposals().len() - refused, "{options:?}");
        let again = String::from_utf8(run(&asked(&["repair"])).stdout).unwrap();
        let done = again.matches("nothing has to change").count();
        assert_eq!(done, proposals().len() - refused, "{options:?}");
    }
}

/// A provision that only lacks a good enough source stays as it is, with its source: no edit can
/// mend that. Provisions that `--min-grade` passes over are still part of the file, so nothing that
/// is written may contradict them.
#[test]
fn a_repair_does_not_hide_poor_sources() {
    let mut seen = [0; 3];
    // Where nearly everything is open, a repair takes seconds: some texts stand for all.
    let some = [
        "berlin-leaders-statement-dec-2025",
        "jeddah-statement-2025",
        "uk-ukraine-agreement-2024",
        "us-28-point-plan-2025",
        "victory-plan-2024",
    ];
    for grade in ["A", "B"] {
        // All texts together: the policy is made ready once for each command.
        let folder = Scratch::new();
        for name in some {
            folder.copy(&files::proposal(name), &format!("{name}.yaml"));
        }
        let all = folder.folder();
        let by_name = |command: &[&str]| -> BTreeMap<String, Value> {
            let answer = json(&[command, &[all]].concat());
            let each = answer["proposals"].as_array().unwrap().iter();
            let named =
                each.map(|answer| (answer["id"].as_str().unwrap().to_owned(), answer.clone()));
            named.collect()
        };
        let asked = by_name(&["repair", "--min-grade", grade]);
        let write = run(&[
            "repair",
            "--min-grade",
            grade,
            "--write",
            "--format",
            "json",
            all,
        ]);
        let written: Value = serde_json::from_slice(&write.stdout).unwrap();
        let refused = written["errors"].as_array().unwrap().iter();
        let refused = refused
            .filter(|error| error["code"] == "edit/incoherent")
            .count();
        let again = by_name(&["repair", "--min-grade", grade]);
        let graded = by_name(&["check", "--min-grade", grade]);
        let plain = by_name(&["check"]);
        let before = seen[0];
        for name in some {
            let before = files::text(files::proposal(name));
            let after = fs::read_to_string(folder.path(&format!("{name}.yaml"))).unwrap();
            let repair = &asked[name]["repairs"][0];
            if repair["text"].is_null() {
                assert_eq!(repair["no_text"]["code"], "edit/incoherent");
                assert_eq!(after, before);
                seen[0] += 1;
                continue;
            }
            assert_eq!(repair["text"], after);
            let changes = repair["changes"].as_array().unwrap();
            let to_confirm = |change: &&Value| change["action"] == "confirm";
            for change in changes.iter().filter(to_confirm) {
                let start = format!("\n  {}:", change["term"].as_str().unwrap());
                let provision = |text: &str| {
                    let rest = text.split(&start).nth(1).unwrap().to_owned();
                    let own = |(at, line): &(usize, &str)| *at == 0 || line.starts_with("    ");
                    let lines = rest.lines().enumerate().take_while(own);
                    lines.map(|(_, line)| line).collect::<String>()
                };
                assert_eq!(provision(&after), provision(&before), "{name} {grade}");
                seen[1] += 1;
            }
            // What was written names no source yet, so it is left to be confirmed.
            let again = again[name]["repairs"][0]["changes"].as_array();
            let again = again.map_or(&[][..], Vec::as_slice);
            assert!(again.iter().all(|change| to_confirm(&change)));
            // Without what was stated before there may be less to confirm, but not nothing.
            assert!(again.len() <= changes.len(), "{name} {grade}");
            assert_eq!(again.is_empty(), changes.is_empty(), "{name} {grade}");
            let met = graded[name]["verdict"] == "met";
            assert_eq!(met, changes.is_empty(), "{name} {grade}");
            assert_eq!(plain[name]["verdict"], "met", "{name} {grade}");
            let told = written["proposals"].as_array().unwrap().iter();
            let told = told.filter(|answer| answer["id"] == name);
            let told: Vec<bool> = told.map(|answer| answer["written"] == true).collect();
            assert_eq!(told, [after != before], "{name} {grade}");
            seen[2] += 1;
        }
        // What cannot be written is said of each, and nothing of it was.
        assert_eq!(refused, seen[0] - before);
        assert_eq!(write.status.code(), Some(if refused > 0 { 2 } else { 0 }));
    }
    assert!(seen.iter().all(|&count| count > 0), "{seen:?}");
}

/// Each line of a printed patch has the number that it has in the file as it was, as it will be,
/// or both.
#[test]
fn the_lines_of_a_patch_are_numbered_truly() {
    let paths: Vec<String> = proposals()
        .iter()
        .map(|name| files::proposal(name))
        .collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let answers = json(&[&["repair"], &paths[..]].concat());
    for (at, (name, file)) in proposals().iter().zip(paths).enumerate() {
        let old = files::text(file);
        let new = answers["proposals"][at]["repairs"][0]["text"].as_str();
        let new = new.unwrap_or(&old);
        let is_line = |text: &str, number: &str, shown: &str| {
            let line = text.lines().nth(number.parse::<usize>().unwrap() - 1);
            let shown = shown.strip_suffix('…').unwrap_or(shown);
            assert!(line.unwrap().starts_with(shown), "{name} {number}: {shown}");
        };
        let (mut gone, mut come) = (0, 0);
        let text = stdout(&["repair", "-v", file]);
        for line in text
            .lines()
            .skip_while(|line| !line.starts_with("  patch"))
            .skip(2)
        {
            if line.starts_with("   …") {
                continue;
            }
            let (numbers, shown) = line.split_at(10);
            let shown = shown.get(2..).unwrap_or_default();
            let [before, after] = [&numbers[..4], &numbers[5..9]].map(str::trim);
            match (before, after, &line[10..11]) {
                (before, "", "-") => {
                    is_line(&old, before, shown);
                    gone += 1;
                }
                ("", after, "+") => {
                    is_line(new, after, shown);
                    come += 1;
                }
                (before, after, _) => {
                    is_line(&old, before, shown);
                    is_line(new, after, shown);
                }
            }
        }
        assert_eq!(old.lines().count() - gone + come, new.lines().count());
    }
}

/// Letters of some scripts take two columns, and a tab takes none in particular.
#[test]
fn a_patch_fits_whatever_the_file_holds() {
    let folder = Scratch::new();
    let wide = "漢".repeat(100);
    let text = format!("proposal: a\nprovisions:\n  air_defence: silent\t# {wide}\n");
    for line_break in ["\n", "\r\n", "\r"] {
        let file = folder.write("draft.yaml", &text.replace('\n', line_break));
        let shown = stdout(&["repair", "-v", &file]);
        let cut = |line: &&str| line.contains('漢');
        let lines: Vec<&str> = shown.lines().filter(cut).collect();
        assert_eq!(lines.len(), 2, "{shown}");
        for line in lines {
            let columns = line.chars().count() + line.matches('漢').count();
            assert!((79..=80).contains(&columns), "{columns}: {line}");
        }
        assert!(
            shown.contains("   3      -   air_defence: silent    # 漢"),
            "{shown}"
        );
        assert!(!shown.contains(['\t', '\u{fffd}']));
    }
}

#[test]
fn the_columns_question_is_answered() {
    let [column, moscow, kyiv] = TRIO;
    assert_snapshot!(
        "answers",
        "zopa_of_three",
        stdout(&["zopa", column, moscow, kyiv])
    );
    let plain = ["zopa", "--format", "plain", column, moscow, kyiv];
    assert_snapshot!("answers", "zopa_of_three_plain", stdout(&plain));
    let json = ["zopa", "--format", "json", column, moscow, kyiv];
    assert_snapshot!("answers", "zopa_of_three_json", stdout(&json));
    assert_snapshot!(
        "answers",
        "zopa_column_moscow",
        stdout(&["zopa", column, moscow])
    );
    assert_snapshot!(
        "answers",
        "zopa_column_kyiv",
        stdout(&["zopa", column, kyiv])
    );
    assert_eq!(exit(&["zopa", column, moscow, kyiv]), 1);
    assert_eq!(exit(&["zopa", column, moscow]), 1);
    assert_eq!(exit(&["zopa", "--reading", "lenient", column, moscow]), 0);
    assert_eq!(exit(&["zopa", column, kyiv]), 0);
}

#[test]
fn the_warnings_that_a_settlement_raises_are_told() {
    let zopa = ["zopa", "--reading", "lenient", "column", "moscow-2024"];
    let answer = json(&zopa);
    let warnings = &answer["settlements"]["compromise"]["warnings"];
    let raised = warnings.as_array().unwrap().iter();
    let raised = raised.filter(|warning| warning["verdict"] == "raised");
    let names: Vec<String> = raised
        .map(|each| format!("{}.{}", each["policy"], each["warning"]).replace('"', ""))
        .collect();
    assert!(
        names.contains(&"column.asking_price".to_owned()),
        "{names:?}"
    );
    let told = stdout(&[&zopa[..], &["-v"]].concat());
    for name in &names {
        assert!(told.contains(&format!("{name}: ")), "{told}");
    }
    let shares = json(&["zopa", "column", "moscow-2024", "kyiv-2022"]);
    let ways = shares["deadlock"]["shared"]["ways"].as_array().unwrap();
    assert!(ways.iter().all(|way| way["warnings"].is_array()));
}

#[test]
fn a_compromise_is_a_proposal_that_all_judge_met() {
    let folder = Scratch::new();
    let file = folder.path("compromise.yaml");
    let from = ["--from", "proposals/victory-plan-2024.yaml", "--from", PLAN];
    let zopa = [
        &["zopa", "column", "kyiv-2022", "--write", &file],
        &from[..],
    ]
    .concat();
    assert_snapshot!("answers", "zopa_from_drafts", stdout(&zopa));
    assert_snapshot!("answers", "compromise", fs::read_to_string(&file).unwrap());
    let by_all = [
        "check",
        "--policy",
        "column",
        "--policy",
        "kyiv-2022",
        &file,
    ];
    assert_eq!(exit(&by_all), 0);
}

#[test]
fn what_is_there_is_not_lost() {
    let folder = Scratch::new();
    let there = folder.copy(PLAN, "there.yaml");
    let before = fs::read_to_string(&there).unwrap();
    let zopa = ["zopa", "column", "kyiv-2022", "--write"];
    assert_eq!(exit(&[&zopa[..], &[&there]].concat()), 2);
    let mut permissions = fs::metadata(&there).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&there, permissions).unwrap();
    assert_eq!(exit(&["repair", "--write", &there]), 2);
    assert_eq!(fs::read_to_string(&there).unwrap(), before);
    // A folder cannot be written as a file, and no temporary file is left beside it.
    assert_eq!(exit(&[&zopa[..], &[folder.folder()]].concat()), 2);
    assert_eq!(folder.files(), [there]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = Scratch::new();
    let (file, link) = (folder.copy(PLAN, "file.yaml"), folder.path("link.yaml"));
    std::os::unix::fs::symlink("file.yaml", &link).unwrap();
    assert_eq!(exit(&["repair", "--write", &link]), 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(exit(&["check", &file]), 0);
}

#[test]
fn a_compromise_of_any_name_can_be_read() {
    let folder = Scratch::new();
    folder.write("v.servanda", "vocabulary v \"v\"\nterm a \"a\" yes or no\n");
    let policy = "policy p \"p\"\nuses v\nprerequisite q \"q\" {\nmust a\n}\n";
    let policy = folder.write("p.servanda", policy);
    for name in [
        "a: b.yaml",
        "[x.yaml",
        "#x.yaml",
        "'q.yaml",
        "2025.yaml",
        "true.yaml",
    ] {
        let file = folder.path(name);
        assert_eq!(exit(&["zopa", &policy, "--write", &file]), 0);
        assert_eq!(exit(&["check", "--policy", &policy, &file]), 0, "{name}");
    }
}

/// Twelve policies, each of which may not apply. More than eight of these are not counted exactly:
/// the count is a range that contains the true number.
#[test]
fn what_is_not_counted_is_bounded() {
    let folder = Scratch::new();
    let vocabulary = "vocabulary v \"v\"\nterm a \"a\" scale low < high\nterm b \"b\" yes or no\n";
    folder.write("v.servanda", vocabulary);
    let policies: Vec<String> = (0..12)
        .map(|index| {
            let text = format!(
                "policy p{index} \"p\"\nuses v\nprerequisite q \"q\" {{\nwhen b\nmust a is high\n}}\n"
            );
            folder.write(&format!("p{index}.servanda"), &text)
        })
        .collect();
    let count = |policies: &[String]| {
        let names: Vec<&str> = policies.iter().map(String::as_str).collect();
        let answer = json(&[&["zopa"], &names[..]].concat());
        let count = &answer["settlements"]["count"];
        ["low", "high"].map(|end| count[end].as_str().unwrap().parse::<u64>().unwrap())
    };
    // Of four settlements, only that with `b` and a high `a` is met by all.
    assert_eq!(count(&policies[..2]), [1, 1]);
    let [low, high] = count(&policies);
    assert!(low <= 1 && 1 < high && high <= 4, "{low} to {high}");
}

#[test]
fn influence_is_drawn() {
    let any_text = ["influence", "--policy", "kyiv-2022"];
    assert_snapshot!("answers", "influence_of_a_policy", stdout(&any_text));
    assert_snapshot!(
        "answers",
        "influence_of_a_text",
        stdout(&["influence", PLAN])
    );
    let plain = ["influence", "--format", "plain", PLAN];
    assert_snapshot!("answers", "influence_plain", stdout(&plain));
    assert_eq!(exit(&["influence", PLAN]), 0);
}

#[test]
fn the_shipped_policies_are_linted() {
    let policies: Vec<&str> = builtin::policies().collect();
    let lint = [&["lint"][..], &policies].concat();
    assert_snapshot!("answers", "lint", stdout(&lint));
    // What is found in them is allowed, with a reason.
    for policy in policies {
        assert_eq!(exit(&["lint", "--strict", policy]), 0, "{policy}");
    }
}

#[test]
fn what_lint_finds_is_shown_by_texts_that_can_be_judged() {
    let policy = "tests/data/lint/policy.servanda";
    assert_eq!(exit(&["lint", "--strict", policy]), 1);
    let folder = Scratch::new();
    assert_eq!(exit(&["lint", "--witness", folder.folder(), policy]), 0);
    let texts = folder.files();
    assert!(!texts.is_empty());
    for text in texts {
        let judged = exit(&["check", "--policy", policy, &text]);
        assert_ne!(judged, 2, "{text} can be read and is coherent");
    }
}

#[test]
fn what_is_wrong_with_a_policy_is_said_once() {
    let found = json(&["lint", "tests/data/lint/policy.servanda"]);
    let mut said: Vec<String> = (found["found"].as_array().unwrap().iter())
        .map(|found| found["said"].to_string() + &found["places"].to_string())
        .collect();
    let count = said.len();
    said.sort_unstable();
    said.dedup();
    assert!(count > 0);
    assert_eq!(said.len(), count);
}

#[test]
fn policies_are_compared() {
    let [column, moscow, kyiv] = TRIO;
    assert_snapshot!(
        "answers",
        "compared",
        stdout(&["compare-policies", column, kyiv])
    );
    assert_snapshot!(
        "answers",
        "compared_alike",
        stdout(&["compare-policies", column, column])
    );
    assert_eq!(exit(&["compare-policies", column, column]), 0);
    let folder = Scratch::new();
    let compare = ["compare-policies", "--witness", folder.folder()];
    assert_eq!(exit(&[&compare[..], &[moscow, kyiv]].concat()), 1);
    for (by, not_by) in [(moscow, kyiv), (kyiv, moscow)] {
        let text = folder.path(&format!("only-{by}.yaml"));
        assert_eq!(exit(&["check", "--policy", by, &text]), 0);
        assert_eq!(exit(&["check", "--policy", not_by, &text]), 1);
    }
}

/// What `influence` and `zopa` say of one policy over one term, with a prerequisite for each line.
fn of_one_term(term: &str, musts: &[String], format: &str) -> [String; 2] {
    let folder = Scratch::new();
    let vocabulary = format!("vocabulary v \"v\"\nterm s \"s\" {term}\n");
    folder.write("v.servanda", &vocabulary);
    let each = musts.iter().enumerate();
    let each = each.map(|(index, must)| format!("prerequisite q{index} {{\nmust {must}\n}}\n"));
    let policy = format!("policy p \"p\"\nuses v\n{}", each.collect::<String>());
    let file = folder.write("p.servanda", &policy);
    let influence = ["influence", "--policy", &file, "--format", format];
    let zopa = ["zopa", &file, "--format", format];
    [stdout(&influence), stdout(&zopa)]
}

fn set_of(members: usize) -> String {
    let members: Vec<String> = (0..members).map(|member| format!("a{member}")).collect();
    format!("set of {}", members.join(", "))
}

#[test]
fn long_sets_and_long_lists_are_answered_exactly() {
    let days: Vec<String> = (0..300)
        .map(|day| format!("{} days", 2 * day + 1))
        .collect();
    let listed = format!("s is one of {}", days.join(", "));
    for (term, must, answer, count) in [
        (set_of(9), "s counts at least 2", "[]", "502"),
        (
            set_of(63),
            "s counts at least 2",
            "[]",
            "9223372036854775744",
        ),
        (
            "number of days from 0 to 5000".to_owned(),
            &listed,
            "0 days",
            "300",
        ),
    ] {
        let said = of_one_term(&term, &[must.to_owned()], "json");
        let [influence, zopa] = said.map(|said| serde_json::from_str::<Value>(&said).unwrap());
        let weighed = &influence["answers"][0];
        assert_eq!(weighed["best"]["answer"], answer, "{weighed}");
        assert_eq!(weighed["weights"][0]["verdict"]["low"], 1.0, "{weighed}");
        assert!(weighed["unfinished"].as_array().unwrap().is_empty());
        let counted = &zopa["settlements"]["count"];
        assert_eq!(counted["low"], count, "{counted}");
        assert_eq!(counted["high"], count, "{counted}");
    }
}

#[test]
fn answers_that_were_not_tried_are_said() {
    let includes: Vec<String> = (0..11)
        .map(|member| format!("s includes a{member}"))
        .collect();
    let [text, _] = of_one_term(&set_of(11), &includes, "text");
    assert!(text.contains("to try every single answer"), "{text}");
    let [plain, _] = of_one_term(&set_of(11), &includes, "plain");
    assert!(plain.contains("to try every single answer"), "{plain}");
    let [json, _] = of_one_term(&set_of(11), &includes, "json");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["answers"][0]["unfinished"][0]["part"], "answers");
    // With fewer effects, every answer is tried.
    let [text, _] = of_one_term(&set_of(9), &includes[..9], "text");
    assert!(!text.contains("not done"), "{text}");
}

#[test]
fn a_spent_budget_is_no_answer() {
    for command in [
        &["repair", PLAN][..],
        &["zopa", "column", "moscow-2024", "kyiv-2022"],
        &["influence"],
        &["lint", "column"],
        &["compare-policies", "column", "kyiv-2022"],
    ] {
        let output = run(&[command, &["--budget", "0s"]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{command:?}: {said}");
        assert!(said.contains("limit/budget"), "{command:?}: {said}");
    }
}

#[test]
fn every_command_that_can_take_long_has_a_budget_with_a_default() {
    for command in [
        "check",
        "repair",
        "zopa",
        "influence",
        "sensitivity",
        "lint",
        "compare-policies",
    ] {
        let help = String::from_utf8(run(&[command, "--help"]).stdout).unwrap();
        let budget = help.split("--budget <TIME>").nth(1).unwrap_or_default();
        let budget: Vec<&str> = budget.split_whitespace().collect();
        let budget = budget.join(" ");
        let [_, default] = budget.split("[default: ").collect::<Vec<_>>()[..2] else {
            panic!("{command}: {help}");
        };
        assert!(default.starts_with("30s]"), "{command}: {help}");
    }
    let output = run(&["influence", PLAN, "--budget", "none"]);
    assert_eq!(output.status.code(), Some(0));
    let output = run(&["influence", "--budget", "soon"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("write a time such as 10s or 2m, or `none`"),
        "{said}"
    );
}
