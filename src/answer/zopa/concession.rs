//! What would open a zone.

use crate::policy::{PolicyId, ReadingId};
use serde::{Serialize, Serializer};

use super::Asked;
use crate::answer::demand::called;
use crate::answer::{Cells, DemandRef};
use crate::phrase;
use crate::questions::demands::Demand;
use crate::questions::zopa::{Concession, Gap};
use crate::text::Phrase;

/// What opens a zone if one policy alone concedes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AloneAnswer {
    /// The policy.
    pub policy: String,
    /// Its cheapest concession; `None` if it opens no zone alone.
    pub concession: Option<ConcessionAnswer>,
    /// The same in words.
    pub says: Phrase,
}

/// What each policy alone would have to give up, as it is serialised.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct AloneJson<'a> {
    /// For each policy, as far as that was found, the cheapest concession if it alone concedes;
    /// `null` if that opens no zone.
    alone: Vec<Option<&'a ConcessionAnswer>>,
    /// The same in words.
    alone_says: Vec<&'a Phrase>,
}

pub(super) fn conceded_and_said<S: Serializer>(
    all: &[AloneAnswer],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    AloneJson {
        alone: all.iter().map(|each| each.concession.as_ref()).collect(),
        alone_says: all.iter().map(|each| &each.says).collect(),
    }
    .serialize(serializer)
}

/// Demands that have to be dropped or loosened for a zone to open.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Concession", deny_unknown_fields))]
#[non_exhaustive]
pub struct ConcessionAnswer {
    /// The demands to drop.
    pub drop: Vec<DemandRef>,
    /// Policies that would have to accept a text to which nothing of them applies but what they drop.
    pub something_of: Vec<String>,
    /// What to give up, in words: `drop a and b`.
    pub says: Phrase,
    /// Where it is least to loosen them instead; `null` where what they ask cannot be had together,
    /// so that nothing can be measured.
    pub gaps: Option<Vec<GapAnswer>>,
    /// How many steps all gaps have together; `null` where nothing can be measured.
    pub steps: Option<u64>,
    /// Readings under which a demand need not be dropped.
    pub or_read: Vec<ReadAnswer>,
    /// What may be done instead, in words: how far to loosen the demands, or how to read them.
    pub instead: Vec<Phrase>,
}

/// A term on which a loosened demand would have to take less than it asks.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Gap", deny_unknown_fields))]
#[non_exhaustive]
pub struct GapAnswer {
    /// The term.
    pub term: String,
    /// What the dropped demands ask.
    pub asked: Cells,
    /// What they would have to take.
    pub offered: Cells,
    /// How many steps lie between them.
    pub steps: u64,
    /// The same in words.
    pub says: Phrase,
}

/// A reading under which a demand need not be dropped.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Read", deny_unknown_fields))]
#[non_exhaustive]
pub struct ReadAnswer {
    /// The demand.
    pub demand: DemandRef,
    /// The name of the reading.
    pub reading: String,
}

impl Asked<'_> {
    pub(super) fn concession(&self, concession: &Concession) -> ConcessionAnswer {
        let gaps = concession.gaps.as_ref();
        let gaps: Option<Vec<GapAnswer>> =
            gaps.map(|gaps| gaps.iter().map(|gap| self.gap(gap)).collect());
        ConcessionAnswer {
            drop: DemandRef::all(self.demands, &concession.drop),
            something_of: self.policies(&concession.something_of),
            says: self.giving(concession),
            instead: self.instead_of(concession, gaps.as_deref()),
            gaps,
            steps: concession.steps(),
            or_read: self.read(&concession.or_read),
        }
    }

    /// Demands, each with a reading.
    pub(super) fn read(&self, each: &[(Demand, ReadingId)]) -> Vec<ReadAnswer> {
        let each = each.iter();
        each.map(|(demand, reading)| ReadAnswer {
            demand: DemandRef::new(self.demands, *demand),
            reading: self.reading(*demand, *reading),
        })
        .collect()
    }

    pub(super) fn gap(&self, gap: &Gap) -> GapAnswer {
        let term = self.demands.vocabulary().term(gap.term);
        let asked = Cells::new(&gap.asked, &term.kind);
        let offered = Cells::new(&gap.offered, &term.kind);
        GapAnswer {
            term: term.name.clone(),
            says: self.instead(gap.term, &offered.says, &asked.says, gap.steps),
            asked,
            offered,
            steps: gap.steps,
        }
    }

    pub(super) fn reading(&self, demand: Demand, reading: ReadingId) -> String {
        let prerequisite = self.demands.prerequisite(demand);
        prerequisite.reading(reading).name.clone()
    }

    /// `drop a and b`.
    fn giving(&self, concession: &Concession) -> Phrase {
        let drop = concession.drop.iter();
        let names: Vec<Phrase> = drop.map(|demand| called(self.demands, *demand)).collect();
        let mut all = Vec::new();
        if !names.is_empty() {
            all.push(phrase!["drop ", Phrase::list(names, "and")]);
        }
        for &policy in &concession.something_of {
            let name = Phrase::name(&self.demands.policy(policy).called);
            all.push(if self.demands.decides_nothing(policy) {
                phrase!["leave ", name, " out"]
            } else {
                let own = concession.drop.iter().any(|demand| demand.policy == policy);
                let nothing = if own { "nothing else" } else { "nothing" };
                phrase!["accept texts to which ", nothing, " of ", name, " applies"]
            });
        }
        Phrase::list(all, "and")
    }

    /// How far what is dropped would have to be loosened, or how to read it, instead.
    fn instead_of(&self, concession: &Concession, gaps: Option<&[GapAnswer]>) -> Vec<Phrase> {
        let mut lines = Vec::new();
        let alone = concession.drop.len() == 1;
        let it = if alone { "it" } else { "them" };
        match gaps {
            Some([]) => {}
            Some(gaps) => {
                let gaps = Phrase::list(gaps.iter().map(|gap| &gap.says), "and");
                lines.push(phrase!["or loosen ", it, ": ", gaps]);
            }
            None => {
                let mut drop = concession.drop.iter();
                let read = drop.any(|demand| self.demands.every_reading(*demand));
                let asked = match (alone, read) {
                    (true, false) => "what it asks cannot be had by itself",
                    (true, true) => "what it asks cannot be had under every reading at once",
                    (false, false) => "what they ask cannot be had together",
                    (false, true) => "what they ask cannot be had together under every reading",
                };
                let so = ", so how far to loosen ";
                lines.push(phrase![asked, so, it, " is not said"]);
            }
        }
        for (demand, reading) in &concession.or_read {
            let name = Phrase::code(self.reading(*demand, *reading));
            let called = called(self.demands, *demand);
            let rest = if alone {
                ", which resolves it"
            } else {
                "; it need not be dropped then"
            };
            lines.push(phrase!["or read ", called, " as ", name, rest]);
        }
        lines
    }

    pub(super) fn alone(&self, policy: PolicyId, concession: Option<&Concession>) -> AloneAnswer {
        AloneAnswer {
            policy: self.demands.policy(policy).called.clone(),
            concession: concession.map(|concession| self.concession(concession)),
            says: self.alone_says(policy, concession),
        }
    }

    fn alone_says(&self, policy: PolicyId, concession: Option<&Concession>) -> Phrase {
        let name = Phrase::name(&self.demands.policy(policy).called);
        let Some(concession) = concession else {
            let others = self.demands.policy_ids().zip(&self.demands.policies);
            let others: Vec<&str> = others
                .filter(|(other, _)| *other != policy)
                .map(|(_, other)| other.name.as_str())
                .collect();
            let rest = match others[..] {
                [other] => phrase![
                    "what ",
                    Phrase::name(other),
                    " asks cannot be had by itself"
                ],
                _ => "the others collide without it".into(),
            };
            return phrase![name, " alone cannot open a zone: ", rest];
        };
        if self.demands.decides_nothing(policy) {
            return phrase!["leaving out ", name, ", which asks nothing that decides"];
        }
        let giving = self.giving(concession);
        let says = phrase![name, " alone would have to ", giving];
        match concession.steps() {
            None | Some(0) => says,
            Some(steps) => phrase![says, ", or loosen that by ", Phrase::counted(steps, "step")],
        }
    }
}
