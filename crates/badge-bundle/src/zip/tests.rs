//! Hostile ZIP files, and exchange with an independent library in both directions.

#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    Packing, ZipEntry, read,
    record::{CENTRAL, END_BYTES, LOCAL},
    write,
};
use crate::code::BundleCode;

type Entries<'a> = &'a [(&'a str, Packing, &'a [u8])];

fn written(entries: Entries<'_>) -> Vec<u8> {
    write(entries).unwrap().unwrap()
}

fn valid() -> Vec<u8> {
    written(&[
        ("mimetype", Packing::Stored, b"x"),
        ("a/b.json", Packing::Deflated, &[b' '; 60]),
        ("c", Packing::Stored, b"123"),
    ])
}

fn code_of(file: &[u8]) -> Option<BundleCode> {
    read(file).err().map(|error| error.code)
}

/// Returns the offset of the nth record with `signature`.
fn record(file: &[u8], signature: u32, nth: usize) -> usize {
    let starts = file.windows(4).enumerate().filter(|(_, window)| *window == signature.to_le_bytes());
    starts.map(|(at, _)| at).nth(nth).unwrap()
}

/// Overwrites `file` with `bytes` at `at`.
fn patched(mut file: Vec<u8>, at: usize, bytes: &[u8]) -> Vec<u8> {
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[test]
fn other_library_reads_our_zip() {
    let mut archive = ZipArchive::new(Cursor::new(valid())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["mimetype", "a/b.json", "c"]);
    let mut text = String::new();
    archive.by_name("a/b.json").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, " ".repeat(60));
}

#[test]
fn reads_zip_of_other_library() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(
            "mimetype",
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
        )
        .unwrap();
    writer.write_all(b"x").unwrap();
    writer.start_file("a/b", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"hello hello hello").unwrap();
    let seekable = writer.finish().unwrap().into_inner();

    let mut writer = ZipWriter::new_stream(Vec::new());
    writer
        .start_file(
            "mimetype",
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
        )
        .unwrap();
    writer.write_all(b"x").unwrap();
    writer.start_file("a/b", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"hello hello hello").unwrap();
    let streamed = writer.finish().unwrap().into_inner();

    for (name, file) in [("seekable", seekable), ("with data descriptors", streamed)] {
        let entries = read(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            entries[1],
            ZipEntry { name: "a/b".into(), bytes: b"hello hello hello".to_vec() },
            "{name}"
        );
    }
}

/// Row L01, and duplicate names.
#[test]
fn rejects_unsafe_and_duplicate_names() {
    for name in [
        "../x",
        "/etc/x",
        r"C:\x",
        "a/../../x",
        r"a\..\x",
        ".",
        "",
        "x\0",
        "x ",
        "x.",
        "CON",
        &"a".repeat(300),
    ] {
        assert_eq!(code_of(&written(&[(name, Packing::Stored, b"x")])), Some(BundleCode::Path), "{name:?}");
    }
    for (first, second) in [("a", "a"), ("a", "A")] {
        let file = written(&[(first, Packing::Stored, b"1"), (second, Packing::Stored, b"2")]);
        assert_eq!(code_of(&file), Some(BundleCode::Path), "{first} and {second}");
    }
}

/// Row L02. Files that the independent library cannot write are patched by hand.
#[test]
fn rejects_entries_that_are_not_regular_files() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc", SimpleFileOptions::default()).unwrap();
    let symlink = writer.finish().unwrap().into_inner();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("folder", SimpleFileOptions::default()).unwrap();
    let folder = writer.finish().unwrap().into_inner();

    // External attributes are at offset 38 of a central header.
    let attributes = |value: u32| patched(valid(), record(&valid(), CENTRAL, 1) + 38, &value.to_le_bytes());
    let cases = [
        ("symbolic link", symlink),
        ("folder", folder),
        ("device", attributes(0o060_644 << 16)),
        ("pipe", attributes(0o010_644 << 16)),
        ("MS-DOS folder", attributes(0x10)),
        ("hard link", with_extra(0x000d, &[0; 20])),
        ("second name", with_extra(0x7075, &[1; 12])),
    ];
    for (name, file) in cases {
        assert_eq!(code_of(&file), Some(BundleCode::Path), "{name}");
    }
    assert_eq!(code_of(&with_extra(0x5455, &[0; 5])), None, "a time in an extra field is harmless");
    assert_eq!(code_of(&with_extra(0x0001, &[0; 16])), Some(BundleCode::Limit), "ZIP64");
}

/// Returns a file with one entry that has an extra field in its central header.
fn with_extra(id: u16, data: &[u8]) -> Vec<u8> {
    let mut file = written(&[("c", Packing::Stored, b"123")]);
    let extra = [&id.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
    let central = record(&file, CENTRAL, 0);
    file = patched(file, central + 30, &(extra.len() as u16).to_le_bytes());
    file.splice(central + 47..central + 47, extra.iter().copied());
    let end = file.len() - END_BYTES;
    patched(file, end + 12, &(47 + extra.len() as u32).to_le_bytes())
}

/// Row L04.
#[test]
fn rejects_zip_bombs() {
    let valid = valid();
    let (local, central, end) =
        (record(&valid, LOCAL, 1), record(&valid, CENTRAL, 1), valid.len() - END_BYTES);
    let declared = |size: u32| {
        patched(patched(valid.clone(), local + 22, &size.to_le_bytes()), central + 24, &size.to_le_bytes())
    };
    let zeros = vec![0; 1 << 20];
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&zeros).unwrap();
    let dense = encoder.finish().unwrap();
    let bomb = deflated(&dense, zeros.len() as u32);
    let understated = deflated(&dense, 100);
    let many: Vec<(String, Packing, &[u8])> =
        (0..5_001).map(|at| (format!("{at}"), Packing::Stored, &b""[..])).collect();
    let many: Vec<(&str, Packing, &[u8])> =
        many.iter().map(|(name, packing, bytes)| (&name[..], *packing, *bytes)).collect();
    // The second entry starts at the first one's offset (Fifield's overlapping files).
    let overlap = patched(valid.clone(), central + 42, &0u32.to_le_bytes());
    let cases = [
        ("about 1000:1 in a single entry", bomb),
        ("more than it declares", understated),
        ("5,001 entries", written(&many)),
        ("65,535 entries", patched(patched(valid.clone(), end + 8, &[255; 2]), end + 10, &[255; 2])),
        ("a size for ZIP64", declared(u32::MAX)),
        ("two entries in the same bytes", overlap),
    ];
    for (name, file) in cases {
        assert_eq!(code_of(&file), Some(BundleCode::Limit), "{name}");
    }
    assert_eq!(code_of(&declared(61)), Some(BundleCode::Malformed), "less than it declares");
}

/// Returns a file with one deflated entry that declares the uncompressed size `size`.
fn deflated(packed: &[u8], size: u32) -> Vec<u8> {
    let mut file = written(&[("c", Packing::Stored, packed)]);
    for (signature, method, sizes) in [(LOCAL, 8, 22), (CENTRAL, 10, 24)] {
        let at = record(&file, signature, 0);
        file = patched(file, at + method, &8u16.to_le_bytes());
        file = patched(file, at + sizes, &size.to_le_bytes());
    }
    file
}

#[test]
fn rejects_ambiguous_zip() {
    let valid = valid();
    let (local, central) = (record(&valid, LOCAL, 2), record(&valid, CENTRAL, 2));
    let with_prefix = [b"PK\x03\x04 not the first entry".as_slice(), &valid].concat();
    let cases = [
        ("another name in the local header", patched(valid.clone(), local + 30, b"d")),
        ("another size in the local header", patched(valid.clone(), local + 22, &[4])),
        ("another checksum in the local header", patched(valid.clone(), local + 14, &[0])),
        ("another method in the local header", patched(valid.clone(), local + 8, &[8])),
        ("encrypted", patched(patched(valid.clone(), local + 6, &[1]), central + 8, &[1])),
        ("bytes before the first entry", with_prefix),
        ("bytes after the end", [&valid[..], b"x"].concat()),
        ("a second archive after the first", [&valid[..], &valid[..]].concat()),
        ("last byte missing", valid[..valid.len() - 1].to_vec()),
        ("second half missing", valid[..valid.len() / 2].to_vec()),
        ("damaged data", patched(valid.clone(), local + 31, b"9")),
    ];
    for (name, file) in cases {
        assert_eq!(code_of(&file), Some(BundleCode::Malformed), "{name}");
    }
    for (name, file) in [("nothing", &b""[..]), ("text", b"hello"), ("a PNG", b"\x89PNG\r\n\x1a\n")] {
        assert_eq!(code_of(file), Some(BundleCode::Unrecognised), "{name}");
    }
}

/// A flipped bit is rejected or is in a field that affects no entry (times, version, comments, compression level).
#[test]
fn flipped_bits_never_change_an_entry() {
    let valid = valid();
    let entries = read(&valid).unwrap();
    for at in 0..valid.len() {
        for bit in 0..8 {
            let mut file = valid.clone();
            file[at] ^= 1 << bit;
            if let Ok(read) = read(&file) {
                assert_eq!(read, entries, "bit {bit} of byte {at}");
            }
        }
    }
}

proptest! {
    #[test]
    fn written_entries_are_read_back(contents in proptest::collection::vec((any::<bool>(), proptest::collection::vec(any::<u8>(), 0..300)), 0..8)) {
        let names: Vec<String> = (0..contents.len()).map(|at| format!("e/{at}")).collect();
        let entries: Vec<(&str, Packing, &[u8])> = names
            .iter()
            .zip(&contents)
            .map(|(name, (deflate, bytes))| (&name[..], if *deflate { Packing::Deflated } else { Packing::Stored }, &bytes[..]))
            .collect();
        let read = read(&written(&entries));
        if contents.is_empty() {
            prop_assert!(read.is_err(), "a ZIP file without entries is not a bundle");
        } else {
            let expected: Vec<ZipEntry> =
                entries.iter().map(|(name, _, bytes)| ZipEntry { name: (*name).into(), bytes: bytes.to_vec() }).collect();
            prop_assert_eq!(read.unwrap(), expected);
        }
    }

    #[test]
    fn random_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..200), at in 0usize..300) {
        let mut file = valid();
        let at = at.min(file.len());
        file.splice(at..at, noise);
        let _ = read(&file);
    }
}
