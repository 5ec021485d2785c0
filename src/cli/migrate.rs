//! `servanda migrate`: rewrite the names of earlier editions.

use std::path::Path;

use servanda::answer::{MigrationAnswer, Migrations};
use servanda::limit::Cancel;
use servanda::page;
use servanda::proposal::{TestFile, test_file};
use servanda::text::{Code, Diagnostic};
use servanda::world::{Error, Linting, Tester, World};

use super::Exit;
use super::args::Migrate;
use super::asked::listed;
use super::files::{refused, replace};
use super::folder::Wanted;
use super::input::{self, Disk};
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Migrate, output: &mut Output) -> Exit {
    // What is to be said of former names is the answer.
    let request = Request {
        linting: Linting::Off,
        ..Request::new(&args.policies, &args.print)
    };
    answer(&request, output, |world, session| {
        Ok(migrate(args, world, session))
    })
}

fn migrate(args: &Migrate, world: &World<Disk>, session: &mut Session<'_>) -> (Migrations, Exit) {
    let (mut answers, mut exit) = (Vec::new(), Exit::Met);
    let files = listed(&args.files, Wanted::ProposalsAndPolicies, session);
    let single = files.len() == 1;
    for (file, wrong) in files {
        match one(args, &file, wrong, world) {
            Ok(None) => {}
            Ok(Some(answer)) => {
                if single || page::is_of_note(&answer) {
                    session.show(|| page::migrate(&answer));
                }
                answers.push(answer);
            }
            Err(error) => exit = exit.or(session.tell(error)),
        }
    }
    let answers = Migrations::new(answers);
    // Where nothing could be read, that was told.
    let is_told = match answers.texts.len() {
        0 => exit == Exit::Error,
        _ => single,
    };
    if !is_told {
        session.show(|| page::migrations(&answers));
    }
    (answers, exit)
}

/// Rewrites one file, unless it is only to be shown what would change; `None` if it is a vocabulary that
/// was found in a folder.
fn one(
    args: &Migrate,
    file: &Path,
    wrong: Option<Diagnostic>,
    world: &World<Disk>,
) -> Result<Option<MigrationAnswer>, Error> {
    if let Some(wrong) = wrong {
        return Err(wrong.into());
    }
    let is_stdin = file.as_os_str() == "-";
    if is_stdin && !args.dry_run {
        let why = "it is standard input; `--dry-run --format json` has the new text";
        return Err(refused(file, why).into());
    }
    let source = input::source(file)?;
    let mut answer = if is_tests(file) {
        Tester::new(&Disk).migrate(source.name(), &Cancel::default())?
    } else if !is_policy(file) {
        world.migrate(&source)?
    } else if let Some(answer) = world.migrate_policy(source.name())? {
        answer
    } else if args.files.iter().any(|named| named == file) {
        return Err(vocabulary(file).into());
    } else {
        return Ok(None);
    };
    if let Some(text) = answer.text.as_ref().filter(|_| !args.dry_run) {
        replace(file, source.text(), text)?;
        answer.written = true;
    }
    Ok(Some(answer))
}

fn vocabulary(file: &Path) -> Diagnostic {
    let message = format!(
        "`{}` is a vocabulary: there is nothing to rewrite in it",
        file.display()
    );
    let help = "it says what its names were; name the drafts and policies that have them still";
    Diagnostic::error(Code::InputNotAPolicy, message).help(help)
}

/// Whether a file says what is expected of texts.
fn is_tests(file: &Path) -> bool {
    matches!(
        test_file(&file.to_string_lossy()),
        Some((_, TestFile::Expectation | TestFile::Fixtures))
    )
}

fn is_policy(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "servanda")
}
