//! Which file is at a path. If a file is moved or deleted while a program has it open, the program
//! can still write to it, but the data will never be found.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// A file, regardless of its name: device and inode. A deleted file's inode may be reused, but not
/// while the file is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
}

impl Identity {
    /// The file currently at this path.
    pub fn of(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).map(Self::from)
    }

    /// Whether this file is currently at the path.
    pub fn is_at(&self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|there| there == *self)
    }
}

#[cfg(unix)]
impl From<Metadata> for Identity {
    fn from(metadata: Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: metadata.dev(), inode: metadata.ino() }
    }
}

/// Windows does not allow moving or deleting a file that SQLite has open, so it is enough that a
/// file exists.
#[cfg(not(unix))]
impl From<Metadata> for Identity {
    fn from(_: Metadata) -> Self {
        Self {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_file_is_known_again_by_what_it_is_and_not_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::write(&here, "x").unwrap();
        let file = Identity::of(&here).unwrap();
        assert!(file.is_at(&here));
        std::fs::rename(&here, &there).unwrap();
        assert!(!file.is_at(&here));
        std::fs::write(&here, "x").unwrap();
        assert!(!file.is_at(&here), "another file with the same content");
        std::fs::rename(&there, &here).unwrap();
        assert!(file.is_at(&here));
    }
}
