//! How one coding differs from another: in what it leaves possible, or only in how that is recorded.

use serde::Serialize;

use super::{Knowledge, Options, Proposal, Provision, SourceNote};
use crate::policy::{Kind, TermId, Vocabulary};

/// Something of a provision that can be recorded otherwise although the provision leaves the same
/// possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recorded {
    /// The value is written otherwise, or is left to silence.
    Value,
    /// Its rival codings.
    Rivals,
    /// Where it stands in the text.
    At,
    /// The words of the text.
    Quote,
    /// Which sources it names.
    Sources,
    /// How good these sources are.
    Grades,
    /// How it is known.
    Basis,
    /// Who coded it.
    Coder,
    /// How sure the coder is.
    Confidence,
    /// The remark of the coder.
    Note,
}

/// Something that a proposal says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OfItself {
    /// Its title.
    Title,
    /// Its version.
    Version,
    /// What it supersedes.
    Supersedes,
    /// Its date.
    Date,
    /// Its authors.
    Authors,
    /// Its status.
    Status,
    /// How much of the text was seen.
    Coverage,
    /// What became of it.
    Outcome,
    /// The remark of the coder.
    Note,
}

impl Knowledge {
    /// Whether the same cells are possible by both.
    #[must_use]
    pub fn is_same(&self, other: &Self, kind: &Kind) -> bool {
        let tidied = [self.tidied(kind), other.tidied(kind)];
        if self.not_arising != other.not_arising {
            return false;
        }
        let [one, other] = &tidied;
        if one.values == other.values {
            return true;
        }
        let covered = |boxes: &[(u64, u64)], by: &[(u64, u64)]| {
            boxes.iter().all(|each| is_covered(*each, by))
        };
        kind.is_set() && covered(&one.values, &other.values) && covered(&other.values, &one.values)
    }
}

/// Whether each set that has the members of `low` and at most those of `high` is in one of these boxes.
fn is_covered((low, high): (u64, u64), by: &[(u64, u64)]) -> bool {
    let meets = |&&(least, most): &&(u64, u64)| (low | least) & !(high & most) == 0;
    let near: Vec<(u64, u64)> = by.iter().filter(meets).copied().collect();
    let Some(&(least, most)) = near.first() else {
        return false;
    };
    // Members that are free here, and not in that box.
    let told = high & !low & (least | !most);
    if told == 0 {
        return true;
    }
    let member = told & told.wrapping_neg();
    is_covered((low | member, high), &near) && is_covered((low, high & !member), &near)
}

impl Proposal {
    /// The terms of which `new` leaves something else possible than this, both taken like this and read
    /// over this vocabulary, in its order.
    #[must_use]
    pub fn changed(&self, new: &Self, vocabulary: &Vocabulary, options: Options) -> Vec<TermId> {
        let [old, new] = [self, new].map(|text| text.known(vocabulary, options));
        let terms = vocabulary.ids();
        terms
            .filter(|id| !old[id.0].is_same(&new[id.0], &vocabulary.term(*id).kind))
            .collect()
    }

    /// What `new` records otherwise of a term. Both are single texts.
    #[must_use]
    pub fn recorded_otherwise(&self, new: &Self, term: TermId) -> Vec<Recorded> {
        let (old, now) = match (self.provision(term), new.provision(term)) {
            (None, None) => return Vec::new(),
            (Some(old), Some(now)) => (old, now),
            (Some(_), None) | (None, Some(_)) => return vec![Recorded::Value],
        };
        let sources = |text: &Self, of: &Provision| -> Vec<SourceNote> {
            let each = of.sources.iter();
            each.map(|&source| text.sources[source].clone()).collect()
        };
        let (from, to) = (sources(self, old), sources(new, now));
        let ungraded = |sources: &[SourceNote]| -> Vec<SourceNote> {
            let each = sources.iter().cloned();
            each.map(|source| SourceNote {
                key: String::new(),
                grade: None,
                note: None,
                ..source
            })
            .collect()
        };
        let grades = |sources: &[SourceNote]| -> Vec<_> {
            sources.iter().map(|source| source.grade).collect()
        };
        let same_sources = ungraded(&from) == ungraded(&to);
        let differs = [
            (Recorded::Value, old.stated != now.stated),
            (Recorded::Rivals, old.rival != now.rival),
            (Recorded::At, old.at != now.at),
            (Recorded::Quote, old.quote != now.quote),
            (Recorded::Sources, !same_sources),
            (
                Recorded::Grades,
                same_sources && grades(&from) != grades(&to),
            ),
            (Recorded::Basis, old.basis != now.basis),
            (Recorded::Coder, old.coder != now.coder),
            (Recorded::Confidence, old.confidence != now.confidence),
            (Recorded::Note, old.note != now.note),
        ];
        let differs = differs.into_iter().filter(|(_, differs)| *differs);
        differs.map(|(what, _)| what).collect()
    }

    /// What `new` says of itself otherwise.
    #[must_use]
    pub fn says_of_itself_otherwise(&self, new: &Self) -> Vec<OfItself> {
        let differs = [
            (OfItself::Title, self.title != new.title),
            (OfItself::Version, self.version != new.version),
            (OfItself::Supersedes, self.supersedes != new.supersedes),
            (OfItself::Date, self.date != new.date),
            (OfItself::Authors, self.authors != new.authors),
            (OfItself::Status, self.status != new.status),
            (OfItself::Coverage, self.coverage != new.coverage),
            (OfItself::Outcome, self.outcome != new.outcome),
            (OfItself::Note, self.note != new.note),
        ];
        let differs = differs.into_iter().filter(|(_, differs)| *differs);
        differs.map(|(what, _)| what).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_the_same_however_they_are_listed() {
        let boxes = |values: &[(u64, u64)]| values.to_vec();
        assert!(is_covered((0, 0b1), &boxes(&[(0, 0), (0b1, 0b1)])));
        assert!(!is_covered((0, 0b11), &boxes(&[(0, 0b1), (0b10, 0b10)])));
        assert!(is_covered((0, 0b11), &boxes(&[(0, 0b1), (0b10, 0b11)])));
        assert!(!is_covered((0, 0), &[]));
    }
}
