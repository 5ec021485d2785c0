//! What a verdict rests on, in a line or two.

use crate::answer::{CheckAnswer, RestsOn, words};
use crate::page::Label;
use crate::page::block::Fact;
use crate::phrase;
use crate::text::Phrase;
use crate::verdict::Verdict;

/// The most prerequisites whose readings are named, each verdict apart.
const MOST: usize = 2;

/// How many failures come from silence; what remains of the verdict on better sources, with rival
/// codings, under each reading. `None` where that is not known.
pub(super) fn rests_on(answer: &CheckAnswer) -> Option<Fact> {
    let rests = answer.rests_on.as_ref()?;
    let verdict = answer.verdict;
    let parts = [
        failures(rests),
        grades(rests, verdict),
        rivals(rests, verdict),
        readings(rests, verdict),
    ];
    let parts: Vec<Phrase> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| Fact::new(Label::RestsOn, Phrase::joined(parts, "; ")))
}

/// `2 of 4 failures come from silence`.
fn failures(rests: &RestsOn) -> Option<Phrase> {
    let silent = rests.failures.by_silence.len();
    let all = silent + rests.failures.as_stated.len();
    Some(match (silent, all) {
        (_, 0) => return None,
        (0, 1) => "the one failure is stated, not silence".into(),
        (1, 1) => "the one failure comes from silence".into(),
        (0, _) => phrase!["none of ", all, " failures comes from silence"],
        (2, 2) => "both failures come from silence".into(),
        (_, _) if silent == all => phrase!["all ", all, " failures come from silence"],
        (1, _) => phrase!["1 of ", all, " failures comes from silence"],
        (_, _) => phrase![silent, " of ", all, " failures come from silence"],
    })
}

/// `still unmet without sources of grade C, open on sources of grade A alone`. An open verdict stays
/// open whatever is left out, so nothing is said of it.
fn grades(rests: &RestsOn, verdict: Verdict) -> Option<Phrase> {
    if verdict == Verdict::Open {
        return None;
    }
    let stands = rests
        .stands_from
        .map(|grade| phrase!["still ", verdict.word(), " ", words::counting_from(grade)]);
    let other = rests.min_grades.iter().find(|each| each.verdict != verdict);
    let other = other.map(|each| {
        phrase![
            each.verdict.word(),
            " ",
            words::counting_from(each.min_grade)
        ]
    });
    let parts: Vec<Phrase> = stands.into_iter().chain(other).collect();
    (!parts.is_empty()).then(|| Phrase::joined(parts, ", "))
}

fn rivals(rests: &RestsOn, verdict: Verdict) -> Option<Phrase> {
    if verdict == Verdict::Open {
        return None;
    }
    let rivals = rests.rivals.filter(|rivals| rivals.provisions > 0)?;
    Some(if rivals.verdict == verdict {
        "rival codings do not change the verdict".into()
    } else {
        phrase![rivals.verdict.word(), " if rival codings count"]
    })
}

/// The readings that settle an open verdict alone: `met if p is read as a or b, unmet if p is read as c`.
fn readings(rests: &RestsOn, verdict: Verdict) -> Option<Phrase> {
    let settling = rests.readings.iter().filter(|each| each.verdict != verdict);
    let mut groups: Vec<(Verdict, &str, Vec<Phrase>)> = Vec::new();
    for each in settling {
        let name = Phrase::code(&each.reading);
        let same = |(verdict, of, _): &&mut (Verdict, &str, _)| {
            *verdict == each.verdict && *of == each.prerequisite
        };
        match groups.iter_mut().find(same) {
            Some((.., names)) => names.push(name),
            None => groups.push((each.verdict, &each.prerequisite, vec![name])),
        }
    }
    let more: usize = (groups.iter().skip(MOST))
        .map(|(.., names)| names.len())
        .sum();
    let told = groups.into_iter().take(MOST).map(|(verdict, of, names)| {
        let names = Phrase::joined(names, " or ");
        phrase![
            verdict.word(),
            " if ",
            Phrase::code(of),
            " is read as ",
            names
        ]
    });
    let told = Phrase::joined(told.collect::<Vec<_>>(), ", ");
    match (told.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(told),
        (false, 1) => Some(phrase![told, ", and 1 reading more"]),
        (false, _) => Some(phrase![told, ", and ", more, " readings more"]),
    }
}
