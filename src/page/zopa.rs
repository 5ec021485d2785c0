//! Zones of possible agreement, as a page: what is left, or who collides with whom over what.

use super::block::{Block, Fact, Heading, Page, Paragraph, Section, Status, Tone};
use super::shared::{advised, by_way_of, demand, not_done, party, provides};
use super::{Advice, Label, Shell, zopa_brief};
use crate::answer::{
    ApartAnswer, CitedDemand, ClashAnswer, CompromiseAnswer, DeadlockAnswer, WayAnswer, WaysOut,
    ZoneAnswer, ZopaAnswer,
};
use crate::phrase;
use crate::text::Phrase;

/// The settlements that all accept and a compromise, or the collisions and the ways out of them, in
/// brief or `verbose`; an empty page if there was no answer.
#[must_use]
pub fn zopa(answer: &ZopaAnswer, verbose: bool, shell: &dyn Shell) -> Page {
    let mut page = Page::default();
    if answer.zone.is_none() {
        return page;
    }
    let names = answer.parties.iter();
    let names = Phrase::list(names.map(|party| Phrase::name(&party.policy)), "and");
    page.push(Heading::new(phrase!["Zone of possible agreement: ", names]));
    let parties = answer.parties.iter();
    page.facts(
        parties
            .map(|each| party(Label::Party, each))
            .chain(set_aside(answer))
            .collect(),
    );
    let not_done = not_done(&answer.unfinished, shell);
    if let Some(zone) = &answer.settlements {
        page.push(Status::new(Tone::Good, "zone", &zone.headline));
        page.facts(zopa_brief::always(zone).into_iter().collect());
        let count = zopa_brief::count(zone);
        if verbose {
            page.facts(
                left(zone)
                    .into_iter()
                    .chain([count])
                    .chain(not_done)
                    .collect(),
            );
            page.push(compromise(zone));
        } else {
            let facts = zopa_brief::left(zone)
                .into_iter()
                .chain([count])
                .chain(not_done);
            page.facts(facts.chain(zopa_brief::more(shell)).collect());
            let section = zopa_brief::compromise(zone).into_iter();
            page.blocks.extend(section.map(Block::Section));
        }
    } else if let Some(deadlock) = &answer.deadlock {
        let rest = "no settlement is accepted by all";
        page.push(Status::new(Tone::Bad, "no zone", rest));
        let because = because(deadlock, shell).into_iter();
        let several = answer.parties.len() > 1;
        let sections = if verbose {
            let alone = deadlock.alone.iter();
            let alone = alone.map(|alone| Fact::new(Label::OpenedBy, &alone.says));
            let readings = zopa_brief::opened_by_readings(deadlock).into_iter();
            let facts = because.chain(readings).chain(alone).chain(not_done);
            page.facts(facts.collect());
            let sections = Deadlock {
                answer: deadlock,
                several,
                shell,
            };
            sections.sections()
        } else {
            page.facts(because.chain(not_done).collect());
            zopa_brief::deadlock(deadlock, several, shell)
        };
        page.blocks.extend(sections.into_iter().map(Block::Section));
    }
    page
}

/// The advisory demands of each policy, which no settlement has to meet.
fn set_aside(answer: &ZopaAnswer) -> Vec<Fact> {
    let each = answer.parties.iter().filter_map(|party| {
        let own = (answer.set_aside.iter()).filter(|demand| demand.policy == party.policy);
        let names: Vec<Phrase> = own
            .map(|demand| Phrase::name(&demand.prerequisite))
            .collect();
        let count = Phrase::counted(names.len() as u64, "advisory demand");
        let of = Phrase::name(&party.policy);
        let some = !names.is_empty();
        some.then(|| {
            Fact::new(
                Label::SetAside,
                phrase![count, " of ", of, ": ", Phrase::list(names, "and")],
            )
        })
    });
    each.collect()
}

/// What each term can still be.
fn left(zone: &ZoneAnswer) -> Vec<Fact> {
    let (mut must, mut may, mut untouched) = (Vec::new(), Vec::new(), 0);
    for room in &zone.terms {
        let (name, cells) = (Phrase::name(&room.term), &room.cells.says);
        if room.anything {
            untouched += 1;
        } else if room.settled {
            must.push(Paragraph::new(0, phrase![name, " is ", cells]));
        } else {
            may.push(Paragraph::new(0, phrase![name, ": ", cells]));
        }
    }
    let both = [(Label::MustBe, must), (Label::CanBe, may)].into_iter();
    let mut facts: Vec<Fact> = both
        .filter(|(_, body)| !body.is_empty())
        .map(|(label, body)| Fact { label, body })
        .collect();
    if untouched > 0 {
        let terms = Phrase::counted(untouched, "other term");
        facts.push(Fact::new(
            Label::Untouched,
            phrase![terms, " can be anything"],
        ));
    }
    facts
}

fn compromise(zone: &ZoneAnswer) -> Section {
    let compromise = &zone.compromise;
    let from = compromise.steps.iter().map(|distance| {
        let cost = phrase![&distance.from, ": a cost of ", distance.steps];
        let departures = distance.departures.iter();
        departures.fold(Fact::new(Label::From, cost), |fact, departure| {
            fact.and(1, &departure.says)
        })
    });
    let warns = zopa_brief::warns_beyond(zone).into_iter();
    let mut facts: Vec<Fact> = warns.chain(from).collect();
    facts.push(provides(Label::Provides, &compromise.provides));
    Section::new(compromise_title(compromise)).with(Block::Facts(facts))
}

pub(super) fn compromise_title(compromise: &CompromiseAnswer) -> &'static str {
    if compromise.nearest {
        "A settlement that all accept, and none is nearer to the drafts"
    } else {
        "A settlement that all accept"
    }
}

/// How many sets collide.
fn because(deadlock: &DeadlockAnswer, shell: &dyn Shell) -> Vec<Fact> {
    let more = deadlock.more.then(|| shell.advice(Advice::ShowMore));
    let says = deadlock.says.iter();
    says.map(|says| Fact::new(Label::Because, advised(says, ": ", more.flatten())))
        .collect()
}

/// Why there is no zone, of one or `several` policies.
struct Deadlock<'a> {
    answer: &'a DeadlockAnswer,
    several: bool,
    shell: &'a dyn Shell,
}

impl Deadlock<'_> {
    /// The collisions, each followed by its ways out, or several by those that they share.
    fn sections(&self) -> Vec<Section> {
        let all = self.answer.all;
        let mut sections: Vec<Section> = Vec::new();
        for choice in &self.answer.choices {
            let clashes = choice.collisions.iter().filter_map(|&at| {
                let clash = self.answer.collisions.get(at)?;
                Some(self.collision(at, clash))
            });
            sections.extend(clashes);
            let ways = self.ways(choice);
            match (&choice.collisions[..], sections.last_mut()) {
                ([_], Some(only)) if all => only.add_facts(ways),
                _ if ways.is_empty() => {}
                (several, _) => {
                    let title = if all {
                        let numbers = several.iter().map(|at| at + 1);
                        phrase!["Way out of collisions ", Phrase::list(numbers, "and")]
                    } else {
                        "Way out of all collisions, also of those not shown".into()
                    };
                    sections.push(Section::new(title).with(Block::Facts(ways)));
                }
            }
        }
        let shared = &self.answer.shared;
        sections.extend(shared.says.iter().map(Section::new));
        sections.extend(shared.ways.iter().map(way));
        sections
    }

    /// `Collision 1 of 3, over nato_path`, with what collides.
    fn collision(&self, at: usize, clash: &ClashAnswer) -> Section {
        let mut title = phrase!["Collision ", at + 1];
        if self.answer.all {
            title = phrase![title, " of ", self.answer.collisions.len()];
        }
        if !clash.over.is_empty() {
            let over = clash.over.iter().map(Phrase::name);
            title = phrase![title, ", over ", Phrase::list(over, "and")];
        }
        let mut facts: Vec<Fact> = clash.demands.iter().map(|each| self.cited(each)).collect();
        let something = clash.something_of.iter();
        facts.extend(something.map(|each| Fact::new(Label::Demand, &each.says)));
        facts.extend(by_way_of(&clash.by_way_of));
        facts.extend(clash.apart.as_ref().map(apart));
        Section::new(title).with(Block::Facts(facts))
    }

    fn cited(&self, cited: &CitedDemand) -> Fact {
        let fact = demand(Label::Demand, &cited.demand, self.several);
        let cites = cited.cites.iter();
        cites.fold(fact, |fact, citation| {
            fact.and(1, phrase!["cited: ", citation.in_words()])
        })
    }

    /// What to give way on, one of which is enough.
    fn ways(&self, choice: &WaysOut) -> Vec<Fact> {
        if choice.ways.is_empty() {
            return Vec::new();
        }
        let mut body = Vec::new();
        for (at, way) in choice.ways.iter().enumerate() {
            let or = if at == 0 { "" } else { "or " };
            body.push(Paragraph::new(0, phrase![or, &way.says]));
            let instead = way.instead.iter();
            body.extend(instead.map(|text| Paragraph::new(1, text)));
        }
        let label = Label::GiveWay;
        let mut facts = vec![Fact { label, body }];
        if !choice.all {
            let more = "there are more ways of as few prerequisites";
            let text = advised(more, "; ", self.shell.advice(Advice::ShowMore));
            facts.push(Fact::new(Label::More, text));
        }
        facts
    }
}

/// How far apart the sides of a collision are, and what lies between them.
fn apart(apart: &ApartAnswer) -> Fact {
    let steps = phrase![Phrase::counted(apart.steps, "step"), " apart"];
    apart
        .terms
        .iter()
        .fold(Fact::new(Label::Apart, steps), |fact, between| {
            let asked = phrase![Phrase::name(&between.term), ": ", &between.asked_says];
            fact.and(1, asked).and(1, &between.says)
        })
}

/// A way to share what has to be conceded: what each party gives way on, by how much, and the
/// settlement.
fn way(way: &WayAnswer) -> Section {
    let mut facts: Vec<Fact> = zopa_brief::warns(&way.warnings).into_iter().collect();
    for share in &way.shares {
        let fact = share.says.as_ref().map(|says| {
            let gaps = share.gaps.iter();
            gaps.fold(Fact::new(Label::Share, says), |fact, gap| {
                fact.and(1, &gap.says)
            })
        });
        facts.extend(fact);
    }
    facts.push(provides(Label::Provides, &way.provides));
    Section::new(&way.says).with(Block::Facts(facts))
}
