//! Texts that are compared, as a table: in layers, in other groups, or in the order that was asked for.

use crate::answer::{ComparedOn, ComparedText, Comparison, Over};
use crate::page::block::{Matrix, MatrixRow, Sign};
use crate::page::check::score;
use crate::page::{Label, facts};
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// Rows of a table: texts by their places, each with the title of the group that begins there.
pub(super) struct Rows {
    places: Vec<usize>,
    titles: Vec<Phrase>,
}

/// These texts against prerequisites, or against policies.
pub(super) fn matrix(answer: &Comparison, rows: &Rows) -> Matrix {
    let by_policy = answer.over == Over::Verdicts;
    let (columns, titles): (Vec<Phrase>, Vec<Phrase>) = if by_policy {
        let policies = answer.policies.iter();
        let named = policies.map(|policy| (facts::by(policy), (&policy.title).into()));
        named.unzip()
    } else {
        let each = answer.prerequisites.iter();
        each.map(|on| column(answer, on)).unzip()
    };
    let decide = answer
        .prerequisites
        .iter()
        .filter(|on| !on.advisory)
        .count();
    let Rows {
        places,
        titles: groups,
    } = rows;
    // A text that is in several groups has several rows; others refer to its first.
    let first = |text: usize| places.iter().position(|place| *place == text);
    let layered = !in_layers(answer);
    let rows = places.iter().zip(groups).filter_map(|(&at, group)| {
        let text = answer.texts.get(at)?;
        let mut under: Vec<usize> = text.under.iter().filter_map(|&text| first(text)).collect();
        under.sort_unstable();
        Some(MatrixRow {
            name: facts::named(&text.proposal),
            sign: verdict(text).map(Sign::from),
            score: measure(answer, text),
            cells: if by_policy {
                text.verdicts.iter().map(|by| by.verdict.into()).collect()
            } else {
                text.findings
                    .iter()
                    .map(|verdict| (*verdict).into())
                    .collect()
            },
            raised: Vec::new(),
            group: group.clone(),
            layer: layered.then_some(text.layer),
            under,
        })
    });
    let rows: Vec<MatrixRow> = rows.collect();
    Matrix {
        deciding: if by_policy || answer.policies.len() > 1 {
            columns.len()
        } else {
            decide
        },
        columns,
        titles,
        score: if answer.steps_asked {
            Label::Steps
        } else {
            Label::Score
        },
        warnings: Vec::new(),
        numbered: layered || rows.iter().any(|row| !row.under.is_empty()),
        rows,
    }
}

/// The name of a prerequisite, and what it asks.
fn column(answer: &Comparison, on: &ComparedOn) -> (Phrase, Phrase) {
    let mut by = answer.policies.iter();
    let name = match by.find(|policy| policy.shown() == on.policy) {
        Some(policy) => facts::asked(policy, &on.prerequisite),
        None => Phrase::name(&on.prerequisite),
    };
    let name = if answer.policies.len() > 1 {
        phrase![Phrase::name(&on.policy), ".", name]
    } else {
        name
    };
    let weight = phrase!["weight ", on.weight];
    let title = if on.title.is_empty() {
        weight
    } else {
        phrase![&on.title, " (", weight, ")"]
    };
    (name, title)
}

/// The one verdict on a text; of several policies each has one.
fn verdict(text: &ComparedText) -> Option<Verdict> {
    match &text.verdicts[..] {
        [by] => Some(by.verdict),
        _ => None,
    }
}

/// What stands beside the verdict: the score, or the steps where they were asked for.
fn measure(answer: &Comparison, text: &ComparedText) -> Phrase {
    match &text.steps {
        Some(steps) => steps.in_brief(),
        None if answer.steps_asked => Phrase::default(),
        None => text
            .verdicts
            .first()
            .map(|by| score(&by.score))
            .unwrap_or_default(),
    }
}

impl Rows {
    /// All texts, in the groups that were asked for, else in layers.
    pub(super) fn all(answer: &Comparison) -> Self {
        Self::of(groups(answer))
    }

    /// The texts that no other dominates, without those on which nothing is settled.
    pub(super) fn leading(answer: &Comparison) -> Self {
        let texts = answer.texts.iter().enumerate();
        let leading = texts.filter(|(_, text)| text.layer == 1 && !text.unsettled);
        Self::of(vec![(
            Phrase::default(),
            leading.map(|(at, _)| at).collect(),
        )])
    }

    fn of(groups: Vec<(Phrase, Vec<usize>)>) -> Self {
        let (mut places, mut titles) = (Vec::new(), Vec::new());
        for (title, texts) in groups {
            for (at, text) in texts.into_iter().enumerate() {
                places.push(text);
                titles.push(if at == 0 {
                    title.clone()
                } else {
                    Phrase::default()
                });
            }
        }
        Self { places, titles }
    }
}

/// Whether the texts stand in the order of their layers, without other groups.
fn in_layers(answer: &Comparison) -> bool {
    let is_grouped = answer.texts.iter().any(|text| !text.groups.is_empty());
    !is_grouped && (answer.texts).is_sorted_by_key(|text| (text.unsettled, text.layer))
}

/// The groups that were asked for; else layers, where the texts stand in their order; else none.
fn groups(answer: &Comparison) -> Vec<(Phrase, Vec<usize>)> {
    let all = answer.texts.iter().enumerate();
    if answer.texts.iter().any(|text| !text.groups.is_empty()) {
        let mut names: Vec<&Untrusted> = all.clone().flat_map(|(_, text)| &text.groups).collect();
        names.sort_unstable();
        names.dedup();
        let of = |name: &Untrusted| {
            let in_it = all.clone().filter(|(_, text)| text.groups.contains(name));
            in_it.map(|(at, _)| at).collect::<Vec<_>>()
        };
        return names
            .into_iter()
            .map(|name| {
                let texts = of(name);
                let layers = texts.iter().map(|&at| answer.texts[at].layer);
                let mut layers: Vec<usize> = layers.collect();
                layers.sort_unstable();
                layers.dedup();
                let word = if layers.len() == 1 {
                    "layer "
                } else {
                    "layers "
                };
                let layers = Phrase::list(layers, "and");
                let count = Phrase::counted(texts.len() as u64, "text");
                (phrase![name, ": ", count, ", ", word, layers], texts)
            })
            .collect();
    }
    if !in_layers(answer) || (answer.layers.len() < 2 && answer.summary.unsettled.is_empty()) {
        let texts = all.map(|(at, _)| at).collect();
        return vec![(Phrase::default(), texts)];
    }
    let mut groups = Vec::new();
    for layer in 1..=answer.layers.len() {
        let in_it = all
            .clone()
            .filter(|(_, text)| text.layer == layer && !text.unsettled);
        let texts: Vec<usize> = in_it.map(|(at, _)| at).collect();
        let title = match layer {
            1 => phrase!["Layer 1: ", first_layer(texts.len())],
            _ => phrase![
                "Layer ",
                layer,
                ": ",
                Phrase::counted(texts.len() as u64, "text")
            ],
        };
        groups.push((title, texts));
    }
    let unsettled = all.filter(|(_, text)| text.unsettled);
    let texts: Vec<usize> = unsettled.map(|(at, _)| at).collect();
    groups.push((nothing_settled(answer), texts));
    groups
}

/// `14 texts that no other dominates`.
pub(super) fn first_layer(count: usize) -> Phrase {
    let texts = Phrase::counted(count as u64, "text");
    phrase![texts, " that no other dominates"]
}

/// The title of the texts that leave open all that they are compared by.
pub(super) fn nothing_settled(answer: &Comparison) -> Phrase {
    let texts = Phrase::counted(answer.summary.unsettled.len() as u64, "text");
    phrase!["Nothing settled yet: ", texts, " found open throughout"]
}
