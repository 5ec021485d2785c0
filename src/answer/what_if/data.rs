//! What a page is given to answer "what if".

use serde::Serialize;

use crate::engine::{Reference, Var};
use crate::text::{Phrase, Untrusted};

/// All that is needed to judge any change of a draft by one policy, exactly.
///
/// A *reference* into the diagrams is a set of outcomes as bits where it is below 8 (met 1, unmet 2, not
/// applicable 4; none: no completion), and else the node with that number less 8.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct WhatIf {
    /// Stands for this policy, this vocabulary, this draft and how they were taken.
    pub version: String,
    /// What answers call the policy.
    pub policy: String,
    /// What answers call the draft.
    pub draft: Untrusted,
    /// The draft's title.
    pub title: Untrusted,
    /// The terms that can make a difference, in the vocabulary's order.
    pub terms: Vec<TermChoices>,
    /// The nodes of all diagrams: the column that a node asks for, and a reference for each of its classes.
    /// Children stand before their parents.
    pub nodes: Vec<Vec<Reference>>,
    /// The prerequisites, in the policy's order.
    pub findings: Vec<FindingRoot>,
    /// The warnings, in the policy's order.
    pub warnings: Vec<WarningRoot>,
    /// The groups of prerequisites that have nothing to do with each other.
    pub groups: Vec<GroupRoot>,
    /// The parts of the background knowledge.
    pub coherence: Vec<CoherenceRoot>,
    /// The draft's text.
    pub text: DraftText,
}

/// What a reader may say of a term.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct TermChoices {
    /// Its name.
    pub id: String,
    /// What it stands for; empty if not said.
    pub gloss: Untrusted,
    /// The title of its section; absent if it stands in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Untrusted>,
    /// Its values.
    #[serde(flatten)]
    pub values: Values,
    /// Where its columns are.
    pub columns: Columns,
    /// Whether it may fail to arise.
    pub may_fail: bool,
    /// Where it arises, where that does not depend on what the text says; absent otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arises_when: Option<Phrase>,
    /// What silence leaves possible.
    pub silent: Possible,
    /// What silence means, in words.
    pub silence: Phrase,
    /// What the draft leaves possible.
    pub draft: Possible,
    /// The same in words.
    pub says: Phrase,
    /// Whether the draft is silent on it.
    pub is_silent: bool,
}

/// The values of a term.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Values {
    /// Labels, of which a text gives one; also no and yes.
    Labels {
        /// In file order.
        labels: Vec<LabelChoice>,
        /// Whether each is more than the one before.
        ordered: bool,
    },
    /// Numbers: whole numbers of the last decimal place.
    Numbers {
        /// The word after a number.
        unit: String,
        /// The first, as a decimal.
        first: String,
        /// The last, as a decimal.
        last: String,
        /// The distance from one to the next, as a decimal.
        step: String,
        /// The index of the last, from 0.
        count: u64,
    },
    /// Members, of which a text gives any.
    Set {
        /// In file order.
        labels: Vec<LabelChoice>,
    },
}

/// A label or a member.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LabelChoice {
    /// The word.
    pub id: String,
    /// What it stands for; absent if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gloss: Option<Untrusted>,
    /// How YAML writes it, where that is not the word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yaml: Option<String>,
}

/// Where the columns of a term are, and what their classes stand for.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "as", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Columns {
    /// One column. Each class is a stretch of values, given by its first; if the term may fail to arise,
    /// that is the class after the last of them.
    One {
        /// The column.
        column: Var,
        /// The first value of each class.
        starts: Vec<u64>,
    },
    /// A column of two classes (no and yes) for each stretch but the first: whether the value is at or above
    /// its start.
    Steps {
        /// The column that says whether the term arises; absent if it always does.
        #[serde(skip_serializing_if = "Option::is_none")]
        arises: Option<Var>,
        /// The first of the other columns.
        column: Var,
        /// The first value of each stretch.
        starts: Vec<u64>,
    },
    /// A column of two classes (out and in) for each of these members.
    Members {
        /// The column that says whether the term arises; absent if it always does.
        #[serde(skip_serializing_if = "Option::is_none")]
        arises: Option<Var>,
        /// The first of the other columns.
        column: Var,
        /// The members, by their place among the labels.
        members: Vec<u32>,
    },
}

/// What is possible of a term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Possible {
    /// Whether it may be that it does not arise.
    pub none: bool,
    /// Stretches of values, by their indexes; empty for a set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stretches: Vec<(u64, u64)>,
    /// Alternatives for a set: for each member `1` if it is in, `0` if it is out, `?` if it may be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
}

/// Where a prerequisite begins in the diagrams.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FindingRoot {
    /// Its name.
    pub id: String,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// How much it counts in the score.
    pub weight: u64,
    /// Whether the joint verdict passes over it.
    pub advisory: bool,
    /// `null` where the diagram is too large to be shown.
    pub root: Option<Reference>,
    /// The terms that it turns on, by their places among the terms.
    pub terms: Vec<usize>,
    /// The column of its readings, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<Var>,
    /// The names of its readings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
    /// The reading that is settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled: Option<usize>,
}

/// Where a warning begins in the diagrams. It is raised where it is unmet.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct WarningRoot {
    /// Its name.
    pub id: String,
    /// What it is about; empty if not said.
    pub title: Untrusted,
    /// `null` where the diagram is too large to be shown.
    pub root: Option<Reference>,
    /// The terms that it turns on, by their places among the terms.
    pub terms: Vec<usize>,
}

/// Where the joint outcome of a group begins in the diagrams.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct GroupRoot {
    /// `null` where the diagram is too large to be shown.
    pub root: Option<Reference>,
    /// Its prerequisites, by their places in the policy.
    pub findings: Vec<usize>,
}

/// A part of the background knowledge.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CoherenceRoot {
    /// There is a completion where this is not 0.
    pub root: Reference,
    /// What it is made of.
    pub pieces: Vec<PieceRoot>,
    /// The terms that it is about, by their places among the terms.
    pub terms: Vec<usize>,
}

/// A piece of background knowledge.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct PieceRoot {
    /// What it says.
    pub says: Untrusted,
    /// Like [`CoherenceRoot::root`], for this piece alone.
    pub root: Option<Reference>,
}

/// The draft's text.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct DraftText {
    /// The name of a file for it, without folder and extension.
    pub name: String,
    /// Why there is no text that could be changed; absent where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Phrase>,
    /// What the text leaves out that the draft has; absent where it is the draft's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anew: Option<Phrase>,
    /// How it has to be taken to be judged as it was here; absent if it is taken as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Phrase>,
    /// How its lines end.
    pub line_break: &'static str,
    /// What the line of a provision begins with.
    pub indent: String,
    /// Its pieces: put one after another they are the text.
    pub pieces: Vec<TextPiece>,
    /// The names of all terms that are not listed, in the vocabulary's order, where the draft is silent on
    /// what it leaves out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<String>,
}

/// A piece of a text.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[non_exhaustive]
pub enum TextPiece {
    /// Anything else.
    Rest {
        /// The lines.
        text: Untrusted,
    },
    /// A provision.
    Provision {
        /// The term.
        term: String,
        /// The lines.
        text: Untrusted,
    },
    /// The line `unlisted: silent`.
    Unlisted {
        /// The line.
        text: Untrusted,
    },
    /// The line that says that there are no provisions.
    NoProvisions {
        /// The line.
        text: Untrusted,
    },
    /// Room for new provisions.
    Room,
}
