//! The whole widget, from top to bottom, in pieces. Between them the loader lets the browser do other
//! work, so that a resident's phone responds to touch while a long promise is being built.

use super::background::background;
use super::commitments::{commitments_heading, first_of_group, more_of_group};
use super::documents::documents;
use super::element::El;
use super::find::Finder;
use super::focus_areas::focus_areas;
use super::follow_up::follow_up;
use super::header::header;
use super::indicators::{indicators, is_wide};
use super::showing::Showing;
use super::signatories::signatories;
use super::summary::summary;
use super::timeline::timeline;
use super::tip::tip;
use super::tip_state::TipState;
use super::years::earlier;
use crate::promise::find::Facet;
use crate::promise::groups::groups;
use crate::promise::summary;
use std::sync::Arc;
use web_sys::HtmlElement;

/// A part of the view.
pub struct Piece {
    /// Where the piece is appended: a selector inside the widget, empty for the widget itself.
    pub parent: &'static str,
    /// Builds the piece.
    pub view: Build,
}

/// Builds elements from the promise being shown.
type Build = Box<dyn FnOnce(&Arc<Showing>) -> Vec<El>>;

/// How many commitments are built at a time.
const AT_A_TIME: usize = 8;

/// The pieces of a promise, in order. `host` is the element on the page, which receives the events
/// about tips.
pub fn pieces(showing: &Arc<Showing>, host: &HtmlElement) -> Vec<Piece> {
    let phase = summary::phase(&showing.promise, showing.today);
    let finder = Finder::of(showing, phase);
    let in_summary = finder.clone();
    let mut pieces = vec![piece("", move |showing| {
        let whole = summary::summary(&showing.promise, showing.today);
        vec![header(showing, phase), summary(showing, &whole, in_summary.as_ref())]
    })];
    pieces.push(piece("", move |showing| {
        // Where the focus areas are choices, they are not listed as well.
        let is_choice = finder.as_ref().is_some_and(|finder| finder.is_choice(Facet::FocusArea));
        let areas = if is_choice { None } else { focus_areas(showing) };
        areas.into_iter().chain([commitments_heading(showing, finder.as_ref(), phase)]).collect()
    }));
    for (group, length) in groups(&showing.promise).iter().map(|group| group.commitments.len()).enumerate() {
        pieces.push(piece(".commitments", move |showing| first_of_group(showing, group, AT_A_TIME, phase)));
        for from in (AT_A_TIME..length).step_by(AT_A_TIME) {
            pieces.push(piece(".group:last-child > .list", move |showing| {
                more_of_group(showing, group, from..from + AT_A_TIME, phase)
            }));
        }
    }
    let state = TipState::of(host, showing.promise.id.as_str());
    let host = host.clone();
    let wide = is_wide(&host);
    pieces.push(piece("", move |showing| {
        let folds = [indicators(showing, wide), background(showing), follow_up(showing), signatories(showing)];
        timeline(showing).into_iter().chain(folds.into_iter().flatten()).collect()
    }));
    pieces.push(piece("", move |showing| {
        let tip = tip(showing, &host, state);
        let end = [tip, earlier(showing), documents(showing)];
        end.into_iter().flatten().collect()
    }));
    pieces
}

fn piece(parent: &'static str, view: impl FnOnce(&Arc<Showing>) -> Vec<El> + 'static) -> Piece {
    Piece { parent, view: Box::new(view) }
}
