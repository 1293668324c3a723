//! What is measurable in a commitment: the shapes that published promises use.

use super::date::{PartialDate, Period, WrittenDate};
use super::fields::{Expected, FromJson, Node, record, words};
use super::id::Id;
use super::limits;
use super::problem::ProblemKind;
use super::report::{Outcome, Report};
use super::text::{Label, Text};

/// One measurable target of a commitment.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct Target {
    /// Its id, unique in the document.
    pub id: Id,
    /// What is promised, by kind.
    #[cfg_attr(feature = "tool", schemars(flatten))]
    pub kind: TargetKind,
    /// What this target is called, where the commitment has several.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub label: Option<Text>,
    /// The place that it concerns: an id in `places`.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub place: Option<Id>,
    /// A period of its own, where it is not that of the promise.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub period: Option<Period>,
    /// `cumulative` where each amount is all so far, as in 18, 33, 50: the newest counts.
    /// Left out, the amounts are added up.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub reporting: Option<Reporting>,
    /// What has been done, in any order.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub reports: Vec<Report>,
    /// How it ended, if that has been stated. It takes precedence over what the reports add up to.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub outcome: Option<Outcome>,
}

/// What a target promises.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "tool", schemars(tag = "kind", rename_all = "snake_case"))]
pub enum TargetKind {
    /// A number of something: "4 st riktade insatser", "minst 20 trafikkontroller".
    Count(Count),
    /// A number of something in every week, month, quarter, half-year or year: "en gång i månaden".
    Rate(Rate),
    /// Every occasion or every one: "alla fredags- och lördagskvällar".
    Every(Every),
    /// A percentage of something: "minst 20 procent förstagångsanvändare".
    Share(Share),
    /// A direction, with or without a baseline and a goal: "bostadsinbrotten ska minska".
    Change(Change),
    /// Something that is to be in place: "initiera en samverkansgrupp".
    Milestone(Milestone),
}

impl TargetKind {
    /// What is counted, measured or to be put in place; in plural.
    pub fn what(&self) -> &Text {
        match self {
            Self::Count(Count { unit, .. }) | Self::Rate(Rate { unit, .. }) => &unit.other,
            Self::Every(Every { of, .. }) | Self::Share(Share { of, .. }) | Self::Change(Change { of, .. }) => of,
            Self::Milestone(Milestone { what, .. }) => what,
        }
    }
}

words! {
    /// Whether a number is exact as published, or a least number. An exact number is
    /// never shown as "minst".
    Bound {
        /// "4 st".
        Exact = "exact",
        /// "minst 4".
        AtLeast = "at_least",
    }
}

words! {
    /// What the amounts of the reports are, where they are not to be added up.
    Reporting {
        /// All so far.
        Cumulative = "cumulative",
    }
}

words! {
    /// The interval of a rate, by the calendar.
    Interval {
        /// Monday to Sunday (ISO 8601).
        Week = "week",
        /// A calendar month.
        Month = "month",
        /// January–March and so on.
        Quarter = "quarter",
        /// January–June, July–December.
        HalfYear = "half_year",
        /// A calendar year.
        Year = "year",
    }
}

words! {
    /// Which way a change is promised to go.
    Direction {
        /// More of it.
        Increase = "increase",
        /// Less of it.
        Decrease = "decrease",
    }
}

record! {
    /// What is counted, in singular and plural: "riktad insats", "riktade insatser".
    Unit {
        /// For one.
        required one: Label,
        /// For none or several.
        required other: Label,
    }
}

/// A number from 1.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Goal(std::num::NonZeroU32);

impl Goal {
    /// The goal, if it is at least one.
    pub fn new(number: u32) -> Option<Self> {
        std::num::NonZeroU32::new(number).map(Self)
    }

    /// The number, at least one.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl FromJson for Goal {
    const EXPECTED: Expected = Expected::Positive;

    fn from_json(node: Node) -> Option<Self> {
        node.whole(1, Expected::Positive).and_then(Self::new)
    }
}

/// A percentage, 0–100.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Percent(pub f64);

impl FromJson for Percent {
    const EXPECTED: Expected = Expected::Percent;

    fn from_json(node: Node) -> Option<Self> {
        node.number(0.0, 100.0, Expected::Percent).map(Self)
    }
}

impl FromJson for f64 {
    const EXPECTED: Expected = Expected::Number;

    fn from_json(node: Node) -> Option<Self> {
        let most = f64::from(limits::NUMBER);
        node.number(-most, most, Expected::Number)
    }
}

record! {
    /// A number of something during the period.
    Count {
        /// How many.
        required goal: Goal,
        /// What is counted.
        required unit: Unit,
        /// Exact (when left out) or at least.
        optional bound: Bound,
    }
}

record! {
    /// A number of something in every interval.
    Rate {
        /// How many in each interval.
        required goal: Goal,
        /// The interval.
        required per: Interval,
        /// What is counted.
        required unit: Unit,
        /// Exact (when left out) or at least.
        optional bound: Bound,
    }
}

record! {
    /// Every occasion or every one of something.
    Every {
        /// Of what: "fredags- och lördagskvällar", "fjärdeklassare".
        required of: Text,
        /// How many there are, where it is known.
        optional total: Goal,
    }
}

record! {
    /// A percentage of something.
    Share {
        /// The percentage, 0–100.
        required goal: Percent,
        /// Of what, in the form that follows the number: "av brotten är förstagångsanvändares".
        required of: Text,
        /// The count that it is a part of: the id of another target. Reports then give
        /// amounts, and the percentage is computed.
        optional of_target: Id,
        /// Exact (when left out) or at least.
        optional bound: Bound,
    }
}

record! {
    /// A change in a direction.
    Change {
        /// Which way.
        required direction: Direction,
        /// Of what: "grannsamverkansområden".
        required of: Text,
        /// Where it began, where that is known.
        optional baseline: Baseline,
        /// Where it is to end, where that is promised.
        optional goal: f64,
        /// What the numbers count.
        optional unit: Unit,
        /// The lowest and the highest that there can be.
        optional scale: Scale,
    }
}

record! {
    /// What a change is measured from.
    Baseline {
        /// The number.
        required value: f64,
        /// When it was so.
        optional date: PartialDate,
    }
}

record! {
    /// The lowest and the highest value that there can be: problemindex 0–6.
    Scale {
        /// The lowest.
        required min: f64,
        /// The highest.
        required max: f64,
    }
}

record! {
    /// Something that is to be in place.
    Milestone {
        /// What, in a few words: "Samverkansgruppen är i gång".
        required what: Text,
        /// What was promised of it; that it is done, when left out.
        optional goal: MilestoneGoal,
        /// By when, where it is not the end of the period.
        optional by: WrittenDate,
    }
}

words! {
    /// What a milestone promises.
    MilestoneGoal {
        /// That work begins: "påbörjas under hösten".
        Begun = "begun",
        /// That it is in place.
        Done = "done",
    }
}

/// The words for [`TargetKind`] in a document.
pub const KINDS: &[&str] = &["count", "rate", "every", "share", "change", "milestone"];

impl FromJson for Target {
    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        let id = fields.required("id");
        let (label, place) = (fields.optional("label"), fields.optional("place"));
        let (period, reporting) = (fields.optional("period"), fields.optional("reporting"));
        let reports = fields.list::<Report>("reports");
        let outcome = fields.optional("outcome");
        let Some(kind) = fields.required::<KindWord>("kind") else {
            // Without a kind, nobody knows which fields belong here, so none is reported as
            // unknown.
            FIELDS_OF_KINDS.iter().for_each(|name| fields.ignore(name));
            return None;
        };
        let kind = match kind.0 {
            0 => {
                let (goal, unit, bound) = (fields.required("goal"), fields.required("unit"), fields.optional("bound"));
                TargetKind::Count(Count { goal: goal?, unit: unit?, bound })
            }
            1 => {
                let (goal, per) = (fields.required("goal"), fields.required("per"));
                let (unit, bound) = (fields.required("unit"), fields.optional("bound"));
                TargetKind::Rate(Rate { goal: goal?, per: per?, unit: unit?, bound })
            }
            2 => {
                let (of, total) = (fields.required("of"), fields.optional("total"));
                TargetKind::Every(Every { of: of?, total })
            }
            3 => {
                let (goal, of) = (fields.required("goal"), fields.required("of"));
                let (of_target, bound) = (fields.optional("of_target"), fields.optional("bound"));
                TargetKind::Share(Share { goal: goal?, of: of?, of_target, bound })
            }
            4 => {
                let (direction, of) = (fields.required("direction"), fields.required("of"));
                let (baseline, goal) = (fields.optional::<Baseline>("baseline"), fields.optional("goal"));
                let (unit, scale) = (fields.optional("unit"), fields.optional("scale"));
                let change = Change { direction: direction?, of: of?, baseline, goal, unit, scale };
                if let (Some(baseline), Some(goal)) = (&change.baseline, change.goal) {
                    let agrees = match change.direction {
                        Direction::Increase => goal > baseline.value,
                        Direction::Decrease => goal < baseline.value,
                    };
                    if !agrees {
                        node.problem(ProblemKind::WrongDirection, Expected::GoalInDirection);
                    }
                }
                TargetKind::Change(change)
            }
            _ => {
                let (what, goal, by) = (fields.required("what"), fields.optional("goal"), fields.optional("by"));
                TargetKind::Milestone(Milestone { what: what?, goal, by })
            }
        };
        Some(Self { id: id?, kind, label, place, period, reporting, reports, outcome })
    }
}

/// Every field that any kind of target has.
const FIELDS_OF_KINDS: &[&str] =
    &["goal", "unit", "bound", "per", "of", "total", "of_target", "direction", "baseline", "scale", "what", "by"];

struct KindWord(usize);

impl FromJson for KindWord {
    const EXPECTED: Expected = Expected::OneOf(KINDS);

    fn from_json(node: Node) -> Option<Self> {
        node.one_of(KINDS).map(Self)
    }
}
