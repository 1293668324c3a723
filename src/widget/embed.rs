//! The narrow door to the loader: the document's text comes in, a view comes out.
//! The loader fetches, since it can begin while this module is still on its way.

use super::element::El;
use super::locale::Locale;
use super::promise_view::promise_view;
use super::showing::Showing;
use super::stylesheet::STYLESHEET;
use crate::promise::date::Day;
use crate::promise::read::read;
use crate::texts::problems::sentence;
use js_sys::Date;
use leptos::mount::mount_to;
use leptos::prelude::AnyView;
use std::any::Any;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, console};

/// The text of the widget's stylesheet, for the shadow root.
#[wasm_bindgen]
pub fn stylesheet() -> String {
    STYLESHEET.to_owned()
}

/// A widget on the page. Freeing it takes the view away.
#[wasm_bindgen]
#[must_use = "the view goes when this is dropped"]
pub struct Mounted {
    // Held for its drop alone.
    _view: Box<dyn Any>,
}

/// Shows the promise in `document` inside `place`.
///
/// `host` is the element on the page, which receives `lofte:tip-sent`. `address` is
/// the document's own, absolute. `lang` is a language tag. Problems in the document
/// go to the console for the editor. Throws a text for the editor when nothing can be
/// shown.
#[wasm_bindgen]
pub fn mount(
    place: HtmlElement,
    host: HtmlElement,
    document: &str,
    address: String,
    lang: &str,
    heading_level: u8,
    tips: Option<String>,
) -> Result<Mounted, JsValue> {
    let reading = read(document);
    let errors = reading.errors();
    if !reading.problems.is_empty() {
        let lines: Vec<String> = reading.problems.iter().map(sentence).collect();
        let message = ["medborgarlofte: ", &address, "\n", &lines.join("\n")].concat();
        if reading.promise.is_none() {
            return Err(message.into());
        }
        console::warn_1(&message.into());
    }
    let Some(promise) = reading.promise else { return Err(address.into()) };
    let showing = Arc::new(Showing {
        promise,
        partly: errors > 0,
        today: today(),
        locale: Locale::new(lang)?,
        heading_level: heading_level.clamp(1, 6),
        base: address,
        tips,
    });
    let view = mount_to(place, move || {
        let view: El = promise_view(&showing, &host);
        AnyView::from(view)
    });
    Ok(Mounted { _view: Box::new(view) })
}

/// The date where the reader is.
fn today() -> Day {
    let now = Date::new_0();
    // In range: the browser's own calendar.
    Day::new(now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8).unwrap_or(Day::EPOCH)
}
