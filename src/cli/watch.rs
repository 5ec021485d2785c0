//! `servanda watch`: a draft judged anew each time that it, or what it is judged by, is saved.
//!
//! The few files are looked at every 20 ms: when one has another time of change or another size, all are
//! read, and only another content counts. That takes no library, works on every file system (a network
//! share tells nobody of changes), and sees a file that an editor replaces by another one as well as a
//! file that is written in place.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use servanda::answer::{self, CheckAnswer};
use servanda::page::block::{Heading, Page, Paragraph};
use servanda::page::{self, DiffExtent, Extent};
use servanda::phrase;
use servanda::proposal::Proposal;
use servanda::questions::explain::Depth;
use servanda::text::{Phrase, Untrusted};
use servanda::world::{Error, Linting, World, builtin};

use super::Exit;
use super::args::{Format, Watch};
use super::asked::options;
use super::input::{self, Disk};
use super::long::{Budget, Sign, watched};
use super::output::Output;
use super::words::{Flags, worded};

/// How often files are looked at.
const GLANCE: Duration = Duration::from_millis(20);
/// How long a file has to stay as it is until it is read.
const SETTLE: Duration = Duration::from_millis(4);
/// How long it is waited for a file that is being written.
const WRITTEN: Duration = Duration::from_millis(40);
/// How long it is waited for a file that is gone, since editors put another one in its place.
const REPLACED: Duration = Duration::from_millis(300);
/// How long after a change files are read at every glance: two changes may have the same time.
const WARY: Duration = Duration::from_millis(500);

/// When a file was changed, and how long it is; `None` where there is none.
type Stamp = Option<(SystemTime, u64)>;

pub(crate) fn run(args: &Watch, output: &mut Output) -> Exit {
    let mut watcher = Watcher {
        args,
        output,
        format: args.format.into(),
        state: None,
    };
    if let Some(exit) = watcher.cannot_begin() {
        return exit;
    }
    let mut seen = Seen::new(watcher.paths());
    watcher.answer(&[]);
    while !watcher.output.is_closed() {
        let changed = seen.next();
        watcher.answer(&changed);
        seen.follow(watcher.paths());
    }
    Exit::Met
}

/// What was read last of all files.
struct Seen {
    files: BTreeMap<PathBuf, (Stamp, Option<Vec<u8>>)>,
    changed: Option<Instant>,
}

impl Seen {
    fn new(paths: Vec<PathBuf>) -> Self {
        let mut seen = Self {
            files: BTreeMap::new(),
            changed: None,
        };
        seen.follow(paths);
        seen
    }

    /// Looks at these files from now on.
    fn follow(&mut self, paths: Vec<PathBuf>) {
        self.files.retain(|path, _| paths.contains(path));
        for path in paths {
            if let Entry::Vacant(new) = self.files.entry(path) {
                let read = (stamp(new.key()), fs::read(new.key()).ok());
                new.insert(read);
            }
        }
    }

    /// Waits until some files have another content, and tells which.
    fn next(&mut self) -> Vec<PathBuf> {
        loop {
            sleep(GLANCE);
            let wary = self.changed.is_some_and(|changed| changed.elapsed() < WARY);
            let touched = |(path, (known, _)): (&PathBuf, &(Stamp, _))| stamp(path) != *known;
            if !wary && !self.files.iter().any(touched) {
                continue;
            }
            if self.files.iter().any(touched) {
                self.settle();
            }
            let changed = self.read();
            if !changed.is_empty() {
                self.changed = Some(Instant::now());
                return changed;
            }
        }
    }

    /// Waits until what is being written is written, and what is being replaced is there again.
    fn settle(&self) {
        let begin = Instant::now();
        let stamps = || {
            self.files
                .keys()
                .map(|path| stamp(path))
                .collect::<Vec<_>>()
        };
        let mut before = stamps();
        loop {
            sleep(SETTLE);
            let now = stamps();
            let gone = |(stamp, (_, known)): (&Stamp, &(Stamp, Option<Vec<u8>>))| {
                stamp.is_none() && known.is_some()
            };
            let is_gone = now.iter().zip(self.files.values()).any(gone);
            let is_empty = now
                .iter()
                .any(|stamp| stamp.is_some_and(|(_, size)| size == 0));
            let limit = if is_gone { REPLACED } else { WRITTEN };
            let is_still = now == before && !is_gone && !is_empty;
            if is_still || begin.elapsed() > limit {
                return;
            }
            before = now;
        }
    }

    /// Reads all files; those that changed.
    fn read(&mut self) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for (path, (known, content)) in &mut self.files {
            *known = stamp(path);
            let now = fs::read(path).ok();
            if now != *content {
                *content = now;
                changed.push(path.clone());
            }
        }
        changed
    }
}

fn stamp(path: &Path) -> Stamp {
    let found = fs::metadata(path).ok()?;
    Some((found.modified().ok()?, found.len()))
}

/// The draft as it could be read last, with the policies of that time.
struct State {
    world: World<Disk>,
    draft: Proposal,
}

/// What is said after a change, and the state to go on from.
struct Told {
    pages: Vec<Page>,
    /// The policies, if they were read anew.
    loaded: Option<World<Disk>>,
    draft: Proposal,
}

struct Watcher<'a> {
    args: &'a Watch,
    output: &'a mut Output,
    format: Format,
    state: Option<State>,
}

impl Watcher<'_> {
    /// Why watching cannot begin: the draft is not there, a policy is not, or no reading is of that name.
    fn cannot_begin(&mut self) -> Option<Exit> {
        let missing = |path: &Path| !path.exists();
        let policies = self.args.by.policies.iter();
        let mut policies = policies.filter(|name| builtin::find(name).is_none());
        if missing(&self.args.file) || policies.any(|name| missing(Path::new(name))) {
            let tried = self.load().and_then(|world| self.draft(&world).map(|_| ()));
            if let Err(error) = tried {
                return Some(self.tell(error));
            }
        }
        let world = self.load().ok()?;
        let wrong = world.readings(&self.args.by.readings.readings).err()?;
        Some(self.tell(wrong))
    }

    /// The files that can change what is answered.
    fn paths(&self) -> Vec<PathBuf> {
        let mut paths = vec![self.args.file.clone()];
        let named = self.args.by.policies.iter();
        paths.extend(
            named
                .filter(|name| builtin::find(name).is_none())
                .map(PathBuf::from),
        );
        paths.extend(self.args.since.clone());
        if let Some(state) = &self.state {
            let policies = state.world.policies().iter();
            let sources = policies.flat_map(|policy| [&policy.source, &policy.vocabulary.source]);
            let members = state.draft.members.iter().map(|member| &member.source);
            let names = sources.chain(members).map(|source| source.name());
            paths.extend(
                names
                    .filter(|name| Path::new(name).is_file())
                    .map(PathBuf::from),
            );
        }
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn load(&self) -> Result<World<Disk>, Error> {
        self.watched(|cancel| World::load(Disk, &self.args.by.policies, Linting::Off, cancel))
    }

    fn draft(&self, world: &World<Disk>) -> Result<Proposal, Error> {
        world.read(&input::source(&self.args.file)?)
    }

    fn watched<T>(&self, work: impl FnOnce(&servanda::limit::Cancel) -> T) -> T {
        let limit = self.args.patience.budget;
        watched(Budget::new(limit), &Sign::new(limit), work)
    }

    /// Answers after these files changed; at the beginning none did.
    fn answer(&mut self, changed: &[PathBuf]) {
        if !changed.is_empty() {
            self.separate(changed);
        }
        let pages = match self.pages(changed) {
            Ok(pages) => pages,
            Err(error) => {
                self.tell(error);
                let goes_on = "the answer before stands; watching goes on";
                let page = Page::default().with(Paragraph::new(0, goes_on));
                self.output.aside(&page, self.format);
                return;
            }
        };
        for (at, page) in pages.iter().enumerate() {
            self.output.one_of_several(page, at == 0, self.format);
        }
        if changed.is_empty() {
            self.begun();
        }
        self.output.flush();
    }

    /// What is said, and the state to go on from.
    fn pages(&mut self, changed: &[PathBuf]) -> Result<Vec<Page>, Error> {
        let is_of_draft = |path: &PathBuf| {
            let members = self.state.iter().flat_map(|state| &state.draft.members);
            let mut members = members.map(|member| Path::new(member.source.name()));
            *path == self.args.file
                || Some(path) == self.args.since.as_ref()
                || members.any(|member| member == path)
        };
        let same_policies = changed.iter().all(is_of_draft);
        let before = self.state.take();
        let result = self.told(before.as_ref(), same_policies);
        match result {
            Ok(Told {
                pages,
                loaded,
                draft,
            }) => {
                let world = match (loaded, before) {
                    (Some(world), _) => world,
                    (None, Some(before)) => before.world,
                    (None, None) => return Ok(pages),
                };
                self.state = Some(State { world, draft });
                Ok(pages)
            }
            Err(error) => {
                self.state = before;
                Err(error)
            }
        }
    }

    fn told(&self, before: Option<&State>, same_policies: bool) -> Result<Told, Error> {
        let known = before.filter(|_| same_policies);
        let mut loaded = None;
        let world = match known {
            Some(state) => &state.world,
            None => &*loaded.insert(self.load()?),
        };
        let draft = self.draft(world)?;
        let mut pages = Vec::new();
        let fixed = match &self.args.since {
            Some(path) => Some(world.read(&input::source(path)?)?),
            None => None,
        };
        let checks = self.check(world, &draft)?;
        if let Some(old) = fixed.as_ref().or(known.map(|state| &state.draft)) {
            let readings = world.readings(&self.args.by.readings.readings)?;
            let taking = options(&self.args.taking);
            let diff = self.watched(|cancel| {
                let differ = world.differ(readings, taking, cancel);
                differ.diff([old, &draft], cancel)
            })?;
            pages.push(page::diff(&diff, DiffExtent::Changes, &()));
        } else if let Some(before) = before {
            let old = self.check(&before.world, &before.draft)?;
            let policies = before.world.policies().iter().zip(world.policies());
            for ((was, is), [old, new]) in policies.zip(pairs(old, &checks)) {
                let changes = answer::policy_diff([was, is], &[[old, new]], 0);
                pages.push(page::policy_diff(&changes, true, &()));
            }
        }
        let each = checks.iter();
        pages.extend(each.map(|answer| page::check(answer, Extent::Brief, &Flags)));
        Ok(Told {
            pages,
            loaded,
            draft,
        })
    }

    fn check(&self, world: &World<Disk>, draft: &Proposal) -> Result<Vec<CheckAnswer>, Error> {
        let readings = world.readings(&self.args.by.readings.readings)?;
        let taking = options(&self.args.taking);
        self.watched(|cancel| {
            let checker = world.checker(readings, taking, cancel);
            let checker = checker.explaining(Depth::Brief);
            checker.check(draft, cancel).collect()
        })
    }

    /// Says which files changed, on a clear screen or below a line.
    fn separate(&mut self, changed: &[PathBuf]) {
        if self.output.is_terminal() && self.format == Format::Text {
            self.output.text("\u{1b}[2J\u{1b}[H");
        } else {
            self.output.text("\n---\n\n");
        }
        let names = changed
            .iter()
            .map(|path| Untrusted::from(path.display().to_string()));
        let saved = phrase!["Changed: ", Phrase::list(names, "and")];
        self.output
            .page(&Page::default().with(Heading::new(saved)), self.format);
        self.output.text("\n");
    }

    /// Says on standard error what is watched.
    fn begun(&mut self) {
        let count = Phrase::counted(self.paths().len() as u64, "file");
        let said = phrase!["watching ", count, "; Ctrl-C ends it"];
        let page = Page::default().with(Paragraph::new(0, said));
        self.output.aside(&page, self.format);
    }

    fn tell(&mut self, error: Error) -> Exit {
        let exit = Exit::from(&error);
        for said in error.into_diagnostics() {
            let said = worded(said, &self.args.by.policies);
            self.output.diagnostic(&said, self.format);
        }
        exit
    }
}

/// What the old policies and the new ones say, policy by policy.
fn pairs(old: Vec<CheckAnswer>, new: &[CheckAnswer]) -> Vec<[CheckAnswer; 2]> {
    let each = old.into_iter().zip(new);
    each.map(|(old, new)| [old, new.clone()]).collect()
}
