//! The WebDriver process of one browser: started on a free port, ended by its own process id, also when a test panics.
//!
//! What has to be ended is asked for over a plain blocking connection: a test that panics drops its browser while the
//! async runtime may already be on its way out.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::browser::Options;
use crate::engine::Engine;

const START: Duration = Duration::from_secs(20);
const END: Duration = Duration::from_secs(2);
const REQUEST: Duration = Duration::from_secs(10);

pub struct Driver {
    process: Child,
    /// Held, so that it ends with the last browser that draws on it.
    display: Option<Arc<Display>>,
    /// Goes last, when nobody writes into it any more.
    profile: TempDir,
    pub port: u16,
}

impl Driver {
    pub fn start(engine: Engine, options: &Options) -> Driver {
        let profile = TempDir::with_prefix("lofte-browser-").unwrap();
        let display = engine.needs_a_display().then(Display::shared);
        // Somebody else can take a free port before the driver does; the driver then ends at once.
        for _ in 0..3 {
            let port = free_port();
            let screen = display.as_ref().map(|display| display.name.as_str());
            let mut command = engine.driver_command(port, options, profile.path(), screen);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            // A group of its own, so that all of it can be ended by one id.
            command.process_group(0);
            let mut process = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
            if becomes_ready(&mut process, port) {
                return Driver { process, display, profile, port };
            }
            let _ = process.kill();
            let _ = process.wait();
        }
        panic!("the driver of {engine:?} did not get ready on any of three ports");
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn profile(&self) -> &std::path::Path {
        self.profile.path()
    }

    /// Ends the session, and with it the browser. Without an answer, or where there is no need to ask, the browser is
    /// ended by its process id, which the driver told when the session began.
    pub fn end_session(&self, engine: Engine, session: &str, browser_process: Option<u64>) {
        let is_ended = !(engine.is_ended_at_once() && browser_process.is_some())
            && request(self.port, "DELETE", &format!("/session/{session}")).is_ok();
        if let (false, Some(id)) = (is_ended, browser_process) {
            let _ = send("KILL", &id.to_string());
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // With everything that it started and that is still there: a process that tidies up after its browser would
        // write into the profile that is about to go.
        let group = format!("-{}", self.process.id());
        let _ = send("KILL", &group);
        let _ = self.process.kill();
        let _ = self.process.wait();
        // The last of them may need a moment.
        let deadline = Instant::now() + END;
        while Instant::now() < deadline && send("0", &group).is_ok_and(|status| status.success()) {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// An X server of our own, for an engine that has no headless mode: one for all browsers that are open.
struct Display {
    process: Child,
    name: String,
}

impl Display {
    fn shared() -> Arc<Display> {
        static OPEN: Mutex<Weak<Display>> = Mutex::new(Weak::new());
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.upgrade().unwrap_or_else(|| {
            let display = Arc::new(Display::start());
            *open = Arc::downgrade(&display);
            display
        })
    }

    fn start() -> Display {
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2560x1600x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is needed for this browser");
        // It chooses a free number by itself and writes it when it is ready.
        let mut number = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Display { process, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a signal to a process by its id, or to a group of them by its negative id; without a word when there is none
/// any more.
fn send(signal: &str, id: &str) -> std::io::Result<ExitStatus> {
    Command::new("sh").args(["-c", "kill -s \"$0\" -- \"$1\"", signal, id]).stderr(Stdio::null()).status()
}

fn becomes_ready(process: &mut Child, port: u16) -> bool {
    let deadline = Instant::now() + START;
    while Instant::now() < deadline {
        if process.try_wait().unwrap().is_some() {
            return false;
        }
        if request(port, "GET", "/status").is_ok_and(|answer| answer.contains("200 OK")) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

/// Never the same one twice: of two drivers that start at once on one port, the one that got it would answer for the
/// other, too.
fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        if GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return port;
        }
    }
}

/// One blocking HTTP request without a body, and the answer as it came.
fn request(port: u16, method: &str, path: &str) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut connection = TcpStream::connect_timeout(&address, REQUEST)?;
    connection.set_read_timeout(Some(REQUEST))?;
    write!(connection, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    // Some drivers keep the connection open whatever we ask for: the length says when the answer is complete.
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = connection.read(&mut chunk)?;
        answer.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&answer);
        if read == 0 || is_complete(&text) {
            return Ok(text.into_owned());
        }
    }
}

fn is_complete(answer: &str) -> bool {
    let Some((head, body)) = answer.split_once("\r\n\r\n") else { return false };
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.trim().parse::<usize>().ok())
        .is_some_and(|length| body.len() >= length)
}
