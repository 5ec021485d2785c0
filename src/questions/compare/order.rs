//! Which texts are better than others, finding by finding.

use std::cmp::Ordering;

use crate::verdict::{Outcome, Outcomes, Verdict};

/// How one text stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It dominates the other: nowhere worse, somewhere better.
    Dominates,
    /// The other dominates it.
    Dominated,
    /// Every finding is the same.
    Alike,
    /// Each is better somewhere, or something applies to one of them alone.
    Unordered,
}

/// How one finding stands to another: unmet is less than open, open less than met. What does not
/// apply is alike where neither applies, and cannot be compared with what does.
#[must_use]
pub fn finding_order(first: Verdict, second: Verdict) -> Option<Ordering> {
    let rank = |verdict| match verdict {
        Verdict::Unmet => Some(0),
        Verdict::Open => Some(1),
        Verdict::Met => Some(2),
        Verdict::NotApplicable => None,
    };
    match (rank(first), rank(second)) {
        (Some(first), Some(second)) => Some(first.cmp(&second)),
        (None, None) => Some(Ordering::Equal),
        (Some(_), None) | (None, Some(_)) => None,
    }
}

/// How the first of two texts stands to the second, both found on the same things.
#[must_use]
pub fn standing(first: &[Verdict], second: &[Verdict]) -> Standing {
    let (mut better, mut worse) = (false, false);
    for (&first, &second) in first.iter().zip(second) {
        match finding_order(first, second) {
            Some(Ordering::Greater) => better = true,
            Some(Ordering::Less) => worse = true,
            Some(Ordering::Equal) => {}
            None => return Standing::Unordered,
        }
    }
    match (better, worse) {
        (true, false) => Standing::Dominates,
        (false, true) => Standing::Dominated,
        (false, false) => Standing::Alike,
        (true, true) => Standing::Unordered,
    }
}

/// Whether the first of two texts that are completed in any way is at least as good as the second
/// everywhere.
#[must_use]
pub fn is_sure(first: &[Outcomes], second: &[Outcomes]) -> bool {
    let none = Outcomes::only(Outcome::NotApplicable);
    let at_least = |(first, second): (&Outcomes, &Outcomes)| {
        let either = first.or(*second);
        if either.has(Outcome::NotApplicable) {
            return either == none;
        }
        *first == Outcomes::only(Outcome::Met) || *second == Outcomes::only(Outcome::Unmet)
    };
    first.iter().zip(second).all(at_least)
}

/// Which of several texts dominate which, and the layers that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// By text, those that dominate it, in order.
    above: Vec<Vec<usize>>,
    /// By text, those that are found alike, in order.
    alike: Vec<Vec<usize>>,
    /// By text, its layer from 0: the longest chain of texts that dominate one another and it.
    layers: Vec<usize>,
}

/// How many pairs of texts there are, and how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// One dominates the other.
    pub ordered: usize,
    /// Both are found alike.
    pub alike: usize,
    /// Neither.
    pub unordered: usize,
}

impl Ranking {
    /// The ranking of texts by what is found on each, on the same things in the same order.
    #[must_use]
    pub fn of(found: &[Vec<Verdict>]) -> Self {
        let mut above = vec![Vec::new(); found.len()];
        let mut alike = vec![Vec::new(); found.len()];
        for (at, first) in found.iter().enumerate() {
            for (other, second) in found.iter().enumerate().skip(at + 1) {
                match standing(first, second) {
                    Standing::Dominates => above[other].push(at),
                    Standing::Dominated => above[at].push(other),
                    Standing::Alike => {
                        alike[at].push(other);
                        alike[other].push(at);
                    }
                    Standing::Unordered => {}
                }
            }
        }
        for above in &mut above {
            above.sort_unstable();
        }
        let layers = layers(&above);
        Self {
            above,
            alike,
            layers,
        }
    }

    /// The layer of a text, from 0: nothing dominates the texts of the first; each other text is
    /// dominated by one of the layer before its own, and by none of its own or a later one.
    #[must_use]
    pub fn layer(&self, text: usize) -> usize {
        self.layers[text]
    }

    /// The texts that dominate a text.
    #[must_use]
    pub fn above(&self, text: usize) -> &[usize] {
        &self.above[text]
    }

    /// The texts that dominate a text directly: with no other text between.
    pub fn directly_above(&self, text: usize) -> impl Iterator<Item = usize> + '_ {
        let above = &self.above[text];
        let between = move |each: usize| {
            let mut others = above.iter();
            others.any(|other| self.above[*other].binary_search(&each).is_ok())
        };
        above.iter().copied().filter(move |each| !between(*each))
    }

    /// The texts that are found like a text.
    #[must_use]
    pub fn alike(&self, text: usize) -> &[usize] {
        &self.alike[text]
    }

    /// Whether one text dominates another.
    #[must_use]
    pub fn dominates(&self, text: usize, other: usize) -> bool {
        self.above[other].binary_search(&text).is_ok()
    }

    /// How many pairs there are of each kind.
    #[must_use]
    pub fn pairs(&self) -> Pairs {
        let texts = self.layers.len();
        let ordered = self.above.iter().map(Vec::len).sum();
        let alike = self.alike.iter().map(Vec::len).sum::<usize>() / 2;
        let all = texts * texts.saturating_sub(1) / 2;
        Pairs {
            ordered,
            alike,
            unordered: all - ordered - alike,
        }
    }
}

fn layers(above: &[Vec<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..above.len()).collect();
    // What dominates a text is dominated by fewer texts than it.
    order.sort_by_key(|&text| above[text].len());
    let mut layers = vec![0; above.len()];
    for text in order {
        let deepest = above[text].iter().map(|&each| layers[each] + 1).max();
        layers[text] = deepest.unwrap_or(0);
    }
    layers
}
