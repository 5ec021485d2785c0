//! `servanda zopa`: whether any settlement is accepted by several policies.

use std::path::PathBuf;

use servanda::answer::{self, Envelope, ZopaAnswer};
use servanda::limit::Cancel;
use servanda::page;
use servanda::policy::Policy;
use servanda::proposal::{self, Options, Proposal};
use servanda::questions::demands::Demands;
use servanda::questions::judge::Judge;
use servanda::questions::zopa::{self, Zone};
use servanda::text::Diagnostic;
use servanda::world::{Error, Linting, World};

use super::args::{Format, Zopa};
use super::asked::{files, priced, read, settled, tell, together};
use super::input::Disk;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::Flags;
use super::{Exit, input};

pub(crate) fn run(args: &Zopa, output: &mut Output) -> Exit {
    let format = args.print.format;
    let budget = Budget::new(args.patience.budget);
    let (world, said) = open(budget, &args.policies, Linting::On);
    let mut errors = tell(said, format, output);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    let answered = match &world {
        Some(world) => answer(args, budget, world, &errors, output),
        None => Err(Vec::new()),
    };
    let wrong = match answered {
        Ok(exit) => return exit,
        Err(wrong) => wrong,
    };
    errors.extend(tell(wrong, format, output));
    if format == Format::Json {
        output.text(&Envelope::new(all, ZopaAnswer::default(), &errors).json());
    }
    Exit::unanswered(&errors)
}

fn answer(
    args: &Zopa,
    budget: Budget,
    world: &World<Disk>,
    warned: &[Diagnostic],
    output: &mut Output,
) -> Result<Exit, Vec<Diagnostic>> {
    let policies = world.policies();
    let readings = settled(&args.readings, world)?;
    let vocabulary = world.vocabulary();
    let prices = world
        .prices(&priced(&args.priced))
        .map_err(Error::into_diagnostics)?;
    let starts = watched(budget, |cancel| starts(args, world, cancel))?;
    let known: Vec<zopa::Start> = starts
        .iter()
        .map(|start| start.knowledge(vocabulary, Options::default()))
        .collect();
    let all: Vec<&Policy> = policies.iter().collect();
    let most = usize::from(args.all);
    let (demands, zopa) = watched(budget, |cancel| {
        let demands = together(readings, cancel)?;
        let zopa = demands.zopa(&known, &prices.of, most, cancel);
        let zopa = zopa.map_err(|limit| vec![limit.diagnostic()])?;
        Ok::<_, Vec<Diagnostic>>((demands, zopa))
    })?;
    let answer = answer::zopa(&demands, &starts, &zopa);
    // Written first: nothing is said that did not happen.
    if let (zopa::Zopa::Zone(zone), Some(file)) = (&zopa, &args.write) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = compromise(&name, &demands, zone);
        input::create(file, &text).map_err(|error| vec![error])?;
    }
    let format = args.print.format;
    output.page(&page::zopa(&answer, &Flags), format);
    if format == Format::Json {
        output.text(&Envelope::new(all, answer, warned).json());
    }
    Ok(match zopa {
        zopa::Zopa::Zone(_) => Exit::Met,
        zopa::Zopa::Deadlock(_) => Exit::Unmet,
    })
}

/// The drafts to start from, each of which must be coherent.
fn starts(
    args: &Zopa,
    world: &World<Disk>,
    cancel: &Cancel,
) -> Result<Vec<Proposal>, Vec<Diagnostic>> {
    let judge = Judge::prepare(&world.policies()[0], cancel);
    let one = |(file, error): (PathBuf, Option<Diagnostic>)| {
        error.map_or(Ok(()), |error| Err(vec![error]))?;
        let start = read(&file, world)?;
        let case = judge.case(&start, Options::default());
        case.check(cancel).map_err(|error| vec![*error])?;
        Ok(start)
    };
    files(&args.from).into_iter().map(one).collect()
}

fn compromise(name: &str, demands: &Demands<'_>, zone: &Zone) -> String {
    let names: Vec<&str> = demands
        .policies
        .iter()
        .map(|policy| policy.name.as_str())
        .collect();
    let title = format!("A settlement accepted by {}", names.join(", "));
    proposal::new_text(name, &title, demands.vocabulary(), &zone.compromise.cells)
}
