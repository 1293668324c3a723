//! Earlier and later promises: shown in place of this one, or opened next to the commitment that continues them.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::host::{Host, Reply};
use crate::kommun::{Kommun, read_promise, shown, tab_to, told};

const THIS: &str = "Exempel: medborgarlöfte 2026";
const EARLIER: &str = "Exempel: medborgarlöfte 2025";

/// What must not change, whatever the widget shows.
async fn place(browser: &Browser) -> Value {
    browser.script("return [location.href, history.length, JSON.stringify(history.state)];", []).await
}

/// Waits until the title has the focus and this text.
async fn wait_for_title(browser: &Browser, title: &str) {
    let here = "document.querySelector('medborgar-lofte').shadowRoot.activeElement";
    browser.wait_for(title, &format!("{here}.matches('.lofte .title') && {here}.textContent === '{title}'")).await;
}

/// Opens the fold for the earlier promise of a commitment, waits until it contains these words, and returns all of its
/// text. The words must be new: when the fold is opened again, its old content is shown for a moment.
async fn recall(browser: &Browser, commitment: &str, words: &str) -> String {
    let widget = browser.widget(0);
    widget.open_more(commitment).await;
    let fold = format!("#lofte-{commitment} .continues");
    widget.click(&format!("{fold} > summary")).await;
    let then = format!("{fold} .then");
    let read = async || shown(&widget, &then).await.join(" ");
    browser.wait_until(&format!("{words:?} in {then}"), read, |then| then.contains(words)).await
}

#[tokio::test]
async fn an_earlier_promise_is_shown_in_this_place_and_there_is_a_way_back() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&format!("{}?a=b#innehall", kommun.page_with("exempelby-2026", ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let before = place(&browser).await;
    assert_eq!(shown(&widget, ".years").await, [format!("Tidigare löften: {EARLIER}")]);
    tab_to(&browser, &widget, ".years button").await;
    browser.press(Key::Enter).await;
    wait_for_title(&browser, EARLIER).await;
    assert!(widget.text().await.contains("2 av 7 mål nådda"));
    // The earlier promise names this one as a later one, but going back is shorter.
    widget.by_text(".way-back button", &format!("Tillbaka till {THIS}")).await.click().await.unwrap();
    wait_for_title(&browser, THIS).await;
    assert!(!widget.exists(".way-back").await);
    let ready = told(&browser, "lofte:ready").await;
    let sources: Vec<&str> = ready.iter().map(|detail| detail["src"].as_str().unwrap()).collect();
    let (this, earlier) = (kommun.promise("exempelby-2026"), kommun.promise("exempelby-2025"));
    assert_eq!(sources, [this.as_str(), &earlier, &this]);
    assert_eq!(place(&browser).await, before);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn an_earlier_promise_that_cannot_be_had_leaves_the_one_that_is_shown() {
    let kommun = Kommun::open();
    let mut promise = read_promise("exempelby-2026");
    promise["earlier"][0]["url"] = json!("missing.json");
    let src = kommun.publish("exempelby", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.click(".years button").await;
    widget.wait_for_text("Löftet gick inte att hämta. Försök igen senare.").await;
    assert_eq!(shown(&widget, ".said[role=status]").await, ["Löftet gick inte att hämta. Försök igen senare."]);
    assert_eq!(shown(&widget, ".title").await, [THIS]);
    assert_eq!(shown(&widget, ".commitment").await.len(), 23);
    let busy = "return [host.hasAttribute('aria-busy'), root.activeElement?.textContent];";
    assert_eq!(widget.script(busy, []).await, json!([false, EARLIER]));
    let entry = browser.wait_for_console("medborgarlofte: Filen finns inte på den adressen (404)").await;
    assert!(entry.text.contains("/own/missing.json"), "{entry}");
    assert_eq!(told(&browser, "lofte:error").await[0]["kind"], "not-found");

    // An old request does not apply forever: the page changes its language, and the focus stays outside.
    widget.script("root.activeElement.blur(); host.lang = 'en';", []).await;
    widget.wait_for_text("What we promise").await;
    widget.whole().await;
    assert_eq!(browser.active().await, None);
    assert_eq!(shown(&widget, ".title").await, ["Example: citizen promise 2026"]);

    // The next time, it exists.
    kommun.publish("missing", &read_promise("exempelby-2025"));
    widget.click(".years button").await;
    wait_for_title(&browser, "Example: citizen promise 2025").await;
}

#[tokio::test]
async fn a_broken_earlier_promise_leaves_the_one_that_is_shown() {
    let kommun = Kommun::open();
    let mut promise = read_promise("exempelby-2026");
    promise["earlier"][0]["url"] = json!("broken.json");
    let src = kommun.publish("exempelby", &promise);
    kommun.files.route("/own/broken.json", Reply::ok("application/json", "{ \"id\": "));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.click(".years button").await;
    widget.wait_for_text("Löftet gick inte att hämta. Försök igen senare.").await;
    assert_eq!(shown(&widget, ".commitment").await.len(), 23);
    browser.wait_for_console("Dokumentet går inte att läsa").await;
    assert_eq!(told(&browser, "lofte:error").await[0]["kind"], "invalid-document");
}

#[tokio::test]
async fn a_commitment_that_goes_on_says_how_it_went_then() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let before = place(&browser).await;
    assert_eq!(kommun.files.times_asked("/lofte/promises/exempelby-2025.json"), 0);
    for (commitment, parts) in [
        ("trafikkontroller", ["minst 15 trafikkontroller vid skolorna", "18 av minst 15 trafikkontroller", "Nått"]),
        ("cykelstolder", ["ska minska från 190 till 160", "210", "Inte nått"]),
        ("trygghetsvandringar", ["går 4 trygghetsvandringar", "3 av 4 trygghetsvandringar", "Delvis nått"]),
    ] {
        let then = recall(&browser, commitment, parts[0]).await;
        assert!(then.starts_with(EARLIER), "{then}");
        for part in parts {
            assert!(then.contains(part), "{part:?} is missing in: {then}");
        }
        // It has no address here, and does not lead further back.
        let inside = format!("#lofte-{commitment} .then");
        assert!(!widget.exists(&format!("{inside} :is([id], .copy, .continues)")).await, "{commitment}");
    }
    assert_eq!(place(&browser).await, before);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn an_earlier_commitment_that_is_gone_is_said_to_be_gone() {
    let kommun = Kommun::open();
    let mut promise = read_promise("exempelby-2026");
    promise["commitments"][0]["continues"]["id"] = json!("finns-inte");
    kommun.publish("exempelby-2025", &read_promise("exempelby-2025"));
    let src = kommun.publish("exempelby", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let gone = "Punkten finns inte längre i det tidigare löftet.";
    assert_eq!(recall(&browser, "trafikkontroller", gone).await, format!("{EARLIER} {gone}"));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_could_not_be_fetched_is_fetched_when_it_is_opened_again() {
    let kommun = Kommun::open();
    let src = kommun.publish("exempelby", &read_promise("exempelby-2026"));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.open_more("trafikkontroller").await;
    for (body, words) in [(None, "(404)"), (Some("[]"), "Dokumentet går inte att läsa")] {
        if let Some(body) = body {
            kommun.files.route("/own/exempelby-2025.json", Reply::ok("application/json", body));
        }
        widget.click("#lofte-trafikkontroller .continues > summary").await;
        // The message from the attempt before is still there at first; only the console shows that this attempt is
        // over.
        browser.wait_for_console(words).await;
        let failed = "Löftet gick inte att hämta. Försök igen senare.";
        assert_eq!(shown(&widget, "#lofte-trafikkontroller .then").await, [failed]);
        widget.click("#lofte-trafikkontroller .continues > summary").await;
    }
    kommun.publish("exempelby-2025", &read_promise("exempelby-2025"));
    let then = recall(&browser, "trafikkontroller", "18 av minst 15").await;
    assert!(then.starts_with(EARLIER), "{then}");
    // It is not fetched again.
    let asked = kommun.files.times_asked("/own/exempelby-2025.json");
    let listen = "root.addEventListener('toggle', ({ target }) => { window.reopened = target.open; }, true);";
    widget.script(listen, []).await;
    for _ in 0..2 {
        widget.click("#lofte-trafikkontroller .continues > summary").await;
    }
    // The fold notifies the widget in a separate task.
    browser.wait_for("the widget to know that it is open again", "window.reopened").await;
    assert!(shown(&widget, "#lofte-trafikkontroller .then").await[0].contains("18 av minst 15"));
    assert_eq!(kommun.files.times_asked("/own/exempelby-2025.json"), asked);
}

#[tokio::test]
async fn a_promise_of_another_origin_is_shown_and_recalled_where_that_origin_lets_pages_read_it() {
    let kommun = Kommun::open();
    let archive = Host::start();
    archive.allow_origin("*");
    let earlier = read_promise("exempelby-2025");
    let url = archive.route("/arkiv/2025.json", Reply::ok("application/json", earlier.to_string()));
    let mut promise = read_promise("exempelby-2026");
    promise["earlier"][0]["url"] = json!(url);
    promise["commitments"][0]["continues"]["document"] = json!(url);
    let src = kommun.publish("exempelby", &promise);
    let policy = kommun.policy(&[&archive.origin()]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_under(&policy, "/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    recall(&browser, "trafikkontroller", "18 av minst 15").await;
    widget.click(".years button").await;
    wait_for_title(&browser, EARLIER).await;
    assert_eq!(told(&browser, "lofte:ready").await.last().unwrap()["src"], json!(url));
    browser.assert_console_is_empty().await;
}
