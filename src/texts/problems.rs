//! The words for what is wrong with a promise document. Whoever mends it is an
//! editor, in the checker or in the browser's console, so the words are Swedish and
//! say three things: where, what stands there, and what should.
//!
//! Only the tool carries this file; the widget's console names the place and the sort of
//! problem, and refers to the checker.

use crate::promise::fields::Expected;
use crate::promise::problem::{Found, Problem, ProblemKind, Severity};

/// The problem in one line:
/// `commitments[3].targets[0].goal: här står "fyra", men det ska vara ett heltal från 1`.
pub fn sentence(problem: &Problem) -> String {
    let path = if problem.path.is_empty() { "dokumentet".to_owned() } else { printable(&problem.path) };
    [path.as_str(), ": ", &what_is_wrong(problem)].concat()
}

/// How serious it is, in a word.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "fel",
        Severity::Warning => "varning",
    }
}

fn what_is_wrong(problem: &Problem) -> String {
    let stands = || ["här står ", &found(&problem.found)].concat();
    let wrong = match problem.kind {
        // Where the value is the only thing that is wrong, it is one sentence.
        ProblemKind::Found => return [&stands(), ", men det ", &rule(problem)].concat(),
        ProblemKind::Unknown(Some(nearest)) => return ["okänt fält, menade du \"", nearest, "\"?"].concat(),
        ProblemKind::Unknown(None) => "okänt fält".to_owned(),
        ProblemKind::NotJson(line, column) => {
            format!("rad {line}, kolumn {column}: texten går inte att läsa härifrån")
        }
        ProblemKind::Missing => "saknas".to_owned(),
        ProblemKind::Key => "namnet på fältet är inget språk".to_owned(),
        ProblemKind::TooMuch => "för mycket".to_owned(),
        ProblemKind::NoSuchDay => [&stands(), ", en dag som inte finns"].concat(),
        ProblemKind::EndsBeforeItBegins => "slutar innan den börjar".to_owned(),
        ProblemKind::Duplicate => [&stands(), ", som redan är använt"].concat(),
        ProblemKind::Dangling => [&stands(), ", som inte finns"].concat(),
        ProblemKind::Nested => [&stands(), ", som själv är en del av något annat eller pekar på sig själv"].concat(),
        ProblemKind::Conflict => [&stands(), ", en rapport som själv inte räknas"].concat(),
        ProblemKind::NoReason => "utfallet saknar skäl".to_owned(),
        ProblemKind::WrongDirection => "målet ligger åt fel håll från utgångsläget".to_owned(),
        ProblemKind::TooMuchHere => "för mycket här".to_owned(),
        ProblemKind::Markup => [&stands(), ", som ser ut som HTML och visas precis som det står"].concat(),
        ProblemKind::Unused => "fältet används inte här".to_owned(),
        ProblemKind::NotTold => "saknas, men formuläret ska säga det enligt dataskyddsförordningen".to_owned(),
        ProblemKind::NoMainLanguage => "texten saknas på dokumentets huvudspråk".to_owned(),
        ProblemKind::Reserved => [&stands(), ", som är adressen till formuläret för tips"].concat(),
    };
    [&wrong, ". Det ", &rule(problem)].concat()
}

/// How it should be, as the end of a sentence: `ska vara ett heltal från 1`.
fn rule(problem: &Problem) -> String {
    let verb = match (problem.expected, problem.kind) {
        (Expected::AtMost(_), _) => "får vara ",
        (Expected::Reason, _) | (_, ProblemKind::NoMainLanguage) => "ska finnas ",
        _ => "ska vara ",
    };
    [verb, &expected(problem)].concat()
}

/// What stood there, in words: `"fyra"`, `ett objekt`.
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

/// What should have stood there, in words: `ett heltal från 1`.
pub fn expected(problem: &Problem) -> String {
    let words = match problem.expected {
        Expected::Json => "giltig JSON",
        Expected::Object => "ett objekt { … }",
        Expected::List => "en lista [ … ]",
        Expected::Text => "en text utan HTML, eller en text för varje språk",
        Expected::Id => "ett id: 1–64 tecken av a–z, 0–9 och -",
        // The problem is then not the tag, but that the text for it is not there.
        Expected::Lang if problem.kind == ProblemKind::NoMainLanguage => "en text på det språk som står i lang",
        Expected::Lang => "ett språk som sv, en eller fi",
        Expected::Date => "ett datum som 2024, 2024-05 eller 2024-05-07",
        Expected::Period => "en period med from och, om slutet är känt, ett senare to",
        Expected::Link => "en adress som börjar med https:// eller http://, eller är relativ",
        Expected::Phone => "ett telefonnummer",
        Expected::Email => "en e-postadress",
        Expected::Positive => "ett heltal från 1",
        Expected::Whole => "ett heltal från 0",
        Expected::Number => "ett tal",
        Expected::Percent => "ett tal från 0 till 100",
        Expected::Flag => "true eller false",
        Expected::Year => "ett år från 1900 till 2200",
        Expected::MunicipalityCode => "en kommunkod: fyra siffror inom citattecken",
        Expected::OneOf(words) => return one_of(words),
        Expected::AtMost(most) => return ["högst ", &most.to_string(), counted(problem)].concat(),
        Expected::UniqueId => "ett id som inte används på något annat ställe",
        Expected::IdIn(list) => return ["ett id som finns i ", list].concat(),
        Expected::Reason => "ett skäl i fältet reason",
        Expected::KnownField => "ett fält som finns i formatet",
        Expected::GoalInDirection => "ett mål åt det håll som är lovat",
        Expected::FieldOfKind => "ett fält som hör till den sortens mål",
    };
    words.to_owned()
}

/// What a limit counts is told by what went over it: a text, a list, a number, or
/// the document itself.
fn counted(problem: &Problem) -> &'static str {
    match &problem.found {
        Found::Text(_) => " tecken",
        Found::List if problem.kind == ProblemKind::TooMuchHere => " poster sammanlagt",
        Found::List => " poster",
        Found::Nothing => " byte",
        Found::Whole(_) | Found::Number | Found::Flag(_) | Found::Null | Found::Object => "",
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => [&first.join(", "), " eller ", last].concat(),
    }
}

/// What stands in a document may hold anything; a terminal obeys some of it.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(path: &str, kind: ProblemKind, found: Found, expected: Expected) -> Problem {
        Problem { path: path.to_owned(), kind, found, expected }
    }

    fn text(text: &str) -> Found {
        Found::Text(text.to_owned())
    }

    #[test]
    fn every_kind_of_problem_says_where_what_was_found_and_what_was_expected() {
        for (path, kind, found, expected, sentence) in [
            (
                "",
                ProblemKind::NotJson(3, 14),
                Found::Nothing,
                Expected::Json,
                "dokumentet: rad 3, kolumn 14: texten går inte att läsa härifrån. Det ska vara giltig JSON",
            ),
            (
                "title",
                ProblemKind::Missing,
                Found::Nothing,
                Expected::Text,
                "title: saknas. Det ska vara en text utan HTML, eller en text för varje språk",
            ),
            (
                "commitments[3].targets[0].goal",
                ProblemKind::Found,
                text("fyra"),
                Expected::Positive,
                "commitments[3].targets[0].goal: här står \"fyra\", men det ska vara ett heltal från 1",
            ),
            (
                "title.svenska",
                ProblemKind::Key,
                text("Hej"),
                Expected::Lang,
                "title.svenska: namnet på fältet är inget språk. Det ska vara ett språk som sv, en eller fi",
            ),
            (
                "",
                ProblemKind::TooMuch,
                Found::Nothing,
                Expected::AtMost(1_048_576),
                "dokumentet: för mycket. Det får vara högst 1048576 byte",
            ),
            (
                "places",
                ProblemKind::TooMuch,
                Found::List,
                Expected::AtMost(500),
                "places: för mycket. Det får vara högst 500 poster",
            ),
            (
                "title",
                ProblemKind::TooMuch,
                text("a"),
                Expected::AtMost(10_000),
                "title: för mycket. Det får vara högst 10000 tecken",
            ),
            (
                "updated",
                ProblemKind::NoSuchDay,
                text("2024-02-31"),
                Expected::Date,
                "updated: här står \"2024-02-31\", en dag som inte finns. Det ska vara ett datum som 2024, 2024-05 eller 2024-05-07",
            ),
            (
                "period",
                ProblemKind::EndsBeforeItBegins,
                Found::Object,
                Expected::Period,
                "period: slutar innan den börjar. Det ska vara en period med from och, om slutet är känt, ett senare to",
            ),
            (
                "actors[1].id",
                ProblemKind::Duplicate,
                text("polisen"),
                Expected::UniqueId,
                "actors[1].id: här står \"polisen\", som redan är använt. Det ska vara ett id som inte används på något annat ställe",
            ),
            (
                "commitments[0].actors[0]",
                ProblemKind::Dangling,
                text("polis"),
                Expected::IdIn("actors"),
                "commitments[0].actors[0]: här står \"polis\", som inte finns. Det ska vara ett id som finns i actors",
            ),
            (
                "commitments[2].part_of",
                ProblemKind::Nested,
                text("a"),
                Expected::IdIn("commitments"),
                "commitments[2].part_of: här står \"a\", som själv är en del av något annat eller pekar på sig själv. Det ska vara ett id som finns i commitments",
            ),
            (
                "commitments[0].reports[0].conflicts_with.report",
                ProblemKind::Conflict,
                text("b"),
                Expected::IdIn("reports"),
                "commitments[0].reports[0].conflicts_with.report: här står \"b\", en rapport som själv inte räknas. Det ska vara ett id som finns i reports",
            ),
            (
                "commitments[0].outcome",
                ProblemKind::NoReason,
                Found::Object,
                Expected::Reason,
                "commitments[0].outcome: utfallet saknar skäl. Det ska finnas ett skäl i fältet reason",
            ),
            (
                "commitments[0].targets[0]",
                ProblemKind::WrongDirection,
                Found::Object,
                Expected::GoalInDirection,
                "commitments[0].targets[0]: målet ligger åt fel håll från utgångsläget. Det ska vara ett mål åt det håll som är lovat",
            ),
            (
                "actors[0].name",
                ProblemKind::TooMuchHere,
                text("a"),
                Expected::AtMost(300),
                "actors[0].name: för mycket här. Det får vara högst 300 tecken",
            ),
            (
                "commitments[7].reports",
                ProblemKind::TooMuchHere,
                Found::List,
                Expected::AtMost(5000),
                "commitments[7].reports: för mycket här. Det får vara högst 5000 poster sammanlagt",
            ),
            (
                "focusareas",
                ProblemKind::Unknown(Some("focus_areas")),
                Found::List,
                Expected::KnownField,
                "focusareas: okänt fält, menade du \"focus_areas\"?",
            ),
            (
                "colour",
                ProblemKind::Unknown(None),
                text("red"),
                Expected::KnownField,
                "colour: okänt fält. Det ska vara ett fält som finns i formatet",
            ),
            (
                "title",
                ProblemKind::Markup,
                text("<p>Hej</p>"),
                Expected::Text,
                "title: här står \"<p>Hej</p>\", som ser ut som HTML och visas precis som det står. Det ska vara en text utan HTML, eller en text för varje språk",
            ),
            (
                "commitments[0].targets[0].reports[0].amount",
                ProblemKind::Unused,
                Found::Nothing,
                Expected::FieldOfKind,
                "commitments[0].targets[0].reports[0].amount: fältet används inte här. Det ska vara ett fält som hör till den sortens mål",
            ),
            (
                "title",
                ProblemKind::NoMainLanguage,
                Found::Object,
                Expected::Lang,
                "title: texten saknas på dokumentets huvudspråk. Det ska finnas en text på det språk som står i lang",
            ),
            (
                "commitments[0].id",
                ProblemKind::Reserved,
                text("tips"),
                Expected::UniqueId,
                "commitments[0].id: här står \"tips\", som är adressen till formuläret för tips. Det ska vara ett id som inte används på något annat ställe",
            ),
            (
                "tips.purpose",
                ProblemKind::NotTold,
                Found::Nothing,
                Expected::Text,
                "tips.purpose: saknas, men formuläret ska säga det enligt dataskyddsförordningen. Det ska vara en text utan HTML, eller en text för varje språk",
            ),
        ] {
            assert_eq!(super::sentence(&problem(path, kind, found, expected)), sentence, "{kind:?}");
        }
    }

    #[test]
    fn what_was_found_is_told_as_the_editor_wrote_it() {
        for (found, words) in [
            (Found::Nothing, "ingenting"),
            (text("fyra"), "\"fyra\""),
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
    fn a_closed_list_of_words_is_told_whole() {
        let words = |words| expected(&problem("", ProblemKind::Found, Found::Null, Expected::OneOf(words)));
        assert_eq!(words(&["exact", "at_least"]), "exact eller at_least");
        assert_eq!(words(&["week", "month", "year"]), "week, month eller year");
        assert_eq!(words(&["only"]), "only");
    }

    #[test]
    fn a_limit_on_a_number_counts_nothing_but_the_number() {
        let months =
            problem("follow_up.stale_after_months", ProblemKind::Found, Found::Whole(500), Expected::AtMost(120));
        assert_eq!(sentence(&months), "follow_up.stale_after_months: här står 500, men det får vara högst 120");
    }

    #[test]
    fn nothing_in_a_document_can_command_the_terminal() {
        let hostile = problem("a\u{1b}[2J\nb", ProblemKind::Found, text("\u{7}x\ny"), Expected::Flag);
        assert_eq!(sentence(&hostile), "a [2J b: här står \" x y\", men det ska vara true eller false");
    }

    #[test]
    fn an_error_and_a_warning_have_each_a_word() {
        assert_eq!((severity(Severity::Error), severity(Severity::Warning)), ("fel", "varning"));
    }
}
