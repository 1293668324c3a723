//! Receives tips over HTTP and keeps them in a SQLite file at the kommun.
//!
//! A tip is a handling that has come in to an authority: once a resident has a
//! receipt, it may not be lost, and what stands in it may be read by nobody but its
//! receiver. So it is on the disk before the receipt is sent, and no log line knows
//! anything of it, nor of who sent it. Knows the rules of a tip; never the widget.
//!
//! | file | thing |
//! |---|---|
//! | `configuration` | what an operator can choose |
//! | `server` | start, connections, routes, shutdown |
//! | `impatient_stream` | a client that does not take its answer |
//! | `tips_endpoint`, `request_body` | `POST /api/tips` |
//! | `cross_origin` | which web pages may send tips |
//! | `store` | the tips on disk |
//! | `problem_document` | every answer that is not a receipt |
//! | `static_files` | the widget's own files |
//! | `log` | what is told about requests, and what never is |

pub mod configuration;
pub mod cross_origin;
mod impatient_stream;
pub mod log;
pub mod problem_document;
mod request_body;
pub mod server;
mod static_files;
pub mod store;
mod tips_endpoint;
