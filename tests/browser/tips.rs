//! A tip on its way: written in the widget, stored by the real inbox, and never reported as received when it is not.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::host::{Host, Reply, document, site, strict_csp};
use crate::kommun::{Kommun, told, wait_until_told};
use crate::lost_answers::Line;
use crate::server;
use crate::server::Server;
use crate::widget::Widget;

const WHAT: &str = "Lampan i gångtunneln är trasig, och många tar omvägen.";

/// A kommun that serves the widget and accepts tips on one origin, and has its pages on another.
struct Inbox {
    pages: Host,
    server: Server,
}

impl Inbox {
    fn open() -> Inbox {
        let pages = Host::start();
        let allow_origin = vec![pages.origin()];
        let server = Server::start_with(server::Options { dir: Some(site()), allow_origin, ..Default::default() });
        Inbox { pages, server }
    }

    /// A page under the strict policy that sends tips to the inbox.
    fn page(&self) -> String {
        self.page_sending_to(&self.server.address)
    }

    fn page_sending_to(&self, inbox: &str) -> String {
        let at = |path: &str| self.server.url(path);
        let tag = format!(
            "<script src=\"{}\" data-src=\"{}\" data-tips=\"{inbox}/api/tips\" async></script>",
            at("/medborgarlofte.js"),
            at("/promises/exempelby-2026.json")
        );
        let policy = strict_csp(&self.server.address, &[&self.server.address, inbox]);
        self.pages.page("/", &document("Trygg i kommunen", &tag), &[("content-security-policy", &policy)])
    }

    /// Every stored tip, as its reader sees it.
    fn tips(&self) -> Vec<Value> {
        let listed = self.server.tips(&["list", "--json"]);
        assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
        serde_json::from_slice(&listed.stdout).unwrap()
    }
}

/// A page under the strict policy with everything on one origin, where the test plays the inbox.
fn page_of_one_origin(kommun: &Kommun) -> String {
    let tag = "<script src=\"/page.js\"></script><script src=\"/lofte/medborgarlofte.js\" \
        data-src=\"/lofte/promises/exempelby-2026.json\" data-tips=\"/api/tips\" async></script>";
    let policy = strict_csp("'self'", &["'self'"]);
    kommun.files.page("/", &document("Trygg i kommunen", tag), &[("content-security-policy", &policy)])
}

/// A receipt as the inbox writes it.
fn receipt() -> Reply {
    let receipt = json!({ "reference": "K7QM-3XHT", "received_at": "2026-11-21T23:45:15Z" });
    Reply::ok("application/json", receipt.to_string()).with_status(201)
}

async fn open_form(browser: &Browser) {
    let widget = browser.widget(0);
    widget.whole().await;
    widget.by_text("#lofte_tip button", "Lämna ett trygghetstips").await.click().await.unwrap();
    widget.find("form").await;
}

/// Opens the form and fills in what is required.
async fn write(browser: &Browser) {
    open_form(browser).await;
    browser.widget(0).type_into("#lofte_tip-what", WHAT).await;
}

/// Opens or closes the contact fields.
async fn fold_contact(widget: &Widget<'_>, becomes: &str) {
    widget.click(".contact summary").await;
    widget.find(&format!(".contact{becomes}")).await;
}

async fn send(browser: &Browser) {
    browser.widget(0).click("button[type=submit]").await;
}

/// Waits for the receipt and returns its reference.
async fn reference(browser: &Browser) -> String {
    browser.widget(0).find(".reference").await.text().await.unwrap()
}

/// Waits until the widget reports that the tip was not sent, and checks that nothing is lost and that the focused
/// summary says so.
async fn assert_not_sent(browser: &Browser, words: &str) {
    let widget = browser.widget(0);
    widget.wait_for_text(words).await;
    let has_focus = "document.querySelector('medborgar-lofte').shadowRoot.activeElement?.matches('.error-summary')";
    browser.wait_for("the summary to have the focus", has_focus).await;
    assert_eq!(browser.attribute(&widget.find(".error-summary").await, "role").await.as_deref(), Some("alert"));
    assert!(widget.text().await.contains("Tipset är inte skickat"));
    widget.by_text("button[type=submit]", "Skicka igen").await;
    assert_eq!(written(browser).await, WHAT);
    assert!(!widget.exists(".receipt").await);
}

async fn written(browser: &Browser) -> String {
    let what = browser.widget(0).script("return root.querySelector('#lofte_tip-what').value;", []).await;
    what.as_str().unwrap().to_owned()
}

async fn assert_nothing_is_stored(browser: &Browser) {
    let js = "return indexedDB.databases().then((databases) =>
        [localStorage.length, sessionStorage.length, databases.length, document.cookie]);";
    assert_eq!(browser.script(js, []).await, json!([0, 0, 0, ""]));
}

#[tokio::test]
async fn a_tip_arrives_exactly_as_it_was_written_and_the_receipt_bears_its_reference() {
    let inbox = Inbox::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&inbox.page()).await;
    let listen = "window.told = []; addEventListener('lofte:tip-sent', (event) =>
        told.push({ name: event.type, detail: event.detail }));";
    browser.script(listen, []).await;
    open_form(&browser).await;
    // The form's heading; the button with the same name is gone.
    browser.wait_for_active("Lämna ett trygghetstips").await;
    let widget = browser.widget(0);
    let notice = browser.text(&widget.find(".tip-notice").await).await;
    for words in [
        "Ring 112 om liv, egendom eller miljö är i fara, eller om ett brott pågår eller nyss har hänt.",
        "Ring 114 14 och säg ”tips”, eller gå till polisen.se, om du vill tipsa polisen om ett brott och det inte är akut.",
        "Ring socialtjänsten på 08-465 004 10 om du är orolig för ett barn.",
        "Ett tips är ingen polisanmälan, och ingen rycker ut på det.",
        "Du skickar tipset direkt till säkerhetssamordnaren på Exempelby kommun.",
        "Kommunen läser inte tips dygnet runt, utan på de här tiderna: vardagar klockan 8–16.",
        "Tipset blir en allmän handling.",
        "Skriv inte namn, personnummer",
        "Så hanterar kommunen personuppgifter",
    ] {
        assert!(notice.contains(words), "{words:?} is missing in:\n{notice}");
    }
    widget.click(".privacy summary").await;
    let privacy = browser.text(&widget.find(".privacy[open] ul").await).await;
    for words in [
        "Så länge sparas tipset: i två år, sedan tas det bort",
        "Kommunen kan lämna tipset vidare till: Polisen, om tipset gäller brott.",
        "Du har rätt att invända mot att kommunen använder dina uppgifter",
    ] {
        assert!(privacy.contains(words), "{words:?} is missing in:\n{privacy}");
    }
    let form_text = browser.text(&widget.find("form").await).await;
    assert!(form_text.contains("Vad vill du berätta?"), "{form_text}");
    widget.by_text("#lofte_tip-about option", "Trasig belysning").await.click().await.unwrap();
    widget.type_into("#lofte_tip-what", "  Lampan i gångtunneln är trasig.\n\n<b>Många</b> tar omvägen 🚲  ").await;
    widget.type_into("#lofte_tip-where", "Gångtunneln vid \"Stationstorget\"").await;
    widget.type_into("#lofte_tip-when", "på kvällarna").await;
    widget.click("#lofte_tip-recurs").await;
    fold_contact(&widget, "[open]").await;
    // Associated with each of the fields that it concerns.
    for field in ["email", "phone", "name"] {
        let described = format!("#lofte_tip-{field}[aria-describedby~=lofte_tip-contact-hint]");
        widget.find(&described).await;
    }
    let also = "Namn, mejl och telefon blir också en del av den allmänna handlingen.";
    widget.by_text("#lofte_tip-contact-hint", also).await;
    widget.type_into("#lofte_tip-email", "kim@example.se").await;
    widget.type_into("#lofte_tip-phone", "070-174 06 05").await;
    widget.type_into("#lofte_tip-name", "Kim").await;
    send(&browser).await;
    let reference = reference(&browser).await;
    let tips = inbox.tips();
    assert_eq!(tips.len(), 1);
    assert_eq!(tips[0]["reference"], json!(reference));
    assert_eq!(
        tips[0]["tip"],
        json!({
            "promise": "exempelby-2026",
            "about": { "kind": "category", "id": "belysning", "label": "Trasig belysning" },
            "what": "Lampan i gångtunneln är trasig.\n\n<b>Många</b> tar omvägen 🚲",
            "where": "Gångtunneln vid \"Stationstorget\"",
            "when": "på kvällarna",
            "recurs": "yes",
            "contact": { "name": "Kim", "email": "kim@example.se", "phone": "070-174 06 05" },
        })
    );
    // The heading of the receipt.
    browser.wait_for_active("Tack, tipset har kommit fram").await;
    // The page learns that a tip was sent, but nothing of its content.
    assert_eq!(wait_until_told(&browser, "lofte:tip-sent", 1).await, [json!({ "reference": reference })]);
    assert_nothing_is_stored(&browser).await;

    widget.by_text("button", "Lämna ett tips till").await.click().await.unwrap();
    widget.find("form").await;
    assert_eq!(written(&browser).await, "");
    widget.type_into("#lofte_tip-what", WHAT).await;
    send(&browser).await;
    let second = self::reference(&browser).await;
    assert_ne!(second, reference);
    let tips = inbox.tips();
    assert_eq!(tips.len(), 2);
    assert!(tips.iter().any(|tip| tip["tip"] == json!({ "promise": "exempelby-2026", "what": WHAT })), "{tips:#?}");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_tip_from_the_page_of_the_same_origin_is_kept_before_the_receipt_appears() {
    let mut inbox = Inbox::open();
    let browser = Browser::open(Options::default()).await;
    // The demo, as served by `lofte serve`.
    browser.goto(&inbox.server.url("/")).await;
    write(&browser).await;
    send(&browser).await;
    let reference = reference(&browser).await;
    inbox.server.kill();
    let tips = inbox.tips();
    assert_eq!(tips.len(), 1);
    assert_eq!(tips[0]["reference"], json!(reference));
    assert_eq!(tips[0]["tip"], json!({ "promise": "exempelby-2026", "what": WHAT }));
    inbox.server.restart();
    assert_eq!(inbox.tips(), tips);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_tip_that_finds_the_server_down_is_kept_in_the_form_and_sent_once_when_it_is_up() {
    let mut inbox = Inbox::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&inbox.page()).await;
    write(&browser).await;
    inbox.server.kill();
    send(&browser).await;
    assert_not_sent(&browser, "Det gick inte att nå kommunen. Det du har skrivit finns kvar.").await;
    let refused = ["ERR_CONNECTION_REFUSED"];
    browser.assert_console_tells_failed_requests(&refused).await;
    assert_eq!(inbox.tips(), Vec::<Value>::new());
    inbox.server.restart();
    browser.widget(0).by_text("button", "Skicka igen").await.click().await.unwrap();
    let reference = reference(&browser).await;
    let tips = inbox.tips();
    assert_eq!(tips.len(), 1);
    assert_eq!((&tips[0]["reference"], &tips[0]["tip"]["what"]), (&json!(reference), &json!(WHAT)));
    browser.assert_console_tells_failed_requests(&refused).await;
}

#[tokio::test]
async fn a_tip_whose_answer_is_lost_is_still_one_tip_when_it_is_sent_again() {
    let inbox = Inbox::open();
    let line = Line::open(inbox.server.host());
    let browser = Browser::open(Options::default()).await;
    browser.goto(&inbox.page_sending_to(&line.address)).await;
    write(&browser).await;
    send(&browser).await;
    assert_not_sent(&browser, "Det gick inte att nå kommunen.").await;
    // The inbox has the tip, but the resident does not know.
    let kept = inbox.tips();
    assert_eq!((kept.len(), line.lost()), (1, 1));
    line.mend();
    browser.widget(0).by_text("button", "Skicka igen").await.click().await.unwrap();
    assert_eq!(json!(reference(&browser).await), kept[0]["reference"]);
    assert_eq!(inbox.tips(), kept);
    browser.assert_console_tells_failed_requests(&["ERR_CONTENT_LENGTH_MISMATCH"]).await;
}

#[tokio::test]
async fn the_same_tip_keeps_its_key_and_a_changed_one_gets_another() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    // A cookie of the page's own origin, which a request with a tip must not include.
    browser.script("document.cookie = 'own=1; path=/';", []).await;
    write(&browser).await;
    kommun.files.route("/api/tips", Reply::status(500));
    send(&browser).await;
    assert_not_sent(&browser, "Kommunen kan inte ta emot tipset just nu.").await;
    kommun.files.route("/api/tips", Reply::status(503));
    send(&browser).await;
    kommun.files.wait_until_asked("/api/tips", 2).await;
    assert_not_sent(&browser, "Kommunen kan inte ta emot tipset just nu.").await;
    kommun.files.route("/api/tips", receipt());
    browser.widget(0).type_into("#lofte_tip-what", " Nu är den hel.").await;
    send(&browser).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    let sent: Vec<_> = kommun.files.requests().into_iter().filter(|request| request.path == "/api/tips").collect();
    assert_eq!(sent.len(), 3);
    let keys: Vec<&str> = sent.iter().map(|request| request.headers["idempotency-key"].to_str().unwrap()).collect();
    assert!(keys[0] == keys[1] && keys[1] != keys[2] && keys.iter().all(|key| key.len() >= 16), "{keys:?}");
    assert_eq!(sent[0].body, sent[1].body);
    let last: Value = serde_json::from_str(&sent[2].body).unwrap();
    assert_eq!(last["what"], json!(format!("{WHAT} Nu är den hel.")));
    for request in sent {
        assert_eq!(request.headers["content-type"], "application/json");
        assert!(!request.headers.contains_key("cookie") && !request.headers.contains_key("referer"));
    }
    browser.assert_console_tells_failed_requests(&["500", "503"]).await;
}

#[tokio::test]
async fn what_is_wrong_is_told_above_the_form_and_at_the_field() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    open_form(&browser).await;
    let widget = browser.widget(0);
    let summary_has_focus =
        "document.querySelector('medborgar-lofte').shadowRoot.activeElement?.matches('.error-summary')";

    send(&browser).await;
    browser.wait_for("the summary to have the focus", summary_has_focus).await;
    let summary = browser.text(&widget.find(".error-summary").await).await;
    assert_eq!(summary, "Något behöver rättas\nSkriv vad du vill berätta.");

    widget.type_into("#lofte_tip-what", "Klotter").await;
    send(&browser).await;
    let too_short = "Skriv minst 10 tecken, så att kommunen förstår vad det gäller.";
    widget.by_text(".error-summary li", too_short).await;
    browser.wait_for("the summary to have the focus again", summary_has_focus).await;
    widget.click(".error-summary li button").await;
    assert_eq!(browser.wait_for_active("Vad vill du berätta?").await.id, "lofte_tip-what");
    let described = "const field = root.getElementById('lofte_tip-what');
        const parts = field.getAttribute('aria-describedby').split(' ').map((id) => root.getElementById(id).textContent);
        return [field.ariaInvalid, parts[0], parts.length];";
    widget.wait_for_value(described, json!(["true", too_short, 2])).await;

    // Giving only a name does not make a reply possible.
    widget.type_into("#lofte_tip-what", " på muren").await;
    fold_contact(&widget, "[open]").await;
    widget.type_into("#lofte_tip-name", "Kim").await;
    send(&browser).await;
    let no_way = "Fyll i mejl eller telefon, eller ta bort namnet.";
    widget.by_text(".error-summary li", no_way).await;
    widget.wait_for_value("return root.getElementById('lofte_tip-what').ariaInvalid;", Value::Null).await;
    fold_contact(&widget, ":not([open])").await;
    widget.click(".error-summary li button").await;
    // The first contact field has the focus, and its fold is open.
    let reached = "return [root.activeElement?.id, root.querySelector('.contact').open];";
    widget.wait_for_value(reached, json!(["lofte_tip-email", true])).await;

    widget.type_into("#lofte_tip-email", "kim").await;
    widget.type_into("#lofte_tip-phone", "ring mig").await;
    send(&browser).await;
    for words in [
        "Skriv en mejladress, till exempel namn@example.se.",
        "Skriv ett telefonnummer med siffror, till exempel 070-174 06 05.",
    ] {
        widget.by_text(".error-summary li", words).await;
        widget.by_text(".error", words).await;
    }
    assert_eq!(kommun.files.times_asked("/api/tips"), 0);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_the_inbox_finds_wrong_is_shown_at_the_field() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    write(&browser).await;
    let widget = browser.widget(0);
    let errors = json!({ "errors": [{ "pointer": "/where", "code": "too_long", "limit": 300 }] });
    let answer = Reply::ok("application/problem+json", errors.to_string()).with_status(422);
    kommun.files.route("/api/tips", answer);
    send(&browser).await;
    widget.by_text(".error-summary li", "Texten är för lång. Den får vara högst 300 tecken.").await;
    widget.find("#lofte_tip-where[aria-invalid=true]").await;
    widget.by_text("#lofte_tip-where-error", "Texten är för lång.").await;
    assert_eq!(written(&browser).await, WHAT);

    // An error that cannot be fixed in any field.
    kommun.files.route("/api/tips", Reply::ok("application/problem+json", "{}").with_status(422));
    send(&browser).await;
    assert_not_sent(&browser, "Kommunen kunde inte ta emot tipset.").await;
    browser.assert_console_tells_failed_requests(&["422", "422"]).await;
}

#[tokio::test]
async fn only_a_receipt_of_the_inbox_is_believed() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    write(&browser).await;
    let server = "Kommunen kan inte ta emot tipset just nu.";
    let refused = "Kommunen kunde inte ta emot tipset.";
    let answers = [
        (Reply::ok("text/html", "<h1>Välkommen</h1>").with_status(201), server),
        (Reply::ok("application/json", "{\"reference\":\"\",\"received_at\":\"\"}").with_status(201), server),
        (
            Reply::ok("application/json", "{\"reference\":\"K7QM-3XHT\",\"received_at\":\"2026-11-21T23:45:15Z\"}"),
            refused,
        ),
        (Reply::ok("text/html", ""), refused),
    ];
    let widget = browser.widget(0);
    for (n, (answer, words)) in answers.into_iter().enumerate() {
        kommun.files.route("/api/tips", answer);
        send(&browser).await;
        // The message may be the same as the one before.
        kommun.files.wait_until_asked("/api/tips", n + 1).await;
        assert_not_sent(&browser, words).await;
        assert_eq!(kommun.files.times_asked("/api/tips"), n + 1);
    }
    assert!(told(&browser, "lofte:tip-sent").await.is_empty());
    kommun.files.route("/api/tips", receipt());
    send(&browser).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    assert!(widget.text().await.contains("november 2026"));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn without_an_address_for_tips_there_is_no_form_but_telephone_and_mail() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let links = "return [...root.querySelectorAll('#lofte_tip a')].map((a) => [a.textContent, a.href]);";
    let expected = json!([
        ["112", "tel:112"],
        ["114\u{a0}14", "tel:11414"],
        ["polisen.se", "https://polisen.se/kontakt/tipsa-polisen/"],
        ["Ring 08-465\u{a0}004\u{a0}00", "tel:0846500400"],
        ["Mejla trygghet@example.se", "mailto:trygghet@example.se"]
    ]);
    assert_eq!(widget.script(links, []).await, expected);
    let section = browser.text(&widget.find("#lofte_tip").await).await;
    for words in [
        "Ett tips är ingen polisanmälan, och ingen rycker ut på det.",
        "Ring socialtjänsten på 08-465 004 10 om du är orolig för ett barn.",
        "Hör av dig direkt:",
        "Tipset blir en allmän handling.",
    ] {
        assert!(section.contains(words), "{words:?} is missing in:\n{section}");
    }
    assert!(!widget.exists("form, #lofte_tip button").await);
    browser.goto(&kommun.page_with("olofstrom-2024", "")).await;
    widget.find(".lofte").await;
    assert!(!widget.exists("form, #lofte_tip").await);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn an_impatient_double_click_sends_one_tip() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    write(&browser).await;
    kommun.files.route("/api/tips", Reply::held());
    let button = browser.widget(0).find("button[type=submit]").await;
    browser.double_click(&button).await;
    let widget = browser.widget(0);
    // It shows that it is sending, and does not lose the focus.
    widget.by_text("button[type=submit]", "Skickar …").await.click().await.unwrap();
    browser.wait_for_active("Skickar\u{a0}…").await;
    kommun.files.route("/api/tips", receipt());
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    assert_eq!(kommun.files.times_asked("/api/tips"), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_is_written_while_a_tip_is_sent_is_not_lost_with_the_receipt() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    write(&browser).await;
    kommun.files.route("/api/tips", Reply::held());
    send(&browser).await;
    let widget = browser.widget(0);
    widget.by_text("button[type=submit]", "Skickar …").await;
    widget.type_into("#lofte_tip-what", " Och en sak till.").await;
    kommun.files.route("/api/tips", receipt());
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    widget.by_text("#lofte_tip button", "Lämna ett tips till").await.click().await.unwrap();
    widget.find("form").await;
    assert_eq!(written(&browser).await, format!("{WHAT} Och en sak till."));

    // A tip sent without further changes is cleared once there is a receipt.
    send(&browser).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    widget.by_text("#lofte_tip button", "Lämna ett tips till").await.click().await.unwrap();
    widget.find("form").await;
    assert_eq!(written(&browser).await, "");
    let keys: Vec<_> = kommun.files.requests().into_iter().filter(|request| request.path == "/api/tips").collect();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0].headers["idempotency-key"], keys[1].headers["idempotency-key"]);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_reader_who_has_closed_the_form_learns_that_the_tip_was_not_sent() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    let widget = browser.widget(0);
    write(&browser).await;
    kommun.files.route("/api/tips", Reply::held());
    send(&browser).await;
    widget.by_text("button[type=submit]", "Skickar …").await;
    widget.by_text("button", "Stäng formuläret").await.click().await.unwrap();
    widget.find(".tip-closed").await;
    kommun.files.route("/api/tips", Reply::status(503));
    assert_not_sent(&browser, "Tipset är inte skickat").await;
}

/// Lets a test wait until a request of the page is over, whatever its outcome: `ended` records how each one ended.
const WATCH_FETCH: &str = "const real = window.fetch;
    window.ended = [];
    window.fetch = (...given) => real(...given).then((answer) => {
        // The widget reads the response before the test sees this.
        answer.clone().text().catch(() => {}).then(() => setTimeout(() => ended.push(answer.status)));
        return answer;
    }, (error) => {
        setTimeout(() => ended.push(error.name));
        throw error;
    });";

#[tokio::test]
async fn a_tip_that_is_withdrawn_while_it_is_sent_is_aborted_and_its_answer_is_not_the_next_ones() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    // The response is on its way when the tip is withdrawn, and then fails or succeeds.
    for late in [Reply::status(503), receipt()] {
        browser.goto(&page_of_one_origin(&kommun)).await;
        let before = kommun.files.times_asked("/api/tips");
        let widget = browser.widget(0);
        write(&browser).await;
        browser.script(WATCH_FETCH, []).await;
        kommun.files.route("/api/tips", Reply::held());
        send(&browser).await;
        kommun.files.wait_until_asked("/api/tips", before + 1).await;
        widget.by_text("button", "Ta bort det jag har skrivit").await.click().await.unwrap();
        widget.find(".tip-closed").await;
        open_form(&browser).await;
        widget.type_into("#lofte_tip-what", "Ett helt annat tips, om något annat.").await;
        send(&browser).await;
        kommun.files.wait_until_asked("/api/tips", before + 2).await;
        kommun.files.route_nth("/api/tips", before + 1, late);
        browser.wait_for("the end of the first request", "window.ended.length === 1").await;
        assert_eq!(browser.script("return window.ended;", []).await, json!(["AbortError"]));
        widget.by_text("button[type=submit]", "Skickar …").await;
        assert_eq!(written(&browser).await, "Ett helt annat tips, om något annat.");
        assert!(!widget.exists(".receipt").await && !widget.exists(".error-summary").await);
        let second = json!({ "reference": "B2B2-B2B2", "received_at": "2026-11-21T23:45:15Z" });
        let second = Reply::ok("application/json", second.to_string()).with_status(201);
        kommun.files.route_nth("/api/tips", before + 2, second);
        assert_eq!(reference(&browser).await, "B2B2-B2B2");
        assert_eq!(wait_until_told(&browser, "lofte:tip-sent", 1).await, [json!({ "reference": "B2B2-B2B2" })]);
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_receipt_that_has_arrived_when_the_tip_is_withdrawn_is_not_shown_for_the_next_one() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    let widget = browser.widget(0);
    write(&browser).await;
    // A page that holds back responses, and whose wrapper around `fetch` ignores abort signals.
    let keep = "const real = window.fetch;
        window.kept = [];
        window.read = 0;
        window.fetch = (address, { signal, ...init }) => real(address, init).then((answer) => {
            const text = answer.text.bind(answer);
            // The reader of the text finishes its work in the same task.
            answer.text = () => text().finally(() => setTimeout(() => { window.read += 1; }));
            return new Promise((give) => kept.push(() => give(answer)));
        });";
    browser.script(keep, []).await;
    kommun.files.route("/api/tips", receipt());
    send(&browser).await;
    browser.wait_for("the first answer", "window.kept.length === 1").await;
    widget.by_text("button", "Ta bort det jag har skrivit").await.click().await.unwrap();
    widget.find(".tip-closed").await;
    write(&browser).await;
    send(&browser).await;
    browser.wait_for("the second answer", "window.kept.length === 2").await;
    browser.script("kept[0]();", []).await;
    browser.wait_for("the first answer to be read", "window.read === 1").await;
    assert!(!widget.exists(".receipt").await);
    widget.by_text("button[type=submit]", "Skickar …").await;
    assert!(told(&browser, "lofte:tip-sent").await.is_empty());
    browser.script("kept[1]();", []).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    wait_until_told(&browser, "lofte:tip-sent", 1).await;
}

#[tokio::test]
async fn an_error_in_a_listener_of_the_page_is_the_pages_and_the_receipt_stays() {
    let kommun = Kommun::open();
    let throws = "for (const name of ['lofte:ready', 'lofte:tip-sent', 'focusin', 'focusout'])
        addEventListener(name, () => { throw new RangeError(`ur led: ${name}`); });";
    kommun.files.route("/throws.js", Reply::ok("text/javascript", throws));
    let tag = "<script src=\"/page.js\"></script><script src=\"/throws.js\"></script>\
        <script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" data-tips=\"/api/tips\" \
        async></script>";
    let page = kommun.files.page("/", &document("Trygg i kommunen", tag), &[]);
    kommun.files.route("/api/tips", receipt());
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page).await;
    write(&browser).await;
    browser.wait_for_console("ur led: lofte:ready").await;
    send(&browser).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    browser.wait_for_console("ur led: lofte:tip-sent").await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    assert!(told(&browser, "lofte:error").await.is_empty());
    assert!(browser.console().await.iter().all(|entry| entry.text.contains("ur led")));
}

#[tokio::test]
async fn a_tip_is_sent_once_from_a_frame_without_forms_by_click_and_by_enter() {
    let kommun = Kommun::open();
    kommun.files.allow_origin("*");
    kommun.files.route("/api/tips", receipt());
    let inside = page_of_one_origin(&kommun);
    let browser = Browser::open(Options::default()).await;
    for (n, by_key) in [false, true].into_iter().enumerate() {
        for (m, sandbox) in
            ["allow-scripts allow-same-origin", "allow-scripts allow-same-origin allow-forms"].into_iter().enumerate()
        {
            let frame = format!(
                "<iframe src=\"{inside}\" title=\"Löftet\" sandbox=\"{sandbox}\" width=\"900\" height=\"800\"></iframe>"
            );
            browser.goto(&kommun.files.page("/frame", &document("Ram", &frame), &[])).await;
            browser.session().enter_frame(0).await.unwrap();
            write(&browser).await;
            let widget = browser.widget(0);
            if by_key {
                widget.type_into("#lofte_tip-where", "Torget").await;
                browser.press(Key::Enter).await;
            } else {
                send(&browser).await;
            }
            assert_eq!(reference(&browser).await, "K7QM-3XHT", "{sandbox}, by key: {by_key}");
            assert_eq!(kommun.files.times_asked("/api/tips"), 2 * n + m + 1, "{sandbox}, by key: {by_key}");
            browser.session().enter_default_frame().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_form_that_a_script_submits_is_sent_and_the_page_stays() {
    let kommun = Kommun::open();
    kommun.files.route("/api/tips", receipt());
    let browser = Browser::open(Options::default()).await;
    // Under a policy that does not block forms itself.
    let tag = "<script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" \
        data-tips=\"/api/tips\" async></script>";
    browser.goto(&kommun.files.page("/", &document("Trygg i kommunen", tag), &[])).await;
    write(&browser).await;
    browser.widget(0).script("root.querySelector('form').requestSubmit();", []).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    assert_eq!(kommun.files.times_asked("/api/tips"), 1);
}

#[tokio::test]
async fn an_error_in_the_summary_leads_to_a_field_whose_label_is_seen_below_a_sticky_header() {
    let kommun = Kommun::open();
    let sheet =
        "header { position: fixed; inset: 0 0 auto 0; height: 80px; background: white } main { padding-top: 200px }";
    kommun.files.route("/sticky.css", Reply::ok("text/css", sheet));
    let body = "<link rel=\"stylesheet\" href=\"/sticky.css\"><header>Kommunen</header>\
        <script src=\"/lofte/medborgarlofte.js\" data-src=\"/lofte/promises/exempelby-2026.json\" data-tips=\"/api/tips\" \
        async></script>";
    let page = kommun.files.page("/", &document("Trygg i kommunen", body), &[]);
    for options in [Options::default(), Options::narrow(), Options::zoomed()] {
        let browser = Browser::open(options).await;
        browser.goto(&page).await;
        open_form(&browser).await;
        let widget = browser.widget(0);
        fold_contact(&widget, "[open]").await;
        widget.type_into("#lofte_tip-email", "kim").await;
        send(&browser).await;
        for (words, id) in [("Skriv vad du vill", "lofte_tip-what"), ("Skriv en mejladress", "lofte_tip-email")] {
            widget.by_text(".error-summary li", words).await;
            let press = "const summary = root.querySelector('.error-summary');
                summary.scrollIntoView();
                [...summary.querySelectorAll('button')].find((b) => b.textContent.startsWith(arguments[0])).click();
                const label = root.querySelector(`label[for=${arguments[1]}]`).getBoundingClientRect();
                return [root.activeElement.id, label.top >= 80 && label.bottom <= innerHeight];";
            assert_eq!(widget.script(press, [json!(words), json!(id)]).await, json!([id, true]));
        }
    }
}

#[tokio::test]
async fn closing_the_form_keeps_what_was_written() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    write(&browser).await;
    let widget = browser.widget(0);
    widget.by_text("#lofte_tip-about option", "Skadegörelse eller klotter").await.click().await.unwrap();
    widget.click("#lofte_tip-recurs-no").await;
    fold_contact(&widget, "[open]").await;
    widget.type_into("#lofte_tip-email", "kim@example.se").await;
    widget.by_text("button", "Stäng formuläret").await.click().await.unwrap();
    browser
        .wait_for(
            "the button that opens the form to have the focus",
            "document.querySelector('medborgar-lofte').shadowRoot.activeElement?.matches('.tip-closed button')",
        )
        .await;
    assert!(!widget.exists("form").await);
    open_form(&browser).await;
    let fields = "const field = (id) => root.getElementById(`lofte_tip-${id}`);
        return [field('what').value, field('about').selectedOptions[0].textContent, field('recurs-no').checked,
            field('email').value];";
    let kept = json!([WHAT, "Skadegörelse eller klotter", true, "kim@example.se"]);
    assert_eq!(widget.script(fields, []).await, kept);
    assert_nothing_is_stored(&browser).await;
    browser.assert_console_is_empty().await;
}

/// Checks that somebody who goes back to this page cannot see anything of a tip.
async fn assert_nothing_is_left(browser: &Browser) {
    let widget = browser.widget(0);
    widget.whole().await;
    widget.find(".tip-closed").await;
    assert!(!widget.exists("form, .receipt").await);
    open_form(browser).await;
    let fields = "return [...root.querySelectorAll('form :is(input:not([type=radio]), textarea, select)')]
        .map((field) => field.value).join('') + root.querySelectorAll('form :checked:is(input)').length;";
    assert_eq!(widget.script(fields, []).await, json!("0"));
}

#[tokio::test]
async fn what_was_written_is_gone_when_the_page_is_left_and_come_back_to() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let page = page_of_one_origin(&kommun);
    let other = kommun.files.page("/another", &document("En annan sida", "<p>En annan sida.</p>"), &[]);
    // A browser may keep the page as it was, or rebuild it. The first is simulated by the event for a page that is
    // kept.
    let leave_and_return = [true, false];
    for is_kept in leave_and_return {
        let go_and_come_back = async || {
            if is_kept {
                let hide = "dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
                    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));";
                browser.script(hide, []).await;
            } else {
                browser.goto(&other).await;
                browser.session().back().await.unwrap();
            }
        };
        browser.goto(&page).await;
        let widget = browser.widget(0);
        write(&browser).await;
        widget.by_text("#lofte_tip-about option", "Skadegörelse eller klotter").await.click().await.unwrap();
        widget.type_into("#lofte_tip-where", "Torget").await;
        widget.click("#lofte_tip-recurs-no").await;
        fold_contact(&widget, "[open]").await;
        widget.type_into("#lofte_tip-email", "kim@example.se").await;
        widget.by_text("form", "Det du har skrivit finns kvar tills du lämnar sidan. Då tas det bort.").await;
        go_and_come_back().await;
        assert_nothing_is_left(&browser).await;

        // The reference can be used to ask about the tip.
        kommun.files.route("/api/tips", receipt());
        widget.type_into("#lofte_tip-what", WHAT).await;
        send(&browser).await;
        reference(&browser).await;
        go_and_come_back().await;
        assert_nothing_is_left(&browser).await;

        // A closed form also keeps what was written.
        widget.type_into("#lofte_tip-what", WHAT).await;
        widget.by_text("button", "Stäng formuläret").await.click().await.unwrap();
        widget.find(".tip-closed").await;
        go_and_come_back().await;
        assert_nothing_is_left(&browser).await;
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_editor_hears_of_a_form_that_does_not_say_how_personal_data_are_handled() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let tips = format!("data-tips=\"{}\"", kommun.files.url("/api/tips"));
    browser.goto(&kommun.page_with("olofstrom-2024", &tips)).await;
    browser.widget(0).find(".tip-closed").await;
    let warning = browser.wait_for_console("artikel 13 i dataskyddsförordningen").await;
    assert_eq!(warning.level, "WARNING", "{warning}");
    assert!(warning.text.contains("/lofte/promises/olofstrom-2024.json"), "{warning}");
}

#[tokio::test]
async fn the_receipt_can_be_copied_and_printed() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    kommun.files.route("/api/tips", receipt());
    write(&browser).await;
    send(&browser).await;
    reference(&browser).await;
    let widget = browser.widget(0);
    let refuse = "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));";
    browser.script(refuse, []).await;
    widget.by_text("button", "Kopiera kvittot").await.click().await.unwrap();
    widget.wait_for_text("Det gick inte att kopiera. Markera texten och kopiera den själv.").await;
    let allow = "navigator.clipboard.writeText = async (text) => { window.copied = text; };";
    browser.script(allow, []).await;
    widget.by_text("button", "Kopiera kvittot").await.click().await.unwrap();
    widget.wait_for_text("Kvittot är kopierat.").await;
    let copied = browser.script("return window.copied;", []).await;
    let copied = copied.as_str().unwrap();
    assert!(copied.starts_with("Ditt referensnummer: K7QM-3XHT\nTogs emot: "), "{copied}");

    let catch_print = "const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get;
        window.printed = [];
        Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { configurable: true, get() {
            const inner = real.call(this);
            inner.print = () => printed.push([...inner.document.body.children].map((part) => part.outerHTML));
            return inner;
        } });";
    browser.script(catch_print, []).await;
    for _ in 0..2 {
        widget.by_text("button", "Skriv ut kvittot").await.click().await.unwrap();
    }
    browser.wait_for("both to be printed", "window.printed.length >= 2").await;
    let printed = browser.script("return window.printed;", []).await;
    let printed = printed.as_array().unwrap();
    assert_eq!(printed.len(), 2);
    assert_eq!(printed[0], printed[1]);
    assert_eq!(printed[0][0], json!("<h1>Tack, tipset har kommit fram</h1>"));
    assert_eq!(printed[0][1], json!("<p>Ditt referensnummer: K7QM-3XHT</p>"));
    assert_eq!(widget.find_all("iframe").await.len(), 1);
    browser.assert_console_is_empty().await;
}

/// Presses Tab until the focused element has this name.
async fn tab_to(browser: &Browser, name: &str) {
    let mut passed = Vec::new();
    for _ in 0..25 {
        browser.press(Key::Tab).await;
        let active = browser.active().await.map(|active| active.name).unwrap_or_default();
        if active.starts_with(name) {
            return;
        }
        passed.push(active);
    }
    panic!("Tab does not come to {name:?}, only to {passed:?}");
}

#[tokio::test]
async fn a_tip_can_be_sent_by_keyboard_alone() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&page_of_one_origin(&kommun)).await;
    kommun.files.route("/api/tips", receipt());
    browser.widget(0).whole().await;
    browser.widget(0).find("#lofte_tip button").await;
    browser
        .script("document.querySelector('medborgar-lofte').shadowRoot.querySelector('#lofte_tip button').focus();", [])
        .await;
    browser.press(Key::Enter).await;
    browser.widget(0).find("form").await;
    browser.wait_for_active("Lämna ett trygghetstips").await;
    // The heading has the focus; everything else follows in reading order.
    tab_to(&browser, "112").await;
    tab_to(&browser, "Så hanterar kommunen personuppgifter").await;
    tab_to(&browser, "Vad gäller det?").await;
    browser.type_keys("Skade").await;
    tab_to(&browser, "Vad vill du berätta?").await;
    browser.type_keys(WHAT).await;
    tab_to(&browser, "Var?").await;
    browser.type_keys("Torget").await;
    tab_to(&browser, "När?").await;
    tab_to(&browser, "Ja, flera gånger").await;
    browser.type_keys(" ").await;
    tab_to(&browser, "Om du vill ha svar").await;
    browser.press(Key::Enter).await;
    browser.widget(0).find(".contact[open]").await;
    tab_to(&browser, "Mejl").await;
    browser.type_keys("kim@example.se").await;
    tab_to(&browser, "Telefon").await;
    tab_to(&browser, "Namn").await;
    tab_to(&browser, "Skicka tipset").await;
    browser.press(Key::Enter).await;
    assert_eq!(reference(&browser).await, "K7QM-3XHT");
    browser.wait_for_active("Tack, tipset har kommit fram").await;
    tab_to(&browser, "Kopiera kvittot").await;
    tab_to(&browser, "Skriv ut kvittot").await;
    tab_to(&browser, "Lämna ett tips till").await;
    let sent = kommun.files.requests().into_iter().find(|request| request.path == "/api/tips").unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&sent.body).unwrap(),
        json!({
            "promise": "exempelby-2026",
            "about": { "kind": "category", "id": "vandalism", "label": "Skadegörelse eller klotter" },
            "what": WHAT,
            "where": "Torget",
            "recurs": "yes",
            "contact": { "email": "kim@example.se" },
        })
    );
    browser.assert_console_is_empty().await;
}
