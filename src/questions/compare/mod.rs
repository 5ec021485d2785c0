//! How texts compare under one policy: which dominate which, and what each of two leads on.
//!
//! Readings belong to the policy and not to a text, so two texts are looked at under the same reading
//! each time. That is done by prerequisite, since no finding depends on how another one is read.

mod leads;
mod order;
mod share;
mod tipping;

pub use leads::{Ahead, Factor, Factors, Lead, Leads};
pub use order::{Pairs, Ranking, Standing, finding_order, is_sure, standing};
pub use share::share_of_weightings;
pub use tipping::{MetOf, Root, Tipping, Weighed, met_of, share_order, tippings};

use std::cmp::Ordering;

use crate::engine::{AskedId, OutcomeRow, Question, Session, Stake};
use crate::limit::Cancel;
use crate::policy::{PrerequisiteId, ReadingId};
use crate::questions::check::Seen;
use crate::questions::judge::{Case, Judge};
use crate::verdict::{Outcome, Outcomes, Verdict};

/// The most pairs of outcomes of two texts that are compared in a group of prerequisites.
const PAIRS: usize = 2_000_000;
/// The most combinations of readings of a group of prerequisites that are gone through.
const READINGS: usize = 4_096;

/// A text that was judged, as one of two that are compared by the same judge.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// The text.
    pub case: &'a Case<'a>,
    /// What was seen of it.
    pub seen: &'a Seen,
}

/// What each of two texts leads on, in number of prerequisites and in weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// How many prerequisites.
    pub number: Leads,
    /// Their weight.
    pub weight: Leads,
    /// The prerequisites that may apply to one of the texts and not to the other. Neither leads on one
    /// where that is so.
    pub applies_apart: Vec<PrerequisiteId>,
}

/// What is possible on some prerequisites together.
#[derive(Clone, Debug, Default)]
struct Part {
    number: Vec<Lead>,
    weight: Vec<Lead>,
    apart: Vec<PrerequisiteId>,
}

impl Part {
    fn add(&mut self, number: Lead, weight: Lead) {
        self.number.push(number);
        self.weight.push(weight);
    }

    fn is_apart(&mut self, id: PrerequisiteId) {
        if !self.apart.contains(&id) {
            self.apart.push(id);
        }
    }
}

impl Balance {
    fn add(&mut self, mut part: Part) {
        for leads in [&mut part.number, &mut part.weight] {
            leads.sort_unstable();
            leads.dedup();
        }
        self.number.add(&part.number);
        self.weight.add(&part.weight);
        self.applies_apart.extend(part.apart);
    }
}

/// The outcomes of a prerequisite under each reading that is still possible; where it has none, those
/// under its lines.
#[must_use]
pub fn outcomes_read(judge: &Judge<'_>, seen: &Seen, id: PrerequisiteId) -> Vec<Outcomes> {
    let readings = readings_left(judge, id);
    let each = readings.into_iter();
    each.map(|reading| outcomes_if_read(seen, id, reading))
        .collect()
}

/// The readings of a prerequisite that are still possible; of one that has none, none.
pub(crate) fn readings_left(judge: &Judge<'_>, id: PrerequisiteId) -> Vec<Option<ReadingId>> {
    let prerequisite = judge.policy.prerequisite(id);
    match judge.choice.of(id) {
        Some(settled) => vec![Some(settled)],
        None if prerequisite.readings.is_empty() => vec![None],
        None => prerequisite.reading_ids().map(Some).collect(),
    }
}

fn outcomes_if_read(seen: &Seen, id: PrerequisiteId, reading: Option<ReadingId>) -> Outcomes {
    match reading {
        Some(reading) => seen.by_reading[id.index()][reading.index()],
        None => seen.outcomes[id.index()],
    }
}

/// What each of two texts leads on by the findings on these prerequisites, under any readings.
#[must_use]
pub fn lead_by_findings(pair: [Judged<'_>; 2], of: &[PrerequisiteId]) -> Balance {
    let judge = pair[0].case.judge;
    let mut balance = Balance::default();
    for &id in of {
        let weight = judge.policy.prerequisite(id).weight;
        let mut part = Part::default();
        for reading in readings_left(judge, id) {
            let verdicts = pair.map(|text| outcomes_if_read(text.seen, id, reading).verdict());
            let lead = match finding_order(verdicts[0], verdicts[1]) {
                Some(order) => lead_of(order, 1),
                None => {
                    part.is_apart(id);
                    Lead::default()
                }
            };
            part.add(lead, times(lead, weight));
        }
        balance.add(part);
    }
    balance
}

/// The same, however the two texts are completed; `None` if too much is open. A text leads where it
/// meets what the other does not.
///
/// Groups of prerequisites that share no term are independent, and so are the completions of the two
/// texts. In each group all outcomes of either text are gone through under the same readings.
#[must_use]
pub fn lead_over_completions(
    pair: [Judged<'_>; 2],
    of: &[PrerequisiteId],
    cancel: &Cancel,
) -> Option<Balance> {
    let judge = pair[0].case.judge;
    let session = &judge.engine.session(cancel);
    let mut balance = Balance::default();
    for group in &judge.groups {
        let of: Vec<(AskedId, Stake)> = (group.prerequisites())
            .filter(|(id, _)| of.contains(&judge.prerequisite(*id)))
            .collect();
        if !of.is_empty() {
            balance.add(part(pair, group, &of, session)?);
        }
    }
    balance.applies_apart.sort_unstable();
    Some(balance)
}

/// What is possible in a group of prerequisites.
fn part<'a>(
    pair: [Judged<'a>; 2],
    group: &Question<'a>,
    of: &[(AskedId, Stake)],
    session: &Session<'_, 'a>,
) -> Option<Part> {
    let judge = pair[0].case.judge;
    let ids: Vec<PrerequisiteId> = of.iter().map(|(id, _)| judge.prerequisite(*id)).collect();
    let mut part = Part::default();
    let mut pairs = 0;
    for readings in combinations(pair, &ids)? {
        let rows = pair.map(|text| rows(text, group, of, &readings, session));
        let [Some(first), Some(second)] = rows else {
            return None;
        };
        pairs += first.len() * second.len();
        if pairs > PAIRS {
            return None;
        }
        for first in &first {
            for second in &second {
                let (mut number, mut weight) = (Lead::default(), Lead::default());
                for (at, &id) in ids.iter().enumerate() {
                    let Some(order) = outcome_order(first[at], second[at]) else {
                        part.is_apart(id);
                        continue;
                    };
                    let counts = judge.policy.prerequisite(id).weight;
                    number = number.plus(lead_of(order, 1));
                    weight = weight.plus(lead_of(order, counts));
                }
                part.add(number, weight);
            }
        }
        for leads in [&mut part.number, &mut part.weight] {
            leads.sort_unstable();
            leads.dedup();
        }
    }
    Some(part)
}

/// The combinations of readings of some prerequisites. Of readings under which both texts come out in
/// the same one way, one is gone through.
fn combinations(
    pair: [Judged<'_>; 2],
    ids: &[PrerequisiteId],
) -> Option<Vec<Vec<Option<ReadingId>>>> {
    let judge = pair[0].case.judge;
    let mut all: Vec<Vec<Option<ReadingId>>> = vec![Vec::new()];
    for &id in ids {
        let mut told: Vec<[Outcome; 2]> = Vec::new();
        let mut readings = readings_left(judge, id);
        readings.retain(|&reading| {
            let single = pair.map(|text| outcomes_if_read(text.seen, id, reading).single());
            let [Some(first), Some(second)] = single else {
                return true;
            };
            let is_new = !told.contains(&[first, second]);
            told.push([first, second]);
            is_new
        });
        if all.len() * readings.len() > READINGS {
            return None;
        }
        let with = |begun: &Vec<Option<ReadingId>>| {
            let begun = begun.clone();
            let each = readings.clone().into_iter();
            each.map(move |reading| [&begun[..], &[reading]].concat())
        };
        all = all.iter().flat_map(with).collect();
    }
    Some(all)
}

/// The outcomes of some prerequisites of a group in each completion of a text, under these readings;
/// `None` if that is too much.
fn rows<'a>(
    text: Judged<'a>,
    group: &Question<'a>,
    of: &[(AskedId, Stake)],
    readings: &[Option<ReadingId>],
    session: &Session<'_, 'a>,
) -> Option<Vec<Vec<Outcome>>> {
    let judge = text.case.judge;
    let mut region = text.case.region.clone();
    let mut settled: Vec<Option<Outcome>> = Vec::new();
    let mut open: Vec<AskedId> = Vec::new();
    for (&(asked, _), &reading) in of.iter().zip(readings) {
        let id = judge.prerequisite(asked);
        let single = outcomes_if_read(text.seen, id, reading).single();
        if single.is_none() {
            open.push(asked);
        }
        if let (Some(var), Some(reading)) = (judge.reading_var(id), reading) {
            region.fix(var, reading.index());
        }
        settled.push(single);
    }
    let found = match &open[..] {
        [] => vec![OutcomeRow::default()],
        open => session.rows(&group.only(open), &region)?,
    };
    let row = |row: &OutcomeRow| {
        let mut place = 0;
        let each = settled.iter().map(|settled| {
            settled.unwrap_or_else(|| {
                place += 1;
                row.at(place - 1)
            })
        });
        each.collect()
    };
    Some(found.iter().map(row).collect())
}

/// How one outcome stands to another; `None` where only one of them applies.
fn outcome_order(first: Outcome, second: Outcome) -> Option<Ordering> {
    let verdict = |outcome| Outcomes::only(outcome).verdict();
    finding_order(verdict(first), verdict(second))
}

fn lead_of(order: Ordering, counts: u64) -> Lead {
    match order {
        Ordering::Greater => Lead {
            first: counts,
            second: 0,
        },
        Ordering::Less => Lead {
            first: 0,
            second: counts,
        },
        Ordering::Equal => Lead::default(),
    }
}

fn times(lead: Lead, weight: u64) -> Lead {
    Lead {
        first: lead.first * weight,
        second: lead.second * weight,
    }
}

/// What is found on a text under each reading of some prerequisites that is possible, one after
/// another.
#[must_use]
pub fn findings(judge: &Judge<'_>, seen: &Seen, of: &[PrerequisiteId]) -> Vec<Verdict> {
    let each = of.iter().flat_map(|&id| outcomes_read(judge, seen, id));
    each.map(Outcomes::verdict).collect()
}

/// The same where the prerequisites that have a reading of this name, and none that is settled, are
/// read so. (The other readings are passed over, not asked about anew.)
#[must_use]
pub fn findings_read(
    judge: &Judge<'_>,
    seen: &Seen,
    of: &[PrerequisiteId],
    name: &str,
) -> Vec<Verdict> {
    let each = of.iter().flat_map(|&id| {
        let prerequisite = judge.policy.prerequisite(id);
        let mut left = readings_left(judge, id);
        if let Some(named) = prerequisite.find_reading(name)
            && left.contains(&Some(named))
        {
            left = vec![Some(named)];
        }
        let each = left.into_iter();
        each.map(move |reading| outcomes_if_read(seen, id, reading).verdict())
    });
    each.collect()
}

/// The names of the readings of some prerequisites of each policy that are not settled, in the order in
/// which they occur.
#[must_use]
pub fn names_of_readings<'a>(
    of: impl Iterator<Item = (&'a Judge<'a>, &'a [PrerequisiteId])>,
) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (judge, ids) in of {
        let unsettled = ids.iter().filter(|&&id| judge.choice.of(id).is_none());
        for reading in unsettled.flat_map(|&id| &judge.policy.prerequisite(id).readings) {
            if !names.contains(&reading.name) {
                names.push(reading.name.clone());
            }
        }
    }
    names
}
