//! `servanda compare-policies`: how two policies relate.

use std::collections::HashMap;
use std::path::PathBuf;

use servanda::answer::{ComparePoliciesAnswer, WitnessAnswer};
use servanda::page;
use servanda::questions::compare_policies::Relation;
use servanda::text::Untrusted;
use servanda::world::{Error, World};

use super::Exit;
use super::args::ComparePolicies;
use super::files::create_in;
use super::input::Disk;
use super::output::Output;
use super::session::{Request, Session, answer};
use super::words::Flags;

pub(crate) fn run(args: &ComparePolicies, output: &mut Output) -> Exit {
    let names = [args.first.clone(), args.second.clone()];
    let request = Request::new(&names, &args.print).within(&args.patience);
    answer(&request, output, |world, session| {
        compare(args, world, session)
    })
}

fn compare(
    args: &ComparePolicies,
    world: &World<Disk>,
    session: &mut Session<'_>,
) -> Result<(ComparePoliciesAnswer, Exit), Error> {
    let question = world.compare_policies().readings(&args.readings.readings)?;
    let answer = session.watched(|cancel| question.run(cancel))?;
    let mut failed = Exit::Met;
    let mut written: HashMap<&str, PathBuf> = HashMap::new();
    let found = || [&answer.first_only, &answer.second_only];
    for (folder, shown) in args.witness.iter().flat_map(|folder| {
        let shown = found().into_iter().flatten();
        shown.map(move |shown| (folder, shown))
    }) {
        match create_in(folder, &shown.name, &shown.text) {
            Ok(file) => {
                written.insert(&shown.name, file);
            }
            Err(error) => failed = session.tell(error.into()),
        }
    }
    let file = |shown: &WitnessAnswer| {
        let file = written.get(shown.name.as_str())?;
        Some(Untrusted::from(file.display().to_string()))
    };
    session.show(|| page::compare_policies(&answer, file, &Flags));
    let exit = match answer.relation {
        Some(Relation::Equivalent) => Exit::Met,
        Some(Relation::Stricter | Relation::Looser | Relation::Incomparable) | None => Exit::Unmet,
    };
    Ok((answer, exit.or(failed)))
}
