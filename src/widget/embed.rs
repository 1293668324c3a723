//! The narrow interface to the loader: takes the text of a document, returns a view. The loader
//! does the fetching, since it can start while this module is still downloading.

use super::commitments::recalled;
use super::languages::speak;
use super::promise_view::pieces;
use super::showing::Showing;
use super::tip_state::TipState;
use crate::promise::date::Day;
use crate::promise::log::Log;
use crate::promise::read::promise_in;
use crate::promise::timeline::until;
use js_sys::futures::JsFuture;
use js_sys::{Date, Function, Promise, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::AnyView;
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, console};

/// A widget on the page. Freeing it removes the view.
#[wasm_bindgen]
#[must_use = "dropping this removes the view"]
pub struct Mounted {
    // Kept alive as long as the widget is mounted; [`Mounted::recall`] adds to `views` later.
    views: Vec<Box<dyn Any>>,
    showing: Arc<Showing>,
}

#[wasm_bindgen]
impl Mounted {
    /// Shows how the commitment `id` of another promise went, in `place`, an element of this view.
    /// `document` is the text of that promise and `address` its address. Throws if the document
    /// cannot be read.
    pub fn recall(&mut self, place: HtmlElement, document: &str, address: String, id: &str) -> Result<(), JsValue> {
        let mut promise = promise_in(document, &Log::default()).ok_or(JsValue::NULL)?;
        until(&mut promise, self.showing.today);
        let then = Arc::new(self.showing.then(promise, address));
        let id = id.to_owned();
        place.set_text_content(None);
        self.views.push(Box::new(mount_to(place, move || AnyView::from(recalled(&then, &id)))));
        Ok(())
    }
}

/// Forgets what a resident has written in the widget of this element, which has been removed from
/// the page. Until then it outlives the view: changing the language must not lose anything.
#[wasm_bindgen]
pub fn forget(host: &HtmlElement) {
    TipState::forget(host);
}

/// Empties the form in the widget of this element, because the user is leaving the page.
#[wasm_bindgen]
pub fn empty(host: &HtmlElement) {
    TipState::empty(host);
}

/// Shows the promise in `document` inside `place`, which should not be on the page yet.
///
/// `page` holds what the loader knows:
///
/// | field | is |
/// |---|---|
/// | `host` | the element on the page, which receives `lofte:tip-sent` |
/// | `address` | the document's own address, absolute |
/// | `lang` | the language that the reader wants, as a tag |
/// | `level` | the level of the first heading, 1–6 |
/// | `tips` | where to send tips; without it there is no form |
/// | `english` | the text of the file with the English interface, if it is wanted |
/// | `texts` | the text of the kommun's own file of texts |
/// | `back` | the title of the promise that the reader came from |
/// | `pause` | a function called between the pieces of the view; returns a promise that resolves when building may go on |
///
/// Logs to the console, for the editor, how many problems the document has. Throws its address if nothing
/// can be shown.
#[wasm_bindgen(wasm_bindgen_futures = js_sys::futures)]
pub async fn mount(place: HtmlElement, document: String, page: JsValue) -> Result<Mounted, JsValue> {
    let field = |name: &str| Reflect::get(&page, &name.into()).unwrap_or_default();
    let text = |name: &str| field(name).as_string();
    let host: HtmlElement = field("host").unchecked_into();
    let pause: Function = field("pause").unchecked_into();
    let address = text("address").unwrap_or_default();
    let log = Log::default();
    let Some(mut promise) = promise_in(&document, &log) else { return Err(address.into()) };
    if log.count() > 0 {
        let count = log.count().to_string();
        console::warn_1(
            &["medborgarlofte: ", &count, " fel eller varningar. Kör ”lofte check” på ", &address].concat().into(),
        );
    }
    wait(&pause).await?;
    let today = today();
    until(&mut promise, today);
    let wanted = text("lang").unwrap_or_default();
    let (locale, languages) = speak(&promise, &wanted, text("english").as_deref(), text("texts").as_deref())?;
    place.set_lang(locale.interface());
    place.set_dir(locale.direction());
    place.set_attribute("data-promise", promise.id.as_str())?;
    let tips = text("tips");
    if tips.is_some() && promise.tips.is_none() {
        console::warn_1(&[UNTOLD, &address].concat().into());
    }
    let showing = Arc::new(Showing {
        promise,
        partly: log.has_errors(),
        today,
        locale: Arc::new(locale),
        languages,
        heading_level: field("level").as_f64().map_or(2, |level| level as u8).clamp(1, 6),
        base: address,
        tips,
        back: text("back"),
        is_recalled: false,
        explained: AtomicU64::new(0),
    });
    place.set_class_name("view");
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
    // The class `lofte` marks a complete view.
    place.set_class_name("view lofte");
    Ok(Mounted { views, showing })
}

/// Lets the browser do other work.
async fn wait(pause: &Function) -> Result<(), JsValue> {
    JsFuture::from(Promise::from(pause.call0(&JsValue::NULL)?)).await.map(|_| ())
}

/// A tip form has to say how the kommun handles personal data.
const UNTOLD: &str = "medborgarlofte: formuläret säger inte hur kommunen hanterar personuppgifter (artikel 13 i \
    dataskyddsförordningen). Lägg till ”tips” i ";

/// Today's date in the reader's time zone.
fn today() -> Day {
    let now = Date::new_0();
    // In range: the browser's own calendar.
    Day::new(now.get_full_year() as u16, now.get_month() as u8 + 1, now.get_date() as u8).unwrap_or(Day::EPOCH)
}
