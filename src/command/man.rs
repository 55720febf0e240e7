//! `secrun man`: a page for secrun, and one for each command.

use std::path::PathBuf;

use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;

use crate::command::help::{TOPICS, no_such_command};
use crate::core::write::{self, Target};
use crate::error::Error;
use crate::exit::Exit;
use crate::session::flags::Variable;
use crate::session::ui;
use crate::session::words::CommandName;

/// Print a man page
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Args {
    /// The command whose page to print
    #[arg(value_name = "COMMAND")]
    pub(crate) page: Option<CommandName>,
    /// Write every page into this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "page")]
    pub(crate) into: Option<PathBuf>,
}

const FILES: &str = "\
secrun.toml    the schema, in the working directory or the nearest parent
.env           the env file, unless the schema lists others
.env.example   the names without values; `secrun example` writes it
.secrun.schema.json
               for editors of secrun.toml; `secrun init` writes it
$XDG_STATE_HOME/secrun/
               ids of objects that `secrun scan --history` found clean,
               and the keys for those and for fingerprints; no values
";

const ENVIRONMENT: &str = "
               stand in for the options of the same names; the option
               wins. Separate the paths of SECRUN_ENV_FILE with `:` and
               the names of SECRUN_INHERIT with `,`. SECRUN_MASK=auto
               masks only what does not go to a terminal.
SECRUN_SCOPE   secrun sets it in the child to the names of the secrets
               it passed. A nested secrun can pass on those and no
               others, and takes their values from the outer run.
SECRUN_PROFILE secrun sets it in the child to the profile, if any
SECRUN_FINGERPRINT_KEY
               the key for fingerprints of weak values
NO_COLOR       turns colour off
";

/// How the examples begin in the text after the help.
const EXAMPLES: &str = "Examples:\n";

/// Prints a page, or writes all of them.
pub(crate) fn man(args: &Args, mut tree: Command) -> Result<Exit, Error> {
    tree.build();
    if let Some(folder) = &args.into {
        for (name, text) in pages(&tree) {
            let path = folder.join(name);
            write::write(&path, text.as_bytes(), Target::Replaceable)?;
        }
        return Ok(Exit::Clean);
    }
    let text = match &args.page {
        None => main_page(&tree),
        Some(page) => {
            let mut shown = shown(&tree);
            let command = shown.find(|command| **page == *command.get_name());
            command_page(command.ok_or_else(no_such_command)?)
        }
    };
    ui::print(&text).map(|()| Exit::Clean)
}

fn shown(tree: &Command) -> impl Iterator<Item = &Command> {
    tree.get_subcommands()
        .filter(|command| !command.is_hide_set())
}

/// Every page with its file's name.
fn pages(tree: &Command) -> Vec<(String, String)> {
    let page = |command: &Command| {
        let name = format!("secrun-{}.1", command.get_name());
        (name, command_page(command))
    };
    let main = ("secrun.1".to_owned(), main_page(tree));
    shown(tree).map(page).chain([main]).collect()
}

fn main_page(tree: &Command) -> String {
    let mut text = command_page(tree);
    let names: Vec<&str> = Variable::ALL.iter().map(|it| it.name()).collect();
    let rows: Vec<String> = names.chunks(4).map(|row| row.join(", ")).collect();
    let environment = rows.join(",\n") + ENVIRONMENT;
    // clap does not know these.
    let sections = [("FILES", FILES), ("ENVIRONMENT", &environment)];
    let topics = TOPICS.iter().map(|(name, body)| match *name {
        "exit-codes" => ("EXIT STATUS", *body),
        name => (name, *body),
    });
    for (title, body) in topics.chain(sections) {
        push_section(&mut text, &title.to_uppercase(), body);
    }
    text
}

/// The page of the tree, or of one of its commands.
fn command_page(command: &Command) -> String {
    let title = match command.get_name() {
        "secrun" => "secrun".to_owned(),
        name => format!("secrun-{name}"),
    };
    let mut page = roff(command, &title);
    if let Some(text) = command.get_after_help() {
        push_after_help(&mut page, &text.to_string());
    }
    page
}

/// Adds the text after the help. `clap_mangen` would fill its lines into paragraphs,
/// under the heading EXTRA.
fn push_after_help(page: &mut String, text: &str) {
    let is_examples = |part: &&str| part.starts_with(EXAMPLES);
    let parts = || text.split("\n\n");
    let notes: Vec<&str> = parts().filter(|part| !is_examples(part)).collect();
    if !notes.is_empty() {
        push_section(page, "NOTES", &notes.join("\n\n"));
    }
    for part in parts().filter(is_examples) {
        push_section(page, "EXAMPLES", &part[EXAMPLES.len()..]);
    }
}

fn roff(command: &Command, title: &str) -> String {
    let command = command.clone().version(env!("CARGO_PKG_VERSION"));
    let command = command.after_help(Resettable::Reset);
    let mut bytes = Vec::new();
    // Writing into a Vec cannot fail.
    let _ = Man::new(command)
        .title(title)
        .section("1")
        .render(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    // clap_mangen leaves out an empty date, so the version would take its place.
    let head = concat!(" 1 \"\" \"secrun ", env!("CARGO_PKG_VERSION"), "\"");
    let lines = text.lines().map(|line| {
        if line.starts_with(".TH ") {
            format!(".TH {title}{head}\n")
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

/// Adds a section whose lines stand as they are.
fn push_section(page: &mut String, title: &str, body: &str) {
    append!(page, ".SH \"{title}\"\n.nf\n");
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
