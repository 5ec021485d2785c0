//! The shipped proposals, which several benchmarks use.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use servanda::text::Source;

/// Their texts, by the names of the files.
pub fn proposals() -> Vec<Arc<Source>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("proposals");
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    paths.sort();
    (paths.iter())
        .map(|path| Source::new(path.to_string_lossy(), fs::read_to_string(path).unwrap()))
        .collect()
}
