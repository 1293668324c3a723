//! The promise as a whole: how many targets have which status, where today is in
//! the period, how fresh the news are. Counts only: percentages of different things
//! have no average.

use super::date::{Day, PartialDate, Phase};
use super::document::Promise;
use super::progress::{Status, commitment_status, state};
use super::report;

/// After so many months without news a running promise is stale, if the document
/// does not say otherwise.
pub const STALE_AFTER_MONTHS: u16 = 6;

/// The promise as a whole on a day.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Summary {
    /// How many targets there are.
    pub targets: usize,
    /// How many commitments have neither a target nor activities.
    pub without_target: usize,
    /// The targets by status: in the order of [`Status::ALL`], only those that occur.
    pub by_status: Vec<(Status, usize)>,
    /// The commitments without a target by status, likewise.
    pub without_target_by_status: Vec<(Status, usize)>,
    /// Where today is in the period.
    pub phase: Phase,
    /// How much of the period has gone, 0–1; `None` with an open end.
    pub elapsed: Option<f64>,
    /// The newest report or outcome.
    pub latest_report: Option<PartialDate>,
    /// The promise runs, and nothing has been heard for too long.
    pub stale: bool,
}

/// Sums up `promise` on the day `today`.
pub fn summary(promise: &Promise, today: Day) -> Summary {
    let targets: Vec<Status> = promise.targets().map(|target| state(target, promise, today).status).collect();
    let without: Vec<Status> = promise
        .commitments
        .iter()
        .filter(|commitment| commitment.targets.is_empty() && promise.activities_of(&commitment.id).next().is_none())
        .map(|commitment| commitment_status(commitment, promise, today))
        .collect();
    let phase = phase(promise, today);
    let latest_report = newest_report(promise);
    let mut latest = latest_report;
    report::newer_of(&mut latest, promise.updated);
    Summary {
        targets: targets.len(),
        without_target: without.len(),
        by_status: tally(&targets),
        without_target_by_status: tally(&without),
        phase,
        elapsed: promise.period.as_ref().and_then(|period| period.elapsed(today)),
        latest_report,
        stale: phase == Phase::Running && is_stale(promise, latest, today),
    }
}

/// Where `today` is in the promise's period. One whose period could not be read is
/// taken to run.
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

/// Without any news the promise's own beginning counts, so that a promise nobody
/// follows up does not stay fresh for ever.
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
