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
    let policy = Phrase::name(&answer.policy.id);
    let title = match &answer.text {
        Some(proposal) => phrase![&proposal.id, ": ", &proposal.title],
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
        Fact::new(Label::AskFirst, ask_first(answer)),
    ];
    facts.extend(not_done(&answer.unfinished, shell));
    let decides = |weight: &WeightAnswer| weight.verdict.high > 0.0;
    let some_decide = answer.weights.iter().any(decides);
    if !some_decide {
        let settled = "nothing that is open changes the verdict";
        facts.push(Fact::new(Label::Decides, settled));
    }
    page.facts(facts);
    if some_decide {
        let title = "Decides the verdict, in a share of all ways to fill in what is open";
        let bars = chart(&answer.weights, |weight| weight.verdict, percent);
        page.push(Section::new(title).with(bars));
    }
    if answer.open > 0 {
        let title = "Decides findings, how many on average";
        let mean = |mean: f64| Phrase::value(format_args!("{mean:.2}"));
        let bars = chart(&answer.weights, |weight| weight.findings, mean);
        page.push(Section::new(title).with(bars));
    }
    page
}

fn ask_first(answer: &InfluenceAnswer) -> Phrase {
    match &answer.best {
        Some(best) => best.says.clone(),
        None if answer.tried_all => "no single answer settles anything".into(),
        None => "no single answer that was tried settles anything".into(),
    }
}

/// One bar for each term or reading that ever decides. The first one is the longest, and has the
/// full length.
fn chart(
    weights: &[WeightAnswer],
    of: impl Fn(&WeightAnswer) -> Range,
    show: impl Fn(f64) -> Phrase,
) -> Block {
    let mut weights: Vec<(&OpenRef, Range)> = weights
        .iter()
        .map(|weight| (&weight.of, of(weight)))
        .filter(|(_, range)| range.high > 0.0)
        .collect();
    weights.sort_by(|a, b| b.1.high.total_cmp(&a.1.high));
    let most = weights.first().map_or(1.0, |(_, range)| range.high);
    let bars = weights.into_iter().map(|(open, range)| Bar {
        name: name(open),
        least: range.low / most,
        most: range.high / most,
        value: if range.exact {
            show(range.high)
        } else {
            phrase![show(range.low), " to ", show(range.high)]
        },
    });
    Block::Bars(bars.collect())
}

fn name(open: &OpenRef) -> Phrase {
    match (&open.term, &open.reading_of) {
        (Some(term), _) => Phrase::name(term),
        (None, Some(prerequisite)) => phrase!["reading of ", Phrase::name(prerequisite)],
        (None, None) => Phrase::default(),
    }
}

/// A share in percent; a very small one as `1 in 1.3 million`.
fn percent(share: f64) -> Phrase {
    let percent = 100.0 * share;
    if percent >= 0.05 || percent == 0.0 {
        return Phrase::value(format_args!("{percent:.1} %"));
    }
    let one_in = 1.0 / share;
    let (scale, name) = match one_in {
        _ if one_in < 1e6 => return phrase!["1 in ", Phrase::value(format_args!("{one_in:.0}"))],
        _ if one_in < 1e9 => (1e6, " million"),
        _ if one_in < 1e12 => (1e9, " billion"),
        _ => return phrase!["1 in ", Phrase::value(format_args!("{one_in:.1e}"))],
    };
    let number = Phrase::value(format_args!("{:.1}", one_in / scale));
    phrase!["1 in ", number, name]
}
