//! The objects of a PDF (ISO 32000-2 section 7.3), as far as finding attached files and metadata needs them.
//!
//! One pass, depth and length limited by what is there; what is no object is `None`.

use std::collections::BTreeSet;

use crate::limits::{PDF_DEPTH, PDF_INFLATED_BYTES, PDF_OBJECTS};

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    /// `/Name`, its `#` escapes undone.
    Name(String),
    /// `(text)` or `<hex>`.
    String(Vec<u8>),
    /// A number that is no fraction and not negative.
    Integer(usize),
    /// `12 0 R`.
    Reference(u32),
    /// `[…]`
    Array(Vec<Object>),
    /// `<<…>>`
    Dictionary(Dictionary),
    /// Anything else: other numbers, `true`, `null`.
    Other,
}

/// A dictionary. The last of equal keys counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(Vec<(String, Object)>);

impl Dictionary {
    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The same, whatever the case of the key: document information has no fixed spelling of custom names.
    pub(super) fn get_any_case(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// The streams that file specifications in this dictionary name: `/EF << /F 12 0 R >>` (section 7.11.3).
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
    pub(super) fn integer(&self) -> Option<usize> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    /// The names that a name or an array of names is.
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            Self::Array(items) => items.iter().flat_map(Self::names).collect(),
            _ => Vec::new(),
        }
    }

    /// A text string (section 7.9.2.2): UTF-16 with a byte order mark, UTF-8, or ASCII.
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

/// Where `needle` begins in `bytes`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

/// What parsing may still cost. What fails costs as much as what succeeds, so that no text is read again and again.
#[derive(Debug)]
pub(super) struct Budget {
    bytes: usize,
    objects: usize,
}

impl Budget {
    /// For a file of `bytes`.
    pub(super) fn of(bytes: usize) -> Self {
        Self { bytes: bytes.saturating_mul(2).saturating_add(PDF_INFLATED_BYTES), objects: PDF_OBJECTS }
    }

    /// Takes `bytes` that were read for nothing.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        self.bytes == 0 || self.objects == 0
    }
}

/// The object at `at`, and where it ends.
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
    /// Objects that may still be read.
    objects: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Section 7.2.3: white space, and comments to the end of their line.
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

    /// A number, or a reference where two more words make it one.
    fn number(&mut self) -> Object {
        let word = self.rest().iter().take_while(|byte| is_regular(**byte)).count();
        let text = self.rest().get(..word).and_then(|word| std::str::from_utf8(word).ok());
        let number = text.and_then(|text| text.parse::<usize>().ok());
        self.at += word;
        let Some(number) = number else { return Object::Other };
        // ` 0 R`, generation of at most five digits.
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

    /// Section 7.3.4.3.
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

    /// Section 7.3.4.2: balanced parentheses stand for themselves, others are escaped.
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
                    text.extend(self.escaped()?);
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn escaped(&mut self) -> Option<Option<u8>> {
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
                // A high bit beyond the byte is ignored.
                Some((value & 0xff) as u8)
            }
            other => Some(other),
        })
    }
}

/// Section 7.2.3: neither white space nor a delimiter.
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

/// The value of a hexadecimal digit.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - b'a' + 10,
        b'A'..=b'F' => byte - b'A' + 10,
        _ => 0,
    }
}
