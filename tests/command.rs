//! The commands, run as editors, operators and tip readers run them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod server;

use serde_json::{Value, json};
use server::{Server, lofte};
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

fn good() -> Value {
    json!({
        "id": "olofstrom-2024",
        "title": "Medborgarlöfte 2024",
        "municipality": { "name": "Olofströms kommun", "code": "1060" },
        "period": { "from": "2024", "to": "2024" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": [{
            "id": "a-traktorer",
            "text": "4 st riktade insatser",
            "actors": ["polisen"],
            "targets": [{
                "id": "insatser", "kind": "count", "goal": 4,
                "unit": { "one": "riktad insats", "other": "riktade insatser" }
            }]
        }]
    })
}

/// A folder with files in which the tool is run.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, text: &[u8]) {
        std::fs::write(self.0.path().join(name), text).unwrap();
    }

    fn document(&self, name: &str, document: &Value) {
        self.put(name, document.to_string().as_bytes());
    }

    fn lofte(&self, arguments: &[&str]) -> Output {
        lofte().args(arguments).current_dir(self.0.path()).output().unwrap()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_document_without_problems_is_told_in_one_line() {
    let desk = Desk::new();
    desk.document("a.json", &good());
    let checked = desk.lofte(&["check", "a.json"]);
    assert_eq!((out(&checked).as_str(), checked.status.code()), ("1 fil: 0 fel, 0 varningar\n", Some(0)));
}

#[test]
fn every_problem_of_every_file_is_told_with_its_place() {
    let desk = Desk::new();
    let mut wrong = good();
    wrong["commitments"][0]["targets"][0]["goal"] = json!("fyra");
    wrong["commitments"][0]["actors"] = json!(["polis"]);
    wrong["focusareas"] = json!([]);
    desk.document("a.json", &wrong);
    desk.document("b.json", &good());
    desk.put("c.json", b"{\n  \"id\": }");
    let checked = desk.lofte(&["check", "a.json", "b.json", "c.json"]);
    assert_eq!(
        out(&checked).lines().collect::<Vec<_>>(),
        [
            "a.json: fel: åtagande 1, `a-traktorer` (”4 st riktade insatser”), mål 1, `insatser`, `goal`: här står \"fyra\", men det ska vara ett heltal från 1 [commitments[0].targets[0].goal]",
            "a.json: varning: `focusareas`: okänt fält, menade du \"focus_areas\"?",
            "a.json: fel: åtagande 1, `a-traktorer` (”4 st riktade insatser”), aktör 1: här står \"polis\", som inte finns i actors. Menade du \"polisen\"? [commitments[0].actors[0]]",
            "c.json: fel: dokumentet: rad 2, kolumn 9: fältet saknar värde efter kolonet",
            "3 filer: 3 fel, 1 varning",
        ]
    );
    assert_eq!(checked.status.code(), Some(1));
}

#[test]
fn a_commitment_that_goes_on_with_one_that_is_not_there_is_warned_of() {
    let desk = Desk::new();
    std::fs::create_dir(desk.0.path().join("old")).unwrap();
    desk.document("old/2024.json", &good());
    let mut new = good();
    for (document, id, warned) in [
        ("old/2024.json", "a-traktorer", false),
        ("./old/../old/2024.json#a", "a-traktor", true),
        ("https://example.se/2024.json", "a-traktor", true),
        // Another file, which is not checked here.
        ("2024.json", "a-traktor", false),
    ] {
        new["commitments"][0]["continues"] = json!({ "document": document, "id": id });
        desk.document("new.json", &new);
        let checked = desk.lofte(&["check", "old/2024.json", "new.json"]);
        let expected = match warned {
            true => {
                "new.json: varning: åtagande 1, `a-traktorer` (”4 st riktade insatser”), `continues.id`: det andra \
                dokumentet har inget åtagande med id \"a-traktor\". Länken till det tidigare löftet leder ingenstans \
                [commitments[0].continues.id]\n2 filer: 0 fel, 1 varning\n"
            }
            false => "2 filer: 0 fel, 0 varningar\n",
        };
        assert_eq!(out(&checked), expected, "{document}");
    }
}

#[test]
fn a_file_in_another_encoding_is_told_which() {
    let desk = Desk::new();
    let text = "{\n  \"title\": \"Medborgarlöfte\"\n}";
    desk.put("latin.json", &text.chars().map(|sign| sign as u8).collect::<Vec<_>>());
    desk.put("wide.json", &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    for command in ["check", "check-texts"] {
        let told = out(&desk.lofte(&[command, "latin.json", "wide.json"]));
        assert!(told.contains("ser ut att vara Windows-1252 eller Latin-1 (i Anteckningar ”ANSI”) (rad 2)"), "{told}");
        assert!(told.contains("ser ut att vara UTF-16 (i Anteckningar ”Unicode”). Öppna filen"), "{told}");
    }
}

/// Every JSON block in the editor's guide, embedded in a document if it is only part of one.
fn examples() -> Vec<Value> {
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editor.md")).unwrap();
    let blocks = guide.split("```json\n").skip(1).map(|block| block.split("```").next().unwrap());
    blocks
        .map(|block| {
            let part: Value = serde_json::from_str(block).unwrap_or_else(|error| panic!("{error}: {block}"));
            if part.get("commitments").is_some() {
                return part;
            }
            let mut document = good();
            document["period"] = json!({ "from": "2026", "to": "2026" });
            document["actors"] = json!([
                { "id": "polisen", "kind": "police", "name": "Polisen" },
                { "id": "kommunen", "kind": "municipality", "name": "Kommunen" }
            ]);
            match (part.get("text"), part.get("series")) {
                (Some(_), _) => document["commitments"] = json!([part]),
                (_, Some(_)) => document["indicators"] = json!([part]),
                _ => document["tips"] = part,
            }
            document
        })
        .collect()
}

#[test]
fn every_example_in_the_editors_guide_passes_the_check() {
    let desk = Desk::new();
    let examples = examples();
    assert!(examples.len() >= 6, "only {} examples were found", examples.len());
    let names: Vec<String> = (0..examples.len()).map(|number| format!("{number}.json")).collect();
    names.iter().zip(&examples).for_each(|(name, example)| desk.document(name, example));
    let files = names.iter().map(String::as_str);
    let checked = desk.lofte(&["check"].into_iter().chain(files).collect::<Vec<_>>());
    assert_eq!(out(&checked), format!("{} filer: 0 fel, 0 varningar\n", examples.len()));
}

#[test]
fn editors_get_help_and_mistakes_in_swedish() {
    let desk = Desk::new();
    for (arguments, expected) in [
        (
            vec!["check"],
            "fel: ange vilken fil som ska kontrolleras\n\nSkriv så här: lofte check [--json] FIL…\nMer hjälp: lofte check --help\n",
        ),
        (
            vec!["check", "--jsn", "a.json"],
            "fel: --jsn finns inte, menade du --json?\n\nSkriv så här: lofte check [--json] FIL…\nMer hjälp: lofte check --help\n",
        ),
        (
            vec!["texts", "fi", "en"],
            "fel: en kan inte stå här\n\nSkriv så här: lofte texts [SPRÅK]\nMer hjälp: lofte texts --help\n",
        ),
        (
            vec!["schema", "a.json"],
            "fel: a.json kan inte stå här\n\nSkriv så här: lofte schema\nMer hjälp: lofte schema --help\n",
        ),
        (
            vec!["chek", "a.json"],
            "fel: kommandot chek finns inte, menade du check?\n\nKommandon för redaktörer: check, check-texts, texts, schema\nMer hjälp: lofte --help\n",
        ),
        (
            vec!["kontrollera"],
            "fel: kommandot kontrollera finns inte\n\nKommandon för redaktörer: check, check-texts, texts, schema\nMer hjälp: lofte --help\n",
        ),
    ] {
        let refused = desk.lofte(&arguments);
        assert_eq!((complaint(&refused).as_str(), refused.status.code()), (expected, Some(2)), "{arguments:?}");
    }
    for command in ["check", "check-texts", "texts", "schema"] {
        let help = desk.lofte(&[command, "--help"]);
        let text = out(&help);
        assert_eq!(help.status.code(), Some(0));
        assert!(text.contains("Skriv så här: lofte ") && text.contains("-h, --help  Visa den här hjälpen"), "{text}");
        for english in ["Usage", "Options", "Arguments", "Print", "default", "FILE", "Exit"] {
            assert!(!text.contains(english), "{english} in {text}");
        }
    }
    // Operators get English.
    assert!(complaint(&desk.lofte(&["serve", "--por"])).contains("unexpected argument"));
    assert!(complaint(&desk.lofte(&["tips", "lst"])).contains("unrecognized subcommand"));
    // The list of commands is for both.
    let help = out(&desk.lofte(&["--help"]));
    assert!(help.contains("följer upp medborgarlöften") && help.contains("in English: lofte serve --help"), "{help}");
}

#[test]
fn warnings_alone_do_not_fail_the_check() {
    let desk = Desk::new();
    let mut warned = good();
    warned["title"] = json!("<b>Medborgarlöfte</b>");
    desk.document("a.json", &warned);
    let checked = desk.lofte(&["check", "a.json"]);
    assert!(out(&checked).ends_with("1 fil: 0 fel, 1 varning\n"), "{}", out(&checked));
    assert_eq!(checked.status.code(), Some(0));
}

#[test]
fn a_file_that_cannot_be_read_has_an_exit_code_of_its_own_and_the_others_are_still_checked() {
    let desk = Desk::new();
    desk.put("a.json", b"[]");
    desk.put("b.json", b"{\"id\": \"\xff\"}");
    std::fs::create_dir(desk.0.path().join("d")).unwrap();
    let checked = desk.lofte(&["check", "a.json", "b.json", "c.json", "d"]);
    assert_eq!(
        out(&checked).lines().collect::<Vec<_>>(),
        [
            "a.json: fel: dokumentet: här står en lista, men det ska vara ett objekt { … }",
            "b.json: fel: filen går inte att läsa: den är inte sparad som UTF-8 utan ser ut att vara Windows-1252 eller Latin-1 (i Anteckningar ”ANSI”) (rad 1). Öppna filen där den skrevs, välj Spara som och kodningen UTF-8",
            "c.json: fel: filen går inte att läsa: den finns inte",
            "d: fel: filen går inte att läsa: det är en mapp",
            "4 filer: 1 fel, 0 varningar, 3 gick inte att läsa",
        ]
    );
    assert_eq!(checked.status.code(), Some(2));
}

#[test]
fn more_problems_than_are_kept_are_counted_and_fail_the_check() {
    let desk = Desk::new();
    let mut wrong = good();
    let fields = wrong.as_object_mut().unwrap();
    for number in 0..205 {
        fields.insert(format!("x{number}xxxxxxxxxxxxxxxx"), json!(1));
    }
    desk.document("a.json", &wrong);
    let checked = desk.lofte(&["check", "a.json"]);
    let text = out(&checked);
    assert!(text.contains("a.json: fel: ytterligare 5 visas inte\n"), "{text}");
    assert!(text.ends_with("1 fil: 5 fel, 200 varningar\n"), "{text}");
    assert_eq!(checked.status.code(), Some(1));
}

#[test]
fn machines_get_the_same_with_stable_codes() {
    let desk = Desk::new();
    let mut wrong = good();
    wrong["period"] = json!({ "from": "2024-02-30" });
    wrong["titel"] = json!(1);
    desk.document("a.json", &wrong);
    let checked = desk.lofte(&["check", "--json", "a.json", "b.json"]);
    let told: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let problems = told[0]["problems"].as_array().unwrap();
    let date = "ett datum som 2024, 2024-05 eller 2024-05-07";
    let no_such_day = json!({
        "code": "no_such_day",
        "path": "period.from",
        "severity": "error",
        "found": "\"2024-02-30\"",
        "expected": date,
        "message": "`period.from`: här står \"2024-02-30\", men den dagen finns inte i kalendern"
    });
    assert!(problems.contains(&no_such_day), "{told:#}");
    assert!(problems.iter().any(|problem| problem["code"] == "unknown_field" && problem["severity"] == "warning"));
    assert_eq!(told[1]["unreadable"], "den finns inte");
    assert_eq!(checked.status.code(), Some(2));
}

#[test]
fn a_file_of_texts_is_checked_like_a_promise() {
    let desk = Desk::new();
    desk.put("good.json", r#"{ "sv": { "tip.heading": "Tipsa oss" }, "en": { "tip.heading": "Tell us" } }"#.as_bytes());
    desk.put("bad.json", r#"{ "en": { "tip.phone": "Call", "tip.sned": "Send" }, "svenska": {} }"#.as_bytes());
    desk.put("flat.json", r#"{ "tip.send": "Send" }"#.as_bytes());
    let checked = desk.lofte(&["check-texts", "good.json"]);
    assert_eq!((out(&checked).as_str(), checked.status.code()), ("1 fil: 0 fel, 0 varningar\n", Some(0)));
    let checked = desk.lofte(&["check-texts", "bad.json", "flat.json", "none.json"]);
    assert_eq!(
        out(&checked).lines().collect::<Vec<_>>(),
        [
            "bad.json: fel: en: tip.phone: {phone} saknas. Texten ska ha {phone}",
            "bad.json: varning: en: tip.sned: okänd text, menade du \"tip.send\"?",
            "bad.json: fel: svenska: ingen språkkod. Skriv till exempel sv, en eller fi",
            "flat.json: fel: filen: texterna står utan språk. Lägg dem under språkets beteckning: { \"fi\": { \"tip.send\": \"…\" } }",
            "none.json: fel: filen går inte att läsa: den finns inte",
            "3 filer: 3 fel, 1 varning, 1 gick inte att läsa",
        ]
    );
    assert_eq!(checked.status.code(), Some(2));
    assert_eq!(desk.lofte(&["check-texts", "bad.json"]).status.code(), Some(1));
    let told: Value = serde_json::from_slice(&desk.lofte(&["check-texts", "--json", "bad.json"]).stdout).unwrap();
    assert_eq!(told[0]["missing"], json!({ "en": 0 }));
    assert_eq!(
        told[0]["problems"][0],
        json!({
            "code": "missing_place", "language": "en", "key": "tip.phone", "severity": "error",
            "message": "en: tip.phone: {phone} saknas. Texten ska ha {phone}"
        })
    );
}

#[test]
fn a_translation_begins_with_a_file_that_the_check_knows() {
    let desk = Desk::new();
    desk.put("fi.json", &desk.lofte(&["texts", "fi"]).stdout);
    let checked = desk.lofte(&["check-texts", "fi.json"]);
    assert_eq!(checked.status.code(), Some(0), "{}", out(&checked));
    assert!(out(&checked).contains("fi: tip.send: är på svenska. Här behövs en översättning"));
    desk.put("few.json", br#"{ "fi": { "tip.send": "x" } }"#);
    let checked = out(&desk.lofte(&["check-texts", "few.json"]));
    assert!(
        checked.contains("few.json: varning: fi: tip.close: saknas och visas på svenska. Här behövs en översättning\n")
    );
    assert!(checked.contains(" texter saknas och visas på svenska\n"), "{checked}");
    let wrong = desk.lofte(&["texts", "suomi"]);
    assert_eq!(complaint(&wrong), "fel: ett språk skrivs som sv, en eller fi\n");
    assert_eq!(wrong.status.code(), Some(1));
}

#[test]
fn the_schema_is_printed_as_it_is_made_from_the_types() {
    let printed = lofte().arg("schema").output().unwrap();
    assert!(printed.status.success());
    assert_eq!(out(&printed), medborgarlofte::promise::schema::schema());
    serde_json::from_slice::<Value>(&printed.stdout).unwrap();
}

async fn keep(server: &Server, key: &str, tip: &Value) -> (String, String) {
    let request = reqwest::Client::new().post(server.url("/api/tips")).header("Idempotency-Key", key).json(tip);
    let receipt: Value = request.send().await.unwrap().json().await.unwrap();
    let field = |name: &str| receipt[name].as_str().unwrap().to_owned();
    (field("reference"), field("received_at"))
}

#[tokio::test]
async fn tips_are_listed_with_the_newest_last_and_shown_whole() {
    let server = Server::start();
    let lamp = json!({ "what": "Lampan vid stationen är trasig.\nDen har varit det länge." });
    let shelter = json!({
        "about": { "kind": "category", "id": "vandalism", "label": "Skadegörelse" },
        "what": "Någon har slagit sönder busskuren vid torget i natt, och glaset ligger kvar på marken.",
        "where": "Torget",
        "recurs": "no",
        "contact": { "email": "kim@example.se" }
    });
    let (first, first_at) = keep(&server, "test-key-00000001", &lamp).await;
    let (second, second_at) = keep(&server, "test-key-00000002", &shelter).await;
    assert_eq!(
        out(&server.tips(&["list"])).lines().collect::<Vec<_>>(),
        [
            format!("{first}  {first_at}  utan ämne  Lampan vid stationen är trasig.…"),
            format!(
                "{second}  {second_at}  Skadegörelse  Någon har slagit sönder busskuren vid torget i natt, och gla…"
            ),
        ]
    );
    let listed: Value = serde_json::from_slice(&server.tips(&["list", "--json"]).stdout).unwrap();
    assert_eq!(listed[0]["reference"], first.as_str());
    assert_eq!(listed[1]["tip"], shelter);

    // As somebody might say it on the phone.
    for written in [second.clone(), second.to_lowercase(), second.replace('-', " "), second.replace('-', "")] {
        assert_eq!(
            out(&server.tips(&["show", &written])).lines().collect::<Vec<_>>(),
            [
                &format!("Referens: {second}"),
                &format!("Inkom (UTC): {second_at}"),
                "Ämne: Skadegörelse",
                "Vad: Någon har slagit sönder busskuren vid torget i natt, och glaset ligger kvar på marken.",
                "Var: Torget",
                "Har det hänt flera gånger: nej",
                "Mejl: kim@example.se",
            ]
        );
    }
    let shown = out(&server.tips(&["show", &first]));
    assert!(shown.ends_with("Vad: Lampan vid stationen är trasig.\n    Den har varit det länge.\n"), "{shown}");
}

/// A terminal obeys control characters, and reverses text at direction characters.
#[tokio::test]
async fn nothing_in_a_tip_can_alter_the_terminal_that_shows_it() {
    use sqlx::{Connection, Executor};
    let server = Server::start();
    let (reference, at) = keep(&server, "test-key-00000001", &json!({ "what": "Lampan vid stationen" })).await;
    // Written directly to the database: the inbox drops most of these, but an older version may have kept them.
    let text = "en\u{1b}[2Jtvå\r\u{7}\u{7f}tre\u{9b}31m\tfyra\nfem\u{202a}\u{202e}\u{2069}\u{2028}";
    let tip = json!({ "what": text, "about": { "label": text }, "where": text, "contact": { "name": text } });
    let mut other = sqlx::SqliteConnection::connect(&format!("sqlite://{}", server.database.display())).await.unwrap();
    other.execute(sqlx::query("UPDATE tips SET tip = ?").bind(tip.to_string())).await.unwrap();
    for arguments in [&["list"] as &[_], &["show", &reference], &["list", "--json"], &["show", &reference, "--json"]] {
        let told = out(&server.tips(arguments));
        let obeyed = |one: char| one.is_control() && !matches!(one, '\n' | '\t');
        let turns = |one| matches!(one, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!told.contains(|one| obeyed(one) || turns(one)), "{arguments:?}: {told:?}");
        assert!(told.contains("en\\u001b[2Jtvå\\"), "{arguments:?}: {told:?}");
    }
    let shown = "en\\u001b[2Jtvå\\u000d\\u0007\\u007ftre\\u009b31m fyra";
    let about = "fem\\u202a\\u202e\\u2069\\u2028";
    assert_eq!(out(&server.tips(&["list"])), format!("{reference}  {at}  {shown} {about}  {shown}…\n"));
    let listed: Value = serde_json::from_slice(&server.tips(&["list", "--json"]).stdout).unwrap();
    assert_eq!(listed[0]["tip"], tip);
}

#[test]
fn a_tip_that_is_not_there_is_told_so() {
    let server = Server::start();
    for (written, told) in [
        ("0000-0000", "fel: det finns inget tips med referensen 0000-0000\n"),
        ("x", "fel: en referens är åtta tecken, till exempel K7QM-3XHT\n"),
    ] {
        let shown = server.tips(&["show", written]);
        assert_eq!((complaint(&shown).as_str(), shown.status.code()), (told, Some(1)));
        assert_eq!(out(&shown), "");
    }
    assert_eq!(out(&server.tips(&["list"])), "Inga tips har kommit in.\n");
}

#[test]
fn tips_that_cannot_be_read_are_told_so_and_no_file_is_made() {
    let desk = Desk::new();
    desk.put("broken.sqlite", "this is no database".repeat(100).as_bytes());
    for (file, told) in [
        ("none.sqlite", "fel: tipsen går inte att läsa: filen none.sqlite finns inte\n"),
        ("broken.sqlite", "fel: tipsen går inte att läsa. Teknisk orsak: "),
    ] {
        for command in [vec!["tips", "list"], vec!["tips", "show", "K7QM-3XHT"]] {
            let read = desk.lofte(&[command.as_slice(), &["--database", file]].concat());
            assert!(complaint(&read).starts_with(told), "{}", complaint(&read));
            assert_eq!(read.status.code(), Some(2), "{file}");
        }
    }
    assert!(!desk.0.path().join("none.sqlite").exists());
}

#[test]
fn a_server_that_cannot_start_says_what_to_do() {
    let desk = Desk::new();
    std::fs::create_dir(desk.0.path().join("dist")).unwrap();
    desk.put("file", b"");
    let taken = Server::start();
    for (arguments, told) in [
        (["--dir", "none"], "build the widget first, or name its folder with --dir or LOFTE_DIR"),
        (["--dir", "file"], "build the widget first"),
        (["--database", "dist/tips.sqlite"], "choose another place with --database"),
        (["--database", "dist/data/tips.sqlite"], "choose another place with --database"),
        (["--database", "dist"], "choose another place with --database"),
        (["--database", "file/tips.sqlite"], "cannot create the folder file"),
        (["--listen", taken.host()], "choose another address with --listen or LOFTE_LISTEN"),
    ] {
        let started = desk.lofte(&[["serve"].as_slice(), &arguments].concat());
        assert_eq!(started.status.code(), Some(1), "{arguments:?}");
        assert!(complaint(&started).contains(told), "{arguments:?}: {}", complaint(&started));
    }
}

#[test]
fn settings_that_make_no_sense_are_refused_with_a_reason() {
    for (arguments, told) in [
        (["--allow-origin", "*"], "an asterisk would let pages of unknown sites send tips"),
        (["--allow-origin", "https://a.se,*"], "an asterisk would let pages of unknown sites send tips"),
        (["--allow-origin", "www.osby.se"], "write scheme and host"),
        (["--listen", "8080"], "invalid socket address"),
        (["--log", "loud"], "possible values: off, error, warn, info, debug"),
    ] {
        let refused = lofte().arg("serve").args(arguments).output().unwrap();
        assert!(complaint(&refused).contains(told), "{arguments:?}: {}", complaint(&refused));
        assert_eq!(refused.status.code(), Some(2));
    }
    let from_environment = lofte().arg("serve").env("LOFTE_ALLOW_ORIGIN", "https://a.se,*").output().unwrap();
    assert!(complaint(&from_environment).contains("an asterisk would"), "{}", complaint(&from_environment));
}

#[test]
fn every_setting_stands_in_the_help_with_its_variable_and_its_default() {
    let help = out(&lofte().args(["serve", "--help"]).output().unwrap());
    for expected in [
        "--listen",
        "LOFTE_LISTEN",
        "[default: 127.0.0.1:8080]",
        "--dir",
        "LOFTE_DIR",
        "[default: dist]",
        "--database",
        "LOFTE_DATABASE",
        "[default: tips.sqlite]",
        "--allow-origin",
        "LOFTE_ALLOW_ORIGIN",
        "--log",
        "LOFTE_LOG",
        "[default: info]",
    ] {
        assert!(help.contains(expected), "{expected} in {help}");
    }
}

#[test]
fn the_promises_that_come_with_the_widget_have_no_errors() {
    let promises = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/promises");
    let files: Vec<PathBuf> = std::fs::read_dir(promises)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|file| file.extension().is_some_and(|name| name == "json"))
        .collect();
    let checked = lofte().arg("check").args(&files).output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}{}", out(&checked), complaint(&checked));
}
