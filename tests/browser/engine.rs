//! The three browser engines that residents use: how the driver of each is started, which capabilities it is asked for,
//! and what it cannot do. Everything that a test skips in an engine is defined here, as a function that begins with
//! `has_` or `tells_`.
//!
//! Does not depend on pages, sessions or widgets.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use crate::browser::{ColorScheme, Options};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    /// The engine named by `LOFTE_BROWSER`.
    pub fn chosen() -> Engine {
        match std::env::var("LOFTE_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Engine::Chromium,
            Ok("firefox") => Engine::Firefox,
            Ok("webkit") => Engine::WebKit,
            Ok(other) => panic!("LOFTE_BROWSER is {other:?}: it can be chromium, firefox or webkit"),
        }
    }

    /// Whether the driver returns what the browser logged to its console. If not, the pages of [`crate::host::Host`]
    /// include a recorder: see [`crate::console`].
    pub fn has_a_log(self) -> bool {
        match self {
            Engine::Chromium => true,
            Engine::Firefox | Engine::WebKit => false,
        }
    }

    /// Whether the console contains the browser's own messages about failed requests. A recorder in the page does not
    /// receive those.
    pub fn tells_failed_requests(self) -> bool {
        self.has_a_log()
    }

    /// Whether it can show a page in the few colours that a reader has chosen. WebKitGTK has no such mode.
    pub fn has_forced_colors(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether it can lay out a page for print without printing it. WebKitGTK cannot.
    pub fn has_print_media(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether a running browser can switch colours. WebKitGTK takes them from the theme it was started with.
    pub fn has_changing_colors(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether a window knows that it has the keyboard focus, and therefore marks the focused element. WebKitGTK learns
    /// that from a window manager, which test machines do not have.
    pub fn has_a_window_in_front(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether the browser may be killed by the process id that the driver reports, without being asked to quit.
    /// Firefox takes a second to quit, and has nothing to save.
    pub fn is_ended_at_once(self) -> bool {
        self == Engine::Firefox
    }

    /// Whether the driver can type every character. WebKit's presses keys, and no key types an emoji.
    pub fn has_a_key_for_everything(self) -> bool {
        self != Engine::WebKit
    }

    /// Whether the driver returns the text of a shadow tree with its line breaks. WebKit's joins the lines.
    pub fn has_lines_in_shadow_trees(self) -> bool {
        self != Engine::WebKit
    }

    /// The command that starts the driver. `profile` is an empty folder for its exclusive use, and `display` the X
    /// display for an engine without a headless mode.
    pub fn driver_command(self, port: u16, options: &Options, profile: &Path, display: Option<&str>) -> Command {
        let mut command = match self {
            Engine::Chromium => {
                let mut command = Command::new("chromedriver");
                command.arg(format!("--port={port}"));
                command
            }
            Engine::Firefox => {
                let mut command = Command::new("geckodriver");
                command.args(["--host", "127.0.0.1", "--port", &port.to_string()]);
                // The harness sets the viewport and colours from within the browser.
                command.arg("--allow-system-access").arg("--profile-root").arg(profile);
                command
            }
            Engine::WebKit => {
                let mut command = Command::new("WebKitWebDriver");
                command.args(["--host=127.0.0.1", &format!("--port={port}")]);
                set_up_toolkit(options, profile);
                command.env("XDG_CONFIG_HOME", profile);
                command.env("XDG_CACHE_HOME", profile).env("XDG_DATA_HOME", profile);
                // The only way: this engine takes its colours from the toolkit's theme.
                command.env("GTK_THEME", if options.scheme == ColorScheme::Dark { "Adwaita:dark" } else { "Adwaita" });
                command.env("GDK_SCALE", options.scale.to_string());
                // Services of a desktop that a build machine lacks; without these settings, the toolkit would look for
                // them.
                command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:").env("NO_AT_BRIDGE", "1");
                command.env("GSETTINGS_BACKEND", "memory");
                // It requests the language of its locale, and most machines only have C.
                let (folder, locale) = locale(options.language);
                command.env("LOCPATH", folder).env("LC_ALL", locale);
                command
            }
        };
        // The interface language, which Chromium takes from the environment on Linux.
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

    /// The capabilities requested from the driver. `profile` is an empty folder for its exclusive use.
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
                    "prefs": {
                        "intl.accept_languages": options.language,
                        "webkit.webprefs.default_font_size": options.font_size(),
                    },
                },
            }),
            Engine::Firefox => json!({
                "browserName": "firefox",
                // geckodriver creates an empty profile itself, in the folder it was started with.
                "moz:firefoxOptions": {
                    "args": ["-headless"],
                    "prefs": {
                        "intl.accept_languages": options.language,
                        "font.size.variable.x-western": options.font_size(),
                        // As on a phone: a scroll bar would make the page narrower than requested.
                        "ui.useOverlayScrollbars": 1,
                        // Starts no processes for kinds of pages and add-ons that the tests do not use.
                        "dom.ipc.processPrelaunch.enabled": false,
                        "browser.tabs.remote.separatePrivilegedContentProcess": false,
                        "extensions.webextensions.remote": false,
                        "media.rdd-process.enabled": false,
                    },
                },
            }),
            Engine::WebKit => json!({
                "webkitgtk:browserOptions": {
                    "binary": mini_browser(),
                    "args": ["--automation", format!("--config={}", profile.join(WEBKIT_SETTINGS).display())],
                },
            }),
        };
        match capabilities {
            Value::Object(map) => map,
            other => panic!("capabilities are an object, not {other}"),
        }
    }
}

const WEBKIT_SETTINGS: &str = "settings.ini";

/// A window of this browser is as wide as its buttons, which is more than a phone, unless they take up no space.
const NARROW_BUTTONS: &str = "headerbar *, toolbar *, entry, button, image {
    min-width: 0; margin: 0; border: none; padding: 0; font-size: 1px; -gtk-icon-source: none;
}";

/// Writes the files that WebKitGTK and its toolkit read on startup.
fn set_up_toolkit(options: &Options, folder: &Path) {
    let toolkit = folder.join("gtk-3.0");
    std::fs::create_dir_all(&toolkit).unwrap();
    std::fs::write(toolkit.join("gtk.css"), NARROW_BUTTONS).unwrap();
    let moves = u8::from(!options.reduced_motion);
    std::fs::write(toolkit.join("settings.ini"), format!("[Settings]\ngtk-enable-animations={moves}\n")).unwrap();
    let settings = format!("[websettings]\ndefault-font-size={}\n", options.font_size());
    std::fs::write(folder.join(WEBKIT_SETTINGS), settings).unwrap();
}

/// The folder and the name of the locale for a language; built on first use, and stored with the test build.
fn locale(language: &str) -> (PathBuf, String) {
    static BUILDING: Mutex<()> = Mutex::new(());
    let source = match language {
        "sv" => "sv_SE".to_owned(),
        "en" => "en_GB".to_owned(),
        other => other.replace('-', "_"),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("locales");
    let name = format!("{source}.UTF-8");
    let _one_at_a_time = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    if !folder.join(&name).is_dir() {
        // Built next to its final place first, so that an interrupted build does not look complete.
        let part = folder.join(format!("{name}.{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let built = Command::new("localedef")
            .args(["--no-archive", "-c", "-i", &source, "-f", "UTF-8"])
            .arg(&part)
            .output()
            .unwrap_or_else(|error| panic!("localedef cannot be run: {error}"));
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        assert!(part.join("LC_TIME").is_file(), "the locale {name} cannot be built: {said}");
        std::fs::rename(&part, folder.join(&name)).unwrap();
    }
    (folder, name)
}

/// Debian keeps WebKitGTK's browser in a folder named after the processor architecture, not on PATH.
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
