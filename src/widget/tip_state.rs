//! The state of the tip form: what is written, what is wrong with it, whether it is being
//! sent. It lives as long as the element on the page. Nothing is stored on the device, since
//! a tip left on a library's computer is a danger.

use super::tip_send::abort;
use crate::tip::content::Tip;
use crate::tip::key::Key;
use crate::tip::problem::FieldProblem;
use crate::tip::receipt::Receipt;
use leptos::prelude::*;
use std::cell::RefCell;
use web_sys::HtmlElement;

/// What the resident sees.
#[derive(Clone, PartialEq)]
pub enum Step {
    /// The button.
    Closed,
    /// The form.
    Writing,
    /// The receipt. Only ever after the inbox has said that the tip is kept.
    Kept(Receipt),
}

/// How the sending goes.
#[derive(Clone, PartialEq)]
pub enum Sending {
    /// Nothing is under way.
    Idle,
    /// It is on its way.
    UnderWay,
    /// These fields have to be corrected.
    Wrong(Vec<FieldProblem>),
    /// It did not arrive, or nobody knows.
    Failed(Failure),
}

/// Why a tip could not be sent, as far as the resident can do something about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The server was not reached.
    Network,
    /// The server did not answer in time.
    Timeout,
    /// The server could not take it now.
    Server,
    /// The server will not take it.
    Refused,
}

/// What is written.
#[derive(Clone, Default)]
pub struct Draft {
    /// As it stands in the fields.
    pub tip: Tip,
    /// What was last sent, and its key: the same tip is sent again with the same key.
    pub sent: Option<(Tip, Key)>,
}

/// The state of the form.
#[derive(Clone, Copy)]
pub struct TipState {
    /// What is shown.
    pub step: RwSignal<Step>,
    /// What is written, as it stands in the fields.
    pub draft: RwSignal<Draft>,
    /// How the sending goes.
    pub sending: RwSignal<Sending>,
}

thread_local! {
    // The views come and go, with another language or another promise; what a resident
    // has written stays.
    static STATES: RefCell<Vec<(HtmlElement, String, TipState)>> = const { RefCell::new(Vec::new()) };
}

impl TipState {
    /// The state of the form in the widget of `host` for a promise. To be called outside
    /// of any view, which would take it along when it goes.
    pub fn of(host: &HtmlElement, promise: &str) -> Self {
        STATES.with_borrow_mut(|states| {
            let known = states.iter().find(|(found, id, _)| found == host && id == promise);
            if let Some((.., state)) = known {
                return *state;
            }
            let state = Self {
                step: RwSignal::new(Step::Closed),
                draft: RwSignal::new(Draft::default()),
                sending: RwSignal::new(Sending::Idle),
            };
            states.push((host.clone(), promise.to_owned(), state));
            state
        })
    }

    /// Forgets what was written in the widget of `host`, which is gone.
    pub fn forget(host: &HtmlElement) {
        let gone = |(found, _, state): &mut (HtmlElement, String, Self)| {
            let is_gone = found == host;
            if is_gone {
                state.step.dispose();
                state.draft.dispose();
                state.sending.dispose();
            }
            !is_gone
        };
        STATES.with_borrow_mut(|states| states.retain_mut(gone));
    }

    /// Empties and closes the forms and receipts in the widget of `host`: the page is being
    /// left, and the browser's way back must not show them to the next person at a shared
    /// computer.
    pub fn empty(host: &HtmlElement) {
        STATES.with_borrow(|states| {
            for (.., state) in states.iter().filter(|(found, ..)| found == host) {
                // Nothing to close: a button that is rebuilt would take the focus.
                if state.step.with_untracked(|step| *step != Step::Closed) {
                    state.clear();
                } else {
                    state.draft.set(Draft::default());
                    state.sending.set(Sending::Idle);
                }
            }
        });
    }

    /// Forgets what is written, stops sending it, and closes the form.
    pub fn clear(self) {
        if let Some((_, key)) = self.draft.with_untracked(|draft| draft.sent.clone()) {
            abort(&key);
        }
        self.draft.set(Draft::default());
        self.sending.set(Sending::Idle);
        self.step.set(Step::Closed);
    }
}
