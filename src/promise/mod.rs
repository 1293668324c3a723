//! What a medborgarlöfte is: the document that a kommun publishes, how it is read and checked, and
//! how far each target has come on a given day.
//!
//! Does not depend on a browser, a server or a clock: today's date and the reader's language are
//! arguments. `docs/editor.md` describes the format for editors; for the individual fields, the
//! types here and the JSON Schema generated from them are authoritative.
//!
//! | file | what it holds |
//! |---|---|
//! | `document` | the promise and its parts |
//! | `target`, `report`, `source`, `indicator` | what is measured, what was done, where to read about it, what surveys say |
//! | `date`, `text`, `link`, `id` | the small values that the others are made of |
//! | `read` (with `fields` and `problem`) | from JSON to a promise, with every problem |
//! | `log`, or `tally` in the widget | the problems with their paths, or only their number |
//! | `counting` | which reports count towards a target, and what they add up to |
//! | `progress` (with `rate`) | how far a target has come |
//! | `parties` | whose promise it is |
//! | `groups` | who promises what |
//! | `find` | which commitments match a search |
//! | `summary` | the promise as a whole: roll-up, phase, freshness |
//! | `timeline` | what has happened, newest first |
//! | `chart` | an indicator as lines: its axes, and where each value lies |
//! | `check` (with `warnings` and `json_text`) | what is reported only to editors (feature `tool`) |
//! | `schema` | the JSON Schema (feature `tool`) |

pub mod chart;
#[cfg(any(test, feature = "tool"))]
pub mod check;
pub mod counting;
pub mod date;
pub mod document;
pub mod fields;
pub mod find;
pub mod groups;
pub mod id;
pub mod indicator;
#[cfg(any(test, feature = "tool"))]
pub mod json_text;
pub mod limits;
pub mod link;
#[cfg_attr(not(any(test, feature = "tool")), path = "tally.rs")]
pub mod log;
pub mod parties;
pub mod problem;
pub mod progress;
pub mod rate;
pub mod read;
pub mod report;
#[cfg(feature = "tool")]
pub mod schema;
pub mod source;
pub mod summary;
pub mod target;
pub mod text;
pub mod timeline;
#[cfg(any(test, feature = "tool"))]
pub mod warnings;
