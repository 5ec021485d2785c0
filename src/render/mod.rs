//! Reports and diagnostics for people and for programs. Nothing is decided here.

mod background;
mod facts;
mod influence;
mod layout;
mod relation;
mod repair;
mod sheet;
mod taken;
mod unfinished;
mod words;
mod zopa;

pub use influence::Weighed;
pub use relation::Related;
pub use repair::Mended;
pub use words::harmless;
pub use zopa::Negotiated;

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour it; without, it says the same.
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Whether to show in full what is met, not applicable or clear.
    pub verbose: bool,
}
