//! What the Swedish texts have to be besides complete: easy to read, typeset by Swedish rules, and
//! correct with every value that may fill them.

#![allow(clippy::unwrap_used)]

use super::swedish::WITH_NAMES;
use super::{Key, Texts, fill};
use serde_json::Value;

const NO_BREAK: char = '\u{a0}';

/// All texts with their names; plural forms and glossary definitions one by one.
fn all() -> Vec<(String, String)> {
    let file: Value = serde_json::from_str(WITH_NAMES).unwrap();
    let mut texts = Vec::new();
    for (name, entry) in file.as_object().unwrap() {
        match entry {
            Value::String(text) => texts.push((name.clone(), text.clone())),
            entry => {
                for (form, text) in entry.as_object().unwrap() {
                    texts.push((format!("{name}.{form}"), text.as_str().unwrap().to_owned()));
                }
            }
        }
    }
    texts
}

/// What a typesetter would mark in a Swedish text, if anything.
fn misprint(text: &str) -> Option<&'static str> {
    let characters: Vec<char> = text.chars().collect();
    let before = |at: usize| at.checked_sub(1).and_then(|at| characters.get(at)).copied();
    if text.contains(['"', '\'', '“', '„', '‘', '´', '`']) {
        return Some("quotation marks are ” on both sides");
    }
    if !text.matches('”').count().is_multiple_of(2) {
        return Some("a quotation mark is missing");
    }
    if text.contains("...") {
        return Some("an ellipsis is one character");
    }
    if text.contains("  ") || text.ends_with(' ') {
        return Some("there is a space too many");
    }
    for (at, character) in characters.iter().enumerate() {
        let after_digit = before(at).is_some_and(|character| character.is_ascii_digit());
        match character {
            '…' if before(at) != Some(NO_BREAK) => return Some("a no-break space comes before an ellipsis"),
            ' ' if after_digit => return Some("a no-break space keeps a number and its unit together"),
            ',' | '.' | ':' | ';' | '?' | '!' if before(at) == Some(' ') => {
                return Some("no space comes before a punctuation mark");
            }
            _ => {}
        }
    }
    None
}

#[test]
fn swedish_is_set_as_swedish_is_set() {
    for (name, text) in all() {
        assert_eq!(misprint(&text), None, "{name}: {text}");
    }
    for wrong in [
        "säg \"tips\"",
        "säg “tips”",
        "säg ”tips",
        "Skickar…",
        "Skickar …",
        "Skickar ...",
        "30 km/tim",
        "Plats : x",
        "x  y",
    ] {
        assert!(misprint(wrong).is_some(), "{wrong}");
    }
}

/// Björnsson's readability index (läsbarhetsindex): words per sentence, plus the percentage of long
/// words (more than six letters). Below 25 is a children's book, 30 to 40 is fiction. A placeholder
/// counts as one short word.
fn lix<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let (mut sentences, mut words, mut long) = (0, 0, 0);
    for text in texts {
        let mut shown = String::new();
        let mut is_place = false;
        for character in text.chars() {
            match character {
                '{' => {
                    is_place = true;
                    shown.push('x');
                }
                '}' => is_place = false,
                character if !is_place => shown.push(character),
                _ => {}
            }
        }
        for sentence in shown.split(['.', '?', '!', ':']) {
            let lengths: Vec<usize> = sentence
                .split(|character: char| !character.is_alphanumeric() && character != '-')
                .map(|word| word.chars().count())
                .filter(|length| *length > 0)
                .collect();
            sentences += usize::from(!lengths.is_empty());
            words += lengths.len();
            long += lengths.into_iter().filter(|length| *length > 6).count();
        }
    }
    (words as f64 / sentences as f64 + 100.0 * long as f64 / words as f64).round() as usize
}

#[test]
fn the_interface_is_as_easy_to_read_as_a_childrens_book() {
    assert_eq!(lix(["Jag ser en katt. Katten sover: den är trött."].into_iter()), 3);
    assert_eq!(lix(["{n} myndighetspersoner"].into_iter()), 52);
    let texts = all();
    let of = |prefixes: &[&str]| {
        let has = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        lix(texts.iter().filter(|(name, _)| has(name)).map(|(_, text)| text.as_str()))
    };
    let measured = [of(&[""]), of(&["tip.", "wrong.", "failed.", "receipt.", "category."])];
    assert!(measured.iter().all(|lix| *lix <= 24), "all, tip form: {measured:?}");
}

#[test]
fn one_word_means_one_thing() {
    // ”Punkt” means a promised item, ”mejl” means e-mail.
    for (name, text) in all() {
        let words = text.to_lowercase();
        for other in ["åtagande", "e-post", "epost", "e-mail"] {
            assert!(!words.contains(other), "{name}: {text}");
        }
    }
}

#[test]
fn every_sentence_fits_whatever_fills_it() {
    let texts = Texts::swedish();
    for (key, values, expected) in [
        // Dates, as precise as they are known, or in the source's own words.
        (Key::SignedOn, vec![("date", "2024")], "Underskrivet: 2024"),
        (Key::SignedOn, vec![("date", "maj 2024")], "Underskrivet: maj 2024"),
        (Key::SignedOn, vec![("date", "7 maj 2024")], "Underskrivet: 7 maj 2024"),
        (Key::SignedOn, vec![("date", "under hösten 2024")], "Underskrivet: under hösten 2024"),
        (Key::UpdatedOn, vec![("date", "2024")], "Uppdaterat 2024"),
        (Key::UpdatedOn, vec![("date", "maj 2024")], "Uppdaterat maj 2024"),
        (Key::TimelineYear, vec![("year", "2024")], "2024, okänd månad"),
        // A period may be a year or have one or two ends, and may be running, over or yet to come.
        (Key::PeriodRange, vec![("from", "2022"), ("to", "2024")], "från 2022 till 2024"),
        (Key::PeriodFrom, vec![("from", "21 april 2023")], "från 21 april 2023"),
        (Key::PeriodRunning, vec![("period", "2024")], "Pågår, gäller 2024"),
        (Key::PeriodRunning, vec![("period", "från 2022 till 2024")], "Pågår, gäller från 2022 till 2024"),
        (Key::PeriodRunning, vec![("period", "under hösten 2024")], "Pågår, gäller under hösten 2024"),
        (Key::PeriodEnded, vec![("period", "från maj till juni 2024")], "Gällde från maj till juni 2024"),
        (Key::PeriodNotBegun, vec![("period", "från maj 2027")], "Ska gälla från maj 2027"),
        (Key::PeriodOpen, vec![("period", "från 21 april 2023")], "Tid: från 21 april 2023. Slutdatum saknas."),
        // What a promise was to do by a day that may be in the source's own words.
        (Key::MilestoneByEnded, vec![("date", "under hösten 2024")], "Skulle vara klart: under hösten 2024"),
        (Key::MilestoneByBegunEnded, vec![("date", "maj 2024")], "Skulle vara påbörjat: maj 2024"),
        (Key::OutcomeDate, vec![("date", "under hösten 2024")], "Datum: under hösten 2024."),
        // Groups are headings under both ”Det här lovar vi” and ”Det här lovade vi”.
        (Key::TogetherNames, vec![("names", "Polisen och Osby kommun")], "Polisen och Osby kommun tillsammans"),
        // The kommun's own words, which editors write as phrases or as sentences.
        (
            Key::TipHours,
            vec![("hours", "vardagar klockan 8–16")],
            "Kommunen läser inte tips dygnet runt, utan på de här tiderna: vardagar klockan 8–16.",
        ),
        (
            Key::TipHours,
            vec![("hours", "på vardagar")],
            "Kommunen läser inte tips dygnet runt, utan på de här tiderna: på vardagar.",
        ),
        (Key::TipRetention, vec![("text", "två år")], "Så länge sparas tipset: två år"),
        (Key::TipRetention, vec![("text", "Det sparas i två år.")], "Så länge sparas tipset: Det sparas i två år."),
        (
            Key::TipRecipients,
            vec![("text", "Polisen, om tipset gäller brott.")],
            "Kommunen kan lämna tipset vidare till: Polisen, om tipset gäller brott.",
        ),
        (
            Key::TipReceiver,
            vec![("receiver", "säkerhetssamordnaren på Osby kommun")],
            "Du skickar tipset direkt till säkerhetssamordnaren på Osby kommun.",
        ),
        (Key::Cadence, vec![("cadence", "varje halvår")], "Hur ofta: varje halvår"),
    ] {
        assert_eq!(fill(texts.get(key), &values), expected);
    }
    for (key, n, expected) in [
        (Key::FindFound, "0", "Visar 0 av 7 punkter."),
        (Key::FindFound, "1", "Visar 1 av 7 punkter."),
        (Key::FindFound, "2", "Visar 2 av 7 punkter."),
        (Key::TipCounter, "0", "0 tecken kvar"),
        (Key::TipCounter, "1", "1 tecken kvar"),
        (Key::TipCounterOver, "1", "1 tecken för mycket"),
        (Key::TimelineMore, "1", "Visa en händelse till"),
        (Key::TimelineMore, "2", "Visa 2 händelser till"),
    ] {
        // The two plural forms of Swedish.
        let category = if n == "1" { "one" } else { "other" };
        assert_eq!(fill(texts.plural(key, category), &[("n", n), ("all", "7")]), expected);
    }
}
