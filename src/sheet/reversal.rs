//! The table of the weights of which one alone would reverse the order of two texts.

use super::{Cell, Room, Sheet, columns};
use crate::answer::{AheadAnswer, PairAnswer, RootAnswer};
use crate::text::Phrase;

/// The weights that would reverse an order, policy by policy; nothing where no policy has something that
/// applies to one of the two alone.
pub(super) fn reversals(all: &[PairAnswer]) -> Option<Sheet> {
    let mut sheet = Sheet::new(
        "Reversal",
        columns([
            ("policy", Room::Word, "the policy"),
            (
                "first_met",
                Room::Word,
                "the weight on which the first text is found met",
            ),
            ("first_applies", Room::Word, "the weight that applies to it"),
            (
                "second_met",
                Room::Word,
                "the weight on which the second text is found met",
            ),
            (
                "second_applies",
                Room::Word,
                "the weight that applies to it",
            ),
            (
                "ahead",
                Room::Word,
                "which text has the greater share: first, second or neither",
            ),
            (
                "prerequisite",
                Room::Name,
                "a prerequisite of which the weight alone would reverse that",
            ),
            ("weight", Room::Word, "its weight in the policy"),
            ("below", Room::Word, "below this weight it would"),
            ("below_exact", Room::Name, "the same exactly"),
            ("above", Room::Word, "above this weight it would"),
            ("above_exact", Room::Name, "the same exactly"),
        ]),
    );
    for pair in all {
        let Some(found) = &pair.one_weight else {
            continue;
        };
        let ahead = match found.ahead {
            AheadAnswer::First => "first",
            AheadAnswer::Second => "second",
            AheadAnswer::Neither | AheadAnswer::Either => "neither",
        };
        let start = [
            Cell::name(pair.policy.shown()),
            Cell::Number(found.first.met),
            Cell::Number(found.first.applies),
            Cell::Number(found.second.met),
            Cell::Number(found.second.applies),
            Cell::text(ahead),
        ];
        if found.weights.is_empty() {
            sheet.rows.push(
                start
                    .into_iter()
                    .chain((0..6).map(|_| Cell::Nothing))
                    .collect(),
            );
            continue;
        }
        for weight in &found.weights {
            let mut row = start.to_vec();
            row.extend([
                Cell::name(&weight.prerequisite),
                Cell::Number(weight.weight),
            ]);
            row.extend(end(weight.below.as_ref()));
            row.extend(end(weight.above.as_ref()));
            sheet.rows.push(row);
        }
    }
    (!sheet.rows.is_empty()).then_some(sheet)
}

fn end(root: Option<&RootAnswer>) -> [Cell; 2] {
    match root {
        Some(root) => [&root.says, &root.exact].map(|shown| Cell::text(Phrase::value(shown))),
        None => [Cell::Nothing, Cell::Nothing],
    }
}
