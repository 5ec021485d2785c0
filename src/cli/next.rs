//! The commands that a report on a text offers, with the options that it was asked for with.

use std::path::Path;

use servanda::page::{Advice, Next, Shell};
use servanda::text::Untrusted;

use super::args::{Check, MinGrade};
use super::words::Flags;

/// A text that was judged.
pub(crate) struct About<'a> {
    pub args: &'a Check,
    /// Its path, as it was named.
    pub file: &'a Path,
}

impl Shell for About<'_> {
    fn advice(&self, advice: Advice) -> Option<&'static str> {
        Flags.advice(advice)
    }

    fn command(&self, next: Next<'_>) -> Option<Vec<Untrusted>> {
        let (command, more) = match next {
            Next::Text => ("check", None),
            Next::Finding(name) => ("check", Some(format!("--finding {name}"))),
            // It takes a package as a file alone.
            Next::Repair if self.args.together => return None,
            Next::Repair => ("repair", None),
        };
        let mut parts = if self.args.together {
            let mut parts = vec![format!("servanda {command} --together")];
            for file in &self.args.files {
                parts.push(named(file.to_str()?));
            }
            parts
        } else {
            vec![format!("servanda {command} {}", named(self.file.to_str()?))]
        };
        parts.extend(self.options());
        parts.extend(more);
        Some(parts.into_iter().map(Untrusted::from).collect())
    }
}

impl About<'_> {
    /// What changes the answer.
    fn options(&self) -> Vec<String> {
        let (by, taking) = (&self.args.by, &self.args.taking);
        let readings = by.readings.readings.iter();
        let readings = readings.map(|name| format!("--reading {}", quoted(name)));
        let mut options: Vec<String> = by_policies(&by.policies).chain(readings).collect();
        options.extend(taking.rivals.then(|| "--rivals".to_owned()));
        options.extend(taking.min_grade.map(|grade| {
            let grade = match grade {
                MinGrade::A => "A",
                MinGrade::B => "B",
                MinGrade::C => "C",
            };
            format!("--min-grade {grade}")
        }));
        options
    }
}

/// The options that ask by these policies.
pub(crate) fn by_policies(policies: &[String]) -> impl Iterator<Item = String> {
    policies
        .iter()
        .map(|name| format!("--policy {}", quoted(name)))
}

/// A file as an argument that is not taken for an option.
pub(crate) fn named(file: &str) -> String {
    if file.starts_with('-') && file != "-" {
        quoted(&format!("./{file}"))
    } else {
        quoted(file)
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "._/-=+:,@%".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::{named, quoted};

    #[test]
    fn a_file_is_no_option() {
        assert_eq!(named("-x.yaml"), "./-x.yaml");
        assert_eq!(named("-"), "-");
        assert_eq!(named("a-x.yaml"), "a-x.yaml");
    }

    #[test]
    fn a_word_that_a_shell_would_break_is_quoted() {
        assert_eq!(quoted("texts/a-1.yaml"), "texts/a-1.yaml");
        assert_eq!(quoted("my draft.yaml"), "'my draft.yaml'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }
}
