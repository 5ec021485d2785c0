//! By how much one weight alone would have to change until the order of two texts is reversed, where
//! prerequisites apply to one of them alone.

use std::cmp::Ordering;

use num_bigint::BigUint;
use serde::Serialize;

use super::AheadAnswer;
use crate::policy::{Policy, PrerequisiteId};
use crate::questions::compare::{MetOf, Root, Tipping, Weighed, met_of, share_order, tippings};

/// The shares of weight that are found met of two texts, and which single weights would reverse their order.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct OneWeightAnswer {
    /// On how much weight the first is found met.
    pub first: MetOfAnswer,
    /// On how much weight the second is.
    pub second: MetOfAnswer,
    /// Which share is greater by the weights of the policy.
    pub ahead: AheadAnswer,
    /// The prerequisites of which the weight alone can reverse that, in the policy's order.
    pub weights: Vec<TurningWeight>,
}

/// A weight that is found met, of a weight that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct MetOfAnswer {
    /// The weight of the prerequisites that are found met.
    pub met: u64,
    /// The weight of those that apply.
    pub applies: u64,
}

/// Below or above which weight of a prerequisite the order is reversed, while all other weights stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct TurningWeight {
    /// The prerequisite.
    pub prerequisite: String,
    /// Its weight in the policy.
    pub weight: u64,
    /// Below this weight; absent where no smaller one reverses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<RootAnswer>,
    /// Above this weight; absent where no greater one reverses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<RootAnswer>,
}

/// A weight at which an order turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "TurningPoint", deny_unknown_fields))]
#[non_exhaustive]
pub struct RootAnswer {
    /// Two decimals, rounded towards the weight in the policy: up to there the order surely stands.
    pub says: String,
    /// Exactly: `5/2`, or `(3 + √17)/2`.
    pub exact: String,
}

/// The answer where it is needed: where something is found to apply to one of the two alone. (Else the
/// smallest factor says more.)
pub(super) fn one_weight(
    policy: &Policy,
    on: &[(PrerequisiteId, Weighed)],
) -> Option<OneWeightAnswer> {
    use crate::verdict::Verdict::NotApplicable;
    let weighed: Vec<Weighed> = on.iter().map(|(_, weighed)| *weighed).collect();
    let mut each = weighed.iter();
    let apart = each.any(|on| (on.found[0] == NotApplicable) != (on.found[1] == NotApplicable));
    let order = share_order(&weighed).filter(|_| apart)?;
    let [first, second] = met_of(&weighed).map(MetOfAnswer::from);
    let weights = on.iter().zip(tippings(&weighed));
    Some(OneWeightAnswer {
        first,
        second,
        ahead: match order {
            Ordering::Greater => AheadAnswer::First,
            Ordering::Less => AheadAnswer::Second,
            Ordering::Equal => AheadAnswer::Neither,
        },
        weights: weights
            .filter_map(|((id, on), tipping)| weight(policy, *id, on.weight, &tipping))
            .collect(),
    })
}

fn weight(
    policy: &Policy,
    id: PrerequisiteId,
    weight: u64,
    tipping: &Tipping,
) -> Option<TurningWeight> {
    let root = |root: &Root, hundredths: BigUint| RootAnswer {
        says: super::pair::decimals(&hundredths),
        exact: root.to_string(),
    };
    let below = tipping.below.as_ref();
    let above = tipping.above.as_ref();
    (below.is_some() || above.is_some()).then(|| TurningWeight {
        prerequisite: policy.prerequisite(id).name.clone(),
        weight,
        below: below.map(|below| root(below, below.hundredths_up())),
        above: above.map(|above| root(above, above.hundredths_down())),
    })
}

impl From<MetOf> for MetOfAnswer {
    fn from(of: MetOf) -> Self {
        Self {
            met: of.met,
            applies: of.applies,
        }
    }
}
