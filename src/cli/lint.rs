//! `servanda lint`: proofs about policies.

use servanda::answer::{LintAnswer, Lints};
use servanda::page;
use servanda::text::Untrusted;
use servanda::world::{Linting, World};

use super::args::Lint;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;
use super::{Exit, write};

pub(crate) fn run(args: &Lint, output: &mut Output) -> Exit {
    let request = Request {
        linting: Linting::VocabulariesOnly,
        ..Request::new(&args.policies, &args.print).within(&args.patience)
    };
    answer(&request, output, |world, session| {
        Ok(lint(args, world, session))
    })
}

fn lint(args: &Lint, world: &World<Disk>, session: &mut Session<'_>) -> (Lints, Exit) {
    let (lints, limits) = session.watched(|cancel| world.lint(cancel));
    let mut exit = Exit::Met;
    for limit in limits {
        exit = exit.or(session.tell(limit.into()));
    }
    if let Some(folder) = &args.witness {
        for (name, text) in lints.found.iter().filter_map(shown) {
            if let Err(error) = write::write_in(folder, name, text) {
                exit = exit.or(session.tell(error.into()));
            }
        }
    }
    show(args, world, &lints, session);
    // Findings count even if a limit kept others from being found.
    if args.strict && !lints.found.is_empty() && exit != Exit::Error {
        exit = Exit::Unmet;
    }
    (lints, exit)
}

/// The name and the text of a finding's witness.
fn shown(found: &LintAnswer) -> Option<(&str, &str)> {
    found.witness_name.as_deref().zip(found.witness.as_deref())
}

fn show(args: &Lint, world: &World<Disk>, lints: &Lints, session: &mut Session<'_>) {
    let file = |found: &LintAnswer| {
        let (folder, name) = (args.witness.as_ref()?, found.witness_name.as_ref()?);
        let path = folder.join(format!("{name}.yaml"));
        Some(Untrusted::from(path.display().to_string()))
    };
    session
        .output
        .page(&page::lint(lints, file), session.format);
    if !session.has_failed() {
        let policies = world.policies().iter();
        let names: Vec<&str> = policies.map(|policy| policy.name.as_str()).collect();
        let written = args.witness.is_some();
        let summary = page::lint_summary(lints, &names, written, &Flags);
        session.output.page(&summary, session.format);
    }
}
