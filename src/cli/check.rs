//! `servanda check`: judge proposals against policies.

use std::path::PathBuf;

use servanda::check::Report;
use servanda::diagnostic::Diagnostic;
use servanda::explain::Explanation;
use servanda::judge::{Case, Judge};
use servanda::policy::Policy;
use servanda::proposal::{self, Grade, Options, Proposal};
use servanda::render::{self, Judged};
use servanda::verdict::Verdict;

use super::args::{Check, Format, MinGrade};
use super::load::Loader;
use super::output::Output;
use super::{Exit, input};

/// Every code of this module.
#[cfg(test)]
pub(crate) const CODES: &[&str] = &["input/no-such-reading", "input/stdin-twice"];

/// One proposal judged by one policy.
struct One<'a> {
    policy: &'a Policy,
    case: Case<'a>,
    report: Report,
    explanation: Explanation<'a>,
}

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let mut loader = Loader::default();
    let policies = loader.policies(&args.policies);
    let mut errors = tell(std::mem::take(&mut loader.said), args.format, output);
    let Some(policies) = policies else {
        finish_json(&[], &[], &errors, args.format, output);
        return Exit::Error;
    };
    let readings = match readings(&args.readings, &policies) {
        Ok(readings) => readings,
        Err(wrong) => {
            errors.extend(tell(wrong, args.format, output));
            finish_json(&[], &[], &errors, args.format, output);
            return Exit::Error;
        }
    };
    let judges: Vec<Judge<'_>> = (policies.iter().zip(&readings))
        .map(|(policy, readings)| Judge::new(policy, readings))
        .collect();
    let mut refused = 0;
    let mut proposals: Vec<Proposal> = Vec::new();
    for (file, error) in files(&args.files) {
        let read = match error {
            Some(error) => Err(vec![error]),
            None => read(&file, &policies[0]),
        };
        match read {
            Ok(proposal) => proposals.push(proposal),
            Err(wrong) => {
                refused += 1;
                errors.extend(tell(wrong, args.format, output));
            }
        }
    }
    let mut all: Vec<One<'_>> = Vec::new();
    for proposal in &proposals {
        for judge in &judges {
            let case = judge.case(proposal, options(args));
            match judge.check(&case) {
                Ok(report) => {
                    let explanation = judge.explain(&case, &report);
                    let policy = judge.policy;
                    let one = One {
                        policy,
                        case,
                        report,
                        explanation,
                    };
                    show(&one, all.is_empty(), args, output);
                    all.push(one);
                }
                Err(error) => {
                    refused += 1;
                    errors.extend(tell(vec![*error], args.format, output));
                }
            }
        }
    }
    let judged: Vec<Judged<'_>> = all.iter().map(One::judged).collect();
    finish_json(&policies, &judged, &errors, args.format, output);
    if policies.len() * proposals.len() + refused > 1 {
        summarise(&judged, policies.len() > 1, refused, args, output);
    }
    let start = if refused > 0 || all.is_empty() {
        Exit::Error
    } else {
        Exit::Met
    };
    all.iter()
        .fold(start, |exit, one| exit.or(exit_of(one.report.verdict)))
}

impl One<'_> {
    fn judged(&self) -> Judged<'_> {
        Judged {
            policy: self.policy,
            case: &self.case,
            report: &self.report,
            explanation: &self.explanation,
        }
    }
}

fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Met => Exit::Met,
        Verdict::Unmet => Exit::Unmet,
        Verdict::Open | Verdict::NotApplicable => Exit::Open,
    }
}

fn options(args: &Check) -> Options {
    Options {
        rivals: args.rivals,
        min_grade: args.min_grade.map(|grade| match grade {
            MinGrade::A => Grade::A,
            MinGrade::B => Grade::B,
            MinGrade::C => Grade::C,
        }),
    }
}

/// The files to read, each with what already speaks against it.
fn files(paths: &[PathBuf]) -> Vec<(PathBuf, Option<Diagnostic>)> {
    let mut files = Vec::new();
    let mut stdin = false;
    for path in paths {
        if path.as_os_str() == "-" && std::mem::replace(&mut stdin, true) {
            let twice =
                Diagnostic::error("input/stdin-twice", "standard input can be read only once")
                    .help("name `-` once");
            files.push((path.clone(), Some(twice)));
            continue;
        }
        match input::proposals(path) {
            Ok(found) => files.extend(found.into_iter().map(|file| (file, None))),
            Err(error) => files.push((path.clone(), Some(*error))),
        }
    }
    files
}

fn read(file: &std::path::Path, policy: &Policy) -> Result<Proposal, Vec<Diagnostic>> {
    let source = input::source(file).map_err(|error| vec![*error])?;
    proposal::read(&source, &policy.vocabulary)
}

/// For each policy the readings that are settled, as pairs of indexes.
fn readings(
    wanted: &[String],
    policies: &[Policy],
) -> Result<Vec<Vec<(usize, usize)>>, Vec<Diagnostic>> {
    let mut settled = vec![Vec::new(); policies.len()];
    let mut wrong = Vec::new();
    for text in wanted {
        let (id, name) = match text.split_once('=') {
            Some((id, name)) => (Some(id), name),
            None => (None, text.as_str()),
        };
        let mut known: Vec<String> = Vec::new();
        let mut any = false;
        for (policy, settled) in policies.iter().zip(&mut settled) {
            for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
                for (reading, each) in prerequisite.readings.iter().enumerate() {
                    known.push(format!("{}={}", prerequisite.name, each.name));
                    known.push(each.name.clone());
                    if id.is_none_or(|id| id == prerequisite.name) && each.name == name {
                        any = true;
                        settled.push((index, reading));
                    }
                }
            }
        }
        if !any {
            wrong.push(no_such_reading(text, &known));
        }
    }
    if wrong.is_empty() {
        Ok(settled)
    } else {
        Err(wrong)
    }
}

fn no_such_reading(text: &str, known: &[String]) -> Diagnostic {
    let near = (known.iter())
        .map(|known| (strsim::jaro_winkler(text, known), known))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let error = Diagnostic::error(
        "input/no-such-reading",
        format!("no prerequisite has the reading `{text}`"),
    );
    match near {
        Some((_, near)) => error.help(format!("did you mean `{near}`?")),
        None => error.help("write PREREQUISITE=NAME, or NAME for all that have it"),
    }
}

/// Says everything on standard error, unless it goes into the JSON report; keeps the errors.
fn tell(said: Vec<Diagnostic>, format: Format, output: &mut Output) -> Vec<Diagnostic> {
    if format != Format::Json {
        for diagnostic in &said {
            output.diagnostic(diagnostic, format);
        }
    }
    said
}

fn show(one: &One<'_>, first: bool, args: &Check, output: &mut Output) {
    let judged = one.judged();
    let gap = if first { "" } else { "\n" };
    match args.format {
        Format::Text => {
            let style = output.style(args.verbose);
            output.text(&format!("{gap}{}", render::text(&judged, style)));
        }
        Format::Plain => output.text(&format!("{gap}{}", render::plain(&judged, args.verbose))),
        Format::Json => {}
    }
}

fn finish_json(
    policies: &[Policy],
    judged: &[Judged<'_>],
    errors: &[Diagnostic],
    format: Format,
    output: &mut Output,
) {
    if format == Format::Json {
        let policies: Vec<&Policy> = policies.iter().collect();
        output.text(&render::json(&policies, judged, errors));
    }
}

fn summarise(
    judged: &[Judged<'_>],
    several: bool,
    refused: usize,
    args: &Check,
    output: &mut Output,
) {
    let named: Vec<(Judged<'_>, &str)> = (judged.iter())
        .map(|judged| {
            (
                *judged,
                if several {
                    judged.policy.name.as_str()
                } else {
                    ""
                },
            )
        })
        .collect();
    match args.format {
        Format::Text => {
            let style = output.style(args.verbose);
            output.text(&render::summary(&named, refused, style));
        }
        Format::Plain => output.text(&render::plain_summary(&named, refused)),
        Format::Json => {}
    }
}
