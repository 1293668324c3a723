//! Survey and statistics series. They are kept apart from progress: an activity is not an effect,
//! and an effect has many causes.

use super::fields::{Expected, FromJson, Node, record, words};
use super::id::Id;
use super::source::SourceRef;
use super::target::Scale;
use super::text::{Label, Text};

record! {
    /// Something that is measured over the years.
    Indicator {
        /// Its id, unique in the document.
        required id: Id,
        /// What is measured: "trygga ute sent på kvällen".
        required label: Label,
        /// What the numbers are: "procent av de svarande", "problemindex".
        required unit: Label,
        /// The symbol after each number: "%".
        optional symbol: Label,
        /// Whether more is better or worse.
        required better: Better,
        /// The lowest and the highest that there can be, for an index: the chart shows all of it.
        optional scale: Scale,
        /// What it shows and what it does not.
        optional description: Text,
        /// One series for each area.
        list series: Series,
    }
}

words! {
    /// Which way is an improvement.
    Better {
        /// More is better.
        Higher = "higher",
        /// Less is better.
        Lower = "lower",
    }
}

record! {
    /// The values of one area.
    Series {
        /// The area that was asked or counted.
        required area: Area,
        /// Where the numbers come from.
        required source: SourceRef,
        /// The values by year.
        list values: YearValue,
    }
}

impl Series {
    /// The value for a year, if it was measured.
    pub fn value_of(&self, year: Year) -> Option<f64> {
        self.values.iter().find(|entry| entry.year == year).and_then(|entry| entry.value)
    }

    /// The years that show how it went: the first and the newest measured year, and `last`, the
    /// last year with data for any area, which may have no value here. In order; years that
    /// coincide are repeated.
    pub fn ends(&self, last: Year) -> [Year; 3] {
        let (mut first, mut newest) = (last, None);
        for entry in self.values.iter().filter(|entry| entry.value.is_some()) {
            first = first.min(entry.year);
            newest = newest.max(Some(entry.year));
        }
        [first, newest.unwrap_or(last), last]
    }
}

record! {
    /// An area, named as it is: a police region is not a kommun.
    Area {
        /// What sort of area.
        required kind: AreaKind,
        /// Its name.
        required name: Label,
    }
}

words! {
    /// Sorts of areas.
    AreaKind {
        /// A part of a kommun.
        Place = "place",
        /// A kommun.
        Municipality = "municipality",
        /// A lokalpolisområde.
        PoliceArea = "police_area",
        /// A län or a polisregion.
        Region = "region",
        /// Sweden.
        Country = "country",
    }
}

record! {
    /// The value of one year.
    YearValue {
        /// The year.
        required year: Year,
        /// The value; left out or `null` where the year was not measured.
        optional value: f64,
        /// Where this value comes from, if it is not where the others do.
        optional source: SourceRef,
    }
}

/// A year, 1900–2200.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Year(pub u16);

impl FromJson for Year {
    const EXPECTED: Expected = Expected::Year;

    fn from_json(node: Node) -> Option<Self> {
        // Bounded by the check, so the cast is lossless.
        node.number(1900.0, 2200.0, Expected::Year)
            .filter(|year| {
                let whole = year.fract() == 0.0;
                if !whole {
                    node.problem(super::problem::ProblemKind::Found, Expected::Year);
                }
                whole
            })
            .map(|year| Self(year as u16))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::read::read;
    use serde_json::json;

    #[test]
    fn how_it_went_is_told_by_the_first_and_the_newest_value_and_by_the_last_year() {
        for (values, last, ends) in [
            (vec![(2020, true), (2021, true), (2022, true)], 2022, vec![2020, 2022]),
            // Sorted by year, whatever their order in the document.
            (vec![(2022, true), (2020, true)], 2022, vec![2020, 2022]),
            // Years without a value at either end.
            (vec![(2019, false), (2020, true), (2021, true), (2022, false)], 2022, vec![2020, 2021, 2022]),
            // Another area was measured later.
            (vec![(2020, true)], 2023, vec![2020, 2023]),
            (vec![(2020, true)], 2020, vec![2020]),
            (vec![(2020, false)], 2021, vec![2021]),
            (vec![], 2021, vec![2021]),
        ] {
            let values = values.iter().map(|(year, measured)| match measured {
                true => json!({ "year": year, "value": 1 }),
                false => json!({ "year": year, "value": null }),
            });
            let promise = json!({ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" },
                "period": { "from": "2024" }, "commitments": [],
                "indicators": [{ "id": "i", "label": "I", "unit": "procent", "better": "higher", "series": [{
                    "area": { "kind": "municipality", "name": "X" }, "source": { "title": "Y" },
                    "values": values.collect::<Vec<_>>() }] }] });
            let promise = read(&promise.to_string()).promise.unwrap();
            let series = promise.indicators.first().unwrap().series.first().unwrap();
            let mut found = series.ends(Year(last)).map(|year| year.0).to_vec();
            found.dedup();
            assert_eq!(found, ends, "{:?} {last}", series.values);
        }
    }
}
