//! Ownership and rotation: the fields of a secret, `[owners]`, `[defaults]`.

use std::collections::BTreeMap;

use crate::core::name::Label;
use crate::schema::fields::Field;
use crate::schema::fields::keys::{defaults, metadata, owner, secret};
use crate::schema::model::{KeyDefaults, Metadata, Owner, Rotation};
use crate::schema::parse::parser::{Parser, keys};
use crate::schema::parse::read::Fields;
use crate::schema::tree::{self, Table, start};

impl<'t> Parser<'t> {
    /// Reads the fields of a secret that are about ownership and rotation, if
    /// there are any.
    pub(super) fn key_metadata(&mut self, fields: &Fields<'t>) -> Option<Box<Metadata>> {
        let has_any = fields.has_any_of(metadata::TABLE) || fields.has(secret::ENV);
        has_any.then(|| Box::new(self.metadata(fields)))
    }

    fn metadata(&mut self, fields: &Fields<'t>) -> Metadata {
        let rotation = self.rotation(fields, metadata::ROTATION);
        let (owners, scopes) = (self.declared.owners, self.declared.scopes);
        let owner = fields.text(metadata::OWNER);
        let owner = owner
            .and_then(|(at, text)| self.reference(at, text, owners, "an owner", "unknown owner"));
        let read = Metadata {
            owner,
            provider: fields.boxed(metadata::PROVIDER),
            account: fields.boxed(metadata::ACCOUNT),
            principal: fields
                .word(metadata::PRINCIPAL)
                .and_then(|word| Label::new(word).ok()),
            environments: self.labels(fields.texts(metadata::ENVIRONMENTS), "an environment"),
            scopes: fields
                .texts(metadata::SCOPES)
                .filter_map(|(at, text)| {
                    self.reference(at, text, scopes, "a scope", "unknown scope")
                })
                .collect(),
            permissions: fields.boxed(metadata::PERMISSIONS),
            stored_in: fields
                .texts(metadata::STORED_IN)
                .map(|(_, text)| text.into())
                .collect(),
            rotation,
            rotated: fields.date(metadata::ROTATED),
            expires: fields.date(metadata::EXPIRES),
            overlap: self.days(fields, metadata::OVERLAP),
            reason: fields.boxed(metadata::REASON),
            runbook: fields.boxed(metadata::RUNBOOK),
            revoke_url: fields.boxed(metadata::REVOKE_URL),
            per_environment: fields.is_true(metadata::PER_ENVIRONMENT),
            per_profile: fields
                .table(secret::ENV)
                .map_or_else(BTreeMap::new, |table| self.per_profile(table)),
        };
        self.check_metadata(&read, fields);
        read
    }

    fn check_metadata(&mut self, read: &Metadata, fields: &Fields<'_>) {
        let (rotated, expires) = (read.rotated, read.expires);
        if let (true, Some(at)) = (
            rotated > expires.or(rotated),
            fields.start(metadata::ROTATED),
        ) {
            let what = "`rotated` is after `expires`";
            self.problems.error(at, "schema.date", what, None);
        }
        if let (Some(Rotation::Never), None, Some(at)) = (
            read.rotation,
            &read.reason,
            fields.start(metadata::ROTATION),
        ) {
            let what = "`rotation = \"never\"` needs a reason";
            let hint = "say why in `reason`";
            self.problems.error(at, "schema.rotation", what, hint);
        }
        if let Some((at, url)) = fields.text(metadata::REVOKE_URL)
            && !url.starts_with("https://")
            && !url.starts_with("http://")
        {
            let what = "`revoke_url` must start with `https://` or `http://`";
            self.problems.error(at, "schema.value", what, None);
        }
    }

    fn per_profile(&mut self, table: &'t Table<'t>) -> BTreeMap<Label, Metadata> {
        self.named(table, "a profile", |parser, node, _| {
            let table = parser.table(node)?;
            let fields = Fields::plain(table, metadata::TABLE, &mut parser.problems);
            Some(parser.metadata(&fields))
        })
    }

    /// Reads a label that must be an entry of a table, if that table is there.
    fn reference(
        &mut self,
        at: usize,
        text: &str,
        table: &'t Table<'t>,
        what: &'static str,
        unknown: &'static str,
    ) -> Option<Label> {
        if !table.is_empty() && !table.contains_key(text) {
            self.problems
                .unknown(at, "schema.reference", unknown, text, keys(table));
            return None;
        }
        self.problems.label(at, text, what)
    }

    fn rotation(&mut self, fields: &Fields<'_>, field: &Field) -> Option<Rotation> {
        let node = fields.node(field)?;
        let rotation = tree::text(node).and_then(|text| match text {
            "manual" => Some(Rotation::Manual),
            "never" => Some(Rotation::Never),
            text => span(text).filter(|days| *days > 0).map(Rotation::Days),
        });
        if rotation.is_none() {
            let hint = "write `90d`, `12w`, `6mo`, `1y`, `manual` or `never` in quotes";
            self.problems
                .error(start(node), "schema.rotation", "not a rotation", hint);
        }
        rotation
    }

    fn days(&mut self, fields: &Fields<'_>, field: &Field) -> Option<u32> {
        let node = fields.node(field)?;
        let days = tree::text(node).map_or(Some(0), span);
        if days.is_none() {
            let hint = "write `7d`, `2w`, `1mo` or `1y` in quotes";
            self.problems
                .error(start(node), "schema.rotation", "not a span of days", hint);
        }
        days
    }

    pub(super) fn owners(&mut self) -> BTreeMap<Label, Owner> {
        self.named(self.declared.owners, "an owner", |parser, node, _| {
            let table = parser.table(node)?;
            let fields = Fields::plain(table, owner::TABLE, &mut parser.problems);
            Some(Owner {
                name: fields.boxed(owner::NAME),
                contact: fields.boxed(owner::CONTACT),
                escalation: fields.boxed(owner::ESCALATION),
                kind: fields.boxed(owner::KIND),
            })
        })
    }

    pub(super) fn defaults(&mut self) -> BTreeMap<Label, KeyDefaults> {
        self.named(self.declared.defaults, "a profile", |parser, node, _| {
            let table = parser.table(node)?;
            let fields = Fields::plain(table, defaults::TABLE, &mut parser.problems);
            Some(KeyDefaults {
                rotation: parser.rotation(&fields, defaults::ROTATION),
                warn_before: parser.days(&fields, defaults::WARN_BEFORE),
                grace: parser.days(&fields, defaults::GRACE),
                require: parser.required_fields(&fields),
            })
        })
    }

    fn required_fields(&mut self, fields: &Fields<'_>) -> Vec<Label> {
        let of_key = metadata::TABLE.fields.iter().chain([&owner::CONTACT]);
        let known = of_key.map(|field| field.name);
        let mut read = Vec::new();
        for (at, text) in fields.texts(defaults::REQUIRE) {
            if known.clone().any(|name| name == text) {
                read.extend(Label::new(text));
            } else {
                self.problems
                    .unknown(at, "schema.reference", "unknown field", text, known.clone());
            }
        }
        read
    }
}

/// The days of `90d`, `12w`, `6mo` and `1y`; at most a hundred years.
fn span(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let unit = match text.get(digits.len()..)? {
        "d" => 1,
        "w" => 7,
        "mo" => 30,
        "y" => 365,
        _ => return None,
    };
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.parse().ok().filter(|_| plain)?;
    number.checked_mul(unit).filter(|days| *days <= 36_500)
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_are_days_weeks_months_and_years() {
        for (text, days) in [
            ("90d", Some(90)),
            ("12w", Some(84)),
            ("6mo", Some(180)),
            ("1y", Some(365)),
            ("0d", Some(0)),
            ("", None),
            ("d", None),
            ("+1d", None),
            ("1.5d", None),
            ("90", None),
            ("90D", None),
            ("4294967295y", None),
            ("101y", None),
        ] {
            assert_eq!(span(text), days, "{text}");
        }
    }
}
