//! A strict JSON parser that rejects ambiguous texts.
//!
//! It rejects duplicate keys, too much depth, size or too many values, numbers that change when stored as IEEE-754
//! doubles, lone surrogates and other invalid Unicode (RFC 8259, RFC 7493 I-JSON). `serde_json` silently keeps the last
//! of two equal keys and rounds numbers, so this module has its own parser. Its values are those of `serde_json`.

pub mod jcs;

use serde_json::{Map, Number, map::Entry};

use crate::{code::Code, limits};

/// A parsed JSON value. Objects keep the order of the text.
pub type Value = serde_json::Value;

/// The text is not acceptable JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} at byte {offset}: {detail}")]
pub struct JsonError {
    /// `JSON_…` or `TEXT_ENCODING`.
    pub code: Code,
    /// Byte offset in the text.
    pub offset: usize,
    /// What was found at the offset: the key for `JSON_DUP_KEY`, the number for `JSON_NUMBER`.
    pub detail: String,
}

/// The byte order mark in UTF-8. It may precede JSON text and is not part of it.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Limits on the size of a text. The depth limit is always [`limits::JSON_DEPTH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Maximum number of bytes.
    pub bytes: usize,
    /// Maximum number of values: objects, arrays and scalars.
    pub nodes: usize,
}

impl Bounds {
    /// The limits for a single document.
    pub const DOCUMENT: Self = Self { bytes: limits::JSON_BYTES, nodes: limits::JSON_NODES };
}

/// Parses `bytes` strictly. Skips a leading byte order mark.
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    parse_within(bytes, Bounds::DOCUMENT)
}

/// Parses `bytes` like [`parse`], with other limits: for a text of many documents, such as a large presentation.
pub fn parse_within(bytes: &[u8], bounds: Bounds) -> Result<Value, JsonError> {
    let mut reader = Reader::new(bytes, bounds)?;
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

/// Returns the unchanged text of each element of a JSON array. Parses the whole array strictly first.
pub fn elements(bytes: &[u8]) -> Result<Vec<&str>, JsonError> {
    let mut reader = Reader::new(bytes, Bounds::DOCUMENT)?;
    if reader.peek() != Some(b'[') {
        return Err(reader.unexpected("an array"));
    }
    let mut elements = Vec::new();
    reader.nested(|reader| reader.array(|_, text| elements.push(text)).map(|()| Value::Null))?;
    reader.end()?;
    Ok(elements)
}

/// Returns the unchanged text of the value at `path`, a list of nested object keys; `None` if there is no such value.
///
/// For an array on the path, the first element is used.
pub fn value_text<'t>(text: &'t str, path: &[&str]) -> Result<Option<&'t str>, JsonError> {
    let mut value = text.trim_matches([' ', '\t', '\n', '\r']);
    for key in path {
        if value.starts_with('[') {
            value = elements(value.as_bytes())?.first().copied().unwrap_or_default();
        }
        let mut reader = Reader::new(value.as_bytes(), Bounds::DOCUMENT)?;
        if reader.peek() != Some(b'{') {
            return Ok(None);
        }
        let mut member = None;
        reader.nested(|reader| {
            reader.object(|name, text| member = member.or((name == *key).then_some(text)))
        })?;
        let Some(member) = member else { return Ok(None) };
        value = member;
    }
    Ok(Some(value))
}

/// The parser state: the position in the text and the counters.
struct Reader<'t> {
    text: &'t str,
    position: usize,
    depth: usize,
    nodes: usize,
    max_nodes: usize,
}

impl<'t> Reader<'t> {
    fn new(bytes: &'t [u8], bounds: Bounds) -> Result<Self, JsonError> {
        if bytes.len() > bounds.bytes {
            return Err(JsonError {
                code: Code::JsonLimit,
                offset: bounds.bytes,
                detail: format!("{} bytes", bytes.len()),
            });
        }
        let start = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let text = std::str::from_utf8(bytes).map_err(|error| JsonError {
            code: Code::TextEncoding,
            offset: error.valid_up_to(),
            detail: "bytes that are not UTF-8".into(),
        })?;
        let mut reader = Self { text, position: start, depth: 0, nodes: 0, max_nodes: bounds.nodes };
        reader.skip_whitespace();
        Ok(reader)
    }

    fn end(&mut self) -> Result<(), JsonError> {
        self.skip_whitespace();
        if self.position < self.text.len() { Err(self.unexpected("the end of the text")) } else { Ok(()) }
    }

    fn value(&mut self) -> Result<Value, JsonError> {
        self.nodes += 1;
        if self.nodes > self.max_nodes {
            return Err(self.error(Code::JsonLimit, format!("more than {} values", self.max_nodes)));
        }
        match self.peek() {
            Some(b'{') => self.nested(|reader| reader.object(|_, _| {})),
            Some(b'[') => self.nested(|reader| {
                let mut items = Vec::new();
                reader.array(|item, _| items.push(item))?;
                Ok(Value::Array(items))
            }),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.literal("true", Value::Bool(true)),
            Some(b'f') => self.literal("false", Value::Bool(false)),
            Some(b'n') => self.literal("null", Value::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// Parses an object or array with `container`. Checks the depth first, which also limits the stack.
    fn nested(
        &mut self,
        container: impl FnOnce(&mut Self) -> Result<Value, JsonError>,
    ) -> Result<Value, JsonError> {
        if self.depth == limits::JSON_DEPTH {
            return Err(self.error(Code::JsonDepth, format!("deeper than {} levels", limits::JSON_DEPTH)));
        }
        self.depth += 1;
        self.position += 1;
        let value = container(self)?;
        self.depth -= 1;
        Ok(value)
    }

    /// Parses the members of an object and calls `visit` with the key and text of each.
    fn object(&mut self, mut visit: impl FnMut(&str, &'t str)) -> Result<Value, JsonError> {
        let mut members = Map::new();
        self.skip_whitespace();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_whitespace();
            let key_position = self.position;
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key"));
            }
            let key = self.string()?;
            self.skip_whitespace();
            self.expect(b':', "`:`")?;
            self.skip_whitespace();
            let start = self.position;
            let value = self.value()?;
            visit(&key, self.text.get(start..self.position).unwrap_or_default());
            match members.entry(key) {
                Entry::Vacant(member) => drop(member.insert(value)),
                Entry::Occupied(member) => {
                    let detail = member.key().clone();
                    return Err(JsonError { code: Code::JsonDupKey, offset: key_position, detail });
                }
            }
            self.skip_whitespace();
            if !self.take(b',') {
                self.expect(b'}', "`,` or `}`")?;
                return Ok(Value::Object(members));
            }
        }
    }

    /// Parses the elements of an array and calls `visit` with the value and text of each.
    fn array(&mut self, mut visit: impl FnMut(Value, &'t str)) -> Result<(), JsonError> {
        self.skip_whitespace();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            self.skip_whitespace();
            let start = self.position;
            let value = self.value()?;
            visit(value, self.text.get(start..self.position).unwrap_or_default());
            self.skip_whitespace();
            if !self.take(b',') {
                return self.expect(b']', "`,` or `]`");
            }
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Result<Value, JsonError> {
        if !self.rest().starts_with(word) {
            return Err(self.unexpected("a value"));
        }
        self.position += word.len();
        Ok(value)
    }

    /// Parses a string (RFC 8259 section 7).
    ///
    /// Rejects NUL, U+FFFE and lone surrogates with `TEXT_ENCODING`, because parsers disagree about them (RFC 7493
    /// section 2.1).
    fn string(&mut self) -> Result<String, JsonError> {
        self.position += 1;
        let mut decoded = String::new();
        loop {
            let rest = self.rest();
            let plain = plain_bytes(rest.as_bytes());
            decoded.push_str(rest.get(..plain).unwrap_or_default());
            self.position += plain;
            match self.peek() {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(decoded);
                }
                Some(b'\\') => decoded.push(self.escape()?),
                Some(0 | NOT_A_CHARACTER_FIRST) => {
                    return Err(self.error(Code::TextEncoding, "NUL or U+FFFE"));
                }
                Some(_) => return Err(self.unexpected("an escaped control character")),
                None => return Err(self.unexpected("the end of the string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let start = self.position;
        self.position += 1;
        let plain = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.position += 1;
                return self.unicode_escape(start);
            }
            _ => return Err(self.unexpected("an escape")),
        };
        self.position += 1;
        Ok(plain)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, JsonError> {
        let unit = self.hex4()?;
        let scalar = if (0xd800..0xdc00).contains(&unit) && self.rest().starts_with("\\u") {
            self.position += 2;
            let low = self.hex4()?;
            if (0xdc00..0xe000).contains(&low) {
                0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
            } else {
                unit
            }
        } else {
            unit
        };
        match char::from_u32(scalar) {
            Some('\0' | '\u{fffe}') => Err("NUL or U+FFFE"),
            Some(character) => Ok(character),
            None => Err("half of a surrogate pair"),
        }
        .map_err(|found| JsonError { code: Code::TextEncoding, offset: start, detail: found.into() })
    }

    fn hex4(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.position..self.position + 4).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.unexpected("four hexadecimal digits"));
        }
        self.position += 4;
        u32::from_str_radix(digits, 16).map_err(|_| self.unexpected("four hexadecimal digits"))
    }

    /// Parses a number (RFC 8259 section 6) that passes [`survives_as_double`].
    fn number(&mut self) -> Result<Number, JsonError> {
        let start = self.position;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.unexpected("the end of the number"));
        }
        let integer = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        let text = self.text.get(start..self.position).unwrap_or_default();
        let error = || JsonError {
            code: Code::JsonNumber,
            offset: start,
            detail: text.chars().take(SHOWN_DIGITS).collect(),
        };
        let double: f64 = text.parse().map_err(|_| error())?;
        if !survives_as_double(text, double) {
            return Err(error());
        }
        let exact = if integer {
            text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from)).ok()
        } else {
            None
        };
        exact.or_else(|| Number::from_f64(double)).ok_or_else(error)
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            return Err(self.unexpected("a digit"));
        }
        self.position += count;
        Ok(())
    }

    /// Returns the text that is not parsed yet.
    fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    /// Skips `byte` if it comes next, and returns whether it did.
    fn take(&mut self, byte: u8) -> bool {
        let matches = self.peek() == Some(byte);
        self.position += usize::from(matches);
        matches
    }

    fn expect(&mut self, byte: u8, name: &str) -> Result<(), JsonError> {
        if self.take(byte) { Ok(()) } else { Err(self.unexpected(name)) }
    }

    fn skip_whitespace(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    fn error(&self, code: Code, detail: impl Into<String>) -> JsonError {
        JsonError { code, offset: self.position, detail: detail.into() }
    }

    fn unexpected(&self, expected: &str) -> JsonError {
        match self.rest().chars().next() {
            Some(found) => self.error(Code::JsonSyntax, format!("{found:?} instead of {expected}")),
            None => self.error(Code::JsonSyntax, format!("the end of the text instead of {expected}")),
        }
    }
}

/// Maximum number of digits of a rejected number in an error.
const SHOWN_DIGITS: usize = 40;
/// Number of significant digits that identify any double.
const DOUBLE_DIGITS: usize = 17;

/// Returns whether a parser that stores numbers as IEEE-754 doubles, as JCS (RFC 8785) and JSON-LD do, keeps the number
/// in `text`.
///
/// That is the case if the double, written with the same number of significant digits, gives the same digits. A fraction
/// may be rounded if it has at most 17 digits and remains a fraction: even `0.1` is rounded. An integer may not be
/// rounded: `9007199254740993` would become another integer. `-0` is rejected because the canonical forms write it as
/// `0`, so one signature would cover both texts.
fn survives_as_double(text: &str, double: f64) -> bool {
    let (digits, power) = significant_digits(text);
    if digits.is_empty() {
        return !text.starts_with('-');
    }
    if digits.len() > DOUBLE_DIGITS || !double.is_finite() || double == 0.0 {
        return false;
    }
    let integer = power + 1 >= digits.len() as i64;
    let rounded_fraction = !integer && double.is_normal() && double.fract() != 0.0;
    rounded_fraction || significant_digits(&format!("{:.*e}", digits.len() - 1, double)) == (digits, power)
}

/// Returns the digits of a decimal number without leading and trailing zeros, and the power of ten of the first digit.
fn significant_digits(number: &str) -> (String, i64) {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let first = digits.bytes().position(|digit| digit != b'0').unwrap_or(digits.len());
    // An exponent beyond i64 is also beyond every double.
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX / 2);
    let power = exponent.saturating_add(whole.len() as i64).saturating_sub(1 + first as i64);
    (digits.trim_matches('0').to_owned(), power)
}

/// U+FFFE in UTF-8.
const NOT_A_CHARACTER: &[u8] = "\u{fffe}".as_bytes();
/// The first byte of U+FFFE in UTF-8.
const NOT_A_CHARACTER_FIRST: u8 = 0xef;

/// Returns the number of bytes before the end of the string, an escape, a control character or U+FFFE.
fn plain_bytes(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let ends = |byte: &u8| matches!(*byte, b'"' | b'\\' | 0..0x20 | NOT_A_CHARACTER_FIRST);
        let Some(plain) = rest.iter().position(ends) else { break };
        at += plain;
        let end = rest.get(plain..).unwrap_or_default();
        if end.first() != Some(&NOT_A_CHARACTER_FIRST) || end.starts_with(NOT_A_CHARACTER) {
            return at;
        }
        at += 1;
    }
    text.len()
}
