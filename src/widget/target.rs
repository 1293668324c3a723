//! One measurable target: what was promised, how far it has come in words, its bar,
//! and how we know.

use super::bar::bar;
use super::element::{El, div, el, p};
use super::how_we_know::rule;
use super::reports::{Counted, reports};
use super::showing::Showing;
use super::status::status;
use crate::promise::date::Phase;
use crate::promise::progress::{Figure, State, Status, Trend, is_at_least, state};
use crate::promise::report::{Outcome, ReportState};
use crate::promise::target::{Bound, Change, Direction, Every, Goal, Interval, Rate, Share, Target, TargetKind, Unit};
use crate::texts::Key;

/// A target.
pub fn target(showing: &Showing, target: &Target) -> El {
    let state = state(target, &showing.promise, showing.today);
    let goal = goal_words(showing, &target.kind);
    let figure = figure_words(showing, &target.kind, &state, &goal);
    let name = target.label.as_ref().map(|label| showing.words(label));
    let place = target.place.as_ref().and_then(|id| showing.promise.place(id)).map(|place| showing.words(&place.name));
    let place = place.filter(|place| name != Some(*place));
    let title: Vec<&str> = [name, place].into_iter().flatten().collect();
    let label = if title.is_empty() { goal.clone() } else { [title.join(", ").as_str(), ": ", goal.as_str()].concat() };
    let goal_line = (!figure.says_goal).then(|| match &target.kind {
        // "Ska öka: …" needs no "Mål:" before it.
        TargetKind::Change(_) => goal.clone(),
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Milestone(_) => showing.locale.fill(Key::Goal, &[("goal", &goal)]),
    });

    let rule = rule(showing, target, &state, &figure.main, &goal);
    // Where only the outcome is known, "ingen uppgift" would contradict it.
    let says = state.figure != Figure::Unknown || state.status == Status::Unknown;

    showing
        .place(div("target"), &target.id)
        .child_if((!title.is_empty()).then(|| p("target-title").text(&title.join(", "))))
        .child(
            div("figure-row")
                .child_if(says.then(|| p("figure").attr("data-status", state.status.name()).text(&figure.main)))
                // An unknown figure says so itself; the mark would say it twice.
                .child_if((state.status != Status::Unknown).then(|| status(showing, state.status, state.phase))),
        )
        .child_if(bar(showing, &state, &label))
        .child_if(goal_line.map(|line| p("goal").text(&line)))
        .children(figure.details.into_iter().map(|detail| p("detail").text(&detail)))
        .child_if(target.outcome.as_ref().and_then(|stated| outcome(showing, stated, true)))
        .child_if(reports(showing, &target.reports, counted(showing, &target.kind), &rule, &label))
}

/// What has been said of how it ended: when, why, and where that can be read.
/// Without `dated` the date stands elsewhere.
pub fn outcome(showing: &Showing, outcome: &Outcome, dated: bool) -> Option<El> {
    let locale = &showing.locale;
    let date = outcome
        .date
        .as_ref()
        .filter(|_| dated)
        .map(|date| locale.fill(Key::OutcomeDate, &[("date", &showing.date(date))]));
    let reason = outcome.reason.as_ref().map(|reason| locale.fill(Key::Reason, &[("reason", showing.words(reason))]));
    let source = outcome
        .source
        .as_ref()
        .map(|source| p("source").text(showing.t(Key::ReportSource)).text(" ").child(showing.source(source)));
    let words: Vec<String> = [date, reason].into_iter().flatten().collect();
    (!words.is_empty() || source.is_some()).then(|| {
        let words = (!words.is_empty()).then(|| el("p").text(&words.join(" ")));
        div("outcome").child_if(words).child_if(source)
    })
}

/// What the amounts of a target's reports count. The part of another target counts
/// what that one counts.
pub fn counted<'a>(showing: &'a Showing, kind: &'a TargetKind) -> Counted<'a> {
    match kind {
        TargetKind::Count(count) => Counted::Unit(&count.unit),
        TargetKind::Rate(rate) => Counted::Unit(&rate.unit),
        TargetKind::Change(change) => change.unit.as_ref().map_or(Counted::Nothing, Counted::Unit),
        TargetKind::Every(every) => Counted::Text(&every.of),
        TargetKind::Milestone(_) => Counted::Nothing,
        TargetKind::Share(share) => {
            let whole = share.of_target.as_ref();
            let whole = whole.and_then(|id| showing.promise.targets().find(|target| target.id == *id));
            Counted::Share(whole.map(|whole| &whole.kind))
        }
    }
}

/// What was promised: "4 riktade insatser", "minst en trafikkontroll i veckan".
fn goal_words(showing: &Showing, kind: &TargetKind) -> String {
    let locale = &showing.locale;
    match kind {
        TargetKind::Count(count) => amount_goal(showing, count.goal, &count.unit, count.bound),
        TargetKind::Rate(rate) => {
            let goal = amount_goal(showing, rate.goal, &rate.unit, rate.bound);
            locale.fill(Key::RatePer, &[("goal", &goal), ("per", showing.t(per(rate.per)))])
        }
        TargetKind::Every(every) => locale.fill(Key::EveryGoal, &[("of", showing.words(&every.of))]),
        TargetKind::Share(share) => {
            let key = if is_at_least(share.bound) { Key::ShareGoalAtLeast } else { Key::ShareGoalExact };
            locale.fill(key, &[("percent", &locale.percent(share.goal.0)), ("of", showing.words(&share.of))])
        }
        TargetKind::Change(change) => change_goal(showing, change),
        TargetKind::Milestone(milestone) => showing.words(&milestone.what).to_owned(),
    }
}

fn amount_goal(showing: &Showing, goal: Goal, unit: &Unit, bound: Option<Bound>) -> String {
    let n = u64::from(goal.get());
    let key = if is_at_least(bound) { Key::GoalAtLeast } else { Key::GoalExact };
    showing.locale.fill(key, &[("goal", &showing.locale.whole(n)), ("unit", showing.unit(unit, n as f64))])
}

fn change_goal(showing: &Showing, change: &Change) -> String {
    let locale = &showing.locale;
    let key = match change.direction {
        Direction::Increase => Key::ChangeIncrease,
        Direction::Decrease => Key::ChangeDecrease,
    };
    let mut words = locale.fill(key, &[("of", showing.words(&change.of))]);
    let from = change.baseline.as_ref().map(|baseline| baseline.value);
    let unit = change_unit(showing, change, change.goal.or(from));
    let from = from.map(|from| locale.number(from));
    let to = change.goal.map(|goal| locale.number(goal));
    let numbers = match (&from, &to) {
        (Some(from), Some(to)) => locale.fill(Key::ChangeGoal, &[("from", from), ("to", to), ("unit", unit)]),
        (None, Some(to)) => locale.fill(Key::ChangeTo, &[("to", to), ("unit", unit)]),
        (Some(from), None) => locale.fill(Key::ChangeFrom, &[("from", from), ("unit", unit)]),
        (None, None) => return words,
    };
    words.push_str(", ");
    words.push_str(numbers.trim_end());
    words
}

/// The unit as it stands after the number `n`.
fn change_unit<'a>(showing: &'a Showing, change: &'a Change, n: Option<f64>) -> &'a str {
    change.unit.as_ref().zip(n).map_or("", |(unit, n)| showing.unit(unit, n))
}

fn per(interval: Interval) -> Key {
    match interval {
        Interval::Week => Key::PerWeek,
        Interval::Month => Key::PerMonth,
        Interval::Quarter => Key::PerQuarter,
        Interval::HalfYear => Key::PerHalfYear,
        Interval::Year => Key::PerYear,
    }
}

/// The figure in words.
struct Words {
    main: String,
    details: Vec<String>,
    /// The goal stands in the words already: "2 av 4 riktade insatser".
    says_goal: bool,
}

fn figure_words(showing: &Showing, kind: &TargetKind, state: &State, goal: &str) -> Words {
    let locale = &showing.locale;
    let by = match kind {
        TargetKind::Milestone(milestone) => milestone.by.as_ref(),
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Change(_) => None,
    };
    let by = by.map(|by| locale.fill(Key::MilestoneBy, &[("date", &showing.date(by))]));
    let short =
        |key| Words { main: showing.t(key).to_owned(), details: by.iter().cloned().collect(), says_goal: false };
    match (state.figure, kind) {
        (Figure::Unknown, _) => short(Key::FigureUnknown),
        (Figure::Unnumbered, _) => short(Key::Unnumbered),
        (Figure::State(ReportState::Done), _) => Words { details: Vec::new(), ..short(Key::MilestoneDone) },
        (Figure::State(ReportState::Begun), _) => short(Key::MilestoneBegun),
        (Figure::State(ReportState::NotBegun), _) => short(Key::MilestoneNotBegun),
        (Figure::Amount { done, or_more }, TargetKind::Count(count)) => {
            let words = amount_done(showing, done, count.goal, Some(&count.unit), count.bound);
            Words { main: showing.or_more(words, or_more), details: Vec::new(), says_goal: true }
        }
        (Figure::Amount { done, or_more }, TargetKind::Every(every)) => {
            let words = every_words(showing, done, every);
            Words { main: showing.or_more(words, or_more), details: Vec::new(), says_goal: false }
        }
        (Figure::Rate(_), TargetKind::Rate(rate)) => rate_words(showing, rate, state),
        (Figure::Percent(percent), TargetKind::Share(share)) => share_words(showing, percent, share),
        (Figure::Value { from, to, trend }, TargetKind::Change(change)) => {
            change_words(showing, change, from, to, trend)
        }
        // The rules make no other pairs; if they did, the goal would still be told.
        (Figure::Amount { .. } | Figure::Rate(_) | Figure::Percent(_) | Figure::Value { .. }, _) => {
            Words { main: goal.to_owned(), details: Vec::new(), says_goal: true }
        }
    }
}

fn amount_done(showing: &Showing, done: u64, goal: Goal, unit: Option<&Unit>, bound: Option<Bound>) -> String {
    let locale = &showing.locale;
    let n = u64::from(goal.get());
    let key = if is_at_least(bound) { Key::DoneAtLeast } else { Key::DoneExact };
    let unit = unit.map_or("", |unit| showing.unit(unit, n as f64));
    let words = locale.fill(key, &[("done", &locale.whole(done)), ("goal", &locale.whole(n)), ("unit", unit)]);
    words.trim_end().to_owned()
}

fn every_words(showing: &Showing, done: u64, every: &Every) -> String {
    let locale = &showing.locale;
    let (done, of) = (locale.whole(done), showing.words(&every.of));
    match every.total {
        Some(total) => {
            let total = locale.whole(u64::from(total.get()));
            locale.fill(Key::EveryDone, &[("done", &done), ("total", &total), ("of", of)])
        }
        None => locale.fill(Key::EveryDoneUnknownTotal, &[("done", &done), ("of", of)]),
    }
}

fn rate_words(showing: &Showing, rate: &Rate, state: &State) -> Words {
    let locale = &showing.locale;
    let Figure::Rate(intervals) = state.figure else {
        return Words { main: String::new(), details: Vec::new(), says_goal: false };
    };
    let (now, met) = match rate.per {
        Interval::Week => (Key::NowWeek, Key::WeeksMet),
        Interval::Month => (Key::NowMonth, Key::MonthsMet),
        Interval::Quarter => (Key::NowQuarter, Key::QuartersMet),
        Interval::HalfYear => (Key::NowHalfYear, Key::HalfYearsMet),
        Interval::Year => (Key::NowYear, Key::YearsMet),
    };
    let mut lines = Vec::new();
    if state.phase == Phase::Running {
        let figure = match intervals.current {
            Some(current) => amount_done(showing, current, rate.goal, None, rate.bound),
            None => showing.t(Key::FigureUnknownInside).to_owned(),
        };
        lines.push(locale.fill(now, &[("figure", &figure)]));
    }
    let past = u64::from(intervals.past());
    if past > 0 {
        let mut words = locale.plural(met, past, &[("met", &locale.whole(u64::from(intervals.met)))]);
        if intervals.unknown > 0 {
            words.push(' ');
            words.push_str(&locale.plural(Key::IntervalsUnknown, u64::from(intervals.unknown), &[]));
        }
        lines.push(words);
    }
    let mut lines = lines.into_iter();
    let main = lines.next().unwrap_or_else(|| showing.t(Key::Unnumbered).to_owned());
    Words { main, details: lines.collect(), says_goal: false }
}

fn share_words(showing: &Showing, percent: f64, share: &Share) -> Words {
    let locale = &showing.locale;
    let key = if is_at_least(share.bound) { Key::ShareDoneAtLeast } else { Key::ShareDoneExact };
    let main = locale.fill(key, &[("done", &locale.percent(percent)), ("of", showing.words(&share.of))]);
    Words { main, details: Vec::new(), says_goal: false }
}

fn change_words(showing: &Showing, change: &Change, from: Option<f64>, to: f64, trend: Trend) -> Words {
    let locale = &showing.locale;
    let unit = change_unit(showing, change, Some(to));
    let to = locale.number(to);
    let main = match from {
        Some(from) => locale.fill(Key::ChangeWas, &[("from", &locale.number(from)), ("to", &to), ("unit", unit)]),
        None => locale.fill(Key::ChangeNow, &[("to", &to), ("unit", unit)]),
    };
    let trend = match trend {
        Trend::RightWay => Some(Key::TrendRight),
        Trend::WrongWay => Some(Key::TrendWrong),
        Trend::Unchanged => Some(Key::TrendUnchanged),
        Trend::Unknown => None,
    };
    Words {
        main: main.trim_end().to_owned(),
        details: trend.map(|key| showing.t(key).to_owned()).into_iter().collect(),
        says_goal: false,
    }
}
