//! Laws that hold for whatever comes, tried on a few hundred things that came.
//! The seed is fixed, so that every run tries the same.

use std::path::Path;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngSeed, TestRunner};
use secrun::core::entropy;
use secrun::core::message::ShownPath;
use secrun::core::name::{EnvName, NamePattern};
use secrun::core::report::Problem;
use secrun::core::secret::{SecretValue, ValueDigest};
use secrun::dotenv::Interpolation;
use secrun::dotenv::{Contents, ReadOptions, read};

use crate::case::{Case, finish};
use crate::python;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x5ec_4e75),
        ..ProptestConfig::default()
    }
}

/// Text with what env files give a meaning to in every place.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => "[a-zA-Z0-9]",
            4 => prop::sample::select(vec![
                " ", "\t", "\n", "'", "\"", "\\", "#", " #", "=", "$", "${", "${A}", "}", "`", "\\n", "export ",
                "\nB=", "\u{a0}", "\u{1c}", "é", "\u{2028}",
            ]).prop_map(str::to_owned),
            1 => any::<char>().prop_filter("no environment has it", |c| !matches!(c, '\0' | '\r')).prop_map(String::from),
        ],
        0..12,
    )
    .prop_map(|pieces| pieces.concat())
}

fn reading(file: &str, interpolation: Interpolation) -> Contents {
    let settings = ReadOptions::alone(interpolation);
    read(
        &ShownPath::typed(Path::new(".env")),
        file.as_bytes(),
        &settings,
    )
}

/// The values of a file that has no error.
fn values(file: &str, interpolation: Interpolation) -> Vec<(String, String)> {
    let reading = reading(file, interpolation);
    let errors: Vec<&Problem> = reading
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .collect();
    assert!(errors.is_empty(), "{file:?}: {errors:?}");
    let pair = |(name, value): (&EnvName, &SecretValue)| {
        (
            name.to_string(),
            String::from_utf8(value.expose().to_vec()).unwrap(),
        )
    };
    reading
        .statements
        .iter()
        .map(|it| pair((&it.name, &it.value)))
        .collect()
}

/// A value as it can be written: in single quotes, in double quotes, and, if
/// it is plain enough, in none.
fn written(value: &str) -> Vec<String> {
    let escaped = value.replace('\\', "\\\\");
    let double = escaped.replace('"', "\\\"");
    let mut ways = vec![
        format!("'{}'", escaped.replace('\'', "\\'")),
        format!("\"{double}\""),
        format!("\"{}\"", double.replace('\n', "\\n").replace('\t', "\\t")),
    ];
    let bare = |c: char| !c.is_whitespace() && !c.is_control() && c != '#';
    if value.chars().all(bare) && !value.starts_with(['\'', '"']) {
        ways.push(value.to_owned());
    }
    ways
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn values_read_back_however_they_are_quoted(
        texts in prop::collection::vec(text(), 1..4),
        export in prop::sample::select(vec!["", "export ", "  "]),
        tail in prop::sample::select(vec!["", " ", " # it's \"x\"", "\t#"]),
    ) {
        for way in 0..4 {
            let mut file = String::new();
            let mut expected = Vec::new();
            for (index, value) in texts.iter().enumerate() {
                let ways = written(value);
                let name = format!("K{index}");
                let chosen = ways[way % ways.len()].as_str();
                file.extend([export, &name, "=", chosen, tail, "\n"]);
                expected.push((name, value.clone()));
            }
            prop_assert_eq!(values(&file, Interpolation::Off), expected, "{:?}", file);
        }
    }

    #[test]
    fn a_reference_stands_for_the_value_above(value in text(), before in "[a-z ]{0,4}", after in "[a-z ]{0,4}") {
        let value = value.replace('{', "");
        let file = format!("A={}\nB=\"{before}${{A}}{after}\"\nC=${{A:-x}}\n", written(&value)[1]);
        let read = values(&file, Interpolation::Braces);
        let read: Vec<&str> = read.iter().map(|(_, value)| value.as_str()).collect();
        prop_assert_eq!(read, [&value, &format!("{before}{value}{after}"), &value], "{:?}", file);
    }

    #[test]
    fn a_pattern_selects_what_a_naive_matcher_selects(pattern in "[A_*][AB_*]{0,7}", name in "[AB_]{0,8}") {
        fn selects(pattern: &[u8], name: &[u8]) -> bool {
            match (pattern.split_first(), name.split_first()) {
                (None, None) => true,
                (Some((b'*', rest)), _) if selects(rest, name) => true,
                (Some((b'*', _)), Some((_, rest))) => selects(pattern, rest),
                (Some((one, pattern)), Some((other, name))) => one == other && selects(pattern, name),
                _ => false,
            }
        }
        let expected = selects(pattern.as_bytes(), name.as_bytes());
        prop_assert_eq!(NamePattern::new(&pattern).unwrap().matches(&name), expected);
    }

    #[test]
    fn no_byte_is_worth_more_than_a_byte(value in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(entropy::bits(&value) <= 8 * u32::try_from(value.len()).unwrap());
    }

    #[test]
    fn a_part_of_a_token_is_worth_no_more_than_the_whole(token in "[A-Za-z0-9]{1,64}", cut in 0_usize..64) {
        let part = &token.as_bytes()[..cut.min(token.len())];
        let whole = entropy::bits(token.as_bytes());
        // What looks made by hand is worth 40 bits, whatever a part of it looks like.
        prop_assert!(whole == 40 || entropy::bits(part) <= whole, "{} {}", token, cut);
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn check_and_run_agree(
        lines in prop::collection::vec(prop::sample::select(vec![
            "TOKEN=test-not-a-real-key", "TOKEN=", "TOKEN='open", "PORT=80", "PORT=eighty", "PORT=${H}", "MODE=dev",
            "MODE=other", "URL=https://a.example/", "URL=${TOKEN}", "OTHER=1", "other = 2 # x", "pasted",
        ]), 0..5),
        host in prop::sample::select(vec![("H", "81"), ("TOKEN", "test-from-the-host"), ("MODE", "prod"), ("PORT", "x")]),
        flags in prop::sample::select(vec![&[][..], &["--override"], &["--scope", "one"]]),
    ) {
        let schema = "[secrets]\nTOKEN = { min_length = 8 }\n[settings]\nPORT = { type = \"port\", default = 1 }\n\
            MODE = { type = \"enum\", values = [\"dev\", \"prod\"], required = false }\n\
            URL = { type = \"url\", required = false }\n[scopes]\none = { secrets = [\"TOKEN\"], settings = [\"PORT\"] }\n";
        let case = || Case::with_schema(schema).file(".env", lines.join("\n")).host(host.0, host.1).args(flags);
        let check = case().args(["check"]).output();
        let run = case().args(["--", "true"]).output();
        let expected = match check.status.code() {
            Some(0) => 0,
            Some(1) => 125,
            other => panic!("check ended with {other:?}: {}", check.stderr),
        };
        prop_assert_eq!(run.status.code(), Some(expected), "{}", run.stderr);
    }
}

#[test]
fn fingerprints_are_those_of_python() {
    let Some(python) = python::with_module("hashlib") else {
        return;
    };
    let mut runner = TestRunner::new(config(1));
    let mut texts: Vec<String> = ["test-not-a-real-key", "pässwörd", "4821", ""]
        .map(str::to_owned)
        .into();
    texts.extend((0..200).map(|_| text().new_tree(&mut runner).unwrap().current()));
    let script = "import hashlib, json, sys\n\
        for value in json.load(sys.stdin):\n    print('sha256:' + hashlib.sha256(value.encode()).hexdigest()[:8])";
    let mut command = std::process::Command::new(python);
    command.args(["-c", script]);
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let output = finish(command, serde_json::to_string(&texts).unwrap().as_bytes());
    let ours = texts.iter().map(|text| {
        ValueDigest::of(&SecretValue::new(text.as_bytes()).unwrap()).to_string() + "\n"
    });
    assert_eq!(
        ours.collect::<String>(),
        String::from_utf8(output.stdout).unwrap()
    );
}
