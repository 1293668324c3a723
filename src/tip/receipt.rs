//! What a resident gets once a tip has been stored: a reference and a time.

/// The reference of a tip, easy to write down or to read out over the phone: eight characters that
/// are hard to confuse, `K7QM-3XHT`. Random, so that nobody can guess another person's or count the
/// tips.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Reference(String);

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P',
    'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

impl Reference {
    /// Creates a reference from eight random bytes; five bits of each are used.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        let letter = |byte: &u8| ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or('0');
        let (first, last) = bytes.split_at(4);
        Self(first.iter().map(letter).chain(['-']).chain(last.iter().map(letter)).collect())
    }

    /// Parses a reference as typed by a person. Accepts lower case, spaces, a missing hyphen, O for
    /// 0, and I or L for 1.
    pub fn parse(written: &str) -> Option<Self> {
        let letters: Option<Vec<char>> = written
            .chars()
            .filter(|character| !matches!(character, '-' | ' '))
            .map(|character| match character.to_ascii_uppercase() {
                'O' => Some('0'),
                'I' | 'L' => Some('1'),
                other => ALPHABET.contains(&other).then_some(other),
            })
            .collect();
        let letters = letters.filter(|letters| letters.len() == 8)?;
        let (first, last) = letters.split_at(4);
        Some(Self(first.iter().chain(&['-']).chain(last).collect()))
    }

    /// The reference as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The response when a tip has been stored.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Receipt {
    /// The reference.
    pub reference: Reference,
    /// When the tip was stored, in UTC (RFC 3339): `2026-11-21T23:45:15Z`.
    pub received_at: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_reference_is_found_again_however_it_was_written_down() {
        let reference = Reference::from_random([0, 1, 31, 32, 255, 10, 20, 17]);
        assert_eq!(reference.as_str(), "01Z0-ZAMH");
        for written in ["01Z0-ZAMH", "01z0zamh", "o1z0-zamh", "0lZO ZAMH", "01Z0 - ZAMH"] {
            assert_eq!(Reference::parse(written).unwrap(), reference, "{written}");
        }
        for bad in ["", "01Z0-ZAM", "01Z0-ZAMHH", "01Z0-ZAMU", "01Z0/ZAMH", "åäöåäöåä"] {
            assert!(Reference::parse(bad).is_none(), "{bad}");
        }
    }
}
