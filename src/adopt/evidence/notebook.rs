//! The code of Jupyter notebooks.

use serde_json::Value;

/// The code cells of a notebook as one text, in which each line of code has the line
/// number that it has in the file; `None` if the text is not a notebook.
pub(super) fn code(text: &str) -> Option<String> {
    let notebook: Value = serde_json::from_str(text).ok()?;
    let cells = notebook.get("cells")?.as_array()?;
    let mut rest = text.lines().enumerate();
    let mut code: Vec<&str> = Vec::new();
    for cell in cells {
        if cell.get("cell_type").and_then(Value::as_str) != Some("code") {
            continue;
        }
        let pieces = match cell.get("source") {
            Some(Value::Array(pieces)) => pieces.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(whole)) => vec![whole.as_str()],
            _ => Vec::new(),
        };
        let magic = pieces.first().and_then(|first| first.strip_prefix("%%"));
        let word = magic.map(|magic| magic.split_whitespace().next());
        // `%%bash` is not Python, and `%%time` only times what follows.
        if word.is_some_and(|word| !matches!(word, Some("time" | "timeit" | "capture"))) {
            continue;
        }
        for piece in pieces.into_iter().skip(usize::from(magic.is_some())) {
            let is_piece = |line: &str| {
                let line = line.trim().trim_end_matches(',');
                serde_json::from_str::<String>(line).is_ok_and(|line| line == piece)
            };
            if let Some((at, _)) = rest.find(|(_, line)| is_piece(line)) {
                code.resize(code.len().max(at), "");
            }
            code.extend(piece.lines());
        }
    }
    Some(code.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_lines_and_other_cells_are_left_out() {
        let text = "{\n \"cells\": [\n  {\"cell_type\": \"markdown\", \"source\": [\"x\"]},\n  \
            {\"cell_type\": \"code\", \"source\": [\n    \"a = 1\\n\",\n    \"b = 'x'\"\n  ]},\n  \
            {\"cell_type\": \"code\", \"source\": \"%%bash\\nls\"},\n  \
            {\"cell_type\": \"code\", \"source\": \"c = 2\\nd = 3\"}\n ]\n}\n";
        assert_eq!(
            code(text).as_deref(),
            Some("\n\n\n\na = 1\nb = 'x'\nc = 2\nd = 3\n")
        );
        assert_eq!(code("{}"), None);
    }
}
