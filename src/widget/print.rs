//! Prints a few lines without the page around them: puts them into an empty frame, as text nodes,
//! and prints the frame.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlIFrameElement};

/// Prints a title and the lines below it. The frame is inserted next to the pressed element and
/// removed before the next one is created.
pub fn print(event: &Event, title: &str, lines: &[String]) {
    _ = try_print(event, title, lines);
}

fn try_print(event: &Event, title: &str, lines: &[String]) -> Option<()> {
    let pressed: Element = event.target()?.dyn_into().ok()?;
    let parent = pressed.parent_element()?;
    if let Ok(Some(last)) = parent.query_selector("iframe") {
        last.remove();
    }
    let frame: HtmlIFrameElement = pressed.owner_document()?.create_element("iframe").ok()?.dyn_into().ok()?;
    frame.set_attribute("aria-hidden", "true").ok()?;
    frame.set_attribute("tabindex", "-1").ok()?;
    frame.set_attribute("title", title).ok()?;
    parent.append_child(&frame).ok()?;
    let inner: Document = frame.content_document()?;
    let body = inner.body()?;
    let add = |tag: &str, text: &str| -> Option<()> {
        let element = inner.create_element(tag).ok()?;
        element.set_text_content(Some(text));
        body.append_child(&element).ok()?;
        Some(())
    };
    add("h1", title)?;
    for line in lines {
        add("p", line)?;
    }
    inner.set_title(title);
    frame.content_window()?.print().ok()
}
