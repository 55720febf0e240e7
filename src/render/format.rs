//! The forms a report can be asked for in.

/// What `--format` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text for people.
    Human,
    /// One JSON document.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// One SARIF 2.1.0 document.
    Sarif,
    /// One secret detection report of GitLab.
    Gitlab,
    /// One `JUnit` document.
    Junit,
}

impl Format {
    /// All of them, in the order of the help text.
    pub const ALL: [Self; 6] = [
        Self::Human,
        Self::Json,
        Self::Github,
        Self::Sarif,
        Self::Gitlab,
        Self::Junit,
    ];

    /// What the reports of single keys have.
    pub const OF_KEYS: [Self; 2] = [Self::Human, Self::Json];

    /// What `check` and `example` have.
    pub const OF_CHECK: [Self; 4] = [Self::Human, Self::Json, Self::Github, Self::Sarif];

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
        }
    }
}
