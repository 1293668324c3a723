//! The narrow door to the loader: the document's text comes in, a view comes out.
//! The loader fetches, since it can begin while this module is still on its way.

use super::locale::{INTERFACE, Locale};
use super::promise_view::pieces;
use super::showing::Showing;
use super::stylesheet::STYLESHEET;
use crate::promise::date::Day;
use crate::promise::problem::ProblemKind;
use crate::promise::read::{Reading, read};
use crate::promise::timeline::until;
use js_sys::futures::JsFuture;
use js_sys::{Date, Function, Promise};
use leptos::mount::mount_to;
use leptos::prelude::AnyView;
use std::any::Any;
use std::sync::Arc;
use wasm_bindgen::JsCast;
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
    _views: Vec<Box<dyn Any>>,
}

/// Shows the promise in `document` inside `place`, which is best not on the page yet.
///
/// `host` is the element on the page, which receives `lofte:tip-sent`. `address` is
/// the document's own, absolute. `lang` is a language tag. `pause` gives a promise
/// that is kept when the browser has had its turn; it is called between the pieces of
/// the view. Problems in the document go to the console for the editor. Throws a text
/// for the editor when nothing can be shown.
#[wasm_bindgen(wasm_bindgen_futures = js_sys::futures)]
#[allow(clippy::too_many_arguments, reason = "a struct would cost a class in the glue")]
pub async fn mount(
    place: HtmlElement,
    host: HtmlElement,
    document: String,
    address: String,
    lang: String,
    heading_level: u8,
    tips: Option<String>,
    pause: Function,
) -> Result<Mounted, JsValue> {
    let reading = read(&document);
    let partly = reading.errors() > 0 || reading.more > 0;
    let message = complaint(&reading, &address);
    let Some(mut promise) = reading.promise else { return Err(message.into()) };
    if !reading.problems.is_empty() {
        console::warn_1(&message.into());
    }
    wait(&pause).await?;
    let today = today();
    until(&mut promise, today);
    let showing = Arc::new(Showing {
        promise,
        partly,
        today,
        locale: Locale::new(&lang)?,
        heading_level: heading_level.clamp(1, 6),
        base: address,
        tips,
    });
    place.set_class_name("view");
    place.set_lang(INTERFACE);
    let mut views: Vec<Box<dyn Any>> = Vec::new();
    for piece in pieces(&showing, &host) {
        wait(&pause).await?;
        let parent = match piece.parent {
            "" => Some(place.clone()),
            selector => place.query_selector(selector)?.and_then(|parent| parent.dyn_into().ok()),
        };
        let Some(parent) = parent else { continue };
        let showing = Arc::clone(&showing);
        views.push(Box::new(mount_to(parent, move || {
            let elements = (piece.view)(&showing);
            elements.into_iter().map(AnyView::from).collect::<Vec<AnyView>>()
        })));
    }
    // Whoever looks for `.lofte` finds a widget that is whole.
    place.set_class_name("view lofte");
    Ok(Mounted { _views: views })
}

/// Lets the browser have its turn.
async fn wait(pause: &Function) -> Result<(), JsValue> {
    JsFuture::from(Promise::from(pause.call0(&JsValue::NULL)?)).await.map(|_| ())
}

/// What is wrong with a document, a line each, for the console: where, and what sort of
/// problem. The whole sentences are in the checker; here every resident would fetch them.
fn complaint(reading: &Reading, address: &str) -> String {
    let mut message = ["medborgarlofte: kör ”lofte check” på ", address].concat();
    for problem in &reading.problems {
        message.push('\n');
        message.push_str(if problem.path.is_empty() { "dokumentet" } else { &problem.path });
        message.push_str(": ");
        message.push_str(problem.kind.code());
        match problem.kind {
            ProblemKind::Unknown(Some(nearest)) => message.push_str(&[" -> ", nearest].concat()),
            ProblemKind::NotJson(line, column) => {
                message.push_str(&[" ", &line.to_string(), ":", &column.to_string()].concat());
            }
            _ => {}
        }
    }
    if reading.more > 0 {
        message.push_str("\n+ ");
        message.push_str(&reading.more.to_string());
    }
    message
}

/// The date where the reader is.
fn today() -> Day {
    let now = Date::new_0();
    // In range: the browser's own calendar.
    Day::new(now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8).unwrap_or(Day::EPOCH)
}
