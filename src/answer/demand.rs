//! What several policies demand together.

use crate::policy::{PolicyId, WarningId};
use serde::{Serialize, Serializer};

use crate::phrase;
use crate::questions::demands::{Demand, Demands};
use crate::text::{Phrase, Untrusted};

/// A prerequisite of one of the policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "Demand", deny_unknown_fields))]
#[non_exhaustive]
pub struct DemandRef {
    /// The policy.
    pub policy: String,
    /// The prerequisite.
    pub prerequisite: String,
    /// What it asks; absent if not said.
    #[serde(skip_serializing_if = "Untrusted::is_empty")]
    pub title: Untrusted,
}

/// That something of a policy must apply and be met, for it accepts no text to which nothing of it
/// applies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SomethingOf {
    /// The policy.
    pub policy: String,
    /// The same in words, with what could apply.
    pub says: Phrase,
    /// Whether the policy asks nothing that decides, so that no text is met by it.
    pub decides_nothing: bool,
}

/// One of the policies that are asked about together.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Party {
    /// The policy.
    pub policy: String,
    /// What it asks about; empty if not said.
    pub title: Untrusted,
    /// How much it asks, in words.
    pub asks: Phrase,
    /// How many prerequisites decide; if none does, no text is met by it.
    pub deciding: usize,
    /// How many prerequisites do not decide.
    pub advisory: usize,
}

/// A warning of one of several policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningRef {
    /// The policy.
    pub policy: String,
    /// Its warning.
    pub warning: String,
    /// What it is about; empty if not said.
    pub title: Untrusted,
}

impl WarningRef {
    pub(super) fn new(demands: &Demands<'_>, policy: PolicyId, warning: WarningId) -> Self {
        let policy = demands.policy(policy);
        let warning = policy.warning(warning);
        Self {
            policy: policy.called.clone(),
            warning: warning.name.clone(),
            title: (&warning.title).into(),
        }
    }

    /// `policy.warning`, or the warning alone where there is one policy.
    #[must_use]
    pub fn called(&self, several: bool) -> Phrase {
        called_of(&self.policy, &self.warning, several)
    }
}

impl DemandRef {
    pub(super) fn new(demands: &Demands<'_>, demand: Demand) -> Self {
        let prerequisite = demands.prerequisite(demand);
        Self {
            policy: demands.policy(demand.policy).called.clone(),
            prerequisite: prerequisite.name.clone(),
            title: (&prerequisite.title).into(),
        }
    }

    pub(super) fn all(demands: &Demands<'_>, all: &[Demand]) -> Vec<Self> {
        let each = all.iter();
        each.map(|&demand| Self::new(demands, demand)).collect()
    }

    /// Its name, with that of its policy where `several` are asked about.
    #[must_use]
    pub fn called(&self, several: bool) -> Phrase {
        called_of(&self.policy, &self.prerequisite, several)
    }
}

/// A name, after that of its policy where there are several.
fn called_of(policy: &str, name: &str, several: bool) -> Phrase {
    let name = Phrase::name(name);
    if several {
        phrase![Phrase::name(policy), ".", name]
    } else {
        name
    }
}

/// The name of a prerequisite, with that of its policy where there are several.
pub(super) fn called(demands: &Demands<'_>, demand: Demand) -> Phrase {
    DemandRef::new(demands, demand).called(demands.policies.len() > 1)
}

impl SomethingOf {
    pub(super) fn all(demands: &Demands<'_>, policies: &[PolicyId]) -> Vec<Self> {
        let each = policies.iter();
        each.map(|&policy| Self::new(demands, policy)).collect()
    }

    pub(super) fn new(demands: &Demands<'_>, policy: PolicyId) -> Self {
        let name = &demands.policy(policy).called;
        let decides_nothing = demands.decides_nothing(policy);
        let says = if decides_nothing {
            phrase![
                Phrase::name(name),
                " asks nothing that decides, so no text is met by it"
            ]
        } else {
            phrase![
                "something of ",
                Phrase::name(name),
                " (",
                what_could_apply(demands, policy),
                ") has to apply and be met: ",
                Phrase::name(name),
                " accepts no settlement to which nothing of it applies"
            ]
        };
        Self {
            policy: name.clone(),
            says,
            decides_nothing,
        }
    }
}

/// The prerequisites of a policy that decide, by name if they are few.
fn what_could_apply(demands: &Demands<'_>, policy: PolicyId) -> Phrase {
    const FEW: usize = 4;
    let deciding = demands.policy(policy).prerequisites.iter();
    let names: Vec<Phrase> = deciding
        .filter(|each| !each.advisory)
        .map(|each| Phrase::name(&each.name))
        .collect();
    match names.len() {
        ..=FEW => Phrase::list(names, "or"),
        more => phrase!["any of its ", more, " prerequisites"],
    }
}

/// Two fields: the names of the policies, and the same in words.
pub(super) fn named_and_said<S: Serializer>(
    all: &[SomethingOf],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    SomethingJson {
        something_of: all.iter().map(|each| each.policy.as_str()).collect(),
        something_says: all.iter().map(|each| &each.says).collect(),
    }
    .serialize(serializer)
}

/// Policies of which something must apply and be met.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub(super) struct SomethingJson<'a> {
    /// Policies of which something must apply and be met.
    something_of: Vec<&'a str>,
    /// The same in words, with what could apply.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    something_says: Vec<&'a Phrase>,
}

impl Party {
    pub(super) fn all(demands: &Demands<'_>) -> Vec<Self> {
        let each = demands.policy_ids();
        each.map(|policy| Self::new(demands, policy)).collect()
    }

    fn new(demands: &Demands<'_>, id: PolicyId) -> Self {
        let policy = demands.policy(id);
        let all = policy.prerequisites.len();
        let advisory = policy.prerequisites.iter();
        let advisory = advisory.filter(|each| each.advisory).count();
        let asks = if demands.decides_nothing(id) {
            let advisory = Phrase::counted(advisory as u64, "advisory prerequisite");
            advisory.with(", nothing that decides")
        } else {
            let asks = Phrase::counted((all - advisory) as u64, "prerequisite");
            match demands.count_every_reading(id) {
                0 => asks,
                several => phrase![asks, ", ", several, " of them under every reading"],
            }
        };
        Self {
            policy: policy.called.clone(),
            title: (&policy.title).into(),
            asks,
            deciding: all - advisory,
            advisory,
        }
    }
}
