//! The bar: how much of a target is done, and how much of the time has gone. Every
//! measurable target has one. What is not known is an empty track with a dashed edge and
//! no value, so that it is neither read as zero nor missing.
//!
//! For a screen reader it is a progress bar whose name is the goal. Its value adds what
//! the figure beside it does not say: the part of the way, and of the time.

use super::element::{El, div, el};
use super::how_we_know::add;
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::progress::{Figure, State, Status, has_bar, pieces};
use crate::promise::target::TargetKind;
use crate::texts::Key;

/// The bar of a target: `name` is what is counted, `figure` what is said beside it. `None`
/// where there is no way to be gone: see [`has_bar`].
pub fn bar(showing: &Showing, kind: &TargetKind, state: &State, name: &str, figure: &str) -> Option<El> {
    if !has_bar(kind) {
        return None;
    }
    // The mark of time is for judging what is still going on. The bar of a rate is that of
    // the interval, of which the mark would not tell.
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
        // Only the outcome is known, or a figure that fills no bar.
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
            // A count that has come half a piece further cannot be: the fraction is whole pieces.
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

/// 0–100 with the sign, for a style.
pub fn css_percent(share: f64) -> String {
    let mut percent = whole_percent(share);
    percent.push('%');
    percent
}

/// 0–100 without decimals: formatting decimals costs kilobytes, and a bar has fewer
/// pixels than that.
fn whole_percent(share: f64) -> String {
    ((share.clamp(0.0, 1.0) * 100.0).round() as u8).to_string()
}
