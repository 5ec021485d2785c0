//! Decision diagrams over finite-domain variables.

mod diagram;
mod labelled;
mod product;
#[cfg(test)]
mod tests;

pub use diagram::{DiagramBuilder, Diagrams, Node, TooLarge};
pub use labelled::{LabelledDiagrams, LabelledNode, Reference};
pub use product::{Product, State, Summary, Witness};
