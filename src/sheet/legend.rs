//! What the words, the signs and the columns of a book mean, and how the texts were taken.

use super::{Cell, Room, Sheet, columns};
use crate::answer::{
    CitationAnswer, Finding, OptionsTaken, Over, PairCounts, PolicyRef, ProposalRef, WarningAnswer,
};
use crate::page::block::Sign;
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::Verdict;

/// Which words a book has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Listed {
    /// Verdicts.
    Verdicts,
    /// None that have to be explained.
    Nothing,
}

/// What is to be explained: of what kind it is, its name, and what it means.
#[derive(Default)]
pub(super) struct Legend {
    rows: Vec<(Phrase, Phrase, Phrase)>,
}

impl Legend {
    fn add(&mut self, kind: impl Into<Phrase>, name: impl Into<Phrase>, means: impl Into<Phrase>) {
        let row = (kind.into(), name.into(), means.into());
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    /// How the texts were taken, and how the policies were read.
    pub fn options<'a>(&mut self, all: impl Iterator<Item = &'a OptionsTaken>, several: bool) {
        for options in all {
            let said = options.in_words(several).unwrap_or_else(|| {
                "as they are coded: every source counts, rival readings of the text do not, and no \
                 reading of a prerequisite is settled"
                    .into()
            });
            self.add("how texts were taken", "options", said);
        }
    }

    pub fn policy(&mut self, policy: &PolicyRef) {
        let vocabulary = &policy.vocabulary;
        let means = phrase![
            &policy.title,
            "; file ",
            &policy.file,
            ", SHA-256 ",
            Phrase::value(&policy.sha256),
            "; vocabulary ",
            Phrase::name(&vocabulary.id),
            " edition ",
            vocabulary.edition,
            ", SHA-256 ",
            Phrase::value(&vocabulary.sha256)
        ];
        self.add("policy", Phrase::name(policy.shown()), means);
    }

    pub fn prerequisites(&mut self, policy: &PolicyRef, all: &[Finding]) {
        for finding in all {
            let advisory = if finding.advisory { ", advisory" } else { "" };
            let cites = finding.full.iter().flat_map(|full| &full.cites);
            let means = phrase![
                &finding.title,
                "; weight ",
                finding.weight,
                advisory,
                cited(cites)
            ];
            let kind = phrase!["prerequisite of ", Phrase::name(policy.shown())];
            self.add(kind, Phrase::name(&finding.id), means);
        }
    }

    pub fn warnings(&mut self, policy: &PolicyRef, all: &[WarningAnswer]) {
        for warning in all {
            let cites = warning.full.iter().flat_map(|full| &full.cites);
            let kind = phrase!["warning of ", Phrase::name(policy.shown())];
            let means = phrase![&warning.title, cited(cites)];
            self.add(kind, Phrase::name(&warning.id), means);
        }
    }

    pub fn texts<'a>(&mut self, all: impl Iterator<Item = &'a ProposalRef>) {
        for text in all {
            let means = phrase![
                &text.title,
                "; file ",
                &text.file,
                ", SHA-256 ",
                Phrase::value(&text.sha256)
            ];
            self.add("text", text.shown(), means);
        }
    }

    /// What it means that texts are ordered, and how many pairs are.
    pub fn order(&mut self, over: Over, pairs: PairCounts) {
        let by = match over {
            Over::Findings => {
                "under each reading it is nowhere worse and somewhere better (unmet < open < met)"
            }
            Over::Verdicts => {
                "by each policy it is nowhere worse and somewhere better (unmet < open < met)"
            }
        };
        self.add("order", "dominates", by);
        let said = phrase![
            "of ",
            pairs.all,
            " pairs of texts ",
            pairs.ordered,
            " are ordered, ",
            pairs.sure,
            " of these whatever the open points turn out to be; ",
            pairs.alike,
            " are found alike; ",
            pairs.unordered,
            " cannot be ordered without weighing"
        ];
        self.add("order", "pairs", said);
    }

    /// The sheet, with what the columns of the others say.
    pub fn sheet(mut self, listed: Listed, others: &[Sheet]) -> Sheet {
        if listed == Listed::Verdicts {
            self.verdicts();
        }
        for sheet in others {
            for column in &sheet.columns {
                let kind = phrase!["column of ", sheet.name.clone()];
                self.add(kind, Phrase::value(&column.name), column.about.clone());
            }
        }
        let mut sheet = Sheet::new(
            "Legend",
            columns([
                ("kind", Room::Name, "what kind of thing is explained"),
                ("name", Room::Name, "its name"),
                ("meaning", Room::Sentence, "what it means"),
            ]),
        );
        let rows = self.rows.into_iter();
        sheet.rows = rows
            .map(|(kind, name, means)| [kind, name, means].map(Cell::text).to_vec())
            .collect();
        sheet
    }

    fn verdicts(&mut self) {
        let all = [
            (
                Verdict::Met,
                "met in every way to fill in what is open, under every reading that is not settled",
            ),
            (
                Verdict::Unmet,
                "unmet in every way to fill in what is open, under every such reading",
            ),
            (
                Verdict::Open,
                "turns on what the text leaves open, or on a reading",
            ),
            (
                Verdict::NotApplicable,
                "what is asked applies in no way to fill in what is open; that is not success",
            ),
        ];
        for (verdict, means) in all {
            let sign = Sign::from(verdict).glyph();
            self.add("verdict", phrase![sign, " ", verdict.word()], means);
        }
        self.add(
            "verdict",
            "score",
            "the weight of the met prerequisites over the weight of those that apply, at the least and \
             at the most over all ways to fill in what is open",
        );
    }
}

/// `; from paragraph 3 of "Title"`.
fn cited<'a>(all: impl Iterator<Item = &'a CitationAnswer>) -> Phrase {
    let all = Phrase::joined(all.map(CitationAnswer::in_words), "; ");
    if all.is_empty() {
        all
    } else {
        phrase!["; from ", all]
    }
}
