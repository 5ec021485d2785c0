//! The report in sentences, for a screen reader: no drawing, no columns, no colour.

use std::fmt::Write as _;

use super::diagnostic::spoken;
use super::facts::{Fact, say};
use super::words::harmless;
use super::{Judged, counts, percent};
use crate::verdict::{Alarm, Verdict};

/// One judged proposal.
#[must_use]
pub fn plain(judged: &Judged<'_>, verbose: bool) -> String {
    let mut out = String::new();
    let proposal = judged.case.proposal;
    let _ = writeln!(
        out,
        "Proposal {}: {}.",
        harmless(&proposal.id),
        harmless(&proposal.title)
    );
    say(&mut out, &judged.about());
    let report = judged.report;
    let _ = writeln!(out, "Verdict: {}.", report.verdict);
    let _ = writeln!(out, "Score: {}.", percent(report.score));
    let _ = writeln!(out, "Findings: {}.", counts(report));
    say(&mut out, &judged.joint());
    let total = report.findings.len();
    for (index, finding) in report.findings.iter().enumerate() {
        let prerequisite = &judged.policy.prerequisites[index];
        let advisory = if prerequisite.advisory {
            ", advisory"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "\nFinding {} of {total}: {}, {}. {}{advisory}.",
            index + 1,
            prerequisite.name,
            finding.verdict,
            harmless(&prerequisite.title)
        );
        if matches!(finding.verdict, Verdict::Met | Verdict::NotApplicable) && !verbose {
            continue;
        }
        let facts = judged.finding(index);
        for gap in &facts.gaps {
            let _ = writeln!(out, "{}: {}.", spoken(&gap.proposal), gap.proposal_says);
            let _ = writeln!(out, "{}: {}.", spoken(&gap.policy), gap.policy_says);
        }
        say(&mut out, &facts.facts);
    }
    let total = report.alarms.len();
    for (index, alarm) in report.alarms.iter().enumerate() {
        let warning = &judged.policy.warnings[index];
        if *alarm == Alarm::Clear && !verbose {
            continue;
        }
        let (name, title) = (&warning.name, harmless(&warning.title));
        let _ = writeln!(
            out,
            "\nWarning {} of {total}: {name}, {alarm}. {title}.",
            index + 1
        );
        say(&mut out, &judged.warning(index));
        let account = &judged.explanation.warnings[index];
        for fact in judged.account(account, verdict_of(*alarm)) {
            let heading = match fact.heading {
                "met if" => "clear if",
                "unmet if" => "raised if",
                other => other,
            };
            say(&mut out, &[Fact { heading, ..fact }]);
        }
    }
    out
}

fn verdict_of(alarm: Alarm) -> Verdict {
    match alarm {
        Alarm::Raised => Verdict::Unmet,
        Alarm::Clear => Verdict::Met,
        Alarm::Open => Verdict::Open,
    }
}

/// Several judged proposals, a sentence each.
#[must_use]
pub fn plain_summary(all: &[(Judged<'_>, &str)], errors: usize) -> String {
    let mut out = String::from("\n");
    for (judged, policy) in all {
        let by = if policy.is_empty() {
            String::new()
        } else {
            format!(" by {policy}")
        };
        let (id, verdict) = (harmless(&judged.case.proposal.id), judged.report.verdict);
        let _ = writeln!(
            out,
            "{id}{by}: {verdict}, score {}.",
            percent(judged.report.score)
        );
    }
    let _ = writeln!(out, "{}.", super::text::total(all, errors));
    out
}
