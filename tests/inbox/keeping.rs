//! Storing tips.

use super::documented::{Answer, send};
use super::server::Server;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A request as a browser sends it: a tip with a key.
pub fn post(client: &Client, server: &Server, key: &str, tip: &Value) -> RequestBuilder {
    client.post(server.url("/api/tips")).header("Idempotency-Key", key).json(tip)
}

/// A key that no other tip in this test run uses.
pub fn new_key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("test-key-{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

pub fn lamp() -> Value {
    json!({ "what": "Lampan vid stationen är trasig." })
}

fn everything() -> Value {
    json!({
        "promise": "olofstrom-2024",
        "about": { "kind": "category", "id": "vandalism", "label": "Skadegörelse" },
        "what": "Någon har slagit sönder busskuren.\nDet hände i natt.",
        "where": "Busskuren vid torget",
        "when": "Natten till fredag",
        "recurs": "unsure",
        "contact": { "name": "Kim", "email": "kim@example.se", "phone": "0454-930 00" }
    })
}

/// The tip as `lofte tips show --json` prints it.
fn shown(server: &Server, reference: &str) -> Value {
    let output = server.tips(&["show", reference, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn count(server: &Server) -> usize {
    let output = server.tips(&["list", "--json"]);
    serde_json::from_slice::<Vec<Value>>(&output.stdout).unwrap().len()
}

#[tokio::test]
async fn a_tip_is_kept_and_can_be_read_by_the_reference_of_its_receipt() {
    let server = Server::start();
    let answer = send(post(&Client::new(), &server, &new_key(), &everything())).await;
    let kept = shown(&server, &answer.reference().to_lowercase().replace('-', ""));
    assert_eq!(kept["tip"], everything());
    assert_eq!(kept["reference"], answer.body["reference"]);
    assert_eq!(kept["received_at"], answer.body["received_at"]);
}

#[tokio::test]
async fn a_tip_is_kept_after_the_server_is_killed_right_after_the_receipt() {
    let mut server = Server::start();
    for round in 0..5 {
        let answer = send(post(&Client::new(), &server, &new_key(), &lamp())).await;
        server.kill();
        assert_eq!(shown(&server, answer.reference())["tip"], lamp(), "round {round}");
        server.restart();
    }
    assert_eq!(count(&server), 5);
}

#[tokio::test]
async fn a_tip_sent_again_gets_the_same_receipt_and_is_kept_once() {
    let server = Server::start();
    let (client, key) = (Client::new(), new_key());
    let first = send(post(&client, &server, &key, &lamp())).await;
    let blanks = json!({ "what": "  Lampan vid stationen är trasig.\r\n", "where": " ", "contact": { "email": "" } });
    for again in [lamp(), blanks] {
        let again = send(post(&client, &server, &key, &again)).await;
        assert_eq!((again.status, &again.body), (201, &first.body));
    }
    let quoted = send(post(&client, &server, &format!("\"{key}\""), &lamp())).await;
    assert_eq!(quoted.body, first.body);
    assert_eq!(count(&server), 1);
}

#[tokio::test]
async fn a_tip_sent_again_after_a_crash_gets_the_same_receipt() {
    let mut server = Server::start();
    let key = new_key();
    let first = send(post(&Client::new(), &server, &key, &lamp())).await;
    server.kill();
    server.restart();
    assert_eq!(send(post(&Client::new(), &server, &key, &lamp())).await.body, first.body);
    assert_eq!(count(&server), 1);
}

#[tokio::test]
async fn the_same_words_with_another_key_are_another_tip() {
    let server = Server::start();
    let client = Client::new();
    let first = send(post(&client, &server, &new_key(), &lamp())).await;
    let second = send(post(&client, &server, &new_key(), &lamp())).await;
    assert_ne!(first.reference(), second.reference());
    assert_eq!(count(&server), 2);
}

#[tokio::test]
async fn a_key_that_belongs_to_another_tip_is_refused() {
    let server = Server::start();
    let (client, key) = (Client::new(), new_key());
    let first = send(post(&client, &server, &key, &lamp())).await;
    let other = send(post(&client, &server, &key, &everything())).await;
    assert_eq!(other.status, 409);
    assert_eq!(count(&server), 1);
    assert_eq!(shown(&server, first.reference())["tip"], lamp());
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_tries_at_once_with_one_key_are_one_tip_with_one_receipt() {
    let server = Server::start();
    let key = new_key();
    let tries: Vec<_> = (0..20).map(|_| tokio::spawn(send(post(&Client::new(), &server, &key, &lamp())))).collect();
    let mut answers: Vec<Answer> = Vec::new();
    for one in tries {
        answers.push(one.await.unwrap());
    }
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (201, &answers[0].body));
    }
    assert_eq!(count(&server), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tips_of_many_residents_at_once_are_all_kept() {
    let server = Server::start();
    let tries: Vec<_> =
        (0..50).map(|_| tokio::spawn(send(post(&Client::new(), &server, &new_key(), &lamp())))).collect();
    for one in tries {
        assert_eq!(one.await.unwrap().status, 201);
    }
    assert_eq!(count(&server), 50);
}

#[tokio::test]
async fn a_tip_that_cannot_be_written_is_not_claimed_as_kept_and_can_be_sent_again() {
    use sqlx::{Connection, Executor};
    let server = Server::start();
    let (client, key) = (Client::new(), new_key());
    let path = format!("sqlite://{}", server.database.display());
    let mut other = sqlx::SqliteConnection::connect(&path).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let refused = send(post(&client, &server, &key, &lamp())).await;
    assert_eq!(refused.status, 503);
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(count(&server), 0);
    assert_eq!(send(post(&client, &server, &key, &lamp())).await.status, 201);
}
