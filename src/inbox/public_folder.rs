//! The folder whose files are public, and nothing outside it. Symbolic links are followed only to
//! files inside the folder: a link that leads outside could publish something by mistake.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use tower_http::services::fs::{Backend, TokioBackend, TokioFile};

/// Opens files for [`ServeDir`](tower_http::services::ServeDir).
#[derive(Debug, Clone)]
pub struct PublicFolder(Arc<Path>);

impl PublicFolder {
    /// The folder at this path. If it is a symbolic link, it is resolved for each request, so that
    /// it can be switched to a new version.
    pub fn new(folder: &Path) -> Self {
        Self(folder.into())
    }
}

impl Backend for PublicFolder {
    type File = TokioFile;
    type Metadata = std::fs::Metadata;
    type OpenFuture = Pin<Box<dyn Future<Output = io::Result<TokioFile>> + Send>>;
    type MetadataFuture = Pin<Box<dyn Future<Output = io::Result<std::fs::Metadata>> + Send>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let folder = self.0.clone();
        Box::pin(async move {
            let path = resolve(&folder, &path).await?;
            // Reading from a pipe might never finish.
            if !tokio::fs::metadata(&path).await?.is_file() {
                return Err(ErrorKind::NotFound.into());
            }
            TokioBackend.open(path).await
        })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let folder = self.0.clone();
        Box::pin(async move { tokio::fs::metadata(resolve(&folder, &path).await?).await })
    }
}

/// The file's real path. [`ErrorKind::NotFound`] if it is outside the folder, has a name that
/// begins with a dot, or cannot exist.
async fn resolve(folder: &Path, path: &Path) -> io::Result<PathBuf> {
    let folder = tokio::fs::canonicalize(folder).await?;
    let real = tokio::fs::canonicalize(path).await.map_err(|error| match error.kind() {
        // Too long, a zero byte, or a loop of links.
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => ErrorKind::NotFound.into(),
        _ if is_loop(&error) => ErrorKind::NotFound.into(),
        _ => error,
    })?;
    let hidden = |inside: &Path| inside.iter().any(|name| name.as_encoded_bytes().starts_with(b"."));
    match real.strip_prefix(&folder) {
        Ok(inside) if !hidden(inside) => Ok(real),
        Ok(_) | Err(_) => Err(ErrorKind::NotFound.into()),
    }
}

/// Detects `ELOOP`, which has no stable name in the standard library.
fn is_loop(error: &io::Error) -> bool {
    cfg!(target_os = "linux") && error.raw_os_error() == Some(40)
}
