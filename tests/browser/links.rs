//! Addresses of parts of a promise: the page's fragment and the widget's links lead there, and buttons copy them.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::engine::Engine;
use crate::host::Reply;
use crate::kommun::{Kommun, shown};
use crate::widget::Widget;

/// The ids of the highlighted elements and of the focused one, and whether that is in the window. It is at the top of
/// the window unless the page ends before that.
const HERE: &str = "const here = [...root.querySelectorAll('[data-here]')].map((e) => e.id);
    const focus = root.activeElement;
    const box = focus?.getBoundingClientRect();
    return [here, focus?.id ?? '', Boolean(box) && box.bottom > 0 && box.top < innerHeight];";

async fn here(widget: &Widget<'_>) -> Value {
    widget.script(HERE, []).await
}

/// Waits until a link has led to this element: it is in view, focused, and the only one highlighted.
async fn wait_until_here(browser: &Browser, n: usize, id: &str) {
    wait_until_marked(browser, n, id).await;
    assert_eq!(here(&browser.widget(n)).await, json!([[id], id, true]));
}

/// The same, but a widget above it that loads later may push it out of the window.
async fn wait_until_marked(browser: &Browser, n: usize, id: &str) {
    let root = format!("document.querySelectorAll('medborgar-lofte')[{n}].shadowRoot");
    browser.wait_for(id, &format!("{root}.activeElement.id === '{id}'")).await;
    assert_eq!(here(&browser.widget(n)).await.as_array().unwrap()[..2], [json!([id]), json!(id)]);
}

async fn is_nowhere(widget: &Widget<'_>) {
    assert_eq!(here(widget).await, json!([[], "", false]));
}

/// Goes to another fragment within the page, and waits until the widgets have handled it: their listeners were
/// registered first.
async fn follow(browser: &Browser, fragment: &str) {
    let js = "return new Promise((resolve) => {
        addEventListener('hashchange', () => resolve(), { once: true });
        location.hash = arguments[0];
    });";
    browser.script(js, [json!(fragment)]).await;
}

/// A small promise with the commitments `a` and `b`, which other promises have as well.
fn small(id: &str) -> Value {
    json!({
        "id": id, "title": id, "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
        "commitments": [
            { "id": "a", "text": "Det första.", "actors": ["polisen"] },
            { "id": "b", "text": "Det andra.", "actors": ["polisen"] },
        ],
    })
}

/// A part of a page that is taller than any window.
fn tall(kommun: &Kommun) -> String {
    // The strict policy forbids inline styles, so a script sets the height.
    let tall = "document.querySelector('#tall').style.height = '6000px';";
    let tall = kommun.files.route("/tall.js", Reply::ok("text/javascript", tall));
    format!("<div id=\"tall\"></div><script src=\"{tall}\"></script>")
}

#[tokio::test]
async fn a_page_opened_with_the_address_of_a_commitment_goes_there() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let page = kommun.page_with("exempelby-2026", "");
    for (fragment, id) in [
        ("lofte-exempelby-2026.moped", "lofte-moped"),
        ("lofte-ungdomsrad", "lofte-ungdomsrad"),
        ("lofte-exempelby-2026.tillsyn-tobak", "lofte-tillsyn-tobak"),
    ] {
        // From another page: within a page the browser would only go to the fragment.
        browser.goto("about:blank").await;
        browser.goto(&format!("{page}#{fragment}")).await;
        browser.widget(0).whole().await;
        wait_until_here(&browser, 0, id).await;
    }
    let seen = "const box = root.querySelector('[data-here]').getBoundingClientRect();
        const style = getComputedStyle(root.querySelector('[data-here]'));
        return [box.top >= 0 && box.top < 100, style.outlineStyle, parseFloat(style.outlineWidth) > 2];";
    assert_eq!(browser.widget(0).script(seen, []).await, json!([true, "solid", true]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn an_indicator_in_a_closed_fold_is_unfolded() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&format!("{}#lofte-exempelby-2026.problemindex", kommun.page_with("exempelby-2026", ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    wait_until_here(&browser, 0, "lofte-problemindex").await;
    let open = "return [...root.querySelectorAll('details[open]')].map((fold) => fold.className);";
    assert_eq!(widget.script(open, []).await, json!(["fold indicators"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn another_fragment_leads_on_and_what_the_choices_hide_is_shown_again() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    is_nowhere(&widget).await;
    browser.script("location.hash = 'lofte-exempelby-2026.moped';", []).await;
    wait_until_here(&browser, 0, "lofte-moped").await;
    let choose = "const select = root.querySelector('#lofte_find-actor');
        select.value = '2';
        select.dispatchEvent(new Event('input', { bubbles: true, composed: true }));";
    widget.script(choose, []).await;
    assert_eq!(shown(&widget, "#lofte-belysning").await.len(), 0);
    browser.script("location.hash = 'lofte-belysning';", []).await;
    wait_until_here(&browser, 0, "lofte-belysning").await;
    assert_eq!(shown(&widget, ".commitment").await.len(), 23);
    // A fragment that does not exist has no effect.
    follow(&browser, "lofte-exempelby-2026.finns-inte").await;
    follow(&browser, "lofte-annan-2026.moped").await;
    wait_until_here(&browser, 0, "lofte-belysning").await;
    // Going back in the browser works.
    browser.script("history.go(-3);", []).await;
    wait_until_here(&browser, 0, "lofte-moped").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_address_of_the_tips_opens_the_form() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    let page = kommun.page_with("exempelby-2026", &tips);
    browser.goto(&format!("{page}#lofte-tips")).await;
    let widget = browser.widget(0);
    widget.find("form").await;
    let inside = "document.querySelector('medborgar-lofte').shadowRoot.activeElement";
    browser.wait_for("the focus in the form", &format!("{inside}.closest('#lofte_tip')")).await;
    let seen = "const { top } = root.querySelector('#lofte_tip').getBoundingClientRect(); return top >= 0 && top < innerHeight;";
    assert_eq!(widget.script(seen, []).await, json!(true));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_link_of_the_timeline_goes_there_and_leaves_the_pages_address_and_history_alone() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&format!("{}#innehall", kommun.page_with("exempelby-2026", ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let place = "return [location.href, history.length];";
    let before = browser.script(place, []).await;
    let link = widget.by_text(".timeline a.deep", "Antalet grannsamverkansområden ska öka från 12 till 20").await;
    link.click().await.unwrap();
    wait_until_here(&browser, 0, "lofte-grannsamverkan").await;
    assert_eq!(browser.script(place, []).await, before);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn two_widgets_answer_only_their_own_address_and_the_short_one_goes_to_the_first() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let (one, two) = (kommun.publish("ett", &small("ett-2026")), kommun.publish("tva", &small("tva-2026")));
    let tag = |src: &str| kommun.tag(src, "data-loading=\"eager\"");
    let page = kommun.page("/", &[tag(&one), tag(&two)].concat());
    let slow = |name: &str, id: &str| {
        let late = std::time::Duration::from_millis(700);
        let reply = Reply::ok("application/json", small(id).to_string()).after(late);
        kommun.files.route(&format!("/own/{name}.json"), reply);
    };
    // However late the first one loads.
    slow("ett", "ett-2026");
    for (fragment, hit) in [("lofte-ett-2026.b", 0), ("lofte-tva-2026.b", 1), ("lofte-b", 0)] {
        browser.goto("about:blank").await;
        browser.goto(&format!("{page}#{fragment}")).await;
        for n in 0..2 {
            browser.widget(n).whole().await;
        }
        wait_until_marked(&browser, hit, "lofte-b").await;
        is_nowhere(&browser.widget(1 - hit)).await;
    }
    for (fragment, hit) in [("lofte-tva-2026.a", 1), ("lofte-a", 0)] {
        browser.script("location.hash = arguments[0];", [json!(fragment)]).await;
        wait_until_marked(&browser, hit, "lofte-a").await;
    }
    browser.assert_console_is_empty().await;

    // One that cannot be shown does not hold up the others.
    kommun.files.route("/own/ett.json", Reply::status(500).after(std::time::Duration::from_millis(700)));
    browser.goto("about:blank").await;
    browser.goto(&format!("{page}#lofte-b")).await;
    browser.widget(0).find(".failed").await;
    wait_until_marked(&browser, 1, "lofte-b").await;
}

#[tokio::test]
async fn a_widget_far_down_is_loaded_by_its_address() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let src = kommun.publish("ett", &small("ett-2026"));
    let page = kommun.page("/", &format!("{}{}", tall(&kommun), kommun.tag(&src, "")));
    browser.goto(&format!("{page}#lofte-ett-2026.b")).await;
    wait_until_here(&browser, 0, "lofte-b").await;

    // The same if the address changes later.
    browser.goto("about:blank").await;
    browser.goto(&page).await;
    browser.wait_for("the element", "document.querySelector('medborgar-lofte').shadowRoot").await;
    assert!(!browser.widget(0).exists(".lofte").await);
    browser.script("location.hash = 'lofte-ett-2026.b';", []).await;
    wait_until_here(&browser, 0, "lofte-b").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn another_fragment_of_the_page_is_left_to_the_page() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let tag = kommun.tag(&kommun.promise("exempelby-2026"), "data-loading=\"eager\"");
    let page = kommun.page("/", &format!("{tag}{}<h2 id=\"innehall\">Innehåll</h2>", tall(&kommun)));
    for fragment in ["innehall", "lofte-", "lofte-EXEMPELBY.moped", "title", "lofte_tip"] {
        browser.goto("about:blank").await;
        browser.goto(&format!("{page}#{fragment}")).await;
        browser.widget(0).whole().await;
        is_nowhere(&browser.widget(0)).await;
        assert_eq!(browser.active().await, None, "{fragment}");
    }
    browser.script("scrollTo(0, 0);", []).await;
    follow(&browser, "innehall").await;
    let native = "document.querySelector('#innehall').getBoundingClientRect().top < innerHeight";
    browser.wait_for("the browser's own scrolling", native).await;
    is_nowhere(&browser.widget(0)).await;
    browser.assert_console_is_empty().await;
}

/// A clipboard that records what it gets, or refuses it.
const CLIPBOARD: &str = "window.copied = [];
    const writeText = async (text) => {
        if (!arguments[0]) throw new DOMException('no', 'NotAllowedError');
        window.copied.push(text);
    };
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });";

/// From now on, four-second timers fire only when the test says so: that is how long the message about copying is
/// shown, and a slow test would miss it.
const HOLD: &str = "const held = (window.held = new Map());
    const [start, stop] = [window.setTimeout, window.clearTimeout];
    // The page has no timers with negative numbers.
    let last = 0;
    window.setTimeout = (callback, wait, ...rest) =>
        wait === 4000 ? (held.set(--last, callback), last) : start.call(window, callback, wait, ...rest);
    window.clearTimeout = (timer) => held.delete(timer) || stop.call(window, timer);";

/// Fires all held timers, and returns how many there were.
const LET_GO: &str = "const held = [...window.held.values()];
    window.held.clear();
    for (const callback of held) callback();
    return held.length;";

#[tokio::test]
async fn the_address_of_a_part_is_copied_and_that_is_said() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let page = kommun.page_with("exempelby-2026", "");
    browser.goto(&format!("{page}?a=b#innehall")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let before = browser.script("return [location.href, history.length];", []).await;
    browser.script(CLIPBOARD, [json!(true)]).await;
    browser.script(HOLD, []).await;
    widget.open_more("moped").await;
    let button = "#lofte-moped .copy";
    let name = browser.name(&widget.find(button).await).await;
    assert!(name.starts_with("Kopiera länk till Polisen gör minst 2 riktade insatser"), "{name}");
    // An impatient user clicks twice.
    for times in 1..=2 {
        widget.click(button).await;
        widget.by_text(button, "Länken är kopierad till").await;
        browser.wait_for("another copy", &format!("window.copied.length === {times}")).await;
        assert_eq!(shown(&widget, ".said").await, ["Länken är kopierad"]);
    }
    let address = format!("{page}?a=b#lofte-exempelby-2026.moped");
    assert_eq!(browser.script("return window.copied;", []).await, json!([address, address]));
    assert_eq!(browser.script("return [location.href, history.length];", []).await, before);
    // The message does not stay forever, but it stays as long after the last click as after a single one.
    assert_eq!(browser.script(LET_GO, []).await, json!(1));
    // Browsers update the accessible name a moment later.
    let read = async || browser.name(&widget.find(button).await).await;
    browser.wait_until(&name, read, |now| *now == name).await;
    assert_eq!(shown(&widget, ".said").await, [""]);

    browser.script(CLIPBOARD, [json!(false)]).await;
    widget.open_more("belysning").await;
    widget.click("#lofte-belysning .copy").await;
    widget.by_text("#lofte-belysning .copy", "Det gick inte att kopiera länken").await;
    assert_eq!(shown(&widget, ".said").await, ["Det gick inte att kopiera länken"]);
    assert_eq!(browser.script("return window.copied.length;", []).await, json!(0));
    // The copied address leads there.
    browser.goto("about:blank").await;
    browser.goto(&address).await;
    wait_until_here(&browser, 0, "lofte-moped").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_browsers_own_clipboard_gets_it() {
    // Only this driver lets a test read the clipboard.
    if Engine::chosen() != Engine::Chromium {
        return;
    }
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let page = kommun.page_with("exempelby-2026", "");
    browser.goto(&page).await;
    let may =
        json!({ "origin": kommun.pages.origin(), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
    browser.cdp("Browser.grantPermissions", may).await;
    let widget = browser.widget(0);
    widget.whole().await;
    browser.script(HOLD, []).await;
    widget.open_more("moped").await;
    widget.click("#lofte-moped .copy").await;
    widget.by_text("#lofte-moped .copy", "Länken är kopierad").await;
    let copied = browser.script("return navigator.clipboard.readText();", []).await;
    assert_eq!(copied, json!(format!("{page}#lofte-exempelby-2026.moped")));
    browser.assert_console_is_empty().await;
}
