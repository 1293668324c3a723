//! The tips on disk.
//!
//! SQLite, because a kommun can back up, move and erase a single file. A tip is committed with
//! `synchronous=FULL` before its receipt is sent, so it survives a killed process and a power cut.
//! There is one connection: the tips of a kommun arrive by the hour, not by the millisecond, and
//! with a single writer, a tip sent twice at once simply queues behind itself.
//!
//! A connection that has failed is closed and never reused. After a full disk or an I/O error,
//! SQLite has rolled back by itself, while the library still counts an open transaction and refuses
//! every new one.

use super::file_identity::Identity;
use crate::tip::content::Tip;
use crate::tip::key::Key;
use crate::tip::receipt::{Receipt, Reference};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// How long to wait while another program, such as a backup or a database tool, holds the file.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(5);
/// How long to wait for the tips ahead in the queue.
const WAIT_IN_QUEUE: Duration = Duration::from_secs(10);
/// How many references to try before giving up. With a million tips stored, one reference in a
/// million is taken.
const TRIES: usize = 8;

/// The open file with the tips.
#[derive(Debug, Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: SqliteConnectOptions,
    file: PathBuf,
    /// The file opened at the start. `None` for a reader, which never acknowledges a tip.
    opened: Option<Opened>,
    /// Empty after a connection has been discarded, until one is needed again.
    connection: Mutex<Option<Open>>,
}

/// The file in which tips have been acknowledged.
#[derive(Debug)]
struct Opened {
    identity: Identity,
    /// Never read or written. While it is open, no other file can get the same inode. Closed only
    /// after SQLite has closed the file, since closing it earlier would release SQLite's locks
    /// (POSIX).
    _handle: File,
}

/// A connection, and the write-ahead log that it appends to.
#[derive(Debug)]
struct Open {
    connection: SqliteConnection,
    log: Option<Identity>,
}

/// The result of storing a tip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The tip is now on disk.
    Now(Receipt),
    /// The same tip was already on disk, and was sent again.
    Before(Receipt),
    /// The key belongs to another tip. Nothing was stored.
    OtherTip,
}

/// A tip as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTip {
    /// The reference that the sender can quote.
    pub reference: String,
    /// When the tip was stored, in UTC (RFC 3339).
    pub received_at: String,
    /// The tip as received over the wire. Not parsed into a [`Tip`]: a tip stored under older rules
    /// is still a tip.
    pub tip: Value,
}

/// Why tips cannot be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the file cannot be created.
    #[error("cannot create the folder {}: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The reason.
        reason: std::io::Error,
    },
    /// The file cannot be created or opened.
    #[error("cannot open {}: {reason}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The reason.
        reason: std::io::Error,
    },
    /// Other users can read the file, and its permissions cannot be changed.
    #[error(
        "other users can read {}, and its permissions cannot be changed: {reason}; make it readable by its owner only",
        file.display()
    )]
    Readable {
        /// The file.
        file: PathBuf,
        /// The reason.
        reason: std::io::Error,
    },
    /// There is no file to read.
    #[error("there is no file {}", .0.display())]
    NoFile(PathBuf),
    /// The file was moved, deleted or replaced while the server was running.
    #[error(
        "{} was moved, deleted or replaced while the server was running; no tip is acknowledged until the file is back, \
         or the server has been restarted",
        .0.display()
    )]
    Gone(PathBuf),
    /// The tips ahead in the queue took too long.
    #[error("the tips ahead in the queue took too long")]
    Queue,
    /// SQLite reported an error: the disk is full, the file is locked or damaged.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The file belongs to a newer version of this program, or is damaged.
    #[error("cannot migrate the file to this version: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The machine has no source of random numbers.
    #[error("cannot make a reference: {0}")]
    Random(#[from] getrandom::Error),
    /// A tip cannot be written as JSON, or one on the disk is not JSON.
    #[error("a tip is not JSON")]
    Json,
    /// All references tried are taken, or the one on disk is damaged.
    #[error("no usable reference")]
    Reference,
    /// The task that writes tips ended early.
    #[error("the task that writes tips ended early")]
    Interrupted,
}

impl Store {
    /// Opens the file for storing tips. Creates it, and its folder, if necessary. Revokes all
    /// permissions of anyone but its owner.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            create_folder(folder).map_err(|reason| StoreError::Folder { folder: folder.to_owned(), reason })?;
        }
        let file_error = |reason| StoreError::File { file: file.to_owned(), reason };
        let handle = create_private(file).map_err(file_error)?;
        close_to_others(file)?;
        let identity = handle.metadata().map_err(file_error)?.into();
        let opened = Opened { identity, _handle: handle };
        let options = options(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // Overwrites deleted content.
            .pragma("secure_delete", "ON");
        let mut connection = options.connect().await?;
        sqlx::migrate!("src/inbox/migrations").run(&mut connection).await?;
        let open = Open { connection, log: Identity::of(&log_of(file)).ok() };
        Ok(Self::with(options, file, Some(opened), Some(open)))
    }

    /// Opens an existing file for reading. A server may be writing to it.
    pub async fn open_to_read(file: &Path) -> Result<Self, StoreError> {
        if !file.is_file() {
            return Err(StoreError::NoFile(file.to_owned()));
        }
        let options = options(file).read_only(true);
        let open = Open { connection: options.connect().await?, log: None };
        Ok(Self::with(options, file, None, Some(open)))
    }

    fn with(options: SqliteConnectOptions, file: &Path, opened: Option<Opened>, open: Option<Open>) -> Self {
        let shared = Shared { options, file: file.to_owned(), opened, connection: Mutex::new(open) };
        Self { shared: Arc::new(shared) }
    }

    /// Stores a tip that has been checked. When this returns a receipt, the tip is on disk.
    /// `received_at` is the current time, in UTC (RFC 3339).
    ///
    /// The tip is stored even if its sender hangs up: a write is never cut off midway, and the
    /// sender gets the same receipt on the next attempt.
    pub async fn keep(&self, key: &Key, tip: &Tip, received_at: &str) -> Result<Kept, StoreError> {
        let json = serde_json::to_string(tip).map_err(|_| StoreError::Json)?;
        let (store, key, received_at) = (self.clone(), key.clone(), received_at.to_owned());
        let write = async move {
            let mut lease = store.lease().await?;
            let result = write_tip(&mut lease.open.connection, &key, &json, &received_at).await;
            let result = result.and_then(|kept| store.confirm(&lease.open).map(|()| kept));
            lease.end(result).await
        };
        tokio::spawn(write).await.map_err(|_| StoreError::Interrupted)?
    }

    /// Returns all tips, newest last.
    pub async fn all(&self) -> Result<Vec<KeptTip>, StoreError> {
        let mut lease = self.lease().await?;
        let rows = sqlx::query("SELECT reference, received_at, tip FROM tips ORDER BY received_at, rowid")
            .fetch_all(&mut lease.open.connection)
            .await;
        lease.end(rows.map_err(StoreError::from)).await?.iter().map(kept_tip).collect()
    }

    /// Returns the tip with this reference.
    pub async fn find(&self, reference: &Reference) -> Result<Option<KeptTip>, StoreError> {
        let mut lease = self.lease().await?;
        let row = sqlx::query("SELECT reference, received_at, tip FROM tips WHERE reference = ?")
            .bind(reference.as_str())
            .fetch_optional(&mut lease.open.connection)
            .await;
        lease.end(row.map_err(StoreError::from)).await?.as_ref().map(kept_tip).transpose()
    }

    /// Waits for pending writes, moves everything into the main file, and closes it.
    pub async fn close(self) {
        if let Some(open) = self.shared.connection.lock().await.take() {
            discard(open).await;
        }
    }

    /// Takes the connection for the duration of the lease.
    async fn lease(&self) -> Result<Lease<'_>, StoreError> {
        let queue = tokio::time::timeout(WAIT_IN_QUEUE, self.shared.connection.lock());
        let mut slot = queue.await.map_err(|_| StoreError::Queue)?;
        let open = match slot.take() {
            Some(open) => open,
            None => self.connect_again().await?,
        };
        Ok(Lease { slot, open })
    }

    /// Reopens the same file. Leaves another file in its place untouched: a write-ahead log of the
    /// old file may still lie beside it, and would be applied to the new one.
    async fn connect_again(&self) -> Result<Open, StoreError> {
        self.confirm_file()?;
        let mut connection = self.shared.options.connect().await?;
        // Reading creates the write-ahead log if there is none.
        sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut connection).await?;
        let open = Open { connection, log: Identity::of(&log_of(&self.shared.file)).ok() };
        tracing::info!("the file with the tips has been opened again");
        Ok(open)
    }

    /// Checks that the next program to open the file will find what has been written: the file and
    /// its write-ahead log are where they were. Otherwise SQLite keeps writing to files that nobody
    /// can open.
    fn confirm(&self, open: &Open) -> Result<(), StoreError> {
        self.confirm_file()?;
        match &open.log {
            Some(log) if !log.is_at(&log_of(&self.shared.file)) => Err(StoreError::Gone(log_of(&self.shared.file))),
            Some(_) | None => Ok(()),
        }
    }

    fn confirm_file(&self) -> Result<(), StoreError> {
        match &self.shared.opened {
            Some(opened) if !opened.identity.is_at(&self.shared.file) => {
                Err(StoreError::Gone(self.shared.file.clone()))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// The connection, taken out of its slot. It is put back only after success.
struct Lease<'a> {
    slot: MutexGuard<'a, Option<Open>>,
    open: Open,
}

impl Lease<'_> {
    /// Puts the connection back after success, and closes it after an error. No one else gets a
    /// connection before it is closed.
    async fn end<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let Self { mut slot, open } = self;
        if result.is_ok() {
            *slot = Some(open);
        } else {
            discard(open).await;
        }
        result
    }
}

async fn discard(open: Open) {
    // A connection that cannot be closed has already ended.
    let _ = open.connection.close().await;
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).busy_timeout(WAIT_FOR_LOCK).disable_statement_logging()
}

/// The file that SQLite appends to before moving the content into the main one.
fn log_of(file: &Path) -> PathBuf {
    beside(file, "-wal")
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

async fn write_tip(
    connection: &mut SqliteConnection,
    key: &Key,
    json: &str,
    received_at: &str,
) -> Result<Kept, StoreError> {
    let hash: Vec<u8> = Sha256::digest(json.as_bytes()).to_vec();
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let before = sqlx::query("SELECT reference, received_at, content_hash FROM tips WHERE idempotency_key = ?")
        .bind(key.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
    if let Some(row) = before {
        let same = row.try_get::<Vec<u8>, _>("content_hash")? == hash;
        let kept = if same { Kept::Before(receipt(&row)?) } else { Kept::OtherTip };
        transaction.rollback().await?;
        return Ok(kept);
    }
    for _ in 0..TRIES {
        let mut random = [0; 8];
        getrandom::fill(&mut random)?;
        let reference = Reference::from_random(random);
        let inserted = sqlx::query(
            "INSERT INTO tips (reference, received_at, idempotency_key, content_hash, tip) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT (reference) DO NOTHING",
        )
        .bind(reference.as_str())
        .bind(received_at)
        .bind(key.as_str())
        .bind(&hash)
        .bind(json)
        .execute(&mut *transaction)
        .await?;
        if inserted.rows_affected() == 1 {
            transaction.commit().await?;
            return Ok(Kept::Now(Receipt { reference, received_at: received_at.to_owned() }));
        }
    }
    Err(StoreError::Reference)
}

/// Creates the folder, accessible only to its owner.
fn create_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Creates the file readable only by its owner, since only the recipient may read tips. The files
/// that SQLite puts beside it inherit its permissions.
fn create_private(file: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// Revokes access for others, since a restored or copied file may be readable by them; also for the
/// files that SQLite has left beside it. Not an error, because a restored backup would then keep
/// the inbox from starting.
#[cfg(unix)]
fn close_to_others(file: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    for file in [file.to_owned(), log_of(file), beside(file, "-shm")] {
        let Ok(metadata) = file.metadata() else { continue };
        let mode = metadata.permissions().mode();
        if mode & 0o077 != 0 {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode & 0o700))
                .map_err(|reason| StoreError::Readable { file: file.clone(), reason })?;
            tracing::warn!(file = %file.display(), "other users had permissions on this file; they have been removed");
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

fn receipt(row: &SqliteRow) -> Result<Receipt, StoreError> {
    let reference = Reference::parse(row.try_get("reference")?).ok_or(StoreError::Reference)?;
    Ok(Receipt { reference, received_at: row.try_get("received_at")? })
}

fn kept_tip(row: &SqliteRow) -> Result<KeptTip, StoreError> {
    let tip = serde_json::from_str(row.try_get("tip")?).map_err(|_| StoreError::Json)?;
    Ok(KeptTip { reference: row.try_get("reference")?, received_at: row.try_get("received_at")?, tip })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
    use super::*;

    const THEN: &str = "2026-11-21T23:45:15Z";

    fn key(number: u8) -> Key {
        Key::from_random([number; 16])
    }

    fn tip(what: &str) -> Tip {
        Tip { what: what.to_owned(), ..Tip::default() }
    }

    #[tokio::test]
    async fn a_tip_sent_again_gets_the_receipt_that_it_got_and_another_one_none() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("new/tips.sqlite")).await.unwrap();
        let Kept::Now(first) = store.keep(&key(1), &tip("Trasig lampa"), THEN).await.unwrap() else {
            panic!("a new tip is kept now")
        };
        let again = store.keep(&key(1), &tip("Trasig lampa"), "2026-11-22T00:00:00Z").await.unwrap();
        assert_eq!(again, Kept::Before(first));
        assert_eq!(store.keep(&key(1), &tip("Trasig bänk"), THEN).await.unwrap(), Kept::OtherTip);
        assert_eq!(store.all().await.unwrap().len(), 1);
        store.close().await;
    }

    #[tokio::test]
    async fn the_newest_tip_stands_last_and_each_is_found_by_its_reference() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("tips.sqlite")).await.unwrap();
        for (number, received_at) in
            [(1, "2026-11-22T08:00:00Z"), (2, "2026-11-21T08:00:00Z"), (3, "2026-11-22T08:00:00Z")]
        {
            store.keep(&key(number), &tip(&["tips ", &number.to_string()].concat()), received_at).await.unwrap();
        }
        let all = store.all().await.unwrap();
        let texts: Vec<_> = all.iter().map(|kept| kept.tip["what"].as_str().unwrap()).collect();
        assert_eq!(texts, ["tips 2", "tips 1", "tips 3"]);
        for kept in all {
            let reference = Reference::parse(&kept.reference).unwrap();
            assert_eq!(store.find(&reference).await.unwrap(), Some(kept));
        }
        assert_eq!(store.find(&Reference::from_random([0; 8])).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_database_tool_sees_each_field_in_a_column_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("tips.sqlite")).await.unwrap();
        let tip = Tip { place: Some("Vid stationen".to_owned()), ..tip("Trasig lampa") };
        store.keep(&key(1), &tip, THEN).await.unwrap();
        let mut lease = store.lease().await.unwrap();
        let row = sqlx::query("SELECT what, place, contact_email FROM tips_to_read")
            .fetch_one(&mut lease.open.connection)
            .await
            .unwrap();
        assert_eq!(row.get::<String, _>("what"), "Trasig lampa");
        assert_eq!(row.get::<String, _>("place"), "Vid stationen");
        assert_eq!(row.get::<Option<String>, _>("contact_email"), None);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_but_the_owner_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tips.sqlite");
        let store = Store::open(&file).await.unwrap();
        store.keep(&key(1), &tip("Trasig lampa"), THEN).await.unwrap();
        for name in ["tips.sqlite", "tips.sqlite-wal"] {
            let mode = folder.path().join(name).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_not_made_by_reading() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tips.sqlite");
        assert!(matches!(Store::open_to_read(&file).await, Err(StoreError::NoFile(_))));
        assert!(!file.exists());
    }
}
