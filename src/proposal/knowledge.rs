//! What a proposal leaves possible.

use num_bigint::BigUint;
use thiserror::Error;

use super::{Entry, Grade, Proposal, Provision, Stated};
use crate::policy::{Kind, Term, TermId, Vocabulary};

/// How a proposal is interpreted: which of its provisions and rivals count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Count rival readings of the text among the possible values.
    pub rivals: bool,
    /// Treat provisions as unknown that only worse sources support, or none, see
    /// [`Proposal::reaches`].
    pub min_grade: Option<Grade>,
}

/// The cells that a proposal leaves possible for one term. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Knowledge {
    /// Whether the term may fail to arise.
    pub not_arising: bool,
    /// Possible values: of a set, pairs of members surely in and members possibly in;
    /// of all other kinds, disjoint ascending ranges, ends included.
    pub values: Vec<(u64, u64)>,
}

/// A proposal does not go with a vocabulary: it was read over another one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{proposal}` was read over another vocabulary than `{vocabulary}`")]
pub struct OtherVocabulary {
    /// The proposal's name.
    pub proposal: String,
    /// The name of the vocabulary that it does not go with.
    pub vocabulary: String,
}

impl Knowledge {
    /// Every cell of the term.
    #[must_use]
    pub fn unknown(term: &Term) -> Self {
        Self {
            not_arising: term.may_fail_to_arise(),
            values: vec![(0, term.kind.last())],
        }
    }

    /// Just this cell (`None`: the term does not arise).
    #[must_use]
    pub fn cell(value: Option<u64>) -> Self {
        Self {
            not_arising: value.is_none(),
            values: value.map(|value| (value, value)).into_iter().collect(),
        }
    }

    /// One of two cells, which may be the same.
    pub(crate) fn either(cells: [Option<u64>; 2], kind: &Kind) -> Self {
        let [mut either, second] = cells.map(Self::cell);
        either.extend(kind, second);
        either
    }

    /// What a text that says nothing leaves possible.
    #[must_use]
    pub fn silent(term: &Term) -> Self {
        use crate::policy::Arising;
        match term.silence {
            None => Self::unknown(term),
            Some(value) => Self {
                not_arising: matches!(term.arising, Arising::When(_)),
                values: vec![(value, value)],
            },
        }
    }

    /// Whether this cell is possible (`None`: the term does not arise).
    #[must_use]
    pub fn allows(&self, kind: &Kind, value: Option<u64>) -> bool {
        let Some(value) = value else {
            return self.not_arising;
        };
        self.values.iter().any(|&(low, high)| {
            if kind.is_set() {
                value & low == low && value & !high == 0
            } else {
                (low..=high).contains(&value)
            }
        })
    }

    /// Whether just one cell is possible.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.values[..] {
            [] => true,
            [(low, high)] => low == high && !self.not_arising,
            _ => false,
        }
    }

    /// How many cells are possible.
    #[must_use]
    pub fn count(&self, kind: &Kind) -> BigUint {
        let values = self.values.iter().map(|&(low, high)| match kind {
            Kind::Set(_) => BigUint::from(1_u8) << (high & !low).count_ones(),
            Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                BigUint::from(high - low + 1)
            }
        });
        values.sum::<BigUint>() + u8::from(self.not_arising)
    }

    /// What is possible, in the words of the language: `none`, `30 days to 90 days`, `a or b`.
    #[must_use]
    pub fn show(&self, kind: &Kind) -> String {
        let mut parts: Vec<String> = (self.values.iter())
            .map(|&(low, high)| {
                if low == high {
                    kind.show(low)
                } else if kind.is_set() {
                    format!("at least {}, at most {}", kind.show(low), kind.show(high))
                } else {
                    format!("{} to {}", kind.show(low), kind.show(high))
                }
            })
            .collect();
        if self.not_arising {
            parts.push("does not arise".to_owned());
        }
        parts.join(" or ")
    }

    pub(super) fn entry(term: &Term, entry: Entry) -> Self {
        match entry {
            Entry::Silent => Self::silent(term),
            Entry::NotApplicable => Self::cell(None),
            Entry::Value(value) => Self::cell(Some(value)),
        }
    }

    pub(super) fn stated(term: &Term, stated: &Stated) -> Self {
        match stated {
            Stated::Value(entry) => Self::entry(term, *entry),
            Stated::AnyOf(entries) => Self::any(term, entries),
            Stated::Between(low, high) => Self::range(*low, *high),
            Stated::Bounds { at_least, at_most } => Self::range(
                at_least.unwrap_or(0),
                at_most.unwrap_or_else(|| term.kind.last()),
            ),
        }
    }

    fn range(low: u64, high: u64) -> Self {
        Self {
            not_arising: false,
            values: vec![(low, high)],
        }
    }

    fn any(term: &Term, entries: &[Entry]) -> Self {
        let mut all = Self {
            not_arising: false,
            values: Vec::new(),
        };
        for &entry in entries {
            all.extend(&term.kind, Self::entry(term, entry));
        }
        all
    }

    /// The same cells, stretches that touch put together.
    pub(super) fn tidied(&self, kind: &Kind) -> Self {
        let mut tidied = Self {
            not_arising: false,
            values: Vec::new(),
        };
        tidied.extend(kind, self.clone());
        tidied
    }

    /// Whether every cell is one of `other`. Of several boxes of sets, each has to lie in one.
    pub(crate) fn is_within(&self, kind: &Kind, other: &Self) -> bool {
        let other = other.tidied(kind);
        let inside = |&(low, high): &(u64, u64)| {
            (other.values.iter()).any(|&(least, most)| match kind {
                Kind::Set(_) => least & !low == 0 && high & !most == 0,
                Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                    least <= low && high <= most
                }
            })
        };
        (other.not_arising || !self.not_arising) && self.values.iter().all(inside)
    }

    /// Whether some cell is possible by both.
    pub(crate) fn meets(&self, kind: &Kind, other: &Self) -> bool {
        let both = |&(low, high): &(u64, u64)| {
            (other.values.iter()).any(|&(least, most)| match kind {
                Kind::Set(_) => (low | least) & !(high & most) == 0,
                Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                    low <= most && least <= high
                }
            })
        };
        self.not_arising && other.not_arising || self.values.iter().any(both)
    }

    /// The values that both leave possible; *does not arise* is not looked at. Of no value it is
    /// empty.
    pub(super) fn values_of_both(&self, kind: &Kind, other: &Self) -> Self {
        let both = |(&(low, high), &(least, most)): (&(u64, u64), &(u64, u64))| match kind {
            Kind::Set(_) => {
                let (low, high) = (low | least, high & most);
                (low & !high == 0).then_some((low, high))
            }
            Kind::Scale(_) | Kind::OneOf(_) | Kind::YesOrNo | Kind::Number(_) => {
                let (low, high) = (low.max(least), high.min(most));
                (low <= high).then_some((low, high))
            }
        };
        let pairs =
            (self.values.iter()).flat_map(|own| other.values.iter().map(move |each| (own, each)));
        let mut shared = Self {
            not_arising: false,
            values: pairs.filter_map(both).collect(),
        };
        shared.tidy(kind);
        shared
    }

    /// Adds what `other` leaves possible.
    pub(crate) fn extend(&mut self, kind: &Kind, other: Self) {
        self.not_arising |= other.not_arising;
        self.values.extend(other.values);
        self.tidy(kind);
    }

    /// Sorts the values. Joins ranges that touch and, of sets, drops each pair whose sets another
    /// pair has too.
    pub(crate) fn tidy(&mut self, kind: &Kind) {
        self.values.sort_unstable();
        self.values.dedup();
        if kind.is_set() {
            let all = self.values.clone();
            let inside = |a: &(u64, u64), b: &(u64, u64)| b.0 & !a.0 == 0 && a.1 & !b.1 == 0;
            self.values
                .retain(|own| !all.iter().any(|other| own != other && inside(own, other)));
            return;
        }
        self.values.dedup_by(|next, kept| {
            let touches = next.0 <= kept.1.saturating_add(1);
            if touches {
                kept.1 = kept.1.max(next.1);
            }
            touches
        });
    }
}

impl Proposal {
    /// What it leaves possible, term by term.
    ///
    /// # Errors
    ///
    /// If it was read over another vocabulary.
    pub fn knowledge(
        &self,
        vocabulary: &Vocabulary,
        options: Options,
    ) -> Result<Vec<Knowledge>, OtherVocabulary> {
        if !self.is_over(vocabulary) {
            return Err(OtherVocabulary {
                proposal: self.id.clone(),
                vocabulary: vocabulary.name.clone(),
            });
        }
        Ok(self.known(vocabulary, options))
    }

    /// What it leaves possible, term by term, over the vocabulary that it was read over.
    pub(crate) fn known(&self, vocabulary: &Vocabulary, options: Options) -> Vec<Knowledge> {
        if self.is_package() {
            let each = vocabulary.ids();
            return each
                .map(|id| self.known_on(id, vocabulary, options))
                .collect();
        }
        let mut all: Vec<Knowledge> = (vocabulary.terms.iter())
            .map(|term| self.unlisted(term, options))
            .collect();
        for provision in &self.provisions {
            let term = vocabulary.term(provision.term);
            all[provision.term.0] = self.provided(provision, term, options);
        }
        all
    }

    /// What is left possible on a term that it does not list.
    fn unlisted(&self, term: &Term, options: Options) -> Knowledge {
        if self.is_silent_on_the_rest(options) {
            Knowledge::silent(term)
        } else {
            Knowledge::unknown(term)
        }
    }

    /// What a provision leaves possible.
    fn provided(&self, provision: &Provision, term: &Term, options: Options) -> Knowledge {
        if !self.reaches(provision, options.min_grade) {
            return Knowledge::unknown(term);
        }
        let mut known = Knowledge::stated(term, &provision.stated);
        if options.rivals && !provision.rival.is_empty() {
            known.extend(&term.kind, Knowledge::any(term, &provision.rival));
        }
        known
    }

    /// Whether a provision counts under a minimum grade: one of its sources reaches it. A source
    /// without a grade reaches none, and a provision that names no source is the worst of all.
    ///
    /// No passage says that a text is silent: that is seen of the text as a whole. So a provision
    /// that states just `silent` and names no source counts as far as the best source of the
    /// proposal does, and so does `unlisted: silent`.
    #[must_use]
    pub fn reaches(&self, provision: &Provision, min_grade: Option<Grade>) -> bool {
        let Some(least) = min_grade else { return true };
        if provision.sources.is_empty() && provision.stated == Stated::Value(Entry::Silent) {
            return self.silence_reaches(min_grade);
        }
        (provision.sources.iter())
            .filter_map(|&source| self.sources[source].grade)
            .any(|grade| grade <= least)
    }

    /// Whether silence for which no source is named counts under a minimum grade.
    fn silence_reaches(&self, min_grade: Option<Grade>) -> bool {
        let mut grades = self.sources.iter().filter_map(|source| source.grade);
        min_grade.is_none_or(|least| grades.any(|grade| grade <= least))
    }

    /// Whether a term that it does not list counts as silent.
    pub(crate) fn is_silent_on_the_rest(&self, options: Options) -> bool {
        self.unlisted_silent.is_some() && self.silence_reaches(options.min_grade)
    }

    /// The terms on which silence counts, in the vocabulary's order: the text is silent, or silence
    /// is one of the things that it may say.
    pub(crate) fn silences(&self, vocabulary: &Vocabulary, options: Options) -> Vec<TermId> {
        if self.is_package() {
            return self.silent_together(vocabulary, options);
        }
        let silent = |provision: &Provision| {
            let says_nothing = match &provision.stated {
                Stated::Value(entry) => *entry == Entry::Silent,
                Stated::AnyOf(entries) => entries.contains(&Entry::Silent),
                Stated::Between(..) | Stated::Bounds { .. } => false,
            };
            let rival = options.rivals && provision.rival.contains(&Entry::Silent);
            (says_nothing || rival) && self.reaches(provision, options.min_grade)
        };
        let all = vocabulary.ids();
        all.filter(|&term| match self.provision(term) {
            Some(provision) => silent(provision),
            None => self.is_silent_on_the_rest(options),
        })
        .collect()
    }

    /// Whether the proposal settles something on this term: a provision that counts, or silence
    /// by `unlisted: silent`.
    #[must_use]
    pub fn speaks_of(&self, term: TermId, options: Options) -> bool {
        if self.is_package() {
            return self.speaks_together(term, options);
        }
        match self.provision(term) {
            Some(provision) => self.reaches(provision, options.min_grade),
            None => self.is_silent_on_the_rest(options),
        }
    }
}
