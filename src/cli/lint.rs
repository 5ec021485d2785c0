//! `servanda lint`: proofs about policies.

use std::path::Path;

use servanda::policy::Policy;
use servanda::proposal;
use servanda::questions::lint::{self, Proof};
use servanda::render::{Linted, lint_json};
use servanda::text::{Diagnostic, Severity};
use servanda::world::{Linting, World};

use super::args::{Format, Lint};
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::worded;
use super::{Exit, input};

/// Something found, with the text that shows it and its name.
struct Found {
    /// The policy's name, or the vocabulary's.
    policy: String,
    diagnostic: Diagnostic,
    witness: Option<(String, String)>,
}

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
    let mut found = Vec::new();
    if errors.is_empty() {
        let (all, limits) = find(budget, &all, warnings);
        found = all;
        errors = limits;
    }
    if let Some(folder) = &args.witness {
        for (name, text) in found.iter().filter_map(|found| found.witness.as_ref()) {
            errors.extend(witness(folder, name, text).err());
        }
    }
    show(args, &all, &found, &errors, output);
    let exit = match errors.is_empty() {
        true if format == Format::Json || !all.is_empty() => Exit::Met,
        true => Exit::Error,
        false => Exit::unanswered(&errors),
    };
    // What was found stands, whether or not there is more.
    if args.strict && !found.is_empty() && exit != Exit::Error {
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
) -> (Vec<Found>, Vec<Diagnostic>) {
    let (mut found, mut limits) = (Vec::new(), Vec::new());
    for policy in policies {
        let (proofs, simple) = watched(budget, |cancel| {
            (lint::prove(policy, cancel), lint::policy(policy, cancel))
        });
        let met = proofs.unfinished.parts.iter();
        limits.extend(met.map(|(_, limit)| worded(limit.diagnostic())));
        let proofs = proofs.found.into_iter();
        let mut said: Vec<Found> = proofs.map(|proof| shown(policy, proof)).collect();
        let simple = simple.into_iter();
        said.extend(simple.map(|diagnostic| without_text(&policy.name, diagnostic)));
        said.sort_by_key(|found| found.diagnostic.place().map(|place| place.span));
        found.extend(said);
    }
    let unused = lint::unused_terms(policies);
    for diagnostic in loading.into_iter().chain(unused) {
        found.push(without_text(about(&diagnostic, policies), diagnostic));
    }
    (found, limits)
}

/// The name of the policy in which something stands, else that of the vocabulary.
fn about<'p>(diagnostic: &Diagnostic, policies: &[&'p Policy]) -> &'p str {
    let within = |policy: &&&Policy| {
        let place = diagnostic.place();
        place.is_some_and(|place| place.source == policy.source)
    };
    let vocabulary = || policies.first().map(|policy| &*policy.vocabulary.name);
    (policies.iter().find(within))
        .map(|policy| &*policy.name)
        .or_else(vocabulary)
        .unwrap_or_default()
}

fn without_text(name: &str, diagnostic: Diagnostic) -> Found {
    Found {
        policy: name.to_owned(),
        diagnostic,
        witness: None,
    }
}

fn shown(policy: &Policy, proof: Proof) -> Found {
    let text = proof.witness.map(|witness| {
        let name = format!("{}-{}", policy.name, witness.name);
        let text = proposal::new_text(&name, &witness.shows, &policy.vocabulary, &witness.cells);
        (name, text)
    });
    Found {
        policy: policy.name.clone(),
        diagnostic: proof.diagnostic,
        witness: text,
    }
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
    found: &[Found],
    errors: &[Diagnostic],
    output: &mut Output,
) {
    let format = args.print.format;
    if format == Format::Json {
        let linted = |found: &Found| -> (String, Diagnostic, Option<String>) {
            let text = found.witness.as_ref().map(|(_, text)| text.clone());
            (found.policy.clone(), found.diagnostic.clone(), text)
        };
        let all: Vec<_> = found.iter().map(linted).collect();
        let all: Vec<Linted<'_>> = (all.iter())
            .map(|(policy, diagnostic, witness)| Linted {
                policy,
                diagnostic,
                witness: witness.as_deref(),
            })
            .collect();
        output.text(&lint_json(policies, &all, errors));
        return;
    }
    for error in errors {
        output.diagnostic(error, format);
    }
    for each in found {
        output.page(&servanda::page::diagnostic(&each.diagnostic), format);
        if let (Some((name, _)), Some(folder)) = (&each.witness, &args.witness) {
            let path = folder.join(format!("{name}.yaml"));
            output.text(&format!("shown by {}\n", path.display()));
        }
    }
    if errors.is_empty() {
        let count = found.len();
        let s = if count == 1 { "" } else { "s" };
        let names: Vec<&str> = policies.iter().map(|policy| policy.name.as_str()).collect();
        output.text(&format!("{}: {count} finding{s}\n", names.join(", ")));
        let shown = found.iter().filter(|found| found.witness.is_some()).count();
        if shown > 0 && args.witness.is_none() {
            let it = if shown == 1 { "it" } else { "them" };
            output.text(&format!(
                "{shown} can be shown by a text: `--witness FOLDER` writes {it}\n"
            ));
        }
    }
}
