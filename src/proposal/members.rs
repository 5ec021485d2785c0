//! Packages made of texts that were read before.

use std::sync::Arc;

use super::listing::PackageFault;
use super::{Coverage, Proposal, statement};
use crate::policy::{Outdated, Vocabulary};
use crate::text::{Diagnostic, Source, Span};

/// The most members of a package.
pub(super) const MOST_MEMBERS: usize = 100;

/// Puts texts together as a package that has no file of its own.
///
/// # Errors
///
/// `package/no-members`, `package/no-single-text` if one of them is a package itself,
/// `package/same-member` or `package/too-many-members`.
pub fn package(members: Vec<Proposal>, vocabulary: &Vocabulary) -> Result<Proposal, Diagnostic> {
    require(&members).map_err(|fault| fault.diagnostic())?;
    let Some(first) = members.first() else {
        return Err(PackageFault::NoMembers.diagnostic());
    };
    let id = match members.len() - 1 {
        0 => first.id.clone(),
        more => format!("{} and {more} more", first.id),
    };
    let title = match members.len() {
        1 => first.title.clone(),
        count => format!("{count} texts judged as one"),
    };
    let files: Vec<&str> = members.iter().map(|text| text.source.name()).collect();
    let text = statement::package_text(&id, &title, &files);
    let head = Proposal {
        called: id.clone(),
        id,
        title,
        version: None,
        supersedes: Vec::new(),
        date: None,
        authors: Vec::new(),
        status: None,
        coverage: None,
        outcome: None,
        note: None,
        sources: Vec::new(),
        unlisted_silent: None,
        provisions: Vec::new(),
        outdated: Outdated::new(vocabulary),
        provisions_span: Span::default(),
        members: Vec::new(),
        source: Source::new(files.join(" + "), text),
        over: Arc::clone(&vocabulary.source),
    };
    Ok(filled(head, members))
}

fn require(members: &[Proposal]) -> Result<(), PackageFault> {
    let (count, most) = (members.len(), MOST_MEMBERS);
    if count > most {
        let members = count;
        return Err(PackageFault::TooManyMembers { members, most });
    }
    for (at, text) in members.iter().enumerate() {
        let file = text.source.name().to_owned();
        if text.is_package() {
            return Err(PackageFault::NoSingleText { file });
        }
        if members[..at]
            .iter()
            .any(|known| known.source.name() == file)
        {
            return Err(PackageFault::SameMember { file });
        }
    }
    Ok(())
}

/// A package with its members; how much was seen of it is as much as of the text that was seen least.
pub(super) fn filled(head: Proposal, members: Vec<Proposal>) -> Proposal {
    let seen = |coverage: &Coverage| match coverage {
        Coverage::Full => 0,
        Coverage::NearFull => 1,
        Coverage::Partial => 2,
        Coverage::ReportingOnly => 3,
    };
    let each = members.iter().filter_map(|text| text.coverage);
    Proposal {
        coverage: each.max_by_key(seen),
        members,
        ..head
    }
}
