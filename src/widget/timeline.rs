//! "Det har hänt": every report of the promise, newest first. The newest few are shown at once, a
//! line each; the rest, which may be thousands, is built some months at a time on request.

use super::element::{El, div, el, p};
use super::fold::lazy_fold;
use super::reports::{Counted, figures, show};
use super::showing::Showing;
use super::status::{status, word};
use super::target::{counted, origin, reason};
use crate::promise::date::PartialDate;
use crate::promise::progress::{self, own_period};
use crate::promise::timeline::{Entry, News, beginning, timeline as entries};
use crate::texts::Key;
use std::sync::Arc;

/// How many entries are shown at once.
const AT_ONCE: usize = 3;
/// How many entries each fold holds; the next fold is nested in it.
const IN_A_FOLD: usize = 50;
/// How many characters of a commitment's text are used to name it.
const BEGINNING: usize = 80;

/// The timeline; `None` if nothing has been reported.
pub fn timeline(showing: &Arc<Showing>) -> Option<El> {
    let entries = entries(&showing.promise);
    (!entries.is_empty()).then(|| {
        let newest = entries.iter().take(AT_ONCE).map(|entry| brief(showing, entry));
        let section = el("section")
            .class("timeline")
            .attr("aria-labelledby", "lofte_timeline")
            .child(showing.heading(1).attr("id", "lofte_timeline").text(showing.t(Key::TimelineHeading)))
            .child(el("ol").children(newest));
        with_rest(section, showing, entries.len(), 0)
    })
}

/// Adds a fold with everything after the first `from` of `all` entries, by month and in full.
fn with_rest(element: El, showing: &Arc<Showing>, all: usize, from: usize) -> El {
    if from >= all {
        return element;
    }
    let key = if from == 0 { Key::TimelineAll } else { Key::TimelineMore };
    let summary = el("summary").text(&showing.locale.plural(key, (all - from) as u64, &[]));
    let showing = Arc::clone(showing);
    let build = move || {
        let entries = entries(&showing.promise);
        let mut body = div("events");
        let (mut at, mut list) = (None, el("ol"));
        for entry in entries.iter().skip(from).take(IN_A_FOLD) {
            let month = entry.month();
            if at != Some(month) {
                let name = showing.locale.date(month);
                let name = match month {
                    PartialDate::Year(_) => showing.locale.fill(Key::TimelineYear, &[("year", &name)]),
                    PartialDate::Month(..) | PartialDate::Day(_) => name,
                };
                if at.is_some() {
                    body = body.child(list);
                }
                body = body.child(showing.heading(2).text(&name));
                (at, list) = (Some(month), el("ol"));
            }
            list = list.child(event(&showing, entry));
        }
        body = body.child(list);
        with_rest(body, &showing, all, from + IN_A_FOLD)
    };
    element.view(lazy_fold(summary, "more", build))
}

/// An entry in one line: when, what, and a link to the commitment, which has the rest.
fn brief(showing: &Showing, entry: &Entry) -> El {
    let (date, what) = match &entry.news {
        News::Outcome(stated) => {
            let date = stated.date.as_ref().map(|date| showing.date(date));
            (date, Some(showing.t(word(progress::stated(stated.status))).to_owned()))
        }
        News::Reports(reports) => {
            let counts = reports.iter().find(|report| report.conflicts_with.is_none()).or(reports.first());
            let counted = entry.target.map_or(Counted::Nothing, |target| counted(showing, &target.kind));
            let what = counts.and_then(|report| figures(showing, report, counted).into_iter().next());
            (counts.map(|report| showing.date(&report.date)), what)
        }
    };
    let line = el("li").class("brief").child(el("strong").text(&date.unwrap_or_default())).text(" ");
    let line = match what {
        Some(what) => line.text(&what).text(" "),
        None => line,
    };
    line.child(link(showing, entry))
}

/// A link to the commitment of an entry, with the beginning of its text.
fn link(showing: &Showing, entry: &Entry) -> El {
    let text = showing.locale.choose(&entry.commitment.text, &showing.promise.lang);
    let (words, is_cut) = beginning(text.text, BEGINNING);
    let words = [words, if is_cut { "\u{a0}…" } else { "" }].concat();
    let id = [showing.promise.id.as_str(), ".", entry.commitment.id.as_str()].concat();
    let link = el("a").class("deep").attr("href", &["#lofte-", &id].concat());
    showing.marked(link, text.lang).text(&words)
}

fn event(showing: &Showing, entry: &Entry) -> El {
    let label = entry.target.and_then(|target| target.label.as_ref());
    let of = p("of").text(showing.t(Key::TimelineOf)).text(" ").child(link(showing, entry));
    let of = match label {
        Some(label) => showing.text_in(of.text(", "), label),
        None => of,
    };
    let event = el("li").class("event");
    match &entry.news {
        News::Outcome(stated) => {
            let date = stated.date.as_ref().map(|date| showing.date(date)).unwrap_or_default();
            event
                .child(p("date").child(el("strong").text(&date)))
                .child(p("own-status").child(status(showing, progress::stated(stated.status))))
                .child(of)
                .child_if(reason(showing, stated))
                .child_if(origin(showing, stated, false))
        }
        News::Reports(reports) => {
            let counted = entry.target.map_or(Counted::Nothing, |target| counted(showing, &target.kind));
            let disagree = reports.len() > 1;
            let lead = disagree.then(|| p("conflict").text(showing.t(Key::Conflict)));
            let period = match entry.target {
                Some(target) => own_period(target, &showing.promise),
                None => showing.promise.period.as_ref(),
            };
            let list = reports.iter().map(|report| show(showing, report, disagree, counted, period, "div"));
            event.child_if(lead).children(list).child(of)
        }
    }
}
