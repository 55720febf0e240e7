//! The walk over one file, and what is recorded on the way.

use std::collections::{HashMap, HashSet};

use ruff_python_ast::{Expr, StmtClassDef, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::python::code::literal::DefaultValue;
use crate::python::code::module::{Id, Module, Symbols, id};
use crate::python::code::names::{Name, Parameter, Template};
use crate::python::code::resolve::{Resolved, View};
use crate::python::code::returned::{self, Raises, raises};
use crate::python::code::tree::Tree;
use crate::python::model::{
    Analysis, Bypass, EmptyValue, Need, Read, Reader, Treatment, TypeHint, plausible,
};
use crate::python::part::Part;

/// The facts about a read apart from its name.
#[derive(Clone)]
pub(super) struct ReadDetails {
    pub(super) reader: Reader,
    pub(super) default: DefaultValue,
    /// The parameter of the enclosing function that is the default.
    pub(super) default_parameter: Option<Parameter>,
    pub(super) hint: TypeHint,
    /// Whether the value becomes a `Secret`.
    pub(super) is_masked: bool,
}

impl ReadDetails {
    pub(super) fn new(reader: Reader, default: DefaultValue, hint: TypeHint) -> Self {
        Self {
            reader,
            default,
            default_parameter: None,
            hint,
            is_masked: false,
        }
    }

    /// The default to keep: one that means the same in the environment.
    fn kept_default(&self) -> Option<Box<str>> {
        let same = self.default.is_text
            || self.reader.converts()
            || matches!(self.hint, TypeHint::Int | TypeHint::Float)
            || (self.reader == Reader::Function && self.hint == TypeHint::Bool);
        self.default.text.clone().filter(|_| same)
    }
}

/// A function of the project that reads the variable its argument names.
#[derive(Clone)]
pub(super) struct Wrapper {
    pub(super) template: Template,
    pub(super) details: ReadDetails,
    pub(super) raises: Raises,
}

/// The facts about a `Typer()`.
#[derive(Default)]
pub(super) struct TyperApp {
    pub(super) prefix: Option<String>,
    pub(super) commands: HashSet<Id>,
    /// The options of a group's command have the command's name in theirs.
    pub(super) is_group: bool,
    /// The app that it was added to, and the name that it has there.
    pub(super) parent: Option<(Id, Option<String>)>,
}

/// What the walks over all files collect.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) analysis: Analysis,
    pub(super) wrappers: HashMap<Id, Vec<Wrapper>>,
    /// The variables that the program itself sets, each with the module that does.
    pub(super) set: HashSet<(EnvName, usize)>,
    /// Classes that are called.
    pub(super) made: HashSet<Id>,
    /// The prefixes that calls of click's commands state.
    pub(super) command_prefixes: HashMap<Id, String>,
    /// The typer apps of the tree.
    pub(super) typers: HashMap<Id, TyperApp>,
    /// The fields that every call outside tests passes to a class.
    pub(super) given: HashMap<Id, HashSet<String>>,
    /// Attributes of packages that the code sets: `openai.api_key`.
    pub(super) attributes: HashSet<String>,
    /// Reads that do not happen if the attribute before them is set.
    pub(super) unless: Vec<(&'static str, Read)>,
}

/// What the enclosing expression does with the text of a variable.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TextUse {
    Kept,
    /// It is taken as true or false.
    Truth,
    /// It is compared, converted or passed to a function.
    Processed,
}

impl TextUse {
    /// What it does with the text of a variable deeper inside: `if a:` tests `a` itself,
    /// and not its parts.
    pub(super) const fn within(self) -> Self {
        match self {
            Self::Kept | Self::Truth => Self::Kept,
            Self::Processed => Self::Processed,
        }
    }
}

pub(super) struct Walker<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) module: usize,
    pub(super) sink: Sink,
    /// The names of the enclosing functions, classes and loops, innermost last.
    scopes: Vec<Symbols<'a>>,
    /// The function of each scope, if it is one of a function.
    functions: Vec<Option<&'a StmtFunctionDef>>,
    pub(super) classes: Vec<&'a StmtClassDef>,
    /// The prefixes of the enclosing `with env.prefixed(…)`.
    pub(super) prefixes: Vec<String>,
    /// The type that the enclosing expression converts to.
    pub(super) hint: TypeHint,
    pub(super) text_use: TextUse,
    /// How many of the enclosing statements make a read optional.
    pub(super) relaxed: usize,
    /// How many of the enclosing statements choose one of several clients.
    pub(super) dispatched: usize,
    /// What the enclosing call calls.
    pub(super) callee: Option<TextRange>,
    /// Whether the enclosing block runs only if the file is the program.
    pub(super) in_main: bool,
    /// Names of this file whose values are read from the environment.
    pub(super) from_environment: HashSet<&'a str>,
    /// The types of the parameters that these options are the defaults of.
    pub(super) option_types: HashMap<Id, TypeHint>,
}

impl Sink {
    /// How much is known that the reads of a second walk depend on.
    pub(super) fn knowledge(&self) -> usize {
        let wrappers = self.wrappers.values().map(Vec::len).sum::<usize>();
        let apps = self.typers.values();
        let has_prefix = apps.clone().any(|app| app.prefix.is_some());
        let size = |app: &TyperApp| {
            1 + usize::from(app.is_group) + usize::from(app.prefix.is_some()) + app.commands.len()
        };
        let apps = apps.map(size).filter(|_| has_prefix).sum::<usize>();
        wrappers + self.command_prefixes.len() + apps
    }
}

impl<'t, 'a> Walker<'t, 'a> {
    pub(super) fn new(tree: &'t Tree<'a>, module: usize, sink: Sink) -> Self {
        Self {
            tree,
            module,
            sink,
            scopes: Vec::new(),
            functions: Vec::new(),
            classes: Vec::new(),
            prefixes: Vec::new(),
            hint: TypeHint::Unknown,
            text_use: TextUse::Kept,
            relaxed: 0,
            dispatched: 0,
            callee: None,
            in_main: false,
            from_environment: HashSet::new(),
            option_types: HashMap::new(),
        }
    }

    pub(super) fn view(&self) -> View<'_, 'a> {
        View {
            tree: self.tree,
            module: self.module,
            scopes: &self.scopes,
        }
    }

    pub(super) fn file(&self) -> &'t Module<'a> {
        &self.tree.modules[self.module]
    }

    fn place(&self, node: &impl Ranged) -> Place {
        self.file().place(node)
    }

    pub(super) fn resolve(&self, expr: &'a Expr) -> Resolved<'a> {
        self.view().resolve(expr)
    }

    /// Records a read of the variable that an expression names.
    pub(super) fn read(&mut self, name: &'a Expr, details: ReadDetails) {
        self.record(Name::of(self.view(), name), name, details);
    }

    pub(super) fn record(&mut self, name: Name, at: &'a Expr, mut details: ReadDetails) {
        let place = self.place(at);
        // `os.getenv("DEBUG", False)` is `False` or a text, and any text is true.
        let is_switch = !details.default.is_text
            && matches!(details.default.text.as_deref(), Some("true" | "false"));
        let is_tested = match self.text_use {
            TextUse::Truth => true,
            TextUse::Kept => is_switch,
            TextUse::Processed => false,
        };
        let gives_text = details.hint == TypeHint::Unknown
            && matches!(details.reader, Reader::Environ | Reader::DotenvValues);
        let treatment = if details.is_masked {
            Treatment::SecretStr
        } else if is_tested && gives_text {
            Treatment::Truth
        } else {
            Treatment::Plain
        };
        if self.relaxed > 0 {
            details.default.relax();
        }
        let part = self.file().part;
        let at_start = !self.in_main && self.functions.iter().all(Option::is_none);
        match name {
            // The tests of a wrapper call it with made-up names.
            Name::Texts(_) if part == Part::Tests && details.reader == Reader::Function => {}
            Name::Texts(texts) => {
                let names = texts.iter().filter_map(|text| plausible(text));
                self.sink.analysis.reads.extend(names.map(|name| Read {
                    name,
                    aliases: Vec::new(),
                    any_case: false,
                    unusual: false,
                    place: place.clone(),
                    reader: details.reader,
                    need: details.default.need,
                    hint: details.hint.clone(),
                    expected: Vec::new(),
                    empty: EmptyValue::Set,
                    default: details.kept_default(),
                    default_text: details.default.facts,
                    treatment,
                    part,
                    at_start,
                }));
            }
            Name::Argument(scope, template) => self.add_wrapper(scope, template, details),
            Name::Unknown => self.sink.analysis.dynamic.push(place),
        }
    }

    fn add_wrapper(&mut self, scope: usize, template: Template, mut details: ReadDetails) {
        let Some(function) = self.functions[scope] else {
            return;
        };
        if details.hint == TypeHint::Unknown {
            details.hint = returned::type_of(function);
        }
        if details.default.need != Need::Default && details.default_parameter.is_none() {
            details.default_parameter = returned::default(function, &template.parameter);
        }
        if let Some(parameter) = &details.default_parameter {
            let mut parameters = function.parameters.iter_non_variadic_params();
            let stated = parameters.nth(parameter.at);
            // `default=MISSING` is a mark that there is none.
            let stated = stated.and_then(|stated| stated.default.as_deref());
            let stated = stated.filter(|stated| stated.is_literal_expr());
            details.default = DefaultValue::of(stated, details.default.need.min(Need::Optional));
        }
        let id = id(self.module, function);
        let known = self.sink.wrappers.entry(id).or_default();
        let same = |other: &Wrapper| {
            other.template.parameter == template.parameter
                && other.template.before == template.before
                && other.template.after == template.after
        };
        let Some(known) = known.iter_mut().find(|other| same(other)) else {
            known.push(Wrapper {
                template,
                details,
                raises: raises(function),
            });
            return;
        };
        // `if key in os.environ: return int(os.environ[key])`
        let ReadDetails {
            hint,
            default,
            default_parameter,
            ..
        } = &mut known.details;
        if *hint == TypeHint::Unknown {
            *hint = details.hint;
        }
        if details.default.need != Need::Required {
            default.relax();
        }
        *default_parameter = default_parameter.take().or(details.default_parameter);
    }

    /// Notes that the program itself sets a variable, unless its value is made
    /// from what the variable had.
    pub(super) fn sets(&mut self, map: &'a Expr, name: &'a Expr, before: usize) {
        if let Resolved::Environ = self.resolve(map)
            && self.file().part != Part::Tests
            && let Name::Texts(texts) = Name::of(self.view(), name)
        {
            let reads = &self.sink.analysis.reads;
            let own = |text: &String| {
                reads[before..]
                    .iter()
                    .any(|read| read.name.as_str() == text)
            };
            let names = texts.iter().filter(|text| !own(text));
            let names = names.filter_map(|text| plausible(text));
            let set = names.map(|name| (name, self.module)).collect::<Vec<_>>();
            self.sink.set.extend(set);
        }
    }

    /// The default of a parameter of an enclosing function, by its name.
    pub(super) fn default_of_parameter(&self, name: &str) -> Option<&'a Expr> {
        let functions = self.functions.iter().rev().flatten();
        let mut parameters =
            functions.flat_map(|function| function.parameters.iter_non_variadic_params());
        let parameter = parameters.find(|one| one.parameter.name.as_str() == name)?;
        parameter.default.as_deref()
    }

    /// Notes code that bypasses secrun.
    pub(super) fn flag(&mut self, bypass: Bypass, at: &Expr) {
        let place = self.place(at);
        self.sink.analysis.bypasses.push((place, bypass));
    }

    /// Notes code that bypasses secrun, once for each file.
    pub(super) fn flag_once(&mut self, bypass: Bypass, at: &Expr) {
        let place = self.place(at);
        let mut known = self.sink.analysis.bypasses.iter();
        if !known.any(|(other, kind)| *kind == bypass && other.path == place.path) {
            self.sink.analysis.bypasses.push((place, bypass));
        }
    }

    /// Walks with the names of one more scope.
    pub(super) fn within(
        &mut self,
        symbols: Symbols<'a>,
        function: Option<&'a StmtFunctionDef>,
        walk: impl FnOnce(&mut Self),
    ) {
        self.scopes.push(symbols);
        self.functions.push(function);
        walk(self);
        self.functions.pop();
        self.scopes.pop();
    }
}
