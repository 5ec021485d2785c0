//! How texts compare: what there is to say first, a table, or two texts side by side.

mod firmly;
mod first;
mod pair;
mod table;

use super::block::{Block, Fact, Heading, Named, Page, Paragraph, Section};
use super::shared::advised;
use super::{Advice, Label, Shell, facts};
use crate::answer::{Comparison, Over, TrialAnswer};
use crate::phrase;
use crate::text::Phrase;
use table::Rows;

/// The most texts of which each has a row, whether or not another dominates it.
const FEW: usize = 20;

/// How texts compare; two side by side where there are no more.
///
/// Of many texts, those that others dominate are only named, unless the `whole` is to be shown.
#[must_use]
pub fn compare(answer: &Comparison, whole: bool, shell: &dyn Shell) -> Page {
    if !answer.pair.is_empty() {
        return pair::page(answer);
    }
    let mut page = Page::default().with(Heading::new(title(answer)));
    page.blocks.extend(first::first(answer));
    // Where no text leads, or all do, a shorter table would say less or as much.
    let leads = !answer.summary.leading.is_empty() && !answer.summary.dominated.is_empty();
    let whole = whole || !leads || answer.texts.len() <= FEW;
    if whole {
        page.push(Block::Matrix(table::matrix(answer, &Rows::all(answer))));
    } else {
        let leading = table::matrix(answer, &Rows::leading(answer));
        let title = table::first_layer(leading.rows.len());
        page.push(Section::new(title).with(Block::Matrix(leading)));
        page.blocks.extend(others(answer).map(Block::from));
    }
    let mut told: Vec<Fact> = options(answer).into_iter().collect();
    if whole && answer.texts.len() > 1 {
        let under = "the texts that dominate a text, by their numbers; without those that dominate one of these";
        let is_under = answer.texts.iter().any(|text| !text.under.is_empty());
        told.extend(is_under.then(|| Fact::new(Label::Under, under)));
        told.push(Fact::new(Label::Pairs, first::pairs(answer)));
    }
    told.extend(scores(answer));
    told.extend((!whole).then(|| moved(answer)).flatten());
    told.extend(more(answer, whole, shell));
    if !told.is_empty() {
        page.push(Section::new("").with(Block::Facts(told)));
    }
    page.blocks
        .extend(whole.then(|| trials(answer)).flatten().map(Block::from));
    page
}

/// The texts that have no row: those that another dominates, by layer, and those on which nothing is settled.
fn others(answer: &Comparison) -> impl Iterator<Item = Section> {
    let names = |is: &dyn Fn(usize, bool) -> bool| {
        let of = answer
            .texts
            .iter()
            .filter(|text| is(text.layer, text.unsettled));
        let names: Vec<Phrase> = of.map(|text| facts::named(&text.proposal)).collect();
        (!names.is_empty()).then(|| Phrase::joined(names, ", "))
    };
    let layers = (2..=answer.layers.len()).filter_map(|layer| {
        let names = names(&|of, unsettled| of == layer && !unsettled)?;
        Some(Named::new(phrase!["Layer ", layer], names))
    });
    let count = Phrase::counted(answer.summary.dominated.len() as u64, "text");
    let title = phrase!["Dominated by another text: ", count];
    let dominated = Section::new(title).with(Block::Names(layers.collect()));
    let unsettled = names(&|_, unsettled| unsettled)
        .map(|names| Section::new(table::nothing_settled(answer)).with(Paragraph::new(0, names)));
    std::iter::once(dominated).chain(unsettled)
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
            "of the weight that applies, the share that is met: at least and at most, as the text may be completed. \
             In ",
            all - apart,
            " of ",
            all,
            " pairs of texts these ranges overlap: there the scores do not tell which text is better"
        ];
        Fact::new(Label::Score, said)
    })
}

/// How many texts stand in another layer if texts are taken or the policy is read otherwise.
fn moved(answer: &Comparison) -> Option<Fact> {
    let moved = answer.trials.iter().map(|trial| trial.moved);
    let (least, most) = (moved.clone().min()?, moved.max()?);
    let all = answer.texts.len();
    if most == 0 {
        let said = "with other sources, codings and readings every text stays in its layer";
        return Some(Fact::new(Label::Otherwise, said));
    }
    let strongest = answer.trials.iter().find(|trial| trial.moved == most)?;
    let range = if least == most {
        phrase![most]
    } else {
        phrase![least, " to ", most]
    };
    let said = phrase![
        "with other sources, codings or readings, each alone, ",
        range,
        " of ",
        all,
        " texts change their layer, the most ",
        &strongest.says
    ];
    Some(Fact::new(Label::Otherwise, said))
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
fn more(answer: &Comparison, whole: bool, shell: &dyn Shell) -> Option<Fact> {
    let mut advice = Vec::new();
    if !whole {
        advice.extend(shell.advice(Advice::ShowAllTexts));
    }
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
