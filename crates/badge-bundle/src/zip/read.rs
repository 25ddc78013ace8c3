//! Reads a ZIP file. Nothing is decompressed before all headers are checked.

use std::{
    collections::BTreeSet,
    io::{Read, Take},
};

use flate2::read::DeflateDecoder;

use super::{
    name,
    record::{
        CentralHeader, DEFLATED, DESCRIPTOR, END_BYTES, End, FLAG_DESCRIPTOR, FLAGS_KNOWN, FieldReader,
        LOCAL, LocalHeader, STORED, SharedFields,
    },
};
use crate::{
    code::{BundleCode, BundleError},
    limits,
};

/// A decompressed entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ZipEntry {
    /// The name.
    pub(crate) name: String,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

/// Returns the entries of a ZIP file in the order of their data.
pub(crate) fn read(file: &[u8]) -> Result<Vec<ZipEntry>, BundleError> {
    if file.len() > limits::BUNDLE_BYTES {
        return Err(BundleError::new(BundleCode::Limit)
            .with("limit", limits::BUNDLE_BYTES)
            .with("found", file.len()));
    }
    if !file.starts_with(&LOCAL.to_le_bytes()) {
        return Err(BundleError::new(BundleCode::Unrecognised).with("detail", "not a ZIP file"));
    }
    let (directory, directory_offset) = read_directory(file)?;
    directory.iter().try_for_each(check_regular_file)?;
    check_distinct_names(&directory)?;
    check_declared_sizes(&directory)?;
    let entries = locate_data(file, directory, directory_offset)?;
    entries.into_iter().map(PackedEntry::unpack).collect()
}

/// Reads the central directory, which must exactly fill the space before its end record.
///
/// Returns the headers and the offset of the directory.
fn read_directory(file: &[u8]) -> Result<(Vec<CentralHeader<'_>>, usize), BundleError> {
    let (before, end) = file.split_at_checked(file.len().saturating_sub(END_BYTES)).unwrap_or((file, &[]));
    let end = End::read(&mut FieldReader(end)).filter(|end| end.comment_bytes == 0).ok_or_else(|| {
        malformed("the file does not end with the end record of its central directory; it may be truncated or have a comment")
    })?;
    if usize::from(end.entries) > limits::ENTRIES {
        // 65,535 can also announce ZIP64, which only larger files need.
        return Err(BundleError::new(BundleCode::Limit)
            .with("limit", limits::ENTRIES)
            .with("found", end.entries));
    }
    if end.this_disk != 0 || end.directory_disk != 0 || end.entries_here != end.entries {
        return Err(malformed("the file is one part of a split archive"));
    }
    let offset = end.directory_offset as usize;
    let mut fields = match before.split_at_checked(offset) {
        Some((_, directory)) if directory.len() == end.directory_bytes as usize => FieldReader(directory),
        _ => return Err(malformed("the central directory is not at the offset in its end record")),
    };
    let mut headers = Vec::with_capacity(end.entries.into());
    for _ in 0..end.entries {
        headers.push(
            CentralHeader::read(&mut fields)
                .ok_or_else(|| malformed("the central directory is truncated"))?,
        );
    }
    if !fields.0.is_empty() {
        return Err(malformed("the central directory has more entries than its end record counts"));
    }
    Ok((headers, offset))
}

/// Accepts only regular files with plain names: no folder, link or device, and no second name in an extra field.
fn check_regular_file(header: &CentralHeader<'_>) -> Result<(), BundleError> {
    let rejected = |detail: &str| {
        Err(BundleError::new(BundleCode::Path)
            .with("entry", header.name.escape_ascii())
            .with("detail", detail))
    };
    if let Some(fault) = name::find_fault(header.name) {
        return rejected(fault);
    }
    // The upper half is the Unix mode, or 0 if unknown. The lower half is MS-DOS: 0x10 folder, 0x08 volume label.
    let kind = (header.attributes >> 16) & 0o170_000;
    if (kind != 0 && kind != 0o100_000) || header.attributes & 0x18 != 0 {
        return rejected("not a regular file");
    }
    find_extra_fault(header.extra)?.map_or(Ok(()), rejected)
}

/// Returns the reason why an extra field (APPNOTE.TXT 4.5) is forbidden: it gives the entry another name, kind or size.
fn find_extra_fault(extra: &[u8]) -> Result<Option<&'static str>, BundleError> {
    let mut fields = FieldReader(extra);
    while !fields.0.is_empty() {
        let (Some(id), Some(size)) = (fields.u16(), fields.u16()) else {
            return Err(malformed("an extra field is truncated"));
        };
        let data = fields.bytes(size.into()).ok_or_else(|| malformed("an extra field is truncated"))?;
        match id {
            0x0001 => return Err(BundleError::new(BundleCode::Limit).with("detail", "ZIP64")),
            0x7075 => return Ok(Some("second name in an extra field")),
            // PKWARE Unix (4.5.7): the target of a link follows twelve bytes of times and owners.
            0x000d if data.len() > 12 => return Ok(Some("link in an extra field")),
            _ => {}
        }
    }
    Ok(None)
}

/// Rejects duplicate names, ignoring case as some file systems do.
fn check_distinct_names(directory: &[CentralHeader<'_>]) -> Result<(), BundleError> {
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

/// Checks the declared sizes against the limits. The actual sizes are counted during decompression.
fn check_declared_sizes(directory: &[CentralHeader<'_>]) -> Result<(), BundleError> {
    let mut total = 0;
    for CentralHeader { name, shared, .. } in directory {
        let (packed, size) = (u64::from(shared.packed), u64::from(shared.size));
        total += size;
        let exceeded = |limit: u64, found: u64| {
            Err(BundleError::new(BundleCode::Limit)
                .with("entry", name.escape_ascii())
                .with("limit", limit)
                .with("found", found))
        };
        if total > limits::INFLATED_BYTES {
            return exceeded(limits::INFLATED_BYTES, total);
        }
        if size > packed * limits::RATIO {
            return exceeded(packed * limits::RATIO, size);
        }
    }
    Ok(())
}

/// A compressed entry whose two headers agree.
struct PackedEntry<'a> {
    name: String,
    shared: SharedFields,
    bytes: &'a [u8],
}

/// Locates the data of all entries, which must fill the file up to the central directory without gap or overlap.
fn locate_data<'a>(
    file: &'a [u8],
    mut directory: Vec<CentralHeader<'a>>,
    directory_offset: usize,
) -> Result<Vec<PackedEntry<'a>>, BundleError> {
    directory.sort_by_key(|header| header.offset);
    let mut rest = FieldReader(file.get(..directory_offset).unwrap_or_default());
    let mut entries = Vec::with_capacity(directory.len());
    for header in directory {
        let name = String::from_utf8_lossy(header.name).into_owned();
        let in_entry = |error: BundleError| error.with("entry", &name);
        let position = directory_offset - rest.0.len();
        match (header.offset as usize).cmp(&position) {
            std::cmp::Ordering::Less => {
                return Err(in_entry(BundleError::new(BundleCode::Limit).with("detail", "entries overlap")));
            }
            std::cmp::Ordering::Greater => return Err(in_entry(malformed("bytes that belong to no entry"))),
            std::cmp::Ordering::Equal => {}
        }
        if header.disk != 0 || header.shared.flags & !FLAGS_KNOWN != 0 {
            return Err(in_entry(malformed("encrypted, or with a flag that bundles do not use")));
        }
        if header.shared.method != STORED && header.shared.method != DEFLATED {
            return Err(in_entry(malformed("compressed with a method that bundles do not use")));
        }
        let local =
            LocalHeader::read(&mut rest).ok_or_else(|| in_entry(malformed("its header is truncated")))?;
        if local.name != header.name
            || !headers_agree(local.shared, header.shared)
            || find_extra_fault(local.extra)?.is_some()
        {
            return Err(in_entry(malformed("its two headers disagree")));
        }
        let bytes = rest
            .bytes(header.shared.packed as usize)
            .ok_or_else(|| in_entry(malformed("its data is truncated")))?;
        if header.shared.flags & FLAG_DESCRIPTOR != 0 {
            read_descriptor(&mut rest, header.shared)
                .ok_or_else(|| in_entry(malformed("its data descriptor disagrees")))?;
        }
        entries.push(PackedEntry { name, shared: header.shared, bytes });
    }
    if rest.0.is_empty() { Ok(entries) } else { Err(malformed("bytes that belong to no entry")) }
}

/// Returns whether a local header agrees with the directory.
///
/// With a data descriptor, its sizes and checksum may be zero (APPNOTE.TXT 4.4.4).
fn headers_agree(local: SharedFields, central: SharedFields) -> bool {
    let postponed = SharedFields { crc: 0, packed: 0, size: 0, ..central };
    local == central || (central.flags & FLAG_DESCRIPTOR != 0 && local == postponed)
}

/// Reads a data descriptor (4.3.9), with or without signature. Returns `None` unless it agrees with `shared`.
fn read_descriptor(rest: &mut FieldReader<'_>, shared: SharedFields) -> Option<()> {
    let mut peek = FieldReader(rest.0);
    if peek.u32()? == DESCRIPTOR {
        rest.u32()?;
    }
    ((rest.u32()?, rest.u32()?, rest.u32()?) == (shared.crc, shared.packed, shared.size)).then_some(())
}

impl PackedEntry<'_> {
    /// Decompresses the entry and checks its size and checksum.
    fn unpack(self) -> Result<ZipEntry, BundleError> {
        let size = u64::from(self.shared.size);
        let bytes = match self.shared.method {
            STORED => self.bytes.to_vec(),
            _ => self
                .inflate(size)
                .ok_or_else(|| malformed("its data cannot be decompressed").with("entry", &self.name))?,
        };
        if bytes.len() as u64 > size {
            return Err(BundleError::new(BundleCode::Limit).with("entry", &self.name).with("limit", size));
        }
        if (bytes.len() as u64) < size || crc32fast::hash(&bytes) != self.shared.crc {
            return Err(malformed("its data is damaged").with("entry", &self.name));
        }
        Ok(ZipEntry { name: self.name, bytes })
    }

    /// Decompresses at most `size + 1` bytes; the extra byte shows that the data is too large.
    ///
    /// Returns `None` unless the data is exactly one complete stream.
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
