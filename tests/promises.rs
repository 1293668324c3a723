//! The published promises as documents: details of the sources that a data model easily
//! loses. The wording of a public promise is what counts, so it is compared word for word with
//! the published page, whose text is kept here. Anything retold says no more than its source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use medborgarlofte::promise::date::{Day, PartialDate, Phase};
use medborgarlofte::promise::document::{ActorKind, Commitment, Promise, SectionKind};
use medborgarlofte::promise::indicator::{AreaKind, Better};
use medborgarlofte::promise::progress::{Figure, Status, Trend, commitment_status, is_at_least, state};
use medborgarlofte::promise::read::read;
use medborgarlofte::promise::report::{Amount, Report};
use medborgarlofte::promise::summary::summary;
use medborgarlofte::promise::target::{Direction, MilestoneGoal, Target, TargetKind};
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

/// The goal of a count, and whether it is a minimum.
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
        ("gnosjo-2023", "0617", 4, 0),
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

#[test]
fn no_promise_explains_its_words_in_words_of_its_own() {
    // The glossary does that. A definition among the sections would look like the kommun's
    // own.
    for id in REAL {
        for section in &promise(id).sections {
            assert_ne!(section.title.as_ref().map(words), Some("Ord i löftet"), "{id}");
            assert!(!words(&section.text).contains("En lägesbild är"), "{id}");
        }
    }
}

#[test]
fn a_misprint_stands_as_published_with_the_correction_beside_it() {
    for (id, commitment_id, misprint, correct) in [
        ("osby-2024", "tillsyn", "tobak, ecigaretter och", "tobak, e-cigaretter och"),
        ("olofstrom-2024", "kompetenshojning", "samt tältare på", "samt fältare på"),
        ("gnosjo-2023", "trygghetsrundor", "och är synlig och närvarande på", "och är synliga och närvarande på"),
        ("ockelbo-2022-2024", "lagesbild", "arbeta för att en bättre gemensam", "arbeta för en bättre gemensam"),
    ] {
        let promise = promise(id);
        let misprinted = commitment(&promise, commitment_id);
        let text = words(&misprinted.text);
        assert!(text.contains(misprint), "{id}: {text}");
        assert_eq!(words(misprinted.correction.as_ref().unwrap()), text.replace(misprint, correct), "{id}");
        let corrected = promise.commitments.iter().filter(|commitment| commitment.correction.is_some());
        assert_eq!(corrected.count(), 1, "{id}");
    }
}

/// The text of all sections of this kind.
fn told(promise: &Promise, kind: SectionKind) -> String {
    let sections = promise.sections.iter().filter(|section| section.kind == kind);
    sections.map(|section| words(&section.text)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn what_is_retold_keeps_the_words_that_the_source_judges_with() {
    use SectionKind::{Aim, Background, Effect, Situation};
    for (id, kind, kept) in [
        // The source compares it with the number of reports, and draws no conclusion.
        ("osby-2024", Situation, "är fortsatt högre än det faktiska antalet anmälda brott"),
        ("osby-2024", Background, "ordinarie brottsförebyggande och trygghetsskapande arbete"),
        ("olofstrom-2024", Situation, "för att minska ordningsstörningar och brottslighet"),
        ("gnosjo-2023", Situation, "upptäcka yngre personer som riskerar att hamna i"),
        ("gnosjo-2023", Effect, "Det leder till att brott beivras och förebyggs"),
        ("ockelbo-2022-2024", Situation, "skapa otrygghet"),
        ("bastad-2020-2022", Aim, "en trygg och säker kommun att bo och vistas i"),
        ("strangnas-2019", Situation, "Relativt sett"),
    ] {
        let told = told(&promise(id), kind);
        assert!(told.contains(kept), "{id}: {told}");
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
fn osby_signed_on_the_tuesday_before_the_news_and_does_not_name_the_police_area() {
    let osby = promise("osby-2024");
    assert_eq!(signatories(&osby), [("Niclas Årcén", None), ("Lotte Melin", Some("C"))]);
    // The news item is dated 8 May 2024, a Wednesday, and says "under tisdagen".
    assert!(osby.source_url.as_ref().unwrap().as_str().contains("/2024-05-08-"));
    assert_eq!(osby.signed.as_ref().unwrap().date.as_ref().map(|written| written.date), date("2024-05-07"));
    assert_eq!(day(2024, 5, 7).weekday(), 1);
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
    // "Påbörja": only the beginning was promised.
    let TargetKind::Milestone(milestone) = &target(&olofstrom, "kompetenshojning-paborjad").kind else { panic!() };
    assert_eq!(milestone.goal, Some(MilestoneGoal::Begun));
}

#[test]
fn olofstrom_keeps_the_published_words_of_commitments_and_priorities() {
    let olofstrom = promise("olofstrom-2024");
    assert_eq!(
        texts(&olofstrom),
        [
            "4 st riktade insatser kopplat till A-traktorer och mopeder.",
            "4 st riktade kampanjer för att sprida information om grannsamverkan.",
            "5 st riktade insatser mot de personer och platser där det enligt lägesbild förekommer narkotikaförsäljning/-användning.",
            "Fortsätta utveckla arbetet med föräldraskapsstöd och genomföra minst 1 föräldraföreläsning.",
            "Påbörja kompetenshöjande insatser med personal på högstadie och gymnasieskola samt tältare på socialtjänsten med fokus på tidig upptäckt av narkotikaanvändning.",
            "4 tillfällen med kommunikationsinsatser för att uppmuntra till att fler grannsamverkansområden etableras i flerfamiljshus.",
            "Samverka med föreningslivet för att främja meningsfulla aktiviteter för motorintresserade ungdomar.",
            "Genomföra grannsamverkanutbildning vid 4 tillfällen under 2024.",
            "Genomföra utbildning i hur man kan skydda sig mot bedrägerier vid minst 2 tillfällen under 2024.",
            "Samverkan med näringsidkare kring brotts-/otrygghetsproblematik kopplat till deras verksamheter.",
        ]
    );
    assert!(olofstrom.based_on.iter().any(|source| words(source).contains("verksamheter i Olofströms kommun")));
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
}

#[test]
fn gnosjos_three_activities_are_part_of_one_promise_in_these_words() {
    let gnosjo = promise("gnosjo-2023");
    assert_eq!(
        texts(&gnosjo),
        [
            "Gnosjö kommun och polisen lovar att arbeta för att förebygga brott och öka tryggheten i kommunen. För att öka tryggheten vill vi genom gemensamma lägesbilder öka närvaron på aktuella platser.",
            "Fortsätta med arbetsmetodiken Effektiv samordning för trygghet, EST genom framtagande av återkommande gemensamma lägesbilder.",
            "Utefter den aktuella gemensamma lägesbilden genomför kommunen och polisen trygghetsrundor och är synlig och närvarande på aktuella platser så kallade hot spots i kommunen.",
            "Genomföra olika aktiviteter och åtgärder riktat mot narkotikabrottslighet, våldsbrott, skadegörelser och trafikbrott.",
        ]
    );
    let whole = &gnosjo.commitments[0];
    assert!(whole.part_of.is_none());
    assert_eq!(gnosjo.activities_of(&whole.id).count(), 3);
}

#[test]
fn gnosjo_was_published_by_the_kommun_and_followed_by_another_promise() {
    let gnosjo = promise("gnosjo-2023");
    assert!(gnosjo.source_url.as_ref().unwrap().as_str().starts_with("https://www.gnosjo.se"));
    // The widget could not open the newer promise, so it is described in words, with the
    // kommun's news item.
    assert!(gnosjo.later.is_empty());
    assert!(told(&gnosjo, SectionKind::Other).contains("I april 2024"));
    let links = &gnosjo.follow_up.as_ref().unwrap().links;
    assert!(links.iter().any(|link| link.url.as_str().contains("/2024-04-02-medborgarloftet")));
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
fn bastads_promises_are_cut_out_of_running_text_word_for_word_and_say_where_from() {
    let bastad = promise("bastad-2020-2022");
    assert_eq!(
        texts(&bastad),
        [
            "Medborgarlöftet innebär att Båstads kommun och Lokalpolisområde Ängelholm under perioden 2020-01-01 – 2022-12-31 fortsätter arbetet för ökad trygghet i kommunen genom att genomföra dialoger och trygghetsundersökningar samt samarbeta för att öka antalet grannsamverkansområden.",
            "Polisen ska även genomföra trafikkontroller utifrån aktuell problembild. Båstads kommun kommer att ange prioriterade platser genom egna mätningar och målet ska vara att öka polisens synlighet och öka antal rapporter för trafikbrott.",
            "Kommunen har även lovat att initiera en samverkansgrupp mellan kommunen och polisen för att främja trygghetsskapande och brottsförebyggande arbete.",
        ]
    );
    assert!(bastad.source_url.as_ref().unwrap().as_str().starts_with("https://familjenhelsingborg.se/"));
    assert!(told(&bastad, SectionKind::Other).contains("familjenhelsingborg.se"));
}

#[test]
fn bastads_source_does_not_say_who_signed() {
    // The picture shows two people, but that is not a signature.
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
        texts(&ockelbo),
        [
            "Polisen och kommunen lovar att tillsammans arbeta för att Ockelbo ska bli en tryggare plats att vistas på.",
            "Polisen och kommunen ska tillsammans arbeta för att en bättre gemensam lägesbild som utgör en grund för vilka insatser som kommunen och polisen kan komma att behöva göra, t.ex. gällande trafiksäkerhetsfrågor.",
            "Polisen och kommunen lovar att tillsammans arbeta för att minska droganvändningen i kommunen, med ett särskilt fokus på unga.",
            "Polisen och kommunen ska tillsammans på i förväg planerade forum möta unga för samtal kring attityder och värderingar gällande bl.a. ANDT (Alkohol, Narkotika, Doping och Tobak).",
        ]
    );
}

#[test]
fn of_the_four_in_ockelbos_picture_two_signed() {
    let ockelbo = promise("ockelbo-2022-2024");
    assert_eq!(signatories(&ockelbo), [("Temo Allenbäck", None), ("Magnus Jonsson", Some("S"))]);
    assert_eq!(ockelbo.signed.unwrap().date.map(|written| written.date), date("2022-04-21"));
}

// Strängnäs

#[test]
fn strangnas_is_retold_in_short_without_losing_what_was_promised() {
    let strangnas = promise("strangnas-2019");
    for (id, kept) in [
        ("grannsamverkan", "dna-märkning"),
        ("batsamverkan", "Information om båtsamverkan"),
        ("trafikkontroller", "i kommunens samtliga kommundelar"),
        ("trafiksakerhetsrad", "träffas regelbundet"),
    ] {
        let text = words(&commitment(&strangnas, id).text);
        assert!(text.contains(kept), "{text}");
    }
    assert!(told(&strangnas, SectionKind::Other).contains("med andra ord än i originalet"));
    assert_eq!(strangnas.updated, date("2020-01-30"));
}

#[test]
fn strangnas_outcomes_are_those_of_its_follow_up() {
    let strangnas = promise("strangnas-2019");
    let amount = |done| Figure::Amount { done, or_more: false, at_least: false };
    for (id, goal, figure, status) in [
        ("grannsamverkansomraden", Some((8, true)), amount(20), Status::Met),
        ("batsamverkansomraden", Some((2, false)), amount(3), Status::Met),
        ("trygghetsvandringar-antal", Some((4, true)), amount(4), Status::Met),
        // "Mopedinsats genomförd" is a report without a figure, so nobody can say that there
        // was one too few.
        ("mopedinsatser", Some((2, true)), Figure::Unnumbered, Status::NoFinalResult),
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
    let source = |report: &Report| strangnas.source(report.source.as_ref().unwrap()).unwrap().url.clone();
    assert!(reports.iter().all(|report| source(report).is_some()));
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
            assert!(promise.source(&series.source).unwrap().url.is_some());
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
fn the_example_shows_every_status_that_a_running_promise_has_and_every_kind_of_target() {
    let example = promise("exempelby-2026");
    let today = day(2026, 11, 20);
    let mut statuses: Vec<Status> = example.targets().map(|target| state(target, &example, today).status).collect();
    statuses.extend(example.commitments.iter().map(|each| commitment_status(each, &example, today)));
    // These occur only after the end of a promise; the previous year's has two of them.
    let after = [Status::CannotTell, Status::NoFinalResult, Status::Reported];
    for status in Status::ALL.into_iter().filter(|status| !after.contains(status)) {
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
    assert_eq!(at("trafikkontroller-antal").figure, Figure::Amount { done: 40, or_more: false, at_least: false });
    let Figure::Rate(months) = at("medborgardialoger-manad").figure else { panic!() };
    assert_eq!((months.met, months.missed, months.unknown), (6, 2, 2));
    let Figure::Value { trend, .. } = at("cykelstolder-anmalda").figure else { panic!() };
    assert_eq!(trend, Trend::WrongWay);
    assert_eq!(at("fler-vuxna-ute-antal").fraction, None);
    assert_eq!(at("narkotika-nya").figure, Figure::Percent(17.5));
    // The amounts are running totals: 95, then 180.
    let cumulative = Figure::Amount { done: 180, or_more: false, at_least: false };
    assert_eq!(at("trafikutbildning-femteklassare").figure, cumulative);
    let more = Figure::Amount { done: 69, or_more: true, at_least: false };
    assert_eq!(at("fotpatrullering-stationstorget").figure, more);
    let at_least = Figure::Amount { done: 44, or_more: false, at_least: true };
    assert_eq!(at("fotpatrullering-norrangen").figure, at_least);
    // The source says that there will be no more summer evenings, although August had two
    // weeks left.
    assert_eq!(at("sommarkvallar-antal").status, Status::NotMet);
    // "Börjar bygga" is met; "klar till jul" is not, yet.
    assert_eq!(["belysning-paborjad", "belysning-klar"].map(|id| at(id).status), [Status::Met, Status::Begun]);
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
    let ends = [
        (Status::Met, 2),
        (Status::PartlyMet, 1),
        (Status::NotMet, 1),
        (Status::Discontinued, 1),
        (Status::CannotTell, 1),
        (Status::NoFinalResult, 1),
    ];
    assert_eq!(summary.by_status, ends);
    // Two of them are outcomes stated for commitments without a number.
    assert_eq!((summary.total, summary.stated, summary.besides), (7, 2, 0));
    // The latest news is the outcomes, which are newer than any report.
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

// Follow-ups for the tests of what the widget says

const REAL_FOLLOW_UPS: [&str; 7] = [
    "ale-2020-2021",
    "goteborg-centrum-2018",
    "grastorp-2022-2023",
    "jokkmokk-2020-2022",
    "kungalv-2020-2021",
    "kungsbacka-2019-2020",
    "lulea-2017",
];
const MADE_UP_FOLLOW_UPS: [&str; 4] = ["ingenstad-2024", "latsaskoping-2025", "pahittsby-2024", "sagolunda-2023"];

fn follow_up(id: &str) -> String {
    let path = format!("{}/tests/fixtures/promises/{id}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_follow_up_is_a_document_without_errors() {
    for id in REAL_FOLLOW_UPS.iter().chain(&MADE_UP_FOLLOW_UPS) {
        let reading = read(&follow_up(id));
        assert_eq!(reading.errors(), 0, "{id}: {:#?}", reading.problems);
        let promise = reading.promise.unwrap();
        assert_eq!(promise.id.as_str(), *id);
        assert_eq!(promise.example, MADE_UP_FOLLOW_UPS.contains(id), "{id}");
        assert!(promise.example || promise.source_url.is_some(), "{id}");
    }
}

#[test]
fn a_made_up_follow_up_leads_to_no_real_site_and_a_real_one_to_no_made_up_site() {
    for id in REAL_FOLLOW_UPS.iter().chain(&MADE_UP_FOLLOW_UPS) {
        let text = follow_up(id);
        let addresses: Vec<_> = text.split('"').filter(|text| text.starts_with("http")).collect();
        let made_up = MADE_UP_FOLLOW_UPS.contains(id);
        assert!(addresses.iter().all(|address| address.starts_with("https://example.se/") == made_up), "{addresses:?}");
    }
}

#[test]
fn the_follow_ups_use_everything_that_a_follow_up_can_say() {
    let all: String = REAL_FOLLOW_UPS.iter().chain(&MADE_UP_FOLLOW_UPS).map(|id| follow_up(id)).collect();
    for part in [
        r#""final": true"#,
        r#""or_more": true"#,
        r#""reporting": "cumulative""#,
        r#""sources": ["#,
        r#""conflicts_with": {"#,
        r#""comment": ""#,
        r#""goal": "begun""#,
        r#""goal": "done""#,
        r#""of_target": ""#,
        r#""total": "#,
        r#""status": "met""#,
        r#""status": "partly_met""#,
        r#""status": "not_met""#,
        r#""status": "discontinued""#,
        r#""status": "cannot_tell""#,
        r#""per": "week""#,
        r#""per": "month""#,
        r#""per": "quarter""#,
        r#""per": "year""#,
    ] {
        assert!(all.contains(part), "{part}");
    }
}
