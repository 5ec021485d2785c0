//! Writing tests into a folder.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use servanda::answer::FixtureAnswer;
use servanda::text::Diagnostic;

use crate::cli::files::{create_in, reason, refused};

/// How many names are tried for a test.
const MOST_NAMES: usize = 10_000;

/// Writes tests into a folder, which is made if it is not there: NAME.yaml, and NAME.expect.yaml.
/// Never over other files: where those are there already, a number is added to the name. Returns the
/// files of the proposals by the names of the tests, and what could not be written.
pub(crate) fn write<'a>(
    folder: &Path,
    fixtures: impl IntoIterator<Item = &'a FixtureAnswer>,
) -> (HashMap<&'a str, PathBuf>, Vec<Diagnostic>) {
    let (mut written, mut wrong) = (HashMap::new(), Vec::new());
    for fixture in fixtures {
        match write_one(folder, fixture) {
            Ok(file) => {
                written.insert(fixture.name.as_str(), file);
            }
            Err(error) => wrong.push(error),
        }
    }
    (written, wrong)
}

fn write_one(folder: &Path, fixture: &FixtureAnswer) -> Result<PathBuf, Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| refused(folder, &reason(&error)))?;
    let expectation = fixture.expectation_by(&from(folder, fixture.policy()));
    let numbered = (2..MOST_NAMES).map(|number| format!("{}-{number}", fixture.name));
    let mut names = [fixture.name.clone()].into_iter().chain(numbered);
    let free = |name: &String| {
        let texts = [fixture.proposal_called(name), expectation.clone()];
        let files = both(folder, name);
        let none = files.iter().all(|file| fs::symlink_metadata(file).is_err());
        let same = |(file, text): (&PathBuf, &String)| {
            fs::read(file).is_ok_and(|found| found == text.as_bytes())
        };
        // Those of an earlier run will do.
        none || files.iter().zip(&texts).all(same)
    };
    let name = names.find(free).unwrap_or_else(|| fixture.name.clone());
    // A proposal alone is told as one without an expectation; an expectation alone would be an error.
    let file = create_in(folder, &name, &fixture.proposal_called(&name))?;
    create_in(folder, &format!("{name}.expect"), &expectation)?;
    Ok(file)
}

fn both(folder: &Path, name: &str) -> [PathBuf; 2] {
    ["yaml", "expect.yaml"].map(|end| folder.join(format!("{name}.{end}")))
}

/// How a policy is named in a file of a folder: one that is built in by its name, another by the path
/// from there.
pub(super) fn from(folder: &Path, policy: &str) -> String {
    let is_path = policy.ends_with(".servanda") || policy.contains(['/', '\\']);
    if !is_path {
        return policy.to_owned();
    }
    let whole = |path: &Path| {
        let here = Path::new(".");
        fs::canonicalize(if path.as_os_str().is_empty() {
            here
        } else {
            path
        })
        .ok()
    };
    let (Some(folder), Some(file)) = (whole(folder), whole(Path::new(policy))) else {
        return policy.to_owned();
    };
    let shared = folder.components().zip(file.components());
    let shared = shared.take_while(|(one, other)| one == other).count();
    // On another drive there is no path from one to the other.
    if matches!(file.components().next(), Some(Component::Prefix(_))) && shared == 0 {
        return file.display().to_string();
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared);
    let down = down.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<String>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_named_by_its_path_from_the_folder() {
        let root = tempfile::tempdir().unwrap();
        let (tests, policies) = (root.path().join("a/b"), root.path().join("c"));
        fs::create_dir_all(&tests).unwrap();
        fs::create_dir_all(&policies).unwrap();
        let policy = policies.join("mine.servanda");
        fs::write(&policy, "policy mine").unwrap();
        assert_eq!(
            from(&tests, &policy.display().to_string()),
            "../../c/mine.servanda"
        );
        assert_eq!(
            from(&policies, &policy.display().to_string()),
            "mine.servanda"
        );
        assert_eq!(from(&tests, "column"), "column");
    }
}
