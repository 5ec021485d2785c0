//! `JUnit` XML.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::{ASKED, list};

fn children<'a>(of: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    of.children().filter(move |child| child.has_tag_name(name))
}

fn number(of: Node<'_, '_>, name: &str) -> usize {
    of.attribute(name).unwrap().parse().unwrap()
}

/// Only elements and attributes that every reader of `JUnit` XML knows, each where it belongs, and
/// counts that are true.
fn hold(xml: &str) {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let mut all = [0; 3];
    let mut suites = BTreeSet::new();
    for suite in root.children().filter(Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        assert!(suites.insert(suite.attribute("name").unwrap()), "twice");
        let cases: Vec<Node<'_, '_>> = children(suite, "testcase").collect();
        let with = |name: &str| {
            let has = |case: &&Node<'_, '_>| case.children().any(|it| it.has_tag_name(name));
            cases.iter().filter(has).count()
        };
        let counted = [cases.len(), with("failure"), with("error")];
        let said = ["tests", "failures", "errors"].map(|name| number(suite, name));
        assert_eq!(counted, said);
        assert_eq!(number(suite, "skipped"), with("skipped"));
        for (sum, count) in all.iter_mut().zip(counted) {
            *sum += count;
        }
        for child in suite.children().filter(Node::is_element) {
            assert!(["testcase", "system-err"].contains(&child.tag_name().name()));
        }
        for case in cases {
            assert!(!case.attribute("name").unwrap().is_empty());
            assert!(!case.attribute("classname").unwrap().is_empty());
            let inside: Vec<&str> = (case.children().filter(Node::is_element))
                .map(|child| child.tag_name().name())
                .collect();
            assert!(inside.len() <= 1, "{inside:?}");
            let known = ["failure", "error", "skipped", "system-out"];
            assert!(inside.iter().all(|name| known.contains(name)), "{inside:?}");
        }
    }
    let said = ["tests", "failures", "errors"].map(|name| number(root, name));
    assert_eq!(all, said);
    // There is no clock in it.
    for node in root.descendants() {
        assert!(
            ["time", "timestamp"]
                .iter()
                .all(|name| !node.has_attribute(*name))
        );
    }
}

#[test]
fn another_reader_reads_it() {
    for asked in ASKED.iter() {
        hold(asked.answered("junit"));
    }
}

/// A failure is what makes the exit code 1, an error what makes it 2.
#[test]
fn failures_and_errors_are_those_of_the_exit_code() {
    for asked in ASKED.iter() {
        let document = Document::parse(asked.answered("junit")).unwrap();
        let root = document.root_element();
        let (failures, errors) = (number(root, "failures"), number(root, "errors"));
        let (code, question) = (asked.exit("junit"), &asked.question);
        assert_eq!(code == 2, errors > 0, "{question:?}");
        assert!(code != 1 || failures > 0, "{question:?}");
        assert!(code != 0 || failures == 0, "{question:?}");
    }
}

/// Class and name of each case that is no error.
fn cases(xml: &str) -> Vec<(String, String)> {
    let document = Document::parse(xml).unwrap();
    let cases = document
        .descendants()
        .filter(|node| node.has_tag_name("testcase"));
    let is_error = |case: &Node<'_, '_>| children(*case, "error").next().is_some();
    let of = |case: Node<'_, '_>, name| case.attribute(name).unwrap().to_owned();
    let all: Vec<(String, String)> = cases
        .filter(|case| !is_error(case))
        .map(|case| (of(case, "classname"), of(case, "name")))
        .collect();
    let names: BTreeSet<&(String, String)> = all.iter().collect();
    assert_eq!(
        names.len(),
        all.len(),
        "each has a name of its own: {all:?}"
    );
    all
}

/// A case for every verdict, prerequisite and warning of every text, for every test, for every policy.
#[test]
fn every_case_is_there() {
    for asked in ASKED.iter() {
        let answer = asked.document();
        let found = cases(asked.answered("junit"));
        let mut wanted = 0;
        for checked in list(&answer, "proposals") {
            let of = checked["called"]
                .as_str()
                .or(checked["id"].as_str())
                .unwrap();
            let mut names = vec!["(verdict)".to_owned()];
            for (key, before) in [("findings", ""), ("warnings", "warning ")] {
                let each = list(checked, key).iter();
                names.extend(each.map(|each| format!("{before}{}", each["id"].as_str().unwrap())));
            }
            wanted += names.len();
            for name in names {
                assert!(
                    found.contains(&(of.to_owned(), name.clone())),
                    "{name}: {found:?}"
                );
            }
        }
        for test in list(&answer, "tests") {
            let path = test["name"].as_str().unwrap();
            let (folder, _) = test["expectation"]
                .as_str()
                .unwrap()
                .rsplit_once('/')
                .unwrap();
            let name = &path.strip_prefix(folder).unwrap()[1..];
            let name = format!("{name} by {}", test["policy"].as_str().unwrap());
            // How the policy was read is said after that.
            let is_it = |(of, found): &(String, String)| of == folder && found.starts_with(&name);
            assert!(found.iter().any(is_it), "{name}: {found:?}");
            wanted += 1;
        }
        if asked.question[0] == "lint" {
            wanted += list(&answer, "policies").len();
        }
        assert_eq!(found.len(), wanted, "{found:?}");
    }
}
