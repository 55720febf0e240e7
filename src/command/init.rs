//! `secrun init`: a first schema from what the project has.

use std::fmt::{Display, Write as _};
use std::io;
use std::path::{Path, PathBuf};

use crate::adopt::example;
use crate::adopt::{self, Draft, Evidence, drift};
use crate::command::schema::place;
use crate::core::message::{Place, ShownPath};
use crate::core::name::Label;
use crate::core::read;
use crate::core::report::Problem;
use crate::core::token_like::is_token_like;
use crate::core::write::{self, Existing, Privacy, WriteError};
use crate::env::host::{Host, path_kind};
use crate::error::Error;
use crate::exit::Exit;
use crate::git::Git;
use crate::git::ignore;
use crate::render::human;
use crate::schema::{
    self, json_schema,
    model::{Rule, SCHEMA_FILE, Schema},
};
use crate::session::Context;
use crate::session::ui::{self, Ui};

/// Write a first secrun.toml from env files and code
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Print the schema and write nothing
    #[arg(long = "dry-run")]
    pub(crate) dry_run: bool,
    /// Replace the schema that exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Add what is missing to the schema that exists
    #[arg(long, conflicts_with_all = ["force", "dry_run"])]
    pub(crate) write: bool,
}

/// Writes a schema, or proposes what is missing in the one that exists.
pub(crate) fn init(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let (host, ui) = (context.host, context.ui);
    let named = context.options.schema.clone();
    let path = named.unwrap_or_else(|| PathBuf::from(SCHEMA_FILE));
    let project = Project::read(host, path.parent().unwrap_or(Path::new("")));
    let exists = std::fs::symlink_metadata(&path).is_ok();
    if exists && !args.force {
        return propose(&project, &path, ui, args.write);
    }
    let mut proposal = adopt::decide(&project.evidence);
    let text = adopt::verify(
        &mut proposal,
        project.name(host).as_ref(),
        &project.evidence.env_values,
        &path_kind,
    );
    if args.dry_run {
        ui.say(|colour| human::decisions(&proposal.drafts, colour));
        ui::print(&text)?;
        return Ok(Exit::Clean);
    }
    let schema = schema::parse(&ShownPath::new(&path), text.as_bytes()).map_err(Error::Schema)?;
    let existing = if exists {
        Existing::File
    } else {
        Existing::None
    };
    write::write(&path, text.as_bytes(), existing)
        .map_err(|error| WriteError::new(&path, &error))?;
    let mut done = wrote(&path);
    let rest = project.surroundings(host, &path, &schema, &mut done);
    if rest.is_ok() {
        done.push_str(&project.notes());
    }
    ui.note(|colour| human::decisions(&proposal.drafts, colour) + "\n" + &done)?;
    rest.map(|()| Exit::Clean)
}

/// Shows what is missing in a schema that exists, or adds it.
fn propose(project: &Project, path: &Path, ui: Ui, write: bool) -> Result<Exit, Error> {
    let shown = ShownPath::new(path);
    let unreadable = |error: io::Error| read::ReadError {
        path: shown.clone(),
        cause: (&error).into(),
    };
    let bytes = read::read(path).map_err(unreadable)?;
    let schema = schema::parse(&shown, &bytes).map_err(Error::Schema)?;
    let mut proposal = adopt::decide(&project.evidence);
    proposal.drafts.retain(|draft| is_new(&schema, draft));
    // A declared secret is not a draft, but its value must not be written either.
    let declared = schema.rules.values().filter(|rule| rule.is_secret());
    let declared: Vec<_> = declared.flat_map(Rule::names).cloned().collect();
    adopt::withhold(&mut proposal, &project.evidence.env_values, &declared);
    let _ = adopt::verify(
        &mut proposal,
        None,
        &project.evidence.env_values,
        &path_kind,
    );
    let drafts = &proposal.drafts;
    if drafts.is_empty() {
        ui::print(&format!("nothing to add: {shown} has every key\n"))?;
        return Ok(Exit::Clean);
    }
    if !write {
        ui.report(|colour| {
            format!(
                "{}\n{shown} already exists and was left unchanged. Suggested additions:\n\n{}",
                human::decisions(drafts, colour),
                adopt::additions(drafts)
            )
        })?;
        ui.hint(&message!(
            "add them with `secrun init --write`, or start over with `--force`"
        ));
        return Ok(Exit::Clean);
    }
    let text = std::str::from_utf8(&bytes)
        .ok()
        .and_then(|old| adopt::amend(old, drafts))
        .filter(|text| schema::parse(&shown, text.as_bytes()).is_ok())
        .ok_or_else(|| no_room(&shown))?;
    write::write(path, text.as_bytes(), Existing::File)
        .map_err(|error| WriteError::new(path, &error))?;
    ui.report(|colour| format!("{}\nadded to {shown}\n", human::decisions(drafts, colour)))?;
    Ok(Exit::Clean)
}

fn is_new(schema: &Schema, draft: &Draft) -> bool {
    schema.governing(draft.name.as_str()).is_none() && !drift::is_inherited(schema, &draft.name)
}

/// A project without a schema.
struct Project {
    root: PathBuf,
    evidence: Evidence,
}

impl Project {
    fn read(host: &Host, root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            evidence: Evidence::gather(&host.env, root),
        }
    }

    /// The name of the project's folder, if it may be a name.
    fn name(&self, host: &Host) -> Option<Label> {
        let folder = host.cwd.as_deref()?.join(&self.root);
        let name = folder.file_name()?.to_str()?;
        Label::new(name).ok().filter(|_| !is_token_like(name))
    }

    /// Writes the files around the schema; adds what was done.
    fn surroundings(
        &self,
        host: &Host,
        path: &Path,
        schema: &Schema,
        done: &mut String,
    ) -> Result<(), Error> {
        let for_editors = path.with_file_name(json_schema::FILE);
        if place(&for_editors)? {
            let shown = ShownPath::new(&for_editors);
            // Writing into a String cannot fail, here and below.
            let _ = writeln!(done, "wrote {shown} for editors; commit it too");
        }
        let template = self.root.join(example::FILE);
        let has_template = self.evidence.env_values.has_template();
        if !has_template && !schema.rules.is_empty() {
            let text = example::text(schema);
            write::write(&template, text.as_bytes(), Existing::None)
                .map_err(|error| WriteError::new(&template, &error))?;
            done.push_str(&wrote(&template));
        } else if has_template {
            done.push_str("left the template unchanged: see secrun example --check\n");
        }
        let ignore = self.root.join(".gitignore");
        let added = ignore::add_env(&host.env, &self.root)
            .map_err(|error| WriteError::new(&ignore, &error))?;
        if added {
            let _ = writeln!(done, "added .env to {}", ShownPath::new(&ignore));
        }
        let env = self.root.join(".env");
        let shown = ShownPath::new(&env);
        let tracked = ["ls-files", "--error-unmatch", "--", ".env"];
        if Git::new(&host.env, &self.root).answer(tracked).is_ok() {
            let _ = writeln!(
                done,
                "git still tracks {shown}: run git rm --cached on it, and replace its keys"
            );
        }
        let _ = match write::make_private(&env) {
            Ok(Privacy::Made) => writeln!(done, "made {shown} readable only by you (0600)"),
            Ok(Privacy::OfAnother) => writeln!(
                done,
                "{shown} is a link; others can read its target, which was left unchanged"
            ),
            Err(_) => writeln!(
                done,
                "others can read {shown}, and you cannot change its mode"
            ),
            Ok(Privacy::Given) => Ok(()),
        };
        Ok(())
    }

    /// What the schema cannot say.
    fn notes(&self) -> String {
        let mut notes = String::new();
        push_note(&mut notes, "cannot be read", &self.evidence.unread);
        push_note(
            &mut notes,
            "not a statement, see secrun check",
            self.evidence.env_values.broken(),
        );
        push_note(
            &mut notes,
            "a name computed at run time, so it is not in the schema",
            &self.evidence.analysis.dynamic,
        );
        push_note(
            &mut notes,
            "a syntax error, so the code may read more names",
            &self.evidence.analysis.broken,
        );
        notes.push_str("next: secrun check, then secrun check --code\n");
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
        // Writing into a String cannot fail.
        let _ = writeln!(notes, "{first}: {what}{more}");
    }
}

fn wrote(path: &Path) -> String {
    format!("wrote {}\n", ShownPath::new(path))
}

fn no_room(shown: &ShownPath) -> Problem {
    let what = message!("keys cannot be added to tables that are written this way");
    Problem::error("write", what)
        .at(Place::file(shown))
        .hint(message!("add the keys by hand"))
}
