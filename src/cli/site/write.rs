//! Writing the files of a site: over its own files alone, and nothing before all is known to be well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use servanda::page::SiteFile;
use servanda::page::block::{Page, Paragraph};
use servanda::phrase;
use servanda::text::{Code, Diagnostic, Phrase, Source, Untrusted};

use crate::cli::files::{overwrite, reason, refused};

/// The file that says which files are those of the site.
const LIST: &str = ".servanda-site";
/// Its first line.
const HEAD: &str = "# The pages that servanda wrote here, each with the SHA-256 of its text. Made anew, the site \
                    replaces these and no others.";

/// What was written.
pub(super) struct Written {
    new: usize,
    replaced: usize,
    same: usize,
    removed: usize,
}

impl Written {
    /// What is told of it.
    pub fn page(&self, folder: &Path) -> Page {
        let counts = [
            (self.new, "new"),
            (self.replaced, "replaced"),
            (self.same, "as before"),
            (self.removed, "removed, since its text or policy is gone"),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts = counts.map(|(count, what)| phrase![count, " ", what]);
        let all = self.new + self.replaced + self.same;
        let pages = Phrase::counted(all as u64, "page");
        let shown = |path: &Path| Untrusted::from(path.display().to_string());
        let said = phrase![
            "Written: ",
            pages,
            " in ",
            shown(folder),
            " (",
            Phrase::joined(counts, ", "),
            ")"
        ];
        let first = phrase!["Begin with ", shown(&folder.join("index.html"))];
        Page::default()
            .with(Paragraph::new(0, said))
            .with(Paragraph::new(0, first))
    }
}

/// Writes all files of a site into a folder. What the site did not write itself, or what was changed
/// since, is in the way: then nothing is written, unless it is `forced`. Pages that do not belong to the
/// site any more are removed if it is `whole`: all texts could be read.
pub(super) fn into(
    folder: &Path,
    files: &[SiteFile],
    (forced, whole): (bool, bool),
) -> Result<Written, Box<Diagnostic>> {
    let own = listed(folder, forced)?;
    let mut written = Written {
        new: 0,
        replaced: 0,
        same: 0,
        removed: 0,
    };
    let (mut to_write, mut in_the_way) = (Vec::new(), Vec::new());
    for file in files {
        let path = folder.join(&file.path);
        match state(folder, &file.path, own.get(&file.path))? {
            State::Missing => {
                written.new += 1;
                to_write.push(file);
            }
            State::Foreign => {
                let why = "no plain file of this folder is there";
                return Err(Box::new(refused(&path, why)));
            }
            State::Own(text) | State::Changed(text) if text == file.text.as_bytes() => {
                written.same += 1;
            }
            State::Changed(_) if !forced => in_the_way.push(path),
            State::Own(_) | State::Changed(_) => {
                written.replaced += 1;
                to_write.push(file);
            }
        }
    }
    if let Some(first) = in_the_way.first() {
        return Err(Box::new(not_ours(first, in_the_way.len())));
    }
    for file in to_write {
        write(folder, &file.path, &file.text)?;
    }
    let now: BTreeSet<&str> = files.iter().map(|file| &*file.path).collect();
    let gone = own.iter().filter(|(path, _)| !now.contains(&***path));
    let mut kept = Vec::new();
    for (path, digest) in gone {
        if !whole {
            kept.push((path, digest));
        } else if matches!(state(folder, path, Some(digest))?, State::Own(_)) {
            let path = folder.join(path);
            fs::remove_file(&path).map_err(|error| Box::new(refused(&path, &reason(&error))))?;
            written.removed += 1;
        }
    }
    let list = list(files, &kept);
    let is_same = fs::read(folder.join(LIST)).is_ok_and(|found| found == list.as_bytes());
    if !is_same {
        write(folder, LIST, &list)?;
    }
    Ok(written)
}

/// What is where a file of the site belongs.
enum State {
    Missing,
    /// A file as the site wrote it.
    Own(Vec<u8>),
    /// A file that the site wrote and somebody changed, or that is new to it.
    Changed(Vec<u8>),
    /// No plain file, or not in the folder itself.
    Foreign,
}

fn state(folder: &Path, path: &str, digest: Option<&String>) -> Result<State, Box<Diagnostic>> {
    let file = folder.join(path);
    let failed = |error| Box::new(refused(&file, &reason(&error)));
    // A folder that is a link leads somewhere else.
    if let Some((inner, _)) = path.split_once('/') {
        match fs::symlink_metadata(folder.join(inner)) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Ok(State::Foreign),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
            Err(error) => return Err(failed(error)),
        }
    }
    match fs::symlink_metadata(&file) {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(State::Foreign),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::Missing),
        Err(error) => return Err(failed(error)),
    }
    let text = fs::read(&file).map_err(failed)?;
    let found = std::str::from_utf8(&text).map(digest_of);
    Ok(match (found, digest) {
        (Ok(found), Some(own)) if found == *own => State::Own(text),
        _ => State::Changed(text),
    })
}

/// The files that the site wrote before, each with the digest of its text.
fn listed(folder: &Path, forced: bool) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
    let file = folder.join(LIST);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(BTreeMap::new());
        }
        Err(error) => return Err(Box::new(refused(&file, &reason(&error)))),
    };
    if text.lines().next() != Some(HEAD) && !forced {
        return Err(Box::new(not_ours(&file, 1)));
    }
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once("  "));
    let pairs = pairs.filter(|(_, path)| is_of_a_site(path));
    Ok(pairs
        .map(|(digest, path)| (path.to_owned(), digest.to_owned()))
        .collect())
}

/// Whether a path is one that a site can have: the list could have been written by somebody else.
fn is_of_a_site(path: &str) -> bool {
    let plain = |part: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        !part.starts_with('.') && part.bytes().all(known)
    };
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "html")
        && path.split('/').count() < 3
        && path.split('/').all(plain)
}

fn digest_of(text: &str) -> String {
    Source::new("page", text).sha256().to_owned()
}

fn list(files: &[SiteFile], kept: &[(&String, &String)]) -> String {
    let written = files.iter().map(|file| (&file.path, digest_of(&file.text)));
    let kept = kept.iter().map(|(path, digest)| (*path, (*digest).clone()));
    let mut list = format!("{HEAD}\n");
    for (path, digest) in written.chain(kept) {
        list = list + &digest + "  " + path + "\n";
    }
    list
}

fn write(folder: &Path, path: &str, text: &str) -> Result<(), Box<Diagnostic>> {
    let file: PathBuf = folder.join(path);
    let inner = file.parent().unwrap_or(folder);
    fs::create_dir_all(inner).map_err(|error| Box::new(refused(inner, &reason(&error))))?;
    overwrite(&file, text.as_bytes()).map_err(Box::new)
}

fn not_ours(first: &Path, count: usize) -> Diagnostic {
    let more = match count {
        1 => String::new(),
        2 => " (nor is 1 more)".to_owned(),
        more => format!(" (nor are {} more)", more - 1),
    };
    let message = format!(
        "`{}` is not as the site wrote it{more}, so it is not replaced",
        first.display()
    );
    Diagnostic::error(Code::InputNotWritable, message).help(
        "nothing was written; name another folder with `--output`, or replace it with `--force`",
    )
}
