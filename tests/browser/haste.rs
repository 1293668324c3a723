//! Slowness on purpose: what shows that a test depends on luck.
//!
//! A test that looks before what it looks for is there passes on a quick machine and fails on a busy one. `make
//! test-slow` runs the tests with a slow web server, in Chromium with a slow processor too, and with a hand that waits
//! before it does anything, so that such a test fails wherever it is run.

use std::time::Duration;

/// What `LOFTE_SLOW` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slow {
    Nothing,
    /// The kommun's web server answers late, and the resident's processor is weak.
    Page,
    /// The resident takes their time.
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

/// How long every answer of a web server takes, besides what a test asks for.
pub fn reply_delay() -> Duration {
    if chosen() == Slow::Page { Duration::from_millis(300) } else { Duration::ZERO }
}

/// How many times slower the processor is to the page, in Chromium.
pub fn throttling_rate() -> Option<u32> {
    (chosen() == Slow::Page).then_some(4)
}

/// How long a test waits before each thing that it does or looks at.
pub async fn hesitate() {
    if chosen() == Slow::Hand {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
