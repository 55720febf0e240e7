//! `append!`: formatted text at the end of a `String`.

/// Appends to a `String` as `write!` does.
macro_rules! append {
    ($text:ident, $($format:tt)*) => {{
        use std::fmt::Write as _;
        // Writing into a String cannot fail.
        let _ = $text.write_fmt(format_args!($($format)*));
    }};
}
