//! `secrun schema`: the JSON Schema of `secrun.toml`, printed or as a file.

use std::io;
use std::path::{Path, PathBuf};

use crate::core::message::{Place, ShownPath};
use crate::core::read;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::write::{self, Target};
use crate::error::Error;
use crate::exit::Exit;
use crate::schema::json_schema;
use crate::session::{Context, ui};

/// Print the JSON Schema of secrun.toml, for editors
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// Write the schema into this file
    #[arg(long, value_name = "FILE")]
    pub(crate) into: Option<PathBuf>,
}

pub(crate) fn schema(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    match &args.into {
        None => ui::print(&json_schema::text())?,
        Some(path) if write_if_changed(path)? => {
            context
                .ui
                .note(|_| format!("wrote {}\n", ShownPath::typed(path)))?;
        }
        Some(_) => {}
    }
    Ok(Exit::Clean)
}

/// Writes it, also over an earlier version. Returns whether the file changed.
pub(super) fn write_if_changed(path: &Path) -> Result<bool, Error> {
    let text = json_schema::text();
    let shown = ShownPath::typed(path);
    match read::read_found(path, &shown) {
        Ok(known) if *known == text.as_bytes() => return Ok(false),
        Ok(known) if !json_schema::is_ours(&known) => return Err(foreign(&shown).into()),
        Err(error) if error.cause.kind() != io::ErrorKind::NotFound => {
            return Err(error.into());
        }
        _ => {}
    }
    write::write(path, text.as_bytes(), Target::Replaceable)?;
    Ok(true)
}

fn foreign(shown: &ShownPath) -> Box<Failure> {
    let what = message!("not a JSON Schema that secrun wrote, so it is not overwritten");
    Problem::error("write", what)
        .at(Place::file(shown))
        .hint(message!("name another file, or remove this one"))
        .ends(Stage::Output)
}
