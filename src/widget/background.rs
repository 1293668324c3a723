//! Why the promise exists: situation, background, aims. Folded, since most visitors come to see how
//! it is going.

use super::element::{El, div, el, p};
use super::showing::Showing;
use crate::promise::document::SectionKind;
use crate::texts::Key;

/// The background; `None` if the document has none.
pub fn background(showing: &Showing) -> Option<El> {
    let promise = &showing.promise;
    let based_on = (!promise.based_on.is_empty()).then(|| {
        let entries = promise.based_on.iter().map(|text| showing.text_in(el("li"), text));
        div("section").child(showing.heading(2).text(showing.t(Key::BasedOn))).child(el("ul").children(entries))
    });
    let places = (!promise.places.is_empty()).then(|| {
        let entries = promise.places.iter().map(|place| {
            let description = place.description.as_ref().map(|text| showing.text_in(p("description"), text));
            el("li").child(showing.text_in(el("strong"), &place.name)).child_if(description)
        });
        div("section").child(showing.heading(2).text(showing.t(Key::Places))).child(el("ul").children(entries))
    });
    (!promise.sections.is_empty() || based_on.is_some() || places.is_some()).then(|| {
        let sections = promise.sections.iter().map(|section| {
            let heading = showing.heading(2);
            let heading = match &section.title {
                Some(title) => showing.text_in(heading, title),
                None => heading.text(showing.t(usual_title(section.kind))),
            };
            div("section").child(heading).children(showing.paragraphs(&section.text))
        });
        let body = div("fold-body").children(sections).child_if(based_on).child_if(places);
        showing.fold("fold background", showing.t(Key::BackgroundHeading), body)
    })
}

fn usual_title(kind: SectionKind) -> Key {
    match kind {
        SectionKind::Situation => Key::Situation,
        SectionKind::Background => Key::Background,
        SectionKind::Aim => Key::Aim,
        SectionKind::Effect => Key::Effect,
        SectionKind::Other => Key::Other,
    }
}
