//! Which languages a resident can choose between, and which one the interface speaks.

use serde_json::Value;

/// The languages of the interface that come with the widget. Swedish is built in.
const BUILT_IN: [&str; 2] = ["sv", "en"];

/// So many of the languages in a kommun's own file are offered.
pub const MOST: usize = 50;

/// The languages to choose between, as tags, and the one to speak.
#[derive(PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Languages {
    /// Each of them once, Swedish first.
    pub offered: Vec<String>,
    /// One of them.
    pub spoken: String,
}

/// The languages for a reader who wants `wanted`.
///
/// Offered is Swedish, what the kommun's own file of texts has, what the reader wants if
/// the interface has it, and of the document's languages (`document`) those that the
/// interface has: an English interface around a promise that is only in Swedish helps few
/// unless the kommun asks for it. Who wants `fi-FI` is content with `fi`; who wants a
/// language that there is nothing in gets Swedish.
pub fn languages(wanted: &str, document: &[&str], own: &Value) -> Languages {
    let has = |tag: &str| BUILT_IN.contains(&tag) || own.get(tag).is_some_and(Value::is_object);
    let mut spoken = wanted;
    while !has(spoken) {
        spoken = spoken.rsplit_once('-').map_or("sv", |(shorter, _)| shorter);
    }
    let mut offered: Vec<String> = Vec::new();
    let own = own.as_object().into_iter().flat_map(|own| own.keys().map(String::as_str)).take(MOST);
    for tag in ["sv"].into_iter().chain(document.iter().copied()).chain(own).chain([spoken]) {
        if has(tag) && !offered.iter().any(|found| found == tag) {
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
