//! From the text of a document to a promise, with everything that is wrong in it.
//!
//! What can be read is kept: a commitment whose target has an impossible goal is
//! still a commitment. After the fields come the checks that need the whole
//! document: ids that are used twice, ids that lead nowhere.

use super::document::{Commitment, Promise};
use super::fields::{Expected, FromJson, Log, Node};
use super::id::{Id, Places};
use super::limits;
use super::problem::{Found, Problem, ProblemKind, Severity};
use super::report::{Outcome, Report};
use super::target::{Count, Rate, Target, TargetKind, Unit};
use super::text::Text;
use serde_json::Value;

/// What came of reading a document.
pub struct Reading {
    /// All of the promise that can be shown. `None` only if the text is not a JSON
    /// object at all, or is too large.
    pub promise: Option<Promise>,
    /// Everything that is wrong or looks wrong, in the order of the document.
    pub problems: Vec<Problem>,
    /// How many more problems there are than [`limits::PROBLEMS`].
    pub more: usize,
}

impl Reading {
    /// How many of the problems mean that something is lost.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.kind.severity() == Severity::Error).count()
    }
}

/// Reads a document. Never fails: what is wrong is in the problems.
pub fn read(text: &str) -> Reading {
    let log = Log::default();
    let promise = parse(text, &log).and_then(|value| {
        let mut promise = Promise::from_json(Node::root(&value, &log))?;
        check(&mut promise, &log);
        Some(promise)
    });
    let (problems, more) = log.into_problems();
    Reading { promise, problems, more }
}

fn parse(text: &str, log: &Log) -> Option<Value> {
    let document = &String::new;
    if text.len() > limits::DOCUMENT_BYTES {
        log.add(document, ProblemKind::TooMuch, Found::Nothing, Expected::AtMost(limits::DOCUMENT_BYTES));
        return None;
    }
    // Editors on Windows save a byte order mark before the first character.
    match serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(value) => Some(value),
        Err(error) => {
            log.add(document, ProblemKind::NotJson(error.line(), error.column()), Found::Nothing, Expected::Json);
            None
        }
    }
}

/// The checks across the document. References that lead nowhere are taken out, so
/// that nobody downstream has to ask: every id is unique, and what `part_of` names
/// is another commitment that is itself no part.
fn check(promise: &mut Promise, log: &Log) {
    leave_out_what_is_too_much(promise, log);
    shorten_labels(promise, log);
    #[cfg(any(test, feature = "tool"))]
    check_reserved_ids(promise, log);

    // Who refers to an id means the first that has it as written, whatever id that
    // one is given in its place.
    let written: Vec<Id> = promise.commitments.iter().map(|commitment| commitment.id.clone()).collect();
    let written_targets: Vec<Id> = promise.targets().map(|target| target.id.clone()).collect();
    let commitments = Places::of(&mut written.iter());
    let targets = Places::of(&mut written_targets.iter());
    unique_ids(promise, &commitments, &targets, log);
    // The new id of a commitment that may have parts.
    let wholes: Vec<Option<Id>> = promise
        .commitments
        .iter()
        .map(|commitment| commitment.part_of.is_none().then(|| commitment.id.clone()))
        .collect();
    let target_ids: Vec<Id> = promise.targets().map(|target| target.id.clone()).collect();

    let actors: Vec<Id> = promise.actors.iter().map(|actor| actor.id.clone()).collect();
    let areas: Vec<Id> = promise.focus_areas.iter().map(|area| area.id.clone()).collect();
    let places: Vec<Id> = promise.places.iter().map(|place| place.id.clone()).collect();
    let (actors, areas) = (Places::of(&mut actors.iter()), Places::of(&mut areas.iter()));
    let places = Places::of(&mut places.iter());

    let mut own_targets = written_targets.iter();
    for ((index, commitment), own) in promise.commitments.iter_mut().enumerate().zip(&written) {
        let at = |field: &str| join(&[&entry("commitments", index, log), ".", field]);
        keep_known(&mut commitment.actors, &actors, "actors", &|| at("actors"), log);
        keep_known(&mut commitment.partners, &actors, "actors", &|| at("partners"), log);
        keep_known(&mut commitment.focus_areas, &areas, "focus_areas", &|| at("focus_areas"), log);
        known_or_none(&mut commitment.place, &places, "places", &|| at("place"), log);
        if let Some(part_of) = commitment.part_of.take() {
            let place = commitments.find(&part_of);
            let whole = place.filter(|_| part_of != *own).and_then(|place| wholes.get(place)?.clone());
            if whole.is_none() {
                let kind = if place.is_some() { ProblemKind::Nested } else { ProblemKind::Dangling };
                log.add(&|| at("part_of"), kind, found(&part_of), Expected::IdIn("commitments"));
            }
            commitment.part_of = whole;
        }
        outcome_label(&mut commitment.outcome, &at, log);
        check_reports(&mut commitment.reports, &actors, &|| at("reports"), log);
        for ((number, target), own) in commitment.targets.iter_mut().enumerate().zip(own_targets.by_ref()) {
            let at = |field: &str| join(&[&entry(&at("targets"), number, log), ".", field]);
            known_or_none(&mut target.place, &places, "places", &|| at("place"), log);
            if let TargetKind::Share(share) = &mut target.kind
                && let Some(of_target) = share.of_target.take()
            {
                let place = targets.find(&of_target);
                share.of_target = place.filter(|_| of_target != *own).and_then(|place| target_ids.get(place)).cloned();
                if share.of_target.is_none() {
                    let kind = if place.is_some() { ProblemKind::Nested } else { ProblemKind::Dangling };
                    log.add(&|| at("of_target"), kind, found(&of_target), Expected::IdIn("targets"));
                }
            }
            match &mut target.kind {
                TargetKind::Count(Count { unit, .. }) | TargetKind::Rate(Rate { unit, .. }) => {
                    unit_labels(unit, &at, log);
                }
                TargetKind::Change(change) => {
                    change.unit.iter_mut().for_each(|unit| unit_labels(unit, &at, log));
                }
                TargetKind::Every(_) | TargetKind::Share(_) | TargetKind::Milestone(_) => {}
            }
            outcome_label(&mut target.outcome, &at, log);
            check_reports(&mut target.reports, &actors, &|| at("reports"), log);
            check_fields_of_kind(target, &|| at("reports"), log);
        }
    }
    check_main_language(promise, log);
    #[cfg(any(test, feature = "tool"))]
    check_what_tips_have_to_tell(promise, log);
}

/// Only a warning, and only for editors: it may be told on a page of the kommun's, but
/// then somebody has to know.
#[cfg(any(test, feature = "tool"))]
fn check_what_tips_have_to_tell(promise: &Promise, log: &Log) {
    let Some(tips) = &promise.tips else { return };
    for (name, text) in [
        ("controller", &tips.controller),
        ("purpose", &tips.purpose),
        ("legal_ground", &tips.legal_ground),
        ("retention", &tips.retention),
        ("rights", &tips.rights),
        ("data_protection_contact", &tips.data_protection_contact),
    ] {
        if text.is_none() {
            log.add(&|| join(&["tips.", name]), ProblemKind::NotTold, Found::Nothing, Expected::Text);
        }
    }
}

/// `#lofte-tips` leads to the form for tips, unless a part of the promise has that id.
/// Only a warning, and only for editors: all of it is shown.
#[cfg(any(test, feature = "tool"))]
fn check_reserved_ids(promise: &Promise, log: &Log) {
    let check = |id: &Id, path: &dyn Fn() -> String| {
        if id.as_str() == "tips" {
            log.add(&|| join(&[&path(), ".id"]), ProblemKind::Reserved, found(id), Expected::UniqueId);
        }
    };
    for (index, area) in promise.focus_areas.iter().enumerate() {
        check(&area.id, &|| entry("focus_areas", index, log));
    }
    for (index, commitment) in promise.commitments.iter().enumerate() {
        let path = || entry("commitments", index, log);
        check(&commitment.id, &path);
        for (number, target) in commitment.targets.iter().enumerate() {
            check(&target.id, &|| entry(&join(&[&path(), ".targets"]), number, log));
        }
    }
    for (index, indicator) in promise.indicators.iter().enumerate() {
        check(&indicator.id, &|| entry("indicators", index, log));
    }
}

/// How much there may still be of something in the whole document.
struct Rest {
    most: usize,
    left: usize,
    told: bool,
}

impl Rest {
    fn of(most: usize) -> Self {
        Self { most, left: most, told: false }
    }

    /// How many of so many there is room for. Tells where it was too much first.
    fn take(&mut self, wanted: usize, path: &dyn Fn() -> String, log: &Log) -> usize {
        let given = wanted.min(self.left);
        self.left -= given;
        if given < wanted && !self.told {
            self.told = true;
            log.add(path, ProblemKind::TooMuchHere, Found::List, Expected::AtMost(self.most));
        }
        given
    }
}

fn leave_out_what_is_too_much(promise: &mut Promise, log: &Log) {
    let (mut targets, mut reports) = (Rest::of(limits::TARGETS), Rest::of(limits::REPORTS));
    for (index, commitment) in promise.commitments.iter_mut().enumerate() {
        let at = |field: &str| join(&[&entry("commitments", index, log), ".", field]);
        let most = reports.take(commitment.reports.len(), &|| at("reports"), log);
        commitment.reports.truncate(most);
        let most = targets.take(commitment.targets.len(), &|| at("targets"), log);
        commitment.targets.truncate(most);
        for (number, target) in commitment.targets.iter_mut().enumerate() {
            let path = || join(&[&entry(&at("targets"), number, log), ".reports"]);
            let most = reports.take(target.reports.len(), &path, log);
            target.reports.truncate(most);
        }
    }
    for (index, indicator) in promise.indicators.iter_mut().enumerate() {
        let mut values = Rest::of(limits::VALUES);
        for (number, series) in indicator.series.iter_mut().enumerate() {
            let path = || {
                let all = join(&[&entry("indicators", index, log), ".series"]);
                join(&[&entry(&all, number, log), ".values"])
            };
            let most = values.take(series.values.len(), &path, log);
            series.values.truncate(most);
        }
    }
}

/// A text that the view repeats may not be as long as running text: a name of ten
/// thousand letters at each of a thousand commitments is too much for a telephone.
fn label(text: &mut Text, path: &dyn Fn() -> String, log: &Log) {
    if let Some(beginning) = text.shorten() {
        log.add(path, ProblemKind::TooMuchHere, Found::Text(beginning), Expected::AtMost(limits::LABEL_CHARS));
    }
}

fn unit_labels(unit: &mut Unit, at: &dyn Fn(&str) -> String, log: &Log) {
    label(&mut unit.one, &|| at("unit.one"), log);
    label(&mut unit.other, &|| at("unit.other"), log);
}

fn outcome_label(outcome: &mut Option<Outcome>, at: &dyn Fn(&str) -> String, log: &Log) {
    if let Some(source) = outcome.as_mut().and_then(|outcome| outcome.source.as_mut()) {
        label(&mut source.title, &|| at("outcome.source.title"), log);
    }
}

/// The labels outside the commitments.
fn shorten_labels(promise: &mut Promise, log: &Log) {
    let at = |list: &str, index: usize, field: &str| join(&[&entry(list, index, log), ".", field]);
    for (index, place) in promise.places.iter_mut().enumerate() {
        label(&mut place.name, &|| at("places", index, "name"), log);
    }
    for (index, actor) in promise.actors.iter_mut().enumerate() {
        label(&mut actor.name, &|| at("actors", index, "name"), log);
    }
    for (index, area) in promise.focus_areas.iter_mut().enumerate() {
        label(&mut area.title, &|| at("focus_areas", index, "title"), log);
    }
    for (index, indicator) in promise.indicators.iter_mut().enumerate() {
        label(&mut indicator.label, &|| at("indicators", index, "label"), log);
        label(&mut indicator.unit, &|| at("indicators", index, "unit"), log);
        if let Some(symbol) = &mut indicator.symbol {
            label(symbol, &|| at("indicators", index, "symbol"), log);
        }
        for (number, series) in indicator.series.iter_mut().enumerate() {
            let at = |field: &str| at(&at("indicators", index, "series"), number, field);
            label(&mut series.area.name, &|| at("area.name"), log);
            label(&mut series.source.title, &|| at("source.title"), log);
        }
    }
    for (index, category) in promise.tips.iter_mut().flat_map(|tips| &mut tips.categories).enumerate() {
        label(&mut category.label, &|| at("tips.categories", index, "label"), log);
    }
}

/// Ids of one list are unique in the whole document for commitments, targets,
/// focus areas and indicators, since those become addresses; reports, actors and
/// places are unique among themselves. `commitments` and `targets` have the ids as
/// they are written.
fn unique_ids(promise: &mut Promise, commitments: &Places, targets: &Places, log: &Log) {
    let mut addresses = Vec::new();
    drop_duplicates(&mut promise.focus_areas, |area| &area.id, "focus_areas", &mut addresses, log);
    drop_duplicates(&mut promise.indicators, |indicator| &indicator.id, "indicators", &mut addresses, log);
    // A commitment or a target whose id is taken is still a promise: it is kept, and
    // gets an id that stands nowhere in the document. No number is used twice.
    let mut number = 1;
    let mut fresh = |id: &Id, addresses: &[Id]| loop {
        number += 1;
        let id = id.numbered(number);
        if addresses.binary_search(&id).is_err() && commitments.find(&id).is_none() && targets.find(&id).is_none() {
            return id;
        }
    };
    for (index, commitment) in promise.commitments.iter_mut().enumerate() {
        let path = || entry("commitments", index, log);
        if !tell_duplicate(&commitment.id, &|| join(&[&path(), ".id"]), &mut addresses, log) {
            commitment.id = fresh(&commitment.id, &addresses);
        }
        for (number, target) in commitment.targets.iter_mut().enumerate() {
            let path = || join(&[&entry(&join(&[&path(), ".targets"]), number, log), ".id"]);
            if !tell_duplicate(&target.id, &path, &mut addresses, log) {
                target.id = fresh(&target.id, &addresses);
            }
        }
    }
    drop_duplicates(&mut promise.actors, |actor| &actor.id, "actors", &mut Vec::new(), log);
    drop_duplicates(&mut promise.places, |place| &place.id, "places", &mut Vec::new(), log);
}

fn drop_duplicates<T>(list: &mut Vec<T>, id: impl Fn(&T) -> &Id, name: &str, seen: &mut Vec<Id>, log: &Log) {
    let mut index = 0;
    list.retain(|part| {
        let is_new = tell_duplicate(id(part), &|| join(&[&entry(name, index, log), ".id"]), seen, log);
        index += 1;
        is_new
    });
}

/// True if the id is new.
fn tell_duplicate(id: &Id, path: &dyn Fn() -> String, seen: &mut Vec<Id>, log: &Log) -> bool {
    match seen.binary_search(id) {
        Ok(_) => {
            log.add(path, ProblemKind::Duplicate, found(id), Expected::UniqueId);
            false
        }
        Err(place) => {
            seen.insert(place, id.clone());
            true
        }
    }
}

/// Keeps each id that is known, once.
fn keep_known(ids: &mut Vec<Id>, known: &Places, list: &'static str, path: &dyn Fn() -> String, log: &Log) {
    let mut index = 0;
    let mut seen: Vec<usize> = Vec::new();
    ids.retain(|id| {
        let place = known.find(id);
        if place.is_none() {
            let path = || entry(&path(), index, log);
            log.add(&path, ProblemKind::Dangling, found(id), Expected::IdIn(list));
        }
        index += 1;
        place.is_some_and(|place| {
            let at = seen.binary_search(&place);
            at.map_err(|at| seen.insert(at, place)).is_err()
        })
    });
}

fn known_or_none(id: &mut Option<Id>, known: &Places, list: &'static str, path: &dyn Fn() -> String, log: &Log) {
    if let Some(unknown) = id.take_if(|id| known.find(id).is_none()) {
        log.add(path, ProblemKind::Dangling, found(&unknown), Expected::IdIn(list));
    }
}

fn check_reports(reports: &mut [Report], actors: &Places, path: &dyn Fn() -> String, log: &Log) {
    let counting: Vec<Id> = super::report::counting(reports).filter_map(|report| report.id.clone()).collect();
    let all: Vec<Id> = reports.iter().filter_map(|report| report.id.clone()).collect();
    let (counting, all) = (Places::of(&mut counting.iter()), Places::of(&mut all.iter()));
    let mut seen = Vec::new();
    for (index, report) in reports.iter_mut().enumerate() {
        let at = |field: &str| join(&[&entry(&path(), index, log), ".", field]);
        if let Some(id) = &report.id {
            tell_duplicate(id, &|| at("id"), &mut seen, log);
        }
        known_or_none(&mut report.by, actors, "actors", &|| at("by"), log);
        report.unit.iter_mut().for_each(|unit| unit_labels(unit, &at, log));
        report.source.iter_mut().for_each(|source| label(&mut source.title, &|| at("source.title"), log));
        if let Some(conflict) = &report.conflicts_with
            && counting.find(&conflict.report).is_none()
        {
            // The report stays out of the count: to count a figure that somebody has
            // marked as disputed would be worse than to count none.
            let is_there = all.find(&conflict.report).is_some();
            let kind = if is_there { ProblemKind::Conflict } else { ProblemKind::Dangling };
            let path = || at("conflicts_with.report");
            log.add(&path, kind, found(&conflict.report), Expected::IdIn("reports"));
        }
    }
}

/// An amount for a milestone, or a state for a count, was meant as something else.
fn check_fields_of_kind(target: &Target, path: &dyn Fn() -> String, log: &Log) {
    let (amount, value, state) = match &target.kind {
        TargetKind::Count(_) | TargetKind::Rate(_) | TargetKind::Every(_) => (true, false, false),
        TargetKind::Share(share) => (share.of_target.is_some(), true, false),
        TargetKind::Change(_) => (false, true, false),
        TargetKind::Milestone(_) => (false, false, true),
    };
    for (index, report) in target.reports.iter().enumerate() {
        let unused = [
            ("amount", report.amount.is_some() && !amount),
            ("value", report.value.is_some() && !value),
            ("state", report.state.is_some() && !state),
        ];
        for (field, _) in unused.iter().filter(|(_, unused)| *unused) {
            let path = || join(&[&entry(&path(), index, log), ".", field]);
            log.add(&path, ProblemKind::Unused, Found::Nothing, Expected::FieldOfKind);
        }
    }
}

/// A title or a commitment that has several languages, but not the main one.
fn check_main_language(promise: &Promise, log: &Log) {
    let tell = |text: &Text, path: &dyn Fn() -> String| {
        let has_several = text.languages().next().is_some();
        if has_several && !text.languages().any(|tag| *tag == promise.lang) {
            log.add(path, ProblemKind::NoMainLanguage, Found::Object, Expected::Lang);
        }
    };
    tell(&promise.title, &|| "title".to_owned());
    for (index, Commitment { text, .. }) in promise.commitments.iter().enumerate() {
        tell(text, &|| join(&[&entry("commitments", index, log), ".text"]));
    }
}

fn found(id: &Id) -> Found {
    Found::Text(id.as_str().to_owned())
}

/// The path of an entry of a list, by its place in the document.
fn entry(list: &str, index: usize, log: &Log) -> String {
    join(&[list, "[", &log.place(list, index).to_string(), "]"])
}

/// `format!` costs the widget more than this.
fn join(parts: &[&str]) -> String {
    parts.concat()
}
