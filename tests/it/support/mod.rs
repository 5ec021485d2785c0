//! What several tests share.

pub mod command;
pub mod files;
pub mod ids;
pub mod polls;
pub mod texts;

/// Compares a text with the snapshot of this name in a folder of `tests/snapshots`.
macro_rules! assert_snapshot {
    ($folder:literal, $name:expr, $text:expr $(,)?) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/", $folder),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!($name, $text);
        })
    };
}

pub(crate) use assert_snapshot;
