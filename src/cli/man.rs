//! `servanda man`: a page of the manual for each command.

use std::{fs, io};

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use servanda::text::{Code, Diagnostic, nearest};

use super::args::{Args, Format, Manual};
use super::output::Output;
use super::{Exit, files};

/// The section of the manual for commands.
const SECTION: &str = "1";

pub(crate) fn run(args: &Manual, output: &mut Output) -> Exit {
    match print(args, output) {
        Ok(()) => Exit::Met,
        Err(error) => {
            output.diagnostic(&error, Format::Text);
            Exit::Error
        }
    }
}

fn print(args: &Manual, output: &mut Output) -> Result<(), Diagnostic> {
    let all = pages();
    if let Some(folder) = &args.dir {
        let refused = |error: io::Error| files::refused(folder, &error.to_string());
        fs::create_dir_all(folder).map_err(refused)?;
        for page in &all {
            let file = folder.join(format!("{}.{SECTION}", page.name));
            if file.symlink_metadata().is_ok() {
                return Err(files::refused(&file, "it is there already"));
            }
        }
        for page in &all {
            let file = folder.join(format!("{}.{SECTION}", page.name));
            files::create(&file, &page.text)?;
        }
        return Ok(());
    }
    let wanted = match args.command.as_deref() {
        None | Some("servanda") => "servanda".to_owned(),
        Some(command) if command.starts_with("servanda-") => command.to_owned(),
        Some(command) => format!("servanda-{command}"),
    };
    let Some(page) = all.iter().find(|page| page.name == wanted) else {
        let short = wanted.trim_start_matches("servanda-");
        return Err(no_such_command(short, &all));
    };
    output.text(&page.text);
    if output.is_terminal() {
        output.text(&how_to_read(args.command.as_deref()));
    }
    Ok(())
}

/// The last line on a terminal, which shows the marks of the page instead of the page.
fn how_to_read(command: Option<&str>) -> String {
    let command = command.map_or_else(String::new, |command| format!(" {command}"));
    format!("\nThis is the source of the page. To read it: servanda man{command} | man -l -\n")
}

fn no_such_command(wanted: &str, all: &[ManualPage]) -> Diagnostic {
    let names = all
        .iter()
        .filter_map(|page| page.name.strip_prefix("servanda-"));
    let message = format!("there is no command `{wanted}`");
    let error = Diagnostic::error(Code::InputNoSuchCommand, message);
    match nearest(wanted, names) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`servanda --help` lists the commands"),
    }
}

/// A page of the manual.
struct ManualPage {
    /// What it is called: `servanda-check`.
    name: String,
    text: String,
}

/// The main page, then one for each command in the order of the help.
fn pages() -> Vec<ManualPage> {
    let mut root = Args::command().disable_help_subcommand(true);
    root.build();
    let all: Vec<Command> = std::iter::once(&root)
        .chain(root.get_subcommands())
        .cloned()
        .collect();
    let names: Vec<String> = all
        .iter()
        .map(|command| called(command).to_owned())
        .collect();
    let each = all.into_iter().map(|command| ManualPage {
        name: called(&command).to_owned(),
        text: text(command, &names),
    });
    each.collect()
}

fn called(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn text(command: Command, names: &[String]) -> String {
    let own = called(&command).to_owned();
    let after = command.get_after_help().map(ToString::to_string);
    let is_root = own == "servanda";
    let man = Man::new(command)
        .source(concat!("servanda ", env!("CARGO_PKG_VERSION")))
        .manual("servanda");
    let mut page = Vec::new();
    // Writing into memory cannot fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = man.render_synopsis_section(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    if is_root {
        let _ = man.render_subcommands_section(&mut page);
    }
    let mut rest = Roff::new();
    if let Some(after) = after {
        rest.control("SH", ["NOTES"]);
        notes(&mut rest, &after);
    }
    rest.control("SH", ["SEE ALSO"]);
    rest.text(see_also(names.iter().filter(|name| **name != own)));
    let _ = rest.to_writer(&mut page);
    String::from_utf8_lossy(&page).into_owned()
}

/// Text that was written for the help: paragraphs are filled, examples keep their lines.
fn notes(rest: &mut Roff, text: &str) {
    for (at, paragraph) in text.split("\n\n").enumerate() {
        if at > 0 {
            rest.control("PP", []);
        }
        let keeps_lines = paragraph.lines().any(|line| line.starts_with(' '));
        if keeps_lines {
            rest.control("nf", []);
        }
        for line in paragraph.lines() {
            rest.text([roman(line)]);
        }
        if keeps_lines {
            rest.control("fi", []);
        }
    }
}

fn see_also<'a>(names: impl Iterator<Item = &'a String>) -> Vec<Inline> {
    let mut said = Vec::new();
    for (at, name) in names.enumerate() {
        let between = if at > 0 { ", " } else { "" };
        said.extend([roman(between), bold(name), roman(format!("({SECTION})"))]);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_how_to_read_a_page() {
        let told = how_to_read(Some("check"));
        assert!(told.ends_with(": servanda man check | man -l -\n"));
        assert!(how_to_read(None).ends_with(": servanda man | man -l -\n"));
    }
}
