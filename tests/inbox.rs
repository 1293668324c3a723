//! Runs `lofte serve` as an operator would and sends it what browsers send. Every response of
//! the API is validated against `public/schema/tips.openapi.json`.

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
#[path = "inbox/crowd.rs"]
mod crowd;
#[path = "inbox/documented.rs"]
mod documented;
#[path = "inbox/guide.rs"]
mod guide;
#[path = "inbox/keeping.rs"]
mod keeping;
#[path = "inbox/logs.rs"]
mod logs;
#[path = "inbox/nginx.rs"]
mod nginx;
#[path = "inbox/refusing.rs"]
mod refusing;
#[path = "inbox/shutdown.rs"]
mod shutdown;
#[path = "inbox/static_files.rs"]
mod static_files;
#[path = "inbox/trouble.rs"]
mod trouble;
#[path = "inbox/upkeep.rs"]
mod upkeep;
