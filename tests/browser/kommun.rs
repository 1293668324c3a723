//! A kommun that embeds the widget: its pages on one origin, the widget's files and the promises on another, and
//! between them the strict policy that the documentation promises to be enough.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, PATIENCE, POLL};
use crate::console::Entry;
use crate::host::{Host, Reply, document, strict_csp};
use crate::widget::Widget;

/// Every promise that comes with the widget. The demo's chooser has all but the last.
pub const PROMISES: [&str; 8] = [
    "exempelby-2026",
    "olofstrom-2024",
    "strangnas-2019",
    "osby-2024",
    "gnosjo-2023",
    "bastad-2020-2022",
    "ockelbo-2022-2024",
    "exempelby-2025",
];

/// The promises in the demo's chooser.
pub const CHOICES: [&str; 7] =
    [PROMISES[0], PROMISES[1], PROMISES[2], PROMISES[3], PROMISES[4], PROMISES[5], PROMISES[6]];

/// The date for all pages that do not set another.
const TODAY: &str = "2026-11-22";

/// The state of a promise depends on the day, so the date is fixed. Events that the widget dispatches on the page are
/// recorded in order.
const PAGE_SCRIPT: &str = "(() => {
    const now = Date.parse('{day}T11:00Z');
    window.Date = class extends Date {
        constructor(...given) { given.length ? super(...given) : super(now); }
        static now() { return now; }
    };
    const told = (window.told = []);
    for (const name of ['lofte:ready', 'lofte:error', 'lofte:tip-sent']) {
        addEventListener(name, (event) => told.push({ name, detail: event.detail }));
    }
})();";

fn page_script(day: &str) -> Reply {
    Reply::ok("text/javascript", PAGE_SCRIPT.replace("{day}", day))
}

pub struct Kommun {
    /// The kommun's own web server.
    pub pages: Host,
    /// Serves the widget's files and the promises.
    pub files: Host,
}

impl Kommun {
    pub fn open() -> Kommun {
        let files = Host::with_site();
        files.allow_origin("*");
        files.route("/page.js", page_script(TODAY));
        Kommun { pages: Host::start(), files }
    }

    /// The address of the loader.
    pub fn loader(&self) -> String {
        self.files.url("/lofte/medborgarlofte.js")
    }

    /// The address of a promise that comes with the widget.
    pub fn promise(&self, name: &str) -> String {
        self.files.url(&format!("/lofte/promises/{name}.json"))
    }

    /// The address of a promise that comes with the widget, as published by a kommun that accepts tips: with the form's
    /// texts on personal data, which only the example has.
    pub fn promise_with_tips(&self, name: &str) -> String {
        let mut promise = read_promise(name);
        promise["tips"] = read_promise("exempelby-2026")["tips"].take();
        let path = format!("/lofte/promises/{name}.json");
        self.files.route(&path, Reply::ok("application/json", promise.to_string()))
    }

    /// Publishes a promise and returns its address.
    pub fn publish(&self, name: &str, promise: &Value) -> String {
        self.files.route(&format!("/own/{name}.json"), Reply::ok("application/json", promise.to_string()))
    }

    /// The single script tag, for the promise at this address.
    pub fn tag(&self, src: &str, more: &str) -> String {
        format!("<script src=\"{}\" data-src=\"{src}\" {more} async></script>", self.loader())
    }

    /// The loader alone, for a page that contains its own elements.
    pub fn loader_tag(&self) -> String {
        format!("<script src=\"{}\" async></script>", self.loader())
    }

    /// The strict policy; `origins` are those that receive tips.
    pub fn policy(&self, origins: &[&str]) -> String {
        let files = self.files.origin();
        strict_csp(&files, &[&[files.as_str()], origins].concat())
    }

    /// Registers a page under the strict policy, and returns its address.
    pub fn page(&self, path: &str, body: &str) -> String {
        self.page_under(&self.policy(&[]), path, body)
    }

    /// Registers a page under another policy, and returns its address.
    pub fn page_under(&self, policy: &str, path: &str, body: &str) -> String {
        self.page_with_script(&self.files.url("/page.js"), policy, path, body)
    }

    /// Registers a page under the strict policy, read on this day (YYYY-MM-DD), and returns its address.
    pub fn page_on(&self, day: &str, path: &str, body: &str) -> String {
        let script = self.files.route(&format!("/page-{day}.js"), page_script(day));
        self.page_with_script(&script, &self.policy(&[]), path, body)
    }

    fn page_with_script(&self, script: &str, policy: &str, path: &str, body: &str) -> String {
        let body = format!("<script src=\"{script}\"></script>{body}");
        self.pages.page(path, &document("Trygg i kommunen", &body), &[("content-security-policy", policy)])
    }

    /// Registers a page with one of the promises that come with the widget.
    pub fn page_with(&self, name: &str, more: &str) -> String {
        self.page(&format!("/{name}"), &self.tag(&self.promise(name), more))
    }
}

/// A promise that comes with the widget, as in its file.
pub fn read_promise(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("public/promises/{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The details of the events that the widgets have dispatched on the page: all of them, or only those with this name.
pub async fn told(browser: &Browser, name: &str) -> Vec<Value> {
    // Pending events are dispatched first, since their timers are due earlier.
    let js = "return new Promise((done) => setTimeout(done, 20)).then(() =>
        window.told.filter((event) => event.name.startsWith(arguments[0])).map((event) => event.detail));";
    browser.script(js, [json!(name)]).await.as_array().unwrap().clone()
}

/// The same, once there are this many events. What a widget shows can be seen before the page is notified.
pub async fn wait_until_told(browser: &Browser, name: &str, times: usize) -> Vec<Value> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let events = told(browser, name).await;
        if events.len() >= times {
            return events;
        }
        if Instant::now() > deadline {
            browser.give_up(&format!("{times} times {name:?}, and the page was told {events:?}")).await;
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Opens every fold of the `n`th widget, including nested ones built on opening, and waits until their content has been
/// fetched or the message that it failed is shown: either moves what is below.
pub async fn open_all_folds(browser: &Browser, n: usize) {
    let js = "for (let closed; (closed = [...root.querySelectorAll('details:not([open])')]).length > 0;) {
        for (const fold of closed) {
            fold.open = true;
            // The browser fires the event in a separate task; this builds the content immediately.
            fold.dispatchEvent(new Event('toggle'));
        }
    }";
    browser.widget(n).script(js, []).await;
    let root = format!("document.querySelectorAll('medborgar-lofte')[{n}].shadowRoot");
    let fetched = format!(
        "[...{root}.querySelectorAll('.continues[open] [role=status]')]
            .every((status) => status.textContent !== {root}.querySelector('.said').dataset.fetching)"
    );
    browser.wait_for("what the folds fetch", &fetched).await;
}

/// The widget's own console entries after the first `before`, without the browser's messages about failed requests.
pub async fn said_since(browser: &Browser, before: usize) -> Vec<Entry> {
    let own = |entry: &Entry| entry.text.contains("medborgarlofte:");
    browser.console().await.into_iter().skip(before).filter(own).collect()
}

/// A made-up promise with this many commitments, named `punkt-0`, `punkt-1` and so on: by three actors in turn, in five
/// focus areas, begun, done or unknown, some of them at a place or with a partner. No two of them share a text such as
/// "Åtgärd 17 av belysning".
pub fn long_promise(commitments: usize) -> Value {
    const ABOUT: [&str; 5] = ["belysning", "trafik", "skola", "föreningar", "torghandel"];
    const BY: [&[&str]; 4] = [&["polisen"], &["kommunen"], &["brandkaren"], &["polisen", "kommunen"]];
    let commitment = |n: usize| {
        let mut commitment = json!({
            "id": format!("punkt-{n}"),
            "text": format!("Åtgärd {n} av {} ska bli gjord under året.", ABOUT[n % 5]),
            "actors": BY[n % 4],
            "focus_areas": [format!("omrade-{}", n % 5)],
        });
        if !n.is_multiple_of(3) {
            let state = if n % 3 == 1 { "begun" } else { "done" };
            commitment["reports"] = json!([{ "date": "2026-05", "state": state }]);
        }
        if n % 50 == 7 {
            commitment["place"] = json!("alvdalstorget");
        }
        if n % 50 == 9 {
            commitment["partners"] = json!(["bostaden"]);
        }
        commitment
    };
    let actor = |id: &str, kind: &str, name: &str| json!({ "id": id, "kind": kind, "name": name });
    json!({
        "id": "lang-2026",
        "title": "Ett långt löfte",
        "municipality": { "name": "Ort", "code": "0617" },
        "period": { "from": "2026", "to": "2026" },
        "actors": [
            actor("polisen", "police", "Polisen"),
            actor("kommunen", "municipality", "Orts kommun"),
            actor("brandkaren", "authority", "Brandkåren"),
            actor("bostaden", "partner", "Allmänna Bostaden"),
        ],
        "places": [{ "id": "alvdalstorget", "name": "Älvdalstorget" }],
        "focus_areas": ABOUT.iter().enumerate().map(|(n, about)| {
            json!({ "id": format!("omrade-{n}"), "title": format!("Område {about}") })
        }).collect::<Vec<_>>(),
        "commitments": (0..commitments).map(commitment).collect::<Vec<_>>(),
    })
}

/// The text of every matching element that is visible, with white space collapsed.
pub async fn shown(widget: &Widget<'_>, css: &str) -> Vec<String> {
    let js = "return [...root.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility())
        .map((e) => e.innerText.replace(/\\s+/g, ' ').trim());";
    let shown = widget.script(js, [json!(css)]).await;
    shown.as_array().unwrap().iter().map(|words| words.as_str().unwrap().to_owned()).collect()
}

/// Presses Tab until the element has the focus.
pub async fn tab_to(browser: &Browser, widget: &Widget<'_>, css: &str) {
    let reaches = "return root.activeElement === root.querySelector(arguments[0]);";
    let mut steps = 0;
    while widget.script(reaches, [json!(css)]).await != json!(true) {
        browser.press(Key::Tab).await;
        steps += 1;
        assert!(steps < 150, "{css} cannot be reached with Tab");
    }
}
