//! How firmly two texts are ordered: under which weights the order is another one.

use crate::answer::{
    AheadAnswer, BalanceAnswer, FractionAnswer, LeadAnswer, MetOfAnswer, OneWeightAnswer,
    PairAnswer, TurningWeight,
};
use crate::page::Label;
use crate::page::block::Fact;
use crate::phrase;
use crate::text::Phrase;

/// Under which share of weightings each leads, and by how much weights would have to be wrong.
pub(super) fn firmly(pair: &PairAnswer) -> Vec<Fact> {
    let found = &pair.by_findings;
    let completed = pair.over_completions.as_ref();
    let share = Fact::new(
        Label::Share,
        phrase![
            "of all ways to weigh the prerequisites, each taken as likely as any other, by the findings ",
            shares(found)
        ],
    );
    let weight = Fact::new(
        Label::Weight,
        phrase![
            "by the weights of the policy and the findings ",
            ahead(found)
        ],
    );
    let completed_so = "whatever the open points of both turn out to be, ";
    let mut told = vec![
        share.and(
            0,
            match completed {
                Some(over) => phrase![completed_so, shares(over)],
                None => "whatever the open points of both turn out to be: too much is open to go through it".into(),
            },
        ),
        match completed {
            Some(over) => weight.and(0, phrase![completed_so, ahead(over)]),
            None => weight,
        },
    ];
    let apart = &completed.unwrap_or(found).applies_apart;
    if !apart.is_empty() {
        let names = Phrase::list(apart.iter().map(Phrase::name), "and");
        let said = phrase![
            "share and weight leave out what may apply to one of the two alone: ",
            names,
            "; their scores divide by different weights"
        ];
        told.push(Fact::new(Label::Limits, said));
    }
    told.extend(pair.one_weight.as_ref().map(one_weight));
    told
}

/// `A is found met on weight 9 of 22 that applies (40.9 %), B on 6 of 16 (37.5 %), so A is ahead. …`
fn one_weight(found: &OneWeightAnswer) -> Fact {
    let met = |of: MetOfAnswer| phrase![of.met, " of ", of.applies];
    let shares = phrase![
        "of the weight that applies to it A is found met on ",
        met(found.first),
        ", B on ",
        met(found.second)
    ];
    let [ahead, other] = match found.ahead {
        AheadAnswer::First => ["A", "B"],
        AheadAnswer::Second => ["B", "A"],
        AheadAnswer::Neither | AheadAnswer::Either => {
            return Fact::new(Label::Reversal, phrase![shares, ": the same share"]);
        }
    };
    let fact = Fact::new(Label::Reversal, phrase![shares, ": ", ahead, " is ahead"]);
    if found.weights.is_empty() {
        return fact.and(0, "no other weight of a single prerequisite reverses that");
    }
    let each = found.weights.iter().map(turning);
    let list = Phrase::joined(each, "; ");
    fact.and(
        0,
        phrase![
            other,
            " would be if one of these alone weighed otherwise: ",
            list,
            "; no other weight does it alone"
        ],
    )
}

/// `precautions, now 3, less than 1.20`
fn turning(of: &TurningWeight) -> Phrase {
    let end = |word: &'static str, root: &Option<crate::answer::RootAnswer>| {
        root.as_ref()
            .map(|root| phrase![word, Phrase::value(&root.says)])
    };
    let ends = [end("less than ", &of.below), end("more than ", &of.above)];
    let ends = Phrase::joined(ends.into_iter().flatten(), " or ");
    phrase![
        Phrase::name(&of.prerequisite),
        " ",
        ends,
        " (now ",
        of.weight,
        ")"
    ]
}

/// `A is ahead under 93.8 % of them, B under 6.2 %`.
fn shares(balance: &BalanceAnswer) -> Phrase {
    let is_anything = |lead: &LeadAnswer| {
        let [least, most] = &lead.share;
        (least.exact.as_str(), most.exact.as_str()) == ("0", "1")
    };
    if is_anything(&balance.first) && is_anything(&balance.second) {
        return "either may be ahead under none or under all of them".into();
    }
    phrase![
        "A is ahead under ",
        share(&balance.first),
        " of them, B under ",
        share(&balance.second)
    ]
}

/// `93.8 %`, `at most 18.8 %`, `all`.
fn share(lead: &LeadAnswer) -> Phrase {
    let end = |of: &FractionAnswer| match of.exact.as_str() {
        "0" => "none".into(),
        "1" => "all".into(),
        _ => of.says.clone(),
    };
    let [least, most] = &lead.share;
    match (least.exact.as_str(), most.exact.as_str()) {
        _ if least == most => end(least),
        ("0", _) => phrase!["at most ", end(most)],
        (_, "1") => phrase!["at least ", end(least)],
        _ => phrase![end(least), " to ", end(most)],
    }
}

/// `A is ahead: it leads on weight 6, B on 2; …`
fn ahead(balance: &BalanceAnswer) -> Phrase {
    let weight = |lead: &LeadAnswer| {
        let [least, most] = lead.weight;
        if least == most {
            phrase![least]
        } else {
            phrase![least, " to ", most]
        }
    };
    let who = match balance.ahead {
        AheadAnswer::First => "A is ahead",
        AheadAnswer::Second => "B is ahead",
        AheadAnswer::Neither => "neither is ahead",
        AheadAnswer::Either if balance.first.weight[1] == 0 => "B is ahead, or neither",
        AheadAnswer::Either if balance.second.weight[1] == 0 => "A is ahead, or neither",
        AheadAnswer::Either => "either may be ahead",
    };
    let said = phrase![
        who,
        ": A leads on weight ",
        weight(&balance.first),
        ", B on ",
        weight(&balance.second)
    ];
    match &balance.factor {
        Some(factor) => phrase![said, "; ", factor.in_words()],
        None => said,
    }
}
