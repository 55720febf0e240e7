//! Panics without their messages: a message may quote a value.

use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;

/// The source line of the first panic.
static PLACE: OnceLock<String> = OnceLock::new();

/// Sets a hook that prints nothing and keeps only the source line.
pub fn silence() {
    panic::set_hook(Box::new(remember));
}

fn remember(info: &PanicHookInfo<'_>) {
    if let Some(location) = info.location() {
        // The folders before `src/` belong to the machine that built it.
        let file = location.file();
        let file = file.rsplit_once("src/").map_or(file, |(_, below)| below);
        // A second panic happens while the first is handled; the first one counts.
        let _ = PLACE.set(format!("{file}:{}", location.line()));
    }
}

/// Where the first panic happened, as `file:line` of secrun's source.
pub fn place() -> &'static str {
    PLACE.get().map_or("an unknown place", String::as_str)
}

#[cfg(test)]
mod tests {
    #[test]
    #[expect(clippy::panic, reason = "the message is what must not be told")]
    fn a_panic_is_told_by_place_alone() {
        // The hook belongs to the whole test process, so the place is asked of a direct call.
        let before = std::panic::take_hook();
        super::silence();
        let caught = std::panic::catch_unwind(|| panic!("test-not-a-real-key"));
        std::panic::set_hook(before);
        assert!(caught.is_err());
        assert!(
            super::place().starts_with("panics.rs:"),
            "{}",
            super::place()
        );
    }
}
