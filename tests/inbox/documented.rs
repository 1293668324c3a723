//! Holds every answer against the OpenAPI document: a status that is not described,
//! a body that does not fit, a header that is missing, all fail the test that got it.

use medborgarlofte::tip::content::{BODY_BYTES, CATEGORIES, SHORT_MAX, WHAT_MAX, WHAT_MIN, is_id};
use medborgarlofte::tip::key::{HEADER, Key};
use medborgarlofte::tip::problem::{Field, Wrong};
use medborgarlofte::tip::receipt::Reference;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The document.
pub static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../public/schema/tips.openapi.json")).unwrap());

/// An answer that is as it is described.
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

/// Sends a request, and checks that the answer is described.
pub async fn send(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let response = client.execute(request).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.text().await.unwrap();
    check(&method, &path, status, headers, &body)
}

/// Checks that an answer is described.
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
        assert_eq!(body["status"], status, "the status in the body is the one of the answer");
    }
    Answer { status, headers, body }
}

fn describe(method: &Method, path: &str, status: u16) -> &'static Value {
    let components = |name: &str| &DOCUMENT["components"]["responses"][name];
    let answers = &DOCUMENT["paths"][path][method.as_str().to_lowercase()]["responses"];
    match answers.get(status.to_string()) {
        Some(answer) => resolve(answer),
        // As the document says in words, since it can list neither.
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
