//! `secrun init`: a first schema from what the project has.

use std::path::{Path, PathBuf};

use crate::adopt::{self, Draft, ProjectFolder, Proposal, code_check};
use crate::command::schema::write_if_changed;
use crate::core::message::{Place, ShownPath};
use crate::core::report::{Failure, Problem, Stage};
use crate::core::write::{self, Target};
use crate::env::host::{Host, path_kind};
use crate::error::Error;
use crate::exit::Exit;
use crate::python;
use crate::render::human;
use crate::schema::{
    self, json_schema,
    model::{Rule, SCHEMA_FILE, Schema},
};
use crate::session::ui::{self, Ui};
use crate::session::{Context, project};

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
    let mut project = ProjectFolder::read(host, path.parent().unwrap_or(Path::new("")));
    if !python::READS_CODE && project.evidence.has_code {
        let (what, hint) = python::UNREAD;
        ui.problems(&[Problem::warning("code.unread", what).hint(hint)]);
    }
    let exists = std::fs::symlink_metadata(&path).is_ok();
    if exists && !args.force {
        let proposed = propose(&mut project, &path, ui, args.write)?;
        if args.dry_run {
            return Ok(proposed);
        }
        // A first run may have been unable to.
        let mut done = String::new();
        let undone = project.protect_env(&host.env, &mut done);
        ui.note(|_| done)?;
        return Ok(if undone.is_empty() {
            proposed
        } else {
            end(&undone, ui)
        });
    }
    let mut proposal = adopt::decide(&project.evidence);
    let may_extend = !exists && context.options.schema.is_none();
    let shared = may_extend.then(|| shared_schema(host)).flatten();
    leave_to(shared.as_ref(), &mut proposal, &project);
    let own = adopt::verify(
        &mut proposal,
        project.name(host).as_ref(),
        &project.evidence.env_values,
        &path_kind,
    );
    let text = extending(shared.as_ref(), &own);
    if args.dry_run {
        ui.say(|colour| human::decisions(&proposal.drafts, colour));
        ui::print(&text)?;
        return Ok(Exit::Clean);
    }
    let schema = schema::parse(&ShownPath::typed(&path), own.as_bytes()).map_err(Error::Schema)?;
    let existing = if exists {
        Target::Replaceable
    } else {
        Target::New
    };
    write::write(&path, text.as_bytes(), existing)?;
    let mut done = wrote(&path, shared.as_ref());
    let mut undone = Vec::new();
    if let Err(error) = write_for_editors(&path, &mut done) {
        undone.extend(error.problems());
    }
    if let Err(error) = project.write_template(&schema, &mut done) {
        undone.extend(Error::from(error).problems());
    }
    undone.extend(project.protect_env(&host.env, &mut done));
    done.push_str(&project.notes());
    ui.note(|colour| human::decisions(&proposal.drafts, colour) + "\n" + &done)?;
    Ok(end(&undone, ui))
}

/// The schema of a parent folder, if there is one that commands would use here.
fn shared_schema(host: &Host) -> Option<Schema> {
    project::open(None, host).ok()?.parse().ok()
}

/// Takes out what the shared schema declares.
fn leave_to(shared: Option<&Schema>, proposal: &mut Proposal, project: &ProjectFolder) {
    let Some(shared) = shared else {
        return;
    };
    proposal.drafts.retain(|draft| is_new(shared, draft));
    let secrets = shared.rules.values().filter(|rule| rule.is_secret());
    let secrets: Vec<_> = secrets.flat_map(Rule::names).cloned().collect();
    adopt::withhold(proposal, &project.evidence.env_values, &secrets);
}

fn wrote(path: &Path, shared: Option<&Schema>) -> String {
    let mut done = format!("wrote {}\n", ShownPath::typed(path));
    if let Some(shared) = shared {
        let shared = &shared.path;
        append!(done, "it extends {shared}, whose keys it does not repeat\n");
    }
    done
}

/// The schema's text over the shared one.
fn extending(shared: Option<&Schema>, own: &str) -> String {
    let version = "version = 1\n";
    match shared {
        Some(shared) => {
            let extends = format!("{version}extends = \"{}\"\n", shared.path);
            own.replacen(version, &extends, 1)
        }
        None => own.to_owned(),
    }
}

/// Ends with what could not be done.
fn end(undone: &[Problem], ui: Ui) -> Exit {
    ui.problems(undone);
    if undone.is_empty() {
        Exit::Clean
    } else {
        Exit::Trouble
    }
}

/// Shows what is missing in a schema that exists, or adds it.
fn propose(project: &mut ProjectFolder, path: &Path, ui: Ui, write: bool) -> Result<Exit, Error> {
    let shown = ShownPath::typed(path);
    let mut opened = project::open_at(path)?;
    let schema = opened.parse()?;
    let names = schema.rules.values().flat_map(Rule::names);
    project.evidence.analysis.spell_as(names);
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
    if drafts.is_empty()
        && let Some(error) = project.evidence.unread.pop()
    {
        return Err(error.into());
    }
    if drafts.is_empty()
        && let Some(problem) = project.evidence.env_values.broken().first()
    {
        return Err(problem.clone().ends(Stage::Read).into());
    }
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
    // What it extends has no such key, so the additions belong here.
    let text = std::str::from_utf8(&opened.files[0].text)
        .ok()
        .and_then(|old| adopt::amend(old, drafts))
        .ok_or_else(|| no_room(&shown))?;
    *opened.files[0].text = text.clone().into_bytes();
    if opened.parse().is_err() {
        return Err(no_room(&shown).into());
    }
    write::write(path, text.as_bytes(), Target::Replaceable)?;
    ui.report(|colour| format!("{}\nadded to {shown}\n", human::decisions(drafts, colour)))?;
    Ok(Exit::Clean)
}

fn is_new(schema: &Schema, draft: &Draft) -> bool {
    let mut names = std::iter::once(&draft.name).chain(&draft.aliases);
    names.all(|name| schema.governing(name.as_str()).is_none())
        && !code_check::is_inherited(schema, &draft.name)
}

/// Writes the JSON Schema beside the schema; adds what was done.
fn write_for_editors(schema: &Path, done: &mut String) -> Result<(), Error> {
    let path = schema.with_file_name(json_schema::FILE);
    if write_if_changed(&path)? {
        let shown = ShownPath::typed(&path);
        append!(done, "wrote {shown} for editors; commit it too\n");
    }
    Ok(())
}

fn no_room(shown: &ShownPath) -> Box<Failure> {
    let what = message!("keys cannot be added to tables that are written this way");
    Problem::error("write", what)
        .at(Place::file(shown))
        .hint(message!("add the keys by hand"))
        .ends(Stage::Output)
}
