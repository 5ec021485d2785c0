//! How policies relate, against enumeration.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::{Cancel, Limit, Unfinished};
use servanda::policy::Policy;
use servanda::questions::compare_policies::{Brevity, Compared, Relation, Shows, Witness};
use servanda::questions::demands::{Demand, Demands};
use servanda_random::Size;

use super::oracle::{self, Cell, Seen};
use crate::support::polls::polls;
use crate::support::{ids, texts};

/// The cells that a text leaves possible, term by term.
type Text = Vec<BTreeSet<Cell>>;

/// The most texts that are enumerated.
const MOST_TEXTS: usize = 3_000;

/// Two policies, and what each says of every settlement.
struct Pair {
    policies: [Policy; 2],
    everything: Text,
    /// Each settlement, with what is seen of each policy under all readings.
    settlements: Vec<(Vec<Cell>, [Seen; 2])>,
}

impl Pair {
    /// `None` if the vocabulary allows no text.
    fn new(policies: [Policy; 2]) -> Option<Self> {
        let terms = 0..policies[0].vocabulary.terms.len();
        let everything: Text = terms
            .map(|term| oracle::all_cells(&policies[0], term))
            .collect();
        let completions = oracle::completions(&policies[0], &everything, &BTreeMap::new());
        let cells: BTreeSet<Vec<Cell>> =
            completions.iter().map(|each| each.cells.clone()).collect();
        let seen = |policy: &Policy, cells: &[Cell]| {
            let single: Text = cells.iter().map(|&cell| BTreeSet::from([cell])).collect();
            let all = oracle::completions(policy, &single, &BTreeMap::new());
            let seen: BTreeSet<Seen> = all.iter().map(|each| oracle::joint(policy, each)).collect();
            // Some reading speaks against it, or none does.
            match seen {
                seen if seen.contains(&Seen::Unmet) => Seen::Unmet,
                seen if seen.contains(&Seen::Met) => Seen::Met,
                _ => Seen::None,
            }
        };
        let settlements: Vec<_> = cells
            .into_iter()
            .map(|cells| {
                let seen = [&policies[0], &policies[1]].map(|policy| seen(policy, &cells));
                (cells, seen)
            })
            .collect();
        (!settlements.is_empty()).then_some(Self {
            policies,
            everything,
            settlements,
        })
    }

    fn random(seed: u64, size: Size) -> Option<Self> {
        let (first, others) = servanda_random::several(seed, size, 2);
        let (policy, _) = texts::read(&first);
        let other = texts::policy(&others[0], &policy.vocabulary);
        Self::new([policy, other])
    }

    /// What is seen of both over all settlements that a text leaves possible.
    fn seen(&self, text: &Text) -> Vec<[Seen; 2]> {
        let possible = |cells: &[Cell]| {
            let mut each = cells.iter().zip(text);
            each.all(|(cell, possible)| possible.contains(cell))
        };
        let settlements = self.settlements.iter();
        settlements
            .filter(|(cells, _)| possible(cells))
            .map(|(_, seen)| *seen)
            .collect()
    }

    /// Whether a policy judges a text met.
    fn accepts(&self, text: &Text, policy: usize) -> bool {
        oracle::verdict(self.seen(text).into_iter().map(|seen| seen[policy])) == "met"
    }

    /// Whether one accepts every settlement that a text leaves possible, and the other none.
    fn parts(&self, text: &Text, by: usize, not_by: usize) -> bool {
        let seen = self.seen(text);
        let parts = |seen: &[Seen; 2]| seen[by] == Seen::Met && seen[not_by] != Seen::Met;
        !seen.is_empty() && seen.iter().all(parts)
    }

    /// How many terms a text says something of.
    fn says(&self, text: &Text) -> usize {
        let terms = text.iter().zip(&self.everything);
        terms.filter(|(said, all)| said != all).count()
    }

    /// Every text that provides single cells.
    fn single_texts(&self) -> Vec<Text> {
        let choices = self.everything.iter().map(|all| {
            let cells = all.iter().map(|&cell| BTreeSet::from([cell]));
            cells.chain([all.clone()]).collect()
        });
        products(choices.collect())
    }

    /// Every text; `None` if there are too many.
    fn all_texts(&self) -> Option<Vec<Text>> {
        let counts = self.everything.iter().map(|all| (1 << all.len()) - 1);
        (counts.product::<usize>() <= MOST_TEXTS).then(|| {
            let choices = self.everything.iter().map(|all| {
                let cells: Vec<Cell> = all.iter().copied().collect();
                let chosen = 1_usize..1 << cells.len();
                let subset = |chosen: usize| {
                    let taken = (0..cells.len()).filter(|at| chosen >> at & 1 == 1);
                    taken.map(|at| cells[at]).collect()
                };
                chosen.map(subset).collect()
            });
            products(choices.collect())
        })
    }

    /// Whether there is a text that one accepts and the other does not. The smallest texts with two
    /// settlements are enough.
    fn some_text_parts(&self, by: usize, not_by: usize) -> bool {
        let parts = |text: &Text| self.accepts(text, by) && !self.accepts(text, not_by);
        self.settlements.iter().any(|(one, seen)| {
            seen[by] == Seen::Met
                && self.settlements.iter().any(|(other, _)| {
                    let both = one.iter().zip(other);
                    parts(&both.map(|(a, b)| BTreeSet::from([*a, *b])).collect())
                })
        })
    }

    /// Which policies accept no text.
    fn accept_nothing(&self) -> [bool; 2] {
        [0, 1].map(|policy| {
            let met = |(_, seen): &(Vec<Cell>, [Seen; 2])| seen[policy] == Seen::Met;
            !self.settlements.iter().any(met)
        })
    }

    /// What a witness provides.
    fn text(&self, witness: &Witness) -> Text {
        let mut text = self.everything.clone();
        for (term, known) in &witness.provides {
            let kind = &self.policies[0].vocabulary.term(*term).kind;
            text[term.index()].retain(|&cell| known.allows(kind, cell));
        }
        text
    }

    fn check(&self, found: &Compared) {
        let of_settlements = [(0, 1), (1, 0)].map(|(by, not_by)| {
            let parts = |seen: &[Seen; 2]| seen[by] == Seen::Met && seen[not_by] != Seen::Met;
            self.settlements.iter().any(|(_, seen)| parts(seen))
        });
        let of_texts = [(0, 1), (1, 0)].map(|(by, not_by)| self.some_text_parts(by, not_by));
        assert_eq!(found.of_settlements, relation(of_settlements));
        assert_eq!(found.relation, relation(of_texts));
        for (found, so) in found.accept_nothing.into_iter().zip(self.accept_nothing()) {
            assert!(so || !found);
        }
        if let Some(texts) = self.all_texts() {
            let differ = |(by, not_by): (usize, usize)| {
                let parts = |text: &Text| self.accepts(text, by) && !self.accepts(text, not_by);
                texts.iter().any(parts)
            };
            assert_eq!(of_texts, [(0, 1), (1, 0)].map(differ));
        }
        for (witness, by, not_by) in [(&found.first_only, 0, 1), (&found.second_only, 1, 0)] {
            assert_eq!(witness.is_some(), of_texts[by]);
            let Some(witness) = witness else { continue };
            let text = self.text(witness);
            assert!(self.accepts(&text, by) && !self.accepts(&text, not_by));
            match &witness.shows {
                Shows::Settlements => self.check_settlements(witness, by, not_by),
                Shows::Text { otherwise } => {
                    assert!(!of_settlements[by]);
                    self.check_text(witness, otherwise, by, not_by);
                }
            }
        }
    }

    /// However it is filled in, the one accepts it and the other does not.
    fn check_settlements(&self, witness: &Witness, by: usize, not_by: usize) {
        let text = self.text(witness);
        assert!(self.parts(&text, by, not_by), "{witness:?}");
        let texts = self.single_texts().into_iter();
        let fewest = texts
            .filter(|text| self.parts(text, by, not_by))
            .map(|text| self.says(&text))
            .min();
        assert!(witness.brevity == Brevity::Whole || Some(witness.provides.len()) == fewest);
        assert_eq!(witness.unmet, self.surely_unmet(not_by, &text));
        let applies = |seen: &[Seen; 2]| seen[not_by] != Seen::None;
        let seen = self.seen(&text);
        let nothing = !seen.iter().any(applies);
        assert_eq!(witness.nothing_applies, nothing, "{witness:?}");
        assert_eq!(witness.may_not_apply, !nothing && !seen.iter().all(applies));
    }

    /// The one accepts it as it stands, and filled in like this the other is unmet.
    fn check_text(
        &self,
        witness: &Witness,
        otherwise: &[(servanda::policy::TermId, Cell)],
        by: usize,
        not_by: usize,
    ) {
        let text = self.text(witness);
        let mut filled_in = text.clone();
        for (term, cell) in otherwise {
            assert!(text[term.index()].len() > 1 && text[term.index()].contains(cell));
            filled_in[term.index()] = BTreeSet::from([*cell]);
        }
        let seen = self.seen(&filled_in);
        assert!(!seen.is_empty());
        let so = |seen: &[Seen; 2]| seen[by] == Seen::None && seen[not_by] == Seen::Unmet;
        assert!(seen.iter().all(so), "{witness:?}");
        assert!(!witness.unmet.is_empty());
        let unmet = self.surely_unmet(not_by, &filled_in);
        assert!(witness.unmet.iter().all(|demand| unmet.contains(demand)));
        if let Some(texts) = self.all_texts()
            && witness.brevity != Brevity::Whole
        {
            let parts = |text: &&Text| self.accepts(text, by) && !self.accepts(text, not_by);
            let fewest = texts.iter().filter(parts).map(|text| self.says(text)).min();
            assert_eq!(Some(witness.provides.len()), fewest);
        }
    }

    /// What decides for a policy and no way to fill in a text meets under every reading.
    fn surely_unmet(&self, of: usize, text: &Text) -> Vec<Demand> {
        let policy = &self.policies[of];
        let all = oracle::completions(policy, text, &BTreeMap::new());
        let unmet = |&prerequisite: &usize| {
            all.iter().all(|one| {
                let mut same = all.iter().filter(|other| other.cells == one.cells);
                same.any(|same| oracle::finding(policy, prerequisite, same) == Seen::Unmet)
            })
        };
        let deciding =
            (0..policy.prerequisites.len()).filter(|&each| !policy.prerequisites[each].advisory);
        let unmet = deciding.filter(unmet);
        unmet
            .map(|prerequisite| Demand {
                policy: ids::policy(of),
                prerequisite: ids::prerequisite(policy, prerequisite),
            })
            .collect()
    }
}

fn relation(differ: [bool; 2]) -> Relation {
    match differ {
        [false, false] => Relation::Equivalent,
        [false, true] => Relation::Stricter,
        [true, false] => Relation::Looser,
        [true, true] => Relation::Incomparable,
    }
}

/// Every way to pick one of each.
fn products(choices: Vec<Vec<BTreeSet<Cell>>>) -> Vec<Text> {
    choices.into_iter().fold(vec![Vec::new()], |all, choices| {
        let longer = |text: &Text| {
            let text = text.clone();
            let each = choices.clone().into_iter();
            each.map(move |cells| [text.clone(), vec![cells]].concat())
        };
        all.iter().flat_map(longer).collect()
    })
}

const FEW: Size = Size {
    terms: 3,
    prerequisites: 2,
    width: 4,
    listed: 0,
};

/// One prerequisite, so that often nothing applies.
const TINY: Size = Size {
    terms: 2,
    prerequisites: 1,
    width: 3,
    listed: 0,
};

/// Checks what is found under a token. `None` if the vocabulary allows no text; else whether
/// everything that was sought was found, or the limit that left nothing found.
fn check(pair: &Pair, cancel: &Cancel) -> Result<(bool, Compared), Limit> {
    let demands = Demands::new(&pair.policies).unwrap();
    let found = demands.compare(cancel)?;
    pair.check(&found);
    let whole = |witness: &Option<Witness>| {
        let brevity = witness.as_ref().map(|witness| witness.brevity);
        brevity == Some(Brevity::Whole)
    };
    let done = !whole(&found.first_only) && !whole(&found.second_only);
    assert_eq!(found.unfinished == Unfinished::default(), done);
    Ok((done, found))
}

/// A cancelled search reports only what is true, wherever it is cancelled.
#[test]
fn whatever_is_told_before_the_end_is_proved() {
    let (mut nothing, mut part) = (0, 0);
    for seed in 0..6 {
        let Some(pair) = Pair::random(seed, FEW) else {
            continue;
        };
        for looks in polls(seed) {
            match check(&pair, &Cancel::after_polls(looks)) {
                Err(limit) => {
                    assert_eq!(limit, Limit::Stopped);
                    nothing += 1;
                }
                Ok((false, _)) => part += 1,
                Ok((true, _)) => break,
            }
        }
    }
    assert!(nothing > 10 && part > 10, "{nothing} {part}");
}

/// Policies that accept the same settlements, and not the same texts.
#[test]
fn texts_that_leave_something_open_are_compared() {
    let mut seen = [0; 2];
    for seed in 0..800 {
        let size = if seed % 2 == 0 { TINY } else { FEW };
        let Some(pair) = Pair::random(seed, size) else {
            continue;
        };
        let demands = Demands::new(&pair.policies).unwrap();
        let found = demands.compare(&Cancel::default()).unwrap();
        for witness in found.first_only.iter().chain(&found.second_only) {
            if witness.shows != Shows::Settlements {
                pair.check(&found);
                assert_ne!(witness.brevity, Brevity::Whole);
                seen[usize::from(pair.all_texts().is_some())] += 1;
            }
        }
    }
    assert!(seen[1] > 5, "{seen:?}");
}

/// The policies of a report that called them equivalent though `check` tells them apart.
#[test]
fn a_prerequisite_that_may_not_apply_accepts_more_texts() {
    let vocabulary = "vocabulary v \"v\"\nterm x \"x\" yes or no\nterm y \"y\" yes or no\n";
    let vocabulary = texts::vocabulary(vocabulary);
    let policy = |lines: &str| {
        let text = format!("policy p \"p\"\nuses v\nprerequisite p {{\n{lines}\n}}\n");
        texts::policy(&text, &vocabulary)
    };
    let compared = |a: &str, b: &str| {
        let pair = Pair::new([policy(a), policy(b)]).unwrap();
        check(&pair, &Cancel::default()).unwrap().1
    };
    let found = compared("when x\nmust y", "must x\nmust y");
    assert_eq!(found.relation, Relation::Looser);
    assert_eq!(found.of_settlements, Relation::Equivalent);
    let found = compared("when x\nmust y", "must y is no");
    assert_eq!(found.relation, Relation::Incomparable);
    // Both accept the same texts, though only one judges `x: no, y: no` unmet.
    let found = compared("when x\nmust y", "when any of {\nx\ny is no\n}\nmust y");
    assert_eq!(found.relation, Relation::Equivalent);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn relations_are_exact(seed: u64) {
        if let Some(pair) = Pair::random(seed, FEW) {
            let (done, found) = check(&pair, &Cancel::default()).unwrap();
            prop_assert!(done);
            prop_assert_eq!(found.accept_nothing, pair.accept_nothing());
        }
    }

    #[test]
    fn relations_of_small_policies_are_exact(seed: u64) {
        if let Some(pair) = Pair::random(seed, TINY) {
            let (done, found) = check(&pair, &Cancel::default()).unwrap();
            prop_assert!(done);
            prop_assert_eq!(found.accept_nothing, pair.accept_nothing());
        }
    }
}
