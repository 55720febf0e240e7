//! Which names are read, and which texts are none.

use crate::python::code::tests::{analysis, case};

#[test]
fn every_way_into_the_environment_is_seen() {
    case(
        "import os\nos.getenv('A')\nos.environ['B']\nos.environ.get('C')",
        &["A", "B", "C"],
    );
    case(
        "import os as o\no.environ.pop('A', None)\no.environ.setdefault('B', 'c')",
        &["A", "B"],
    );
    case(
        "from os import environ as e, getenv as g\ne['A']\ng('B')",
        &["A", "B"],
    );
    case(
        "import os\nos.getenvb(b'A')\nos.environb[b'B']",
        &["A", "B"],
    );
    case(
        "import os\n'A' in os.environ\nos.environ.__getitem__('B')",
        &["A", "B"],
    );
    case(
        "def f():\n    import os\n    return os.environ['A']",
        &["A"],
    );
    case(
        "import os\nenv = dict(os.environ)\nenv.get('A')\nother = os.environ.copy()\nother['B']",
        &["A", "B"],
    );
    case(
        "import click\n@click.option('--x', envvar=['A', 'B'])\ndef f(x): ...",
        &["A", "B"],
    );
    case(
        "from dotenv import dotenv_values\nv = dotenv_values()\nv['A']",
        &["A"],
    );
}

#[test]
fn text_that_is_not_read_is_no_name() {
    case(
        "# os.getenv('A')\n'''os.environ[\"B\"]'''\nprint('os.getenv(C)')",
        &[],
    );
    case(
        "import os\nos.environ['WRITTEN'] = '1'\ndel os.environ['GONE']",
        &[],
    );
    case("def f(environ):\n    return environ['wsgi.input']", &[]);
    case(
        "from flask import request\nrequest.environ['HTTP_HOST']",
        &[],
    );
    case("import os\nos.getenv('sk-4eC39HqLyjWDarjtT1zdp7dc')", &[]);
    case("config = {}\nconfig.get('A')\nconfig('B')", &[]);
}

#[test]
fn names_are_put_together_where_that_is_possible() {
    case(
        "import os\nfor n in ('A', 'B'):\n    os.environ[n]",
        &["A", "B"],
    );
    case(
        "import os\nx = {k: os.environ[k] for k in ['A', 'B']}",
        &["A", "B"],
    );
    case(
        "import os\nM = {'a': 'A', 'b': 'B'}\nfor k, v in M.items():\n    os.getenv(v)",
        &["A", "B"],
    );
    case(
        "import os\nP = 'APP_'\nos.getenv(P + 'A')\nos.getenv(f'{P}B')",
        &["APP_A", "APP_B"],
    );
    case("import os\nkind = input()\nos.getenv(f'X_{kind}')", &[]);
    let found = analysis(&[(
        "app.py",
        "import os\nkind = input()\nos.getenv(f'X_{kind}')",
    )]);
    assert_eq!(found.dynamic.len(), 1);
    assert_eq!(found.dynamic[0].to_string(), "app.py:3:11");
}

#[test]
fn a_map_from_words_to_names_gives_its_names() {
    let map = "import os\nNAMES = {'a': 'ONE', 'b': 'TWO'}\n";
    case(&format!("{map}os.environ[NAMES['a']]\n"), &["ONE"]);
    case(
        &format!("{map}os.getenv(NAMES.get(kind))\n"),
        &["ONE", "TWO"],
    );
    case(
        &format!("{map}def f(kind):\n    return os.environ[NAMES[kind]]\nf('b')\n"),
        &["ONE", "TWO"],
    );
}

#[test]
fn names_in_a_list_of_maps_are_read_by_a_loop_over_it() {
    let jobs = "import os\nJOBS = [\n    {'name': 'one', 'key': 'A'},\n    {'name': 'two', 'key': 'B'},\n]\n";
    case(
        &format!("{jobs}for job in JOBS:\n    os.getenv(job['key'], 'x')\n"),
        &["A", "B"],
    );
    case(
        &format!(
            "{jobs}def f():\n    jobs = JOBS\n    return [os.environ.get(j['key']) for j in jobs]\n"
        ),
        &["A", "B"],
    );
}

#[test]
fn a_name_that_takes_one_of_several_texts_is_each_of_them() {
    case(
        "import os\nif x:\n    name = 'A'\nelse:\n    name = 'B'\nos.environ[name]\n",
        &["A", "B"],
    );
    case("import os\nname = 'A'\nname = f()\nos.getenv(name)\n", &[]);
}

#[test]
fn a_key_that_the_code_sets_by_hand_is_a_name() {
    case(
        "import os\nos.environ['API_KEY'] = '<your key>'",
        &["API_KEY"],
    );
    case(
        "import os, getpass\nos.environ['API_KEY'] = getpass.getpass()",
        &["API_KEY"],
    );
    case("import os\nos.environ['CUDA_VISIBLE_DEVICES'] = '0'", &[]);
    case("import os\nos.environ['API_KEY'] = other", &[]);
    assert_eq!(
        analysis(&[("tests/test_a.py", "import os\nos.environ['API_KEY'] = 'x'")]).reads,
        []
    );
}

#[test]
fn a_file_with_an_error_is_read_as_far_as_it_goes() {
    let found = analysis(&[("a.py", "import os\nos.getenv('A')\ndef (\nos.getenv('B')\n")]);
    assert!(found.reads.iter().any(|read| read.name.as_str() == "A"));
    assert_eq!(found.broken.len(), 1);
}
