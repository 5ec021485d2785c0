//! Reports and diagnostics for people and for programs. Nothing is decided here.

mod background;
mod cells;
mod facts;
mod influence;
mod json;
mod layout;
mod lint;
mod relation;
mod repair;
mod sheet;
mod taken;
mod unfinished;
mod words;
mod zopa;

pub use influence::{Weighed, influence_json};
pub use lint::{Linted, lint_json};
pub use relation::{Related, relation_json};
pub use repair::{Mended, repairs_json};
pub use words::harmless;
pub use zopa::{Negotiated, zopa_json};

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

#[cfg(test)]
mod tests {
    use crate::answer::schemas::hold;

    #[test]
    fn schemas_say_what_is_printed() {
        hold::<super::repair::Document<'_>>("repair", "repair");
        hold::<super::zopa::Document<'_>>("zopa", "zopa");
        hold::<super::influence::Document<'_>>("influence", "influence");
        hold::<super::lint::Document<'_>>("lint", "lint");
        hold::<super::relation::Document<'_>>("compare-policies", "compare-policies");
    }
}
