//! Advice that depends on who asks: a shell knows its own flags or buttons, the library does not.

use std::fmt;
use std::sync::Arc;

use crate::text::Source;

/// What could be done about a diagnostic, for a shell to put into its own words.
///
/// A [`Diagnostic`](crate::text::Diagnostic) that carries a hint says the same in words that fit
/// any shell; a shell may replace them by the name of its flag or button.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// The caller cancelled the work: allow more time, or ask for less. Replaces the help.
    AllowMoreTime,
    /// A proposal was given where a policy is expected. Replaces the help.
    UseAsProposal,
    /// A policy was given where a proposal is expected. Replaces the help.
    UseAsPolicy,
    /// A proposal is about the terms of another vocabulary: name a policy over that. Replaces the help.
    UseItsPolicy,
    /// The lowest grade of sources, or that rival readings count, leaves out what a provision says.
    /// Replaces the help.
    CountEverything,
    /// Two settings contradict each other. Replaces the message.
    Contradiction(Setting, Setting),
    /// The names that could be meant stand in this text, a vocabulary or a policy. Replaces the help.
    SeeText(Arc<Source>),
    /// The names that could be meant stand in the texts that are built in. Replaces the help.
    SeeTexts,
    /// What a term, a prerequisite or a definition of this text stands for, and which values it has,
    /// can be looked up. Is added to the help.
    SeeName(Arc<Source>, String),
    /// These texts have names of an earlier edition, which can be rewritten, or looked at where they have come
    /// to mean something else. Replaces the help, or is added to it.
    Migrate(Vec<Arc<Source>>),
}

/// A setting of a question, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// What is set.
    pub kind: SettingKind,
    /// The value as it was given.
    pub value: String,
}

/// What can be set for a question by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingKind {
    /// The reading of prerequisites.
    Reading,
    /// The price of a step of a term.
    Price,
    /// A term that stays as it stands.
    Freeze,
    /// A term that alone may change.
    Only,
}

/// Shown as `freeze nato_path`, in words that fit any shell.
impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            SettingKind::Reading => "reading",
            SettingKind::Price => "price",
            SettingKind::Freeze => "freeze",
            SettingKind::Only => "only",
        };
        write!(f, "{name} {}", self.value)
    }
}
