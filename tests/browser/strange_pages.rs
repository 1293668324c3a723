//! Pages that replace, hide or wrap the browser's own functions: old libraries, markup whose names shadow the methods
//! of `document`, wrappers around `fetch`, tags in odd places. The widget works in spite of them, or reports that it
//! does not.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::host::{Reply, document};
use crate::kommun::{Kommun, read_promise, told, wait_until_told};

const TAG: &str = "<script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" \
    data-tips=\"/api/tips\" async></script>";

/// A single-origin page without a policy, with a script of the page's own before everything else.
fn page(kommun: &Kommun, script: &str, body: &str) -> String {
    let receipt = json!({ "reference": "K7QM-3XHT", "received_at": "2026-11-21T23:45:15Z" });
    kommun.files.route("/api/tips", Reply::ok("application/json", receipt.to_string()).with_status(201));
    kommun.files.route("/strange.js", Reply::ok("text/javascript", script));
    let body = format!("<script src=\"/page.js\"></script><script src=\"/strange.js\"></script>{body}");
    kommun.files.page("/", &document("Trygg i kommunen", &body), &[])
}

/// Does everything that a resident does: reads, filters, opens a fold, writes, sends, reads the receipt.
async fn assert_works(browser: &Browser, what: &str) {
    let widget = browser.widget(0);
    widget.whole().await;
    let choose = "const field = root.querySelector('#lofte_find-actor');
        field.value = '0';
        field.dispatchEvent(new CustomEvent('input', { bubbles: true }));
        return root.querySelector('.find-reset').hidden;";
    assert_eq!(widget.script(choose, []).await, json!(false), "{what}");
    widget.click("#lofte_tip button").await;
    widget.type_into("#lofte_tip-what", "Lampan i tunneln är trasig.").await;
    widget.click("button[type=submit]").await;
    assert_eq!(widget.find(".reference").await.text().await.unwrap(), "K7QM-3XHT", "{what}");
    widget.by_text("#lofte_tip button", "Lämna ett tips till").await.click().await.unwrap();
    widget.find("form").await;
    wait_until_told(browser, "lofte:tip-sent", 1).await;
    assert!(told(browser, "lofte:error").await.is_empty(), "{what}");
}

/// What MooTools 1.3 to 1.6 replaces on a page: its own types take the place of the browser's.
const MOOTOOLS: &str = "(() => {
    const NativeElement = window.Element;
    window.Window = function Window() {};
    window.Document = document.$constructor = function Document() {};
    window.Element = function Element(tag) { return document.createElement(tag); };
    window.Element.prototype = NativeElement.prototype;
    window.Event = window.DOMEvent = function DOMEvent(event) { return event.event || event; };
    window.Request = function Request() {};
    Array.from = (item) => (item == null ? [] : typeof item === 'object' && 'length' in item ? [].slice.call(item) : [item]);
    document.window = window;
})();";

#[tokio::test]
async fn a_page_with_mootools_shows_the_widget_and_takes_tips() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page(&kommun, MOOTOOLS, TAG)).await;
    assert_works(&browser, "MooTools").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn markup_that_hides_methods_of_the_document_does_not_hide_them_from_the_widget() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for name in [
        "createElement",
        "createTextNode",
        "createComment",
        "createElementNS",
        "addEventListener",
        "querySelector",
        "body",
    ] {
        let image = format!("<img name=\"{name}\" alt=\"\">");
        browser.goto(&page(&kommun, "", &format!("{image}{TAG}"))).await;
        assert_works(&browser, name).await;
    }
}

#[tokio::test]
async fn an_element_prototype_remove_that_throws_harms_nothing() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let throws =
        "Element.prototype.remove = CharacterData.prototype.remove = function () { throw new TypeError('nej'); };";
    browser.goto(&page(&kommun, throws, TAG)).await;
    assert_works(&browser, "remove").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_method_of_the_browser_that_throws_ends_in_a_sentence_and_an_event() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for throws in [
        // While the module builds the view, and before there is any view.
        "Document.prototype.createTextNode = () => { throw new TypeError('nej'); };",
        "Element.prototype.attachShadow = () => { throw new TypeError('nej'); };",
    ] {
        browser.goto(&page(&kommun, throws, TAG)).await;
        let errors = wait_until_told(&browser, "lofte:error", 1).await;
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert_eq!(errors[0]["kind"], "crash", "{errors:?}");
        let shown = "const host = document.querySelector('medborgar-lofte');
            return (host.shadowRoot ?? host).textContent;";
        let shown = browser.script(shown, []).await;
        assert!(shown.as_str().unwrap().contains("Vi kan inte visa medborgarlöftet just nu."), "{shown}");
        browser.wait_for_console("medborgarlofte: Widgeten slutade fungera.").await;
    }
}

#[tokio::test]
async fn a_wrapper_of_fetch_that_expects_text_gets_text() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let wrapper = "const real = window.fetch;
        window.fetch = (address, init) => real(address.replace('http:', 'http:'), init);";
    browser.goto(&page(&kommun, wrapper, TAG)).await;
    assert_works(&browser, "a wrapper").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_tag_in_the_head_shows_the_promise_in_the_body_and_the_editor_is_told() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let src = "data-src=\"/lofte/promises/gnosjo-2023.json\"";
    let head = format!("<head><script src=\"/lofte/medborgarlofte.js\" {src}></script>");
    kommun.files.page("/parsed", &document("Trygg", "<p>Före</p>").replace("<head>", &head), &[]);
    // As a consent manager would, after the page has loaded.
    let put_in = "const tag = document.createElement('script');
        tag.src = '/lofte/medborgarlofte.js'; tag.dataset.src = '/lofte/promises/gnosjo-2023.json';
        setTimeout(() => document.head.append(tag));";
    kommun.files.route("/put-in.js", Reply::ok("text/javascript", put_in));
    kommun.files.page("/put-in", &document("Trygg", "<p>Före</p><script src=\"/put-in.js\"></script>"), &[]);
    for path in ["/parsed", "/put-in"] {
        let before = browser.console().await.len();
        browser.goto(&kommun.files.url(path)).await;
        let widget = browser.widget(0);
        widget.whole().await;
        let is_seen =
            "return [host.parentElement.localName, host.checkVisibility(), host.getBoundingClientRect().height > 100];";
        assert_eq!(widget.script(is_seen, []).await, json!(["main", true, true]), "{path}");
        browser.wait_for_console("skripttaggen står i").await;
        let said = browser.console().await.split_off(before);
        assert!(said.len() == 1 && said[0].level == "WARNING", "{said:?}");
    }
}

#[tokio::test]
async fn an_element_that_is_rendered_again_keeps_nothing_of_the_one_before_in_xhtml_too() {
    let kommun = Kommun::open();
    let script = "<script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" \
        data-tips=\"/api/tips\"></script>";
    let recorder = if browser_has_a_log() { "" } else { "<script src=\"/recorder.js\"></script>" };
    let xhtml = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"sv\"><head>{recorder}<title>Trygg</title></head>\
         <body><main>{script}</main></body></html>"
    );
    let page = kommun.files.route("/xhtml", Reply::ok("application/xhtml+xml; charset=utf-8", xhtml));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let look = "const attributes = (element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
        return [...root.querySelectorAll('#lofte_tip, #lofte_tip *')].map((e) => [e.localName, ...attributes(e)].join(' '));";
    let before = widget.script(look, []).await;
    for _ in 0..2 {
        widget.click("#lofte_tip button").await;
        widget.find("form").await;
        widget.by_text("#lofte_tip button", "Stäng formuläret").await.click().await.unwrap();
        widget.find(".tip-closed").await;
        assert_eq!(widget.script(look, []).await, before);
    }
    browser.assert_console_is_empty().await;
}

fn browser_has_a_log() -> bool {
    crate::engine::Engine::chosen().has_a_log()
}

#[tokio::test]
async fn how_the_page_breaks_its_words_does_not_reach_in_and_how_a_reader_spaces_them_does() {
    let kommun = Kommun::open();
    let style =
        "main { word-break: break-all; line-break: anywhere; text-align-last: right; -webkit-text-fill-color: red }
        * { letter-spacing: .12em !important; word-spacing: .16em !important }";
    kommun.files.route("/style.css", Reply::ok("text/css", style));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page(&kommun, "", &format!("<link rel=\"stylesheet\" href=\"/style.css\">{TAG}"))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let seen = "const style = getComputedStyle(root.querySelector('.commitment .text > *'));
        return [style.wordBreak, style.lineBreak, style.textAlignLast, style.webkitTextFillColor === style.color,
            Number.parseFloat(style.letterSpacing) > 1.5, Number.parseFloat(style.wordSpacing) > 2];";
    assert_eq!(widget.script(seen, []).await, json!(["normal", "auto", "auto", true, true, true]));
}

/// The number of non-white pixels in the window between two heights.
async fn ink(browser: &Browser, from: u64, to: u64) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page.png");
    browser.screenshot(&picture).await;
    let bytes: Vec<Value> = std::fs::read(&picture).unwrap().into_iter().map(Value::from).collect();
    let count = "const [bytes, from, to] = arguments;
        return createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' })).then((image) => {
            const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
            const context = canvas.getContext('2d');
            context.drawImage(image, 0, 0);
            const { data } = context.getImageData(0, from, image.width, to - from);
            let ink = 0;
            for (let at = 0; at < data.length; at += 4) if (data[at] + data[at + 1] + data[at + 2] < 600) ink += 1;
            return ink;
        });";
    browser.script(count, [Value::Array(bytes), json!(from), json!(to)]).await.as_u64().unwrap()
}

#[tokio::test]
async fn marks_that_are_stacked_on_a_letter_are_not_painted_over_the_page() {
    let kommun = Kommun::open();
    let mut promise = read_promise("gnosjo-2023");
    promise["title"] = json!(format!("Z{} löfte", "\u{30a}\u{303}\u{301}".repeat(95)));
    let src = kommun.files.route("/own/marks.json", Reply::ok("application/json", promise.to_string()));
    // Black on white, whatever the driver's theme is.
    let body = format!(
        "<style>html {{ background: white; color-scheme: light }} h1 {{ margin: 0; color: white }}</style>\
         <div style=\"height: 500px\"></div><script src=\"/lofte/medborgarlofte.js\" data-src=\"{src}\"></script>"
    );
    let page = kommun.files.page("/", &document("Trygg", &body), &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let top = widget.script("return Math.floor(host.getBoundingClientRect().top);", []).await.as_u64().unwrap();
    assert!(top >= 500, "{top}");
    // The title itself is painted, so the pixel count does work.
    assert!(ink(&browser, top, top + 150).await > 100);
    assert_eq!(ink(&browser, 0, top - 32).await, 0);
}
