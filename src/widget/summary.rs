//! How it is going, at a glance: one figure, one small picture whose key is also the filter, and the
//! rest in a fold. A promise without numbers gets words of its own, so that it does not look like a
//! failure.

use super::bar::css_percent;
use super::element::{El, div, el, p};
use super::find::{Finder, choices};
use super::header::period_words;
use super::how_we_know::add;
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::find::Facet;
use crate::promise::progress::{Status, has_bar};
use crate::promise::summary::Summary;
use crate::promise::target::TargetKind;
use crate::texts::Key;
use leptos::prelude::{AnyView, IntoAny};
use std::rc::Rc;

/// The summary of the promise. There is a `finder` if the commitments can be filtered.
pub fn summary(showing: &Showing, summary: &Summary, finder: Option<&Rc<Finder>>) -> El {
    let locale = &showing.locale;
    let ended = summary.phase == Phase::Ended;
    let heading = if ended { Key::FollowHeadingEnded } else { Key::FollowHeading };
    let any_known = summary.count(Status::Unknown) < summary.total;
    let has_glance = summary.is_measured && any_known && (!ended || summary.is_judged());
    let lead = if has_glance { glance(showing, summary) } else { p("lead").text(&words(showing, summary)) };
    let elapsed = summary.elapsed.filter(|_| summary.phase == Phase::Running);
    let stale = summary.stale.then(|| {
        let words = match (summary.latest_report, &showing.promise.period) {
            (Some(latest), _) => locale.fill(Key::SummaryStale, &[("date", &locale.date(latest))]),
            (None, Some(period)) => locale.fill(Key::SummaryNever, &[("date", &locale.date(period.from))]),
            (None, None) => String::new(),
        };
        p("stale").text(&words)
    });
    let municipality = showing.promise.municipality.as_ref().filter(|_| !any_known);
    let asks = municipality
        .map(|municipality| locale.fill(Key::SummaryAsk, &[("name", showing.words(&municipality.name))]))
        .map(|words| p("ask").text(&words));
    el("section")
        .class("summary")
        .attr("aria-labelledby", "lofte_summary")
        .child(showing.heading(1).attr("id", "lofte_summary").class("hidden").text(showing.t(heading)))
        .child(lead)
        .child_if(stale)
        .child_if(asks)
        .child_if(any_known.then(|| fields(&summary.by_status)))
        // Shows what the words below say.
        .child_if(elapsed.map(|elapsed| {
            div("time").attr("aria-hidden", "true").child(el("span").attr("style:inline-size", &css_percent(elapsed)))
        }))
        .child_if(elapsed.map(|elapsed| {
            p("elapsed").text(&locale.fill(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]))
        }))
        .view(if any_known { key(showing, summary, finder) } else { ().into_any() })
        .child_if(about(showing, summary, any_known, has_glance))
}

/// "4 av 21 mål nådda".
fn glance(showing: &Showing, summary: &Summary) -> El {
    let locale = &showing.locale;
    let n = summary.total as u64;
    let met = locale.whole(summary.count(Status::Met) as u64);
    let figure = locale.fill(Key::SummaryGlance, &[("met", &met), ("n", &locale.whole(n))]);
    p("glance").child(el("strong").text(&figure)).text(" ").text(&locale.plural(Key::SummaryGlanceUnit, n, &[]))
}

/// The summary in words, for promises without a figure to show.
fn words(showing: &Showing, summary: &Summary) -> String {
    let locale = &showing.locale;
    let n = summary.total as u64;
    let ended = summary.phase == Phase::Ended;
    let mut said = String::new();
    if summary.is_measured {
        let key = match (summary.count(Status::Unknown) == summary.total, ended) {
            (true, true) => Key::SummaryNoReportsEnded,
            (true, false) => Key::SummaryNoReports,
            (false, _) => Key::SummaryNotJudgedEnded,
        };
        add(&mut said, &locale.plural(key, n, &[]));
        return said;
    }
    let (all, met) = if ended {
        (Key::SummaryTextOnlyEnded, Key::SummaryTextOnlyMetEnded)
    } else {
        (Key::SummaryTextOnly, Key::SummaryTextOnlyMet)
    };
    add(&mut said, &locale.plural(all, n, &[]));
    if summary.by_status.iter().any(|(status, _)| status.is_verdict()) {
        add(&mut said, &locale.plural(met, summary.count(Status::Met) as u64, &[]));
    }
    add(&mut said, &points(showing, summary));
    said
}

/// How many points there are beside the goals, if any, and about how many of them something is
/// known.
fn points(showing: &Showing, summary: &Summary) -> String {
    let (points, reported) = if summary.is_measured {
        (summary.besides, summary.besides_reported)
    } else {
        (summary.total, summary.total - summary.count(Status::Unknown))
    };
    let mut said = String::new();
    if points == 0 {
        return said;
    }
    if summary.is_measured {
        add(&mut said, &showing.locale.plural(Key::SummaryBesides, points as u64, &[]));
    }
    match (reported, summary.phase) {
        // A stale promise already says since when nothing has been reported.
        (0, _) if summary.is_measured || summary.stale => {}
        (0, Phase::Ended) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknownEnded)),
        (0, Phase::Running | Phase::NotBegun) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknown)),
        (reported, _) if reported == points => add(&mut said, showing.t(Key::SummaryReported)),
        (reported, _) => add(&mut said, &showing.locale.plural(Key::SummaryTextOnlyReported, reported as u64, &[])),
    }
    said
}

/// A row of fields, one for each goal or point. Each status has its own pattern.
fn fields(by_status: &[(Status, usize)]) -> El {
    let fields = by_status.iter().flat_map(|(status, count)| {
        (0..*count).map(|_| el("span").class("field-mark").attr("data-status", status.name()))
    });
    div("fields").attr("aria-hidden", "true").children(fields)
}

/// The counts in words, which also explain the patterns, and filter the commitments where that is
/// possible.
fn key(showing: &Showing, summary: &Summary, finder: Option<&Rc<Finder>>) -> AnyView {
    if let Some(view) = finder.and_then(|finder| choices(showing, finder, Facet::Status)) {
        return view;
    }
    let words = summary.by_status.iter().map(|(status, count)| {
        let words = [showing.t(word(*status)), " ", &showing.locale.whole(*count as u64)].concat();
        el("li").attr("data-status", status.name()).text(&words)
    });
    el("ul").class("key").children(words).into()
}

/// What the figures cover and leave out, folded, since few visitors need it.
fn about(showing: &Showing, summary: &Summary, any_known: bool, has_glance: bool) -> Option<El> {
    let locale = &showing.locale;
    let count = |key, n: usize| (n > 0).then(|| locale.plural(key, n as u64, &[]));
    // The bars carry a mark only while the promise runs, and the bar of a rate never does.
    let is_marked = |kind: &TargetKind| has_bar(kind) && !matches!(kind, TargetKind::Rate(_));
    let is_running = summary.elapsed.is_some() && summary.phase == Phase::Running;
    let has_mark = is_running && showing.promise.targets().any(|target| is_marked(&target.kind));
    let latest = summary
        .latest_report
        .filter(|_| !summary.stale)
        .map(|latest| locale.fill(Key::SummaryLatest, &[("date", &locale.date(latest))]));
    let over = showing.promise.period.as_ref().filter(|_| summary.phase == Phase::Ended);
    let lines = [
        over.map(|period| locale.fill(Key::SummaryOver, &[("period", &period_words(showing, period))])),
        count(Key::SummaryStated, summary.stated),
        count(Key::SummaryNoFinal, if has_glance { summary.count(Status::NoFinalResult) } else { 0 }),
        summary.is_measured.then(|| points(showing, summary)).filter(|said| !said.is_empty()),
        latest,
        any_known.then(|| showing.t(Key::SummaryCounts).to_owned()),
        has_mark.then(|| showing.t(Key::TickLegend).to_owned()),
    ];
    let lines: Vec<El> = lines.into_iter().flatten().map(|line| el("p").text(&line)).collect();
    (!lines.is_empty()).then(|| {
        el("details").class("about-figures").child(el("summary").text(showing.t(Key::SummaryAbout))).children(lines)
    })
}
