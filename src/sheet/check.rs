//! The tables of `check`: a row for each text and prerequisite, and texts against prerequisites.

use super::legend::{Legend, Listed};
use super::source::provisions;
use super::{Book, Cell, Column, Room, Sheet, columns};
use crate::answer::{
    CheckAnswer, Checks, CitationAnswer, Decider, Finding, PolicyRef, ProposalRef, Score,
};
use crate::phrase;
use crate::text::Phrase;

/// The tables of what `check` answers; the main one has a row for each text and prerequisite.
#[must_use]
pub fn checks(checks: &Checks) -> Book {
    let all = &checks.proposals;
    let policies = policies(all);
    let mut sheets: Vec<Sheet> = policies
        .iter()
        .map(|policy| matrix(policy, all, policies.len() > 1))
        .collect();
    let main = sheets.len();
    sheets.push(findings(all));
    sheets.push(provisions(all));
    let mut legend = Legend::default();
    legend.options(all.iter().map(|answer| &answer.options), policies.len() > 1);
    for policy in &policies {
        legend.policy(policy);
        let first = all.iter().find(|answer| is_by(answer, policy));
        if let Some(answer) = first {
            legend.prerequisites(policy, &answer.findings);
            legend.warnings(policy, &answer.warnings);
        }
    }
    legend.texts(all.iter().map(|answer| &answer.proposal));
    sheets.push(legend.sheet(Listed::Verdicts, &sheets));
    Book {
        title: "Texts judged against prerequisites".into(),
        sheets,
        main,
    }
}

/// The policies, in the order in which they were named.
fn policies(all: &[CheckAnswer]) -> Vec<&PolicyRef> {
    let mut policies: Vec<&PolicyRef> = Vec::new();
    for answer in all {
        if !policies.iter().any(|policy| is_by(answer, policy)) {
            policies.push(&answer.policy);
        }
    }
    policies
}

fn is_by(answer: &CheckAnswer, policy: &PolicyRef) -> bool {
    answer.policy.shown() == policy.shown()
}

fn findings(all: &[CheckAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Findings",
        columns([
            ("text", Room::Name, "the text that is judged"),
            ("policy", Room::Word, "the policy by which it is judged"),
            ("prerequisite", Room::Name, "what the policy needs, by name"),
            (
                "prerequisite_title",
                Room::Name,
                "what the prerequisite asks",
            ),
            ("verdict", Room::Word, "the verdict on the prerequisite"),
            (
                "advisory",
                Room::Word,
                "whether the verdict on the text passes over it",
            ),
            ("weight", Room::Word, "how much it counts in the score"),
            (
                "decided_by",
                Room::Name,
                "the term that decides the verdict first",
            ),
            ("text_says", Room::Sentence, "what the text says on it"),
            (
                "next_step",
                Room::Sentence,
                "what would do instead on that term",
            ),
            (
                "also_decided_by",
                Room::Sentence,
                "what the text says on other terms that decide, with their lines and next steps",
            ),
            (
                "under_readings",
                Room::Name,
                "the verdict under each reading of the prerequisite alone",
            ),
            (
                "file",
                Room::Name,
                "the file where it stands what the text says",
            ),
            ("line", Room::Word, "the line in that file"),
            (
                "cited_from",
                Room::Sentence,
                "the passages that the prerequisite comes from",
            ),
            (
                "text_verdict",
                Room::Word,
                "the verdict on the text as a whole",
            ),
            (
                "vocabulary_edition",
                Room::Word,
                "the edition of the vocabulary that says what the terms mean",
            ),
        ]),
    );
    for answer in all {
        for finding in &answer.findings {
            sheet.rows.push(row(answer, finding));
        }
    }
    sheet
}

fn row(answer: &CheckAnswer, finding: &Finding) -> Vec<Cell> {
    let first = finding.deciders.first();
    let [file, line] = Cell::place(first.and_then(|decider| decider.place.as_ref()));
    let others = finding.deciders.iter().skip(1).map(told);
    let readings = finding.readings.iter().map(|reading| {
        let verdict = reading.verdict.word();
        phrase![Phrase::name(&reading.name), ": ", verdict]
    });
    let cites = finding.full.iter().flat_map(|full| &full.cites);
    vec![
        Cell::text(answer.proposal.shown()),
        Cell::name(answer.policy.shown()),
        Cell::name(&finding.id),
        Cell::text(&finding.title),
        Cell::Verdict(finding.verdict),
        Cell::Flag(finding.advisory),
        Cell::Number(finding.weight),
        first.map_or(Cell::Nothing, |decider| Cell::name(&decider.term)),
        first.map_or(Cell::Nothing, |decider| Cell::text(&decider.says)),
        Cell::text(first.and_then(next_step).unwrap_or_default()),
        Cell::list(others),
        Cell::list(readings),
        file,
        line,
        Cell::list(cites.map(CitationAnswer::in_words)),
        Cell::Verdict(answer.verdict),
        Cell::Number(answer.policy.vocabulary.edition),
    ]
}

/// `guarantee_scope must be at least ukrainian_controlled, with a change of guarantee_detail`.
fn next_step(decider: &Decider) -> Option<Phrase> {
    let need = decider.needs.as_ref()?;
    let mut step = phrase![Phrase::name(&decider.term), " ", &need.must];
    if let Some(along) = &need.along {
        step = phrase![step, ", with a change of ", along];
    }
    if let Some(reading) = &need.reading {
        step = phrase![step, " (", Phrase::name(reading), ")"];
    }
    Some(step)
}

/// `guarantee_scope is none (line 7): guarantee_scope must be …`.
fn told(decider: &Decider) -> Phrase {
    let mut told = decider.says.clone();
    if let Some(place) = &decider.place {
        let (line, _) = place.source.line_and_column(place.span.start);
        told = phrase![told, " (line ", line, ")"];
    }
    if let Some(step) = next_step(decider) {
        told = phrase![told, ": ", step];
    }
    told
}

/// Texts against the prerequisites of one policy, those that decide before the others.
fn matrix(policy: &PolicyRef, all: &[CheckAnswer], several: bool) -> Sheet {
    let by: Vec<&CheckAnswer> = all.iter().filter(|answer| is_by(answer, policy)).collect();
    let order = by.first().map(|answer| {
        let mut order: Vec<usize> = (0..answer.findings.len()).collect();
        order.sort_by_key(|at| answer.findings[*at].advisory);
        (order, *answer)
    });
    let mut all = columns([("text", Room::Name, "the text that is judged")]);
    all.extend(verdict_columns(None));
    if let Some((order, first)) = &order {
        all.extend(order.iter().map(|at| {
            let finding = &first.findings[*at];
            let about = phrase!["the verdict on the prerequisite: ", &finding.title];
            Column::new(finding.id.clone(), Room::Sign, about)
        }));
    }
    all.extend(columns([
        ("warnings_raised", Room::Name, "the warnings that it raises"),
        (
            "warnings_open",
            Room::Name,
            "the warnings that turn on what is open",
        ),
    ]));
    all.extend(weight_columns(None));
    all.extend(about_columns());
    let name = if several {
        phrase!["Matrix ", Phrase::name(policy.shown())]
    } else {
        "Matrix".into()
    };
    let mut sheet = Sheet::new(name, all);
    let order = order.map(|(order, _)| order).unwrap_or_default();
    for answer in by {
        let mut row = vec![Cell::text(answer.proposal.shown())];
        row.push(Cell::Verdict(answer.verdict));
        row.extend(score(answer.score));
        let cells = order.iter().filter_map(|at| answer.findings.get(*at));
        row.extend(cells.map(|finding| Cell::Verdict(finding.verdict)));
        for wanted in ["raised", "open"] {
            let warnings = answer.warnings.iter();
            let warnings = warnings.filter(|warning| warning.verdict.word() == wanted);
            row.push(Cell::list(
                warnings.map(|warning| Phrase::name(&warning.id)),
            ));
        }
        row.extend(weights(answer.score));
        row.extend(about(&answer.proposal));
        sheet.rows.push(row);
    }
    sheet
}

/// What is told of a text beside what is judged.
pub(super) fn about_columns() -> Vec<Column> {
    columns([
        ("title", Room::Sentence, "its title"),
        ("date", Room::Word, "its date"),
        ("authors", Room::Name, "who wrote it"),
        ("status", Room::Name, "how far it got"),
        ("outcome", Room::Name, "what became of it"),
        ("file", Room::Name, "its file"),
    ])
}

/// The same of one text.
pub(super) fn about(text: &ProposalRef) -> [Cell; 6] {
    [
        Cell::text(&text.title),
        Cell::some(text.date.as_ref()),
        Cell::list(&text.authors),
        Cell::some(text.status.as_ref()),
        Cell::some(text.outcome.as_ref()),
        Cell::text(&text.file),
    ]
}

/// The verdict on a text and its score; `of` is the policy, where there are several.
pub(super) fn verdict_columns(of: Option<&str>) -> Vec<Column> {
    named(
        of,
        &[
            ("verdict", "the verdict on the text as a whole"),
            ("score_low", "the score at the least"),
            ("score_high", "the score at the most"),
        ],
    )
}

/// The weights behind the score.
pub(super) fn weight_columns(of: Option<&str>) -> Vec<Column> {
    named(
        of,
        &[
            (
                "met_weight_low",
                "the weight that is met, where the score is least",
            ),
            ("weight_low", "the weight that applies there"),
            (
                "met_weight_high",
                "the weight that is met, where the score is most",
            ),
            ("weight_high", "the weight that applies there"),
        ],
    )
}

fn named(of: Option<&str>, each: &[(&'static str, &'static str)]) -> Vec<Column> {
    let each = each.iter().map(|(name, about)| match of {
        None => Column::new(*name, Room::Word, *about),
        Some(of) => {
            let about = phrase![*about, ", by ", Phrase::name(of)];
            Column::new(format!("{of}.{name}"), Room::Word, about)
        }
    });
    each.collect()
}

/// The score at the least and at the most.
pub(super) fn score(score: Score) -> [Cell; 2] {
    let bounds = score.bounds.map(|bounds| [bounds.low, bounds.high]);
    bounds.map_or([Cell::Nothing, Cell::Nothing], |both| both.map(Cell::Share))
}

/// The weights behind it.
pub(super) fn weights(score: Score) -> [Cell; 4] {
    let Some(weights) = score.weights else {
        return [const { Cell::Nothing }; 4];
    };
    let (low, high) = (weights.low, weights.high);
    [low.met, low.of, high.met, high.of].map(Cell::Number)
}
