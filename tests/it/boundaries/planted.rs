//! Each kind of breach, planted in a small package: it is found, and where.

use super::rules::{File, Library, Order, Rules, breaches};

const RULES: Rules<'_> = Rules {
    package: "house",
    orders: &[
        Order {
            inside: "",
            modules: &["text", "lint", "engine", "render", "shell", "main"],
        },
        Order {
            inside: "engine",
            modules: &["encode", "query", "search"],
        },
    ],
    libraries: &[
        Library {
            name: "yaml",
            homes: &["text"],
        },
        Library {
            name: "sat",
            homes: &["engine::search"],
        },
    ],
    outside: &["std::fs", "std::env", "std::time"],
    outside_macros: &["println", "dbg"],
    shell: &["shell", "main"],
    most_lines: 30,
};

/// The modules around the one in which something is planted.
const ROOT: &str = "mod text; mod lint; mod engine; mod render; mod shell; pub use render::Page;";
const ENGINE: &str =
    "mod encode; mod query; mod search; pub use search::Engine; use crate::text::A;";

fn file<'a>(path: &'a str, text: &'a str) -> File<'a> {
    File { path, text }
}

/// The breaches in a file among those others, as `line: what`.
fn found_in(path: &str, text: &str) -> Vec<String> {
    let files = [
        file("lib.rs", ROOT),
        file("engine/mod.rs", ENGINE),
        file(path, text),
    ];
    let found = breaches(&files, &RULES).into_iter();
    found
        .map(|breach| {
            assert_eq!(breach.file, path, "{breach}");
            format!("{}: {}", breach.line, breach.what)
        })
        .collect()
}

const ABOVE: &str = "`lint` uses `render`, which stands above it";

#[test]
fn what_is_allowed_is_no_breach() {
    for (path, text) in [
        (
            "render.rs",
            "use crate::{lint, text::A}; fn f() -> std::num::NonZero<u8> { lint::g() }",
        ),
        (
            "text/read.rs",
            "use yaml::Value; use super::super::text::Source; use std::{fmt, rc::Rc};",
        ),
        (
            "engine/search.rs",
            "use super::{encode, query::A}; use sat::Solver; use self::b::C; mod b {}",
        ),
        (
            "shell/mod.rs",
            "use std::{env, fs}; fn f() { println!(); crate::render::g(); }",
        ),
        (
            "main.rs",
            "mod shell; use std::env; fn main() { shell::run(house::render::Page) }",
        ),
        (
            "lint.rs",
            "mod render { pub fn f() {} } fn g() { render::f() }",
        ),
        (
            "lint.rs",
            "/// crate::render\nfn f() -> &'static str { \"std::fs crate::render println!\" }",
        ),
    ] {
        assert_eq!(found_in(path, text), [""; 0], "{path}");
    }
}

#[test]
fn a_module_above_is_found_however_it_is_named() {
    for text in [
        "\nuse crate::render;",
        "\nuse crate::{text, render};",
        "\nuse crate::{text::{self, A}, render::{self as r, Page}};",
        "\nuse crate::{text::A, render::*};",
        "\npub use super::render::Page;",
        "\nuse house::render::Page;",
        "\nfn f(page: &crate::render::Page) {}",
        "\nfn f() -> Vec<Option<crate::render::Page>> { vec![] }",
        "\nfn f() { crate::render::g::<u8>() }",
        "\nfn f() { <crate::render::Page as Default>::default(); }",
        "\nfn f(a: u8) { match a { crate::render::A => {} _ => {} } }",
        "\nimpl crate::render::Show for A {}",
        "\nimpl A { const B: u8 = super::render::B; }",
        "\n#[derive(crate::render::Show)] struct A;",
        "\nfn f() { format!(\"{}\", crate::render::g()); }",
        "\nfn f() { vec![1, [crate::text::A, super::render::g()]]; }",
        "\nmacro_rules! m { () => { $crate::render::g() } }",
        "\nmacro_rules! m { () => { use crate::{text, render}; } }",
        "\nmod inner { use super::super::render; }",
        "\nfn f() { mod inner { fn g() { crate::render::g() } } }",
        "\nfn f() { let a = || { use crate::render::g; g() }; }",
    ] {
        let found = found_in("lint.rs", text);
        assert!(!found.is_empty(), "nothing found in {text}");
        for one in found {
            assert_eq!(one, format!("2: {ABOVE}"), "{text}");
        }
    }
}

#[test]
fn chains_upwards_are_followed_from_where_they_stand() {
    let up = "use super::super::render::Page;\nuse super::Finding;\n";
    assert_eq!(found_in("lint/proof/mod.rs", up), [format!("1: {ABOVE}")]);
    assert_eq!(found_in("lint/proof.rs", up), [format!("1: {ABOVE}")]);
    let deeper = "mod a { mod b {\nfn f() { super::super::super::super::render::g() }\n} }";
    assert_eq!(found_in("lint/proof.rs", deeper), [format!("2: {ABOVE}")]);
}

#[test]
fn the_root_is_no_way_around() {
    for text in [
        "use crate::Page;",
        "use crate::*;",
        "use super::*;",
        "use crate as house;",
        "use crate::{self as house, text};",
        "fn f(page: crate::Page) {}",
    ] {
        let found = found_in("lint.rs", text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(
            found[0].starts_with("1: `lint` uses the root itself"),
            "{found:?}"
        );
    }
}

/// Macros that are exported are at the root, but belong to the module that defines them.
#[test]
fn macros_at_the_root_stand_where_they_are_defined() {
    let text = "#[macro_export] macro_rules! show { () => {} }";
    for (home, count) in [("text/show.rs", 0), ("render/show.rs", 2)] {
        let files = [
            file("lib.rs", ROOT),
            file(home, text),
            file("lint.rs", "use crate::show;\nfn f() { crate::show!() }"),
        ];
        assert_eq!(breaches(&files, &RULES).len(), count, "{home}");
    }
}

#[test]
fn rooms_inside_a_module_have_their_order() {
    let search = "1: `encode` uses `search`, which stands above it";
    for text in [
        "use super::search::A;",
        "use crate::engine::{search, encode};",
    ] {
        assert_eq!(found_in("engine/encode.rs", text), [search], "{text}");
    }
    let above = ["1: `query` uses `search`, which stands above it"];
    assert_eq!(
        found_in("engine/query/walk.rs", "use super::super::search::A;"),
        above
    );
    for text in [
        "use super::Engine;",
        "use super::*;",
        "fn f(a: crate::engine::Engine) {}",
    ] {
        let found = found_in("engine/encode.rs", text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(
            found[0].starts_with("1: `encode` uses engine itself"),
            "{found:?}"
        );
    }
    let lost = ["1: `cellar` has no place in the order of modules"];
    assert_eq!(found_in("engine/cellar.rs", ""), lost);
    assert_eq!(found_in("cellar/mod.rs", ""), lost);
}

#[test]
fn libraries_stay_at_home() {
    let yaml = ["2: names the library `yaml`"];
    for text in [
        "\nuse yaml;",
        "\nuse yaml as y;",
        "\nuse yaml::{Value, de::Error};",
        "\nuse ::yaml::Value;",
        "\nextern crate yaml;",
        "\nfn f(a: yaml::Value) {}",
        "\n#[derive(yaml::Read)] struct A;",
        "\nfn f() { assert!(yaml::read()); }",
        "\nfn f() { yaml::value!(1); }",
    ] {
        let mut found = found_in("render/mod.rs", text);
        found.dedup();
        assert_eq!(found, yaml, "{text}");
    }
    assert_eq!(
        found_in("engine/query.rs", "use sat::A;"),
        ["1: names the library `sat`"]
    );
    // A variable may be called like a library.
    assert_eq!(
        found_in("render/mod.rs", "fn f(yaml: u8) -> u8 { yaml }"),
        [""; 0]
    );
}

#[test]
fn the_library_reaches_nothing_outside() {
    for (text, what) in [
        ("use std::{fs, fmt};", "reaches outside: `std::fs`"),
        (
            "use std::{fmt, env::{self, args}};",
            "reaches outside: `std::env`",
        ),
        ("use std::*;", "reaches outside: `std::fs`"),
        ("use std as s;", "reaches outside: `std::fs`"),
        (
            "fn f() { let a = ::std::time::Instant::now(); }",
            "reaches outside: `std::time`",
        ),
        (
            "fn f() { assert!(std::env::var(\"A\").is_ok()); }",
            "reaches outside: `std::env`",
        ),
        (
            "fn f() { println!(\"a\"); }",
            "does input or output: `println!`",
        ),
        (
            "fn f() { std::println!(\"a\"); }",
            "does input or output: `println!`",
        ),
        ("fn f() { vec![dbg!(1)]; }", "does input or output: `dbg!`"),
        (
            "macro_rules! m { () => { println!() } }",
            "does input or output: `println!`",
        ),
    ] {
        let mut found = found_in("lint.rs", text);
        found.dedup();
        assert_eq!(found, [format!("1: {what}")], "{text}");
    }
}

/// What is for tests is passed over, and nothing else.
#[test]
fn code_after_tests_is_seen() {
    for text in [
        "#[cfg(test)]\nmod tests;\nuse crate::render;",
        "#[cfg(test)]\nuse crate::shell::A;\nuse crate::render;",
        "#[cfg(all(test, unix))]\nmod tests { use crate::shell; }\nuse crate::render;",
        "#[test]\nfn f() { crate::shell::g() }\nuse crate::render;",
        "impl A {\n#[cfg(test)] fn f() { crate::shell::g() }\nfn g() { crate::render::g() }\n}",
        "struct A {\n#[cfg(test)] a: crate::shell::B,\nb: crate::render::Page }",
        "#[cfg_attr(test, derive(shell::A))]\nstruct A;\nuse crate::render;",
        "#[cfg(not(test))]\nmod a {\nuse crate::render; }",
        "#[cfg(any(test, unix))]\nmod a {\nuse crate::render; }",
    ] {
        assert_eq!(found_in("lint.rs", text), [format!("3: {ABOVE}")], "{text}");
    }
}

#[test]
fn files_of_tests_are_passed_over() {
    let lint = "#[cfg(test)] mod tests; mod proof;";
    let planted = "use crate::render;\nfn f() { println!(); }";
    for (path, count) in [
        ("lint/tests.rs", 0),
        ("lint/tests/more.rs", 0),
        ("lint/proof.rs", 2),
    ] {
        let files = [
            file("lib.rs", ROOT),
            file("lint.rs", lint),
            file(path, planted),
        ];
        assert_eq!(breaches(&files, &RULES).len(), count, "{path}");
    }
}

#[test]
fn a_file_must_be_where_it_seems_and_small() {
    let moved = ["1: `#[path]` hides which module this is"];
    assert_eq!(found_in("lint.rs", "#[path = \"a.rs\"] mod render;"), moved);
    assert_eq!(found_in("lint.rs", &"\n".repeat(30)), [""; 0]);
    assert_eq!(
        found_in("lint.rs", &"\n".repeat(31)),
        ["31: the file has 31 lines"]
    );
    let unread = found_in("lint.rs", "fn f() {\n} }");
    assert!(unread[0].starts_with("2: cannot be read"), "{unread:?}");
}

/// Other ways to write the same, and ways to hide it.
#[test]
fn other_spellings_are_seen() {
    let yaml = "names the library `yaml`";
    let outside = "reaches outside: `std::fs`";
    let prints = "does input or output: `println!`";
    let root = "`lint` uses the root itself: `crate`";
    let renamed = "`extern crate self` gives the root another name";
    let moved = "`#[path]` hides which module this is";
    for (text, what) in [
        ("use r#yaml::Value;", yaml),
        ("fn f(a: r#yaml::Value) {}", yaml),
        ("extern crate r#yaml as y;", yaml),
        ("#[yaml::read(deny)] struct A;", yaml),
        ("#[cfg_attr(all(), yaml::read)] struct A;", yaml),
        ("use std::r#fs;", outside),
        ("use std::{self as s};", outside),
        ("extern crate std as s;", outside),
        ("type A = std::fs::File;", outside),
        (
            "macro_rules! m { ($a:ident) => { std::$a::read(\"a\") } }",
            outside,
        ),
        ("fn f() { r#println!(); }", prints),
        ("use std::println as show;", prints),
        ("use std::{println as show};", prints),
        ("use crate as c;", root),
        ("extern crate self as c;", renamed),
        ("macro_rules! m { ($a:ident) => { crate::$a::f() } }", root),
        ("macro_rules! m { ($a:ident) => { $crate::$a::f() } }", root),
        ("use crate::r#render;", ABOVE),
        ("#[cfg_attr(all(), path = \"a.rs\")] mod render;", moved),
        ("#[cfg_attr(testing, path = \"a.rs\")] mod render;", moved),
        (
            "include!(\"a.inc\");",
            "`include!` hides what is in this module",
        ),
    ] {
        let mut found = found_in("lint.rs", text);
        found.dedup();
        assert_eq!(found, [format!("1: {what}")], "{text}");
    }
    // The root has no place in the order, but what it calls itself is seen everywhere.
    let found = breaches(&[file("lib.rs", "extern crate self as c;")], &RULES);
    assert_eq!(found[0].what, renamed);
}

#[test]
fn a_file_for_tests_and_for_more_is_read() {
    let lint = "#[cfg(test)] mod proof;\n#[cfg(not(test))] mod proof;";
    let files = [
        file("lib.rs", ROOT),
        file("lint.rs", lint),
        file("lint/proof.rs", "use crate::render;"),
    ];
    assert_eq!(breaches(&files, &RULES).len(), 1);
}
