//! Variables in files that are not parsed: JavaScript, settings of dbt, of Hydra and
//! of `LiteLLM`, and the servers of agents. They are found by pattern, which the schema says.

use std::ffi::OsStr;
use std::path::Path;

use crate::adopt::evidence::mention::{Mention, MentionKind};
use crate::core::message::{Place, ShownPath};
use crate::python::plausible;

/// Files with the servers of agents, from the root of the tree.
pub(super) const OF_AGENTS: [&str; 4] = [
    ".mcp.json",
    ".cursor/mcp.json",
    ".vscode/mcp.json",
    "mcp.json",
];

const SCRIPTS: [&str; 11] = [
    "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro",
];
const TEMPLATES: [&str; 3] = ["yml", "yaml", "sql"];

/// How a language names a variable: what stands before the name.
struct Pattern {
    before: &'static str,
    /// What may stand between it and the name.
    opened_by: &'static [&'static str],
}

const OF_SCRIPTS: [Pattern; 4] = [
    Pattern {
        before: "process.env",
        opened_by: &["?.[\"", "?.['", "?.", "[\"", "['", "."],
    },
    Pattern {
        before: "import.meta.env",
        opened_by: &["?.", "[\"", "['", "."],
    },
    Pattern {
        before: "Bun.env",
        opened_by: &["[\"", "['", "."],
    },
    Pattern {
        before: "Deno.env.get(",
        opened_by: &["\"", "'"],
    },
];

const OF_TEMPLATES: [Pattern; 4] = [
    // dbt
    Pattern {
        before: "env_var(",
        opened_by: &["\"", "'"],
    },
    // OmegaConf, which Hydra reads
    Pattern {
        before: "${oc.env:",
        opened_by: &[""],
    },
    Pattern {
        before: "${env:",
        opened_by: &[""],
    },
    // LiteLLM
    Pattern {
        before: "os.environ/",
        opened_by: &[""],
    },
];

const OF_SERVERS: [Pattern; 2] = [
    Pattern {
        before: "${env:",
        opened_by: &[""],
    },
    Pattern {
        before: "${",
        opened_by: &[""],
    },
];

/// What Vite itself puts into `import.meta.env`.
const OF_VITE: [&str; 5] = ["BASE_URL", "DEV", "MODE", "PROD", "SSR"];

pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| extensions.contains(&extension))
}

/// Whether a file is searched, by its name.
pub(super) fn is_searched(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_script = has_extension(path, &SCRIPTS);
    // What a build made, and what tests set themselves.
    let passed = [".min.", ".test.", ".spec.", ".d."];
    let in_tests = || {
        let parts = path.iter().map(|part| part.to_string_lossy());
        parts
            .into_iter()
            .any(|part| part == "__tests__" || part == "__mocks__")
    };
    has_extension(path, &TEMPLATES)
        || (is_script && !passed.iter().any(|part| name.contains(part)) && !in_tests())
}

/// The variables that a file names.
pub(super) fn read(within: &Path, shown: &ShownPath, text: &str) -> Vec<Mention> {
    let is_script = has_extension(within, &SCRIPTS);
    let (patterns, comments): (&[Pattern], &[&str]) = if is_script {
        (&OF_SCRIPTS, &["//", "*", "/*"])
    } else if has_extension(within, &TEMPLATES) {
        (&OF_TEMPLATES, &["#", "--"])
    } else {
        (&OF_SERVERS, &[])
    };
    let mut found = Vec::new();
    let mut add = |line: usize, column: usize, name: &str| {
        found.extend(plausible(name).map(|name| Mention {
            name,
            place: Place::at(shown, line, column),
            kind: MentionKind::Pattern,
            may_be_secret: false,
        }));
    };
    for (at, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if comments.iter().any(|comment| code.starts_with(comment)) {
            continue;
        }
        for pattern in patterns {
            for (column, _) in line.match_indices(pattern.before) {
                if let Some(name) = named(&line[column + pattern.before.len()..], pattern) {
                    add(at + 1, column + 1, name);
                }
            }
        }
    }
    if is_script {
        for (before, names) in taken_apart(text) {
            let line = text[..before].matches('\n').count() + 1;
            for name in names {
                add(line, 1, name);
            }
        }
    }
    found
}

/// The name behind a pattern, unless the program sets it.
fn named<'t>(rest: &'t str, pattern: &Pattern) -> Option<&'t str> {
    let mut opened = pattern.opened_by.iter();
    let rest = opened.find_map(|opened| rest.strip_prefix(*opened))?;
    let (name, after) = name_of(rest)?;
    let after = after.trim_start_matches(['"', '\'', ']']).trim_start();
    let is_set = after.starts_with('=') && !after.starts_with("==");
    let is_of_vite = pattern.before == "import.meta.env" && OF_VITE.contains(&name);
    // `${NAME}` and `${NAME:-x}`, but not `${NAME:x}`.
    let is_closed = pattern.before != "${" || after.starts_with('}') || after.starts_with(":-");
    (!is_set && !is_of_vite && is_closed).then_some(name)
}

/// A name in capitals at the start of a text, and what follows it.
fn name_of(text: &str) -> Option<(&str, &str)> {
    let is_of_name = |letter: char| letter == '_' || letter.is_ascii_alphanumeric();
    let end = text
        .find(|letter| !is_of_name(letter))
        .unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    let fine = name.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
        && !name.contains(|letter: char| letter.is_ascii_lowercase());
    fine.then_some((name, after))
}

/// `const { A, B: b, C = "x" } = process.env`
fn taken_apart(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.match_indices("process.env").filter_map(|(at, _)| {
        let before = text[..at].trim_end().strip_suffix('=')?.trim_end();
        let inner = before.strip_suffix('}')?;
        let open = inner.rfind('{')?;
        let parts = inner[open + 1..].split(',');
        let names = parts.filter_map(|part| Some(name_of(part.trim_start())?.0));
        Some((open, names.collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(path: &str, text: &str) -> Vec<String> {
        let path = Path::new(path);
        let found = read(path, &ShownPath::typed(path), text);
        found
            .iter()
            .map(|mention| mention.name.as_str().to_owned())
            .collect()
    }

    #[test]
    fn every_way_of_scripts_is_found() {
        for (line, expected) in [
            ("const a = process.env.API_KEY", &["API_KEY"][..]),
            ("f(process.env[\"A_B\"], process.env['C'])", &["A_B", "C"]),
            ("process.env?.API_KEY ?? 'x'", &["API_KEY"]),
            (
                "import.meta.env.VITE_URL || import.meta.env.MODE",
                &["VITE_URL"],
            ),
            ("Deno.env.get('TOKEN'); Bun.env.OTHER", &["OTHER", "TOKEN"]),
            (
                "const { A, B: b,\n  C = 'x' } = process.env;",
                &["A", "B", "C"],
            ),
            ("if (process.env.A === 'x') {}", &["A"]),
            ("process.env.A = 'x'", &[]),
            ("// process.env.A", &[]),
            (" * process.env.A", &[]),
            (
                "process.env[name]; process.env.npm_config_x; Object.keys(process.env)",
                &[],
            ),
        ] {
            let mut found = names("a.ts", line);
            found.sort_unstable();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn every_way_of_templates_and_servers_is_found() {
        for (path, line, expected) in [
            (
                "profiles.yml",
                "password: \"{{ env_var('DBT_PASSWORD') }}\"",
                &["DBT_PASSWORD"][..],
            ),
            (
                "models/a.sql",
                "select '{{ env_var(\"REGION\", 'eu') }}'",
                &["REGION"],
            ),
            ("conf/a.yaml", "key: ${oc.env:API_KEY,none}", &["API_KEY"]),
            (
                "config.yaml",
                "api_key: os.environ/AZURE_API_KEY",
                &["AZURE_API_KEY"],
            ),
            ("config.yaml", "# api_key: os.environ/AZURE_API_KEY", &[]),
            ("config.yaml", "a: ${OTHER}", &[]),
            (
                ".mcp.json",
                "\"KEY\": \"${API_KEY}\", \"u\": \"${URL:-x}\"",
                &["API_KEY", "URL"],
            ),
            (
                ".vscode/mcp.json",
                "\"${env:API_KEY} ${input:KEY} ${workspaceFolder}\"",
                &["API_KEY"],
            ),
        ] {
            assert_eq!(names(path, line), expected, "{line}");
        }
    }

    #[test]
    fn files_of_tests_and_builds_are_not_searched() {
        for (path, is) in [
            ("src/a.ts", true),
            ("conf/a.yaml", true),
            ("src/a.test.ts", false),
            ("src/__tests__/a.ts", false),
            ("lib/a.min.js", false),
            ("src/env.d.ts", false),
            ("a.json", false),
        ] {
            assert_eq!(is_searched(Path::new(path)), is, "{path}");
        }
    }
}
