//! Finding one's own: choose a focus area, who promises and how it goes, and search. The
//! commitments stand there already; what is not wanted is hidden.

use super::element::{El, button, div, el, p};
use super::showing::Showing;
use super::status::word;
use crate::promise::date::Phase;
use crate::promise::find::{Facet, Index, Wanted, searched};
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

/// With fewer commitments there is nothing to choose from.
const CHOOSE_FROM: usize = 5;
/// With fewer commitments there is nothing to search.
const SEARCH_FROM: usize = 20;
/// Whoever types is told what was found when the typing pauses, in milliseconds.
const PAUSE: u32 = 400;

/// The choices; nothing where there is nothing to choose from.
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
        // To choose what all are, or none, finds nothing.
        if counts.iter().any(|count| (1..all).contains(count)) {
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
            // The sentence comes later than the button, and must not push it away from under a finger.
            .child(div("find-result").view(reset).child(p("found").attr("role", "status")))
    })
}

/// The id of the field for words.
const WORDS: &str = "lofte_find-words";

/// The id and the label of the field for a facet.
fn field_of(facet: Facet) -> (&'static str, Key) {
    match facet {
        Facet::FocusArea => ("lofte_find-area", Key::FindArea),
        Facet::Actor => ("lofte_find-actor", Key::FindActor),
        Facet::Status => ("lofte_find-status", Key::FindStatus),
    }
}

fn choice(showing: &Showing, facet: Facet, counts: &[usize], phase: Phase) -> El {
    let (id, label) = field_of(facet);
    let mut select = el("select").attr("id", id).child(el("option").attr("value", "").text(showing.t(Key::FindAll)));
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let name = name(showing, facet, place, phase);
        let option = el("option").attr("value", &place.to_string()).attr("data-name", name);
        select = select.child(option.text(&with_count(showing, name, *count)));
    }
    div("field").child(el("label").attr("for", id).text(showing.t(label))).child(select)
}

fn name(showing: &Showing, facet: Facet, place: usize, phase: Phase) -> &str {
    match facet {
        Facet::FocusArea => showing.promise.focus_areas.get(place).map(|area| showing.words(&area.title)),
        Facet::Actor => showing.promise.actors.get(place).map(|actor| showing.words(&actor.name)),
        Facet::Status => Status::ALL.get(place).map(|status| showing.t(word(*status, phase))),
    }
    .unwrap_or_default()
}

fn with_count(showing: &Showing, name: &str, count: usize) -> String {
    [name, " (", &showing.locale.whole(count as u64), ")"].concat()
}

struct Finder {
    showing: Arc<Showing>,
    index: Index,
    /// What the search looks in, of each commitment; in small letters.
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
        // The button goes; whoever pressed it goes on from the first choice.
        let first = section.query_selector(".find select, .find input").ok()??;
        _ = first.dyn_ref::<web_sys::HtmlElement>()?.focus();
        self.show(&section)
    }

    /// Shows what is wanted by the fields in `section`, that of the commitments.
    fn show(self: &Rc<Self>, section: &Element) -> Option<()> {
        let field = |id: &str| section.query_selector(&["#", id].concat()).ok().flatten();
        let mut wanted: Wanted = [None; 3];
        let selects = Facet::ALL.map(|facet| field(field_of(facet).0)?.dyn_into::<HtmlSelectElement>().ok());
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
        // What an earlier promise said is in a commitment, too, and has no id.
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

    /// Says what was found when nothing more has been typed for a moment.
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

    /// What the search looks in, of each commitment.
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

/// The section of the commitments that an event is in.
fn section_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(".commitments").ok()?
}

/// In small letters, by the browser, which knows those of every language.
fn small(text: &str) -> String {
    String::from(JsString::from(text).to_lower_case())
}

fn hide(element: &Element, hide: bool) {
    // Fails only for names that are no names.
    _ = element.toggle_attribute_with_force("hidden", hide);
}

fn each(nodes: NodeList) -> impl Iterator<Item = Element> {
    (0..nodes.length()).filter_map(move |at| nodes.get(at)?.dyn_into().ok())
}
