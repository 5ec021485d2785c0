//! The score: how much of the weight that applies is met, at least and at most.

use crate::engine::Tally;

/// A share of weight, unrounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Weight met.
    pub met: u64,
    /// Weight that applies, at least 1.
    pub of: u64,
}

impl Share {
    /// As a fraction of one.
    #[must_use]
    pub fn value(self) -> f64 {
        self.met as f64 / self.of as f64
    }
}

/// The lowest and the highest share over all ways to pick one tally from each group. `None` if
/// nothing applies, whatever is picked.
///
/// Each group must offer a tally. The share is a fraction of sums, and groups are independent:
/// Dinkelbach's method (1967) finds its optimum by a few rounds of picking, in each group, the
/// tally that is best at the share reached so far. All in whole numbers, so it is exact.
pub(crate) fn bounds(groups: &[Vec<Tally>]) -> Option<(Share, Share)> {
    Some((extreme(groups, 1)?, extreme(groups, -1)?))
}

/// The lowest share for `sign` 1, the highest for -1.
fn extreme(groups: &[Vec<Tally>], sign: i128) -> Option<Share> {
    let mut share = pick(groups, |tally| i128::from(tally.of == 0))?;
    loop {
        let at = |tally: &Tally| {
            let gain = i128::from(tally.met) * i128::from(share.of)
                - i128::from(tally.of) * i128::from(share.met);
            sign * gain
        };
        let next = pick(groups, at)?;
        if !beats(next, share, sign) {
            return Some(share);
        }
        share = next;
    }
}

fn beats(next: Share, share: Share, sign: i128) -> bool {
    let difference =
        i128::from(next.met) * i128::from(share.of) - i128::from(share.met) * i128::from(next.of);
    sign * difference < 0
}

/// Picks the tally of least cost in each group, and at least one that applies.
fn pick(groups: &[Vec<Tally>], cost: impl Fn(&Tally) -> i128) -> Option<Share> {
    let mut sum = Share { met: 0, of: 0 };
    // The group where insisting on a tally that applies costs least extra.
    let mut cheapest: Option<(i128, Tally)> = None;
    for group in groups {
        let best = group.iter().min_by_key(|tally| cost(tally))?;
        sum.met += best.met;
        sum.of += best.of;
        let applying = group.iter().filter(|tally| tally.of > 0);
        if let Some(tally) = applying.min_by_key(|tally| cost(tally)) {
            let extra = cost(tally) - cost(best);
            if cheapest.is_none_or(|(least, _)| extra < least) {
                cheapest = Some((extra, *tally));
            }
        }
    }
    if sum.of == 0 {
        // Every group picked a tally of weight 0, so replacing one leaves only the new one.
        let (_, tally) = cheapest?;
        sum = Share {
            met: tally.met,
            of: tally.of,
        };
    }
    Some(sum)
}
