//! Builds elements in code. Text becomes text nodes, and addresses are checked before they get
//! here, so nothing in a document can become markup.

use super::svg::draw;
use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::ev::Custom;
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event};

/// An element under construction. Boxed, so that passing it from call to call costs a few bytes of
/// code instead of a copy of the whole.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<AnyView>,
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Starts a `div` with a class.
#[inline(never)]
pub fn div(class: &'static str) -> El {
    el("div").class(class)
}

/// Starts a `p` with a class.
#[inline(never)]
pub fn p(class: &'static str) -> El {
    el("p").class(class)
}

/// A button that does not submit a form.
#[inline(never)]
pub fn button(class: &'static str, label: &str) -> El {
    el("button").attr("type", "button").class(class).text(label)
}

/// A link to another page. `href` must come from a checked address.
#[inline(never)]
pub fn link(href: &str, label: &str) -> El {
    el("a").attr("href", href).attr("rel", "noopener").text(label)
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push((name, value.to_owned()));
        self
    }

    /// Sets an attribute if there is a value.
    #[inline(never)]
    pub fn attr_if(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Sets the classes.
    #[inline(never)]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    /// Sets several attributes, written as `name=value` and separated by spaces.
    #[inline(never)]
    pub fn attrs(mut self, pairs: &'static str) -> Self {
        for pair in pairs.split(' ') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            self = self.attr(name, value);
        }
        self
    }

    /// Adds hidden text that says what this element belongs to, for people who cannot see its
    /// surroundings: "År: trygga ute".
    #[inline(never)]
    pub fn of(self, what: &str) -> Self {
        self.child(el("span").class("hidden").text(": ").text(what))
    }

    /// Draws a path in SVG. The classes must not contain a colon.
    #[inline(never)]
    pub fn path(self, classes: &str, path: &str) -> Self {
        self.attr(PATH, &[classes, ":", path].concat())
    }

    /// Adds a text node.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        self.0.children.push(text.to_owned().into_any());
        self
    }

    /// Adds an element.
    #[inline(never)]
    pub fn child(self, child: El) -> Self {
        self.view(child.into())
    }

    /// Adds a view that has listeners or changes.
    #[inline(never)]
    pub fn view(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Adds an element if there is one.
    #[inline(never)]
    pub fn child_if(self, child: Option<El>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds elements.
    #[inline(never)]
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds the result of a function, and replaces it whenever a signal that the function reads
    /// changes.
    pub fn live(self, view: impl Fn() -> AnyView + Send + 'static) -> Self {
        self.live_boxed(Box::new(view))
    }

    /// Adds text that changes.
    pub fn live_text(self, text: impl Fn() -> String + Send + 'static) -> Self {
        self.live_text_boxed(Box::new(text))
    }

    /// Finishes an element with a listener, which is removed together with the element.
    pub fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> AnyView {
        self.on_boxed(event, Box::new(listener))
    }

    /// Finishes an element with a listener and with dynamic attributes: each is set to a value or
    /// removed.
    pub fn on_live(
        self,
        event: &'static str,
        listener: impl FnMut(Event) + 'static,
        attributes: [(&'static str, LiveAttribute); 2],
    ) -> AnyView {
        self.on_live_boxed(event, Box::new(listener), attributes)
    }

    /// With `focus`, moves the focus to the element as soon as it is on the page.
    pub fn focused_if(self, focus: bool) -> Self {
        self.attr_if(FOCUS, focus.then_some(""))
    }

    // The generic functions above are compiled once per caller; these, which do the work, only
    // once.

    fn live_boxed(self, view: Box<dyn Fn() -> AnyView + Send>) -> Self {
        self.view((move || view()).into_any())
    }

    fn live_text_boxed(self, text: Box<dyn Fn() -> String + Send>) -> Self {
        self.view((move || text()).into_any())
    }

    #[inline(never)]
    fn on_boxed(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        Anew(custom(tag).on(Custom::new(event), listener).directive(set_attributes, attributes).child(children))
            .into_any()
    }

    #[inline(never)]
    fn on_live_boxed(
        self,
        event: &'static str,
        listener: Box<dyn FnMut(Event)>,
        live: [(&'static str, LiveAttribute); 2],
    ) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        let [(first, first_value), (second, second_value)] = live;
        let element = custom(tag)
            .attr(first, first_value)
            .attr(second, second_value)
            .on(Custom::new(event), listener)
            .directive(set_attributes, attributes)
            .child(children);
        Anew(element).into_any()
    }
}

/// The value of a dynamic attribute; `None` removes it.
pub type LiveAttribute = Box<dyn Fn() -> Option<String> + Send>;

impl From<El> for AnyView {
    #[inline(never)]
    fn from(element: El) -> Self {
        let Parts { tag, attributes, children } = *element.0;
        Anew(custom(tag).directive(set_attributes, attributes).child(children)).into_any()
    }
}

/// An element that is replaced when it is rendered again, never updated in place.
/// [`set_attributes`] only adds: an updated element would keep its old drawing and any attributes
/// that the new one lacks. Leptos itself decides by comparing tag names, which are upper case on an
/// HTML page but not on an XHTML page.
struct Anew<V>(V);

impl<V: Render> Render for Anew<V> {
    type State = V::State;

    fn build(self) -> V::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut V::State) {
        let mut new = self.0.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl<V: RenderHtml + 'static> AddAnyAttr for Anew<V> {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self::Output<A> {
        self
    }
}

// Leptos requires this of every view; nothing here is ever rendered to HTML.
impl<V: RenderHtml + 'static> RenderHtml for Anew<V> {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = V::MIN_LENGTH;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buffer: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buffer, position, escape, mark_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> V::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Not an attribute: requests the focus.
const FOCUS: &str = "focus:";

/// Not an attribute: the classes and the path of a drawing.
const PATH: &str = "path:";

fn set_attributes(element: Element, attributes: Vec<(&'static str, String)>) {
    for (name, value) in attributes {
        if name == FOCUS {
            focus_when_shown(element.clone());
            continue;
        }
        if name == PATH {
            _ = value.split_once(':').and_then(|(classes, path)| draw(&element, classes, path));
            continue;
        }
        match name.strip_prefix("style:") {
            // A strict policy blocks the `style` attribute, but not CSSOM.
            Some(property) => {
                if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
                    _ = element.style().set_property(property, &value);
                }
            }
            // Fails only for invalid names, and these names are all our own.
            None => _ = element.set_attribute(name, &value),
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &JsValue);
}

/// An element can take the focus only once it is on the page. It is built and inserted in the same
/// task, so a microtask runs right after that.
fn focus_when_shown(element: Element) {
    let focus = Closure::once_into_js(move || {
        if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
            _ = element.focus();
        }
    });
    queue_microtask(&focus);
}
