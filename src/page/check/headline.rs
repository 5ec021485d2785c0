//! The first lines of a report: what was judged, the verdict with its counts, the score, and the
//! warnings.

use crate::answer::{CheckAnswer, NoScore, Score, Weights};
use crate::page::block::{Block, Fact, Heading, Page, Paragraph, Status};
use crate::page::{Label, facts, percent};
use crate::phrase;
use crate::proposal::Coverage;
use crate::text::{Phrase, Target};
use crate::verdict::{Alarm, Verdict};

/// The headline above the lines of a brief report.
pub(super) fn brief(answer: &CheckAnswer, page: &mut Page) {
    title(answer, page);
    page.blocks.extend(verdict(answer));
}

/// What was judged.
pub(super) fn title(answer: &CheckAnswer, page: &mut Page) {
    let proposal = &answer.proposal;
    page.push(Heading {
        of: Some(Label::Proposal),
        text: (&proposal.title).into(),
    });
    let identity = identity(answer);
    if !identity.is_empty() {
        page.push(Paragraph::new(0, identity));
    }
}

/// The verdict, by which policy, and what else there is to know first.
pub(super) fn verdict(answer: &CheckAnswer) -> [Block; 2] {
    let mut told = vec![Fact::new(Label::Policy, facts::policy(&answer.policy))];
    told.extend(known(answer));
    [Block::Status(status(answer)), Block::Facts(told)]
}

/// The same under the name of the policy.
pub(super) fn verdict_alone(answer: &CheckAnswer) -> [Block; 2] {
    [Block::Status(status(answer)), Block::Facts(known(answer))]
}

/// What there is to know first, beside the verdict.
fn known(answer: &CheckAnswer) -> Vec<Fact> {
    let mut told = Vec::new();
    told.extend(facts::members(&answer.proposal));
    told.extend(facts::differing(answer));
    told.extend(coverage(answer));
    let taken = answer.options.in_words(false);
    told.extend(taken.map(|taken| Fact::new(Label::Taken, taken)));
    told.push(Fact::new(Label::Score, score_in_full(&answer.score)));
    told.extend(warnings(answer).map(|text| Fact::new(Label::Warnings, text)));
    told
}

/// The headline alone, on a line or two.
pub(super) fn alone(answer: &CheckAnswer, page: &mut Page) {
    let deciding = answer.counts_of(false);
    let mut counts = Phrase::default();
    for (at, (count, word)) in facts::counts(deciding).enumerate() {
        counts = match at {
            0 => phrase![count, " of ", deciding.all(), " ", word],
            _ => phrase![counts, ", ", count, " ", word],
        };
    }
    let said = phrase![answer.proposal.shown(), ": ", counts];
    page.push(Status::new(
        answer.verdict.into(),
        answer.verdict.word(),
        said,
    ));
    let mut more = phrase![
        "by ",
        Phrase::name(answer.policy.shown()),
        ": score ",
        score(&answer.score)
    ];
    if !answer.differing.is_empty() {
        let terms = Phrase::counted(answer.differing.len() as u64, "term");
        more = phrase![more, "; its members differ on ", terms];
    }
    if let Some(warnings) = warnings(answer) {
        more = phrase![more, "; warnings: ", warnings];
    }
    page.push(Paragraph::new(4, more));
}

/// The verdict above full findings.
pub(super) fn full(answer: &CheckAnswer, page: &mut Page) {
    page.push(status(answer));
    let mut told = vec![Fact::new(Label::Score, score_in_full(&answer.score))];
    told.extend(facts::differing_in_full(answer));
    told.extend(warnings(answer).map(|text| Fact::new(Label::Warnings, text)));
    told.push(Fact::new(Label::Because, &answer.because));
    if let Some(account) = &answer.account {
        let settled = [Label::MetIf, Label::UnmetIf];
        told.extend(facts::account(
            account,
            answer.verdict == Verdict::Open,
            settled,
        ));
    }
    page.facts(told);
}

/// `us-28-point-plan-2025, version 2, 2025-11-20; leaked working draft`.
fn identity(answer: &CheckAnswer) -> Phrase {
    let proposal = &answer.proposal;
    // A text without a title is called by its name above.
    let name = (proposal.id != proposal.title).then(|| Phrase::from(proposal.shown()));
    let date = proposal.date.as_ref().map(Phrase::from);
    let version = facts::version(proposal);
    let parts = [name, version, date].into_iter().flatten();
    let called = Phrase::joined(parts, ", ");
    let status = proposal.status.as_ref().map(Phrase::from);
    let parts = [Some(called).filter(|called| !called.is_empty()), status];
    Phrase::joined(parts.into_iter().flatten(), "; ")
}

/// What a reader has to know who takes silence in the coding for silence of the text.
fn coverage(answer: &CheckAnswer) -> Option<Fact> {
    let coverage = answer.proposal.coverage?;
    match coverage {
        Coverage::Full | Coverage::NearFull => None,
        Coverage::Partial | Coverage::ReportingOnly => {
            Some(Fact::new(Label::Coverage, facts::coverage(coverage)))
        }
    }
}

fn status(answer: &CheckAnswer) -> Status {
    Status::new(
        answer.verdict.into(),
        answer.verdict.word(),
        counted(answer),
    )
}

/// `4 of 15 deciding prerequisites unmet, 9 open, 2 met; 1 advisory unmet`.
pub(super) fn counted(answer: &CheckAnswer) -> Phrase {
    let (deciding, advisory) = (answer.counts_of(false), answer.counts_of(true));
    let (all, beside) = (deciding.all(), advisory.all());
    let what = match (beside, all) {
        (0, 1) => " prerequisite ",
        (0, _) => " prerequisites ",
        (_, 1) => " deciding prerequisite ",
        (_, _) => " deciding prerequisites ",
    };
    let mut text = Phrase::default();
    for (at, (count, word)) in facts::counts(deciding).enumerate() {
        text = match at {
            0 if count == all && all > 1 => phrase!["all ", all, what, word],
            0 => phrase![count, " of ", all, what, word],
            _ => phrase![text, ", ", count, " ", word],
        };
    }
    if all == 0 {
        text = "no prerequisite decides".into();
    }
    if answer.verdict == Verdict::Unmet && deciding.unmet == 0 {
        text = phrase!["never all met at once; ", text];
    }
    for (at, (count, word)) in facts::counts(advisory).enumerate() {
        text = match at {
            0 => phrase![text, "; ", count, " advisory ", word],
            _ => phrase![text, ", ", count, " ", word],
        };
    }
    text
}

/// The raised warnings by name, and how many may be raised; `None` if the policy has none.
pub(super) fn warnings(answer: &CheckAnswer) -> Option<Phrase> {
    if answer.warnings.is_empty() {
        return None;
    }
    let of = |alarm| {
        answer
            .warnings
            .iter()
            .filter(move |each| each.verdict == alarm)
    };
    let raised = of(Alarm::Raised)
        .map(|warning| Phrase::link(Target::Warning(warning.id.clone()), &warning.id));
    let raised: Vec<Phrase> = raised.collect();
    let possible = of(Alarm::Open).count();
    Some(match (raised.is_empty(), possible) {
        (true, 0) => "none raised".into(),
        (true, _) => phrase!["none raised; ", possible, " possible"],
        (false, 0) => Phrase::joined(raised, ", "),
        (false, _) => phrase![
            Phrase::joined(raised, ", "),
            "; ",
            possible,
            " more possible"
        ],
    })
}

/// `17 % to 74 %`.
pub(in crate::page) fn score(score: &Score) -> Phrase {
    match (&score.bounds, score.missing) {
        (Some(shares), _) => percent::drawn(shares.low, shares.high),
        (None, Some(NoScore::TooLarge)) => "not bounded: too much is open".into(),
        (None, Some(NoScore::NothingApplies) | None) => "none: nothing applies".into(),
    }
}

/// `17 % to 74 % (weight 4 of 23 to 17 of 23)`.
pub(in crate::page) fn score_in_full(of: &Score) -> Phrase {
    let share = score(of);
    let Some(Weights { low, high }) = of.weights else {
        return share;
    };
    let each = |part: crate::answer::Weight| phrase![part.met, " of ", part.of];
    if low == high {
        phrase![share, " (weight ", each(low), ")"]
    } else {
        phrase![share, " (weight ", each(low), " to ", each(high), ")"]
    }
}
