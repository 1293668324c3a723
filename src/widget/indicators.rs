//! Surveys and statistics, apart from the progress of the activities: as lines over the
//! years with area and source, and as tables one click away.

use super::chart::{chart_view, swatch, value};
use super::element::{El, div, el, p};
use super::fold::lazy_fold;
use super::showing::Showing;
use crate::promise::chart::{Chart, chart};
use crate::promise::indicator::{Better, Indicator, Series, Year};
use crate::texts::Key;
use leptos::prelude::AnyView;
use std::sync::Arc;

/// The indicators, folded; nothing where there are none.
pub fn indicators(showing: &Arc<Showing>) -> Option<El> {
    let indicators = &showing.promise.indicators;
    (!indicators.is_empty()).then(|| {
        let boxes = indicators.iter().enumerate().map(|(at, indicator)| show(showing, indicator, at));
        el("details")
            .class("fold indicators")
            .child(el("summary").child(showing.heading(1).text(showing.t(Key::IndicatorsHeading))))
            .child(div("fold-body").child(el("p").text(showing.t(Key::IndicatorsLead))).children(boxes))
    })
}

fn show(showing: &Arc<Showing>, indicator: &Indicator, at: usize) -> El {
    let locale = &showing.locale;
    let better = match indicator.better {
        Better::Higher => Key::BetterHigher,
        Better::Lower => Key::BetterLower,
    };
    let mut facts = vec![
        locale.fill(Key::IndicatorUnit, &[("unit", showing.words(&indicator.unit))]),
        showing.t(better).to_owned(),
    ];
    if let Some(scale) = &indicator.scale {
        let (min, max) = (locale.number(scale.min), locale.number(scale.max));
        facts.push(locale.fill(Key::IndicatorScale, &[("min", &min), ("max", &max)]));
    }
    let chart = chart(indicator).map(Arc::new);
    // No id of a document has an underscore.
    let words = ["lofte_", indicator.id.as_str()].concat();
    let areas = indicator.series.iter().enumerate().map(|(n, series)| {
        el("li").child(swatch(n)).child(
            el("span").child(showing.text_in(el("strong"), &series.area.name)).text(": ").text(&ends(
                showing,
                indicator,
                series,
                chart.as_deref(),
            )),
        )
    });
    let mut view = div("indicator")
        .attr("id", &["lofte-", indicator.id.as_str()].concat())
        .child(showing.text_in(showing.heading(2), &indicator.label))
        .child(el("p").text(&facts.join(" ")))
        .child(el("ul").class("areas").attr("id", &words).children(areas));
    if let Some(chart) = &chart {
        view = view
            .child(chart_view(showing, indicator, at, chart, &words))
            .child_if(chart.axis.cut.then(|| p("hint").text(showing.t(Key::AxisCut))))
            .view(as_table(showing, indicator, at, chart));
    }
    view.children(indicator.description.iter().flat_map(|text| showing.paragraphs(text)))
        .children(indicator.series.iter().map(|series| sources(showing, series)))
}

/// The first and the last value of an area, and that there is none for the last year.
fn ends(showing: &Showing, indicator: &Indicator, series: &Series, chart: Option<&Chart>) -> String {
    let known = |year: &Year| series.value_of(*year).is_some();
    let ends =
        chart.and_then(|chart| Some([chart.years().find(known)?, chart.years().filter(known).last()?, chart.last]));
    let mut words = String::new();
    let mut before = None;
    for year in ends.into_iter().flatten() {
        if before.replace(year) == Some(year) {
            continue;
        }
        if !words.is_empty() {
            words.push_str(", ");
        }
        let value = value(showing, indicator, series.value_of(year));
        words.push_str(&showing.locale.fill(Key::ValueOfYear, &[("value", &value), ("year", &year.0.to_string())]));
    }
    if words.is_empty() { showing.t(Key::NoValue).to_owned() } else { words }
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

/// The same as a table.
fn as_table(showing: &Arc<Showing>, indicator: &Indicator, at: usize, chart: &Arc<Chart>) -> AnyView {
    let name = el("span").class("hidden").text(": ").text(showing.words(&indicator.label));
    let summary = el("summary").text(showing.t(Key::ShowAsTable)).child(name);
    let (showing, chart) = (Arc::clone(showing), Arc::clone(chart));
    lazy_fold(summary, "as-table", move || {
        let scroll = div("scroll").attr("role", "group").attr("tabindex", "0");
        match showing.promise.indicators.get(at) {
            Some(indicator) => {
                let table = table(&showing, indicator, &chart);
                scroll.attr("aria-label", showing.words(&indicator.label)).child(table)
            }
            None => scroll,
        }
    })
}

/// Years down, areas across.
fn table(showing: &Showing, indicator: &Indicator, chart: &Chart) -> El {
    let head = indicator.series.iter().map(|series| showing.text_in(el("th").attr("scope", "col"), &series.area.name));
    let rows = chart.years().map(|year| {
        let cells =
            indicator.series.iter().map(|series| el("td").text(&value(showing, indicator, series.value_of(year))));
        el("tr").child(el("th").attr("scope", "row").text(&year.0.to_string())).children(cells)
    });
    el("table")
        .child(
            el("thead").child(el("tr").child(el("th").attr("scope", "col").text(showing.t(Key::Year))).children(head)),
        )
        .child(el("tbody").children(rows))
}
