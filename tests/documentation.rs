//! The documentation names the test behind each claim. Renaming or removing a test must not leave its old name behind.

#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// WCAG 2.2, levels A and AA.
const CRITERIA: &str = "1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 \
    1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 \
    2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 \
    4.1.2 4.1.3";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn accessibility() -> String {
    std::fs::read_to_string(root().join("docs/accessibility.md")).unwrap()
}

/// Collects the names of all test functions in a folder and its subfolders.
fn tests_in(folder: &Path, names: &mut HashSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_in(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(path).unwrap();
            let mut is_test = false;
            for line in source.lines().map(str::trim) {
                if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                    is_test = true;
                } else if let Some((_, after)) = line.split_once("fn ")
                    && is_test
                {
                    names.extend(after.split('(').next().map(str::to_owned));
                    is_test = false;
                }
            }
        }
    }
}

/// Everything between backticks that looks like the name of a test.
fn named(text: &str) -> Vec<&str> {
    let is_name = |word: &&str| {
        word.matches('_').count() > 2 && word.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.split('`').skip(1).step_by(2).filter(is_name).collect()
}

#[test]
fn every_test_that_the_accessibility_document_names_is_there() {
    let mut tests = HashSet::new();
    tests_in(&root().join("tests"), &mut tests);
    let document = accessibility();
    let named = named(&document);
    assert!(named.len() > 20, "the document names only {} tests", named.len());
    let missing: Vec<&str> = named.into_iter().filter(|name| !tests.contains(*name)).collect();
    assert!(missing.is_empty(), "docs/accessibility.md names tests that do not exist: {missing:#?}");
}

#[test]
fn every_criterion_of_wcag_2_2_a_and_aa_has_its_line_once() {
    let document = accessibility();
    for criterion in CRITERIA.split_whitespace() {
        let lines = document.lines().filter(|line| line.starts_with(&format!("| {criterion} "))).count();
        assert_eq!(lines, 1, "criterion {criterion}");
    }
    let lines = document.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Criterion")).count();
    assert_eq!(lines, CRITERIA.split_whitespace().count());
}
