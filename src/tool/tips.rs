//! `lofte tips`: prints the tips for the people who read them. Its Swedish is in the
//! code, for the reason that [the tool](super) gives.

use super::{BAD, GOOD, Outcome, UNREADABLE, complain_in_swedish, pretty};
use crate::inbox::store::{KeptTip, Store, StoreError};
use crate::tip::receipt::Reference;
use serde_json::{Value, json};
use std::path::Path;

/// How much of a tip the list shows, in characters.
const FIRST_LINE: usize = 60;

/// Lists all tips, newest last.
pub async fn list(database: &Path, as_json: bool) -> Outcome {
    match read_all(database).await {
        Ok(tips) if as_json => Outcome { text: pretty(&tips.iter().map(tip_json).collect()), code: GOOD },
        Ok(tips) if tips.is_empty() => Outcome { text: "Inga tips har kommit in.\n".to_owned(), code: GOOD },
        Ok(tips) => Outcome { text: tips.iter().map(line).collect(), code: GOOD },
        Err(error) => unreadable(&error),
    }
}

/// Shows one tip in full.
pub async fn show(written: &str, database: &Path, as_json: bool) -> Outcome {
    let Some(reference) = Reference::parse(written) else {
        complain_in_swedish("en referens är åtta tecken, till exempel K7QM-3XHT");
        return Outcome { text: String::new(), code: BAD };
    };
    match read_one(database, &reference).await {
        Ok(Some(tip)) if as_json => Outcome { text: pretty(&tip_json(&tip)), code: GOOD },
        Ok(Some(tip)) => Outcome { text: whole(&tip), code: GOOD },
        Ok(None) => {
            complain_in_swedish(&["det finns inget tips med referensen ", reference.as_str()].concat());
            Outcome { text: String::new(), code: BAD }
        }
        Err(error) => unreadable(&error),
    }
}

async fn read_all(database: &Path) -> Result<Vec<KeptTip>, StoreError> {
    let store = Store::open_to_read(database).await?;
    let tips = store.all().await;
    store.close().await;
    tips
}

async fn read_one(database: &Path, reference: &Reference) -> Result<Option<KeptTip>, StoreError> {
    let store = Store::open_to_read(database).await?;
    let tip = store.find(reference).await;
    store.close().await;
    tip
}

fn unreadable(error: &StoreError) -> Outcome {
    let why = match error {
        StoreError::NoFile(file) => format!(": filen {} finns inte", file.display()),
        // Reasons from the system and from SQLite are in English.
        error => format!(". Teknisk orsak: {error}"),
    };
    complain_in_swedish(&["tipsen går inte att läsa", &why].concat());
    Outcome { text: String::new(), code: UNREADABLE }
}

fn tip_json(kept: &KeptTip) -> Value {
    json!({ "reference": kept.reference, "received_at": kept.received_at, "tip": kept.tip })
}

fn line(kept: &KeptTip) -> String {
    let about = field(kept, "/about/label").unwrap_or("utan ämne").replace(['\n', '\t'], " ");
    let what = field(kept, "/what").unwrap_or_default();
    let first = what.lines().next().unwrap_or_default();
    let mut shown: String = first.chars().take(FIRST_LINE).collect();
    if shown.len() < what.len() {
        shown.push('…');
    }
    format!("{}  {}  {about}  {}\n", kept.reference, kept.received_at, shown.replace('\t', " "))
}

/// One field per paragraph. Continuation lines are indented, so that none of them can be mistaken
/// for a field.
fn whole(kept: &KeptTip) -> String {
    let recurs = field(kept, "/recurs").map(|word| match word {
        "yes" => "ja",
        "no" => "nej",
        "unsure" => "vet inte",
        other => other,
    });
    [
        ("Referens", Some(kept.reference.as_str())),
        ("Inkom (UTC)", Some(kept.received_at.as_str())),
        ("Löfte", field(kept, "/promise")),
        ("Ämne", field(kept, "/about/label")),
        ("Vad", field(kept, "/what")),
        ("Var", field(kept, "/where")),
        ("När", field(kept, "/when")),
        ("Har det hänt flera gånger", recurs),
        ("Namn", field(kept, "/contact/name")),
        ("Mejl", field(kept, "/contact/email")),
        ("Telefon", field(kept, "/contact/phone")),
    ]
    .into_iter()
    .filter_map(|(label, text)| text.map(|text| format!("{label}: {}\n", text.replace('\n', "\n    "))))
    .collect()
}

fn field<'a>(kept: &'a KeptTip, pointer: &str) -> Option<&'a str> {
    kept.tip.pointer(pointer).and_then(Value::as_str)
}
