//! How the server stops.

use super::documented::send;
use super::keeping::{lamp, new_key, post};
use super::server::Server;
use reqwest::Client;
use std::io::{Read, Write};

/// The response to a client that sends its body only after the head has been read.
const READ: &str = "HTTP/1.1 100 Continue\r\n\r\n";

fn head(server: &Server, length: usize) -> String {
    format!(
        "POST /api/tips HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
         Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n",
        server.host(),
        new_key()
    )
}

#[test]
fn a_tip_that_is_half_sent_when_the_server_is_stopped_is_kept() {
    let mut server = Server::start();
    let tip = lamp().to_string();
    let (first, rest) = tip.as_bytes().split_at(tip.len() / 2);
    let mut stream = server.connect();
    stream.write_all(head(&server, tip.len()).as_bytes()).unwrap();
    // Until then, the server does not know about the tip.
    let mut read = [0; READ.len()];
    stream.read_exact(&mut read).unwrap();
    assert_eq!(read, READ.as_bytes());
    stream.write_all(first).unwrap();

    server.signal("TERM");
    // No new connection is accepted.
    server.wait_until_closed();

    stream.write_all(rest).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert_eq!(server.wait().code(), Some(0));
    let list = String::from_utf8(server.tips(&["list"]).stdout).unwrap();
    assert!(list.contains("Lampan vid stationen är trasig."), "{list}");
}

#[tokio::test]
async fn a_server_that_has_stopped_leaves_one_whole_file_and_can_be_started_again() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::start();
        // Its connection is still open and idle when the server is stopped.
        let client = Client::new();
        assert_eq!(send(post(&client, &server, &new_key(), &lamp())).await.status, 201);
        server.signal(signal);
        assert_eq!(server.wait().code(), Some(0), "{signal}");
        let files: Vec<_> = std::fs::read_dir(server.database.parent().unwrap())
            .unwrap()
            .map(|file| file.unwrap().file_name())
            .collect();
        assert_eq!(files, ["tips.sqlite"], "{signal}");

        server.restart();
        let list = String::from_utf8(server.tips(&["list"]).stdout).unwrap();
        assert_eq!(list.lines().count(), 1, "{signal}");
    }
}
