//! Any bytes as an env file: no panic, no key lost, no value told, every
//! problem inside the file; and, where there is a python-dotenv to ask, no
//! reading that differs silently.

#![no_main]

#[path = "env_file/python.rs"]
mod python;

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use secrun::core::message::{Place, ShownPath};
use secrun::core::name::EnvName;
use secrun::core::report::Problem;
use secrun::dotenv::Interpolation;
use secrun::core::binding::InChild;
use secrun::dotenv::{Contents, Outside, ReadOptions, lint, read};

/// The host environment.
const HOST: &[(&str, &str)] = &[("PROBE_ENV", "from-env"), ("E", ""), ("H", "h o'st")];

fuzz_target!(|bytes: &[u8]| {
    let text = normalised(bytes);
    let lines: Vec<&str> = text.split('\n').collect();
    for interpolation in [Interpolation::Braces, Interpolation::Off] {
        let (reading, warnings) = read_with(interpolation, bytes);
        assert!(warnings.iter().all(|warning| !warning.is_error()));
        for problem in reading.problems.iter().chain(&warnings) {
            assert_inside(&lines, problem);
        }
        assert_untold(bytes, reading.problems.iter().chain(&warnings));
        match interpolation {
            // References may stand for lines that are then in no value.
            Interpolation::Off => assert_complete(&lines, &reading),
            Interpolation::Braces => python::compare(bytes, HOST, &reading),
        }
    }
});

fn read_with(interpolation: Interpolation, bytes: &[u8]) -> (Contents, Vec<Problem>) {
    let path = ShownPath::typed(Path::new("env"));
    let host = |name: &EnvName| {
        let found = HOST.iter().find(|(key, _)| *key == name.as_str());
        found.map_or(Outside::Unset, |(_, value)| {
            Outside::Host(value.as_bytes())
        })
    };
    let settings = ReadOptions {
        interpolation,
        outside: &host,
        in_child: &|_, _| InChild::ThisValue,
        kind: &|_| None,
    };
    (read(&path, bytes, &settings), lint(&path, bytes, &settings))
}

/// The text as its places count it.
fn normalised(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn assert_inside(lines: &[&str], problem: &Problem) {
    let Some(position) = problem.place.as_ref().unwrap().position else {
        return;
    };
    let line = lines.get(position.line - 1);
    let columns = line.map_or(0, |line| line.chars().count());
    assert!(
        line.is_some() && position.column <= columns + 1,
        "{problem:?}"
    );
}

/// No problem holds 8 bytes of the file. What may be told, our own words and
/// names in upper case, has no small letters beside digits without a blank.
fn assert_untold<'p>(bytes: &[u8], problems: impl Iterator<Item = &'p Problem>) {
    let mut told = String::new();
    for problem in problems {
        told.push_str(problem.what.as_str());
        told.push(' ');
        told.push_str(problem.hint.as_ref().map_or("", |hint| hint.as_str()));
        told.push(' ');
        told.push_str(problem.key.as_ref().map_or("", EnvName::as_str));
        told.push('\n');
    }
    let told: std::collections::HashSet<&[u8]> = told.as_bytes().windows(8).collect();
    for piece in bytes.windows(8) {
        let ours = !piece.iter().any(u8::is_ascii_lowercase)
            || !piece.iter().any(u8::is_ascii_digit)
            || piece.iter().any(u8::is_ascii_whitespace);
        assert!(ours || !told.contains(piece), "a part of the file is told");
    }
}

/// Every line that begins with a key is a statement, part of a value, told of,
/// or within something that is told of.
fn assert_complete(lines: &[&str], reading: &Contents) {
    let of_all = [
        "dotenv.too-large",
        "dotenv.utf16",
        "dotenv.too-many-keys",
        "dotenv.too-many-problems",
        "dotenv.nul",
        "dotenv.not-utf8",
    ];
    let errors = || reading.problems.iter().filter(|problem| problem.is_error());
    if errors().any(|problem| of_all.contains(&problem.code.as_str())) {
        return;
    }
    let line_of = |place: &Place| place.line().unwrap_or(0);
    for (number, line) in (1..).zip(lines) {
        let Some(key) = key_of(line) else { continue };
        let stated = reading.statements.iter().any(|statement| {
            line_of(&statement.place) == number
                || (line_of(&statement.place) < number
                    && statement.value.expose().contains(&b'\n')
                    && contains(statement.value.expose(), key.as_bytes()))
        });
        let told = errors().any(|problem| {
            let at = line_of(problem.place.as_ref().unwrap());
            let broken = lines.get(at.saturating_sub(1)).copied().unwrap_or_default();
            let block = broken.contains(['\'', '"']) || broken.contains("-----BEGIN");
            at == number
                || (at < number && block && problem.code.as_str() != "dotenv.unclosed-quote")
        });
        assert!(stated || told, "line {number} is lost: {reading:?}");
    }
}

/// `KEY` with its `=`, of a line that begins with one.
fn key_of(line: &str) -> Option<&str> {
    let line = line.trim_start_matches([' ', '\t']);
    let (key, _) = line.split_once('=')?;
    EnvName::new(key).ok()?;
    line.get(..=key.len())
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
