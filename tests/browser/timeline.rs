//! What has happened, the outcome, and how we know: the timeline, the summary and the fold behind each figure.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::kommun::{Kommun, PROMISES, open_all_folds, read_promise, tab_to};
use crate::widget::Widget;

/// The text of every matching element, with white space collapsed.
async fn said(widget: &Widget<'_>, css: &str) -> Vec<String> {
    let js = "return [...root.querySelectorAll(arguments[0])].map((e) => e.innerText.replace(/\\s+/g, ' ').trim());";
    let said = widget.script(js, [json!(css)]).await;
    said.as_array().unwrap().iter().map(|words| words.as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_newest_three_events_are_a_line_each_with_date_figure_and_commitment() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let order = "return [...root.querySelectorAll('section')].map((section) => section.classList[0]).slice(0, 3);";
    assert_eq!(widget.script(order, []).await, json!(["summary", "commitments", "timeline"]));
    assert_eq!(
        said(&widget, ".timeline .brief").await,
        [
            "31 oktober 2026 17 områden Antalet grannsamverkansområden ska öka från 12 till 20",
            "31 oktober 2026 3 trygghetsvandringar Kommunen och polisen går minst 4 trygghetsvandringar tillsammans \
             med invånare",
            "30 oktober 2026 Delvis nått Kommunen och polisen gör tillsyn av alkohol (2 st) och tobak (2 st)",
        ]
    );
    let link = "const link = root.querySelector('.timeline a.deep');
        return [link.getAttribute('href'), Boolean(root.querySelector('#lofte-grannsamverkan'))];";
    assert_eq!(widget.script(link, []).await, json!(["#lofte-exempelby-2026.grannsamverkan", true]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_events_in_a_fold_of_a_fold_are_as_large_as_the_first() {
    let kommun = Kommun::open();
    let mut promise = read_promise("olofstrom-2024");
    let report = |n: usize| json!({ "date": format!("2024-{:02}-{:02}", 1 + n % 12, 1 + n / 12), "note": format!("Nummer {n}") });
    promise["commitments"][9]["reports"] = (0..160).map(report).collect();
    let src = kommun.publish("many", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    open_all_folds(&browser, 0).await;
    assert!(widget.find_all(".events .events .events").await.len() > 1);
    let sizes =
        "const sizes = (css) => [...new Set([...root.querySelectorAll(css)].map((e) => getComputedStyle(e).fontSize))];
        return [sizes('.event'), sizes('.timeline summary'), sizes('.events > :is(h2, h3, h4)').length];";
    assert_eq!(widget.script(sizes, []).await, json!([["16px"], ["16px"], 1]));
}

#[tokio::test]
async fn the_rest_of_what_has_happened_is_built_by_month_when_it_is_asked_for() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    assert_eq!(widget.find_all(".brief").await.len(), 3);
    assert_eq!(said(&widget, ".timeline summary").await, ["Visa alla 42 händelser"]);
    tab_to(&browser, &widget, ".timeline summary").await;
    browser.press(Key::Enter).await;
    widget.find(".events .event").await;
    assert_eq!(widget.find_all(".event").await.len(), 42);
    let months = ["oktober", "september", "augusti", "juni", "maj", "april", "mars", "februari", "januari"];
    assert_eq!(said(&widget, ".events > :not(ol)").await, months.map(|month| format!("{month} 2026")));
    let without_source = said(&widget, ".events .event:not(:has(.source a))").await;
    assert!(without_source.is_empty(), "{without_source:#?}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_year_without_months_and_a_future_date_are_what_they_are_and_many_events_come_some_at_a_time() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let mut reports: Vec<Value> = (1..=120).map(|n| json!({ "date": "2026-03", "note": format!("nr {n}") })).collect();
    reports.push(json!({ "date": "2026", "note": "Någon gång under året." }));
    reports.push(json!({ "date": "2026-11-23", "note": "I morgon." }));
    let promise = json!({
        "id": "ort-2026", "title": "Löfte", "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": [{ "id": "a", "text": "Ett löfte", "actors": ["polisen"], "reports": reports }]
    });
    let src = kommun.publish("ort", &promise);
    browser.goto(&kommun.page("/ort", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let about = "return root.querySelector('.summary').textContent;";
    let about = widget.script(about, []).await;
    assert!(about.as_str().unwrap().contains("mars 2026"), "a bare year is not the newest: {about}");
    for (shown, more) in
        [(0, "Visa alla 121 händelser"), (50, "Visa 71 händelser till"), (100, "Visa 21 händelser till")]
    {
        assert_eq!(widget.find_all(".event").await.len(), shown);
        let summary = widget.by_text(".timeline summary", more).await;
        summary.click().await.unwrap();
        widget.by_text(".event", &format!("nr {}", shown + 1)).await;
    }
    assert_eq!(widget.find_all(".event").await.len(), 121);
    assert_eq!(said(&widget, ".events > :not(ol, details)").await.last().unwrap(), "2026, okänd månad");
    open_all_folds(&browser, 0).await;
    assert!(!widget.text().await.contains("I morgon."), "tomorrow has not happened");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn reports_that_disagree_are_one_event_and_the_one_that_counts_is_marked() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("strangnas-2019", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    open_all_folds(&browser, 0).await;
    let walks: Vec<String> =
        said(&widget, ".timeline .event").await.into_iter().filter(|event| event.contains("vandringar")).collect();
    let [walks] = walks.as_slice() else { panic!("{walks:#?}") };
    let mut rest = walks.as_str();
    for part in [
        "Källorna säger olika.",
        "28 januari 2020",
        "4 trygghetsvandringar",
        "Den här uppgiften räknas",
        "17 december 2019",
        "5 trygghetsvandringar",
        "Räknas inte: en annan källa säger något annat.",
        "Uppföljningen är nyast och gäller hela löftet, så den räknas.",
        "Gäller: Minst 4 trygghetsvandringar, bland annat i och kring Strängnäs resecentrum",
    ] {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is missing or out of order in {walks}")).1;
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_promise_without_reports_has_no_timeline_and_does_not_look_like_a_failure() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (name, words) in [
        (
            "ockelbo-2022-2024",
            "Löftet bestod av 2 punkter utan mål i siffror. Här finns inga uppgifter om vad som gjordes.",
        ),
        ("olofstrom-2024", "Löftet hade 8 mål som gick att följa upp. Här finns inga uppgifter om hur det gick."),
        ("gnosjo-2023", "Löftet består av 3 punkter utan mål i siffror."),
    ] {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        assert!(!widget.exists(".timeline").await, "{name}");
        assert!(!widget.exists(".fields").await, "{name}");
        assert_eq!(said(&widget, ".lead").await[0], words, "{name}");
    }
    let stale = "Ingen uppgift om vad som har gjorts sedan löftet började gälla (21 april 2023).";
    assert_eq!(said(&browser.widget(0), ".stale").await, [stale]);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_promise_that_has_ended_says_how_it_ended_and_a_running_one_how_much_time_has_gone() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (name, heading, lead, counts) in [
        ("strangnas-2019", "Så gick det", "4 av 5 mål nådda", vec!["Nått 4", "Slutresultat saknas 1"]),
        (
            "exempelby-2025",
            "Så gick det",
            "2 av 7 mål nådda",
            vec![
                "Nått 2",
                "Delvis nått 1",
                "Inte nått 1",
                "Avbrutet 1",
                "Går inte att avgöra 1",
                "Slutresultat saknas 1",
            ],
        ),
        (
            "exempelby-2026",
            "Följ med i hur det går",
            "6 av 24 mål nådda",
            vec![
                "Nått 6",
                "Delvis nått 1",
                "Pågår 12",
                "Inte påbörjat 1",
                "Inte nått 1",
                "Avbrutet 1",
                "Ingen uppgift 2",
            ],
        ),
    ] {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        assert_eq!(said(&widget, "#lofte_summary").await, [heading]);
        assert_eq!(said(&widget, ".summary > p").await[0], lead);
        let key = said(&widget, ".summary :is(.key li, .chip[data-status])").await;
        assert_eq!(key, counts);
        assert_eq!(widget.exists(".time").await, name == "exempelby-2026");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_promise_in_words_alone_has_a_graphic_as_soon_as_something_is_known() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let promise = json!({
        "id": "ort-2026", "title": "Löfte", "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": [
            { "id": "a", "text": "Ett", "actors": ["polisen"], "reports": [{ "date": "2026-10", "state": "done" }] },
            { "id": "b", "text": "Två", "actors": ["polisen"], "reports": [{ "date": "2026-09", "state": "begun" }] },
            { "id": "c", "text": "Tre", "actors": ["polisen"] }
        ]
    });
    let src = kommun.publish("ort", &promise);
    browser.goto(&kommun.page("/ort", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let lead = "Löftet består av 3 punkter utan mål i siffror. 1 har nåtts. \
        Det finns uppgifter om vad som har gjorts för 2 av dem.";
    assert_eq!(said(&widget, ".lead").await, [lead]);
    assert_eq!(said(&widget, ".key li").await, ["Nått 1", "Pågår 1", "Ingen uppgift 1"]);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn every_known_figure_says_its_rule_when_it_is_opened() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    open_all_folds(&browser, 0).await;
    let known = "return [...root.querySelectorAll('.figure:not(.then *)')].filter((figure) => figure.dataset.status !== 'unknown')
        .filter((figure) => !figure.closest('.commitment').querySelector('.reports .rule'))
        .map((figure) => figure.textContent);";
    assert_eq!(widget.script(known, []).await, json!([]));
    for (target, rule) in [
        ("trafikkontroller-antal", "2 rapporter räknas: 40 av minst 20 trafikkontroller. 89 % av tiden har gått."),
        ("narkotika-nya", "7 av 40 ingripanden är 17,5 %. 89 % av tiden har gått."),
        (
            "moped-insatser",
            "Ingen rapport har någon siffra. Därför går det inte att säga hur långt det har kommit. 89 % av tiden har gått.",
        ),
        (
            "medborgardialoger-manad",
            "Målet bedöms för en period i taget: minst 1 medborgardialog i månaden. Avslutade perioder: 10. Nådde målet: 6. Nådde det inte: 2. Uppgift saknas: 2. 89 % av tiden har gått.",
        ),
        (
            "tillsyn-tobak",
            "En rapport räknas: 1 av 2 tillsyner av tobak. De som lovade har själva sagt hur det gick. Det gäller före siffrorna. 89 % av tiden har gått.",
        ),
        (
            "sommarkvallar-antal",
            "2 rapporter räknas: 7 av 10 sommarkvällar. Enligt den slutliga uppgiften är målet inte nått.",
        ),
        (
            "nattvandring-kvallar",
            "En rapport räknas: 41. Löftet säger inte hur många det är totalt. Därför går stapeln inte att fylla. 89 % av tiden har gått.",
        ),
        (
            "grannsamverkan-omraden",
            "Siffran är den senaste uppgiften. Siffran jämförs med utgångsläget: 12 (december 2025). Stapeln visar hur stor del av vägen till målet som är avklarad. 89 % av tiden har gått.",
        ),
        (
            "cykelstolder-anmalda",
            "Siffran är den senaste uppgiften. Siffran jämförs med utgångsläget: 210 (2025). Utvecklingen har gått åt fel håll, så stapeln är tom. 89 % av tiden har gått.",
        ),
        (
            "fler-vuxna-ute-antal",
            "Siffran är den senaste uppgiften. Löftet anger inget utgångsläge. Siffran jämförs med den äldsta uppgiften. Löftet anger inte både utgångsläge och mål i siffror. Därför finns ingen stapel. 89 % av tiden har gått.",
        ),
        ("samverkansgrupp-igang", "Läget enligt rapporterna: Klart."),
        ("brandskydd", "En rapport räknas: 6 informationsträffar. Läget enligt rapporterna: Klart."),
    ] {
        // The rule of the target's own place in the fold of its commitment.
        let js = "const place = root.getElementById(`lofte-${arguments[0]}`);
            const commitment = place.closest('.commitment');
            const at = [...commitment.querySelectorAll(':scope > .progress > .target')].indexOf(place);
            const inside = commitment.querySelector(':scope > .more > .inside');
            return (at < 0 ? inside : inside.querySelectorAll('.behind')[at]).querySelector('.rule').innerText.replace(/\\s+/g, ' ');";
        let said = [widget.script(js, [json!(target)]).await];
        assert_eq!(said, [rule], "{target}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_reason_stands_where_the_status_is_without_anything_opened() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2025", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    for (target, status, reason) in [
        ("trygghetsvandringar-antal", "Delvis nått", "Skäl: Vandringen i november ställdes in"),
        ("cykelstolder-anmalda", "Inte nått", "Skäl: Många elcyklar stals under sommaren"),
        ("kameror-uppe", "Avbrutet", "Skäl: Polisen och kommunen bedömde att ny belysning gör mer nytta."),
    ] {
        let text = said(&widget, &format!("#lofte-{target}")).await.remove(0);
        assert!(text.contains(status) && text.contains(reason), "{text}");
        assert!(!text.contains("Ingen uppgift"), "what is known is not unknown: {text}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn every_link_of_a_timeline_leads_to_a_commitment_of_its_promise() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for name in PROMISES {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        open_all_folds(&browser, 0).await;
        let dangling = "return [...root.querySelectorAll('.timeline a.deep')].map((a) => a.getAttribute('href'))
            .filter((href) => !href.startsWith(`#lofte-${arguments[0]}.`) || !root.getElementById(`lofte-${href.split('.')[1]}`));";
        assert_eq!(widget.script(dangling, [json!(name)]).await, json!([]), "{name}");
    }
    browser.assert_console_is_empty().await;
}
