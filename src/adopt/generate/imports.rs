//! What the module imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::adopt::generate::layout::Code;

/// The names that annotations use, each from its module, and the module's own helpers.
#[derive(Debug, Default)]
pub(super) struct Imports {
    names: BTreeSet<String>,
    pub(super) needs_split: bool,
    pub(super) needs_none_if_blank: bool,
}

/// Where names are from that are not pydantic's.
const MODULES: &[(&str, &[&str])] = &[
    ("datetime", &["date", "datetime", "time", "timedelta"]),
    ("decimal", &["Decimal"]),
    ("ipaddress", &["IPv4Address", "IPv6Address"]),
    ("pathlib", &["Path"]),
    ("typing", &["Annotated", "Any", "Literal"]),
    ("uuid", &["UUID"]),
];

/// Where pydantic's settings are from: after Python's own modules.
const SETTINGS: (bool, &str) = (true, "pydantic_settings");

/// Names that need no import.
const BUILTIN: &[&str] = &["bool", "float", "int", "str"];

impl Imports {
    pub(super) fn add(&mut self, name: &str) {
        if !BUILTIN.contains(&name) {
            self.names.insert(name.to_owned());
        }
    }

    /// The lines at the head of the module.
    pub(super) fn text(mut self) -> String {
        if self.needs_split {
            self.add("BeforeValidator");
        }
        if self.needs_split || self.needs_none_if_blank {
            self.add("Any");
        }
        let mut of: BTreeMap<(bool, &str), Vec<&str>> = BTreeMap::new();
        for name in &self.names {
            let known = MODULES.iter().find(|(_, names)| names.contains(&&**name));
            let module = match (&**name, known) {
                (_, Some((module, _))) => (false, *module),
                ("NoDecode", None) => SETTINGS,
                (_, None) => (true, "pydantic"),
            };
            of.entry(module).or_default().push(name);
        }
        let settings = of.entry(SETTINGS).or_default();
        settings.extend(["BaseSettings", "SettingsConfigDict"]);
        let mut text = String::new();
        let mut of_python = true;
        for ((is_foreign, module), mut names) in of {
            if is_foreign && std::mem::take(&mut of_python) && !text.is_empty() {
                text.push('\n');
            }
            names.sort_unstable_by_key(|name| (rank(name), *name));
            push_import(&mut text, module, &names);
        }
        text
    }
}

/// Constants stand before classes, and these before functions.
fn rank(name: &str) -> u8 {
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    if name.chars().all(is_upper) {
        0
    } else if name.starts_with(is_upper) {
        1
    } else {
        2
    }
}

fn push_import(text: &mut String, module: &str, names: &[&str]) {
    let names: Vec<Code> = names.iter().map(|name| Code::word(*name)).collect();
    let line = Code::Group(String::new(), names.clone(), "");
    let before = format!("from {module} import ");
    if before.len() + line.flat().len() <= 88 {
        line.push(text, 0, &before, "");
    } else {
        Code::Group("(".to_owned(), names, ")").push(text, 0, &before, "");
    }
}
