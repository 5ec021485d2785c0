//! `servanda explain`: the page of a diagnostic code.

use servanda::page;
use servanda::text::Diagnostic;

use super::Exit;
use super::args::Format;
use super::output::Output;

/// One section for each code, headed `## code`.
const PAGES: &str = include_str!("../../docs/diagnostics.md");

/// Every code of this module.
#[cfg(test)]
pub(crate) const CODES: &[&str] = &["input/no-such-code"];

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
    let near = pages()
        .map(|(known, _)| (strsim::jaro_winkler(code, known), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let error = Diagnostic::error("input/no-such-code", format!("there is no code `{code}`"));
    let error = match near {
        Some((_, near)) => error.help(format!("did you mean `{near}`?")),
        None => error.help("`servanda explain` lists all codes"),
    };
    output.diagnostic(&error, Format::Text);
    Exit::Error
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use servanda::questions::lint;
    use servanda::{policy, proposal, syntax, world};

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        let pages: BTreeSet<&str> = super::pages().map(|(code, _)| code).collect();
        let codes: BTreeSet<&str> = [
            syntax::CODES,
            policy::CODES,
            proposal::CODES,
            proposal::EDIT_CODES,
            lint::CODES,
            servanda::questions::check::CODES,
            servanda::questions::repair::CODES,
            super::CODES,
            policy::READ_CODES,
            &world::CODES.concat(),
            super::super::asked::CODES,
            super::super::cite::CODES,
            super::super::input::CODES,
            super::super::output::CODES,
        ]
        .concat()
        .into_iter()
        .collect();
        let missing: Vec<_> = codes.difference(&pages).collect();
        let stray: Vec<_> = pages.difference(&codes).collect();
        assert!(
            missing.is_empty() && stray.is_empty(),
            "no page: {missing:?}; no code: {stray:?}"
        );
    }
}
