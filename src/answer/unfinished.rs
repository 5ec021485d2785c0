//! What an answer lacks, said in the same way of every answer.

use serde::{Serialize, Serializer};

use crate::limit::{Limit, Part, Unfinished};
use crate::phrase;
use crate::text::{Hint, Phrase};

/// A part of an answer that is not finished. The rest of the answer is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Unfinished", deny_unknown_fields))]
#[non_exhaustive]
pub struct UnfinishedPart {
    /// Which part.
    pub part: Part,
    /// The limit that was met: its code.
    #[cfg_attr(test, schemars(with = "String"))]
    pub limit: Limit,
}

/// A limit serialises as its code.
impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code().name())
    }
}

impl UnfinishedPart {
    pub(super) fn all(unfinished: &Unfinished) -> Vec<Self> {
        let each = unfinished.parts.iter();
        each.map(|&(part, limit)| Self { part, limit }).collect()
    }

    /// A sentence that says what is not finished, and why; `None` if everything is.
    #[must_use]
    pub fn in_words(all: &[Self]) -> Option<Phrase> {
        let why = match all.first()?.limit {
            Limit::Stopped => "the budget ran out",
            Limit::Conflicts => "the solver met its limit of conflicts",
            Limit::Alternatives => "there are too many alternatives",
        };
        let parts = all.iter().map(|unfinished| to_do(unfinished.part));
        Some(phrase![Phrase::list(parts, "and"), ": ", why])
    }

    /// What could be done about it, for a shell to put into its own words.
    #[must_use]
    pub fn hint(all: &[Self]) -> Option<Hint> {
        match all.first()?.limit {
            Limit::Stopped | Limit::Conflicts => Some(Hint::AllowMoreTime),
            Limit::Alternatives => None,
        }
    }
}

fn to_do(part: Part) -> &'static str {
    match part {
        Part::Collisions => "to look for every collision",
        Part::ByWayOf => "to find by way of which background knowledge they collide",
        Part::Ways => "to look for the ways out",
        Part::Apart => "to find how far apart the sides of each collision are",
        Part::Opening => "to find whether readings of the demands open a zone",
        Part::Shares => "to find how the parties could share what has to be conceded",
        Part::Alone => "to find what each party alone would have to give up",
        Part::Terms => "to find what each other term can be",
        Part::Nearest => "to find a settlement to which none is nearer",
        Part::Warnings => "to find which warnings the settlements shown raise",
        Part::Answers => "to try every single answer",
        Part::Count => "to count exactly",
        Part::Repairs => "to look for other repairs of the same cost",
        Part::Readings => "to find whether fewer readings would be cheaper",
        Part::Smaller => "to find smaller texts",
        Part::Explanations => "to explain every verdict",
        Part::RestsOn => "to find what the verdict rests on",
        Part::Proofs => "to prove the rest",
    }
}
