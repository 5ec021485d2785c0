//! Text to tree: the grammar, its slips, and the messages about them. The only place that names
//! pest.

mod error;
mod keywords;
pub mod operator;
mod precheck;
mod read;
mod recover;
pub mod tree;

use std::sync::Arc;

use pest::Parser as _;

pub use error::CODES;
use error::{Kind, SyntaxError};
pub use keywords::is_keyword;

use crate::text::Diagnostic;
use crate::text::{Place, Source, Span};

mod grammar {
    /// The generated parser.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/servanda.pest"]
    pub(super) struct Grammar;
}

/// What could be read of a text.
#[derive(Debug)]
pub struct Parsed {
    /// The tree; parts that could not be read are left out or marked as broken. `None` if not even
    /// the first line could be read.
    pub file: Option<tree::File>,
    /// Every mistake, in file order.
    pub errors: Vec<Diagnostic>,
}

/// Reads a vocabulary or a policy.
#[must_use]
pub fn parse(source: &Arc<Source>) -> Parsed {
    let (file, mut errors) = match read(source.text()) {
        Ok(read) => read,
        Err(error) => (None, vec![error]),
    };
    errors.sort_by_key(|error| error.span);
    let errors = errors
        .into_iter()
        .map(|error| error.diagnostic(source))
        .collect();
    Parsed { file, errors }
}

fn read(text: &str) -> Result<(Option<tree::File>, Vec<SyntaxError>), SyntaxError> {
    precheck::check(text)?;
    require_first_word(text)?;
    let Ok(mut parts) = grammar::Grammar::parse(grammar::Rule::file, text) else {
        // The grammar takes any text that got so far; should it not, this is the honest answer.
        return Err(not_a_policy(text, 0));
    };
    let mut reader = read::Reader::default();
    let file = parts.next().and_then(|file| reader.file(file));
    Ok((file, reader.errors))
}

/// The first word must be `vocabulary` or `policy`.
fn require_first_word(text: &str) -> Result<(), SyntaxError> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while rest.starts_with("//") {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    let start = text.len() - rest.len();
    let word = |char: char| !char.is_ascii_alphanumeric() && char != '_';
    match rest.split(word).next() {
        _ if rest.is_empty() => Err(SyntaxError {
            kind: Kind::Empty,
            span: Span::new(0, 0),
        }),
        Some("vocabulary" | "policy") => Ok(()),
        _ => Err(not_a_policy(text, start)),
    }
}

fn not_a_policy(text: &str, start: usize) -> SyntaxError {
    let rest = &text[start..];
    let found: String = rest
        .chars()
        .take_while(|char| !char.is_whitespace())
        .take(30)
        .collect();
    let yaml = rest.starts_with("---") || rest.lines().any(|line| line.starts_with("proposal:"));
    SyntaxError {
        span: Span::new(start, start + found.len()),
        kind: Kind::NotAPolicy { found, yaml },
    }
}

impl SyntaxError {
    fn diagnostic(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::error(self.kind.code(), self.to_string())
            .at(Place::new(source, self.span), "")
            .help(self.kind.help())
            .hint(self.kind.hint())
    }
}
