//! Checks a kommun's own file of texts: an object of languages, each an object from text names to
//! texts. Reports everything that is wrong, and what is missing.

use super::problems::{found as told, not_json};
use super::swedish::WITH_NAMES as SWEDISH;
use super::{ENGLISH, glossary, is_text, keys::NAMES};
use crate::promise::fields::{nearest, value_found};
use crate::promise::id::Lang;
use crate::promise::json_text::look_through;
use crate::promise::problem::{Found, Severity};
use crate::promise::text::looks_like_markup;
use serde_json::{Map, Value};

/// The result of checking a file of texts.
#[derive(Debug, Default)]
pub struct Report {
    /// Everything that is wrong, or looks wrong, in file order.
    pub problems: Vec<TextProblem>,
    /// The languages of the file.
    pub languages: Vec<Language>,
}

impl Report {
    /// How many of the problems are errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// A language of the file.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag.
    pub tag: String,
    /// How many texts and glossary words it lacks. Zero for Swedish and English, which come with
    /// the widget.
    pub missing: usize,
}

/// One thing that is wrong, or looks wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct TextProblem {
    /// A stable name for the kind of problem, for machines.
    pub code: &'static str,
    /// The language; empty if the problem concerns the file.
    pub language: String,
    /// The name of the text, with the plural form after a full stop.
    pub key: String,
    /// Whether the text is unusable.
    pub severity: Severity,
    /// What is wrong and what was expected, in words.
    pub words: String,
}

impl TextProblem {
    /// The problem in one line: `fi: tip.send: här står 4, men det ska vara en text`.
    pub fn sentence(&self) -> String {
        let place = [self.language.as_str(), self.key.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
        let place = if place.is_empty() { "filen".to_owned() } else { place.join(": ") };
        [place.as_str(), ": ", &self.words].concat()
    }
}

/// The categories of `Intl.PluralRules`.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "pnb", "ps", "sd", "ug", "ur", "yi"];
/// Languages whose category `one` includes whole numbers other than 1, such as 0 or 21, so a text
/// in it must contain the number. From CLDR's plural rules.
const ONE_IS_MORE: [&str; 30] = [
    "am", "as", "be", "bn", "bs", "fa", "fil", "fr", "gu", "hi", "hr", "hy", "is", "kn", "ln", "lt", "lv", "mg", "mk",
    "pa", "pt", "ru", "sh", "si", "sr", "ti", "tl", "tzm", "uk", "zu",
];
/// A definition should be readable in one breath; other languages need more room than Swedish.
const MEANING_CHARS: usize = 220;

/// Checks the text of a file.
pub fn check(file: &str) -> Report {
    let mut report = Report::default();
    let mut of_file = |code, words: &str| {
        let (language, key, words) = (String::new(), String::new(), words.to_owned());
        report.problems.push(TextProblem { code, language, key, severity: Severity::Error, words });
    };
    let file: Value = match serde_json::from_str(file.trim_start_matches('\u{feff}')) {
        Ok(file) => file,
        Err(error) => {
            let fault = look_through(file.trim_start_matches('\u{feff}')).err();
            of_file("not_json", &not_json(fault.as_ref(), error.line(), error.column()));
            return report;
        }
    };
    let Some(languages) = file.as_object().filter(|languages| !languages.is_empty()) else {
        let found = told(&value_found(&file));
        let words = format!("här står {found}, men det ska vara ett objekt med minst ett språk: {EXAMPLE}");
        of_file("wrong_value", &words);
        return report;
    };
    if languages.keys().any(|key| NAMES.contains(&key.as_str())) {
        let words = format!("texterna står utan språk. Lägg dem under språkets beteckning: {EXAMPLE}");
        of_file("no_language", &words);
        return report;
    }
    for (tag, texts) in languages {
        let mut check = Check { tag, report: &mut report, missing: 0 };
        if Lang::parse(tag).is_none() {
            check.error("wrong_language", "", "ingen språkkod. Skriv till exempel sv, en eller fi");
            continue;
        }
        let Some(texts) = texts.as_object() else {
            check.wrong("", texts, "ett objekt med texter { … }");
            continue;
        };
        check.language(texts);
        let missing = check.missing;
        report.languages.push(Language { tag: tag.clone(), missing });
    }
    report
}

const EXAMPLE: &str = "{ \"fi\": { \"tip.send\": \"…\" } }";

/// The Swedish texts by name.
pub fn swedish() -> Map<String, Value> {
    serde_json::from_str(SWEDISH).unwrap_or_default()
}

/// A file to start a translation from: the English texts for `en`, otherwise the Swedish ones,
/// under the tag of the new language.
pub fn starting_file(tag: &Lang) -> Value {
    let texts = if language_of(tag.as_str()) == "en" { ENGLISH } else { SWEDISH };
    let texts: Value = serde_json::from_str(texts).unwrap_or_default();
    Value::Object([(tag.as_str().to_owned(), texts)].into_iter().collect())
}

fn language_of(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// One language of the file.
struct Check<'a> {
    tag: &'a str,
    report: &'a mut Report,
    missing: usize,
}

impl Check<'_> {
    fn add(&mut self, code: &'static str, severity: Severity, key: &str, words: &str) {
        let (language, key, words) = (self.tag.to_owned(), key.to_owned(), words.to_owned());
        self.report.problems.push(TextProblem { code, language, key, severity, words });
    }

    fn error(&mut self, code: &'static str, key: &str, words: &str) {
        self.add(code, Severity::Error, key, words);
    }

    fn warning(&mut self, code: &'static str, key: &str, words: &str) {
        self.add(code, Severity::Warning, key, words);
    }

    fn wrong(&mut self, key: &str, found: &Value, expected: &str) {
        let words = format!("här står {}, men det ska vara {expected}", told(&value_found(found)));
        self.error("wrong_value", key, &words);
    }

    /// Whether the language comes with the widget, so that a file only changes some of its texts.
    fn is_built_in(&self) -> bool {
        matches!(language_of(self.tag), "sv" | "en")
    }

    fn language(&mut self, texts: &Map<String, Value>) {
        let swedish = swedish();
        for (key, own) in texts {
            match swedish.get(key) {
                Some(swedish) if key == glossary::NAME => self.glossary(swedish, own),
                Some(swedish) => self.entry(key, swedish, own),
                None => self.unknown(key),
            }
        }
        self.direction(texts);
        if self.is_built_in() {
            return;
        }
        for (key, swedish) in &swedish {
            match (texts.get(key), swedish) {
                (Some(_), _) if key != glossary::NAME => {}
                (own, Value::Object(terms)) if key == glossary::NAME => {
                    for term in terms.keys().filter(|term| own.and_then(|own| own.get(term.as_str())).is_none()) {
                        self.missing(&term_path(term));
                    }
                }
                _ => self.missing(key),
            }
        }
    }

    fn missing(&mut self, key: &str) {
        self.missing += 1;
        self.warning("missing", key, "saknas och visas på svenska. Här behövs en översättning");
    }

    fn unknown(&mut self, key: &str) {
        let words = match nearest(key, NAMES) {
            Some(nearest) => format!("okänd text, menade du \"{nearest}\"?"),
            None => "okänd text. Det ska vara ett namn som lofte texts skriver ut".to_owned(),
        };
        self.warning("unknown_text", key, &words);
    }

    fn direction(&mut self, texts: &Map<String, Value>) {
        const KEY: &str = "language.direction";
        let written = texts.get(KEY).and_then(Value::as_str);
        let in_other_script = ["-Latn", "-Cyrl"].iter().any(|script| self.tag.contains(script));
        if written != Some("rtl") && RIGHT_TO_LEFT.contains(&language_of(self.tag)) && !in_other_script {
            let wrong = match written {
                Some(written) => format!("här står {}, men det", told(&Found::Text(written.to_owned()))),
                None => "saknas. Det".to_owned(),
            };
            let words = format!("{wrong} ska vara \"rtl\", eftersom språket skrivs från höger till vänster");
            self.warning("wrong_direction", KEY, &words);
        }
    }

    fn entry(&mut self, key: &str, swedish: &Value, own: &Value) {
        if key == "language.direction" {
            if !matches!(own.as_str(), Some("ltr" | "rtl")) {
                self.wrong(key, own, "\"ltr\" (från vänster till höger) eller \"rtl\" (från höger till vänster)");
            }
            return;
        }
        // Of the Swedish forms, the one for many has every placeholder.
        let pattern = swedish.get("other").unwrap_or(swedish).as_str().unwrap_or_default();
        match (own, swedish) {
            (Value::Object(forms), Value::Object(_)) => self.forms(key, pattern, forms),
            (own, Value::Object(_)) if !is_text(own) => {
                self.wrong(
                    key,
                    own,
                    "en text, eller ett objekt med pluralformer: { \"one\": \"…\", \"other\": \"…\" }",
                );
            }
            (own, _) if !is_text(own) => self.wrong(key, own, "en text"),
            (own, _) => self.text(key, pattern, own.as_str().unwrap_or_default(), false),
        }
        let says_something = places(pattern).1.split_whitespace().count() > 1;
        if !self.is_built_in() && own == swedish && says_something {
            self.warning("not_translated", key, "är på svenska. Här behövs en översättning");
        }
    }

    fn forms(&mut self, key: &str, pattern: &str, forms: &Map<String, Value>) {
        for (category, form) in forms {
            let path = [key, ".", category].concat();
            if !CATEGORIES.contains(&category.as_str()) {
                let words = "okänd pluralform. Det ska vara zero, one, two, few, many eller other";
                self.error("unknown_form", &path, words);
            } else if is_text(form) {
                let one = category == "one" && !ONE_IS_MORE.contains(&language_of(self.tag));
                let may_hide_number = one || category == "two" || category == "zero";
                self.text(&path, pattern, form.as_str().unwrap_or_default(), may_hide_number);
            } else {
                self.wrong(&path, form, "en text");
            }
        }
        if !forms.contains_key("other") {
            self.error(
                "missing_form",
                &[key, ".other"].concat(),
                "saknas. Det ska vara den pluralform som gäller när ingen annan gör det",
            );
        }
    }

    /// Checks a text against the Swedish one: it needs the same placeholders, in any order.
    fn text(&mut self, key: &str, pattern: &str, own: &str, may_hide_number: bool) {
        let (expected, _) = places(pattern);
        let (found, _) = places(own);
        let rule = match expected.as_slice() {
            [] => "Texten ska inte ha någon { }".to_owned(),
            [first @ .., last] => {
                let and = if first.is_empty() { "" } else { "} och {" };
                format!("Texten ska ha {{{}{and}{last}}}", first.join("}, {"))
            }
        };
        for place in found.iter().filter(|place| !expected.contains(place)) {
            if place.is_empty() {
                self.error("unknown_place", key, &format!("här står {{ utan ett namn och }}. {rule}"));
                continue;
            }
            self.error("unknown_place", key, &format!("här står {{{place}}}, som inte finns. {rule}"));
        }
        for place in expected.iter().filter(|place| !found.contains(place)) {
            if !(may_hide_number && *place == "n") {
                self.error("missing_place", key, &format!("{{{place}}} saknas. {rule}"));
            }
        }
        if looks_like_markup(own) {
            self.warning("markup", key, "ser ut som HTML. Taggarna syns för den som läser. Skriv bara text");
        }
    }

    fn glossary(&mut self, swedish: &Value, own: &Value) {
        let (Some(swedish), Some(own)) = (swedish.as_object(), own.as_object()) else {
            self.wrong(glossary::NAME, own, "ett objekt med ord och vad de betyder: { \"Lägesbild*\": \"…\" }");
            return;
        };
        for (term, meaning) in own {
            let path = term_path(term);
            let forms: Vec<&str> = term.split('|').collect();
            if forms.iter().any(|form| form.trim() != *form || form.trim_end_matches('*').is_empty()) {
                self.error("wrong_term", &path, "det ska vara ord med | emellan, utan blanksteg före och efter");
            }
            let first = |term: &str| term.split(['|', '*']).next().map(str::to_lowercase);
            let same = swedish.keys().find(|known| *known != term && first(known) == first(term));
            if let (Some(known), false) = (same, swedish.contains_key(term)) {
                let words = format!("finns redan som \"{known}\". Skriv exakt så");
                self.warning("unknown_term", &path, &words);
            }
            if !is_text(meaning) {
                self.wrong(&path, meaning, "en text som säger vad ordet betyder");
                continue;
            }
            let text = meaning.as_str().unwrap_or_default();
            if text.chars().count() > MEANING_CHARS {
                self.warning("long", &path, &format!("lång förklaring. Den får vara högst {MEANING_CHARS} tecken"));
            }
            self.text(&path, "", text, false);
        }
        let all = own.len() + swedish.keys().filter(|term| !own.contains_key(*term)).count();
        if all > glossary::MOST {
            let words = format!("{all} ord med de svenska. Det får vara högst {}", glossary::MOST);
            self.error("too_much", glossary::NAME, &words);
        }
    }
}

fn term_path(term: &str) -> String {
    [glossary::NAME, ".", term].concat()
}

/// Returns the names of the placeholders in a text, and the text without them. A placeholder that
/// is never closed has an empty name.
fn places(text: &str) -> (Vec<&str>, String) {
    let (mut names, mut words) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        words.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or(("", ""));
        names.push(name);
        rest = after;
    }
    words.push_str(rest);
    (names, words)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Key, Texts, pseudo::pseudo};
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn told_of(file: &Value) -> Vec<String> {
        let problems = check(&file.to_string()).problems;
        problems.iter().filter(|problem| problem.code != "missing").map(TextProblem::sentence).collect()
    }

    #[test]
    fn swedish_and_english_are_complete_and_fill_the_same_places() {
        // Under a tag that does not come with the widget, so that everything is checked.
        let english: Value = serde_json::from_str(ENGLISH).unwrap();
        let report = check(&json!({ "qaa": english }).to_string());
        assert_eq!(report.problems, []);
        assert_eq!(report.languages, [Language { tag: "qaa".to_owned(), missing: 0 }]);
        assert_eq!(told_of(&json!({ "sv": swedish() })), Vec::<String>::new());
        for (key, english) in english.as_object().unwrap() {
            assert_eq!(swedish().get(key).map(Value::is_object), Some(english.is_object()), "{key}");
        }
    }

    #[test]
    fn swedish_words_are_explained_in_one_breath() {
        for texts in [SWEDISH, ENGLISH] {
            let texts: Value = serde_json::from_str(texts).unwrap();
            for (term, meaning) in texts.get("glossary").and_then(Value::as_object).unwrap() {
                let meaning = meaning.as_str().unwrap();
                assert!(meaning.ends_with('.') && meaning.chars().count() <= 140, "{term}: {meaning}");
            }
        }
    }

    #[test]
    fn everything_malformed_is_told_with_its_place() {
        for (texts, expected) in [
            (json!({ "tip.send": 4 }), "fi: tip.send: här står 4, men det ska vara en text"),
            (json!({ "tip.send": "  " }), "fi: tip.send: här står \"  \", men det ska vara en text"),
            (json!({ "tip.send": { "other": "x" } }), "fi: tip.send: här står ett objekt, men det ska vara en text"),
            (json!({ "tip.sned": "x" }), "fi: tip.sned: okänd text, menade du \"tip.send\"?"),
            (
                json!({ "tip.hours": "Luetaan {tunnit}" }),
                "fi: tip.hours: här står {tunnit}, som inte finns. Texten ska ha {hours}",
            ),
            (
                json!({ "tip.send": "Lähetä {n}" }),
                "fi: tip.send: här står {n}, som inte finns. Texten ska inte ha någon { }",
            ),
            (json!({ "period.range": "{to}–{from" }), "fi: period.range: {from} saknas. Texten ska ha {from} och {to}"),
            (json!({ "tip.phone": "Soita" }), "fi: tip.phone: {phone} saknas. Texten ska ha {phone}"),
            (
                json!({ "tip.counter": { "one": "yksi", "other": "jäljellä" } }),
                "fi: tip.counter.other: {n} saknas. Texten ska ha {n}",
            ),
            (
                json!({ "tip.counter": { "one": "yksi" } }),
                "fi: tip.counter.other: saknas. Det ska vara den pluralform som gäller när ingen annan gör det",
            ),
            (
                json!({ "tip.counter": { "several": "{n}", "other": "{n}" } }),
                "fi: tip.counter.several: okänd pluralform. Det ska vara zero, one, two, few, many eller other",
            ),
            (
                json!({ "tip.send": "<b>Lähetä</b>" }),
                "fi: tip.send: ser ut som HTML. Taggarna syns för den som läser. Skriv bara text",
            ),
            (json!({ "tip.send": "Skicka tipset" }), "fi: tip.send: är på svenska. Här behövs en översättning"),
            (
                json!({ "language.direction": "höger" }),
                "fi: language.direction: här står \"höger\", men det ska vara \"ltr\" (från vänster till höger) eller \"rtl\" (från höger till vänster)",
            ),
            (
                json!({ "glossary": { "Lägesbild": "kuva." } }),
                "fi: glossary.Lägesbild: finns redan som \"Lägesbild*\". Skriv exakt så",
            ),
            (
                json!({ "glossary": { "EST": 4 } }),
                "fi: glossary.EST: här står 4, men det ska vara en text som säger vad ordet betyder",
            ),
            (
                json!({ "glossary": { "a| b": "x" } }),
                "fi: glossary.a| b: det ska vara ord med | emellan, utan blanksteg före och efter",
            ),
        ] {
            let told = told_of(&json!({ "fi": texts }));
            assert!(told.contains(&expected.to_owned()), "{expected} in {told:#?}");
        }
    }

    #[test]
    fn a_language_may_have_other_forms_or_none_and_may_turn_its_places_round() {
        let good = json!({ "pl": {
            "tip.counter": { "one": "jeden", "few": "{n} znaki", "many": "{n} znaków", "other": "{n} znaku" },
            "find.found": "{n}: {all}",
            "period.range": "{to} ← {from}"
        } });
        assert_eq!(told_of(&good), Vec::<String>::new());
    }

    #[test]
    fn where_one_may_be_twenty_one_the_number_has_to_be_told() {
        let text = json!({ "tip.counter": { "one": "один", "other": "{n}" } });
        assert_eq!(told_of(&json!({ "ru": text })), ["ru: tip.counter.one: {n} saknas. Texten ska ha {n}"]);
        assert_eq!(told_of(&json!({ "fi": text })), Vec::<String>::new());
    }

    #[test]
    fn a_language_from_right_to_left_has_to_say_so() {
        let expected =
            "ar: language.direction: saknas. Det ska vara \"rtl\", eftersom språket skrivs från höger till vänster";
        assert_eq!(told_of(&json!({ "ar": {} })), [expected]);
        for good in [json!({ "ar": { "language.direction": "rtl" } }), json!({ "yi-Latn": {} })] {
            assert_eq!(told_of(&good), Vec::<String>::new());
        }
    }

    #[test]
    fn a_file_that_is_not_languages_is_told_what_to_do() {
        let example = "{ \"fi\": { \"tip.send\": \"…\" } }";
        for (file, expected) in [
            ("[]", format!("filen: här står en lista, men det ska vara ett objekt med minst ett språk: {example}")),
            ("{}", format!("filen: här står ett objekt, men det ska vara ett objekt med minst ett språk: {example}")),
            ("{", "filen: rad 1, kolumn 2: filen tar slut, men { på rad 1, kolumn 1, har aldrig stängts".to_owned()),
            (
                "{\"tip.send\": \"x\", \"tip.close\": 4}",
                format!("filen: texterna står utan språk. Lägg dem under språkets beteckning: {example}"),
            ),
            ("{\"suomi\": {}}", "suomi: ingen språkkod. Skriv till exempel sv, en eller fi".to_owned()),
            ("{\"fi\": \"x\"}", "fi: här står \"x\", men det ska vara ett objekt med texter { … }".to_owned()),
        ] {
            let report = check(file);
            assert_eq!(report.problems.iter().map(TextProblem::sentence).collect::<Vec<_>>(), [expected], "{file}");
            assert_eq!(report.errors(), 1);
        }
    }

    #[test]
    fn what_is_missing_is_counted_but_not_of_the_languages_that_come_with_the_widget() {
        let report = check(&json!({ "sv": {}, "en-GB": {}, "fi": { "tip.send": "Lähetä" } }).to_string());
        let terms = swedish().get("glossary").and_then(Value::as_object).unwrap().len();
        let missing: Vec<usize> = report.languages.iter().map(|language| language.missing).collect();
        // The glossary is one of the names, but is counted by its words instead.
        let expected = NAMES.len() - 2 + terms;
        let mut sorted = missing.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 0, expected]);
        assert_eq!((report.problems.len(), report.errors()), (expected, 0));
    }

    #[test]
    fn a_glossary_has_room_for_so_many_words() {
        let many: Map<String, Value> = (0..60).map(|number| (format!("Ord{number}"), json!("x"))).collect();
        let told = told_of(&json!({ "sv": { "glossary": many } }));
        assert!(told.iter().any(|one| one.contains("får vara högst 64")), "{told:?}");
    }

    #[test]
    fn the_file_to_begin_with_has_no_errors_and_says_what_is_left_to_do() {
        let file = starting_file(&Lang::parse("fi").unwrap());
        let report = check(&file.to_string());
        assert_eq!(report.errors(), 0);
        assert!(report.problems.iter().all(|problem| problem.code == "not_translated"));
        assert!(report.problems.len() > NAMES.len() / 2);
        let english = starting_file(&Lang::parse("en-GB").unwrap());
        assert_eq!(english.pointer("/en-GB/tip.send"), Some(&json!("Send the tip")));
    }

    #[test]
    fn a_made_up_language_passes_the_check_and_is_half_as_long_again() {
        for (tag, direction) in [("qps", "ltr"), ("ar", "rtl")] {
            let file = pseudo(tag, direction);
            let report = check(&file.to_string());
            assert_eq!(report.problems, [], "{tag}");
            assert_eq!(report.languages.first().map(|language| language.missing), Some(0));
            let mut texts = Texts::swedish();
            let swedish = texts.get(Key::TipSend).chars().count();
            texts.translate(file.get(tag).cloned().unwrap(), &crate::texts::names());
            let longer = texts.get(Key::TipSend);
            assert!(longer.chars().count() * 2 >= swedish * 3 && longer.starts_with('['), "{longer}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z{}<|* ]{0,12}".prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        let name = || {
            prop_oneof![
                proptest::sample::select(NAMES).prop_map(str::to_owned),
                proptest::sample::select(vec!["sv", "fi", "one", "other", "EST"]).prop_map(str::to_owned),
                "[a-z.|*{ ]{0,6}",
            ]
        };
        leaf.prop_recursive(4, 40, 12, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(name(), inner, 0..12)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_laid_over_swedish_it_stays_complete(one in any_json(), other in any_json(), text in any::<String>()) {
            let mut texts = Texts::swedish();
            texts.reword(one.clone(), &crate::texts::names());
            texts.translate(other.clone(), &crate::texts::names());
            texts.translate(one.clone(), &crate::texts::names());
            for key in Key::ALL.iter().filter(|key| key.name() != glossary::NAME) {
                let text = [texts.get(*key), texts.plural(*key, "one"), texts.plural(*key, "few")].concat();
                prop_assert!(!text.trim().is_empty(), "{:?}", key);
            }
            glossary::find(&texts, &text, &mut 0, &mut |found| assert!(!found.term.is_empty()));
            check(&one.to_string());
            check(&json!({ "fi": other }).to_string());
        }
    }
}
