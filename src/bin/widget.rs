//! The widget's WebAssembly module: see `medborgarlofte::widget`, whose exports it keeps.

use medborgarlofte as _;

fn main() {}
