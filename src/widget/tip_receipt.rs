//! The receipt: what to refer to, when it was kept, what happens next. Can be copied
//! and printed, since it is not stored anywhere on the device.

use super::element::{El, button, div, el, p};
use super::print::print;
use super::showing::Showing;
use super::tip_state::TipState;
use crate::texts::Key;
use crate::tip::receipt::Receipt;
use js_sys::Promise;
use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["navigator", "clipboard"], js_name = writeText, catch)]
    fn write_to_clipboard(text: &str) -> Result<Promise, JsValue>;
}

/// Whether the receipt has been copied.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotAsked,
    Yes,
    No,
}

/// The receipt of a tip that is kept.
pub fn tip_receipt(showing: &Arc<Showing>, receipt: &Receipt, state: TipState) -> El {
    let time = showing.locale.moment(&receipt.received_at);
    let lines = [
        [showing.t(Key::ReceiptReference), ": ", receipt.reference.as_str()].concat(),
        [showing.t(Key::ReceiptTime), ": ", &time].concat(),
        showing.t(Key::ReceiptNext).to_owned(),
    ];
    let copied = RwSignal::new(Copied::NotAsked);
    let copy = {
        let text = lines.join("\n");
        move |_| {
            let written = write_to_clipboard(&text);
            spawn_local(async move {
                let done = match written {
                    Ok(promise) => JsFuture::from(promise).await.is_ok(),
                    Err(_) => false,
                };
                _ = copied.try_set(if done { Copied::Yes } else { Copied::No });
            });
        }
    };
    let printed = {
        let title = showing.t(Key::ReceiptHeading).to_owned();
        let lines = lines.to_vec();
        move |event: web_sys::Event| print(&event, &title, &lines)
    };
    let announced = {
        let showing = Arc::clone(showing);
        move || match copied.get() {
            Copied::NotAsked => String::new(),
            Copied::Yes => showing.t(Key::ReceiptCopied).to_owned(),
            Copied::No => showing.t(Key::ReceiptNotCopied).to_owned(),
        }
    };
    div("receipt")
        .child(showing.heading(1).attr("tabindex", "-1").text(showing.t(Key::ReceiptHeading)).focused())
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
                .view(button("secondary", showing.t(Key::ReceiptAnother)).on("click", move |_| state.start_over()))
                .child(p("announced").attr("role", "status").live_text(announced)),
        )
}
