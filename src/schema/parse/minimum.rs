//! `[project] secrun`: the oldest version of secrun that may read the schema.

use semver::{Op, Version, VersionReq};

use crate::core::message::Message;
use crate::schema::fields::tables::{project, top};
use crate::schema::problems::Problems;
use crate::schema::tree::{self, Table, start};

/// The largest number that is certainly a version's, and no secret.
const MOST: u64 = 9999;

/// Whether the schema asks for a newer secrun, whose fields would all be unknown. Another
/// kind than a string is noted with those of the other fields.
pub(super) fn wants_newer(root: &Table<'_>, problems: &mut Problems<'_>) -> bool {
    let project = root.get(top::PROJECT.name).and_then(tree::table);
    let node = project.and_then(|table| table.get(project::SECRUN.name));
    let Some((node, text)) = node.and_then(|node| Some((node, tree::text(node)?))) else {
        return false;
    };
    let at = start(node);
    let Some(minimum) = minimum(text) else {
        let hint = "write it like `secrun = \">=0.2\"`";
        let what = "not a minimum version of secrun";
        problems.error(at, "schema.secrun", what, hint);
        return false;
    };
    if is_reached(&minimum, env!("CARGO_PKG_VERSION")) {
        return false;
    }
    let what = message!(
        "needs secrun {} or newer (this is secrun {})",
        shown(&minimum),
        env!("CARGO_PKG_VERSION")
    );
    problems.error(at, "schema.secrun", what, "update secrun");
    true
}

/// Reads `>=` and one to three numbers.
fn minimum(text: &str) -> Option<Version> {
    let requirement = VersionReq::parse(text.trim()).ok()?;
    let [one] = requirement.comparators.as_slice() else {
        return None;
    };
    let (minor, patch) = (one.minor.unwrap_or(0), one.patch.unwrap_or(0));
    let is_minimum = one.op == Op::GreaterEq && one.pre.is_empty();
    let is_small = [one.major, minor, patch].iter().all(|part| *part <= MOST);
    (is_minimum && is_small).then(|| Version::new(one.major, minor, patch))
}

/// Whether this version is enough. A preview of a version has its fields.
fn is_reached(minimum: &Version, own: &str) -> bool {
    Version::parse(own).is_ok_and(|own| {
        let release = Version::new(own.major, own.minor, own.patch);
        release >= *minimum
    })
}

fn shown(minimum: &Version) -> Message {
    let Version {
        major,
        minor,
        patch,
        ..
    } = minimum;
    match patch {
        0 => message!("{}.{}", major, minor),
        _ => message!("{}.{}.{}", major, minor, patch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minimum_is_one_bound_from_below() {
        for (text, version) in [
            (">=0.2", (0, 2, 0)),
            (">= 1", (1, 0, 0)),
            (" >=1.2.3 ", (1, 2, 3)),
        ] {
            let (major, minor, patch) = version;
            let version = Version::new(major, minor, patch);
            assert_eq!(minimum(text), Some(version), "{text}");
        }
        for text in [
            "",
            "0.2",
            "^0.2",
            ">0.2",
            "<2",
            ">=0.2, <1",
            ">=0.2.0-beta",
            ">=48151623",
            "*",
        ] {
            assert_eq!(minimum(text), None, "{text}");
        }
    }

    #[test]
    fn a_preview_has_the_fields_of_its_version() {
        let minimum = Version::new(0, 2, 0);
        for (own, reached) in [
            ("0.1.9", false),
            ("0.2.0-dev", true),
            ("0.2.0", true),
            ("1.0.0", true),
        ] {
            assert_eq!(is_reached(&minimum, own), reached, "{own}");
        }
    }
}
