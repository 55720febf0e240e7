//! Ways in which code reads an env file past secrun.

use crate::python::Bypass;
use crate::python::code::tests::analysis;

#[test]
fn ways_past_secrun_are_flagged() {
    let text = "import dotenv\nfrom dotenv import load_dotenv\nload_dotenv()\ndotenv.load_dotenv('.env', override=True)\n";
    let bypasses: Vec<_> = analysis(&[("a.py", text)])
        .bypasses
        .iter()
        .map(|(place, bypass)| (*bypass, place.line()))
        .collect();
    assert_eq!(
        bypasses,
        [
            (Bypass::LoadsDotenv, Some(3)),
            (Bypass::LoadsDotenv, Some(4)),
            (Bypass::Override, Some(4)),
        ]
    );
}

#[test]
fn loaders_that_no_variable_turns_off_are_flagged() {
    let bypasses = |text: &str| {
        let found = analysis(&[("a.py", text)]).bypasses;
        found
            .iter()
            .map(|(place, it)| (*it, place.line()))
            .collect::<Vec<_>>()
    };
    let decouple = "from decouple import config\nA = config('A')\nB = config('B')\n";
    assert_eq!(bypasses(decouple), [(Bypass::Decouple, Some(2))]);
    let own =
        "from decouple import AutoConfig\nconfig = AutoConfig(search_path='x')\nconfig('A')\n";
    assert_eq!(bypasses(own), [(Bypass::Decouple, Some(3))]);
    let pure = "from decouple import Config, RepositoryEmpty\nconfig = Config(RepositoryEmpty())\nconfig('A')\n";
    assert_eq!(bypasses(pure), []);
    let dynaconf = "from dynaconf import Dynaconf\nDynaconf(load_dotenv=True)\nDynaconf()\n";
    assert_eq!(bypasses(dynaconf), [(Bypass::LoadsDotenv, Some(2))]);
}
