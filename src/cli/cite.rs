//! `servanda cite`: a policy's citations against copies of its sources.

use std::path::Path;

use servanda::answer::Cites;
use servanda::page;
use servanda::text::{Code, Diagnostic};
use servanda::world::{Cite as Question, Error};

use super::args::Cite;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::{Exit, input};

pub(crate) fn run(args: &Cite, output: &mut Output) -> Exit {
    let names = [args.policy.clone()];
    let request = Request::new(&names, &args.print);
    answer(&request, output, |world, session| {
        Ok(cite(args, world.cite(), session))
    })
}

fn cite(args: &Cite, mut question: Question<'_>, session: &mut Session<'_>) -> (Cites, Exit) {
    let mut exit = Exit::Met;
    for argument in &args.sources {
        if let Err(error) = copy(argument, &mut question) {
            exit = exit.or(session.tell(error));
        }
    }
    let cites = question.answer();
    exit = exit.or(if cites.fit() { Exit::Met } else { Exit::Unmet });
    session.show(|| page::cite(&cites));
    (cites, exit)
}

/// Adds the copy that an argument names.
fn copy(argument: &str, question: &mut Question<'_>) -> Result<(), Error> {
    let Some((source, file)) = argument.split_once('=') else {
        let message = format!("`{argument}` does not say which source the file is a copy of");
        let error = Diagnostic::error(Code::CiteBadArgument, message);
        return Err(error
            .help("write NAME=FILE, such as column=column.txt")
            .into());
    };
    question.require(source)?;
    question.copy(source, file, &input::bytes(Path::new(file))?)
}
