//! Dates as public documents give them: a year, a month or a day, never more precise than the
//! source. Days are those of the proleptic Gregorian calendar; there is no time of day and no time
//! zone here.
//!
//! Hand-written instead of a date crate: the widget needs four functions, and a crate would cost
//! every visitor more bytes than all the other rules together.

use super::fields::{Expected, FromJson, Node};
use super::problem::ProblemKind;
use super::text::Text;

/// A day in the calendar. Ordered by time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// The day, if it exists in the calendar (years 1–9999).
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The year, 1–9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1–31.
    pub fn day_of_month(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01, negative before it. Consecutive days have consecutive numbers, so
    /// subtracting gives a length in days.
    pub fn number(self) -> i32 {
        // Counts in eras of 400 years that begin on 1 March, which makes the leap day the last day
        // of its year.
        let (month, day) = (i32::from(self.month), i32::from(self.day));
        let year = i32::from(self.year) - i32::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The day of the week, from 0 for Monday to 6 for Sunday (ISO 8601).
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday. The remainder is 0–6, so the cast is lossless.
        (self.number() + 3).rem_euclid(7) as u8
    }

    /// The day `months` whole months later, or the last day of the month if it is too short; stays
    /// within years 1–9999.
    pub fn plus_months(self, months: u16) -> Self {
        let all = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
        let year = (all / 12).min(9999) as u16;
        let month = (all % 12) as u8 + 1;
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A date with the precision of its source: `2024`, `2024-05` or `2024-05-07`.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum PartialDate {
    /// Only the year is known.
    Year(u16),
    /// Year and month are known.
    Month(u16, u8),
    /// The day is known.
    Day(Day),
}

impl PartialDate {
    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Rejects anything else, including days that do not
    /// exist.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = parts.next();
        let day = parts.next();
        if parts.next().is_some() || year == 0 {
            return None;
        }
        let Some(month) = month else { return Some(Self::Year(year)) };
        let month = u8::try_from(digits(month, 2)?).ok().filter(|month| (1..=12).contains(month))?;
        let Some(day) = day else { return Some(Self::Month(year, month)) };
        Day::new(year, month, u8::try_from(digits(day, 2)?).ok()?).map(Self::Day)
    }

    /// A sort key: later dates have larger numbers. A year sorts before its months and a month
    /// before its days, so that a bare "2024" is never considered newer than a date known to be in
    /// May.
    pub fn order(self) -> i32 {
        let (year, month, day) = match self {
            Self::Year(year) => (year, 0, 0),
            Self::Month(year, month) => (year, month, 0),
            Self::Day(day) => (day.year, day.month, day.day),
        };
        i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
    }

    /// The earliest day that the date can mean.
    pub fn first_day(self) -> Day {
        match self {
            Self::Year(year) => Day { year, month: 1, day: 1 },
            Self::Month(year, month) => Day { year, month, day: 1 },
            Self::Day(day) => day,
        }
    }

    /// The latest day that the date can mean.
    pub fn last_day(self) -> Day {
        match self {
            Self::Year(year) => Day { year, month: 12, day: 31 },
            Self::Month(year, month) => Day { year, month, day: days_in_month(year, month) },
            Self::Day(day) => day,
        }
    }
}

fn digits(written: &str, count: usize) -> Option<u16> {
    let all_digits = written.len() == count && written.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| written.bytes().fold(0, |sum, byte| sum * 10 + u16::from(byte - b'0')))
}

impl FromJson for PartialDate {
    const EXPECTED: Expected = Expected::Date;

    fn from_json(node: Node) -> Option<Self> {
        let written = node.string(Expected::Date)?;
        let date = Self::parse(written);
        if date.is_none() {
            // 2024-02-31 has the form of a date. A schema cannot reject it, but the calendar can.
            let has_the_form = written.rsplit_once('-').is_some_and(|(month, day)| {
                matches!(Self::parse(month), Some(Self::Month(..))) && digits(day, 2).is_some()
            });
            node.problem(if has_the_form { ProblemKind::NoSuchDay } else { ProblemKind::Found }, Expected::Date);
        }
        date
    }
}

/// A date, with the source's own words for it if it gives any.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct WrittenDate {
    /// The date, as precise as it is known.
    pub date: PartialDate,
    /// The source's words: "under hösten 2024". Shown instead of the date.
    pub as_written: Option<Text>,
}

impl FromJson for WrittenDate {
    const EXPECTED: Expected = Expected::Date;

    fn from_json(node: Node) -> Option<Self> {
        if !node.is_object() {
            return Some(Self { date: PartialDate::from_json(node)?, as_written: None });
        }
        let fields = node.fields()?;
        let (date, as_written) = (fields.required("date"), fields.optional("as_written"));
        Some(Self { date: date?, as_written })
    }
}

/// From when to when a promise or a target applies. Both ends belong to it.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct Period {
    /// The first day, month or year.
    pub from: PartialDate,
    /// The last day, month or year. Left out, the end is open.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub to: Option<PartialDate>,
    /// The source's own words for the period, where it says it in words.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub as_written: Option<Text>,
}

/// Where today falls relative to a period.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Phase {
    /// The first day is in the future.
    NotBegun,
    /// Today is within the period, which may have an open end.
    Running,
    /// The last day has passed.
    Ended,
}

impl Period {
    /// Where `today` falls relative to the period.
    pub fn phase(&self, today: Day) -> Phase {
        if today < self.from.first_day() {
            Phase::NotBegun
        } else if self.to.is_some_and(|to| to.last_day() < today) {
            Phase::Ended
        } else {
            Phase::Running
        }
    }

    /// How much of the period has passed at the end of `today`, 0–1. `None` if the end is open,
    /// since the length is unknown.
    pub fn elapsed(&self, today: Day) -> Option<f64> {
        let first = self.from.first_day().number();
        let last = self.to?.last_day().number();
        let length = f64::from((last - first + 1).max(1));
        Some((f64::from(today.number() - first + 1) / length).clamp(0.0, 1.0))
    }
}

impl FromJson for Period {
    const EXPECTED: Expected = Expected::Period;

    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        let from: Option<PartialDate> = fields.required("from");
        let (to, as_written) = (fields.optional("to"), fields.optional("as_written"));
        let period = Self { from: from?, to, as_written };
        if period.to.is_some_and(|to| to.last_day() < period.from.first_day()) {
            node.problem(ProblemKind::EndsBeforeItBegins, Expected::Period);
            return Some(Self { to: None, ..period });
        }
        Some(period)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(written: &str) -> Day {
        PartialDate::parse(written).unwrap().first_day()
    }

    fn period(from: &str, to: Option<&str>) -> Period {
        Period {
            from: PartialDate::parse(from).unwrap(),
            to: to.map(|to| PartialDate::parse(to).unwrap()),
            as_written: None,
        }
    }

    #[test]
    fn a_date_is_read_only_as_year_month_or_day_that_exists() {
        for good in ["2024", "2024-05", "2024-05-07", "2024-02-29", "2000-02-29", "0001", "9999-12-31"] {
            assert!(PartialDate::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "24",
            "20245",
            "2024-",
            "2024-5",
            "2024-13",
            "2024-00",
            "2024-05-7",
            "2024-02-30",
            "2023-02-29",
            "1900-02-29",
            "2024-05-07-01",
            "2024/05",
            " 2024",
            "+024",
            "0000",
            "tjugo",
        ] {
            assert!(PartialDate::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_date_that_says_less_stands_before_all_that_it_may_mean() {
        let dates = ["2023-12-31", "2024", "2024-01", "2024-01-01", "2024-01-31", "2024-12", "2025"];
        let orders = dates.map(|date| PartialDate::parse(date).unwrap().order());
        assert!(orders.is_sorted_by(|a, b| a < b), "{orders:?}");
    }

    #[test]
    fn day_numbers_are_consecutive_and_start_at_the_epoch() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2024-03-01").number() - day("2024-02-28").number(), 2);
        assert_eq!(day("2023-03-01").number() - day("2023-02-28").number(), 1);
        assert_eq!(day("2025-01-01").number() - day("2024-12-31").number(), 1);
        assert_eq!(day("2024-01-01").number(), 19_723);
    }

    #[test]
    fn the_week_begins_on_monday() {
        assert_eq!(day("2024-01-01").weekday(), 0);
        assert_eq!(day("2026-11-22").weekday(), 6);
        assert_eq!(day("1969-12-29").weekday(), 0);
    }

    #[test]
    fn adding_months_ends_on_the_last_day_of_a_short_month() {
        assert_eq!(day("2023-08-31").plus_months(6), day("2024-02-29"));
        assert_eq!(day("2023-12-15").plus_months(1), day("2024-01-15"));
    }

    #[test]
    fn a_period_of_whole_years_runs_from_new_year_to_new_years_eve() {
        let period = period("2022", Some("2024"));
        assert_eq!(period.phase(day("2021-12-31")), Phase::NotBegun);
        assert_eq!(period.phase(day("2022-01-01")), Phase::Running);
        assert_eq!(period.phase(day("2024-12-31")), Phase::Running);
        assert_eq!(period.phase(day("2025-01-01")), Phase::Ended);
    }

    #[test]
    fn an_open_end_never_ends_and_has_no_elapsed_share() {
        let period = period("2023-04-21", None);
        assert_eq!(period.phase(day("2099-01-01")), Phase::Running);
        assert_eq!(period.elapsed(day("2099-01-01")), None);
    }

    #[test]
    fn the_elapsed_share_counts_days_with_both_ends_in() {
        let year = period("2024", Some("2024"));
        assert_eq!(year.elapsed(day("2023-05-01")), Some(0.0));
        assert_eq!(year.elapsed(day("2024-07-01")), Some(183.0 / 366.0));
        assert_eq!(year.elapsed(day("2024-12-31")), Some(1.0));
        assert_eq!(year.elapsed(day("2030-01-01")), Some(1.0));
        let one_day = period("2024-05-07", Some("2024-05-07"));
        assert_eq!(one_day.elapsed(day("2024-05-06")), Some(0.0));
        assert_eq!(one_day.elapsed(day("2024-05-07")), Some(1.0));
    }
}
