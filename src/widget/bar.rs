//! The bar: how much of a target is done, and how much of the time has gone. For a
//! screen reader it is a progress bar with a name and a value in words; an unknown
//! value is no bar at all, so that it can never be taken for zero.

use super::element::{El, div, el};
use super::showing::Showing;
use crate::promise::date::Phase;
use crate::promise::progress::State;
use crate::texts::Key;

/// The bar of a target: `name` is what is counted, `words` the value. `None` where
/// there is nothing to draw.
pub fn bar(showing: &Showing, state: &State, name: &str, words: &str) -> Option<El> {
    // The mark of time is for judging what is still going on.
    let elapsed = state.elapsed.filter(|_| state.phase == Phase::Running);
    let mark = elapsed.map(|elapsed| el("span").class("tick").attr("style:inset-inline-start", &css_percent(elapsed)));
    let fraction = state.fraction?;
    let value = match elapsed {
        Some(elapsed) => {
            showing.locale.fill(Key::BarElapsed, &[("words", words), ("percent", &showing.locale.share(elapsed))])
        }
        None => words.to_owned(),
    };
    Some(
        div("bar")
            .attr("role", "progressbar")
            .attr("data-status", state.status.name())
            .attr("aria-label", name)
            .attr("aria-valuemin", "0")
            .attr("aria-valuemax", "100")
            .attr("aria-valuenow", &whole_percent(fraction))
            .attr("aria-valuetext", &value)
            .child(el("span").class("fill").attr("style:inline-size", &css_percent(fraction)))
            .child_if(mark),
    )
}

fn css_percent(share: f64) -> String {
    let mut percent = whole_percent(share);
    percent.push('%');
    percent
}

/// 0–100 without decimals: formatting decimals costs kilobytes, and a bar has fewer
/// pixels than that.
fn whole_percent(share: f64) -> String {
    ((share.clamp(0.0, 1.0) * 100.0).round() as u8).to_string()
}
