//! What the browser logs to its console. A working widget logs nothing.
//!
//! Chromium's driver returns everything: console calls, uncaught errors, failed requests, policy violations. The other
//! drivers return nothing, so every page that [`crate::host::Host`] serves to those engines starts with `/recorder.js`,
//! which records console calls, uncaught errors and rejections, resources that failed to load, and policy violations.
//! It misses anything not reported to pages (such as a warning about a response header), and pages left through a link
//! or a script instead of [`crate::browser::Browser::goto`].

use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// As the browser names it: SEVERE, WARNING, INFO, DEBUG.
    pub level: String,
    pub text: String,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.level, self.text)
    }
}

/// One entry per line, for the message of a failed test.
pub fn listed(entries: &[Entry]) -> String {
    match entries {
        [] => "(the console is empty)".to_owned(),
        entries => entries.iter().map(|entry| format!("  {entry}\n")).collect(),
    }
}

/// Takes what has been recorded since the last time.
pub const TAKE: &str = "return (window.lofteRecorded ?? []).splice(0);";

pub const RECORDER: &str = r#"'use strict';
(() => {
  const kept = (window.lofteRecorded = []);
  const keep = (level, text) => kept.push({ level, text });
  const levels = { error: 'SEVERE', warn: 'WARNING', info: 'INFO', log: 'INFO', debug: 'DEBUG' };
  for (const [name, level] of Object.entries(levels)) {
    const original = console[name];
    console[name] = (...values) => {
      keep(level, values.map((value) => String(value?.stack ?? value)).join(' '));
      original.apply(console, values);
    };
  }
  addEventListener('error', (event) => {
    // An event dispatched by a script is not a browser error.
    if (!event.isTrusted) return;
    const source = event.target?.src ?? event.target?.href;
    keep('SEVERE', source ? `Failed to load ${source}` : `Uncaught ${event.message}`);
  }, true);
  addEventListener('unhandledrejection', (event) => keep('SEVERE', `Unhandled rejection ${event.reason}`));
  document.addEventListener('securitypolicyviolation', (event) => {
    // Browsers request it automatically, and these two then report that the policy forbids it.
    if (event.blockedURI === `${location.origin}/favicon.ico`) return;
    keep('SEVERE', `Content Security Policy ${event.violatedDirective} blocked ${event.blockedURI}`);
  });
})();
"#;
