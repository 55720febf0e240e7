//! Lengths of time: `30s`, `1h30m`, `PT5M`, or a number of seconds.

use crate::schema::types::mismatch::Mismatch;

/// The units of the short form, long to short.
const UNITS: [&str; 9] = ["w", "d", "h", "m", "s", "ms", "us", "µs", "ns"];

/// In which forms a `duration` may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationStyle {
    /// What pydantic reads: ISO 8601, or days and a clock time.
    Pydantic,
    /// ISO 8601 only: `PT5M`.
    Iso,
}

/// The days that Python's `timedelta` can hold are fewer than this.
const MAX_DAYS: f64 = 999_999_999.0;

/// pydantic reads no more seconds, minutes or hours than this in one number.
const MAX_SECONDS: f64 = 4_294_967_295.0;

/// Checks a `duration`. The ISO 8601 form is pydantic's, which reads neither
/// `30s` nor a bare number. Refused although pydantic reads them: years and
/// months (of no fixed length), clock times without seconds (`00:30`: minutes
/// or seconds?), signs, and units out of order.
pub(super) fn check(text: &str, style: Option<DurationStyle>) -> Result<(), Mismatch> {
    let iso = || text.strip_prefix('P').is_some_and(is_iso);
    let wrong = |what, hint| Err(Mismatch::new("type.duration", what).hint(hint));
    match style {
        None if iso() || is_short(text) || is_seconds(text) => Ok(()),
        None => wrong("not a duration", "write it like `30s`, `1h30m` or `PT5M`"),
        Some(DurationStyle::Iso) if iso() && fits_timedelta(text) => Ok(()),
        Some(DurationStyle::Pydantic) if (iso() && fits_timedelta(text)) || is_clock(text) => {
            Ok(())
        }
        Some(DurationStyle::Iso) => wrong(
            "not a duration of ISO 8601",
            "write it like `PT30S`, `PT5M` or `P1DT12H`",
        ),
        Some(DurationStyle::Pydantic) => wrong(
            "not a duration that pydantic reads",
            "write it like `PT30S`, `P1DT12H` or `01:30:00`",
        ),
    }
}

fn is_seconds(text: &str) -> bool {
    split_number(text).is_some_and(|(_, rest)| rest.is_empty())
}

/// Whether a text is hours, minutes and seconds, perhaps behind a number of days:
/// `1 day, 01:30:00`.
fn is_clock(text: &str) -> bool {
    let (days, clock) = match text.split_once(", ") {
        Some((days, clock)) => (Some(days), clock),
        None => (None, text),
    };
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let good = |days: &str| {
        let number = days.strip_suffix(" days").or(days.strip_suffix(" day"));
        number.is_some_and(|number| digits(number, 6))
    };
    let sixty = |text: &str| text.len() == 2 && digits(text, 2) && text < "60";
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else {
        return false;
    };
    // Behind days, the hours are those of one more day.
    let hour = digits(hours, 2) && (days.is_none() || hours.parse::<u8>().is_ok_and(|it| it < 24));
    days.is_none_or(good) && hour && sixty(minutes) && sixty(seconds) && digits(fraction, 9)
}

/// Whether Python's `timedelta` can hold an ISO 8601 duration, and pydantic reads
/// it: only the last number may have a fraction.
fn fits_timedelta(text: &str) -> bool {
    let mut days = 0.0;
    let mut ended = false;
    for (half, units) in text.trim_start_matches('P').split('T').zip([
        [('W', 7.0), ('D', 1.0), ('D', 1.0)],
        [('H', 1.0 / 24.0), ('M', 1.0 / 1440.0), ('S', 1.0 / 86400.0)],
    ]) {
        let mut rest = half;
        while let Some((number, after)) = split_number(rest) {
            let mut after = after.chars();
            let unit = after.next();
            rest = after.as_str();
            let length = units.iter().find(|(known, _)| unit == Some(*known));
            let value = number.parse::<f64>().unwrap_or(f64::INFINITY);
            // pydantic keeps days and seconds in 32 bits each, and nothing may follow
            // a fraction.
            let small = length.is_some_and(|(_, length)| value * length * 86400.0 < MAX_SECONDS);
            if ended || !(small || half.contains(['W', 'D'])) || number.len() > 30 {
                return false;
            }
            ended = number.contains('.');
            days += value * length.map_or(1.0, |(_, length)| *length);
        }
    }
    days < MAX_DAYS
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
    use super::DurationStyle;
    use crate::schema::types::ValueType;
    use crate::schema::types::tests::table;

    #[test]
    fn durations_are_short_forms_seconds_or_iso() {
        table(
            &ValueType::Duration { style: None },
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
            &ValueType::Duration { style: None },
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

    #[test]
    fn a_style_takes_only_what_its_readers_take() {
        let iso = [
            "PT5M",
            "P1D",
            "P1DT2H",
            "PT1.5H",
            "P1W",
            "P3W2D",
            "PT36H",
            "P1.5D",
            "PT0S",
            "PT1H1.5M",
            "P999999998D",
        ];
        let clock = [
            "01:30:00",
            "1:30:00",
            "99:59:59",
            "00:00:00.5",
            "1 day, 01:30:00",
            "3 days, 0:00:01",
        ];
        let neither = [
            "30s",
            "30",
            "1h30m",
            "",
            "P",
            "PT",
            "P1DT",
            "pt5m",
            "PT1.5H1M",
            "P9999999999D",
            "P999999999D",
            "PT99999999999999S",
            "P1Y",
            "00:30",
            "1:30",
            "01:60:00",
            "01:00:60",
            "100:00:00",
            "1 day, 24:00:00",
            "1 day",
            "1d",
            "-PT5M",
            "01:30:00.",
            "01:30:00.1234567890",
            " PT5M",
        ];
        let wrong = |texts: &[&'static str]| -> Vec<_> {
            texts.iter().map(|text| (*text, "type.duration")).collect()
        };
        let style = |style| ValueType::Duration { style: Some(style) };
        table(&style(DurationStyle::Iso), &iso, &wrong(&clock));
        table(&style(DurationStyle::Iso), &[], &wrong(&neither));
        let both = [&iso[..], &clock].concat();
        table(&style(DurationStyle::Pydantic), &both, &wrong(&neither));
    }
}
