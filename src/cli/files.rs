//! Writing files: whole or not at all, and never over what somebody else wrote meanwhile.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use servanda::text::{Code, Diagnostic};
use tempfile::{Builder, NamedTempFile};

/// Replaces the text of a file, which must still hold what was read. Its mode, owner, links and
/// attributes stay. What is no plain file, or may not be written, is left alone.
pub(crate) fn replace(file: &Path, read: &str, text: &str) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| refused(file, &reason(&error));
    let target = fs::canonicalize(file).map_err(failed)?;
    let before = fs::metadata(&target).map_err(failed)?;
    if !before.is_file() {
        return Err(refused(file, "it is not a plain file"));
    }
    if before.permissions().readonly() {
        return Err(refused(file, "it is read-only"));
    }
    // Whoever may only write in the folder could replace the file all the same, but not its owner.
    let old = OpenOptions::new().write(true).open(&target);
    let mut old = old.map_err(failed)?;
    let new = whole(&target, text.as_bytes(), Some(before.permissions())).map_err(failed)?;
    let replaceable = can_be_replaced(&target, &before, new.path());
    // The last thing before the change: whoever saves the file while an answer is sought keeps that.
    if !is_still(&target, &old, read).map_err(failed)? {
        return Err(changed(file));
    }
    if replaceable {
        new.persist(&target).map_err(|error| failed(error.error))?;
        return keep_folder(&target).map_err(failed);
    }
    // The new text lies whole beside it until it is written: a crash in between loses nothing.
    write_over(&mut old, text).map_err(|error| match new.keep() {
        Ok((_, kept)) => {
            let why = format!(
                "{}; all of the new text is in `{}`",
                reason(&error),
                kept.display()
            );
            refused(file, &why)
        }
        Err(_) => failed(error),
    })
}

fn write_over(old: &mut File, text: &str) -> io::Result<()> {
    old.rewind()?;
    old.write_all(text.as_bytes())?;
    old.set_len(text.len() as u64)?;
    old.sync_all()
}

/// Writes a text into a file that must not be there yet.
pub(crate) fn create(file: &Path, text: &str) -> Result<(), Diagnostic> {
    create_of(file, text.as_bytes())
}

/// Whether a file can be written that must not be there yet.
pub(crate) fn require_new(file: &Path) -> Result<(), Diagnostic> {
    match fs::symlink_metadata(file) {
        Ok(_) => Err(refused(file, "it is there already")),
        Err(_) => Ok(()),
    }
}

/// Writes a file that takes the place of one that may be there.
pub(crate) fn overwrite(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| refused(file, &reason(&error));
    let Ok(target) = fs::canonicalize(file) else {
        return create_of(file, bytes);
    };
    let before = fs::metadata(&target).map_err(failed)?;
    if !before.is_file() {
        return Err(refused(file, "it is not a plain file"));
    }
    if before.permissions().readonly() {
        return Err(refused(file, "it is read-only"));
    }
    let new = whole(&target, bytes, Some(before.permissions())).map_err(failed)?;
    new.persist(&target).map_err(|error| failed(error.error))?;
    keep_folder(&target).map_err(failed)
}

/// Writes a file that must not be there yet.
pub(crate) fn create_of(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if file.as_os_str() == "-" {
        let error = refused(
            file,
            "a new file is needed, and `-` is standard input or output",
        );
        return Err(Diagnostic {
            help: vec!["name a file".to_owned()],
            ..error
        });
    }
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => refused(file, "it is there already"),
        _ => refused(file, &reason(error)),
    };
    // Nobody waits for an answer that could not be kept anyway.
    require_new(file)?;
    let new = whole(file, bytes, None).map_err(|error| failed(&error))?;
    new.persist_noclobber(file)
        .map_err(|error| failed(&error.error))?;
    keep_folder(file).map_err(|error| failed(&error))
}

/// Writes the text of a proposal into a folder, which is made if it is not there. A file that holds
/// just this text already, as an earlier run left it, will do. Returns the file.
pub(crate) fn create_in(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| refused(folder, &reason(&error)))?;
    let file = folder.join(format!("{name}.yaml"));
    let is_plain = |file: &Path| file.symlink_metadata().is_ok_and(|found| found.is_file());
    if is_plain(&file) && fs::read(&file).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(file);
    }
    create(&file, text).map(|()| file)
}

/// A new file beside another, with all that it is to hold, kept by the disk. It is hidden, and removed unless
/// it gets a name.
fn whole(beside: &Path, bytes: &[u8], mode: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets; the user's mask takes its part of it away.
        builder.permissions(Permissions::from_mode(0o666));
    }
    let mut new = builder.prefix(".servanda-").tempfile_in(folder(beside))?;
    new.write_all(bytes)?;
    if let Some(mode) = mode {
        new.as_file().set_permissions(mode)?;
    }
    new.as_file().sync_all()?;
    Ok(new)
}

fn folder(file: &Path) -> &Path {
    let folder = file.parent().filter(|path| !path.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Lets the disk keep the name of a file as well. Not every system can.
fn keep_folder(file: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder(file))?.sync_all()?;
    }
    Ok(())
}

/// Whether a path still names the same file, and that still holds what was read.
fn is_still(file: &Path, old: &File, read: &str) -> io::Result<bool> {
    let (now, before) = (fs::metadata(file)?, old.metadata()?);
    Ok(is_same(&now, &before) && fs::read(file)? == read.as_bytes())
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// What a file holds has to tell there.
#[cfg(not(unix))]
fn is_same(_one: &Metadata, _other: &Metadata) -> bool {
    true
}

/// Whether a new file can take the place of another so that nobody sees a difference: it has no
/// other names, and the owner, the group and what else belongs to it are the same.
#[cfg(unix)]
fn can_be_replaced(file: &Path, before: &Metadata, new: &Path) -> bool {
    use std::os::unix::fs::{MetadataExt as _, chown};
    if before.nlink() > 1 || has_attributes(file) {
        return false;
    }
    let same = |made: &Metadata| made.uid() == before.uid() && made.gid() == before.gid();
    if !fs::metadata(new).is_ok_and(|made| same(&made)) {
        // Only some users may give files away.
        let _ = chown(new, Some(before.uid()), Some(before.gid()));
        let _ = fs::set_permissions(new, before.permissions());
    }
    fs::metadata(new).is_ok_and(|made| same(&made) && made.mode() == before.mode())
}

#[cfg(not(unix))]
fn can_be_replaced(_file: &Path, _before: &Metadata, _new: &Path) -> bool {
    true
}

/// Whether something is noted of a file beyond its mode, such as an access list. What the system
/// itself notes of every new file does not count.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn has_attributes(file: &Path) -> bool {
    let mut names = [0_u8; 4096];
    let length = match rustix::fs::listxattr(file, &mut names[..]) {
        Ok(length) => length,
        // More than fit are some. Where they cannot be asked for, there are none.
        Err(error) => return error == rustix::io::Errno::RANGE,
    };
    let mut names = names[..length].split(|byte| *byte == 0);
    names.any(|name| !name.is_empty() && name != b"security.selinux")
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "macos"))))]
fn has_attributes(_file: &Path) -> bool {
    false
}

/// What is said of a file that cannot be written.
pub(crate) fn refused(file: &Path, why: &str) -> Diagnostic {
    let message = format!("`{}` cannot be written: {why}", file.display());
    let error = Diagnostic::error(Code::InputNotWritable, message);
    error.help("nothing was changed there; name another file, or check its permissions")
}

fn changed(file: &Path) -> Diagnostic {
    let message = format!(
        "`{}` was changed while the answer was sought: it is not the text any more that was read",
        file.display()
    );
    Diagnostic::error(Code::InputChanged, message)
        .help("nothing was written, and the change is kept; ask again about the text as it is now")
}

/// Why the system refused, in its words and without the number that it gives the reason.
pub(crate) fn reason(error: &io::Error) -> String {
    let said = error.to_string();
    let end = said.find(" (os error").unwrap_or(said.len());
    said[..end].to_lowercase()
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    /// A folder with one file in it.
    fn folder_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("draft.yaml");
        fs::write(&file, text).unwrap();
        (folder, file)
    }

    fn names(folder: &tempfile::TempDir) -> usize {
        fs::read_dir(folder.path()).unwrap().count()
    }

    #[test]
    fn what_somebody_saved_meanwhile_stays() {
        let (folder, file) = folder_with("read");
        fs::write(&file, "saved meanwhile").unwrap();
        let error = replace(&file, "read", "new").unwrap_err();
        assert_eq!(error.code, Code::InputChanged);
        assert_eq!(fs::read_to_string(&file).unwrap(), "saved meanwhile");
        assert_eq!(names(&folder), 1);
    }

    #[test]
    fn a_file_keeps_its_mode_and_its_links() {
        let (folder, file) = folder_with("read");
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.yaml");
        symlink("draft.yaml", &link).unwrap();
        replace(&link, "read", "a longer text").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o640);

        let other = folder.path().join("other.yaml");
        fs::hard_link(&file, &other).unwrap();
        replace(&file, "a longer text", "short").unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "short");
        assert_eq!(names(&folder), 3);
    }

    #[test]
    fn only_new_files_are_created_and_only_whole() {
        let (folder, file) = folder_with("there");
        assert!(create(&file, "new").is_err());
        let dangling = folder.path().join("dangling.yaml");
        symlink("nowhere", &dangling).unwrap();
        assert!(create(&dangling, "new").is_err());
        assert!(create(Path::new("-"), "new").is_err());
        let new = folder.path().join("new.yaml");
        create(&new, "new").unwrap();
        assert_eq!(fs::read_to_string(&new).unwrap(), "new");
        // As any new file, it can be read by whom the user's mask allows.
        assert_eq!(fs::metadata(&new).unwrap().mode() & 0o400, 0o400);
        assert!(create_in(folder.path(), "new", "new").is_ok());
        assert!(create_in(folder.path(), "new", "other").is_err());
        assert_eq!(names(&folder), 3);
    }
}
