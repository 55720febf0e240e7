//! Reads a file statement by statement, and collects the problems of each.

use std::ops::ControlFlow;

use crate::core::binding::Extent;
use crate::core::lines::Lines;
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::{self, Problem};
use crate::dotenv::expand::{Expander, Known};
use crate::dotenv::lexer::{Assignment, Fault, FaultKind, Item, Lexer};
use crate::dotenv::problems;
use crate::dotenv::statement::{Contents, MAX_KEYS, ReadOptions, Statement};
use crate::dotenv::text::Text;

/// A file with more problems than this is not an env file.
const MAX_PROBLEMS: usize = 1_000;

/// Called with every statement that could be read.
pub(super) type Visit<'v> = dyn FnMut(&Assignment, &Statement) + 'v;

/// Reads a file. The problems are errors and two warnings: a key with two
/// values, and a carriage return alone at a line's end.
pub fn read(path: &ShownPath, bytes: &[u8], options: &ReadOptions<'_>) -> Contents {
    match Text::decode(bytes) {
        Ok(text) => walk(path, &text, options, &mut |_, _| ()),
        Err(unreadable) => Contents {
            statements: Vec::new(),
            problems: vec![problems::unreadable(path, unreadable)],
            extent: Extent::Cut,
        },
    }
}

pub(super) fn walk(
    path: &ShownPath,
    text: &Text<'_>,
    options: &ReadOptions<'_>,
    visit: &mut Visit<'_>,
) -> Contents {
    let lines = memchr::memchr_iter(b'\n', text.as_str().as_bytes()).count();
    let room = MAX_KEYS.min(lines + 1);
    let mut reader = Reader {
        text,
        options,
        path,
        lines: Lines::new(text.as_str()),
        expander: Expander::new(options, room),
        next_flaw: 0,
        flawed_line: 0,
        within_broken_quote: false,
        contents: Contents {
            statements: Vec::with_capacity(room),
            problems: Vec::new(),
            extent: Extent::Whole,
        },
    };
    for item in Lexer::new(text.as_str()) {
        let flow = match item {
            Item::Assignment(assignment) => reader.assignment(&assignment, visit),
            Item::Fault(fault) => reader.fault(&fault),
        };
        if flow.is_break() {
            reader.contents.extent = Extent::Cut;
            return reader.finish();
        }
    }
    // The flaws after the last statement; where there are too many problems, that was said.
    let _ = reader.report_flaws(usize::MAX, usize::MAX, None);
    reader.finish()
}

struct Reader<'r, 't, 'h> {
    text: &'r Text<'t>,
    options: &'r ReadOptions<'h>,
    path: &'r ShownPath,
    lines: Lines<'r>,
    expander: Expander<'r, 'h>,
    /// The first flaw of the text that is not reported yet.
    next_flaw: usize,
    /// The line of the last reported flaw.
    flawed_line: usize,
    /// Whether the lines here may be those of a value whose quote is broken.
    within_broken_quote: bool,
    contents: Contents,
}

impl Reader<'_, '_, '_> {
    fn assignment(&mut self, assignment: &Assignment, visit: &mut Visit<'_>) -> ControlFlow<()> {
        let name = EnvName::new(assignment.name.of(self.text.as_str())).ok();
        if self.report_flaws(assignment.start, assignment.end, name.as_ref())? {
            return ControlFlow::Continue(());
        }
        let Some(name) = name else {
            return self.report_stray(problems::key, assignment.key.start, None);
        };
        self.within_broken_quote = false;
        let place = self.lines.place(self.path, assignment.key.start);
        let raw = assignment.value.of(self.text.as_str());
        let expansion =
            self.expander
                .expand(&name, raw, assignment.quote, &self.contents.statements);
        let statement = self.contents.statements.len();
        let statement = expansion.value.is_some().then_some(statement);
        let before = self.record(&name, statement, &place)?;
        for (at, fault) in &expansion.faults {
            let place = self.lines.place(self.path, assignment.value.start + at);
            self.report(problems::value(fault, self.options), place, Some(&name))?;
        }
        if let Some(value) = expansion.value {
            let read = Statement {
                name,
                value,
                place,
                taint: expansion.taint,
                borrowed: expansion.borrowed,
            };
            self.compare(before, &read)?;
            visit(assignment, &read);
            self.contents.statements.push(read);
        }
        ControlFlow::Continue(())
    }

    fn fault(&mut self, fault: &Fault) -> ControlFlow<()> {
        let name = EnvName::new(fault.name.of(self.text.as_str()).trim_end_matches(':')).ok();
        // Without a `=` a token that was pasted alone looks like a name.
        let declared = name.filter(|name| match fault.kind {
            FaultKind::NotAnAssignment | FaultKind::NoValue => self.options.declares(name),
            _ => true,
        });
        let name = declared.as_ref();
        if self.report_flaws(fault.at, fault.end, name)? {
            return ControlFlow::Continue(());
        }
        let kind = fault.kind;
        if matches!(kind, FaultKind::NotAnAssignment | FaultKind::NoValue) {
            return self.report_stray(|| problems::statement(kind, 0), fault.at, name);
        }
        if name.is_none() {
            self.report_stray(problems::key, fault.name.start, None)?;
        }
        let place = self.lines.place(self.path, fault.at);
        let line = place.line().unwrap_or(1);
        self.record_broken(name, &place)?;
        self.within_broken_quote =
            matches!(kind, FaultKind::Unclosed(_) | FaultKind::TextAfter(_, 1..));
        self.report(problems::statement(kind, line), place, name)
    }

    /// Reports a line that is not a statement, but not every line of a value with a
    /// broken quote.
    fn report_stray(
        &mut self,
        problem: impl FnOnce() -> Problem,
        at: usize,
        name: Option<&EnvName>,
    ) -> ControlFlow<()> {
        if self.within_broken_quote {
            return ControlFlow::Continue(());
        }
        let place = self.lines.place(self.path, at);
        self.record_broken(name, &place)?;
        self.report(problem(), place, name)
    }

    /// Records a key whose statement cannot be read.
    fn record_broken(&mut self, name: Option<&EnvName>, place: &Place) -> ControlFlow<()> {
        if let Some(name) = name {
            self.record(name, None, place)?;
        }
        ControlFlow::Continue(())
    }

    fn record(
        &mut self,
        name: &EnvName,
        statement: Option<usize>,
        place: &Place,
    ) -> ControlFlow<(), Option<Known>> {
        let line = place.line().unwrap_or(1);
        let before = self.expander.record(name, Known { line, statement });
        if self.expander.keys() > MAX_KEYS {
            let problem = problems::too_many_keys().at(place.clone());
            self.contents.problems.push(problem);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(before)
    }

    /// Warns where the key had another value before.
    fn compare(&mut self, before: Option<Known>, statement: &Statement) -> ControlFlow<()> {
        let Some((line, earlier)) = before.and_then(|known| Some((known.line, known.statement?)))
        else {
            return ControlFlow::Continue(());
        };
        if self.contents.statements[earlier]
            .value
            .same(&statement.value)
        {
            return ControlFlow::Continue(());
        }
        let place = statement.place.clone();
        self.report(problems::duplicate(line), place, Some(&statement.name))
    }

    /// Reports the flaws before the end of a statement, the first of each
    /// line, and says whether one is in the statement.
    fn report_flaws(
        &mut self,
        start: usize,
        end: usize,
        name: Option<&EnvName>,
    ) -> ControlFlow<(), bool> {
        let mut within = false;
        while let Some(flaw) = self.text.flaws.get(self.next_flaw)
            && flaw.at < end
        {
            self.next_flaw += 1;
            let inside = flaw.at >= start;
            within |= inside;
            let place = self.lines.place(self.path, flaw.at);
            let line = place.line().unwrap_or(1);
            if line > self.flawed_line {
                self.flawed_line = line;
                let name = name.filter(|_| inside);
                self.report(problems::flaw(flaw.kind), place, name)?;
            }
        }
        if within {
            self.record_broken(name, &self.lines.place(self.path, start))?;
        }
        ControlFlow::Continue(within)
    }

    fn report(&mut self, problem: Problem, at: Place, name: Option<&EnvName>) -> ControlFlow<()> {
        if self.contents.problems.len() >= MAX_PROBLEMS {
            self.contents
                .problems
                .push(problems::too_many_problems().at(at));
            return ControlFlow::Break(());
        }
        let problem = problem.at(at);
        self.contents.problems.push(match name {
            Some(name) if self.options.may_show(name) => problem.about(name),
            _ => problem,
        });
        ControlFlow::Continue(())
    }

    fn finish(mut self) -> Contents {
        if let Some(at) = self.text.lone_cr {
            let place = Place::at(self.path, self.lines.line(at), 1);
            let problem = problems::lone_carriage_return().at(place);
            self.contents.problems.push(problem);
        }
        report::sort(&mut self.contents.problems);
        self.contents
    }
}

#[cfg(test)]
mod tests {
    use super::MAX_PROBLEMS;
    use crate::core::report::KeyKind;
    use crate::dotenv::trial::Trial;

    #[track_caller]
    fn case(file: impl AsRef<[u8]>, expected: &[&str]) {
        assert_eq!(Trial::new(file).problems(), expected);
    }

    #[test]
    fn broken_statements_are_told_with_their_places() {
        case(
            "A=1\n\n  \u{c}\nnot this\nB=2",
            &["4:1 dotenv.not-an-assignment"],
        );
        case(
            "=1\nexport \nA b=1",
            &[
                "1:1 dotenv.not-an-assignment",
                "2:8 dotenv.not-an-assignment",
                "3:1 dotenv.not-an-assignment",
            ],
        );
        case(
            "A\nexport B # x",
            &["1:1 dotenv.no-value", "2:8 dotenv.no-value"],
        );
        case(
            "1A=x\nÉ=y\n\"A\"=z",
            &[
                "1:1 dotenv.bad-key",
                "2:1 dotenv.bad-key",
                "3:1 dotenv.bad-key",
            ],
        );
        case(
            "A=\"x\" y\n B = 'x'y",
            &[
                "1:3 dotenv.text-after-quote A",
                "2:6 dotenv.text-after-quote B",
            ],
        );
        case(
            "é='x\nA=\"x",
            &[
                "1:1 dotenv.bad-key",
                "1:3 dotenv.unclosed-quote",
                "2:3 dotenv.unclosed-quote A",
            ],
        );
    }

    #[test]
    fn reading_goes_on_after_a_broken_statement() {
        let trial = Trial::new("A=\"oops\nB=2\nnot this\nC='x\nD='y'\nE=3\n");
        assert_eq!(trial.statements(), "B=2|E=3");
        assert_eq!(
            trial.problems(),
            [
                "1:3 dotenv.unclosed-quote A",
                "3:1 dotenv.not-an-assignment",
                "4:3 dotenv.text-after-quote C",
            ]
        );
        let late = trial.reading().problems.remove(2);
        assert_eq!(
            late.what.as_str(),
            "the `'` opened here closes on line 5 with text after it"
        );
    }

    #[test]
    fn a_broken_block_is_one_error() {
        let body = "bm90YWtleQ\nZm9v+/Zm9v=\n-----END TEST KEY-----";
        case(
            format!("A=-----BEGIN TEST KEY-----\n{body}\nB=2\nC"),
            &["1:3 dotenv.unquoted-pem A", "6:1 dotenv.no-value"],
        );
        case(
            format!("A=`-----BEGIN TEST KEY-----\n{body}`\n"),
            &["1:3 dotenv.unquoted-pem A"],
        );
        case(
            format!("A=\"-----BEGIN TEST KEY-----\n{body}\nB=2\nC"),
            &["1:3 dotenv.unclosed-quote A", "6:1 dotenv.no-value"],
        );
    }

    #[test]
    fn bytes_that_no_variable_has_are_told_with_their_keys() {
        case(
            b"A=x\0\0\nB=\xff",
            &["1:4 dotenv.nul A", "2:3 dotenv.not-utf8 B"],
        );
        case(
            b"# caf\xe9\nA=1\n\0",
            &["1:6 dotenv.not-utf8", "3:1 dotenv.nul"],
        );
        case(
            b"A\xff=1\nB=\"x\n\0",
            &[
                "1:2 dotenv.not-utf8",
                "2:3 dotenv.unclosed-quote B",
                "3:1 dotenv.nul",
            ],
        );
        case(b"\xff\xfeA\0", &["1:1 dotenv.utf16"]);
    }

    #[test]
    fn a_key_with_two_values_is_a_warning() {
        case("A=1\nA=1\nA='1'\nA=2", &["4:1 dotenv.duplicate A"]);
        case("A=1\rB=2\r\n", &["1:1 dotenv.lone-cr"]);
    }

    #[test]
    fn only_declared_and_plain_names_are_told() {
        case("AbC123='x", &["1:8 dotenv.unclosed-quote"]);
        let declared = |file: &str| {
            let trial = Trial::new(file).declare("AbC123", KeyKind::Secret);
            trial.problems()
        };
        assert_eq!(declared("AbC123='x"), ["1:8 dotenv.unclosed-quote AbC123"]);
        assert_eq!(
            declared("AbC123: x"),
            ["1:1 dotenv.not-an-assignment AbC123"]
        );
        assert_eq!(declared("AbC123"), ["1:1 dotenv.no-value AbC123"]);
    }

    #[test]
    fn a_file_of_another_kind_is_not_read_to_its_end() {
        let problems = Trial::new("not this\n".repeat(5000)).problems();
        assert_eq!(problems.len(), MAX_PROBLEMS + 1);
        assert_eq!(problems.last().unwrap(), "1001:1 dotenv.too-many-problems");
    }
}
