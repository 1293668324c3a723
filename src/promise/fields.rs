//! Reads JSON without giving up: each invalid field becomes a problem with its path, and everything
//! else is still read.
//!
//! Not serde's derive, because that stops at the first error, and a resident would see nothing
//! because an editor wrote "fyra" for 4. So `serde_json` parses, and this module walks the tree. A
//! test checks that it agrees with the schema of the same types (`schema`).

use super::limits;
use super::log::{Log, Path};
use super::problem::{Found, ProblemKind};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// What a value should be. The words for it are in [`crate::texts::problems`].
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Expected {
    /// A JSON document.
    Json,
    /// `{ … }`.
    Object,
    /// `[ … ]`.
    List,
    /// A text, or texts by language; not empty.
    Text,
    /// See [`super::id::Id`].
    Id,
    /// See [`super::id::Lang`].
    Lang,
    /// See [`super::date::PartialDate`].
    Date,
    /// A period that does not end before it begins.
    Period,
    /// A source, or the id of one.
    Source,
    /// See [`super::link::Link`].
    Link,
    /// See [`super::link::Phone`].
    Phone,
    /// See [`super::link::Email`].
    Email,
    /// A whole number from 1.
    Positive,
    /// A whole number from 0.
    Whole,
    /// A number.
    Number,
    /// A number from 0 to 100.
    Percent,
    /// `true` or `false`.
    Flag,
    /// A year, 1900–2200.
    Year,
    /// Four digits, as text.
    MunicipalityCode,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// At most this many characters, entries or bytes.
    AtMost(usize),
    /// An id that is used nowhere else in the document.
    UniqueId,
    /// The id of an entry in this list of the document.
    IdIn(&'static str),
    /// A reason, in words.
    Reason,
    /// A field that the format defines: this one, if it is likely.
    KnownField(Option<&'static str>),
    /// A goal that lies in the promised direction from the baseline.
    GoalInDirection,
    /// A field that belongs to this kind of target.
    FieldOfKind,
}

/// A value that can be read from JSON. Returns `None` if the value is unusable, in which case at
/// least one error has been reported to the node.
pub trait FromJson: Sized {
    /// What a required field of this type should contain, for the problem reported when it is
    /// missing.
    const EXPECTED: Expected = Expected::Object;

    /// Reads the value at the node.
    fn from_json(node: Node) -> Option<Self>;
}

/// A value in the document and its location.
pub struct Node<'a> {
    value: &'a Value,
    path: Path<'a>,
    log: &'a Log,
}

impl<'a> Node<'a> {
    /// The document itself.
    pub fn root(value: &'a Value, log: &'a Log) -> Self {
        Self { value, path: Path::default(), log }
    }

    /// A value inside this one, by its key.
    pub fn child<'b>(&'b self, key: &'b str, value: &'b Value) -> Node<'b> {
        Node { value, path: self.path.field(key), log: self.log }
    }

    /// Whether the value is an object.
    pub fn is_object(&self) -> bool {
        self.value.is_object()
    }

    /// The entries of an object; empty for anything else.
    pub fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.value.as_object().into_iter().flatten()
    }

    /// Returns the string here, or reports an error.
    pub fn string(&self, expected: Expected) -> Option<&'a str> {
        let string = self.value.as_str();
        if string.is_none() {
            self.problem(ProblemKind::Found, expected);
        }
        string
    }

    /// Returns the string here as parsed by `parse`, or reports an error.
    pub fn parsed<T>(&self, parse: fn(&str) -> Option<T>, expected: Expected) -> Option<T> {
        let parsed = parse(self.string(expected)?);
        if parsed.is_none() {
            self.problem(ProblemKind::Found, expected);
        }
        parsed
    }

    /// Returns the index of the word here among `words`, or reports an error.
    pub fn one_of(&self, words: &'static [&'static str]) -> Option<usize> {
        let place = self.value.as_str().and_then(|found| words.iter().position(|word| *word == found));
        if place.is_none() {
            self.problem(ProblemKind::Found, Expected::OneOf(words));
        }
        place
    }

    /// Returns a whole number from `min` to [`limits::NUMBER`], or reports an error. `4.0` counts
    /// as 4, as in JSON Schema.
    pub fn whole(&self, min: u32, expected: Expected) -> Option<u32> {
        let whole = self.value.as_f64().filter(|number| {
            number.fract() == 0.0 && *number >= f64::from(min) && *number <= f64::from(limits::NUMBER)
        });
        if whole.is_none() {
            self.problem(ProblemKind::Found, expected);
        }
        // The filter above ensures that it is in range.
        whole.map(|number| number as u32)
    }

    /// Returns a number from `min` to `max`, or reports an error.
    pub fn number(&self, min: f64, max: f64, expected: Expected) -> Option<f64> {
        let number = self.value.as_f64().filter(|number| (min..=max).contains(number));
        if number.is_none() {
            self.problem(ProblemKind::Found, expected);
        }
        number
    }

    /// Returns the fields of the object here, or reports an error.
    #[inline(never)]
    pub fn fields<'b>(&'b self) -> Option<Fields<'b>>
    where
        'a: 'b,
    {
        let Some(map) = self.value.as_object() else {
            self.problem(ProblemKind::Found, Expected::Object);
            return None;
        };
        Some(Fields { node: self, map, known: RefCell::new(Vec::new()) })
    }

    /// Reports a problem with the value here.
    pub fn problem(&self, kind: ProblemKind, expected: Expected) {
        self.log.add(kind, || (self.path.written(), value_found(self.value), expected));
    }
}

/// Describes the value for a problem.
pub fn value_found(value: &Value) -> Found {
    match value {
        Value::Null => Found::Null,
        Value::Bool(flag) => Found::Flag(*flag),
        Value::Number(number) => number.as_i64().map_or(Found::Number, Found::Whole),
        Value::String(text) => Found::Text(text.chars().take(40).collect()),
        Value::Array(_) => Found::List,
        Value::Object(_) => Found::Object,
    }
}

/// The fields of an object. When dropped, it adds a warning for every field that was never
/// requested.
pub struct Fields<'a> {
    node: &'a Node<'a>,
    map: &'a Map<String, Value>,
    known: RefCell<Vec<&'static str>>,
}

impl Fields<'_> {
    /// Reads a required field.
    // Like all functions here, compiled once per type; inlining would repeat them in the widget for
    // every field.
    #[inline(never)]
    pub fn required<T: FromJson>(&self, name: &'static str) -> Option<T> {
        match self.get(name) {
            Some(value) => T::from_json(self.node.child(name, value)),
            None => {
                self.missing(name, T::EXPECTED);
                None
            }
        }
    }

    /// Reads a field that may be missing or `null`.
    #[inline(never)]
    pub fn optional<T: FromJson>(&self, name: &'static str) -> Option<T> {
        self.get(name).filter(|value| !value.is_null()).and_then(|value| T::from_json(self.node.child(name, value)))
    }

    /// Reads a list that may be missing; unreadable entries are left out.
    #[inline(never)]
    pub fn list<T: FromJson>(&self, name: &'static str) -> Vec<T> {
        self.list_of(name, limits::LIST)
    }

    /// Reads a list of at most `most` entries.
    #[inline(never)]
    pub fn list_of<T: FromJson>(&self, name: &'static str, most: usize) -> Vec<T> {
        let mut entries = Vec::new();
        self.each(name, most, &mut |node| {
            let entry = T::from_json(node);
            let read = entry.is_some();
            entries.extend(entry);
            read
        });
        entries
    }

    /// Passes the entries of a list one by one to `read`, which returns whether it could read them.
    /// Not generic, so that the widget contains it only once.
    fn each(&self, name: &'static str, most: usize, read: &mut dyn FnMut(Node) -> bool) {
        let Some(value) = self.get(name) else { return };
        let node = self.node.child(name, value);
        let Some(list) = value.as_array() else {
            node.problem(ProblemKind::Found, Expected::List);
            return;
        };
        if list.len() > most {
            node.problem(ProblemKind::TooMuch, Expected::AtMost(most));
        }
        for (index, value) in list.iter().take(most).enumerate() {
            if !read(Node { value, path: node.path.entry(index), log: node.log }) {
                node.log.add_gap(&node.path, index);
            }
        }
    }

    /// Reads a required list.
    #[inline(never)]
    pub fn required_list<T: FromJson>(&self, name: &'static str, most: usize) -> Vec<T> {
        if !self.map.contains_key(name) {
            self.missing(name, Expected::List);
        }
        self.list_of(name, most)
    }

    /// Marks a field as known although its value is not used.
    pub fn ignore(&self, name: &'static str) {
        self.known.borrow_mut().push(name);
    }

    #[inline(never)]
    fn get(&self, name: &'static str) -> Option<&Value> {
        self.ignore(name);
        self.map.get(name)
    }

    #[inline(never)]
    fn missing(&self, name: &str, expected: Expected) {
        self.node.log.add(ProblemKind::Missing, || (self.node.path.field(name).written(), Found::Nothing, expected));
    }
}

impl Drop for Fields<'_> {
    fn drop(&mut self) {
        let known = self.known.borrow();
        for (key, value) in self.map {
            if !known.iter().any(|name| name == key) {
                self.node.log.add(ProblemKind::Unknown, || {
                    let path = self.node.path.field(key).written();
                    (path, value_found(value), Expected::KnownField(nearest(key, &known)))
                });
            }
        }
    }
}

/// The known name that the editor probably meant: no more than a third of its letters are wrong,
/// missing or extra.
pub fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|name| (distance(key.as_bytes(), name.as_bytes()), *name))
        .filter(|(distance, name)| *distance <= name.len().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The number of letters to change, insert or delete (Levenshtein distance).
fn distance(from: &[u8], to: &[u8]) -> usize {
    if from.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(to) {
            let best = (diagonal + usize::from(a != b)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or(0)
}

impl FromJson for bool {
    const EXPECTED: Expected = Expected::Flag;

    fn from_json(node: Node) -> Option<Self> {
        let flag = node.value.as_bool();
        if flag.is_none() {
            node.problem(ProblemKind::Found, Expected::Flag);
        }
        flag
    }
}

/// Declares a part of the document once: the type, how it is read, and its schema.
///
/// A part without its `required` fields cannot be used; `optional` fields may be missing or `null`;
/// a `list` may be missing. A `flag` is false if missing, and names its JSON key, which may be a
/// reserved word in Rust (`final`).
macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $($fields:tt)* }) => {
        record! { @munch fields [$(#[$meta])*] $name [] [] [] $($fields)* }
    };
    (@munch $from:ident $metas:tt $name:ident [$($decl:tt)*] [$($read:tt)*] [$($make:tt)*]
     $(#[$meta:meta])* required $field:ident: $type:ty, $($rest:tt)*) => {
        record! { @munch $from $metas $name
            [$($decl)* $(#[$meta])* pub $field: $type,]
            [$($read)* let $field = $from.required::<$type>(stringify!($field));]
            [$($make)* $field: $field?,]
            $($rest)* }
    };
    (@munch $from:ident $metas:tt $name:ident [$($decl:tt)*] [$($read:tt)*] [$($make:tt)*]
     $(#[$meta:meta])* optional $field:ident: $type:ty, $($rest:tt)*) => {
        record! { @munch $from $metas $name
            [$($decl)* $(#[$meta])* #[cfg_attr(feature = "tool", schemars(default))] pub $field: Option<$type>,]
            [$($read)* let $field = $from.optional::<$type>(stringify!($field));]
            [$($make)* $field,]
            $($rest)* }
    };
    (@munch $from:ident $metas:tt $name:ident [$($decl:tt)*] [$($read:tt)*] [$($make:tt)*]
     $(#[$meta:meta])* flag $field:ident = $key:literal, $($rest:tt)*) => {
        record! { @munch $from $metas $name
            [$($decl)* $(#[$meta])*
             #[cfg_attr(feature = "tool", schemars(rename = $key, with = "Option<bool>"))]
             pub $field: bool,]
            [$($read)* let $field = $from.optional::<bool>($key).unwrap_or_default();]
            [$($make)* $field,]
            $($rest)* }
    };
    (@munch $from:ident $metas:tt $name:ident [$($decl:tt)*] [$($read:tt)*] [$($make:tt)*]
     $(#[$meta:meta])* list $field:ident: $type:ty, $($rest:tt)*) => {
        record! { @munch $from $metas $name
            [$($decl)* $(#[$meta])*
             #[cfg_attr(feature = "tool", schemars(default, length(max = $crate::promise::limits::LIST)))]
             pub $field: Vec<$type>,]
            [$($read)* let $field = $from.list::<$type>(stringify!($field));]
            [$($make)* $field,]
            $($rest)* }
    };
    (@munch $from:ident [$($metas:tt)*] $name:ident [$($decl:tt)*] [$($read:tt)*] [$($make:tt)*]) => {
        $($metas)*
        #[derive(Clone, PartialEq)]
        #[cfg_attr(any(test, feature = "tool"), derive(Debug))]
        #[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
        pub struct $name { $($decl)* }

        impl $crate::promise::fields::FromJson for $name {
            #[inline(never)]
            fn from_json(node: $crate::promise::fields::Node) -> Option<Self> {
                let $from = node.fields()?;
                $($read)*
                Some(Self { $($make)* })
            }
        }
    };
}
pub(crate) use record;

/// Declares a closed list of words, each with its Rust name and its meaning.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(any(test, feature = "tool"), derive(Debug))]
        #[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$doc])* #[cfg_attr(feature = "tool", schemars(rename = $word))] $variant,)*
        }

        impl $name {
            /// The words as written in a document.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
            const ALL: &'static [Self] = &[$(Self::$variant),*];
        }

        impl $crate::promise::fields::FromJson for $name {
            const EXPECTED: $crate::promise::fields::Expected =
                $crate::promise::fields::Expected::OneOf(Self::WORDS);

            fn from_json(node: $crate::promise::fields::Node) -> Option<Self> {
                Self::ALL.get(node.one_of(Self::WORDS)?).copied()
            }
        }
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_forgives_a_slip_but_does_not_guess() {
        let known = ["goal", "unit", "focus_areas", "commitments"];
        for (key, expected) in [
            ("gaol", Some("goal")),
            ("goals", Some("goal")),
            ("focusareas", Some("focus_areas")),
            ("commitment", Some("commitments")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(key, &known), expected, "{key}");
        }
    }

    #[test]
    fn the_distance_counts_changed_added_and_missing_letters() {
        for (from, to, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "ab", 2),
            ("gaol", "goal", 2),
            ("unti", "unit", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from.as_bytes(), to.as_bytes()), expected, "{from} {to}");
        }
    }
}
