//! Every rule of the schema, and every way to break it.

use std::fmt::Write as _;
use std::path::Path;

use secrun::core::message::ShownPath;
use secrun::core::report::Problem;
use secrun::dotenv::Interpolation;
use secrun::schema::model::{
    Inherit, MaskRule, Precedence, Preset, PythonDotenv, Requirement, Rotation, Schema, Undeclared,
};
use secrun::schema::parse;
use secrun::schema::types::ValueType;

mod allow;
mod broken;
mod leaks;
mod not_toml;

fn read(text: &str) -> Result<Schema, Vec<Problem>> {
    parse(&ShownPath::typed(Path::new("secrun.toml")), text.as_bytes())
}

#[track_caller]
fn good(text: &str) -> Schema {
    read(text).unwrap_or_else(|problems| panic!("{text}\n{}", shown(&problems)))
}

/// `line:column: KEY: what [code] (hint)`, one line for each problem.
fn shown(problems: &[Problem]) -> String {
    let mut out = String::new();
    for problem in problems {
        let place = problem.place.as_ref().unwrap().to_string();
        let place = place.strip_prefix("secrun.toml").unwrap();
        out.push_str(place.strip_prefix(':').unwrap_or(place));
        if let Some(key) = &problem.key {
            write!(out, ": {key}").unwrap();
        }
        write!(out, ": {} [{}]", problem.what, problem.code.as_str()).unwrap();
        if let Some(hint) = &problem.hint {
            write!(out, " ({hint})").unwrap();
        }
        out.push('\n');
    }
    out
}

/// A text after `version = 1`, and the problems.
#[track_caller]
fn case(text: &str, problems: &[&str]) {
    whole(&format!("version = 1\n{text}"), problems);
}

#[track_caller]
fn whole(text: &str, problems: &[&str]) {
    let found = read(text)
        .err()
        .map_or(String::new(), |found| shown(&found));
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found, problems, "\n{text}");
}

/// The example of the contract.
pub(crate) const EXAMPLE: &str = r#"version = 1

[project]
name = "research-agents"

[env]
files = [".env"]                  # later files win; "{profile}" is replaced; a listed file may be absent unless required = true
inherit = ["@base"]               # what the child may keep of the host environment: names, globs (LC_*), presets
override = false                  # false: the host environment beats files (python-dotenv's override=False)
undeclared = "warn"               # keys in a file that the schema does not declare: warn | ignore | error; never injected
interpolation = "braces"          # ${NAME} and ${NAME:-x} only; "off" makes every $ literal

[secrets]                         # required by default; a default value is an error
OPENAI_API_KEY = { format = "openai", owner = "ml-platform" }
DATABASE_URL   = { type = "url", schemes = ["postgres", "postgresql"] }
SERPER_API_KEY = { required = false, min_length = 20 }
GIT_READ_TOKEN = { required_in = ["ci", "prod"] }

[settings]                        # not secret: defaults allowed, values may be shown
APP_ENV   = { type = "enum", values = ["dev", "test", "ci", "prod"], default = "dev" }
LOG_LEVEL = { type = "enum", values = ["DEBUG", "INFO", "WARNING", "ERROR"], default = "INFO" }
AGENT_RESEARCHER_TIMEOUT_SEC = { type = "int", min = 1, max = 600, default = 30 }

[scopes]                          # the per-agent capability map
coder      = ["OPENAI_API_KEY", "GIT_READ_TOKEN"]
researcher = ["OPENAI_API_KEY", "SERPER_API_KEY"]
billing    = { secrets = ["OPENAI_API_KEY"], settings = ["APP_ENV"], inherit = ["@base", "STRIPE_*"], mask = true }

[profiles.test]                   # an environment: dev, ci, prod, test…
env_files = [".env.test"]
live_keys = "forbid"              # values in a provider's live form are refused
"#;

#[test]
fn the_contract_s_example_is_read() {
    let schema = good(EXAMPLE);
    assert!(schema.warnings.is_empty());
    assert_eq!(schema.project.unwrap().as_str(), "research-agents");
    assert_eq!(schema.rules.len(), 7);
    let rule = |name: &str| {
        schema
            .rules
            .values()
            .find(|rule| rule.name.as_str() == name)
    };
    assert!(rule("OPENAI_API_KEY").unwrap().format.is_some());
    assert_eq!(
        rule("OPENAI_API_KEY").unwrap().requirement,
        Requirement::Always
    );
    assert_eq!(
        rule("SERPER_API_KEY").unwrap().requirement,
        Requirement::Never
    );
    assert_eq!(rule("SERPER_API_KEY").unwrap().min_length, Some(20));
    assert!(
        matches!(&rule("GIT_READ_TOKEN").unwrap().requirement, Requirement::In(p) if p.len() == 2)
    );
    assert_eq!(
        rule("GIT_READ_TOKEN").unwrap().place.to_string(),
        "secrun.toml:17:1"
    );
    let timeout = rule("AGENT_RESEARCHER_TIMEOUT_SEC").unwrap();
    assert!(matches!(
        timeout.value_type,
        ValueType::Int {
            min: Some(1),
            max: Some(600),
            multiple_of: None,
        }
    ));
    assert_eq!(timeout.default.as_ref().unwrap().expose(), b"30");
    assert_eq!(timeout.requirement, Requirement::Never);
    let scopes: Vec<_> = schema
        .scopes
        .iter()
        .map(|(name, scope)| {
            (
                name.as_str(),
                scope.secrets.len(),
                scope.settings.as_ref().map(Vec::len),
                scope.mask,
            )
        })
        .collect();
    assert_eq!(
        scopes,
        [
            ("billing", 1, Some(1), Some(true)),
            ("coder", 2, None, None),
            ("researcher", 2, None, None),
        ]
    );
    let profile = schema.profiles.values().next().unwrap();
    assert!(profile.forbid_live_keys);
    assert_eq!(&*profile.env_files[0].path, ".env.test");
    assert_eq!(profile.env_files[0].place.to_string(), "secrun.toml:30:14");
}

#[test]
fn without_a_word_the_defaults_hold() {
    let schema = good("version = 1");
    assert_eq!(&*schema.env.files[0].path, ".env");
    assert_eq!(schema.env.inherit, [Inherit::Preset(Preset::Base)]);
    assert_eq!(schema.env.precedence, Precedence::HostFirst);
    assert_eq!(schema.env.undeclared, Undeclared::Warn);
    assert_eq!(schema.env.interpolation, Interpolation::Braces);
    assert_eq!(schema.run.mask, MaskRule::Off);
    assert_eq!(schema.run.python_dotenv, PythonDotenv::Disable);
    assert!(!schema.run.quiet && schema.run.scope.is_none() && schema.run.profile.is_none());
}

#[test]
fn every_field_of_ownership_is_kept() {
    let schema = good(
        r##"version = 1
[run]
scope = "coder"
profile = "prod"
mask = "auto"
python_dotenv = "allow"
[secrets.OPENAI_API_KEY]
owner = "ml-platform"
provider = "openai"
account = "org-acme/proj-chat"
principal = "service"
environments = ["dev", "prod"]
scopes = ["coder"]
permissions = "model.request only"
stored_in = ["doppler:acme/prd", "github:acme/app#prod"]
rotation = "12w"
rotated = 2026-08-01
expires = 2026-12-31
overlap = "7d"
runbook = "docs/runbooks/openai.md"
revoke_url = "https://platform.openai.com/api-keys"
per_environment = true
[secrets.OPENAI_API_KEY.env.prod]
rotated = 2026-09-15
rotation = "never"
reason = "the provider has no second key"
overlap = 0
[scopes]
coder = ["OPENAI_API_KEY"]
[owners.ml-platform]
name = "ML platform"
contact = "#ml-oncall"
escalation = "ml-oncall@acme.example"
kind = "team"
[defaults.prod]
rotation = "90d"
warn_before = "14d"
grace = "7d"
require = ["owner", "contact", "rotation", "stored_in", "runbook"]
"##,
    );
    let rule = schema.rules.values().next().unwrap();
    let metadata = rule.metadata.as_deref().unwrap();
    assert_eq!(metadata.rotation, Some(Rotation::Days(84)));
    assert_eq!(metadata.overlap, Some(7));
    assert_eq!(metadata.stored_in.len(), 2);
    assert!(metadata.per_environment && metadata.rotated < metadata.expires);
    let prod = metadata.per_profile.values().next().unwrap();
    assert_eq!(prod.rotation, Some(Rotation::Never));
    assert_eq!(prod.overlap, Some(0));
    assert_eq!(schema.defaults.values().next().unwrap().require.len(), 5);
    assert_eq!(
        schema.owners.values().next().unwrap().kind.as_deref(),
        Some("team")
    );
    assert_eq!(schema.run.mask, MaskRule::Auto);
    assert_eq!(schema.run.python_dotenv, PythonDotenv::Allow);
}

#[test]
fn every_type_is_read_with_its_fields() {
    for fields in [
        "",
        "type = 'string', min_length = 1, max_length = 9, pattern = '^a+$', prefix = 'a'",
        "type = 'int', min = -5, max = 170141183460469231731687303715884105727",
        "type = 'float', min = 0, max = 1.5",
        "type = 'bool'",
        "type = 'enum', values = ['a b', 'c']",
        "type = 'url', schemes = ['HTTPS', 'git+ssh'], hosts = ['*.example.org']",
        "type = 'host'",
        "type = 'port', min = 1024, max = 65535",
        "type = 'email'",
        "type = 'ip'",
        "type = 'path', exists = 'dir'",
        "type = 'json', shape = 'array'",
        "type = 'list', of = 'int', min = 1, separator = ';'",
        "type = 'list', of = 'enum', values = ['a', 'b']",
        "type = 'list'",
        "type = 'uuid'",
        "type = 'hex', bytes = 32",
        "type = 'base64', bytes = 32",
        "type = 'pem'",
        "type = 'jwt'",
        "type = 'date'",
        "type = 'datetime'",
        "type = 'duration'",
        "type = 'bytes'",
        "type = 'semver'",
        "format = 'stripe', forbid = 'x', aliases = ['L', 'M'], file = true, allow_empty = true",
        "description = 'd', example = 'e', required = true",
    ] {
        good(&format!("version = 1\n[secrets]\nK = {{ {fields} }}\n"));
    }
}

#[test]
fn every_type_of_the_field_table_is_known_to_the_parser() {
    for (name, _) in secrun::schema::types() {
        let values = if *name == "enum" {
            ", values = ['a']"
        } else {
            ""
        };
        let schema = good(&format!(
            "version = 1\n[secrets]\nK = {{ type = '{name}'{values} }}"
        ));
        let is_string = matches!(
            schema.rules.values().next().unwrap().value_type,
            ValueType::String
        );
        assert_eq!(is_string, *name == "string", "{name}");
    }
}

#[test]
fn defaults_are_passed_on_as_text() {
    for (written, text) in [
        ("'x'", "x"),
        ("30", "30"),
        ("0x1F", "31"),
        ("1.50", "1.50"),
        ("true", "true"),
    ] {
        let schema = good(&format!(
            "version = 1\n[settings]\nK = {{ default = {written} }}"
        ));
        let rule = schema.rules.values().next().unwrap();
        assert_eq!(rule.default.as_ref().unwrap().expose(), text.as_bytes());
        assert_eq!(rule.requirement, Requirement::Never);
    }
}

#[test]
fn odd_but_good_schemas_warn() {
    let schema = good(
        "version = 1\n[env]\ninherit = ['*', '@python', 'LC_*', 'HOME']\n[secrets]\n'app.key' = {}\nPATH = { allow_dangerous = true }\n",
    );
    assert_eq!(
        shown(&schema.warnings),
        "3:12: the child inherits the whole host environment [schema.inherit-all]\n\
         5:1: app.key: shells cannot set this name [not-portable] (use letters, digits and `_`)\n"
    );
}

#[test]
fn profiles_are_known_from_wherever_they_are_named() {
    for rest in [
        "[profiles.p]",
        "[defaults.p]",
        "[secrets]\nK = { required_in = ['p'] }",
        "[env]\nfiles = ['.env', '.env.{profile}']",
    ] {
        good(&format!("version = 1\nrun.profile = 'p'\n{rest}\n"));
    }
}

#[test]
fn a_byte_order_mark_and_crlf_are_read() {
    let schema = good("\u{feff}version = 1\r\n[secrets]\r\nK = {}\r\n");
    let rule = schema.rules.values().next().unwrap();
    assert_eq!(rule.place.to_string(), "secrun.toml:3:1");
    whole(
        "\u{feff}\u{feff}version = 1\n",
        &[
            "1:1: a second byte order mark [schema.encoding] (save the file as UTF-8 without byte order marks)",
        ],
    );
}

#[test]
fn the_largest_schema_is_read() {
    let mut text = String::from("version = 1\n[secrets]\n");
    for number in 0..4096 {
        writeln!(text, "KEY_{number} = {{}}").unwrap();
    }
    assert_eq!(good(&text).rules.len(), 4096);
    text.push_str("ONE_MORE = {}\n");
    let problems = shown(&read(&text).unwrap_err());
    assert_eq!(problems, ": more than 4096 keys [schema.too-many-keys]\n");
}

#[test]
fn only_so_many_errors_are_told() {
    let mut text = String::from("version = 1\n");
    for number in 0..3000 {
        writeln!(text, "field_{number} = 0").unwrap();
    }
    let problems = shown(&read(&text).unwrap_err());
    assert_eq!(problems.lines().count(), 1001);
    assert!(problems.starts_with(": too many problems; the others are not shown"));
}
