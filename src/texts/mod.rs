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

#[cfg(any(test, feature = "tool"))]
pub mod check;
pub mod glossary;
mod keys;
pub mod languages;
#[cfg(any(test, feature = "tool"))]
pub mod problems;
#[cfg(any(test, feature = "tool"))]
pub mod pseudo;
mod swedish;
pub use keys::Key;
#[cfg(test)]
use keys::NAMES;
use swedish::SWEDISH;

/// The texts of one language.
pub struct Texts {
    /// In Swedish, with the words that a kommun has changed. Complete.
    entries: Vec<Value>,
    /// In the language of the interface where that is another, in the same order; null
    /// where it lacks a text. Empty while the interface is in Swedish.
    own: Vec<Value>,
}

/// The English texts. Not in the widget: a file beside it, fetched by whoever wants
/// them.
#[cfg(any(test, feature = "tool"))]
pub const ENGLISH: &str = include_str!("en.json");

/// Every name, for tests and the tool.
#[cfg(any(test, feature = "tool"))]
pub fn names() -> Value {
    serde_json::from_str(ENGLISH).unwrap_or_default()
}

impl Texts {
    /// The Swedish texts, which are complete.
    ///
    /// They are found by their place: the keys stand in the order of the file, which a
    /// test sees to.
    pub fn swedish() -> Self {
        let mut list: Value = serde_json::from_str(SWEDISH).unwrap_or_default();
        let entries = list.as_array_mut().map(std::mem::take).unwrap_or_default();
        Self { entries, own: Vec::new() }
    }

    /// Changes words of the Swedish texts: an object from name to text. What is unknown
    /// in it, or cannot be used, is left out; `lofte check-texts` tells of it. `names` is
    /// an object with every name, as `en.json` is.
    pub fn reword(&mut self, language: Value, names: &Value) {
        overlay(&mut self.entries, None, language, names);
    }

    /// Makes the interface speak a language other than Swedish: an object from name to
    /// text, as `en.json` is. What it lacks is in Swedish. A second one goes before the
    /// first: a kommun's own English before the English that comes with the widget.
    pub fn translate(&mut self, language: Value, names: &Value) {
        // Not `resize`, which would bring along how every kind of value is cloned.
        while self.own.len() < self.entries.len() {
            self.own.push(Value::Null);
        }
        overlay(&mut self.own, Some(&self.entries), language, names);
    }

    /// Whether the text is in Swedish because the language of the interface lacks it.
    pub fn falls_back(&self, key: Key) -> bool {
        self.own.get(key as usize).is_some_and(Value::is_null)
    }

    /// A text without plural forms.
    #[inline(never)]
    pub fn get(&self, key: Key) -> &str {
        self.entry(key).as_str().unwrap_or_default()
    }

    /// The form of a text for a plural category as `Intl.PluralRules` names it
    /// (`one`, `other`); the form `other` where there is none of its own. A language
    /// without forms has one text for all.
    pub fn plural(&self, key: Key, category: &str) -> &str {
        let forms = self.entry(key);
        let form = |category| forms.get(category).and_then(Value::as_str);
        // The category is of the interface's language, where "one" may be 21 as well.
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

/// Lays the usable texts of a language over `entries`. What they stand for is `swedish`,
/// or the entries themselves.
fn overlay(entries: &mut [Value], swedish: Option<&[Value]>, mut language: Value, names: &Value) {
    let (Value::Object(names), Value::Object(language)) = (names, &mut language) else { return };
    // The names of another version would put the texts in the wrong places.
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

/// Whether a text can stand for the Swedish one: a text for a text; for plural forms
/// other forms, or one text for all.
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
        assert_eq!(texts.plural(Key::TargetsMet, "one"), "{met} av {n} mål har nåtts.");
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
                "summary.met": "{met}/{n}",
                "summary.text_only": { "one": "x" },
                "tip.send": { "other": "x" }
            }),
            &names(),
        );
        let form = |key, category| texts.plural(key, category);
        assert_eq!(form(Key::SummaryBesides, "few"), "{n} punkty");
        assert_eq!(form(Key::SummaryBesides, "one"), "{n} punktów");
        assert_eq!(form(Key::TargetsMet, "many"), "{met}/{n}");
        // Without the form `other` it cannot be used; and 21 may be "one" there.
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
