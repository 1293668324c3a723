//! What a resident reads: every promise in full, and its progress in words, figures and bars.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::kommun::{Kommun, PROMISES, open_all_folds, read_promise, shown};

/// Collapses white space, however the browser breaks the lines.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of a document in Swedish.
fn swedish(text: &Value) -> &str {
    text.as_str().or_else(|| text["sv"].as_str()).unwrap_or_default()
}

/// Collects every text of a document meant for residents, by field name.
fn texts(value: &Value, found: &mut Vec<String>) {
    const FOR_RESIDENTS: [&str; 19] = [
        "as_written",
        "cadence",
        "correction",
        "description",
        "format",
        "label",
        "name",
        "note",
        "of",
        "organisation",
        "party",
        "reason",
        "role",
        "size",
        "text",
        "title",
        "what",
        "why",
        "based_on",
    ];
    match value {
        Value::Object(fields) => {
            for (name, inside) in fields {
                match name.as_str() {
                    // The form is not shown here, and the period of a goal is shown with the figure.
                    "tips" | "period" => {}
                    "based_on" => found.extend(inside.as_array().unwrap().iter().map(|text| swedish(text).to_owned())),
                    name if FOR_RESIDENTS.contains(&name) => found.push(swedish(inside).to_owned()),
                    _ => texts(inside, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| texts(entry, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_page_with_one_script_tag_shows_what_olofstrom_promises_in_three_groups() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("olofstrom-2024", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let groups = "return [...root.querySelectorAll('.group')].map((group) =>
        [group.querySelector('.group-name').textContent, group.querySelector('ul').children.length]);";
    let groups = widget.script(groups, []).await;
    assert_eq!(groups, json!([["Polisen", 3], ["Olofströms kommun", 4], ["Tillsammans", 3]]));
    let text = widget.text().await;
    for words in [
        "Medborgarlöfte 2024",
        "Löftet kom från Lokalpolisområde Karlshamn och Olofströms kommun.",
        "\nPolisen och Olofströms kommun\n",
        "Löftet hade 8 mål som gick att följa upp. Här finns inga uppgifter om hur det gick.",
        "Vill du veta mer? Fråga Olofströms kommun.",
        "Ingen uppgift",
        "Mål: 4 riktade insatser",
        "Mål: 5 riktade insatser",
        "Mål: minst 1 föräldraföreläsning",
        "Mål: minst 2 utbildningstillfällen",
        "Mål: De kompetenshöjande insatserna har påbörjats",
        "Gällde 2024",
    ] {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    assert_eq!(text.matches("\nIngen uppgift\n").count(), 8, "{text}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn each_of_the_promises_is_shown_whole() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for name in PROMISES {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        open_all_folds(&browser, 0).await;
        // Shown when the focus area is chosen.
        widget.script("for (const e of root.querySelectorAll('.area-description')) e.hidden = false;", []).await;
        // A label that the goal repeats is shown only once, in lower case as in the goal.
        let shown = squeezed(&widget.text().await).to_lowercase();
        let mut expected = Vec::new();
        texts(&read_promise(name), &mut expected);
        assert!(expected.len() > 10, "{name} has texts");
        let paragraphs = expected.iter().flat_map(|text| text.split("\n\n")).map(squeezed);
        let missing: Vec<String> = paragraphs.filter(|paragraph| !shown.contains(&paragraph.to_lowercase())).collect();
        assert!(missing.is_empty(), "{name} does not show {missing:#?}\nbut only:\n{shown}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn every_link_of_a_promise_leads_where_the_document_says() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("strangnas-2019", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let hrefs = widget.script("return [...root.querySelectorAll('a')].map((a) => a.href);", []).await;
    let document = read_promise("strangnas-2019");
    let mut urls = vec![document["source_url"].clone()];
    urls.extend(document["documents"].as_array().into_iter().flatten().map(|file| file["url"].clone()));
    let hrefs = hrefs.as_array().unwrap();
    for url in urls.iter().filter(|url| url.is_string()) {
        assert!(hrefs.contains(url), "{url} is not among {hrefs:#?}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn reports_that_disagree_are_opened_by_keyboard_and_both_are_shown_with_date_and_source() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("strangnas-2019", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let target = "#lofte-trygghetsvandringar";
    let figure = widget.by_text(&format!("{target} .figure"), "4 av minst 4 trygghetsvandringar").await;
    assert!(figure.is_displayed().await.unwrap());
    let reaches = "return root.activeElement === root.querySelector(arguments[0]);";
    let mut steps = 0;
    while widget.script(reaches, [json!(format!("{target} summary"))]).await != json!(true) {
        browser.press(Key::Tab).await;
        steps += 1;
        assert!(steps < 60, "the reports cannot be reached with Tab");
    }
    browser.press(Key::Enter).await;
    let text = "return root.querySelector(arguments[0]).innerText;";
    widget.find(&format!("{target} details[open]")).await;
    let text = widget.script(text, [json!(format!("{target} .reports"))]).await;
    let text = text.as_str().unwrap();
    for words in [
        "Så vet vi det: 2 rapporter",
        "En rapport räknas: 4 av minst 4 trygghetsvandringar.",
        "Källorna säger olika.",
        "28 januari 2020",
        "4 trygghetsvandringar",
        "Den här uppgiften räknas",
        "17 december 2019",
        "5 trygghetsvandringar",
        "Räknas inte: en annan källa säger något annat.",
        "Uppgift från Strängnäs kommun",
        "Källa: Strängnäs kommun: Fem trygghetsvandringar i Strängnäs kommun under 2019",
    ] {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    assert!(text.find("28 januari 2020") < text.find("17 december 2019"), "the newest comes first:\n{text}");
    // From the fold, Tab moves on to the source.
    browser.press(Key::Tab).await;
    let source = "document.querySelector('medborgar-lofte').shadowRoot.activeElement.matches('a')";
    browser.wait_for("the source to have the keyboard", source).await;
    let active = browser.active().await.expect("the source has the keyboard");
    assert_eq!(active.role, "link");
    assert!(active.name.starts_with("Strängnäs kommun: Uppföljning"), "{active:?}");
    let href = "return root.activeElement.href;";
    let href = widget.script(href, []).await;
    assert_eq!(
        href,
        json!("https://www.strangnas.se/arkiv/nyheter/nyheter/2020-01-28-uppfoljning-av-medborgarloftet-2019")
    );

    let checks = "return root.querySelector('#lofte-trafikkontroller').innerText;";
    let checks = widget.script(checks, []).await;
    assert!(checks.as_str().unwrap().contains("303 trafikkontroller"), "{checks}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_example_shows_every_status_and_tells_of_more_than_was_promised() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let words = "return [...new Set([...root.querySelectorAll('.status, .figure')].map((mark) => mark.textContent))];";
    let words = widget.script(words, []).await;
    let words: Vec<&str> = words.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for status in ["Nått", "Delvis nått", "Pågår", "Inte påbörjat", "Inte nått", "Avbrutet", "Ingen uppgift"] {
        assert!(words.contains(&status), "{status} is missing in {words:?}");
    }
    let row = widget.by_text("#lofte-trafikkontroller-antal .figure-row", "Nått").await;
    assert_eq!(squeezed(&browser.text(&row).await), "40 av minst 20 trafikkontroller Nått");
    let text = widget.text().await;
    for words in [
        "Det här är ett påhittat exempel. Kommunen finns inte, och inget här har hänt.",
        "Pågår till 31 december 2026",
        "Uppdaterat 10 november 2026",
        "89\u{a0}% av tiden har gått.",
        "Just nu 231 anmälningar, tidigare 210",
        "Åt fel håll",
    ] {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    open_all_folds(&browser, 0).await;
    let text = widget.text().await;
    for words in [
        "Underskrivet: 15 januari 2026",
        "Siffrorna visar vad som har gjorts och räknats. De visar inte om tryggheten har ökat.",
    ] {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    // Numbers follow Swedish conventions, and a year without a measurement is not a zero.
    assert!(text.contains("2,41") && text.contains("61,3") && !text.contains("2.41"), "{text}");
    browser.goto(&kommun.page_with("olofstrom-2024", "")).await;
    widget.find(".lofte").await;
    open_all_folds(&browser, 0).await;
    let text = widget.text().await;
    assert!(text.contains("57,6") && text.contains("ingen uppgift"), "{text}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn one_is_told_in_singular_and_what_is_more_than_counted_is_said_to_be() {
    let kommun = Kommun::open();
    let unit = json!({ "one": "område", "other": "områden" });
    let target = |id: &str, kind: &str, more: Value, reports: Value| {
        let mut target = json!({ "id": id, "kind": kind, "reports": reports });
        target.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        target
    };
    let bare = json!({ "date": "2026-03", "note": "Vi har gjort mer." });
    let promise = json!({
        "id": "ett-2026",
        "title": "Ett löfte",
        "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [{ "id": "kommunen", "kind": "municipality", "name": "Orts kommun" }],
        "commitments": [
            { "id": "lofte", "text": "Vi gör mer.", "targets": [
                target("okar", "change", json!({ "direction": "increase", "of": "samverkan", "goal": 1, "unit": unit }),
                    json!([{ "date": "2026-02", "value": 1 }])),
                target("alla", "every", json!({ "of": "kvällar" }), json!([{ "date": "2026-02", "amount": 3, "or_more": true }, bare])),
                target("manad", "rate", json!({ "goal": 1, "per": "month", "unit": unit }),
                    json!([{ "date": "2026-11", "amount": 1 }])),
            ] },
            { "id": "raknat", "text": "Vi räknar.", "reports": [
                { "date": "2026-02", "amount": 1, "unit": unit }, bare
            ] }
        ]
    });
    let src = kommun.publish("ett", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let figure = async |id: &str| shown(&widget, &format!("#lofte-{id} .figure")).await;
    assert_eq!(figure("okar").await, ["Just nu 1 område"]);
    widget.open_more("lofte").await;
    let goal = shown(&widget, "#lofte-lofte .behind .detail").await;
    assert_eq!(goal[0], "Ska öka: samverkan, till 1 område");
    assert_eq!(figure("alla").await[0], "Kvällar: 3, och fler som inte är räknade");
    assert_eq!(figure("raknat").await, ["1 område"]);
    // The bar shows this month, so it has no mark for how much of the year has passed.
    assert!(widget.exists("#lofte-manad .bar").await && !widget.exists("#lofte-manad .tick").await);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_bar_is_a_progressbar_with_a_name_and_a_value_in_words_and_unknown_is_a_bar_without_a_value() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let bar = widget.find("#lofte-trafikkontroller-antal .bar").await;
    assert_eq!(browser.role(&bar).await, "progressbar");
    let words = "Polisen gör minst 20 trafikkontroller på platser som invånarna har pekat ut.";
    assert_eq!(browser.name(&bar).await, words);
    // The figure beside it says the rest, and would otherwise be read out twice.
    assert_eq!(browser.attribute(&bar, "aria-valuetext").await, None);
    assert_eq!(browser.attribute(&bar, "aria-valuenow").await.unwrap(), "100");

    let targets = "return [...root.querySelectorAll('.target')].map((target) => {
        const bar = target.querySelector('[role=progressbar]');
        return {
            id: target.id,
            status: target.querySelector('.status').textContent,
            bar: bar && [bar.ariaLabel, bar.ariaValueText, bar.ariaValueNow && Number(bar.ariaValueNow)],
        };
    });";
    let targets = widget.script(targets, []).await;
    let targets = targets.as_array().unwrap();
    assert!(targets.len() > 15);
    let (unknown, known): (Vec<&Value>, Vec<&Value>) =
        targets.iter().partition(|target| target["status"] == "Ingen uppgift");
    assert!(!unknown.is_empty());
    for target in unknown {
        // Neither missing nor zero.
        assert_eq!(target["bar"][1], "Ingen uppgift", "{target}");
        assert_eq!(target["bar"][2], Value::Null, "{target}");
    }
    let bars: Vec<&Value> = known.into_iter().filter(|target| !target["bar"][2].is_null()).collect();
    assert!(bars.len() > 8);
    for target in bars {
        assert!(!target["bar"][0].as_str().unwrap().is_empty() && target["bar"][1].is_null(), "{target}");
        assert!((0.0..=100.0).contains(&target["bar"][2].as_f64().unwrap()), "{target}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn headings_begin_at_the_level_that_the_page_asks_for_and_skip_none() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (name, asked, first) in
        [("exempelby-2026", "data-heading-level=\"4\"", 4), ("exempelby-2026", "", 2), ("olofstrom-2024", "", 2)]
    {
        let more = format!("{asked} data-tips=\"{}\"", kommun.files.url("/api/tips"));
        kommun.promise_with_tips(name);
        browser.goto(&kommun.page_with(name, &more)).await;
        let widget = browser.widget(0);
        widget.whole().await;
        widget.by_text("button", "Lämna ett trygghetstips").await.click().await.unwrap();
        widget.find("form").await;
        open_all_folds(&browser, 0).await;
        let js = "return [...root.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((h) => [Number(h.localName[1]), h.textContent]);";
        let headings = widget.script(js, []).await;
        let levels: Vec<u64> =
            headings.as_array().unwrap().iter().map(|heading| heading[0].as_u64().unwrap()).collect();
        assert_eq!(levels[0], first);
        assert!(levels.iter().skip(1).all(|level| *level > first), "{headings:#}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{headings:#}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_reader_of_english_gets_the_document_in_english_where_it_has_it_and_marked() {
    let kommun = Kommun::open();
    let element = format!(
        "<medborgar-lofte lang=\"en\" src=\"{}\"></medborgar-lofte>{}",
        kommun.promise("exempelby-2026"),
        kommun.loader_tag()
    );
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/english", &element)).await;
    let widget = browser.widget(0);
    widget.find(".lofte[lang=en]").await;
    let language = "return [...root.querySelectorAll('.title, .text')].map((element) => {
        const words = element.querySelector('[lang]') ?? element;
        return [words.textContent, words.closest('[lang]').lang];
    });";
    let pairs = widget.script(language, []).await;
    let pairs = pairs.as_array().unwrap();
    assert_eq!(pairs[0], json!(["Example: citizen promise 2026", "en"]));
    let check = "The police make at least 20 traffic checks at places that residents have pointed out.";
    assert!(pairs.contains(&json!([check, "en"])), "{pairs:#?}");
    // The surrounding words are English, too.
    let heading = widget.by_text("h3", "What we promise").await;
    assert!(heading.is_displayed().await.unwrap());
    assert_eq!(widget.script("return root.querySelector('.lofte').lang;", []).await, json!("en"));
    // Text that the document has only in Swedish is shown in Swedish, and marked.
    open_all_folds(&browser, 0).await;
    let swedish = widget.by_text("p", "Invånarna fick säga vad som oroar dem").await;
    assert_eq!(browser.attribute(&swedish, "lang").await.as_deref(), Some("sv"));
    browser.assert_console_is_empty().await;
}
