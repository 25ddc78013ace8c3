//! Badges in PDFs: in the document information or the XMP metadata under an `openbadges` name, or as attached files
//! (ISO 32000-2 sections 14.3.2, 14.3.3, 7.11.4).
//!
//! The objects of the file are walked in one pass, in the order in which they stand, and the last of each number counts,
//! as after an incremental update. No reference is followed, so nothing can lead in a circle, and all that is inflated is
//! counted together. No page is looked at.

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

/// What every PDF begins with.
pub const SIGNATURE: &[u8] = b"%PDF-";

/// What a PDF carries beside its pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Texts under an `openbadges` name in its metadata.
    pub metadata: Vec<String>,
    /// Whether there is a text under such a name that cannot be decoded.
    pub undecodable: bool,
    /// Attached files, byte for byte.
    pub attachments: Vec<Vec<u8>>,
    /// How many streams that could hold a badge break off or are damaged.
    pub broken: usize,
    /// How many of them are encoded in a way that is not read.
    pub not_read: usize,
}

impl Carried {
    /// Takes in a text of the metadata; `None`: one that cannot be decoded.
    fn metadata(&mut self, text: Option<String>) {
        match text {
            Some(text) if text.trim().is_empty() => {}
            Some(text) => self.metadata.push(text),
            None => self.undecodable = true,
        }
    }

    /// The content of a stream; one that has none to read is counted.
    fn read(&mut self, decoded: Decoded) -> Option<Vec<u8>> {
        match decoded {
            Decoded::Whole(content) => return Some(content),
            Decoded::Broken => self.broken += 1,
            Decoded::NotRead => self.not_read += 1,
        }
        None
    }
}

/// What became of a stream.
enum Decoded {
    Whole(Vec<u8>),
    /// It is damaged. What it said until then is no badge.
    Broken,
    /// It is encoded in a way that badges are not.
    NotRead,
}

/// The names that badges have in metadata.
const NAMES: &[&str] = &["openbadges", "openbadge", "openbadgecredential", "clrcredential"];

/// What `pdf` carries.
pub fn unbake(pdf: &[u8]) -> Result<Carried, BakingError> {
    let (found, budget) = (BTreeMap::new(), Budget::of(pdf.len()));
    let carried = Carried::default();
    let mut walk = Walk { pdf, found, budget, inflated: 0, encrypted: false, carried };
    walk.objects()?;
    if walk.encrypted {
        return Err(BakingError::new(Code::PdfEncrypted, "a PDF that is encrypted"));
    }
    if walk.found.is_empty() {
        return Err(BakingError::new(Code::PdfMalformed, "a PDF without objects"));
    }
    walk.compressed_objects()?;
    walk.carry()?;
    Ok(walk.carried)
}

/// An object of the file: a dictionary, and the bytes of its stream, if it is one.
struct Indirect<'p> {
    dictionary: Dictionary,
    stream: Option<&'p [u8]>,
}

struct Walk<'p> {
    pdf: &'p [u8],
    found: BTreeMap<u32, Indirect<'p>>,
    budget: Budget,
    inflated: usize,
    encrypted: bool,
    carried: Carried,
}

impl<'p> Walk<'p> {
    /// Section 7.3.10: `12 0 obj … endobj`. What stands inside a stream is no object.
    fn objects(&mut self) -> Result<(), BakingError> {
        let mut at = 0;
        while let Some((keyword, is_trailer)) = next_keyword(self.pdf, at) {
            let (behind, number) = match is_trailer {
                true => (keyword + b"trailer".len(), None),
                false => (keyword + b"obj".len(), object_number(self.pdf, keyword)),
            };
            at = behind;
            if number.is_none() && !is_trailer {
                continue;
            }
            let parsed = parse(self.pdf, behind, &mut self.budget);
            within(&self.budget)?;
            let Some((Object::Dictionary(dictionary), end)) = parsed else { continue };
            at = end;
            self.encrypted |= dictionary.get("Encrypt").is_some();
            let Some(number) = number else { continue };
            let stream = stream_at(self.pdf, end, &dictionary);
            match stream {
                Some((_, behind)) => at = behind,
                // The end of a stream that has none was looked for through all the rest.
                None => self.budget.spend(self.pdf.len() - end),
            }
            let stream = stream.map(|(content, _)| content);
            self.found.insert(number, Indirect { dictionary, stream });
        }
        Ok(())
    }

    /// Section 7.5.7: objects in streams. Each offset must be behind the one before, so nothing is read twice.
    fn compressed_objects(&mut self) -> Result<(), BakingError> {
        let streams: Vec<u32> =
            self.found.iter().filter(|(_, it)| it.is("ObjStm")).map(|(n, _)| *n).collect();
        for number in streams {
            let Some(Indirect { dictionary, stream: Some(content) }) = self.found.get(&number) else {
                continue;
            };
            let first = dictionary.get("First").and_then(Object::integer);
            let decoded = decode(dictionary, content, limits::PDF_INFLATED_BYTES - self.inflated)?;
            let Some(content) = self.carried.read(decoded) else { continue };
            self.inflated += content.len();
            let Some(index) = first.and_then(|first| content.get(..first)) else { continue };
            let numbers: Vec<usize> = String::from_utf8_lossy(index)
                .split_ascii_whitespace()
                .map_while(|number| number.parse().ok())
                .collect();
            let mut read_to = 0;
            for pair in numbers.chunks_exact(2) {
                let [number, offset] = *pair else { continue };
                let start = index.len().saturating_add(offset);
                if start < read_to {
                    continue;
                }
                let parsed = parse(&content, start, &mut self.budget);
                within(&self.budget)?;
                let Some((object, end)) = parsed else { break };
                read_to = end;
                if let (Object::Dictionary(dictionary), Ok(number)) = (object, u32::try_from(number)) {
                    self.found.entry(number).or_insert(Indirect { dictionary, stream: None });
                }
            }
        }
        Ok(())
    }

    fn carry(&mut self) -> Result<(), BakingError> {
        let carried = &mut self.carried;
        let mut attached = BTreeSet::new();
        for indirect in self.found.values() {
            indirect.dictionary.embedded_files(&mut attached);
            for name in NAMES {
                if let Some(value @ Object::String(_)) = indirect.dictionary.get_any_case(name) {
                    carried.metadata(value.text());
                }
            }
        }
        for (number, indirect) in &self.found {
            let attachment = attached.contains(number) || indirect.is("EmbeddedFile");
            let (Some(stream), true) = (indirect.stream, attachment || indirect.is("Metadata")) else {
                continue;
            };
            let left = limits::PDF_INFLATED_BYTES - self.inflated;
            let decoded = decode(&indirect.dictionary, stream, left)?;
            let Some(content) = carried.read(decoded) else { continue };
            self.inflated += content.len();
            if !attachment {
                in_xmp(&content).into_iter().for_each(|text| carried.metadata(text));
            } else if carried.attachments.len() == limits::PDF_ATTACHMENTS {
                let detail = format!("more than {} attached files", limits::PDF_ATTACHMENTS);
                return Err(BakingError::new(Code::PdfLimit, detail));
            } else {
                carried.attachments.push(content);
            }
        }
        Ok(())
    }
}

fn within(budget: &Budget) -> Result<(), BakingError> {
    match budget.is_spent() {
        true => Err(BakingError::new(Code::PdfLimit, "more objects than any document with a badge has")),
        false => Ok(()),
    }
}

impl Indirect<'_> {
    fn is(&self, kind: &str) -> bool {
        self.dictionary.get("Type").is_some_and(|name| matches!(name, Object::Name(name) if name == kind))
    }
}

/// The next `obj` or `trailer`, and whether it is the latter.
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

/// The number before `obj`: `12 0 obj`.
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
    // What stands before the number may touch it, as in `endobj12 0 obj`.
    let digits = number.trim_start_matches(|character: char| !character.is_ascii_digit());
    digits.parse().ok()
}

/// The content of the stream whose dictionary ends at `end`, and where it ends (section 7.3.8).
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
        let behind = content.get(*length..).unwrap_or_default();
        let gap = behind.iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
        behind.get(gap..).is_some_and(|behind| behind.starts_with(END))
    });
    let length = by_length.or_else(|| find(content, END))?;
    Some((content.get(..length)?, start + length))
}

/// The decoded content of a stream (section 7.4), which is no longer than `most`.
fn decode(dictionary: &Dictionary, stream: &[u8], most: usize) -> Result<Decoded, BakingError> {
    let filters: Vec<&str> = dictionary.get("Filter").map(Object::names).unwrap_or_default();
    let too_much = || BakingError::new(Code::PdfLimit, "streams that inflate to more than 64 MiB");
    match filters[..] {
        [] if stream.len() > most => Err(too_much()),
        [] => Ok(Decoded::Whole(stream.to_vec())),
        ["FlateDecode" | "Fl"] => {
            let mut content = Vec::new();
            let decoded = ZlibDecoder::new(stream).take(most as u64 + 1).read_to_end(&mut content);
            match decoded {
                _ if content.len() > most => Err(too_much()),
                Ok(_) => Ok(Decoded::Whole(content)),
                Err(_) => Ok(Decoded::Broken),
            }
        }
        _ => Ok(Decoded::NotRead),
    }
}

/// The texts under an `openbadges` name in XMP (ISO 16684-1): elements and attributes, whatever their namespace. A
/// document type is not read. `None` stands for a text that cannot be decoded.
fn in_xmp(xmp: &[u8]) -> Vec<Option<String>> {
    let Ok(text) = std::str::from_utf8(xmp) else {
        // UTF-16, or damaged. Whether one of the names is in it can be told all the same.
        let bytes: Vec<u8> = xmp.iter().copied().filter(|byte| *byte != 0).collect();
        let told = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        return if NAMES.iter().any(|name| told.contains(name)) { vec![None] } else { Vec::new() };
    };
    let is_ours = |name: &str| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        [prefix, local].iter().any(|part| NAMES.iter().any(|own| part.eq_ignore_ascii_case(own)))
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
                    let ours = is_ours(&key) && !key.starts_with("xmlns");
                    if ours {
                        let value = quick_xml::escape::unescape(&attribute.value);
                        texts.push(value.ok().map(std::borrow::Cow::into_owned));
                    }
                }
                if matches!(event, Event::Start(_)) {
                    depth += 1;
                    if open.is_none() && is_ours(&name) {
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
                    let meant = quick_xml::escape::unescape(&entity);
                    *open = open.take().zip(meant.ok()).map(|(text, meant)| text + &meant);
                }
            }
            Event::DocType(_) | Event::Eof => break,
            _ => {}
        }
    }
    // What breaks off inside one of the names has no end.
    texts.extend(open.map(|_| None));
    texts
}
