//! What the widget says about a follow-up, word for word, on four days: while the promise is running, on its last day,
//! the day after and a year after. The promises are in `tests/fixtures/promises/`, each with an `ID.said.txt` that a
//! person has read and found to be correct. If a sentence changes, a person has to read it again.
//!
//! With `LOFTE_SAY=1` the files are written instead of compared. Read them before you commit them.

use std::path::PathBuf;

use medborgarlofte::promise::date::Day;
use medborgarlofte::promise::read::read;
use serde_json::json;

use crate::browser::{Browser, Options};
use crate::host::Reply;
use crate::kommun::Kommun;

/// Promises that the police and kommuner have followed up, each with a day while it was running.
const REAL: [(&str, &str); 7] = [
    ("ale-2020-2021", "2021-03-01"),
    ("goteborg-centrum-2018", "2018-09-01"),
    ("grastorp-2022-2023", "2023-03-01"),
    ("jokkmokk-2020-2022", "2022-02-01"),
    ("kungalv-2020-2021", "2021-03-01"),
    ("kungsbacka-2019-2020", "2020-03-01"),
    ("lulea-2017", "2017-06-01"),
];

/// Made-up promises, for rules that no real one covers.
const MADE_UP: [(&str, &str); 4] = [
    ("ingenstad-2024", "2024-10-01"),
    ("latsaskoping-2025", "2025-02-09"),
    ("pahittsby-2024", "2024-10-15"),
    ("sagolunda-2023", "2023-11-15"),
];

#[tokio::test]
async fn of_real_follow_ups_the_widget_says_what_a_reader_has_found_true() {
    compare(&REAL).await;
}

#[tokio::test]
async fn of_made_up_follow_ups_the_widget_says_what_a_reader_has_found_true() {
    compare(&MADE_UP).await;
}

#[test]
fn a_difference_is_shown_under_its_day_with_the_lines_around_it() {
    let expected = "=== one day\na\nb\nc\nd\n=== another day\ne\nf\n";
    let said = "=== one day\na\nb\nc\nd\n=== another day\ne\nF\ng\n";
    let shown = ["@@ === another day", "  === another day", "  e", "- f", "+ F", "+ g", ""].join("\n");
    assert_eq!(difference(expected, said), shown);
    assert_eq!(difference(said, said), "");
}

/// Shows every promise on its four days in one browser, and fails with all differences at once.
async fn compare(promises: &[(&str, &str)]) {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let writes = std::env::var_os("LOFTE_SAY").is_some();
    let mut differences = String::new();
    for (id, during) in promises {
        let said = said_on_all_days(&kommun, &browser, id, during).await;
        let path = fixture(&format!("{id}.said.txt"));
        if writes {
            std::fs::write(path, said).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        let difference = difference(&expected, &said);
        if !difference.is_empty() {
            differences.push_str(&format!("\n{} (- expected, + said)\n{difference}", path.display()));
        }
    }
    assert!(differences.is_empty(), "the widget says something else; LOFTE_SAY=1 writes it down\n{differences}");
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/promises").join(name)
}

/// The text on the four days, each under a heading.
async fn said_on_all_days(kommun: &Kommun, browser: &Browser, id: &str, during: &str) -> String {
    let text = std::fs::read_to_string(fixture(&format!("{id}.json"))).unwrap();
    let period = read(&text).promise.unwrap().period.unwrap();
    let last = period.to.unwrap().last_day();
    let after = day_after(last);
    let days = [
        ("while it runs", during.to_owned()),
        ("its last day", written(last)),
        ("the day after", written(after)),
        ("a year after", written(after.plus_months(12))),
    ];
    let src = kommun.files.route(&format!("/own/{id}.json"), Reply::ok("application/json", text));
    let mut said = String::new();
    for (name, day) in days {
        let page = kommun.page_on(&day, &format!("/{id}-{day}"), &kommun.tag(&src, "data-loading=\"eager\""));
        browser.goto(&page).await;
        let widget = browser.widget(0);
        widget.whole().await;
        let lines = widget.script(READ, [json!(".header, .summary, .find, .commitments")]).await;
        said.push_str(&format!("=== {day}, {name}\n"));
        for line in lines.as_array().unwrap() {
            said.push_str(line.as_str().unwrap());
            said.push('\n');
        }
        said.push('\n');
    }
    said
}

/// What a resident reads in these places from top to bottom, one line per paragraph, with bars in the form that a
/// screen reader gets. Leaves out folds, buttons and purely visual parts.
const READ: &str = r#"
    const lines = [];
    const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
    const say = (depth, line) => line && lines.push('    '.repeat(depth) + line);
    const row = (elements) => [...elements].map(words).filter(Boolean).join(' · ');
    const seen = (element, css) => [...element.querySelectorAll(css)].filter((e) => e.checkVisibility());
    const read = (element, depth) => {
        if (element.matches('.about-figures')) {
            for (const line of element.querySelectorAll('p')) say(depth, `(${words(line)})`);
            return;
        }
        if (!element.checkVisibility() || element.matches('details, button, [aria-hidden=true]')) return;
        if (element.matches('[role=progressbar]')) {
            const value = element.getAttribute('aria-valuenow');
            const told = [element.getAttribute('aria-label'), element.getAttribute('aria-valuetext')];
            told.push(value === null ? 'no value' : `${value} %`);
            const pieces = element.querySelectorAll('.piece').length;
            if (pieces) told.push(`${element.querySelectorAll('.piece[data-done]').length} of ${pieces} pieces`);
            say(depth, `[bar: ${told.filter(Boolean).join(' | ')}]`);
        } else if (element.matches('.choices')) {
            say(depth, `[${words(element.querySelector('legend'))}: ${row(element.querySelectorAll('label'))}]`);
        } else if (element.matches('ul:not(.list), .figure-row')) {
            say(depth, row(seen(element, ':scope > *')));
        } else if (element.matches('.text')) {
            say(depth - 1, `- ${seen(element, ':scope > *').map(words).join(' ')}`);
        } else if (element.matches('p, h2, h3, h4, h5')) {
            say(depth, words(element));
        } else {
            const deeper = depth + Number(element.matches('.commitment'));
            for (const child of element.children) read(child, deeper);
        }
    };
    const within = (element, css) => element.parentElement.closest(css);
    for (const place of root.querySelectorAll(arguments[0])) {
        if (!within(place, arguments[0])) read(place, 0);
    }
    return lines;
"#;

fn day_after(day: Day) -> Day {
    let (year, month) = (day.year(), day.month());
    Day::new(year, month, day.day_of_month() + 1)
        .or_else(|| Day::new(year, month + 1, 1))
        .or_else(|| Day::new(year + 1, 1, 1))
        .unwrap()
}

fn written(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day_of_month())
}

/// How many unchanged lines are shown before and after a change.
const AROUND: usize = 2;

/// The lines that differ, with the heading above them. Empty if there are no differences.
fn difference(expected: &str, said: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), said.lines().collect());
    let changes = changes(&old, &new);
    let is_near = |at: usize| {
        let near = at.saturating_sub(AROUND)..(at + AROUND + 1).min(changes.len());
        changes[near].iter().any(|(sign, _)| *sign != ' ')
    };
    let (mut shown, mut heading, mut was_near) = (String::new(), "", false);
    for (at, (sign, line)) in changes.iter().enumerate() {
        if line.starts_with("=== ") {
            heading = line;
        }
        let near = is_near(at);
        if near && !was_near {
            shown.push_str(&format!("@@ {heading}\n"));
        }
        if near {
            shown.push_str(&format!("{sign} {line}\n"));
        }
        was_near = near;
    }
    shown
}

/// All lines of both, each with a sign: in both (' '), only in the old text ('-') or only in the new one ('+').
fn changes<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    // The number of lines that the remainders have in common, from each position.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = match old[i] == new[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j, mut changes) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            changes.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            changes.push(('-', old[i]));
            i += 1;
        } else {
            changes.push(('+', new[j]));
            j += 1;
        }
    }
    changes
}
