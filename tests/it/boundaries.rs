//! The house rules that code can break: who may use whom, and who may name which library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the ground up: each may use those before it, never those after it.
const ORDER: &[&str] = &[
    "text",
    "verdict",
    "limit",
    "syntax",
    "policy",
    "proposal",
    "engine",
    "questions",
    "answer",
    "page",
    "render",
    "world",
    "cli",
];

/// Libraries with a boundary: only these modules may name them.
const QUARANTINE: &[(&str, &[&str])] = &[
    ("pest", &["syntax"]),
    ("serde_yaml", &["proposal"]),
    ("batsat", &[]),
    ("servanda_solve", &["limit", "engine"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["page/text", "render"]),
    ("serde_json", &["answer", "render", "cli"]),
];

/// Every source file below `src`, with its path there, without the ending.
fn files() -> BTreeMap<String, String> {
    fn visit(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    visit(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap().with_extension("");
            (
                inside.to_string_lossy().replace('\\', "/"),
                fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

fn module(file: &str) -> &str {
    file.split('/').next().unwrap()
}

/// The code of a file without its comments and its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_module_has_its_place() {
    for file in files().keys() {
        let name = module(file);
        assert!(
            ["lib", "main"].contains(&name) || ORDER.contains(&name),
            "src/{file}.rs is not in the order of modules"
        );
    }
}

#[test]
fn modules_use_only_those_below_them() {
    for (file, text) in files() {
        let Some(place) = ORDER.iter().position(|name| *name == module(&file)) else {
            continue;
        };
        if file.ends_with("/tests") {
            continue;
        }
        for above in &ORDER[place + 1..] {
            assert!(
                !code(&text).contains(&format!("crate::{above}")),
                "src/{file}.rs uses `{above}`, which stands above it"
            );
        }
    }
}

#[test]
fn libraries_stay_behind_their_boundary() {
    for (file, text) in files() {
        for (library, homes) in QUARANTINE {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            let text = code(&text);
            let named =
                text.contains(&format!("{library}::")) || text.contains(&format!("use {library}"));
            assert!(at_home || !named, "src/{file}.rs names `{library}`");
        }
    }
}

#[test]
fn the_library_does_no_input_or_output() {
    for (file, text) in files() {
        if ["cli", "main"].contains(&module(&file)) {
            continue;
        }
        for forbidden in [
            "std::fs",
            "std::io",
            "std::env",
            "std::time",
            "println!",
            "eprintln!",
        ] {
            assert!(
                !code(&text).contains(forbidden),
                "src/{file}.rs uses {forbidden}"
            );
        }
    }
}

#[test]
fn files_stay_small() {
    for (file, text) in files() {
        let lines = text.lines().count();
        assert!(lines <= 600, "src/{file}.rs has {lines} lines");
    }
}
