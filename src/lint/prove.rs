//! Proofs about what a policy asks: what cannot be met, cannot fail, follows from the rest, or
//! makes no difference. Each that can be shown is shown by a text.

use crate::demands::Demands;
use crate::diagnostic::Diagnostic;
use crate::engine::{Claim, Draft, collisions};
use crate::limit::{Limit, Watch};
use crate::policy::{Comparison, Condition, Policy, Prerequisite, TermId, Test};
use crate::proposal::Knowledge;
use crate::source::Place;

use super::variation::{Shape, variations};

/// Something proved of a policy.
#[derive(Debug)]
pub struct Proof {
    /// What is to be said of it.
    pub diagnostic: Diagnostic,
    /// A text that shows it; `None` where there is nothing to show.
    pub witness: Option<Witness>,
}

/// A text that shows what was proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// A name for it, from what it shows.
    pub name: String,
    /// What it shows.
    pub shows: String,
    /// What it provides: the cell of each term it names (`None`: it does not arise).
    pub cells: Vec<(TermId, Option<u64>)>,
}

/// Everything that can be proved of a policy, in its order.
///
/// # Errors
///
/// A limit, if something was not proved or refuted within it.
pub fn prove(policy: &Policy, watch: &Watch) -> Result<Vec<Proof>, Limit> {
    let demands = Demands::new(&[policy], &[]);
    let mut prover = Prover::new(&demands, policy, watch);
    let mut sound = Vec::new();
    for index in 0..policy.prerequisites.len() {
        if prover.can_be_met_and_fail(index)? {
            sound.push(index);
        }
    }
    prover.contradictions(&sound)?;
    for &index in &sound {
        prover.implied(index, &sound)?;
    }
    for &index in &sound {
        prover.idle(index)?;
        prover.readings(index)?;
        prover.may_not_arise(index)?;
    }
    let mut proofs = prover.proofs;
    proofs.extend(uncited(policy).map(|diagnostic| Proof {
        diagnostic,
        witness: None,
    }));
    proofs.sort_by_key(|proof| proof.diagnostic.place().map(|place| place.span));
    Ok(proofs)
}

struct Prover<'a, 'p> {
    demands: &'a Demands<'p>,
    policy: &'p Policy,
    watch: &'a Watch,
    draft: Draft<'a, 'p>,
    /// For each prerequisite, that it is not unmet.
    tolerated: Vec<Claim>,
    proofs: Vec<Proof>,
}

impl<'a, 'p> Prover<'a, 'p> {
    fn new(demands: &'a Demands<'p>, policy: &'p Policy, watch: &'a Watch) -> Self {
        let mut draft = Draft::new(&demands.engine, watch);
        let tolerated = (0..policy.prerequisites.len())
            .map(|index| draft.tolerates(index))
            .collect();
        Self {
            demands,
            policy,
            watch,
            draft,
            tolerated,
            proofs: Vec::new(),
        }
    }

    fn place(&self, index: usize) -> Place {
        Place::new(&self.policy.source, self.policy.prerequisites[index].span)
    }

    fn name(&self, index: usize) -> &'p str {
        &self.policy.prerequisites[index].name
    }

    fn add(&mut self, diagnostic: Diagnostic, witness: Option<Witness>) {
        self.proofs.push(Proof {
            diagnostic,
            witness,
        });
    }

    /// The settlement just found, as far as these prerequisites look at it.
    fn found(&self, name: String, shows: String, indexes: &[usize]) -> Witness {
        let mut terms: Vec<TermId> = (indexes.iter())
            .flat_map(|&index| self.demands.looks_at(index))
            .collect();
        terms.sort_unstable();
        terms.dedup();
        let cell = |term: TermId| {
            let anything = Knowledge::unknown(self.policy.vocabulary.term(term));
            (term, self.draft.cell(term, &anything))
        };
        Witness {
            name,
            shows,
            cells: terms.into_iter().map(cell).collect(),
        }
    }

    fn can_be_met_and_fail(&mut self, index: usize) -> Result<bool, Limit> {
        let (name, place) = (self.name(index), self.place(index));
        let met = self.draft.meets(index);
        let unmet = Draft::not(self.tolerated[index]);
        let (can_be_met, can_fail) = (self.draft.possible(&[met])?, self.draft.possible(&[unmet])?);
        match (can_be_met, can_fail) {
            (true, true) => return Ok(true),
            (false, false) => self.add(
                Diagnostic::warning("lint/never-applies", format!("`{name}` never applies"))
                    .at(place, "no text makes it apply")
                    .help("check its `when`: it excludes every text"),
                None,
            ),
            (false, true) => {
                let shows = format!("`{name}` applies and is not met under every reading");
                let witness = self.found(format!("{name}-never-met"), shows, &[index]);
                let message = format!("`{name}` cannot be met");
                let said = Diagnostic::warning("lint/never-met", message)
                    .at(place, "no text meets it under every reading")
                    .help("its lines exclude one another; loosen one, or make them alternatives");
                self.add(said, Some(witness));
            }
            (true, false) => {
                self.draft.possible(&[met])?;
                let shows = format!("`{name}` applies and is met, as by every text");
                let witness = self.found(format!("{name}-never-unmet"), shows, &[index]);
                let message = format!("`{name}` cannot fail");
                let said = Diagnostic::warning("lint/never-unmet", message)
                    .at(place, "every text to which it applies meets it")
                    .help("check its values and directions, and its `unless`");
                self.add(said, Some(witness));
            }
        }
        Ok(false)
    }

    /// Prerequisites that cannot be met together, though any fewer of them could.
    fn contradictions(&mut self, sound: &[usize]) -> Result<(), Limit> {
        let deciding: Vec<usize> = (sound.iter().copied())
            .filter(|&index| !self.policy.prerequisites[index].advisory)
            .collect();
        let (draft, tolerated) = (&mut self.draft, &self.tolerated);
        let found = collisions(deciding.len(), 20, self.watch, |chosen| {
            let claims: Vec<Claim> = chosen.iter().map(|&at| tolerated[deciding[at]]).collect();
            if !draft.possible(&claims)? {
                return Ok(None);
            }
            let had = |&at: &usize| chosen.contains(&at) || draft.holds(tolerated[deciding[at]]);
            Ok(Some((0..deciding.len()).filter(had).collect()))
        })?;
        for set in found.sets {
            let indexes: Vec<usize> = set.iter().map(|&at| deciding[at]).collect();
            let names: Vec<String> = indexes
                .iter()
                .map(|&index| format!("`{}`", self.name(index)))
                .collect();
            let names = crate::diagnostic::listed(&names);
            let mut said = Diagnostic::warning(
                "lint/contradiction",
                format!("no text meets {names} together"),
            );
            for &index in &indexes {
                said = said.at(self.place(index), "one of them");
            }
            let (last, others) = (indexes[indexes.len() - 1], &indexes[..indexes.len() - 1]);
            let claims: Vec<Claim> = others.iter().map(|&index| self.tolerated[index]).collect();
            self.draft.possible(&claims)?;
            let shows = format!("all of them but `{}`", self.name(last));
            let name = format!("{}-contradicted", self.name(last));
            let witness = self.found(name, shows, &indexes);
            said = said.help("loosen one, make one advisory, or say when each applies");
            self.add(said, Some(witness));
        }
        Ok(())
    }

    /// A prerequisite that is never unmet where the others are not. What decides is not implied by
    /// what is advisory: the verdict passes over that.
    fn implied(&mut self, index: usize, sound: &[usize]) -> Result<(), Limit> {
        let unmet = Draft::not(self.tolerated[index]);
        let advisory = |index: usize| self.policy.prerequisites[index].advisory;
        let others: Vec<usize> = (sound.iter().copied())
            .filter(|&other| other != index && (advisory(index) || !advisory(other)))
            .collect();
        let (draft, tolerated) = (&mut self.draft, &self.tolerated);
        let found = collisions(others.len(), 1, self.watch, |chosen| {
            let mut claims: Vec<Claim> = chosen.iter().map(|&at| tolerated[others[at]]).collect();
            claims.push(unmet);
            if !draft.possible(&claims)? {
                return Ok(None);
            }
            let had = |&at: &usize| chosen.contains(&at) || draft.holds(tolerated[others[at]]);
            Ok(Some((0..others.len()).filter(had).collect()))
        })?;
        let Some(set) = found.sets.first() else {
            return Ok(());
        };
        let mut indexes: Vec<usize> = set.iter().map(|&at| others[at]).collect();
        let claims: Vec<Claim> = indexes.iter().map(|&other| self.tolerated[other]).collect();
        if !self.draft.possible(&claims)? {
            // They contradict one another, which is said elsewhere.
            return Ok(());
        }
        let names: Vec<String> = indexes
            .iter()
            .map(|&other| format!("`{}`", self.name(other)))
            .collect();
        let names = crate::diagnostic::listed(&names);
        let name = self.name(index);
        let message = format!("`{name}` asks nothing beyond {names}");
        let mut said = Diagnostic::warning("lint/implied", message)
            .at(self.place(index), "never unmet where those are met");
        for &other in &indexes {
            said = said.at(self.place(other), "asks as much");
        }
        indexes.push(index);
        let shows = format!("{names} and with them `{name}`");
        let witness = self.found(format!("{name}-implied"), shows, &indexes);
        self.add(
            said.help("keep it for its citation and its weight, or remove it"),
            Some(witness),
        );
        Ok(())
    }

    /// Lines and members that could be left out without a difference.
    fn idle(&mut self, index: usize) -> Result<(), Limit> {
        let prerequisite = &self.policy.prerequisites[index];
        let whole = self.outcome(&Shape::of(prerequisite));
        let mut reported: Vec<Place> = Vec::new();
        for variation in variations(prerequisite) {
            let without = self.outcome(&variation.shape);
            let differs = self.differs(&whole, &without);
            // What lies inside a line that makes no difference need not be said as well.
            let inside = reported.contains(&variation.within);
            // That a term must arise is said for the reader: other lines mostly need it anyway.
            let for_the_reader = matches!(
                variation.condition,
                Condition::Comparison(Comparison {
                    test: Test::Arises,
                    ..
                })
            );
            if inside || for_the_reader || self.draft.possible(&[differs])? {
                continue;
            }
            reported.push(variation.place.clone());
            let line = self.draft.condition(variation.condition);
            let witness = self.draft.possible(&[line])?.then(|| {
                let shows = "the line holds, and the verdict is the same without it".to_owned();
                self.found(format!("{}-idle-line", prerequisite.name), shows, &[index])
            });
            let message = format!(
                "this {} of `{}` never matters",
                variation.what, prerequisite.name
            );
            let said = Diagnostic::warning("lint/idle-line", message)
                .at(variation.place, "every text comes out the same without it")
                .help("remove it, or check its value: other lines already decide");
            self.add(said, witness);
        }
        Ok(())
    }

    /// Readings that come to the same.
    fn readings(&mut self, index: usize) -> Result<(), Limit> {
        let prerequisite = &self.policy.prerequisites[index];
        let outcome = self.outcome(&Shape::of(prerequisite));
        for (second, &good) in outcome.good.iter().enumerate() {
            for first in 0..second {
                let differs = self.draft.differ(outcome.good[first], good);
                let differs = self.draft.all_of(&[outcome.applies, differs]);
                if self.draft.possible(&[differs])? {
                    continue;
                }
                let (a, b) = (
                    &prerequisite.readings[first],
                    &prerequisite.readings[second],
                );
                self.draft.possible(&[outcome.applies, good])?;
                let shows = format!("both `{}` and `{}`", a.name, b.name);
                let name = format!("{}-same-readings", prerequisite.name);
                let witness = self.found(name, shows, &[index]);
                let message = format!(
                    "the readings `{}` and `{}` of `{}` come to the same",
                    a.name, b.name, prerequisite.name
                );
                let at = |reading: &crate::policy::Reading| {
                    Place::new(&self.policy.source, reading.span)
                };
                let said = Diagnostic::warning("lint/same-readings", message)
                    .at(at(b), "asks the same")
                    .at(at(a), "as this one")
                    .help("make one ask for more, or keep a single reading");
                self.add(said, Some(witness));
                break;
            }
        }
        Ok(())
    }

    /// Comparisons that fail, and make the prerequisite fail, where their term does not arise.
    fn may_not_arise(&mut self, index: usize) -> Result<(), Limit> {
        let prerequisite = &self.policy.prerequisites[index];
        let vocabulary = &self.policy.vocabulary;
        let mut asked: Vec<TermId> = Vec::new();
        let mut aware: Vec<TermId> = Vec::new();
        let mut places: Vec<(TermId, Place)> = Vec::new();
        for (_, line) in prerequisite.lines() {
            line.for_each_comparison(&mut |comparison| {
                if comparison.test == Test::Arises {
                    aware.push(comparison.term);
                } else if vocabulary.term(comparison.term).may_fail_to_arise()
                    && !asked.contains(&comparison.term)
                {
                    asked.push(comparison.term);
                    places.push((comparison.term, comparison.place.clone()));
                }
            });
        }
        for (term, place) in places {
            if aware.contains(&term) {
                continue;
            }
            let Some((var, mask)) = self.demands.engine.space.layout(term).arises() else {
                continue;
            };
            let arises = self.draft.class_in(var, mask);
            let unmet = Draft::not(self.tolerated[index]);
            if !self.draft.possible(&[Draft::not(arises), unmet])? {
                continue;
            }
            let term_name = &vocabulary.term(term).name;
            let shows = format!(
                "`{term_name}` does not arise, and `{}` is unmet",
                prerequisite.name
            );
            let name = format!("{}-{term_name}-does-not-arise", prerequisite.name);
            let witness = self.found(name, shows, &[index]);
            let message = format!(
                "`{}` compares `{term_name}` where it may not arise",
                prerequisite.name
            );
            let said = Diagnostic::warning("lint/may-not-arise", message)
                .at(place, "false where the term does not arise")
                .help(format!(
                    "add `when {term_name} arises` if it should then not apply, or \
                     `must {term_name} arises` if it should then be unmet"
                ));
            self.add(said, Some(witness));
        }
        Ok(())
    }

    fn outcome(&mut self, shape: &Shape<'_>) -> Outcome {
        let all = |draft: &mut Draft<'_, '_>, lines: &[std::borrow::Cow<'_, Condition>]| {
            let claims: Vec<Claim> = lines.iter().map(|line| draft.condition(line)).collect();
            draft.all_of(&claims)
        };
        let draft = &mut self.draft;
        let applies = all(draft, &shape.when);
        let must = all(draft, &shape.must);
        let excepted: Vec<Claim> = shape
            .unless
            .iter()
            .map(|line| draft.condition(line))
            .collect();
        let excepted = draft.any_of(&excepted);
        let mut good = Vec::new();
        for reading in &shape.readings {
            let own = all(draft, reading);
            let needed = draft.all_of(&[must, own]);
            good.push(draft.any_of(&[excepted, needed]));
        }
        Outcome { applies, good }
    }

    fn differs(&mut self, a: &Outcome, b: &Outcome) -> Claim {
        let mut ways = vec![self.draft.differ(a.applies, b.applies)];
        for (&a_good, &b_good) in a.good.iter().zip(&b.good) {
            let differ = self.draft.differ(a_good, b_good);
            ways.push(self.draft.all_of(&[a.applies, differ]));
        }
        self.draft.any_of(&ways)
    }
}

/// Whether a prerequisite applies, and whether it is then met, under each reading.
struct Outcome {
    applies: Claim,
    good: Vec<Claim>,
}

/// Prerequisites and warnings that cite nothing.
fn uncited(policy: &Policy) -> impl Iterator<Item = Diagnostic> {
    let prerequisites = (policy.prerequisites.iter())
        .filter(|each: &&Prerequisite| each.cites.is_empty())
        .map(|each| (&each.name, each.span));
    let warnings = (policy.warnings.iter())
        .filter(|each| each.cites.is_empty())
        .map(|each| (&each.name, each.span));
    prerequisites.chain(warnings).map(|(name, span)| {
        Diagnostic::warning("lint/no-citation", format!("`{name}` cites nothing"))
            .at(Place::new(&policy.source, span), "")
            .help("say where it comes from: `cites SOURCE paragraph N \"few words\"`")
    })
}
