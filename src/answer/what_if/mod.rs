//! A policy and a draft as data with which a page answers "what if": diagrams to be walked, the terms with
//! what a reader may say of each, and the draft's text in pieces.

mod data;

pub use data::{
    CoherenceRoot, Columns, DraftText, FindingRoot, GroupRoot, LabelChoice, PieceRoot, Possible,
    TermChoices, TextPiece, Values, WarningRoot, WhatIf,
};

use super::options::OptionsTaken;
use super::words;
use crate::engine::{AskedId, Background, Owner, Reference, TermEncoding};
use crate::phrase;
use crate::policy::{Arising, Kind, Term, TermId, Vocabulary};
use crate::proposal::{Grade, Knowledge, PieceKind, Pieces};
use crate::questions::judge::Case;
use crate::questions::walk::{Coherence, Walk};
use crate::text::source::sha256;
use crate::text::{Phrase, Untrusted};

impl WhatIf {
    /// As JSON in one line.
    #[must_use]
    pub fn json(&self) -> String {
        // Nothing in structs of texts and numbers can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What a page needs to answer "what if" for a case by the diagrams of its judge.
#[must_use]
pub fn what_if(case: &Case<'_>, walk: &Walk<'_, '_>) -> WhatIf {
    let maker = Maker::new(case, walk);
    let (judge, proposal) = (case.judge, case.proposal);
    let policy = judge.policy;
    let taken = OptionsTaken::new(case.options, std::slice::from_ref(&judge.choice));
    let texts = [&policy.source, &policy.vocabulary.source, &proposal.source];
    let mut version: String = texts.iter().map(|text| text.sha256()).collect();
    version += &format!("{:?} {:?}", case.options, judge.readings());
    version += &format!("{:?}", case.knowledge);
    WhatIf {
        version: sha256(version.as_bytes()).chars().take(12).collect(),
        policy: policy.called.clone(),
        draft: (&proposal.called).into(),
        title: (&proposal.title).into(),
        terms: maker
            .terms
            .iter()
            .map(|&term| maker.choices(term))
            .collect(),
        nodes: (walk.diagrams.nodes().iter())
            .map(|node| {
                std::iter::once(node.var)
                    .chain(node.children.iter().copied())
                    .collect()
            })
            .collect(),
        findings: maker.findings(),
        warnings: maker.warnings(),
        groups: maker.groups(),
        coherence: maker.coherence(),
        text: draft_text(case, &taken),
    }
}

/// Makes the parts.
struct Maker<'a> {
    case: &'a Case<'a>,
    walk: &'a Walk<'a, 'a>,
    /// The terms that can make a difference, in the vocabulary's order.
    terms: Vec<TermId>,
}

impl<'a> Maker<'a> {
    fn new(case: &'a Case<'a>, walk: &'a Walk<'a, 'a>) -> Self {
        let mut maker = Self {
            case,
            walk,
            terms: Vec::new(),
        };
        let judge = case.judge;
        let mut terms: Vec<TermId> = Vec::new();
        let prerequisites = judge.prerequisites.iter().zip(&walk.prerequisites);
        for (question, root) in prerequisites.chain(judge.warnings.iter().zip(&walk.warnings)) {
            terms.extend(match root {
                Some(root) => maker.owners(*root),
                None => question.terms(&judge.engine.encoding),
            });
        }
        // What background knowledge says together of such a term concerns every term in it.
        for part in &walk.coherence {
            let pieces = part.pieces.iter().filter_map(|(_, root)| *root);
            let owners = pieces.chain([part.root]);
            let owners: Vec<TermId> = owners.flat_map(|root| maker.owners(root)).collect();
            if owners.iter().any(|term| terms.contains(term)) {
                terms.extend(owners);
            }
        }
        terms.sort_unstable();
        terms.dedup();
        maker.terms = terms;
        maker
    }

    /// The terms that a diagram asks for.
    fn owners(&self, root: Reference) -> Vec<TermId> {
        let owners = &self.case.judge.engine.encoding.owners;
        let vars = self.walk.diagrams.support(root).into_iter();
        let mut terms: Vec<TermId> = vars
            .filter_map(|var| match owners[var as usize] {
                Owner::Term(term) => Some(term),
                Owner::Reading(_) => None,
            })
            .collect();
        terms.dedup();
        terms
    }

    /// The places of the terms that a diagram asks for.
    fn places(&self, root: Option<Reference>) -> Vec<usize> {
        let owners = root.map(|root| self.owners(root)).unwrap_or_default();
        let place = |term: TermId| self.terms.binary_search(&term).ok();
        owners.into_iter().filter_map(place).collect()
    }

    fn findings(&self) -> Vec<FindingRoot> {
        let judge = self.case.judge;
        let each = judge
            .policy
            .prerequisites
            .iter()
            .zip(&self.walk.prerequisites);
        let each = each.zip(judge.readings()).enumerate();
        each.map(|(index, ((prerequisite, root), settled))| {
            let column = judge.engine.encoding.reading(AskedId(index));
            let readings = prerequisite.readings.iter().filter(|_| column.is_some());
            FindingRoot {
                id: prerequisite.name.clone(),
                title: (&prerequisite.title).into(),
                weight: prerequisite.weight,
                advisory: prerequisite.advisory,
                root: *root,
                terms: self.places(*root),
                column,
                readings: readings.map(|reading| reading.name.clone()).collect(),
                settled: settled
                    .filter(|_| column.is_some())
                    .map(crate::policy::ReadingId::index),
            }
        })
        .collect()
    }

    fn warnings(&self) -> Vec<WarningRoot> {
        let each = self
            .case
            .judge
            .policy
            .warnings
            .iter()
            .zip(&self.walk.warnings);
        each.map(|(warning, root)| WarningRoot {
            id: warning.name.clone(),
            title: (&warning.title).into(),
            root: *root,
            terms: self.places(*root),
        })
        .collect()
    }

    fn groups(&self) -> Vec<GroupRoot> {
        let each = self.case.judge.groups.iter().zip(&self.walk.groups);
        each.map(|(group, root)| GroupRoot {
            root: *root,
            findings: group.prerequisites().map(|(id, _)| id.0).collect(),
        })
        .collect()
    }

    /// The parts that are about terms of which something can be said. In the others nothing changes.
    fn coherence(&self) -> Vec<CoherenceRoot> {
        let vocabulary = &self.case.judge.policy.vocabulary;
        let says = |of: Background| vocabulary.background(of).1.into();
        // Where no text is possible at all, no piece is to blame more than another.
        let never = |part: &Coherence| part.root == 0;
        let each = self.walk.coherence.iter().map(|part| CoherenceRoot {
            root: part.root,
            pieces: (part.pieces.iter())
                .map(|&(of, root)| PieceRoot {
                    says: says(of),
                    root: root.filter(|_| !never(part)),
                })
                .collect(),
            terms: self.places(Some(part.root)),
        });
        each.filter(|part| part.root == 0 || !part.terms.is_empty())
            .collect()
    }

    fn choices(&self, id: TermId) -> TermChoices {
        let case = self.case;
        let vocabulary = &case.judge.policy.vocabulary;
        let term = vocabulary.term(id);
        let known = &case.knowledge[id.index()];
        let silences = case.proposal.silences(vocabulary, case.options);
        let silent = Knowledge::silent(term);
        let is_silent = *known == silent && silences.contains(&id);
        TermChoices {
            id: term.name.clone(),
            gloss: (&term.gloss).into(),
            section: term.section.as_ref().map(Untrusted::from),
            values: values(term),
            columns: columns(case.judge.engine.encoding.of(id)),
            may_fail: term.may_fail_to_arise(),
            arises_when: arises_when(term, vocabulary),
            silence: words::silence(term),
            silent: Possible::new(&silent, &term.kind),
            draft: Possible::new(known, &term.kind),
            says: if is_silent {
                words::silence(term)
            } else if *known == Knowledge::unknown(term) {
                "not established".into()
            } else {
                words::cells(known, &term.kind)
            },
            is_silent,
        }
    }
}

impl Possible {
    fn new(known: &Knowledge, kind: &Kind) -> Self {
        let values = known.values.iter();
        let set = |&(low, high): &(u64, u64)| {
            let of = |member| match (low >> member & 1, high >> member & 1) {
                (1, _) => '1',
                (_, 0) => '0',
                _ => '?',
            };
            (0..kind.labels().len()).map(of).collect()
        };
        Self {
            none: known.not_arising,
            stretches: values.clone().copied().filter(|_| !kind.is_set()).collect(),
            sets: values.filter(|_| kind.is_set()).map(set).collect(),
        }
    }
}

fn values(term: &Term) -> Values {
    let labels = |labels: &[crate::policy::Label]| {
        let each = labels.iter().map(|label| LabelChoice {
            id: label.name.clone(),
            gloss: label.gloss.as_ref().map(Untrusted::from),
            yaml: yaml(&label.name),
        });
        each.collect()
    };
    match &term.kind {
        Kind::Scale(all) | Kind::OneOf(all) => Values::Labels {
            labels: labels(all),
            ordered: term.kind.is_ordered(),
        },
        Kind::YesOrNo => Values::Labels {
            labels: (0..=1)
                .map(|value| LabelChoice {
                    id: term.kind.show(value),
                    gloss: None,
                    yaml: None,
                })
                .collect(),
            ordered: false,
        },
        Kind::Number(grid) => Values::Numbers {
            unit: grid.unit().to_owned(),
            first: grid.number(0).to_string(),
            last: grid.number(grid.last()).to_string(),
            step: grid.step().to_string(),
            count: grid.last(),
        },
        Kind::Set(all) => Values::Set {
            labels: labels(all),
        },
    }
}

fn yaml(name: &str) -> Option<String> {
    let written = crate::proposal::as_word(name);
    (written != name).then_some(written)
}

fn columns(encoding: &TermEncoding) -> Columns {
    match encoding {
        TermEncoding::Direct { var, starts, .. } => Columns::One {
            column: *var,
            starts: starts.clone(),
        },
        TermEncoding::Order {
            arises,
            first,
            starts,
            ..
        } => Columns::Steps {
            arises: *arises,
            column: *first,
            starts: starts.clone(),
        },
        TermEncoding::Membership {
            arises,
            first,
            members,
            ..
        } => Columns::Members {
            arises: *arises,
            column: *first,
            members: members.clone(),
        },
    }
}

fn arises_when(term: &Term, vocabulary: &Vocabulary) -> Option<Phrase> {
    match &term.arising {
        Arising::When(condition) => Some(words::joined(&words::sentences(condition, vocabulary))),
        Arising::Always | Arising::MayNot => None,
    }
}

/// The draft's own text where it can be changed provision by provision, else a new one that says the same.
fn draft_text(case: &Case<'_>, taken: &OptionsTaken) -> DraftText {
    let (proposal, vocabulary) = (case.proposal, &case.judge.policy.vocabulary);
    // What the sources of a provision do not carry is not established, whatever is said there.
    let own = (case.options.min_grade.is_none())
        .then(|| Pieces::of(proposal, vocabulary))
        .flatten();
    let is_own = own.is_some();
    let pieces = own.or_else(|| Pieces::anew(proposal, vocabulary, &case.knowledge));
    let missing = pieces.is_none().then(|| {
        let why = "what is known of a term here cannot be said in one provision";
        phrase!["the changed draft cannot be written as one file: ", why]
    });
    let anew = match case.options.min_grade {
        _ if is_own => None,
        Some(grade) => Some(phrase![
            "only what the draft says ",
            words::counting_from(grade),
            "; its sources, quotes and remarks are in the draft itself"
        ]),
        None if proposal.is_package() => Some(
            "what the texts of a package say together; their sources, quotes and remarks are in these texts"
                .into(),
        ),
        None => Some("the draft's values; its sources, quotes and remarks are in the draft itself".into()),
    };
    let taken = OptionsTaken {
        rivals: taken.rivals && is_own,
        min_grade: None::<Grade>,
        ..taken.clone()
    };
    let (line_break, indent) = match &pieces {
        Some(pieces) => (pieces.line_break, pieces.indent.clone()),
        None => ("\n", String::new()),
    };
    let pieces = pieces.map(|pieces| pieces.pieces).unwrap_or_default();
    let has = |is: PieceKind| pieces.iter().any(|piece| piece.is == is);
    let silent = vocabulary
        .ids()
        .filter(|&term| !has(PieceKind::Provision(term)));
    let silent = silent.filter(|_| has(PieceKind::Unlisted));
    DraftText {
        name: file_name(&proposal.id),
        missing,
        anew,
        taken: taken.in_words(false),
        line_break,
        indent,
        silent: silent.map(|term| written(term, vocabulary)).collect(),
        pieces: (pieces.into_iter())
            .map(|piece| {
                let text = piece.text.into();
                match piece.is {
                    PieceKind::Rest => TextPiece::Rest { text },
                    PieceKind::Provision(term) => TextPiece::Provision {
                        term: written(term, vocabulary),
                        text,
                    },
                    PieceKind::Unlisted => TextPiece::Unlisted { text },
                    PieceKind::NoProvisions => TextPiece::NoProvisions { text },
                    PieceKind::Room => TextPiece::Room,
                }
            })
            .collect(),
    }
}

fn written(term: TermId, vocabulary: &Vocabulary) -> String {
    vocabulary.term(term).name.clone()
}

/// A name for a file on any system.
fn file_name(id: &str) -> String {
    let plain = |char: char| match char {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => char,
        _ => '-',
    };
    let name: String = id.chars().take(80).map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "draft" } else { name }.to_owned()
}
