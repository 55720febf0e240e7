//! `[project]`, `[env]` with its files, and `[run]`.

use std::collections::BTreeMap;

use crate::core::message::{Place, quoted};
use crate::core::name::{EnvName, Label, NamePattern};
use crate::core::report::Problem;
use crate::core::token_like::is_token_like;
use crate::dotenv::Interpolation;
use crate::schema::fields::tables::{env, file, project, run};
use crate::schema::model::{
    EnvFile, EnvRules, Inherit, MaskRule, OWN_HINT, OWN_NEVER_PASSES, OWN_PREFIX, Precedence,
    Presence, Preset, Profile, PythonDotenv, Rule, Rules, RunRules, Undeclared,
};
use crate::schema::parse::parser::{Parser, keys};
use crate::schema::parse::read::Fields;
use crate::schema::redact;
use crate::schema::tree::{self, Node, Table, start};

/// The placeholder of the profile in a path.
const PROFILE: &str = "{profile}";

impl<'t> Parser<'t> {
    pub(super) fn project(&mut self, table: &'t Table<'t>) -> Option<Label> {
        let fields = Fields::plain(table, project::TABLE, &mut self.problems);
        let (at, name) = fields.text(project::NAME)?;
        self.problems.label(at, name, "a project")
    }

    pub(super) fn env(&mut self, table: &'t Table<'t>) -> EnvRules {
        let fields = Fields::plain(table, env::TABLE, &mut self.problems);
        EnvRules {
            files: if fields.has(env::FILES) {
                self.files(fields.items(env::FILES))
            } else {
                vec![EnvFile {
                    path: ".env".into(),
                    presence: Presence::Optional,
                    place: Place::file(self.problems.path()),
                }]
            },
            inherit: if fields.has(env::INHERIT) {
                self.inherit(fields.texts(env::INHERIT))
            } else {
                vec![Inherit::Preset(Preset::Base)]
            },
            precedence: if fields.is_true(env::OVERRIDE) {
                Precedence::FilesFirst
            } else {
                Precedence::HostFirst
            },
            undeclared: match fields.word(env::UNDECLARED) {
                Some("ignore") => Undeclared::Ignore,
                Some("error") => Undeclared::Error,
                _ => Undeclared::Warn,
            },
            interpolation: match fields.word(env::INTERPOLATION) {
                Some("off") => Interpolation::Off,
                _ => Interpolation::Braces,
            },
        }
    }

    /// Reads an `inherit` list: presets, names and globs.
    pub(super) fn inherit(
        &mut self,
        items: impl Iterator<Item = (usize, &'t str)>,
    ) -> Vec<Inherit> {
        items
            .filter_map(|(at, text)| self.inherit_item(at, text))
            .collect()
    }

    fn inherit_item(&mut self, at: usize, text: &str) -> Option<Inherit> {
        if text.starts_with('@') {
            return self.preset(at, text).map(Inherit::Preset);
        }
        let Ok(pattern) = NamePattern::new(text) else {
            let what = "not a name, a glob or a preset";
            let hint = "use a name, a name with `*` in it, or a preset like `@base`";
            self.problems.error(at, "schema.inherit", what, hint);
            return None;
        };
        if text.starts_with(OWN_PREFIX) {
            self.problems
                .error(at, "schema.inherit", OWN_NEVER_PASSES, OWN_HINT);
        } else if text.bytes().all(|byte| byte == b'*') {
            let what = message!("the child inherits the whole host environment");
            let warning = Problem::warning("schema.inherit-all", what);
            self.problems.note(at, warning);
        } else if pattern.is_exact() && self.declared.holds_secret(text) {
            let name = EnvName::new(text).ok();
            let what = match name.filter(|_| !is_token_like(text)) {
                Some(name) => message!(
                    "`{}` is a declared secret, and secrets are not inherited",
                    name
                ),
                None => message!("secrets are not inherited"),
            };
            self.problems
                .error(at, "schema.inherit", what, "remove it from `inherit`");
        }
        Some(Inherit::Pattern(pattern))
    }

    fn preset(&mut self, at: usize, text: &str) -> Option<Preset> {
        let preset = Preset::named(text);
        if preset.is_none() {
            let hint = match redact::nearest(text, Preset::ALL.map(Preset::name)) {
                Some(near) => message!("did you mean `{}`", near),
                None => message!("use one of {}", quoted(Preset::ALL.map(Preset::name))),
            };
            let problem = Problem::error("schema.preset", message!("unknown preset"));
            self.problems.note(at, problem.hint(hint));
        }
        preset
    }

    pub(super) fn run(
        &mut self,
        table: &'t Table<'t>,
        rules: &Rules,
        env: &EnvRules,
        profiles: &BTreeMap<Label, Profile>,
    ) -> RunRules {
        let fields = Fields::plain(table, run::TABLE, &mut self.problems);
        let scope = fields.text(run::SCOPE).and_then(|(at, text)| {
            let scopes = self.declared.scopes;
            if !scopes.contains_key(text) {
                self.problems
                    .unknown(at, "schema.reference", "unknown scope", text, keys(scopes));
                return None;
            }
            self.problems.label(at, text, "a scope")
        });
        let profile = fields.text(run::PROFILE).and_then(|(at, text)| {
            let label = self.problems.label(at, text, "a profile")?;
            let known = self.known_profiles(rules);
            if !is_open(env, profiles) && !known.contains(&text) {
                self.problems
                    .unknown(at, "schema.reference", "unknown profile", text, known);
            }
            Some(label)
        });
        RunRules {
            scope,
            profile,
            quiet: fields.is_true(run::QUIET),
            mask: match (fields.bool(run::MASK), fields.word(run::MASK)) {
                (Some(true), _) => MaskRule::On,
                (_, Some(_)) => MaskRule::Auto,
                _ => MaskRule::Off,
            },
            python_dotenv: match fields.word(run::PYTHON_DOTENV) {
                Some("allow") => PythonDotenv::Allow,
                _ => PythonDotenv::Disable,
            },
        }
    }

    /// Every profile that something in the schema depends on.
    fn known_profiles<'r>(&self, rules: &'r Rules) -> Vec<&'r str>
    where
        't: 'r,
    {
        let required_in = rules.values().flat_map(Rule::profiles).map(Label::as_str);
        keys(self.declared.profiles)
            .chain(keys(self.declared.defaults))
            .chain(required_in)
            .collect()
    }

    /// Reads a list of files.
    pub(super) fn files(&mut self, list: &'t [Node<'t>]) -> Vec<EnvFile> {
        let mut seen = BTreeMap::new();
        let mut read: Vec<Option<EnvFile>> = Vec::with_capacity(list.len());
        for item in list {
            let Some((at, path, presence)) = self.file(item) else {
                continue;
            };
            if !self.is_path(at, path) {
                continue;
            }
            let path = self.problems.source(at).rebased(path);
            let place = self.problems.place(at);
            if let Some(earlier) = seen.insert(path.clone(), read.len()) {
                // One that the parent lists, too, counts where the child has it.
                if let Some(listed) = read[earlier].take()
                    && listed.place.path == place.path
                {
                    let what = "this file is listed twice";
                    self.problems.error(at, "schema.duplicate", what, None);
                }
            }
            read.push(Some(EnvFile {
                path,
                presence,
                place,
            }));
        }
        read.into_iter().flatten().collect()
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

/// Whether some path has the placeholder, which makes a profile of any name.
fn is_open(env: &EnvRules, profiles: &BTreeMap<Label, Profile>) -> bool {
    let more = profiles.values().flat_map(|profile| &profile.env_files);
    let mut files = env.files.iter().chain(more);
    files.any(|file| file.path.contains(PROFILE))
}
