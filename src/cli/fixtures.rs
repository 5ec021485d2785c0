//! The tests of folders: files with expectations, and the proposals beside them or in them.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use servanda::proposal::{TestFile, snapshot_path, test_file};
use servanda::text::{Code, Diagnostic};

use super::folder::is_yaml;
use super::input::unreadable;
use super::test::text_of;

/// The deepest folder inside a folder that is searched.
const MOST_DEPTH: usize = 32;

/// What was found.
#[derive(Default)]
pub(crate) struct Fixtures {
    /// The files of tests, by path: an expectation, or several fixtures.
    pub tests: BTreeSet<PathBuf>,
    /// The proposals of the folders.
    proposals: BTreeSet<PathBuf>,
    /// The texts of which snapshots are kept, or wait.
    kept: BTreeSet<PathBuf>,
    /// What could not be searched.
    pub wrong: Vec<Diagnostic>,
}

impl Fixtures {
    /// What these arguments stand for; the current folder if there are none.
    pub fn of(paths: &[PathBuf]) -> Self {
        Self::found_in(paths, false)
    }

    /// The same where something is kept of proposals without an expectation, too.
    pub fn of_any(paths: &[PathBuf]) -> Self {
        Self::found_in(paths, true)
    }

    fn found_in(paths: &[PathBuf], is_recorded: bool) -> Self {
        let mut found = Self::default();
        for path in paths {
            if path.is_dir() {
                found.search(path, 0);
            } else {
                found.file(path, is_recorded);
            }
        }
        if paths.is_empty() {
            found.search(Path::new("."), 0);
        }
        found
    }

    /// The texts of which snapshots are kept, or wait.
    pub fn kept(&self) -> impl Iterator<Item = &Path> {
        self.kept.iter().map(PathBuf::as_path)
    }

    /// The files with texts: proposals, and several fixtures.
    pub fn texts(&self) -> impl Iterator<Item = &Path> {
        let several = self
            .tests
            .iter()
            .filter(|path| is(path, TestFile::Fixtures));
        let all: BTreeSet<&PathBuf> = self.proposals.iter().chain(several).collect();
        all.into_iter().map(PathBuf::as_path)
    }

    /// How many proposals have no expectation and no snapshot, besides those of which one is made now.
    pub fn without_expectation(&self, recorded: &BTreeSet<String>) -> usize {
        let tested: BTreeSet<PathBuf> = (self.tests.iter())
            .filter_map(|path| match test_file(&path.to_string_lossy())? {
                (name, TestFile::Expectation) => Some(PathBuf::from(name)),
                _ => None,
            })
            .collect();
        let untested = self.proposals.iter().filter(|path| {
            let is_tested = tested.contains(&path.with_extension(""));
            !is_tested && !self.kept.contains(*path) && !recorded.contains(&*path.to_string_lossy())
        });
        untested.count()
    }

    /// Names that start with a dot are those of editors and systems; a link to a folder is not followed.
    fn search(&mut self, folder: &Path, depth: usize) {
        let mut entries = Vec::new();
        match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>) {
            Ok(found) => entries.extend(found),
            Err(error) => return self.wrong.push(unreadable(folder, &error)),
        }
        for entry in entries {
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let path = if folder.as_os_str() == "." {
                PathBuf::from(name)
            } else {
                entry.path()
            };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth == MOST_DEPTH => self.too_deep(&path),
                Ok(kind) if kind.is_dir() => self.search(&path, depth + 1),
                Ok(_) => self.found(path),
                Err(error) => self.wrong.push(unreadable(&path, &error)),
            }
        }
    }

    /// A folder that is not searched could hold tests that are never run.
    fn too_deep(&mut self, folder: &Path) {
        let message = format!(
            "`{}` is not searched: it lies more than {MOST_DEPTH} folders deep",
            folder.display()
        );
        let help = "name it, or a folder that is nearer to it";
        self.wrong
            .push(Diagnostic::error(Code::InputNoTest, message).help(help));
    }

    /// A file of a folder.
    fn found(&mut self, path: PathBuf) {
        match test_file(&path.to_string_lossy()) {
            Some((_, TestFile::Expectation | TestFile::Fixtures)) => {
                self.tests.insert(path);
            }
            Some((name, _)) => {
                self.kept.insert(text_of(name));
            }
            None if is_yaml(&path) => {
                self.proposals.insert(path);
            }
            None => {}
        }
    }

    /// A file of tests, or a proposal with what is beside it. One without anything is refused, unless
    /// something `is_recorded` of it.
    fn file(&mut self, path: &Path, is_recorded: bool) {
        if let Err(error) = fs::metadata(path) {
            return self.wrong.push(unreadable(path, &error));
        }
        self.found(path.to_owned());
        if is(path, TestFile::Fixtures) || is_yaml(path) && !is_test(path) {
            let (snapshot, path) = (snapshot_path(&path.to_string_lossy()), path.to_owned());
            if Path::new(&snapshot).exists() || Path::new(&format!("{snapshot}.new")).exists() {
                self.kept.insert(path);
            }
        }
        if is_test(path) {
            return;
        }
        let beside = ["yaml", "yml"].map(|end| path.with_extension(format!("expect.{end}")));
        match beside.into_iter().find(|beside| beside.exists()) {
            Some(expectation) if is_yaml(path) => {
                self.tests.insert(expectation);
            }
            _ if self.kept.contains(path) || is_recorded && is_yaml(path) => {}
            _ => {
                let message = format!("`{}` is no folder, and has no expectation", path.display());
                let help = "name a folder, or write what is expected of NAME.yaml into \
                            NAME.expect.yaml beside it";
                let said = Diagnostic::error(Code::InputNoTest, message);
                self.wrong.push(said.help(help));
            }
        }
    }
}

/// Whether a file holds tests, or what comes of them.
fn is_test(path: &Path) -> bool {
    test_file(&path.to_string_lossy()).is_some()
}

/// Whether a file holds this.
fn is(path: &Path, what: TestFile) -> bool {
    test_file(&path.to_string_lossy()).is_some_and(|(_, holds)| holds == what)
}
