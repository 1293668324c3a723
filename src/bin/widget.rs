//! The widget's WebAssembly module: see `medborgarlofte::widget`, whose exports it keeps.

// A `main` would bring in what the standard library does before and after it.
#![no_main]

use medborgarlofte as _;
