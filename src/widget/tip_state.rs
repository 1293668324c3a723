//! The state of the tip form: what has been written, what is wrong with it, whether it is being
//! sent. It lives as long as the element on the page. Nothing is stored on the device, since a tip
//! left behind on a library computer is a danger.

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
    /// The receipt. Shown only after the inbox has confirmed that the tip is saved.
    Kept(Receipt),
}

/// The state of sending.
#[derive(Clone, PartialEq)]
pub enum Sending {
    /// Nothing is being sent.
    Idle,
    /// The tip is being sent.
    UnderWay,
    /// These fields have to be corrected.
    Wrong(Vec<FieldProblem>),
    /// The tip did not arrive, or it is unknown whether it did.
    Failed(Failure),
}

/// Why a tip could not be sent, in terms of what the resident can do about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached.
    Network,
    /// The server did not respond in time.
    Timeout,
    /// The server cannot accept the tip right now.
    Server,
    /// The server refuses the tip.
    Refused,
}

/// What has been written.
#[derive(Clone, Default)]
pub struct Draft {
    /// The current content of the fields.
    pub tip: Tip,
    /// The last tip sent, with its key: the same tip is sent again with the same key.
    pub sent: Option<(Tip, Key)>,
}

/// The state of the form.
#[derive(Clone, Copy)]
pub struct TipState {
    /// What is shown.
    pub step: RwSignal<Step>,
    /// The draft, with the current content of the fields.
    pub draft: RwSignal<Draft>,
    /// The state of sending.
    pub sending: RwSignal<Sending>,
}

thread_local! {
    // Views come and go with the language and the promise; what a resident has written stays.
    static STATES: RefCell<Vec<(HtmlElement, String, TipState)>> = const { RefCell::new(Vec::new()) };
}

impl TipState {
    /// The state of the form in the widget of `host` for a promise. Call it outside any view, since
    /// a view would dispose of the state along with itself.
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

    /// Empties and closes the forms and receipts in the widget of `host`, because the user is
    /// leaving the page: going back must not show them to the next person at a shared computer.
    pub fn empty(host: &HtmlElement) {
        STATES.with_borrow(|states| {
            for (.., state) in states.iter().filter(|(found, ..)| found == host) {
                // A form that is already closed stays as it is: a rebuilt button would take the
                // focus.
                if state.step.with_untracked(|step| *step != Step::Closed) {
                    state.clear();
                } else {
                    state.draft.set(Draft::default());
                    state.sending.set(Sending::Idle);
                }
            }
        });
    }

    /// Clears the draft, aborts sending, and closes the form.
    pub fn clear(self) {
        if let Some((_, key)) = self.draft.with_untracked(|draft| draft.sent.clone()) {
            abort(&key);
        }
        self.draft.set(Draft::default());
        self.sending.set(Sending::Idle);
        self.step.set(Step::Closed);
    }
}
