//! Describes a place in a document in words: an editor knows a commitment by its text, not by its
//! number in a list.

use crate::promise::check::at;
use serde_json::Value;

/// The place that a path leads to: ``åtagande 2, `a-traktorer` (”4 st riktade insatser …”), mål 1,
/// `goal` ``. Counts from one. Returns the path itself if it does not lead through a list.
pub fn place(path: &str, document: &Value) -> String {
    if path.is_empty() {
        return "dokumentet".to_owned();
    }
    if !path.contains('[') {
        return ["`", path, "`"].concat();
    }
    let (mut words, mut so_far, mut fields) = (Vec::new(), String::new(), Vec::new());
    for part in path.split('.') {
        let (field, index) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((field, index)) if index.parse::<usize>().is_ok() => (field, index.parse::<usize>().ok()),
            _ => (part, None),
        };
        if !so_far.is_empty() {
            so_far.push('.');
        }
        so_far.push_str(part);
        fields.push(field);
        if let (Some(index), Some(entry)) = (index, entry(field)) {
            fields.pop();
            if !fields.is_empty() && field != "categories" {
                words.push(["`", &fields.join("."), "`"].concat());
            }
            fields.clear();
            words.push(format!("{entry} {}{}", index + 1, name(at(document, &so_far))));
        } else if let Some(index) = index {
            fields.pop();
            words.push(format!("`{field}` {}", index + 1));
        }
    }
    if !fields.is_empty() {
        words.push(["`", &fields.join("."), "`"].concat());
    }
    words.join(", ")
}

/// The word for an entry of a list.
fn entry(list: &str) -> Option<&'static str> {
    Some(match list {
        "commitments" => "åtagande",
        "targets" => "mål",
        "reports" => "rapport",
        "actors" => "aktör",
        "partners" => "samarbetspartner",
        "focus_areas" => "fokusområde",
        "places" => "plats",
        "sections" => "avsnitt",
        "sources" => "källa",
        "indicators" => "mätning",
        "series" => "serie",
        "values" => "värde",
        "documents" => "fil",
        "images" => "bild",
        "signatories" => "undertecknare",
        "earlier" => "tidigare löfte",
        "later" => "senare löfte",
        "links" => "länk",
        "categories" => "tipskategori",
        _ => return None,
    })
}

/// The id of an entry and the first words of its text.
fn name(entry: Option<&Value>) -> String {
    let field = |name: &str| entry.and_then(|entry| entry.get(name));
    let id = field("id").and_then(Value::as_str).map(|id| [", `", id, "`"].concat()).unwrap_or_default();
    let text = field("text").map(|text| text.get("sv").or_else(|| text.as_object()?.values().next()).unwrap_or(text));
    let words = text.and_then(Value::as_str).map(|text| [" (”", &first_words(text), "”)"].concat());
    [id, words.unwrap_or_default()].concat()
}

fn first_words(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            if words.chars().count() + word.chars().count() > 40 {
                return [&words, " …"].concat();
            }
            words.push(' ');
        }
        words.extend(word.chars().take(40));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_place_is_named_by_what_the_editor_wrote_there() {
        let document = json!({
            "title": "x",
            "actors": [{ "id": "polisen" }],
            "commitments": [
                { "id": "a", "text": { "en": "Four", "sv": "Fyra" }, "actors": ["b"] },
                {
                    "id": "a-traktorer",
                    "text": "4 st riktade insatser kopplat till A-traktorer och mopeder.",
                    "targets": [{ "id": "insatser", "unit": {}, "reports": [{}, { "date": "2024" }] }]
                },
                "text"
            ]
        });
        let tractors = "åtagande 2, `a-traktorer` (”4 st riktade insatser kopplat till …”)";
        for (path, words) in [
            ("", "dokumentet".to_owned()),
            ("municipality.code", "`municipality.code`".to_owned()),
            ("actors[0].name", "aktör 1, `polisen`, `name`".to_owned()),
            ("commitments[0].text", "åtagande 1, `a` (”Fyra”), `text`".to_owned()),
            ("commitments[0].actors[0]", "åtagande 1, `a` (”Fyra”), aktör 1".to_owned()),
            ("commitments[2]", "åtagande 3".to_owned()),
            ("commitments[1].targets[0].unit.one", format!("{tractors}, mål 1, `insatser`, `unit.one`")),
            ("commitments[1].targets[0].reports[1].date", format!("{tractors}, mål 1, `insatser`, rapport 2, `date`")),
            ("signed.signatories[0].role", "`signed`, undertecknare 1, `role`".to_owned()),
            ("tips.categories[1].label", "tipskategori 2, `label`".to_owned()),
            ("based_on[2]", "`based_on` 3".to_owned()),
            ("odd[x].y", "`odd[x].y`".to_owned()),
        ] {
            assert_eq!(place(path, &document), words);
        }
    }
}
