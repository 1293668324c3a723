//! Words, numbers and dates in the language of the interface. The browser's `Intl` does the
//! formatting, so no language's rules are built in.

use crate::promise::date::{PartialDate, WrittenDate};
use crate::promise::id::Lang;
use crate::promise::text::{Chosen, Text};
use crate::texts::glossary::{Found, find};
use crate::texts::{Key, Texts, fill};
use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &str, options: &Object) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &str) -> Result<ListFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, names: Vec<String>) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locales: &str, options: &Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, tag: &str) -> Result<String, JsValue>;
}

/// The language of the interface, and the language that the reader wants.
pub struct Locale {
    texts: Texts,
    interface: String,
    wanted: String,
    numbers: NumberFormat,
    percents: NumberFormat,
    days: DateTimeFormat,
    months: DateTimeFormat,
    plurals: PluralRules,
    lists: ListFormat,
}

impl Locale {
    /// Creates the locale for a reader who wants the document in `wanted`, with `texts` for the
    /// interface in the language `interface`. Fails if the browser rejects that tag.
    pub fn new(texts: Texts, interface: &str, wanted: &str) -> Result<Self, JsValue> {
        let formats = formats(interface);
        let numbers = |style: &str| {
            NumberFormat::new(formats, &object(&[("style", style.into()), ("maximumFractionDigits", 2.into())]))
        };
        // Days have no time zone, so they are created and formatted in UTC.
        let dates = |name: &str, value: &str| {
            DateTimeFormat::new(
                formats,
                &object(&[
                    (name, value.into()),
                    ("year", if name == "month" { "numeric".into() } else { JsValue::UNDEFINED }),
                    ("timeZone", "UTC".into()),
                ]),
            )
        };
        Ok(Self {
            numbers: numbers("decimal")?,
            percents: numbers("percent")?,
            days: dates("dateStyle", "long")?,
            months: dates("month", "long")?,
            plurals: PluralRules::new(interface)?,
            lists: ListFormat::new(interface)?,
            texts,
            interface: interface.to_owned(),
            wanted: wanted.to_owned(),
        })
    }

    /// The language of the interface, as a tag.
    pub fn interface(&self) -> &str {
        &self.interface
    }

    /// The writing direction of the interface: `ltr` or `rtl`.
    pub fn direction(&self) -> &str {
        self.t(Key::LanguageDirection)
    }

    /// The name of a language in that language: "suomi". Its tag if the browser does not know it.
    pub fn name_of(tag: &str) -> String {
        DisplayNames::new(tag, &object(&[("type", "language".into())]))
            .and_then(|names| names.of(tag))
            .unwrap_or_else(|_| tag.to_owned())
    }

    /// A text of the interface.
    pub fn t(&self, key: Key) -> &str {
        self.texts.get(key)
    }

    /// A text of the interface with its placeholders filled.
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        self.filled(self.t(key), values)
    }

    /// In a right-to-left sentence, a Swedish name or a figure keeps its own direction only if it
    /// is isolated (with Unicode's isolates).
    #[inline(never)]
    fn filled(&self, text: &str, values: &[(&str, &str)]) -> String {
        if self.direction() != "rtl" {
            return fill(text, values);
        }
        let apart: Vec<(&str, String)> =
            values.iter().map(|(name, value)| (*name, ["\u{2068}", value, "\u{2069}"].concat())).collect();
        let apart: Vec<(&str, &str)> = apart.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(text, &apart)
    }

    /// A text of the interface in the form for `n`, with `{n}` and other placeholders filled.
    pub fn plural(&self, key: Key, n: u64, values: &[(&str, &str)]) -> String {
        let number = self.whole(n);
        let mut all = vec![("n", number.as_str())];
        all.extend_from_slice(values);
        self.filled(self.texts.plural(key, &self.plurals.select(n as f64)), &all)
    }

    /// Calls `tell` with each hard word in a text that is not yet in `explained`: see [`find`].
    pub fn explain(&self, text: &str, explained: &mut u64, tell: &mut dyn FnMut(Found)) {
        find(&self.texts, text, explained, tell);
    }

    /// A whole number.
    pub fn whole(&self, n: u64) -> String {
        self.numbers.format(n as f64)
    }

    /// A number, with at most two decimals.
    pub fn number(&self, n: f64) -> String {
        self.numbers.format(n)
    }

    /// A percentage out of 100, with the sign: "57,6 %".
    pub fn percent(&self, percent: f64) -> String {
        self.percents.format(percent / 100.0)
    }

    /// A share out of 1 as a whole percentage: "50 %".
    pub fn share(&self, share: f64) -> String {
        self.percent((share * 100.0).round())
    }

    /// A date, as precise as it is known: "2024", "maj 2024", "7 maj 2024".
    pub fn date(&self, date: PartialDate) -> String {
        let first = date.first_day();
        let milliseconds = f64::from(first.number()) * 86_400_000.0;
        match date {
            PartialDate::Year(_) => {
                // Without a thousands separator.
                first.year().to_string()
            }
            PartialDate::Month(..) => self.months.format(milliseconds),
            PartialDate::Day(_) => self.days.format(milliseconds),
        }
    }

    /// A date, in the source's own words if it has any.
    pub fn written(&self, date: &WrittenDate, main: &Lang) -> String {
        match &date.as_written {
            Some(words) => self.choose(words, main).text.to_owned(),
            None => self.date(date.date),
        }
    }

    /// A point in time, in the reader's own time zone: "22 november 2026 00:45".
    pub fn moment(&self, rfc3339: &str) -> String {
        let style = object(&[("dateStyle", "long".into()), ("timeStyle", "short".into())]);
        let milliseconds = Date::parse(rfc3339);
        match DateTimeFormat::new(formats(&self.interface), &style) {
            Ok(format) if !milliseconds.is_nan() => format.format(milliseconds),
            _ => rfc3339.to_owned(),
        }
    }

    /// A text of the document in the language that the reader wants, if available.
    pub fn choose<'a>(&self, text: &'a Text, main: &'a Lang) -> Chosen<'a> {
        text.choose(&self.wanted, main)
    }

    /// A list of names: "Polisen, kommunen och Räddningstjänsten".
    pub fn list(&self, names: &[String]) -> String {
        self.lists.format(names.to_vec())
    }
}

/// The language used to format numbers and dates: the English texts are British.
fn formats(interface: &str) -> &str {
    if interface == "en" { "en-GB" } else { interface }
}

/// A plain JavaScript object with these fields.
pub fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a field of a plain new object does not fail.
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
