//! The published promises as documents: what the sources say and a model easily
//! loses. The wording of a public promise is the fact, so it is compared word for word.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use medborgarlofte::promise::date::{Day, PartialDate, Phase};
use medborgarlofte::promise::document::{ActorKind, Commitment, Promise};
use medborgarlofte::promise::indicator::{AreaKind, Better};
use medborgarlofte::promise::progress::{Figure, Status, Trend, commitment_status, is_at_least, state};
use medborgarlofte::promise::read::read;
use medborgarlofte::promise::report::Amount;
use medborgarlofte::promise::summary::summary;
use medborgarlofte::promise::target::{Direction, Target, TargetKind};
use medborgarlofte::promise::text::Text;

const WITHOUT_OUTCOMES: [&str; 5] =
    ["osby-2024", "olofstrom-2024", "gnosjo-2023", "bastad-2020-2022", "ockelbo-2022-2024"];
const EXAMPLES: [&str; 2] = ["exempelby-2026", "exempelby-2025"];
const REAL: [&str; 6] =
    ["osby-2024", "olofstrom-2024", "gnosjo-2023", "bastad-2020-2022", "ockelbo-2022-2024", "strangnas-2019"];

fn promise(id: &str) -> Promise {
    let path = format!("{}/public/promises/{id}.json", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read_to_string(path).unwrap()).promise.unwrap()
}

fn words(text: &Text) -> &str {
    match text {
        Text::One(text) => text,
        Text::Many(_) => panic!("in several languages"),
    }
}

fn texts(promise: &Promise) -> Vec<&str> {
    promise.commitments.iter().map(|commitment| words(&commitment.text)).collect()
}

fn commitment<'a>(promise: &'a Promise, id: &str) -> &'a Commitment {
    promise.commitments.iter().find(|commitment| commitment.id.as_str() == id).unwrap()
}

fn target<'a>(promise: &'a Promise, id: &str) -> &'a Target {
    promise.targets().find(|target| target.id.as_str() == id).unwrap()
}

fn actors(commitment: &Commitment) -> Vec<&str> {
    commitment.actors.iter().map(|id| id.as_str()).collect()
}

fn signatories(promise: &Promise) -> Vec<(&str, Option<&str>)> {
    let signed = promise.signed.as_ref().unwrap();
    signed.signatories.iter().map(|who| (words(&who.name), who.party.as_ref().map(words))).collect()
}

fn date(written: &str) -> Option<PartialDate> {
    Some(PartialDate::parse(written).unwrap())
}

fn day(year: u16, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

/// The goal of a count, and whether it is a least number.
fn counted(target: &Target) -> Option<(u32, bool)> {
    match &target.kind {
        TargetKind::Count(count) => Some((count.goal.get(), is_at_least(count.bound))),
        _ => None,
    }
}

// All of them

#[test]
fn each_promise_has_its_kommunkod_its_commitments_and_its_measurable_targets() {
    for (id, code, commitments, targets) in [
        ("osby-2024", "1273", 7, 1),
        ("olofstrom-2024", "1060", 10, 8),
        ("gnosjo-2023", "0617", 3, 0),
        ("bastad-2020-2022", "1278", 3, 4),
        ("ockelbo-2022-2024", "2101", 4, 0),
        ("strangnas-2019", "0486", 7, 5),
    ] {
        let promise = promise(id);
        let found = (promise.commitments.len(), promise.targets().count());
        assert_eq!(found, (commitments, targets), "{id}");
        assert_eq!(promise.municipality.unwrap().code.as_str(), code, "{id}");
    }
}

#[test]
fn no_progress_is_invented_where_none_is_published() {
    for id in WITHOUT_OUTCOMES {
        let promise = promise(id);
        assert_eq!(promise.reports().count(), 0, "{id}");
        for today in [day(2020, 6, 1), day(2024, 6, 1), day(2030, 1, 1)] {
            for commitment in &promise.commitments {
                assert!(commitment.outcome.is_none(), "{id}");
                assert_eq!(commitment_status(commitment, &promise, today), Status::Unknown, "{id}");
            }
            for target in promise.targets() {
                assert!(target.outcome.is_none(), "{id}");
                assert_eq!(state(target, &promise, today).figure, Figure::Unknown, "{id}");
            }
        }
    }
}

#[test]
fn no_real_kommun_is_an_example_and_none_is_given_receivers_of_tips() {
    for id in REAL {
        let promise = promise(id);
        assert!(!promise.example, "{id}");
        assert!(promise.tips.is_none(), "{id}");
    }
    for id in EXAMPLES {
        assert!(promise(id).example, "{id}");
    }
}

#[test]
fn every_commitment_says_who_promises_it() {
    for id in REAL {
        let promise = promise(id);
        for commitment in &promise.commitments {
            assert!(!commitment.actors.is_empty(), "{id} {}", commitment.id.as_str());
        }
    }
}

// Osby

#[test]
fn osby_promises_seven_things_in_these_words_and_both_promise_all_of_them() {
    let osby = promise("osby-2024");
    assert_eq!(
        texts(&osby),
        [
            "tillsammans med Länsförsäkringar Göinge-Kristianstad under året förstärka och vidareutveckla konceptet grannsamverkan",
            "fortsätta arbetet med gemensamma lokala lägesbilder inom ramen för EST (Effektiv Samordning för Trygghet)",
            "arrangera och bjuda in till minst en medborgarvandring på prioriterad ort/plats utifrån lokal lägesbild och resultatet av polisens trygghetsmätning 2023",
            "tillsammans utföra myndighetstillsyner utifrån alkohollagen samt försäljning av tobak, ecigaretter och folköl",
            "samverka och arbeta brottsförebyggande riktat till barn och ungdomar och arbeta för att motverka rekrytering till kriminella nätverk",
            "fortsätta det gemensamma arbetet med avhopparverksamhet",
            "verka för ökade samverkansmöjligheter med fastighetsägare och näringsliv",
        ]
    );
    for commitment in &osby.commitments {
        assert_eq!(actors(commitment), ["polisen", "kommunen"], "{}", commitment.id.as_str());
    }
    assert_eq!(counted(target(&osby, "medborgarvandringar")), Some((1, true)));
}

#[test]
fn osby_has_a_partner_beside_the_two_and_two_places() {
    let osby = promise("osby-2024");
    let helped: Vec<_> = osby.commitments.iter().filter(|commitment| !commitment.partners.is_empty()).collect();
    assert_eq!(helped.len(), 1);
    let partner = osby.actor(&helped[0].partners[0]).unwrap();
    assert_eq!(words(&partner.name), "Länsförsäkringar Göinge-Kristianstad");
    assert_eq!(partner.kind, ActorKind::Partner);
    assert_eq!(osby.places.iter().map(|place| words(&place.name)).collect::<Vec<_>>(), ["Osby tätort", "Lönsboda"]);
}

#[test]
fn osby_names_its_signatories_but_neither_the_day_nor_the_police_area() {
    let osby = promise("osby-2024");
    assert_eq!(signatories(&osby), [("Niclas Årcén", None), ("Lotte Melin", Some("C"))]);
    assert!(osby.signed.unwrap().date.is_none());
    assert!(osby.police.is_none());
    let file = &osby.documents[0];
    assert_eq!((words(&file.title), file.size.as_ref().map(words)), ("Medborgarlöfte 2024", Some("1 MB")));
    assert!(file.url.is_none());
}

// Olofström

#[test]
fn olofstrom_has_eight_measurable_targets_and_exact_ones_are_not_least_ones() {
    let olofstrom = promise("olofstrom-2024");
    let found: Vec<_> = olofstrom
        .commitments
        .iter()
        .flat_map(|commitment| commitment.targets.iter().map(move |target| (actors(commitment), counted(target))))
        .collect();
    let (police, kommun, both) = (vec!["polisen"], vec!["kommunen"], vec!["polisen", "kommunen"]);
    assert_eq!(
        found,
        [
            (police.clone(), Some((4, false))),
            (police.clone(), Some((4, false))),
            (police, Some((5, false))),
            (kommun.clone(), Some((1, true))),
            (kommun.clone(), None),
            (kommun, Some((4, false))),
            (both.clone(), Some((4, false))),
            (both, Some((2, true))),
        ]
    );
    assert!(matches!(target(&olofstrom, "kompetenshojning-paborjad").kind, TargetKind::Milestone(_)));
}

#[test]
fn olofstroms_misprint_stands_as_published_with_the_correction_beside_it() {
    let olofstrom = promise("olofstrom-2024");
    let misprinted = commitment(&olofstrom, "kompetenshojning");
    assert!(words(&misprinted.text).contains("samt tältare på socialtjänsten"));
    let correction = words(misprinted.correction.as_ref().unwrap());
    assert_eq!(correction, words(&misprinted.text).replace("tältare", "fältare"));
    assert_eq!(olofstrom.commitments.iter().filter(|commitment| commitment.correction.is_some()).count(), 1);
}

#[test]
fn olofstrom_keeps_the_published_words_of_commitments_and_priorities() {
    let olofstrom = promise("olofstrom-2024");
    let texts = texts(&olofstrom);
    assert_eq!(texts[0], "4 st riktade insatser kopplat till A-traktorer och mopeder.");
    assert_eq!(
        texts[2],
        "5 st riktade insatser mot de personer och platser där det enligt lägesbild förekommer narkotikaförsäljning/-användning."
    );
    assert_eq!(
        texts[9],
        "Samverkan med näringsidkare kring brotts-/otrygghetsproblematik kopplat till deras verksamheter."
    );
    assert_eq!(
        olofstrom.focus_areas.iter().map(|area| words(&area.title)).collect::<Vec<_>>(),
        [
            "Att minska antalet platser som upplevs otrygga kopplat till olika typer av narkotika.",
            "Att gemensamt verka för att öka kunskapen kring bedrägerier och hur invånare kan skydda sig mot bedrägerier.",
            "Att arbeta med motorburna unga.",
            "Att öka antalet grannsamverkansområden i kommunen för att förebygga brott så som inbrott och stölder i bostadsområden.",
        ]
    );
    assert_eq!(signatories(&olofstrom), [("Ola Jarevik", None), ("Morgan Bengtsson", None)]);
    assert!(olofstrom.signed.unwrap().date.is_none());
}

// Gnosjö

#[test]
fn gnosjo_begins_when_it_is_signed_and_has_no_end() {
    let gnosjo = promise("gnosjo-2023");
    let period = gnosjo.period.clone().unwrap();
    assert_eq!((Some(period.from), period.to), (date("2023-04-21"), None));
    assert_eq!(gnosjo.signed.as_ref().unwrap().date.as_ref().map(|written| written.date), date("2023-04-21"));
    assert_eq!(gnosjo.updated, date("2023-10-31"));
    assert_eq!(signatories(&gnosjo), [("Anders Sund", None), ("Kristine Hästmark", None)]);
    let summary = summary(&gnosjo, day(2026, 1, 1));
    assert_eq!((summary.phase, summary.elapsed, summary.stale), (Phase::Running, None, true));
}

#[test]
fn gnosjos_focus_areas_are_not_tied_to_its_commitments() {
    let gnosjo = promise("gnosjo-2023");
    assert_eq!(
        gnosjo.focus_areas.iter().map(|area| words(&area.title)).collect::<Vec<_>>(),
        [
            "Öka tryggheten genom närvaro, synlighet och kommunikation.",
            "Narkotikabrottslighet med fokus på ungdomar",
            "Trafiksäkerhet",
        ]
    );
    assert!(gnosjo.commitments.iter().all(|commitment| commitment.focus_areas.is_empty()));
    assert_eq!(
        texts(&gnosjo)[1],
        "Utefter den aktuella gemensamma lägesbilden genomför kommunen och polisen trygghetsrundor och är synlig och närvarande på aktuella platser så kallade hot spots i kommunen."
    );
}

// Båstad

#[test]
fn bastad_promises_directions_without_a_baseline_and_one_milestone() {
    let bastad = promise("bastad-2020-2022");
    let changes: Vec<_> = bastad
        .targets()
        .filter_map(|target| match &target.kind {
            TargetKind::Change(change) => Some((change.direction, change.baseline.is_some(), change.goal)),
            _ => None,
        })
        .collect();
    assert_eq!(changes, [(Direction::Increase, false, None); 3]);
    assert!(matches!(target(&bastad, "samverkansgrupp-startad").kind, TargetKind::Milestone(_)));
    assert_eq!(actors(commitment(&bastad, "samverkansgrupp")), ["kommunen"]);
    let period = bastad.period.unwrap();
    assert_eq!((Some(period.from), period.to), (date("2020-01-01"), date("2022-12-31")));
}

#[test]
fn bastads_source_does_not_say_who_signed() {
    // Its picture shows two persons; that is not a signature.
    assert!(promise("bastad-2020-2022").signed.is_none());
}

// Ockelbo

#[test]
fn ockelbo_has_two_promises_with_one_activity_each() {
    let ockelbo = promise("ockelbo-2022-2024");
    for (whole, activity) in [("tryggare-plats", "lagesbild"), ("minska-droganvandningen", "mota-unga")] {
        let whole = commitment(&ockelbo, whole);
        assert!(whole.part_of.is_none());
        let activities: Vec<_> = ockelbo.activities_of(&whole.id).map(|activity| activity.id.as_str()).collect();
        assert_eq!(activities, [activity]);
    }
    assert_eq!(
        texts(&ockelbo)[0],
        "Polisen och kommunen lovar att tillsammans arbeta för att Ockelbo ska bli en tryggare plats att vistas på."
    );
    assert!(texts(&ockelbo)[3].ends_with("gällande bl.a. ANDT (Alkohol, Narkotika, Doping och Tobak)."));
}

#[test]
fn of_the_four_in_ockelbos_picture_two_signed() {
    let ockelbo = promise("ockelbo-2022-2024");
    assert_eq!(signatories(&ockelbo), [("Temo Allenbäck", None), ("Magnus Jonsson", Some("S"))]);
    assert_eq!(ockelbo.signed.unwrap().date.map(|written| written.date), date("2022-04-21"));
}

// Strängnäs

#[test]
fn strangnas_outcomes_are_those_of_its_follow_up() {
    let strangnas = promise("strangnas-2019");
    let amount = |done| Figure::Amount { done, or_more: false };
    for (id, goal, figure, status) in [
        ("grannsamverkansomraden", Some((8, true)), amount(20), Status::Met),
        ("batsamverkansomraden", Some((2, false)), amount(3), Status::Met),
        ("trygghetsvandringar-antal", Some((4, true)), amount(4), Status::Met),
        // "Mopedinsats genomförd" is a report without a figure.
        ("mopedinsatser", Some((2, true)), Figure::Unnumbered, Status::Begun),
    ] {
        let target = target(&strangnas, id);
        let state = state(target, &strangnas, day(2026, 1, 1));
        assert_eq!((counted(target), state.figure, state.status), (goal, figure, status), "{id}");
    }
    let council = target(&strangnas, "trafiksakerhetsrad-igang");
    assert_eq!(state(council, &strangnas, day(2026, 1, 1)).status, Status::Met);
}

#[test]
fn strangnas_four_and_five_safety_walks_are_both_there_and_four_counts() {
    let strangnas = promise("strangnas-2019");
    let reports = &target(&strangnas, "trygghetsvandringar-antal").reports;
    let told: Vec<_> =
        reports.iter().map(|report| (report.amount, Some(report.date.date), report.conflicts_with.is_some())).collect();
    assert_eq!(told, [(Some(Amount(4)), date("2020-01-28"), false), (Some(Amount(5)), date("2019-12-17"), true)]);
    assert!(reports[1].conflicts_with.as_ref().unwrap().why.is_some());
    assert!(reports.iter().all(|report| report.source.as_ref().unwrap().url.is_some()));
}

#[test]
fn strangnas_303_traffic_checks_are_told_though_no_number_was_promised() {
    let strangnas = promise("strangnas-2019");
    let checks = commitment(&strangnas, "trafikkontroller");
    assert!(checks.targets.is_empty());
    assert_eq!(actors(checks), ["polisen"]);
    assert_eq!(checks.reports[0].amount, Some(Amount(303)));
    assert_eq!(words(&checks.reports[0].unit.as_ref().unwrap().other), "trafikkontroller");
}

#[test]
fn strangnas_was_signed_in_a_month_whose_day_nobody_knows() {
    let signed = promise("strangnas-2019").signed.unwrap();
    let written = signed.date.unwrap();
    assert_eq!(Some(written.date), date("2019-02"));
    assert_eq!(written.as_written.as_ref().map(words), Some("februari 2019"));
    assert!(signed.signatories.is_empty());
}

// Indicators

#[test]
fn the_surveys_of_polisregion_syd_are_named_so_and_have_a_gap_where_nothing_is_published() {
    let expected = [
        (Better::Higher, [Some(57.6), Some(59.6), Some(61.5), None]),
        (Better::Lower, [Some(28.2), Some(26.8), Some(25.5), Some(24.2)]),
        (Better::Lower, [Some(28.6), Some(26.7), Some(25.8), Some(23.9)]),
        (Better::Higher, [Some(75.6), Some(77.7), Some(76.7), Some(78.1)]),
    ];
    for id in ["osby-2024", "olofstrom-2024", "bastad-2020-2022"] {
        let promise = promise(id);
        assert_eq!(promise.indicators.len(), 4, "{id}");
        for (indicator, (better, values)) in promise.indicators.iter().zip(expected) {
            assert_eq!(indicator.better, better);
            let [series] = indicator.series.as_slice() else { panic!("{id}") };
            assert_eq!((series.area.kind, words(&series.area.name)), (AreaKind::Region, "Polisregion Syd"));
            assert!(series.source.url.is_some());
            let found: Vec<_> = series.values.iter().map(|value| (value.year.0, value.value)).collect();
            assert_eq!(found, (2020..).zip(values).collect::<Vec<_>>(), "{id}");
        }
    }
    for id in ["gnosjo-2023", "ockelbo-2022-2024", "strangnas-2019"] {
        assert!(promise(id).indicators.is_empty(), "{id}");
    }
}

// The example

#[test]
fn the_example_shows_every_status_and_every_kind_of_target_while_it_runs() {
    let example = promise("exempelby-2026");
    let today = day(2026, 11, 20);
    let mut statuses: Vec<Status> = example.targets().map(|target| state(target, &example, today).status).collect();
    statuses.extend(example.commitments.iter().map(|each| commitment_status(each, &example, today)));
    for status in Status::ALL {
        assert!(statuses.contains(&status), "{}", status.name());
    }
    let kinds: Vec<_> = example.targets().map(|target| std::mem::discriminant(&target.kind)).collect();
    let mut different = Vec::new();
    for kind in kinds {
        if !different.contains(&kind) {
            different.push(kind);
        }
    }
    assert_eq!(different.len(), 6);
}

#[test]
fn the_example_has_the_awkward_shapes_too() {
    let example = promise("exempelby-2026");
    let at = |id: &str| state(target(&example, id), &example, day(2026, 11, 20));
    assert_eq!(at("trafikkontroller-antal").figure, Figure::Amount { done: 40, or_more: false });
    let Figure::Rate(months) = at("medborgardialoger-manad").figure else { panic!() };
    assert_eq!((months.met, months.missed, months.unknown), (6, 2, 2));
    let Figure::Value { trend, .. } = at("cykelstolder-anmalda").figure else { panic!() };
    assert_eq!(trend, Trend::WrongWay);
    assert_eq!(at("fler-vuxna-ute-antal").fraction, None);
    assert_eq!(at("narkotika-nya").figure, Figure::Percent(17.5));
    assert_eq!(at("fotpatrullering-sjostaden").status, Status::Unknown);
    assert!(target(&example, "fotpatrullering-sjostaden").place.is_some());
}

#[test]
fn the_example_is_in_english_too_where_it_matters_most() {
    let example = promise("exempelby-2026");
    let in_english = |text: &Text| text.choose("en", &example.lang).lang == "en";
    assert!(in_english(&example.title));
    assert!(example.focus_areas.iter().all(|area| in_english(&area.title)));
    assert!(example.commitments.iter().all(|commitment| in_english(&commitment.text)));
    for target in example.targets() {
        if let TargetKind::Count(count) = &target.kind {
            assert!(in_english(&count.unit.one) && in_english(&count.unit.other), "{}", target.id.as_str());
        }
    }
}

#[test]
fn every_address_in_the_examples_stays_on_the_domain_of_examples() {
    for id in EXAMPLES {
        let path = format!("{}/public/promises/{id}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        for address in text.split('"').filter(|text| text.starts_with("http")) {
            assert!(address == "https://example.se" || address.starts_with("https://example.se/"), "{address}");
        }
    }
}

#[test]
fn the_example_of_the_year_before_has_ended_in_every_way_that_a_promise_can_end() {
    let before = promise("exempelby-2025");
    let summary = summary(&before, day(2026, 11, 22));
    assert_eq!(summary.phase, Phase::Ended);
    let each_once = [Status::Met, Status::PartlyMet, Status::NotMet, Status::Discontinued].map(|status| (status, 1));
    assert_eq!(summary.by_status, each_once);
    assert_eq!(summary.without_target_by_status, [(Status::Met, 1)]);
    // The newest news are the outcomes, though no report is that new.
    assert_eq!(summary.latest_report, date("2026-01-23"));
}

#[test]
fn the_two_examples_lead_to_each_other_and_what_goes_on_is_there() {
    let (before, now) = (promise("exempelby-2025"), promise("exempelby-2026"));
    assert_eq!(now.earlier[0].url.as_str(), "exempelby-2025.json");
    assert_eq!(before.later[0].url.as_str(), "exempelby-2026.json");
    let continued: Vec<_> = now.commitments.iter().filter_map(|commitment| commitment.continues.as_ref()).collect();
    assert_eq!(continued.len(), 3);
    for continues in continued {
        assert_eq!(continues.document.as_str(), "exempelby-2025.json");
        assert!(before.commitments.iter().any(|commitment| commitment.id == continues.id), "{}", continues.id.as_str());
    }
}
