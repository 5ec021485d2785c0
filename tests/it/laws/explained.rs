//! Independent reasons, the background knowledge behind them, whole ranges and absences: the same as
//! enumeration says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::Policy;
use servanda::proposal::{Options, Proposal};
use servanda::questions::explain::{Absence, Account, Depth, Explanation, Range, Settling};
use servanda::questions::judge::Judge;
use servanda::questions::zopa::Background;
use servanda::verdict::Verdict;
use servanda_random::Size;

use super::oracle::{self, Cell, Completion, Seen};
use crate::support::texts::read;

const SIZE: Size = Size {
    terms: 4,
    prerequisites: 2,
    width: 4,
    listed: 80,
};

type Possible = Vec<BTreeSet<Cell>>;

struct World {
    policy: Policy,
    possible: Possible,
    completions: Vec<Completion>,
    /// The terms on which something is said.
    provided: Vec<usize>,
}

impl World {
    fn new(policy: Policy, proposal: &Proposal) -> Self {
        let terms = 0..policy.vocabulary.terms.len();
        let of = |term| oracle::possible(&policy, proposal, Options::default(), term);
        let possible: Possible = terms.clone().map(of).collect();
        let completions = oracle::completions(&policy, &possible, &BTreeMap::new());
        let provided = terms.filter(|&term| possible[term] != oracle::all_cells(&policy, term));
        Self {
            provided: provided.collect(),
            policy,
            possible,
            completions,
        }
    }

    /// What is possible if only the provisions on these terms are known.
    fn knowing(&self, terms: &[usize]) -> Possible {
        let known = self.possible.iter().enumerate();
        known
            .map(|(term, cells)| {
                if terms.contains(&term) {
                    cells.clone()
                } else {
                    oracle::all_cells(&self.policy, term)
                }
            })
            .collect()
    }

    /// Ways to complete this under some background knowledge only.
    fn under(&self, possible: &Possible, background: &[Background]) -> Vec<Completion> {
        let vocabulary = &self.policy.vocabulary;
        let mut all = oracle::products(possible);
        all.retain(|cells| {
            (background.iter()).all(|each| oracle::respects(vocabulary, *each, cells))
        });
        let mut found: Vec<Completion> = (all.into_iter())
            .map(|cells| Completion {
                cells,
                readings: Vec::new(),
            })
            .collect();
        for prerequisite in &self.policy.prerequisites {
            let readings = prerequisite.readings.len().max(1);
            found = (found.into_iter())
                .flat_map(|begun| {
                    (0..readings).map(move |reading| {
                        let mut more = begun.clone();
                        more.readings.push(reading);
                        more
                    })
                })
                .collect();
        }
        found
    }

    fn forces(&self, terms: &[usize], wanted: &str, outcome: &dyn Fn(&Completion) -> Seen) -> bool {
        let completions = oracle::completions(&self.policy, &self.knowing(terms), &BTreeMap::new());
        oracle::verdict(completions.iter().map(outcome)) == wanted
    }

    fn check_settled(&self, account: &Account, outcome: &dyn Fn(&Completion) -> Seen, whole: bool) {
        let verdict = oracle::verdict(self.completions.iter().map(outcome));
        let forced: Vec<usize> = (account.forced_by.as_ref().unwrap().items.iter())
            .map(|term| term.index())
            .collect();
        // By way of these rules, and not without any of them.
        let barred = |background: &[Background]| {
            let seen = self.under(&self.knowing(&forced), background);
            seen.iter().map(outcome).any(|seen| match verdict {
                "met" => seen == Seen::Unmet,
                "unmet" => seen != Seen::Unmet,
                _ => seen != Seen::None,
            })
        };
        let rules = &account.by_way_of;
        assert!(!barred(rules), "{rules:?} are not enough");
        // Of the whole these are the rules of one part; another may be unmet whatever a text says.
        for index in (0..rules.len()).filter(|_| !whole || !forced.is_empty()) {
            let mut fewer = rules.clone();
            fewer.remove(index);
            assert!(barred(&fewer), "{rules:?} are too many");
        }
        let Some(reasons) = &account.reasons else {
            assert!(forced.is_empty());
            return;
        };
        assert!(reasons.exact);
        let mut used = BTreeSet::new();
        for set in &reasons.sets {
            let set: Vec<usize> = set.iter().map(|term| term.index()).collect();
            assert!(set.iter().all(|term| used.insert(*term)), "in two sets");
            assert!(self.forces(&set, verdict, outcome));
            for index in 0..set.len() {
                let mut fewer = set.clone();
                fewer.remove(index);
                assert!(!self.forces(&fewer, verdict, outcome), "not irredundant");
            }
        }
        let count = self.provided.len();
        let of = |mask: u32| -> Vec<usize> {
            (0..count)
                .filter(|bit| mask >> bit & 1 == 1)
                .map(|bit| self.provided[bit])
                .collect()
        };
        let enough: Vec<u32> = (1..1_u32 << count)
            .filter(|&mask| self.forces(&of(mask), verdict, outcome))
            .collect();
        assert_eq!(reasons.sets.len(), most(&enough, (1 << count) - 1));
    }

    /// The completions in which these answers lie in their ranges.
    fn within<'a>(&'a self, ranges: &'a [&Range]) -> Vec<&'a Completion> {
        let fits = |completion: &&Completion| {
            ranges.iter().all(|range| match range {
                Range::Cells(term, known) => {
                    let kind = &self.policy.vocabulary.term(*term).kind;
                    known.allows(kind, completion.cells[term.index()])
                }
                Range::Readings(id, readings) => {
                    let reading = completion.readings[id.index()];
                    readings.iter().any(|each| each.index() == reading)
                }
            })
        };
        self.completions.iter().filter(fits).collect()
    }

    fn check_ranges(
        &self,
        found: Option<&Settling>,
        fewest: Option<usize>,
        wanted: &str,
        outcome: &dyn Fn(&Completion) -> Seen,
    ) {
        let Some(fewest) = fewest.filter(|fewest| *fewest > 0) else {
            assert_eq!(found, None);
            return;
        };
        let found = found.unwrap();
        assert_eq!(found.alone, fewest == 1);
        for way in &found.ways {
            let ranges: Vec<&Range> = way.iter().collect();
            assert_eq!(way.len(), fewest);
            let seen = self.within(&ranges);
            assert_eq!(oracle::verdict(seen.into_iter().map(outcome)), wanted);
        }
        if found.alone {
            let told: Vec<&Range> = found.ways.iter().flatten().collect();
            for term in 0..self.possible.len() {
                for cell in &self.possible[term] {
                    let having: Vec<_> = (self.completions.iter())
                        .filter(|completion| completion.cells[term] == *cell)
                        .collect();
                    if having.is_empty() {
                        continue;
                    }
                    let seen: BTreeSet<Seen> = having.into_iter().map(outcome).collect();
                    let settles = oracle::verdict(seen.iter().copied()) == wanted;
                    let is_told = told.iter().any(|range| match range {
                        Range::Cells(id, known) => {
                            let kind = &self.policy.vocabulary.term(*id).kind;
                            id.index() == term && known.allows(kind, *cell)
                        }
                        Range::Readings(..) => false,
                    });
                    // Among sets in a box there may be some to which nothing applies.
                    let kind = &self.policy.vocabulary.terms[term].kind;
                    let none = kind.is_set() && seen == BTreeSet::from([Seen::None]);
                    assert!(is_told == settles || is_told && none, "{cell:?} {found:?}");
                }
            }
            return;
        }
        // No range can be widened while the others stay.
        let [way] = &found.ways[..] else {
            panic!("several ways of several answers")
        };
        for at in 0..way.len() {
            let mut others: Vec<&Range> = way.iter().collect();
            let own = others.remove(at);
            let Range::Cells(term, known) = own else {
                continue;
            };
            let kind = &self.policy.vocabulary.term(*term).kind;
            if kind.is_set() {
                continue;
            }
            for cell in &self.possible[term.index()] {
                if known.allows(kind, *cell) {
                    continue;
                }
                let left = self.within(&others);
                let having = left.iter().filter(|each| each.cells[term.index()] == *cell);
                let verdict = oracle::verdict(having.map(|each| outcome(each)));
                assert_ne!(verdict, wanted, "{cell:?} settles it, too");
            }
        }
    }

    fn check_absences(&self, absences: &[Absence]) {
        let may =
            |term: &usize| self.possible[*term].len() > 1 && self.possible[*term].contains(&None);
        let never = |term: &usize| {
            self.completions
                .iter()
                .all(|each| each.cells[*term].is_none())
        };
        let absent: Vec<usize> = (0..self.possible.len()).filter(may).filter(never).collect();
        let told: Vec<usize> = absences.iter().map(|each| each.term.index()).collect();
        assert_eq!(told, absent);
        for absence in absences {
            let term = absence.term.index();
            let by: Vec<usize> = absence.by.iter().map(|each| each.index()).collect();
            assert!(!by.contains(&term));
            let may_arise = |by: &[usize], background: &[Background]| {
                let mut possible = self.knowing(by);
                possible[term].clone_from(&self.possible[term]);
                possible[term].remove(&None);
                !self.under(&possible, background).is_empty()
            };
            let rules = &absence.by_way_of;
            assert!(!may_arise(&by, rules));
            for index in 0..rules.len() {
                let mut fewer = rules.clone();
                fewer.remove(index);
                assert!(may_arise(&by, &fewer), "too many rules");
            }
            let all = oracle::background(&self.policy.vocabulary);
            for index in 0..by.len() {
                let mut fewer = by.clone();
                fewer.remove(index);
                assert!(may_arise(&fewer, &all), "too many provisions");
            }
        }
    }

    fn check(&self, explanation: &Explanation<'_>, verdicts: &[Verdict]) {
        for (index, found) in explanation.findings.iter().enumerate() {
            let outcome =
                |completion: &Completion| oracle::finding(&self.policy, index, completion);
            let account = found.account.as_ref().unwrap();
            if verdicts[index] == Verdict::Open {
                for (wanted, ranges, set) in [
                    ("met", &account.met_if, &account.settles_met),
                    ("unmet", &account.unmet_if, &account.settles_unmet),
                ] {
                    let fewest = set.as_ref().map(|set| set.items.len());
                    self.check_ranges(ranges.as_ref(), fewest, wanted, &outcome);
                }
            } else {
                self.check_settled(account, &outcome, false);
            }
        }
        self.check_absences(explanation.absences.as_ref().unwrap());
    }
}

/// The most of these masks that have no bit in common, within `left`.
fn most(masks: &[u32], left: u32) -> usize {
    let fitting = masks.iter().filter(|&&mask| mask & !left == 0);
    fitting
        .map(|mask| 1 + most(masks, left & !mask))
        .max()
        .unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reasons_rules_ranges_and_absences_are_exact(seed: u64) {
        let (policy, proposal) = read(&servanda_random::texts(seed, SIZE));
        let judge = Judge::new(&policy);
        let case = judge.case(&proposal, Options::default()).expect("one vocabulary");
        let Ok(report) = case.check(&Cancel::default()) else { return Ok(()) };
        let explanation = case.explain(&report, &Depth::All, &Cancel::default());
        let (again, _) = read(&servanda_random::texts(seed, SIZE));
        let world = World::new(again, &proposal);
        let verdicts: Vec<Verdict> = report.findings.iter().map(|each| each.verdict).collect();
        world.check(&explanation, &verdicts);
        if let (Verdict::Unmet, Some(joint)) = (report.verdict, &explanation.joint) {
            let outcome = |completion: &Completion| oracle::joint(&policy, completion);
            world.check_settled(joint, &outcome, true);
        }
    }
}
