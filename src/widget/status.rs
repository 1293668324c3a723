//! The small status mark: a sign and a word, so that colour is never the only signal (WCAG 1.4.1).

use super::element::{El, el};
use super::showing::Showing;
use crate::promise::progress::Status;
use crate::texts::Key;

/// The mark for a status.
pub fn status(showing: &Showing, status: Status) -> El {
    el("span").class("status").attr("data-status", status.name()).text(showing.t(word(status)))
}

/// The word for a status.
pub fn word(status: Status) -> Key {
    match status {
        Status::Met => Key::StatusMet,
        Status::PartlyMet => Key::StatusPartlyMet,
        Status::Begun => Key::StatusBegun,
        Status::NotBegun => Key::StatusNotBegun,
        Status::NotMet => Key::StatusNotMet,
        Status::Discontinued => Key::StatusDiscontinued,
        Status::CannotTell => Key::StatusCannotTell,
        Status::NoFinalResult => Key::StatusNoFinalResult,
        Status::Reported => Key::StatusReported,
        Status::Unknown => Key::StatusUnknown,
    }
}
