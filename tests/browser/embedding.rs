//! The widget as a guest: on pages with two of them, under styles that nobody can predict, moved, removed and
//! reinserted, and without leaving a trace outside its own element.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::host::{Reply, document};
use crate::kommun::{CHOICES, Kommun, read_promise, told, wait_until_told};

const WASM: &str = "/lofte/medborgarlofte-widget.wasm";

async fn ready(browser: &Browser, n: usize) {
    browser.widget(n).find(".lofte").await;
}

fn title(name: &str) -> String {
    let promise = read_promise(name);
    promise["title"].as_str().or(promise["title"]["sv"].as_str()).unwrap().to_owned()
}

#[tokio::test]
async fn two_widgets_on_a_page_share_one_module_and_keep_their_ids_apart() {
    let kommun = Kommun::open();
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    let tag = |name: &str| kommun.tag(&kommun.promise_with_tips(name), &format!("data-loading=\"eager\" {tips}"));
    let page = kommun.page("/", &[tag("olofstrom-2024"), tag("osby-2024")].concat());
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    // Wait for both first: a growing widget moves what is about to be clicked.
    for n in 0..2 {
        ready(&browser, n).await;
    }
    for (n, name) in ["olofstrom-2024", "osby-2024"].into_iter().enumerate() {
        assert_eq!(browser.widget(n).find(".title").await.text().await.unwrap(), title(name));
        browser.widget(n).by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
        browser.widget(n).find("form").await;
    }
    assert_eq!(kommun.files.times_asked(WASM), 1);
    assert_eq!(kommun.files.times_asked("/lofte/medborgarlofte-widget.js"), 1);
    // Within each root, ids are unique, and every reference to an id resolves.
    let ids = "const all = [...root.querySelectorAll('[id]')].map((e) => e.id);
        const lost = [...root.querySelectorAll('[for], [aria-labelledby], [aria-describedby]')].flatMap((e) =>
            [e.htmlFor, e.getAttribute('aria-labelledby'), e.getAttribute('aria-describedby')]
                .filter(Boolean).join(' ').split(' ')).filter((id) => !root.getElementById(id));
        return [all.length === new Set(all).size, lost];";
    for n in 0..2 {
        assert_eq!(browser.widget(n).script(ids, []).await, json!([true, []]));
    }
    browser.widget(1).click("label[for=lofte_tip-what]").await;
    browser.widget(1).wait_for_value("return root.activeElement?.id;", json!("lofte_tip-what")).await;
    browser.type_keys("Hej").await;
    let typed = "return root.querySelector('#lofte_tip-what').value;";
    browser.widget(1).wait_for_value(typed, json!("Hej")).await;
    assert_eq!(browser.widget(0).script(typed, []).await, json!(""));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_tag_works_without_async_as_an_element_and_twice_as_a_module_and_put_in_by_a_script() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let (src, loader) = (kommun.promise("gnosjo-2023"), kommun.loader());
    let put_in = format!(
        "const tag = document.createElement('script');
        tag.src = '{loader}'; tag.dataset.src = '{src}'; document.querySelector('main').append(tag);"
    );
    let put_in = kommun.files.route("/put-in.js", Reply::ok("text/javascript", put_in));
    let element = format!("<medborgar-lofte src=\"{src}\"></medborgar-lofte>");
    // A page that inserts scripts dynamically cannot require trusted types.
    let policy = kommun.policy(&[]).replace("; require-trusted-types-for 'script'", "");
    for (body, widgets) in [
        (format!("<script src=\"{loader}\" data-src=\"{src}\"></script>"), 1),
        (format!("<script src=\"{loader}\" data-src=\"{src}\" defer></script>"), 1),
        (format!("<script type=\"module\" src=\"{loader}\" data-src=\"{src}\"></script>"), 1),
        (format!("<script src=\"{put_in}\"></script>"), 1),
        (format!("{element}<script src=\"{loader}\"></script>"), 1),
        // The loader twice, where only one of the tags says what to show.
        (format!("{element}<script src=\"{loader}\"></script><script src=\"{loader}\"></script>"), 1),
        (format!("<script src=\"{loader}\"></script><script src=\"{loader}\" data-src=\"{src}\"></script>"), 1),
        (format!("<script src=\"{loader}\" data-src=\"{src}\"></script>{element}"), 2),
    ] {
        browser.goto(&kommun.page_under(&policy, "/", &body)).await;
        for n in 0..widgets {
            ready(&browser, n).await;
        }
        let count = "return document.querySelectorAll('medborgar-lofte').length;";
        assert_eq!(browser.script(count, []).await, json!(widgets), "{body}");
        assert_eq!(wait_until_told(&browser, "", widgets).await.len(), widgets, "{body}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_widget_stands_where_its_tag_stands() {
    let kommun = Kommun::open();
    let tag = kommun.tag(&kommun.promise("gnosjo-2023"), "id=\"tag\"");
    let page = kommun.page("/", &format!("<p>Före</p>{tag}<p>Efter</p>"));
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    ready(&browser, 0).await;
    let around = "const element = document.querySelector('medborgar-lofte');
        return [element.previousElementSibling.id, element.nextElementSibling.textContent];";
    assert_eq!(browser.script(around, []).await, json!(["tag", "Efter"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_is_far_down_is_not_fetched_until_it_is_near_unless_the_page_wants_it() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let src = kommun.promise("gnosjo-2023");
    // The strict policy forbids inline styles, so a script sets the height.
    let tall = "document.querySelector('#tall').style.height = '6000px';";
    let tall = kommun.files.route("/tall.js", Reply::ok("text/javascript", tall));
    let far_down = format!("<div id=\"tall\"></div><script src=\"{tall}\"></script>");
    let page = kommun.page("/", &format!("{far_down}{}", kommun.tag(&src, "")));
    browser.goto(&page).await;
    let told_lazily = "return document.querySelector('medborgar-lofte').getBoundingClientRect().top > 5000;";
    browser.wait_for("the element", "document.querySelector('medborgar-lofte').shadowRoot").await;
    assert_eq!(browser.script(told_lazily, []).await, json!(true));
    // The page has been drawn twice, so observers of the scroll position have been notified by now.
    let drawn =
        "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));";
    browser.script(drawn, []).await;
    assert_eq!((kommun.files.times_asked(WASM), kommun.files.times_asked("/lofte/promises/gnosjo-2023.json")), (0, 0));
    browser.script("scrollTo(0, 4700);", []).await;
    ready(&browser, 0).await;
    assert_eq!(kommun.files.times_asked("/lofte/promises/gnosjo-2023.json"), 1);

    browser.goto(&kommun.page("/", &format!("{far_down}{}", kommun.tag(&src, "data-loading=\"eager\"")))).await;
    ready(&browser, 0).await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_moved_element_keeps_what_was_typed_and_a_removed_one_frees_its_view() {
    let kommun = Kommun::open();
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    let body = format!(
        "<div id=\"a\">{}</div><div id=\"b\"></div>",
        kommun.tag(&kommun.promise_with_tips("gnosjo-2023"), &tips)
    );
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &body)).await;
    let widget = browser.widget(0);
    widget.whole().await;
    widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.type_into("#lofte_tip-what", "Det är mörkt vid").await;
    // Moved, followed by a whole turn of the page's event loop.
    let moved = "document.querySelector('#b').append(document.querySelector('medborgar-lofte'));
        return new Promise((done) => setTimeout(() => setTimeout(done)));";
    browser.script(moved, []).await;
    widget.type_into("#lofte_tip-what", " stationen").await;
    let typed = widget.script("return root.querySelector('#lofte_tip-what').value;", []).await;
    assert_eq!(typed, json!("Det är mörkt vid stationen"));
    assert_eq!(told(&browser, "lofte:ready").await.len(), 1);

    let removed = "window.kept = document.querySelector('medborgar-lofte');
        kept.remove();
        return new Promise((done) => setTimeout(() => setTimeout(() => done(
            kept.shadowRoot.querySelectorAll('.lofte > *').length))));";
    assert_eq!(browser.script(removed, []).await, json!(0));
    // When reinserted, it starts from scratch.
    browser.script("document.querySelector('#a').append(window.kept);", []).await;
    ready(&browser, 0).await;
    assert!(!browser.widget(0).exists("form").await);
    assert_eq!(wait_until_told(&browser, "lofte:ready", 2).await.len(), 2);
    assert_eq!(kommun.files.times_asked(WASM), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn an_element_removed_while_it_loads_shows_nothing_and_says_nothing() {
    let kommun = Kommun::open();
    let path = "/lofte/promises/gnosjo-2023.json";
    let src = kommun.files.route(path, Reply::held());
    // Immediately after the loader, while the requests are in flight.
    let remove = "window.kept = document.querySelector('medborgar-lofte');
        kept.wasBusy = kept.ariaBusy === 'true'; kept.remove();";
    let remove = kommun.files.route("/remove.js", Reply::ok("text/javascript", remove));
    let tag = format!("<script src=\"{}\" data-src=\"{src}\" data-loading=\"eager\"></script>", kommun.loader());
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &format!("{tag}<script src=\"{remove}\"></script>"))).await;
    assert_eq!(browser.script("return kept.wasBusy;", []).await, json!(true));
    kommun.files.mend(path);
    let has_come = format!("performance.getEntriesByName('{src}').length > 0");
    browser.wait_for("the promise that nobody waits for", &has_come).await;
    // A second widget for the same document reports after the first one would have.
    let again = "const other = document.createElement('medborgar-lofte');
        other.setAttribute('src', arguments[0]); document.querySelector('main').append(other);";
    browser.script(again, [json!(src)]).await;
    ready(&browser, 0).await;
    assert_eq!(wait_until_told(&browser, "", 1).await.len(), 1);
    assert_eq!(browser.script("return kept.shadowRoot.querySelectorAll('.lofte').length;", []).await, json!(0));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn another_src_shows_the_other_promise() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("gnosjo-2023", "")).await;
    ready(&browser, 0).await;
    let change = "for (const src of arguments) document.querySelector('medborgar-lofte').setAttribute('src', src);";
    // Changed twice in a row: the last one counts.
    browser.script(change, [json!(kommun.promise("osby-2024")), json!(kommun.promise("bastad-2020-2022"))]).await;
    browser.widget(0).wait_for_text(&title("bastad-2020-2022")).await;
    ready(&browser, 0).await;
    let change = "document.querySelector('medborgar-lofte').setAttribute('heading-level', 3);";
    browser.script(change, []).await;
    assert_eq!(browser.widget(0).find("h3.title").await.text().await.unwrap(), title("bastad-2020-2022"));
    ready(&browser, 0).await;
    let shown: Vec<Value> = told(&browser, "lofte:ready").await.into_iter().map(|ready| ready["src"].clone()).collect();
    assert!(!shown.contains(&json!(kommun.promise("osby-2024"))), "{shown:?}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_misspelt_option_is_told_to_the_editor_and_the_promise_is_shown() {
    let kommun = Kommun::open();
    let more = "data-tip=\"/api/tips\" data-heading-level=\"h2\" data-loading=\"snabb\" data-cookieconsent=\"ignore\"";
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("gnosjo-2023", more)).await;
    ready(&browser, 0).await;
    let said = browser.console().await;
    let warnings: Vec<&str> = said.iter().filter(|entry| entry.level == "WARNING").map(|e| e.text.as_str()).collect();
    for part in ["data-tip”", "data-heading-level=", "data-loading="] {
        let times = warnings.iter().filter(|warning| warning.contains(part.trim_end_matches('”'))).count();
        assert!(times >= 1, "{part} is not told in {said:?}");
    }
    assert!(said.iter().all(|entry| entry.level == "WARNING" && entry.text.contains("medborgarlofte:")), "{said:?}");
    assert!(!said.iter().any(|entry| entry.text.contains("cookieconsent")), "{said:?}");
    assert_eq!(browser.widget(0).find(".title").await.tag_name().await.unwrap(), "h2");
}

#[tokio::test]
async fn no_style_of_the_page_reaches_in_and_the_size_of_its_text_does() {
    const HORROR: &str = "html { font-size: 62.5% }
        main { font-size: 20px; color: #333; font-family: monospace }
        * { box-sizing: content-box !important; color: red !important; line-height: 3 } main * { float: left }
        ul li::before { content: 'x' !important } button { padding: 99px !important; background: red !important }
        p, h2, h3, div, section { margin: 77px !important; text-transform: uppercase !important; display: inline !important }
        input, textarea { display: none !important } .lofte, .title, .text { display: none !important }";
    let kommun = Kommun::open();
    let sheet = kommun.files.route("/horror.css", Reply::ok("text/css", HORROR));
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    let tag = kommun.tag(&kommun.promise("exempelby-2026"), &tips);
    let policy = format!("{}; style-src {}", kommun.policy(&[]), kommun.files.origin());
    let seen = "const style = (css) => getComputedStyle(root.querySelector(css));
        const size = (css) => Number.parseFloat(style(css).fontSize);
        const list = root.querySelector('.group ul > li');
        return {
            base: size('.lofte'), title: size('.title') / size('.lofte'),
            transform: style('.title').textTransform, display: style('.title').display,
            float: style('.title').float, box: style('.lofte').boxSizing, field: style('textarea').display,
            before: getComputedStyle(list, '::before').content, color: style('.title').color,
        };";
    let browser = Browser::open(Options::default()).await;
    let mut looks = Vec::new();
    for link in ["", &format!("<link rel=\"stylesheet\" href=\"{sheet}\">")] {
        browser.goto(&kommun.page_under(&policy, "/", &format!("{link}{tag}"))).await;
        ready(&browser, 0).await;
        browser.widget(0).by_text("#lofte_tip button", "Lämna ett trygghetstips").await;
        browser.widget(0).script("root.querySelector('#lofte_tip button').click();", []).await;
        browser.widget(0).find("form").await;
        looks.push(browser.widget(0).script(seen, []).await);
    }
    assert_eq!(looks[0]["base"].as_f64(), Some(16.0));
    assert_eq!(looks[1]["base"].as_f64(), Some(20.0), "the text is as large as the page's");
    let (calm, horrified) = (looks[0].as_object().unwrap(), looks[1].as_object().unwrap());
    for (name, value) in calm.iter().filter(|(name, _)| *name != "base") {
        assert_eq!(&horrified[name], value, "{name}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_widget_adds_nothing_to_the_page_and_asks_for_nothing_but_its_files() {
    let kommun = Kommun::open();
    let src = kommun.promise("gnosjo-2023");
    let browser = Browser::open(Options::default()).await;
    // The same page with a loader that does nothing, for comparison.
    let globals = "return Object.getOwnPropertyNames(window).sort().filter((name) => !/^\\d+$|^told$|cdc_|ret_nodes/.test(name));";
    let attributes = "return [document.documentElement, document.head, document.body].map((e) =>
        [...e.attributes].map((a) => a.name).join() + e.childElementCount);";
    let nothing = kommun.files.route("/nothing.js", Reply::ok("text/javascript", ""));
    browser.goto(&kommun.page("/", &format!("<script src=\"{nothing}\" async></script>"))).await;
    let before = [browser.script(globals, []).await, browser.script(attributes, []).await];
    // Cookies ignore ports: this one would be sent to the other origin too, if requests included it.
    browser.script("document.cookie = 'own=1';", []).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    ready(&browser, 0).await;
    let after = [browser.script(globals, []).await, browser.script(attributes, []).await];
    let added: Vec<&Value> =
        after[0].as_array().unwrap().iter().filter(|name| !before[0].as_array().unwrap().contains(name)).collect();
    assert!(added.is_empty(), "new in the global scope: {added:?}");
    assert_eq!(after[1], before[1]);
    let mut asked: Vec<String> = kommun.files.requests().into_iter().map(|request| request.path).collect();
    asked.retain(|path| path != "/page.js" && path != "/nothing.js");
    asked.sort();
    let files =
        ["medborgarlofte-widget.js", "medborgarlofte-widget.wasm", "medborgarlofte.js", "promises/gnosjo-2023.json"];
    assert_eq!(asked, files.map(|file| format!("/lofte/{file}")));
    let asked: Vec<String> = kommun.pages.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/", "/"]);
    let page = kommun.pages.requests().pop().unwrap();
    assert_eq!(page.headers["cookie"], "own=1");
    let fetched = |path: &str| path.ends_with(".wasm") || path.ends_with(".json") || path.contains("-widget.js");
    let fetched: Vec<_> = kommun.files.requests().into_iter().filter(|request| fetched(&request.path)).collect();
    assert_eq!(fetched.len(), 3);
    for request in fetched {
        assert!(!request.headers.contains_key("cookie"), "{} got a cookie", request.path);
    }
    assert_eq!(
        browser.script("return [document.cookie, localStorage.length, sessionStorage.length];", []).await,
        json!(["own=1", 0, 0])
    );
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_demo_shows_each_of_the_seven_promises_and_can_go_back() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for name in CHOICES {
        browser.goto(&kommun.files.url(&format!("/lofte/index.html?lofte={name}"))).await;
        browser.widget(0).wait_for_text(&title(name)).await;
        ready(&browser, 0).await;
        let current = "return document.querySelector('[aria-current=page]').search;";
        assert_eq!(browser.script(current, []).await, json!(format!("?lofte={name}")));
        // No real kommun would receive what is written here.
        assert_eq!(browser.widget(0).exists(".tip-closed").await, name.starts_with("exempelby-"), "{name}");
    }
    browser.session().back().await.unwrap();
    browser.widget(0).wait_for_text(&title(CHOICES[5])).await;
    browser.session().forward().await.unwrap();
    browser.widget(0).wait_for_text(&title(CHOICES[6])).await;
    ready(&browser, 0).await;
    // Folds and links still work on a page restored by going back.
    browser.widget(0).find(".documents a, .signatories, .group").await;
    browser.goto(&kommun.files.url("/lofte/index.html")).await;
    browser.widget(0).wait_for_text(&title("exempelby-2026")).await;
    ready(&browser, 0).await;
    browser.press(Key::Tab).await;
    browser.wait_for_active("Till innehållet").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_page_of_a_framed_and_quirky_kind_shows_the_widget_too() {
    let kommun = Kommun::open();
    let tag = kommun.tag(&kommun.promise("gnosjo-2023"), "");
    // No doctype, no language, and a base that points elsewhere.
    let html = format!("<html><head><base href=\"https://example.se/\"></head><body>{tag}</body></html>");
    let page = kommun.pages.page("/quirky", &html, &[]);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    ready(&browser, 0).await;
    assert_eq!(browser.widget(0).script("return root.querySelector('.lofte').lang;", []).await, json!("sv"));
    let framing =
        document("Ram", &format!("<iframe src=\"{page}\" title=\"Löftet\" width=\"600\" height=\"600\"></iframe>"));
    browser.goto(&kommun.pages.page("/", &framing, &[])).await;
    let inside = "document.querySelector('iframe').contentDocument.querySelector('medborgar-lofte').shadowRoot.querySelector('.lofte')";
    browser.wait_for("the widget in the frame", inside).await;
    browser.assert_console_is_empty().await;
}
