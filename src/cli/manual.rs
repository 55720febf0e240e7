//! The manual: one page for secrun, one for each command.

use std::fmt::Write as _;

use clap::Command;
use clap_mangen::Man;

use crate::cli::help::TOPICS;

/// Sections of the main page that clap does not know.
const SECTIONS: &[(&str, &str)] = &[("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT)];

const FILES: &str = "\
secrun.toml    the schema, in the working directory or the nearest parent
.env           the env file, unless the schema lists others
.env.example   the names without values, which `secrun example` writes
.secrun.schema.json
               what editors complete secrun.toml by, which `secrun schema` prints
$XDG_STATE_HOME/secrun/
               ids of objects that `secrun scan --history` found clean, and
               the user's keys for that and for fingerprints; no values
";

const ENVIRONMENT: &str = "\
SECRUN_SCHEMA, SECRUN_ENV_FILE, SECRUN_PROFILE, SECRUN_OVERRIDE, SECRUN_INHERIT,
SECRUN_MASK, SECRUN_QUIET, SECRUN_VERBOSE stand in for the options of the same
names. SECRUN_ENV_FILE may be several paths with `:` between them, SECRUN_INHERIT
several names with `,`; SECRUN_MASK may also be `auto`: where a stream is no terminal.
SECRUN_SCOPE is set in the child to the names of its secrets, and is the most
that a secrun in there can pass on; what it was given beats files there. A profile
in force is set in the child as SECRUN_PROFILE. SECRUN_FINGERPRINT_KEY keys fingerprints of
weak values. NO_COLOR turns colour off.
";

/// The page of a command, or of secrun itself, as roff.
#[must_use]
pub fn page(name: Option<&str>) -> Option<String> {
    let mut grammar = super::command().disable_help_subcommand(true);
    grammar.build();
    match name {
        None => Some(main_page(grammar)),
        Some(name) => grammar
            .get_subcommands()
            .find(|command| command.get_name() == name && !command.is_hide_set())
            .map(|command| render(command.clone(), name)),
    }
}

/// Every page, each with its file's name.
#[must_use]
pub fn pages() -> Vec<(String, String)> {
    let grammar = super::command();
    let shown = grammar
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help");
    let mut pages: Vec<(String, String)> = shown
        .filter_map(|command| {
            let name = command.get_name();
            Some((format!("secrun-{name}.1"), page(Some(name))?))
        })
        .collect();
    pages.extend(page(None).map(|text| ("secrun.1".to_owned(), text)));
    pages
}

fn main_page(grammar: Command) -> String {
    let mut text = render(grammar, "");
    let topics = TOPICS.iter().map(|(name, body)| {
        let title = if *name == "exit-codes" {
            "EXIT STATUS"
        } else {
            *name
        };
        (title, *body)
    });
    for (title, body) in topics.chain(SECTIONS.iter().copied()) {
        push_section(&mut text, &title.to_uppercase(), body);
    }
    text
}

fn render(command: Command, name: &str) -> String {
    let title = if name.is_empty() {
        "secrun".to_owned()
    } else {
        format!("secrun-{name}")
    };
    let page = Man::new(command.version(env!("CARGO_PKG_VERSION")))
        .title(title)
        .section("1");
    let mut bytes = Vec::new();
    // Writing into a Vec cannot fail.
    let _ = page.render(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    // There an empty date would leave its place to the version.
    let head = concat!(" \"\" \"secrun ", env!("CARGO_PKG_VERSION"), "\"");
    let lines = text.lines().map(|line| match line.strip_prefix(".TH ") {
        Some(rest) => format!(
            ".TH {} 1{head}\n",
            rest.split(' ').next().unwrap_or_default()
        ),
        None => format!("{line}\n"),
    });
    lines.collect()
}

/// Adds a section whose lines stand as they are.
fn push_section(page: &mut String, title: &str, body: &str) {
    // Writing into a String cannot fail.
    let _ = writeln!(page, ".SH \"{title}\"\n.nf");
    for line in body.lines() {
        let line = line
            .replace('\\', "\\e")
            .replace('-', "\\-")
            .replace('`', "");
        if line.starts_with(['.', '\'']) {
            page.push_str("\\&");
        }
        page.push_str(&line);
        page.push('\n');
    }
    page.push_str(".fi\n");
}
