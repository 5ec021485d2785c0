//! Which proposal an answer is about, and what its coder said of it.

use serde::Serialize;

use super::digest::Digest;
use crate::proposal::{Coverage, Proposal};
use crate::text::Untrusted;

/// A proposal.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Proposal", deny_unknown_fields))]
#[non_exhaustive]
pub struct ProposalRef {
    /// Its name.
    pub id: Untrusted,
    /// What answers call it: the end of its file's path where another proposal of its name is asked
    /// about as well; absent where that is its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<Untrusted>,
    /// Its title; its name if it has none.
    pub title: Untrusted,
    /// The file.
    pub file: Untrusted,
    /// The SHA-256 of its text as it was judged, 64 hexadecimal digits.
    #[cfg_attr(test, schemars(with = "String"))]
    pub sha256: Digest,
    /// Which version of the text this is, in its own way of counting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<Untrusted>,
    /// The edition of the vocabulary that it says it was coded for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<u64>,
    /// The names of the proposals that it takes the place of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<Untrusted>,
    /// `2025`, `2025-11` or `2025-11-20`, or a range of two: `2025-11-18/2025-11-20`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Untrusted>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Untrusted>,
    /// How far it got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Untrusted>,
    /// What became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Untrusted>,
    /// How much of the text its coder saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// A remark of the coder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Untrusted>,
    /// Of a package the texts that it puts together, in its order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<ProposalRef>,
}

impl ProposalRef {
    /// Names a proposal.
    #[must_use]
    pub fn new(proposal: &Proposal) -> Self {
        let text = |text: &Option<String>| text.as_ref().map(Untrusted::from);
        Self {
            id: (&proposal.id).into(),
            called: (proposal.called != proposal.id).then(|| (&proposal.called).into()),
            title: (&proposal.title).into(),
            file: proposal.source.name().into(),
            sha256: Digest::of(&proposal.source),
            version: text(&proposal.version),
            edition: proposal
                .outdated
                .written_for
                .as_ref()
                .map(|edition| edition.value),
            supersedes: proposal.supersedes.iter().map(Untrusted::from).collect(),
            date: text(&proposal.date),
            authors: proposal.authors.iter().map(Untrusted::from).collect(),
            status: text(&proposal.status),
            outcome: text(&proposal.outcome),
            coverage: proposal.coverage,
            note: text(&proposal.note),
            members: proposal.members.iter().map(Self::new).collect(),
        }
    }

    /// What answers call it.
    #[must_use]
    pub fn shown(&self) -> &Untrusted {
        self.called.as_ref().unwrap_or(&self.id)
    }
}
