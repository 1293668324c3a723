//! Lines in SVG. A drawing is stretched over its element, so it has no size of its own and
//! no text, which would be stretched along; what is written at it is HTML beside it.

use web_sys::Element;

/// The drawing is so many units wide and high.
pub const SIDE: f64 = 1000.0;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Draws a path in an element, with classes that say how.
pub fn draw(element: &Element, classes: &str, path: &str) -> Option<()> {
    let svg = match element.query_selector("svg").ok()? {
        Some(svg) => svg,
        None => {
            let svg = add(element, "svg")?;
            // These fail only for names that are no names.
            _ = svg.set_attribute("viewBox", "0 0 1000 1000");
            _ = svg.set_attribute("preserveAspectRatio", "none");
            // Some engines tell of a picture without a name, even inside one that has it.
            _ = svg.set_attribute("aria-hidden", "true");
            svg
        }
    };
    let line = add(&svg, "path")?;
    _ = line.set_attribute("class", classes);
    _ = line.set_attribute("d", path);
    Some(())
}

#[inline(never)]
fn add(parent: &Element, tag: &str) -> Option<Element> {
    let child = parent.owner_document()?.create_element_ns(Some(NAMESPACE), tag).ok()?;
    _ = parent.append_child(&child);
    Some(child)
}
