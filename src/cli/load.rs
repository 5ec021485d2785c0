//! Policies with their vocabularies, from files or from inside the binary.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use servanda::builtin;
use servanda::limit::{Cancel, Limit};
use servanda::policy::{Policy, Vocabulary, resolve_policy, resolve_vocabulary};
use servanda::questions::lint;
use servanda::syntax::tree::{self, Word};
use servanda::syntax::{Parsed, parse};
use servanda::text::{Diagnostic, Severity};
use servanda::text::{Place, Source};

use super::input;
use super::long::{Budget, watched};

/// Every code of this module.
#[cfg(test)]
pub(crate) const CODES: &[&str] = &[
    "input/no-such-policy",
    "input/not-a-policy",
    "input/not-a-vocabulary",
    "input/no-such-vocabulary",
    "input/two-vocabularies",
    "input/other-name",
];

/// Loads policies, and each vocabulary once.
#[derive(Default)]
pub(crate) struct Loader {
    vocabularies: Vec<Arc<Vocabulary>>,
    /// Whether the policies are linted by whoever asked for them.
    unlinted: bool,
    /// Everything to be said about the texts, errors and warnings.
    pub said: Vec<Diagnostic>,
    cancel: Cancel,
}

impl Loader {
    /// Says nothing of policies that can be read.
    pub fn unlinted() -> Self {
        Self {
            unlinted: true,
            ..Self::default()
        }
    }

    /// Loads all of them, over one vocabulary, within a budget; `None` if there are errors.
    pub fn policies_within(&mut self, budget: Budget, names: &[String]) -> Option<Vec<Policy>> {
        watched(budget, |cancel| {
            self.cancel = cancel.clone();
            let policies = self.policies(names);
            if cancel.is_stopped() {
                self.said.push(Limit::Stopped.diagnostic());
                return None;
            }
            policies
        })
    }

    /// Loads all of them, over one vocabulary; `None` if there are errors.
    pub fn policies(&mut self, names: &[String]) -> Option<Vec<Policy>> {
        let default = [builtin::DEFAULT_POLICY.to_owned()];
        let names = if names.is_empty() { &default } else { names };
        let loaded: Vec<Option<Policy>> = names.iter().map(|name| self.policy(name)).collect();
        let policies: Vec<Policy> = loaded.into_iter().collect::<Option<_>>()?;
        let other = (policies.iter())
            .find(|policy| !Arc::ptr_eq(&policy.vocabulary, &policies[0].vocabulary));
        if let Some(other) = other {
            let message = format!(
                "policies asked together share one vocabulary, but `{}` and `{}` do not",
                policies[0].source.name(),
                other.source.name()
            );
            let apart = Diagnostic::error("input/two-vocabularies", message);
            let help = "ask about them one at a time, or let both use the same vocabulary file";
            self.say([apart.help(help)]);
        }
        let sound = self
            .said
            .iter()
            .all(|said| said.severity == Severity::Warning);
        sound.then_some(policies)
    }

    pub fn policy(&mut self, name: &str) -> Option<Policy> {
        let path = Path::new(name);
        let is_path = name.ends_with(".servanda") || name.contains(['/', '\\']);
        let source = if is_path {
            self.note(input::source(path))?
        } else {
            self.builtin(name)?
        };
        let Parsed { file, errors, .. } = parse(&source);
        let mut sound = errors.is_empty();
        let tree = match file {
            Some(tree::File::Policy(tree)) => tree,
            Some(tree::File::Vocabulary(_)) => {
                let error = Diagnostic::error(
                    "input/not-a-policy",
                    format!("`{}` is a vocabulary, not a policy", source.name()),
                );
                self.say([error.help("pass a policy that names it with `uses`")]);
                return None;
            }
            None => {
                self.say(errors);
                return None;
            }
        };
        let mut found = errors;
        let policy = match self.vocabulary_of(&tree, &source, is_path.then_some(path), &mut found) {
            Some(vocabulary) => match resolve_policy(&tree, &source, &vocabulary) {
                Ok(policy) => Some(policy),
                Err(errors) => {
                    sound = false;
                    found.extend(errors);
                    None
                }
            },
            None => None,
        };
        found.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.span));
        self.say(found);
        let policy = policy.filter(|_| sound)?;
        if is_path {
            self.said.extend(other_name(&tree.name, path, &source));
        }
        if is_path && !self.unlinted {
            self.say(lint::policy(&policy, &self.cancel));
        }
        Some(policy)
    }

    fn builtin(&mut self, name: &str) -> Option<Arc<Source>> {
        let found = builtin::find(name);
        if found.is_none() {
            let message = format!("there is no built-in policy `{name}`");
            let names: Vec<String> = builtin::policies()
                .map(|name| format!("`{name}`"))
                .collect();
            let error = Diagnostic::error("input/no-such-policy", message)
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
        path: Option<&Path>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Vocabulary>> {
        let Some(uses) = tree.uses.first() else {
            // Without a vocabulary nothing can be looked up; an empty one lets the resolver say so.
            let empty = Source::new("none", "vocabulary none\nterm none_at_all yes or no\n");
            let vocabulary = self.vocabulary(&empty, false);
            self.vocabularies.pop();
            return vocabulary;
        };
        let beside: Option<PathBuf> = path
            .map(|path| path.with_file_name(format!("{}.servanda", uses.value)))
            .filter(|beside| beside.exists());
        let text = match beside {
            Some(beside) => self.note(input::source(&beside))?,
            None => match builtin::find(&uses.value) {
                Some(text) => text,
                None => {
                    let message = format!("there is no vocabulary `{}`", uses.value);
                    found.push(
                        Diagnostic::error("input/no-such-vocabulary", message)
                            .at(Place::new(source, uses.span), "")
                            .help(format!("put `{}.servanda` beside the policy", uses.value)),
                    );
                    return None;
                }
            },
        };
        let built_in = builtin::find(&uses.value);
        let user = path.is_some() && built_in.is_none_or(|own| own.text() != text.text());
        self.vocabulary(&text, user)
    }

    fn vocabulary(&mut self, source: &Arc<Source>, user: bool) -> Option<Arc<Vocabulary>> {
        // A copy elsewhere is the same vocabulary: its text holds its name.
        let same = |known: &&Arc<Vocabulary>| known.source.text() == source.text();
        let known = self.vocabularies.iter().find(same);
        if let Some(known) = known {
            return Some(Arc::clone(known));
        }
        let Parsed {
            file, mut errors, ..
        } = parse(source);
        let resolved = match file {
            Some(tree::File::Vocabulary(tree)) => resolve_vocabulary(&tree, source),
            Some(tree::File::Policy(_)) => {
                let message = format!("`{}` is a policy, not a vocabulary", source.name());
                let error = Diagnostic::error("input/not-a-vocabulary", message);
                Err(vec![error.help("name a vocabulary with `uses`")])
            }
            None => Err(Vec::new()),
        };
        let sound = errors.is_empty();
        let vocabulary = match resolved {
            Ok(vocabulary) => Some(vocabulary),
            Err(more) => {
                errors.extend(more);
                None
            }
        };
        errors.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.span));
        self.say(errors);
        let vocabulary = Arc::new(vocabulary.filter(|_| sound)?);
        if user {
            self.say(lint::vocabulary(&vocabulary, &self.cancel));
        }
        self.vocabularies.push(Arc::clone(&vocabulary));
        Some(vocabulary)
    }

    /// Each thing once: a vocabulary is read again by each policy for which it could not be used.
    fn say(&mut self, said: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in said {
            if !self.said.contains(&diagnostic) {
                self.said.push(diagnostic);
            }
        }
    }

    fn note<T>(&mut self, read: Result<T, Box<Diagnostic>>) -> Option<T> {
        read.map_err(|error| self.say([*error])).ok()
    }
}

/// What is said of a policy that has another name than its file.
fn other_name(name: &Word, path: &Path, source: &Arc<Source>) -> Option<Diagnostic> {
    let file = path.file_name()?.to_string_lossy();
    let stem = file.strip_suffix(".servanda")?;
    (stem != name.value).then(|| {
        let message = format!(
            "the policy is called `{}`, but its file `{file}`",
            name.value
        );
        Diagnostic::warning("input/other-name", message)
            .at(Place::new(source, name.span), "")
            .help("give both the same name: that of the policy is what reports say")
    })
}
