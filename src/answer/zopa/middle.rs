//! How what has to be conceded could be shared, and how far apart the sides of a collision are.

use serde::Serialize;

use super::{Asked, GapAnswer, WarnedAnswer};
use crate::answer::compare_policies::ProvidedAnswer;
use crate::answer::{Cells, DemandRef};
use crate::phrase;
use crate::policy::{PolicyId, TermId};
use crate::questions::zopa::{Apart, Between, Share, Shared, Way};
use crate::text::Phrase;

/// Settlements that share what has to be conceded. A party's concession in a settlement is the least
/// number of steps to it from a settlement that this party accepts.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Shared", deny_unknown_fields))]
#[non_exhaustive]
pub struct SharedAnswer {
    /// Parties that accept no settlement at all. If there is one, nothing can be measured.
    pub accept_nothing: Vec<String>,
    /// The same in words; `null` if every party accepts some settlement.
    pub says: Option<Phrase>,
    /// The ways that were found: the least concessions in total, the most even ones (one way if they
    /// are equal), then each party alone.
    pub ways: Vec<WayAnswer>,
}

/// A settlement, and what each party concedes in it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Way", deny_unknown_fields))]
#[non_exhaustive]
pub struct WayAnswer {
    /// Whether all concede as little in total as can be and, of such settlements, the greatest
    /// concession is as small as it can be.
    pub least: bool,
    /// Whether the greatest concession is as small as it can be and, of such settlements, all
    /// concede as little in total as can be.
    pub even: bool,
    /// The party that alone concedes, as little as can be; `null` if all may.
    pub alone: Option<String>,
    /// How many steps all concede together.
    pub total: u64,
    /// The same in words.
    pub says: Phrase,
    /// What each party concedes.
    pub shares: Vec<ShareAnswer>,
    /// What the settlement provides, term by term.
    pub provides: Vec<ProvidedAnswer>,
    /// The warnings that it raises, and those that terms may raise of which it says nothing.
    pub warnings: Vec<WarnedAnswer>,
}

/// What a party concedes in a settlement.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Share", deny_unknown_fields))]
#[non_exhaustive]
pub struct ShareAnswer {
    /// The party.
    pub policy: String,
    /// The least number of steps from a settlement that it accepts.
    pub steps: u64,
    /// Where the settlement departs from such a nearest one.
    pub gaps: Vec<GapAnswer>,
    /// The demands that the settlement leaves unmet.
    pub unmet: Vec<DemandRef>,
    /// Whether it leaves nothing unmet, but nothing of the policy applies and is met.
    pub nothing_met: bool,
    /// The same in words; absent if it concedes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<Phrase>,
}

/// How far apart the sides of a collision are, as if nothing else were asked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Apart", deny_unknown_fields))]
#[non_exhaustive]
pub struct ApartAnswer {
    /// How many steps the sides have to concede together at least.
    pub steps: u64,
    /// What each party concedes if that is shared as evenly as can be, in the order of the parties.
    pub even: Vec<u64>,
    /// What lies between the sides, on each term over which they collide.
    pub terms: Vec<BetweenAnswer>,
}

/// What lies between the sides of a collision on one term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Between", deny_unknown_fields))]
#[non_exhaustive]
pub struct BetweenAnswer {
    /// The term.
    pub term: String,
    /// What each side asks of it.
    pub asked: Vec<AskedCells>,
    /// How many steps the sides have to concede together on this term; `null` where that was not
    /// measured, of a set.
    pub steps: Option<u64>,
    /// What lies between them: no value is nearer to one side and no farther from any; `null` if
    /// nothing does.
    pub between: Option<Cells>,
    /// What of it is in the middle; `null` of a set.
    pub middle: Option<Cells>,
    /// What each side asks, in words.
    pub asked_says: Phrase,
    /// What lies between them, in words.
    pub says: Phrase,
}

/// What a side of a collision asks of a term.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct AskedCells {
    /// The party.
    pub policy: String,
    /// What it asks.
    pub cells: Cells,
}

impl Asked<'_> {
    pub(super) fn shared(&self, shared: &Shared) -> SharedAnswer {
        let mut ways = Vec::new();
        // Both ways are then both.
        let equal = |a: &Way, b: &Way| (a.total(), a.greatest()) == (b.total(), b.greatest());
        match (&shared.least, &shared.even) {
            (Some(least), Some(even)) if equal(least, even) => {
                ways.push(self.way(even, "least in total, and most even", (true, true)));
            }
            (least, even) => {
                let least = least.iter();
                ways.extend(least.map(|way| self.way(way, "least in total", (true, false))));
                let even = even.iter();
                ways.extend(even.map(|way| self.way(way, "most even", (false, true))));
            }
        }
        for (policy, way) in self.demands.policy_ids().zip(&shared.alone) {
            ways.extend(way.iter().map(|way| self.alone_way(policy, way)));
        }
        let accept_nothing = self.policies(&shared.accept_nothing);
        let names = accept_nothing.iter().map(Phrase::name);
        let accept = if accept_nothing.len() == 1 {
            " accepts"
        } else {
            " accept"
        };
        let says = phrase![
            Phrase::list(names, "and"),
            accept,
            " no settlement at all, so it is not said how far anybody would have to concede"
        ];
        SharedAnswer {
            says: (!accept_nothing.is_empty()).then_some(says),
            accept_nothing,
            ways,
        }
    }

    fn way(&self, way: &Way, title: &'static str, (least, even): (bool, bool)) -> WayAnswer {
        let names = self
            .demands
            .policies
            .iter()
            .map(|policy| Phrase::name(&policy.called));
        let shares = names
            .zip(way.steps())
            .map(|(name, steps)| phrase![name, " ", steps]);
        let says = phrase![
            title,
            ": ",
            Phrase::counted(way.total(), "step"),
            " (",
            Phrase::joined(shares, ", "),
            ")"
        ];
        self.way_saying(way, says, (least, even), None)
    }

    fn alone_way(&self, policy: PolicyId, way: &Way) -> WayAnswer {
        let name = &self.demands.policy(policy).called;
        let others = self.demands.policy_ids().filter(|other| *other != policy);
        let others = others.map(|other| Phrase::name(&self.demands.policy(other).called));
        let others: Vec<Phrase> = others.collect();
        let ask = if others.len() == 1 {
            " asks: "
        } else {
            " ask: "
        };
        let says = phrase![
            Phrase::name(name),
            " accepts everything that ",
            Phrase::list(others, "and"),
            ask,
            Phrase::counted(way.total(), "step")
        ];
        self.way_saying(way, says, (false, false), Some(name.clone()))
    }

    fn way_saying(
        &self,
        way: &Way,
        says: Phrase,
        (least, even): (bool, bool),
        alone: Option<String>,
    ) -> WayAnswer {
        let shares = self.demands.policy_ids().zip(&way.shares);
        WayAnswer {
            least,
            even,
            alone,
            total: way.total(),
            says,
            shares: shares
                .map(|(policy, share)| self.share(policy, share))
                .collect(),
            provides: ProvidedAnswer::all(&way.cells, self.demands.vocabulary()),
            warnings: self.warned(&way.warned),
        }
    }

    fn share(&self, policy: PolicyId, share: &Share) -> ShareAnswer {
        let name = &self.demands.policy(policy).called;
        let unmet = DemandRef::all(self.demands, &share.unmet);
        let given = unmet
            .iter()
            .map(|demand| Phrase::name(&demand.prerequisite));
        let given = Phrase::list(given, "and");
        let says = if !share.unmet.is_empty() {
            let steps = Phrase::counted(share.steps, "step");
            Some(phrase![
                Phrase::name(name),
                " gives way on ",
                given,
                " (",
                steps,
                ")"
            ])
        } else if share.nothing_met {
            Some(phrase![
                "nothing of ",
                Phrase::name(name),
                " applies and is met"
            ])
        } else {
            None
        };
        ShareAnswer {
            policy: name.clone(),
            steps: share.steps,
            gaps: share.gaps.iter().map(|gap| self.gap(gap)).collect(),
            unmet,
            nothing_met: share.nothing_met,
            says,
        }
    }

    pub(super) fn apart(&self, apart: &Apart) -> ApartAnswer {
        let between = apart.terms.iter();
        ApartAnswer {
            steps: apart.least.total(),
            even: apart.even.steps().collect(),
            terms: between
                .map(|between| self.between(apart, between))
                .collect(),
        }
    }

    fn between(&self, apart: &Apart, between: &Between) -> BetweenAnswer {
        let kind = &self.demands.vocabulary().term(between.term).kind;
        let asked = self.policies(&apart.sides).into_iter().zip(&between.asked);
        let asked: Vec<AskedCells> = asked
            .map(|(policy, cells)| AskedCells {
                policy,
                cells: Cells::new(cells, kind),
            })
            .collect();
        let cells = |known| Cells::new(known, kind);
        let each = asked
            .iter()
            .map(|asked| phrase![Phrase::name(&asked.policy), " asks ", &asked.cells.says]);
        let (middle, between_cells) = (between.middle.as_ref(), between.between.as_ref());
        BetweenAnswer {
            term: self.term(between.term),
            asked_says: Phrase::joined(each, ", "),
            asked,
            steps: between.steps,
            says: self.between_says(between.term, between),
            between: between_cells.map(cells),
            middle: middle.map(cells),
        }
    }

    /// `in between: de_facto, frozen or deferred; in the middle: frozen`.
    fn between_says(&self, term: TermId, between: &Between) -> Phrase {
        let kind = &self.demands.vocabulary().term(term).kind;
        if between.steps == Some(0) {
            return "on this term alone they could agree".into();
        }
        let Some(cells) = &between.between else {
            return match between.steps {
                None => "how far they are apart is not measured".into(),
                Some(_) => "there is nothing in between".into(),
            };
        };
        let says = phrase!["in between: ", Cells::new(cells, kind).says];
        match &between.middle {
            Some(middle) if middle != cells => {
                phrase![says, "; in the middle: ", Cells::new(middle, kind).says]
            }
            Some(_) | None => says,
        }
    }
}
