//! Chooses the language of the interface, and shows a switch if there is more than one.

use super::element::{El, button, div};
use super::locale::Locale;
use super::showing::Showing;
use crate::promise::document::Promise;
use crate::promise::id::Lang;
use crate::texts::languages::{Languages, languages};
use crate::texts::{Key, Texts};
use serde_json::Value;
use wasm_bindgen::JsValue;

/// Returns the locale for a reader who wants `wanted`, and the languages to choose from. `file` is
/// the text of the English interface and `own` that of the kommun's own file of texts, if they have
/// been fetched. `own` is read by the keys of `file`. Texts that cannot be read are skipped; the
/// checker reports them to the editor.
pub fn speak(
    promise: &Promise,
    wanted: &str,
    file: Option<&str>,
    own: Option<&str>,
) -> Result<(Locale, Languages), JsValue> {
    let parse = |text: Option<&str>| text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let mut own = parse(own);
    // The title represents the whole document, since editors translate it first.
    let document: Vec<&str> = promise.title.languages().map(Lang::as_str).collect();
    let mut languages = languages(wanted, &document, &own);
    let mut texts = Texts::swedish();
    let english = parse(file);
    if english.is_null() {
        // Without the keys, no other language can be read.
        languages.spoken = "sv".to_owned();
    }
    let mut of = |tag: &str| {
        let texts = own.as_object_mut().and_then(|own| own.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(tag)));
        texts.map(|(_, texts)| texts.take()).unwrap_or_default()
    };
    // Swedish, in the kommun's own wording, fills the gaps in other languages.
    texts.reword(of("sv"), &english);
    if languages.spoken != "sv" {
        let own = of(&languages.spoken);
        if languages.spoken.starts_with("en") {
            texts.translate(parse(file), &english);
        }
        texts.translate(own, &english);
    }
    // If the browser rejects the tag, the promise is shown in Swedish.
    let locale =
        Locale::new(texts, &languages.spoken, wanted).or_else(|_| Locale::new(Texts::swedish(), "sv", "sv"))?;
    Ok((locale, languages))
}

/// The language switch. The loader listens to it and shows the promise in the other language.
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
