//! How texts compare: in layers, as a table, or two side by side.

mod pair;

use super::block::{
    Block, Fact, Heading, Matrix, MatrixRow, Named, Page, Paragraph, Section, Sign,
};
use super::check::score;
use super::shared::advised;
use super::{Advice, Label, Shell, facts};
use crate::answer::{ComparedText, Comparison, Over, TrialAnswer};
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// How texts compare; two side by side where there are no more.
#[must_use]
pub fn compare(answer: &Comparison, shell: &dyn Shell) -> Page {
    if !answer.pair.is_empty() {
        return pair::page(answer);
    }
    let mut page = Page::default().with(Heading::new(title(answer)));
    if answer.texts.len() > 1 {
        page.push(Paragraph::new(0, ordered(answer)));
    }
    if !answer.texts.is_empty() {
        page.push(Block::Matrix(matrix(answer)));
    }
    let mut told: Vec<Fact> = options(answer).into_iter().collect();
    told.extend(scores(answer));
    told.extend(more(answer, shell));
    if !told.is_empty() {
        page.push(Section::new("").with(Block::Facts(told)));
    }
    if let Some(trials) = trials(answer) {
        page.push(trials);
    }
    page
}

/// By which policies.
fn title(answer: &Comparison) -> Phrase {
    match &answer.policies[..] {
        [one] => facts::policy(one),
        several => {
            let names = several.iter().map(facts::by);
            phrase!["by ", Phrase::list(names, "and")]
        }
    }
}

fn options(answer: &Comparison) -> Option<Fact> {
    let several = answer.policies.len() > 1;
    let taken = answer.options.in_words(several)?;
    Some(Fact::new(Label::Taken, taken))
}

/// How many pairs are ordered, and what that means.
fn ordered(answer: &Comparison) -> Phrase {
    let pairs = answer.pairs;
    let better = match answer.over {
        Over::Findings => {
            " one text dominates the other: under each reading it is nowhere worse and somewhere better \
             (unmet < open < met)"
        }
        Over::Verdicts => {
            " one text dominates the other: by no policy worse and by some better (unmet < open < met)"
        }
    };
    let of = Phrase::counted(pairs.all as u64, "pair");
    let mut said = phrase!["In ", pairs.ordered, " of ", of, better];
    if pairs.ordered > 0 {
        let whatever = " of these whatever the open points turn out to be";
        said = phrase![said, "; in ", pairs.sure, whatever];
    }
    if pairs.alike > 0 {
        said = phrase![said, "; in ", pairs.alike, " both are found alike"];
    }
    if pairs.unordered > 0 {
        said = phrase![
            said,
            "; ",
            pairs.unordered,
            " cannot be ordered without weighing"
        ];
    }
    said
}

/// Texts against prerequisites, or against policies.
fn matrix(answer: &Comparison) -> Matrix {
    let by_policy = answer.over == Over::Verdicts;
    let columns: Vec<Phrase> = if by_policy {
        let policies = answer.policies.iter();
        policies.map(facts::by).collect()
    } else {
        let several = answer.policies.len() > 1;
        let each = answer.prerequisites.iter();
        each.map(|on| {
            let mut by = answer.policies.iter();
            let by = by.find(|policy| policy.shown() == on.policy);
            let name = match by {
                Some(policy) => facts::asked(policy, &on.prerequisite),
                None => Phrase::name(&on.prerequisite),
            };
            if several {
                phrase![Phrase::name(&on.policy), ".", name]
            } else {
                name
            }
        })
        .collect()
    };
    let decide = answer
        .prerequisites
        .iter()
        .filter(|on| !on.advisory)
        .count();
    let (places, titles) = grouped(answer);
    // A text that is in several groups has several rows; others refer to its first.
    let first = |text: usize| places.iter().position(|place| *place == text);
    let rows = places.iter().zip(titles).filter_map(|(&at, group)| {
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
            group,
            layer: (!in_layers(answer)).then_some(text.layer),
            under,
        })
    });
    Matrix {
        deciding: if by_policy || answer.policies.len() > 1 {
            columns.len()
        } else {
            decide
        },
        columns,
        score: if answer.steps_asked {
            Label::Steps
        } else {
            Label::Score
        },
        warnings: Vec::new(),
        numbered: true,
        rows: rows.collect(),
    }
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

/// The texts by their places, row by row, each with the title of the group that begins there.
fn grouped(answer: &Comparison) -> (Vec<usize>, Vec<Phrase>) {
    let mut places = Vec::new();
    let mut titles = Vec::new();
    for (title, texts) in groups(answer) {
        for (at, text) in texts.into_iter().enumerate() {
            places.push(text);
            titles.push(if at == 0 {
                title.clone()
            } else {
                Phrase::default()
            });
        }
    }
    (places, titles)
}

/// Whether the texts stand in the order of their layers, without other groups.
fn in_layers(answer: &Comparison) -> bool {
    let is_grouped = answer.texts.iter().any(|text| !text.groups.is_empty());
    !is_grouped && answer.texts.is_sorted_by_key(|text| text.layer)
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
    if !in_layers(answer) || answer.layers.len() < 2 {
        let texts = all.map(|(at, _)| at).collect();
        return vec![(Phrase::default(), texts)];
    }
    let layers = answer.layers.iter().enumerate();
    layers
        .map(|(at, count)| {
            let texts = Phrase::counted(*count as u64, "text");
            let mut title = phrase!["Layer ", at + 1, ": ", texts];
            let in_it = all.clone().filter(|(_, text)| text.layer == at + 1);
            if at == 0 {
                title = title
                    .with(" that no other dominates")
                    .with(of_little(in_it.clone()));
            }
            (title, in_it.map(|(at, _)| at).collect())
        })
        .collect()
}

/// How many texts stand in the first layer without being met on anything: of what is left open, little is
/// dominated.
fn of_little<'a>(texts: impl Iterator<Item = (usize, &'a ComparedText)>) -> Phrase {
    let nothing = |text: &ComparedText| !text.findings.contains(&Verdict::Met);
    match texts.filter(|(_, text)| nothing(text)).count() {
        0 => Phrase::default(),
        count => phrase![
            ", ",
            count,
            " of them with no finding met: what is open is seldom dominated"
        ],
    }
}

/// How far scores tell texts apart.
fn scores(answer: &Comparison) -> Option<Fact> {
    let apart = answer.pairs.scores_apart?;
    let all = answer.pairs.all;
    let texts = answer.texts.len();
    if answer.steps_asked {
        let said = "of changing what is stated, and with + answers to what is open, to the nearest text \
                    that is met; their order is no order of merit";
        return Some(Fact::new(Label::Steps, said));
    }
    (texts > 1).then(|| {
        let whole = if answer.narrowed {
            "of the whole policy, as the verdict: "
        } else {
            ""
        };
        let said = phrase![
            whole,
            "weight met of weight that applies, at least and at most; in ",
            all - apart,
            " of ",
            all,
            " pairs these ranges overlap"
        ];
        Fact::new(Label::Score, said)
    })
}

/// What other assumptions change, those that change nothing together.
fn trials(answer: &Comparison) -> Option<Section> {
    if answer.texts.len() < 2 || answer.trials.is_empty() {
        return None;
    }
    let is_same = |trial: &&TrialAnswer| trial.lost + trial.gained + trial.moved == 0;
    let (same, other): (Vec<_>, Vec<_>) = answer.trials.iter().partition(is_same);
    let mut told: Vec<Named> = other.into_iter().map(trial).collect();
    if !same.is_empty() {
        let names = same.iter().map(|trial| trial.says.clone());
        told.push(Named::new("the same", Phrase::list(names, "and")));
    }
    let title = phrase![
        "Instead of the ",
        answer.pairs.ordered,
        " pairs ordered above, if taken or read otherwise"
    ];
    Some(Section::new(title).with(Block::Names(told)))
}

/// `16 ordered: 11 new, 150 lost; 23 texts move`.
fn trial(trial: &TrialAnswer) -> Named {
    let texts = Phrase::counted(trial.moved as u64, "text");
    let moves = if trial.moved == 1 { " moves" } else { " move" };
    let mut said = phrase![trial.ordered, " ordered"];
    let changed = [(trial.gained, " new"), (trial.lost, " lost")];
    let changed = changed.into_iter().filter(|(count, _)| *count > 0);
    let changed = Phrase::joined(changed.map(|(count, what)| phrase![count, what]), ", ");
    if !changed.is_empty() {
        said = phrase![said, ": ", changed];
    }
    if trial.moved > 0 {
        said = phrase![said, "; ", texts, moves];
    }
    Named::new(trial.says.clone(), said)
}

/// What can be asked further.
fn more(answer: &Comparison, shell: &dyn Shell) -> Option<Fact> {
    let mut advice = Vec::new();
    if answer.texts.len() > 2 {
        advice.extend(shell.advice(Advice::ShowPair));
    }
    if answer.over == Over::Verdicts && answer.policies.len() > 1 {
        advice.extend(shell.advice(Advice::CompareFindings));
    }
    let mut advice = advice.into_iter();
    let first = advice.next()?;
    let said = advice.fold(Phrase::from(first), |said, next| {
        advised(said, "; ", Some(next))
    });
    Some(Fact::new(Label::More, said))
}
