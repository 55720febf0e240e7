//! The house rules that a reading of the text can hold. They remind; they are
//! no wall: whoever wants to can write around them.

use std::fs;
use std::path::Path;

/// The rooms and files at the root of `src`, lowest first: each may import only
/// those before it.
const ORDER: &[&str] = &[
    "exit", "panics", "core", "dotenv", "schema", "env", "needle", "exec", "git", "scan", "python",
    "adopt", "render", "error", "session", "command", "cli", "lib", "main",
];

/// Rooms that take data and return data.
const PURE: &[&str] = &["dotenv", "schema", "needle", "render"];

/// What takes a pure module out into the world.
const EFFECTS: &[&str] = &[
    "std::fs",
    "File::",
    "std::process",
    "std::thread",
    "::stdin(",
    "::stdout(",
    "::stderr(",
    "TcpStream",
    "UdpSocket",
    "ToSocketAddrs",
    "SystemTime::now",
    "Instant::now",
];

/// How often a file may open a secret, or a form of one.
const MAY_EXPOSE: &[(&str, usize)] = &[
    // A value against a type of the code that no rule can say.
    ("adopt/decide/value.rs", 1),
    // What an env file's value looks like decides what its key is.
    ("adopt/evidence/env_values.rs", 5),
    // A real value against those of `.env.example`.
    ("adopt/example/compare.rs", 2),
    // A setting's default is written.
    ("adopt/generate/defaults.rs", 1),
    // A value that git tracks: whether it is made up, and in the file's text.
    ("command/shared/tracked.rs", 2),
    // A short setting is shown.
    ("core/message/shown.rs", 1),
    // A reference is replaced by what it refers to.
    ("dotenv/expand.rs", 1),
    // A value is written into an env file.
    ("dotenv/literal.rs", 2),
    // The child's environment, and its PATH.
    ("env/child_env.rs", 2),
    // Weak or not.
    ("env/fingerprints.rs", 1),
    // A path to a file with a value.
    ("env/layers/env_file.rs", 1),
    // A refused value against another word for the same truth value.
    ("env/layers/refuse.rs", 2),
    // A path to a file with a value, and whether a setting's file holds a secret.
    ("env/layers/wrong_file.rs", 2),
    // How a value begins and ends.
    ("env/resolve/edges.rs", 1),
    // A setting with a strong secret's value holds the secret.
    ("env/resolve/judge.rs", 1),
    // Of two equal forms of a value, the first is kept.
    ("needle/derive.rs", 1),
    // GitHub is told what to mask.
    ("needle/mask/actions.rs", 3),
    // The forms become needles.
    ("needle/mask_tables.rs", 2),
    // A value becomes forms, unless it is a setting's. An easy word or not.
    ("needle/needles.rs", 4),
    // The forms become needles, and are followed where they are broken up.
    ("scan/needle_finder.rs", 10),
    ("scan/squeeze.rs", 1),
    // Every rule.
    ("schema/check.rs", 2),
    ("schema/fake.rs", 1),
];

/// Calls, and the files or folders they belong to. Of those that begin at one
/// place of a line only the first of this table counts.
const RESERVED: &[(&str, &str)] = &[
    // It reads nothing: it cuts a list that `Host` read.
    ("std::env::split_paths", "session/options.rs"),
    ("std::env", "env/host.rs"),
    ("set_var(", ""),
    ("remove_var(", ""),
    // Only `message!` checks what goes into a message.
    ("Message::assemble(", "core/message/"),
    (".envs(", "git/command.rs"),
    (".env_clear(", "git/command.rs"),
    ("dotenvy::", "dotenv/portable.rs"),
    ("toml::", "schema/tree.rs"),
    ("toml_edit::", "adopt/"),
    ("ruff_python", "python/"),
    ("saphyr_parser::", "adopt/evidence/yaml.rs"),
    ("Sha256", "core/secret.rs git/digest.rs"),
    ("Sha1", "git/digest.rs"),
    // Launching tells errors apart by the kernel's numbers, and so do their words.
    ("libc::", "exec/ core/open.rs core/message/cause.rs"),
    ("flate2::", "scan/container/ scan/tests/fixtures.rs"),
    ("ruzstd::", "scan/container/"),
    (
        "rustix::",
        "exec/ command/shared/folder_lock.rs core/access.rs core/open.rs core/write.rs",
    ),
    // Every other path may have been typed, and may be no path.
    (
        "ShownPath::trusted(",
        "core/message/path.rs env/plan.rs adopt/evidence/ command/shared/report.rs render/",
    ),
    ("ShownPath::foreign(", "scan/ render/"),
    // What prints values, by design: GitHub is told what to mask.
    ("print_unchecked(", "session/ui.rs command/mask.rs"),
    ("::add-mask::", "needle/mask/actions.rs"),
    ("clap::", "cli/ command/ session/flags.rs"),
    ("anyhow", "main.rs"),
    ("tracing_subscriber", "session/trace.rs"),
    ("unsafe {", "exec/sys/ main.rs"),
    ("unsafe fn", "exec/sys/"),
    ("unsafe impl", "exec/sys/"),
    ("unsafe extern", "exec/sys/"),
    ("unsafe(", "exec/sys/ main.rs"),
    ("process::exit", ""),
    ("process::abort", ""),
    ("println!", ""),
    ("print!", ""),
    ("dbg!", ""),
    ("#[allow", ""),
    ("::*;", ""),
    // A name in such a list would not be seen as an import, nor one that begins here.
    ("crate::{", ""),
    ("use super::", ""),
];

/// The most lines of code of a file, without blanks, comments and tests: past
/// them it is two ideas.
const MAX_CODE: usize = 300;

/// Names of files that say nothing.
const NO_NAMES: &[&str] = &["utils", "util", "helpers", "common", "misc"];

/// Files and folders of `src` that are tests as a whole.
const TEST_FILES: &[&str] = &["tests", "tests.rs", "sample.rs", "trial.rs"];

#[test]
fn imports_point_downwards() {
    complain(|source, number, line, complaints| {
        complaints
            .extend(upwards(source, line).map(|what| format!("{}:{number}: {what}", source.path)));
    });
}

#[test]
fn an_import_that_points_upwards_is_found() {
    let source = Source {
        path: "schema/model.rs".to_owned(),
        text: String::new(),
    };
    let found = |line| upwards(&source, line).count();
    assert_eq!(found("use crate::core::name::EnvName;"), 0);
    assert_eq!(found("use crate::schema::types;"), 0);
    assert_eq!(found("let host = crate::env::host::Host::capture();"), 1);
    assert_eq!(found("use crate::nowhere;"), 1);
    assert_eq!(found("use super::super::env;"), 1);
}

/// What a line imports that its file may not.
fn upwards<'a>(source: &'a Source, line: &'a str) -> impl Iterator<Item = String> {
    let own = rank(source.module());
    let above = imported(line)
        .filter(move |import| *import != source.module())
        .filter(move |import| rank(import).is_none_or(|rank| Some(rank) > own))
        .map(|import| format!("`{import}` is above"));
    let parts = source.path.split('/').filter(|part| *part != "mod.rs");
    let around = line.contains(&"super::".repeat(parts.count()));
    above.chain(around.then(|| "a way round `crate::`".to_owned()))
}

#[test]
fn the_order_lists_what_stands_at_the_root() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let entries = fs::read_dir(root).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.map(|name| name.replace(".rs", "")).collect();
    let mut order = ORDER.to_vec();
    names.sort();
    order.sort_unstable();
    assert_eq!(names, order);
}

#[test]
fn pure_modules_stay_out_of_the_world() {
    complain(|source, number, line, complaints| {
        if PURE.contains(&source.module()) {
            for effect in EFFECTS.iter().filter(|effect| line.contains(**effect)) {
                complaints.push(format!("{}:{number}: `{effect}`", source.path));
            }
        }
    });
}

#[test]
fn secrets_are_exposed_only_where_agreed() {
    let mut counts = Vec::new();
    for source in sources("src") {
        let doors = |line: &str| [".expose()", "::expose"].map(|door| line.matches(door).count());
        let lines = source.program();
        let count: usize = lines.iter().flat_map(|(_, line)| doors(line)).sum();
        if count > 0 {
            counts.push((source.path, count));
        }
    }
    counts.sort();
    let agreed = MAY_EXPOSE
        .iter()
        .map(|(path, count)| ((*path).to_owned(), *count));
    assert_eq!(counts, agreed.collect::<Vec<_>>());
}

#[test]
fn reserved_calls_stay_home() {
    complain(|source, number, line, complaints| {
        let mut seen = Vec::new();
        for (call, homes) in RESERVED {
            let at_home = homes.split(' ').any(|home| {
                source.path == home || (home.ends_with('/') && source.path.starts_with(home))
            });
            for (at, _) in line.match_indices(call) {
                if !seen.contains(&at) && !at_home {
                    complaints.push(format!("{}:{number}: `{call}`", source.path));
                }
                seen.push(at);
            }
        }
    });
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests", "examples", "benches", "fuzz"] {
        for Source { path, text } in sources(folder) {
            let first = text.lines().find(|line| !line.starts_with("#!"));
            let says = first.is_some_and(|line| line.starts_with("//! "));
            assert!(says, "{folder}/{path} does not begin with `//!`");
            let mut parts = path.split(['/', '.']);
            let named = !parts.any(|part| NO_NAMES.contains(&part));
            assert!(named, "{folder}/{path} has a name that says nothing");
        }
    }
}

#[test]
fn no_file_is_two_ideas() {
    let mut total = 0;
    for source in sources("src") {
        let program = source.program();
        let code = program.iter().filter(|(_, line)| !line.trim().is_empty());
        let lines = code.count();
        total += lines;
        assert!(
            lines <= MAX_CODE,
            "src/{} has {lines} lines of code",
            source.path
        );
    }
    println!("lines of code in src: {total}");
}

/// A source file: its path below the folder that was asked for, and its text.
pub(crate) struct Source {
    pub(crate) path: String,
    text: String,
}

impl Source {
    /// The top-level module.
    fn module(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap()
    }

    /// The lines that are program, with their numbers: no comment, and nothing
    /// that is compiled for tests alone.
    pub(crate) fn program(&self) -> Vec<(usize, &str)> {
        let mut program = Vec::new();
        let indent = |line: &str| line.len() - line.trim_start().len();
        let is_test = self.path.split('/').any(|part| TEST_FILES.contains(&part));
        let mut lines = (1..).zip(self.text.lines());
        while let Some((number, line)) = lines.next() {
            if line.trim_start() == "#[cfg(test)]" {
                let ends =
                    |end: &str| indent(end) == indent(line) && end.ends_with([';', ',', '}']);
                lines.by_ref().find(|(_, line)| ends(line));
            } else if !line.trim_start().starts_with("//") && !is_test {
                program.push((number, line));
            }
        }
        program
    }
}

/// A panic before that would print its message, which may quote an argument.
#[test]
fn panics_are_silenced_before_anything_else() {
    let main = include_str!("../src/main.rs");
    let program = main.split("extern \"C\" fn main(").nth(1).unwrap();
    let at = |text: &str| program.find(text).unwrap();
    let first = at("panics::silence()");
    for later in ["startup::begin(", "cli::family(", "secrun::run("] {
        assert!(first < at(later), "{later}");
    }
    assert_eq!(
        program.matches("cli::family(").count(),
        program.matches("guarded(|| cli::family(").count()
    );
}

/// All Rust files below a folder of the project.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let (mut found, mut folders) = (Vec::new(), vec![root.clone()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let shown = path.strip_prefix(&root).unwrap().to_str().unwrap();
                let text = fs::read_to_string(&path).unwrap();
                let path = shown.to_owned();
                found.push(Source { path, text });
            }
        }
    }
    found
}

/// Looks at every line of the program, and fails with all complaints.
#[track_caller]
fn complain(look: impl Fn(&Source, usize, &str, &mut Vec<String>)) {
    let mut complaints = Vec::new();
    for source in sources("src") {
        for (number, line) in source.program() {
            look(&source, number, line, &mut complaints);
        }
    }
    complaints.dedup();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// The modules that a line names from the crate's root.
fn imported(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|after| {
        let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
        &after[..end.unwrap_or(after.len())]
    })
}

/// The place of a module in the strict order.
fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}
