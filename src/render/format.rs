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

    /// What `check` and `example` have.
    pub const OF_CHECK: [Self; 4] = [Self::Human, Self::Json, Self::Github, Self::Sarif];

    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(Format::named(format.as_str()), Some(format));
        }
        assert_eq!(Format::named("JSON"), None);
    }
}
