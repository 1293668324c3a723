//! Text for people to read, in one or more languages. Plain text only: markup is shown literally,
//! never interpreted.

use super::fields::{Expected, FromJson, Node};
use super::id::Lang;
use super::limits;
use super::problem::ProblemKind;
use std::ops::Deref;

/// A text in the document's main language, or one text per language.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Text {
    /// In the document's main language.
    One(String),
    /// By language tag, in the order of the document; never empty.
    Many(Vec<(Lang, String)>),
}

/// A text chosen for a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Chosen<'a> {
    /// The text to show.
    pub text: &'a str,
    /// Its language.
    pub lang: &'a str,
}

impl Text {
    /// The text in the language that the reader wants, or else in the document's main language, or
    /// else in the first one available. `sv-FI` falls back to `sv`.
    pub fn choose<'a>(&'a self, wanted: &str, main: &'a Lang) -> Chosen<'a> {
        match self {
            Self::One(text) => Chosen { text, lang: main.as_str() },
            Self::Many(texts) => {
                let find = |tag: &str| texts.iter().find(|(lang, _)| lang.as_str().eq_ignore_ascii_case(tag));
                let language = wanted.split('-').next().unwrap_or(wanted);
                find(wanted)
                    .or_else(|| find(language))
                    .or_else(|| find(main.as_str()))
                    .or_else(|| texts.first())
                    .map_or(Chosen { text: "", lang: main.as_str() }, |(lang, text)| Chosen {
                        text,
                        lang: lang.as_str(),
                    })
            }
        }
    }

    /// The languages of the text, for checks; none for a text in the main language only.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        let many: &[(Lang, String)] = match self {
            Self::One(_) => &[],
            Self::Many(texts) => texts,
        };
        many.iter().map(|(lang, _)| lang)
    }
}

/// A text that the view repeats: names, units, titles of sources. Its limit is lower than that of
/// running text, since a name of ten thousand letters on each of a thousand commitments is too much
/// for a phone.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Label(Text);

impl Deref for Label {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl FromJson for Label {
    const EXPECTED: Expected = Expected::Text;

    fn from_json(node: Node) -> Option<Self> {
        text(node, limits::LABEL_CHARS).map(Self)
    }
}

fn plain_text(node: Node, most: usize) -> Option<String> {
    let text = node.string(Expected::Text)?;
    if text.trim().is_empty() {
        node.problem(ProblemKind::Found, Expected::Text);
        return None;
    }
    if text.chars().count() > most {
        node.problem(ProblemKind::TooMuch, Expected::AtMost(most));
        return Some(text.chars().take(most).collect());
    }
    if looks_like_markup(text) {
        node.problem(ProblemKind::Markup, Expected::Text);
    }
    Some(text.to_owned())
}

/// `<p>`, `</b>`, `&nbsp;`: what is left when an editor pastes from the site's CMS.
pub fn looks_like_markup(text: &str) -> bool {
    text.contains("&nbsp;")
        || text.split('<').skip(1).any(|rest| {
            let name = rest.strip_prefix('/').unwrap_or(rest);
            name.starts_with(|character: char| character.is_ascii_alphabetic()) && name.contains('>')
        })
}

impl FromJson for Text {
    const EXPECTED: Expected = Expected::Text;

    fn from_json(node: Node) -> Option<Self> {
        text(node, limits::TEXT_CHARS)
    }
}

/// Reads a text of at most `most` characters per language.
fn text(node: Node, most: usize) -> Option<Text> {
    if !node.is_object() {
        return plain_text(node, most).map(Text::One);
    }
    let mut texts = Vec::new();
    for (tag, child) in node.entries() {
        let child = node.child(tag, child);
        match Lang::parse(tag) {
            Some(lang) => texts.extend(plain_text(child, most).map(|text| (lang, text))),
            None => child.problem(ProblemKind::Key, Expected::Lang),
        }
    }
    if texts.is_empty() {
        if node.entries().next().is_none() {
            node.problem(ProblemKind::Found, Expected::Text);
        }
        return None;
    }
    Some(Text::Many(texts))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::parse(tag).unwrap()
    }

    #[test]
    fn a_reader_gets_the_language_wanted_then_the_main_one_then_the_first() {
        let main = lang("sv");
        let text = Text::Many(vec![
            (lang("fi"), "suomi".into()),
            (lang("sv"), "svenska".into()),
            (lang("en"), "English".into()),
        ]);
        for (wanted, expected, expected_lang) in
            [("en", "English", "en"), ("EN-gb", "English", "en"), ("de", "svenska", "sv"), ("fi", "suomi", "fi")]
        {
            assert_eq!(text.choose(wanted, &main), Chosen { text: expected, lang: expected_lang });
        }
        let without_main = Text::Many(vec![(lang("fi"), "suomi".into())]);
        assert_eq!(without_main.choose("en", &main), Chosen { text: "suomi", lang: "fi" });
        assert_eq!(Text::One("hej".into()).choose("en", &main), Chosen { text: "hej", lang: "sv" });
    }

    #[test]
    fn pasted_markup_is_noticed_but_ordinary_signs_are_not() {
        for markup in ["<p>Hej</p>", "a &nbsp; b", "x<br/>y", "slut</b>"] {
            assert!(looks_like_markup(markup), "{markup}");
        }
        for plain in ["a < b", "1<2>0", "Barn & unga", "<3"] {
            assert!(!looks_like_markup(plain), "{plain}");
        }
    }
}
