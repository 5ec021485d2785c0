//! `servanda cite`: a policy's citations against copies of its sources.

use std::fmt::Write as _;
use std::path::Path;

use servanda::answer::{CiteAnswer, Cites, Envelope, LocatedAnswer, LocatedState};
use servanda::policy::Policy;
use servanda::questions::cite::{self, Checked};
use servanda::text::{Code, Diagnostic, Untrusted};
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
        for source in &cites.sources {
            output.text(&page(source));
        }
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

fn page(source: &CiteAnswer) -> String {
    let name = &source.source;
    let Some(copy) = &source.copy else {
        return format!("{name}: not checked, no copy given\n");
    };
    let mut page = format!("{name}: {} paragraphs\n", copy.paragraphs);
    let sum = match copy.same_text {
        Some(true) => "sha256 fits: this is the text that was coded".to_owned(),
        Some(false) => format!("sha256 DOES NOT FIT: this copy has\n  {}", copy.sha256),
        None => format!(
            "the policy gives no sha256; this copy has\n  {}",
            copy.sha256
        ),
    };
    let _ = writeln!(page, "{sum}");
    for located in &copy.citations {
        page += &citation(located);
    }
    if copy.uncited.is_empty() {
        page += "every paragraph is cited\n";
    } else {
        let _ = writeln!(
            page,
            "cited by no prerequisite or warning: paragraph {}",
            numbers(&copy.uncited)
        );
    }
    page
}

fn citation(located: &LocatedAnswer) -> String {
    let shown = |text: &Untrusted| text.escaped(str::to_owned);
    let place = match (located.paragraph, &located.at) {
        (Some(number), _) => format!("paragraph {number}"),
        (None, at) => at.as_ref().map(shown).unwrap_or_default(),
    };
    let words = located.words.as_ref();
    let words = words.map_or_else(String::new, |words| format!(" \"{}\"", shown(words)));
    let gloss = if located.gloss { " (as gloss)" } else { "" };
    let state = match located.found {
        LocatedState::Found => "found".to_owned(),
        LocatedState::Unchecked => "no words to look for".to_owned(),
        LocatedState::NoSuchParagraph => "NO SUCH PARAGRAPH".to_owned(),
        LocatedState::Elsewhere => {
            format!(
                "NOT THERE, but in paragraph {}",
                numbers(&located.elsewhere)
            )
        }
        LocatedState::NotFound => "NOT FOUND".to_owned(),
    };
    format!("  {}: {place}{words}{gloss}\n    {state}\n", located.by)
}

fn numbers(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}
