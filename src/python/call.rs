//! Calls: the readers of all libraries, and functions that hand a name on.

use ruff_python_ast::{Arguments, Expr, ExprCall, Stmt};
use ruff_text_size::Ranged as _;

use crate::python::annotation;
use crate::python::literal::{Default, last_name};
use crate::python::module::Symbol;
use crate::python::read::{Bypass, Guess, Need, Reader};
use crate::python::reads::{self, Manner, Named, Pass};
use crate::python::resolve::{self, Thing};
use crate::python::walk::Walker;

impl<'a> Walker<'_, 'a> {
    /// Looks at a call; says what its arguments are about to be turned into.
    pub(super) fn call(&mut self, call: &'a ExprCall, expr: &'a Expr) -> Option<Guess> {
        self.command_line(call);
        match self.thing(&call.func) {
            Thing::Foreign(dotted) => self.foreign(&dotted, call, expr),
            Thing::Decouple => self.called(Reader::Decouple, call),
            Thing::Starlette => self.called(Reader::Starlette, call),
            Thing::Environs => self.environs("str", call),
            Thing::DjangoEnv(scheme) => self.django("str", scheme, call),
            Thing::Function(module, function) => {
                self.handed_on((module, function.range().start().to_u32()), 0, call);
            }
            Thing::Class(module, class) => {
                self.sink
                    .made
                    .insert((module, class.range().start().to_u32()));
                if call
                    .arguments
                    .find_keyword("_env_file")
                    .is_some_and(|file| !file.value.is_none_literal_expr())
                {
                    self.flag(Bypass::EnvFile, expr);
                }
            }
            _ => {}
        }
        if let Expr::Attribute(attribute) = &*call.func {
            return self.method(attribute, call, expr);
        }
        match &*call.func {
            Expr::Name(name) => match annotation::simple(name.id.as_str()) {
                guess @ (Guess::Int | Guess::Float | Guess::Path) => Some(guess),
                _ => None,
            },
            _ => None,
        }
    }

    fn foreign(&mut self, dotted: &str, call: &'a ExprCall, expr: &'a Expr) {
        if resolve::is_of_dotenv(dotted, &["load_dotenv", "dotenv_values"]) {
            self.loads(call, expr);
        }
        match dotted {
            "os.getenv" | "os.getenvb" => {
                let default = call.arguments.find_argument_value("default", 1);
                self.environ(&call.arguments, "key", default);
            }
            "starlette.config.Config" if !call.arguments.args.is_empty() => {
                self.flag(Bypass::EnvFile, expr);
            }
            _ => {}
        }
    }

    /// Something that reads an env file by itself.
    fn loads(&mut self, call: &'a ExprCall, expr: &'a Expr) {
        self.flag(Bypass::LoadsDotenv, expr);
        let is_true = |name: &str| {
            let keyword = call.arguments.find_keyword(name);
            keyword.is_some_and(
                |keyword| matches!(&keyword.value, Expr::BooleanLiteral(literal) if literal.value),
            )
        };
        if is_true("override") || is_true("overwrite") {
            self.flag(Bypass::Override, expr);
        }
    }

    /// `os.getenv(…)`, `os.environ.get(…)`.
    fn environ(&mut self, arguments: &'a Arguments, key: &str, default: Option<&'a Expr>) {
        let Some(name) = arguments.find_argument_value(key, 0) else {
            return;
        };
        let mut manner = Manner::new(Reader::Environ, Default::of(default, Need::Optional));
        manner.default_parameter = default.and_then(|default| self.parameter(default));
        let guess = self.hint.clone().unwrap_or_default();
        self.read(name, manner.taken_for(guess));
    }

    /// The parameter that an expression is.
    fn parameter(&self, expr: &'a Expr) -> Option<(usize, String)> {
        let Expr::Name(name) = expr else { return None };
        match self.view().symbol(name.id.as_str()) {
            Some((_, Symbol::Parameter(at))) => Some((at, name.id.as_str().to_owned())),
            _ => None,
        }
    }

    /// A method of something that reads.
    fn method(
        &mut self,
        attribute: &'a ruff_python_ast::ExprAttribute,
        call: &'a ExprCall,
        expr: &'a Expr,
    ) -> Option<Guess> {
        let method = attribute.attr.as_str();
        match self.thing(&attribute.value) {
            Thing::Environ => match method {
                "get" | "pop" | "setdefault" => {
                    let default = call.arguments.find_argument_value("default", 1);
                    self.environ(&call.arguments, "key", default);
                }
                "__getitem__" | "__contains__" => self.environ(&call.arguments, "key", None),
                _ => {}
            },
            Thing::DotenvMap if method == "get" => {
                if let Some(name) = call.arguments.args.first() {
                    let default = Default::of(call.arguments.args.get(1), Need::Optional);
                    self.read(name, Manner::new(Reader::DotenvValues, default));
                }
            }
            Thing::Environs | Thing::DjangoEnv(_) if method == "read_env" => self.loads(call, expr),
            Thing::Environs => self.environs(method, call),
            Thing::DjangoEnv(scheme) => self.django(method, scheme, call),
            Thing::Foreign(dotted) if method == "read_env" && dotted.ends_with("Env") => {
                self.loads(call, expr);
            }
            Thing::Class(module, class) => {
                if let Some(function) = method_of(class, method) {
                    self.handed_on((module, function), 0, call);
                }
            }
            _ => {}
        }
        if let Expr::Name(name) = &*attribute.value
            && matches!(name.id.as_str(), "self" | "cls")
            && let Some(function) = self
                .classes
                .last()
                .and_then(|class| method_of(class, method))
        {
            self.handed_on((self.module, function), 1, call);
        }
        match method {
            "strip" | "lower" | "upper" => self.hint.clone(),
            "loads" => Some(Guess::Json),
            _ => None,
        }
    }

    /// `config("NAME", default=…, cast=…)` of python-decouple and Starlette.
    fn called(&mut self, reader: Reader, call: &'a ExprCall) {
        let arguments = &call.arguments;
        let (key, default_at) = match reader {
            Reader::Starlette => ("key", 2),
            _ => ("option", 1),
        };
        let Some(name) = arguments.find_argument_value(key, 0) else {
            return;
        };
        let default = Default::of(
            arguments.find_argument_value("default", default_at),
            Need::Required,
        );
        let guess = arguments
            .find_keyword("cast")
            .map_or(Guess::Unknown, |cast| match last_name(&cast.value) {
                "Csv" | "CommaSeparatedStrings" => Guess::List,
                "URL" | "DatabaseURL" => Guess::Url,
                name => annotation::simple(name),
            });
        self.read(name, Manner::new(reader, default).taken_for(guess));
    }

    /// `env.int("NAME", 3)` of environs.
    fn environs(&mut self, method: &str, call: &'a ExprCall) {
        let Some(guess) = typed(method) else { return };
        let Some(name) = call.arguments.find_argument_value("name", 0) else {
            return;
        };
        let default = Default::of(
            call.arguments.find_argument_value("default", 1),
            Need::Required,
        );
        let prefix = Named::Texts(vec![self.prefixes.concat()]);
        let named = reads::joined(prefix, reads::named(self.view(), name));
        self.note(
            named,
            name,
            Manner::new(Reader::Environs, default).taken_for(guess),
        );
    }

    /// `env("NAME")`, `env.db()` of django-environ.
    fn django(&mut self, method: &str, scheme: Option<&'a Arguments>, call: &'a ExprCall) {
        let own = match method {
            "db" | "db_url" => Some("DATABASE_URL"),
            "cache" | "cache_url" => Some("CACHE_URL"),
            "email" | "email_url" => Some("EMAIL_URL"),
            "search_url" => Some("SEARCH_URL"),
            "channels" | "channels_url" => Some("CHANNELS_URL"),
            _ => None,
        };
        let Some(mut guess) = own.map(|_| Guess::Unknown).or_else(|| typed(method)) else {
            return;
        };
        let at = if own.is_some() || method != "str" {
            1
        } else {
            2
        };
        let given = call.arguments.find_argument_value("default", at);
        let mut default = Default::of(given, Need::Required);
        let Some(name) = call.arguments.find_argument_value("var", 0) else {
            if let Some(own) = own {
                let manner = Manner::new(Reader::DjangoEnviron, default);
                self.note(Named::Texts(vec![own.to_owned()]), &call.func, manner);
            }
            return;
        };
        if let Some(text) = self.view().constant(name)
            && let Some(entry) = scheme.and_then(|scheme| scheme.find_keyword(&text))
        {
            let (of_scheme, its_default) = of_scheme(&entry.value);
            if guess == Guess::Text {
                guess = of_scheme;
            }
            if given.is_none() {
                default = its_default;
            }
        }
        self.read(
            name,
            Manner::new(Reader::DjangoEnviron, default).taken_for(guess),
        );
    }

    /// `envvar="NAME"` of click and typer, `from_envvar("NAME")` of Flask.
    fn command_line(&mut self, call: &'a ExprCall) {
        let function = last_name(&call.func);
        let manner = || Manner::new(Reader::CommandLine, Default::none(Need::Optional));
        if function == "from_envvar" {
            if let Some(name) = call.arguments.args.first() {
                self.read(name, manner());
            }
        } else if matches!(
            function.to_ascii_lowercase().as_str(),
            "option" | "argument"
        ) && let Some(keyword) = call.arguments.find_keyword("envvar")
        {
            match &keyword.value {
                Expr::List(list) => list.elts.iter().for_each(|name| self.read(name, manner())),
                Expr::NoneLiteral(_) => {}
                name => self.read(name, manner()),
            }
        }
    }

    /// A call of a function of the project that may hand a name on.
    fn handed_on(&mut self, function: reads::Id, shift: usize, call: &'a ExprCall) {
        let Some(passes) = self.sink.passes.get(&function).cloned() else {
            return;
        };
        let only = passes.len() == 1;
        for pass in passes {
            let (at, name) = &pass.parameter;
            let Some(given) = call
                .arguments
                .find_argument_value(name, at.saturating_sub(shift))
            else {
                continue;
            };
            let mut named = reads::named(self.view(), given);
            if pass.upper {
                named = reads::uppercase(named);
            }
            named = reads::joined(Named::Texts(vec![pass.before.clone()]), named);
            named = reads::joined(named, Named::Texts(vec![pass.after.clone()]));
            let mut manner = self.manner_of(&pass, shift, call);
            // `require_env(name)`; a function that reads two names may raise for another reason.
            if only && pass.raises && manner.default.need == Need::Optional {
                manner.default = Default::none(Need::Required);
            }
            self.note(named, given, manner);
        }
    }

    fn manner_of(&self, pass: &Pass, shift: usize, call: &'a ExprCall) -> Manner {
        let given = pass.default_parameter.as_ref().and_then(|(at, name)| {
            call.arguments
                .find_argument_value(name, at.saturating_sub(shift))
        });
        let mut manner = Manner::new(Reader::Function, pass.default.clone());
        if pass.default_parameter.is_some() {
            let without = match pass.default.need {
                Need::Default => Need::Optional,
                other => other,
            };
            manner.default = Default::of(given, without);
            manner.default_parameter = given.and_then(|given| self.parameter(given));
        }
        let hint = self.hint.clone().unwrap_or_default();
        manner.taken_for(if pass.guess == Guess::Unknown {
            hint
        } else {
            pass.guess.clone()
        })
    }
}

/// Where a class's method begins.
fn method_of(class: &ruff_python_ast::StmtClassDef, name: &str) -> Option<u32> {
    class.body.iter().find_map(|statement| match statement {
        Stmt::FunctionDef(function) if function.name.as_str() == name => {
            Some(function.range().start().to_u32())
        }
        _ => None,
    })
}

/// `DEBUG=(bool, False)` of a django-environ scheme.
fn of_scheme(entry: &Expr) -> (Guess, Default) {
    match entry {
        Expr::Tuple(tuple) => match tuple.elts.as_slice() {
            [kind, default] => (
                annotation::simple(last_name(kind)),
                Default::of(Some(default), Need::Required),
            ),
            _ => (Guess::Unknown, Default::none(Need::Required)),
        },
        kind => (
            annotation::simple(last_name(kind)),
            Default::none(Need::Required),
        ),
    }
}

/// The methods of environs and django-environ that read a typed value.
fn typed(method: &str) -> Option<Guess> {
    Some(match method {
        "str" | "get_value" | "bytes" => Guess::Text,
        "int" => Guess::Int,
        "float" => Guess::Float,
        "bool" => Guess::Bool,
        "list" => Guess::List,
        "json" => Guess::Json,
        "url" => Guess::Url,
        "path" => Guess::Path,
        "uuid" => Guess::Uuid,
        "decimal" | "dict" | "tuple" | "datetime" | "date" | "time" | "timedelta" | "enum"
        | "log_level" | "dj_db_url" | "dj_email_url" | "dj_cache_url" => Guess::Unknown,
        _ => return None,
    })
}
