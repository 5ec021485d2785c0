//! Why no settlement is accepted by all.

use serde::Serialize;

use super::concession::conceded_and_said;
use super::{AloneAnswer, ApartAnswer, Asked, ConcessionAnswer, ReadAnswer, SharedAnswer};
use crate::answer::demand::{called, named_and_said};
use crate::answer::{BackgroundAnswer, CitationAnswer, DemandRef, SomethingOf};
use crate::limit::Part;
use crate::phrase;
use crate::questions::demands::Demand;
use crate::questions::zopa::{Clash, Deadlock};
use crate::text::{Phrase, Untrusted};

/// Why there is no zone.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Deadlock", deny_unknown_fields))]
#[non_exhaustive]
pub struct DeadlockAnswer {
    /// How many sets collide, in words; absent where none was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Phrase>,
    /// Smallest sets of demands that no settlement accepts together.
    pub collisions: Vec<ClashAnswer>,
    /// Whether these are all such sets.
    pub all: bool,
    /// Whether more of them can be asked for: the search was finished, and only so many were wanted.
    pub more: bool,
    /// The fewest prerequisites that have to be read in one way only for a zone to open with nothing
    /// dropped, each with a reading that does; `null` where no readings open one, or if that is
    /// unfinished.
    pub opened_by_readings: Option<Vec<ReadAnswer>>,
    /// The same in words; absent if it is unfinished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_by_readings_says: Option<Phrase>,
    /// How the parties could share all that has to be conceded.
    pub shared: SharedAnswer,
    /// A zone opens if one way is taken of each choice.
    pub choices: Vec<WaysOut>,
    /// What each policy alone would have to give up, as far as that was found.
    #[serde(flatten, serialize_with = "conceded_and_said")]
    #[cfg_attr(test, schemars(with = "super::concession::AloneJson"))]
    pub alone: Vec<AloneAnswer>,
}

/// Collisions that have demands in common, and the cheapest ways out of them.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Choice", deny_unknown_fields))]
#[non_exhaustive]
pub struct WaysOut {
    /// The collisions, as indexes from 0.
    pub collisions: Vec<usize>,
    /// Concessions of the fewest demands, those of the smallest gap first.
    pub ways: Vec<ConcessionAnswer>,
    /// Whether these are all concessions of so few demands.
    pub all: bool,
}

/// Demands that no settlement accepts together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Clash", deny_unknown_fields))]
#[non_exhaustive]
pub struct ClashAnswer {
    /// Prerequisites.
    pub demands: Vec<CitedDemand>,
    /// Policies of which something must apply and be met, unless all of it is dropped.
    #[serde(flatten, serialize_with = "named_and_said")]
    #[cfg_attr(test, schemars(with = "crate::answer::demand::SomethingJson"))]
    pub something_of: Vec<SomethingOf>,
    /// Terms that two of the demands look at.
    pub over: Vec<String>,
    /// The fewest pieces of background knowledge without which they would not collide.
    pub by_way_of: Vec<BackgroundAnswer>,
    /// How far apart its sides are; `null` if it has one side only, or if that is unfinished.
    pub apart: Option<ApartAnswer>,
}

/// A demand, with the passages it comes from.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct CitedDemand {
    /// The demand.
    pub demand: DemandRef,
    /// What it asks; empty if not said.
    pub title: Untrusted,
    /// The passages it comes from.
    pub cites: Vec<CitationAnswer>,
}

impl Asked<'_> {
    pub(super) fn deadlock(&self, deadlock: &Deadlock) -> DeadlockAnswer {
        let collisions = deadlock.collisions.iter();
        let choices = deadlock.choices.iter();
        let alone = self.demands.policy_ids().zip(&deadlock.alone);
        let some = !deadlock.collisions.is_empty();
        DeadlockAnswer {
            says: some.then(|| self.sets(deadlock)),
            collisions: collisions.map(|clash| self.clash(clash)).collect(),
            all: deadlock.all,
            more: !deadlock.all && !deadlock.unfinished.lacks(Part::Collisions),
            opened_by_readings: (deadlock.opened_by_readings.as_deref())
                .map(|opening| self.read(opening)),
            opened_by_readings_says: self.opened_by_readings(deadlock),
            shared: self.shared(&deadlock.shared),
            choices: choices
                .map(|choice| WaysOut {
                    collisions: choice.collisions.clone(),
                    ways: (choice.ways.iter())
                        .map(|way| self.concession(way))
                        .collect(),
                    all: choice.all,
                })
                .collect(),
            alone: alone
                .map(|(policy, alone)| self.alone(policy, alone.as_ref()))
                .collect(),
        }
    }

    /// Which readings open a zone: a zone is sought under every reading that is not settled.
    fn opened_by_readings(&self, deadlock: &Deadlock) -> Option<Phrase> {
        let Some(opening) = &deadlock.opened_by_readings else {
            let some = self.demands.policy_ids();
            let some = some
                .map(|id| self.demands.count_every_reading(id))
                .sum::<usize>()
                > 0;
            let known = some && !deadlock.unfinished.lacks(Part::Opening);
            let says = if self.demands.settles_readings() {
                "what is left to read in several ways opens no zone"
            } else {
                "no readings of the demands open a zone"
            };
            return known.then(|| says.into());
        };
        let each = opening.iter().map(|(demand, reading)| {
            let name = called(self.demands, *demand);
            let reading = self.reading(*demand, *reading);
            phrase![name, " as ", Phrase::code(&reading)]
        });
        let each: Vec<Phrase> = each.collect();
        Some(phrase![
            "a zone opens, with nothing given up, by reading ",
            Phrase::list(each, "and")
        ])
    }

    fn clash(&self, clash: &Clash) -> ClashAnswer {
        let mut something_of = SomethingOf::all(self.demands, &clash.something_of);
        for something in &mut something_of {
            if !something.decides_nothing {
                let says = std::mem::take(&mut something.says);
                something.says = says.with("; once all of it is dropped it accepts any");
            }
        }
        ClashAnswer {
            demands: clash.demands.iter().map(|&each| self.cited(each)).collect(),
            something_of,
            over: clash.over.iter().map(|&term| self.term(term)).collect(),
            by_way_of: BackgroundAnswer::all(&clash.by_way_of, self.demands.vocabulary()),
            apart: clash.apart.as_ref().map(|apart| self.apart(apart)),
        }
    }

    fn cited(&self, demand: Demand) -> CitedDemand {
        let prerequisite = self.demands.prerequisite(demand);
        let policy = self.demands.policy(demand.policy);
        CitedDemand {
            demand: DemandRef::new(self.demands, demand),
            title: (&prerequisite.title).into(),
            cites: CitationAnswer::all(policy, &prerequisite.cites),
        }
    }

    /// How many sets collide, and whether these are all.
    fn sets(&self, deadlock: &Deadlock) -> Phrase {
        let size = |clash: &Clash| clash.demands.len() + clash.something_of.len();
        let read = |clash: &Clash| {
            let mut demands = clash.demands.iter();
            demands.any(|demand| self.demands.every_reading(*demand))
        };
        let count = |of: &dyn Fn(usize) -> bool| {
            let all = deadlock.collisions.iter();
            all.filter(|clash| of(size(clash))).count() as u64
        };
        let collide = match &deadlock.collisions[..] {
            [only] if size(only) == 1 && read(only) => {
                "a demand that cannot be had under every reading at once".into()
            }
            _ => in_words(
                count(&|size| size == 1),
                count(&|size| size == 2),
                count(&|size| size > 2),
            ),
        };
        if deadlock.all {
            collide
        } else if deadlock.unfinished.lacks(Part::Collisions) {
            collide.with("; there may be more")
        } else {
            collide.with("; there are more, none smaller")
        }
    }
}

/// `3 pairs of demands exclude each other, and 1 larger group of demands cannot be had together`.
fn in_words(alone: u64, pairs: u64, larger: u64) -> Phrase {
    let by = if alone == 1 { "itself" } else { "themselves" };
    let demands = Phrase::counted(alone, "demand");
    let alone_says = phrase![demands, " cannot be had by ", by];
    let pairs_say = match pairs {
        1 => "2 demands exclude each other".into(),
        _ => phrase![pairs, " pairs of demands exclude each other"],
    };
    let only = alone + pairs == 0;
    let groups = Phrase::counted(larger, if only { "group" } else { "larger group" });
    let of = if larger == 1 { "them" } else { "each" };
    let larger_say = phrase![
        groups,
        " of demands cannot be had together, though any fewer of ",
        of,
        " could"
    ];
    let all = [
        (alone, alone_says),
        (pairs, pairs_say),
        (larger, larger_say),
    ]
    .into_iter();
    let said = all.filter(|(count, _)| *count > 0).map(|(_, says)| says);
    Phrase::joined(said, ", and ")
}
