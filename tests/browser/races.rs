//! Events that interrupt others: views abandoned half-built, files of another version, a page that removes the element.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::host::Reply;
use crate::kommun::{Kommun, told};
use crate::widget::Widget;

const ENGLISH: &str = "/lofte/medborgarlofte-en.json";

/// Presses the English button and does something as soon as the new view is on the page, but not complete.
async fn while_english_grows(widget: &Widget<'_>, act: &str) {
    let js = format!(
        "const old = root.querySelector('.lofte');
        new MutationObserver((_, observer) => {{
            const view = root.querySelector('.view');
            if (!view || view === old || view.matches('.lofte')) return;
            observer.disconnect();
            window.acted = true;
            {act}
        }}).observe(root, {{ childList: true }});
        root.querySelector('[data-speak=en]').click();"
    );
    widget.script(&js, []).await;
}

fn with_tips(kommun: &Kommun) -> String {
    format!("data-loading=\"eager\" data-tips=\"{}\"", kommun.files.url("/api/tips"))
}

async fn acted(browser: &Browser) {
    browser.wait_for("what is done while the view grows", "window.acted").await;
}

#[tokio::test]
async fn an_element_that_is_taken_away_while_it_is_built_anew_harms_no_other() {
    let kommun = Kommun::open();
    let tag = kommun.tag(&kommun.promise("exempelby-2026"), &with_tips(&kommun));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &[tag.as_str(), tag.as_str()].concat())).await;
    for n in 0..2 {
        browser.widget(n).whole().await;
    }
    while_english_grows(&browser.widget(0), "host.remove();").await;
    acted(&browser).await;
    // The remaining widget works as before, in the same module that built the other one.
    let left = browser.widget(0);
    left.click("[data-speak=en]").await;
    left.by_text("button", "Tell us about a safe or unsafe place").await.click().await.unwrap();
    left.find("form").await;
    left.whole().await;
    assert!(told(&browser, "lofte:error").await.is_empty());
    assert_eq!(kommun.files.times_asked("/lofte/medborgarlofte-widget.wasm"), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_is_shown_stays_when_another_promise_does_not_come_in_the_middle_of_a_change() {
    let kommun = Kommun::open();
    kommun.files.route("/lofte/promises/exempelby-2026.json", Reply::status(404));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2025", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let press = "root.querySelector('.years [data-open]').click();";
    while_english_grows(&widget, press).await;
    acted(&browser).await;
    browser.wait_for("the failure", "window.told.some((event) => event.name === 'lofte:error')").await;
    // The last complete view: in Swedish, as before.
    widget.whole().await;
    widget.wait_for_text("Löftet gick inte att hämta. Försök igen senare.").await;
    assert!(widget.text().await.contains("Det här lovade vi"));
    assert_eq!(told(&browser, "lofte:ready").await.len(), 1);
    // And the reader can continue.
    kommun.files.mend("/lofte/promises/exempelby-2026.json");
    widget.click(".years [data-open]").await;
    widget.wait_for_text("Tillbaka till Exempel: medborgarlöfte 2025").await;
}

#[tokio::test]
async fn two_presses_in_a_row_end_with_the_second() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2025", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let press = "root.querySelector('.years [data-open]').click();";
    while_english_grows(&widget, press).await;
    acted(&browser).await;
    widget.wait_for_text("Back to").await;
    widget.whole().await;
    assert!(widget.text().await.contains("What we promise"));
    let shown = told(&browser, "lofte:ready").await;
    assert_eq!(shown.last().unwrap()["src"], json!(kommun.promise("exempelby-2026")));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn english_that_does_not_come_is_told_and_swedish_is_never_marked_as_english() {
    let kommun = Kommun::open();
    let file = std::fs::read_to_string(crate::host::site().join("medborgarlofte-en.json")).unwrap();
    let mut other: Value = serde_json::from_str(&file).unwrap();
    // As if from another version: one text is missing.
    other.as_object_mut().unwrap().remove("background.based_on");
    let browser = Browser::open(Options::default()).await;
    let element = format!(
        "<medborgar-lofte lang=\"en\" src=\"{}\"></medborgar-lofte>{}",
        kommun.promise("exempelby-2026"),
        kommun.loader_tag()
    );
    kommun.files.route(ENGLISH, Reply::status(404));
    browser.goto(&kommun.page("/english", &element)).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let spoken = "return [root.querySelector('.lofte').lang, root.querySelector('.title span').lang];";
    assert_eq!(
        widget.script(spoken, []).await,
        json!(["sv", "en"]),
        "the document's own English is there all the same"
    );
    assert!(widget.text().await.contains("Det här lovar vi"));
    browser.wait_for_console("medborgarlofte: texterna").await;

    kommun.files.route(ENGLISH, Reply::held());
    browser.goto(&kommun.page("/other", &element)).await;
    widget.whole().await;
    widget.script("root.querySelector('.lofte').isFirst = true;", []).await;
    kommun.files.route(ENGLISH, Reply::ok("application/json", other.to_string()));
    widget.wait_for_value("return Boolean(root.querySelector('.lofte').isFirst);", json!(false)).await;
    let text = widget.text().await;
    assert!(text.contains("Det här lovar vi") && !text.contains("What we promise"), "{text}");

    kommun.files.route(ENGLISH, Reply::status(404));
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    widget.whole().await;
    widget.click("[data-speak=en]").await;
    browser.wait_for("the failure", "window.told.some((event) => event.name === 'lofte:error')").await;
    let current = "return root.querySelector('.languages [aria-current]').dataset.speak;";
    assert_eq!(widget.script(current, []).await, json!("sv"));
    assert!(!widget.script("return root.querySelector('.said').textContent;", []).await.as_str().unwrap().is_empty());
}

#[tokio::test]
async fn a_chosen_subject_is_still_seen_in_another_language() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", &with_tips(&kommun))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.by_text("button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.find("form").await;
    let choose = "const select = root.querySelector('#lofte_tip-about');
        select.selectedIndex = 2;
        select.dispatchEvent(new Event('change', { bubbles: true }));
        return select.value;";
    let chosen = widget.script(choose, []).await;
    widget.click("[data-speak=en]").await;
    widget.by_text("h3", "What we promise").await;
    widget.whole().await;
    assert_eq!(widget.script("return root.querySelector('#lofte_tip-about').value;", []).await, chosen);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_was_wrong_in_the_form_takes_no_focus_when_the_view_is_built_anew() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let more = with_tips(&kommun);
    let page = kommun.page(
        "/",
        &format!("<input id=\"own\" aria-label=\"Sök\">{}", kommun.tag(&kommun.promise("exempelby-2026"), &more)),
    );
    browser.goto(&page).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.by_text("button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.by_text("form button", "Skicka tipset").await.click().await.unwrap();
    widget.find(".error-summary").await;
    browser.script("document.querySelector('#own').focus();", []).await;
    widget.script("host.setAttribute('heading-level', '3');", []).await;
    widget.by_text("h4", "Det här lovar vi").await;
    widget.whole().await;
    widget.find(".error-summary").await;
    assert_eq!(browser.active().await.unwrap().id, "own");
}

#[tokio::test]
async fn buttons_and_folds_of_the_pages_own_fallback_are_the_pages_own() {
    let kommun = Kommun::open();
    kommun.files.route("/own/never.json", Reply::status(404));
    let fallback = "<button id=\"menu\" data-link=\"x\" data-open=\"/own/never.json\">Meny</button>
        <details data-document=\"/own/never.json\"><summary>Mer</summary><p>Text</p></details>";
    let element = format!(
        "<medborgar-lofte src=\"{}\" loading=\"eager\">{fallback}</medborgar-lofte>{}",
        kommun.files.url("/own/never.json"),
        kommun.loader_tag()
    );
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &element)).await;
    browser.widget(0).find(".failed").await;
    browser.wait_for_console("medborgarlofte: Filen finns inte på den adressen (404)").await;
    let before = browser.console().await.len();
    // The fold fires its event in a separate task, which may be late.
    let press = "const [menu, fold] = ['#menu', 'details'].map((css) => document.querySelector(css));
        return new Promise((resolve) => {
            fold.addEventListener('toggle', () => setTimeout(() => resolve(menu.textContent), 300));
            menu.click();
            fold.open = true;
        });";
    assert_eq!(browser.script(press, []).await, json!("Meny"));
    assert_eq!(kommun.files.times_asked("/own/never.json"), 1);
    assert_eq!(browser.console().await.len(), before);
}
