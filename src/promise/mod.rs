//! What a medborgarlöfte is: the document that a kommun publishes, how it is read
//! and checked, and how far each target has come on a given day.
//!
//! Knows no browser, no server and no clock: today's date and the reader's
//! language come in as arguments. The format is described for editors in the
//! README; field by field the types here, and the JSON Schema made from them, are
//! the truth.
//!
//! | file | thing |
//! |---|---|
//! | `document` | the promise and its parts |
//! | `target`, `report`, `indicator` | what is measured, what was done, what surveys say |
//! | `date`, `text`, `link`, `id` | the small values that they are made of |
//! | `read` (with `fields` and `problem`) | from JSON to a promise, with every problem and its path |
//! | `progress` (with `rate`) | how far a target has come |
//! | `groups` | who promises what |
//! | `find` | which commitments belong to what is wanted |
//! | `summary` | the promise as a whole: roll-up, phase, freshness |
//! | `timeline` | what has happened, newest first |
//! | `chart` | an indicator as lines: its axes, and where each value stands |
//! | `schema` | the JSON Schema (feature `tool`) |

pub mod chart;
pub mod date;
pub mod document;
pub mod fields;
pub mod find;
pub mod groups;
pub mod id;
pub mod indicator;
pub mod limits;
pub mod link;
pub mod order;
pub mod problem;
pub mod progress;
mod rate;
pub mod read;
pub mod report;
#[cfg(feature = "tool")]
pub mod schema;
pub mod summary;
pub mod target;
pub mod text;
pub mod timeline;
