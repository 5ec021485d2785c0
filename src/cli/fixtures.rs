//! The tests of folders: files with expectations, and the proposals beside them or in them.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use servanda::proposal::{TestFile, test_file};
use servanda::text::{Code, Diagnostic};

use super::folder::is_yaml;
use super::input::unreadable;

/// The deepest folder inside a folder that is searched.
const MOST_DEPTH: usize = 32;

/// What was found.
#[derive(Default)]
pub(crate) struct Fixtures {
    /// The files of tests, by path: an expectation, or several fixtures.
    pub tests: BTreeSet<PathBuf>,
    /// The proposals of the folders.
    proposals: BTreeSet<PathBuf>,
    /// What could not be searched.
    pub wrong: Vec<Diagnostic>,
}

impl Fixtures {
    /// What these arguments stand for; the current folder if there are none.
    pub fn of(paths: &[PathBuf]) -> Self {
        let mut found = Self::default();
        for path in paths {
            if path.is_dir() {
                found.search(path, 0);
            } else {
                found.file(path);
            }
        }
        if paths.is_empty() {
            found.search(Path::new("."), 0);
        }
        found
    }

    /// How many proposals have no expectation.
    pub fn without_expectation(&self) -> usize {
        let tested: BTreeSet<PathBuf> = (self.tests.iter())
            .filter_map(|path| match test_file(&path.to_string_lossy())? {
                (name, TestFile::Expectation) => Some(PathBuf::from(name)),
                _ => None,
            })
            .collect();
        let stem = |path: &PathBuf| path.with_extension("");
        let untested = self
            .proposals
            .iter()
            .filter(|path| !tested.contains(&stem(path)));
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
                Ok(_) if is_test(&path) => {
                    self.tests.insert(path);
                }
                Ok(_) if is_yaml(&path) => {
                    self.proposals.insert(path);
                }
                Ok(_) => {}
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

    /// An expectation, or the one of a proposal.
    fn file(&mut self, path: &Path) {
        if let Err(error) = fs::metadata(path) {
            return self.wrong.push(unreadable(path, &error));
        }
        if is_test(path) {
            self.tests.insert(path.to_owned());
            return;
        }
        let beside = ["yaml", "yml"].map(|end| path.with_extension(format!("expect.{end}")));
        match beside.into_iter().find(|beside| beside.exists()) {
            Some(expectation) if is_yaml(path) => {
                self.tests.insert(expectation);
            }
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

/// Whether a file holds tests.
fn is_test(path: &Path) -> bool {
    test_file(&path.to_string_lossy()).is_some()
}
