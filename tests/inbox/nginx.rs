//! The documented configuration of nginx, run with Debian's nginx in front of the server. Only
//! the paths, ports and certificate differ from the guide.

use super::guide::{block, substitute};
use super::keeping::{lamp, new_key};
use super::server::{Options, Server};
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long nginx may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
/// The visitors' address. Nothing else uses it, so any trace of it in a log comes from a
/// visitor.
const VISITOR: &str = "127.0.0.2";

struct Front {
    nginx: Child,
    inbox: Server,
    port: u16,
    folder: TempDir,
}

/// nginx's response.
struct Answer {
    status: u16,
    content_type: String,
    body: String,
}

impl Front {
    /// Starts the server with nginx in front of it.
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["site", "site/promises", "logs", "temp"] {
            std::fs::create_dir(path(name)).unwrap();
        }
        for (name, content) in [
            ("site/medborgarlofte.js", "// åäö\n"),
            ("site/medborgarlofte-widget.wasm", "\0asm"),
            ("site/promises/osby-2024.json", "{}"),
        ] {
            std::fs::write(path(name), content).unwrap();
        }
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=www.example.se"])
            .arg("-keyout")
            .arg(path("key.pem"))
            .arg("-out")
            .arg(path("certificate.pem"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));

        let inbox = Server::start_with(Options { dir: Some(path("site")), ..Options::default() });
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        let documented = substitute(
            &block("nginx", "location = /api/tips"),
            &[
                ("listen 443 ssl", &format!("listen 127.0.0.1:{port} ssl")),
                ("/etc/ssl/example.pem", &text(path("certificate.pem"))),
                ("/etc/ssl/private/example.key", &text(path("key.pem"))),
                ("/srv/lofte/", &format!("{}/", text(path("site")))),
                ("http://127.0.0.1:8080", &inbox.address),
            ],
        );
        // The surroundings from Debian's own configuration, with other paths.
        let logs = text(path("logs"));
        let temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {};\n", text(path("temp").join(name))))
            .concat();
        let user = if is_root() { "user root;" } else { "" };
        let whole = format!(
            "{user}\ndaemon off;\npid {logs}/pid;\nerror_log {logs}/error.log;\nevents {{}}\nhttp {{\n\
             include /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n\
             access_log {logs}/access.log;\nerror_log {logs}/error.log;\n{temp}{documented}\n}}\n"
        );
        let configuration = path("nginx.conf");
        std::fs::write(&configuration, whole).unwrap();
        let nginx = nginx()
            .arg("-p")
            .arg(folder.path())
            .arg("-e")
            .arg(path("logs/error.log"))
            .arg("-c")
            .arg(&configuration)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut front = Self { nginx, inbox, port, folder };
        front.wait();
        front
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            let ended = self.nginx.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < PATIENCE, "nginx does not start: {}", self.logs());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn origin(&self) -> String {
        format!("https://www.example.se:{}", self.port)
    }

    /// A visitor's request, over TLS.
    fn curl(&self, path: &str, more: &[&str]) -> Answer {
        let output = Command::new("curl")
            .args(["--silent", "--show-error", "--insecure", "--noproxy", "*", "--interface", VISITOR])
            .args(["--resolve", &format!("www.example.se:{}:127.0.0.1", self.port)])
            .args(["--write-out", "\n%{http_code} %{content_type}"])
            .args(more)
            .arg(self.origin() + path)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        let (body, rest) = text.rsplit_once('\n').unwrap();
        let (status, content_type) = rest.split_once(' ').unwrap();
        Answer { status: status.parse().unwrap(), content_type: content_type.to_owned(), body: body.to_owned() }
    }

    /// A tip, sent by a page of this origin.
    fn send(&self, origin: &str, body: &str) -> Answer {
        let (origin, key) = (format!("Origin: {origin}"), format!("Idempotency-Key: {}", new_key()));
        let file = self.folder.path().join("body.json");
        std::fs::File::create(&file).unwrap().write_all(body.as_bytes()).unwrap();
        let data = format!("@{}", file.display());
        let headers = ["-H", "Content-Type: application/json", "-H", &origin, "-H", &key, "--data-binary", &data];
        self.curl("/api/tips", &headers)
    }

    /// Everything that nginx has logged.
    fn logs(&self) -> String {
        let files = std::fs::read_dir(self.folder.path().join("logs")).unwrap();
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap_or_default()).collect()
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        // SIGTERM, which nginx passes on to its workers.
        let _ = Command::new("kill").arg(self.nginx.id().to_string()).status();
        let _ = self.nginx.wait();
    }
}

/// Debian installs it where only root's PATH looks.
fn nginx() -> Command {
    let debian = Path::new("/usr/sbin/nginx");
    Command::new(if debian.exists() { debian } else { Path::new("nginx") })
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}

#[test]
fn a_tip_of_the_sites_own_page_is_taken_on_any_port() {
    let front = Front::start();
    let taken = front.send(&front.origin(), &lamp().to_string());
    assert_eq!(taken.status, 201, "{}", taken.body);
    assert_eq!(taken.content_type, "application/json");
    assert_eq!(front.send("https://www.example.se:1", &lamp().to_string()).status, 403);
    assert_eq!(front.send("https://example.com", &lamp().to_string()).status, 403);
    let list = String::from_utf8(front.inbox.tips(&["list"]).stdout).unwrap();
    assert_eq!(list.lines().count(), 1, "{list}");
}

#[test]
fn files_have_the_types_that_browsers_want() {
    let front = Front::start();
    for (path, content_type) in [
        ("/lofte/medborgarlofte.js", "text/javascript; charset=utf-8"),
        ("/lofte/medborgarlofte-widget.wasm", "application/wasm"),
        ("/lofte/promises/osby-2024.json", "application/json"),
    ] {
        let answer = front.curl(path, &[]);
        assert_eq!((answer.status, answer.content_type.as_str()), (200, content_type), "{path}");
    }
    let head = front.curl("/lofte/medborgarlofte.js", &["--head"]).body.to_ascii_lowercase();
    assert!(head.contains("cache-control: no-cache"), "{head}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    assert_eq!(front.curl("/lofte/nothing.js", &[]).status, 404);
}

#[test]
fn a_flood_is_limited_and_a_class_behind_one_address_is_not() {
    let front = Front::start();
    for tip in 0..30 {
        assert_eq!(front.send(&front.origin(), &lamp().to_string()).status, 201, "tip {tip}");
    }
    let limited = (30..300).find(|_| front.send(&front.origin(), &lamp().to_string()).status == 429);
    assert!(limited.is_some(), "there is no limit");
    // A preflight request does not count as sending.
    let ask = ["-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST"];
    assert_eq!(front.curl("/api/tips", &ask).status, 200);
}

#[test]
fn no_log_of_nginx_has_the_address_of_a_visitor() {
    let mut front = Front::start();
    assert_eq!(front.curl("/lofte/medborgarlofte.js", &[]).status, 200);
    assert_eq!(front.curl("/lofte/nothing.js", &[]).status, 404);
    assert!([403, 404].contains(&front.curl("/lofte/promises/", &[]).status));
    assert_eq!(front.send(&front.origin(), &lamp().to_string()).status, 201);
    assert_eq!(front.send(&front.origin(), &" ".repeat(200_000)).status, 413);
    assert_eq!(front.send(&front.origin(), "{}").status, 422);
    assert!((0..300).any(|_| front.send(&front.origin(), &lamp().to_string()).status == 429));
    front.inbox.stop();
    let down = (0..300).find(|_| front.send(&front.origin(), &lamp().to_string()).status == 502);
    assert!(down.is_some(), "nginx does not notice that the inbox is down");
    // Another address of the same site is logged, which shows that the log works.
    assert_eq!(front.curl("/elsewhere", &[]).status, 404);
    let logs = front.logs();
    let visits: Vec<&str> = logs.lines().filter(|line| line.contains(VISITOR)).collect();
    assert!(visits.iter().any(|line| line.contains("/elsewhere")), "{logs}");
    assert!(visits.iter().all(|line| line.contains("/elsewhere")), "{visits:#?}");
    assert!(!front.inbox.output().contains(VISITOR));
}
