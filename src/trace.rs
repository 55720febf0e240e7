//! `--verbose`: what is done, on stderr. Off, and not even set up, by default.

use tracing::Level;

/// Starts the diagnostics at a level: 1 says what is done, 2 with details, 3 everything.
pub fn start(verbose: u8) {
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
        .with_target(false)
        .without_time()
        .finish();
    // A program that uses the library may have a subscriber of its own; then that one is told.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
