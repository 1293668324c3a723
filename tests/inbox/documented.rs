//! Validates every response against the OpenAPI document. An undocumented status, a body that
//! does not match or a missing header fails the test that received it. Also compares what the
//! document says about a tip with what the rules accept.

use medborgarlofte::tip::check::{check as check_tip, tidy};
use medborgarlofte::tip::content::{BODY_BYTES, CATEGORIES, Contact, SHORT_MAX, Tip, WHAT_MAX, WHAT_MIN, is_id};
use medborgarlofte::tip::key::{HEADER, Key};
use medborgarlofte::tip::problem::{Field, Wrong};
use medborgarlofte::tip::receipt::Reference;
use medborgarlofte::tip::wire::read_tip;
use proptest::prelude::*;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The OpenAPI document.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../public/schema/tips.openapi.json")).unwrap());

/// A response that matches its description.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn reference(&self) -> &str {
        assert_eq!(self.status, 201, "{}", self.body);
        self.body["reference"].as_str().unwrap()
    }
}

/// Sends a request, and checks that the response is documented.
pub async fn send(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let response = client.execute(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.text().await.unwrap();
    check(&method, &path, status, headers, &body)
}

/// Checks that a response is documented.
pub fn check(method: &Method, path: &str, status: u16, headers: HeaderMap, body: &str) -> Answer {
    let described = describe(method, path, status);
    for (name, header) in described["headers"].as_object().into_iter().flatten() {
        let header = resolve(header);
        let value = headers.get(name).unwrap_or_else(|| panic!("{method} {path} {status} lacks {name}"));
        assert_fits(&header["schema"], &json!(value.to_str().unwrap()), name);
    }
    let Some(content) = described["content"].as_object() else {
        assert_eq!(body, "", "{method} {path} {status}");
        return Answer { status, headers, body: Value::Null };
    };
    let content_type = headers["content-type"].to_str().unwrap();
    let schema = &content.get(content_type).unwrap_or_else(|| panic!("{content_type} is not described"))["schema"];
    let body: Value = serde_json::from_str(body).unwrap();
    assert_fits(schema, &body, path);
    if status >= 400 {
        assert_eq!(body["status"], status, "the body repeats the status of the answer");
    }
    Answer { status, headers, body }
}

fn describe(method: &Method, path: &str, status: u16) -> &'static Value {
    let components = |name: &str| &DOCUMENT["components"]["responses"][name];
    let answers = &DOCUMENT["paths"][path][method.as_str().to_lowercase()]["responses"];
    match answers.get(status.to_string()) {
        Some(answer) => resolve(answer),
        // The document cannot list these two, and describes them in words.
        None if DOCUMENT["paths"].get(path).is_none() && status == 404 => components("UnknownAddress"),
        None if *method != Method::POST && status == 405 => components("NotPost"),
        None => panic!("{method} {path} {status} is not described"),
    }
}

fn resolve(value: &'static Value) -> &'static Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => DOCUMENT.pointer(reference.strip_prefix('#').unwrap()).unwrap(),
        None => value,
    }
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::validator_for(&json!({ "allOf": [schema], "components": DOCUMENT["components"] })).unwrap()
}

fn assert_fits(schema: &Value, value: &Value, what: &str) {
    let problems: Vec<String> = validator(schema).iter_errors(value).map(|problem| problem.to_string()).collect();
    assert!(problems.is_empty(), "{what}: {value}: {problems:?}");
}

fn schema(name: &str) -> &'static Value {
    &DOCUMENT["components"]["schemas"][name]
}

#[test]
fn the_limits_of_a_tip_are_described_as_they_are() {
    let tip = &schema("Tip")["properties"];
    assert_eq!(tip["what"]["minLength"], WHAT_MIN);
    assert_eq!(tip["what"]["maxLength"], WHAT_MAX);
    for short in [&tip["where"], &tip["when"], &schema("Contact")["properties"]["name"]] {
        assert_eq!(short["maxLength"], SHORT_MAX);
    }
    assert_eq!(schema("About")["properties"]["label"]["maxLength"], SHORT_MAX);
    let bytes = BODY_BYTES.to_string();
    let body = &DOCUMENT["paths"]["/api/tips"]["post"]["requestBody"]["description"];
    assert!(body.as_str().unwrap().contains(&bytes));
    let too_large = &DOCUMENT["components"]["responses"]["TooLarge"]["description"];
    assert!(too_large.as_str().unwrap().contains(&bytes));
}

#[test]
fn a_tip_and_its_parts_are_described_without_room_for_other_fields() {
    for name in ["Tip", "About", "Contact", "Receipt", "Problem", "TipProblem", "FieldProblem"] {
        assert_eq!(schema(name)["additionalProperties"], false, "{name}");
    }
}

#[test]
fn every_field_and_code_of_a_problem_is_described() {
    let described = |property: &str| schema("FieldProblem")["properties"][property]["enum"].clone();
    assert_eq!(described("pointer"), json!(Field::ALL.map(Field::pointer)));
    let codes = [
        Wrong::Missing,
        Wrong::WrongType,
        Wrong::TooShort(1),
        Wrong::TooLong(1),
        Wrong::BadForm,
        Wrong::UnknownField,
        Wrong::NoWayToReach,
    ];
    assert_eq!(described("code"), json!(codes.map(Wrong::code)));
}

#[test]
fn keys_ids_and_references_are_described_as_they_are_read() {
    let key = &DOCUMENT["components"]["parameters"]["IdempotencyKey"];
    assert!(key["name"].as_str().unwrap().eq_ignore_ascii_case(HEADER));
    let (keys, ids) = (validator(&key["schema"]), validator(schema("Id")));
    let references = validator(&schema("Receipt")["properties"]["reference"]);
    for written in
        ["", "short", &"a".repeat(16), &"a".repeat(64), &"a".repeat(65), "\"0123456789abcdef\"", "0123456789 abcdef"]
    {
        assert_eq!(keys.is_valid(&json!(written)), Key::parse(written).is_some(), "{written}");
    }
    for written in ["", "a", "Å", "motorburna-unga", "a_b", &"a".repeat(64), &"a".repeat(65)] {
        assert_eq!(ids.is_valid(&json!(written)), is_id(written), "{written}");
    }
    for category in CATEGORIES {
        assert!(ids.is_valid(&json!(category)));
    }
    for bytes in 0..=31 {
        assert!(references.is_valid(&json!(Reference::from_random([bytes; 8]).as_str())));
    }
}

fn verdicts(tip: &Value) -> (bool, bool) {
    static TIPS: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(schema("Tip")));
    (TIPS.is_valid(tip), read_tip(tip).is_ok())
}

/// Tidies a text, as happens before it is checked.
fn tidied(text: &str) -> String {
    tidy(Tip { what: text.to_owned(), ..Tip::default() }).what
}

#[test]
fn a_value_is_described_as_good_exactly_when_it_is_taken() {
    let what = "Lampan vid stationen är trasig.";
    let promise = |value: Value| json!({ "what": what, "promise": value });
    let email = |value: Value| json!({ "what": what, "contact": { "email": value } });
    let phone = |value: Value| json!({ "what": what, "contact": { "phone": value } });
    let contact = |value: Value| json!({ "what": what, "contact": value });
    let about = |value: Value| json!({ "what": what, "about": value });
    let long = |length: usize, end: &str| ["a".repeat(length - end.len()), end.to_owned()].concat();
    for (tip, good) in [
        (promise(json!("osby-2024")), true),
        (promise(json!("")), true),
        (promise(json!(null)), true),
        (promise(json!("a".repeat(64))), true),
        (promise(json!("a".repeat(65))), false),
        (promise(json!("Osby")), false),
        (promise(json!("osby 2024")), false),
        (promise(json!("osby\n2024")), false),
        (promise(json!(4)), false),
        (email(json!("kim@example.se")), true),
        (email(json!("Kim.O'Hara+tips_1@mail.example.se")), true),
        (email(json!("åsa@malmö.se")), true),
        (email(json!("kim@例え.jp")), true),
        (email(json!("..@a.b")), true),
        (email(json!(long(254, "@a.se"))), true),
        (email(json!(long(255, "@a.se"))), false),
        (email(json!("")), true),
        (email(json!(null)), true),
        (email(json!("kim")), false),
        (email(json!("kim@example")), false),
        (email(json!("@example.se")), false),
        (email(json!("kim@.se")), false),
        (email(json!("kim@example.se.")), false),
        (email(json!("kim@example..se")), false),
        (email(json!("kim@a@example.se")), false),
        (email(json!("kim lind@example.se")), false),
        (email(json!("kim\u{a0}lind@example.se")), false),
        (email(json!("kim@exam\u{2003}ple.se")), false),
        (email(json!("kim@exam\nple.se")), false),
        (email(json!("kim@example.se?cc=a@b.se")), false),
        (email(json!("kim@example.se,a")), false),
        (email(json!("kim/lind@example.se")), false),
        (phone(json!("0454-930 00")), true),
        (phone(json!("+46 (0)454 930 00")), true),
        (phone(json!("11")), true),
        (phone(json!("(11)-")), true),
        (phone(json!("1".repeat(15))), true),
        (phone(json!(["1".repeat(15), "-".repeat(15)].concat())), true),
        (phone(json!(["1".repeat(15), "-".repeat(16)].concat())), false),
        (phone(json!("1".repeat(16))), false),
        (phone(json!("")), true),
        (phone(json!("1")), false),
        (phone(json!("+")), false),
        (phone(json!("0454+1")), false),
        (phone(json!("++46454")), false),
        (phone(json!("ring mig 0454")), false),
        (phone(json!("٠٤٥٤")), false),
        (phone(json!("0454\n93000")), false),
        (contact(json!({})), true),
        (contact(json!(null)), true),
        (contact(json!({ "name": "" })), true),
        (contact(json!({ "name": null, "email": "", "phone": null })), true),
        (contact(json!({ "name": "Kim" })), false),
        (contact(json!({ "name": "Kim", "email": "", "phone": null })), false),
        (contact(json!({ "name": "Kim", "phone": "0454-930 00" })), true),
        (contact(json!({ "email": "kim@example.se", "phone": "ring" })), false),
        (contact(json!({ "email": "kim@example.se", "age": 4 })), false),
        (contact(json!([])), false),
        (about(json!({ "kind": "category", "id": "vandalism", "label": "Skadegörelse" })), true),
        (about(json!({ "kind": "category", "id": "", "label": "Skadegörelse" })), false),
        (about(json!({ "kind": "category", "id": "vandalism", "label": "" })), false),
        (about(json!({ "kind": "category", "id": "vandalism", "label": "å".repeat(300) })), true),
        (about(json!({ "kind": "category", "id": "vandalism", "label": "å".repeat(301) })), false),
        (about(json!({ "kind": "other", "id": "vandalism", "label": "a" })), false),
        (about(json!({ "kind": "category", "id": "vandalism" })), false),
        (about(json!(null)), true),
        (json!({ "what": "åäöåäöåäöå", "where": "", "when": null, "recurs": null }), true),
        (json!({ "what": what, "recurs": "" }), false),
        (json!({ "what": what, "where": "å".repeat(301) }), false),
        (json!({ "what": "åäöåäöåäö" }), false),
        (json!({ "what": null }), false),
        (json!({}), false),
        (json!({ "what": what, "personnummer": "" }), false),
    ] {
        assert_eq!(verdicts(&tip), (good, good), "{tip}");
    }
}

/// A text that is almost valid for some field.
fn text() -> impl Strategy<Value = String> {
    let near = prop_oneof![
        Just(String::new()),
        "[a-z0-9-]{1,66}",
        "[+]?[0-9 ()+-]{0,32}",
        "[a-zåA-Z0-9.'+_-]{0,4}@[a-zå.-]{0,6}[.@][a-z]{0,3}",
        "[a-z]{1,3}@[a-z.]{245,255}",
        "\\PC{0,12}",
        "[\\x00-\\x7f\u{80}-\u{a0}\u{1680}\u{2000}-\u{2030}\u{205f}\u{3000}\u{feff}@.]{0,12}",
        "[aå]{295,305}",
        Just("yes".to_owned()),
        Just("category".to_owned()),
        Just("a".repeat(4000)),
        Just("a".repeat(4001)),
    ];
    near.prop_map(|text| tidied(&text))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        12 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(json!(4)),
        1 => Just(json!([])),
        1 => Just(json!({})),
    ]
}

fn object(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let fields: Vec<_> = names.iter().map(|_| prop::option::of(value())).collect();
    fields.prop_map(|values| {
        let present = names.iter().zip(values).filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        Value::Object(present.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tidied_tip_is_described_as_good_exactly_when_it_is_taken(
        what in prop_oneof![4 => Just(json!("Lampan vid stationen är trasig.")), 1 => value()],
        outer in object(&["promise", "where", "when", "recurs"]),
        contact in prop::option::of(prop_oneof![4 => object(&["name", "email", "phone"]), 1 => value()]),
        about in prop::option::of(prop_oneof![1 => object(&["kind", "id", "label"]), 1 => value()]),
    ) {
        // One part at a time, or nearly every tip would be invalid for several reasons.
        let mut tips = vec![json!({ "what": what })];
        for (name, value) in outer.as_object().unwrap() {
            tips.push(json!({ "what": "Lampan vid stationen är trasig.", name: value }));
        }
        for (name, value) in [("contact", &contact), ("about", &about)] {
            if let Some(value) = value {
                tips.push(json!({ "what": "Lampan vid stationen är trasig.", name: value }));
            }
        }
        let mut whole = outer.clone();
        whole["what"] = what;
        tips.push(whole);
        for tip in tips {
            let (described, taken) = verdicts(&tip);
            prop_assert_eq!(described, taken, "{}", tip);
        }
    }

    #[test]
    fn a_tip_that_was_checked_before_it_was_sent_is_described_as_good(
        promise in prop::option::of(text()),
        place in prop::option::of(text()),
        name in prop::option::of(text()),
        email in prop::option::of(text()),
        phone in prop::option::of(text()),
    ) {
        let tip = tidy(Tip {
            promise,
            place,
            what: "Lampan vid stationen är trasig.".to_owned(),
            contact: Some(Contact { name, email, phone }),
            ..Tip::default()
        });
        let (described, taken) = verdicts(&serde_json::to_value(&tip).unwrap());
        let good = check_tip(&tip).is_empty();
        prop_assert_eq!((described, taken), (good, good));
    }
}
