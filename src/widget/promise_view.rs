//! The whole widget, from top to bottom.

use super::background::background;
use super::commitments::commitments;
use super::documents::documents;
use super::element::{El, div};
use super::focus_areas::focus_areas;
use super::follow_up::follow_up;
use super::header::header;
use super::indicators::indicators;
use super::locale::INTERFACE;
use super::showing::Showing;
use super::signatories::signatories;
use super::summary::summary;
use super::tip::tip;
use crate::promise::summary;
use std::sync::Arc;
use web_sys::HtmlElement;

/// The view of a promise. `host` is the element on the page, which tells about tips.
pub fn promise_view(showing: &Arc<Showing>, host: &HtmlElement) -> El {
    let whole = summary::summary(&showing.promise, showing.today);
    div("lofte")
        .attr("lang", INTERFACE)
        .child(header(showing, whole.phase))
        .child(summary(showing, &whole))
        .child_if(focus_areas(showing))
        .child(commitments(showing, whole.phase))
        .child_if(indicators(showing))
        .child_if(background(showing))
        .child_if(follow_up(showing))
        .child_if(tip(showing, host))
        .child_if(documents(showing))
        .child_if(signatories(showing))
}
