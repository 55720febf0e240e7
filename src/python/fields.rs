//! The fields of a settings class, each with the variables it is read from.

use ruff_python_ast::{Arguments, Expr, Stmt, StmtAnnAssign};
use ruff_text_size::Ranged as _;

use crate::python::annotation::{self, Annotated};
use crate::python::class::{Config, Located, field_call, lineage};
use crate::python::literal::{Default, last_name};
use crate::python::read::{Guess, Need, Read, Reader, plausible};
use crate::python::resolve::View;
use crate::python::tree::Tree;

/// What all fields of a class share.
pub(super) struct Shelf<'s, 'a> {
    pub(super) tree: &'s Tree<'a>,
    pub(super) config: &'s Config,
}

/// How deep models are looked for in models.
const DEPTH: u32 = 4;

/// Reads the fields of a class and of its bases; a field that a class declares
/// anew takes the place of its base's.
pub(super) fn read<'a>(shelf: &Shelf<'_, 'a>, line: &[Located<'a>], reads: &mut Vec<Read>) {
    let prefix = shelf.config.prefix.clone().unwrap_or_default();
    for (module, field) in all(line) {
        one(shelf, module, field, &prefix, DEPTH, reads);
    }
}

/// The fields of a class and its bases.
fn all<'a>(line: &[Located<'a>]) -> Vec<(usize, &'a StmtAnnAssign)> {
    let mut fields: Vec<(&str, usize, &StmtAnnAssign)> = Vec::new();
    for (module, class) in line {
        for statement in &class.body {
            if let Stmt::AnnAssign(field) = statement
                && let Expr::Name(name) = &*field.target
            {
                let name = name.id.as_str();
                let hidden = name.starts_with('_') || name == "model_config";
                if !hidden && fields.iter().all(|(known, ..)| *known != name) {
                    fields.push((name, *module, field));
                }
            }
        }
    }
    fields
        .into_iter()
        .map(|(_, module, field)| (module, field))
        .collect()
}

fn one<'a>(
    shelf: &Shelf<'_, 'a>,
    module: usize,
    field: &'a StmtAnnAssign,
    prefix: &str,
    depth: u32,
    reads: &mut Vec<Read>,
) {
    let view = View::of_module(shelf.tree, module);
    let annotated = annotation::read(view, &field.annotation);
    let Expr::Name(own) = &*field.target else {
        return;
    };
    if annotated.class_variable {
        return;
    }
    let value = field.value.as_deref();
    let call = value
        .and_then(field_call)
        .or_else(|| annotated.notes.iter().find_map(|note| field_call(note)));
    let default = default_of(value, call, annotated.optional);
    let mut names = call.map(|call| aliases(view, call)).unwrap_or_default();
    if names.is_empty() {
        names.push(format!("{prefix}{}", own.id.as_str()));
    }
    if annotated.guess == Guess::Unknown
        && let Some(class) = annotated.class
    {
        let Some(whole) = nested(shelf, class, &names, &default, depth, reads) else {
            return;
        };
        push(
            shelf,
            module,
            field,
            &names,
            &Annotated {
                guess: whole,
                ..annotated
            },
            &default,
            reads,
        );
        return;
    }
    push(shelf, module, field, &names, &annotated, &default, reads);
}

/// A model in a model: its own fields behind a delimiter. Says what the field
/// itself is where it is read as a whole.
fn nested<'a>(
    shelf: &Shelf<'_, 'a>,
    class: Located<'a>,
    names: &[String],
    default: &Default,
    depth: u32,
    reads: &mut Vec<Read>,
) -> Option<Guess> {
    let line = lineage(shelf.tree, class);
    match (&shelf.config.delimiter, depth.checked_sub(1)) {
        (Some(delimiter), Some(depth)) => {
            for name in names {
                let prefix = format!("{name}{delimiter}");
                for (module, field) in all(&line.classes) {
                    let before = reads.len();
                    one(shelf, module, field, &prefix, depth, reads);
                    for read in reads.iter_mut().skip(before) {
                        // Whether a part is needed depends on whether the whole is.
                        if read.need == Need::Required && default.need != Need::Required {
                            read.need = Need::Optional;
                        }
                    }
                }
            }
            None
        }
        _ => Some(Guess::Json),
    }
}

fn push(
    shelf: &Shelf<'_, '_>,
    module: usize,
    field: &StmtAnnAssign,
    names: &[String],
    annotated: &Annotated<'_>,
    default: &Default,
    reads: &mut Vec<Read>,
) {
    let Some(parsed) = shelf.tree.modules.get(module) else {
        return;
    };
    let several = names.len() > 1;
    for name in names {
        let name = if shelf.config.exact_case == Some(true) {
            plausible(name)
        } else {
            plausible(&name.to_uppercase())
        };
        let Some(name) = name else { continue };
        reads.push(Read {
            name,
            place: parsed.place(field.range().start().to_usize()),
            reader: Reader::Settings,
            need: if several && default.need == Need::Required {
                Need::Optional
            } else {
                default.need
            },
            guess: annotated.guess.clone(),
            default: default.text.clone(),
            text_default: default.is_filled,
            live_default: default.live,
            masked: annotated.masked,
            in_tests: parsed.in_tests,
        });
    }
}

/// The default of a field: after `=`, or in `Field(…)`.
fn default_of(value: Option<&Expr>, call: Option<&Arguments>, optional: bool) -> Default {
    let without = if optional {
        Need::Optional
    } else {
        Need::Required
    };
    match (value, call) {
        (Some(value), Some(call)) if field_call(value).is_some() => {
            if call.find_keyword("default_factory").is_some() {
                return Default::none(Need::Default);
            }
            Default::of(call.find_argument_value("default", 0), without)
        }
        (Some(value), _) => Default::of(Some(value), without),
        (None, Some(call)) if call.find_keyword("default_factory").is_some() => {
            Default::none(Need::Default)
        }
        (None, Some(call)) => Default::of(
            call.find_keyword("default").map(|keyword| &keyword.value),
            without,
        ),
        (None, None) => Default::none(without),
    }
}

/// The variables that `Field(…)` names.
fn aliases<'a>(view: View<'_, 'a>, call: &'a Arguments) -> Vec<String> {
    for keyword in ["env", "validation_alias", "alias"] {
        if let Some(found) = call.find_keyword(keyword) {
            let names = alias(view, &found.value);
            if !names.is_empty() {
                return names;
            }
        }
    }
    Vec::new()
}

fn alias<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Vec<String> {
    match expr {
        Expr::Call(call) if last_name(&call.func) == "AliasChoices" => call
            .arguments
            .args
            .iter()
            .flat_map(|choice| alias(view, choice))
            .collect(),
        Expr::Call(call) if last_name(&call.func) == "AliasPath" => call
            .arguments
            .args
            .iter()
            .take(1)
            .flat_map(|head| alias(view, head))
            .collect(),
        Expr::List(list) => list
            .elts
            .iter()
            .flat_map(|choice| alias(view, choice))
            .collect(),
        Expr::Tuple(tuple) => tuple
            .elts
            .iter()
            .flat_map(|choice| alias(view, choice))
            .collect(),
        other => view.constant(other).into_iter().collect(),
    }
}
