//! The languages: which one the interface speaks, and the switch between them, which is
//! only there where there is more than one.

use super::element::{El, button, div};
use super::locale::Locale;
use super::showing::Showing;
use crate::promise::document::Promise;
use crate::promise::id::Lang;
use crate::texts::languages::{Languages, languages};
use crate::texts::{Key, Texts};
use serde_json::Value;
use wasm_bindgen::JsValue;

/// The locale for a reader who wants `wanted`, and the languages to choose between.
/// `file` and `own` are the texts of files that may be there, the English interface and
/// the kommun's own; the first has the names that the second is read by. What cannot be read in
/// them is left out, since the checker is where an editor learns of it.
pub fn speak(
    promise: &Promise,
    wanted: &str,
    file: Option<&str>,
    own: Option<&str>,
) -> Result<(Locale, Languages), JsValue> {
    let parse = |text: Option<&str>| text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let mut own = parse(own);
    // The title stands for the document: an editor translates that first.
    let document: Vec<&str> = promise.title.languages().map(Lang::as_str).collect();
    let mut languages = languages(wanted, &document, &own);
    let mut texts = Texts::swedish();
    let english = parse(file);
    if english.is_null() {
        // Without the names no other language can be read.
        languages.spoken = "sv".to_owned();
    }
    let mut of = |tag: &str| own.get_mut(tag).map(Value::take).unwrap_or_default();
    // Swedish stands in for what another language lacks: in the kommun's words, too.
    texts.reword(of("sv"), &english);
    if languages.spoken != "sv" {
        let own = of(&languages.spoken);
        if languages.spoken.starts_with("en") {
            texts.translate(parse(file), &english);
        }
        texts.translate(own, &english);
    }
    // A tag that the browser does not take costs the forms of numbers, not the promise.
    let locale =
        Locale::new(texts, &languages.spoken, wanted).or_else(|_| Locale::new(Texts::swedish(), "sv", "sv"))?;
    Ok((locale, languages))
}

/// The switch. The loader listens to it and shows the promise anew.
pub fn language_switch(showing: &Showing) -> Option<El> {
    let offered = &showing.languages.offered;
    (offered.len() > 1).then(|| {
        let buttons = offered.iter().map(|tag| {
            let current = (*tag == showing.languages.spoken).then_some("true");
            button("as-link", &Locale::name_of(tag))
                .attr("lang", tag)
                .attr("data-speak", tag)
                .attr_if("aria-current", current)
        });
        div("languages").attr("role", "group").attr("aria-label", showing.t(Key::LanguageSwitch)).children(buttons)
    })
}
