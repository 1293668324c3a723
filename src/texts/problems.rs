//! The words for what is wrong with a promise document. They are written for the editor who will
//! correct it, so they are in Swedish and state where the problem is, what was found, and what is
//! expected.
//!
//! Only the tool includes this file; the widget's console output names the place and the kind of
//! problem, and refers to the checker.

use super::places::place;
use super::suggestions;
use crate::promise::check::{Checked, at};
use crate::promise::fields::{Expected, nearest};
use crate::promise::json_text::{Cause, Fault};
use crate::promise::problem::{Found, Problem, ProblemKind, Severity};
use crate::promise::warnings::Advice;
use serde_json::Value;

/// The problem in one line, with its place in words and, if that differs, its path: ``åtagande 4,
/// `trafik`, mål 1, `goal`: här står "fyra", men det ska vara ett heltal från 1
/// [commitments[3].targets[0].goal]``
pub fn sentence(problem: &Problem, checked: &Checked) -> String {
    let path = match problem.path.contains('[') {
        true => [" [", &printable(&problem.path), "]"].concat(),
        false => String::new(),
    };
    [message(problem, checked), path].concat()
}

/// The problem in one line, with its place in words.
pub fn message(problem: &Problem, checked: &Checked) -> String {
    let place = printable(&place(&problem.path, &checked.document));
    [&place, ": ", &what_is_wrong(problem, checked)].concat()
}

/// The severity in one word.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "fel",
        Severity::Warning => "varning",
    }
}

fn what_is_wrong(problem: &Problem, checked: &Checked) -> String {
    let stands = || ["här står ", &found(&problem.found)].concat();
    let expected = || expected(problem);
    match problem.kind {
        ProblemKind::Found => match problem.expected {
            Expected::AtMost(most) => format!("{}, men det får vara högst {}", stands(), number(most)),
            _ => [&stands(), ", men det ska vara ", &expected()].concat(),
        },
        ProblemKind::Unknown => unknown(problem),
        ProblemKind::NotJson(line, column) => not_json(checked.fault.as_ref(), line, column),
        ProblemKind::Missing => ["saknas. Här ska det stå ", &expected()].concat(),
        ProblemKind::Key => {
            let key = problem.path.rsplit('.').next().unwrap_or_default();
            format!("\"{}\" är ingen språkkod. Skriv till exempel sv, en eller fi", printable(key))
        }
        ProblemKind::TooMuch | ProblemKind::TooMuchHere => too_much(problem),
        ProblemKind::NoSuchDay => [&stands(), ", men den dagen finns inte i kalendern"].concat(),
        ProblemKind::EndsBeforeItBegins => {
            "perioden slutar innan den börjar. `to` ska vara senare än `from`".to_owned()
        }
        ProblemKind::Duplicate => [&stands(), ", men det id:t är redan använt. Varje id får finnas en gång"].concat(),
        ProblemKind::Dangling => [stands(), dangling(problem, &checked.document)].concat(),
        ProblemKind::Nested => [&stands(), nested(problem, &checked.document)].concat(),
        ProblemKind::Conflict => {
            let own = parent(&problem.path, 2).and_then(|path| at(&checked.document, path)?.get("id")?.as_str());
            let why = match own == text_of(&problem.found) {
                true => ", men det är rapporten själv. Skriv id:t på den rapport som räknas",
                false => ", men den rapporten räknas inte heller. Skriv id:t på den rapport som räknas",
            };
            [&stands(), why].concat()
        }
        ProblemKind::NoReason => {
            "utfallet saknar skäl. Skriv i fältet `reason` varför det inte blev som ni lovade".to_owned()
        }
        ProblemKind::WrongDirection => "målet ligger åt fel håll från utgångsläget. \
            Med `increase` ska `goal` vara större än `baseline`, med `decrease` mindre"
            .to_owned(),
        ProblemKind::Markup => [
            &stands(),
            ", som ser ut som HTML. Taggarna syns för den som läser. \
            Skriv bara text, med en tomrad mellan stycken",
        ]
        .concat(),
        ProblemKind::Unused => "fältet används inte för den här sortens mål".to_owned(),
        ProblemKind::NoMainLanguage => "texten saknas på dokumentets huvudspråk, det som står i `lang`".to_owned(),
        ProblemKind::Repeated(first, again) => {
            format!("fältet finns två gånger, på rad {first} och rad {again}. Bara det sista används. Ta bort det ena")
        }
        ProblemKind::RepeatedYear => {
            [&found(&problem.found), " finns redan i serien. Varje år får finnas en gång"].concat()
        }
        ProblemKind::EmptyScale => "skalan är tom. `min` ska vara mindre än `max`".to_owned(),
        ProblemKind::Advice(advice) => advised(advice, problem),
    }
}

fn advised(advice: Advice, problem: &Problem) -> String {
    let it = found(&problem.found);
    match advice {
        Advice::NotCounted => {
            format!("{it} ligger utanför perioden. Rapporten visas men räknas inte")
        }
        Advice::FarAway => format!("{it} är flera år från löftets period. Stämmer årtalet?"),
        Advice::ReportedTwice => "rapporten är likadan som en tidigare. Är den med två gånger?".to_owned(),
        Advice::NoSource => match problem.found {
            Found::Whole(1) => "saknas. Skriv var uppgiften kommer ifrån, så att den går att kontrollera".to_owned(),
            _ => format!("saknas i {it} rapporter. Skriv var uppgifterna kommer ifrån, så att de går att kontrollera"),
        },
        Advice::AmountBesideTargets => {
            format!("{it} räknas inte in i något mål. Flytta rapporten till målet, under `targets`")
        }
        Advice::MaybeCumulative => "antalen växer hela tiden och blir tillsammans mer än målet. Om varje antal är \
            allt hittills: skriv \"reporting\": \"cumulative\" i målet, så räknas bara det senaste"
            .to_owned(),
        Advice::TooCoarse => format!(
            "{it} är för grovt för att visa vilken vecka, månad eller annan delperiod det gäller. \
             Skriv ett mer exakt datum om ni kan"
        ),
        Advice::BegunAtTheEnd => "arbetet är påbörjat men inte klart när tiden är ute. Om löftet bara var \
            att börja: skriv \"goal\": \"begun\" i målet"
            .to_owned(),
        Advice::LooksLikeSite => format!(
            "{it} saknar https:// och blir därför en länk till en fil på den egna webbplatsen. \
             Skriv hela adressen"
        ),
        Advice::DigitInUnit => {
            format!("{it} börjar med en siffra. Antalet visas före enheten, så skriv bara vad som räknas")
        }
        Advice::ContinuesNowhere => {
            format!(
                "det andra dokumentet har inget åtagande med id {it}. Länken till det tidigare löftet leder ingenstans"
            )
        }
        Advice::ReasonWhenMet => {
            "ett mål som är nått behöver inget skäl. Skriv det som en kommentar, i fältet `comment`".to_owned()
        }
        Advice::WrongLetters => {
            format!("{it} har felaktiga tecken. Texten har sparats eller kopierats med fel teckenkodning")
        }
        Advice::NotTold => {
            "saknas. Dataskyddsförordningen kräver att den som lämnar ett tips får veta det här".to_owned()
        }
        Advice::Reserved => {
            format!("{it} är adressen till tipsformuläret, så en länk hit leder dit i stället. Välj ett annat id")
        }
    }
}

/// Explains why a text is not JSON: where and, if known, why.
pub fn not_json(fault: Option<&Fault>, line: usize, column: usize) -> String {
    match fault {
        Some(Fault { at, cause }) => format!("rad {}, kolumn {}: {}", at.line, at.column, why(cause)),
        None => format!("från rad {line}, kolumn {column} är texten inte giltig JSON"),
    }
}

fn why(cause: &Cause) -> String {
    match cause {
        Cause::Empty => "filen är tom".to_owned(),
        Cause::Markup => "det här är en webbsida eller XML, inte JSON".to_owned(),
        Cause::CommaBefore(bracket) => format!("ta bort kommatecknet före {bracket}"),
        Cause::MissingComma => "det saknas ett kommatecken före det som börjar här".to_owned(),
        Cause::ExtraComma => "här är ett kommatecken för mycket".to_owned(),
        Cause::MissingColon(name) => format!("det saknas ett kolon efter \"{}\"", printable(name)),
        Cause::MissingValue => "fältet saknar värde efter kolonet".to_owned(),
        Cause::OtherQuotes(mark) => format!("citattecknen ska vara raka: skriv \" i stället för {mark}"),
        Cause::Word(word) => match word.to_lowercase() {
            known if matches!(known.as_str(), "true" | "false" | "null") => format!("skriv {known} med små bokstäver"),
            _ => format!("sätt citattecken runt ordet: \"{}\"", printable(word)),
        },
        Cause::DecimalComma(number) => format!("skriv decimaltal med punkt: {number}"),
        Cause::Blank(number) => format!("skriv talet utan mellanslag: {number}"),
        Cause::Number(written) => format!("{} är inget tal i JSON. Skriv till exempel 4 eller 0.5", printable(written)),
        Cause::QuotesInText => {
            "ett citattecken inne i en text avslutar den. Skriv ” eller \\\" inne i texten".to_owned()
        }
        Cause::TextWithoutEnd => {
            "texten saknar citattecken i slutet av raden. En ny rad inne i en text skrivs \\n".to_owned()
        }
        Cause::Backslash => "ett omvänt snedstreck ska skrivas dubbelt: \\\\".to_owned(),
        Cause::Comment => "kommentarer går inte att ha i JSON. Ta bort den".to_owned(),
        Cause::NeverClosed(bracket, opened) => {
            format!(
                "filen tar slut, men {bracket} på rad {}, kolumn {}, har aldrig stängts",
                opened.line, opened.column
            )
        }
        Cause::WrongBracket(bracket, found, opened) => format!(
            "här står {found}, men {bracket} på rad {}, kolumn {}, är inte stängd än",
            opened.line, opened.column
        ),
        Cause::AfterTheEnd => "dokumentet är redan slut här. Är en parentes stängd för tidigt?".to_owned(),
        Cause::Sign(sign) => format!("här kan det inte stå {}", printable(&sign.to_string())),
    }
}

fn too_much(problem: &Problem) -> String {
    let Expected::AtMost(most) = problem.expected else { return "det här är för mycket".to_owned() };
    let most = number(most);
    match &problem.found {
        Found::Text(_) => format!("texten är för lång, högst {most} tecken"),
        Found::List if problem.kind == ProblemKind::TooMuchHere => {
            format!("för många poster i hela dokumentet, högst {most}. Resten visas inte")
        }
        Found::List => format!("för många poster, högst {most}. Resten visas inte"),
        Found::Nothing => format!("filen är för stor, högst {most} byte"),
        Found::Whole(_) | Found::Number | Found::Flag(_) | Found::Null | Found::Object => format!("högst {most}"),
    }
}

/// Explains an id that does not exist, and lists those that do.
fn unknown(problem: &Problem) -> String {
    let nearest = if let Expected::KnownField(nearest) = problem.expected { nearest } else { None };
    match suggestions::field(&problem.path).or(nearest) {
        Some(known) => ["okänt fält, menade du \"", known, "\"?"].concat(),
        None => "okänt fält. Det finns inte i formatet och visas inte".to_owned(),
    }
}

fn dangling(problem: &Problem, document: &Value) -> String {
    let Expected::IdIn(list) = problem.expected else { return ", som inte finns".to_owned() };
    let ids = ids_in(list, problem, document);
    let wanted = text_of(&problem.found).unwrap_or_default();
    match (nearest(wanted, &ids), ids.as_slice()) {
        (_, []) => format!(", men det finns inga id i {list}"),
        (Some(nearest), _) => format!(", som inte finns i {list}. Menade du \"{nearest}\"?"),
        (None, ids) => {
            let shown = ids.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            let more = match ids.len().saturating_sub(8) {
                0 => String::new(),
                more => format!(" och {more} till"),
            };
            format!(", som inte finns i {list}. De id som finns där: {}{more}", printable(&shown))
        }
    }
}

fn ids_in<'a>(list: &str, problem: &Problem, document: &'a Value) -> Vec<&'a str> {
    let entries = |value: Option<&'a Value>| value.and_then(Value::as_array).into_iter().flatten();
    let id = |entry: &'a Value| entry.get("id").and_then(Value::as_str);
    match list {
        "targets" => {
            let commitments = entries(document.get("commitments"));
            commitments.flat_map(|commitment| entries(commitment.get("targets"))).filter_map(id).collect()
        }
        // The reports next to the one that refers to another: `….reports[2].conflicts_with.report`.
        "reports" => {
            let reports = problem.path.rsplit_once('[').map(|(list, _)| list);
            entries(reports.and_then(|path| at(document, path))).filter_map(id).collect()
        }
        list => entries(document.get(list)).filter_map(id).collect(),
    }
}

fn nested(problem: &Problem, document: &Value) -> &'static str {
    let own = parent(&problem.path, 1).and_then(|path| at(document, path)?.get("id")?.as_str());
    match (own == text_of(&problem.found), problem.expected) {
        (true, Expected::IdIn("targets")) => ", men det är målet självt",
        (true, _) => ", men det är åtagandet självt",
        (false, _) => ", men det åtagandet är självt en del av ett annat. Det får bara finnas två nivåer",
    }
}

/// The path without its last `levels` fields.
fn parent(path: &str, levels: usize) -> Option<&str> {
    (0..levels).try_fold(path, |path, _| path.rsplit_once('.').map(|(parent, _)| parent))
}

fn text_of(found: &Found) -> Option<&str> {
    match found {
        Found::Text(text) => Some(text),
        _ => None,
    }
}

/// What was found, in words: `"fyra"`, `ett objekt`.
pub fn found(found: &Found) -> String {
    match found {
        Found::Nothing => "ingenting".to_owned(),
        Found::Text(text) => ["\"", &printable(text), "\""].concat(),
        Found::Whole(number) => number.to_string(),
        Found::Number => "ett tal med decimaler eller ett för stort tal".to_owned(),
        Found::Flag(true) => "true".to_owned(),
        Found::Flag(false) => "false".to_owned(),
        Found::Null => "null".to_owned(),
        Found::List => "en lista".to_owned(),
        Found::Object => "ett objekt".to_owned(),
    }
}

/// What was expected, in words: `ett heltal från 1`.
pub fn expected(problem: &Problem) -> String {
    let words = match problem.expected {
        Expected::Json => "giltig JSON",
        Expected::Object => "ett objekt { … }",
        Expected::List => "en lista [ … ]",
        Expected::Text => "en text utan HTML, eller en text för varje språk",
        Expected::Id => "ett id: 1–64 tecken av a–z, 0–9 och -",
        Expected::Lang => "ett språk som sv, en eller fi",
        Expected::Date => "ett datum som 2024, 2024-05 eller 2024-05-07",
        Expected::Period => "en period med from och, om slutet är känt, ett senare to",
        Expected::Source => "en källa med titel (title), eller id:t på en av löftets källor (sources)",
        Expected::Link => "en fullständig adress som börjar med https:// eller http://, eller en relativ adress",
        Expected::Phone => "ett telefonnummer",
        Expected::Email => "en mejladress",
        Expected::Positive => "ett heltal från 1",
        Expected::Whole => "ett heltal från 0",
        Expected::Number => "ett tal",
        Expected::Percent => "ett tal från 0 till 100",
        Expected::Flag => "true eller false",
        Expected::Year => "ett år från 1900 till 2200",
        Expected::MunicipalityCode => "en kommunkod: fyra siffror inom citattecken",
        Expected::OneOf(words) => return one_of(words),
        Expected::AtMost(most) => return ["högst ", &number(most)].concat(),
        Expected::UniqueId => "ett id som inte används på något annat ställe",
        Expected::IdIn(list) => return ["ett id som finns i ", list].concat(),
        Expected::Reason => "ett skäl i fältet reason",
        Expected::KnownField(_) => "ett fält som finns i formatet",
        Expected::GoalInDirection => "ett mål åt det håll som är lovat",
        Expected::FieldOfKind => "ett fält som hör till den sortens mål",
    };
    words.to_owned()
}

/// The words of a closed list, each with its meaning.
fn one_of(words: &[&str]) -> String {
    let word = |word: &&str| match suggestions::meaning(word) {
        Some(meaning) => format!("{word} ({meaning})"),
        None => (*word).to_owned(),
    };
    let words: Vec<String> = words.iter().map(word).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => [&first.join(", "), " eller ", last].concat(),
    }
}

/// A number with spaces as thousands separators: 10 000.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut spaced = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            spaced.push(' ');
        }
        spaced.push(digit);
    }
    spaced
}

/// Replaces control characters: a document may contain any character, and a terminal obeys some of
/// them.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::unreachable)]
    use super::*;
    use crate::promise::check::check;
    use serde_json::json;

    fn document() -> Value {
        json!({
            "id": "ort-2024",
            "title": "Medborgarlöfte",
            "municipality": { "name": "Ort", "code": "0617" },
            "period": { "from": "2024", "to": "2024" },
            "actors": [{ "id": "polisen", "kind": "police", "name": "Polisen" }],
            "commitments": [
                {
                    "id": "kontroller",
                    "text": "4 st trafikkontroller",
                    "actors": ["polisen"],
                    "targets": [{
                        "id": "antal", "kind": "count", "goal": 4,
                        "unit": { "one": "kontroll", "other": "kontroller" },
                        "reports": [{ "id": "a", "date": "2024-03", "amount": 1, "source": { "title": "Nyhet" } }]
                    }]
                },
                { "id": "trygghet", "text": "Öka tryggheten" }
            ]
        })
    }

    /// The problems reported when the value at a pointer is replaced.
    fn told(pointer: &str, value: Value) -> Vec<String> {
        let mut document = document();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(parent).unwrap() {
            Value::Object(map) => drop(map.insert(key.to_owned(), value)),
            Value::Array(list) => match list.get_mut(key.parse::<usize>().unwrap()) {
                Some(entry) => *entry = value,
                None => list.push(value),
            },
            _ => unreachable!(),
        }
        told_of(&document.to_string())
    }

    fn told_of(text: &str) -> Vec<String> {
        let checked = check(text);
        let sentence =
            |problem: &Problem| [severity(problem.kind.severity()), ": ", &sentence(problem, &checked)].concat();
        checked.reading.problems.iter().map(sentence).collect()
    }

    const T: &str = "/commitments/0/targets/0";

    #[test]
    fn every_problem_says_where_it_is_and_what_to_do() {
        let first = "åtagande 1, `kontroller` (”4 st trafikkontroller”)";
        let target = &format!("{first}, mål 1, `antal`");
        let second = "åtagande 2, `trygghet` (”Öka tryggheten”)";
        let at = |field: &str| format!("{T}/{field}");
        let milestone = |date: &str| {
            json!([{ "id": "g", "kind": "milestone", "what": "En grupp",
            "reports": [{ "date": date, "state": "begun", "source": { "title": "x" } }] }])
        };
        let report = |date: &str, amount: u32| json!({ "date": date, "amount": amount, "source": { "title": "x" } });
        let indicator = |scale: Value, years: [u16; 2]| {
            json!([{ "id": "i", "label": "Trygga", "unit": "procent",
            "better": "higher", "scale": scale, "series": [{ "area": { "kind": "place", "name": "Ort" },
            "source": { "title": "SCB" }, "values": [{ "year": years[0], "value": 1 }, { "year": years[1], "value": 2 }] }] }])
        };
        for (pointer, value, expected) in [
            ("/title".to_owned(), json!(null), "fel: `title`: här står null, men det ska vara en text utan HTML, eller en text för varje språk".to_owned()),
            (at("goal"), json!("fyra"), format!("fel: {target}, `goal`: här står \"fyra\", men det ska vara ett heltal från 1 [commitments[0].targets[0].goal]")),
            (at("bound"), json!("minst"), format!("fel: {target}, `bound`: här står \"minst\", men det ska vara exact (precis) eller at_least (minst) [commitments[0].targets[0].bound]")),
            ("/title".to_owned(), json!({ "sv": "x", "svenska": "y" }), "fel: `title.svenska`: \"svenska\" är ingen språkkod. Skriv till exempel sv, en eller fi".to_owned()),
            ("/title".to_owned(), json!("å".repeat(10_001)), "fel: `title`: texten är för lång, högst 10 000 tecken".to_owned()),
            ("/based_on".to_owned(), json!(vec!["x"; 501]), "fel: `based_on`: för många poster, högst 500. Resten visas inte".to_owned()),
            ("/follow_up".to_owned(), json!({ "text": "x", "stale_after_months": 500 }), "fel: `follow_up.stale_after_months`: här står 500, men det får vara högst 120".to_owned()),
            ("/updated".to_owned(), json!("2024-02-31"), "fel: `updated`: här står \"2024-02-31\", men den dagen finns inte i kalendern".to_owned()),
            ("/period".to_owned(), json!({ "from": "2024", "to": "2023" }), "fel: `period`: perioden slutar innan den börjar. `to` ska vara senare än `from`".to_owned()),
            ("/commitments/1/id".to_owned(), json!("antal"), "fel: åtagande 2, `antal` (”Öka tryggheten”), `id`: här står \"antal\", men det id:t är redan använt. Varje id får finnas en gång [commitments[1].id]".to_owned()),
            ("/commitments/1/actors".to_owned(), json!(["polis"]), format!("fel: {second}, aktör 1: här står \"polis\", som inte finns i actors. Menade du \"polisen\"? [commitments[1].actors[0]]")),
            ("/commitments/1/actors".to_owned(), json!(["kommunen"]), format!("fel: {second}, aktör 1: här står \"kommunen\", som inte finns i actors. De id som finns där: polisen [commitments[1].actors[0]]")),
            ("/commitments/1/place".to_owned(), json!("torget"), format!("fel: {second}, `place`: här står \"torget\", men det finns inga id i places [commitments[1].place]")),
            ("/commitments/1/part_of".to_owned(), json!("trygghet"), format!("fel: {second}, `part_of`: här står \"trygghet\", men det är åtagandet självt [commitments[1].part_of]")),
            (at("reports/0/conflicts_with"), json!({ "report": "a" }), format!("fel: {target}, rapport 1, `a`, `conflicts_with.report`: här står \"a\", men det är rapporten själv. Skriv id:t på den rapport som räknas [commitments[0].targets[0].reports[0].conflicts_with.report]")),
            ("/commitments/1/outcome".to_owned(), json!({ "status": "not_met" }), format!("fel: {second}, `outcome`: utfallet saknar skäl. Skriv i fältet `reason` varför det inte blev som ni lovade [commitments[1].outcome]")),
            (at("antal"), json!(4), format!("varning: {target}, `antal`: okänt fält, menade du \"goal\"? [commitments[0].targets[0].antal]")),
            (at("gaol"), json!(4), format!("varning: {target}, `gaol`: okänt fält, menade du \"goal\"? [commitments[0].targets[0].gaol]")),
            ("/färg".to_owned(), json!("röd"), "varning: `färg`: okänt fält. Det finns inte i formatet och visas inte".to_owned()),
            ("/title".to_owned(), json!("<p>Hej</p>"), "varning: `title`: här står \"<p>Hej</p>\", som ser ut som HTML. Taggarna syns för den som läser. Skriv bara text, med en tomrad mellan stycken".to_owned()),
            ("/title".to_owned(), json!({ "en": "Promise" }), "varning: `title`: texten saknas på dokumentets huvudspråk, det som står i `lang`".to_owned()),
            ("/indicators".to_owned(), indicator(json!({ "min": 6, "max": 0 }), [2023, 2024]), "fel: mätning 1, `i`, `scale`: skalan är tom. `min` ska vara mindre än `max` [indicators[0].scale]".to_owned()),
            ("/indicators".to_owned(), indicator(json!(null), [2024, 2024]), "fel: mätning 1, `i`, serie 1, värde 2, `year`: 2024 finns redan i serien. Varje år får finnas en gång [indicators[0].series[0].values[1].year]".to_owned()),
            (at("reports/0/date"), json!("2023-03"), format!("varning: {target}, rapport 1, `a`, `date`: \"2023-03\" ligger utanför perioden. Rapporten visas men räknas inte [commitments[0].targets[0].reports[0].date]")),
            ("/updated".to_owned(), json!("2042"), "varning: `updated`: \"2042\" är flera år från löftets period. Stämmer årtalet?".to_owned()),
            (at("reports"), json!([report("2024-03", 1), report("2024-04", 1), report("2024-03", 1)]), format!("varning: {target}, rapport 3: rapporten är likadan som en tidigare. Är den med två gånger? [commitments[0].targets[0].reports[2]]")),
            (at("reports"), json!([report("2024-03", 1), { "date": "2024-04" }, { "date": "2024-05" }]), format!("varning: {target}, rapport 2, `source`: saknas i 2 rapporter. Skriv var uppgifterna kommer ifrån, så att de går att kontrollera [commitments[0].targets[0].reports[1].source]")),
            (at("reports"), json!([report("2024-03", 1), report("2024-04", 2), report("2024-05", 4)]), format!("varning: {target}, `reports`: antalen växer hela tiden och blir tillsammans mer än målet. Om varje antal är allt hittills: skriv \"reporting\": \"cumulative\" i målet, så räknas bara det senaste [commitments[0].targets[0].reports]")),
            ("/commitments/0/reports".to_owned(), json!([report("2024-03", 1)]), format!("varning: {first}, rapport 1, `amount`: 1 räknas inte in i något mål. Flytta rapporten till målet, under `targets` [commitments[0].reports[0].amount]")),
            ("/commitments/1/targets".to_owned(), json!([{ "id": "r", "kind": "rate", "goal": 1, "per": "week",
                "unit": { "one": "x", "other": "x" }, "reports": [report("2024-03", 1)] }]), format!("varning: {second}, mål 1, `r`, rapport 1, `date`: \"2024-03\" är för grovt för att visa vilken vecka, månad eller annan delperiod det gäller. Skriv ett mer exakt datum om ni kan [commitments[1].targets[0].reports[0].date]")),
            ("/commitments/1/targets".to_owned(), milestone("2024-12"), format!("varning: {second}, mål 1, `g`, rapport 1, `state`: arbetet är påbörjat men inte klart när tiden är ute. Om löftet bara var att börja: skriv \"goal\": \"begun\" i målet [commitments[1].targets[0].reports[0].state]")),
            ("/source_url".to_owned(), json!("polisen.se/ort"), "varning: `source_url`: \"polisen.se/ort\" saknar https:// och blir därför en länk till en fil på den egna webbplatsen. Skriv hela adressen".to_owned()),
            (at("unit/one"), json!("4 kontroller"), format!("varning: {target}, `unit.one`: \"4 kontroller\" börjar med en siffra. Antalet visas före enheten, så skriv bara vad som räknas [commitments[0].targets[0].unit.one]")),
            ("/commitments/1/outcome".to_owned(), json!({ "status": "met", "reason": "Bra" }), format!("varning: {second}, `outcome.reason`: ett mål som är nått behöver inget skäl. Skriv det som en kommentar, i fältet `comment` [commitments[1].outcome.reason]")),
            ("/title".to_owned(), json!("Vårt medborgarlÃ¶fte"), "varning: `title`: \"medborgarlÃ¶fte\" har felaktiga tecken. Texten har sparats eller kopierats med fel teckenkodning".to_owned()),
            ("/commitments/1/id".to_owned(), json!("tips"), "varning: åtagande 2, `tips` (”Öka tryggheten”), `id`: \"tips\" är adressen till tipsformuläret, så en länk hit leder dit i stället. Välj ett annat id [commitments[1].id]".to_owned()),
        ] {
            assert_eq!(told(&pointer, value), [expected]);
        }
    }

    #[test]
    fn nothing_is_said_of_a_good_document() {
        assert_eq!(told_of(&document().to_string()), Vec::<String>::new());
    }

    #[test]
    fn a_field_that_is_there_twice_is_an_error_with_both_its_lines() {
        let text = document().to_string().replacen("\"goal\":4", "\n\"goal\":4,\n\"goal\":5", 1);
        assert_eq!(
            told_of(&text),
            [
                "fel: åtagande 1, `kontroller` (”4 st trafikkontroller”), mål 1, `antal`, `goal`: fältet finns två gånger, \
              på rad 2 och rad 3. Bara det sista används. Ta bort det ena [commitments[0].targets[0].goal]"
            ]
        );
    }

    #[test]
    fn what_is_not_json_is_told_with_its_cause() {
        for (text, expected) in [
            ("{ \"a\": 1, }", "rad 1, kolumn 9: ta bort kommatecknet före }"),
            ("{ \"a\": 1\n \"b\": 2 }", "rad 2, kolumn 2: det saknas ett kommatecken före det som börjar här"),
            ("{ \"a\": ”b” }", "rad 1, kolumn 8: citattecknen ska vara raka: skriv \" i stället för ”"),
            ("{ \"a\": fyra }", "rad 1, kolumn 8: sätt citattecken runt ordet: \"fyra\""),
            ("{ \"a\": True }", "rad 1, kolumn 8: skriv true med små bokstäver"),
            ("{ \"a\": NULL }", "rad 1, kolumn 8: skriv null med små bokstäver"),
            ("{ \"a\": 2,5 }", "rad 1, kolumn 8: skriv decimaltal med punkt: 2.5"),
            ("{ \"a\": 1 400 }", "rad 1, kolumn 8: skriv talet utan mellanslag: 1400"),
            ("", "rad 1, kolumn 1: filen är tom"),
        ] {
            assert_eq!(told_of(text), [["fel: dokumentet: ", expected].concat()]);
        }
        let deep = ["[".repeat(200), "]".repeat(200)].concat();
        assert_eq!(told_of(&deep), ["fel: dokumentet: från rad 1, kolumn 128 är texten inte giltig JSON"]);
        let large = " ".repeat(crate::promise::limits::DOCUMENT_BYTES + 1);
        assert_eq!(told_of(&large), ["fel: dokumentet: filen är för stor, högst 1 048 576 byte"]);
    }

    #[test]
    fn what_was_found_is_told_as_the_editor_wrote_it() {
        for (found, words) in [
            (Found::Nothing, "ingenting"),
            (Found::Text("fyra".to_owned()), "\"fyra\""),
            (Found::Whole(-4), "-4"),
            (Found::Number, "ett tal med decimaler eller ett för stort tal"),
            (Found::Flag(true), "true"),
            (Found::Flag(false), "false"),
            (Found::Null, "null"),
            (Found::List, "en lista"),
            (Found::Object, "ett objekt"),
        ] {
            assert_eq!(super::found(&found), words);
        }
    }

    #[test]
    fn a_closed_list_of_words_is_told_whole_with_what_they_mean() {
        assert_eq!(one_of(&["exact", "at_least"]), "exact (precis) eller at_least (minst)");
        assert_eq!(one_of(&["week", "x", "year"]), "week (vecka), x eller year (år)");
        assert_eq!(one_of(&["only"]), "only");
    }

    #[test]
    fn large_numbers_have_their_thousands_apart() {
        for (value, words) in [(0, "0"), (500, "500"), (5000, "5 000"), (1_048_576, "1 048 576")] {
            assert_eq!(number(value), words);
        }
    }

    #[test]
    fn nothing_in_a_document_can_command_the_terminal() {
        let told = told_of("{ \"a\\u001b[2J\\nb\": 1, \"lang\": \"\\u0007x\\ny\" }");
        assert!(told.iter().all(|line| !line.contains(char::is_control)), "{told:?}");
        assert!(told.iter().any(|line| line.contains("här står \" x y\"")), "{told:?}");
    }

    #[test]
    fn an_error_and_a_warning_have_each_a_word() {
        assert_eq!((severity(Severity::Error), severity(Severity::Warning)), ("fel", "varning"));
    }
}
