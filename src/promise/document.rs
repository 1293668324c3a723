//! The promise as a kommun publishes it: who, when, why, what, and how it is
//! followed up. One document is one promise.

use super::date::{PartialDate, Period, WrittenDate};
use super::fields::{Expected, FromJson, Node, record, words};
use super::id::{Id, Lang};
use super::indicator::Indicator;
use super::limits;
use super::link::{Email, Link, Phone};
use super::report::{Outcome, Report};
use super::source::NamedSource;
use super::target::Target;
use super::text::{Label, Text};

/// A medborgarlöfte.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
#[cfg_attr(feature = "tool", derive(schemars::JsonSchema))]
pub struct Promise {
    /// Stable and unique among the kommun's promises: `olofstrom-2024`.
    pub id: Id,
    /// The document's main language; Swedish when left out.
    #[cfg_attr(feature = "tool", schemars(with = "Option<Lang>"))]
    pub lang: Lang,
    /// What the promise is called.
    pub title: Text,
    /// True for a made-up kommun; the widget then says so at the top.
    #[cfg_attr(feature = "tool", schemars(with = "Option<bool>"))]
    pub example: bool,
    /// The kommun. Required; `None` only where it could not be read.
    #[cfg_attr(feature = "tool", schemars(with = "Municipality", description = "The kommun."))]
    pub municipality: Option<Municipality>,
    /// The police, as far as the document names them.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub police: Option<Police>,
    /// When the promise applies. Required; `None` only where it could not be read.
    #[cfg_attr(feature = "tool", schemars(with = "Period", description = "When the promise applies."))]
    pub period: Option<Period>,
    /// When and by whom it was signed.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub signed: Option<Signed>,
    /// When the document, or the page it was taken from, was last changed.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub updated: Option<PartialDate>,
    /// The wider agreement that it is part of.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub agreement: Option<Agreement>,
    /// Where the promise was published.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub source_url: Option<Link>,
    /// Situation, background, aims, in words.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub sections: Vec<Section>,
    /// What the picture of the situation rests on: surveys, dialogues, statistics.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub based_on: Vec<Text>,
    /// Places that the promise speaks of.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub places: Vec<Place>,
    /// Those who promise, and those who help.
    #[cfg_attr(feature = "tool", schemars(length(max = limits::LIST)))]
    pub actors: Vec<Actor>,
    /// What the promise concentrates on.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub focus_areas: Vec<FocusArea>,
    /// What is promised, in the order of the source.
    #[cfg_attr(feature = "tool", schemars(length(max = limits::COMMITMENTS)))]
    pub commitments: Vec<Commitment>,
    /// Sources that several reports rest on, named once and referred to by id.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub sources: Vec<NamedSource>,
    /// Surveys and statistics beside the promise.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub indicators: Vec<Indicator>,
    /// How and how often it is followed up.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub follow_up: Option<FollowUp>,
    /// Files to read.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub documents: Vec<DocumentFile>,
    /// Pictures.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub images: Vec<Image>,
    /// Promises before this one, newest first.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub earlier: Vec<PromiseLink>,
    /// Promises after this one.
    #[cfg_attr(feature = "tool", schemars(default, length(max = limits::LIST)))]
    pub later: Vec<PromiseLink>,
    /// What is said around the form for tips.
    #[cfg_attr(feature = "tool", schemars(default))]
    pub tips: Option<TipsInfo>,
}

record! {
    /// The kommun that promises.
    Municipality {
        /// Its full name: "Olofströms kommun".
        required name: Text,
        /// SCB's four-digit kommunkod, as text: "0617".
        required code: MunicipalityCode,
        /// Its site.
        optional url: Link,
    }
}

/// SCB's kommunkod: four digits, the first two the län. Text, since "0617" is not 617.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct MunicipalityCode(String);

impl MunicipalityCode {
    /// The code, if it is four digits.
    pub fn parse(written: &str) -> Option<Self> {
        (written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self(written.to_owned()))
    }

    /// The four digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromJson for MunicipalityCode {
    const EXPECTED: Expected = Expected::MunicipalityCode;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

record! {
    /// The police that promise.
    Police {
        /// The lokalpolisområde where it is known: "Lokalpolisområde Karlshamn".
        required name: Text,
        /// Its page.
        optional url: Link,
    }
}

record! {
    /// The signing.
    Signed {
        /// When.
        optional date: WrittenDate,
        /// By whom.
        list signatories: Signatory,
    }
}

record! {
    /// A person who signed, not one who only appears in a picture.
    Signatory {
        /// The name.
        required name: Text,
        /// As what: "kommunstyrelsens ordförande".
        required role: Text,
        /// For whom, where the role does not say it.
        optional organisation: Text,
        /// The party letters, where the source has them: "S".
        optional party: Text,
    }
}

record! {
    /// The wider agreement between the kommun and the police.
    Agreement {
        /// What it is called: "Samverkansöverenskommelse".
        required title: Text,
        /// When it applies.
        optional period: Period,
        /// Where it can be read.
        optional url: Link,
    }
}

record! {
    /// A piece of running text.
    Section {
        /// What it is about.
        required kind: SectionKind,
        /// A heading, where the usual one for the kind does not do.
        optional title: Text,
        /// The text. A blank line separates paragraphs.
        required text: Text,
    }
}

words! {
    /// What a section is about.
    SectionKind {
        /// How things are: lägesbilden.
        Situation = "situation",
        /// Why there is a promise.
        Background = "background",
        /// What is to be reached.
        Aim = "aim",
        /// What the promise is thought to lead to.
        Effect = "effect",
        /// Anything else.
        Other = "other",
    }
}

record! {
    /// A place that the promise speaks of.
    Place {
        /// Its id, unique among the places.
        required id: Id,
        /// Its name.
        required name: Label,
        /// What is said of it.
        optional description: Text,
    }
}

record! {
    /// Somebody who promises something, or helps.
    Actor {
        /// Its id, unique among the actors.
        required id: Id,
        /// What sort of actor.
        required kind: ActorKind,
        /// Its name: "Polisen", "Olofströms kommun", "Räddningstjänsten Syd".
        required name: Label,
        /// Its page.
        optional url: Link,
    }
}

words! {
    /// Sorts of actors. The list of actors is open; these are the sorts.
    ActorKind {
        /// The police.
        Police = "police",
        /// The kommun.
        Municipality = "municipality",
        /// Somebody who takes part beside them: an insurer, a housing company.
        Partner = "partner",
        /// Another authority: räddningstjänst, Trafikverket.
        Authority = "authority",
        /// Anybody else: föreningar, residents.
        Other = "other",
    }
}

record! {
    /// What the promise concentrates on.
    FocusArea {
        /// Its id, unique in the document.
        required id: Id,
        /// As published.
        required title: Label,
        /// A short name for it among the choices, where the title is long: "Narkotika".
        optional short: Label,
        /// More about it.
        optional description: Text,
    }
}

record! {
    /// Something that is promised.
    Commitment {
        /// Its id, unique in the document.
        required id: Id,
        /// Exactly as published: the wording of a public promise is the fact.
        required text: Text,
        /// The editor's correction of a slip in the published text, shown beside it.
        optional correction: Text,
        /// The commitment that this is an activity of, where the source has two levels.
        optional part_of: Id,
        /// Who promises: ids in `actors`. Several promise together; none, where the
        /// source does not say who.
        list actors: Id,
        /// Who helps: ids in `actors`.
        list partners: Id,
        /// What it belongs to: ids in `focus_areas`.
        list focus_areas: Id,
        /// Where: an id in `places`.
        optional place: Id,
        /// What is measurable in it.
        list targets: Target,
        /// What has been done, where no target counts it.
        list reports: Report,
        /// How it ended, if that has been stated.
        optional outcome: Outcome,
        /// The commitment of an earlier promise that this goes on with.
        optional continues: Continues,
    }
}

record! {
    /// A commitment in another document.
    Continues {
        /// The address of that document.
        required document: Link,
        /// The commitment's id there.
        required id: Id,
    }
}

record! {
    /// How the promise is followed up.
    FollowUp {
        /// In words.
        required text: Text,
        /// How often: "varje tertial".
        optional cadence: Text,
        /// After how many months without news the promise counts as stale; six when left out.
        optional stale_after_months: Months,
        /// Where it can be followed.
        list links: NamedLink,
    }
}

/// A number of months, 1–120.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Months(pub u16);

impl FromJson for Months {
    const EXPECTED: Expected = Expected::Positive;

    fn from_json(node: Node) -> Option<Self> {
        // At most 120, so nothing is lost.
        let months = node.whole(1, Expected::Positive)?;
        if months > 120 {
            node.problem(super::problem::ProblemKind::Found, Expected::AtMost(120));
            return None;
        }
        Some(Self(months as u16))
    }
}

record! {
    /// A page.
    NamedLink {
        /// What it is called.
        required title: Text,
        /// Its address.
        required url: Link,
    }
}

record! {
    /// A file to read.
    DocumentFile {
        /// What it is called.
        required title: Text,
        /// Its address, where it is known.
        optional url: Link,
        /// Its format: "PDF".
        optional format: Text,
        /// Its size as the source writes it: "1 MB".
        optional size: Text,
    }
}

record! {
    /// A picture.
    Image {
        /// Its address.
        required url: Link,
        /// What it shows, for those who do not see it.
        required alt: Text,
        /// The caption.
        optional caption: Text,
    }
}

record! {
    /// Another promise of the kommun.
    PromiseLink {
        /// What it is called.
        required title: Text,
        /// The address of its document.
        required url: Link,
    }
}

record! {
    /// What is said around the form for tips: the kommun's own words. Where tips are
    /// sent is not here; the page that embeds the widget decides that.
    TipsInfo {
        /// Who reads the tips: "säkerhetssamordnaren på Olofströms kommun".
        optional receiver: Text,
        /// When they are read: "vardagar klockan 8–16". Follows "på de här tiderna:".
        optional reading_hours: Text,
        /// What the personal data in them are used for.
        optional purpose: Text,
        /// How long they are kept: "i två år, sedan tas det bort". Follows "Så länge sparas tipset:".
        optional retention: Text,
        /// Who the kommun may pass a tip on to: "Polisen, om tipset gäller brott".
        optional recipients: Text,
        /// The legal ground for handling personal data in them.
        optional legal_ground: Text,
        /// Who is responsible for the personal data (personuppgiftsansvarig).
        optional controller: Text,
        /// How the data-protection officer (dataskyddsombudet) is reached.
        optional data_protection_contact: Text,
        /// The rights of the resident: to object (article 21), which article 21.4 wants said
        /// clearly; to see the data, to have them corrected, to complain to
        /// Integritetsskyddsmyndigheten.
        optional rights: Text,
        /// The kommun's page on personal data.
        optional privacy_url: Link,
        /// Another way in, by telephone.
        optional phone: Phone,
        /// Another way in, by e-mail.
        optional email: Email,
        /// Where to turn with concern for a child, which is not a tip but a matter for the
        /// social services: "Är du orolig för ett barn? Ring socialtjänsten, …".
        optional concern_for_child: Text,
        /// Things to give a tip about beside the usual ones.
        list categories: TipCategory,
    }
}

record! {
    /// Something to give a tip about.
    TipCategory {
        /// Its id.
        required id: Id,
        /// What it is called.
        required label: Label,
    }
}

impl Promise {
    /// Finds the actor with this id.
    pub fn actor(&self, id: &Id) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.id == *id)
    }

    /// Finds the place with this id.
    pub fn place(&self, id: &Id) -> Option<&Place> {
        self.places.iter().find(|place| place.id == *id)
    }

    /// All targets of all commitments.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.commitments.iter().flat_map(|commitment| &commitment.targets)
    }

    /// All reports, of both targets and commitments.
    pub fn reports(&self) -> impl Iterator<Item = &Report> {
        self.commitments.iter().flat_map(|commitment| {
            commitment.reports.iter().chain(commitment.targets.iter().flat_map(|target| &target.reports))
        })
    }

    /// The activities of a commitment, for sources with two levels.
    pub fn activities_of(&self, id: &Id) -> impl Iterator<Item = &Commitment> {
        self.commitments.iter().filter(move |commitment| commitment.part_of.as_ref() == Some(id))
    }
}

// Written out instead of declared, so that a resident sees whatever can be read even if the title
// or the period is missing.
impl FromJson for Promise {
    fn from_json(node: Node) -> Option<Self> {
        let fields = node.fields()?;
        fields.ignore("$schema");
        let id = fields.required("id").or_else(|| Id::parse("-"));
        let lang = fields.optional("lang").unwrap_or_else(Lang::swedish);
        let title = fields.required("title").unwrap_or_else(|| Text::One("Medborgarlöfte".to_owned()));
        let example = fields.optional("example").unwrap_or_default();
        Some(Self {
            id: id?,
            lang,
            title,
            example,
            municipality: fields.required("municipality"),
            police: fields.optional("police"),
            period: fields.required("period"),
            signed: fields.optional("signed"),
            updated: fields.optional("updated"),
            agreement: fields.optional("agreement"),
            source_url: fields.optional("source_url"),
            sections: fields.list("sections"),
            based_on: fields.list("based_on"),
            places: fields.list("places"),
            actors: fields.required_list("actors", limits::LIST),
            focus_areas: fields.list("focus_areas"),
            commitments: fields.required_list("commitments", limits::COMMITMENTS),
            sources: fields.list("sources"),
            indicators: fields.list("indicators"),
            follow_up: fields.optional("follow_up"),
            documents: fields.list("documents"),
            images: fields.list("images"),
            earlier: fields.list("earlier"),
            later: fields.list("later"),
            tips: fields.optional("tips"),
        })
    }
}
