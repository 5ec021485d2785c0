//! Zones of possible agreement: what is left, or who collides with whom over what.

mod concession;
mod deadlock;
mod middle;
mod warned;
mod zone;

use serde::Serialize;

use super::{DemandRef, Party, ProposalRef, UnfinishedPart};
use crate::phrase;
use crate::policy::{PolicyId, TermId};
use crate::proposal::Proposal;
use crate::questions::demands::Demands;
use crate::questions::zopa::Zopa;
use crate::text::Phrase;

pub use concession::{AloneAnswer, ConcessionAnswer, GapAnswer, ReadAnswer};
pub use deadlock::{CitedDemand, ClashAnswer, DeadlockAnswer, WaysOut};
pub use middle::{ApartAnswer, AskedCells, BetweenAnswer, ShareAnswer, SharedAnswer, WayAnswer};
pub use warned::WarnedAnswer;
pub use zone::{Amount, CompromiseAnswer, DepartureAnswer, DistanceFrom, RoomAnswer, ZoneAnswer};

/// What `servanda zopa` answers; without an answer `zone` is `null`.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Zopa", deny_unknown_fields))]
#[non_exhaustive]
pub struct ZopaAnswer {
    /// The policies, with how much each asks; none if there was no answer.
    pub parties: Vec<Party>,
    /// The prerequisites that do not decide. No settlement has to meet them.
    pub set_aside: Vec<DemandRef>,
    /// The drafts that the compromise starts from.
    pub starts: Vec<ProposalRef>,
    /// Whether some settlement is accepted by all; `null` if there was no answer.
    pub zone: Option<bool>,
    /// The settlements that all accept; `null` where there is no zone.
    pub settlements: Option<ZoneAnswer>,
    /// Why there is no zone; `null` where there is one.
    pub deadlock: Option<DeadlockAnswer>,
    /// Parts of the answer that are not finished; all that it holds is proved.
    pub unfinished: Vec<UnfinishedPart>,
}

impl ZopaAnswer {
    /// The text of a proposal of this name that provides what the compromise does; `None` if there is
    /// no zone.
    #[must_use]
    pub fn compromise(&self, name: &str) -> Option<String> {
        let compromise = &self.settlements.as_ref()?.compromise;
        let names: Vec<&str> = (self.parties.iter())
            .map(|party| party.policy.as_str())
            .collect();
        let title = format!("A settlement accepted by {}", names.join(", "));
        Some(compromise.text(name, &title))
    }
}

/// Whether some policies leave a zone. `starts` are the drafts that the compromise was sought from.
#[must_use]
pub fn zopa(demands: &Demands<'_>, starts: &[Proposal], zopa: &Zopa) -> ZopaAnswer {
    let asked = Asked { demands };
    let mut answer = ZopaAnswer {
        parties: Party::all(demands),
        set_aside: DemandRef::all(demands, &demands.advisory()),
        starts: starts.iter().map(ProposalRef::new).collect(),
        ..ZopaAnswer::default()
    };
    let unfinished = match zopa {
        Zopa::Zone(zone) => {
            answer.zone = Some(true);
            answer.settlements = Some(asked.zone(starts, zone));
            &zone.unfinished
        }
        Zopa::Deadlock(deadlock) => {
            answer.zone = Some(false);
            answer.deadlock = Some(asked.deadlock(deadlock));
            &deadlock.unfinished
        }
    };
    answer.unfinished = UnfinishedPart::all(unfinished);
    answer
}

/// The policies that are asked about.
struct Asked<'a> {
    demands: &'a Demands<'a>,
}

impl Asked<'_> {
    fn term(&self, term: TermId) -> String {
        self.demands.vocabulary().term(term).name.clone()
    }

    fn policies(&self, ids: &[PolicyId]) -> Vec<String> {
        let each = ids.iter();
        each.map(|&policy| self.demands.policy(policy).called.clone())
            .collect()
    }

    /// `nato_path renounced instead of invitation (2 steps)`.
    fn instead(&self, term: TermId, to: &Phrase, of: &Phrase, steps: u64) -> Phrase {
        let name = Phrase::name(self.term(term));
        let steps = match steps {
            0 => "follows from other terms".into(),
            steps => Phrase::counted(steps, "step"),
        };
        phrase![name, " ", to, " instead of ", of, " (", steps, ")"]
    }
}
