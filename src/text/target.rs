//! What a piece of a sentence refers to.

/// Something that may have a page, or a part of a page, of its own. Whoever writes a page knows which of
/// them have one; a sentence that refers to another reads the same, without a link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A text, by whatever policy it is judged.
    Text(String),
    /// A text as a policy judges it.
    Judged {
        /// The text.
        text: String,
        /// The policy.
        policy: String,
    },
    /// A policy.
    Policy(String),
    /// How texts compare by a policy; by the verdicts of all policies if none is named.
    Compared(Option<String>),
    /// All texts, with what all policies say of them.
    Everything,
    /// A prerequisite or a warning, as its policy asks it.
    Asked {
        /// The policy.
        policy: String,
        /// The prerequisite or the warning.
        name: String,
    },
    /// What is found on a prerequisite, in the same part of the page.
    Finding(String),
    /// What is found on a warning, in the same part of the page.
    Warning(String),
}
