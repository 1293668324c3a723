//! Start, connections, routes, shutdown.
//!
//! Every wait is limited: for a client's headers, for its body, until it reads more of its
//! response, for the database, and for the last requests at shutdown. When all places are taken,
//! the client that has waited longest makes room ([`places`]). Designed to run behind a web server
//! that provides TLS, limits requests and buffers responses; without one it is good enough to try
//! out.
//!
//! [`places`]: super::places

use super::configuration::Configuration;
use super::cross_origin;
use super::impatient_stream::ImpatientStream;
use super::log;
use super::places::{Place, Places};
use super::request_body::READ_SECONDS;
use super::static_files;
use super::store::{Store, StoreError};
use super::tips_endpoint;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware;
use axum::routing::{any, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
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
use tower_http::set_header::SetResponseHeaderLayer;

/// How long a client may take to send its headers, and stay silent between two requests.
const HEADERS: Duration = Duration::from_secs(30);
/// How long shutdown waits for unfinished requests: the time limit for a body, plus a margin for
/// the disk.
const LAST_REQUESTS: Duration = Duration::from_secs(READ_SECONDS + 15);
/// How many clients are served at once.
const CONNECTIONS: usize = 512;
/// How long to pause when the system has run out of file descriptors.
const NO_MORE_FILES: Duration = Duration::from_millis(100);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The folder with the widget's files does not exist.
    #[error(
        "there is no folder {} with files to serve; build the widget first, or name its folder with --dir or LOFTE_DIR",
        .0.display()
    )]
    NoFolder(PathBuf),
    /// The tips would be inside the public folder.
    #[error(
        "the tips in {} would be inside the public folder {}; choose another place with --database",
        file.display(), folder.display()
    )]
    TipsInFolder {
        /// The file with the tips.
        file: PathBuf,
        /// The public folder.
        folder: PathBuf,
    },
    /// The file with the tips cannot be used.
    #[error("the tips cannot be kept: {0}")]
    Store(#[from] StoreError),
    /// The server cannot listen on the address.
    #[error("cannot listen on {address}: {reason}; choose another address with --listen or LOFTE_LISTEN")]
    Address {
        /// The address.
        address: SocketAddr,
        /// The reason.
        reason: std::io::Error,
    },
    /// The stop signals cannot be received.
    #[error("cannot wait for the signal to stop: {0}")]
    Signal(std::io::Error),
}

/// Runs until SIGTERM or SIGINT, then finishes the requests already begun.
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

    let routes = routes(configuration, store.clone());
    let places = Places::new(CONNECTIONS);
    let connections = GracefulShutdown::new();
    loop {
        let (stream, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut told_to_stop => break,
        };
        let connection = connections.watch(connection(stream, routes.clone(), place.clone()));
        tokio::spawn(async move {
            tokio::select! {
                // A client that disconnects is not worth logging.
                _ = connection => {}
                () = place.dismissed() => {}
            }
        });
    }

    drop(listener);
    tracing::info!("stopping; finishing the requests that have begun");
    if tokio::time::timeout(LAST_REQUESTS, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time and were abandoned");
    }
    store.close().await;
    tracing::info!("stopped");
    Ok(())
}

type Connection = http1::Connection<TokioIo<ImpatientStream<TcpStream>>, ClientService>;

/// The routes for one client. Passes the client's [`Place`] on with each request.
struct ClientService {
    routes: TowerToHyperService<Router>,
    place: Arc<Place>,
}

impl Service<Request<Incoming>> for ClientService {
    type Response = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<Request<Incoming>>>::Future;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        self.place.renew();
        request.extensions_mut().insert(self.place.clone());
        self.routes.call(request)
    }
}

/// A client's connection, with all its requests.
fn connection(stream: TcpStream, routes: Router, place: Arc<Place>) -> Connection {
    http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(HEADERS).serve_connection(
        TokioIo::new(ImpatientStream::new(stream)),
        ClientService { routes: TowerToHyperService::new(routes), place },
    )
}

/// The server's routes.
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
    // The file and its folder may not exist yet, so this resolves the nearest ancestor that does.
    let real = place.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
    if real.is_some_and(|real| real.starts_with(&served)) {
        return Err(StartError::TipsInFolder { file: file.to_owned(), folder: folder.to_owned() });
    }
    Ok(())
}

/// Prints where the server listens and what it uses, for the operator and for the program that
/// started it. The server also runs without standard output.
fn announce(address: SocketAddr, file: &Path, folder: &Path) {
    let full = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "Listening on http://{address}/");
    let _ = writeln!(out, "Tips are kept in {}", full(file).display());
    let _ = writeln!(out, "Files are served from {}", full(folder).display());
    let _ = out.flush();
}

/// Returns the next client with a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Places>) -> (TcpStream, Arc<Place>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Responses are short, so they are sent immediately. Failing to set this only makes
                // them slower.
                let _ = stream.set_nodelay(true);
                return (stream, places.take().await);
            }
            // Either the client is gone, or the system has run out of file descriptors. The server
            // continues in both cases; the pause is for the latter.
            Err(_) => tokio::time::sleep(NO_MORE_FILES).await,
        }
    }
}

/// Starts listening for the stop signals.
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

/// Starts listening for Ctrl+C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without the signal, the server can only be killed.
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
        // More than the system buffers for a client that does not read.
        let routes = Router::new().route("/", get(|| async { vec![0_u8; 64 << 20] }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let begun = tokio::time::Instant::now();
        let served = connection(stream, routes, Places::new(1).take().await);
        let ended = tokio::time::timeout(Duration::from_secs(600), served).await;
        assert!(ended.is_ok_and(|ended| ended.is_err()), "it is served for ever, or was read after all");
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}
