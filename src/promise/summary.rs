//! The promise as a whole: how many goals have which status, where today falls in the period, how
//! recent the news is. Counts only: percentages of different things have no average. The summary,
//! its legend and the filter show the same counts.

use super::date::{Day, PartialDate, Phase};
use super::document::{Commitment, Promise};
use super::progress::{Status, commitment_status, state};
use super::report;

/// After how many months without news a running promise is stale, unless the document says
/// otherwise.
pub const STALE_AFTER_MONTHS: u16 = 6;

/// The promise as a whole on a day.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Summary {
    /// The promise has targets. Otherwise its points are counted instead.
    pub is_measured: bool,
    /// The number of goals, or points, counted in `by_status`.
    pub total: usize,
    /// How many of the goals are commitments with a stated outcome only.
    pub stated: usize,
    /// The goals by status, or the points if there are no targets: in the order of [`Status::ALL`],
    /// only those that occur.
    pub by_status: Vec<(Status, usize)>,
    /// The points of a measured promise that are not goals.
    pub besides: usize,
    /// How many of those have reports.
    pub besides_reported: usize,
    /// Where today falls relative to the period.
    pub phase: Phase,
    /// How much of the period has passed, 0–1; `None` if the end is open.
    pub elapsed: Option<f64>,
    /// The newest report or outcome.
    pub latest_report: Option<PartialDate>,
    /// The promise is running, and there has been no news for too long.
    pub stale: bool,
}

impl Summary {
    /// The number of goals or points with this status.
    pub fn count(&self, status: Status) -> usize {
        self.by_status.iter().find(|(found, _)| *found == status).map_or(0, |(_, count)| *count)
    }

    /// Whether at least one goal was judged as met, partly met, not met or discontinued. Without
    /// that, "0 of 5 were met" would be a judgement that nobody has made.
    pub fn is_judged(&self) -> bool {
        let is_judged = |status: Status| status.is_verdict() && status != Status::CannotTell;
        self.by_status.iter().any(|(status, _)| is_judged(*status))
    }
}

/// What a commitment counts as.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Counted {
    /// Its goals by status: its targets, and itself if its outcome is not that of a target. An
    /// outcome takes the place of targets that have no verdict of their own.
    pub goals: Vec<Status>,
    /// The commitment itself is one of the goals.
    pub is_stated: bool,
    /// The commitment is a point without a goal, with this status.
    pub point: Option<Status>,
}

/// What `commitment` counts as on the day `today`. A commitment that only groups activities does
/// not count itself.
pub fn counted(commitment: &Commitment, promise: &Promise, today: Day) -> Counted {
    let own = commitment_status(commitment, promise, today);
    let mut goals: Vec<Status> = commitment.targets.iter().map(|target| state(target, promise, today).status).collect();
    if commitment.outcome.is_some() {
        goals.retain(|status| status.is_verdict());
    }
    let is_leaf = commitment.targets.is_empty() && promise.activities_of(&commitment.id).next().is_none();
    let says = commitment.outcome.is_some() || is_leaf;
    let is_stated = says && own.is_verdict() && !goals.contains(&own);
    if is_stated {
        goals.push(own);
    }
    Counted { goals, is_stated, point: (is_leaf && !own.is_verdict()).then_some(own) }
}

/// Sums up `promise` on the day `today`.
pub fn summary(promise: &Promise, today: Day) -> Summary {
    let is_measured = promise.targets().next().is_some();
    let (mut statuses, mut points, mut stated) = (Vec::new(), Vec::new(), 0);
    for commitment in &promise.commitments {
        let counted = counted(commitment, promise, today);
        stated += usize::from(is_measured && counted.is_stated);
        statuses.extend(counted.goals);
        points.extend(counted.point);
    }
    if !is_measured {
        statuses.append(&mut points);
    }
    let phase = phase(promise, today);
    let latest_report = newest_report(promise);
    let mut latest = latest_report;
    report::newer_of(&mut latest, promise.updated);
    Summary {
        is_measured,
        total: statuses.len(),
        stated,
        by_status: tally(&statuses),
        besides: points.len(),
        besides_reported: points.iter().filter(|status| **status != Status::Unknown).count(),
        phase,
        elapsed: promise.period.as_ref().and_then(|period| period.elapsed(today)),
        latest_report,
        stale: phase == Phase::Running && is_stale(promise, latest, today),
    }
}

/// Where `today` falls in the promise's period. A promise whose period could not be read counts as
/// running.
pub fn phase(promise: &Promise, today: Day) -> Phase {
    promise.period.as_ref().map_or(Phase::Running, |period| period.phase(today))
}

fn newest_report(promise: &Promise) -> Option<PartialDate> {
    let mut newest = None;
    for commitment in &promise.commitments {
        report::newer(&mut newest, &commitment.reports, &commitment.outcome);
        for target in &commitment.targets {
            report::newer(&mut newest, &target.reports, &target.outcome);
        }
    }
    newest
}

/// Without any news, the start of the promise counts instead, so that a promise nobody follows up
/// does not stay fresh forever.
fn is_stale(promise: &Promise, latest: Option<PartialDate>, today: Day) -> bool {
    let months = promise
        .follow_up
        .as_ref()
        .and_then(|follow_up| follow_up.stale_after_months)
        .map_or(STALE_AFTER_MONTHS, |months| months.0);
    let since =
        latest.map(PartialDate::last_day).or_else(|| promise.period.as_ref().map(|period| period.from.first_day()));
    since.is_some_and(|since| since.plus_months(months) < today)
}

fn tally(statuses: &[Status]) -> Vec<(Status, usize)> {
    Status::ALL
        .into_iter()
        .map(|status| (status, statuses.iter().filter(|found| **found == status).count()))
        .filter(|(_, count)| *count > 0)
        .collect()
}
