//! Asks for a value on the terminal, without echo.
//!
//! Keys come one by one: a terminal that collects a line itself cuts it at 4,095 bytes
//! (Linux: `N_TTY_BUF_SIZE`), and a key may be longer.

use std::os::fd::{AsFd as _, OwnedFd};

use rustix::event::{PollFd, PollFlags};
use rustix::io::{Errno, read, retry_on_intr, write};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcsetattr,
};
use zeroize::Zeroizing;

use crate::exec::sys::poll::poll_until;
use crate::exec::sys::signal::{self, Catcher};
use crate::exec::terminal::Terminal;

/// The outcome of a question.
pub(crate) enum Answer {
    Typed(Zeroizing<Vec<u8>>),
    /// More than one line, not pasted in a way that shows where it ends.
    Lines,
    /// Ctrl-D, or the terminal is gone.
    End,
    /// This signal, or the key that means it.
    Signal(i32),
}

/// How to ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// The most bytes of an answer, which is cut behind them.
    pub(crate) most: usize,
    /// Whether the terminal may be asked to mark what is pasted.
    pub(crate) marks_paste: bool,
}

const MARK_PASTE: &[u8] = b"\x1b[?2004h";
const MARK_NO_PASTE: &[u8] = b"\x1b[?2004l";

/// Shows a text on the terminal, and reads the answer.
pub(crate) fn ask(text: &str, manner: Manner) -> Result<Answer, Errno> {
    let terminal = Terminal::open()?;
    let signals = [libc::SIGINT, libc::SIGQUIT, libc::SIGTERM, libc::SIGHUP];
    let catcher = Catcher::start(&signals).map_err(|_| Errno::IO)?;
    let mut question = Question {
        terminal: &terminal,
        catcher: &catcher,
        manner,
        text,
        line: Line::new(manner.most),
    };
    question.begin()?;
    let answer = question.answer();
    question.end();
    Ok(match answer? {
        Key::Enter => Answer::Typed(question.line.typed),
        Key::Lines => Answer::Lines,
        Key::Signal(signal) => Answer::Signal(signal),
        Key::End | Key::Stop => Answer::End,
    })
}

struct Question<'q> {
    terminal: &'q Terminal,
    catcher: &'q Catcher,
    manner: Manner,
    text: &'q str,
    line: Line,
}

impl Question<'_> {
    fn device(&self) -> &OwnedFd {
        self.terminal.device()
    }

    fn begin(&self) -> Result<(), Errno> {
        // What was typed ahead is kept: nothing says that it is not the answer.
        tcsetattr(
            self.device(),
            OptionalActions::Now,
            &silent(self.terminal.modes()),
        )?;
        if self.manner.marks_paste {
            self.show(MARK_PASTE)?;
        }
        self.show(self.text.as_bytes())
    }

    /// Restores the terminal. What is left of a paste goes, or a shell would run it.
    fn end(&self) {
        if self.manner.marks_paste {
            let _ = self.show(MARK_NO_PASTE);
        }
        let _ = self.show(b"\n");
        let _ = tcsetattr(self.device(), OptionalActions::Flush, self.terminal.modes());
    }

    fn show(&self, mut bytes: &[u8]) -> Result<(), Errno> {
        while !bytes.is_empty() {
            match retry_on_intr(|| write(self.device(), bytes)) {
                Ok(count) => bytes = &bytes[count..],
                Err(Errno::AGAIN) => {
                    let mut watched = [PollFd::new(self.device(), PollFlags::OUT)];
                    poll_until(&mut watched, None)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn answer(&mut self) -> Result<Key, Errno> {
        let mut buffer = Zeroizing::new([0; 4096]);
        loop {
            let mut watched = [
                PollFd::new(self.terminal.device(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.catcher.as_fd(), PollFlags::IN),
            ];
            poll_until(&mut watched, None)?;
            let is_ready = !watched[0].revents().is_empty();
            if let Some(caught) = self.catcher.next()
                && !self.catcher.was_ignored(caught.signal)
            {
                return Ok(Key::Signal(caught.signal));
            }
            if !is_ready {
                continue;
            }
            let count = match retry_on_intr(|| read(self.terminal.device(), &mut buffer[..])) {
                Ok(0) | Err(Errno::IO) => return Ok(Key::End),
                Err(Errno::AGAIN) => continue,
                count => count?,
            };
            match self.line.take(&buffer[..count]) {
                Some(Key::Stop) => self.stop()?,
                Some(Key::Enter) if self.has_more() => return Ok(Key::Lines),
                Some(key) => return Ok(key),
                None => {}
            }
        }
    }

    /// Whether there is input already: nobody types that fast.
    fn has_more(&self) -> bool {
        let mut watched = [PollFd::new(self.terminal.device(), PollFlags::IN)];
        let polled = poll_until(&mut watched, Some(std::time::Instant::now()));
        polled.is_ok() && watched[0].revents().contains(PollFlags::IN)
    }

    /// Stops, and asks again when the user comes back.
    fn stop(&mut self) -> Result<(), Errno> {
        self.line.typed.clear();
        self.end();
        // To the group, as the terminal would.
        signal::send(libc::SIGTSTP, 0);
        self.begin()
    }
}

fn silent(modes: &Termios) -> Termios {
    let mut silent = modes.clone();
    let local = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON;
    silent.local_modes -= local | LocalModes::ISIG | LocalModes::IEXTEN;
    silent.input_modes -= InputModes::ICRNL | InputModes::INLCR | InputModes::IGNCR;
    silent.input_modes -= InputModes::ISTRIP | InputModes::IXON;
    silent.special_codes[SpecialCodeIndex::VMIN] = 1;
    silent.special_codes[SpecialCodeIndex::VTIME] = 0;
    silent
}

/// The byte that ends an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Enter,
    /// Enter, with more behind it.
    Lines,
    End,
    Stop,
    Signal(i32),
}

/// Where in a sequence of the terminal the next byte stands.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Text,
    Escape,
    /// After `ESC [`, with its number so far.
    Sequence(u32),
}

/// A line that is edited unseen.
struct Line {
    typed: Zeroizing<Vec<u8>>,
    most: usize,
    state: State,
    in_paste: bool,
    after_return: bool,
}

impl Line {
    fn new(most: usize) -> Self {
        Self {
            // With room for all: a vector that grows leaves a copy behind.
            typed: Zeroizing::new(Vec::with_capacity(most)),
            most,
            state: State::Text,
            in_paste: false,
            after_return: false,
        }
    }

    /// Takes bytes of the terminal, up to one that ends the answer.
    fn take(&mut self, bytes: &[u8]) -> Option<Key> {
        for (at, &byte) in bytes.iter().enumerate() {
            match self.key(byte) {
                Some(Key::Enter) if at + 1 < bytes.len() => return Some(Key::Lines),
                None => {}
                key => return key,
            }
        }
        None
    }

    fn key(&mut self, byte: u8) -> Option<Key> {
        match std::mem::replace(&mut self.state, State::Text) {
            State::Escape if byte == b'[' => self.state = State::Sequence(0),
            State::Sequence(number) => self.sequence(number, byte),
            State::Text | State::Escape if self.in_paste => self.pasted(byte),
            State::Text | State::Escape => return self.pressed(byte),
        }
        None
    }

    fn sequence(&mut self, number: u32, byte: u8) {
        match byte {
            b'0'..=b'9' => {
                let number = number.wrapping_mul(10).wrapping_add(u32::from(byte - b'0'));
                self.state = State::Sequence(number);
            }
            b'~' if number == 200 => self.in_paste = true,
            b'~' if number == 201 => {
                self.in_paste = false;
                // What is copied often takes its line end along.
                if self.typed.last() == Some(&b'\n') {
                    self.typed.pop();
                }
            }
            // The end of another sequence, such as of an arrow.
            0x40..=0x7e => {}
            _ => self.state = State::Sequence(number),
        }
    }

    fn pasted(&mut self, byte: u8) {
        let after_return = std::mem::replace(&mut self.after_return, byte == b'\r');
        match byte {
            0x1b => self.state = State::Escape,
            b'\r' => self.push(b'\n'),
            b'\n' if after_return => {}
            _ => self.push(byte),
        }
    }

    fn pressed(&mut self, byte: u8) -> Option<Key> {
        match byte {
            0x03 => return Some(Key::Signal(libc::SIGINT)),
            0x1c => return Some(Key::Signal(libc::SIGQUIT)),
            0x1a => return Some(Key::Stop),
            0x04 if self.typed.is_empty() => return Some(Key::End),
            b'\r' | b'\n' | 0x04 => return Some(Key::Enter),
            0x1b => self.state = State::Escape,
            0x08 | 0x7f => self.rub_out(),
            // Ctrl-U and Ctrl-W: of what is not seen all goes or nothing.
            0x15 | 0x17 => self.typed.clear(),
            _ => self.push(byte),
        }
        None
    }

    fn push(&mut self, byte: u8) {
        if self.typed.len() < self.most {
            self.typed.push(byte);
        }
    }

    /// Takes the last character back.
    fn rub_out(&mut self) {
        while let Some(byte) = self.typed.pop() {
            if byte & 0xc0 != 0x80 {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(keys: &str, expected: &str, end: Option<Key>) {
        let mut line = Line::new(64);
        assert_eq!(line.take(keys.as_bytes()), end, "{keys:?}");
        assert_eq!(line.typed.as_slice(), expected.as_bytes(), "{keys:?}");
    }

    #[test]
    fn keys_edit_the_line() {
        case("key\r", "key", Some(Key::Enter));
        case("kez\x7fy\n", "key", Some(Key::Enter));
        case("kä\x08ey", "key", None);
        case("no\x15key\x1b[A\x1b[1;5C\t", "key\t", None);
        case("\x7f\x04", "", Some(Key::End));
        case("key\x04", "key", Some(Key::Enter));
        case("key\x03", "key", Some(Key::Signal(libc::SIGINT)));
        case("key\x1a", "key", Some(Key::Stop));
        case("one\rtwo", "one", Some(Key::Lines));
        case(&"x".repeat(99), &"x".repeat(64), None);
    }

    #[test]
    fn what_is_pasted_may_have_lines() {
        case(
            "\x1b[200~one\rtwo\r\n\x1b[201~\r",
            "one\ntwo",
            Some(Key::Enter),
        );
        case("a\x1b[200~\x03b\nc\x1b[201~d", "a\x03b\ncd", None);
    }
}
