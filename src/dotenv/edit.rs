//! Changes one key of an env file and leaves every other byte as it is.
//!
//! A file with a broken statement is refused, because nobody knows where the statements
//! around it end. The new text is read back before it is returned.

use zeroize::Zeroizing;

use crate::core::message::ShownPath;
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::core::secret::SecretValue;
use crate::dotenv::lexer::{Assignment, Item, Lexer, Quote};
use crate::dotenv::literal::{self, Unwritable};
use crate::dotenv::problems;
use crate::dotenv::read::read;
use crate::dotenv::statement::{Contents, Interpolation, ReadOptions, Statement};
use crate::dotenv::text::{Mark, Text};

/// A file with a changed key.
pub struct Edited {
    pub bytes: Zeroizing<Vec<u8>>,
    /// The line of the key.
    pub line: usize,
}

/// Why a file is not changed.
pub enum Refusal {
    /// No statement of an env file is read as this value.
    Value(Unwritable),
    /// The file cannot be read as a whole, or could not be after the change.
    File(Vec<Problem>),
}

/// An env file that is read as a whole.
pub struct EnvFile<'b> {
    path: &'b ShownPath,
    bytes: &'b [u8],
    text: Text<'b>,
    /// The assignments with their names, in order.
    assignments: Vec<(EnvName, Assignment)>,
    statements: Vec<Statement>,
}

impl<'b> EnvFile<'b> {
    pub fn read(path: &'b ShownPath, bytes: &'b [u8]) -> Result<Self, Refusal> {
        let text = Text::decode(bytes)
            .map_err(|unreadable| Refusal::File(vec![problems::unreadable(path, unreadable)]))?;
        let statements = statements(path, bytes)?;
        let named = |item: Item| match item {
            Item::Assignment(it) => Some((EnvName::new(it.name.of(text.as_str())).ok()?, it)),
            Item::Fault(_) => None,
        };
        let assignments = Lexer::new(text.as_str()).filter_map(named).collect();
        Ok(Self {
            path,
            bytes,
            text,
            assignments,
            statements,
        })
    }

    /// Gives a key this value: in the statement that has it now, under the first of these
    /// names that the file has, else in a new one at the end.
    pub fn set(
        &self,
        names: &[&EnvName],
        value: &SecretValue,
        interpolation: Interpolation,
    ) -> Result<Edited, Refusal> {
        let at = names.iter().find_map(|name| self.last(name));
        let name = at.map_or(names[0], |at| &self.assignments[at].0);
        let literal = literal::of(name, value, interpolation).map_err(Refusal::Value)?;
        let edited = match at {
            Some(at) => self.replaced(&self.assignments[at].1, &literal),
            None => self.appended(name, &literal),
        };
        let same = |new: &[Statement]| {
            let expected = self.statements.iter().enumerate().map(|(number, old)| {
                let value = if Some(number) == at {
                    value
                } else {
                    &old.value
                };
                (&old.name, value)
            });
            let added = at.is_none().then_some((name, value));
            are(new, expected.chain(added))
        };
        self.read_back(edited, same)
    }

    /// Removes the lines of a key, whatever the name; `None` if there are none.
    pub fn unset(&self, names: &[&EnvName]) -> Result<Option<Edited>, Refusal> {
        let goes = |name: &EnvName| names.contains(&name);
        let gone = self.assignments.iter().filter(|(name, _)| goes(name));
        let Some((_, first)) = gone.clone().next() else {
            return Ok(None);
        };
        let line = self.line(first.start);
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.bytes.len()));
        let mut kept_to = 0;
        for (_, assignment) in gone {
            let text = &self.text.as_str()[..assignment.start];
            let start = self.raw(text.rfind('\n').map_or(0, |end| end + 1));
            bytes.extend_from_slice(&self.bytes[kept_to..start]);
            kept_to = self.raw(assignment.end);
        }
        bytes.extend_from_slice(&self.bytes[kept_to..]);
        let same = |new: &[Statement]| {
            let kept = self.statements.iter().filter(|it| !goes(&it.name));
            are(new, kept.map(|it| (&it.name, &it.value)))
        };
        self.read_back(Edited { bytes, line }, same).map(Some)
    }

    /// Which assignment of a name counts.
    fn last(&self, name: &EnvName) -> Option<usize> {
        self.assignments.iter().rposition(|(own, _)| own == name)
    }

    fn replaced(&self, assignment: &Assignment, literal: &str) -> Edited {
        let text = self.text.as_str();
        let value = assignment.value;
        let (start, end) = match assignment.quote {
            // The blanks before a comment stay between it and the value.
            Quote::None if assignment.tail.of(text).starts_with('#') => {
                (assignment.equals + 1, assignment.equals + 1)
            }
            Quote::None => (value.start, value.end),
            Quote::Single | Quote::Double => (value.start - 1, value.end + 1),
        };
        let parts = [
            &self.bytes[..self.raw(start)],
            literal.as_bytes(),
            &self.bytes[self.raw(end)..],
        ];
        Edited {
            bytes: joined(&parts),
            line: self.line(assignment.start),
        }
    }

    fn appended(&self, name: &EnvName, literal: &str) -> Edited {
        let text = self.text.as_str();
        let lines = text.matches('\n').count();
        let line_end = if self.text.crlf.len() * 2 > lines {
            "\r\n"
        } else {
            "\n"
        };
        let is_open = !text.is_empty() && !text.ends_with('\n');
        let parts = [
            self.bytes,
            if is_open { line_end.as_bytes() } else { b"" },
            name.as_str().as_bytes(),
            b"=",
            literal.as_bytes(),
            line_end.as_bytes(),
        ];
        Edited {
            bytes: joined(&parts),
            line: lines + 1 + usize::from(is_open),
        }
    }

    /// The change, if it is read as it is meant.
    fn read_back(
        &self,
        edited: Edited,
        is_meant: impl Fn(&[Statement]) -> bool,
    ) -> Result<Edited, Refusal> {
        if is_meant(&statements(self.path, &edited.bytes)?) {
            Ok(edited)
        } else {
            Err(Refusal::Value(Unwritable::NotReadBack))
        }
    }

    /// The offset in the file of an offset in its text.
    fn raw(&self, at: usize) -> usize {
        let mark = if self.text.mark == Mark::Present {
            3
        } else {
            0
        };
        mark + at + self.text.crlf.partition_point(|end| *end < at)
    }

    fn line(&self, at: usize) -> usize {
        self.text.as_str()[..at].matches('\n').count() + 1
    }
}

/// What the file says by itself, where every `$` is text, if nothing in it is broken.
fn statements(path: &ShownPath, bytes: &[u8]) -> Result<Vec<Statement>, Refusal> {
    let options = ReadOptions::alone(Interpolation::Off);
    let Contents {
        statements,
        mut problems,
        ..
    } = read(path, bytes, &options);
    problems.retain(Problem::is_error);
    if problems.is_empty() {
        Ok(statements)
    } else {
        Err(Refusal::File(problems))
    }
}

/// Whether statements are these names with these values.
fn are<'s>(
    statements: &[Statement],
    expected: impl Iterator<Item = (&'s EnvName, &'s SecretValue)>,
) -> bool {
    let mut expected = expected.fuse();
    let has_next = |it: &Statement| {
        let next = expected.next();
        next.is_some_and(|(name, value)| it.name == *name && it.value.same(value))
    };
    statements.iter().all(has_next) && expected.next().is_none()
}

/// The parts in one buffer that never grows, so that it leaves no copy behind.
fn joined(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn edited(
        file: &[u8],
        act: impl Fn(&EnvFile<'_>) -> Result<Option<Edited>, Refusal>,
    ) -> String {
        let path = ShownPath::typed(Path::new(".env"));
        let done = EnvFile::read(&path, file).and_then(|file| act(&file));
        match done {
            Ok(Some(edited)) => {
                let text = String::from_utf8(edited.bytes.to_vec()).unwrap();
                format!("{}:{text}", edited.line)
            }
            Ok(None) => "as it was".to_owned(),
            Err(Refusal::Value(why)) => format!("{why:?}"),
            Err(Refusal::File(problems)) => {
                let codes = problems.iter().map(|it| it.code.as_str());
                codes.collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[track_caller]
    fn set(file: impl AsRef<[u8]>, expected: &str) {
        let [own, alias] = ["KEY", "ALIAS"].map(|name| EnvName::new(name).unwrap());
        let value = SecretValue::new("new").unwrap();
        let found = edited(file.as_ref(), |it| {
            it.set(&[&own, &alias], &value, Interpolation::Braces)
                .map(Some)
        });
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn unset(file: &str, expected: &str) {
        let [own, alias] = ["KEY", "ALIAS"].map(|name| EnvName::new(name).unwrap());
        let found = edited(file.as_bytes(), |it| it.unset(&[&own, &alias]));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_statement_is_replaced_in_place() {
        set("A=1\nKEY=x\nB=2\n", "2:A=1\nKEY='new'\nB=2\n");
        set(
            "export KEY = \"x\\\"\"  # it's\n",
            "1:export KEY = 'new'  # it's\n",
        );
        set("KEY='1\n2'\nB=2", "1:KEY='new'\nB=2");
        set("KEY=", "1:KEY='new'");
        set("KEY= # note\n", "1:KEY='new' # note\n");
        set("KEY=\t \n", "1:KEY=\t 'new'\n");
        set("KEY=a # b # c\n", "1:KEY='new' # b # c\n");
        set("  'KEY'=a\n", "1:  'KEY'='new'\n");
    }

    #[test]
    fn the_statement_that_counts_is_replaced() {
        set("KEY=1\nKEY=2\nALIAS=3\n", "2:KEY=1\nKEY='new'\nALIAS=3\n");
        set("ALIAS=3\n", "1:ALIAS='new'\n");
        set("# KEY=1\nKEYS=2\n", "3:# KEY=1\nKEYS=2\nKEY='new'\n");
    }

    #[test]
    fn marks_and_line_ends_stay() {
        set("", "1:KEY='new'\n");
        set("A=1", "2:A=1\nKEY='new'\n");
        set("A=1 # x", "2:A=1 # x\nKEY='new'\n");
        set("\u{feff}", "1:\u{feff}KEY='new'\n");
        set("\u{feff}KEY=1", "1:\u{feff}KEY='new'");
        set(
            "A=1\r\nKEY=\"1\r\n2\" # x\r\nB='3\r\n4'\r\n",
            "2:A=1\r\nKEY='new' # x\r\nB='3\r\n4'\r\n",
        );
        set("A=1\r\nB=2\r\n", "3:A=1\r\nB=2\r\nKEY='new'\r\n");
        set("A=1\r\nB=2", "3:A=1\r\nB=2\r\nKEY='new'\r\n");
        set("A=é\rKEY=ü\rB=3", "2:A=é\rKEY='new'\rB=3");
    }

    #[test]
    fn a_file_that_is_broken_stays_as_it_is() {
        set("A='x\n", "dotenv.unclosed-quote");
        set("KEY=\"x\" y\n", "dotenv.text-after-quote");
        set("KEY\nB=2\n", "dotenv.no-value");
        set(b"A=\xff\n", "dotenv.not-utf8");
        set(b"A=\0\n", "dotenv.nul");
        set(b"\xff\xfeA\0", "dotenv.utf16");
        set("#".repeat(1 << 20), "dotenv.too-large");
        set("A=${B}\n", "2:A=${B}\nKEY='new'\n");
    }

    #[test]
    fn every_line_of_a_key_is_removed() {
        unset("A=1\n", "as it was");
        unset("A=1\n  export KEY='1\n2' # x\nB=2\n", "2:A=1\nB=2\n");
        unset("KEY=1\nA=2\nALIAS=3\nKEY=4", "1:A=2\n");
        unset("A=1\r\n\r\nKEY=1\r\nB=2\r\n", "3:A=1\r\n\r\nB=2\r\n");
        unset("A=1\rKEY=2\rB=3", "2:A=1\rB=3");
        unset("\u{feff}KEY=1\n# KEY=\n", "1:\u{feff}# KEY=\n");
    }
}
