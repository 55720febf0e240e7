//! The findings of a search as a `JUnit` document, which every CI system shows.

use crate::core::report::Problem;
use crate::render::phrases::{keys, search};
use crate::scan::{Location, NotRead, ScanReport, Skipped};

/// A failed test for each finding, a passed one with a note for each warning,
/// a skipped one for what was not read or not searched for; and one test that
/// passes if nothing was found.
pub fn scan(report: &ScanReport) -> String {
    let nowhere = Location::default();
    let findings = report.in_order().into_iter();
    let failed: Vec<String> = findings
        .map(|it| problem_case(&it.problem(), &it.location))
        .collect();
    let passed = failed.is_empty().then(|| {
        let name = escaped(&search::searched(&report.searched));
        format!(r#"<testcase classname="secrun.scan" name="{name}"/>"#)
    });
    let tokens = report.token_matches_in_order().into_iter();
    let tokens = tokens.map(|it| problem_case(&it.problem(), &it.location));
    let warnings = report.warnings.iter().map(|it| problem_case(it, &nowhere));
    let unread = report.unread_in_order().into_iter().map(NotRead::problem);
    let unsought = report.skipped.iter().map(Skipped::problem);
    let skipped: Vec<String> = unread.chain(unsought).map(|it| skipped(&it)).collect();
    let counts = Counts {
        failures: failed.len(),
        errors: 0,
        skipped: skipped.len(),
    };
    let cases = failed.into_iter().chain(passed).chain(tokens);
    let cases: Vec<String> = cases.chain(warnings).chain(skipped).collect();
    document(&cases, &counts)
}

/// One test that could not be made.
pub fn failure(problems: &[Problem]) -> String {
    let problems: Vec<String> = problems.iter().map(keys::message).collect();
    let error = format!("<error>{}</error>", escaped(&problems.join("\n")));
    let counts = Counts {
        failures: 0,
        errors: 1,
        skipped: 0,
    };
    document(&[case("scan", "secrun scan", &error)], &counts)
}

struct Counts {
    failures: usize,
    errors: usize,
    skipped: usize,
}

/// Jenkins' schema (junit-10.xsd) has `skipped` for a suite only, and neither file nor
/// line for a test: those stand in its name and text.
fn document(cases: &[String], counts: &Counts) -> String {
    let skipped = counts.skipped;
    let counts = format!(
        r#"tests="{}" failures="{}" errors="{}""#,
        cases.len(),
        counts.failures,
        counts.errors
    );
    let cases = cases.join("\n    ");
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="secrun" {counts}>
  <testsuite name="secrun scan" {counts} skipped="{skipped}">
    {cases}
  </testsuite>
</testsuites>
"#
    )
}

/// A test whose content is escaped, but not its name.
fn case(code: &str, name: &str, content: &str) -> String {
    let name = escaped(name);
    format!(r#"<testcase classname="secrun.{code}" name="{name}">{content}</testcase>"#)
}

/// A finding or a warning.
fn problem_case(problem: &Problem, location: &Location) -> String {
    let code = problem.code.as_str();
    let place = match &problem.place {
        Some(place) if location.path.is_none() => place.to_string(),
        _ => search::place(location),
    };
    let body = escaped(&format!("{place}: {}", keys::message(problem)));
    let content = if problem.is_error() {
        let what = escaped(problem.what.as_str());
        format!(r#"<failure type="{code}" message="{what}">{body}</failure>"#)
    } else {
        format!("<system-out>{body}</system-out>")
    };
    let name = match &problem.key {
        Some(key) => format!("{key} {place}"),
        None => place,
    };
    case(code, &name, &content)
}

/// A place that was not read, or a value that was not searched for.
fn skipped(problem: &Problem) -> String {
    let place = problem.place.as_ref().map(ToString::to_string);
    let key = problem.key.as_ref().map(ToString::to_string);
    let name: Vec<String> = key.into_iter().chain(place).collect();
    let what = escaped(problem.what.as_str());
    let content = format!(r#"<skipped message="{what}"/>"#);
    case(problem.code.as_str(), &name.join(" "), &content)
}

/// Text for an element or an attribute. XML has no way to write most control
/// characters, so they go.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other if other.is_control() => safe.push('\u{fffd}'),
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
    fn findings_fail_and_what_was_not_done_is_skipped() {
        let text = scan(&sample::leaks());
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!(
            lines[2],
            "<testsuite name=\"secrun scan\" tests=\"9\" failures=\"5\" errors=\"0\" skipped=\"2\">"
        );
        assert_eq!(
            lines[3],
            "<testcase classname=\"secrun.scan.leak\" name=\"OPENAI_API_KEY app/main.py:12:9\"><failure type=\"scan.leak\" \
             message=\"its value (raw), tracked\">app/main.py:12:9: OPENAI_API_KEY: its value \
             (raw), tracked&#10;hint: remove it, and replace the key if others could read \
             it</failure></testcase>"
        );
        assert!(lines[6].contains("by Ann &lt;ann@example.org&gt;\\n::error::x, pushed"));
        assert_eq!(
            lines[9],
            "<testcase classname=\"secrun.scan.allow-expired\" name=\"secrun.toml:30:1\">\
             <system-out>secrun.toml:30:1: allowed only until 2026-01-31</system-out></testcase>"
        );
        assert_eq!(
            lines[11],
            "<testcase classname=\"secrun.scan.skipped\" name=\"PIN\">\
             <skipped message=\"too short to search for: under 8 bytes\"/></testcase>"
        );
    }

    #[test]
    fn a_clean_scan_is_one_test_that_passes() {
        assert_eq!(
            scan(&ScanReport::default()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"secrun\" tests=\"1\" failures=\"0\" errors=\"0\">\n  \
             <testsuite name=\"secrun scan\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n    \
             <testcase classname=\"secrun.scan\" name=\"searched 0 files, 0 bytes\"/>\n  \
             </testsuite>\n</testsuites>\n"
        );
    }

    #[test]
    fn a_scan_that_could_not_be_made_is_an_error() {
        let text = failure(&sample::report().problems[2..]);
        assert!(text.contains(
            "<error>GIT_READ_TOKEN: required and not set&#10;hint: set it in `.env`</error>"
        ));
        assert!(text.contains(" errors=\"1\" "));
    }

    #[test]
    fn no_name_leaves_its_attribute() {
        assert_eq!(
            escaped("a\"b<c>&\n\u{1}\u{ffff}'"),
            "a&quot;b&lt;c&gt;&amp;&#10;\u{fffd}\u{fffd}'"
        );
    }
}
