//! Hints of the library in the words of this shell: its flags.

use servanda::page::{Advice, Shell};
use servanda::text::{Code, Diagnostic, Hint, Setting, SettingKind, Source};
use servanda::world::builtin;

use super::next::named as argument;

/// The flags of this shell.
pub(crate) struct Flags;

impl Shell for Flags {
    fn advice(&self, advice: Advice) -> Option<&'static str> {
        Some(match advice {
            Advice::AllowMoreTime => "allow more with --budget",
            Advice::SetAnotherLimit => "--budget sets another limit",
            Advice::ShowMore => "--all N shows up to N",
            Advice::ShowInFull => "-v shows everything that was found",
            Advice::ShowPatch => "`-v` shows them, `--write` writes them to the file",
            Advice::SettleReading => "`--reading NAME` demands that one only",
            Advice::WriteTexts(1) => "`--witness FOLDER` writes it",
            Advice::WriteTexts(_) => "`--witness FOLDER` writes them",
            Advice::WriteTests(1) => "`--write FOLDER` writes it",
            Advice::WriteTests(_) => "`-v` shows all, `--write FOLDER` writes them",
            Advice::ShowOne => {
                "`servanda show NAME` shows one of them, or a prerequisite, a warning, a \
                 definition or a term; `--source` its text as it is written"
            }
            Advice::ShowAllTexts => {
                "`-v` shows every text in the table, by which it is dominated, and what other assumptions change"
            }
            Advice::ShowPair => "`--only TEXT,TEXT` shows where each of two texts leads",
            Advice::CompareFindings => {
                "`--over findings` compares the texts on every prerequisite of all policies"
            }
            Advice::ShowPart => {
                "`servanda show TEXT NAME` shows one of these, `--source` its text as it is written"
            }
        })
    }
}

/// A diagnostic that names flags where the library cannot. `policies` are those that were named on the
/// command line.
pub(crate) fn worded(mut said: Diagnostic, policies: &[String]) -> Diagnostic {
    let help = match &said.hint {
        None => return said,
        Some(Hint::AllowMoreTime) => "allow more with `--budget`, or ask for less",
        Some(Hint::UseAsProposal) => {
            "this looks like a proposal: pass it as FILE, not with `--policy`"
        }
        Some(Hint::UseAsPolicy) => "pass it with `--policy`",
        Some(Hint::UseItsPolicy) => {
            "it seems to be about the terms of another vocabulary: name a policy over that one with \
             `--policy`"
        }
        Some(Hint::CountEverything) => {
            "`--min-grade` or `--rivals` passes over what one of these provisions says; leave that \
             provision out, or repair without the option"
        }
        Some(Hint::Contradiction(first, second)) => {
            said.message = format!(
                "`{}` and `{}` contradict each other",
                flag(first),
                flag(second)
            );
            return said;
        }
        Some(Hint::SeeTexts) => "`servanda show` lists what is built in",
        Some(Hint::SeeText(text)) => {
            said.help = vec![format!("`servanda show {}` lists the names", called(text))];
            return said;
        }
        Some(Hint::SeeName(text, name)) => {
            let show = format!("`servanda show {} {name}` tells more", called(text));
            said.help.push(show);
            return said;
        }
        Some(Hint::Migrate(texts)) => {
            let file = match &texts[..] {
                [only] => only.name(),
                _ => "FILE…",
            };
            let migrate = migrate(file, policies);
            let help = if said.code == Code::ProposalChangedMeaning {
                let shown = migrate.replacen("migrate", "migrate --dry-run", 1);
                format!("`{shown}` shows all of them")
            } else {
                format!("`{migrate}` writes the new names; the old ones are read as the same")
            };
            said.help = vec![help];
            return said;
        }
        Some(_) => return said,
    };
    said.help = vec![help.to_owned()];
    said
}

/// The command that rewrites a text. A proposal is read over the vocabulary of a policy.
fn migrate(file: &str, policies: &[String]) -> String {
    let file = match file {
        "<stdin>" | "FILE…" => "FILE…".to_owned(),
        file => argument(file),
    };
    match policies.first().filter(|_| !file.ends_with(".servanda")) {
        Some(policy) => format!("servanda migrate --policy {} {file}", argument(policy)),
        None => format!("servanda migrate {file}"),
    }
}

/// What a text is called on the command line: by its name if it is built in, else by its path.
fn called(text: &Source) -> &str {
    builtin::name(text).unwrap_or(text.name())
}

/// A setting as it was given here, such as `--freeze nato_path`.
fn flag(setting: &Setting) -> String {
    let flag = match setting.kind {
        SettingKind::Reading => "--reading",
        SettingKind::Price => "--price",
        SettingKind::Freeze => "--freeze",
        SettingKind::Only => "--only",
    };
    format!("{flag} {}", setting.value)
}
