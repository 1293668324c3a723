//! The receipt: the reference, when the tip was saved, what happens next. It can be copied and
//! printed, since nothing is stored on the device.

use super::element::{El, button, div, el, p};
use super::print::print;
use super::showing::Showing;
use super::tip_state::{Step, TipState};
use crate::texts::Key;
use crate::tip::receipt::Receipt;
use js_sys::Promise;
use js_sys::futures::JsFuture;
use leptos::prelude::Set;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_to_clipboard(text: &str) -> Result<Promise, JsValue>;
}

/// The receipt for a saved tip.
pub fn tip_receipt(showing: &Arc<Showing>, receipt: &Receipt, state: TipState, focus: bool) -> El {
    let time = showing.locale.moment(&receipt.received_at);
    let lines = [
        [showing.t(Key::ReceiptReference), ": ", receipt.reference.as_str()].concat(),
        [showing.t(Key::ReceiptTime), ": ", &time].concat(),
        showing.t(Key::ReceiptNext).to_owned(),
    ];
    let copy = {
        let (text, showing) = (lines.join("\n"), Arc::clone(showing));
        move |event: Event| {
            let written = write_to_clipboard(&text);
            let announced = announced(&event);
            let showing = Arc::clone(&showing);
            spawn_local(async move {
                let done = match written {
                    Ok(promise) => JsFuture::from(promise).await.is_ok(),
                    Err(_) => false,
                };
                if let Some(announced) = announced {
                    let key = if done { Key::ReceiptCopied } else { Key::ReceiptNotCopied };
                    announced.set_text_content(Some(showing.t(key)));
                }
            });
        }
    };
    let printed = {
        let title = showing.t(Key::ReceiptHeading).to_owned();
        let lines = lines.to_vec();
        move |event: Event| print(&event, &title, &lines)
    };
    // The section is named by its current heading.
    let heading = showing.heading(1).attr("id", "lofte_tip-heading").attr("tabindex", "-1");
    let heading = heading.text(showing.t(Key::ReceiptHeading));
    div("receipt")
        .child(heading.focused_if(focus))
        .child(
            el("dl")
                .child(el("dt").text(showing.t(Key::ReceiptReference)))
                .child(el("dd").class("reference").text(receipt.reference.as_str()))
                .child(el("dt").text(showing.t(Key::ReceiptTime)))
                .child(el("dd").text(&time)),
        )
        .child(el("p").text(showing.t(Key::ReceiptNext)))
        .child(el("p").text(showing.t(Key::ReceiptKeep)))
        .child(
            div("buttons")
                .view(button("secondary", showing.t(Key::ReceiptCopy)).on("click", copy))
                .view(button("secondary", showing.t(Key::ReceiptPrint)).on("click", printed))
                .view(
                    button("secondary", showing.t(Key::ReceiptAnother))
                        .on("click", move |_| state.step.set(Step::Writing)),
                )
                .child(p("announced").attr("role", "status")),
        )
}

/// The element beside the button that reports whether copying succeeded.
fn announced(event: &Event) -> Option<Element> {
    let pressed: Element = event.target()?.dyn_into().ok()?;
    pressed.parent_element()?.query_selector(".announced").ok()?
}
