//! The drift table: who reads what differently, and what to write instead.

use crate::core::message::{Message, Place};
use crate::core::report::{Problem, Severity};

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct Drift {
    /// The stable name of the warning.
    pub(super) code: &'static str,
    pub(super) what: &'static str,
    hint: &'static str,
    severity: Severity,
    /// Whether it says what uv, and with it every user of dotenvy, reads.
    pub(super) covers_uv: bool,
}

impl Drift {
    const fn new(code: &'static str, what: &'static str, hint: &'static str) -> Self {
        Self {
            code,
            what,
            hint,
            severity: Severity::Warning,
            covers_uv: false,
        }
    }

    /// A note: about a reader that most files are not for.
    const fn noted(code: &'static str, what: &'static str, hint: &'static str) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::new(code, what, hint)
        }
    }

    const fn uv(self) -> Self {
        Self {
            covers_uv: true,
            ..self
        }
    }

    pub(super) fn problem(self, place: Place) -> Problem {
        let what = Message::from(self.what);
        let problem = match self.severity {
            Severity::Note => Problem::note(self.code, what),
            Severity::Warning | Severity::Error => Problem::warning(self.code, what),
        };
        problem.at(place).hint(Message::from(self.hint))
    }
}

const SINGLE_QUOTES: &str = "put the value in single quotes";
const OTHER_QUOTES: &str = "put the other kind of quotes around the value";
const QUOTES: &str = "put the value in quotes";
const SAVE_WITH_LF: &str = "save the file with LF line endings";

pub(super) const DOLLAR: Drift = Drift::new(
    "drift.dollar",
    "Compose, bash, direnv, dotenvx, godotenv, Ruby and uv replace what follows a `$`",
    SINGLE_QUOTES,
)
.uv();
pub(super) const UNCLOSED_REFERENCE: Drift = Drift::new(
    "drift.unclosed-reference",
    "Compose, bash and uv fail on an unclosed `${`, which secrun keeps as text",
    SINGLE_QUOTES,
)
.uv();
pub(super) const COMMAND: Drift = Drift::new(
    "drift.command",
    "bash, dotenvx, Ruby and varlock run the command in `$(…)`, and uv drops the `$` or fails",
    SINGLE_QUOTES,
)
.uv();
pub(super) const BACKTICK: Drift = Drift::new(
    "drift.command",
    "bash runs the command in backticks",
    SINGLE_QUOTES,
);
/// A backtick before a value.
pub(super) const BACKTICK_QUOTES: Drift = Drift {
    what: "bash runs the command in backticks, and node and dotenvx take them for quotes",
    ..BACKTICK
};
pub(super) const HASH: Drift = Drift::new(
    "drift.hash",
    "node, dotenvx and direnv end the value at the `#`",
    QUOTES,
);
/// A comment without a space before it.
pub(super) const COMMENT_GLUED: Drift = Drift::new(
    "drift.hash",
    "a `#` without a space before it is part of the value, which node, dotenvx and direnv end there",
    "put a space before the `#`, or the comment on a line of its own; or quote the value",
)
.uv();
pub(super) const HASH_FIRST: Drift = Drift::new(
    "drift.hash",
    "node, direnv, dotenvx and uv treat a value that starts with `#` as a comment",
    QUOTES,
)
.uv();
pub(super) const BLANK: Drift = Drift::new(
    "drift.blank",
    "bash, direnv and uv fail on a space in an unquoted value",
    QUOTES,
)
.uv();
pub(super) const SHELL: Drift = Drift::new(
    "drift.shell",
    "bash ends an unquoted value at a `&`, `;`, `|`, `<`, `>`, `(` or `)`, and may run or write what follows",
    QUOTES,
);
pub(super) const HOME: Drift = Drift::new(
    "drift.shell",
    "bash replaces an unquoted `~` with a home folder",
    QUOTES,
);
pub(super) const INNER_QUOTE: Drift = Drift::new(
    "drift.quote",
    "bash and uv drop a quote inside a value, or join the lines up to the next one",
    OTHER_QUOTES,
)
.uv();
pub(super) const BACKSLASH: Drift = Drift::new(
    "drift.backslash",
    "bash, Ruby, systemd and uv change or reject a `\\` in an unquoted value",
    SINGLE_QUOTES,
)
.uv();
pub(super) const DOUBLED_IN_SINGLE: Drift = Drift::new(
    "drift.single-quote-escape",
    "all readers except python-dotenv keep both characters of `\\\\` in single quotes",
    "put the value in double quotes",
)
.uv();
pub(super) const QUOTE_IN_SINGLE: Drift = Drift::new(
    "drift.single-quote-escape",
    "node and godotenv keep the `\\` of `\\'` in single quotes, and bash and uv end the value there",
    "put the value in double quotes",
)
.uv();
pub(super) const ESCAPE: Drift = Drift::new(
    "drift.escape",
    "node decodes only `\\n` and `\\r` in double quotes, and bash and Ruby only `\\\\`, `\\\"` and `\\$`",
    "write a real line break, or put the value in single quotes",
);
pub(super) const ESCAPE_UV: Drift = Drift {
    what: "node decodes only `\\n` and `\\r` in double quotes, bash, Ruby and godotenv others, and uv fails on this escape or changes it",
    ..ESCAPE
}
.uv();
pub(super) const ESCAPED_DOLLAR: Drift = Drift::new(
    "drift.escape",
    "Compose, bash, dotenvx, godotenv, Ruby, systemd and uv drop the `\\` before a `$`, and direnv ends the value there",
    SINGLE_QUOTES,
)
.uv();
pub(super) const ESCAPED_NUMBER: Drift = Drift {
    what: "Compose decodes the number of this escape, which secrun keeps, and uv fails on it",
    hint: SINGLE_QUOTES,
    ..ESCAPE
}
.uv();
pub(super) const LINES: Drift = Drift::new(
    "drift.multi-line",
    "direnv fails on a multi-line value, and systemd reads it differently",
    "write `\\n` in double quotes if direnv is used",
);
pub(super) const CRLF_IN_VALUE: Drift = Drift::new(
    "drift.crlf-in-value",
    "Compose, bash and uv keep the carriage returns in this value",
    SAVE_WITH_LF,
)
.uv();
pub(super) const REFERENCE: Drift = Drift::new(
    "drift.reference",
    "node keeps `${…}` as text, and uv prefers the host's value to the file's",
    "write the value out if node or uv reads this file",
)
.uv();
pub(super) const REFERENCE_DEFAULT: Drift = Drift {
    what: "node keeps `${…}` as text, and uv reads one with a default as empty",
    ..REFERENCE
};
pub(super) const COMMENT_TAB: Drift = Drift::new(
    "drift.comment-tab",
    "Compose treats a comment after a tab as part of the value",
    "put one space before the `#`",
);
pub(super) const COMMENT_ONLY: Drift = Drift::new(
    "drift.comment-only",
    "Compose treats the comment as the value",
    "remove the comment, or move it to a separate line",
);
pub(super) const COMMENT_QUOTE: Drift = Drift::new(
    "drift.comment-quote",
    "uv treats the quote in this comment as the start of a value, and loses keys",
    "put one space before the `#`, or move the comment to a separate line",
)
.uv();
pub(super) const EQUALS: Drift = Drift::new(
    "drift.equals",
    "bash fails on spaces around the `=`",
    "remove them",
);
pub(super) const KEY_DASH: Drift = Drift::new(
    "drift.key",
    "bash, direnv and uv fail on a key with `-`",
    "use `_` instead",
)
.uv();
pub(super) const KEY_DOT: Drift = Drift::new(
    "drift.key",
    "bash cannot set a key with `.`",
    "use `_` instead",
);
pub(super) const KEY_QUOTED: Drift = Drift::new(
    "drift.key",
    "only python-dotenv accepts a quoted key",
    "remove the quotes",
)
.uv();
pub(super) const DOTENVY: Drift = Drift::new(
    "drift.dotenvy",
    "uv run and other dotenvy users read this line differently",
    "put the value in single quotes, and comments on separate lines",
)
.uv();
/// What `docker run --env-file` and systemd's `EnvironmentFile=` make of a file. They read so
/// little that only the first place of each kind is told.
pub(super) const DOCKER_QUOTES: Drift = Drift::noted(
    "drift.docker",
    "`docker run --env-file` keeps the quotes around values",
    "write a separate file without quotes for docker, or use Compose",
);
pub(super) const DOCKER_COMMENT: Drift = Drift::noted(
    "drift.docker",
    "`docker run --env-file` and systemd keep the comment after a value",
    "move the comment to a line of its own",
);
pub(super) const DOCKER_EXPORT: Drift = Drift::noted(
    "drift.docker",
    "`docker run --env-file` refuses `export`, and systemd skips the line",
    "remove `export`",
);
pub(super) const DOCKER_BLANK: Drift = Drift::noted(
    "drift.docker",
    "`docker run --env-file` keeps the spaces around a value",
    "remove the spaces",
);
/// A comment that goes on, to systemd.
pub(super) const COMMENT_GOES_ON: Drift = Drift::noted(
    "drift.docker",
    "systemd joins the next line to a comment that ends with a `\\`",
    "remove the `\\`",
);
/// A line of blanks.
pub(super) const BLANK_LINE: Drift = Drift::noted(
    "drift.blank-line",
    "node adds a line of spaces to the next key",
    "remove the spaces",
);
/// A byte order mark.
pub(super) const MARK: Drift = Drift::new(
    "drift.bom",
    "bash, direnv, uv and node 20 treat the byte order mark as part of the first key",
    "save the file as UTF-8 without a byte order mark",
);
/// Lines ended by CRLF.
pub(super) const CRLF: Drift = Drift::new(
    "drift.crlf",
    "bash keeps the carriage return of a CRLF line end in the value",
    SAVE_WITH_LF,
);
/// A blank at the very end.
pub(super) const FINAL_BLANK: Drift = Drift::new(
    "drift.final-blank",
    "uv and just fail on a space at the end of the file",
    "remove the spaces after the last line, and end it with a line break",
);
