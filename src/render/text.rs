//! The report for a terminal.

use super::diagnostic::gap;
use super::layout::{Page, verdict_paint};
use super::words::harmless;
use super::{Judged, Style, counts, percent};
use crate::verdict::{Alarm, Verdict};

/// One judged proposal: the verdict first, then what is unmet, open and not applicable, in the
/// policy's order within each, since what decides is read first; what is met comes last.
#[must_use]
pub fn text(judged: &Judged<'_>, style: Style) -> String {
    let mut page = Page::new(style);
    let proposal = judged.case.proposal;
    let title = format!("{}: {}", harmless(&proposal.id), harmless(&proposal.title));
    let start = page.out.len();
    page.wrapped(&title, "", "  ");
    if style.colour {
        let bold = page.paint(anstyle::Style::new().bold(), page.out[start..].trim_end());
        page.out.truncate(start);
        page.line(&bold);
    }
    page.facts(&judged.about());
    page.blank();
    head(&mut page, judged);
    page.facts(&judged.joint());
    for verdict in [
        Verdict::Unmet,
        Verdict::Open,
        Verdict::NotApplicable,
        Verdict::Met,
    ] {
        for (index, finding) in judged.report.findings.iter().enumerate() {
            if finding.verdict == verdict {
                show(&mut page, judged, index);
            }
        }
    }
    for (index, alarm) in judged.report.alarms.iter().enumerate() {
        if *alarm != Alarm::Clear || style.verbose {
            warning(&mut page, judged, index);
        }
    }
    page.out
}

/// The verdict, the score and the counts.
fn head(page: &mut Page, judged: &Judged<'_>) {
    let word = judged.report.verdict.to_string();
    let painted = page.paint(verdict_paint(&word), &word.to_uppercase());
    let line = format!(
        "{painted}   score {}   {}",
        percent(judged.report.score),
        counts(judged.report)
    );
    page.line(&line);
}

fn title_line(page: &mut Page, word: &str, name: &str, title: &str, mark: &str) {
    let painted = page.paint(verdict_paint(word), &format!("{:<7}", word.to_uppercase()));
    let start = page.out.len();
    let title = if title.is_empty() {
        String::new()
    } else {
        format!("  {}", harmless(title))
    };
    page.wrapped(&format!("{name}{title}{mark}"), "        ", "          ");
    // The first seven columns were kept free for the painted word.
    page.out.replace_range(start..start + 7, &painted);
}

fn show(page: &mut Page, judged: &Judged<'_>, index: usize) {
    let prerequisite = &judged.policy.prerequisites[index];
    let verdict = judged.report.findings[index].verdict;
    let brief = matches!(verdict, Verdict::Met | Verdict::NotApplicable) && !page.style.verbose;
    let word = match verdict {
        Verdict::NotApplicable => "n/a".to_owned(),
        verdict => verdict.to_string(),
    };
    let mark = if prerequisite.advisory {
        " (advisory)"
    } else {
        ""
    };
    // Brief lines of one verdict stand together.
    if !brief || first_of_its_verdict(judged, index) {
        page.blank();
    }
    title_line(page, &word, &prerequisite.name, &prerequisite.title, mark);
    if brief {
        return;
    }
    let facts = judged.finding(index);
    for each in &facts.gaps {
        page.out.push_str(&gap(each, page.style));
    }
    page.facts(&facts.facts);
}

/// Whether no finding before it has the same verdict.
fn first_of_its_verdict(judged: &Judged<'_>, index: usize) -> bool {
    let verdict = judged.report.findings[index].verdict;
    (judged.report.findings[..index].iter()).all(|finding| finding.verdict != verdict)
}

fn warning(page: &mut Page, judged: &Judged<'_>, index: usize) {
    let warning = &judged.policy.warnings[index];
    let alarm = judged.report.alarms[index];
    page.blank();
    let mark = format!("  [warning {alarm}]");
    title_line(
        page,
        &alarm.to_string(),
        &warning.name,
        &warning.title,
        &mark,
    );
    if alarm == Alarm::Raised || page.style.verbose {
        page.facts(&judged.warning(index));
    }
    let verdict = match alarm {
        Alarm::Raised => Verdict::Unmet,
        Alarm::Clear => Verdict::Met,
        Alarm::Open => Verdict::Open,
    };
    let mut facts = judged.account(&judged.explanation.warnings[index], verdict);
    for fact in &mut facts {
        // Of a warning, met means clear and unmet means raised.
        fact.heading = match fact.heading {
            "met if" => "clear if",
            "unmet if" => "raised if",
            other => other,
        };
    }
    page.facts(&facts);
}

/// One line for each of several judged proposals, and a line that counts them.
#[must_use]
pub fn summary(all: &[(Judged<'_>, &str)], errors: usize, style: Style) -> String {
    let mut page = Page::new(style);
    page.blank();
    for (judged, policy) in all {
        let word = judged.report.verdict.to_string();
        let painted = page.paint(verdict_paint(&word), &format!("{word:<14}"));
        let score = percent(judged.report.score);
        let id = harmless(&judged.case.proposal.id);
        let by = if policy.is_empty() {
            String::new()
        } else {
            format!(" ({policy})")
        };
        page.line(&format!("{painted} {score:<14} {id}{by}"));
    }
    page.line(&total(all, errors));
    page.out
}

/// `27 judged: 0 met, 27 unmet, …`.
pub(super) fn total(all: &[(Judged<'_>, &str)], errors: usize) -> String {
    let count = |verdict| {
        all.iter()
            .filter(|(judged, _)| judged.report.verdict == verdict)
            .count()
    };
    let mut line = format!(
        "{} judged: {} met, {} unmet, {} open, {} not applicable",
        all.len(),
        count(Verdict::Met),
        count(Verdict::Unmet),
        count(Verdict::Open),
        count(Verdict::NotApplicable),
    );
    if errors > 0 {
        let s = if errors == 1 { "" } else { "s" };
        line += &format!("; {errors} file{s} could not be judged");
    }
    line
}
