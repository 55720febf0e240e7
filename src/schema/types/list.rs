//! Lists: items of one type between separators.

use super::{Disk, Mismatch, Shape};

/// Checks a `list`; the first item that is wrong is named by its number.
pub(super) fn check(
    text: &str,
    of: &Shape,
    separator: &str,
    disk: &Disk<'_>,
) -> Result<(), Mismatch> {
    let trimmed = text.trim();
    if trimmed.starts_with('[') && trimmed.ends_with(']') {
        return Err(Mismatch::new("type.list", "a JSON array, not a plain list")
            .hint("write the items without brackets and quotes, or declare `type = \"json\"`"));
    }
    // Splitting at nothing would split between all characters.
    if separator.is_empty() {
        return check_item(trimmed, 1, of, disk);
    }
    trimmed
        .split(separator)
        .zip(1..)
        .try_for_each(|(item, number)| check_item(item.trim(), number, of, disk))
}

fn check_item(item: &str, number: usize, of: &Shape, disk: &Disk<'_>) -> Result<(), Mismatch> {
    let here = || message!("item {}", number);
    if item.is_empty() {
        return Err(Mismatch::of("type.list", message!("{} is empty", here())));
    }
    of.check(item.as_bytes(), disk).map_err(|wrong| Mismatch {
        what: message!("{}: {}", here(), wrong.what),
        ..wrong
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::table;
    use super::*;

    #[test]
    fn items_are_checked_each() {
        let list = |of, separator: &str| Shape::List {
            of: Box::new(of),
            separator: separator.into(),
        };
        table(
            &list(
                Shape::Int {
                    min: Some(1),
                    max: None,
                },
                ",",
            ),
            &["1", "1,2, 3", " 1 ,2 "],
            &[
                ("1,,2", "type.list"),
                (",1", "type.list"),
                ("1,", "type.list"),
                ("1,x", "type.int"),
                ("1,0", "min"),
                ("[1,2]", "type.list"),
                ("", "type.list"),
            ],
        );
        table(
            &list(Shape::String, " "),
            &["a b"],
            &[("a  b", "type.list")],
        );
        table(
            &list(Shape::Host, "::"),
            &["a::b"],
            &[("a:::b", "type.host")],
        );
        table(&list(Shape::Bool, ""), &["yes"], &[("yes,no", "type.bool")]);
    }

    #[test]
    fn the_item_is_named_by_its_number() {
        let shape = Shape::Int {
            min: None,
            max: None,
        };
        let wrong = check("1, 2, x", &shape, ",", &|_| None).unwrap_err();
        assert_eq!(wrong.what.as_str(), "item 3: not a whole number");
    }
}
