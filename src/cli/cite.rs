//! `servanda cite`: a policy's citations against copies of its sources.

use std::path::Path;

use servanda::answer::{Cites, Envelope};
use servanda::page;
use servanda::policy::Policy;
use servanda::questions::cite::{self, Checked};
use servanda::text::{Code, Diagnostic};
use servanda::world::Linting;

use super::args::{Cite, Format};
use super::asked::tell;
use super::load::open;
use super::long::Budget;
use super::output::Output;
use super::{Exit, input};

pub(crate) fn run(args: &Cite, output: &mut Output) -> Exit {
    let format = args.print.format;
    let names = [args.policy.clone()];
    let (world, said) = open(Budget::new(None), &names, Linting::On);
    let mut errors = tell(said, format, output);
    let policy = world.as_ref().and_then(|world| world.policies().first());
    let Some(policy) = policy else {
        if format == Format::Json {
            output.text(&Envelope::new([], Cites::default(), &errors).json());
        }
        return Exit::Error;
    };
    let (mut copies, mut exit) = (Vec::new(), Exit::Met);
    for argument in &args.sources {
        match one(argument, policy) {
            Ok(copy) => copies.push(copy),
            Err(error) => {
                errors.extend(tell(vec![*error], format, output));
                exit = Exit::Error;
            }
        }
    }
    let cites = Cites::new(policy, &copies);
    exit = exit.or(if cites.fit() { Exit::Met } else { Exit::Unmet });
    if format == Format::Json {
        output.text(&Envelope::new([policy], cites, &errors).json());
    } else {
        output.page(&page::cite(&cites), format);
    }
    exit
}

fn one(argument: &str, policy: &Policy) -> Result<(usize, String, Checked), Box<Diagnostic>> {
    let Some((name, file)) = argument.split_once('=') else {
        let message = format!("`{argument}` does not say which source the file is a copy of");
        let error = Diagnostic::error(Code::CiteBadArgument, message);
        return Err(Box::new(
            error.help("write NAME=FILE, such as column=column.txt"),
        ));
    };
    let Some(source) = policy.sources.iter().position(|source| source.name == name) else {
        let message = format!("the policy `{}` has no source `{name}`", policy.name);
        let names: Vec<String> = policy
            .sources
            .iter()
            .map(|source| format!("`{}`", source.name))
            .collect();
        let error = Diagnostic::error(Code::CiteNoSuchSource, message);
        return Err(Box::new(
            error.help(format!("its sources: {}", names.join(", "))),
        ));
    };
    let bytes = input::bytes(Path::new(file))?;
    let found = cite::check(policy, source, &bytes);
    Ok((source, file.to_owned(), found))
}
