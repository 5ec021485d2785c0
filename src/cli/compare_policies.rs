//! `servanda compare-policies`: how two policies relate.

use servanda::answer::{self, CompareAnswer, Envelope};
use servanda::page;
use servanda::policy::Policy;
use servanda::questions::compare::Relation;
use servanda::text::Diagnostic;
use servanda::world::{Linting, World};

use super::args::{ComparePolicies, Format};
use super::asked::{settled, tell, together};
use super::input::Disk;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::words::Flags;
use super::{Exit, lint};

pub(crate) fn run(args: &ComparePolicies, output: &mut Output) -> Exit {
    let format = args.print.format;
    let budget = Budget::new(args.patience.budget);
    let names = [args.first.clone(), args.second.clone()];
    let (world, said) = open(budget, &names, Linting::On);
    let mut errors = tell(said, format, output);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    let wrong = match &world {
        Some(world) => match answer(args, budget, world, &errors, output) {
            Ok(exit) => return exit,
            Err(wrong) => wrong,
        },
        None => Vec::new(),
    };
    errors.extend(tell(wrong, format, output));
    if format == Format::Json {
        output.text(&Envelope::new(all, CompareAnswer::default(), &errors).json());
    }
    Exit::unanswered(&errors)
}

fn answer(
    args: &ComparePolicies,
    budget: Budget,
    world: &World<Disk>,
    warned: &[Diagnostic],
    output: &mut Output,
) -> Result<Exit, Vec<Diagnostic>> {
    let policies = world.policies();
    let readings = settled(&args.readings, world)?;
    let all: Vec<&Policy> = policies.iter().collect();
    let (demands, compared) = watched(budget, |cancel| {
        let demands = together(readings, cancel)?;
        let compared = demands.compare(cancel);
        let compared = compared.map_err(|limit| vec![limit.diagnostic()])?;
        Ok::<_, Vec<Diagnostic>>((demands, compared))
    })?;
    let answer = answer::compare(&demands, &compared);
    if let Some(folder) = &args.witness {
        for found in [&answer.first_only, &answer.second_only]
            .into_iter()
            .flatten()
        {
            let written = lint::witness(folder, &found.name, &found.text);
            written.map_err(|error| vec![error])?;
        }
    }
    let format = args.print.format;
    output.page(&page::compare(&answer, &Flags), format);
    if format == Format::Json {
        output.text(&Envelope::new(all, answer, warned).json());
    }
    Ok(match compared.relation {
        Relation::Equivalent => Exit::Met,
        _ => Exit::Unmet,
    })
}
