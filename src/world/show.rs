//! What policies and vocabularies hold.

use std::sync::Arc;

use super::builtin;
use super::error::Error;
use super::files::{Files, NoFiles};
use super::load::{Linting, Loader, Text, path};
use crate::answer::Shows;
use crate::limit::Cancel;
use crate::policy::{Policy, Vocabulary};
use crate::questions::show::{NotNamed, Texts};
use crate::text::{Code, Diagnostic, Hint, Source};

/// Policies and vocabularies to look into.
#[derive(Debug)]
pub struct Shelf {
    policies: Vec<Policy>,
    vocabularies: Vec<Arc<Vocabulary>>,
    /// The text that was asked for; `None` if it is everything that is built in.
    text: Option<Arc<Source>>,
}

impl Shelf {
    /// Everything that is built in.
    ///
    /// ```
    /// use servanda::answer::Shown;
    /// use servanda::world::Shelf;
    ///
    /// let shelf = Shelf::built_in()?;
    /// let found = shelf.named("pledge_scope")?;
    /// let [Shown::Prerequisite(found)] = &found.shown[..] else {
    ///     panic!("there is one prerequisite of this name");
    /// };
    /// assert_eq!(found.policy, "column");
    /// # Ok::<(), servanda::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None, as long as what is built in can be read.
    pub fn built_in() -> Result<Self, Error> {
        let cancel = Cancel::default();
        let mut loader = Loader::new(&NoFiles, Linting::Off, &cancel);
        let names: Vec<String> = builtin::policies().map(str::to_owned).collect();
        let policies = loader.policies(&names);
        let vocabularies = builtin::vocabularies().map(|name| loader.text(name));
        let vocabularies: Option<Vec<Text>> = vocabularies.collect();
        match (policies, vocabularies) {
            (Some(policies), Some(vocabularies)) => Ok(Self {
                policies,
                vocabularies: vocabularies.iter().map(Text::vocabulary).collect(),
                text: None,
            }),
            _ => Err(loader.said.into()),
        }
    }

    /// One policy with its vocabulary, or one vocabulary: a path that ends in `.servanda` or has a
    /// separator, else the name of one that is built in.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text.
    pub fn open<F: Files>(files: &F, name: &str) -> Result<Self, Error> {
        let cancel = Cancel::default();
        let mut loader = Loader::new(files, Linting::Off, &cancel);
        let Some(text) = loader.text(name) else {
            return Err(loader.said.into());
        };
        let source = match &text {
            Text::Policy(policy) => &policy.source,
            Text::Vocabulary(vocabulary) => &vocabulary.source,
        };
        Ok(Self {
            text: Some(Arc::clone(source)),
            vocabularies: vec![text.vocabulary()],
            policies: text.into_policy().into_iter().collect(),
        })
    }

    /// What is asked for on a command line: everything that is built in, a text, or something by its
    /// name, in the text that is named before it or else in what is built in. Returns where it was
    /// looked for, and what was found.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text; `input/no-such-name`.
    pub fn ask<F: Files>(
        files: &F,
        what: Option<&str>,
        name: Option<&str>,
    ) -> Result<(Self, Shows), Error> {
        let (shelf, name) = match (what, name) {
            // Who asks for a term of a built-in vocabulary is told by the policies that are built in.
            (Some(text), Some(name)) if builtin::vocabularies().any(|known| known == text) => {
                (Self::built_in()?, Some(name))
            }
            (Some(text), Some(name)) => (Self::open(files, text)?, Some(name)),
            (Some(text), None) if is_text(text) => (Self::open(files, text)?, None),
            (what, _) => (Self::built_in()?, what),
        };
        let shows = match name {
            Some(name) => shelf.named(name)?,
            None => shelf.texts(),
        };
        Ok((shelf, shows))
    }

    /// Whole texts: the one that was opened, or everything that is built in.
    #[must_use]
    pub fn texts(&self) -> Shows {
        let mut texts = self.inside();
        if self.text.is_some() && !self.policies.is_empty() {
            texts.vocabularies = &[];
        }
        Shows::texts(texts)
    }

    /// Everything of this name: prerequisites, warnings, definitions and terms; also what alone has a
    /// reading or a label of this name.
    ///
    /// # Errors
    ///
    /// `input/no-such-name`, with what could be meant.
    pub fn named(&self, name: &str) -> Result<Shows, Error> {
        match self.inside().named(name) {
            Ok(things) => Ok(Shows::things(&things, self.inside())),
            Err(wrong) => Err(self.not_named(name, &wrong).into()),
        }
    }

    /// The text that was opened; `None` if it is everything that is built in.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<Source>> {
        self.text.as_ref()
    }

    /// The policies that are looked into.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The vocabularies that are looked into.
    #[must_use]
    pub fn vocabularies(&self) -> &[Arc<Vocabulary>] {
        &self.vocabularies
    }

    /// The name of the text that was opened.
    fn name(&self) -> &str {
        let vocabulary = || self.vocabularies.first().map(|one| &*one.name);
        let policy = self.policies.first().map(|policy| &*policy.name);
        policy.or_else(vocabulary).unwrap_or_default()
    }

    fn inside(&self) -> Texts<'_> {
        Texts {
            policies: &self.policies,
            vocabularies: &self.vocabularies,
        }
    }

    fn not_named(&self, name: &str, wrong: &NotNamed) -> Diagnostic {
        let whose = match &self.text {
            Some(_) => format!("`{}` holds nothing that is called", self.name()),
            None => "nothing that is built in is called".to_owned(),
        };
        let mut error = Diagnostic::error(Code::InputNoSuchName, format!("{whose} `{name}`"));
        let parts = [("reading", &wrong.reading_of), ("value", &wrong.label_of)];
        for (what, of) in parts.into_iter().filter(|(_, of)| !of.is_empty()) {
            error = error.help(format!("it is a {what} of {}", ticked(of)));
        }
        if !error.help.is_empty() {
            return error;
        }
        if let Some(near) = &wrong.near {
            return error.help(format!("did you mean `{near}`?"));
        }
        let elsewhere = self.text.as_ref().map(|_| elsewhere(name));
        if let Some(texts) = elsewhere.filter(|texts| !texts.is_empty()) {
            return error.help(format!("something in {} is called so", ticked(&texts)));
        }
        let help = "give the name of a prerequisite, a warning, a definition or a term";
        error.help(help).hint(match &self.text {
            Some(text) => Hint::SeeText(Arc::clone(text)),
            None => Hint::SeeTexts,
        })
    }
}

/// The built-in texts in which there is something of this name.
fn elsewhere(name: &str) -> Vec<String> {
    let Ok(shelf) = Shelf::built_in() else {
        return Vec::new();
    };
    let things = shelf.inside().named(name).unwrap_or_default();
    let mut texts: Vec<String> = things.iter().map(|thing| thing.text().to_owned()).collect();
    texts.dedup();
    texts
}

/// Whether it names a policy or a vocabulary, not something in one.
fn is_text(name: &str) -> bool {
    path(name).is_some() || builtin::find(name).is_some()
}

fn ticked(names: &[String]) -> String {
    let ticked: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    crate::text::diagnostic::listed(&ticked)
}
