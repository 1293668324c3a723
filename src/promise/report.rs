//! What was done, when, and who says so. Progress is computed from reports, never
//! typed in as a percentage.

use super::date::{PartialDate, WrittenDate};
use super::fields::{Expected, FromJson, Node, record, words};
use super::id::Id;
use super::limits;
use super::link::Link;
use super::problem::ProblemKind;
use super::target::Unit;
use super::text::Text;

record! {
    /// A dated entry of what was done. An amount adds to the amounts of other
    /// reports; a value replaces the values of older ones. A report may have neither:
    /// "mopedinsats genomförd".
    Report {
        /// Its id, unique among the reports of its target. Needed where another report refers to it.
        optional id: Id,
        /// When it was done or, where only that is known, when it was told.
        required date: WrittenDate,
        /// How many, added to the other reports.
        optional amount: Amount,
        /// The level reached, in place of older reports: for `share` and `change`.
        optional value: f64,
        /// What the amount counts, where the commitment has no target that says it.
        optional unit: Unit,
        /// How far it has come, for a `milestone` and for a commitment without targets.
        optional state: ReportState,
        /// What was done, in words.
        optional note: Text,
        /// Who reports: an id in `actors`.
        optional by: Id,
        /// Where it can be read.
        optional source: Source,
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

record! {
    /// Where something can be read.
    Source {
        /// What it is called.
        required title: Text,
        /// Its address.
        optional url: Link,
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
    }
}

/// How it ended, in the words of those who promised. It goes before what the
/// reports add up to.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// How it ended.
    pub status: OutcomeStatus,
    /// Why. Needed for every status but `met`.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub reason: Option<Text>,
    /// When that was said.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub date: Option<WrittenDate>,
    /// Where it can be read.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub source: Option<Source>,
}

impl FromJson for Outcome {
    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        let status = fields.required("status");
        let (reason, date, source) = (fields.optional("reason"), fields.optional("date"), fields.optional("source"));
        let outcome = Self { status: status?, reason, date, source };
        if outcome.reason.is_none() && outcome.status != OutcomeStatus::Met {
            // A bare "not met" would be the widget's word against those who promised.
            node.problem(ProblemKind::NoReason, Expected::Reason);
            return None;
        }
        Some(outcome)
    }
}

/// Keeps the newest date: of these reports, of an outcome, and the one kept so far. "2024"
/// alone is not newer than a month of 2024.
pub fn newer(newest: &mut Option<PartialDate>, reports: &[Report], outcome: &Option<Outcome>) {
    for report in reports {
        newer_of(newest, Some(report.date.date));
    }
    let outcome = outcome.as_ref().and_then(|outcome| outcome.date.as_ref());
    newer_of(newest, outcome.map(|date| date.date));
}

/// Keeps the newer of two dates.
pub fn newer_of(newest: &mut Option<PartialDate>, date: Option<PartialDate>) {
    if date.map(PartialDate::order) > newest.map(PartialDate::order) {
        *newest = date;
    }
}

/// The reports that count: all but those that conflict with another.
pub fn counting(reports: &[Report]) -> impl Iterator<Item = &Report> {
    reports.iter().filter(|report| report.conflicts_with.is_none())
}

/// Whether another one of `reports` gives another figure than `report`, which counts all the
/// same.
pub fn is_disputed(report: &Report, reports: &[Report]) -> bool {
    let mut conflicts = reports.iter().filter_map(|other| other.conflicts_with.as_ref());
    report.id.as_ref().is_some_and(|id| conflicts.any(|conflict| conflict.report == *id))
}

/// What the reports of a commitment without targets have counted: the unit and the sum. `None`
/// where they count nothing or more than one thing.
pub fn sum_of_one_unit(reports: &[Report]) -> Option<(&Unit, Sum)> {
    let unit = counting(reports).find_map(|report| report.unit.as_ref())?;
    let same = counting(reports).all(|report| report.unit.as_ref().is_none_or(|other| other == unit));
    let sum = sum(reports);
    (same && sum.any).then_some((unit, sum))
}

/// The sum of the amounts that count, and whether a report that counts has none.
pub fn sum(reports: &[Report]) -> Sum {
    let mut sum = Sum { amount: 0, any: false, unnumbered: false };
    for report in counting(reports) {
        match report.amount {
            Some(Amount(amount)) => {
                sum.any = true;
                sum.amount = sum.amount.saturating_add(u64::from(amount));
            }
            None => sum.unnumbered = true,
        }
    }
    sum
}

/// See [`sum`]. At most [`limits::LIST`] times [`limits::NUMBER`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Sum {
    /// All amounts that count together.
    pub amount: u64,
    /// There was an amount at all.
    pub any: bool,
    /// A report that counts tells no amount, so there may be more than the sum.
    pub unnumbered: bool,
}

const _: () = assert!((limits::LIST as u64) * (limits::NUMBER as u64) < (1 << 53), "sums stay exact as f64");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::read::read;

    #[test]
    fn what_is_counted_without_a_promise_is_summed_where_it_is_one_thing() {
        let of = |reports: &str| {
            let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" }, "period": { "from": "2024" },
                "commitments": [ { "id": "a", "text": "a", "reports": [ REPORTS ] } ] }"#;
            let promise = read(&text.replace("REPORTS", reports)).promise.unwrap();
            let sum = sum_of_one_unit(&promise.commitments.first().unwrap().reports);
            sum.map(|(unit, sum)| (unit.one.choose("sv", &promise.lang).text.to_owned(), sum.amount, sum.unnumbered))
        };
        let walk = r#"{ "date": "2024-01", "amount": 3, "unit": { "one": "vandring", "other": "vandringar" } }"#;
        let meeting = r#"{ "date": "2024-02", "amount": 1, "unit": { "one": "möte", "other": "möten" } }"#;
        let bare = r#"{ "date": "2024-03", "amount": 2 }"#;
        let words = r#"{ "date": "2024-04", "note": "Vi har vandrat mer." }"#;
        let of = |reports: &[&str]| of(&reports.join(", "));
        assert_eq!(of(&[walk, walk]), Some(("vandring".to_owned(), 6, false)));
        assert_eq!(of(&[walk, bare]), Some(("vandring".to_owned(), 5, false)));
        assert_eq!(of(&[walk, words]), Some(("vandring".to_owned(), 3, true)));
        assert_eq!(of(&[walk, meeting]), None);
        assert_eq!(of(&[bare, words]), None);
        assert_eq!(of(&[]), None);
    }

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
