//! Words that an ordinary reader may not know, and what they mean. Each is explained where a
//! promise first uses it. The words come from the promise, so they are Swedish in every language;
//! the explanations are in the reader's language.

use super::{Key, Texts, is_text};
use serde_json::Value;

/// The name of the glossary among the texts of a language.
pub(super) const NAME: &str = "glossary";

/// A glossary word found in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Found<'a> {
    /// The form that was found: "Trygghetsvandring".
    pub term: &'a str,
    /// What it means: "en promenad för att se vad som gör platser trygga eller otrygga."
    pub meaning: &'a str,
    /// The interface language lacks the word, so the explanation is in Swedish.
    pub falls_back: bool,
}

/// How many words fit in the bits of `explained`; any others are ignored.
pub const MOST: usize = 64;

/// Calls `tell` with each glossary word in `text` that is not yet `explained` (one bit per
/// entry), in order of appearance, and marks it as explained.
///
/// An entry matches by any of its forms, which are separated by `|`. A form matches a
/// whole word; a form followed by `*` also matches the word with any ending. Case is
/// ignored except in abbreviations such as EST.
#[inline(never)]
pub fn find<'a>(texts: &'a Texts, text: &str, explained: &mut u64, tell: &mut dyn FnMut(Found<'a>)) {
    if *explained == u64::MAX {
        return;
    }
    let mut inside = false;
    let mut taken = 0;
    for (at, byte) in text.bytes().enumerate() {
        let before = inside;
        inside = in_word(byte, before);
        if before || !inside || at < taken {
            continue;
        }
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let mut best = (0, 0, Found { term: "", meaning: "", falls_back: false });
        let mut bit = 1u64;
        let own = texts.own.get(Key::Glossary as usize);
        for (glossary, falls_back) in [(own, false), (texts.entries.get(Key::Glossary as usize), own.is_some())] {
            let Some(Value::Object(glossary)) = glossary else { continue };
            for (forms, meaning) in glossary {
                if bit == 0 {
                    break;
                }
                // The interface language already explains it.
                if falls_back && own.is_some_and(|own| own.get(forms).is_some()) {
                    continue;
                }
                for form in forms.split('|') {
                    let term = form.strip_suffix('*').unwrap_or(form);
                    if term.len() > best.0 && begins_with(rest, term, term.len() < form.len()) {
                        let meaning = meaning.as_str().unwrap_or_default();
                        best = (term.len(), bit, Found { term, meaning, falls_back });
                    }
                }
                bit <<= 1;
            }
        }
        let (length, bit, found) = best;
        taken = at + length;
        if bit & !*explained != 0 {
            *explained |= bit;
            tell(found);
        }
    }
}

/// Whether the text begins with the term as a whole word or, with `any_ending`, as the start of
/// one.
fn begins_with(text: &[u8], term: &str, any_ending: bool) -> bool {
    // One bit separates upper from lower case, in ASCII and in the UTF-8 bytes of Å, Ä and Ö.
    let small = if term.bytes().any(|byte| byte.is_ascii_lowercase()) { 0x20 } else { 0 };
    text.len() >= term.len()
        && text.iter().zip(term.bytes()).all(|(one, other)| one | small == other | small)
        && (any_ending || !text.get(term.len()).is_some_and(|next| in_word(*next, false)))
}

/// Whether a UTF-8 byte belongs to a word: ASCII letters and digits, and two-byte letters
/// such as Å. Longer sequences are dashes and quotation marks.
fn in_word(byte: u8, before: bool) -> bool {
    match byte {
        0x80..=0xbf => before,
        0xc3..=0xdf => true,
        byte => byte.is_ascii_alphanumeric(),
    }
}

/// Adds entries to a glossary and replaces definitions; values other than text are skipped.
pub(super) fn overlay(entry: &mut Value, own: &mut Value) {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn terms(texts: &Texts, text: &str) -> Vec<String> {
        all(texts, text, &mut 0).iter().map(|found| found.term.to_owned()).collect()
    }

    fn all<'a>(texts: &'a Texts, text: &str, explained: &mut u64) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        find(texts, text, explained, &mut |one| found.push(one));
        found
    }

    #[test]
    fn a_word_is_explained_once_and_where_it_comes_first() {
        let texts = Texts::swedish();
        let mut explained = 0;
        let first = all(&texts, "Lägesbilden bygger på EST och på lägesbilder.", &mut explained);
        assert_eq!(first.iter().map(|found| found.term).collect::<Vec<_>>(), ["Lägesbild", "EST"]);
        assert!(first.iter().all(|found| !found.falls_back && found.meaning.ends_with('.')));
        let second = all(&texts, "EST, lägesbild och ANDT", &mut explained);
        assert_eq!(second.iter().map(|found| found.term).collect::<Vec<_>>(), ["ANDT"]);
        assert_eq!(all(&texts, "EST ANDT", &mut explained), []);
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
        texts.translate(
            json!({ "glossary": { "ANDT": "alkoholi ja muut.", "Fritidsbank*": "lainaamo." } }),
            &crate::texts::names(),
        );
        let found = all(&texts, "ANDT, EST, fritidsbanken", &mut 0);
        assert_eq!(
            found.iter().map(|found| (found.term, found.falls_back)).collect::<Vec<_>>(),
            [("ANDT", false), ("EST", true), ("Fritidsbank", false)]
        );
        assert_eq!(found.first().unwrap().meaning, "alkoholi ja muut.");
    }

    #[test]
    fn a_kommun_may_add_words_to_the_swedish_ones() {
        let mut texts = Texts::swedish();
        texts.reword(json!({ "glossary": { "Huset": "vår fritidsgård.", "EST": 4 } }), &crate::texts::names());
        assert_eq!(terms(&texts, "huset och EST"), ["Huset", "EST"]);
    }

    #[test]
    fn words_beyond_the_most_are_not_explained() {
        let mut texts = Texts::swedish();
        let many: serde_json::Map<String, Value> =
            (0..100).map(|number| (format!("Ordet{number:03}"), json!("ett ord."))).collect();
        texts.translate(json!({ "glossary": many }), &crate::texts::names());
        assert_eq!(terms(&texts, "ordet000 ordet063 ordet064 ordet099"), ["Ordet000", "Ordet063"]);
    }
}
