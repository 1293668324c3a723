//! From the text of a document to a promise, with everything that is wrong in it.
//!
//! What can be read is kept: a commitment whose target has an impossible goal is
//! still a commitment. After the fields come the checks that need the whole
//! document: ids that are used twice, ids that lead nowhere.

use super::document::{Commitment, Promise};
use super::fields::{Expected, FromJson, Log, Node};
use super::id::{Id, Lang};
use super::limits;
use super::problem::{Found, Problem, ProblemKind, Severity};
use super::report::Report;
use super::target::{Target, TargetKind};
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
    let document = String::new;
    if text.len() > limits::DOCUMENT_BYTES {
        log.add(document(), ProblemKind::TooMuch, Found::Nothing, Expected::AtMost(limits::DOCUMENT_BYTES));
        return None;
    }
    // Editors on Windows save a byte order mark before the first character.
    match serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(value) => Some(value),
        Err(error) => {
            log.add(document(), ProblemKind::NotJson(error.line(), error.column()), Found::Nothing, Expected::Json);
            None
        }
    }
}

/// The checks across the document. References that lead nowhere are taken out, so
/// that nobody downstream has to ask.
fn check(promise: &mut Promise, log: &Log) {
    unique_ids(promise, log);

    let actors: Vec<Id> = promise.actors.iter().map(|actor| actor.id.clone()).collect();
    let areas: Vec<Id> = promise.focus_areas.iter().map(|area| area.id.clone()).collect();
    let places: Vec<Id> = promise.places.iter().map(|place| place.id.clone()).collect();
    let targets: Vec<Id> = promise.targets().map(|target| target.id.clone()).collect();
    let wholes: Vec<Id> = promise
        .commitments
        .iter()
        .filter(|commitment| commitment.part_of.is_none())
        .map(|commitment| commitment.id.clone())
        .collect();
    let all: Vec<Id> = promise.commitments.iter().map(|commitment| commitment.id.clone()).collect();

    for (index, commitment) in promise.commitments.iter_mut().enumerate() {
        let at = |field: &str| join(&[&entry("commitments", index, log), ".", field]);
        keep_known(&mut commitment.actors, &actors, "actors", &at("actors"), log);
        keep_known(&mut commitment.partners, &actors, "actors", &at("partners"), log);
        keep_known(&mut commitment.focus_areas, &areas, "focus_areas", &at("focus_areas"), log);
        known_or_none(&mut commitment.place, &places, "places", &at("place"), log);
        if let Some(whole) = &commitment.part_of
            && !wholes.contains(whole)
        {
            let kind = if all.contains(whole) { ProblemKind::Nested } else { ProblemKind::Dangling };
            log.add(at("part_of"), kind, found(whole), Expected::IdIn("commitments"));
            commitment.part_of = None;
        }
        check_reports(&mut commitment.reports, &actors, &at("reports"), log);
        for (number, target) in commitment.targets.iter_mut().enumerate() {
            let at = |field: &str| join(&[&entry(&at("targets"), number, log), ".", field]);
            known_or_none(&mut target.place, &places, "places", &at("place"), log);
            if let TargetKind::Share(share) = &mut target.kind {
                let own = share.of_target.as_ref() == Some(&target.id);
                if own {
                    log.add(at("of_target"), ProblemKind::Nested, found(&target.id), Expected::IdIn("targets"));
                    share.of_target = None;
                }
                known_or_none(&mut share.of_target, &targets, "targets", &at("of_target"), log);
            }
            check_reports(&mut target.reports, &actors, &at("reports"), log);
            check_fields_of_kind(target, &at("reports"), log);
        }
    }
    check_main_language(promise, log);
}

/// Ids of one list are unique in the whole document for commitments, targets,
/// focus areas and indicators, since those become addresses; reports, actors and
/// places are unique among themselves.
fn unique_ids(promise: &mut Promise, log: &Log) {
    let mut addresses = Vec::new();
    drop_duplicates(&mut promise.focus_areas, |area| &area.id, "focus_areas", &mut addresses, log);
    drop_duplicates(&mut promise.indicators, |indicator| &indicator.id, "indicators", &mut addresses, log);
    // A commitment whose id is taken is still a promise: it is kept, and only told.
    for (index, commitment) in promise.commitments.iter().enumerate() {
        let path = entry("commitments", index, log);
        tell_duplicate(&commitment.id, join(&[&path, ".id"]), &mut addresses, log);
        for (number, target) in commitment.targets.iter().enumerate() {
            let target_path = entry(&join(&[&path, ".targets"]), number, log);
            tell_duplicate(&target.id, join(&[&target_path, ".id"]), &mut addresses, log);
        }
    }
    drop_duplicates(&mut promise.actors, |actor| &actor.id, "actors", &mut Vec::new(), log);
    drop_duplicates(&mut promise.places, |place| &place.id, "places", &mut Vec::new(), log);
}

fn drop_duplicates<T>(list: &mut Vec<T>, id: impl Fn(&T) -> &Id, name: &str, seen: &mut Vec<Id>, log: &Log) {
    let mut index = 0;
    list.retain(|part| {
        let path = join(&[&entry(name, index, log), ".id"]);
        index += 1;
        tell_duplicate(id(part), path, seen, log)
    });
}

/// True if the id is new.
fn tell_duplicate(id: &Id, path: String, seen: &mut Vec<Id>, log: &Log) -> bool {
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

fn keep_known(ids: &mut Vec<Id>, known: &[Id], list: &'static str, path: &str, log: &Log) {
    let mut index = 0;
    ids.retain(|id| {
        let is_known = known.contains(id);
        if !is_known {
            log.add(entry(path, index, log), ProblemKind::Dangling, found(id), Expected::IdIn(list));
        }
        index += 1;
        is_known
    });
}

fn known_or_none(id: &mut Option<Id>, known: &[Id], list: &'static str, path: &str, log: &Log) {
    if let Some(unknown) = id.take_if(|id| !known.contains(id)) {
        log.add(path.to_owned(), ProblemKind::Dangling, found(&unknown), Expected::IdIn(list));
    }
}

fn check_reports(reports: &mut [Report], actors: &[Id], path: &str, log: &Log) {
    let counting: Vec<Id> = super::report::counting(reports).filter_map(|report| report.id.clone()).collect();
    let all: Vec<Id> = reports.iter().filter_map(|report| report.id.clone()).collect();
    let mut seen = Vec::new();
    for (index, report) in reports.iter_mut().enumerate() {
        let at = |field: &str| join(&[&entry(path, index, log), ".", field]);
        if let Some(id) = &report.id {
            tell_duplicate(id, at("id"), &mut seen, log);
        }
        known_or_none(&mut report.by, actors, "actors", &at("by"), log);
        if let Some(conflict) = &report.conflicts_with
            && !counting.contains(&conflict.report)
        {
            // The report stays out of the count: to count a figure that somebody has
            // marked as disputed would be worse than to count none.
            let kind = if all.contains(&conflict.report) { ProblemKind::Conflict } else { ProblemKind::Dangling };
            log.add(at("conflicts_with.report"), kind, found(&conflict.report), Expected::IdIn("reports"));
        }
    }
}

/// An amount for a milestone, or a state for a count, was meant as something else.
fn check_fields_of_kind(target: &Target, path: &str, log: &Log) {
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
            let path = join(&[&entry(path, index, log), ".", field]);
            log.add(path, ProblemKind::Unused, Found::Nothing, Expected::FieldOfKind);
        }
    }
}

/// A title or a commitment that has several languages, but not the main one.
fn check_main_language(promise: &Promise, log: &Log) {
    let lacks =
        |text: &Text, lang: &Lang| text.languages().next().is_some() && !text.languages().any(|tag| tag == lang);
    let tell = |text: &Text, path: String| {
        if lacks(text, &promise.lang) {
            log.add(path, ProblemKind::NoMainLanguage, Found::Object, Expected::Lang);
        }
    };
    tell(&promise.title, "title".to_owned());
    for (index, Commitment { text, .. }) in promise.commitments.iter().enumerate() {
        tell(text, join(&[&entry("commitments", index, log), ".text"]));
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
