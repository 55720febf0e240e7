//! Numbers: `int` and `float` as pydantic reads them from a string, and `port`.

use zeroize::Zeroizing;

use crate::schema::types::mismatch::Mismatch;

/// A whole number, as far as it matters for comparing.
enum Whole {
    Fits(i128),
    TooSmall,
    TooLarge,
}

/// Checks an `int`: white space round it, a sign, underscores between digits
/// and a fraction of zeros are accepted.
pub(super) fn check_int(text: &str, min: Option<i128>, max: Option<i128>) -> Result<(), Mismatch> {
    let number = read_int(text).ok_or_else(|| {
        Mismatch::new("type.int", "not a whole number").hint("write it in digits, like `30`")
    })?;
    let below = |min: i128| match number {
        Whole::Fits(number) => number < min,
        Whole::TooSmall => true,
        Whole::TooLarge => false,
    };
    let above = |max: i128| match number {
        Whole::Fits(number) => number > max,
        Whole::TooSmall => false,
        Whole::TooLarge => true,
    };
    if let Some(min) = min.filter(|min| below(*min)) {
        return Err(Mismatch::of("min", message!("less than {}", min)));
    }
    if let Some(max) = max.filter(|max| above(*max)) {
        return Err(Mismatch::of("max", message!("more than {}", max)));
    }
    Ok(())
}

/// Checks a `float`. Infinities and NaN are numbers, as for pydantic; NaN is
/// within no bounds.
pub(super) fn check_float(text: &str, min: Option<f64>, max: Option<f64>) -> Result<(), Mismatch> {
    let number = read_float(text).ok_or_else(|| {
        Mismatch::new("type.float", "not a number").hint("write it with a point, like `0.5`")
    })?;
    // Written so that NaN is refused by either bound.
    if let Some(min) = min.filter(|min| number < *min || number.is_nan()) {
        return Err(Mismatch::of("min", message!("less than {}", min)));
    }
    if let Some(max) = max.filter(|max| number > *max || number.is_nan()) {
        return Err(Mismatch::of("max", message!("more than {}", max)));
    }
    Ok(())
}

/// Checks a `port`. Digits only, unlike `int`: ports go into URLs and to the
/// resolver, which read nothing else.
pub(super) fn check_port(text: &str, min: u16, max: u16) -> Result<(), Mismatch> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Mismatch::new("type.port", "not a port number").hint("write 1 to 65535"));
    }
    let digits = text.trim_start_matches('0');
    // Only digits are left, so what does not fit is too large.
    let number = if digits.is_empty() {
        0
    } else {
        digits.parse().unwrap_or(u32::MAX)
    };
    if number < u32::from(min) {
        Err(Mismatch::of("min", message!("less than {}", min)))
    } else if number > u32::from(max) {
        Err(Mismatch::of("max", message!("more than {}", max)))
    } else {
        Ok(())
    }
}

/// Whether a text is a whole number that is not negative, as `int` reads it.
pub(super) fn is_natural(text: &str) -> bool {
    matches!(read_int(text), Some(Whole::Fits(0..) | Whole::TooLarge))
}

fn read_int(text: &str) -> Option<Whole> {
    let text = text.trim();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let zeros = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    let grouped = digits
        .split('_')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    if !zeros || !grouped {
        return None;
    }
    let negative = text.starts_with('-');
    let mut number = Some(0_i128);
    let mut length = 0_usize;
    for byte in digits.bytes().filter(|byte| *byte != b'_') {
        length += usize::from(length > 0 || byte != b'0');
        let digit = i128::from(byte - b'0');
        let digit = if negative { -digit } else { digit };
        number = number
            .and_then(|number| number.checked_mul(10))
            .and_then(|number| number.checked_add(digit));
    }
    match number {
        // CPython reads no int of more digits, and so neither does pydantic.
        _ if length > 4300 => None,
        Some(number) => Some(Whole::Fits(number)),
        None if negative => Some(Whole::TooSmall),
        None => Some(Whole::TooLarge),
    }
}

fn read_float(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains('_') {
        return text.parse().ok();
    }
    let edged = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    if edged {
        return None;
    }
    Zeroizing::new(text.replace('_', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    // The tables are what pydantic 2.14's TypeAdapter said of each string.

    #[test]
    fn ints_are_those_of_pydantic() {
        let value_type = ValueType::Int {
            min: None,
            max: None,
        };
        let long = ["9".repeat(4300), "9".repeat(4301), "0".repeat(4400) + "1"];
        table(
            &value_type,
            &[
                "1",
                " 1 ",
                "+1",
                "-1",
                "1_000",
                "1.0",
                "1.00",
                "00",
                "007",
                "-0",
                "+0",
                "1_0.0",
                "1\n",
                "\t1\x0b",
                "\u{a0}1",
                "\u{3000}1",
                "1\u{2028}",
                "-1.0",
                "+1.0",
                "0.0",
                "-0.0",
                "000_1",
                "0_1",
                "-00_1",
                " +1",
                "1_000.0",
                "1.0\n",
                &long[0],
                &long[2],
            ],
            &[
                "- 1",
                "+-1",
                "1__0",
                "_1",
                "1_",
                "1.",
                "1.5",
                ".0",
                "1e3",
                "0x10",
                "0b1",
                "",
                "  ",
                "1.0_0",
                "\u{661}",
                "\u{ff11}",
                "1\x1c",
                "1,000",
                "1. 0",
                "1_.0",
                "1._0",
                "--1",
                "1 .0",
                "true",
                "-_1",
                "+_1",
                "1.000000000000000000000000001",
                "__1",
                "0_.0",
                "\u{200b}1",
                "1e0",
                &long[1],
            ]
            .map(|text| (text, "type.int")),
        );
    }

    #[test]
    fn ints_keep_within_their_bounds_however_large() {
        let value_type = ValueType::Int {
            min: Some(1),
            max: Some(600),
        };
        let huge = "9".repeat(60);
        let low = format!("-{huge}");
        table(
            &value_type,
            &["1", "600", "1_0.0"],
            &[
                ("0", "min"),
                ("601", "max"),
                (&huge, "max"),
                (&low, "min"),
                ("x", "type.int"),
            ],
        );
        table(
            &ValueType::Int {
                min: Some(1),
                max: None,
            },
            &[&huge],
            &[(&low, "min")],
        );
        let least = i128::MIN.to_string();
        table(
            &ValueType::Int {
                min: Some(i128::MIN),
                max: None,
            },
            &[&least],
            &[(&low, "min")],
        );
    }

    #[test]
    fn floats_are_those_of_pydantic() {
        table(
            &ValueType::Float {
                min: None,
                max: None,
            },
            &[
                "1",
                "1.5",
                "inf",
                "-inf",
                "nan",
                "NaN",
                "+nan",
                "infinity",
                "-Infinity",
                "iNf",
                "1e3",
                "1E3",
                "1e+3",
                "1e-3",
                "1e400",
                ".5",
                "5.",
                " 1.5 ",
                "1_000.5",
                "+.5",
                "-.5e2",
                "1e1_0",
                "1_e1",
                "1._5",
                "1e_1",
                "1\n",
                "\u{a0}1",
            ],
            &[
                "1e", "e3", ".", "1__0", "_1", "1_", "0x1p3", "", "1,5", "1.5_", "1._", "\u{661}",
                "1d", "1f", "--1", "+-1", "i", "n", "infin", "nan(1)", "1e5.0",
            ]
            .map(|text| (text, "type.float")),
        );
    }

    #[test]
    fn nan_is_within_no_bounds() {
        let least = ValueType::Float {
            min: Some(0.5),
            max: None,
        };
        table(
            &least,
            &["0.5", "inf"],
            &[("nan", "min"), ("0.4", "min"), ("-inf", "min")],
        );
        let most = ValueType::Float {
            min: None,
            max: Some(1.0),
        };
        table(
            &most,
            &["1", "-inf"],
            &[("nan", "max"), ("1.1", "max"), ("inf", "max")],
        );
    }

    #[test]
    fn ports_are_digits_within_their_bounds() {
        table(
            &ValueType::Port { min: 1, max: 65535 },
            &["1", "80", "65535", "0080"],
            &[
                ("0", "min"),
                ("000", "min"),
                ("65536", "max"),
                ("99999999999", "max"),
                ("", "type.port"),
                ("-1", "type.port"),
                ("80.0", "type.port"),
                ("8_0", "type.port"),
                (" 80", "type.port"),
                ("http", "type.port"),
            ],
        );
    }
}
