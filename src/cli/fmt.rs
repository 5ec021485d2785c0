//! `servanda fmt`: one layout for vocabularies and policies.

use std::path::Path;

use servanda::answer::{LayoutAnswer, Layouts};
use servanda::page;
use servanda::syntax::layout::laid_out;
use servanda::text::Diagnostic;

use super::Exit;
use super::args::{Fmt, Format};
use super::asked::listed;
use super::files::replace;
use super::folder::Wanted;
use super::input;
use super::output::Output;
use super::session::{Request, Session, answer_of};

pub(crate) fn run(args: &Fmt, output: &mut Output) -> Exit {
    let ask = |session: &mut Session<'_>| {
        let (answers, exit) = fmt(args, session);
        (answers, exit, ())
    };
    answer_of(&Request::new(&[], &args.print), output, ask, |()| {
        Vec::new()
    })
}

fn fmt(args: &Fmt, session: &mut Session<'_>) -> (Layouts, Exit) {
    let (mut answers, mut exit) = (Vec::new(), Exit::Met);
    let mut is_printed = false;
    for (file, wrong) in listed(&args.files, Wanted::Policies, session) {
        match one(args, &file, wrong, session) {
            Ok(Some(answer)) => {
                if args.diff && answer.text.is_some() {
                    session.show(|| page::layout_patch(&answer));
                }
                if args.check && answer.text.is_some() {
                    exit = exit.or(Exit::Unmet);
                }
                answers.push(answer);
            }
            Ok(None) => is_printed = true,
            Err(errors) => {
                session.say(errors);
                exit = Exit::Error;
            }
        }
    }
    let answers = Layouts::new(answers);
    // A text that was printed is the output, and what cannot be read was told.
    if !(answers.texts.is_empty() && (is_printed || exit == Exit::Error)) {
        session.show(|| page::layouts(&answers));
    }
    (answers, exit)
}

/// Rewrites one file, unless it is only to be shown what would change; `None` if it is standard input,
/// whose new text was printed.
fn one(
    args: &Fmt,
    file: &Path,
    wrong: Option<Diagnostic>,
    session: &mut Session<'_>,
) -> Result<Option<LayoutAnswer>, Vec<Diagnostic>> {
    if let Some(wrong) = wrong {
        return Err(vec![wrong]);
    }
    let source = input::source(file).map_err(|error| vec![*error])?;
    let new = laid_out(&source)?;
    let is_written = !args.check && !args.diff;
    let is_stdin = file.as_os_str() == "-";
    if is_stdin && is_written && session.format != Format::Json {
        session.output.copy(&new.text);
        return Ok(None);
    }
    let mut answer = LayoutAnswer::new(&source, new);
    if let Some(text) = answer.text.as_ref().filter(|_| is_written && !is_stdin) {
        replace(file, source.text(), text).map_err(|error| vec![error])?;
        answer.written = true;
    }
    Ok(Some(answer))
}
