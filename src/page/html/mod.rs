//! Pages as one HTML document: it loads nothing, runs nothing but the script of [`what_if`], and every part
//! of it can be read without seeing colours.

mod bars;
mod excerpt;
mod links;
mod matrix;
mod table;
#[cfg(test)]
mod tests;
mod what_if;

use std::fmt::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Writer;
pub(in crate::page) use links::called;
pub use links::{Places, safe};

use links::Anchors;

use super::block::{
    Block, Command, Entry, Fact, Named, Notice, Page, Paragraph, PatchLine, Section, Status, Tone,
};
use super::label::Label;
use crate::text::phrase::{Span, capitalised};
use crate::text::{Phrase, Severity, Target, Untrusted};

/// How everything looks.
const STYLE: &str = include_str!("style.css");
/// Lets a browser apply that and the style of [`what_if`], run its script, and nothing else: no request. (The
/// digests, as a test computes them.)
const POLICY: &str = "default-src 'none'; style-src 'sha256-ebWzujXwG1MfiCiZnMpPP5DEAjD6YNksWzDL1uABMuY=' \
                      'sha256-VbuInqmxmfB6WRnuJS4IrjCUtuL6REayTwE3inQOT70='; \
                      script-src 'sha256-q3Bb2qQ9xKw0Gs2zKj9hpRJjISPQd0HUiGbTwvSqLtE='";
/// The deepest heading.
const DEEPEST: u8 = 6;
/// The deepest paragraph that is moved in further than the one above it.
const DEEPEST_PARAGRAPH: usize = 3;

/// More pages than these are folded, but for the first.
const FEW_PAGES: usize = 5;
/// So many parts of a page have a list of them at its top.
const MANY_PARTS: usize = 3;
/// A list of more parts than these has columns.
const LONG_CONTENTS: usize = 6;

/// The writer of HTML. Pages that are written between [`Writer::begin`] and [`Writer::end`] are parts
/// of one document; [`Document`] writes one as a whole, in which parts refer to one another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Html;

impl Writer for Html {
    fn write(&self, page: &Page, out: &mut dyn Write) -> fmt::Result {
        let anchors = Anchors::of(std::slice::from_ref(page), &());
        let at = At {
            anchors: &anchors,
            part: "",
            level: 1,
        };
        writeln!(out, "{}", article(page, &at).0)
    }

    fn begin(&self, page: &Page) -> String {
        begin(page)
    }

    fn end(&self) -> &'static str {
        END
    }
}

/// Pages that are one document.
pub struct Document<'a> {
    /// From top to bottom.
    pub pages: &'a [Page],
    /// Links to other documents, above everything.
    pub menu: &'a [Phrase],
    /// The addresses of other documents.
    pub places: &'a dyn Places,
}

impl Document<'_> {
    /// The whole document; nothing without a page.
    #[must_use]
    pub fn html(&self) -> String {
        let Some(first) = self.pages.first() else {
            return String::new();
        };
        let anchors = Anchors::of(self.pages, self.places);
        let mut out = begin(first);
        let top = At {
            anchors: &anchors,
            part: "",
            level: 1,
        };
        if !self.menu.is_empty() {
            let menu = html! {
                nav.menu aria-label="Site" { @for link in self.menu { (top.phrase(link)) " " } }
            };
            out += &menu.0;
        }
        let titled = !first.title.is_empty() && !has_heading(first);
        if titled {
            out += &html! { h1 { (top.phrase(&first.title)) } }.0;
        }
        for (place, page) in self.pages.iter().enumerate() {
            let part = links::part(page, self.pages.len());
            let at = At {
                part: &part,
                level: 1 + u8::from(titled),
                ..top
            };
            let is_folded = place > 0 && self.pages.len() > FEW_PAGES;
            let written = if is_folded {
                folded(page, &at)
            } else {
                article(page, &at)
            };
            out += &written.0;
            out.push('\n');
        }
        out + END
    }
}

/// The end of a document.
const END: &str = "</main></body></html>\n";

/// The beginning of a document.
fn begin(page: &Page) -> String {
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
        (PreEscaped("<body><main id=\"top\">"))
    };
    head.0 + "\n"
}

fn has_heading(page: &Page) -> bool {
    let mut blocks = page.blocks.iter();
    blocks.any(|block| matches!(block, Block::Heading(_)))
}

/// What the first heading says, or what is said first.
fn title(page: &Page) -> String {
    if !page.title.is_empty() {
        return plain(&page.title);
    }
    let first = page.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(plain(&heading.text)),
        Block::Section(section) if !section.title.is_empty() => Some(plain(&section.title)),
        _ => None,
    });
    first.unwrap_or_else(|| "servanda".to_owned())
}

/// A page as a part of a document.
fn article(page: &Page, at: &At<'_>) -> Markup {
    let id = page
        .about
        .as_ref()
        .and_then(|about| at.anchors.id(about, ""));
    html! { article id=[id] { (blocks(&page.blocks, at)) } }
}

/// The same under its title and its verdict, unfolded to be read.
fn folded(page: &Page, at: &At<'_>) -> Markup {
    let title = page.blocks.iter().find_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    });
    let Some(title) = title else {
        return article(page, at);
    };
    let status = page.blocks.iter().find_map(|block| match block {
        Block::Status(status) => Some(status),
        _ => None,
    });
    let rest = page.blocks.iter();
    let rest = rest.filter(|block| !matches!(block, Block::Heading(_)));
    let below = at.below();
    // A link opens what its target is inside of.
    let id = page
        .about
        .as_ref()
        .and_then(|about| at.anchors.id(about, ""));
    html! {
        details.page {
            summary {
                @if let Some(status) = status {
                    span class={ "word " (tone(status.tone)) } { (status.word) } " "
                }
                (heading(at.level, &at.phrase(&title.text)))
            }
            article id=[id] {
                @for block in rest { (self::block(block, &below)) }
                p.back { a href="#top" { "Back to the top" } }
            }
        }
    }
}

/// Where something is written.
#[derive(Clone, Copy)]
struct At<'a> {
    /// What can be referred to.
    anchors: &'a Anchors<'a>,
    /// The part of the document.
    part: &'a str,
    /// The level of the next heading.
    level: u8,
}

impl At<'_> {
    /// Whether a phrase refers to something that is told somewhere.
    fn is_link(&self, phrase: &Phrase) -> bool {
        phrase.spans().iter().any(|span| match span {
            Span::Link(link) => self.anchors.address(&link.0, self.part).is_some(),
            _ => false,
        })
    }

    /// The same, below a heading.
    fn below(&self) -> Self {
        let level = self.level + 1;
        Self { level, ..*self }
    }

    /// A phrase: names in a sentence set apart, shares drawn, and links where there is something to see.
    fn phrase(&self, phrase: &Phrase) -> Markup {
        html! {
            @for span in phrase.spans() {
                @match span {
                    Span::Words(words) => (own_words(words)),
                    Span::Code(text) => code { (seen(&text.as_str().into())) },
                    Span::Link(link) => @match self.anchors.address(&link.0, self.part) {
                        Some(address) => a href=(address) { (seen(&link.1)) },
                        None => (seen(&link.1)),
                    },
                    Span::Share(says, share) => { (says) (bars::interval(*share)) },
                    other => (plain(&other.clone().into())),
                }
            }
        }
    }
}

/// Our own words, in which backticks set something apart.
fn own_words(words: &str) -> Markup {
    let is_paired = words.matches('`').count().is_multiple_of(2);
    html! {
        @if is_paired {
            @for (place, part) in words.split('`').enumerate() {
                @if place % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else { (words) }
    }
}

/// A phrase as text.
fn plain(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

/// A text of a file in visible characters. What is put into a document is escaped there.
fn seen(text: &Untrusted) -> String {
    text.escaped(String::push_str)
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

/// Blocks. What follows the title of a page stands below it.
fn blocks(blocks: &[Block], at: &At<'_>) -> Markup {
    let title = |block: &Block| matches!(block, Block::Heading(_));
    let titled = blocks.iter().position(title);
    let (top, below) = (*at, at.below());
    html! {
        @for (place, block) in blocks.iter().enumerate() {
            @let is_below = titled.is_some_and(|title| title < place);
            (self::block(block, if is_below { &below } else { &top }))
            @if titled == Some(place) { (contents(blocks, at)) }
        }
    }
}

/// The parts of a page, if there are many. To what a policy says of a text a table refers.
fn contents(blocks: &[Block], at: &At<'_>) -> Markup {
    let is_judged = |section: &Section| matches!(section.about, Some(Target::Judged { .. }));
    let titled = blocks.iter().filter_map(|block| match block {
        Block::Section(section) if !section.title.is_empty() => Some(section),
        _ => None,
    });
    let titled: Vec<&Section> = titled.filter(|section| !is_judged(section)).collect();
    let is_long = titled.len() > LONG_CONTENTS;
    html! {
        @if titled.len() >= MANY_PARTS {
            nav.contents.long[is_long] aria-label="On this page" {
                ul {
                    @for section in titled {
                        li { a href=(address(section, at)) { (plain(&section.title)) } }
                    }
                }
            }
        }
    }
}

fn address(section: &Section, at: &At<'_>) -> String {
    let about = section.about.as_ref();
    let own = about.and_then(|about| at.anchors.address(about, at.part));
    own.unwrap_or_else(|| format!("#{}", links::titled(&section.title, at.part)))
}

fn block(block: &Block, at: &At<'_>) -> Markup {
    match block {
        Block::Heading(heading) => self::heading(at.level, &at.phrase(&heading.text)),
        Block::Status(status) => self::status(status, at),
        Block::Facts(facts) => self::facts(facts, at),
        Block::Excerpt(marks) => excerpt::excerpt(marks, at),
        Block::Notice(notice) => self::notice(notice, at),
        Block::Entries(entries) => html! { @for entry in entries { (self::entry(entry, at)) } },
        Block::Rows(rows) => table::rows(rows, at),
        Block::Table(table) => table::table(table, at),
        Block::Matrix(matrix) => matrix::matrix(matrix, at),
        Block::Listing(listing) => table::listing(listing, at),
        Block::Commands(commands) => {
            html! { dl.commands { @for each in commands { (command(each)) } } }
        }
        Block::Bars(bars) => bars::chart(bars, at),
        Block::Patch(lines) => html! { pre { @for line in lines { (patch_line(line)) } } },
        Block::Section(section) => self::section(section, at),
        Block::Names(names) => html! { dl.names { @for name in names { (named(name, at)) } } },
        Block::Paragraph(paragraph) => self::paragraph(paragraph, at),
        Block::WhatIf(part) => what_if::part(part),
        Block::ToWhatIf(number) => what_if::link(*number),
        Block::Example(lines) => html! {
            pre { code { @for line in lines { (seen(line)) "\n" } } }
        },
    }
}

fn section(section: &Section, at: &At<'_>) -> Markup {
    let id = (section.about.as_ref()).and_then(|about| at.anchors.id(about, at.part));
    let inner = id.clone().unwrap_or_else(|| at.part.to_owned());
    let at = At {
        part: &inner,
        ..*at
    };
    if section.title.is_empty() {
        return html! { section id=[id] { (blocks(&section.blocks, &at)) } };
    }
    let id = id.or_else(|| at.anchors.once(links::titled(&section.title, at.part)));
    html! {
        section id=[id] {
            (heading(at.level, &at.phrase(&section.title)))
            (blocks(&section.blocks, &at.below()))
        }
    }
}

fn status(status: &Status, at: &At<'_>) -> Markup {
    let (labelled, others): (Vec<_>, Vec<_>) = status
        .details
        .iter()
        .partition(|detail| detail.label.is_some());
    html! {
        p.status {
            span class={ "word " (tone(status.tone)) } { (status.word.to_uppercase()) }
            @for detail in others { " " (at.phrase(&detail.text)) }
        }
        @if !labelled.is_empty() {
            dl {
                @for detail in labelled {
                    @if let Some(label) = detail.label { dt { (head(label)) } }
                    dd { (at.phrase(&detail.text)) }
                }
            }
        }
    }
}

/// A label once for all facts that follow under it.
fn facts(facts: &[Fact], at: &At<'_>) -> Markup {
    html! {
        dl {
            @for same in facts.chunk_by(|one, other| one.label == other.label) {
                dt { (head(same[0].label)) }
                dd { @for fact in same { @for each in &fact.body { (paragraph(each, at)) } } }
            }
        }
    }
}

fn paragraph(paragraph: &Paragraph, at: &At<'_>) -> Markup {
    let text = at.phrase(&paragraph.text);
    match paragraph.depth.min(DEEPEST_PARAGRAPH) {
        0 => html! { p { (text) } },
        depth => html! { p class={ "deep" (depth) } { (text) } },
    }
}

fn notice(notice: &Notice, at: &At<'_>) -> Markup {
    let (word, tone) = match notice.severity {
        Severity::Error => ("error", "bad"),
        Severity::Warning => ("warning", "open"),
    };
    html! {
        div.notice {
            p {
                span class={ "word " (tone) } { (word) } " "
                code { (notice.code) } ": " (at.phrase(&notice.message))
            }
            (excerpt::excerpt(&notice.marks, at))
            @for help in &notice.help { p { "help: " (at.phrase(help)) } }
        }
    }
}

/// A finding or a warning, which is unfolded to be read, and in print.
fn entry(entry: &Entry, at: &At<'_>) -> Markup {
    let id = at.anchors.id(&links::target(entry), at.part);
    let below = at.below();
    let name = html! {
        (at.phrase(&entry.name))
        @if !entry.title.is_empty() { " " span.title { (seen(&entry.title)) } }
    };
    html! {
        details {
            summary {
                span class={ "word " (tone(entry.tone)) } { (entry.word) } " "
                @if entry.kind == Label::Warning { "warning " }
                (heading(at.level, &name))
                @if entry.advisory { " (advisory)" }
            }
            // A link opens what its target is inside of.
            div id=[id] {
                (blocks(&entry.spoken, &below))
                (blocks(&entry.blocks, &below))
            }
        }
    }
}

fn named(named: &Named, at: &At<'_>) -> Markup {
    html! {
        dt { (at.phrase(&named.name)) }
        @if !named.text.is_empty() { dd { (at.phrase(&named.text)) } }
        @for more in &named.more { dd { (at.phrase(more)) } }
    }
}

fn command(command: &Command) -> Markup {
    let parts: Vec<String> = command.parts.iter().map(seen).collect();
    html! {
        dt { (head(command.label)) }
        dd { code { (parts.join(" ")) } }
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
