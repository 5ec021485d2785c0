//! Reading files: bounded, and with an error that says what is the matter.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use servanda::text::Diagnostic;
use servanda::text::{Code, Place, Source, Span, nearest};
use servanda::world::Files;
use tempfile::NamedTempFile;

use super::files::{create, refused};

/// The most bytes of one file.
const MOST_BYTES: u64 = 16 << 20;

/// The files of this machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Option<String>, Box<Diagnostic>> {
        let path = Path::new(path);
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => Ok(Some(source(path)?.text().to_owned())),
        }
    }

    fn near(&self, path: &str) -> Option<String> {
        let near = neighbour(Path::new(path))?;
        Some(near.display().to_string())
    }
}

/// Reads a file, or standard input for `-`.
pub(crate) fn source(path: &Path) -> Result<Arc<Source>, Box<Diagnostic>> {
    let name = if path.as_os_str() == "-" {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let bytes = bytes(path)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = Source::new(name, text);
            let message = format!("this is not UTF-8 text: byte {valid} fits no character");
            Err(Box::new(
                Diagnostic::error(Code::InputNotUtf8, message)
                    .at(Place::new(&source, Span::new(valid, valid)), "")
                    .help("save it as UTF-8"),
            ))
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else {
        if path.is_dir() {
            return Err(Box::new(
                Diagnostic::error(
                    Code::InputNotAFile,
                    format!("`{shown}` is a folder, not a file"),
                )
                .help("name a file inside it"),
            ));
        }
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Box::new(unreadable(path, &error)))?;
    if bytes.len() as u64 > MOST_BYTES {
        let mib = MOST_BYTES >> 20;
        return Err(Box::new(
            Diagnostic::error(
                Code::InputTooLarge,
                format!("`{shown}` has more than {mib} MiB"),
            )
            .help("pass the right file: policies and proposals have some kilobytes"),
        ));
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = path.display();
    if error.kind() == io::ErrorKind::NotFound {
        let mut missing =
            Diagnostic::error(Code::InputNotFound, format!("there is no file `{shown}`"));
        if let Some(near) = neighbour(path) {
            missing = missing.help(format!("did you mean `{}`?", near.display()));
        }
        return missing.help("check the path; relative paths start at the current folder");
    }
    Diagnostic::error(
        Code::InputNotReadable,
        format!("`{shown}` cannot be read: {error}"),
    )
    .help("check its permissions")
}

/// A file in the same folder with nearly the same name.
fn neighbour(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut names: Vec<String> = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort_unstable();
    let near = nearest(&name, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}

/// The files that an argument stands for: itself, or the proposals of a folder, sorted.
pub(crate) fn proposals(path: &Path) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    if path.as_os_str() == "-" || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(|error| Box::new(unreadable(path, &error)))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|file| {
            let yaml = file
                .extension()
                .is_some_and(|ending| ending == "yaml" || ending == "yml");
            yaml && !file.is_dir()
        })
        .collect();
    files.sort();
    if files.is_empty() {
        let message = format!("there is no proposal in the folder `{}`", path.display());
        return Err(Box::new(
            Diagnostic::error(Code::InputNothingToCheck, message)
                .help("proposals end in .yaml or .yml; subfolders are not searched"),
        ));
    }
    Ok(files)
}

/// Writes a file as a whole or not at all. Its permissions stay, and a link stays a link. What is
/// no plain file, or is read-only, is left alone.
pub(crate) fn write(file: &Path, text: &str) -> Result<(), Diagnostic> {
    let Ok(before) = fs::metadata(file) else {
        return create(file, text);
    };
    if !before.is_file() {
        return Err(refused(file, "it is not a plain file"));
    }
    if before.permissions().readonly() {
        return Err(refused(file, "it is read-only"));
    }
    let replace = || -> io::Result<()> {
        let linked = fs::canonicalize(file)?;
        let mut new = NamedTempFile::new_in(linked.parent().unwrap_or(Path::new(".")))?;
        new.write_all(text.as_bytes())?;
        fs::set_permissions(new.path(), before.permissions())?;
        new.persist(&linked)?;
        Ok(())
    };
    replace().map_err(|error| refused(file, &error.to_string()))
}
