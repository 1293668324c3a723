//! Surveys and statistics: lines with the same content in words, one year at a time, and a table one click away.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::axe;
use crate::browser::{Browser, Options};
use crate::kommun::Kommun;
use crate::widget::Widget;

const SAFE: &str = "#lofte-trygga-ute-sent";

/// Shows the promise with its surveys open, as they are in a wide widget.
async fn open<'a>(browser: &'a Browser, kommun: &Kommun, name: &str) -> Widget<'a> {
    browser.goto(&kommun.page_with(name, "")).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let is_wide = browser.script("return innerWidth > 800;", []).await == json!(true);
    assert_eq!(widget.exists(".indicators[open]").await, is_wide);
    if !is_wide {
        widget.click(".indicators > summary").await;
        widget.find(".indicators[open]").await;
    }
    widget
}

async fn attribute(widget: &Widget<'_>, css: &str, name: &str) -> String {
    widget.find(css).await.attr(name).await.unwrap().unwrap_or_default()
}

/// The text for the year below the plot, as everyone reads it and as a screen reader says it, and the position of the
/// cursor.
async fn year(widget: &Widget<'_>) -> (String, String, String) {
    let js = "const chart = root.querySelector(arguments[0]);
        const range = chart.querySelector('input');
        return [chart.querySelector('.readout').textContent, range.ariaValueText ?? range.getAttribute('aria-valuetext'),
            chart.querySelector('.cursor').getAttribute('d')];";
    let found = widget.script(js, [json!(SAFE)]).await;
    let word = |n: usize| found[n].as_str().unwrap().to_owned();
    (word(0), word(1), word(2))
}

#[tokio::test]
async fn a_chart_has_a_name_and_its_ends_in_words_beside_it() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = open(&browser, &kommun, "olofstrom-2024").await;
    let plot = widget.find(&format!("{SAFE} .plot")).await;
    assert!(["img", "image", "graphics-document"].contains(&browser.role(&plot).await.as_str()));
    assert_eq!(browser.name(&plot).await, "Linjediagram: Trygga ute sent på kvällen");
    let described = attribute(&widget, &format!("{SAFE} .plot"), "aria-describedby").await;
    let words = widget.find(&format!("#{described}")).await.text().await.unwrap().replace('\u{a0}', " ");
    assert_eq!(words.trim(), "Polisregion Syd: 57,6 % (2020), 61,5 % (2022), ingen uppgift (2023)");
    let text = widget.find(".indicators").await.text().await.unwrap();
    for words in [
        "Det här är undersökningar och statistik. De visar inte vad löftet har lett till.",
        "Enhet: procent av de svarande. Högre är bättre.",
        "Enhet: procent av de svarande. Lägre är bättre.",
        "Axeln börjar inte på noll. Därför ser skillnaderna större ut än de är.",
        "2020: Polisen: Fler känner sig trygga ute sent på kvällen (oktober 2022)",
    ] {
        assert!(text.contains(words), "{words:?} is missing in:\n{text}");
    }
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_arrow_keys_and_the_pointer_choose_the_year() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = open(&browser, &kommun, "olofstrom-2024").await;
    let range = widget.find(&format!("{SAFE} input")).await;
    assert_eq!(browser.role(&range).await, "slider");
    // Engines differ in the space before visually hidden text.
    assert_eq!(browser.name(&range).await.replace(" :", ":"), "År: Trygga ute sent på kvällen");
    // It starts at the newest value.
    let (readout, said, first_cursor) = year(&widget).await;
    assert_eq!(readout, "2022: Polisregion Syd 61,5\u{a0}%");
    assert_eq!(said, readout);

    range.focus().await.unwrap();
    browser.press(Key::Left).await;
    widget.wait_for_text("2021: Polisregion Syd 59,6\u{a0}%").await;
    let (readout, said, cursor) = year(&widget).await;
    assert_eq!(said, readout);
    assert_ne!(cursor, first_cursor);
    browser.press(Key::End).await;
    widget.wait_for_text("2023: Polisregion Syd ingen uppgift").await;

    let plot = widget.find(&format!("{SAFE} .plot")).await;
    let width = plot.rect().await.unwrap().width;
    #[allow(clippy::cast_possible_truncation, reason = "a few hundred pixels")]
    let from_the_middle = (-width * 0.45) as i64;
    let chain = browser.session().action_chain().move_to_element_with_offset(&plot, from_the_middle, 0);
    chain.perform().await.unwrap();
    widget.wait_for_text("2020: Polisregion Syd 57,6\u{a0}%").await;
    let (readout, said, cursor) = year(&widget).await;
    assert_eq!(said, readout);
    assert_eq!(cursor, "M0 0V1000");
    // The keyboard continues from there.
    browser.press(Key::Right).await;
    widget.wait_for_text("2021: Polisregion Syd 59,6\u{a0}%").await;
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_year_that_nobody_measured_breaks_the_line_and_areas_differ_in_more_than_colour() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = open(&browser, &kommun, "exempelby-2026").await;
    let js = "return [...root.querySelectorAll(arguments[0] + ' .plot .line')].map((line) =>
        [line.getAttribute('d').split('M').length - 1, getComputedStyle(line).strokeDasharray]);";
    let lines = widget.script(js, [json!(SAFE)]).await;
    let runs = |n: usize| lines[n][0].as_u64();
    assert_eq!((runs(0), runs(1)), (Some(2), Some(1)), "{lines}");
    assert_ne!(lines[0][1], lines[1][1], "the dashes differ");
    // The example's index is shown on its full scale.
    let ticks =
        "return [...root.querySelectorAll('#lofte-problemindex .y-axis span')].map((tick) => tick.textContent);";
    assert_eq!(widget.script(ticks, []).await, json!(["0", "2", "4", "6"]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_table_is_one_click_away_and_has_every_value() {
    let kommun = Kommun::open();
    for options in [Options::narrow(), Options::default()] {
        let browser = Browser::open(options).await;
        let widget = open(&browser, &kommun, "exempelby-2026").await;
        assert!(!widget.exists("table").await, "a table is built when somebody wants it");
        widget.click(&format!("{SAFE} .as-table > summary")).await;
        widget.find(&format!("{SAFE} table")).await;
        let js =
            "return [...root.querySelectorAll('table tr')].map((row) => [...row.cells].map((c) => c.textContent));";
        let nb = |number: &str| format!("{number}\u{a0}%");
        let expected = json!([
            ["År", "Exempelby kommun", "Exempelregionen"],
            ["2021", nb("58,4"), nb("61")],
            ["2022", nb("57,1"), nb("61,3")],
            ["2023", "ingen uppgift", nb("62,2")],
            ["2024", nb("60,2"), nb("62")],
            ["2025", nb("61,9"), nb("63,4")],
        ]);
        assert_eq!(widget.script(js, []).await, expected);
        // When closed and opened again, there is still only the same table. The browser fires the event in a separate
        // task.
        let listen = "const fold = root.querySelector(arguments[0]);
            fold.addEventListener('toggle', () => (host.toldOpen = fold.open));";
        widget.script(listen, [json!(format!("{SAFE} .as-table"))]).await;
        widget.click(&format!("{SAFE} .as-table > summary")).await;
        widget.click(&format!("{SAFE} .as-table > summary")).await;
        let told = "document.querySelector('medborgar-lofte').toldOpen";
        browser.wait_for("the fold to be told open", told).await;
        assert_eq!(widget.find_all(&format!("{SAFE} table")).await.len(), 1);
        axe::assert_no_findings(&browser, "html").await;
        let wide = "return document.documentElement.scrollWidth > innerWidth;";
        assert_eq!(browser.script(wide, []).await, json!(false), "nothing scrolls sideways");
        browser.assert_console_is_empty().await;
    }
}

#[tokio::test]
async fn for_paper_a_table_is_there_as_soon_as_its_fold_is_told() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let widget = open(&browser, &kommun, "olofstrom-2024").await;
    let js = "host.told = 0;
        root.addEventListener('toggle', ({ isTrusted, target }) => {
            if (isTrusted && target.matches('.as-table')) host.told++;
        }, true);
        for (const fold of root.querySelectorAll('details')) {
            fold.open = true;
            fold.dispatchEvent(new Event('toggle'));
        }
        return root.querySelectorAll('.as-table table').length;";
    assert_eq!(widget.script(js, []).await, json!(4));
    // The browser's own event, which comes later, does not build a second one.
    browser.wait_for("the browser's own word", "document.querySelector('medborgar-lofte').told === 4").await;
    assert_eq!(widget.find_all(".as-table table").await.len(), 4);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn without_a_single_value_there_are_only_words() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let mut promise = crate::kommun::read_promise("exempelby-2026");
    for entry in promise["indicators"][1]["series"][0]["values"].as_array_mut().unwrap() {
        entry["value"] = Value::Null;
    }
    let address = kommun.files.route("/empty.json", crate::host::Reply::ok("application/json", promise.to_string()));
    browser.goto(&kommun.page("/empty", &kommun.tag(&address, ""))).await;
    let widget = browser.widget(0);
    widget.find(".lofte").await;
    let text = widget.find("#lofte-problemindex").await.text().await.unwrap();
    assert!(text.contains("Exempelby kommun: ingen uppgift"), "{text}");
    assert!(!widget.exists("#lofte-problemindex .plot, #lofte-problemindex .as-table").await);
    browser.assert_console_is_empty().await;
}
