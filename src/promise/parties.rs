//! Whose promise it is: the parties that the document names, and nobody else.

use super::document::{Actor, ActorKind, Promise};
use super::text::Text;

/// The names of the promisers: the police, the kommun, then others. The police are included only if
/// the document names them, as `police` or as an actor. Others are actors who promise something,
/// not those who only help.
pub fn parties(promise: &Promise) -> Vec<&Text> {
    let of_kind = |kind: ActorKind| promise.actors.iter().filter(move |actor| actor.kind == kind);
    let mut names: Vec<&Text> = promise.police.iter().map(|police| &police.name).collect();
    if names.is_empty() {
        names.extend(of_kind(ActorKind::Police).map(|actor| &*actor.name));
    }
    let kommuner = || of_kind(ActorKind::Municipality);
    match &promise.municipality {
        // If several kommuner promise together, all of them are among the actors.
        Some(municipality) if kommuner().count() < 2 => names.push(&municipality.name),
        _ => names.extend(kommuner().map(|actor| &*actor.name)),
    }
    let promises = |actor: &&Actor| {
        let is_other = match actor.kind {
            ActorKind::Police | ActorKind::Municipality => false,
            ActorKind::Partner | ActorKind::Authority | ActorKind::Other => true,
        };
        is_other && promise.commitments.iter().any(|commitment| commitment.actors.contains(&actor.id))
    };
    names.extend(promise.actors.iter().filter(promises).map(|actor| &*actor.name));
    names
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::promise::read::read;
    use serde_json::{Value, json};

    fn names(fields: Value) -> Vec<String> {
        let mut document = json!({ "id": "x", "title": "X", "municipality": { "name": "Ort kommun", "code": "0001" },
            "period": { "from": "2024" }, "actors": [], "commitments": [] });
        fields.as_object().unwrap().iter().for_each(|(key, value)| document[key] = value.clone());
        let promise = read(&document.to_string()).promise.unwrap();
        parties(&promise).iter().map(|name| name.choose("sv", &promise.lang).text.to_owned()).collect()
    }

    #[test]
    fn a_promise_comes_from_those_whom_the_document_names() {
        let polisen = json!({ "id": "p", "kind": "police", "name": "Polisen" });
        let kommunen = json!({ "id": "k", "kind": "municipality", "name": "Kommunen" });
        let grannen = json!({ "id": "g", "kind": "municipality", "name": "Grannkommunen" });
        let bostaden = json!({ "id": "b", "kind": "partner", "name": "Bostaden" });
        let lpo = json!({ "name": "Lokalpolisområde Ort" });
        let together = |actors: &[&str]| json!([{ "id": "a", "text": "a", "actors": actors }]);
        for (name, fields, expected) in [
            ("no police anywhere", json!({}), vec!["Ort kommun"]),
            ("police as an actor", json!({ "actors": [polisen, kommunen] }), vec!["Polisen", "Ort kommun"]),
            (
                "police by their area",
                json!({ "police": lpo, "actors": [polisen] }),
                vec!["Lokalpolisområde Ort", "Ort kommun"],
            ),
            (
                "another that promises",
                json!({ "actors": [bostaden, polisen], "commitments": together(&["b", "p"]) }),
                vec!["Polisen", "Ort kommun", "Bostaden"],
            ),
            ("another that only helps", json!({ "actors": [bostaden] }), vec!["Ort kommun"]),
            (
                "two kommuner",
                json!({ "actors": [kommunen, grannen, polisen] }),
                vec!["Polisen", "Kommunen", "Grannkommunen"],
            ),
        ] {
            assert_eq!(names(fields), expected, "{name}");
        }
    }
}
