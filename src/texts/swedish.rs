//! The Swedish texts as they are built in: `sv.json` without its names. The widget finds a text by
//! its position, and every visitor would have to download the names.

/// The file as written, including the names.
pub const WITH_NAMES: &str = include_str!("sv.json");

const LEN: usize = without_names::<0>().1;
#[allow(clippy::large_const_arrays, reason = "used once, below; the compiler trips over a static there")]
const BYTES: [u8; LEN] = without_names::<LEN>().0;

/// The texts as a JSON list, in the order of the file.
pub const SWEDISH: &str = match std::str::from_utf8(&BYTES) {
    Ok(text) => text,
    // Cannot happen, since only whole strings are removed; a test checks it.
    Err(_) => "",
};

/// Identifies a file with exactly the same names as this one: see [`add`].
pub const SUM: u32 = sum();

/// Adds a name to a sum (FNV-1a, which changes with every single letter).
pub const fn add(mut sum: u32, name: &[u8]) -> u32 {
    let mut at = 0;
    while at < name.len() {
        #[allow(clippy::indexing_slicing, reason = "in range by the loop; iterators are not const")]
        let byte = name[at];
        sum = (sum ^ byte as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    sum
}

/// The sum of the names: quoted strings at the start of a line, indented by two spaces.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where a slip is a build error")]
const fn sum() -> u32 {
    let source = WITH_NAMES.as_bytes();
    let (mut at, mut sum) = (3, 0);
    while at < source.len() {
        if source[at - 3] == b'\n' && source[at - 2] == b' ' && source[at - 1] == b' ' && source[at] == b'"' {
            let mut end = at + 1;
            while source[end] != b'"' {
                end += 1;
            }
            sum = add(sum, source.split_at(end).0.split_at(at + 1).1);
        }
        at += 1;
    }
    sum
}

/// Turns the outer object into a list, and removes white space between strings. With `N = 0` it
/// only counts.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where a slip is a build error")]
const fn without_names<const N: usize>() -> ([u8; N], usize) {
    let source = WITH_NAMES.as_bytes();
    let mut out = [0; N];
    let (mut at, mut len, mut depth) = (0, 0, 0);
    let (mut in_string, mut is_name) = (false, false);
    while at < source.len() {
        let byte = source[at];
        let escaped = in_string && byte == b'\\';
        let mut keep = in_string && !is_name;
        let mut written = byte;
        if byte == b'"' {
            keep = !is_name;
            in_string = !in_string;
        } else if !in_string {
            keep = true;
            match byte {
                b'{' => {
                    depth += 1;
                    is_name = depth == 1;
                    if depth == 1 {
                        written = b'[';
                    }
                }
                b'}' => {
                    if depth == 1 {
                        written = b']';
                    }
                    depth -= 1;
                }
                b',' => is_name = depth == 1,
                b':' => {
                    keep = !is_name;
                    is_name = false;
                }
                _ => keep = false,
            }
        }
        // Escaped characters belong to the string, including quotation marks.
        let mut left = 1 + escaped as usize;
        while left > 0 {
            if keep {
                if N > 0 {
                    out[len] = written;
                }
                len += 1;
            }
            at += 1;
            left -= 1;
            if left > 0 {
                written = source[at];
            }
        }
    }
    (out, len)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::unwrap_used)]
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_list_has_every_text_of_the_file_in_its_order() {
        let file: Value = serde_json::from_str(WITH_NAMES).unwrap();
        let list: Vec<Value> = serde_json::from_str(SWEDISH).unwrap();
        assert_eq!(list, file.as_object().unwrap().values().cloned().collect::<Vec<_>>());
    }

    #[test]
    fn the_sum_is_that_of_the_names_and_another_name_gives_another() {
        let file: Value = serde_json::from_str(WITH_NAMES).unwrap();
        let mut names: Vec<&str> = file.as_object().unwrap().keys().map(String::as_str).collect();
        let sum = |names: &[&str]| names.iter().fold(0, |sum, name| add(sum, name.as_bytes()));
        assert_eq!(sum(&names), SUM);
        names[7] = "another";
        assert_ne!(sum(&names), SUM);
        names.remove(7);
        assert_ne!(sum(&names), SUM);
    }
}
