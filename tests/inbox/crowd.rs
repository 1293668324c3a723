//! More clients than places, none of which completes its request.

use super::documented::send;
use super::keeping::{lamp, new_key, post};
use super::server::Server;
use reqwest::Client;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

/// More than the server serves at once.
const CROWD: usize = 600;

/// Whether the server has closed this connection. Responses are read and discarded.
fn is_closed(mut stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut answer = [0; 4096];
    loop {
        match stream.read(&mut answer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != ErrorKind::WouldBlock,
        }
    }
}

#[tokio::test]
async fn six_hundred_clients_that_never_finish_do_not_keep_an_honest_tip_waiting() {
    let tip = lamp().to_string();
    for (kind, sent) in [
        ("silent", String::new()),
        ("half a head", "POST /api/tips HTTP/1.1\r\nHost: a\r\nContent-".to_owned()),
        (
            "half a body",
            format!(
                "POST /api/tips HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n\
                 Content-Length: {}\r\n\r\n{{",
                new_key(),
                tip.len()
            ),
        ),
        ("idle after a request", "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n".to_owned()),
    ] {
        let server = Server::start();
        let crowd: Vec<TcpStream> = (0..CROWD)
            .map(|_| {
                let mut stream = server.connect();
                stream.write_all(sent.as_bytes()).unwrap();
                stream
            })
            .collect();
        assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201, "{kind}");
        // The tip was accepted because others made room, not because they had run out of time:
        // most of them are still connected.
        let open = crowd.iter().filter(|stream| !is_closed(stream)).count();
        assert!((400..CROWD).contains(&open), "{kind}: {open} are still connected");
        // A second one, since every place is taken again.
        assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201, "{kind}");
    }
}

#[tokio::test]
async fn those_that_have_waited_longest_make_room() {
    let server = Server::start();
    let connect = || {
        let mut stream = server.connect();
        stream.write_all(b"POST /api/tips HTTP/1.1\r\nHost: a\r\n").unwrap();
        stream
    };
    let first = connect();
    let crowd: Vec<TcpStream> = (1..CROWD).map(|_| connect()).collect();
    assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201);
    assert!(is_closed(&first));
    for still_waiting in [&crowd[CROWD / 2], crowd.last().unwrap()] {
        assert!(!is_closed(still_waiting));
    }
}
