//! One `<medborgar-lofte>` on the page, seen through its open shadow root.
//!
//! The handle does not hold an element but looks it up each time, so it survives when the page or the widget is
//! rebuilt.

use std::time::Instant;

use serde_json::{Value, json};
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;

use crate::browser::{Browser, PATIENCE, POLL};

#[derive(Clone, Copy)]
pub struct Widget<'a> {
    browser: &'a Browser,
    n: usize,
}

impl<'a> Widget<'a> {
    pub fn new(browser: &'a Browser, n: usize) -> Widget<'a> {
        Widget { browser, n }
    }

    /// The visible text inside it, without empty lines; empty while there is no shadow root.
    pub async fn text(&self) -> String {
        let js = "const parts = [...(root?.children ?? [])].filter((child) => !child.matches('style, script'));
            const lines = parts.flatMap((part) => (part.innerText ?? '').split('\\n'));
            return lines.map((line) => line.trim()).filter(Boolean).join('\\n');";
        self.script(js, Vec::new()).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the text contains `part`.
    pub async fn wait_for_text(&self, part: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if text.contains(part) {
                return;
            }
            if Instant::now() > deadline {
                self.browser.give_up(&format!("{part:?} in widget {}, which says:\n{text}", self.n)).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Waits until a function body returns this value: see [`Widget::script`].
    pub async fn wait_for_value(&self, js: &str, expected: Value) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let value = self.script(js, []).await;
            if value == expected {
                return;
            }
            if Instant::now() > deadline {
                let n = self.n;
                self.browser.give_up(&format!("{expected} in widget {n}, where this gives {value}:\n{js}")).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// Waits until the view is complete. Its top is visible earlier, while the rest is still being built.
    pub async fn whole(&self) {
        self.find(".lofte").await;
    }

    /// Whether a matching element exists right now.
    pub async fn exists(&self, css: &str) -> bool {
        self.script("return Boolean(root?.querySelector(arguments[0]));", [json!(css)]).await == json!(true)
    }

    /// Waits for the first matching element and returns it.
    pub async fn find(&self, css: &str) -> WebElement {
        self.wait_for_element("return root?.querySelector(arguments[0]) ?? null;", &[json!(css)], css).await
    }

    /// All elements that match right now.
    pub async fn find_all(&self, css: &str) -> Vec<WebElement> {
        let js = in_root("return root ? [...root.querySelectorAll(arguments[0])] : [];");
        let found = self.browser.session().execute(js, self.arguments(&[json!(css)])).await;
        found.and_then(ScriptRet::elements).unwrap_or_else(|error| panic!("cannot look for {css}: {error}"))
    }

    /// Waits for the first matching element whose text is `text`, or else contains it, and returns it. White space is
    /// collapsed.
    pub async fn by_text(&self, css: &str, text: &str) -> WebElement {
        let js = "const all = [...(root?.querySelectorAll(arguments[0]) ?? [])];
            const said = (e) => e.textContent.replace(/\\s+/g, ' ').trim();
            return all.find((e) => said(e) === arguments[1]) ??
                all.find((e) => said(e).includes(arguments[1])) ?? null;";
        self.wait_for_element(js, &[json!(css), json!(text)], &format!("{css} with the text {text:?}")).await
    }

    /// Waits for the first matching element and clicks it with the mouse.
    pub async fn click(&self, css: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.find(css).await.click().await {
                Ok(()) => return,
                // It was rebuilt between looking and clicking.
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => {}
                Err(error) => panic!("cannot click {css}: {error}"),
            }
            if Instant::now() > deadline {
                self.browser.give_up(&format!("{css} to stand still")).await;
            }
        }
    }

    /// Opens what is behind a commitment, unless it is open.
    pub async fn open_more(&self, commitment: &str) {
        let fold = format!("#lofte-{commitment} > .more");
        if !self.exists(&format!("{fold}[open]")).await {
            self.click(&format!("{fold} > summary")).await;
        }
        self.find(&format!("{fold} > .inside")).await;
    }

    /// Types at the end of the field's current content.
    pub async fn type_into(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        let has_key = |c: char| self.browser.engine().has_a_key_for_everything() || (c != '\n' && c.len_utf8() < 4);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| has_key(c) != has_key(first)).unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            if has_key(first) {
                let typed = field.send_keys(part).await;
                typed.unwrap_or_else(|error| panic!("cannot type into {css}: {error}"));
            } else {
                // As an emoji keyboard would: the page receives the same events.
                let js = "return document.execCommand('insertText', false, arguments[0]);";
                assert_eq!(self.browser.script(js, [json!(part)]).await, json!(true), "cannot type into {css}");
            }
            rest = after;
        }
    }

    /// Runs a function body in the page, where `host` is the widget's element and `root` its shadow root (undefined or
    /// null if missing); `args` are its `arguments`.
    pub async fn script(&self, js: &str, args: impl Into<Vec<Value>>) -> Value {
        self.browser.script(&in_root(js), self.arguments(&args.into())).await
    }

    fn arguments(&self, args: &[Value]) -> Vec<Value> {
        let mut all = vec![json!(self.n)];
        all.extend_from_slice(args);
        all
    }

    async fn wait_for_element(&self, js: &str, args: &[Value], description: &str) -> WebElement {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.browser.session().execute(in_root(js), self.arguments(args)).await;
            let found = found.unwrap_or_else(|error| panic!("cannot look for {description}: {error}"));
            if !found.json().is_null() {
                return found.element().unwrap();
            }
            if Instant::now() > deadline {
                self.browser.give_up(&format!("{description} in widget {}", self.n)).await;
            }
            tokio::time::sleep(POLL).await;
        }
    }
}

/// Makes `host` and `root` available to a function body. The first argument is the widget's number.
fn in_root(js: &str) -> String {
    format!(
        "const [n, ...rest] = arguments;
        const host = document.querySelectorAll('medborgar-lofte')[n];
        const root = host?.shadowRoot;
        return (function () {{ {js} }}).apply(null, rest);"
    )
}
