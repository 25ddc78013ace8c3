//! PNG baking (Open Badges 3.0 section 5.3.1; OB 2.0 Baking).
//!
//! This module reads chunks (PNG third edition, section 5.3) and decodes no pixels.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{BakedBadge, BakingError, Picture, Standard};
use crate::{
    code::{Code, Note},
    limits,
};

/// The first eight bytes of every PNG.
pub const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Extracts the badges from a PNG.
///
/// Ignores chunks before `IHDR` and bytes after `IEND`.
pub fn unbake(png: &[u8]) -> Result<Picture, BakingError> {
    let mut picture = Picture::default();
    let mut chunks = Chunks::new(png)?;
    let mut inside = false;
    let mut badges = 0;
    for chunk in chunks.by_ref() {
        let chunk = chunk?;
        match &chunk.kind {
            b"IHDR" if inside => return Err(malformed("two IHDR chunks")),
            b"IHDR" => {
                inside = true;
                let (width, height) = dimensions(chunk.data)?;
                picture.description = format!("PNG of {width} x {height}");
                if u64::from(width) * u64::from(height) > limits::PNG_PIXELS {
                    let note = Note::new(Code::PngDimensions).with("width", width.to_string());
                    picture.notes.push(note.with("height", height.to_string()));
                }
            }
            b"IEND" if !inside => return Err(malformed("no IHDR chunk")),
            _ if inside => {
                if let Some((standard, content)) = badge_chunk(&chunk)? {
                    badges += 1;
                    if badges > limits::PICTURE_BADGES {
                        let detail = format!("more than {} badges", limits::PICTURE_BADGES);
                        return Err(BakingError::new(Code::PngLimit, detail));
                    }
                    picture.add(BakedBadge { standard, text: content.decode()?, fallback: None });
                }
            }
            _ => {}
        }
    }
    if !chunks.rest.is_empty() {
        let size = chunks.rest.len().to_string();
        picture.notes.push(Note::new(Code::PngTrailingData).with("bytes", size));
    }
    Ok(picture)
}

/// Bakes `text` into a PNG, directly after `IHDR`. Removes existing badges.
///
/// Writes one uncompressed `iTXt` chunk, as OB 2.0 and OB 3.0 require.
pub fn bake(png: &[u8], text: &str, standard: Standard) -> Result<Vec<u8>, BakingError> {
    if text.contains('\0') {
        return Err(BakingError::new(Code::TextEncoding, "NUL in the text to bake"));
    }
    if text.len() > limits::PNG_TEXT_BYTES {
        return Err(BakingError::new(Code::ImportTooLarge, format!("{} bytes of text", text.len())));
    }
    let mut data = keyword(standard).as_bytes().to_vec();
    // End of keyword, not compressed, compression method 0, no language, no translated keyword.
    data.extend_from_slice(&[0, 0, 0, 0, 0]);
    data.extend_from_slice(text.as_bytes());

    let mut baked = SIGNATURE.to_vec();
    let mut inside = false;
    let mut chunks = Chunks::new(png)?;
    for chunk in chunks.by_ref() {
        let chunk = chunk?;
        let is_header = !inside && &chunk.kind == b"IHDR";
        if !inside || badge_chunk(&chunk)?.is_none() {
            baked.extend_from_slice(chunk.bytes);
        }
        if is_header {
            dimensions(chunk.data)?;
            inside = true;
            write_chunk(&mut baked, *b"iTXt", &data);
        }
    }
    if !inside {
        return Err(malformed("no IHDR chunk"));
    }
    baked.extend_from_slice(chunks.rest);
    Ok(baked)
}

/// Returns the keyword of the text chunk with the badge.
const fn keyword(standard: Standard) -> &'static str {
    match standard {
        Standard::Ob2 => "openbadges",
        Standard::Ob3 => "openbadgecredential",
        Standard::Clr => "clrcredential",
    }
}

/// A chunk (section 5.3) with a correct checksum.
struct Chunk<'p> {
    kind: [u8; 4],
    data: &'p [u8],
    /// The unchanged bytes of length, type, data and checksum.
    bytes: &'p [u8],
}

/// An iterator over the chunks up to and including `IEND`. It stops after an error.
struct Chunks<'p> {
    /// The bytes not read yet; after `IEND`, the trailing bytes of the file.
    rest: &'p [u8],
    count: usize,
    done: bool,
}

impl<'p> Chunks<'p> {
    fn new(png: &'p [u8]) -> Result<Self, BakingError> {
        let rest = png.strip_prefix(SIGNATURE).ok_or_else(|| malformed("no PNG signature"))?;
        Ok(Self { rest, count: 0, done: false })
    }

    fn chunk(&mut self) -> Result<Chunk<'p>, BakingError> {
        self.count += 1;
        if self.count > limits::PNG_CHUNKS {
            let detail = format!("more than {} chunks", limits::PNG_CHUNKS);
            return Err(BakingError::new(Code::PngLimit, detail));
        }
        let truncated = || malformed("the file ends inside a chunk");
        let (length, after) = self.rest.split_first_chunk::<4>().ok_or_else(truncated)?;
        let length = u32::from_be_bytes(*length);
        if length > i32::MAX as u32 {
            return Err(malformed(format!("a chunk of {length} bytes")));
        }
        let (kind, after) = after.split_first_chunk::<4>().ok_or_else(truncated)?;
        let (data, after) = after.split_at_checked(length as usize).ok_or_else(truncated)?;
        let (checksum, after) = after.split_first_chunk::<4>().ok_or_else(truncated)?;
        if u32::from_be_bytes(*checksum) != crc(*kind, data) {
            return Err(BakingError::new(Code::PngCrc, format!("chunk {}", kind.escape_ascii())));
        }
        let bytes = self.rest.get(..self.rest.len() - after.len()).unwrap_or_default();
        self.rest = after;
        Ok(Chunk { kind: *kind, data, bytes })
    }
}

impl<'p> Iterator for Chunks<'p> {
    type Item = Result<Chunk<'p>, BakingError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let chunk = self.chunk();
        self.done = !matches!(&chunk, Ok(chunk) if &chunk.kind != b"IEND");
        Some(chunk)
    }
}

/// Returns width and height from an `IHDR` chunk (section 11.2.1).
///
/// Checks the limits, so that no caller allocates memory for an excessive size.
fn dimensions(header: &[u8]) -> Result<(u32, u32), BakingError> {
    let &[w0, w1, w2, w3, h0, h1, h2, h3, _, _, _, _, _] = header else {
        return Err(malformed("an IHDR chunk that does not have 13 bytes"));
    };
    let width = u32::from_be_bytes([w0, w1, w2, w3]);
    let height = u32::from_be_bytes([h0, h1, h2, h3]);
    if width == 0 || height == 0 {
        return Err(malformed("a picture without pixels"));
    }
    if width > limits::PNG_SIDE || height > limits::PNG_SIDE {
        return Err(BakingError::new(Code::PngDimensions, format!("PNG of {width} x {height}")));
    }
    Ok((width, height))
}

/// The text of a badge chunk, not decoded yet.
enum ChunkText<'p> {
    Plain(&'p [u8]),
    Compressed(&'p [u8]),
}

/// Returns the standard and the text of the badge in `chunk`, if there is one.
///
/// A badge is in an `iTXt` chunk, or in a `tEXt` chunk (OB 1.x), whose keyword matches exactly.
fn badge_chunk<'p>(chunk: &Chunk<'p>) -> Result<Option<(Standard, ChunkText<'p>)>, BakingError> {
    if !matches!(&chunk.kind, b"iTXt" | b"tEXt") {
        return Ok(None);
    }
    let Some((name, rest)) = split_at_nul(chunk.data) else { return Ok(None) };
    let Some(standard) = Standard::ALL.iter().copied().find(|&standard| keyword(standard).as_bytes() == name)
    else {
        return Ok(None);
    };
    if &chunk.kind == b"tEXt" {
        return Ok(Some((standard, ChunkText::Plain(rest))));
    }
    // iTXt (section 11.3.3.4): compression flag, compression method, language tag, translated keyword, text.
    let error = || malformed("an iTXt chunk without its fields");
    let (&[flag, method], rest) = rest.split_first_chunk::<2>().ok_or_else(error)?;
    let (_language, rest) = split_at_nul(rest).ok_or_else(error)?;
    let (_translated, text) = split_at_nul(rest).ok_or_else(error)?;
    match (flag, method) {
        (0, _) => Ok(Some((standard, ChunkText::Plain(text)))),
        (1, 0) => Ok(Some((standard, ChunkText::Compressed(text)))),
        _ => Err(malformed("an iTXt chunk with unknown compression")),
    }
}

impl ChunkText<'_> {
    /// Decodes the text and checks its size while doing so.
    ///
    /// `tEXt` is Latin-1 in the PNG specification, but some programs write UTF-8. The two encodings agree for ASCII, so
    /// addresses are the same in both. Bytes that are not UTF-8 are an error.
    fn decode(&self) -> Result<String, BakingError> {
        let mut bytes = Vec::new();
        let limit = limits::PNG_TEXT_BYTES as u64 + 1;
        match self {
            Self::Plain(text) => text.take(limit).read_to_end(&mut bytes),
            Self::Compressed(text) => ZlibDecoder::new(*text).take(limit).read_to_end(&mut bytes),
        }
        .map_err(|error| malformed(format!("a text chunk that cannot be decompressed: {error}")))?;
        if bytes.len() > limits::PNG_TEXT_BYTES {
            let detail = format!("a text chunk of more than {} bytes", limits::PNG_TEXT_BYTES);
            return Err(BakingError::new(Code::PngTextBomb, detail));
        }
        match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Ok(text),
            Ok(_) => Err(BakingError::new(Code::TextEncoding, "NUL in a text chunk")),
            Err(_) => Err(BakingError::new(Code::TextEncoding, "a text chunk that is not UTF-8")),
        }
    }
}

fn split_at_nul(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let nul = bytes.iter().position(|&byte| byte == 0)?;
    let (before, after) = bytes.split_at_checked(nul)?;
    Some((before, after.get(1..)?))
}

fn write_chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    // Callers limit the data to far less than 4 GiB.
    png.extend_from_slice(&(data.len() as u32).to_be_bytes());
    png.extend_from_slice(&kind);
    png.extend_from_slice(data);
    png.extend_from_slice(&crc(kind, data).to_be_bytes());
}

fn crc(kind: [u8; 4], data: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&kind);
    crc.update(data);
    crc.finalize()
}

fn malformed(detail: impl Into<String>) -> BakingError {
    BakingError::new(Code::PngMalformed, detail)
}
