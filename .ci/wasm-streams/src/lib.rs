//! The part of wasm-streams' interface that leptos' server functions are compiled against, without
//! an implementation: the widget has no server functions, so this is never called. Streams from
//! here are empty, and streams passed in are not read.

use futures_util::stream::{self, Empty, Stream};
use wasm_bindgen::JsValue;
use web_sys::ReadableStream as Raw;

/// A stream that is never created.
pub struct ReadableStream(Option<Raw>);

impl ReadableStream {
    /// Wraps a browser stream.
    pub fn from_raw(raw: Raw) -> Self {
        Self(Some(raw))
    }

    /// Wraps a Rust stream, which is never read.
    pub fn from_stream<S: Stream<Item = Result<JsValue, JsValue>> + 'static>(_: S) -> Self {
        Self(None)
    }

    /// Returns it as a browser stream.
    pub fn into_raw(self) -> Raw {
        self.0.unwrap_or_else(|| Raw::new().unwrap_or_else(wasm_bindgen::JsCast::unchecked_into))
    }

    /// Returns it as a Rust stream, which is empty.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        stream::empty()
    }
}
