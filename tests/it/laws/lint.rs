//! Proofs about policies against enumeration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Arising, Condition, Policy, PrerequisiteId, TermId};
use servanda::proposal::{self, Options};
use servanda::questions::check::Report;
use servanda::questions::judge::Judge;
use servanda::questions::lint::{self, Change, Proof, Proved, Removal, Witness};
use servanda::text::{Place, Source};
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Cell, Seen};
use super::removal::{Removal as LineRemoval, Shape, removals};
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
        let makes_none = |removal: &LineRemoval| {
            let arises = matches!(&removal.condition,
                Condition::Comparison(comparison) if comparison.asks_only_to_arise());
            let differs =
                |cells: &Settlement| removal.shape.seen(cells) != self.seen(prerequisite, cells);
            !arises && !self.some(differs)
        };
        let mut idle: Vec<LineRemoval> = removals(whole).into_iter().filter(makes_none).collect();
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

    /// Whether others imply a prerequisite and can be had together.
    fn implies(&self, others: &[usize], index: usize) -> bool {
        let tolerated = |cells: &Settlement| self.tolerates(others, cells);
        let refutes = |cells: &Settlement| tolerated(cells) && self.is_unmet(index, cells);
        self.some(tolerated) && !self.some(refutes)
    }

    /// The prerequisites that some others imply.
    fn implied(&self, sound: &[usize]) -> BTreeSet<usize> {
        let implied = |&index: &usize| {
            subsets(&self.may_imply(sound, index))
                .iter()
                .any(|set| self.implies(set, index))
        };
        sound.iter().copied().filter(implied).collect()
    }

    /// The others that may imply a prerequisite: an advisory one implies none that decides.
    fn may_imply(&self, sound: &[usize], index: usize) -> Vec<usize> {
        let advisory = |index: usize| self.policy.prerequisites[index].advisory;
        let mut others = sound.to_vec();
        others.retain(|&other| other != index && (advisory(index) || !advisory(other)));
        others
    }

    /// Whether some text has another verdict if these are removed, whichever way prerequisites are
    /// read.
    fn removal_changes(&self, removed: &[usize]) -> bool {
        let left = |index: &usize| !removed.contains(index);
        self.some(|cells| {
            let deciding = (0..self.policy.prerequisites.len())
                .filter(|&index| !self.policy.prerequisites[index].advisory);
            let each: Vec<(usize, Vec<Seen>)> = deciding
                .map(|index| (index, self.seen(index, cells)))
                .collect();
            let counts = each.iter().map(|(_, seen)| seen.len());
            let ways = counts.product::<usize>();
            (0..ways).any(|mut way| {
                let read = each.iter().map(|(index, seen)| {
                    let taken = seen[way % seen.len()];
                    way /= seen.len();
                    (*index, taken)
                });
                let read: Vec<(usize, Seen)> = read.collect();
                let without = read.iter().filter(|(index, _)| left(index));
                joint(read.iter()) != joint(without)
            })
        })
    }

    fn policy_never_met(&self) -> Option<(Vec<Vec<usize>>, bool)> {
        let deciding: Vec<usize> = (0..self.policy.prerequisites.len())
            .filter(|&index| !self.policy.prerequisites[index].advisory)
            .collect();
        let met = |set: &[usize]| {
            self.some(|cells| {
                let something = deciding.iter().any(|&index| self.is_met(index, cells));
                something && self.tolerates(set, cells)
            })
        };
        if deciding.is_empty() || met(&deciding) {
            return None;
        }
        let mut sets = subsets(&deciding);
        sets.retain(|set| !met(set));
        let least = sets.iter().map(Vec::len).min();
        sets.retain(|set| Some(set.len()) == least);
        // What is said of prerequisites may make it plain.
        let is_always_unmet = |&index: &usize| !self.some(|cells| self.tolerates(&[index], cells));
        if least == Some(0) || deciding.iter().any(is_always_unmet) {
            return None;
        }
        Some((sets, self.some(|cells| self.tolerates(&deciding, cells))))
    }

    fn uncited(&self) -> impl Iterator<Item = Proved> {
        let prerequisites = self.policy.prerequisite_ids().map(Proved::Uncited);
        prerequisites.chain(self.policy.warning_ids().map(Proved::UncitedWarning))
    }
}

fn indexes(ids: &[PrerequisiteId]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}

/// What is seen of several together.
fn joint<'a>(each: impl Iterator<Item = &'a (usize, Seen)>) -> Seen {
    let seen: Vec<Seen> = each.map(|(_, seen)| *seen).collect();
    match seen {
        seen if seen.contains(&Seen::Unmet) => Seen::Unmet,
        seen if seen.contains(&Seen::Met) => Seen::Met,
        _ => Seen::None,
    }
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
    let (mut implied, mut sound) = (BTreeSet::new(), Vec::new());
    let mut never_met = None;
    if !world.settlements.is_empty() {
        let (alone, each) = world.alone();
        sound = each;
        wanted.extend(alone);
        let contradictions = world.contradictions(&sound);
        if contradictions.is_empty() {
            never_met = world.policy_never_met();
        }
        wanted.extend(contradictions);
        implied = world.implied(&sound);
    }
    let count = wanted.len() + implied.len() + usize::from(never_met.is_some());
    assert_eq!(proofs.len(), count, "{wanted:#?} {implied:?} {proofs:#?}");
    check_removals(world, &proofs);
    for proof in &proofs {
        match &proof.proved {
            Proved::Implied {
                prerequisite, by, ..
            } => {
                let (index, by) = (prerequisite.index(), indexes(by));
                assert!(implied.remove(&index), "{:?}", proof.proved);
                let others = world.may_imply(&sound, index);
                assert!(by.is_sorted() && by.iter().all(|other| others.contains(other)));
                assert!(world.implies(&by, index), "{:?}", proof.proved);
                let fewer = (0..by.len()).map(|at| [&by[..at], &by[at + 1..]].concat());
                assert!(!fewer.into_iter().any(|fewer| world.implies(&fewer, index)));
            }
            Proved::PolicyNeverMet {
                of,
                only_where_none_applies,
            } => {
                let (sets, shown) = never_met.take().unwrap();
                assert!(sets.contains(&indexes(of)), "{:?} {sets:?}", proof.proved);
                assert_eq!(*only_where_none_applies, shown);
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

/// What is said of removing prerequisites is so, of each alone and of all together.
fn check_removals(world: &World, proofs: &[Proof]) {
    let all: Vec<(usize, &Removal)> = (proofs.iter())
        .filter_map(|proof| match &proof.proved {
            Proved::Implied {
                prerequisite,
                removal,
                ..
            } => Some((prerequisite.index(), removal)),
            _ => None,
        })
        .collect();
    let free = all.iter().filter(|(_, removal)| **removal == Removal::Free);
    let free: Vec<usize> = free.map(|(index, _)| *index).collect();
    assert!(!world.removal_changes(&free), "{free:?}");
    for (index, removal) in all {
        let changes = world.removal_changes(&[index]);
        match removal {
            Removal::Free => assert!(!changes),
            Removal::InsteadOf(others) => {
                let others = indexes(others);
                assert!(!changes && others.iter().all(|other| free.contains(other)));
                assert!(world.removal_changes(&[&others[..], &[index]].concat()));
                for at in 0..others.len() {
                    let fewer = [&others[..at], &others[at + 1..], &[index]].concat();
                    assert!(!world.removal_changes(&fewer), "{others:?}");
                }
            }
            Removal::Changes(_) => assert!(changes),
        }
    }
}

/// Whether there is a text where something can be shown, and whether it shows it.
fn check_shown(world: &World, proof: &Proof) {
    let Some(witness) = &proof.witness else {
        match &proof.proved {
            Proved::NeverApplies(_)
            | Proved::Uncited(_)
            | Proved::UncitedWarning(_)
            | Proved::PolicyNeverMet {
                only_where_none_applies: false,
                ..
            } => {}
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

    /// The text gets another verdict without a prerequisite.
    fn changes(&self, index: usize, change: Change) {
        let policy = &self.world.policy;
        let mut others = (0..policy.prerequisites.len())
            .filter(|&other| other != index && !policy.prerequisites[other].advisory);
        match change {
            Change::NothingElseApplies => {
                let applies = |index: usize| self.under_each(index) != [Verdict::NotApplicable];
                let not_applicable = |index: usize| {
                    (self.under_each(index).iter()).all(|seen| *seen == Verdict::NotApplicable)
                };
                assert!(applies(index) && !not_applicable(index));
                assert!(others.all(not_applicable), "{:?}", self.witness);
            }
            Change::AloneUnmet => {
                assert!(self.is_unmet(index));
                let passes = |index: usize| {
                    let seen = self.under_each(index);
                    seen.iter().any(|seen| *seen != Verdict::Unmet)
                };
                assert!(others.all(passes), "{:?}", self.witness);
            }
        }
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
            Proved::Implied {
                prerequisite,
                by,
                removal: Removal::Free | Removal::InsteadOf(_),
            } => self.tolerates(&indexes(&[&by[..], &[*prerequisite]].concat())),
            Proved::Implied {
                prerequisite,
                removal: Removal::Changes(change),
                ..
            } => self.changes(prerequisite.index(), *change),
            Proved::PolicyNeverMet { .. } => {
                assert_eq!(self.report.verdict, Verdict::NotApplicable);
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

/// So few that often nothing applies.
const PAIR: Size = Size {
    terms: 2,
    prerequisites: 2,
    ..FEW
};

/// Every kind of proof occurs in random policies like those below, so the laws test all kinds.
#[test]
fn every_kind_is_found() {
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let several = (0..150).flat_map(|seed| [(seed, FEW), (seed, CROWDED)]);
    for (seed, size) in several.chain((0..600).map(|seed| (seed, PAIR))) {
        for proved in check(seed, size) {
            kinds.insert(match proved {
                Proved::NeverApplies(_) => "never applies",
                Proved::NeverMet(_) => "never met",
                Proved::NeverUnmet(_) => "never unmet",
                Proved::Contradiction { of, .. } if of.len() > 2 => "three contradict",
                Proved::Contradiction { .. } => "two contradict",
                Proved::Implied { by, removal, .. } => match (by.len(), removal) {
                    (_, Removal::InsteadOf(_)) => "implied, one of two",
                    (_, Removal::Changes(Change::NothingElseApplies)) => "implied, applies alone",
                    (_, Removal::Changes(Change::AloneUnmet)) => "implied, unmet alone",
                    (1, Removal::Free) => "implied by one",
                    (_, Removal::Free) => "implied by two",
                },
                Proved::PolicyNeverMet { .. } => "policy never met",
                Proved::Idle { what, .. } => what,
                Proved::SameReadings { .. } => "same readings",
                Proved::MayNotArise { .. } => "may not arise",
                Proved::Uncited(_) | Proved::UncitedWarning(_) => "uncited",
            });
        }
    }
    assert_eq!(kinds.len(), 18, "{kinds:?}");
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

/// Prerequisites of a policy over `x`, `y` and `z`.
fn small(prerequisites: &[&str]) -> World {
    let terms = ["x", "y", "z"].map(|term| format!("term {term} \"{term}\" yes or no\n"));
    let vocabulary = texts::vocabulary(&format!("vocabulary v \"v\"\n{}", terms.concat()));
    let each = prerequisites.iter().enumerate();
    let each = each.map(|(at, lines)| format!("prerequisite p{at} {{\n{lines}\n}}\n"));
    let text = format!("policy p \"p\"\nuses v\n{}", each.collect::<String>());
    World::of(texts::policy(&text, &vocabulary))
}

fn removals_in(world: &World) -> Vec<(usize, Removal)> {
    let proved = check_in(world).into_iter();
    let removals = proved.filter_map(|proved| match proved {
        Proved::Implied {
            prerequisite,
            removal,
            ..
        } => Some((prerequisite.index(), removal)),
        _ => None,
    });
    removals.collect()
}

/// Contradictions elsewhere hide no implication, in whatever order the prerequisites stand.
#[test]
fn implications_are_found_in_every_order() {
    let (a, not_a, not_both) = (
        "must x",
        "must x is no",
        "must any of {\nx is no\ny is no\n}",
    );
    let orders = [
        [a, not_a, not_both],
        [a, not_both, not_a],
        [not_a, a, not_both],
        [not_a, not_both, a],
        [not_both, a, not_a],
        [not_both, not_a, a],
    ];
    for order in orders {
        let found = removals_in(&small(&order));
        let at = order.iter().position(|lines| *lines == not_both).unwrap();
        assert_eq!(found, [(at, Removal::Free)], "{order:?}");
    }
}

/// What implies it may not apply where it does, so it cannot go.
#[test]
fn a_prerequisite_that_alone_applies_is_not_removed() {
    let world = small(&["when x\nmust y", "must any of {\nx is no\ny\n}"]);
    let found = removals_in(&world);
    let change = Removal::Changes(Change::NothingElseApplies);
    assert_eq!(found, [(0, Removal::Free), (1, change)]);
}

/// Of two that ask the same only one can go.
#[test]
fn not_both_of_two_are_removed() {
    let world = small(&["must x", "must y", "must x"]);
    let instead = Removal::InsteadOf(vec![world.id(2)]);
    assert_eq!(removals_in(&world), [(0, instead), (2, Removal::Free)]);
}

#[test]
fn a_policy_that_nothing_meets_is_found() {
    let world = small(&["when x\nmust y", "when x\nmust y is no", "when x\nmust z"]);
    let never = Proved::PolicyNeverMet {
        of: vec![world.id(0), world.id(1)],
        only_where_none_applies: true,
    };
    assert!(check_in(&world).contains(&never));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn proofs_are_exact(seed: u64) {
        check(seed, FEW);
    }

    #[test]
    fn proofs_are_exact_where_little_applies(seed: u64) {
        check(seed, PAIR);
    }

    #[test]
    fn proofs_are_exact_where_much_collides(seed: u64) {
        check(seed, CROWDED);
    }
}
