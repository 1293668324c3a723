//! A pseudo-language that shows what a translation does to the layout: every text is half as long
//! again; brackets reveal clipped texts, and foreign letters reveal texts that do not come from the
//! file.

use super::check::swedish;
use serde_json::{Map, Value};

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const ACCENTED: &str = "áƀčďéƒğĥíĵķĺɱńóƥʠŕśťúṽŵẋýž";
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنه";
const MORE: &str = "and so it goes on and on, as other languages do, ";

/// A texts file with this one language: accented letters for `ltr`, Arabic letters for
/// `rtl`.
pub fn pseudo(tag: &str, direction: &str) -> Value {
    let letters = if direction == "rtl" { ARABIC } else { ACCENTED };
    let mut texts: Map<String, Value> =
        swedish().into_iter().map(|(name, entry)| (name, longer(entry, letters))).collect();
    texts.insert("language.direction".to_owned(), direction.into());
    Value::Object([(tag.to_owned(), texts.into())].into_iter().collect())
}

fn longer(entry: Value, letters: &str) -> Value {
    match entry {
        Value::String(text) => Value::String(longer_text(&text, letters)),
        // Plural forms, and the glossary, whose keys are words from the promise.
        Value::Object(entries) => {
            Value::Object(entries.into_iter().map(|(name, entry)| (name, longer(entry, letters))).collect())
        }
        other => other,
    }
}

fn longer_text(text: &str, letters: &str) -> String {
    let mut shown = "[".to_owned();
    let mut in_place = false;
    for character in text.chars() {
        in_place = in_place || character == '{';
        shown.push(if in_place { character } else { other_letter(character, letters) });
        in_place = in_place && character != '}';
    }
    shown.push(' ');
    shown.extend(MORE.chars().cycle().take(text.chars().count() / 2).map(|character| other_letter(character, letters)));
    shown.push(']');
    shown
}

fn other_letter(character: char, letters: &str) -> char {
    let plain = match character {
        'å' | 'ä' | 'Å' | 'Ä' => 'a',
        'ö' | 'Ö' => 'o',
        other => other.to_ascii_lowercase(),
    };
    LETTERS.find(plain).and_then(|place| letters.chars().nth(place)).unwrap_or(character)
}
