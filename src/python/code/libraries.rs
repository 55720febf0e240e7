//! Calls of libraries that read the environment.

use ruff_python_ast::{Arguments, DictItem, Expr, ExprCall};

use crate::python::code::annotation::named_type;
use crate::python::code::click::option;
use crate::python::code::literal::{DefaultValue, last_name, text};
use crate::python::code::loops::dict;
use crate::python::code::module::id;
use crate::python::code::names::Name;
use crate::python::code::resolve::View;
use crate::python::code::walker::{ReadDetails, Walker};
use crate::python::model::{Need, Reader, TypeHint};

impl<'a> Walker<'_, 'a> {
    /// `config("NAME", default=…, cast=…)` of python-decouple and Starlette.
    pub(super) fn config(&mut self, reader: Reader, call: &'a ExprCall) {
        let arguments = &call.arguments;
        let (key, default_at) = match reader {
            Reader::Starlette => ("key", 2),
            _ => ("option", 1),
        };
        let Some(name) = arguments.find_argument_value(key, 0) else {
            return;
        };
        let given = arguments.find_argument_value("default", default_at);
        let cast = arguments.find_keyword("cast");
        let hint = match cast.map_or("", |cast| last_name(&cast.value)) {
            "Csv" | "CommaSeparatedStrings" => TypeHint::List,
            "URL" => TypeHint::Url,
            "DatabaseURL" => TypeHint::Dsn,
            name => named_type(name),
        };
        let default = DefaultValue::of(given, Need::Required);
        let mut details = ReadDetails::new(reader, default, hint);
        details.is_masked = reader == Reader::Starlette
            && cast.is_some_and(|cast| last_name(&cast.value) == "Secret");
        self.read(name, details);
    }

    /// `env.int("NAME", 3)` of environs.
    pub(super) fn environs(&mut self, method: &str, call: &'a ExprCall) {
        let arguments = &call.arguments;
        if let Some(hint) = method_type(method)
            && let Some(name) = arguments.find_argument_value("name", 0)
        {
            let given = arguments.find_argument_value("default", 1);
            let default = DefaultValue::of(given, Need::Required);
            let prefix = Name::text(&self.prefixes.concat());
            let whole = prefix.concat(Name::of(self.view(), name));
            let details = ReadDetails::new(Reader::Environs, default, hint);
            self.record(whole, name, details);
        }
    }

    /// `env("NAME")`, `env.db()` of django-environ.
    pub(super) fn django(
        &mut self,
        method: &str,
        scheme: Option<(usize, &'a Arguments)>,
        call: &'a ExprCall,
    ) {
        let variable = match method {
            "db" | "db_url" => Some("DATABASE_URL"),
            "cache" | "cache_url" => Some("CACHE_URL"),
            "email" | "email_url" => Some("EMAIL_URL"),
            "search_url" => Some("SEARCH_URL"),
            "channels" | "channels_url" => Some("CHANNELS_URL"),
            _ => None,
        };
        let hint = match variable {
            Some(_) => Some(TypeHint::Connection),
            None => method_type(method),
        };
        let Some(hint) = hint else { return };
        let casts = matches!(method, "__call__" | "get_value" | "list" | "tuple" | "dict");
        let at = 1 + usize::from(casts);
        let given = call.arguments.find_argument_value("default", at);
        let cast = call.arguments.find_argument_value("cast", 1);
        let hint = match (method, cast) {
            ("__call__" | "get_value", Some(cast)) => named_type(last_name(cast)),
            _ => hint,
        };
        let default = DefaultValue::of(given, Need::Required);
        let mut details = ReadDetails::new(Reader::DjangoEnviron, default, hint);
        let Some(name) = call.arguments.find_argument_value("var", 0) else {
            if let Some(variable) = variable {
                self.record(Name::text(variable), &call.func, details);
            }
            return;
        };
        if let Some(text) = self.view().constant(name)
            && let Some((module, scheme)) = scheme
            && let Some((_, entry)) = scheme_entries(self.view().seen_in(module), scheme)
                .into_iter()
                .find(|(known, _)| *known == text)
        {
            let (hint, default) = of_scheme(entry);
            if details.hint == TypeHint::Text {
                details.hint = hint;
            }
            if given.is_none() {
                details.default = default;
            }
        }
        self.read(name, details);
    }

    /// `config("NAME", default="sqlite:///x")` of dj-database-url and its like.
    pub(super) fn address(&mut self, variable: &str, call: &'a ExprCall) {
        let given = call.arguments.find_argument_value("default", 1);
        let default = DefaultValue::of(given, Need::Optional);
        let details = ReadDetails::new(Reader::Environ, default, TypeHint::Connection);
        match call.arguments.find_argument_value("env", 0) {
            Some(name) if last_name(name) != "DEFAULT_ENV" => self.read(name, details),
            _ => self.record(Name::text(variable), &call.func, details),
        }
    }

    /// `Env(**DEFAULTS)`: the names of a dictionary are often read in a loop.
    pub(super) fn declared(&mut self, call: &'a ExprCall) {
        let shared = call.arguments.keywords.iter();
        let shared = shared.filter(|keyword| keyword.arg.is_none());
        let entries = shared.flat_map(|keyword| named(self.view(), &keyword.value));
        for (name, value) in entries.collect::<Vec<_>>() {
            let (hint, default) = of_scheme(value);
            if default.need != Need::Required {
                let details = ReadDetails::new(Reader::DjangoEnviron, default, hint);
                self.record(Name::text(&name), value, details);
            }
        }
    }

    /// `envvar="NAME"` of click and typer, `from_envvar("NAME")` of Flask.
    pub(super) fn command_line(&mut self, call: &'a ExprCall) {
        let function = last_name(&call.func);
        let names = if function == "from_envvar" {
            call.arguments.args.get(..1)
        } else if matches!(
            function.to_ascii_lowercase().as_str(),
            "option" | "argument"
        ) {
            let keyword = call.arguments.find_keyword("envvar");
            keyword.and_then(|keyword| match &keyword.value {
                Expr::List(list) => Some(list.elts.as_slice()),
                Expr::NoneLiteral(_) => None,
                name => Some(std::slice::from_ref(name)),
            })
        } else {
            None
        };
        let hint = match self.option_types.get(&id(self.module, call)) {
            Some(hint) => hint.clone(),
            None if function == "from_envvar" => TypeHint::Unknown,
            None => option(&call.arguments).hint,
        };
        for name in names.into_iter().flatten() {
            let default = DefaultValue::none(Need::Optional);
            let details = ReadDetails::new(Reader::CommandLine, default, hint.clone());
            self.read(name, details);
        }
    }
}

/// The variable that the `config` of a library takes an address from.
pub(super) fn variable_of_address(dotted: &str) -> Option<&'static str> {
    match dotted {
        "dj_database_url.config" => Some("DATABASE_URL"),
        "dj_email_url.config" => Some("EMAIL_URL"),
        "dj_search_url.config" => Some("SEARCH_URL"),
        "django_cache_url.config" => Some("CACHE_URL"),
        _ => None,
    }
}

/// The names and values of `Env(DEBUG=…, **MORE)`.
fn scheme_entries<'a>(view: View<'_, 'a>, scheme: &'a Arguments) -> Vec<(String, &'a Expr)> {
    let entries = scheme
        .keywords
        .iter()
        .flat_map(|keyword| match &keyword.arg {
            Some(name) => vec![(name.as_str().to_owned(), &keyword.value)],
            None => named(view, &keyword.value),
        });
    entries.collect()
}

/// The names and values of a dictionary.
fn named<'a>(view: View<'_, 'a>, map: &'a Expr) -> Vec<(String, &'a Expr)> {
    let items = dict(view, map).map_or(&[][..], |dict| &dict.items);
    let pair = |item: &'a DictItem| Some((text(item.key.as_ref()?)?, &item.value));
    items.iter().filter_map(pair).collect()
}

/// `DEBUG=(bool, False)` of a django-environ scheme.
fn of_scheme(entry: &Expr) -> (TypeHint, DefaultValue) {
    let (kind, default) = match entry {
        Expr::Tuple(tuple) => match tuple.elts.as_slice() {
            [kind, default] => (kind, Some(default)),
            _ => return (TypeHint::Unknown, DefaultValue::none(Need::Required)),
        },
        kind => (kind, None),
    };
    let default = DefaultValue::of(default, Need::Required);
    (named_type(last_name(kind)), default)
}

/// The type that a method of environs and django-environ reads.
fn method_type(method: &str) -> Option<TypeHint> {
    Some(match method {
        "__call__" | "str" | "get_value" | "bytes" => TypeHint::Text,
        "int" => TypeHint::Int,
        "float" => TypeHint::Float,
        "bool" => TypeHint::Bool,
        "list" => TypeHint::List,
        "json" => TypeHint::Json,
        "url" => TypeHint::Url,
        "path" => TypeHint::Path,
        "uuid" => TypeHint::Uuid,
        "decimal" | "dict" | "tuple" | "datetime" | "date" | "time" | "timedelta" | "enum"
        | "log_level" => TypeHint::Unknown,
        "dj_db_url" | "dj_email_url" | "dj_cache_url" => TypeHint::Connection,
        _ => return None,
    })
}
