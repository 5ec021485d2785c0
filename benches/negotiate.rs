//! What the questions after a verdict take: repairs, zones, influence. `cargo bench --bench negotiate`
//! prints medians; compare them within one run.

#![allow(clippy::unwrap_used)]

#[path = "../tests/laws/random.rs"]
#[allow(dead_code)]
mod random;
#[path = "../tests/laws/read.rs"]
#[allow(dead_code)]
mod read;

use std::fs;
use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use random::Size;
use servanda::demands::Demands;
use servanda::judge::Judge;
use servanda::limit::Watch;
use servanda::policy::Policy;
use servanda::proposal::{self, Knowledge, Options};
use servanda::repair::{Mending, Prices};
use servanda::source::Source;
use servanda::zopa::Zopa;

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
        proposal.knowledge(&policy.vocabulary, Options::default())
    };
    paths.iter().map(known).collect()
}

fn repair(demands: &Demands<'_>, known: &[Knowledge]) -> Mending {
    let prices = Prices::even(demands.vocabulary());
    demands
        .repair(known, &prices, 1, &Watch::default())
        .unwrap()
}

mod real {
    use super::{
        Bencher, Demands, Judge, Knowledge, Policy, Watch, black_box, repair, shipped,
        shipped_proposals,
    };

    #[divan::bench]
    fn repair_all_27_texts(bencher: Bencher) {
        let policies = shipped(&["column"]);
        let demands = Demands::new(&[&policies[0]], &[]);
        let texts = shipped_proposals(&policies[0]);
        assert_eq!(texts.len(), 27);
        bencher.bench(|| {
            for known in &texts {
                black_box(repair(&demands, known));
            }
        });
    }

    #[divan::bench]
    fn zopa_of_three(bencher: Bencher) {
        let policies = shipped(&["column", "moscow-2024", "kyiv-2022"]);
        let all: Vec<&Policy> = policies.iter().collect();
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all), &[]);
            demands
                .zopa(&[], &vec![1; 41], 10, &Watch::default())
                .unwrap()
        });
    }

    #[divan::bench]
    fn zopa_with_a_zone(bencher: Bencher) {
        let policies = shipped(&["column", "kyiv-2022"]);
        let all: Vec<&Policy> = policies.iter().collect();
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all), &[]);
            demands
                .zopa(&[], &vec![1; 41], 10, &Watch::default())
                .unwrap()
        });
    }

    #[divan::bench]
    fn compare_column_and_kyiv(bencher: Bencher) {
        let policies = shipped(&["column", "kyiv-2022"]);
        let all: Vec<&Policy> = policies.iter().collect();
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all), &[]);
            demands.compare(&Watch::default()).unwrap()
        });
    }

    #[divan::bench]
    fn lint_the_column(bencher: Bencher) {
        let policies = shipped(&["column"]);
        bencher.bench(|| servanda::lint::prove(black_box(&policies[0]), &Watch::default()));
    }

    #[divan::bench]
    fn influence_of_the_column(bencher: Bencher) {
        let policies = shipped(&["column"]);
        let judge = Judge::new(&policies[0], &[]);
        let terms = &policies[0].vocabulary.terms;
        let known: Vec<Knowledge> = terms.iter().map(Knowledge::unknown).collect();
        bencher.bench(|| {
            judge
                .influence(black_box(&known), &Watch::default())
                .unwrap()
        });
    }
}

/// Random policies of growing size.
mod random_policies {
    use super::{
        Bencher, Demands, Mending, Options, Policy, Size, Watch, Zopa, black_box, random, read,
        repair,
    };

    /// Terms, prerequisites, and how many terms each prerequisite picks its own from.
    const GROUPED: (usize, usize, usize) = (120, 80, 4);
    const UNGROUPED: (usize, usize, usize) = (60, 45, 60);
    const LARGE: (usize, usize, usize) = (500, 1_000, 4);

    #[divan::bench(args = [GROUPED, UNGROUPED, LARGE], sample_count = 10, sample_size = 1)]
    fn repair_or_refute(bencher: Bencher, (terms, prerequisites, width): (usize, usize, usize)) {
        let size = Size {
            terms,
            prerequisites,
            width,
            listed: 60,
        };
        let (policy, proposal) = read::read(&random::texts(7, size));
        let known = proposal.knowledge(&policy.vocabulary, Options::default());
        bencher.bench(|| {
            let demands = Demands::new(&[black_box(&policy)], &[]);
            repair(&demands, &known)
        });
    }

    #[divan::bench(args = [GROUPED, UNGROUPED], sample_count = 10, sample_size = 1)]
    fn zopa_of_two(bencher: Bencher, (terms, prerequisites, width): (usize, usize, usize)) {
        let size = Size {
            terms,
            prerequisites: prerequisites / 2,
            width,
            listed: 60,
        };
        let (texts, others) = random::several(7, size, 2);
        let (first, _) = read::read(&texts);
        let second = read::policy(&others[0], &first.vocabulary);
        let all: [&Policy; 2] = [&first, &second];
        bencher.bench(|| {
            let demands = Demands::new(black_box(&all), &[]);
            let zopa = demands
                .zopa(&[], &vec![1; terms], 5, &Watch::default())
                .unwrap();
            matches!(zopa, Zopa::Zone(_))
        });
    }

    #[allow(dead_code)]
    fn kinds(mending: &Mending) -> &'static str {
        match mending {
            Mending::Met => "met",
            Mending::Repairs { .. } => "repaired",
            Mending::Never(_) => "refuted",
        }
    }
}
