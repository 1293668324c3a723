//! The promises before and after this one. They replace the current one in place; the loader
//! listens to the buttons.

use super::element::{El, button, div, el};
use super::showing::Showing;
use crate::promise::document::PromiseLink;
use crate::texts::Key;

/// The way back to the promise the page is about; `None` if that one is being shown.
pub fn way_back(showing: &Showing) -> Option<El> {
    let title = showing.back.as_ref()?;
    let words = showing.locale.fill(Key::YearsBack, &[("title", title)]);
    Some(el("p").class("way-back").child(button("as-link", &words).attr("data-open", "")))
}

/// The later promises; `None` if the document does not name any.
pub fn later(showing: &Showing) -> Option<El> {
    years(showing, Key::LaterHeading, &showing.promise.later)
}

/// The earlier promises; `None` if the document does not name any.
pub fn earlier(showing: &Showing) -> Option<El> {
    years(showing, Key::EarlierHeading, &showing.promise.earlier)
}

fn years(showing: &Showing, heading: Key, links: &[PromiseLink]) -> Option<El> {
    (!links.is_empty()).then(|| {
        let links = links.iter().map(|link| el("li").child(open(showing, link)));
        div("years").text(showing.t(heading)).text(": ").child(el("ul").children(links))
    })
}

fn open(showing: &Showing, link: &PromiseLink) -> El {
    button("as-link", showing.words(&link.title)).attr("data-open", &showing.href(&link.url))
}
