//! What is doubtful in how a text was coded, though it can be judged.

use super::{Basis, Coverage, Entry, Proposal, Provision, Stated};
use crate::text::{Code, Diagnostic, Place};

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
