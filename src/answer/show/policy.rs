//! What a policy holds.

use std::sync::Arc;

use serde::Serialize;

use super::text::Written;
use crate::answer::CitationAnswer;
use crate::answer::line::{RoleName, in_one_and_each};
use crate::answer::words::{self, Sentence};
use crate::phrase;
use crate::policy::{Cited, Condition, Policy, Prerequisite, Role, Vocabulary, Warning};
use crate::questions::show::Defined;
use crate::text::{Phrase, Place, Source, Untrusted};

/// A whole policy.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PolicyShown {
    /// Its name.
    pub id: String,
    /// What it asks about; empty if not said.
    pub title: Untrusted,
    /// The file with its text; of a built-in policy the file it was made from.
    pub file: Untrusted,
    /// The name of its vocabulary.
    pub vocabulary: String,
    /// Remarks of its author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// What it rests on, in a few words.
    pub rests_on: Phrase,
    /// What it cites.
    pub sources: Vec<SourceShown>,
    /// Its prerequisites, in file order.
    pub prerequisites: Vec<PrerequisiteShown>,
    /// Its warnings, in file order.
    pub warnings: Vec<WarningShown>,
    /// Its own definitions, in file order.
    pub definitions: Vec<DefinitionShown>,
    /// The whole text.
    pub text: Untrusted,
}

/// A text that a policy cites.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct SourceShown {
    /// Its name in the policy.
    pub id: String,
    /// Its title.
    pub title: Untrusted,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Untrusted>,
    /// When it appeared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Untrusted>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Untrusted>,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Untrusted>,
    /// How good a source it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<Untrusted>,
    /// The SHA-256 of its bytes, 64 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Untrusted>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
}

/// A prerequisite.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct PrerequisiteShown {
    /// The name of its policy.
    pub policy: String,
    /// Its name.
    pub id: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// How much it counts in the score.
    pub weight: u64,
    /// Why it counts so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_reason: Option<Untrusted>,
    /// Whether a proposal's verdict passes over it.
    pub advisory: bool,
    /// Its lines in file order, but those of its readings.
    pub lines: Vec<LineShown>,
    /// Ways to understand its source, in file order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingShown>,
    /// The passages it comes from.
    pub cites: Vec<CitationAnswer>,
    /// What follows if it is not met, as the source argues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Untrusted>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// Where its name stands.
    pub place: Place,
    /// Its text in the file.
    pub text: Untrusted,
}

/// A way to understand the source of a prerequisite.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadingShown {
    /// Its name.
    pub name: String,
    /// How it understands the source; absent if not said.
    #[serde(skip_serializing_if = "Untrusted::is_empty")]
    pub gloss: Untrusted,
    /// What it needs besides the prerequisite's own lines.
    pub lines: Vec<LineShown>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
}

/// A line of a prerequisite, a warning, a definition or a piece of background knowledge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct LineShown {
    /// `when`, `must`, `unless` or `reading NAME`; absent where it is no line of a prerequisite.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub role: Option<RoleName>,
    /// The line as sentences.
    #[serde(flatten, serialize_with = "in_one_and_each")]
    #[cfg_attr(test, schemars(with = "crate::answer::line::SentencesJson"))]
    pub sentences: Vec<Sentence>,
    /// The line as it is written.
    pub text: Untrusted,
    /// Where it stands.
    pub place: Place,
}

/// A warning.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningShown {
    /// The name of its policy.
    pub policy: String,
    /// Its name.
    pub id: String,
    /// What it is about; empty if not said.
    pub title: Untrusted,
    /// When it is raised.
    pub raised_when: LineShown,
    /// The passages it comes from.
    pub cites: Vec<CitationAnswer>,
    /// Remarks of the policy's author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// Where its name stands.
    pub place: Place,
    /// Its text in the file.
    pub text: Untrusted,
}

/// A named condition.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct DefinitionShown {
    /// The name of its policy or vocabulary.
    pub of: String,
    /// Its name.
    pub id: String,
    /// What it stands for; empty if not said.
    pub gloss: Untrusted,
    /// What holds where it does: all of these.
    pub lines: Vec<LineShown>,
    /// Remarks of its author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Untrusted>,
    /// Where its name stands.
    pub place: Place,
    /// Its text in the file.
    pub text: Untrusted,
}

/// A text whose parts are shown, with what its terms mean.
struct Shower<'a> {
    source: &'a Arc<Source>,
    written: Written,
    vocabulary: &'a Vocabulary,
}

impl PolicyShown {
    pub(super) fn new(policy: &Policy) -> Self {
        let shower = Shower::of(policy);
        let prerequisites = policy.prerequisites.iter();
        let warnings = policy.warnings.iter();
        let definitions = policy.definitions.iter().map(|definition| Defined {
            definition,
            of: &policy.name,
            source: &policy.source,
            vocabulary: &policy.vocabulary,
        });
        Self {
            id: policy.name.clone(),
            title: (&policy.title).into(),
            file: policy.source.name().into(),
            vocabulary: policy.vocabulary.name.clone(),
            notes: quoted(&policy.notes),
            rests_on: rests_on(policy),
            sources: policy.sources.iter().map(SourceShown::new).collect(),
            prerequisites: prerequisites
                .map(|each| shower.prerequisite(policy, each))
                .collect(),
            warnings: warnings.map(|each| shower.warning(policy, each)).collect(),
            definitions: definitions.map(|each| shower.definition(each)).collect(),
            text: policy.source.text().into(),
        }
    }
}

impl PrerequisiteShown {
    pub(super) fn new(policy: &Policy, prerequisite: &Prerequisite) -> Self {
        Shower::of(policy).prerequisite(policy, prerequisite)
    }
}

impl WarningShown {
    pub(super) fn new(policy: &Policy, warning: &Warning) -> Self {
        Shower::of(policy).warning(policy, warning)
    }
}

impl DefinitionShown {
    pub(super) fn new(defined: Defined<'_>) -> Self {
        let shower = Shower {
            source: defined.source,
            written: Written::new(defined.source),
            vocabulary: defined.vocabulary,
        };
        shower.definition(defined)
    }
}

impl SourceShown {
    fn new(source: &Cited) -> Self {
        let text = |text: &Option<String>| text.as_ref().map(Untrusted::from);
        Self {
            id: source.name.clone(),
            title: (&source.title).into(),
            author: text(&source.author),
            published: text(&source.published),
            url: text(&source.url),
            language: text(&source.language),
            grade: text(&source.grade),
            sha256: text(&source.sha256),
            notes: quoted(&source.notes),
        }
    }
}

impl<'a> Shower<'a> {
    fn of(policy: &'a Policy) -> Self {
        Self {
            source: &policy.source,
            written: Written::new(&policy.source),
            vocabulary: &policy.vocabulary,
        }
    }

    fn prerequisite(&self, policy: &Policy, prerequisite: &Prerequisite) -> PrerequisiteShown {
        let own = prerequisite.lines().filter_map(|(role, line)| {
            let role = match role {
                Role::When => RoleName::When,
                Role::Must => RoleName::Must,
                Role::Unless => RoleName::Unless,
                Role::Reading(_) => return None,
            };
            Some(self.line(Some(role), line))
        });
        let readings = prerequisite.readings.iter().map(|reading| {
            let role = || RoleName::Reading(reading.name.clone());
            let lines = reading.must.iter();
            ReadingShown {
                name: reading.name.clone(),
                gloss: (&reading.gloss).into(),
                lines: lines.map(|line| self.line(Some(role()), line)).collect(),
                notes: quoted(&reading.notes),
            }
        });
        PrerequisiteShown {
            policy: policy.name.clone(),
            id: prerequisite.name.clone(),
            title: (&prerequisite.title).into(),
            weight: prerequisite.weight,
            weight_reason: prerequisite.weight_reason.as_ref().map(Untrusted::from),
            advisory: prerequisite.advisory,
            lines: own.collect(),
            readings: readings.collect(),
            cites: CitationAnswer::all(policy, &prerequisite.cites),
            otherwise: prerequisite.otherwise.as_ref().map(Untrusted::from),
            notes: quoted(&prerequisite.notes),
            place: Place::new(self.source, prerequisite.span),
            text: self.written.declaration(prerequisite.span),
        }
    }

    fn warning(&self, policy: &Policy, warning: &Warning) -> WarningShown {
        WarningShown {
            policy: policy.name.clone(),
            id: warning.name.clone(),
            title: (&warning.title).into(),
            raised_when: self.line(None, &warning.raised_when),
            cites: CitationAnswer::all(policy, &warning.cites),
            notes: quoted(&warning.notes),
            place: Place::new(self.source, warning.span),
            text: self.written.declaration(warning.span),
        }
    }

    fn definition(&self, defined: Defined<'_>) -> DefinitionShown {
        let definition = defined.definition;
        let lines = definition.lines.iter();
        DefinitionShown {
            of: defined.of.to_owned(),
            id: definition.name.clone(),
            gloss: (&definition.gloss).into(),
            lines: lines.map(|line| self.line(None, line)).collect(),
            notes: quoted(&definition.notes),
            place: definition.place.clone(),
            text: self.written.declaration(definition.place.span),
        }
    }

    fn line(&self, role: Option<RoleName>, line: &Condition) -> LineShown {
        LineShown {
            role,
            sentences: words::sentences(line, self.vocabulary),
            text: self.written.line(line.place().span.start),
            place: line.place().clone(),
        }
    }
}

/// The one source with its author and its date, or how many there are, and from when to when.
fn rests_on(policy: &Policy) -> Phrase {
    if let [only] = &policy.sources[..] {
        let title = phrase!["\"", Untrusted::from(&only.title), "\""];
        let author = only.author.as_ref().map(Untrusted::from);
        let by = author.map(|author| phrase!["by ", author]);
        let date = only.published.as_ref().map(Untrusted::from);
        let parts = [Some(title), by, date.map(Phrase::from)];
        return Phrase::joined(parts.into_iter().flatten(), ", ");
    }
    if policy.sources.is_empty() {
        return "no source".into();
    }
    let count = Phrase::counted(policy.sources.len() as u64, "source");
    let dates = || {
        policy
            .sources
            .iter()
            .filter_map(|each| each.published.as_ref())
    };
    match dates().min().zip(dates().max()) {
        Some((first, last)) if first != last => {
            let [first, last] = [first, last].map(Untrusted::from);
            phrase![count, ", ", first, " to ", last]
        }
        Some((only, _)) => phrase![count, ", ", Untrusted::from(only)],
        None => count,
    }
}

/// Remarks, as texts of a file.
pub(super) fn quoted(notes: &[String]) -> Vec<Untrusted> {
    notes.iter().map(Untrusted::from).collect()
}
