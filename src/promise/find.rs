//! Filters the commitments by focus area, by who promises, and by status, separately or combined.
//!
//! An activity inherits the focus areas and actors of the commitment it is part of, unless it has
//! its own. That commitment is shown along with it, since the activity makes no sense without it.

use super::date::Day;
use super::document::{Commitment, Promise};
use super::id::{Id, Places};
use super::progress::Status;
use super::summary::counted;
use super::text::Text;

/// What can be filtered by.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum Facet {
    /// The focus areas of the promise, by position in the document.
    FocusArea,
    /// The actors who promise, by position in the list of actors.
    Actor,
    /// The statuses, by position in [`Status::ALL`], and [`UNMEASURED`].
    Status,
}

impl Facet {
    /// All facets, in numeric order.
    pub const ALL: [Self; 3] = [Self::FocusArea, Self::Actor, Self::Status];
}

/// The position, after the statuses, of points without a goal in a promise that has targets. In a
/// promise without targets, the points have statuses of their own.
pub const UNMEASURED: usize = Status::ALL.len();

/// The choice for each facet, in the order of [`Facet::ALL`]: a position, or anything.
pub type Wanted = [Option<usize>; 3];

/// The facet values of each commitment, in document order.
pub struct Index {
    commitments: Vec<Belongs>,
}

struct Belongs {
    /// By facet.
    places: [Vec<usize>; 3],
    part_of: Option<usize>,
}

/// The result of a search.
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Found {
    /// For each commitment, whether to show it.
    pub shown: Vec<bool>,
    /// How many commitments match. Those that are shown only because one of their activities
    /// matches are not counted.
    pub count: usize,
    /// How many matches each value of each facet would give, with the current choices for the other
    /// facets: commitments, but goals for the statuses, as in the summary. Values beyond the end
    /// have none.
    pub counts: [Vec<usize>; 3],
}

impl Index {
    /// Looks up the facet values of the commitments in `promise` on the day `today`.
    pub fn of(promise: &Promise, today: Day) -> Self {
        let areas = Places::of(&mut promise.focus_areas.iter().map(|area| &area.id));
        let actors = Places::of(&mut promise.actors.iter().map(|actor| &actor.id));
        let all = Places::of(&mut promise.commitments.iter().map(|commitment| &commitment.id));
        let is_measured = promise.targets().next().is_some();
        let mut commitments = Vec::new();
        for commitment in &promise.commitments {
            let part_of = commitment.part_of.as_ref().and_then(|id| all.find(id));
            let whole = part_of.and_then(|place| promise.commitments.get(place));
            let counted = counted(commitment, promise, today);
            let place = |status: Status| Status::ALL.iter().position(|found| *found == status);
            let point = counted.point.and_then(|status| if is_measured { Some(UNMEASURED) } else { place(status) });
            let statuses = counted.goals.into_iter().filter_map(place).chain(point).collect();
            commitments.push(Belongs {
                places: [
                    places(&areas, commitment, whole, |commitment| &commitment.focus_areas),
                    places(&actors, commitment, whole, |commitment| &commitment.actors),
                    statuses,
                ],
                part_of,
            });
        }
        Self { commitments }
    }

    /// How many commitments there are.
    pub fn len(&self) -> usize {
        self.commitments.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.commitments.is_empty()
    }

    /// Finds the commitments that match `wanted`. `has_words` returns whether a commitment contains
    /// the words searched for.
    pub fn find(&self, wanted: &Wanted, has_words: &dyn Fn(usize) -> bool) -> Found {
        let mut found = Found { shown: vec![false; self.len()], count: 0, counts: Default::default() };
        for (at, commitment) in self.commitments.iter().enumerate() {
            if !has_words(at) {
                continue;
            }
            // The facets in which the commitment does not match.
            let mut misses = [false; 3];
            for ((misses, places), wanted) in misses.iter_mut().zip(&commitment.places).zip(wanted) {
                *misses = wanted.is_some_and(|wanted| !places.contains(&wanted));
            }
            let missed = misses.iter().filter(|misses| **misses).count();
            for ((misses, places), counts) in misses.iter().zip(&commitment.places).zip(&mut found.counts) {
                if missed == usize::from(*misses) {
                    places.iter().for_each(|place| add_one(counts, *place));
                }
            }
            if missed == 0 {
                found.count += 1;
                for place in [Some(at), commitment.part_of].into_iter().flatten() {
                    found.shown.get_mut(place).into_iter().for_each(|shown| *shown = true);
                }
            }
        }
        found
    }
}

/// Calls `tell` with the texts that a resident might search for a commitment by: what is promised,
/// by whom, with whom, for what, where, and what is measured.
pub fn searched<'a>(promise: &'a Promise, commitment: &'a Commitment, tell: &mut dyn FnMut(&'a Text)) {
    tell(&commitment.text);
    commitment.correction.iter().for_each(&mut *tell);
    for ids in [&commitment.actors, &commitment.partners] {
        ids.iter().filter_map(|id| promise.actor(id)).for_each(|actor| tell(&actor.name));
    }
    for area in promise.focus_areas.iter().filter(|area| commitment.focus_areas.contains(&area.id)) {
        tell(&area.title);
    }
    let mut at = |place: &Option<Id>| {
        place.iter().filter_map(|id| promise.place(id)).for_each(|place| tell(&place.name));
    };
    at(&commitment.place);
    commitment.targets.iter().for_each(|target| at(&target.place));
    for target in &commitment.targets {
        target.label.iter().for_each(&mut *tell);
        tell(target.kind.what());
    }
}

/// The facet values of a commitment, without duplicates. If it has none of its own, those of the
/// commitment it is part of.
fn places(
    all: &Places,
    commitment: &Commitment,
    whole: Option<&Commitment>,
    ids: fn(&Commitment) -> &[Id],
) -> Vec<usize> {
    let own = ids(commitment);
    let ids = if own.is_empty() { whole.map_or(own, ids) } else { own };
    let mut places = Vec::new();
    for place in ids.iter().filter_map(|id| all.find(id)) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn add_one(counts: &mut Vec<usize>, place: usize) {
    while counts.len() <= place {
        counts.push(0);
    }
    counts.get_mut(place).into_iter().for_each(|count| *count += 1);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::read::read;

    fn index() -> Index {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" },
            "period": { "from": "2024", "to": "2024" },
            "actors": [ { "id": "p", "kind": "police", "name": "P" }, { "id": "k", "kind": "municipality", "name": "K" } ],
            "focus_areas": [ { "id": "trafik", "title": "Trafik" }, { "id": "unga", "title": "Unga" } ],
            "commitments": [
                { "id": "a", "text": "a", "actors": ["p"], "focus_areas": ["trafik", "trafik"] },
                { "id": "b", "text": "b", "actors": ["p", "k"], "focus_areas": ["unga", "trafik"],
                  "outcome": { "status": "met", "date": "2024-12" } },
                { "id": "c", "text": "c", "actors": ["k"] },
                { "id": "d", "text": "d", "part_of": "c", "actors": ["p"], "focus_areas": ["unga"] },
                { "id": "e", "text": "e", "part_of": "b" } ] }"#;
        let promise = read(text).promise.unwrap();
        Index::of(&promise, Day::new(2025, 1, 1).unwrap())
    }

    #[test]
    fn what_is_shown_belongs_to_all_that_is_wanted_and_a_whole_comes_with_its_activity() {
        let any = |_| true;
        let met = Status::ALL.iter().position(|status| *status == Status::Met);
        for (wanted, shown, count) in [
            ([None, None, None], [true, true, true, true, true], 5),
            ([Some(0), None, None], [true, true, false, false, true], 3),
            ([Some(1), None, None], [false, true, true, true, true], 3),
            ([None, Some(0), None], [true, true, true, true, true], 4),
            ([None, Some(1), None], [false, true, true, false, true], 3),
            ([Some(1), Some(0), None], [false, true, true, true, true], 3),
            ([Some(0), None, met], [false, true, false, false, false], 1),
            ([Some(7), None, None], [false; 5], 0),
        ] {
            let found = index().find(&wanted, &any);
            assert_eq!((found.shown.as_slice(), found.count), (shown.as_slice(), count), "{wanted:?}");
        }
    }

    #[test]
    fn a_commitment_is_looked_for_by_what_where_who_and_for_what() {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" },
            "period": { "from": "2024", "to": "2024" },
            "actors": [ { "id": "p", "kind": "police", "name": "Polisen" }, { "id": "b", "kind": "partner", "name": "Bostaden" },
                { "id": "k", "kind": "municipality", "name": "Kommunen" } ],
            "places": [ { "id": "t", "name": "Torget" }, { "id": "s", "name": "Stationen" }, { "id": "h", "name": "Hamnen" } ],
            "focus_areas": [ { "id": "trafik", "title": "Trafik" }, { "id": "unga", "title": "Unga" } ],
            "commitments": [
                { "id": "a", "text": "Vi vandrar", "correction": "Rättat", "actors": ["p"], "partners": ["b"],
                  "focus_areas": ["unga"], "place": "t",
                  "targets": [ { "id": "m", "kind": "milestone", "what": "Klart", "by": "2024-06", "place": "s" } ] },
                { "id": "b", "text": "Vi mäter" } ] }"#;
        let promise = read(text).promise.unwrap();
        let found: Vec<Vec<&str>> = promise
            .commitments
            .iter()
            .map(|commitment| {
                let mut texts = Vec::new();
                searched(&promise, commitment, &mut |text| texts.push(text.choose("sv", &promise.lang).text));
                texts
            })
            .collect();
        let expected = [
            vec!["Vi vandrar", "Rättat", "Polisen", "Bostaden", "Unga", "Torget", "Stationen", "Klart"],
            vec!["Vi mäter"],
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn words_narrow_what_is_found_and_what_is_counted() {
        let found = index().find(&[None, None, None], &|place| place == 3);
        assert_eq!(found.shown, [false, false, true, true, false]);
        assert_eq!(found.count, 1);
        assert_eq!(found.counts[0], [0, 1]);
        assert_eq!(found.counts[1], [1]);
    }

    #[test]
    fn a_count_is_what_a_choice_would_give_with_the_other_choices_kept() {
        let any = |_| true;
        let wanted = [Some(0), Some(1), None];
        let found = index().find(&wanted, &any);
        for (facet, counts) in found.counts.iter().enumerate() {
            for (place, count) in counts.iter().enumerate() {
                let mut instead = wanted;
                *instead.get_mut(facet).unwrap() = Some(place);
                assert_eq!(index().find(&instead, &any).count, *count, "{facet} {place}");
            }
        }
        assert_eq!(found.counts[0], [2, 2]);
    }
}
