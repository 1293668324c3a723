//! The bar: how much of a target is done, and how much of the time has passed. Every measurable
//! target has one. An unknown value is drawn as an empty track with a dashed edge, so that it reads
//! neither as zero nor as missing.
//!
//! For a screen reader it is a progress bar named after the commitment or the target. It does not
//! repeat the figure beside it.

use super::element::{El, div, el};
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::progress::{State, has_bar, pieces};
use crate::promise::target::TargetKind;
use crate::texts::Key;

/// The bar of a target called `name`. `None` if there is nothing to fill: see [`has_bar`].
pub fn bar(showing: &Showing, kind: &TargetKind, state: &State, name: &str) -> Option<El> {
    if !has_bar(kind) {
        return None;
    }
    let pieces = pieces(kind);
    let bar = div(if pieces.is_some() { "bar pieces" } else { "bar" })
        .attr("role", "progressbar")
        .attr("data-status", state.status.name())
        .attr("aria-label", name)
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", "100");
    let bar = match state.fraction {
        Some(fraction) => bar.attr("aria-valuenow", &whole_percent(fraction)),
        None => bar.attr("data-value", "none").attr("aria-valuetext", showing.t(word(state.status))),
    };
    let bar = match (pieces, state.fraction) {
        (Some(pieces), fraction) => {
            // The fraction is always a whole number of pieces, so rounding loses nothing.
            let done = (fraction.unwrap_or(0.0) * f64::from(pieces)).round() as u32;
            let piece = |place| {
                let piece = el("span").class("piece");
                if place < done { piece.attr("data-done", "") } else { piece }
            };
            bar.children((0..pieces).map(piece))
        }
        (None, Some(fraction)) => bar.child(el("span").class("fill").attr("style:inline-size", &css_percent(fraction))),
        (None, None) => bar,
    };
    // The time mark helps judge a target that is still running. The bar of a rate shows one
    // interval, to which the mark does not apply.
    let is_rate = matches!(kind, TargetKind::Rate(_));
    let elapsed = state.elapsed.filter(|_| state.phase == Phase::Running && !is_rate);
    Some(match elapsed {
        Some(elapsed) => bar
            .attr("style:--at", &css_percent(elapsed))
            .child(el("span").class("tick"))
            .child(el("span").class("tick-label").attr("aria-hidden", "true").text(showing.t(Key::Today))),
        None => bar,
    })
}

/// 0–100 with a percent sign, for a style.
pub fn css_percent(share: f64) -> String {
    let mut percent = whole_percent(share);
    percent.push('%');
    percent
}

/// 0–100 without decimals: formatting decimals costs kilobytes, and a bar has too few pixels to
/// show them.
fn whole_percent(share: f64) -> String {
    ((share.clamp(0.0, 1.0) * 100.0).round() as u8).to_string()
}
