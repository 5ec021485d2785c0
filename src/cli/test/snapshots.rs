//! Snapshots: what policies say of texts now against what is kept of that, and what becomes of the
//! differences.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use servanda::answer::{SnapshotAnswer, SnapshotDecision, SnapshotOf, Tests};
use servanda::page::Label;
use servanda::page::block::{Block, Command};
use servanda::proposal::{Record, SnapshotPart, policy_path};
use servanda::text::{Code, Diagnostic, Place, Severity, Span, Untrusted};
use servanda::world::{Error, OpenedPolicy, Test as OneTest, TestedText, Tester};

use super::kept::Kept;
use super::review::review;
use super::write::from;
use super::{is_wanted, jobs};
use crate::cli::Exit;
use crate::cli::args::Test;
use crate::cli::fixtures::Fixtures;
use crate::cli::input::Disk;
use crate::cli::next::named;
use crate::cli::session::Session;

/// How the snapshots of a run came out.
#[derive(Default)]
pub(super) struct Outcome {
    pub answers: Vec<SnapshotAnswer>,
    /// How many could not be compared.
    pub not_run: usize,
    /// Whether something is left over.
    pub is_left: bool,
    pub exit: Option<Exit>,
}

/// Whether files may be written.
pub(super) fn is_frozen(args: &Test) -> bool {
    args.snapshots.frozen || is_ci()
}

/// Whether nobody watches, as insta tells that.
fn is_ci() -> bool {
    match env::var("CI").as_deref() {
        Ok("" | "0" | "false") => false,
        Ok(_) => true,
        Err(_) => env::var_os("TF_BUILD").is_some(),
    }
}

/// What is said where files are to be written and none is.
pub(super) fn frozen(args: &Test) -> Option<Diagnostic> {
    let asked = args.snapshots.accept || args.snapshots.review;
    (asked && is_ci()).then(|| {
        let message = "no snapshot is written where the environment variable `CI` is set";
        let help = "accept or review the changes on your own machine, and commit the files";
        Diagnostic::error(Code::SnapshotFrozen, message).help(help)
    })
}

/// One text and one policy that is open.
struct Unit {
    /// The place of its file among all that are compared.
    of: usize,
    text: TestedText,
    /// The policy as the snapshot names it.
    policy: String,
    opened: OpenedPolicy,
}

/// What is compared in this run.
struct Run<'r, 's, 'o, 't> {
    args: &'r Test,
    tester: &'r mut Tester<'t, Disk>,
    session: &'s mut Session<'o>,
    outcome: Outcome,
    kept: Vec<Kept>,
    units: Vec<Unit>,
}

/// Compares what is kept, and what is to be kept.
pub(super) fn run(
    args: &Test,
    tester: &mut Tester<'_, Disk>,
    (found, tests): (&Fixtures, &[OneTest]),
    session: &mut Session<'_>,
) -> Outcome {
    let mut run = Run {
        args,
        tester,
        session,
        outcome: Outcome::default(),
        kept: Vec::new(),
        units: Vec::new(),
    };
    for (text, wanted) in wanted(args, found, tests) {
        run.collect(&text, &wanted);
    }
    run.compare();
    run.outcome
}

/// The text files of which something is kept or is to be kept; with each the policies of which that is to
/// be, if that is asked for: of one text in the file, or of all.
fn wanted(args: &Test, found: &Fixtures, tests: &[OneTest]) -> BTreeMap<String, Vec<Wanted>> {
    let mut all: BTreeMap<String, Vec<Wanted>> = BTreeMap::new();
    for text in found.kept() {
        all.entry(text.display().to_string()).or_default();
    }
    if !args.snapshots.snapshot {
        return all;
    }
    for test in tests {
        let (text, expectation) = (test.text(), test.expectation());
        all.entry(text.file().to_owned()).or_default().push(Wanted {
            of: Of::The(text.fixture().map(str::to_owned)),
            policy: expectation.path_of(test.by()),
        });
    }
    for text in found.texts() {
        let wanted = args.covering.policies.iter().map(|policy| Wanted {
            of: Of::All,
            policy: policy.clone(),
        });
        let wanted: Vec<Wanted> = wanted.collect();
        if !wanted.is_empty() {
            all.entry(text.display().to_string())
                .or_default()
                .extend(wanted);
        }
    }
    all
}

/// Of which texts in a file.
enum Of {
    All,
    /// The fixture of this name, or the text that is the file.
    The(Option<String>),
}

/// A policy of which a snapshot is to be kept.
struct Wanted {
    of: Of,
    /// As the command is given it.
    policy: String,
}

impl Run<'_, '_, '_, '_> {
    /// What is wrong with a policy is told once, however many texts it is about.
    fn tell(&mut self, error: Error) {
        let exit = if self.session.was_told(&error) {
            Exit::from(&error)
        } else {
            self.session.tell(error)
        };
        self.outcome.not_run += 1;
        self.end(exit);
    }

    fn end(&mut self, exit: Exit) {
        let before = self.outcome.exit.unwrap_or(Exit::Met);
        self.outcome.exit = Some(before.or(exit));
    }

    /// What is left of a text or a policy that is gone.
    fn left_over(&mut self, message: String, place: Option<Place>) {
        let help = "remove it if it is not needed any more, or give the text or the policy its name \
                    again";
        self.outcome.is_left = true;
        let strict = self.args.snapshots.strict;
        let said = if strict {
            Diagnostic::error(Code::SnapshotLeftOver, message)
        } else {
            Diagnostic::warning(Code::SnapshotLeftOver, message)
        };
        let said = match place {
            Some(place) => said.at(place, ""),
            None => said,
        };
        let is_error = said.severity == Severity::Error;
        self.session.say(vec![said.help(help)]);
        if is_error {
            self.end(Exit::Error);
        }
    }

    /// Reads the texts of a file and what is kept of them, and opens the policies.
    fn collect(&mut self, file: &str, wanted: &[Wanted]) {
        let mut kept = match Kept::of(file) {
            Ok(kept) => kept,
            Err(error) => return self.tell(error),
        };
        let is_there = Path::new(file).exists();
        if !is_there {
            let message = format!("`{}` is left over: there is no `{file}`", kept.path);
            return self.left_over(message, None);
        }
        let texts = match self.tester.texts(file) {
            Ok(texts) => texts,
            Err(error) => return self.tell(error),
        };
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        for part in kept.snapshot.iter().flat_map(|snapshot| &snapshot.parts) {
            let is_of = |text: &TestedText| text.fixture() == part.fixture.as_deref();
            if !texts.iter().any(is_of) {
                let name = part.fixture.as_deref().unwrap_or(file);
                let message = format!("a snapshot is left over: there is no `{name}` in `{file}`");
                self.left_over(message, place(&kept, part.span));
            }
        }
        let of = self.kept.len();
        for text in texts {
            if !is_wanted(self.args, &text.name()) {
                kept.passed_over.push(text.fixture().map(str::to_owned));
                continue;
            }
            let mut policies: Vec<String> = Vec::new();
            let known = kept.parts();
            let known = known.filter(|part| part.fixture.as_deref() == text.fixture());
            policies.extend(known.map(|part| part.policy.clone()));
            let asked = wanted.iter().filter(|wanted| match &wanted.of {
                Of::All => true,
                Of::The(fixture) => fixture.as_deref() == text.fixture(),
            });
            policies.extend(asked.map(|wanted| from(folder, &wanted.policy)));
            let mut once: Vec<String> = Vec::new();
            for policy in policies {
                if !once.contains(&policy) {
                    once.push(policy);
                }
            }
            for policy in once {
                self.unit(of, &text, policy, &kept);
            }
        }
        self.kept.push(kept);
    }

    fn unit(&mut self, of: usize, text: &TestedText, policy: String, kept: &Kept) {
        let path = policy_path(&kept.path, &policy);
        let opened = self
            .session
            .watched(|cancel| self.tester.policy_at(&path, cancel));
        self.session.next();
        match opened {
            Ok(opened) => self.units.push(Unit {
                of,
                text: text.clone(),
                policy,
                opened,
            }),
            Err(error) => match kept.part(text.fixture(), &policy) {
                Some(part) if is_gone(&error) => {
                    let message = format!("a snapshot is left over: there is no policy `{policy}`");
                    self.left_over(message, place(kept, part.span));
                }
                // What was never accepted is forgotten with its policy.
                None if is_gone(&error) && is_only_waiting(kept, text, &policy) => {}
                _ => self.tell(error),
            },
        }
    }

    /// Asks the policies, compares, and writes what is decided.
    fn compare(&mut self) {
        let threads = jobs::threads(self.args.jobs);
        let (watch, tester) = (self.session.watch(), &*self.tester);
        let ask =
            |unit: &Unit| watch.watched(|cancel| tester.record(&unit.text, unit.opened, cancel));
        let asked = jobs::each(&self.units, threads, ask);
        let mut compared: Vec<(Unit, Record)> = Vec::new();
        for (unit, record) in std::mem::take(&mut self.units).into_iter().zip(asked) {
            match record {
                Ok(record) => compared.push((unit, record)),
                Err(error) => self.tell(error),
            }
        }
        let answers = compared.iter().map(|(unit, record)| {
            let (name, kept) = (unit.text.name(), &self.kept[unit.of]);
            let fixture = unit.text.fixture();
            let of = SnapshotOf {
                name: &name,
                fixture,
                file: unit.text.file(),
                snapshot: &kept.path,
                policy: &unit.policy,
            };
            let was = kept.part(fixture, &unit.policy);
            let was = was.map(|part| self.tester.as_called_now(&part.record, unit.opened));
            SnapshotAnswer::new(of, was.as_ref(), record)
        });
        let mut answers: Vec<SnapshotAnswer> = answers.collect();
        if self.args.snapshots.accept {
            let open = answers.iter_mut().filter(|answer| !answer.is_settled());
            open.for_each(|answer| answer.decision = Some(SnapshotDecision::Accepted));
        } else if self.args.snapshots.review {
            review(&mut answers, self.session);
        }
        if !is_frozen(self.args) {
            self.write(&compared, &mut answers);
        }
        if answers.iter().any(|answer| !answer.is_settled()) {
            self.end(Exit::Unmet);
        }
        self.outcome.answers = answers;
    }

    /// Writes what is accepted, and what waits. What cannot be written is not accepted.
    fn write(&mut self, compared: &[(Unit, Record)], answers: &mut [SnapshotAnswer]) {
        let kept = std::mem::take(&mut self.kept);
        for (of, kept) in kept.iter().enumerate() {
            let decided = compared.iter().zip(&*answers);
            let decided: Vec<(&(Unit, Record), &SnapshotAnswer)> =
                decided.filter(|((unit, _), _)| unit.of == of).collect();
            let is_accepted =
                |answer: &SnapshotAnswer| answer.decision == Some(SnapshotDecision::Accepted);
            let waits = |answer: &SnapshotAnswer| {
                !answer.is_settled() && answer.decision != Some(SnapshotDecision::Rejected)
            };
            let any = |what: &dyn Fn(&SnapshotAnswer) -> bool| {
                decided.iter().any(|(_, answer)| what(answer))
            };
            let written = if any(&is_accepted) {
                kept.write(&parts(kept, &decided, &is_accepted))
            } else {
                Ok(())
            };
            let mut new = parts(kept, &decided, &|answer| {
                is_accepted(answer) || waits(answer)
            });
            let waits_still = any(&waits) || kept.left_waiting().next().is_some();
            for part in kept.left_waiting() {
                let same = |known: &SnapshotPart| {
                    (&known.fixture, &known.policy) == (&part.fixture, &part.policy)
                };
                new.retain(|known| !same(known));
                new.push(part.clone());
            }
            let waiting = kept.wait(waits_still.then_some(&*new));
            let failed = written.is_err();
            for error in [written, waiting].into_iter().filter_map(Result::err) {
                self.tell(error.into());
            }
            if failed {
                let mine = compared.iter().zip(&mut *answers);
                let mine = mine.filter(|((unit, _), _)| unit.of == of);
                for (_, answer) in mine.filter(|(_, answer)| is_accepted(answer)) {
                    answer.decision = None;
                }
            }
        }
    }
}

/// The parts of a snapshot, those of chosen answers as they are now. What was not compared stays.
fn parts(
    kept: &Kept,
    decided: &[(&(Unit, Record), &SnapshotAnswer)],
    is_chosen: &dyn Fn(&SnapshotAnswer) -> bool,
) -> Vec<SnapshotPart> {
    let mut parts: Vec<SnapshotPart> = Vec::new();
    for ((unit, record), answer) in decided {
        let was = kept.part(unit.text.fixture(), &unit.policy);
        if is_chosen(answer) {
            parts.push(SnapshotPart {
                fixture: unit.text.fixture().map(str::to_owned),
                policy: unit.policy.clone(),
                span: Span::default(),
                record: record.clone(),
            });
        } else {
            parts.extend(was.cloned());
        }
    }
    let old = kept.snapshot.iter().flat_map(|snapshot| &snapshot.parts);
    for part in old {
        let same =
            |known: &SnapshotPart| (&known.fixture, &known.policy) == (&part.fixture, &part.policy);
        if !parts.iter().any(same) {
            parts.push(part.clone());
        }
    }
    parts
}

fn place(kept: &Kept, span: Span) -> Option<Place> {
    let snapshot = kept.snapshot.as_ref()?;
    Some(Place::new(&snapshot.source, span))
}

/// The command that reviews what waits, where there is something and it was not just reviewed.
pub(super) fn next(args: &Test, tests: &Tests) -> Option<Block> {
    let waits = tests.summary.snapshots.failed > 0 && !args.snapshots.review;
    if !waits || is_frozen(args) {
        return None;
    }
    let folders = args.folders.iter();
    let folders = folders.map(|folder| named(&folder.display().to_string()));
    let parts: Vec<String> = std::iter::once("servanda test --review".to_owned())
        .chain(folders)
        .collect();
    Some(Block::Commands(vec![Command {
        label: Label::Review,
        parts: parts.into_iter().map(Untrusted::from).collect(),
    }]))
}

/// Whether a policy is known by what waits alone.
fn is_only_waiting(kept: &Kept, text: &TestedText, policy: &str) -> bool {
    let mut waits = kept.new.iter().flat_map(|snapshot| &snapshot.parts);
    waits.any(|part| part.fixture.as_deref() == text.fixture() && part.policy == policy)
}

/// Whether a policy is not there any more.
fn is_gone(error: &Error) -> bool {
    let gone = [Code::InputNotFound, Code::InputNoSuchPolicy];
    let mut said = error.diagnostics().iter();
    said.any(|said| gone.contains(&said.code))
}

/// The text of which a file keeps a snapshot.
pub(crate) fn text_of(stem: &str) -> PathBuf {
    let paths = ["yaml", "yml"].map(|end| PathBuf::from(format!("{stem}.{end}")));
    let found = paths.iter().find(|path| path.exists());
    found.unwrap_or(&paths[0]).clone()
}
