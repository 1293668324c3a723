//! The map of the rooms. Imports run one way: the rules know nobody; the widget
//! and the inbox know the rules, and never each other.
//!
//! | room | what it is | what it must not know |
//! |---|---|---|
//! | [`promise`] | what a medborgarlöfte is, how its document is read and checked, how far it has come | browser, server, clock |
//! | [`tip`] | what a trygghetstips is, how it is checked, what goes over the wire and comes back | browser, server, clock |
//! | [`texts`] | what people read, one file a language | browser, server, clock |
//! | `widget` | what a resident sees and does (feature `widget`, WebAssembly) | the inbox |
//! | `inbox` | receives tips over HTTP and keeps them (feature `tool`, native) | the widget |
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
