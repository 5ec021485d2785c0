//! Completion by a shell: its script calls this program, which offers the names that fit.
//!
//! Names depend on what was typed before: on the policy after `--policy`, for example. They are those
//! of the texts that are named on the line, or else of what is built in.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::CommandFactory as _;
use clap::builder::StyledStr;
use clap_complete::engine::{CompletionCandidate, PathCompleter, ValueCompleter as _};
use clap_complete::env::{CompleteEnv, Shells};
use servanda::policy::{Policy, Vocabulary};
use servanda::text::{Code, Untrusted};
use servanda::world::{Shelf, builtin};

use super::Exit;
use super::args::Args;
use super::input::Disk;
use super::output::Output;

/// Set by the script of a shell when it asks for what fits.
const VARIABLE: &str = "SERVANDA_COMPLETE";

/// The name of the program.
const NAME: &str = "servanda";

/// Answers a shell that asks for what fits. Whether it was one that asked.
pub(crate) fn answered() -> bool {
    if env::var_os(VARIABLE).is_none() {
        return false;
    }
    let folder = env::current_dir().ok();
    let complete = CompleteEnv::with_factory(Args::command).var(VARIABLE);
    // A shell can do nothing with an error: nothing is offered then.
    complete
        .try_complete(env::args_os(), folder.as_deref())
        .unwrap_or(true)
}

/// Prints the script that makes a shell ask.
pub(crate) fn script(shell: clap_complete::Shell, output: &mut Output) -> Exit {
    let mut script = Vec::new();
    let name = shell.to_string();
    let shells = Shells::builtins();
    let written = (shells.completer(&name))
        .map(|shell| shell.write_registration(VARIABLE, NAME, NAME, NAME, &mut script));
    match written {
        Some(Ok(())) => {
            output.bytes(&script);
            Exit::Met
        }
        Some(Err(_)) | None => Exit::Error,
    }
}

type Candidates = Vec<CompletionCandidate>;

/// Policies: those built in, and files.
pub(crate) fn policies(current: &OsStr) -> Candidates {
    let mut all = Vec::new();
    if let Ok(shelf) = Shelf::built_in() {
        let policies = shelf.policies().iter();
        all = fitting(current, policies.map(|one| (one.name.clone(), &*one.title)));
    }
    all.extend(servanda_files(current));
    all
}

/// Policies and vocabularies, and everything in those built in.
pub(crate) fn texts(current: &OsStr) -> Candidates {
    let mut all = policies(current);
    let vocabularies = builtin::vocabularies();
    all.extend(fitting(
        current,
        vocabularies.map(|name| (name.to_owned(), "a vocabulary")),
    ));
    if !current.is_empty()
        && let Ok(shelf) = Shelf::built_in()
    {
        all.extend(things(&shelf, current));
    }
    all
}

/// Everything in the text that is named before.
pub(crate) fn names(current: &OsStr) -> Candidates {
    shelf().map_or_else(Vec::new, |shelf| things(&shelf, current))
}

/// Prerequisites.
pub(crate) fn prerequisites(current: &OsStr) -> Candidates {
    let Some(shelf) = shelf() else {
        return Vec::new();
    };
    let all = shelf
        .policies()
        .iter()
        .flat_map(|policy| &policy.prerequisites);
    fitting(current, all.map(|one| (one.name.clone(), &*one.title)))
}

/// Readings: a name alone, and each with its prerequisite.
pub(crate) fn readings(current: &OsStr) -> Candidates {
    let Some(shelf) = shelf() else {
        return Vec::new();
    };
    let prerequisites = || {
        shelf
            .policies()
            .iter()
            .flat_map(|policy| &policy.prerequisites)
    };
    let mut alone: Vec<&str> = prerequisites()
        .flat_map(|one| &one.readings)
        .map(|reading| &*reading.name)
        .collect();
    alone.sort_unstable();
    alone.dedup();
    let alone = alone.into_iter();
    let alone = alone.map(|name| (name.to_owned(), "wherever it is a reading"));
    let each = prerequisites().flat_map(|one| {
        let readings = one.readings.iter();
        readings.map(move |reading| (format!("{}={}", one.name, reading.name), &*reading.gloss))
    });
    fitting(current, alone.chain(each))
}

/// Terms.
pub(crate) fn terms(current: &OsStr) -> Candidates {
    named_terms(current, "")
}

/// Terms with the sign that a price follows.
pub(crate) fn priced_terms(current: &OsStr) -> Candidates {
    named_terms(current, "=")
}

/// Codes, with and without what they are about.
pub(crate) fn codes(current: &OsStr) -> Candidates {
    fitting(
        current,
        Code::ALL.iter().map(|code| (code.name().to_owned(), "")),
    )
}

/// Commands that have a page in the manual.
pub(crate) fn commands(current: &OsStr) -> Candidates {
    let root = Args::command();
    let all = root.get_subcommands().map(|command| {
        let about = command.get_about().map(ToString::to_string);
        (command.get_name().to_owned(), about.unwrap_or_default())
    });
    let all: Vec<(String, String)> = all.collect();
    fitting(
        current,
        all.iter()
            .map(|(name, about)| (name.clone(), about.as_str())),
    )
}

/// Proposals: files that end in `.yaml` or `.yml`, and folders.
pub(crate) fn proposals(current: &OsStr) -> Candidates {
    let is_proposal = |path: &Path| {
        let ending = path.extension().and_then(OsStr::to_str);
        path.is_dir() || matches!(ending, Some("yaml" | "yml"))
    };
    PathCompleter::any().filter(is_proposal).complete(current)
}

/// What can be migrated: proposals, policies and folders.
pub(crate) fn migratable(current: &OsStr) -> Candidates {
    let is_text = |path: &Path| {
        let ending = path.extension().and_then(OsStr::to_str);
        path.is_dir() || matches!(ending, Some("yaml" | "yml" | "servanda"))
    };
    PathCompleter::any().filter(is_text).complete(current)
}

/// What can be laid out: policies, vocabularies and folders.
pub(crate) fn formattable(current: &OsStr) -> Candidates {
    let is_text =
        |path: &Path| path.is_dir() || path.extension().is_some_and(|ending| ending == "servanda");
    PathCompleter::any().filter(is_text).complete(current)
}

fn servanda_files(current: &OsStr) -> Candidates {
    let is_text = |path: &Path| path.extension().is_some_and(|ending| ending == "servanda");
    PathCompleter::any().filter(is_text).complete(current)
}

fn named_terms(current: &OsStr, end: &'static str) -> Candidates {
    let Some(shelf) = shelf() else {
        return Vec::new();
    };
    let all = vocabularies(&shelf).into_iter().flat_map(|one| &one.terms);
    fitting(
        current,
        all.map(|term| (format!("{}{end}", term.name), &*term.gloss)),
    )
}

fn vocabularies(shelf: &Shelf) -> Vec<&Vocabulary> {
    shelf.vocabularies().iter().map(|one| &**one).collect()
}

fn things(shelf: &Shelf, current: &OsStr) -> Candidates {
    let of_policy = |policy: &Policy| {
        let prerequisites = policy.prerequisites.iter();
        let prerequisites = prerequisites.map(|one| (one.name.clone(), one.title.clone()));
        let warnings = policy.warnings.iter();
        let warnings = warnings.map(|one| (one.name.clone(), one.title.clone()));
        prerequisites.chain(warnings).collect::<Vec<_>>()
    };
    let mut all: Vec<(String, String)> = shelf.policies().iter().flat_map(of_policy).collect();
    for vocabulary in vocabularies(shelf) {
        let terms = vocabulary.terms.iter();
        all.extend(terms.map(|term| (term.name.clone(), term.gloss.clone())));
    }
    all.sort_unstable();
    all.dedup_by(|one, other| one.0 == other.0);
    fitting(
        current,
        all.iter()
            .map(|(name, about)| (name.clone(), about.as_str())),
    )
}

/// What is named on the line that is completed: the last policy or vocabulary, or else the default
/// policy.
fn shelf() -> Option<Shelf> {
    let words: Vec<OsString> = env::args_os().skip_while(|word| word != "--").collect();
    let is_text = |word: &&OsString| {
        let word = word.to_string_lossy();
        word.ends_with(".servanda") || builtin::find(&word).is_some()
    };
    // The last word is the one that is completed.
    let before = words.split_last().map_or(&[][..], |(_, before)| before);
    let named = before.iter().rev().find(is_text);
    let named = named.map(|word| word.to_string_lossy().into_owned());
    let name = named.unwrap_or_else(|| builtin::DEFAULT_POLICY.to_owned());
    Shelf::open(&Disk, &name).ok()
}

/// The names that start as what is typed, with what they stand for.
fn fitting<'a>(current: &OsStr, names: impl Iterator<Item = (String, &'a str)>) -> Candidates {
    let typed = current.to_string_lossy();
    let fits = |(name, _): &(String, &str)| name.starts_with(&*typed);
    let candidate = |(name, about): (String, &str)| {
        let about = Untrusted::from(about).escaped(String::push_str);
        let about = (!about.is_empty()).then(|| StyledStr::from(about));
        CompletionCandidate::new(name).help(about)
    };
    names.filter(fits).map(candidate).collect()
}
