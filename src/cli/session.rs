//! What all commands that ask about policies share: they open policies, report diagnostics, show
//! answers one after another, and print the JSON document at the end.

use std::sync::Arc;

use clap::CommandFactory as _;
use clap::error::ErrorKind;
use servanda::answer::{Answers, Envelope};
use servanda::limit::Cancel;
use servanda::page::Page;
use servanda::policy::Policy;
use servanda::report::{Case, Report};
use servanda::sheet::Book;
use servanda::text::{Diagnostic, Severity};
use servanda::world::{Error, Linting, World};

use super::Exit;
use super::args::{Args, Asked, Format, Patience};
use super::explain::Pages;
use super::input::Disk;
use super::long::{Budget, Sign, TimeLimit, watched};
use super::output::{Output, report_writer, table_writer};
use super::words::worded;

/// Which policies are asked about, and how.
pub(crate) struct Request<'a> {
    /// Their names; the default policy if there are none.
    pub policies: &'a [String],
    /// Whether they are linted while they are opened. If not, warnings are left to the question.
    pub linting: Linting,
    /// How long an answer may take.
    pub budget: TimeLimit,
    /// How it is printed, and where.
    pub asked: Asked,
    /// The command, as a report for continuous integration names it.
    pub question: &'static str,
    /// Whether the answers are tables.
    pub has_tables: bool,
}

impl<'a> Request<'a> {
    /// A question without a time limit about policies that are linted.
    pub fn new(policies: &'a [String], print: impl Into<Asked>) -> Self {
        Self {
            policies,
            linting: Linting::On,
            budget: TimeLimit::None,
            asked: print.into(),
            question: "",
            has_tables: false,
        }
    }

    /// The same of a command that has reports for continuous integration.
    pub fn called(self, question: &'static str) -> Self {
        Self { question, ..self }
    }

    /// The same of a command whose answers are tables.
    pub fn with_tables(self) -> Self {
        Self {
            has_tables: true,
            ..self
        }
    }

    /// The same with a time limit.
    pub fn within(self, patience: &Patience) -> Self {
        let budget = patience.budget;
        Self { budget, ..self }
    }
}

/// The output of one question.
pub(crate) struct Session<'o> {
    pub output: &'o mut Output,
    pub format: Format,
    /// The diagnostics reported so far, for the document.
    told: Vec<Diagnostic>,
    limit: TimeLimit,
    budget: Budget,
    sign: Arc<Sign>,
    /// Whether an answer was shown already.
    shown: bool,
    /// The policies that were named.
    policies: Vec<String>,
    /// What a report for continuous integration tells of the answers.
    cases: Vec<Case>,
    /// The tables of the answers.
    book: Option<Book>,
    question: &'static str,
}

/// Opens policies, asks, and prints. `ask` shows each answer when it has it, and returns all of
/// them for the JSON document.
pub(crate) fn answer<A: Answers + Default>(
    request: &Request<'_>,
    output: &mut Output,
    ask: impl FnOnce(&World<Disk>, &mut Session<'_>) -> Result<(A, Exit), Error>,
) -> Exit {
    if let Some(exit) = unanswerable(request, output) {
        return exit;
    }
    let mut session = Session::new(request, output);
    let open = |cancel: &Cancel| World::load(Disk, request.policies, request.linting, cancel);
    let is_told =
        |said: &Diagnostic| request.linting == Linting::On || said.severity == Severity::Error;
    // Linting is not needed for the answer, so the greater part of the time is left for that.
    let world = match watched(session.budget.quarter(), &session.sign, open) {
        Ok(world) => world,
        Err(error) => {
            let exit = Exit::from(&error);
            let said = error.into_diagnostics().into_iter();
            session.say(said.filter(is_told).collect());
            session.document([], A::default());
            return exit;
        }
    };
    let warnings = world.warnings().iter().cloned();
    session.say(warnings.filter(is_told).collect());
    let (answers, exit) = ask(&world, &mut session).unwrap_or_else(|error| {
        let exit = session.tell(error);
        (A::default(), exit)
    });
    session.document(world.policies(), answers);
    // The program ends: the system takes its memory back at once, piece by piece takes longer.
    std::mem::forget(world);
    exit
}

/// Asks and prints where the question itself opens what it is about: `ask` returns the answers, the
/// exit, and what has the policies.
pub(crate) fn answer_of<A: Answers, T>(
    request: &Request<'_>,
    output: &mut Output,
    ask: impl FnOnce(&mut Session<'_>) -> (A, Exit, T),
    policies: impl FnOnce(&T) -> Vec<&Policy>,
) -> Exit {
    if let Some(exit) = unanswerable(request, output) {
        return exit;
    }
    let mut session = Session::new(request, output);
    let (answers, exit, opened) = ask(&mut session);
    session.document(policies(&opened), answers);
    exit
}

/// Refuses a format in which there is no answer: a command that has it may be asked for something else by
/// an option. Where there is one, it is written where it was asked for.
fn unanswerable(request: &Request<'_>, output: &mut Output) -> Option<Exit> {
    let format = request.asked.format;
    let no_report = request.question.is_empty() && report_writer(format).is_some();
    let no_table = !request.has_tables && table_writer(format).is_some();
    if request.asked.wrong || !(no_report || no_table) {
        return output.take(&request.asked);
    }
    let message = if no_report {
        "with these options there are no test cases or findings to report: leave `--format` out, or \
         take text, plain or json"
    } else {
        "with these options there is no table: leave `--format` out, or take text, plain or json"
    };
    let error = Args::command().error(ErrorKind::ArgumentConflict, message);
    output.usage(&error.render(), true);
    Some(Exit::Error)
}

/// The time limit of a session. Threads can share it.
pub(crate) struct Watch {
    limit: TimeLimit,
    sign: Arc<Sign>,
}

impl Watch {
    /// Does work within the time limit, which begins now.
    pub fn watched<T>(&self, work: impl FnOnce(&Cancel) -> T) -> T {
        watched(Budget::new(self.limit), &self.sign, work)
    }
}

impl<'o> Session<'o> {
    fn new(request: &Request<'_>, output: &'o mut Output) -> Self {
        Self {
            output,
            format: request.asked.format,
            told: Vec::new(),
            limit: request.budget,
            budget: Budget::new(request.budget),
            sign: Sign::new(request.budget),
            shown: false,
            policies: request.policies.to_vec(),
            cases: Vec::new(),
            book: None,
            question: request.question,
        }
    }
}

impl Session<'_> {
    /// Does work within what is left of the time limit.
    pub fn watched<T>(&self, work: impl FnOnce(&Cancel) -> T) -> T {
        watched(self.budget, &self.sign, work)
    }

    /// What gives each piece of work of several threads the whole time limit.
    pub fn watch(&self) -> Watch {
        Watch {
            limit: self.limit,
            sign: Arc::clone(&self.sign),
        }
    }

    /// Starts the time limit anew, for the next answer.
    pub fn next(&mut self) {
        self.budget = Budget::new(self.limit);
    }

    /// Reports why there is no answer. Returns the exit for that.
    pub fn tell(&mut self, error: Error) -> Exit {
        let exit = Exit::from(&error);
        self.say(error.into_diagnostics());
        exit
    }

    /// Keeps diagnostics for the document and, unless that is where they are read, prints them on
    /// standard error.
    pub fn say(&mut self, said: Vec<Diagnostic>) {
        for diagnostic in said {
            let diagnostic = worded(diagnostic, &self.policies);
            // A text may be asked about alone and as a member of a package.
            if diagnostic.severity == Severity::Warning && self.told.contains(&diagnostic) {
                continue;
            }
            if self.format.is_told_aside() {
                self.output.diagnostic(&diagnostic, self.format);
            }
            self.told.push(diagnostic);
        }
    }

    /// Shows an answer, after a blank line unless it is the first. A document has no pages, and none
    /// is made for it.
    pub fn show(&mut self, page: impl FnOnce() -> Page) {
        let first = !std::mem::replace(&mut self.shown, true);
        if !self.format.is_document() {
            self.output.one_of_several(&page(), first, self.format);
            self.sign.printed();
        }
    }

    /// Shows an answer below the one before it.
    pub fn show_next(&mut self, page: impl FnOnce() -> Page) {
        self.shown = true;
        if !self.format.is_document() {
            self.output.page(&page(), self.format);
            self.sign.printed();
        }
    }

    /// Whether the same was said of the same text, under whatever path.
    pub fn was_told(&self, error: &Error) -> bool {
        let place = |said: &Diagnostic| {
            let place = said.place();
            place.map(|place| (place.source.text().to_owned(), place.span))
        };
        let is_told = |said: &Diagnostic| {
            let same =
                |told: &&Diagnostic| (told.code, &told.message) == (said.code, &said.message);
            let mut told = self.told.iter().filter(same);
            told.any(|told| place(told) == place(said))
        };
        error.diagnostics().iter().all(is_told)
    }

    /// Shows what somebody is asked about, on standard error and in words whatever the format is.
    pub fn ask(&mut self, page: &Page) {
        self.output.aside(page, self.format);
    }

    /// Whether an error was reported.
    pub fn has_failed(&self) -> bool {
        self.told
            .iter()
            .any(|said| said.severity == Severity::Error)
    }

    /// Keeps what a report for continuous integration tells of the answers; nothing is made where no
    /// such report was asked for.
    pub fn report(&mut self, cases: impl FnOnce() -> Vec<Case>) {
        if report_writer(self.format).is_some() {
            self.cases = cases();
        }
    }

    /// Keeps the tables of the answers; nothing is made where none were asked for.
    pub fn tables(&mut self, tables: impl FnOnce() -> Book) {
        if table_writer(self.format).is_some() {
            self.book = Some(tables());
        }
    }

    /// Prints the document with all answers, where the format is one.
    fn document<'p, A: Answers>(
        &mut self,
        policies: impl IntoIterator<Item = &'p Policy>,
        answers: A,
    ) {
        if self.format == Format::Json {
            self.output
                .text(&Envelope::new(policies, answers, &self.told).json());
        } else if let (Some(writer), Some(book)) = (table_writer(self.format), &self.book) {
            // A table of nothing would read as an answer, and take the place of an earlier one.
            if self.has_failed() && book.is_empty() {
                return;
            }
            match writer.write(book) {
                Ok(bytes) => self.output.bytes(&bytes),
                Err(why) => self.output.refuse(why),
            }
        } else if let Some(writer) = report_writer(self.format) {
            let left_out = writer.left_out(&self.reported());
            self.say(left_out.into_iter().collect());
            let document = writer.write(&self.reported());
            self.output.text(&document);
        }
    }

    fn reported(&self) -> Report<'_> {
        Report {
            question: self.question,
            cases: &self.cases,
            said: &self.told,
            codes: &Pages,
        }
    }
}

#[cfg(test)]
mod tests {
    use servanda::answer::Checks;

    use super::super::args::Color;
    use super::*;

    /// An empty report would read as a success.
    #[test]
    fn a_question_without_a_report_is_not_asked_for_one() {
        for format in [Format::Junit, Format::Github, Format::Sarif] {
            let mut asked = false;
            let ask = |_: &mut Session<'_>| {
                asked = true;
                (Checks::default(), Exit::Met, ())
            };
            let request = Request::new(&[], format);
            let mut output = Output::new(Color::Never);
            let exit = answer_of(&request, &mut output, ask, |()| Vec::new());
            assert_eq!((exit, asked), (Exit::Error, false));
        }
    }
}
