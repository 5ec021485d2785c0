//! What `show` tells of policies and vocabularies.

use serde_json::Value;
use servanda::syntax::parse;
use servanda::text::Source;
use servanda::world::{NoFiles, Shelf};

use crate::support::assert_snapshot;
use crate::support::command::{fed, json, run, shown, stdout};
use crate::support::files::{Scratch, text};

const POLICIES: [&str; 3] = ["column", "kyiv-2022", "moscow-2024"];

/// What is printed. Lines of a file stay as they are, however long.
fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{}", shown(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn of_kind(answer: &Value, what: &str) -> Vec<Value> {
    let all = answer["shown"].as_array().unwrap().iter();
    let wanted = all.filter(|shown| shown["what"] == what);
    wanted.cloned().collect()
}

fn names(list: &Value) -> Vec<String> {
    let each = list.as_array().into_iter().flatten();
    each.map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn pages_are_as_they_were_read() {
    let all: Vec<String> = [
        &["show"][..],
        &["show", "column"],
        &["show", "moscow-2024"],
        &["show", "settlement"],
        &["show", "precautions"],
        &["show", "strong_ukraine"],
        &["show", "kyiv-2022", "rearmament"],
        &["show", "column", "provides_a_ceasefire"],
        &["show", "guarantee_scope"],
        &["show", "ceasefire_length_days"],
        &["show", "guarantee_voided_by"],
        &["show", "sanctions_snapback"],
        &["show", "--source", "pledge_scope"],
        &["show", "--format", "plain", "western_guarantees"],
        &["show", "--format", "plain", "ceasefire_type"],
    ]
    .iter()
    .map(|arguments| format!("$ servanda {}\n{}", arguments.join(" "), told(arguments)))
    .collect();
    assert_snapshot!("cli", "show", all.join("\n"));
}

#[test]
fn what_is_not_found_is_told_with_a_way_out() {
    let all: Vec<String> = [
        &["show", "pledge_scop"][..],
        &["show", "settlment"],
        &["show", "zzz"],
        &["show", "column", "zzz"],
        &["show", "column", "claims"],
        &["show", "strict"],
        &["show", "renounced"],
        &["show", "nobody", "claims"],
        &["show", "./nowhere.servanda"],
        &["show", "--source"],
        &["show", "--source", "--format", "json", "column"],
    ]
    .iter()
    .map(|arguments| {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        format!("$ servanda {}\n{}", arguments.join(" "), shown(&output))
    })
    .collect();
    assert_snapshot!("cli", "show_wrong", all.join("\n"));
}

/// Everything with a name is found by it, in its own text and among all that is built in, and its
/// text is a part of the file that can be read by itself.
#[test]
fn everything_is_found_by_its_name() {
    let found = |shelf: &Shelf, name: &str| {
        let shows = shelf.named(name).unwrap();
        serde_json::to_value(shows).unwrap()["shown"].clone()
    };
    let everywhere = Shelf::built_in().unwrap();
    for name in POLICIES.into_iter().chain(["settlement"]) {
        let shelf = Shelf::open(&NoFiles, name).unwrap();
        let whole = serde_json::to_value(shelf.texts()).unwrap();
        let [whole] = &whole["shown"].as_array().unwrap()[..] else {
            panic!("{name} is one text");
        };
        let head = match whole["what"].as_str() {
            Some("policy") => "policy part\nuses settlement\n",
            _ => "vocabulary part\n",
        };
        for part in ["prerequisites", "warnings", "definitions", "terms"] {
            for id in names(&whole[part]) {
                let own = found(&shelf, &id);
                let same = |one: &&Value| one["id"] == *id && one["text"].is_string();
                let own = own.as_array().unwrap().iter().find(same);
                let declared = format!("{head}{}\n", own.unwrap()["text"].as_str().unwrap());
                let errors = parse(&Source::new("part", declared.as_str())).errors;
                assert!(errors.is_empty(), "{declared}");
                let all = found(&everywhere, &id);
                assert!(all.as_array().unwrap().iter().any(|one| same(&one)), "{id}");
            }
        }
    }
}

/// Which prerequisites look at a term is what their texts say, definitions followed.
#[test]
fn a_term_says_who_asks_for_it() {
    let all = json(&["show"]);
    let [settlement] = &of_kind(&all, "vocabulary")[..] else {
        panic!("one vocabulary is built in");
    };
    for term in settlement["terms"].as_array().unwrap() {
        let id = term["id"].as_str().unwrap();
        let mut asking = Vec::new();
        for policy in of_kind(&all, "policy") {
            let lines = |one: &Value| match &one["raised_when"]["text"] {
                Value::String(text) => text.clone(),
                _ => {
                    let readings = one["readings"].as_array().into_iter().flatten();
                    let own = one["lines"].as_array().into_iter().flatten();
                    let all = own.chain(readings.flat_map(|one| one["lines"].as_array().unwrap()));
                    let texts = all.map(|line| line["text"].as_str().unwrap());
                    texts.collect::<Vec<_>>().join("\n")
                }
            };
            let says = |text: &str, name: &str| {
                let mut words = text.split(|char: char| !char.is_alphanumeric() && char != '_');
                words.any(|word| word == name)
            };
            for part in ["prerequisites", "warnings"] {
                for one in policy[part].as_array().unwrap() {
                    let own = lines(one);
                    let defined = [&policy["definitions"], &settlement["definitions"]];
                    let mut used = defined.iter().flat_map(|all| all.as_array().unwrap());
                    let by_definition = used.any(|definition| {
                        says(&own, definition["id"].as_str().unwrap())
                            && says(&lines(definition), id)
                    });
                    if says(&own, id) || by_definition {
                        asking.push((policy["id"].clone(), one["id"].clone()));
                    }
                }
            }
        }
        let told = term["asked_by"].as_array().unwrap().iter();
        let told: Vec<_> = told
            .map(|by| (by["policy"].clone(), by["id"].clone()))
            .collect();
        assert_eq!(told, asking, "{id}");
    }
}

/// A copy of a policy that is built in is where a policy of one's own begins.
#[test]
fn the_source_is_the_file_as_it_is() {
    for name in POLICIES.into_iter().chain(["settlement"]) {
        let path = format!("policies/{name}.servanda");
        assert_eq!(told(&["show", "--source", name]), text(&path));
        assert_eq!(told(&["show", "--source", &path]), text(&path));
    }
}

/// A policy of one's own, with its own vocabulary beside it.
#[test]
fn own_texts_are_shown_too() {
    let folder = Scratch::new();
    let vocabulary = "vocabulary tiny \"T\"\nterm price number of euros from 0 to 10 step 0.5\n\
        term paid \"Whether it is paid\" yes or no arises when price is above 0 euros\n";
    let policy = "policy cheap\nuses tiny\nprerequisite low \"L\" {\n  // the limit\n  must any of {\n    \
        price is at most 2 euros\n    paid\n  }\n}\n";
    folder.write("tiny.servanda", vocabulary);
    let policy = &folder.write("cheap.servanda", policy);
    let all = [
        stdout(&["show", policy]),
        stdout(&["show", policy, "low"]),
        stdout(&["show", policy, "price"]),
        stdout(&["show", policy, "paid"]),
    ];
    assert_snapshot!("cli", "show_own", all.join("\n"));
    let output = fed(&["show", policy, "lw"], b"");
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
}

/// Where an error cuts the list of labels, the command that it names tells them all.
#[test]
fn a_cut_list_of_labels_can_be_had_in_full() {
    let folder = Scratch::new();
    let labels: Vec<String> = (0..20)
        .map(|at| format!("a_rather_long_label_{at}"))
        .collect();
    let vocabulary = format!(
        "vocabulary v \"v\"\nterm t \"t\" one of {}\n",
        labels.join(", ")
    );
    folder.write("v.servanda", &vocabulary);
    let policy = "policy p \"p\"\nuses v\nprerequisite q \"q\" {\n  must t is quite_another\n}\n";
    let policy = folder.write("p.servanda", policy);
    let output = run(&["lint", "--format", "plain", &policy]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(" and 1") && said.contains(" more"), "{said}");
    let command = said
        .split("`servanda ")
        .nth(1)
        .unwrap()
        .split('`')
        .next()
        .unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(words[0], "show");
    let all = told(&words);
    for label in labels {
        assert!(all.contains(&label), "{label}: {all}");
    }
}
