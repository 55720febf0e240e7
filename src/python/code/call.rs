//! Calls that read the environment with the standard library, and calls of
//! wrappers.

use std::collections::HashSet;

use ruff_python_ast::{Arguments, Expr, ExprAttribute, ExprCall, Stmt, StmtClassDef};

use crate::python::code::annotation;
use crate::python::code::libraries::variable_of_address;
use crate::python::code::literal::{DefaultValue, last_name, text};
use crate::python::code::module::{Id, Symbol, id};
use crate::python::code::names::{Name, Parameter};
use crate::python::code::prefix::is_settings;
use crate::python::code::resolve::{Resolved, is_of_dotenv};
use crate::python::code::returned::Raises;
use crate::python::code::walker::{ReadDetails, Walker, Wrapper};
use crate::python::model::{Bypass, Need, Reader, TypeHint};
use crate::python::part::Part;

impl<'a> Walker<'_, 'a> {
    /// Records what a call reads. Returns the type that the call converts its
    /// arguments to.
    pub(super) fn call(&mut self, call: &'a ExprCall, expr: &'a Expr) -> TypeHint {
        self.command_line(call);
        self.prefixed_command(call);
        self.typer_call(call);
        match self.resolve(&call.func) {
            Resolved::Foreign(dotted) => self.foreign(&dotted, call, expr),
            Resolved::Decouple(reads_file) => {
                if reads_file {
                    self.flag_once(Bypass::Decouple, expr);
                }
                self.config(Reader::Decouple, call);
            }
            Resolved::Starlette => self.config(Reader::Starlette, call),
            Resolved::Environs => self.environs("str", call),
            Resolved::Dynaconf(prefix) => {
                self.dynaconf_named(&prefix, call.arguments.args.first(), None);
            }
            Resolved::DjangoEnv(scheme) => self.django("__call__", scheme, call),
            Resolved::Function(module, function) => {
                self.wrapper_call(id(module, function), 0, call);
            }
            Resolved::Class(module, class) => {
                let id = id(module, class);
                self.sink.made.insert(id);
                if self.file().part != Part::Tests {
                    let fields = self.passed(&call.arguments);
                    let known = self.sink.given.entry(id).or_insert_with(|| fields.clone());
                    known.retain(|field| fields.contains(field));
                }
                let file = call.arguments.find_keyword("_env_file");
                if file.is_some_and(|file| !file.value.is_none_literal_expr()) {
                    self.flag(Bypass::EnvFile, expr);
                }
            }
            _ => {}
        }
        match &*call.func {
            Expr::Attribute(attribute) => self.method(attribute, call, expr),
            Expr::Name(name) => match annotation::named_type(name.id.as_str()) {
                TypeHint::Text => self.hint.clone(),
                // `strtobool(…)`; `bool(…)` itself reads no text.
                TypeHint::Unknown if name.id.as_str().contains("bool") => TypeHint::Bool,
                hint @ (TypeHint::Int | TypeHint::Float | TypeHint::Path) => hint,
                _ => TypeHint::Unknown,
            },
            _ => TypeHint::Unknown,
        }
    }

    /// The names of the keywords that a call passes, also those of `**{…}`.
    pub(super) fn passed(&self, arguments: &'a Arguments) -> HashSet<String> {
        let mut names = HashSet::new();
        for keyword in &arguments.keywords {
            match (&keyword.arg, &keyword.value) {
                (Some(name), _) => {
                    names.insert(name.as_str().to_owned());
                }
                (None, Expr::Name(name)) => {
                    let value = self.view().only_value(name.id.as_str());
                    names.extend(value.into_iter().flat_map(|(_, value)| keys(value)));
                }
                (None, value) => names.extend(keys(value)),
            }
        }
        names
    }

    fn foreign(&mut self, dotted: &str, call: &'a ExprCall, expr: &'a Expr) {
        if is_of_dotenv(dotted, &["load_dotenv", "dotenv_values"]) {
            self.loads(call, expr);
        }
        if is_of_dotenv(dotted, &["get_key"]) {
            self.flag(Bypass::LoadsDotenv, expr);
            if let Some(name) = call.arguments.find_argument_value("key_to_get", 1) {
                let default = DefaultValue::none(Need::Optional);
                let details = ReadDetails::new(Reader::DotenvValues, default, TypeHint::Unknown);
                self.read(name, details);
            }
        }
        if is_settings(dotted) {
            self.dynaconf(dotted, call);
        }
        self.client(dotted, call);
        if let Some(variable) = variable_of_address(dotted) {
            self.address(variable, call);
        }
        let keywords = &call.arguments;
        self.sink.analysis.plain_dollars |= keywords.find_keyword("interpolate").is_some();
        match dotted {
            "os.getenv" | "os.getenvb" => self.environ(call),
            "dynaconf.Dynaconf" | "dynaconf.LazySettings" if is_true(call, "load_dotenv") => {
                self.flag(Bypass::LoadsDotenv, expr);
            }
            "environ.Env" | "environ.FileAwareEnv" | "environ.environ.Env" => self.declared(call),
            "starlette.config.Config" if !call.arguments.args.is_empty() => {
                self.flag(Bypass::EnvFile, expr);
            }
            _ => {}
        }
    }

    /// A call that itself reads an env file.
    fn loads(&mut self, call: &'a ExprCall, expr: &'a Expr) {
        self.flag(Bypass::LoadsDotenv, expr);
        if is_true(call, "override") || is_true(call, "overwrite") {
            self.flag(Bypass::Override, expr);
        }
    }

    fn environ(&mut self, call: &'a ExprCall) {
        let Some(name) = call.arguments.find_argument_value("key", 0) else {
            return;
        };
        let given = call.arguments.find_argument_value("default", 1);
        let default = DefaultValue::of(given, Need::Optional);
        let mut details = ReadDetails::new(Reader::Environ, default, self.hint.clone());
        details.default_parameter = given.and_then(|given| self.parameter(given));
        self.read(name, details);
    }

    /// The parameter that an expression is.
    fn parameter(&self, expr: &'a Expr) -> Option<Parameter> {
        let Expr::Name(name) = expr else { return None };
        let name = name.id.as_str();
        match self.view().symbol(name) {
            Some((_, Symbol::Parameter(at))) => Some(Parameter {
                at,
                name: name.to_owned(),
            }),
            _ => None,
        }
    }

    fn method(
        &mut self,
        attribute: &'a ExprAttribute,
        call: &'a ExprCall,
        expr: &'a Expr,
    ) -> TypeHint {
        let method = attribute.attr.as_str();
        match self.resolve(&attribute.value) {
            Resolved::Environ => match method {
                "get" | "pop" | "setdefault" | "__getitem__" | "__contains__" => {
                    self.environ(call);
                }
                "update" => {
                    let before = self.sink.analysis.reads.len();
                    if let [Expr::Dict(dict)] = &*call.arguments.args {
                        for key in dict.items.iter().filter_map(|item| item.key.as_ref()) {
                            self.sets(&attribute.value, key, before);
                        }
                    }
                }
                _ => {}
            },
            Resolved::DotenvMap if method == "get" => {
                if let Some(name) = call.arguments.args.first() {
                    let default = DefaultValue::of(call.arguments.args.get(1), Need::Optional);
                    let details =
                        ReadDetails::new(Reader::DotenvValues, default, TypeHint::Unknown);
                    self.read(name, details);
                }
            }
            Resolved::Environs | Resolved::DjangoEnv(_) if method == "read_env" => {
                self.loads(call, expr);
            }
            Resolved::Environs => self.environs(method, call),
            Resolved::Dynaconf(prefix) if matches!(method, "get" | "exists") => {
                let arguments = &call.arguments.args;
                self.dynaconf_named(&prefix, arguments.first(), arguments.get(1));
            }
            Resolved::DjangoEnv(scheme) => self.django(method, scheme, call),
            Resolved::Foreign(dotted) if method == "read_env" && dotted.ends_with("Env") => {
                self.loads(call, expr);
            }
            Resolved::Class(module, class) => self.method_call(module, class, method, 0, call),
            _ => {}
        }
        if let Expr::Name(name) = &*attribute.value
            && matches!(name.id.as_str(), "self" | "cls")
            && let Some(class) = self.classes.last().copied()
        {
            self.method_call(self.module, class, method, 1, call);
        }
        match method {
            "strip" | "lower" | "upper" => self.hint.clone(),
            "loads" => TypeHint::Json,
            _ => TypeHint::Unknown,
        }
    }

    fn method_call(
        &mut self,
        module: usize,
        class: &'a StmtClassDef,
        method: &str,
        skipped: usize,
        call: &'a ExprCall,
    ) {
        let function = class.body.iter().find_map(|statement| match statement {
            Stmt::FunctionDef(function) if function.name.as_str() == method => Some(function),
            _ => None,
        });
        if let Some(function) = function {
            self.wrapper_call(id(module, function), skipped, call);
        }
    }

    /// A call of a function that may be a wrapper.
    fn wrapper_call(&mut self, function: Id, skipped: usize, call: &'a ExprCall) {
        let Some(wrappers) = self.sink.wrappers.get(&function).cloned() else {
            return;
        };
        for wrapper in &wrappers {
            let Some(given) = wrapper.template.parameter.argument(call, skipped) else {
                continue;
            };
            let name = wrapper.template.fill(Name::of(self.view(), given));
            let mut details = self.wrapper_details(wrapper, skipped, call);
            // `require_env(name)`. A function that reads two names may raise
            // for another reason.
            let raises = match &wrapper.raises {
                Raises::Never => false,
                Raises::Always => wrappers.len() == 1,
                Raises::IfAsked(switch) => {
                    let given = switch.argument(call, skipped);
                    given.is_some_and(|given| !is_false(given))
                }
            };
            if raises && details.default.need == Need::Optional {
                details.default = DefaultValue::none(Need::Required);
            }
            self.record(name, given, details);
        }
    }

    fn wrapper_details(
        &self,
        wrapper: &Wrapper,
        skipped: usize,
        call: &'a ExprCall,
    ) -> ReadDetails {
        let mut details = ReadDetails {
            reader: Reader::Function,
            ..wrapper.details.clone()
        };
        if let Some(parameter) = details.default_parameter.take() {
            let given = parameter.argument(call, skipped);
            if given.is_some() {
                details.default = DefaultValue::of(given, Need::Optional);
            }
            details.default_parameter = given.and_then(|given| self.parameter(given));
        }
        if details.hint == TypeHint::Unknown {
            details.hint = self.hint.clone();
        }
        details
    }
}

/// The keys of `{"a": …}` and `dict(a=…)`.
fn keys(map: &Expr) -> Vec<String> {
    match map {
        Expr::Dict(dict) => {
            let keys = dict.items.iter().filter_map(|item| item.key.as_ref());
            keys.filter_map(text).collect()
        }
        Expr::Call(call) if last_name(&call.func) == "dict" => {
            let names = call.arguments.keywords.iter();
            let names = names.filter_map(|keyword| keyword.arg.as_ref());
            names.map(|name| name.as_str().to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

fn is_false(expr: &Expr) -> bool {
    matches!(expr, Expr::BooleanLiteral(literal) if !literal.value)
}

/// Whether a call has `name=True`.
fn is_true(call: &ExprCall, name: &str) -> bool {
    let keyword = call.arguments.find_keyword(name);
    keyword.is_some_and(
        |keyword| matches!(&keyword.value, Expr::BooleanLiteral(literal) if literal.value),
    )
}
