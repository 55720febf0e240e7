//! Values of a file for variables on which programs act that the child starts: what they
//! name is run, or tells others what the program does.

use std::sync::LazyLock;

use crate::core::binding::{Binding, Provenance};
use crate::core::name::EnvName;
use crate::core::report::Problem;
use crate::schema::model::Rule;

/// A warning about a key whose name makes programs run or reveal something, if a file
/// sets it: whoever can write to the file decides what runs beside the secrets. What the
/// host sets is the user's own, and a default stands beside `allow_dangerous`.
pub(super) fn look(rule: &Rule, winner: &Binding) -> Option<Problem> {
    match winner.provenance {
        Provenance::File { .. } | Provenance::SecretFile { .. } if !rule.allow_dangerous => {}
        _ => return None,
    }
    let what = match risk(&rule.name)? {
        Risk::RunsCode => "a file sets this variable, and programs run code that it names",
        Risk::Reveals => "a file sets this variable, which can reveal what programs send",
    };
    let hint = "set it in the environment, or declare `allow_dangerous = true`";
    let problem = Problem::warning("risky-name", what).about(&rule.name);
    Some(problem.hint(hint))
}

/// What a variable can do that holds what somebody else wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Risk {
    /// Programs run code that it names.
    RunsCode,
    /// Programs reveal what they send, or whom they trust no longer counts.
    Reveals,
}

/// What the variable can do through the programs that the child starts. Reserved
/// names, on which the child itself acts as it starts, are not among these. The lists
/// are from the manuals of the programs, and from what others refuse to pass on. They
/// leave out what programs are configured with every day: proxies, certificates,
/// registries, and the files of AWS, Docker and Kubernetes.
fn risk(variable: &EnvName) -> Option<Risk> {
    let name = variable.as_str();
    let is_of = |(start, end): &(&str, &str)| {
        name.strip_prefix(start)
            .is_some_and(|rest| rest.ends_with(end))
    };
    if RUNS_CODE_NAMES.binary_search(&name).is_ok()
        || RUNS_CODE_FORMS.iter().any(is_of)
        || runs_code_in_npm(name)
    {
        Some(Risk::RunsCode)
    } else if REVEALS_NAMES.binary_search(&name).is_ok() || name.starts_with("GIT_TRACE") {
        Some(Risk::Reveals)
    } else {
        None
    }
}

/// Whether this is an option of npm that runs programs: npm takes any case, and `-` for
/// `_`.
fn runs_code_in_npm(name: &str) -> bool {
    const PREFIX: &str = "NPM_CONFIG_";
    let is_of_npm = name
        .get(..PREFIX.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    let option = || name[PREFIX.len()..].to_ascii_uppercase().replace('-', "_");
    is_of_npm && NPM.split(' ').any(|known| known == option())
}

/// Names whose value is a program, code, or where these are found, in the order of their
/// bytes.
const RUNS_CODE: &str = "\
    ANSIBLE_CONFIG ANSIBLE_LIBRARY ANT_ARGS ANT_OPTS AR ASPNETCORE_HOSTINGSTARTUPASSEMBLIES \
    AWS_PAGER BAT_CONFIG_PATH BAT_PAGER BROWSER BUNDLE_GEMFILE BUN_OPTIONS CARGO_BUILD_RUSTC \
    CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER CARGO_BUILD_RUSTC_WRAPPER CARGO_BUILD_RUSTDOC \
    CARGO_BUILD_RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_HOME CARGO_REGISTRY_CREDENTIAL_PROVIDER \
    CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS CATALINA_OPTS CC CCACHE_COMPILER CCACHE_PREFIX \
    CGO_CFLAGS CGO_LDFLAGS CLOUDSDK_PYTHON CMAKE_TOOLCHAIN_FILE COMPILER_PATH COMPOSER_HOME \
    CONFIG_SHELL COVERAGE_PROCESS_START CPP CURL_HOME CVS_RSH CXX DELTA_PAGER DENO_DIR \
    DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE DOTNET_STARTUP_HOOKS EDITOR ELIXIR_ERL_OPTIONS \
    EMACSLOADPATH ERL_AFLAGS ERL_FLAGS ERL_LIBS ERL_ZFLAGS EXINIT FCEDIT FPATH \
    FZF_DEFAULT_COMMAND FZF_DEFAULT_OPTS FZF_DEFAULT_OPTS_FILE GCC_EXEC_PREFIX GEMRC GEM_HOME \
    GEM_PATH GH_BROWSER GH_CONFIG_DIR GH_EDITOR GH_PAGER GIO_EXTRA_MODULES GIT_ALLOW_PROTOCOL \
    GIT_ASKPASS GIT_COMMON_DIR GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_GLOBAL \
    GIT_CONFIG_PARAMETERS GIT_CONFIG_SYSTEM GIT_DIR GIT_EDITOR GIT_EXEC_PATH GIT_PAGER \
    GIT_PROXY_COMMAND GIT_SEQUENCE_EDITOR GIT_TEMPLATE_DIR GIT_WORK_TREE GNUMAKEFLAGS GOAUTH \
    GOCACHEPROG GOENV GOFLAGS GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES GOROOT GOTOOLDIR \
    GRADLE_OPTS GRADLE_USER_HOME GST_PLUGIN_PATH GTK_MODULES GTK_PATH GUILE_LOAD_PATH \
    GUNICORN_CMD_ARGS HELM_PLUGINS HG HGEDITOR HGMERGE HGRCPATH HOME INPUTRC IPYTHONDIR IRBRC \
    JAVA_HOME JAVA_OPTS JULIA_DEPOT_PATH JULIA_LOAD_PATH JUPYTER_CONFIG_DIR JUPYTER_CONFIG_PATH \
    KUBECTL_EXTERNAL_DIFF KUBE_EDITOR LD LESSCLOSE LESSEDIT LESSKEY LESSKEYIN LESSOPEN LUA_CPATH \
    LUA_INIT LUA_PATH MAGICK_CONFIGURE_PATH MAILCAPS MAILPATH MAKE MAKEFILES MAKEFLAGS MAKESHELL \
    MANPAGER MAVEN_ARGS MAVEN_OPTS MFLAGS NODE_COMPILE_CACHE NODE_REPL_EXTERNAL_MODULE NULLCMD \
    ODBCINI ODBCSYSINI PACKER_PLUGIN_PATH PAGER PERL5SHELL PERLDB_OPTS PERLDOC_PAGER \
    PERL_CPANM_OPT PERL_MB_OPT PERL_MM_OPT PHPRC PHP_INI_SCAN_DIR PIP_CONFIG_FILE PIP_PYTHON \
    PKG_CONFIG PS0 PS1 PS2 PSModulePath PSQLRC PSQL_EDITOR PSQL_PAGER PYTEST_ADDOPTS \
    PYTEST_PLUGINS PYTHON_PRESITE QML2_IMPORT_PATH QT_PLUGIN_PATH QT_QPA_PLATFORM_PLUGIN_PATH \
    READNULLCMD RIPGREP_CONFIG_PATH RSYNC_RSH RUBYSHELL RUSTC RUSTC_WORKSPACE_WRAPPER \
    RUSTC_WRAPPER RUSTDOC RUSTDOCFLAGS RUSTFLAGS RUSTUP_HOME RUSTUP_TOOLCHAIN R_ENVIRON \
    R_ENVIRON_USER R_LIBS R_LIBS_USER R_PROFILE R_PROFILE_USER SASL_PATH SBT_OPTS SHELL \
    SSH_ASKPASS SSH_PKCS11_HELPER SSH_SK_HELPER SSH_SK_PROVIDER SUDO_ASKPASS SUDO_EDITOR \
    SVN_EDITOR SVN_SSH SYSTEMD_EDITOR SYSTEMD_PAGER TAR_OPTIONS TCLLIBPATH TF_CLI_CONFIG_FILE \
    UV_CONFIG_FILE UV_PYTHON VIMINIT VIMRUNTIME VISUAL VK_ADD_LAYER_PATH VK_ICD_FILENAMES \
    VK_LAYER_PATH WGETRC XDG_CONFIG_DIRS XDG_CONFIG_HOME YARN_RC_FILENAME YARN_YARN_PATH";

/// Names that make programs write down what they send or are told, or send it to whoever
/// answers, in the order of their bytes.
const REVEALS: &str = "\
    GIT_CURL_VERBOSE GIT_SSL_NO_VERIFY HISTFILE NODE_REPL_HISTORY NODE_TLS_REJECT_UNAUTHORIZED \
    PYTHONHTTPSVERIFY PYTHON_HISTORY SSLKEYLOGFILE";

/// The options of npm that run programs, which it reads as `NPM_CONFIG_…` in any case.
const NPM: &str = "\
    EDITOR GIT GLOBALCONFIG INIT_MODULE NODE_OPTIONS PREFIX SCRIPT_SHELL SHELL USERCONFIG VIEWER";

/// Beginnings and ends of further names whose value is a program or code.
const RUNS_CODE_FORMS: &[(&str, &str)] = &[
    ("ANSIBLE_", "_PLUGINS"),
    ("CARGO_ALIAS_", ""),
    ("CARGO_REGISTRIES_", "_CREDENTIAL_PROVIDER"),
    ("CARGO_TARGET_", "_LINKER"),
    ("CARGO_TARGET_", "_RUNNER"),
    ("CARGO_TARGET_", "_RUSTFLAGS"),
    ("CMAKE_", "_COMPILER"),
    ("CMAKE_", "_LAUNCHER"),
    ("CORECLR_PROFILER", ""),
    ("COR_PROFILER", ""),
    ("GIT_CONFIG_KEY_", ""),
    ("GIT_CONFIG_VALUE_", ""),
    ("LUA_CPATH_", ""),
    ("LUA_INIT_", ""),
    ("LUA_PATH_", ""),
    ("TF_CLI_ARGS", ""),
];

static RUNS_CODE_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| RUNS_CODE.split(' ').collect());
static REVEALS_NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| REVEALS.split(' ').collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn risky_names_are_sorted_and_not_reserved() {
        assert!(RUNS_CODE_NAMES.is_sorted() && REVEALS_NAMES.is_sorted());
        for name in RUNS_CODE_NAMES.iter().chain(REVEALS_NAMES.iter()) {
            assert!(!EnvName::new(name).unwrap().is_reserved(), "{name}");
        }
    }

    #[test]
    fn names_that_run_code_or_reveal_are_known() {
        let risk = |name: &str| risk(&EnvName::new(name).unwrap());
        for name in [
            "GIT_ASKPASS",
            "SSH_ASKPASS",
            "GIT_EXEC_PATH",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_KEY_0",
            "DOTNET_STARTUP_HOOKS",
            "CORECLR_PROFILER_PATH",
            "PYTEST_PLUGINS",
            "RUSTC_WRAPPER",
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER",
            "MAKEFLAGS",
            "EDITOR",
            "PAGER",
            "npm_config_script_shell",
            "NPM_CONFIG_script-shell",
        ] {
            assert_eq!(risk(name), Some(Risk::RunsCode), "{name}");
        }
        for name in ["SSLKEYLOGFILE", "GIT_TRACE_CURL", "PYTHONHTTPSVERIFY"] {
            assert_eq!(risk(name), Some(Risk::Reveals), "{name}");
        }
        for name in [
            "OPENAI_API_KEY",
            "HTTPS_PROXY",
            "SSL_CERT_FILE",
            "KUBECONFIG",
            "NPM_CONFIG_REGISTRY",
            "NPM_TOKEN",
            "CARGO_TARGET_DIR",
            "GIT_AUTHOR_NAME",
            "editor",
        ] {
            assert_eq!(risk(name), None, "{name}");
        }
    }
}
