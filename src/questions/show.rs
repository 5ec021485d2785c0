//! What policies and vocabularies hold, found by its name.

use std::sync::Arc;

use crate::policy::{
    Always, Arising, Condition, Definition, Policy, Prerequisite, PrerequisiteId, TermId,
    Vocabulary, WarningId,
};
use crate::text::{Source, nearest};

/// The texts that are looked into.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// Policies, over the vocabularies below.
    pub policies: &'a [Policy],
    /// Vocabularies, each once.
    pub vocabularies: &'a [Arc<Vocabulary>],
}

/// Something with a name.
#[derive(Clone, Copy, Debug)]
pub enum Thing<'a> {
    /// A prerequisite of a policy.
    Prerequisite(&'a Policy, PrerequisiteId),
    /// A warning of a policy.
    Warning(&'a Policy, WarningId),
    /// A definition of a policy or a vocabulary.
    Definition(Defined<'a>),
    /// A term of a vocabulary.
    Term(&'a Arc<Vocabulary>, TermId),
}

/// A definition, and where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Defined<'a> {
    /// The definition.
    pub definition: &'a Definition,
    /// The name of the policy or the vocabulary.
    pub of: &'a str,
    /// The text of that.
    pub source: &'a Arc<Source>,
    /// What its terms mean.
    pub vocabulary: &'a Vocabulary,
}

/// Something of a policy that looks at a term.
#[derive(Clone, Copy, Debug)]
pub enum Asks<'a> {
    /// A prerequisite.
    Prerequisite(&'a Policy, PrerequisiteId),
    /// A warning.
    Warning(&'a Policy, WarningId),
}

/// Why nothing is found under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotNamed {
    /// The known name that is nearest, if one is near.
    pub near: Option<String>,
    /// The prerequisites that have a reading of the name.
    pub reading_of: Vec<String>,
    /// The terms that have a label or a member of the name.
    pub label_of: Vec<String>,
}

impl<'a> Texts<'a> {
    /// Everything of this name: first what policies hold, then what vocabularies do. If it is the
    /// name of one prerequisite's reading or of one term's label, that prerequisite or that term. If
    /// it is the name of nothing, what has these words in its title.
    ///
    /// # Errors
    ///
    /// If there is nothing, what is nearest.
    pub fn named(self, name: &str) -> Result<Vec<Thing<'a>>, NotNamed> {
        let all = self.things();
        let called = |thing: &&Thing<'a>| thing.name() == name;
        let found: Vec<Thing<'a>> = all.iter().filter(called).copied().collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let has = |thing: &&Thing<'a>| thing.has_part(name);
        let parts: Vec<Thing<'a>> = all.iter().filter(has).copied().collect();
        if parts.len() == 1 {
            return Ok(parts);
        }
        let titled = |thing: &&Thing<'a>| thing.is_titled(name);
        let titles: Vec<Thing<'a>> = all.iter().filter(titled).copied().collect();
        if parts.is_empty() && !titles.is_empty() {
            return Ok(titles);
        }
        let mut wrong = NotNamed::default();
        for thing in &parts {
            let of = match thing {
                Thing::Prerequisite(..) => &mut wrong.reading_of,
                Thing::Term(..) => &mut wrong.label_of,
                Thing::Warning(..) | Thing::Definition(_) => continue,
            };
            of.push(thing.name().to_owned());
        }
        if parts.is_empty() {
            let policies = self.policies.iter().map(|policy| &*policy.name);
            let vocabularies = self.vocabularies.iter().map(|one| &*one.name);
            let things = all.iter().map(Thing::name);
            let known = policies.chain(vocabularies).chain(things);
            wrong.near = nearest(name, known).map(str::to_owned);
        }
        Err(wrong)
    }

    /// Everything that has a name.
    #[must_use]
    pub fn things(self) -> Vec<Thing<'a>> {
        let mut all = Vec::new();
        for policy in self.policies {
            let prerequisites = policy.prerequisite_ids();
            all.extend(prerequisites.map(|id| Thing::Prerequisite(policy, id)));
            all.extend(policy.warning_ids().map(|id| Thing::Warning(policy, id)));
            all.extend(defined(policy).map(Thing::Definition));
        }
        for vocabulary in self.vocabularies {
            all.extend(vocabulary.ids().map(|id| Thing::Term(vocabulary, id)));
            let definitions = vocabulary.definitions.iter();
            all.extend(definitions.map(|definition| {
                Thing::Definition(Defined {
                    definition,
                    of: &vocabulary.name,
                    source: &vocabulary.source,
                    vocabulary,
                })
            }));
        }
        all
    }

    /// The prerequisites and the warnings that look at a term, in file order.
    #[must_use]
    pub fn asking(self, vocabulary: &Arc<Vocabulary>, term: TermId) -> Vec<Asks<'a>> {
        let mut all = Vec::new();
        let same = |policy: &&Policy| Arc::ptr_eq(&policy.vocabulary, vocabulary);
        for policy in self.policies.iter().filter(same) {
            for id in policy.prerequisite_ids() {
                let mut lines = policy.prerequisite(id).lines();
                if lines.any(|(_, line)| looks_at(line, term)) {
                    all.push(Asks::Prerequisite(policy, id));
                }
            }
            for id in policy.warning_ids() {
                if looks_at(&policy.warning(id).raised_when, term) {
                    all.push(Asks::Warning(policy, id));
                }
            }
        }
        all
    }
}

/// The background knowledge that looks at a term, in file order.
pub fn background(vocabulary: &Vocabulary, term: TermId) -> impl Iterator<Item = &Always> {
    let concerns = move |always: &&Always| {
        let mut lines = always.when.iter().chain(&always.must);
        lines.any(|line| looks_at(line, term))
    };
    vocabulary.always.iter().filter(concerns)
}

/// The other terms that arise only where something holds of this one, in file order.
pub fn arising_with(vocabulary: &Vocabulary, term: TermId) -> impl Iterator<Item = TermId> {
    (vocabulary.ids()).filter(move |&other| match &vocabulary.term(other).arising {
        Arising::When(condition) => looks_at(condition, term),
        Arising::Always | Arising::MayNot => false,
    })
}

fn defined(policy: &Policy) -> impl Iterator<Item = Defined<'_>> {
    let each = policy.definitions.iter();
    each.map(|definition| Defined {
        definition,
        of: &policy.name,
        source: &policy.source,
        vocabulary: &policy.vocabulary,
    })
}

fn looks_at(condition: &Condition, term: TermId) -> bool {
    let mut found = false;
    condition.for_each_comparison(&mut |comparison| found |= comparison.term == term);
    found
}

impl<'a> Thing<'a> {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        match *self {
            Self::Prerequisite(policy, id) => &policy.prerequisite(id).name,
            Self::Warning(policy, id) => &policy.warning(id).name,
            Self::Definition(defined) => &defined.definition.name,
            Self::Term(vocabulary, id) => &vocabulary.term(id).name,
        }
    }

    /// The name of the policy or the vocabulary that it is in.
    #[must_use]
    pub fn text(&self) -> &'a str {
        match *self {
            Self::Prerequisite(policy, _) | Self::Warning(policy, _) => &policy.name,
            Self::Definition(defined) => defined.of,
            Self::Term(vocabulary, _) => &vocabulary.name,
        }
    }

    /// Whether several words stand in its title, in whatever case.
    fn is_titled(&self, words: &str) -> bool {
        let title = match *self {
            Self::Prerequisite(policy, id) => &policy.prerequisite(id).title,
            Self::Warning(policy, id) => &policy.warning(id).title,
            Self::Definition(defined) => &defined.definition.gloss,
            Self::Term(vocabulary, id) => &vocabulary.term(id).gloss,
        };
        let words = words.to_lowercase();
        words.trim().contains(' ') && title.to_lowercase().contains(words.trim())
    }

    /// Whether it has a reading, a label or a member of that name, or had that name itself.
    fn has_part(&self, name: &str) -> bool {
        match *self {
            Self::Prerequisite(policy, id) => has_reading(policy.prerequisite(id), name),
            Self::Term(vocabulary, id) => {
                let term = vocabulary.term(id);
                term.history.has(name) || term.kind.label_as_ever(name).is_some()
            }
            Self::Warning(..) | Self::Definition(_) => false,
        }
    }
}

fn has_reading(prerequisite: &Prerequisite, name: &str) -> bool {
    prerequisite.find_reading(name).is_some()
}
