//! Lengths of time: `30s`, `1h30m`, `PT5M`, or a number of seconds.

use crate::schema::types::mismatch::Mismatch;

/// The units of the short form, long to short.
const UNITS: [&str; 9] = ["w", "d", "h", "m", "s", "ms", "us", "µs", "ns"];

/// Checks a `duration`. The ISO 8601 form is pydantic's, which reads neither
/// `30s` nor a bare number. Refused although pydantic reads them: years and
/// months (of no fixed length), clock times (`00:30`: minutes or seconds?),
/// signs, and units out of order.
pub(super) fn check(text: &str) -> Result<(), Mismatch> {
    let good = match text.strip_prefix('P') {
        Some(rest) => is_iso(rest),
        None => is_short(text) || (split_number(text).is_some_and(|(_, rest)| rest.is_empty())),
    };
    if good {
        Ok(())
    } else {
        Err(Mismatch::new("type.duration", "not a duration")
            .hint("write it like `30s`, `1h30m` or `PT5M`"))
    }
}

/// Whether a text is numbers with units, long to short: `1h30m`.
fn is_short(text: &str) -> bool {
    let unit_end = |text: &str| {
        text.find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(text.len())
    };
    is_sequence(text, &UNITS, unit_end)
}

/// Whether a text is what follows the `P` of an ISO 8601 duration of weeks,
/// days, hours, minutes and seconds.
fn is_iso(text: &str) -> bool {
    let one = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text, None),
    };
    let days_good = is_sequence(days, &["W", "D"], one);
    match clock {
        Some(clock) => (days.is_empty() || days_good) && is_sequence(clock, &["H", "M", "S"], one),
        None => days_good,
    }
}

/// Whether a text is one or more numbers, each with one of the units, and the
/// units in their order.
fn is_sequence(text: &str, units: &[&str], unit_end: impl Fn(&str) -> usize) -> bool {
    let mut rest = text;
    let mut units = units.iter();
    while !rest.is_empty() {
        let Some((_, after)) = split_number(rest) else {
            return false;
        };
        let (unit, after) = after.split_at(unit_end(after));
        // Searching on from the last unit found keeps the order.
        if !units.any(|known| *known == unit) {
            return false;
        }
        rest = after;
    }
    !text.is_empty()
}

/// Splits digits, with or without a fraction, from what follows them.
fn split_number(text: &str) -> Option<(&str, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    if whole == 0 {
        return None;
    }
    let (_, rest) = text.split_at(whole);
    match rest.strip_prefix('.') {
        Some(fraction) => match digits(fraction) {
            0 => None,
            count => Some(text.split_at(whole + 1 + count)),
        },
        None => Some(text.split_at(whole)),
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn durations_are_short_forms_seconds_or_iso() {
        table(
            &ValueType::Duration,
            &[
                "30s",
                "1h30m",
                "1.5h",
                "1d",
                "2w3d",
                "100ms",
                "5us",
                "5µs",
                "1m30s500ms",
                "0s",
                "30",
                "30.5",
                "0",
                "PT5M",
                "P1D",
                "P1DT2H",
                "PT1.5H",
                "P1W",
                "P1DT1H1M1.5S",
                "PT0.5S",
                "P3W2D",
                "PT36H",
                "P1.5D",
                "PT0S",
            ],
            &[
                "", "PT", "P", "P1DT", "pt5m", "1:30", "30 s", " 30", "30 ", "1e3", "inf", "nan",
                "P-1D", "PT5M30", "s", "30x", "1m1h", "1h1h", "1.h", ".5h", "1h30", "P1H", "PT1D",
                "PT1h", "1hm", "5é",
            ]
            .map(|text| (text, "type.duration")),
        );
    }

    #[test]
    fn what_pydantic_reads_and_others_misread_is_refused() {
        table(
            &ValueType::Duration,
            &[],
            &[
                "01:30:00",
                "00:30",
                "1 day",
                "1 days",
                "1 day, 01:00:00",
                "P1Y",
                "P1M",
                "-PT5M",
                "+PT5M",
                "PT5S3M",
                "PT1M1M",
                "-30",
            ]
            .map(|text| (text, "type.duration")),
        );
    }
}
