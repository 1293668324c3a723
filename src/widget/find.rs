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
use leptos::prelude::AnyView;
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

/// The filter and search fields under the heading of the commitments. The filter by status is part
/// of the summary.
pub fn find(showing: &Showing, finder: &Rc<Finder>) -> El {
    let areas = choices(showing, finder, Facet::FocusArea);
    let described = showing.promise.focus_areas.iter().enumerate().filter(|_| areas.is_some());
    let described = described.filter_map(|(place, area)| {
        // A short name on the choice is completed here.
        let title = area.short.as_ref().map(|_| showing.text_in(el("p"), &area.title));
        let description = area.description.as_ref().map(|text| showing.paragraphs(text)).unwrap_or_default();
        let text = div("area-description").attr("data-place", &place.to_string()).attr("hidden", "");
        (title.is_some() || !description.is_empty()).then(|| text.child_if(title).children(description))
    });
    let described: Vec<El> = described.collect();
    let actor = finder.is_choice(Facet::Actor).then(|| actor(showing, finder));
    let search = (finder.index.len() >= SEARCH_FROM).then(|| {
        let input = el("input").attr("type", "search").attr("id", WORDS).attr("autocomplete", "off");
        div("field").child(el("label").attr("for", WORDS).text(showing.t(Key::FindWords))).child(input)
    });
    let reset = {
        let finder = Rc::clone(finder);
        move |event| {
            finder.reset(&event);
        }
    };
    let reset = button("as-link find-reset", showing.t(Key::FindReset)).attr("hidden", "").on("click", reset);
    let mut view = div("find").attr("role", "search").attr("aria-label", showing.t(Key::FindHeading));
    if let Some(areas) = areas {
        view = view.view(areas).children(described);
    }
    if actor.is_some() || search.is_some() {
        let fields = div("find-fields").child_if(search).child_if(actor).on("input", finder.listener());
        let summary = el("summary").text(showing.t(Key::FindMore));
        view = view.child(el("details").class("find-more").child(summary).view(fields));
    }
    // The sentence appears after the button, and must not move it away from a finger.
    view.child(div("find-result").view(reset).child(p("found").attr("role", "status")))
}

/// The values of a facet as a group of radio buttons, which takes a single Tab stop; `None` if there
/// is nothing to choose from.
pub fn choices(showing: &Showing, finder: &Rc<Finder>, facet: Facet) -> Option<AnyView> {
    if !finder.is_choice(facet) {
        return None;
    }
    let name = id_of(facet);
    let counts = finder.counts(facet);
    let all = if facet == Facet::Status { counts.iter().sum() } else { finder.index.len() };
    let each = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(place, count)| {
        let chip = chip(showing, name, Some(place), value_name(showing, facet, place), *count);
        match facet {
            // Also explains the pattern of the status in the picture above.
            Facet::Status => chip.attr_if("data-status", Status::ALL.get(place).map(|status| status.name())),
            // The target of links to the focus area.
            Facet::FocusArea => match showing.promise.focus_areas.get(place) {
                Some(area) => showing.place(chip, &area.id),
                None => chip,
            },
            Facet::Actor => chip,
        }
    });
    let legend = el("legend").class("hidden").text(showing.t(label_of(facet, finder.phase)));
    let group = el("fieldset")
        .class("choices")
        .child(legend)
        .child(chip(showing, name, None, showing.t(Key::FindAll), all))
        .children(each);
    Some(group.on("input", finder.listener()))
}

fn chip(showing: &Showing, name: &'static str, place: Option<usize>, words: &str, count: usize) -> El {
    let value = place.map(|place| place.to_string()).unwrap_or_default();
    let id = [name, "-", &value].concat();
    let input = el("input").attr("type", "radio").attr("name", name).attr("id", &id).attr("value", &value);
    let input = if place.is_none() { input.attr("checked", "") } else { input };
    let count = el("span").class("count").attr("data-place", &value).text(&showing.locale.whole(count as u64));
    div("chip").child(input).child(el("label").attr("for", &id).text(words).text(" ").child(count))
}

/// The id of the search field.
const WORDS: &str = "lofte_find-words";

/// The id of the menu for a facet, and the name of its radio buttons.
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

/// The choice of actor: a menu, since there may be many, with long names.
fn actor(showing: &Showing, finder: &Finder) -> El {
    let id = id_of(Facet::Actor);
    let label = el("label").attr("for", id).text(showing.t(label_of(Facet::Actor, finder.phase)));
    let mut select = el("select").attr("id", id).child(el("option").attr("value", "").text(showing.t(Key::FindAll)));
    for (place, count) in finder.counts(Facet::Actor).iter().enumerate().filter(|(_, count)| **count > 0) {
        let name = value_name(showing, Facet::Actor, place);
        let option = el("option").attr("value", &place.to_string()).attr("data-name", name);
        select = select.child(option.text(&with_count(showing, name, *count)));
    }
    div("field").child(label).child(select)
}

fn value_name(showing: &Showing, facet: Facet, place: usize) -> &str {
    match facet {
        Facet::FocusArea => {
            let area = showing.promise.focus_areas.get(place);
            area.map(|area| showing.words(area.short.as_ref().unwrap_or(&area.title)))
        }
        Facet::Actor => showing.promise.actors.get(place).map(|actor| showing.words(&actor.name)),
        Facet::Status if place == UNMEASURED => Some(showing.t(Key::FindUnmeasured)),
        Facet::Status => Status::ALL.get(place).map(|status| showing.t(word(*status))),
    }
    .unwrap_or_default()
}

fn with_count(showing: &Showing, name: &str, count: usize) -> String {
    [name, " (", &showing.locale.whole(count as u64), ")"].concat()
}

/// Filters the commitments.
pub struct Finder {
    showing: Arc<Showing>,
    index: Index,
    /// How many commitments, or goals, each value has, by facet.
    counts: [Vec<usize>; 3],
    phase: Phase,
    /// The text of each commitment that is searched, in lower case.
    words: OnceCell<Vec<String>>,
    turn: Cell<u32>,
}

impl Finder {
    /// `None` if there is too little to choose from.
    pub fn of(showing: &Arc<Showing>, phase: Phase) -> Option<Rc<Self>> {
        let index = Index::of(&showing.promise, showing.today);
        let counts = index.find(&[None; 3], &|_| true).counts;
        let (showing, words, turn) = (Arc::clone(showing), OnceCell::new(), Cell::new(0));
        let finder = Self { showing, index, counts, phase, words, turn };
        let has_choice = finder.index.len() >= SEARCH_FROM || Facet::ALL.iter().any(|facet| finder.is_choice(*facet));
        (finder.index.len() >= CHOOSE_FROM && has_choice).then(|| Rc::new(finder))
    }

    /// How many commitments, or goals, each value of a facet has.
    fn counts(&self, facet: Facet) -> &[usize] {
        Facet::ALL.iter().zip(&self.counts).find(|(found, _)| **found == facet).map_or(&[], |(_, counts)| counts)
    }

    /// Whether there is something to choose. A single value that matches all commitments, or none,
    /// does not narrow anything down.
    pub fn is_choice(&self, facet: Facet) -> bool {
        let mut counts = self.counts(facet).iter().filter(|count| **count > 0);
        counts.clone().count() > 1 || counts.any(|count| *count < self.index.len())
    }

    fn listener(self: &Rc<Self>) -> impl FnMut(Event) + 'static {
        let finder = Rc::clone(self);
        move |event| _ = view_of(&event).and_then(|view| finder.show(&view))
    }

    fn reset(self: &Rc<Self>, event: &Event) -> Option<()> {
        let view = view_of(event)?;
        for field in each(view.query_selector_all(".choices input, .find-fields :is(select, input)").ok()?) {
            match field.dyn_ref::<HtmlSelectElement>() {
                Some(select) => select.set_value(""),
                None => {
                    let input = field.dyn_ref::<HtmlInputElement>()?;
                    if input.type_() == "radio" {
                        input.set_checked(input.value().is_empty());
                    } else {
                        input.set_value("");
                    }
                }
            }
        }
        // The button disappears, so the focus moves to the first choice above it.
        let first = view.query_selector(".find :checked, .find-more > summary").ok()??;
        _ = first.dyn_ref::<web_sys::HtmlElement>()?.focus();
        self.show(&view)
    }

    /// Shows the commitments in `view` that match its fields.
    fn show(self: &Rc<Self>, view: &Element) -> Option<()> {
        let find = |css: &str| view.query_selector(css).ok().flatten();
        let value = |css: &str| {
            let field = find(css)?;
            match field.dyn_ref::<HtmlSelectElement>() {
                Some(select) => Some(select.value()),
                None => Some(field.dyn_ref::<HtmlInputElement>()?.value()),
            }
        };
        let mut wanted: Wanted = [None; 3];
        for (wanted, facet) in wanted.iter_mut().zip(Facet::ALL) {
            let id = id_of(facet);
            let chosen = value(&["select#", id, ", [name=", id, "]:checked"].concat());
            *wanted = chosen.and_then(|value| value.parse().ok());
        }
        let words = small(&value(&["#", WORDS].concat()).unwrap_or_default());
        let has_words = |place: usize| {
            let text = self.words.get_or_init(|| self.texts()).get(place).map_or("", String::as_str);
            words.split(' ').all(|word| text.contains(word))
        };
        let any = |_: usize| true;
        let found = self.index.find(&wanted, if words.trim().is_empty() { &any } else { &has_words });

        let promise = &self.showing.promise;
        let places = Places::of(&mut promise.commitments.iter().map(|commitment| &commitment.id));
        for element in each(view.query_selector_all(".commitment[id]").ok()?) {
            let place = Id::parse(element.id().strip_prefix("lofte-")?).and_then(|id| places.find(&id));
            let shown = place.and_then(|place| found.shown.get(place)).is_none_or(|shown| *shown);
            hide(&element, !shown);
        }
        // Commitments of an earlier promise are shown inside those of this one, and have no id.
        for group in each(view.query_selector_all(".group, .activities").ok()?) {
            hide(&group, group.query_selector(".commitment[id]:not([hidden])").ok()?.is_none());
        }
        let place_of = |element: &Element, name: &str| element.get_attribute(name)?.parse::<usize>().ok();
        for (facet, counts) in Facet::ALL.into_iter().zip(&found.counts) {
            let count_at = |place: usize| counts.get(place).copied().unwrap_or(0);
            let id = id_of(facet);
            for count in each(view.query_selector_all(&["[name=", id, "] + label .count"].concat()).ok()?) {
                if let Some(place) = place_of(&count, "data-place") {
                    count.set_text_content(Some(&self.showing.locale.whole(count_at(place) as u64)));
                }
            }
            for option in each(view.query_selector_all(&["#", id, " [data-name]"].concat()).ok()?) {
                let name = option.get_attribute("data-name").unwrap_or_default();
                let count = place_of(&option, "value").map_or(0, count_at);
                option.set_text_content(Some(&with_count(&self.showing, &name, count)));
            }
        }
        for text in each(view.query_selector_all(".area-description").ok()?) {
            hide(&text, wanted.first().is_none_or(|area| *area != place_of(&text, "data-place")));
        }
        let all = self.index.len();
        let is_all = found.count == all;
        hide(&find(".find-reset")?, is_all);
        let words = if is_all {
            self.showing.t(Key::FindFoundAll).to_owned()
        } else {
            let locale = &self.showing.locale;
            locale.plural(Key::FindFound, found.count as u64, &[("all", &locale.whole(all as u64))])
        };
        self.tell(find(".found")?, words);
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

/// The widget's view that an event happened in.
fn view_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(".view").ok()?
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
