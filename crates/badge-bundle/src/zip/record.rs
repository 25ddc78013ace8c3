//! The records of a ZIP file (APPNOTE.TXT 6.3.10, section 4.3).

/// Signature of a local file header (4.3.7).
pub(super) const LOCAL: u32 = 0x0403_4b50;
/// Signature of a central directory header (4.3.12).
pub(super) const CENTRAL: u32 = 0x0201_4b50;
/// Signature of the end of central directory record (4.3.16).
pub(super) const END: u32 = 0x0605_4b50;
/// Optional signature of a data descriptor (4.3.9.3).
pub(super) const DESCRIPTOR: u32 = 0x0807_4b50;

/// Length of the end of central directory record without a comment.
pub(super) const END_BYTES: usize = 22;

/// Compression method "stored" (4.4.5).
pub(super) const STORED: u16 = 0;
/// Compression method "deflated" (4.4.5).
pub(super) const DEFLATED: u16 = 8;

/// Flag bit 3: sizes and checksum follow the data (4.4.4).
pub(super) const FLAG_DESCRIPTOR: u16 = 1 << 3;
/// The accepted flags: compression level (bits 1 and 2), data descriptor (3), UTF-8 names (11).
pub(super) const FLAGS_KNOWN: u16 = 1 << 1 | 1 << 2 | FLAG_DESCRIPTOR | 1 << 11;

/// Reads little-endian fields one after another. Methods return `None` at the end of the bytes.
pub(super) struct FieldReader<'a>(pub(super) &'a [u8]);

impl<'a> FieldReader<'a> {
    pub(super) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.bytes(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }
}

/// The fields that both headers of an entry contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SharedFields {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) size: u32,
}

/// A local file header (4.3.7).
pub(super) struct LocalHeader<'a> {
    pub(super) shared: SharedFields,
    pub(super) name: &'a [u8],
    pub(super) extra: &'a [u8],
}

impl<'a> LocalHeader<'a> {
    pub(super) fn read(fields: &mut FieldReader<'a>) -> Option<Self> {
        (fields.u32()? == LOCAL).then_some(())?;
        fields.u16()?; // version needed to extract
        let (flags, method) = (fields.u16()?, fields.u16()?);
        fields.u32()?; // last modified: time and date
        let (crc, packed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra) = (fields.u16()?, fields.u16()?);
        Some(Self {
            shared: SharedFields { flags, method, crc, packed, size },
            name: fields.bytes(name.into())?,
            extra: fields.bytes(extra.into())?,
        })
    }
}

/// A central directory header (4.3.12).
pub(super) struct CentralHeader<'a> {
    pub(super) shared: SharedFields,
    pub(super) name: &'a [u8],
    pub(super) extra: &'a [u8],
    pub(super) disk: u16,
    pub(super) attributes: u32,
    pub(super) offset: u32,
}

impl<'a> CentralHeader<'a> {
    pub(super) fn read(fields: &mut FieldReader<'a>) -> Option<Self> {
        (fields.u32()? == CENTRAL).then_some(())?;
        fields.u32()?; // version made by, version needed to extract
        let (flags, method) = (fields.u16()?, fields.u16()?);
        fields.u32()?; // last modified: time and date
        let (crc, packed, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
        let disk = fields.u16()?;
        fields.u16()?; // internal attributes
        let (attributes, offset) = (fields.u32()?, fields.u32()?);
        let header = Self {
            shared: SharedFields { flags, method, crc, packed, size },
            name: fields.bytes(name.into())?,
            extra: fields.bytes(extra.into())?,
            disk,
            attributes,
            offset,
        };
        fields.bytes(comment.into())?;
        Some(header)
    }
}

/// The end of central directory record (4.3.16).
pub(super) struct End {
    pub(super) this_disk: u16,
    pub(super) directory_disk: u16,
    pub(super) entries_here: u16,
    pub(super) entries: u16,
    pub(super) directory_bytes: u32,
    pub(super) directory_offset: u32,
    pub(super) comment_bytes: u16,
}

impl End {
    pub(super) fn read(fields: &mut FieldReader<'_>) -> Option<Self> {
        (fields.u32()? == END).then_some(())?;
        Some(Self {
            this_disk: fields.u16()?,
            directory_disk: fields.u16()?,
            entries_here: fields.u16()?,
            entries: fields.u16()?,
            directory_bytes: fields.u32()?,
            directory_offset: fields.u32()?,
            comment_bytes: fields.u16()?,
        })
    }
}
