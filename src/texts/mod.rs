//! The texts that people read, as data: one file per language. Swedish is complete and built in; it
//! fills the gaps in other languages.
//!
//! A text may contain placeholders, `{name}`, and may have plural forms, chosen by the browser's
//! `Intl.PluralRules`. This module does not depend on a browser: the plural category is an
//! argument.

use serde_json::Value;

macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident = $name:literal,)*) => {
        /// Every text of the interface.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(any(test, feature = "tool"), derive(Debug))]
        pub enum Key { $(#[doc = $name] $key,)* }

        impl Key {
            /// All keys, in numeric order, which is the alphabetical order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$key),*];

            /// The name of the text in the language files.
            #[cfg(any(test, feature = "tool"))]
            pub fn name(self) -> &'static str {
                NAMES.get(self as usize).copied().unwrap_or_default()
            }
        }

        #[cfg(any(test, feature = "tool"))]
        pub(super) const NAMES: &[&str] = &[$($name),*];
    };
}

#[cfg(any(test, feature = "tool"))]
pub mod check;
pub mod glossary;
mod keys;
pub mod languages;
#[cfg(any(test, feature = "tool"))]
pub mod places;
#[cfg(test)]
mod plain_swedish;
#[cfg(any(test, feature = "tool"))]
pub mod problems;
#[cfg(any(test, feature = "tool"))]
pub mod pseudo;
#[cfg(any(test, feature = "tool"))]
pub mod suggestions;
mod swedish;
pub use keys::Key;
#[cfg(test)]
use keys::NAMES;
use swedish::SWEDISH;

/// The texts of one language.
pub struct Texts {
    /// In Swedish, with the kommun's own changes. Complete.
    entries: Vec<Value>,
    /// In the interface language unless that is Swedish, in the same order; null for texts that it
    /// lacks. Empty while the interface is in Swedish.
    own: Vec<Value>,
}

/// The English texts. Not built into the widget: a file beside it, fetched on demand.
#[cfg(any(test, feature = "tool"))]
pub const ENGLISH: &str = include_str!("en.json");

/// Every text name, for tests and the tool.
#[cfg(any(test, feature = "tool"))]
pub fn names() -> Value {
    serde_json::from_str(ENGLISH).unwrap_or_default()
}

impl Texts {
    /// The Swedish texts, which are complete.
    ///
    /// A text is found by its position: the keys are in the order of the file, which a
    /// test checks.
    pub fn swedish() -> Self {
        let mut list: Value = serde_json::from_str(SWEDISH).unwrap_or_default();
        let entries = list.as_array_mut().map(std::mem::take).unwrap_or_default();
        Self { entries, own: Vec::new() }
    }

    /// Replaces Swedish texts with those in `language`, an object from names to texts. Unknown
    /// names and unusable texts are skipped; `lofte check-texts` reports them. `names` is an object
    /// with every name, such as `en.json`.
    pub fn reword(&mut self, language: Value, names: &Value) {
        overlay(&mut self.entries, None, language, names);
    }

    /// Switches the interface to a language other than Swedish: an object from names to texts, such
    /// as `en.json`. Missing texts stay Swedish. A second call overrides the first: a kommun's own
    /// English overrides the English that comes with the widget.
    pub fn translate(&mut self, language: Value, names: &Value) {
        // Not `resize`, which would link in code to clone every kind of value.
        while self.own.len() < self.entries.len() {
            self.own.push(Value::Null);
        }
        overlay(&mut self.own, Some(&self.entries), language, names);
    }

    /// Whether the text is in Swedish because the interface language lacks it.
    pub fn falls_back(&self, key: Key) -> bool {
        self.own.get(key as usize).is_some_and(Value::is_null)
    }

    /// A text without plural forms.
    #[inline(never)]
    pub fn get(&self, key: Key) -> &str {
        self.entry(key).as_str().unwrap_or_default()
    }

    /// The form of a text for a plural category of `Intl.PluralRules` (`one`, `other`), or
    /// the form `other` if the category has none. A language without plural forms has one
    /// text for all categories.
    pub fn plural(&self, key: Key, category: &str) -> &str {
        let forms = self.entry(key);
        let form = |category| forms.get(category).and_then(Value::as_str);
        // The category is that of the interface language, where "one" may include 21.
        let category = if self.falls_back(key) { "other" } else { category };
        form(category).or_else(|| form("other")).or_else(|| forms.as_str()).unwrap_or_default()
    }

    #[inline(never)]
    fn entry(&self, key: Key) -> &Value {
        const NONE: &Value = &Value::Null;
        let place = key as usize;
        self.own.get(place).filter(|own| !own.is_null()).or_else(|| self.entries.get(place)).unwrap_or(NONE)
    }
}

/// Overwrites `entries` with the usable texts of a language. Each is checked against
/// `swedish`, or against the entry it replaces.
fn overlay(entries: &mut [Value], swedish: Option<&[Value]>, mut language: Value, names: &Value) {
    let (Value::Object(names), Value::Object(language)) = (names, &mut language) else { return };
    // With the names of another version, texts would end up in the wrong positions.
    if names.keys().fold(0, |sum, name| swedish::add(sum, name.as_bytes())) != swedish::SUM {
        return;
    }
    for (place, (name, entry)) in names.keys().zip(entries).enumerate() {
        let Some(own) = language.get_mut(name) else { continue };
        if name == glossary::NAME {
            glossary::overlay(entry, own);
        } else if is_usable(swedish.and_then(|swedish| swedish.get(place)).unwrap_or(entry), own) {
            *entry = own.take();
        }
    }
}

/// Whether a text can replace the Swedish one: a text replaces a text; plural forms, or one text
/// for all of them, replace plural forms.
fn is_usable(swedish: &Value, own: &Value) -> bool {
    let text = match own {
        Value::Object(forms) if swedish.is_object() => forms.get("other"),
        own => Some(own),
    };
    text.is_some_and(is_text)
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// Fills in a text: `fill("{done} av {goal}", &[("done", "2"), ("goal", "4")])`. A
/// placeholder without a value is left in place, so that the mistake is visible.
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
    use serde_json::json;

    #[test]
    fn every_key_has_a_swedish_text_and_every_swedish_text_a_key() {
        let file: Value = serde_json::from_str(swedish::WITH_NAMES).unwrap();
        let names: Vec<&str> = file.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, NAMES);
        assert_eq!(Key::ALL.len(), NAMES.len());
    }

    #[test]
    fn the_keys_stand_in_the_order_of_their_names() {
        assert!(NAMES.is_sorted());
        let texts = Texts::swedish();
        assert_eq!(texts.get(Key::TipSend), "Skicka tipset");
        assert_eq!(texts.plural(Key::FindFound, "one"), "Visar {n} av {all} punkter.");
    }

    #[test]
    fn a_language_goes_before_swedish_text_by_text() {
        let mut texts = Texts::swedish();
        assert!(!texts.falls_back(Key::TipSend));
        texts.translate(serde_json::from_str(ENGLISH).unwrap(), &names());
        assert_eq!(texts.get(Key::TipSend), "Send the tip");
        texts.translate(json!({ "tip.send": "Send it", "tip.close": "", "tip.clear": 4, "no.such": "x" }), &names());
        assert_eq!(texts.get(Key::TipSend), "Send it");
        assert_eq!(texts.get(Key::TipClose), "Close the form");
        assert!(Key::ALL.iter().all(|key| !texts.falls_back(*key)));
    }

    #[test]
    fn what_a_language_lacks_is_in_the_kommuns_own_swedish() {
        let mut texts = Texts::swedish();
        texts.translate(json!({ "tip.send": "Lähetä" }), &names());
        texts.reword(json!({ "tip.send": "Skicka iväg", "tip.close": "Stäng" }), &names());
        assert_eq!(texts.get(Key::TipSend), "Lähetä");
        assert_eq!(texts.get(Key::TipClose), "Stäng");
        assert_eq!((texts.falls_back(Key::TipSend), texts.falls_back(Key::TipClose)), (false, true));
    }

    #[test]
    fn a_language_has_the_plural_forms_that_it_has() {
        let mut texts = Texts::swedish();
        texts.translate(
            json!({
                "summary.besides": { "few": "{n} punkty", "other": "{n} punktów" },
                "find.found": "{all}/{n}",
                "summary.text_only": { "one": "x" },
                "tip.send": { "other": "x" }
            }),
            &names(),
        );
        let form = |key, category| texts.plural(key, category);
        assert_eq!(form(Key::SummaryBesides, "few"), "{n} punkty");
        assert_eq!(form(Key::SummaryBesides, "one"), "{n} punktów");
        assert_eq!(form(Key::FindFound, "many"), "{all}/{n}");
        // Unusable without the form `other`, since "one" may include 21 in that language.
        assert_eq!(form(Key::SummaryTextOnly, "one"), "Löftet består av {n} punkter utan mål i siffror.");
        assert_eq!(texts.get(Key::TipSend), "Skicka tipset");
    }

    #[test]
    fn places_are_filled_and_unknown_ones_stay_visible() {
        assert_eq!(fill("{done} av {goal}", &[("done", "2"), ("goal", "4")]), "2 av 4");
        assert_eq!(fill("a {b} c {", &[("x", "1")]), "a {b} c {");
        assert_eq!(fill("{a}", &[("a", "{b}"), ("b", "1")]), "{b}");
        assert_eq!(fill("", &[]), "");
    }
}
