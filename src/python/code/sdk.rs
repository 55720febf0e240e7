//! Clients of services that read their keys by themselves: `OpenAI()`.

use ruff_python_ast::{Arguments, Expr, ExprCall};

use crate::python::code::literal::DefaultValue;
use crate::python::code::names::Name;
use crate::python::code::resolve::Resolved;
use crate::python::code::sdk_table::{Usage, Variable, of_model, takes_model};
use crate::python::code::walker::{ReadDetails, Sink, Walker};
use crate::python::model::{Need, Read, Reader, TypeHint, plausible};
use crate::python::part::Part;

/// Whether a call is given what it would else read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    No,
    /// `**options`, or a parameter that is `None` by default.
    Maybe,
    Yes,
}

impl<'a> Walker<'_, 'a> {
    /// Records what a call of a package's function or class reads.
    pub(super) fn client(&mut self, dotted: &str, call: &'a ExprCall) {
        self.client_at(dotted, &call.func, Some(&call.arguments));
        if let Some(package) = takes_model(dotted) {
            self.client_of_model(package, call);
        }
    }

    /// `init_chat_model("openai:gpt-4o")`, `completion(model="claude-3", …)`
    fn client_of_model(&mut self, package: &'static str, call: &'a ExprCall) {
        let arguments = &call.arguments;
        let constant = |expr: Option<&'a Expr>| self.view().constant(expr?);
        let named = |name: &str| constant(arguments.find_keyword(name).map(|it| &it.value));
        let model = named("model").or_else(|| constant(arguments.args.first()));
        let model = named("model_provider").map(|name| name + ":").or(model);
        if let Some(names) = model.as_deref().and_then(of_model) {
            let variable = Variable {
                names: names.to_vec(),
                given_by: vec!["api_key"],
                usage: Usage::Required,
            };
            let given = self.given(&variable, arguments);
            if given < Given::Yes {
                self.client_reads(package, &variable, given, &call.func);
            }
        }
    }

    /// `@observe`, without brackets.
    pub(super) fn decorated(&mut self, decorator: &'a Expr) {
        if let Resolved::Foreign(dotted) = self.resolve(decorator) {
            self.client_at(&dotted, decorator, None);
        }
    }

    fn client_at(&mut self, dotted: &str, at: &'a Expr, arguments: Option<&'a Arguments>) {
        let tree = self.tree;
        let Some((package, variables)) = tree.clients.called(dotted) else {
            return;
        };
        for variable in variables {
            let given = arguments.map_or(Given::No, |arguments| self.given(variable, arguments));
            if variable.usage == Usage::Sets {
                if given != Given::No {
                    let attributes = variable.names.iter().map(|name| (*name).to_owned());
                    self.sink.attributes.extend(attributes);
                }
            } else if given < Given::Yes {
                self.client_reads(package, variable, given, at);
            }
        }
    }

    fn client_reads(
        &mut self,
        package: &'static str,
        variable: &Variable,
        given: Given,
        at: &'a Expr,
    ) {
        let chosen = self.dispatched > 0 || given == Given::Maybe;
        let need = match variable.usage {
            Usage::Required if !chosen => Need::Required,
            _ => Need::Optional,
        };
        let [name, others @ ..] = &*variable.names else {
            return;
        };
        let default = DefaultValue::none(need);
        let details = ReadDetails::new(Reader::Client(package), default, TypeHint::Unknown);
        let before = self.sink.analysis.reads.len();
        self.record(Name::text(name), at, details);
        for read in &mut self.sink.analysis.reads[before..] {
            read.aliases = others.iter().filter_map(|name| plausible(name)).collect();
            read.unusual = variable.usage == Usage::Seldom;
            let attributes = variable.given_by.iter().filter(|given| given.contains('.'));
            self.sink
                .unless
                .extend(attributes.map(|attribute| (*attribute, read.clone())));
        }
    }

    fn given(&self, variable: &Variable, arguments: &'a Arguments) -> Given {
        let mut given = Given::No;
        for by in &variable.given_by {
            let value = match by.strip_prefix('@') {
                Some(at) => at.parse().ok().and_then(|at| positional(arguments, at)),
                None => arguments.find_keyword(by).map(|keyword| &keyword.value),
            };
            given = given.max(value.map_or(Given::No, |value| self.is_given(value)));
        }
        if given == Given::No && !variable.given_by.is_empty() {
            let passed = self.passed(arguments);
            if variable.given_by.iter().any(|by| passed.contains(*by)) {
                let named = variable.given_by.iter();
                let mut named = named.filter_map(|by| arguments.find_keyword(by));
                // One that stands in the call was judged above.
                given = if named.next().is_some() {
                    Given::No
                } else {
                    Given::Yes
                };
            } else if arguments
                .keywords
                .iter()
                .any(|keyword| keyword.arg.is_none())
            {
                given = Given::Maybe;
            }
        }
        given
    }

    fn is_given(&self, value: &'a Expr) -> Given {
        match value {
            Expr::NoneLiteral(_) => Given::No,
            Expr::BooleanLiteral(literal) if !literal.value => Given::No,
            Expr::Name(name) => match self.default_of_parameter(name.id.as_str()) {
                Some(Expr::NoneLiteral(_)) => Given::Maybe,
                _ => Given::Yes,
            },
            _ => Given::Yes,
        }
    }

    /// Notes the attribute of a package that an assignment sets.
    pub(super) fn sets_attribute(&mut self, target: &'a Expr) {
        if let Expr::Attribute(attribute) = target
            && self.file().part != Part::Tests
            && let Resolved::Foreign(dotted) = self.resolve(&attribute.value)
        {
            let attribute = attribute.attr.as_str();
            self.sink.attributes.insert(format!("{dotted}.{attribute}"));
        }
    }
}

/// An argument by its place, unless a `*list` stands before it.
fn positional(arguments: &Arguments, at: usize) -> Option<&Expr> {
    let before = arguments.args.get(..=at)?;
    let is_plain = before.iter().all(|argument| !argument.is_starred_expr());
    is_plain.then(|| &arguments.args[at])
}

/// Removes the reads that attributes take the place of.
pub(super) fn remove_given(sink: &mut Sink) {
    let unless = std::mem::take(&mut sink.unless);
    let given: Vec<Read> = unless
        .into_iter()
        .filter(|(attribute, _)| sink.attributes.contains(*attribute))
        .map(|(_, read)| read)
        .collect();
    let reads = &mut sink.analysis.reads;
    reads.retain(|read| !given.contains(read));
}
