//! Advice on how to get more of an answer, in the words of a shell: of the program that shows the
//! answer.

use crate::text::Untrusted;

/// Something that can be done to get more of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// More time can be allowed, since the work was stopped.
    AllowMoreTime,
    /// Another limit can be set in place of that of the solver.
    SetAnotherLimit,
    /// More answers can be asked for than are shown.
    ShowMore,
    /// The lines that change can be shown, and written to the file.
    ShowPatch,
    /// A reading can be settled.
    SettleReading,
    /// The texts that show findings can be written: this many.
    WriteTexts(usize),
    /// The tests that cover what is missing can be shown in full, and written: this many.
    WriteTests(usize),
    /// A text in a list can be shown by its name, and so can what is in it.
    ShowOne,
    /// All of an answer can be shown, of which only the main part is.
    ShowInFull,
    /// What is in a text that is shown in brief can be shown by its name.
    ShowPart,
    /// All texts can be shown in the table, of which only some are.
    ShowAllTexts,
    /// Where each of two texts leads can be shown.
    ShowPair,
    /// Texts can be compared over all findings of several policies.
    CompareFindings,
}

/// What can be asked next about a text that was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// What is said of the text alone.
    Text,
    /// The prerequisite of this name in full.
    Finding(&'a str),
    /// The cheapest changes after which the text is met.
    Repair,
}

/// A shell words advice in its own way, since the library knows no flags, buttons or fields.
pub trait Shell {
    /// How the advice is followed, such as `--all N shows up to N`; `None` if it cannot be.
    fn advice(&self, advice: Advice) -> Option<&'static str>;

    /// The command that asks this, in parts between which it may be broken; `None` if there is none.
    fn command(&self, _: Next<'_>) -> Option<Vec<Untrusted>> {
        None
    }
}

/// No shell: nothing is advised.
impl Shell for () {
    fn advice(&self, _: Advice) -> Option<&'static str> {
        None
    }
}
