//! The files of a site, and how they refer to one another.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{CheckAnswer, Comparison, PolicyShown};
use crate::page::html::{Places, called, safe};
use crate::text::Target;

/// The most characters of a name that a file is called by.
const LONGEST: usize = 80;
/// Names that some systems keep for devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Where everything stands: the file, and the part of it.
pub(super) struct Files(BTreeMap<Target, (String, Option<String>)>);

impl Files {
    /// A file for everything. Names are told apart where capitals or rare characters alone differ.
    pub fn of(
        texts: &[Vec<CheckAnswer>],
        policies: &[(String, PolicyShown)],
        comparisons: &[(Option<String>, Comparison)],
    ) -> Self {
        let mut all = BTreeMap::new();
        let mut taken = BTreeSet::new();
        all.insert(Target::Everything, ("index.html".to_owned(), None));
        for answers in texts {
            let Some(first) = answers.first() else {
                continue;
            };
            let text = first.proposal.shown().exact(String::push_str);
            let path = path("texts", &text, &mut taken);
            for answer in answers {
                let judged = Target::Judged {
                    text: text.clone(),
                    policy: answer.policy.shown().to_owned(),
                };
                let part = called(&judged);
                all.insert(judged, (path.clone(), Some(part)));
            }
            all.insert(Target::Text(text), (path, None));
        }
        for (name, policy) in policies {
            let path = path("policies", name, &mut taken);
            let asked = policy.prerequisites.iter().map(|each| &each.id);
            let asked = asked.chain(policy.warnings.iter().map(|each| &each.id));
            for each in asked {
                let asked = Target::Asked {
                    policy: name.clone(),
                    name: each.clone(),
                };
                let part = called(&asked);
                all.insert(asked, (path.clone(), Some(part)));
            }
            all.insert(Target::Policy(name.clone()), (path, None));
        }
        for (by, _) in comparisons {
            let name = by.as_deref().unwrap_or("all");
            let path = path("compared", name, &mut taken);
            all.insert(Target::Compared(by.clone()), (path, None));
        }
        Self(all)
    }

    /// The file about something.
    pub fn path(&self, of: &Target) -> Option<&str> {
        self.0.get(of).map(|(path, _)| &**path)
    }
}

/// `texts/NAME.html`, which is not taken yet.
fn path(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    // A dot would hide a file, or end its name.
    let mut stem = safe(name).to_lowercase().replace('.', "-x");
    stem.truncate(LONGEST);
    if DEVICES.contains(&&*stem) || stem.is_empty() {
        stem.push('_');
    }
    let mut path = format!("{folder}/{stem}.html");
    let mut count = 1;
    while !taken.insert(path.clone()) {
        count += 1;
        path = format!("{folder}/{stem}-{count}.html");
    }
    path
}

/// A file of the site, from which others are referred to.
pub(super) struct At<'a> {
    pub files: &'a Files,
    pub path: &'a str,
}

impl Places for At<'_> {
    fn address(&self, of: &Target) -> Option<String> {
        let (path, part) = self.files.0.get(of)?;
        let path = match (self.path.split_once('/'), path.split_once('/')) {
            (Some((here, _)), Some((there, file))) if here == there => file.to_owned(),
            (Some(_), _) => format!("../{path}"),
            (None, _) => path.clone(),
        };
        Some(match part {
            Some(part) => format!("{path}#{part}"),
            None => path,
        })
    }
}
