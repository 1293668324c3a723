//! What can be wrong with a tip. The messages are in [`crate::texts`].

/// The fields of a tip that can be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Field {
    /// The tip as a whole: it is not an object, or has an unknown field.
    Tip,
    /// The id of the promise.
    Promise,
    /// The subject.
    About,
    /// The account.
    What,
    /// Where.
    Where,
    /// When.
    When,
    /// Whether it recurs.
    Recurs,
    /// The contact as a whole.
    Contact,
    /// The name to address.
    ContactName,
    /// The e-mail address.
    ContactEmail,
    /// The telephone number.
    ContactPhone,
}

impl Field {
    /// All fields, in the order in which the form asks for them.
    pub const ALL: [Self; 11] = [
        Self::Tip,
        Self::Promise,
        Self::About,
        Self::What,
        Self::Where,
        Self::When,
        Self::Recurs,
        Self::Contact,
        Self::ContactName,
        Self::ContactEmail,
        Self::ContactPhone,
    ];

    /// The field as a JSON pointer into the tip (RFC 6901): `/contact/email`.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Tip => "",
            Self::Promise => "/promise",
            Self::About => "/about",
            Self::What => "/what",
            Self::Where => "/where",
            Self::When => "/when",
            Self::Recurs => "/recurs",
            Self::Contact => "/contact",
            Self::ContactName => "/contact/name",
            Self::ContactEmail => "/contact/email",
            Self::ContactPhone => "/contact/phone",
        }
    }

    /// The field that a pointer refers to.
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.pointer() == pointer)
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Wrong {
    /// It is required.
    Missing,
    /// It has the wrong type, or is not one of the allowed words.
    WrongType,
    /// It is shorter than this minimum, in characters.
    TooShort(usize),
    /// It is longer than this maximum, in characters.
    TooLong(usize),
    /// It is not an e-mail address, or not a telephone number.
    BadForm,
    /// It has a field that the format does not define.
    UnknownField,
    /// A contact needs an e-mail address or a telephone number.
    NoWayToReach,
}

impl Wrong {
    /// The stable code used in responses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongType => "wrong_type",
            Self::TooShort(_) => "too_short",
            Self::TooLong(_) => "too_long",
            Self::BadForm => "bad_form",
            Self::UnknownField => "unknown_field",
            Self::NoWayToReach => "no_way_to_reach",
        }
    }

    /// The problem with this code and, where it has one, this limit.
    pub fn from_code(code: &str, limit: Option<u64>) -> Option<Self> {
        let limit = || limit.and_then(|limit| usize::try_from(limit).ok());
        Some(match code {
            "missing" => Self::Missing,
            "wrong_type" => Self::WrongType,
            "too_short" => Self::TooShort(limit()?),
            "too_long" => Self::TooLong(limit()?),
            "bad_form" => Self::BadForm,
            "unknown_field" => Self::UnknownField,
            "no_way_to_reach" => Self::NoWayToReach,
            _ => return None,
        })
    }

    /// The limit that was exceeded or not reached, in characters.
    pub fn limit(self) -> Option<usize> {
        match self {
            Self::TooShort(limit) | Self::TooLong(limit) => Some(limit),
            Self::Missing | Self::WrongType | Self::BadForm | Self::UnknownField | Self::NoWayToReach => None,
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct FieldProblem {
    /// The field.
    pub field: Field,
    /// What is wrong.
    pub wrong: Wrong,
}
