//! Surveys and statistics, kept apart from the progress of activities: as lines over the years with
//! area and source, and as tables one click away.

use super::chart::{chart_view, number, swatch, value};
use super::element::{El, div, el, p};
use super::fold::lazy_fold;
use super::showing::Showing;
use crate::promise::chart::{Chart, chart};
use crate::promise::indicator::{Better, Indicator, Series, Year};
use crate::texts::Key;
use leptos::prelude::AnyView;
use std::sync::Arc;
use web_sys::HtmlElement;

/// Whether the element on the page is wide enough to put charts side by side.
pub fn is_wide(host: &HtmlElement) -> bool {
    number(host, "clientWidth") >= Some(736.0)
}

/// The indicators; `None` if there are none. People who ask whether it is getting safer look for a
/// picture, so the charts are best `unfolded`. On a phone, though, they push everything below them
/// a long way down.
pub fn indicators(showing: &Arc<Showing>, unfolded: bool) -> Option<El> {
    let indicators = &showing.promise.indicators;
    if indicators.is_empty() {
        return None;
    }
    let mut charts = div("charts");
    for (at, indicator) in indicators.iter().enumerate() {
        charts = charts.child(show(showing, indicator, at));
    }
    Some(
        el("details")
            .class("fold indicators")
            .attr_if("open", unfolded.then_some(""))
            .child(el("summary").child(showing.heading(1).text(showing.t(Key::IndicatorsHeading))))
            .child(p("note").text(showing.t(Key::IndicatorsLead)))
            .child(charts),
    )
}

fn show(showing: &Arc<Showing>, indicator: &Indicator, at: usize) -> El {
    let locale = &showing.locale;
    let better = match indicator.better {
        Better::Higher => Key::BetterHigher,
        Better::Lower => Key::BetterLower,
    };
    let unit = locale.fill(Key::IndicatorUnit, &[("unit", showing.words(&indicator.unit))]);
    let mut facts = el("p").text(&unit).text(" ").text(showing.t(better));
    if let Some(scale) = &indicator.scale {
        let (min, max) = (locale.number(scale.min), locale.number(scale.max));
        facts = facts.text(" ").text(&locale.fill(Key::IndicatorScale, &[("min", &min), ("max", &max)]));
    }
    let chart = chart(indicator);
    // Ids in a document cannot contain underscores.
    let words = ["lofte_words_", indicator.id.as_str()].concat();
    let mut areas = el("ul").class("areas").attr("id", &words);
    for (n, series) in indicator.series.iter().enumerate() {
        let ends = match &chart {
            Some(chart) => ends(showing, indicator, series, chart),
            None => showing.t(Key::NoValue).to_owned(),
        };
        let area = showing.text_in(el("strong"), &series.area.name);
        areas = areas.child(el("li").child(swatch(n)).child(el("span").child(area).text(": ").text(&ends)));
    }
    let mut view = showing
        .place(div("indicator"), &indicator.id)
        .child(showing.text_in(showing.heading(2), &indicator.label))
        .child(facts)
        .child(areas);
    if let Some(chart) = &chart {
        view = view.child(chart_view(showing, indicator, at, chart, &words));
        if chart.axis.cut {
            view = view.child(p("hint").text(showing.t(Key::AxisCut)));
        }
        view = view.view(as_table(showing, indicator, at));
    }
    if let Some(description) = &indicator.description {
        view = view.children(showing.paragraphs(description));
    }
    for series in &indicator.series {
        view = view.child(sources(showing, series));
    }
    view.child_if(showing.copy_link(indicator.id.as_str(), showing.words(&indicator.label)))
}

/// The first and the latest value of an area, and a note if it has none for the last year.
fn ends(showing: &Showing, indicator: &Indicator, series: &Series, chart: &Chart) -> String {
    let mut words = String::new();
    let mut before = Year(0);
    for year in series.ends(chart.last) {
        if year != before {
            words.push_str(if words.is_empty() { "" } else { ", " });
            let value = value(showing, indicator, series, year);
            words.push_str(&[&value, " (", &year.0.to_string(), ")"].concat());
        }
        before = year;
    }
    words
}

fn sources(showing: &Showing, series: &Series) -> El {
    let words = showing.locale.fill(Key::SourceOf, &[("area", showing.words(&series.area.name))]);
    let mut view = p("source").text(&words).text(" ").child(showing.source(&series.source));
    for entry in &series.values {
        if let Some(source) = &entry.source {
            let year = [". ", &entry.year.0.to_string(), ": "].concat();
            view = view.text(&year).child(showing.source(source));
        }
    }
    view
}

/// The same values as a table.
fn as_table(showing: &Arc<Showing>, indicator: &Indicator, at: usize) -> AnyView {
    let summary = el("summary").text(showing.t(Key::ShowAsTable)).of(showing.words(&indicator.label));
    let showing = Arc::clone(showing);
    lazy_fold(summary, "as-table", move || table(&showing, at).unwrap_or_else(|| el("p")))
}

/// Years as rows, areas as columns.
fn table(showing: &Showing, at: usize) -> Option<El> {
    let indicator = showing.promise.indicators.get(at)?;
    let mut head = el("tr").child(el("th").attr("scope", "col").text(showing.t(Key::Year)));
    for series in &indicator.series {
        head = head.child(showing.text_in(el("th").attr("scope", "col"), &series.area.name));
    }
    let mut body = el("tbody");
    for year in chart(indicator)?.years() {
        let mut row = el("tr").child(el("th").attr("scope", "row").text(&year.0.to_string()));
        for series in &indicator.series {
            row = row.child(el("td").text(&value(showing, indicator, series, year)));
        }
        body = body.child(row);
    }
    let table = el("table").child(el("thead").child(head)).child(body);
    let label = showing.words(&indicator.label);
    Some(div("scroll").attr("role", "group").attr("tabindex", "0").attr("aria-label", label).child(table))
}
