//! Settings classes of pydantic, and how each makes the name of a variable from
//! the name of a field.

use std::collections::HashSet;

use ruff_python_ast::{Arguments, Expr, Stmt, StmtClassDef};

use crate::python::code::class::{Config, Located, lineage};
use crate::python::code::fields::SettingsClass;
use crate::python::code::module::{Id, Symbol, id};
use crate::python::code::resolve::View;
use crate::python::code::tree::Tree;
use crate::python::code::walker::Sink;
use crate::python::model::Bypass;

/// Reads all settings classes.
pub(super) fn read(tree: &Tree<'_>, sink: &mut Sink) {
    let mut classes = Vec::new();
    let mut with_child: HashSet<Id> = HashSet::new();
    for (module, parsed) in tree.modules.iter().enumerate() {
        for symbol in parsed.symbols.values() {
            if let Symbol::Class(class) = symbol {
                let line = lineage(tree, (module, class));
                if line.is_settings {
                    with_child.extend(
                        line.classes
                            .iter()
                            .skip(1)
                            .map(|(module, class)| id(*module, *class)),
                    );
                    classes.push((line.classes, line.is_old));
                }
            }
        }
    }
    for (line, is_old) in classes {
        // A lineage begins with the class itself.
        let (module, class) = line[0];
        let own = id(module, class);
        let config = config(tree, &line, sink);
        let is_abstract = with_child.contains(&own) && !sink.made.contains(&own);
        if !is_abstract {
            SettingsClass {
                tree,
                config: &config,
                is_old,
                given: sink.given.get(&own),
                reads: &mut sink.analysis.reads,
            }
            .read(&line);
        }
    }
}

/// The configuration of a class. Its own options win over those of its bases.
fn config(tree: &Tree<'_>, line: &[Located<'_>], sink: &mut Sink) -> Config {
    let mut config = Config::default();
    for (module, class) in line {
        let view = View::of_module(tree, *module);
        for (name, value) in options(view, class) {
            match name {
                "env_prefix" if config.prefix.is_none() => config.prefix = view.constant(value),
                "env_nested_delimiter" if config.delimiter.is_none() => {
                    config.delimiter = view.constant(value);
                }
                "env_ignore_empty" if config.ignores_empty.is_none() => {
                    config.ignores_empty = Some(is_true(value));
                }
                "enable_decoding" if config.decodes.is_none() => {
                    config.decodes = Some(is_true(value));
                }
                "strict" if config.is_strict.is_none() => {
                    config.is_strict = Some(is_true(value));
                }
                "case_sensitive" if config.exact_case.is_none() => {
                    config.exact_case = Some(is_true(value));
                }
                "populate_by_name" | "allow_population_by_field_name" | "validate_by_name" => {
                    config.by_name |= is_true(value);
                }
                "env_file" if !value.is_none_literal_expr() => {
                    let place = tree.modules[*module].place(value);
                    sink.analysis.bypasses.push((place, Bypass::EnvFile));
                }
                _ => {}
            }
        }
    }
    config
}

/// The options of a class, in any of the four ways to state them.
fn options<'a>(view: View<'_, 'a>, class: &'a StmtClassDef) -> Vec<(&'a str, &'a Expr)> {
    let mut found = Vec::new();
    if let Some(arguments) = &class.arguments {
        found.extend(keywords(arguments));
    }
    for statement in &class.body {
        match statement {
            Stmt::ClassDef(inner) if inner.name.as_str() == "Config" => {
                for statement in &inner.body {
                    if let Stmt::Assign(assign) = statement
                        && let [Expr::Name(name)] = assign.targets.as_slice()
                    {
                        found.push((name.id.as_str(), &*assign.value));
                    }
                }
            }
            Stmt::Assign(assign) if assign.targets.iter().all(is_model_config) => {
                found.extend(stated(view, &assign.value));
            }
            Stmt::AnnAssign(assign) if is_model_config(&assign.target) => {
                let value = assign.value.iter();
                found.extend(value.flat_map(|value| stated(view, value)));
            }
            _ => {}
        }
    }
    found
}

fn is_true(value: &Expr) -> bool {
    matches!(value, Expr::BooleanLiteral(literal) if literal.value)
}

fn is_model_config(target: &Expr) -> bool {
    matches!(target, Expr::Name(name) if name.id.as_str() == "model_config")
}

/// `SettingsConfigDict(…)`, or a dictionary, or a name for one of them.
fn stated<'a>(view: View<'_, 'a>, value: &'a Expr) -> Vec<(&'a str, &'a Expr)> {
    match value {
        Expr::Call(call) => keywords(&call.arguments).collect(),
        Expr::Dict(dict) => {
            let pairs = dict.items.iter().filter_map(|item| match &item.key {
                Some(Expr::StringLiteral(key)) => Some((key.value.to_str(), &item.value)),
                _ => None,
            });
            pairs.collect()
        }
        Expr::Name(name) => match view.only_value(name.id.as_str()) {
            Some((_, value)) if !matches!(value, Expr::Name(_)) => stated(view, value),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn keywords(arguments: &Arguments) -> impl Iterator<Item = (&str, &Expr)> {
    let keywords = arguments.keywords.iter();
    keywords.filter_map(|keyword| Some((keyword.arg.as_ref()?.as_str(), &keyword.value)))
}
