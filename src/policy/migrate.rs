//! Rewriting the names of earlier editions in a policy, and nothing else.

use std::collections::BTreeMap;

use super::{Policy, read_policy};
use crate::syntax::lossless::{Kind, SyntaxTree};
use crate::text::{Code, Diagnostic, Place, Rewritten, Source, spliced};

/// The text of a policy with the names of this edition; `None` if there is nothing to replace.
///
/// # Errors
///
/// `edit/layout` if the new names cannot stand where the old ones do, as at the start of a line where a
/// word of the language would be misread.
pub fn migrated(policy: &Policy) -> Result<Option<Rewritten>, Box<Diagnostic>> {
    let renames: BTreeMap<usize, &str> = (policy.outdated.renames())
        .map(|former| (former.span.start, former.new.as_str()))
        .collect();
    let Some(first) = policy.outdated.renames().next() else {
        return Ok(None);
    };
    let tree = SyntaxTree::parse(&policy.source);
    let stretches = tree.tokens().filter_map(|token| {
        let span = token.span();
        let new = renames.get(&span.start)?;
        Some((span.start..span.end, (*new).to_owned()))
    });
    let rewritten = spliced(policy.source.text(), stretches.collect());
    let is_as_meant = |rewritten: &Rewritten| {
        let source = Source::new(policy.source.name(), rewritten.text.as_str());
        let same = kinds(&SyntaxTree::parse(&source)) == kinds(&tree);
        let after = read_policy(&source, &policy.vocabulary);
        same && after.is_ok_and(|after| after.outdated.renames().next().is_none())
    };
    match rewritten.filter(is_as_meant) {
        Some(rewritten) => Ok(Some(rewritten)),
        None => {
            let message = "the new names cannot stand where the old ones do";
            let error = Diagnostic::error(Code::EditLayout, message);
            let why = format!("`{}` is now `{}`", first.old, first.new);
            let help = "write them by hand, each list of values on the line of its comparison";
            let place = Place::new(&policy.source, first.span);
            Err(Box::new(error.at(place, why).help(help)))
        }
    }
}

/// What each token of a text is, and in what.
fn kinds(tree: &SyntaxTree) -> Vec<(Kind, Kind)> {
    let tokens = tree.tokens();
    tokens
        .map(|token| (Kind::Token(token.kind()), Kind::Node(token.parent().kind())))
        .collect()
}
