//! `secrun unset KEY`: removes a key from an env file.

use std::path::PathBuf;

use crate::command::shared::edit::{self, Destination};
use crate::command::shared::{known_values, named_key};
use crate::core::binding::Provenance;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::error::Error;
use crate::exit::Exit;
use crate::session::options::DefaultScope;
use crate::session::words::KeyName;
use crate::session::{Context, Session};

/// Remove a key from an env file
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The key
    #[arg(value_name = "KEY")]
    pub(crate) key: KeyName,
    /// Change this env file [default: the one that has the key]
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
}

/// Unsets a key. One that the schema does not declare can be removed, too, if an env file
/// has it.
pub(crate) fn unset(context: &Context<'_>, args: &Args) -> Result<Exit, Error> {
    let session = Session::open(context, DefaultScope::Everything)?;
    let bindings = known_values::present(&session)?;
    let (names, found) = match named_key::declared(&session.schema, &args.key) {
        Ok(rule) => {
            let names: Vec<EnvName> = rule.names().cloned().collect();
            (names, edit::file_of(&bindings, &rule.name))
        }
        Err(failure) => {
            let name = args.key.to_str().and_then(|text| EnvName::new(text).ok());
            let places = name.as_ref().map(|name| session.places_of(name));
            let place = places.and_then(|mut places| places.pop());
            let (Some(name), Some(place)) = (name, place) else {
                return Err(failure.into());
            };
            (vec![name], Some(place.path))
        }
    };
    let destination = match (&args.file, &found) {
        (Some(path), _) => Some(Destination::named(path)?),
        (None, Some(shown)) => Destination::shown(&session, shown)?,
        (None, None) => None,
    };
    let removed = match &destination {
        Some(destination) => {
            destination.check_writable()?;
            let names: Vec<&EnvName> = names.iter().collect();
            destination.unset(&names)?
        }
        None => None,
    };
    let name = &names[0];
    context.ui.note(|_| match (removed, &destination) {
        (Some(line), Some(file)) => format!("removed {name} from {}:{line}\n", file.shown),
        (_, Some(file)) => format!("{name} is not in {}\n", file.shown),
        (_, None) => format!("{name} is in no env file\n"),
    })?;
    let left = known_values::present(&session)?;
    let left = left.of(name).last().map(|layer| layer.provenance.clone());
    if let Some(provenance) = left.filter(|it| *it != Provenance::Default) {
        let what = message!("{} still sets it", edit::layer(&provenance));
        let problem = Problem::note("edit.still-set", what).about(name);
        context.ui.problems(&[problem]);
    }
    Ok(Exit::Clean)
}
