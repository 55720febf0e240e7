//! The folder that `init` works in: its name, and the files around the schema.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

use crate::adopt::evidence::Evidence;
use crate::adopt::example;
use crate::core::message::{Place, ShownPath, because};
use crate::core::name::Label;
use crate::core::read;
use crate::core::report::Problem;
use crate::core::token_like::is_token_like;
use crate::core::write::{self, Privacy, Target, WriteError};
use crate::env::host::{Host, HostEnv};
use crate::git::{Git, ignore};
use crate::python;
use crate::schema::model::{EXAMPLE_FILE, Schema};

/// The folder of a schema that is written or completed.
pub(crate) struct ProjectFolder {
    root: PathBuf,
    pub(crate) evidence: Evidence,
}

impl ProjectFolder {
    pub(crate) fn read(host: &Host, root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            evidence: Evidence::gather(&host.env, root),
        }
    }

    /// The name that `pyproject.toml` gives the project, or that of its folder, if it may
    /// be a name.
    pub(crate) fn name(&self, host: &Host) -> Option<Label> {
        let label = |name: &str| Label::new(name).ok().filter(|_| !is_token_like(name));
        let stated = self.stated_name();
        stated.as_deref().and_then(label).or_else(|| {
            let folder = host.cwd.as_deref()?.join(&self.root);
            label(folder.file_name()?.to_str()?)
        })
    }

    /// `[project] name`, or that of Poetry.
    fn stated_name(&self) -> Option<String> {
        let path = self.root.join("pyproject.toml");
        let bytes = read::read_found(&path, &ShownPath::typed(&path)).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let document: DocumentMut = text.parse().ok()?;
        let name = |table: &Item| Some(table.get("name")?.as_str()?.to_owned());
        let poetry = || name(document.get("tool")?.get("poetry")?);
        document.get("project").and_then(name).or_else(poetry)
    }

    /// Writes the template beside the schema; adds what was done.
    pub(crate) fn write_template(
        &self,
        schema: &Schema,
        done: &mut String,
    ) -> Result<(), WriteError> {
        let template = self.root.join(EXAMPLE_FILE);
        if self.evidence.env_values.has_template() {
            done.push_str("left the template unchanged: see secrun example --check\n");
        } else if !schema.rules.is_empty() {
            let text = example::text(schema);
            write::write(&template, text.as_bytes(), Target::New)?;
            append!(done, "wrote {}\n", ShownPath::typed(&template));
        }
        Ok(())
    }

    /// Keeps the env file from git and from other users; adds what was done. Each step is
    /// made whatever became of the one before.
    pub(crate) fn protect_env(&self, env: &HostEnv, done: &mut String) -> Vec<Problem> {
        let mut undone = Vec::new();
        let ignore = self.root.join(".gitignore");
        let shown = ShownPath::typed(&ignore);
        match ignore::add_env(env, &self.root) {
            Ok(true) => {
                append!(done, "added .env to {shown}\n");
            }
            Ok(false) => {}
            Err(error) => {
                let why = if ignore.is_symlink() {
                    message!("it is a symbolic link")
                } else {
                    because(&error)
                };
                let what = message!("`.env` cannot be added to it: {}", why);
                let hint = message!("keep `.env` out of git by hand");
                undone.push(
                    Problem::error("write", what)
                        .at(Place::file(&shown))
                        .hint(hint),
                );
            }
        }
        let env_file = self.root.join(".env");
        let shown = ShownPath::typed(&env_file);
        if Git::new(env, &self.root).tracks(Path::new(".env")) {
            append!(
                done,
                "git still tracks {shown}: replace its keys, then run `git rm --cached {shown}`; see `secrun help committed-env`\n"
            );
        }
        match write::make_private(&env_file) {
            Ok(Privacy::Made) => append!(done, "made {shown} readable only by you (0600)\n"),
            Ok(Privacy::OfAnother) => append!(
                done,
                "{shown} is a link; others can read its target, which was left unchanged\n"
            ),
            Err(error) => {
                let what = message!(
                    "others can read it, and its mode cannot be changed: {}",
                    because(&error)
                );
                let problem = Problem::error("write", what).at(Place::file(&shown));
                undone.push(problem.hint(message!("make its owner run `chmod 600` on it")));
            }
            Ok(Privacy::Given) => {}
        }
        undone
    }

    /// Comments for the schema, about facts that it has no field for.
    pub(crate) fn notes(&self) -> String {
        let (evidence, mut notes) = (&self.evidence, String::new());
        let dynamic = "a name computed at run time, so it is not in the schema";
        let broken = "a syntax error, so the code may read more names";
        let no_statement = "not a statement, see secrun check";
        let unread: Vec<_> = evidence.unread.iter().map(|error| &error.path).collect();
        push_note(&mut notes, "cannot be read", &unread);
        let places = evidence.env_values.broken().iter();
        let places: Vec<_> = places
            .filter_map(|problem| problem.place.as_ref())
            .collect();
        push_note(&mut notes, no_statement, &places);
        push_note(&mut notes, dynamic, &evidence.analysis.dynamic);
        push_note(&mut notes, broken, &evidence.analysis.broken);
        notes.push_str(if python::READS_CODE {
            "next: secrun check, then secrun check --code\n"
        } else {
            "next: secrun check\n"
        });
        notes
    }
}

/// Adds a note with the first of its places and the number of the others.
fn push_note(notes: &mut String, what: &str, places: &[impl Display]) {
    if let Some((first, others)) = places.split_first() {
        let more = if others.is_empty() {
            String::new()
        } else {
            format!(" (and {} more)", others.len())
        };
        append!(notes, "{first}: {what}{more}\n");
    }
}
