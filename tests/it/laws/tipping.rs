//! How far one weight alone can change before the order of two shares is reversed: the same as computing
//! the shares with many other weights.

use std::cmp::Ordering;

use num_bigint::BigUint;
use proptest::prelude::*;
use servanda::questions::compare::{Root, Weighed, share_order, tippings};
use servanda::verdict::Verdict;

/// Parts of a weight, so that hundredths and what lies between them are whole numbers.
const PARTS: u64 = 200;

fn weighed() -> impl Strategy<Value = Weighed> {
    let verdict = || {
        prop::sample::select(vec![
            Verdict::Met,
            Verdict::Unmet,
            Verdict::Open,
            Verdict::NotApplicable,
        ])
    };
    (1_u64..6, verdict(), verdict()).prop_map(|(weight, one, other)| Weighed {
        weight,
        found: [one, other],
    })
}

/// The order of the shares, computed anew, where one weight is so many parts, and the others as they are.
fn order(on: &[Weighed], at: usize, parts: u64) -> Option<Ordering> {
    let weight = |index: usize| {
        if index == at {
            parts
        } else {
            on[index].weight * PARTS
        }
    };
    let sum = |text: usize, counts: fn(Verdict) -> bool| -> u64 {
        let each = on.iter().enumerate();
        let counted = each.filter(|(_, each)| counts(each.found[text]));
        counted.map(|(index, _)| weight(index)).sum()
    };
    let met = [0, 1].map(|text| sum(text, |verdict| verdict == Verdict::Met));
    let applies = [0, 1].map(|text| sum(text, |verdict| verdict != Verdict::NotApplicable));
    let is_anything = applies.iter().all(|applies| *applies > 0);
    is_anything.then(|| (met[0] * applies[1]).cmp(&(met[1] * applies[0])))
}

fn whole(of: &BigUint) -> u64 {
    of.to_string().parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_stands_up_to_the_root_and_no_further(
        on in prop::collection::vec(weighed(), 1..6)
    ) {
        let told = tippings(&on);
        prop_assert_eq!(told.len(), on.len());
        for (at, tipping) in told.iter().enumerate() {
            let now = on[at].weight * PARTS;
            let stands = order(&on, at, now);
            prop_assert_eq!(stands, share_order(&on));
            let Some(stands) = stands.filter(|order| order.is_ne()) else {
                prop_assert!(tipping.below.is_none() && tipping.above.is_none());
                continue;
            };
            let reversed = Some(stands.reverse());
            // Two parts are a hundredth.
            let end = |root: &Option<Root>, of: fn(&Root) -> BigUint| {
                root.as_ref().map(|root| 2 * whole(&of(root)))
            };
            let below = end(&tipping.below, Root::hundredths_up);
            let above = end(&tipping.above, Root::hundredths_down);
            // From the end of what is reversed below, without that end itself, which may be a tie.
            for parts in (below.map_or(1, |below| below + 1)..now).step_by(7) {
                prop_assert_eq!(order(&on, at, parts), Some(stands), "{} of {:?}", parts, on);
            }
            let last = above.unwrap_or(60 * PARTS);
            for parts in (now..last).step_by(7) {
                prop_assert_eq!(order(&on, at, parts), Some(stands), "{} of {:?}", parts, on);
            }
            if let Some(parts) = below.and_then(|below| below.checked_sub(3)).filter(|parts| *parts > 0) {
                prop_assert_eq!(order(&on, at, parts), reversed, "{} of {:?}", parts, on);
            }
            if let Some(above) = above {
                prop_assert_eq!(order(&on, at, above + 3), reversed, "{} of {:?}", above, on);
            }
        }
    }
}

#[test]
fn a_root_that_is_no_quotient_is_told_exactly() {
    use Verdict::{Met, NotApplicable, Unmet};
    let weighed = |weight, found| Weighed { weight, found };
    // (1 + x) / (3 + x) against 2 / (2 + x): they are equal where x² + x - 4 is 0.
    let on = [
        weighed(1, [Met, NotApplicable]),
        weighed(2, [Unmet, Met]),
        weighed(3, [Met, Unmet]),
    ];
    let root = tippings(&on)[2].below.clone().unwrap();
    assert_eq!(root.to_string(), "(-1 + √17)/2");
    assert_eq!(whole(&root.hundredths_down()), 156);
    assert_eq!(whole(&root.hundredths_up()), 157);
}
