//! What a resident experiences in a real browser: the built widget, embedded in a page of a kommun.
//!
//! Run with `make test`, which builds the site and sets these variables:
//!
//! | variable | meaning |
//! |---|---|
//! | `LOFTE_SITE` | the folder of the built site; `target/site` by default |
//! | `LOFTE_AXE` | axe-core's `axe.min.js` |
//! | `LOFTE_RRWEB` | the session recorder rrweb, as a script that defines `rrweb` |
//! | `LOFTE_BROWSER` | `chromium` (the default), `firefox` or `webkit` |
//! | `LOFTE_SLOW` | `page` or `hand`: what is slow on purpose, see [`haste`]; nothing by default |
//! | `LOFTE_AXE_RUNS` | a file that gets a line for every run of axe-core; none by default |
//! | `LOFTE_SAY` | if set, writes what the widget says instead of comparing it, see [`follow_up`] |
//! | `LOFTE_MINIBROWSER` | WebKitGTK's `MiniBrowser`; by default searched for where Debian installs it |
//!
//! Every test opens its own browser, with its own driver and an empty profile, so that no test sees what another left
//! behind. The test itself serves the host page.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test that stops at the first surprise says more than one that carries on"
)]
#![allow(dead_code, reason = "the harness offers what the tests of one engine or another need")]

// The harness.
mod axe;
mod browser;
mod console;
mod driver;
mod engine;
mod haste;
mod host;
mod kommun;
mod lost_answers;
#[path = "../server/mod.rs"]
mod server;
mod widget;

// The tests.
mod accessibility;
mod embedding;
mod failures;
mod find;
mod follow_up;
mod harness;
mod indicators;
mod languages;
mod links;
mod paper;
mod races;
mod reading;
mod recorders;
mod screenshots;
mod strange_pages;
mod timeline;
mod tips;
mod widths;
mod years;
