//! Which languages a resident can choose from, and which one the interface uses.

use serde_json::Value;

/// The interface languages that come with the widget. Swedish is built in.
const BUILT_IN: [&str; 2] = ["sv", "en"];

/// The maximum number of languages offered from a kommun's own file.
pub const MOST: usize = 50;

/// The languages to choose from, as tags, and the one in use.
#[derive(PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Languages {
    /// Without duplicates, Swedish first.
    pub offered: Vec<String>,
    /// One of those offered.
    pub spoken: String,
}

/// The languages for a reader who prefers `wanted`.
///
/// Offers Swedish, the languages of the kommun's own texts file (`own`), `wanted` if the interface
/// has it, and those of the document's languages (`document`) that the interface has. English is
/// not offered for every promise: an English interface around a promise in Swedish only helps few
/// readers, unless the kommun asks for it. A region falls back to its language, `fi-FI` to `fi`,
/// and an unavailable language to Swedish. Tags are case-insensitive: `EN` is `en`.
pub fn languages(wanted: &str, document: &[&str], own: &Value) -> Languages {
    let own = own.as_object();
    // The tag as the interface writes it, if it has that language.
    let known = |tag: &str| {
        let is = |known: &&str| known.eq_ignore_ascii_case(tag);
        let own = || own.into_iter().flatten().find(|(known, texts)| is(&known.as_str()) && texts.is_object());
        BUILT_IN.into_iter().find(is).or_else(|| own().map(|(known, _)| known.as_str()))
    };
    let mut wanted = wanted;
    let spoken = loop {
        if let Some(known) = known(wanted) {
            break known;
        }
        wanted = wanted.rsplit_once('-').map_or("sv", |(shorter, _)| shorter);
    };
    let mut offered: Vec<String> = Vec::new();
    let own = own.into_iter().flat_map(|own| own.keys().map(String::as_str)).take(MOST);
    for tag in ["sv"].into_iter().chain(document.iter().copied()).chain(own).chain([spoken]) {
        if let Some(tag) = known(tag)
            && !offered.iter().any(|found| found == tag)
        {
            offered.push(tag.to_owned());
        }
    }
    Languages { offered, spoken: spoken.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn swedish_is_offered_first_and_another_where_there_is_something_in_it() {
        for (wanted, document, own, offered, spoken) in [
            ("sv", vec![], Value::Null, vec!["sv"], "sv"),
            ("sv-SE", vec!["sv"], Value::Null, vec!["sv"], "sv"),
            ("en-GB", vec![], Value::Null, vec!["sv", "en"], "en"),
            ("sv", vec!["sv", "en"], Value::Null, vec!["sv", "en"], "sv"),
            ("sv", vec!["fi", "en"], Value::Null, vec!["sv", "en"], "sv"),
            ("fi-FI", vec!["fi"], json!({ "fi": {} }), vec!["sv", "fi"], "fi"),
            ("zh-Hant-TW", vec![], json!({ "zh-Hant": {} }), vec!["sv", "zh-Hant"], "zh-Hant"),
            ("EN", vec!["sv"], Value::Null, vec!["sv", "en"], "en"),
            ("ZH-hant-TW", vec![], json!({ "zh-Hant": {}, "EN": {} }), vec!["sv", "zh-Hant", "en"], "zh-Hant"),
            ("de", vec![], json!({ "ar": {}, "sv": {}, "fi": "trasig" }), vec!["sv", "ar"], "sv"),
            ("", vec![], json!([]), vec!["sv"], "sv"),
        ] {
            let found = languages(wanted, &document, &own);
            assert_eq!(
                (found.offered, found.spoken.as_str()),
                (offered.into_iter().map(String::from).collect(), spoken)
            );
        }
    }
}
