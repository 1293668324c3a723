//! How far a target has come: a function of the document and today's date, nothing
//! else. No percentage is ever typed in, and unknown is never zero.
//!
//! The order of the rules, first that applies:
//! 1. An outcome that somebody has stated goes before any sum.
//! 2. Nothing is reported: unknown, also after the period.
//! 3. The goal is reached: met, also before the period has ended.
//! 4. The period has ended, and what is reported is enough to tell that the goal
//!    was not reached: not met. Where a report lacks its figure, nobody can tell,
//!    and it stays begun.
//! 5. Only nothing-done-yet has been reported: not begun. Else begun.

use super::date::{Day, Period, Phase};
use super::document::{Commitment, Promise};
use super::rate::{Intervals, intervals};
use super::report::{self, OutcomeStatus, Report, ReportState};
use super::target::{Bound, Change, Direction, Share, Target, TargetKind};

/// How it is with a target or a commitment.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Status {
    /// As promised, or more.
    Met,
    /// In part, with a reason.
    PartlyMet,
    /// Begun, or reported without a figure.
    Begun,
    /// It is reported that nothing has been done yet.
    NotBegun,
    /// Not as promised.
    NotMet,
    /// Given up.
    Discontinued,
    /// Nobody has said anything: "ingen uppgift".
    Unknown,
}

impl Status {
    /// All of them, in the order in which a summary lists them.
    pub const ALL: [Self; 7] =
        [Self::Met, Self::PartlyMet, Self::Begun, Self::NotBegun, Self::NotMet, Self::Discontinued, Self::Unknown];

    /// The name in class names and data: `partly-met`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::PartlyMet => "partly-met",
            Self::Begun => "begun",
            Self::NotBegun => "not-begun",
            Self::NotMet => "not-met",
            Self::Discontinued => "discontinued",
            Self::Unknown => "unknown",
        }
    }
}

/// What is known in numbers.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Figure {
    /// Nothing is reported.
    Unknown,
    /// Something is reported, but no figure.
    Unnumbered,
    /// So many, of a count or of every.
    Amount {
        /// The sum of the reports that count.
        done: u64,
        /// There are reports without an amount too, so it may be more.
        or_more: bool,
    },
    /// Interval by interval.
    Rate(Intervals),
    /// So many percent.
    Percent(f64),
    /// The newest value, and what it is compared with.
    Value {
        /// The baseline, else the oldest value where there are two.
        from: Option<f64>,
        /// The newest value.
        to: f64,
        /// Which way it has gone.
        trend: Trend,
    },
    /// How far something uncounted has come.
    State(ReportState),
}

/// Which way a change has gone.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Trend {
    /// As promised.
    RightWay,
    /// Against what was promised.
    WrongWay,
    /// Neither.
    Unchanged,
    /// There is nothing to compare with.
    Unknown,
}

/// How far a target has come on a day.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct State {
    /// How it is.
    pub status: Status,
    /// What is known in numbers.
    pub figure: Figure,
    /// How full the bar is, 0–1; `None` where there is no bar to draw.
    pub fraction: Option<f64>,
    /// How much of the target's period has gone, 0–1; `None` with an open end.
    pub elapsed: Option<f64>,
    /// Where today is in the target's period.
    pub phase: Phase,
}

/// How far `target` of `promise` has come on the day `today`.
pub fn state(target: &Target, promise: &Promise, today: Day) -> State {
    let period = period_of(target, promise);
    let phase = period.as_ref().map_or(Phase::Running, |period| period.phase(today));
    let measured = match report::counting(&target.reports).next() {
        Some(_) => measure(target, promise, period.as_ref(), today),
        None => Measured::UNKNOWN,
    };
    let status = match &target.outcome {
        Some(outcome) => stated(outcome.status),
        None => measured.status(phase),
    };
    State {
        status,
        figure: measured.figure,
        fraction: measured.fraction.map(|fraction| fraction.clamp(0.0, 1.0)),
        elapsed: period.and_then(|period| period.elapsed(today)),
        phase,
    }
}

/// How it is with a commitment on a day. One with targets has the status of its
/// targets where they agree; where they do not, it is met in part when all of them
/// are over, and begun when something is. One without is judged by its own reports.
pub fn commitment_status(commitment: &Commitment, promise: &Promise, today: Day) -> Status {
    if let Some(outcome) = &commitment.outcome {
        return stated(outcome.status);
    }
    let states: Vec<Status> = commitment.targets.iter().map(|target| state(target, promise, today).status).collect();
    let only = |among: &[Status]| states.iter().all(|status| among.contains(status));
    match states.first() {
        None | Some(Status::Unknown) if only(&[Status::Unknown]) => uncounted(&commitment.reports),
        Some(first) if only(&[*first]) => *first,
        _ if only(&[Status::NotBegun, Status::Unknown]) => Status::NotBegun,
        _ if only(&[Status::NotMet, Status::Discontinued]) => Status::NotMet,
        _ if only(&[Status::Met, Status::PartlyMet, Status::NotMet, Status::Discontinued]) => Status::PartlyMet,
        _ => Status::Begun,
    }
}

/// The period that the target is judged by: its own, else until the day that a
/// milestone names, else that of the promise.
pub fn period_of(target: &Target, promise: &Promise) -> Option<Period> {
    if let Some(own) = &target.period {
        return Some(own.clone());
    }
    let of_promise = promise.period.clone()?;
    match &target.kind {
        TargetKind::Milestone(milestone) => match &milestone.by {
            Some(by) => Some(Period { to: Some(by.date), as_written: by.as_written.clone(), ..of_promise }),
            None => Some(of_promise),
        },
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Change(_) => Some(of_promise),
    }
}

/// The status that somebody has stated.
pub fn stated(outcome: OutcomeStatus) -> Status {
    match outcome {
        OutcomeStatus::Met => Status::Met,
        OutcomeStatus::PartlyMet => Status::PartlyMet,
        OutcomeStatus::NotMet => Status::NotMet,
        OutcomeStatus::Discontinued => Status::Discontinued,
    }
}

fn uncounted(reports: &[Report]) -> Status {
    match state_of(reports) {
        Some(ReportState::Done) => Status::Met,
        Some(ReportState::NotBegun) => Status::NotBegun,
        Some(ReportState::Begun) => Status::Begun,
        None if report::counting(reports).next().is_some() => Status::Begun,
        None => Status::Unknown,
    }
}

/// What the reports say, before the calendar has its say.
struct Measured {
    figure: Figure,
    fraction: Option<f64>,
    reached: Reached,
}

/// Whether the goal is reached, as far as the reports can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Yes.
    Yes,
    /// No, and they can tell.
    No,
    /// No, and nothing at all has been done.
    Nothing,
    /// They cannot tell.
    CannotTell,
}

impl Measured {
    const UNKNOWN: Self = Self { figure: Figure::Unknown, fraction: None, reached: Reached::CannotTell };
    const UNNUMBERED: Self = Self { figure: Figure::Unnumbered, fraction: None, reached: Reached::CannotTell };

    fn status(&self, phase: Phase) -> Status {
        if self.figure == Figure::Unknown {
            return Status::Unknown;
        }
        match (self.reached, phase) {
            (Reached::Yes, _) => Status::Met,
            (Reached::No | Reached::Nothing, Phase::Ended) => Status::NotMet,
            (Reached::Nothing, Phase::NotBegun | Phase::Running) => Status::NotBegun,
            (Reached::No, Phase::NotBegun | Phase::Running) | (Reached::CannotTell, _) => Status::Begun,
        }
    }
}

fn measure(target: &Target, promise: &Promise, period: Option<&Period>, today: Day) -> Measured {
    match &target.kind {
        TargetKind::Count(count) => amount(&target.reports, Some(count.goal.get())),
        TargetKind::Every(every) => amount(&target.reports, every.total.map(|total| total.get())),
        TargetKind::Rate(rate) => match period {
            Some(period) => measure_rate(
                intervals(rate.per, rate.goal.get(), &target.reports, period, today),
                rate.goal.get(),
                period.phase(today),
            ),
            None => Measured::UNNUMBERED,
        },
        TargetKind::Share(share) => measure_share(share, &target.reports, promise),
        TargetKind::Change(change) => {
            measure_change(change, &target.reports, period.map_or(Phase::Running, |period| period.phase(today)))
        }
        TargetKind::Milestone(_) => measure_milestone(&target.reports),
    }
}

fn amount(reports: &[Report], goal: Option<u32>) -> Measured {
    let sum = report::sum(reports);
    if !sum.any {
        return Measured::UNNUMBERED;
    }
    let done = sum.amount;
    let reached = match goal {
        Some(goal) if done >= u64::from(goal) => Reached::Yes,
        _ if sum.unnumbered => Reached::CannotTell,
        _ if done == 0 => Reached::Nothing,
        Some(_) => Reached::No,
        None => Reached::CannotTell,
    };
    Measured {
        figure: Figure::Amount { done, or_more: sum.unnumbered },
        fraction: goal.map(|goal| done as f64 / f64::from(goal)),
        reached,
    }
}

fn measure_rate(intervals: Intervals, goal: u32, phase: Phase) -> Measured {
    let past = intervals.past();
    let fraction = match phase {
        // What is unknown is not zero: with a silent interval there is no share.
        Phase::Ended => (past > 0 && intervals.unknown == 0).then(|| f64::from(intervals.met) / f64::from(past)),
        Phase::Running | Phase::NotBegun => intervals.current.map(|current| current as f64 / f64::from(goal)),
    };
    let reached = match phase {
        // A goal for every interval is not reached before the last one is over.
        Phase::Running | Phase::NotBegun => {
            let nothing =
                intervals.met == 0 && intervals.missed == 0 && intervals.unplaced == 0 && intervals.current == Some(0);
            if nothing { Reached::Nothing } else { Reached::CannotTell }
        }
        Phase::Ended if intervals.missed > 0 => Reached::No,
        Phase::Ended if past > 0 && intervals.unknown == 0 => Reached::Yes,
        Phase::Ended => Reached::CannotTell,
    };
    Measured { figure: Figure::Rate(intervals), fraction, reached }
}

fn measure_share(share: &Share, reports: &[Report], promise: &Promise) -> Measured {
    let of_target = part_of(share, reports, promise).map(|(part, whole)| part as f64 * 100.0 / whole as f64);
    let Some(percent) = of_target.or_else(|| newest_value(reports)) else {
        return Measured::UNNUMBERED;
    };
    let goal = share.goal.0;
    Measured {
        figure: Figure::Percent(percent),
        fraction: Some(if goal > 0.0 { percent / goal } else { 1.0 }),
        reached: if percent >= goal { Reached::Yes } else { Reached::No },
    }
}

/// The part and the whole of a share of another target, where both are known.
pub fn part_of(share: &Share, reports: &[Report], promise: &Promise) -> Option<(u64, u64)> {
    let id = share.of_target.as_ref()?;
    let whole = report::sum(&promise.targets().find(|target| target.id == *id)?.reports);
    let part = report::sum(reports);
    let known = part.any && !part.unnumbered && whole.any && !whole.unnumbered && whole.amount > 0;
    known.then_some((part.amount, whole.amount))
}

fn measure_change(change: &Change, reports: &[Report], phase: Phase) -> Measured {
    let Some(to) = newest_value(reports) else {
        return Measured::UNNUMBERED;
    };
    let from = change.baseline.as_ref().map(|baseline| baseline.value).or_else(|| oldest_value(reports));
    let sign = match change.direction {
        Direction::Increase => 1.0,
        Direction::Decrease => -1.0,
    };
    let trend = match from.map(|from| (to - from) * sign) {
        None => Trend::Unknown,
        Some(way) if way > 0.0 => Trend::RightWay,
        Some(way) if way < 0.0 => Trend::WrongWay,
        Some(_) => Trend::Unchanged,
    };
    let way = change.baseline.as_ref().zip(change.goal).map(|(baseline, goal)| (baseline.value, goal));
    // The part of the way from the baseline to the goal; a change that went the
    // wrong way has come nowhere.
    let fraction = way
        .filter(|(from, goal)| (goal - from) * sign > 0.0)
        .map(|(from, goal)| ((to - from) / (goal - from)).max(0.0));
    let reached = match (change.goal, trend) {
        (Some(goal), _) if (to - goal) * sign >= 0.0 => Reached::Yes,
        (Some(_), _) => Reached::No,
        // A direction is kept or not only when all is over, so that one good spring
        // is not called a promise met.
        (None, Trend::RightWay) if phase == Phase::Ended => Reached::Yes,
        (None, Trend::RightWay | Trend::Unknown) => Reached::CannotTell,
        (None, Trend::WrongWay | Trend::Unchanged) => Reached::No,
    };
    Measured { figure: Figure::Value { from, to, trend }, fraction, reached }
}

fn measure_milestone(reports: &[Report]) -> Measured {
    let Some(state) = state_of(reports) else { return Measured::UNNUMBERED };
    let reached = match state {
        ReportState::Done => Reached::Yes,
        ReportState::Begun => Reached::No,
        ReportState::NotBegun => Reached::Nothing,
    };
    // Half a milestone does not exist: there is no bar to fill before it is done.
    Measured { figure: Figure::State(state), fraction: (state == ReportState::Done).then_some(1.0), reached }
}

/// The newest state that is reported. What is done stays done, whatever else is
/// dated: "2024: begun" may be younger or older than "May 2024: done".
pub fn state_of(reports: &[Report]) -> Option<ReportState> {
    report::counting(reports)
        .filter_map(|report| Some((report.date.date.order(), report.state?)))
        .max_by_key(|(date, state)| (*state == ReportState::Done, *date))
        .map(|(_, state)| state)
}

fn values(reports: &[Report]) -> impl Iterator<Item = (i32, f64)> {
    report::counting(reports).filter_map(|report| Some((report.date.date.order(), report.value?)))
}

fn newest_value(reports: &[Report]) -> Option<f64> {
    values(reports).max_by_key(|(date, _)| *date).map(|(_, value)| value)
}

fn oldest_value(reports: &[Report]) -> Option<f64> {
    let first = values(reports).min_by_key(|(date, _)| *date)?;
    (values(reports).count() > 1).then_some(first.1)
}

/// Whether a bound lets more than the goal be as good as the goal, in words:
/// "minst 4" or "4".
pub fn is_at_least(bound: Option<Bound>) -> bool {
    bound == Some(Bound::AtLeast)
}
