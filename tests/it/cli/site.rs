//! `servanda site`: pages of texts and policies that refer to one another, written safely.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::assert_snapshot;
use crate::support::command::{run, shown};
use crate::support::files::Scratch;

const FAIR: &str = "tests/data/fixtures/fair.servanda";
const TEXTS: [&str; 3] = [
    "tests/data/fixtures/unmet.yaml",
    "tests/data/fixtures/open.yaml",
    "tests/data/fixtures/met.yaml",
];

/// Writes a site of some texts into a folder.
fn site(texts: &[&str], folder: &Path, more: &[&str]) -> std::process::Output {
    let folder = folder.to_str().unwrap();
    let mut arguments = vec!["site", "--policy", FAIR, "--output", folder];
    arguments.extend(more);
    arguments.extend(texts);
    run(&arguments)
}

/// What is told, on one line.
fn told(output: &std::process::Output) -> String {
    let words = shown(output);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files of a folder and of those inside it, each with its text.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let inner = files(&path).into_iter();
            all.extend(inner.map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            all.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
    all
}

/// The values of an attribute.
fn values<'a>(document: &'a str, attribute: &str) -> Vec<&'a str> {
    let body = document.split_once("</head>").unwrap().1;
    let start = format!(" {attribute}=\"");
    let parts = body.split(&*start).skip(1);
    parts.map(|part| part.split_once('"').unwrap().0).collect()
}

fn is_page(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "html")
}

/// Where a relative link leads from a file, with the part of it.
fn followed(from: &str, link: &str) -> (String, Option<String>) {
    let (path, part) = match link.split_once('#') {
        Some((path, part)) => (path, Some(part.to_owned())),
        None => (link, None),
    };
    if path.is_empty() {
        return (from.to_owned(), part);
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match path.strip_prefix("../") {
        Some(path) => path.to_owned(),
        None if folder.is_empty() => path.to_owned(),
        None => format!("{folder}/{path}"),
    };
    (path, part)
}

#[test]
fn a_site_has_a_page_for_everything_and_every_link_leads_somewhere() {
    let scratch = Scratch::new();
    let folder = PathBuf::from(scratch.path("site"));
    let output = site(
        &TEXTS,
        &folder,
        &["--policy", "tests/data/fixtures/harbour.servanda"],
    );
    // The second is a vocabulary, and no policy.
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
    let output = site(&TEXTS, &folder, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    let written = files(&folder);
    let pages: Vec<&String> = written.keys().collect();
    assert_snapshot!("cli", "site-files", format!("{pages:#?}"));
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    for (path, text) in written.iter().filter(|(path, _)| is_page(path)) {
        for link in values(text, "href") {
            let (to, part) = followed(path, link);
            let target = written.get(&to);
            assert!(target.is_some(), "{path} refers to {link}");
            if let (Some(part), Some(target)) = (part, target) {
                assert!(
                    values(target, "id").contains(&&*part),
                    "{path} refers to {link}"
                );
            }
            reached.insert(to);
        }
        for attribute in ["src", "srcset", "action", "data", "style"] {
            assert!(values(text, attribute).is_empty(), "{path} has {attribute}");
        }
    }
    let pages = written.keys().filter(|path| is_page(path));
    assert!(pages.eq(reached.iter()), "some page is not referred to");
}

#[test]
fn the_same_site_has_the_same_bytes() {
    let scratch = Scratch::new();
    let [one, other] = ["one", "other"].map(|name| PathBuf::from(scratch.path(name)));
    assert!(site(&TEXTS, &one, &[]).status.success());
    assert!(site(&TEXTS, &other, &[]).status.success());
    assert_eq!(files(&one), files(&other));
    // Made again, nothing is written; without a text, its page goes.
    let again = told(&site(&TEXTS, &one, &[]));
    assert!(again.contains("6 as before)"), "{again}");
    let less = told(&site(&TEXTS[..2], &one, &[]));
    assert!(less.contains("1 removed"), "{less}");
    assert!(!one.join("texts/met.html").exists());
}

#[test]
fn what_somebody_else_wrote_is_left_alone() {
    let scratch = Scratch::new();
    let folder = PathBuf::from(scratch.path("site"));
    fs::create_dir_all(folder.join("texts")).unwrap();
    let page = folder.join("texts/open.html");
    fs::write(&page, "mine").unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let refused = site(&TEXTS, &folder, &[]);
    assert_eq!(refused.status.code(), Some(2), "{}", shown(&refused));
    let said = told(&refused);
    assert!(
        said.contains("open.html` is not as the site wrote it"),
        "{said}"
    );
    assert_eq!(files(&folder).len(), 2, "nothing was written");
    assert!(site(&TEXTS, &folder, &["--force"]).status.success());
    assert_ne!(fs::read_to_string(&page).unwrap(), "mine");
    assert_eq!(
        fs::read_to_string(folder.join("notes.txt")).unwrap(),
        "mine"
    );
    // What was changed since is as good as somebody else's, even if it is not wanted any more.
    fs::write(&page, "changed").unwrap();
    assert_eq!(site(&TEXTS, &folder, &[]).status.code(), Some(2));
    assert!(site(&TEXTS[..1], &folder, &[]).status.success());
    assert_eq!(fs::read_to_string(&page).unwrap(), "changed");
}

/// A text that cannot be read at the moment keeps its page, and a list that somebody else wrote is left.
#[test]
fn no_page_goes_because_of_a_typing_error() {
    let scratch = Scratch::new();
    let folder = PathBuf::from(scratch.path("site"));
    assert!(site(&TEXTS, &folder, &[]).status.success());
    let before = files(&folder);
    let broken = scratch.write("met.yaml", "proposal: [\n");
    let texts = [TEXTS[0], TEXTS[1], &broken];
    assert_eq!(site(&texts, &folder, &[]).status.code(), Some(2));
    let page = "texts/met.html";
    assert_eq!(files(&folder).get(page), before.get(page));
    // Once it is gone for good, so is its page.
    assert!(site(&TEXTS[..2], &folder, &[]).status.success());
    assert_eq!(files(&folder).get(page), None);

    let list = folder.join(".servanda-site");
    fs::write(&list, "my own notes\n").unwrap();
    assert_eq!(site(&TEXTS, &folder, &[]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&list).unwrap(), "my own notes\n");
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    let scratch = Scratch::new();
    let (folder, elsewhere) = (
        PathBuf::from(scratch.path("site")),
        PathBuf::from(scratch.path("elsewhere")),
    );
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(fs::canonicalize(&elsewhere).unwrap(), folder.join("texts"))
        .unwrap();
    for more in [&[][..], &["--force"]] {
        let refused = site(&TEXTS, &folder, more);
        assert_eq!(refused.status.code(), Some(2), "{}", shown(&refused));
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
}
