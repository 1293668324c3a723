//! How far a target has come: a function of nothing but the document and today's date. No
//! percentage is ever typed in, and unknown is never zero.
//!
//! An interim figure is a reason for neither blame nor praise. The first rule that applies:
//! 1. A stated outcome overrides what the reports add up to.
//! 2. Without reports: unknown, even after the period.
//! 3. A number or a milestone counts as met as soon as it is reached, since it cannot fall again. A
//!    level can, so it is met only once it is final.
//! 4. The figure is final, either because the report says so or because it reaches the last day and
//!    that day is over: met, not met, or cannot tell.
//! 5. The period is over: no final result.
//! 6. If the reports only say that nothing has been done yet: not begun. Otherwise begun.

use super::counting::{Counting, Finality, Levels};
use super::date::{Day, PartialDate, Period, Phase};
use super::document::{Commitment, Promise};
use super::rate::{Intervals, intervals};
use super::report::{OutcomeStatus, ReportState};
use super::target::{Bound, Change, Direction, Milestone, MilestoneGoal, Share, Target, TargetKind};

/// The status of a target or a commitment.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Status {
    /// As promised, or more.
    Met,
    /// In part, with a reason.
    PartlyMet,
    /// Begun, or reported without a figure, while the period is running.
    Begun,
    /// Reports say that nothing has been done yet.
    NotBegun,
    /// Not as promised.
    NotMet,
    /// Abandoned.
    Discontinued,
    /// The period is over, and it cannot be determined whether the promise was kept.
    CannotTell,
    /// The period is over, and the final figure has not been published yet.
    NoFinalResult,
    /// The period is over and something was reported, but nothing was promised that could be
    /// judged. Only for commitments without targets.
    Reported,
    /// Nothing is known: "ingen uppgift".
    Unknown,
}

impl Status {
    /// All statuses, in the order in which a summary lists them.
    pub const ALL: [Self; 10] = [
        Self::Met,
        Self::PartlyMet,
        Self::Begun,
        Self::NotBegun,
        Self::NotMet,
        Self::Discontinued,
        Self::CannotTell,
        Self::NoFinalResult,
        Self::Reported,
        Self::Unknown,
    ];

    /// The name in class names and data: `partly-met`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::PartlyMet => "partly-met",
            Self::Begun => "begun",
            Self::NotBegun => "not-begun",
            Self::NotMet => "not-met",
            Self::Discontinued => "discontinued",
            Self::CannotTell => "cannot-tell",
            Self::NoFinalResult => "no-final-result",
            Self::Reported => "reported",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the status is a final judgement.
    pub fn is_verdict(self) -> bool {
        match self {
            Self::Met | Self::PartlyMet | Self::NotMet | Self::Discontinued | Self::CannotTell => true,
            Self::Begun | Self::NotBegun | Self::NoFinalResult | Self::Reported | Self::Unknown => false,
        }
    }
}

/// What is known in numbers.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Figure {
    /// Nothing is reported.
    Unknown,
    /// Something has been reported, but no figure.
    Unnumbered,
    /// An amount, for a count or an every-target.
    Amount {
        /// The sum of the reports that count.
        done: u64,
        /// More was done than was counted.
        or_more: bool,
        /// A source gives its part as a minimum ("minst").
        at_least: bool,
    },
    /// The results, interval by interval.
    Rate(Intervals),
    /// A percentage.
    Percent(f64),
    /// The newest value and what it is compared with.
    Value {
        /// The baseline, otherwise the oldest value if there are two.
        from: Option<f64>,
        /// The newest value.
        to: f64,
        /// The direction of the change.
        trend: Trend,
    },
    /// The state of something that is not counted.
    State(ReportState),
}

/// The direction of a change.
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
    /// The status.
    pub status: Status,
    /// What is known in numbers.
    pub figure: Figure,
    /// The date of the newest report behind the figure.
    pub latest: Option<PartialDate>,
    /// The figure is final: no newer one will come.
    pub is_final: bool,
    /// How full the bar is, 0–1; `None` if unknown.
    pub fraction: Option<f64>,
    /// How much of the target's period has passed, 0–1; `None` if the end is open.
    pub elapsed: Option<f64>,
    /// Where today falls relative to the target's period.
    pub phase: Phase,
}

/// Computes how far `target` of `promise` has come on the day `today`.
pub fn state(target: &Target, promise: &Promise, today: Day) -> State {
    let period = judged_period(target, promise);
    let phase = period.as_ref().map_or(Phase::Running, |period| period.phase(today));
    let counting = counting(target, promise);
    let measured = match counting.newest() {
        Some(_) => measure(target, promise, &counting, period.as_ref(), today),
        None => Measured::UNKNOWN,
    };
    let is_final = is_final(measured.finality, phase);
    State {
        status: match &target.outcome {
            Some(outcome) => stated(outcome.status),
            None => measured.status(phase, is_final),
        },
        figure: measured.figure,
        latest: measured.date.or_else(|| counting.newest()),
        is_final,
        fraction: measured.fraction.map(|fraction| fraction.clamp(0.0, 1.0)),
        elapsed: period.and_then(|period| period.elapsed(today)),
        phase,
    }
}

/// The reports that count towards `target`: those within its own period, or else the promise's. A
/// late milestone still counts, so the day it names is not a limit.
pub fn counting<'a>(target: &'a Target, promise: &Promise) -> Counting<'a> {
    let mut counting = Counting::of(&target.reports, own_period(target, promise));
    if let Some(period) = judged_period(target, promise) {
        counting.ends(period.to);
    }
    counting
}

/// The period that reports on `target` must lie in: its own, or else the promise's.
pub fn own_period<'a>(target: &'a Target, promise: &'a Promise) -> Option<&'a Period> {
    target.period.as_ref().or(promise.period.as_ref())
}

/// The period that the target is judged by: its own, or else until the date of a milestone, or else
/// the promise's.
pub(super) fn judged_period(target: &Target, promise: &Promise) -> Option<Period> {
    let period = own_period(target, promise)?.clone();
    match &target.kind {
        TargetKind::Milestone(Milestone { by: Some(by), .. }) if target.period.is_none() => {
            Some(Period { to: Some(by.date), as_written: by.as_written.clone(), ..period })
        }
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Change(_)
        | TargetKind::Milestone(_) => Some(period),
    }
}

fn is_final(finality: Finality, phase: Phase) -> bool {
    match finality {
        Finality::Stated => true,
        Finality::AtTheEnd => phase == Phase::Ended,
        Finality::Interim => false,
    }
}

/// The status of a commitment itself on a day: the stated one, or else what its own reports say.
/// Its targets have statuses of their own.
pub fn commitment_status(commitment: &Commitment, promise: &Promise, today: Day) -> Status {
    if let Some(outcome) = &commitment.outcome {
        return stated(outcome.status);
    }
    let counting = Counting::of(&commitment.reports, promise.period.as_ref());
    if counting.newest().is_none() {
        return Status::Unknown;
    }
    let is_over = promise.period.as_ref().is_some_and(|period| period.phase(today) == Phase::Ended);
    match counting.state().map(|(state, _)| state) {
        Some(ReportState::Done) => Status::Met,
        Some(ReportState::NotBegun) if !is_over => Status::NotBegun,
        Some(ReportState::NotBegun | ReportState::Begun) if is_over => Status::NoFinalResult,
        None if is_over => Status::Reported,
        Some(ReportState::NotBegun | ReportState::Begun) | None => Status::Begun,
    }
}

/// The status for a stated outcome.
pub fn stated(outcome: OutcomeStatus) -> Status {
    match outcome {
        OutcomeStatus::Met => Status::Met,
        OutcomeStatus::PartlyMet => Status::PartlyMet,
        OutcomeStatus::NotMet => Status::NotMet,
        OutcomeStatus::Discontinued => Status::Discontinued,
        OutcomeStatus::CannotTell => Status::CannotTell,
    }
}

/// What the reports say, before the calendar is taken into account.
struct Measured {
    figure: Figure,
    fraction: Option<f64>,
    reached: Reached,
    finality: Finality,
    date: Option<PartialDate>,
}

/// Whether the goal is reached, as far as the reports show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    /// Yes, and that cannot change.
    Yes,
    /// The level is where it should be, but may still change.
    ForNow,
    /// No, as the reports show.
    No,
    /// No, and nothing at all has been done.
    Nothing,
    /// The reports do not show it.
    CannotTell,
}

impl Measured {
    const UNKNOWN: Self = Self { figure: Figure::Unknown, ..Self::UNNUMBERED };
    const UNNUMBERED: Self = Self {
        figure: Figure::Unnumbered,
        fraction: None,
        reached: Reached::CannotTell,
        finality: Finality::Interim,
        date: None,
    };

    fn status(&self, phase: Phase, is_final: bool) -> Status {
        if self.figure == Figure::Unknown {
            return Status::Unknown;
        }
        match (self.reached, is_final, phase) {
            (Reached::Yes, _, _) | (Reached::ForNow, true, _) => Status::Met,
            (Reached::No | Reached::Nothing, true, _) => Status::NotMet,
            (Reached::CannotTell, true, _) => Status::CannotTell,
            (_, false, Phase::Ended) => Status::NoFinalResult,
            (Reached::Nothing, false, Phase::NotBegun | Phase::Running) => Status::NotBegun,
            (_, false, Phase::NotBegun | Phase::Running) => Status::Begun,
        }
    }
}

fn measure(target: &Target, promise: &Promise, counting: &Counting, period: Option<&Period>, today: Day) -> Measured {
    match &target.kind {
        TargetKind::Count(count) => amount(target, counting, Some(count.goal.get())),
        TargetKind::Every(every) => amount(target, counting, every.total.map(|total| total.get())),
        TargetKind::Rate(rate) => {
            let goal = rate.goal.get();
            period
                .and_then(|period| {
                    let phase = period.phase(today);
                    Some(measure_rate(intervals(rate.per, goal, counting, period, today)?, goal, phase))
                })
                .unwrap_or(Measured::UNNUMBERED)
        }
        TargetKind::Share(share) => measure_share(share, target, counting, promise),
        TargetKind::Change(change) => {
            counting.levels().map_or(Measured::UNNUMBERED, |levels| measure_change(change, levels))
        }
        TargetKind::Milestone(milestone) => measure_milestone(milestone, counting),
    }
}

fn amount(target: &Target, counting: &Counting, goal: Option<u32>) -> Measured {
    let Some(sum) = counting.sum(target.reporting) else { return Measured::UNNUMBERED };
    let done = sum.amount;
    let reached = match goal {
        Some(goal) if done >= u64::from(goal) => Reached::Yes,
        _ if sum.is_uncertain() => Reached::CannotTell,
        _ if done == 0 => Reached::Nothing,
        Some(_) => Reached::No,
        None => Reached::CannotTell,
    };
    Measured {
        figure: Figure::Amount { done, or_more: sum.or_more, at_least: sum.at_least },
        fraction: goal.map(|goal| done as f64 / f64::from(goal)),
        reached,
        finality: sum.finality,
        date: sum.date,
    }
}

fn measure_rate(intervals: Intervals, goal: u32, phase: Phase) -> Measured {
    let judged = intervals.judged();
    let fraction = match phase {
        // Unknown is not zero: if an interval is unreported, there is no share.
        Phase::Ended => (judged > 0 && intervals.unknown == 0).then(|| f64::from(intervals.met) / f64::from(judged)),
        Phase::Running | Phase::NotBegun => intervals.current.map(|current| current.amount as f64 / f64::from(goal)),
    };
    let reached = match phase {
        // A goal for every interval is not reached until the last one is over.
        Phase::Running | Phase::NotBegun => {
            let is_nothing_now = intervals.current.is_some_and(|current| current.amount == 0);
            let nothing = judged == 0 && intervals.coarse.is_none() && is_nothing_now;
            if nothing { Reached::Nothing } else { Reached::CannotTell }
        }
        Phase::Ended if intervals.missed > 0 => Reached::No,
        Phase::Ended if judged > 0 && intervals.unknown == 0 => Reached::Yes,
        Phase::Ended => Reached::CannotTell,
    };
    // While the period is running, a final report is final only for its own interval.
    let finality = if phase == Phase::Ended { intervals.finality } else { Finality::Interim };
    Measured { figure: Figure::Rate(intervals), fraction, reached, finality, date: intervals.date }
}

fn measure_share(share: &Share, target: &Target, counting: &Counting, promise: &Promise) -> Measured {
    let part = part_of(share, target, promise);
    let computed = part.map(|part| (part.part as f64 * 100.0 / part.whole as f64, part.finality, part.date));
    let told = || counting.levels().map(|levels| (levels.newest, levels.finality, Some(levels.date)));
    let Some((percent, finality, date)) = computed.or_else(told) else {
        return Measured::UNNUMBERED;
    };
    let goal = share.goal.0;
    Measured {
        figure: Figure::Percent(percent),
        fraction: Some(if goal > 0.0 { percent / goal } else { 1.0 }),
        reached: if percent >= goal { Reached::ForNow } else { Reached::No },
        finality,
        date,
    }
}

/// A share of another target, in amounts.
#[derive(Clone, Copy)]
pub struct Part {
    /// The amount of the target itself.
    pub part: u64,
    /// The amount of the other target, at least 1.
    pub whole: u64,
    /// Final only if both amounts are.
    pub finality: Finality,
    /// The date of the newest report behind either.
    pub date: Option<PartialDate>,
}

/// The part and the whole for a share of another target, if both are known.
pub fn part_of(share: &Share, target: &Target, promise: &Promise) -> Option<Part> {
    let id = share.of_target.as_ref()?;
    let other = promise.targets().find(|target| target.id == *id)?;
    let whole = counting(other, promise).sum(other.reporting)?;
    let part = counting(target, promise).sum(target.reporting)?;
    let is_known = !part.is_uncertain() && !whole.is_uncertain() && whole.amount > 0;
    let mut date = part.date;
    super::report::newer_of(&mut date, whole.date);
    let finality = part.finality.min(whole.finality);
    is_known.then_some(Part { part: part.amount, whole: whole.amount, finality, date })
}

fn measure_change(change: &Change, levels: Levels) -> Measured {
    let to = levels.newest;
    let from = change.baseline.as_ref().map(|baseline| baseline.value).or(levels.oldest);
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
    // How far the value has moved from the baseline to the goal; a change in the wrong direction
    // counts as none.
    let fraction = way
        .filter(|(from, goal)| (goal - from) * sign > 0.0)
        .map(|(from, goal)| ((to - from) / (goal - from)).max(0.0));
    let reached = match (change.goal, trend) {
        (Some(goal), _) if (to - goal) * sign >= 0.0 => Reached::ForNow,
        (Some(_), _) | (None, Trend::WrongWay | Trend::Unchanged) => Reached::No,
        (None, Trend::RightWay) => Reached::ForNow,
        (None, Trend::Unknown) => Reached::CannotTell,
    };
    Measured {
        figure: Figure::Value { from, to, trend },
        fraction,
        reached,
        finality: levels.finality,
        date: Some(levels.date),
    }
}

fn measure_milestone(milestone: &Milestone, counting: &Counting) -> Measured {
    let Some((state, report)) = counting.state() else { return Measured::UNNUMBERED };
    let reached = match (state, milestone.goal) {
        (ReportState::Done, _) | (ReportState::Begun, Some(MilestoneGoal::Begun)) => Reached::Yes,
        (ReportState::Begun, Some(MilestoneGoal::Done) | None) => Reached::No,
        (ReportState::NotBegun, _) => Reached::Nothing,
    };
    Measured {
        figure: Figure::State(state),
        // There is no half milestone: the bar is empty until it is reached.
        fraction: (reached == Reached::Yes).then_some(1.0),
        reached,
        finality: counting.finality(report),
        date: Some(report.date.date),
    }
}

/// Whether a target of this kind has a bar. A change has one only if both its start and its end are
/// known; otherwise it only has a trend.
pub fn has_bar(kind: &TargetKind) -> bool {
    match kind {
        TargetKind::Change(change) => change.baseline.is_some() && change.goal.is_some(),
        TargetKind::Count(_)
        | TargetKind::Rate(_)
        | TargetKind::Every(_)
        | TargetKind::Share(_)
        | TargetKind::Milestone(_) => true,
    }
}

/// The largest number of pieces in a bar.
const PIECES: u32 = 12;

/// The number of pieces that a target's bar is divided into: the number promised, if that is at
/// most twelve. `None` for an undivided bar.
pub fn pieces(kind: &TargetKind) -> Option<u32> {
    let promised = match kind {
        TargetKind::Count(count) => Some(count.goal),
        TargetKind::Every(every) => every.total,
        TargetKind::Rate(_) | TargetKind::Share(_) | TargetKind::Change(_) | TargetKind::Milestone(_) => None,
    };
    promised.map(|promised| promised.get()).filter(|pieces| (2..=PIECES).contains(pieces))
}

/// Whether exceeding the goal is as good as reaching it, in words: "minst 4" rather than "4".
pub fn is_at_least(bound: Option<Bound>) -> bool {
    bound == Some(Bound::AtLeast)
}
