//! Standard output and error. A closed pipe ends quietly.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use servanda::diagnostic::Diagnostic;
use servanda::render::{self, Style};

use super::args::{Color, Format};

/// Columns of every text.
const WIDTH: usize = 80;

pub(crate) struct Output {
    out: BufWriter<io::Stdout>,
    color: Color,
    /// Whether nobody reads any more.
    closed: bool,
}

impl Output {
    pub fn new(color: Color) -> Self {
        Self {
            out: BufWriter::new(io::stdout()),
            color,
            closed: false,
        }
    }

    /// How to lay out what goes to standard output.
    pub fn style(&self, verbose: bool) -> Style {
        Style {
            colour: self.coloured(io::stdout().is_terminal()),
            width: WIDTH,
            verbose,
        }
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

    pub fn bytes(&mut self, bytes: &[u8]) {
        if !self.closed {
            self.closed = self.out.write_all(bytes).is_err();
        }
    }

    /// Says something about a text on standard error.
    pub fn diagnostic(&mut self, diagnostic: &Diagnostic, format: Format) {
        let _ = self.out.flush();
        let style = Style {
            colour: self.coloured(io::stderr().is_terminal()),
            width: WIDTH,
            verbose: false,
        };
        let text = match format {
            Format::Plain => render::plain_diagnostic(diagnostic),
            _ => render::diagnostic(diagnostic, style),
        };
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// Says something about a text on standard output, where it is what was asked for.
    pub fn finding(&mut self, diagnostic: &Diagnostic, format: Format) {
        let text = match format {
            Format::Plain => render::plain_diagnostic(diagnostic),
            _ => render::diagnostic(diagnostic, self.style(false)),
        };
        self.text(&text);
    }

    pub fn finish(&mut self) {
        let _ = self.out.flush();
    }
}
