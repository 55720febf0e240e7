//! Options of click and typer.

use crate::python::TypeHint;
use crate::python::code::tests::{analysis, case};

#[test]
fn options_below_a_prefix_of_click_are_names() {
    case(
        "import click\n@click.command(context_settings={'auto_envvar_prefix': 'X'})\n\
        @click.option('-k', '--api-key')\n@click.option('--loud/--no-loud')\n\
        @click.option('--other', 'own')\n@click.option('--not-auto', envvar='SET')\ndef f(): ...\n",
        &["SET", "X_API_KEY", "X_LOUD", "X_OWN"],
    );
    let group = "import click\n@click.group()\n@click.option('--top')\ndef cli(): ...\n\
        @cli.command()\n@click.option('--port', type=int, default=5432)\ndef run_it(): ...\n";
    case(group, &[]);
    let group = format!("{group}cli(auto_envvar_prefix='X')\n");
    case(&group, &["X_RUN_IT_PORT", "X_TOP"]);
    let reads = analysis(&[("app.py", &*group)]).reads;
    let port = reads
        .iter()
        .find(|read| read.name.as_str() == "X_RUN_IT_PORT");
    let port = port.unwrap();
    assert_eq!(
        (&port.hint, port.default.as_deref()),
        (&TypeHint::Int, Some("5432"))
    );
}

#[test]
fn options_below_a_prefix_of_typer_are_names() {
    let command = "@app.command()\ndef run_it(where, port: int = 80, ctx: typer.Context = None,\n\
        loud: Annotated[bool, typer.Option('--loud')] = False,\n\
        key: str = typer.Option(None, envvar='SET'), what: str = typer.Argument('x')): ...\n";
    let one = format!(
        "import typer\nfrom typing import Annotated\n\
         app = typer.Typer(context_settings={{'auto_envvar_prefix': 'x'}})\n{command}"
    );
    case(&one, &["SET", "X_LOUD", "X_PORT"]);
    let hint_of = |name: &str, text: &str| {
        let reads = analysis(&[("app.py", text)]).reads;
        let read = reads.iter().find(|read| read.name.as_str() == name);
        read.map(|read| read.hint.clone())
    };
    assert_eq!(hint_of("X_LOUD", &one), Some(TypeHint::Bool));
    let two = format!("{one}@app.command('other')\ndef f(a: str = 'b'): ...\n");
    let names = ["SET", "X_OTHER_A", "X_RUN_IT_LOUD", "X_RUN_IT_PORT"];
    case(&two, &names);
    let called = "import typer\napp = typer.Typer()\nsub = typer.Typer()\napp.add_typer(sub, name='in')\n\
         @app.callback()\ndef main(top: int = 1): ...\n\
         @sub.command()\ndef go(a: bool = False): ...\napp(auto_envvar_prefix='X')\n";
    case(called, &["X_IN_GO_A", "X_TOP"]);
    case(&called.replace("'X'", "None"), &[]);
}

#[test]
fn options_say_the_types_of_their_variables() {
    let text = "import click\nimport typer\n\
        click.Command('c', params=[click.Option(['--a'], envvar='A', is_flag=True)])\n\
        click.Option(['--b'], envvar='B', type=int, multiple=True)\n\
        def f(c: bool = typer.Option(False, envvar='C'), d: list[int] = typer.Option([], envvar='D')): ...\n";
    let hints = analysis(&[("app.py", text)])
        .reads
        .into_iter()
        .map(|read| (read.name.as_str().to_owned(), read.hint))
        .collect::<Vec<_>>();
    let expected = [
        ("A", TypeHint::Bool),
        ("B", TypeHint::Unknown),
        ("C", TypeHint::Bool),
        ("D", TypeHint::Unknown),
    ];
    let expected = expected.map(|(name, hint)| (name.to_owned(), hint));
    assert_eq!(hints, expected);
}
