//! What is promised, by those who promise it. A commitment in words looks as
//! finished as one with numbers: its text is the thing, the figures stand beside it.

use super::element::{El, div, el, p};
use super::reports::reports;
use super::showing::Showing;
use super::status::status;
use super::target::{outcome_reason, target};
use crate::promise::date::Phase;
use crate::promise::document::Commitment;
use crate::promise::groups::{By, Group, groups};
use crate::promise::progress::{Status, commitment_status};
use crate::texts::Key;

/// All commitments, in groups.
pub fn commitments(showing: &Showing, phase: Phase) -> El {
    el("section")
        .class("commitments")
        .attr("aria-labelledby", "lofte-commitments")
        .child(showing.heading(1).attr("id", "lofte-commitments").text(showing.t(Key::CommitmentsHeading)))
        .children(groups(&showing.promise).iter().map(|group| show_group(showing, group, phase)))
}

fn show_group(showing: &Showing, group: &Group, phase: Phase) -> El {
    let heading = showing.heading(2).class("group-name");
    let (heading, lead) = match &group.by {
        By::One(actor) => (showing.text_in(heading, &actor.name), None),
        By::Together(actors) => {
            let names: Vec<String> = actors.iter().map(|actor| showing.words(&actor.name).to_owned()).collect();
            let lead = showing.locale.fill(Key::TogetherNames, &[("names", &showing.locale.list(&names))]);
            (heading.text(showing.t(Key::Together)), Some(p("group-lead").text(&lead)))
        }
        By::NotSaid => (heading.text(showing.t(Key::NotSaid)), None),
    };
    div("group").child(heading).child_if(lead).child(
        el("ul").class("list").children(group.commitments.iter().map(|commitment| show(showing, commitment, phase))),
    )
}

fn show(showing: &Showing, commitment: &Commitment, phase: Phase) -> El {
    let activities: Vec<&Commitment> = showing.promise.activities_of(&commitment.id).collect();
    let activities = (!activities.is_empty()).then(|| {
        div("activities")
            .child(p("activities-heading").text(showing.t(Key::ActivitiesHeading)))
            .child(el("ul").class("list").children(activities.iter().map(|activity| show(showing, activity, phase))))
    });
    let measured = !commitment.targets.is_empty();
    let state = commitment_status(commitment, &showing.promise, showing.today);
    // An own mark only where no target carries one, and where there is something to say.
    let own_mark = (!measured && activities.is_none() && state != Status::Unknown)
        .then(|| p("own-status").child(status(showing, state, phase)));
    el("li")
        .class("commitment")
        .attr("id", &["lofte-", commitment.id.as_str()].concat())
        .child(
            div("words")
                .child(div("text").children(showing.paragraphs(&commitment.text)))
                .child_if(commitment.correction.as_ref().map(|correction| {
                    p("correction").text(&showing.locale.fill(Key::Corrected, &[("text", showing.words(correction))]))
                }))
                .child_if(about(showing, commitment)),
        )
        .child_if((measured || own_mark.is_some() || !commitment.reports.is_empty()).then(|| {
            div("progress")
                .children(commitment.targets.iter().map(|each| target(showing, each, commitment)))
                .child_if(own_mark)
                .child_if(commitment.outcome.as_ref().and_then(|outcome| outcome_reason(showing, outcome)))
                .child_if(reports(showing, &commitment.reports, None))
        }))
        .child_if(activities)
}

/// Partners, place and focus areas, in small print.
fn about(showing: &Showing, commitment: &Commitment) -> Option<El> {
    let locale = &showing.locale;
    let partners = showing.names(&commitment.partners);
    let partners = (!partners.is_empty()).then(|| {
        el("li").class("partners").text(&locale.fill(Key::WithPartners, &[("names", &locale.list(&partners))]))
    });
    let place =
        commitment.place.as_ref().and_then(|id| showing.promise.place(id)).map(|place| {
            el("li").class("place").text(&locale.fill(Key::Place, &[("place", showing.words(&place.name))]))
        });
    let areas: Vec<El> = commitment
        .focus_areas
        .iter()
        .filter_map(|id| showing.promise.focus_areas.iter().find(|area| area.id == *id))
        .map(|area| showing.text_in(el("li").class("area"), &area.title))
        .collect();
    (partners.is_some() || place.is_some() || !areas.is_empty())
        .then(|| el("ul").class("about").child_if(partners).child_if(place).children(areas))
}
