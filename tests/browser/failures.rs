//! Everything that can be wrong with a page, a file or a server: the resident reads one plain sentence along with the
//! page's own content, the editor gets the cause, and the page gets the kind of failure.

use serde_json::{Value, json};

use crate::browser::{Browser, Options};
use crate::host::{Host, Reply, document};
use crate::kommun::{Kommun, open_all_folds, read_promise, said_since, told, wait_until_told};

const AGAIN: &str = "Vi kunde inte hämta medborgarlöftet. Kontrollera att du har internet och försök igen.";
const LATER: &str = "Vi kan inte visa medborgarlöftet just nu. Försök igen senare.";

/// The fallback of every page here, for when nothing else can be shown.
const FALLBACK: &str = "Läs löftet på papper.";

/// An element that contains the page's own words, and the loader.
fn element(kommun: &Kommun, attributes: &str) -> String {
    format!("<medborgar-lofte {attributes}><p>{FALLBACK}</p></medborgar-lofte>{}", kommun.loader_tag())
}

/// Goes to a page and checks everything that has to happen on a failure.
async fn assert_fails(browser: &Browser, page: &str, kind: &str, sentence: &str, cause: &str) {
    let before = browser.console().await.len();
    browser.goto(page).await;
    let widget = browser.widget(0);
    widget.wait_for_text(sentence).await;
    assert_eq!(browser.attribute(&widget.find(".failed").await, "role").await.as_deref(), Some("alert"), "{kind}");
    assert_told(browser, kind, before, cause).await;
    widget.by_text("button", "Försök igen").await;
}

async fn assert_told(browser: &Browser, kind: &str, before: usize, cause: &str) {
    let fallback = "return host.checkVisibility() && host.querySelector('p')?.checkVisibility();";
    assert_eq!(browser.widget(0).script(fallback, []).await, json!(true), "{kind}: the page's own words are seen");
    assert_eq!(browser.widget(0).script("return host.ariaBusy;", []).await, Value::Null, "{kind}");
    let errors = wait_until_told(browser, "lofte:error", 1).await;
    assert_eq!(errors.len(), 1, "{kind}: {errors:?}");
    assert_eq!(errors[0]["kind"], kind, "{errors:?}");
    let said = said_since(browser, before).await;
    assert_eq!(said.len(), 1, "{kind}: {said:?}");
    assert!(said[0].level == "SEVERE" && said[0].text.contains(cause), "{kind}: {cause:?} is missing in {said:?}");
}

#[tokio::test]
async fn a_wrong_address_says_what_to_mend_and_fetches_nothing() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (attributes, kind, cause) in [
        ("", "missing-src", "Adressen till löftet saknas."),
        ("src=\"\"", "missing-src", "data-src"),
        ("src=\"https://[\"", "bad-address", "https://["),
        ("src=\"javascript:alert(1)\"", "bad-address", "javascript:alert(1)"),
        ("src=\"data:application/json,{}\"", "bad-address", "Adressen går inte att tolka."),
        ("src=\"file:///lofte.json\"", "file-url", "Lägg den på en webbserver."),
        ("src=\"/lofte.json\" tips=\"mailto:tips@example.se\"", "bad-address", "mailto:tips@example.se"),
    ] {
        let page = kommun.page("/", &element(&kommun, attributes));
        assert_fails(&browser, &page, kind, LATER, cause).await;
    }
    let asked: Vec<String> = kommun.files.requests().into_iter().map(|request| request.path).collect();
    assert!(asked.iter().all(|path| path == "/page.js" || path == "/lofte/medborgarlofte.js"), "{asked:?}");
    assert_eq!(browser.console().await.len(), 7);
}

#[tokio::test]
async fn a_promise_that_does_not_come_says_why_and_whether_trying_again_helps() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let own = |path: &str| kommun.files.url(path);
    let element_for = |src: &str| element(&kommun, &format!("src=\"{src}\""));
    let check = async |src: &str, kind: &str, sentence: &str, cause: &str| {
        let page = kommun.page("/", &element_for(src));
        assert_fails(&browser, &page, kind, sentence, cause).await;
    };
    check(&own("/own/missing.json"), "not-found", LATER, "(404)").await;
    kommun.files.route("/own/gone.json", Reply::status(500));
    check(&own("/own/gone.json"), "http", LATER, "felkoden 500.").await;
    kommun.files.route("/own/cut.json", Reply::ok("application/json", "{".repeat(100_000)).breaking_off());
    check(&own("/own/cut.json"), "network", AGAIN, "Servern gick inte att nå.").await;
    kommun.files.route("/own/large.json", Reply::ok("application/json", " ".repeat(1_100_000)));
    check(&own("/own/large.json"), "too-large", LATER, "större än 1 MiB").await;
    kommun.files.route("/own/html.json", Reply::ok("application/json", "<!doctype html><p>Välkommen"));
    let cause = format!("Kör ”lofte check” på det. {}", own("/own/html.json"));
    check(&own("/own/html.json"), "invalid-document", LATER, &cause).await;
    kommun.files.route("/own/list.json", Reply::ok("application/json", "[1, 2]"));
    check(&own("/own/list.json"), "invalid-document", LATER, "lofte check").await;

    let stranger = Host::start();
    let theirs = stranger.route("/lofte.json", Reply::ok("application/json", "{}"));
    let policy = kommun.policy(&[&stranger.origin()]);
    let page = kommun.page_under(&policy, "/", &element_for(&theirs));
    assert_fails(&browser, &page, "cors", LATER, "Access-Control-Allow-Origin").await;
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    // Simulates the half-minute timeout.
    let hurry = "AbortSignal.timeout = () => AbortSignal.abort(new DOMException('late', 'TimeoutError'));";
    let hurry = kommun.files.route("/hurry.js", Reply::ok("text/javascript", hurry));
    let src = kommun.promise("gnosjo-2023");
    let body = format!("<script src=\"{hurry}\"></script>{}", element(&kommun, &format!("src=\"{src}\"")));
    let page = kommun.page("/", &body);
    assert_fails(&browser, &page, "timeout", AGAIN, "Servern svarade inte i tid.").await;
    assert_eq!(browser.console().await.len(), 1);
}

#[tokio::test]
async fn a_policy_that_stops_the_widget_is_told_by_its_directive() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let src = kommun.promise("gnosjo-2023");
    let body = element(&kommun, &format!("src=\"{src}\""));
    let whole = kommun.policy(&[]);
    let origin = kommun.files.origin();
    for (policy, cause) in [
        (whole.replace(" 'wasm-unsafe-eval'", ""), "script-src"),
        (whole.replace(&format!("connect-src {origin}"), "connect-src 'none'"), "connect-src"),
    ] {
        assert_ne!(policy, whole);
        let page = kommun.page_under(&policy, "/", &body);
        assert_fails(&browser, &page, "policy", LATER, cause).await;
    }
}

#[tokio::test]
async fn the_widgets_own_files_can_be_missing_or_cut_and_are_tried_again() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let page = kommun.page("/", &element(&kommun, &format!("src=\"{}\"", kommun.promise("gnosjo-2023"))));
    let wasm = "/lofte/medborgarlofte-widget.wasm";
    let glue = "/lofte/medborgarlofte-widget.js";
    for (path, broken) in [
        (wasm, Reply::status(404)),
        (wasm, Reply::ok("application/wasm", b"\0asm\x01\0\0\0\x01".to_vec())),
        (wasm, Reply::ok("application/wasm", vec![0; 50_000]).breaking_off()),
        (glue, Reply::status(404)),
        (glue, Reply::ok("text/javascript", "export default (")),
    ] {
        kommun.files.route(path, broken);
        assert_fails(&browser, &page, "code", LATER, "Ladda upp hela mappen dist/").await;
        kommun.files.mend(path);
        browser.widget(0).click(".failed button").await;
        browser.widget(0).find(".lofte").await;
        browser.widget(0).wait_for_text("Gnosjö").await;
        assert!(!browser.widget(0).exists(".failed").await);
        assert_eq!(wait_until_told(&browser, "lofte:ready", 1).await.len(), 1);
    }
}

#[tokio::test]
async fn a_module_of_the_wrong_type_works_and_the_editor_is_told() {
    let kommun = Kommun::open();
    let wasm = std::fs::read(crate::host::site().join("medborgarlofte-widget.wasm")).unwrap();
    kommun.files.route("/lofte/medborgarlofte-widget.wasm", Reply::ok("application/octet-stream", wasm));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("gnosjo-2023", "")).await;
    browser.widget(0).find(".lofte").await;
    let said = browser.console().await;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].level == "WARNING" && said[0].text.contains("application/octet-stream"), "{said:?}");
}

#[tokio::test]
async fn a_failure_can_be_tried_again_when_it_is_mended() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let path = "/lofte/promises/olofstrom-2024.json";
    kommun.files.route(path, Reply::status(503));
    let page = kommun.page("/", &element(&kommun, &format!("src=\"{}\"", kommun.files.url(path))));
    assert_fails(&browser, &page, "http", LATER, "503").await;
    // A retry by keyboard fails again; then the file is fixed.
    browser.widget(0).click(".failed button").await;
    browser.wait_for("the second failure", "window.told.length === 2").await;
    kommun.files.mend(path);
    browser.widget(0).click(".failed button").await;
    // The top is visible while the rest is still being built; the page is notified only about the complete widget.
    browser.widget(0).find(".lofte").await;
    browser.widget(0).wait_for_text("Det här lovade vi").await;
    assert!(!browser.widget(0).text().await.contains(AGAIN));
    assert_eq!(wait_until_told(&browser, "lofte:ready", 1).await, [json!({ "src": kommun.files.url(path) })]);
    assert_eq!(kommun.files.times_asked("/lofte/medborgarlofte-widget.wasm"), 1);
    assert_eq!(said_since(&browser, 0).await.len(), 2);
}

#[tokio::test]
async fn a_crash_puts_every_widget_of_the_page_back_to_its_fallback_and_can_be_tried_again() {
    let kommun = Kommun::open();
    let src = kommun.promise("gnosjo-2023");
    let one = format!("<medborgar-lofte src=\"{src}\" loading=\"eager\"><p>{FALLBACK}</p></medborgar-lofte>");
    let page = kommun.page("/", &format!("{one}{one}{}", kommun.loader_tag()));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    for n in 0..2 {
        browser.widget(n).find(".lofte").await;
    }
    wait_until_told(&browser, "lofte:ready", 2).await;
    // A crash in the page's own WebAssembly does not concern the widget.
    let crash = "const error = new WebAssembly.RuntimeError('unreachable');
        error.stack = `RuntimeError: unreachable\\n    at https://example.se/${arguments[0]}:1:1`;
        window.dispatchEvent(new ErrorEvent('error', { error }));";
    browser.script(crash, [json!("karta.wasm")]).await;
    assert!(told(&browser, "lofte:error").await.is_empty());
    browser.assert_console_is_empty().await;
    browser.script(crash, [json!("medborgarlofte-widget.wasm")]).await;
    for n in 0..2 {
        browser.widget(n).wait_for_text(LATER).await;
        let fallback = "return host.querySelector('p').checkVisibility();";
        assert_eq!(browser.widget(n).script(fallback, []).await, json!(true));
    }
    let errors = wait_until_told(&browser, "lofte:error", 2).await;
    assert!(errors.len() == 2 && errors.iter().all(|error| error["kind"] == "crash"), "{errors:?}");
    let said = said_since(&browser, 0).await;
    assert!(said.len() == 2 && said.iter().all(|entry| entry.text.contains("Widgeten slutade fungera.")), "{said:?}");
    for n in 0..2 {
        browser.widget(n).click(".failed button").await;
        browser.widget(n).find(".lofte").await;
    }
    assert_eq!(browser.console().await.len(), 2);
}

#[tokio::test]
async fn an_old_browser_gets_the_fallback_and_a_word_on_it() {
    let kommun = Kommun::open();
    let age = kommun.files.route("/age.js", Reply::ok("text/javascript", "delete AbortSignal.timeout;"));
    let src = format!("src=\"{}\"", kommun.promise("gnosjo-2023"));
    let page = kommun.page("/", &format!("<script src=\"{age}\"></script>{}", element(&kommun, &src)));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    browser.wait_for("the failure", "window.told.length").await;
    let shown = browser.widget(0).script("return host.innerText;", []).await;
    let shown = shown.as_str().unwrap();
    assert!(shown.contains(FALLBACK) && shown.contains("Din webbläsare är för gammal"), "{shown}");
    assert_told(&browser, "old-browser", 0, "Webbläsaren saknar WebAssembly").await;
    assert_eq!(browser.console().await.len(), 1);
}

#[tokio::test]
async fn a_document_with_one_broken_commitment_still_shows_the_rest_and_says_so() {
    let kommun = Kommun::open();
    let mut promise = read_promise("olofstrom-2024");
    promise["commitments"][3] = json!("en rad som inte är ett åtagande");
    promise["commitments"][0]["targets"][0]["goal"] = json!("fyra");
    let src = kommun.publish("broken", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.wait_for_text("En del av löftet kunde inte visas. Kontakta kommunen om du saknar något.").await;
    widget.whole().await;
    let text = widget.text().await;
    assert!(text.contains("4 st riktade insatser kopplat till A-traktorer och mopeder."), "{text}");
    assert!(text.contains("Samverkan med näringsidkare") && !text.contains("föräldraföreläsning"), "{text}");
    assert_eq!(widget.find_all(".commitment").await.len(), 9);
    assert_eq!(told(&browser, "lofte:error").await, Vec::<Value>::new());
    let said = browser.console().await;
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].level, "WARNING");
    for part in ["medborgarlofte: 2 fel eller varningar. Kör ”lofte check” på ", src.as_str()] {
        assert!(said[0].text.contains(part), "{part:?} is missing in {said:?}");
    }
}

#[tokio::test]
async fn a_hostile_document_runs_nothing_fetches_nothing_and_is_only_text() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let evil = kommun.files.url("/evil");
    let markup =
        format!("<script>window.hacked=1</script><img src=\"{evil}\" onerror=\"hacked=1\"><svg onload=hacked=1>");
    let mut promise = read_promise("exempelby-2026");
    let texts = [
        "/title",
        "/commitments/0/text",
        "/focus_areas/0/title",
        "/sections/0/text",
        "/actors/0/name",
        "/documents/0/title",
        "/places/0/name",
        "/indicators/0/label",
        "/tips/receiver",
        "/signed/signatories/0/name",
    ];
    for pointer in texts {
        *promise.pointer_mut(pointer).unwrap() = json!(markup);
    }
    for pointer in ["/source_url", "/documents/0/url", "/agreement/url", "/tips/privacy_url", "/follow_up/links/0/url"]
    {
        *promise.pointer_mut(pointer).unwrap() = json!("javascript:window.hacked=1");
    }
    promise["earlier"][0]["url"] = json!("javascript:window.hacked=1");
    for commitment in promise["commitments"].as_array_mut().unwrap() {
        if let Some(continues) = commitment.get_mut("continues") {
            continues["document"] = json!("javascript:window.hacked=1");
        }
    }
    promise["tips"]["email"] = json!("a@b.se\"><script>hacked=1</script>");
    promise["tips"]["phone"] = json!("javascript:hacked=1");
    let src = kommun.publish("hostile", &promise);
    let tips = kommun.files.url("/api/tips");
    // Without a policy that would block it: the widget itself has to.
    let tag = kommun.tag(&src, &format!("data-tips=\"{tips}\""));
    let page = kommun.page_under("base-uri 'none'", "/", &tag);
    browser.goto(&page).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.find("form").await;
    open_all_folds(&browser, 0).await;
    let text = widget.text().await;
    assert!(text.matches(&markup).count() >= 8, "{text}");
    let suspects = "return [window.hacked, root.querySelectorAll('script, img, iframe, object, style, svg :not(path)').length,
        [...root.querySelectorAll('a')].map((a) => a.href).filter((href) => !/^(https?|tel|mailto):/.test(href)),
        [...root.querySelectorAll('*')].flatMap((e) => [...e.attributes]).filter((a) => /^on|^srcdoc|^style/.test(a.name)
            && a.name !== 'style').length];";
    assert_eq!(widget.script(suspects, []).await, json!([null, 0, [], 0]));
    assert_eq!(kommun.files.times_asked("/evil"), 0);
    let said = browser.console().await;
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].level == "WARNING" && said[0].text.contains("fel eller varningar"), "{said:?}");
}

#[tokio::test]
async fn documents_of_every_wrong_shape_leave_the_page_alive() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let deep = [vec!["["; 100_000].concat(), vec!["]"; 100_000].concat()].concat();
    let mut wrong_types = read_promise("exempelby-2026");
    for (_, value) in wrong_types.as_object_mut().unwrap() {
        *value = match value {
            Value::Array(_) => json!({ "a": [1, null, true] }),
            Value::Object(_) => json!([[], {}, "x"]),
            Value::String(_) => json!(-1.5e300),
            _ => json!("x"),
        };
    }
    let mut long = read_promise("gnosjo-2023");
    long["commitments"][0]["text"] = json!("Vi lovar. ".repeat(90_000));
    let documents: [(&str, Vec<u8>, bool); 6] = [
        ("deep", deep.into_bytes(), false),
        ("wrong-types", wrong_types.to_string().into_bytes(), true),
        ("long", long.to_string().into_bytes(), true),
        ("empty-object", b"{}".to_vec(), true),
        ("empty", Vec::new(), false),
        ("not-utf-8", vec![0xff, 0xfe, 0x00, 0x7b], false),
    ];
    for (name, body, is_shown) in documents {
        let src = kommun.files.route(&format!("/own/{name}.json"), Reply::ok("application/json", body));
        browser.goto(&kommun.page("/", &element(&kommun, &format!("src=\"{src}\"")))).await;
        browser.wait_for(name, "window.told.length").await;
        let errors = told(&browser, "lofte:error").await;
        if is_shown {
            assert!(errors.is_empty(), "{name}: {errors:?}");
            browser.widget(0).wait_for_text("En del av löftet kunde inte visas.").await;
        } else {
            assert!(errors.len() == 1 && errors[0]["kind"] == "invalid-document", "{name}: {errors:?}");
        }
    }
    // One message to the editor for each.
    assert_eq!(said_since(&browser, 0).await.len(), 6);
    assert_eq!(browser.console().await.len(), 6);
}

#[tokio::test]
async fn a_document_that_is_not_utf_8_is_not_shown_and_the_editor_learns_what_it_looks_like() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let text = read_promise("gnosjo-2023").to_string();
    let latin_1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'-')).collect();
    let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark, &text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()].concat()
    };
    let cut = [text.as_bytes(), &[0xc3]].concat();
    for (name, body, encoding) in [
        ("latin-1", latin_1, "Windows-1252 (Latin-1)"),
        ("utf-16le", utf_16(&[0xff, 0xfe], u16::to_le_bytes), "UTF-16"),
        ("utf-16be", utf_16(&[0xfe, 0xff], u16::to_be_bytes), "UTF-16"),
        ("unmarked", utf_16(&[], u16::to_le_bytes), "UTF-16"),
        ("cut", cut, "UTF-8"),
    ] {
        let src = kommun.files.route(&format!("/own/{name}.json"), Reply::ok("application/json", body));
        let page = kommun.page("/", &element(&kommun, &format!("src=\"{src}\"")));
        assert_fails(&browser, &page, "invalid-document", LATER, encoding).await;
    }
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let src = kommun.files.route("/own/marked.json", Reply::ok("application/json", marked));
    browser.goto(&kommun.page("/", &element(&kommun, &format!("src=\"{src}\"")))).await;
    browser.widget(0).whole().await;
}

#[tokio::test]
async fn an_element_that_waits_to_be_scrolled_to_is_not_busy() {
    let kommun = Kommun::open();
    let path = "/lofte/promises/gnosjo-2023.json";
    let src = kommun.files.route(path, Reply::held());
    let tall = "document.querySelector('#tall').style.height = '6000px';";
    let tall = kommun.files.route("/tall.js", Reply::ok("text/javascript", tall));
    let body = format!("<div id=\"tall\"></div><script src=\"{tall}\"></script>{}", kommun.tag(&src, ""));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &body)).await;
    browser.widget(0).wait_for_text("Hämtar medborgarlöftet\u{a0}…").await;
    let busy = "return host.ariaBusy;";
    assert_eq!(browser.widget(0).script(busy, []).await, Value::Null);
    browser.script("scrollTo(0, 4700);", []).await;
    browser.widget(0).wait_for_value(busy, json!("true")).await;
    kommun.files.mend(path);
    browser.widget(0).whole().await;
    browser.widget(0).wait_for_value(busy, Value::Null).await;
}

#[tokio::test]
async fn until_the_promise_is_there_the_pages_own_words_are_and_no_longer() {
    let kommun = Kommun::open();
    let path = "/lofte/promises/gnosjo-2023.json";
    let src = kommun.files.route(path, Reply::held());
    // Immediately after the loader.
    let look = "const host = document.querySelector('medborgar-lofte');
        host.early = [host.ariaBusy, host.querySelector('p').checkVisibility()];";
    let look = kommun.files.route("/look.js", Reply::ok("text/javascript", look));
    let body = format!(
        "<medborgar-lofte src=\"{src}\" loading=\"eager\"><p>{FALLBACK}</p></medborgar-lofte><script src=\"{}\"></script>\
         <script src=\"{look}\"></script>",
        kommun.loader()
    );
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &body)).await;
    assert_eq!(browser.widget(0).script("return host.early;", []).await, json!(["true", true]));
    kommun.files.mend(path);
    browser.widget(0).find(".lofte").await;
    let fallback = "return [host.ariaBusy, host.querySelector('p').checkVisibility()];";
    browser.widget(0).wait_for_value(fallback, json!([null, false])).await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_page_without_any_policy_of_its_own_works_too() {
    let kommun = Kommun::open();
    let body = kommun.tag(&kommun.promise("gnosjo-2023"), "");
    let page = kommun.pages.page("/", &document("Trygg i kommunen", &body), &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    browser.widget(0).find(".lofte").await;
    browser.assert_console_is_empty().await;
}
