//! A report for the tests of this layer, with one key of every state.

use std::path::Path;

use crate::binding::Provenance;
use crate::name::{EnvName, Label};
use crate::report::{Candidate, Entry, ExplainNotes, Kind, Print, Problem, Report, Shown, Status};
use crate::value::SecretValue;
use crate::words::{Place, ShownPath, Words};

pub(super) fn name(text: &str) -> EnvName {
    EnvName::new(text).unwrap()
}

pub(super) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(super) fn place(path: &str, line: usize, column: usize) -> Place {
    Place::at(&ShownPath::new(Path::new(path)), line, column)
}

pub(super) fn plain(digits: &str) -> Print {
    Print::Plain(format!("sha256:{digits}"))
}

pub(super) fn file(line: usize, print: Print) -> Candidate {
    Candidate {
        provenance: Provenance::File {
            place: place(".env", line, 1),
        },
        read_as: None,
        print,
        shown: None,
    }
}

pub(super) fn host(print: Print) -> Candidate {
    Candidate {
        provenance: Provenance::Host,
        read_as: None,
        print,
        shown: None,
    }
}

pub(super) fn secret(key: &str, line: usize, status: Status) -> Entry {
    Entry {
        key: name(key),
        kind: Kind::Secret,
        status,
        required: status != Status::Unset,
        candidates: Vec::new(),
        scopes: Vec::new(),
        declared: place("secrun.toml", line, 1),
    }
}

/// A setting with a default, a broken secret, a missing one, one that is set
/// twice and one that may be absent; two errors and a warning.
pub(super) fn report() -> Report {
    let mut setting = secret("APP_ENV", 20, Status::Ok);
    setting.kind = Kind::Setting;
    setting.candidates = vec![Candidate {
        provenance: Provenance::Default,
        read_as: None,
        print: Print::Withheld,
        shown: Shown::setting(&SecretValue::new("dev").unwrap()),
    }];
    let mut broken = secret("DATABASE_URL", 11, Status::Invalid);
    broken.candidates = vec![Candidate {
        read_as: Some(name("DB_URL")),
        ..file(4, Print::Withheld)
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
        Problem::error("type.url", Words::new("not a `url`: no scheme"))
            .at(place(".env", 4, 14))
            .about(&name("DATABASE_URL"))
            .hint(Words::new("begin it with `postgres://`")),
        Problem::warning(
            "shadowed",
            Words::new("the host environment hides another value"),
        )
        .at(place(".env", 3, 1))
        .about(&name("OPENAI_API_KEY")),
        Problem::error("missing", Words::new("required and not set"))
            .about(&name("GIT_READ_TOKEN"))
            .hint(Words::new("set it in `.env`")),
    ]
}

pub(super) fn notes() -> ExplainNotes {
    ExplainNotes {
        reason: Some(Words::new("the host environment is above files")),
        rule: vec![
            Words::new("format ").label(&label("openai")),
            Words::new("owner ").label(&label("ml-platform")),
        ],
    }
}
