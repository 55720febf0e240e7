//! The variables of a typer app that states a prefix: one for every option of its
//! commands, which are the parameters of functions.

use ruff_python_ast::{Arguments, Expr, ExprCall, ParameterWithDefault, StmtFunctionDef};

use crate::python::code::annotation;
use crate::python::code::click::{as_variable, is_repeated, stated};
use crate::python::code::literal::{DefaultValue, last_name, text};
use crate::python::code::module::{Id, id};
use crate::python::code::names::Name;
use crate::python::code::resolve::{Resolved, View};
use crate::python::code::walker::{ReadDetails, Walker};
use crate::python::model::{Need, Reader, TypeHint};

/// How deep apps within apps are followed.
const DEPTH: u32 = 6;

/// A parameter that is an option, or an argument of the command line.
struct Parameter<'a> {
    name: &'a str,
    /// `typer.Option(…)`
    made: Option<&'a ExprCall>,
    default: Option<&'a Expr>,
    hint: TypeHint,
}

impl<'a> Walker<'_, 'a> {
    /// `Typer(context_settings=…)`, `app(auto_envvar_prefix="APP")`, `app.add_typer(other)`.
    pub(super) fn typer_call(&mut self, call: &'a ExprCall) {
        let prefix = if makes_an_app(self.view(), call) {
            let settings = call.arguments.find_keyword("context_settings");
            let prefix = settings.and_then(|settings| stated(self.view(), &settings.value));
            prefix.map(|prefix| (id(self.module, call), prefix))
        } else {
            let keyword = call.arguments.find_keyword("auto_envvar_prefix");
            let prefix = keyword.and_then(|keyword| self.view().constant(&keyword.value));
            prefix.and_then(|prefix| Some((self.app(&call.func)?.0, as_variable(&prefix))))
        };
        if let Some((app, prefix)) = prefix {
            self.sink.typers.entry(app).or_default().prefix = Some(prefix);
        }
        if let Expr::Attribute(attribute) = &*call.func
            && attribute.attr.as_str() == "add_typer"
            && let Some(added) = call.arguments.find_argument_value("typer_instance", 0)
            && let Some((parent, _)) = self.app(&attribute.value)
            && let Some((child, made)) = self.app(added)
        {
            let name = named(&call.arguments).or_else(|| named(made));
            self.sink.typers.entry(parent).or_default().is_group = true;
            let child = self.sink.typers.entry(child).or_default();
            (child.parent, child.is_group) = (Some((parent, name)), true);
        }
    }

    /// Records the variables of a command's options.
    pub(super) fn typer_command(&mut self, function: &'a StmtFunctionDef) {
        for decorator in &function.decorator_list {
            let Expr::Call(call) = &decorator.expression else {
                continue;
            };
            let Expr::Attribute(attribute) = &*call.func else {
                continue;
            };
            let is_callback = attribute.attr.as_str() == "callback";
            if !is_callback && attribute.attr.as_str() != "command" {
                continue;
            }
            let Some((app, _)) = self.app(&attribute.value) else {
                continue;
            };
            let known = self.sink.typers.entry(app).or_default();
            if is_callback {
                known.is_group = true;
            } else {
                known.commands.insert(id(self.module, function));
            }
            let own = known.is_group || known.commands.len() > 1;
            if let Some(mut prefix) = self.prefix_of_app(app, DEPTH) {
                if own && !is_callback {
                    let name = call.arguments.find_argument_value("name", 0);
                    let name = name.and_then(text);
                    let name = name.unwrap_or_else(|| function.name.as_str().to_owned());
                    prefix = format!("{prefix}_{}", as_variable(&name));
                }
                self.options(&prefix, function);
            }
        }
    }

    fn options(&mut self, prefix: &str, function: &'a StmtFunctionDef) {
        for parameter in function.parameters.iter_non_variadic_params() {
            let at = parameter.default.as_deref().or(parameter.annotation());
            let (Some(at), Some(option)) = (at, self.option_of(parameter)) else {
                continue;
            };
            let own = option.made.map(|call| &call.arguments);
            if own.is_none_or(|own| own.find_keyword("envvar").is_none()) {
                let default = DefaultValue::of(option.default, Need::Optional);
                let details = ReadDetails::new(Reader::CommandLine, default, option.hint);
                let name = format!("{prefix}_{}", as_variable(option.name));
                self.record(Name::text(&name), at, details);
            }
        }
    }

    /// Notes the types of the parameters that name their variables.
    pub(super) fn parameter_types(&mut self, function: &'a StmtFunctionDef) {
        for parameter in function.parameters.iter_non_variadic_params() {
            if let Some(option) = self.option_of(parameter)
                && let Some(call) = option.made
                && call.arguments.find_keyword("envvar").is_some()
            {
                let at = id(self.module, call);
                self.option_types.insert(at, option.hint);
            }
        }
    }

    /// A parameter that is an option.
    fn option_of(&self, parameter: &'a ParameterWithDefault) -> Option<Parameter<'a>> {
        let annotated = parameter.annotation();
        let annotated = annotated.map(|it| annotation::read(self.view(), it));
        let annotated = annotated.unwrap_or_default();
        let calls = annotated.notes.iter().copied().chain(parameter.default());
        let mut calls = calls.filter_map(Expr::as_call_expr);
        let made = calls.find(|call| matches!(last_name(&call.func), "Option" | "Argument"));
        let default = match (made, parameter.default()) {
            (Some(made), Some(Expr::Call(given))) if made == given => {
                made.arguments.find_argument_value("default", 0)
            }
            (_, default) => default,
        };
        // A parameter without a default is an argument.
        let is_context = |it: &Expr| last_name(it) == "Context";
        let is_option = match made {
            Some(made) => last_name(&made.func) == "Option",
            None => default.is_some() && !parameter.annotation().is_some_and(is_context),
        };
        let is_list = annotated.hint == TypeHint::Json;
        is_option.then(|| Parameter {
            name: parameter.name().as_str(),
            made,
            default,
            hint: if is_list || made.is_some_and(|made| is_repeated(&made.arguments)) {
                TypeHint::Unknown
            } else {
                annotated.hint
            },
        })
    }

    /// The app that an expression refers to, and the arguments that it is made with.
    fn app(&self, expr: &'a Expr) -> Option<(Id, &'a Arguments)> {
        let (module, value) = match expr {
            Expr::Name(name) => self.view().only_value(name.id.as_str())?,
            Expr::Attribute(attribute) => self.view().attribute_value(attribute)?,
            _ => return None,
        };
        let call = value.as_call_expr()?;
        let is_app = makes_an_app(self.view().seen_in(module), call);
        is_app.then(|| (id(module, call), &call.arguments))
    }

    fn prefix_of_app(&self, app: Id, depth: u32) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let app = self.sink.typers.get(&app)?;
        if let Some(prefix) = &app.prefix {
            return Some(prefix.clone());
        }
        let (parent, name) = app.parent.as_ref()?;
        let prefix = self.prefix_of_app(*parent, depth)?;
        Some(match name {
            Some(name) => format!("{prefix}_{}", as_variable(name)),
            // The commands of an app without a name are those of its parent.
            None => prefix,
        })
    }
}

fn makes_an_app<'a>(view: View<'_, 'a>, call: &'a ExprCall) -> bool {
    last_name(&call.func) == "Typer"
        && matches!(view.resolve(&call.func), Resolved::Foreign(it) if it == "typer.Typer")
}

fn named(arguments: &Arguments) -> Option<String> {
    text(&arguments.find_keyword("name")?.value)
}
