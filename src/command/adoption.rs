//! The commands that bring a project under secrun.

use std::ffi::OsStr;

use crate::cli::adoption::{Adoption, ManFlags, SchemaFlags};
use crate::cli::{complete, manual};
use crate::command::{complete as completion, editor_schema, example, hook};
use crate::core::message::ShownPath;
use crate::core::report::Problem;
use crate::core::write::{self, Existing, WriteError};
use crate::env::host::Host;
use crate::error::Error;
use crate::exit::Exit;
use crate::schema::json_schema;
use crate::session::options::Options;
use crate::session::ui;

/// Does what a command of this family asks for.
pub(super) fn adopt(options: &Options, host: &Host, command: &Adoption) -> Result<Exit, Error> {
    match command {
        Adoption::Example(flags) => example::example(options, host, flags),
        Adoption::Hook(flags) => hook::hook(options, host, flags),
        Adoption::Schema(flags) => schema(options, flags),
        Adoption::Completions(flags) => print(script(&flags.shell)?),
        Adoption::Complete(flags) => print(&completion::answer(options, host, &flags.words)),
        Adoption::Man(flags) => man(flags),
    }
}

fn print(text: &str) -> Result<Exit, Error> {
    ui::report(text).map(|()| Exit::Clean)
}

fn schema(options: &Options, flags: &SchemaFlags) -> Result<Exit, Error> {
    let Some(path) = &flags.into else {
        return print(&json_schema::text());
    };
    let wrote = editor_schema::place(path)?;
    if wrote && options.quiet != Some(true) {
        ui::report(&format!("wrote {}\n", ShownPath::new(path)))?;
    }
    Ok(Exit::Clean)
}

fn script(shell: &OsStr) -> Result<&'static str, Box<Problem>> {
    let found = shell.to_str().and_then(complete::script);
    found.ok_or_else(|| {
        Problem::error("usage", message!("no completion for this shell"))
            .hint(message!("name bash, zsh, fish or powershell"))
            .into()
    })
}

fn man(flags: &ManFlags) -> Result<Exit, Error> {
    if let Some(folder) = &flags.into {
        for (name, text) in manual::pages() {
            let path = folder.join(name);
            write::write(&path, text.as_bytes(), Existing::File)
                .map_err(|error| WriteError::new(&path, &error))?;
        }
        return Ok(Exit::Clean);
    }
    let Some(page) = &flags.page else {
        return print(&manual::page(None).unwrap_or_default());
    };
    let found = page.to_str().and_then(|name| manual::page(Some(name)));
    let text = found.ok_or_else(|| {
        Problem::error("usage", message!("no such command")).hint(message!("see `secrun --help`"))
    })?;
    print(&text)
}
