//! The documented scripts for erasing and backing up, run with Debian's `sqlite3` while tips
//! arrive.

use super::documented::send;
use super::guide::block;
use super::keeping::{lamp, new_key, post};
use super::server::Server;
use reqwest::Client;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, SqliteConnection};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::task::JoinHandle;

/// Occurs in every tip that is to be erased, and in no other.
const MARK: &str = "Ringblomman";

/// A documented script, saved as a file.
struct Script {
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Script {
    fn documented(containing: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("script");
        std::fs::write(&file, block("sh", containing)).unwrap();
        Self { file, _folder: folder }
    }

    async fn run(&self, database: &Path, argument: &str) -> Output {
        let mut command = Command::new("sh");
        command.arg(&self.file).arg(argument).env("LOFTE_DATABASE", database);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }
}

fn shown(output: &Output) -> String {
    format!("{}\n{}{}", output.status, String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn connect(database: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}", database.display())).await.unwrap();
    connection.execute("PRAGMA busy_timeout = 30000").await.unwrap();
    connection
}

/// Sends tips that are to be erased, and backdates them.
async fn old_tips(server: &Server) {
    let client = Client::new();
    for length in 1..=12 {
        let tip = json!({ "what": format!("{MARK} är trasig. ").repeat(length * 10), "where": MARK });
        assert_eq!(send(post(&client, server, &new_key(), &tip)).await.status, 201);
    }
    let old = format!("UPDATE tips SET received_at = '2024-05-07T08:00:00Z' WHERE tip LIKE '%{MARK}%'");
    connect(&server.database).await.execute(sqlx::AssertSqlSafe(old)).await.unwrap();
}

/// How often the mark occurs in the file and in what SQLite has put beside it.
fn marks(database: &Path) -> usize {
    ["", "-wal", "-shm", "-journal"]
        .iter()
        .filter_map(|suffix| std::fs::read(format!("{}{suffix}", database.display())).ok())
        .map(|bytes| bytes.windows(MARK.len()).filter(|window| *window == MARK.as_bytes()).count())
        .sum()
}

/// A constant stream of tips, from several residents.
struct Load {
    stop: Arc<AtomicBool>,
    kept: Arc<AtomicUsize>,
    senders: Vec<JoinHandle<()>>,
}

impl Load {
    fn start(server: &Server) -> Self {
        let (stop, kept) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let senders = (0..4)
            .map(|_| {
                let (stop, kept, address) = (stop.clone(), kept.clone(), server.url("/api/tips"));
                tokio::spawn(async move {
                    let client = Client::new();
                    while !stop.load(Ordering::Relaxed) {
                        let tip = client.post(&address).header("Idempotency-Key", new_key()).json(&lamp());
                        assert_eq!(send(tip).await.status, 201);
                        kept.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        Self { stop, kept, senders }
    }

    /// Stops sending. Returns how many tips were acknowledged.
    async fn stop(self) -> usize {
        self.stop.store(true, Ordering::Relaxed);
        for sender in self.senders {
            sender.await.unwrap();
        }
        self.kept.load(Ordering::Relaxed)
    }
}

fn listed(database: &Path) -> usize {
    let output = super::server::lofte().args(["tips", "list", "--json", "--database"]).arg(database).output().unwrap();
    serde_json::from_slice::<Vec<Value>>(&output.stdout).unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_works_while_tips_come_in_and_leaves_nothing_behind() {
    let server = Server::start();
    let script = Script::documented("usage: lofte-erase");
    let load = Load::start(&server);
    for round in 0..10 {
        old_tips(&server).await;
        assert_ne!(marks(&server.database), 0, "there is something to find");
        let erased = script.run(&server.database, "2025-01-01").await;
        assert!(erased.status.success(), "round {round}: {}", shown(&erased));
        assert_eq!(marks(&server.database), 0, "round {round}");
    }
    let kept = load.stop().await;
    assert_eq!(listed(&server.database), kept, "and no other tip is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_fails_visibly_while_somebody_reads_and_succeeds_afterwards() {
    let server = Server::start();
    let script = Script::documented("usage: lofte-erase");
    old_tips(&server).await;
    let mut reader = connect(&server.database).await;
    reader.execute("BEGIN; SELECT count(*) FROM tips").await.unwrap();
    let failed = script.run(&server.database, "2025-01-01").await;
    assert_eq!(failed.status.code(), Some(1), "{}", shown(&failed));
    assert!(!failed.stderr.is_empty());
    assert_ne!(marks(&server.database), 0, "what the reader sees is still there");

    reader.execute("COMMIT").await.unwrap();
    let erased = script.run(&server.database, "2025-01-01").await;
    assert!(erased.status.success(), "{}", shown(&erased));
    assert_eq!(marks(&server.database), 0);
}

#[tokio::test]
async fn erasing_refuses_what_it_cannot_mean() {
    let server = Server::start();
    let script = Script::documented("usage: lofte-erase");
    old_tips(&server).await;
    for argument in ["", "2025", "2025-13-01", "2025-02-30", "all", "'; DROP TABLE tips; --", "2025-01-01' OR 1 --"] {
        let refused = script.run(&server.database, argument).await;
        assert_eq!(refused.status.code(), Some(2), "{argument}: {}", shown(&refused));
    }
    assert_eq!(listed(&server.database), 12);
    let nowhere = server.database.with_file_name("nowhere.sqlite");
    assert_eq!(script.run(&nowhere, "2025-01-01").await.status.code(), Some(1));
    assert!(!nowhere.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_is_whole_while_tips_come_in_and_can_be_restored_and_erased_in() {
    let mut server = Server::start();
    let (back_up, erase) = (Script::documented("usage: lofte-backup"), Script::documented("usage: lofte-erase"));
    old_tips(&server).await;
    let load = Load::start(&server);
    let folder = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let copy = folder.path().join(format!("{round}.sqlite"));
        let made = back_up.run(&server.database, copy.to_str().unwrap()).await;
        assert!(made.status.success(), "{}", shown(&made));
        assert!(listed(&copy) >= 12);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&copy.metadata().unwrap()) & 0o777, 0o600);
    }
    load.stop().await;
    let last = folder.path().join("last.sqlite");
    let all = listed(&server.database);
    assert!(back_up.run(&server.database, last.to_str().unwrap()).await.status.success());
    assert!(!back_up.run(&server.database, last.to_str().unwrap()).await.status.success(), "no copy is overwritten");
    assert_eq!(listed(&last), all);

    server.stop();
    std::fs::copy(&last, &server.database).unwrap();
    server.restart();
    assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201);
    assert_eq!(listed(&server.database), all + 1);

    let erased = erase.run(&last, "2025-01-01").await;
    assert!(erased.status.success(), "{}", shown(&erased));
    assert_eq!((listed(&last), marks(&last)), (all - 12, 0));
}
