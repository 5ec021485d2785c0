//! `servanda lint`: proofs about policies.

use std::path::Path;

use servanda::answer::{Envelope, LintAnswer, Lints};
use servanda::page;
use servanda::policy::Policy;
use servanda::questions::lint;
use servanda::text::{Diagnostic, Severity, Untrusted};
use servanda::world::{Linting, World};

use super::args::{Format, Lint};
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::{Flags, worded};
use super::{Exit, input};

pub(crate) fn run(args: &Lint, output: &mut Output) -> Exit {
    let format = args.print.format;
    let budget = Budget::new(args.patience.budget);
    let (world, said) = open(budget, &args.policies, Linting::VocabulariesOnly);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    // What loading warned of belongs to what is found.
    let (mut errors, warnings): (Vec<_>, Vec<_>) = said
        .into_iter()
        .map(worded)
        .partition(|said| said.severity == Severity::Error);
    let mut lints = Lints::default();
    if errors.is_empty() {
        let (all, limits) = find(budget, &all, warnings);
        lints = all;
        errors = limits;
    }
    if let Some(folder) = &args.witness {
        for (name, text) in lints.found.iter().filter_map(shown) {
            errors.extend(witness(folder, name, text).err());
        }
    }
    if format == Format::Json {
        let found = lints.clone();
        output.text(&Envelope::new(all.iter().copied(), found, &errors).json());
    } else {
        show(args, &all, &lints, &errors, output);
    }
    let exit = match errors.is_empty() {
        true if format == Format::Json || !all.is_empty() => Exit::Met,
        true => Exit::Error,
        false => Exit::unanswered(&errors),
    };
    // What was found stands, whether or not there is more.
    if args.strict && !lints.found.is_empty() && exit != Exit::Error {
        Exit::Unmet
    } else {
        exit
    }
}

/// What is found, and the limits that were met.
fn find(
    budget: Budget,
    policies: &[&Policy],
    loading: Vec<Diagnostic>,
) -> (Lints, Vec<Diagnostic>) {
    let (mut each, mut limits) = (Vec::new(), Vec::new());
    for &policy in policies {
        let (proofs, seen) = watched(budget, |cancel| {
            (lint::prove(policy, cancel), lint::policy(policy, cancel))
        });
        let met = proofs.unfinished.parts.iter();
        limits.extend(met.map(|(_, limit)| worded(limit.diagnostic())));
        each.push((policy, proofs.found, seen));
    }
    (Lints::new(each, loading), limits)
}

/// The name and the text of a proposal that shows something.
fn shown(found: &LintAnswer) -> Option<(&str, &str)> {
    found.witness_name.as_deref().zip(found.witness.as_deref())
}

/// Writes a text that shows something into a folder.
pub(crate) fn witness(folder: &Path, name: &str, text: &str) -> Result<(), Diagnostic> {
    let made = std::fs::create_dir_all(folder);
    made.map_err(|error| input::refused(folder, &error.to_string()))?;
    input::write(&folder.join(format!("{name}.yaml")), text)
}

fn show(
    args: &Lint,
    policies: &[&Policy],
    lints: &Lints,
    errors: &[Diagnostic],
    output: &mut Output,
) {
    let format = args.print.format;
    for error in errors {
        output.diagnostic(error, format);
    }
    let file = |found: &LintAnswer| {
        let (folder, name) = (args.witness.as_ref()?, found.witness_name.as_ref()?);
        let path = folder.join(format!("{name}.yaml"));
        Some(Untrusted::from(path.display().to_string()))
    };
    output.page(&page::lint(lints, file), format);
    if errors.is_empty() {
        let names: Vec<&str> = policies.iter().map(|policy| &*policy.name).collect();
        let written = args.witness.is_some();
        output.page(&page::lint_summary(lints, &names, written, &Flags), format);
    }
}
