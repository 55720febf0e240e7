//! Asks for a value on the terminal, without echo.

use crate::command::shared::edit;
use crate::core::message::Message;
use crate::core::report::{Failure, Problem, Stage};
use crate::core::secret::SecretValue;
use crate::dotenv::MAX_VARIABLE_BYTES;
use crate::env::host::{Host, Stream};
use crate::error::Error;
use crate::exec::prompt::{self, Answer, Manner};

/// What came of asking for a value.
pub(crate) enum Asked {
    Value(SecretValue),
    /// Ctrl-D.
    Nothing,
    Signal(i32),
}

/// Whether there is a terminal to ask on.
pub(crate) fn need_terminal(host: &Host) -> Result<(), Error> {
    if host.is_terminal(Stream::Stdin) {
        return Ok(());
    }
    let what = "standard input is not a terminal, so nobody can be asked";
    let hint = "pass the value to `secrun set KEY --stdin`";
    Err(Failure::usage(what, hint).into())
}

/// Asks for a value on the terminal.
pub(crate) fn value(host: &Host, question: &Message) -> Result<Asked, Error> {
    need_terminal(host)?;
    let term = host.env.get("TERM");
    let manner = Manner {
        // One more, so that what is too long is seen.
        most: MAX_VARIABLE_BYTES + 1,
        marks_paste: term.is_some_and(|term| !term.is_empty() && term != "dumb"),
    };
    let answer = prompt::ask(question.as_str(), manner);
    match answer.map_err(|_| no_terminal())? {
        Answer::Typed(mut bytes) => SecretValue::new(std::mem::take(&mut *bytes))
            .map(Asked::Value)
            .map_err(|_| {
                let what = message!("a NUL byte in what was typed");
                edit::unsatisfied(vec![Problem::error("nul", what)])
            }),
        Answer::Lines => {
            let what = message!("more than one line was pasted");
            let hint = message!("pass a file with the value: `secrun set KEY --stdin <FILE`");
            let problem = Problem::error("edit.lines", what).hint(hint);
            Err(edit::unsatisfied(vec![problem]))
        }
        Answer::End => Ok(Asked::Nothing),
        Answer::Signal(number) => Ok(Asked::Signal(number)),
    }
}

fn no_terminal() -> Box<Failure> {
    let what = message!("the terminal cannot be asked");
    let hint = message!("pass `--stdin`");
    Problem::error("edit.terminal", what)
        .hint(hint)
        .ends(Stage::Read)
}
