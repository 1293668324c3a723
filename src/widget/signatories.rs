//! Who signed.

use super::element::{El, div, el, p};
use super::showing::Showing;
use crate::promise::document::Signatory;
use crate::texts::Key;

/// When it was signed, and by whom; `None` if the document says neither.
pub fn signatories(showing: &Showing) -> Option<El> {
    let signed = showing.promise.signed.as_ref()?;
    let people: Vec<El> = signed.signatories.iter().map(|signatory| show(showing, signatory)).collect();
    let date = signed
        .date
        .as_ref()
        .map(|date| p("signed").text(&showing.locale.fill(Key::SignedOn, &[("date", &showing.date(date))])));
    (!people.is_empty() || date.is_some()).then(|| {
        let people = (!people.is_empty()).then(|| el("ul").children(people));
        let body = div("fold-body").child_if(date).child_if(people);
        showing.fold("fold signatories", showing.t(Key::SignatoriesHeading), body)
    })
}

fn show(showing: &Showing, signatory: &Signatory) -> El {
    let mut name = showing.words(&signatory.name).to_owned();
    if let Some(party) = &signatory.party {
        name.push_str(" (");
        name.push_str(showing.words(party));
        name.push(')');
    }
    let mut role = showing.words(&signatory.role).to_owned();
    if let Some(organisation) = &signatory.organisation {
        role.push_str(", ");
        role.push_str(showing.words(organisation));
    }
    el("li").child(el("strong").text(&name)).child(p("role").text(&role))
}
