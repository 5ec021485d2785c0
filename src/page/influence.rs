//! How often each open term decides, as charts.

use super::block::{Bar, Block, Fact, Heading, Page, Section};
use super::shared::not_done;
use super::{Label, Shell};
use crate::answer::{InfluenceAnswer, OpenRef, Range, WeightAnswer};
use crate::phrase;
use crate::text::Phrase;

/// What decides the verdict and the findings, the most influential first.
#[must_use]
pub fn influence(answer: &InfluenceAnswer, shell: &dyn Shell) -> Page {
    let policy = Phrase::name(answer.policy.shown());
    let title = match &answer.text {
        Some(proposal) => phrase![proposal.shown(), ": ", &proposal.title],
        None => phrase![&policy, ": any text"],
    };
    let mut page = Page::default().with(Heading::new(title));
    let open = Phrase::counted(answer.open as u64, "finding");
    let mut facts = vec![
        Fact::new(
            Label::Verdict,
            phrase![answer.verdict.word(), " by ", policy],
        ),
        Fact::new(Label::Open, phrase![open, " of ", answer.findings]),
        ask_first(answer),
    ];
    facts.extend(not_done(&answer.unfinished, shell));
    let some_decide = answer.decides();
    if !some_decide {
        let settled = "nothing that is open changes the verdict";
        facts.push(Fact::new(Label::Decides, settled));
    }
    page.facts(facts);
    if some_decide {
        let title = "Decides the verdict, in a share of all ways to fill in what is open";
        let bars = chart(&answer.weights, |weight| &weight.verdict);
        page.push(Section::new(title).with(bars));
    }
    if answer.open > 0 {
        let title = "Decides findings, how many on average";
        let bars = chart(&answer.weights, |weight| &weight.findings);
        page.push(Section::new(title).with(bars));
    }
    page
}

fn ask_first(answer: &InfluenceAnswer) -> Fact {
    let says = match &answer.ask {
        Some(ask) => {
            let fact = Fact::new(Label::AskFirst, &ask.says).and(1, &ask.at_most);
            return (ask.chart_differs.iter()).fold(fact, |fact, why| fact.and(1, why));
        }
        None if answer.tried_all => "no single answer settles anything",
        None => "no single answer that was tried settles anything",
    };
    Fact::new(Label::AskFirst, says)
}

/// One bar for each term or reading that ever decides. The first one is the longest, and has the
/// full length.
fn chart(weights: &[WeightAnswer], of: impl Fn(&WeightAnswer) -> &Range) -> Block {
    let mut weights: Vec<(&OpenRef, &Range)> = weights
        .iter()
        .map(|weight| (&weight.of, of(weight)))
        .filter(|(_, range)| range.may_be_some())
        .collect();
    weights.sort_by(|a, b| b.1.bounds.high.cmp(&a.1.bounds.high));
    let most = weights.first().map(|(_, range)| range.bounds.high.clone());
    let most = most.unwrap_or_default();
    let bars = weights.into_iter().map(|(open, range)| Bar {
        name: open.called(),
        least: range.bounds.low.over(&most).nearest(),
        most: range.bounds.high.over(&most).nearest(),
        value: range.says.clone(),
    });
    Block::Bars(bars.collect())
}
