//! A kommun's own web server: its pages, the built widget under `/lofte/`, and everything that can be wrong with them.
//!
//! Every request is recorded, so that a test can check what the browser requested and what it did not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use tokio::sync::oneshot;

use crate::browser::{PATIENCE, POLL};
use crate::console;
use crate::engine::Engine;
use crate::haste;

/// What a careful host page allows: the widget's own scripts, WebAssembly and the places it fetches from, nothing else.
/// The documentation promises that this is enough; `{script}` and `{connect}` are lists of origins.
const STRICT_CSP: &str = "default-src 'none'; script-src {script} 'wasm-unsafe-eval'; connect-src {connect}; \
    base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/// The strict policy for a widget that is served by the origin `script` and fetches from the origins in `connect`.
/// `'self'` is also an origin.
pub fn strict_csp(script: &str, connect: &[&str]) -> String {
    // The recorder comes from the page's own server, and only engines without a log need it.
    let recorder = if Engine::chosen().has_a_log() { "" } else { " 'self'" };
    let connect = if connect.is_empty() { "'none'".to_owned() } else { connect.join(" ") };
    STRICT_CSP.replace("{script}", &format!("{script}{recorder}")).replace("{connect}", &connect)
}

/// A complete Swedish page without any faults of its own.
pub fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"sv\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
}

/// A response, right or wrong, that a test lets the server return.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
    breaks_off: bool,
    is_held: bool,
}

impl Reply {
    /// 200 with this `Content-Type`.
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply {
            status: 200,
            headers: vec![(header::CONTENT_TYPE.to_string(), content_type.to_owned())],
            body: body.into(),
            delay: Duration::ZERO,
            breaks_off: false,
            is_held: false,
        }
    }

    /// No response yet: requests wait until the test registers another response to that path ([`Host::route`]) or
    /// removes this one ([`Host::mend`]), and then get that. A transient state thus lasts until a test has seen it.
    pub fn held() -> Reply {
        Reply { is_held: true, ..Reply::status(503) }
    }

    /// This status and a short HTML page, like a web server's own errors.
    pub fn status(status: u16) -> Reply {
        let html = document(&status.to_string(), "<p>Något gick fel.</p>");
        Reply { status, ..Reply::ok("text/html; charset=utf-8", html) }
    }

    /// The same response with another status.
    pub fn with_status(self, status: u16) -> Reply {
        Reply { status, ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The response starts only after this delay.
    pub fn after(self, delay: Duration) -> Reply {
        Reply { delay, ..self }
    }

    /// The connection breaks in the middle of the body.
    pub fn breaking_off(self) -> Reply {
        Reply { breaks_off: true, ..self }
    }
}

/// A request that the server received.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// Including the query, if any.
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

/// A running server, which stops when dropped.
pub struct Host {
    port: u16,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    site: Option<PathBuf>,
    replies: Mutex<HashMap<String, Reply>>,
    allowed_origin: Mutex<Option<String>>,
    requests: Mutex<Vec<Request>>,
}

impl Shared {
    /// Records a request, and counts the requests for its path, including this one.
    fn receive(&self, request: Request) -> usize {
        let path = |request: &Request| request.path.split('?').next().unwrap_or_default().to_owned();
        let mut requests = self.requests.lock().unwrap();
        requests.push(request);
        let last = requests.last().map(path);
        requests.iter().filter(|request| Some(path(request)) == last).count()
    }

    /// The response registered for the `n`th request for a path.
    fn reply(&self, path: &str, n: usize) -> Option<Reply> {
        let replies = self.replies.lock().unwrap();
        replies.get(&format!("{path}#{n}")).or_else(|| replies.get(path)).cloned()
    }
}

impl Host {
    /// Starts a server with only what the test registers.
    pub fn start() -> Host {
        Host::run(None)
    }

    /// Starts a server that also has the built site under `/lofte/`.
    pub fn with_site() -> Host {
        Host::run(Some(site()))
    }

    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Registers an HTML page and returns its address.
    pub fn page(&self, path: &str, html: &str, headers: &[(&str, &str)]) -> String {
        let html = if Engine::chosen().has_a_log() {
            html.to_owned()
        } else {
            html.replacen("<head>", "<head><script src=\"/recorder.js\"></script>", 1)
        };
        let page = Reply::ok("text/html; charset=utf-8", html);
        self.route(path, headers.iter().fold(page, |page, (name, value)| page.header(name, value)))
    }

    /// Registers a response to a path, for every method, and returns its address. It takes precedence over files of the
    /// site, so it can break one.
    pub fn route(&self, path: &str, reply: Reply) -> String {
        self.shared.replies.lock().unwrap().insert(path.to_owned(), reply);
        self.url(path)
    }

    /// Registers a response to only the `n`th request for a path, counted from one. It takes precedence over
    /// [`Host::route`], even for a request that is being held.
    pub fn route_nth(&self, path: &str, n: usize, reply: Reply) {
        self.shared.replies.lock().unwrap().insert(format!("{path}#{n}"), reply);
    }

    /// Removes the response registered for a path, which restores a file of the site.
    pub fn mend(&self, path: &str) {
        self.shared.replies.lock().unwrap().remove(path);
    }

    /// The response registered for a path, if any.
    pub fn reply(&self, path: &str) -> Option<Reply> {
        self.shared.replies.lock().unwrap().get(path).cloned()
    }

    /// Lets pages of another origin read this server's responses; `*` allows all. By default none may.
    pub fn allow_origin(&self, origin: &str) {
        *self.shared.allowed_origin.lock().unwrap() = Some(origin.to_owned());
    }

    /// The requests so far, in order, without `/favicon.ico` and `/recorder.js`, which no test is about.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// How often a path was requested, with any method and any query.
    pub fn times_asked(&self, path: &str) -> usize {
        let without_query = |request: &Request| request.path.split('?').next() == Some(path);
        self.requests().iter().filter(|request| without_query(request)).count()
    }

    /// Waits until a path has been requested this many times.
    pub async fn wait_until_asked(&self, path: &str, times: usize) {
        let deadline = Instant::now() + PATIENCE;
        while self.times_asked(path) < times {
            assert!(Instant::now() < deadline, "{path} was not asked for {times} times");
            tokio::time::sleep(POLL).await;
        }
    }

    fn run(site: Option<PathBuf>) -> Host {
        let shared = Arc::new(Shared { site, ..Shared::default() });
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        // A thread and a runtime of its own: it responds while a test blocks, and takes slow responses down with it.
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    served = axum::serve(listener, app) => served.unwrap(),
                    _ = stopped => {}
                }
            });
        });
        Host { port, shared, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path();
    if path == "/recorder.js" {
        return built(Reply::ok("text/javascript; charset=utf-8", console::RECORDER), None);
    }
    // Browsers request it automatically, and a missing one causes an error in the console.
    if path == "/favicon.ico" {
        return built(Reply::ok("image/x-icon", "").with_status(204), None);
    }
    let n = shared.receive(Request {
        method: method.clone(),
        path: uri.path_and_query().map_or(path, |whole| whole.as_str()).to_owned(),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let allowed_origin = shared.allowed_origin.lock().unwrap().clone();
    let registered = loop {
        let registered = shared.reply(path, n);
        if !registered.as_ref().is_some_and(|reply| reply.is_held) {
            break registered;
        }
        tokio::time::sleep(POLL).await;
    };
    let reply = match registered {
        Some(reply) => reply,
        None if method == Method::OPTIONS && allowed_origin.is_some() => Reply::ok("text/plain", "").with_status(204),
        None => file(&shared, path).unwrap_or_else(|| Reply::status(404)),
    };
    tokio::time::sleep(reply.delay + haste::reply_delay()).await;
    built(reply, allowed_origin)
}

fn built(reply: Reply, allowed_origin: Option<String>) -> Response {
    let mut response = Response::builder().status(StatusCode::from_u16(reply.status).unwrap());
    let mut usual = vec![(header::CACHE_CONTROL, "no-cache".to_owned())];
    if let Some(origin) = allowed_origin {
        usual.push((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin));
        usual.push((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS".to_owned()));
        usual.push((header::ACCESS_CONTROL_ALLOW_HEADERS, "*".to_owned()));
    }
    // The test's own headers override the defaults.
    usual.retain(|(usual, _)| !reply.headers.iter().any(|(name, _)| usual == name.to_lowercase().as_str()));
    for (name, value) in usual {
        response = response.header(name, value);
    }
    for (name, value) in &reply.headers {
        response = response.header(name, value);
    }
    let body = if reply.breaks_off {
        response = response.header(header::CONTENT_LENGTH, reply.body.len());
        let half = Bytes::copy_from_slice(&reply.body[..reply.body.len() / 2]);
        let lost = async {
            // The first half has to be on its way, or there would be no response at all.
            tokio::time::sleep(Duration::from_millis(50)).await;
            Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
        };
        Body::from_stream(stream::once(async { Ok(half) }).chain(stream::once(lost)))
    } else {
        Body::from(reply.body)
    };
    response.body(body).unwrap()
}

/// A file of the built site.
fn file(shared: &Shared, path: &str) -> Option<Reply> {
    let inside = path.strip_prefix("/lofte/")?;
    if inside.split('/').any(|part| part == "..") {
        return None;
    }
    let body = std::fs::read(shared.site.as_ref()?.join(inside)).ok()?;
    Some(Reply::ok(content_type(inside), body))
}

fn content_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// The folder of the built site.
pub fn site() -> PathBuf {
    let folder = std::env::var_os("LOFTE_SITE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target/site"), PathBuf::from);
    assert!(folder.is_dir(), "no built site in {}: run `make test`, which builds it", folder.display());
    folder
}
