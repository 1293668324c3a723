//! What the promise focuses on.

use super::element::{El, el};
use super::showing::Showing;
use crate::texts::Key;

/// The focus areas; `None` if the promise has none.
pub fn focus_areas(showing: &Showing) -> Option<El> {
    let areas = &showing.promise.focus_areas;
    let entries = areas.iter().map(|area| {
        let description = area.description.iter().flat_map(|text| showing.paragraphs(text));
        showing
            .place(el("li"), &area.id)
            .child(showing.text_in(el("span").class("focus-area"), &area.title))
            .children(description)
            .child_if(showing.copy_link(area.id.as_str(), showing.words(&area.title)))
    });
    (!areas.is_empty()).then(|| {
        el("section")
            .class("focus-areas")
            .attr("aria-labelledby", "lofte_focus-areas")
            .child(showing.heading(1).attr("id", "lofte_focus-areas").text(showing.t(Key::FocusHeading)))
            .child(el("ul").children(entries))
    })
}
