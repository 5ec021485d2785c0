//! Texts of an earlier edition mean what they meant, and rewriting gives the text that would have been
//! written for this one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use servanda::limit::Cancel;
use servanda::policy::Change;
use servanda::questions::explain::Depth;
use servanda::syntax::lossless::{Event, Node, NodeKind, SyntaxTree, Token, TokenKind};
use servanda::text::{Code, Source};
use servanda::verdict::Verdict;
use servanda::world::{Linting, World};
use servanda_random::{Random, Size};

use super::layout;
use crate::support::texts;

const SIZE: Size = Size {
    terms: 5,
    prerequisites: 3,
    width: 2,
    listed: 60,
};

/// The new names of some terms, and of some of their labels.
#[derive(Debug, Default)]
struct Renames {
    terms: BTreeMap<String, String>,
    /// By the term, as it was called, and the label.
    labels: BTreeMap<(String, String), String>,
    /// The terms, and their labels, that come to mean something else, as they are called now.
    changed: BTreeSet<(String, Option<String>)>,
}

impl Renames {
    /// Renames for a vocabulary. Either a label has the same new name wherever it is renamed, or each term
    /// its own.
    fn some(vocabulary: &str, random: &mut Random) -> Self {
        let vocabulary = texts::vocabulary(vocabulary);
        let (mut renames, alike) = (Self::default(), random.chance(50));
        let percent = [0, 40, 100][random.below(3)];
        for term in &vocabulary.terms {
            if random.chance(50) {
                // Some shorter, some longer.
                let new = format!("t_{}", "new".repeat(random.below(3))) + &term.name;
                renames.terms.insert(term.name.clone(), new);
            }
            for label in term.kind.labels() {
                if random.chance(percent) {
                    let new = if alike {
                        format!("{}_now", label.name)
                    } else {
                        format!("{}_of_{}", label.name, term.name)
                    };
                    (renames.labels).insert((term.name.clone(), label.name.clone()), new);
                }
            }
        }
        renames
    }

    /// The same, and some of the names come to mean something else.
    fn with_changes(vocabulary: &str, random: &mut Random) -> Self {
        let mut renames = Self::some(vocabulary, random);
        for term in &texts::vocabulary(vocabulary).terms {
            let of = || term.name.clone();
            if random.chance(20) {
                renames.changed.insert((of(), None));
            }
            for label in term.kind.labels().iter().filter(|_| random.chance(30)) {
                let old = (of(), label.name.clone());
                let now = renames.labels.get(&old).unwrap_or(&label.name).clone();
                renames.changed.insert((of(), Some(now)));
            }
        }
        renames
    }

    /// What a token of an old text is called now.
    fn renamed<'t>(&'t self, token: Token<'t>) -> &'t str {
        let old = token.text();
        let new = match (token.kind(), token.parent().kind()) {
            (TokenKind::Name, NodeKind::Term | NodeKind::Comparison(_) | NodeKind::BareName) => {
                self.terms.get(old)
            }
            (TokenKind::Label, _) => {
                let of = term_of(token.parent());
                self.labels.get(&(of, old.to_owned()))
            }
            _ => None,
        };
        new.map_or(old, String::as_str)
    }

    /// What a text says of the old names of a term.
    fn history(&self, term: &str) -> String {
        let own = self
            .terms
            .contains_key(term)
            .then(|| format!("\n  formerly {term}"));
        let labels = self.labels.iter().filter(|((of, _), _)| of == term);
        let labels = labels.map(|((_, old), new)| format!("\n  label {new} formerly {old}"));
        let changed = self.changed.iter().filter(|(of, _)| of == term);
        let changed = changed.map(|(_, label)| match label {
            None => "\n  changed in edition 2 \"it is wider\"".to_owned(),
            Some(label) => format!("\n  label {label} changed in edition 3 \"it is narrower\""),
        });
        own.into_iter().chain(labels).chain(changed).collect()
    }

    /// A policy or a vocabulary with the new names, which a vocabulary explains.
    fn carried_out(&self, text: &str) -> String {
        let tree = SyntaxTree::parse(&Source::new("old", text));
        let mut new = String::new();
        for event in tree.root().walk() {
            match event {
                Event::Token(token) => new += self.renamed(token),
                Event::Leave(node) if node.kind() == NodeKind::Term => {
                    new += &self.history(node.name().unwrap().text());
                }
                Event::Enter(_) | Event::Leave(_) => {}
            }
        }
        new.replacen(
            '\n',
            "\nedition 3\n",
            usize::from(text.starts_with("vocabulary")),
        )
    }
}

/// The name of the term that a label belongs to.
fn term_of(node: Node<'_>) -> String {
    let is_of_term =
        |node: &Node<'_>| matches!(node.kind(), NodeKind::Term | NodeKind::Comparison(_));
    let node = node.ancestors().find(is_of_term).unwrap();
    node.name().unwrap().text().to_owned()
}

type Files = BTreeMap<&'static str, String>;

fn files(vocabulary: &str, policy: &str) -> Files {
    BTreeMap::from([
        ("v.servanda", vocabulary.to_owned()),
        ("p.servanda", policy.to_owned()),
    ])
}

fn open(files: &Files) -> World<&Files> {
    // What is random may be absurd.
    let cancel = Cancel::default();
    let world = World::load(files, ["p.servanda"], Linting::Off, &cancel);
    world.unwrap_or_else(|error| panic!("{error}\n{files:#?}"))
}

/// The verdict on a draft, and on it by each prerequisite; nothing if no completion is possible.
fn verdicts(world: &World<&Files>, draft: &str) -> Option<(Verdict, Vec<Verdict>)> {
    let draft = world.read(&Source::new("d.yaml", draft));
    let draft = draft.unwrap_or_else(|error| panic!("{error}"));
    let check = world.check(&draft).explaining(Depth::Verdicts);
    let answer = match check.run(&Cancel::default()) {
        Ok(answer) => answer,
        Err(error) => {
            assert_eq!(error.diagnostics()[0].code, Code::ProposalIncoherent);
            return None;
        }
    };
    let answer = &answer.proposals[0];
    let each = answer.findings.iter().map(|finding| finding.verdict);
    Some((answer.verdict, each.collect()))
}

/// A draft that names its edition.
fn dated(draft: &str, edition: u64) -> String {
    let ends = ["\r\n", "\n", "\r"];
    let end = ends.into_iter().find(|end| draft.contains(end)).unwrap();
    draft.replacen("proposal:", &format!("edition: {edition}{end}proposal:"), 1)
}

/// A draft without the numbers of its anchors, which tell where they stand.
fn unnumbered(draft: &str) -> String {
    let mut parts = draft.split(['&', '*']);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|char: char| char.is_ascii_alphanumeric());
        text + "&" + rest
    })
}

/// Checks one random vocabulary with random renames. Whether anything was renamed, and whether the draft
/// was rewritten.
fn check(seed: u64) -> (bool, bool) {
    let old = servanda_random::texts(seed, SIZE);
    let mut random = Random::new(seed ^ 0x0ED1_7104);
    let renames = Renames::some(&old.vocabulary, &mut random);
    let new_vocabulary = renames.carried_out(&old.vocabulary);
    let new_policy = renames.carried_out(&old.policy);
    let layout_seed = random.below(1 << 30) as u64;
    let laid = |vocabulary: &str| {
        let meant = texts::proposal(&old.proposal, &texts::vocabulary(&old.vocabulary));
        let vocabulary = texts::vocabulary(vocabulary);
        let random = &mut Random::new(layout_seed);
        layout::laid_out(&meant, &vocabulary, random)
    };
    let (old_laid, new_laid) = (laid(&old.vocabulary), laid(&new_vocabulary));
    let (old_draft, new_draft) = (old_laid.text, new_laid.text);
    let shown = format!(
        "{renames:#?}\n{new_vocabulary}\n{}\n{old_draft}",
        old.policy
    );

    // What is old means what it meant.
    let before = files(&old.vocabulary, &old.policy);
    let mixed = files(&new_vocabulary, &old.policy);
    let after = files(&new_vocabulary, &new_policy);
    let (before, mixed, after) = (open(&before), open(&mixed), open(&after));
    let meant = verdicts(&before, &old_draft);
    for world in [&mixed, &after] {
        for draft in [&old_draft, &new_draft] {
            assert_eq!(verdicts(world, draft), meant, "{shown}");
        }
    }

    // A policy becomes what would have been written, and stays that.
    let migrated = mixed.migrate_policy("p.servanda").unwrap().unwrap();
    let text = migrated.text.unwrap_or_else(|| old.policy.clone());
    assert_eq!(text, new_policy, "{shown}");
    let again = after.migrate_policy("p.servanda").unwrap().unwrap();
    assert_eq!(again.text, None, "{shown}");

    // So does a draft, but where an alias would have to stand for two words. Where a word has an
    // anchor, the two texts may be laid out otherwise: only some of them can use it again.
    let has = |layout| old_laid.layouts.contains(layout) || new_laid.layouts.contains(layout);
    let is_alias = has("alias") || has("anchor");
    let migrate = |draft: &str| mixed.migrate(&Source::new("d.yaml", draft));
    let is_renamed = !renames.terms.is_empty() || !renames.labels.is_empty();
    match migrate(&old_draft) {
        Ok(answer) => {
            let text = answer.text.unwrap_or_else(|| old_draft.clone());
            assert!(
                is_alias || unnumbered(&text) == unnumbered(&new_draft),
                "{shown}\n--->\n{text}\n!=\n{new_draft}"
            );
            assert_eq!(verdicts(&after, &text), meant, "{shown}\n--->\n{text}");
            assert_eq!(migrate(&text).unwrap().text, None, "{text}");
        }
        Err(error) => {
            assert_eq!(
                error.diagnostics()[0].code,
                Code::EditLayout,
                "{error}\n{shown}"
            );
            assert!(is_alias, "{error}\n{shown}");
            return (is_renamed, false);
        }
    }
    let edition = migrate(&dated(&old_draft, 1)).unwrap().text.unwrap();
    assert!(
        is_alias || unnumbered(&edition) == unnumbered(&dated(&new_draft, 3)),
        "{shown}\n{edition}"
    );
    assert_eq!(migrate(&edition).unwrap().text, None);
    (is_renamed, true)
}

/// What is told of names that came to mean something else: their names, and the changes.
fn told(world: &World<&Files>, draft: &str) -> Vec<(String, Vec<Change>)> {
    let draft = world.read(&Source::new("d.yaml", draft)).unwrap();
    let other = draft.outdated.other.iter();
    let told = other.map(|other| (other.name.clone(), other.changes.clone()));
    told.collect()
}

/// Rewrites a random draft, which names this edition or none, over a vocabulary in which names came to mean
/// something else. How many of these it has.
fn check_changes(seed: u64, edition: Option<u64>) -> usize {
    let old = servanda_random::texts(seed, SIZE);
    let mut random = Random::new(seed ^ 0x0C4A_46ED);
    let renames = Renames::with_changes(&old.vocabulary, &mut random);
    let vocabulary = renames.carried_out(&old.vocabulary);
    let files = files(&vocabulary, &renames.carried_out(&old.policy));
    let world = open(&files);
    let draft = match edition {
        Some(edition) => dated(&old.proposal, edition),
        None => old.proposal.clone(),
    };
    let shown = format!("{renames:#?}\n{vocabulary}\n{draft}");
    let answer = world.migrate(&Source::new("d.yaml", draft.as_str()));
    let answer = answer.unwrap_or_else(|error| panic!("{error}\n{shown}"));
    let text = answer.text.unwrap_or_else(|| draft.clone());
    let (before, after) = (told(&world, &draft), told(&world, &text));
    assert_eq!(after, before, "{shown}\n--->\n{text}");
    assert_eq!(
        verdicts(&world, &text),
        verdicts(&world, &draft),
        "{shown}\n--->\n{text}"
    );
    let again = world
        .migrate(&Source::new("d.yaml", text.as_str()))
        .unwrap();
    assert_eq!(again.text, None, "{shown}\n--->\n{text}");
    // A draft that is not told of anything is of this edition afterwards.
    let named = edition.is_some() && before.is_empty();
    assert!(
        !named || text.contains("edition: 3"),
        "{shown}\n--->\n{text}"
    );
    before.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_old_means_what_it_meant_and_becomes_what_would_be_written(seed: u64) {
        check(seed);
    }

    #[test]
    fn what_came_to_mean_something_else_is_never_forgotten(seed: u64, edition in 0..4_u64) {
        check_changes(seed, (edition > 0).then_some(edition));
    }
}

/// The law is about something: most instances rename, and nearly all drafts are rewritten.
#[test]
fn renames_are_carried_out() {
    let all: Vec<(bool, bool)> = (0..40).map(check).collect();
    let renamed = all.iter().filter(|(renamed, _)| *renamed).count();
    let written = all.iter().filter(|(_, written)| *written).count();
    assert!(renamed > 30 && written > 30, "{renamed} {written}");
    let changed = |edition| {
        (0..100)
            .filter(|seed| check_changes(*seed, edition) > 0)
            .count()
    };
    let (undated, dated) = (changed(None), changed(Some(1)));
    assert!(undated > 20 && dated > 40, "{undated} {dated}");
}
