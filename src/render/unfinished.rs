//! What an answer lacks, said in the same way of every answer.

use super::facts::Fact;
use super::words::listed;
use crate::limit::{Limit, Part, Unfinished};

/// What is not done, and why; nothing where all is.
pub(super) fn not_done(unfinished: &Unfinished) -> Option<Fact> {
    let (_, limit) = unfinished.parts.first()?;
    let parts: Vec<String> = (unfinished.parts.iter())
        .map(|(part, _)| in_words(*part).to_owned())
        .collect();
    let why = match limit {
        Limit::Stopped => "the budget ran out; allow more with --budget",
        Limit::Conflicts => "the solver met its limit of conflicts; --budget sets another limit",
        Limit::Alternatives => "sets allow too many alternatives",
    };
    let text = format!("{}: {why}", listed(&parts, "and"));
    Some(Fact::new("not done", text))
}

fn in_words(part: Part) -> &'static str {
    match part {
        Part::Collisions => "to look for every collision",
        Part::ByWayOf => "to find by way of which background knowledge they collide",
        Part::Ways => "to look for the ways out",
        Part::Alone => "to find what each party alone would have to give up",
        Part::Terms => "to find what each other term can be",
        Part::Nearest => "to find a settlement to which none is nearer",
        Part::Answers => "to try every single answer",
        Part::Count => "to count exactly",
        Part::Repairs => "to look for other repairs of the same cost",
        Part::Smaller => "to find smaller texts",
        Part::Proofs => "to prove the rest",
    }
}
