//! One browser with one page, as a test drives it: open, go, look, wait, press keys.
//!
//! Waits are generous, because a busy machine is no fault of the widget; a test that passes does not wait them out.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::prelude::*;
use thirtyfour::{RequestData, SessionId, support};

use crate::console::{self, Entry};
use crate::driver::Driver;
use crate::engine::Engine;
use crate::widget::Widget;

pub const PATIENCE: Duration = Duration::from_secs(20);
pub const POLL: Duration = Duration::from_millis(25);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorScheme {
    Light,
    Dark,
}

#[derive(Clone, Debug)]
pub struct Options {
    /// Width and height of the page's own area, in CSS pixels.
    pub viewport: (u32, u32),
    pub scheme: ColorScheme,
    /// The language that the browser asks for, as a BCP 47 tag.
    pub language: &'static str,
}

impl Default for Options {
    fn default() -> Options {
        Options { viewport: (1280, 900), scheme: ColorScheme::Light, language: "sv" }
    }
}

impl Options {
    /// The narrowest page that must work without scrolling sideways (WCAG 2.2, 1.4.10 Reflow).
    pub fn narrow() -> Options {
        Options { viewport: (320, 640), ..Options::default() }
    }

    pub fn tablet() -> Options {
        Options { viewport: (768, 1024), ..Options::default() }
    }

    pub fn dark(self) -> Options {
        Options { scheme: ColorScheme::Dark, ..self }
    }

    pub fn language(self, language: &'static str) -> Options {
        Options { language, ..self }
    }
}

/// The element that has the keyboard, looked for through all open shadow roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    /// In lower case.
    pub tag: String,
    /// Empty when it has none.
    pub id: String,
    /// What a screen reader says it is, as the browser computes it.
    pub role: String,
    /// What a screen reader calls it, as the browser computes it.
    pub name: String,
}

pub struct Browser {
    engine: Engine,
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
        let browser = Browser { engine, session: Some(session), driver, console: Mutex::default() };
        browser.emulate(&options).await;
        browser
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The session, for what has no helper here.
    pub fn session(&self) -> &WebDriver {
        self.session.as_ref().unwrap()
    }

    pub fn driver_port(&self) -> u16 {
        self.driver.port
    }

    /// The folder that this browser keeps its state in.
    pub fn profile(&self) -> &Path {
        self.driver.profile()
    }

    pub async fn goto(&self, url: &str) {
        // A recorder lives and dies with its page.
        if !self.engine.has_a_log() {
            self.console().await;
        }
        self.session().goto(url).await.unwrap_or_else(|error| panic!("cannot go to {url}: {error}"));
    }

    /// Runs the body of a function in the page; `args` are its `arguments`. A promise that it returns is awaited.
    pub async fn script(&self, js: &str, args: impl Into<Vec<Value>>) -> Value {
        match self.try_script(js, args.into()).await {
            Ok(value) => value,
            Err(error) => panic!("this script failed: {error}\n{js}"),
        }
    }

    pub async fn try_script(&self, js: &str, args: Vec<Value>) -> WebDriverResult<Value> {
        Ok(self.session().execute(js, args).await?.json().clone())
    }

    /// Waits until a JavaScript expression is true. An expression that throws is not true yet.
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

    /// Fails the test with what was waited for and what the console says.
    pub async fn give_up(&self, description: &str) -> ! {
        let page = self.session().current_url().await.map(|url| url.to_string()).unwrap_or_default();
        let console = console::listed(&self.console().await);
        panic!("waited {} s on {page} in vain for: {description}\n{console}", PATIENCE.as_secs());
    }

    /// The `n`th widget of the page, counted from 0. It need not be there yet.
    pub fn widget(&self, n: usize) -> Widget<'_> {
        Widget::new(self, n)
    }

    /// Presses and releases one key, on whatever has the keyboard.
    pub async fn press(&self, key: Key) {
        self.session().action_chain().send_keys(key).perform().await.unwrap();
    }

    /// Presses a key while another one is held: `press_with(Key::Shift, Key::Tab)`.
    pub async fn press_with(&self, held: Key, key: Key) {
        let chain = self.session().action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        chain.perform().await.unwrap();
    }

    /// What has the keyboard; `None` when it is the page itself.
    pub async fn active(&self) -> Option<Active> {
        const DEEPEST: &str = "let e = document.activeElement;
            while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
            return e === document.body || e === document.documentElement ? null : e;";
        let found = self.session().execute(DEEPEST, Vec::new()).await.unwrap();
        if found.json().is_null() {
            return None;
        }
        let element = found.element().unwrap();
        let tag = element.tag_name().await.unwrap().to_lowercase();
        let id = element.id().await.unwrap().unwrap_or_default();
        Some(Active { tag, id, role: self.role(&element).await, name: self.name(&element).await })
    }

    /// What a screen reader calls this element, as the browser computes it.
    pub async fn name(&self, element: &WebElement) -> String {
        self.computed(element, "computedlabel").await
    }

    /// What a screen reader says that this element is, as the browser computes it.
    pub async fn role(&self, element: &WebElement) -> String {
        self.computed(element, "computedrole").await
    }

    /// Everything that the console got since the browser started.
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

    /// Waits for an entry of the console that contains `part`.
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

    /// Saves the page as PNG: all of it, except in WebKit, whose driver sees only what is in the window.
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

    /// A command of the Chrome DevTools Protocol; only Chromium knows them.
    pub async fn cdp(&self, command: &str, params: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "only Chromium knows {command}");
        let body = json!({ "cmd": command, "params": params });
        let request = Request { method: Method::POST, path: "goog/cdp/execute".to_owned(), body: Some(body) };
        self.send(request).await.unwrap_or_else(|error| panic!("{command} failed: {error}"))
    }

    async fn computed(&self, element: &WebElement, what: &str) -> String {
        let path = format!("element/{}/{what}", element.element_id());
        let answer = self.send(Request { method: Method::GET, path, body: None }).await.unwrap();
        answer.as_str().unwrap_or_default().to_owned()
    }

    async fn send(&self, request: Request) -> WebDriverResult<Value> {
        self.session().cmd(request).await?.value_json()
    }

    async fn emulate(&self, options: &Options) {
        let (width, height) = options.viewport;
        match self.engine {
            // A window has a least width that is more than a phone's, so the page's area is set instead.
            Engine::Chromium => {
                let area = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.cdp("Emulation.setDeviceMetricsOverride", area).await;
                // As on a phone: a bar beside the page would make it narrower than asked.
                self.cdp("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
                let scheme = if options.scheme == ColorScheme::Dark { "dark" } else { "light" };
                let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
                self.cdp("Emulation.setEmulatedMedia", media).await;
            }
            // Colours come with the capabilities and the environment; the window is the page and its frame.
            Engine::Firefox | Engine::WebKit => {
                let frame =
                    self.script("return [outerWidth - innerWidth, outerHeight - innerHeight];", Vec::new()).await;
                let frame = |n: usize| frame[n].as_u64().and_then(|side| u32::try_from(side).ok()).unwrap_or_default();
                self.session().set_window_rect(0, 0, width + frame(0), height + frame(1)).await.unwrap();
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            let process = ["goog:processID", "moz:processID"]
                .iter()
                .find_map(|name| session.capabilities().get(name).and_then(Value::as_u64));
            self.driver.end_session(&session.session_id().to_string(), process);
            // It is ended already; elements that a test still holds must not end it again.
            let _ = session.leak();
        }
    }
}

/// A WebDriver command that thirtyfour has no name for. The path is relative to the session.
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
