//! Requests that are refused. No request, however odd, leads to a server error.

use super::documented::{check, send};
use super::keeping::{lamp, new_key, post};
use super::server::Server;
use medborgarlofte::tip::content::BODY_BYTES;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::io::{Read, Write};

fn nothing_is_kept(server: &Server) {
    let output = server.tips(&["list", "--json"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "[]\n");
}

#[tokio::test]
async fn only_json_is_taken() {
    let server = Server::start();
    for content_type in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp")]
    {
        let mut request = Client::new().post(server.url("/api/tips")).header("Idempotency-Key", new_key());
        if let Some(content_type) = content_type {
            request = request.header("Content-Type", content_type);
        }
        assert_eq!(send(request.body(lamp().to_string())).await.status, 415, "{content_type:?}");
    }
    nothing_is_kept(&server);
    let spelled = Client::new()
        .post(server.url("/api/tips"))
        .header("Idempotency-Key", new_key())
        .header("Content-Type", "Application/JSON; charset=utf-8");
    assert_eq!(send(spelled.body(lamp().to_string())).await.status, 201);
}

#[tokio::test]
async fn a_tip_without_one_good_key_is_refused_and_the_header_named() {
    let server = Server::start();
    let client = Client::new();
    let bare = || client.post(server.url("/api/tips")).json(&lamp());
    let twice = bare().header("Idempotency-Key", new_key()).header("Idempotency-Key", new_key());
    for request in [bare(), bare().header("Idempotency-Key", "short"), bare().header("Idempotency-Key", ""), twice] {
        let answer = send(request).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body["detail"].as_str().unwrap().contains("Idempotency-Key"));
    }
    nothing_is_kept(&server);
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let server = Server::start();
    let client = Client::new();
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 8] = [
        b"",
        b"{",
        b"what=Trasig+lampa",
        b"{\"what\":\"\xff\xfe Trasig lampa\"}",
        b"{\"what\":\"\\ud800 Trasig lampa\"}",
        b"{\"what\":1e999}",
        b"{\"what\":\"Trasig lampa vid\"} {}",
        deep.as_bytes(),
    ];
    for body in bodies {
        let request = post(&client, &server, &new_key(), &Value::Null).body(body.to_vec());
        let answer = send(request).await;
        assert_eq!(answer.status, 400, "{:?}", String::from_utf8_lossy(body).get(..20));
    }
    nothing_is_kept(&server);
}

#[tokio::test]
async fn every_field_that_is_wrong_is_reported_at_once() {
    let server = Server::start();
    let wrong = json!({
        "what": "Kort",
        "where": "x".repeat(301),
        "recurs": "ofta",
        "contact": { "email": "kim", "phone": "ring" },
        "personnummer": "19000101-0000"
    });
    let answer = send(post(&Client::new(), &server, &new_key(), &wrong)).await;
    assert_eq!(answer.status, 422);
    let mut errors = answer.body["errors"].as_array().unwrap().clone();
    errors.sort_by_key(|error| error["pointer"].as_str().unwrap().to_owned());
    assert_eq!(
        errors,
        [
            json!({ "pointer": "", "code": "unknown_field" }),
            json!({ "pointer": "/contact/email", "code": "bad_form" }),
            json!({ "pointer": "/contact/phone", "code": "bad_form" }),
            json!({ "pointer": "/recurs", "code": "wrong_type" }),
            json!({ "pointer": "/what", "code": "too_short", "limit": 10 }),
            json!({ "pointer": "/where", "code": "too_long", "limit": 300 }),
        ]
    );
    nothing_is_kept(&server);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_and_one_of_just_the_limit_is_read() {
    let server = Server::start();
    let client = Client::new();
    let padded = |length: usize| {
        let tip = lamp().to_string();
        let blanks = " ".repeat(length - tip.len());
        post(&client, &server, &new_key(), &Value::Null).body([tip, blanks].concat())
    };
    assert_eq!(send(padded(BODY_BYTES)).await.status, 201);
    assert_eq!(send(padded(BODY_BYTES + 1)).await.status, 413);
    assert_eq!(send(padded(8 * BODY_BYTES)).await.status, 413);
}

#[test]
fn a_body_that_does_not_say_how_long_it_is_has_the_same_limit() {
    let server = Server::start();
    let mut stream = server.connect();
    let head = format!(
        "POST /api/tips HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        server.host(),
        new_key()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    for _ in 0..=BODY_BYTES / 0x1000 {
        stream.write_all(chunk.as_bytes()).unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    nothing_is_kept(&server);
}

#[test]
fn a_body_that_is_announced_as_huge_is_refused_before_it_is_sent() {
    let server = Server::start();
    let mut stream = server.connect();
    let head = format!(
        "POST /api/tips HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
         Content-Length: 99999999999\r\n\r\n",
        server.host(),
        new_key()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let headers: HeaderMap = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
        .collect();
    assert!(head.starts_with("HTTP/1.1 413 "), "{answer}");
    check(&Method::POST, "/api/tips", 413, headers, body);
}

#[tokio::test]
async fn other_methods_and_other_addresses_are_refused() {
    let server = Server::start();
    let client = Client::new();
    for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        let answer = send(client.request(method.clone(), server.url("/api/tips"))).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST, OPTIONS")), "{method}");
    }
    for path in ["/api", "/api/", "/api/tips/", "/api/tips/K7QM-3XHT", "/api/x", "/api/v1/tips"] {
        for method in [Method::GET, Method::POST] {
            let answer = send(client.request(method.clone(), server.url(path))).await;
            assert_eq!(answer.status, 404, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_field_may_hold_anything_and_is_never_a_fault_of_the_server() {
    let server = Server::start();
    let client = Client::new();
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}"),
        json!("\u{202e}\u{feff}👩‍👩‍👧‍👦 '; DROP TABLE tips; --"),
        json!("å".repeat(5000)),
        json!([]),
        json!({}),
        json!({ "kind": "category", "id": "x", "label": 1 }),
        json!({ "email": ["a"], "name": { "a": 1 } }),
        deep,
    ];
    for name in ["promise", "about", "what", "where", "when", "recurs", "contact", "", "__proto__"] {
        for value in &odd {
            let mut tip = lamp();
            tip[name] = value.clone();
            let answer = send(post(&client, &server, &new_key(), &tip)).await;
            assert!([201, 422].contains(&answer.status), "{name} {value}");
        }
    }
    for value in odd {
        assert_eq!(send(post(&client, &server, &new_key(), &value)).await.status, 422);
    }
}

#[tokio::test]
async fn a_tip_that_is_garbled_on_the_way_is_never_a_fault_of_the_server() {
    let server = Server::start();
    let client = Client::new();
    let whole = json!({
        "about": { "kind": "category", "id": "vandalism", "label": "Skadegörelse" },
        "what": "Någon har slagit sönder busskuren.",
        "recurs": "yes",
        "contact": { "email": "kim@example.se" }
    })
    .to_string()
    .into_bytes();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..400 {
        let mut body = whole.clone();
        for _ in 0..=random.below(4) {
            let place = random.below(body.len());
            match random.below(4) {
                0 => body[place] = random.byte(),
                1 => body.insert(place, random.byte()),
                2 => drop(body.remove(place)),
                _ => body.truncate(place + 1),
            }
        }
        let shown = String::from_utf8_lossy(&body).into_owned();
        let answer = send(post(&client, &server, &new_key(), &Value::Null).body(body)).await;
        assert!([201, 400, 422].contains(&answer.status), "{} {shown}", answer.status);
    }
}

/// Xorshift: the same garbage in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        (self.next() >> 32) as u8
    }
}
