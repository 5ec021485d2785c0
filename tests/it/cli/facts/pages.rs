//! Pages of real answers.

use std::fs;

use servanda::answer::{CheckAnswer, Checks, Mutations, Sensitivities, Tests, policy_diff};
use servanda::limit::Cancel;
use servanda::page::{self, CoverageExtent, DiffExtent, Extent, Page};
use servanda::proposal::{Options, Proposal};
use servanda::text::{Diagnostic, Source};
use servanda::world::{Comparing, Files, Linting, Shelf, Test, Tester, World};

use crate::support::files::root;

/// The files of the project.
pub struct Here;

impl Files for Here {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        Ok(fs::read_to_string(root().join(path)).ok())
    }
}

pub fn world(policies: &[&str]) -> World<Here> {
    World::load(Here, policies, Linting::Off, &Cancel::default()).unwrap()
}

/// Pages of real answers, each with its name.
pub fn pages() -> Vec<(String, Page)> {
    let cancel = Cancel::default();
    let column = world(&["column"]);
    let read = |world: &World<Here>, name: &str| world.proposal(name).unwrap();
    let names = [
        "proposals/us-28-point-plan-2025.yaml",
        "proposals/minsk-ii-2015.yaml",
        "proposals/ukraine-compact-2024.yaml",
    ];
    let texts: Vec<Proposal> = names.iter().map(|name| read(&column, name)).collect();
    let mut pages = Vec::new();
    let mut add = |name: &str, page: Page| pages.push((name.to_owned(), page));
    let mut all = Vec::new();
    let package = read(&column, "packages/ukraine-compact.yaml");
    for text in texts.iter().chain([&package]) {
        let checks = column.check(text).run(&cancel).unwrap();
        let answer = checks.proposals.into_iter().next().unwrap();
        add("check", page::check(&answer, Extent::Brief, &()));
        add("check --verbose", page::check(&answer, Extent::Full, &()));
        add(
            "check --summary",
            page::check(&answer, Extent::Headline, &()),
        );
        add(
            "check unfolding",
            page::check(&answer, Extent::Unfolding, &()),
        );
        all.push(answer);
    }
    let checks = Checks::new(all, 1);
    add("check of several", page::table(&checks, &()));
    add("check by several", page::summary(&checks));
    let fair = world(&["tests/data/fixtures/hostile/tame.servanda"]);
    let hostile = read(&fair, "tests/data/fixtures/hostile/text.yaml");
    let checks = fair.check(&hostile).run(&cancel).unwrap();
    add(
        "hostile",
        page::check(&checks.proposals[0], Extent::Full, &()),
    );
    let repair = column.repair(&texts[1]).most(2).run(&cancel).unwrap();
    add("repair", page::repair(&repair, false, &()));
    add("repair --verbose", page::repair(&repair, true, &()));
    for answer in column
        .influence(Some(&texts[0]))
        .run(&cancel)
        .unwrap()
        .answers
    {
        add("influence", page::influence(&answer, &()));
    }
    let questions = column.sensitivity(&cancel);
    let under = texts
        .iter()
        .map(|text| questions[0].of(text, &cancel).unwrap());
    let sensitivity = Sensitivities::new(vec![questions[0].answer(under.collect())]);
    add("sensitivity", page::sensitivity(&sensitivity.answers[0]));
    for most in [2, 3] {
        let comparer = column.comparer(column.every_reading(), Options::default(), &cancel);
        let looked = texts[..most].iter();
        let looked = looked.map(|text| comparer.look(text, &cancel).unwrap());
        let answer = comparer.compare(looked.collect(), Comparing::default(), &cancel);
        let answer = answer.unwrap();
        add("compare", page::compare(&answer, false, &()));
    }
    let differ = column.differ(column.every_reading(), Options::default(), &cancel);
    let diff = differ.diff([&texts[0], &texts[1]], &cancel).unwrap();
    add("diff", page::diff(&diff, DiffExtent::Brief, &()));
    add("diff --verbose", page::diff(&diff, DiffExtent::Full, &()));
    pages.extend(of_policies());
    pages.extend(of_tests());
    pages
}

/// Of policies alone.
fn of_policies() -> Vec<(String, Page)> {
    let cancel = Cancel::default();
    let mut pages = Vec::new();
    let mut add = |name: &str, page: Page| pages.push((name.to_owned(), page));
    for policies in [
        &["column", "kyiv-2022"][..],
        &["column", "moscow-2024", "kyiv-2022"],
    ] {
        let answer = world(policies).zopa().run(&cancel).unwrap();
        add("zopa", page::zopa(&answer, false, &()));
        add("zopa --verbose", page::zopa(&answer, true, &()));
    }
    let two = world(&["column", "kyiv-2022"])
        .compare_policies()
        .run(&cancel)
        .unwrap();
    add(
        "compare-policies",
        page::compare_policies(&two, |_| None, &()),
    );
    let both = world(&["column", "kyiv-2022"]);
    let [old, new] = both.policies() else {
        panic!("two policies");
    };
    let draft = both
        .proposal("proposals/us-28-point-plan-2025.yaml")
        .unwrap();
    let judged = both.check(&draft).run(&cancel).unwrap().proposals;
    let judged: Vec<[CheckAnswer; 2]> = vec![judged.try_into().unwrap()];
    let changed = policy_diff([old, new], &judged, 0);
    add("diff of policies", page::policy_diff(&changed, false, &()));
    add(
        "diff of policies --verbose",
        page::policy_diff(&changed, true, &()),
    );
    let lint = world(&["tests/data/lint/policy.servanda"]);
    add("lint", page::lint(&lint.lint(&cancel).0, |_| None));
    for what in [
        None,
        Some("column"),
        Some("pledge_scope"),
        Some("nato_path"),
    ] {
        let (_, shows) = Shelf::ask(&Here, what, None).unwrap();
        add("show", page::show::each(&shows, &()));
        if what.is_none() {
            add("show, the list", page::show::list(&shows, &()));
        }
    }
    pages
}

/// Of tests that fail, and one that does not; of what tests exercise and notice; of what is rewritten.
fn of_tests() -> Vec<(String, Page)> {
    let cancel = Cancel::default();
    let mut tester = Tester::new(&Here);
    let mut tests = Vec::new();
    for name in [
        "finding",
        "verdict",
        "turns-on",
        "warning",
        "not-refused",
        "passing",
    ] {
        let path = format!("tests/data/expected/failing/{name}.expect.yaml");
        let answers = tester.test(&path, &cancel).unwrap();
        tests.extend(answers.into_iter().map(Result::unwrap));
    }
    let mut pages = Vec::new();
    let mut add = |name: &str, page: Page| pages.push((name.to_owned(), page));
    add("test", page::tests(&Tests::new(tests, 0, 0)));

    let opened = |tester: &mut Tester<'_, Here>, paths: &[&str]| -> Vec<Test> {
        let each = paths.iter();
        each.flat_map(|path| tester.open(path, |_| true, &cancel).unwrap())
            .map(Result::unwrap)
            .collect()
    };
    let mut tester = Tester::new(&Here);
    let paths = ["closed", "open-road"];
    let paths = paths.map(|name| format!("tests/data/coverage/some/{name}.expect.yaml"));
    let tests = opened(&mut tester, &paths.each_ref().map(String::as_str));
    let exercised = tests
        .iter()
        .filter_map(|test| tester.exercised(test).unwrap());
    let exercised: Vec<_> = exercised.collect();
    let extent = CoverageExtent {
        full: true,
        example: true,
        listing: true,
    };
    for policy in tester.different_policies() {
        let answer = tester.coverage(policy, &exercised, &cancel);
        add("test --coverage", page::coverage(&answer, extent, &()));
    }
    let mut tester = Tester::new(&Here);
    let paths =
        ["busy", "strict"].map(|name| format!("tests/data/mutate/tests/{name}.expect.yaml"));
    let tests = opened(&mut tester, &paths.each_ref().map(String::as_str));
    let mutated = tester.different_policies().into_iter();
    let mutated = mutated.map(|policy| tester.mutate(policy, &tests, &[], &cancel).unwrap());
    let mutated = Mutations::new(mutated.collect());
    add("test --mutate", page::mutations(&mutated, true, None, &()));

    let guards = world(&["tests/data/editions/guards.servanda"]);
    let path = "tests/data/editions/first.yaml";
    let source = Source::new(path, Here.read(path).unwrap().unwrap());
    let migrated = guards.migrate(&source).unwrap();
    add("migrate", page::migrate(&migrated));
    pages
}
