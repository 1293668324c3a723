//! Filtering and searching the commitments, and resetting to show all of them.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::browser::{Browser, Options};
use crate::kommun::{Kommun, long_promise, open_all_folds, read_promise, shown, tab_to};
use crate::widget::Widget;

/// A choice in the page, whether it is a menu or a group of radio buttons: `options` with `value` and `text`, and
/// `choose`, which does what a browser would. The drivers cannot choose inside a shadow tree.
const FIELD: &str = "const field = (name) => {
        const tell = (element) => {
            for (const type of ['input', 'change']) {
                element.dispatchEvent(new Event(type, { bubbles: true, composed: type === 'input' }));
            }
        };
        const text = (element) => element.textContent.replace(/\\s+/g, ' ').trim();
        const select = root.querySelector(`select#lofte_find-${name}`);
        const all = select ? [...select.options] : [...root.querySelectorAll(`[name=lofte_find-${name}]`)];
        return {
            options: all.map((each) => ({ value: each.value, get text() { return text(select ? each : each.labels[0]); } })),
            choose(value) {
                if (select) select.value = value;
                else all.find((each) => each.value === value).checked = true;
                tell(select ?? all.find((each) => each.value === value));
            },
        };
    };";

/// Chooses the option with this text.
async fn choose(widget: &Widget<'_>, name: &str, option: &str) {
    let js = "const { options, choose } = field(arguments[0]);
        const option = options.find(({ text }) => text === arguments[1]);
        if (option) choose(option.value);
        return option ? 'chosen' : options.map(({ text }) => text);";
    assert_eq!(widget.script(&[FIELD, js].concat(), [json!(name), json!(option)]).await, json!("chosen"), "{option}");
}

/// The ids of the visible commitments, without the prefix common to all ids.
async fn found(widget: &Widget<'_>) -> Vec<String> {
    let js = "return [...root.querySelectorAll('.commitment[id]')].filter((e) => e.checkVisibility())
        .map((e) => e.id.replace('lofte-', ''));";
    let ids = widget.script(js, []).await;
    ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// The labels of a field's options.
async fn options(widget: &Widget<'_>, name: &str) -> Value {
    let js = "return field(arguments[0]).options.map(({ text }) => text);";
    widget.script(&[FIELD, js].concat(), [json!(name)]).await
}

/// Types into the search, faster than anyone could, and returns what is found.
async fn search(widget: &Widget<'_>, words: &str) -> Vec<String> {
    let js = "const input = root.querySelector('#lofte_find-words');
        input.value = arguments[0];
        input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));";
    widget.script(js, [json!(words)]).await;
    found(widget).await
}

async fn open_long(kommun: &Kommun, browser: &Browser, commitments: usize) {
    let src = kommun.publish("lang", &long_promise(commitments));
    browser.goto(&kommun.page("/lang", &kommun.tag(&src, "data-loading=\"eager\""))).await;
    browser.widget(0).whole().await;
}

#[tokio::test]
async fn area_actor_and_status_combine_and_what_was_found_is_said() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page_with("exempelby-2026", "")).await;
    let widget = browser.widget(0);
    widget.whole().await;
    assert_eq!(
        options(&widget, "area").await,
        json!(["Alla 23", "Tryggare platser 7", "Lugnare trafik 3", "Unga mår bra 10"])
    );
    choose(&widget, "area", "Unga mår bra 10").await;
    widget.wait_for_text("Visar 10 av 23 punkter.").await;
    choose(&widget, "actor", "Polisen (5)").await;
    widget.wait_for_text("Visar 5 av 23 punkter.").await;
    let all = ["narkotika", "foreningsledare", "skolbesok", "unga-kommer-till-tals", "ungdomsrad"];
    assert_eq!(found(&widget).await, all);
    choose(&widget, "status", "Inte påbörjat 1").await;
    widget.wait_for_text("Visar 1 av 23 punkter.").await;
    assert_eq!(found(&widget).await, ["foreningsledare"]);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn the_number_at_a_choice_is_what_the_choice_would_give() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 200).await;
    let widget = browser.widget(0);
    // Every option of a field, combined with one option of the next and every option of the last.
    let try_beside = "const fields = ['area', 'actor', 'status'].map(field);
        const chosen = fields[arguments[0]];
        const [one, other] = fields.filter((each) => each !== chosen);
        const a = one.options[arguments[1]]?.value;
        if (a === undefined) return null;
        const all = [...root.querySelectorAll('.commitment')];
        const wrong = [];
        let tried = 0;
        for (const { value: b } of other.options) {
            chosen.choose('');
            one.choose(a);
            other.choose(b);
            const promised = chosen.options.slice(1).map(({ value, text }) => [value, text]);
            for (const [value, text] of promised) {
                chosen.choose(value);
                const found = all.filter((e) => !e.hidden).length;
                tried++;
                if (Number(/(\\d+)\\)?$/.exec(text)?.[1]) !== found) wrong.push([a, b, text, found]);
            }
        }
        for (const each of fields) each.choose('');
        return [tried, wrong];";
    let (mut tried, mut wrong) = (0, Vec::new());
    for field in 0..3 {
        // A single script for everything would exceed the script timeout on a busy machine.
        for beside in 0.. {
            let found = widget.script(&[FIELD, try_beside].concat(), [json!(field), json!(beside)]).await;
            let Some(more) = found[0].as_u64() else { break };
            tried += more;
            wrong.extend(found[1].as_array().unwrap().clone());
        }
    }
    // 6 × 4 × 4 minus the combinations in which one of the three is the one being chosen.
    assert_eq!(json!([tried, wrong]), json!([4 * 4 * 5 + 6 * 4 * 3 + 6 * 4 * 3, []]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn search_takes_words_in_any_order_and_in_capitals_and_finds_places_and_partners() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 200).await;
    let widget = browser.widget(0);
    assert_eq!(found(&widget).await.len(), 200);
    for words in ["åtgärd 115 av belysning", "belysning 115", "115 BELYSNING ÅTGÄRD", "  belys  115 "] {
        assert_eq!(search(&widget, words).await, ["punkt-115"], "{words:?}");
    }
    let with = |first: usize| [0, 1, 2, 3].map(|n| format!("punkt-{}", first + 50 * n));
    for (words, first) in [("ÄLVDALStorget", 7), ("allmänna bostaden", 9)] {
        let mut ids = search(&widget, words).await;
        ids.sort_by_key(|id| id.len() * 1000 + id[6..].parse::<usize>().unwrap());
        assert_eq!(ids, with(first), "{words:?}");
    }
    assert_eq!(search(&widget, "brandkåren skola").await.len(), 10, "who promises and the focus area are searched");
    assert_eq!(search(&widget, "belysning trafik").await.len(), 0);
    widget.wait_for_text("Visar 0 av 200 punkter.").await;
    assert_eq!(search(&widget, " ").await.len(), 200);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_was_found_is_said_once_and_not_before_the_typing_pauses() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 200).await;
    let widget = browser.widget(0);
    let status = "const status = root.querySelector('.find [role=status]');
        host.heard = [];
        new MutationObserver(() => host.heard.push(status.textContent)).observe(status, { childList: true, subtree: true, characterData: true });
        const input = root.querySelector('#lofte_find-words');
        for (const letter of 'skola') {
            input.value += letter;
            input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        }
        return status.textContent;";
    assert_eq!(widget.script(status, []).await, json!(""));
    assert_eq!(found(&widget).await.len(), 40, "what is found is seen at once");
    widget.wait_for_text("Visar 40 av 200 punkter.").await;
    // Twice the pause, by the page's own clock: every timer set by a keystroke fires before this one.
    browser.script("return new Promise((done) => setTimeout(done, 800));", []).await;
    assert_eq!(widget.script("return host.heard;", []).await, json!(["Visar 40 av 200 punkter."]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn show_all_takes_everything_back_in_one_step_hides_itself_and_moves_the_focus_to_the_first_choice() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 40).await;
    let widget = browser.widget(0);
    let reset = "button.find-reset";
    assert!(shown(&widget, reset).await.is_empty(), "there is nothing to take back yet");
    choose(&widget, "area", "Område skola 8").await;
    choose(&widget, "actor", "Brandkåren (2)").await;
    widget.click(".find-more > summary").await;
    widget.type_into("#lofte_find-words", "åtgärd 2").await;
    assert_eq!(shown(&widget, reset).await, ["Visa alla"]);
    assert_eq!(found(&widget).await, ["punkt-2", "punkt-22"]);
    // The result is announced beside the button and moves it, which could make a click miss.
    widget.wait_for_text("Visar 2 av 40 punkter.").await;
    widget.click(reset).await;
    assert_eq!(found(&widget).await.len(), 40);
    assert!(shown(&widget, reset).await.is_empty());
    let fields =
        "return [...root.querySelectorAll('.find :is(select, [type=search]), :checked')].map((field) => field.value);";
    assert_eq!(widget.script(fields, []).await, json!(["", "", "", "", ""]));
    assert_eq!(browser.active().await.unwrap().name, "Alla 40");
    widget.wait_for_text("Visar alla punkter.").await;
    assert_eq!(options(&widget, "actor").await[1], "Polisen (20)");
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_group_without_a_match_goes_with_its_heading() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 40).await;
    let widget = browser.widget(0);
    let all = ["Polisen", "Orts kommun", "Tillsammans", "Brandkåren"];
    assert_eq!(shown(&widget, ".group-name").await, all);
    choose(&widget, "actor", "Brandkåren (10)").await;
    assert_eq!(shown(&widget, ".group-name").await, ["Brandkåren"]);
    choose(&widget, "actor", "Polisen (20)").await;
    assert_eq!(shown(&widget, ".group-name").await, ["Polisen", "Tillsammans"]);
    choose(&widget, "actor", "Alla").await;
    assert_eq!(shown(&widget, ".group-name").await, all);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn no_heading_stands_over_nothing() {
    let kommun = Kommun::open();
    let mut promise = read_promise("exempelby-2026");
    // A commitment by both, and an activity of the police in it.
    promise["commitments"].as_array_mut().unwrap().extend([
        json!({ "id": "helhet", "text": "Vi gör torget tryggare.", "actors": ["polisen", "kommunen"] }),
        json!({ "id": "del", "text": "Polisen är på torget.", "part_of": "helhet", "actors": ["polisen"] }),
    ]);
    kommun.publish("exempelby-2025", &read_promise("exempelby-2025"));
    let src = kommun.publish("exempelby", &promise);
    let browser = Browser::open(Options::default()).await;
    browser.goto(&kommun.page("/", &kommun.tag(&src, ""))).await;
    let widget = browser.widget(0);
    widget.whole().await;

    let heading = "#lofte-helhet .activities-heading";
    assert_eq!(shown(&widget, heading).await.len(), 1);
    search(&widget, "vi gör torget tryggare").await;
    assert_eq!(found(&widget).await, ["helhet"]);
    assert!(shown(&widget, heading).await.is_empty());
    search(&widget, "polisen är på torget").await;
    assert_eq!(found(&widget).await, ["helhet", "del"]);
    assert_eq!(shown(&widget, heading).await.len(), 1);

    // Commitments of an earlier promise are not part of this one.
    search(&widget, "").await;
    open_all_folds(&browser, 0).await;
    widget.find("#lofte-trafikkontroller .recalled .commitment").await;
    search(&widget, "vi gör torget tryggare").await;
    assert_eq!(shown(&widget, ".group-name").await.len(), 1);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn what_is_chosen_while_a_promise_is_being_built_holds_for_all_of_it() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 300).await;
    let widget = browser.widget(0);
    // The view is rebuilt because of its other heading; an option is chosen as soon as there is one.
    let hasty = "new MutationObserver(() => {
            const field = root.querySelector('.view:not(.lofte) #lofte_find-area-2');
            if (!field || field.checked) return;
            window.early = root.querySelectorAll('.commitment').length;
            field.checked = true;
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }).observe(root, { childList: true, subtree: true });
        host.setAttribute('heading-level', '3');";
    widget.script(hasty, []).await;
    widget.wait_for_text("Visar 60 av 300 punkter.").await;
    widget.whole().await;
    assert!(browser.script("return window.early;", []).await.as_u64().unwrap() < 300);
    assert_eq!(found(&widget).await.len(), 60);
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn a_promise_with_few_commitments_has_nothing_to_choose_and_one_with_some_nothing_to_search() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    for (name, chooses, searches) in
        [("ockelbo-2022-2024", false, false), ("olofstrom-2024", true, false), ("exempelby-2026", true, true)]
    {
        browser.goto(&kommun.page_with(name, "")).await;
        let widget = browser.widget(0);
        widget.whole().await;
        assert_eq!(widget.exists(".find").await, chooses, "{name}");
        assert_eq!(widget.exists("#lofte_find-words").await, searches, "{name}");
    }
    browser.assert_console_is_empty().await;
}

/// What reaches the page's keyboard shortcuts and scripts that listen in the usual way. A script that really wants to
/// can hear everything: see docs/embed.md.
#[tokio::test]
async fn the_pages_shortcuts_hear_its_own_fields_but_not_the_search() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    let src = kommun.publish("lang", &long_promise(40));
    browser.goto(&kommun.page("/", &format!("<input id=\"own\" aria-label=\"Sök\">{}", kommun.tag(&src, "")))).await;
    let widget = browser.widget(0);
    widget.whole().await;
    let listen = "window.heard = [];
        for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'paste'])
            for (const whom of [window, document.body]) whom.addEventListener(type, (event) => window.heard.push(event.type));
        document.querySelector('#own').focus();";
    browser.script(listen, []).await;
    // The listeners do work.
    browser.type_keys("a").await;
    let heard = "['keydown', 'keypress', 'beforeinput', 'input', 'keyup'].every((type) => window.heard.filter((e) => e === type).length === 2)";
    browser.wait_for("what is typed in the page's own field", heard).await;
    browser.script("document.querySelector('#own').value = ''; document.querySelector('#own').blur();", []).await;
    browser.script("window.heard = [];", []).await;
    widget.click(".find-more > summary").await;
    widget.type_into("#lofte_find-words", "skola").await;
    widget.wait_for_text("Visar 8 av 40 punkter.").await;
    assert_eq!(found(&widget).await.len(), 8);
    choose(&widget, "actor", "Polisen (4)").await;
    assert_eq!(found(&widget).await.len(), 4);
    assert_eq!(browser.script("return window.heard;", []).await, json!([]));
    browser.assert_console_is_empty().await;
}

#[tokio::test]
async fn everything_in_it_is_done_by_keyboard_alone() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 40).await;
    let widget = browser.widget(0);
    tab_to(&browser, &widget, "#lofte_find-area-").await;
    let active = browser.active().await.unwrap();
    assert_eq!((active.role.as_str(), active.name.as_str()), ("radio", "Alla 40"));
    browser.press(Key::Right).await;
    widget.wait_for_text("Visar 8 av 40 punkter.").await;
    browser.press(Key::Left).await;
    widget.wait_for_text("Visar alla punkter.").await;
    // The group is one stop.
    browser.press(Key::Tab).await;
    browser.wait_for_active("Fler val").await;
    browser.press(Key::Enter).await;
    browser.press(Key::Tab).await;
    browser.wait_for_active("Sök").await;
    assert_eq!(browser.active().await.unwrap().role, "searchbox");
    browser.type_keys("22").await;
    widget.wait_for_text("Visar 1 av 40 punkter.").await;
    browser.press(Key::Tab).await;
    browser.wait_for_active("Vem lovar?").await;
    let active = browser.active().await.unwrap();
    // WebKit exposes a select as a button that opens a menu.
    assert!(["combobox", "button"].contains(&active.role.as_str()), "{active:?}");
    browser.press(Key::Tab).await;
    browser.wait_for_active("Visa alla").await;
    browser.press(Key::Enter).await;
    widget.wait_for_text("Visar alla punkter.").await;
    assert_eq!(browser.active().await.unwrap().name, "Alla 40");
    tab_to(&browser, &widget, "#lofte_find-actor").await;
    // Typing the first letter of an option selects it, in every engine.
    browser.type_keys("B").await;
    widget.wait_for_text("Visar 10 av 40 punkter.").await;
    browser.assert_console_is_empty().await;
}

/// The time from the event of a choice to the frame that shows the result, in milliseconds: the median of 20 changes
/// from `before` to `value`; how much of it is the widget's own; and how much is work by the widget and the browser,
/// excluding the wait for the frame to begin.
async fn median(widget: &Widget<'_>, css: &str, before: &str, value: &str) -> [f64; 3] {
    let js = "const [css, before, value] = arguments;
        const field = root.querySelector(`${css}, ${css}-`);
        const turn = () => new Promise((done) => requestAnimationFrame(() => {
            const began = performance.now();
            setTimeout(() => done(began));
        }));
        const fill = (value) => {
            const radio = root.querySelector(`${css}-${value}`);
            if (radio) radio.checked = true;
            else field.value = value;
            (radio ?? field).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        };
        return (async () => {
            const times = [];
            for (let n = 0; n < 20; n++) {
                fill(before);
                await turn();
                await turn();
                const start = performance.now();
                fill(value);
                const worked = performance.now();
                const began = await turn();
                const end = performance.now();
                times.push([end - start, worked - start, worked - start + end - began]);
            }
            fill('');
            await turn();
            return [0, 1, 2].map((which) => times.map((time) => time[which]).sort((a, b) => a - b)[10]);
        })();";
    let times = widget.script(js, [json!(css), json!(before), json!(value)]).await;
    [0, 1, 2].map(|which: usize| times[which].as_f64().unwrap())
}

/// `make measure` prints how long it takes; how long is too long depends on the machine.
#[tokio::test]
#[ignore = "a measurement and no check: `make measure`"]
async fn measure_filtering_a_thousand_commitments() {
    let kommun = Kommun::open();
    let browser = Browser::open(Options::default()).await;
    open_long(&kommun, &browser, 1000).await;
    let widget = browser.widget(0);
    widget.script("root.querySelector('.find').scrollIntoView();", []).await;
    for (what, css, before, value) in [
        ("a choice of 200", "#lofte_find-area", "", "2"),
        ("from a choice back to all", "#lofte_find-area", "2", ""),
        ("from one choice of 250 to another", "#lofte_find-actor", "1", "2"),
        ("a search that finds 20", "#lofte_find-words", "", "älvdalstorget"),
        ("a search for one more letter", "#lofte_find-words", "skol", "skola"),
        ("from a search back to all", "#lofte_find-words", "älvdalstorget", ""),
    ] {
        let [time, own, work] = median(&widget, css, before, value).await;
        println!(
            "{:?}, 1000 commitments, {what}: {time:.0} ms to the frame, of it {work:.0} work, of that {own:.0} ours",
            browser.engine()
        );
    }
}
