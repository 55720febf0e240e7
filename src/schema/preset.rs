//! The presets of `inherit`: which host variables each of them lets through.

use crate::core::secret_words::is_suspect;
use crate::core::url::may_hold_password;
use crate::schema::model::Preset;

impl Preset {
    pub const ALL: [Self; 7] = [
        Self::Base,
        Self::Python,
        Self::Node,
        Self::Ci,
        Self::Proxy,
        Self::Tls,
        Self::Dev,
    ];

    /// The name with its `@`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base => "@base",
            Self::Python => "@python",
            Self::Node => "@node",
            Self::Ci => "@ci",
            Self::Proxy => "@proxy",
            Self::Tls => "@tls",
            Self::Dev => "@dev",
        }
    }

    /// The preset with this name (with its `@`).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The names and globs it stands for.
    pub const fn patterns(self) -> &'static [&'static str] {
        match self {
            Self::Base => BASE,
            Self::Python => PYTHON,
            Self::Node => NODE,
            Self::Ci => CI,
            Self::Proxy => PROXY,
            Self::Tls => TLS,
            Self::Dev => DEV,
        }
    }

    /// Whether a variable that a program reads may be left to the preset: the host
    /// sets it. A name of the program's own may match a glob (`GITHUB_CLIENT_ID`), but
    /// its value is in an env file, which a preset does not read.
    pub(crate) fn provides(self, name: &str) -> bool {
        let mut tools = SET_BY_TOOLS.iter();
        let of_a_tool = tools.find_map(|(start, ends)| Some((name.strip_prefix(start)?, ends)));
        self.admits(name, b"")
            && of_a_tool.is_none_or(|(end, ends)| ends.split(' ').any(|one| one == end))
    }

    /// Whether the preset lets a variable through. Its globs must carry no
    /// secret, so a name that may be one's, and a value that may have a URL with a
    /// password in it, stay outside; an explicit name in `inherit` still passes them.
    pub fn admits(self, name: &str, value: &[u8]) -> bool {
        let listed = |pattern: &&str| match pattern.strip_suffix('*') {
            Some(start) => {
                name.starts_with(start) && !is_suspect(name.as_bytes()) && !may_hold_password(value)
            }
            None => name == *pattern,
        };
        self.patterns().iter().any(listed)
    }
}

/// What every program needs to find its files, its user, its language, its
/// terminal and the certificates it trusts.
const BASE: &[&str] = &[
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "LANG",
    "LANGUAGE",
    "LC_*",
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "TZ",
    "TMPDIR",
    "PWD",
    "XDG_RUNTIME_DIR",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
];

const PYTHON: &[&str] = &[
    "VIRTUAL_ENV",
    "CONDA_*",
    "PYTHONUNBUFFERED",
    "PYTHONDONTWRITEBYTECODE",
    "UV_*",
];

const NODE: &[&str] = &[
    "NODE_ENV",
    "NVM_*",
    "COREPACK_*",
    "PNPM_HOME",
    "VOLTA_HOME",
    "NPM_CONFIG_CACHE",
    "NPM_CONFIG_PREFIX",
];

/// What CI systems tell a job about itself, from their manuals' lists of
/// predefined variables; their tokens are kept out by [`Preset::admits`].
const CI: &[&str] = &[
    "CI",
    "CI_*",
    "GITHUB_*",
    "RUNNER_*",
    "GITLAB_CI",
    "GITLAB_USER_*",
    "CIRCLECI",
    "CIRCLE_*",
    "BUILDKITE",
    "BUILDKITE_*",
    "TRAVIS",
    "TRAVIS_*",
    "BITBUCKET_*",
    "CODEBUILD_*",
    "DRONE",
    "DRONE_*",
    "JENKINS_URL",
    "BUILD_ID",
    "BUILD_NUMBER",
    "BUILD_URL",
    "JOB_NAME",
    "TF_BUILD",
    "TEAMCITY_VERSION",
];

/// Beginnings that names of programs share with those of a tool, and how the names go
/// on that the tool sets. What is read from `UV_*` is always declared.
const SET_BY_TOOLS: [(&str, &str); 7] = [
    (
        "GITHUB_",
        "ACTION ACTIONS ACTION_PATH ACTION_REF ACTION_REPOSITORY ACTOR ACTOR_ID API_URL BASE_REF \
         ENV EVENT_NAME EVENT_PATH GRAPHQL_URL HEAD_REF JOB OUTPUT PATH REF REF_NAME \
         REF_PROTECTED REF_TYPE REPOSITORY REPOSITORY_ID REPOSITORY_OWNER REPOSITORY_OWNER_ID \
         RETENTION_DAYS RUN_ATTEMPT RUN_ID RUN_NUMBER SERVER_URL SHA STATE STEP_SUMMARY \
         TRIGGERING_ACTOR WORKFLOW WORKFLOW_REF WORKFLOW_SHA WORKSPACE",
    ),
    (
        "RUNNER_",
        "ARCH DEBUG ENVIRONMENT NAME OS TEMP TOOL_CACHE WORKSPACE",
    ),
    (
        "BITBUCKET_",
        "BRANCH BUILD_NUMBER CLONE_DIR COMMIT DEPLOYMENT_ENVIRONMENT GIT_HTTP_ORIGIN \
         GIT_SSH_ORIGIN PARALLEL_STEP PIPELINE_UUID PROJECT_KEY PR_DESTINATION_BRANCH PR_ID \
         REPO_FULL_NAME REPO_OWNER REPO_SLUG REPO_UUID STEP_UUID TAG WORKSPACE",
    ),
    (
        "CIRCLE_",
        "BRANCH BUILD_NUM BUILD_URL JOB NODE_INDEX NODE_TOTAL PROJECT_REPONAME \
         PROJECT_USERNAME PR_NUMBER PR_REPONAME PR_USERNAME PULL_REQUEST REPOSITORY_URL SHA1 TAG \
         USERNAME WORKFLOW_ID WORKFLOW_JOB_ID WORKING_DIRECTORY",
    ),
    (
        "DRONE_",
        "BRANCH BUILD_EVENT BUILD_LINK BUILD_NUMBER BUILD_STATUS COMMIT COMMIT_BRANCH \
         COMMIT_SHA PULL_REQUEST REPO REPO_LINK REPO_NAME REPO_OWNER STAGE_NAME STEP_NAME TAG",
    ),
    (
        "CONDA_",
        "DEFAULT_ENV EXE PREFIX PROMPT_MODIFIER PYTHON_EXE SHLVL",
    ),
    ("UV_", ""),
];

const PROXY: &[&str] = &[
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "FTP_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "ftp_proxy",
    "no_proxy",
];

/// The bundles of certificates of tools that do not read those in `@base`.
const TLS: &[&str] = &[
    "CURL_CA_BUNDLE",
    "GIT_SSL_CAINFO",
    "AWS_CA_BUNDLE",
    "PIP_CERT",
];

/// The editor, the pager, the desktop, and the agents that hold keys of SSH and GPG.
const DEV: &[&str] = &[
    "EDITOR",
    "VISUAL",
    "PAGER",
    "MANPAGER",
    "LESS",
    "BROWSER",
    "XDG_*",
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "GNUPGHOME",
    "GPG_AGENT_INFO",
    "GPG_TTY",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_of_presets_keep_tokens_out() {
        for (preset, name) in [
            (Preset::Ci, "GITHUB_TOKEN"),
            (Preset::Ci, "CI_JOB_TOKEN"),
            (Preset::Ci, "CI_REGISTRY_PASSWORD"),
            (Preset::Ci, "CI_JOB_JWT"),
            (Preset::Ci, "GITHUB_CREDS"),
            (Preset::Ci, "GITHUB_ACCESSTOKEN"),
            (Preset::Ci, "CI_DBPASSWORDS"),
            (Preset::Ci, "CIRCLE_DEPLOY_PEM"),
            (Preset::Base, "LC_DB_PWD"),
            (Preset::Ci, "GITHUB_SECRETPASS"),
            (Preset::Python, "UV_OAUTH"),
            (Preset::Python, "UV_DBTOKENS"),
            (Preset::Python, "UV_SECRETKEYBASE"),
            (Preset::Python, "UV_PASSWDS"),
            (Preset::Python, "UV_PUBLISH_TOKEN"),
            (Preset::Python, "UV_INDEX_CORP_PASSWORD"),
        ] {
            assert!(!preset.admits(name, b"x"), "{name}");
        }
        assert!(!Preset::Ci.admits(
            "CI_REPOSITORY_URL",
            b"https://gitlab-ci-token:abc@git.example/x.git"
        ));
        for url in [
            "https://u:p@pypi.example/simple",
            "https://u:p/w@host",
            "https://u:p\nw@host",
            "https://u:p\tw@host",
            "https://u:p\x0bw@host",
            "https://u:p w@host",
            "https://u:pass\n@host/simple",
            "https://u\t:p@host",
            "https://u:12/w@host",
            "//u:p@h",
            "https:/u:p@h",
        ] {
            assert!(
                !Preset::Python.admits("UV_INDEX_URL", url.as_bytes()),
                "{url}"
            );
        }
    }

    #[test]
    fn the_documentation_lists_each_preset() {
        let page = include_str!("../../docs/schema.md");
        for preset in Preset::ALL {
            let names = preset.patterns().join("` `");
            let row = format!("\n| `{}` | `{names}` |\n", preset.name());
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn presets_let_the_ordinary_through() {
        for (preset, name) in [
            (Preset::Base, "PATH"),
            (Preset::Base, "LC_ALL"),
            (Preset::Ci, "GITHUB_SHA"),
            (Preset::Ci, "CI"),
            (Preset::Python, "CONDA_PREFIX"),
            (Preset::Python, "UV_CACHE_DIR"),
            (Preset::Proxy, "https_proxy"),
            (Preset::Tls, "AWS_CA_BUNDLE"),
            (Preset::Dev, "SSH_AUTH_SOCK"),
            (Preset::Dev, "XDG_CONFIG_HOME"),
        ] {
            assert!(preset.admits(name, b"x"), "{name}");
        }
        assert!(
            Preset::Proxy.admits("HTTPS_PROXY", b"http://u:p@proxy.example:3128"),
            "asked for by name"
        );
        assert!(
            !Preset::Base.admits("LD_PRELOAD", b"x") && !Preset::Base.admits("SSH_AUTH_SOCK", b"x")
        );
    }
}
