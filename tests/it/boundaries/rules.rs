//! Rules about which module may name what, and where they are broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::mentions::{self, How, Mention, Names};

/// The rules of a package.
pub struct Rules<'a> {
    /// What the package is called where a program uses its library.
    pub package: &'a str,
    pub orders: &'a [Order<'a>],
    pub libraries: &'a [Library<'a>],
    /// Paths that name input, output, the clock or the environment.
    pub outside: &'a [&'a str],
    /// Macros that do the same.
    pub outside_macros: &'a [&'a str],
    /// The modules that may name them.
    pub shell: &'a [&'a str],
    /// Lines that a file has at most.
    pub most_lines: usize,
}

/// The modules inside one, from the ground up: each may use those before it, never those after it,
/// nor what the module itself gathers from them all.
pub struct Order<'a> {
    /// The path of the module, such as `engine`; empty for the root.
    pub inside: &'a str,
    pub modules: &'a [&'a str],
}

/// A library that only these modules, and what is in them, may name.
pub struct Library<'a> {
    pub name: &'a str,
    pub homes: &'a [&'a str],
}

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    pub file: String,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// A source file, by its path below the folder of sources.
pub struct File<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

/// Every breach of the rules in the sources of a package.
pub fn breaches(files: &[File<'_>], rules: &Rules<'_>) -> Vec<Breach> {
    let mut house = House {
        rules,
        modules: BTreeSet::new(),
        exported: BTreeMap::new(),
        found: Vec::new(),
    };
    let mut tests: BTreeSet<Names> = BTreeSet::new();
    let mut read = Vec::new();
    for file in files {
        let module = module_of(file.path);
        match mentions::read(&module, file.text) {
            Ok(found) => {
                for (module, is_test) in &found.modules {
                    let modules = if *is_test {
                        &mut tests
                    } else {
                        &mut house.modules
                    };
                    modules.insert(module.clone());
                }
                house.exported.extend(found.exported.iter().cloned());
                read.push((file, module, found));
            }
            Err(error) => {
                let line = error.span().start().line;
                house.found(file, line, format!("cannot be read: {error}"));
            }
        }
    }
    // A file may be declared twice, for tests and for everything else.
    tests.retain(|module| !house.modules.contains(module));
    let in_tests = |module: &Names| tests.iter().any(|test| module.starts_with(test));
    read.retain(|(_, module, _)| !in_tests(module));
    for (file, module, found) in read {
        house.check_file(file, &module);
        for line in found.moved {
            let what = "`#[path]` hides which module this is";
            house.found(file, line, what.to_owned());
        }
        for line in found.renamed {
            let what = "`extern crate self` gives the root another name";
            house.found(file, line, what.to_owned());
        }
        for mention in &found.mentions {
            house.check(file, mention);
        }
    }
    house.found.sort();
    house.found.dedup();
    house.found
}

/// Whether something at the root of the standard library is used, perhaps a macro by another name.
fn uses_std_root(mention: &Mention) -> bool {
    mention.how == How::Used && mention.names.len() == 2 && mention.names[0] == "std"
}

/// The path of the module that a file is. `main` stands beside the modules that it uses.
fn module_of(path: &str) -> Names {
    let mut names: Names = path
        .trim_end_matches(".rs")
        .split('/')
        .map(str::to_owned)
        .collect();
    let root = names.len() == 1 && names[0] == "lib";
    if root || names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

fn split(path: &str) -> Names {
    let names = path.split("::").filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

fn is_in(module: &[String], homes: &[&str]) -> bool {
    homes.iter().any(|home| module.starts_with(&split(home)))
}

/// What a path names.
enum Target {
    Inside(Names),
    Library(Names),
}

struct House<'a> {
    rules: &'a Rules<'a>,
    /// All modules but those for tests.
    modules: BTreeSet<Names>,
    /// Where each macro at the root is defined.
    exported: BTreeMap<String, Names>,
    found: Vec<Breach>,
}

impl House<'_> {
    fn found(&mut self, file: &File<'_>, line: usize, what: String) {
        let file = file.path.to_owned();
        self.found.push(Breach { file, line, what });
    }

    fn check_file(&mut self, file: &File<'_>, module: &Names) {
        let lines = file.text.lines().count();
        if lines > self.rules.most_lines {
            let what = format!("the file has {lines} lines");
            self.found(file, lines, what);
        }
        for order in self.rules.orders {
            if let Some(name) = below(module, order)
                && !order.modules.contains(&name)
            {
                let what = format!("`{name}` has no place in the order of modules");
                self.found(file, 1, what);
            }
        }
    }

    fn check(&mut self, file: &File<'_>, mention: &Mention) {
        if mention.how == How::Macro || uses_std_root(mention) {
            self.check_macro(file, mention);
        }
        let what = match self.target(mention) {
            Target::Inside(target) => {
                // A macro at the root stands where it is defined.
                let home = target.first().and_then(|name| self.exported.get(name));
                let home = home.filter(|_| target.len() == 1);
                self.against_order(mention, home.unwrap_or(&target))
            }
            Target::Library(names) => self.away_from_home(mention, &names),
        };
        if let Some(what) = what {
            self.found(file, mention.line, what);
        }
    }

    fn check_macro(&mut self, file: &File<'_>, mention: &Mention) {
        let Some(name) = mention.names.last() else {
            return;
        };
        let does = self.rules.outside_macros.contains(&name.as_str());
        if name == "include" {
            let what = "`include!` hides what is in this module".to_owned();
            self.found(file, mention.line, what);
        }
        if does && !is_in(&mention.module, self.rules.shell) {
            self.found(
                file,
                mention.line,
                format!("does input or output: `{name}!`"),
            );
        }
    }

    fn target(&self, mention: &Mention) -> Target {
        let names = &mention.names;
        let module = &mention.module;
        let first = names[0].as_str();
        if first == "crate" || first == self.rules.package {
            return Target::Inside(names[1..].to_vec());
        }
        if first == "self" {
            return Target::Inside([&**module, &names[1..]].concat());
        }
        let ups = names.iter().take_while(|name| *name == "super").count();
        if ups > 0 {
            let kept = module.len().saturating_sub(ups);
            return Target::Inside([&module[..kept], &names[ups..]].concat());
        }
        let child = [&**module, &names[..1]].concat();
        if self.modules.contains(&child) {
            return Target::Inside([&**module, names].concat());
        }
        Target::Library(names.clone())
    }

    /// Whether a path leads to a module that stands above the one it is in.
    fn against_order(&self, mention: &Mention, target: &Names) -> Option<String> {
        self.rules.orders.iter().find_map(|order| {
            let own = below(&mention.module, order)?;
            let place = |name: &str| order.modules.iter().position(|one| *one == name);
            let own_place = place(own)?;
            let inside = split(order.inside);
            if *target == inside || below(target, order).is_some_and(|name| place(name).is_none()) {
                let whole = if inside.is_empty() {
                    "the root"
                } else {
                    order.inside
                };
                let named = mention.names.join("::");
                return Some(format!("`{own}` uses {whole} itself: `{named}`"));
            }
            let used = below(target, order)?;
            (place(used)? > own_place)
                .then(|| format!("`{own}` uses `{used}`, which stands above it"))
        })
    }

    /// Whether a path names a library, or the world outside, where that may not be.
    fn away_from_home(&self, mention: &Mention, names: &[String]) -> Option<String> {
        let single = names.len() == 1 && matches!(mention.how, How::Path | How::Macro);
        let library = |library: &&Library<'_>| library.name == names[0];
        if let Some(library) = self.rules.libraries.iter().find(library)
            && !single
            && !is_in(&mention.module, library.homes)
        {
            return Some(format!("names the library `{}`", library.name));
        }
        let outside = self.rules.outside.iter().find(|path| {
            let path = split(path);
            let whole = mention.how != How::Path && path.starts_with(names);
            names.starts_with(&path) || whole
        });
        let outside = outside.filter(|_| !is_in(&mention.module, self.rules.shell) && !single);
        outside.map(|path| format!("reaches outside: `{path}`"))
    }
}

/// The module next below that of an order on the way to a module.
fn below<'m>(module: &'m [String], order: &Order<'_>) -> Option<&'m str> {
    let inside = split(order.inside);
    module
        .starts_with(&inside)
        .then(|| module.get(inside.len()))?
        .map(String::as_str)
}
