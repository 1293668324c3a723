//! The map of the crate. Imports go one way: the rules depend on nothing else; the widget and the
//! inbox depend on the rules, but never on each other.
//!
//! | module | what it is | what it must not know |
//! |---|---|---|
//! | [`promise`] | what a medborgarlöfte is, how its document is read and checked, how its progress is computed | browser, server, clock |
//! | [`tip`] | what a trygghetstips is, how it is checked, what goes over the wire in both directions | browser, server, clock |
//! | [`texts`] | the texts of the interface, one file per language | browser, server, clock |
//! | `widget` | what a resident sees and does (feature `widget`, WebAssembly) | the inbox |
//! | `inbox` | receives tips over HTTP and stores them (feature `tool`, native) | the widget |
//! | `tool` | the command line: check, schema, serve, tips (feature `tool`, native) | the widget |

pub mod promise;
pub mod texts;
pub mod tip;

#[cfg(feature = "tool")]
pub mod inbox;
#[cfg(feature = "tool")]
pub mod tool;
#[cfg(feature = "widget")]
pub mod widget;
