//! `--verbose`: what is done, on stderr. Off, and not even set up, by default.

use std::fmt;

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// Starts the diagnostics at a level: 1 says what is done; 2 also which layer
/// has what, and what the child is given; 3 also what of the host it is not.
pub(crate) fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => Level::INFO,
        2 => Level::DEBUG,
        _ => Level::TRACE,
    };
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        // Where stderr cannot be written, saying so there would be a panic.
        .log_internal_errors(false)
        .event_format(Line)
        .finish();
    // A program that uses the library may have a subscriber of its own; then that one is told.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// A line as all of secrun's own words are: `secrun: info: what name=value`.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut out: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = event.metadata().level().as_str().to_ascii_lowercase();
        write!(out, "secrun: {level}: ")?;
        context.format_fields(out.by_ref(), event)?;
        writeln!(out)
    }
}
