//! The parts of a prerequisite, and its outcome if one of them is left out.

use rustc_hash::FxHashMap;

use crate::engine::{Claim, SettlementSearch};
use crate::policy::{Condition, DefinitionId, Group, Prerequisite, Quantifier};

/// Claims that a prerequisite applies, and that it is then met under each of its readings. A
/// prerequisite without readings counts as one with a single reading that asks nothing.
pub(super) struct Outcome {
    pub applies: Claim,
    pub good: Vec<Claim>,
}

/// A part that the language allows to leave out: a line, or a member of a group in a line.
pub(super) struct Part<'p> {
    pub condition: &'p Condition,
    /// What messages call it.
    pub what: &'static str,
    /// The index of the part that contains it.
    pub inside: Option<usize>,
    /// The claim that its condition holds.
    pub holds: Claim,
    /// The claim that the reduced prerequisite lacks this part and no other.
    pub left_out: Claim,
}

/// A prerequisite as it is, and the *reduced* prerequisite: the same without one of its parts. The
/// solver chooses which part.
pub(super) struct Parts<'p> {
    pub whole: Outcome,
    /// The claim that the whole and the reduced prerequisite have different outcomes.
    pub differ: Claim,
    /// Every part, in file order: each comes before the parts that it contains.
    pub all: Vec<Part<'p>>,
}

impl<'p> Parts<'p> {
    /// Builds the claims about a prerequisite. One reduced copy serves for all parts, so the size
    /// is no more than twice that of the prerequisite.
    pub fn of(prerequisite: &'p Prerequisite, settlement: &mut SettlementSearch<'_, '_>) -> Self {
        let mut as_is = Builder::new(settlement, Vec::new());
        let whole = as_is.outcome(prerequisite);
        let mut all = as_is.parts;
        // The last choice is to leave out nothing.
        let left_out = settlement.choice(all.len() + 1);
        for (part, &left_out) in all.iter_mut().zip(&left_out) {
            part.left_out = left_out;
        }
        let lessened = Builder::new(settlement, left_out).outcome(prerequisite);
        let differ = differ(&whole, &lessened, settlement);
        Self { whole, differ, all }
    }
}

fn differ(a: &Outcome, b: &Outcome, settlement: &mut SettlementSearch<'_, '_>) -> Claim {
    let mut ways = vec![settlement.differ(a.applies, b.applies)];
    for (&a_good, &b_good) in a.good.iter().zip(&b.good) {
        let differ = settlement.differ(a_good, b_good);
        ways.push(settlement.all_of(&[a.applies, differ]));
    }
    settlement.any_of(&ways)
}

/// What a condition that is left out counts as.
#[derive(Clone, Copy)]
enum Absent {
    True,
    False,
}

struct Builder<'a, 'e, 'q, 'p> {
    settlement: &'a mut SettlementSearch<'e, 'q>,
    /// For each part, in order, the claim that it is left out. Parts past the end always stay.
    left_out: Vec<Claim>,
    parts: Vec<Part<'p>>,
    definitions: FxHashMap<DefinitionId, Claim>,
}

impl<'a, 'e, 'q, 'p> Builder<'a, 'e, 'q, 'p> {
    fn new(settlement: &'a mut SettlementSearch<'e, 'q>, left_out: Vec<Claim>) -> Self {
        Self {
            settlement,
            left_out,
            parts: Vec::new(),
            definitions: FxHashMap::default(),
        }
    }

    fn outcome(&mut self, prerequisite: &'p Prerequisite) -> Outcome {
        let when = self.lines(prerequisite.when.as_slice(), "`when`", true);
        let applies = self.settlement.all_of(&when);
        // A prerequisite with readings need not have `must` lines of its own.
        let may_be_empty = !prerequisite.readings.is_empty();
        let must = self.lines(&prerequisite.must, "`must`", may_be_empty);
        let excepted = match &prerequisite.unless {
            Some(line) => self.part(line, "`unless`", None, Absent::False),
            None => self.settlement.any_of(&[]),
        };
        let readings = prerequisite.readings.iter();
        let mut asked: Vec<&'p [Condition]> = readings.map(|each| &each.must[..]).collect();
        if asked.is_empty() {
            asked.push(&[]);
        }
        let mut good = Vec::new();
        for lines in asked {
            let mut needed = self.lines(lines, "`must`", false);
            needed.extend(&must);
            let needed = self.settlement.all_of(&needed);
            good.push(self.settlement.any_of(&[excepted, needed]));
        }
        Outcome { applies, good }
    }

    /// The lines of a block, all of which are needed.
    fn lines(
        &mut self,
        lines: &'p [Condition],
        what: &'static str,
        may_be_empty: bool,
    ) -> Vec<Claim> {
        let may_go = may_be_empty || lines.len() > 1;
        let each = lines.iter().map(|line| {
            if may_go {
                self.part(line, what, None, Absent::True)
            } else {
                self.condition(line, None)
            }
        });
        each.collect()
    }

    /// A condition that may be left out; it then counts as true or false as `absent` says.
    fn part(
        &mut self,
        condition: &'p Condition,
        what: &'static str,
        inside: Option<usize>,
        absent: Absent,
    ) -> Claim {
        let index = self.parts.len();
        let never = self.settlement.any_of(&[]);
        let left_out = self.left_out.get(index).copied().unwrap_or(never);
        self.parts.push(Part {
            condition,
            what,
            inside,
            holds: never,
            left_out,
        });
        let holds = self.condition(condition, Some(index));
        self.parts[index].holds = holds;
        match absent {
            Absent::True => self.settlement.any_of(&[holds, left_out]),
            Absent::False => {
                let stays = SettlementSearch::not(left_out);
                self.settlement.all_of(&[holds, stays])
            }
        }
    }

    fn condition(&mut self, condition: &'p Condition, inside: Option<usize>) -> Claim {
        match condition {
            Condition::Comparison(_) => self.settlement.condition(condition),
            Condition::Defined { definition, .. } => {
                let key = definition.id();
                if let Some(&known) = self.definitions.get(&key) {
                    return known;
                }
                let holds = self.settlement.condition(condition);
                self.definitions.insert(key, holds);
                holds
            }
            Condition::Group(group) => self.group(group, inside),
        }
    }

    fn group(&mut self, group: &'p Group, inside: Option<usize>) -> Claim {
        let fewest = match group.quantifier {
            Quantifier::AtLeast(least) => least.max(1),
            Quantifier::All | Quantifier::Any | Quantifier::None => 1,
        };
        let absent = match group.quantifier {
            Quantifier::All => Absent::True,
            Quantifier::Any | Quantifier::None | Quantifier::AtLeast(_) => Absent::False,
        };
        let may_go = group.lines.len() > fewest;
        let each = group.lines.iter().map(|member| {
            if may_go {
                self.part(member, "line", inside, absent)
            } else {
                self.condition(member, inside)
            }
        });
        let each: Vec<Claim> = each.collect();
        self.settlement.so_many_of(group.quantifier, &each)
    }
}
