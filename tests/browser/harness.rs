//! Tests of the harness itself: a check that cannot fail would let everything through, so each one is given something
//! it has to detect. The widget here is small and handwritten; it stands in for the real one only here.

use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::axe;
use crate::browser::{Browser, ColorScheme, Options};
use crate::engine::Engine;
use crate::host::{Host, Reply, document, strict_csp};

/// Puts a shadow tree into every `<medborgar-lofte>`, with a script that the strict policy allows.
const CARD: &str = "customElements.define('medborgar-lofte', class extends HTMLElement {
    connectedCallback() {
        const root = this.attachShadow({ mode: 'open' });
        const add = (tag, text, more) => Object.assign(root.appendChild(document.createElement(tag)), more, {
            textContent: text,
        });
        add('h2', 'Vårt löfte');
        add('input', '', { id: 'place', ariaLabel: this.hasAttribute('unlabelled') ? null : 'Plats' });
        const said = add('p', '', { id: 'said' });
        add('button', 'Skicka  tips', { onclick: () => (said.textContent = root.querySelector('input').value) });
    }
});";

/// A host with that card and a page under the strict policy that embeds it.
fn host_with_card(element: &str) -> (Host, String) {
    let host = Host::start();
    let script = host.route("/card.js", Reply::ok("text/javascript", CARD));
    let html = document("Trygghet", &format!("{element}<script src=\"{script}\"></script>"));
    let page = host.page("/", &html, &[("content-security-policy", &strict_csp(&host.origin(), &[]))]);
    (host, page)
}

#[tokio::test]
async fn a_faultless_page_has_an_empty_console_and_no_findings_under_the_strict_policy() {
    let (_host, page) = host_with_card("<medborgar-lofte></medborgar-lofte>");
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    axe::assert_no_findings(&browser, "html").await;
    axe::assert_no_findings(&browser, "medborgar-lofte").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn axe_finds_a_missing_label_inside_a_shadow_root_under_the_strict_policy() {
    let (_host, page) = host_with_card("<medborgar-lofte unlabelled></medborgar-lofte>");
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    let findings = axe::findings(&browser, "medborgar-lofte").await;
    assert_eq!(findings.violations.len(), 1, "{findings:?}");
    assert!(findings.violations[0].starts_with("label (critical)"), "{findings:?}");
    assert!(findings.violations[0].contains("#place"), "{findings:?}");
}

#[tokio::test]
#[should_panic(expected = "axe has findings in html")]
async fn a_finding_of_axe_fails_a_test() {
    let (_host, page) = host_with_card("<medborgar-lofte unlabelled></medborgar-lofte>");
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    axe::assert_no_findings(&browser, "html").await;
}

#[tokio::test]
async fn the_harness_sees_a_console_error_an_uncaught_error_and_a_file_that_is_not_there() {
    let host = Host::start();
    let script =
        "<script>console.error('said aloud'); Promise.reject(new Error('let go')); throw Error('dropped')</script>";
    let html = document("Trygghet", &format!("{script}<script src=\"/missing.js\"></script>"));
    let page = host.page("/", &html, &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    for part in ["said aloud", "let go", "dropped", "missing.js"] {
        let entry = browser.wait_for_console(part).await;
        assert_eq!(entry.level, "SEVERE", "{entry}");
    }
}

#[tokio::test]
async fn the_harness_sees_a_policy_violation() {
    let host = Host::start();
    let writes_html = host.route("/html.js", Reply::ok("text/javascript", "document.body.innerHTML = '<p>hej</p>'"));
    let calls_out = host.route("/call.js", Reply::ok("text/javascript", "fetch('/elsewhere').catch(() => {})"));
    let scripts = format!("<script src=\"{calls_out}\"></script><script src=\"{writes_html}\"></script>");
    let html = document("Trygghet", &format!("{scripts}<script>window.inline = true</script>"));
    let page = host.page("/", &html, &[("content-security-policy", &strict_csp(&host.origin(), &[]))]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    browser.wait_for_console("script-src").await;
    browser.wait_for_console("connect-src").await;
    browser.wait_for_console("require").await;
    assert_eq!(browser.script("return window.inline ?? false;", Vec::new()).await, json!(false));
    assert_eq!(host.times_asked("/elsewhere"), 0);
}

#[tokio::test]
#[should_panic(expected = "the console is not empty:\n  INFO:")]
async fn a_single_harmless_line_in_the_console_fails_a_test() {
    let host = Host::start();
    let page = host.page("/", &document("Trygghet", "<script>console.log('hej')</script>"), &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_resident_can_click_type_and_use_the_keyboard_inside_a_shadow_root() {
    let (_host, page) = host_with_card("<medborgar-lofte></medborgar-lofte><medborgar-lofte></medborgar-lofte>");
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    assert_eq!(browser.active().await, None);

    let second = browser.widget(1);
    assert_eq!(second.text().await, "Vårt löfte\nSkicka tips");
    assert_eq!(second.find_all("button").await.len(), 1);
    assert!(!second.exists("textarea").await);

    second.type_into("#place", "Torget").await;
    let active = browser.active().await.expect("typing gives the field the keyboard");
    assert_eq!((active.tag.as_str(), active.id.as_str(), active.name.as_str()), ("input", "place", "Plats"));

    browser.press(Key::Tab).await;
    // Tab moves on to the button.
    let active = browser.wait_for_active("Skicka tips").await;
    assert_eq!(active.role, "button");
    browser.press(Key::Enter).await;
    second.wait_for_text("Torget").await;
    assert_eq!(browser.widget(0).text().await, "Vårt löfte\nSkicka tips");

    browser.press_with(Key::Shift, Key::Tab).await;
    second.type_into("#place", "!").await;
    second.by_text("button", "Skicka tips").await.click().await.unwrap();
    second.wait_for_text("!").await;
    second.click("button").await;
}

#[tokio::test]
async fn the_browser_is_as_narrow_as_dark_and_as_foreign_as_asked() {
    let host = Host::start();
    let page = host.page("/", &document("Trygghet", "<div style=\"height: 3000px\"></div>"), &[]);
    let browser = Browser::open(Options::narrow().dark().language("en-GB")).await;
    browser.goto(&page).await;
    let seen = browser
        .script("return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, navigator.language];", [])
        .await;
    assert_eq!(seen, json!([320, true, "en-GB"]));
    assert_eq!(host.requests()[0].headers["accept-language"].to_str().unwrap().get(..5), Some("en-GB"));

    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("page.png");
    browser.screenshot(&picture).await;
    let png = std::fs::read(&picture).unwrap();
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!(side(16), 320);
    // The picture includes what is below the window, if the engine supports that.
    assert!(side(20) > 3000 || browser.engine() == Engine::WebKit, "{} pixels high", side(20));
}

/// What a page can detect about how it is shown.
const SEEN: &str = "const is = (query) => matchMedia(query).matches;
    return {
        area: [innerWidth, innerHeight],
        scale: devicePixelRatio,
        dark: is('(prefers-color-scheme: dark)'),
        forced: is('(forced-colors: active)'),
        still: is('(prefers-reduced-motion: reduce)'),
        print: is('print'),
        em: getComputedStyle(document.documentElement).fontSize,
        // Whether the colours are the page's own or the reader's.
        own: getComputedStyle(document.querySelector('p')).color === 'rgb(1, 2, 3)',
    };";

fn usual() -> Value {
    json!({ "area": [1280, 900], "scale": 1, "dark": false, "forced": false, "still": false, "print": false,
        "em": "16px", "own": true })
}

/// The defaults, except for these.
fn usual_but(other: &Value) -> Value {
    let mut all = usual();
    all.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    all
}

fn coloured_page(host: &Host) -> String {
    host.page("/", &document("Trygghet", "<style>p { color: rgb(1, 2, 3) }</style><p>Hej</p>"), &[])
}

#[tokio::test]
async fn a_page_is_shown_as_its_reader_has_chosen_from_the_start() {
    let host = Host::start();
    let page = coloured_page(&host);
    let engine = Engine::chosen();
    let (forced, print) = (engine.has_forced_colors(), engine.has_print_media());
    for (options, seen) in [
        (Options::default(), usual()),
        (Options::default().forced_colors(), usual_but(&json!({ "forced": forced, "own": !forced }))),
        (Options::default().reduced_motion().dark(), usual_but(&json!({ "still": true, "dark": true }))),
        (Options::default().print().large_text(), usual_but(&json!({ "print": print, "em": "32px" }))),
        (Options::zoomed(), usual_but(&json!({ "area": [320, 256], "scale": 4 }))),
    ] {
        let browser = Browser::open(options.clone()).await;
        browser.goto(&page).await;
        assert_eq!(browser.script(SEEN, []).await, seen, "{options:?}");
        // The same applies to a page of another origin opened afterwards.
        let other = Host::start();
        browser.goto(&coloured_page(&other)).await;
        assert_eq!(browser.script(SEEN, []).await, seen, "{options:?}, on another origin");
    }
}

#[tokio::test]
async fn every_look_is_come_by_and_the_browser_is_then_as_it_was() {
    let host = Host::start();
    let page = coloured_page(&host);
    let mut looks = Vec::new();
    for options in Options::for_every_look() {
        let dark = options.scheme == ColorScheme::Dark;
        let browser = Browser::open(options).await;
        browser.goto(&page).await;
        let seen = Mutex::new(Vec::new());
        browser
            .in_every_look(async |name| {
                let look = browser.script(SEEN, []).await;
                let shade = match (&look["forced"], &look["dark"]) {
                    (Value::Bool(true), _) => "forced",
                    (_, Value::Bool(true)) => "dark",
                    _ => "light",
                };
                assert_eq!(name, format!("{}-{shade}", look["area"][0]));
                assert_eq!(look["own"], json!(shade != "forced"), "{name}");
                seen.lock().unwrap().push(name.to_owned());
            })
            .await;
        looks.extend(seen.into_inner().unwrap());
        assert_eq!(browser.script(SEEN, []).await, usual_but(&json!({ "dark": dark })));
    }
    let mut all = vec!["320-light", "1280-light", "320-dark", "1280-dark"];
    if Engine::chosen().has_forced_colors() {
        all.extend(["320-forced", "1280-forced"]);
    }
    assert_eq!(looks, all);
}

#[tokio::test]
async fn a_host_can_be_broken_in_many_ways_and_mended_again() {
    let host = Host::start();
    host.route("/late", Reply::ok("text/plain", "sent").after(Duration::from_millis(300)));
    host.route("/cut", Reply::ok("text/plain", "x".repeat(100_000)).breaking_off());
    host.route("/gone", Reply::status(410));
    let stranger = Host::start();
    let theirs = stranger.route("/data.json", Reply::ok("application/json", "{}"));
    let page = host.page("/", &document("Trygghet", ""), &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    let fetched = async |url: &str| {
        let js =
            "const start = performance.now(); return fetch(arguments[0]).then(async (r) => [r.status, await r.text()])
            .then(([status, text]) => `${status} ${text.length} ${performance.now() - start >= 300 ? 'late' : ''}`)
            .catch(() => 'failed');";
        browser.script(js, [json!(url)]).await.as_str().unwrap().to_owned()
    };
    assert_eq!(fetched("/late").await, "200 4 late");
    assert_eq!(fetched("/cut").await, "failed");
    assert!(fetched("/gone").await.starts_with("410 "));
    host.mend("/gone");
    assert!(fetched("/gone").await.starts_with("404 "));
    assert_eq!(fetched(&theirs).await, "failed");
    stranger.allow_origin("*");
    assert!(fetched(&theirs).await.starts_with("200 2 "));
    assert_eq!(host.times_asked("/gone"), 2);
}

#[tokio::test]
async fn a_test_that_panics_leaves_no_driver_and_no_profile_behind() {
    let (told, heard) = std::sync::mpsc::channel();
    let test = tokio::spawn(async move {
        let browser = Browser::open(Options::default()).await;
        told.send((browser.driver_port(), browser.profile().to_owned())).unwrap();
        panic!("as a failing test does");
    });
    assert!(test.await.unwrap_err().is_panic());
    let (port, profile) = heard.recv().unwrap();
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "the driver still listens on {port}");
    assert!(!profile.exists(), "{} is still there", profile.display());
}
