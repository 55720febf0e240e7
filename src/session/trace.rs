//! `--verbose`: what secrun does, on stderr. Not even set up by default.

use std::fmt;

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// Starts logging: at 1 what secrun does; at 2 also where each key comes from and
/// what the child is given; at 3 also which host variables it is not given.
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
        .event_format(LineFormat)
        .finish();
    // A program that uses the library may have set its own subscriber, which stays.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// The form of secrun's messages: `secrun: info: what name=value`.
struct LineFormat;

impl<S, N> FormatEvent<S, N> for LineFormat
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
