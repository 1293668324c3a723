//! What people read, as data: one file a language. Swedish is complete and built
//! in; it is also what stands in for a text that another language lacks.
//!
//! A text may hold places to fill in, `{name}`, and may have plural forms, chosen by
//! the browser's `Intl.PluralRules`. Knows no browser: the plural category comes in
//! as an argument.

use serde_json::Value;

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident = $name:literal,)*) => {
        /// Every text of the interface.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(any(test, feature = "tool"), derive(Debug))]
        pub enum Key { $(#[doc = $name] $key,)* }

        impl Key {
            /// All keys, in the order of their numbers, which is that of their names.
            pub const ALL: &'static [Self] = &[$(Self::$key),*];

            /// The name of the text in the files of the languages.
            #[cfg(any(test, feature = "tool"))]
            pub fn name(self) -> &'static str {
                NAMES.get(self as usize).copied().unwrap_or_default()
            }
        }

        #[cfg(any(test, feature = "tool"))]
        pub(super) const NAMES: &[&str] = &[$($name),*];
    };
}

mod keys;
#[cfg(any(test, feature = "tool"))]
pub mod problems;
pub use keys::Key;
#[cfg(test)]
use keys::NAMES;

/// The texts of one language.
pub struct Texts {
    entries: Vec<Value>,
}

const SWEDISH: &str = include_str!("sv.json");

impl Texts {
    /// The Swedish texts, which are complete.
    ///
    /// They are found by their place: the parser gives the file in the order of the
    /// names, and the keys stand in the same order, which a test sees to. So the widget
    /// need not carry every name a second time.
    pub fn swedish() -> Self {
        let mut file: Value = serde_json::from_str(SWEDISH).unwrap_or_default();
        Self { entries: file.as_object_mut().into_iter().flatten().map(|(_, entry)| entry.take()).collect() }
    }

    /// A text without plural forms.
    #[inline(never)]
    pub fn get(&self, key: Key) -> &str {
        self.entry(key).as_str().unwrap_or_default()
    }

    /// The form of a text for a plural category as `Intl.PluralRules` names it
    /// (`one`, `other`); the form `other` where there is none of its own.
    pub fn plural(&self, key: Key, category: &str) -> &str {
        let forms = self.entry(key);
        forms.get(category).or_else(|| forms.get("other")).and_then(Value::as_str).unwrap_or_default()
    }

    #[inline(never)]
    fn entry(&self, key: Key) -> &Value {
        const NONE: &Value = &Value::Null;
        self.entries.get(key as usize).unwrap_or(NONE)
    }
}

/// Fills the places of a text: `fill("{done} av {goal}", &[("done", "2"), ("goal", "4")])`.
/// A place that nothing is given for stays as it is, so that a slip is seen.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_key_has_a_swedish_text_and_every_swedish_text_a_key() {
        let file: Value = serde_json::from_str(SWEDISH).unwrap();
        let names: Vec<&str> = file.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, NAMES);
        assert_eq!(Key::ALL.len(), NAMES.len());
    }

    #[test]
    fn the_keys_stand_in_the_order_of_their_names() {
        assert!(NAMES.is_sorted());
        let texts = Texts::swedish();
        assert_eq!(texts.get(Key::TipSend), "Skicka tipset");
        assert_eq!(texts.plural(Key::TargetsMet, "one"), "{met} av {n} mål har nåtts.");
    }

    #[test]
    fn every_swedish_text_is_a_text_or_has_the_forms_one_and_other() {
        let file: Value = serde_json::from_str(SWEDISH).unwrap();
        for (name, entry) in file.as_object().unwrap() {
            let good = match entry {
                Value::String(text) => !text.trim().is_empty(),
                Value::Object(forms) => {
                    forms.len() == 2
                        && forms.get("one").is_some_and(Value::is_string)
                        && forms.get("other").is_some_and(Value::is_string)
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
            };
            assert!(good, "{name}");
        }
    }

    #[test]
    fn places_are_filled_and_unknown_ones_stay_visible() {
        assert_eq!(fill("{done} av {goal}", &[("done", "2"), ("goal", "4")]), "2 av 4");
        assert_eq!(fill("a {b} c {", &[("x", "1")]), "a {b} c {");
        assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "1")]), "{b}");
        assert_eq!(fill("", &[]), "");
    }
}
