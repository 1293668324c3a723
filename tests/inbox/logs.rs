//! What is never logged.

use super::documented::send;
use super::keeping::{lamp, new_key, post};
use super::server::{Options, Server};
use reqwest::{Client, Method};
use serde_json::json;
use std::io::{Read, Write};

#[tokio::test]
async fn nothing_of_a_tip_or_of_its_sender_is_ever_logged() {
    let mut server = Server::start_with(Options { log: "debug", ..Options::default() });
    std::fs::write(server.dir.join("lofte.js"), "export {}").unwrap();
    let client = Client::new();
    let (good, bad, again) = (new_key(), new_key(), new_key());
    let full = json!({
        "promise": "olofstrom-2024",
        "about": { "kind": "category", "id": "vandalism", "label": "Skadegörelse" },
        "what": "Någon har slagit sönder busskuren.",
        "where": "Storgatan",
        "when": "Lördagsnatten",
        "contact": { "name": "Kimberly", "email": "kimberly@example.se", "phone": "0454-930 00" }
    });
    let with_query = client.post(server.url("/api/tips?fraga=hemlig")).header("Idempotency-Key", &good);
    let kept = send(with_query.json(&full)).await;
    let reference = kept.reference().to_owned();
    for (key, body) in [
        (&good, lamp().to_string()),
        (&bad, json!({ "what": "Kort", "extra": "Lönnvägen", "contact": { "email": "felskriven" } }).to_string()),
        (&bad, "{ \"what\": \"Grannfejden".to_owned()),
        (&bad, "Ringblomman".repeat(20_000)),
    ] {
        let answer = send(post(&client, &server, key, &json!(null)).body(body)).await;
        assert!(answer.status >= 400);
    }
    // Somebody looks for the tip by its reference, and mistypes the address.
    for start in ["/api/tips/", "/API/tips/", "//api/tips/", "/api//tips/", "/api/tips//", "/", "/lofte.js/"] {
        let address = server.url(&[start, &reference, "?mer=hemlig"].concat());
        assert!(client.get(&address).send().await.unwrap().status().is_client_error(), "{start}");
        // A preflight request, which is answered for any address of the API.
        let asked = client.request(Method::OPTIONS, &address).header("Access-Control-Request-Method", "POST");
        asked.send().await.unwrap();
    }
    client.get(server.url("/lofte.js?mer=hemlig")).send().await.unwrap();

    // A tip that cannot be stored is logged as an error, without its content.
    use sqlx::{Connection, Executor};
    let mut other = sqlx::SqliteConnection::connect(&format!("sqlite://{}", server.database.display())).await.unwrap();
    other.execute("DROP VIEW tips_to_read; DROP TABLE tips").await.unwrap();
    assert_eq!(send(post(&client, &server, &again, &full)).await.status, 503);

    // A client whose port is known and that does not speak HTTP.
    let mut stream = server.connect();
    let port = stream.local_addr().unwrap().port().to_string();
    stream.write_all(b"Storgatan Lonnvagen\r\n\r\n").unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
    assert_eq!(server.stop().code(), Some(0));

    let output = server.output();
    let mut lines = output.lines();
    assert!(lines.any(|line| line.contains("http://")), "the address line is there");
    let log: String = output.lines().filter(|line| !line.contains("http://")).collect::<Vec<_>>().join("\n");
    for expected in [
        "POST",
        "path=\"/api/tips\"",
        "path=\"/lofte.js\"",
        "path=\"other\"",
        "status=201",
        "status=422",
        "status=413",
        "status=503",
        "milliseconds=",
        "a tip was kept",
    ] {
        assert!(log.contains(expected), "{expected} in\n{log}");
    }
    let database = server.database.display().to_string();
    // The digits of the time might look like those of a telephone number.
    let log: String = log.replace(&database, "").lines().map(without_time).collect::<Vec<_>>().join("\n");
    let secrets = [
        "olofstrom",
        "vandalism",
        "Skadegörelse",
        "busskuren",
        "Storgatan",
        "Lördagsnatten",
        "Kimberly",
        "kimberly",
        "0454",
        "Lampan",
        "Kort",
        "Lönnvägen",
        "Lonnvagen",
        "felskriven",
        "Grannfejden",
        "Ringblomman",
        "hemlig",
        "127.0.0.1",
        &reference,
        &good,
        &bad,
        &again,
        &format!(":{port}"),
    ];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
}

/// A log line without the time at its start: `2026-11-22T06:37:12.904541Z`.
fn without_time(line: &str) -> &str {
    let is_time = |time: &str| time.contains('T') && time.chars().all(|c| c.is_ascii_digit() || "-:.T".contains(c));
    match line.split_once('Z') {
        Some((time, rest)) if is_time(time) => rest,
        _ => line,
    }
}

#[tokio::test]
async fn a_server_that_logs_nothing_only_prints_where_it_is() {
    let mut server = Server::start_with(Options { log: "off", ..Options::default() });
    assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201);
    server.stop();
    assert_eq!(server.output().lines().count(), 3, "{}", server.output());
}
