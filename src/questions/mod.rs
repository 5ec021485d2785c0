//! What can be asked: of one policy and a proposal, of a policy alone, of several policies together.

pub mod assumption;
pub mod check;
pub mod cite;
pub mod compare;
pub mod compare_policies;
pub mod coverage;
pub mod demands;
pub mod diff;
pub mod explain;
mod incoherent;
pub mod influence;
pub mod judge;
pub mod lint;
pub mod mutate;
pub mod repair;
pub mod rests;
mod score;
pub mod show;
mod sufficient;
mod sufficient_provisions;
pub mod walk;
mod warned;
pub mod zopa;
