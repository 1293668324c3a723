//! What a resident reads before writing: where to turn in an emergency, who reads the tip and when,
//! that it becomes an official document, and what not to write. The order follows the authorities'
//! own forms: danger first.

use super::element::{El, div, el, link, p};
use super::showing::Showing;
use super::tip::other_ways;
use crate::promise::text::Text;
use crate::texts::Key;

/// The notice above the fields.
pub fn tip_notice(showing: &Showing) -> El {
    let locale = &showing.locale;
    let info = showing.promise.tips.as_ref();
    let receiver = match info.and_then(|info| info.receiver.as_ref()) {
        Some(receiver) => locale.fill(Key::TipReceiver, &[("receiver", showing.words(receiver))]),
        None => showing.t(Key::TipReceiverUnnamed).to_owned(),
    };
    let hours = match info.and_then(|info| info.reading_hours.as_ref()) {
        Some(hours) => locale.fill(Key::TipHours, &[("hours", showing.words(hours))]),
        None => showing.t(Key::TipHoursUnknown).to_owned(),
    };
    let lines = [receiver, hours]
        .into_iter()
        .chain([Key::TipRecord, Key::TipAnonymous, Key::TipDoNotWrite].map(|key| showing.t(key).to_owned()));
    div("tip-notice")
        .child(urgent(showing))
        .child(el("ul").class("terms").children(lines.map(|line| el("li").text(&line))))
        .child_if(info.and_then(|info| other_ways(showing, info, Key::TipOtherWaysIntro)))
        .child_if(privacy(showing))
}

/// Where to turn for anything a tip is not meant for: danger, crime, concern for a child.
pub fn urgent(showing: &Showing) -> El {
    let police = [
        ("{number}", "114\u{a0}14", "tel:11414"),
        ("{site}", "polisen.se", "https://polisen.se/kontakt/tipsa-polisen/"),
    ];
    let concern = showing.promise.tips.as_ref().and_then(|info| info.concern_for_child.as_ref());
    div("urgent")
        .child(sentence(showing, Key::Tip112, &[("{number}", "112", "tel:112")]))
        .child(sentence(showing, Key::Tip11414, &police))
        .child_if(concern.map(|text| showing.text_in(el("p"), text)))
        .child(el("p").text(showing.t(Key::TipNotAReport)))
}

/// A sentence with links in it.
fn sentence(showing: &Showing, key: Key, links: &[(&str, &str, &str)]) -> El {
    let mut rest = showing.t(key);
    let mut sentence = el("p");
    for (place, words, href) in links {
        if let Some((before, after)) = rest.split_once(place) {
            sentence = sentence.text(before).child(link(href, words));
            rest = after;
        }
    }
    sentence.text(rest)
}

/// How personal data is handled: the kommun's own words, folded.
fn privacy(showing: &Showing) -> Option<El> {
    let info = showing.promise.tips.as_ref()?;
    let line = |key: Key, text: &Option<Text>| {
        text.as_ref().map(|text| el("li").text(&showing.locale.fill(key, &[("text", showing.words(text))])))
    };
    let lines: Vec<El> = [
        line(Key::TipController, &info.controller),
        line(Key::TipPurpose, &info.purpose),
        line(Key::TipLegalGround, &info.legal_ground),
        line(Key::TipRetention, &info.retention),
        line(Key::TipRecipients, &info.recipients),
        line(Key::TipRights, &info.rights),
        line(Key::TipDpo, &info.data_protection_contact),
        info.privacy_url.as_ref().map(|url| el("li").child(link(&showing.href(url), showing.t(Key::TipPrivacyLink)))),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!lines.is_empty()).then(|| {
        el("details")
            .class("privacy")
            .child(el("summary").text(showing.t(Key::TipPrivacy)))
            .child(el("ul").children(lines))
    })
}

/// Help with filling in a field, which refers to it by id.
pub fn hint(id: &'static str, words: &str) -> El {
    p("hint").attr("id", id).text(words)
}
