//! Editions of a vocabulary: what its terms and labels were called before, and what came to mean
//! something else.

use std::sync::Arc;

use super::id::TermId;
use super::vocabulary::{Kind, Vocabulary};
use crate::text::{Code, Diagnostic, Hint, Place, Source, Span, Spanned};

/// The edition of a vocabulary that does not say which it is.
pub const FIRST_EDITION: u64 = 1;

/// How many places a warning points at.
const MOST_PLACES: usize = 3;

/// What a term or a label was in earlier editions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Its former names.
    pub formerly: Vec<String>,
    /// What came to mean something else, in file order.
    pub changed: Vec<Change>,
}

/// A change of what a term or a label means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The first edition in which it holds.
    pub edition: u64,
    /// What is different.
    pub says: String,
}

impl History {
    /// Whether this is a former name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.formerly.iter().any(|former| former == name)
    }
}

impl Vocabulary {
    /// The term of that name, or else the one that was called so.
    #[must_use]
    pub fn find_as_ever(&self, name: &str) -> Option<TermId> {
        let former = || self.ids().find(|id| self.term(*id).history.has(name));
        self.find(name).or_else(former)
    }
}

impl Kind {
    /// The index of the label or the member of that name, or else of the one that was called so.
    #[must_use]
    pub fn label_as_ever(&self, name: &str) -> Option<usize> {
        let labels = self.labels();
        let current = labels.iter().position(|label| label.name == name);
        current.or_else(|| labels.iter().position(|label| label.history.has(name)))
    }
}

/// A former name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerName {
    /// Where it stands.
    pub span: Span,
    /// As it is written.
    pub old: String,
    /// What it is called now.
    pub new: String,
    /// Whether it has to stay: it alone shows that the text is older than a change of what it means, and
    /// without it that would be forgotten.
    pub stays: bool,
}

/// A name in a text that was written for an edition in which it meant something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherMeaning {
    /// Where it stands.
    pub span: Span,
    /// The name as it is now.
    pub name: String,
    /// The former name that stands there, if one does.
    pub former: Option<String>,
    /// What changed since, in file order.
    pub changes: Vec<Change>,
}

/// What a text has of earlier editions of its vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdated {
    /// The name of the vocabulary.
    pub vocabulary: String,
    /// Its edition.
    pub current: u64,
    /// The edition that the text says it was written for, and where it says so.
    pub written_for: Option<Spanned<u64>>,
    /// Former names.
    pub former: Vec<FormerName>,
    /// Names that meant something else. Where a text does not say for which edition it was written,
    /// only its former names show that it is older.
    pub other: Vec<OtherMeaning>,
}

impl Outdated {
    /// Nothing, until it is found.
    pub(crate) fn new(vocabulary: &Vocabulary) -> Self {
        Self {
            vocabulary: vocabulary.name.clone(),
            current: vocabulary.edition,
            written_for: None,
            former: Vec::new(),
            other: Vec::new(),
        }
    }

    /// A name stands in the text, with what it was; `name` is what it is called now.
    pub(crate) fn found(&mut self, written: &str, span: Span, name: &str, history: &History) {
        let former = (written != name).then_some(written);
        let is_changed = self.meant(former, span, name, history);
        self.former.extend(former.map(|old| FormerName {
            span,
            old: old.to_owned(),
            new: name.to_owned(),
            stays: is_changed && self.written_for.is_none(),
        }));
    }

    /// What a name stands for is meant at this place, be it written there, by a former name or not, or
    /// included by what is. Whether that has changed since.
    pub(crate) fn meant(
        &mut self,
        former: Option<&str>,
        span: Span,
        name: &str,
        history: &History,
    ) -> bool {
        let is_since = |change: &&Change| match &self.written_for {
            Some(edition) => change.edition > edition.value,
            None => former.is_some(),
        };
        let changes: Vec<Change> = history.changed.iter().filter(is_since).cloned().collect();
        let is_changed = !changes.is_empty();
        self.other.extend(is_changed.then(|| OtherMeaning {
            span,
            name: name.to_owned(),
            former: former.map(str::to_owned),
            changes,
        }));
        is_changed
    }

    /// The same in file order: names are not looked up in it.
    pub(crate) fn sorted(mut self) -> Self {
        self.former.sort_by_key(|former| former.span);
        self.other.sort_by_key(|other| other.span);
        self
    }

    /// The former names that can be replaced, in file order.
    pub fn renames(&self) -> impl Iterator<Item = &FormerName> {
        self.former.iter().filter(|former| !former.stays)
    }

    /// The edition that the text may call its own once its former names are replaced; `None` if it
    /// names none, names this one, or has names that meant something else.
    #[must_use]
    pub fn next_edition(&self) -> Option<u64> {
        let edition = self.written_for.as_ref()?.value;
        (edition < self.current && self.other.is_empty()).then_some(self.current)
    }

    /// Warnings about a policy, in which an earlier edition can be told by former names alone.
    pub(crate) fn of_policy(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let codes = [Code::PolicyFormerName, Code::PolicyChangedMeaning];
        self.warnings(source, codes).collect()
    }

    /// Warnings about a proposal.
    pub(crate) fn of_proposal(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let codes = [Code::ProposalFormerName, Code::ProposalChangedMeaning];
        (self.newer(source).into_iter())
            .chain(self.warnings(source, codes))
            .collect()
    }

    fn warnings(
        &self,
        source: &Arc<Source>,
        [former, changed]: [Code; 2],
    ) -> impl Iterator<Item = Diagnostic> {
        let former = self.former_names(source, former);
        former
            .into_iter()
            .chain(self.other_meanings(source, changed))
    }

    /// A warning if the text is written for an edition that is not known yet.
    pub(crate) fn newer(&self, source: &Arc<Source>) -> Option<Diagnostic> {
        let edition = (self.written_for.as_ref()).filter(|edition| edition.value > self.current)?;
        let message = format!(
            "this was coded for edition {} of the vocabulary `{}`, and this is edition {}",
            edition.value, self.vocabulary, self.current
        );
        let help = format!(
            "names may have been added, and may have come to mean something else: use the newer \
             vocabulary, or read the text again and write `edition: {}`",
            self.current
        );
        let warning = Diagnostic::warning(Code::ProposalNewerEdition, message);
        Some(warning.at(Place::new(source, edition.span), "").help(help))
    }

    fn former_names(&self, source: &Arc<Source>, code: Code) -> Option<Diagnostic> {
        let mut each: Vec<&FormerName> = Vec::new();
        for former in self.renames() {
            let same = |known: &&FormerName| (&known.old, &known.new) == (&former.old, &former.new);
            if !each.iter().any(same) {
                each.push(former);
            }
        }
        let message = match each[..] {
            [] => return None,
            [only] => format!("`{}` is now called `{}`", only.old, only.new),
            _ => format!(
                "{} names are from an earlier edition of the vocabulary `{}`",
                each.len(),
                self.vocabulary
            ),
        };
        let mut warning = Diagnostic::warning(code, message);
        for former in each.iter().take(MOST_PLACES) {
            let text = match each[..] {
                [_] => String::new(),
                _ => format!("now `{}`", former.new),
            };
            warning = warning.at(Place::new(source, former.span), text);
        }
        let help = "write the new names; the old ones are read as the same";
        Some(
            warning
                .help(help)
                .hint(Hint::Migrate(vec![Arc::clone(source)])),
        )
    }

    fn other_meanings(&self, source: &Arc<Source>, code: Code) -> Option<Diagnostic> {
        let mut each: Vec<&OtherMeaning> = Vec::new();
        for other in &self.other {
            let same = |known: &&OtherMeaning| {
                (&known.name, &known.changes) == (&other.name, &other.changes)
            };
            if !each.iter().any(same) {
                each.push(other);
            }
        }
        let first = each.first()?;
        let what = match (&first.former, each.len()) {
            (None, 1) => format!("`{}` has", first.name),
            (Some(former), 1) => format!("`{former}` is now called `{}` and has", first.name),
            (_, count) => format!("{count} names have"),
        };
        let since = match &self.written_for {
            Some(edition) => format!(
                " since edition {}, for which this was written",
                edition.value
            ),
            None => String::new(),
        };
        let message = format!("{what} come to mean something else{since}");
        let mut warning = Diagnostic::warning(code, message);
        for other in each.iter().take(MOST_PLACES) {
            let changes = other.changes.iter();
            let changes: Vec<String> = changes
                .map(|change| format!("edition {}: {}", change.edition, change.says))
                .collect();
            let text = match each.len() {
                1 => changes.join("; "),
                _ => format!("`{}`: {}", other.name, changes.join("; ")),
            };
            warning = warning.at(Place::new(source, other.span), text);
        }
        let then = match &self.written_for {
            Some(_) => format!("{} after `edition`", self.current),
            None => "the new name".to_owned(),
        };
        let help = format!("see whether this still says what is meant, then write {then}");
        Some(warning.help(help))
    }
}
