//! The bar: how much of a target is done, and how much of the time has gone. For a
//! screen reader it is a progress bar whose name is the goal. Its value says what the
//! figure beside it does not: how much of the way is gone, and how much of the time; the
//! figure itself would else be heard twice. An unknown value is no bar at all, so that it
//! can never be taken for zero.

use super::element::{El, div, el};
use super::how_we_know::add;
use super::showing::Showing;
use crate::promise::date::Phase;
use crate::promise::progress::{Figure, State};
use crate::texts::Key;

/// The bar of a target: `name` is what is counted. `None` where there is nothing to draw.
pub fn bar(showing: &Showing, state: &State, name: &str) -> Option<El> {
    // The mark of time is for judging what is still going on. The bar of a rate is that of
    // the interval, of which the mark would not tell.
    let is_rate = matches!(state.figure, Figure::Rate(_));
    let elapsed = state.elapsed.filter(|_| state.phase == Phase::Running && !is_rate);
    let mark = elapsed.map(|elapsed| el("span").class("tick").attr("style:inset-inline-start", &css_percent(elapsed)));
    let fraction = state.fraction?;
    let locale = &showing.locale;
    let mut value = locale.fill(Key::BarValue, &[("percent", &locale.share(fraction))]);
    if let Some(elapsed) = elapsed {
        add(&mut value, &locale.fill(Key::SummaryElapsed, &[("percent", &locale.share(elapsed))]));
    }
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
