//! Where a problem is, as a URI and a region.

use std::fmt::Write as _;

use serde::Serialize;

use crate::core::message::{Place, Position};
use crate::core::report::{Problem, Report};

/// The schema's usual name, for a report without a place in it.
const SCHEMA: &str = "secrun.toml";

/// A place in a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
}

impl Location {
    /// The problem's own place, else where its key is declared, else the
    /// beginning of the schema: GitHub shows no result without a place.
    pub(super) fn of(problem: &Problem, report: &Report) -> Self {
        let of_key = report
            .entries
            .iter()
            .find(|entry| Some(&entry.key) == problem.key.as_ref())
            .map(|entry| &entry.declared);
        let schema = report.entries.first().map(|entry| &entry.declared);
        match (problem.place.as_ref().or(of_key), schema) {
            (Some(place), _) => Self::at(place.path.as_str(), position(place)),
            (None, Some(schema)) => Self::at(schema.path.as_str(), START),
            (None, None) => Self::at(SCHEMA, START),
        }
    }

    /// A place in a file whose path is redacted bytes; without one, the
    /// beginning of the schema.
    pub(super) fn of_bytes(path: Option<&[u8]>, line: Option<u64>, column: Option<u64>) -> Self {
        let number = |number: Option<u64>| number.and_then(|it| usize::try_from(it).ok());
        let position = Position {
            line: number(line).unwrap_or(1),
            column: number(column).unwrap_or(1),
        };
        match path {
            Some(path) => Self::of_encoded(path.first() == Some(&b'/'), &encoded(path), position),
            None => Self::at(SCHEMA, START),
        }
    }

    fn at(path: &str, position: Position) -> Self {
        Self::of_encoded(path.starts_with('/'), &encoded(path.as_bytes()), position)
    }

    fn of_encoded(absolute: bool, path: &str, position: Position) -> Self {
        let scheme = if absolute { "file://" } else { "" };
        let artifact_location = ArtifactLocation {
            uri: format!("{scheme}{path}"),
            uri_base_id: (!absolute).then_some("%SRCROOT%"),
        };
        let region = Region {
            start_line: position.line,
            start_column: position.column,
        };
        Self {
            physical_location: PhysicalLocation {
                artifact_location,
                region,
            },
        }
    }
}

const START: Position = Position { line: 1, column: 1 };

fn position(place: &Place) -> Position {
    place.position.unwrap_or(START)
}

/// Percent-encodes all but slashes and the unreserved characters of RFC 3986,
/// section 2.3, and the `!` and `*` that stand before members and round the
/// names of what is redacted.
fn encoded(path: &[u8]) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path {
        if byte.is_ascii_alphanumeric() || b"-._~/!*".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::sample;

    #[track_caller]
    fn case(problem: &Problem, report: &Report, uri: &str, line: usize, column: usize) {
        let location = Location::of(problem, report).physical_location;
        assert_eq!(location.artifact_location.uri, uri);
        assert_eq!(location.region.start_line, line);
        assert_eq!(location.region.start_column, column);
    }

    #[test]
    fn a_problem_without_a_place_is_put_into_the_schema() {
        let mut report = sample::report();
        let problem = Problem::error("missing", message!("required and not set"));
        case(&problem, &report, "secrun.toml", 1, 1);
        let keyed = problem.clone().about(&sample::name("GIT_READ_TOKEN"));
        case(&keyed, &report, "secrun.toml", 12, 1);
        let placed = keyed.at(sample::place("a/.env", 3, 5));
        case(&placed, &report, "a/.env", 3, 5);
        let mut whole = sample::place(".env", 3, 5);
        whole.position = None;
        case(&problem.clone().at(whole), &report, ".env", 1, 1);
        report.entries[0].declared = sample::place("sub/keys.toml", 9, 1);
        case(&problem, &report, "sub/keys.toml", 1, 1);
        report.entries.clear();
        case(&problem, &report, "secrun.toml", 1, 1);
    }

    #[test]
    fn paths_are_percent_encoded() {
        assert_eq!(
            encoded("a b/é%:#?.env".as_bytes()),
            "a%20b/%C3%A9%25%3A%23%3F.env"
        );
        let relative = Location::at("../a", START).physical_location;
        assert_eq!(relative.artifact_location.uri_base_id, Some("%SRCROOT%"));
        let absolute = Location::at("/a b", START).physical_location;
        assert_eq!(absolute.artifact_location.uri, "file:///a%20b");
        assert_eq!(absolute.artifact_location.uri_base_id, None);
    }
}
