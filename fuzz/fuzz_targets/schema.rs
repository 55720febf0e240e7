//! Any bytes as a schema: no panic, no refusal without an error, every problem
//! inside the file, and nothing told of a string that stands in it.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use secrun::core::message::ShownPath;
use secrun::core::report::Problem;
use secrun::schema::parse;

/// What a byte 1 of the input becomes: text as of a pasted key. It has the
/// shape of no name, so no part of it may be told.
const PLANTED: &str = "Zq7Xw9vUt0/Kb3Rp5==";

fuzz_target!(|bytes: &[u8]| {
    let pieces = || PLANTED.as_bytes().windows(8);
    if bytes
        .windows(8)
        .any(|window| pieces().any(|it| it == window))
    {
        return;
    }
    let text: Vec<u8> = bytes
        .split(|byte| *byte == 1)
        .collect::<Vec<_>>()
        .join(PLANTED.as_bytes());
    let path = ShownPath::typed(Path::new("secrun.toml"));
    let problems = match parse(&path, &text) {
        Ok(schema) => {
            assert!(schema.warnings.iter().all(|warning| !warning.is_error()));
            schema.warnings
        }
        Err(problems) => {
            assert!(problems.iter().any(Problem::is_error));
            problems
        }
    };
    let text = String::from_utf8_lossy(&text);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in &problems {
        if let Some(position) = problem.place.as_ref().unwrap().position {
            let line = lines.get(position.line - 1);
            let columns = line.map_or(0, |line| line.chars().count());
            assert!(
                line.is_some() && position.column <= columns + 1,
                "{problem:?}"
            );
        }
        let told = format!("{problem:?}");
        for piece in pieces() {
            assert!(
                !told.contains(&*String::from_utf8_lossy(piece)),
                "{problem:?}"
            );
        }
    }
});
