//! Settings of dynaconf: each is read from a variable with its prefix.

use ruff_python_ast::{Expr, ExprAttribute, ExprCall};
use ruff_text_size::Ranged as _;

use crate::python::code::literal::{DefaultValue, elements, last_name};
use crate::python::code::module::Symbol;
use crate::python::code::names::Name;
use crate::python::code::prefix::{self, stated};
use crate::python::code::resolve::Resolved;
use crate::python::code::walker::{ReadDetails, Walker};
use crate::python::model::{Need, Reader, TypeHint};

impl<'a> Walker<'_, 'a> {
    /// `Dynaconf(envvar_prefix="APP", validators=[Validator("PORT", default=80)])`
    pub(super) fn dynaconf(&mut self, dotted: &str, call: &'a ExprCall) {
        let arguments = &call.arguments;
        let prefix = prefix::of(arguments, |given| self.view().constant(given));
        let switches = [
            "env_switcher",
            "ENV_SWITCHER_FOR_DYNACONF",
            "envvar",
            "ENVVAR_FOR_DYNACONF",
        ];
        for switch in switches {
            if let Some(keyword) = arguments.find_keyword(switch) {
                let default = DefaultValue::none(Need::Optional);
                let details = ReadDetails::new(Reader::Dynaconf, default, TypeHint::Unknown);
                self.read(&keyword.value, details);
            }
        }
        let in_files = stated(arguments, &["settings_files", "settings_file"]).is_some();
        let validators = arguments.find_keyword("validators");
        let validators = validators.and_then(|validators| elements(&validators.value));
        for validator in validators.unwrap_or_default() {
            self.validator(&prefix, in_files, validator);
        }
        if dotted == "dynaconf.DjangoDynaconf" {
            self.settings_of_module(&prefix);
        }
    }

    /// `Validator("PORT", "HOST", must_exist=True)`
    fn validator(&mut self, prefix: &str, in_files: bool, validator: &'a Expr) {
        let Expr::Call(call) = validator else { return };
        if last_name(&call.func) != "Validator" {
            return;
        }
        let is_needed = call.arguments.find_keyword("must_exist").is_some_and(
            |must| matches!(&must.value, Expr::BooleanLiteral(literal) if literal.value),
        );
        // A file of settings may have it.
        let without = if is_needed && !in_files && call.arguments.find_keyword("when").is_none() {
            Need::Required
        } else {
            Need::Optional
        };
        let default = stated(&call.arguments, &["default"]);
        for name in &call.arguments.args {
            let default = DefaultValue::of(default, without);
            self.setting(prefix, name, default);
        }
    }

    fn setting(&mut self, prefix: &str, name: &'a Expr, default: DefaultValue) {
        if let Some(text) = self.view().constant(name) {
            let details = ReadDetails::new(Reader::Dynaconf, default, TypeHint::Unknown);
            self.record(variable(prefix, &text), name, details);
        }
    }

    /// The settings module of Django, whose names are all read with the prefix.
    fn settings_of_module(&mut self, prefix: &str) {
        let mut settings: Vec<(&str, &'a Expr)> = Vec::new();
        for (name, symbol) in &self.file().symbols {
            let is_upper = name.bytes().all(|byte| !byte.is_ascii_lowercase());
            if let Symbol::Values(values) = symbol
                && let Some(first) = values.first()
                && is_upper
                && !name.starts_with('_')
            {
                settings.push((*name, *first));
            }
        }
        for (name, value) in settings {
            let mut default = DefaultValue::of(Some(value), Need::Optional);
            default.relax();
            let details = ReadDetails::new(Reader::Dynaconf, default, TypeHint::Unknown);
            self.record(variable(prefix, name), value, details);
        }
    }

    /// `settings.PORT`, `settings.database.host`. Says whether it is one.
    pub(super) fn dynaconf_attribute(
        &mut self,
        attribute: &'a ExprAttribute,
        expr: &'a Expr,
    ) -> bool {
        let mut path = vec![attribute.attr.as_str()];
        let mut object = &*attribute.value;
        let prefix = loop {
            match (self.resolve(object), object) {
                (Resolved::Dynaconf(prefix), _) => break prefix,
                (_, Expr::Attribute(inner)) if path.len() < 4 => {
                    path.push(inner.attr.as_str());
                    object = &inner.value;
                }
                _ => return false,
            }
        };
        // A method of the value, or of the settings themselves.
        if self.callee == Some(expr.range()) {
            path.remove(0);
        }
        path.reverse();
        if !path.is_empty() {
            let default = DefaultValue::none(Need::Optional);
            let details = ReadDetails::new(Reader::Dynaconf, default, self.hint.clone());
            self.record(variable(&prefix, &path.join("__")), expr, details);
        }
        true
    }

    /// `settings.get("PORT", 80)`, `settings("PORT")`, `settings["PORT"]`
    pub(super) fn dynaconf_named(
        &mut self,
        prefix: &str,
        name: Option<&'a Expr>,
        given: Option<&'a Expr>,
    ) {
        if let Some(name) = name {
            self.setting(prefix, name, DefaultValue::of(given, Need::Optional));
        }
    }
}

/// `database.host` is `APP_DATABASE__HOST`.
fn variable(prefix: &str, name: &str) -> Name {
    Name::text(&format!(
        "{prefix}{}",
        name.replace('.', "__").to_uppercase()
    ))
}
