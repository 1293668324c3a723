//! A disk, a lock or a file that fails while the server is running. Acknowledged tips are
//! never lost, and the server recovers once the trouble is over.

use super::documented::send;
use super::keeping::{lamp, new_key, post};
use super::server::{Options, Server, lofte};
use reqwest::Client;
use serde_json::{Value, json};
use sqlx::{Connection, Executor};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A tip of about three kilobytes, so that a small disk soon fills up.
fn long_tip() -> Value {
    json!({ "what": "Lampan är trasig. ".repeat(180) })
}

/// Sends tips until one is refused. Returns the references of the earlier ones.
async fn send_until_refused(server: &Server) -> Vec<String> {
    let client = Client::new();
    let mut kept = Vec::new();
    loop {
        let answer = send(post(&client, server, &new_key(), &long_tip())).await;
        if answer.status == 503 {
            return kept;
        }
        kept.push(answer.reference().to_owned());
        assert!(kept.len() < 5_000, "nothing ever fails");
    }
}

async fn is_refused(server: &Server) {
    let answer = send(post(&Client::new(), server, &new_key(), &long_tip())).await;
    assert_eq!(answer.status, 503, "{}", answer.body);
}

/// The references of all tips, as `lofte tips` lists them.
fn references(list: &[u8]) -> Vec<String> {
    let tips: Vec<Value> = serde_json::from_slice(list).unwrap();
    tips.iter().map(|tip| tip["reference"].as_str().unwrap().to_owned()).collect()
}

fn listed(server: &Server) -> Vec<String> {
    references(&server.tips(&["list", "--json"]).stdout)
}

/// Checks that the server has recovered: a refused tip is accepted when it is sent again, and
/// so are further ones. Returns their references.
async fn works_again(server: &Server) -> Vec<String> {
    let client = Client::new();
    let mut kept = Vec::new();
    for _ in 0..3 {
        let key = new_key();
        for _ in 0..2 {
            let answer = send(post(&client, server, &key, &lamp())).await;
            assert_eq!(answer.status, 201, "{}", server.output());
            kept.push(answer.reference().to_owned());
        }
    }
    kept.dedup();
    assert_eq!(kept.len(), 3, "each tip has one reference however often it is sent");
    kept
}

fn sorted(mut references: Vec<String>) -> Vec<String> {
    references.sort();
    references
}

/// Starts the server on a one-megabyte disk of its own: in a mount namespace, which any user
/// may create where the system allows it, and otherwise only root.
fn on_a_small_disk(folder: &TempDir) -> Option<Server> {
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = r#"mount -t tmpfs -o size=1m none "$0" && exec "$@""#;
    for namespace in [&["--user", "--map-root-user", "--mount"][..], &["--mount"]] {
        let launcher: Vec<String> = ["unshare"]
            .iter()
            .chain(namespace)
            .chain(&["sh", "-c", mount, disk.to_str().unwrap()])
            .map(|&word| word.to_owned())
            .collect();
        let (program, arguments) = launcher.split_first().unwrap();
        let tried = Command::new(program).args(arguments).arg("true").stderr(Stdio::null()).status();
        if tried.is_ok_and(|status| status.success()) {
            let database = Some(disk.join("tips.sqlite"));
            return Some(Server::start_with(Options { database, launcher, ..Options::default() }));
        }
    }
    None
}

#[tokio::test]
async fn a_full_disk_is_over_when_there_is_space_again() {
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = on_a_small_disk(&folder) else {
        // Mounting is not permitted here. A limit on the file size is the closest thing that
        // works on every machine.
        return recovers_when_files_may_grow_again().await;
    };
    // The disk as the server sees it.
    let root = PathBuf::from(format!("/proc/{}/root", server.id()));
    let disk = root.join(folder.path().join("disk").strip_prefix("/").unwrap());
    let filler = disk.join("filler");
    let client = Client::new();
    let mut kept = vec![send(post(&client, &server, &new_key(), &lamp())).await.reference().to_owned()];

    for _ in 0..2 {
        let mut file = std::fs::File::create(&filler).unwrap();
        while file.write_all(&[0; 4096]).is_ok() {}
        drop(file);
        kept.extend(send_until_refused(&server).await);
        for _ in 0..3 {
            is_refused(&server).await;
        }
        std::fs::remove_file(&filler).unwrap();
        kept.extend(works_again(&server).await);
    }
    assert!(server.output().contains("database or disk is full"), "{}", server.output());

    let list = Command::new("nsenter")
        .args(["--target", &server.id().to_string(), "--user", "--preserve-credentials", "--mount"])
        .arg(lofte().get_program())
        .args(["tips", "list", "--json", "--database"])
        .arg(&server.database)
        .output()
        .unwrap();
    let list = if list.status.success() {
        list
    } else {
        // The server has no user namespace of its own.
        Command::new("nsenter")
            .args(["--target", &server.id().to_string(), "--mount"])
            .arg(lofte().get_program())
            .args(["tips", "list", "--json", "--database"])
            .arg(&server.database)
            .output()
            .unwrap()
    };
    assert_eq!(sorted(references(&list.stdout)), sorted(kept), "{}", String::from_utf8_lossy(&list.stderr));
}

/// Writes fail with an I/O error (EFBIG) once a file reaches a certain size, until the limit
/// is lifted.
async fn recovers_when_files_may_grow_again() {
    // In blocks of 512 bytes. The signal would end the server; if it is ignored, the write
    // fails.
    let limit = r#"trap "" XFSZ; ulimit -S -f 400; exec "$@""#;
    let launcher = ["sh", "-c", limit, "sh"].map(str::to_owned).to_vec();
    let server = Server::start_with(Options { launcher, ..Options::default() });
    let mut kept = Vec::new();
    for _ in 0..4 {
        kept.extend(send_until_refused(&server).await);
    }
    assert!(server.output().contains("disk I/O error"), "{}", server.output());
    let lifted = Command::new("prlimit").args(["--pid", &server.id().to_string(), "--fsize=unlimited:"]).status();
    assert!(lifted.unwrap().success());
    kept.extend(works_again(&server).await);
    assert_eq!(sorted(listed(&server)), sorted(kept));
}

#[tokio::test]
async fn an_io_error_is_over_when_the_disk_works_again() {
    recovers_when_files_may_grow_again().await;
}

#[tokio::test]
async fn a_locked_file_is_over_when_the_lock_is_released() {
    let server = Server::start();
    let path = format!("sqlite://{}", server.database.display());
    let mut other = sqlx::SqliteConnection::connect(&path).await.unwrap();
    let mut kept = Vec::new();
    for _ in 0..2 {
        other.execute("BEGIN EXCLUSIVE").await.unwrap();
        is_refused(&server).await;
        other.execute("ROLLBACK").await.unwrap();
        kept.extend(works_again(&server).await);
    }
    assert!(server.output().contains("database is locked"), "{}", server.output());
    assert_eq!(sorted(listed(&server)), sorted(kept));
}

#[tokio::test]
async fn a_table_that_is_gone_and_comes_back_is_used_again() {
    let server = Server::start();
    let path = format!("sqlite://{}", server.database.display());
    let mut other = sqlx::SqliteConnection::connect(&path).await.unwrap();
    other.execute("DROP VIEW tips_to_read; ALTER TABLE tips RENAME TO aside").await.unwrap();
    is_refused(&server).await;
    other.execute("ALTER TABLE aside RENAME TO tips").await.unwrap();
    let kept = works_again(&server).await;
    assert_eq!(sorted(listed(&server)), sorted(kept));
}

/// Moves the file and everything that SQLite has put beside it.
fn move_database(from: &Path, to: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let with = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        std::fs::rename(with(from), with(to)).unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn no_tip_is_acknowledged_while_the_file_is_elsewhere() {
    let server = Server::start();
    let client = Client::new();
    let mut kept = vec![send(post(&client, &server, &new_key(), &lamp())).await.reference().to_owned()];
    let aside = server.database.with_file_name("aside.sqlite");
    // All of it, as a careful operator would, and then only the main file.
    move_database(&server.database, &aside);
    for _ in 0..2 {
        is_refused(&server).await;
    }
    assert!(server.output().contains("was moved, deleted or replaced"), "{}", server.output());
    assert!(!server.database.exists(), "no second file is begun in its place");
    move_database(&aside, &server.database);
    kept.extend(works_again(&server).await);

    std::fs::rename(&server.database, &aside).unwrap();
    is_refused(&server).await;
    std::fs::rename(&aside, &server.database).unwrap();
    kept.extend(works_again(&server).await);
    let listed = listed(&server);
    assert!(kept.iter().all(|reference| listed.contains(reference)), "{kept:?} in {listed:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn no_tip_is_acknowledged_into_a_file_that_was_deleted_or_replaced() {
    let mut server = Server::start();
    let client = Client::new();
    assert_eq!(send(post(&client, &server, &new_key(), &lamp())).await.status, 201);
    let back_up = server.database.with_file_name("back-up.sqlite");
    let path = format!("sqlite://{}", server.database.display());
    let mut other = sqlx::SqliteConnection::connect(&path).await.unwrap();
    let copy = format!("VACUUM INTO '{}'", back_up.display());
    other.execute(sqlx::AssertSqlSafe(copy)).await.unwrap();
    other.close().await.unwrap();

    std::fs::remove_file(&server.database).unwrap();
    is_refused(&server).await;
    // A backup in its place, while the old write-ahead log is still beside it.
    std::fs::copy(&back_up, &server.database).unwrap();
    for _ in 0..2 {
        is_refused(&server).await;
    }
    // The new file may get the inode of a deleted one, several times over.
    for _ in 0..5 {
        std::fs::remove_file(&server.database).unwrap();
        std::fs::copy(&back_up, &server.database).unwrap();
        is_refused(&server).await;
    }
    // As in the guide: stop, remove everything, put the copy in place, start.
    server.stop();
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", server.database.display()));
    }
    std::fs::copy(&back_up, &server.database).unwrap();
    server.restart();
    let kept = works_again(&server).await;
    assert_eq!(listed(&server).len(), kept.len() + 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_write_ahead_log_that_is_deleted_loses_no_tip() {
    let mut server = Server::start();
    let client = Client::new();
    let mut kept = vec![send(post(&client, &server, &new_key(), &lamp())).await.reference().to_owned()];
    std::fs::remove_file(format!("{}-wal", server.database.display())).unwrap();
    is_refused(&server).await;
    kept.extend(works_again(&server).await);
    // Nothing is moved into the main file on the way out.
    server.kill();
    let listed = listed(&server);
    assert!(kept.iter().all(|reference| listed.contains(reference)), "{kept:?} in {listed:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_can_read_is_closed_to_them_at_start() {
    use std::os::unix::fs::PermissionsExt;
    let mut server = Server::start();
    assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201);
    // Leaves the write-ahead log behind.
    server.kill();
    let files = ["", "-wal", "-shm"].map(|suffix| PathBuf::from(format!("{}{suffix}", server.database.display())));
    for file in &files {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o664)).unwrap();
    }
    server.restart();
    assert_eq!(send(post(&Client::new(), &server, &new_key(), &lamp())).await.status, 201);
    for file in &files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    assert!(server.output().contains("other users had permissions"), "{}", server.output());
}
