//! Reading: a file taken apart into its entries, or refused. Nothing is inflated before every header was judged.

use std::{
    collections::BTreeSet,
    io::{Read, Take},
};

use flate2::read::DeflateDecoder;

use super::{
    name,
    record::{
        CentralHeader, DEFLATED, DESCRIPTOR, END_BYTES, End, FLAG_DESCRIPTOR, FLAGS_KNOWN, Facts, Fields,
        LOCAL, LocalHeader, STORED,
    },
};
use crate::{
    code::{BundleCode, BundleError},
    limits,
};

/// An entry, unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unpacked {
    /// Its name.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The entries of a ZIP file, in the order of their data.
pub(crate) fn read(file: &[u8]) -> Result<Vec<Unpacked>, BundleError> {
    if file.len() > limits::BUNDLE_BYTES {
        return Err(BundleError::new(BundleCode::Limit)
            .with("limit", limits::BUNDLE_BYTES)
            .with("found", file.len()));
    }
    if !file.starts_with(&LOCAL.to_le_bytes()) {
        return Err(BundleError::new(BundleCode::Unrecognised).with("detail", "not a ZIP file"));
    }
    let (directory, directory_offset) = directory(file)?;
    directory.iter().try_for_each(regular)?;
    distinct(&directory)?;
    bounded(&directory)?;
    data(file, directory, directory_offset)?.into_iter().map(|entry| entry.unpack()).collect()
}

/// The headers of the central directory, which must fill the space before its end record exactly.
fn directory(file: &[u8]) -> Result<(Vec<CentralHeader<'_>>, usize), BundleError> {
    let (before, end) = file.split_at_checked(file.len().saturating_sub(END_BYTES)).unwrap_or((file, &[]));
    let end = End::take(&mut Fields(end)).filter(|end| end.comment_bytes == 0).ok_or_else(|| {
        malformed("the file does not end with the end of its central directory; it may be cut short, or have a comment")
    })?;
    if usize::from(end.entries) > limits::ENTRIES {
        // 65,535 also says "see ZIP64", which only larger files need.
        return Err(BundleError::new(BundleCode::Limit)
            .with("limit", limits::ENTRIES)
            .with("found", end.entries));
    }
    if end.this_disk != 0 || end.directory_disk != 0 || end.entries_here != end.entries {
        return Err(malformed("the file is one part of several"));
    }
    let offset = end.directory_offset as usize;
    let mut fields = match before.split_at_checked(offset) {
        Some((_, directory)) if directory.len() == end.directory_bytes as usize => Fields(directory),
        _ => return Err(malformed("the central directory is not where its end record says")),
    };
    let mut headers = Vec::with_capacity(end.entries.into());
    for _ in 0..end.entries {
        headers.push(
            CentralHeader::take(&mut fields)
                .ok_or_else(|| malformed("the central directory is cut short"))?,
        );
    }
    if !fields.0.is_empty() {
        return Err(malformed("the central directory has more entries than it counts"));
    }
    Ok((headers, offset))
}

/// Only regular files under plain names: no folder, link or device, no second name in an extra field.
fn regular(header: &CentralHeader<'_>) -> Result<(), BundleError> {
    let path = |detail: &str| {
        Err(BundleError::new(BundleCode::Path)
            .with("entry", header.name.escape_ascii())
            .with("detail", detail))
    };
    if let Some(fault) = name::fault(header.name) {
        return path(fault);
    }
    // Upper half: the mode of Unix; 0 where the maker stated none. Lower half: MS-DOS, 0x10 folder, 0x08 volume label.
    let kind = (header.attributes >> 16) & 0o170_000;
    if (kind != 0 && kind != 0o100_000) || header.attributes & 0x18 != 0 {
        return path("not a regular file");
    }
    extra_fault(header.extra)?.map_or(Ok(()), path)
}

/// What in an extra field (APPNOTE.TXT 4.5) would give the entry another name, kind or size.
fn extra_fault(extra: &[u8]) -> Result<Option<&'static str>, BundleError> {
    let mut fields = Fields(extra);
    while !fields.0.is_empty() {
        let (Some(id), Some(size)) = (fields.u16(), fields.u16()) else {
            return Err(malformed("an extra field is cut short"));
        };
        let data = fields.bytes(size.into()).ok_or_else(|| malformed("an extra field is cut short"))?;
        match id {
            0x0001 => return Err(BundleError::new(BundleCode::Limit).with("detail", "ZIP64")),
            0x7075 => return Ok(Some("second name in an extra field")),
            // PKWARE Unix (4.5.7): what follows the twelve bytes of times and owners is the target of a link.
            0x000d if data.len() > 12 => return Ok(Some("link in an extra field")),
            _ => {}
        }
    }
    Ok(None)
}

/// No name twice, also where a file system does not tell capitals from small letters.
fn distinct(directory: &[CentralHeader<'_>]) -> Result<(), BundleError> {
    let mut names = BTreeSet::new();
    for header in directory {
        if !names.insert(header.name.to_ascii_lowercase()) {
            return Err(BundleError::new(BundleCode::Path)
                .with("entry", header.name.escape_ascii())
                .with("detail", "the same name twice"));
        }
    }
    Ok(())
}

/// What the directory promises is within the limits. That it keeps its promise is counted while inflating.
fn bounded(directory: &[CentralHeader<'_>]) -> Result<(), BundleError> {
    let mut total = 0;
    for CentralHeader { name, facts, .. } in directory {
        let (packed, size) = (u64::from(facts.packed), u64::from(facts.size));
        total += size;
        let limit = |limit: u64, found: u64| {
            Err(BundleError::new(BundleCode::Limit)
                .with("entry", name.escape_ascii())
                .with("limit", limit)
                .with("found", found))
        };
        if total > limits::INFLATED_BYTES {
            return limit(limits::INFLATED_BYTES, total);
        }
        if size > packed * limits::RATIO {
            return limit(packed * limits::RATIO, size);
        }
    }
    Ok(())
}

/// An entry whose two headers agree, with its packed bytes.
struct Packed<'a> {
    name: String,
    facts: Facts,
    bytes: &'a [u8],
}

/// Entries and their data, which must follow each other from the first byte to the central directory without gap or
/// overlap.
fn data<'a>(
    file: &'a [u8],
    mut directory: Vec<CentralHeader<'a>>,
    directory_offset: usize,
) -> Result<Vec<Packed<'a>>, BundleError> {
    directory.sort_by_key(|header| header.offset);
    let mut rest = Fields(file.get(..directory_offset).unwrap_or_default());
    let mut entries = Vec::with_capacity(directory.len());
    for header in directory {
        let name = String::from_utf8_lossy(header.name).into_owned();
        let at = |error: BundleError| error.with("entry", &name);
        let position = directory_offset - rest.0.len();
        match (header.offset as usize).cmp(&position) {
            std::cmp::Ordering::Less => {
                return Err(at(BundleError::new(BundleCode::Limit).with("detail", "entries overlap")));
            }
            std::cmp::Ordering::Greater => return Err(at(malformed("bytes that belong to no entry"))),
            std::cmp::Ordering::Equal => {}
        }
        if header.disk != 0 || header.facts.flags & !FLAGS_KNOWN != 0 {
            return Err(at(malformed("encrypted, or of a kind that bundles do not use")));
        }
        if header.facts.method != STORED && header.facts.method != DEFLATED {
            return Err(at(malformed("packed by a method that bundles do not use")));
        }
        let local = LocalHeader::take(&mut rest).ok_or_else(|| at(malformed("its header is cut short")))?;
        if local.name != header.name
            || !agrees(local.facts, header.facts)
            || extra_fault(local.extra)?.is_some()
        {
            return Err(at(malformed("its two headers disagree")));
        }
        let bytes =
            rest.bytes(header.facts.packed as usize).ok_or_else(|| at(malformed("its data is cut short")))?;
        if header.facts.flags & FLAG_DESCRIPTOR != 0 {
            descriptor(&mut rest, header.facts)
                .ok_or_else(|| at(malformed("its data descriptor disagrees")))?;
        }
        entries.push(Packed { name, facts: header.facts, bytes });
    }
    if rest.0.is_empty() { Ok(entries) } else { Err(malformed("bytes that belong to no entry")) }
}

/// Whether a local header says what the directory says. With a data descriptor it may leave sizes and checksum at zero
/// (APPNOTE.TXT 4.4.4).
fn agrees(local: Facts, central: Facts) -> bool {
    let postponed = Facts { crc: 0, packed: 0, size: 0, ..central };
    local == central || (central.flags & FLAG_DESCRIPTOR != 0 && local == postponed)
}

/// Takes a data descriptor (4.3.9), with or without its signature, that repeats `facts`.
fn descriptor(rest: &mut Fields<'_>, facts: Facts) -> Option<()> {
    let mut peek = Fields(rest.0);
    if peek.u32()? == DESCRIPTOR {
        rest.u32()?;
    }
    ((rest.u32()?, rest.u32()?, rest.u32()?) == (facts.crc, facts.packed, facts.size)).then_some(())
}

impl Packed<'_> {
    /// The entry's bytes: as many as its headers say, with the checksum that they say.
    fn unpack(self) -> Result<Unpacked, BundleError> {
        let size = u64::from(self.facts.size);
        let bytes = match self.facts.method {
            STORED => self.bytes.to_vec(),
            _ => self
                .inflate(size)
                .ok_or_else(|| malformed("its data cannot be unpacked").with("entry", &self.name))?,
        };
        if bytes.len() as u64 > size {
            return Err(BundleError::new(BundleCode::Limit).with("entry", &self.name).with("limit", size));
        }
        if (bytes.len() as u64) < size || crc32fast::hash(&bytes) != self.facts.crc {
            return Err(malformed("its data is damaged").with("entry", &self.name));
        }
        Ok(Unpacked { name: self.name, bytes })
    }

    /// At most `size` bytes and one more, which tells that there are too many. `None` for anything but one whole stream.
    fn inflate(&self, size: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut stream: Take<_> = DeflateDecoder::new(self.bytes).take(size + 1);
        stream.read_to_end(&mut bytes).ok()?;
        let consumed = stream.into_inner().total_in();
        (bytes.len() as u64 > size || consumed == self.bytes.len() as u64).then_some(bytes)
    }
}

fn malformed(detail: &str) -> BundleError {
    BundleError::new(BundleCode::Malformed).with("detail", detail)
}
