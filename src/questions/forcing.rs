//! The smallest set of provisions that forces a verdict.

use std::cell::{Cell, RefCell};

use crate::engine::{Assignment, Question};
use crate::policy::TermId;
use crate::questions::judge::Inquiry;
use crate::verdict::Outcomes;

/// Up to so many provisions all subsets are tried, smallest first. Beyond, the set found is
/// irredundant, not proved fewest.
pub(crate) const MOST_PROVISIONS: usize = 12;

/// A set from which nothing can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smallest<T> {
    /// What it holds.
    pub items: Vec<T>,
    /// Whether it is proved that no set has fewer; else only that none of its items can go.
    pub fewest: bool,
}

/// A search among the provisions that bear on one question.
pub(crate) struct Search<'a, 'p> {
    inquiry: Inquiry<'a, 'p>,
    question: &'a Question<'p>,
    /// The provisions' terms, in file order.
    provided: Vec<TermId>,
    limited: Cell<bool>,
}

impl<'a, 'p> Search<'a, 'p> {
    pub fn new(inquiry: Inquiry<'a, 'p>, question: &'a Question<'p>) -> Self {
        let relevant = question.terms(&inquiry.judge.engine.encoding);
        let mut provided = inquiry.case.provided.clone();
        provided.retain(|term| relevant.binary_search(term).is_ok());
        Self {
            inquiry,
            question,
            provided,
            limited: Cell::new(false),
        }
    }

    /// Whether a limit was met on the way.
    pub fn limited(&self) -> bool {
        self.limited.get()
    }

    /// A smallest set after which still no completion shows an outcome in `barred`: one of fewest,
    /// the first in file order among those; of many provisions, an irredundant one. All provisions
    /// together must bar them.
    pub fn smallest(&self, barred: Outcomes) -> Smallest<TermId> {
        // Completions that show a barred outcome. Often one found for some provisions fits others.
        let broken_by: RefCell<Vec<Assignment>> = RefCell::default();
        let follows = |chosen: &[TermId]| {
            let region = self.inquiry.judge.knowing(self.inquiry.case, chosen);
            if broken_by
                .borrow()
                .iter()
                .any(|witness| region.holds(witness))
            {
                return false;
            }
            match self.inquiry.session.find(self.question, &region, barred) {
                Ok(None) => true,
                Ok(Some(witness)) => {
                    broken_by.borrow_mut().push(witness);
                    false
                }
                Err(_) => {
                    self.limited.set(true);
                    false
                }
            }
        };
        if self.provided.len() <= MOST_PROVISIONS {
            for size in 0..=self.provided.len() {
                if let Some(items) = first_subset(&self.provided, size, &follows) {
                    let fewest = !self.limited();
                    return Smallest { items, fewest };
                }
            }
        }
        let mut items = self.provided.clone();
        for index in (0..items.len()).rev() {
            let dropped = items.remove(index);
            if !follows(&items) {
                items.insert(index, dropped);
            }
        }
        Smallest::irredundant(items, self.limited())
    }
}

impl<T> Smallest<T> {
    /// A set from which nothing can be left out, however it was found. That is all that is proved,
    /// except that below a single item there is only the empty set.
    pub(crate) fn irredundant(items: Vec<T>, limited: bool) -> Self {
        let fewest = items.is_empty() || items.len() == 1 && !limited;
        Self { items, fewest }
    }

    /// The same set, of which it may be proved besides that no other has fewer.
    pub(crate) fn proved(self, fewest: bool, limited: bool) -> Self {
        let alone = Self::irredundant(self.items, limited);
        Self {
            fewest: fewest || alone.fewest,
            ..alone
        }
    }
}

/// The first subset of that size, in lexicographic order, that passes.
fn first_subset(
    from: &[TermId],
    size: usize,
    passes: &impl Fn(&[TermId]) -> bool,
) -> Option<Vec<TermId>> {
    let mut chosen: Vec<usize> = (0..size).collect();
    loop {
        let items: Vec<TermId> = chosen.iter().map(|&index| from[index]).collect();
        if passes(&items) {
            return Some(items);
        }
        // The last index that can still move on, and all after it close behind.
        let spot = (0..size).rfind(|&spot| chosen[spot] + size - spot < from.len())?;
        let start = chosen[spot] + 1;
        for (offset, index) in chosen[spot..].iter_mut().enumerate() {
            *index = start + offset;
        }
    }
}
