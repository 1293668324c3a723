//! The rule behind a figure, in a few sentences: what was counted, against what, and what the bar
//! shows. Derived from the same state as the figure itself.

use super::reports::unit_of;
use super::showing::Showing;
use super::target::counted;
use crate::promise::counting::Counting;
use crate::promise::date::Phase;
use crate::promise::document::Commitment;
use crate::promise::progress::{Figure, State, Status, Trend, counting, part_of};
use crate::promise::report::ReportState;
use crate::promise::target::{Reporting, Target, TargetKind};
use crate::texts::Key;

/// How the figure of a target was calculated. `figure` and `goal` are the words shown for them.
pub fn rule(showing: &Showing, target: &Target, state: &State, figure: &str, goal: &str) -> String {
    let locale = &showing.locale;
    let mut said = String::new();
    if let Figure::Amount { done, at_least, .. } = state.figure {
        // Without a known total the figure is "Kvällar: 41"; the sum is 41.
        let sum = match &target.kind {
            TargetKind::Every(every) if every.total.is_none() => showing.amount(done, at_least),
            _ => figure.to_owned(),
        };
        match target.reporting {
            Some(Reporting::Cumulative) => add(&mut said, showing.t(Key::RuleCumulative)),
            None => add(&mut said, &sum_of(showing, &counting(target, &showing.promise), &sum)),
        }
    }
    let mut say = |key: Key, values: &[(&str, &str)]| add(&mut said, &locale.fill(key, values));
    match (state.figure, &target.kind) {
        (Figure::Unknown, _) => {}
        // The figure says that the share cannot be worked out, though there may be amounts.
        (Figure::Unnumbered, TargetKind::Share(share)) if share.of_target.is_some() => {}
        (Figure::Unnumbered, _) => say(Key::RuleUnnumbered, &[]),
        (Figure::State(state), _) => say(Key::RuleState, &[("state", showing.t(state_word(state)))]),
        (Figure::Amount { .. }, TargetKind::Every(every)) if every.total.is_none() => say(Key::RuleNoTotal, &[]),
        (Figure::Amount { .. }, _) => {}
        (Figure::Rate(intervals), _) => {
            say(Key::RuleRate, &[("goal", goal)]);
            let number = |n: u32| locale.whole(u64::from(n));
            let past = intervals.judged() + intervals.unknown;
            if intervals.judged() > 0 {
                let (n, met) = (number(past), number(intervals.met));
                let (missed, unknown) = (number(intervals.missed), number(intervals.unknown));
                say(Key::RulePast, &[("n", &n), ("met", &met), ("missed", &missed), ("unknown", &unknown)]);
            }
            if intervals.cut > 0 {
                say(Key::RuleCut, &[("n", &number(intervals.cut))]);
            }
            if intervals.coarse_reports > 0 {
                say(Key::RuleUnplaced, &[("n", &number(intervals.coarse_reports))]);
            }
            match (state.fraction, state.phase) {
                (Some(_), Phase::Ended) => say(Key::RulePastBar, &[]),
                (Some(_), _) => say(Key::RuleNowBar, &[]),
                (None, _) => {}
            }
        }
        (Figure::Percent(percent), TargetKind::Share(share)) => match part_of(share, target, &showing.promise) {
            Some(part) => {
                let unit = unit_of(showing, counted(showing, &target.kind), part.whole as f64);
                let (part, whole) = (locale.whole(part.part), locale.whole(part.whole));
                let percent = locale.percent(percent);
                say(Key::RuleShare, &[("part", &part), ("whole", &whole), ("unit", unit), ("percent", &percent)]);
            }
            None => say(Key::RuleNewest, &[]),
        },
        (Figure::Value { from, trend, .. }, TargetKind::Change(change)) => {
            say(Key::RuleNewest, &[]);
            match (&change.baseline, from) {
                (Some(baseline), _) => {
                    let date = baseline.date.map(|date| locale.date(date));
                    let date = date.map(|date| locale.fill(Key::DocumentDetails, &[("details", &date)]));
                    let from = [locale.number(baseline.value), date.unwrap_or_default()].join(" ");
                    say(Key::RuleBaseline, &[("from", from.trim_end())]);
                }
                (None, Some(_)) => say(Key::RuleOldest, &[]),
                (None, None) => say(Key::RuleAlone, &[]),
            }
            match (state.fraction, trend) {
                (None, _) => say(Key::RuleNoBar, &[]),
                (Some(_), Trend::WrongWay) => say(Key::RuleWrongWay, &[]),
                (Some(_), _) => say(Key::RuleWay, &[]),
            }
        }
        (Figure::Percent(_) | Figure::Value { .. }, _) => {}
    }
    match state.status {
        _ if target.outcome.is_some() => say(Key::RuleStated, &[]),
        Status::NotMet => say(Key::RuleNotMet, &[]),
        Status::NoFinalResult => say(Key::RuleNoFinal, &[]),
        Status::Met
        | Status::PartlyMet
        | Status::Begun
        | Status::NotBegun
        | Status::Discontinued
        | Status::CannotTell
        | Status::Reported
        | Status::Unknown => {}
    }
    if let (Phase::Running, Some(elapsed)) = (state.phase, state.elapsed) {
        say(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]);
    }
    said
}

/// How the status of a commitment without targets was determined, and `figure` if something has
/// been counted anyway.
pub fn uncounted_rule(showing: &Showing, commitment: &Commitment, figure: Option<&str>) -> String {
    let mut said = String::new();
    let counting = Counting::of(&commitment.reports, showing.promise.period.as_ref());
    if let Some(figure) = figure {
        add(&mut said, &sum_of(showing, &counting, figure));
    }
    if let Some((state, _)) = counting.state() {
        add(&mut said, &showing.locale.fill(Key::RuleState, &[("state", showing.t(state_word(state)))]));
    }
    if commitment.outcome.is_some() {
        add(&mut said, showing.t(Key::RuleStated));
    }
    said
}

fn sum_of(showing: &Showing, counting: &Counting, figure: &str) -> String {
    let amounts = counting.reports().iter().filter(|report| report.amount.is_some());
    showing.locale.plural(Key::RuleSum, amounts.count() as u64, &[("sum", figure)])
}

/// Appends a sentence.
#[inline(never)]
pub fn add(said: &mut String, sentence: &str) {
    if !said.is_empty() {
        said.push(' ');
    }
    said.push_str(sentence);
}

/// The word for the state of something that is not counted.
pub fn state_word(state: ReportState) -> Key {
    match state {
        ReportState::NotBegun => Key::MilestoneNotBegun,
        ReportState::Begun => Key::MilestoneBegun,
        ReportState::Done => Key::MilestoneDone,
    }
}
