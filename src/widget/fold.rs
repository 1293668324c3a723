//! A fold whose content is built when somebody opens it: what few open costs nobody else
//! their telephone's time.

use super::element::{El, el};
use leptos::prelude::{AnyView, Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A `<details>` with `class`, and with `summary` as its `<summary>`. `build` runs once, at
/// the first opening; what it builds lives as long as the fold.
///
/// The browser tells that a fold was opened in a task of its own, which is too late for
/// paper. Whoever prints opens the folds and dispatches a plain `toggle` on each of them
/// itself: then the content is there at once. An event of another name would be a second
/// listener, which costs 600 bytes of every visit. Folds that were just built inside want
/// theirs too.
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
            // Dropped, it would take its listeners along.
            content.get_or_insert(view);
        }
    })
}
