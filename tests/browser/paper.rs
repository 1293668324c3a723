//! On paper: everything is included, since nothing can be unfolded, searched or clicked.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::engine::Engine;
use crate::kommun::{Kommun, shown};
use crate::widget::Widget;

/// The closed folds, by class. Those of earlier promises are fetched, so they stay as they are.
async fn closed(widget: &Widget<'_>) -> Value {
    let js = "return [...root.querySelectorAll('details:not([open], .continues, .timeline *)')].map((fold) => fold.className);";
    widget.script(js, []).await
}

async fn open_folds(widget: &Widget<'_>) -> Value {
    let js = "return [...root.querySelectorAll('details')].flatMap((fold, n) => fold.open ? [n] : []);";
    widget.script(js, []).await
}

/// Opens a page with the example and its form, with everything closed as on a first visit.
async fn open(kommun: &Kommun, browser: &Browser) {
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    browser.goto(&kommun.page_with("exempelby-2026", &tips)).await;
    browser.widget(0).whole().await;
    // Open if there is room for charts; on a phone everything is closed.
    browser.widget(0).script("root.querySelector('.indicators').open = false;", []).await;
}

/// Fires a print event on the page, as the browser does; everything has to be done when that returns.
async fn tell(browser: &Browser, name: &str) {
    browser.script("dispatchEvent(new Event(arguments[0]));", [json!(name)]).await;
}

#[tokio::test]
async fn before_printing_every_fold_is_open_and_after_it_those_that_were() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open(&kommun, &browser).await;
    let widget = browser.widget(0);
    // A resident has opened a fold, and one inside it.
    widget.click(".timeline > details > summary").await;
    widget.find(".events .event").await;
    let before = open_folds(&widget).await;
    assert_eq!(before.as_array().unwrap().len(), 1);
    // Nested folds are built in the same task, since printing does not wait for another one.
    let js = "dispatchEvent(new Event('beforeprint'));
        return [root.querySelectorAll('details:not([open], .continues, .timeline *)').length, root.querySelectorAll('.event').length,
            root.querySelectorAll('.reports .report, .reports .rule').length > 20, root.querySelectorAll('.indicator table').length];";
    assert_eq!(widget.script(js, []).await, json!([0, 42, true, 2]));
    assert!(!widget.text().await.contains("Hämtar"), "what would have to be fetched is left alone");
    tell(&browser, "afterprint").await;
    // Only the fold that was open before is open, although there are more of them now.
    let now = "return [...root.querySelectorAll('details[open]')].map((fold) => fold.parentElement.className);";
    assert_eq!(widget.script(now, []).await, json!(["timeline"]));
    // And once more, with the folds that have been built.
    tell(&browser, "beforeprint").await;
    assert_eq!(closed(&widget).await, json!([]));
    tell(&browser, "afterprint").await;
    assert_eq!(widget.script(now, []).await, json!(["timeline"]));
    assert_eq!(kommun.files.times_asked("/lofte/promises/exempelby-2025.json"), 0);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_reports_of_a_commitment_are_printed_to_the_last_and_only_once() {
    let kommun = Kommun::open();
    let reports: Vec<Value> = (1..=120).map(|n| json!({ "date": "2026-03", "note": format!("nr {n}") })).collect();
    let promise = json!({
        "id": "ort-2026", "title": "Löfte", "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": [{ "id": "a", "text": "Ett löfte", "actors": ["polisen"], "reports": reports }]
    });
    let src = kommun.publish("ort", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/ort", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    tell(&browser, "beforeprint").await;
    assert_eq!(shown(&widget, ".report").await.len(), 120);
    assert!(!widget.exists(".event").await, "the timeline would repeat them");
    assert_eq!(closed(&widget).await, json!([]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn paper_has_no_buttons_no_choices_and_no_form_but_addresses_and_what_was_filtered_away() {
    if !Engine::chosen().has_print_media() {
        return;
    }
    let kommun = Kommun::open();
    let screen = Options::default();
    let browser = Browser::open(screen.clone()).await;
    open(&kommun, &browser).await;
    let widget = browser.widget(0);
    let choose = "const select = root.querySelector('#lofte_find-actor');
        select.value = '2';
        select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));";
    widget.script(choose, []).await;
    assert_eq!(shown(&widget, ".commitment").await.len(), 2);
    assert_eq!(shown(&widget, ".group").await.len(), 2);
    // The message comes a moment later and may move what is below, which could make a click miss.
    widget.wait_for_text("Visar 2 av 23 punkter.").await;
    for opens_form in [false, true] {
        if opens_form {
            widget.click(".tip-closed button").await;
            widget.find("form").await;
        }
        browser.show(&screen.clone().print()).await;
        tell(&browser, "beforeprint").await;
        assert_eq!(shown(&widget, ".commitment").await.len(), 23);
        assert_eq!(shown(&widget, ".group-name").await.len(), 6);
        for css in ["button", ".find", ".tip-closed", "form", "input", "select", "textarea", ".said"] {
            let seen = shown(&widget, css).await;
            assert!(seen.is_empty(), "{css} is on paper: {seen:?}");
        }
        // Firefox returns the rule rather than its result.
        let address = "const link = [...root.querySelectorAll('.report .source a')].find((a) => a.checkVisibility());
            const after = getComputedStyle(link, '::after').content;
            return [after.includes(link.href) || after.includes('attr(href)'), getComputedStyle(link).color];";
        assert_eq!(widget.script(address, []).await, json!([true, "rgb(0, 0, 0)"]));
        let marks =
            "return [...root.querySelectorAll('summary')].every((e) => getComputedStyle(e).listStyleType === 'none');";
        assert_eq!(widget.script(marks, []).await, json!(true));
        tell(&browser, "afterprint").await;
        browser.show(&screen).await;
    }
    assert_eq!(shown(&widget, ".commitment").await.len(), 2, "the screen is as it was");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_browser_that_prints_gets_all_of_it_onto_its_pages() {
    // Only this driver returns the printed document.
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open(&kommun, &browser).await;
    let mut sizes = Vec::new();
    for _ in 0..2 {
        let pdf = browser.cdp("Page.printToPDF", json!({ "printBackground": false })).await;
        let pdf = thirtyfour::support::base64_decode(pdf["data"].as_str().unwrap()).unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        let pages = pdf.windows(11).filter(|part| part == b"/Type /Page").count();
        sizes.push((pages, pdf.len()));
        // The folds are closed again.
        let open = "document.querySelector('medborgar-lofte').shadowRoot.querySelector('details[open]')";
        browser.wait_for("the folds to be closed", &format!("!{open}")).await;
    }
    let (pages, bytes) = sizes[0];
    assert!(pages > 8 && bytes > 100_000, "{sizes:?}");
    // Printing has not made anything grow.
    assert_eq!(sizes[1].0, pages, "{sizes:?}");
    assert_eq!(open_folds(&browser.widget(0)).await, json!([]));
    browser.assert_console_is_empty().await;
}
