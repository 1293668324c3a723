//! `lofte`, the tool: see [`medborgarlofte::tool`].

use std::process::ExitCode;

fn main() -> ExitCode {
    medborgarlofte::tool::run()
}
