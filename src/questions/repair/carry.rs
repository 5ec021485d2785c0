//! Carrying out a repair in the text of a proposal.

use super::{Change, Repair};
use crate::limit::Cancel;
use crate::policy::Vocabulary;
use crate::proposal::{self, Edit, Edited, Options, Proposal};
use crate::questions::judge::Judge;
use crate::text::{Code, Diagnostic, Hint, Source};

impl Change {
    /// Whether the text says so already, and only its sources are not good enough for it to count.
    /// No edit can change that.
    #[must_use]
    pub fn wants_a_source(
        &self,
        proposal: &Proposal,
        vocabulary: &Vocabulary,
        options: Options,
    ) -> bool {
        let any_grade = Options {
            min_grade: None,
            ..options
        };
        let listed = |text: &Proposal| text.provision(self.term).is_some();
        if proposal.speaks_of(self.term, options) || !proposal.texts().iter().any(listed) {
            return false;
        }
        let known = &proposal.known(vocabulary, any_grade)[self.term.0];
        known.is_within(&vocabulary.term(self.term).kind, &self.to)
    }
}

impl Repair {
    /// The text of a proposal with this repair carried out. What only wants a better source is
    /// left as it is.
    ///
    /// # Errors
    ///
    /// `edit/package` if the proposal is a package, `edit/layout` if the layout of the text does not allow it, `edit/incoherent` if the repair
    /// contradicts what the options pass over, a limit if it was met before that was known.
    pub fn carried_out(
        &self,
        proposal: &Proposal,
        judge: &Judge<'_>,
        options: Options,
        cancel: &Cancel,
    ) -> Result<Edited, Box<Diagnostic>> {
        if proposal.is_package() {
            return Err(Box::new(no_text_of_its_own()));
        }
        let vocabulary = &judge.policy.vocabulary;
        let edits: Vec<Edit> = (self.changes.iter())
            .filter(|change| !change.wants_a_source(proposal, vocabulary, options))
            .map(|change| (change.term, change.to.clone()))
            .collect();
        let edited = proposal::edited(proposal, vocabulary, &edits)?;
        // If the options pass over nothing, the repair already takes every provision into account.
        let source = Source::new(proposal.source.name(), edited.text.as_str());
        if options != Options::default()
            && let Ok(after) = proposal::read(&source, vocabulary)
            && let Ok(known) = after.knowledge(vocabulary, Options::default())
        {
            let case = judge.case_of(proposal, Options::default(), known);
            (case.require_coherence(cancel)).map_err(|error| Box::new(passed_over(*error)))?;
        }
        Ok(edited)
    }
}

/// A package has only its members' words.
fn no_text_of_its_own() -> Diagnostic {
    let message = "a package has no provisions of its own that could be changed";
    Diagnostic::error(Code::EditPackage, message).help(
        "change the members that are named with each change; where none is, any member may say it",
    )
}

/// The repair takes into account only the provisions that count under the options; the file may
/// hold others.
fn passed_over(error: Diagnostic) -> Diagnostic {
    if error.code != Code::ProposalIncoherent {
        return error;
    }
    let message = format!("with the repair, {}", error.message);
    let help = "the option `min_grade` or `rivals` passes over what one of these provisions says; \
                leave that provision out, or repair without the option";
    Diagnostic {
        code: Code::EditIncoherent,
        message,
        help: vec![help.to_owned()],
        hint: Some(Hint::CountEverything),
        ..error
    }
}
