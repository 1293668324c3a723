//! Lines in SVG. A drawing is stretched over its element, so it has no size of its own and
//! no text, which would be stretched along; what is written at it is HTML beside it.

use web_sys::Element;

/// The drawing is so many units wide and high.
pub const SIDE: f64 = 1000.0;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// Draws a path in an element, with classes that say how.
pub fn draw(element: &Element, classes: &str, path: &str) -> Option<()> {
    let document = element.owner_document()?;
    let new = |tag| document.create_element_ns(Some(NAMESPACE), tag).ok();
    let svg = match element.query_selector("svg").ok()? {
        Some(svg) => svg,
        None => {
            let svg = new("svg")?;
            svg.set_attribute("viewBox", "0 0 1000 1000").ok()?;
            svg.set_attribute("preserveAspectRatio", "none").ok()?;
            svg.set_attribute("aria-hidden", "true").ok()?;
            element.append_child(&svg).ok()?;
            svg
        }
    };
    let line = new("path")?;
    line.set_attribute("class", classes).ok()?;
    line.set_attribute("d", path).ok()?;
    svg.append_child(&line).ok().map(|_| ())
}
