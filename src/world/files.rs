//! Where texts come from. The library itself opens no file.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use crate::text::{Code, Diagnostic};

/// Texts by path: a folder, a map, an editor's open buffers. A `BTreeMap` from paths to texts is
/// one.
///
/// Built-in policies and vocabularies need none; see [`NoFiles`].
pub trait Files {
    /// The text of a file; `None` if there is no such file.
    ///
    /// # Errors
    ///
    /// What keeps it from being read, such as its permissions or its size.
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>>;

    /// An existing file whose path is nearly this one. It is suggested where there is no file of
    /// this path.
    fn near(&self, _path: &str) -> Option<String> {
        None
    }
}

impl<F: Files + ?Sized> Files for &F {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        (**self).read(path)
    }

    fn near(&self, path: &str) -> Option<String> {
        (**self).near(path)
    }
}

/// Texts in memory, by path.
impl<P: Borrow<str> + Ord, T: AsRef<str>> Files for BTreeMap<P, T> {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        Ok(self.get(path).map(|text| text.as_ref().to_owned()))
    }
}

/// No files at all: only what is built in.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        Ok(None)
    }
}

/// The text of a file that must exist.
///
/// # Errors
///
/// `input/not-found`, with a file of nearly that name if there is one; whatever keeps it from being
/// read.
pub(super) fn text(files: &impl Files, path: &str) -> Result<String, Box<Diagnostic>> {
    if let Some(text) = files.read(path)? {
        return Ok(text);
    }
    let mut missing = Diagnostic::error(Code::InputNotFound, format!("there is no file `{path}`"));
    if let Some(near) = files.near(path) {
        missing = missing.help(format!("did you mean `{near}`?"));
    }
    let help = "check the path; relative paths start at the current folder";
    Err(Box::new(missing.help(help)))
}
