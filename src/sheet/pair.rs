//! The tables of two texts: how each does on each prerequisite, and what each leads on.

use super::{Cell, Room, Sheet, columns};
use crate::answer::{
    AheadAnswer, BalanceAnswer, FractionAnswer, LeadAnswer, LeadsOn, PairAnswer, PairFinding,
    SideAnswer,
};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// How two texts do on each prerequisite, policy by policy.
pub(super) fn pairs(all: &[PairAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Pair",
        columns([
            ("policy", Room::Word, "the policy"),
            ("prerequisite", Room::Name, "what it needs, by name"),
            (
                "prerequisite_title",
                Room::Sentence,
                "what the prerequisite asks",
            ),
            ("weight", Room::Word, "how much it counts in the score"),
            (
                "advisory",
                Room::Word,
                "whether the verdict on a text passes over it",
            ),
            (
                "leads",
                Room::Word,
                "which text does better: first, second, neither, by_reading where that differs, apart \
                 where it applies to one alone",
            ),
            (
                "open_alike",
                Room::Word,
                "whether it is open in both, on the same terms",
            ),
            ("first", Room::Name, "the first text"),
            ("first_verdict", Room::Word, "the verdict on it"),
            (
                "first_readings",
                Room::Name,
                "the same under each reading alone",
            ),
            (
                "first_says",
                Room::Sentence,
                "what it says on the terms that decide",
            ),
            ("first_term", Room::Name, "the term that decides first"),
            ("first_file", Room::Name, "the file where that stands"),
            ("first_line", Room::Word, "the line in that file"),
            ("second", Room::Name, "the second text"),
            ("second_verdict", Room::Word, "the verdict on it"),
            (
                "second_readings",
                Room::Name,
                "the same under each reading alone",
            ),
            (
                "second_says",
                Room::Sentence,
                "what it says on the terms that decide",
            ),
            ("second_term", Room::Name, "the term that decides first"),
            ("second_file", Room::Name, "the file where that stands"),
            ("second_line", Room::Word, "the line in that file"),
        ]),
    );
    for pair in all {
        for finding in &pair.findings {
            sheet.rows.push(row(pair, finding));
        }
    }
    sheet
}

fn row(pair: &PairAnswer, finding: &PairFinding) -> Vec<Cell> {
    let leads = match finding.leads {
        LeadsOn::First => "first",
        LeadsOn::Second => "second",
        LeadsOn::Neither => "neither",
        LeadsOn::ByReading => "by_reading",
        LeadsOn::Apart => "apart",
    };
    let mut row = vec![
        Cell::name(pair.policy.shown()),
        Cell::name(&finding.prerequisite),
        Cell::text(&finding.title),
        Cell::Number(finding.weight),
        Cell::Flag(finding.advisory),
        Cell::text(leads),
        Cell::Flag(finding.open_alike),
    ];
    row.extend(side(&pair.first, &finding.first));
    row.extend(side(&pair.second, &finding.second));
    row
}

fn side(text: &Untrusted, side: &SideAnswer) -> Vec<Cell> {
    let readings = side.readings.iter().map(|reading| {
        let verdict = reading.verdict.word();
        phrase![Phrase::name(&reading.name), ": ", verdict]
    });
    let [file, line] = Cell::place(side.place.as_ref());
    vec![
        Cell::text(text),
        Cell::Verdict(side.verdict),
        Cell::list(readings),
        Cell::list(side.says.iter().cloned()),
        side.term.as_deref().map_or(Cell::Nothing, Cell::name),
        file,
        line,
    ]
}

/// What each of two texts leads on, by the findings and over all completions.
pub(super) fn balances(all: &[PairAnswer]) -> Sheet {
    let mut sheet = Sheet::new(
        "Leads",
        columns([
            ("policy", Room::Word, "the policy"),
            (
                "by",
                Room::Name,
                "findings: as the texts are found; completions: however both are completed",
            ),
            ("text", Room::Name, "the text that leads"),
            (
                "number_low",
                Room::Word,
                "on at least so many prerequisites",
            ),
            ("number_high", Room::Word, "on at most so many"),
            ("weight_low", Room::Word, "on at least so much weight"),
            ("weight_high", Room::Word, "on at most so much"),
            (
                "share_low",
                Room::Word,
                "the least share of all weightings under which it leads",
            ),
            ("share_high", Room::Word, "the greatest such share"),
            (
                "share_low_exact",
                Room::Name,
                "the least share as a fraction",
            ),
            (
                "share_high_exact",
                Room::Name,
                "the greatest share as a fraction",
            ),
            (
                "ahead",
                Room::Word,
                "which text leads by the weights of the policy: first, second, neither in any case, or \
                 either",
            ),
            (
                "factor_low",
                Room::Word,
                "the smallest factor by which weights would have to be wrong to reverse that, at the least",
            ),
            ("factor_high", Room::Word, "the same at the most"),
            (
                "applies_apart",
                Room::Sentence,
                "the prerequisites that are left out, since they may apply to one text alone",
            ),
        ]),
    );
    for pair in all {
        sheet
            .rows
            .extend(sides(pair, "findings", &pair.by_findings));
        if let Some(balance) = &pair.over_completions {
            sheet.rows.extend(sides(pair, "completions", balance));
        }
    }
    sheet
}

fn sides(pair: &PairAnswer, by: &'static str, balance: &BalanceAnswer) -> [Vec<Cell>; 2] {
    let ahead = match balance.ahead {
        AheadAnswer::First => "first",
        AheadAnswer::Second => "second",
        AheadAnswer::Neither => "neither",
        AheadAnswer::Either => "either",
    };
    let factor = |of: Option<&String>| of.map_or(Cell::Nothing, |of| Cell::text(Phrase::value(of)));
    let side = |text: &Untrusted, lead: &LeadAnswer| {
        let [number, weight] = [lead.number, lead.weight].map(|both| both.map(Cell::Number));
        let value = |share: &FractionAnswer| Cell::Share(share.value);
        let exact = |share: &FractionAnswer| Cell::text(Phrase::value(&share.exact));
        let mut row = vec![
            Cell::name(pair.policy.shown()),
            Cell::text(by),
            Cell::text(text),
        ];
        row.extend(number);
        row.extend(weight);
        row.extend(lead.share.iter().map(value));
        row.extend(lead.share.iter().map(exact));
        let found = balance.factor.as_ref();
        row.extend([
            Cell::text(ahead),
            factor(found.and_then(|factor| factor.least.as_ref())),
            factor(found.and_then(|factor| factor.most.as_ref())),
            Cell::list(balance.applies_apart.iter().map(Phrase::name)),
        ]);
        row
    };
    [
        side(&pair.first, &balance.first),
        side(&pair.second, &balance.second),
    ]
}
