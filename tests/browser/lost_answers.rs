//! A bad connection between the page and the inbox: every request arrives, but the responses to tips are lost for as
//! long as a test wants.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub struct Line {
    /// What the page takes to be the inbox.
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    to: String,
    is_mended: AtomicBool,
    lost: AtomicUsize,
}

impl Line {
    /// Opens a connection to the inbox at `to`: `127.0.0.1:41234`.
    pub fn open(to: &str) -> Line {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shared =
            Arc::new(Shared { to: to.to_owned(), is_mended: AtomicBool::new(false), lost: AtomicUsize::new(0) });
        let ours = Arc::clone(&shared);
        // Runs until the process ends; nothing waits for it.
        std::thread::spawn(move || {
            for page in listener.incoming().flatten() {
                let shared = Arc::clone(&ours);
                std::thread::spawn(move || shared.carry(page));
            }
        });
        Line { address, shared }
    }

    /// Lets responses through from now on.
    pub fn mend(&self) {
        self.shared.is_mended.store(true, Ordering::SeqCst);
    }

    /// How many responses were lost.
    pub fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// Forwards one request after another, each on its own connection to the inbox.
    fn carry(&self, mut page: TcpStream) {
        while let Some(request) = message(&mut page) {
            let Ok(mut inbox) = TcpStream::connect(&self.to) else { return };
            inbox.write_all(&request).unwrap();
            let Some(answer) = message(&mut inbox) else { return };
            if request.starts_with(b"POST") && !self.is_mended.load(Ordering::SeqCst) {
                self.lost.fetch_add(1, Ordering::SeqCst);
                // Not all of it: if the response had not begun, the browser itself would repeat the request.
                let _ = page.write_all(&answer[..answer.len() - 1]);
                return;
            }
            if page.write_all(&answer).is_err() {
                return;
            }
        }
    }
}

/// Reads a complete HTTP message, head and body; `None` if the connection has ended.
fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = message.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&message[..end]).to_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
            if message.len() >= end + 4 + length.unwrap_or(0) {
                return Some(message);
            }
        }
        match stream.read(&mut chunk) {
            Ok(read) if read > 0 => message.extend_from_slice(&chunk[..read]),
            _ => return None,
        }
    }
}
