//! What is doubtful in how a text was coded, though it can be judged.

use std::sync::Arc;

use super::{Basis, Coverage, Entry, Proposal, Provision, Stated};
use crate::text::{Code, Diagnostic, Hint, Place};

/// How many texts a warning about several points at.
const MOST_TEXTS: usize = 3;

/// Warnings about the codings of several texts. What more than one of them has of earlier editions is told
/// once.
#[must_use]
pub fn doubts_of_several<'a>(proposals: impl IntoIterator<Item = &'a Proposal>) -> Vec<Diagnostic> {
    let each = proposals.into_iter().flat_map(Proposal::doubts);
    let mut doubts: Vec<Diagnostic> = each.collect();
    let told_once = [
        (
            Code::ProposalFormerName,
            "have names from an earlier edition of the vocabulary",
            "write the new names; the old ones are read as the same",
        ),
        (
            Code::ProposalChangedMeaning,
            "have names that have come to mean something else since they were coded",
            "see whether they still say what is meant",
        ),
    ];
    for (code, what, help) in told_once {
        let (alike, others): (Vec<_>, Vec<_>) =
            doubts.into_iter().partition(|doubt| doubt.code == code);
        doubts = others;
        if alike.len() > 1 {
            let message = format!("{} proposals {what}", alike.len());
            doubts.push(together(&alike, message).help(help));
        } else {
            doubts.extend(alike);
        }
    }
    doubts
}

/// One warning in place of those about several texts: it points at the first place in some of them.
fn together(alike: &[Diagnostic], message: String) -> Diagnostic {
    let places = alike
        .iter()
        .filter_map(|doubt| Some((doubt, doubt.labels.first()?)));
    let warning = Diagnostic::warning(alike[0].code, message);
    let texts = places
        .clone()
        .map(|(_, label)| Arc::clone(&label.place.source));
    let hint = Hint::Migrate(texts.collect());
    let warning = places
        .take(MOST_TEXTS)
        .fold(warning, |warning, (doubt, label)| {
            let says = Some(&label.text).filter(|text| !text.is_empty());
            warning.at(label.place.clone(), says.unwrap_or(&doubt.message))
        });
    warning.hint(hint)
}

impl Proposal {
    /// Warnings about the coding, each at most once for every text: what to look at before a verdict is relied on.
    #[must_use]
    pub fn doubts(&self) -> Vec<Diagnostic> {
        self.texts().iter().flat_map(Self::doubts_of_text).collect()
    }

    fn doubts_of_text(&self) -> Vec<Diagnostic> {
        let mut doubts = self.outdated.of_proposal(&self.source);
        doubts.extend(self.silent_in_reports());
        doubts.extend(self.unsourced());
        doubts
    }

    /// `silent` of a text that the coder did not see.
    fn silent_in_reports(&self) -> Option<Diagnostic> {
        let only_reports = match self.coverage {
            Some(Coverage::ReportingOnly) => true,
            Some(Coverage::Full | Coverage::NearFull) => false,
            Some(Coverage::Partial) | None => {
                let each = &self.provisions;
                !each.is_empty() && each.iter().all(|given| given.basis == Basis::Report)
            }
        };
        let silent: Vec<&Provision> = (self.provisions.iter())
            .filter(|given| given.stated == Stated::Value(Entry::Silent))
            .collect();
        let first = silent.first().filter(|_| only_reports)?;
        let message = format!(
            "{} stated to be silent, but only reports about the text were seen",
            counted(silent.len(), "term is", "terms are")
        );
        let help = "a report cannot tell what a text leaves out: leave these terms out as well, or \
                    say with `coverage` that the text was seen";
        let warning = Diagnostic::warning(Code::ProposalSilentInReports, message);
        Some(
            warning
                .at(Place::new(&self.source, first.span), "")
                .help(help),
        )
    }

    /// Provisions that name no source, where sources are listed. What a text does not say needs none.
    fn unsourced(&self) -> Option<Diagnostic> {
        let says_something = |given: &&Provision| match &given.stated {
            Stated::Value(Entry::Silent | Entry::NotApplicable) => false,
            Stated::Value(Entry::Value(_))
            | Stated::AnyOf(_)
            | Stated::Between(..)
            | Stated::Bounds { .. } => true,
        };
        let unsourced: Vec<&Provision> = (self.provisions.iter())
            .filter(says_something)
            .filter(|given| given.sources.is_empty())
            .collect();
        let first = unsourced.first().filter(|_| !self.sources.is_empty())?;
        let message = format!(
            "{} no source, though sources are listed",
            counted(unsourced.len(), "provision names", "provisions name")
        );
        let help = "name one with `source`; without one, nobody can look up what is claimed";
        let warning = Diagnostic::warning(Code::ProposalUnsourced, message);
        Some(
            warning
                .at(Place::new(&self.source, first.span), "")
                .help(help),
        )
    }
}

fn counted(number: usize, one: &str, more: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {more}"),
    }
}
