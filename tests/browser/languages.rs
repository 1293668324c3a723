//! Languages: which one the interface uses, the switch between them, and the kommun's own texts.

use medborgarlofte::texts::pseudo::pseudo;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::axe;
use crate::browser::{Browser, Options};
use crate::host::{Reply, document};
use crate::kommun::{Kommun, open_all_folds, read_promise, said_since, shown, told, wait_until_told};
use crate::widget::Widget;

const ENGLISH: &str = "/lofte/medborgarlofte-en.json";

fn with_tips(kommun: &Kommun) -> String {
    format!("data-tips=\"{}\"", kommun.files.url("/api/tips"))
}

/// The language and direction of the complete view.
async fn spoken(widget: &Widget<'_>) -> Value {
    widget.script("const { lang, dir } = root.querySelector('.lofte'); return [lang, dir];", []).await
}

/// Waits until the view is complete and in this language. Texts that arrive late replace those of a complete view.
async fn whole_in(widget: &Widget<'_>, tag: &str) {
    widget.find(&format!(".lofte[lang={tag}]")).await;
}

/// Presses the button of a language and waits until the view is complete.
async fn speak(browser: &Browser, tag: &str) {
    browser.widget(0).click(&format!("[data-speak={tag}]")).await;
    let view = "document.querySelector('medborgar-lofte').shadowRoot.querySelector('.lofte')";
    browser.wait_for(tag, &format!("{view}.lang === '{tag}'")).await;
}

/// Publishes a file of texts and returns the attribute that names it.
fn texts(kommun: &Kommun, texts: &Value) -> String {
    format!("data-texts=\"{}\"", kommun.files.route("/texter.json", Reply::ok("application/json", texts.to_string())))
}

#[tokio::test]
async fn a_swedish_page_fetches_no_english_and_an_english_one_fetches_it_once_for_all_widgets() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default().language("en-GB")).await;
    // The reader's browser is in English, but the page's language takes precedence.
    browser.goto(&kommun.page_with("olofstrom-2024", "")).await;
    browser.widget(0).whole().await;
    assert_eq!(spoken(&browser.widget(0)).await, json!(["sv", "ltr"]));
    assert_eq!(kommun.files.times_asked(ENGLISH), 0);

    let tag = |name: &str| kommun.tag(&kommun.promise(name), "data-loading=\"eager\"");
    let english = |body: &str| {
        let body = format!("<script src=\"{}\"></script>{body}", kommun.files.url("/page.js"));
        let html = document("Safe in the municipality", &body).replace("lang=\"sv\"", "lang=\"en\"");
        kommun.pages.page("/en", &html, &[("content-security-policy", &kommun.policy(&[]))])
    };
    browser.goto(&english(&[tag("olofstrom-2024"), tag("exempelby-2026")].concat())).await;
    for n in 0..2 {
        whole_in(&browser.widget(n), "en").await;
        assert_eq!(spoken(&browser.widget(n)).await, json!(["en", "ltr"]));
        let text = browser.widget(n).text().await;
        assert!(text.contains("Show all") || text.contains("Copy link"), "{text}");
    }
    assert_eq!(kommun.files.times_asked(ENGLISH), 1);
    // Text that the document has only in Swedish is marked as Swedish wherever it appears.
    let widget = browser.widget(0);
    let langs =
        "return [...root.querySelectorAll('.title, .commitment .text > *')].map((e) => e.closest('[lang]').lang === 'sv'
        || e.firstElementChild?.lang === 'sv');";
    let langs = widget.script(langs, []).await;
    let langs = langs.as_array().unwrap();
    assert!(langs.len() > 10 && langs.iter().all(|is_swedish| *is_swedish == json!(true)), "{langs:?}");
    // Text that it has in English is not.
    let english = "return [...root.querySelectorAll('.title, .commitment .text')].map((e) => e.closest('[lang]').lang
        + (e.querySelector('[lang]')?.lang ?? ''));";
    let english = browser.widget(1).script(english, []).await;
    assert_eq!(english.as_array().unwrap().iter().filter(|lang| **lang != json!("en")).count(), 0, "{english}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_was_chosen_and_searched_for_is_so_in_another_language_too() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let choose = "const field = root.querySelector('#lofte_find-actor');
        field.value = '0';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    widget.script(choose, []).await;
    widget.click(".find-more > summary").await;
    widget.type_into("#lofte_find-words", "moped").await;
    let ids =
        "return [...root.querySelectorAll('.commitment[id]')].filter((e) => e.checkVisibility()).map((e) => e.id);";
    let found = widget.script(ids, []).await;
    assert!((1..5).contains(&found.as_array().unwrap().len()), "{found}");

    let fields = "return ['#lofte_find-actor', '#lofte_find-words', '[name=lofte_find-area]:checked',
        '[name=lofte_find-status]:checked'].map((css) => root.querySelector(css)?.value);";
    let status = "const field = root.querySelector('[name=lofte_find-status][value=\"2\"]');
        field.checked = true;
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    widget.script(status, []).await;
    let chosen = json!(["0", "moped", "", "2"]);
    speak(&browser, "en").await;
    widget.wait_for_value(fields, chosen).await;
    // "Moped" is a moped in English, too.
    widget.wait_for_value(ids, found).await;
    let counted = widget.script("return root.querySelector('.find-reset').hidden;", []).await;
    assert_eq!(counted, json!(false));
    widget.click(".find-reset").await;
    widget.wait_for_value(fields, json!(["", "", "", ""])).await;
    speak(&browser, "sv").await;
    assert_eq!(widget.script(ids, []).await.as_array().unwrap().len(), 23);

    // Another promise has its own filter.
    widget.click(".find-more > summary").await;
    widget.type_into("#lofte_find-words", "moped").await;
    widget.click(".years button").await;
    widget.by_text(".title", "Exempel: medborgarlöfte 2025").await;
    widget.whole().await;
    assert!(!widget.script(fields, []).await.as_array().unwrap().contains(&json!("moped")));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_switch_is_there_where_there_is_something_to_choose() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (name, offered) in [("exempelby-2026", json!(["sv", "en"])), ("olofstrom-2024", json!([]))] {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.whole().await;
        let buttons = "return [...root.querySelectorAll('.languages button')].map((button) => button.lang);";
        assert_eq!(widget.script(buttons, []).await, offered, "{name}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_switch_keeps_the_focus_and_what_was_written_and_dates_and_numbers_speak_the_language_too() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", &with_tips(&kommun))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    for words in ["17,5\u{a0}%", "89\u{a0}% av tiden har gått.", "31 oktober 2026"] {
        assert!(widget.text().await.contains(words), "{words:?} is missing");
    }
    widget.click(".tip-closed button").await;
    widget.type_into("#lofte_tip-what", "Lampan vid lekplatsen är trasig").await;
    let before = browser.script("return [location.href, history.length];", []).await;
    widget.script("root.querySelector('[data-speak=en]').focus();", []).await;
    browser.press(Key::Enter).await;
    let active = "document.querySelector('medborgar-lofte').shadowRoot.activeElement";
    browser.wait_for("the focus", &format!("{active}.matches('[data-speak=en][aria-current=true]')")).await;
    // The top appears first.
    widget.whole().await;
    assert_eq!(spoken(&widget).await, json!(["en", "ltr"]));
    assert_eq!(shown(&widget, ".title").await, ["Example: citizen promise 2026"]);
    let text = widget.text().await;
    for words in ["17.5%", "89% of the time has passed.", "31 October 2026", "Send the tip", "7 of 10 summer evenings"]
    {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    axe::assert_no_findings(&browser, "html").await;
    let written = "return root.querySelector('#lofte_tip-what').value;";
    assert_eq!(widget.script(written, []).await, json!("Lampan vid lekplatsen är trasig"));
    speak(&browser, "sv").await;
    browser.wait_for("the focus", &format!("{active}.matches('[data-speak=sv][aria-current=true]')")).await;
    assert_eq!(widget.script(written, []).await, json!("Lampan vid lekplatsen är trasig"));
    assert_eq!(browser.script("return [location.href, history.length];", []).await, before);
    // The document and the texts have already been fetched.
    speak(&browser, "en").await;
    assert_eq!(kommun.files.times_asked(ENGLISH), 1);
    assert_eq!(kommun.files.times_asked("/lofte/promises/exempelby-2026.json"), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_the_document_has_only_in_swedish_is_marked_in_an_english_interface() {
    let kommun = Kommun::open();
    let mut promise = read_promise("exempelby-2026");
    promise["commitments"][0]["text"] = json!("Bara på svenska.");
    let src = kommun.publish("exempelby", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, "data-lang=\"en\""))).await;
    let widget = browser.widget(0);
    whole_in(&widget, "en").await;
    let marked = "const langs = (css) => root.querySelector(css).closest('[lang]').lang;
        return ['#lofte-trafikkontroller .text > *', '#lofte-moped .text > *', '.title'].map(langs);";
    assert_eq!(widget.script(marked, []).await, json!(["sv", "en", "en"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_kommuns_own_texts_add_a_language_and_reword_the_swedish() {
    let kommun = Kommun::open();
    let own = texts(
        &kommun,
        &json!({
            "sv": { "tip.open": "Tipsa oss" },
            "fi": { "commitments.heading_ended": "Tämän lupaamme", "language.switch": "Kieli" },
        }),
    );
    let browser = Browser::open(Options::default()).await;
    kommun.promise_with_tips("olofstrom-2024");
    browser.goto(&kommun.page_with("olofstrom-2024", &[own, with_tips(&kommun)].join(" "))).await;
    let widget = browser.widget(0);
    widget.by_text(".tip-closed button", "Tipsa oss").await;
    assert_eq!(shown(&widget, ".tip-closed button").await, ["Tipsa oss"]);
    assert_eq!(shown(&widget, ".languages button").await, ["Svenska", "Suomi"]);
    speak(&browser, "fi").await;
    assert_eq!(shown(&widget, "#lofte_commitments").await, ["Tämän lupaamme"]);
    // Texts that it lacks come from the kommun's own Swedish, and then from the widget's.
    assert_eq!(shown(&widget, ".tip-closed button").await, ["Tipsa oss"]);
    assert_eq!(shown(&widget, ".tip-closed h3").await, ["Lämna ett trygghetstips"]);
    // The keys for reading the kommun's file are in the English one.
    assert_eq!(kommun.files.times_asked(ENGLISH), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn texts_that_hang_delay_nothing_and_change_nothing_but_words_when_they_come() {
    let kommun = Kommun::open();
    let own = texts(
        &kommun,
        &json!({ "sv": { "tip.send": "Skicka till oss", "commitments.heading": "Våra punkter" }, "fi": { "language.direction": "ltr" } }),
    );
    // First each one hangs on its own, then both.
    for hang in [&["/texter.json"][..], &[ENGLISH], &["/texter.json", ENGLISH]] {
        let kept = hang.iter().map(|path| kommun.files.reply(path)).collect::<Vec<_>>();
        for path in hang {
            kommun.files.route(path, Reply::held());
        }
        let browser = Browser::open(Options::default()).await;
        browser.goto(&kommun.page_with("exempelby-2026", &[own.clone(), with_tips(&kommun)].join(" "))).await;
        let widget = browser.widget(0);
        widget.whole().await;
        assert_eq!(shown(&widget, "#lofte_commitments").await, ["Det här lovar vi"]);
        assert_eq!(wait_until_told(&browser, "lofte:ready", 1).await.len(), 1);
        assert_eq!(widget.script("return host.ariaBusy;", []).await, Value::Null);

        // The reader opens, filters and writes, and is in the middle of a word.
        widget.click(".tip-closed button").await;
        let open = "const fold = (css) => { root.querySelector(css).open = true; };
            fold('.timeline details');
            fold('.contact');
            const actor = root.querySelector('#lofte_find-actor');
            actor.value = '0';
            actor.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));";
        widget.script(open, []).await;
        widget.find(".events .event").await;
        widget.type_into("#lofte_tip-what", "Lampan är tra").await;
        for (path, reply) in hang.iter().zip(kept) {
            match reply {
                Some(reply) => kommun.files.route(path, reply),
                None => {
                    kommun.files.mend(path);
                    String::new()
                }
            };
        }
        let come = "['texter.json', 'medborgarlofte-en.json'].every((file) =>
            performance.getEntriesByType('resource').some((e) => e.name.endsWith(file) && e.responseEnd))";
        browser.wait_for("the texts", come).await;
        widget.type_into("#lofte_tip-what", "sig sedan i måndags.").await;
        assert_eq!(shown(&widget, "button[type=submit]").await, ["Skicka tipset"]);
        let place = "return Math.round(root.querySelector('#lofte_tip-heading').getBoundingClientRect().top);";
        let to_the_button = "const button = root.querySelector('button[type=submit]');
            root.querySelector('#lofte_tip-heading').scrollIntoView();
            button.focus({ preventScroll: true });";
        widget.script(to_the_button, []).await;
        let before = widget.script(place, []).await.as_i64().unwrap();
        widget.by_text("button[type=submit]", "Skicka till oss").await;
        let after = widget.script(place, []).await.as_i64().unwrap();
        assert!((before - after).abs() <= 2, "{before} became {after}");
        let kept = "const field = (id) => root.getElementById(`lofte_${id}`).value;
            return [root.querySelector('.timeline details').open, root.querySelectorAll('.events .event').length > 10,
                root.querySelector('.contact').open, field('find-actor'), field('tip-what'),
                root.activeElement?.textContent];";
        let all = json!([true, true, true, "0", "Lampan är trasig sedan i måndags.", "Skicka till oss"]);
        assert_eq!(widget.script(kept, []).await, all);
        assert_eq!(shown(&widget, "#lofte_commitments").await, ["Våra punkter"]);
        assert_eq!(told(&browser, "").await.len(), 1);
        browser.assert_console_is_empty().await;
    }
}

#[tokio::test]
async fn an_english_page_whose_english_hangs_shows_swedish_and_then_english() {
    let kommun = Kommun::open();
    kommun.files.route(ENGLISH, Reply::held());
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "data-lang=\"en\"")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    assert_eq!(spoken(&widget).await, json!(["sv", "ltr"]));
    kommun.files.mend(ENGLISH);
    widget.wait_for_text("What we promise").await;
    assert_eq!(spoken(&widget).await, json!(["en", "ltr"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn without_its_file_of_texts_the_promise_is_shown_and_the_editor_is_told() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let texts = kommun.files.url("/texter.json");
    let broken = Reply::ok("application/json", "{ \"sv\": { \"tip.open\": \"Tipsa oss\", }");
    for reply in [Reply::status(404), broken, Reply::ok("application/json", "").breaking_off()] {
        kommun.files.route("/texter.json", reply);
        let before = browser.console().await.len();
        browser.goto(&kommun.page_with("olofstrom-2024", &format!("data-texts=\"{texts}\""))).await;
        browser.widget(0).whole().await;
        assert_eq!(shown(&browser.widget(0), ".commitment").await.len(), 10);
        // Not the message about the file before it.
        let read = async || said_since(&browser, before).await;
        let said = browser.wait_until("a word to the editor", read, |said| !said.is_empty()).await;
        assert!(said.len() == 1 && said[0].text.contains("/texter.json"), "{said:?}");
        assert_eq!(said[0].level, "WARNING");
    }
}

/// Elements that are cut off or overlap others, with their text.
const BAD_FIT: &str = "const seen = (e) => e.checkVisibility() && getComputedStyle(e).clipPath === 'none';
    const all = [...root.querySelectorAll('.lofte *')].filter((e) => seen(e) && !e.closest('.hidden, .scroll, svg, .x-axis'));
    const name = (e) => `${e.localName}.${e.className} ${e.textContent.trim().slice(0, 40)}`;
    // The years of a chart are meant to be half outside. A trailing space may overflow the
    // line, which only Firefox counts; a clipped word is wider.
    const wide = all.filter((e) => e.scrollWidth > e.clientWidth + 8 && getComputedStyle(e).display !== 'inline'
        && !e.matches('select, option, input')).map(name);
    const clipped = all.filter((e) => getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 1
        && !e.matches('select, option, input, textarea')).map(name);
    const out = all.filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width > 1 && (box.left < -0.5 || box.right > innerWidth + 0.5);
    }).map(name);
    // Boxes with text of their own must not overlap.
    const words = all.filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    const lines = words.map((e) => {
        const range = document.createRange();
        return [e, [...e.childNodes].filter((node) => node.nodeType === 3 && node.data.trim()).flatMap((node) => {
            range.selectNodeContents(node);
            return [...range.getClientRects()];
        })];
    });
    const over = [];
    lines.forEach(([a, boxes], at) => {
        for (const [b, others] of lines.slice(at + 1, at + 12)) {
            if (boxes.some((one) => others.some((other) =>
                Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
                && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > Math.min(one.height, other.height) / 2)))
                over.push([name(a), name(b)]);
        }
    });
    const page = document.scrollingElement;
    return { wide, clipped, out, over, sideways: page.scrollWidth > page.clientWidth };";

async fn assert_all_fits(browser: &Browser, what: &str) {
    let bad = browser.widget(0).script(BAD_FIT, []).await;
    let none = json!({ "wide": [], "clipped": [], "out": [], "over": [], "sideways": false });
    assert_eq!(bad, none, "{what}");
}

/// Opens the example in a made-up language, with all folds and the form open.
async fn open_whole(kommun: &Kommun, browser: &Browser, tag: &str, direction: &str) {
    let own = texts(kommun, &pseudo(tag, direction));
    let more = [own, with_tips(kommun), format!("data-lang=\"{tag}\"")].join(" ");
    browser.goto(&kommun.page_with("exempelby-2026", &more)).await;
    let widget = browser.widget(0);
    whole_in(&widget, tag).await;
    assert_eq!(spoken(&widget).await, json!([tag, direction]));
    open_all_folds(browser, 0).await;
    widget.script("root.querySelector('.tip-closed button').click();", []).await;
    widget.find("form").await;
    open_all_folds(browser, 0).await;
}

#[tokio::test]
async fn an_interface_from_right_to_left_begins_at_the_right() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::narrow()).await;
    open_whole(&kommun, &browser, "ar", "rtl").await;
    assert_all_fits(&browser, "narrow").await;
    let widget = browser.widget(0);
    // The bar starts on the right, and so does its time mark.
    let bars = "return [...root.querySelectorAll('.bar:has(.fill)')].every((bar) => {
        const [track, fill] = [bar, bar.querySelector('.fill')].map((e) => e.getBoundingClientRect());
        return Math.abs(track.right - fill.right) < 1;
    }) && root.querySelectorAll('.bar:has(.fill)').length;";
    assert!(widget.script(bars, []).await.as_u64().unwrap() > 8);
    axe::assert_no_findings(&browser, "html").await;
    browser.show(&Options::default()).await;
    assert_all_fits(&browser, "wide").await;
    assert!(widget.script(bars, []).await.as_u64().unwrap() > 8);
    axe::assert_no_findings(&browser, "html").await;
    // The words of the document are Swedish, and start on the left as Swedish does.
    let swedish = "const text = root.querySelector('#lofte-moped .text > *');
        return [text.lang, getComputedStyle(text).direction];";
    assert_eq!(widget.script(swedish, []).await, json!(["sv", "ltr"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn texts_that_are_half_as_long_again_have_room() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::narrow()).await;
    open_whole(&kommun, &browser, "de", "ltr").await;
    // No text of the interface is in Swedish: each has the brackets of the made-up language.
    assert!(shown(&browser.widget(0), "#lofte_commitments").await[0].starts_with('['));
    for viewport in [(320, 640), (1280, 900)] {
        browser.show(&Options { viewport, ..Options::default() }).await;
        assert_all_fits(&browser, &format!("{viewport:?}")).await;
    }
    // Error summaries are texts, too.
    browser.show(&Options::narrow()).await;
    browser.widget(0).click("button[type=submit]").await;
    browser.widget(0).find(".error-summary").await;
    assert_all_fits(&browser, "with errors").await;
    axe::assert_no_findings(&browser, "html").await;
    browser.assert_console_is_empty().await;
}
