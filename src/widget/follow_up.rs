//! How the promise is followed up, in the promisers' own words.

use super::element::{El, div, el, p};
use super::showing::Showing;
use crate::texts::Key;

/// The follow-up; `None` if the document does not describe it.
pub fn follow_up(showing: &Showing) -> Option<El> {
    let follow_up = showing.promise.follow_up.as_ref()?;
    let cadence = follow_up
        .cadence
        .as_ref()
        .map(|cadence| p("cadence").text(&showing.locale.fill(Key::Cadence, &[("cadence", showing.words(cadence))])));
    let links = follow_up.links.iter().map(|link| el("li").child(showing.link_to(&link.url, &link.title)));
    let body = div("fold-body")
        .children(showing.paragraphs(&follow_up.text))
        .child_if(cadence)
        .child_if((!follow_up.links.is_empty()).then(|| el("ul").children(links)));
    Some(showing.fold("fold follow-up", showing.t(Key::FollowUpHeading), body))
}
