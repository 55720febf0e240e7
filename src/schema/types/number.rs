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
pub(super) fn check_int(
    text: &str,
    min: Option<i128>,
    max: Option<i128>,
    multiple_of: Option<i128>,
) -> Result<(), Mismatch> {
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
    let is_multiple = |of: i128| match number {
        Whole::Fits(number) => number.checked_rem(of) == Some(0),
        Whole::TooSmall | Whole::TooLarge => false,
    };
    if let Some(of) = multiple_of.filter(|of| !is_multiple(*of)) {
        return Err(Mismatch::of(
            "multiple-of",
            message!("not a multiple of {}", of),
        ));
    }
    Ok(())
}

/// The fields of a `float`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Float {
    pub min: Option<f64>,
    pub max: Option<f64>,
    /// What it must be more than.
    pub above: Option<f64>,
    /// What it must be less than.
    pub below: Option<f64>,
    /// `style = "decimal"`: digits, perhaps with a point and an exponent.
    pub decimal: bool,
}

/// So many digits of a decimal number survive in a `f64`, so that comparing the
/// two says the same as comparing the decimal numbers.
const EXACT_DIGITS: usize = 15;

impl Float {
    /// Checks a `float`. Infinities and NaN are numbers, as for pydantic; NaN is
    /// within no bounds.
    pub(super) fn check(&self, text: &str) -> Result<(), Mismatch> {
        let wrong = |what| Err(Mismatch::new("type.float", what));
        let Some(number) = read_float(text) else {
            return wrong("not a number")
                .map_err(|wrong| wrong.hint("write it with a point, like `0.5`"));
        };
        if self.decimal {
            if !is_decimal(text) || !number.is_finite() {
                return wrong("not a decimal number")
                    .map_err(|wrong| wrong.hint("write it in digits with a point, like `0.5`"));
            }
            if self.is_bounded() && !is_exact(text, number) {
                return wrong("too many digits to compare it with its bounds");
            }
        }
        // Written so that NaN is refused by any bound.
        let nan = number.is_nan();
        let refused = |code, what| Err(Mismatch::of(code, what));
        match *self {
            Self { min: Some(it), .. } if nan || number < it => {
                refused("min", message!("less than {}", it))
            }
            Self { max: Some(it), .. } if nan || number > it => {
                refused("max", message!("more than {}", it))
            }
            Self {
                above: Some(it), ..
            } if nan || number <= it => refused("min", message!("not more than {}", it)),
            Self {
                below: Some(it), ..
            } if nan || number >= it => refused("max", message!("not less than {}", it)),
            _ => Ok(()),
        }
    }

    fn is_bounded(&self) -> bool {
        let bounds = [self.min, self.max, self.above, self.below];
        bounds.iter().any(Option::is_some)
    }
}

/// Whether a text is a sign, digits, a point and an exponent, as far as needed.
fn is_decimal(text: &str) -> bool {
    // Python's `Decimal` reads no exponent of twenty digits.
    let exponent = text.split(['e', 'E']).nth(1).unwrap_or("");
    let good = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    exponent.len() <= 6 && text.bytes().all(good)
}

/// Whether a decimal number is as good as its `f64` for comparing.
fn is_exact(text: &str, number: f64) -> bool {
    let digits = text.split(['e', 'E']).next().unwrap_or(text);
    let digits = digits.trim_start_matches(['+', '-', '0', '.']);
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    // Of a number that is nearer to zero than a `f64` can be, nothing is left.
    count <= EXACT_DIGITS && (number != 0.0 || count == 0) && (count == 0 || number.is_normal())
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
    if !text.contains('_') {
        return text.trim().parse().ok();
    }
    // pydantic takes white space or underscores, not both.
    let edged = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    if edged {
        return None;
    }
    Zeroizing::new(text.replace('_', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Float;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    // The tables are what pydantic 2.14's TypeAdapter said of each string.

    #[test]
    fn ints_are_those_of_pydantic() {
        let value_type = ValueType::Int {
            min: None,
            max: None,
            multiple_of: None,
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
            multiple_of: None,
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
                multiple_of: None,
            },
            &[&huge],
            &[(&low, "min")],
        );
        let least = i128::MIN.to_string();
        table(
            &ValueType::Int {
                min: Some(i128::MIN),
                max: None,
                multiple_of: None,
            },
            &[&least],
            &[(&low, "min")],
        );
    }

    #[test]
    fn floats_are_those_of_pydantic() {
        table(
            &ValueType::Float(Float {
                min: None,
                max: None,
                ..Float::default()
            }),
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
        let least = ValueType::Float(Float {
            min: Some(0.5),
            max: None,
            ..Float::default()
        });
        table(
            &least,
            &["0.5", "inf"],
            &[("nan", "min"), ("0.4", "min"), ("-inf", "min")],
        );
        let most = ValueType::Float(Float {
            min: None,
            max: Some(1.0),
            ..Float::default()
        });
        table(
            &most,
            &["1", "-inf"],
            &[("nan", "max"), ("1.1", "max"), ("inf", "max")],
        );
    }

    #[test]
    fn ints_are_multiples_where_one_is_asked_for() {
        table(
            &ValueType::Int {
                min: None,
                max: None,
                multiple_of: Some(5),
            },
            &["0", "5", "-10", "1_0.0"],
            &[
                ("3", "multiple-of"),
                ("x", "type.int"),
                (&"5".repeat(60), "multiple-of"),
            ],
        );
    }

    #[test]
    fn floats_may_have_bounds_that_they_must_not_reach() {
        table(
            &ValueType::Float(Float {
                above: Some(0.0),
                below: Some(1.0),
                ..Float::default()
            }),
            &["0.5", "1e-300"],
            &[
                ("0", "min"),
                ("-0.0", "min"),
                ("1", "max"),
                ("nan", "min"),
                ("inf", "max"),
            ],
        );
    }

    #[test]
    fn decimals_are_those_of_python_and_compare_like_them() {
        let decimal = Float {
            decimal: true,
            ..Float::default()
        };
        table(
            &ValueType::Float(decimal.clone()),
            &[
                "1",
                "-1.5",
                "+.5",
                "5.",
                "1e3",
                "1E-3",
                "0.1234567890123456789",
            ],
            &[
                "inf",
                "nan",
                "1e999",
                "0e-9999999",
                " 1",
                "1_000",
                "",
                "1e",
                "-",
                "1 ",
            ]
            .map(|text| (text, "type.float")),
        );
        table(
            &ValueType::Float(Float {
                min: Some(1.0),
                ..decimal
            }),
            &["1", "1.00000000000001", "100000000000000"],
            &[
                ("0.99999999999999", "min"),
                ("0.99999999999999999999", "type.float"),
                ("1e-400", "type.float"),
                ("0", "min"),
            ],
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
