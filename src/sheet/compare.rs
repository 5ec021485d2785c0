//! The tables of `compare`: a row for each text, in the order that was asked for.

use super::check::{about, about_columns, score, verdict_columns, weight_columns, weights};
use super::legend::{Legend, Listed};
use super::pair::{balances, pairs};
use super::reversal::reversals;
use super::{Book, Cell, Column, Room, Sheet, columns};
use crate::answer::{ComparedOn, ComparedText, Comparison, StepsAnswer};
use crate::phrase;
use crate::text::Phrase;

/// The tables of what `compare` answers. The main one is of the texts, or of two texts alone how they do
/// on each prerequisite.
#[must_use]
pub fn comparison(answer: &Comparison) -> Book {
    let mut sheets = vec![texts(answer)];
    let mut main = 0;
    if !answer.pair.is_empty() {
        main = sheets.len();
        sheets.push(pairs(&answer.pair));
        sheets.push(balances(&answer.pair));
        sheets.extend(reversals(&answer.pair));
    }
    if !answer.trials.is_empty() {
        sheets.push(trials(answer));
    }
    sheets.push(legend(answer, &sheets));
    Book {
        title: "Texts compared".into(),
        sheets,
        main,
    }
}

fn legend(answer: &Comparison, sheets: &[Sheet]) -> Sheet {
    let mut legend = Legend::default();
    legend.options(std::iter::once(&answer.options), answer.policies.len() > 1);
    answer
        .policies
        .iter()
        .for_each(|policy| legend.policy(policy));
    legend.texts(answer.texts.iter().map(|text| &text.proposal));
    legend.order(answer.over, answer.pairs);
    legend.sheet(Listed::Verdicts, sheets)
}

/// The policy of a name, where it has to be told.
fn of(answer: &Comparison, policy: &str) -> Option<String> {
    (answer.policies.len() > 1).then(|| policy.to_owned())
}

fn texts(answer: &Comparison) -> Sheet {
    let has_steps = answer.texts.iter().any(|text| text.steps.is_some());
    let has_groups = answer.texts.iter().any(|text| !text.groups.is_empty());
    let mut all = columns([
        ("text", Room::Name, "the text"),
        (
            "layer",
            Room::Word,
            "its layer: the first has the texts that no other dominates",
        ),
        (
            "unsettled",
            Room::Word,
            "whether nothing is settled on it: no finding is met or unmet, and some is open",
        ),
    ]);
    let by = || answer.texts.iter().flat_map(|text| &text.verdicts);
    let mut policies: Vec<Option<String>> = Vec::new();
    for verdict in by() {
        let name = of(answer, verdict.policy.shown());
        if !policies.contains(&name) {
            policies.push(name);
        }
    }
    for policy in &policies {
        all.extend(verdict_columns(policy.as_deref()));
    }
    all.extend(
        answer
            .prerequisites
            .iter()
            .map(|on| prerequisite(answer, on)),
    );
    if has_steps {
        all.extend(step_columns());
    }
    if has_groups {
        all.extend(columns([(
            "groups",
            Room::Name,
            "the groups that it is in",
        )]));
    }
    all.extend(columns([
        (
            "directly_under",
            Room::Sentence,
            "the texts that dominate it with no other text between",
        ),
        ("dominated_by", Room::Sentence, "all texts that dominate it"),
        ("dominates", Room::Sentence, "the texts that it dominates"),
        ("alike", Room::Sentence, "the texts that are found like it"),
    ]));
    for policy in &policies {
        all.extend(weight_columns(policy.as_deref()));
    }
    all.extend(about_columns());
    let mut sheet = Sheet::new("Texts", all);
    for text in &answer.texts {
        let mut row = vec![
            Cell::text(text.proposal.shown()),
            Cell::count(text.layer),
            Cell::Flag(text.unsettled),
        ];
        for by in &text.verdicts {
            row.push(Cell::Verdict(by.verdict));
            row.extend(score(by.score));
        }
        row.extend(text.findings.iter().copied().map(Cell::Verdict));
        if has_steps {
            row.extend(steps(text.steps.as_ref()));
        }
        if has_groups {
            row.push(Cell::list(&text.groups));
        }
        row.extend(names(text));
        for by in &text.verdicts {
            row.extend(weights(by.score));
        }
        row.extend(about(&text.proposal));
        sheet.rows.push(row);
    }
    sheet
}

fn prerequisite(answer: &Comparison, on: &ComparedOn) -> Column {
    let advisory = if on.advisory { ", advisory" } else { "" };
    let title = if on.title.is_empty() {
        Phrase::default()
    } else {
        phrase![": ", &on.title]
    };
    let about = phrase![
        "the verdict on this prerequisite of ",
        Phrase::name(&on.policy),
        title,
        "; weight ",
        on.weight,
        advisory
    ];
    let name = match of(answer, &on.policy) {
        Some(policy) => format!("{policy}.{}", on.prerequisite),
        None => on.prerequisite.clone(),
    };
    Column::new(name, Room::Sign, about)
}

fn names(text: &ComparedText) -> [Cell; 4] {
    let each = [
        &text.directly_under,
        &text.dominated_by,
        &text.dominates,
        &text.alike,
    ];
    each.map(Cell::list)
}

fn step_columns() -> Vec<Column> {
    columns([
        (
            "steps",
            Room::Word,
            "the fewest steps of changing what is stated until it is met",
        ),
        (
            "answers",
            Room::Word,
            "the answers to what is open that go with them",
        ),
        (
            "avoids",
            Room::Word,
            "how many prerequisites are avoided by that",
        ),
        ("no_steps", Room::Name, "why there are no steps"),
    ])
}

fn steps(steps: Option<&StepsAnswer>) -> Vec<Cell> {
    match steps {
        Some(StepsAnswer::Cost {
            steps,
            answers,
            avoids,
        }) => vec![
            Cell::Number(*steps),
            Cell::Number(*answers),
            Cell::count(*avoids),
            Cell::Nothing,
        ],
        none => {
            let why = none.map(StepsAnswer::in_words).unwrap_or_default();
            vec![Cell::Nothing, Cell::Nothing, Cell::Nothing, Cell::text(why)]
        }
    }
}

fn trials(answer: &Comparison) -> Sheet {
    let mut sheet = Sheet::new(
        "Assumptions",
        columns([
            ("assumption", Room::Sentence, "what is taken otherwise"),
            (
                "ordered",
                Room::Word,
                "how many pairs of texts are ordered then",
            ),
            ("gained", Room::Word, "how many are ordered so only then"),
            (
                "lost",
                Room::Word,
                "how many are not ordered then, or the other way",
            ),
            (
                "moved",
                Room::Word,
                "how many texts are in another layer then",
            ),
        ]),
    );
    let rows = answer.trials.iter().map(|trial| {
        vec![
            Cell::text(&trial.says),
            Cell::count(trial.ordered),
            Cell::count(trial.gained),
            Cell::count(trial.lost),
            Cell::count(trial.moved),
        ]
    });
    sheet.rows = rows.collect();
    sheet
}
