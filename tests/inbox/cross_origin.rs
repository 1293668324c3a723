//! Which web pages may send tips.

use super::documented::send;
use super::keeping::{lamp, new_key, post};
use super::server::{Options, Server};
use reqwest::{Client, Method, RequestBuilder};

const SITE: &str = "https://www.osby.se";
const SECOND_SITE: &str = "https://trygghet.example.se";

fn server() -> Server {
    Server::start_with(Options { allow_origin: vec![format!("{SITE},{SECOND_SITE}/")], ..Options::default() })
}

fn preflight(server: &Server, origin: &str) -> RequestBuilder {
    Client::new()
        .request(Method::OPTIONS, server.url("/api/tips"))
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type,idempotency-key")
}

#[tokio::test]
async fn a_page_of_an_allowed_site_may_send_and_read_the_answer() {
    let server = server();
    for site in [SITE, SECOND_SITE] {
        let asked = send(preflight(&server, site)).await;
        assert_eq!(asked.status, 200);
        assert_eq!(asked.header("access-control-allow-origin"), Some(site));
        assert_eq!(asked.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(asked.header("access-control-allow-headers"), Some("content-type,idempotency-key"));
        assert!(asked.header("access-control-max-age").is_some());

        let client = Client::new();
        let sent = send(post(&client, &server, &new_key(), &lamp()).header("Origin", site)).await;
        assert_eq!(sent.status, 201);
        assert_eq!(sent.header("access-control-allow-origin"), Some(site));
        assert!(sent.header("vary").unwrap().contains("origin"));
        let wrong = send(post(&client, &server, "short", &lamp()).header("Origin", site)).await;
        assert_eq!(wrong.status, 400);
        assert_eq!(wrong.header("access-control-allow-origin"), Some(site), "a page can read why");
    }
}

#[tokio::test]
async fn a_page_of_any_other_site_is_refused_before_its_tip_is_kept() {
    let server = server();
    for site in
        ["https://example.com", "null", "http://www.osby.se", "https://www.osby.se.example.com", "https://osby.se"]
    {
        assert_eq!(send(preflight(&server, site)).await.status, 403, "{site}");
        let sent = send(post(&Client::new(), &server, &new_key(), &lamp()).header("Origin", site)).await;
        assert_eq!((sent.status, sent.header("access-control-allow-origin")), (403, None), "{site}");
    }
    assert_eq!(server.tips(&["list", "--json"]).stdout, b"[]\n");
}

#[tokio::test]
async fn a_page_of_the_server_itself_may_send() {
    let server = Server::start();
    let client = Client::new();
    let own = send(post(&client, &server, &new_key(), &lamp()).header("Origin", &server.address)).await;
    assert_eq!(own.status, 201);
    // Behind a web server with TLS, the page's origin has https and the host is passed on.
    let behind = post(&client, &server, &new_key(), &lamp())
        .header("Origin", "https://tips.osby.se")
        .header("Host", "tips.osby.se");
    assert_eq!(send(behind).await.status, 201);
}

#[tokio::test]
async fn no_answer_about_tips_is_open_to_everybody() {
    let server = server();
    let client = Client::new();
    for request in [
        post(&client, &server, &new_key(), &lamp()),
        post(&client, &server, &new_key(), &lamp()).header("Origin", SITE),
        client.get(server.url("/api/tips")),
        client.get(server.url("/api/x")).header("Origin", SITE),
        preflight(&server, SITE),
    ] {
        assert_ne!(send(request).await.header("access-control-allow-origin"), Some("*"));
    }
}
