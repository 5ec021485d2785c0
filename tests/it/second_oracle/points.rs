//! Points of several small choices, sets of them as binary decision diagrams, and the cheapest.

use std::collections::HashMap;

use biodivine_lib_bdd::{Bdd, BddPointer, BddVariable};
use num_bigint::BigUint;

/// A choice among `size` things, as the bits of its index, the highest first.
#[derive(Clone, Debug)]
pub struct Field {
    pub bits: Vec<BddVariable>,
    pub size: usize,
}

impl Field {
    /// Where the field stands in the order.
    pub fn first(&self) -> Option<BddVariable> {
        self.bits.first().copied()
    }

    /// Where a diagram leads from a place above the field if the field has this value.
    pub fn follow(&self, diagram: &Bdd, mut at: BddPointer, value: usize) -> BddPointer {
        for (place, var) in self.bits.iter().rev().enumerate().rev() {
            if !at.is_terminal() && diagram.var_of(at) == *var {
                at = match value >> place & 1 {
                    0 => diagram.low_link_of(at),
                    _ => diagram.high_link_of(at),
                };
            }
        }
        at
    }
}

/// What a choice costs: steps, and what counts only where the steps are the same.
pub type Price = [u64; 2];

/// Hands out variables from the top of the order to its bottom.
pub struct Order(pub usize);

impl Order {
    pub fn field(&mut self, size: usize) -> Field {
        let start = self.0;
        self.0 += size.next_power_of_two().trailing_zeros() as usize;
        Field {
            bits: (start..self.0).map(BddVariable::from_index).collect(),
            size,
        }
    }
}

/// The least cost of a point, and how many points have it, where points consist of these fields,
/// from the top of the order to its bottom. A price for each value.
pub fn least(points: &Bdd, priced: &[(&Field, Vec<Price>)]) -> Option<(Price, BigUint)> {
    least_from(points, points.root_pointer(), priced, &mut HashMap::new())
}

type Least = Option<(Price, BigUint)>;

fn least_from(
    diagram: &Bdd,
    at: BddPointer,
    priced: &[(&Field, Vec<Price>)],
    seen: &mut HashMap<(usize, usize), Least>,
) -> Least {
    let Some(((field, prices), rest)) = priced.split_first() else {
        assert!(at.is_terminal(), "the point has other fields");
        return at.is_one().then(|| ([0, 0], BigUint::from(1_u8)));
    };
    if at.is_zero() {
        return None;
    }
    let key = (at.to_index(), priced.len());
    if let Some(known) = seen.get(&key) {
        return known.clone();
    }
    let mut best: Least = None;
    for (value, price) in prices.iter().enumerate() {
        let next = field.follow(diagram, at, value);
        let Some((more, count)) = least_from(diagram, next, rest, seen) else {
            continue;
        };
        let cost = [price[0] + more[0], price[1] + more[1]];
        match &mut best {
            Some((least, _)) if *least < cost => {}
            Some((least, ways)) if *least == cost => *ways += count,
            _ => best = Some((cost, count)),
        }
    }
    seen.insert(key, best.clone());
    best
}

/// The set of points in which these fields may have any value.
pub fn without(points: &Bdd, fields: &[Field]) -> Bdd {
    let bits: Vec<BddVariable> = fields.iter().flat_map(|field| field.bits.clone()).collect();
    points.exists(&bits)
}

/// Pairwise, so that what is close together is joined first.
pub fn fold(mut parts: Vec<Bdd>, join: impl Fn(&Bdd, &Bdd) -> Bdd) -> Option<Bdd> {
    while parts.len() > 1 {
        parts = (parts.chunks(2))
            .map(|pair| match pair {
                [a, b] => join(a, b),
                _ => pair[0].clone(),
            })
            .collect();
    }
    parts.pop()
}
