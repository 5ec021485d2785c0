//! `servanda check`: judge proposals against policies.

use servanda::answer::{self, CheckAnswer, Checks, Envelope};
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::Proposal;
use servanda::questions::check::Report;
use servanda::questions::explain::Explanation;
use servanda::questions::judge::{Case, Judge};
use servanda::render::{self, Judged};
use servanda::text::Diagnostic;
use servanda::verdict::Verdict;
use servanda::world::Linting;
use servanda::world::options::readings;

use super::Exit;
use super::args::{Check, Format};
use super::asked::{files, options, read, tell};
use super::load::open;
use super::long::Budget;
use super::output::Output;

/// One proposal judged by one policy.
struct One<'a> {
    policy: &'a Policy,
    case: Case<'a>,
    report: Report,
    explanation: Explanation<'a>,
    answer: CheckAnswer,
}

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let (world, said) = open(Budget::new(None), &args.by.policies, Linting::On);
    let mut errors = tell(said, args.print.format, output);
    let Some(world) = world else {
        finish_json(&[], Checks::default(), &errors, args.print.format, output);
        return Exit::Error;
    };
    let policies = world.policies();
    let readings = match readings(&args.by.readings.readings, policies) {
        Ok(readings) => readings,
        Err(wrong) => {
            errors.extend(tell(wrong, args.print.format, output));
            finish_json(&[], Checks::default(), &errors, args.print.format, output);
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
            None => read(&file, &world),
        };
        match read {
            Ok(proposal) => proposals.push(proposal),
            Err(wrong) => {
                refused += 1;
                errors.extend(tell(wrong, args.print.format, output));
            }
        }
    }
    let mut all: Vec<One<'_>> = Vec::new();
    for proposal in &proposals {
        for judge in &judges {
            let case = judge.case(proposal, options(&args.taking));
            match judge.check(&case, &Cancel::default()) {
                Ok(report) => {
                    let explanation = judge.explain(&case, &report, &Cancel::default());
                    let answer = answer::check(judge, &case, &report, &explanation);
                    let one = One {
                        policy: judge.policy,
                        case,
                        report,
                        explanation,
                        answer,
                    };
                    show(&one, all.is_empty(), args, output);
                    all.push(one);
                }
                Err(error) => {
                    refused += 1;
                    errors.extend(tell(vec![*error], args.print.format, output));
                }
            }
        }
    }
    let judged: Vec<Judged<'_>> = all.iter().map(One::judged).collect();
    let answers = all.iter().map(|one| one.answer.clone()).collect();
    let checks = Checks::new(answers, refused);
    finish_json(policies, checks, &errors, args.print.format, output);
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

fn show(one: &One<'_>, first: bool, args: &Check, output: &mut Output) {
    let judged = one.judged();
    let gap = if first { "" } else { "\n" };
    match args.print.format {
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
    checks: Checks,
    errors: &[Diagnostic],
    format: Format,
    output: &mut Output,
) {
    if format == Format::Json {
        output.text(&Envelope::new(policies, checks, errors).json());
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
    match args.print.format {
        Format::Text => {
            let style = output.style(args.verbose);
            output.text(&render::summary(&named, refused, style));
        }
        Format::Plain => output.text(&render::plain_summary(&named, refused)),
        Format::Json => {}
    }
}
