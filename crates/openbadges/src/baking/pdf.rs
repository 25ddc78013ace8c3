//! Badges in PDFs: in document information or XMP metadata under an `openbadges` name, or as attached files (ISO 32000-2
//! sections 14.3.2, 14.3.3, 7.11.4).
//!
//! The parser reads all objects in file order in one pass. If an object number occurs twice, the last object counts, as
//! after an incremental update. It follows no references, so there are no cycles. One limit covers all inflated data. It
//! ignores the content of pages.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use flate2::read::ZlibDecoder;
use quick_xml::{Reader, events::Event};

use super::{
    BakingError,
    object::{Budget, Dictionary, Object, find, parse},
};
use crate::{code::Code, limits};

/// The first bytes of every PDF.
pub const SIGNATURE: &[u8] = b"%PDF-";

/// The parts of a PDF that may contain badges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfContents {
    /// Texts under an `openbadges` name in the metadata.
    pub metadata: Vec<String>,
    /// Whether the metadata contains a text under such a name that cannot be decoded.
    pub undecodable: bool,
    /// Attached files, unchanged.
    pub attachments: Vec<Vec<u8>>,
    /// Number of truncated or damaged streams that could contain a badge.
    pub damaged_streams: usize,
    /// Number of streams that could contain a badge and have an unsupported encoding.
    pub unsupported_streams: usize,
}

impl PdfContents {
    /// Adds a text of the metadata; `None` is a text that cannot be decoded.
    fn add_metadata(&mut self, text: Option<String>) {
        match text {
            Some(text) if text.trim().is_empty() => {}
            Some(text) => self.metadata.push(text),
            None => self.undecodable = true,
        }
    }

    /// Returns the content of a stream, and counts streams that cannot be read.
    fn content_of(&mut self, stream: DecodedStream) -> Option<Vec<u8>> {
        match stream {
            DecodedStream::Content(content) => return Some(content),
            DecodedStream::Damaged => self.damaged_streams += 1,
            DecodedStream::Unsupported => self.unsupported_streams += 1,
        }
        None
    }
}

/// The result of decoding a stream.
enum DecodedStream {
    Content(Vec<u8>),
    /// Truncated or damaged. The part that can be decoded is not used.
    Damaged,
    /// The encoding is not one that badges use.
    Unsupported,
}

/// The names of metadata entries that contain badges, in any case.
const NAMES: &[&str] = &["openbadges", "openbadge", "openbadgecredential", "clrcredential"];

/// Extracts the metadata texts and attached files of `pdf`.
pub fn unbake(pdf: &[u8]) -> Result<PdfContents, BakingError> {
    let (objects, budget) = (BTreeMap::new(), Budget::for_file(pdf.len()));
    let contents = PdfContents::default();
    let mut parser = Parser { pdf, objects, budget, inflated: 0, encrypted: false, contents };
    parser.parse_objects()?;
    if parser.encrypted {
        return Err(BakingError::new(Code::PdfEncrypted, "an encrypted PDF"));
    }
    if parser.objects.is_empty() {
        return Err(BakingError::new(Code::PdfMalformed, "a PDF without objects"));
    }
    parser.parse_object_streams()?;
    parser.collect_contents()?;
    Ok(parser.contents)
}

/// An indirect object: a dictionary, and the bytes of its stream if it has one.
struct Indirect<'p> {
    dictionary: Dictionary,
    stream: Option<&'p [u8]>,
}

/// The state of one pass over a PDF.
struct Parser<'p> {
    pdf: &'p [u8],
    objects: BTreeMap<u32, Indirect<'p>>,
    budget: Budget,
    /// Inflated bytes so far.
    inflated: usize,
    encrypted: bool,
    contents: PdfContents,
}

impl<'p> Parser<'p> {
    /// Parses all indirect objects (section 7.3.10): `12 0 obj … endobj`. Skips the content of streams.
    fn parse_objects(&mut self) -> Result<(), BakingError> {
        let mut at = 0;
        while let Some((keyword, is_trailer)) = next_keyword(self.pdf, at) {
            let (after, number) = match is_trailer {
                true => (keyword + b"trailer".len(), None),
                false => (keyword + b"obj".len(), object_number(self.pdf, keyword)),
            };
            at = after;
            if number.is_none() && !is_trailer {
                continue;
            }
            let parsed = parse(self.pdf, after, &mut self.budget);
            check_budget(&self.budget)?;
            let Some((Object::Dictionary(dictionary), end)) = parsed else { continue };
            at = end;
            self.encrypted |= dictionary.get("Encrypt").is_some();
            let Some(number) = number else { continue };
            let stream = stream_at(self.pdf, end, &dictionary);
            match stream {
                Some((_, after)) => at = after,
                // `stream_at` searched the rest of the file for the end of the stream.
                None => self.budget.spend(self.pdf.len() - end),
            }
            let stream = stream.map(|(content, _)| content);
            self.objects.insert(number, Indirect { dictionary, stream });
        }
        Ok(())
    }

    /// Parses object streams (section 7.5.7). Offsets must increase, so nothing is parsed twice.
    fn parse_object_streams(&mut self) -> Result<(), BakingError> {
        let streams: Vec<u32> =
            self.objects.iter().filter(|(_, it)| it.has_type("ObjStm")).map(|(n, _)| *n).collect();
        for number in streams {
            let Some(Indirect { dictionary, stream: Some(content) }) = self.objects.get(&number) else {
                continue;
            };
            let first = dictionary.get("First").and_then(Object::integer);
            let decoded = decode(dictionary, content, limits::PDF_INFLATED_BYTES - self.inflated)?;
            let Some(content) = self.contents.content_of(decoded) else { continue };
            self.inflated += content.len();
            let Some(index) = first.and_then(|first| content.get(..first)) else { continue };
            let numbers: Vec<usize> = String::from_utf8_lossy(index)
                .split_ascii_whitespace()
                .map_while(|number| number.parse().ok())
                .collect();
            let mut parsed_to = 0;
            for pair in numbers.chunks_exact(2) {
                let [number, offset] = *pair else { continue };
                let start = index.len().saturating_add(offset);
                if start < parsed_to {
                    continue;
                }
                let parsed = parse(&content, start, &mut self.budget);
                check_budget(&self.budget)?;
                let Some((object, end)) = parsed else { break };
                parsed_to = end;
                if let (Object::Dictionary(dictionary), Ok(number)) = (object, u32::try_from(number)) {
                    self.objects.entry(number).or_insert(Indirect { dictionary, stream: None });
                }
            }
        }
        Ok(())
    }

    /// Collects the metadata texts and attached files from the parsed objects.
    fn collect_contents(&mut self) -> Result<(), BakingError> {
        let contents = &mut self.contents;
        let mut attached = BTreeSet::new();
        for indirect in self.objects.values() {
            indirect.dictionary.embedded_files(&mut attached);
            for name in NAMES {
                if let Some(value @ Object::String(_)) = indirect.dictionary.get_any_case(name) {
                    contents.add_metadata(value.text());
                }
            }
        }
        for (number, indirect) in &self.objects {
            let attachment = attached.contains(number) || indirect.has_type("EmbeddedFile");
            let (Some(stream), true) = (indirect.stream, attachment || indirect.has_type("Metadata")) else {
                continue;
            };
            let left = limits::PDF_INFLATED_BYTES - self.inflated;
            let decoded = decode(&indirect.dictionary, stream, left)?;
            let Some(content) = contents.content_of(decoded) else { continue };
            self.inflated += content.len();
            if !attachment {
                xmp_texts(&content).into_iter().for_each(|text| contents.add_metadata(text));
            } else if contents.attachments.len() == limits::PDF_ATTACHMENTS {
                let detail = format!("more than {} attached files", limits::PDF_ATTACHMENTS);
                return Err(BakingError::new(Code::PdfLimit, detail));
            } else {
                contents.attachments.push(content);
            }
        }
        Ok(())
    }
}

fn check_budget(budget: &Budget) -> Result<(), BakingError> {
    match budget.is_spent() {
        true => Err(BakingError::new(Code::PdfLimit, "more objects than the limit")),
        false => Ok(()),
    }
}

impl Indirect<'_> {
    fn has_type(&self, expected: &str) -> bool {
        self.dictionary.get("Type").is_some_and(|name| matches!(name, Object::Name(name) if name == expected))
    }
}

/// Returns the offset of the next `obj` or `trailer`, and whether it is a trailer.
fn next_keyword(pdf: &[u8], at: usize) -> Option<(usize, bool)> {
    let mut at = at;
    loop {
        let rest = pdf.get(at..)?;
        let next = rest.iter().position(|byte| matches!(byte, b'o' | b't'))?;
        let rest = rest.get(next..)?;
        if rest.starts_with(b"obj") {
            return Some((at + next, false));
        }
        if rest.starts_with(b"trailer") {
            return Some((at + next, true));
        }
        at += next + 1;
    }
}

/// Returns the object number before `obj`, e.g. 12 in `12 0 obj`.
fn object_number(pdf: &[u8], keyword: usize) -> Option<u32> {
    const LONGEST: usize = 32;
    let before = pdf.get(keyword.saturating_sub(LONGEST)..keyword)?;
    let before = std::str::from_utf8(
        before.get(before.iter().rposition(|byte| !byte.is_ascii()).map_or(0, |at| at + 1)..)?,
    )
    .ok()?;
    let mut words = before.split_ascii_whitespace().rev();
    let _generation: u16 = words.next()?.parse().ok()?;
    let number = words.next()?;
    // The word before may touch the number, as in `endobj12 0 obj`.
    let digits = number.trim_start_matches(|character: char| !character.is_ascii_digit());
    digits.parse().ok()
}

/// Returns the content and the end of the stream whose dictionary ends at `end` (section 7.3.8).
fn stream_at<'p>(pdf: &'p [u8], end: usize, dictionary: &Dictionary) -> Option<(&'p [u8], usize)> {
    const END: &[u8] = b"endstream";
    let rest = pdf.get(end..)?;
    let skipped = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let rest = rest.get(skipped..)?.strip_prefix(b"stream")?;
    let content = rest
        .strip_prefix(b"\r\n")
        .or_else(|| rest.strip_prefix(b"\n"))
        .or_else(|| rest.strip_prefix(b"\r"))?;
    let start = pdf.len() - content.len();
    let by_length = dictionary.get("Length").and_then(Object::integer).filter(|length| {
        let after = content.get(*length..).unwrap_or_default();
        let gap = after.iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
        after.get(gap..).is_some_and(|after| after.starts_with(END))
    });
    let length = by_length.or_else(|| find(content, END))?;
    Some((content.get(..length)?, start + length))
}

/// Decodes a stream (section 7.4) of at most `max_bytes` decoded bytes.
fn decode(dictionary: &Dictionary, stream: &[u8], max_bytes: usize) -> Result<DecodedStream, BakingError> {
    let filters: Vec<&str> = dictionary.get("Filter").map(Object::names).unwrap_or_default();
    let too_much = || BakingError::new(Code::PdfLimit, "streams that inflate to more than 64 MiB");
    match filters[..] {
        [] if stream.len() > max_bytes => Err(too_much()),
        [] => Ok(DecodedStream::Content(stream.to_vec())),
        ["FlateDecode" | "Fl"] => {
            let mut content = Vec::new();
            let decoded = ZlibDecoder::new(stream).take(max_bytes as u64 + 1).read_to_end(&mut content);
            match decoded {
                _ if content.len() > max_bytes => Err(too_much()),
                Ok(_) => Ok(DecodedStream::Content(content)),
                Err(_) => Ok(DecodedStream::Damaged),
            }
        }
        _ => Ok(DecodedStream::Unsupported),
    }
}

/// Returns the texts under an `openbadges` name in XMP (ISO 16684-1): elements and attributes in any namespace.
///
/// `None` is a text that cannot be decoded. Parsing stops at a document type.
fn xmp_texts(xmp: &[u8]) -> Vec<Option<String>> {
    let Ok(text) = std::str::from_utf8(xmp) else {
        // UTF-16 or damaged. Without the NUL bytes, the names can still be found.
        let bytes: Vec<u8> = xmp.iter().copied().filter(|byte| *byte != 0).collect();
        let lowercase = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        return if NAMES.iter().any(|name| lowercase.contains(name)) { vec![None] } else { Vec::new() };
    };
    let is_badge_name = |name: &str| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        [prefix, local].iter().any(|part| NAMES.iter().any(|name| part.eq_ignore_ascii_case(name)))
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut texts = Vec::new();
    let mut open: Option<(usize, Option<String>)> = None;
    let mut depth = 0;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let name = start.name().as_ref().to_owned();
                for attribute in start.attributes().flatten() {
                    let key = attribute.key.as_ref().to_owned();
                    if is_badge_name(&key) && !key.starts_with("xmlns") {
                        let value = quick_xml::escape::unescape(&attribute.value);
                        texts.push(value.ok().map(std::borrow::Cow::into_owned));
                    }
                }
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                    if open.is_none() && is_badge_name(&name) {
                        open = Some((depth, Some(String::new())));
                    }
                }
            }
            Event::End(_) => {
                if let Some((_, text)) = open.take_if(|(at, _)| *at == depth) {
                    texts.push(text);
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(part) => {
                if let Some((_, Some(text))) = &mut open {
                    text.push_str(&part);
                }
            }
            Event::CData(part) => {
                if let Some((_, Some(text))) = &mut open {
                    text.push_str(&part);
                }
            }
            Event::GeneralRef(name) => {
                if let Some((_, open)) = &mut open {
                    let entity = format!("&{};", &*name);
                    let character = quick_xml::escape::unescape(&entity);
                    *open = open.take().zip(character.ok()).map(|(text, character)| text + &character);
                }
            }
            Event::DocType(_) | Event::Eof => break,
            _ => {}
        }
    }
    // The XML ends inside a badge's element.
    texts.extend(open.map(|_| None));
    texts
}
