//! How much of a report is explained.

/// How much of a report is explained. What is not asked for is not computed, and absent from the
/// answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Nothing: the verdicts and the score.
    Verdicts,
    /// What stands in the way of each prerequisite, and what the verdict rests on.
    Brief,
    /// The same, and the prerequisites and warnings of these names in full. A name that a policy does not have says
    /// nothing of that policy.
    Named(Vec<String>),
    /// Everything.
    #[default]
    All,
}

impl Depth {
    /// Whether the prerequisite or warning of this name is explained in full.
    pub(crate) fn in_full(&self, name: &str) -> bool {
        match self {
            Self::Verdicts | Self::Brief => false,
            Self::Named(names) => names.iter().any(|each| each == name),
            Self::All => true,
        }
    }

    /// Whether it is told what stands in the way.
    pub(crate) fn in_brief(&self) -> bool {
        match self {
            Self::Verdicts => false,
            Self::Brief | Self::Named(_) | Self::All => true,
        }
    }

    /// Whether the joint verdict is explained in full.
    pub(crate) fn everything(&self) -> bool {
        *self == Self::All
    }
}
