//! How answers are printed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, Error, ValueEnum, ValueHint};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// Sentences, for a screen reader
    Plain,
    /// One page for a browser, which loads nothing and can be printed
    Html,
    /// For a memo: tables, without links
    Markdown,
    /// Text for Typst, which makes a tagged PDF of it
    Typst,
    /// For programs; see docs/json.md
    Json,
    /// A table for data frames; see docs/formats.md
    Csv,
    /// A workbook for a spreadsheet; see docs/formats.md
    Xlsx,
    #[value(help = "JUnit's XML: a test case each")]
    Junit,
    /// Workflow commands of GitHub Actions: a comment on a line each
    Github,
    /// SARIF 2.1.0, for code scanning: an alert each
    Sarif,
}

/// What every command prints.
const EVERYWHERE: [Format; 6] = [
    Format::Text,
    Format::Plain,
    Format::Html,
    Format::Markdown,
    Format::Typst,
    Format::Json,
];
/// The same, and what commands print whose answers are tables.
const TABLES: [Format; 8] = [
    Format::Text,
    Format::Plain,
    Format::Html,
    Format::Markdown,
    Format::Typst,
    Format::Json,
    Format::Csv,
    Format::Xlsx,
];
/// What every command prints, and what those do that continuous integration watches.
const WATCHED: [Format; 9] = [
    Format::Text,
    Format::Plain,
    Format::Html,
    Format::Markdown,
    Format::Typst,
    Format::Json,
    Format::Junit,
    Format::Github,
    Format::Sarif,
];
/// All of these.
const ALL: [Format; 11] = [
    Format::Text,
    Format::Plain,
    Format::Html,
    Format::Markdown,
    Format::Typst,
    Format::Json,
    Format::Csv,
    Format::Xlsx,
    Format::Junit,
    Format::Github,
    Format::Sarif,
];

impl Format {
    /// Whether it is one document with all answers rather than pages.
    pub(crate) fn is_document(self) -> bool {
        match self {
            Self::Text | Self::Plain | Self::Html | Self::Markdown | Self::Typst => false,
            Self::Json | Self::Csv | Self::Xlsx | Self::Junit | Self::Github | Self::Sarif => true,
        }
    }

    /// Whether errors and warnings are told on standard error. The documents that go to a file have
    /// them too, but whoever reads the log wants to see why a step failed.
    pub(crate) fn is_told_aside(self) -> bool {
        !matches!(self, Self::Json | Self::Github)
    }

    /// The format of files with an ending, where that says it.
    fn of_file(file: &Path) -> Option<Self> {
        let ending = file.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "html" | "htm" => Self::Html,
            "md" | "markdown" => Self::Markdown,
            "typ" => Self::Typst,
            "json" => Self::Json,
            "csv" => Self::Csv,
            "xlsx" => Self::Xlsx,
            "sarif" => Self::Sarif,
            "txt" => Self::Text,
            _ => return None,
        })
    }

    /// Which commands have it, where not all do.
    fn only_of(self) -> Option<&'static str> {
        match self {
            Self::Csv | Self::Xlsx => Some(
                "`check`, `compare`, `repair`, `sensitivity`, `influence` and `test` print this format, \
                 other commands do not",
            ),
            Self::Junit | Self::Github | Self::Sarif => {
                Some("`check`, `lint` and `test` print this format, other commands do not")
            }
            _ => None,
        }
    }
}

/// Where an answer is written to.
#[derive(Debug, clap::Args)]
pub(crate) struct Into {
    /// Write the answer into this file, which must not be there yet. Its ending
    /// says the format: .html, .md, .typ, .json, .csv, .xlsx or .sarif
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Write it even if the file is there
    #[arg(long, requires = "output", help_heading = "Output")]
    pub force: bool,
}

/// How an answer is to be printed, and where.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub format: Format,
    /// The file to write; `None` for standard output.
    pub file: Option<PathBuf>,
    /// Whether it may be there already.
    pub force: bool,
    /// Whether the name of the file says another format than the command has, or none that is known.
    pub wrong: bool,
}

impl Asked {
    fn new(format: Option<Format>, into: &Into, known: &[Format]) -> Self {
        let file = into
            .output
            .as_deref()
            .filter(|file| *file != Path::new("-"));
        let format = format.or_else(|| Format::of_file(file?));
        // A file called .pdf that holds a text for a terminal would be of no use.
        let is_unknown = format.is_none() && file.is_some_and(|file| file.extension().is_some());
        let format = format.unwrap_or(Format::Text);
        Self {
            format,
            file: file.map(Path::to_path_buf),
            force: into.force,
            wrong: is_unknown || !known.contains(&format),
        }
    }
}

impl From<Format> for Asked {
    fn from(format: Format) -> Self {
        Self {
            format,
            file: None,
            force: false,
            wrong: false,
        }
    }
}

/// How a command prints its answers that has some of the formats.
macro_rules! print {
    ($(#[$about:meta])* $name:ident, $known:ident, $help:literal) => {
        $(#[$about])*
        #[derive(Debug, clap::Args)]
        pub(crate) struct $name {
            #[doc = $help]
            #[arg(
                long,
                value_name = "FORMAT",
                value_parser = Known(&$known),
                help_heading = "Output"
            )]
            format: Option<Format>,
            #[command(flatten)]
            into: Into,
        }

        impl $name {
            pub(crate) fn asked(&self) -> Asked {
                Asked::new(self.format, &self.into, &$known)
            }
        }

        impl From<&$name> for Asked {
            fn from(print: &$name) -> Self {
                print.asked()
            }
        }
    };
}

print!(
    /// How a command prints whose answers are for people and for programs of their own.
    Print, EVERYWHERE, "How to print the answer [default: text]"
);
print!(
    /// The same of a command whose answers are tables as well.
    PrintTables, TABLES, "How to print the answer [default: text]"
);
print!(
    /// How a command prints whose answers may be watched over by continuous integration as well.
    PrintWatched,
    WATCHED,
    "How to print the answer [default: text]; docs/continuous-integration.md tells more of the last three"
);
print!(
    /// How a command prints that has all formats.
    PrintAll,
    ALL,
    "How to print the answer [default: text]; docs/continuous-integration.md tells more of the last three"
);

/// Reads the formats that a command has. Of the others it says which commands have them.
#[derive(Clone)]
struct Known(&'static [Format]);

impl Known {
    fn values(&self) -> Vec<PossibleValue> {
        let values = self.0.iter();
        values.filter_map(ValueEnum::to_possible_value).collect()
    }
}

impl TypedValueParser for Known {
    type Value = Format;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Format, Error> {
        let format = value
            .to_str()
            .and_then(|name| Format::from_str(name, false).ok());
        match format {
            Some(format) if self.0.contains(&format) => Ok(format),
            known => {
                let parser = PossibleValuesParser::new(self.values());
                let Err(mut error) = parser.parse_ref(command, argument, value) else {
                    return Ok(Format::Text);
                };
                if let Some(tip) = known.and_then(Format::only_of) {
                    let tip = ContextValue::StyledStrs(vec![StyledStr::from(tip)]);
                    error.remove(ContextKind::SuggestedValue);
                    error.insert(ContextKind::Suggested, tip);
                }
                Err(error)
            }
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.values().into_iter()))
    }
}
