//! The prefix of the variables that an instance of dynaconf reads.

use ruff_python_ast::{Arguments, Expr};

/// The classes of dynaconf that read variables.
pub(super) fn is_settings(dotted: &str) -> bool {
    matches!(
        dotted,
        "dynaconf.Dynaconf" | "dynaconf.LazySettings" | "dynaconf.DjangoDynaconf"
    )
}

/// The start of the names that an instance reads, with its `_`.
pub(super) fn of<'a>(
    arguments: &'a Arguments,
    constant: impl Fn(&'a Expr) -> Option<String>,
) -> String {
    match stated(arguments, &["envvar_prefix", "ENVVAR_PREFIX_FOR_DYNACONF"]) {
        Some(Expr::BooleanLiteral(_) | Expr::NoneLiteral(_)) => String::new(),
        Some(given) => match constant(given) {
            Some(prefix) => format!("{}_", prefix.to_uppercase()),
            // No name has a `?`, so no read with an unknown prefix is recorded.
            None => "?".to_owned(),
        },
        None => "DYNACONF_".to_owned(),
    }
}

/// The value of the first of these keywords that is given.
pub(super) fn stated<'a>(arguments: &'a Arguments, names: &[&str]) -> Option<&'a Expr> {
    let mut names = names.iter();
    let found = names.find_map(|name| arguments.find_keyword(name))?;
    Some(&found.value)
}
