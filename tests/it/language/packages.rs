//! Lists of members: what is said of bad ones, and what a package takes from its members.

use std::collections::BTreeMap;

use servanda::Error;
use servanda::limit::Cancel;
use servanda::proposal::{self, Coverage, Options, Proposal};
use servanda::text::{Code, Source};
use servanda::verdict::Verdict;
use servanda::world::World;

use crate::support::texts::{said, settlement};

const TREATY: &str = "proposal: treaty\ncoverage: full\nprovisions: {us_role: guarantor}\n";
const PROTOCOL: &str = "proposal: protocol\ncoverage: partial\nprovisions: {us_role: none}\n";

type Texts<'a> = BTreeMap<&'a str, &'a str>;

fn world(package: &str) -> World<Texts<'_>> {
    let files = BTreeMap::from([
        ("deal/package.yaml", package),
        ("deal/treaty.yaml", TREATY),
        ("deal/annexes/protocol.yaml", PROTOCOL),
        (
            "deal/bad.yaml",
            "proposal: bad\nprovisions: {us_roll: none}\n",
        ),
        ("deal/inner.yaml", "package: inner\nmembers: treaty.yaml\n"),
    ]);
    servanda::open(files, ["column"]).unwrap()
}

fn read(package: &str) -> Result<Proposal, Error> {
    world(package).proposal("deal/package.yaml")
}

#[test]
fn what_is_wrong_with_a_list_is_said_where_it_stands() {
    let wrong = |rest: &str| {
        let error = read(&format!("package: p\n{rest}\n")).unwrap_err();
        said(error.diagnostics())
    };
    for (rest, expected) in [
        (
            "members: []",
            "deal/package.yaml:2:1 package/no-members: a package needs members",
        ),
        ("title: x", "deal/package.yaml:1:1 package/no-members: "),
        (
            "memberz: [treaty.yaml]",
            "deal/package.yaml:2:1 proposal/unknown-key: `memberz` is not a key of a package\n  help: did you mean `members`?",
        ),
        (
            "members: {a: b}",
            "deal/package.yaml:2:10 proposal/wrong-shape: ",
        ),
        (
            "members: [treaty.yaml, [treaty.yaml]]",
            "deal/package.yaml:2:24 proposal/wrong-shape: ",
        ),
        (
            "members: [nowhere.yaml]",
            "deal/package.yaml:2:11 package/missing-member: the member `deal/nowhere.yaml` is not there",
        ),
        (
            "members: [treaty.yaml, annexes/../treaty.yaml]",
            "deal/package.yaml:2:24 package/same-member: `annexes/../treaty.yaml` is a member twice",
        ),
        (
            "members: [treaty.yaml, inner.yaml]",
            "deal/package.yaml:2:24 package/no-single-text: `deal/inner.yaml` is a package, not a single text",
        ),
        (
            "members: [./package.yaml]",
            "deal/package.yaml:2:11 package/no-single-text: ",
        ),
        (
            "members: [treaty.yaml, bad.yaml]",
            "deal/bad.yaml:2:14 proposal/unknown-term: ",
        ),
        (
            "members: [treaty.yaml]\nprovisions: {}",
            "deal/package.yaml:3:1 package/own-provisions: `provisions` cannot stand in a package",
        ),
        (
            "members: [treaty.yaml]\ncoverage: full",
            "deal/package.yaml:3:1 package/own-provisions: `coverage` ",
        ),
        (
            "members: [treaty.yaml]\ndate: 2025-02-30",
            "deal/package.yaml:3:7 proposal/no-such-date: ",
        ),
    ] {
        let said = wrong(rest);
        assert!(said.starts_with(expected), "{rest}: {said}");
        let mistakes = said.lines().filter(|line| !line.starts_with("  help:"));
        assert_eq!(mistakes.count(), 1, "{rest}: {said}");
    }
    let many: Vec<String> = (0..101).map(|at| format!("{at}.yaml")).collect();
    let said = wrong(&format!("members: [{}]", many.join(", ")));
    assert!(
        said.contains("package/too-many-members: this package has 101 members; at most 100"),
        "{said}"
    );
    // All members that are missing are told at once.
    assert_eq!(
        wrong("members: [one.yaml, two.yaml]")
            .matches("package/missing-member")
            .count(),
        2
    );
}

#[test]
fn a_package_has_the_members_that_its_file_lists() {
    let listed = "package: p\ntitle: Both\nmembers: [treaty.yaml, annexes/protocol.yaml]\n";
    let package = read(listed).unwrap();
    assert!(package.is_package());
    let names: Vec<&str> = package
        .members
        .iter()
        .map(|each| each.source.name())
        .collect();
    assert_eq!(names, ["deal/treaty.yaml", "deal/annexes/protocol.yaml"]);
    assert_eq!(package.coverage, Some(Coverage::Partial));
    let one = read("package: p\nmembers: treaty.yaml\n").unwrap();
    assert_eq!((one.members.len(), one.title.as_str()), (1, "p"));
    // Where one text is asked for, a package is none.
    let source = Source::new("package.yaml", listed);
    let errors = proposal::read(&source, &settlement()).unwrap_err();
    assert_eq!(errors[0].code, Code::PackageNoSingleText);
}

#[test]
fn texts_are_put_together_without_a_file() {
    let world = world("");
    let text = |name: &str, text: &str| world.read(&Source::new(name, text)).unwrap();
    let code = |members: Vec<Proposal>| world.package(members).unwrap_err().diagnostics()[0].code;
    assert_eq!(code(Vec::new()), Code::PackageNoMembers);
    assert_eq!(
        code(vec![text("a", TREATY), text("a", PROTOCOL)]),
        Code::PackageSameMember
    );
    let inner = world.package(vec![text("a", TREATY)]).unwrap();
    assert_eq!(code(vec![inner]), Code::PackageNoSingleText);
    let many = (0..101).map(|at| text(&format!("{at}"), TREATY)).collect();
    assert_eq!(code(many), Code::PackageTooManyMembers);
    let files = BTreeMap::from([
        ("v.servanda", "vocabulary v\nterm x \"x\" yes or no\n"),
        (
            "p.servanda",
            "policy p\nuses v\nprerequisite q { must x }\n",
        ),
    ]);
    let other = servanda::open(&files, ["p.servanda"]).unwrap();
    let other = other
        .read(&Source::new("o", "proposal: o\nprovisions: {x: yes}\n"))
        .unwrap();
    assert_eq!(
        code(vec![text("a", TREATY), other]),
        Code::InputTwoVocabularies
    );

    // The text of the package says which files it is made of.
    let package = world
        .package(vec![text("deal/treaty.yaml", TREATY)])
        .unwrap();
    assert!(
        package
            .source
            .text()
            .contains("members:\n  - \"deal/treaty.yaml\"\n")
    );
    // Members of one name are told apart.
    let twins = vec![text("a/t.yaml", TREATY), text("b/t.yaml", TREATY)];
    let twins = world.package(twins).unwrap();
    let called: Vec<&str> = twins.members.iter().map(|each| &*each.called).collect();
    assert_eq!(called, ["a/t.yaml", "b/t.yaml"]);
}

/// What a package of two texts leaves possible of a term.
fn together(term: &str, says: [&str; 2], options: Options) -> String {
    let world = world("");
    let member = |at: usize| {
        let given = match says[at] {
            "" => "{}".to_owned(),
            said => format!("{{{term}: {said}}}"),
        };
        let sources = "sources: {a: {grade: A}, c: {grade: C}}\n";
        let text = format!("proposal: t{at}\n{sources}provisions: {given}\n");
        world
            .read(&Source::new(format!("t{at}.yaml"), text))
            .unwrap()
    };
    let package = world.package(vec![member(0), member(1)]).unwrap();
    let vocabulary = world.vocabulary();
    let id = vocabulary.find(term).unwrap();
    let known = package.knowledge(vocabulary, options).unwrap();
    let differs = if package.differing(vocabulary).contains(&id) {
        " (differ)"
    } else {
        ""
    };
    known[id.index()].show(&vocabulary.term(id).kind) + differs
}

#[test]
fn silence_yields_statements_agree_if_they_can_and_else_both_stay_possible() {
    let all = "forbidden to ruled_out_by_treaty";
    let plain = Options::default();
    let of = |one: &str, other: &str| {
        let [there, back] =
            [[one, other], [other, one]].map(|says| together("arms_supply", says, plain));
        assert_eq!(there, back);
        there
    };
    let unknown = together("arms_supply", ["", ""], plain);
    assert_ne!(unknown, all);
    assert_eq!(of("increased", "silent"), "increased");
    assert_eq!(of("increased", ""), "increased");
    assert_eq!(of("silent", ""), unknown);
    assert_eq!(of("increased", "increased"), "increased");
    assert_eq!(
        of("maintained", "increased"),
        "maintained to increased (differ)"
    );
    assert_eq!(
        of("maintained", "{any of: [maintained, increased]}"),
        "maintained"
    );
    assert_eq!(of("maintained", "{at most: maintained}"), "maintained");
    assert_eq!(
        of("increased", "{any of: [maintained, silent]}"),
        "increased"
    );
    let duration = |says| together("guarantee_duration", says, plain);
    assert_eq!(
        duration(["{between: [5, 20]}", "{at least: 10}"]),
        "10 years to 20 years"
    );
    let voided = |says| together("guarantee_voided_by", says, plain);
    let known = voided([
        "{at least: [guarantor_notice]}",
        "{at least: [ukraine_invades_russia]}",
    ]);
    assert!(
        known.starts_with("at least [") && known.contains("guarantor_notice"),
        "{known}"
    );
    // What does not arise in one text yields to what another says.
    let halt = |says| together("ceasefire_length_days", says, plain);
    assert_eq!(halt(["not applicable", "30"]), "30 days");
    assert_eq!(halt(["not applicable", "not applicable"]), "does not arise");
}

#[test]
fn members_that_differ_do_so_whatever_is_passed_over() {
    let says = [
        "{value: maintained, source: a}",
        "{value: increased, rival: [maintained], source: c}",
    ];
    for min_grade in [None, Some(servanda::proposal::Grade::A)] {
        for rivals in [false, true] {
            let known = together("arms_supply", says, Options { rivals, min_grade });
            assert_eq!(known, "maintained to increased (differ)");
        }
    }
}

/// No term differs, but no text can be what the two are together.
#[test]
fn members_that_contradict_each_other_on_several_terms_are_incoherent() {
    let files = BTreeMap::from([
        (
            "v.servanda",
            "vocabulary v\nterm pledge \"p\" yes or no\nterm guards \"g\" set of a, b\n\
             always \"a pledge has guards\" {\nwhen pledge\nmust guards counts at least 1\n}\n",
        ),
        (
            "p.servanda",
            "policy p\nuses v\nprerequisite q { must pledge }\n",
        ),
        ("one.yaml", "proposal: one\nprovisions: {pledge: yes}\n"),
        ("two.yaml", "proposal: two\nprovisions: {guards: []}\n"),
        (
            "both.yaml",
            "package: both\nmembers: [one.yaml, two.yaml]\n",
        ),
    ]);
    let world = servanda::open(&files, ["p.servanda"]).unwrap();
    let package = world.proposal("both.yaml").unwrap();
    assert_eq!(package.differing(world.vocabulary()), []);
    let error = world.check(&package).run(&Cancel::default()).unwrap_err();
    let error = &error.diagnostics()[0];
    assert_eq!(error.code, Code::ProposalIncoherent);
    let places = error.labels.iter().map(|label| label.place.to_string());
    let places: Vec<String> = places.collect();
    assert_eq!(places, ["one.yaml:2:14", "two.yaml:2:14", "v.servanda:4:1"]);
    assert!(error.help[0].contains("one by one"));
}

#[test]
fn a_package_is_judged_as_a_text_that_says_the_same() {
    let world = world("package: p\nmembers: [treaty.yaml]\n");
    let package = world.proposal("deal/package.yaml").unwrap();
    let treaty = world.proposal("deal/treaty.yaml").unwrap();
    let verdict = |text: &Proposal| -> (Verdict, Vec<Verdict>) {
        let answer = world.check(text).run(&Cancel::default()).unwrap();
        let findings = answer.proposals[0].findings.iter();
        (
            answer.proposals[0].verdict,
            findings.map(|each| each.verdict).collect(),
        )
    };
    assert_eq!(verdict(&package), verdict(&treaty));
}
