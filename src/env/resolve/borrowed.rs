//! Values that contain those of other keys through `${NAME}`.

use crate::core::binding::{Binding, InChild};
use crate::core::report::Problem;
use crate::env::layers::withheld_reference;
use crate::schema::model::{Rule, Schema};

/// A warning about a value that contains a secret which the run withholds, or another
/// value of a key than the child gets.
pub(super) fn look(schema: &Schema, rule: &Rule, winner: &Binding) -> Option<Problem> {
    let borrowed = winner.borrowed.as_ref()?;
    let name = &borrowed.name;
    let problem = match borrowed.in_child {
        InChild::ThisValue => return None,
        InChild::Withheld => {
            let what = message!(
                "contains the value of `{}`, a secret that this run withholds",
                name
            );
            withheld_reference(what, name)
        }
        InChild::AnotherValue => {
            let shown = if schema.governing(name.as_str()).is_some() || name.is_showable() {
                message!("`{}`", name)
            } else {
                message!("another variable")
            };
            let what = message!(
                "contains the value of {} in the env file, but the child gets that of the environment (`load_dotenv()` uses it here, too)",
                shown
            );
            Problem::warning("shadowed.reference", what)
                .hint("unset the variable in the environment, or write the value out")
        }
    };
    Some(problem.about(&rule.name))
}
