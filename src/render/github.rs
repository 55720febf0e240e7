//! Problems as workflow commands, which GitHub Actions shows at their lines.

use crate::core::report::{Problem, Report, Severity};
use crate::render::phrases::keys;
use crate::scan::ScanReport;

/// How many annotations of one severity GitHub keeps for a step; it silently drops the
/// others.
const LIMIT: usize = 10;

/// The problems of a report as annotations.
pub fn check(report: &Report) -> String {
    problems(&report.problems)
}

/// The report of a search as annotations.
pub fn scan(report: &ScanReport) -> String {
    problems(&report.problems())
}

/// Errors, then warnings and notes, as many as GitHub keeps; then, in a notice, how many
/// more there are.
pub fn problems(problems: &[Problem]) -> String {
    let of = |severity: Severity| {
        let those = problems
            .iter()
            .filter(move |problem| problem.severity == severity);
        those.take(LIMIT)
    };
    let mut kept: Vec<String> = of(Severity::Error)
        .chain(of(Severity::Warning))
        .chain(of(Severity::Note))
        .map(annotation)
        .collect();
    let more = problems.len() - kept.len();
    if more > 0 {
        kept.push(format!("::notice title=secrun::and {more} more\n"));
    }
    kept.concat()
}

/// A text for people beside the annotations: the runner takes `##[…]` anywhere in a line
/// for a command.
pub fn log(text: &str) -> String {
    text.replace("##[", "## [")
}

fn annotation(problem: &Problem) -> String {
    let mut properties = Vec::new();
    if let Some(place) = &problem.place {
        properties.push(format!("file={}", property(place.path.as_str())));
        if let Some(position) = place.position {
            properties.push(format!("line={}", position.line));
            properties.push(format!("col={}", position.column));
        }
    }
    let title = format!("secrun {}", problem.code.as_str());
    properties.push(format!("title={}", property(&title)));
    let command = match problem.severity {
        Severity::Note => "notice",
        severity => severity.name(),
    };
    format!(
        "::{} {}::{}\n",
        command,
        properties.join(","),
        data(&keys::message(problem))
    )
}

/// Escapes a message, as the runner's own `escapeData` does.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property's value, as the runner's own `escapeProperty` does.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::tests::sample;

    #[test]
    fn errors_come_first_and_carry_place_title_and_hint() {
        assert_eq!(
            check(&sample::report()),
            "::error file=.env,line=4,col=14,title=secrun type.url::DATABASE_URL: not a `url`: no scheme%0Ahint: begin it with `postgres://`\n\
             ::error title=secrun missing::GIT_READ_TOKEN: required and not set%0Ahint: set it in `.env`\n\
             ::warning file=.env,line=3,col=1,title=secrun shadowed::OPENAI_API_KEY: the host environment hides another value\n"
        );
    }

    #[test]
    fn a_path_cannot_forge_a_command_or_a_property() {
        let nasty = "a::error,line=9\n::set-output name=x::100%";
        let problem =
            Problem::error("dotenv.nul", message!("a NUL byte")).at(sample::place(nasty, 1, 2));
        assert_eq!(
            problems(&[problem]),
            "::error file=a%3A%3Aerror%2Cline=9\\n%3A%3Aset-output name=x%3A%3A100%25,line=1,col=2,title=secrun dotenv.nul::a NUL byte\n"
        );
    }

    #[test]
    fn a_log_cannot_hold_a_command() {
        let row = "KEY  ok  -  ##[error]x.env:1\n";
        assert_eq!(log(row), "KEY  ok  -  ## [error]x.env:1\n");
    }

    #[test]
    fn messages_are_escaped() {
        let problem = Problem::warning("odd", message!("50% of::it\r\nhere, too"));
        assert_eq!(
            problems(&[problem]),
            "::warning title=secrun odd::50%25 of::it%0D%0Ahere, too\n"
        );
    }

    #[test]
    fn a_file_without_a_line_has_no_line() {
        let mut place = sample::place(".env", 1, 1);
        place.position = None;
        let problem = Problem::error("read", message!("cannot be read")).at(place);
        assert_eq!(
            problems(&[problem]),
            "::error file=.env,title=secrun read::cannot be read\n"
        );
    }

    #[test]
    fn findings_are_errors_and_the_rest_warnings() {
        let text = scan(&sample::leaks());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 8);
        assert_eq!(
            lines[0],
            "::error file=app/main.py,line=12,col=9,title=secrun scan.leak::OPENAI_API_KEY: its value (raw), tracked%0Ahint: remove it, and replace the key if others could read it"
        );
        assert_eq!(
            lines[2],
            "::error file=dist/app.whl!inner.zip!a\\nb.txt,line=1,col=3,title=secrun scan.leak::OPENAI_API_KEY: its value (base64), tracked%0Ahint: remove it, and replace the key if others could read it"
        );
        assert_eq!(
            lines[3],
            "::error file=old/config.py,line=3,col=1,title=secrun scan.leak::OPENAI_API_KEY: its value (raw), history: blob 0a1b2c3d0a1b, commit 9f86d0819f86 of 2026-03-02T10:00:00+01:00 by Ann <ann@example.org>\\n::error::x, pushed%0Ahint: replace the key: every clone keeps the commit"
        );
        assert!(lines[4].starts_with("::error title=secrun scan.leak::JWT_SECRET: its value (raw), history: commit 3b18e512dba7, in no commit"));
        assert!(lines[5].starts_with("::warning file=notes.txt,line=2,col=7,title=secrun scan.looks-like::looks like a `github` token"));
    }

    #[test]
    fn what_github_would_drop_is_counted() {
        let warning = Problem::warning("odd", message!("odd"));
        let error = Problem::error("bad", message!("bad"));
        let mut list = vec![warning; 12];
        list.extend(vec![error; 31]);
        let text = problems(&list);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 21);
        assert!(lines[..10].iter().all(|line| line.starts_with("::error ")));
        assert!(
            lines[10..20]
                .iter()
                .all(|line| line.starts_with("::warning "))
        );
        assert_eq!(lines[20], "::notice title=secrun::and 23 more");
        assert_eq!(problems(&list[..10]).lines().count(), 10);
        assert_eq!(problems(&[]), "");
    }
}
