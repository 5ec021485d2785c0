//! Answers as a page for a browser: one document that loads nothing, and runs nothing but its own script.

use std::collections::BTreeSet;

use crate::support::assert_snapshot;
use crate::support::command::{run, shown};
use crate::support::files::text;

const PLAN: &str = "proposals/us-28-point-plan-2025.yaml";
const FAIR: &str = "tests/data/fixtures/fair.servanda";
/// Elements that have no end.
const VOID: [&str; 1] = ["meta"];

fn page(arguments: &[&str]) -> String {
    let output = run(&[arguments, &["--format", "html"]].concat());
    assert_ne!(output.status.code(), Some(2), "{}", shown(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// A tag: its name and its attributes, each with its value.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

/// The script of a page, as it is written.
fn script() -> String {
    let files = ["what_if.js", "what_if_page.js"];
    files
        .map(|file| text(format!("src/page/html/{file}")))
        .concat()
}

/// A document without what its two styles and its script say.
fn without_code(document: &str) -> String {
    let mut rest = document.replace(&script(), "");
    let mut kept = String::new();
    for _ in 0..2 {
        let (before, style) = rest.split_once("<style>").unwrap();
        let (_, after) = style.split_once("</style>").unwrap();
        kept += before;
        rest = after.to_owned();
    }
    kept + &rest
}

/// The tags of a document without code. Within text and values `<`, `>` and `"` are escaped, and within data
/// `<` and `>`.
fn tags(document: &str) -> Vec<Tag<'_>> {
    let mut all = Vec::new();
    for written in document.split('<').skip(1) {
        let (tag, text) = written.split_once('>').unwrap();
        assert!(!text.contains('>'), "{text}");
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, value)) = rest.split_once("=\"") {
            let (value, more) = value.split_once('"').unwrap();
            attributes.push((attribute.trim(), value));
            rest = more;
        }
        all.push(Tag { name, attributes });
    }
    all
}

/// Every element ends where it should, none loads or runs anything, and no other attributes are there
/// than those that are known to be harmless.
fn assert_is_harmless(document: &str) {
    assert!(document.starts_with("<!DOCTYPE html>"));
    assert!(document.ends_with("</main></body></html>\n"));
    let mut open: Vec<&str> = Vec::new();
    let mut headings: Vec<u32> = Vec::new();
    let document = without_code(document);
    for tag in tags(&document) {
        if let Some(name) = tag.name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        if !VOID.contains(&tag.name) && tag.name != "!DOCTYPE" {
            open.push(tag.name);
        }
        let level = tag
            .name
            .strip_prefix('h')
            .and_then(|level| level.parse::<u32>().ok());
        headings.extend(level);
        let known = [
            "html",
            "head",
            "meta",
            "title",
            "body",
            "main",
            "article",
            "section",
            "h1",
            "h2",
            "h3",
            "h4",
            "p",
            "span",
            "b",
            "code",
            "pre",
            "mark",
            "ins",
            "del",
            "dl",
            "dt",
            "dd",
            "div",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
            "figcaption",
            "details",
            "summary",
            "nav",
            "ul",
            "li",
            "a",
            "noscript",
            "script",
            "svg",
            "rect",
            "!DOCTYPE",
        ];
        assert!(known.contains(&tag.name), "<{}>", tag.name);
        for (attribute, value) in tag.attributes {
            let harmless = [
                "lang",
                "charset",
                "http-equiv",
                "content",
                "name",
                "class",
                "scope",
                "colspan",
                "role",
                "aria-label",
                "aria-hidden",
                "tabindex",
                "width",
                "height",
                "viewBox",
                "x",
                "y",
            ];
            // Links lead to other parts of the same page.
            let is_own = match attribute {
                "href" => value.starts_with('#'),
                "id" => true,
                "data-number" => value.parse::<usize>().is_ok(),
                "type" => tag.name == "script" && value == "application/json",
                _ => harmless.contains(&attribute),
            };
            assert!(is_own, "{attribute}={value}");
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(headings.first().is_none_or(|level| *level == 1));
    let skips = headings.windows(2).find(|pair| pair[1] > pair[0] + 1);
    assert_eq!(skips, None, "a level of headings is left out");
}

#[test]
fn every_command_has_a_page() {
    for arguments in [
        &["check", PLAN][..],
        &["check", "--verbose", PLAN],
        &["check", "proposals"],
        &["check", "--policy", "column", "--policy", "kyiv-2022", PLAN],
        &["repair", PLAN],
        &["influence", "--policy", "kyiv-2022"],
        &["sensitivity", PLAN],
        &["zopa", "column", "kyiv-2022"],
        &["lint", "column"],
        &["compare", "proposals"],
        &["compare-policies", "column", "kyiv-2022"],
        &["show", "pledge_scope"],
        &["test", "policies/fixtures"],
    ] {
        assert_is_harmless(&page(arguments));
    }
}

#[test]
fn what_a_page_looks_like() {
    let draft = "tests/data/fixtures/unmet.yaml";
    let document = page(&["check", "--policy", FAIR, draft]);
    let (_, body) = document.split_once("</head>").unwrap();
    let body = body.replace(&script(), "…");
    assert_snapshot!("cli", "html", body.replace("><", ">\n<"));
}

#[test]
fn hostile_texts_stay_texts() {
    let policy = "tests/data/fixtures/hostile/tame.servanda";
    let draft = "tests/data/fixtures/hostile/text.yaml";
    for more in [&[][..], &["--verbose"]] {
        let arguments = [&["check", "--policy", policy, draft][..], more].concat();
        assert_is_harmless(&page(&arguments));
    }
}

/// A page has all that the text for a terminal names.
#[test]
fn no_fact_is_lost() {
    let document = page(&["check", PLAN]);
    let text = String::from_utf8(run(&["check", "--verbose", PLAN]).stdout).unwrap();
    let is_name = |word: &&str| word.contains('_') && word.len() > 3;
    let words = |text: &str| -> BTreeSet<String> {
        let words = text.split(|char: char| !char.is_alphanumeric() && char != '_');
        words.filter(is_name).map(str::to_owned).collect()
    };
    let (in_text, in_page) = (words(&text), words(&document));
    let lost: Vec<&String> = in_text.difference(&in_page).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// The page of all shipped texts is one that can be sent.
#[test]
fn a_page_is_small() {
    assert!(page(&["check", "proposals"]).len() < 300_000);
}
