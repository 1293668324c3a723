//! Checked addresses. A document comes from a file that anyone with access to the kommun's site may
//! edit, so only addresses that cannot run code are accepted.

use super::fields::{Expected, FromJson, Node};

/// An address of a page or a file: `https`, `http`, or relative to the document.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Link(String);

/// The longest address, in characters.
pub const MAX_LEN: usize = 2048;

impl Link {
    /// The address, if it is `https`, `http` or relative, and every browser can parse it.
    ///
    /// Browsers drop tabs and line breaks inside an address and spaces before it, which could
    /// expose a scheme that is not visible here, so white space and control characters are
    /// rejected. They also read `\` as `/`, so that `\\a` would lead to another host.
    pub fn parse(written: &str) -> Option<Self> {
        let clean = (1..=MAX_LEN).contains(&written.chars().count())
            && !written.chars().any(|sign| sign.is_whitespace() || sign.is_control() || sign == '\\');
        let allowed = clean
            && match after_scheme(written)?.strip_prefix("//") {
                Some(rest) => is_authority(rest.split(['/', '?', '#']).next().unwrap_or_default()),
                None => true,
            };
        allowed.then(|| Self(written.to_owned()))
    }

    /// The address as written, possibly relative.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What follows `https:` or `http:`, or all of a relative address. `None` for other schemes, and if
/// no `//` follows. A scheme is anything before the first `:`, unless a `/`, `?` or `#` comes
/// earlier.
fn after_scheme(written: &str) -> Option<&str> {
    match written.split_once(':') {
        Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => {
            let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
            (known && rest.starts_with("//")).then_some(rest)
        }
        _ => Some(written),
    }
}

/// A host that every browser accepts, perhaps with a port. Stricter than the URL standard: no user
/// name or password, no IPv6 address, and only Latin letters.
fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (authority, None),
    };
    let is_number = |part: &str, most: u32| {
        part.bytes().all(|byte| byte.is_ascii_digit()) && part.parse::<u32>().is_ok_and(|number| number <= most)
    };
    let is_port = |port: &str| port.len() <= 5 && is_number(port, 65_535);
    let allowed = |sign: char| {
        sign.is_ascii_alphanumeric()
            || matches!(sign, '-' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}')
    };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(allowed);
    // If the last part of a host begins with a digit, browsers read it as an IPv4 address: four
    // numbers, or an error.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_host = match last.starts_with(|sign: char| sign.is_ascii_digit()) {
        true => {
            let is_part = |part: &str| is_number(part, 255) && (part.len() == 1 || !part.starts_with('0'));
            host.split('.').count() == 4 && host.split('.').all(is_part)
        }
        false => host.split('.').all(is_label),
    };
    is_host && port.is_none_or(is_port)
}

impl FromJson for Link {
    const EXPECTED: Expected = Expected::Link;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

/// A telephone number as people write it: digits, spaces, hyphens, parentheses, and a leading plus.
/// Becomes a `tel:` address.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Phone(String);

impl Phone {
    /// The number, if it has two to fifteen digits (E.164) and otherwise only the characters above.
    pub fn parse(written: &str) -> Option<Self> {
        let digits = written.bytes().filter(u8::is_ascii_digit).count();
        let allowed = |(at, byte): (usize, u8)| {
            byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')') || (byte == b'+' && at == 0)
        };
        ((2..=15).contains(&digits) && written.len() <= 30 && written.bytes().enumerate().all(allowed))
            .then(|| Self(written.to_owned()))
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as an address: `tel:+46455910000`. The zero in `+46 (0)455` is dialled only
    /// without the country code.
    pub fn href(&self) -> String {
        let number = if self.0.starts_with('+') { self.0.replacen("(0)", "", 1) } else { self.0.clone() };
        let dialled = number.chars().filter(|character| character.is_ascii_digit() || *character == '+');
        "tel:".chars().chain(dialled).collect()
    }
}

impl FromJson for Phone {
    const EXPECTED: Expected = Expected::Phone;

    fn from_json(node: Node) -> Option<Self> {
        node.parsed(Self::parse, Self::EXPECTED)
    }
}

/// An e-mail address, checked only for plausibility. Becomes a `mailto:` address.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(any(test, feature = "tool"), derive(Debug))]
pub struct Email(String);

impl Email {
    /// The address, if it has one `@` with something before it and a dotted name after it, and no
    /// character with a special meaning in a `mailto:` address.
    pub fn parse(written: &str) -> Option<Self> {
        let (local, domain) = written.split_once('@')?;
        // Letters of every alphabet, without tables of what counts as a letter.
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

    /// The address as written.
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
    use proptest::prelude::*;
    use url::Url;

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
            "https://www.håbo.se",
            "http://127.0.0.1:8080/a",
            "https://example.se:443",
            "https://example.se?a",
            "https://example.se#[",
            "a//b",
            "/a//[",
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
            "https://[",
            "https://[::1]/",
            "https://a:99999/",
            "https://a:65536",
            "https://a:",
            "https://a:b",
            "https:///a",
            "https://.se",
            "https://a..se",
            "https://a%20b",
            "https://kim@example.se",
            "https://a@b:1",
            "https://1.2.3",
            "https://1.2.3.256",
            "https://a.1",
            "https://a<b",
            "https:\\\\example.se",
            "\\\\example.se",
            "/\\example.se",
            "//",
            "///a",
            "//?a",
            "//a:99999",
        ] {
            assert!(Link::parse(bad).is_none(), "{bad}");
        }
    }

    proptest! {
        /// Compared with the URL standard, which browsers implement.
        #[test]
        fn no_address_that_is_let_in_fails_in_a_browser(
            start in proptest::sample::select(vec!["https://", "http://", "//", "HTTPS://", "", "/", "a/"]),
            rest in "([a-z0-9.:@%\\[\\]<>^|_ÀåſŁɏ-]{0,12}|[0-9]{1,3}(\\.[0-9x]{0,3}){0,4}(:[0-9]{0,6})?)([/?#].{0,6})?",
        ) {
            let written = [start, &rest].concat();
            // Punycode is not decoded here.
            prop_assume!(!written.to_ascii_lowercase().contains("xn--"));
            let base = Url::parse("https://example.se/promises/a.json").unwrap();
            if let Some(link) = Link::parse(&written) {
                let url = base.join(link.as_str());
                prop_assert!(url.as_ref().is_ok_and(|url| matches!(url.scheme(), "https" | "http")), "{url:?}");
            }
        }
    }

    #[test]
    fn every_letter_that_a_host_may_have_is_taken_by_a_browser() {
        for letter in '\u{80}'..'\u{300}' {
            let written = format!("https://a{letter}.se/");
            assert!(Link::parse(&written).is_none() || Url::parse(&written).is_ok(), "{written}");
        }
        assert!(Link::parse("https://åäöéčšž.se/").is_some());
    }

    #[test]
    fn a_phone_number_becomes_a_tel_address_of_its_digits() {
        assert_eq!(Phone::parse("0454-930 00").unwrap().href(), "tel:045493000");
        assert_eq!(Phone::parse("+46 (0)454 930 00").unwrap().href(), "tel:+4645493000");
        assert_eq!(Phone::parse("+46(0)454-930 00").unwrap().href(), "tel:+4645493000");
        assert_eq!(Phone::parse("(0)454 930 00").unwrap().href(), "tel:045493000");
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
