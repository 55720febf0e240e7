//! `[secrets]` and `[settings]`: the declared keys.

use std::collections::BTreeSet;

use crate::core::message::NotAPath;
use crate::core::name::EnvName;
use crate::core::report::{KeyKind, Problem};
use crate::schema::fields::keys::{SECRET, SETTING, key, metadata, secret, setting};
use crate::schema::fields::{Field, FieldTable};
use crate::schema::formats::Format;
use crate::schema::model::{OWN_PREFIX, Requirement, Rule, Rules};
use crate::schema::parse::parser::Parser;
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Key, Node, Table, start};
use crate::schema::types::Pattern;

impl<'t> Parser<'t> {
    /// Reads all declared keys.
    pub(super) fn rules(&mut self) -> Rules {
        let mut aliases = BTreeSet::new();
        let secrets = self.declared.secrets.iter();
        let secrets = secrets.map(|(name, node)| (name, node, KeyKind::Secret));
        let settings = self.declared.settings.iter();
        let settings = settings.map(|(name, node)| (name, node, KeyKind::Setting));
        let mut entries: Vec<_> = secrets.chain(settings).collect();
        // An alias is refused where it comes second, whatever kind the first is of.
        entries.sort_by_key(|(name, ..)| name.get_ref());
        let mut rules = Rules::new();
        for (name, node, kind) in entries {
            let at = start(name);
            self.problems.subject = self.problems.name(at, name.get_ref());
            if kind == KeyKind::Setting && self.declared.is_secret(name.get_ref()) {
                let what = "declared under both `[secrets]` and `[settings]`";
                self.problems.error(at, "schema.duplicate", what, None);
            }
            if let Some(rule) = self.rule(name, node, kind, &mut aliases) {
                rules.entry(rule.name.clone()).or_insert(rule);
            }
            self.problems.subject = None;
        }
        rules
    }

    /// Reads one key. Without a good name its fields are checked all the same.
    fn rule(
        &mut self,
        name: &Key<'_>,
        node: &'t Node<'t>,
        kind: KeyKind,
        aliases: &mut BTreeSet<&'t str>,
    ) -> Option<Rule> {
        let at = start(name);
        let table = self.key_table(node)?;
        let fields = self.key_fields(table, kind);
        if let Some(name) = self.problems.subject.clone() {
            self.check_name(at, &name, fields.is_true(key::ALLOW_DANGEROUS));
        }
        let value_type = self.value_type(at, &fields);
        let default = fields.node(setting::DEFAULT);
        let default = default.and_then(|node| self.default(node, &value_type, &fields));
        self.check_lengths(&fields);
        Some(Rule {
            kind,
            min_length: fields.count(key::MIN_LENGTH),
            max_length: fields.count(key::MAX_LENGTH),
            pattern: self.pattern(&fields, key::PATTERN),
            prefix: fields.boxed(key::PREFIX),
            forbid: self.pattern(&fields, key::FORBID),
            format: self.format(&fields),
            allow_empty: fields.is_true(key::ALLOW_EMPTY),
            allow_dangerous: fields.is_true(key::ALLOW_DANGEROUS),
            requirement: self.requirement(&fields, kind),
            default,
            aliases: self.aliases(&fields, name.get_ref(), aliases),
            file: fields.is_true(key::FILE),
            description: fields.boxed(key::DESCRIPTION),
            docs: self.page(&fields),
            example: fields.boxed(key::EXAMPLE),
            metadata: self.key_metadata(&fields),
            place: self.problems.place(at),
            value_type,
            name: self.problems.subject.take()?,
        })
    }

    /// The key's table. Where a bare value stands instead it may be the secret
    /// itself, so nothing is said of it.
    fn key_table(&mut self, node: &'t Node<'t>) -> Option<&'t Table<'t>> {
        let table = tree::table(node);
        if table.is_none() {
            let what = "must be a table of rules";
            let hint = "write `{}` and put the value into an env file: a value does not belong in the schema";
            self.problems
                .error(start(node), "schema.value-in-schema", what, hint);
        }
        table
    }

    fn key_fields(&mut self, table: &'t Table<'t>, kind: KeyKind) -> Fields<'t> {
        let in_setting = |field: &str| {
            let find = |table: &FieldTable| table.fields.iter().find(|it| it.name == field);
            let known = find(metadata::TABLE).or_else(|| find(secret::TABLE))?;
            let what = message!("`{}` is only for secrets", known.name);
            Some(Problem::error("schema.misplaced-field", what))
        };
        let in_secret = |field: &str| {
            let what = message!("a secret cannot have a default");
            let hint = message!("remove `default`, or declare the key under `[settings]`");
            let problem = || Problem::error("schema.secret-default", what).hint(hint);
            (field == setting::DEFAULT.name).then(problem)
        };
        match kind {
            KeyKind::Secret => Fields::read(table, SECRET, &in_secret, &mut self.problems),
            KeyKind::Setting => Fields::read(table, SETTING, &in_setting, &mut self.problems),
        }
    }

    fn check_name(&mut self, at: usize, name: &EnvName, dangerous: bool) {
        if name.as_str().starts_with(OWN_PREFIX) {
            let what = "names that start with `SECRUN_` belong to secrun";
            self.problems
                .error(at, "schema.reserved", what, "choose another name");
        } else if name.is_reserved() && !dangerous {
            let what = "this name is reserved: it changes how programs start";
            let hint = "remove it, or add `allow_dangerous = true`";
            self.problems.error(at, "schema.reserved", what, hint);
        }
        if !name.is_portable() {
            let warning = Problem::warning("not-portable", message!("shells cannot set this name"))
                .hint(message!("use letters, digits and `_`"));
            self.problems.note(at, warning);
        }
    }

    fn check_lengths(&mut self, fields: &Fields<'_>) {
        let min = fields.count(key::MIN_LENGTH);
        let crossed = min > fields.count(key::MAX_LENGTH).or(min);
        if let (true, Some(at)) = (crossed, fields.start(key::MIN_LENGTH)) {
            let what = "`min_length` is greater than `max_length`";
            self.problems.error(at, "schema.bounds", what, None);
        }
    }

    fn page(&mut self, fields: &Fields<'_>) -> Option<Box<str>> {
        let (at, page) = fields.text(key::DOCS)?;
        let is_page = page.starts_with("https://") || page.starts_with("http://");
        let what = if !is_page || page.contains(char::is_whitespace) {
            "`docs` must be a URL that starts with `https://` or `http://`"
        } else if NotAPath::of(page.as_bytes()) == Some(NotAPath::Login) {
            "`docs` must be a URL without a user"
        } else {
            return Some(page.into());
        };
        self.problems.error(at, "schema.value", what, None);
        None
    }

    fn pattern(&mut self, fields: &Fields<'_>, field: &Field) -> Option<Pattern> {
        let (at, source) = fields.text(field)?;
        let pattern = Pattern::new(source).ok();
        if pattern.is_none() {
            let (what, hint) = if source.len() > Pattern::MAX_BYTES {
                let most = Pattern::MAX_BYTES;
                let what = message!("`{}` is longer than {} bytes", field.name, most);
                (what, "check less, or use `format` or a type")
            } else {
                let what = message!("`{}` is not a regular expression", field.name);
                (
                    what,
                    "write it in single quotes, as `'^[a-z]+$'`, without look-around and back-references",
                )
            };
            self.problems.error(at, "schema.pattern", what, hint);
        }
        pattern
    }

    fn format(&mut self, fields: &Fields<'_>) -> Option<Format> {
        let (at, name) = fields.text(key::FORMAT)?;
        let format = Format::named(name);
        if format.is_none() {
            self.problems
                .unknown(at, "schema.format", "unknown format", name, Format::names());
        }
        format
    }

    fn requirement(&mut self, fields: &Fields<'t>, kind: KeyKind) -> Requirement {
        let required = fields.bool(key::REQUIRED);
        if let Some(node) = fields.node(key::REQUIRED_IN) {
            if required.is_some() {
                let what = "`required_in` and `required` cannot be combined";
                let hint = "keep one of the two";
                self.problems
                    .error(start(node), "schema.requirement", what, hint);
            } else if tree::items(node).is_empty() {
                let what = "`required_in` names no profile";
                let hint = "write `required = false` instead";
                self.problems
                    .error(start(node), "schema.requirement", what, hint);
            }
            let profiles = fields.texts(key::REQUIRED_IN);
            return Requirement::In(self.labels(profiles, "a profile"));
        }
        let has_default = kind == KeyKind::Setting && fields.has(setting::DEFAULT);
        if required.unwrap_or(!has_default) {
            Requirement::Always
        } else {
            Requirement::Never
        }
    }

    fn aliases(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        seen: &mut BTreeSet<&'t str>,
    ) -> Vec<EnvName> {
        let mut read = Vec::new();
        for (at, text) in fields.texts(key::ALIASES) {
            let Some(name) = self.problems.name(at, text) else {
                continue;
            };
            let what = if text == key {
                "this alias is the key itself"
            } else if self.declared.is_secret(text) || self.declared.is_setting(text) {
                "this alias is a declared key"
            } else if !seen.insert(text) {
                "this alias is used twice"
            } else {
                self.check_name(at, &name, fields.is_true(key::ALLOW_DANGEROUS));
                read.push(name);
                continue;
            };
            self.problems.error(at, "schema.alias", what, "remove it");
        }
        read
    }
}
