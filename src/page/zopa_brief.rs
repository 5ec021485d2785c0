//! Zones of possible agreement in brief: each collision in a few lines, and the ways out.

use super::block::{Block, Fact, Paragraph, Section};
use super::zopa::compromise_title;
use super::{Advice, Label, Shell};
use crate::answer::{
    ClashAnswer, ConcessionAnswer, DeadlockAnswer, SharedAnswer, WarnedAnswer, WayAnswer,
    ZoneAnswer,
};
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::Alarm;

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
        let terms = Phrase::counted(may.len() as u64, "term");
        let names = Phrase::joined(may, ", ");
        let in_part = phrase![terms, " can be several things, but not everything: ", names];
        facts.push(Fact::new(Label::Open, in_part));
    }
    if untouched > 0 {
        let terms = Phrase::counted(untouched, "other term");
        let anything = phrase![terms, " can be anything"];
        facts.push(Fact::new(Label::Untouched, anything));
    }
    facts
}

/// How far the settlement is from each draft, and where it departs from it. Without a draft only the
/// full answer shows it.
pub(super) fn compromise(zone: &ZoneAnswer) -> Option<Section> {
    let compromise = &zone.compromise;
    if compromise.steps.is_empty() {
        return None;
    }
    let from = compromise.steps.iter().map(|distance| {
        let cost = phrase![&distance.from, ": a cost of ", distance.steps];
        let departures = distance.departures.iter();
        departures.fold(Fact::new(Label::From, cost), |fact, departure| {
            fact.and(1, &departure.says)
        })
    });
    let facts: Vec<Fact> = warns_beyond(zone).into_iter().chain(from).collect();
    Some(Section::new(compromise_title(compromise)).with(Block::Facts(facts)))
}

/// The warnings that every settlement in the zone raises.
pub(super) fn always(zone: &ZoneAnswer) -> Option<Fact> {
    let titles = zone.warnings.iter();
    let titles = titles.map(titled);
    let all = Fact::new(
        Label::Warnings,
        "raised by every settlement that all accept",
    );
    (!zone.warnings.is_empty()).then(|| titles.fold(all, |fact, title| fact.and(1, title)))
}

/// How many settlements that are.
pub(super) fn count(zone: &ZoneAnswer) -> Fact {
    Fact::new(Label::Count, &zone.says)
}

/// The warnings of the settlement that is shown, without those that every other raises, too.
pub(super) fn warns_beyond(zone: &ZoneAnswer) -> Option<Fact> {
    let always = |warning: &WarnedAnswer| {
        let mut all = zone.warnings.iter();
        all.any(|each| each.of == warning.of)
    };
    let all = zone.compromise.warnings.iter();
    let beyond: Vec<WarnedAnswer> = all.filter(|each| !always(each)).cloned().collect();
    warns(&beyond)
}

/// The warnings that a settlement raises, with their titles, and how many more it may raise.
pub(super) fn warns(warnings: &[WarnedAnswer]) -> Option<Fact> {
    let mut body: Vec<Paragraph> = raised(warnings)
        .map(|warning| Paragraph::new(0, titled(warning)))
        .collect();
    body.extend(possible(warnings).map(|says| Paragraph::new(0, says)));
    let label = Label::Warnings;
    (!body.is_empty()).then_some(Fact { label, body })
}

/// `column.vassalage: Limits on Ukraine add up to a mark of vassalage`.
fn titled(warning: &WarnedAnswer) -> Phrase {
    phrase![warning.of.called(true), ": ", &warning.of.title]
}

fn raised(warnings: &[WarnedAnswer]) -> impl Iterator<Item = &WarnedAnswer> {
    let each = warnings.iter();
    each.filter(|warning| warning.verdict == Alarm::Raised)
}

/// How many warnings other terms may raise.
fn possible(warnings: &[WarnedAnswer]) -> Option<Phrase> {
    let count = warnings.len() - raised(warnings).count();
    let says = || phrase![count, " more possible, by what it leaves open"];
    (count > 0).then(says)
}

/// `raises column.vassalage`.
fn raises(warnings: &[WarnedAnswer]) -> Option<Phrase> {
    let names: Vec<Phrase> = raised(warnings)
        .map(|warning| warning.of.called(true))
        .collect();
    let some = !names.is_empty();
    let word = if names.len() == 1 {
        "warning "
    } else {
        "warnings "
    };
    some.then(|| phrase!["raises the ", word, Phrase::list(names, "and")])
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
    let mut ways: Vec<Fact> = opened_by_readings(deadlock).into_iter().collect();
    ways.extend(shared(&deadlock.shared));
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
    let meaning = |fact: Fact| {
        let each = clash.something_of.iter();
        each.fold(fact, |fact, each| fact.and(1, &each.says))
    };
    let mut title = Phrase::list(sides, "and");
    let Some(apart) = &clash.apart else {
        return meaning(Fact::new(Label::Collision, title));
    };
    let steps = Phrase::counted(apart.steps, "step");
    title = phrase![title, ", ", steps, " apart"];
    apart.terms.iter().fold(
        meaning(Fact::new(Label::Collision, title)),
        |fact, between| {
            let name = Phrase::name(&between.term);
            let asked = phrase![name, ": ", &between.asked_says, "; ", &between.says];
            fact.and(1, asked)
        },
    )
}

/// Whether readings open a zone.
pub(super) fn opened_by_readings(deadlock: &DeadlockAnswer) -> Option<Fact> {
    let says = deadlock.opened_by_readings_says.as_ref()?;
    Some(Fact::new(Label::Readings, says))
}

/// The ways to share what has to be conceded.
fn shared(shared: &SharedAnswer) -> Vec<Fact> {
    let mut body = Vec::new();
    body.extend(shared.says.iter().map(|says| Paragraph::new(0, says)));
    for way in &shared.ways {
        body.push(Paragraph::new(0, &way.says));
        body.extend(shares(way).map(|says| Paragraph::new(1, says)));
        body.extend(raises(&way.warnings).map(|says| Paragraph::new(1, says)));
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
