//! Nobody is shut out: the widget with a keyboard, a screen reader, large text, zoom, custom spacing, few colours and a
//! trembling hand. `docs/accessibility.md` lists which of these tests covers which criterion of WCAG 2.2.
//!
//! Starting a browser takes longer than most of these checks, so each test takes one browser through many states.

use std::time::Instant;

use medborgarlofte::texts::pseudo::pseudo;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::axe;
use crate::browser::{Browser, Options, PATIENCE, POLL};
use crate::host::Reply;
use crate::kommun::{Kommun, open_all_folds, read_promise};
use crate::widget::Widget;

/// A page follows the reader's preference for dark only if it opts in. It also sets its colours, since axe cannot see
/// what a browser paints behind a page without any.
const PAGE: &str = ":root { color-scheme: light dark; background: #fff; color: #111 } body { margin: 1em }
    :root { overflow-wrap: anywhere }
    @media (prefers-color-scheme: dark) { :root { background: #121212; color: #f2f2f2 } a { color: #9cf } }";

/// Some states last only while a request is pending, and axe is slow.
const PATIENT: &str = "AbortSignal.timeout = () => new AbortController().signal;";

/// Shared by the scripts below.
const JS: &str = "
    const host = document.querySelector('medborgar-lofte');
    const root = host.shadowRoot;
    const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
    const said = (e) => e.textContent.replace(/\\s+/g, ' ').trim();
    const about = (e) => `${e.localName}${e.id && '#' + e.id}.${e.getAttribute('class') ?? ''} “${said(e).slice(0, 60)}”`;
    const all = (css) => [...root.querySelectorAll(css)].filter(shown);
    const FOCUSABLE = 'a[href], button, input, select, textarea, summary, iframe, [tabindex]:not([tabindex=\"-1\"])';
";

/// A page with a promise and an address for tips, between two links of its own.
fn page(kommun: &Kommun, path: &str, src: &str, more: &str) -> String {
    let sheet = kommun.files.route("/page.css", Reply::ok("text/css", PAGE));
    let patient = kommun.files.route("/patient.js", Reply::ok("text/javascript", PATIENT));
    let tips = kommun.files.url("/api/tips");
    let tag = kommun.tag(src, &format!("data-tips=\"{tips}\" data-loading=\"eager\" {more}"));
    let policy = format!("{}; style-src {}", kommun.policy(&[]), kommun.files.origin());
    let body = format!(
        "<link rel=\"stylesheet\" href=\"{sheet}\"><script src=\"{patient}\"></script>\
         <p><a id=\"before\" href=\"#before\">Startsidan</a></p>{tag}<p><a id=\"after\" href=\"#after\">Kontakt</a></p>"
    );
    kommun.page_under(&policy, path, &body)
}

/// Every part of the example, but few of each, since axe is slow with many.
fn small_promise() -> Value {
    let mut promise = read_promise("exempelby-2026");
    promise["commitments"].as_array_mut().unwrap().truncate(6);
    promise["indicators"].as_array_mut().unwrap().truncate(1);
    promise["earlier"][0]["url"] = json!("/lofte/promises/exempelby-2025.json");
    for commitment in promise["commitments"].as_array_mut().unwrap() {
        if !commitment["continues"].is_null() {
            commitment["continues"]["document"] = json!("/lofte/promises/exempelby-2025.json");
        }
    }
    promise
}

/// The address of a page with that promise, and with a made-up right-to-left language. The texts may arrive after the
/// first view, and bring the language switch with them.
fn small_page(kommun: &Kommun) -> String {
    let src = kommun.publish("small", &small_promise());
    let texts = kommun.files.route("/own/texts.json", Reply::ok("application/json", pseudo("ar", "rtl").to_string()));
    page(kommun, "/small", &src, &format!("data-texts=\"{texts}\""))
}

/// Opens everything that can be opened, and waits for what that fetches.
async fn open_all(browser: &Browser) {
    open_all_folds(browser, 0).await;
    let fetched = "[...document.querySelector('medborgar-lofte').shadowRoot.querySelectorAll('.continues')]
        .every((fold) => fold.querySelector('.recalled'))";
    browser.wait_for("what is continued to be fetched", fetched).await;
}

async fn open_form(widget: &Widget<'_>) {
    widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.find("form").await;
}

/// Sends a form with required fields missing.
async fn err(widget: &Widget<'_>) {
    widget.type_into("#lofte_tip-what", "Kort").await;
    widget.type_into("#lofte_tip-email", "kim").await;
    widget.click("button[type=submit]").await;
    widget.find(".error-summary").await;
}

/// Presses the button of a language and waits until the widget uses it.
async fn speak(browser: &Browser, language: &str) {
    let widget = browser.widget(0);
    widget.click(&format!("[data-speak={language}]")).await;
    widget.find(&format!(".lofte[lang={language}]")).await;
    let ready = "!document.querySelector('medborgar-lofte').hasAttribute('aria-busy')";
    browser.wait_for("the other language to be there", ready).await;
}

/// Runs a script with the helpers of [`JS`].
async fn look(browser: &Browser, js: &str) -> Value {
    browser.script(&format!("{JS}{js}"), []).await
}

async fn assert_none(browser: &Browser, js: &str, what: &str) {
    let found = look(browser, js).await;
    assert_eq!(found, json!([]), "{what}: {found:#}");
}

fn receipt() -> Reply {
    let receipt = json!({ "reference": "K7QM-3XHT", "received_at": "2026-11-21T23:45:15Z" });
    Reply::ok("application/json", receipt.to_string()).with_status(201)
}

// -------------------------------------------------------------------------------------------------------- axe-core

async fn axe_finds_nothing(options: Options) {
    let kommun = Kommun::open();
    let browser = Browser::open(options).await;
    let widget = browser.widget(0);

    let slow = kommun.files.route("/own/slow.json", Reply::held());
    browser.goto(&page(&kommun, "/slow", &slow, "")).await;
    widget.find(".waiting").await;
    axe::assert_no_findings_in_every_look(&browser, "the page while it loads").await;
    assert!(widget.exists(".waiting").await);

    for name in ["gnosjo-2023", "exempelby-2026"] {
        browser.goto(&page(&kommun, &format!("/{name}"), &kommun.promise_with_tips(name), "")).await;
        widget.whole().await;
        axe::assert_no_findings_in_every_look(&browser, name).await;
        open_all(&browser).await;
        axe::assert_no_findings_in_every_look(&browser, &format!("{name} with everything open")).await;
    }
    widget.click(".years button").await;
    widget.find(".lofte .way-back").await;
    axe::assert_no_findings_in_every_look(&browser, "the earlier promise in place").await;

    browser.goto(&small_page(&kommun)).await;
    widget.whole().await;
    widget.find("[data-speak=ar]").await;
    press_on(&browser, "#lofte_find-area-", Key::Right).await;
    widget.by_text(".found", "Visar ").await;
    axe::assert_no_findings_in_every_look(&browser, "a filter").await;
    open_form(&widget).await;
    open_all(&browser).await;
    axe::assert_no_findings_in_every_look(&browser, "the form").await;
    err(&widget).await;
    axe::assert_no_findings_in_every_look(&browser, "the form with errors").await;
    for (language, what) in [("en", "English"), ("ar", "a language from the right")] {
        speak(&browser, language).await;
        open_all(&browser).await;
        axe::assert_no_findings_in_every_look(&browser, what).await;
    }

    for (reply, told, what) in
        [(Reply::held(), "Skickar\u{a0}…", "a tip on its way"), (receipt(), "K7QM-3XHT", "the receipt")]
    {
        kommun.files.route("/api/tips", reply);
        browser.goto(&small_page(&kommun)).await;
        widget.whole().await;
        widget.find("[data-speak=ar]").await;
        open_form(&widget).await;
        widget.type_into("#lofte_tip-what", "Lampan i gångtunneln är trasig.").await;
        widget.click("button[type=submit]").await;
        widget.wait_for_text(told).await;
        axe::assert_no_findings_in_every_look(&browser, what).await;
    }
    browser.assert_console_is_empty().await;

    browser.goto(&page(&kommun, "/missing", &kommun.files.url("/own/missing.json"), "")).await;
    widget.find(".failed").await;
    axe::assert_no_findings_in_every_look(&browser, "the failure").await;
}

#[tokio::test]
async fn a_machine_finds_nothing_in_the_way_of_anybody() {
    for options in Options::for_every_look() {
        axe_finds_nothing(options).await;
    }
}

// -------------------------------------------------------------------------------------------------------- keyboard

/// Describes a tab stop, and everything that is wrong with how it looks. Remembers the previous stop.
const STOP: &str = "
    const wrong = [];
    let e = document.activeElement;
    if (e !== host) return { at: e.id || e.localName, wrong };
    e = root.activeElement;
    if (!e) return { at: 'the widget', wrong: ['the widget has the focus, and nothing in it'] };
    const rtl = getComputedStyle(root.querySelector('.view')).direction === 'rtl';
    const box = e.getClientRects()[0];
    if (!box) return { at: about(e), wrong: ['has no box'] };
    // Visible: the browser has scrolled it into the window, and nothing covers it.
    // For a large field, the part with the cursor is enough.
    const within = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2;
    const top = root.elementFromPoint(within(box.left, box.right, innerWidth), within(box.top, box.bottom, innerHeight));
    if (!e.contains(top)) wrong.push(`is covered by ${top && about(top)} at ${JSON.stringify(box)} in ${innerWidth} by ${innerHeight}`);
    // Marked: its outline differs from what is behind it.
    const is_marked = arguments[0];
    const style = getComputedStyle(e);
    if (is_marked && !e.matches(':focus-visible')) wrong.push('is not :focus-visible');
    if (is_marked && (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2)) wrong.push(`has the outline ${style.outline}`);
    const color = (css) => (css.match(/[\\d.]+/g) ?? []).map(Number);
    const light = (css) => color(css).slice(0, 3).map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    let behind = e;
    const parent = (of) => of.parentNode?.host ?? of.parentNode;
    do behind = parent(behind); while (behind !== document && (color(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0);
    const ground = light(getComputedStyle(behind === document ? document.documentElement : behind).backgroundColor);
    const [low, high] = [ground, light(style.outlineColor)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (is_marked && contrast < 3) wrong.push(`has an outline with the contrast ${contrast.toFixed(2)}`);
    // In order: as in the document, and as on the screen if they differ.
    if (window.now !== e) [window.before, window.now] = [window.now, e];
    const before = window.before;
    if (before && root.contains(before)) {
        if (!(before.compareDocumentPosition(e) & 4)) wrong.push(`stands before ${about(before)} in the document`);
        let both = e;
        while (!both.contains(before)) both = both.parentElement;
        const under = (of) => { while (of.parentElement !== both) of = of.parentElement; return of; };
        if (both !== before && both !== root) {
            const [a, b] = [under(before), under(e)].map((of) => of.getClientRects()[0]);
            const below = b.top >= a.top + a.height / 2 || b.top >= a.bottom - 1;
            const beside = b.bottom > a.top && (rtl ? b.right <= a.left + 1 : b.left >= a.right - 1);
            if (!below && !beside) wrong.push(`is seen before ${about(before)}`);
        }
    }
    e.dataset.reached = '';
    return { at: about(e), wrong };
";

/// Goes through the whole page with Tab.
async fn walk(browser: &Browser, what: &str) {
    browser.script("window.before = window.now = null; document.querySelector('#before').focus();", []).await;
    let is_marked = browser.engine().has_a_window_in_front();
    let mut stops = 0;
    loop {
        browser.press(Key::Tab).await;
        let mut stop = look_with(browser, STOP, [json!(is_marked)]).await;
        // Some engines scroll to it in a separate task.
        let deadline = Instant::now() + PATIENCE;
        while stop["wrong"] != json!([]) && Instant::now() < deadline {
            tokio::time::sleep(POLL).await;
            stop = look_with(browser, STOP, [json!(is_marked)]).await;
        }
        assert_eq!(stop["wrong"], json!([]), "{what}: {stop:#}");
        if stop["at"] == "after" {
            break;
        }
        stops += 1;
        assert!(stops < 600, "{what}: Tab finds no way out of the widget");
    }
    // One radio button represents its group.
    let missed = "return all(FOCUSABLE).filter((e) => !('reached' in e.dataset) && e.type !== 'radio'
        && !e.disabled).map(about);";
    assert_none(browser, missed, &format!("{what}: cannot be reached by Tab")).await;
    assert!(stops > 20, "{what}: only {stops} stops");
    // And back again, which can fail if a widget listens to keys.
    for _ in 0..3 {
        browser.press_with(Key::Shift, Key::Tab).await;
    }
    assert_ne!(browser.active().await.map(|active| active.id), Some("after".to_owned()));
    look(browser, "for (const e of root.querySelectorAll('[data-reached]')) delete e.dataset.reached;").await;
}

#[tokio::test]
async fn tab_reaches_everything_in_the_order_that_is_seen_and_where_one_is_can_be_seen() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page(&kommun, "/", &kommun.promise("exempelby-2026"), "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    walk(&browser, "closed").await;
    open_form(&widget).await;
    open_all(&browser).await;
    err(&widget).await;
    walk(&browser, "wide").await;
    browser.show(&Options::narrow().dark()).await;
    walk(&browser, "narrow and dark").await;

    browser.show(&Options::default()).await;
    browser.goto(&small_page(&kommun)).await;
    widget.whole().await;
    widget.find("[data-speak=ar]").await;
    open_form(&widget).await;
    speak(&browser, "ar").await;
    open_all(&browser).await;
    walk(&browser, "from the right").await;
    browser.assert_console_is_empty().await;
}

// ---------------------------------------------------------------------------------------------------- announcements

/// Records what a screen reader would announce by itself: each new text of a live region.
const LISTEN: &str = "
    window.heard = [];
    const known = new WeakMap();
    const regions = () => [...root.querySelectorAll('[role=status], [role=alert], [aria-live]')];
    for (const region of regions()) known.set(region, said(region));
    window.listener?.disconnect();
    window.listener = new MutationObserver(() => {
        for (const region of regions()) {
            const words = said(region);
            const is_new = !known.has(region);
            if (known.get(region) === words) continue;
            known.set(region, words);
            if (!words || !shown(region)) continue;
            // A region that comes with its words is heard only if it is an alert.
            window.heard.push(is_new && region.getAttribute('role') !== 'alert' ? `too late: ${words}` : words);
        }
    });
    window.listener.observe(root, { subtree: true, childList: true, characterData: true });
";

/// Holds the callbacks of the search's pause (400 ms) until `endPause` calls them in order.
const HOLD_PAUSES: &str = "
    const real = window.setTimeout;
    window.held = [];
    window.setTimeout = (callback, time, ...rest) =>
        (time === 400 ? window.held.push(callback) : real.call(window, callback, time, ...rest));
    window.endPause = () => {
        window.setTimeout = real;
        for (const callback of window.held.splice(0)) callback();
    };
";

/// What has been announced since the last call. Waits for it, and then a little longer by the page's own clock, to
/// catch superfluous announcements.
async fn heard(browser: &Browser, at_least: usize) -> Vec<String> {
    browser.wait_for("something to be said", &format!("window.heard.length >= {at_least}")).await;
    let js = "return new Promise((done) => setTimeout(() => done(window.heard.splice(0)), 700));";
    let heard = browser.script(js, []).await;
    heard.as_array().unwrap().iter().map(|words| words.as_str().unwrap().to_owned()).collect()
}

/// Waits until the matching element has the focus.
async fn has_keyboard(browser: &Browser, css: &str) {
    let js = format!(
        "(() => {{ const root = document.querySelector('medborgar-lofte').shadowRoot;
            return root.activeElement?.matches({}); }})()",
        json!(css)
    );
    browser.wait_for(&format!("{css} to have the keyboard"), &js).await;
}

/// Focuses an element and presses a key there. Other tests check that Tab reaches it.
async fn press_on(browser: &Browser, css: &str, key: Key) {
    let widget = browser.widget(0);
    widget.find(css).await;
    widget.script("root.querySelector(arguments[0]).focus();", [json!(css)]).await;
    has_keyboard(browser, css).await;
    browser.press(key).await;
}

#[tokio::test]
async fn the_keyboard_works_everything_is_never_lost_and_each_change_is_told_once() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page(&kommun, "/", &kommun.promise("exempelby-2026"), "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    look(&browser, LISTEN).await;

    // Folds, by both keys; nothing is announced automatically. The charts are open if there is room, so they are closed
    // first.
    press_on(&browser, ".indicators > summary", Key::Space).await;
    widget.find(".indicators:not([open])").await;
    for (fold, key) in [
        (".timeline > details", Key::Enter),
        (".commitment .more", Key::Space),
        (".indicators", Key::Enter),
        (".as-table", Key::Space),
    ] {
        let summary = format!("{fold} > summary");
        press_on(&browser, &summary, key).await;
        widget.find(&format!("{fold}[open]")).await;
        has_keyboard(&browser, &summary).await;
    }
    press_on(&browser, ".chart input", Key::Left).await;
    has_keyboard(&browser, ".chart input").await;
    assert_eq!(heard(&browser, 0).await, [""; 0]);
    press_on(&browser, ".continues > summary", Key::Enter).await;
    widget.find(".continues .recalled").await;
    has_keyboard(&browser, ".continues > summary").await;
    assert_eq!(heard(&browser, 1).await, ["Hämtar …"]);

    // Filtering and searching: one announcement when the resident pauses.
    press_on(&browser, "#lofte_find-area-", Key::Right).await;
    has_keyboard(&browser, "#lofte_find-area-0").await;
    let found = heard(&browser, 1).await;
    assert!(found.len() == 1 && found[0].starts_with("Visar "), "{found:?}");
    press_on(&browser, ".find-reset", Key::Enter).await;
    has_keyboard(&browser, "#lofte_find-area-").await;
    assert_eq!(heard(&browser, 1).await, ["Visar alla punkter."]);
    press_on(&browser, ".find-more > summary", Key::Enter).await;
    press_on(&browser, "#lofte_find-words", Key::End).await;
    // A busy machine may take as long as the pause between two letters; here they all arrive before it ends.
    look(&browser, HOLD_PAUSES).await;
    browser.type_keys("moped").await;
    let typed = "return [root.querySelector('#lofte_find-words').value, window.held.length];";
    widget.wait_for_value(typed, json!(["moped", 5])).await;
    look(&browser, "window.endPause();").await;
    let found = heard(&browser, 1).await;
    assert!(found.len() == 1 && found[0].starts_with("Visar "), "{found:?}");
    press_on(&browser, ".find-reset", Key::Space).await;
    has_keyboard(&browser, "#lofte_find-area-").await;
    assert_eq!(heard(&browser, 1).await, ["Visar alla punkter."]);

    // Links inside the promise move the focus.
    press_on(&browser, ".commitment .copy", Key::Enter).await;
    let copied = heard(&browser, 1).await;
    assert!(copied.len() == 1 && (copied[0].contains("länken") || copied[0].contains("Länken")), "{copied:?}");
    has_keyboard(&browser, ".commitment .copy").await;
    press_on(&browser, ".event a.deep", Key::Enter).await;
    has_keyboard(&browser, ".commitment").await;

    // Another promise, and back; another language.
    look(&browser, "window.heard = [];").await;
    press_on(&browser, ".years button", Key::Enter).await;
    widget.find(".lofte .way-back").await;
    has_keyboard(&browser, ".title").await;
    assert_eq!(heard(&browser, 1).await, ["Hämtar …"]);
    press_on(&browser, ".way-back button", Key::Enter).await;
    has_keyboard(&browser, ".title").await;
    assert!(!widget.exists(".way-back").await);
    // The focus is on its title while the rest is still being built; until then, a new request would bring back the
    // other promise.
    widget.whole().await;
    assert_eq!(heard(&browser, 1).await, ["Hämtar …"]);
    press_on(&browser, "[data-speak=en]", Key::Enter).await;
    widget.find(".lofte[lang=en]").await;
    has_keyboard(&browser, "[data-speak=en]").await;
    assert_eq!(heard(&browser, 1).await, ["Hämtar …"]);
    press_on(&browser, "[data-speak=sv]", Key::Space).await;
    widget.find(".lofte[lang=sv]").await;
    has_keyboard(&browser, "[data-speak=sv]").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_tip_is_written_and_sent_without_losing_the_keyboard_and_each_step_is_told_once() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&small_page(&kommun)).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.find("[data-speak=ar]").await;
    look(&browser, LISTEN).await;
    let open = ".tip-closed button";
    press_on(&browser, open, Key::Enter).await;
    has_keyboard(&browser, "#lofte_tip-heading").await;
    press_on(&browser, ".tip-form .buttons .secondary", Key::Enter).await;
    has_keyboard(&browser, open).await;
    press_on(&browser, open, Key::Space).await;
    has_keyboard(&browser, "#lofte_tip-heading").await;
    press_on(&browser, ".privacy > summary", Key::Enter).await;
    widget.find(".privacy[open]").await;
    assert_eq!(heard(&browser, 0).await, [""; 0]);

    // Nothing is called invalid before it was sent.
    let valid =
        "const what = root.querySelector('#lofte_tip-what'); return what.matches(':valid') && !what.ariaInvalid;";
    assert_eq!(widget.script(valid, []).await, json!(true));
    // Nothing has been written: an error above the form, which takes the focus, and one next to the field.
    press_on(&browser, "button[type=submit]", Key::Enter).await;
    has_keyboard(&browser, ".error-summary").await;
    let told = heard(&browser, 1).await;
    assert_eq!(told, ["Något behöver rättasSkriv vad du vill berätta."]);
    press_on(&browser, ".error-summary button", Key::Enter).await;
    has_keyboard(&browser, "#lofte_tip-what").await;
    let what = widget.find("#lofte_tip-what").await;
    let described = browser.attribute(&what, "aria-describedby").await.unwrap();
    assert_eq!(described, "lofte_tip-what-error lofte_tip-what-hint", "the counter would be read after each letter");
    assert_eq!(browser.attribute(&what, "aria-invalid").await.as_deref(), Some("true"));
    // The character counter is read when the field is focused, not after each letter.
    browser.type_keys("Lampan i tunneln ").await;
    assert_eq!(heard(&browser, 0).await, [""; 0]);
    for key in [Key::Space, Key::Down, Key::Up] {
        press_on(&browser, "#lofte_tip-recurs", key).await;
    }
    widget.script("root.querySelector('#lofte_tip-recurs').focus();", []).await;

    // The server is down, and then up again.
    kommun.files.route("/api/tips", Reply::held());
    press_on(&browser, "button[type=submit]", Key::Enter).await;
    widget.by_text("button[type=submit]", "Skickar …").await;
    has_keyboard(&browser, "button[type=submit]").await;
    assert_eq!(heard(&browser, 1).await, ["Skickar …"]);
    kommun.files.route("/api/tips", Reply::status(503));
    has_keyboard(&browser, ".error-summary").await;
    let told = heard(&browser, 1).await;
    assert!(told.len() == 1 && told[0].starts_with("Tipset är inte skickat"), "{told:?}");
    kommun.files.route("/api/tips", receipt());
    press_on(&browser, "button[type=submit]", Key::Enter).await;
    has_keyboard(&browser, "#lofte_tip-heading").await;
    assert_eq!(heard(&browser, 1).await, ["Skickar …"]);
    press_on(&browser, ".receipt .secondary", Key::Enter).await;
    let told = heard(&browser, 1).await;
    assert_eq!(told.len(), 1, "{told:?}");
    has_keyboard(&browser, ".receipt .secondary").await;
    press_on(&browser, ".receipt .secondary:nth-child(3)", Key::Enter).await;
    has_keyboard(&browser, "#lofte_tip-heading").await;
    press_on(&browser, ".tip-form .buttons .as-link", Key::Enter).await;
    has_keyboard(&browser, open).await;
}

// ---------------------------------------------------------------------------------------------------- size and space

/// What sticks out of the window, is cut off, or overlaps other text.
const LOST: &str = "
    const lost = [];
    if (document.documentElement.scrollWidth > innerWidth) lost.push(`the page is ${document.documentElement.scrollWidth} wide`);
    for (const e of all('*')) {
        if (e.closest('.hidden, svg, .scroll')) continue;
        const style = getComputedStyle(e);
        const cuts = (axis) => !['visible'].includes(style[`overflow${axis}`]);
        if (e.localName === 'textarea' || e.localName === 'select' || e.localName === 'input') continue;
        if (cuts('X') && e.scrollWidth > e.clientWidth + 1) lost.push(`${about(e)} is cut at its side`);
        if (cuts('Y') && e.scrollHeight > e.clientHeight + 1) lost.push(`${about(e)} is cut at its end`);
    }
    const words = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const e = text.parentElement;
        if (!text.data.trim() || !e || !shown(e) || e.closest('.hidden, select, textarea, .scroll')) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        for (const { left, right, top, bottom } of range.getClientRects()) {
            if (right - left < 1) continue;
            if (left < -1 || right > innerWidth + 1) lost.push(`${about(e)} sticks out: ${left} to ${right}`);
            // The middle of the letters: ascenders and descenders may touch.
            const rim = (bottom - top) / 4;
            words.push({ e, left: left + 1, right: right - 1, top: top + rim, bottom: bottom - rim });
        }
    }
    words.sort((a, b) => a.top - b.top);
    words.forEach((a, n) => {
        for (const b of words.slice(n + 1)) {
            if (b.top >= a.bottom) break;
            if (a.e !== b.e && a.left < b.right && b.left < a.right) lost.push(`${about(a.e)} lies upon ${about(b.e)}`);
        }
    });
    return lost.slice(0, 20);
";

/// The reader's own spacing (WCAG 2.2, 1.4.12 Text Spacing), set as a browser extension would.
const SPACING: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-block-end: 2em !important }`);
    root.adoptedStyleSheets.push(sheet);
";

/// The promise and the form, both as long as they can get.
async fn everything_open(browser: &Browser, page: &str) {
    browser.goto(page).await;
    let widget = browser.widget(0);
    widget.whole().await;
    open_form(&widget).await;
    open_all(browser).await;
    err(&widget).await;
}

#[tokio::test]
async fn at_400_percent_and_with_the_readers_own_spacing_nothing_is_lost() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::zoomed().reduced_motion()).await;
    everything_open(&browser, &page(&kommun, "/", &kommun.promise("exempelby-2026"), "")).await;
    assert_none(&browser, LOST, "at 400 %").await;
    look(&browser, SPACING).await;
    assert_none(&browser, LOST, "at 400 % and with more space").await;
    let widget = browser.widget(0);
    everything_open(&browser, &small_page(&kommun)).await;
    speak(&browser, "ar").await;
    open_all(&browser).await;
    assert_none(&browser, LOST, "long words from the right").await;
    look(&browser, SPACING).await;
    assert_none(&browser, LOST, "long words from the right with more space").await;
    // Nothing moves for readers who want no motion.
    let moves = "return matchMedia('(prefers-reduced-motion: reduce)').matches
        ? all('*').filter((e) => e.getAnimations().length > 0
            || getComputedStyle(e).transitionDuration.split(', ').some((time) => parseFloat(time) > 0)).map(about)
        : ['the browser moves'];";
    assert_none(&browser, moves, "moves").await;
    speak(&browser, "sv").await;
    widget.click("button[type=submit]").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn text_of_twice_the_size_loses_nothing() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default().large_text()).await;
    let page = page(&kommun, "/", &kommun.promise("exempelby-2026"), "");
    for viewport in [(1280, 900), (640, 900), (320, 640)] {
        // WebKit sometimes fails to lay out a grid again when its window narrows, so each width gets its own page.
        browser.show(&Options { viewport, ..Options::default() }).await;
        everything_open(&browser, &page).await;
        assert_eq!(browser.script("return getComputedStyle(document.body).fontSize;", []).await, json!("32px"));
        assert_none(&browser, LOST, &format!("large text, {} pixels wide", viewport.0)).await;
    }
    browser.assert_console_is_empty().await;
}

/// Elements that are too small to hit. A link in a sentence is as tall as its line, and a radio button as the label
/// beside it.
const SMALL: &str = "
    const in_sentence = (e) => e.localName === 'a' && said(e.closest('p, li, dd')) !== said(e);
    const box = (e) => {
        const boxes = [e, ...(e.type === 'radio' ? e.labels : [])].map((each) => each.getBoundingClientRect());
        const [side, end] = [['left', 'right'], ['top', 'bottom']].map(([from, to]) =>
            Math.max(...boxes.map((b) => b[to])) - Math.min(...boxes.map((b) => b[from])));
        return [side, end];
    };
    return all(FOCUSABLE).filter((e) => e.tabIndex >= 0 && !in_sentence(e)).map((e) => [e, ...box(e)])
        .filter(([, width, height]) => width < 23.9 || height < 23.9)
        .map(([e, width, height]) => `${about(e)} is ${width.toFixed(1)} by ${height.toFixed(1)}`);
";

// ----------------------------------------------------------------------------------------------------------- structure

/// What is wrong with headings, names of parts, and ids.
const STRUCTURE: &str = "
    const wrong = [];
    const level = Number(host.getAttribute('heading-level') ?? 2);
    const headings = all('h1, h2, h3, h4, h5, h6');
    headings.forEach((h, n) => {
        const at = Number(h.localName[1]);
        if (n === 0 ? at !== level : at > Number(headings[n - 1].localName[1]) + 1) wrong.push(`${about(h)} skips a level`);
        if (n > 0 && at <= level && level < 6) wrong.push(`${about(h)} stands beside the title`);
        if (!said(h)) wrong.push(`${about(h)} is empty`);
    });
    const ids = [...root.querySelectorAll('[id]')].map((e) => e.id);
    wrong.push(...ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `#${id} is there twice`));
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
        for (const e of root.querySelectorAll(`[${attribute}]`)) {
            for (const id of e.getAttribute(attribute).split(' ')) {
                if (!root.getElementById(id)) wrong.push(`${about(e)} refers to #${id}, which is not there`);
            }
        }
    }
    const names = new Map();
    for (const part of all('section, form, [role=search], [role=group], [role=region]')) {
        const by = part.getAttribute('aria-labelledby');
        const name = by ? said(root.getElementById(by)) : part.getAttribute('aria-label');
        if (!name) wrong.push(`${about(part)} has no name`);
        const role = part.getAttribute('role') ?? part.localName;
        if (role === 'section' && names.has(name)) wrong.push(`two sections are called ${name}`);
        if (role === 'section') names.set(name, part);
    }
    for (const e of all('[role=progressbar]')) {
        // The figure beside a bar says the rest. An unknown bar has no value, and says so in words.
        const now = Number(e.getAttribute('aria-valuenow') ?? 0);
        if (!(now >= 0 && now <= 100) || e.hasAttribute('aria-valuenow') === (e.dataset.value === 'none') || !e.getAttribute('aria-label') || (e.dataset.value === 'none') !== Boolean(e.getAttribute('aria-valuetext'))) wrong.push(`${about(e)} has no value`);
    }
    for (const e of all('input, select, textarea')) if (!e.labels?.length) wrong.push(`${about(e)} has no label`);
    for (const [id, about_whom] of [['name', 'name'], ['email', 'email'], ['phone', 'tel']]) {
        const e = root.getElementById(`lofte_tip-${id}`);
        if (e && e.getAttribute('autocomplete') !== about_whom) wrong.push(`${about(e)} does not say whose it is`);
    }
    for (const e of all('svg')) if (e.getAttribute('aria-hidden') !== 'true') wrong.push(`${about(e.parentElement)} has a drawing without a name`);
    for (const e of all('img')) if (!e.hasAttribute('alt')) wrong.push(`${about(e)} has no alternative`);
    for (const e of all('ul, ol')) if ([...e.children].some((c) => c.localName !== 'li')) wrong.push(`${about(e)} is no list`);
    for (const e of all('button, a, summary')) if (!said(e)) wrong.push(`${about(e)} has no name`);
    // No two links or buttons have the same name but do different things.
    const called = new Map();
    for (const e of all('button, a, summary')) {
        const key = `${e.localName} ${e.getAttribute('aria-label') ?? said(e)}`;
        const does = e.getAttribute('href') ?? e.dataset.link ?? e.parentElement.id ?? '';
        const other = called.get(key);
        if (other !== undefined && other !== does && (e.localName !== 'summary')) wrong.push(`${about(e)} is there twice`);
        called.set(key, does);
    }
    return wrong;
";

/// Roles, names and values as exposed by the browser.
async fn assert_names(browser: &Browser) {
    let widget = browser.widget(0);
    let roles = [
        ("section", &["region"][..]),
        ("form", &["form"]),
        ("[role=search]", &["search"]),
        ("[role=progressbar]", &["progressbar"]),
        ("[type=range]", &["slider"]),
        ("[type=search]", &["searchbox", "textbox"]),
        ("textarea", &["textbox"]),
        ("[type=radio]", &["radio"]),
        ("[type=email]", &["textbox"]),
        ("fieldset", &["group", "radiogroup"]),
        ("select", &["combobox", "menulistbox", "listbox", "button"]),
        (".plot", &["img", "image", "graphics-document"]),
        (".scroll", &["group"]),
    ];
    for (css, expected) in roles {
        for element in widget.find_all(css).await.into_iter().take(4) {
            let (role, name) = (browser.role(&element).await, browser.name(&element).await);
            assert!(expected.contains(&role.as_str()), "{css} has the role {role:?}");
            assert!(!name.trim().is_empty(), "{css} has no name");
        }
    }
}

/// Texts that the document has only in Swedish, and how they are marked.
const LANGUAGES: &str = "
    const [swedish, english] = arguments;
    const wrong = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let seen = 0;
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const words = text.data.trim();
        if (!text.parentElement) continue;
        const lang = text.parentElement.closest('[lang]').lang;
        if (swedish.includes(words)) { seen++; if (lang !== 'sv') wrong.push(`${words} is marked ${lang}`); }
        if (english.includes(words)) { seen++; if (lang !== 'en') wrong.push(`${words} is marked ${lang}`); }
    }
    return seen > 20 ? wrong : [`only ${seen} texts were known`];
";

/// Collects the texts that a document has only in Swedish, and those in English.
fn texts(value: &Value, swedish: &mut Vec<String>, english: &mut Vec<String>) {
    const SPOKEN: [&str; 8] = ["title", "text", "description", "note", "label", "name", "cadence", "reason"];
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, swedish, english)),
        Value::Object(fields) => {
            for (key, inside) in fields {
                match inside {
                    Value::String(text) if SPOKEN.contains(&key.as_str()) => swedish.push(text.clone()),
                    Value::Object(languages) if languages.contains_key("sv") => match &languages.get("en") {
                        Some(text) => english.push(text.as_str().unwrap().to_owned()),
                        None => swedish.push(languages["sv"].as_str().unwrap().to_owned()),
                    },
                    other => texts(other, swedish, english),
                }
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn headings_parts_names_languages_and_targets_are_what_a_screen_reader_and_a_finger_need() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = browser.widget(0);
    for level in [2, 3, 6] {
        let more = format!("data-heading-level=\"{level}\"");
        everything_open(&browser, &page(&kommun, "/", &kommun.promise("exempelby-2026"), &more)).await;
        assert_none(&browser, STRUCTURE, &format!("from level {level}")).await;
    }
    assert_names(&browser).await;
    for viewport in [(1280, 900), (320, 640)] {
        browser.show(&Options { viewport, ..Options::default() }).await;
        assert_none(&browser, SMALL, &format!("too small to be hit, {} pixels wide", viewport.0)).await;
    }
    browser.show(&Options::default()).await;

    speak(&browser, "en").await;
    open_all(&browser).await;
    let (mut swedish, mut english) = (Vec::new(), Vec::new());
    texts(&read_promise("exempelby-2026"), &mut swedish, &mut english);
    // Names are the same in both languages.
    swedish.retain(|text| text.split(' ').count() > 2 && !english.contains(text));
    let wrong = look_with(&browser, LANGUAGES, [json!(swedish), json!(english)]).await;
    assert_eq!(wrong, json!([]), "{wrong:#}");
    let unmarked = "return [...root.querySelectorAll('[lang]')].filter((e) => !e.lang).map(about);";
    assert_none(&browser, unmarked, "without a language").await;

    browser.goto(&page(&kommun, "/gnosjo", &kommun.promise_with_tips("gnosjo-2023"), "")).await;
    widget.whole().await;
    open_all(&browser).await;
    assert_none(&browser, STRUCTURE, "words alone").await;
    browser.assert_console_is_empty().await;
}

async fn look_with(browser: &Browser, js: &str, arguments: impl Into<Vec<Value>>) -> Value {
    browser.script(&format!("{JS}{js}"), arguments).await
}
