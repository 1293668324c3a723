//! How to reach the resident. Folded, since nobody has to give their name.

use super::element::{El, div, el, p};
use super::showing::Showing;
use super::tip_form::{describes, error_at, label, target};
use super::tip_notice::hint;
use super::tip_state::TipState;
use crate::texts::Key;
use crate::tip::content::Contact;
use crate::tip::problem::Field;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::HtmlInputElement;

/// One contact field.
struct Line {
    field: Field,
    id: &'static str,
    error_id: &'static str,
    label: Key,
    kind: &'static str,
    autocomplete: &'static str,
    part: fn(&mut Contact) -> &mut Option<String>,
}

const LINES: [Line; 3] = [
    Line {
        field: Field::ContactEmail,
        id: "lofte_tip-email",
        error_id: "lofte_tip-email-error",
        label: Key::ContactEmail,
        kind: "email",
        autocomplete: "email",
        part: |contact| &mut contact.email,
    },
    Line {
        field: Field::ContactPhone,
        id: "lofte_tip-phone",
        error_id: "lofte_tip-phone-error",
        label: Key::ContactPhone,
        kind: "tel",
        autocomplete: "tel",
        part: |contact| &mut contact.phone,
    },
    Line {
        field: Field::ContactName,
        id: "lofte_tip-name",
        error_id: "lofte_tip-name-error",
        label: Key::ContactName,
        kind: "text",
        autocomplete: "name",
        part: |contact| &mut contact.name,
    },
];

/// The contact fields.
pub fn tip_contact(showing: &Arc<Showing>, state: TipState) -> El {
    let written = state.draft.with_untracked(|draft| draft.tip.contact.is_some());
    el("details")
        .class("contact")
        .attr_if("open", written.then_some(""))
        .child(el("summary").text(showing.t(Key::TipContact)))
        .child(
            div("contact-fields")
                .child(hint("lofte_tip-contact-hint", showing.t(Key::TipContactHint)))
                .child(p("hint").text(showing.t(Key::TipAnonymous)))
                .children(LINES.map(|line| show(showing, state, line))),
        )
}

fn show(showing: &Arc<Showing>, state: TipState, line: Line) -> El {
    let written = state.draft.with_untracked(|draft| {
        let mut contact = draft.tip.contact.clone().unwrap_or_default();
        (line.part)(&mut contact).take().unwrap_or_default()
    });
    let input = el("input")
        .attr("type", line.kind)
        .attr("id", line.id)
        .attr("autocomplete", line.autocomplete)
        .attr("value", &written)
        .on_live(
            "input",
            move |event| {
                if let Some(input) = target::<HtmlInputElement>(&event) {
                    state.draft.update(|draft| {
                        *(line.part)(draft.tip.contact.get_or_insert_default()) = Some(input.value());
                    });
                }
            },
            describes(state, line.field, "lofte_tip-contact-hint", line.error_id),
        );
    div("field")
        .child(label(showing, line.id, line.label, false))
        .child(error_at(showing, state, line.field, line.error_id))
        .view(input)
}
