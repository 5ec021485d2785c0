//! `servanda compare-policies`: how two policies relate.

use servanda::policy::Policy;
use servanda::proposal;
use servanda::questions::compare::{Relation, Witness};
use servanda::questions::demands::Demands;
use servanda::render::{Related, relation_json};
use servanda::text::Diagnostic;
use servanda::world::options::readings;
use servanda::world::{Linting, World};

use super::args::{ComparePolicies, Format};
use super::asked::tell;
use super::load::open;
use super::long::{Budget, watched};
use super::output::Output;
use super::{Exit, lint};

pub(crate) fn run(args: &ComparePolicies, output: &mut Output) -> Exit {
    let format = args.print.format;
    let budget = Budget::new(args.patience.budget);
    let names = [args.first.clone(), args.second.clone()];
    let (world, said) = open(budget, &names, Linting::On);
    let mut errors = tell(said, format, output);
    let all: Vec<&Policy> = world.iter().flat_map(World::policies).collect();
    let wrong = match &world {
        Some(world) => match answer(args, budget, world.policies(), &errors, output) {
            Ok(exit) => return exit,
            Err(wrong) => wrong,
        },
        None => Vec::new(),
    };
    errors.extend(tell(wrong, format, output));
    if format == Format::Json {
        output.text(&relation_json(&all, None, &errors));
    }
    Exit::unanswered(&errors)
}

fn answer(
    args: &ComparePolicies,
    budget: Budget,
    policies: &[Policy],
    warned: &[Diagnostic],
    output: &mut Output,
) -> Result<Exit, Vec<Diagnostic>> {
    let readings = readings(&args.readings.readings, policies)?;
    let all: Vec<&Policy> = policies.iter().collect();
    let (demands, compared) = watched(budget, |cancel| {
        let demands = Demands::prepare(&all, &readings, cancel);
        let compared = demands.compare(cancel);
        (demands, compared)
    });
    let compared = compared.map_err(|limit| vec![limit.diagnostic()])?;
    let alike = policies[0].name == policies[1].name;
    let called = |by: usize| {
        if alike {
            ["first", "second"][by]
        } else {
            &policies[by].name
        }
    };
    let named = |by: usize| format!("only-{}", called(by));
    let text = |by: usize, witness: &Option<Witness>| {
        let (by, not_by) = (by, 1 - by);
        let (a, b) = (called(by), called(not_by));
        let title = format!("Accepted by {a}, not by {b}");
        let cells = &witness.as_ref()?.cells;
        Some(proposal::new_text(
            &named(by),
            &title,
            demands.vocabulary(),
            cells,
        ))
    };
    let texts = [
        text(0, &compared.first_only),
        text(1, &compared.second_only),
    ];
    let answer = Related {
        demands: &demands,
        compared: &compared,
        texts: &texts,
    };
    if let Some(folder) = &args.witness {
        for (by, text) in texts.iter().enumerate() {
            if let Some(text) = text {
                lint::witness(folder, &named(by), text).map_err(|error| vec![error])?;
            }
        }
    }
    match args.print.format {
        Format::Text => output.text(&answer.text(output.style(false))),
        Format::Plain => output.text(&answer.plain()),
        Format::Json => output.text(&relation_json(&all, Some(&answer), warned)),
    }
    Ok(match compared.relation {
        Relation::Equivalent => Exit::Met,
        _ => Exit::Unmet,
    })
}
