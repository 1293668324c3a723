//! `lofte check`: everything that is wrong, or looks wrong, in promise documents. Its
//! Swedish stands in the code, as [the tool](super) has it.

use super::{BAD, GOOD, Outcome, UNREADABLE, pretty};
use crate::promise::problem::{Problem, Severity};
use crate::promise::read::{Reading, read};
use crate::texts::problems;
use serde_json::{Value, json};
use std::io;
use std::path::{Path, PathBuf};

/// Checks the files, and tells of each all that is wrong.
pub fn check(files: &[PathBuf], as_json: bool) -> Outcome {
    let checked: Vec<Checked> = files.iter().map(|file| Checked::new(file)).collect();
    let text = if as_json {
        pretty(&checked.iter().map(Checked::json).collect())
    } else {
        checked.iter().map(Checked::lines).chain([closing_line(&checked)]).collect()
    };
    let code = checked.iter().map(Checked::code).max().unwrap_or(GOOD);
    Outcome { text, code }
}

struct Checked<'a> {
    file: &'a Path,
    reading: io::Result<Reading>,
}

impl<'a> Checked<'a> {
    fn new(file: &'a Path) -> Self {
        Self { file, reading: std::fs::read_to_string(file).map(|text| read(&text)) }
    }

    fn code(&self) -> u8 {
        match &self.reading {
            // Beyond the limit nobody has looked how serious they are.
            Ok(reading) if reading.errors() > 0 || reading.more > 0 => BAD,
            Ok(_) => GOOD,
            Err(_) => UNREADABLE,
        }
    }

    fn lines(&self) -> String {
        let file = self.file.display();
        match &self.reading {
            Ok(reading) => {
                let line = |problem: &Problem| {
                    let severity = problems::severity(problem.kind.severity());
                    format!("{file}: {severity}: {}\n", problems::sentence(problem))
                };
                let more = match reading.more {
                    0 => String::new(),
                    more => format!("{file}: fel: och {more} till, som inte visas\n"),
                };
                reading.problems.iter().map(line).chain([more]).collect()
            }
            Err(error) => format!("{file}: fel: filen går inte att läsa: {}\n", why_unreadable(error)),
        }
    }

    fn json(&self) -> Value {
        let file = self.file.display().to_string();
        match &self.reading {
            Ok(reading) => json!({
                "file": file,
                "problems": reading.problems.iter().map(problem_json).collect::<Vec<_>>(),
                "more": reading.more,
            }),
            Err(error) => json!({ "file": file, "unreadable": why_unreadable(error), "problems": [], "more": 0 }),
        }
    }
}

fn problem_json(problem: &Problem) -> Value {
    json!({
        "code": problem.kind.code(),
        "path": problem.path,
        "severity": match problem.kind.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "found": problems::found(&problem.found),
        "expected": problems::expected(problem),
        "message": problems::sentence(problem),
    })
}

fn closing_line(checked: &[Checked]) -> String {
    let readings = || checked.iter().filter_map(|checked| checked.reading.as_ref().ok());
    let unreadable = checked.iter().filter(|checked| checked.reading.is_err()).count();
    let errors: usize = readings().map(|reading| reading.errors() + reading.more).sum();
    let shown: usize = readings().map(|reading| reading.problems.len() - reading.errors()).sum();
    let files = plural(checked.len(), "fil", "filer");
    let unreadable = match unreadable {
        0 => String::new(),
        some => format!(", {some} gick inte att läsa"),
    };
    format!("{files}: {errors} fel, {}{unreadable}\n", plural(shown, "varning", "varningar"))
}

pub(super) fn plural(number: usize, one: &str, other: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { other })
}

pub(super) fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "den finns inte".to_owned(),
        io::ErrorKind::PermissionDenied => "behörighet saknas".to_owned(),
        io::ErrorKind::IsADirectory => "det är en mapp".to_owned(),
        io::ErrorKind::InvalidData => "den är inte sparad som UTF-8".to_owned(),
        _ => error.to_string(),
    }
}
