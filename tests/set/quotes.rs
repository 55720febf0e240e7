//! Random values in every kind of quotes: python-dotenv and secrun read them back.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use secrun::core::message::ShownPath;
use secrun::core::name::EnvName;
use secrun::core::secret::SecretValue;
use secrun::dotenv::edit::EnvFile;
use secrun::dotenv::{Interpolation, ReadOptions, read};

use crate::case::finish;
use crate::python;

/// What values of a style are made of, besides letters and digits.
const STYLES: &[(&str, &[&str])] = &[
    ("plain", &["-", "_", ".", "/", "+"]),
    (
        "single",
        &[
            "\"", "$", "#", " ", "`", "=", "\n", "é", "{", "}", "!", "\t", "\u{2028}",
        ],
    ),
    (
        "double",
        &[
            "'", "\\", "\r", "\n", "\"", "$", "#", " ", "\\n", "\\'", "\r\n", "\u{85}",
        ],
    ),
    (
        "any",
        &[
            "'", "\\", "\"", "$", "{", "}", "#", " #", "\n", "\r", "\u{1c}", "\u{b}", "\u{a0}",
            "\u{1b}", "🔑",
        ],
    ),
];

/// How a statement is written before the value is set.
const BEFORE: &[&str] = &[
    "",
    "KEY=",
    "KEY=x # it's",
    "export KEY='x'  # y\n",
    "KEY = \"x\\\"\ny\"\r\n",
];

const COUNT: usize = 500;

const PROGRAM: &str = "import dotenv, json, sys
print(json.dumps(dotenv.dotenv_values(sys.argv[1])))";

/// xorshift64*, as the test needs the same values each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % sides
    }

    fn value(&mut self, pieces: &[&str]) -> String {
        loop {
            let mut value = String::new();
            for _ in 0..=self.throw(24) {
                match self.throw(2) {
                    0 => value.push_str(pieces[self.throw(pieces.len())]),
                    _ => value.push(char::from(b"abcn09rtx"[self.throw(9)])),
                }
            }
            if !value.contains("${") {
                return value;
            }
        }
    }
}

/// A file with one statement a key, each set to its value in a file of its own.
fn file(dice: &mut Dice, pieces: &[&str]) -> (Vec<u8>, BTreeMap<String, String>) {
    let path = ShownPath::typed(Path::new(".env"));
    let (mut whole, mut values) = (Vec::new(), BTreeMap::new());
    for number in 0..COUNT {
        let name = format!("KEY_{number}");
        let value = dice.value(pieces);
        let before = BEFORE[dice.throw(BEFORE.len())].replace("KEY", &name);
        let key = EnvName::new(&name).unwrap();
        let secret = SecretValue::new(value.as_bytes()).unwrap();
        let before = EnvFile::read(&path, before.as_bytes()).ok().unwrap();
        let after = before.set(&[&key], &secret, Interpolation::Braces);
        let Ok(after) = after else {
            panic!("not written: {value:?}");
        };
        whole.extend_from_slice(&after.bytes);
        if !whole.ends_with(b"\n") {
            whole.push(b'\n');
        }
        values.insert(name, value);
    }
    (whole, values)
}

#[test]
fn random_values_are_read_back_by_python_dotenv_and_secrun() {
    // Before 1.2.4 it reads some values otherwise.
    let recent = "importlib.metadata; assert [*map(int, importlib.metadata.version('python-dotenv').split('.'))] >= [1, 2, 4]";
    let python = python::with_module(recent);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("values.env");
    for (style, pieces) in STYLES {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let (bytes, values) = file(&mut dice, pieces);
        let shown = ShownPath::typed(Path::new(".env"));
        let reading = read(&shown, &bytes, &ReadOptions::alone(Interpolation::Braces));
        assert!(reading.problems.iter().all(|it| !it.is_error()), "{style}");
        let ours: BTreeMap<String, String> = reading
            .statements
            .iter()
            .map(|it| {
                let value = String::from_utf8(it.value.expose().to_vec());
                (it.name.to_string(), value.unwrap())
            })
            .collect();
        assert_eq!(ours, values, "{style}");
        let Some(python) = &python else { continue };
        std::fs::write(&path, &bytes).unwrap();
        let mut command = Command::new(python);
        command.args(["-c", PROGRAM]).arg(&path);
        command.stdout(std::process::Stdio::piped());
        let output = finish(command, b"");
        let theirs: BTreeMap<String, String> = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(theirs, values, "{style}");
    }
}
