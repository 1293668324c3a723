//! An indicator as lines over the years. Everything the lines show is also given in words, and
//! areas differ in dash pattern and dot shape as well as in colour.
//!
//! The values of one year at a time are shown below the chart: the year under the pointer, or the
//! one selected with a range input, for keyboards, switches and screen readers.

use super::element::{El, div, el, p};
use super::showing::Showing;
use super::svg::SIDE;
use crate::promise::chart::{Chart, chart};
use crate::promise::indicator::{Indicator, Series, Year};
use crate::texts::Key;
use js_sys::Reflect;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

/// The chart of an indicator, the `at`th of the promise. `words` is the id of the element that says
/// the same in words.
pub fn chart_view(showing: &Arc<Showing>, indicator: &Indicator, at: usize, chart: &Chart, words: &str) -> El {
    let label = showing.words(&indicator.label);
    let (first, last) = (chart.first.0.to_string(), chart.last.0.to_string());
    let name = [showing.t(Key::ChartName), ": ", label].concat();
    let mut grid = String::new();
    let mut ticks = div("y-axis").attr("aria-hidden", "true");
    for n in 0..chart.axis.steps + 1 {
        let tick = chart.axis.tick(n);
        grid.push_str(&["M", &place(0.0, chart.axis.height(tick)), "H1000"].concat());
        ticks = ticks.child(el("span").text(&showing.locale.number(tick)));
    }
    let mut plot = div("plot")
        .attr("role", "img")
        .attr("aria-label", &name)
        .attr("aria-describedby", words)
        .path("grid", &grid)
        .path("cursor", &cursor(chart, chart.newest));
    for (n, series) in indicator.series.iter().enumerate() {
        let (mut line, mut dots) = (String::new(), String::new());
        for year in chart.years() {
            if let Some(point) = chart.point(series, year) {
                let place = place(point.x, point.y);
                line.push_str(&[if point.begins { "M" } else { "L" }, &place].concat());
                // Some engines stretch the cap of a line with zero length.
                dots.push_str(&["M", &place, "h.1"].concat());
            }
        }
        plot = marks(plot, n, &line, &dots);
    }
    let mut years = div("x-axis").attr("aria-hidden", "true");
    for year in chart.years() {
        if chart.is_written(year) {
            years = years.child(el("span").text(&year.0.to_string()));
        }
    }
    let view = div("chart").attr("dir", "ltr").child(ticks);
    let view = view.view(plot.on("pointermove", listener(showing, at))).child(years);
    if chart.first == chart.last {
        return view;
    }
    let readout = readout(showing, indicator, chart.newest);
    let id = [words, "_year"].concat();
    let range = el("input")
        .attr("type", "range")
        .attr("id", &id)
        .attr("min", &first)
        .attr("max", &last)
        .attr("value", &chart.newest.0.to_string())
        .attr("aria-valuetext", &readout);
    view.child(el("label").attr("for", &id).text(showing.t(Key::Year)).of(label))
        .view(range.on("input", listener(showing, at)))
        .child(p("readout").text(&readout))
}

/// A sample of the `n`th area's lines, for its entry in the list of areas.
pub fn swatch(n: usize) -> El {
    marks(el("span").class("swatch"), n, "M0 500H1000", "M500 500h.1")
}

fn marks(element: El, n: usize, line: &str, dots: &str) -> El {
    let look = ["a", "b", "c", "d"].get(n % 4).copied().unwrap_or_default();
    element.path(&["line ", look].concat(), line).path(&["dots ", look].concat(), dots)
}

/// The value for a year, formatted as it is everywhere else.
#[inline(never)]
pub fn value(showing: &Showing, indicator: &Indicator, series: &Series, year: Year) -> String {
    let Some(value) = series.value_of(year) else { return showing.t(Key::NoValue).to_owned() };
    let number = showing.locale.number(value);
    match &indicator.symbol {
        Some(symbol) => [&number, "\u{a0}", showing.words(symbol)].concat(),
        None => number,
    }
}

/// "2021: Polisregion Syd 77,7 %; Sverige 76 %".
#[inline(never)]
fn readout(showing: &Showing, indicator: &Indicator, year: Year) -> String {
    let mut words = year.0.to_string();
    let mut between = ": ";
    for series in &indicator.series {
        let value = value(showing, indicator, series, year);
        words.push_str(&[between, showing.words(&series.area.name), " ", &value].concat());
        between = "; ";
    }
    words
}

fn listener(showing: &Arc<Showing>, at: usize) -> impl FnMut(Event) + use<> {
    let showing = Arc::clone(showing);
    move |event| {
        _ = show_year(&showing, at, &event);
    }
}

/// Shows the year selected with the range, or the one nearest the pointer.
fn show_year(showing: &Showing, at: usize, event: &Event) -> Option<()> {
    let indicator = showing.promise.indicators.get(at)?;
    let chart = chart(indicator)?;
    let on: Element = event.target()?.unchecked_into();
    let view = on.parent_element()?;
    let range = find(&view, "input")?;
    let year = match number(event, "offsetX") {
        Some(along) => chart.year_at(along / number(&on, "clientWidth")?),
        None => Year(number(&range, "valueAsNumber")? as u16),
    };
    let words = readout(showing, indicator, year);
    _ = Reflect::set(&range, &"value".into(), &year.0.into());
    _ = range.set_attribute("aria-valuetext", &words);
    find(&view, ".readout")?.set_text_content(Some(&words));
    _ = find(&view, ".cursor")?.set_attribute("d", &cursor(&chart, year));
    Some(())
}

#[inline(never)]
fn find(view: &Element, selector: &str) -> Option<Element> {
    view.query_selector(selector).ok()?
}

/// A property of a JavaScript object, if it is a number.
#[inline(never)]
pub fn number(object: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(object, &name.into()).ok()?.as_f64()
}

fn cursor(chart: &Chart, year: Year) -> String {
    ["M", &place(chart.along(year), 1.0), "V1000"].concat()
}

/// SVG's y axis points down, so the height is flipped.
#[inline(never)]
fn place(x: f64, y: f64) -> String {
    [&units(x), " ", &units(1.0 - y)].concat()
}

#[inline(never)]
fn units(share: f64) -> String {
    ((share * SIDE).round() as u16).to_string()
}
