//! Uses the stages as a library: checks a value against a schema and prints the report.

use secrun::core::binding::{Binding, Bindings, Provenance::Host};
use secrun::core::message::ShownPath;
use secrun::core::{name, secret};
use secrun::env::fingerprints::{Fingerprinter, Policy};
use secrun::env::selection::{Selection, Wanted};
use secrun::env::{host, resolve};
use secrun::error::Error;
use secrun::render::{Colour, human};
use secrun::schema;
use secrun::session::ui;

fn main() -> anyhow::Result<()> {
    let path = ShownPath::typed("secrun.toml".as_ref());
    let rules = b"version = 1\n[secrets]\nAPI_KEY = { min_length = 20 }\n";
    let schema = schema::parse(&path, rules).map_err(Error::Schema)?;
    let binding = Binding {
        key: name::EnvName::new("API_KEY")?,
        value: secret::SecretValue::new("test-not-a-real-key")?,
        provenance: Host,
        read_as: None,
        borrowed: None,
    };
    let mut bindings = Bindings::new();
    bindings.push(binding);
    let judge = resolve::Judge {
        schema: &schema,
        selection: &Selection::new(&schema, &Wanted::default()).map_err(Error::from)?,
        files: &[],
        fingerprinter: &Fingerprinter::new(Policy::Guarded, None, "example"),
        disk: &host::path_kind,
    };
    // `Ok` holds the validated values beside the report. Only those can reach a child.
    let judged = resolve::resolve(&judge, bindings, Vec::new());
    let report = judged.map_or_else(|report| report, |(_values, report)| report);
    Ok(ui::print(&human::check(&report, Colour::Never))?)
}
