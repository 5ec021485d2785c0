//! Zones of possible agreement in brief: each collision in a few lines, and the ways out.

use super::block::{Block, Fact, Paragraph, Section};
use super::zopa::compromise_title;
use super::{Advice, Label, Shell};
use crate::answer::{
    ClashAnswer, CompromiseAnswer, ConcessionAnswer, DeadlockAnswer, SharedAnswer, WayAnswer,
    ZoneAnswer,
};
use crate::phrase;
use crate::text::Phrase;

/// What each term can still be: what is settled and what is not, each in one paragraph.
pub(super) fn left(zone: &ZoneAnswer) -> Vec<Fact> {
    let (mut must, mut may, mut untouched) = (Vec::new(), Vec::new(), 0);
    for room in &zone.terms {
        let name = Phrase::name(&room.term);
        if room.anything {
            untouched += 1;
        } else if room.settled {
            must.push(phrase![name, " is ", &room.cells.says]);
        } else {
            may.push(name);
        }
    }
    let mut facts = Vec::new();
    if !must.is_empty() {
        facts.push(Fact::new(Label::MustBe, Phrase::joined(must, "; ")));
    }
    if !may.is_empty() {
        let in_part = phrase!["in part: ", Phrase::joined(may, ", ")];
        facts.push(Fact::new(Label::Open, in_part));
    }
    if untouched > 0 {
        let terms = Phrase::counted(untouched, "other term");
        let anything = phrase![terms, " can be anything"];
        facts.push(Fact::new(Label::Untouched, anything));
    }
    facts
}

/// How far the settlement is from each draft, and where it departs from it.
pub(super) fn compromise(compromise: &CompromiseAnswer) -> Option<Section> {
    let from = compromise.steps.iter().map(|distance| {
        let cost = phrase![&distance.from, ": a cost of ", distance.steps];
        let departures = distance.departures.iter();
        departures.fold(Fact::new(Label::From, cost), |fact, departure| {
            fact.and(1, &departure.says)
        })
    });
    let facts: Vec<Fact> = from.collect();
    let title = compromise_title(compromise);
    (!facts.is_empty()).then(|| Section::new(title).with(Block::Facts(facts)))
}

/// That more can be shown.
pub(super) fn more(shell: &dyn Shell) -> Option<Fact> {
    let advice = shell.advice(Advice::ShowInFull)?;
    Some(Fact::new(Label::More, advice))
}

/// The collisions, then the ways out of all of them.
pub(super) fn deadlock(
    deadlock: &DeadlockAnswer,
    several: bool,
    shell: &dyn Shell,
) -> Vec<Section> {
    let collisions = deadlock.collisions.iter();
    let collisions: Vec<Fact> = collisions.map(|clash| collision(clash, several)).collect();
    let mut ways = shared(&deadlock.shared);
    ways.extend(drop(deadlock));
    ways.extend(more(shell));
    vec![
        Section::new("Collisions").with(Block::Facts(collisions)),
        Section::new("Ways out").with(Block::Facts(ways)),
    ]
}

/// What collides, how far apart the sides are, and what lies between them.
fn collision(clash: &ClashAnswer, several: bool) -> Fact {
    let demands = clash.demands.iter();
    let mut sides: Vec<Phrase> = demands.map(|each| each.demand.called(several)).collect();
    let something = clash.something_of.iter();
    sides.extend(something.map(|each| phrase!["something of ", Phrase::name(&each.policy)]));
    let mut title = Phrase::list(sides, "and");
    let Some(apart) = &clash.apart else {
        return Fact::new(Label::Collision, title);
    };
    let steps = Phrase::counted(apart.steps, "step");
    title = phrase![title, ", ", steps, " apart"];
    apart
        .terms
        .iter()
        .fold(Fact::new(Label::Collision, title), |fact, between| {
            let name = Phrase::name(&between.term);
            let asked = phrase![name, ": ", &between.asked_says, "; ", &between.says];
            fact.and(1, asked)
        })
}

/// The ways to share what has to be conceded.
fn shared(shared: &SharedAnswer) -> Vec<Fact> {
    let mut body = Vec::new();
    body.extend(shared.says.iter().map(|says| Paragraph::new(0, says)));
    for way in &shared.ways {
        body.push(Paragraph::new(0, &way.says));
        body.extend(shares(way).map(|says| Paragraph::new(1, says)));
    }
    let label = Label::Share;
    (!body.is_empty())
        .then_some(Fact { label, body })
        .into_iter()
        .collect()
}

/// What each party gives way on; of a party alone its way says enough.
fn shares(way: &WayAnswer) -> impl Iterator<Item = &Phrase> {
    let all = way.alone.is_none();
    let each = way.shares.iter().filter(move |_| all);
    each.filter_map(|share| share.says.as_ref())
}

/// For each choice, the demands of which one has to be dropped.
fn drop(deadlock: &DeadlockAnswer) -> Option<Fact> {
    let mut body = Vec::new();
    for choice in deadlock
        .choices
        .iter()
        .filter(|choice| !choice.ways.is_empty())
    {
        let ways: Vec<Phrase> = choice.ways.iter().map(way_out).collect();
        body.push(Paragraph::new(0, Phrase::list(ways, "or")));
    }
    let label = Label::GiveWay;
    (!body.is_empty()).then_some(Fact { label, body })
}

/// `drop a, or read it as b`.
fn way_out(way: &ConcessionAnswer) -> Phrase {
    let readings = way.or_read.iter().map(|read| {
        let name = Phrase::name(&read.demand.prerequisite);
        phrase!["read ", name, " as ", Phrase::code(&read.reading)]
    });
    let all: Vec<Phrase> = std::iter::once(way.says.clone()).chain(readings).collect();
    Phrase::list(all, "or")
}
