//! Packages: their members from files, or from texts that were read before.

use super::called::tell_apart;
use super::error::Error;
use super::files::Files;
use crate::policy::Vocabulary;
use crate::proposal::{self, Listing, OtherVocabulary, Proposal, Written};
use crate::text::{Code, Diagnostic, Source, Spanned};

/// A package with the members that its file lists.
pub(super) fn opened(
    files: &impl Files,
    listing: Listing,
    vocabulary: &Vocabulary,
) -> Result<Proposal, Error> {
    let (mut members, mut wrong) = (Vec::new(), Vec::new());
    for member in &listing.members {
        match member_of(files, &listing, member, vocabulary) {
            Ok(text) => members.push(text),
            Err(errors) => wrong.extend(errors),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    tell_apart(&mut members);
    Ok(listing.of(members))
}

fn member_of(
    files: &impl Files,
    listing: &Listing,
    member: &Spanned<String>,
    vocabulary: &Vocabulary,
) -> Result<Proposal, Vec<Diagnostic>> {
    let path = listing.path_of(&member.value);
    let place = listing.place_of(member);
    let Some(text) = files.read(&path).map_err(|error| vec![*error])? else {
        let message = format!("the member `{path}` is not there");
        let mut error = Diagnostic::error(Code::PackageMissingMember, message).at(place, "");
        if let Some(near) = files.near(&path) {
            error = error.help(format!("did you mean `{near}`?"));
        }
        let help = "check its path, which starts at the folder of the package's file";
        return Err(vec![error.help(help)]);
    };
    match proposal::read_written(&Source::new(path, text), vocabulary)? {
        Written::Proposal(proposal) => Ok(*proposal),
        Written::Package(inner) => Err(vec![inner.no_single_text().at(place, "")]),
    }
}

/// A package of texts that were read before.
pub(super) fn of(mut members: Vec<Proposal>, vocabulary: &Vocabulary) -> Result<Proposal, Error> {
    let other = |text: &&Proposal| !text.is_over(vocabulary);
    if let Some(text) = members.iter().find(other) {
        let error = OtherVocabulary {
            proposal: text.id.clone(),
            vocabulary: vocabulary.name.clone(),
        };
        return Err(error.into());
    }
    tell_apart(&mut members);
    Ok(proposal::package(members, vocabulary)?)
}
