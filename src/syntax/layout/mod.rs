//! One layout for vocabularies and policies.
//!
//! These are all of the rules:
//!
//! - A clause stands on a line of its own. What is in braces, or belongs to a term, is indented by two
//!   blanks; `{` ends its line, `}` begins one.
//! - Labels with glosses stand one a line: those of a scale with their `<`, those of `one of` and `set of` below
//!   the first. Other lists are filled up to [`WIDTH`] columns.
//! - Between other words there is one blank. Strings stay as they are, however long.
//! - Comments stay where they are, on their own line or at the end of one. A comma or a brace that
//!   stands after a comment moves before it.
//! - Blank lines stay, one in a row; none are left at the start and the end of a file or of a block.
//! - Lines end as the first one does, with `\n` or `\r\n`. A byte order mark stays.

mod pieces;
mod write;

use std::sync::Arc;

use crate::text::{Diagnostic, Rewritten, Source};

/// The columns up to which a list is filled.
pub const WIDTH: usize = 100;

/// The text of a vocabulary or a policy in the layout of [this module](self), and the lines that differ.
/// It means the same, has the same comments, and is not changed by doing this again.
///
/// ```
/// use servanda::syntax::layout::laid_out;
/// use servanda::text::Source;
///
/// let text = "policy fair   \"A fair deal\"
/// prerequisite paid { must price is at least 3 euros // a day
/// weight 2 }";
/// let rewritten = laid_out(&Source::new("fair.servanda", text)).unwrap();
/// assert_eq!(
///     rewritten.text,
///     "policy fair \"A fair deal\"
/// prerequisite paid {
///   must price is at least 3 euros // a day
///   weight 2
/// }
/// "
/// );
/// ```
///
/// # Errors
///
/// Every mistake, if the text cannot be parsed.
pub fn laid_out(source: &Arc<Source>) -> Result<Rewritten, Vec<Diagnostic>> {
    let parsed = super::parse(source);
    if !parsed.errors.is_empty() {
        return Err(parsed.errors);
    }
    let pieces = pieces::of(&parsed.syntax);
    Ok(write::written(source.text(), &pieces))
}
