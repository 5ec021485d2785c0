//! The meaning of the language in binary decision diagrams of another library, for instances that
//! are far too large to enumerate. Written from docs/language.md, sharing no code with the engine:
//! of the library it uses only the resolved policies, as data.

use std::collections::{BTreeMap, BTreeSet};

use biodivine_lib_bdd::op_function::and;
use biodivine_lib_bdd::{Bdd, BddVariableSet};
use num_bigint::BigUint;
use servanda::policy::{
    Arising, Condition, Kind, Policy, PolicyId, Prerequisite, Quantifier, Term,
};
use servanda::questions::demands::Demand;

use super::points::{self, Field, Order, fold};
use crate::laws::oracle::{self, Cell};
use servanda_random::Random;

/// The points that some policies over one vocabulary speak of. The fields of what is close together
/// in the vocabulary are close together in the order, so that diagrams stay small.
pub struct World<'a> {
    pub policies: &'a [Policy],
    variables: BddVariableSet,
    /// The cells that each term has at all.
    pub lists: Vec<Vec<Cell>>,
    /// Which of them it has in a settlement.
    pub cells: Vec<Field>,
    /// Which of them a text is made to say, or, past the last, that it is left as it stands.
    pub said: Vec<Field>,
    /// Whether something that is asked is dropped: of a prerequisite, of a policy of which something
    /// must be met, and of a term that must stay as it stands.
    pub dropped: BTreeMap<Item, Field>,
    /// How each prerequisite with several readings is read.
    pub readings: BTreeMap<Demand, Field>,
    /// The settlements that the vocabulary allows.
    pub background: Bdd,
}

/// Something that is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Item {
    Tolerated(Demand),
    Something(usize),
    Frozen(usize),
}

impl<'a> World<'a> {
    pub fn new(policies: &'a [Policy]) -> Self {
        let terms = &policies[0].vocabulary.terms;
        let list = |term| oracle::all_cells(&policies[0], term).into_iter().collect();
        let lists: Vec<Vec<Cell>> = (0..terms.len()).map(list).collect();
        let mut order = Order(0);
        let (mut cells, mut said) = (Vec::new(), Vec::new());
        let (mut dropped, mut readings) = (BTreeMap::new(), BTreeMap::new());
        for (term, list) in lists.iter().enumerate() {
            said.push(order.field(list.len() + 1));
            cells.push(order.field(list.len()));
            dropped.insert(Item::Frozen(term), order.field(2));
            for demand in demands(policies) {
                let prerequisite = prerequisite(policies, demand);
                if last_term(prerequisite) == term {
                    dropped.insert(Item::Tolerated(demand), order.field(2));
                    let count = prerequisite.readings.len().max(1);
                    readings.insert(demand, order.field(count));
                }
            }
        }
        for policy in 0..policies.len() {
            dropped.insert(Item::Something(policy), order.field(2));
        }
        let variables = BddVariableSet::new_anonymous(u16::try_from(order.0).unwrap());
        let mut world = Self {
            policies,
            background: variables.mk_true(),
            variables,
            lists,
            cells,
            said,
            dropped,
            readings,
        };
        world.background = world.settlements();
        world
    }

    /// "Vocabulary": one cell a term, as `arises when` and `always` say.
    fn settlements(&self) -> Bdd {
        let vocabulary = &self.policies[0].vocabulary;
        let mut parts: Vec<Bdd> = (self.cells.iter())
            .map(|field| self.among(field, |_| true))
            .collect();
        for (term, declared) in vocabulary.terms.iter().enumerate() {
            if let Arising::When(condition) = &declared.arising {
                parts.push(self.condition(condition).iff(&self.arises(term)));
            }
        }
        for always in &vocabulary.always {
            let when = always.when.as_ref();
            let when = when.map_or_else(|| self.anything(), |when| self.condition(when));
            parts.push(when.imp(&self.lines(&always.must)));
        }
        self.all(parts)
    }

    pub fn anything(&self) -> Bdd {
        self.variables.mk_true()
    }

    pub fn nothing(&self) -> Bdd {
        self.variables.mk_false()
    }

    pub fn term(&self, term: usize) -> &Term {
        &self.policies[0].vocabulary.terms[term]
    }

    /// Where a field has one of the wanted values.
    pub fn among(&self, field: &Field, wanted: impl Fn(usize) -> bool) -> Bdd {
        let bit = |value: usize, at: usize| value >> (field.bits.len() - 1 - at) & 1 == 1;
        let is = |value: usize| {
            let bits = field.bits.iter().enumerate();
            let bits = bits.map(|(at, &var)| self.variables.mk_literal(var, bit(value, at)));
            self.all(bits.collect())
        };
        let values = (0..field.size).filter(|value| wanted(*value));
        self.any(values.map(is).collect())
    }

    pub fn is(&self, field: &Field, wanted: usize) -> Bdd {
        self.among(field, |value| value == wanted)
    }

    /// Where a term has one of these cells.
    pub fn has(&self, term: usize, wanted: impl Fn(Cell) -> bool) -> Bdd {
        self.among(&self.cells[term], |value| wanted(self.lists[term][value]))
    }

    /// Just this settlement.
    pub fn settlement(&self, cells: &[Cell]) -> Bdd {
        let each = cells.iter().enumerate();
        self.all(
            each.map(|(term, cell)| self.has(term, |other| other == *cell))
                .collect(),
        )
    }

    pub fn arises(&self, term: usize) -> Bdd {
        self.has(term, |cell| cell.is_some())
    }

    pub fn all(&self, parts: Vec<Bdd>) -> Bdd {
        fold(parts, Bdd::and).unwrap_or_else(|| self.anything())
    }

    pub fn any(&self, parts: Vec<Bdd>) -> Bdd {
        fold(parts, Bdd::or).unwrap_or_else(|| self.nothing())
    }

    /// "Conditions": where one is true.
    fn condition(&self, condition: &Condition) -> Bdd {
        match condition {
            Condition::Comparison(comparison) => {
                let term = comparison.term.index();
                let mut cells = vec![None; self.cells.len()];
                let holds = |value: usize| {
                    cells[term] = self.lists[term][value];
                    oracle::holds(condition, &cells)
                };
                let holding: Vec<bool> = (0..self.lists[term].len()).map(holds).collect();
                self.among(&self.cells[term], |value| holding[value])
            }
            Condition::Defined { definition, .. } => self.lines(&definition.lines),
            Condition::Group(group) => {
                let each: Vec<Bdd> = (group.lines.iter())
                    .map(|line| self.condition(line))
                    .collect();
                match group.quantifier {
                    Quantifier::All => self.all(each),
                    Quantifier::Any => self.any(each),
                    Quantifier::None => self.any(each).not(),
                    Quantifier::AtLeast(least) => self.at_least(least, &each),
                }
            }
        }
    }

    fn at_least(&self, least: usize, of: &[Bdd]) -> Bdd {
        let mut reached = vec![self.nothing(); least + 1];
        reached[0] = self.anything();
        for each in of {
            for count in (1..=least).rev() {
                reached[count] = reached[count].or(&reached[count - 1].and(each));
            }
        }
        reached[least].clone()
    }

    fn lines(&self, lines: &[Condition]) -> Bdd {
        self.all(lines.iter().map(|line| self.condition(line)).collect())
    }

    pub fn prerequisite(&self, demand: Demand) -> &'a Prerequisite {
        prerequisite(self.policies, demand)
    }

    pub fn demands(&self) -> Vec<Demand> {
        demands(self.policies)
    }

    /// Those of a policy that decide its verdict.
    pub fn deciding(&self, policy: usize) -> Vec<Demand> {
        let decides = |demand: &Demand| {
            demand.policy.index() == policy && !self.prerequisite(*demand).advisory
        };
        self.demands().into_iter().filter(decides).collect()
    }

    /// "Prerequisites": where one applies.
    pub fn applies(&self, demand: Demand) -> Bdd {
        let when = self.prerequisite(demand).when.as_ref();
        when.map_or_else(|| self.anything(), |when| self.condition(when))
    }

    /// Where one is unmet if its readings ask this.
    fn unmet_if(&self, demand: Demand, read: &Bdd) -> Bdd {
        let asked = self.prerequisite(demand);
        let unless = asked.unless.as_ref();
        let unless = unless.map_or_else(|| self.nothing(), |unless| self.condition(unless));
        let must = self.lines(&asked.must).and(read);
        self.applies(demand).and_not(&unless).and_not(&must)
    }

    /// Where it is unmet under some reading.
    pub fn unmet(&self, demand: Demand) -> Bdd {
        let readings = self.prerequisite(demand).readings.iter();
        let read = readings.map(|reading| self.lines(&reading.must));
        self.unmet_if(demand, &self.all(read.collect()))
    }

    /// Where it is met under every reading.
    pub fn met(&self, demand: Demand) -> Bdd {
        self.applies(demand).and_not(&self.unmet(demand))
    }

    /// Where it is unmet as it is read.
    pub fn unmet_as_read(&self, demand: Demand) -> Bdd {
        let field = &self.readings[&demand];
        let readings = self.prerequisite(demand).readings.iter().enumerate();
        let read = readings.map(|(at, reading)| self.is(field, at).imp(&self.lines(&reading.must)));
        self.unmet_if(demand, &self.all(read.collect()))
    }

    /// Where what it asks under one reading holds.
    pub fn asks_if_read(&self, demand: Demand, reading: usize) -> Bdd {
        let asked = self.prerequisite(demand);
        (self.lines(&asked.must)).and(&self.lines(&asked.readings[reading].must))
    }

    /// Where something of a policy is met under every reading.
    pub fn something(&self, policy: usize) -> Bdd {
        let own = self.deciding(policy).into_iter();
        self.any(own.map(|demand| self.met(demand)).collect())
    }

    /// The settlements that a policy accepts.
    pub fn accepted(&self, policy: usize) -> Bdd {
        let own = self.deciding(policy).into_iter();
        let mut parts: Vec<Bdd> = own.map(|demand| self.unmet(demand).not()).collect();
        parts.push(self.something(policy));
        parts.push(self.background.clone());
        self.all(parts)
    }

    /// What is asked of settlements. Where a prerequisite always applies, that something must apply
    /// is not asked beside it.
    pub fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        for policy in 0..self.policies.len() {
            let deciding = self.deciding(policy);
            let always = |demand: &Demand| self.prerequisite(*demand).when.is_none();
            if !deciding.iter().any(always) {
                items.push(Item::Something(policy));
            }
            items.extend(deciding.into_iter().map(Item::Tolerated));
        }
        items
    }

    /// How many points, consisting of these fields, there are.
    pub fn count(&self, points: &Bdd, fields: &[&Field]) -> BigUint {
        let bits: usize = fields.iter().map(|field| field.bits.len()).sum();
        let other = self.variables.num_vars() as usize - bits;
        points.exact_cardinality() >> other
    }

    /// Some settlement, if there is one.
    pub fn sample(&self, settlements: &Bdd, random: &mut Random) -> Option<Vec<Cell>> {
        let mut at = settlements.root_pointer();
        let mut sample = Vec::new();
        for (field, list) in self.cells.iter().zip(&self.lists) {
            let next = |value| field.follow(settlements, at, value);
            let left: Vec<usize> = (0..field.size).filter(|v| !next(*v).is_zero()).collect();
            let value = *left.get(random.below(left.len().max(1)))?;
            at = next(value);
            sample.push(list[value]);
        }
        Some(sample)
    }

    /// Where this is so of some completion of what a text says, of which each term that it leaves
    /// as it stands has one of the cells that are possible.
    pub fn somewhere(&self, so: &Bdd, possible: &[BTreeSet<Cell>]) -> Bdd {
        let mut so = so.clone();
        for (term, list) in self.lists.iter().enumerate().rev() {
            let says = |value: usize| {
                let said = self.is(&self.said[term], value);
                said.and(&match list.get(value) {
                    Some(cell) => self.has(term, |other| other == *cell),
                    None => self.has(term, |cell| possible[term].contains(&cell)),
                })
            };
            let link = self.any((0..=list.len()).map(says).collect());
            so = Bdd::binary_op_with_exists(&so, &link, and, &self.cells[term].bits);
        }
        so
    }

    /// Which of the things asked have to be dropped for the rest to be had, in some point of these
    /// fields: true of a set of dropped things where dropping them is enough.
    pub fn enough(&self, points: &Bdd, asked: &[(Item, Bdd)], fields: &[Field]) -> Bdd {
        let mut parts = vec![points.clone()];
        for (item, had) in asked {
            parts.push(had.or(&self.is(&self.dropped[item], 1)));
        }
        points::without(&self.all(parts), fields)
    }
}

fn prerequisite(policies: &[Policy], demand: Demand) -> &Prerequisite {
    policies[demand.policy.index()].prerequisite(demand.prerequisite)
}

fn demands(policies: &[Policy]) -> Vec<Demand> {
    let of = |(policy, each): (PolicyId, &Policy)| {
        let each = each.prerequisite_ids();
        each.map(move |prerequisite| Demand {
            policy,
            prerequisite,
        })
    };
    (PolicyId::all(policies.len()).zip(policies))
        .flat_map(of)
        .collect()
}

/// The terms that a prerequisite looks at.
pub fn looks_at(prerequisite: &Prerequisite) -> BTreeSet<usize> {
    let mut terms = BTreeSet::new();
    for (_, line) in prerequisite.lines() {
        line.for_each_comparison(&mut |comparison| {
            terms.insert(comparison.term.index());
        });
    }
    terms
}

fn last_term(prerequisite: &Prerequisite) -> usize {
    looks_at(prerequisite).into_iter().max().unwrap_or(0)
}

/// How far two cells are apart: steps on a scale, members of a set, 1 for every other difference;
/// between a value and *does not arise* as far as between the two values farthest apart.
pub fn apart(kind: &Kind, a: Cell, b: Cell) -> u64 {
    match (a, b, kind) {
        (Some(a), Some(b), Kind::Scale(_)) => a.abs_diff(b),
        (Some(a), Some(b), Kind::Set(_)) => u64::from((a ^ b).count_ones()),
        (Some(_), None, _) | (None, Some(_), _) => apart(kind, Some(0), Some(kind.last())).max(1),
        _ => u64::from(a != b),
    }
}

/// Steps from what is possible to a cell. A term that follows from others pays nothing for arising
/// or not; its value is counted from those that are possible, or from what silence means.
pub fn steps(term: &Term, possible: &BTreeSet<Cell>, to: Cell) -> u64 {
    let follows = matches!(term.arising, Arising::When(_));
    let counts = |from: &Cell| !follows || from.is_some() && to.is_some();
    let from = possible.iter().filter(|from| counts(from));
    let least = from.map(|from| apart(&term.kind, *from, to)).min();
    let silent = || apart(&term.kind, term.silence, to);
    least.unwrap_or_else(|| {
        if term.silence.is_some() && to.is_some() {
            silent()
        } else {
            0
        }
    })
}
