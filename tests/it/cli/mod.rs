//! What users of the program see.

mod answers;
mod command_line;
mod compared;
mod coverage;
mod diffed;
mod documents;
mod facts;
mod files;
mod fmt;
mod headlines;
mod html;
mod migrate;
mod mutate;
mod negotiated;
mod new;
mod packages;
mod repairs;
mod reports;
mod schemas;
mod shell;
mod show;
mod site;
mod snapshots;
mod tables;
mod tested;
mod told_apart;
mod untrusted;
mod watched;
mod watching;
mod witnesses;

pub use watched::hold_sarif;
