//! Warnings about what is allowed in a document but probably not what the editor meant, and
//! mistakes that do not affect residents. Only the tool includes this file.

use super::counting::{NotCounted, why_not_counted};
use super::date::{Day, Period};
use super::document::{Commitment, Promise};
use super::fields::Expected;
use super::id::Id;
use super::log::Log;
use super::problem::{Found, ProblemKind};
use super::progress::{counting, judged_period, own_period};
use super::read::{entry, found};
use super::report::{Amount, Outcome, OutcomeStatus, Report, ReportState};
use super::target::{Count, Every, Interval, MilestoneGoal, Rate, Reporting, Scale, Target, TargetKind, Unit};
use super::text::Text;
use serde_json::Value;
use std::collections::BTreeSet;

/// What an editor is warned about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// The report lies outside the period of its target, so it is shown but not counted.
    NotCounted,
    /// The date is years away from the period of the promise.
    FarAway,
    /// Another report says the same.
    ReportedTwice,
    /// Some of the reports here have no source; the problem gives their number.
    NoSource,
    /// An amount on a commitment that has targets: it does not count towards any of them.
    AmountBesideTargets,
    /// The amounts only grow, and their sum exceeds the goal: each may be a running total.
    MaybeCumulative,
    /// The report of a rate covers several of its intervals.
    TooCoarse,
    /// A milestone that should be done is reported as begun at its deadline.
    BegunAtTheEnd,
    /// A relative address that looks like a domain.
    LooksLikeSite,
    /// A unit that begins with a digit, although the number is shown before it.
    DigitInUnit,
    /// The other document has no commitment with that id.
    ContinuesNowhere,
    /// A reason for something that was met.
    ReasonWhenMet,
    /// Letters garbled by decoding UTF-8 with another encoding, or vice versa.
    WrongLetters,
    /// Information that article 13 of the GDPR requires of a tip form is missing.
    NotTold,
    /// The id is reserved for the address of the tip form.
    Reserved,
}

impl Advice {
    /// A stable name for machines.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotCounted => "not_counted",
            Self::FarAway => "far_from_period",
            Self::ReportedTwice => "reported_twice",
            Self::NoSource => "no_source",
            Self::AmountBesideTargets => "amount_beside_targets",
            Self::MaybeCumulative => "maybe_cumulative",
            Self::TooCoarse => "too_coarse",
            Self::BegunAtTheEnd => "begun_at_the_end",
            Self::LooksLikeSite => "looks_like_site",
            Self::DigitInUnit => "digit_in_unit",
            Self::ContinuesNowhere => "continues_nowhere",
            Self::ReasonWhenMet => "reason_when_met",
            Self::WrongLetters => "wrong_letters",
            Self::NotTold => "not_told",
            Self::Reserved => "reserved_id",
        }
    }
}

/// A date further than this from the period is probably a mistake.
const YEARS: u16 = 3;

/// Adds everything that an editor should double-check.
pub fn warn(promise: &Promise, document: &Value, log: &Log) {
    let warnings = Warnings { promise, document, log };
    for (index, commitment) in promise.commitments.iter().enumerate() {
        warnings.commitment(commitment, &entry("commitments", index, log));
    }
    warnings.indicators();
    warnings.dates();
    warnings.values(document, "", &mut BTreeSet::new());
    warnings.reserved_ids();
    warnings.tips();
}

struct Warnings<'a> {
    promise: &'a Promise,
    document: &'a Value,
    log: &'a Log,
}

impl Warnings<'_> {
    fn add(&self, advice: Advice, path: String, found: Found, expected: Expected) {
        self.log.add(ProblemKind::Advice(advice), || (path, found, expected));
    }

    fn commitment(&self, commitment: &Commitment, path: &str) {
        let reports = format!("{path}.reports");
        self.reports(&commitment.reports, self.promise.period.as_ref(), &reports);
        if !commitment.targets.is_empty() {
            for (index, report) in commitment.reports.iter().enumerate() {
                if let Some(Amount(amount)) = report.amount {
                    let path = format!("{}.amount", entry(&reports, index, self.log));
                    self.add(Advice::AmountBesideTargets, path, whole(amount), Expected::FieldOfKind);
                }
            }
        }
        for (index, target) in commitment.targets.iter().enumerate() {
            self.target(target, &entry(&format!("{path}.targets"), index, self.log));
        }
    }

    fn target(&self, target: &Target, path: &str) {
        let reports = format!("{path}.reports");
        self.reports(&target.reports, own_period(target, self.promise), &reports);
        match &target.kind {
            TargetKind::Count(Count { goal, unit, .. }) => {
                self.unit(unit, path);
                self.cumulative(target, goal.get(), &reports);
            }
            TargetKind::Every(Every { total: Some(total), .. }) => self.cumulative(target, total.get(), &reports),
            TargetKind::Every(Every { total: None, .. }) | TargetKind::Share(_) => {}
            TargetKind::Rate(Rate { per, unit, .. }) => {
                self.unit(unit, path);
                self.coarse_dates(*per, &target.reports, &reports);
            }
            TargetKind::Change(change) => {
                change.unit.iter().for_each(|unit| self.unit(unit, path));
                self.scale(change.scale.as_ref(), path);
            }
            TargetKind::Milestone(milestone) => {
                let end = judged_period(target, self.promise).and_then(|period| period.to).map(|to| to.last_day());
                let is_to_be_done = milestone.goal != Some(MilestoneGoal::Begun) && target.outcome.is_none();
                for (index, report) in target.reports.iter().enumerate().filter(|_| is_to_be_done) {
                    let is_late = end.is_some_and(|end| report.date.date.last_day() >= end);
                    if report.state == Some(ReportState::Begun) && report.conflicts_with.is_none() && is_late {
                        let path = format!("{}.state", entry(&reports, index, self.log));
                        self.add(Advice::BegunAtTheEnd, path, text("begun"), Expected::OneOf(&["done"]));
                    }
                }
            }
        }
    }

    fn reports(&self, reports: &[Report], period: Option<&Period>, path: &str) {
        let at = |index: usize, field: &str| format!("{}{field}", entry(path, index, self.log));
        let without_source = || reports.iter().enumerate().filter(|(_, report)| report.source.is_none());
        if let Some((index, _)) = without_source().next() {
            let count = without_source().count() as u32;
            self.add(Advice::NoSource, at(index, ".source"), whole(count), Expected::KnownField(None));
        }
        for (index, report) in reports.iter().enumerate() {
            if why_not_counted(report, period) == Some(NotCounted::OutsidePeriod) {
                self.date(Advice::NotCounted, at(index, ".date"));
            }
            let says = |report: &Report| Report { id: None, ..report.clone() };
            if reports.iter().take(index).any(|earlier| says(earlier) == says(report)) {
                self.add(Advice::ReportedTwice, at(index, ""), Found::Object, Expected::Object);
            }
        }
    }

    /// "18, 33, 50" of 60: the source gives running totals.
    fn cumulative(&self, target: &Target, goal: u32, path: &str) {
        match target.reporting {
            Some(Reporting::Cumulative) => return,
            None => {}
        }
        let counting = counting(target, self.promise);
        let dated = |report: &&Report| Some((report.date.date.order(), report.amount?.0));
        let mut amounts: Vec<(i32, u32)> = counting.reports().iter().filter_map(dated).collect();
        amounts.sort_by_key(|(date, _)| *date);
        let grow = amounts.iter().zip(amounts.iter().skip(1)).all(|((_, earlier), (_, later))| earlier < later);
        let sum: u64 = amounts.iter().map(|(_, amount)| u64::from(*amount)).sum();
        if amounts.len() > 2 && grow && sum > u64::from(goal) {
            self.add(Advice::MaybeCumulative, path.to_owned(), Found::List, Expected::List);
        }
    }

    fn coarse_dates(&self, per: Interval, reports: &[Report], path: &str) {
        for (index, report) in reports.iter().enumerate() {
            let (from, to) = (report.date.date.first_day(), report.date.date.last_day());
            let is_within = match per {
                Interval::Week => from == to,
                Interval::Month | Interval::Quarter | Interval::HalfYear => {
                    (from.year(), from.month()) == (to.year(), to.month())
                }
                Interval::Year => true,
            };
            if report.amount.is_some() && !is_within {
                self.date(Advice::TooCoarse, format!("{}.date", entry(path, index, self.log)));
            }
        }
    }

    fn unit(&self, unit: &Unit, path: &str) {
        for (field, words) in [(".unit.one", &unit.one), (".unit.other", &unit.other)] {
            if let Some(words) = each(words).find(|words| words.starts_with(|sign: char| sign.is_ascii_digit())) {
                self.add(Advice::DigitInUnit, format!("{path}{field}"), text(words), Expected::Text);
            }
        }
    }

    fn scale(&self, scale: Option<&Scale>, path: &str) {
        if scale.is_some_and(|scale| scale.min >= scale.max) {
            let path = format!("{path}.scale");
            self.log.add(ProblemKind::EmptyScale, || (path, Found::Object, Expected::Object));
        }
    }

    fn indicators(&self) {
        for (index, indicator) in self.promise.indicators.iter().enumerate() {
            let path = entry("indicators", index, self.log);
            self.scale(indicator.scale.as_ref(), &path);
            for (number, series) in indicator.series.iter().enumerate() {
                let path = format!("{}.values", entry(&format!("{path}.series"), number, self.log));
                for (place, value) in series.values.iter().enumerate() {
                    if series.values.iter().take(place).any(|earlier| earlier.year == value.year) {
                        let path = format!("{}.year", entry(&path, place, self.log));
                        let year = Found::Whole(i64::from(value.year.0));
                        self.log.add(ProblemKind::RepeatedYear, || (path, year, Expected::Year));
                    }
                }
            }
        }
    }

    /// Checks dates outside reports.
    fn dates(&self) {
        let Some(period) = &self.promise.period else { return };
        let first = period.from.first_day().year().saturating_sub(YEARS);
        let last = period.to.map(|to| to.last_day().year().saturating_add(YEARS));
        let is_far = |day: Day| day.year() < first || last.is_some_and(|last| day.year() > last);
        let check = |day: Option<Day>, path: String| {
            if day.is_some_and(is_far) {
                self.date(Advice::FarAway, path);
            }
        };
        let signed = self.promise.signed.as_ref().and_then(|signed| signed.date.as_ref());
        check(signed.map(|date| date.date.first_day()), "signed.date".to_owned());
        check(self.promise.updated.map(|date| date.first_day()), "updated".to_owned());
        for (index, commitment) in self.promise.commitments.iter().enumerate() {
            let path = entry("commitments", index, self.log);
            let outcome = commitment.outcome.as_ref();
            let date = |outcome: &Outcome| Some(outcome.date.as_ref()?.date.first_day());
            check(outcome.and_then(date), format!("{path}.outcome.date"));
            self.reason(outcome, &path);
            for (number, target) in commitment.targets.iter().enumerate() {
                let path = entry(&format!("{path}.targets"), number, self.log);
                check(target.outcome.as_ref().and_then(date), format!("{path}.outcome.date"));
                self.reason(target.outcome.as_ref(), &path);
                check(target.period.as_ref().map(|own| own.from.first_day()), format!("{path}.period.from"));
                let to = target.period.as_ref().and_then(|own| own.to);
                check(to.map(|to| to.last_day()), format!("{path}.period.to"));
                if let TargetKind::Milestone(milestone) = &target.kind {
                    check(milestone.by.as_ref().map(|by| by.date.last_day()), format!("{path}.by"));
                }
            }
        }
    }

    fn reason(&self, outcome: Option<&Outcome>, path: &str) {
        if let Some(outcome) = outcome
            && outcome.status == OutcomeStatus::Met
            && outcome.reason.is_some()
        {
            self.add(
                Advice::ReasonWhenMet,
                format!("{path}.outcome.reason"),
                Found::Nothing,
                Expected::KnownField(None),
            );
        }
    }

    /// Adds a warning about the date at the path, which may be an object that also has the source's
    /// words.
    fn date(&self, advice: Advice, path: String) {
        let inner = format!("{path}.date");
        let at = |path: &str| super::check::at(self.document, path).and_then(Value::as_str);
        let (path, date) = match at(&path) {
            Some(date) => (path, Some(date)),
            None => (inner.clone(), at(&inner)),
        };
        self.add(advice, path, date.map_or(Found::Nothing, text), Expected::Date);
    }

    /// Checks that do not depend on what a value means. `told` collects the texts already warned
    /// about, so that each is reported once.
    fn values<'b>(&self, value: &'b Value, path: &str, told: &mut BTreeSet<&'b str>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{key}");
                    if let Some(address) =
                        value.as_str().filter(|address| LINKS.contains(&key.as_str()) && is_site(address))
                    {
                        self.add(Advice::LooksLikeSite, path, text(address), Expected::Link);
                        continue;
                    }
                    self.values(value, &path, told);
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    // By position in the document, where nothing has been left out.
                    self.values(value, &format!("{path}[{index}]"), told);
                }
            }
            Value::String(written) => {
                if let Some(at) = wrong_letters(written)
                    && told.insert(written)
                {
                    let before = written.get(..at).unwrap_or_default().rfind(' ').map_or(0, |blank| blank + 1);
                    let word = written.get(before..).unwrap_or_default();
                    self.add(Advice::WrongLetters, path.to_owned(), text(word), Expected::Text);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// `#lofte-tips` leads to the tip form, unless a part of the promise has that id.
    fn reserved_ids(&self) {
        let check = |id: &Id, path: &dyn Fn() -> String| {
            if id.as_str() == "tips" {
                self.add(Advice::Reserved, format!("{}.id", path()), found(id), Expected::UniqueId);
            }
        };
        let log = self.log;
        for (index, area) in self.promise.focus_areas.iter().enumerate() {
            check(&area.id, &|| entry("focus_areas", index, log));
        }
        for (index, commitment) in self.promise.commitments.iter().enumerate() {
            let path = || entry("commitments", index, log);
            check(&commitment.id, &path);
            for (number, target) in commitment.targets.iter().enumerate() {
                check(&target.id, &|| entry(&format!("{}.targets", path()), number, log));
            }
        }
        for (index, indicator) in self.promise.indicators.iter().enumerate() {
            check(&indicator.id, &|| entry("indicators", index, log));
        }
    }

    /// What the law requires a tip form to state. It may be on a page of the kommun's instead, but
    /// somebody has to make sure of that.
    fn tips(&self) {
        let Some(tips) = &self.promise.tips else { return };
        for (name, text) in [
            ("controller", &tips.controller),
            ("purpose", &tips.purpose),
            ("legal_ground", &tips.legal_ground),
            ("retention", &tips.retention),
            ("recipients", &tips.recipients),
            ("rights", &tips.rights),
            ("data_protection_contact", &tips.data_protection_contact),
        ] {
            if text.is_none() {
                self.add(Advice::NotTold, format!("tips.{name}"), Found::Nothing, Expected::Text);
            }
        }
    }
}

/// The fields that hold a [`super::link::Link`].
pub const LINKS: [&str; 4] = ["url", "source_url", "privacy_url", "document"];

/// `polisen.se/osby` and `www.osby.se`, but not `osby-2024.json` or `../dokument/a.pdf`.
fn is_site(address: &str) -> bool {
    const FILES: [&str; 18] = [
        "json", "pdf", "html", "htm", "php", "aspx", "asp", "png", "jpg", "jpeg", "svg", "webp", "gif", "docx", "xlsx",
        "csv", "txt", "xml",
    ];
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((name, last)) = host.rsplit_once('.') else { return false };
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_alphanumeric() || sign == '-');
    let is_file = FILES.contains(&last.to_ascii_lowercase().as_str());
    let is_top = (2..=6).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    host.starts_with("www.") || (is_top && !is_file && name.split('.').all(is_name))
}

/// Where a text has the remains of å, ä, ö, é or a dash after a round trip through Windows-1252 or
/// Latin-1, or the replacement character.
fn wrong_letters(text: &str) -> Option<usize> {
    ["Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "Ã©", "Ã\u{85}", "Ã\u{84}", "Ã\u{96}", "â€", "\u{fffd}"]
        .into_iter()
        .filter_map(|wrong| text.find(wrong))
        .min()
}

/// The text in each of its languages.
fn each(words: &Text) -> impl Iterator<Item = &str> {
    let (one, many): (Option<&str>, &[_]) = match words {
        Text::One(one) => (Some(one), &[]),
        Text::Many(many) => (None, many),
    };
    one.into_iter().chain(many.iter().map(|(_, text)| text.as_str()))
}

fn text(written: &str) -> Found {
    Found::Text(written.chars().take(40).collect())
}

fn whole(number: u32) -> Found {
    Found::Whole(i64::from(number))
}
