//! Values of a file for variables on which other programs act.

use crate::core::binding::{Binding, Provenance};
use crate::core::report::Problem;
use crate::core::risk::Risk;
use crate::schema::model::Rule;

/// A warning about a key whose name makes programs run or reveal something, if a file
/// sets it: whoever can write to the file decides what runs beside the secrets. What the
/// host sets is the user's own, and a default stands beside `allow_dangerous`.
pub(super) fn look(rule: &Rule, winner: &Binding) -> Option<Problem> {
    match winner.provenance {
        Provenance::File { .. } | Provenance::SecretFile { .. } if !rule.allow_dangerous => {}
        _ => return None,
    }
    let what = match rule.name.risk()? {
        Risk::RunsCode => "a file sets this variable, and programs run code that it names",
        Risk::Reveals => "a file sets this variable, which can reveal what programs send",
    };
    let hint = "set it in the environment, or declare `allow_dangerous = true`";
    let problem = Problem::warning("risky-name", what).about(&rule.name);
    Some(problem.hint(hint))
}
