//! The whole widget, from top to bottom, in pieces. Between them the loader lets the browser do other
//! work, so that a resident's phone responds to touch while a long promise is being built.

use super::background::background;
use super::commitments::{commitments_heading, first_of_group, more_of_group};
use super::documents::documents;
use super::element::El;
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
pub fn pieces(showing: &Showing, host: &HtmlElement) -> Vec<Piece> {
    let phase = summary::phase(&showing.promise, showing.today);
    let mut pieces = vec![piece("", move |showing| {
        let whole = summary::summary(&showing.promise, showing.today);
        vec![header(showing, phase), summary(showing, &whole)]
    })];
    pieces.push(piece("", move |showing| {
        let heading = commitments_heading(showing, phase);
        timeline(showing).into_iter().chain(focus_areas(showing)).chain([heading]).collect()
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
    pieces.push(piece("", move |showing| indicators(showing, wide).into_iter().chain(background(showing)).collect()));
    pieces.push(piece("", move |showing| {
        let end = [follow_up(showing), tip(showing, &host, state), documents(showing), signatories(showing)];
        end.into_iter().flatten().collect()
    }));
    pieces
}

fn piece(parent: &'static str, view: impl FnOnce(&Arc<Showing>) -> Vec<El> + 'static) -> Piece {
    Piece { parent, view: Box::new(view) }
}
