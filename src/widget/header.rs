//! The top: what this is, who made the promise, when it applies, and when it was signed and
//! updated.

use super::element::{El, el, p};
use super::languages::language_switch;
use super::showing::Showing;
use super::years::{way_back, years};
use crate::promise::date::{Period, Phase};
use crate::promise::parties;
use crate::texts::Key;

/// The header of the widget.
pub fn header(showing: &Showing, phase: Phase) -> El {
    let promise = &showing.promise;
    let example = promise.example.then(|| p("notice").text(showing.t(Key::Example)));
    let partly = showing.partly.then(|| p("notice").text(showing.t(Key::Partly)));
    el("header")
        .class("header")
        .child_if(language_switch(showing))
        .child_if(way_back(showing))
        .child_if(example)
        .child_if(partly)
        .child(showing.text_in(showing.heading(0).class("title"), &promise.title))
        .child_if(parties(showing, phase))
        .child(facts(showing, phase))
        .child_if(years(showing))
        .child_if(way_to_tip(showing))
        .child(messages(showing))
}

/// A link to the tip form, which is far below.
fn way_to_tip(showing: &Showing) -> Option<El> {
    let link = el("a").class("deep").attr("href", "#lofte-tips").text(showing.t(Key::TipOpen));
    showing.tips.is_some().then(|| p("way-to-tip").child(link))
}

/// Status messages that the loader shows when it has handled a button.
fn messages(showing: &Showing) -> El {
    let messages = [
        ("data-copied", Key::LinkCopied),
        ("data-not-copied", Key::LinkNotCopied),
        ("data-fetching", Key::YearsFetching),
        ("data-failed", Key::YearsFailed),
    ];
    let status = p("said").attr("role", "status");
    messages.into_iter().fold(status, |status, (name, key)| status.attr(name, showing.t(key)))
}

fn parties(showing: &Showing, phase: Phase) -> Option<El> {
    let names: Vec<String> =
        parties::parties(&showing.promise).into_iter().map(|name| showing.words(name).to_owned()).collect();
    let key = if phase == Phase::Ended { Key::HeaderPartiesEnded } else { Key::Parties };
    (!names.is_empty())
        .then(|| p("parties").text(&showing.locale.fill(key, &[("parties", &showing.locale.list(&names))])))
}

fn facts(showing: &Showing, phase: Phase) -> El {
    let promise = &showing.promise;
    let locale = &showing.locale;
    let (phase_key, period_key, phase_name) = match phase {
        Phase::NotBegun => (Key::PhaseNotBegun, Key::PeriodNotBegun, "not-begun"),
        Phase::Running => (Key::PhaseRunning, Key::PeriodRunning, "running"),
        Phase::Ended => (Key::PhaseEnded, Key::PeriodEnded, "ended"),
    };
    let period = promise.period.as_ref().map(|period| {
        let words = [("period", period_words(showing, period))];
        let words = words.each_ref().map(|(name, words)| (*name, words.as_str()));
        if phase == Phase::Running && period.to.is_none() {
            // An open end does not mean that the promise is still running.
            return el("li").class("period").text(&locale.fill(Key::PeriodOpen, &words));
        }
        el("li")
            .class("period")
            .child(el("span").class("phase").attr("data-phase", phase_name).text(showing.t(phase_key)))
            .text(" ")
            .text(&locale.fill(period_key, &words))
    });
    let signed = promise
        .signed
        .as_ref()
        .and_then(|signed| signed.date.as_ref())
        .map(|date| el("li").text(&locale.fill(Key::SignedOn, &[("date", &showing.date(date))])));
    let updated =
        promise.updated.map(|date| el("li").text(&locale.fill(Key::UpdatedOn, &[("date", &locale.date(date))])));
    el("ul").class("facts").child_if(period).child_if(signed).child_if(updated)
}

/// A period in words: "2024", "från 2022 till 2024", "från 21 april 2023".
pub fn period_words(showing: &Showing, period: &Period) -> String {
    if let Some(words) = &period.as_written {
        return showing.words(words).to_owned();
    }
    let locale = &showing.locale;
    let from = locale.date(period.from);
    match period.to {
        None => locale.fill(Key::PeriodFrom, &[("from", &from)]),
        Some(to) if to == period.from => from,
        Some(to) => locale.fill(Key::PeriodRange, &[("from", &from), ("to", &locale.date(to))]),
    }
}
