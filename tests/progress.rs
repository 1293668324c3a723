//! How far a target, a commitment and a promise have come, rule by rule. What is
//! unknown is never zero, and nothing is judged that the reports cannot tell.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use medborgarlofte::promise::date::{Day, PartialDate, Phase};
use medborgarlofte::promise::document::Promise;
use medborgarlofte::promise::progress::{Figure, State, Status, Trend, commitment_status, is_at_least, state};
use medborgarlofte::promise::read::read;
use medborgarlofte::promise::report::ReportState;
use medborgarlofte::promise::summary::{STALE_AFTER_MONTHS, Summary, summary};
use medborgarlofte::promise::target::TargetKind;
use medborgarlofte::promise::timeline::until;
use serde_json::{Value, json};

const DURING: &str = "2024-07-01";
const AFTER: &str = "2025-01-01";

fn day(written: &str) -> Day {
    match PartialDate::parse(written) {
        Some(PartialDate::Day(day)) => day,
        _ => panic!("{written} is not a day"),
    }
}

/// A promise for 2024, with these fields besides or instead.
fn promise(fields: Value) -> Promise {
    let mut document = json!({
        "id": "ort-2024",
        "title": "Medborgarlöfte",
        "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2024", "to": "2024" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": []
    });
    for (key, value) in fields.as_object().unwrap() {
        document[key] = value.clone();
    }
    let reading = read(&document.to_string());
    assert_eq!(reading.problems, [], "{document}");
    reading.promise.unwrap()
}

/// A promise for 2024 with one commitment that has these targets.
fn with_targets(targets: &[Value]) -> Promise {
    promise(json!({ "commitments": [{ "id": "lofte", "text": "Ett löfte", "targets": targets }] }))
}

/// How the first of the targets is on a day.
fn look_at(targets: &[Value], today: &str) -> State {
    let promise = with_targets(targets);
    state(promise.targets().next().unwrap(), &promise, day(today))
}

fn look(target: Value, today: &str) -> State {
    look_at(&[target], today)
}

fn target(kind: &str, mut fields: Value, reports: Value) -> Value {
    fields["id"] = json!("mal");
    fields["kind"] = json!(kind);
    fields["reports"] = reports;
    fields
}

fn count(goal: u32, reports: Value) -> Value {
    target("count", json!({ "goal": goal, "unit": { "one": "insats", "other": "insatser" } }), reports)
}

fn monthly(goal: u32, reports: Value) -> Value {
    let unit = json!({ "one": "dialog", "other": "dialoger" });
    target("rate", json!({ "goal": goal, "per": "month", "unit": unit }), reports)
}

fn decrease(baseline: Option<f64>, goal: Option<f64>, reports: Value) -> Value {
    let mut fields = json!({ "direction": "decrease", "of": "inbrott" });
    if let Some(baseline) = baseline {
        fields["baseline"] = json!({ "value": baseline });
    }
    if let Some(goal) = goal {
        fields["goal"] = json!(goal);
    }
    target("change", fields, reports)
}

fn milestone(reports: Value) -> Value {
    target("milestone", json!({ "what": "Gruppen är i gång" }), reports)
}

fn with(mut target: Value, field: &str, value: Value) -> Value {
    target[field] = value;
    target
}

// Nothing reported

#[test]
fn a_target_without_reports_is_unknown_not_zero_before_during_and_after_the_period() {
    let targets = [
        count(4, json!([])),
        monthly(1, json!([])),
        target("every", json!({ "of": "kvällar", "total": 50 }), json!([])),
        target("share", json!({ "goal": 20, "of": "av dem" }), json!([])),
        decrease(Some(40.0), Some(30.0), json!([])),
        milestone(json!([])),
    ];
    for target in targets {
        for (today, phase) in [("2023-12-31", Phase::NotBegun), (DURING, Phase::Running), (AFTER, Phase::Ended)] {
            let state = look(target.clone(), today);
            assert_eq!((state.status, state.figure), (Status::Unknown, Figure::Unknown), "{target}");
            assert_eq!((state.fraction, state.phase), (None, phase), "{target}");
        }
    }
}

// Counts

#[test]
fn a_count_follows_the_sum_of_its_reports_and_the_calendar() {
    let amount = |done, or_more| Figure::Amount { done, or_more };
    let none = json!([{ "date": "2024-03", "amount": 0 }]);
    let three = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-05-02", "amount": 2 }]);
    let four = json!([{ "date": "2024-03", "amount": 4 }]);
    let forty = json!([{ "date": "2024-04", "amount": 14 }, { "date": "2024-08", "amount": 26 }]);
    let without_figure = json!([{ "date": "2024-03", "note": "Genomfört" }]);
    let one_and_more = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-05" }]);
    let four_and_more = json!([{ "date": "2024-03", "amount": 4 }, { "date": "2024-05" }]);
    let none_and_more = json!([{ "date": "2024-03", "amount": 0 }, { "date": "2024-05" }]);
    for (reports, today, status, figure, fraction) in [
        (&none, DURING, Status::NotBegun, amount(0, false), Some(0.0)),
        (&none, AFTER, Status::NotMet, amount(0, false), Some(0.0)),
        (&three, DURING, Status::Begun, amount(3, false), Some(0.75)),
        (&three, AFTER, Status::NotMet, amount(3, false), Some(0.75)),
        (&four, DURING, Status::Met, amount(4, false), Some(1.0)),
        (&four, AFTER, Status::Met, amount(4, false), Some(1.0)),
        (&forty, DURING, Status::Met, amount(40, false), Some(1.0)),
        // A report without a figure: nobody can tell that it was too few.
        (&without_figure, DURING, Status::Begun, Figure::Unnumbered, None),
        (&without_figure, AFTER, Status::Begun, Figure::Unnumbered, None),
        (&one_and_more, AFTER, Status::Begun, amount(1, true), Some(0.25)),
        (&four_and_more, AFTER, Status::Met, amount(4, true), Some(1.0)),
        (&none_and_more, DURING, Status::Begun, amount(0, true), Some(0.0)),
    ] {
        let state = look(count(4, reports.clone()), today);
        assert_eq!((state.status, state.figure, state.fraction), (status, figure, fraction), "{reports} {today}");
    }
}

#[test]
fn more_than_promised_fills_the_bar_and_keeps_its_real_number() {
    let forty = json!([{ "date": "2024-08", "amount": 40 }]);
    let state = look(with(count(20, forty), "bound", json!("at_least")), DURING);
    assert_eq!(state.status, Status::Met);
    assert_eq!(state.figure, Figure::Amount { done: 40, or_more: false });
    assert_eq!(state.fraction, Some(1.0));
}

#[test]
fn an_exact_number_is_never_a_least_number_but_more_than_it_is_met_too() {
    let five = json!([{ "date": "2024-08", "amount": 5 }]);
    for (bound, least) in [(json!(null), false), (json!("exact"), false), (json!("at_least"), true)] {
        let promise = with_targets(&[with(count(4, five.clone()), "bound", bound)]);
        let target = promise.targets().next().unwrap();
        let TargetKind::Count(count) = &target.kind else { panic!() };
        assert_eq!(is_at_least(count.bound), least);
        assert_eq!(state(target, &promise, day(DURING)).status, Status::Met);
    }
}

#[test]
fn of_reports_that_disagree_only_the_one_that_the_document_names_counts() {
    let reports = json!([
        { "id": "uppfoljning", "date": "2024-05", "amount": 3 },
        { "id": "nyhet", "date": "2024-06-20", "amount": 5, "conflicts_with": { "report": "uppfoljning" } }
    ]);
    let state = look(count(4, reports), AFTER);
    assert_eq!(state.figure, Figure::Amount { done: 3, or_more: false });
    assert_eq!(state.status, Status::NotMet);
}

#[test]
fn where_the_report_that_counts_is_still_to_come_nothing_is_known() {
    let reports = json!([
        { "id": "uppfoljning", "date": "2024-11", "amount": 3 },
        { "date": "2024-02-20", "amount": 5, "conflicts_with": { "report": "uppfoljning" } }
    ]);
    let mut promise = with_targets(&[count(4, reports)]);
    until(&mut promise, day(DURING));
    let target = promise.targets().next().unwrap();
    let state = state(target, &promise, day(DURING));
    assert_eq!((state.status, state.figure), (Status::Unknown, Figure::Unknown));
}

#[test]
fn a_target_with_a_period_of_its_own_is_judged_by_that() {
    let reports = json!([{ "date": "2024-06", "amount": 3 }]);
    let summer = with(count(4, reports), "period", json!({ "from": "2024-06", "to": "2024-08" }));
    for (today, status, phase, elapsed) in [
        ("2024-05-31", Status::Begun, Phase::NotBegun, 0.0),
        ("2024-08-31", Status::Begun, Phase::Running, 1.0),
        ("2024-09-01", Status::NotMet, Phase::Ended, 1.0),
    ] {
        let state = look(summer.clone(), today);
        assert_eq!((state.status, state.phase, state.elapsed), (status, phase, Some(elapsed)), "{today}");
    }
}

#[test]
fn with_an_open_end_nothing_is_ever_missed() {
    let reports = json!([{ "date": "2023-06", "amount": 3 }]);
    let open = promise(json!({
        "period": { "from": "2023-04-21" },
        "commitments": [{ "id": "lofte", "text": "Ett löfte", "targets": [count(4, reports)] }]
    }));
    let state = state(open.targets().next().unwrap(), &open, day("2031-01-01"));
    assert_eq!((state.status, state.phase, state.elapsed), (Status::Begun, Phase::Running, None));
}

#[test]
fn before_the_period_has_begun_nothing_has_elapsed_and_nothing_is_missed() {
    let state = look(count(4, json!([{ "date": "2023-12", "amount": 0 }])), "2023-12-31");
    assert_eq!((state.status, state.phase, state.elapsed), (Status::NotBegun, Phase::NotBegun, Some(0.0)));
}

// Outcomes

#[test]
fn a_stated_outcome_goes_before_what_the_reports_add_up_to() {
    let three = json!([{ "date": "2024-03", "amount": 3 }]);
    for (word, status) in [
        ("met", Status::Met),
        ("partly_met", Status::PartlyMet),
        ("not_met", Status::NotMet),
        ("discontinued", Status::Discontinued),
    ] {
        let outcome = json!({ "status": word, "reason": "På grund av pandemin" });
        for (reports, figure, fraction) in [
            (three.clone(), Figure::Amount { done: 3, or_more: false }, Some(0.75)),
            (json!([]), Figure::Unknown, None),
        ] {
            let state = look(with(count(4, reports), "outcome", outcome.clone()), DURING);
            // The figure stays what was reported: a word makes no numbers.
            assert_eq!((state.status, state.figure, state.fraction), (status, figure, fraction), "{word}");
        }
    }
}

// Rates

#[test]
fn a_rate_shows_the_current_interval_and_is_judged_when_the_last_one_is_over() {
    let every_month = |amount: u32| -> Value {
        (1..=12).map(|month| json!({ "date": format!("2024-{month:02}"), "amount": amount })).collect()
    };
    let silent_may: Value =
        every_month(1).as_array().unwrap().iter().filter(|report| report["date"] != "2024-05").cloned().collect();
    let mut one_missed = every_month(1);
    one_missed[2]["amount"] = json!(0);
    for (name, reports, today, status, past, fraction) in [
        ("all met, still running", every_month(1), "2024-12-31", Status::Begun, (11, 0, 0), Some(1.0)),
        ("all met, over", every_month(1), AFTER, Status::Met, (12, 0, 0), Some(1.0)),
        ("twice as many", every_month(2), AFTER, Status::Met, (12, 0, 0), Some(1.0)),
        ("one missed, still running", one_missed.clone(), "2024-12-31", Status::Begun, (10, 1, 0), Some(1.0)),
        ("one missed, over", one_missed, AFTER, Status::NotMet, (11, 1, 0), Some(11.0 / 12.0)),
        ("one silent, over", silent_may.clone(), AFTER, Status::Begun, (11, 0, 1), None),
        (
            "nothing done yet",
            json!([{ "date": "2024-01", "amount": 0 }]),
            "2024-01-20",
            Status::NotBegun,
            (0, 0, 0),
            Some(0.0),
        ),
        ("nothing this month", silent_may, "2024-05-10", Status::Begun, (4, 0, 0), None),
    ] {
        let state = look(monthly(1, reports), today);
        let Figure::Rate(intervals) = state.figure else { panic!("{name}") };
        assert_eq!((intervals.met, intervals.missed, intervals.unknown), past, "{name}");
        assert_eq!((state.status, state.fraction), (status, fraction), "{name}");
    }
}

#[test]
fn a_rate_across_new_year_counts_each_month_of_both_years() {
    let reports = json!([
        { "date": "2023-11", "amount": 1 }, { "date": "2023-12-29", "amount": 1 },
        { "date": "2024-01-02", "amount": 1 }, { "date": "2024-02", "amount": 1 }
    ]);
    let winter = with(monthly(1, reports), "period", json!({ "from": "2023-11", "to": "2024-02" }));
    let state = look(winter, "2024-03-01");
    assert_eq!((state.status, state.fraction), (Status::Met, Some(1.0)));
}

#[test]
fn a_report_too_coarse_for_the_interval_meets_and_misses_nothing() {
    let state = look(monthly(1, json!([{ "date": "2024", "amount": 12 }])), AFTER);
    let Figure::Rate(intervals) = state.figure else { panic!() };
    assert_eq!((intervals.unplaced, intervals.unknown), (1, 12));
    assert_eq!((state.status, state.fraction), (Status::Begun, None));
}

// Every

#[test]
fn every_one_with_a_total_is_a_count_and_without_one_has_no_bar() {
    let done = |amount: u32| json!([{ "date": "2024-06", "amount": amount }]);
    let every = |total: Option<u32>, amount: u32| {
        target("every", json!({ "of": "femteklassare", "total": total }), done(amount))
    };
    for (total, amount, today, status, fraction) in [
        (Some(240), 180, DURING, Status::Begun, Some(0.75)),
        (Some(240), 180, AFTER, Status::NotMet, Some(0.75)),
        (Some(240), 240, DURING, Status::Met, Some(1.0)),
        (Some(240), 250, AFTER, Status::Met, Some(1.0)),
        (None, 58, DURING, Status::Begun, None),
        // Nobody can tell whether 58 evenings were all of them.
        (None, 58, AFTER, Status::Begun, None),
        (None, 0, DURING, Status::NotBegun, None),
        (None, 0, AFTER, Status::NotMet, None),
    ] {
        let state = look(every(total, amount), today);
        assert_eq!((state.status, state.fraction), (status, fraction), "{total:?} {amount} {today}");
        assert_eq!(state.figure, Figure::Amount { done: u64::from(amount), or_more: false });
    }
}

// Shares

#[test]
fn a_share_of_another_target_is_computed_from_both() {
    let share = |part: Value| {
        let mut share = target("share", json!({ "goal": 20, "of": "av dem", "of_target": "hela" }), part);
        share["id"] = json!("del");
        share
    };
    let whole = |reports: Value| with(count(52, reports), "id", json!("hela"));
    let known = json!([{ "date": "2024-04", "amount": 30 }, { "date": "2024-08", "amount": 10 }]);
    let ten = json!([{ "date": "2024-08", "amount": 10 }]);
    let five = json!([{ "date": "2024-08", "amount": 5 }]);
    let some = json!([{ "date": "2024-08" }]);
    let told = json!([{ "date": "2024-08", "value": 12.5 }]);
    for (name, part, whole_reports, today, status, figure) in [
        ("reached", &ten, &known, AFTER, Status::Met, Figure::Percent(25.0)),
        ("too few, running", &five, &known, DURING, Status::Begun, Figure::Percent(12.5)),
        ("too few, over", &five, &known, AFTER, Status::NotMet, Figure::Percent(12.5)),
        ("part without figure", &some, &known, AFTER, Status::Begun, Figure::Unnumbered),
        ("whole unknown", &five, &json!([]), AFTER, Status::Begun, Figure::Unnumbered),
        ("whole without figure", &five, &some, AFTER, Status::Begun, Figure::Unnumbered),
        ("whole zero", &five, &json!([{ "date": "2024", "amount": 0 }]), AFTER, Status::Begun, Figure::Unnumbered),
        ("told as it is", &told, &json!([]), AFTER, Status::NotMet, Figure::Percent(12.5)),
    ] {
        let state = look_at(&[share(part.clone()), whole(whole_reports.clone())], today);
        assert_eq!((state.status, state.figure), (status, figure), "{name}");
    }
}

#[test]
fn a_share_told_as_a_percentage_takes_the_newest_value_in_whatever_order() {
    let reports = json!([{ "date": "2024-08", "value": 18 }, { "date": "2024-03", "value": 25 }]);
    let state = look(target("share", json!({ "goal": 20, "of": "av dem" }), reports), AFTER);
    assert_eq!((state.status, state.figure, state.fraction), (Status::NotMet, Figure::Percent(18.0), Some(0.9)));
}

#[test]
fn a_share_of_nothing_is_reached_by_nothing() {
    let reports = json!([{ "date": "2024-08", "value": 0 }]);
    let state = look(target("share", json!({ "goal": 0, "of": "av dem" }), reports), AFTER);
    assert_eq!((state.status, state.fraction), (Status::Met, Some(1.0)));
}

// Changes

#[test]
fn a_change_with_baseline_and_goal_is_the_part_of_the_way() {
    for (value, today, status, trend, fraction) in [
        (35.0, DURING, Status::Begun, Trend::RightWay, 0.5),
        (35.0, AFTER, Status::NotMet, Trend::RightWay, 0.5),
        (30.0, AFTER, Status::Met, Trend::RightWay, 1.0),
        (25.0, AFTER, Status::Met, Trend::RightWay, 1.0),
        (40.0, DURING, Status::Begun, Trend::Unchanged, 0.0),
        // The wrong way: nothing of the way is done, and the trend says so.
        (46.0, DURING, Status::Begun, Trend::WrongWay, 0.0),
        (46.0, AFTER, Status::NotMet, Trend::WrongWay, 0.0),
    ] {
        let state = look(decrease(Some(40.0), Some(30.0), json!([{ "date": "2024-06", "value": value }])), today);
        assert_eq!(state.figure, Figure::Value { from: Some(40.0), to: value, trend });
        assert_eq!((state.status, state.fraction), (status, Some(fraction)), "{value} {today}");
    }
}

#[test]
fn an_increase_is_measured_upwards() {
    let reports = json!([{ "date": "2024-06", "value": 17 }, { "date": "2024-03", "value": 15 }]);
    let fields = json!({ "direction": "increase", "of": "områden", "baseline": { "value": 12 }, "goal": 20 });
    let state = look(target("change", fields, reports), DURING);
    assert_eq!(state.figure, Figure::Value { from: Some(12.0), to: 17.0, trend: Trend::RightWay });
    assert_eq!((state.status, state.fraction), (Status::Begun, Some(0.625)));
}

#[test]
fn a_direction_alone_has_a_trend_and_no_bar_and_is_judged_when_the_period_is_over() {
    let two =
        |first: u32, last: u32| json!([{ "date": "2024-02", "value": first }, { "date": "2024-11", "value": last }]);
    for (name, reports, today, status, trend) in [
        ("fewer, running", two(40, 30), DURING, Status::Begun, Trend::RightWay),
        ("fewer, over", two(40, 30), AFTER, Status::Met, Trend::RightWay),
        ("more, running", two(30, 40), DURING, Status::Begun, Trend::WrongWay),
        ("more, over", two(30, 40), AFTER, Status::NotMet, Trend::WrongWay),
        ("as many, over", two(30, 30), AFTER, Status::NotMet, Trend::Unchanged),
        ("one value, over", json!([{ "date": "2024-02", "value": 40 }]), AFTER, Status::Begun, Trend::Unknown),
    ] {
        let state = look(decrease(None, None, reports), today);
        let Figure::Value { trend: found, .. } = state.figure else { panic!("{name}") };
        assert_eq!((state.status, found, state.fraction), (status, trend, None), "{name}");
    }
}

#[test]
fn a_goal_without_a_baseline_is_reached_or_not_but_has_no_bar() {
    for (value, today, status) in [(35, DURING, Status::Begun), (35, AFTER, Status::NotMet), (30, AFTER, Status::Met)] {
        let state = look(decrease(None, Some(30.0), json!([{ "date": "2024-06", "value": value }])), today);
        assert_eq!((state.status, state.fraction), (status, None), "{value} {today}");
    }
}

#[test]
fn a_change_reported_in_words_only_is_begun_without_a_figure() {
    let state = look(decrease(Some(40.0), Some(30.0), json!([{ "date": "2024-06", "note": "Färre" }])), AFTER);
    assert_eq!((state.status, state.figure, state.fraction), (Status::Begun, Figure::Unnumbered, None));
}

// Milestones

#[test]
fn a_milestone_is_done_or_not_and_never_half_done() {
    let begun = json!({ "date": "2024-02", "state": "begun" });
    let begun_some_time = json!({ "date": "2024", "state": "begun" });
    let done = json!({ "date": "2024-05", "state": "done" });
    let not_begun = json!({ "date": "2024-01", "state": "not_begun" });
    for (reports, today, status, figure, fraction) in [
        (json!([not_begun]), DURING, Status::NotBegun, Figure::State(ReportState::NotBegun), None),
        (json!([not_begun]), AFTER, Status::NotMet, Figure::State(ReportState::NotBegun), None),
        (json!([not_begun, begun]), DURING, Status::Begun, Figure::State(ReportState::Begun), None),
        (json!([begun]), AFTER, Status::NotMet, Figure::State(ReportState::Begun), None),
        (json!([done, begun]), DURING, Status::Met, Figure::State(ReportState::Done), Some(1.0)),
        // "2024" may be its last day, but what is in place stays in place.
        (json!([done, begun_some_time]), DURING, Status::Met, Figure::State(ReportState::Done), Some(1.0)),
        (json!([{ "date": "2024-02", "note": "Möten" }]), AFTER, Status::Begun, Figure::Unnumbered, None),
    ] {
        let state = look(milestone(reports.clone()), today);
        assert_eq!((state.status, state.figure, state.fraction), (status, figure, fraction), "{reports} {today}");
    }
}

#[test]
fn a_milestone_is_judged_from_the_day_it_names_though_the_promise_still_runs() {
    let autumn = json!({ "date": "2024-06", "as_written": "före sommaren" });
    let begun = with(milestone(json!([{ "date": "2024-02", "state": "begun" }])), "by", autumn.clone());
    assert_eq!(look(begun.clone(), "2024-06-30").status, Status::Begun);
    let state = look(begun, DURING);
    assert_eq!((state.status, state.phase, state.elapsed), (Status::NotMet, Phase::Ended, Some(1.0)));

    // Late is not never, and silence is not a no.
    let late = with(milestone(json!([{ "date": "2024-09", "state": "done" }])), "by", autumn.clone());
    assert_eq!(look(late, "2024-10-01").status, Status::Met);
    assert_eq!(look(with(milestone(json!([])), "by", autumn), DURING).status, Status::Unknown);
}

// Commitments

#[test]
fn a_commitment_without_targets_is_judged_by_its_own_reports_and_outcome() {
    for (reports, outcome, status) in [
        (json!([]), json!(null), Status::Unknown),
        (json!([{ "date": "2024-03", "note": "Möte" }]), json!(null), Status::Begun),
        (json!([{ "date": "2024-03", "amount": 303 }]), json!(null), Status::Begun),
        (json!([{ "date": "2024-03", "state": "not_begun" }]), json!(null), Status::NotBegun),
        (
            json!([{ "date": "2024-06", "state": "done" }, { "date": "2024-03", "state": "begun" }]),
            json!(null),
            Status::Met,
        ),
        (
            json!([{ "date": "2024-06", "state": "done" }, { "date": "2024", "state": "begun" }]),
            json!(null),
            Status::Met,
        ),
        (json!([]), json!({ "status": "met" }), Status::Met),
        (
            json!([{ "date": "2024-03", "state": "begun" }]),
            json!({ "status": "discontinued", "reason": "Inga bussar" }),
            Status::Discontinued,
        ),
    ] {
        let promise = promise(json!({ "commitments": [
            { "id": "lofte", "text": "Ett löfte", "reports": reports, "outcome": outcome }
        ] }));
        for today in [DURING, AFTER] {
            assert_eq!(commitment_status(&promise.commitments[0], &promise, day(today)), status, "{reports}");
        }
    }
}

#[test]
fn a_commitment_with_several_targets_never_claims_more_or_less_than_they_do() {
    let met = count(1, json!([{ "date": "2024-03", "amount": 1 }]));
    let missed = count(4, json!([{ "date": "2024-03", "amount": 3 }]));
    let none_yet = count(4, json!([{ "date": "2024-03", "amount": 0 }]));
    let unknown = count(4, json!([]));
    let given_up = with(unknown.clone(), "outcome", json!({ "status": "discontinued", "reason": "Slut" }));
    for (name, targets, today, status) in [
        ("both met", [&met, &met], AFTER, Status::Met),
        ("met and still to do", [&met, &missed], DURING, Status::Begun),
        ("met and missed", [&met, &missed], AFTER, Status::PartlyMet),
        ("met and unknown", [&met, &unknown], AFTER, Status::Begun),
        ("both unknown", [&unknown, &unknown], AFTER, Status::Unknown),
        ("nothing yet and unknown", [&none_yet, &unknown], DURING, Status::NotBegun),
        ("missed and given up", [&missed, &given_up], AFTER, Status::NotMet),
        ("met and given up", [&met, &given_up], DURING, Status::PartlyMet),
    ] {
        let targets = [with(targets[0].clone(), "id", json!("a")), with(targets[1].clone(), "id", json!("b"))];
        let promise = with_targets(&targets);
        assert_eq!(commitment_status(&promise.commitments[0], &promise, day(today)), status, "{name}");
    }
}

#[test]
fn an_outcome_of_a_commitment_goes_before_its_targets_but_leaves_them_as_they_are() {
    let promise = promise(json!({ "commitments": [{
        "id": "lofte", "text": "Ett löfte", "targets": [count(4, json!([]))],
        "outcome": { "status": "partly_met", "reason": "Bara ett möte, på grund av covid-19" }
    }] }));
    assert_eq!(commitment_status(&promise.commitments[0], &promise, day(AFTER)), Status::PartlyMet);
    assert_eq!(summary(&promise, day(AFTER)).by_status, [(Status::Unknown, 1)]);
}

// The promise as a whole

#[test]
fn a_summary_counts_targets_by_status_and_never_unknown_as_something_else() {
    let promise = promise(json!({ "commitments": [
        { "id": "a", "text": "A", "targets": [
            with(count(1, json!([{ "date": "2024-03", "amount": 1 }])), "id", json!("a1")),
            with(count(1, json!([{ "date": "2024-03", "amount": 9 }])), "id", json!("a2")),
            with(count(4, json!([{ "date": "2024-03", "amount": 3 }])), "id", json!("a3"))
        ] },
        { "id": "b", "text": "B", "targets": [with(count(4, json!([])), "id", json!("b1"))] },
        { "id": "c", "text": "C", "reports": [{ "date": "2024-04", "state": "begun" }] },
        { "id": "d", "text": "D" },
        { "id": "d1", "text": "D1", "part_of": "d" }
    ] }));
    let summary = summary(&promise, day(DURING));
    assert_eq!(summary.by_status, [(Status::Met, 2), (Status::Begun, 1), (Status::Unknown, 1)]);
    assert_eq!(summary.without_target_by_status, [(Status::Begun, 1), (Status::Unknown, 1)]);
    assert_eq!(summary.targets, 4);
    // The whole is not counted beside its activities.
    assert_eq!(summary.without_target, 2);
    assert_eq!(summary.elapsed, Some(183.0 / 366.0));
    assert_eq!(summary.latest_report, PartialDate::parse("2024-04"));
}

#[test]
fn a_promise_without_a_single_target_is_summed_up_all_the_same() {
    let promise = promise(json!({ "commitments": [{ "id": "a", "text": "A" }, { "id": "b", "text": "B" }] }));
    let summary = summary(&promise, day(AFTER));
    assert_eq!((summary.targets, summary.by_status), (0, vec![]));
    assert_eq!(summary.without_target_by_status, [(Status::Unknown, 2)]);
    assert_eq!(summary.phase, Phase::Ended);
}

fn fresh(fields: Value, today: &str) -> Summary {
    summary(&promise(fields), day(today))
}

#[test]
fn a_running_promise_is_stale_when_nothing_was_heard_for_too_long() {
    assert_eq!(STALE_AFTER_MONTHS, 6);
    let reported = json!([{ "id": "a", "text": "A", "reports": [{ "date": "2024-02-10" }] }]);
    let follow_up = |months: u16| json!({ "text": "Varje månad", "stale_after_months": months });
    for (name, fields, today, stale) in [
        ("six months to the day", json!({ "commitments": reported }), "2024-08-10", false),
        ("a day more", json!({ "commitments": reported }), "2024-08-11", true),
        ("two months of its own", json!({ "commitments": reported, "follow_up": follow_up(2) }), "2024-04-11", true),
        ("a year of its own", json!({ "commitments": reported, "follow_up": follow_up(12) }), "2024-12-31", false),
        ("updated since", json!({ "commitments": reported, "updated": "2024-06-01" }), "2024-11-30", false),
        ("never reported, just begun", json!({}), "2024-06-30", false),
        ("never reported, seven months on", json!({}), "2024-07-02", true),
        ("over", json!({ "commitments": reported }), AFTER, false),
        ("not begun", json!({ "commitments": reported, "period": { "from": "2026" } }), "2025-06-01", false),
        ("no end", json!({ "commitments": reported, "period": { "from": "2023-04-21" } }), "2031-01-01", true),
        // A report of which only the year is known may be as young as its last day.
        (
            "only the year is known",
            json!({ "commitments": [{ "id": "a", "text": "A", "reports": [{ "date": "2024" }] }] }),
            "2024-12-31",
            false,
        ),
    ] {
        assert_eq!(fresh(fields, today).stale, stale, "{name}");
    }
}

#[test]
fn a_bare_year_is_never_newer_than_a_month_or_a_day_of_it() {
    for (dates, newest) in [
        (["2024", "2024-05"], "2024-05"),
        (["2024-05-07", "2024"], "2024-05-07"),
        (["2024-05", "2024-05-07"], "2024-05-07"),
        (["2024", "2023-12-31"], "2024"),
    ] {
        let [first, second] = dates.map(|date| json!({ "date": date, "amount": 1 }));
        let counted = count(4, json!([first, second]));
        let summary = fresh(json!({ "commitments": [{ "id": "a", "text": "A", "targets": [counted] }] }), AFTER);
        assert_eq!(summary.latest_report, PartialDate::parse(newest), "{dates:?}");
        let values = dates.map(|date| json!({ "date": date, "value": if date == newest { 2 } else { 1 } }));
        let share = target("share", json!({ "goal": 20, "of": "av dem" }), json!(values));
        assert_eq!(look(share, AFTER).figure, Figure::Percent(2.0), "{dates:?}");
    }
}

#[test]
fn the_newest_news_are_those_of_any_report() {
    let reports = json!([
        { "id": "a", "text": "A", "reports": [{ "date": "2024-02-10" }], "targets": [count(4, json!([
            { "id": "x", "date": "2024-01", "amount": 1 },
            { "date": "2024-05-20", "amount": 2, "conflicts_with": { "report": "x" } }
        ]))] }
    ]);
    for updated in [json!(null), json!("2024-04"), json!("2024-06")] {
        let summary = fresh(json!({ "commitments": reports, "updated": updated }), DURING);
        assert_eq!(summary.latest_report, PartialDate::parse("2024-05-20"), "{updated}");
    }
}
