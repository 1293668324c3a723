//! The part of wasm-streams' interface that leptos' server functions are compiled
//! against, without anything behind it: the widget has no server functions, so nothing
//! ever calls this. A stream from here is empty, and nothing is read into one.

use futures_util::stream::{self, Empty, Stream};
use wasm_bindgen::JsValue;
use web_sys::ReadableStream as Raw;

/// A stream that is never made.
pub struct ReadableStream(Option<Raw>);

impl ReadableStream {
    /// From a stream of the browser.
    pub fn from_raw(raw: Raw) -> Self {
        Self(Some(raw))
    }

    /// From a stream of Rust, of which nothing is read.
    pub fn from_stream<S: Stream<Item = Result<JsValue, JsValue>> + 'static>(_: S) -> Self {
        Self(None)
    }

    /// As a stream of the browser.
    pub fn into_raw(self) -> Raw {
        self.0.unwrap_or_else(|| Raw::new().unwrap_or_else(wasm_bindgen::JsCast::unchecked_into))
    }

    /// As a stream of Rust, which is empty.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        stream::empty()
    }
}
