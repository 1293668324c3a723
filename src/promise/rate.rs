//! The calendar intervals of a rate: "två tillfällen per vecka" is judged week by
//! week, so that a busy spring does not hide a silent autumn.

use super::date::{Day, PartialDate, Period};
use super::report::{Amount, Report, counting};
use super::target::Interval;

/// How the intervals of a rate have gone. An interval that nobody reported on is
/// unknown, not missed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Intervals {
    /// The amount of the interval that today is in; `None` where nothing is reported
    /// or today is outside the period.
    pub current: Option<u64>,
    /// Past intervals that reached the number.
    pub met: u32,
    /// Past intervals that were reported on and did not reach it.
    pub missed: u32,
    /// Past intervals that nobody reported on, or where a report without an amount
    /// leaves open whether they reached the number.
    pub unknown: u32,
    /// Reports whose date is too coarse to tell the interval.
    pub unplaced: u32,
}

impl Intervals {
    /// All past intervals.
    pub fn past(&self) -> u32 {
        self.met + self.missed + self.unknown
    }
}

/// How many intervals are judged, so that a mistyped period does not give absurd
/// numbers: 120 years of weeks.
const MOST: i32 = 53 * 120;

/// Looks at every interval of the period up to today.
///
/// An interval that the period cuts, a first week that began on a Wednesday, is not
/// judged when it is past, unless there is no whole one at all.
pub fn intervals(per: Interval, goal: u32, reports: &[Report], period: &Period, today: Day) -> Intervals {
    let first = period.from.first_day();
    let last = period.to.map(PartialDate::last_day);
    let mut result = Intervals { current: None, met: 0, missed: 0, unknown: 0, unplaced: 0 };

    // By interval, sorted: the amount, `None` where no report has one, and whether a
    // report lacks it, so that there may be more.
    let mut amounts: Vec<(i32, Option<u64>, bool)> = Vec::new();
    for report in counting(reports) {
        let interval = number(per, report.date.date.first_day());
        if interval != number(per, report.date.date.last_day()) {
            result.unplaced += 1;
            continue;
        }
        let amount = report.amount.map(|Amount(amount)| u64::from(amount));
        let place = amounts.partition_point(|(other, ..)| *other < interval);
        match amounts.get_mut(place) {
            Some((found, sum, or_more)) if *found == interval => {
                *sum = sum.zip(amount).map(|(a, b)| a + b).or(*sum).or(amount);
                *or_more |= amount.is_none();
            }
            _ => amounts.insert(place, (interval, amount, amount.is_none())),
        }
    }

    let now = number(per, today);
    let is_over = last.is_some_and(|last| last < today);
    if first <= today && !is_over {
        result.current = amounts.iter().find(|(interval, ..)| *interval == now).and_then(|(_, sum, _)| *sum);
    }

    let from = number(per, first);
    let end = last.map(|last| number(per, last) + 1);
    // When the period is over, so is its last interval, whatever the calendar says.
    let until = end.filter(|_| is_over).unwrap_or(now);
    let until = until.clamp(from, from + MOST);
    let is_past = |interval| (from..until).contains(&interval);
    // The first and the last interval, where the period cuts them.
    let cut_first = Some(from).filter(|from| number_before(per, first) == *from);
    let cut_last = last
        .map(|last| (number(per, last), number_after(per, last)))
        .filter(|(at, after)| at == after)
        .map(|(at, _)| at);
    let cut_last = cut_last.filter(|last| cut_first != Some(*last));
    let is_cut = |interval| cut_first == Some(interval) || cut_last == Some(interval);
    let cuts = i32::from(cut_first.is_some()) + i32::from(cut_last.is_some());
    // Of the whole period, not until today: else a first week that is cut would be judged
    // until the second one is over.
    let any_whole = end.is_none_or(|end| end - from > cuts);
    // Counted from the reports, not interval by interval: a century has many weeks.
    for (interval, amount, or_more) in amounts {
        if !is_past(interval) || (any_whole && is_cut(interval)) {
            continue;
        }
        match amount {
            Some(amount) if amount >= u64::from(goal) => result.met += 1,
            Some(_) if !or_more => result.missed += 1,
            Some(_) | None => {}
        }
    }
    let cuts = [cut_first, cut_last].into_iter().flatten().filter(|cut| any_whole && is_past(*cut));
    result.unknown = (until - from).unsigned_abs() - cuts.count() as u32 - result.met - result.missed;
    result
}

/// Consecutive numbers for consecutive intervals.
fn number(per: Interval, day: Day) -> i32 {
    let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    match per {
        // 1970-01-01 was a Thursday: the week before it began on day -3.
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

    fn report(date: &str, amount: Option<u32>) -> Report {
        Report {
            id: None,
            date: WrittenDate { date: PartialDate::parse(date).unwrap(), as_written: None },
            amount: amount.map(Amount),
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
        intervals(per, goal, reports, period, PartialDate::parse(today).unwrap().first_day())
    }

    #[test]
    fn months_are_judged_one_by_one_and_silent_ones_are_unknown() {
        let reports = [report("2024-01", Some(1)), report("2024-02-10", Some(0)), report("2024-04-02", Some(2))];
        let result = look(Interval::Month, 1, &reports, &period("2024", Some("2024")), "2024-04-15");
        assert_eq!(result, Intervals { current: Some(2), met: 1, missed: 1, unknown: 1, unplaced: 0 });
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
        let result = look(Interval::Week, 1, &[], &period("2025", Some("2025")), "2025-01-13");
        assert_eq!(result.unknown, 1);
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
        // With an open end there are always more to come.
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
    fn a_report_too_coarse_for_the_interval_is_not_placed() {
        let reports = [report("2024", Some(50)), report("2024-03", Some(4))];
        let result = look(Interval::Week, 1, &reports, &period("2024", Some("2024")), "2024-03-04");
        assert_eq!(result.unplaced, 2);
        assert_eq!(result.met + result.missed, 0);
        assert_eq!(look(Interval::Month, 1, &reports, &period("2024", Some("2024")), "2024-04-01").unplaced, 1);
    }

    #[test]
    fn before_the_period_there_is_nothing_to_judge() {
        let result = look(Interval::Month, 1, &[], &period("2025", Some("2025")), "2024-06-01");
        assert_eq!((result.past(), result.current), (0, None));
    }

    #[test]
    fn an_open_end_runs_until_today() {
        let result =
            look(Interval::Quarter, 1, &[report("2023-07", Some(1))], &period("2023-04-01", None), "2024-01-01");
        assert_eq!((result.met, result.unknown), (1, 2));
    }

    #[test]
    fn a_report_without_an_amount_leaves_its_interval_unknown() {
        let result =
            look(Interval::HalfYear, 1, &[report("2024-02", None)], &period("2024", Some("2024")), "2024-07-01");
        assert_eq!((result.met, result.missed, result.unknown), (0, 0, 1));
    }

    #[test]
    fn beside_a_report_without_an_amount_an_interval_can_be_met_but_not_missed() {
        let reports =
            [report("2024-01", Some(1)), report("2024-01", None), report("2024-02", Some(2)), report("2024-02", None)];
        let result = look(Interval::Month, 2, &reports, &period("2024", Some("2024")), "2024-03-01");
        assert_eq!((result.met, result.missed, result.unknown), (1, 0, 1));
    }
}
