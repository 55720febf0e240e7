//! The reader of env files against python-dotenv: whatever that reads without
//! a warning is read to the same bytes or refused, and whatever it skips with
//! a warning is refused.

mod cases;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use secrun::core::binding::InChild;
use secrun::core::message::{Place, ShownPath};
use secrun::core::name::EnvName;
use secrun::core::report::{Code, Problem};
use secrun::dotenv::Interpolation;
use secrun::dotenv::{Contents, Outside, ReadOptions, lint, read};

/// What python-dotenv says of a file.
struct Answer {
    /// Its keys; `None` where it raises.
    map: Option<BTreeMap<String, Option<String>>>,
    /// The first line of every statement that it skips.
    broken: Vec<usize>,
}

/// The host environment of the cases.
const HOST: &[(&str, &str)] = &[("PROBE_ENV", "from-env"), ("E", ""), ("H", "h o'st")];

/// Pieces that files are put together from at random.
const ALPHABET: &[&str] = &[
    "A",
    "B",
    "C",
    "=",
    "=",
    "=",
    "\n",
    "\n",
    "\n",
    "'",
    "'",
    "\"",
    "\"",
    "\\",
    "\\",
    "$",
    "{",
    "}",
    "${",
    "${A}",
    "${B:-x}",
    "${PROBE_ENV}",
    "${E:-d}",
    ":",
    "-",
    ":-",
    "#",
    " #",
    "# ",
    " ",
    " ",
    "\t",
    "\r",
    "\r\n",
    "export",
    "export ",
    "n",
    "t",
    "`",
    "$(",
    ")",
    "é",
    "\u{a0}",
    "\u{2003}",
    "\u{2028}",
    "\u{85}",
    "\u{b}",
    "\u{c}",
    "\u{1c}",
    "\u{1f}",
    "\u{200b}",
    "\u{feff}",
    "\u{1a}",
    "\nA=",
    "\nB=",
    "\nC=\"",
    "\nD='",
    "\nE=${",
    "A=1\n",
    "1",
    ".",
    "[",
    "-----BEGIN X-----\n",
    "-----END X-----\n",
    "\\'",
    "\\\"",
    "\\\\",
    "\\$",
    "\\n",
];

/// Statements for files that are mostly well-formed.
const LINES: &[&str] = &[
    "A=1\n",
    "B=two words # note\n",
    "export C='x'\n",
    "D=\"a\\nb\"\n",
    "\n",
    "# note\n",
    "E=${A}\n",
    "F=\"${B:-x}\"\n",
    "G='it\\'s'\n",
    "H=\"two\nlines\"\n",
    "I= # note\n",
    "J=#x\n",
    "'K'=1\n",
    "  L = v \t\n",
    "M=a$b$\n",
    "N=`x`\r\n",
    "A=2\r",
    "O=\"x\" # \"y\"\n",
    "P=${PROBE_ENV}-${E:-d}\n",
    "\u{c}Q=\u{a0}1\u{1d}\n",
    "R=${unclosed\n",
    "S='a\\\\b'\n",
    "T=\"a\\\\\\\"b\"\n",
    "U=don't\n",
];

#[test]
fn files_read_as_python_dotenv_reads_them_or_are_refused() {
    let mut cases: Vec<String> = cases::FILES.iter().map(|&text| text.to_owned()).collect();
    let mut dice = Dice(0x5ec5_0f1e);
    for _ in 0..6_000 {
        let pieces = dice.roll(14) + 1;
        cases.push((0..pieces).map(|_| dice.choose(ALPHABET)).collect());
    }
    for _ in 0..3_000 {
        let lines = dice.roll(6) + 1;
        let mut text: String = (0..lines).map(|_| dice.choose(LINES)).collect();
        if dice.roll(2) == 0 {
            let mut at = dice.roll(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, dice.choose(ALPHABET));
        }
        cases.push(text);
    }
    let Some(answers) = ask_python(&cases) else {
        return;
    };
    assert_eq!(answers.len(), cases.len());
    let (mut read_the_same, mut refused) = (0, 0);
    for (text, answer) in cases.iter().zip(&answers) {
        if compare(text, answer) {
            read_the_same += 1;
        } else {
            refused += 1;
        }
    }
    assert!(
        read_the_same > 2_000 && refused > 2_000,
        "{read_the_same} {refused}"
    );
}

/// Compares the two readings of a file, and says whether ours has no error.
fn compare(text: &str, answer: &Answer) -> bool {
    let reading = read_text(text);
    let errors: Vec<&Problem> = reading.problems.iter().filter(|p| p.is_error()).collect();
    for problem in &reading.problems {
        assert_inside(text, problem);
    }
    for &first in &answer.broken {
        let told = |problem: &&&Problem| {
            let line = problem.place.as_ref().and_then(Place::line).unwrap();
            line == first || (line < first && begins_a_block(problem))
        };
        assert!(
            errors.iter().any(|problem| told(&problem)),
            "{text:?}: line {first} is not told of: {errors:?}"
        );
    }
    if !errors.is_empty() {
        return false;
    }
    let map = answer.map.as_ref().unwrap();
    let mut ours = BTreeMap::new();
    for statement in &reading.statements {
        let value = String::from_utf8(statement.value.expose().to_vec()).unwrap();
        ours.insert(statement.name.as_str().to_owned(), Some(value));
    }
    assert_eq!(&ours, map, "{text:?}");
    true
}

/// Whether the lines below a problem are not told of one by one.
fn begins_a_block(problem: &Problem) -> bool {
    let codes = [
        "dotenv.unclosed-quote",
        "dotenv.text-after-quote",
        "dotenv.unquoted-pem",
    ];
    codes.map(Code::new).contains(&problem.code)
}

#[track_caller]
fn assert_inside(text: &str, problem: &Problem) {
    let position = problem.place.as_ref().unwrap().position.unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let line = text.split('\n').nth(position.line - 1);
    let columns = line.map_or(0, |line| line.chars().count());
    assert!(
        line.is_some() && position.column <= columns + 1,
        "{text:?}: {problem:?}"
    );
}

fn read_text(text: &str) -> Contents {
    with_settings(|settings| read(&path(), text.as_bytes(), settings))
}

fn path() -> ShownPath {
    ShownPath::typed(Path::new(".env"))
}

fn with_settings<T>(work: impl FnOnce(&ReadOptions<'_>) -> T) -> T {
    let host = |name: &EnvName| {
        let found = HOST.iter().find(|(key, _)| *key == name.as_str());
        found.map_or(Outside::Unset, |(_, value)| Outside::Host(value.as_bytes()))
    };
    work(&ReadOptions {
        interpolation: Interpolation::Braces,
        outside: &host,
        in_child: &|_, _| InChild::ThisValue,
        kind: &|_| None,
    })
}

/// Asks python-dotenv; where there is none, says so and gives `None`, but
/// fails in CI.
fn ask_python(cases: &[String]) -> Option<Vec<Answer>> {
    let python = std::env::var("SECRUN_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let oracle = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle.py");
    let works = Command::new(&python)
        .args([oracle, "--probe"])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"ready\n");
    if !works {
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "CI needs python-dotenv 1.2.4 or later; SECRUN_TEST_PYTHON names the interpreter that has it"
        );
        eprintln!(
            "skipped: no python-dotenv 1.2.4 or later; SECRUN_TEST_PYTHON may name an interpreter"
        );
        return None;
    }
    let mut child = Command::new(python)
        .arg(oracle)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let host: BTreeMap<&str, &str> = HOST.iter().copied().collect();
    let input: String = cases
        .iter()
        .map(|text| serde_json::json!({"text": text, "env": host}).to_string() + "\n")
        .collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    Some(lines.lines().map(parse_answer).collect())
}

fn parse_answer(line: &str) -> Answer {
    let json: serde_json::Value = serde_json::from_str(line).unwrap();
    let number = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    Answer {
        map: json["map"]
            .as_object()
            .map(|map| map.iter().map(|(k, v)| (k.clone(), text(v))).collect()),
        broken: json["broken"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect(),
    }
}

/// Pseudo-random numbers (splitmix64), the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn choose(&mut self, from: &[&'static str]) -> &'static str {
        from[self.roll(from.len())]
    }
}

#[test]
fn no_key_is_lost_and_no_value_is_told() {
    const MARKER: &str = "ZqXwVyUt-canary-0192";
    let mut dice = Dice(0x0bad_5eed);
    for _ in 0..4_000 {
        let mut text = String::new();
        for index in 0..=dice.roll(6) {
            let junk: [&str; 3] = std::array::from_fn(|_| dice.choose(ALPHABET));
            let [before, middle, after] = junk;
            let value = [before, MARKER, middle, MARKER, after].concat();
            text.extend(["KEY_", &index.to_string(), "=", &value, "\n"]);
        }
        let reading = read_text(&text);
        let warnings = with_settings(|settings| lint(&path(), text.as_bytes(), settings));
        for problem in reading.problems.iter().chain(&warnings) {
            assert_inside(&text, problem);
            let told = format!("{problem:?}");
            for at in 0..=MARKER.len() - 8 {
                assert!(!told.contains(&MARKER[at..at + 8]), "{text:?}: {told}");
            }
        }
        assert!(warnings.iter().all(|problem| !problem.is_error()));
        if reading.problems.iter().any(Problem::is_error) {
            continue;
        }
        for (at, line) in text.split(['\n', '\r']).enumerate() {
            let name = line.split('=').next().unwrap_or_default();
            let within = reading.statements.iter().any(|statement| {
                statement.name.as_str() == name
                    || String::from_utf8_lossy(statement.value.expose())
                        .contains(&[name, "="].concat())
            });
            let comment = line.trim_start().starts_with('#');
            assert!(
                within || comment || !line.starts_with("KEY_"),
                "{text:?}: line {at} is lost"
            );
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let pieces: [&[u8]; 12] = [
        b"A=",
        b"\n",
        b"\r",
        b"\0",
        b"\xff",
        b"\xc3",
        b"\xa9",
        b"\xed\xa0\x80",
        b"'",
        b"\"",
        b"#",
        b"\\",
    ];
    let mut dice = Dice(0x00c0_ffee);
    for _ in 0..3_000 {
        let count = dice.roll(12);
        let bytes: Vec<u8> = (0..count)
            .flat_map(|_| pieces[dice.roll(pieces.len())])
            .copied()
            .collect();
        let reading = with_settings(|settings| read(&path(), &bytes, settings));
        with_settings(|settings| lint(&path(), &bytes, settings));
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|text| !text.contains('\0'));
        let refused = reading.problems.iter().any(Problem::is_error);
        assert!(refused || text.is_some(), "{:?}", reading.problems);
    }
}
