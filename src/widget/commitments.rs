//! What is promised, grouped by who promises it. A commitment without numbers looks as finished as
//! one with them: the text comes first, and the figures go beside it.

use super::element::{El, div, el, p};
use super::find::{Finder, find};
use super::fold::lazy_fold;
use super::how_we_know::uncounted_rule;
use super::reports::{Counted, reports};
use super::showing::Showing;
use super::status::status;
use super::target::{behind, origin, reason, target};
use crate::promise::counting::{Counting, sum_of_one_unit};
use crate::promise::date::Phase;
use crate::promise::document::{Commitment, FocusArea};
use crate::promise::groups::{By, Group, groups, is_one_together};
use crate::promise::progress::{Status, commitment_status};
use crate::promise::summary::phase;
use crate::promise::timeline::beginning;
use crate::texts::Key;
use leptos::prelude::AnyView;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// How many levels the heading of a commitment is below the widget's first heading.
const LEVEL: u8 = 3;

/// The commitments section with its heading; the groups are added later.
pub fn commitments_heading(showing: &Showing, finder: Option<&Rc<Finder>>, phase: Phase) -> El {
    let key = if phase == Phase::Ended { Key::CommitmentsHeadingEnded } else { Key::CommitmentsHeading };
    el("section")
        .class("commitments")
        .attr("aria-labelledby", "lofte_commitments")
        .child(showing.heading(1).attr("id", "lofte_commitments").text(showing.t(key)))
        .child_if(finder.map(|finder| find(showing, finder)))
}

/// The group at `place`, with its first `most` commitments.
pub fn first_of_group(showing: &Arc<Showing>, place: usize, most: usize, phase: Phase) -> Vec<El> {
    let groups = groups(&showing.promise);
    let one_together = is_one_together(&groups);
    groups.get(place).map(|group| show_group(showing, group, one_together, most, phase)).into_iter().collect()
}

/// More commitments of a group, by their positions in it.
pub fn more_of_group(showing: &Arc<Showing>, place: usize, range: Range<usize>, phase: Phase) -> Vec<El> {
    let groups = groups(&showing.promise);
    let commitments = groups.get(place).into_iter().flat_map(|group| &group.commitments);
    commitments.skip(range.start).take(range.len()).map(|commitment| show(showing, commitment, phase, LEVEL)).collect()
}

fn show_group(showing: &Arc<Showing>, group: &Group, one_together: bool, most: usize, phase: Phase) -> El {
    let heading = showing.heading(2).class("group-name");
    let (heading, lead) = match &group.by {
        By::One(actor) => (showing.text_in(heading, &actor.name), None),
        By::Together(actors) => {
            let names: Vec<String> = actors.iter().map(|actor| showing.words(&actor.name).to_owned()).collect();
            let names = showing.locale.list(&names);
            // Readers who navigate by headings need to tell these groups apart.
            if one_together {
                (heading.text(showing.t(Key::Together)), Some(p("group-lead").text(&names)))
            } else {
                (heading.text(&showing.locale.fill(Key::TogetherNames, &[("names", &names)])), None)
            }
        }
        By::NotSaid => (heading.text(showing.t(Key::NotSaid)), None),
    };
    let first = group.commitments.iter().take(most).map(|commitment| show(showing, commitment, phase, LEVEL));
    div("group").child(heading).child_if(lead).child(list().children(first))
}

/// A list of commitments. They are laid out as blocks (see the stylesheet), which Safari does not
/// treat as a list without an explicit role.
fn list() -> El {
    el("ul").class("list").attr("role", "list")
}

/// A commitment: its text, how far it has come, and a fold with everything behind that. `level` is
/// how many levels its heading is below the widget's first heading.
fn show(showing: &Arc<Showing>, commitment: &Commitment, phase: Phase, level: u8) -> El {
    let activities: Vec<&Commitment> = showing.promise.activities_of(&commitment.id).collect();
    let activities = (!activities.is_empty()).then(|| {
        let key = if phase == Phase::Ended { Key::ActivitiesHeadingEnded } else { Key::ActivitiesHeading };
        div("activities")
            .child(p("activities-heading").text(showing.t(key)))
            .child(list().children(activities.iter().map(|activity| show(showing, activity, phase, level + 1))))
    });
    let measured = !commitment.targets.is_empty();
    let state = commitment_status(commitment, &showing.promise, showing.today);
    // A mark of its own if an outcome was stated, or if no target or activity carries a mark and
    // there is something to say.
    let carried = measured || activities.is_some();
    let own_mark =
        (commitment.outcome.is_some() || (!carried && state != Status::Unknown)).then(|| status(showing, state));
    let counted = counted_without_target(showing, commitment);
    let heading = if showing.is_recalled { el("p") } else { showing.heading(level) };
    showing
        .place(el("li").class("commitment"), &commitment.id)
        .child(div("words").child(div("text").children(showing.headed(heading, &commitment.text))).child_if(
            commitment.correction.as_ref().map(|correction| {
                p("correction").text(&showing.locale.fill(Key::Corrected, &[("text", showing.words(correction))]))
            }),
        ))
        .child_if((measured || own_mark.is_some() || counted.is_some()).then(|| {
            div("progress")
                .children(commitment.targets.iter().map(|each| target(showing, each, &commitment.text)))
                .child_if((own_mark.is_some() || counted.is_some()).then(|| {
                    div("figure-row").child_if(counted.as_ref().map(|words| p("figure").text(words))).child_if(own_mark)
                }))
                .child_if(commitment.outcome.as_ref().and_then(|stated| reason(showing, stated)))
        }))
        .view(more(showing, commitment))
        .child_if(activities)
}

/// The fold of a commitment. Its content is built when it is opened.
fn more(showing: &Arc<Showing>, commitment: &Commitment) -> AnyView {
    let (name, _) = beginning(showing.words(&commitment.text), 60);
    let summary = el("summary").text(showing.t(Key::More)).of(name);
    // Each hard word is explained where it is first used, not where a fold is first opened.
    let meanings = showing.meanings(&commitment.text);
    let id = commitment.id.clone();
    let showing = Arc::clone(showing);
    lazy_fold(summary, "more", move || {
        let commitment = showing.promise.commitments.iter().find(|commitment| commitment.id == id);
        commitment.map_or_else(|| div("inside"), |commitment| inside(&showing, commitment, meanings))
    })
}

fn inside(showing: &Showing, commitment: &Commitment, meanings: Vec<El>) -> El {
    let counted = counted_without_target(showing, commitment);
    let is_one_of = commitment.targets.len() > 1;
    div("inside")
        .children(commitment.targets.iter().map(|each| behind(showing, each, is_one_of)))
        .child_if(commitment.outcome.as_ref().and_then(|stated| origin(showing, stated, true)))
        .child_if(reports(
            showing,
            &commitment.reports,
            Counted::Nothing,
            showing.promise.period.as_ref(),
            &uncounted_rule(showing, commitment, counted.as_deref()),
        ))
        .child_if(about(showing, commitment))
        .children(meanings)
        .child_if(continues(showing, commitment))
        .child_if(showing.copy_link(commitment.id.as_str(), showing.words(&commitment.text)))
}

/// Says that the commitment continues an earlier promise. How that one went is fetched on request:
/// the loader listens for it.
fn continues(showing: &Showing, commitment: &Commitment) -> Option<El> {
    let continues = commitment.continues.as_ref().filter(|_| !showing.is_recalled)?;
    let status = p("hint").attr("role", "status");
    Some(
        el("details")
            .class("continues")
            .attr("data-document", &showing.href(&continues.document))
            .attr("data-id", continues.id.as_str())
            .child(el("summary").text(showing.t(Key::ContinuesSummary)).of(showing.words(&commitment.text)))
            .child(div("then").child(status)),
    )
}

/// A commitment of an earlier promise, with how it went.
pub fn recalled(then: &Arc<Showing>, id: &str) -> El {
    let promise = &then.promise;
    let phase = phase(promise, then.today);
    let commitment = promise.commitments.iter().find(|commitment| commitment.id.as_str() == id);
    let shown = match commitment {
        Some(commitment) => el("ul").child(show(then, commitment, phase, LEVEL)),
        None => p("hint").text(then.t(Key::ContinuesGone)),
    };
    div("recalled").child(then.text_in(p("recalled-title"), &promise.title)).child(shown)
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
    let areas: Vec<&FocusArea> = commitment
        .focus_areas
        .iter()
        .filter_map(|id| showing.promise.focus_areas.iter().find(|area| area.id == *id))
        .collect();
    let areas = (!areas.is_empty()).then(|| {
        let line = el("li").class("areas").text(&locale.plural(Key::FocusArea, areas.len() as u64, &[])).text(" ");
        areas.iter().enumerate().fold(line, |line, (place, area)| {
            showing.text_in(if place > 0 { line.text(", ") } else { line }, &area.title)
        })
    });
    (partners.is_some() || place.is_some() || areas.is_some())
        .then(|| el("ul").class("about").child_if(partners).child_if(place).child_if(areas))
}

/// What has been counted although no number was promised: "303 trafikkontroller".
fn counted_without_target(showing: &Showing, commitment: &Commitment) -> Option<String> {
    let (unit, sum) = sum_of_one_unit(&Counting::of(&commitment.reports, showing.promise.period.as_ref()))?;
    let figure = [&showing.amount(sum.amount, sum.at_least), " ", showing.unit(unit, sum.amount as f64)].concat();
    Some(showing.or_more(figure, sum.or_more))
}
