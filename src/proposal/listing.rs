//! A YAML tree to the list of a package's members, and what can be wrong with such a list.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::error::{Kind, ProposalError};
use super::node::{Node, Value};
use super::read::{Entries, Reader, is_empty, take};
use super::{Proposal, members};
use crate::policy::Outdated;
use crate::text::{Code, Diagnostic, Place, Source, Span, Spanned};

const KEYS: &[&str] = &[
    "package",
    "title",
    "version",
    "supersedes",
    "date",
    "authors",
    "status",
    "outcome",
    "note",
    "members",
];
/// What only a text that states something has.
const OF_A_TEXT: &[&str] = &["provisions", "unlisted", "coverage", "sources", "edition"];

/// A package as its file has it: its members are files that are still to be read.
#[derive(Debug)]
pub struct Listing {
    /// What is said of the package, without its members.
    pub(super) head: Proposal,
    /// The files of its members, each a path from the folder of the package's file.
    pub members: Vec<Spanned<String>>,
}

/// What is wrong with a list of members. Each is quoted with a text that triggers it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum PackageFault {
    /// `members: []`.
    #[error("a package needs members: the texts that it puts together")]
    NoMembers,
    /// A package among the members, or where one text is asked for.
    #[error("`{file}` is a package, not a single text")]
    NoSingleText { file: String },
    /// `provisions` in a package.
    #[error("`{key}` cannot stand in a package, which states nothing itself")]
    OwnProvisions { key: String },
    /// `members: [a.yaml, ./a.yaml]`.
    #[error("`{file}` is a member twice")]
    SameMember { file: String },
    /// More than [`members::MOST_MEMBERS`].
    #[error("this package has {members} members; at most {most} are put together")]
    TooManyMembers { members: usize, most: usize },
}

impl PackageFault {
    pub fn code(&self) -> Code {
        match self {
            Self::NoMembers => Code::PackageNoMembers,
            Self::NoSingleText { .. } => Code::PackageNoSingleText,
            Self::OwnProvisions { .. } => Code::PackageOwnProvisions,
            Self::SameMember { .. } => Code::PackageSameMember,
            Self::TooManyMembers { .. } => Code::PackageTooManyMembers,
        }
    }

    pub fn help(&self) -> String {
        match self {
            Self::NoMembers => {
                "list their files, such as `members: [first.yaml, second.yaml]`".into()
            }
            Self::NoSingleText { .. } => "name its members instead, one by one".into(),
            Self::OwnProvisions { .. } => {
                "put it into a proposal of its own, and list that among the members".into()
            }
            Self::SameMember { .. } => "list it once".into(),
            Self::TooManyMembers { .. } => "put together only what was agreed as one".into(),
        }
    }

    /// The error, of which no place is known.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error(self.code(), self.to_string()).help(self.help())
    }
}

impl Listing {
    /// The path of a member, seen from where the path of the package's file starts.
    #[must_use]
    pub fn path_of(&self, member: &str) -> String {
        let path = Path::new(self.head.source.name()).with_file_name(member);
        path.to_string_lossy().into_owned()
    }

    /// Where a member is listed.
    #[must_use]
    pub fn place_of(&self, member: &Spanned<String>) -> Place {
        Place::new(&self.head.source, member.span)
    }

    /// What is said of the package, as a proposal without provisions.
    #[must_use]
    pub fn head(&self) -> &Proposal {
        &self.head
    }

    /// The package of these members, which were read from the files that it lists, in that order.
    #[must_use]
    pub fn of(self, members: Vec<Proposal>) -> Proposal {
        members::filled(self.head, members)
    }

    /// What is said where one text is asked for.
    pub(crate) fn no_single_text(&self) -> Diagnostic {
        let file = self.head.source.name().to_owned();
        PackageFault::NoSingleText { file }.diagnostic()
    }
}

/// Whether a text lists members rather than provisions.
pub(super) fn is_package(root: &Node) -> bool {
    let Value::Mapping(entries) = &root.value else {
        return false;
    };
    let has = |wanted: &str| entries.iter().any(|(key, _)| key.value == wanted);
    has("package") && !has("proposal")
}

impl Reader<'_> {
    pub(super) fn package(&mut self, root: Node, source: &Arc<Source>) -> Option<Listing> {
        let root = self.without_provisions(root);
        let mut top = self.mapping(root, "package", "a package", Some(KEYS));
        let members = take(&mut top, "members");
        let head = self.head("package", &mut top, source);
        let members = self.members_of(members, source);
        let (mut head, (key, members)) = (head?, members?);
        head.provisions_span = key.span;
        Some(Listing { head, members })
    }

    /// Reports what only a single text has, and leaves it out.
    fn without_provisions(&mut self, mut root: Node) -> Node {
        if let Value::Mapping(entries) = &mut root.value {
            entries.retain(|(key, _)| {
                let of_a_text = OF_A_TEXT.contains(&key.value.as_str());
                if of_a_text {
                    let fault = PackageFault::OwnProvisions {
                        key: key.value.clone(),
                    };
                    self.fail(Kind::Package(fault), key.span);
                }
                !of_a_text
            });
        }
        root
    }

    fn members_of(
        &mut self,
        entry: Option<(Spanned<String>, Node)>,
        source: &Source,
    ) -> Option<(Spanned<String>, Vec<Spanned<String>>)> {
        let Some((key, node)) = entry else {
            // A misspelt key is one mistake, and not that there are no members as well.
            let unknown = |error: &ProposalError| matches!(error.kind, Kind::UnknownKey { .. });
            if !self.errors.iter().any(unknown) {
                self.fail(Kind::Package(PackageFault::NoMembers), Span::default());
            }
            return None;
        };
        let items = match node.value {
            Value::List(items) => items,
            _ if is_empty(&node) => Vec::new(),
            Value::Text(text) => vec![Spanned::new(Value::Text(text), node.span)],
            Value::Null(_) | Value::Mapping(_) => {
                let (key, expected) = (key.value, "a list of files");
                self.fail(Kind::WrongShape { key, expected }, node.span);
                return None;
            }
        };
        let span = key.span;
        let (count, most) = (items.len(), members::MOST_MEMBERS);
        if count == 0 {
            self.fail(Kind::Package(PackageFault::NoMembers), span);
            return None;
        }
        if count > most {
            let fault = PackageFault::TooManyMembers {
                members: count,
                most,
            };
            self.fail(Kind::Package(fault), span);
            return None;
        }
        let mut known: Vec<PathBuf> = vec![plain(Path::new(source.name()))];
        let mut members = Vec::new();
        for item in items {
            let span = item.span;
            let Some(file) = self.text((key.clone(), item)) else {
                continue;
            };
            let file = file.trim().to_owned();
            let path = plain(&Path::new(source.name()).with_file_name(&file));
            if known.contains(&path) {
                let fault = if known[0] == path {
                    PackageFault::NoSingleText { file }
                } else {
                    PackageFault::SameMember { file }
                };
                self.fail(Kind::Package(fault), span);
                continue;
            }
            known.push(path);
            members.push(Spanned::new(file, span));
        }
        (!members.is_empty()).then_some((key, members))
    }

    /// The entries of a package, or of a proposal, that say what it is called and where it comes from.
    pub(super) fn head(
        &mut self,
        key: &'static str,
        top: &mut Entries,
        source: &Arc<Source>,
    ) -> Option<Proposal> {
        let id = take(top, key);
        if id.is_none() {
            self.fail(Kind::MissingKey { key }, Span::default());
        }
        let date = take(top, "date").and_then(|entry| self.date(entry));
        let mut texts = |key: &str| take(top, key).map_or_else(Vec::new, |entry| self.texts(entry));
        let (authors, supersedes) = (texts("authors"), texts("supersedes"));
        let mut text = |key: &str| take(top, key).and_then(|entry| self.text(entry));
        let (title, version) = (text("title"), text("version"));
        let (status, outcome, note) = (text("status"), text("outcome"), text("note"));
        let id = id.and_then(|entry| self.name(entry))?;
        Some(Proposal {
            title: title.unwrap_or_else(|| id.clone()),
            called: id.clone(),
            id,
            version,
            supersedes,
            date,
            authors,
            status,
            coverage: None,
            outcome,
            note,
            sources: Vec::new(),
            unlisted_silent: None,
            provisions: Vec::new(),
            outdated: Outdated::new(self.vocabulary),
            provisions_span: Span::default(),
            members: Vec::new(),
            source: Arc::clone(source),
            over: Arc::clone(&self.vocabulary.source),
        })
    }
}

/// A path without the parts that lead nowhere, `.` and `a/..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            Component::ParentDir
            | Component::Normal(_)
            | Component::RootDir
            | Component::Prefix(_) => plain.push(part),
        }
    }
    plain
}
