//! Prerequisites with one part left out, as trees.

use servanda::policy::{Condition, Group, Prerequisite, Quantifier};
use servanda::text::Place;

use super::oracle::{self, Cell, Seen};

/// The conditions of a prerequisite.
#[derive(Clone)]
pub struct Shape {
    pub when: Vec<Condition>,
    pub must: Vec<Condition>,
    pub unless: Vec<Condition>,
    pub readings: Vec<Vec<Condition>>,
}

impl Shape {
    pub fn of(prerequisite: &Prerequisite) -> Self {
        let readings = prerequisite.readings.iter();
        Self {
            when: prerequisite.when.iter().cloned().collect(),
            must: prerequisite.must.clone(),
            unless: prerequisite.unless.iter().cloned().collect(),
            readings: readings.map(|reading| reading.must.clone()).collect(),
        }
    }

    /// How it comes out under each reading.
    pub fn seen(&self, cells: &[Cell]) -> Vec<Seen> {
        let all = |lines: &[Condition]| lines.iter().all(|line| oracle::holds(line, cells));
        let none = Vec::new();
        let readings: Vec<&Vec<Condition>> = match &self.readings[..] {
            [] => vec![&none],
            several => several.iter().collect(),
        };
        let under = |reading: &&Vec<Condition>| {
            let excepted = self.unless.iter().any(|line| oracle::holds(line, cells));
            match all(&self.when) {
                false => Seen::None,
                true if excepted || all(&self.must) && all(reading) => Seen::Met,
                true => Seen::Unmet,
            }
        };
        readings.iter().map(under).collect()
    }

    /// The blocks, what a reader calls their lines, and whether they may be empty.
    fn blocks(&mut self) -> Vec<(&'static str, bool, &mut Vec<Condition>)> {
        let several = !self.readings.is_empty();
        let mut blocks = vec![
            ("`when`", true, &mut self.when),
            ("`must`", several, &mut self.must),
            ("`unless`", true, &mut self.unless),
        ];
        let readings = self.readings.iter_mut();
        blocks.extend(readings.map(|lines| ("`must`", false, lines)));
        blocks
    }
}

/// Something that can be left out.
pub struct Removal {
    pub shape: Shape,
    pub what: &'static str,
    pub condition: Condition,
    /// The places of everything it lies in.
    pub inside: Vec<Place>,
}

pub fn removals(prerequisite: &Prerequisite) -> Vec<Removal> {
    let whole = Shape::of(prerequisite);
    let mut all = Vec::new();
    for block in 0..whole.clone().blocks().len() {
        let mut copy = whole.clone();
        let (what, may_be_empty, lines) = copy.blocks().swap_remove(block);
        let (lines, may_go) = (lines.clone(), may_be_empty || lines.len() > 1);
        for (at, line) in lines.iter().enumerate() {
            let mut removed = |what, condition: &Condition, inside, put: Option<Condition>| {
                let mut shape = whole.clone();
                shape.blocks().swap_remove(block).2.splice(at..=at, put);
                all.push(Removal {
                    shape,
                    what,
                    condition: condition.clone(),
                    inside,
                });
            };
            if may_go {
                removed(what, line, Vec::new(), None);
            }
            for (smaller, member, inside) in without_a_member(line) {
                removed("line", &member, inside, Some(smaller));
            }
        }
    }
    all
}

/// A condition with one member of a group in it left out, that member, and what it lay in.
fn without_a_member(condition: &Condition) -> Vec<(Condition, Condition, Vec<Place>)> {
    let Condition::Group(group) = condition else {
        return Vec::new();
    };
    let with = |lines: Vec<Condition>| {
        Condition::Group(Group {
            lines,
            ..group.clone()
        })
    };
    let mut all = Vec::new();
    for (at, member) in group.lines.iter().enumerate() {
        let mut rest = group.lines.clone();
        rest.remove(at);
        let enough = match group.quantifier {
            Quantifier::AtLeast(least) => rest.len() >= least,
            _ => true,
        };
        if enough && !rest.is_empty() {
            all.push((with(rest), member.clone(), vec![condition.place().clone()]));
        }
        for (smaller, inner, mut inside) in without_a_member(member) {
            let mut lines = group.lines.clone();
            lines[at] = smaller;
            inside.push(condition.place().clone());
            all.push((with(lines), inner, inside));
        }
    }
    all
}
