//! Filters the commitments by focus area, actor and status, and searches them. They are all on the
//! page already; those that do not match are hidden.

use super::element::{El, button, div, el, p};
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::find::{Facet, Index, UNMEASURED, Wanted, searched};
use crate::promise::id::{Id, Places};
use crate::promise::progress::Status;
use crate::texts::Key;
use js_sys::JsString;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement, NodeList};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, milliseconds: u32);
}

/// A promise with fewer commitments has no filter.
const CHOOSE_FROM: usize = 5;
/// A promise with fewer commitments has no search.
const SEARCH_FROM: usize = 20;
/// How long to wait after the last keystroke before announcing the number of matches, in
/// milliseconds.
const PAUSE: u32 = 400;

/// The filter and search fields; `None` if there is nothing to choose from.
pub fn find(showing: &Arc<Showing>, phase: Phase) -> Option<El> {
    let index = Index::of(&showing.promise, showing.today);
    let all = index.len();
    if all < CHOOSE_FROM {
        return None;
    }
    let found = index.find(&[None; 3], &|_| true);
    let mut fields = div("find-fields");
    let mut any = false;
    for (facet, counts) in Facet::ALL.into_iter().zip(&found.counts) {
        // A single choice that matches all commitments, or none, does not narrow anything down.
        let choices = counts.iter().filter(|count| **count > 0);
        if choices.clone().count() > 1 || choices.clone().any(|count| *count < all) {
            fields = fields.child(choice(showing, facet, counts, phase));
            any = true;
        }
    }
    if all >= SEARCH_FROM {
        let input = el("input").attr("type", "search").attr("id", WORDS).attr("autocomplete", "off");
        fields = fields
            .child(div("field").child(el("label").attr("for", WORDS).text(showing.t(Key::FindWords))).child(input));
        any = true;
    }
    any.then(|| {
        let finder =
            Rc::new(Finder { showing: Arc::clone(showing), index, words: OnceCell::new(), turn: Cell::new(0) });
        let reset = {
            let finder = Rc::clone(&finder);
            move |event| {
                finder.reset(&event);
            }
        };
        let reset = button("as-link find-reset", showing.t(Key::FindReset)).attr("hidden", "").on("click", reset);
        let fields = fields.on("input", move |event| {
            finder.answer(&event);
        });
        div("find")
            .attr("role", "search")
            .attr("aria-label", showing.t(Key::FindHeading))
            .view(fields)
            // The text comes after the button so that it does not push the button away when it
            // appears.
            .child(div("find-result").view(reset).child(p("found").attr("role", "status")))
    })
}

/// The id of the search field.
const WORDS: &str = "lofte_find-words";

/// The id of the select for a facet.
fn id_of(facet: Facet) -> &'static str {
    match facet {
        Facet::FocusArea => "lofte_find-area",
        Facet::Actor => "lofte_find-actor",
        Facet::Status => "lofte_find-status",
    }
}

fn label_of(facet: Facet, phase: Phase) -> Key {
    match (facet, phase) {
        (Facet::FocusArea, _) => Key::FindArea,
        (Facet::Actor, Phase::Ended) => Key::FindActorEnded,
        (Facet::Actor, Phase::NotBegun | Phase::Running) => Key::FindActor,
        (Facet::Status, Phase::Ended) => Key::FindStatusEnded,
        (Facet::Status, Phase::NotBegun | Phase::Running) => Key::FindStatus,
    }
}

fn choice(showing: &Showing, facet: Facet, counts: &[usize], phase: Phase) -> El {
    let (id, label) = (id_of(facet), label_of(facet, phase));
    let mut select = el("select").attr("id", id).child(el("option").attr("value", "").text(showing.t(Key::FindAll)));
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let name = name(showing, facet, place);
        let option = el("option").attr("value", &place.to_string()).attr("data-name", name);
        select = select.child(option.text(&with_count(showing, name, *count)));
    }
    div("field").child(el("label").attr("for", id).text(showing.t(label))).child(select)
}

fn name(showing: &Showing, facet: Facet, place: usize) -> &str {
    match facet {
        Facet::FocusArea => showing.promise.focus_areas.get(place).map(|area| showing.words(&area.title)),
        Facet::Actor => showing.promise.actors.get(place).map(|actor| showing.words(&actor.name)),
        Facet::Status if place == UNMEASURED => Some(showing.t(Key::FindUnmeasured)),
        Facet::Status => Status::ALL.get(place).map(|status| showing.t(word(*status))),
    }
    .unwrap_or_default()
}

fn with_count(showing: &Showing, name: &str, count: usize) -> String {
    [name, " (", &showing.locale.whole(count as u64), ")"].concat()
}

struct Finder {
    showing: Arc<Showing>,
    index: Index,
    /// The searched text of each commitment, in lower case.
    words: OnceCell<Vec<String>>,
    turn: Cell<u32>,
}

impl Finder {
    fn answer(self: &Rc<Self>, event: &Event) -> Option<()> {
        self.show(&section_of(event)?)
    }

    fn reset(self: &Rc<Self>, event: &Event) -> Option<()> {
        let section = section_of(event)?;
        for field in each(section.query_selector_all(".find select, .find input").ok()?) {
            match field.dyn_ref::<HtmlSelectElement>() {
                Some(select) => select.set_value(""),
                None => field.dyn_ref::<HtmlInputElement>()?.set_value(""),
            }
        }
        // The button disappears, so the focus moves to the first choice.
        let first = section.query_selector(".find select, .find input").ok()??;
        _ = first.dyn_ref::<web_sys::HtmlElement>()?.focus();
        self.show(&section)
    }

    /// Shows the commitments that match the fields in `section`, the commitments section.
    fn show(self: &Rc<Self>, section: &Element) -> Option<()> {
        let field = |id: &str| section.query_selector(&["#", id].concat()).ok().flatten();
        let mut wanted: Wanted = [None; 3];
        let selects = Facet::ALL.map(|facet| field(id_of(facet))?.dyn_into::<HtmlSelectElement>().ok());
        for (wanted, select) in wanted.iter_mut().zip(&selects) {
            *wanted = select.as_ref().and_then(|select| select.value().parse().ok());
        }
        let words = field(WORDS).and_then(|input| Some(input.dyn_ref::<HtmlInputElement>()?.value()));
        let words = small(&words.unwrap_or_default());
        let has_words = |place: usize| {
            let text = self.words.get_or_init(|| self.texts()).get(place).map_or("", String::as_str);
            words.split(' ').all(|word| text.contains(word))
        };
        let any = |_: usize| true;
        let found = self.index.find(&wanted, if words.trim().is_empty() { &any } else { &has_words });

        let promise = &self.showing.promise;
        let places = Places::of(&mut promise.commitments.iter().map(|commitment| &commitment.id));
        for element in each(section.query_selector_all(".commitment[id]").ok()?) {
            let place = Id::parse(element.id().strip_prefix("lofte-")?).and_then(|id| places.find(&id));
            let shown = place.and_then(|place| found.shown.get(place)).is_none_or(|shown| *shown);
            hide(&element, !shown);
        }
        // Commitments of an earlier promise are shown inside those of this one, and have no id.
        for group in each(section.query_selector_all(".group, .activities").ok()?) {
            hide(&group, group.query_selector(".commitment[id]:not([hidden])").ok()?.is_none());
        }
        for (select, counts) in selects.iter().zip(&found.counts) {
            let Some(select) = select else { continue };
            for option in each(select.query_selector_all("[data-name]").ok()?) {
                let place = option.get_attribute("value").and_then(|value| value.parse::<usize>().ok());
                let count = place.and_then(|place| counts.get(place)).copied().unwrap_or(0);
                let name = option.get_attribute("data-name").unwrap_or_default();
                option.set_text_content(Some(&with_count(&self.showing, &name, count)));
            }
        }
        let all = self.index.len();
        let is_all = found.count == all;
        hide(&section.query_selector(".find-reset").ok()??, is_all);
        let words = if is_all {
            self.showing.t(Key::FindFoundAll).to_owned()
        } else {
            let locale = &self.showing.locale;
            locale.plural(Key::FindFound, found.count as u64, &[("all", &locale.whole(all as u64))])
        };
        self.tell(section.query_selector(".found").ok()??, words);
        Some(())
    }

    /// Announces the number of matches once typing pauses.
    fn tell(self: &Rc<Self>, status: Element, words: String) {
        let turn = self.turn.get() + 1;
        self.turn.set(turn);
        let finder = Rc::clone(self);
        let tell = move || {
            if finder.turn.get() == turn {
                status.set_text_content(Some(&words));
            }
        };
        set_timeout(&Closure::once_into_js(tell), PAUSE);
    }

    /// Returns the searched text of each commitment, in lower case.
    fn texts(&self) -> Vec<String> {
        let promise = &self.showing.promise;
        let text = |commitment| {
            let mut words = String::new();
            searched(promise, commitment, &mut |text| {
                words.push_str(self.showing.locale.choose(text, &promise.lang).text);
                words.push(' ');
            });
            small(&words)
        };
        promise.commitments.iter().map(text).collect()
    }
}

/// The commitments section that an event happened in.
fn section_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(".commitments").ok()?
}

/// Converts text to lower case. The browser does it, since it knows the rules of every language.
fn small(text: &str) -> String {
    String::from(JsString::from(text).to_lower_case())
}

fn hide(element: &Element, hide: bool) {
    // Fails only for invalid names.
    _ = element.toggle_attribute_with_force("hidden", hide);
}

fn each(nodes: NodeList) -> impl Iterator<Item = Element> {
    (0..nodes.length()).filter_map(move |at| nodes.get(at)?.dyn_into().ok())
}
