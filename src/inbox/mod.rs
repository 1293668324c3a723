//! Receives tips over HTTP and keeps them in a SQLite file at the kommun.
//!
//! In Swedish law a tip is a public document (*allmän handling*) from the moment it
//! arrives: once a resident has a receipt, the tip must not be lost, and only its
//! receiver may read it. So it is on the disk before the receipt is sent, and the log
//! never contains anything of it or of its sender. Knows the rules of a tip; never the
//! widget.
//!
//! | file | what it does |
//! |---|---|
//! | `configuration` | what an operator can choose |
//! | `server` | start, connections, routes, shutdown |
//! | `places` | who has to go when there are too many clients |
//! | `impatient_stream` | a client that does not take its answer |
//! | `tips_endpoint`, `request_body` | `POST /api/tips` |
//! | `cross_origin` | which web pages may send tips |
//! | `store`, `file_identity` | the tips on disk |
//! | `problem_document` | every answer that is not a receipt |
//! | `static_files`, `public_folder` | the widget's own files |
//! | `log` | what is logged about requests, and what never is |

pub mod configuration;
pub mod cross_origin;
mod file_identity;
mod impatient_stream;
pub mod log;
mod places;
pub mod problem_document;
mod public_folder;
mod request_body;
pub mod server;
mod static_files;
pub mod store;
mod tips_endpoint;
