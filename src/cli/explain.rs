//! `servanda explain`: the page of a diagnostic code.

use std::sync::OnceLock;

use servanda::page::explain::{self, Explained, Group};
use servanda::report::{AboutCode, Codes};
use servanda::text::{Code, Diagnostic, nearest};

use super::Exit;
use super::args::{Explain, Format, PageFormat};
use super::codes::{CodePage, Family, families};
use super::output::Output;

/// What there is to tell of all codes.
fn groups() -> Vec<Group> {
    let group = |family: Family| Group {
        name: family.name,
        about: family.about,
        codes: family.pages.into_iter().map(explained).collect(),
    };
    families().map(group).collect()
}

fn explained(page: CodePage) -> Explained {
    let example = page.example;
    Explained {
        code: page.code,
        means: page.means,
        why: page.why,
        mend: page.mend,
        example: example.map(|example| [example.before, example.after]),
    }
}

pub(crate) fn run(args: &Explain, output: &mut Output) -> Exit {
    let format = args.format.into();
    let groups = groups();
    let Some(wanted) = args.code.as_deref() else {
        let more = "`servanda explain CODE` tells more about one, `servanda explain policy` about \
                    all that start with `policy/`.";
        output.page(&explain::list(&groups, more), format);
        return Exit::Met;
    };
    if let Some(group) = groups.iter().find(|group| group.name == wanted) {
        output.page(&explain::group(group), format);
        return Exit::Met;
    }
    let all = groups.iter().flat_map(|group| &group.codes);
    let is_it = |code: &&Explained| {
        let last = code.code.split_once('/').map(|(_, last)| last);
        code.code == wanted || last == Some(wanted)
    };
    let found: Vec<Explained> = all.filter(is_it).cloned().collect();
    if !found.is_empty() {
        output.page(&explain::codes(&found), format);
        return Exit::Met;
    }
    output.diagnostic(&no_such_code(wanted), format);
    Exit::Error
}

fn no_such_code(wanted: &str) -> Diagnostic {
    let names = || Code::ALL.iter().map(|code| code.name());
    let last = names().filter_map(|name| Some(name.split_once('/')?.1));
    let near = nearest(wanted, names().chain(last));
    let error = Diagnostic::error(
        Code::InputNoSuchCode,
        format!("there is no code `{wanted}`"),
    );
    match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`servanda explain` lists all codes"),
    }
}

/// For people: how a page is printed.
impl From<PageFormat> for Format {
    fn from(format: PageFormat) -> Self {
        match format {
            PageFormat::Text => Self::Text,
            PageFormat::Plain => Self::Plain,
            PageFormat::Markdown => Self::Markdown,
        }
    }
}

/// The pages of codes, for reports.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pages;

impl Codes for Pages {
    fn about(&self, code: Code) -> Option<AboutCode> {
        static PAGES: OnceLock<Vec<CodePage>> = OnceLock::new();
        let all = || families().flat_map(|family| family.pages).collect();
        let mut pages = PAGES.get_or_init(all).iter();
        let page = pages.find(|page| page.code == code.name())?;
        Some(AboutCode {
            means: page.means,
            why: page.why,
            mend: page.mend,
        })
    }
}

#[cfg(test)]
mod tests {
    use servanda::text::Code;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let pages: Vec<&str> = super::families()
            .flat_map(|family| family.pages)
            .map(|page| page.code)
            .collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(pages, codes, "a code has its page in src/cli/codes");
    }
}
