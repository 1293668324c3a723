//! How large a document may be. Generous for any real promise (the largest known one has about
//! forty commitments), yet small enough that a broken or hostile file cannot hang a resident's
//! phone. Anything over a limit is left out, with an error that names the limit; the rest is shown.
//! The JSON parser limits nesting to 127 levels; the format itself needs eight.

/// The whole document, in bytes.
pub const DOCUMENT_BYTES: usize = 1024 * 1024;
/// One text, in characters.
pub const TEXT_CHARS: usize = 10_000;
/// A text that the view repeats, in characters: names, units, titles of sources.
pub const LABEL_CHARS: usize = 300;
/// Commitments in a promise.
pub const COMMITMENTS: usize = 1000;
/// Any other list: targets of a commitment, reports of a target, actors, focus areas, links.
pub const LIST: usize = 500;
/// Targets of all commitments together.
pub const TARGETS: usize = 2000;
/// Reports of all commitments and targets together.
pub const REPORTS: usize = 5000;
/// Values of an indicator, in all its series together.
pub const VALUES: usize = 2000;
/// Problems that are stored; any more are only counted.
pub const PROBLEMS: usize = 200;
/// The largest valid number, for amounts and goals.
pub const NUMBER: u32 = 1_000_000_000;
