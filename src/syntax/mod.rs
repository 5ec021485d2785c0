//! Text to trees: the grammar, the mistakes that it finds, and what is said about them. The only place
//! that names pest.
//!
//! One parse makes the [`lossless`] tree; the typed [`tree`] is read from that, and [`layout`] writes it anew.

mod error;
mod grammar;
mod keywords;
pub mod layout;
mod lexer;
pub mod lossless;
pub mod operator;
mod precheck;
mod read;
mod recover;
pub mod tree;

use std::sync::Arc;

use error::SyntaxError;
pub use keywords::is_keyword;
use lossless::SyntaxTree;

use crate::text::{Diagnostic, Place, Source};

/// What could be read of a text.
#[derive(Debug)]
pub struct Parsed {
    /// Every byte of the text, with the structure that could be read.
    pub syntax: SyntaxTree,
    /// The typed tree; parts that could not be read are left out or marked as broken. `None` if not
    /// even the first line could be read.
    pub file: Option<tree::File>,
    /// Every mistake, in file order.
    pub errors: Vec<Diagnostic>,
}

/// Reads a vocabulary or a policy.
#[must_use]
pub fn parse(source: &Arc<Source>) -> Parsed {
    let mut reader = read::Reader::default();
    let (syntax, file) = match syntax_tree(source) {
        Ok(syntax) => {
            let file = reader.file(&syntax);
            (syntax, file)
        }
        Err(error) => {
            reader.errors.push(error);
            (SyntaxTree::unparsed(source), None)
        }
    };
    let mut errors = reader.errors;
    errors.sort_by_key(|error| error.span);
    let errors = errors
        .into_iter()
        .map(|error| error.diagnostic(source))
        .collect();
    Parsed {
        syntax,
        file,
        errors,
    }
}

fn syntax_tree(source: &Arc<Source>) -> Result<SyntaxTree, SyntaxError> {
    precheck::check(source.text())?;
    // The grammar takes any text that got so far; should it not, this is the honest answer.
    grammar::syntax_tree(source).ok_or_else(|| precheck::not_a_policy(source.text(), 0))
}

impl SyntaxError {
    fn diagnostic(self, source: &Arc<Source>) -> Diagnostic {
        Diagnostic::error(self.kind.code(), self.to_string())
            .at(Place::new(source, self.span), "")
            .help(self.kind.help())
            .hint(self.kind.hint())
    }
}
