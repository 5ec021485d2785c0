//! The same for programs.

use serde::Serialize;

use super::Negotiated;
use crate::policy::{Policy, TermId};
use crate::proposal::Knowledge;
use crate::questions::demands::Demand;
use crate::questions::zopa::{Amount, Clash, Concession, Departure, Gap, Room, Zopa};
use crate::render::background::BackgroundJson;
use crate::render::cells::CellsJson;
use crate::render::json::{Cites, ErrorJson, Named, cites, document};
use crate::render::repair::DemandJson;
use crate::render::unfinished::UnfinishedJson;
use crate::text::Diagnostic;

/// The answer and errors of one run as one JSON document, with a line break at its end.
#[must_use]
pub fn zopa_json(
    policies: &[&Policy],
    answer: Option<&Negotiated<'_>>,
    errors: &[Diagnostic],
) -> String {
    document(&Document {
        format: 1,
        policies: policies.iter().map(|policy| Named::from(*policy)).collect(),
        zone: answer.map(|answer| matches!(answer.zopa, Zopa::Zone(_))),
        settlements: answer.and_then(Negotiated::zone_json),
        deadlock: answer.and_then(Negotiated::deadlock_json),
        unfinished: answer.map_or_else(Vec::new, |answer| UnfinishedJson::all(answer.unfinished())),
        errors: errors.iter().map(ErrorJson::from).collect(),
    })
}

/// What `servanda zopa --format json` prints.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(in crate::render) struct Document<'a> {
    /// The version of this format.
    format: u32,
    policies: Vec<Named<'a>>,
    /// Whether some settlement is accepted by all; `null` if there was no answer.
    zone: Option<bool>,
    /// The settlements that all accept; `null` where there is no zone.
    settlements: Option<ZoneJson<'a>>,
    /// Why there is no zone; `null` where there is one.
    deadlock: Option<DeadlockJson<'a>>,
    /// Parts of the answer that are not finished; all that it holds is proved.
    unfinished: Vec<UnfinishedJson>,
    /// Inputs that could not be read, and limits that were met before an answer.
    errors: Vec<ErrorJson<'a>>,
}

/// The settlements that all accept.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ZoneJson<'a> {
    /// How many they are.
    count: AmountJson,
    /// How many settlements the vocabulary allows.
    of: AmountJson,
    /// What each term can still be, as far as that was found.
    terms: Vec<RoomJson<'a>>,
    /// An acceptable settlement, and none is nearer to the drafts unless that is unfinished.
    compromise: CompromiseJson<'a>,
}

/// A whole number in decimal digits; `low` and `high` differ where it was not counted exactly.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct AmountJson {
    low: String,
    high: String,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct RoomJson<'a> {
    term: &'a str,
    /// Whether some acceptable settlement has each of its cells.
    anything: bool,
    /// It has no others.
    cells: CellsJson,
    /// Whether some acceptable settlement has each of these; not found out of a set that can be too
    /// many things.
    exact: bool,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CompromiseJson<'a> {
    /// The steps from each draft, times their prices.
    steps: Vec<StepsJson<'a>>,
    provides: Vec<ProvidedJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct StepsJson<'a> {
    from: &'a str,
    steps: u64,
    /// Where the settlement has a cell that the draft does not leave possible.
    departures: Vec<DepartureJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct DepartureJson<'a> {
    term: &'a str,
    /// What the draft leaves possible.
    from: CellsJson,
    /// What the settlement has, in the words of the language; `null` if the term does not arise.
    to: Option<String>,
    /// How many steps that is, whatever they cost; 0 if whether the term arises follows from others.
    steps: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ProvidedJson<'a> {
    term: &'a str,
    /// In the words of the language; `null` where the term does not arise.
    value: Option<String>,
}

/// Why there is no zone.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct DeadlockJson<'a> {
    /// Smallest sets of demands that no settlement accepts together.
    collisions: Vec<ClashJson<'a>>,
    /// Whether these are all such sets.
    all: bool,
    /// A zone opens if one way is taken of each choice.
    choices: Vec<ChoiceJson<'a>>,
    /// For each policy, as far as that was found, the cheapest concession if it alone concedes;
    /// `null` if that opens no zone.
    alone: Vec<Option<ConcessionJson<'a>>>,
}

/// Collisions that have demands in common, and the cheapest ways out of them.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ChoiceJson<'a> {
    /// The collisions, as indexes.
    collisions: &'a [usize],
    /// Concessions of the fewest demands, those of the smallest gap first.
    ways: Vec<ConcessionJson<'a>>,
    /// Whether these are all concessions of so few demands.
    all: bool,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ClashJson<'a> {
    demands: Vec<CitedDemand<'a>>,
    /// Policies of which something must apply and be met, unless all of it is dropped.
    something_of: Vec<&'a str>,
    /// Terms that two of the demands look at.
    over: Vec<&'a str>,
    /// The fewest pieces of background knowledge without which they would not collide.
    by_way_of: Vec<BackgroundJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct CitedDemand<'a> {
    demand: DemandJson<'a>,
    title: &'a str,
    cites: Vec<Cites<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ConcessionJson<'a> {
    /// The demands to drop.
    drop: Vec<DemandJson<'a>>,
    /// Policies that would have to accept a text to which nothing of them applies but what they drop.
    something_of: Vec<&'a str>,
    /// Where it is least to loosen them instead; `null` where what they ask cannot be had together,
    /// so that nothing can be measured.
    gaps: Option<Vec<GapJson<'a>>>,
    /// Readings under which a demand need not be dropped.
    or_read: Vec<ReadJson<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct GapJson<'a> {
    term: &'a str,
    /// What the dropped demands ask.
    asked: CellsJson,
    /// What they would have to take.
    offered: CellsJson,
    steps: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
struct ReadJson<'a> {
    demand: DemandJson<'a>,
    reading: &'a str,
}

impl From<&Amount> for AmountJson {
    fn from(amount: &Amount) -> Self {
        Self {
            low: amount.low.to_string(),
            high: amount.high.to_string(),
        }
    }
}

impl<'a> Negotiated<'a> {
    fn zone_json(&self) -> Option<ZoneJson<'a>> {
        let Zopa::Zone(zone) = self.zopa else {
            return None;
        };
        let vocabulary = self.demands.vocabulary();
        let room = |(term, room): (TermId, &Room)| {
            let term = vocabulary.term(term);
            RoomJson {
                term: &term.name,
                anything: room.exact && room.within == Knowledge::unknown(term),
                cells: CellsJson::new(&room.within, &term.kind),
                exact: room.exact,
            }
        };
        let provided = |&(term, cell): &(TermId, Option<u64>)| {
            let term = vocabulary.term(term);
            ProvidedJson {
                term: &term.name,
                value: cell.map(|cell| term.kind.show(cell)),
            }
        };
        let departure = |left: &Departure| {
            let term = vocabulary.term(left.term);
            DepartureJson {
                term: &term.name,
                from: CellsJson::new(&left.from, &term.kind),
                to: left.to.map(|cell| term.kind.show(cell)),
                steps: left.steps,
            }
        };
        let each = self.starts.iter().zip(&zone.compromise.departures);
        let steps = each.zip(&zone.compromise.steps);
        Some(ZoneJson {
            count: (&zone.settlements).into(),
            of: (&zone.of).into(),
            terms: vocabulary.ids().zip(&zone.room).map(room).collect(),
            compromise: CompromiseJson {
                steps: steps
                    .map(|((start, departures), &steps)| StepsJson {
                        from: &start.id,
                        steps,
                        departures: departures.iter().map(departure).collect(),
                    })
                    .collect(),
                provides: zone.compromise.cells.iter().map(provided).collect(),
            },
        })
    }

    fn deadlock_json(&self) -> Option<DeadlockJson<'a>> {
        let Zopa::Deadlock(deadlock) = self.zopa else {
            return None;
        };
        Some(DeadlockJson {
            collisions: deadlock
                .collisions
                .iter()
                .map(|clash| self.clash_json(clash))
                .collect(),
            all: deadlock.all,
            choices: (deadlock.choices.iter())
                .map(|choice| ChoiceJson {
                    collisions: &choice.collisions,
                    ways: (choice.ways.iter())
                        .map(|way| self.concession_json(way))
                        .collect(),
                    all: choice.all,
                })
                .collect(),
            alone: (deadlock.alone.iter())
                .map(|alone| alone.as_ref().map(|alone| self.concession_json(alone)))
                .collect(),
        })
    }

    fn clash_json(&self, clash: &Clash) -> ClashJson<'a> {
        let demand = |&demand: &Demand| {
            let prerequisite = self.demands.prerequisite(demand);
            CitedDemand {
                demand: DemandJson::new(self.demands, demand),
                title: &prerequisite.title,
                cites: cites(self.demands.policies[demand.policy], &prerequisite.cites),
            }
        };
        ClashJson {
            demands: clash.demands.iter().map(demand).collect(),
            something_of: self.names(&clash.something_of),
            over: (clash.over.iter())
                .map(|&term| self.demands.vocabulary().term(term).name.as_str())
                .collect(),
            by_way_of: BackgroundJson::all(&clash.by_way_of, self.demands.vocabulary()),
        }
    }

    fn concession_json(&self, concession: &Concession) -> ConcessionJson<'a> {
        let gap = |gap: &Gap| {
            let term = self.demands.vocabulary().term(gap.term);
            GapJson {
                term: &term.name,
                asked: CellsJson::new(&gap.asked, &term.kind),
                offered: CellsJson::new(&gap.offered, &term.kind),
                steps: gap.steps,
            }
        };
        let read = |&(demand, reading): &(Demand, usize)| ReadJson {
            demand: DemandJson::new(self.demands, demand),
            reading: &self.demands.prerequisite(demand).readings[reading].name,
        };
        ConcessionJson {
            drop: (concession.drop.iter())
                .map(|&demand| DemandJson::new(self.demands, demand))
                .collect(),
            something_of: self.names(&concession.something_of),
            gaps: (concession.gaps.as_ref()).map(|gaps| gaps.iter().map(gap).collect()),
            or_read: concession.or_read.iter().map(read).collect(),
        }
    }

    fn names(&self, policies: &[usize]) -> Vec<&'a str> {
        policies
            .iter()
            .map(|&policy| self.demands.policies[policy].name.as_str())
            .collect()
    }
}
