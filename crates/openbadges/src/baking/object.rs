//! A parser for PDF objects (ISO 32000-2 section 7.3), limited to what is needed to find attached files and metadata.
//!
//! The parser makes one pass with limited depth and size, and returns `None` for malformed objects.

use std::collections::BTreeSet;

use crate::limits::{PDF_DEPTH, PDF_INFLATED_BYTES, PDF_OBJECTS};

/// A PDF object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    /// `/Name`, with `#` escapes decoded.
    Name(String),
    /// `(text)` or `<hex>`.
    String(Vec<u8>),
    /// A non-negative integer.
    Integer(usize),
    /// The object number of a reference such as `12 0 R`.
    Reference(u32),
    /// `[…]`
    Array(Vec<Object>),
    /// `<<…>>`
    Dictionary(Dictionary),
    /// Anything else: other numbers, `true`, `null`.
    Other,
}

/// A dictionary. If a key occurs twice, the last value counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(Vec<(String, Object)>);

impl Dictionary {
    /// Returns the value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns the value of `key`, ignoring case: custom names in document information have no fixed spelling.
    pub(super) fn get_any_case(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// Adds the streams that file specifications in this dictionary refer to: `/EF << /F 12 0 R >>` (section 7.11.3).
    pub(super) fn embedded_files(&self, numbers: &mut BTreeSet<u32>) {
        for (key, value) in &self.0 {
            match value {
                Object::Dictionary(files) if key == "EF" => {
                    numbers.extend(files.0.iter().filter_map(|(_, file)| match file {
                        Object::Reference(number) => Some(*number),
                        _ => None,
                    }));
                }
                value => value.embedded_files(numbers),
            }
        }
    }
}

impl Object {
    /// Returns the value of an integer.
    pub(super) fn integer(&self) -> Option<usize> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// Returns the names in a name or an array of names.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            Self::Array(items) => items.iter().flat_map(Self::names).collect(),
            _ => Vec::new(),
        }
    }

    /// Decodes a text string (section 7.9.2.2): UTF-16 with a byte order mark, UTF-8 or ASCII.
    pub(super) fn text(&self) -> Option<String> {
        let Self::String(bytes) = self else { return None };
        let Some(units) = bytes.strip_prefix(b"\xfe\xff") else {
            return String::from_utf8(bytes.clone()).ok();
        };
        let units: Vec<u16> = units
            .chunks_exact(2)
            .map(|unit| unit.iter().fold(0, |high, low| high << 8 | u16::from(*low)))
            .collect();
        String::from_utf16(&units).ok()
    }

    fn embedded_files(&self, numbers: &mut BTreeSet<u32>) {
        match self {
            Self::Dictionary(dictionary) => dictionary.embedded_files(numbers),
            Self::Array(items) => items.iter().for_each(|item| item.embedded_files(numbers)),
            _ => {}
        }
    }
}

/// Returns the offset of `needle` in `bytes`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// The remaining work for parsing. Failed attempts cost as much as successful ones, so total work stays linear.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: usize,
    objects: usize,
}

impl Budget {
    /// Returns the budget for a file of `bytes` bytes.
    pub(super) fn for_file(bytes: usize) -> Self {
        Self { bytes: bytes.saturating_mul(2).saturating_add(PDF_INFLATED_BYTES), objects: PDF_OBJECTS }
    }

    /// Subtracts `bytes`.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Returns whether the budget is used up.
    pub(super) fn is_spent(&self) -> bool {
        self.bytes == 0 || self.objects == 0
    }
}

/// Parses the object at offset `at` and returns it with its end.
pub(super) fn parse(bytes: &[u8], at: usize, budget: &mut Budget) -> Option<(Object, usize)> {
    let mut parser = Parser { bytes, at, objects: budget.objects };
    let object = parser.object(0);
    budget.objects = parser.objects;
    budget.spend(parser.at.saturating_sub(at));
    Some((object?, parser.at))
}

struct Parser<'b> {
    bytes: &'b [u8],
    at: usize,
    /// Number of objects that may still be parsed.
    objects: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Skips white space and comments (section 7.2.3).
    fn skip(&mut self) {
        loop {
            match self.rest().first() {
                Some(b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ') => self.at += 1,
                Some(b'%') => {
                    let line = self.rest().iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    self.at += line.unwrap_or(self.rest().len());
                }
                _ => return,
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        if depth == PDF_DEPTH || self.objects == 0 {
            return None;
        }
        self.objects -= 1;
        self.skip();
        match self.rest() {
            [b'<', b'<', ..] => self.dictionary(depth),
            [b'<', ..] => self.hexadecimal(),
            [b'(', ..] => self.literal(),
            [b'[', ..] => self.array(depth),
            [b'/', ..] => self.name().map(Object::Name),
            [b'0'..=b'9', ..] => Some(self.number()),
            _ => {
                let word = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
                self.at += word;
                (word > 0).then_some(Object::Other)
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut members = Vec::new();
        loop {
            self.skip();
            match self.rest() {
                [b'>', b'>', ..] => {
                    self.at += 2;
                    return Some(Object::Dictionary(Dictionary(members)));
                }
                [b'/', ..] => {
                    let key = self.name()?;
                    members.push((key, self.object(depth + 1)?));
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.rest().first() == Some(&b']') {
                self.at += 1;
                return Some(Object::Array(items));
            }
            items.push(self.object(depth + 1)?);
        }
    }

    fn name(&mut self) -> Option<String> {
        self.at += 1;
        let raw = self.rest();
        let raw = raw.get(..raw.iter().take_while(|byte| is_regular(**byte)).count())?;
        let mut name = Vec::with_capacity(raw.len());
        let mut bytes = raw.iter();
        while let Some(byte) = bytes.next() {
            match (byte, bytes.as_slice()) {
                (b'#', [high, low, ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    name.push(digit(*high) << 4 | digit(*low));
                    bytes.nth(1);
                }
                _ => name.push(*byte),
            }
        }
        self.at += raw.len();
        Some(String::from_utf8_lossy(&name).into_owned())
    }

    /// Parses a number, or a reference if a generation number and `R` follow.
    fn number(&mut self) -> Object {
        let word = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let text = self.rest().get(..word).and_then(|word| std::str::from_utf8(word).ok());
        let number = text.and_then(|text| text.parse::<usize>().ok());
        self.at += word;
        let Some(number) = number else { return Object::Other };
        // ` 0 R`, with a generation number of at most five digits.
        const LONGEST: usize = 16;
        let ahead = self.rest();
        let ahead = ahead.get(..ahead.len().min(LONGEST)).unwrap_or_default();
        let spaces = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let first = spaces(ahead);
        let generation = ahead.iter().skip(first).take_while(|byte| byte.is_ascii_digit()).count();
        let second = spaces(ahead.get(first + generation..).unwrap_or_default());
        let letter = first + generation + second;
        if first > 0 && generation > 0 && second > 0 && ahead.get(letter) == Some(&b'R') {
            self.at += letter + 1;
            return u32::try_from(number).map_or(Object::Other, Object::Reference);
        }
        Object::Integer(number)
    }

    /// Parses a hexadecimal string (section 7.3.4.3).
    fn hexadecimal(&mut self) -> Option<Object> {
        let Some(end) = self.rest().iter().position(|byte| *byte == b'>') else {
            self.at = self.bytes.len();
            return None;
        };
        let digits: Vec<u8> = self
            .rest()
            .get(1..end)?
            .iter()
            .filter(|byte| byte.is_ascii_hexdigit())
            .map(|byte| digit(*byte))
            .collect();
        self.at += end + 1;
        Some(Object::String(
            digits
                .chunks(2)
                .map(|pair| pair.first().copied().unwrap_or(0) << 4 | pair.get(1).copied().unwrap_or(0))
                .collect(),
        ))
    }

    /// Parses a literal string (section 7.3.4.2). Balanced parentheses need no escape.
    fn literal(&mut self) -> Option<Object> {
        self.at += 1;
        let mut text = Vec::new();
        let mut open = 1_usize;
        loop {
            let byte = *self.rest().first()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return Some(Object::String(text)),
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escape()?);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    /// Parses the part of an escape sequence after the backslash. The inner `None` is an escaped line break.
    fn escape(&mut self) -> Option<Option<u8>> {
        let byte = *self.rest().first()?;
        self.at += 1;
        Some(match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                self.at += usize::from(self.rest().first() == Some(&b'\n'));
                None
            }
            b'\n' => None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(next @ b'0'..=b'7') = self.rest().first().copied() else { break };
                    value = value * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                // The ninth bit is ignored.
                Some((value & 0xff) as u8)
            }
            other => Some(other),
        })
    }
}

/// Returns whether `byte` is a regular character (section 7.2.3): neither white space nor a delimiter.
const fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        b'\0'
            | b'\t'
            | b'\n'
            | b'\x0c'
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

/// Returns the value of a hexadecimal digit.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => 0,
    }
}
