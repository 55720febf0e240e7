//! A report as Markdown, for the summary page of a GitHub Actions job.

use crate::core::message::counted;
use crate::core::report::{Entry, Problem, Report};
use crate::render::phrases::{keys, search};
use crate::scan::{Finding, NotRead, ScanReport, Skipped, TokenMatch};

/// GitHub's limit for the summary of one step, in bytes; it rejects a longer file
/// completely.
const LIMIT: usize = 1024 * 1024;

const KEYS: &str = "| Key | Status | Fingerprint | Source |\n| --- | --- | --- | --- |\n";
const FINDINGS: &str =
    "| Key | Place | Encoding | Surface | Fingerprint |\n| --- | --- | --- | --- | --- |\n";
const PROBLEMS: &str = "| Severity | Place | Key | Problem |\n| --- | --- | --- | --- |\n";

/// A heading, a table of the keys and one of the problems, within what GitHub
/// takes.
pub fn check(report: &Report) -> String {
    let mut lines = vec![format!("## secrun check: {}\n", keys::outcome(report))];
    let narrowing = keys::narrowing(report);
    lines.extend(narrowing.map(|it| format!("\n{}\n", escaped(&it))));
    push_table(&mut lines, KEYS, report.entries.iter().map(key_row));
    push_table(
        &mut lines,
        PROBLEMS,
        report.problems.iter().map(problem_row),
    );
    cut("check", &lines, LIMIT)
}

/// A heading, a table of what was found, and what was left out.
pub fn scan(report: &ScanReport) -> String {
    let mut lines = vec![format!("## secrun scan: {}\n", search::outcome(report))];
    let findings = report.in_order().into_iter();
    push_table(&mut lines, FINDINGS, findings.map(finding_row));
    if !report.rotate.is_empty() {
        let names: Vec<String> = report.rotate.iter().map(|key| code(key.as_str())).collect();
        lines.push(format!("\n{} {}\n", search::ROTATE, names.join(", ")));
    }
    let tokens = report.token_matches_in_order().into_iter();
    let tokens = tokens.map(TokenMatch::problem);
    let unread = report.unread_in_order().into_iter().map(NotRead::problem);
    let unsought = report.skipped.iter().map(Skipped::problem);
    let also = tokens.chain(unread).chain(report.warnings.clone());
    let rows = also.chain(unsought).map(|it| problem_row(&it));
    push_table(&mut lines, PROBLEMS, rows);
    lines.push(format!("\n{}\n", search::searched(&report.searched)));
    cut("scan", &lines, LIMIT)
}

/// Adds a table, unless it has no rows.
fn push_table(lines: &mut Vec<String>, head: &str, rows: impl Iterator<Item = String>) {
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        lines.push(format!("\n{head}"));
        lines.extend(rows);
    }
}

fn finding_row(finding: &Finding) -> String {
    row(&[
        code(finding.key.as_str()),
        escaped(&search::place(&finding.location)),
        search::encoding(finding),
        finding.surface.name().to_owned(),
        finding
            .fingerprint
            .as_deref()
            .map_or_else(String::new, code),
    ])
}

/// The lines that fit, and the number of those that do not.
fn cut(command: &str, lines: &[String], limit: usize) -> String {
    let total: usize = lines.iter().map(String::len).sum();
    if total <= limit {
        return lines.concat();
    }
    let closing = |left: usize| {
        let left = counted(left, "more line");
        format!("\n{left} not shown; run `secrun {command}`\n")
    };
    let room = limit.saturating_sub(closing(lines.len()).len());
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if text.len() + line.len() > room {
            text.push_str(&closing(lines.len() - index));
            break;
        }
        text.push_str(line);
    }
    text
}

fn key_row(entry: &Entry) -> String {
    let fingerprint = keys::fingerprint(entry);
    let source = entry.winner().map(keys::source);
    row(&[
        code(entry.key.as_str()),
        entry.status.name().to_owned(),
        fingerprint.as_deref().map_or_else(String::new, code),
        source.as_deref().map_or_else(String::new, escaped),
    ])
}

fn problem_row(problem: &Problem) -> String {
    let place = problem.place.as_ref().map(ToString::to_string);
    let place = place.or_else(|| problem.source.as_ref().map(ToString::to_string));
    let key = problem.key.as_ref().map(ToString::to_string);
    let mut what = escaped(problem.what.as_str());
    if let Some(hint) = &problem.hint {
        what.push_str("<br>hint: ");
        what.push_str(&escaped(hint.as_str()));
    }
    row(&[
        problem.severity.name().to_owned(),
        place.as_deref().map_or_else(String::new, escaped),
        key.as_deref().map_or_else(String::new, code),
        what,
    ])
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// A code span. Names, fingerprints and shown values have no character that
/// could end it.
fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Text that Markdown and HTML leave alone, also within a table.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // A mention would notify, and a backslash does not stop one.
            '@' => safe.push_str("&#64;"),
            '\r' | '\n' => safe.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                safe.push('\\');
                safe.push(character);
            }
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::tests::sample;

    #[test]
    fn keys_and_problems_are_tables() {
        assert_eq!(
            check(&sample::report()),
            r"## secrun check: 2 problems, 1 warning

| Key | Status | Fingerprint | Source |
| --- | --- | --- | --- |
| `APP_ENV` | ok | `= dev` | default |
| `DATABASE_URL` | invalid | `sha256:[withheld: low entropy]` | .env:4 as DB\_URL |
| `GIT_READ_TOKEN` | missing |  |  |
| `OPENAI_API_KEY` | ok | `sha256:9d1e92fc` | host |
| `SERPER_API_KEY` | unset |  |  |

| Severity | Place | Key | Problem |
| --- | --- | --- | --- |
| error | .env:4:14 | `DATABASE_URL` | not a \`url\`: no scheme<br>hint: begin it with \`postgres://\` |
| warning | .env:3:1 | `OPENAI_API_KEY` | the host environment hides another value |
| error |  | `GIT_READ_TOKEN` | required and not set<br>hint: set it in \`.env\` |
"
        );
    }

    #[test]
    fn an_empty_report_is_a_heading() {
        let mut report = sample::report();
        report.entries.clear();
        report.problems.clear();
        assert_eq!(check(&report), "## secrun check: no keys to check\n");
        report.scope = Some(sample::label("coder"));
        assert_eq!(
            check(&report),
            "## secrun check: no keys to check\n\nscope coder\n"
        );
    }

    #[test]
    fn a_path_cannot_leave_its_cell() {
        let problem = Problem::error("odd", message!("odd\nline")).at(sample::place(
            "a|b`<img src=x>\n\\@all_[x](y)",
            1,
            2,
        ));
        assert_eq!(
            problem_row(&problem),
            "| error | a\\|b\\`&lt;img src=x&gt;\\\\n\\\\&#64;all\\_\\[x\\](y):1:2 |  | odd line |\n"
        );
    }

    #[test]
    fn what_a_search_found_is_a_table() {
        let text = scan(&sample::leaks());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "## secrun scan: 5 findings of 2 keys, 1 possible token, 1 place not read, 2 findings allowed"
        );
        assert_eq!(
            lines[4],
            "| `OPENAI_API_KEY` | app/main.py:12:9 | raw | tracked | `sha256:9d1e92fc` |"
        );
        assert_eq!(
            lines[6],
            "| `OPENAI_API_KEY` | dist/app.whl\\!inner.zip\\!a\\\\nb.txt:1:3 | base64 | tracked |  |"
        );
        assert_eq!(
            lines[10],
            "rotate now (their current values are in git history): `JWT_SECRET`, `OPENAI_API_KEY`"
        );
        assert_eq!(
            lines[15],
            "| warning | dist/big\\\\xff.zip |  | not read: encrypted |"
        );
        assert_eq!(
            *lines.last().unwrap(),
            "searched 1,204 files, 31 objects, 5.0 MiB"
        );
    }

    #[test]
    fn a_long_summary_ends_with_what_was_left_out() {
        let mut report = sample::report();
        let problem = report.problems[0].clone();
        report.problems = vec![problem; 20_000];
        let text = check(&report);
        assert!(text.len() <= LIMIT && text.len() > LIMIT - 300);
        let rows = text
            .lines()
            .filter(|line| line.starts_with("| error"))
            .count();
        let last = text.lines().last().unwrap();
        assert_eq!(
            last,
            format!("{} more lines not shown; run `secrun check`", 20_000 - rows)
        );
    }
}
