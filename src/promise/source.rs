//! Where something can be read. A source that several reports rely on is named once, in the
//! document's `sources`, and referred to by its id.

use super::date::PartialDate;
use super::document::Promise;
use super::fields::{Expected, FromJson, Node, record};
use super::id::Id;
use super::link::Link;
use super::text::Label;

record! {
    /// A page or a file that says so.
    Source {
        /// What it is called.
        required title: Label,
        /// Its address.
        optional url: Link,
        /// When it was published.
        optional date: PartialDate,
    }
}

/// A source with an id of its own: an entry of the document's `sources`.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct NamedSource {
    /// Its id, unique among the sources.
    pub id: Id,
    /// The source.
    #[cfg_attr(feature = "tool", schemars(flatten))]
    pub source: Source,
}

impl FromJson for NamedSource {
    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        let (id, title) = (fields.required("id"), fields.required("title"));
        let (url, date) = (fields.optional("url"), fields.optional("date"));
        Some(Self { id: id?, source: Source { title: title?, url, date } })
    }
}

/// A source as a report, an outcome or an indicator gives it.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "tool", schemars(untagged))]
pub enum SourceRef {
    /// The id of an entry of the document's `sources`.
    Named(Id),
    /// The source itself.
    Stated(Source),
}

impl FromJson for SourceRef {
    const EXPECTED: Expected = Expected::Source;

    fn from_json(node: Node) -> Option<Self> {
        if node.is_object() {
            Source::from_json(node).map(Self::Stated)
        } else {
            node.parsed(Id::parse, Self::EXPECTED).map(Self::Named)
        }
    }
}

impl Promise {
    /// Resolves a source. `None` only if the id is not among the `sources`, which was reported when
    /// the document was read.
    pub fn source<'a>(&'a self, source: &'a SourceRef) -> Option<&'a Source> {
        match source {
            SourceRef::Stated(source) => Some(source),
            SourceRef::Named(id) => self.sources.iter().find(|named| named.id == *id).map(|named| &named.source),
        }
    }
}
