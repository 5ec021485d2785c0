//! `servanda check`: judge proposals against policies.

use std::path::{Path, PathBuf};

use servanda::answer::{CheckAnswer, Checks, WhatIf};
use servanda::page::{self, Extent};
use servanda::proposal::{Proposal, doubts_of_several};
use servanda::questions::explain::Depth;
use servanda::report;
use servanda::sheet;
use servanda::text::Diagnostic;
use servanda::verdict::Verdict;
use servanda::world::{Error, ErrorKind, World, tell_apart};

use super::Exit;
use super::args::{Check, Format};
use super::asked::{files, opened, options, other_name};
use super::input::Disk;
use super::next::About;
use super::output::Output;
use super::session::{Request, Session, answer};

pub(crate) fn run(args: &Check, output: &mut Output) -> Exit {
    let request = Request::new(&args.by.policies, &args.print)
        .called("check")
        .with_tables()
        .within(&args.patience);
    answer(&request, output, |world, session| {
        check(args, world, session)
    })
}

/// A proposal with the path by which it was named.
type Draft = (PathBuf, Proposal);

fn check(
    args: &Check,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(Checks, Exit), Error> {
    let readings = world.readings(&args.by.readings.readings)?;
    world.require_named(&args.findings)?;
    // Preparing the policies counts towards the budget of the first answer.
    let options = options(&args.taking);
    let checker = session.watched(|cancel| world.checker(readings, options, cancel));
    let mut exit = Exit::Met;
    let (mut drafts, mut refused): (Vec<Draft>, usize) = (Vec::new(), 0);
    for (file, wrong) in files(&args.files, session) {
        match opened(&file, wrong, world) {
            Ok(proposal) => drafts.push((file, proposal)),
            Err(error) => {
                refused += 1;
                exit = exit.or(session.tell(error));
            }
        }
    }
    session.say(doubts(&drafts, args.print.asked().format));
    session.say(tell_apart(drafts.iter_mut().map(|(_, proposal)| proposal)));
    if args.together && refused == 0 {
        let (files, members): (Vec<PathBuf>, Vec<Proposal>) = drafts.into_iter().unzip();
        let file = files.into_iter().next().unwrap_or_default();
        drafts = vec![(file, world.package(members)?)];
    } else if args.together {
        // A package without one of its members would be another one.
        return Ok((Checks::new(Vec::new(), refused), Exit::Error));
    }
    // Where nothing could even be tried, that was told, and nothing is met.
    if drafts.is_empty() {
        exit = Exit::Error;
    }
    let view = View::new(args, drafts.len() + refused, world.policies().len());
    let renamed = (drafts.iter().filter(|_| !args.together))
        .filter_map(|(file, proposal)| other_name(proposal, file));
    session.say(renamed.filter(|_| view.texts).collect());
    let checker = checker.explaining(view.depth());
    let mut answers: Vec<CheckAnswer> = Vec::new();
    for (file, proposal) in &drafts {
        let checked: Vec<Result<CheckAnswer, Error>> =
            session.watched(|cancel| checker.check(proposal, cancel).collect());
        let mut what_if = if view.offers_what_if() {
            session.watched(|cancel| checker.what_if(proposal, cancel))
        } else {
            Vec::new()
        };
        for checked in checked {
            let offer = what_if.pop().flatten();
            match checked {
                Ok(answer) => {
                    exit = exit.or(exit_of(answer.verdict));
                    view.show(&answer, (file, offer), session);
                    answers.push(answer);
                }
                Err(error) => {
                    refused += 1;
                    let of_all = error.kind() == ErrorKind::Input;
                    exit = exit.or(session.tell(error));
                    // A proposal that no completion fits is that by every policy.
                    if of_all {
                        break;
                    }
                }
            }
        }
        session.next();
    }
    let checks = Checks::new(answers, refused);
    view.end(
        &checks,
        drafts.first().map(|(file, _)| file.as_path()),
        session,
    );
    session.report(|| report::checks(&checks));
    session.tables(|| sheet::checks(&checks));
    Ok((checks, exit))
}

/// What is doubtful in how drafts were coded. People are told once what many have of earlier editions.
fn doubts(drafts: &[Draft], format: Format) -> Vec<Diagnostic> {
    let proposals = drafts.iter().map(|(_, proposal)| proposal);
    match format {
        Format::Json | Format::Junit | Format::Github | Format::Sarif => {
            proposals.flat_map(Proposal::doubts).collect()
        }
        _ => doubts_of_several(proposals),
    }
}

/// What is shown of the answers.
struct View<'a> {
    args: &'a Check,
    /// What is shown of each; `None` if there is only a table of all.
    extent: Option<Extent<'a>>,
    /// Whether there are several proposals.
    texts: bool,
    /// Whether there are several policies.
    policies: bool,
}

impl<'a> View<'a> {
    fn new(args: &'a Check, texts: usize, policies: usize) -> Self {
        let texts = texts > 1;
        let extent = if args.verbose {
            Some(Extent::Full)
        } else if args.summary {
            Some(Extent::Headline)
        } else if !args.findings.is_empty() {
            Some(Extent::Named(&args.findings))
        } else if texts {
            None
        } else if args.print.asked().format == Format::Html {
            Some(Extent::Unfolding)
        } else {
            Some(Extent::Brief)
        };
        Self {
            args,
            extent,
            texts,
            policies: policies > 1,
        }
    }

    /// What has to be explained for that.
    fn depth(&self) -> Depth {
        if self.args.print.asked().format.is_document() {
            return Depth::All;
        }
        match self.extent {
            Some(Extent::Full | Extent::Unfolding) => Depth::All,
            Some(Extent::Named(names)) => Depth::Named(names.to_vec()),
            Some(Extent::Brief) => Depth::Brief,
            // A document has a part for each text below its table.
            None if self.args.print.asked().format == Format::Html => Depth::Brief,
            Some(Extent::Headline) | None => Depth::Verdicts,
        }
    }

    /// Whether a reader of the document can change the text and see what follows by its one policy.
    fn offers_what_if(&self) -> bool {
        self.extent == Some(Extent::Unfolding) && !self.policies
    }

    /// Shows the answer about a file. What follows of changes is offered below it, or said to be missing.
    fn show(
        &self,
        answer: &CheckAnswer,
        (file, what_if): (&Path, Option<WhatIf>),
        session: &mut Session<'_>,
    ) {
        let Some(extent) = self.extent.filter(|_| !self.is_by_each()) else {
            return;
        };
        let about = About {
            args: self.args,
            file,
        };
        let page = || {
            let mut page = page::check(answer, extent, &about);
            if self.offers_what_if() {
                page::offer_what_if(&mut page, what_if, 0);
            }
            page
        };
        if extent == Extent::Headline {
            session.show_next(page);
        } else {
            session.show(page);
        }
    }

    /// Whether there is one page of what several policies say of a text.
    fn is_by_each(&self) -> bool {
        self.policies && self.extent == Some(Extent::Unfolding)
    }

    /// What is shown after all of them: tables, or a line that counts them.
    fn end(&self, checks: &Checks, first: Option<&Path>, session: &mut Session<'_>) {
        let about = About {
            args: self.args,
            file: first.unwrap_or(Path::new("")),
        };
        match self.extent {
            None => {
                session.show(|| page::table(checks, &about));
                if self.args.print.asked().format == Format::Html {
                    for answer in &checks.proposals {
                        session.show(|| page::check(answer, Extent::Brief, &()));
                    }
                }
            }
            Some(Extent::Unfolding) if self.policies => {
                session.show(|| page::by_each(&checks.proposals, &about));
            }
            Some(Extent::Full) if self.texts => session.show(|| page::table(checks, &about)),
            Some(_) if self.texts => session.show(|| page::counted(checks)),
            Some(_) if self.policies => session.show(|| page::summary(checks)),
            Some(_) => {}
        }
    }
}

fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Met => Exit::Met,
        Verdict::Unmet => Exit::Unmet,
        Verdict::Open | Verdict::NotApplicable => Exit::Open,
    }
}
