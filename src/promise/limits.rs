//! How large a document may be. Generous for any real promise (the largest known
//! has about forty commitments), and small enough that a broken or hostile file
//! cannot hang a resident's telephone. What goes over a limit is left out, with an
//! error that names it; the rest is shown. Objects and lists inside each other are
//! limited to 127 by the JSON parser; the format itself needs eight.

/// The whole document, in bytes.
pub const DOCUMENT_BYTES: usize = 1024 * 1024;
/// One text, in characters.
pub const TEXT_CHARS: usize = 10_000;
/// A text that the view repeats, in characters: names, units, titles of sources.
pub const LABEL_CHARS: usize = 300;
/// Commitments in a promise.
pub const COMMITMENTS: usize = 1000;
/// Anything else that there is a list of: targets of a commitment, reports of a
/// target, actors, focus areas, links.
pub const LIST: usize = 500;
/// Targets of all commitments together.
pub const TARGETS: usize = 2000;
/// Reports of all commitments and targets together.
pub const REPORTS: usize = 5000;
/// Values of an indicator, those of all its series together.
pub const VALUES: usize = 2000;
/// Problems that are kept; after so many the rest is only counted.
pub const PROBLEMS: usize = 200;
/// The largest number that counts as one: amounts, goals.
pub const NUMBER: u32 = 1_000_000_000;
