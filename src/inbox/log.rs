//! What the server tells about itself on standard error: for each request the
//! method, the path without its query, the status, and how long it took. A path is
//! told only if it is the address of tips or of a public file that was sent; any other
//! is the sender's own words (somebody may ask for a reference), and told as "other".
//!
//! Never what stands in a tip, how its sender is reached, an IP address, the key or
//! the reference: a log is read, copied and kept by others than the tips are. So
//! only the lines of this crate are let through, at every level: nobody here can
//! vouch for what a library writes at `trace`.

use axum::extract::Request;
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use clap::ValueEnum;
use std::time::Instant;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The address of tips.
const TIPS: &str = "/api/tips";

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Nothing.
    Off,
    /// What keeps tips from being kept.
    Error,
    /// And what looks wrong.
    Warn,
    /// And every request.
    Info,
    /// And why a request was refused, or that a tip was kept.
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

/// Begins to log on standard error. A second call changes nothing.
pub fn begin(level: Level) {
    let only_ours = Targets::new().with_target(env!("CARGO_CRATE_NAME"), level.filter());
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    // It fails only where somebody has begun before.
    let _ = tracing_subscriber::registry().with(only_ours).with(lines).try_init();
    // A panic's own message may quote what it stumbled over.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a request failed in a way that nobody foresaw");
    }));
}

/// Goes with an answer whose path is that of a public file, and may be told.
#[derive(Debug, Clone, Copy)]
pub struct PublicFile;

/// One line for each request, when it is answered.
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

/// A method that nobody knows is the sender's own words.
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
