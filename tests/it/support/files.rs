//! The files of the project, and folders for a test's own files.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file of the project.
pub fn text(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files in a folder of the project that have this extension, sorted by name.
pub fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    paths
}

/// The name of a file without its folder and its extension.
pub fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// The names of the shipped proposals, without folder and extension.
pub fn proposals() -> Vec<String> {
    let paths = files("proposals", "yaml");
    paths.iter().map(|path| stem(path).to_owned()).collect()
}

/// The path of a shipped proposal in the folder of the project.
pub fn proposal(name: &str) -> String {
    format!("proposals/{name}.yaml")
}

/// An empty folder of a test's own, removed with all in it. Its path starts at the folder of the
/// project, in which tests and the program run, so that what is printed of it does not depend on where
/// the project lies; unless what is built lies elsewhere.
pub struct Scratch {
    /// Removed when this is dropped.
    _folder: TempDir,
    path: PathBuf,
}

impl Scratch {
    pub fn new() -> Self {
        let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = folder.path().strip_prefix(root()).unwrap_or(folder.path());
        Self {
            path: path.to_owned(),
            _folder: folder,
        }
    }

    /// The folder.
    pub fn folder(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> String {
        self.path.join(name).to_str().unwrap().to_owned()
    }

    /// Writes a file, and gives its path.
    pub fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Copies a file of the project, and gives the path of the copy.
    pub fn copy(&self, from: &str, name: &str) -> String {
        self.write(name, &text(from))
    }

    /// The paths of all files in it, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).unwrap();
        let mut paths: Vec<String> = entries
            .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
            .collect();
        paths.sort();
        paths
    }
}
