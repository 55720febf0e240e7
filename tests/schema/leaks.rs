//! Whatever is pasted into a schema, nothing of it is told.

use super::{EXAMPLE, read, shown};

/// Made-up values that look like secrets; pieces are joined so that no
/// scanner takes this file for a leak.
fn markers() -> Vec<String> {
    vec![
        ["sk_li", "ve_51Qm3xZ9vT2rW8yK4nB6pL0cD"].concat(),
        ["AKIA", "Q3XZ9VT2RW8YK4NB"].concat(),
        ["gh", "p_Q3xZ9vT2rW8yK4nB6pL0cD5eF7gH1jM"].concat(),
        "7f3e9a1c5b8d2046e1f7a3c9d5b80264".to_owned(),
        "Tr0ub4dor-9x7Qz3Wk".to_owned(),
        "abcdefghqrstuvwx".to_owned(),
        "p@ss W0rd! 9x7Qz3Wk#".to_owned(),
    ]
}

/// No piece of eight bytes may be in the problems; shorter ones are in any text.
#[track_caller]
fn check(text: &str, marker: &str) {
    let Err(problems) = read(text) else { return };
    let told = shown(&problems);
    for piece in marker.as_bytes().windows(8) {
        let piece = std::str::from_utf8(piece).unwrap();
        assert!(
            !told.contains(piece),
            "a piece is told for:\n{text}\n{told}"
        );
    }
}

#[test]
fn a_secret_pasted_over_any_word_is_not_told() {
    let base = format!(
        "{EXAMPLE}\nrefuse = {{ ALLOW_LIVE = \"1\" }}\n[owners.ml-platform]\nkind = \"team\"\n\
         [run]\nscope = \"coder\"\nprofile = \"test\"\nmask = \"auto\"\n\
         [defaults.prod]\nrequire = [\"owner\"]\nrotation = \"90d\"\n\
         [secrets.X]\npattern = 'a'\nforbid = 'b'\naliases = [\"Y\"]\nrotated = 2026-01-01\n\
         description = \"d\"\nexample = \"e\"\nprincipal = \"shared\"\nscopes = [\"coder\"]\n\
         [secrets.X.env.prod]\nowner = \"ml-platform\"\n"
    );
    assert!(read(&base).is_ok(), "{}", shown(&read(&base).unwrap_err()));
    // Half of them, as the text is read some hundred times for each.
    let word = |c: char| c.is_ascii_alphanumeric() || "_-@{}.*".contains(c);
    for marker in markers().into_iter().step_by(2) {
        let quoted = format!("\"{marker}\"");
        let mut at = 0;
        while let Some(start) = base[at..].find(word).map(|found| at + found) {
            let end = base[start..]
                .find(|c| !word(c))
                .map_or(base.len(), |found| start + found);
            for pasted in [marker.as_str(), &quoted] {
                check(
                    &format!("{}{pasted}{}", &base[..start], &base[end..]),
                    &marker,
                );
            }
            at = end;
        }
    }
}

#[test]
fn a_secret_pasted_anywhere_is_not_told() {
    for marker in markers() {
        for (at, _) in EXAMPLE.char_indices().step_by(11) {
            let (before, after) = EXAMPLE.split_at(at);
            check(&format!("{before}{marker}{after}"), &marker);
        }
        for line in [
            marker.clone(),
            format!("KEY={marker}"),
            format!("{marker} = 1"),
            format!("'{marker}' = {{}}"),
            format!("[{marker}]"),
            format!("[secrets.'{marker}']"),
            format!("[secrets]\n'{marker}' = {{ x = 1, '{marker}' = '{marker}' }}"),
            format!("[secrets]\nK = '{marker}'"),
            format!("[settings]\nK = {{ type = 'int', default = '{marker}' }}"),
            format!("[settings]\nK = {{ type = 'enum', values = ['{marker}'], default = 'x' }}"),
            format!("[settings]\nK = {{ pattern = '({marker}' }}"),
            format!("a = \"{marker}"),
            format!("a = '''{marker}"),
        ] {
            check(&format!("version = 1\n{line}\n"), &marker);
        }
    }
}

#[test]
fn a_pasted_token_is_never_a_name_of_the_schema() {
    for marker in &markers()[..4] {
        for text in [
            format!("[secrets]\n'{marker}' = {{}}"),
            format!("[scopes]\n'{marker}' = []"),
            format!("[profiles.'{marker}']"),
            format!("[owners.'{marker}']"),
            format!("[project]\nname = '{marker}'"),
        ] {
            assert!(read(&format!("version = 1\n{text}")).is_err(), "{text}");
        }
    }
}
