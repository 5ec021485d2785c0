//! Writing new files: whole or not at all, and never over something that is there.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use servanda::text::{Code, Diagnostic};
use tempfile::Builder;

/// Writes a file that must not be there yet, not even as a link.
pub(crate) fn create(file: &Path, text: &str) -> Result<(), Diagnostic> {
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
    let create = || -> io::Result<()> {
        let mut new = builder().tempfile_in(folder.unwrap_or(Path::new(".")))?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist_noclobber(file)?;
        Ok(())
    };
    // What is there already is the better reason, where the folder cannot be written either.
    if file.symlink_metadata().is_ok() {
        return Err(refused(file, "it is there already"));
    }
    create().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => refused(file, "it is there already"),
        _ => refused(file, &error.to_string()),
    })
}

/// Writes the text of a proposal into a folder, which is made if it is not there. A file that holds
/// just this text already, as an earlier run left it, will do. Returns the file.
pub(crate) fn create_in(folder: &Path, name: &str, text: &str) -> Result<PathBuf, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| refused(folder, &error.to_string()))?;
    let file = folder.join(format!("{name}.yaml"));
    let is_plain = |file: &Path| file.symlink_metadata().is_ok_and(|found| found.is_file());
    if is_plain(&file) && fs::read(&file).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(file);
    }
    create(&file, text).map(|()| file)
}

/// What is said of a file that cannot be written.
pub(crate) fn refused(file: &Path, why: &str) -> Diagnostic {
    let message = format!("`{}` cannot be written: {why}", file.display());
    let error = Diagnostic::error(Code::InputNotWritable, message);
    error.help("nothing was changed there; name another file, or check its permissions")
}

/// Files in preparation, with the permissions of any new file.
#[cfg(unix)]
fn builder() -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut builder = Builder::new();
    // Less what the user's mask takes away.
    builder.permissions(fs::Permissions::from_mode(0o666));
    builder
}

#[cfg(not(unix))]
fn builder() -> Builder<'static, 'static> {
    Builder::new()
}
