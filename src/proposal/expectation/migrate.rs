//! Rewriting the names of earlier editions in what is expected of texts, and in texts that stand there.

use std::ops::Range;
use std::sync::Arc;

use super::{Expectation, Expected, read_expectations};
use crate::policy::{FormerName, Outdated, Vocabulary};
use crate::proposal::migrate::replacement;
use crate::text::{Code, Diagnostic, Place, Rewritten, Source, Spanned, spliced};

/// What a file of tests has of earlier editions, found expectation by expectation. Names of terms in an
/// expectation only point at them, so they are replaced whatever the terms have come to mean.
#[derive(Debug)]
pub struct OutdatedTests {
    source: Arc<Source>,
    /// That of the first policy, with all former names.
    outdated: Outdated,
}

impl OutdatedTests {
    /// Nothing, until it is found. The vocabulary is that of the first policy.
    #[must_use]
    pub fn new(source: &Arc<Source>, vocabulary: &Vocabulary) -> Self {
        Self {
            source: Arc::clone(source),
            outdated: Outdated::new(vocabulary),
        }
    }

    /// Looks at what is expected by one policy over this vocabulary. A fixture that cannot be read over it
    /// has to be refused, or its test fails: that is told elsewhere.
    pub fn look_at(&mut self, expectation: &Expectation, by: &Expected, vocabulary: &Vocabulary) {
        if let Expected::Judged(expected) = by {
            let of_findings = expected.findings.iter();
            let of_findings = of_findings.filter_map(|finding| finding.turns_on.as_ref());
            for names in expected.turns_on.iter().chain(of_findings) {
                self.names(&names.value, vocabulary);
            }
        }
        let Some(inside) = &expectation.inside else {
            return;
        };
        self.names(&inside.without, vocabulary);
        if let Ok(proposal) = inside.read(&expectation.source, vocabulary) {
            let found = proposal.outdated;
            for former in found.former {
                self.add(former);
            }
            for other in found.other {
                if !self.outdated.other.contains(&other) {
                    self.outdated.other.push(other);
                }
            }
        }
    }

    fn names(&mut self, names: &[Spanned<String>], vocabulary: &Vocabulary) {
        for name in names {
            let found = vocabulary.find_as_ever(&name.value);
            let now = found.map(|term| vocabulary.term(term).name.clone());
            if let Some(now) = now.filter(|now| *now != name.value) {
                self.add(FormerName {
                    span: name.span,
                    old: name.value.clone(),
                    new: now,
                    stays: false,
                });
            }
        }
    }

    fn add(&mut self, former: FormerName) {
        if !self.outdated.former.contains(&former) {
            self.outdated.former.push(former);
        }
    }

    /// What was found, and the text with the names of this edition; `None` if there is nothing to replace.
    ///
    /// # Errors
    ///
    /// `edit/layout` if the new names cannot stand where the old ones do.
    pub fn rewritten(self) -> Result<(Outdated, Option<Rewritten>), Box<Diagnostic>> {
        let outdated = self.outdated.sorted();
        let text = self.source.text();
        let renames = outdated.renames();
        let mut stretches: Vec<(Range<usize>, String)> = renames
            .filter_map(|former| replacement(text, former.span, &former.old, &former.new))
            .collect();
        stretches.sort_by(|one, other| (one.0.start, &one.1).cmp(&(other.0.start, &other.1)));
        stretches.dedup();
        if stretches.is_empty() {
            return Ok((outdated, None));
        }
        let first = outdated.renames().next().map(|former| former.span);
        let rewritten = spliced(text, stretches);
        // Reads the new text back: if it cannot be read, nothing is rewritten.
        let is_read = |rewritten: &Rewritten| {
            let source = Source::new(self.source.name(), rewritten.text.as_str());
            read_expectations(&source).is_ok()
        };
        match rewritten.filter(is_read) {
            Some(rewritten) => Ok((outdated, Some(rewritten))),
            None => {
                let message = "the names of an earlier edition cannot be replaced in this layout";
                let help = "write the new names by hand";
                let place = Place::new(&self.source, first.unwrap_or_default());
                let said = Diagnostic::error(Code::EditLayout, message).at(place, "");
                Err(Box::new(said.help(help)))
            }
        }
    }
}
