//! `servanda cite`: a policy's citations against copies of its sources.

use std::fmt::Write as _;
use std::path::Path;

use servanda::policy::{Locator, Policy};
use servanda::questions::cite::{self, Checked, Located, State};
use servanda::render::harmless;
use servanda::text::Diagnostic;
use servanda::world::Linting;

use super::args::{Cite, Format};
use super::asked::tell;
use super::load::open;
use super::long::Budget;
use super::output::Output;
use super::{Exit, input};

/// Every code of this module.
#[cfg(test)]
pub(crate) const CODES: &[&str] = &["cite/no-such-source", "cite/bad-argument"];

pub(crate) fn run(args: &Cite, output: &mut Output) -> Exit {
    let names = [args.policy.clone()];
    let (world, said) = open(Budget::new(None), &names, Linting::On);
    tell(said, Format::Text, output);
    let Some(world) = world else {
        return Exit::Error;
    };
    let policy = &world.policies()[0];
    let mut exit = Exit::Met;
    let mut checked = vec![false; policy.sources.len()];
    for argument in &args.sources {
        match one(argument, policy) {
            Ok((source, found)) => {
                checked[source] = true;
                exit = exit.or(if good(&found) { Exit::Met } else { Exit::Unmet });
                output.text(&page(&policy.sources[source].name, &found));
            }
            Err(error) => {
                output.diagnostic(&error, Format::Text);
                exit = Exit::Error;
            }
        }
    }
    for (source, _) in policy
        .sources
        .iter()
        .zip(checked)
        .filter(|(_, checked)| !checked)
    {
        output.text(&format!("{}: not checked, no copy given\n", source.name));
    }
    exit
}

fn one(argument: &str, policy: &Policy) -> Result<(usize, Checked), Box<Diagnostic>> {
    let Some((name, file)) = argument.split_once('=') else {
        let message = format!("`{argument}` does not say which source the file is a copy of");
        let error = Diagnostic::error("cite/bad-argument", message);
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
        let error = Diagnostic::error("cite/no-such-source", message);
        return Err(Box::new(
            error.help(format!("its sources: {}", names.join(", "))),
        ));
    };
    let bytes = input::bytes(Path::new(file))?;
    Ok((source, cite::check(policy, source, &bytes)))
}

fn good(checked: &Checked) -> bool {
    let found = |located: &Located| matches!(located.state, State::Found | State::Unchecked);
    checked.same_text != Some(false) && checked.citations.iter().all(found)
}

fn page(name: &str, checked: &Checked) -> String {
    let mut page = format!("{name}: {} paragraphs\n", checked.paragraphs);
    let sum = match checked.same_text {
        Some(true) => "sha256 fits: this is the text that was coded".to_owned(),
        Some(false) => format!("sha256 DOES NOT FIT: this copy has\n  {}", checked.sha256),
        None => format!(
            "the policy gives no sha256; this copy has\n  {}",
            checked.sha256
        ),
    };
    let _ = writeln!(page, "{sum}");
    for located in &checked.citations {
        let place = match &located.locator {
            Locator::Paragraph(number) => format!("paragraph {number}"),
            Locator::At(at) => harmless(at),
        };
        let words = located
            .words
            .as_ref()
            .map(|words| format!(" \"{}\"", harmless(words)))
            .unwrap_or_default();
        let gloss = if located.gloss { " (as gloss)" } else { "" };
        let state = match &located.state {
            State::Found => "found".to_owned(),
            State::Unchecked => "no words to look for".to_owned(),
            State::NoSuchParagraph => "NO SUCH PARAGRAPH".to_owned(),
            State::Elsewhere(holding) if holding.is_empty() => "NOT FOUND".to_owned(),
            State::Elsewhere(holding) => {
                format!("NOT THERE, but in paragraph {}", numbers(holding))
            }
        };
        let _ = writeln!(page, "  {}: {place}{words}{gloss}\n    {state}", located.by);
    }
    if checked.uncited.is_empty() {
        page += "every paragraph is cited\n";
    } else {
        let _ = writeln!(
            page,
            "cited by no prerequisite or warning: paragraph {}",
            numbers(&checked.uncited)
        );
    }
    page
}

fn numbers(numbers: &[usize]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}
