//! Reports for the tests of every format: one key of every state, and leaks in
//! places of every kind.

use std::path::Path;

use crate::core::binding::Provenance;
use crate::core::message::{Place, ShownPath};
use crate::core::name::{EnvName, Label};
use crate::core::report::{
    Candidate, Entry, ExplainNotes, Fingerprint, KeyKind, Problem, Report, Shown, Status,
};
use crate::core::secret::{SecretValue, Secrets};
use crate::needle::{Encoding, Weakness};
use crate::scan::{
    CommitNote, Finding, Location, NotRead, ObjectKind, ObjectPlace, ScanReport, Skipped, Surface,
    Tally, TokenMatch,
};

pub(crate) fn name(text: &str) -> EnvName {
    EnvName::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn place(path: &str, line: usize, column: usize) -> Place {
    Place::at(&ShownPath::trusted(Path::new(path)), line, column)
}

pub(crate) fn plain(digits: &str) -> Fingerprint {
    Fingerprint::Plain(format!("sha256:{digits}"))
}

pub(crate) fn file(line: usize, fingerprint: Fingerprint) -> Candidate {
    Candidate {
        provenance: Provenance::File {
            place: place(".env", line, 1),
        },
        read_as: None,
        fingerprint,
        shown: None,
    }
}

pub(crate) fn host(fingerprint: Fingerprint) -> Candidate {
    Candidate {
        provenance: Provenance::Host,
        read_as: None,
        fingerprint,
        shown: None,
    }
}

pub(crate) fn secret(key: &str, line: usize, status: Status) -> Entry {
    Entry {
        key: name(key),
        kind: KeyKind::Secret,
        status,
        required: status != Status::Unset,
        candidates: Vec::new(),
        scopes: Vec::new(),
        declared: place("secrun.toml", line, 1),
    }
}

/// A setting with a default, a broken secret, a missing one, one that is set
/// twice and one that may be absent; two errors and a warning.
pub(crate) fn report() -> Report {
    let mut setting = secret("APP_ENV", 20, Status::Ok);
    setting.kind = KeyKind::Setting;
    setting.candidates = vec![Candidate {
        provenance: Provenance::Default,
        read_as: None,
        fingerprint: Fingerprint::Withheld,
        shown: Shown::setting(&SecretValue::new("dev").unwrap(), &Secrets::none()),
    }];
    let mut broken = secret("DATABASE_URL", 11, Status::Invalid);
    broken.candidates = vec![Candidate {
        read_as: Some(name("DB_URL")),
        ..file(4, Fingerprint::Withheld)
    }];
    let mut twice = secret("OPENAI_API_KEY", 13, Status::Ok);
    twice.candidates = vec![file(3, plain("6727d53b")), host(plain("9d1e92fc"))];
    twice.scopes = vec![label("coder"), label("researcher")];
    Report {
        project: Some(label("research-agents")),
        scope: None,
        profile: None,
        entries: vec![
            setting,
            broken,
            secret("GIT_READ_TOKEN", 12, Status::Missing),
            twice,
            secret("SERPER_API_KEY", 14, Status::Unset),
        ],
        problems: problems(),
    }
}

fn problems() -> Vec<Problem> {
    vec![
        Problem::error("type.url", message!("not a `url`: no scheme"))
            .at(place(".env", 4, 14))
            .about(&name("DATABASE_URL"))
            .hint(message!("begin it with `postgres://`")),
        Problem::warning(
            "shadowed",
            message!("the host environment hides another value"),
        )
        .at(place(".env", 3, 1))
        .about(&name("OPENAI_API_KEY")),
        Problem::error("missing", message!("required and not set"))
            .about(&name("GIT_READ_TOKEN"))
            .hint(message!("set it in `.env`")),
    ]
}

pub(crate) fn notes() -> ExplainNotes {
    ExplainNotes {
        reason: Some(message!("the host environment is above files")),
        rule: vec![
            message!("format `{}`", label("openai")),
            message!("owner `{}`", label("ml-platform")),
        ],
        description: Some(message!("Asks the model")),
        docs: Some(message!("https://example.com/keys")),
        contact: Some(message!("#ml-platform")),
    }
}

/// A report with findings in files and in the history.
pub(crate) fn leaks() -> ScanReport {
    let key = "OPENAI_API_KEY";
    let commit = |id: &str, author: &str, pushed| CommitNote {
        id: id.repeat(5),
        author: author.into(),
        date: "2026-03-02T10:00:00+01:00".to_owned(),
        pushed,
    };
    let object = |id: &str, kind, commits| {
        Some(ObjectPlace {
            id: id.repeat(5),
            kind,
            commits,
        })
    };
    let blob = object(
        "0a1b2c3d",
        ObjectKind::Blob,
        vec![commit(
            "9f86d081",
            "Ann <ann@example.org>\n::error::x",
            true,
        )],
    );
    let message = object("3b18e512dba79e4c8300", ObjectKind::Commit, Vec::new());
    let mut history = found(
        key,
        Encoding::Raw,
        Surface::History,
        "old/config.py",
        (3, 1),
    );
    history.location.object = blob;
    let mut in_message = found("JWT_SECRET", Encoding::Raw, Surface::History, "", (5, 2));
    in_message.location.path = None;
    in_message.location.object = message;
    let mut binary = found(
        "JWT_SECRET",
        Encoding::Utf16Le,
        Surface::Ignored,
        "data/cache.db",
        (0, 0),
    );
    (binary.location.line, binary.location.column) = (None, None);
    binary.location.offset = Some(8192);
    binary.partial = true;
    let mut member = found(
        key,
        Encoding::Base64,
        Surface::Tracked,
        "dist/app.whl",
        (1, 3),
    );
    member.location.member = Some(b"inner.zip!a\nb.txt".to_vec());
    let mut first = found(key, Encoding::Raw, Surface::Tracked, "app/main.py", (12, 9));
    first.fingerprint = Some("sha256:9d1e92fc".to_owned());
    ScanReport {
        findings: vec![in_message, history, member, binary, first],
        token_matches: vec![TokenMatch {
            form: "github",
            surface: Surface::Untracked,
            location: at("notes.txt", (2, 7)),
        }],
        not_read: vec![NotRead {
            path: b"dist/big\xff.zip".to_vec(),
            why: message!("encrypted"),
        }],
        skipped: vec![Skipped {
            key: name("PIN"),
            why: Weakness::TooShort,
        }],
        allowed: 2,
        rotate: vec![name("JWT_SECRET"), name(key)],
        warnings: vec![
            Problem::warning(
                "scan.allow-expired",
                message!("allowed only until 2026-01-31"),
            )
            .at(place("secrun.toml", 30, 1)),
        ],
        searched: Tally {
            files: 1204,
            objects: 31,
            bytes: 5 << 20,
        },
    }
}

fn at(path: &str, (line, column): (u64, u64)) -> Location {
    Location {
        path: Some(path.into()),
        line: Some(line),
        column: Some(column),
        ..Location::default()
    }
}

fn found(
    key: &str,
    encoding: Encoding,
    surface: Surface,
    path: &str,
    position: (u64, u64),
) -> Finding {
    Finding {
        key: name(key),
        encoding,
        surface,
        location: at(path, position),
        partial: false,
        fingerprint: None,
    }
}
