//! Sizes in bytes: `512`, `10MB`, `1.5GiB`.

use crate::schema::types::mismatch::Mismatch;
use crate::schema::types::number;

/// pydantic multiplies as a float, and refuses what becomes infinite.
const LONGEST: usize = 256;

/// Checks `bytes` like pydantic's `ByteSize`, except that nothing may follow the unit
/// (pydantic reads `1,000` as 1) and that bits are not a unit.
pub(super) fn check(text: &str) -> Result<(), Mismatch> {
    // pydantic reads `1_000`, and `10.0`, but not both in one.
    let grouped = text.contains('_') && text.contains('.');
    let short = text.len() <= LONGEST;
    if short && ((number::is_natural(text) && !grouped) || is_scaled(text.trim())) {
        Ok(())
    } else {
        Err(Mismatch::new("type.bytes", "not a size in bytes")
            .hint("write a number and a unit, such as `10MB` or `1.5GiB`"))
    }
}

fn is_scaled(text: &str) -> bool {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = !whole.is_empty() || !fraction.is_empty();
    digits && !fraction.contains('.') && is_unit(unit.trim_start())
}

/// Whether a text is a unit: powers of 1000 with or without `B`, powers of
/// 1024 with `iB`; in either case of letters.
fn is_unit(text: &str) -> bool {
    let mut bytes = text.bytes().map(|byte| byte.to_ascii_lowercase());
    match bytes.next() {
        None => true,
        Some(b'b') => bytes.next().is_none(),
        Some(b'k' | b'm' | b'g' | b't' | b'p' | b'e') => {
            matches!(
                (bytes.next(), bytes.next(), bytes.next()),
                (None, _, _) | (Some(b'b'), None, _) | (Some(b'i'), Some(b'b'), None)
            )
        }
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn sizes_are_those_of_pydantic() {
        table(
            &ValueType::Bytes,
            &[
                "512", "10MB", "1.5GiB", "10 MB", "10mb", "10M", "10k", "1KiB", "1kib", "1Kb",
                "1.5", "1.5b", "0", "1_000", " 10MB ", "1TB", "1PB", "1EB", "1EiB", ".5kb", "+5",
                "1KIB", "10g", "1.",
            ],
            &[
                "-1", "1e3", "", "1ZB", "10byte", "10bytes", "10Ki", "10gi", ".", "kb", "MB",
            ]
            .map(|text| (text, "type.bytes")),
        );
    }

    #[test]
    fn what_pydantic_reads_in_part_or_as_bits_is_refused() {
        table(
            &ValueType::Bytes,
            &[],
            &[
                "1,000", "10MB/s", "10 M B", "1.5.2kb", "1kbit", "10bit", "1MBB", "10MB x",
                "1_000.0",
            ]
            .map(|text| (text, "type.bytes")),
        );
    }
}
