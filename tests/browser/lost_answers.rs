//! A bad line between the page and the inbox: everything gets there, but the answers to tips are lost on the way back
//! for as long as a test wants it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

pub struct Line {
    /// What a page takes for the inbox.
    pub address: String,
    shared: Arc<Shared>,
}

struct Shared {
    to: String,
    is_mended: AtomicBool,
    lost: AtomicUsize,
}

impl Line {
    /// `to` is the inbox: `127.0.0.1:41234`.
    pub fn open(to: &str) -> Line {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shared =
            Arc::new(Shared { to: to.to_owned(), is_mended: AtomicBool::new(false), lost: AtomicUsize::new(0) });
        let ours = Arc::clone(&shared);
        // It ends with the process; nobody waits for it.
        std::thread::spawn(move || {
            for page in listener.incoming().flatten() {
                let shared = Arc::clone(&ours);
                std::thread::spawn(move || shared.carry(page));
            }
        });
        Line { address, shared }
    }

    /// From now on answers arrive.
    pub fn mend(&self) {
        self.shared.is_mended.store(true, Ordering::SeqCst);
    }

    /// How many answers were lost.
    pub fn lost(&self) -> usize {
        self.shared.lost.load(Ordering::SeqCst)
    }
}

impl Shared {
    /// One request after the other, each on a connection of its own to the inbox.
    fn carry(&self, mut page: TcpStream) {
        while let Some(request) = message(&mut page) {
            let Ok(mut inbox) = TcpStream::connect(&self.to) else { return };
            inbox.write_all(&request).unwrap();
            let Some(answer) = message(&mut inbox) else { return };
            if request.starts_with(b"POST") && !self.is_mended.load(Ordering::SeqCst) {
                self.lost.fetch_add(1, Ordering::SeqCst);
                // Not all of it: an answer that has not begun would be asked for again by the browser itself.
                let _ = page.write_all(&answer[..answer.len() - 1]);
                return;
            }
            if page.write_all(&answer).is_err() {
                return;
            }
        }
    }
}

/// A whole HTTP message, head and body; `None` when the connection has ended.
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
