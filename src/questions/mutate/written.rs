//! Comparisons written in the words of the language, and the comparisons one mistake away.

use super::Operator;
use crate::policy::{Kind, Words};
use crate::syntax::operator::{MembersOperator, ValueOperator};

/// How a comparison is written.
pub(super) fn written(term: &str, words: &Words, kind: &Kind) -> String {
    let operator = words.operator().words();
    let operands = match words {
        Words::Value(_, value) => kind.show(*value),
        Words::OneOf(values) => {
            let each: Vec<String> = values.iter().map(|value| kind.show(*value)).collect();
            each.join(", ")
        }
        Words::Between(low, high) => format!("{} and {}", kind.show(*low), kind.show(*high)),
        Words::Members(_, members) => kind.members(*members).join(", "),
        Words::Count(_, count) => count.to_string(),
        Words::Arises => String::new(),
    };
    format!("{term} {operator} {operands}")
        .trim_end()
        .to_owned()
}

/// The comparisons that an author could have written by mistake instead of one, each with what kind of
/// mistake it is.
pub(super) fn mistaken(words: &Words, kind: &Kind) -> Vec<(Operator, Words)> {
    let mut all: Vec<(Operator, Words)> = Vec::new();
    all.extend(
        stepped(words, kind)
            .into_iter()
            .map(|words| (Operator::Step, words)),
    );
    all.extend(negated(words, kind).map(|words| (Operator::Negation, words)));
    all.extend(exchanged(words).map(|words| (Operator::Quantifier, words)));
    all.extend(
        shortened(words)
            .into_iter()
            .map(|words| (Operator::Member, words)),
    );
    all
}

/// With a bound one step lower or higher.
fn stepped(words: &Words, kind: &Kind) -> Vec<Words> {
    if let Words::Count(operator, count) = words {
        let around = [count.checked_sub(1), count.checked_add(1)];
        let counts = around.into_iter().flatten();
        return counts.map(|count| Words::Count(*operator, count)).collect();
    }
    if !kind.is_ordered() {
        return Vec::new();
    }
    let around = |value: u64| {
        let above = (value < kind.last()).then_some(value + 1);
        [value.checked_sub(1), above].into_iter().flatten()
    };
    match *words {
        Words::Value(operator, value) => around(value)
            .map(|value| Words::Value(operator, value))
            .collect(),
        Words::Between(low, high) => {
            let lows = around(low).map(|low| (low, high));
            let highs = around(high).map(|high| (low, high));
            let both = lows.chain(highs).filter(|(low, high)| low <= high);
            both.map(|(low, high)| Words::Between(low, high)).collect()
        }
        Words::OneOf(_) | Words::Members(..) | Words::Count(..) | Words::Arises => Vec::new(),
    }
}

/// The opposite.
fn negated(words: &Words, kind: &Kind) -> Option<Words> {
    Some(match *words {
        Words::Value(ValueOperator::Is, value) if matches!(kind, Kind::YesOrNo) => {
            Words::Value(ValueOperator::Is, 1 - value)
        }
        Words::Value(ValueOperator::Is, value) => Words::Value(ValueOperator::IsNot, value),
        Words::Value(ValueOperator::IsNot, value) => Words::Value(ValueOperator::Is, value),
        Words::Members(MembersOperator::Includes, members) => {
            Words::Members(MembersOperator::Excludes, members)
        }
        Words::Members(MembersOperator::Excludes, members) => {
            Words::Members(MembersOperator::Includes, members)
        }
        Words::Value(..)
        | Words::OneOf(_)
        | Words::Between(..)
        | Words::Members(..)
        | Words::Count(..)
        | Words::Arises => return None,
    })
}

/// `all of` members instead of `any of` them, and the other way round.
fn exchanged(words: &Words) -> Option<Words> {
    let (operator, members) = match words {
        Words::Members(MembersOperator::IncludesAll, members) => {
            (MembersOperator::IncludesAny, *members)
        }
        Words::Members(MembersOperator::IncludesAny, members) => {
            (MembersOperator::IncludesAll, *members)
        }
        _ => return None,
    };
    Some(Words::Members(operator, members))
}

/// Without one of the values or members of a list; the last one is left in.
fn shortened(words: &Words) -> Vec<Words> {
    match words {
        Words::OneOf(values) if values.len() > 1 => {
            let without = |at: usize| {
                let mut fewer = values.clone();
                fewer.remove(at);
                Words::OneOf(fewer)
            };
            (0..values.len()).map(without).collect()
        }
        Words::Members(
            operator @ (MembersOperator::IncludesAll | MembersOperator::IncludesAny),
            members,
        ) if members.count_ones() > 1 => {
            let bits = (0..u64::BITS).map(|bit| 1 << bit);
            let inside = bits.filter(|bit| members & bit != 0);
            inside
                .map(|bit| Words::Members(*operator, members & !bit))
                .collect()
        }
        _ => Vec::new(),
    }
}
