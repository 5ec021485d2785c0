//! The rules of the architecture that code can break: which module may use which, who may name which
//! library, and that only the shell of the program does input and output.

mod mentions;
mod planted;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use rules::{Breach, File, Library, Order, Rules, breaches};

use crate::support::files::{root, text};

/// The product: the library `servanda`, and its shell.
const SERVANDA: Rules<'_> = Rules {
    package: "servanda",
    orders: &[
        Order {
            inside: "engine",
            modules: &["types", "encode", "query", "search"],
        },
        Order {
            inside: "",
            modules: &[
                "text",
                "verdict",
                "limit",
                "syntax",
                "policy",
                "proposal",
                "engine",
                "questions",
                "answer",
                "report",
                "page",
                "sheet",
                "world",
                "cli",
                "main",
            ],
        },
    ],
    libraries: &[
        Library {
            name: "pest",
            homes: &["syntax"],
        },
        Library {
            name: "pest_derive",
            homes: &["syntax"],
        },
        Library {
            name: "serde_yaml",
            homes: &["proposal"],
        },
        Library {
            name: "batsat",
            homes: &[],
        },
        Library {
            name: "servanda_solve",
            homes: &["limit", "engine"],
        },
        Library {
            name: "annotate_snippets",
            homes: &["page::text"],
        },
        Library {
            name: "anstyle",
            homes: &["page::text"],
        },
        Library {
            name: "textwrap",
            homes: &["page::text"],
        },
        Library {
            name: "maud",
            homes: &["page::html"],
        },
        Library {
            name: "rust_xlsxwriter",
            homes: &["sheet::xlsx"],
        },
        Library {
            name: "strsim",
            homes: &["text"],
        },
        Library {
            name: "unicode_normalization",
            homes: &["questions"],
        },
        Library {
            name: "sha2",
            homes: &["text"],
        },
        Library {
            name: "rust_decimal",
            homes: &["policy", "proposal"],
        },
        Library {
            name: "serde_json",
            homes: &["answer", "cli"],
        },
        Library {
            name: "clap",
            homes: &["cli"],
        },
        Library {
            name: "clap_complete",
            homes: &["cli"],
        },
        Library {
            name: "clap_mangen",
            homes: &["cli"],
        },
        Library {
            name: "anstream",
            homes: &["cli"],
        },
        Library {
            name: "console",
            homes: &["cli"],
        },
        Library {
            name: "humantime",
            homes: &["cli"],
        },
        Library {
            name: "terminal_size",
            homes: &["cli"],
        },
        Library {
            name: "indicatif",
            homes: &["cli"],
        },
        Library {
            name: "tempfile",
            homes: &["cli"],
        },
        Library {
            name: "rustix",
            homes: &["cli"],
        },
    ],
    outside: OUTSIDE,
    outside_macros: OUTSIDE_MACROS,
    shell: &["cli", "main"],
    most_lines: 600,
};

/// Libraries that any module may name.
const ANYWHERE: &[&str] = &["num_bigint", "rustc_hash", "serde", "smallvec", "thiserror"];

/// Packages below `crates`: they know nothing of the product.
const BELOW: Rules<'_> = Rules {
    package: "",
    orders: &[],
    libraries: &[
        Library {
            name: "servanda",
            homes: &[],
        },
        Library {
            name: "batsat",
            homes: &["sat::cnf"],
        },
    ],
    outside: OUTSIDE,
    outside_macros: OUTSIDE_MACROS,
    shell: &[],
    most_lines: 600,
};

const OUTSIDE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::time",
];

const OUTSIDE_MACROS: &[&str] = &["dbg", "eprint", "eprintln", "print", "println"];

/// Every breach of the rules in the sources in a folder.
fn breaches_in(folder: &Path, rules: &Rules<'_>) -> Vec<Breach> {
    let mut paths = Vec::new();
    visit(folder, &mut paths);
    assert!(!paths.is_empty(), "{} holds no sources", folder.display());
    let texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let inside = path.strip_prefix(folder).unwrap().to_string_lossy();
            (inside.replace('\\', "/"), fs::read_to_string(path).unwrap())
        })
        .collect();
    let files: Vec<File<'_>> = texts
        .iter()
        .map(|(path, text)| File { path, text })
        .collect();
    breaches(&files, rules)
}

fn visit(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn assert_none(folder: &Path, rules: &Rules<'_>) {
    let found: Vec<String> = (breaches_in(folder, rules).iter())
        .map(|breach| format!("{}/{breach}", folder.display()))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_product_keeps_to_its_rules() {
    assert_none(&root().join("src"), &SERVANDA);
}

#[test]
fn what_lies_below_knows_nothing_of_the_product() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        assert_none(&entry.unwrap().path().join("src"), &BELOW);
    }
}

/// Without this, a new dependency, or one under another name, would be under no rule.
#[test]
fn every_dependency_has_its_place() {
    let manifest = text("Cargo.toml");
    let tables = [
        "\n[dependencies]\n",
        "\n[target.'cfg(unix)'.dependencies]\n",
    ];
    let dependencies = tables.iter().flat_map(|table| {
        let (_, dependencies) = manifest.split_once(table).unwrap();
        dependencies.split("\n[").next().unwrap().lines()
    });
    for line in dependencies.filter(|line| line.contains(" = ")) {
        let (name, rest) = line.split_once(" = ").unwrap();
        let name = name.replace('-', "_");
        let ruled = SERVANDA
            .libraries
            .iter()
            .any(|library| library.name == name);
        assert!(
            ruled || ANYWHERE.contains(&name.as_str()),
            "where may `{name}` be named? Add it to the libraries of `SERVANDA`, or to `ANYWHERE`"
        );
        assert!(
            name == "serde_yaml" || !rest.contains("package ="),
            "`{name}` hides which package it is"
        );
    }
}
