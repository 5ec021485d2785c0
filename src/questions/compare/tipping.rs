//! How much the weight of one prerequisite alone would have to change until the order of two texts is
//! reversed, where their shares of weight met divide by different weights.
//!
//! Each text is met on some of the weight that applies to it. As a function of one weight `x` the two shares
//! are quotients of linear terms, and their order is the sign of a polynomial of degree two at most.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};

use crate::questions::influence::Ratio;
use crate::verdict::Verdict;

/// What is found of two texts on a prerequisite, and what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Its weight.
    pub weight: u64,
    /// The finding on each text.
    pub found: [Verdict; 2],
}

/// The weight on which a text is met, of the weight that applies to it, by what is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetOf {
    /// Met.
    pub met: u64,
    /// Applies.
    pub applies: u64,
}

/// How far the weight of one prerequisite can change, alone, before the order is reversed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tipping {
    /// Below this weight the order is reversed; `None` if it is not by any smaller weight next to the weight
    /// as it is.
    pub below: Option<Root>,
    /// Above this weight the order is reversed; `None` likewise.
    pub above: Option<Root>,
}

/// A positive root of a polynomial of degree two at most: `(base ± √squared) / under`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    base: BigInt,
    /// Whether the square root is taken away.
    minus: bool,
    squared: BigUint,
    under: BigUint,
}

/// On how much weight each text is met, of how much.
#[must_use]
pub fn met_of(on: &[Weighed]) -> [MetOf; 2] {
    [0, 1].map(|text| {
        let mut sum = MetOf::default();
        for each in on {
            if each.found[text] != Verdict::NotApplicable {
                sum.applies += each.weight;
            }
            if each.found[text] == Verdict::Met {
                sum.met += each.weight;
            }
        }
        sum
    })
}

/// How the share that is met of the first text stands to that of the second; `None` if nothing applies to
/// one of them.
#[must_use]
pub fn share_order(on: &[Weighed]) -> Option<Ordering> {
    let [first, second] = met_of(on);
    let product = |met: u64, of: u64| u128::from(met) * u128::from(of);
    (first.applies > 0 && second.applies > 0)
        .then(|| product(first.met, second.applies).cmp(&product(second.met, first.applies)))
}

/// For each prerequisite, how far its weight alone can change; nothing where neither share is greater.
#[must_use]
pub fn tippings(on: &[Weighed]) -> Vec<Tipping> {
    let is_ordered = share_order(on).is_some_and(Ordering::is_ne);
    let each = 0..on.len();
    each.map(|at| {
        if is_ordered {
            tipping(on, at)
        } else {
            Tipping::default()
        }
    })
    .collect()
}

fn tipping(on: &[Weighed], at: usize) -> Tipping {
    let mut without = on.to_vec();
    without[at].weight = 0;
    let [first, second] = met_of(&without);
    // What each text has of the weight that changes: 1 or 0.
    let has = |is: bool| BigInt::from(u8::from(is));
    let found = on[at].found;
    let met = found.map(|verdict| has(verdict == Verdict::Met));
    let applies = found.map(|verdict| has(verdict != Verdict::NotApplicable));
    let number = |of: u64| BigInt::from(of);
    // (m1 + met1 x) (n2 + applies2 x) - (m2 + met2 x) (n1 + applies1 x)
    let two = &met[0] * &applies[1] - &met[1] * &applies[0];
    let one = number(first.met) * &applies[1] + &met[0] * number(second.applies)
        - number(second.met) * &applies[0]
        - &met[1] * number(first.applies);
    let none =
        number(first.met) * number(second.applies) - number(second.met) * number(first.applies);
    let weight = number(on[at].weight);
    let mut tipping = Tipping::default();
    // From the least to the greatest.
    for root in roots(&two, &one, &none) {
        match root.compared(&weight) {
            Ordering::Less if root.compared(&BigInt::ZERO).is_gt() => tipping.below = Some(root),
            Ordering::Greater if tipping.above.is_none() => tipping.above = Some(root),
            _ => {}
        }
    }
    tipping
}

/// The roots at which a polynomial changes its sign, from the least.
fn roots(two: &BigInt, one: &BigInt, none: &BigInt) -> Vec<Root> {
    if *two == BigInt::ZERO {
        if *one == BigInt::ZERO {
            return Vec::new();
        }
        let base = if is_negative(one) {
            none.clone()
        } else {
            -none
        };
        return vec![Root {
            base,
            minus: false,
            squared: BigUint::ZERO,
            under: one.magnitude().clone(),
        }];
    }
    // Where it is divided by the sign of the first coefficient, the roots stay.
    let turned = |of: &BigInt| if is_negative(two) { -of } else { of.clone() };
    let (two, one, none) = (turned(two), turned(one), turned(none));
    let squared = &one * &one - BigInt::from(4) * &two * none;
    let Some(squared) = squared
        .to_biguint()
        .filter(|squared| *squared != BigUint::ZERO)
    else {
        return Vec::new();
    };
    let root = |minus| Root {
        base: -&one,
        minus,
        squared: squared.clone(),
        under: two.magnitude() * 2_u8,
    };
    vec![root(true), root(false)]
}

fn is_negative(of: &BigInt) -> bool {
    of.sign() == Sign::Minus
}

impl Root {
    /// How it stands to a whole number, exactly.
    fn compared(&self, other: &BigInt) -> Ordering {
        self.compared_over(other, 1)
    }

    /// How it stands to a quotient.
    fn compared_over(&self, part: &BigInt, whole: u32) -> Ordering {
        // base ± √squared against part · under / whole
        let rest = part * BigInt::from(self.under.clone()) - &self.base * BigInt::from(whole);
        let squared = BigInt::from(&self.squared * whole * whole);
        let of_rest = &rest * &rest;
        match (self.minus, is_negative(&rest)) {
            (false, true) => Ordering::Greater,
            (false, false) => squared.cmp(&of_rest),
            (true, true) => of_rest.cmp(&squared),
            (true, false) if squared == BigInt::ZERO && rest == BigInt::ZERO => Ordering::Equal,
            (true, false) => Ordering::Less,
        }
    }

    /// A hundred times the root, rounded down.
    #[must_use]
    pub fn hundredths_down(&self) -> BigUint {
        // Close to it, then to the right side.
        let root = (&self.squared * 10_000_u32).sqrt();
        let root = if self.minus {
            -BigInt::from(root)
        } else {
            BigInt::from(root)
        };
        let close = (&self.base * 100 + root) / BigInt::from(self.under.clone());
        let mut down: BigInt = close + 1;
        while self.compared_over(&down, 100).is_lt() {
            down -= 1;
        }
        down.to_biguint().unwrap_or_default()
    }

    /// A hundred times the root, rounded up.
    #[must_use]
    pub fn hundredths_up(&self) -> BigUint {
        let down = self.hundredths_down();
        if self.compared_over(&BigInt::from(down.clone()), 100).is_eq() {
            down
        } else {
            down + 1_u8
        }
    }
}

impl std::fmt::Display for Root {
    /// `5/2` or `(3 + √17)/2`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let exact = self.squared.sqrt();
        if &exact * &exact == self.squared {
            let exact = BigInt::from(exact);
            let part = if self.minus {
                &self.base - exact
            } else {
                &self.base + exact
            };
            let part = part.to_biguint().unwrap_or_default();
            return Ratio::new(part, self.under.clone()).fmt(f);
        }
        let sign = if self.minus { '-' } else { '+' };
        write!(f, "({} {sign} √{})/{}", self.base, self.squared, self.under)
    }
}
