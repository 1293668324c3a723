//! The JSON Schema of the promise document, generated from the types. Only small values with a
//! format of their own are written out here.

use super::date::{PartialDate, WrittenDate};
use super::document::{Months, MunicipalityCode, Promise};
use super::id::{Id, Lang};
use super::indicator::Year;
use super::limits;
use super::link::{self, Email, Link, Phone};
use super::report::Amount;
use super::target::{Goal, Percent};
use super::text::{Label, Text};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::Value;
use std::borrow::Cow;

/// The file name of the schema, with the major version of the format.
pub const FILE: &str = "promise.v1.schema.json";

/// The schema as in `public/schema/`, with a trailing line break.
pub fn schema() -> String {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Promise>();
    let mut schema: Value = schema.into();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".into(), "Medborgarlöfte".into());
        root.insert("$id".into(), FILE.into());
        if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
            // Of any type, since the checker does not look at it either.
            properties
                .insert("$schema".into(), serde_json::json!({ "description": "The address of this schema, as text." }));
        }
    }
    need_a_reason(&mut schema);
    finish(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Requires an outcome with any status but `met` to have a reason, which must not be `null`.
fn need_a_reason(schema: &mut Value) {
    if let Some(outcome) = schema.pointer_mut("/$defs/Outcome").and_then(Value::as_object_mut) {
        outcome.insert("if".into(), serde_json::json!({ "properties": { "status": { "const": "met" } } }));
        outcome.insert(
            "else".into(),
            serde_json::json!({ "required": ["reason"], "properties": { "reason": { "$ref": "#/$defs/Text" } } }),
        );
    }
}

/// Adds what the derived schemas lack: the limits of plain numbers, and descriptions without the
/// line breaks of the source code.
fn finish(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            // Not a property named `format`, which would be an object.
            if map.get("format").is_some_and(|format| format == "double") {
                map.remove("format");
                map.insert("minimum".into(), (-i64::from(limits::NUMBER)).into());
                map.insert("maximum".into(), limits::NUMBER.into());
            }
            if let Some(Value::String(description)) = map.get_mut("description") {
                *description = description.replace('\n', " ");
            }
            map.values_mut().for_each(finish);
        }
        Value::Array(list) => list.iter_mut().for_each(finish),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

macro_rules! written {
    ($type:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let make: fn(&mut SchemaGenerator) -> Schema = $schema;
                make(generator)
            }
        }
    };
}

// White space is spelled out instead of using `\s` or `\d`: validators' regex engines disagree on
// what those mean beyond ASCII. This is `char::is_whitespace`.
const DATE: &str = r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?$";
const SOME_TEXT: &str = r"[^\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]";
const LANG: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

written!(Id, "Id", |_| json_schema!({
    "description": "Stable and unique: a-z, 0-9 and hyphens. It becomes part of addresses.",
    "type": "string", "pattern": "^[a-z0-9-]{1,64}$"
}));
written!(Lang, "Lang", |_| json_schema!({
    "description": "A language tag (BCP 47): sv, en, fi.",
    "type": "string", "pattern": LANG
}));
written!(PartialDate, "Date", |_| json_schema!({
    "description": "A year, a month or a day, as exactly as it is known: 2024, 2024-05 or 2024-05-07.",
    "type": "string", "pattern": DATE
}));
written!(WrittenDate, "WrittenDate", |generator| {
    let (date, text) = (generator.subschema_for::<PartialDate>(), generator.subschema_for::<Option<Text>>());
    json_schema!({
        "description": "A date, or a date with the source's own words for it.",
        "anyOf": [
            date,
            { "type": "object", "required": ["date"], "properties": { "date": date, "as_written": text } }
        ]
    })
});
written!(Text, "Text", |_| text(
    limits::TEXT_CHARS,
    "Plain text in the document's main language, or an object of texts by language tag. A blank line separates paragraphs. Never HTML or Markdown."
));
written!(Label, "Label", |_| text(
    limits::LABEL_CHARS,
    "A short plain text in the document's main language, or an object of texts by language tag."
));

fn text(most: usize, description: &str) -> Schema {
    let one = serde_json::json!({ "type": "string", "pattern": SOME_TEXT, "maxLength": most });
    json_schema!({
        "description": description,
        "anyOf": [
            one,
            { "type": "object", "minProperties": 1, "propertyNames": { "pattern": LANG }, "additionalProperties": one }
        ]
    })
}

written!(Link, "Link", |_| json_schema!({
    "description": "An address: https, http, or relative to the document.",
    "type": "string", "maxLength": link::MAX_LEN,
    "pattern": concat!(
        r"^(([Hh][Tt][Tt][Pp][Ss]?:)?//",
        // The host: four numbers, or names of which the last does not begin with a digit.
        r"((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}",
        r"|([A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f-]+\.)*",
        r"[A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f-][A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f-]*)",
        r"(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[0-5]?[0-9]{1,4}))?(?=[/?#]|$)",
        r"|(?!//)(?![^/?#]*:)(?=.))",
        r"[^\u0000-\u0020\u005c\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$"
    )
}));
written!(Phone, "Phone", |_| json_schema!({
    "description": "A telephone number as people write it.",
    "type": "string", "maxLength": 30, "pattern": r"^\+?[ ()-]*([0-9][ ()-]*){2,15}$"
}));
written!(Email, "Email", |_| json_schema!({
    "description": "An e-mail address.",
    "type": "string", "maxLength": 254, "pattern": concat!(
        // Anything but white space, control characters and characters with a special meaning in an
        // address: of ASCII, only letters, digits and . - _ + ' remain.
        r"^[^\u0000-\u0026\u0028-\u002a\u002c\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0",
        r"\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+@",
        r"[^\u0000-\u0026\u0028-\u002a\u002c\u002e\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0",
        r"\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+",
        r"(\.[^\u0000-\u0026\u0028-\u002a\u002c\u002e\u002f\u003a-\u0040\u005b-\u005e\u0060\u007b-\u00a0",
        r"\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+)+$"
    )
}));
written!(MunicipalityCode, "MunicipalityCode", |_| json_schema!({
    "description": "SCB's kommunkod: four digits, as text.",
    "type": "string", "pattern": "^[0-9]{4}$"
}));
written!(Goal, "Goal", |_| json_schema!({
    "description": "A whole number from 1.", "type": "integer", "minimum": 1, "maximum": limits::NUMBER
}));
written!(Amount, "Amount", |_| json_schema!({
    "description": "A whole number from 0.", "type": "integer", "minimum": 0, "maximum": limits::NUMBER
}));
written!(Percent, "Percent", |_| json_schema!({
    "description": "A percentage.", "type": "number", "minimum": 0, "maximum": 100
}));
written!(Months, "Months", |_| json_schema!({
    "description": "A number of months.", "type": "integer", "minimum": 1, "maximum": 120
}));
written!(Year, "Year", |_| json_schema!({
    "description": "A year.", "type": "integer", "minimum": 1900, "maximum": 2200
}));
