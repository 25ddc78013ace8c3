//! Writes a ZIP file. The same entries give the same bytes: times and attributes are fixed, and there are no extra fields.

use std::io::{self, Write};

use flate2::{Compression, write::DeflateEncoder};

use super::record::{CENTRAL, DEFLATED, END, LOCAL, STORED};
use crate::limits;

/// How an entry is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// Uncompressed.
    Stored,
    /// Deflated if that makes it smaller and stays within [`limits::RATIO`]; otherwise uncompressed.
    Deflated,
}

/// 1 January 1980, 0:00: the earliest time of the ZIP format (APPNOTE.TXT 4.4.6).
const TIME: u16 = 0;
const DATE: u16 = (1 << 5) | 1;
/// Version 2.0 of the format, made on Unix.
const MADE_BY: u16 = (3 << 8) | NEEDED;
/// The version needed to extract: 2.0.
const NEEDED: u16 = 20;
/// A regular file, mode 0644.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// Returns a ZIP file of `entries`, in their order. Returns `None` if a size or the count would require ZIP64.
pub(crate) fn write(entries: &[(&str, Packing, &[u8])]) -> io::Result<Option<Vec<u8>>> {
    let mut file = Vec::new();
    let mut directory = Vec::new();
    for (name, packing, bytes) in entries {
        let (method, packed) = pack(*packing, bytes)?;
        let (Ok(offset), Ok(packed_size), Ok(size), Ok(name_size)) =
            (file.len().try_into(), packed.len().try_into(), bytes.len().try_into(), name.len().try_into())
        else {
            return Ok(None);
        };
        let offset: u32 = offset;
        let name_size: u16 = name_size;
        let crc = crc32fast::hash(bytes);
        let shared = |out: &mut Vec<u8>| {
            u16s(out, &[NEEDED, 0, method, TIME, DATE]);
            u32s(out, &[crc, packed_size, size]);
            u16s(out, &[name_size, 0]);
        };
        u32s(&mut file, &[LOCAL]);
        shared(&mut file);
        file.extend_from_slice(name.as_bytes());
        file.extend_from_slice(&packed);

        u32s(&mut directory, &[CENTRAL]);
        u16s(&mut directory, &[MADE_BY]);
        shared(&mut directory);
        u16s(&mut directory, &[0, 0, 0]); // comment, disk, internal attributes
        u32s(&mut directory, &[ATTRIBUTES, offset]);
        directory.extend_from_slice(name.as_bytes());
    }
    let (Ok(count), Ok(size), Ok(offset)) =
        (u16::try_from(entries.len()), u32::try_from(directory.len()), u32::try_from(file.len()))
    else {
        return Ok(None);
    };
    file.append(&mut directory);
    u32s(&mut file, &[END]);
    u16s(&mut file, &[0, 0, count, count]);
    u32s(&mut file, &[size, offset]);
    u16s(&mut file, &[0]);
    Ok(Some(file))
}

fn pack(packing: Packing, bytes: &[u8]) -> io::Result<(u16, Vec<u8>)> {
    if packing == Packing::Deflated {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        let packed = encoder.finish()?;
        let within_ratio = bytes.len() as u64 <= packed.len() as u64 * limits::RATIO;
        if packed.len() < bytes.len() && within_ratio {
            return Ok((DEFLATED, packed));
        }
    }
    Ok((STORED, bytes.to_vec()))
}

fn u16s(out: &mut Vec<u8>, values: &[u16]) {
    values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}

fn u32s(out: &mut Vec<u8>, values: &[u32]) {
    values.iter().for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
}
