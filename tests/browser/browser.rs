//! One browser with one page, driven by a test: open, navigate, look, wait, press keys.
//!
//! Timeouts are generous, because a busy machine is not the widget's fault; tests that pass do not wait for them.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId, support};

use crate::console::{self, Entry};
use crate::driver::Driver;
use crate::engine::Engine;
use crate::haste;
use crate::widget::Widget;

pub const PATIENCE: Duration = Duration::from_secs(20);
pub const POLL: Duration = Duration::from_millis(25);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorScheme {
    Light,
    Dark,
}

/// How a browser is started, and how it shows pages. Everything but the language and the text size can change while it
/// is open: see [`Browser::show`].
#[derive(Clone, Debug)]
pub struct Options {
    /// Width and height of the viewport, in CSS pixels.
    pub viewport: (u32, u32),
    pub scheme: ColorScheme,
    /// The language that the browser requests, as a BCP 47 tag.
    pub language: &'static str,
    /// Whether the reader's forced colours override the page's, if [`Engine::has_forced_colors`].
    pub forced_colors: bool,
    /// Whether the reader has asked for reduced motion.
    pub reduced_motion: bool,
    /// The text size that the reader has chosen, as a percentage of the default.
    pub text_size: u32,
    /// How many device pixels wide a CSS pixel is.
    pub scale: u32,
    /// Whether the page is laid out for print, if [`Engine::has_print_media`].
    pub print: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            viewport: (1280, 900),
            scheme: ColorScheme::Light,
            language: "sv",
            forced_colors: false,
            reduced_motion: false,
            text_size: 100,
            scale: 1,
            print: false,
        }
    }
}

impl Options {
    /// The narrowest page that must work without horizontal scrolling (WCAG 2.2, 1.4.10 Reflow).
    pub fn narrow() -> Options {
        Options { viewport: (320, 640), ..Options::default() }
    }

    pub fn tablet() -> Options {
        Options { viewport: (768, 1024), ..Options::default() }
    }

    /// A window of 1280 by 1024 pixels that the reader has zoomed to 400 % (WCAG 2.2, 1.4.10 Reflow).
    pub fn zoomed() -> Options {
        Options { viewport: (320, 256), scale: 4, ..Options::default() }
    }

    /// Text at twice the size, and nothing else (WCAG 2.2, 1.4.4 Resize Text).
    pub fn large_text(self) -> Options {
        Options { text_size: 200, ..self }
    }

    pub fn dark(self) -> Options {
        Options { scheme: ColorScheme::Dark, ..self }
    }

    pub fn forced_colors(self) -> Options {
        Options { forced_colors: true, ..self }
    }

    pub fn reduced_motion(self) -> Options {
        Options { reduced_motion: true, ..self }
    }

    pub fn print(self) -> Options {
        Options { print: true, ..self }
    }

    pub fn language(self, language: &'static str) -> Options {
        Options { language, ..self }
    }

    /// The size of `1em` on a page that does not set it, in CSS pixels.
    pub fn font_size(&self) -> u32 {
        16 * self.text_size / 100
    }

    /// The options with which a test has to open one browser after another for [`Browser::in_every_look`] to cover all
    /// looks: a single browser if colours can change while it is open, otherwise one per colour scheme.
    pub fn for_every_look() -> Vec<Options> {
        let light = Options::default();
        match Engine::chosen().has_changing_colors() {
            true => vec![light],
            false => vec![light.clone(), light.dark()],
        }
    }
}

/// The element with the focus, found through all open shadow roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    /// In lower case.
    pub tag: String,
    /// Empty if it has none.
    pub id: String,
    /// Its role for screen readers, as computed by the browser.
    pub role: String,
    /// Its name for screen readers, as computed by the browser.
    pub name: String,
}

pub struct Browser {
    engine: Engine,
    /// The options it was opened with.
    options: Options,
    /// How it shows pages now.
    shown: Mutex<Options>,
    /// Empty only while the browser is being dropped.
    session: Option<WebDriver>,
    driver: Driver,
    console: Mutex<Vec<Entry>>,
}

impl Browser {
    pub async fn open(options: Options) -> Browser {
        let engine = Engine::chosen();
        let driver = Driver::start(engine, &options);
        let mut capabilities = Capabilities::new();
        for (name, value) in engine.capabilities(&options, driver.profile()) {
            capabilities.set(name, value).unwrap();
        }
        let session = WebDriver::new(driver.url(), capabilities)
            .await
            .unwrap_or_else(|error| panic!("{engine:?} did not start: {error}"));
        let shown = Mutex::new(options.clone());
        let browser = Browser { engine, options, shown, session: Some(session), driver, console: Mutex::default() };
        browser.show(&browser.options).await;
        if let (Engine::Chromium, Some(rate)) = (engine, haste::throttling_rate()) {
            browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
        }
        browser
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The session, for anything without a helper here.
    pub fn session(&self) -> &WebDriver {
        self.session.as_ref().unwrap()
    }

    pub fn driver_port(&self) -> u16 {
        self.driver.port
    }

    /// The folder in which this browser keeps its state.
    pub fn profile(&self) -> &Path {
        self.driver.profile()
    }

    pub async fn goto(&self, url: &str) {
        // A recorder exists only as long as its page.
        if !self.engine.has_a_log() {
            self.console().await;
        }
        self.session().goto(url).await.unwrap_or_else(|error| panic!("cannot go to {url}: {error}"));
        // Firefox loses these two settings when it navigates to another origin.
        let shown = self.shown.lock().unwrap().clone();
        if self.engine == Engine::Firefox && (shown.print || shown.scale != 1) {
            self.show(&shown).await;
        }
    }

    /// Runs a function body in the page; `args` are its `arguments`. If it returns a promise, the promise is awaited.
    pub async fn script(&self, js: &str, args: impl Into<Vec<Value>>) -> Value {
        match self.try_script(js, args.into()).await {
            Ok(value) => value,
            Err(error) => panic!("this script failed: {error}\n{js}"),
        }
    }

    pub async fn try_script(&self, js: &str, args: Vec<Value>) -> WebDriverResult<Value> {
        haste::hesitate().await;
        Ok(self.session().execute(js, args).await?.json().clone())
    }

    /// Waits until a JavaScript expression is true. If it throws, it is not true yet.
    pub async fn wait_for(&self, description: &str, condition: &str) {
        let js = format!("return Boolean({condition});");
        let deadline = Instant::now() + PATIENCE;
        loop {
            let outcome = self.try_script(&js, Vec::new()).await;
            if matches!(outcome, Ok(Value::Bool(true))) {
                return;
            }
            if Instant::now() > deadline {
                let thrown = outcome.err().map(|error| format!("\nit threw: {error}")).unwrap_or_default();
                self.give_up(&format!("{description}\n{condition}{thrown}")).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Reads repeatedly until the value is the wanted one, and returns that very value, so that nothing can change
    /// between waiting and looking. Fails with the last value.
    pub async fn wait_until<T: Debug>(
        &self,
        description: &str,
        read: impl AsyncFn() -> T,
        is_wanted: impl Fn(&T) -> bool,
    ) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let value = read().await;
            if is_wanted(&value) {
                return value;
            }
            if Instant::now() > deadline {
                self.give_up(&format!("{description}; the last was\n{value:?}")).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Fails the test with what it waited for and the content of the console.
    pub async fn give_up(&self, description: &str) -> ! {
        let page = self.session().current_url().await.map(|url| url.to_string()).unwrap_or_default();
        let console = console::listed(&self.console().await);
        panic!("waited {} s on {page} in vain for: {description}\n{console}", PATIENCE.as_secs());
    }

    /// The `n`th widget of the page, counted from 0. It need not exist yet.
    pub fn widget(&self, n: usize) -> Widget<'_> {
        Widget::new(self, n)
    }

    /// Presses and releases one key, in whatever has the focus.
    pub async fn press(&self, key: Key) {
        haste::hesitate().await;
        self.session().action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Presses a key while holding another: `press_with(Key::Shift, Key::Tab)`.
    pub async fn press_with(&self, held: Key, key: Key) {
        haste::hesitate().await;
        let chain = self.session().action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        chain.perform().await.unwrap();
    }

    /// Types into whatever has the focus.
    pub async fn type_keys(&self, text: &str) {
        haste::hesitate().await;
        self.session().action_chain().send_keys(text).perform().await.unwrap();
    }

    /// Double-clicks an element, as an impatient user would, after scrolling it into view.
    pub async fn double_click(&self, element: &WebElement) {
        element.scroll_into_view().await.unwrap();
        self.session().action_chain().double_click_element(element).perform().await.unwrap();
    }

    /// The text of this element as a resident sees it, line by line.
    pub async fn text(&self, element: &WebElement) -> String {
        if self.engine.has_lines_in_shadow_trees() {
            return element.text().await.unwrap();
        }
        let text = self.script("return arguments[0].innerText;", [element.to_json().unwrap()]).await;
        // The drivers that do this themselves return non-breaking spaces as ordinary ones.
        text.as_str().unwrap_or_default().trim().replace('\u{a0}', " ")
    }

    /// The value of an attribute in the page. WebKit's driver returns an empty string for a missing attribute.
    pub async fn attribute(&self, element: &WebElement, name: &str) -> Option<String> {
        let arguments = [element.to_json().unwrap(), json!(name)];
        let value = self.script("return arguments[0].getAttribute(arguments[1]);", arguments).await;
        value.as_str().map(str::to_owned)
    }

    /// The element with the focus; `None` if that is the page itself.
    pub async fn active(&self) -> Option<Active> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.try_active().await {
                Ok(active) => return active,
                // It disappeared between the two requests; something else has the focus now.
                Err(error) if is_gone(&error) && Instant::now() < deadline => {}
                Err(error) => panic!("cannot tell what has the keyboard: {error}"),
            }
        }
    }

    /// Waits until the focused element has this name.
    pub async fn wait_for_active(&self, name: &str) -> Active {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let active = self.active().await;
            match active {
                Some(active) if active.name == name => return active,
                _ if Instant::now() < deadline => {}
                _ => self.give_up(&format!("{name:?} to have the keyboard, which {active:?} has")).await,
            }
            tokio::time::sleep(POLL).await;
        }
    }

    async fn try_active(&self) -> WebDriverResult<Option<Active>> {
        const DEEPEST: &str = "let e = document.activeElement;
            while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
            return e === document.body || e === document.documentElement ? null : e;";
        let found = self.session().execute(DEEPEST, Vec::new()).await?;
        if found.json().is_null() {
            return Ok(None);
        }
        let element = found.element()?;
        let tag = element.tag_name().await?.to_lowercase();
        let id = element.id().await?.unwrap_or_default();
        let role = self.try_computed(&element, "computedrole").await?;
        let name = self.try_computed(&element, "computedlabel").await?;
        Ok(Some(Active { tag, id, role, name }))
    }

    /// The element's name for screen readers, as computed by the browser.
    pub async fn name(&self, element: &WebElement) -> String {
        self.computed(element, "computedlabel").await
    }

    /// The element's role for screen readers, as computed by the browser.
    pub async fn role(&self, element: &WebElement) -> String {
        self.computed(element, "computedrole").await
    }

    /// Everything logged to the console since the browser started.
    pub async fn console(&self) -> Vec<Entry> {
        let fresh: Vec<Entry> = if self.engine.has_a_log() {
            let log = self.session().browser_log().await.unwrap();
            log.into_iter().map(|entry| Entry { level: entry.level, text: entry.message }).collect()
        } else {
            let taken = self.try_script(console::TAKE, Vec::new()).await.unwrap_or_default();
            let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
            let entries = taken.as_array().into_iter().flatten();
            entries.map(|entry| Entry { level: text(entry, "level"), text: text(entry, "text") }).collect()
        };
        let mut all = self.console.lock().unwrap();
        all.extend(fresh);
        all.clone()
    }

    /// Waits for a console entry that contains `part`.
    pub async fn wait_for_console(&self, part: &str) -> Entry {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(entry) = self.console().await.into_iter().find(|entry| entry.text.contains(part)) {
                return entry;
            }
            if Instant::now() > deadline {
                self.give_up(&format!("an entry of the console with {part:?}")).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    pub async fn assert_console_is_empty(&self) {
        let entries = self.console().await;
        assert!(entries.is_empty(), "the console is not empty:\n{}", console::listed(&entries));
    }

    /// Asserts that the console contains only the browser's own messages about failed requests, one for each part and
    /// in this order; nothing at all in an engine that does not log them ([`Engine::tells_failed_requests`]).
    pub async fn assert_console_tells_failed_requests(&self, parts: &[&str]) {
        if !self.engine.tells_failed_requests() {
            return self.assert_console_is_empty().await;
        }
        // The browser may log a request later than the page reports it; and of two identical ones, the first is already
        // there.
        let deadline = Instant::now() + PATIENCE;
        while self.console().await.len() < parts.len() && Instant::now() < deadline {
            tokio::time::sleep(POLL).await;
        }
        let entries = self.console().await;
        assert_eq!(entries.len(), parts.len(), "{}", console::listed(&entries));
        for (entry, part) in entries.iter().zip(parts) {
            assert!(entry.level == "SEVERE" && entry.text.contains(part), "{part:?} is missing in {entry}");
        }
    }

    /// Saves the page as PNG: all of it, except in WebKit, whose driver captures only the window.
    pub async fn screenshot(&self, path: &Path) {
        let png = match self.engine {
            Engine::Chromium => {
                let size = &self.cdp("Page.getLayoutMetrics", json!({})).await["cssContentSize"];
                let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
                let ask = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
                let shot = self.cdp("Page.captureScreenshot", ask).await;
                support::base64_decode(shot["data"].as_str().unwrap()).unwrap()
            }
            Engine::Firefox => {
                FirefoxTools::new(self.session().handle().clone()).full_screenshot_as_png().await.unwrap()
            }
            Engine::WebKit => self.session().screenshot_as_png().await.unwrap(),
        };
        std::fs::write(path, png).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
    }

    /// Changes how pages are shown, including the open one. Language and text size stay as they are, and so do the
    /// colours if the engine cannot change them.
    pub async fn show(&self, options: &Options) {
        *self.shown.lock().unwrap() = options.clone();
        let (width, height) = options.viewport;
        let is_dark = options.scheme == ColorScheme::Dark;
        match self.engine {
            // The minimum window width is more than a phone's, so the viewport is set instead.
            Engine::Chromium => {
                let area =
                    json!({ "width": width, "height": height, "deviceScaleFactor": options.scale, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", area).await;
                // As on a phone: a scroll bar would make the page narrower than requested.
                self.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
                let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
                let features = [
                    feature("prefers-color-scheme", if is_dark { "dark" } else { "light" }),
                    feature("forced-colors", if options.forced_colors { "active" } else { "none" }),
                    feature("prefers-reduced-motion", if options.reduced_motion { "reduce" } else { "no-preference" }),
                ];
                let media = if options.print { "print" } else { "" };
                self.cdp("Emulation.setEmulatedMedia", json!({ "media": media, "features": features })).await;
            }
            // Its window has a minimum width, too. Firefox can set the viewport only through another protocol
            // (WebDriver BiDi), so this does what that would do.
            Engine::Firefox => {
                const SHOW: &str = "const [width, height, scale, print, dark, forced, still] = arguments;
                    const set = (name, value) => Services.prefs.setIntPref(name, value);
                    set('layout.css.prefers-color-scheme.content-override', dark ? 0 : 1);
                    set('browser.display.document_color_use', forced ? 2 : 0);
                    set('ui.useAccessibilityTheme', forced ? 1 : 0);
                    set('ui.prefersReducedMotion', still ? 1 : 0);
                    const page = gBrowser.selectedBrowser;
                    for (const [side, size] of [['width', width], ['height', height]])
                        for (const name of [side, `min-${side}`, `max-${side}`])
                            page.style.setProperty(name, `${size}px`);
                    page.browsingContext.overrideDPPX = scale === 1 ? 0 : scale;
                    page.browsingContext.mediumOverride = print ? 'print' : '';";
                // An open page gets its new colours with the next frame; before the first page there is none.
                const FRAME: &str = "return location.href === 'about:blank' ||
                    new Promise((done) => requestAnimationFrame(() => setTimeout(done)));";
                self.session().set_window_rect(0, 0, width.max(500) + 50, height + 200).await.unwrap();
                let (forced, still) = (options.forced_colors, options.reduced_motion);
                let asked = json!([width, height, options.scale, options.print, is_dark, forced, still]);
                self.context("chrome").await;
                self.script(SHOW, asked.as_array().unwrap().clone()).await;
                self.context("content").await;
                self.script(FRAME, []).await;
            }
            // The rest is set in the environment; the window is the page plus its frame.
            Engine::WebKit => {
                let frame =
                    self.script("return [outerWidth - innerWidth, outerHeight - innerHeight];", Vec::new()).await;
                let frame = |n: usize| frame[n].as_u64().and_then(|side| u32::try_from(side).ok()).unwrap_or_default();
                self.session().set_window_rect(0, 0, width + frame(0), height + frame(1)).await.unwrap();
            }
        }
        if !options.print {
            let reached = format!("innerWidth === {width} && innerHeight === {height}");
            self.wait_for("the page's area to be as large as asked", &reached).await;
        }
    }

    /// Calls `check` in every look that this browser can switch to while open: narrow and wide; light, dark and with
    /// forced colours. `check` gets the name of the look for its failure messages. Afterwards the browser looks as it
    /// did when opened.
    pub async fn in_every_look(&self, check: impl AsyncFn(&str)) {
        let own = || Options { forced_colors: false, ..self.options.clone() };
        let mut colors = vec![own()];
        if self.engine.has_changing_colors() {
            colors = vec![Options { scheme: ColorScheme::Light, ..own() }, own().dark()];
        }
        if self.engine.has_forced_colors() {
            colors.push(own().forced_colors());
        }
        for colors in colors {
            for viewport in [(320, 640), (1280, 900)] {
                let look = Options { viewport, ..colors.clone() };
                self.show(&look).await;
                let shade = if look.forced_colors { "forced".to_owned() } else { format!("{:?}", look.scheme) };
                check(&format!("{}-{}", viewport.0, shade.to_lowercase())).await;
            }
        }
        self.show(&self.options).await;
    }

    /// A command of the Chrome DevTools Protocol, which only Chromium supports.
    pub async fn cdp(&self, command: &str, params: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium knows {command}");
        let body = json!({ "cmd": command, "params": params });
        let request = Request { method: Method::POST, path: "goog/cdp/execute".to_owned(), body: Some(body) };
        self.send(request).await.unwrap_or_else(|error| panic!("{command} failed: {error}"))
    }

    /// Switches where Firefox runs scripts: in the page (`content`) or in its own window (`chrome`).
    async fn context(&self, name: &str) {
        let body = Some(json!({ "context": name }));
        self.send(Request { method: Method::POST, path: "moz/context".to_owned(), body }).await.unwrap();
    }

    async fn computed(&self, element: &WebElement, what: &str) -> String {
        self.try_computed(element, what).await.unwrap()
    }

    async fn try_computed(&self, element: &WebElement, what: &str) -> WebDriverResult<String> {
        let path = format!("element/{}/{what}", element.element_id());
        let answer = self.send(Request { method: Method::GET, path, body: None }).await?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    async fn send(&self, request: Request) -> WebDriverResult<Value> {
        self.session().cmd(request).await?.value_json()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let process = ["goog:processID", "moz:processID"]
                .iter()
                .find_map(|name| session.capabilities().get(name).and_then(Value::as_u64));
            self.driver.end_session(self.engine, &session.session_id().to_string(), process);
            // It has already ended; elements that a test still holds must not end it again.
            let _ = session.leak();
        }
    }
}

/// Whether the requested element is no longer on the page.
fn is_gone(error: &WebDriverError) -> bool {
    matches!(**error, WebDriverErrorInner::StaleElementReference(_) | WebDriverErrorInner::NoSuchElement(_))
}

/// A WebDriver command that thirtyfour does not support. The path is relative to the session.
#[derive(Debug)]
struct Request {
    method: Method,
    path: String,
    body: Option<Value>,
}

impl FormatRequestData for Request {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let request = RequestData::new(self.method.clone(), format!("session/{session}/{}", self.path));
        match &self.body {
            Some(body) => request.add_body(body.clone()),
            None => request,
        }
    }
}
