//! What fixtures exercise of a policy: of each condition whether it was seen to hold, to fail and to be
//! open, and whether it was *decisive* where it holds and where it fails.
//!
//! A condition is decisive in a completion if flipping it alone, everything else left as it is,
//! flips the outcome of a prerequisite or a warning (masking MC/DC: conditions on one term are
//! coupled, so that one can seldom be varied alone). What can be decisive in no completion is proved
//! so; of everything else that no fixture exercises there is a fixture that would.

mod conditions;
mod flipped;
mod ready;

pub use conditions::{Leaf, Subject, Within};
pub use ready::Ready;

use crate::engine::{AskedId, Claim, Engine, ReadingMode, SettlementSearch};
use crate::limit::{Cancel, Limit};
use crate::policy::{Policy, PrerequisiteId, ReadingId, TermId, WarningId};
use crate::proposal::Knowledge;
use conditions::Leaves;
use flipped::Flipped;

/// A proposal, and what an expectation looks at of what a policy says of it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// What it leaves possible, term by term.
    pub knowledge: Vec<Knowledge>,
    /// By prerequisite, the reading that is settled.
    pub readings: Vec<Option<ReadingId>>,
    /// The prerequisites whose own verdict is looked at.
    pub prerequisites: Vec<PrerequisiteId>,
    /// The warnings that are looked at.
    pub warnings: Vec<WarningId>,
    /// Whether the joint verdict is looked at. Then a flip counts where it flips the joint outcome.
    pub joint: bool,
}

/// What fixtures exercise of a policy.
#[derive(Debug)]
pub struct Coverage<'p> {
    /// Its conditions: those of prerequisites, of warnings, then of definitions, in file order.
    pub conditions: Vec<Covered<'p>>,
    /// Fixtures that exercise what none does yet.
    pub ready: Vec<Ready>,
}

/// What fixtures exercise of a condition.
#[derive(Debug)]
pub struct Covered<'p> {
    /// The condition.
    pub leaf: Leaf<'p>,
    /// How many fixtures see it so.
    pub seen: Seen,
    /// Where it holds: whether it is decisive in a fixture.
    pub holds: Decisive,
    /// The same where it fails.
    pub fails: Decisive,
}

/// In how many fixtures that look at it a condition holds, fails, or does one in some completions and
/// the other in others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "said above")]
pub struct Seen {
    pub holds: usize,
    pub fails: usize,
    pub open: usize,
}

/// Whether a condition is decisive where it has one of its two values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decisive {
    /// In these fixtures, by their index.
    Covered(Vec<usize>),
    /// In no fixture, and it can be: in this one of [`Coverage::ready`], unless a limit was met before
    /// that was made.
    Missing(Option<usize>),
    /// It is proved that it never is.
    Never(Never),
    /// A limit was met before that was known.
    NotDecided(Limit),
}

/// Why a condition is never decisive where it has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {
    /// No prerequisite and no warning uses the definition it belongs to.
    Unused,
    /// It has that value in no completion.
    NotSo,
    /// Wherever it has that value, the rest decides without it.
    Masked,
}

/// Finds out what fixtures exercise of a policy.
///
/// A limit that is met leaves undecided what it concerns; everything that is said is proved.
#[must_use]
pub fn coverage<'p>(policy: &'p Policy, fixtures: &[Fixture], cancel: &Cancel) -> Coverage<'p> {
    let mode = ReadingMode::PickOne;
    let engine = Engine::new(&policy.vocabulary, &[policy], &mode, cancel);
    let leaves = Leaves::of(policy);
    let mut search = SettlementSearch::new(&engine, cancel);
    let flipped = Flipped::of(&leaves, &mut search);
    let mut asking = Asking {
        leaves,
        search,
        flipped,
    };
    let mut found: Vec<Found> = vec![Found::default(); asking.leaves.all.len()];
    for (at, fixture) in fixtures.iter().enumerate() {
        asking.exercise(at, fixture, &mut found);
    }
    let mut sides = Vec::with_capacity(found.len());
    for (leaf, found) in found.iter().enumerate() {
        sides.push([true, false].map(|value| asking.decisive(leaf, value, found)));
    }
    let ready = asking.ready(&mut sides);
    let each = asking.leaves.all.iter().zip(found).zip(sides);
    let conditions = each.map(|((leaf, found), [holds, fails])| Covered {
        leaf: *leaf,
        seen: found.seen,
        holds,
        fails,
    });
    Coverage {
        conditions: conditions.collect(),
        ready,
    }
}

/// What fixtures show of a condition.
#[derive(Clone, Default)]
struct Found {
    seen: Seen,
    /// Where it holds, and where it fails.
    sides: [Side; 2],
}

/// In which fixtures it is decisive, and the last limit that was met.
#[derive(Clone, Default)]
struct Side {
    by: Vec<usize>,
    limit: Option<Limit>,
}

/// A policy with its flipped copy, ready to be asked about.
struct Asking<'e, 'p> {
    leaves: Leaves<'p>,
    search: SettlementSearch<'e, 'p>,
    flipped: Flipped,
}

impl Asking<'_, '_> {
    /// Finds out what one fixture shows of each condition that it looks at.
    fn exercise(&mut self, at: usize, fixture: &Fixture, found: &mut [Found]) {
        let looks = self.looks(fixture);
        let text = self.text(fixture);
        let mut named: Vec<Claim> = Vec::new();
        for (subject, outcome) in self.leaves.subjects().zip(&self.flipped.subjects) {
            if fixture.names(subject) {
                named.push(outcome.differs);
            }
        }
        if fixture.joint {
            named.push(self.flipped.joint_differs);
        }
        let differs = self.search.any_of(&named);
        // One completion shows one value of each condition: only the other has to be asked for.
        let shown: Option<Vec<bool>> = match self.possible(&text, &[]) {
            Ok(true) => {
                let holds = self.flipped.holds.iter();
                Some(holds.map(|claim| self.search.holds(*claim)).collect())
            }
            // There is none, or a limit was met, which the questions that follow tell.
            Ok(false) | Err(_) => None,
        };
        for (leaf, found) in found.iter_mut().enumerate() {
            if !looks[leaf] {
                continue;
            }
            let mut values = [Ok(false); 2];
            for (side, value) in [true, false].into_iter().enumerate() {
                values[side] = match &shown {
                    Some(shown) if shown[leaf] == value => Ok(true),
                    _ => self.possible(&text, &[self.value(leaf, value)]),
                };
                let decides = match values[side] {
                    Ok(true) => {
                        let wanted = self.decides(leaf, value, differs);
                        self.possible(&text, &wanted)
                    }
                    other => other,
                };
                match decides {
                    Ok(true) => found.sides[side].by.push(at),
                    Ok(false) => {}
                    Err(limit) => found.sides[side].limit = Some(limit),
                }
            }
            match values {
                [Ok(true), Ok(true)] => found.seen.open += 1,
                [Ok(true), Ok(false)] => found.seen.holds += 1,
                [Ok(false), Ok(true)] => found.seen.fails += 1,
                _ => {}
            }
        }
    }

    /// By condition, whether a fixture looks at it.
    fn looks(&self, fixture: &Fixture) -> Vec<bool> {
        let mut looks = vec![false; self.leaves.all.len()];
        for subject in self.leaves.subjects() {
            let (decides, reading) = match subject {
                Subject::Prerequisite(id) => {
                    let decides = !self.leaves.policy.prerequisite(id).advisory;
                    (decides, fixture.readings[id.index()])
                }
                Subject::Warning(_) => (false, None),
            };
            if fixture.names(subject) || fixture.joint && decides {
                self.leaves.mark(subject, reading, &mut looks);
            }
        }
        looks
    }

    /// The claims that say what a fixture leaves possible.
    fn text(&mut self, fixture: &Fixture) -> Vec<Claim> {
        let vocabulary = &self.leaves.policy.vocabulary;
        let mut text = Vec::new();
        for (term, known) in TermId::first(fixture.knowledge.len()).zip(&fixture.knowledge) {
            if *known != Knowledge::unknown(vocabulary.term(term)) {
                text.push(self.search.within(term, known));
            }
        }
        for (at, reading) in fixture.readings.iter().enumerate() {
            text.extend(reading.and_then(|reading| self.read_as(AskedId(at), reading)));
        }
        text
    }

    /// The claim that a prerequisite is read so; `None` if it has no readings to pick from.
    fn read_as(&mut self, asked: AskedId, reading: ReadingId) -> Option<Claim> {
        let var = self.search.engine().encoding.reading(asked)?;
        Some(self.search.class_in(var, 1 << reading.index()))
    }

    /// Whether a condition can be decisive where it has a value that no fixture exercises.
    fn decisive(&mut self, leaf: usize, value: bool, found: &Found) -> Decisive {
        let side = &found.sides[usize::from(!value)];
        if !side.by.is_empty() {
            return Decisive::Covered(side.by.clone());
        }
        match self.never(leaf, value) {
            Ok(Some(why)) => Decisive::Never(why),
            Ok(None) => side
                .limit
                .map_or(Decisive::Missing(None), Decisive::NotDecided),
            Err(limit) => Decisive::NotDecided(limit),
        }
    }

    /// Why a condition is never decisive where it has this value; `None` if it can be.
    fn never(&mut self, leaf: usize, value: bool) -> Result<Option<Never>, Limit> {
        let (mut used, mut differs) = (false, Vec::new());
        for (subject, outcome) in self.leaves.subjects().zip(&self.flipped.subjects) {
            if self.leaves.bears_on(leaf, subject) {
                used = true;
                differs.push(outcome.differs);
            }
        }
        if !used {
            return Ok(Some(Never::Unused));
        }
        let differs = self.search.any_of(&differs);
        let wanted = self.decides(leaf, value, differs);
        if self.possible(&[], &wanted)? {
            return Ok(None);
        }
        let so = self.possible(&[], &[self.value(leaf, value)])?;
        Ok(Some(if so { Never::Masked } else { Never::NotSo }))
    }

    /// The claims that a condition has a value and that flipping it makes this difference.
    fn decides(&self, leaf: usize, value: bool, differs: Claim) -> [Claim; 3] {
        [self.value(leaf, value), self.flipped.flips[leaf], differs]
    }

    /// The claim that a condition has a value.
    fn value(&self, leaf: usize, value: bool) -> Claim {
        let holds = self.flipped.holds[leaf];
        if value {
            holds
        } else {
            SettlementSearch::not(holds)
        }
    }

    /// Whether some completion of a text fulfils these claims.
    fn possible(&mut self, text: &[Claim], wanted: &[Claim]) -> Result<bool, Limit> {
        self.search.possible(&[text, wanted].concat())
    }
}

impl Fixture {
    /// Whether it looks at the verdict on this alone.
    fn names(&self, subject: Subject) -> bool {
        match subject {
            Subject::Prerequisite(id) => self.prerequisites.contains(&id),
            Subject::Warning(id) => self.warnings.contains(&id),
        }
    }
}
