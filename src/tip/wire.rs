//! What the widget and the inbox exchange: a tip as JSON, a receipt as JSON, and
//! problems as `application/problem+json` (RFC 9457). Documented in
//! `public/schema/tips.openapi.json`.

use super::check::{check, tidy};
use super::content::{About, AboutKind, Contact, Recurs, Tip};
use super::problem::{Field, FieldProblem, Wrong};
use super::receipt::{Receipt, Reference};
use serde_json::{Map, Value};

/// Reads a tip from JSON, tidies it and checks it. Returns all problems at once.
pub fn read_tip(value: &Value) -> Result<Tip, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let Some(map) = value.as_object() else {
        return Err(vec![FieldProblem { field: Field::Tip, wrong: Wrong::WrongType }]);
    };
    let names = ["promise", "about", "what", "where", "when", "recurs", "contact"];
    if map.keys().any(|name| !names.contains(&name.as_str())) {
        problems.push(FieldProblem { field: Field::Tip, wrong: Wrong::UnknownField });
    }
    let tip = tidy(Tip {
        promise: text(map, "promise", Field::Promise, &mut problems),
        about: read_about(map, &mut problems),
        what: text(map, "what", Field::What, &mut problems).unwrap_or_default(),
        place: text(map, "where", Field::Where, &mut problems),
        when: text(map, "when", Field::When, &mut problems),
        recurs: read_recurs(map, &mut problems),
        contact: read_contact(map, &mut problems),
    });
    // A field of the wrong type is not reported again as missing.
    for problem in check(&tip) {
        if !problems.iter().any(|told| told.field == problem.field) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(tip) } else { Err(problems) }
}

fn text(map: &Map<String, Value>, name: &str, field: Field, problems: &mut Vec<FieldProblem>) -> Option<String> {
    match map.get(name) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(_) => {
            problems.push(FieldProblem { field, wrong: Wrong::WrongType });
            None
        }
    }
}

fn read_about(map: &Map<String, Value>, problems: &mut Vec<FieldProblem>) -> Option<About> {
    let value = map.get("about").filter(|value| !value.is_null())?;
    let about = value.as_object().filter(|about| about.len() == 3).and_then(|about| {
        Some(About {
            kind: AboutKind::parse(about.get("kind")?.as_str()?)?,
            id: about.get("id")?.as_str()?.to_owned(),
            label: about.get("label")?.as_str()?.to_owned(),
        })
    });
    if about.is_none() {
        problems.push(FieldProblem { field: Field::About, wrong: Wrong::WrongType });
    }
    about
}

fn read_recurs(map: &Map<String, Value>, problems: &mut Vec<FieldProblem>) -> Option<Recurs> {
    let word = text(map, "recurs", Field::Recurs, problems)?;
    let recurs = Recurs::parse(&word);
    if recurs.is_none() {
        problems.push(FieldProblem { field: Field::Recurs, wrong: Wrong::WrongType });
    }
    recurs
}

fn read_contact(map: &Map<String, Value>, problems: &mut Vec<FieldProblem>) -> Option<Contact> {
    let value = map.get("contact").filter(|value| !value.is_null())?;
    let Some(contact) = value.as_object() else {
        problems.push(FieldProblem { field: Field::Contact, wrong: Wrong::WrongType });
        return None;
    };
    if contact.keys().any(|name| !["name", "email", "phone"].contains(&name.as_str())) {
        problems.push(FieldProblem { field: Field::Contact, wrong: Wrong::UnknownField });
    }
    Some(Contact {
        name: text(contact, "name", Field::ContactName, problems),
        email: text(contact, "email", Field::ContactEmail, problems),
        phone: text(contact, "phone", Field::ContactPhone, problems),
    })
}

/// The receipt as JSON.
pub fn receipt_json(receipt: &Receipt) -> Value {
    serde_json::json!({ "reference": receipt.reference.as_str(), "received_at": receipt.received_at })
}

/// Reads a receipt. Returns `None` for anything else, which must not be presented as a received
/// tip.
pub fn read_receipt(text: &str) -> Option<Receipt> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(Receipt {
        reference: Reference::parse(value.get("reference")?.as_str()?)?,
        received_at: value.get("received_at")?.as_str()?.to_owned(),
    })
}

/// The `errors` of a problem document, as the inbox writes them.
pub fn problems_json(problems: &[FieldProblem]) -> Value {
    problems
        .iter()
        .map(|problem| {
            let mut entry = Map::new();
            entry.insert("pointer".into(), problem.field.pointer().into());
            entry.insert("code".into(), problem.wrong.code().into());
            if let Some(limit) = problem.wrong.limit() {
                entry.insert("limit".into(), limit.into());
            }
            Value::Object(entry)
        })
        .collect()
}

/// Reads the `errors` of a problem document, skipping any that are not understood.
pub fn read_problems(text: &str) -> Vec<FieldProblem> {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let read = |entry: &Value| {
        Some(FieldProblem {
            field: Field::from_pointer(entry.get("pointer")?.as_str()?)?,
            wrong: Wrong::from_code(entry.get("code")?.as_str()?, entry.get("limit").and_then(Value::as_u64))?,
        })
    };
    value.get("errors").and_then(Value::as_array).into_iter().flatten().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn full() -> Value {
        json!({
            "promise": "olofstrom-2024",
            "about": { "kind": "focus_area", "id": "motorburna-unga", "label": "Arbeta med motorburna unga" },
            "what": "Mopeder kör fort på gångvägen",
            "where": "Vid badplatsen",
            "when": "Fredagskvällar",
            "recurs": "yes",
            "contact": { "name": "Kim", "email": "kim@example.se", "phone": "0454-930 00" }
        })
    }

    #[test]
    fn a_tip_goes_over_the_wire_and_back_unchanged() {
        for value in [full(), json!({ "what": "Trasig lampa vid stationen" })] {
            let tip = read_tip(&value).unwrap();
            assert_eq!(serde_json::to_value(&tip).unwrap(), value);
        }
    }

    #[test]
    fn every_field_that_is_wrong_is_told_at_once() {
        let wrong =
            json!({ "what": 4, "where": [], "recurs": "ofta", "about": {}, "contact": { "email": "x" }, "extra": 1 });
        let fields: Vec<_> =
            read_tip(&wrong).unwrap_err().iter().map(|problem| (problem.field, problem.wrong)).collect();
        for expected in [
            (Field::Tip, Wrong::UnknownField),
            (Field::About, Wrong::WrongType),
            (Field::What, Wrong::WrongType),
            (Field::Where, Wrong::WrongType),
            (Field::Recurs, Wrong::WrongType),
            (Field::ContactEmail, Wrong::BadForm),
        ] {
            assert!(fields.contains(&expected), "{expected:?} in {fields:?}");
        }
        assert_eq!(fields.len(), 6);
    }

    #[test]
    fn anything_that_is_not_an_object_is_not_a_tip() {
        for value in [json!(null), json!([]), json!("tips"), json!(4)] {
            assert_eq!(read_tip(&value).unwrap_err(), [FieldProblem { field: Field::Tip, wrong: Wrong::WrongType }]);
        }
    }

    #[test]
    fn problems_and_receipts_are_read_as_they_were_written() {
        let problems = [
            FieldProblem { field: Field::What, wrong: Wrong::TooShort(10) },
            FieldProblem { field: Field::ContactEmail, wrong: Wrong::BadForm },
        ];
        let text = json!({ "errors": problems_json(&problems) }).to_string();
        assert_eq!(read_problems(&text), problems);

        let receipt =
            Receipt { reference: Reference::parse("K7QM-3XHT").unwrap(), received_at: "2026-11-21T23:45:15Z".into() };
        assert_eq!(read_receipt(&receipt_json(&receipt).to_string()), Some(receipt));
        for bad in ["", "{}", "<html>", "{\"reference\":\"x\",\"received_at\":\"y\"}"] {
            assert_eq!(read_receipt(bad), None);
        }
    }
}
