//! What a shell and its manual get: completion and pages.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::command::{command, run, shown, unfolded};
use crate::support::files::{Scratch, root, text};

/// What is offered for the last of these words, by the way in which each shell asks.
fn offered(shell: &str, words: &[&str]) -> Vec<String> {
    let index = (words.len()).to_string();
    let output = command(&[&["--", "servanda"], words].concat())
        .env("SERVANDA_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", index)
        .env("_CLAP_IFS", "\n")
        .env("CURRENT", (words.len() + 1).to_string())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", shown(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn names_are_offered_where_they_belong() {
    let mine = "tests/data/fixtures/fair.servanda";
    for (words, wanted) in [
        (&["chec"][..], "check"),
        (&["check", "--policy", "k"], "kyiv-2022"),
        (
            &["check", "--policy", "policies/col"],
            "policies/column.servanda",
        ),
        (&["check", "--reading", "str"], "strict"),
        (&["check", "--reading", "long"], "long_range=strict"),
        (
            &["check", "--policy", "kyiv-2022", "--reading", "claims"],
            "claims=strict",
        ),
        (
            &["check", "--policy", mine, "--reading", "open"],
            "open_ports=most",
        ),
        (&["check", "--finding", "pledge_s"], "pledge_scope"),
        (&["check", "--format", "pl"], "plain"),
        (
            &["check", "proposals/us-28"],
            "proposals/us-28-point-plan-2025.yaml",
        ),
        (&["repair", "--freeze", "us_role,nato"], "us_role,nato_path"),
        (&["repair", "--price", "nato"], "nato_path="),
        (&["zopa", "mos"], "moscow-2024"),
        (&["lint", "tests/data/fixtures/fa"], mine),
        (&["show", "settl"], "settlement"),
        (&["show", "precau"], "precautions"),
        (&["show", mine, "pass"], "passage"),
        (&["explain", "proposal/unknown-t"], "proposal/unknown-term"),
        (&["man", "comp"], "compare-policies"),
    ] {
        let found = offered("bash", words);
        assert!(
            found.iter().any(|name| name == wanted),
            "{words:?}: {found:?}"
        );
    }
    // Nothing is offered that does not fit.
    assert!(offered("bash", &["check", "--policy", "zzz"]).is_empty());
    assert!(
        offered(
            "bash",
            &["check", "--policy", "./nowhere.servanda", "--reading", ""]
        )
        .is_empty()
    );
    let policies = offered("bash", &["check", "policies/"]);
    assert!(
        policies.iter().all(|name| name.ends_with('/')),
        "{policies:?}"
    );
}

/// Shells that can show it are told what a name stands for.
#[test]
fn names_are_explained() {
    let found = offered("fish", &["show", "pledge_s"]);
    assert_eq!(
        found,
        ["pledge_scope\tCollective pledge: it covers the land that Ukraine controls"]
    );
    let found = offered("zsh", &["check", "--policy", "kyiv"]);
    assert_eq!(found, ["kyiv-2022:Kyiv's peace formula of 2022"]);
}

#[test]
fn a_script_is_printed_for_each_shell() {
    for (shell, wanted) in [
        ("bash", "complete -o nospace -o bashdefault"),
        ("zsh", "compdef _clap_dynamic_completer_servanda servanda"),
        (
            "fish",
            "complete --keep-order --exclusive --command servanda",
        ),
        ("elvish", "edit:completion:arg-completer"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let output = run(&["completions", shell]);
        assert!(output.status.success(), "{}", shown(&output));
        let script = unfolded(&output.stdout);
        assert!(script.contains(wanted), "{script}");
        assert!(script.contains("SERVANDA_COMPLETE"), "{script}");
    }
}

/// The script does its work in a real shell, where there is one.
#[cfg(unix)]
#[test]
fn bash_completes() {
    let program = Path::new(env!("CARGO_BIN_EXE_servanda"));
    let script = "source <(servanda completions bash)\n\
         complete_for() {\n  COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); COMP_TYPE=9\n  \
         _clap_complete_servanda servanda \"${COMP_WORDS[COMP_CWORD]}\" \"\"\n  \
         echo \"${COMPREPLY[@]}\"\n}\n\
         complete_for servanda check --policy k\ncomplete_for servanda explain proposal/unknown-t\n\
         complete_for servanda repair --freeze nato_p\n";
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", program.parent().unwrap().display());
    let Ok(output) = Command::new("bash")
        .args(["--norc", "-c", script])
        .env("PATH", path)
        .current_dir(root())
        .output()
    else {
        eprintln!("there is no bash: its completion is not tested");
        return;
    };
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "kyiv-2022\nproposal/unknown-term\nnato_path\n",
        "{}",
        shown(&output)
    );
}

/// A variable that other programs use for the same makes no difference.
#[test]
fn only_its_own_variable_asks_for_completion() {
    let output = command(&["--version"])
        .env("COMPLETE", "bash")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("servanda "));
}

fn commands() -> Vec<String> {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    let names = help.lines().filter_map(|line| line.strip_prefix("  "));
    let names = names.map(|line| line.split(' ').next().unwrap());
    let is_command = |name: &&str| !name.is_empty() && !name.starts_with('-') && *name != "help";
    let all = names
        .take_while(|name| *name != "servanda")
        .filter(is_command);
    all.map(str::to_owned).collect()
}

/// Each command has a page with all its options, which names only pages that exist.
#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = Scratch::new();
    let pages = folder.path("man1");
    let output = run(&["man", "--dir", &pages]);
    assert!(output.status.success(), "{}", shown(&output));
    let commands = commands();
    assert!(commands.len() >= 11, "{commands:?}");
    let mut names: Vec<String> = commands
        .iter()
        .map(|name| format!("servanda-{name}"))
        .collect();
    names.push("servanda".to_owned());
    let mut written: Vec<String> = fs::read_dir(&pages)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut wanted: Vec<String> = names.iter().map(|name| format!("{name}.1")).collect();
    written.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(written, wanted);
    for name in &names {
        let page = text(Path::new(&pages).join(format!("{name}.1"))).replace("\\-", "-");
        let (_, see_also) = page.split_once(".SH \"SEE ALSO\"").unwrap();
        for other in names.iter().filter(|other| *other != name) {
            assert!(
                see_also.contains(&format!("{other}\\fR(1)")),
                "{name}: {see_also}"
            );
        }
        let command = name.strip_prefix("servanda-");
        let printed = run(&[&["man"], &command.into_iter().collect::<Vec<_>>()[..]].concat());
        let printed = String::from_utf8(printed.stdout)
            .unwrap()
            .replace("\\-", "-");
        assert_eq!(printed, page);
        let help = run(&[&command.into_iter().collect::<Vec<_>>()[..], &["--help"]].concat());
        let help = String::from_utf8(help.stdout).unwrap();
        let words = help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && word.len() > 2);
        for option in words.map(|word| word.trim_end_matches([',', ';', '`', ')'])) {
            assert!(page.contains(option), "{name}: {option}");
        }
    }
    // What is there already is not overwritten, and then nothing else is written.
    fs::remove_file(Path::new(&pages).join("servanda-zopa.1")).unwrap();
    let again = run(&["man", "--dir", &pages]);
    assert_eq!(again.status.code(), Some(2), "{}", shown(&again));
    assert!(!Path::new(&pages).join("servanda-zopa.1").exists());
}
