//! The WebDriver process of one browser: started on a free port, and ended by its own process id even if a test panics.
//!
//! Shutdown uses plain blocking connections: a test that panics drops its browser while the async runtime may already
//! be shutting down.

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
    /// Held so that it ends with the last browser that draws on it.
    display: Option<Arc<Display>>,
    /// Dropped last, when nothing writes into it any longer.
    profile: TempDir,
    pub port: u16,
}

impl Driver {
    pub fn start(engine: Engine, options: &Options) -> Driver {
        let profile = TempDir::with_prefix("lofte-browser-").unwrap();
        let display = engine.needs_a_display().then(Display::shared);
        // Another process can take a free port before the driver does; the driver then exits immediately.
        for _ in 0..3 {
            let port = free_port();
            let screen = display.as_ref().map(|display| display.name.as_str());
            let mut command = engine.driver_command(port, options, profile.path(), screen);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            // A process group of its own, so that all of it can be ended by one id.
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

    /// Ends the session and the browser with it. If there is no response, or no need to ask, the browser is ended by
    /// its process id, which the driver reported when the session started.
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
        // Including all surviving child processes: one that tidies up after its browser would write into the profile
        // that is about to be deleted.
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

/// An X server for engines without a headless mode, shared by all open browsers.
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
        // Xvfb chooses a free display number and writes it when it is ready.
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

/// Sends a signal to a process by its id, or to a process group by its negative id. Stays silent if it no longer
/// exists.
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

/// Never returns the same port twice: if two drivers started on one port, the one that got it would also answer for the
/// other.
fn free_port() -> u16 {
    static GIVEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        if GIVEN.lock().unwrap_or_else(PoisonError::into_inner).insert(port) {
            return port;
        }
    }
}

/// Sends one blocking HTTP request without a body, and returns the raw response.
fn request(port: u16, method: &str, path: &str) -> std::io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut connection = TcpStream::connect_timeout(&address, REQUEST)?;
    connection.set_read_timeout(Some(REQUEST))?;
    write!(connection, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    // Some drivers keep the connection open regardless, so the length determines when the response is complete.
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
