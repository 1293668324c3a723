//! Sends a tip, and trusts nothing but a receipt. The key is generated here, before the first
//! attempt, and reused for the same tip, so that a lost response never results in a second tip.

use super::locale::object;
use super::showing::Showing;
use super::tip_state::{Draft, Failure, Sending, Step, TipState};
use crate::tip::check::{check, tidy};
use crate::tip::content::Tip;
use crate::tip::key::{HEADER, Key};
use crate::tip::receipt::Receipt;
use crate::tip::wire::{read_problems, read_receipt};
use js_sys::futures::JsFuture;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, CustomEvent, CustomEventInit, HtmlElement};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_with_random(bytes: &mut [u8]) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout, catch)]
    fn abort_after(milliseconds: u32) -> Result<AbortSignal, JsValue>;

    // The address is text and the rest a plain object, never a `Request`: pages wrap `fetch` in
    // functions that expect text, and some libraries define their own `Request`.
    #[wasm_bindgen(catch)]
    fn fetch(address: &str, init: &Object) -> Result<Promise, JsValue>;

    type Response;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Response) -> u16;
    #[wasm_bindgen(method, catch)]
    fn text(this: &Response) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn call_later(function: &Function, milliseconds: u32, argument: &JsValue);
}

/// How long to wait for a response, in milliseconds: long enough for a slow connection, short
/// enough that a resident is not left waiting.
const PATIENCE: u32 = 30_000;

thread_local! {
    // The requests in flight, by the keys of their tips.
    static UNDER_WAY: RefCell<Vec<(Key, AbortController)>> = const { RefCell::new(Vec::new()) };
}

/// Aborts the request that sends the tip with this key, if it is still in flight.
pub fn abort(key: &Key) {
    if let Some(controller) = taken(key) {
        controller.abort();
    }
}

fn taken(key: &Key) -> Option<AbortController> {
    UNDER_WAY.with_borrow_mut(|all| {
        let at = all.iter().position(|(found, _)| found == key)?;
        Some(all.swap_remove(at).1)
    })
}

/// Checks the draft and sends it.
pub fn send(showing: &Showing, host: &HtmlElement, address: &str, state: TipState) {
    if state.sending.with_untracked(|sending| *sending == Sending::UnderWay) {
        return;
    }
    let Some(tip) = written(state, showing.promise.id.as_str()) else { return };
    let problems = check(&tip);
    if !problems.is_empty() {
        // Set to idle first so that the summary takes the focus again even if the problems are the
        // same.
        state.sending.set(Sending::Idle);
        state.sending.set(Sending::Wrong(problems));
        return;
    }
    let Some(key) = key_for(&tip, state) else {
        state.sending.set(Sending::Failed(Failure::Refused));
        return;
    };
    state.sending.set(Sending::UnderWay);
    let (host, address) = (host.clone(), address.to_owned());
    spawn_local(async move {
        let answer = post(&address, &tip, &key).await;
        taken(&key);
        // Meanwhile the resident may have withdrawn the tip, and perhaps written another one, in
        // which case this response does not concern anything on the page. The widget may be gone,
        // too.
        let last = state.draft.try_get_untracked().and_then(|draft| draft.sent);
        if last.is_none_or(|(_, last)| last != key) {
            return;
        }
        match answer {
            Answer::Kept(receipt) => {
                // Text written while the tip was being sent has not been sent itself and must not
                // be lost.
                if written(state, tip.promise.as_deref().unwrap_or_default()).as_ref() == Some(&tip) {
                    _ = state.draft.try_set(Draft::default());
                }
                _ = state.sending.try_set(Sending::Idle);
                _ = state.step.try_set(Step::Kept(receipt.clone()));
                tell_page(&host, &receipt);
            }
            Answer::Not(sending) => {
                _ = state.sending.try_set(sending);
                // Setting it again would rebuild the open form and lose the focus.
                if state.step.try_get_untracked() == Some(Step::Closed) {
                    _ = state.step.try_set(Step::Writing);
                }
            }
        }
    });
}

/// The draft in the form in which it is sent; `None` if the widget is gone.
#[inline(never)]
fn written(state: TipState, promise: &str) -> Option<Tip> {
    let tip = state.draft.try_get_untracked()?.tip;
    Some(tidy(Tip { promise: Some(promise.to_owned()), ..tip }))
}

/// The key of the last attempt if the tip is unchanged, otherwise a new one. A tip that was changed
/// after a failure is a different tip: the inbox would refuse it under the old key.
fn key_for(tip: &Tip, state: TipState) -> Option<Key> {
    let sent = state.draft.with_untracked(|draft| draft.sent.clone());
    if let Some((last, key)) = sent
        && last == *tip
    {
        return Some(key);
    }
    let mut bytes = [0; 16];
    fill_with_random(&mut bytes).ok()?;
    let key = Key::from_random(bytes);
    state.draft.update_untracked(|draft| draft.sent = Some((tip.clone(), key.clone())));
    Some(key)
}

enum Answer {
    Kept(Receipt),
    Not(Sending),
}

async fn post(address: &str, tip: &Tip, key: &Key) -> Answer {
    let patience = abort_after(PATIENCE).ok();
    let timed_out = || patience.as_ref().is_some_and(AbortSignal::aborted);
    let failed = |failure| Answer::Not(Sending::Failed(failure));
    let lost = |_| failed(if timed_out() { Failure::Timeout } else { Failure::Network });
    match exchange(address, tip, key, patience.as_ref()).await {
        Ok(answer) => answer,
        Err(error) => lost(error),
    }
}

/// Sends the request and reads the response. Fails if either does not arrive in full.
async fn exchange(address: &str, tip: &Tip, key: &Key, patience: Option<&AbortSignal>) -> Result<Answer, JsValue> {
    let failed = |failure| Ok(Answer::Not(Sending::Failed(failure)));
    let Ok(body) = serde_json::to_string(tip) else { return failed(Failure::Refused) };
    let controller = AbortController::new()?;
    if let Some(patience) = patience {
        patience.add_event_listener_with_callback("abort", &method(&controller, "abort")?)?;
    }
    // Sends nothing else about the resident: no cookies, no referrer.
    let init = object(&[
        ("method", "POST".into()),
        ("body", body.into()),
        ("headers", object(&[("Content-Type", "application/json".into()), (HEADER, key.as_str().into())]).into()),
        ("credentials", "omit".into()),
        ("referrerPolicy", "no-referrer".into()),
        ("cache", "no-store".into()),
        ("signal", controller.signal().into()),
    ]);
    UNDER_WAY.with_borrow_mut(|all| all.push((key.clone(), controller)));
    let response: Response = JsFuture::from(fetch(address, &init)?).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    match response.status() {
        201 => match read_receipt(&text) {
            Some(receipt) => Ok(Answer::Kept(receipt)),
            // Something responded, but not our inbox, so the tip cannot be assumed saved.
            None => failed(Failure::Server),
        },
        422 => match read_problems(&text) {
            problems if problems.is_empty() => failed(Failure::Refused),
            problems => Ok(Answer::Not(Sending::Wrong(problems))),
        },
        408 | 425 | 429 | 500..=599 => failed(Failure::Server),
        _ => failed(Failure::Refused),
    }
}

/// A method of an object, bound so that it can be called on its own.
fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Ok(Reflect::get(object, &name.into())?.unchecked_into::<Function>().bind0(object))
}

/// Notifies the page that a tip was saved: only the reference, nothing that was written. The
/// browser dispatches the event in a task of its own, without this module on the stack, so that an
/// error in one of the page's listeners is not attributed to the widget.
fn tell_page(host: &HtmlElement, receipt: &Receipt) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&object(&[("reference", receipt.reference.as_str().into())]));
    if let (Ok(event), Ok(dispatch)) =
        (CustomEvent::new_with_event_init_dict("lofte:tip-sent", &init), method(host, "dispatchEvent"))
    {
        call_later(&dispatch, 0, &event);
    }
}
