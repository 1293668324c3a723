//! `lofte serve`, run as an operator runs it, and spoken to over HTTP as a browser
//! does. Every answer of the API is held against `public/schema/tips.openapi.json`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod server;

#[path = "inbox/cross_origin.rs"]
mod cross_origin;
#[path = "inbox/documented.rs"]
mod documented;
#[path = "inbox/keeping.rs"]
mod keeping;
#[path = "inbox/logs.rs"]
mod logs;
#[path = "inbox/refusing.rs"]
mod refusing;
#[path = "inbox/shutdown.rs"]
mod shutdown;
#[path = "inbox/static_files.rs"]
mod static_files;
