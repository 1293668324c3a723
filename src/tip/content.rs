//! What stands in a tip.

use crate::promise::id::Id;
use serde::Serialize;

/// A tip as it goes over the wire. Texts are trimmed; an empty one is left out.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Tip {
    /// The id of the promise that the widget showed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promise: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// What the resident wants to tell. 10–4 000 characters.
    pub what: String,
    /// Where, in words.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Whether it happens again and again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurs: Option<Recurs>,
    /// How to reach the resident, who wants an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// What a tip is about: one of [`CATEGORIES`], or something that the promise lists.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct About {
    /// Which list it is from.
    pub kind: AboutKind,
    /// Its id there.
    pub id: String,
    /// Its words as the resident saw them, for whoever reads the tip.
    pub label: String,
}

/// Where the subject of a tip comes from.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[serde(rename_all = "snake_case")]
pub enum AboutKind {
    /// One of the usual categories, or one that the kommun has added.
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

/// Whether what the tip tells happens again and again.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[serde(rename_all = "snake_case")]
pub enum Recurs {
    /// Again and again.
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

/// How to reach somebody who wants an answer. At least one of e-mail and telephone.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Contact {
    /// A name to answer to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// The usual categories, as kommuner ask for them (Åmål's list, and the safe places
/// that Karlshamn and Munkedal ask for). Their words are in [`crate::texts`].
pub const CATEGORIES: [&str; 7] =
    ["vandalism", "gathering", "disorder", "unsafe-place", "safe-place", "event", "other"];

/// The shortest account that can be acted on, in characters.
pub const WHAT_MIN: usize = 10;
/// The longest account, in characters.
pub const WHAT_MAX: usize = 4000;
/// The longest of the short texts, in characters.
pub const SHORT_MAX: usize = 300;
/// The longest body of a request, in bytes: a tip with every text at its longest, in
/// the widest characters, each escaped as twelve bytes, has about 75 000.
pub const BODY_BYTES: usize = 128 * 1024;

/// True for what may be the id of a promise, a category or a focus area.
pub fn is_id(written: &str) -> bool {
    Id::parse(written).is_some()
}
