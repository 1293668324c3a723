//! "Följ med i hur det går": the promise as a whole, first in words and then as a small picture. A
//! promise without numbers has its own wording, so that it does not look like a failure.

use super::bar::css_percent;
use super::element::{El, div, el, p};
use super::header::period_words;
use super::how_we_know::add;
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::progress::{Status, has_bar};
use crate::promise::summary::Summary;
use crate::promise::target::TargetKind;
use crate::texts::Key;

/// The summary of the promise.
pub fn summary(showing: &Showing, summary: &Summary) -> El {
    let locale = &showing.locale;
    let period = showing.promise.period.as_ref();
    let ended = summary.phase == Phase::Ended;
    let mut lead = String::new();
    if let (true, Some(period)) = (ended, period) {
        add(&mut lead, &locale.fill(Key::SummaryOver, &[("period", &period_words(showing, period))]));
    }
    if summary.is_measured {
        of_goals(showing, summary, &mut lead);
    } else {
        of_points(showing, summary, &mut lead);
    }
    let beside = beside(showing, summary);
    let elapsed = summary.elapsed.filter(|_| summary.phase == Phase::Running);
    let latest = match (summary.latest_report, summary.stale) {
        (Some(latest), true) => Some((Key::SummaryStale, latest)),
        (Some(latest), false) => Some((Key::SummaryLatest, latest)),
        (None, true) => period.map(|period| (Key::SummaryNever, period.from)),
        (None, false) => None,
    };
    let latest = latest.map(|(key, date)| locale.fill(key, &[("date", &locale.date(date))]));
    let any_known = summary.count(Status::Unknown) < summary.total;
    // The time mark is drawn only while the end lies ahead, and never on the bar of a rate.
    let is_marked = |kind: &TargetKind| has_bar(kind) && !matches!(kind, TargetKind::Rate(_));
    let has_mark = elapsed.is_some() && showing.promise.targets().any(|target| is_marked(&target.kind));
    let heading = if ended { Key::FollowHeadingEnded } else { Key::FollowHeading };
    let latest_class = if summary.stale { "latest stale" } else { "latest" };
    el("section")
        .class("summary")
        .attr("aria-labelledby", "lofte_summary")
        .child(showing.heading(1).attr("id", "lofte_summary").text(showing.t(heading)))
        .child(p("lead").text(&lead))
        .child_if((!beside.is_empty()).then(|| p("lead").text(&beside)))
        .child_if(any_known.then(|| graphic(showing, &summary.by_status)))
        // A picture of what the words below it say.
        .child_if(elapsed.map(|elapsed| {
            div("time").attr("aria-hidden", "true").child(el("span").attr("style:inline-size", &css_percent(elapsed)))
        }))
        .child_if(elapsed.map(|elapsed| {
            p("elapsed").text(&locale.fill(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]))
        }))
        .child_if(latest.map(|words| p(latest_class).text(&words)))
        .child_if(any_known.then(|| p("note").text(showing.t(Key::SummaryCounts))))
        .child_if(has_mark.then(|| p("note").text(showing.t(Key::TickLegend))))
}

/// How many goals there are, how many have been reached, and how many remain undecided after the
/// end of the period.
fn of_goals(showing: &Showing, summary: &Summary, said: &mut String) {
    let locale = &showing.locale;
    let n = summary.total as u64;
    let key = match (summary.count(Status::Unknown) == summary.total, summary.phase) {
        (true, Phase::Ended) => Key::SummaryNoReportsEnded,
        (true, Phase::Running | Phase::NotBegun) => Key::SummaryNoReports,
        (false, Phase::Ended) if !summary.is_judged() => Key::SummaryNotJudgedEnded,
        (false, Phase::Ended) => Key::TargetsMetEnded,
        (false, Phase::Running | Phase::NotBegun) => Key::TargetsMet,
    };
    let met = locale.whole(summary.count(Status::Met) as u64);
    add(said, &locale.plural(key, n, &[("met", &met)]));
    for (count, key) in
        [(summary.count(Status::NoFinalResult), Key::SummaryNoFinal), (summary.stated, Key::SummaryStated)]
    {
        if count > 0 {
            add(said, &locale.plural(key, count as u64, &[]));
        }
    }
}

/// How many points a promise without targets has, and how many of them have been reached, if any
/// has a stated outcome.
fn of_points(showing: &Showing, summary: &Summary, said: &mut String) {
    let ended = summary.phase == Phase::Ended;
    let (all, met) = if ended {
        (Key::SummaryTextOnlyEnded, Key::SummaryTextOnlyMetEnded)
    } else {
        (Key::SummaryTextOnly, Key::SummaryTextOnlyMet)
    };
    add(said, &showing.locale.plural(all, summary.total as u64, &[]));
    if summary.by_status.iter().any(|(status, _)| status.is_verdict()) {
        add(said, &showing.locale.plural(met, summary.count(Status::Met) as u64, &[]));
    }
}

/// How many points there are beside the goals, if any, and for how many something is known.
fn beside(showing: &Showing, summary: &Summary) -> String {
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
        // For a stale promise, the text below says how long nothing has been known.
        (0, _) if summary.is_measured || summary.stale => {}
        (0, Phase::Ended) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknownEnded)),
        (0, Phase::Running | Phase::NotBegun) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknown)),
        (reported, _) if reported == points => add(&mut said, showing.t(Key::SummaryReported)),
        (reported, _) => add(&mut said, &showing.locale.plural(Key::SummaryTextOnlyReported, reported as u64, &[])),
    }
    said
}

/// A row of boxes, one per goal or point, with a pattern for each status; below it the same in
/// words, which doubles as the legend.
fn graphic(showing: &Showing, by_status: &[(Status, usize)]) -> El {
    let fields = by_status.iter().flat_map(|(status, count)| {
        (0..*count).map(|_| el("span").class("field-mark").attr("data-status", status.name()))
    });
    let words = by_status.iter().map(|(status, count)| {
        let words = [showing.t(word(*status)), ": ", &showing.locale.whole(*count as u64)].concat();
        el("li").attr("data-status", status.name()).text(&words)
    });
    div("graphic")
        .child(div("fields").attr("aria-hidden", "true").children(fields))
        .child(el("ul").class("key").children(words))
}
