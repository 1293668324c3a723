//! Which reports count towards a target, and what they add up to.
//!
//! A report counts unless it conflicts with another one, or lies outside the period that the target
//! is judged by. A report dated after the period still counts if it says that it is final: most
//! follow-ups are published months after New Year.
//!
//! A report without a figure is an event in words. It has no effect on the number: it neither adds
//! to a sum nor makes one uncertain.

use super::date::{Day, PartialDate, Period};
use super::limits;
use super::report::{Amount, Report, ReportState};
use super::target::{Bound, Reporting, Unit};

/// Why a report is shown but not counted.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum NotCounted {
    /// It gives a different figure from another report, which the document says is the one to
    /// count.
    Conflicts,
    /// No day of its date is within the period.
    OutsidePeriod,
}

/// Why `report` does not count in `period`; `None` if it does.
pub fn why_not_counted(report: &Report, period: Option<&Period>) -> Option<NotCounted> {
    if report.conflicts_with.is_some() {
        return Some(NotCounted::Conflicts);
    }
    let is_outside = period.is_some_and(|period| {
        let date = report.date.date;
        let is_late = period.to.is_some_and(|to| date.first_day() > to.last_day());
        date.last_day() < period.from.first_day() || (is_late && !report.is_final)
    });
    is_outside.then_some(NotCounted::OutsidePeriod)
}

/// The reports that count in a period.
pub struct Counting<'a> {
    reports: Vec<&'a Report>,
    /// The last day of the period; `None` if the end is open.
    end: Option<Day>,
}

/// Whether a figure is the last one to expect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Finality {
    /// More may come.
    Interim,
    /// The date of the report reaches the last day of the period. Final once that day is over.
    AtTheEnd,
    /// The report says that it is final.
    Stated,
}

impl<'a> Counting<'a> {
    /// Selects the reports that count in `period`.
    pub fn of(reports: &'a [Report], period: Option<&Period>) -> Self {
        let counts = |report: &&Report| why_not_counted(report, period).is_none();
        Self {
            reports: reports.iter().filter(counts).collect(),
            end: period.and_then(|period| period.to).map(PartialDate::last_day),
        }
    }

    /// Judges the figures by another last day than the period's, as for a milestone with a date of
    /// its own.
    pub(super) fn ends(&mut self, to: Option<PartialDate>) {
        self.end = to.map(PartialDate::last_day);
    }

    /// The reports, in document order.
    pub fn reports(&self) -> &[&'a Report] {
        &self.reports
    }

    /// The date of the newest report.
    pub fn newest(&self) -> Option<PartialDate> {
        self.reports.iter().map(|report| report.date.date).max_by_key(|date| date.order())
    }

    /// Whether the figure of `report` is final.
    pub fn finality(&self, report: &Report) -> Finality {
        if report.is_final {
            Finality::Stated
        } else if self.end.is_some_and(|end| report.date.date.last_day() >= end) {
            Finality::AtTheEnd
        } else {
            Finality::Interim
        }
    }

    /// The sum of the amounts, or the newest one if they are cumulative. `None` if no report has an
    /// amount.
    pub fn sum(&self, reporting: Option<Reporting>) -> Option<Sum> {
        let amount = |report: &&Report| report.amount;
        let figures = || self.reports.iter().copied().filter(|report| amount(report).is_some());
        let newest = self.leading(figures())?;
        match reporting {
            Some(Reporting::Cumulative) => Some(Sum::NOTHING.plus(newest, self.finality(newest))),
            None => Some(figures().fold(Sum::NOTHING, |sum, report| sum.plus(report, self.finality(report)))),
        }
    }

    /// The newest level, and the oldest if there are several.
    pub fn levels(&self) -> Option<Levels> {
        let values = || self.reports.iter().copied().filter(|report| report.value.is_some());
        let newest = self.leading(values())?;
        let oldest = values().min_by_key(|report| report.date.date.order())?;
        Some(Levels {
            newest: newest.value?,
            oldest: oldest.value.filter(|_| values().count() > 1),
            date: newest.date.date,
            finality: self.finality(newest),
        })
    }

    /// The newest reported state. Done stays done whatever the dates of other reports: "2024:
    /// begun" may be earlier or later than "May 2024: done".
    pub fn state(&self) -> Option<(ReportState, &'a Report)> {
        let rank = |state, report: &Report| (state == ReportState::Done, self.rank(report));
        let states = self.reports.iter().filter_map(|report| Some((report.state?, *report)));
        states.max_by_key(|(state, report)| rank(*state, report))
    }

    /// The report whose figure applies: one that says it is final, otherwise the newest. Of several
    /// with the same date, the last in the document.
    fn leading(&self, reports: impl Iterator<Item = &'a Report>) -> Option<&'a Report> {
        reports.max_by_key(|report| self.rank(report))
    }

    fn rank(&self, report: &Report) -> (bool, i32) {
        (report.is_final, report.date.date.order())
    }
}

/// Amounts added up. At most [`limits::LIST`] times [`limits::NUMBER`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Sum {
    /// All of them together.
    pub amount: u64,
    /// More was done than was counted.
    pub or_more: bool,
    /// A source gives its part as a minimum ("minst").
    pub at_least: bool,
    /// The date of the newest amount.
    pub date: Option<PartialDate>,
    /// Whether more may come.
    pub finality: Finality,
}

impl Sum {
    const NOTHING: Self = Self { amount: 0, or_more: false, at_least: false, date: None, finality: Finality::Interim };

    fn plus(self, report: &Report, finality: Finality) -> Self {
        let Some(Amount(amount)) = report.amount else { return self };
        let mut date = self.date;
        super::report::newer_of(&mut date, Some(report.date.date));
        Self {
            amount: self.amount.saturating_add(u64::from(amount)),
            or_more: self.or_more || report.or_more,
            at_least: self.at_least || report.bound == Some(Bound::AtLeast),
            date,
            finality: self.finality.max(finality),
        }
    }

    /// The real number may be larger.
    pub fn is_uncertain(&self) -> bool {
        self.or_more || self.at_least
    }
}

/// Levels: each report replaces the ones before it.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Levels {
    /// The newest.
    pub newest: f64,
    /// The oldest, if that is another report.
    pub oldest: Option<f64>,
    /// The date of the newest.
    pub date: PartialDate,
    /// Whether a newer one may come.
    pub finality: Finality,
}

/// What the reports of a commitment without targets have counted: the unit and the sum. `None` if
/// they count nothing, or more than one kind of thing.
pub fn sum_of_one_unit<'a>(counting: &Counting<'a>) -> Option<(&'a Unit, Sum)> {
    let unit = counting.reports().iter().find_map(|report| report.unit.as_ref())?;
    let same = counting.reports().iter().all(|report| report.unit.as_ref().is_none_or(|other| other == unit));
    counting.sum(None).filter(|_| same).map(|sum| (unit, sum))
}

const _: () = assert!((limits::LIST as u64) * (limits::NUMBER as u64) < (1 << 53), "sums stay exact as f64");

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::promise::read::read;

    /// The reports of a commitment without targets.
    fn reports(reports: &str) -> Vec<Report> {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" }, "period": { "from": "2024" },
            "actors": [], "commitments": [ { "id": "a", "text": "a", "reports": [ REPORTS ] } ] }"#;
        read(&text.replace("REPORTS", reports)).promise.unwrap().commitments.remove(0).reports
    }

    fn period(from: &str, to: Option<&str>) -> Period {
        let date = |written: &str| PartialDate::parse(written).unwrap();
        Period { from: date(from), to: to.map(date), as_written: None }
    }

    #[test]
    fn a_report_counts_if_any_day_of_its_date_is_within_the_period() {
        let year = period("2024", Some("2024"));
        let spring = period("2024-02", Some("2024-05-15"));
        let open = period("2024-02", None);
        for (date, in_year, in_spring, in_open) in [
            ("2023", false, false, false),
            ("2023-12-31", false, false, false),
            ("2024", true, true, true),
            ("2024-01", true, false, false),
            ("2024-05", true, true, true),
            ("2024-05-15", true, true, true),
            ("2024-05-16", true, false, true),
            ("2025-01", false, false, true),
        ] {
            let report = reports(&format!(r#"{{ "date": "{date}" }}"#)).remove(0);
            for (period, counts) in [(&year, in_year), (&spring, in_spring), (&open, in_open)] {
                let expected = (!counts).then_some(NotCounted::OutsidePeriod);
                assert_eq!(why_not_counted(&report, Some(period)), expected, "{date} in {period:?}");
            }
            assert_eq!(why_not_counted(&report, None), None, "without a period, {date}");
        }
    }

    #[test]
    fn a_report_from_after_the_period_counts_where_it_says_that_it_is_final() {
        let year = period("2024", Some("2024"));
        for (date, counts) in [("2025-02-10", true), ("2023-12", false)] {
            let report = reports(&format!(r#"{{ "date": "{date}", "final": true }}"#)).remove(0);
            assert_eq!(why_not_counted(&report, Some(&year)).is_none(), counts, "{date}");
        }
    }

    #[test]
    fn a_date_is_final_when_it_reaches_the_last_day_with_its_precision() {
        let half = period("2024-01", Some("2024-06"));
        for (report, finality) in [
            (r#"{ "date": "2024" }"#, Finality::AtTheEnd),
            (r#"{ "date": "2024-06" }"#, Finality::AtTheEnd),
            (r#"{ "date": "2024-06-30" }"#, Finality::AtTheEnd),
            (r#"{ "date": "2024-06-29" }"#, Finality::Interim),
            (r#"{ "date": "2024-05" }"#, Finality::Interim),
            (r#"{ "date": "2024-05", "final": true }"#, Finality::Stated),
        ] {
            let reports = reports(report);
            let counting = Counting::of(&reports, Some(&half));
            assert_eq!(counting.finality(&reports[0]), finality, "{report}");
            let open = Counting::of(&reports, Some(&period("2024", None)));
            assert_eq!(open.finality(&reports[0]) == Finality::Stated, finality == Finality::Stated, "{report}");
        }
    }

    #[test]
    fn amounts_add_up_unless_they_are_cumulative() {
        let reports = reports(
            r#"{ "date": "2024-08", "amount": 50 }, { "date": "2024-04", "amount": 33 }, { "date": "2024-02", "amount": 18 },
               { "date": "2024-09", "note": "Fler på gång" }"#,
        );
        let counting = Counting::of(&reports, None);
        assert_eq!(counting.sum(None).unwrap().amount, 101);
        assert_eq!(counting.sum(Some(Reporting::Cumulative)).unwrap().amount, 50);
        assert_eq!(counting.sum(None).unwrap().date, PartialDate::parse("2024-08"));
    }

    #[test]
    fn a_final_amount_leads_over_a_newer_one_that_is_not() {
        let reports =
            reports(r#"{ "date": "2024-10", "amount": 50, "final": true }, { "date": "2024-11", "amount": 49 }"#);
        let counting = Counting::of(&reports, None);
        assert_eq!(counting.sum(Some(Reporting::Cumulative)).unwrap().amount, 50);
    }

    #[test]
    fn what_is_counted_without_a_promise_is_summed_where_it_is_one_thing() {
        let of = |parts: &[&str]| {
            let reports = reports(&parts.join(", "));
            let sum = sum_of_one_unit(&Counting::of(&reports, None));
            sum.map(|(unit, sum)| {
                let lang = crate::promise::id::Lang::swedish();
                (unit.one.choose("sv", &lang).text.to_owned(), sum.amount, sum.is_uncertain())
            })
        };
        let walk = r#"{ "date": "2024-01", "amount": 3, "unit": { "one": "vandring", "other": "vandringar" } }"#;
        let meeting = r#"{ "date": "2024-02", "amount": 1, "unit": { "one": "möte", "other": "möten" } }"#;
        let bare = r#"{ "date": "2024-03", "amount": 2 }"#;
        let more = r#"{ "date": "2024-03", "amount": 2, "or_more": true }"#;
        let words = r#"{ "date": "2024-04", "note": "Vi har vandrat mer." }"#;
        assert_eq!(of(&[walk, walk]), Some(("vandring".to_owned(), 6, false)));
        assert_eq!(of(&[walk, bare]), Some(("vandring".to_owned(), 5, false)));
        assert_eq!(of(&[walk, more]), Some(("vandring".to_owned(), 5, true)));
        // An event in words has no effect on the number.
        assert_eq!(of(&[walk, words]), Some(("vandring".to_owned(), 3, false)));
        assert_eq!(of(&[walk, meeting]), None);
        assert_eq!(of(&[bare, words]), None);
        assert_eq!(of(&[]), None);
    }
}
