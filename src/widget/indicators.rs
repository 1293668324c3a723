//! Surveys and statistics, apart from the progress of the activities: as tables that
//! everybody can read, with area and source.

use super::element::{El, div, el, p};
use super::fold::lazy_fold;
use super::showing::Showing;
use crate::promise::indicator::{Better, Indicator, Year};
use crate::promise::order::order;
use crate::texts::Key;
use leptos::prelude::AnyView;
use std::sync::Arc;

/// The indicators, folded; nothing where there are none.
pub fn indicators(showing: &Arc<Showing>) -> Option<El> {
    let indicators = &showing.promise.indicators;
    (!indicators.is_empty()).then(|| {
        el("details")
            .class("fold indicators")
            .child(el("summary").child(showing.heading(1).text(showing.t(Key::IndicatorsHeading))))
            .child(
                div("fold-body")
                    .child(el("p").text(showing.t(Key::IndicatorsLead)))
                    .children(indicators.iter().enumerate().map(|(at, indicator)| show(showing, indicator, at))),
            )
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
    let sources = indicator.series.iter().map(|series| {
        let words = locale.fill(Key::SourceOf, &[("area", showing.words(&series.area.name))]);
        p("source").text(&words).text(" ").child(showing.source(&series.source))
    });
    div("indicator")
        .attr("id", &["lofte-", indicator.id.as_str()].concat())
        .child(showing.text_in(showing.heading(2), &indicator.label))
        .child(el("p").text(&facts.join(" ")))
        .children(indicator.description.iter().flat_map(|text| showing.paragraphs(text)))
        .view(as_table(showing, indicator, at))
        .children(sources)
}

/// The same as a table, one click away.
fn as_table(showing: &Arc<Showing>, indicator: &Indicator, at: usize) -> AnyView {
    let label = showing.words(&indicator.label);
    let summary =
        el("summary").text(showing.t(Key::ShowAsTable)).child(el("span").class("hidden").text(": ").text(label));
    let showing = Arc::clone(showing);
    lazy_fold(summary, "as-table", move || {
        let scroll = div("scroll").attr("role", "group").attr("tabindex", "0");
        match showing.promise.indicators.get(at) {
            Some(indicator) => {
                scroll.attr("aria-label", showing.words(&indicator.label)).child(table(&showing, indicator))
            }
            None => scroll,
        }
    })
}

/// Years down, areas across.
fn table(showing: &Showing, indicator: &Indicator) -> El {
    let all: Vec<Year> = indicator.series.iter().flat_map(|series| &series.values).map(|value| value.year).collect();
    let mut years: Vec<Year> = Vec::new();
    for year in order(all.iter().map(|year| i32::from(year.0))).into_iter().filter_map(|place| all.get(place)) {
        if years.last() != Some(year) {
            years.push(*year);
        }
    }
    let head = indicator.series.iter().map(|series| showing.text_in(el("th").attr("scope", "col"), &series.area.name));
    let rows = years.into_iter().map(|year| {
        let cells = indicator.series.iter().map(move |series| {
            let value = series.values.iter().find(|value| value.year == year).and_then(|value| value.value);
            match value {
                Some(value) => el("td").text(&showing.locale.number(value)),
                None => el("td").text(showing.t(Key::NoValue)),
            }
        });
        el("tr").child(el("th").attr("scope", "row").text(&year.0.to_string())).children(cells)
    });
    el("table")
        .child(
            el("thead").child(el("tr").child(el("th").attr("scope", "col").text(showing.t(Key::Year))).children(head)),
        )
        .child(el("tbody").children(rows))
}
