//! What axe-core finds on a page, through open shadow roots. A page without findings still needs to be looked at and
//! listened to: a machine finds less than half of the barriers.

use std::fmt::Write;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::browser::Browser;

/// The law requires WCAG 2.1 AA (EN 301 549); we aim for 2.2 AA and what axe considers good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = std::env::var("LOFTE_AXE")
        .unwrap_or_else(|_| panic!("LOFTE_AXE does not name axe-core's axe.min.js: run `make test`, which gets it"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("cannot read axe-core from {path}: {error}"))
});

/// The result of running axe on a part of the page.
#[derive(Debug)]
pub struct Findings {
    /// Every violation as a readable paragraph; empty if there are none.
    pub violations: Vec<String>,
    /// How many rules applied to something.
    pub rules_applied: usize,
}

/// Examines the element that `context` selects and everything in it, including shadow trees; `html` is the whole page.
pub async fn findings(browser: &Browser, context: &str) -> Findings {
    if browser.script("return typeof window.axe;", Vec::new()).await == json!("undefined") {
        // The driver runs it outside the page's policy, which would block it.
        browser.script(&AXE, Vec::new()).await;
    }
    let run = "return window.axe.run(arguments[0], {
        runOnly: { type: 'tag', values: arguments[1] },
        resultTypes: ['violations', 'passes'],
        // Preloading fetches stylesheets, which the policy forbids and none of these rules needs.
        preload: false,
    }).then(({ violations, passes }) => ({ violations, passed: passes.length }));";
    let report = browser.script(run, vec![json!(context), json!(TAGS)]).await;
    count();
    let violations: Vec<String> = items(&report["violations"]).map(readable).collect();
    let passed = report["passed"].as_u64().and_then(|passed| usize::try_from(passed).ok()).unwrap_or_default();
    Findings { rules_applied: violations.len() + passed, violations }
}

/// Fails with all of axe's findings in this part of the page, or if axe had nothing to examine.
pub async fn assert_no_findings(browser: &Browser, context: &str) {
    let findings = findings(browser, context).await;
    assert!(findings.rules_applied > 0, "axe found nothing to examine in {context}");
    assert!(findings.violations.is_empty(), "axe has findings in {context}:\n{}", findings.violations.join("\n"));
}

/// Notes another run of axe for whoever started the tests.
fn count() {
    if let Some(path) = std::env::var_os("LOFTE_AXE_RUNS") {
        let mut file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        file.write_all(b"run\n").unwrap();
    }
}

/// Examines the whole page in every look that this browser can switch to while open; `what` is the state of the page.
pub async fn assert_no_findings_in_every_look(browser: &Browser, what: &str) {
    browser
        .in_every_look(async |look| {
            let findings = findings(browser, "html").await;
            assert!(findings.rules_applied > 0, "axe found nothing to examine in {what}, {look}");
            let violations = findings.violations.join("\n");
            assert!(violations.is_empty(), "axe has findings in {what}, {look}:\n{violations}");
        })
        .await;
}

fn readable(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut paragraph = format!(
        "{} ({}): {}\n  {}\n",
        text(&violation["id"]),
        text(&violation["impact"]),
        text(&violation["help"]),
        text(&violation["helpUrl"])
    );
    for node in items(&violation["nodes"]) {
        let why = text(&node["failureSummary"]).replace('\n', "\n    ");
        write!(paragraph, "  at {}\n    {}\n    {why}\n", node["target"], text(&node["html"])).unwrap();
    }
    paragraph
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
