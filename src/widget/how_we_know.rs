//! The rule by which a figure was made, in a few sentences: what was counted, against
//! what, and what the bar shows. Told from the same state that the figure is made of.

use super::reports::unit_of;
use super::showing::Showing;
use super::target::counted;
use crate::promise::date::Phase;
use crate::promise::document::Commitment;
use crate::promise::progress::{Figure, State, Status, Trend, part_of, state_of};
use crate::promise::report::{Report, ReportState, counting};
use crate::promise::target::{Target, TargetKind};
use crate::texts::Key;

/// How the figure of a target was made. `figure` and `goal` are the words that it is shown in.
pub fn rule(showing: &Showing, target: &Target, state: &State, figure: &str, goal: &str) -> String {
    let locale = &showing.locale;
    let mut said = String::new();
    if let Figure::Amount { .. } = state.figure {
        add(&mut said, &sum_of(showing, &target.reports, figure));
    }
    let mut say = |key: Key, values: &[(&str, &str)]| add(&mut said, &locale.fill(key, values));
    match (state.figure, &target.kind) {
        (Figure::Unknown, _) => {}
        (Figure::Unnumbered, _) => say(Key::RuleUnnumbered, &[]),
        (Figure::State(state), _) => say(Key::RuleState, &[("state", showing.t(state_word(state)))]),
        (Figure::Amount { done, .. }, kind) => {
            let goal = match kind {
                TargetKind::Count(count) => Some(count.goal),
                TargetKind::Every(every) => every.total,
                _ => None,
            };
            match goal.map(|goal| u64::from(goal.get())) {
                Some(goal) if done > goal => say(Key::RuleOver, &[("n", &locale.whole(done - goal))]),
                Some(_) => {}
                None => say(Key::RuleNoTotal, &[]),
            }
        }
        (Figure::Rate(intervals), _) => {
            say(Key::RuleRate, &[("goal", goal)]);
            let number = |n: u32| locale.whole(u64::from(n));
            if intervals.past() > 0 {
                let (n, met) = (number(intervals.past()), number(intervals.met));
                let (missed, unknown) = (number(intervals.missed), number(intervals.unknown));
                say(Key::RulePast, &[("n", &n), ("met", &met), ("missed", &missed), ("unknown", &unknown)]);
            }
            if intervals.unplaced > 0 {
                say(Key::RuleUnplaced, &[("n", &number(intervals.unplaced))]);
            }
            match (state.fraction, state.phase) {
                (Some(_), Phase::Ended) => say(Key::RulePastBar, &[]),
                (Some(_), _) => say(Key::RuleNowBar, &[]),
                (None, _) => {}
            }
        }
        (Figure::Percent(percent), TargetKind::Share(share)) => match part_of(share, &target.reports, &showing.promise)
        {
            Some((part, whole)) => {
                let unit = unit_of(showing, counted(showing, &target.kind), whole as f64);
                let (part, whole) = (locale.whole(part), locale.whole(whole));
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
    if target.outcome.is_some() {
        say(Key::RuleStated, &[]);
    } else if state.status == Status::NotMet {
        say(Key::RuleNotMet, &[]);
    }
    if let (Phase::Running, Some(elapsed)) = (state.phase, state.elapsed) {
        say(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]);
    }
    said
}

/// How the status of a commitment without targets was found, and `figure`, where
/// something has been counted all the same.
pub fn uncounted_rule(showing: &Showing, commitment: &Commitment, figure: Option<&str>) -> String {
    let mut said = String::new();
    if let Some(figure) = figure {
        add(&mut said, &sum_of(showing, &commitment.reports, figure));
    }
    if let Some(state) = state_of(&commitment.reports) {
        add(&mut said, &showing.locale.fill(Key::RuleState, &[("state", showing.t(state_word(state)))]));
    }
    if commitment.outcome.is_some() {
        add(&mut said, showing.t(Key::RuleStated));
    }
    said
}

fn sum_of(showing: &Showing, reports: &[Report], figure: &str) -> String {
    showing.locale.plural(Key::RuleSum, counting(reports).count() as u64, &[("sum", figure)])
}

/// Adds a sentence to others.
#[inline(never)]
pub fn add(said: &mut String, sentence: &str) {
    if !said.is_empty() {
        said.push(' ');
    }
    said.push_str(sentence);
}

/// The word for how far something uncounted has come.
pub fn state_word(state: ReportState) -> Key {
    match state {
        ReportState::NotBegun => Key::MilestoneNotBegun,
        ReportState::Begun => Key::MilestoneBegun,
        ReportState::Done => Key::MilestoneDone,
    }
}
