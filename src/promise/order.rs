//! The widget's one sort function. The standard library's is compiled once per sorted type, at 3–5 KB
//! each; this one sorts numbers, and the longest list, the reports of a whole promise, has a few
//! thousand entries.

/// The indices of `keys` from the smallest key to the largest. Equal keys keep their order.
pub fn order(mut keys: impl Iterator<Item = i32>) -> Vec<usize> {
    order_of(&mut keys)
}

// Compiled once, whereas the generic function above is compiled once per caller.
#[inline(never)]
fn order_of(keys: &mut dyn Iterator<Item = i32>) -> Vec<usize> {
    let mut ordered: Vec<(i32, usize)> = Vec::new();
    for (place, key) in keys.enumerate() {
        let at = ordered.partition_point(|(other, _)| *other <= key);
        ordered.insert(at, (key, place));
    }
    ordered.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_stay_in_the_order_in_which_they_came() {
        assert_eq!(order([3, 1, 2, 1, 3].into_iter()), [1, 3, 2, 0, 4]);
        assert!(order(std::iter::empty()).is_empty());
    }
}
