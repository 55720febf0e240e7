//! Lists of env files.

use std::collections::BTreeSet;

use crate::schema::fields::tables::file;
use crate::schema::model::{EnvFile, Presence};
use crate::schema::parse::parser::Parser;
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Node, start};

/// The placeholder of the profile in a path.
pub(super) const PROFILE: &str = "{profile}";

impl<'t> Parser<'t> {
    /// Reads a list of files.
    pub(super) fn files(&mut self, list: &'t [Node<'t>]) -> Vec<EnvFile> {
        let mut seen = BTreeSet::new();
        let mut read = Vec::with_capacity(list.len());
        for item in list {
            let Some((at, path, presence)) = self.file(item) else {
                continue;
            };
            if !self.is_path(at, path) {
                continue;
            }
            if !seen.insert(path) {
                let what = "this file is listed twice";
                self.problems.error(at, "schema.duplicate", what, None);
            }
            read.push(EnvFile {
                path: path.into(),
                presence,
                place: self.problems.place(at),
            });
        }
        read
    }

    fn file(&mut self, node: &'t Node<'t>) -> Option<(usize, &'t str, Presence)> {
        let Some(table) = tree::table(node) else {
            return Some((start(node), tree::text(node)?, Presence::Optional));
        };
        let fields = Fields::plain(table, file::TABLE, &mut self.problems);
        if !table.contains_key(file::PATH.name) {
            let what = "`path` is missing";
            self.problems.error(start(node), "schema.path", what, None);
        }
        let (at, path) = fields.text(file::PATH)?;
        let presence = if fields.is_true(file::REQUIRED) {
            Presence::Required
        } else {
            Presence::Optional
        };
        Some((at, path, presence))
    }

    fn is_path(&mut self, at: usize, path: &str) -> bool {
        let what = if path.trim().is_empty() {
            "the path is empty"
        } else if path.replace(PROFILE, "").contains(['{', '}']) {
            "`{profile}` is the only placeholder"
        } else {
            return self.problems.is_plain(at, path);
        };
        self.problems.error(at, "schema.path", what, None);
        false
    }
}
