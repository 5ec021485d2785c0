//! Snapshots: a case for each text and policy of which one is kept, and a notice where what the policy
//! says differs.

use super::{At, Case, Level, Notice, Outcome, Rule, Spot};
use crate::answer::{SnapshotAnswer, SnapshotDifference, SnapshotState, Tests};
use crate::phrase;
use crate::text::{Phrase, Untrusted};

/// The cases of an answer.
pub(super) fn snapshots(tests: &Tests) -> impl Iterator<Item = Case> {
    tests.snapshots.iter().map(case)
}

fn case(snapshot: &SnapshotAnswer) -> Case {
    let exact = |text: &Untrusted| text.exact(String::push_str);
    let (name, file) = (exact(&snapshot.name), exact(&snapshot.file));
    let folder = file.rsplit_once('/').map_or(".", |(folder, _)| folder);
    let name = name.strip_prefix(&format!("{folder}/")).unwrap_or(&name);
    let settled = snapshot.is_settled();
    Case {
        suite: folder.into(),
        of: folder.into(),
        name: Untrusted::from(format!("{name} by {}, snapshot", exact(&snapshot.policy))),
        file: snapshot.file.clone(),
        outcome: if settled {
            Outcome::Passed
        } else {
            Outcome::Failed
        },
        says: Phrase::default(),
        notices: (!settled).then(|| notice(snapshot)).into_iter().collect(),
    }
}

fn notice(snapshot: &SnapshotAnswer) -> Notice {
    let (what, more) = match snapshot.state {
        SnapshotState::New => (
            "there is no snapshot of what the policy says yet",
            Vec::new(),
        ),
        SnapshotState::Changed | SnapshotState::Same => {
            let each = snapshot.differences.iter();
            let each = each.map(SnapshotDifference::in_words);
            ("not as in its snapshot", each.collect())
        }
    };
    let message = phrase![&snapshot.name, ", by ", &snapshot.policy, ": ", what];
    let [name, policy] =
        [&snapshot.name, &snapshot.policy].map(|text| text.exact(String::push_str));
    // Of a new one there is no file yet.
    let file = match snapshot.state {
        SnapshotState::New => &snapshot.file,
        SnapshotState::Changed | SnapshotState::Same => &snapshot.snapshot,
    };
    Notice {
        rule: rule(),
        level: Level::Error,
        message,
        more,
        spots: vec![Spot::new(At::File(file.clone()), "")],
        identity: vec![policy, name],
    }
}

fn rule() -> Rule {
    let help = "Review the change: accept it if it was meant, else mend the policy or the draft.";
    Rule {
        id: "test/snapshot".to_owned(),
        short: "Another answer than in the snapshot".into(),
        full: "What a policy says of a draft is not what its snapshot keeps, or there is no snapshot yet."
            .into(),
        help: vec![help.into()],
        level: Level::Error,
        tags: vec!["test"],
    }
}
