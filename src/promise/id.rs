//! Ids and language tags: the two kinds of machine-readable names in a document.

use super::fields::{Expected, FromJson, Node};

/// A stable name, unique in its document: 1–64 of `a`–`z`, `0`–`9` and `-`. It becomes part of
/// addresses, so it is never reused for something else.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Id(String);

impl Id {
    /// The longest id, in bytes.
    pub const MAX_LEN: usize = 64;

    /// The id, if the text is a valid one.
    pub fn parse(written: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        ((1..=Self::MAX_LEN).contains(&written.len()) && written.bytes().all(allowed)).then(|| Self(written.to_owned()))
    }

    /// The id as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id with a number appended, shortened if it would be too long.
    pub fn numbered(&self, number: usize) -> Self {
        let number = number.to_string();
        // All ASCII, so it can be cut at any byte.
        let most = Self::MAX_LEN.saturating_sub(number.len() + 1);
        Self([self.0.get(..most).unwrap_or(&self.0), "-", &number].concat())
    }
}

/// The positions of ids in a list, for lookup without scanning the list: a document may contain
/// thousands of references.
pub struct Places<'a>(Vec<(&'a Id, usize)>);

impl<'a> Places<'a> {
    /// The positions of these ids. For duplicates, the first one counts.
    pub fn of(ids: &mut dyn Iterator<Item = &'a Id>) -> Self {
        let mut sorted: Vec<(&Id, usize)> = Vec::new();
        for (place, id) in ids.enumerate() {
            if let Err(at) = sorted.binary_search_by(|(other, _)| (*other).cmp(id)) {
                sorted.insert(at, (id, place));
            }
        }
        Self(sorted)
    }

    /// The position of this id.
    pub fn find(&self, id: &Id) -> Option<usize> {
        let at = self.0.binary_search_by(|(other, _)| (*other).cmp(id)).ok()?;
        self.0.get(at).map(|(_, place)| *place)
    }
}

impl FromJson for Id {
    const EXPECTED: Expected = Expected::Id;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

/// A BCP 47 language tag, checked for form only: `sv`, `en`, `sv-FI`, `fit`. Tags are
/// case-insensitive, so they are stored in the case that BCP 47 recommends: `SV-fi` becomes
/// `sv-FI`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Lang(String);

impl Lang {
    /// The tag, if the text is a valid one.
    pub fn parse(written: &str) -> Option<Self> {
        let mut tag = String::with_capacity(written.len());
        for (place, part) in written.split('-').enumerate() {
            let is_word = |allowed: fn(&u8) -> bool| part.bytes().all(|byte| allowed(&byte));
            let good = match place {
                0 => (2..=3).contains(&part.len()) && is_word(u8::is_ascii_alphabetic),
                _ => (2..=8).contains(&part.len()) && is_word(u8::is_ascii_alphanumeric),
            };
            if !good {
                return None;
            }
            let from = tag.len() + usize::from(place > 0);
            if place > 0 {
                tag.push('-');
            }
            tag.push_str(part);
            // Regions have two letters, scripts four.
            let capitals = match (place, part.len()) {
                (0, _) => 0,
                (_, 2) => 2,
                (_, 4) => 1,
                _ => 0,
            };
            if let Some(part) = tag.get_mut(from..) {
                part.make_ascii_lowercase();
                if let Some(first) = part.get_mut(..capitals) {
                    first.make_ascii_uppercase();
                }
            }
        }
        Some(Self(tag))
    }

    /// The tag, in the case that BCP 47 recommends.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Swedish, the default language of a document.
    pub fn swedish() -> Self {
        Self("sv".to_owned())
    }
}

impl FromJson for Lang {
    const EXPECTED: Expected = Expected::Lang;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_letters_digits_and_hyphens() {
        for good in ["a", "a-traktorer", "4", "-", &"x".repeat(64)] {
            assert!(Id::parse(good).is_some(), "{good}");
        }
        for bad in ["", "A", "å", "a b", "a_b", "a/b", &"x".repeat(65)] {
            assert!(Id::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn of_two_equal_ids_the_first_has_the_place() {
        let ids: Vec<Id> = ["b", "a", "b"].into_iter().filter_map(Id::parse).collect();
        let places = Places::of(&mut ids.iter());
        assert_eq!(ids.iter().map(|id| places.find(id)).collect::<Vec<_>>(), [Some(0), Some(1), Some(0)]);
        assert_eq!(Id::parse("c").and_then(|id| places.find(&id)), None);
    }

    #[test]
    fn a_language_tag_has_the_form_of_bcp_47() {
        for good in ["sv", "en", "fit", "sv-FI", "rmy-Latn-SE", "en-x1"] {
            assert!(Lang::parse(good).is_some(), "{good}");
        }
        for bad in ["", "s", "svenska", "sv_FI", "sv-", "sv-é", "é"] {
            assert!(Lang::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn case_means_nothing_in_a_language_tag() {
        for (written, tag) in [
            ("EN", "en"),
            ("Sv-fi", "sv-FI"),
            ("ZH-HANT-tw", "zh-Hant-TW"),
            ("rmy-latn-SE", "rmy-Latn-SE"),
            ("sl-ROZAJ", "sl-rozaj"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(Lang::parse(written).as_ref().map(Lang::as_str), Some(tag), "{written}");
            assert_eq!(Lang::parse(written), Lang::parse(tag));
        }
    }
}
