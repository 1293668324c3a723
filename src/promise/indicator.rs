//! Survey and statistics series. They stand apart from progress: an activity is not
//! an effect, and an effect has many causes.

use super::fields::{Expected, FromJson, Node, record, words};
use super::id::Id;
use super::report::Source;
use super::target::Scale;
use super::text::Text;

record! {
    /// Something that is measured over the years.
    Indicator {
        /// Its id, unique in the document.
        required id: Id,
        /// What is measured: "trygga ute sent på kvällen".
        required label: Text,
        /// What the numbers are: "procent av de svarande", "problemindex".
        required unit: Text,
        /// What stands after each number: "%".
        optional symbol: Text,
        /// Whether more is better or worse.
        required better: Better,
        /// The lowest and the highest that there can be, for an index: the chart shows all of it.
        optional scale: Scale,
        /// What it tells and what it does not.
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
        required source: Source,
        /// The values by year.
        list values: YearValue,
    }
}

impl Series {
    /// The value of a year, where it was measured.
    pub fn value_of(&self, year: Year) -> Option<f64> {
        self.values.iter().find(|entry| entry.year == year).and_then(|entry| entry.value)
    }
}

record! {
    /// An area, named as it is: a police region is not a kommun.
    Area {
        /// What sort of area.
        required kind: AreaKind,
        /// Its name.
        required name: Text,
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
        optional source: Source,
    }
}

/// A year, 1900–2200.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Year(pub u16);

impl FromJson for Year {
    const EXPECTED: Expected = Expected::Year;

    fn from_json(node: Node) -> Option<Self> {
        // In range, so nothing is lost.
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
