//! `servanda new`: a proposal to fill in; `servanda schema`: what editors check it with.

use std::path::Path;

use servanda::answer::{TermShown, proposal_schema};
use servanda::page;
use servanda::proposal::renewed;
use servanda::world::{Error, Linting, Shelf, World};

use super::Exit;
use super::args::{Format, New, Schema};
use super::asked::opened;
use super::files::create;
use super::input::Disk;
use super::next::{by_policies, named};
use super::output::Output;
use super::words::worded;
use servanda::limit::Cancel;

/// What a proposal is called that is printed.
const UNNAMED: &str = "draft";

pub(crate) fn run(args: &New, output: &mut Output) -> Exit {
    match text(args) {
        Ok(text) => given(&text, args, output),
        Err(error) => told(error, output),
    }
}

/// Prints the schema.
pub(crate) fn schema(args: &Schema, output: &mut Output) -> Exit {
    let shelf = match &args.text {
        Some(name) => Shelf::open(&Disk, name),
        None => Shelf::open(&Disk, "settlement"),
    };
    match shelf {
        Ok(shelf) => {
            let each = shelf.vocabularies().iter();
            each.for_each(|vocabulary| output.text(&(proposal_schema(vocabulary) + "\n")));
            Exit::Met
        }
        Err(error) => told(error, output),
    }
}

fn text(args: &New) -> Result<String, Error> {
    let cancel = Cancel::default();
    let world = World::load(Disk, &args.policies, Linting::Off, &cancel)?;
    let first: Vec<&str> = if args.policies.is_empty() {
        Vec::new()
    } else {
        world
            .policies()
            .iter()
            .map(|policy| &*policy.called)
            .collect()
    };
    let vocabulary = world.terms();
    let stem = args.file.as_deref().and_then(Path::file_stem);
    let name = stem.map_or(UNNAMED.into(), |stem| stem.to_string_lossy());
    let Some(old) = &args.from else {
        return Ok(page::template(&name, &vocabulary, &first));
    };
    let old = opened(old, None, &world)?;
    let is_stated = |term: &&TermShown| {
        let id = world.vocabulary().find(&term.id);
        id.is_some_and(|id| old.provision(id).is_some())
    };
    let missing: Vec<&TermShown> = vocabulary
        .terms
        .iter()
        .filter(|term| !is_stated(term))
        .collect();
    let comments = page::terms_to_fill_in(&missing, &first);
    renewed(&old, world.vocabulary(), &name, &comments).map_err(|said| Error::from(*said))
}

/// Writes a new file, or prints the text.
fn given(text: &str, args: &New, output: &mut Output) -> Exit {
    let Some(file) = args.file.as_deref() else {
        output.text(text);
        return Exit::Met;
    };
    match create(file, text) {
        Ok(()) => {
            let path = file.display();
            let mut next = format!("servanda check {}", named(&path.to_string()));
            for option in by_policies(&args.policies) {
                next = next + " " + &option;
            }
            output.text(&format!("Written: {path}\nTo judge it: {next}\n"));
            Exit::Met
        }
        Err(error) => told(error.into(), output),
    }
}

fn told(error: Error, output: &mut Output) -> Exit {
    for said in error.into_diagnostics() {
        output.diagnostic(&worded(said, &[]), Format::Text);
    }
    Exit::Error
}
