//! Pages as one HTML document: it loads nothing, runs nothing but the script of [`what_if`], and every part
//! of it can be read without seeing colours.

mod excerpt;
mod table;
#[cfg(test)]
mod tests;
mod what_if;

use std::fmt::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Writer;
use super::block::{
    Bar, Block, Command, Entry, Fact, Named, Notice, Page, Paragraph, PatchLine, Section, Status,
    Tone,
};
use super::label::Label;
use crate::text::phrase::{Span, capitalised};
use crate::text::{Phrase, Severity, Untrusted};

/// How everything looks.
const STYLE: &str = include_str!("style.css");
/// Lets a browser apply that and the style of [`what_if`], run its script, and nothing else: no request. (The
/// digests, as a test computes them.)
const POLICY: &str = "default-src 'none'; style-src 'sha256-Azar9OZQNub30hjb5KSYAsKRd/6cGSqdO/RzLtVNvG4=' \
                      'sha256-VbuInqmxmfB6WRnuJS4IrjCUtuL6REayTwE3inQOT70='; \
                      script-src 'sha256-9KjFyRG4koJaZ9ddJcUiGqwZSlkom4pXyBMD/FUoYxY='";
/// The deepest heading.
const DEEPEST: u8 = 6;
/// The deepest paragraph that is moved in further than the one above it.
const DEEPEST_PARAGRAPH: usize = 3;

/// The writer of HTML. Pages that are written between [`Writer::begin`] and [`Writer::end`] are parts
/// of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Writer for Html {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        let article = html! { article { (blocks(&page.blocks, 1)) } };
        writeln!(out, "{}", article.0)
    }

    fn begin(&self, page: &Page) -> String {
        let head = html! {
            (DOCTYPE)
            (PreEscaped("<html lang=\"en\">"))
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(page)) }
                style { (PreEscaped(STYLE)) }
                style { (PreEscaped(what_if::STYLE)) }
            }
            (PreEscaped("<body><main>"))
        };
        head.0 + "\n"
    }

    fn end(&self) -> &'static str {
        "</main></body></html>\n"
    }
}

/// What the first heading says, or what is said first.
fn title(page: &Page) -> String {
    let first = page.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(plain(&heading.text)),
        Block::Section(section) if !section.title.is_empty() => Some(plain(&section.title)),
        _ => None,
    });
    first.unwrap_or_else(|| "servanda".to_owned())
}

/// A phrase as text.
fn plain(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

/// A text of a file in visible characters. What is put into a document is escaped there.
fn seen(text: &Untrusted) -> String {
    text.escaped(String::push_str)
}

/// A phrase, names in a sentence set apart.
fn phrase(phrase: &Phrase) -> Markup {
    html! {
        @for span in phrase.spans() {
            @match span {
                Span::Code(text) => code { (seen(&text.as_str().into())) },
                other => (plain(&other.clone().into())),
            }
        }
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Open => "open",
        Tone::Neutral => "neutral",
    }
}

/// A heading of some level, from 1.
fn heading(level: u8, text: &Markup) -> Markup {
    html! {
        @match level.min(DEEPEST) {
            1 => h1 { (text) },
            2 => h2 { (text) },
            3 => h3 { (text) },
            4 => h4 { (text) },
            5 => h5 { (text) },
            _ => h6 { (text) },
        }
    }
}

/// Blocks under a heading; `level` is that of the next heading.
fn blocks(blocks: &[Block], level: u8) -> Markup {
    html! {
        @for (at, block) in blocks.iter().enumerate() {
            // What follows the title of a page stands below it.
            @let below = blocks[..at].iter().any(|before| matches!(before, Block::Heading(_)));
            (self::block(block, level + u8::from(below)))
        }
    }
}

fn block(block: &Block, level: u8) -> Markup {
    match block {
        Block::Heading(heading) => self::heading(level, &phrase(&heading.text)),
        Block::Status(status) => self::status(status),
        Block::Facts(facts) => self::facts(facts),
        Block::Excerpt(marks) => excerpt::excerpt(marks),
        Block::Notice(notice) => self::notice(notice),
        Block::Entries(entries) => html! { @for entry in entries { (self::entry(entry, level)) } },
        Block::Rows(rows) => table::rows(rows),
        Block::Table(table) => table::table(table),
        Block::Matrix(matrix) => table::matrix(matrix),
        Block::Listing(listing) => table::listing(listing),
        Block::Commands(commands) => html! { dl { @for each in commands { (command(each)) } } },
        Block::Bars(bars) => self::bars(bars),
        Block::Patch(lines) => html! { pre { @for line in lines { (patch_line(line)) } } },
        Block::Section(section) => self::section(section, level),
        Block::Names(names) => html! { dl.names { @for name in names { (named(name)) } } },
        Block::Paragraph(paragraph) => self::paragraph(paragraph),
        Block::WhatIf(part) => what_if::part(part),
        Block::ToWhatIf(number) => what_if::link(*number),
        Block::Example(lines) => html! {
            pre { code { @for line in lines { (seen(line)) "\n" } } }
        },
    }
}

fn section(section: &Section, level: u8) -> Markup {
    if section.title.is_empty() {
        return html! { section { (blocks(&section.blocks, level)) } };
    }
    html! {
        section {
            (heading(level, &phrase(&section.title)))
            (blocks(&section.blocks, level + 1))
        }
    }
}

fn status(status: &Status) -> Markup {
    let (labelled, others): (Vec<_>, Vec<_>) = status
        .details
        .iter()
        .partition(|detail| detail.label.is_some());
    html! {
        p.status {
            span class={ "word " (tone(status.tone)) } { (status.word.to_uppercase()) }
            @for detail in others { " " (phrase(&detail.text)) }
        }
        @if !labelled.is_empty() {
            dl {
                @for detail in labelled {
                    @if let Some(label) = detail.label { dt { (label.word()) } }
                    dd { (phrase(&detail.text)) }
                }
            }
        }
    }
}

/// A label once for all facts that follow under it.
fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl {
            @for same in facts.chunk_by(|one, other| one.label == other.label) {
                dt { (same[0].label.word()) }
                dd { @for fact in same { @for each in &fact.body { (paragraph(each)) } } }
            }
        }
    }
}

fn paragraph(paragraph: &Paragraph) -> Markup {
    let text = phrase(&paragraph.text);
    match paragraph.depth.min(DEEPEST_PARAGRAPH) {
        0 => html! { p { (text) } },
        depth => html! { p class={ "deep" (depth) } { (text) } },
    }
}

fn notice(notice: &Notice) -> Markup {
    let (word, tone) = match notice.severity {
        Severity::Error => ("error", "bad"),
        Severity::Warning => ("warning", "open"),
    };
    html! {
        div.notice {
            p {
                span class={ "word " (tone) } { (word) } " "
                code { (notice.code) } ": " (phrase(&notice.message))
            }
            (excerpt::excerpt(&notice.marks))
            @for help in &notice.help { p { "help: " (phrase(help)) } }
        }
    }
}

/// A finding or a warning, which is unfolded to be read, and in print.
fn entry(entry: &Entry, level: u8) -> Markup {
    html! {
        details {
            summary {
                span class={ "word " (tone(entry.tone)) } { (entry.word) } " "
                @if entry.kind == Label::Warning { "warning " }
                b { (phrase(&entry.name)) } " " (seen(&entry.title))
                @if entry.advisory { " (advisory)" }
            }
            (blocks(&entry.spoken, level))
            (blocks(&entry.blocks, level))
        }
    }
}

fn named(named: &Named) -> Markup {
    html! {
        dt { (phrase(&named.name)) }
        @if !named.text.is_empty() { dd { (phrase(&named.text)) } }
        @for more in &named.more { dd { (phrase(more)) } }
    }
}

fn command(command: &Command) -> Markup {
    let parts: Vec<String> = command.parts.iter().map(seen).collect();
    html! {
        dt { (command.label.word()) }
        dd { code { (parts.join(" ")) } }
    }
}

/// The columns of a whole bar.
const BAR: f64 = 240.0;

fn bars(bars: &[Bar]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Bars" {
            table {
                @for bar in bars {
                    tr {
                        th scope="row" { (phrase(&bar.name)) }
                        td { (phrase(&bar.value)) }
                        td aria-hidden="true" { (drawn(bar)) }
                    }
                }
            }
        }
    }
}

/// What is certain in full, what is possible in outline.
fn drawn(bar: &Bar) -> Markup {
    let width = |share: f64| format!("{:.1}", share.clamp(0.0, 1.0) * BAR);
    html! {
        svg width=(BAR) height="14" viewBox={ "0 0 " (BAR) " 14" } {
            rect.scale x="0.5" y="0.5" width=(BAR - 1.0) height="13" {}
            rect x="0" y="2" width=(width(bar.least)) height="10" {}
            @if bar.most > bar.least {
                rect.rest x=(width(bar.least)) y="2" width=(width(bar.most - bar.least)) height="10" {}
            }
        }
    }
}

fn patch_line(line: &PatchLine) -> Markup {
    html! {
        @match line {
            PatchLine::Gap => "…",
            PatchLine::Line { old: Some(_), new: None, text } => del { "- " (seen(text)) },
            PatchLine::Line { old: None, new: Some(_), text } => ins { "+ " (seen(text)) },
            PatchLine::Line { text, .. } => { "  " (seen(text)) },
        }
        "\n"
    }
}

/// The first letter of a label in capitals.
fn head(label: Label) -> String {
    capitalised(label.word())
}
