//! Checked addresses. A document comes from a file that anybody with access to the
//! kommun's site may edit, so only addresses that cannot run anything are let in.

use super::fields::{Expected, FromJson, Node};

/// An address to a page or a file: `https`, `http`, or relative to the document.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Link(String);

/// The longest address, in characters.
pub const MAX_LEN: usize = 2048;

impl Link {
    /// The address, if it is `https`, `http` or relative. A browser drops tabs and
    /// line breaks inside an address and blanks before it, and so could be shown a
    /// scheme that was not seen here: white space and control characters are refused.
    pub fn parse(written: &str) -> Option<Self> {
        let clean = (1..=MAX_LEN).contains(&written.chars().count())
            && !written.chars().any(|character| character.is_whitespace() || character.is_control());
        let allowed = clean
            && match scheme(written) {
                Some(scheme) => {
                    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
                        && written.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://") && rest.len() > 3)
                }
                None => true,
            };
        allowed.then(|| Self(written.to_owned()))
    }

    /// The address as it is written, possibly relative.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands before the first `:` that comes before any `/`, `?` or `#`.
fn scheme(written: &str) -> Option<&str> {
    let (before, _) = written.split_once(':')?;
    (!before.contains(['/', '?', '#'])).then_some(before)
}

impl FromJson for Link {
    const EXPECTED: Expected = Expected::Link;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

/// A telephone number as people write it: digits, blanks, hyphens, parentheses, and
/// a plus first. Becomes a `tel:` address.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Phone(String);

impl Phone {
    /// The number, if it has at least two and at most fifteen digits (E.164) and
    /// nothing but what is written between digits.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let allowed = |(at, byte): (usize, u8)| {
            byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')') || (byte == b'+' && at == 0)
        };
        ((2..=15).contains(&digits) && written.len() <= 30 && written.bytes().enumerate().all(allowed))
            .then(|| Self(written.to_owned()))
    }

    /// The number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as an address: `tel:+46455910000`.
    pub fn href(&self) -> String {
        let dialled = self.0.chars().filter(|character| character.is_ascii_digit() || *character == '+');
        "tel:".chars().chain(dialled).collect()
    }
}

impl FromJson for Phone {
    const EXPECTED: Expected = Expected::Phone;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

/// An e-mail address, checked only so far that it can be one. Becomes a `mailto:`
/// address.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Email(String);

impl Email {
    /// The address, if it has one `@` with something before it and a dotted name
    /// after it, and no character that means something in a `mailto:` address.
    pub fn parse(written: &str) -> Option<Self> {
        let (local, domain) = written.split_once('@')?;
        // Letters of every alphabet, without the tables that tell what a letter is.
        let plain = |character: char| match character {
            '.' | '-' | '_' | '+' | '\'' | '@' => true,
            other if other.is_ascii() => other.is_ascii_alphanumeric(),
            other => !other.is_whitespace() && !other.is_control(),
        };
        let good = written.chars().count() <= 254
            && !local.is_empty()
            && !domain.contains('@')
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| !label.is_empty())
            && written.chars().all(plain);
        good.then(|| Self(written.to_owned()))
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as a link: `mailto:trygghet@example.se`.
    pub fn href(&self) -> String {
        let mut href = "mailto:".to_owned();
        href.push_str(&self.0);
        href
    }
}

impl FromJson for Email {
    const EXPECTED: Expected = Expected::Email;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_addresses_that_cannot_run_anything_are_let_in() {
        for good in [
            "https://www.osby.se/a?b=c#d",
            "http://example.se",
            "HTTPS://example.se",
            "promises/a.json",
            "../a.json",
            "/a",
            "?lofte=a",
            "#a:b",
            "a/b:c",
            "//example.se/a",
        ] {
            assert!(Link::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "mailto:a@b.se",
            "blob:https://a/b",
            "https:",
            "https:example.se",
            "https://",
            "https://a b",
        ] {
            assert!(Link::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_phone_number_becomes_a_tel_address_of_its_digits() {
        assert_eq!(Phone::parse("0454-930 00").unwrap().href(), "tel:045493000");
        assert_eq!(Phone::parse("+46 (0)454 930 00").unwrap().href(), "tel:+46045493000");
        for bad in ["", "1", "ring oss", "0454;ext=1", "0454+1", "1234567890123456"] {
            assert!(Phone::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_email_address_cannot_carry_headers_or_a_second_receiver() {
        assert_eq!(Email::parse("trygghet@olofstrom.se").unwrap().href(), "mailto:trygghet@olofstrom.se");
        for bad in
            ["", "a", "a@b", "@b.se", "a@b@c.se", "a@b.se?cc=x@y.se", "a@b.se,c@d.se", "a b@c.se", "a@.se", "a@b..se"]
        {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }
}
