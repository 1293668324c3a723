//! Runs the real `lofte serve` for tests, on its own port and in its own folder. Dropping it
//! stops the process.

#![allow(dead_code, reason = "each test crate uses a part of it")]

use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpSocket;

/// The maximum time for anything the server does.
const PATIENCE: Duration = Duration::from_secs(30);

/// How to start the server.
#[derive(Clone)]
pub struct Options {
    /// The folder to serve. Without one, an empty folder.
    pub dir: Option<PathBuf>,
    /// The file with the tips. Without one, a new file in a new folder.
    pub database: Option<PathBuf>,
    /// A program, with its arguments, that runs the server: `sh -c 'ulimit …; exec "$@"'`.
    pub launcher: Vec<String>,
    /// The origins that may send tips.
    pub allow_origin: Vec<String>,
    /// The port. 0 picks any free port, which a restart reuses.
    pub port: u16,
    /// The log level.
    pub log: &'static str,
}

impl Default for Options {
    fn default() -> Self {
        Self { dir: None, database: None, launcher: Vec::new(), allow_origin: Vec::new(), port: 0, log: "info" }
    }
}

/// A server that is running, or has stopped and can be restarted.
pub struct Server {
    /// Its address: `http://127.0.0.1:41234`, without a trailing slash.
    pub address: String,
    /// The file with the tips.
    pub database: PathBuf,
    /// The folder that it serves.
    pub dir: PathBuf,
    options: Options,
    child: Child,
    readers: Vec<JoinHandle<()>>,
    output: Arc<Mutex<String>>,
    /// Reserves the port while the server is down, without listening on it.
    place: Option<TcpSocket>,
    _folder: TempDir,
}

impl Server {
    /// Starts a server that serves an empty folder and does not allow any other origin.
    pub fn start() -> Self {
        Self::start_with(Options::default())
    }

    /// Starts a server.
    pub fn start_with(mut options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = options.database.clone().unwrap_or_else(|| folder.path().join("tips").join("tips.sqlite"));
        let dir = options.dir.clone().unwrap_or_else(|| folder.path().join("dist"));
        if options.dir.is_none() {
            std::fs::create_dir(&dir).unwrap();
        }
        let output = Arc::new(Mutex::new(String::new()));
        let (child, readers, address) = run(&options, &dir, &database, &output);
        options.port = address.rsplit(':').next().unwrap().parse().unwrap();
        Self { address, database, dir, options, child, readers, output, place: None, _folder: folder }
    }

    /// Starts it again after [`kill`](Self::kill) or [`stop`](Self::stop), on the same port
    /// and with the same tips.
    pub fn restart(&mut self) {
        // Linux lets the server listen on a reserved port; other systems do not.
        if !cfg!(target_os = "linux") {
            self.place = None;
        }
        let (child, readers, address) = run(&self.options, &self.dir, &self.database, &self.output);
        assert_eq!(address, self.address);
        (self.child, self.readers) = (child, readers);
    }

    /// The full address of a path: `/api/tips`.
    pub fn url(&self, path: &str) -> String {
        [&self.address, path].concat()
    }

    /// `127.0.0.1:41234`.
    pub fn host(&self) -> &str {
        self.address.strip_prefix("http://").unwrap()
    }

    /// A connection on which a test writes HTTP itself.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Kills it immediately, as a power cut would (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.wait();
    }

    /// Sends a signal, such as `TERM`, to this server.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Asks it to stop (SIGTERM), and waits until it has stopped.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal("TERM");
        self.wait()
    }

    /// Waits until it has exited and all its output has been read.
    pub fn wait(&mut self) -> ExitStatus {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE * 2, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        if self.place.is_none() {
            self.place = hold(self.host().parse().unwrap()).ok();
        }
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        status
    }

    /// Waits until it no longer accepts connections.
    pub fn wait_until_closed(&self) {
        let begun = Instant::now();
        while TcpStream::connect(self.host()).is_ok() {
            assert!(begun.elapsed() < PATIENCE, "the server still accepts connections");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// All its output so far, from standard output and standard error.
    pub fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// Runs `lofte tips` with these arguments on this server's tips.
    pub fn tips(&self, arguments: &[&str]) -> Output {
        lofte().arg("tips").args(arguments).arg("--database").arg(&self.database).output().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The tool, without settings from the environment of the tests.
pub fn lofte() -> Command {
    lofte_by(&[])
}

/// The tool, run by another program.
fn lofte_by(launcher: &[String]) -> Command {
    let program = env!("CARGO_BIN_EXE_lofte");
    let mut command = match launcher {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    for name in ["LOFTE_LISTEN", "LOFTE_DIR", "LOFTE_DATABASE", "LOFTE_ALLOW_ORIGIN", "LOFTE_LOG"] {
        command.env_remove(name);
    }
    command
}

/// Reserves a port without listening on it.
fn hold(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

fn run(
    options: &Options,
    dir: &Path,
    database: &Path,
    output: &Arc<Mutex<String>>,
) -> (Child, Vec<JoinHandle<()>>, String) {
    let mut command = lofte_by(&options.launcher);
    command.arg("serve").args(["--listen", &format!("127.0.0.1:{}", options.port), "--log", options.log]);
    command.arg("--dir").arg(dir).arg("--database").arg(database);
    for origin in &options.allow_origin {
        command.args(["--allow-origin", origin]);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (tell, lines) = channel();
    let readers = vec![
        gather(child.stdout.take().unwrap(), output.clone(), tell.clone()),
        gather(child.stderr.take().unwrap(), output.clone(), tell),
    ];
    let begun = Instant::now();
    let address = loop {
        match lines.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
            Ok(line) => {
                if let Some((_, address)) = line.split_once("http://") {
                    break ["http://", address.trim_end().trim_end_matches('/')].concat();
                }
            }
            Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                panic!("the server does not start:\n{}", output.lock().unwrap());
            }
        }
    };
    (child, readers, address)
}

fn gather(from: impl Read + Send + 'static, output: Arc<Mutex<String>>, tell: Sender<String>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let mut output = output.lock().unwrap();
            output.push_str(&line);
            output.push('\n');
            // Nothing receives the lines once the server has started.
            let _ = tell.send(line);
        }
    })
}
