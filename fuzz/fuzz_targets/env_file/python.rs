//! The real python-dotenv as a second reader, when `SECRUN_FUZZ_PYTHON` names
//! an interpreter that has it: one process for the whole run.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use secrun::core::message::Place;
use secrun::dotenv::Contents;
use serde_json::{Value, json};

/// The process, and both ends of the talk with it.
struct Oracle {
    _process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

thread_local! {
    static ORACLE: RefCell<Option<Oracle>> = RefCell::new(Oracle::start());
}

/// What python-dotenv reads without a warning is read to the same bytes or
/// refused; what it skips with one is refused at that line or above.
pub(crate) fn compare(bytes: &[u8], host: &[(&str, &str)], reading: &Contents) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if text.contains('\0') {
        return;
    }
    let answer = ORACLE.with_borrow_mut(|oracle| Some(oracle.as_mut()?.ask(text, host)));
    let Some(answer) = answer else { return };
    let errors = || reading.problems.iter().filter(|problem| problem.is_error());
    for first in answer["broken"].as_array().unwrap() {
        let first = usize::try_from(first.as_u64().unwrap()).unwrap();
        let line = |place: &Place| place.line().unwrap_or(0);
        let told = errors().any(|problem| line(problem.place.as_ref().unwrap()) <= first);
        assert!(told, "line {first} is not told of: {reading:?}");
    }
    if errors().next().is_some() {
        return;
    }
    let mut ours = BTreeMap::new();
    for statement in &reading.statements {
        let value = std::str::from_utf8(statement.value.expose()).unwrap();
        ours.insert(statement.name.as_str(), value);
    }
    assert_eq!(json!(ours), answer["map"], "read differently");
}

impl Oracle {
    fn start() -> Option<Self> {
        let python = std::env::var_os("SECRUN_FUZZ_PYTHON")?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/oracle.py");
        let mut process = Command::new(python)
            .args(["-u", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Some(Self {
            questions: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            _process: process,
        })
    }

    fn ask(&mut self, text: &str, host: &[(&str, &str)]) -> Value {
        let host: BTreeMap<&str, &str> = host.iter().copied().collect();
        writeln!(self.questions, "{}", json!({"text": text, "env": host})).unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }
}
