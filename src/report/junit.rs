//! `JUnit` XML, in the form that Jenkins reads and others with it. There are no times: the library reads
//! no clock.

use super::xml::{Attribute, Xml};
use super::{Case, Level, Notice, Outcome, Report, Writer, plain, seen};

/// `JUnit` XML: a suite for each policy or folder, and one for what was said of the inputs.
#[derive(Clone, Copy, Debug)]
pub struct Junit;

/// The name of the suite with what was said of the inputs. A policy has no such name.
const INPUTS: &str = "(inputs)";

/// How many cases there are, and how they ended.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Writer for Junit {
    fn write(&self, report: &Report<'_>) -> String {
        let suites = suites(report.cases);
        let said: Vec<Notice> = (report.said.iter())
            .map(|said| Notice::said(said, report.codes))
            .collect();
        let mut all = of_inputs(&said);
        for (_, cases) in &suites {
            all.add(&of_cases(cases));
        }
        let mut xml = Xml::new();
        let name = format!("servanda {}", report.question);
        let counted = all.shown();
        let mut attributes = vec![("name", name.as_str())];
        attributes.extend(counted.iter().map(|(key, value)| (*key, value.as_str())));
        // `testsuites` counts no skipped ones.
        attributes.pop();
        xml.open("testsuites", &attributes);
        for (name, cases) in &suites {
            suite(&mut xml, name, &of_cases(cases), |xml| {
                for case in cases {
                    test_case(xml, case);
                }
            });
        }
        if !said.is_empty() {
            suite(&mut xml, INPUTS, &of_inputs(&said), |xml| {
                inputs(xml, &said);
            });
        }
        xml.finish()
    }
}

/// The cases by their suites, in the order in which these come first.
fn suites(cases: &[Case]) -> Vec<(String, Vec<&Case>)> {
    let mut suites: Vec<(String, Vec<&Case>)> = Vec::new();
    for case in cases {
        let name = seen(&case.suite);
        match suites.iter_mut().find(|(known, _)| *known == name) {
            Some((_, cases)) => cases.push(case),
            None => suites.push((name, vec![case])),
        }
    }
    suites
}

fn suite(xml: &mut Xml, name: &str, counts: &Counts, fill: impl FnOnce(&mut Xml)) {
    let counted = counts.shown();
    let mut attributes = vec![("name", name)];
    attributes.extend(counted.iter().map(|(key, value)| (*key, value.as_str())));
    xml.open("testsuite", &attributes);
    fill(xml);
    xml.close();
}

fn test_case(xml: &mut Xml, case: &Case) {
    let [name, of] = [&case.name, &case.of].map(seen);
    let file = seen(&case.file);
    let attributes: [Attribute<'_>; 3] = [("name", &name), ("classname", &of), ("file", &file)];
    let text = texts(&case.notices);
    match case.outcome {
        Outcome::Passed if case.notices.is_empty() => return xml.empty("testcase", &attributes),
        Outcome::Passed => {
            xml.open("testcase", &attributes);
            xml.text("system-out", &[], &text);
        }
        Outcome::Failed => {
            xml.open("testcase", &attributes);
            let message = message(case).unwrap_or("failed".to_owned());
            let text = Some(text).filter(|text| !text.is_empty());
            let text = text.unwrap_or_else(|| message.clone());
            let kind = (case.notices.first()).map_or("unmet", |notice| &notice.rule.id);
            xml.text("failure", &[("message", &message), ("type", kind)], &text);
        }
        Outcome::Neither(word) => {
            xml.open("testcase", &attributes);
            let message = message(case).unwrap_or(word.to_owned());
            xml.text("skipped", &[("message", &message)], &text);
        }
    }
    xml.close();
}

/// What was said of the inputs: errors as cases, then the warnings.
fn inputs(xml: &mut Xml, said: &[Notice]) {
    for error in said.iter().filter(|said| said.level == Level::Error) {
        let message = plain(&error.message);
        let file = error.spots.first().map(|spot| spot.at.path());
        let file = seen(&file.unwrap_or_default().into());
        let of = if file.is_empty() { INPUTS } else { &file };
        xml.open("testcase", &[("name", &error.rule.id), ("classname", of)]);
        let text = error.lines().join("\n");
        let attributes = [("message", &*message), ("type", &*error.rule.id)];
        xml.text("error", &attributes, &text);
        xml.close();
    }
    let warnings: Vec<Notice> = (said.iter())
        .filter(|said| said.level != Level::Error)
        .cloned()
        .collect();
    if !warnings.is_empty() {
        xml.text("system-err", &[], &texts(&warnings));
    }
}

/// What a case came to, in a sentence.
fn message(case: &Case) -> Option<String> {
    let said = Some(&case.says).filter(|says| !says.is_empty());
    let found = case.notices.first().map(|notice| &notice.message);
    said.or(found).map(plain)
}

/// What was found in full, with a blank line between each two.
fn texts(notices: &[Notice]) -> String {
    let each = notices.iter().map(|notice| notice.lines().join("\n"));
    each.collect::<Vec<_>>().join("\n\n")
}

fn of_cases(cases: &[&Case]) -> Counts {
    let with = |wanted: fn(&Outcome) -> bool| {
        let outcomes = cases.iter().map(|case| case.outcome);
        outcomes.filter(wanted).count()
    };
    Counts {
        tests: cases.len(),
        failures: with(|outcome| *outcome == Outcome::Failed),
        errors: 0,
        skipped: with(|outcome| matches!(outcome, Outcome::Neither(_))),
    }
}

fn of_inputs(said: &[Notice]) -> Counts {
    let errors = said.iter().filter(|said| said.level == Level::Error);
    let errors = errors.count();
    Counts {
        tests: errors,
        errors,
        ..Counts::default()
    }
}

impl Counts {
    fn add(&mut self, more: &Self) {
        self.tests += more.tests;
        self.failures += more.failures;
        self.errors += more.errors;
        self.skipped += more.skipped;
    }

    fn shown(&self) -> [(&'static str, String); 4] {
        [
            ("tests", self.tests.to_string()),
            ("failures", self.failures.to_string()),
            ("errors", self.errors.to_string()),
            ("skipped", self.skipped.to_string()),
        ]
    }
}
