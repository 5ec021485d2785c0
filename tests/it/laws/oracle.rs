//! The meaning of the language by brute force: every completion is enumerated, and answers are read
//! off them. Written from docs/language.md ("What a verdict means"), sharing no code with the
//! engine: of the library it uses only the resolved policy and proposal, as data.

use std::collections::{BTreeMap, BTreeSet};

use servanda::policy::{Arising, Condition, Kind, Policy, Quantifier, Term, Vocabulary, Words};
use servanda::proposal::{Entry, Grade, Options, Proposal, SourceNote, Stated};
use servanda::questions::zopa::Background;
use servanda::syntax::operator::{CountOperator, MembersOperator, ValueOperator};

/// A cell: a value, or that the term does not arise.
pub type Cell = Option<u64>;

/// One cell for each term, and a reading for each prerequisite that has several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Completion {
    pub cells: Vec<Cell>,
    pub readings: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    Met,
    Unmet,
    None,
}

/// "What a verdict means": the cells that a term has at all.
pub fn all_cells(policy: &Policy, term: usize) -> BTreeSet<Cell> {
    let term = &policy.vocabulary.terms[term];
    let mut cells: BTreeSet<Cell> = (0..=term.kind.last()).map(Some).collect();
    if !matches!(term.arising, Arising::Always) {
        cells.insert(None);
    }
    cells
}

/// "Vocabulary": what silence leaves possible. (The quoted words are headings of docs/language.md.)
pub fn silent_cells(policy: &Policy, id: usize) -> BTreeSet<Cell> {
    let term = &policy.vocabulary.terms[id];
    match (term.silence, &term.arising) {
        (None, _) => all_cells(policy, id),
        (Some(value), Arising::When(_)) => BTreeSet::from([Some(value), None]),
        (Some(value), _) => BTreeSet::from([Some(value)]),
    }
}

/// "Proposal": which cells a proposal leaves possible for a term.
pub fn possible(
    policy: &Policy,
    proposal: &Proposal,
    options: Options,
    id: usize,
) -> BTreeSet<Cell> {
    let term = &policy.vocabulary.terms[id];
    let reaches = |source: &SourceNote| match options.min_grade {
        None => true,
        Some(Grade::A) => source.grade == Some(Grade::A),
        Some(Grade::B) => matches!(source.grade, Some(Grade::A | Grade::B)),
        Some(Grade::C) => source.grade.is_some(),
    };
    let silence_counts = options.min_grade.is_none() || proposal.sources.iter().any(reaches);
    let Some(given) = proposal
        .provisions
        .iter()
        .find(|given| given.term.index() == id)
    else {
        return match proposal.unlisted_silent {
            Some(_) if silence_counts => silent_cells(policy, id),
            _ => all_cells(policy, id),
        };
    };
    let mut sources = given.sources.iter();
    let counts = match (&given.stated, &given.sources[..]) {
        (Stated::Value(Entry::Silent), []) => silence_counts,
        _ => options.min_grade.is_none() || sources.any(|&each| reaches(&proposal.sources[each])),
    };
    if !counts {
        return all_cells(policy, id);
    }
    let entry = |entry: &Entry| match entry {
        Entry::Silent => silent_cells(policy, id),
        Entry::NotApplicable => BTreeSet::from([None]),
        Entry::Value(value) => BTreeSet::from([Some(*value)]),
    };
    let is_set = matches!(term.kind, Kind::Set(_));
    let bounded = |low: u64, high: u64| -> BTreeSet<Cell> {
        (0..=term.kind.last())
            .filter(|value| {
                if is_set {
                    (0..64).all(|bit| {
                        let (inside, least, most) =
                            (value >> bit & 1, low >> bit & 1, high >> bit & 1);
                        inside >= least && inside <= most
                    })
                } else {
                    (low..=high).contains(value)
                }
            })
            .map(Some)
            .collect()
    };
    let mut cells = match &given.stated {
        Stated::Value(one) => entry(one),
        Stated::AnyOf(several) => several.iter().flat_map(entry).collect(),
        Stated::Between(low, high) => bounded(*low, *high),
        Stated::Bounds { at_least, at_most } => {
            bounded(at_least.unwrap_or(0), at_most.unwrap_or(term.kind.last()))
        }
    };
    if options.rivals {
        cells.extend(given.rival.iter().flat_map(entry));
    }
    cells
}

/// "Conditions": whether a value satisfies a comparison, by its words alone.
fn comparison_holds(words: &Words, value: u64) -> bool {
    let has = |member: u32| value & (1 << member) != 0;
    let members = |set: u64| (0..63).filter(move |member| set & (1 << member) != 0);
    match words {
        Words::Value(ValueOperator::Is, wanted) => value == *wanted,
        Words::Value(ValueOperator::IsNot, other) => value != *other,
        Words::OneOf(wanted) => wanted.contains(&value),
        Words::Value(ValueOperator::AtLeast, low) => value >= *low,
        Words::Value(ValueOperator::AtMost, high) => value <= *high,
        Words::Value(ValueOperator::Above, low) => value > *low,
        Words::Value(ValueOperator::Below, high) => value < *high,
        Words::Between(low, high) => value >= *low && value <= *high,
        Words::Members(MembersOperator::Includes | MembersOperator::IncludesAll, set) => {
            members(*set).all(has)
        }
        Words::Members(MembersOperator::IncludesAny, set) => members(*set).any(has),
        Words::Members(MembersOperator::Excludes, set) => !members(*set).any(has),
        Words::Count(CountOperator::AtLeast, count) => members(value).count() >= *count as usize,
        Words::Count(CountOperator::AtMost, count) => members(value).count() <= *count as usize,
        Words::Arises => true,
    }
}

/// Whether a condition is true in a completion. Where a term does not arise every comparison on it
/// is false.
pub fn holds(condition: &Condition, cells: &[Cell]) -> bool {
    match condition {
        Condition::Comparison(comparison) => match cells[comparison.term.index()] {
            None => false,
            Some(value) => comparison_holds(comparison.words(), value),
        },
        Condition::Defined { definition, .. } => {
            definition.lines.iter().all(|line| holds(line, cells))
        }
        Condition::Group(group) => {
            let true_lines = group.lines.iter().filter(|line| holds(line, cells)).count();
            match group.quantifier {
                Quantifier::All => true_lines == group.lines.len(),
                Quantifier::Any => true_lines > 0,
                Quantifier::None => true_lines == 0,
                Quantifier::AtLeast(least) => true_lines >= least,
            }
        }
    }
}

/// Every way to pick one cell of each.
pub fn products(possible: &[BTreeSet<Cell>]) -> Vec<Vec<Cell>> {
    let mut all = vec![Vec::new()];
    for cells in possible {
        all = all
            .into_iter()
            .flat_map(|begun: Vec<Cell>| {
                cells.iter().map(move |cell| {
                    let mut more = begun.clone();
                    more.push(*cell);
                    more
                })
            })
            .collect();
    }
    all
}

/// Every completion of what is possible.
pub fn completions(
    policy: &Policy,
    possible: &[BTreeSet<Cell>],
    fixed: &BTreeMap<usize, usize>,
) -> Vec<Completion> {
    let mut all = products(possible);
    let vocabulary = &policy.vocabulary;
    let always = background(vocabulary);
    all.retain(|cells| always.iter().all(|each| respects(vocabulary, *each, cells)));
    let mut readings = vec![Vec::new()];
    for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
        let count = prerequisite.readings.len().max(1);
        let choices: Vec<usize> = match fixed.get(&index) {
            Some(reading) => vec![*reading],
            None => (0..count).collect(),
        };
        readings = readings
            .into_iter()
            .flat_map(|begun: Vec<usize>| {
                choices.clone().into_iter().map(move |choice| {
                    let mut more = begun.clone();
                    more.push(choice);
                    more
                })
            })
            .collect();
    }
    all.into_iter()
        .flat_map(|cells| {
            readings
                .clone()
                .into_iter()
                .map(move |readings| Completion {
                    cells: cells.clone(),
                    readings,
                })
        })
        .collect()
}

/// "Vocabulary": every piece of background knowledge.
pub fn background(vocabulary: &Vocabulary) -> Vec<Background> {
    let arising = vocabulary
        .ids()
        .filter(|id| matches!(vocabulary.term(*id).arising, Arising::When(_)));
    let always = (0..vocabulary.always.len()).map(Background::Always);
    arising.map(Background::Arises).chain(always).collect()
}

/// "Vocabulary": whether cells respect one piece of background knowledge.
pub fn respects(vocabulary: &Vocabulary, background: Background, cells: &[Cell]) -> bool {
    match background {
        Background::Arises(term) => match &vocabulary.term(term).arising {
            Arising::When(condition) => cells[term.index()].is_some() == holds(condition, cells),
            _ => true,
        },
        Background::Always(index) => {
            let always = &vocabulary.always[index];
            let applies = always.when.as_ref().is_none_or(|when| holds(when, cells));
            !applies || always.must.iter().all(|line| holds(line, cells))
        }
    }
}

/// "Prerequisites": what is seen of one in a completion.
pub fn finding(policy: &Policy, index: usize, completion: &Completion) -> Seen {
    let prerequisite = &policy.prerequisites[index];
    let cells = &completion.cells;
    if prerequisite
        .when
        .as_ref()
        .is_some_and(|when| !holds(when, cells))
    {
        return Seen::None;
    }
    if prerequisite
        .unless
        .as_ref()
        .is_some_and(|unless| holds(unless, cells))
    {
        return Seen::Met;
    }
    let own = prerequisite.must.iter().all(|must| holds(must, cells));
    let read = (prerequisite.readings.get(completion.readings[index]))
        .is_none_or(|reading| reading.must.iter().all(|must| holds(must, cells)));
    if own && read { Seen::Met } else { Seen::Unmet }
}

/// "What a verdict means": the proposal in one completion.
pub fn joint(policy: &Policy, completion: &Completion) -> Seen {
    let all: Vec<Seen> = (0..policy.prerequisites.len())
        .filter(|&index| !policy.prerequisites[index].advisory)
        .map(|index| finding(policy, index, completion))
        .collect();
    if all.contains(&Seen::Unmet) {
        Seen::Unmet
    } else if all.contains(&Seen::Met) {
        Seen::Met
    } else {
        Seen::None
    }
}

/// The table of verdicts, in its words.
pub fn verdict(outcomes: impl IntoIterator<Item = Seen>) -> &'static str {
    let seen: BTreeSet<Seen> = outcomes.into_iter().collect();
    if seen.contains(&Seen::Met) && !seen.contains(&Seen::Unmet) {
        "met"
    } else if seen == BTreeSet::from([Seen::Unmet]) {
        "unmet"
    } else if seen == BTreeSet::from([Seen::None]) {
        "not applicable"
    } else {
        "open"
    }
}

/// Weight met and weight that applies in one completion.
pub fn score(policy: &Policy, completion: &Completion) -> (u64, u64) {
    let mut sum = (0, 0);
    for (index, prerequisite) in policy.prerequisites.iter().enumerate() {
        match finding(policy, index, completion) {
            Seen::Met => {
                sum.0 += prerequisite.weight;
                sum.1 += prerequisite.weight;
            }
            Seen::Unmet => sum.1 += prerequisite.weight,
            Seen::None => {}
        }
    }
    sum
}

/// "Explanations": a term matters if two completions with different outcomes differ in it and agree
/// on all readings and on every other term, except that a term declared `arises when` may arise in
/// only one of them.
pub fn matters(
    policy: &Policy,
    term: usize,
    completions: &[Completion],
    outcome: impl Fn(&Completion) -> Seen,
) -> bool {
    let outcomes: Vec<Seen> = completions.iter().map(&outcome).collect();
    let agree = |a: &Completion, b: &Completion| {
        a.readings == b.readings
            && (0..a.cells.len())
                .filter(|&other| other != term)
                .all(|other| {
                    let conditional =
                        matches!(policy.vocabulary.terms[other].arising, Arising::When(_));
                    a.cells[other] == b.cells[other]
                        || conditional && a.cells[other].is_some() != b.cells[other].is_some()
                })
    };
    completions.iter().zip(&outcomes).any(|(a, seen_a)| {
        completions
            .iter()
            .zip(&outcomes)
            .any(|(b, seen_b)| seen_a != seen_b && a.cells[term] != b.cells[term] && agree(a, b))
    })
}

/// The same for the reading of a prerequisite.
pub fn reading_matters(
    index: usize,
    completions: &[Completion],
    outcome: impl Fn(&Completion) -> Seen,
) -> bool {
    completions.iter().any(|a| {
        completions.iter().any(|b| {
            let mut other = b.clone();
            other.readings[index] = a.readings[index];
            *a == other && outcome(a) != outcome(b)
        })
    })
}

/// Steps between two cells, as docs/questions.md counts them: from a value to *does not arise* it is
/// the longest way between two values.
pub fn between(kind: &Kind, a: Cell, b: Cell) -> u64 {
    match (a, b) {
        (None, None) => 0,
        (None, Some(_)) | (Some(_), None) => {
            let ends = [(0, kind.last())].into_iter();
            let longest = ends.map(|(low, high)| between(kind, Some(low), Some(high)));
            longest.max().unwrap_or_default().max(1)
        }
        (Some(a), Some(b)) => match kind {
            Kind::Scale(_) => a.abs_diff(b),
            Kind::Set(_) => u64::from((a ^ b).count_ones()),
            _ => u64::from(a != b),
        },
    }
}

/// Steps from what is possible to a cell. That a term arises or not costs nothing where it follows
/// from other terms; a value then costs the way from a value that is possible, if there is none from
/// what silence means.
pub fn steps(term: &Term, possible: &BTreeSet<Cell>, to: Cell) -> u64 {
    let from_each = |from: &BTreeSet<Cell>| {
        let each = from.iter().map(|from| between(&term.kind, *from, to));
        each.min().unwrap_or_default()
    };
    if !matches!(term.arising, Arising::When(_)) {
        return from_each(possible);
    }
    if to.is_none() {
        return 0;
    }
    let mut values = possible.clone();
    values.remove(&None);
    if values.is_empty() {
        values.extend(term.silence.map(Some));
    }
    from_each(&values)
}
