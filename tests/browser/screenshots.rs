//! Pictures of every promise and state, narrow and wide, light and dark, for people to look at: a machine does not
//! notice that a word breaks in the wrong place. `make screenshots` puts them into `target/screenshots`; the README's
//! picture is one of them.

use std::path::PathBuf;
use std::time::Duration;

use medborgarlofte::texts::pseudo::pseudo;
use serde_json::{Value, json};
use thirtyfour::support::base64_decode;

use crate::browser::{Browser, Options};
use crate::host::Reply;
use crate::kommun::{Kommun, PROMISES, open_all_folds, read_promise};

const EXAMPLE: &str = PROMISES[0];

/// How many pixels of a page each picture shows: Chromium does not draw beyond about sixteen thousand.
const AS_LONG_AS: usize = 12_000;
/// How many pictures to take of a page; the rest of it shows nothing new.
const PARTS: usize = 3;

/// A page like a kommun's: a column, the default font, light or dark according to the reader's preference.
const PAGE: &str = ":root { color-scheme: light dark; font: 1.0625em/1.6 system-ui, sans-serif }
    body { margin: 0; background: light-dark(#fff, #14181c); color: light-dark(#1b1f23, #e8eaec) }
    main { box-sizing: border-box; max-width: 62.5rem; margin: 0 auto; padding: 1rem 1.25rem 3rem }";

/// The folder for the pictures, which is created if necessary.
fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Shows a promise, and waits until the view is complete.
async fn show(kommun: &Kommun, browser: &Browser, src: &str, more: &str) {
    browser.goto("about:blank").await;
    browser.goto(&page(kommun, src, more)).await;
    browser.widget(0).whole().await;
}

/// A page with the promise at this address, and an address for tips.
fn page(kommun: &Kommun, src: &str, more: &str) -> String {
    let sheet = kommun.files.route("/page.css", Reply::ok("text/css", PAGE));
    let tips = kommun.files.url("/api/tips");
    let tag = kommun.tag(src, &format!("data-tips=\"{tips}\" data-loading=\"eager\" {more}"));
    let policy = format!("{}; style-src {}", kommun.policy(&[]), kommun.files.origin());
    kommun.page_under(&policy, "/", &format!("<link rel=\"stylesheet\" href=\"{sheet}\">{tag}"))
}

/// Takes pictures of the current page at three widths, light and dark.
async fn picture(browser: &Browser, state: &str) {
    for (width, height) in [(320, 640), (768, 1024), (1280, 900)] {
        let light = Options { viewport: (width, height), ..Options::default() };
        for (shade, look) in [("light", light.clone()), ("dark", light.dark())] {
            take(browser, look, &format!("{state}-{width}-{shade}")).await;
        }
    }
}

async fn take(browser: &Browser, look: Options, name: &str) {
    let width = look.viewport.0;
    browser.show(&Options { reduced_motion: true, ..look }).await;
    let size = &browser.cdp("Page.getLayoutMetrics", json!({})).await["cssContentSize"];
    let height = size["height"].as_u64().unwrap();
    for (part, top) in (0..height).step_by(AS_LONG_AS).take(PARTS).enumerate() {
        let part = if part == 0 { String::new() } else { format!("-part-{}", part + 1) };
        clip(browser, top, width, height.min(top + AS_LONG_AS as u64) - top, &format!("{name}{part}")).await;
    }
}

/// A section of the page, starting at `top`.
async fn clip(browser: &Browser, top: u64, width: u32, height: u64, name: &str) {
    let clip = json!({ "x": 0, "y": top, "width": width, "height": height, "scale": 1 });
    let ask = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
    let shot = browser.cdp("Page.captureScreenshot", ask).await;
    let path = folder().join(format!("{name}.png"));
    std::fs::write(path, base64_decode(shot["data"].as_str().unwrap()).unwrap()).unwrap();
}

/// Prints the page as PDF, with everything that the browser does before printing.
async fn paper(browser: &Browser, name: &str) {
    let ask = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false });
    let pdf = browser.cdp("Page.printToPDF", ask).await;
    let pdf = base64_decode(pdf["data"].as_str().unwrap()).unwrap();
    std::fs::write(folder().join(format!("{name}.pdf")), pdf).unwrap();
}

/// A promise with the worst that an editor may write.
fn made_up(id: &str, title: &str, commitments: &[Value]) -> Value {
    json!({
        "id": id,
        "title": title,
        "example": true,
        "municipality": { "name": "Upplands Väsby och Örnsköldsviks samverkanskommun", "code": "9999" },
        "police": { "name": "Lokalpolisområde Ångermanland–Södra Ådalen" },
        "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "actors": [
            { "id": "polisen", "kind": "police", "name": "Polisen" },
            { "id": "samordnare", "kind": "municipality", "name": "Trygghetsskapandeåtgärdssamordnaren" },
        ],
        "focus_areas": [
            { "id": "brott", "title": "Våldsbrottsförebyggandearbetsmarknadsinsatser" },
            { "id": "plats", "title": "Platssamverkan i Skillingaryds stationssamhälle" },
        ],
        "commitments": commitments,
    })
}

/// The `n`th commitment of such a promise. Its text and its numbers vary with `n`.
fn commitment(n: usize) -> Value {
    const WHAT: [&str; 4] = ["trygghetsvandring", "trafiksäkerhetskontroll", "ordningsstörningsinsats", "nattvandring"];
    const WHERE: [&str; 3] = ["Nordmalingsvägens bostadsområde", "Skanörsgatan", "Sundbybergs centrumanläggning"];
    let (what, place) = (WHAT[n % WHAT.len()], WHERE[n % WHERE.len()]);
    let reports: Vec<Value> = (1..=n % 5)
        .map(|month| json!({ "date": format!("2026-0{month}-15"), "amount": month, "note": format!("Vid {place}.") }))
        .collect();
    json!({
        "id": format!("nr-{n}"),
        "text": format!("Vi gör minst {} {what}ar vid {place}.", n % 9 + 2),
        "actors": if n.is_multiple_of(2) { ["polisen"] } else { ["samordnare"] },
        "focus_areas": if n.is_multiple_of(3) { ["brott"] } else { ["plats"] },
        "targets": [{
            "id": format!("nr-{n}-antal"),
            "kind": "count",
            "goal": n % 9 + 2,
            "bound": "at_least",
            "unit": { "one": what, "other": format!("{what}ar") },
            "reports": reports,
        }],
    })
}

/// Compound words wherever space is tight.
fn compounds() -> Value {
    let values =
        json!([{ "year": 2023, "value": 51.5 }, { "year": 2024, "value": 54 }, { "year": 2025, "value": 58.2 }]);
    let source = json!({ "title": "Trygghetsmätningsundersökningen", "url": "https://www.example.se/matning" });
    let series = ["Örnsköldsviks samverkanskommun", "Polisregion Mitt", "Skillingaryds stationssamhälle", "Hela riket"];
    let mut commitments: Vec<Value> = (0..7).map(commitment).collect();
    commitments[0]["text"] = json!(
        "Trygghetsskapandeåtgärdssamordnaren och ordningsvaktsförordnandehandläggaren tar fram en \
         brottsförebyggandestrategigenomförandeplan för Nordvästerstationsområdesvägen."
    );
    commitments[0]["targets"][0]["label"] = json!("Trygghetsskapandeåtgärdssamordnarsammanträden");
    commitments[0]["targets"][0]["unit"] =
        json!({ "one": "samverkansöverenskommelseuppföljning", "other": "samverkansöverenskommelseuppföljningar" });
    let mut promise = made_up("ord", "Trygghetsskapandeåtgärdssamordnarens medborgarlöfte", &commitments);
    promise["indicators"] = json!([{
        "id": "otrygga",
        "label": "otrygghetsupplevelser i kollektivtrafikanläggningar",
        "unit": "procent av kollektivtrafikresenärerna",
        "symbol": "%",
        "better": "lower",
        "series": series.map(|area| json!({ "area": { "kind": "place", "name": area }, "source": source, "values": values })),
    }]);
    promise
}

#[tokio::test]
#[ignore = "looked at by people: `make screenshots`"]
async fn every_promise_has_its_picture() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for name in PROMISES {
        show(&kommun, &browser, &kommun.promise(name), "").await;
        picture(&browser, name).await;
    }
    for name in [EXAMPLE, "olofstrom-2024"] {
        show(&kommun, &browser, &kommun.promise(name), "").await;
        paper(&browser, &format!("{name}-paper")).await;
    }
}

#[tokio::test]
#[ignore = "looked at by people: `make screenshots`"]
async fn every_state_has_its_picture() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = browser.widget(0);
    let src = kommun.promise(EXAMPLE);

    show(&kommun, &browser, &src, "").await;
    open_all_folds(&browser, 0).await;
    browser
        .wait_for("what went before", "document.querySelector('medborgar-lofte').shadowRoot.querySelector('.recalled')")
        .await;
    picture(&browser, "folds").await;
    for (state, css) in [("timeline", ".timeline"), ("charts", ".indicators")] {
        let alone = "for (const e of root.querySelectorAll('.lofte > *')) e.hidden = !e.matches(arguments[0]);";
        widget.script(alone, [json!(css)]).await;
        picture(&browser, state).await;
    }

    show(&kommun, &browser, &src, "").await;
    let choose = "const select = root.querySelector('#lofte_find-actor');
        select.value = '0';
        select.dispatchEvent(new Event('input', { bubbles: true }));";
    widget.script(choose, []).await;
    widget.wait_for_text("Visar ").await;
    picture(&browser, "filter").await;

    show(&kommun, &browser, &src, "data-lang=\"en\"").await;
    widget.find(".lofte[lang=en]").await;
    picture(&browser, "english").await;

    let texts = kommun.files.route("/rtl.json", Reply::ok("application/json", pseudo("ar", "rtl").to_string()));
    show(&kommun, &browser, &src, &format!("data-lang=\"ar\" data-texts=\"{texts}\"")).await;
    widget.find(".lofte[lang=ar]").await;
    picture(&browser, "right-to-left").await;

    show(&kommun, &browser, &src, "").await;
    widget.click(".years button").await;
    widget.find(".way-back").await;
    widget.whole().await;
    picture(&browser, "earlier").await;

    let linked = read_promise(EXAMPLE)["commitments"][4]["id"].as_str().unwrap().to_owned();
    browser.goto("about:blank").await;
    browser.goto(&format!("{}#lofte-{EXAMPLE}.{linked}", page(&kommun, &src, ""))).await;
    widget.find("[data-here]").await;
    picture(&browser, "deep-link").await;

    show(&kommun, &browser, &src, "").await;
    for (width, height) in [(320, 640), (1280, 900)] {
        let look = Options { viewport: (width, height), ..Options::default() };
        take(&browser, look.forced_colors(), &format!("forced-colors-{width}")).await;
    }
    browser.show(&Options::default()).await;
    readme(&browser).await;
}

/// The README's picture: the top of the example, as much as a reader wants to see of it.
async fn readme(browser: &Browser) {
    browser.show(&Options { viewport: (1040, 900), reduced_motion: true, ..Options::default() }).await;
    // The page's own heading is not part of the widget.
    browser.script("document.querySelector('h1').hidden = true; scrollTo(0, 0);", []).await;
    clip(browser, 0, 1040, 1330, "readme").await;
}

#[tokio::test]
#[ignore = "looked at by people: `make screenshots`"]
async fn every_state_of_a_tip_and_of_a_failure_has_its_picture() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = browser.widget(0);
    show(&kommun, &browser, &kommun.promise(EXAMPLE), "").await;
    let alone = "for (const e of root.querySelectorAll('.lofte > *')) e.hidden = !e.matches('.tip');";
    widget.script(alone, []).await;
    widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.find("form").await;
    open_all_folds(&browser, 0).await;
    picture(&browser, "tip-empty").await;
    widget.type_into("#lofte_tip-what", "Kort").await;
    widget.type_into("#lofte_tip-email", "kim").await;
    widget.click("button[type=submit]").await;
    widget.find(".error-summary").await;
    picture(&browser, "tip-errors").await;
    let receipt = json!({ "reference": "K7QM-3XHT", "received_at": "2026-11-21T23:45:15Z" });
    kommun.files.route("/api/tips", Reply::ok("application/json", receipt.to_string()).with_status(201));
    widget.type_into("#lofte_tip-what", " men nu längre").await;
    widget.type_into("#lofte_tip-email", "@example.se").await;
    widget.click("button[type=submit]").await;
    widget.find(".receipt").await;
    picture(&browser, "tip-receipt").await;

    browser.goto(&page(&kommun, &kommun.files.url("/own/missing.json"), "")).await;
    widget.find(".failed").await;
    picture(&browser, "failure").await;

    let late = Reply::ok("application/json", "{}").after(Duration::from_secs(15));
    browser.goto(&page(&kommun, &kommun.files.route("/own/late.json", late), "")).await;
    picture(&browser, "waiting").await;
}

#[tokio::test]
#[ignore = "looked at by people: `make screenshots`"]
async fn every_extreme_has_its_picture() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let title = "Medborgarlöfte för ett tryggare, säkrare och trevligare Upplands Väsby och Örnsköldsvik, från januari \
        2026 till maj 2027";
    assert_eq!(title.chars().count(), 120);
    let long_title = made_up("titel", title, &[commitment(1), commitment(2), commitment(3)]);
    let many: Vec<Value> = (0..200).map(commitment).collect();
    for (name, promise) in [
        ("extreme-title", long_title),
        ("extreme-one", made_up("ett", "Medborgarlöfte 2026", &[commitment(3)])),
        ("extreme-many", made_up("manga", "Medborgarlöfte 2026", &many)),
        ("extreme-compounds", compounds()),
    ] {
        show(&kommun, &browser, &kommun.publish(name, &promise), "").await;
        if name != "extreme-many" {
            open_all_folds(&browser, 0).await;
        }
        picture(&browser, name).await;
    }
}
