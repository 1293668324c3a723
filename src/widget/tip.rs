//! Leaving a tip: a button, then the form, then the receipt, in one place. Without an address to
//! send tips to there is no form, only the document's telephone number and e-mail address.

use super::element::{El, button, div, el, link, p};
use super::showing::Showing;
use super::tip_form::tip_form;
use super::tip_notice::urgent;
use super::tip_receipt::tip_receipt;
use super::tip_state::{Step, TipState};
use crate::promise::document::TipsInfo;
use crate::texts::Key;
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use web_sys::HtmlElement;

// The markers that common session recorders use for parts of a page that they must not record:
// classes for rrweb, Sentry, PostHog and FullStory; attributes for LogRocket, Hotjar, Clarity,
// Datadog, Matomo, OpenReplay, Contentsquare, Mouseflow and Dynatrace. Form and receipt share one
// section. A page can still read what is written in it: see docs/embed.md.
const UNRECORDED_CLASS: &str = "tip rr-block sentry-block ph-no-capture fs-exclude";
const UNRECORDED: &str = "data-private data-hj-suppress data-clarity-mask=true data-dd-privacy=hidden \
    data-matomo-mask data-openreplay-hidden data-cs-mask data-mf-replace data-dtrum-block";

/// The tip section; `None` if there is neither a form nor any other way to leave a tip.
pub fn tip(showing: &Arc<Showing>, host: &HtmlElement, state: TipState) -> Option<El> {
    match &showing.tips {
        Some(address) => Some(with_form(showing, host, address, state)),
        None => {
            let info = showing.promise.tips.as_ref()?;
            let ways = other_ways(showing, info, Key::TipOtherWaysOnly)?;
            Some(
                el("section")
                    .class("tip")
                    .attr("id", "lofte_tip")
                    .attr("aria-labelledby", "lofte_tip-heading")
                    .child(showing.heading(1).attr("id", "lofte_tip-heading").text(showing.t(Key::TipOtherWays)))
                    .child(urgent(showing))
                    .child(ways)
                    .child(el("p").text(showing.t(Key::TipRecord))),
            )
        }
    }
}

/// Telephone and e-mail, if the document has them, introduced by the words `intro`.
pub fn other_ways(showing: &Showing, info: &TipsInfo, intro: Key) -> Option<El> {
    let phone = info.phone.as_ref().map(|phone| {
        // A number that is broken over two lines is hard to dial.
        let words = showing.locale.fill(Key::TipPhone, &[("phone", &phone.as_str().replace(' ', "\u{a0}"))]);
        el("li").child(link(&phone.href(), &words))
    });
    let email = info.email.as_ref().map(|email| {
        let words = showing.locale.fill(Key::TipEmail, &[("email", email.as_str())]);
        el("li").child(link(&email.href(), &words))
    });
    (phone.is_some() || email.is_some()).then(|| {
        div("other-ways")
            .child(p("other-ways-intro").text(showing.t(intro)))
            .child(el("ul").child_if(phone).child_if(email))
    })
}

fn with_form(showing: &Arc<Showing>, host: &HtmlElement, address: &str, state: TipState) -> El {
    // The first step shown does not take the focus; each later one does.
    let is_first = AtomicBool::new(true);
    let (showing, host, address) = (Arc::clone(showing), host.clone(), address.to_owned());
    let copy = showing.copy_link("tips", showing.t(Key::TipHeading));
    // The content is rebuilt only on a new step: typing and failures leave the fields as they are.
    let section = el("section")
        .class(UNRECORDED_CLASS)
        .attrs(UNRECORDED)
        .attr("id", "lofte_tip")
        .attr("aria-labelledby", "lofte_tip-heading")
        .live(move || {
            let focus = !is_first.swap(false, Relaxed);
            match state.step.get() {
                Step::Closed => {
                    let open = button("primary", showing.t(Key::TipOpen)).focused_if(focus);
                    let open = open.on("click", move |_| state.step.set(Step::Writing));
                    div("tip-closed")
                        .child(showing.heading(1).attr("id", "lofte_tip-heading").text(showing.t(Key::TipHeading)))
                        .child(p("lead").text(showing.t(Key::TipIntro)))
                        .view(open)
                        .into()
                }
                Step::Writing => tip_form(&showing, &host, &address, state, focus).into(),
                Step::Kept(receipt) => tip_receipt(&showing, &receipt, state, focus).into(),
            }
        });
    section.child_if(copy)
}
