//! The library as a program embeds it: policies from a map, questions, errors by kind, threads.

use std::collections::BTreeMap;
use std::thread;

use servanda::limit::{Cancel, Limit, Part};
use servanda::proposal::Options;
use servanda::questions::explain::Depth;
use servanda::text::{Code, Diagnostic, Hint, Severity, Source};
use servanda::verdict::Verdict;
use servanda::world::{Changes, ErrorKind, Files, Linting, NoFiles, World};

use crate::support::files::text;

const VOCABULARY: &str = "vocabulary aid
    term level \"How much aid\" scale none_given < some < plenty
    term lasting \"Aid for several years\" yes or no";
const POLICY: &str = "policy firm
    uses aid
    prerequisite enough \"Enough aid\" {
      must level is at least some
      reading strict \"For years\" { must lasting }
      reading loose \"At once\" { must level is at least plenty }
    }";
const DRAFT: &str = "proposal: draft\nprovisions: {level: some, lasting: yes}\n";

fn files() -> BTreeMap<&'static str, &'static str> {
    [
        ("deals/aid.servanda", VOCABULARY),
        ("deals/firm.servanda", POLICY),
        ("draft.yaml", DRAFT),
    ]
    .into()
}

fn codes(error: &servanda::Error) -> Vec<&'static str> {
    let each = error.diagnostics().iter();
    each.map(|said| said.code.name()).collect()
}

#[test]
fn a_policy_in_memory_is_asked_in_five_lines() {
    let files = files();
    let world = servanda::open(&files, ["deals/firm.servanda"]).unwrap();
    let draft = world.proposal("draft.yaml").unwrap();
    let cancel = Cancel::default();
    let strict = world.check(&draft).readings(["strict"]).unwrap();
    let answer = strict.run(&cancel).unwrap();
    assert_eq!(answer.proposals[0].verdict, Verdict::Met);
    let answer = world.check(&draft).run(&cancel).unwrap();
    assert_eq!(answer.proposals[0].verdict, Verdict::Open);
    assert_eq!(world.vocabulary().name, "aid");
}

#[test]
fn errors_say_what_kept_a_question_from_being_answered() {
    let files = files();
    let error = servanda::open(&files, ["deals/firn.servanda"]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(codes(&error), ["input/not-found"]);
    let said = "error: there is no file `deals/firn.servanda` [input/not-found]\n  \
                help: check the path; relative paths start at the current folder";
    assert_eq!(error.to_string(), said);

    let world = servanda::open(&files, ["deals/firm.servanda"]).unwrap();
    let error = world.readings(["strikt"]).unwrap_err();
    assert_eq!(codes(&error), ["input/no-such-reading"]);

    let error = world.readings(["strict", "loose"]).unwrap_err();
    let said = &error.diagnostics()[0];
    assert_eq!(
        said.message,
        "`reading strict` and `reading loose` contradict each other"
    );
    assert!(matches!(said.hint, Some(Hint::Contradiction(..))));

    let cancel = Cancel::default();
    cancel.stop();
    let draft = world.proposal("draft.yaml").unwrap();
    let error = world.repair(&draft).run(&cancel).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    // Linting is not needed to ask questions: what was not linted is a warning.
    let world = World::load(&files, ["deals/firm.servanda"], Linting::On, &cancel).unwrap();
    let last = world.warnings().last().unwrap();
    assert_eq!(
        (last.severity, last.code),
        (Severity::Warning, Code::LimitBudget)
    );
}

/// A shell that knows why a file cannot be read.
#[derive(Debug)]
struct Locked;

impl Files for Locked {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        let message = format!("`{path}` is locked");
        Err(Box::new(Diagnostic::error(Code::InputNotReadable, message)))
    }
}

#[test]
fn what_keeps_a_file_from_being_read_is_told() {
    let error = servanda::open(Locked, ["./mine.servanda"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "error: `./mine.servanda` is locked [input/not-readable]"
    );
    // What is built in needs no files.
    let world = servanda::open(Locked, ["column"]).unwrap();
    assert!(world.proposal("draft.yaml").is_err());
}

#[test]
fn a_policy_without_a_vocabulary_is_told_what_it_lacks() {
    let files: BTreeMap<_, _> = [("./p.servanda", "policy p\nprerequisite a { must x }")].into();
    let error = servanda::open(&files, ["./p.servanda"]).unwrap_err();
    // Names are not told: all would be unknown, and none is known by chance.
    assert_eq!(codes(&error), ["policy/missing-uses"]);
    let files: BTreeMap<_, _> = [("./p.servanda", "policy p\nprerequisite a { must t }")].into();
    let error = servanda::open(&files, ["./p.servanda"]).unwrap_err();
    assert_eq!(codes(&error), ["policy/missing-uses"]);
}

/// An answer knows its own vocabulary: no other one can be given where its text is written.
#[test]
fn the_text_of_a_compromise_is_read_again() {
    let files = files();
    let world = servanda::open(&files, ["deals/firm.servanda"]).unwrap();
    let answer = world.zopa().run(&Cancel::default()).unwrap();
    let written = answer.compromise("x: \"y\"").unwrap();
    let draft = world.read(&Source::new("new.yaml", written)).unwrap();
    assert_eq!(draft.id, "x: \"y\"");
    assert_eq!(draft.title, "A settlement accepted by firm");
    let checks = world.check(&draft).run(&Cancel::default()).unwrap();
    assert_eq!(checks.proposals[0].verdict, Verdict::Met);
}

/// Readings can be those of another world: then its policies are asked, over their own vocabulary.
#[test]
fn policies_of_another_world_bring_their_vocabulary() {
    let files = files();
    let small = servanda::open(&files, ["deals/firm.servanda"]).unwrap();
    let large = servanda::open(NoFiles, ["column"]).unwrap();
    let draft = Source::new("draft.yaml", "proposal: draft\nprovisions: {}\n");
    let (cancel, changes) = (Cancel::default(), Changes::default());
    let drafts = [small.read(&draft).unwrap(), large.read(&draft).unwrap()];
    let repairers = [
        large.repairer(small.every_reading(), Options::default(), &changes, &cancel),
        small.repairer(large.every_reading(), Options::default(), &changes, &cancel),
    ];
    for (index, repairer) in repairers.into_iter().enumerate() {
        let repairer = repairer.unwrap();
        let repaired = drafts
            .each_ref()
            .map(|draft| repairer.repair(draft, 1, &cancel));
        assert!(repaired[index].is_ok());
        let error = repaired[1 - index].as_ref().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
    }
}

#[test]
fn all_answers_to_a_question_can_be_displayed() {
    let files = files();
    let world = servanda::open(&files, ["deals/firm.servanda", "deals/firm.servanda"]).unwrap();
    let draft = world.proposal("draft.yaml").unwrap();
    let checks = world.check(&draft).run(&Cancel::default()).unwrap();
    let one = checks.proposals[0].to_string();
    assert_eq!(checks.to_string(), format!("{one}\n{one}"));
    let influences = world.influence(None).run(&Cancel::default()).unwrap();
    let one = influences.answers[0].to_string();
    assert_eq!(influences.to_string(), format!("{one}\n{one}"));
}

/// Whoever prints an error to a terminal must not have to escape it.
#[test]
fn nothing_in_a_file_acts_through_a_displayed_error() {
    let text = "policy p\nuses aid\nprerequisite a \"b\u{1b}[31mc\" cites \u{1b}[2J { must x }";
    let hostile = "./\u{1b}[31m\u{202e}.servanda";
    let files: BTreeMap<_, _> = [(hostile, text), ("./aid.servanda", VOCABULARY)].into();
    for path in [hostile, "./\u{7}\n.servanda", "\0"] {
        let error = servanda::open(&files, [path]).unwrap_err().to_string();
        let acts = |char: char| char != '\n' && (char.is_control() || char == '\u{202e}');
        assert!(!error.contains(acts), "{error:?}");
    }
}

/// What is not asked for is absent; what is there is the same.
#[test]
fn a_report_can_be_asked_for_in_brief() {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let name = "us-28-point-plan-2025";
    let draft = text(format!("proposals/{name}.yaml"));
    let draft = world.read(&Source::new(name, draft)).unwrap();
    let ask = |depth: Depth| {
        let checks = world
            .check(&draft)
            .explaining(depth)
            .run(&Cancel::default());
        checks.unwrap().proposals.remove(0)
    };
    let all = ask(Depth::All);
    assert!(all.account.is_some() && all.warnings.iter().all(|each| each.full.is_some()));
    let named = all.findings[3].id.clone();
    for depth in [
        Depth::Verdicts,
        Depth::Brief,
        Depth::Named(vec![named.clone()]),
    ] {
        let answer = ask(depth.clone());
        assert_eq!(answer.verdict, all.verdict);
        assert_eq!(answer.score, all.score);
        assert!(answer.account.is_none());
        assert_eq!(answer.rests_on.is_none(), depth == Depth::Verdicts);
        assert!(answer.warnings.iter().all(|each| each.full.is_none()));
        for (finding, whole) in answer.findings.iter().zip(&all.findings) {
            assert_eq!(finding.verdict, whole.verdict);
            let told = depth != Depth::Verdicts
                || matches!(finding.verdict, Verdict::Met | Verdict::NotApplicable);
            let wanted = told.then(|| format!("{:?}", whole.obstacles()));
            let obstacles = finding.in_the_way.as_ref();
            assert_eq!(obstacles.map(|all| format!("{all:?}")), wanted);
            let in_full = finding.full.as_ref().map(|full| format!("{full:?}"));
            let asked = matches!(depth, Depth::Named(_)) && finding.id == named;
            let wanted = asked.then(|| format!("{:?}", whole.full.as_ref().unwrap()));
            assert_eq!(in_full, wanted);
        }
    }
}

/// Explanations that are not finished are said not to be, and the verdicts are exact.
#[test]
fn explanations_end_with_the_budget_and_say_so() {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let name = "us-28-point-plan-2025";
    let draft = text(format!("proposals/{name}.yaml"));
    let draft = world.read(&Source::new(name, draft)).unwrap();
    let whole = world.check(&draft).run(&Cancel::default()).unwrap();
    let checker = world.checker(
        world.every_reading(),
        Options::default(),
        &Cancel::default(),
    );
    let mut unfinished = 0;
    for polls in [0, 1, 10, 100, 1_000, 10_000] {
        let cancel = Cancel::after_polls(polls);
        let Some(Ok(answer)) = checker.check(&draft, &cancel).next() else {
            continue;
        };
        assert_eq!(answer.verdict, whole.proposals[0].verdict);
        let findings = answer.findings.iter().filter_map(|each| each.full.as_ref());
        let warnings = answer.warnings.iter().filter_map(|each| each.full.as_ref());
        let accounts = (findings.map(|full| &full.account))
            .chain(warnings.map(|full| &full.account))
            .chain(&answer.account);
        let cut = accounts.filter(|account| account.limited).count();
        let said = answer.unfinished.iter().map(|each| (each.part, each.limit));
        let mut wanted = Vec::new();
        if answer.rests_on.is_none() {
            wanted.push((Part::RestsOn, Limit::Stopped));
        }
        if cut > 0 {
            wanted.push((Part::Explanations, Limit::Stopped));
        }
        unfinished += cut;
        assert_eq!(said.collect::<Vec<_>>(), wanted);
    }
    assert!(unfinished > 0);
}

#[test]
fn two_threads_use_one_world_at_the_same_time() {
    let world = servanda::open(NoFiles, ["column"]).unwrap();
    let texts = ["us-28-point-plan-2025", "minsk-ii-2015"].map(|name| {
        let text = text(format!("proposals/{name}.yaml"));
        world.read(&Source::new(name, text)).unwrap()
    });
    let cancel = Cancel::default();
    let checker = world.checker(world.every_reading(), Options::default(), &cancel);
    let changes = Changes::default();
    let repairer = world.repairer(world.every_reading(), Options::default(), &changes, &cancel);
    let repairer = repairer.unwrap();
    let ask = |index: usize| {
        let cancel = Cancel::default();
        let checked: Vec<_> = checker
            .check(&texts[index], &cancel)
            .map(Result::unwrap)
            .collect();
        let mended = repairer.repair(&texts[index], 1, &cancel).unwrap();
        let json = |value| serde_json::to_string(&value).unwrap();
        (
            json(serde_json::to_value(checked).unwrap()),
            json(serde_json::to_value(mended).unwrap()),
        )
    };
    let alone = [ask(0), ask(1)];
    let together = thread::scope(|scope| {
        let one = scope.spawn(|| ask(0));
        // A caller that cancels its work does not disturb another.
        let stopped = Cancel::default();
        stopped.stop();
        assert!(repairer.repair(&texts[1], 1, &stopped).is_err());
        [one.join().unwrap(), ask(1)]
    });
    assert_eq!(alone, together);
}
