//! `servanda explain`: the page of a diagnostic code.

use servanda::page;
use servanda::text::{Code, Diagnostic, nearest};

use super::Exit;
use super::args::Format;
use super::output::Output;

/// One section for each code, headed `## code`.
const PAGES: &str = include_str!("../../docs/diagnostics.md");

/// The code and the text of each page.
pub(crate) fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(code, text)| (code.trim(), text.trim()))
}

pub(crate) fn run(code: Option<&str>, output: &mut Output) -> Exit {
    let Some(code) = code else {
        output.page(&page::explain::list(pages()), Format::Text);
        return Exit::Met;
    };
    if let Some((code, text)) = pages().find(|(known, _)| *known == code) {
        output.page(&page::explain::code(code, text), Format::Text);
        return Exit::Met;
    }
    let near = nearest(code, Code::ALL.iter().map(|known| known.name()));
    let error = Diagnostic::error(Code::InputNoSuchCode, format!("there is no code `{code}`"));
    let error = match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`servanda explain` lists all codes"),
    };
    output.diagnostic(&error, Format::Text);
    Exit::Error
}

#[cfg(test)]
mod tests {
    use servanda::text::Code;

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let pages: Vec<&str> = super::pages().map(|(code, _)| code).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(pages, codes);
    }
}
