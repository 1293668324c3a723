//! How an indicator is drawn as lines: where the axes begin and end, and where each value lies
//! between them.
//!
//! The years include every year from the first to the last, so that a year without a measurement
//! takes up its space and breaks the line.
//!
//! The axis starts at zero, because people read the height of a line as the size of what it shows.
//! There are two exceptions. If the document gives a scale, the axis shows the whole scale: an
//! index of 2 is low because it could have been 6. And if all values lie within an eighth of the
//! axis, nobody could see whether they went up or down, so the axis is cut. A cut axis keeps at
//! least a quarter of the full one, so that a small change stays smaller than a large one, and
//! [`Axis::cut`] lets the view say so in words.

use super::indicator::{Indicator, Series, Year};
use super::target::Scale;

/// A line chart.
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Chart {
    /// The first year that has an entry, with or without a value.
    pub first: Year,
    /// The last year that has an entry.
    pub last: Year,
    /// The latest year that has a value.
    pub newest: Year,
    /// The axis of the values.
    pub axis: Axis,
}

/// The axis of the values.
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Axis {
    /// The lowest value on it.
    bottom: f64,
    /// The distance between two ticks.
    step: f64,
    /// The number of steps, 2–5; there is one more tick than steps.
    pub steps: u8,
    /// The axis leaves out zero, which makes differences look larger than they are.
    pub cut: bool,
}

/// A value in the chart. Both coordinates run from 0 to 1: from the first year to the last, and
/// from the bottom to the top.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Point {
    /// The position along the years.
    pub x: f64,
    /// The position up the axis.
    pub y: f64,
    /// A line begins here, since the year before has no value.
    pub begins: bool,
}

/// The chart of an indicator; `None` if no year has a value.
pub fn chart(indicator: &Indicator) -> Option<Chart> {
    let (mut first, mut last, mut newest) = (Year(u16::MAX), Year(0), Year(0));
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for entry in indicator.series.iter().flat_map(|series| &series.values) {
        first = first.min(entry.year);
        last = last.max(entry.year);
        let Some(value) = entry.value else { continue };
        newest = newest.max(entry.year);
        // Shorter than `min` and `max`, which also handle NaN.
        if value < lowest {
            lowest = value;
        }
        if value > highest {
            highest = value;
        }
    }
    if newest.0 == 0 {
        return None;
    }
    let axis = match &indicator.scale {
        Some(Scale { min, max }) if min < max && *min <= lowest && *max >= highest => whole_scale(*min, *max),
        _ => around(lowest, highest),
    };
    Some(Chart { first, last, newest, axis })
}

/// As many whole-number steps as fit.
fn whole_scale(bottom: f64, top: f64) -> Axis {
    let length = top - bottom;
    let mut steps = 5;
    while steps > 2 && (length / f64::from(steps)).fract() != 0.0 {
        steps -= 1;
    }
    Axis { bottom, step: length / f64::from(steps), steps, cut: false }
}

fn around(lowest: f64, highest: f64) -> Axis {
    let mut from = if lowest < 0.0 { lowest } else { 0.0 };
    let mut to = if highest > 0.0 { highest } else { 0.0 };
    if from == to {
        to = 1.0;
    }
    let (whole, used) = (to - from, highest - lowest);
    // If nothing changed, there is nothing to magnify.
    let cut = used > 0.0 && used * 8.0 < whole;
    if cut && from < 0.0 {
        to = lowest + whole / 4.0;
    } else if cut {
        from = highest - whole / 4.0;
    }
    let step = round_step((to - from) / 4.0);
    let below = (from / step).floor();
    Axis { bottom: below * step, step, steps: ((to / step).ceil() - below) as u8, cut }
}

/// Rounds up to 1, 2, 5, 10, 20, 50 … or 0.01, 0.02, 0.05 …; numbers are shown with two decimals.
fn round_step(least: f64) -> f64 {
    let mut unit = 1e9;
    while unit > least && unit > 0.01 {
        unit /= 10.0;
    }
    for times in [1.0, 2.0, 5.0] {
        if unit * times >= least {
            return unit * times;
        }
    }
    unit * 10.0
}

impl Axis {
    /// The height of a value on the axis.
    pub fn height(&self, value: f64) -> f64 {
        (value - self.bottom) / (self.step * f64::from(self.steps))
    }

    /// The value at the `n`th tick, from the bottom, 0, to the top, `steps`.
    pub fn tick(&self, n: u8) -> f64 {
        let tick = self.bottom + f64::from(n) * self.step;
        // A rounding error left from adding decimals would be shown as −0.
        if tick.abs() * 1000.0 < self.step { 0.0 } else { tick }
    }
}

impl Chart {
    /// All years, including those without an entry.
    pub fn years(&self) -> impl Iterator<Item = Year> + use<> {
        (self.first.0..self.last.0 + 1).map(Year)
    }

    /// Whether a year is labelled on the axis: the first, the last, and at most three evenly spaced
    /// years between them.
    pub fn is_written(&self, year: Year) -> bool {
        let length = self.last.0 - self.first.0;
        let mut step = length.div_ceil(4).max(1);
        while step < length && !length.is_multiple_of(step) {
            step += 1;
        }
        (year.0 - self.first.0).is_multiple_of(step)
    }

    /// The position of a year along the axis. A single year is in the middle.
    pub fn along(&self, year: Year) -> f64 {
        if self.first == self.last {
            return 0.5;
        }
        f64::from(year.0 - self.first.0) / f64::from(self.last.0 - self.first.0)
    }

    /// The year nearest to a position along the axis.
    pub fn year_at(&self, along: f64) -> Year {
        let years = f64::from(self.last.0 - self.first.0);
        Year(self.first.0 + (along.clamp(0.0, 1.0) * years).round() as u16)
    }

    /// The point for a series and a year; `None` is a gap.
    pub fn point(&self, series: &Series, year: Year) -> Option<Point> {
        let y = self.axis.height(series.value_of(year)?);
        Some(Point { x: self.along(year), y, begins: series.value_of(Year(year.0 - 1)).is_none() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::unwrap_used)]
    use super::super::fields::{FromJson, Node};
    use super::super::log::Log;
    use super::*;
    use serde_json::{Value, json};

    /// Builds an indicator; each series is given as its first year and its values.
    fn indicator(series: &[(u16, &[Option<f64>])], scale: Value) -> Indicator {
        let series: Vec<Value> = series
            .iter()
            .map(|(first, values)| {
                let values: Vec<Value> =
                    (*first..).zip(*values).map(|(year, value)| json!({ "year": year, "value": value })).collect();
                let area = json!({ "kind": "municipality", "name": "Exempelby" });
                json!({ "area": area, "source": { "title": "Mätningen" }, "values": values })
            })
            .collect();
        let indicator =
            json!({ "id": "a", "label": "a", "unit": "a", "better": "higher", "scale": scale, "series": series });
        let log = Log::default();
        let read = Indicator::from_json(Node::root(&indicator, &log)).unwrap();
        assert!(log.into_problems().0.is_empty());
        read
    }

    fn of(values: &[Option<f64>], scale: Value) -> Option<Chart> {
        chart(&indicator(&[(2020, values)], scale))
    }

    fn ticks(axis: &Axis) -> impl Iterator<Item = f64> {
        (0..=axis.steps).map(|n| axis.tick(n))
    }

    fn points(chart: &Chart, series: &Series) -> Vec<Point> {
        chart.years().filter_map(|year| chart.point(series, year)).collect()
    }

    fn written(chart: &Chart) -> Vec<u16> {
        chart.years().filter(|year| chart.is_written(*year)).map(|year| year.0).collect()
    }

    fn rounded(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
        numbers.map(|number| (number * 100.0).round() / 100.0).collect()
    }

    #[test]
    fn the_axis_begins_at_zero_unless_it_says_otherwise() {
        let index = json!({ "min": 0, "max": 6 });
        let none = || Value::Null;
        let cases: [(&[f64], Value, &[f64], bool); 18] = [
            // Changes that are visible from zero.
            (&[28.2, 24.2], none(), &[0.0, 10.0, 20.0, 30.0], false),
            (&[10.0, 400.0], none(), &[0.0, 100.0, 200.0, 300.0, 400.0], false),
            (&[0.0, 3.0], none(), &[0.0, 1.0, 2.0, 3.0], false),
            (&[0.01, 0.04], none(), &[0.0, 0.01, 0.02, 0.03, 0.04], false),
            // Changes that would not be visible from zero.
            (&[57.6, 61.5], none(), &[45.0, 50.0, 55.0, 60.0, 65.0], true),
            (&[75.6, 78.1], none(), &[55.0, 60.0, 65.0, 70.0, 75.0, 80.0], true),
            (&[98.0, 99.5], none(), &[70.0, 80.0, 90.0, 100.0], true),
            (&[-57.6, -61.5], none(), &[-65.0, -60.0, -55.0, -50.0, -45.0], true),
            // No change, or a single value: nothing is magnified.
            (&[40.0, 40.0, 40.0], none(), &[0.0, 10.0, 20.0, 30.0, 40.0], false),
            (&[57.6], none(), &[0.0, 20.0, 40.0, 60.0], false),
            (&[0.0, 0.0], none(), &[0.0, 0.5, 1.0], false),
            // Below zero, and on both sides of zero.
            (&[-8.0, -2.0], none(), &[-8.0, -6.0, -4.0, -2.0, 0.0], false),
            (&[-0.3, 0.1], none(), &[-0.3, -0.2, -0.1, 0.0, 0.1], false),
            // The largest allowed numbers, and numbers too small to show.
            (&[-1e9, 1e9], none(), &[-1e9, -5e8, 0.0, 5e8, 1e9], false),
            (&[0.0001, 0.0004], none(), &[0.0, 0.01], false),
            // A scale is shown in full, if it is valid and contains all values.
            (&[2.41, 2.1], index.clone(), &[0.0, 2.0, 4.0, 6.0], false),
            (&[2.41, 8.0], index, &[0.0, 2.0, 4.0, 6.0, 8.0], false),
            (&[3.0, 4.0], json!({ "min": 6, "max": 0 }), &[0.0, 1.0, 2.0, 3.0, 4.0], false),
        ];
        for (values, scale, expected, cut) in cases {
            let known: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
            let axis = of(&known, scale).unwrap().axis;
            assert_eq!(rounded(ticks(&axis)), expected, "{values:?}");
            assert!(ticks(&axis).all(|tick| tick != 0.0 || tick.is_sign_positive()), "{values:?} has no −0");
            assert_eq!(axis.cut, cut, "{values:?}");
            assert!(values.iter().all(|value| (0.0..=1.0).contains(&axis.height(*value))), "{values:?}");
        }
    }

    #[test]
    fn scales_have_whole_steps_where_there_are_such() {
        for (min, max, expected) in [
            (0, 100, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (1, 5, vec![1.0, 2.0, 3.0, 4.0, 5.0]),
            (1, 10, vec![1.0, 4.0, 7.0, 10.0]),
            (0, 1, vec![0.0, 0.5, 1.0]),
        ] {
            let axis = of(&[Some(1.0)], json!({ "min": min, "max": max })).unwrap().axis;
            assert_eq!(ticks(&axis).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn a_cut_axis_shows_a_quarter_of_the_way_from_zero_or_more() {
        for highest in 1..2000 {
            let highest = f64::from(highest) / 7.0;
            let axis = of(&[Some(highest), Some(highest * 0.9)], Value::Null).unwrap().axis;
            let (bottom, top) = (axis.bottom, ticks(&axis).last().unwrap());
            assert!(axis.cut == (bottom > 0.0), "{highest}");
            assert!((top - bottom) * 4.0 >= highest * 0.999, "{highest}: {bottom} to {top}");
            assert!((3..=6).contains(&ticks(&axis).count()), "{highest}");
        }
    }

    #[test]
    fn a_gap_breaks_the_line_whether_the_year_is_null_or_missing() {
        let with_null: &[Option<f64>] = &[Some(0.0), Some(1.0), None, Some(2.0), Some(4.0)];
        let with_null = indicator(&[(2020, with_null)], Value::Null);
        let mut missing = with_null.clone();
        missing.series.iter_mut().for_each(|series| series.values.retain(|entry| entry.value.is_some()));
        for indicator in [with_null, missing] {
            let chart = chart(&indicator).unwrap();
            let points: Vec<_> =
                points(&chart, &indicator.series[0]).iter().map(|point| (point.x, point.y, point.begins)).collect();
            assert_eq!(points, [(0.0, 0.0, true), (0.25, 0.25, false), (0.75, 0.5, true), (1.0, 1.0, false)]);
        }
    }

    #[test]
    fn the_years_go_from_the_first_to_the_last_of_all_areas_in_whatever_order_they_stand() {
        let mut indicator =
            indicator(&[(2021, &[Some(1.0), Some(2.0)]), (2018, &[Some(4.0), None, None])], Value::Null);
        indicator.series.iter_mut().for_each(|series| series.values.reverse());
        let chart = chart(&indicator).unwrap();
        assert_eq!(chart.years().map(|year| year.0).collect::<Vec<_>>(), [2018, 2019, 2020, 2021, 2022]);
        let points = |n: usize| points(&chart, &indicator.series[n]);
        assert_eq!(points(0).iter().map(|point| point.begins).collect::<Vec<_>>(), [true, false]);
        assert_eq!(points(1), [Point { x: 0.0, y: 1.0, begins: true }]);
    }

    #[test]
    fn a_last_year_without_a_value_is_on_the_axis_and_the_newest_value_is_before_it() {
        let chart = of(&[Some(57.6), Some(59.6), Some(61.5), None], Value::Null).unwrap();
        assert_eq!((chart.first, chart.newest, chart.last), (Year(2020), Year(2022), Year(2023)));
    }

    #[test]
    fn a_single_year_stands_in_the_middle() {
        let chart = of(&[Some(5.0)], Value::Null).unwrap();
        assert_eq!((chart.along(Year(2020)), chart.year_at(0.0), chart.year_at(1.0)), (0.5, Year(2020), Year(2020)));
        assert_eq!(written(&chart), [2020]);
    }

    #[test]
    fn without_a_value_there_is_no_chart() {
        assert!(of(&[None, None], Value::Null).is_none());
        assert!(of(&[], Value::Null).is_none());
        assert!(chart(&indicator(&[], json!({ "min": 0, "max": 6 }))).is_none());
    }

    #[test]
    fn many_years_are_all_there_but_five_at_most_are_written_and_both_ends() {
        for (length, expected) in [
            (4, vec![2020, 2021, 2022, 2023]),
            (5, vec![2020, 2021, 2022, 2023, 2024]),
            (6, vec![2020, 2025]),
            (7, vec![2020, 2022, 2024, 2026]),
            (9, vec![2020, 2022, 2024, 2026, 2028]),
            (181, vec![2020, 2065, 2110, 2155, 2200]),
        ] {
            let chart = of(&vec![Some(1.0); length], Value::Null).unwrap();
            assert_eq!(chart.years().count(), length);
            assert_eq!(written(&chart), expected);
        }
    }

    #[test]
    fn the_year_at_a_place_is_the_nearest_and_never_outside() {
        let chart = of(&[Some(1.0); 5], Value::Null).unwrap();
        for (along, year) in
            [(-1.0, 2020), (0.0, 2020), (0.12, 2020), (0.13, 2021), (0.8, 2023), (1.0, 2024), (7.0, 2024)]
        {
            assert_eq!(chart.year_at(along), Year(year), "{along}");
        }
        assert_eq!(chart.year_at(f64::NAN), Year(2020));
    }
}
