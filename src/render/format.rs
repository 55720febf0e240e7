//! The formats of `--format`, and which report each can be. A new format needs its
//! own file, and arms here.

use std::ops::Range;
use std::time::SystemTime;

use crate::core::report::{Problem, Report};
use crate::render::{github, gitlab, json, junit, sarif};
use crate::scan::ScanReport;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    Human,
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// One SARIF 2.1.0 document.
    Sarif,
    /// One secret detection report of GitLab.
    Gitlab,
    Junit,
}

impl OutputFormat {
    /// All of them, in the order of the help text.
    pub const ALL: [Self; 6] = [
        Self::Human,
        Self::Json,
        Self::Github,
        Self::Sarif,
        Self::Gitlab,
        Self::Junit,
    ];

    /// The formats of `check` and `example`.
    pub const OF_CHECK: [Self; 4] = [Self::Human, Self::Json, Self::Github, Self::Sarif];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }

    /// Whether it is for CI systems, which want paths relative to the repository, and not
    /// what only matters where secrun runs.
    pub const fn is_for_ci(self) -> bool {
        !matches!(self, Self::Human | Self::Json)
    }

    /// Whether it is one document with every problem, so that nothing may follow it.
    pub const fn is_document(self) -> bool {
        !matches!(self, Self::Human | Self::Github)
    }

    /// A report on keys; `None` is text for people.
    pub fn keys(self, report: &Report) -> Option<String> {
        match self {
            Self::Json => Some(json::check(report)),
            Self::Github => Some(github::check(report)),
            Self::Sarif => Some(sarif::check(report)),
            Self::Human | Self::Gitlab | Self::Junit => None,
        }
    }

    /// The problems that kept a report on keys from being made.
    pub fn keys_failure(self, kind: &'static str, report: &Report) -> Option<String> {
        match self {
            Self::Json => Some(json::failure(kind, &report.problems)),
            _ => self.keys(report),
        }
    }

    /// A report on a search, which lasted `time`; `None` is text for people.
    pub fn search(self, report: &ScanReport, time: Range<SystemTime>) -> Option<String> {
        match self {
            Self::Human => None,
            Self::Json => Some(json::scan(report)),
            Self::Github => Some(github::scan(report)),
            Self::Sarif => Some(sarif::scan(report)),
            Self::Gitlab => Some(gitlab::scan(report, time.start, time.end)),
            Self::Junit => Some(junit::scan(report)),
        }
    }

    /// The problems that kept a search from being made.
    pub fn search_failure(
        self,
        kind: &'static str,
        problems: Vec<Problem>,
        time: Range<SystemTime>,
    ) -> Option<String> {
        match self {
            Self::Human => None,
            Self::Json => Some(json::failure(kind, &problems)),
            Self::Github => Some(github::problems(&problems)),
            Self::Sarif => Some(sarif::scan(&ScanReport {
                warnings: problems,
                ..ScanReport::default()
            })),
            Self::Gitlab => Some(gitlab::failure(&problems, time.start, time.end)),
            Self::Junit => Some(junit::failure(&problems)),
        }
    }
}

/// A format of the lists of keys.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum KeyFormat {
    #[default]
    Human,
    Json,
}

impl KeyFormat {
    /// Both, in the order of the help text.
    pub const ALL: [Self; 2] = [Self::Human, Self::Json];

    /// The format of the same name, if lists have it.
    pub fn of(format: OutputFormat) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|it| OutputFormat::from(*it) == format)
    }

    pub fn name(self) -> &'static str {
        OutputFormat::from(self).name()
    }
}

impl From<KeyFormat> for OutputFormat {
    fn from(format: KeyFormat) -> Self {
        match format {
            KeyFormat::Human => Self::Human,
            KeyFormat::Json => Self::Json,
        }
    }
}
