//! "Följ med i hur det går": the promise as a whole, in words first and then as one
//! small picture. A promise without numbers gets words of its own, so that it does
//! not look like a failure.

use super::element::{El, div, el, p};
use super::showing::Showing;
use super::status::count_word;
use crate::promise::date::Phase;
use crate::promise::progress::Status;
use crate::promise::summary::Summary;
use crate::texts::Key;

/// The summary of the promise.
pub fn summary(showing: &Showing, summary: &Summary) -> El {
    let locale = &showing.locale;
    let words = if summary.targets > 0 { measured(showing, summary) } else { text_only(showing, summary) };
    let elapsed = match (summary.phase, summary.elapsed) {
        (Phase::Running, Some(elapsed)) => {
            Some(locale.fill(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]))
        }
        (Phase::Ended, _) => Some(showing.t(Key::SummaryOver).to_owned()),
        (Phase::Running, None) | (Phase::NotBegun, _) => None,
    };
    let latest = match (summary.latest_report, summary.stale) {
        (Some(latest), true) => Some((Key::SummaryStale, latest)),
        (Some(latest), false) => Some((Key::SummaryLatest, latest)),
        (None, true) => showing.promise.period.as_ref().map(|period| (Key::SummaryNever, period.from)),
        (None, false) => None,
    };
    let latest = latest.map(|(key, date)| locale.fill(key, &[("date", &locale.date(date))]));
    let any_known = summary.by_status.iter().any(|(status, _)| *status != Status::Unknown);
    // The bars have a mark only while there is an end to come.
    let has_mark = any_known && summary.phase == Phase::Running && summary.elapsed.is_some();
    el("section")
        .class("summary")
        .attr("aria-labelledby", "lofte_summary")
        .child(showing.heading(1).attr("id", "lofte_summary").text(showing.t(Key::FollowHeading)))
        .children(words.into_iter().map(|words| p("lead").text(&words)))
        .child_if(any_known.then(|| graphic(showing, summary)))
        .child_if(elapsed.map(|words| p("elapsed").text(&words)))
        .child_if(latest.map(|words| p("latest").text(&words)))
        .child_if(any_known.then(|| p("note").text(showing.t(Key::SummaryCounts))))
        .child_if(has_mark.then(|| p("note").text(showing.t(Key::TickLegend))))
}

fn measured(showing: &Showing, summary: &Summary) -> Vec<String> {
    let locale = &showing.locale;
    let n = summary.targets as u64;
    let met = count(summary, Status::Met);
    let all_unknown = count(summary, Status::Unknown) == n;
    let first = match (all_unknown, summary.phase) {
        (true, Phase::Ended) => locale.plural(Key::SummaryNoReportsEnded, n, &[]),
        (true, Phase::Running | Phase::NotBegun) => locale.plural(Key::SummaryNoReports, n, &[]),
        (false, _) => locale.plural(Key::TargetsMet, n, &[("met", &locale.whole(met))]),
    };
    let besides = summary.without_target as u64;
    let besides = (besides > 0).then(|| locale.plural(Key::SummaryBesides, besides, &[]));
    [Some(first), besides].into_iter().flatten().collect()
}

fn text_only(showing: &Showing, summary: &Summary) -> Vec<String> {
    let locale = &showing.locale;
    let first = locale.plural(Key::SummaryTextOnly, summary.without_target as u64, &[]);
    let reported: usize = summary
        .without_target_by_status
        .iter()
        .filter(|(status, _)| *status != Status::Unknown)
        .map(|(_, count)| count)
        .sum();
    let second = match (reported, summary.phase) {
        (0, Phase::Ended) => showing.t(Key::SummaryTextOnlyUnknownEnded).to_owned(),
        (0, Phase::Running | Phase::NotBegun) => showing.t(Key::SummaryTextOnlyUnknown).to_owned(),
        (reported, _) => locale.plural(Key::SummaryTextOnlyReported, reported as u64, &[]),
    };
    vec![first, second]
}

fn count(summary: &Summary, status: Status) -> u64 {
    summary.by_status.iter().find(|(found, _)| *found == status).map_or(0, |(_, count)| *count as u64)
}

/// A row of fields, one for each target, each status with a pattern of its own; below
/// it the same in words, which is also the key to the patterns.
fn graphic(showing: &Showing, summary: &Summary) -> El {
    let locale = &showing.locale;
    let fields = summary.by_status.iter().flat_map(|(status, count)| {
        (0..*count).map(|_| el("span").class("field-mark").attr("data-status", status.name()))
    });
    let words = summary.by_status.iter().map(|(status, count)| {
        let count = *count as u64;
        let mut words = locale.whole(count);
        words.push(' ');
        words.push_str(&locale.plural(count_word(*status, summary.phase), count, &[]));
        el("li").attr("data-status", status.name()).text(&words)
    });
    div("graphic")
        .child(div("fields").attr("aria-hidden", "true").children(fields))
        .child(el("ul").class("key").attr("aria-label", showing.t(Key::SummaryGraphic)).children(words))
}
