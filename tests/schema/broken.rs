//! Every way to break a schema that is TOML: the exact place, words, code and
//! hint.

use super::{case, read, shown, whole};

#[test]
fn a_misspelt_field_is_answered_with_the_nearest() {
    case(
        r"[env]
overide = true",
        &["3:1: unknown field `overide` [schema.unknown-field] (did you mean `override`)"],
    );
}

#[test]
fn an_unknown_field_is_shown_only_if_plain() {
    case(
        r"vresion = 2
hunter2000 = 1",
        &[
            "2:1: unknown field `vresion` [schema.unknown-field] (did you mean `version`)",
            "3:1: unknown field [schema.unknown-field]",
        ],
    );
}

#[test]
fn env_takes_only_its_kinds_and_words() {
    case(
        r#"[env]
files = ".env"
inherit = [1, "@bsae", "a b", "@", "OPENAI_API_KEY", {}]
override = "true"
undeclared = "warning"
interpolation = 1
[secrets]
OPENAI_API_KEY = {}"#,
        &[
            "3:9: `files` must be a list of paths [schema.kind] (put it into `[` and `]`)",
            "4:12: `inherit` may contain only strings [schema.kind]",
            "4:15: unknown preset [schema.preset] (did you mean `@base`)",
            "4:24: not a name, a glob or a preset [schema.inherit] (use a name, a name with `*` in it, or a preset like `@base`)",
            "4:31: unknown preset [schema.preset] (use one of `@base`, `@python`, `@node`, `@ci`, `@proxy`, `@tls`, `@dev`)",
            "4:36: `OPENAI_API_KEY` is a declared secret, and secrets are not inherited [schema.inherit] (remove it from `inherit`)",
            "4:54: `inherit` may contain only strings [schema.kind]",
            "5:12: `override` must be `true` or `false` [schema.kind] (write it without quotes)",
            "6:14: `undeclared` must be `warn`, `ignore` or `error` [schema.value]",
            "7:17: `interpolation` must be `braces` or `off` [schema.kind] (write it in quotes)",
        ],
    );
}

#[test]
fn files_are_paths_with_one_placeholder() {
    case(
        r#"[env]
files = ["", "a{b}", "x", "x", { required = true }, { path = 1 }, { path = "y", requird = true }, 5, "a\u0000b", "a}{profile}"]"#,
        &[
            "3:10: the path is empty [schema.path]",
            "3:14: `{profile}` is the only placeholder [schema.path]",
            "3:27: this file is listed twice [schema.duplicate]",
            "3:32: `path` is missing [schema.path]",
            "3:62: `path` must be a string [schema.kind] (write it in quotes)",
            "3:81: unknown field `requird` [schema.unknown-field] (did you mean `required`)",
            "3:99: `files` may contain only paths and tables [schema.kind]",
            "3:102: contains a control character [schema.text]",
            "3:114: `{profile}` is the only placeholder [schema.path]",
        ],
    );
}

#[test]
fn a_project_s_name_is_a_label() {
    case(
        r#"[project]
name = "Research Agents""#,
        &[
            "3:8: not a valid name for a project [schema.name] (use at most 64 letters, digits, `_`, `-` and `.`, starting with a letter)",
        ],
    );
}

#[test]
fn a_project_has_only_a_name() {
    case(
        r#"[project]
nam = "x""#,
        &["3:1: unknown field `nam` [schema.unknown-field] (did you mean `name`)"],
    );
}

#[test]
fn run_names_what_exists() {
    case(
        r#"[run]
scope = "codr"
profile = "prd"
mask = "on"
quiet = 1
python_dotenv = "off"
[scopes]
coder = []
[profiles.prod]"#,
        &[
            "3:9: unknown scope `codr` [schema.reference] (did you mean `coder`)",
            "4:11: unknown profile `prd` [schema.reference] (did you mean `prod`)",
            r#"5:8: `mask` must be `true`, `false` or `"auto"` [schema.value]"#,
            "6:9: `quiet` must be `true` or `false` [schema.kind]",
            "7:17: `python_dotenv` must be `disable` or `allow` [schema.value]",
        ],
    );
}

#[test]
fn a_bare_value_is_never_a_key_s_rule() {
    case(
        r#"[secrets]
K = "hunter2hunter2"
L = 5
M = ["x"]
"1X" = {}
"A B" = {}
AKIAIOSFODNN7EXAMPLE = {}"#,
        &[
            "3:5: K: must be a table of rules [schema.value-in-schema] (write `{}` and put the value into an env file: a value does not belong in the schema)",
            "4:5: L: must be a table of rules [schema.value-in-schema] (write `{}` and put the value into an env file: a value does not belong in the schema)",
            "5:5: M: must be a table of rules [schema.value-in-schema] (write `{}` and put the value into an env file: a value does not belong in the schema)",
            "6:1: not a valid variable name [schema.name] (use letters, digits and `_`, and do not start with a digit)",
            "7:1: not a valid variable name [schema.name] (use letters, digits and `_`, and do not start with a digit)",
            "8:1: this name looks like a pasted token [schema.token-like] (put values into an env file; replace the token if it was shared)",
        ],
    );
}

#[test]
fn types_have_their_own_fields() {
    case(
        r#"[secrets]
K = { type = "strng" }
L = { type = 5 }
M = { format = "opnai" }
N = { type = "int", schemes = ["x"], min_length = 5, min = 5, max = 1 }
O = { type = "int", min = 1.5 }
P = { type = "port", min = 0, max = 70000 }
Q = { type = "float", min = nan, max = inf }
R = { type = "enum" }
S = { type = "enum", values = [] }
T = { type = "enum", values = ["a", "a", 5] }
U = { type = "list", of = "json" }
V = { type = "list", of = "strin", separator = "" }
W = { type = "url", schemes = ["https://"] }
X = { pattern = "(", forbid = "[" }
Y = { min_length = 5, max_length = 1 }
Z = { min_length = -1, bytes = 5 }"#,
        &[
            "3:14: K: unknown type `strng` [schema.type] (did you mean `string`)",
            "4:14: L: `type` must be a string [schema.kind] (write it in quotes)",
            "5:16: M: unknown format `opnai` [schema.format] (did you mean `openai`)",
            "6:21: N: `schemes` does not belong to type `int` [schema.misplaced-field] (remove it, or set another `type`)",
            "6:38: N: `min_length` does not belong to type `int` [schema.misplaced-field] (remove it, or set another `type`)",
            "6:60: N: `min` is greater than `max` [schema.bounds]",
            "7:27: O: `min` must be an integer for type `int` [schema.kind]",
            "8:28: P: `min` must be from 1 to 65535 for type `port` [schema.bounds]",
            "8:37: P: `max` must be from 1 to 65535 for type `port` [schema.bounds]",
            "9:29: Q: `min` must be a finite number [schema.kind]",
            "9:40: Q: `max` must be a finite number [schema.kind]",
            r#"10:1: R: type `enum` needs `values` [schema.enum] (add `values = ["…"]`)"#,
            "11:31: S: `values` is empty [schema.enum]",
            "12:37: T: this value is listed twice [schema.duplicate]",
            "12:42: T: `values` may contain only strings [schema.kind]",
            "13:27: U: a list cannot hold items of type `json` [schema.type]",
            "14:27: V: unknown type `strin` [schema.type] (did you mean `string`)",
            "14:48: V: `separator` is empty [schema.value]",
            "15:32: W: not a URL scheme [schema.value] (write it without `://`)",
            "16:17: X: `pattern` is not a regular expression [schema.pattern] (write it in single quotes, as `'^[a-z]+$'`, without look-around and back-references)",
            "16:31: X: `forbid` is not a regular expression [schema.pattern] (write it in single quotes, as `'^[a-z]+$'`, without look-around and back-references)",
            "17:20: Y: `min_length` is greater than `max_length` [schema.bounds]",
            "18:20: Z: `min_length` must be an integer from 0 [schema.kind]",
            "18:24: Z: `bytes` does not belong to type `string` [schema.misplaced-field] (remove it, or set another `type`)",
        ],
    );
}

#[test]
fn styles_and_versions_are_those_that_the_type_has() {
    case(
        r#"[secrets]
A = { type = "list", style = "iso" }
B = { type = "duration", style = "json" }
C = { type = "int", style = "json" }
D = { type = "list", style = "json", separator = ";" }
E = { type = "ip", version = 5 }
F = { type = "uuid", version = 9 }
G = { type = "float", above = 1, below = 1 }
H = { type = "int", multiple_of = 0 }
I = { type = "float", min = 2, below = 1 }
J = { type = "url", style = "short" }"#,
        &[
            "3:30: A: type `list` does not have this style [schema.value]",
            "4:34: B: type `duration` does not have this style [schema.value]",
            "5:21: C: `style` does not belong to type `int` [schema.misplaced-field] (remove it, or set another `type`)",
            "6:50: D: a list in JSON has no separator of its own [schema.misplaced-field] (remove `separator` or `style`)",
            "7:30: E: there is no such version [schema.value] (write 4 or 6 for `ip`, and 1 to 8 for `uuid`)",
            "8:32: F: there is no such version [schema.value] (write 4 or 6 for `ip`, and 1 to 8 for `uuid`)",
            "9:31: G: no number is between these bounds [schema.bounds]",
            "10:35: H: `multiple_of` must be from 1 [schema.bounds]",
            "11:40: I: no number is between these bounds [schema.bounds]",
            "12:29: J: `style` must be `json`, `pydantic`, `iso` or `decimal` [schema.value]",
        ],
    );
}

#[test]
fn requirements_aliases_and_reserved_names_are_checked() {
    case(
        r#"[secrets]
K = { default = "x" }
L = { required = true, required_in = ["ci"] }
M = { required_in = [] }
N = { required_in = ["a b"] }
O = { aliases = ["O", "K", "X", "Y"] }
P = { aliases = ["X", "Z Z", "LD_PRELOAD"] }
LD_PRELOAD = {}
SECRUN_X = { allow_dangerous = true }
PATH = {}"#,
        &[
            "3:7: K: a secret cannot have a default [schema.secret-default] (remove `default`, or declare the key under `[settings]`)",
            "4:38: L: `required_in` and `required` cannot be combined [schema.requirement] (keep one of the two)",
            "5:21: M: `required_in` names no profile [schema.requirement] (write `required = false` instead)",
            "6:22: N: not a valid name for a profile [schema.name] (use at most 64 letters, digits, `_`, `-` and `.`, starting with a letter)",
            "7:18: O: this alias is the key itself [schema.alias] (remove it)",
            "7:23: O: this alias is a declared key [schema.alias] (remove it)",
            "8:18: P: this alias is used twice [schema.alias] (remove it)",
            "8:23: P: not a valid variable name [schema.name] (use letters, digits and `_`, and do not start with a digit)",
            "8:30: P: this alias is a declared key [schema.alias] (remove it)",
            "9:1: LD_PRELOAD: this name is reserved: it changes how programs start [schema.reserved] (remove it, or add `allow_dangerous = true`)",
            "10:1: SECRUN_X: names that start with `SECRUN_` belong to secrun [schema.reserved] (choose another name)",
            "11:1: PATH: this name is reserved: it changes how programs start [schema.reserved] (remove it, or add `allow_dangerous = true`)",
        ],
    );
}

#[test]
fn settings_are_checked_with_their_defaults() {
    case(
        r#"[settings]
K = { owner = "x", env = {} }
N = { default = "" }
O = { default = 2026-01-01 }
P = { default = [] }
A = {}
[secrets]
A = {}"#,
        &[
            "3:7: K: `owner` is only for secrets [schema.misplaced-field]",
            "3:20: K: `env` is only for secrets [schema.misplaced-field]",
            "4:17: N: `default` is empty [schema.default] (add `allow_empty = true`, or write `required = false` instead)",
            "5:17: O: `default` must be a string, a number, `true` or `false` [schema.kind] (write it in quotes)",
            "6:17: P: `default` must be a string, a number, `true` or `false` [schema.kind]",
            "7:1: A: declared under both `[secrets]` and `[settings]` [schema.duplicate]",
        ],
    );
}

#[test]
fn scopes_name_declared_keys() {
    case(
        r#"[secrets]
OPENAI_API_KEY = {}
[settings]
LOG = {}
[scopes]
a = ["OPENAI_KEY", "OPENAI_API_KY", "LOG", "OPENAI_API_KEY", "OPENAI_API_KEY", 5]
b = { secrets = ["LOG"], settings = ["OPENAI_API_KEY", "LGO"], inherit = ["OPENAI_API_KEY"], mask = "x" }
c = "x"
"d e" = []"#,
        &[
            "7:6: unknown key `OPENAI_KEY` [schema.reference] (did you mean `OPENAI_API_KEY`)",
            "7:20: unknown key `OPENAI_API_KY` [schema.reference] (did you mean `OPENAI_API_KEY`)",
            "7:37: this is a setting, not a secret [schema.reference] (list it under `settings`)",
            "7:62: this key is listed twice [schema.duplicate]",
            "7:80: may contain only strings [schema.kind]",
            "8:18: this is a setting, not a secret [schema.reference] (list it under `settings`)",
            "8:38: this is a secret, not a setting [schema.reference] (list it under `secrets`)",
            "8:56: unknown key `LGO` [schema.reference] (did you mean `LOG`)",
            "8:75: `OPENAI_API_KEY` is a declared secret, and secrets are not inherited [schema.inherit] (remove it from `inherit`)",
            "8:101: `mask` must be `true` or `false` [schema.kind] (write it without quotes)",
            "9:5: must be a list of secrets or a table [schema.kind]",
            "10:1: not a valid name for a scope [schema.name] (use at most 64 letters, digits, `_`, `-` and `.`, starting with a letter)",
        ],
    );
}

#[test]
fn profiles_are_checked() {
    case(
        r#"[profiles.test]
env_file = [".env"]
live_keys = "forbidden"
refuse = { A = 1, "x y" = "1", B = "1" }
[profiles]
ci = 5"#,
        &[
            "3:1: unknown field `env_file` [schema.unknown-field] (did you mean `env_files`)",
            "4:13: `live_keys` must be `allow` or `forbid` [schema.value]",
            "5:16: `refuse` may contain only strings [schema.kind] (write it in quotes)",
            "5:19: not a valid variable name [schema.name] (use letters, digits and `_`, and do not start with a digit)",
            "7:6: must be a table [schema.kind]",
        ],
    );
}

#[test]
fn ownership_and_rotation_are_checked() {
    case(
        r#"[secrets.A]
owner = "ml"
principal = "me"
rotation = "90 days"
rotated = "2026-01-01"
expires = 2026-01-01T00:00:00
overlap = 7
revoke_url = "platform.openai.com"
environments = ["a b"]
scopes = ["codr"]
[secrets.B]
rotation = "never"
rotated = 2026-02-01
expires = 2026-01-01
[secrets.B.env.prod]
env = {}
owner = "mlplatform"
rotation = 90
[secrets.C]
rotation = "0d"
overlap = "x"
[owners.ml-platform]
kind = "robot"
[scopes]
coder = []
[defaults.prod]
require = ["ownr", "contact", "colour"]
warn_before = "soon""#,
        &[
            "3:9: A: unknown owner `ml` [schema.reference]",
            "4:13: A: `principal` must be `service`, `personal` or `shared` [schema.value]",
            "5:12: A: not a rotation [schema.rotation] (write `90d`, `12w`, `6mo`, `1y`, `manual` or `never` in quotes)",
            "6:11: A: `rotated` must be a date like `2026-08-01`, without quotes [schema.kind] (write it without quotes)",
            "7:11: A: `expires` must be a date like `2026-08-01`, without quotes [schema.kind]",
            r#"8:11: A: `overlap` must be a span like `"90d"`, `"12w"`, `"6mo"` or `"1y"` [schema.kind] (write it in quotes)"#,
            "9:14: A: `revoke_url` must start with `https://` or `http://` [schema.value]",
            "10:17: A: not a valid name for an environment [schema.name] (use at most 64 letters, digits, `_`, `-` and `.`, starting with a letter)",
            "11:11: A: unknown scope `codr` [schema.reference] (did you mean `coder`)",
            r#"13:12: B: `rotation = "never"` needs a reason [schema.rotation] (say why in `reason`)"#,
            "14:11: B: `rotated` is after `expires` [schema.date]",
            "17:1: B: unknown field `env` [schema.unknown-field]",
            "18:9: B: unknown owner `mlplatform` [schema.reference] (did you mean `ml-platform`)",
            r#"19:12: B: `rotation` must be a span like `"90d"`, `"12w"`, `"6mo"` or `"1y"` [schema.kind] (write it in quotes)"#,
            "21:12: C: not a rotation [schema.rotation] (write `90d`, `12w`, `6mo`, `1y`, `manual` or `never` in quotes)",
            "22:11: C: not a span of days [schema.rotation] (write `7d`, `2w`, `1mo` or `1y` in quotes)",
            "24:8: `kind` must be `team` or `person` [schema.value]",
            "28:12: unknown field `ownr` [schema.reference] (did you mean `owner`)",
            "28:31: unknown field `colour` [schema.reference]",
            "29:15: not a span of days [schema.rotation] (write `7d`, `2w`, `1mo` or `1y` in quotes)",
        ],
    );
}

#[test]
fn numbers_and_dotted_keys_have_bounds() {
    case(
        r"[secrets]
K = { min = 99999999999999999999999999999999999999999999, max_length = 1e999 }
app.key = {}",
        &[
            "3:13: K: `min` is too large [schema.number]",
            "3:72: K: `max_length` is too large [schema.number]",
            "4:5: app: unknown field `key` [schema.unknown-field]",
        ],
    );
    case(
        "[secrets]\nK = { min_length = 0x }",
        &["3:20: K: `min_length` has no digits [schema.number]"],
    );
}

#[test]
fn an_array_of_tables_is_no_table() {
    case(
        r"[[secrets]]
K = {}",
        &["2:1: `secrets` must be a table [schema.kind]"],
    );
}

#[test]
fn an_alias_of_a_secret_is_not_inherited() {
    case(
        r#"[env]
inherit = ["OLD"]
[secrets]
OPENAI_API_KEY = { aliases = ["OLD"] }
[scopes]
a = ["OPENAI_KEY"]"#,
        &[
            "3:12: `OLD` is a declared secret, and secrets are not inherited [schema.inherit] (remove it from `inherit`)",
            "7:6: unknown key `OPENAI_KEY` [schema.reference] (did you mean `OPENAI_API_KEY`)",
        ],
    );
}

#[test]
fn a_wrong_default_names_its_place() {
    for (rule, column) in [
        ("type = 'int', default = 'abc'", 31),
        ("type = 'int', default = 5, min = 6", 31),
        ("type = 'enum', values = ['a'], default = 'b'", 48),
        ("type = 'bool', default = 'maybe'", 32),
    ] {
        let text = format!("version = 1\n[settings]\nK = {{ {rule} }}");
        let found = shown(&read(&text).unwrap_err());
        let start = format!("3:{column}: K: `default` does not fit: ");
        assert!(found.starts_with(&start), "{found}");
        assert!(found.ends_with("[schema.default]\n"), "{found}");
    }
}

#[test]
fn the_version_comes_first() {
    let missing = ": `version` is missing [schema.version] (start the file with `version = 1`)";
    whole("", &[missing]);
    whole(
        "[env]\noverrid = true",
        &[
            missing,
            "2:1: unknown field `overrid` [schema.unknown-field] (did you mean `override`)",
        ],
    );
    whole(
        "version = '1'",
        &["1:11: `version` must be an integer [schema.kind] (write it without quotes)"],
    );
    whole(
        "version = 0",
        &["1:11: `version` must be `1` [schema.version]"],
    );
    whole(
        "version = 2\nnew-field = 1",
        &[concat!(
            "1:11: schema version 2 is not supported (this is secrun ",
            env!("CARGO_PKG_VERSION"),
            ", which reads 1) [schema.version] (update secrun)",
        )],
    );
}
