//! What an editor should know about the text of a JSON file beyond what the parser reports: why it
//! is not JSON, and which fields occur twice in an object.
//!
//! Residents do not need this, so only the tool includes this file. `serde_json` decides whether a
//! text is JSON; a test checks that the two agree.

use std::collections::HashMap;

/// A position in a text, as shown in editors. Both numbers start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// Where the text stops being JSON, and the probable cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: Place,
    /// Why.
    pub cause: Cause,
}

/// Common mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The file is empty.
    Empty,
    /// A web page or XML, which begins with `<`.
    Markup,
    /// A comma before this closing bracket, `}` or `]`.
    CommaBefore(char),
    /// Two values or fields follow each other without a comma.
    MissingComma,
    /// Two commas, or a comma before the first value.
    ExtraComma,
    /// No `:` after this field name.
    MissingColon(String),
    /// A field name without a value: `"goal": }`.
    MissingValue,
    /// This quotation mark instead of `"`, such as ” or '.
    OtherQuotes(char),
    /// A word without quotation marks: `id: 4`, `ja`.
    Word(String),
    /// A number with a Swedish decimal comma, `2,5`, given with a point.
    DecimalComma(String),
    /// A number with a space as thousands separator, `1 400`, given without it.
    Blank(String),
    /// A number in a form that JSON does not allow: `04`, `+4`, `.5`, `4.`.
    Number(String),
    /// Quotation marks in the middle of a text: `"det så kallade "torget""`.
    QuotesInText,
    /// A text that does not end on the line where it starts.
    TextWithoutEnd,
    /// A `\` that has no meaning in JSON: `C:\promises`.
    Backslash,
    /// `// …` or `/* … */`.
    Comment,
    /// This bracket, opened here, is never closed.
    NeverClosed(char, Place),
    /// The wrong closing bracket: the opened one, the one found, and where it was opened.
    WrongBracket(char, char, Place),
    /// Something follows the end of the document.
    AfterTheEnd,
    /// Another character that has no meaning here.
    Sign(char),
}

/// A field that occurs more than once in an object. Only the last one is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The path of the field: `commitments[3].targets[0].goal`.
    pub path: String,
    /// Where it occurs first.
    pub first: Place,
    /// Where it occurs again.
    pub again: Place,
}

/// Returns the fields that occur twice in an object, in order, or the reason why the text is not
/// JSON.
pub fn look_through(text: &str) -> Result<Vec<Repeated>, Fault> {
    Scanner { rest: text, at: Place { line: 1, column: 1 }, open: Vec::new(), repeated: Vec::new() }.document()
}

/// An object or list that has not been closed yet.
struct Open {
    bracket: char,
    at: Place,
    /// The fields of the object so far, and the current one.
    fields: HashMap<String, Place>,
    field: String,
    /// The number of entries so far.
    entries: usize,
}

struct Scanner<'a> {
    rest: &'a str,
    at: Place,
    open: Vec<Open>,
    repeated: Vec<Repeated>,
}

type Scan<T> = Result<T, Fault>;

impl<'a> Scanner<'a> {
    fn document(mut self) -> Scan<Vec<Repeated>> {
        self.skip_blanks();
        match self.peek() {
            None => return self.fault(Cause::Empty),
            Some('<') => return self.fault(Cause::Markup),
            Some(_) => {}
        }
        self.value()?;
        // Not recursive: a text may open a million brackets.
        loop {
            self.skip_blanks();
            if self.open.is_empty() {
                return match self.peek() {
                    None => Ok(self.repeated),
                    Some('/') => self.fault(Cause::Comment),
                    Some(_) => self.fault(Cause::AfterTheEnd),
                };
            }
            if self.is_before_a_value()? {
                self.value()?;
            }
        }
    }

    /// Reads what comes between two values in an object or a list: a comma and a name, or a closing
    /// bracket. Returns false for a bracket, which itself ends a value.
    fn is_before_a_value(&mut self) -> Scan<bool> {
        let Some(open) = self.open.last() else { return Ok(false) };
        let (closing, is_first) = (closing(open.bracket), open.entries == 0);
        let (bracket, opened) = (open.bracket, open.at);
        match self.peek() {
            None => self.fault(Cause::NeverClosed(bracket, opened)),
            Some(found) if found == closing => {
                self.bump();
                self.open.pop();
                Ok(false)
            }
            Some(found @ ('}' | ']')) => self.fault(Cause::WrongBracket(bracket, found, opened)),
            Some(',') if is_first => self.fault(Cause::ExtraComma),
            Some(',') => {
                let comma = self.at;
                self.bump();
                self.skip_blanks();
                match self.peek() {
                    Some(found) if found == closing => Err(Fault { at: comma, cause: Cause::CommaBefore(found) }),
                    Some(',') => self.fault(Cause::ExtraComma),
                    _ => self.name().map(|()| true),
                }
            }
            Some(_) if is_first => self.name().map(|()| true),
            Some('/') => self.fault(Cause::Comment),
            Some(':') => self.fault(Cause::Sign(':')),
            Some(_) => self.fault(Cause::MissingComma),
        }
    }

    /// Reads the name of the next field and its colon, if this is an object.
    fn name(&mut self) -> Scan<()> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.entries += 1;
        if open.bracket == '[' {
            return Ok(());
        }
        let at = self.at;
        let name = match self.peek() {
            Some('"') => self.text()?,
            _ => return Err(self.stranger()),
        };
        self.skip_blanks();
        if self.peek() != Some(':') {
            return self.fault(Cause::MissingColon(name));
        }
        self.bump();
        self.skip_blanks();
        if matches!(self.peek(), Some('}' | ',' | ']')) {
            return self.fault(Cause::MissingValue);
        }
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        open.field.clone_from(&name);
        if let Some(first) = open.fields.insert(name, at) {
            self.repeated.push(Repeated { path: self.path(), first, again: at });
        }
        Ok(())
    }

    /// Reads a value: all of it, or the opening bracket of an object or a list.
    fn value(&mut self) -> Scan<()> {
        match self.peek() {
            Some(bracket @ ('{' | '[')) => {
                let at = self.at;
                self.bump();
                self.open.push(Open { bracket, at, fields: HashMap::new(), field: String::new(), entries: 0 });
                Ok(())
            }
            Some('"') => self.text().and_then(|_| self.after_text()),
            Some('-' | '0'..='9') => self.number(),
            Some(_) => {
                for word in ["true", "false", "null"] {
                    if self.word() == word {
                        self.skip(word.len());
                        return Ok(());
                    }
                }
                Err(self.stranger())
            }
            None => match self.open.last() {
                Some(open) => {
                    let cause = Cause::NeverClosed(open.bracket, open.at);
                    self.fault(cause)
                }
                None => self.fault(Cause::Empty),
            },
        }
    }

    /// Reads a text in quotation marks and resolves its escapes.
    fn text(&mut self) -> Scan<String> {
        let start = (self.at, self.rest);
        self.bump();
        loop {
            match self.peek() {
                None | Some('\n' | '\r') => {
                    let length = start.1.len() - self.rest.len();
                    let line = start.1.get(..length).unwrap_or_default().trim_end_matches([' ', ',', '}', ']', ':']);
                    let other = line.chars().next_back().filter(|last| is_other_quote(*last));
                    return Err(Fault { at: start.0, cause: other.map_or(Cause::TextWithoutEnd, Cause::OtherQuotes) });
                }
                Some('"') => {
                    self.bump();
                    let length = start.1.len() - self.rest.len();
                    let written = start.1.get(..length).unwrap_or_default();
                    // The only remaining errors are lone surrogates.
                    return serde_json::from_str(written).map_err(|_| Fault { at: start.0, cause: Cause::Backslash });
                }
                Some('\\') => {
                    let at = self.at;
                    self.bump();
                    let good = match self.peek() {
                        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => true,
                        Some('u') => {
                            let code = self.rest.get(1..5).unwrap_or_default();
                            code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_hexdigit())
                        }
                        _ => false,
                    };
                    if !good {
                        return Err(Fault { at, cause: Cause::Backslash });
                    }
                    self.bump();
                }
                Some(sign) if sign < ' ' => return self.fault(Cause::Sign(sign)),
                Some(_) => self.bump(),
            }
        }
    }

    /// Reports a word directly after a text, whose quotation marks end too early.
    fn after_text(&mut self) -> Scan<()> {
        match self.peek() {
            Some(sign) if sign.is_alphanumeric() => self.fault(Cause::QuotesInText),
            _ => Ok(()),
        }
    }

    fn number(&mut self) -> Scan<()> {
        let start = self.at;
        let is_part = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '+');
        let written = self.rest.split(|sign| !is_part(sign)).next().unwrap_or_default();
        self.skip(written.len());
        // In a list, 2,5 may be two numbers.
        let is_in_object = self.open.last().is_some_and(|open| open.bracket == '{');
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let fault = |cause| Err(Fault { at: start, cause });
        if let Some(decimals) = self.rest.strip_prefix(',').map(digits)
            && is_in_object
            && !decimals.is_empty()
        {
            return fault(Cause::DecimalComma(format!("{written}.{decimals}")));
        }
        let thousands = self.rest.strip_prefix([' ', '\u{a0}', '\u{202f}']).map(digits);
        if let Some(thousands) = thousands.filter(|digits| digits.len() == 3) {
            return fault(Cause::Blank(format!("{written}{thousands}")));
        }
        match serde_json::from_str::<serde_json::Number>(written) {
            Ok(_) => Ok(()),
            Err(_) if written.bytes().any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'E')) => {
                fault(Cause::Word(written.to_owned()))
            }
            Err(_) => fault(Cause::Number(written.to_owned())),
        }
    }

    /// Explains a character that starts neither a value nor a name.
    fn stranger(&self) -> Fault {
        let Some(sign) = self.peek() else {
            let cause = self.open.last().map_or(Cause::Empty, |open| Cause::NeverClosed(open.bracket, open.at));
            return Fault { at: self.at, cause };
        };
        let cause = match sign {
            sign if is_other_quote(sign) => Cause::OtherQuotes(sign),
            '/' => Cause::Comment,
            '+' | '.' => {
                let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | '+');
                Cause::Number(self.rest.chars().take_while(|sign| is_part(*sign)).take(40).collect())
            }
            sign if sign.is_alphabetic() || sign == '_' => Cause::Word(self.word().chars().take(40).collect()),
            '}' | ']' => match self.open.last() {
                Some(open) => Cause::WrongBracket(open.bracket, sign, open.at),
                None => Cause::Sign(sign),
            },
            other => Cause::Sign(other),
        };
        Fault { at: self.at, cause }
    }

    fn word(&self) -> &'a str {
        let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-');
        self.rest.split(|sign| !is_part(sign)).next().unwrap_or_default()
    }

    /// The path of the current field.
    fn path(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            if open.bracket == '[' {
                path.push_str(&format!("[{}]", open.entries.saturating_sub(1)));
            } else {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&open.field);
            }
        }
        path
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) {
        let mut signs = self.rest.chars();
        match signs.next() {
            Some('\n') => self.at = Place { line: self.at.line + 1, column: 1 },
            Some(_) => self.at.column += 1,
            None => {}
        }
        self.rest = signs.as_str();
    }

    /// Skips this many bytes, none of which is a line break.
    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.at.column += skipped.chars().count();
        self.rest = rest;
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\n' | '\r')) {
            self.bump();
        }
    }

    fn fault<T>(&self, cause: Cause) -> Scan<T> {
        Err(Fault { at: self.at, cause })
    }
}

fn is_other_quote(sign: char) -> bool {
    matches!(sign, '”' | '“' | '„' | '‟' | '″' | '’' | '‘' | '\'' | '`' | '´' | '»' | '«')
}

fn closing(bracket: char) -> char {
    if bracket == '{' { '}' } else { ']' }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn at(line: usize, column: usize) -> Place {
        Place { line, column }
    }

    #[test]
    fn the_slips_that_people_make_are_recognised_where_they_are() {
        for (text, line, column, cause) in [
            ("", 1, 1, Cause::Empty),
            (" \n ", 2, 2, Cause::Empty),
            ("<!doctype html>", 1, 1, Cause::Markup),
            ("{\n  \"a\": 1,\n}", 2, 9, Cause::CommaBefore('}')),
            ("[1, 2, ]", 1, 6, Cause::CommaBefore(']')),
            ("{ \"a\": 1\n  \"b\": 2 }", 2, 3, Cause::MissingComma),
            ("[{} {}]", 1, 5, Cause::MissingComma),
            ("[1,, 2]", 1, 4, Cause::ExtraComma),
            ("[, 2]", 1, 2, Cause::ExtraComma),
            ("{ \"a\" 1 }", 1, 7, Cause::MissingColon("a".into())),
            ("{ \"a\": }", 1, 8, Cause::MissingValue),
            ("{ ”a”: 1 }", 1, 3, Cause::OtherQuotes('”')),
            ("{ \"å\": “b” }", 1, 8, Cause::OtherQuotes('“')),
            ("{ \"a\": \"b”,\n  \"c\": 1 }", 1, 8, Cause::OtherQuotes('”')),
            ("{ 'a': 1 }", 1, 3, Cause::OtherQuotes('\'')),
            ("{ a: 1 }", 1, 3, Cause::Word("a".into())),
            ("{ \"a\": ja }", 1, 8, Cause::Word("ja".into())),
            ("{ \"a\": True }", 1, 8, Cause::Word("True".into())),
            ("{ \"a\": 4st }", 1, 8, Cause::Word("4st".into())),
            ("{ \"a\": 2,5 }", 1, 8, Cause::DecimalComma("2.5".into())),
            ("{ \"a\": 1 400 }", 1, 8, Cause::Blank("1400".into())),
            ("{ \"a\": 1\u{a0}400 }", 1, 8, Cause::Blank("1400".into())),
            ("{ \"a\": 04 }", 1, 8, Cause::Number("04".into())),
            ("{ \"a\": +4 }", 1, 8, Cause::Number("+4".into())),
            ("{ \"a\": .5 }", 1, 8, Cause::Number(".5".into())),
            ("{ \"a\": 4. }", 1, 8, Cause::Number("4.".into())),
            ("{ \"a\": \"det \"nya\" torget\" }", 1, 14, Cause::QuotesInText),
            ("{ \"a\": \"en\n två\" }", 1, 8, Cause::TextWithoutEnd),
            ("{ \"a\": \"C:\\promises\" }", 1, 11, Cause::Backslash),
            ("{ // löfte\n }", 1, 3, Cause::Comment),
            ("{} // slut", 1, 4, Cause::Comment),
            ("{\n  \"a\": [1, 2", 2, 13, Cause::NeverClosed('[', at(2, 8))),
            ("{ \"a\": [1, 2 }", 1, 14, Cause::WrongBracket('[', '}', at(1, 8))),
            ("{}\n}", 2, 1, Cause::AfterTheEnd),
            ("{ \"a\": = 4 }", 1, 8, Cause::Sign('=')),
        ] {
            assert_eq!(look_through(text), Err(Fault { at: at(line, column), cause }), "{text}");
        }
    }

    #[test]
    fn a_field_that_an_object_has_twice_is_found_with_both_its_lines() {
        let text = "{ \"a\": 1,\n \"list\": [ {}, { \"b\": { \"c\": 1,\n \"\\u0063\": 2 } } ],\n \"b\": 1 }";
        let again = Repeated { path: "list[1].b.c".into(), first: at(2, 25), again: at(3, 2) };
        assert_eq!(look_through(text), Ok(vec![again]));
        assert_eq!(
            look_through(r#"{ "a": { "b": 1 }, "b": { "a": 1 }, "c": [ { "a": 1 }, { "a": 1 } ] }"#),
            Ok(vec![])
        );
    }

    #[test]
    fn brackets_by_the_million_are_looked_through() {
        let deep = ["[".repeat(1_000_000), "]".repeat(1_000_000)].concat();
        assert_eq!(look_through(&deep), Ok(vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_the_parser_refuses_has_a_cause_and_what_it_reads_has_none(
            text in r#"([\[{]|"[ab]{1,2}":|"[a]?"|\\|[0-9.+-]{1,3}|true|nul|[,:\]} \n”]){0,12}"#,
        ) {
            let parsed = serde_json::from_str::<serde_json::Value>(&text);
            prop_assert_eq!(parsed.is_err(), look_through(&text).is_err(), "{}: {:?}", text, parsed);
        }

        #[test]
        fn a_document_that_is_cut_has_a_cause(cut in any::<prop::sample::Index>()) {
            let whole = r#"{ "a": [1, -2.5e3, "b\u00e5\n”c", { "d": null, "e": [] }], "f": {} }"#;
            let cut: String = whole.chars().take(cut.index(whole.chars().count())).collect();
            prop_assert!(look_through(&cut).is_err());
            prop_assert_eq!(look_through(whole), Ok(vec![]));
        }
    }
}
