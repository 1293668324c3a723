//! "Följ med i hur det går": the promise as a whole, in words first and then as one
//! small picture. A promise without numbers gets words of its own, so that it does
//! not look like a failure.

use super::bar::css_percent;
use super::element::{El, div, el, p};
use super::header::period_words;
use super::how_we_know::add;
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::progress::Status;
use crate::promise::summary::Summary;
use crate::texts::Key;

/// The summary of the promise.
pub fn summary(showing: &Showing, summary: &Summary) -> El {
    let locale = &showing.locale;
    let period = showing.promise.period.as_ref();
    let measured = summary.targets > 0;
    let ended = summary.phase == Phase::Ended;
    let mut lead = String::new();
    if let (true, Some(period)) = (ended, period) {
        add(&mut lead, &locale.fill(Key::SummaryOver, &[("period", &period_words(showing, period))]));
    }
    add(&mut lead, &if measured { of_targets(showing, summary) } else { of_points(showing, summary) });
    let beside = points_beside(showing, summary, measured);
    let elapsed = summary.elapsed.filter(|_| summary.phase == Phase::Running);
    let latest = match (summary.latest_report, summary.stale) {
        (Some(latest), true) => Some((Key::SummaryStale, latest)),
        (Some(latest), false) => Some((Key::SummaryLatest, latest)),
        (None, true) => period.map(|period| (Key::SummaryNever, period.from)),
        (None, false) => None,
    };
    let latest = latest.map(|(key, date)| locale.fill(key, &[("date", &locale.date(date))]));
    let by_status = if measured { &summary.by_status } else { &summary.without_target_by_status };
    let any_known = by_status.iter().any(|(status, _)| *status != Status::Unknown);
    // The bars have a mark only while there is an end to come.
    let has_mark = measured && any_known && elapsed.is_some();
    let heading = if ended { Key::FollowHeadingEnded } else { Key::FollowHeading };
    let latest_class = if summary.stale { "latest stale" } else { "latest" };
    el("section")
        .class("summary")
        .attr("aria-labelledby", "lofte_summary")
        .child(showing.heading(1).attr("id", "lofte_summary").text(showing.t(heading)))
        .child(p("lead").text(&lead))
        .child_if((!beside.is_empty()).then(|| p("lead").text(&beside)))
        .child_if(any_known.then(|| graphic(showing, by_status, summary.phase)))
        // Seen at once what the words below it say.
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

/// How many goals there are, and how many of them are reached.
fn of_targets(showing: &Showing, summary: &Summary) -> String {
    let n = summary.targets as u64;
    let key = match (count(&summary.by_status, Status::Unknown) == n, summary.phase) {
        (true, Phase::Ended) => Key::SummaryNoReportsEnded,
        (true, Phase::Running | Phase::NotBegun) => Key::SummaryNoReports,
        (false, Phase::Ended) => Key::TargetsMetEnded,
        (false, Phase::Running | Phase::NotBegun) => Key::TargetsMet,
    };
    let met = showing.locale.whole(count(&summary.by_status, Status::Met));
    showing.locale.plural(key, n, &[("met", &met)])
}

/// How many points there are in a promise without goals in numbers.
fn of_points(showing: &Showing, summary: &Summary) -> String {
    let key = if summary.phase == Phase::Ended { Key::SummaryTextOnlyEnded } else { Key::SummaryTextOnly };
    showing.locale.plural(key, summary.without_target as u64, &[])
}

/// How many points there are beside the goals, if any, and of how many of them something
/// is known.
fn points_beside(showing: &Showing, summary: &Summary, measured: bool) -> String {
    let points = summary.without_target as u64;
    let known = points - count(&summary.without_target_by_status, Status::Unknown);
    let mut said = String::new();
    if measured && points > 0 {
        add(&mut said, &showing.locale.plural(Key::SummaryBesides, points, &[]));
    }
    match (known, summary.phase) {
        // A stale promise says below since when nothing is known.
        (0, _) if measured || summary.stale => {}
        (0, Phase::Ended) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknownEnded)),
        (0, Phase::Running | Phase::NotBegun) => add(&mut said, showing.t(Key::SummaryTextOnlyUnknown)),
        (known, _) => add(&mut said, &showing.locale.plural(Key::SummaryTextOnlyReported, known, &[])),
    }
    said
}

fn count(by_status: &[(Status, usize)], status: Status) -> u64 {
    by_status.iter().find(|(found, _)| *found == status).map_or(0, |(_, count)| *count as u64)
}

/// A row of fields, one for each target or point, each status with a pattern of its own;
/// below it the same in words, which is also the key to the patterns.
fn graphic(showing: &Showing, by_status: &[(Status, usize)], phase: Phase) -> El {
    let fields = by_status.iter().flat_map(|(status, count)| {
        (0..*count).map(|_| el("span").class("field-mark").attr("data-status", status.name()))
    });
    let words = by_status.iter().map(|(status, count)| {
        let words = [showing.t(word(*status, phase)), ": ", &showing.locale.whole(*count as u64)].concat();
        el("li").attr("data-status", status.name()).text(&words)
    });
    div("graphic")
        .child(div("fields").attr("aria-hidden", "true").children(fields))
        .child(el("ul").class("key").children(words))
}
