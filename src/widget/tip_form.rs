//! The form itself. Input is stored in the draft at once, so that neither a failure nor closing the
//! form loses it. Errors are shown next to the fields and in a summary above them that takes the
//! focus.

use super::element::{El, LiveAttribute, button, div, el, p};
use super::locale::object;
use super::showing::Showing;
use super::tip_contact::tip_contact;
use super::tip_notice::{hint, tip_notice};
use super::tip_send::send;
use super::tip_state::{Failure, Sending, Step, TipState};
use crate::texts::Key;
use crate::tip::check::tidy;
use crate::tip::content::{About, AboutKind, CATEGORIES, Recurs, Tip, WHAT_MAX, WHAT_MIN};
use crate::tip::problem::{Field, Wrong};
use js_sys::Object;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, ShadowRoot};

/// The form, preceded by the notice.
pub fn tip_form(showing: &Arc<Showing>, host: &HtmlElement, address: &str, state: TipState, focus: bool) -> El {
    let heading =
        showing.heading(1).attr("id", "lofte_tip-heading").attr("tabindex", "-1").text(showing.t(Key::TipHeading));
    // Tips are sent on click rather than on submit, which covers Enter too, because a sandboxed
    // frame without `allow-forms` fires clicks but no `submit`. Scripts and extensions may still
    // submit the form. The click's default action is prevented, so nothing is sent twice.
    let submit = {
        let (showing, host, address) = (Arc::clone(showing), host.clone(), address.to_owned());
        Rc::new(move |event: Event| {
            event.prevent_default();
            send(&showing, &host, &address, state);
        })
    };
    let click = Rc::clone(&submit);
    let form = el("form")
        .class("tip-form")
        .attr("novalidate", "")
        .attr("aria-labelledby", "lofte_tip-heading")
        .child(error_summary(showing, state, focus))
        .child(about_field(showing, state))
        .child(what_field(showing, state))
        .child(short_field(showing, state, SHORT_WHERE))
        .child(short_field(showing, state, SHORT_WHEN))
        .child(recurs_field(showing, state))
        .child(tip_contact(showing, state))
        .child(buttons(showing, state, move |event| click(event)))
        .on("submit", move |event| submit(event));
    div("tip-open")
        .child(heading.focused_if(focus))
        .child(p("lead").text(showing.t(Key::TipIntro)))
        .child(tip_notice(showing))
        .view(form)
}

/// The error message for a field.
pub fn wrong_words(showing: &Showing, field: Field, wrong: Wrong) -> String {
    let key = match (field, wrong) {
        (Field::What, Wrong::Missing) => Key::WrongWhatMissing,
        (_, Wrong::TooShort(_)) => Key::WrongTooShort,
        (_, Wrong::TooLong(_)) => Key::WrongTooLong,
        (_, Wrong::NoWayToReach) => Key::WrongNoWay,
        (Field::ContactEmail, _) => Key::WrongEmail,
        (Field::ContactPhone, _) => Key::WrongPhone,
        (_, Wrong::Missing | Wrong::WrongType | Wrong::BadForm | Wrong::UnknownField) => Key::WrongOther,
    };
    let limit = wrong.limit().map(|limit| showing.locale.whole(limit as u64)).unwrap_or_default();
    showing.locale.fill(key, &[("limit", &limit)])
}

/// The current error of a field, if any.
pub fn wrong_with(state: TipState, field: Field) -> Option<Wrong> {
    // If there is no way to reply, the error belongs to the fields for it.
    let is_it = |found: Field| {
        found == field || (found == Field::Contact && matches!(field, Field::ContactEmail | Field::ContactPhone))
    };
    state.sending.with(|sending| match sending {
        Sending::Wrong(problems) => problems.iter().find(|problem| is_it(problem.field)).map(|problem| problem.wrong),
        Sending::Idle | Sending::UnderWay | Sending::Failed(_) => None,
    })
}

/// The id of the input element of a field.
fn id_of(field: Field) -> &'static str {
    match field {
        Field::About | Field::Promise | Field::Tip => "lofte_tip-about",
        Field::What => "lofte_tip-what",
        Field::Where => "lofte_tip-where",
        Field::When => "lofte_tip-when",
        Field::Recurs => "lofte_tip-recurs",
        Field::Contact | Field::ContactEmail => "lofte_tip-email",
        Field::ContactName => "lofte_tip-name",
        Field::ContactPhone => "lofte_tip-phone",
    }
}

/// The problems, above the fields. Takes the focus, so that screen readers read it at once.
fn error_summary(showing: &Arc<Showing>, state: TipState, focus: bool) -> El {
    let showing = Arc::clone(showing);
    // Errors that were there before the view was rebuilt do not take the focus, unless the
    // form itself does.
    let is_first = AtomicBool::new(!focus);
    div("messages").live(move || {
        let focus = !is_first.swap(false, Relaxed);
        let (heading, body) = match state.sending.get() {
            Sending::Idle | Sending::UnderWay => return ().into_any(),
            Sending::Wrong(problems) => {
                let entries = problems.iter().map(|problem| {
                    let words = wrong_words(&showing, problem.field, problem.wrong);
                    let id = id_of(problem.field);
                    el("li").view(button("as-link", &words).on("click", move |event| focus_field(&event, id)))
                });
                (Key::TipErrorsHeading, el("ul").children(entries))
            }
            Sending::Failed(failure) => {
                let words = match failure {
                    Failure::Network => Key::FailedNetwork,
                    Failure::Timeout => Key::FailedTimeout,
                    Failure::Server => Key::FailedServer,
                    Failure::Refused => Key::FailedRefused,
                };
                (Key::TipFailedHeading, el("p").text(showing.t(words)))
            }
        };
        div("error-summary")
            .attr("role", "alert")
            .attr("tabindex", "-1")
            .child(showing.heading(2).text(showing.t(heading)))
            .child(body)
            .focused_if(focus)
            .into()
    })
}

/// Moves the focus to a field of the same form, and scrolls its label to the middle of the window,
/// where a sticky header of the page does not cover it. `document` cannot see into the shadow root,
/// so the lookup starts from the root.
fn focus_field(event: &Event, id: &str) {
    let root =
        event.target().and_then(|target| target.dyn_into::<Element>().ok()).map(|element| element.get_root_node());
    let field = root.and_then(|root| root.dyn_into::<ShadowRoot>().ok()).and_then(|root| root.get_element_by_id(id));
    if let Some(field) = field {
        // A field in a closed fold cannot take the focus.
        if let Ok(Some(fold)) = field.closest("details") {
            _ = fold.set_attribute("open", "");
        }
        if let Some(field) = field.dyn_ref::<HtmlElement>() {
            _ = field.focus();
        }
        let label = field.closest(".field").and_then(|around| match around {
            Some(around) => around.query_selector("label, legend"),
            None => Ok(None),
        });
        if let Ok(Some(label)) = label {
            label.unchecked_ref::<Scrolled>().scroll_into_view(&object(&[("block", "center".into())]));
        }
    }
}

#[wasm_bindgen]
extern "C" {
    type Scrolled;
    #[wasm_bindgen(method, js_name = scrollIntoView)]
    fn scroll_into_view(this: &Scrolled, options: &Object);
}

/// A label, marked as optional unless `required`.
pub fn label(showing: &Showing, id: &'static str, key: Key, required: bool) -> El {
    let optional = (!required).then(|| el("span").class("optional").text(showing.t(Key::Optional)));
    el("label").attr("for", id).text(showing.t(key)).text(" ").child_if(optional)
}

/// The error message of a field; its input refers to it by id.
pub fn error_at(showing: &Arc<Showing>, state: TipState, field: Field, id: &'static str) -> El {
    let showing = Arc::clone(showing);
    p("error").attr("id", id).live_text(move || {
        wrong_with(state, field).map(|wrong| wrong_words(&showing, field, wrong)).unwrap_or_default()
    })
}

/// The `aria-invalid` and `aria-describedby` attributes of an input.
pub fn describes(
    state: TipState,
    field: Field,
    hint: &'static str,
    error: &'static str,
) -> [(&'static str, LiveAttribute); 2] {
    let invalid: LiveAttribute = Box::new(move || wrong_with(state, field).map(|_| "true".to_owned()));
    let description: LiveAttribute = Box::new(move || {
        Some(match wrong_with(state, field) {
            Some(_) => [error, " ", hint].concat(),
            None => hint.to_owned(),
        })
    });
    [("aria-invalid", invalid), ("aria-describedby", description)]
}

fn what_field(showing: &Arc<Showing>, state: TipState) -> El {
    let id = id_of(Field::What);
    let area = el("textarea")
        .attr("id", id)
        .attr("rows", "6")
        // Not `required`: Firefox announces such a field as invalid before anything is written.
        .attr("aria-required", "true")
        .attr("autocomplete", "off")
        .text(&state.draft.with_untracked(|draft| draft.tip.what.clone()))
        .on_live(
            "input",
            move |event| {
                if let Some(area) = target::<HtmlTextAreaElement>(&event) {
                    state.draft.update(|draft| draft.tip.what = area.value());
                }
            },
            // Without the counter, which some screen readers would read after each letter.
            describes(state, Field::What, "lofte_tip-what-hint", "lofte_tip-what-error"),
        );
    let counter = {
        let showing = Arc::clone(showing);
        move || {
            let written = state
                .draft
                .with(|draft| tidy(Tip { what: draft.tip.what.clone(), ..Tip::default() }).what.chars().count());
            let (key, n) = match WHAT_MAX.checked_sub(written) {
                Some(left) => (Key::TipCounter, left),
                None => (Key::TipCounterOver, written - WHAT_MAX),
            };
            showing.locale.plural(key, n as u64, &[])
        }
    };
    let min = showing.locale.whole(WHAT_MIN as u64);
    div("field")
        .child(label(showing, id, Key::TipWhat, true))
        .child(hint("lofte_tip-what-hint", &showing.locale.fill(Key::TipWhatHint, &[("min", &min)])))
        .child(error_at(showing, state, Field::What, "lofte_tip-what-error"))
        .view(area)
        .child(p("counter").attr("id", "lofte_tip-counter").live_text(counter))
}

/// A short text field of the tip.
struct Short {
    field: Field,
    label: Key,
    hint: Key,
    hint_id: &'static str,
    error_id: &'static str,
    read: fn(&Tip) -> &Option<String>,
    write: fn(&mut Tip) -> &mut Option<String>,
}

const SHORT_WHERE: Short = Short {
    field: Field::Where,
    label: Key::TipWhere,
    hint: Key::TipWhereHint,
    hint_id: "lofte_tip-where-hint",
    error_id: "lofte_tip-where-error",
    read: |tip| &tip.place,
    write: |tip| &mut tip.place,
};

const SHORT_WHEN: Short = Short {
    field: Field::When,
    label: Key::TipWhen,
    hint: Key::TipWhenHint,
    hint_id: "lofte_tip-when-hint",
    error_id: "lofte_tip-when-error",
    read: |tip| &tip.when,
    write: |tip| &mut tip.when,
};

fn short_field(showing: &Arc<Showing>, state: TipState, short: Short) -> El {
    let id = id_of(short.field);
    let input = el("input")
        .attr("type", "text")
        .attr("id", id)
        .attr("autocomplete", "off")
        .attr("value", &state.draft.with_untracked(|draft| (short.read)(&draft.tip).clone().unwrap_or_default()))
        .on_live(
            "input",
            move |event| {
                if let Some(input) = target::<HtmlInputElement>(&event) {
                    state.draft.update(|draft| *(short.write)(&mut draft.tip) = Some(input.value()));
                }
            },
            describes(state, short.field, short.hint_id, short.error_id),
        );
    div("field")
        .child(label(showing, id, short.label, false))
        .child(hint(short.hint_id, showing.t(short.hint)))
        .child(error_at(showing, state, short.field, short.error_id))
        .view(input)
}

/// The target of an event.
pub fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn about_field(showing: &Arc<Showing>, state: TipState) -> El {
    let id = id_of(Field::About);
    let choices = choices(showing);
    let chosen = state.draft.with_untracked(|draft| draft.tip.about.clone());
    let option = |(place, about): (usize, &About)| {
        let option = el("option").attr("value", &place.to_string()).text(&about.label.clone());
        // The label may have changed with the language.
        let is_chosen = chosen.as_ref().is_some_and(|chosen| chosen.kind == about.kind && chosen.id == about.id);
        if is_chosen { option.attr("selected", "") } else { option }
    };
    let numbered = || choices.iter().enumerate();
    let group = |key: Key, kind: AboutKind| {
        let options: Vec<El> = numbered().filter(|(_, about)| about.kind == kind).map(option).collect();
        (!options.is_empty()).then(|| el("optgroup").attr("label", showing.t(key)).children(options))
    };
    let select = el("select")
        .attr("id", id)
        .child(el("option").attr("value", "").text(showing.t(Key::TipAboutNone)))
        .child_if(group(Key::TipAboutCategories, AboutKind::Category))
        .child_if(group(Key::TipAboutFocusAreas, AboutKind::FocusArea));
    let listener = {
        let choices = choices.clone();
        move |event: Event| {
            if let Some(select) = target::<HtmlSelectElement>(&event) {
                let about = select.value().parse::<usize>().ok().and_then(|place| choices.get(place).cloned());
                state.draft.update(|draft| draft.tip.about = about);
            }
        }
    };
    div("field").child(label(showing, id, Key::TipAbout, false)).view(select.on("change", listener))
}

/// The subjects to choose from: the standard categories, the kommun's own, the focus areas.
fn choices(showing: &Showing) -> Vec<About> {
    let usual = CATEGORIES.iter().map(|id| About {
        kind: AboutKind::Category,
        id: (*id).to_owned(),
        label: showing.t(category_word(id)).to_owned(),
    });
    let own = showing.promise.tips.iter().flat_map(|info| &info.categories).map(|category| About {
        kind: AboutKind::Category,
        id: category.id.as_str().to_owned(),
        label: showing.words(&category.label).to_owned(),
    });
    let areas = showing.promise.focus_areas.iter().map(|area| About {
        kind: AboutKind::FocusArea,
        id: area.id.as_str().to_owned(),
        label: showing.words(&area.title).to_owned(),
    });
    usual.chain(own).chain(areas).collect()
}

fn category_word(id: &str) -> Key {
    match id {
        "vandalism" => Key::CategoryVandalism,
        "gathering" => Key::CategoryGathering,
        "disorder" => Key::CategoryDisorder,
        "unsafe-place" => Key::CategoryUnsafePlace,
        "safe-place" => Key::CategorySafePlace,
        "event" => Key::CategoryEvent,
        _ => Key::CategoryOther,
    }
}

fn recurs_field(showing: &Arc<Showing>, state: TipState) -> El {
    let chosen = state.draft.with_untracked(|draft| draft.tip.recurs);
    let choice = |id: &'static str, recurs: Recurs, key: Key| {
        let input = el("input").attr("type", "radio").attr("name", "lofte_tip-recurs").attr("id", id);
        let input = if chosen == Some(recurs) { input.attr("checked", "") } else { input };
        let listener = move |_| state.draft.update(|draft| draft.tip.recurs = Some(recurs));
        div("choice").view(input.on("change", listener)).child(el("label").attr("for", id).text(showing.t(key)))
    };
    let optional = el("span").class("optional").text(showing.t(Key::Optional));
    el("fieldset")
        .class("field")
        .child(el("legend").text(showing.t(Key::TipRecurs)).text(" ").child(optional))
        .child(choice(id_of(Field::Recurs), Recurs::Yes, Key::RecursYes))
        .child(choice("lofte_tip-recurs-no", Recurs::No, Key::RecursNo))
        .child(choice("lofte_tip-recurs-unsure", Recurs::Unsure, Key::RecursUnsure))
}

fn buttons(showing: &Arc<Showing>, state: TipState, send: impl Fn(Event) + 'static) -> El {
    let words = {
        let showing = Arc::clone(showing);
        move || {
            let key = state.sending.with(|sending| match sending {
                Sending::Idle | Sending::Wrong(_) => Key::TipSend,
                Sending::UnderWay => Key::TipSending,
                Sending::Failed(_) => Key::TipSendAgain,
            });
            showing.t(key).to_owned()
        }
    };
    let announced = {
        let showing = Arc::clone(showing);
        move || {
            let under_way = state.sending.with(|sending| *sending == Sending::UnderWay);
            if under_way { showing.t(Key::TipSending).to_owned() } else { String::new() }
        }
    };
    // Not disabled while sending, since a disabled button loses the focus. `send` itself prevents
    // sending twice.
    div("buttons")
        .view(el("button").attr("type", "submit").class("primary").live_text(words).on("click", send))
        .view(button("secondary", showing.t(Key::TipClose)).on("click", move |_| state.step.set(Step::Closed)))
        .view(button("as-link", showing.t(Key::TipClear)).on("click", move |_| {
            state.clear();
        }))
        .child(p("hint").text(showing.t(Key::TipKept)))
        .child(p("announced hidden").attr("role", "status").live_text(announced))
}
