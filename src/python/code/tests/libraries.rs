//! Packages that read variables by their own rules.

use crate::python::code::tests::{analysis, case, needs, one};
use crate::python::{Need, TypeHint};

#[test]
fn the_default_of_django_environ_stands_where_each_method_takes_it() {
    let env = "import environ\nenv = environ.Env()\n";
    for (call, need, hint, default) in [
        ("env.str('A', '')", Need::Default, TypeHint::Text, None),
        (
            "env.str('A', 'x')",
            Need::Default,
            TypeHint::Text,
            Some("x"),
        ),
        ("env('A', int, 3)", Need::Default, TypeHint::Int, Some("3")),
        ("env('A', cast=bool)", Need::Required, TypeHint::Bool, None),
        (
            "env.list('A', str, None)",
            Need::Optional,
            TypeHint::List,
            None,
        ),
        ("env.url('A')", Need::Required, TypeHint::Url, None),
    ] {
        let read = one(&format!("{env}{call}"));
        let found = (read.need, read.hint, read.default.as_deref());
        assert_eq!(found, (need, hint, default), "{call}");
    }
}

#[test]
fn addresses_of_django_packages_have_names_of_their_own() {
    case(
        "import dj_database_url\nimport dj_email_url as mail\nfrom django_cache_url import config\n\
         dj_database_url.config(default='sqlite:///x')\ndj_database_url.config('A')\n\
         dj_database_url.config(env=dj_database_url.DEFAULT_ENV)\ndj_database_url.parse('x')\n\
         mail.config()\nconfig()\n",
        &["A", "CACHE_URL", "DATABASE_URL", "EMAIL_URL"],
    );
}

#[test]
fn a_scheme_in_a_dictionary_names_what_it_has_defaults_for() {
    let more = "MORE = {'A': (bool, True), 'B': (str, 'x'), 'C': str}\n";
    let text = format!(
        "import environ\n{more}env = environ.Env(D=(int, 3), F=(int, 4), **MORE)\nenv('A')\nenv('D')\nenv('E')\n"
    );
    case(&text, &["A", "B", "D", "E"]);
    let needs = needs(&text);
    let need = |name: &str| needs.iter().find(|(known, _)| known == name).map(|it| it.1);
    assert_eq!(need("A"), Some(Need::Default));
    assert_eq!(need("E"), Some(Need::Required));
}

#[test]
fn one_key_of_an_env_file_is_read_by_its_name() {
    let text = "import dotenv\ndotenv.get_key('.env', 'A')\nfrom dotenv import get_key\nget_key('.env', key_to_get='B')\n";
    case(text, &["A", "B"]);
    assert_eq!(analysis(&[("a.py", text)]).bypasses.len(), 2);
}

#[test]
fn the_settings_of_dynaconf_are_variables_with_its_prefix() {
    let made = "from dynaconf import Dynaconf, Validator\nsettings = Dynaconf(\n    envvar_prefix='APP',\n    \
        env_switcher='APP_ENV',\n    validators=[Validator('PORT', default=80), Validator('KEY', must_exist=True)],\n)\n";
    let uses = "from .config import settings\nsettings.TOKEN\nsettings.get('level', 'x')\nsettings['MODE']\n\
        settings.database.host.lower()\nsettings.reload()\nsettings('PLAIN')\n";
    let reads = analysis(&[("app/config.py", made), ("app/main.py", uses)]).reads;
    let mut found: Vec<_> = reads
        .iter()
        .map(|read| (read.name.as_str(), read.need))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("APP_DATABASE__HOST", Need::Optional),
            ("APP_ENV", Need::Optional),
            ("APP_KEY", Need::Required),
            ("APP_LEVEL", Need::Default),
            ("APP_MODE", Need::Optional),
            ("APP_PLAIN", Need::Optional),
            ("APP_PORT", Need::Default),
            ("APP_TOKEN", Need::Optional),
        ]
    );
    case(
        "from dynaconf import settings\nsettings.A\nsettings.x = 1\n",
        &["DYNACONF_A"],
    );
    case(
        "import dynaconf\nDEBUG = False\nNAMES = ['x']\n_OWN = 1\nlower = 2\n\
         settings = dynaconf.DjangoDynaconf(__name__, ENVVAR_PREFIX_FOR_DYNACONF='P')\n",
        &["P_DEBUG", "P_NAMES"],
    );
    case(
        "from dynaconf import Dynaconf\ns = Dynaconf(envvar_prefix=f())\ns.A\n",
        &[],
    );
}

#[test]
fn environs_and_django_environ_are_known() {
    case(
        "from environs import Env\nenv = Env()\nenv.int('A', 1)\nwith env.prefixed('P_'):\n    env('B')\n",
        &["A", "P_B"],
    );
    case(
        "import environ\nenv = environ.Env(DEBUG=(bool, False))\nenv('DEBUG')\nenv.db()\nenv.cache('C', default='x')\n",
        &["C", "DATABASE_URL", "DEBUG"],
    );
    case(
        "from starlette.config import Config\nc = Config()\nc('A', cast=bool, default=False)",
        &["A"],
    );
}
