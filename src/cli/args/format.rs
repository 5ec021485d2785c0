//! How answers are printed.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, StyledStr, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, Error, ValueEnum};

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
    /// For programs; see docs/json.md
    Json,
    #[value(help = "JUnit's XML: a test case each")]
    Junit,
    /// Workflow commands of GitHub Actions: a comment on a line each
    Github,
    /// SARIF 2.1.0, for code scanning: an alert each
    Sarif,
}

impl Format {
    /// Every command has these.
    const EVERYWHERE: [Self; 5] = [
        Self::Text,
        Self::Plain,
        Self::Html,
        Self::Markdown,
        Self::Json,
    ];

    /// Whether it is one document with all answers rather than pages.
    pub(crate) fn is_document(self) -> bool {
        match self {
            Self::Text | Self::Plain | Self::Html | Self::Markdown => false,
            Self::Json | Self::Junit | Self::Github | Self::Sarif => true,
        }
    }

    /// Whether errors and warnings are told on standard error. The documents that go to a file have
    /// them too, but whoever reads the log wants to see why a step failed.
    pub(crate) fn is_told_aside(self) -> bool {
        match self {
            Self::Text | Self::Plain | Self::Html | Self::Markdown | Self::Junit | Self::Sarif => {
                true
            }
            Self::Json | Self::Github => false,
        }
    }
}

/// How a command prints whose answers are for people and for programs of their own.
#[derive(Debug, clap::Args)]
pub(crate) struct Print {
    /// How to print the answer
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        value_parser = Everywhere,
        help_heading = "Output"
    )]
    pub format: Format,
}

/// How a command prints whose answers may be watched over by continuous integration as well.
#[derive(Debug, clap::Args)]
pub(crate) struct PrintWatched {
    /// How to print the answer; docs/continuous-integration.md tells more of the last three
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub format: Format,
}

impl From<&Print> for Format {
    fn from(print: &Print) -> Self {
        print.format
    }
}

impl From<&PrintWatched> for Format {
    fn from(print: &PrintWatched) -> Self {
        print.format
    }
}

/// Reads the formats that every command has. Of the others it says which commands have them.
#[derive(Clone)]
struct Everywhere;

impl Everywhere {
    fn values() -> Vec<PossibleValue> {
        let values = Format::EVERYWHERE.iter();
        values.filter_map(ValueEnum::to_possible_value).collect()
    }
}

impl TypedValueParser for Everywhere {
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
            Some(format) if Format::EVERYWHERE.contains(&format) => Ok(format),
            known => {
                let parser = PossibleValuesParser::new(Self::values());
                let Err(mut error) = parser.parse_ref(command, argument, value) else {
                    return Ok(Format::Text);
                };
                if known.is_some() {
                    let tip = "`check`, `lint` and `test` print this format, other commands do not";
                    let tip = ContextValue::StyledStrs(vec![StyledStr::from(tip)]);
                    error.remove(ContextKind::SuggestedValue);
                    error.insert(ContextKind::Suggested, tip);
                }
                Err(error)
            }
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Self::values().into_iter()))
    }
}
