//! Session recorders on the page: the published rrweb, with its defaults. No widget can hide from the page that it is
//! on, but it can ask recorders not to record what residents write, and recorders that support this comply.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::host::{Reply, document};
use crate::kommun::Kommun;

const START: &str = "window.recorded = [];
    rrweb.record({ emit: (event) => recorded.push(event) });";

fn rrweb() -> String {
    let path = std::env::var("LOFTE_RRWEB")
        .unwrap_or_else(|_| panic!("LOFTE_RRWEB does not name rrweb: run `make test`, which gets it"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read rrweb from {path}: {error}"))
}

/// A page with a field of its own and the widget, whose tips are accepted.
fn page(kommun: &Kommun) -> String {
    kommun.files.route("/rrweb.js", Reply::ok("text/javascript", rrweb()));
    let receipt = json!({ "reference": "K7QM-3XHT", "received_at": "2026-11-21T23:45:15Z" });
    kommun.files.route("/api/tips", Reply::ok("application/json", receipt.to_string()).with_status(201));
    let body = "<script src=\"/rrweb.js\"></script><input id=\"own\" aria-label=\"Sök\">\
        <script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" data-tips=\"/api/tips\" \
        async></script>";
    kommun.files.page("/", &document("Trygg i kommunen", body), &[])
}

async fn recorded(browser: &Browser) -> String {
    let all = browser.script("return JSON.stringify(window.recorded);", []).await;
    all.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn rrweb_with_its_defaults_records_neither_what_is_written_in_a_tip_nor_its_reference() {
    let kommun = Kommun::open();
    let page = page(&kommun);
    let browser = Browser::open(Options::default()).await;
    // The recorder starts either before anything is written, or once the form is filled in.
    for starts_late in [false, true] {
        browser.goto(&page).await;
        let widget = browser.widget(0);
        widget.whole().await;
        if !starts_late {
            browser.script(START, []).await;
        }
        widget.click("#lofte_tip button").await;
        widget.type_into("#lofte_tip-what", "Gullregnet vid bastun luktar brand.").await;
        widget.type_into("#lofte_tip-where", "Kolonin").await;
        widget.script("root.querySelector('.contact').open = true;", []).await;
        widget.type_into("#lofte_tip-email", "kimmelina@example.se").await;
        if starts_late {
            browser.script(START, []).await;
            widget.type_into("#lofte_tip-when", "midsommarnatten").await;
        }
        widget.click("button[type=submit]").await;
        widget.find(".reference").await;
        browser.script("document.querySelector('#own').focus();", []).await;
        browser.type_keys("blåbärspaj").await;
        // The last input is recorded, so everything before it is as well.
        let is_recorded = "JSON.stringify(window.recorded).includes('blåbärspaj')";
        browser.wait_for("what is typed in the page's own field", is_recorded).await;
        let recorded = recorded(&browser).await;
        // It can see into the widget.
        assert!(recorded.contains("Exempel: medborgarlöfte 2026"), "late: {starts_late}");
        for secret in ["Gullr", "bastun", "Koloni", "kimmel", "midsomm", "K7QM", "3XHT"] {
            assert!(!recorded.contains(secret), "{secret} is recorded; late: {starts_late}");
        }
    }
}

#[tokio::test]
async fn the_other_recorders_are_asked_in_their_own_words() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page(&kommun)).await;
    let widget = browser.widget(0);
    widget.click("#lofte_tip button").await;
    let asked = ".rr-block.sentry-block.ph-no-capture.fs-exclude[data-private][data-hj-suppress]\
        [data-clarity-mask=\"true\"][data-dd-privacy=\"hidden\"][data-matomo-mask][data-openreplay-hidden][data-cs-mask]\
        [data-mf-replace][data-dtrum-block]";
    let is_inside = "return Boolean(root.querySelector(arguments[1]).closest(arguments[0]));";
    assert_eq!(widget.script(is_inside, [json!(asked), json!("#lofte_tip-what")]).await, Value::Bool(true));
    widget.type_into("#lofte_tip-what", "Lampan är trasig igen.").await;
    widget.click("button[type=submit]").await;
    widget.find(".reference").await;
    assert_eq!(widget.script(is_inside, [json!(asked), json!(".reference")]).await, Value::Bool(true));
}
