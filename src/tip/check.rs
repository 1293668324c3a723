//! The rules for a tip, the same in the browser and on the server.

use super::content::{About, Contact, SHORT_MAX, Tip, WHAT_MAX, WHAT_MIN, is_id};
use super::problem::{Field, FieldProblem, Wrong};
use crate::promise::link::{Email, Phone};

/// Trims every text and removes empty ones, so that the browser and the server check,
/// count and keep the same tip. Line breaks become `\n`; other control characters, and
/// the characters that override text direction, are removed.
pub fn tidy(tip: Tip) -> Tip {
    let contact = tip.contact.map(|contact| Contact {
        name: contact.name.and_then(tidy_short),
        email: contact.email.and_then(tidy_short),
        phone: contact.phone.and_then(tidy_short),
    });
    Tip {
        promise: tip.promise.and_then(tidy_short),
        about: tip.about.map(|about| About { label: tidy_text(&about.label), ..about }),
        what: tidy_text(&tip.what),
        place: tip.place.and_then(tidy_short),
        when: tip.when.and_then(tidy_short),
        recurs: tip.recurs,
        contact: contact.filter(|contact| *contact != Contact::default()),
    }
}

fn tidy_short(text: String) -> Option<String> {
    Some(tidy_text(&text)).filter(|text| !text.is_empty())
}

fn tidy_text(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                tidy.push('\n');
            }
            '\n' | '\t' => tidy.push(character),
            // These could reorder letters, even in the text that follows.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            control if control.is_control() => {}
            other => tidy.push(other),
        }
    }
    // Trimmed last, since removed control characters may have been surrounded by white space.
    tidy.trim().to_owned()
}

/// Every problem with a tidied tip, in the order of the form. An empty list means that
/// the tip can be sent and that the inbox accepts it.
pub fn check(tip: &Tip) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let mut tell = |field, wrong| problems.push(FieldProblem { field, wrong });

    if tip.promise.as_deref().is_some_and(|id| !is_id(id)) {
        tell(Field::Promise, Wrong::BadForm);
    }
    if let Some(about) = &tip.about {
        if !is_id(&about.id) || about.label.is_empty() {
            tell(Field::About, Wrong::BadForm);
        } else if is_longer(&about.label, SHORT_MAX) {
            tell(Field::About, Wrong::TooLong(SHORT_MAX));
        }
    }
    if tip.what.is_empty() {
        tell(Field::What, Wrong::Missing);
    } else if !is_longer(&tip.what, WHAT_MIN - 1) {
        tell(Field::What, Wrong::TooShort(WHAT_MIN));
    } else if is_longer(&tip.what, WHAT_MAX) {
        tell(Field::What, Wrong::TooLong(WHAT_MAX));
    }
    for (field, text) in [(Field::Where, &tip.place), (Field::When, &tip.when)] {
        if text.as_deref().is_some_and(|text| is_longer(text, SHORT_MAX)) {
            tell(field, Wrong::TooLong(SHORT_MAX));
        }
    }
    if let Some(contact) = &tip.contact {
        if contact.email.is_none() && contact.phone.is_none() {
            tell(Field::Contact, Wrong::NoWayToReach);
        }
        if contact.name.as_deref().is_some_and(|name| is_longer(name, SHORT_MAX)) {
            tell(Field::ContactName, Wrong::TooLong(SHORT_MAX));
        }
        if contact.email.as_deref().is_some_and(|email| Email::parse(email).is_none()) {
            tell(Field::ContactEmail, Wrong::BadForm);
        }
        if contact.phone.as_deref().is_some_and(|phone| Phone::parse(phone).is_none()) {
            tell(Field::ContactPhone, Wrong::BadForm);
        }
    }
    problems
}

/// Counts characters by code points, not bytes, as the counter of the form does.
fn is_longer(text: &str, most: usize) -> bool {
    text.chars().nth(most).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tip::content::AboutKind;

    fn tip(what: &str) -> Tip {
        Tip { what: what.to_owned(), ..Tip::default() }
    }

    fn wrongs(tip: Tip) -> Vec<(Field, Wrong)> {
        check(&tidy(tip)).into_iter().map(|problem| (problem.field, problem.wrong)).collect()
    }

    #[test]
    fn the_account_is_ten_to_four_thousand_characters_after_trimming() {
        for (what, expected) in [
            (String::new(), Some(Wrong::Missing)),
            (" \n\t ".to_owned(), Some(Wrong::Missing)),
            ("Klotter".to_owned(), Some(Wrong::TooShort(10))),
            ("   Klotter    ".to_owned(), Some(Wrong::TooShort(10))),
            ("åäöåäöåäöå".to_owned(), None),
            ("å".repeat(4000), None),
            ("å".repeat(4001), Some(Wrong::TooLong(4000))),
        ] {
            let expected: Vec<_> = expected.map(|wrong| (Field::What, wrong)).into_iter().collect();
            assert_eq!(wrongs(tip(&what)), expected, "{} characters", what.chars().count());
        }
    }

    #[test]
    fn nobody_has_to_say_who_they_are() {
        assert_eq!(wrongs(tip("Trasig lampa vid stationen")), []);
    }

    #[test]
    fn an_empty_contact_is_no_contact_but_a_name_alone_reaches_nobody() {
        let with = |name: &str, email: &str, phone: &str| Tip {
            contact: Some(Contact { name: Some(name.into()), email: Some(email.into()), phone: Some(phone.into()) }),
            ..tip("Trasig lampa vid stationen")
        };
        assert_eq!(wrongs(with("", " ", "")), []);
        assert_eq!(wrongs(with("Kim", "", "")), [(Field::Contact, Wrong::NoWayToReach)]);
        assert_eq!(wrongs(with("Kim", "kim@example.se", "")), []);
        assert_eq!(wrongs(with("", "kim", "070")), [(Field::ContactEmail, Wrong::BadForm)]);
        assert_eq!(wrongs(with("", "", "ring mig")), [(Field::ContactPhone, Wrong::BadForm)]);
    }

    #[test]
    fn short_texts_have_a_limit_of_their_own() {
        let long = Some("a".repeat(301));
        let tip = Tip { place: long.clone(), when: long, ..tip("Trasig lampa vid stationen") };
        assert_eq!(wrongs(tip), [(Field::Where, Wrong::TooLong(300)), (Field::When, Wrong::TooLong(300))]);
    }

    #[test]
    fn the_subject_has_an_id_and_the_words_that_were_shown() {
        let about = |id: &str, label: &str| Tip {
            about: Some(About { kind: AboutKind::Category, id: id.into(), label: label.into() }),
            ..tip("Trasig lampa vid stationen")
        };
        assert_eq!(wrongs(about("vandalism", "Skadegörelse")), []);
        assert_eq!(wrongs(about("Å", "Skadegörelse")), [(Field::About, Wrong::BadForm)]);
        assert_eq!(wrongs(about("vandalism", " ")), [(Field::About, Wrong::BadForm)]);
    }

    #[test]
    fn line_breaks_are_kept_and_other_control_characters_dropped() {
        assert_eq!(tidy(tip(" a\r\nb\rc\n\u{0}\u{7}d\te ")).what, "a\nb\nc\nd\te");
    }

    #[test]
    fn nobody_can_turn_the_order_of_the_letters_round() {
        let turned = " \u{202e}a\u{202a}b\u{202b}\u{202c}\u{202d}c\u{2066}d\u{2067}\u{2068}e\u{2069}";
        assert_eq!(tidy(tip(turned)).what, "abcde");
        // Plain direction marks, which mixed scripts need, are kept.
        assert_eq!(tidy(tip("a\u{200f}b\u{2065}")).what, "a\u{200f}b\u{2065}");
    }

    #[test]
    fn tidying_twice_changes_nothing_more() {
        let once = tidy(tip(" a\r\n b \u{1} "));
        assert_eq!(tidy(once.clone()), once);
    }
}
