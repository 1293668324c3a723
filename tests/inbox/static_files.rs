//! The widget's own files.

use super::server::{Options, Server};
use reqwest::{Client, StatusCode};
use std::io::{Read, Write};
use tempfile::TempDir;

struct Site {
    server: Server,
    // Deleted after the server has stopped.
    _folder: TempDir,
}

fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    std::fs::create_dir_all(dist.join("promises")).unwrap();
    std::fs::create_dir_all(dist.join(".git")).unwrap();
    for (name, text) in [
        ("dist/index.html", "<!doctype html><title>Löfte</title>"),
        ("dist/lofte.js", "export {}"),
        ("dist/lofte_bg.wasm", "\0asm"),
        ("dist/lofte.css", "p {}"),
        ("dist/promises/osby-2024.json", "{}"),
        ("dist/.env", "SECRET"),
        ("dist/.git/config", "SECRET"),
        ("outside.txt", "SECRET"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let server = Server::start_with(Options { dir: Some(dist), ..Options::default() });
    Site { server, _folder: folder }
}

#[tokio::test]
async fn every_file_has_the_type_that_browsers_want() {
    let site = site();
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/lofte.js", "text/javascript; charset=utf-8"),
        ("/lofte.css", "text/css; charset=utf-8"),
        ("/lofte_bg.wasm", "application/wasm"),
        ("/promises/osby-2024.json", "application/json"),
    ] {
        let answer = Client::new().get(site.server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let headers = answer.headers();
        assert_eq!(headers["content-type"], content_type, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(headers["access-control-allow-origin"], "*", "{path}");
        assert_eq!(headers["cache-control"], "no-cache", "{path}");
    }
}

#[tokio::test]
async fn a_file_is_sent_again_only_when_it_has_changed() {
    let site = site();
    let client = Client::new();
    let path = site.server.url("/lofte.js");
    let tag = client.get(&path).send().await.unwrap().headers()["etag"].clone();
    let again = || client.get(&path).header("If-None-Match", &tag);
    let unchanged = again().send().await.unwrap();
    assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(unchanged.headers()["cache-control"], "no-cache");
    std::fs::write(site.server.dir.join("lofte.js"), "export { other }").unwrap();
    assert_eq!(again().send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_does_not_exist_is_404_and_folders_are_not_listed() {
    let site = site();
    let (long, longer, too_long) =
        (format!("/{}", "a".repeat(300)), format!("/{}", "å".repeat(200)), "/a".repeat(3000));
    for path in ["/x", "/promises/", "/lofte.js/", "/lofte.js/x", "/apis", &long, &longer, &too_long] {
        let answer = Client::new().get(site.server.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.text().await.unwrap(), "Filen finns inte.\n");
    }
    let put = Client::new().put(site.server.url("/lofte.js")).body("x").send().await.unwrap();
    assert_eq!(put.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn nothing_outside_the_folder_and_nothing_hidden_is_served() {
    let site = site();
    for path in [
        "/../outside.txt",
        "/..%2foutside.txt",
        "/%2e%2e/outside.txt",
        "/%2E%2E%2Foutside.txt",
        "/promises/../../outside.txt",
        "/promises/..%2f..%2foutside.txt",
        "/..%5coutside.txt",
        "//../outside.txt",
        "/%252e%252e/outside.txt",
        "/./../outside.txt",
        "/.env",
        "/%2eenv",
        "/promises%2f..%2f.env",
        "/.git/config",
        "/%2egit/config",
        "/.git%2fconfig",
        "/%00.env",
        "/outside.txt%00.js",
    ] {
        let answer = by_hand(&site, path);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        assert!(!answer.contains("SECRET"), "{path}");
    }
}

/// The response to a path exactly as written. A client library would normalise it first.
fn by_hand(site: &Site, target: &str) -> String {
    let mut stream = site.server.connect();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", site.server.host()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn location(answer: &str) -> Option<&str> {
    answer.lines().find_map(|line| line.strip_prefix("location: "))
}

#[test]
fn a_folder_never_redirects_to_another_host() {
    let site = site();
    std::fs::create_dir(site.server.dir.join("example.com")).unwrap();
    for target in
        ["//promises", "///promises", "//promises?a", "//example.com", "//promises//", "/promises//osby-2024.json"]
    {
        let answer = by_hand(&site, target);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{target}: {answer}");
        assert_eq!(location(&answer), None, "{target}");
    }
    for target in ["/promises", "http://example.com/promises"] {
        let answer = by_hand(&site, target);
        assert!(answer.starts_with("HTTP/1.1 307 "), "{target}: {answer}");
        assert_eq!(location(&answer), Some("/promises/"), "{target}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_only_to_a_public_file_in_the_folder() {
    use std::os::unix::fs::symlink;
    let site = site();
    let dir = &site.server.dir;
    symlink("lofte.js", dir.join("latest.js")).unwrap();
    symlink("promises", dir.join("loften")).unwrap();
    for (target, content) in [("/latest.js", "export {}"), ("/loften/osby-2024.json", "{}")] {
        let answer = by_hand(&site, target);
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with(content), "{target}: {answer}");
    }
    symlink("../outside.txt", dir.join("out.txt")).unwrap();
    symlink("..", dir.join("up")).unwrap();
    symlink("/", dir.join("root")).unwrap();
    symlink(".git", dir.join("git")).unwrap();
    symlink(".env", dir.join("env.txt")).unwrap();
    symlink("loop.txt", dir.join("loop.txt")).unwrap();
    symlink("missing.txt", dir.join("broken.txt")).unwrap();
    for target in [
        "/out.txt",
        "/up/outside.txt",
        "/up",
        "/root/etc/hostname",
        "/git/config",
        "/env.txt",
        "/loop.txt",
        "/broken.txt",
    ] {
        let answer = by_hand(&site, target);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{target}: {answer}");
        assert!(!answer.contains("SECRET"), "{target}");
    }
}

#[cfg(unix)]
#[test]
fn the_folder_may_be_a_link_that_is_switched_to_a_new_version() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let current = folder.path().join("current");
    for version in ["1", "2"] {
        std::fs::create_dir(folder.path().join(version)).unwrap();
        std::fs::write(folder.path().join(version).join("lofte.js"), format!("version {version}")).unwrap();
    }
    symlink("1", &current).unwrap();
    let server = Server::start_with(Options { dir: Some(current.clone()), ..Options::default() });
    let site = Site { server, _folder: folder };
    assert!(by_hand(&site, "/lofte.js").ends_with("version 1"));
    std::fs::remove_file(&current).unwrap();
    symlink("2", &current).unwrap();
    assert!(by_hand(&site, "/lofte.js").ends_with("version 2"));
}
