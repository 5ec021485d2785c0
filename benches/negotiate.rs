//! What the questions after a verdict take: repairs, zones, influence. `cargo bench --bench negotiate`
//! prints medians; compare them within one run.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use servanda::limit::Cancel;
use servanda::policy::{Condition, Policy, Prerequisite, Term, TermId};
use servanda::proposal::{self, Knowledge, Options};
use servanda::questions::demands::Demands;
use servanda::questions::judge::Judge;
use servanda::questions::repair::{Mending, Prices};
use servanda::questions::zopa::Zopa;
use servanda::text::Source;
use servanda_random::{self as random, Size};

fn main() {
    divan::main();
}

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The shipped policies of these names, over one vocabulary.
fn shipped(names: &[&str]) -> Vec<Policy> {
    let vocabulary = read::vocabulary(&text("policies/settlement.servanda"));
    let policy = |name: &&str| {
        let text = text(&format!("policies/{name}.servanda"));
        read::policy(&text, &vocabulary)
    };
    names.iter().map(policy).collect()
}

fn shipped_proposals(policy: &Policy) -> Vec<Vec<Knowledge>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("proposals");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths.sort();
    let known = |path: &PathBuf| {
        let source = Source::new(path.to_string_lossy(), fs::read_to_string(path).unwrap());
        let proposal = proposal::read(&source, &policy.vocabulary).unwrap();
        proposal
            .knowledge(&policy.vocabulary, Options::default())
            .expect("one vocabulary")
    };
    paths.iter().map(known).collect()
}

fn repair(demands: &Demands<'_>, known: &[Knowledge]) -> Mending {
    let prices = Prices::even(demands.vocabulary());
    demands
        .repair(known, &prices, 1, &Cancel::default())
        .unwrap()
}

mod real {
    use super::{
        Bencher, Cancel, Demands, Judge, Knowledge, Policy, black_box, repair, shipped,
        shipped_proposals,
    };

    #[divan::bench]
    fn repair_shipped_texts(bencher: Bencher) {
        let policies = shipped(&["column"]);
        let demands = Demands::new([&policies[0]]).unwrap();
        let texts = shipped_proposals(&policies[0]);
        assert!(!texts.is_empty());
        bencher.bench(|| {
            for known in &texts {
                black_box(repair(&demands, known));
            }
        });
    }

    #[divan::bench]
    fn zopa_of_three(bencher: Bencher) {
        zopa(bencher, &["column", "moscow-2024", "kyiv-2022"]);
    }

    #[divan::bench]
    fn zopa_with_a_zone(bencher: Bencher) {
        zopa(bencher, &["column", "kyiv-2022"]);
    }

    fn zopa(bencher: Bencher, names: &[&str]) {
        let policies = shipped(names);
        let all: Vec<&Policy> = policies.iter().collect();
        let prices = vec![1; policies[0].vocabulary.terms.len()];
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all).iter().copied()).unwrap();
            demands.zopa(&[], &prices, 10, &Cancel::default()).unwrap()
        });
    }

    #[divan::bench]
    fn compare_column_and_kyiv(bencher: Bencher) {
        let policies = shipped(&["column", "kyiv-2022"]);
        let all: Vec<&Policy> = policies.iter().collect();
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all).iter().copied()).unwrap();
            demands.compare(&Cancel::default()).unwrap()
        });
    }

    #[divan::bench]
    fn lint_the_column(bencher: Bencher) {
        let policies = shipped(&["column"]);
        bencher.bench(|| {
            servanda::questions::lint::prove(black_box(&policies[0]), &Cancel::default())
        });
    }

    #[divan::bench]
    fn influence_of_the_column(bencher: Bencher) {
        let policies = shipped(&["column"]);
        let judge = Judge::new(&policies[0]);
        let terms = &policies[0].vocabulary.terms;
        let known: Vec<Knowledge> = terms.iter().map(Knowledge::unknown).collect();
        bencher.bench(|| {
            judge
                .influence(black_box(&known), &Cancel::default())
                .unwrap()
        });
    }
}

/// Policies as large as they may well be, of plain prerequisites.
mod large {
    use std::fmt::Write as _;

    use super::{Bencher, Cancel, Policy, black_box, read};

    const LINES: usize = 1_000;

    fn policy_of(prerequisites: &str) -> Policy {
        let mut vocabulary = String::from("vocabulary v\n");
        for term in 0..LINES {
            writeln!(vocabulary, "term t{term} yes or no").unwrap();
        }
        let policy = format!("policy p\nuses v\n{prerequisites}");
        read::policy(&policy, &read::vocabulary(&vocabulary))
    }

    /// Each pair of neighbours asks the same.
    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn lint_1_000_prerequisites(bencher: Bencher) {
        let mut text = String::new();
        for index in 0..LINES {
            let (one, other) = (index / 2, index / 2 * 7 % LINES);
            let lines = format!("must t{one}\nmust any of {{\nt{one}\nt{other}\n}}\n");
            writeln!(text, "prerequisite p{index} {{\n{lines}}}").unwrap();
        }
        let policy = policy_of(&text);
        bencher.bench(|| servanda::questions::lint::prove(black_box(&policy), &Cancel::default()));
    }

    #[divan::bench(sample_count = 5, sample_size = 1)]
    fn lint_at_least_10_of_1_000(bencher: Bencher) {
        let lines: Vec<String> = (0..LINES).map(|line| format!("t{line}")).collect();
        let lines = lines.join("\n");
        let policy = policy_of(&format!(
            "prerequisite p {{\nmust at least 10 of {{\n{lines}\n}}\n}}\n"
        ));
        bencher.bench(|| servanda::questions::lint::prove(black_box(&policy), &Cancel::default()));
    }
}

/// Random policies of growing size. Each size is asked for twice: as it comes, which of many
/// prerequisites is a contradiction to be explained, and planted, which leaves some settlement to
/// be found.
mod random_policies {
    use super::{
        Bencher, Cancel, Demands, Knowledge, Mending, Options, Policy, Size, Zopa, black_box,
        planted, random, read, repair,
    };

    /// Terms, prerequisites, and how many neighbouring terms each prerequisite picks its own from.
    type Scale = (usize, usize, usize);
    const GROUPED: Scale = (120, 80, 4);
    const UNGROUPED: Scale = (60, 45, 60);
    const LARGE: Scale = (500, 1_000, 4);
    const GROWTH: [Scale; 4] = [(60, 120, 4), (125, 250, 4), (250, 500, 4), LARGE];

    fn size((terms, prerequisites, width): Scale) -> Size {
        Size {
            terms,
            prerequisites,
            width,
            listed: 60,
        }
    }

    #[divan::bench(args = [GROUPED, UNGROUPED, LARGE], sample_count = 10, sample_size = 1)]
    fn refute(bencher: Bencher, scale: Scale) {
        let (policy, proposal) = read::read(&random::texts(7, size(scale)));
        let known = proposal
            .knowledge(&policy.vocabulary, Options::default())
            .expect("one vocabulary");
        bencher.bench(|| {
            let demands = Demands::new([black_box(&policy)]).unwrap();
            assert!(matches!(repair(&demands, &known), Mending::Never { .. }));
        });
    }

    #[divan::bench(args = [GROUPED, UNGROUPED, GROWTH[0], GROWTH[1], GROWTH[2], LARGE], sample_count = 10, sample_size = 1)]
    fn repair_planted(bencher: Bencher, scale: Scale) {
        let (policy, known) = planted(7, size(scale));
        bencher.bench(|| {
            let demands = Demands::new([black_box(&policy)]).unwrap();
            assert!(matches!(repair(&demands, &known), Mending::Repairs { .. }));
        });
    }

    #[divan::bench(args = [GROUPED, UNGROUPED], sample_count = 10, sample_size = 1)]
    fn no_zone(bencher: Bencher, scale: Scale) {
        let mut half = size(scale);
        half.prerequisites /= 2;
        let (texts, others) = random::several(7, half, 2);
        let (first, _) = read::read(&texts);
        let second = read::policy(&others[0], &first.vocabulary);
        let all: [&Policy; 2] = [&first, &second];
        let prices = vec![1; half.terms];
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all).iter().copied()).unwrap();
            let zopa = demands.zopa(&[], &prices, 5, &Cancel::default()).unwrap();
            assert!(matches!(zopa, Zopa::Deadlock(_)));
        });
    }

    #[divan::bench(args = [GROUPED, UNGROUPED, LARGE], sample_count = 10, sample_size = 1)]
    fn zone_planted(bencher: Bencher, scale: Scale) {
        let (policy, known) = planted(7, size(scale));
        let prices = vec![1; known.len()];
        let starts: [Vec<Knowledge>; 1] = [known];
        bencher.bench(|| {
            let demands = Demands::new([black_box(&policy)]).unwrap();
            let zopa = demands
                .zopa(&starts, &prices, 5, &Cancel::default())
                .unwrap();
            assert!(matches!(zopa, Zopa::Zone(_)));
        });
    }
}

/// A random policy that accepts some settlement, and a proposal that is to be repaired.
///
/// A settlement is drawn first; of more prerequisites than needed, those that it leaves unmet are
/// left out.
fn planted(seed: u64, size: Size) -> (Policy, Vec<Knowledge>) {
    let more = Size {
        prerequisites: 6 * size.prerequisites,
        ..size
    };
    let (mut policy, proposal) = read::read(&random::texts(seed, more));
    let known = proposal
        .knowledge(&policy.vocabulary, Options::default())
        .expect("one vocabulary");
    let others = policy.prerequisites.split_off(1);
    let settlement = settlement(&policy);
    let cell = |term: TermId| settlement[term.index()];
    let met = |prerequisite: &Prerequisite| {
        let all = |lines: &[Condition]| lines.iter().all(|line| line.holds(&cell));
        let holds = |line: &Condition| line.holds(&cell);
        !prerequisite.when.as_ref().is_none_or(holds)
            || prerequisite.unless.as_ref().is_some_and(holds)
            || all(&prerequisite.must)
                && prerequisite
                    .readings
                    .iter()
                    .all(|reading| all(&reading.must))
    };
    let met = others.into_iter().filter(met).take(size.prerequisites - 1);
    policy.prerequisites.extend(met);
    assert_eq!(policy.prerequisites.len(), size.prerequisites);
    (policy, known)
}

/// Some settlement that the policy accepts, each term with a cell.
fn settlement(policy: &Policy) -> Vec<Option<u64>> {
    let terms = &policy.vocabulary.terms;
    let middle = |term: &Term| Knowledge::cell(Some(term.kind.last() / 2));
    let start: Vec<Knowledge> = terms.iter().map(middle).collect();
    let demands = Demands::new([policy]).unwrap();
    let zopa = demands.zopa(&[start], &vec![1; terms.len()], 1, &Cancel::default());
    let Ok(Zopa::Zone(zone)) = zopa else {
        panic!("the first prerequisite cannot be met");
    };
    let mut cells = vec![None; terms.len()];
    for (term, cell) in zone.compromise.cells {
        cells[term.index()] = cell;
    }
    cells
}

/// Texts to meaning.
mod read {
    use std::sync::Arc;

    use servanda::policy::{Policy, Vocabulary, read_policy, read_vocabulary};
    use servanda::proposal::{self, Proposal};
    use servanda::text::Source;
    use servanda_random::Texts;

    pub fn vocabulary(text: &str) -> Arc<Vocabulary> {
        read_vocabulary(&Source::new("v.servanda", text)).unwrap()
    }

    pub fn policy(text: &str, vocabulary: &Arc<Vocabulary>) -> Policy {
        read_policy(&Source::new("p.servanda", text), vocabulary).unwrap()
    }

    pub fn read(texts: &Texts) -> (Policy, Proposal) {
        let policy = policy(&texts.policy, &vocabulary(&texts.vocabulary));
        let source = Source::new("random.yaml", texts.proposal.as_str());
        let proposal = proposal::read(&source, &policy.vocabulary).unwrap();
        (policy, proposal)
    }
}
