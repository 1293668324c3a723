//! What a tip contains.

use crate::promise::id::Id;
use serde::Serialize;

/// A tip as it is sent. Texts are trimmed, and empty ones omitted.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Tip {
    /// The id of the promise that the widget showed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The account itself: 10–4,000 characters.
    pub what: String,
    /// Where, in words.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Whether it has happened more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurs: Option<Recurs>,
    /// How to reach a resident who wants a reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// The subject of a tip: one of [`CATEGORIES`], or one that the promise lists.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct About {
    /// The list it comes from.
    pub kind: AboutKind,
    /// Its id in that list.
    pub id: String,
    /// Its label as the resident saw it, for the reader of the tip.
    pub label: String,
}

/// Where the subject of a tip comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[serde(rename_all = "snake_case")]
pub enum AboutKind {
    /// One of the standard categories, or one that the kommun has added.
    Category,
    /// A focus area of the promise.
    FocusArea,
}

impl AboutKind {
    /// The kind with this word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "category" => Some(Self::Category),
            "focus_area" => Some(Self::FocusArea),
            _ => None,
        }
    }
}

/// Whether what the tip describes has happened more than once.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[serde(rename_all = "snake_case")]
pub enum Recurs {
    /// More than once.
    Yes,
    /// Once.
    No,
    /// The resident does not know.
    Unsure,
}

impl Recurs {
    /// The answer with this word.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "yes" => Some(Self::Yes),
            "no" => Some(Self::No),
            "unsure" => Some(Self::Unsure),
            _ => None,
        }
    }
}

/// How to reach a resident who wants a reply. Needs at least an e-mail address or a telephone
/// number.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Contact {
    /// The name to address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The standard categories: those of Åmål, and safe places, which Karlshamn and Munkedal also ask
/// about. Their labels are in [`crate::texts`].
pub const CATEGORIES: [&str; 7] =
    ["vandalism", "gathering", "disorder", "unsafe-place", "safe-place", "event", "other"];

/// The minimum length of the account, in characters: anything shorter cannot be acted on.
pub const WHAT_MIN: usize = 10;
/// The maximum length of the account, in characters.
pub const WHAT_MAX: usize = 4000;
/// The maximum length of the short texts, in characters.
pub const SHORT_MAX: usize = 300;
/// The maximum size of a request body, in bytes. A tip with every text at its maximum length, and
/// each character escaped as twelve bytes, has about 75,000.
pub const BODY_BYTES: usize = 128 * 1024;

/// Whether the text can be the id of a promise, a category or a focus area.
pub fn is_id(written: &str) -> bool {
    Id::parse(written).is_some()
}
