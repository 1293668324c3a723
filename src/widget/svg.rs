//! Lines in SVG. A drawing is stretched to fill its element, so it has no size of its own and no
//! text, which would be stretched with it. Labels are HTML beside the drawing.

use web_sys::Element;

/// The width and height of the drawing, in its own units.
pub const SIDE: f64 = 1000.0;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Draws a path in an element, styled by classes.
pub fn draw(element: &Element, classes: &str, path: &str) -> Option<()> {
    let svg = match element.query_selector("svg").ok()? {
        Some(svg) => svg,
        None => {
            let svg = add(element, "svg")?;
            // These fail only for invalid names.
            _ = svg.set_attribute("viewBox", "0 0 1000 1000");
            _ = svg.set_attribute("preserveAspectRatio", "none");
            // Some engines announce an unnamed picture even inside an element that has a name.
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
