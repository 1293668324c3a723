//! Start, connections, routes, shutdown.
//!
//! Every wait has an end: for a client's headers, for its body, until it takes more
//! of its answer, for the database, and for the last requests at shutdown. A client
//! that does take its answer, but in very small bites, is not cut off. Meant to stand
//! behind a web server that has TLS and a limit on requests, and reads the answers
//! itself; alone it is safe to try out with.

use super::configuration::Configuration;
use super::cross_origin;
use super::impatient_stream::ImpatientStream;
use super::log;
use super::request_body::READ_SECONDS;
use super::static_files;
use super::store::{Store, StoreError};
use super::tips_endpoint;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::routing::{any, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::set_header::SetResponseHeaderLayer;

/// How long a client may take for its headers, and be silent between two requests.
const HEADERS: Duration = Duration::from_secs(30);
/// How long to wait at shutdown for requests that have begun: a body's time, and a
/// margin for the disk.
const LAST_REQUESTS: Duration = Duration::from_secs(READ_SECONDS + 15);
/// How many clients are served at once; more wait in the queue of the system.
const CONNECTIONS: usize = 512;
/// How long to wait when the system cannot give another connection.
const NO_MORE_FILES: Duration = Duration::from_millis(100);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The folder with the widget's files is not there.
    #[error(
        "there is no folder {} with files to serve; build the widget first, or name its folder with --dir or LOFTE_DIR",
        .0.display()
    )]
    NoFolder(PathBuf),
    /// The tips would be served to everybody.
    #[error(
        "the tips in {} would lie in the folder that is served to everybody, {}; choose another place with --database",
        file.display(), folder.display()
    )]
    TipsInFolder {
        /// The file with the tips.
        file: PathBuf,
        /// The folder that is served.
        folder: PathBuf,
    },
    /// The file with the tips cannot be used.
    #[error("the tips cannot be kept: {0}")]
    Store(#[from] StoreError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {reason}; choose another address with --listen or LOFTE_LISTEN")]
    Address {
        /// The address.
        address: SocketAddr,
        /// Why not.
        reason: std::io::Error,
    },
    /// The system does not tell when to stop.
    #[error("cannot wait for the signal to stop: {0}")]
    Signal(std::io::Error),
}

/// Runs until the process is told to stop (SIGTERM or SIGINT), and then until what
/// has begun is done.
pub async fn serve(configuration: &Configuration) -> Result<(), StartError> {
    log::begin(configuration.log);
    let mut told_to_stop = pin!(stop_signal().map_err(StartError::Signal)?);
    let (folder, file) = (&configuration.dir, &configuration.database.path);
    check_places(folder, file)?;
    let store = Store::open(file).await?;
    let listener = TcpListener::bind(configuration.listen)
        .await
        .map_err(|reason| StartError::Address { address: configuration.listen, reason })?;
    let address = listener.local_addr().unwrap_or(configuration.listen);
    announce(address, file, folder);

    let service = TowerToHyperService::new(routes(configuration, store.clone()));
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = GracefulShutdown::new();
    loop {
        let (stream, place) = tokio::select! {
            accepted = accept(&listener, &room) => accepted,
            () = &mut told_to_stop => break,
        };
        let connection = connections.watch(connection(stream, service.clone()));
        tokio::spawn(async move {
            // A client that goes away is no news.
            let _ = connection.await;
            drop(place);
        });
    }

    drop(listener);
    tracing::info!("told to stop; finishing what has begun");
    if tokio::time::timeout(LAST_REQUESTS, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were not finished in time, and have been given up");
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

type Service = TowerToHyperService<Router>;
type Connection = http1::Connection<TokioIo<ImpatientStream<TcpStream>>, Service>;

/// A client's connection, for all that it asks.
fn connection(stream: TcpStream, service: Service) -> Connection {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(ImpatientStream::new(stream)), service)
}

/// The addresses of the server.
fn routes(configuration: &Configuration, store: Store) -> Router {
    let origins: Arc<[_]> = configuration.allow_origin.clone().into();
    let never_stored = HeaderValue::from_static("no-store");
    let api = Router::new()
        .route("/api/tips", post(tips_endpoint::receive).fallback(tips_endpoint::only_post))
        .route("/api", any(tips_endpoint::unknown_address))
        .route("/api/", any(tips_endpoint::unknown_address))
        .route("/api/{*address}", any(tips_endpoint::unknown_address))
        .with_state(store)
        .layer(cross_origin::answers_to_browsers(&origins))
        .layer(middleware::from_fn_with_state(origins, cross_origin::refuse_foreign_pages))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, never_stored));
    api.fallback_service(static_files::routes(&configuration.dir))
        .layer(SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(SetResponseHeaderLayer::overriding(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")))
        .layer(middleware::from_fn(log::request))
}

fn check_places(folder: &Path, file: &Path) -> Result<(), StartError> {
    let no_folder = || StartError::NoFolder(folder.to_owned());
    let served = folder.canonicalize().ok().filter(|folder| folder.is_dir()).ok_or_else(no_folder)?;
    let place = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    // The file or its folder may not be there yet; whatever is, is where it really is.
    let real = place.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    if real.is_some_and(|real| real.starts_with(&served)) {
        return Err(StartError::TipsInFolder { file: file.to_owned(), folder: folder.to_owned() });
    }
    Ok(())
}

/// Tells the operator, and whatever started the server, where it is. A closed
/// standard output does not keep it from running.
fn announce(address: SocketAddr, file: &Path, folder: &Path) {
    let full = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "Listening on http://{address}/");
    let _ = writeln!(out, "Tips are kept in {}", full(file).display());
    let _ = writeln!(out, "Files are served from {}", full(folder).display());
    let _ = out.flush();
}

/// The next client, and its place among [`CONNECTIONS`].
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there always is a place in the end.
    let place = room.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are short: sent at once, not gathered. It is no loss if it fails.
                let _ = stream.set_nodelay(true);
                return (stream, place);
            }
            // One client that went away is no reason to stop; no files left is one to wait.
            Err(_) => tokio::time::sleep(NO_MORE_FILES).await,
        }
    }
}

/// Listens from now on for the signal to stop.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Listens from now on for Ctrl+C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Nobody can ask it to stop; it is stopped by force.
            std::future::pending::<()>().await;
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::routing::get;

    #[tokio::test(start_paused = true)]
    async fn a_client_that_never_reads_its_answer_loses_its_place() {
        // More than the system keeps for a client that does not read.
        let routes = Router::new().route("/", get(|| async { vec![0_u8; 64 << 20] }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let begun = tokio::time::Instant::now();
        let served = connection(stream, TowerToHyperService::new(routes));
        let ended = tokio::time::timeout(Duration::from_secs(600), served).await;
        assert!(ended.is_ok_and(|ended| ended.is_err()), "it is served for ever, or was read after all");
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}
