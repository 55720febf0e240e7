//! The names of the child's environment, for `check --print-env`.

use crate::core::report::ChildName;
use crate::render::colour::{Colour, Tone};
use crate::render::state;
use crate::render::text::table::{Table, cell, plain};

/// A row for each variable that the child would get, with the reason.
#[must_use]
pub fn environment(rows: &[ChildName], colour: Colour) -> String {
    let closing = format!(
        "the child gets {}\n",
        state::counted(rows.len(), "variable")
    );
    if rows.is_empty() {
        return closing;
    }
    let mut table = Table::titled(&["NAME", "WHY"]);
    for row in rows {
        table.push(vec![
            plain(row.name.as_str()),
            cell(Tone::Faint, row.why.as_str()),
        ]);
    }
    format!("{}\n{closing}", table.render("", colour))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::sample;

    #[test]
    fn each_name_has_its_reason() {
        let rows = [
            ChildName {
                name: sample::name("OPENAI_API_KEY"),
                why: message!("secret of scope `{}`", sample::label("coder")),
            },
            ChildName {
                name: sample::name("PATH"),
                why: message!("preset `@base`"),
            },
        ];
        assert_eq!(
            environment(&rows, Colour::Never),
            "\
NAME            WHY
OPENAI_API_KEY  secret of scope `coder`
PATH            preset `@base`

the child gets 2 variables
"
        );
        assert_eq!(
            environment(&[], Colour::Never),
            "the child gets no variables\n"
        );
    }
}
