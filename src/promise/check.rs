//! What an editor should know about a document: the problems that the widget finds when it reads
//! it, and others whose checks residents need not download.

use super::document::Promise;
use super::fields::Expected;
use super::json_text::{Fault, look_through};
use super::limits;
use super::log::Log;
use super::problem::{Found, ProblemKind};
use super::read::{self, Reading};
use super::warnings::{self, Advice};
use serde_json::Value;

/// A document and everything that is wrong with it, or looks wrong.
pub struct Checked {
    /// The promise as the widget reads it, and the problems.
    pub reading: Reading,
    /// The document itself, for describing places in it; `null` if it is not JSON.
    pub document: Value,
    /// Why it is not JSON.
    pub fault: Option<Fault>,
}

/// Checks the text of a document. Never fails: errors are reported as problems.
pub fn check(text: &str) -> Checked {
    let log = Log::default();
    let value = read::parse(text, &log);
    let promise = value.as_ref().and_then(|value| read::promise(value, &log));
    let fault = match look_through(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        _ if text.len() > limits::DOCUMENT_BYTES => None,
        Err(fault) => Some(fault),
        Ok(repeated) => {
            for field in repeated.iter().filter(|_| promise.is_some()) {
                let kind = ProblemKind::Repeated(field.first.line, field.again.line);
                log.add(kind, || (field.path.clone(), Found::Nothing, Expected::KnownField(None)));
            }
            None
        }
    };
    let document = value.unwrap_or_default();
    if let Some(promise) = &promise {
        warnings::warn(promise, &document, &log);
    }
    let (problems, more) = log.into_problems();
    Checked { reading: Reading { promise, problems, more }, document, fault }
}

impl Checked {
    /// Adds problems with references to other documents that are checked along with this one.
    /// `other` finds the promise at an address, as written in the document.
    pub fn check_references<'a>(&mut self, other: &dyn Fn(&str) -> Option<&'a Promise>) {
        let Some(promise) = &self.reading.promise else { return };
        let log = Log::default();
        for (index, commitment) in promise.commitments.iter().enumerate() {
            let Some(continues) = &commitment.continues else { continue };
            let Some(other) = other(continues.document.as_str()) else { continue };
            if other.commitments.iter().all(|commitment| commitment.id != continues.id) {
                // Found by id, since the promise lacks entries that could not be read.
                let place = self.document.get("commitments").and_then(Value::as_array).and_then(|list| {
                    list.iter()
                        .position(|entry| entry.get("id").and_then(Value::as_str) == Some(commitment.id.as_str()))
                });
                let path = format!("commitments[{}].continues.id", place.unwrap_or(index));
                let kind = ProblemKind::Advice(Advice::ContinuesNowhere);
                log.add(kind, || (path, read::found(&continues.id), Expected::IdIn("commitments")));
            }
        }
        self.reading.problems.extend(log.into_problems().0);
    }
}

/// The value at a path such as `commitments[3].targets[0].goal`, if there is one.
pub fn at<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    if pointer.is_empty() { Some(document) } else { document.pointer(&["/", &pointer].concat()) }
}
