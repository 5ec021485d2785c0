//! `servanda sensitivity`: how verdicts depend on what is taken for granted.

use servanda::answer::{Sensitivities, TextUnder};
use servanda::page;
use servanda::proposal::Proposal;
use servanda::sheet;
use servanda::world::{World, tell_apart};

use super::Exit;
use super::args::Sensitivity;
use super::asked::{files, read};
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Sensitivity, output: &mut Output) -> Exit {
    let request = Request::new(&args.policies, &args.print)
        .with_tables()
        .within(&args.patience);
    answer(&request, output, |world, session| {
        Ok(sensitivity(args, world, session))
    })
}

fn sensitivity(
    args: &Sensitivity,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> (Sensitivities, Exit) {
    let (mut proposals, mut exit): (Vec<Proposal>, Exit) = (Vec::new(), Exit::Met);
    for (file, wrong) in files(&args.files, session) {
        match read(&file, wrong, world, session) {
            Ok(proposal) => proposals.push(proposal),
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    session.say(tell_apart(proposals.iter_mut()));
    if proposals.is_empty() {
        exit = Exit::Error;
    }
    let questions = session.watched(|cancel| world.sensitivity(cancel));
    let mut answers = Vec::new();
    for question in &questions {
        let mut texts: Vec<TextUnder> = Vec::new();
        for proposal in &proposals {
            match session.watched(|cancel| question.of(proposal, cancel)) {
                Ok(text) => texts.push(text),
                Err(error) => exit = exit.or(session.tell(error)),
            }
            session.next();
        }
        let answer = question.answer(texts);
        if !answer.texts.is_empty() {
            session.show(|| page::sensitivity(&answer));
        }
        answers.push(answer);
    }
    let answers = Sensitivities::new(answers);
    session.tables(|| sheet::sensitivities(&answers));
    (answers, exit)
}
