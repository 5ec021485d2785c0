//! `servanda check`: judge proposals against policies.

use servanda::answer::{self, CheckAnswer, Checks, Envelope};
use servanda::limit::Cancel;
use servanda::page;
use servanda::policy::Policy;
use servanda::proposal::Proposal;
use servanda::questions::judge::Judge;
use servanda::text::Diagnostic;
use servanda::verdict::Verdict;
use servanda::world::Linting;

use super::Exit;
use super::args::{Check, Format};
use super::asked::{files, options, read, settled, tell};
use super::load::open;
use super::long::Budget;
use super::output::Output;

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let (world, said) = open(Budget::new(None), &args.by.policies, Linting::On);
    let mut errors = tell(said, args.print.format, output);
    let Some(world) = world else {
        finish_json(&[], Checks::default(), &errors, args.print.format, output);
        return Exit::Error;
    };
    let policies = world.policies();
    let readings = match settled(&args.by.readings, &world) {
        Ok(readings) => readings,
        Err(wrong) => {
            errors.extend(tell(wrong, args.print.format, output));
            finish_json(&[], Checks::default(), &errors, args.print.format, output);
            return Exit::Error;
        }
    };
    let judges: Vec<Judge<'_>> = readings.into_iter().map(Judge::new).collect();
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
    let mut all: Vec<CheckAnswer> = Vec::new();
    for proposal in &proposals {
        for judge in &judges {
            let case = judge.case(proposal, options(&args.taking));
            match case.check(&Cancel::default()) {
                Ok(report) => {
                    let explanation = case.explain(&report, &Cancel::default());
                    let answer = answer::check(&case, &report, &explanation);
                    show(&answer, all.is_empty(), args, output);
                    all.push(answer);
                }
                Err(error) => {
                    refused += 1;
                    errors.extend(tell(vec![*error], args.print.format, output));
                }
            }
        }
    }
    let exits: Vec<Exit> = all.iter().map(|one| exit_of(one.verdict)).collect();
    let checks = Checks::new(all, refused);
    if policies.len() * proposals.len() + refused > 1 {
        let summary = page::summary(&checks, policies.len() > 1);
        output.page(&summary, args.print.format);
    }
    finish_json(policies, checks, &errors, args.print.format, output);
    let start = if refused > 0 || exits.is_empty() {
        Exit::Error
    } else {
        Exit::Met
    };
    exits.into_iter().fold(start, Exit::or)
}

fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Met => Exit::Met,
        Verdict::Unmet => Exit::Unmet,
        Verdict::Open | Verdict::NotApplicable => Exit::Open,
    }
}

fn show(answer: &CheckAnswer, first: bool, args: &Check, output: &mut Output) {
    let page = page::check(answer, args.verbose);
    output.one_of_several(&page, first, args.print.format);
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
