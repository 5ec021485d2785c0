//! How terms are encoded by finite-domain variables. Cells that no condition tells apart are one
//! class.

use std::ops::Range;

use servanda_solve::{BooleanBackend, Mask, Var};

use super::predicates::{counts, interval_starts, members_named, predicates};
use crate::engine::types::{AskedId, ReadingMode};
use crate::policy::{Kind, Policy, Predicate, Ranges, SetPredicate, Term, TermId, Vocabulary};

/// How the terms of a vocabulary and the readings of policies are encoded.
#[derive(Debug)]
pub(crate) struct Encoding {
    /// How many classes each variable has.
    pub sizes: Vec<u8>,
    /// The owner of each variable.
    pub owners: Vec<Owner>,
    layouts: Vec<TermEncoding>,
    readings: Vec<Option<Var>>,
}

/// What a variable describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A term.
    Term(TermId),
    /// The reading of a prerequisite.
    Reading(AskedId),
}

/// How one term is encoded.
// Numbers have two encodings because one was measured to cost more: with the order encoding for all
// of them, instructions on the shipped files change by +62 % for `check`, +46 % for `repair`, +8 %
// for `lint`, +166 % for `influence`, +90 % for `compare-policies` and -21 % for `zopa`.
#[derive(Debug)]
pub(crate) enum TermEncoding {
    /// Direct encoding: one variable. Its classes are intervals of values, given by their first
    /// value; if the term may fail to arise, that is the last class.
    Direct {
        var: Var,
        starts: Vec<u64>,
        last: u64,
        may_fail: bool,
    },
    /// Order encoding (Crawford, Baker 1994), for numbers with more intervals than a variable has
    /// classes: for each interval but the first, a variable that says whether the value is at or
    /// above its start.
    Order {
        arises: Option<Var>,
        first: Var,
        starts: Vec<u64>,
        last: u64,
    },
    /// Membership encoding, for sets: for each member that conditions look at, a variable that says
    /// whether it is in.
    Membership {
        arises: Option<Var>,
        first: Var,
        members: Vec<u32>,
        /// The numbers of members that conditions count to, ascending.
        counts: Vec<usize>,
    },
}

/// The classes of a two-class variable.
pub(crate) const NO: Mask = 0b01;
pub(crate) const YES: Mask = 0b10;
pub(crate) const EITHER: Mask = 0b11;

/// All classes of a variable of that size.
pub(crate) fn full(size: u8) -> Mask {
    Mask::MAX >> (64 - u32::from(size))
}

impl Encoding {
    /// Encodes the terms of a vocabulary, and the policies' readings where a completion picks one,
    /// as finely as conditions distinguish cells.
    pub fn new(vocabulary: &Vocabulary, policies: &[&Policy], taking: &ReadingMode) -> Self {
        let mut encoding = Self {
            sizes: Vec::new(),
            owners: Vec::new(),
            layouts: Vec::new(),
            readings: Vec::new(),
        };
        let predicates = predicates(vocabulary, policies);
        for (id, predicates) in vocabulary.ids().zip(&predicates) {
            let term_encoding = encoding.spread(id, vocabulary.term(id), predicates);
            encoding.layouts.push(term_encoding);
        }
        let prerequisites = policies.iter().flat_map(|policy| &policy.prerequisites);
        for (at, prerequisite) in prerequisites.enumerate() {
            let count = prerequisite.readings.len();
            // A variable has at most 64 classes; policies are bounded below that when resolved.
            let apart = count > 1 && matches!(taking, ReadingMode::PickOne);
            let var = apart.then(|| encoding.add(Owner::Reading(AskedId(at)), count));
            encoding.readings.push(var);
        }
        encoding
    }

    fn add(&mut self, owner: Owner, size: usize) -> Var {
        self.sizes.push(size as u8);
        self.owners.push(owner);
        self.sizes.len() as Var - 1
    }

    fn spread(&mut self, id: TermId, term: &Term, predicates: &[&Predicate]) -> TermEncoding {
        let owner = Owner::Term(id);
        let may_fail = term.may_fail_to_arise();
        if let Kind::Set(labels) = &term.kind {
            let members = members_named(predicates, labels.len());
            let arises = may_fail.then(|| self.add(owner, 2));
            let first = self.sizes.len() as Var;
            for _ in &members {
                self.add(owner, 2);
            }
            return TermEncoding::Membership {
                arises,
                first,
                members,
                counts: counts(predicates),
            };
        }
        let last = term.kind.last();
        let starts = interval_starts(predicates, last);
        let size = starts.len() + usize::from(may_fail);
        if size <= 64 {
            let var = self.add(owner, size);
            return TermEncoding::Direct {
                var,
                starts,
                last,
                may_fail,
            };
        }
        let arises = may_fail.then(|| self.add(owner, 2));
        let first = self.sizes.len() as Var;
        for _ in 1..starts.len() {
            self.add(owner, 2);
        }
        TermEncoding::Order {
            arises,
            first,
            starts,
            last,
        }
    }

    /// How a term is encoded.
    pub fn of(&self, term: TermId) -> &TermEncoding {
        &self.layouts[term.0]
    }

    /// The variable of a prerequisite's reading, where it has several.
    pub fn reading(&self, prerequisite: AskedId) -> Option<Var> {
        self.readings[prerequisite.0]
    }

    /// All classes of every variable.
    pub fn everything(&self) -> Vec<Mask> {
        self.sizes.iter().map(|&size| full(size)).collect()
    }
}

impl TermEncoding {
    /// The variables, which are consecutive.
    pub fn vars(&self) -> Range<Var> {
        match self {
            Self::Direct { var, .. } => *var..*var + 1,
            Self::Order {
                arises,
                first,
                starts,
                ..
            } => arises.unwrap_or(*first)..first + starts.len() as Var - 1,
            Self::Membership {
                arises,
                first,
                members,
                ..
            } => arises.unwrap_or(*first)..first + members.len() as Var,
        }
    }

    /// The variable and its classes that say that the term arises; `None` if it always does.
    pub fn arises(&self) -> Option<(Var, Mask)> {
        match self {
            Self::Direct {
                var,
                starts,
                may_fail: true,
                ..
            } => Some((*var, full(starts.len() as u8))),
            Self::Direct { .. } => None,
            Self::Order { arises, .. } | Self::Membership { arises, .. } => {
                arises.map(|var| (var, YES))
            }
        }
    }

    /// The axioms of an order encoding: pairs of variables of which the second cannot be *yes*
    /// where the first is *no*.
    pub fn order_axioms(&self) -> impl Iterator<Item = (Var, Var)> + use<> {
        let range = match self {
            Self::Order { first, starts, .. } => *first + 1..first + starts.len() as Var - 1,
            _ => 0..0,
        };
        range.map(|var| (var - 1, var))
    }

    /// Builds a predicate on the term's cell. Where the term does not arise every predicate is
    /// false.
    pub fn predicate<B: BooleanBackend>(
        &self,
        predicate: &Predicate,
        backend: &mut B,
    ) -> Result<B::Formula, B::Error> {
        let holds = match predicate {
            Predicate::Arises => None,
            Predicate::Values(ranges) => Some(self.values(ranges, backend)?),
            Predicate::Members(members) => Some(self.members(*members, backend)?),
        };
        let arises = match self.arises() {
            // Stretches of values already say that there is a value.
            Some(_) if holds.is_some() && matches!(self, Self::Direct { .. }) => None,
            Some((var, mask)) => Some(backend.atom(var, mask)?),
            None => None,
        };
        match (arises, holds) {
            (Some(arises), Some(holds)) => backend.and(arises, holds),
            (Some(only), None) | (None, Some(only)) => Ok(only),
            (None, None) => Ok(backend.constant(true)),
        }
    }

    /// The value lies in one of the ranges, if the term arises. False for a set, which has no such
    /// value.
    fn values<B: BooleanBackend>(
        &self,
        ranges: &Ranges,
        backend: &mut B,
    ) -> Result<B::Formula, B::Error> {
        match self {
            Self::Direct { var, starts, .. } => {
                let mask = (starts.iter().enumerate())
                    .filter(|&(_, &start)| ranges.contains(start))
                    .fold(0, |mask, (class, _)| mask | 1 << class);
                backend.atom(*var, mask)
            }
            Self::Order { first, starts, .. } => {
                let mut parts = Vec::new();
                for (low, high) in ranges.iter() {
                    let low = Self::threshold(*first, starts, low, backend)?;
                    let above = Self::threshold(*first, starts, high + 1, backend)?;
                    let below = backend.not(above)?;
                    parts.push(backend.and(low, below)?);
                }
                backend.any(&parts)
            }
            Self::Membership { .. } => Ok(backend.constant(false)),
        }
    }

    /// The value is at or above `bound`, which is the start of an interval or past the last value.
    fn threshold<B: BooleanBackend>(
        first: Var,
        starts: &[u64],
        bound: u64,
        backend: &mut B,
    ) -> Result<B::Formula, B::Error> {
        match starts.binary_search(&bound) {
            Ok(0) => Ok(backend.constant(true)),
            Ok(index) => backend.atom(first + index as Var - 1, YES),
            Err(_) => Ok(backend.constant(false)),
        }
    }

    /// The members are as wanted, if the term arises. False for a term that is no set.
    fn members<B: BooleanBackend>(
        &self,
        predicate: SetPredicate,
        backend: &mut B,
    ) -> Result<B::Formula, B::Error> {
        let Self::Membership { first, members, .. } = self else {
            return Ok(backend.constant(false));
        };
        let mut each = |chosen: u64, mask: Mask| -> Result<Vec<B::Formula>, B::Error> {
            (members.iter().enumerate())
                .filter(|&(_, &member)| chosen >> member & 1 == 1)
                .map(|(index, _)| backend.atom(first + index as Var, mask))
                .collect()
        };
        match predicate {
            SetPredicate::All(chosen) => {
                let inside = each(chosen, YES)?;
                backend.all(&inside)
            }
            SetPredicate::Any(chosen) => {
                let inside = each(chosen, YES)?;
                backend.any(&inside)
            }
            SetPredicate::None(chosen) => {
                let outside = each(chosen, NO)?;
                backend.all(&outside)
            }
            SetPredicate::Count { least, most } => {
                let inside = each(u64::MAX, YES)?;
                let enough = backend.at_least(least as usize, &inside)?;
                let Some(surplus) = most.checked_add(1) else {
                    return Ok(enough);
                };
                let more = backend.at_least(surplus as usize, &inside)?;
                let few = backend.not(more)?;
                backend.and(enough, few)
            }
        }
    }
}
