//! `servanda lint`: proofs about policies.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use servanda::answer::{LintAnswer, Lints, PolicyRef};
use servanda::page;
use servanda::report;
use servanda::text::Untrusted;
use servanda::world::{Linting, World};

use super::Exit;
use super::args::Lint;
use super::explain::Pages;
use super::files::create_in;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &Lint, output: &mut Output) -> Exit {
    let request = Request {
        linting: Linting::VocabulariesOnly,
        ..Request::new(&args.policies, &args.print)
            .called("lint")
            .within(&args.patience)
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
    let written = match &args.witness {
        Some(folder) => write(folder, &lints, session, &mut exit),
        None => HashMap::new(),
    };
    show(args, world, &lints, &written, session);
    session.report(|| {
        let policies: Vec<PolicyRef> = world.policies().iter().map(PolicyRef::new).collect();
        report::lints(&lints, &policies, args.strict, &Pages)
    });
    // Findings count even if a limit kept others from being found.
    if args.strict && !lints.found.is_empty() && exit != Exit::Error {
        exit = Exit::Unmet;
    }
    (lints, exit)
}

/// Writes the texts that show findings. Returns the files that hold them, by the names of the texts.
fn write<'a>(
    folder: &Path,
    lints: &'a Lints,
    session: &mut Session<'_>,
    exit: &mut Exit,
) -> HashMap<&'a str, PathBuf> {
    let mut written = HashMap::new();
    for found in &lints.found {
        let (Some(name), Some(text)) = (&found.witness_name, &found.witness) else {
            continue;
        };
        match create_in(folder, name, text) {
            Ok(file) => {
                written.insert(name.as_str(), file);
            }
            Err(error) => *exit = exit.or(session.tell(error.into())),
        }
    }
    written
}

fn show(
    args: &Lint,
    world: &World<Disk>,
    lints: &Lints,
    written: &HashMap<&str, PathBuf>,
    session: &mut Session<'_>,
) {
    let file = |found: &LintAnswer| {
        let file = written.get(found.witness_name.as_deref()?)?;
        Some(Untrusted::from(file.display().to_string()))
    };
    session
        .output
        .page(&page::lint(lints, file), session.format);
    if !session.has_failed() {
        let policies = world.policies().iter();
        let names: Vec<&str> = policies.map(|policy| policy.called.as_str()).collect();
        let written = args.witness.is_some();
        let summary = page::lint_summary(lints, &names, written, &Flags);
        session.output.page(&summary, session.format);
    }
}
