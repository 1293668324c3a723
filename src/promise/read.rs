//! From the text of a document to a promise, with everything that is wrong with it.
//!
//! Whatever can be read is kept: a commitment whose target has an impossible goal is still a
//! commitment. Once the fields are read, checks across the whole document follow: duplicate ids and
//! dangling ids.

use super::document::{Commitment, Promise};
use super::fields::{Expected, FromJson, Node};
use super::id::{Id, Places};
use super::limits;
use super::log::Log;
use super::problem::{Found, ProblemKind};
#[cfg(any(test, feature = "tool"))]
use super::problem::{Problem, Severity};
use super::report::{Outcome, Report};
use super::source::SourceRef;
use super::target::{Target, TargetKind};
use super::text::Text;
use serde_json::Value;

/// The result of reading a document, for editors.
#[cfg(any(test, feature = "tool"))]
pub struct Reading {
    /// The promise, if there is one: see [`promise_in`].
    pub promise: Option<Promise>,
    /// Everything that is wrong or looks wrong, in document order.
    pub problems: Vec<Problem>,
    /// The number of problems beyond [`limits::PROBLEMS`].
    pub more: usize,
}

#[cfg(any(test, feature = "tool"))]
impl Reading {
    /// The number of problems that lose something.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.kind.severity() == Severity::Error).count()
    }
}

/// Reads a document. Never fails: errors are reported in `problems`.
#[cfg(any(test, feature = "tool"))]
pub fn read(text: &str) -> Reading {
    let log = Log::default();
    let promise = promise_in(text, &log);
    let (problems, more) = log.into_problems();
    Reading { promise, problems, more }
}

/// Everything in the promise of a document that can be shown. `None` only if the text is not a JSON
/// object at all, or is too large. Errors are reported to the log.
pub fn promise_in(text: &str, log: &Log) -> Option<Promise> {
    parse(text, log).and_then(|value| promise(&value, log))
}

/// The promise in a parsed document. `None` only if that is not an object.
pub(super) fn promise(value: &Value, log: &Log) -> Option<Promise> {
    let mut promise = Promise::from_json(Node::root(value, log))?;
    check(&mut promise, log);
    Some(promise)
}

pub(super) fn parse(text: &str, log: &Log) -> Option<Value> {
    if text.len() > limits::DOCUMENT_BYTES {
        let most = Expected::AtMost(limits::DOCUMENT_BYTES);
        log.add(ProblemKind::TooMuch, || (String::new(), Found::Nothing, most));
        return None;
    }
    // Editors on Windows may save a byte order mark before the first character.
    match serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(value) => Some(value),
        Err(error) => {
            let kind = ProblemKind::NotJson(error.line(), error.column());
            log.add(kind, || (String::new(), Found::Nothing, Expected::Json));
            None
        }
    }
}

/// Checks across the whole document. Dangling references are removed, so that later code need not
/// check them: every id is unique, and `part_of` always names another commitment that is not a part
/// itself.
fn check(promise: &mut Promise, log: &Log) {
    leave_out_what_is_too_much(promise, log);

    // A reference means the first part with that id as written, even if `unique_ids` gives the part
    // another id.
    let written: Vec<Id> = promise.commitments.iter().map(|commitment| commitment.id.clone()).collect();
    let written_targets: Vec<Id> = promise.targets().map(|target| target.id.clone()).collect();
    let commitments = Places::of(&mut written.iter());
    let targets = Places::of(&mut written_targets.iter());
    unique_ids(promise, &commitments, &targets, log);
    // The new ids of the commitments that may have parts.
    let wholes: Vec<Option<Id>> = promise
        .commitments
        .iter()
        .map(|commitment| commitment.part_of.is_none().then(|| commitment.id.clone()))
        .collect();
    let target_ids: Vec<Id> = promise.targets().map(|target| target.id.clone()).collect();

    let actors: Vec<Id> = promise.actors.iter().map(|actor| actor.id.clone()).collect();
    let areas: Vec<Id> = promise.focus_areas.iter().map(|area| area.id.clone()).collect();
    let places: Vec<Id> = promise.places.iter().map(|place| place.id.clone()).collect();
    let sources: Vec<Id> = promise.sources.iter().map(|named| named.id.clone()).collect();
    let (actors, areas) = (Places::of(&mut actors.iter()), Places::of(&mut areas.iter()));
    let sources = Places::of(&mut sources.iter());
    let places = Places::of(&mut places.iter());

    let mut own_targets = written_targets.iter();
    for ((index, commitment), own) in promise.commitments.iter_mut().enumerate().zip(&written) {
        let at = |field: &str| format!("{}.{field}", entry("commitments", index, log));
        keep_known(&mut commitment.actors, &actors, "actors", &|| at("actors"), log);
        keep_known(&mut commitment.partners, &actors, "actors", &|| at("partners"), log);
        keep_known(&mut commitment.focus_areas, &areas, "focus_areas", &|| at("focus_areas"), log);
        known_or_none(&mut commitment.place, &places, "places", &|| at("place"), log);
        if let Some(part_of) = commitment.part_of.take() {
            let place = commitments.find(&part_of);
            let whole = place.filter(|_| part_of != *own).and_then(|place| wholes.get(place)?.clone());
            if whole.is_none() {
                let kind = if place.is_some() { ProblemKind::Nested } else { ProblemKind::Dangling };
                log.add(kind, || (at("part_of"), found(&part_of), Expected::IdIn("commitments")));
            }
            commitment.part_of = whole;
        }
        check_outcome(&mut commitment.outcome, &sources, &at, log);
        check_reports(&mut commitment.reports, &actors, &sources, &|| at("reports"), log);
        for ((number, target), own) in commitment.targets.iter_mut().enumerate().zip(own_targets.by_ref()) {
            let at = |field: &str| format!("{}.{field}", entry(&at("targets"), number, log));
            known_or_none(&mut target.place, &places, "places", &|| at("place"), log);
            if let TargetKind::Share(share) = &mut target.kind
                && let Some(of_target) = share.of_target.take()
            {
                let place = targets.find(&of_target);
                share.of_target = place.filter(|_| of_target != *own).and_then(|place| target_ids.get(place)).cloned();
                if share.of_target.is_none() {
                    let kind = if place.is_some() { ProblemKind::Nested } else { ProblemKind::Dangling };
                    log.add(kind, || (at("of_target"), found(&of_target), Expected::IdIn("targets")));
                }
            }
            check_outcome(&mut target.outcome, &sources, &at, log);
            check_reports(&mut target.reports, &actors, &sources, &|| at("reports"), log);
            check_fields_of_kind(target, &|| at("reports"), log);
        }
    }
    for (index, indicator) in promise.indicators.iter_mut().enumerate() {
        for (number, series) in indicator.series.iter_mut().enumerate() {
            let at = || format!("{}.series", entry("indicators", index, log));
            let at = |field: &str| format!("{}.{field}", entry(&at(), number, log));
            known_source(&series.source, &sources, &|| at("source"), log);
            for (place, value) in series.values.iter_mut().enumerate() {
                let path = || format!("{}.source", entry(&at("values"), place, log));
                value.source.take_if(|source| !known_source(source, &sources, &path, log));
            }
        }
    }
    check_main_language(promise, log);
}

/// How many more of something the whole document may contain.
struct Rest {
    most: usize,
    left: usize,
    told: bool,
}

impl Rest {
    fn of(most: usize) -> Self {
        Self { most, left: most, told: false }
    }

    /// Takes up to `wanted` of the remaining room and returns how much there was. Reports the first
    /// place where there was too little.
    fn take(&mut self, wanted: usize, path: &impl Fn() -> String, log: &Log) -> usize {
        let given = wanted.min(self.left);
        self.left -= given;
        if given < wanted && !self.told {
            self.told = true;
            log.add(ProblemKind::TooMuchHere, || (path(), Found::List, Expected::AtMost(self.most)));
        }
        given
    }
}

fn leave_out_what_is_too_much(promise: &mut Promise, log: &Log) {
    let (mut targets, mut reports) = (Rest::of(limits::TARGETS), Rest::of(limits::REPORTS));
    for (index, commitment) in promise.commitments.iter_mut().enumerate() {
        let at = |field: &str| format!("{}.{field}", entry("commitments", index, log));
        let most = reports.take(commitment.reports.len(), &|| at("reports"), log);
        commitment.reports.truncate(most);
        let most = targets.take(commitment.targets.len(), &|| at("targets"), log);
        commitment.targets.truncate(most);
        for (number, target) in commitment.targets.iter_mut().enumerate() {
            let path = || format!("{}.reports", entry(&at("targets"), number, log));
            let most = reports.take(target.reports.len(), &path, log);
            target.reports.truncate(most);
        }
    }
    for (index, indicator) in promise.indicators.iter_mut().enumerate() {
        let mut values = Rest::of(limits::VALUES);
        for (number, series) in indicator.series.iter_mut().enumerate() {
            let path = || {
                let all = format!("{}.series", entry("indicators", index, log));
                format!("{}.values", entry(&all, number, log))
            };
            let most = values.take(series.values.len(), &path, log);
            series.values.truncate(most);
        }
    }
}

fn check_outcome(outcome: &mut Option<Outcome>, sources: &Places, at: &impl Fn(&str) -> String, log: &Log) {
    let Some(outcome) = outcome else { return };
    outcome.source.take_if(|source| !known_source(source, sources, &|| at("outcome.source"), log));
}

/// Ids of commitments, targets, focus areas and indicators are unique across the whole document,
/// since they become addresses; those of reports, actors and places are unique within their list.
/// `commitments` and `targets` hold the ids as written.
fn unique_ids(promise: &mut Promise, commitments: &Places, targets: &Places, log: &Log) {
    let mut addresses = Vec::new();
    drop_duplicates(&mut promise.focus_areas, |area| &area.id, "focus_areas", &mut addresses, log);
    drop_duplicates(&mut promise.indicators, |indicator| &indicator.id, "indicators", &mut addresses, log);
    // A commitment or target whose id is taken is still part of the promise, so it is kept under an
    // id that occurs nowhere in the document. No number is used twice.
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
        if !tell_duplicate(&commitment.id, &|| format!("{}.id", path()), &mut addresses, log) {
            commitment.id = fresh(&commitment.id, &addresses);
        }
        for (number, target) in commitment.targets.iter_mut().enumerate() {
            let path = || format!("{}.id", entry(&format!("{}.targets", path()), number, log));
            if !tell_duplicate(&target.id, &path, &mut addresses, log) {
                target.id = fresh(&target.id, &addresses);
            }
        }
    }
    drop_duplicates(&mut promise.actors, |actor| &actor.id, "actors", &mut Vec::new(), log);
    drop_duplicates(&mut promise.places, |place| &place.id, "places", &mut Vec::new(), log);
    drop_duplicates(&mut promise.sources, |named| &named.id, "sources", &mut Vec::new(), log);
}

fn drop_duplicates<T>(list: &mut Vec<T>, id: impl Fn(&T) -> &Id, name: &str, seen: &mut Vec<Id>, log: &Log) {
    let mut index = 0;
    list.retain(|part| {
        let is_new = tell_duplicate(id(part), &|| format!("{}.id", entry(name, index, log)), seen, log);
        index += 1;
        is_new
    });
}

/// Reports a duplicate id. Returns whether the id is new.
fn tell_duplicate(id: &Id, path: &impl Fn() -> String, seen: &mut Vec<Id>, log: &Log) -> bool {
    match seen.binary_search(id) {
        Ok(_) => {
            log.add(ProblemKind::Duplicate, || (path(), found(id), Expected::UniqueId));
            false
        }
        Err(place) => {
            seen.insert(place, id.clone());
            true
        }
    }
}

/// Keeps each known id once.
fn keep_known(ids: &mut Vec<Id>, known: &Places, list: &'static str, path: &impl Fn() -> String, log: &Log) {
    let mut index = 0;
    let mut seen: Vec<usize> = Vec::new();
    ids.retain(|id| {
        let place = known.find(id);
        if place.is_none() {
            let path = || entry(&path(), index, log);
            log.add(ProblemKind::Dangling, || (path(), found(id), Expected::IdIn(list)));
        }
        index += 1;
        place.is_some_and(|place| {
            let at = seen.binary_search(&place);
            at.map_err(|at| seen.insert(at, place)).is_err()
        })
    });
}

fn known_or_none(id: &mut Option<Id>, known: &Places, list: &'static str, path: &impl Fn() -> String, log: &Log) {
    if let Some(unknown) = id.take_if(|id| known.find(id).is_none()) {
        log.add(ProblemKind::Dangling, || (path(), found(&unknown), Expected::IdIn(list)));
    }
}

/// Whether the source is known: stated, or named by an id in the document's `sources`.
fn known_source(source: &SourceRef, sources: &Places, path: &impl Fn() -> String, log: &Log) -> bool {
    match source {
        SourceRef::Named(id) if sources.find(id).is_none() => {
            log.add(ProblemKind::Dangling, || (path(), found(id), Expected::IdIn("sources")));
            false
        }
        SourceRef::Named(_) | SourceRef::Stated(_) => true,
    }
}

fn check_reports(reports: &mut [Report], actors: &Places, sources: &Places, path: &impl Fn() -> String, log: &Log) {
    let counting: Vec<Id> = reports
        .iter()
        .filter(|report| report.conflicts_with.is_none())
        .filter_map(|report| report.id.clone())
        .collect();
    let all: Vec<Id> = reports.iter().filter_map(|report| report.id.clone()).collect();
    let (counting, all) = (Places::of(&mut counting.iter()), Places::of(&mut all.iter()));
    let mut seen = Vec::new();
    for (index, report) in reports.iter_mut().enumerate() {
        let at = |field: &str| format!("{}.{field}", entry(&path(), index, log));
        if let Some(id) = &report.id {
            tell_duplicate(id, &|| at("id"), &mut seen, log);
        }
        known_or_none(&mut report.by, actors, "actors", &|| at("by"), log);
        report.source.take_if(|source| !known_source(source, sources, &|| at("source"), log));
        if let Some(conflict) = &report.conflicts_with
            && counting.find(&conflict.report).is_none()
        {
            // The report still does not count: counting a figure that is marked as disputed would
            // be worse than counting none.
            let is_there = all.find(&conflict.report).is_some();
            let kind = if is_there { ProblemKind::Conflict } else { ProblemKind::Dangling };
            let path = || at("conflicts_with.report");
            log.add(kind, || (path(), found(&conflict.report), Expected::IdIn("reports")));
        }
    }
}

/// Reports fields that do not fit the kind of target, such as an amount for a milestone or a state
/// for a count.
fn check_fields_of_kind(target: &Target, path: &impl Fn() -> String, log: &Log) {
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
            let path = || format!("{}.{field}", entry(&path(), index, log));
            log.add(ProblemKind::Unused, || (path(), Found::Nothing, Expected::FieldOfKind));
        }
    }
}

/// Reports a title or a commitment that has several languages, but not the main one.
fn check_main_language(promise: &Promise, log: &Log) {
    check_text(&promise.title, promise, &|| "title".to_owned(), log);
    for (index, Commitment { text, .. }) in promise.commitments.iter().enumerate() {
        check_text(text, promise, &|| format!("{}.text", entry("commitments", index, log)), log);
    }
}

fn check_text(text: &Text, promise: &Promise, path: &impl Fn() -> String, log: &Log) {
    let has_several = text.languages().next().is_some();
    if has_several && !text.languages().any(|tag| *tag == promise.lang) {
        log.add(ProblemKind::NoMainLanguage, || (path(), Found::Object, Expected::Lang));
    }
}

pub(super) fn found(id: &Id) -> Found {
    Found::Text(id.as_str().to_owned())
}

/// The path of a list entry, by its position in the document. The widget never builds one (`tally`).
pub(super) fn entry(list: &str, index: usize, log: &Log) -> String {
    format!("{list}[{}]", log.place(list, index))
}
