//! `-v`, `-vv` and `-vvv`: each tells more than the one before, and none a value.

use crate::case::{CANARY, Case, Outcome};

fn told(words: &[&str]) -> Outcome {
    Case::with_schema(
        "[env]\nfiles = [\".env\", \".env.local\"]\n[secrets]\nA_KEY = { aliases = [\"OLD_KEY\"] }\nB_KEY = {}\n[settings]\nMODE = { default = \"dev\" }\n[scopes]\na = [\"A_KEY\"]\n",
    )
    .file(".env", format!("OLD_KEY={CANARY}\nB_KEY={CANARY}\nMODE=x\n"))
    .host("A_KEY", format!("{CANARY}x"))
    .host("B_KEY", CANARY)
    .host("ELSEWHERE", CANARY)
    .host("AbC123dEf", CANARY)
    .args(words.iter().copied())
    .output()
    .status(0)
}

#[test]
fn one_says_what_is_done() {
    told(&["-v", "--scope", "a", "--", "true"])
        .tells("secrun: info: reading the schema schema=\"secrun.toml\"\n")
        .tells("secrun: info: reading an env file file=\".env\"\n")
        .tells("secrun: info: replacing secrun with the program program=\"true\"\n")
        .never("secrun: debug:")
        .never("secrun: trace:");
}

#[test]
fn two_say_what_each_layer_and_the_child_have() {
    told(&["-vv", "--scope", "a", "--", "true"])
        .tells("secrun: debug: a missing env file file=\".env.local\"\n")
        .tells("secrun: debug: a layer layer=\"default\" keys=\"MODE\"\n")
        .tells("secrun: debug: a layer layer=\".env\" keys=\"A_KEY MODE\"\n")
        .tells("secrun: debug: a layer layer=\"host\" keys=\"A_KEY\"\n")
        .tells("secrun: debug: a key in several layers key=\"A_KEY\" wins=\"host\" over=\".env:1 as OLD_KEY\"\n")
        .tells("secrun: debug: a key in several layers key=\"MODE\" wins=\".env:3\" over=\"default\"\n")
        .tells("secrun: debug: passed to the child name=\"A_KEY\" why=\"secret of the scope `a`\"\n")
        .tells("secrun: debug: passed to the child name=\"PATH\" why=\"from the host, by `@base`\"\n")
        .never("secrun: trace:");
    told(&["-vv", "mask"]).tells("layer=\".env\" keys=\"A_KEY B_KEY MODE\"\n");
    told(&["check", "-vv"]).tells("layer=\"host\" keys=\"A_KEY B_KEY\"\n");
}

#[test]
fn three_say_what_the_child_has_not() {
    told(&["-vvv", "--scope", "a", "--", "true"])
        .tells("secrun: debug: passed to the child name=\"A_KEY\"")
        .tells("secrun: trace: not passed to the child name=\"B_KEY\" why=\"declared, but not a key of this run\"\n")
        .tells("secrun: trace: not passed to the child name=\"ELSEWHERE\" why=\"not declared, and no item of `inherit` names it\"\n")
        .never("AbC123dEf");
}

/// Of the host's none of these passes, but the child has its own.
#[test]
fn what_secrun_sets_itself_is_not_called_withheld() {
    Case::with_schema("[secrets]\nA_KEY = {}\n")
        .host("A_KEY", CANARY)
        .host("SECRUN_SCOPE", "A_KEY")
        .host("SECRUN_VERBOSE", "3")
        .args(["--", "true"])
        .output()
        .status(0)
        .tells("secrun: debug: passed to the child name=\"SECRUN_SCOPE\"")
        .tells("secrun: trace: not passed to the child name=\"SECRUN_VERBOSE\" why=\"an option of secrun itself\"\n")
        .never("not given name=\"SECRUN_SCOPE\"");
}
