//! The names of the child's environment, for `check --print-env`.

use crate::core::message::counted;
use crate::core::report::ChildName;
use crate::render::colour::{Colour, Tone};
use crate::render::human::table::{Table, cell, plain};

/// A row for each variable that the child would get, with the reason.
pub fn environment(rows: &[ChildName], colour: Colour) -> String {
    let cells = rows.iter().map(|row| {
        let why = cell(Tone::Faint, row.why.as_str());
        vec![plain(row.name.as_str()), why]
    });
    let table = Table::titled(&["NAME", "WHY"], cells);
    let table = table.map_or_else(String::new, |it| it.render("", colour) + "\n");
    let count = counted(rows.len(), "variable");
    format!("{table}the child gets {count}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::tests::sample;

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
