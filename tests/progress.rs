//! How far a target, a commitment and a promise have come, rule by rule. Unknown is never
//! zero, and nothing is judged beyond what the reports show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use medborgarlofte::promise::date::{Day, PartialDate, Phase};
use medborgarlofte::promise::document::Promise;
use medborgarlofte::promise::find::{Index, UNMEASURED};
use medborgarlofte::promise::progress::{
    Figure, State, Status, Trend, commitment_status, has_bar, is_at_least, pieces, state,
};
use medborgarlofte::promise::read::read;
use medborgarlofte::promise::report::ReportState;
use medborgarlofte::promise::summary::{STALE_AFTER_MONTHS, Summary, counted, summary};
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

/// A promise for 2024, with these fields added or replaced.
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

/// The state of the first of the targets on a day.
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
fn a_count_is_judged_by_a_final_figure_only_and_met_as_soon_as_it_is_reached() {
    let amount = |done| Figure::Amount { done, or_more: false, at_least: false };
    let none = json!([{ "date": "2024-03", "amount": 0 }]);
    let none_at_the_end = json!([{ "date": "2024-12", "amount": 0 }]);
    let three = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-05-02", "amount": 2 }]);
    let three_final = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-05-02", "amount": 2, "final": true }]);
    let three_on_the_last_day = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-12-31", "amount": 2 }]);
    let three_the_day_before = json!([{ "date": "2024-03", "amount": 1 }, { "date": "2024-12-30", "amount": 2 }]);
    let three_that_year = json!([{ "date": "2024", "amount": 3 }]);
    let three_told_later = json!([{ "date": "2025-02-10", "amount": 3, "final": true }]);
    let four = json!([{ "date": "2024-03", "amount": 4 }]);
    let forty = json!([{ "date": "2024-04", "amount": 14 }, { "date": "2024-08", "amount": 26 }]);
    let words = json!([{ "date": "2024-03", "note": "Genomfört" }]);
    let words_at_the_end = json!([{ "date": "2024-12", "note": "Genomfört" }]);
    for (name, reports, today, status, figure, fraction) in [
        ("nothing yet", &none, DURING, Status::NotBegun, amount(0), Some(0.0)),
        ("nothing by March", &none, AFTER, Status::NoFinalResult, amount(0), Some(0.0)),
        ("nothing at all", &none_at_the_end, AFTER, Status::NotMet, amount(0), Some(0.0)),
        ("three so far", &three, DURING, Status::Begun, amount(3), Some(0.75)),
        ("three by May", &three, AFTER, Status::NoFinalResult, amount(3), Some(0.75)),
        ("three by May, a year on", &three, "2026-01-01", Status::NoFinalResult, amount(3), Some(0.75)),
        ("three, and no more", &three_final, DURING, Status::NotMet, amount(3), Some(0.75)),
        ("three, and no more, over", &three_final, AFTER, Status::NotMet, amount(3), Some(0.75)),
        ("the last day itself", &three_on_the_last_day, "2024-12-31", Status::Begun, amount(3), Some(0.75)),
        ("the day after", &three_on_the_last_day, AFTER, Status::NotMet, amount(3), Some(0.75)),
        ("a day short", &three_the_day_before, AFTER, Status::NoFinalResult, amount(3), Some(0.75)),
        ("of the whole year, in July", &three_that_year, DURING, Status::Begun, amount(3), Some(0.75)),
        ("of the whole year", &three_that_year, AFTER, Status::NotMet, amount(3), Some(0.75)),
        ("final, told in February", &three_told_later, "2025-03-01", Status::NotMet, amount(3), Some(0.75)),
        ("reached", &four, DURING, Status::Met, amount(4), Some(1.0)),
        ("reached, over", &four, AFTER, Status::Met, amount(4), Some(1.0)),
        ("exceeded", &forty, DURING, Status::Met, amount(40), Some(1.0)),
        ("in words", &words, DURING, Status::Begun, Figure::Unnumbered, None),
        ("in words, over", &words, AFTER, Status::NoFinalResult, Figure::Unnumbered, None),
        ("in words to the end", &words_at_the_end, AFTER, Status::NoFinalResult, Figure::Unnumbered, None),
    ] {
        let state = look(count(4, reports.clone()), today);
        assert_eq!((state.status, state.figure, state.fraction), (status, figure, fraction), "{name}");
    }
}

#[test]
fn a_report_in_words_says_nothing_of_the_number() {
    let reports = json!([{ "date": "2024-12", "amount": 3 }, { "date": "2024-12-31", "note": "Vi var ute mycket" }]);
    let state = look(count(4, reports), AFTER);
    assert_eq!(state.figure, Figure::Amount { done: 3, or_more: false, at_least: false });
    assert_eq!(state.status, Status::NotMet);
    // Nor does it make the figure final.
    let reports = json!([{ "date": "2024-05", "amount": 3 }, { "date": "2024-12-31", "note": "Vi var ute mycket" }]);
    assert_eq!(look(count(4, reports), AFTER).status, Status::NoFinalResult);
}

#[test]
fn where_more_was_done_than_counted_nobody_can_tell_that_it_was_too_few() {
    let or_more = |amount: u32| json!([{ "date": "2024", "amount": amount, "or_more": true }]);
    let at_least = |amount: u32| json!([{ "date": "2024", "amount": amount, "bound": "at_least" }]);
    for (reports, today, status, figure) in [
        (or_more(3), AFTER, Status::CannotTell, Figure::Amount { done: 3, or_more: true, at_least: false }),
        (at_least(3), AFTER, Status::CannotTell, Figure::Amount { done: 3, or_more: false, at_least: true }),
        (at_least(3), DURING, Status::Begun, Figure::Amount { done: 3, or_more: false, at_least: true }),
        (or_more(0), DURING, Status::Begun, Figure::Amount { done: 0, or_more: true, at_least: false }),
        (or_more(4), DURING, Status::Met, Figure::Amount { done: 4, or_more: true, at_least: false }),
        (at_least(200), AFTER, Status::Met, Figure::Amount { done: 200, or_more: false, at_least: true }),
    ] {
        let state = look(count(4, reports.clone()), today);
        assert_eq!((state.status, state.figure), (status, figure), "{reports} {today}");
    }
}

#[test]
fn of_cumulative_amounts_the_newest_counts() {
    let reports = json!([
        { "date": "2024-04", "amount": 18 }, { "date": "2024-12", "amount": 50 }, { "date": "2024-08", "amount": 33 },
    ]);
    for (today, status) in [(DURING, Status::Begun), (AFTER, Status::NotMet)] {
        let state = look(with(count(52, reports.clone()), "reporting", json!("cumulative")), today);
        assert_eq!(state.figure, Figure::Amount { done: 50, or_more: false, at_least: false });
        assert_eq!(state.status, status, "{today}");
    }
}

#[test]
fn a_report_outside_the_period_is_not_counted() {
    for (dates, status, latest) in [
        (["2023-12-31", "2025-01-01"], Status::Unknown, None),
        (["2023-12-31", "2024-01-01"], Status::NoFinalResult, Some("2024-01-01")),
        (["2024-05", "2025-06"], Status::NoFinalResult, Some("2024-05")),
    ] {
        let reports = dates.map(|date| json!({ "date": date, "amount": 3 }));
        let state = look(count(4, json!(reports)), "2025-07-01");
        assert_eq!((state.status, state.latest), (status, latest.and_then(PartialDate::parse)), "{dates:?}");
        if status != Status::Unknown {
            assert_eq!(state.figure, Figure::Amount { done: 3, or_more: false, at_least: false }, "{dates:?}");
        }
    }
}

#[test]
fn more_than_promised_fills_the_bar_and_keeps_its_real_number() {
    let forty = json!([{ "date": "2024-08", "amount": 40 }]);
    let state = look(with(count(20, forty), "bound", json!("at_least")), DURING);
    assert_eq!(state.status, Status::Met);
    assert_eq!(state.figure, Figure::Amount { done: 40, or_more: false, at_least: false });
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
    assert_eq!(state.figure, Figure::Amount { done: 3, or_more: false, at_least: false });
    assert_eq!(state.status, Status::NoFinalResult);
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
fn a_promise_is_never_shown_as_updated_on_a_day_that_is_to_come() {
    for (written, shown) in [("2024-05-31", true), ("2024-05", true), ("2024-06-01", false), ("2025", false)] {
        let mut promise = promise(json!({ "updated": written }));
        until(&mut promise, day("2024-05-31"));
        assert_eq!(promise.updated.is_some(), shown, "{written}");
    }
}

#[test]
fn a_target_with_a_period_of_its_own_is_judged_by_that() {
    for (last, on_the_last_day, after) in
        [("2024-07", Status::Begun, Status::NoFinalResult), ("2024-08-31", Status::Begun, Status::NotMet)]
    {
        let reports = json!([{ "date": "2024-06", "amount": 2 }, { "date": last, "amount": 1 }]);
        let summer = with(count(4, reports), "period", json!({ "from": "2024-06", "to": "2024-08" }));
        for (today, status, phase, elapsed) in [
            ("2024-05-31", Status::Begun, Phase::NotBegun, 0.0),
            ("2024-08-31", on_the_last_day, Phase::Running, 1.0),
            ("2024-09-01", after, Phase::Ended, 1.0),
        ] {
            let state = look(summer.clone(), today);
            assert_eq!((state.status, state.phase, state.elapsed), (status, phase, Some(elapsed)), "{last} {today}");
        }
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
    let state = look(count(4, json!([{ "date": "2024", "amount": 0 }])), "2023-12-31");
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
        ("cannot_tell", Status::CannotTell),
    ] {
        let outcome = json!({ "status": word, "reason": "På grund av pandemin" });
        for (reports, figure, fraction) in [
            (three.clone(), Figure::Amount { done: 3, or_more: false, at_least: false }, Some(0.75)),
            (json!([]), Figure::Unknown, None),
        ] {
            let state = look(with(count(4, reports), "outcome", outcome.clone()), DURING);
            // The figure stays as reported: a stated outcome does not change numbers.
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
    let until_april: Value = one_missed.as_array().unwrap().iter().take(4).cloned().collect();
    for (name, reports, today, status, past, fraction) in [
        ("all met, still running", every_month(1), "2024-12-31", Status::Begun, (11, 0, 0), Some(1.0)),
        ("all met, over", every_month(1), AFTER, Status::Met, (12, 0, 0), Some(1.0)),
        ("twice as many", every_month(2), AFTER, Status::Met, (12, 0, 0), Some(1.0)),
        ("one missed, still running", one_missed.clone(), "2024-12-31", Status::Begun, (10, 1, 0), Some(1.0)),
        ("one missed, over", one_missed, AFTER, Status::NotMet, (11, 1, 0), Some(11.0 / 12.0)),
        ("one missed by April", until_april, AFTER, Status::NoFinalResult, (3, 1, 8), None),
        ("one silent, over", silent_may.clone(), AFTER, Status::CannotTell, (11, 0, 1), None),
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
fn a_report_too_coarse_for_the_interval_leaves_open_how_often_the_goal_was_met() {
    for (today, status) in [(DURING, Status::Begun), (AFTER, Status::CannotTell)] {
        let state = look(monthly(1, json!([{ "date": "2024", "amount": 12 }])), today);
        let Figure::Rate(intervals) = state.figure else { panic!() };
        assert_eq!((intervals.judged(), intervals.coarse.map(|done| done.amount)), (0, Some(12)));
        assert_eq!((state.status, state.fraction), (status, None), "{today}");
    }
    let early =
        look(monthly(1, json!([{ "date": "2024-01-15", "amount": 0 }, { "date": "2024", "note": "x" }])), AFTER);
    assert_eq!(early.status, Status::NoFinalResult);
}

// Every

#[test]
fn every_one_with_a_total_is_a_count_and_without_one_has_no_bar() {
    let done = |amount: u32| json!([{ "date": "2024", "amount": amount }]);
    let every = |total: Option<u32>, amount: u32| {
        target("every", json!({ "of": "femteklassare", "total": total }), done(amount))
    };
    for (total, amount, today, status, fraction) in [
        (Some(240), 180, DURING, Status::Begun, Some(0.75)),
        (Some(240), 180, AFTER, Status::NotMet, Some(0.75)),
        (Some(240), 240, DURING, Status::Met, Some(1.0)),
        (Some(240), 250, AFTER, Status::Met, Some(1.0)),
        (None, 58, DURING, Status::Begun, None),
        // It is unknown whether 58 evenings were all of them.
        (None, 58, AFTER, Status::CannotTell, None),
        (None, 0, DURING, Status::NotBegun, None),
        (None, 0, AFTER, Status::NotMet, None),
    ] {
        let state = look(every(total, amount), today);
        assert_eq!((state.status, state.fraction), (status, fraction), "{total:?} {amount} {today}");
        assert_eq!(state.figure, Figure::Amount { done: u64::from(amount), or_more: false, at_least: false });
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
    let known_final = json!([{ "date": "2024-04", "amount": 30 }, { "date": "2024-12", "amount": 10 }]);
    let ten = json!([{ "date": "2024-08", "amount": 10 }]);
    let ten_final = json!([{ "date": "2024", "amount": 10 }]);
    let five = json!([{ "date": "2024-08", "amount": 5 }]);
    let five_final = json!([{ "date": "2024-08", "amount": 5, "final": true }]);
    let some = json!([{ "date": "2024-08" }]);
    let least = json!([{ "date": "2024", "amount": 40, "bound": "at_least" }]);
    let none = json!([{ "date": "2024", "amount": 0 }]);
    let told = json!([{ "date": "2024-12", "value": 12.5 }]);
    let percent = Figure::Percent;
    for (name, part, whole_reports, today, status, figure) in [
        ("enough, running", &ten, &known, DURING, Status::Begun, percent(25.0)),
        ("enough, neither is final", &ten, &known, AFTER, Status::NoFinalResult, percent(25.0)),
        ("enough, the whole is not final", &ten_final, &known, AFTER, Status::NoFinalResult, percent(25.0)),
        ("enough, the part is not final", &ten, &known_final, AFTER, Status::NoFinalResult, percent(25.0)),
        ("enough, both are final", &ten_final, &known_final, AFTER, Status::Met, percent(25.0)),
        ("too few, running", &five, &known, DURING, Status::Begun, percent(12.5)),
        ("too few, not final", &five, &known, AFTER, Status::NoFinalResult, percent(12.5)),
        ("too few, final", &five_final, &known_final, AFTER, Status::NotMet, percent(12.5)),
        ("part without figure", &some, &known, AFTER, Status::NoFinalResult, Figure::Unnumbered),
        ("whole unknown", &five, &json!([]), AFTER, Status::NoFinalResult, Figure::Unnumbered),
        ("whole without figure", &five, &some, AFTER, Status::NoFinalResult, Figure::Unnumbered),
        ("whole only at least", &five, &least, AFTER, Status::NoFinalResult, Figure::Unnumbered),
        ("whole zero", &five, &none, AFTER, Status::NoFinalResult, Figure::Unnumbered),
        ("told as it is", &told, &json!([]), AFTER, Status::NotMet, percent(12.5)),
    ] {
        let state = look_at(&[share(part.clone()), whole(whole_reports.clone())], today);
        assert_eq!((state.status, state.figure), (status, figure), "{name}");
    }
}

#[test]
fn a_level_is_met_or_not_only_when_it_is_final() {
    let share = |date: &str, value: u32, is_final: bool| {
        let reports = json!([{ "date": date, "value": value, "final": is_final }]);
        target("share", json!({ "goal": 20, "of": "av dem" }), reports)
    };
    for (date, value, is_final, today, status) in [
        ("2024-05", 25, false, DURING, Status::Begun),
        ("2024-05", 15, false, DURING, Status::Begun),
        ("2024-05", 25, true, DURING, Status::Met),
        ("2024-05", 15, true, DURING, Status::NotMet),
        ("2024-05", 25, false, AFTER, Status::NoFinalResult),
        ("2024-05", 15, false, AFTER, Status::NoFinalResult),
        ("2024-12", 25, false, "2024-12-31", Status::Begun),
        ("2024-12", 25, false, AFTER, Status::Met),
        ("2024-12", 15, false, AFTER, Status::NotMet),
        ("2025-02", 15, true, "2025-03-01", Status::NotMet),
        ("2025-02", 15, false, "2025-03-01", Status::Unknown),
    ] {
        assert_eq!(look(share(date, value, is_final), today).status, status, "{value} % {date} {is_final} on {today}");
    }
}

#[test]
fn a_share_told_as_a_percentage_takes_the_newest_value_in_whatever_order() {
    let reports = json!([{ "date": "2024-12", "value": 18 }, { "date": "2024-03", "value": 25 }]);
    let state = look(target("share", json!({ "goal": 20, "of": "av dem" }), reports), AFTER);
    assert_eq!((state.status, state.figure, state.fraction), (Status::NotMet, Figure::Percent(18.0), Some(0.9)));
}

#[test]
fn a_share_of_nothing_is_reached_by_nothing() {
    let reports = json!([{ "date": "2024-12", "value": 0 }]);
    let state = look(target("share", json!({ "goal": 0, "of": "av dem" }), reports), AFTER);
    assert_eq!((state.status, state.fraction), (Status::Met, Some(1.0)));
}

// Changes

#[test]
fn a_change_with_baseline_and_goal_is_the_part_of_the_way() {
    for (value, today, status, trend, fraction) in [
        (35.0, DURING, Status::Begun, Trend::RightWay, 0.5),
        (35.0, AFTER, Status::NotMet, Trend::RightWay, 0.5),
        (30.0, DURING, Status::Begun, Trend::RightWay, 1.0),
        (30.0, AFTER, Status::Met, Trend::RightWay, 1.0),
        (25.0, AFTER, Status::Met, Trend::RightWay, 1.0),
        (40.0, DURING, Status::Begun, Trend::Unchanged, 0.0),
        // The wrong way: no progress, and the trend says so.
        (46.0, DURING, Status::Begun, Trend::WrongWay, 0.0),
        (46.0, AFTER, Status::NotMet, Trend::WrongWay, 0.0),
    ] {
        let state = look(decrease(Some(40.0), Some(30.0), json!([{ "date": "2024", "value": value }])), today);
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
        |first: u32, last: u32| json!([{ "date": "2024-02", "value": first }, { "date": "2024-12", "value": last }]);
    let by_may = json!([{ "date": "2024-02", "value": 40 }, { "date": "2024-05", "value": 30 }]);
    for (name, reports, today, status, trend) in [
        ("fewer, running", two(40, 30), DURING, Status::Begun, Trend::RightWay),
        ("fewer, over", two(40, 30), AFTER, Status::Met, Trend::RightWay),
        ("more, running", two(30, 40), DURING, Status::Begun, Trend::WrongWay),
        ("more, over", two(30, 40), AFTER, Status::NotMet, Trend::WrongWay),
        ("as many, over", two(30, 30), AFTER, Status::NotMet, Trend::Unchanged),
        ("fewer by May", by_may, AFTER, Status::NoFinalResult, Trend::RightWay),
        ("one value, over", json!([{ "date": "2024", "value": 40 }]), AFTER, Status::CannotTell, Trend::Unknown),
    ] {
        let state = look(decrease(None, None, reports), today);
        let Figure::Value { trend: found, .. } = state.figure else { panic!("{name}") };
        assert_eq!((state.status, found, state.fraction), (status, trend, None), "{name}");
    }
}

#[test]
fn a_goal_without_a_baseline_is_reached_or_not_but_has_no_bar() {
    for (value, today, status) in [(35, DURING, Status::Begun), (35, AFTER, Status::NotMet), (30, AFTER, Status::Met)] {
        let state = look(decrease(None, Some(30.0), json!([{ "date": "2024", "value": value }])), today);
        assert_eq!((state.status, state.fraction), (status, None), "{value} {today}");
    }
}

#[test]
fn a_change_reported_in_words_only_is_begun_without_a_figure() {
    let state = look(decrease(Some(40.0), Some(30.0), json!([{ "date": "2024-06", "note": "Färre" }])), AFTER);
    let unnumbered = (Status::NoFinalResult, Figure::Unnumbered, None);
    assert_eq!((state.status, state.figure, state.fraction), unnumbered);
}

// Milestones

#[test]
fn a_milestone_is_done_or_not_and_never_half_done() {
    let begun = json!({ "date": "2024-02", "state": "begun" });
    let begun_some_time = json!({ "date": "2024", "state": "begun" });
    let done = json!({ "date": "2024-05", "state": "done" });
    let not_begun = json!({ "date": "2024-01", "state": "not_begun" });
    let begun_at_the_end = json!({ "date": "2024-12", "state": "begun" });
    for (reports, today, status, figure, fraction) in [
        (json!([not_begun]), DURING, Status::NotBegun, Figure::State(ReportState::NotBegun), None),
        (json!([not_begun]), AFTER, Status::NoFinalResult, Figure::State(ReportState::NotBegun), None),
        (json!([not_begun, begun]), DURING, Status::Begun, Figure::State(ReportState::Begun), None),
        (json!([begun]), AFTER, Status::NoFinalResult, Figure::State(ReportState::Begun), None),
        (json!([begun_at_the_end]), "2024-12-31", Status::Begun, Figure::State(ReportState::Begun), None),
        (json!([begun_at_the_end]), AFTER, Status::NotMet, Figure::State(ReportState::Begun), None),
        (json!([done, begun]), DURING, Status::Met, Figure::State(ReportState::Done), Some(1.0)),
        // "2024" may mean its last day, but what is in place stays in place.
        (json!([done, begun_some_time]), DURING, Status::Met, Figure::State(ReportState::Done), Some(1.0)),
        (json!([{ "date": "2024-02", "note": "Möten" }]), AFTER, Status::NoFinalResult, Figure::Unnumbered, None),
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
    assert_eq!((state.status, state.phase, state.elapsed), (Status::NoFinalResult, Phase::Ended, Some(1.0)));
    let at_the_deadline = json!([{ "date": "2024-06-30", "state": "begun" }]);
    let at_the_deadline = with(milestone(at_the_deadline), "by", autumn.clone());
    assert_eq!(look(at_the_deadline.clone(), "2024-06-30").status, Status::Begun);
    assert_eq!(look(at_the_deadline, DURING).status, Status::NotMet);

    // Late is not never, and silence is not a no.
    let late = with(milestone(json!([{ "date": "2024-09", "state": "done" }])), "by", autumn.clone());
    assert_eq!(look(late, "2024-10-01").status, Status::Met);
    assert_eq!(look(with(milestone(json!([])), "by", autumn), DURING).status, Status::Unknown);
}

#[test]
fn a_milestone_that_is_only_to_be_begun_is_met_by_being_begun() {
    for (goal, state_word, status) in [
        ("begun", "not_begun", Status::NotBegun),
        ("begun", "begun", Status::Met),
        ("begun", "done", Status::Met),
        ("done", "begun", Status::Begun),
        ("done", "done", Status::Met),
    ] {
        let reports = json!([{ "date": "2024-05", "state": state_word }]);
        let state = look(with(milestone(reports), "goal", json!(goal)), DURING);
        let fraction = (status == Status::Met).then_some(1.0);
        assert_eq!((state.status, state.fraction), (status, fraction), "{goal}: {state_word}");
    }
}

// Bars

#[test]
fn every_target_has_a_bar_but_a_change_whose_way_has_no_beginning_or_end() {
    let has = |target: Value| has_bar(&with_targets(&[target]).targets().next().unwrap().kind);
    for target in [
        count(4, json!([])),
        monthly(1, json!([])),
        target("every", json!({ "of": "kvällar" }), json!([])),
        target("share", json!({ "goal": 20, "of": "av dem" }), json!([])),
        decrease(Some(40.0), Some(30.0), json!([])),
        milestone(json!([])),
    ] {
        assert!(has(target.clone()), "{target}");
    }
    for (baseline, goal) in [(None, None), (Some(40.0), None), (None, Some(30.0))] {
        assert!(!has(decrease(baseline, goal, json!([]))), "{baseline:?} {goal:?}");
    }
}

#[test]
fn a_bar_is_in_as_many_pieces_as_were_promised_up_to_twelve() {
    let pieces = |target: Value| pieces(&with_targets(&[target]).targets().next().unwrap().kind);
    for (goal, expected) in [(1, None), (2, Some(2)), (12, Some(12)), (13, None)] {
        assert_eq!(pieces(count(goal, json!([]))), expected, "{goal}");
    }
    for (total, expected) in [(json!(null), None), (json!(5), Some(5)), (json!(240), None)] {
        assert_eq!(pieces(target("every", json!({ "of": "klasser", "total": total }), json!([]))), expected);
    }
    assert_eq!(pieces(monthly(2, json!([]))), None);
}

// Commitments

#[test]
fn a_commitment_itself_has_the_status_that_its_own_reports_and_outcome_give() {
    let met = json!([{ "date": "2024-06", "state": "done" }, { "date": "2024-03", "state": "begun" }]);
    let met_some_time = json!([{ "date": "2024-06", "state": "done" }, { "date": "2024", "state": "begun" }]);
    let begun = json!([{ "date": "2024-03", "state": "begun" }]);
    let given_up = json!({ "status": "discontinued", "reason": "Inga bussar" });
    let cannot_tell = json!({ "status": "cannot_tell", "reason": "Löftet är för allmänt" });
    for (reports, outcome, during, after) in [
        (json!([]), json!(null), Status::Unknown, Status::Unknown),
        (json!([{ "date": "2023-03", "note": "Möte" }]), json!(null), Status::Unknown, Status::Unknown),
        // Nothing was promised, so no final figure can be missing.
        (json!([{ "date": "2024-03", "note": "Möte" }]), json!(null), Status::Begun, Status::Reported),
        (json!([{ "date": "2024", "amount": 303 }]), json!(null), Status::Begun, Status::Reported),
        (json!([{ "date": "2024-03", "state": "not_begun" }]), json!(null), Status::NotBegun, Status::NoFinalResult),
        (begun.clone(), json!(null), Status::Begun, Status::NoFinalResult),
        (met, json!(null), Status::Met, Status::Met),
        (met_some_time, json!(null), Status::Met, Status::Met),
        (json!([]), json!({ "status": "met", "comment": "Över förväntan" }), Status::Met, Status::Met),
        (begun, given_up, Status::Discontinued, Status::Discontinued),
        (json!([]), cannot_tell, Status::CannotTell, Status::CannotTell),
    ] {
        let promise = promise(json!({ "commitments": [
            { "id": "lofte", "text": "Ett löfte", "reports": reports, "outcome": outcome }
        ] }));
        for (today, status) in [(DURING, during), (AFTER, after)] {
            assert_eq!(commitment_status(&promise.commitments[0], &promise, day(today)), status, "{reports} {today}");
        }
    }
}

#[test]
fn a_commitment_counts_as_its_targets_and_as_what_was_stated_of_it() {
    let met = count(1, json!([{ "date": "2024-03", "amount": 1 }]));
    let missed = count(4, json!([{ "date": "2024-12", "amount": 3 }]));
    let unknown = count(4, json!([]));
    let given_up = with(unknown.clone(), "outcome", json!({ "status": "discontinued", "reason": "Slut" }));
    let partly = json!({ "status": "partly_met", "reason": "Bara ett möte, på grund av covid-19" });
    let not_met = json!({ "status": "not_met", "reason": "Ingen tid" });
    let nothing = json!(null);
    for (name, targets, outcome, goals, is_stated) in [
        (
            "each by itself",
            vec![&met, &missed, &unknown],
            &nothing,
            vec![Status::Met, Status::NotMet, Status::Unknown],
            false,
        ),
        (
            "given up and unknown",
            vec![&given_up, &unknown],
            &nothing,
            vec![Status::Discontinued, Status::Unknown],
            false,
        ),
        // An outcome takes the place of targets that have no verdict of their own.
        ("one unknown", vec![&unknown], &partly, vec![Status::PartlyMet], true),
        ("two unknown", vec![&unknown, &unknown], &not_met, vec![Status::NotMet], true),
        ("met and unknown", vec![&met, &unknown], &partly, vec![Status::Met, Status::PartlyMet], true),
        // It is not counted next to a target with the same verdict.
        ("missed and unknown", vec![&missed, &unknown], &not_met, vec![Status::NotMet], false),
        ("without a target", vec![], &not_met, vec![Status::NotMet], true),
        ("nothing at all", vec![], &nothing, vec![], false),
    ] {
        let targets: Vec<Value> =
            (0..).zip(&targets).map(|(n, target)| with((*target).clone(), "id", json!(format!("m{n}")))).collect();
        let commitment = json!({ "id": "lofte", "text": "Ett löfte", "targets": targets, "outcome": outcome });
        let promise = promise(json!({ "commitments": [commitment] }));
        let counted = counted(&promise.commitments[0], &promise, day(AFTER));
        assert_eq!((counted.goals, counted.is_stated), (goals, is_stated), "{name}");
    }
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
    assert_eq!((summary.total, summary.stated), (4, 0));
    // A commitment is not counted in addition to its activities.
    assert_eq!((summary.besides, summary.besides_reported), (2, 1));
    assert_eq!(summary.elapsed, Some(183.0 / 366.0));
    assert_eq!(summary.latest_report, PartialDate::parse("2024-04"));
}

#[test]
fn a_stated_failure_is_never_missing_from_the_summary() {
    let not_met = json!({ "status": "not_met", "reason": "Ingen tid" });
    let promise = promise(json!({ "commitments": [
        { "id": "a", "text": "A", "targets": [count(1, json!([{ "date": "2024-03", "amount": 1 }]))] },
        { "id": "b", "text": "B", "outcome": not_met },
        { "id": "c", "text": "C", "outcome": not_met },
        { "id": "d", "text": "D", "targets": [with(count(4, json!([])), "id", json!("d1"))], "outcome": not_met },
        { "id": "e", "text": "E", "outcome": not_met },
        { "id": "f", "text": "F", "part_of": "e" }
    ] }));
    let summary = summary(&promise, day(AFTER));
    assert_eq!(summary.by_status, [(Status::Met, 1), (Status::NotMet, 4)]);
    assert_eq!((summary.total, summary.stated, summary.besides), (5, 4, 1));
}

#[test]
fn on_new_years_day_nothing_turns_from_begun_to_not_met() {
    let promise = promise(json!({ "commitments": [{ "id": "a", "text": "A", "targets": [
        with(count(20, json!([{ "date": "2024-04", "amount": 8 }])), "id", json!("a1")),
        with(monthly(1, json!([{ "date": "2024-03", "amount": 0 }])), "id", json!("a2")),
        with(decrease(Some(40.0), Some(30.0), json!([{ "date": "2024-05", "value": 44 }])), "id", json!("a3")),
        with(milestone(json!([{ "date": "2024-05", "state": "begun" }])), "id", json!("a4"))
    ] }] }));
    assert_eq!(summary(&promise, day("2024-12-31")).by_status, [(Status::Begun, 4)]);
    assert_eq!(summary(&promise, day(AFTER)).by_status, [(Status::NoFinalResult, 4)]);
    assert_eq!(summary(&promise, day("2031-01-01")).by_status, [(Status::NoFinalResult, 4)]);
    assert!(!summary(&promise, day(AFTER)).is_judged());
}

#[test]
fn a_promise_is_judged_when_the_result_of_one_of_its_goals_is_known() {
    for (status, is_judged) in
        [("met", true), ("partly_met", true), ("not_met", true), ("discontinued", true), ("cannot_tell", false)]
    {
        let stated = json!({ "status": status, "reason": "Så gick det." });
        let targets = [with(count(4, json!([])), "outcome", stated)];
        assert_eq!(summary(&with_targets(&targets), day(AFTER)).is_judged(), is_judged, "{status}");
    }
    assert!(!summary(&with_targets(&[count(4, json!([]))]), day(AFTER)).is_judged());
}

#[test]
fn a_promise_without_a_single_target_is_summed_up_all_the_same() {
    let promise = promise(json!({ "commitments": [{ "id": "a", "text": "A" }, { "id": "b", "text": "B" }] }));
    let summary = summary(&promise, day(AFTER));
    assert_eq!((summary.is_measured, summary.total, summary.besides), (false, 2, 0));
    assert_eq!(summary.by_status, [(Status::Unknown, 2)]);
    assert_eq!(summary.phase, Phase::Ended);
}

#[test]
fn the_filter_counts_what_the_summary_counts() {
    let met = json!([{ "date": "2024-03", "amount": 1 }]);
    let promise = promise(json!({ "commitments": [
        { "id": "a", "text": "A", "targets": [
            with(count(1, met.clone()), "id", json!("a1")), with(count(1, met), "id", json!("a2")),
            with(count(4, json!([])), "id", json!("a3"))
        ] },
        { "id": "b", "text": "B", "outcome": { "status": "not_met", "reason": "Ingen tid" } },
        { "id": "c", "text": "C" },
        { "id": "d", "text": "D", "reports": [{ "date": "2024-03", "note": "Möte" }] },
        // A commitment with activities has no status of its own here, not even unknown.
        { "id": "e", "text": "E" },
        { "id": "e1", "text": "E1", "part_of": "e", "reports": [{ "date": "2024-03", "note": "Möte" }] }
    ] }));
    for today in [DURING, AFTER] {
        let summary = summary(&promise, day(today));
        let found = Index::of(&promise, day(today)).find(&[None; 3], &|_| true);
        let [.., statuses] = &found.counts;
        let count = |place: usize| statuses.get(place).copied().unwrap_or(0);
        for (place, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(count(place), summary.count(status), "{status:?} {today}");
        }
        assert_eq!((count(UNMEASURED), summary.besides), (3, 3), "{today}");
    }
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
        // A report dated only by year may be from its last day.
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
