//! The calendar intervals of a rate: "två tillfällen per vecka" is judged week by week, so that a
//! busy spring does not hide a quiet autumn.

use super::counting::{Counting, Finality};
use super::date::{Day, PartialDate, Period};
use super::report::Amount;
use super::target::{Bound, Interval};

/// The results of a rate's intervals. An interval without reports is unknown, not missed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Intervals {
    /// What was done in the current interval; `None` if nothing has been reported or today is
    /// outside the period.
    pub current: Option<Done>,
    /// Past intervals that reached the goal.
    pub met: u32,
    /// Past intervals that were reported on and missed the goal.
    pub missed: u32,
    /// Past intervals without reports, or whose reports leave open whether they reached the goal.
    pub unknown: u32,
    /// Past intervals that extend beyond the period and are therefore not judged.
    pub cut: u32,
    /// The sum of the reports that span more than one interval: "2024: 110". `None` if there are
    /// none.
    pub coarse: Option<Done>,
    /// The number of reports that span more than one interval.
    pub coarse_reports: u32,
    /// Whether more may come.
    pub finality: Finality,
    /// The date of the newest amount.
    pub date: Option<PartialDate>,
}

/// What was done in some stretch of time.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Done {
    /// The sum of the amounts.
    pub amount: u64,
    /// More was done than was counted.
    pub or_more: bool,
    /// A source gives its part as a minimum ("minst").
    pub at_least: bool,
}

impl Done {
    const NOTHING: Self = Self { amount: 0, or_more: false, at_least: false };

    fn plus(self, other: Self) -> Self {
        Self {
            amount: self.amount + other.amount,
            or_more: self.or_more || other.or_more,
            at_least: self.at_least || other.at_least,
        }
    }

    fn is_uncertain(self) -> bool {
        self.or_more || self.at_least
    }
}

impl Intervals {
    /// The number of past intervals that can be judged from the reports.
    pub fn judged(&self) -> u32 {
        self.met + self.missed
    }
}

/// How many intervals are judged at most, so that a mistyped period does not give absurd numbers:
/// 120 years of weeks.
const MOST: i32 = 53 * 120;

/// Judges every interval of the period up to today. `None` if no report has an amount.
///
/// A past interval that extends beyond the period, such as a first week that began on a Wednesday,
/// is not judged, unless there are no whole intervals at all. A report that spans several intervals
/// leaves open how many of them were missed.
pub fn intervals(per: Interval, goal: u32, counting: &Counting, period: &Period, today: Day) -> Option<Intervals> {
    let first = period.from.first_day();
    let last = period.to.map(PartialDate::last_day);

    let sum = counting.sum(None)?;
    // What was done per interval, sorted; and the first and last interval of each report that spans
    // several.
    let mut done: Vec<(i32, Done)> = Vec::new();
    let mut coarse: Vec<(i32, i32)> = Vec::new();
    let mut coarse_sum = Done::NOTHING;
    for report in counting.reports() {
        let Some(Amount(amount)) = report.amount else { continue };
        let at_least = report.bound == Some(Bound::AtLeast);
        let part = Done { amount: u64::from(amount), or_more: report.or_more, at_least };
        let date = report.date.date;
        let (interval, to) = (number(per, date.first_day()), number(per, date.last_day()));
        if interval != to {
            coarse.push((interval, to));
            coarse_sum = coarse_sum.plus(part);
            continue;
        }
        let place = done.partition_point(|(other, _)| *other < interval);
        match done.get_mut(place) {
            Some((found, sum)) if *found == interval => *sum = sum.plus(part),
            _ => done.insert(place, (interval, part)),
        }
    }
    let is_covered_coarsely = |interval: i32| coarse.iter().any(|(from, to)| (*from..=*to).contains(&interval));

    let now = number(per, today);
    let is_over = last.is_some_and(|last| last < today);
    let is_running = first <= today && !is_over;
    let current = done.iter().find(|(interval, _)| is_running && *interval == now).map(|(_, done)| *done);

    let from = number(per, first);
    let end = last.map(|last| number(per, last) + 1);
    // When the period is over, so is its last interval, whatever the calendar says.
    let until = end.filter(|_| is_over).unwrap_or(now);
    let until = until.clamp(from, from + MOST);
    let is_past = |interval| (from..until).contains(&interval);
    // The first and the last interval, if they extend beyond the period.
    let cut_first = Some(from).filter(|from| number_before(per, first) == *from);
    let cut_last = last
        .map(|last| (number(per, last), number_after(per, last)))
        .filter(|(at, after)| at == after)
        .map(|(at, _)| at);
    let cut_last = cut_last.filter(|last| cut_first != Some(*last));
    let cuts = i32::from(cut_first.is_some()) + i32::from(cut_last.is_some());
    // Considers the whole period, not just the time until today: otherwise a partial first week
    // would be judged until the second one is over.
    let any_whole = end.is_none_or(|end| end - from > cuts);
    let is_cut = |interval| any_whole && (cut_first == Some(interval) || cut_last == Some(interval));
    let cut = [cut_first, cut_last].into_iter().flatten().filter(|cut| is_cut(*cut) && is_past(*cut)).count() as u32;

    let (mut met, mut missed) = (0, 0);
    // Counted from the reports, not interval by interval: a century has many weeks.
    for (interval, done) in done {
        if !is_past(interval) || is_cut(interval) {
            continue;
        }
        if done.amount >= u64::from(goal) {
            met += 1;
        } else if !done.is_uncertain() && !is_covered_coarsely(interval) {
            missed += 1;
        }
    }
    Some(Intervals {
        current,
        met,
        missed,
        unknown: (until - from).unsigned_abs() - cut - met - missed,
        cut,
        coarse: (!coarse.is_empty()).then_some(coarse_sum),
        coarse_reports: coarse.len() as u32,
        finality: sum.finality,
        date: sum.date,
    })
}

/// Numbers the intervals consecutively.
fn number(per: Interval, day: Day) -> i32 {
    let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    match per {
        // 1970-01-01 was a Thursday: its week began on day -3.
        Interval::Week => (day.number() + 3).div_euclid(7),
        Interval::Month => month,
        Interval::Quarter => month.div_euclid(3),
        Interval::HalfYear => month.div_euclid(6),
        Interval::Year => i32::from(day.year()),
    }
}

/// The interval of the day before.
fn number_before(per: Interval, day: Day) -> i32 {
    let starts = match per {
        Interval::Week => day.weekday() == 0,
        Interval::Month => day.day_of_month() == 1,
        Interval::Quarter => day.day_of_month() == 1 && day.month() % 3 == 1,
        Interval::HalfYear => day.day_of_month() == 1 && day.month() % 6 == 1,
        Interval::Year => day.day_of_month() == 1 && day.month() == 1,
    };
    number(per, day) - i32::from(starts)
}

/// The interval of the day after.
fn number_after(per: Interval, day: Day) -> i32 {
    let last_of_month = PartialDate::Month(day.year(), day.month()).last_day() == day;
    let ends = match per {
        Interval::Week => day.weekday() == 6,
        Interval::Month => last_of_month,
        Interval::Quarter => last_of_month && day.month().is_multiple_of(3),
        Interval::HalfYear => last_of_month && day.month().is_multiple_of(6),
        Interval::Year => last_of_month && day.month() == 12,
    };
    number(per, day) + i32::from(ends)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::date::WrittenDate;
    use crate::promise::report::Report;

    fn report(date: &str, amount: Option<u32>) -> Report {
        Report {
            id: None,
            date: WrittenDate { date: PartialDate::parse(date).unwrap(), as_written: None },
            amount: amount.map(Amount),
            bound: None,
            or_more: false,
            is_final: false,
            value: None,
            unit: None,
            state: None,
            note: None,
            by: None,
            source: None,
            conflicts_with: None,
        }
    }

    fn period(from: &str, to: Option<&str>) -> Period {
        Period {
            from: PartialDate::parse(from).unwrap(),
            to: to.map(|to| PartialDate::parse(to).unwrap()),
            as_written: None,
        }
    }

    fn look(per: Interval, goal: u32, reports: &[Report], period: &Period, today: &str) -> Intervals {
        let counting = Counting::of(reports, Some(period));
        intervals(per, goal, &counting, period, PartialDate::parse(today).unwrap().first_day()).unwrap()
    }

    impl Intervals {
        fn past(&self) -> u32 {
            self.judged() + self.unknown
        }
    }

    #[test]
    fn months_are_judged_one_by_one_and_silent_ones_are_unknown() {
        let reports = [report("2024-01", Some(1)), report("2024-02-10", Some(0)), report("2024-04-02", Some(2))];
        let result = look(Interval::Month, 1, &reports, &period("2024", Some("2024")), "2024-04-15");
        assert_eq!((result.met, result.missed, result.unknown, result.coarse), (1, 1, 1, None));
        assert_eq!(result.current.map(|done| done.amount), Some(2));
    }

    #[test]
    fn a_week_across_new_year_is_one_week() {
        // Monday 2024-12-30 to Sunday 2025-01-05.
        let reports = [report("2024-12-31", Some(1)), report("2025-01-02", Some(1))];
        let result = look(Interval::Week, 2, &reports, &period("2024-12-30", Some("2025-12-31")), "2025-01-06");
        assert_eq!((result.met, result.missed, result.unknown, result.current), (1, 0, 0, None));
    }

    #[test]
    fn a_first_week_that_began_before_the_period_is_not_judged() {
        // 2025-01-01 was a Wednesday; the first whole week begins on the 6th.
        let reports = [report("2025-01-02", Some(1))];
        let result = look(Interval::Week, 1, &reports, &period("2025", Some("2025")), "2025-01-13");
        assert_eq!((result.met, result.unknown, result.cut), (0, 1, 1));
    }

    #[test]
    fn when_the_period_is_over_its_last_interval_is_past() {
        let reports = [report("2024-10", Some(1)), report("2024-11", Some(1)), report("2024-12", Some(1))];
        let period = period("2024-10", Some("2024-12"));
        assert_eq!(look(Interval::Month, 1, &reports, &period, "2024-12-31").met, 2);
        assert_eq!(look(Interval::Month, 1, &reports, &period, "2025-01-01").met, 3);
        assert_eq!(look(Interval::Month, 1, &reports, &period, "2031-01-01").past(), 3);
    }

    #[test]
    fn a_cut_interval_is_not_judged_while_the_whole_ones_are_still_to_come() {
        let year = period("2025", Some("2025"));
        for (today, past) in [("2025-01-05", 0), ("2025-01-06", 0), ("2025-01-12", 0), ("2025-01-13", 1)] {
            let result = look(Interval::Week, 2, &[report("2025-01-02", Some(1))], &year, today);
            assert_eq!((result.missed, result.past()), (0, past), "{today}");
        }
        // With an open end, there are always more to come.
        let open = period("2023-04-21", None);
        for (today, past) in [("2023-12-31", 0), ("2024-06-01", 0), ("2025-01-01", 1)] {
            let result = look(Interval::Year, 4, &[report("2023-10", Some(3))], &open, today);
            assert_eq!((result.missed, result.past()), (0, past), "{today}");
        }
    }

    #[test]
    fn a_period_that_ends_within_an_interval_is_judged_when_it_is_over() {
        let reports = [report("2023-06", Some(2))];
        let period = period("2023-04-21", Some("2023-11"));
        for (today, past) in [("2023-11-30", 0), ("2023-12-01", 1), ("2023-12-15", 1), ("2024-01-01", 1)] {
            assert_eq!(look(Interval::Year, 2, &reports, &period, today).past(), past, "{today}");
        }
    }

    #[test]
    fn a_period_shorter_than_the_interval_is_judged_as_it_is() {
        let reports = [report("2023-06", Some(2))];
        let result = look(Interval::Year, 2, &reports, &period("2023-04-21", Some("2023-11")), "2024-01-01");
        assert_eq!(result.met, 1);
    }

    #[test]
    fn a_report_too_coarse_for_the_interval_leaves_open_which_intervals_were_missed() {
        let year = period("2024", Some("2024"));
        let coarse = look(Interval::Week, 2, &[report("2024", Some(110))], &year, "2025-01-01");
        assert_eq!((coarse.judged(), coarse.coarse_reports), (0, 1));
        assert_eq!(coarse.coarse.map(|done| done.amount), Some(110));
        // A more precise report can show that its week was met, never that it was missed.
        for (amount, met) in [(2, 1), (1, 0)] {
            let reports = [report("2024", Some(50)), report("2024-03-04", Some(amount))];
            let result = look(Interval::Week, 2, &reports, &year, "2025-01-01");
            assert_eq!((result.met, result.missed), (met, 0), "{amount}");
        }
        // Intervals not covered by a coarse report are judged.
        let reports = [report("2024-01", Some(0)), report("2024-02-03", Some(1)), report("2024-02-28", Some(1))];
        let result = look(Interval::Quarter, 3, &reports, &year, "2024-04-01");
        assert_eq!((result.met, result.missed, result.coarse), (0, 1, None));
        let reports = [report("2024-01", Some(1)), report("2024-05", Some(1))];
        let result = look(Interval::Week, 1, &reports, &period("2024-01", Some("2024-06")), "2024-07-01");
        assert_eq!((result.judged(), result.coarse_reports), (0, 2));
    }

    #[test]
    fn before_the_period_there_is_nothing_to_judge() {
        let none = Counting::of(&[], None);
        let today = PartialDate::parse("2024-06-01").unwrap().first_day();
        assert_eq!(intervals(Interval::Month, 1, &none, &period("2025", Some("2025")), today), None);
    }

    #[test]
    fn an_open_end_runs_until_today() {
        let result =
            look(Interval::Quarter, 1, &[report("2023-07", Some(1))], &period("2023-04-01", None), "2024-01-01");
        assert_eq!((result.met, result.unknown), (1, 2));
    }

    #[test]
    fn a_report_without_an_amount_says_nothing_of_the_number() {
        let year = period("2024", Some("2024"));
        let reports = [report("2024-01", Some(1)), report("2024-01", None), report("2024-02", None)];
        let result = look(Interval::Month, 2, &reports, &year, "2024-03-01");
        assert_eq!((result.met, result.missed, result.unknown), (0, 1, 1));
        let words = [report("2024-01", None)];
        let counting = Counting::of(&words, Some(&year));
        let today = PartialDate::parse("2024-03-01").unwrap().first_day();
        assert_eq!(intervals(Interval::Month, 2, &counting, &year, today), None);
    }

    #[test]
    fn where_more_was_done_than_counted_an_interval_can_be_met_but_not_missed() {
        let year = period("2024", Some("2024"));
        let or_more = |date, amount| Report { or_more: true, ..report(date, Some(amount)) };
        let at_least = |date, amount| Report { bound: Some(Bound::AtLeast), ..report(date, Some(amount)) };
        let reports = [or_more("2024-01", 1), or_more("2024-02", 2), at_least("2024-03", 1), or_more("2024-04", 1)];
        let result = look(Interval::Month, 2, &reports, &year, "2024-04-20");
        assert_eq!((result.met, result.missed, result.unknown), (1, 0, 2));
        assert_eq!(result.current, Some(Done { amount: 1, or_more: true, at_least: false }));
    }
}
