//! The lint of a whole file.

use std::collections::BTreeMap;

use crate::core::lines::Lines;
use crate::core::message::{Place, ShownPath};
use crate::core::name::EnvName;
use crate::core::report::{Problem, sort};
use crate::dotenv::drift::rows::{self, Drift};
use crate::dotenv::drift::rules::{self, Written};
use crate::dotenv::lexer::{Assignment, is_blank};
use crate::dotenv::portable;
use crate::dotenv::read::walk;
use crate::dotenv::statement::{ReadOptions, Statement};
use crate::dotenv::text::{Mark, Text};

/// The most warnings of one file: beyond, nobody reads them.
const MAX_WARNINGS: usize = 1_000;

/// Finds what other readers of env files read differently: warnings only, and
/// none of those that `read` gives.
pub fn lint(path: &ShownPath, bytes: &[u8], options: &ReadOptions<'_>) -> Vec<Problem> {
    let Ok(text) = Text::decode(bytes) else {
        return Vec::new();
    };
    let mut linter = Linter::new(path, &text, options);
    walk(path, &text, options, &mut |assignment, statement| {
        linter.look_at(assignment, statement);
    });
    let mut problems = linter.finish();
    sort(&mut problems);
    problems
}

/// Collects warnings about a file.
struct Linter<'l, 't, 'h> {
    path: &'l ShownPath,
    text: &'l Text<'t>,
    options: &'l ReadOptions<'h>,
    /// The keys so far in lower case, as first written, with their lines.
    folded: BTreeMap<String, (EnvName, usize)>,
    /// The end of the last statement's value, with its quotes.
    last_value_end: usize,
    /// The start of the lines after the last statement.
    gap_start: usize,
    /// What is noted once a file, at its first place.
    noted: BTreeMap<&'static str, Problem>,
    problems: Vec<Problem>,
}

impl<'l, 't, 'h> Linter<'l, 't, 'h> {
    /// A linter that has seen no statement yet.
    fn new(path: &'l ShownPath, text: &'l Text<'t>, options: &'l ReadOptions<'h>) -> Self {
        Self {
            path,
            text,
            options,
            folded: BTreeMap::new(),
            last_value_end: 0,
            gap_start: 0,
            noted: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// Looks at the next statement.
    fn look_at(&mut self, assignment: &Assignment, statement: &Statement) {
        self.last_value_end = assignment.tail.start;
        let gap = &self.text.as_str()[self.gap_start..assignment.start];
        let gap = gap.rsplit_once('\n').map_or("", |(lines, _)| lines);
        self.gap_start = assignment.end;
        if self.problems.len() >= MAX_WARNINGS {
            return;
        }
        let mut drifts = rules::of(&Written {
            text: self.text,
            assignment,
            name: &statement.name,
            interpolation: self.options.interpolation,
        });
        for row in rules::noted(assignment, self.text.as_str(), gap) {
            let note = || row.problem(statement.place.clone());
            self.noted.entry(row.what).or_insert_with(note);
        }
        let covered = drifts.iter().any(|drift| drift.covers_uv);
        let text = self.text.as_str();
        if !covered && !portable::reads_the_same(text, assignment, &statement.name) {
            drifts.push(rules::dotenvy(assignment.tail.of(text)));
        }
        for drift in drifts {
            self.warn(drift, statement);
        }
        self.compare_case(statement);
    }

    /// Adds what is odd about the file as a whole, and gives all warnings.
    fn finish(mut self) -> Vec<Problem> {
        let lines = Lines::new(self.text.as_str());
        let at_line_of = |offset| Place::at(self.path, lines.line(offset), 1);
        if self.text.mark == Mark::Present {
            self.problems.push(rows::MARK.problem(at_line_of(0)));
        }
        if let Some(&first) = self.text.crlf.first() {
            self.problems.push(rows::CRLF.problem(at_line_of(first)));
        }
        if self.ends_in_a_blank() {
            let place = at_line_of(self.text.as_str().len());
            self.problems.push(rows::FINAL_BLANK.problem(place));
        }
        self.problems.extend(self.noted.into_values());
        self.problems
    }

    fn warn(&mut self, drift: Drift, statement: &Statement) {
        let problem = drift.problem(statement.place.clone());
        self.push(problem, &statement.name);
    }

    fn push(&mut self, problem: Problem, name: &EnvName) {
        self.problems.push(if self.options.may_show(name) {
            problem.about(name)
        } else {
            problem
        });
    }

    fn compare_case(&mut self, statement: &Statement) {
        let (name, line) = (&statement.name, statement.place.line().unwrap_or(1));
        let folded = name.as_str().to_ascii_lowercase();
        let (first, first_line) = self
            .folded
            .entry(folded)
            .or_insert_with(|| (name.clone(), line));
        if first != name {
            let what = message!(
                "differs only in case from the key on line {} (pydantic-settings treats them as one)",
                *first_line
            );
            let problem = Problem::warning("drift.case", what)
                .at(statement.place.clone())
                .hint(message!("rename one of the two"));
            self.push(problem, name);
        }
    }

    /// Whether the last line ends in a blank that belongs to no comment, with
    /// no line end after it.
    fn ends_in_a_blank(&self) -> bool {
        let text = self.text.as_str();
        let rest = &text[self.last_value_end..];
        let rest = rest.rsplit_once('\n').map_or(rest, |(_, last)| last);
        text.ends_with(is_blank) && rest.chars().all(is_blank)
    }
}
