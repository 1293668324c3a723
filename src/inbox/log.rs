//! The log on standard error: for each request the method, the path without its query, the status,
//! and the duration. The path is logged only if it is the tips endpoint or a public file that was
//! sent. Any other path was typed by the client, could contain a tip's reference, and is logged as
//! "other".
//!
//! The log never contains the text of a tip, how to reach its sender, an IP address, the key or the
//! reference, because more people read, copy and keep logs than may read tips. For the same reason
//! only this crate's own lines are written, at every level: there is no telling what a library logs
//! at `trace`.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use clap::ValueEnum;
use std::time::Instant;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The path of the tips endpoint.
const TIPS: &str = "/api/tips";

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Nothing.
    Off,
    /// Why tips could not be kept.
    Error,
    /// Also what looks wrong.
    Warn,
    /// Also every request.
    Info,
    /// Also why a request was refused, and that a tip was kept.
    Debug,
}

impl Level {
    fn filter(self) -> LevelFilter {
        match self {
            Self::Off => LevelFilter::OFF,
            Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
        }
    }
}

/// Starts the log on standard error. Further calls have no effect.
pub fn begin(level: Level) {
    let only_ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level.filter());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // Fails only if a log is already running.
    let _ = tracing_subscriber::registry().with(only_ours).with(lines).try_init();
    // A panic message may quote a tip, so only the location is logged.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a request failed because of a fault in this program");
    }));
}

/// Marks the response to a request for a public file, whose path may be logged.
#[derive(Debug, Clone, Copy)]
pub struct PublicFile;

/// Logs one line for each request once it has been answered.
pub async fn request(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = known_method(request.method());
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let known = path == TIPS || response.extensions().get::<PublicFile>().is_some();
    let path = if known { path.as_str() } else { "other" };
    let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(method, path, status = response.status().as_u16(), milliseconds);
    response
}

/// The name of a standard method. Any other was typed by the client.
fn known_method(method: &Method) -> &'static str {
    [
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::OPTIONS,
        Method::TRACE,
        Method::CONNECT,
    ]
    .iter()
    .zip(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
    .find(|(known, _)| *known == method)
    .map_or("other", |(_, name)| name)
}
