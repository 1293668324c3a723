//! The format of the promise document: the checker and the JSON Schema reject the same
//! documents, every problem is reported with its path, and no document can make the reader or
//! the rules panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use medborgarlofte::promise::check::check;
use medborgarlofte::promise::date::Day;
use medborgarlofte::promise::document::Commitment;
use medborgarlofte::promise::fields::Expected;
use medborgarlofte::promise::groups::{By, groups};
use medborgarlofte::promise::problem::{Found, ProblemKind, Severity};
use medborgarlofte::promise::progress::{commitment_status, state};
use medborgarlofte::promise::read::{Reading, read};
use medborgarlofte::promise::summary::summary;
use medborgarlofte::promise::target::TargetKind;
use medborgarlofte::promise::warnings::{Advice, LINKS};
use medborgarlofte::promise::{limits, schema};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::LazyLock;

static VALIDATOR: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(&schema::schema()).unwrap();
    jsonschema::draft202012::options().build(&schema).unwrap()
});

static DOCUMENTS: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| {
    let mut documents: Vec<_> = std::fs::read_dir(public().join("promises"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let document = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            (path.file_name().unwrap().to_string_lossy().into_owned(), document)
        })
        .collect();
    documents.sort_by(|(a, _), (b, _)| a.cmp(b));
    documents
});

fn public() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("public")
}

/// The smallest document with one of everything that the tests break.
fn small() -> Value {
    json!({
        "id": "ort-2024",
        "title": "Medborgarlöfte",
        "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2024", "to": "2024" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "focus_areas": [{ "id": "trafik", "title": "Trafik" }],
        "places": [{ "id": "torget", "name": "Torget" }],
        "commitments": [
            {
                "id": "kontroller",
                "text": "4 st trafikkontroller",
                "actors": ["polisen"],
                "focus_areas": ["trafik"],
                "place": "torget",
                "targets": [{
                    "id": "antal",
                    "kind": "count",
                    "goal": 4,
                    "unit": { "one": "kontroll", "other": "kontroller" },
                    "reports": [
                        { "id": "forsta", "date": "2024-03", "amount": 1, "by": "polisen" },
                        { "id": "andra", "date": "2024-03", "amount": 2, "conflicts_with": { "report": "forsta" } }
                    ]
                }]
            },
            { "id": "trygghet", "text": { "sv": "Öka tryggheten", "en": "More safety" } }
        ]
    })
}

fn set(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}")) {
        Value::Object(map) => {
            map.insert(key.to_owned(), value);
        }
        Value::Array(list) => match key.parse::<usize>() {
            Ok(index) => list[index] = value,
            Err(_) => list.push(value),
        },
        other => panic!("{pointer} leads into {other}"),
    }
}

fn without(pointer: &str) -> Value {
    let mut document = small();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key).unwrap();
    document
}

fn with(edits: &[(&str, Value)]) -> Value {
    let mut document = small();
    for (pointer, value) in edits {
        set(&mut document, pointer, value.clone());
    }
    document
}

fn read_value(document: &Value) -> Reading {
    read(&document.to_string())
}

/// The result of checking a document as for an editor.
fn check_value(document: &Value) -> Reading {
    check(&document.to_string()).reading
}

fn problems(reading: &Reading) -> Vec<(&str, &str)> {
    reading.problems.iter().map(|problem| (problem.path.as_str(), problem.kind.code())).collect()
}

fn is_refused_for_its_form(reading: &Reading) -> bool {
    reading.problems.iter().any(|problem| problem.kind.is_of_form() && problem.kind.severity() == Severity::Error)
}

/// Everything that could be read may be shown on any day, so no rule may panic on it.
fn look_at_everything(reading: &Reading, today: Day) {
    let Some(promise) = &reading.promise else { return };
    for commitment in &promise.commitments {
        commitment_status(commitment, promise, today);
        let same = promise.commitments.iter().filter(|other| other.id == commitment.id).count();
        assert_eq!(same, 1, "{}", commitment.id.as_str());
        if let Some(whole) = &commitment.part_of {
            let is_whole = |other: &&Commitment| other.id == *whole && other.part_of.is_none();
            assert!(promise.commitments.iter().any(|other| is_whole(&other)), "{}", whole.as_str());
        }
        for target in &commitment.targets {
            let state = state(target, promise, today);
            assert!(state.fraction.is_none_or(|fraction| (0.0..=1.0).contains(&fraction)), "{state:?}");
            assert!(state.elapsed.is_none_or(|elapsed| (0.0..=1.0).contains(&elapsed)), "{state:?}");
        }
    }
    let summary = summary(promise, today);
    assert_eq!(summary.by_status.iter().map(|(_, count)| count).sum::<usize>(), summary.total);
    assert!(summary.stated <= summary.total && summary.besides_reported <= summary.besides, "{summary:?}");
}

#[test]
fn the_schema_that_is_published_is_the_one_that_the_types_make() {
    let published = std::fs::read_to_string(public().join("schema").join(schema::FILE)).unwrap();
    // Compared as values: whether serde_json keeps field order depends on the crates it is
    // built with.
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(value(&published), value(&schema::schema()), "regenerate it with `lofte schema`");
}

#[test]
fn every_published_document_passes_the_checker_without_a_word() {
    assert_eq!(DOCUMENTS.len(), 8);
    for (name, document) in DOCUMENTS.iter() {
        assert_eq!(check_value(document).problems, [], "{name}");
    }
}

#[test]
fn every_published_document_is_valid_by_the_schema_that_it_names() {
    for (name, document) in DOCUMENTS.iter() {
        let errors: Vec<_> = VALIDATOR.iter_errors(document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{name}");
        assert_eq!(document["$schema"], json!(format!("../schema/{}", schema::FILE)), "{name}");
    }
}

#[test]
fn every_published_document_is_named_after_its_id() {
    for (name, document) in DOCUMENTS.iter() {
        assert_eq!(*name, format!("{}.json", document["id"].as_str().unwrap()));
    }
}

#[test]
fn the_small_document_of_these_tests_has_nothing_wrong() {
    assert_eq!(read_value(&small()).problems, []);
    assert!(VALIDATOR.is_valid(&small()));
}

#[test]
fn each_sort_of_problem_is_told_with_its_path_and_the_schema_agrees_on_those_of_form() {
    let long = "å".repeat(limits::TEXT_CHARS + 1);
    let change = |goal: u32| {
        json!({ "id": "inbrott", "kind": "change", "direction": "decrease", "of": "inbrott",
                "baseline": { "value": 40 }, "goal": goal })
    };
    let share_of = |id: &str| json!({ "id": "del", "kind": "share", "goal": 20, "of": "av dem", "of_target": id });
    let t = "/commitments/0/targets/0";
    let at = |field: &str| format!("{t}/{field}");
    let milestone = json!({ "id": "grupp", "kind": "milestone", "what": "En grupp",
                            "reports": [{ "date": "2024", "amount": 1 }] });
    let indicator = json!({ "id": "tips", "label": "Trygga", "unit": "procent", "better": "higher", "series": [] });

    let scale = json!({ "id": "index", "label": "Trygga", "unit": "procent", "better": "higher", "series": [],
                        "scale": { "min": 1, "max": 1 } });
    let cases: Vec<(Value, &str, &str)> = vec![
        // Problems of form.
        (without("/title"), "title", "missing"),
        (without("/municipality"), "municipality", "missing"),
        (without("/period"), "period", "missing"),
        (without("/actors"), "actors", "missing"),
        (without("/commitments"), "commitments", "missing"),
        (without(&at("goal")), "commitments[0].targets[0].goal", "missing"),
        (without(&at("unit")), "commitments[0].targets[0].unit", "missing"),
        (without(&at("kind")), "commitments[0].targets[0].kind", "missing"),
        (without("/commitments/0/targets/0/reports/0/date"), "commitments[0].targets[0].reports[0].date", "missing"),
        (with(&[("/title", json!(4))]), "title", "wrong_value"),
        (with(&[("/title", json!(" \u{a0}"))]), "title", "wrong_value"),
        (with(&[("/title", json!({}))]), "title", "wrong_value"),
        (with(&[("/title", json!(null))]), "title", "wrong_value"),
        (with(&[("/id", json!("Ort 2024"))]), "id", "wrong_value"),
        (with(&[("/lang", json!("svenska"))]), "lang", "wrong_value"),
        (with(&[("/example", json!("ja"))]), "example", "wrong_value"),
        (with(&[("/municipality/code", json!(617))]), "municipality.code", "wrong_value"),
        (with(&[("/municipality/code", json!("617"))]), "municipality.code", "wrong_value"),
        (with(&[("/municipality/url", json!("javascript:alert(1)"))]), "municipality.url", "wrong_value"),
        (with(&[("/period/from", json!(2024))]), "period.from", "wrong_value"),
        (with(&[("/period/from", json!("våren 2024"))]), "period.from", "wrong_value"),
        (with(&[("/period/from", json!("2024-13"))]), "period.from", "wrong_value"),
        (with(&[("/actors/0/kind", json!("polis"))]), "actors[0].kind", "wrong_value"),
        (with(&[("/sections", json!(null))]), "sections", "wrong_value"),
        (with(&[("/commitments/1", json!("Öka tryggheten"))]), "commitments[1]", "wrong_value"),
        (with(&[(&at("goal"), json!("fyra"))]), "commitments[0].targets[0].goal", "wrong_value"),
        (with(&[(&at("goal"), json!(0))]), "commitments[0].targets[0].goal", "wrong_value"),
        (with(&[(&at("goal"), json!(4.5))]), "commitments[0].targets[0].goal", "wrong_value"),
        (with(&[(&at("goal"), json!(limits::NUMBER + 1))]), "commitments[0].targets[0].goal", "wrong_value"),
        (with(&[(&at("kind"), json!("antal"))]), "commitments[0].targets[0].kind", "wrong_value"),
        (with(&[(&at("reports/0/amount"), json!(-1))]), "commitments[0].targets[0].reports[0].amount", "wrong_value"),
        (with(&[(&at("reports/0/value"), json!(1e10))]), "commitments[0].targets[0].reports[0].value", "wrong_value"),
        (
            with(&[("/follow_up", json!({ "text": "Varje år", "stale_after_months": 121 }))]),
            "follow_up.stale_after_months",
            "wrong_value",
        ),
        (with(&[("/tips", json!({ "phone": "ring oss" }))]), "tips.phone", "wrong_value"),
        (with(&[("/tips", json!({ "email": "a@b.se?cc=c@d.se" }))]), "tips.email", "wrong_value"),
        (with(&[("/commitments/1/text/English", json!("More"))]), "commitments[1].text.English", "wrong_key"),
        (with(&[("/title", json!(long))]), "title", "too_much"),
        // Beyond form: the calendar and the rest of the document.
        (with(&[("/updated", json!("2023-02-29"))]), "updated", "no_such_day"),
        (with(&[("/period/to", json!("2023"))]), "period", "ends_before_it_begins"),
        (with(&[("/commitments/1/id", json!("antal"))]), "commitments[1].id", "duplicate_id"),
        (with(&[("/commitments/1/id", json!("trafik"))]), "commitments[1].id", "duplicate_id"),
        (
            with(&[("/actors/-", json!({ "id": "polisen", "kind": "other", "name": "Andra" }))]),
            "actors[1].id",
            "duplicate_id",
        ),
        (with(&[("/places/-", json!({ "id": "torget", "name": "Andra torget" }))]), "places[1].id", "duplicate_id"),
        (with(&[(&at("reports/1/id"), json!("forsta"))]), "commitments[0].targets[0].reports[1].id", "duplicate_id"),
        (with(&[("/commitments/1/actors", json!(["polisen", "polsien"]))]), "commitments[1].actors[1]", "dangling_id"),
        (with(&[("/commitments/1/partners", json!(["bolaget"]))]), "commitments[1].partners[0]", "dangling_id"),
        (with(&[("/commitments/1/focus_areas", json!(["unga"]))]), "commitments[1].focus_areas[0]", "dangling_id"),
        (with(&[("/commitments/1/place", json!("parken"))]), "commitments[1].place", "dangling_id"),
        (with(&[("/commitments/1/part_of", json!("inget"))]), "commitments[1].part_of", "dangling_id"),
        (with(&[(&at("place"), json!("parken"))]), "commitments[0].targets[0].place", "dangling_id"),
        (with(&[(&at("reports/0/by"), json!("nagon"))]), "commitments[0].targets[0].reports[0].by", "dangling_id"),
        (
            with(&[(&at("reports/1/conflicts_with/report"), json!("tredje"))]),
            "commitments[0].targets[0].reports[1].conflicts_with.report",
            "dangling_id",
        ),
        (
            with(&[("/commitments/1/targets", json!([share_of("okand")]))]),
            "commitments[1].targets[0].of_target",
            "dangling_id",
        ),
        (
            with(&[("/commitments/1/targets", json!([share_of("del")]))]),
            "commitments[1].targets[0].of_target",
            "nested_part",
        ),
        (with(&[("/commitments/1/part_of", json!("trygghet"))]), "commitments[1].part_of", "nested_part"),
        (
            with(&[(&at("reports/1/conflicts_with/report"), json!("andra"))]),
            "commitments[0].targets[0].reports[1].conflicts_with.report",
            "conflict",
        ),
        (with(&[("/commitments/1/outcome", json!({ "status": "not_met" }))]), "commitments[1].outcome", "no_reason"),
        (
            with(&[("/commitments/1/outcome", json!({ "status": "cannot_tell", "reason": null }))]),
            "commitments[1].outcome",
            "no_reason",
        ),
        (with(&[("/commitments/1/targets", json!([change(50)]))]), "commitments[1].targets[0]", "wrong_direction"),
        (with(&[("/places/0/name", json!("å".repeat(limits::LABEL_CHARS + 1)))]), "places[0].name", "too_much"),
        // Warnings.
        (with(&[("/commitments/1/actor", json!([]))]), "commitments[1].actor", "unknown_field"),
        (with(&[("/title", json!("<b>Löfte</b>"))]), "title", "markup"),
        (
            with(&[("/commitments/1/targets", json!([milestone]))]),
            "commitments[1].targets[0].reports[0].amount",
            "unused_field",
        ),
        (with(&[("/title", json!({ "en": "Promise" }))]), "title", "no_main_language"),
        (with(&[("/tips", tips_that_tell_all_but("purpose"))]), "tips.purpose", "not_told"),
        (with(&[("/commitments/1/id", json!("tips"))]), "commitments[1].id", "reserved_id"),
        (with(&[(&at("id"), json!("tips"))]), "commitments[0].targets[0].id", "reserved_id"),
        (with(&[("/focus_areas/0/id", json!("tips"))]), "focus_areas[0].id", "reserved_id"),
        (with(&[("/indicators", json!([indicator]))]), "indicators[0].id", "reserved_id"),
        (with(&[("/updated", json!("2042"))]), "updated", "far_from_period"),
        (with(&[("/source_url", json!("polisen.se/ort"))]), "source_url", "looks_like_site"),
        (with(&[("/commitments/1/text", json!("Ã–ka tryggheten"))]), "commitments[1].text", "wrong_letters"),
        (
            with(&[(&at("reports/0/date"), json!("2023-03"))]),
            "commitments[0].targets[0].reports[0].date",
            "not_counted",
        ),
        (with(&[(&at("unit/other"), json!("4 kontroller"))]), "commitments[0].targets[0].unit.other", "digit_in_unit"),
        (with(&[("/indicators", json!([scale]))]), "indicators[0].scale", "empty_scale"),
    ];
    let mut seen = vec!["not_json"];
    for (document, path, code) in &cases {
        let reading = check_value(document);
        // A reference to something unreadable is also a problem, the small document has no
        // sources, and the texts that a tip form needs are required wherever there are tips.
        let mut told = problems(&reading);
        told.retain(|(_, told)| told == code || !["dangling_id", "not_told", "no_source"].contains(told));
        assert_eq!(told, [(*path, *code)], "{document}");
        assert!(reading.promise.is_some(), "{path}");
        assert_eq!(!VALIDATOR.is_valid(document), is_refused_for_its_form(&reading), "{path} {code}");
        seen.push(code);
    }

    let sorts = [
        ProblemKind::NotJson(1, 1),
        ProblemKind::Missing,
        ProblemKind::Found,
        ProblemKind::Key,
        ProblemKind::TooMuch,
        ProblemKind::NoSuchDay,
        ProblemKind::EndsBeforeItBegins,
        ProblemKind::Duplicate,
        ProblemKind::Dangling,
        ProblemKind::Nested,
        ProblemKind::Conflict,
        ProblemKind::NoReason,
        ProblemKind::WrongDirection,
        ProblemKind::Unknown,
        ProblemKind::Markup,
        ProblemKind::Unused,
        ProblemKind::NoMainLanguage,
        ProblemKind::EmptyScale,
        ProblemKind::Advice(Advice::NotTold),
        ProblemKind::Advice(Advice::Reserved),
        ProblemKind::Advice(Advice::FarAway),
        ProblemKind::Advice(Advice::LooksLikeSite),
        ProblemKind::Advice(Advice::WrongLetters),
        ProblemKind::Advice(Advice::NotCounted),
        ProblemKind::Advice(Advice::DigitInUnit),
    ];
    for sort in sorts {
        assert!(seen.contains(&sort.code()), "no case for {}", sort.code());
    }
}

/// Everything that the GDPR requires a tip form to state, except one thing.
fn tips_that_tell_all_but(one: &str) -> Value {
    let all = ["controller", "purpose", "legal_ground", "retention", "recipients", "rights", "data_protection_contact"];
    all.into_iter().filter(|name| *name != one).map(|name| (name.to_owned(), json!("text"))).collect()
}

#[test]
fn a_form_for_tips_that_does_not_tell_what_the_law_asks_is_warned_of() {
    let of_tips = |reading: Reading| {
        let code = ProblemKind::Advice(Advice::NotTold);
        reading.problems.into_iter().filter(|problem| problem.kind == code).collect::<Vec<_>>()
    };
    assert_eq!(of_tips(check_value(&with(&[("/tips", tips_that_tell_all_but(""))]))), []);
    let silent = check_value(&with(&[("/tips", json!({ "phone": "0123-45 67 89" }))]));
    assert_eq!(silent.errors(), 0);
    assert_eq!(of_tips(silent).len(), 7);
    // A document without tips may have no form.
    assert_eq!(of_tips(check_value(&with(&[]))), []);
}

/// An address without https:// is recognised by its field name.
#[test]
fn every_field_that_holds_an_address_is_looked_at() {
    fn addresses(schema: &Value, found: &mut std::collections::BTreeSet<String>) {
        match schema {
            Value::Object(map) => {
                for (name, property) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    if property.to_string().contains("#/$defs/Link\"") {
                        found.insert(name.clone());
                    }
                }
                map.values().for_each(|value| addresses(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| addresses(value, found)),
            _ => {}
        }
    }
    let mut found = std::collections::BTreeSet::new();
    addresses(&serde_json::from_str(&schema::schema()).unwrap(), &mut found);
    assert_eq!(found, LINKS.iter().map(|name| (*name).to_owned()).collect());
}

#[test]
fn text_that_is_not_json_is_told_with_line_and_column() {
    for (text, line, column) in [("", 1, 0), ("{\n  \"id\": \n}", 3, 1), ("<!doctype html>", 1, 1), ("{}x", 1, 3)] {
        let reading = read(text);
        assert!(reading.promise.is_none());
        assert_eq!(reading.problems[0].kind, ProblemKind::NotJson(line, column), "{text}");
        assert_eq!(reading.problems[0].path, "");
    }
}

#[test]
fn json_that_is_not_an_object_gives_no_promise_but_one_problem() {
    for text in ["null", "[]", "\"löfte\"", "4", "true"] {
        let reading = read(text);
        assert!(reading.promise.is_none(), "{text}");
        assert_eq!(problems(&reading), [("", "wrong_value")], "{text}");
    }
}

#[test]
fn an_empty_object_is_still_a_promise_with_everything_missing() {
    let reading = read("{}");
    assert!(reading.promise.is_some());
    assert_eq!(
        problems(&reading).iter().map(|(path, _)| *path).collect::<Vec<_>>(),
        ["id", "title", "municipality", "period", "actors", "commitments"]
    );
}

#[test]
fn a_byte_order_mark_before_the_document_is_no_problem() {
    assert_eq!(read(&format!("\u{feff}{}", small())).problems, []);
}

#[test]
fn a_whole_number_may_be_written_with_a_decimal_point() {
    let document = with(&[("/commitments/0/targets/0/goal", json!(4.0))]);
    assert_eq!(read_value(&document).problems, []);
    assert!(VALIDATOR.is_valid(&document));
}

#[test]
fn the_checker_and_the_schema_agree_on_every_sign_in_an_address() {
    let signs = (0..0x300).chain(0x1680..0x1690).chain(0x2000..0x2070).chain(0x3000..0x3010).chain([0xfeff, 0x1f600]);
    for sign in signs.filter_map(char::from_u32) {
        for (field, value) in [
            ("/title", format!("{sign}")),
            ("/source_url", format!("a{sign}b")),
            ("/source_url", format!("https://a{sign}b")),
            ("/source_url", format!("https://a.{sign}")),
            ("/source_url", format!("//{sign}1.se/{sign}")),
            ("/source_url", format!("https://a.se{sign}1")),
            ("/tips/phone", format!("08{sign}1")),
            ("/tips/email", format!("a{sign}b@c.se")),
            ("/tips/email", format!("a@b{sign}c.se")),
            ("/updated", format!("202{sign}")),
            ("/municipality/code", format!("061{sign}")),
            ("/id", format!("a{sign}")),
            ("/lang", format!("sv-{sign}{sign}")),
        ] {
            let document = with(&[("/tips", json!({})), (field, json!(value))]);
            assert_eq!(
                is_refused_for_its_form(&read_value(&document)),
                !VALIDATOR.is_valid(&document),
                "{field} {value:?}"
            );
        }
    }
}

#[test]
fn null_is_as_good_as_nothing_for_an_optional_field_and_wrong_for_any_other() {
    for pointer in ["/lang", "/example", "/signed", "/updated", "/tips", "/commitments/0/place", "/municipality/url"] {
        let document = with(&[(pointer, json!(null))]);
        assert_eq!(read_value(&document).problems, [], "{pointer}");
        assert!(VALIDATOR.is_valid(&document), "{pointer}");
    }
    for pointer in ["/id", "/period", "/actors", "/focus_areas", "/commitments/0/targets", "/commitments/1/text/en"] {
        let document = with(&[(pointer, json!(null))]);
        assert!(is_refused_for_its_form(&read_value(&document)), "{pointer}");
        assert!(!VALIDATOR.is_valid(&document), "{pointer}");
    }
}

#[test]
fn an_unknown_field_is_a_warning_with_the_nearest_name_and_everything_is_shown() {
    for (pointer, path, nearest) in [
        ("/comitments", "comitments", Some("commitments")),
        ("/commitments/0/targets/0/gaol", "commitments[0].targets[0].gaol", Some("goal")),
        ("/commitments/0/targets/0/unti", "commitments[0].targets[0].unti", Some("unit")),
        ("/commitments/0/targets/0/reports/0/ammount", "commitments[0].targets[0].reports[0].ammount", Some("amount")),
        ("/period/until_further_notice", "period.until_further_notice", None),
        ("/färg", "färg", None),
    ] {
        let document = with(&[(pointer, json!(1))]);
        let reading = read_value(&document);
        assert_eq!(problems(&reading), [(path, "unknown_field")]);
        assert_eq!(reading.problems[0].kind, ProblemKind::Unknown);
        assert_eq!(reading.problems[0].expected, Expected::KnownField(nearest));
        assert_eq!(reading.errors(), 0);
        assert_eq!(reading.promise, read_value(&small()).promise);
        assert!(VALIDATOR.is_valid(&document), "{pointer}");
    }
}

#[test]
fn an_unknown_kind_of_target_does_not_make_its_fields_unknown() {
    let document = with(&[
        ("/commitments/0/targets/0/kind", json!("counts")),
        ("/commitments/0/targets/0/of_target", json!("antal")),
    ]);
    assert_eq!(problems(&read_value(&document)), [("commitments[0].targets[0].kind", "wrong_value")]);
}

#[test]
fn an_outcome_without_a_status_says_only_that() {
    let document = with(&[("/commitments/1/outcome", json!({ "source": { "title": "Nyhet" } }))]);
    assert_eq!(problems(&read_value(&document)), [("commitments[1].outcome.status", "missing")]);
}

#[test]
fn what_was_found_is_told_beside_what_was_expected() {
    let reading = read_value(&with(&[("/commitments/0/targets/0/goal", json!("fyra"))]));
    assert_eq!(reading.problems[0].found, Found::Text("fyra".into()));
    assert_eq!(reading.problems[0].expected, Expected::Positive);
    let reading = read_value(&with(&[("/commitments/1/place", json!("parken"))]));
    assert_eq!(reading.problems[0].found, Found::Text("parken".into()));
    assert_eq!(reading.problems[0].expected, Expected::IdIn("places"));
}

#[test]
fn a_path_counts_the_entries_that_could_not_be_read_too() {
    let document = with(&[
        ("/commitments/0", json!("inte ett löfte")),
        ("/commitments/-", json!({ "id": "tredje", "text": "Tre", "actors": [7, "okand"] })),
        (
            "/commitments/-",
            json!({ "id": "fjarde", "text": "Fyra", "targets": [
                { "id": "trasigt", "kind": "count" },
                { "id": "helt", "kind": "every", "of": "kvällar", "reports": [{}, { "date": "2024", "by": "okand" }] }
            ] }),
        ),
        ("/commitments/-", json!({ "id": "tredje", "text": { "en": "Five" } })),
    ]);
    let reading = read_value(&document);
    let beyond_form: Vec<_> = reading
        .problems
        .iter()
        .filter(|problem| !problem.kind.is_of_form())
        .map(|problem| (problem.path.as_str(), problem.kind.code()))
        .collect();
    assert_eq!(
        beyond_form,
        [
            ("commitments[4].id", "duplicate_id"),
            ("commitments[2].actors[1]", "dangling_id"),
            ("commitments[3].targets[1].reports[1].by", "dangling_id"),
            ("commitments[4].text", "no_main_language"),
        ]
    );
}

#[test]
fn what_is_beyond_a_limit_is_left_out_and_the_rest_is_shown() {
    let commitments: Vec<_> =
        (0..=limits::COMMITMENTS).map(|number| json!({ "id": format!("l-{number}"), "text": "Löfte" })).collect();
    let document = with(&[("/commitments", json!(commitments))]);
    let reading = read_value(&document);
    assert_eq!(problems(&reading), [("commitments", "too_much")]);
    assert_eq!(reading.problems[0].expected, Expected::AtMost(1000));
    assert_eq!(reading.promise.unwrap().commitments.len(), 1000);
    assert!(!VALIDATOR.is_valid(&document));

    let reports: Vec<_> = (0..=limits::LIST).map(|_| json!({ "date": "2024", "amount": 1 })).collect();
    let document = with(&[("/commitments/0/targets/0/reports", json!(reports))]);
    let reading = read_value(&document);
    assert_eq!(problems(&reading), [("commitments[0].targets[0].reports", "too_much")]);
    assert_eq!(reading.promise.unwrap().commitments[0].targets[0].reports.len(), 500);
    assert!(!VALIDATOR.is_valid(&document));

    let document = with(&[("/commitments/1/text", json!("ö".repeat(10_001)))]);
    let reading = read_value(&document);
    assert_eq!(problems(&reading), [("commitments[1].text", "too_much")]);
    let promise = reading.promise.unwrap();
    assert_eq!(promise.commitments[1].text.choose("sv", &promise.lang).text.chars().count(), 10_000);
    assert!(!VALIDATOR.is_valid(&document));
}

#[test]
fn what_is_exactly_at_a_limit_is_no_problem() {
    let commitments: Vec<_> =
        (0..limits::COMMITMENTS).map(|number| json!({ "id": format!("l-{number}"), "text": "Löfte" })).collect();
    let reports: Vec<_> = (0..limits::LIST).map(|_| json!({ "date": "2024", "amount": limits::NUMBER })).collect();
    for document in [
        with(&[("/commitments", json!(commitments))]),
        with(&[("/commitments/0/targets/0/reports", json!(reports))]),
        with(&[("/title", json!("ö".repeat(limits::TEXT_CHARS)))]),
        with(&[("/source_url", json!("ö".repeat(2048)))]),
    ] {
        let reading = read_value(&document);
        assert_eq!(reading.problems, []);
        assert!(VALIDATOR.is_valid(&document));
        look_at_everything(&reading, Day::new(2024, 6, 1).unwrap());
    }
}

#[test]
fn a_document_of_more_than_a_mebibyte_is_refused_unread() {
    let mut text = small().to_string();
    text.push_str(&" ".repeat(limits::DOCUMENT_BYTES - text.len()));
    assert_eq!(read(&text).problems, []);
    text.push(' ');
    let reading = read(&text);
    assert!(reading.promise.is_none());
    assert_eq!(problems(&reading), [("", "too_much")]);
    assert_eq!(reading.problems[0].expected, Expected::AtMost(1024 * 1024));
}

#[test]
fn lists_in_lists_a_hundred_thousand_deep_are_told_and_not_followed() {
    let reading = read(&"[".repeat(100_000));
    assert!(reading.promise.is_none());
    assert!(matches!(reading.problems[0].kind, ProblemKind::NotJson(..)));
}

#[test]
fn after_two_hundred_problems_the_rest_is_counted() {
    let many: Map<String, Value> = (0..300).map(|number| (format!("okant-{number}"), json!(1))).collect();
    let mut document = small();
    document.as_object_mut().unwrap().extend(many);
    let reading = read_value(&document);
    assert_eq!((reading.problems.len(), reading.more), (limits::PROBLEMS, 100));
}

#[test]
fn after_reading_ids_are_unique_and_a_part_always_has_a_whole_that_is_no_part() {
    let each = |commitments: Value| {
        let reading = read_value(&with(&[("/commitments", commitments)]));
        let told: Vec<_> = problems(&reading).iter().map(|(path, code)| format!("{path} {code}")).collect();
        let promise = reading.promise.unwrap();
        let found: Vec<_> = promise
            .commitments
            .iter()
            .map(|each| (each.id.as_str().to_owned(), each.part_of.as_ref().map(|whole| whole.as_str().to_owned())))
            .collect();
        (found, told)
    };
    let one = |id: &str, part_of: Option<&str>| json!({ "id": id, "text": "Löfte", "part_of": part_of });
    let is = |id: &str, part_of: Option<&str>| (id.to_owned(), part_of.map(str::to_owned));

    let (found, told) = each(json!([one("a", None), one("a", Some("a"))]));
    assert_eq!(found, [is("a", None), is("a-2", None)]);
    assert_eq!(told, ["commitments[1].id duplicate_id", "commitments[1].part_of nested_part"]);

    // A new id must not be one that is already in the document.
    let (found, told) = each(json!([one("a", None), one("a", None), one("a-2", None), one("b", Some("a"))]));
    assert_eq!(found, [is("a", None), is("a-3", None), is("a-2", None), is("b", Some("a"))]);
    assert_eq!(told, ["commitments[1].id duplicate_id"]);

    // An id taken by a focus area: the parts follow the commitment to its new id.
    let (found, told) = each(json!([one("trafik", None), one("b", Some("trafik")), one("c", Some("b"))]));
    assert_eq!(found, [is("trafik-2", None), is("b", Some("trafik-2")), is("c", None)]);
    assert_eq!(told, ["commitments[0].id duplicate_id", "commitments[2].part_of nested_part"]);

    // Only the first commitment with an id can be referred to.
    let (found, _) = each(json!([one("a", None), one("b", Some("a")), one("b", None), one("c", Some("b"))]));
    assert_eq!(found, [is("a", None), is("b", Some("a")), is("b-2", None), is("c", None)]);

    let long = "x".repeat(64);
    let (found, _) = each(json!([one(&long, None), one(&long, None)]));
    assert_eq!(found[1].0, format!("{}-2", "x".repeat(62)));
}

#[test]
fn a_target_whose_id_is_taken_is_kept_with_a_new_one_and_is_still_referred_to() {
    let every = |id: &str| json!({ "id": id, "kind": "every", "of": "kvällar" });
    let share = json!({ "id": "del", "kind": "share", "goal": 20, "of": "av dem", "of_target": "trafik" });
    let reading = read_value(&with(&[(
        "/commitments/1/targets",
        json!([every("trafik"), share, every("antal"), every("antal")]),
    )]));
    assert_eq!(
        problems(&reading),
        [
            ("commitments[1].targets[0].id", "duplicate_id"),
            ("commitments[1].targets[2].id", "duplicate_id"),
            ("commitments[1].targets[3].id", "duplicate_id"),
        ]
    );
    let promise = reading.promise.unwrap();
    let ids: Vec<_> = promise.targets().map(|target| target.id.as_str()).collect();
    assert_eq!(ids, ["antal", "trafik-2", "del", "antal-3", "antal-4"]);
    let TargetKind::Share(share) = &promise.commitments[1].targets[1].kind else { panic!() };
    assert_eq!(share.of_target.as_ref().map(|id| id.as_str()), Some("trafik-2"));
}

#[test]
fn who_is_named_twice_promises_once() {
    let lists = [
        ("/commitments/1/actors", json!(["polisen", "polisen"])),
        ("/commitments/1/partners", json!(["polisen", "polisen"])),
        ("/commitments/1/focus_areas", json!(["trafik", "trafik"])),
    ];
    let reading = read_value(&with(&lists));
    assert_eq!(reading.problems, []);
    let promise = reading.promise.unwrap();
    let commitment = &promise.commitments[1];
    assert_eq!([commitment.actors.len(), commitment.partners.len(), commitment.focus_areas.len()], [1; 3]);
}

#[test]
fn what_the_view_repeats_has_to_be_short_in_every_language() {
    let long = json!("å".repeat(limits::LABEL_CHARS + 1));
    let source = json!({ "title": long });
    let unit = json!({ "one": long, "other": "många" });
    let indicator = json!({ "id": "trygga", "label": long, "unit": long, "better": "higher", "series": [
        { "area": { "kind": "place", "name": long }, "source": source }
    ] });
    let t = "/commitments/0/targets/0";
    let told = |path: &str| (path.to_owned(), "too_much");
    for (pointer, value, paths) in [
        ("/actors/0/name".to_owned(), long.clone(), vec!["actors[0].name"]),
        ("/actors/0/name".to_owned(), json!({ "sv": "Polisen", "en": long }), vec!["actors[0].name.en"]),
        ("/places/0/name".to_owned(), long.clone(), vec!["places[0].name"]),
        ("/focus_areas/0/title".to_owned(), long.clone(), vec!["focus_areas[0].title"]),
        (
            "/tips".to_owned(),
            {
                let mut tips = tips_that_tell_all_but("");
                tips["categories"] = json!([{ "id": "hastar", "label": long }]);
                tips
            },
            vec!["tips.categories[0].label"],
        ),
        (
            "/indicators".to_owned(),
            json!([indicator]),
            vec![
                "indicators[0].label",
                "indicators[0].unit",
                "indicators[0].series[0].area.name",
                "indicators[0].series[0].source.title",
            ],
        ),
        (format!("{t}/unit"), unit.clone(), vec!["commitments[0].targets[0].unit.one"]),
        (format!("{t}/reports/0/unit"), unit, vec!["commitments[0].targets[0].reports[0].unit.one"]),
        (format!("{t}/reports/0/source"), source.clone(), vec!["commitments[0].targets[0].reports[0].source.title"]),
        (
            format!("{t}/outcome"),
            json!({ "status": "met", "source": source }),
            vec!["commitments[0].targets[0].outcome.source.title"],
        ),
        (
            "/commitments/1/outcome".to_owned(),
            json!({ "status": "met", "source": source }),
            vec!["commitments[1].outcome.source.title"],
        ),
    ] {
        let document = with(&[(&pointer, value)]);
        let reading = read_value(&document);
        let found: Vec<_> =
            reading.problems.iter().map(|problem| (problem.path.clone(), problem.kind.code())).collect();
        assert_eq!(found, paths.into_iter().map(told).collect::<Vec<_>>(), "{pointer}");
        assert_eq!(reading.problems[0].expected, Expected::AtMost(300));
        assert!(!VALIDATOR.is_valid(&document), "{pointer}");
    }

    let promise = read_value(&with(&[("/actors/0/name", long)])).promise.unwrap();
    assert_eq!(promise.actors[0].name.choose("sv", &promise.lang).text, "å".repeat(300));
    let exactly = with(&[("/actors/0/name", json!("å".repeat(300)))]);
    assert_eq!(read_value(&exactly).problems, []);
}

#[test]
fn what_is_too_much_in_the_whole_document_is_left_out_and_told_once() {
    let reports: Vec<_> = (0..400).map(|_| json!({ "date": "2024" })).collect();
    let commitments: Vec<_> =
        (0..15).map(|number| json!({ "id": format!("l-{number}"), "text": "Löfte", "reports": reports })).collect();
    let document = with(&[("/commitments", json!(commitments))]);
    let reading = read_value(&document);
    assert_eq!(problems(&reading), [("commitments[12].reports", "too_much_here")]);
    assert_eq!(reading.problems[0].expected, Expected::AtMost(5000));
    assert_eq!(reading.promise.unwrap().reports().count(), 5000);
    assert!(VALIDATOR.is_valid(&document));

    let targets = |of: usize| -> Vec<Value> {
        (0..450).map(|number| json!({ "id": format!("m-{of}-{number}"), "kind": "every", "of": "x" })).collect()
    };
    let commitments: Vec<_> = (0..5)
        .map(|number| json!({ "id": format!("l-{number}"), "text": "Löfte", "targets": targets(number) }))
        .collect();
    let reading = read_value(&with(&[("/commitments", json!(commitments))]));
    assert_eq!(problems(&reading), [("commitments[4].targets", "too_much_here")]);
    assert_eq!(reading.promise.unwrap().targets().count(), 2000);

    let values: Vec<_> = (0..400).map(|_| json!({ "year": 2024, "value": 1 })).collect();
    let series: Vec<_> = (0..6)
        .map(|_| json!({ "area": { "kind": "place", "name": "Ort" }, "source": { "title": "SCB" }, "values": values }))
        .collect();
    let indicator = |id: &str, series: &[Value]| json!({ "id": id, "label": "Trygga", "unit": "procent", "better": "higher", "series": series });
    let reading = read_value(&with(&[("/indicators", json!([indicator("a", &series[..5]), indicator("b", &series)]))]));
    assert_eq!(problems(&reading), [("indicators[1].series[5].values", "too_much_here")]);
    let promise = reading.promise.unwrap();
    let counts = promise.indicators.iter().map(|each| each.series.iter().map(|each| each.values.len()).sum::<usize>());
    assert_eq!(counts.collect::<Vec<_>>(), [2000, 2000]);
}

#[test]
fn an_outcome_that_disappoints_without_a_reason_is_not_used() {
    for (outcome, used) in [
        (json!({ "status": "not_met" }), false),
        (json!({ "status": "discontinued", "reason": null }), false),
        (json!({ "status": "partly_met", "reason": "Pandemin" }), true),
        (json!({ "status": "met" }), true),
    ] {
        let reading = read_value(&with(&[("/commitments/1/outcome", outcome.clone())]));
        assert_eq!(reading.errors(), usize::from(!used), "{outcome}");
        assert_eq!(reading.promise.unwrap().commitments[1].outcome.is_some(), used, "{outcome}");
    }
}

#[test]
fn references_by_the_ten_thousand_are_read_and_grouped_as_told() {
    // Every commitment names every actor, in reverse and twice: as much as fits.
    let actors: Vec<_> =
        (0..500).map(|number| json!({ "id": format!("a{number}"), "kind": "other", "name": "A" })).collect();
    let names: Vec<_> = (0..500).rev().map(|number| format!("a{}", number % 250)).collect();
    let commitments: Vec<_> =
        (0..200).map(|number| json!({ "id": "samma", "text": "x", "actors": names[..500 - number % 2] })).collect();
    let reading = read_value(&with(&[("/actors", json!(actors)), ("/commitments", json!(commitments))]));
    assert_eq!(reading.errors(), 199);
    let promise = reading.promise.unwrap();
    assert_eq!(promise.commitments[199].id.as_str(), "samma-200");
    let groups = groups(&promise);
    let [group] = groups.as_slice() else { panic!() };
    let By::Together(together) = &group.by else { panic!() };
    assert_eq!((together.len(), together[0].id.as_str(), group.commitments.len()), (250, "a0", 200));
}

/// Almost valid values, at the edges where a checker and a schema may disagree.
fn edgy_value() -> impl Strategy<Value = Value> {
    let words = [
        "",
        " ",
        "\t\n",
        "\u{feff}",
        "\u{85}",
        "\u{a0}",
        "\u{200b}",
        "\u{3000}",
        "a",
        "Å",
        "ö",
        "a-b",
        "a_b",
        "-",
        "sv",
        "SV",
        "sv-FI",
        "count",
        "rate",
        "every",
        "share",
        "change",
        "milestone",
        "exact",
        "at_least",
        "week",
        "begun",
        "done",
        "met",
        "partly_met",
        "not_met",
        "police",
        "other",
        "higher",
        "region",
        "increase",
        "2024",
        "2024-02",
        "2024-13",
        "2024-00",
        "2024-00-10",
        "2024-02-30",
        "2024-02-00",
        "2024-99",
        "2024-2-1",
        "0000",
        "0000-01-01",
        "0001",
        "２０２４",
        "2024\n",
        "0617",
        "617",
        "٠٦١٧",
        "https://example.se",
        "HTTP://x",
        "https://",
        "https:",
        "javascript:alert(1)",
        "java\nscript:1",
        "a:b",
        "/a:b",
        "?a:b",
        "#",
        "//x",
        "//",
        "///x",
        "https://[",
        "https://a:99999/",
        "https://a:65535?b",
        "https://å.se#x",
        "https://1.2.3.4",
        "https://1.2.3.04",
        "https://a.4",
        "https://a@b.se",
        "a\\b",
        "a b",
        "a\u{2003}b",
        "a\u{85}b",
        "a\u{feff}b",
        "mailto:a@b.se",
        "112",
        "+46 8-123",
        "(08) 1",
        "1",
        "08+1",
        "12345678901234567",
        "a@b.se",
        "å@ä.se",
        "a@b",
        "a@@b.se",
        "a@b..se",
        "a\u{345}@b.se",
        "²@b.se",
        "a b@c.se",
        "a\u{feff}@b.se",
        "a\u{3000}@b.se",
        "☃@b.se",
        "a/b@c.se",
        "a@b.c_+'",
        "a@b`.se",
        ".@b.se",
    ];
    prop_oneof![
        3 => proptest::sample::select(words.to_vec()).prop_map(|word| json!(word)),
        1 => ".{0,8}".prop_map(|text| json!(text)),
        1 => proptest::sample::select(vec![
            json!(null), json!(true), json!([]), json!({}), json!([null]), json!([""]), json!({ "sv": "x" }),
            json!({ "SV": "x" }), json!({ "sv": null }), json!({ "date": "2024" }), json!({ "one": "a", "other": "b" }),
            json!({ "min": 0, "max": 6.5 }), json!({ "from": "2024" }),
        ]),
        1 => proptest::sample::select(vec![
            json!(0), json!(1), json!(-1), json!(4.0), json!(4.5), json!(-0.0), json!(100), json!(100.5), json!(120),
            json!(121), json!(1899), json!(2024), json!(2200), json!(2201), json!(1_000_000_000), json!(1_000_000_001),
            json!(1_000_000_000.5), json!(-1_000_000_000), json!(-1_000_000_001), json!(1e300), json!(u64::MAX),
            json!(i64::MIN),
        ]),
        1 => (0..4_usize).prop_map(|over| json!("å".repeat([2048, 2049, 10_000, 10_001][over]))),
    ]
}

#[derive(Clone, Debug)]
enum Mutation {
    /// Remove the value from its object or list.
    Drop,
    /// Replace the value.
    Replace(Value),
    /// Rename its field.
    Rename(String),
    /// Repeat it in its list until there are this many.
    Repeat(usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        2 => Just(Mutation::Drop),
        6 => edgy_value().prop_map(Mutation::Replace),
        1 => "[a-zA-Z_-]{0,5}".prop_map(Mutation::Rename),
        1 => proptest::sample::select(vec![2, 500, 501, 1001]).prop_map(Mutation::Repeat),
    ]
}

fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, child)| (index.to_string(), child)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let pointer = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(child, &pointer, all);
        all.push(pointer);
    }
}

fn mutate(document: &mut Value, which: prop::sample::Index, mutation: &Mutation) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = which.get(&all);
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(parent).unwrap(), mutation) {
        (Value::Object(map), Mutation::Drop) => {
            map.remove(&key);
        }
        (Value::Object(map), Mutation::Replace(value)) => {
            map.insert(key, value.clone());
        }
        (Value::Object(map), Mutation::Rename(name)) => {
            let value = map.remove(&key).unwrap();
            map.insert(name.clone(), value);
        }
        (Value::Array(list), Mutation::Drop) => {
            list.remove(key.parse().unwrap());
        }
        (Value::Array(list), Mutation::Replace(value)) => list[key.parse::<usize>().unwrap()] = value.clone(),
        (Value::Array(list), Mutation::Repeat(count)) => {
            let value = list[key.parse::<usize>().unwrap()].clone();
            // Only small values, or the document would exceed its own limit.
            if value.to_string().len() < 300 && list.len() < *count {
                list.resize(*count, value);
            }
        }
        _ => {}
    }
}

fn any_day() -> impl Strategy<Value = Day> {
    prop_oneof![(2015_u16..2032, 1_u8..=12, 1_u8..=31), (1_u16..=9999, 1_u8..=12, 1_u8..=31),]
        .prop_filter_map("a day that exists", |(year, month, day)| Day::new(year, month, day))
}

fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        4 => proptest::sample::select(vec![
            "id", "lang", "title", "municipality", "period", "from", "to", "actors", "commitments", "targets", "kind",
            "goal", "unit", "one", "other", "per", "of", "total", "of_target", "direction", "baseline", "value",
            "reports", "date", "amount", "state", "conflicts_with", "report", "outcome", "status", "reason", "text",
            "focus_areas", "places", "place", "part_of", "indicators", "series", "values", "year", "area", "name",
            "follow_up", "stale_after_months", "tips", "categories", "label", "sv", "en",
        ]).prop_map(str::to_owned),
        1 => ".{0,6}",
    ];
    edgy_value().prop_recursive(6, 120, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec((key.clone(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn cases(count: u32) -> ProptestConfig {
    ProptestConfig { cases: count, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn the_checker_and_the_schema_refuse_the_same_broken_documents(
        document in any::<prop::sample::Index>(),
        mutations in proptest::collection::vec((any::<prop::sample::Index>(), mutation()), 1..4),
        today in any_day(),
    ) {
        let (_, mut document) = document.get(&DOCUMENTS).clone();
        for (which, mutation) in &mutations {
            mutate(&mut document, *which, mutation);
        }
        let text = document.to_string();
        prop_assume!(text.len() <= limits::DOCUMENT_BYTES);
        let reading = read(&text);
        prop_assert_eq!(
            is_refused_for_its_form(&reading),
            !VALIDATOR.is_valid(&document),
            "{:#?} {:?}",
            reading.problems,
            VALIDATOR.iter_errors(&document).map(|error| error.to_string()).collect::<Vec<_>>()
        );
        look_at_everything(&reading, today);
    }

    #[test]
    fn no_json_whatever_makes_the_reader_or_the_rules_panic(value in any_json(), today in any_day()) {
        let reading = read_value(&value);
        prop_assert_eq!(is_refused_for_its_form(&reading), !VALIDATOR.is_valid(&value));
        look_at_everything(&reading, today);
    }

    #[test]
    fn no_text_whatever_makes_the_reader_panic(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        read(&text);
        let whole = small().to_string();
        let cut: String = whole.chars().take(cut.index(whole.chars().count())).collect();
        read(&cut);
    }

    #[test]
    fn the_rules_hold_on_any_day_for_every_published_document(
        document in any::<prop::sample::Index>(),
        today in any_day(),
    ) {
        let (_, document) = document.get(&DOCUMENTS);
        look_at_everything(&read_value(document), today);
    }
}
