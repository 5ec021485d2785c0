//! What there is to say first of texts that are compared: sentences for whoever reads no further.

use crate::answer::{ComparedText, Comparison, Counts, MostAnswer, Over};
use crate::page::block::{Block, Named, Paragraph};
use crate::page::facts;
use crate::phrase;
use crate::text::{Phrase, Untrusted};
use crate::verdict::Verdict;

/// The most texts that are named where they are alike in something.
const NAMED: usize = 3;
/// The most texts that are named of those that no other dominates.
const LEADING: usize = 6;

/// The verdicts, which texts stand out, and what dominance says.
pub(super) fn first(answer: &Comparison) -> Vec<Block> {
    let mut blocks = verdicts(answer);
    if answer.texts.len() > 1 {
        let out = [most_met(answer), most_unmet(answer)].into_iter().flatten();
        let out = Phrase::joined(out, " ");
        if !out.is_empty() {
            blocks.push(Paragraph::new(0, out).into());
        }
        let dominance = phrase![meaning(answer.over), " ", dominated(answer)];
        blocks.push(Paragraph::new(0, dominance).into());
        blocks.extend(possible(answer).map(|said| Paragraph::new(0, said).into()));
    }
    blocks
}

/// How many texts have each verdict; of several policies by each.
fn verdicts(answer: &Comparison) -> Vec<Block> {
    match &answer.summary.verdicts[..] {
        [one] => vec![Paragraph::new(0, counted(one.counts)).into()],
        several => {
            let each = several.iter();
            let each = each.map(|by| {
                let name = Phrase::name(by.policy.shown());
                Named::new(name, facts::counted(by.counts))
            });
            vec![Block::Names(each.collect())]
        }
    }
}

/// `None of 39 texts is met as it stands. 24 are unmet, whatever their open points turn out to be.`
fn counted(counts: Counts) -> Phrase {
    let is = |count: usize| if count == 1 { " is " } else { " are " };
    let all = counts.all();
    let of_it = |it: &'static str, they: &'static str| if all == 1 { it } else { they };
    let rest = [
        (counts.met, "met"),
        (
            counts.unmet,
            of_it(
                "unmet, whatever its open points turn out to be",
                "unmet, whatever their open points turn out to be",
            ),
        ),
        (
            counts.open,
            of_it(
                "open: its open points decide",
                "open: their open points decide",
            ),
        ),
        (counts.not_applicable, "outside what the policy asks about"),
    ];
    let mut told = rest.into_iter().filter(|(count, _)| *count > 0);
    if let Some((_, word)) = told.clone().find(|(count, _)| *count == all) {
        let who = if all == 1 {
            "The text".into()
        } else {
            phrase!["All ", all, " texts"]
        };
        return phrase![who, is(all), word, "."];
    }
    let each = told.clone().skip(usize::from(counts.met > 0));
    let each = each.map(|(count, word)| phrase![count, is(count), word]);
    let each = Phrase::joined(each, "; ");
    let met = match told.next() {
        Some((met, word)) if counts.met > 0 => phrase![met, " of ", all, " texts", is(met), word],
        _ => phrase!["None of ", all, " texts is met as it stands"],
    };
    phrase![met, ". ", each, "."]
}

/// What the numbers of findings are numbers of.
fn what(over: Over) -> &'static str {
    match over {
        Over::Findings => " on most prerequisites: ",
        Over::Verdicts => " by the most policies: ",
    }
}

/// `paris is met on most prerequisites: 7 of 14, with 7 open and none unmet.`
fn most_met(answer: &Comparison) -> Option<Phrase> {
    let most = answer.summary.most_met.as_ref()?;
    let said = standing_out(answer, most, "met");
    let texts = most.texts.iter().filter_map(|called| text(answer, called));
    let unmet: Vec<usize> = texts.map(|text| text.counts.unmet).collect();
    let rest = match unmet[..] {
        [0] => ", and unmet on none.".into(),
        [count] if answer.over == Over::Findings => phrase![", and unmet on ", count, "."],
        _ => ".".into(),
    };
    Some(phrase![said, rest])
}

/// `memorandum is unmet on most: 11.`
fn most_unmet(answer: &Comparison) -> Option<Phrase> {
    let most = answer.summary.most_unmet.as_ref()?;
    Some(phrase![standing_out(answer, most, "unmet"), "."])
}

fn standing_out(answer: &Comparison, most: &MostAnswer, word: &'static str) -> Phrase {
    let all = match answer.over {
        Over::Findings => answer.prerequisites.len(),
        Over::Verdicts => answer.policies.len(),
    };
    let (who, are) = match &most.texts[..] {
        [one] => (phrase![one], " is "),
        few if few.len() <= NAMED => (Phrase::list(few, "and"), " are "),
        many => (Phrase::counted(many.len() as u64, "text"), " are "),
    };
    phrase![who, are, word, what(answer.over), most.on, " of ", all]
}

fn text<'a>(answer: &'a Comparison, called: &Untrusted) -> Option<&'a ComparedText> {
    answer
        .texts
        .iter()
        .find(|text| text.proposal.shown() == called)
}

/// What it means that one text dominates another.
fn meaning(over: Over) -> &'static str {
    match over {
        Over::Findings => {
            "One text dominates another if it does at least as well on every prerequisite and better on one, \
             under each reading of the policy alike; met is better than open, and open better than unmet."
        }
        Over::Verdicts => {
            "One text dominates another if it does at least as well by every policy and better by one; met is \
             better than open, and open better than unmet."
        }
    }
}

/// How many texts are dominated.
fn dominated(answer: &Comparison) -> Phrase {
    let summary = &answer.summary;
    let is = |count: usize| if count == 1 { " is" } else { " are" };
    let (leading, dominated) = (summary.leading.len(), summary.dominated.len());
    let mut said = match dominated {
        0 => "Here no text is dominated".into(),
        _ => phrase![
            "Here ",
            leading,
            is(leading),
            " dominated by no other text and ",
            dominated,
            is(dominated),
            " dominated by one or more"
        ],
    };
    match summary.unsettled.len() {
        0 => {}
        all if all == answer.texts.len() => said = "Here nothing is settled yet on any text".into(),
        some => {
            let on = if dominated == 0 {
                "; on "
            } else {
                "; on another "
            };
            said = phrase![said, on, some, " nothing is settled yet"];
        }
    }
    phrase![said, "."]
}

/// Which texts can be built on: those that no other dominates and no policy rules out.
fn possible(answer: &Comparison) -> Option<Phrase> {
    let possible = &answer.summary.still_possible;
    let named = || Phrase::list(possible, "and");
    let by = if answer.policies.len() > 1 {
        "by no policy unmet: "
    } else {
        "not unmet: "
    };
    match possible.len() {
        0 => ruled_out(answer),
        count if count == answer.summary.leading.len() => None,
        count if count > LEADING => {
            Some(phrase!["Dominated by no other and ", by, count, " texts."])
        }
        _ => Some(phrase!["Dominated by no other and ", by, named(), "."]),
    }
}

/// That some policy rules out each text.
fn ruled_out(answer: &Comparison) -> Option<Phrase> {
    let is_unmet =
        |text: &ComparedText| (text.verdicts.iter()).any(|by| by.verdict == Verdict::Unmet);
    let said = || {
        phrase![
            "Each text is unmet by at least one of the ",
            answer.policies.len(),
            " policies."
        ]
    };
    let each = answer.policies.len() > 1 && answer.texts.iter().all(is_unmet);
    each.then(said)
}

/// Of how many pairs of texts one dominates the other.
pub(super) fn pairs(answer: &Comparison) -> Phrase {
    let pairs = answer.pairs;
    let of = Phrase::counted(pairs.all as u64, "pair");
    let ordered = match pairs.ordered {
        0 => "none".into(),
        ordered => phrase![ordered],
    };
    let mut said = phrase!["in ", ordered, " of ", of, " one text dominates the other"];
    if pairs.ordered > 0 {
        let sure = match pairs.sure {
            0 => "none".into(),
            sure => phrase![sure],
        };
        said = phrase![said, ", in ", sure, " of these however both are completed"];
    }
    if pairs.alike > 0 {
        said = phrase![said, "; in ", pairs.alike, " both are found alike"];
    }
    if pairs.unordered > 0 {
        said = phrase![said, "; in ", pairs.unordered, " each is better somewhere"];
    }
    if pairs.applies_apart > 0 {
        let what = match answer.over {
            Over::Findings => "a prerequisite",
            Over::Verdicts => "a policy",
        };
        said = phrase![said, ", or ", what, " applies to one of them alone"];
    }
    said
}
