//! What can be written after `servanda`.

mod compare;
mod covering;
mod diff;
mod format;
mod rewrite;
mod site;
mod snapshots;
mod write;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCompleter;

pub(crate) use compare::{Compare, GroupBy, Over, Sort};
pub(crate) use covering::Covering;
pub(crate) use diff::{Diff, Watch};
pub(crate) use format::{Asked, Format, Print, PrintAll, PrintTables, PrintWatched};
pub(crate) use rewrite::{Fmt, Migrate};
pub(crate) use site::Site;
pub(crate) use write::{New, Schema};

use super::complete;
use super::long::TimeLimit;

/// Exact verdicts on draft agreements: judges coded settlement texts against a cited policy and
/// explains every failure.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 80,
    after_help = "\
Examples:
  servanda check draft.yaml
  servanda show pledge_scope
  servanda explain proposal/unknown-term"
)]
pub(crate) struct Args {
    /// When to use colour: auto (on a terminal), always or never; `NO_COLOR` is
    /// honoured too
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        display_order = 900,
        help_heading = "Output"
    )]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge proposals against one policy or several
    Check(Check),
    /// Compare drafts: which are better, and where each leads
    Compare(Compare),
    /// Tell what changed between two drafts, and because of what
    Diff(Diff),
    /// Judge a draft anew each time that it is saved
    Watch(Watch),
    /// Write a site: texts, policies and comparisons as pages
    Site(Site),
    /// Find the cheapest changes after which a proposal is met
    Repair(Repair),
    /// Show which open term matters most, and what to ask first
    Influence(Influence),
    /// Show how stable verdicts are: sources, rivals, readings
    Sensitivity(Sensitivity),
    /// Find whether any settlement is accepted by several policies
    Zopa(Zopa),
    /// Show what policies hold, and what their names mean
    Show(Show),
    /// Prove what a policy asks in vain
    Lint(Lint),
    /// Test whether proposals come to what is expected of them
    Test(Test),
    /// Tell how two policies relate, with texts that show it
    ComparePolicies(ComparePolicies),
    /// Hold a policy's citations against copies of its sources
    Cite(Cite),
    /// Write a proposal to fill in, with every term explained
    New(New),
    /// Print a JSON Schema for editors to check proposals against
    Schema(Schema),
    /// Write policies and vocabularies in one layout
    Fmt(Fmt),
    /// Rewrite the names of earlier editions in drafts and policies
    Migrate(Migrate),
    /// Tell what an error or a warning means and how to mend it
    Explain(Explain),
    /// Print a page of the manual
    Man(Manual),
    /// Print what makes a shell complete names and options
    Completions(Completions),
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 met, 1 unmet, 2 error, 3 open, not applicable or no verdict within
the budget; over several files an error beats unmet beats open beats met.

Examples:
  servanda check draft.yaml
  servanda check draft.yaml --finding pledge_scope
  servanda check --policy mine.servanda --reading strict drafts/
  servanda check --together treaty.yaml protocol.yaml
  cat draft.yaml | servanda check -")]
pub(crate) struct Check {
    /// A proposal, a folder of them (its own *.yaml and *.yml), or - for
    /// standard input
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    /// Judge all of these texts as one: what any of them states counts, and
    /// where they differ each value stays possible
    #[arg(long, help_heading = "How the draft is taken")]
    pub together: bool,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintAll,
    /// Show this prerequisite or warning in full; may be repeated
    #[arg(long = "finding", value_name = "NAME", conflicts_with_all = ["verbose", "summary"], help_heading = "Output", add = ArgValueCompleter::new(complete::prerequisites))]
    pub findings: Vec<String>,
    /// Show the verdict, the score and the warnings alone, for each text
    #[arg(long, conflicts_with = "verbose", help_heading = "Output")]
    pub summary: bool,
    /// Show every prerequisite and warning in full
    #[arg(long, short, help_heading = "Output")]
    pub verbose: bool,
}

/// By which policies, read how.
#[derive(Debug, clap::Args)]
pub(crate) struct By {
    /// A path that ends in .servanda or has a separator, else the name of a
    /// built-in policy; may be repeated [default: column]
    #[arg(long = "policy", value_name = "POLICY", help_heading = "By which policies", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    #[command(flatten)]
    pub readings: Readings,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Readings {
    /// Settle a reading: PREREQUISITE=NAME, or NAME for all that have it; the
    /// first goes before the second, and either may be repeated
    #[arg(long = "reading", value_name = "READING", help_heading = "By which policies", add = ArgValueCompleter::new(complete::readings))]
    pub readings: Vec<String>,
}

/// How proposals are taken.
#[derive(Debug, clap::Args)]
pub(crate) struct Taking {
    /// Count rival readings of the text among the possible values
    #[arg(long, help_heading = "How the draft is taken")]
    pub rivals: bool,
    /// Take provisions as not established that only worse sources support, or none
    #[arg(long, value_name = "A|B|C", help_heading = "How the draft is taken")]
    pub min_grade: Option<MinGrade>,
}

/// What changes cost.
#[derive(Debug, clap::Args)]
pub(crate) struct Priced {
    /// What a step of changing a term costs, from 1 to 1000; may be
    /// repeated [default: 1 each]
    #[arg(long = "price", value_name = "TERM=N", help_heading = "What may change", add = ArgValueCompleter::new(complete::priced_terms))]
    pub prices: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Patience {
    /// How long an answer may take, such as 10s or 2m; `none` for as long as it
    /// takes. What is not finished by then is named; if that is the answer
    /// itself, the exit code is 3
    #[arg(
        long,
        value_name = "TIME",
        default_value = "30s",
        help_heading = "Limits"
    )]
    pub budget: TimeLimit,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
A step is one place on a scale, one member of a set, or any other value for the
other kinds of term; between a value and `not applicable` it is the longest way
across the term. Saying what is open costs an answer; no number of answers
outweighs a step. Several policies are to be met at once, under every reading
that is not settled. A repair that makes a prerequisite not apply avoids it:
such repairs come last, whatever they cost, and are called so.

Exit codes: 0 met or repaired, 1 no repair exists, 2 error, 3 the budget ran
out before an answer; over several files an error beats no repair beats no
answer.

Examples:
  servanda repair draft.yaml
  servanda repair --freeze nato_path,ukraine_neutrality --all 5 draft.yaml
  servanda repair --price ukraine_claims=10 --write draft.yaml")]
pub(crate) struct Repair {
    /// A proposal, a folder of them (its own *.yaml and *.yml), or - for
    /// standard input
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    #[command(flatten)]
    pub priced: Priced,
    /// What is not negotiable and stays as it stands; may be repeated
    #[arg(long, value_name = "TERM,…", value_delimiter = ',', help_heading = "What may change", add = ArgValueCompleter::new(complete::terms))]
    pub freeze: Vec<String>,
    /// Change nothing but these; may be repeated
    #[arg(long, value_name = "TERM,…", value_delimiter = ',', help_heading = "What may change", add = ArgValueCompleter::new(complete::terms))]
    pub only: Vec<String>,
    /// Show up to so many repairs of the least cost
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub all: u16,
    /// Change the file: carry out the first repair; comments and layout stay,
    /// and what a changed term said before becomes a comment
    #[arg(long)]
    pub write: bool,
    /// Show every line that changes, and every reading that is demanded
    #[arg(long, short)]
    pub verbose: bool,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintTables,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
A policy accepts a settlement that it would judge met, under every reading that
is not settled. Where no settlement is accepted by all, every smallest set of
prerequisites that collide is shown, and the fewest that would have to be
dropped, or loosened by how much, for a zone to open.

Exit codes: 0 a zone exists, 1 none, 2 error, 3 the budget ran out before an
answer. What else was not finished by then is named.

Examples:
  servanda zopa column moscow-2024 kyiv-2022
  servanda zopa --from draft.yaml --write compromise.yaml column kyiv-2022")]
pub(crate) struct Zopa {
    /// Paths, or names of built-in policies
    #[arg(required = true, value_name = "POLICY", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    #[command(flatten)]
    pub readings: Readings,
    /// A draft to start from: the compromise is the acceptable settlement
    /// nearest to all of them; may be repeated
    #[arg(long = "from", value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub from: Vec<PathBuf>,
    #[command(flatten)]
    pub priced: Priced,
    /// Show at most so many collisions and concessions
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub all: u16,
    /// Write the compromise as a proposal
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Show everything that was found: what each term can be, the settlements,
    /// what collides with its sources, and how little each demand could be loosened
    #[arg(long, short)]
    pub verbose: bool,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
The share of a term is how often, over all ways to fill in what is open, another
value of it alone would change the verdict (its Banzhaf index).

What cannot be counted is given as a range, drawn in outline.

Exit codes: 0 answered, 2 error, 3 the budget ran out.

Examples:
  servanda influence
  servanda influence draft.yaml")]
pub(crate) struct Influence {
    /// A proposal, or - for standard input; without one the policy alone
    #[arg(value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub by: By,
    #[command(flatten)]
    pub taking: Taking,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintTables,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Each text is judged as it is coded; then with sources of better grades alone, with
rival codings, and with the prerequisites read in one way. Below stands how each
prerequisite comes out, and which ones tell no two texts apart.

Exit codes: 0 answered, 2 error, 3 the budget ran out.

Examples:
  servanda sensitivity proposals
  servanda sensitivity --policy mine.servanda draft.yaml")]
pub(crate) struct Sensitivity {
    /// Proposals, folders of proposals, or - for standard input
    #[arg(required = true, value_name = "FILE", add = ArgValueCompleter::new(complete::proposals))]
    pub files: Vec<PathBuf>,
    /// A path that ends in .servanda or has a separator, else the name of a
    /// built-in policy; may be repeated [default: column]
    #[arg(long = "policy", value_name = "POLICY", help_heading = "By which policies", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintTables,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 read, whatever was found; 1 with --strict if something was found;
2 error; 3 the budget ran out.

Examples:
  servanda lint mine.servanda
  servanda lint --strict --witness shown/ mine.servanda")]
pub(crate) struct Lint {
    /// Paths, or names of built-in policies
    #[arg(required = true, value_name = "POLICY", add = ArgValueCompleter::new(complete::policies))]
    pub policies: Vec<String>,
    /// Exit with 1 if anything is found
    #[arg(long)]
    pub strict: bool,
    /// Write the text that shows each finding into this folder
    #[arg(long, value_name = "FOLDER")]
    pub witness: Option<PathBuf>,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintWatched,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
A fixture is a proposal, NAME.yaml, with what is expected of it beside it in
NAME.expect.yaml: by one policy or several a verdict, or more:

  policies:
    column: open
    ../mine.servanda:        # a path starts at the folder of this file
      reading: strict        # settled as by `check`, like these two:
      rivals: true
      min_grade: B
      verdict: open
      turns_on: [nato_path]
      findings:
        precautions: met
        pledge_scope: {verdict: open, turns_on: [guarantee_scope]}
      warnings: {nato_price: raised}
    kyiv-2022: {error: proposal/incoherent}

What is not said is not looked at. `turns_on` lists all terms that an open
verdict turns on, `error` all codes with which the text is refused. A list below
a policy says what is expected where a text is taken in several ways.

NAME.fixtures.yaml holds several small proposals, with what they share:

  base: {coverage: full, provisions: {us_role: guarantor, nato_path: affirmed}}
  fixtures:
    - proposal: barred
      provisions: {nato_path: barred}
      policies: {column: unmet}
    - {proposal: no_word, without: [nato_path], policies: {column: open}}

A snapshot fails where it differs, until the change is reviewed or accepted: it
waits in NAME.snapshot.yaml.new. Comments and the place of a line change nothing.

Exit codes: 0 all passed, 1 some failed, 2 error, also where no test was found,
3 the budget ran out; an error beats a failure beats the budget. With
`--coverage`, 0 means that nothing is missing, 1 that something is; with
`--mutate`, 0 that no mistake goes unnoticed, 1 that some does.

Examples:
  servanda test policies/fixtures
  servanda test policies/fixtures --coverage --policy column
  servanda test policies/fixtures --mutate --policy column --write new
  servanda test --name ceiling
  servanda test --snapshot --policy column drafts
  servanda test --review drafts")]
pub(crate) struct Test {
    /// Folders with fixtures, those inside them too; or single expectations,
    /// or proposals that have one [default: this folder]
    #[arg(value_name = "FOLDER", add = ArgValueCompleter::new(complete::proposals))]
    pub folders: Vec<PathBuf>,
    /// Run only the tests whose name has this in it; may be repeated
    #[arg(long = "name", value_name = "TEXT")]
    pub names: Vec<String>,
    /// How many tests run at the same time [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Limits")]
    pub jobs: Option<u16>,
    #[command(flatten)]
    pub covering: Covering,
    #[command(flatten)]
    pub snapshots: snapshots::Snapshots,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: PrintAll,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
A policy accepts a text that `check` judges met under every reading. Equivalent
policies accept the same texts; a stricter one accepts only some of them.

Exit codes: 0 equivalent, 1 not, 2 error, 3 the budget ran out before an answer.

Example:
  servanda compare-policies column mine.servanda")]
pub(crate) struct ComparePolicies {
    /// A path, or the name of a built-in policy
    #[arg(add = ArgValueCompleter::new(complete::policies))]
    pub first: String,
    /// The policy to compare it with
    #[arg(add = ArgValueCompleter::new(complete::policies))]
    pub second: String,
    #[command(flatten)]
    pub readings: Readings,
    /// Write the texts that only one of them accepts into this folder
    #[arg(long, value_name = "FOLDER")]
    pub witness: Option<PathBuf>,
    #[command(flatten)]
    pub patience: Patience,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MinGrade {
    #[value(name = "A", alias = "a")]
    A,
    #[value(name = "B", alias = "b")]
    B,
    #[value(name = "C", alias = "c")]
    C,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 all found, 1 a citation or a sum does not fit, 2 error.

Example:
  servanda cite policies/column.servanda --source column=column.txt")]
pub(crate) struct Cite {
    /// The policy: a path, or the name of a built-in one
    #[arg(add = ArgValueCompleter::new(complete::policies))]
    pub policy: String,
    /// A copy of a source: NAME=FILE; may be repeated
    #[arg(long = "source", value_name = "NAME=FILE", required = true)]
    pub sources: Vec<String>,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 shown, 2 error.

Examples:
  servanda show
  servanda show column
  servanda show pledge_scope
  servanda show kyiv-2022 monitoring
  servanda show ./mine.servanda my_prerequisite
  servanda show --source column > mine.servanda")]
pub(crate) struct Show {
    /// A policy or a vocabulary: a path that ends in .servanda or has a
    /// separator, or the name of one that is built in. Or what is in one of
    /// those built in: the name of a prerequisite, a warning, a definition or
    /// a term. Without it, what is built in is listed
    #[arg(value_name = "WHAT", add = ArgValueCompleter::new(complete::texts))]
    pub what: Option<String>,
    /// The name of something in the policy or the vocabulary
    #[arg(value_name = "NAME", add = ArgValueCompleter::new(complete::names))]
    pub name: Option<String>,
    /// Print the text as it stands in its file
    #[arg(
        long,
        requires = "what",
        conflicts_with = "format",
        help_heading = "Output"
    )]
    pub source: bool,
    #[command(flatten)]
    pub print: Print,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 told, 2 error.

Examples:
  servanda explain
  servanda explain lint
  servanda explain proposal/unknown-term
  servanda explain unknown-term")]
pub(crate) struct Explain {
    /// A code, such as `proposal/unknown-term`, the part after its `/`, or the
    /// one before it for all such codes. Without it, all codes are listed
    #[arg(value_name = "CODE", add = ArgValueCompleter::new(complete::codes))]
    pub code: Option<String>,
    /// How to print the page
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub format: PageFormat,
}

/// How pages are printed that are for people alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For a terminal
    Text,
    /// Sentences, for a screen reader
    Plain,
    /// For a memo: tables, without links
    Markdown,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Exit codes: 0 printed or written, 2 error.

Examples:
  servanda man check | man -l -
  servanda man --dir ~/.local/share/man/man1")]
pub(crate) struct Manual {
    /// The command whose page is printed; without it the main page
    #[arg(value_name = "COMMAND", conflicts_with = "dir", add = ArgValueCompleter::new(complete::commands))]
    pub command: Option<String>,
    /// Write every page into this folder; no file is overwritten
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub dir: Option<PathBuf>,
}

#[derive(Debug, Parser)]
#[command(after_help = "\
Completed are options, policies, prerequisites, readings, terms, codes and files.
The script asks this program what fits, so let the shell read it anew each time:

  bash        source <(servanda completions bash)      in ~/.bashrc
  zsh         source <(servanda completions zsh)       in ~/.zshrc, after compinit
  fish        servanda completions fish | source       in
              ~/.config/fish/config.fish")]
pub(crate) struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
