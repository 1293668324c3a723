//! The promises before and after this one. They replace the current one in place; the loader
//! listens to the buttons.

use super::element::{El, button, el};
use super::showing::Showing;
use crate::promise::document::PromiseLink;
use crate::texts::Key;

/// The way back to the promise the page is about; `None` if that one is being shown.
pub fn way_back(showing: &Showing) -> Option<El> {
    let title = showing.back.as_ref()?;
    let words = showing.locale.fill(Key::YearsBack, &[("title", title)]);
    Some(el("p").class("way-back").child(button("as-link", &words).attr("data-open", "")))
}

/// Earlier and later promises; `None` if the document does not name any.
pub fn years(showing: &Showing) -> Option<El> {
    let promise = &showing.promise;
    let lists = [(Key::EarlierHeading, &promise.earlier), (Key::LaterHeading, &promise.later)];
    let any = lists.iter().any(|(_, links)| !links.is_empty());
    any.then(|| {
        let lists = lists.into_iter().filter(|(_, links)| !links.is_empty()).map(|(heading, links)| {
            el("li")
                .text(showing.t(heading))
                .text(": ")
                .child(el("ul").children(links.iter().map(|link| el("li").child(open(showing, link)))))
        });
        el("ul").class("years").children(lists)
    })
}

fn open(showing: &Showing, link: &PromiseLink) -> El {
    button("as-link", showing.words(&link.title)).attr("data-open", &showing.href(&link.url))
}
