//! What a source file names: every path in its `use` items, types, expressions, patterns, attributes
//! and macros, and every macro, except in what is compiled for tests only.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Token, UseTree};

/// The names of a path from its first, such as `crate`, `engine`, `Engine`.
pub type Names = Vec<String>;

/// A path that a file names.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    pub line: usize,
    /// The module that it stands in.
    pub module: Names,
    pub names: Names,
    pub how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By `use`, where a single name is a crate or a module.
    Used,
    /// By `use` of everything in it.
    UsedWhole,
    Path,
    /// As a macro: its names are those before the `!`.
    Macro,
}

/// What is found in a file.
#[derive(Debug, Default)]
pub struct Found {
    pub mentions: Vec<Mention>,
    /// The modules that are declared, each with whether it is for tests only.
    pub modules: Vec<(Names, bool)>,
    /// The macros that the root has by `#[macro_export]`, each with the module that defines it.
    pub exported: Vec<(String, Names)>,
    /// The lines with a `#[path]`, which hides where a module is.
    pub moved: Vec<usize>,
    /// The lines with `extern crate self`, which gives the root another name.
    pub renamed: Vec<usize>,
}

/// Reads the file of a module.
pub fn read(module: &[String], text: &str) -> Result<Found, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut reader = Reader {
        module: module.to_vec(),
        found: Found::default(),
    };
    reader.visit_file(&file);
    Ok(reader.found)
}

struct Reader {
    module: Names,
    found: Found,
}

impl Reader {
    fn note(&mut self, first: &Ident, names: Names, how: How) {
        self.found.mentions.push(Mention {
            line: first.span().start().line,
            module: self.module.clone(),
            names,
            how,
        });
    }

    fn used(&mut self, before: &[String], tree: &UseTree) {
        let with = |ident: &Ident| [before, &[name_of(ident)]].concat();
        match tree {
            UseTree::Path(path) => {
                let before = with(&path.ident);
                if matches!(*path.tree, UseTree::Glob(_)) {
                    self.note(&path.ident, before, How::UsedWhole);
                } else {
                    self.used(&before, &path.tree);
                }
            }
            UseTree::Name(name) => self.used_name(before, &name.ident),
            UseTree::Rename(name) => self.used_name(before, &name.ident),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.used(before, tree);
                }
            }
            // `use *` imports everything in the module itself, which needs no path.
            UseTree::Glob(_) => {}
        }
    }

    /// The last name of a `use`; `self` in a group stands for what is before it.
    fn used_name(&mut self, before: &[String], name: &Ident) {
        let names = match name_of(name) {
            name if name == "self" && !before.is_empty() => before.to_vec(),
            name => [before, &[name]].concat(),
        };
        self.note(name, names, How::Used);
    }

    /// The attributes that `cfg_attr` gives, unless it gives them to tests only.
    fn conditional(&mut self, list: &syn::MetaList) {
        let parser = Punctuated::<syn::Meta, Token![,]>::parse_terminated;
        let Ok(all) = list.parse_args_with(parser) else {
            return self.tokens(list.tokens.clone(), &[]);
        };
        let mut all = all.iter();
        if all
            .next()
            .is_some_and(|condition| condition.path().is_ident("test"))
        {
            return;
        }
        for given in all {
            if given.path().is_ident("path") {
                self.found
                    .moved
                    .push(list.path.segments[0].ident.span().start().line);
            }
        }
        self.tokens(list.tokens.clone(), &[]);
    }

    /// Finds paths in tokens that are not parsed, after the names before a group of `use`.
    fn tokens(&mut self, stream: TokenStream, before: &[String]) {
        let mut path = PathSoFar::after(before);
        for token in stream {
            match token {
                TokenTree::Ident(ident) => {
                    if path.colons != 2 {
                        self.end(&mut path, &[]);
                    }
                    path.push(ident);
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => path.colons += 1,
                TokenTree::Punct(punct) if punct.as_char() == '!' => {
                    if let Some(first) = path.first.take() {
                        self.note(&first, std::mem::take(&mut path.names), How::Macro);
                    }
                    path = PathSoFar::after(&[]);
                }
                // What a macro puts after a path may be anything that is in it.
                TokenTree::Punct(punct) if punct.as_char() == '$' && path.colons == 2 => {
                    if let Some(first) = path.first.take() {
                        self.note(&first, std::mem::take(&mut path.names), How::UsedWhole);
                    }
                    path = PathSoFar::after(&[]);
                }
                TokenTree::Punct(punct) if punct.as_char() == ',' => self.end(&mut path, before),
                TokenTree::Group(group) => {
                    let continued = path.colons == 2 && group.delimiter() == Delimiter::Brace;
                    let names = if continued {
                        path.names.clone()
                    } else {
                        Vec::new()
                    };
                    self.tokens(group.stream(), &names);
                    self.end(&mut path, &[]);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => self.end(&mut path, &[]),
            }
        }
        self.end(&mut path, &[]);
    }

    /// Notes a path at its end, and starts the next one after these names.
    fn end(&mut self, path: &mut PathSoFar, before: &[String]) {
        let done = std::mem::replace(path, PathSoFar::after(before));
        if let Some(first) = done.first.filter(|_| done.names.len() > 1) {
            self.note(&first, done.names, How::Path);
        }
    }
}

/// A path in tokens, as far as it has been read.
struct PathSoFar {
    /// The first name that stands in these tokens.
    first: Option<Ident>,
    names: Names,
    /// The colons since the last name.
    colons: usize,
}

impl PathSoFar {
    fn after(names: &[String]) -> Self {
        Self {
            first: None,
            names: names.to_vec(),
            colons: if names.is_empty() { 0 } else { 2 },
        }
    }

    fn push(&mut self, name: Ident) {
        self.names.push(name_of(&name));
        self.first.get_or_insert(name);
        self.colons = 0;
    }
}

/// A name as it is meant: `r#fs` is `fs`.
fn name_of(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Whether something is compiled for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let tokens = || {
            attribute
                .meta
                .require_list()
                .map(|list| list.tokens.to_string())
        };
        let condition = match tokens() {
            Ok(tokens) if attribute.path().is_ident("cfg") => tokens.replace(' ', ""),
            _ => return attribute.path().is_ident("test"),
        };
        condition == "test" || condition.starts_with("all(test,")
    })
}

/// A function that gives the attributes of every kind of an item.
macro_rules! attributes {
    ($name:ident: $node:ident { $($kind:ident)* }) => {
        fn $name(node: &syn::$node) -> &[Attribute] {
            match node {
                $(syn::$node::$kind(node) => &node.attrs,)*
                _ => &[],
            }
        }
    };
}

attributes!(item_attributes: Item {
    Const Enum ExternCrate Fn ForeignMod Impl Macro Mod Static Struct Trait TraitAlias Type Union Use
});
attributes!(impl_item_attributes: ImplItem { Const Fn Type Macro });
attributes!(trait_item_attributes: TraitItem { Const Fn Type Macro });

/// Visits a node unless its attributes say that it is for tests only.
macro_rules! unless_test {
    ($($visit:ident: $node:ident => $attributes:expr),* $(,)?) => {
        $(fn $visit(&mut self, node: &'ast syn::$node) {
            if !is_test($attributes(node)) {
                visit::$visit(self, node);
            }
        })*
    };
}

impl<'ast> Visit<'ast> for Reader {
    unless_test! {
        visit_impl_item: ImplItem => impl_item_attributes,
        visit_trait_item: TraitItem => trait_item_attributes,
        visit_field: Field => |node: &'ast syn::Field| &*node.attrs,
        visit_variant: Variant => |node: &'ast syn::Variant| &*node.attrs,
        visit_arm: Arm => |node: &'ast syn::Arm| &*node.attrs,
        visit_local: Local => |node: &'ast syn::Local| &*node.attrs,
    }

    fn visit_item(&mut self, node: &'ast syn::Item) {
        if !is_test(item_attributes(node)) {
            visit::visit_item(self, node);
        } else if let syn::Item::Mod(module) = node {
            let names = [&*self.module, &[name_of(&module.ident)]].concat();
            self.found.modules.push((names, true));
        }
    }

    fn visit_item_mod(&mut self, node: &'ast syn::ItemMod) {
        self.module.push(name_of(&node.ident));
        self.found.modules.push((self.module.clone(), false));
        visit::visit_item_mod(self, node);
        self.module.pop();
    }

    fn visit_item_macro(&mut self, node: &'ast syn::ItemMacro) {
        let mut attributes = node.attrs.iter();
        if let Some(name) = &node.ident
            && attributes.any(|attribute| attribute.path().is_ident("macro_export"))
        {
            let home = (name.to_string(), self.module.clone());
            self.found.exported.push(home);
        }
        visit::visit_item_macro(self, node);
    }

    fn visit_item_use(&mut self, node: &'ast syn::ItemUse) {
        self.used(&[], &node.tree);
    }

    fn visit_item_extern_crate(&mut self, node: &'ast syn::ItemExternCrate) {
        let name = name_of(&node.ident);
        if name == "self" {
            self.found.renamed.push(node.ident.span().start().line);
        } else {
            self.note(&node.ident, vec![name], How::Used);
        }
    }

    fn visit_path(&mut self, node: &'ast syn::Path) {
        let names: Names = node
            .segments
            .iter()
            .map(|one| name_of(&one.ident))
            .collect();
        if names.len() > 1 {
            self.note(&node.segments[0].ident, names, How::Path);
        }
        visit::visit_path(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let names = node.path.segments.iter().map(|one| name_of(&one.ident));
        self.note(&node.path.segments[0].ident, names.collect(), How::Macro);
        self.tokens(node.tokens.clone(), &[]);
    }

    fn visit_attribute(&mut self, node: &'ast Attribute) {
        if node.path().is_ident("path") {
            self.found.moved.push(node.pound_token.span.start().line);
        }
        let Ok(list) = node.meta.require_list() else {
            return visit::visit_attribute(self, node);
        };
        self.visit_path(&list.path);
        if list.path.is_ident("cfg_attr") {
            self.conditional(list);
        } else {
            self.tokens(list.tokens.clone(), &[]);
        }
    }

    /// What `syn` has no form for.
    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.tokens(tokens.clone(), &[]);
    }

    /// Who may use something is no use of it.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}
