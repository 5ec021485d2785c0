//! Prerequisites with one part left out.

use std::borrow::Cow;

use crate::policy::{Condition, Group, Prerequisite, Quantifier};
use crate::source::Place;

/// The conditions of a prerequisite.
#[derive(Clone)]
pub(super) struct Shape<'p> {
    pub when: Vec<Cow<'p, Condition>>,
    pub must: Vec<Cow<'p, Condition>>,
    pub unless: Vec<Cow<'p, Condition>>,
    /// One at least: where there are no readings, one that asks nothing.
    pub readings: Vec<Vec<Cow<'p, Condition>>>,
}

impl<'p> Shape<'p> {
    pub fn of(prerequisite: &'p Prerequisite) -> Self {
        let lines = |lines: &'p [Condition]| lines.iter().map(Cow::Borrowed).collect();
        let mut readings: Vec<Vec<Cow<'p, Condition>>> = prerequisite
            .readings
            .iter()
            .map(|reading| lines(&reading.must))
            .collect();
        if readings.is_empty() {
            readings.push(Vec::new());
        }
        Self {
            when: prerequisite.when.iter().map(Cow::Borrowed).collect(),
            must: lines(&prerequisite.must),
            unless: prerequisite.unless.iter().map(Cow::Borrowed).collect(),
            readings,
        }
    }

    fn blocks(&mut self) -> Vec<(&'static str, &mut Vec<Cow<'p, Condition>>)> {
        let mut blocks = vec![
            ("`when`", &mut self.when),
            ("`must`", &mut self.must),
            ("`unless`", &mut self.unless),
        ];
        blocks.extend(self.readings.iter_mut().map(|reading| ("`must`", reading)));
        blocks
    }
}

/// A prerequisite with one part left out.
pub(super) struct Variation<'p> {
    pub shape: Shape<'p>,
    /// What was left out.
    pub what: &'static str,
    pub condition: &'p Condition,
    pub place: Place,
    /// The line it is part of.
    pub within: Place,
}

/// Every way to leave out one line, or one member of a group inside a line; lines before what lies
/// inside them. The only line of a block is left in.
pub(super) fn variations(prerequisite: &Prerequisite) -> Vec<Variation<'_>> {
    let whole = Shape::of(prerequisite);
    let mut all = Vec::new();
    let blocks = whole.clone().blocks().len();
    for block in 0..blocks {
        let mut shape = whole.clone();
        let (what, lines) = shape.blocks().swap_remove(block);
        let lines = lines.clone();
        for (at, line) in lines.iter().enumerate() {
            let Cow::Borrowed(line) = *line else { continue };
            if lines.len() > 1 || what != "`must`" {
                let mut without = whole.clone();
                without.blocks().swap_remove(block).1.remove(at);
                all.push(Variation {
                    shape: without,
                    what,
                    condition: line,
                    place: line.place().clone(),
                    within: line.place().clone(),
                });
            }
            for (smaller, member) in without_a_member(line) {
                let mut without = whole.clone();
                without.blocks().swap_remove(block).1[at] = Cow::Owned(smaller);
                all.push(Variation {
                    shape: without,
                    what: "line",
                    condition: member,
                    place: member.place().clone(),
                    within: line.place().clone(),
                });
            }
        }
    }
    all
}

/// A condition with one member of a group in it left out, each with that member.
fn without_a_member(condition: &Condition) -> Vec<(Condition, &Condition)> {
    let Condition::Group(group) = condition else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (at, member) in group.lines.iter().enumerate() {
        let mut rest = group.lines.clone();
        rest.remove(at);
        let enough = match group.quantifier {
            Quantifier::AtLeast(least) => rest.len() >= least,
            _ => !rest.is_empty(),
        };
        if enough {
            all.push((with_lines(group, rest), member));
        }
        for (smaller, inner) in without_a_member(member) {
            let mut lines = group.lines.clone();
            lines[at] = smaller;
            all.push((with_lines(group, lines), inner));
        }
    }
    all
}

fn with_lines(group: &Group, lines: Vec<Condition>) -> Condition {
    Condition::Group(Group {
        lines,
        ..group.clone()
    })
}
