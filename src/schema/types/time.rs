//! Points in time: `date`, `datetime` and `time`.

use crate::schema::types::mismatch::Mismatch;

/// Checks a `date`: `YYYY-MM-DD`. Stricter than pydantic, which also takes
/// seconds since 1970 and midnights: a program that reads the date without
/// pydantic does not.
pub(super) fn check_date(text: &str) -> Result<(), Mismatch> {
    match read_date(text.as_bytes()) {
        Some([]) => Ok(()),
        _ => Err(Mismatch::new("type.date", "not a date").hint("write it as YYYY-MM-DD")),
    }
}

/// Checks a `datetime`: RFC 3339 with `T` or a blank in the middle; seconds
/// and offset may be left out. Stricter than pydantic, which also takes a
/// number, a date alone, `_` in the middle, `,5` and `+0100`.
pub(super) fn check_datetime(text: &str) -> Result<(), Mismatch> {
    let good = read_date(text.as_bytes()).and_then(|rest| match rest {
        [b'T' | b't' | b' ', rest @ ..] => read_time(rest),
        _ => None,
    });
    match good.map(is_offset) {
        Some(true) => Ok(()),
        _ => Err(Mismatch::new("type.datetime", "not a date with a time")
            .hint("write it as YYYY-MM-DDTHH:MM:SS, with `Z` or an offset such as `+01:00`")),
    }
}

/// Checks a `time` of day: RFC 3339, where seconds and offset may be left out.
pub(super) fn check_time(text: &str) -> Result<(), Mismatch> {
    match read_time(text.as_bytes()).map(is_offset) {
        Some(true) => Ok(()),
        _ => Err(Mismatch::new("type.time", "not a time of day")
            .hint("write it as HH:MM or HH:MM:SS, such as `09:30`")),
    }
}

/// Reads a date, and returns the rest.
fn read_date(text: &[u8]) -> Option<&[u8]> {
    let (year, text) = digits(text, 4)?;
    let (month, text) = digits(text.strip_prefix(b"-")?, 2)?;
    let (day, text) = digits(text.strip_prefix(b"-")?, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    // Python has no year 0.
    (year >= 1 && (1..=days).contains(&day)).then_some(text)
}

/// Reads a time of day, and returns the rest. Leap seconds are refused, as by pydantic:
/// Python cannot represent one.
fn read_time(text: &[u8]) -> Option<&[u8]> {
    let (hour, text) = digits(text, 2)?;
    let (minute, text) = digits(text.strip_prefix(b":")?, 2)?;
    let (second, text) = match text.strip_prefix(b":") {
        Some(text) => digits(text, 2)?,
        None => return (hour < 24 && minute < 60).then_some(text),
    };
    let text = match text.strip_prefix(b".") {
        Some(fraction) => match fraction.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(0) => return None,
            Some(end) => fraction.get(end..)?,
            None if fraction.is_empty() => return None,
            None => &[],
        },
        None => text,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(text)
}

/// Whether a text is an offset from UTC, or nothing.
fn is_offset(text: &[u8]) -> bool {
    match text {
        [] | [b'Z' | b'z'] => true,
        [b'+' | b'-', rest @ ..] => read_offset(rest).is_some(),
        _ => false,
    }
}

fn read_offset(text: &[u8]) -> Option<()> {
    let (hour, text) = digits(text, 2)?;
    let (minute, text) = digits(text.strip_prefix(b":")?, 2)?;
    (hour < 24 && minute < 60 && text.is_empty()).then_some(())
}

/// Reads this many digits, and returns their number and the rest.
fn digits(text: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })?;
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn dates_are_days_that_exist() {
        table(
            &ValueType::Date,
            &[
                "2024-02-29",
                "0001-01-01",
                "9999-12-31",
                "2000-02-29",
                "2024-04-30",
            ],
            &[
                "2023-02-29",
                "2024-1-1",
                "20240101",
                "0000-01-01",
                "10000-01-01",
                " 2024-01-01",
                "2024-01-01 ",
                "2024-13-01",
                "2024-04-31",
                "2024/01/01",
                "1900-02-29",
                "-2024-01-01",
                "+2024-01-01",
                "2024-01-01T",
                "2024-00-10",
                "2024-01-00",
                "",
            ]
            .map(|text| (text, "type.date")),
        );
    }

    #[test]
    fn dates_are_not_the_numbers_and_midnights_of_pydantic() {
        table(
            &ValueType::Date,
            &[],
            &[
                "1704067200",
                "0",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00Z",
            ]
            .map(|text| (text, "type.date")),
        );
    }

    #[test]
    fn datetimes_are_those_of_pydantic() {
        table(
            &ValueType::DateTime,
            &[
                "2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00",
                "2024-01-01 00:00:00",
                "2024-01-01t00:00:00z",
                "2024-01-01T00:00",
                "2024-01-01T00:00Z",
                "2024-01-01T00:00:00.123456789Z",
                "2024-01-01T00:00:00.1234567890123",
                "2024-01-01T00:00:00+01:00",
                "2024-01-01T00:00:00+23:59",
                "2024-01-01T00:00:00-00:00",
                "2024-01-01T23:59:59.5-08:00",
            ],
            &[
                "2024-01-01T00",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T23:59:60Z",
                "2024-01-01T00:00:00+01",
                "2024-01-01T00:00:00+24:00",
                "2024-01-01T00:00:00 +01:00",
                "2024-01-01T00:00:00 Z",
                "2024-01-01T00:00:00+1:00",
                " 2024-01-01T00:00:00Z",
                "2024-01-01T00:00:00Z ",
                "20240101T000000Z",
                "2024-01-01T00:00:00+01:60",
                "2024-02-30T00:00:00Z",
                "2024-01-01T00:00:00.",
                "",
            ]
            .map(|text| (text, "type.datetime")),
        );
    }

    #[test]
    fn times_are_those_of_pydantic() {
        table(
            &ValueType::Time,
            &[
                "00:00",
                "23:59:59",
                "12:30:00.5",
                "12:30Z",
                "12:30:00z",
                "12:30:00+01:00",
                "12:30-23:59",
            ],
            &[
                "",
                "12",
                "1:30",
                "24:00",
                "12:60",
                "12:30:60",
                "12:30:00.",
                "12:30+24:00",
                " 12:30",
                "12:30 ",
                "1230",
                "12:30+01",
                "12.30",
                "T12:30",
            ]
            .map(|text| (text, "type.time")),
        );
    }

    #[test]
    fn datetimes_that_only_pydantic_reads_are_refused() {
        table(
            &ValueType::DateTime,
            &[],
            &[
                "2024-01-01_00:00:00",
                "2024-01-01",
                "2024-01-01T00:00:00,5Z",
                "2024-01-01T00:00:00-0100",
                "1704067200",
                "1704067200.5",
                "2024-01-01T00:00:00\u{2212}01:00",
            ]
            .map(|text| (text, "type.datetime")),
        );
    }
}
