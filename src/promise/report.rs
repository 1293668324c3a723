//! What was done, when, and according to whom. Progress is computed from reports, never typed in as
//! a percentage.

use super::date::{PartialDate, WrittenDate};
use super::fields::{Expected, FromJson, Node, record, words};
use super::id::Id;
use super::problem::ProblemKind;
use super::source::SourceRef;
use super::target::{Bound, Unit};
use super::text::Text;

record! {
    /// A dated entry of what was done. An amount adds to the amounts of other
    /// reports; a value replaces the values of older ones. A report may have neither:
    /// "mopedinsats genomförd".
    Report {
        /// Its id, unique among the reports of its target. Needed where another report refers to it.
        optional id: Id,
        /// When it was done or, if only that is known, when it was reported.
        required date: WrittenDate,
        /// How many, added to the other reports; all so far where the target's `reporting`
        /// is `cumulative`.
        optional amount: Amount,
        /// `at_least` where the source says "minst 200".
        optional bound: Bound,
        /// More was done than the amount, but nobody has counted how much.
        flag or_more = "or_more",
        /// The level reached, in place of older reports: for `share` and `change`.
        optional value: f64,
        /// What the amount counts, where the commitment has no target that says it.
        optional unit: Unit,
        /// How far it has come, for a `milestone` and for a commitment without targets.
        optional state: ReportState,
        /// The figure is the final one: the target can be judged by it. A report whose date
        /// reaches the last day of the period is final without saying so.
        flag is_final = "final",
        /// What was done, in words.
        optional note: Text,
        /// Who reports: an id in `actors`.
        optional by: Id,
        /// Where it can be read: a source, or the id of one in `sources`.
        optional source: SourceRef,
        /// The report gives another figure than one that counts. It is shown, but not
        /// counted.
        optional conflicts_with: Conflict,
    }
}

/// A whole number from 0.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Amount(pub u32);

impl FromJson for Amount {
    const EXPECTED: Expected = Expected::Whole;

    fn from_json(node: Node) -> Option<Self> {
        node.whole(0, Expected::Whole).map(Self)
    }
}

words! {
    /// How far something that is not counted has come.
    ReportState {
        /// It has been reported that nothing has been done yet.
        NotBegun = "not_begun",
        /// Work has begun.
        Begun = "begun",
        /// It is in place.
        Done = "done",
    }
}

record! {
    /// Which report counts instead, and why.
    Conflict {
        /// The report that counts: its id.
        required report: Id,
        /// Why that one counts.
        optional why: Text,
    }
}

words! {
    /// How a commitment or a target ended.
    OutcomeStatus {
        /// As promised or more.
        Met = "met",
        /// In part, with a reason.
        PartlyMet = "partly_met",
        /// Not, with a reason.
        NotMet = "not_met",
        /// Given up before it was done, with a reason.
        Discontinued = "discontinued",
        /// It cannot be judged, with a reason: usually because of how the promise is worded.
        CannotTell = "cannot_tell",
    }
}

/// How it ended, as those who promised have stated it. It overrides the status that
/// the reports give.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// How it ended.
    pub status: OutcomeStatus,
    /// Why. Needed for every status but `met`.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub reason: Option<Text>,
    /// More about how it went, whatever the status.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub comment: Option<Text>,
    /// When that was said.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub date: Option<WrittenDate>,
    /// Where it can be read: a source, or the id of one in `sources`.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub source: Option<SourceRef>,
}

impl FromJson for Outcome {
    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        let status = fields.required("status");
        let (reason, comment) = (fields.optional("reason"), fields.optional("comment"));
        let (date, source) = (fields.optional("date"), fields.optional("source"));
        let outcome = Self { status: status?, reason, comment, date, source };
        if outcome.reason.is_none() && outcome.status != OutcomeStatus::Met {
            // A bare "not met" would be the widget's word against the promisers'.
            node.problem(ProblemKind::NoReason, Expected::Reason);
            return None;
        }
        Some(outcome)
    }
}

/// Updates `newest` with the dates of these reports and of an outcome, if they are newer. A bare
/// "2024" is not newer than a month of 2024.
pub fn newer(newest: &mut Option<PartialDate>, reports: &[Report], outcome: &Option<Outcome>) {
    for report in reports {
        newer_of(newest, Some(report.date.date));
    }
    let outcome = outcome.as_ref().and_then(|outcome| outcome.date.as_ref());
    newer_of(newest, outcome.map(|date| date.date));
}

/// Updates `newest` if `date` is newer.
pub fn newer_of(newest: &mut Option<PartialDate>, date: Option<PartialDate>) {
    if date.map(PartialDate::order) > newest.map(PartialDate::order) {
        *newest = date;
    }
}

/// Whether another of `reports` gives a different figure from `report`, which counts nevertheless.
pub fn is_disputed(report: &Report, reports: &[Report]) -> bool {
    let mut conflicts = reports.iter().filter_map(|other| other.conflicts_with.as_ref());
    report.id.as_ref().is_some_and(|id| conflicts.any(|conflict| conflict.report == *id))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::read::read;

    #[test]
    fn a_report_is_disputed_where_another_one_names_it() {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" }, "period": { "from": "2024" },
            "commitments": [ { "id": "a", "text": "a", "reports": [
                { "id": "1", "date": "2024-01", "note": "en" },
                { "id": "2", "date": "2024-02", "note": "två", "conflicts_with": { "report": "1" } },
                { "date": "2024-03", "note": "tre" } ] } ] }"#;
        let promise = read(text).promise.unwrap();
        let reports = &promise.commitments.first().unwrap().reports;
        let disputed: Vec<bool> = reports.iter().map(|report| is_disputed(report, reports)).collect();
        assert_eq!(disputed, [true, false, false]);
    }
}
