//! Narrow and wide, light and dark: no horizontal scrolling. Pictures for people to look at are in `screenshots.rs`.

use serde_json::{Value, json};

use crate::browser::{Browser, ColorScheme, Options};
use crate::host::Reply;
use crate::kommun::{Kommun, PROMISES, open_all_folds};

/// A page follows the reader's preference for dark only if it opts in. It also sets its colours, since axe cannot see
/// what a browser paints behind a page without any.
const DARK_PAGE: &str = ":root { color-scheme: light dark; background: #fff; color: #111 } body { margin: 1em }
    @media (prefers-color-scheme: dark) { :root { background: #121212; color: #f2f2f2 } }";

/// A page with a promise, and an address for tips.
fn page(kommun: &Kommun, name: &str) -> String {
    let sheet = kommun.files.route("/page.css", Reply::ok("text/css", DARK_PAGE));
    let tips = kommun.files.url("/api/tips");
    let tag = kommun.tag(&kommun.promise_with_tips(name), &format!("data-tips=\"{tips}\" data-loading=\"eager\""));
    let policy = format!("{}; style-src {}", kommun.policy(&[]), kommun.files.origin());
    kommun.page_under(&policy, &format!("/{name}"), &format!("<link rel=\"stylesheet\" href=\"{sheet}\">{tag}"))
}

/// Fails with every element that is wider than the window.
async fn assert_no_sideways_scroll(browser: &Browser, what: &str) {
    let js = "const wide = innerWidth + 0.5;
        const root = document.querySelector('medborgar-lofte').shadowRoot;
        const scrolls = document.documentElement.scrollWidth > innerWidth;
        return !scrolls ? [] : [...root.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > wide)
            .map((e) => `${e.localName}.${e.className}: ${e.textContent.slice(0, 60)}`).concat('scrolls');";
    assert_eq!(browser.script(js, []).await, json!([]), "{what} has to be scrolled sideways");
}

async fn every_promise_fits(options: Options) {
    let kommun = Kommun::open();
    let browser = Browser::open(options.clone()).await;
    for name in PROMISES {
        browser.goto(&page(&kommun, name)).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        let what = format!("{name}-{}-{:?}", options.viewport.0, options.scheme).to_lowercase();
        assert_no_sideways_scroll(&browser, &what).await;
        open_all_folds(&browser, 0).await;
        assert_no_sideways_scroll(&browser, &what).await;
        widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
        widget.find("form").await;
        open_all_folds(&browser, 0).await;
        assert_no_sideways_scroll(&browser, &what).await;
        let dark = "return matchMedia('(prefers-color-scheme: dark)').matches;";
        assert_eq!(browser.script(dark, []).await, json!(options.scheme == ColorScheme::Dark));
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn on_a_narrow_telephone_nothing_scrolls_sideways() {
    every_promise_fits(Options::narrow()).await;
}

#[tokio::test]
async fn on_a_tablet_nothing_scrolls_sideways() {
    every_promise_fits(Options::tablet()).await;
}

#[tokio::test]
async fn on_a_wide_dark_screen_nothing_scrolls_sideways() {
    every_promise_fits(Options::default().dark()).await;
}

#[tokio::test]
async fn the_widgets_own_width_decides_not_the_windows() {
    let kommun = Kommun::open();
    let column =
        "document.querySelector('#column').style.width = `${new URL(document.currentScript.src).hash.slice(1)}px`;";
    let column = kommun.files.route("/column.js", Reply::ok("text/javascript", column));
    let browser = Browser::open(Options::default()).await;
    let mut facts = Vec::new();
    for width in [300, 1000] {
        let tag = kommun.tag(&kommun.promise("exempelby-2026"), "data-loading=\"eager\"");
        let body = format!("<div id=\"column\">{tag}</div><script src=\"{column}#{width}\"></script>");
        browser.goto(&kommun.page("/", &body)).await;
        let widget = browser.widget(0);
        widget.find(".lofte").await;
        open_all_folds(&browser, 0).await;
        // Whether the figures are beside the words or below, and what sticks out of the column.
        let js = "const item = root.querySelector('.commitment');
            const [words, progress] = [':scope > .words', ':scope > .progress'].map((css) => item.querySelector(css).getBoundingClientRect());
            const edge = host.getBoundingClientRect().right + 0.5;
            const inScroll = (e) => e.closest('.scroll');
            const out = [...root.querySelectorAll('*')].filter((e) => !inScroll(e) && e.getBoundingClientRect().right > edge);
            return [progress.top >= words.bottom - 1, out.map((e) => e.className)];";
        facts.push(widget.script(js, []).await);
    }
    assert_eq!(facts, [json!([true, []]), json!([false, []])]);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn text_of_twice_the_size_still_fits() {
    let kommun = Kommun::open();
    let sheet = kommun.files.route("/large.css", Reply::ok("text/css", "body { font-size: 200%; margin: 0 }"));
    let policy = format!("{}; style-src {}", kommun.policy(&[]), kommun.files.origin());
    let tag = kommun.tag(&kommun.promise("exempelby-2026"), "data-loading=\"eager\"");
    let page = kommun.page_under(&policy, "/", &format!("<link rel=\"stylesheet\" href=\"{sheet}\">{tag}"));
    let browser = Browser::open(Options { viewport: (640, 900), ..Options::default() }).await;
    browser.goto(&page).await;
    browser.widget(0).find(".lofte").await;
    open_all_folds(&browser, 0).await;
    let wide = "return [...root.querySelectorAll('.lofte *')].filter((e) => !e.closest('.scroll')
        && e.getBoundingClientRect().right > innerWidth + 0.5).map((e) => e.className + e.textContent.slice(0, 40));";
    let wide: Value = browser.widget(0).script(wide, []).await;
    assert_eq!(wide, json!([]));
    browser.assert_console_is_empty().await;
}
