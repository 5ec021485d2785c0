//! What the library says of random instances that are small enough to enumerate equals what
//! enumerating all completions says.

mod check;
mod compare;
mod compare_policies;
mod coverage;
mod diff;
mod edit;
mod editions;
mod explained;
mod influence;
mod layout;
mod lint;
mod mutate;
pub mod oracle;
mod package;
mod removal;
mod repair;
mod rests;
mod tipping;
mod walk;
mod what_if;
mod zopa;
