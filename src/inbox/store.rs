//! The tips on disk.
//!
//! SQLite, since one file is what a kommun can back up, move and erase. A tip is
//! committed with `synchronous=FULL`, so that it survives a killed process and a
//! power cut alike before anybody gets a receipt for it. One connection writes:
//! the tips of a kommun come in by the hour, not by the millisecond, and with one
//! writer the same tip sent twice at once is simply the second in the queue.

use crate::tip::content::Tip;
use crate::tip::key::Key;
use crate::tip::receipt::{Receipt, Reference};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Row, SqlitePool};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait while another program (a backup, somebody's database tool)
/// holds the file.
const WAIT_FOR_LOCK: Duration = Duration::from_secs(5);
/// How long to wait for the tips that are ahead in the queue.
const WAIT_IN_QUEUE: Duration = Duration::from_secs(10);
/// How many references to try before giving up. With a million tips kept, one in a
/// million is taken.
const TRIES: usize = 8;

/// The file with the tips, open.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

/// What became of a tip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is on the disk now.
    Now(Receipt),
    /// It was on the disk already: the same tip, sent again.
    Before(Receipt),
    /// The key belongs to another tip. Nothing was kept.
    OtherTip,
}

/// A tip as it lies on the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptTip {
    /// What its sender refers to.
    pub reference: String,
    /// When it was kept, in UTC (RFC 3339).
    pub received_at: String,
    /// The tip as it came over the wire. Not read into a [`Tip`]: a tip that was
    /// kept under older rules is still a tip.
    pub tip: Value,
}

/// Why tips cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder of the file cannot be made.
    #[error("cannot create the folder {}: {reason}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        reason: std::io::Error,
    },
    /// The file cannot be made, or not be opened.
    #[error("cannot open {}: {reason}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why not.
        reason: std::io::Error,
    },
    /// The file is not there to be read.
    #[error("there is no file {}", .0.display())]
    NoFile(PathBuf),
    /// SQLite says no: the disk is full, the file is locked or damaged.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The file is of a newer version of this program, or damaged.
    #[error("cannot bring the file to this version's form: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The machine has no random numbers.
    #[error("cannot make a reference: {0}")]
    Random(#[from] getrandom::Error),
    /// A tip cannot be written as JSON, or one on the disk is not JSON.
    #[error("a tip is not JSON")]
    Json,
    /// Every reference that was tried is taken, or the one on the disk is damaged.
    #[error("no usable reference")]
    Reference,
}

impl Store {
    /// Opens the file to keep tips in, and makes it, and its folder, if need be.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|reason| StoreError::Folder { folder: folder.to_owned(), reason })?;
        }
        create_private(file).map_err(|reason| StoreError::File { file: file.to_owned(), reason })?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT_FOR_LOCK)
            // What is erased is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(WAIT_IN_QUEUE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options)
            .await?;
        sqlx::migrate!("src/inbox/migrations").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Opens a file that is there, to read from; a server may be writing to it.
    pub async fn open_to_read(file: &Path) -> Result<Self, StoreError> {
        if !file.is_file() {
            return Err(StoreError::NoFile(file.to_owned()));
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .read_only(true)
            .busy_timeout(WAIT_FOR_LOCK)
            .disable_statement_logging();
        Ok(Self { pool: SqlitePoolOptions::new().max_connections(1).connect_with(options).await? })
    }

    /// Keeps a tip that has been checked. When it returns a receipt, the tip is on
    /// the disk. `received_at` is now, in UTC (RFC 3339).
    pub async fn keep(&self, key: &Key, tip: &Tip, received_at: &str) -> Result<Kept, StoreError> {
        let json = serde_json::to_string(tip).map_err(|_| StoreError::Json)?;
        let hash: Vec<u8> = Sha256::digest(json.as_bytes()).to_vec();

        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let before = sqlx::query("SELECT reference, received_at, content_hash FROM tips WHERE idempotency_key = ?")
            .bind(key.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = before {
            let same = row.try_get::<Vec<u8>, _>("content_hash")? == hash;
            return if same { Ok(Kept::Before(receipt(&row)?)) } else { Ok(Kept::OtherTip) };
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
            .bind(&json)
            .execute(&mut *transaction)
            .await?;
            if inserted.rows_affected() == 1 {
                transaction.commit().await?;
                return Ok(Kept::Now(Receipt { reference, received_at: received_at.to_owned() }));
            }
        }
        Err(StoreError::Reference)
    }

    /// Every tip, the newest last.
    pub async fn all(&self) -> Result<Vec<KeptTip>, StoreError> {
        let rows = sqlx::query("SELECT reference, received_at, tip FROM tips ORDER BY received_at, rowid")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(kept_tip).collect()
    }

    /// The tip with this reference.
    pub async fn find(&self, reference: &Reference) -> Result<Option<KeptTip>, StoreError> {
        let row = sqlx::query("SELECT reference, received_at, tip FROM tips WHERE reference = ?")
            .bind(reference.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(kept_tip).transpose()
    }

    /// Waits for what is being written, moves it all into the one file, and lets go.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// Tips are for their receiver: a new file is readable by the owner alone. The files
/// that SQLite puts beside it take over its permissions.
fn create_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
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
        let row =
            sqlx::query("SELECT what, place, contact_email FROM tips_to_read").fetch_one(&store.pool).await.unwrap();
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
