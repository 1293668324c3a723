//! What every view needs to know: which promise, on which day, in which words, and at which heading
//! level.

use super::element::{El, button, el, link, p};
use super::locale::Locale;
use crate::promise::date::{Day, WrittenDate};
use crate::promise::document::Promise;
use crate::promise::id::Id;
use crate::promise::link::Link;
use crate::promise::source::SourceRef;
use crate::promise::target::Unit;
use crate::promise::text::Text;
use crate::promise::timeline::beginning;
use crate::texts::Key;
use crate::texts::languages::Languages;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// A promise being shown.
pub struct Showing {
    /// The promise.
    pub promise: Promise,
    /// Part of the document could not be read.
    pub partly: bool,
    /// Today's date in the reader's time zone.
    pub today: Day,
    /// Words, numbers, dates.
    pub locale: Arc<Locale>,
    /// The languages to choose from.
    pub languages: Languages,
    /// The level of the widget's first heading, 1–6.
    pub heading_level: u8,
    /// The address of the document. Relative addresses in it are resolved against this.
    pub base: String,
    /// Where to send tips; without it there is no form.
    pub tips: Option<String>,
    /// The title of the promise that the reader came from.
    pub back: Option<String>,
    /// Only part of the promise is shown, inside another one: its parts have no addresses there.
    pub is_recalled: bool,
    /// The glossary words explained so far, one bit each.
    pub explained: AtomicU64,
}

impl Showing {
    /// Another promise, with its address, part of which is shown inside this one.
    pub fn then(&self, promise: Promise, address: String) -> Self {
        Self {
            promise,
            partly: false,
            today: self.today,
            locale: Arc::clone(&self.locale),
            languages: Languages { offered: Vec::new(), spoken: String::new() },
            heading_level: self.heading_level,
            base: address,
            tips: None,
            back: None,
            is_recalled: true,
            // Most of its hard words have been explained in the promise that continues it.
            explained: AtomicU64::new(u64::MAX),
        }
    }

    /// Gives an element the id that addresses this part of the document.
    pub fn place(&self, element: El, id: &Id) -> El {
        if self.is_recalled { element } else { element.attr("id", &["lofte-", id.as_str()].concat()) }
    }

    /// A button that copies the address of a part. Its name for screen readers includes the
    /// beginning of `name`, the text of the part, which has just been read aloud. The loader
    /// handles the click.
    pub fn copy_link(&self, id: &str, name: &str) -> Option<El> {
        (!self.is_recalled).then(|| {
            let (name, _) = beginning(name, 60);
            let address = [self.promise.id.as_str(), ".", id].concat();
            button("as-link copy", self.t(Key::LinkCopy))
                .attr("data-link", &address)
                .child(el("span").class("hidden").text(&self.locale.fill(Key::LinkTo, &[("name", name)])))
        })
    }

    /// A text of the interface.
    pub fn t(&self, key: Key) -> &str {
        self.locale.t(key)
    }

    /// A text of the document as a plain string, for attributes and for sentences of the interface.
    /// Prefers the language of the interface, since part of a sentence cannot be marked as being in
    /// another language.
    pub fn words<'a>(&'a self, text: &'a Text) -> &'a str {
        text.choose(self.locale.interface(), &self.promise.lang).text
    }

    /// Adds a text of the document to an element, marked with its language if that differs from the
    /// language of the interface.
    pub fn text_in(&self, element: El, text: &Text) -> El {
        let chosen = self.locale.choose(text, &self.promise.lang);
        if chosen.lang == self.locale.interface() {
            element.text(chosen.text)
        } else {
            element.child(self.marked(el("span"), chosen.lang).text(chosen.text))
        }
    }

    /// Marks an element with the language of its text, if that differs from the language of the
    /// interface. Its direction follows from the text itself: a Swedish sentence in an Arabic
    /// interface still starts on the left.
    pub fn marked(&self, element: El, lang: &str) -> El {
        if lang == self.locale.interface() { element } else { element.attr("lang", lang).attr("dir", "auto") }
    }

    /// The paragraphs of a text of the document, separated by blank lines, followed by explanations
    /// of hard words that have not been explained before.
    pub fn paragraphs(&self, text: &Text) -> Vec<El> {
        let mut paragraphs = self.headed(el("p"), text);
        paragraphs.append(&mut self.meanings(text));
        paragraphs
    }

    /// The paragraphs of a text of the document, the first of them in `first`.
    pub fn headed(&self, first: El, text: &Text) -> Vec<El> {
        let chosen = self.locale.choose(text, &self.promise.lang);
        let paragraphs = chosen.text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
        let mut first = Some(first);
        let element = |paragraph| {
            let element = first.take().unwrap_or_else(|| el("p"));
            self.marked(element, chosen.lang).text(paragraph)
        };
        paragraphs.map(element).collect()
    }

    /// Explanations of the hard words of a text that have not been explained before.
    pub fn meanings(&self, text: &Text) -> Vec<El> {
        let chosen = self.locale.choose(text, &self.promise.lang);
        let mut meanings = Vec::new();
        let mut explained = self.explained.load(Relaxed);
        self.locale.explain(chosen.text, &mut explained, &mut |word| {
            let term = self.marked(el("span"), "sv").text(word.term);
            let lang = if word.falls_back { "sv" } else { self.locale.interface() };
            meanings.push(self.marked(p("meaning"), lang).child(term).text(": ").text(word.meaning));
        });
        self.explained.store(explained, Relaxed);
        meanings
    }

    /// A unit in the form for `n`: "riktad insats", "riktade insatser". The document has these two
    /// forms and defines the first as the one for exactly one, whatever plurals the language of the
    /// interface has.
    pub fn unit<'a>(&'a self, unit: &'a Unit, n: f64) -> &'a str {
        self.words(if n == 1.0 { &unit.one } else { &unit.other })
    }

    /// A figure, marked if more was done than was counted.
    pub fn or_more(&self, figure: String, more: bool) -> String {
        if more { self.locale.fill(Key::DoneOrMore, &[("figure", &figure)]) } else { figure }
    }

    /// A number, which the source may give as a minimum: "minst 200".
    pub fn amount(&self, amount: u64, at_least: bool) -> String {
        let n = self.locale.whole(amount);
        if at_least { self.locale.fill(Key::FigureAtLeast, &[("n", &n)]) } else { n }
    }

    /// A date in words.
    pub fn date(&self, date: &WrittenDate) -> String {
        self.locale.written(date, &self.promise.lang)
    }

    /// A heading `below` levels below the widget's first; level six is the lowest.
    pub fn heading(&self, below: u8) -> El {
        match self.heading_level + below {
            0 | 1 => el("h1"),
            2 => el("h2"),
            3 => el("h3"),
            4 => el("h4"),
            5 => el("h5"),
            _ => el("h6"),
        }
    }

    /// A part of the promise that few visitors look for, folded under its heading.
    pub fn fold(&self, class: &'static str, heading: &str, body: El) -> El {
        let summary = el("summary").child(self.heading(1).text(heading));
        el("details").class(class).child(summary).child(body)
    }

    /// A checked address, resolved by the browser against the document's.
    pub fn href(&self, link: &Link) -> String {
        web_sys::Url::new_with_base(link.as_str(), &self.base)
            .map_or_else(|_| link.as_str().to_owned(), |url| url.href())
    }

    /// Whether an address has the same origin as the document.
    pub fn is_own_origin(&self, href: &str) -> bool {
        let origin = |address: &str| web_sys::Url::new(address).map(|url| url.origin()).ok();
        origin(href).is_some_and(|found| Some(found) == origin(&self.base))
    }

    /// A link whose text comes from the document.
    pub fn link_to(&self, url: &Link, title: &Text) -> El {
        let chosen = self.locale.choose(title, &self.promise.lang);
        self.marked(link(&self.href(url), chosen.text), chosen.lang)
    }

    /// A source: a link if its address is known, otherwise its name; and its publication date, if
    /// known.
    pub fn source(&self, source: &SourceRef) -> El {
        let Some(source) = self.promise.source(source) else { return el("span") };
        let title = match &source.url {
            Some(url) => self.link_to(url, &source.title),
            None => self.text_in(el("span"), &source.title),
        };
        match source.date {
            Some(date) => el("span").child(title).text(", ").text(&self.locale.date(date)),
            None => title,
        }
    }

    /// The names of actors, in the order given.
    pub fn names(&self, ids: &[Id]) -> Vec<String> {
        ids.iter().filter_map(|id| self.promise.actor(id)).map(|actor| self.words(&actor.name).to_owned()).collect()
    }
}
