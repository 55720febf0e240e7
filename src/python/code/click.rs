//! The variables of click's `auto_envvar_prefix`: one for every option of a command.

use ruff_python_ast::{Arguments, Expr, ExprCall, StmtFunctionDef};

use crate::python::code::annotation::named_type;
use crate::python::code::literal::{DefaultValue, last_name, text};
use crate::python::code::module::id;
use crate::python::code::names::Name;
use crate::python::code::resolve::{Resolved, View};
use crate::python::code::walker::{ReadDetails, Walker};
use crate::python::model::{Need, Reader, TypeHint};

/// How deep groups of commands are followed.
const DEPTH: u32 = 6;

impl<'a> Walker<'_, 'a> {
    /// Records the variables of a command's options.
    pub(super) fn command(&mut self, function: &'a StmtFunctionDef) {
        let Some(prefix) = self.prefix_of(self.module, function, DEPTH) else {
            return;
        };
        for decorator in &function.decorator_list {
            if let Expr::Call(call) = &decorator.expression
                && last_name(&call.func) == "option"
                && call.arguments.find_keyword("envvar").is_none()
                && let Some(name) = option_name(&call.arguments)
            {
                let name = Name::text(&format!("{prefix}_{}", as_variable(name)));
                self.record(name, &decorator.expression, option(&call.arguments));
            }
        }
    }

    /// `main(auto_envvar_prefix="APP")`
    pub(super) fn prefixed_command(&mut self, call: &'a ExprCall) {
        let prefix = call.arguments.find_keyword("auto_envvar_prefix");
        if let Some(prefix) = prefix.and_then(|prefix| self.view().constant(&prefix.value))
            && let Resolved::Function(module, function) = self.resolve(&call.func)
        {
            let command = id(module, function);
            let prefix = as_variable(&prefix);
            self.sink.command_prefixes.insert(command, prefix);
        }
    }

    /// The prefix of a command: its own, or that of its group with its name.
    fn prefix_of(
        &self,
        module: usize,
        function: &'a StmtFunctionDef,
        depth: u32,
    ) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let known = self.sink.command_prefixes.get(&id(module, function));
        if let Some(prefix) = known {
            return Some(prefix.clone());
        }
        let view = View::of_module(self.tree, module);
        function.decorator_list.iter().find_map(|decorator| {
            let (made, arguments) = match &decorator.expression {
                Expr::Call(call) => (&*call.func, Some(&call.arguments)),
                plain => (plain, None),
            };
            if !matches!(last_name(made), "command" | "group") {
                return None;
            }
            let settings = arguments.and_then(|given| given.find_keyword("context_settings"));
            if let Some(prefix) = settings.and_then(|settings| stated(view, &settings.value)) {
                return Some(prefix);
            }
            let Expr::Attribute(attribute) = made else {
                return None;
            };
            let Resolved::Function(module, group) = view.resolve(&attribute.value) else {
                return None;
            };
            let named = arguments.and_then(|given| given.find_argument_value("name", 0));
            let name = named.and_then(text);
            let name = name.unwrap_or_else(|| function.name.as_str().to_owned());
            let prefix = self.prefix_of(module, group, depth)?;
            Some(format!("{prefix}_{}", as_variable(&name)))
        })
    }
}

/// The prefix in `{"auto_envvar_prefix": "APP"}` and `dict(auto_envvar_prefix="APP")`.
pub(super) fn stated<'a>(view: View<'_, 'a>, settings: &'a Expr) -> Option<String> {
    let settings = match settings {
        Expr::Name(name) => view.only_value(name.id.as_str())?.1,
        other => other,
    };
    let value = match settings {
        Expr::Dict(dict) => {
            let mut items = dict.items.iter();
            let is_prefix = |key: &Expr| text(key).as_deref() == Some("auto_envvar_prefix");
            &items
                .find(|item| item.key.as_ref().is_some_and(is_prefix))?
                .value
        }
        Expr::Call(call) => &call.arguments.find_keyword("auto_envvar_prefix")?.value,
        _ => return None,
    };
    view.constant(value).map(|prefix| as_variable(&prefix))
}

/// The name of an option's parameter: the one without dashes, or else the longest form.
fn option_name(arguments: &Arguments) -> Option<&str> {
    let names = arguments.args.iter().filter_map(|name| match name {
        Expr::StringLiteral(name) => Some(name.value.to_str()),
        _ => None,
    });
    let names: Vec<&str> = names.collect();
    let dashes = |name: &&&str| name.len() - name.trim_start_matches('-').len();
    let plain = names.iter().find(|name| dashes(name) == 0);
    let long = || names.iter().rev().max_by_key(dashes);
    let name = plain.or_else(long)?.trim_start_matches('-');
    // `--shout/--no-shout`
    Some(name.split_once('/').map_or(name, |(on, _)| on).trim())
}

pub(super) fn as_variable(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

/// Whether a variable has several values of an option.
pub(super) fn is_repeated(arguments: &Arguments) -> bool {
    let is_given = |name| arguments.find_keyword(name).is_some();
    is_given("multiple") || is_given("nargs")
}

pub(super) fn option(arguments: &Arguments) -> ReadDetails {
    let value = |name| arguments.find_keyword(name).map(|keyword| &keyword.value);
    let default = value("default");
    let flag =
        value("is_flag").is_some_and(|flag| !matches!(flag, Expr::BooleanLiteral(no) if !no.value));
    let hint = match value("type").map(last_name) {
        _ if is_repeated(arguments) => TypeHint::Unknown,
        Some("INT" | "IntRange") => TypeHint::Int,
        Some("FLOAT" | "FloatRange") => TypeHint::Float,
        Some("BOOL") => TypeHint::Bool,
        Some(name) => named_type(name),
        None if flag || default.is_some_and(Expr::is_boolean_literal_expr) => TypeHint::Bool,
        None => TypeHint::Unknown,
    };
    // The command line may give it, so it is never required.
    ReadDetails::new(
        Reader::CommandLine,
        DefaultValue::of(default, Need::Optional),
        hint,
    )
}
