//! SARIF 2.1.0, within the limits of GitHub's code scanning.
//!
//! What was found with a place is a result: its first place is the location, the others are related
//! locations, each with what is said there. What was said without a place (a file that is not there, a
//! limit that was met) is a notification of the invocation.

mod model;

use std::collections::BTreeMap;

use model::{
    ArtifactLocation, AutomationDetails, Configuration, Descriptor, DescriptorRef, Driver,
    Invocation, Location, Log, Message, Notification, PhysicalLocation, Properties, Region, Run,
    Tool,
};

use super::{At, Level, Notice, Report, Rule, Spot, Writer, plain, uri};
use crate::answer::json;
use crate::text::source::sha256;
use crate::text::{Code, Diagnostic, Severity};

/// SARIF 2.1.0: one run with all results.
#[derive(Clone, Copy, Debug)]
pub struct Sarif;

/// The most results of a run that GitHub takes.
const MOST_RESULTS: usize = 25_000;
/// The most locations of a result, the main one included.
const MOST_LOCATIONS: usize = 1_000;
/// The most tags of a rule.
const MOST_TAGS: usize = 20;
/// The most characters of a rule's descriptions.
const MOST_CHARACTERS: usize = 1_024;
/// The most related locations that a message links to.
const MOST_LINKS: usize = 3;

/// What a result stays the same by. GitHub's own key is left to its upload, which complains of every
/// value that it did not compute itself.
const FINGERPRINT: &str = "servanda/v1";

impl Writer for Sarif {
    fn left_out(&self, report: &Report<'_>) -> Option<Diagnostic> {
        let (mut results, mut locations) = (0, 0);
        for notice in report.notices().filter(|notice| !notice.spots.is_empty()) {
            results += 1;
            locations += notice.spots.len().saturating_sub(MOST_LOCATIONS);
        }
        let results = usize::saturating_sub(results, MOST_RESULTS);
        if results + locations == 0 {
            return None;
        }
        let message = format!(
            "{results} of the results and {locations} of their locations are left out: GitHub takes \
             {MOST_RESULTS} results, and {MOST_LOCATIONS} locations each"
        );
        let help = "ask about fewer texts at a time; errors are kept before warnings and notes";
        Some(Diagnostic::warning(Code::OutputLeftOut, message).help(help))
    }

    fn write(&self, report: &Report<'_>) -> String {
        let mut notices: Vec<Notice> = Vec::new();
        let mut notifications = Vec::new();
        for notice in report.notices() {
            if notice.spots.is_empty() {
                notifications.push(notification(&notice));
            } else {
                notices.push(notice);
            }
        }
        if notices.len() > MOST_RESULTS {
            notices.sort_by_key(|notice| notice.level);
            notices.truncate(MOST_RESULTS);
        }
        let mut rules = Rules::default();
        let results = notices.iter().map(|notice| rules.result(notice)).collect();
        let failed = |said: &Diagnostic| said.severity == Severity::Error;
        let log = Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "servanda",
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: rules.descriptors,
                    },
                },
                // What ends with a slash is a category: results of `check` do not end those of `lint`.
                automation_details: AutomationDetails {
                    id: format!("servanda/{}/", report.question),
                },
                column_kind: "unicodeCodePoints",
                invocations: [Invocation {
                    execution_successful: !report.said.iter().any(failed),
                    tool_execution_notifications: notifications,
                }],
                results,
            }],
        };
        let mut out = json::pretty(&log);
        out.push('\n');
        out
    }
}

/// The rules that occur, each once, in the order in which they do.
#[derive(Default)]
struct Rules {
    descriptors: Vec<Descriptor>,
    known: BTreeMap<String, usize>,
    /// How often something of each identity was found.
    occurred: BTreeMap<String, usize>,
}

impl Rules {
    fn result(&mut self, notice: &Notice) -> model::Result {
        let rule = &notice.rule;
        let rule_index = match self.known.get(&rule.id) {
            Some(known) => *known,
            None => {
                self.descriptors.push(descriptor(rule));
                self.known
                    .insert(rule.id.clone(), self.descriptors.len() - 1);
                self.descriptors.len() - 1
            }
        };
        let spots = &notice.spots[..notice.spots.len().min(MOST_LOCATIONS)];
        let related = spots.iter().enumerate().skip(1);
        model::Result {
            rule_id: rule.id.clone(),
            rule_index,
            level: level(notice.level),
            message: Message {
                text: message(notice, spots),
            },
            locations: [location(&spots[0], None)],
            related_locations: related.map(|(at, spot)| location(spot, Some(at))).collect(),
            partial_fingerprints: [(FINGERPRINT, self.fingerprint(notice))].into(),
        }
    }

    /// A hash of what a result stays the same by, and which of all with the same it is.
    fn fingerprint(&mut self, notice: &Notice) -> String {
        let mut parts = vec![notice.rule.id.as_str()];
        parts.extend(notice.identity.iter().map(String::as_str));
        // No part can be taken for two.
        let lengths = parts.iter().map(|part| format!("{}:{part}", part.len()));
        let mut hash = sha256(lengths.collect::<String>().as_bytes());
        hash.truncate(32);
        let occurred = self.occurred.entry(hash.clone()).or_default();
        *occurred += 1;
        format!("{hash}:{occurred}")
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn descriptor(rule: &Rule) -> Descriptor {
    let full = plain(&rule.full);
    let help: Vec<String> = rule.help.iter().map(plain).collect();
    let help = if help.is_empty() {
        full.clone()
    } else {
        help.join("\n\n")
    };
    let mut tags = rule.tags.clone();
    tags.truncate(MOST_TAGS);
    Descriptor {
        id: rule.id.clone(),
        short_description: Message {
            text: cut(plain(&rule.short)),
        },
        full_description: Message { text: cut(full) },
        help: Message {
            text: unlinked(&help),
        },
        default_configuration: Configuration {
            level: level(rule.level),
        },
        properties: Properties { tags },
    }
}

/// As much of a text as a description may have.
fn cut(text: String) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text;
    }
    let kept = text.chars().take(MOST_CHARACTERS - 1);
    kept.chain(['…']).collect()
}

/// What was found, with links to the first of the related locations.
fn message(notice: &Notice, spots: &[Spot]) -> String {
    let parts = std::iter::once(&notice.message).chain(&notice.more);
    let parts: Vec<String> = parts.map(|said| unlinked(&plain(said))).collect();
    let mut text = parts.join("; ") + ".";
    let mut related: Vec<(usize, &Spot)> = spots.iter().enumerate().skip(1).collect();
    // The other file comes first: the policy, where the result stands in the draft.
    related.sort_by_key(|(_, spot)| spot.at.path() == spots[0].at.path());
    let links = related.into_iter().take(MOST_LINKS);
    let links: Vec<String> = links.map(|(at, spot)| link(&spot.at, at)).collect();
    if !links.is_empty() {
        text = format!("{text} See {}.", links.join(", "));
    }
    text
}

/// A link to a related location. What would end its text is escaped.
fn link(to: &At, id: usize) -> String {
    let shown = unlinked(&to.shown());
    let escaped = ['\\', '[', ']'].iter().fold(shown, |text, char| {
        text.replace(*char, &format!("\\{char}"))
    });
    format!("[{escaped}]({id})")
}

/// A text in which nothing is a link: `[here](elsewhere)` would be one.
fn unlinked(text: &str) -> String {
    text.replace("](", "] (")
}

fn location(spot: &Spot, id: Option<usize>) -> Location {
    let region = spot.at.region();
    Location {
        id,
        physical: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri::reference(&spot.at.path()),
            },
            region: Region {
                start_line: region.line,
                start_column: region.column,
                end_line: region.end_line,
                end_column: region.end_column,
            },
        },
        message: (!spot.says.is_empty()).then(|| Message {
            text: unlinked(&plain(&spot.says)),
        }),
    }
}

fn notification(notice: &Notice) -> Notification {
    Notification {
        descriptor: DescriptorRef {
            id: notice.rule.id.clone(),
        },
        level: level(notice.level),
        message: Message {
            text: message(notice, &[]),
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::phrase;
    use crate::report::{Case, NoCodes, Outcome};
    use crate::text::Phrase;

    fn notice(level: Level, spots: usize) -> Notice {
        let short = phrase!["short"];
        Notice {
            rule: Rule {
                id: "rule".to_owned(),
                full: short.clone(),
                short,
                help: Vec::new(),
                level,
                tags: vec!["tag"; MOST_TAGS + 1],
            },
            level,
            message: "message".into(),
            more: Vec::new(),
            spots: vec![Spot::new(At::File("draft.yaml".into()), "here"); spots],
            identity: Vec::new(),
        }
    }

    fn case(notices: Vec<Notice>) -> Case {
        Case {
            suite: "suite".into(),
            of: "of".into(),
            name: "name".into(),
            file: "draft.yaml".into(),
            outcome: Outcome::Passed,
            says: Phrase::default(),
            notices,
        }
    }

    /// What is left out, and the document.
    fn written(notices: Vec<Notice>) -> (Option<String>, Value) {
        let cases = [case(notices)];
        let report = Report {
            question: "check",
            cases: &cases,
            said: &[],
            codes: &NoCodes,
        };
        let left_out = Sarif.left_out(&report).map(|said| said.message);
        let log = serde_json::from_str(&Sarif.write(&report)).unwrap();
        (left_out, log)
    }

    /// GitHub would refuse the whole document.
    #[test]
    fn what_is_over_the_limits_is_cut_and_told() {
        let mut notices = vec![notice(Level::Note, 1); MOST_RESULTS];
        notices.extend([
            notice(Level::Error, 1),
            notice(Level::Warning, MOST_LOCATIONS + 7),
        ]);
        let (left_out, log) = written(notices);
        let message = left_out.unwrap();
        assert!(message.starts_with("2 of the results and 7 of their locations are left out"));
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), MOST_RESULTS);
        let levels: Vec<&str> = (results.iter().take(3))
            .map(|result| result["level"].as_str().unwrap())
            .collect();
        assert_eq!(
            levels,
            ["error", "warning", "note"],
            "what weighs most is kept"
        );
        let related = results[1]["relatedLocations"].as_array().unwrap();
        assert_eq!(related.len(), MOST_LOCATIONS - 1);
        let tags = &log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["tags"];
        assert_eq!(tags.as_array().unwrap().len(), MOST_TAGS);
    }

    #[test]
    fn what_fits_is_whole() {
        let notices = vec![notice(Level::Note, MOST_LOCATIONS); 3];
        let (left_out, log) = written(notices);
        assert_eq!(left_out, None);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 3);
        // Of the same identity, each has a fingerprint of its own.
        let print = |at: usize| results[at]["partialFingerprints"][FINGERPRINT].clone();
        assert_ne!(print(0), print(1));
    }

    #[test]
    fn no_text_of_a_file_is_a_link() {
        assert_eq!(unlinked("[a](1)"), "[a] (1)");
        let file = At::File("x](https://e.org)[".into());
        assert_eq!(link(&file, 1), "[x\\] (https:/e.org)\\[](1)");
        assert_eq!(cut("é".repeat(2_000)).chars().count(), MOST_CHARACTERS);
    }
}
