//! Words that an ordinary reader may not know, and what they mean. Explained where a
//! promise uses them first. The words are those of the promise, so they are Swedish in
//! every language; what they mean is told in the reader's.

use super::{Key, Texts, is_text};
use serde_json::Value;

/// The name of the glossary among the texts of a language.
pub(super) const NAME: &str = "glossary";

/// A word found in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Found<'a> {
    /// The word in its first form: "Trygghetsvandring".
    pub term: &'a str,
    /// What it means: "en promenad för att se vad som gör platser trygga eller otrygga."
    pub meaning: &'a str,
    /// The language of the interface lacks it, so that it is told in Swedish.
    pub falls_back: bool,
}

/// So many words fit in the bits of `explained`; further ones are not looked for.
pub const MOST: usize = 64;

/// The words of the glossary that stand in `text` and are not yet `explained` (a bit
/// for each), in the order in which they come. Each is then marked as explained.
///
/// An entry is found by any of its forms, with `|` between them. A form is found as a
/// whole word, a form with a star after it also with any ending. Capitals do not
/// matter, other than in an abbreviation such as EST.
#[inline(never)]
pub fn find<'a>(texts: &'a Texts, text: &str, explained: &mut u64) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        let begins = !inside && at >= taken;
        inside = in_word(character);
        if !(begins && inside) {
            continue;
        }
        let Some(rest) = text.get(at..) else { continue };
        let mut best = (0, 0, Found { term: "", meaning: "", falls_back: false });
        let mut place = 0;
        texts.each_term(&mut |forms, meaning, falls_back| {
            for form in forms.split('|') {
                let term = form.strip_suffix('*').unwrap_or(form);
                if term.len() > best.0 && begins_with(rest, term, term.len() < form.len()) {
                    best = (term.len(), place, Found { term, meaning, falls_back });
                }
            }
            place += 1;
        });
        let (length, place, word) = best;
        taken = at + length;
        let bit = if place < MOST { 1 << place } else { u64::MAX };
        if length > 0 && *explained & bit == 0 {
            *explained |= bit;
            found.push(word);
        }
    }
    found
}

/// Whether the text begins with the term as a whole word, or as the beginning of one.
fn begins_with(text: &str, term: &str, any_ending: bool) -> bool {
    let Some(start) = text.as_bytes().get(..term.len()) else { return false };
    // One bit tells a capital from a small letter, in ASCII and in UTF-8's Å, Ä and Ö.
    let small = if term.bytes().any(|byte| byte.is_ascii_lowercase()) { 0x20 } else { 0 };
    start.iter().zip(term.bytes()).all(|(one, other)| one | small == other | small)
        && text.get(term.len()..).is_some_and(|rest| any_ending || !rest.chars().next().is_some_and(in_word))
}

/// Letters and digits. Of what is not ASCII, whatever comes before the punctuation.
fn in_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '\u{c0}'..'\u{2000}')
}

/// Adds words to a glossary, or other meanings; what is no text is left out.
pub(super) fn overlay(entry: &mut Value, mut own: Value) {
    if !entry.is_object() {
        *entry = Value::Object(Default::default());
    }
    let (Some(entry), Some(own)) = (entry.as_object_mut(), own.as_object_mut()) else { return };
    for (forms, meaning) in own {
        if is_text(meaning) {
            entry.insert(forms.clone(), meaning.take());
        }
    }
}

impl Texts {
    /// The entries of the glossary: those of the language, then the Swedish ones that it
    /// lacks.
    fn each_term<'a>(&'a self, tell: &mut dyn FnMut(&'a str, &'a str, bool)) {
        let own = self.own.get(Key::Glossary as usize);
        let swedish = self.entries.get(Key::Glossary as usize);
        for (glossary, falls_back) in [(own, false), (swedish, own.is_some())] {
            for (forms, meaning) in glossary.and_then(Value::as_object).into_iter().flatten() {
                let known = falls_back && own.is_some_and(|own| own.get(forms).is_some());
                if let (false, Some(meaning)) = (known, meaning.as_str()) {
                    tell(forms, meaning, falls_back);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn terms(texts: &Texts, text: &str) -> Vec<String> {
        find(texts, text, &mut 0).iter().map(|found| found.term.to_owned()).collect()
    }

    #[test]
    fn a_word_is_explained_once_and_where_it_comes_first() {
        let texts = Texts::swedish();
        let mut explained = 0;
        let first = find(&texts, "Lägesbilden bygger på EST och på lägesbilder.", &mut explained);
        assert_eq!(first.iter().map(|found| found.term).collect::<Vec<_>>(), ["Lägesbild", "EST"]);
        assert!(first.iter().all(|found| !found.falls_back && found.meaning.ends_with('.')));
        let second = find(&texts, "EST, lägesbild och ANDT", &mut explained);
        assert_eq!(second.iter().map(|found| found.term).collect::<Vec<_>>(), ["ANDT"]);
        assert_eq!(find(&texts, "EST ANDT", &mut explained), []);
    }

    #[test]
    fn only_whole_words_count_and_the_longest_form() {
        let texts = Texts::swedish();
        for (text, expected) in [
            ("estrad, BEST, ESTER, est, ÅEST", vec![]),
            ("”EST”, (EST) – EST-möten", vec!["EST"]),
            ("\u{a0}EST…", vec!["EST"]),
            ("effektiv samordning för trygghet", vec!["Effektiv samordning för trygghet"]),
            ("Tillsynen", vec![]),
            ("ANDT-området", vec!["ANDT"]),
            ("SSPF", vec!["SSPF"]),
            ("mopeder och A-traktorer", vec!["A-traktor"]),
            ("TRYGGHETSMÄTNINGEN", vec!["Trygghetsmätning"]),
            ("delägesbild", vec![]),
            ("två riktade insatserna mot buller", vec!["Riktade insatser"]),
            ("trygghetsrundor och medborgarvandringar", vec!["Trygghetsrundor"]),
            ("", vec![]),
        ] {
            assert_eq!(terms(&texts, text), expected, "{text}");
        }
    }

    #[test]
    fn a_language_explains_in_its_own_words_and_falls_back_word_by_word() {
        let mut texts = Texts::swedish();
        texts.translate(json!({ "glossary": { "ANDT": "alkoholi ja muut.", "Fritidsbank*": "lainaamo." } }));
        let found = find(&texts, "ANDT, EST, fritidsbanken", &mut 0);
        assert_eq!(
            found.iter().map(|found| (found.term, found.falls_back)).collect::<Vec<_>>(),
            [("ANDT", false), ("EST", true), ("Fritidsbank", false)]
        );
        assert_eq!(found.first().unwrap().meaning, "alkoholi ja muut.");
    }

    #[test]
    fn a_kommun_may_add_words_to_the_swedish_ones() {
        let mut texts = Texts::swedish();
        texts.reword(json!({ "glossary": { "Huset": "vår fritidsgård.", "EST": 4 } }));
        assert_eq!(terms(&texts, "huset och EST"), ["Huset", "EST"]);
    }

    #[test]
    fn words_beyond_the_most_are_not_explained() {
        let mut texts = Texts::swedish();
        let many: serde_json::Map<String, Value> =
            (0..100).map(|number| (format!("Ordet{number:03}"), json!("ett ord."))).collect();
        texts.translate(json!({ "glossary": many }));
        assert_eq!(terms(&texts, "ordet000 ordet063 ordet064 ordet099"), ["Ordet000", "Ordet063"]);
    }
}
