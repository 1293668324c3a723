//! `lofte check`: everything that is wrong, or looks wrong, in promise documents. Its Swedish is in
//! the code, for the reason that [the tool](super) gives.

use super::{BAD, GOOD, Outcome, UNREADABLE, pretty, text_file};
use crate::promise::check::{self, Checked};
use crate::promise::document::Promise;
use crate::promise::problem::{Problem, Severity};
use crate::promise::read::Reading;
use crate::texts::problems;
use serde_json::{Value, json};
use std::path::{Component, Path, PathBuf};

/// Checks the files, and reports everything that is wrong in each.
pub fn check(files: &[PathBuf], as_json: bool) -> Outcome {
    let mut checked: Vec<File> = files.iter().map(|file| File::new(file)).collect();
    check_references(&mut checked);
    let text = if as_json {
        pretty(&checked.iter().map(File::json).collect())
    } else {
        checked.iter().map(File::lines).chain([closing_line(&checked)]).collect()
    };
    let code = checked.iter().map(File::code).max().unwrap_or(GOOD);
    Outcome { text, code }
}

struct File<'a> {
    file: &'a Path,
    checked: Result<Checked, String>,
}

impl<'a> File<'a> {
    fn new(file: &'a Path) -> Self {
        Self { file, checked: text_file::read(file).map(|text| check::check(&text)) }
    }

    fn code(&self) -> u8 {
        match &self.checked {
            // The severity of problems beyond the limit is unknown.
            Ok(Checked { reading, .. }) if reading.errors() > 0 || reading.more > 0 => BAD,
            Ok(_) => GOOD,
            Err(_) => UNREADABLE,
        }
    }

    fn lines(&self) -> String {
        let file = self.file.display();
        match &self.checked {
            Ok(checked) => {
                let line = |problem: &Problem| {
                    let severity = problems::severity(problem.kind.severity());
                    format!("{file}: {severity}: {}\n", problems::sentence(problem, checked))
                };
                let more = match checked.reading.more {
                    0 => String::new(),
                    more => format!("{file}: fel: ytterligare {more} visas inte\n"),
                };
                checked.reading.problems.iter().map(line).chain([more]).collect()
            }
            Err(why) => format!("{file}: fel: filen går inte att läsa: {why}\n"),
        }
    }

    fn json(&self) -> Value {
        let file = self.file.display().to_string();
        match &self.checked {
            Ok(checked) => json!({
                "file": file,
                "problems": checked.reading.problems.iter().map(|problem| problem_json(problem, checked))
                    .collect::<Vec<_>>(),
                "more": checked.reading.more,
            }),
            Err(why) => json!({ "file": file, "unreadable": why, "problems": [], "more": 0 }),
        }
    }
}

/// Checks commitments that continue those of another promise, if that is among the files.
fn check_references(files: &mut [File]) {
    let promises: Vec<(PathBuf, Promise)> = files
        .iter()
        .filter_map(|file| Some((plain(file.file), file.checked.as_ref().ok()?.reading.promise.clone()?)))
        .collect();
    for file in files {
        let Ok(checked) = &mut file.checked else { continue };
        let folder = file.file.parent().unwrap_or(Path::new(""));
        checked.check_references(&|address| {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            // Published files are at another address, but have the same name.
            let is_it = |other: &Path| match path.contains("//") || path.starts_with('/') {
                true => other.file_name() == Path::new(path).file_name(),
                false => other == plain(&folder.join(path)),
            };
            promises.iter().find(|(other, _)| is_it(other)).map(|(_, promise)| promise)
        });
    }
}

/// The path without `.` and, where possible, without `..`.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            other => plain.push(other),
        }
        plain
    })
}

fn problem_json(problem: &Problem, checked: &Checked) -> Value {
    json!({
        "code": problem.kind.code(),
        "path": problem.path,
        "severity": match problem.kind.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "found": problems::found(&problem.found),
        "expected": problems::expected(problem),
        "message": problems::message(problem, checked),
    })
}

fn closing_line(files: &[File]) -> String {
    let readings = || files.iter().filter_map(|file| file.checked.as_ref().ok().map(|checked| &checked.reading));
    let unreadable = files.iter().filter(|file| file.checked.is_err()).count();
    let errors: usize = readings().map(|reading: &Reading| reading.errors() + reading.more).sum();
    let shown: usize = readings().map(|reading| reading.problems.len() - reading.errors()).sum();
    let files = plural(files.len(), "fil", "filer");
    let unreadable = match unreadable {
        0 => String::new(),
        some => format!(", {some} gick inte att läsa"),
    };
    format!("{files}: {errors} fel, {}{unreadable}\n", plural(shown, "varning", "varningar"))
}

pub(super) fn plural(number: usize, one: &str, other: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { other })
}
