//! `lofte check-texts`: everything that is wrong, or looks wrong, in files of texts, and what they
//! lack. `lofte texts`: a file to start a translation from. Their Swedish is in the code, for the
//! reason that [the tool](super) gives.

use super::check::plural;
use super::{BAD, GOOD, Outcome, UNREADABLE, complain_in_swedish, pretty, text_file};
use crate::promise::id::Lang;
use crate::promise::problem::Severity;
use crate::texts::check::{Report, TextProblem, check, starting_file};
use crate::texts::problems;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Checks the files, and reports everything that is wrong in each.
pub fn check_texts(files: &[PathBuf], as_json: bool) -> Outcome {
    let checked: Vec<Checked> = files
        .iter()
        .map(|file| Checked {
            file: file.display().to_string(),
            report: text_file::read(file).map(|text| check(&text)),
        })
        .collect();
    let text = if as_json {
        pretty(&checked.iter().map(Checked::json).collect())
    } else {
        checked.iter().map(Checked::lines).chain([closing_line(&checked)]).collect()
    };
    let code = checked.iter().map(Checked::code).max().unwrap_or(GOOD);
    Outcome { text, code }
}

/// Prints the texts that come with the widget, under the tag of the target language.
pub fn print(tag: &str) -> Outcome {
    match Lang::parse(tag) {
        Some(tag) => Outcome { text: pretty(&starting_file(&tag)), code: GOOD },
        None => {
            complain_in_swedish("ett språk skrivs som sv, en eller fi");
            Outcome { text: String::new(), code: BAD }
        }
    }
}

struct Checked {
    file: String,
    report: Result<Report, String>,
}

impl Checked {
    fn code(&self) -> u8 {
        match &self.report {
            Ok(report) if report.errors() > 0 => BAD,
            Ok(_) => GOOD,
            Err(_) => UNREADABLE,
        }
    }

    fn lines(&self) -> String {
        let file = &self.file;
        match &self.report {
            Ok(report) => {
                let line = |problem: &TextProblem| {
                    format!("{file}: {}: {}\n", problems::severity(problem.severity), problem.sentence())
                };
                let missing = report.languages.iter().filter(|language| language.missing > 0).map(|language| {
                    let texts = plural(language.missing, "text", "texter");
                    format!("{file}: {}: {texts} saknas och visas på svenska\n", language.tag)
                });
                report.problems.iter().map(line).chain(missing).collect()
            }
            Err(why) => format!("{file}: fel: filen går inte att läsa: {why}\n"),
        }
    }

    fn json(&self) -> Value {
        match &self.report {
            Ok(report) => json!({
                "file": self.file,
                "problems": report.problems.iter().map(problem_json).collect::<Vec<_>>(),
                "missing": report.languages.iter().map(|language| (language.tag.clone(), language.missing.into()))
                    .collect::<serde_json::Map<_, _>>(),
            }),
            Err(why) => json!({ "file": self.file, "unreadable": why, "problems": [], "missing": {} }),
        }
    }
}

fn problem_json(problem: &TextProblem) -> Value {
    json!({
        "code": problem.code,
        "language": problem.language,
        "key": problem.key,
        "severity": match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        "message": problem.sentence(),
    })
}

fn closing_line(checked: &[Checked]) -> String {
    let reports = || checked.iter().filter_map(|checked| checked.report.as_ref().ok());
    let errors: usize = reports().map(Report::errors).sum();
    let warnings: usize = reports().map(|report| report.problems.len() - report.errors()).sum();
    let unreadable = match checked.iter().filter(|checked| checked.report.is_err()).count() {
        0 => String::new(),
        some => format!(", {some} gick inte att läsa"),
    };
    let files = plural(checked.len(), "fil", "filer");
    format!("{files}: {errors} fel, {}{unreadable}\n", plural(warnings, "varning", "varningar"))
}
