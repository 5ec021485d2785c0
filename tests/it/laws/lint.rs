//! Proofs about policies against enumeration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Condition, Policy, PrerequisiteId, TermId};
use servanda::proposal::{self, Options};
use servanda::questions::check::Report;
use servanda::questions::judge::Judge;
use servanda::questions::lint::{self, Proof, Proved, Witness};
use servanda::text::{Place, Source};
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Cell, Seen};
use super::removal::{Removal, Shape, removals};
use crate::support::{ids, texts};

type Settlement = Vec<Cell>;

struct World {
    policy: Policy,
    settlements: Vec<Settlement>,
}

impl World {
    fn new(seed: u64, size: Size) -> Self {
        Self::of(texts::read(&servanda_random::texts(seed, size)).0)
    }

    fn of(policy: Policy) -> Self {
        let everything: Vec<BTreeSet<Cell>> = (0..policy.vocabulary.terms.len())
            .map(|term| oracle::all_cells(&policy, term))
            .collect();
        let one_reading: BTreeMap<usize, usize> = (0..policy.prerequisites.len())
            .map(|index| (index, 0))
            .collect();
        let settlements = oracle::completions(&policy, &everything, &one_reading);
        Self {
            settlements: settlements.into_iter().map(|each| each.cells).collect(),
            policy,
        }
    }

    fn id(&self, index: usize) -> PrerequisiteId {
        ids::prerequisite(&self.policy, index)
    }

    fn seen(&self, index: usize, cells: &Settlement) -> Vec<Seen> {
        Shape::of(&self.policy.prerequisites[index]).seen(cells)
    }

    /// Whether something is so of some settlement.
    fn some(&self, is_so: impl Fn(&Settlement) -> bool) -> bool {
        self.settlements.iter().any(is_so)
    }

    fn is_unmet(&self, index: usize, cells: &Settlement) -> bool {
        self.seen(index, cells).contains(&Seen::Unmet)
    }

    fn is_met(&self, index: usize, cells: &Settlement) -> bool {
        self.seen(index, cells)
            .iter()
            .all(|seen| *seen == Seen::Met)
    }

    fn tolerates(&self, indexes: &[usize], cells: &Settlement) -> bool {
        indexes.iter().all(|&index| !self.is_unmet(index, cells))
    }

    /// What is proved of prerequisites by themselves; those of which nothing is wrong on the whole.
    fn alone(&self) -> (Vec<Proved>, Vec<usize>) {
        let (mut proved, mut sound) = (Vec::new(), Vec::new());
        for index in 0..self.policy.prerequisites.len() {
            let can_be_met = self.some(|cells| self.is_met(index, cells));
            let can_fail = self.some(|cells| self.is_unmet(index, cells));
            match (can_be_met, can_fail) {
                (false, false) => proved.push(Proved::NeverApplies(self.id(index))),
                (false, true) => proved.push(Proved::NeverMet(self.id(index))),
                (true, false) => proved.push(Proved::NeverUnmet(self.id(index))),
                (true, true) => {
                    sound.push(index);
                    proved.extend(self.idle(index));
                    proved.extend(self.same_readings(index));
                    proved.extend(self.may_not_arise(index));
                }
            }
        }
        (proved, sound)
    }

    fn idle(&self, prerequisite: usize) -> Vec<Proved> {
        let whole = &self.policy.prerequisites[prerequisite];
        let makes_none = |removal: &Removal| {
            let arises = matches!(&removal.condition,
                Condition::Comparison(comparison) if comparison.asks_only_to_arise());
            let differs =
                |cells: &Settlement| removal.shape.seen(cells) != self.seen(prerequisite, cells);
            !arises && !self.some(differs)
        };
        let mut idle: Vec<Removal> = removals(whole).into_iter().filter(makes_none).collect();
        let places: Vec<Place> = (idle.iter())
            .map(|removal| removal.condition.place().clone())
            .collect();
        idle.retain(|removal| !removal.inside.iter().any(|outer| places.contains(outer)));
        let alone = idle.len() == 1;
        let said = idle.into_iter().map(|removal| Proved::Idle {
            prerequisite: self.id(prerequisite),
            what: removal.what,
            place: removal.condition.place().clone(),
            alone,
        });
        said.collect()
    }

    fn same_readings(&self, prerequisite: usize) -> Vec<Proved> {
        let mut found = Vec::new();
        for second in 0..self.policy.prerequisites[prerequisite].readings.len() {
            let same = |first: &usize| {
                !self.some(|cells| {
                    let seen = self.seen(prerequisite, cells);
                    seen[*first] != seen[second]
                })
            };
            found.extend((0..second).find(same).map(|first| {
                let reading = |index| ids::reading(&self.policy.prerequisites[prerequisite], index);
                Proved::SameReadings {
                    prerequisite: self.id(prerequisite),
                    first: reading(first),
                    second: reading(second),
                }
            }));
        }
        found
    }

    fn may_not_arise(&self, prerequisite: usize) -> Vec<Proved> {
        let mut compared: BTreeMap<TermId, Place> = BTreeMap::new();
        let mut heeded = Vec::new();
        for (_, line) in self.policy.prerequisites[prerequisite].lines() {
            line.for_each_comparison(&mut |comparison| {
                if comparison.asks_only_to_arise() {
                    heeded.push(comparison.term);
                }
                let place = comparison.place.clone();
                compared.entry(comparison.term).or_insert(place);
            });
        }
        compared.retain(|term, _| {
            let absent = |cells: &Settlement| {
                cells[term.index()].is_none() && self.is_unmet(prerequisite, cells)
            };
            let always = matches!(self.policy.vocabulary.term(*term).arising, Arising::Always);
            !always && !heeded.contains(term) && self.some(absent)
        });
        let said = compared
            .into_iter()
            .map(|(term, place)| Proved::MayNotArise {
                prerequisite: self.id(prerequisite),
                term,
                place,
            });
        said.collect()
    }

    fn contradictions(&self, sound: &[usize]) -> Vec<Proved> {
        let advisory = |index: &usize| self.policy.prerequisites[*index].advisory;
        let deciding: Vec<usize> = sound.iter().copied().filter(|at| !advisory(at)).collect();
        let can = |indexes: &[usize]| self.some(|cells| self.tolerates(indexes, cells));
        let smallest = subsets(&deciding).into_iter().filter(|set| {
            let fewer = (0..set.len()).map(|at| [&set[..at], &set[at + 1..]].concat());
            !can(set) && fewer.into_iter().all(|fewer| can(&fewer))
        });
        smallest
            .map(|of| Proved::Contradiction {
                of: of.into_iter().map(|index| self.id(index)).collect(),
                more: false,
            })
            .collect()
    }

    /// For each prerequisite that is implied, the smallest sets of others that imply it.
    fn implied(&self, sound: &[usize]) -> BTreeMap<usize, Vec<Vec<usize>>> {
        let advisory = |index: usize| self.policy.prerequisites[index].advisory;
        let mut compatible: Vec<usize> = Vec::new();
        for later in [false, true] {
            for &index in sound.iter().filter(|&&index| advisory(index) == later) {
                compatible.push(index);
                if !self.some(|cells| self.tolerates(&compatible, cells)) {
                    compatible.pop();
                }
            }
        }
        let mut found = BTreeMap::new();
        for &index in sound {
            let mut others = compatible.clone();
            others.retain(|&other| other != index && (advisory(index) || !advisory(other)));
            others.sort_unstable();
            let implies = |set: &Vec<usize>| {
                let refutes =
                    |cells: &Settlement| self.tolerates(set, cells) && self.is_unmet(index, cells);
                !self.some(refutes)
            };
            let mut sets: Vec<Vec<usize>> = subsets(&others).into_iter().filter(implies).collect();
            if let Some(least) = sets.iter().map(Vec::len).min() {
                sets.retain(|set| set.len() == least);
                found.insert(index, sets);
            }
        }
        found
    }

    fn uncited(&self) -> impl Iterator<Item = Proved> {
        let prerequisites = self.policy.prerequisite_ids().map(Proved::Uncited);
        prerequisites.chain(self.policy.warning_ids().map(Proved::UncitedWarning))
    }
}

fn indexes(ids: &[PrerequisiteId]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}

fn subsets(of: &[usize]) -> Vec<Vec<usize>> {
    let chosen = 0_u32..1 << of.len();
    chosen
        .map(|chosen| {
            let all = of.iter().enumerate();
            let taken = all.filter(|(at, _)| chosen >> at & 1 == 1);
            taken.map(|(_, index)| *index).collect()
        })
        .collect()
}

fn check(seed: u64, size: Size) -> Vec<Proved> {
    check_in(&World::new(seed, size))
}

fn check_in(world: &World) -> Vec<Proved> {
    let proofs = lint::prove(&world.policy, &Cancel::default()).found;
    let mut wanted: Vec<Proved> = world.uncited().collect();
    let mut implied = BTreeMap::new();
    if !world.settlements.is_empty() {
        let (alone, sound) = world.alone();
        wanted.extend(alone);
        wanted.extend(world.contradictions(&sound));
        implied = world.implied(&sound);
    }
    let count = wanted.len() + implied.len();
    assert_eq!(proofs.len(), count, "{wanted:#?} {implied:?} {proofs:#?}");
    for proof in &proofs {
        match &proof.proved {
            Proved::Implied { prerequisite, by } => {
                let sets = implied.remove(&prerequisite.index()).unwrap_or_default();
                assert!(sets.contains(&indexes(by)), "{:?} {sets:?}", proof.proved);
            }
            proved => {
                let at = wanted.iter().position(|wanted| wanted == proved);
                assert!(at.is_some(), "{proved:?} is not so");
                wanted.swap_remove(at.unwrap());
            }
        }
        check_shown(world, proof);
    }
    let names: Vec<&str> = (proofs.iter())
        .filter_map(|proof| Some(proof.witness.as_ref()?.name.as_str()))
        .collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(distinct.len(), names.len(), "{names:?}");
    proofs.into_iter().map(|proof| proof.proved).collect()
}

/// Whether there is a text where something can be shown, and whether it shows it.
fn check_shown(world: &World, proof: &Proof) {
    let Some(witness) = &proof.witness else {
        match &proof.proved {
            Proved::NeverApplies(_) | Proved::Uncited(_) | Proved::UncitedWarning(_) => {}
            Proved::Idle {
                prerequisite,
                place,
                ..
            } => {
                let line = at(world, prerequisite.index(), place);
                assert!(!world.some(|cells| oracle::holds(&line, cells)));
            }
            proved => panic!("{proved:?} is not shown"),
        }
        return;
    };
    let policy = &world.policy;
    let text = proposal::new_text(
        &witness.name,
        &witness.shows,
        &policy.vocabulary,
        &witness.cells,
    );
    let source = Source::new("witness.yaml", text.as_str());
    let read = proposal::read(&source, &policy.vocabulary).unwrap();
    assert_eq!(read.title, witness.shows);
    let judge = Judge::new(policy);
    let report = judge
        .case(&read, Options::default())
        .expect("one vocabulary")
        .check(&Cancel::default())
        .unwrap();
    let shown = Shown {
        world,
        report,
        witness,
    };
    shown.check(&proof.proved);
}

/// The condition at a place.
fn at(world: &World, prerequisite: usize, place: &Place) -> Condition {
    let removals = removals(&world.policy.prerequisites[prerequisite]);
    let mut removals = removals.into_iter();
    let found = removals.find(|removal| removal.condition.place() == place);
    found.unwrap().condition
}

struct Shown<'a> {
    world: &'a World,
    report: Report,
    witness: &'a Witness,
}

impl Shown<'_> {
    /// How a prerequisite comes out under each reading. The text leaves nothing of it open.
    fn under_each(&self, index: usize) -> Vec<Verdict> {
        let finding = &self.report.findings[index];
        let verdicts = match &finding.readings[..] {
            [] => vec![finding.verdict],
            several => several.to_vec(),
        };
        assert!(!verdicts.contains(&Verdict::Open), "{:?}", self.witness);
        verdicts
    }

    fn is_unmet(&self, index: usize) -> bool {
        self.under_each(index).contains(&Verdict::Unmet)
    }

    fn is_met(&self, index: usize) -> bool {
        self.under_each(index)
            .iter()
            .all(|seen| *seen == Verdict::Met)
    }

    /// None of these is unmet; all are met if it says so.
    fn tolerates(&self, indexes: &[usize]) {
        assert!(!indexes.iter().any(|&index| self.is_unmet(index)));
        let says_met = [" is met", " are met"].map(|words| self.witness.shows.contains(words));
        let met = indexes.iter().all(|&index| self.is_met(index));
        assert_eq!(says_met.contains(&true), met, "{:?}", self.witness);
    }

    fn check(&self, proved: &Proved) {
        match proved {
            Proved::NeverMet(index) => assert!(self.is_unmet(index.index())),
            Proved::NeverUnmet(index) => assert!(self.is_met(index.index())),
            Proved::Contradiction { of, .. } => {
                let (last, others) = of.split_last().unwrap();
                self.tolerates(&indexes(others));
                assert!(self.is_unmet(last.index()));
            }
            Proved::Implied { prerequisite, by } => {
                self.tolerates(&indexes(&[&by[..], &[*prerequisite]].concat()));
            }
            Proved::Idle {
                prerequisite,
                place,
                ..
            } => {
                let line = at(self.world, prerequisite.index(), place);
                self.under_each(prerequisite.index());
                let named: BTreeMap<TermId, Cell> = self.witness.cells.iter().copied().collect();
                let terms = self.world.policy.vocabulary.ids();
                let cells: Settlement = terms
                    .map(|term| named.get(&term).copied().flatten())
                    .collect();
                assert!(oracle::holds(&line, &cells));
            }
            Proved::SameReadings {
                prerequisite,
                first,
                second,
            } => {
                let seen = self.under_each(prerequisite.index());
                assert_eq!(
                    (seen[first.index()], seen[second.index()]),
                    (Verdict::Met, Verdict::Met)
                );
            }
            Proved::MayNotArise {
                prerequisite, term, ..
            } => {
                assert!(self.witness.cells.contains(&(*term, None)));
                assert!(self.is_unmet(prerequisite.index()));
            }
            proved => panic!("nothing shows {proved:?}"),
        }
    }
}

const FEW: Size = Size {
    terms: 3,
    prerequisites: 4,
    width: 4,
    listed: 0,
};

/// Over few terms more follows from the rest, or contradicts it.
const CROWDED: Size = Size {
    terms: 2,
    prerequisites: 6,
    ..FEW
};

/// Every kind of proof occurs in random policies like those below, so the laws test all kinds.
#[test]
fn every_kind_is_found() {
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for seed in 0..150 {
        for proved in check(seed, FEW).into_iter().chain(check(seed, CROWDED)) {
            kinds.insert(match proved {
                Proved::NeverApplies(_) => "never applies",
                Proved::NeverMet(_) => "never met",
                Proved::NeverUnmet(_) => "never unmet",
                Proved::Contradiction { of, .. } if of.len() > 2 => "three contradict",
                Proved::Contradiction { .. } => "two contradict",
                Proved::Implied { by, .. } if by.len() > 1 => "implied by two",
                Proved::Implied { .. } => "implied by one",
                Proved::Idle { what, .. } => what,
                Proved::SameReadings { .. } => "same readings",
                Proved::MayNotArise { .. } => "may not arise",
                Proved::Uncited(_) | Proved::UncitedWarning(_) => "uncited",
            });
        }
    }
    assert_eq!(kinds.len(), 14, "{kinds:?}");
}

/// Background knowledge that looks at a term but does not depend on it.
#[test]
fn a_contradiction_hides_in_the_background() {
    let vocabulary = texts::vocabulary(
        "vocabulary v\nterm x \"x\" yes or no\n\
         term c \"c\" yes or no\n arises when all of {\n x\n x is no\n }\n\
         term b \"b\" yes or no\n may not arise\n\
         always \"a\" {\n must any of {\n b arises\n all of {\n x\n x is no\n }\n }\n }\n",
    );
    let mut text = String::from("policy p \"p\"\nuses v\n");
    for (at, line) in ["c arises", "c", "b arises", "b", "b is no"]
        .iter()
        .enumerate()
    {
        let _ = writeln!(text, "prerequisite p{at} {{\n must {line}\n}}");
    }
    let policy = texts::policy(&text, &vocabulary);
    let world = World::of(policy);
    let proved = check_in(&world);
    let [a, b, c] = [0, 1, 2].map(|index| world.id(index));
    assert!(proved.contains(&Proved::NeverMet(a)) && proved.contains(&Proved::NeverMet(b)));
    assert!(proved.contains(&Proved::NeverUnmet(c)));
}

/// Background knowledge that contradicts itself over a term that its diagram then does not ask for.
#[test]
fn what_is_beside_the_point_of_background_knowledge_is_settled_too() {
    check(5_027_407_208_878_503_213, FEW);
}

/// Where there are too many contradictions to show, the last one shown says so.
#[test]
fn more_contradictions_than_are_shown() {
    let vocabulary = texts::vocabulary("vocabulary v\nterm t \"t\" number of days from 0 to 7\n");
    let needs = |day: usize| format!("prerequisite p{day} {{\n must t is {day} days\n}}\n");
    let text: String = (0..8).map(needs).collect();
    let policy = texts::policy(&format!("policy p \"p\"\nuses v\n{text}"), &vocabulary);
    let proofs = lint::prove(&policy, &Cancel::default()).found;
    let shown = proofs.iter().filter_map(|proof| match &proof.proved {
        Proved::Contradiction { of, more } => Some((of.len(), *more, &proof.diagnostic)),
        _ => None,
    });
    let shown: Vec<_> = shown.collect();
    assert_eq!(shown.len(), 20);
    assert!(shown.iter().all(|(count, ..)| *count == 2));
    let says_more: Vec<_> = shown.iter().filter(|(_, more, _)| *more).collect();
    assert_eq!(says_more.len(), 1);
    assert_eq!(says_more[0].2.help.len(), 2);
}

/// Background knowledge that names another term, and does not turn on it, still counts.
#[test]
fn background_knowledge_that_names_more_than_it_turns_on() {
    let vocabulary = texts::vocabulary(
        "vocabulary v\nterm a \"a\" one of x, y\nterm b \"b\" yes or no\n may not arise
        always \"never y\" {\nwhen a is y\nmust at least 2 of {\nb\nb is no\n}\n}\n",
    );
    let text = "policy p \"p\"\nuses v\nprerequisite q {\nmust a is x\n}\n";
    let policy = texts::policy(text, &vocabulary);
    let found = lint::prove(&policy, &Cancel::default()).found;
    let proved: Vec<&Proved> = found.iter().map(|proof| &proof.proved).collect();
    assert!(
        proved.contains(&&Proved::NeverUnmet(ids::prerequisite(&policy, 0))),
        "{proved:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn proofs_are_exact(seed: u64) {
        check(seed, FEW);
    }

    #[test]
    fn proofs_are_exact_where_much_collides(seed: u64) {
        check(seed, CROWDED);
    }
}
