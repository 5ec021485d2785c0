//! Policies with their vocabularies, from files or built in.

use std::path::Path;
use std::sync::Arc;

use super::builtin;
use super::called;
use super::files::{self, Files};
use crate::limit::Cancel;
use crate::policy::{
    Policy, Vocabulary, Written, parse_policy, read_vocabulary, resolve_policy, without_mistakes,
    without_vocabulary,
};
use crate::questions::lint;
use crate::syntax::parse;
use crate::syntax::tree::{self, Word};
use crate::text::{Code, Diagnostic, Place, Severity, Source};

/// The ending of the files of policies and vocabularies.
const ENDING: &str = ".servanda";

/// Whether policies and vocabularies are linted while they are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linting {
    /// Texts that are not built in are linted; what is found becomes warnings.
    On,
    /// Policies are not linted, because the caller will do so. Vocabularies are.
    VocabulariesOnly,
    /// Nothing is linted.
    Off,
}

/// A policy with its vocabulary, or a vocabulary alone.
pub(super) enum Text {
    Policy(Box<Policy>),
    Vocabulary(Arc<Vocabulary>),
}

impl Text {
    /// The vocabulary: its own, or itself.
    pub fn vocabulary(&self) -> Arc<Vocabulary> {
        match self {
            Self::Policy(policy) => Arc::clone(&policy.vocabulary),
            Self::Vocabulary(vocabulary) => Arc::clone(vocabulary),
        }
    }

    /// The policy, if it is one.
    pub fn into_policy(self) -> Option<Policy> {
        match self {
            Self::Policy(policy) => Some(*policy),
            Self::Vocabulary(_) => None,
        }
    }
}

/// Loads policies, and each vocabulary once.
pub(super) struct Loader<'a, F> {
    files: &'a F,
    linting: Linting,
    cancel: &'a Cancel,
    vocabularies: Vec<Arc<Vocabulary>>,
    /// Everything to be said about the texts, errors and warnings, each once.
    pub said: Vec<Diagnostic>,
}

impl<'a, F: Files> Loader<'a, F> {
    pub fn new(files: &'a F, linting: Linting, cancel: &'a Cancel) -> Self {
        Self {
            files,
            linting,
            cancel,
            vocabularies: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Loads all of them, over one vocabulary; the default policy if none is named. `None` if there
    /// are errors.
    pub fn policies(&mut self, names: &[String]) -> Option<Vec<Policy>> {
        let default = [builtin::DEFAULT_POLICY.to_owned()];
        let names = if names.is_empty() { &default } else { names };
        // All are loaded before it is told whether all could be, so that each error is told.
        let loaded: Vec<Option<Policy>> = names.iter().map(|name| self.policy(name)).collect();
        let mut policies: Vec<Policy> = loaded.into_iter().collect::<Option<_>>()?;
        called::policies(&mut policies);
        self.say(two_vocabularies(&policies));
        let is_warning = |said: &Diagnostic| said.severity == Severity::Warning;
        self.said.iter().all(is_warning).then_some(policies)
    }

    /// Loads a policy or a vocabulary.
    pub fn text(&mut self, name: &str) -> Option<Text> {
        let path = path(name);
        let source = match path {
            Some(path) => self.source(path)?,
            None => self.builtin(name)?,
        };
        match parse(&source).file {
            Some(tree::File::Vocabulary(_)) => {
                let vocabulary = self.vocabulary(&source, path.is_some())?;
                Some(Text::Vocabulary(vocabulary))
            }
            Some(tree::File::Policy(_)) | None => {
                let policy = self.policy_in(&source, path)?;
                Some(Text::Policy(Box::new(policy)))
            }
        }
    }

    fn policy(&mut self, name: &str) -> Option<Policy> {
        let path = path(name);
        let source = match path {
            Some(path) => self.source(path)?,
            None => self.builtin(name)?,
        };
        self.policy_in(&source, path)
    }

    /// The policy of a text, which was read from this path or is built in.
    fn policy_in(&mut self, source: &Arc<Source>, path: Option<&str>) -> Option<Policy> {
        let Written { tree, mut errors } = self.keep(parse_policy(source))?;
        let vocabulary = self.vocabulary_of(&tree, source, path, &mut errors);
        let resolved = match vocabulary {
            Some(vocabulary) => resolve_policy(&tree, source, &vocabulary),
            None => Err(Vec::new()),
        };
        let policy = self.keep(without_mistakes(resolved, errors))?;
        self.say(policy.outdated.of_policy(source));
        if let Some(path) = path {
            self.said.extend(other_name(&tree.name, path, source));
            if self.linting == Linting::On {
                let mut allowances = lint::Allowances::of(&policy);
                let mut found = lint::policy(&policy, self.cancel);
                found.retain(|said| allowances.allow(said).is_none());
                self.linted(found);
            }
        }
        Some(policy)
    }

    fn source(&mut self, path: &str) -> Option<Arc<Source>> {
        let text = files::text(self.files, path).map_err(|error| vec![*error]);
        Some(Source::new(path, self.keep(text)?))
    }

    fn builtin(&mut self, name: &str) -> Option<Arc<Source>> {
        let found = builtin::find(name);
        if found.is_none() {
            let message = format!("there is no built-in policy `{name}`");
            let names: Vec<String> = builtin::policies()
                .map(|name| format!("`{name}`"))
                .collect();
            let error = Diagnostic::error(Code::InputNoSuchPolicy, message)
                .help(format!("built in are {}", names.join(", ")))
                .help("a path ends in .servanda or has a separator, such as ./mine.servanda");
            self.say([error]);
        }
        found
    }

    /// The vocabulary that a policy uses: beside the policy, else built in.
    fn vocabulary_of(
        &mut self,
        tree: &tree::Policy,
        source: &Arc<Source>,
        path: Option<&str>,
        errors: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Vocabulary>> {
        let Some(uses) = tree.uses.first() else {
            errors.extend(without_vocabulary(tree, source));
            return None;
        };
        let built_in = builtin::find(&uses.value);
        let read = path.map_or(Ok(None), |path| self.beside(path, &uses.value));
        let beside = self.keep(read)?;
        let Some(text) = beside.or_else(|| built_in.clone()) else {
            let message = format!("there is no vocabulary `{}`", uses.value);
            errors.push(
                Diagnostic::error(Code::InputNoSuchVocabulary, message)
                    .at(Place::new(source, uses.span), "")
                    .help(format!("put `{}{ENDING}` beside the policy", uses.value)),
            );
            return None;
        };
        let own = path.is_some() && built_in.is_none_or(|known| known.text() != text.text());
        self.vocabulary(&text, own)
    }

    /// The vocabulary of that name beside a policy, if there is one.
    fn beside(&self, path: &str, name: &str) -> Result<Option<Arc<Source>>, Vec<Diagnostic>> {
        let beside = Path::new(path).with_file_name(format!("{name}{ENDING}"));
        let beside = beside.to_string_lossy();
        let text = self.files.read(&beside).map_err(|error| vec![*error])?;
        Ok(text.map(|text| Source::new(beside, text)))
    }

    /// Reads a vocabulary, unless it is known; lints it if it is the user's own.
    fn vocabulary(&mut self, source: &Arc<Source>, own: bool) -> Option<Arc<Vocabulary>> {
        // A copy elsewhere is the same vocabulary: its text holds its name.
        let same = |known: &&Arc<Vocabulary>| known.source.text() == source.text();
        if let Some(known) = self.vocabularies.iter().find(same) {
            return Some(Arc::clone(known));
        }
        let vocabulary = self.keep(read_vocabulary(source))?;
        if own && self.linting != Linting::Off {
            self.linted(lint::vocabulary(&vocabulary, self.cancel));
        }
        self.vocabularies.push(Arc::clone(&vocabulary));
        Some(vocabulary)
    }

    /// Adds what linting found, and a warning if it was stopped before it had found everything.
    fn linted(&mut self, found: Vec<Diagnostic>) {
        self.say(found);
        self.say(self.cancel.is_stopped().then(lint::stopped));
    }

    /// Adds each diagnostic once. A vocabulary that could not be used is read again for every
    /// policy that uses it.
    fn say(&mut self, said: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in said {
            if !self.said.contains(&diagnostic) {
                self.said.push(diagnostic);
            }
        }
    }

    /// What was read. If there is an error instead, it is kept.
    fn keep<T>(&mut self, read: Result<T, Vec<Diagnostic>>) -> Option<T> {
        read.map_err(|errors| self.say(errors)).ok()
    }
}

/// A name that is a path: it ends as one, or has a separator.
pub(super) fn path(name: &str) -> Option<&str> {
    (name.ends_with(ENDING) || name.contains(['/', '\\'])).then_some(name)
}

/// An error if some policy uses another vocabulary than the first.
fn two_vocabularies(policies: &[Policy]) -> Option<Diagnostic> {
    let first = policies.first()?;
    let shared = |policy: &&Policy| Arc::ptr_eq(&policy.vocabulary, &first.vocabulary);
    let other = policies.iter().find(|policy| !shared(policy))?;
    let message = format!(
        "policies asked together share one vocabulary, but `{}` and `{}` do not",
        first.source.name(),
        other.source.name()
    );
    let help = "ask about them one at a time, or let both use the same vocabulary file";
    Some(Diagnostic::error(Code::InputTwoVocabularies, message).help(help))
}

/// A warning if a policy has another name than its file.
fn other_name(name: &Word, path: &str, source: &Arc<Source>) -> Option<Diagnostic> {
    let file = Path::new(path).file_name()?.to_string_lossy();
    let stem = file.strip_suffix(ENDING)?;
    (stem != name.value).then(|| {
        let message = format!(
            "the policy is called `{}`, but its file `{file}`",
            name.value
        );
        Diagnostic::warning(Code::InputOtherName, message)
            .at(Place::new(source, name.span), "")
            .help("give both the same name: that of the policy is what reports say")
    })
}
