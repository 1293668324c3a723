//! What `docs/operate.md` tells operators to copy, so that tests run exactly that.

use std::path::Path;
use std::sync::LazyLock;

static GUIDE: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operate.md")).unwrap());

/// The one block of code in this language that contains this text.
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

/// The text with each of these replaced. Each has to occur.
pub fn substitute(text: &str, replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "docs/operate.md has no {from}");
        text.replace(from, to)
    })
}
