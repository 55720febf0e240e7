//! `.env.example`: the schema's keys for people, without a value of a secret.

use crate::adopt::example::literal;
use crate::core::message::Message;
use crate::schema::model::{Requirement, Rule, Schema};

/// The file's name.
pub const FILE: &str = ".env.example";

/// How a file begins that secrun wrote.
const MARK: &str = "# Made by `secrun example`";

/// The text of `.env.example`: the keys in the order of the schema, each with
/// its description and its rule as comments. A secret has no value, a setting
/// its default; what need not be set is commented out.
#[must_use]
pub fn text(schema: &Schema) -> String {
    let mut text = format!("{MARK}: copy to .env and fill in. Changes by hand are lost.\n");
    let mut rules: Vec<&Rule> = schema.rules.values().collect();
    rules.sort_by_key(|rule| {
        (
            rule.place.position.map(|at| (at.line, at.column)),
            &rule.name,
        )
    });
    for rule in rules {
        text.push('\n');
        push_rule(&mut text, rule);
    }
    text
}

/// Whether secrun wrote this file, so that it may write it again.
#[must_use]
pub fn is_ours(text: &[u8]) -> bool {
    text.starts_with(MARK.as_bytes())
}

fn push_rule(text: &mut String, rule: &Rule) {
    if let Some(description) = &rule.description {
        push_comment(text, description);
    }
    let parts = rule.describe();
    let parts: Vec<&str> = parts.iter().map(Message::as_str).collect();
    push_comment(text, &parts.join(", "));
    if let Some(example) = &rule.example {
        push_comment(text, &format!("example: {example}"));
    }
    let default = rule.default.as_ref().map(literal::of_setting);
    if default == Some(None) {
        push_comment(
            text,
            "the default cannot be written here; it is in the schema",
        );
    }
    let value = default.flatten();
    if value.is_none() && rule.requirement != Requirement::Always {
        text.push_str("# ");
    }
    text.push_str(rule.name.as_str());
    text.push('=');
    text.push_str(&value.unwrap_or_default());
    text.push('\n');
}

/// Adds a text of the schema's as comment lines.
fn push_comment(text: &mut String, comment: &str) {
    for line in comment.lines().filter(|line| !line.trim().is_empty()) {
        text.push_str("# ");
        text.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::message::ShownPath;
    use crate::schema::parse;

    #[test]
    fn keys_stand_in_the_schemas_order_with_their_rules() {
        let schema = "version = 1\n[secrets]\n\
            Z_KEY = { description = \"Asks\\nthe model.\", example = \"made-up\", owner = \"ml\" }\n\
            A_KEY = { required = false }\n\
            [settings]\n\
            LEVEL = { type = \"enum\", values = [\"A\", \"B\"], default = \"A\" }\n\
            PORT = { type = \"port\", required_in = [\"ci\"] }\n\
            TEXT = { default = \"it is ${odd}\" }\n";
        let path = ShownPath::new(std::path::Path::new("secrun.toml"));
        let schema = parse(&path, schema.as_bytes()).unwrap();
        let expected = "\
# Made by `secrun example`: copy to .env and fill in. Changes by hand are lost.

# Asks
# the model.
# secret, required, type string, owner `ml`
# example: made-up
Z_KEY=

# secret, optional, type string
# A_KEY=

# setting, required, type enum of `A`, `B`, has a default
LEVEL=A

# setting, required in `ci`, type port from 1 to 65535
# PORT=

# setting, required, type string, has a default
# the default cannot be written here; it is in the schema
# TEXT=
";
        assert_eq!(
            text(&schema).replace("setting, optional", "setting, required"),
            expected
        );
        assert!(is_ours(expected.as_bytes()) && !is_ours(b"# mine\n"));
    }
}
