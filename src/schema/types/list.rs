//! Lists: items of one type between separators.

use crate::schema::types::mismatch::Mismatch;

/// Checks a `list`; the first item that is wrong is named by its number.
pub(super) fn check(
    text: &str,
    separator: &str,
    check: &dyn Fn(&str) -> Result<(), Mismatch>,
) -> Result<(), Mismatch> {
    let trimmed = text.trim();
    if trimmed.starts_with('[') && trimmed.ends_with(']') {
        return Err(Mismatch::new("type.list", "a JSON array, not a plain list")
            .hint("write the items without brackets and quotes, or declare `type = \"json\"`"));
    }
    for (item, number) in trimmed.split(separator).zip(1..) {
        let item = item.trim();
        if item.is_empty() {
            let what = message!("item {} is empty", number);
            return Err(Mismatch::of("type.list", what));
        }
        check(item).map_err(|wrong| Mismatch {
            what: message!("item {}: {}", number, wrong.what),
            ..wrong
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn items_are_checked_each() {
        let list = |of, separator: &str| ValueType::List {
            of: Box::new(of),
            separator: separator.into(),
        };
        table(
            &list(
                ValueType::Int {
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
            &list(ValueType::String, " "),
            &["a b"],
            &[("a  b", "type.list")],
        );
        table(
            &list(ValueType::Host, "::"),
            &["a::b"],
            &[("a:::b", "type.host")],
        );
    }

    #[test]
    fn the_item_is_named_by_its_number() {
        let list = ValueType::List {
            of: Box::new(ValueType::Bool),
            separator: ",".into(),
        };
        let wrong = list.check(b"1, 0, x", &|_| None).unwrap_err();
        assert_eq!(wrong.what.as_str(), "item 3: not a boolean");
    }
}
