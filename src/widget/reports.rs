//! How we know: the dated entries behind a figure, with their sources. Reports that
//! disagree are both shown, with a note of which one counts.

use super::element::{El, div, el, p};
use super::how_we_know::{add, state_word};
use super::showing::Showing;
use crate::promise::counting::{NotCounted, why_not_counted};
use crate::promise::date::Period;
use crate::promise::report::{Amount, Report, is_disputed};
use crate::promise::target::{Bound, TargetKind, Unit};
use crate::promise::text::Text;
use crate::texts::Key;

/// What the amounts of the reports count.
#[derive(Clone, Copy)]
pub enum Counted<'a> {
    /// In singular and plural.
    Unit(&'a Unit),
    /// In one form: "fjärdeklassare".
    Text(&'a Text),
    /// A percentage of what the target of this kind counts, or the part itself.
    Share(Option<&'a TargetKind>),
    /// The reports have no amounts, or include the unit themselves.
    Nothing,
}

/// What is counted, in the form for `n`.
pub fn unit_of<'a>(showing: &'a Showing, counted: Counted<'a>, n: f64) -> &'a str {
    match counted {
        Counted::Unit(unit) => showing.unit(unit, n),
        Counted::Text(text) => showing.words(text),
        Counted::Share(Some(TargetKind::Count(whole))) => showing.unit(&whole.unit, n),
        Counted::Share(Some(TargetKind::Rate(whole))) => showing.unit(&whole.unit, n),
        Counted::Share(Some(TargetKind::Every(whole))) => showing.words(&whole.of),
        Counted::Share(_) | Counted::Nothing => "",
    }
}

/// The rule behind the figure, and the reports behind it, newest first; `None` if there are none.
pub fn reports(
    showing: &Showing,
    reports: &[Report],
    counted: Counted,
    period: Option<&Period>,
    rule: &str,
) -> Option<El> {
    if reports.is_empty() {
        return None;
    }
    let mut newest_first: Vec<&Report> = reports.iter().collect();
    newest_first.sort_by_key(|report| -report.date.date.order());
    let conflict = reports.iter().any(|report| report.conflicts_with.is_some());
    let lead = showing.locale.plural(Key::Reports, reports.len() as u64, &[]);
    Some(
        div("reports")
            .child(p("reports-lead").text(&lead))
            .child_if((!rule.is_empty()).then(|| p("rule").text(rule)))
            .child_if(conflict.then(|| p("conflict").text(showing.t(Key::Conflict))))
            .child(
                el("ol").children(
                    newest_first
                        .into_iter()
                        .map(|report| show(showing, report, is_disputed(report, reports), counted, period, "li")),
                ),
            ),
    )
}

/// The amount, value and state of a report in words, if it has them.
pub fn figures(showing: &Showing, report: &Report, counted: Counted) -> Vec<String> {
    let locale = &showing.locale;
    let unit = report.unit.as_ref().map_or(counted, Counted::Unit);
    let amount = report.amount.map(|Amount(amount)| {
        let at_least = report.bound == Some(Bound::AtLeast);
        let amount = (showing.amount(u64::from(amount), at_least), unit_of(showing, unit, f64::from(amount)));
        let done = locale.fill(Key::ReportDone, &[("amount", &amount.0), ("unit", amount.1)]).trim_end().to_owned();
        showing.or_more(done, report.or_more)
    });
    let value = report.value.map(|value| match unit {
        Counted::Share(_) => locale.percent(value),
        Counted::Unit(_) | Counted::Text(_) | Counted::Nothing => {
            let unit = unit_of(showing, unit, value);
            [&locale.number(value), " ", unit].concat().trim_end().to_owned()
        }
    });
    let state = report.state.map(|state| showing.t(state_word(state)));
    [amount, value, state.map(str::to_owned)].into_iter().flatten().collect()
}

/// One report, in an element with `tag`. A disputed report still counts.
#[inline(never)]
pub fn show(
    showing: &Showing,
    report: &Report,
    is_disputed: bool,
    counted: Counted,
    period: Option<&Period>,
    tag: &'static str,
) -> El {
    let locale = &showing.locale;
    let by = report
        .by
        .as_ref()
        .and_then(|id| showing.promise.actor(id))
        .map(|actor| p("by").text(&locale.fill(Key::ReportBy, &[("name", showing.words(&actor.name))])));
    let source = report
        .source
        .as_ref()
        .map(|source| p("source").text(showing.t(Key::ReportSource)).text(" ").child(showing.source(source)));
    let conflict = match why_not_counted(report, period) {
        Some(NotCounted::Conflicts) => {
            let mut words = showing.t(Key::ReportConflict).to_owned();
            if let Some(why) = report.conflicts_with.as_ref().and_then(|conflict| conflict.why.as_ref()) {
                add(&mut words, showing.words(why));
            }
            Some(words)
        }
        Some(NotCounted::OutsidePeriod) => Some(showing.t(Key::ReportOutside).to_owned()),
        None => is_disputed.then(|| showing.t(Key::ReportCounts).to_owned()),
    };
    let is_final = report.is_final.then(|| p("final").text(showing.t(Key::ReportFinal)));
    el(tag)
        .class("report")
        .child(p("date").child(el("strong").text(&showing.date(&report.date))))
        .children(figures(showing, report, counted).iter().map(|words| p("amount").text(words)))
        .children(report.note.iter().flat_map(|note| showing.paragraphs(note)))
        .child_if(is_final)
        .child_if(by)
        // They may share a line, where a space separates their words.
        .text(" ")
        .child_if(source)
        .child_if(conflict.map(|words| p("conflict").text(&words)))
}
