//! Deliberate slowness, which reveals tests that depend on timing.
//!
//! A test that looks before its subject exists passes on a fast machine and fails on a busy one. `make test-slow` runs
//! the tests with a slow web server, in Chromium also with a slow processor, and with a user who hesitates before every
//! action, so that such a test fails everywhere.

use std::time::Duration;

/// The values of `LOFTE_SLOW`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slow {
    Nothing,
    /// The kommun's web server responds late, and the resident's processor is slow.
    Page,
    /// The resident hesitates.
    Hand,
}

fn chosen() -> Slow {
    match std::env::var("LOFTE_SLOW").as_deref() {
        Err(_) | Ok("") => Slow::Nothing,
        Ok("page") => Slow::Page,
        Ok("hand") => Slow::Hand,
        Ok(other) => panic!("LOFTE_SLOW is {other:?}: it can be page or hand"),
    }
}

/// How much longer every response of a web server takes, beyond any delay that a test sets.
pub fn reply_delay() -> Duration {
    if chosen() == Slow::Page { Duration::from_millis(300) } else { Duration::ZERO }
}

/// How many times slower the page's processor is, in Chromium.
pub fn throttling_rate() -> Option<u32> {
    (chosen() == Slow::Page).then_some(4)
}

/// How long a test waits before each action or look.
pub async fn hesitate() {
    if chosen() == Slow::Hand {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
