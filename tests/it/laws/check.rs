//! The laws: what the engine says equals what enumerating all completions says.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::{Policy, Prerequisite, PrerequisiteId, TermId};
use servanda::proposal::{Grade, Options, Proposal};
use servanda::questions::check::{Report, Score};
use servanda::questions::explain::{Account, Answer, Depth};
use servanda::questions::judge::{Case, Judge};
use servanda::syntax::operator::Operator;
use servanda::text::Code;
use servanda::verdict::Verdict;
use servanda_random::{Size, Texts};

use super::oracle::{self, Cell, Completion, Seen};
use crate::support::ids;
use crate::support::texts::read;

/// One random instance, with everything that enumeration says of it.
struct World<'a> {
    policy: &'a Policy,
    proposal: &'a Proposal,
    options: Options,
    fixed: BTreeMap<usize, usize>,
    possible: Vec<BTreeSet<Cell>>,
    completions: Vec<Completion>,
}

impl<'a> World<'a> {
    fn new(
        policy: &'a Policy,
        proposal: &'a Proposal,
        options: Options,
        fixed: BTreeMap<usize, usize>,
    ) -> Self {
        let possible: Vec<BTreeSet<Cell>> = (0..policy.vocabulary.terms.len())
            .map(|term| oracle::possible(policy, proposal, options, term))
            .collect();
        let completions = oracle::completions(policy, &possible, &fixed);
        Self {
            policy,
            proposal,
            options,
            fixed,
            possible,
            completions,
        }
    }

    fn verdict(&self, outcome: impl Fn(&Completion) -> Seen) -> &'static str {
        oracle::verdict(self.completions.iter().map(outcome))
    }

    /// The terms on which the proposal says something, in file order.
    fn provided(&self) -> Vec<usize> {
        let listed: Vec<usize> = self
            .proposal
            .provisions
            .iter()
            .map(|given| given.term.index())
            .collect();
        let unlisted = (0..self.possible.len()).filter(|term| !listed.contains(term));
        let unlisted: Vec<usize> = match self.proposal.unlisted_silent {
            Some(_) => unlisted.collect(),
            None => Vec::new(),
        };
        listed.into_iter().chain(unlisted).collect()
    }

    /// The verdict if only these provisions are known.
    fn verdict_knowing(
        &self,
        known: &BTreeSet<usize>,
        outcome: &dyn Fn(&Completion) -> Seen,
    ) -> &'static str {
        let possible: Vec<BTreeSet<Cell>> = (0..self.possible.len())
            .map(|term| {
                if known.contains(&term) {
                    self.possible[term].clone()
                } else {
                    oracle::all_cells(self.policy, term)
                }
            })
            .collect();
        let completions = oracle::completions(self.policy, &possible, &self.fixed);
        oracle::verdict(completions.iter().map(outcome))
    }

    /// The completions that fit these answers.
    fn answered(&self, answers: &[Answer]) -> Vec<&Completion> {
        let fits = |completion: &&Completion| {
            answers.iter().all(|answer| match answer {
                Answer::Cell(term, cell) => completion.cells[term.index()] == *cell,
                Answer::Reading(index, reading) => {
                    completion.readings[index.index()] == reading.index()
                }
            })
        };
        self.completions.iter().filter(fits).collect()
    }

    /// The size of a fewest set of answers after which the verdict is `wanted`.
    fn fewest_answers(&self, wanted: &str, outcome: &dyn Fn(&Completion) -> Seen) -> Option<usize> {
        let terms = self.possible.len();
        let things = terms + self.policy.prerequisites.len();
        // Answers that leave a completion are those that some completion gives.
        let mut best = None;
        for chosen in 0_u32..1 << things {
            let size = chosen.count_ones() as usize;
            if best.is_some_and(|best| best <= size) {
                continue;
            }
            let mut groups: BTreeMap<Vec<(usize, Option<u64>)>, BTreeSet<Seen>> = BTreeMap::new();
            for completion in &self.completions {
                let key = (0..things)
                    .filter(|thing| chosen >> thing & 1 == 1)
                    .map(|thing| match thing.checked_sub(terms) {
                        None => (thing, completion.cells[thing]),
                        Some(index) => (thing, Some(completion.readings[index] as u64)),
                    })
                    .collect();
                groups.entry(key).or_default().insert(outcome(completion));
            }
            let settled = groups
                .into_values()
                .any(|seen| oracle::verdict(seen) == wanted);
            if settled {
                best = Some(size);
            }
        }
        best
    }

    fn check_account(&self, account: &Account, outcome: &dyn Fn(&Completion) -> Seen) {
        let verdict = self.verdict(outcome);
        if verdict != "open" {
            let forced = account
                .forced_by
                .as_ref()
                .expect("what is settled is forced");
            assert!(forced.fewest);
            let found: Vec<usize> = forced.items.iter().map(|term| term.index()).collect();
            assert_eq!(found, self.smallest_forcing(verdict, outcome), "forced by");
            return;
        }
        assert_eq!(account.forced_by, None);
        let terms = self.policy.vocabulary.ids();
        let matters =
            |id: &TermId| oracle::matters(self.policy, id.index(), &self.completions, outcome);
        let matter: Vec<TermId> = terms.filter(matters).collect();
        assert_eq!(account.turns_on, matter, "turns on");
        let readings: Vec<PrerequisiteId> = (self.policy.prerequisite_ids())
            .filter(|id| oracle::reading_matters(id.index(), &self.completions, outcome))
            .collect();
        assert_eq!(account.turns_on_readings, readings, "turns on readings");
        for (wanted, set) in [
            ("met", &account.settles_met),
            ("unmet", &account.settles_unmet),
        ] {
            let size = self.fewest_answers(wanted, outcome);
            assert_eq!(
                set.as_ref().map(|set| set.items.len()),
                size,
                "settles {wanted}"
            );
            if let Some(set) = set {
                assert!(set.fewest);
                let left = self.answered(&set.items);
                assert!(!left.is_empty());
                assert_eq!(oracle::verdict(left.into_iter().map(outcome)), wanted);
            }
        }
    }

    /// The fewest provisions that force a verdict, the first in file order among those.
    fn smallest_forcing(&self, verdict: &str, outcome: &dyn Fn(&Completion) -> Seen) -> Vec<usize> {
        let provided = self.provided();
        let mut best: Option<Vec<usize>> = None;
        for chosen in 0_u32..1 << provided.len() {
            let places: Vec<usize> = (0..provided.len())
                .filter(|place| chosen >> place & 1 == 1)
                .collect();
            let better = |best: &Vec<usize>| (places.len(), &places) < (best.len(), best);
            if !best.as_ref().is_none_or(better) {
                continue;
            }
            let known: BTreeSet<usize> = places.iter().map(|&place| provided[place]).collect();
            if self.verdict_knowing(&known, outcome) == verdict {
                best = Some(places);
            }
        }
        let places = best.expect("all provisions together force it");
        places.into_iter().map(|place| provided[place]).collect()
    }
}

fn judged(case: &Case<'_>) -> Option<Report> {
    match case.check(&Cancel::default()) {
        Ok(report) => Some(report),
        Err(error) => {
            assert_eq!(error.code, Code::ProposalIncoherent);
            None
        }
    }
}

fn options(choice: u8) -> Options {
    Options {
        rivals: choice % 2 == 1,
        min_grade: [
            None,
            None,
            None,
            Some(Grade::A),
            Some(Grade::B),
            Some(Grade::C),
        ][usize::from(choice / 2) % 6],
    }
}

/// Readings fixed by the bits of a number.
fn fixed(policy: &Policy, choice: u8) -> BTreeMap<usize, usize> {
    let prerequisites = policy.prerequisites.iter().enumerate();
    prerequisites
        .filter(|(index, each)| !each.readings.is_empty() && choice >> (2 * index) & 1 == 1)
        .map(|(index, _)| (index, usize::from(choice >> (2 * index + 1) & 1)))
        .collect()
}

/// Holds everything in a report and its explanation against enumeration.
fn check_world(seed: u64, size: Size, choice: u8, explain: bool) {
    let (policy, proposal) = read(&servanda_random::texts(seed, size));
    let fixed = if choice.is_multiple_of(3) {
        fixed(&policy, choice)
    } else {
        BTreeMap::new()
    };
    let world = World::new(&policy, &proposal, options(choice), fixed.clone());
    let settled = fixed.iter().map(|(&prerequisite, &reading)| {
        let prerequisite = &policy.prerequisites[prerequisite];
        (&*prerequisite.name, &*prerequisite.readings[reading].name)
    });
    let judge = Judge::new(policy.settled(settled).unwrap());
    let case = judge
        .case(&proposal, world.options)
        .expect("one vocabulary");
    let Some(report) = judged(&case) else {
        assert!(world.completions.is_empty(), "called incoherent");
        return;
    };
    assert!(!world.completions.is_empty(), "not called incoherent");
    let joint = |completion: &Completion| oracle::joint(&policy, completion);
    assert_eq!(report.verdict.to_string(), world.verdict(joint), "joint");
    for (index, found) in report.findings.iter().enumerate() {
        let outcome = |completion: &Completion| oracle::finding(&policy, index, completion);
        assert_eq!(
            found.verdict.to_string(),
            world.verdict(outcome),
            "finding {index}"
        );
        for (reading, verdict) in found.readings.iter().enumerate() {
            let mut alone = world.fixed.clone();
            alone.insert(index, reading);
            let alone = World::new(&policy, &proposal, world.options, alone);
            assert_eq!(
                verdict.to_string(),
                alone.verdict(outcome),
                "reading {reading} of {index}"
            );
        }
    }
    for (index, alarm) in report.alarms.iter().enumerate() {
        let seen: BTreeSet<bool> = (world.completions.iter())
            .map(|completion| oracle::holds(&policy.warnings[index].raised_when, &completion.cells))
            .collect();
        let wanted = match seen.into_iter().collect::<Vec<_>>()[..] {
            [true] => "raised",
            [false] => "clear",
            _ => "open",
        };
        assert_eq!(alarm.to_string(), wanted, "warning {index}");
    }
    check_score(&world, report.score);
    if explain {
        let explanation = case.explain(&report, &Depth::All, &Cancel::default());
        world.check_account(explanation.joint.as_ref().unwrap(), &joint);
        for (index, each) in explanation.findings.iter().enumerate() {
            let outcome = |completion: &Completion| oracle::finding(&policy, index, completion);
            world.check_account(each.account.as_ref().unwrap(), &outcome);
            for line in each.lines.iter().flatten() {
                let seen: BTreeSet<bool> = (world.completions.iter())
                    .map(|completion| oracle::holds(line.condition, &completion.cells))
                    .collect();
                let standing = match seen.into_iter().collect::<Vec<_>>()[..] {
                    [true] => "Holds",
                    [false] => "Fails",
                    _ => "Open",
                };
                assert_eq!(format!("{:?}", line.standing), standing);
            }
        }
    }
}

fn check_score(world: &World<'_>, score: Score) {
    let mut shares: Vec<(u64, u64)> = (world.completions.iter())
        .map(|completion| oracle::score(world.policy, completion))
        .filter(|(_, of)| *of > 0)
        .collect();
    shares.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    match (shares.first(), shares.last(), score) {
        (None, None, Score::NothingApplies) => {}
        (Some(least), Some(most), Score::Between(low, high)) => {
            assert_eq!(least.0 * low.of, low.met * least.1, "lowest score");
            assert_eq!(most.0 * high.of, high.met * most.1, "highest score");
        }
        (wanted, _, score) => panic!("score {score:?}, but {wanted:?}"),
    }
}

const SMALL: Size = Size {
    terms: 4,
    prerequisites: 3,
    width: 4,
    listed: 70,
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Verdicts, readings, warnings and score bounds.
    #[test]
    fn verdicts_are_exact(seed: u64, choice: u8) {
        check_world(seed, SMALL, choice, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What forces, what matters, what settles.
    #[test]
    fn explanations_are_exact(seed: u64, choice: u8) {
        let size = Size { terms: 3, ..SMALL };
        check_world(seed, size, choice, true);
    }

    /// An answer that fits never turns met into unmet or back.
    #[test]
    fn more_knowledge_never_flips_a_verdict(seed: u64, picks: [u8; 4]) {
        let mut texts = servanda_random::texts(seed, Size { listed: 30, ..SMALL });
        let mut before: Option<Vec<Verdict>> = None;
        for (term, pick) in picks.iter().enumerate() {
            let (policy, proposal) = read(&texts);
            let judge = Judge::new(&policy);
            let case = judge.case(&proposal, Options::default()).expect("one vocabulary");
            let Some(report) = judged(&case) else { break };
            let now: Vec<Verdict> = (report.findings.iter().map(|finding| finding.verdict))
                .chain([report.verdict])
                .collect();
            for (then, now) in before.iter().flatten().zip(&now) {
                match then {
                    Verdict::Met => prop_assert!(matches!(now, Verdict::Met | Verdict::NotApplicable)),
                    Verdict::Unmet => prop_assert_eq!(*now, Verdict::Unmet),
                    Verdict::NotApplicable => prop_assert_eq!(*now, Verdict::NotApplicable),
                    Verdict::Open => {}
                }
            }
            before = Some(now);
            if proposal.provision(ids::term(&policy.vocabulary, term)).is_some() || proposal.unlisted_silent.is_some() {
                continue;
            }
            let cells: Vec<Cell> = oracle::all_cells(&policy, term).into_iter().collect();
            let value = match cells[usize::from(*pick) % cells.len()] {
                Some(value) => policy.vocabulary.terms[term].kind.show(value),
                None => "not applicable".to_owned(),
            };
            texts.proposal = texts.proposal.replace("provisions: {}\n", "provisions:\n");
            texts.proposal += &format!("  t{term}: {value}\n");
        }
    }
}

/// Every comparison of the language occurs in random texts: otherwise no law would test it.
#[test]
fn random_texts_write_every_comparison() {
    let mut written = BTreeSet::new();
    for seed in 0..300 {
        let (policy, _) = read(&servanda_random::texts(seed, SMALL));
        for line in policy.prerequisites.iter().flat_map(Prerequisite::lines) {
            line.1.for_each_comparison(&mut |comparison| {
                written.insert(comparison.words().operator().words());
            });
        }
    }
    let all: BTreeSet<&str> = Operator::ALL.map(Operator::words).into();
    assert_eq!(written, all);
}

/// Instances far too large to enumerate still get verdicts, the joint verdict included.
#[test]
fn large_policies_are_judged() {
    let size = Size {
        terms: 500,
        prerequisites: 1_000,
        width: 4,
        listed: 60,
    };
    let (policy, proposal) = read(&servanda_random::texts(7, size));
    let judge = Judge::new(&policy);
    let case = judge
        .case(&proposal, Options::default())
        .expect("one vocabulary");
    let report = case
        .check(&Cancel::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(report.findings.len(), 1_000);
    assert_eq!(report.verdict, Verdict::Unmet);
}

/// A number that is compared in more ways than a variable has classes is spread over thresholds.
#[test]
fn numbers_with_many_thresholds_are_judged_exactly() {
    use std::fmt::Write as _;
    let mut vocabulary = String::from("vocabulary v\nterm n number of days from 0 to 300\n");
    vocabulary += "may not arise\nterm other yes or no\n";
    let mut policy = String::from("policy p\nuses v\n");
    for index in 0..35 {
        let (low, high) = (3 * index, 200 - 2 * index);
        let _ = writeln!(
            policy,
            "prerequisite p{index} {{\n must any of {{\n other\n n is between {low} and {high} days\n \
             n is not {index} days\n }}\n unless n is one of {high} days, {low} days\n}}",
        );
    }
    for stated in [
        "{at least: 40}",
        "{any of: [0, 7, 100]}",
        "not applicable",
        "{between: [30, 60]}",
    ] {
        let proposal = format!("proposal: x\nprovisions:\n  n: {stated}\n");
        let texts = Texts {
            vocabulary: vocabulary.clone(),
            policy: policy.clone(),
            proposal,
        };
        let (policy, proposal) = read(&texts);
        let options = Options::default();
        let world = World::new(&policy, &proposal, options, BTreeMap::new());
        let judge = Judge::new(&policy);
        let report = judge
            .case(&proposal, options)
            .expect("one vocabulary")
            .check(&Cancel::default())
            .unwrap();
        for (index, found) in report.findings.iter().enumerate() {
            let outcome = |completion: &Completion| oracle::finding(&policy, index, completion);
            assert_eq!(
                found.verdict.to_string(),
                world.verdict(outcome),
                "{stated}, {index}"
            );
        }
        let joint = |completion: &Completion| oracle::joint(&policy, completion);
        assert_eq!(report.verdict.to_string(), world.verdict(joint), "{stated}");
        check_score(&world, report.score);
    }
}
