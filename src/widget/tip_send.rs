//! Sends a tip, and believes only a receipt. The key is made here, before the first
//! try, and kept for the same tip, so that a lost answer never becomes a second tip.

use super::showing::Showing;
use super::tip_state::{Draft, Failure, Sending, Step, TipState};
use crate::tip::check::{check, tidy};
use crate::tip::content::Tip;
use crate::tip::key::{HEADER, Key};
use crate::tip::receipt::Receipt;
use crate::tip::wire::{read_problems, read_receipt};
use gloo_net::http::Request;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortSignal, CustomEvent, CustomEventInit, HtmlElement, ReferrerPolicy, RequestCache, RequestCredentials,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_with_random(bytes: &mut [u8]) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = AbortSignal, js_name = timeout, catch)]
    fn abort_after(milliseconds: u32) -> Result<AbortSignal, JsValue>;
}

/// How long to wait for an answer, in milliseconds. A slow line needs seconds; a
/// resident needs to know.
const PATIENCE: u32 = 30_000;

/// Checks the draft and sends it.
pub fn send(showing: &Showing, host: &HtmlElement, address: &str, state: TipState) {
    if state.sending.with_untracked(|sending| *sending == Sending::UnderWay) {
        return;
    }
    let Some(tip) = written(state, showing.promise.id.as_str()) else { return };
    let problems = check(&tip);
    if !problems.is_empty() {
        // Told anew each time, so that the summary takes the focus again.
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
        // The widget may have been taken away meanwhile: then there is nobody to tell.
        match post(&address, &tip, &key).await {
            Answer::Kept(receipt) => {
                tell_page(&host, &receipt);
                // What was written while it was sent has not been sent, and is not lost.
                if written(state, tip.promise.as_deref().unwrap_or_default()).as_ref() == Some(&tip) {
                    _ = state.draft.try_set(Draft::default());
                }
                _ = state.sending.try_set(Sending::Idle);
                _ = state.step.try_set(Step::Kept(receipt));
            }
            Answer::Not(sending) => {
                // Whoever has taken it back, perhaps for another one, does not want to hear of
                // it; whoever has only closed the form does.
                let last = state.draft.try_get_untracked().and_then(|draft| draft.sent);
                if last.is_some_and(|(_, last)| last == key) {
                    _ = state.sending.try_set(sending);
                    // Set anew, the open form would be built anew and lose the focus.
                    if state.step.try_get_untracked() == Some(Step::Closed) {
                        _ = state.step.try_set(Step::Writing);
                    }
                }
            }
        }
    });
}

/// What is written, as it is sent; `None` when the widget has been taken away.
#[inline(never)]
fn written(state: TipState, promise: &str) -> Option<Tip> {
    let tip = state.draft.try_get_untracked()?.tip;
    Some(tidy(Tip { promise: Some(promise.to_owned()), ..tip }))
}

/// The key of the last try if it was the same tip, else a new one. A tip that was
/// changed after a failure is another tip: with the old key the inbox would refuse it.
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
    let failed = |failure| Answer::Not(Sending::Failed(failure));
    let patience = abort_after(PATIENCE).ok();
    // Nothing of the resident's goes along: no cookies, no address of the page.
    let request = Request::post(address)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .abort_signal(patience.as_ref())
        .header("Content-Type", "application/json")
        .header(HEADER, key.as_str());
    let Ok(body) = serde_json::to_string(tip) else { return failed(Failure::Refused) };
    let Ok(request) = request.body(body) else { return failed(Failure::Refused) };
    let timed_out = || patience.as_ref().is_some_and(AbortSignal::aborted);
    let lost = || if timed_out() { Failure::Timeout } else { Failure::Network };
    let Ok(response) = request.send().await else { return failed(lost()) };
    let Ok(text) = response.text().await else { return failed(lost()) };
    match response.status() {
        201 => match read_receipt(&text) {
            Some(receipt) => Answer::Kept(receipt),
            // Something answered, but not our inbox: nobody has said that it is kept.
            None => failed(Failure::Server),
        },
        422 => match read_problems(&text) {
            problems if problems.is_empty() => failed(Failure::Refused),
            problems => Answer::Not(Sending::Wrong(problems)),
        },
        408 | 425 | 429 | 500..=599 => failed(Failure::Server),
        _ => failed(Failure::Refused),
    }
}

/// Tells the page that a tip was kept. Only the reference: what was told is nobody
/// else's.
fn tell_page(host: &HtmlElement, receipt: &Receipt) {
    let detail = js_sys::Object::new();
    _ = js_sys::Reflect::set(&detail, &"reference".into(), &receipt.reference.as_str().into());
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict("lofte:tip-sent", &init) {
        _ = host.dispatch_event(&event);
    }
}
