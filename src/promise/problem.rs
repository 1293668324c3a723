//! What can be wrong with a document: where, what was found, what was expected. The words for it
//! are in [`crate::texts::problems`].

use super::fields::Expected;
#[cfg(any(test, feature = "tool"))]
use super::warnings::Advice;

/// One thing that is wrong, or looks wrong, in a document.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Problem {
    /// Where: `commitments[3].targets[0].goal`. Empty for the document itself.
    pub path: String,
    /// The kind of problem.
    pub kind: ProblemKind,
    /// What was found there.
    pub found: Found,
    /// What was expected there.
    pub expected: Expected,
}

/// Whether the resident loses anything.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Severity {
    /// Part of the document cannot be shown, or would mislead.
    Error,
    /// Everything can be shown, but may not be what the editor meant.
    Warning,
}

/// The kinds of problems.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum ProblemKind {
    /// The text is not JSON at all. Line and column, from 1.
    NotJson(usize, usize),
    /// A required field is missing.
    Missing,
    /// The value has the wrong type or form.
    Found,
    /// A key that should be a language tag is not one.
    Key,
    /// The text, list or document exceeds the limit.
    TooMuch,
    /// The value has the form of a date, but the day does not exist.
    NoSuchDay,
    /// The period ends before it begins.
    EndsBeforeItBegins,
    /// The id is already used in the document.
    Duplicate,
    /// The id is not declared in the document.
    Dangling,
    /// A commitment is part of one that is itself a part, or of itself.
    Nested,
    /// A report conflicts with one that does not count itself, or with itself.
    Conflict,
    /// An outcome other than `met` has no reason.
    NoReason,
    /// The goal does not lie in the promised direction from the baseline.
    WrongDirection,
    /// No single list is too long, but all lists of this kind together are.
    TooMuchHere,
    /// A field that the format does not define.
    Unknown,
    /// The text looks like HTML, which would be shown literally.
    Markup,
    /// The field has no meaning for this kind of target.
    Unused,
    /// The text lacks the main language of the document.
    NoMainLanguage,
    /// The object has the field twice. The lines of both, from 1. Reported only to editors.
    #[cfg(any(test, feature = "tool"))]
    Repeated(usize, usize),
    /// The series has two values for the year. Reported only to editors.
    #[cfg(any(test, feature = "tool"))]
    RepeatedYear,
    /// The lowest value of a scale is not below the highest. Reported only to editors.
    #[cfg(any(test, feature = "tool"))]
    EmptyScale,
    /// Allowed, but probably not what was meant. Reported only to editors.
    #[cfg(any(test, feature = "tool"))]
    Advice(Advice),
}

impl ProblemKind {
    /// Whether the resident loses anything.
    pub fn severity(self) -> Severity {
        match self {
            Self::Unknown | Self::Markup | Self::Unused | Self::NoMainLanguage => Severity::Warning,
            #[cfg(any(test, feature = "tool"))]
            Self::Advice(_) => Severity::Warning,
            #[cfg(any(test, feature = "tool"))]
            Self::Repeated(..) | Self::RepeatedYear | Self::EmptyScale => Severity::Error,
            Self::NotJson(..)
            | Self::Missing
            | Self::Found
            | Self::Key
            | Self::TooMuch
            | Self::NoSuchDay
            | Self::EndsBeforeItBegins
            | Self::Duplicate
            | Self::Dangling
            | Self::Nested
            | Self::Conflict
            | Self::NoReason
            | Self::WrongDirection
            | Self::TooMuchHere => Severity::Error,
        }
    }

    /// Whether the JSON Schema detects it, too. The other problems depend on the calendar or on
    /// other parts of the document, and only the checker finds them.
    pub fn is_of_form(self) -> bool {
        matches!(self, Self::NotJson(..) | Self::Missing | Self::Found | Self::Key | Self::TooMuch | Self::NoReason)
    }

    /// A stable name for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotJson(..) => "not_json",
            Self::Missing => "missing",
            Self::Found => "wrong_value",
            Self::Key => "wrong_key",
            Self::TooMuch => "too_much",
            Self::NoSuchDay => "no_such_day",
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::Duplicate => "duplicate_id",
            Self::Dangling => "dangling_id",
            Self::Nested => "nested_part",
            Self::Conflict => "conflict",
            Self::NoReason => "no_reason",
            Self::WrongDirection => "wrong_direction",
            Self::TooMuchHere => "too_much_here",
            Self::Unknown => "unknown_field",
            Self::Markup => "markup",
            Self::Unused => "unused_field",
            Self::NoMainLanguage => "no_main_language",
            #[cfg(any(test, feature = "tool"))]
            Self::Repeated(..) => "repeated_field",
            #[cfg(any(test, feature = "tool"))]
            Self::RepeatedYear => "repeated_year",
            #[cfg(any(test, feature = "tool"))]
            Self::EmptyScale => "empty_scale",
            #[cfg(any(test, feature = "tool"))]
            Self::Advice(advice) => advice.code(),
        }
    }
}

/// The value at the path of a problem.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Found {
    /// Nothing: the field is missing.
    Nothing,
    /// This text, cut after forty characters.
    Text(String),
    /// This whole number.
    Whole(i64),
    /// A number with decimals, or a very large one.
    Number,
    /// `true` or `false`.
    Flag(bool),
    /// `null`.
    Null,
    /// A list.
    List,
    /// An object.
    Object,
}
