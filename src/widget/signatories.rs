//! Who signed.

use super::element::{El, el, p};
use super::showing::Showing;
use crate::promise::document::Signatory;
use crate::texts::Key;

/// The people who signed; `None` if the document does not name anyone.
pub fn signatories(showing: &Showing) -> Option<El> {
    let signatories = &showing.promise.signed.as_ref()?.signatories;
    (!signatories.is_empty()).then(|| {
        el("section")
            .class("signatories")
            .attr("aria-labelledby", "lofte_signatories")
            .child(showing.heading(1).attr("id", "lofte_signatories").text(showing.t(Key::SignatoriesHeading)))
            .child(el("ul").children(signatories.iter().map(|signatory| show(showing, signatory))))
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
