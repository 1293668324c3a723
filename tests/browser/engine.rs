//! The three browser engines that residents use: how the driver of each is started and what it is asked for.
//!
//! Knows nothing of pages, sessions or widgets.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::browser::{ColorScheme, Options};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// The engine that `LOFTE_BROWSER` names.
    pub fn chosen() -> Engine {
        match std::env::var("LOFTE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Engine::Chromium,
            Ok("firefox") => Engine::Firefox,
            Ok("webkit") => Engine::WebKit,
            Ok(other) => panic!("LOFTE_BROWSER is {other:?}: it can be chromium, firefox or webkit"),
        }
    }

    /// Whether the driver hands out what the browser wrote to its console. Where it does not, the pages of
    /// [`crate::host::Host`] carry a recorder: see [`crate::console`].
    pub fn has_a_log(self) -> bool {
        match self {
            Engine::Chromium => true,
            Engine::Firefox | Engine::WebKit => false,
        }
    }

    /// The command that starts the driver. `display` is the X display for an engine without a headless mode.
    pub fn driver_command(self, port: u16, options: &Options, display: Option<&str>) -> Command {
        let mut command = match self {
            Engine::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                command
            }
            Engine::Firefox => {
                let mut command = Command::new("geckodriver");
                command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
                command
            }
            Engine::WebKit => {
                let mut command = Command::new("WebKitWebDriver");
                command.args(["--host=127.0.0.1", &format!("--port={port}")]);
                // The only way in: this engine takes its colours from the theme of the toolkit.
                command.env("GTK_THEME", if options.scheme == ColorScheme::Dark { "Adwaita:dark" } else { "Adwaita" });
                command
            }
        };
        // The interface language, which Chromium and WebKit take from the environment on Linux.
        command.env("LANGUAGE", options.language);
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        command
    }

    /// Whether the engine can only draw on an X display.
    pub fn needs_a_display(self) -> bool {
        match self {
            Engine::Chromium | Engine::Firefox => false,
            Engine::WebKit => true,
        }
    }

    /// What the driver is asked for. `profile` is an empty folder that nobody else uses.
    pub fn capabilities(self, options: &Options, profile: &Path) -> Map<String, Value> {
        let (width, height) = options.viewport;
        let capabilities = match self {
            Engine::Chromium => json!({
                "browserName": "chrome",
                "goog:loggingPrefs": { "browser": "ALL" },
                "goog:chromeOptions": {
                    "args": [
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        format!("--user-data-dir={}", profile.display()),
                        format!("--lang={}", options.language),
                        format!("--window-size={width},{height}"),
                    ],
                    "prefs": { "intl.accept_languages": options.language },
                },
            }),
            Engine::Firefox => json!({
                "browserName": "firefox",
                // geckodriver makes an empty profile by itself.
                "moz:firefoxOptions": {
                    "args": ["-headless"],
                    "prefs": {
                        "intl.accept_languages": options.language,
                        "layout.css.prefers-color-scheme.content-override":
                            if options.scheme == ColorScheme::Dark { 0 } else { 1 },
                    },
                },
            }),
            Engine::WebKit => json!({
                "webkitgtk:browserOptions": { "binary": mini_browser(), "args": ["--automation"] },
            }),
        };
        match capabilities {
            Value::Object(map) => map,
            other => panic!("capabilities are an object, not {other}"),
        }
    }
}

/// Debian keeps the browser of WebKitGTK in a folder named after the processor, and not on PATH.
fn mini_browser() -> PathBuf {
    if let Some(named) = std::env::var_os("LOFTE_MINIBROWSER") {
        return named.into();
    }
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    folders
        .chain([PathBuf::from("/usr/lib"), PathBuf::from("/usr/libexec")])
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|candidate| candidate.is_file())
        .expect("MiniBrowser of webkit2gtk-4.1 is not installed; LOFTE_MINIBROWSER can name another place")
}
