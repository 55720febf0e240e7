//! What is told of an env file that is not read, and that no consequence of it
//! is.

use crate::case::Case;

/// A file that is refused as a whole may hold any key, so of the keys nothing
/// is said but what another layer has.
#[test]
fn a_file_that_is_refused_is_told_alone() {
    let schema = "[secrets]\nA_KEY = {}\nB_KEY = {}\nC_KEY = { required = false }\n[settings]\nMODE = {}\nPORT = { type = \"port\" }\n";
    let utf16: Vec<u8> = "\u{feff}A_KEY=x\nB_KEY=y\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let large = "#".repeat((1 << 20) + 1);
    let keys = (0..4097).map(|at| format!("K{at}=1"));
    let many = keys.collect::<Vec<_>>().join("\n");
    let junk = "not this\n".repeat(2000);
    for (text, place, error) in [
        (&utf16[..], ".env:1:1", "the file is UTF-16"),
        (
            large.as_bytes(),
            ".env",
            "the file has more than 1048576 bytes",
        ),
        (many.as_bytes(), ".env:4097:1", "more than 4096 keys"),
        (
            junk.as_bytes(),
            ".env:1001:1",
            "too many problems; secrun did not read the rest of the file",
        ),
    ] {
        let case = Case::with_schema(&format!("[env]\nundeclared = \"ignore\"\n{schema}"))
            .file(".env", text)
            .host("PORT", "x");
        let error = format!("secrun: error: {place}: {error}\n");
        for (command, status) in [
            (&["check"][..], 1),
            (&["fingerprint"], 1),
            (&["--", "true"], 125),
            (&["fingerprint", "A_KEY"], 1),
        ] {
            let outcome = case.again(command).status(status);
            outcome.tells(&error).never(": missing");
        }
        case.again(&["explain", "A_KEY"])
            .status(1)
            .says(error.trim_end())
            .never(": missing");
        // What another layer has is judged.
        let table = case.again(&["check"]);
        assert_eq!(
            table.stdout.matches(" unknown ").count(),
            4,
            "{}",
            table.stdout
        );
        table
            .says("PORT   invalid")
            .tells("PORT: not a port number");
        case.again(&["scan"]).never(": missing");
    }
    let folder = Case::with_schema(schema).file(".env/x", "");
    for command in ["check", "fingerprint"] {
        folder
            .again(&[command])
            .status(2)
            .stdout("")
            .stderr("secrun: error: .env: cannot be read: it is a folder\n");
    }
}
