//! The top: what this is, who made the promise, when it applies, and when it was signed and
//! updated.

use super::element::{El, div, el, p};
use super::languages::language_switch;
use super::showing::Showing;
use super::years::{later, way_back};
use crate::promise::date::{PartialDate, Period, Phase};
use crate::promise::parties;
use crate::texts::Key;

/// The header of the widget.
pub fn header(showing: &Showing, phase: Phase) -> El {
    let promise = &showing.promise;
    let example = promise.example.then(|| p("notice").text(showing.t(Key::Example)));
    let partly = showing.partly.then(|| p("notice").text(showing.t(Key::Partly)));
    // Not a `<header>`, which would be a second banner on the page.
    div("header")
        .child_if(way_back(showing))
        .child_if(example)
        .child_if(partly)
        .child(showing.text_in(showing.heading(0).class("title"), &promise.title))
        .child_if(parties(showing, phase))
        .child(facts(showing, phase))
        .child_if(later(showing))
        .child_if(ways(showing))
        .child(messages(showing))
}

/// Links from the top to the tip form and to other languages.
fn ways(showing: &Showing) -> Option<El> {
    let (tip, languages) = (way_to_tip(showing), language_switch(showing));
    (tip.is_some() || languages.is_some()).then(|| div("ways").child_if(tip).child_if(languages))
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
    let period = promise.period.as_ref().map(|period| {
        let words = period_words(showing, period);
        let words = match (phase, period.to) {
            // Nobody has said that it still runs, only that no end is set.
            (Phase::Running, None) => locale.fill(Key::PeriodOpen, &[("period", &words)]),
            (Phase::Running, Some(to)) if period.as_written.is_none() => {
                let to = PartialDate::Day(to.last_day());
                locale.fill(Key::PeriodRunningTo, &[("to", &locale.date(to))])
            }
            (Phase::Running, Some(_)) => locale.fill(Key::PeriodRunning, &[("period", &words)]),
            (Phase::NotBegun, _) => locale.fill(Key::PeriodNotBegun, &[("period", &words)]),
            (Phase::Ended, _) => locale.fill(Key::PeriodEnded, &[("period", &words)]),
        };
        el("li").class("period").text(&words)
    });
    let updated =
        promise.updated.map(|date| el("li").text(&locale.fill(Key::UpdatedOn, &[("date", &locale.date(date))])));
    // Screen readers get the space; the dot between the facts is drawn by the stylesheet.
    el("ul").class("facts").child_if(period).text(" ").child_if(updated)
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
