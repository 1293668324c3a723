//! Who promises what: the commitments grouped by actor, in the order in which readers look for
//! them.

use super::document::{Actor, ActorKind, Commitment, Promise};
use super::id::Places;

/// Commitments promised by the same actor, or by the same actors together.
pub struct Group<'a> {
    /// Who.
    pub by: By<'a>,
    /// What, in document order. Without activities, which are shown with the commitment they belong
    /// to.
    pub commitments: Vec<&'a Commitment>,
}

/// Who promises.
#[derive(Clone, PartialEq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub enum By<'a> {
    /// One actor.
    One(&'a Actor),
    /// All of these actors.
    Together(Vec<&'a Actor>),
    /// The source does not say who promises.
    NotSaid,
}

/// The groups of a promise: the police, the kommun, together, others, and last the commitments
/// without actors. "Polisen och kommunen lovar" counts as together even without that word.
/// Commitments by the same set of actors form one group.
pub fn groups(promise: &Promise) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut keys: Vec<Vec<usize>> = Vec::new();
    let places = Places::of(&mut promise.actors.iter().map(|actor| &actor.id));
    for commitment in promise.commitments.iter().filter(|commitment| commitment.part_of.is_none()) {
        // Who promises, in the order of the document's list of actors.
        let mut promises = vec![false; promise.actors.len()];
        for place in commitment.actors.iter().filter_map(|id| places.find(id)) {
            promises.get_mut(place).into_iter().for_each(|promises| *promises = true);
        }
        let key: Vec<usize> = (0..).zip(promises).filter(|(_, promises)| *promises).map(|(place, _)| place).collect();
        match keys.iter().position(|found| *found == key).and_then(|place| groups.get_mut(place)) {
            Some(group) => group.commitments.push(commitment),
            None => {
                groups.push(Group { by: by(promise, &key), commitments: vec![commitment] });
                keys.push(key);
            }
        }
    }
    // Groups of the same rank stay in document order.
    groups.sort_by_key(|group| rank(&group.by));
    groups
}

/// Whether "Tillsammans" is unambiguous: at most one group has several actors.
pub fn is_one_together(groups: &[Group]) -> bool {
    groups.iter().filter(|group| matches!(group.by, By::Together(_))).count() < 2
}

fn by<'a>(promise: &'a Promise, key: &[usize]) -> By<'a> {
    let mut actors = key.iter().filter_map(|place| promise.actors.get(*place));
    match (actors.next(), actors.next()) {
        (None, _) => By::NotSaid,
        (Some(one), None) => By::One(one),
        (Some(first), Some(second)) => By::Together([first, second].into_iter().chain(actors).collect()),
    }
}

fn rank(by: &By) -> i32 {
    match by {
        By::One(actor) => match actor.kind {
            ActorKind::Police => 0,
            ActorKind::Municipality => 1,
            ActorKind::Partner | ActorKind::Authority | ActorKind::Other => 3,
        },
        By::Together(_) => 2,
        By::NotSaid => 4,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::promise::read::read;

    #[test]
    fn together_says_enough_while_only_one_group_is_of_several_actors() {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" }, "period": { "from": "2024" },
            "actors": [
                { "id": "p", "kind": "police", "name": "P" },
                { "id": "k", "kind": "municipality", "name": "K" },
                { "id": "o", "kind": "other", "name": "O" } ],
            "commitments": [
                { "id": "a", "text": "a", "actors": ["p"] },
                { "id": "b", "text": "b", "actors": ["p", "k"] },
                { "id": "c", "text": "c", "actors": ["k", "o"] } ] }"#;
        let promise = read(text).promise.unwrap();
        let mut groups = groups(&promise);
        for enough in [false, true, true] {
            assert_eq!(is_one_together(&groups), enough, "{} groups", groups.len());
            groups.pop();
        }
    }

    #[test]
    fn police_come_first_then_the_kommun_then_together_then_others() {
        let text = r#"{ "id": "x", "title": "X", "municipality": { "name": "X", "code": "0001" }, "period": { "from": "2024" },
            "actors": [
                { "id": "bolaget", "kind": "partner", "name": "Bolaget" },
                { "id": "k", "kind": "municipality", "name": "K" },
                { "id": "p", "kind": "police", "name": "P" } ],
            "commitments": [
                { "id": "a", "text": "ingen" },
                { "id": "b", "text": "bolaget", "actors": ["bolaget"] },
                { "id": "c", "text": "tillsammans", "actors": ["p", "k"] },
                { "id": "d", "text": "kommunen", "actors": ["k"] },
                { "id": "e", "text": "polisen", "actors": ["p"] },
                { "id": "f", "text": "tillsammans igen", "actors": ["k", "p", "k"] },
                { "id": "g", "text": "aktivitet", "actors": ["p"], "part_of": "c" } ] }"#;
        let promise = read(text).promise.unwrap();
        let found: Vec<(String, Vec<&str>)> = groups(&promise)
            .iter()
            .map(|group| {
                let by = match &group.by {
                    By::One(actor) => actor.id.as_str().to_owned(),
                    By::Together(actors) => actors.iter().map(|actor| actor.id.as_str()).collect::<Vec<_>>().join("+"),
                    By::NotSaid => "-".to_owned(),
                };
                (by, group.commitments.iter().map(|commitment| commitment.id.as_str()).collect())
            })
            .collect();
        let expected =
            [("p", vec!["e"]), ("k", vec!["d"]), ("k+p", vec!["c", "f"]), ("bolaget", vec!["b"]), ("-", vec!["a"])];
        assert_eq!(found, expected.map(|(by, ids)| (by.to_owned(), ids)));
    }
}
