//! Under which share of all weightings one of two texts leads.

use num_bigint::BigUint;

use super::leads::Lead;
use crate::questions::influence::Ratio;

/// The share of all weightings under which the first of two texts leads, where it leads on so many
/// prerequisites, and the second on so many: exactly.
///
/// A weighting gives each prerequisite a share of one whole, and all weightings are equally likely
/// (they are uniform on a simplex). The share that falls to `a` of `n` prerequisites, and not to the
/// `b` others, then has the beta distribution of `a` and `b`; it is more than a half with the chance
/// that of `a + b - 1` tosses of a coin at least `b` show heads. Prerequisites on which neither leads
/// change nothing.
#[must_use]
pub fn share_of_weightings(lead: Lead) -> Ratio {
    let Lead { first, second } = lead;
    if first == 0 {
        return Ratio::default();
    }
    let tosses = first + second - 1;
    let mut ways = BigUint::from(1_u8);
    let mut sum = BigUint::ZERO;
    for heads in 0..=tosses {
        if heads >= second {
            sum += &ways;
        }
        ways = ways * (tosses - heads) / (heads + 1);
    }
    Ratio::new(sum, BigUint::from(1_u8) << tosses)
}
