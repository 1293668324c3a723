//! The key that makes it safe to resend a tip. The browser generates it when a tip is
//! first sent, and sends the same key with every attempt to send the same tip, in the
//! header `Idempotency-Key`. A lost response therefore never leads to a second tip.

/// The name of the header, in lower case as in HTTP/2.
pub const HEADER: &str = "idempotency-key";

/// A key: 16–64 characters of `A`–`Z`, `a`–`z`, `0`–`9`, `-` and `_`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Key(String);

impl Key {
    /// Parses a key. The quotation marks of an RFC 8941 string are removed.
    pub fn parse(written: &str) -> Option<Self> {
        let bare = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        ((16..=64).contains(&bare.len()) && bare.bytes().all(allowed)).then(|| Self(bare.to_owned()))
    }

    /// The key of sixteen random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
        Self(bytes.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
    }

    /// The key as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_random_bytes_has_the_form_of_a_key() {
        let key = Key::from_random([0, 255, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
        assert_eq!(key.as_str(), "00ff1001020304050607".to_owned() + "08090a0b0c0d");
        assert_eq!(Key::parse(key.as_str()), Some(key));
    }

    #[test]
    fn a_key_may_stand_in_quotation_marks_and_nothing_else_strange() {
        assert!(Key::parse("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"").is_some());
        for bad in
            ["", "short", "with space in the middle", "åäöåäöåäöåäöåäöåäö", &"a".repeat(65), "\"only-one-mark-here"]
        {
            assert!(Key::parse(bad).is_none(), "{bad}");
        }
    }
}
