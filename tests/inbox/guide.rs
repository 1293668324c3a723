//! The snippets in `docs/operate.md` that operators copy, so that the tests run exactly those.

use std::path::Path;
use std::sync::LazyLock;

static GUIDE: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operate.md")).unwrap());

/// The only code block in this language that contains this text.
pub fn block(language: &str, containing: &str) -> String {
    let fence = format!("```{language}\n");
    let found: Vec<&str> = GUIDE
        .split(&fence)
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap())
        .filter(|block| block.contains(containing))
        .collect();
    assert_eq!(found.len(), 1, "blocks of {language} in docs/operate.md with {containing}");
    found[0].to_owned()
}

/// Replaces each of these in the text. Each must occur.
pub fn substitute(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "docs/operate.md has no {from}");
        text.replace(from, to)
    })
}
