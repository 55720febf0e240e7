//! The fields of a settings class, each with the variables it is read from.

use std::collections::HashSet;

use ruff_python_ast::{Arguments, Expr, Stmt, StmtAnnAssign};

use crate::core::name::EnvName;
use crate::python::code::annotation::{self, Annotated};
use crate::python::code::class::{Config, Located, field_call, lineage};
use crate::python::code::constraints;
use crate::python::code::literal::{DefaultValue, elements, last_name};
use crate::python::code::resolve::View;
use crate::python::code::tree::Tree;
use crate::python::code::validators::Reshaped;
use crate::python::expected::Expected;
use crate::python::model::{EmptyValue, Need, Read, Reader, Treatment, TypeHint, plausible};

/// What all fields of a class share, and where their reads go.
pub(super) struct SettingsClass<'s, 'a> {
    pub(super) tree: &'s Tree<'a>,
    pub(super) config: &'s Config,
    /// Whether it is a class of pydantic 1, which converts otherwise.
    pub(super) is_old: bool,
    /// The fields that every call of the class passes.
    pub(super) given: Option<&'s HashSet<String>>,
    pub(super) reads: &'s mut Vec<Read>,
}

/// How deep models may be nested.
const DEPTH: u32 = 4;

impl<'a> SettingsClass<'_, 'a> {
    /// Reads the fields of a class and of its bases.
    pub(super) fn read(&mut self, classes: &[Located<'a>]) {
        let prefix = self.config.prefix.as_deref().unwrap_or("");
        let reshaped = Reshaped::of(classes);
        for (module, field) in all(classes) {
            self.field(module, field, prefix, DEPTH, &reshaped);
        }
    }

    fn field(
        &mut self,
        module: usize,
        field: &'a StmtAnnAssign,
        prefix: &str,
        depth: u32,
        reshaped: &Reshaped,
    ) {
        let view = View::of_module(self.tree, module);
        let mut annotated = annotation::read(view, &field.annotation);
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
        let mut default = default_of(value, call, annotated.optional);
        let own = own.id.as_str();
        if let Some(Expr::Call(call)) = value.filter(|value| field_call(value).is_some()) {
            constraints::narrow(view, call, &mut annotated.expected);
        }
        if reshaped.has(own) {
            annotated.reshape();
        }
        let decoded = annotated.expected.iter().any(Expected::is_decoded);
        // What a strict class reads from text is little, and not its types'.
        let is_other = self.is_old || self.config.is_strict == Some(true);
        if is_other || (decoded && self.config.decodes == Some(false)) {
            annotated.expected.clear();
        }
        let nested = depth < DEPTH;
        let mut names = call.map_or_else(Vec::new, |call| aliases(view, call));
        let is_given = |given: &HashSet<String>| {
            given.contains(own) || names.iter().any(|name| given.contains(name))
        };
        if !nested && self.given.is_some_and(is_given) {
            default.relax();
        }
        if nested {
            names = names.iter().map(|name| format!("{prefix}{name}")).collect();
        }
        if names.is_empty() || (self.config.by_name && !nested) {
            names.push(format!("{prefix}{own}"));
        }
        let mut unusual = false;
        if annotated.hint == TypeHint::Unknown
            && let Some(class) = annotated.class
        {
            annotated.hint = TypeHint::Json;
            unusual = default.need != Need::Required;
            if let Some(delimiter) = &self.config.delimiter
                && let Some(depth) = depth.checked_sub(1)
            {
                for name in &names {
                    self.nested(class, &format!("{name}{delimiter}"), default.need, depth);
                }
                default.relax();
                unusual = true;
            }
        }
        self.push(module, field, &names, &annotated, &default, unusual);
    }

    /// Reads the fields of a model in a model.
    fn nested(&mut self, class: Located<'a>, prefix: &str, need: Need, depth: u32) {
        let before = self.reads.len();
        let classes = lineage(self.tree, class).classes;
        let reshaped = Reshaped::of(&classes);
        for (module, field) in all(&classes) {
            self.field(module, field, prefix, depth, &reshaped);
        }
        for read in &mut self.reads[before..] {
            // A part is needed only if the whole is.
            if read.need == Need::Required && need != Need::Required {
                read.need = Need::Optional;
            }
        }
    }

    fn push(
        &mut self,
        module: usize,
        field: &StmtAnnAssign,
        names: &[String],
        annotated: &Annotated<'_>,
        default: &DefaultValue,
        unusual: bool,
    ) {
        let module = &self.tree.modules[module];
        let any_case = self.config.exact_case != Some(true);
        let mut all: Vec<EnvName> = Vec::new();
        for name in names {
            let name = if any_case {
                plausible(&name.to_uppercase())
            } else {
                plausible(name)
            };
            all.extend(name.filter(|name| !all.contains(name)));
        }
        let mut all = all.into_iter();
        self.reads.extend(all.next().map(|name| Read {
            name,
            aliases: all.collect(),
            any_case,
            unusual,
            place: module.place(field),
            reader: Reader::Settings,
            need: default.need,
            hint: annotated.hint.clone(),
            expected: annotated.expected.clone(),
            empty: if self.config.ignores_empty == Some(true) {
                EmptyValue::Unset
            } else {
                EmptyValue::Set
            },
            default: default.text.clone(),
            default_text: default.facts,
            treatment: if annotated.masked {
                Treatment::SecretStr
            } else {
                Treatment::Plain
            },
            part: module.part,
            at_start: true,
        }));
    }
}

/// The fields of a class and its bases. If a class declares a field again, that
/// declaration counts.
fn all<'a>(classes: &[Located<'a>]) -> Vec<(usize, &'a StmtAnnAssign)> {
    let mut fields: Vec<(&str, usize, &StmtAnnAssign)> = Vec::new();
    for (module, class) in classes {
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
    let fields = fields.into_iter();
    fields.map(|(_, module, field)| (module, field)).collect()
}

/// The default of a field: after `=`, or in `Field(…)`.
fn default_of(value: Option<&Expr>, call: Option<&Arguments>, optional: bool) -> DefaultValue {
    let without = if optional {
        Need::Optional
    } else {
        Need::Required
    };
    let is_call = value.is_none_or(|value| field_call(value).is_some());
    match call {
        Some(call) if is_call => {
            if call.find_keyword("default_factory").is_some() {
                return DefaultValue::none(Need::Default);
            }
            // In `Annotated[…, Field(…)]` pydantic takes a default by keyword only.
            let default = match value {
                Some(_) => call.find_argument_value("default", 0),
                None => call.find_keyword("default").map(|keyword| &keyword.value),
            };
            DefaultValue::of(default, without)
        }
        _ => DefaultValue::of(value, without),
    }
}

/// The variables that `Field(…)` names.
fn aliases<'a>(view: View<'_, 'a>, call: &'a Arguments) -> Vec<String> {
    let stated = ["env", "validation_alias", "alias"]
        .into_iter()
        .filter_map(|keyword| call.find_keyword(keyword));
    let mut names = stated.map(|keyword| alias(view, &keyword.value));
    names
        .find(|names| !names.is_empty())
        .unwrap_or_else(Vec::new)
}

fn alias<'a>(view: View<'_, 'a>, expr: &'a Expr) -> Vec<String> {
    let choices = match expr {
        Expr::Call(call) => match last_name(&call.func) {
            "AliasChoices" => Some(&*call.arguments.args),
            "AliasPath" => call.arguments.args.get(..1),
            _ => None,
        },
        _ => elements(expr),
    };
    match choices {
        Some(choices) => choices
            .iter()
            .flat_map(|choice| alias(view, choice))
            .collect(),
        None => view.constant(expr).into_iter().collect(),
    }
}
