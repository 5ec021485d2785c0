//! No format loses a fact: what stands in the blocks of a page stands in what each writer makes of it.
//!
//! The blocks of real answers are walked, and each thing that they tell is looked for in each format,
//! without its markup and its line breaks.

mod pages;

use std::collections::{BTreeMap, BTreeSet};

use servanda::limit::Cancel;
use servanda::page::block::{
    Block, Command, Entry, Mark, Matrix, MatrixRow, PatchLine, Role, Row, Table,
};
use servanda::page::{self, Extent, Html, Markdown, Page, Plain, Text, Typst, Writer};
use servanda::text::{Phrase, Untrusted};

use pages::{pages, world};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text(usize),
    Plain,
    Html,
    Markdown,
    Typst,
}

const FORMATS: [Format; 6] = [
    Format::Text(80),
    Format::Text(40),
    Format::Plain,
    Format::Html,
    Format::Markdown,
    Format::Typst,
];

impl Format {
    fn show(self, page: &Page) -> String {
        match self {
            Self::Text(width) => Text::new(width, false).show(page),
            Self::Plain => Plain.show(page),
            Self::Html => Html.show(page),
            Self::Markdown => Markdown.show(page),
            Self::Typst => Typst.show(page),
        }
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// What is written, without markup, blanks and line breaks.
    fn bare(self, written: &str) -> String {
        match self {
            Self::Html => bare(&without_tags(written)),
            _ => bare(written),
        }
    }
}

fn without_tags(document: &str) -> String {
    let mut out = String::new();
    for part in document.split('<') {
        out += part.split_once('>').map_or(part, |(_, text)| text);
    }
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let replace = |text: String, (from, to): (&str, &str)| text.replace(from, to);
    entities.into_iter().fold(out, replace)
}

/// Small letters, without what sets names apart, escapes, or draws. (A fact is looked for in the same
/// form.)
fn bare(text: &str) -> String {
    let text = text.replace("#raw(\"", "").replace("\");", "");
    let text = text.replace("#strong[", "").replace("];", "");
    let kept = |char: &char| !char.is_whitespace() && !"`\\*;".contains(*char);
    text.chars().filter(kept).collect::<String>().to_lowercase()
}

fn plain(phrase: &Phrase) -> String {
    phrase.escaped(String::push_str)
}

fn seen(text: &Untrusted) -> String {
    text.escaped(String::push_str)
}

/// What a format has to tell: each thing in one of several ways, as often as it is told.
struct Facts {
    format: Format,
    all: BTreeMap<Vec<String>, usize>,
}

impl Facts {
    fn of(page: &Page, format: Format) -> Self {
        let mut facts = Self {
            format,
            all: BTreeMap::new(),
        };
        facts.blocks(&page.blocks);
        facts
    }

    fn one_of(&mut self, ways: impl IntoIterator<Item = String>) {
        let ways: Vec<String> = ways.into_iter().map(|way| bare(&way)).collect();
        if !ways.iter().all(String::is_empty) {
            *self.all.entry(ways).or_insert(0) += 1;
        }
    }

    /// What is told once, however often it holds, such as what a sign stands for.
    fn once(&mut self, fact: impl Into<String>) {
        let fact = bare(&fact.into());
        self.all.entry(vec![fact]).or_insert(1);
    }

    fn is(&mut self, fact: impl Into<String>) {
        self.one_of([fact.into()]);
    }

    fn says(&mut self, phrase: &Phrase) {
        self.is(plain(phrase));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.says(&heading.text),
            Block::Status(status) => {
                self.is(status.word);
                status
                    .details
                    .iter()
                    .for_each(|detail| self.says(&detail.text));
            }
            Block::Facts(facts) => {
                for fact in facts {
                    self.once(fact.label.word());
                    fact.body.iter().for_each(|each| self.says(&each.text));
                }
            }
            Block::Excerpt(marks) => marks.iter().for_each(|mark| self.mark(mark)),
            Block::Notice(notice) => {
                self.is(notice.code.name());
                self.says(&notice.message);
                notice.marks.iter().for_each(|mark| self.mark(mark));
                notice.help.iter().for_each(|help| self.says(help));
            }
            Block::Entries(entries) => entries.iter().for_each(|entry| self.entry(entry)),
            Block::Rows(rows) => rows.iter().for_each(|row| self.row(row)),
            Block::Table(table) => self.table(table),
            Block::Matrix(matrix) => self.matrix(matrix),
            Block::Commands(commands) => commands.iter().for_each(|each| self.command(each)),
            Block::Bars(bars) => {
                for bar in bars {
                    self.says(&bar.name);
                    self.says(&bar.value);
                }
            }
            Block::Patch(lines) => lines.iter().for_each(|line| self.patch_line(line)),
            Block::Listing(listing) => {
                for line in &listing.lines {
                    // Sentences tell only what is marked.
                    if self.format != Format::Plain || !line.marks.is_empty() {
                        self.line_of_file(&line.text);
                    }
                }
            }
            Block::Section(section) => {
                self.says(&section.title);
                self.blocks(&section.blocks);
            }
            Block::Names(names) => {
                for named in names {
                    self.says(&named.name);
                    self.says(&named.text);
                    named.more.iter().for_each(|more| self.says(more));
                }
            }
            Block::Paragraph(paragraph) => self.says(&paragraph.text),
            Block::Example(lines) => lines.iter().for_each(|line| self.is(seen(line))),
            // What is told there is told elsewhere on the page; it is there to be changed.
            Block::WhatIf(_) | Block::ToWhatIf(_) => {}
        }
    }

    /// The file, the line, and what is said there.
    fn mark(&mut self, mark: &Mark) {
        let (file, line, _) = mark.position();
        let file = seen(&file);
        let at = [
            format!("{file}:{line}:"),
            format!("{file}, line {line}"),
            // Further places of a file that is drawn have their numbers beside the line.
            format!("{line} | "),
            format!("{line} │ "),
        ];
        self.one_of(at);
        self.is(file);
        plain(&mark.says).split(' ').for_each(|word| self.is(word));
    }

    fn entry(&mut self, entry: &Entry) {
        let (name, title) = (plain(&entry.name), seen(&entry.title));
        self.one_of([
            // As text, in sentences, in a document, in a memo.
            format!("{}{name}", entry.short),
            format!("{name}{title}"),
            format!("{name}, {}", entry.word),
            format!("{}: {name}", entry.word),
            format!("{}: warning {name}", entry.word),
        ]);
        self.one_of([entry.word.to_owned(), entry.short.to_owned()]);
        self.is(title);
        if matches!(self.format, Format::Plain | Format::Html) {
            self.blocks(&entry.spoken);
        }
        self.blocks(&entry.blocks);
    }

    fn row(&mut self, row: &Row) {
        let (name, word, sign) = (plain(&row.name), row.sign.word, row.sign.glyph());
        self.is(match self.format {
            Format::Text(_) => format!("{sign} {name}"),
            Format::Plain => format!("{word}: {name}."),
            Format::Html => format!("{word}{name}"),
            Format::Markdown => format!("{sign} {word} | {name} |"),
            Format::Typst => format!("[{sign} {word}], [{name}]"),
        });
        // A line of a terminal has room for the beginning, with an arrow to the next step.
        if !self.format.is_text() {
            self.says(&row.says);
        }
        if let (Some(line), false) = (row.line, self.format == Format::Text(40)) {
            self.is(line.to_string());
        }
    }

    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(row) {
                self.says(&cell.text);
                // A terminal shows values without their heads.
                if column.role == Role::Value && !self.format.is_text() {
                    self.once(column.label.word());
                }
            }
        }
    }

    fn matrix(&mut self, matrix: &Matrix) {
        matrix.columns.iter().for_each(|name| self.says(name));
        // A terminal has no room for what each of them asks.
        if !self.format.is_text() {
            matrix.titles.iter().for_each(|title| self.says(title));
        }
        for row in &matrix.rows {
            self.says(&row.name);
            self.says(&row.group);
            if let Some(sign) = row.sign {
                self.is(if self.format.is_text() && sign.word == "not applicable" {
                    "n/a"
                } else {
                    sign.word
                });
            }
            // A terminal shows `17-74 %`.
            let score = plain(&row.score);
            self.one_of([
                score.clone(),
                score.replace(" % to ", "-"),
                score.replace(" to ", "-"),
            ]);
            self.verdicts(matrix, row);
            for at in &row.raised {
                self.once(plain(&matrix.warnings[*at]));
            }
        }
    }

    /// The verdicts of a row, in the order of the columns.
    fn verdicts(&mut self, matrix: &Matrix, row: &MatrixRow) {
        let each = |show: &dyn Fn(usize) -> String| -> Vec<String> {
            (0..row.cells.len()).map(show).collect()
        };
        let glyph = |at: usize| row.cells[at].glyph().to_owned();
        match self.format {
            // A narrow one shows them in parts.
            Format::Text(40) => self.is(each(&glyph)[..row.cells.len().min(5)].concat()),
            Format::Text(_) => self.is(each(&glyph).concat()),
            Format::Markdown => self.is(each(&glyph).join(" | ")),
            Format::Html => {
                let cell = |at: usize| format!("{}{}", glyph(at), row.cells[at].word);
                self.is(each(&cell).concat());
            }
            Format::Typst => {
                let shown: BTreeSet<_> = row.cells.iter().map(|sign| sign.word).collect();
                for word in shown {
                    self.once(word);
                }
                let names = ["good", "bad", "open", "neutral"];
                let cell = |at: usize| {
                    let tone = match glyph(at).as_str() {
                        "✓" => names[0],
                        "x" => names[1],
                        "?" => names[2],
                        _ => names[3],
                    };
                    format!("{tone}[{}]", glyph(at))
                };
                self.is(each(&cell).join(", "));
            }
            Format::Plain => {
                let words: BTreeSet<_> = row.cells.iter().map(|sign| sign.word).collect();
                for word in words {
                    let of = (0..row.cells.len()).filter(|at| row.cells[*at].word == word);
                    let names = of.map(|at| {
                        let advisory = if at < matrix.deciding {
                            ""
                        } else {
                            " (advisory)"
                        };
                        plain(&matrix.columns[at]) + advisory
                    });
                    self.is(format!("{word}: {}.", names.collect::<Vec<_>>().join(", ")));
                }
            }
        }
    }

    fn command(&mut self, command: &Command) {
        command.parts.iter().for_each(|part| self.is(seen(part)));
    }

    fn patch_line(&mut self, line: &PatchLine) {
        if let PatchLine::Line { text, .. } = line {
            self.line_of_file(text);
        }
    }

    /// A terminal cuts lines of a file at its edge.
    fn line_of_file(&mut self, text: &Untrusted) {
        let text = seen(text);
        let most = if self.format.is_text() {
            20
        } else {
            usize::MAX
        };
        self.is(text.trim().chars().take(most).collect::<String>());
    }
}

/// How often one of these stands in a text.
fn times(ways: &[String], written: &str) -> usize {
    let ways: BTreeSet<&String> = ways.iter().collect();
    ways.into_iter()
        .map(|way| written.matches(way.as_str()).count())
        .sum()
}

/// What a format lacks of a page.
fn lost(page: &Page, format: Format) -> Vec<String> {
    let written = format.bare(&format.show(page));
    let facts = Facts::of(page, format);
    assert!(!facts.all.is_empty(), "an empty page");
    let told = facts.all.into_iter();
    told.filter_map(|(ways, wanted)| {
        let found = times(&ways, &written);
        let missing = format!("{} ({found} of {wanted} times)", ways.join(" | "));
        (found < wanted).then_some(missing)
    })
    .collect()
}

#[test]
fn no_format_loses_a_fact() {
    let mut all = Vec::new();
    for (name, page) in pages() {
        for format in FORMATS {
            for fact in lost(&page, format) {
                all.push(format!("{name}, {format:?}: {fact}"));
            }
        }
    }
    let shown = all.iter().take(60).cloned().collect::<Vec<_>>().join("\n");
    assert!(all.is_empty(), "{} facts are lost:\n{shown}", all.len());
}

/// A writer that leaves something out is found.
#[test]
fn what_is_lost_is_found() {
    let column = world(&["column"]);
    let text = column.proposal("proposals/minsk-ii-2015.yaml").unwrap();
    let checks = column.check(&text).run(&Cancel::default()).unwrap();
    let whole = page::check(&checks.proposals[0], Extent::Full, &());
    for format in FORMATS {
        let mut short = whole.clone();
        short.blocks.pop();
        let written = format.bare(&format.show(&short));
        let facts = Facts::of(&whole, format).all;
        assert!(facts.len() > 100, "{format:?}: {}", facts.len());
        let is_told = |(ways, wanted): (&Vec<String>, &usize)| times(ways, &written) >= *wanted;
        assert!(!facts.iter().all(is_told), "{format:?}");
    }
}
