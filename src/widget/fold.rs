//! A fold whose content is built when it is opened, so that content few people read does not slow
//! down everyone's phone.

use super::element::{El, el};
use leptos::prelude::{AnyView, Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A `<details>` with `class`, and with `summary` as its `<summary>`. `build` runs once, when the
/// fold is first opened; its view lives as long as the fold.
///
/// The browser fires `toggle` in a later task, which is too late for printing. Code that needs the
/// content at once opens the fold, dispatches `toggle` on it, and then does the same for any folds
/// inside the new content. A listener for a custom event would add 600 bytes to every visit.
pub fn lazy_fold(summary: El, class: &'static str, build: impl FnOnce() -> El + 'static) -> AnyView {
    boxed(summary, class, Box::new(build))
}

fn boxed(summary: El, class: &'static str, build: Box<dyn FnOnce() -> El>) -> AnyView {
    let mut build = Some(build);
    let mut content = None;
    el("details").class(class).child(summary).on("toggle", move |event| {
        if let (Some(fold), Some(build)) = (event.target(), build.take()) {
            let mut view = AnyView::from(build()).build();
            view.mount(fold.unchecked_ref::<Element>(), None);
            // Dropping the view would remove its listeners.
            content.get_or_insert(view);
        }
    })
}
