//! Standard output and error. A closed pipe ends the output silently; any other failure is
//! reported.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::CommandFactory as _;
use clap::builder::StyledStr;
use clap::error::ErrorKind;
use servanda::page::{self, Document, Html, Markdown, Page, Plain, Text, Typst, Writer};
use servanda::report;
use servanda::sheet;
use servanda::text::{Code, Diagnostic, Untrusted};
use terminal_size::{Width, terminal_size_of};

use super::Exit;
use super::args::{Args, Asked, Color, Format};
use super::files;
use super::input::was_read;

pub(crate) struct Output {
    out: BufWriter<io::Stdout>,
    /// The file that is written instead of standard output.
    file: Option<Target>,
    /// Why what was to be printed cannot be.
    refused: Option<String>,
    color: Color,
    /// The pages so far of a document whose parts refer to one another, which is written as a whole.
    pages: Vec<Page>,
    /// What stands after the last page, once one was written.
    end: Option<&'static str>,
    /// The first failure to write. Nothing is written after it.
    failed: Option<io::Error>,
}

/// A file that is written as a whole at the end.
struct Target {
    file: PathBuf,
    /// Whether it may be there already.
    force: bool,
    holds: Vec<u8>,
}

impl Output {
    pub fn new(color: Color) -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            file: None,
            refused: None,
            color,
            pages: Vec::new(),
            end: None,
            failed: None,
        }
    }

    /// Writes the answer where it was asked for, unless it cannot be written there, which is told.
    pub fn take(&mut self, asked: &Asked) -> Option<Exit> {
        let is_text = table_writer(asked.format).is_none_or(sheet::Writer::is_text);
        let message = if asked.wrong {
            "this command does not print the format that the ending of the file names: take another \
             ending, or name a format with `--format`"
        } else if asked.file.is_none() && self.is_terminal() && !is_text {
            "a workbook is no text for a terminal: name a file with `--output FILE`, or redirect the \
             output into one"
        } else if let Some(file) = &asked.file {
            if !asked.force
                && let Err(error) = files::require_new(file)
            {
                self.diagnostic(&error.help("`--force` writes over it"), Format::Text);
                return Some(Exit::Error);
            }
            self.file = Some(Target {
                file: file.clone(),
                force: asked.force,
                holds: Vec::new(),
            });
            return None;
        } else {
            return None;
        };
        let error = Args::command().error(ErrorKind::ArgumentConflict, message);
        self.usage(&error.render(), true);
        Some(Exit::Error)
    }

    /// The writer of a format for standard output; `None` for a format that does not show pages.
    fn writer(&self, format: Format) -> Option<Box<dyn Writer>> {
        let colour = self.coloured(self.is_terminal());
        let terminal = terminal_size_of(io::stdout()).filter(|_| self.file.is_none());
        let width = width(terminal);
        writer(format, width, colour)
    }

    fn coloured(&self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                !set("NO_COLOR") && (set("CLICOLOR_FORCE") || terminal && !dumb)
            }
        }
    }

    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Whether what is printed is shown on a terminal.
    pub fn is_terminal(&self) -> bool {
        self.file.is_none() && io::stdout().is_terminal()
    }

    /// Prints a text of a file, in visible characters.
    pub fn lines(&mut self, text: &Untrusted) {
        for line in text.lines(0) {
            self.text(&line.escaped(String::push_str));
            self.text("\n");
        }
    }

    /// Prints a whole file: as it is into another file or a pipe, in visible characters on a
    /// terminal.
    pub fn copy(&mut self, text: &str) {
        if self.is_terminal() {
            self.lines(&text.into());
        } else {
            self.text(text);
        }
    }

    /// Nothing is printed, because of this.
    pub fn refuse(&mut self, why: String) {
        self.refused = Some(why);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        if let Some(target) = &mut self.file {
            target.holds.extend_from_slice(bytes);
        } else if self.failed.is_none() {
            self.failed = self.out.write_all(bytes).err();
        }
    }

    /// Whether nobody reads any more, or nothing more can be written.
    pub fn is_closed(&self) -> bool {
        self.failed.is_some()
    }

    pub fn flush(&mut self) {
        if self.failed.is_none() {
            self.failed = self.out.flush().err();
        }
    }

    /// Prints help and the version, which were asked for, on standard output, and wrong usage on
    /// standard error.
    pub fn usage(&mut self, text: &StyledStr, wrong: bool) {
        let terminal = if wrong {
            io::stderr().is_terminal()
        } else {
            self.is_terminal()
        };
        let text = if self.coloured(terminal) {
            text.ansi().to_string()
        } else {
            text.to_string()
        };
        if wrong {
            let _ = io::stderr().write_all(text.as_bytes());
        } else {
            self.text(&text);
        }
    }

    /// Writes a page to standard output, unless the format shows no pages.
    pub fn page(&mut self, page: &Page, format: Format) {
        if format == Format::Html {
            self.pages.push(page.clone());
        } else if let Some(writer) = self.writer(format) {
            if self.end.is_none() {
                self.text(&writer.begin(page));
            }
            self.end = Some(writer.end());
            self.text(&writer.show(page));
        }
    }

    /// The same, after a blank line unless it is the first of several.
    pub fn one_of_several(&mut self, page: &Page, first: bool, format: Format) {
        if !first && format != Format::Html && self.writer(format).is_some() {
            self.text("\n");
        }
        self.page(page, format);
    }

    /// Says something about a text on standard error.
    pub fn diagnostic(&mut self, diagnostic: &Diagnostic, format: Format) {
        self.aside(&page::diagnostic(diagnostic), format);
    }

    /// Writes a page to standard error.
    pub fn aside(&mut self, page: &Page, format: Format) {
        self.flush();
        let colour = self.coloured(io::stderr().is_terminal());
        let width = width(terminal_size_of(io::stderr()));
        // What is printed here beside a document or a memo is for people, as text.
        let format = match format {
            Format::Plain => format,
            _ => Format::Text,
        };
        let writer =
            writer(format, width, colour).unwrap_or_else(|| Box::new(Text::new(width, colour)));
        let text = writer.show(page);
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Writes what is left. A failure to write is an error, lest a script take a part of an answer
    /// for the whole; a closed pipe is none, since nobody reads any more.
    pub fn finish(mut self, exit: Exit) -> Exit {
        if let Some(end) = self.end.take() {
            self.text(end);
        }
        let document = Document {
            pages: &std::mem::take(&mut self.pages),
            menu: &[],
            places: &(),
        };
        self.text(&document.html());
        if let Some(why) = self.refused.take() {
            let message = format!("the answer cannot be written: {why}");
            let error = Diagnostic::error(Code::OutputCutOff, message);
            let help = "nothing was written; ask about fewer texts at a time, or take csv or json";
            self.diagnostic(&error.help(help), Format::Text);
            return Exit::Error;
        }
        // Where nothing came, that was told, and a file without an answer helps nobody.
        if let Some(target) = self.file.take().filter(|target| !target.holds.is_empty()) {
            let written = if was_read(&target.file) {
                Err(files::refused(&target.file, "it was read for this answer"))
            } else if target.force {
                files::overwrite(&target.file, &target.holds)
            } else {
                files::create_of(&target.file, &target.holds)
            };
            if let Err(error) = written {
                self.diagnostic(&error, Format::Text);
                return Exit::Error;
            }
        }
        self.flush();
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let message = format!("the answer cannot be written: {error}");
                let error = Diagnostic::error(Code::OutputCutOff, message);
                let help = "what was written is only a part; make room, or write elsewhere";
                self.diagnostic(&error.help(help), Format::Text);
                Exit::Error
            }
            _ => exit,
        }
    }
}

/// The writer of each format for people. A new format is added here.
fn writer(format: Format, width: usize, colour: bool) -> Option<Box<dyn Writer>> {
    match format {
        Format::Text => Some(Box::new(Text::new(width, colour))),
        Format::Plain => Some(Box::new(Plain)),
        Format::Html => Some(Box::new(Html)),
        Format::Markdown => Some(Box::new(Markdown)),
        Format::Typst => Some(Box::new(Typst)),
        _ => None,
    }
}

/// The writer of each format for continuous integration. A new format is added here.
pub(crate) fn report_writer(format: Format) -> Option<&'static dyn report::Writer> {
    match format {
        Format::Junit => Some(&report::Junit),
        Format::Github => Some(&report::Github),
        Format::Sarif => Some(&report::Sarif),
        _ => None,
    }
}

/// The writer of each format for tables. A new format is added here.
pub(crate) fn table_writer(format: Format) -> Option<&'static dyn sheet::Writer> {
    match format {
        Format::Csv => Some(&sheet::Csv),
        Format::Xlsx => Some(&sheet::Xlsx),
        _ => None,
    }
}

/// The columns of a terminal, or a fixed number if the output is piped.
fn width(terminal: Option<(Width, terminal_size::Height)>) -> usize {
    terminal.map_or(Text::WIDTH, |(Width(columns), _)| usize::from(columns))
}
