//! The bar: how much of a target is done, and how much of the time has passed. Every measurable
//! target has one. An unknown value is drawn as an empty track with a dashed edge, so that it reads
//! neither as zero nor as missing.
//!
//! For a screen reader it is a progress bar named after the goal. Its value adds what the figure
//! beside it leaves out: how far along the target and the period are.

use super::element::{El, div, el};
use super::how_we_know::add;
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::progress::{Figure, State, Status, has_bar, pieces};
use crate::promise::target::TargetKind;
use crate::texts::Key;

/// The bar of a target: `name` is what is counted, `figure` the text shown beside it. `None` if
/// there is nothing to fill: see [`has_bar`].
pub fn bar(showing: &Showing, kind: &TargetKind, state: &State, name: &str, figure: &str) -> Option<El> {
    if !has_bar(kind) {
        return None;
    }
    // The time mark helps judge a target that is still running. The bar of a rate shows one
    // interval, to which the mark does not apply.
    let is_rate = matches!(kind, TargetKind::Rate(_));
    let elapsed = state.elapsed.filter(|_| state.phase == Phase::Running && !is_rate);
    let mark = elapsed.map(|elapsed| el("span").class("tick").attr("style:inset-inline-start", &css_percent(elapsed)));
    let locale = &showing.locale;
    let pieces = pieces(kind);
    let bar = div(if pieces.is_some() { "bar pieces" } else { "bar" })
        .attr("role", "progressbar")
        .attr("data-status", state.status.name())
        .attr("aria-label", name)
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", "100");
    let sentence = |words: &str| [words, "."].concat();
    let (bar, mut value) = match state.fraction {
        Some(fraction) => {
            let value = locale.fill(Key::BarValue, &[("percent", &locale.share(fraction))]);
            (bar.attr("aria-valuenow", &whole_percent(fraction)), value)
        }
        // Only the outcome is known, or the figure does not fill a bar.
        None if state.figure == Figure::Unknown && state.status != Status::Unknown => {
            (bar.attr("data-value", "none"), sentence(showing.t(word(state.status))))
        }
        None => (bar.attr("data-value", "none"), sentence(figure)),
    };
    if state.status == Status::NoFinalResult {
        add(&mut value, &sentence(showing.t(Key::StatusNoFinalResult)));
    }
    if let Some(elapsed) = elapsed {
        add(&mut value, &locale.fill(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]));
    }
    let bar = bar.attr("aria-valuetext", &value);
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
    Some(bar.child_if(mark))
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
