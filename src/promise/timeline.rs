//! What has happened: every report and every dated outcome of a promise, newest first.
//!
//! The order is the same every time a document is read:
//! 1. By date, newest first. A less precise date comes after the more precise ones that it may
//!    mean: "maj 2024" after the days of May 2024, "2024" after the months of 2024. Nobody knows
//!    that it was later, and nothing should look newer than it may be.
//! 2. For equal dates, in document order: commitment by commitment; within each its own outcome
//!    first, then target by target (outcome, then reports), then its own reports.
//!
//! Reports that disagree form one entry, starting with the one that counts. The entry has the
//! newest of their dates, since a contradiction is news, too. An outcome without a date is not an
//! event in time; it is shown only with its commitment.

use super::date::{Day, PartialDate, WrittenDate};
use super::document::{Commitment, Promise};
use super::report::{Outcome, Report};
use super::target::Target;

/// Something that has happened.
pub struct Entry<'a> {
    /// What was promised.
    pub commitment: &'a Commitment,
    /// The target that it counts towards; `None` if it belongs to the commitment itself.
    pub target: Option<&'a Target>,
    /// The date to sort by.
    date: PartialDate,
    /// What.
    pub news: News<'a>,
}

/// What has happened.
pub enum News<'a> {
    /// A report, and those that disagree with it.
    Reports(Vec<&'a Report>),
    /// A stated outcome.
    Outcome(&'a Outcome),
}

impl Entry<'_> {
    /// The month that the entry is listed under, or the year if the month is unknown.
    pub fn month(&self) -> PartialDate {
        match self.date {
            PartialDate::Day(day) => PartialDate::Month(day.year(), day.month()),
            less @ (PartialDate::Year(_) | PartialDate::Month(..)) => less,
        }
    }
}

/// Removes everything dated after `today`: it has not happened yet, so it is neither counted nor
/// shown. A month or a year counts from its first day, the earliest that it can mean. Progress is
/// computed after this; the checker, which has no "today", sees the whole document.
pub fn until(promise: &mut Promise, today: Day) {
    let is_to_come = |date: &WrittenDate| date.date.first_day() > today;
    let forget = |reports: &mut Vec<Report>, outcome: &mut Option<Outcome>| {
        reports.retain(|report| !is_to_come(&report.date));
        if outcome.as_ref().and_then(|outcome| outcome.date.as_ref()).is_some_and(is_to_come) {
            *outcome = None;
        }
    };
    for commitment in &mut promise.commitments {
        forget(&mut commitment.reports, &mut commitment.outcome);
        for target in &mut commitment.targets {
            forget(&mut target.reports, &mut target.outcome);
        }
    }
    promise.updated = promise.updated.filter(|updated| updated.first_day() <= today);
}

/// Everything that has happened, in the order described above.
pub fn timeline(promise: &Promise) -> Vec<Entry<'_>> {
    let mut found = Vec::new();
    for commitment in &promise.commitments {
        outcome(&mut found, commitment, None, &commitment.outcome);
        for target in &commitment.targets {
            outcome(&mut found, commitment, Some(target), &target.outcome);
            reports(&mut found, commitment, Some(target), &target.reports);
        }
        reports(&mut found, commitment, None, &commitment.reports);
    }
    found.sort_by_key(|entry: &Entry| -entry.date.order());
    found
}

fn outcome<'a>(
    found: &mut Vec<Entry<'a>>,
    commitment: &'a Commitment,
    target: Option<&'a Target>,
    outcome: &'a Option<Outcome>,
) {
    let Some(outcome) = outcome else { return };
    let Some(date) = &outcome.date else { return };
    found.push(Entry { commitment, target, date: date.date, news: News::Outcome(outcome) });
}

fn reports<'a>(
    found: &mut Vec<Entry<'a>>,
    commitment: &'a Commitment,
    target: Option<&'a Target>,
    reports: &'a [Report],
) {
    for report in reports {
        // A report that disagrees is listed with the one that counts, if that exists.
        if report.conflicts_with.as_ref().is_some_and(|conflict| {
            reports.iter().any(|other| other.conflicts_with.is_none() && other.id.as_ref() == Some(&conflict.report))
        }) {
            continue;
        }
        let mut together = vec![report];
        let mut date = report.date.date;
        if report.conflicts_with.is_none() && report.id.is_some() {
            for other in reports {
                if other.conflicts_with.as_ref().map(|conflict| &conflict.report) == report.id.as_ref() {
                    together.push(other);
                    if other.date.date.order() > date.order() {
                        date = other.date.date;
                    }
                }
            }
        }
        found.push(Entry { commitment, target, date, news: News::Reports(together) });
    }
}

/// The beginning of a text, for a link to it: its first paragraph, cut between words if longer than
/// about `most` characters, and without its full stop, since the line may continue. Also returns
/// whether it was cut.
pub fn beginning(text: &str, most: usize) -> (&str, bool) {
    let first = text.split("\n\n").next().unwrap_or_default().trim();
    let Some(cut) = first.char_indices().nth(most).and_then(|(at, _)| first.get(..at)) else {
        return (first.trim_end_matches('.'), false);
    };
    // A single word of that length is cut inside.
    (cut.rsplit_once(' ').map_or(cut, |(words, _)| words), true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::promise::read::read;
    use serde_json::{Value, json};

    fn promise(commitments: Value) -> Promise {
        let document = json!({ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" },
            "period": { "from": "2024" }, "actors": [], "commitments": commitments });
        let reading = read(&document.to_string());
        assert_eq!(reading.problems, [], "{document}");
        reading.promise.unwrap()
    }

    /// A commitment with a count that has these reports.
    fn counted(id: &str, reports: Value) -> Value {
        let target = format!("{id}-antal");
        json!({ "id": id, "text": id, "targets": [{ "id": target, "kind": "count", "goal": 4,
            "unit": { "one": "insats", "other": "insatser" }, "reports": reports }] })
    }

    /// Each entry as "month: commitment notes".
    fn told(promise: &Promise) -> Vec<String> {
        let month = |date| match date {
            PartialDate::Year(year) => year.to_string(),
            PartialDate::Month(year, month) => format!("{year}-{month:02}"),
            PartialDate::Day(_) => "a day is no heading".to_owned(),
        };
        let note = |report: &Report| match &report.note {
            Some(crate::promise::text::Text::One(note)) => note.clone(),
            _ => "-".to_owned(),
        };
        timeline(promise)
            .iter()
            .map(|entry| {
                let news = match &entry.news {
                    News::Outcome(_) => "outcome".to_owned(),
                    News::Reports(reports) => {
                        reports.iter().map(|report| note(report)).collect::<Vec<_>>().join(" against ")
                    }
                };
                let of = if entry.target.is_some() { "target" } else { "itself" };
                format!("{}: {} {of} {news}", month(entry.month()), entry.commitment.id.as_str())
            })
            .collect()
    }

    #[test]
    fn the_newest_comes_first_whatever_it_belongs_to() {
        let b = json!({ "id": "b", "text": "b", "reports": [{ "date": "2024-04-02", "note": "i april" }] });
        let a = json!([{ "date": "2024-03-09", "note": "i mars" }, { "date": "2024-05-01", "note": "i maj" }]);
        assert_eq!(
            told(&promise(json!([counted("a", a), b]))),
            ["2024-05: a target i maj", "2024-04: b itself i april", "2024-03: a target i mars"]
        );
    }

    #[test]
    fn a_date_that_says_less_stands_after_all_that_it_may_mean() {
        let dates = ["2024", "2024-05", "2023-12-31", "2024-05-01", "2025-01", "2024-01-01", "2024-05-31"];
        let reports: Vec<Value> = dates.iter().map(|date| json!({ "date": date, "note": date })).collect();
        assert_eq!(
            told(&promise(json!([counted("a", json!(reports))]))),
            [
                "2025-01: a target 2025-01",
                "2024-05: a target 2024-05-31",
                "2024-05: a target 2024-05-01",
                "2024-05: a target 2024-05",
                "2024-01: a target 2024-01-01",
                "2024: a target 2024",
                "2023-12: a target 2023-12-31",
            ]
        );
    }

    #[test]
    fn what_has_one_date_stays_in_the_order_of_the_document() {
        let mut first = counted("a", json!([{ "date": "2024-05", "note": "1" }, { "date": "2024-05", "note": "2" }]));
        first["reports"] = json!([{ "date": "2024-05", "note": "3" }]);
        first["targets"][0]["outcome"] = json!({ "status": "met", "date": "2024-05" });
        first["outcome"] = json!({ "status": "met", "date": "2024-05" });
        let second = counted("b", json!([{ "date": "2024-05", "note": "4" }]));
        assert_eq!(
            told(&promise(json!([first, second]))),
            [
                "2024-05: a itself outcome",
                "2024-05: a target outcome",
                "2024-05: a target 1",
                "2024-05: a target 2",
                "2024-05: a itself 3",
                "2024-05: b target 4",
            ]
        );
    }

    #[test]
    fn reports_that_disagree_stand_together_the_one_that_counts_first_under_the_newest_date() {
        let against =
            |note: &str, date: &str| json!({ "date": date, "note": note, "conflicts_with": { "report": "r" } });
        let counts = json!({ "id": "r", "date": "2024-03-01", "note": "fyra" });
        for (reports, expected) in [
            (json!([counts, against("fem", "2024-02")]), vec!["2024-03: a target fyra against fem"]),
            (json!([against("fem", "2024-02"), counts]), vec!["2024-03: a target fyra against fem"]),
            (json!([against("fem", "2024-06-07"), counts]), vec!["2024-06: a target fyra against fem"]),
            (
                json!([against("fem", "2024-01"), counts, against("sex", "2024-01"), { "date": "2024-02", "note": "två" }]),
                vec!["2024-03: a target fyra against fem against sex", "2024-02: a target två"],
            ),
        ] {
            assert_eq!(told(&promise(json!([counted("a", reports)]))), expected);
        }
    }

    #[test]
    fn no_report_is_lost_where_it_disagrees_with_one_that_is_not_there() {
        let mut document = promise(json!([counted(
            "a",
            json!([{ "id": "r", "date": "2024-03", "note": "fyra" },
            { "date": "2024-02", "note": "fem", "conflicts_with": { "report": "r" } }])
        )]));
        let target = document.commitments.first_mut().unwrap().targets.first_mut().unwrap();
        target.reports.remove(0);
        assert_eq!(told(&document), ["2024-02: a target fem"]);
    }

    #[test]
    fn an_outcome_is_news_where_it_has_a_date() {
        for (date, expected) in [(json!("2024-06"), vec!["2024-06: a itself outcome"]), (Value::Null, vec![])] {
            let outcome = json!({ "status": "not_met", "reason": "Ingen tid", "date": date });
            let outcome: Value =
                outcome.as_object().unwrap().clone().into_iter().filter(|(_, v)| !v.is_null()).collect();
            let commitments = json!([{ "id": "a", "text": "a", "outcome": outcome }]);
            assert_eq!(told(&promise(commitments)), expected);
        }
    }

    #[test]
    fn what_is_dated_after_today_has_not_happened_yet() {
        let today = Day::new(2024, 5, 7).unwrap();
        for (date, has_happened) in [
            ("2023", true),
            ("2024", true),
            ("2025", false),
            ("2024-05", true),
            ("2024-06", false),
            ("2024-05-07", true),
            ("2024-05-08", false),
        ] {
            let mut commitment = counted("a", json!([{ "date": date, "amount": 4 }]));
            commitment["reports"] = json!([{ "date": date }]);
            commitment["outcome"] = json!({ "status": "met", "date": date });
            let mut promise = promise(json!([commitment]));
            until(&mut promise, today);
            assert_eq!(timeline(&promise).len(), if has_happened { 3 } else { 0 }, "{date}");
        }
    }

    #[test]
    fn a_promise_without_reports_has_no_timeline() {
        assert!(timeline(&promise(json!([counted("a", json!([])), { "id": "b", "text": "b" }]))).is_empty());
    }

    #[test]
    fn the_beginning_of_a_text_ends_between_words() {
        for (text, beginning_of_it) in [
            ("", ("", false)),
            ("Tio insatser.", ("Tio insatser", false)),
            ("åååå åååå", ("åååå åååå", false)),
            ("Tio insatser mot buskörning", ("Tio", true)),
            ("Första.\n\nAndra stycket är långt", ("Första", false)),
            ("Fastighetsägarsamverkan", ("Fastighets", true)),
        ] {
            assert_eq!(beginning(text, 10 + usize::from(text.len() == 13) * 3), beginning_of_it, "{text}");
        }
    }
}
