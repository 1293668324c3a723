//! Receives tips over HTTP and stores them in a SQLite file at the kommun.
//!
//! Under Swedish law a tip is a public document (*allmän handling*) from the moment it arrives:
//! once a resident has a receipt, the tip must not be lost, and only its recipient may read it. So
//! it is on disk before the receipt is sent, and the log never contains anything about it or its
//! sender. Depends on the rules for tips, never on the widget.
//!
//! | file | what it does |
//! |---|---|
//! | `configuration` | what an operator can configure |
//! | `server` | start, connections, routes, shutdown |
//! | `places` | which client is dropped when there are too many |
//! | `impatient_stream` | clients that do not read their response |
//! | `tips_endpoint`, `request_body` | `POST /api/tips` |
//! | `cross_origin` | which web pages may send tips |
//! | `store`, `file_identity` | the tips on disk |
//! | `problem_document` | every response that is not a receipt |
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
