//! One measurable target: what was promised, its progress in words, its bar, and how we know.

use super::bar::bar;
use super::element::{El, div, el, p};
use super::header::period_words;
use super::how_we_know::{rule, state_word};
use super::reports::{Counted, reports};
use super::showing::Showing;
use super::status::status;
use crate::promise::date::Phase;
use crate::promise::progress::{Figure, State, Status, Trend, is_at_least, own_period, state};
use crate::promise::rate::Done;
use crate::promise::report::{Outcome, ReportState};
use crate::promise::target::{
    Bound, Change, Direction, Goal, Interval, Milestone, MilestoneGoal, Rate, Share, Target, TargetKind, Unit,
};
use crate::promise::text::Text;
use crate::texts::Key;
use js_sys::JsString;

/// The visible part of a target: how far it has come, its status, its bar, and why it was not met.
/// If nothing is known about it, its goal is shown. The rest is in [`behind`].
pub fn target(showing: &Showing, target: &Target, commitment: &Text) -> El {
    let state = state(target, &showing.promise, showing.today);
    let goal = goal_words(showing, &target.kind, state.phase);
    let figure = figure_words(showing, &target.kind, &state, &goal);
    let is_known = state.figure != Figure::Unknown;
    let (main, look) = if is_known {
        (as_of(showing, &state, figure.main), state.status)
    } else {
        (goal_line(showing, &target.kind, &goal), Status::Unknown)
    };
    let title = title(showing, target);
    let name = title.as_deref().unwrap_or_else(|| showing.words(commitment));
    showing
        .place(div("target"), &target.id)
        .child_if(title.as_ref().map(|title| p("target-title").text(title)))
        .child(
            div("figure-row")
                .child(p("figure").attr("data-status", look.name()).text(&main))
                .child(status(showing, state.status)),
        )
        .child_if(bar(showing, &target.kind, &state, name))
        .children(figure.details.into_iter().filter(|_| is_known).map(|detail| p("detail").text(&detail)))
        .child_if(target.outcome.as_ref().and_then(|stated| reason(showing, stated)))
}

/// What is behind the figure of a target: its goal and period, where its outcome was stated, the
/// rule and the reports. With `is_one_of` several targets, it has a title.
pub fn behind(showing: &Showing, target: &Target, is_one_of: bool) -> El {
    let state = state(target, &showing.promise, showing.today);
    let goal = goal_words(showing, &target.kind, state.phase);
    let figure = figure_words(showing, &target.kind, &state, &goal);
    let is_known = state.figure != Figure::Unknown;
    let main = as_of(showing, &state, figure.main);
    let title = title(showing, target).filter(|_| is_one_of);
    let goal_line = (is_known && !figure.says_goal).then(|| goal_line(showing, &target.kind, &goal));
    let due = match &target.kind {
        TargetKind::Milestone(milestone) if state.figure != Figure::State(ReportState::Done) => {
            due(showing, milestone, state.phase)
        }
        TargetKind::Milestone(_)
        | TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Change(_) => None,
    };
    let period = target
        .period
        .as_ref()
        .map(|period| showing.locale.fill(Key::TargetPeriod, &[("period", &period_words(showing, period))]));
    let counted_in = own_period(target, &showing.promise);
    let rule = rule(showing, target, &state, &main, &goal);
    div("behind")
        .child_if(title.map(|title| p("target-title").text(&title)))
        .children([goal_line, due, period].into_iter().flatten().map(|line| p("detail").text(&line)))
        .child_if(target.outcome.as_ref().and_then(|stated| origin(showing, stated, true)))
        .child_if(reports(showing, &target.reports, counted(showing, &target.kind), counted_in, &rule))
}

/// What distinguishes a target from the others of its commitment: its label and place, unless the
/// goal says the same.
fn title(showing: &Showing, target: &Target) -> Option<String> {
    let name = target.label.as_ref().map(|label| showing.words(label)).filter(|label| !is_said(showing, target, label));
    let place = target.place.as_ref().and_then(|id| showing.promise.place(id)).map(|place| showing.words(&place.name));
    let place = place.filter(|place| name != Some(*place));
    let title: Vec<&str> = [name, place].into_iter().flatten().collect();
    (!title.is_empty()).then(|| title.join(", "))
}

/// The goal as a line of its own.
fn goal_line(showing: &Showing, kind: &TargetKind, goal: &str) -> String {
    match kind {
        // "Ska öka: …" needs no "Mål:" before it.
        TargetKind::Change(_) => goal.to_owned(),
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Milestone(_) => showing.locale.fill(Key::Goal, &[("goal", goal)]),
    }
}

/// Whether the goal repeats the label: "Polisens synlighet" and "Ska öka: polisens synlighet".
fn is_said(showing: &Showing, target: &Target, label: &str) -> bool {
    let what = showing.words(target.kind.what());
    JsString::from(label).to_lower_case() == JsString::from(what).to_lower_case()
}

/// Once the period has ended, a figure that may not be final says what date it is from.
fn as_of(showing: &Showing, state: &State, figure: String) -> String {
    let is_figure = !matches!(state.figure, Figure::Unknown | Figure::Unnumbered);
    match state.latest {
        Some(date) if is_figure && state.status == Status::NoFinalResult => {
            showing.locale.fill(Key::FigureAsOf, &[("figure", &figure), ("date", &showing.locale.date(date))])
        }
        _ => figure,
    }
}

/// The stated reason for an outcome, and the comment on it.
pub fn reason(showing: &Showing, outcome: &Outcome) -> Option<El> {
    let reason = outcome
        .reason
        .as_ref()
        .map(|reason| el("p").text(&showing.locale.fill(Key::Reason, &[("reason", showing.words(reason))])));
    let comment: Vec<El> = outcome.comment.iter().flat_map(|comment| showing.paragraphs(comment)).collect();
    (reason.is_some() || !comment.is_empty()).then(|| div("outcome").child_if(reason).children(comment))
}

/// The date and source of a stated outcome. Without `dated` the date is shown elsewhere.
pub fn origin(showing: &Showing, outcome: &Outcome, dated: bool) -> Option<El> {
    let date = outcome.date.as_ref().filter(|_| dated);
    let date =
        date.map(|date| p("detail").text(&showing.locale.fill(Key::OutcomeDate, &[("date", &showing.date(date))])));
    let source = outcome
        .source
        .as_ref()
        .map(|source| p("source").text(showing.t(Key::ReportSource)).text(" ").child(showing.source(source)));
    (date.is_some() || source.is_some()).then(|| div("origin").child_if(date).child_if(source))
}

/// What the amounts of a target's reports count. A target that is part of another counts the same
/// thing as the other.
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
fn goal_words(showing: &Showing, kind: &TargetKind, phase: Phase) -> String {
    let locale = &showing.locale;
    match kind {
        TargetKind::Count(count) => amount_goal(showing, count.goal, &count.unit, count.bound),
        TargetKind::Rate(rate) => {
            let goal = amount_goal(showing, rate.goal, &rate.unit, rate.bound);
            locale.fill(Key::RatePer, &[("goal", &goal), ("per", showing.t(per(rate.per)))])
        }
        TargetKind::Every(every) => match every.total {
            Some(total) => {
                let total = locale.whole(u64::from(total.get()));
                locale.fill(Key::EveryGoalTotal, &[("total", &total), ("of", showing.words(&every.of))])
            }
            None => locale.fill(Key::EveryGoal, &[("of", showing.words(&every.of))]),
        },
        TargetKind::Share(share) => {
            let key = if is_at_least(share.bound) { Key::ShareGoalAtLeast } else { Key::ShareGoalExact };
            locale.fill(key, &[("percent", &locale.percent(share.goal.0)), ("of", showing.words(&share.of))])
        }
        TargetKind::Change(change) => change_goal(showing, change, phase),
        TargetKind::Milestone(milestone) => showing.words(&milestone.what).to_owned(),
    }
}

fn amount_goal(showing: &Showing, goal: Goal, unit: &Unit, bound: Option<Bound>) -> String {
    let n = u64::from(goal.get());
    let key = if is_at_least(bound) { Key::GoalAtLeast } else { Key::GoalExact };
    showing.locale.fill(key, &[("goal", &showing.locale.whole(n)), ("unit", showing.unit(unit, n as f64))])
}

fn change_goal(showing: &Showing, change: &Change, phase: Phase) -> String {
    let locale = &showing.locale;
    let key = match (change.direction, phase) {
        (Direction::Increase, Phase::Ended) => Key::ChangeIncreaseEnded,
        (Direction::Decrease, Phase::Ended) => Key::ChangeDecreaseEnded,
        (Direction::Increase, Phase::NotBegun | Phase::Running) => Key::ChangeIncrease,
        (Direction::Decrease, Phase::NotBegun | Phase::Running) => Key::ChangeDecrease,
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

/// The unit in the form that follows the number `n`.
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
    /// The words already include the goal: "2 av 4 riktade insatser".
    says_goal: bool,
}

fn figure_words(showing: &Showing, kind: &TargetKind, state: &State, goal: &str) -> Words {
    let locale = &showing.locale;
    let short = |key| Words { main: showing.t(key).to_owned(), details: Vec::new(), says_goal: false };
    match (state.figure, kind) {
        (Figure::Unknown, _) => short(Key::FigureUnknown),
        (Figure::Unnumbered, TargetKind::Share(Share { of_target: Some(_), .. })) => short(Key::FigureNoShare),
        (Figure::Unnumbered, _) => short(Key::Unnumbered),
        (Figure::State(state), _) => short(state_word(state)),
        (Figure::Amount { done, or_more, at_least }, TargetKind::Count(count)) => {
            let done = Done { amount: done, or_more, at_least };
            let words = amount_done(showing, done, count.goal, &Of::Unit(&count.unit), count.bound);
            Words { main: words, details: Vec::new(), says_goal: true }
        }
        (Figure::Amount { done, or_more, at_least }, TargetKind::Every(every)) => {
            let done = Done { amount: done, or_more, at_least };
            let words = match every.total {
                Some(total) => amount_done(showing, done, total, &Of::Text(&every.of), None),
                None => {
                    let amount = showing.amount(done.amount, at_least);
                    let of = showing.words(&every.of);
                    let words = locale.fill(Key::EveryDoneUnknownTotal, &[("done", &amount), ("of", of)]);
                    showing.or_more(words, or_more)
                }
            };
            Words { main: words, details: Vec::new(), says_goal: every.total.is_some() }
        }
        (Figure::Rate(_), TargetKind::Rate(rate)) => rate_words(showing, rate, state),
        (Figure::Percent(percent), TargetKind::Share(share)) => {
            let words = [&locale.percent(percent), " ", showing.words(&share.of)].concat();
            Words { main: now(showing, state, words), details: Vec::new(), says_goal: false }
        }
        (Figure::Value { from, to, trend }, TargetKind::Change(change)) => {
            change_words(showing, change, state, from, to, trend)
        }
        // The rules do not produce any other pairs; if they did, the goal would still be shown.
        (Figure::Amount { .. } | Figure::Rate(_) | Figure::Percent(_) | Figure::Value { .. }, _) => {
            Words { main: goal.to_owned(), details: Vec::new(), says_goal: true }
        }
    }
}

/// When a milestone is due: "Ska vara klart: juni 2024". One that only has to begin shows the end
/// of the period if it has no date of its own.
fn due(showing: &Showing, milestone: &Milestone, phase: Phase) -> Option<String> {
    let is_begin = milestone.goal == Some(MilestoneGoal::Begun);
    let key = match (is_begin, phase) {
        (true, Phase::Ended) => Key::MilestoneByBegunEnded,
        (false, Phase::Ended) => Key::MilestoneByEnded,
        (true, Phase::NotBegun | Phase::Running) => Key::MilestoneByBegun,
        (false, Phase::NotBegun | Phase::Running) => Key::MilestoneBy,
    };
    let end = showing.promise.period.as_ref().and_then(|period| period.to).filter(|_| is_begin);
    let date = match &milestone.by {
        Some(by) => showing.date(by),
        None => showing.locale.date(end?),
    };
    Some(showing.locale.fill(key, &[("date", &date)]))
}

/// Adds "now" to a level that may still change.
fn now(showing: &Showing, state: &State, figure: String) -> String {
    let is_now = !state.is_final && state.phase != Phase::Ended;
    if is_now { showing.locale.fill(Key::FigureNow, &[("figure", &figure)]) } else { figure }
}

/// What is counted in words.
enum Of<'a> {
    /// In singular and plural.
    Unit(&'a Unit),
    /// In one form.
    Text(&'a Text),
    /// Stated elsewhere.
    Nothing,
}

impl Of<'_> {
    fn words<'a>(&'a self, showing: &'a Showing, n: u64) -> &'a str {
        match self {
            Self::Unit(unit) => showing.unit(unit, n as f64),
            Self::Text(text) => showing.words(text),
            Self::Nothing => "",
        }
    }
}

/// "2 av 4 riktade insatser", "40 av minst 20 trafikkontroller". More than an exact number is not a
/// part of it: "5 riktade insatser (mål: 4)".
fn amount_done(showing: &Showing, done: Done, goal: Goal, of: &Of, bound: Option<Bound>) -> String {
    let locale = &showing.locale;
    let n = u64::from(goal.get());
    let is_over = done.amount > n && !is_at_least(bound);
    let key = match (is_over, is_at_least(bound)) {
        (true, _) => Key::FigureOver,
        (false, true) => Key::DoneAtLeast,
        (false, false) => Key::DoneExact,
    };
    let unit = of.words(showing, if is_over { done.amount } else { n });
    let amount = showing.amount(done.amount, done.at_least);
    let words = locale.fill(key, &[("done", &amount), ("goal", &locale.whole(n)), ("unit", unit)]);
    showing.or_more(words.replace("  ", " ").trim_end().to_owned(), done.or_more)
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
    if state.phase == Phase::Running && (intervals.current.is_some() || intervals.coarse.is_none()) {
        let figure = match intervals.current {
            Some(current) => amount_done(showing, current, rate.goal, &Of::Nothing, rate.bound),
            None => showing.t(Key::FigureUnknownInside).to_owned(),
        };
        lines.push(locale.fill(now, &[("figure", &figure)]));
    }
    let judged = u64::from(intervals.judged());
    if judged > 0 {
        lines.push(locale.plural(met, judged, &[("met", &locale.whole(u64::from(intervals.met)))]));
        if intervals.unknown > 0 {
            lines.push(locale.plural(Key::IntervalsUnknown, u64::from(intervals.unknown), &[]));
        }
    }
    if let Some(coarse) = intervals.coarse {
        let amount = showing.amount(coarse.amount, coarse.at_least);
        let unit = showing.unit(&rate.unit, coarse.amount as f64);
        let total = locale.fill(Key::RateTotal, &[("done", &amount), ("unit", unit)]);
        lines.push(showing.or_more(total, coarse.or_more));
        lines.push(showing.t(Key::RateCoarse).to_owned());
    }
    let mut lines = lines.into_iter();
    let main = lines.next().unwrap_or_else(|| showing.t(Key::FigureUnknown).to_owned());
    Words { main, details: lines.collect(), says_goal: false }
}

fn change_words(showing: &Showing, change: &Change, state: &State, from: Option<f64>, to: f64, trend: Trend) -> Words {
    let locale = &showing.locale;
    let unit = change_unit(showing, change, Some(to));
    let is_now = !state.is_final && state.phase != Phase::Ended;
    let to = locale.number(to);
    let from = from.map(|from| locale.number(from));
    let key = match (is_now, &from) {
        (true, Some(_)) => Key::ChangeNowWas,
        (true, None) => Key::ChangeNow,
        (false, Some(_)) => Key::ChangeWas,
        (false, None) => Key::ChangeLast,
    };
    let main = locale.fill(key, &[("from", from.as_deref().unwrap_or_default()), ("to", &to), ("unit", unit)]);
    let trend = match trend {
        Trend::RightWay => Some(Key::TrendRight),
        Trend::WrongWay => Some(Key::TrendWrong),
        Trend::Unchanged => Some(Key::TrendUnchanged),
        Trend::Unknown => None,
    };
    Words {
        // Without a unit there is a stray space.
        main: main.replace(" ,", ",").trim_end().to_owned(),
        details: trend.map(|key| showing.t(key).to_owned()).into_iter().collect(),
        says_goal: false,
    }
}
