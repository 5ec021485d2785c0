//! Standard output and error. A closed pipe ends the output silently; any other failure is
//! reported.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use clap::builder::StyledStr;
use servanda::page::{self, Html, Markdown, Page, Plain, Text, Writer};
use servanda::report;
use servanda::text::{Code, Diagnostic, Untrusted};
use terminal_size::{Width, terminal_size_of};

use super::Exit;
use super::args::{Color, Format};

pub(crate) struct Output {
    out: BufWriter<io::Stdout>,
    color: Color,
    /// What stands after the last page, once one was written.
    end: Option<&'static str>,
    /// The first failure to write. Nothing is written after it.
    failed: Option<io::Error>,
}

impl Output {
    pub fn new(color: Color) -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            color,
            end: None,
            failed: None,
        }
    }

    /// The writer of a format for standard output; `None` for a format that does not show pages.
    fn writer(&self, format: Format) -> Option<Box<dyn Writer>> {
        let colour = self.coloured(io::stdout().is_terminal());
        let width = width(terminal_size_of(io::stdout()));
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

    /// Whether standard output is shown on a terminal.
    pub fn is_terminal() -> bool {
        io::stdout().is_terminal()
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
        if Self::is_terminal() {
            self.lines(&text.into());
        } else {
            self.text(text);
        }
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
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
            io::stdout().is_terminal()
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
        if let Some(writer) = self.writer(format) {
            if self.end.is_none() {
                self.text(&writer.begin(page));
            }
            self.end = Some(writer.end());
            self.text(&writer.show(page));
        }
    }

    /// The same, after a blank line unless it is the first of several.
    pub fn one_of_several(&mut self, page: &Page, first: bool, format: Format) {
        if !first && self.writer(format).is_some() {
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
        Format::Json | Format::Junit | Format::Github | Format::Sarif => None,
    }
}

/// The writer of each format for continuous integration. A new format is added here.
pub(crate) fn report_writer(format: Format) -> Option<&'static dyn report::Writer> {
    match format {
        Format::Junit => Some(&report::Junit),
        Format::Github => Some(&report::Github),
        Format::Sarif => Some(&report::Sarif),
        Format::Text | Format::Plain | Format::Html | Format::Markdown | Format::Json => None,
    }
}

/// The columns of a terminal, or a fixed number if the output is piped.
fn width(terminal: Option<(Width, terminal_size::Height)>) -> usize {
    terminal.map_or(Text::WIDTH, |(Width(columns), _)| usize::from(columns))
}
