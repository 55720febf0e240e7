//! Whether the code can do without a variable, and when it reads it.

use crate::python::Need;
use crate::python::code::tests::{analysis, needs};

#[test]
fn what_the_code_can_do_without_is_not_required() {
    for (text, expected) in [
        ("os.environ['A']", Need::Required),
        ("if x:\n    os.environ['A']", Need::Required),
        (
            "if __name__ == '__main__':\n    os.environ['A']",
            Need::Required,
        ),
        (
            "try:\n    os.environ['A']\nexcept KeyError:\n    sys.exit(1)",
            Need::Required,
        ),
        ("os.environ['A'] = os.environ['A'].strip()", Need::Required),
        (
            "try:\n    x = os.environ['A']\nexcept KeyError:\n    x = None",
            Need::Optional,
        ),
        (
            "if kind == 'one':\n    os.environ['A']\nelse:\n    pass",
            Need::Optional,
        ),
        (
            "match kind:\n    case 'one':\n        os.environ['A']",
            Need::Optional,
        ),
        (
            "os.environ['A'] = input()\nprint(os.environ['A'])",
            Need::Optional,
        ),
        (
            "os.environ.update({'A': 'x'})\nos.environ['A']",
            Need::Optional,
        ),
    ] {
        let text = format!("import os\n{text}\n");
        assert_eq!(needs(&text), [("A".to_owned(), expected)], "{text}");
    }
    let of_b = |text: &str| needs(&format!("import os\n{text}\n"))[1].1;
    for text in [
        "if os.getenv('A'):\n    os.environ['B']",
        "USE = os.getenv('A') == '1'\nif not USE:\n    pass\nelif 1:\n    os.environ['B']",
        "os.getenv('A') or os.environ['B']",
        "os.environ['B'] if os.getenv('A') else None",
    ] {
        assert_eq!(of_b(text), Need::Optional, "{text}");
    }
}

#[test]
fn a_choice_among_several_texts_makes_a_read_optional() {
    let of_b = |test: &str, before: &str| {
        let text =
            format!("import os\nkind = os.getenv('A')\n{before}if {test}:\n    os.environ['B']\n");
        needs(&text)[1].1
    };
    for (test, before) in [
        ("kind in ('one', 'two')", ""),
        ("real in ALL", "real = 'one' if kind == 'two' else kind\n"),
        ("not lower", "lower = kind.lower()\n"),
    ] {
        assert_eq!(of_b(test, before), Need::Optional, "{test}");
    }
    assert_eq!(of_b("x in y", ""), Need::Required);
}

#[test]
fn what_a_script_sets_is_set_for_the_files_beside_it_only() {
    let sets = "import os\nos.environ['A'] = 'x'\n";
    let reads = "import os\nos.environ['A']\n";
    for (setter, reader, need) in [
        ("docs/make.py", "app/main.py", Need::Required),
        ("docs/make.py", "docs/other.py", Need::Optional),
        ("run.py", "app/main.py", Need::Optional),
        ("tests/run.py", "app/main.py", Need::Required),
    ] {
        let found = analysis(&[(setter, sets), (reader, reads)]).reads;
        assert_eq!(found[0].need, need, "{setter} {reader}");
    }
}

#[test]
fn what_is_read_at_the_start_is_told_from_what_is_read_later() {
    let text = "import os\nos.environ['A']\nclass S:\n    b = os.environ['B']\n\
        def f():\n    os.environ['C']\nif __name__ == '__main__':\n    os.environ['D']\nos.environ['E']\n";
    let reads = analysis(&[("app.py", text)]).reads;
    let at_start: Vec<bool> = reads.iter().map(|read| read.at_start).collect();
    assert_eq!(at_start, [true, true, false, false, true]);
}
