//! Names by which several policies, or several proposals, of one name are told apart.

use std::path::{Component, Path};

use super::builtin;
use crate::policy::Policy;
use crate::proposal::Proposal;
use crate::text::{Code, Diagnostic, Place, Span};

/// The ending that the file of a policy is called without.
const ENDING: &str = ".servanda";

/// Gives policies of one name from several files what answers call them: the shortest end of each
/// path that tells them apart; of a policy that is built in, its name.
pub(super) fn policies(policies: &mut [Policy]) {
    let named = |policy: &Policy| {
        let source = policy.source.name();
        let path = match builtin::find(&policy.name) {
            Some(known) if known.name() == source && known.text() == policy.source.text() => {
                policy.name.clone()
            }
            _ => source.strip_suffix(ENDING).unwrap_or(source).to_owned(),
        };
        (policy.name.clone(), path)
    };
    let names: Vec<(String, String)> = policies.iter().map(named).collect();
    for (policy, called) in policies.iter_mut().zip(told_apart(&names)) {
        policy.called = called;
    }
}

/// Gives proposals of one name what answers call them, the shortest end of each path that tells them
/// apart, and warns of each such name.
pub fn tell_apart<'a>(proposals: impl IntoIterator<Item = &'a mut Proposal>) -> Vec<Diagnostic> {
    let mut proposals: Vec<&mut Proposal> = proposals.into_iter().collect();
    let named = |proposal: &&mut Proposal| {
        let path = proposal.source.name().to_owned();
        (proposal.id.clone(), path)
    };
    let names: Vec<(String, String)> = proposals.iter().map(named).collect();
    for (proposal, called) in proposals.iter_mut().zip(told_apart(&names)) {
        proposal.called = called;
    }
    let mut known: Vec<Vec<&Proposal>> = Vec::new();
    for proposal in proposals {
        let proposal: &Proposal = proposal;
        match known.iter_mut().find(|alike| alike[0].id == proposal.id) {
            Some(alike) => alike.push(proposal),
            None => known.push(vec![proposal]),
        }
    }
    let several = known.iter().filter(|alike| alike.len() > 1);
    several.map(|alike| warning(alike)).collect()
}

fn warning(alike: &[&Proposal]) -> Diagnostic {
    let count = alike.len();
    let message = format!("{count} proposals have the same name, `{}`", alike[0].id);
    let mut said = Diagnostic::warning(Code::InputSameName, message);
    for proposal in alike {
        said = said.at(name(proposal), "");
    }
    said.help("they are told apart by their files; give each its own name after `proposal:`")
}

/// Where its name stands: after the key `proposal`, or `package`.
fn name(proposal: &Proposal) -> Place {
    const KEYS: [&str; 2] = ["proposal:", "package:"];
    let text = proposal.source.text();
    let mut at = 0;
    let line = text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let named = KEYS.iter().any(|key| line.starts_with(key));
        named.then_some((start, line))
    });
    let span = match line {
        Some((start, line)) => Span::new(start, start + line.trim_end().len()),
        None => Span::new(0, 0),
    };
    Place::new(&proposal.source, span)
}

/// What each is called: its name, unless one of that name has another path.
fn told_apart(names: &[(String, String)]) -> Vec<String> {
    let each = names.iter().map(|(name, path)| {
        let same = names.iter().filter(|(other, _)| other == name);
        let paths: Vec<&str> = same.map(|(_, path)| path.as_str()).collect();
        if paths.iter().any(|other| other != path) {
            shortest_end(path, &paths)
        } else {
            name.clone()
        }
    });
    each.collect()
}

/// The shortest end of a path that no other path has.
fn shortest_end(path: &str, paths: &[&str]) -> String {
    let parts = |path: &str| -> Vec<String> {
        let parts = Path::new(path).components();
        let shown = parts.filter(|part| !matches!(part, Component::CurDir));
        shown
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let own = parts(path);
    for length in 1..own.len() {
        let end = &own[own.len() - length..];
        let mut others = paths.iter().filter(|other| **other != path);
        if !others.any(|other| parts(other).ends_with(end)) {
            return end.join("/");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(names: &[(&str, &str)]) -> Vec<String> {
        let owned = names
            .iter()
            .map(|(name, path)| ((*name).to_owned(), (*path).to_owned()));
        told_apart(&owned.collect::<Vec<_>>())
    }

    #[test]
    fn only_what_is_ambiguous_is_called_by_its_path() {
        assert_eq!(called(&[("p", "a/p"), ("q", "b/p")]), ["p", "q"]);
        assert_eq!(
            called(&[("p", "x/a/p"), ("p", "x/b/p"), ("q", "q")]),
            ["a/p", "b/p", "q"]
        );
        assert_eq!(called(&[("p", "p"), ("p", "b/p")]), ["p", "b/p"]);
        assert_eq!(called(&[("p", "one"), ("p", "two")]), ["one", "two"]);
        assert_eq!(called(&[("p", "/x/a/p"), ("p", "/x/a/p")]), ["p", "p"]);
        assert_eq!(called(&[("p", "a/p"), ("p", "./a/p")]), ["a/p", "./a/p"]);
    }
}
