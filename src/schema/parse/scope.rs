//! `[scopes]` and `[profiles]`.

use std::collections::{BTreeMap, BTreeSet};

use crate::core::message::Place;
use crate::core::name::{EnvName, Label};
use crate::core::report::KeyKind;
use crate::core::secret::SecretValue;
use crate::schema::fields::tables::{profile, scope};
use crate::schema::model::{Profile, Scope};
use crate::schema::parse::parser::Parser;
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Node, Table, Value, start};

impl<'t> Parser<'t> {
    pub(super) fn scopes(&mut self) -> BTreeMap<Label, Scope> {
        self.named(self.declared.scopes, "a scope", |parser, node, at| {
            let place = parser.problems.place(at);
            match node.get_ref() {
                Value::Array(items) => Some(parser.scope_list(items, place)),
                Value::Table(table) => Some(parser.scope_table(table, place)),
                _ => {
                    let what = "must be a list of secrets or a table";
                    parser
                        .problems
                        .error(start(node), "schema.kind", what, None);
                    None
                }
            }
        })
    }

    fn scope_list(&mut self, items: &'t [Node<'t>], place: Place) -> Scope {
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            if let Some(text) = tree::text(item) {
                names.push((start(item), text));
            } else {
                let what = "may contain only strings";
                self.problems.error(start(item), "schema.kind", what, None);
            }
        }
        Scope {
            secrets: self.members(names.into_iter(), KeyKind::Secret),
            settings: None,
            inherit: Vec::new(),
            mask: None,
            place,
        }
    }

    fn scope_table(&mut self, table: &'t Table<'t>, place: Place) -> Scope {
        let fields = Fields::plain(table, scope::TABLE, &mut self.problems);
        let settings = fields.has(scope::SETTINGS);
        Scope {
            secrets: self.members(fields.texts(scope::SECRETS), KeyKind::Secret),
            settings: settings
                .then(|| self.members(fields.texts(scope::SETTINGS), KeyKind::Setting)),
            inherit: self.inherit(fields.texts(scope::INHERIT)),
            mask: fields.bool(scope::MASK),
            place,
        }
    }

    /// Reads the declared keys that a scope names.
    fn members(
        &mut self,
        names: impl Iterator<Item = (usize, &'t str)>,
        kind: KeyKind,
    ) -> Vec<EnvName> {
        let mut seen = BTreeSet::new();
        let mut read = Vec::new();
        for (at, text) in names {
            if seen.insert(text) {
                read.extend(self.member(at, text, kind));
            } else {
                let what = "this key is listed twice";
                self.problems.error(at, "schema.duplicate", what, None);
            }
        }
        read
    }

    fn member(&mut self, at: usize, text: &str, kind: KeyKind) -> Option<EnvName> {
        let declared = &self.declared;
        let (here, there) = (declared.is_secret(text), declared.is_setting(text));
        let (here, there, what, hint) = match kind {
            KeyKind::Secret => (
                here,
                there,
                "this is a setting, not a secret",
                "list it under `settings`",
            ),
            KeyKind::Setting => (
                there,
                here,
                "this is a secret, not a setting",
                "list it under `secrets`",
            ),
        };
        if here {
            // A declared key that is not a valid name, or looks like a token, is
            // reported where it is declared.
            return EnvName::new(text).ok();
        } else if there {
            self.problems.error(at, "schema.reference", what, hint);
        } else {
            let names = self.declared.names();
            self.problems
                .unknown(at, "schema.reference", "unknown key", text, names);
        }
        None
    }

    pub(super) fn profiles(&mut self) -> BTreeMap<Label, Profile> {
        self.named(self.declared.profiles, "a profile", |parser, node, at| {
            let table = parser.table(node)?;
            let fields = Fields::plain(table, profile::TABLE, &mut parser.problems);
            Some(Profile {
                env_files: parser.files(fields.items(profile::ENV_FILES)),
                forbid_live_keys: fields.word(profile::LIVE_KEYS) == Some("forbid"),
                fakes: fields.is_true(profile::FAKES),
                refuse: fields
                    .table(profile::REFUSE)
                    .map_or_else(Vec::new, |table| parser.refuse(table)),
                place: parser.problems.place(at),
            })
        })
    }

    fn refuse(&mut self, table: &'t Table<'t>) -> Vec<(EnvName, SecretValue)> {
        let mut read = Vec::new();
        for (key, node) in table {
            let name = self.problems.name(start(key), key.get_ref());
            let at = start(node);
            let Some(text) = tree::text(node) else {
                let what = "`refuse` may contain only strings";
                let hint = "write it in quotes";
                self.problems.error(at, "schema.kind", what, hint);
                continue;
            };
            match SecretValue::new(text) {
                Ok(value) => read.extend(name.zip(Some(value))),
                Err(_) => self.problems.error(at, "schema.text", "a NUL byte", None),
            }
        }
        read
    }
}
