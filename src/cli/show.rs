//! `servanda show`: what policies and vocabularies hold.

use servanda::answer::{Envelope, Shows};
use servanda::page;
use servanda::world::Shelf;

use super::Exit;
use super::args::{Format, Show};
use super::input::Disk;
use super::output::Output;
use super::words::{Flags, worded};

pub(crate) fn run(args: &Show, output: &mut Output) -> Exit {
    let asked = args.print.asked();
    if let Some(exit) = output.take(&asked) {
        return exit;
    }
    let format = asked.format;
    let (what, name) = (args.what.as_deref(), args.name.as_deref());
    let (shelf, shows) = match Shelf::ask(&Disk, what, name) {
        Ok(found) => found,
        Err(error) => {
            let said = error.into_diagnostics().into_iter();
            let said: Vec<_> = said.map(|said| worded(said, &[])).collect();
            if format == Format::Json {
                output.text(&Envelope::new([], Shows::default(), &said).json());
            } else {
                for said in &said {
                    output.diagnostic(said, format);
                }
            }
            return Exit::Error;
        }
    };
    let whole = shelf.text().filter(|_| name.is_none());
    if let Some(text) = whole.filter(|_| args.source) {
        output.copy(text.text());
    } else if args.source {
        shows
            .shown
            .iter()
            .for_each(|shown| output.lines(shown.text()));
    } else if format == Format::Json {
        output.text(&Envelope::new(shelf.policies(), shows, &[]).json());
    } else if what.is_none() {
        output.page(&page::show::list(&shows, &Flags), format);
    } else {
        output.page(&page::show::each(&shows, &Flags), format);
    }
    Exit::Met
}
