//! `[[allow]]`.

use crate::core::name::EnvName;
use crate::schema::fields::tables::allow;
use crate::schema::model::{Allow, PathGlob};
use crate::schema::parse::parser::{Parser, keys};
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Node, start};

impl<'t> Parser<'t> {
    pub(super) fn allow(&mut self, list: &'t [Node<'t>]) -> Vec<Allow> {
        list.iter()
            .filter_map(|item| self.allowance(item))
            .collect()
    }

    fn allowance(&mut self, node: &'t Node<'t>) -> Option<Allow> {
        let table = tree::table(node)?;
        let fields = Fields::plain(table, allow::TABLE, &mut self.problems);
        let mut refuse = |what: &'static str, hint| {
            self.problems.error(start(node), "schema.allow", what, hint);
        };
        // A field of a wrong kind is there, and was refused already.
        let [has_path, has_key, has_reason] =
            [allow::PATH, allow::KEY, allow::REASON].map(|field| table.contains_key(field.name));
        if !has_path && !has_key {
            refuse(
                "an entry needs `path` or `key`",
                "name the files, the key or both",
            );
        }
        let reason = fields.boxed(allow::REASON);
        let blank = |text: &str| text.trim().is_empty();
        if reason.as_deref().map_or(!has_reason, blank) {
            refuse("`reason` is missing", "say why it is not a leak");
        }
        let key = fields.text(allow::KEY);
        let key = key.and_then(|(at, text)| self.declared_secret(at, text));
        let path = fields.text(allow::PATH);
        let path = path.and_then(|(at, text)| self.glob(at, text));
        if !has_key && path.as_ref().is_some_and(PathGlob::is_everything) {
            let what = "this allows every key in every file";
            let hint = "name the files, or the key";
            self.problems.error(start(node), "schema.allow", what, hint);
        }
        Some(Allow {
            path,
            key,
            reason: reason?,
            until: fields.date(allow::UNTIL),
            inside: self.problems.source(start(node)).inside.into(),
            place: self.problems.place(start(node)),
        })
    }

    fn declared_secret(&mut self, at: usize, text: &str) -> Option<EnvName> {
        if self.declared.is_secret(text) {
            return EnvName::new(text).ok();
        }
        if self.declared.is_setting(text) {
            let what = "settings are not searched for";
            self.problems
                .error(at, "schema.reference", what, "name a secret");
        } else {
            let secrets = keys(self.declared.secrets);
            self.problems
                .unknown(at, "schema.reference", "unknown key", text, secrets);
        }
        None
    }

    fn glob(&mut self, at: usize, text: &str) -> Option<PathGlob> {
        if text.trim().is_empty() {
            self.problems
                .error(at, "schema.path", "the path is empty", None);
            return None;
        }
        let plain = self.problems.is_plain(at, text);
        plain.then(|| PathGlob::new(text))
    }
}
