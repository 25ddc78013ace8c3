//! Reads ZIP archives entry by entry: nothing is unpacked to disk, and at most one entry is in memory.
//!
//! Names in an archive are only displayed. The size of an entry is counted while it is inflated; the sizes that the
//! archive states are not trusted.

use std::{
    fmt,
    fs::File,
    io::{Cursor, Read, Seek},
    sync::{Arc, Mutex, PoisonError},
};

use openbadges::limits::BADGE_FILE_BYTES;
use zip::{
    ZipReadOptions,
    read::{Config, ZipFileEntry},
    result::ZipError,
    unstable::read::ZipIterable,
};

use super::{
    limits,
    other_format::{self, OtherFormat},
    sealed::SealedFile,
};

/// Returns whether bytes start like a ZIP archive (APPNOTE 4.3.7, 4.3.16).
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An open archive. Its entries are read one by one.
pub struct Archive {
    inner: Mutex<Inner>,
}

struct Inner {
    source: Box<dyn Source>,
    /// The entries that have not been read yet.
    entries: Vec<Option<ZipFileEntry<'static>>>,
    inflated: u64,
}

/// A readable archive.
trait Source: Read + Seek + Send {}

impl<S: Read + Seek + Send> Source for S {}

/// An entry of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its index in the archive.
    pub index: usize,
    /// Its name, for display only. No file with this name is ever written.
    pub name: String,
}

/// Why an archive or one of its entries cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// The archive is malformed.
    #[error("the archive cannot be read: {0}")]
    Unreadable(String),
    /// The entry is encrypted with a password.
    #[error("`{0}` is locked with a password")]
    Encrypted(String),
    /// A limit is exceeded.
    #[error("{0}")]
    Limit(String),
    /// The archive is another file format, e.g. an office document.
    #[error("not an archive of badges")]
    OtherFormat(OtherFormat),
    /// The archive is a backup that is locked with a password.
    #[error("the backup is locked with a password")]
    Sealed(Vec<SealedFile>),
}

impl Archive {
    /// Opens an archive in a file.
    pub fn of_file(file: File) -> Result<(Arc<Self>, Vec<Entry>), ArchiveError> {
        Self::open(Box::new(std::io::BufReader::new(file)))
    }

    /// Opens an archive in memory.
    pub fn of_bytes(bytes: Vec<u8>) -> Result<(Arc<Self>, Vec<Entry>), ArchiveError> {
        Self::open(Box::new(Cursor::new(bytes)))
    }

    fn open(mut source: Box<dyn Source>) -> Result<(Arc<Self>, Vec<Entry>), ArchiveError> {
        let all = directory(&mut source)?;
        let names: Vec<String> = all.iter().enumerate().map(name_of).collect();
        if let Some(format) = other_format::of_entries(names.iter().map(String::as_str)) {
            return Err(ArchiveError::OtherFormat(format));
        }
        let continuity = is_continuity_bundle(&names);
        let sealed = continuity && !names.iter().any(|name| is_credential_of_bundle(name));
        let is_selected = |name: &str| match (continuity, sealed) {
            (_, true) => name.strip_suffix(SEALED).is_some_and(is_credential_of_bundle),
            (true, _) => is_credential_of_bundle(name),
            _ => !is_folder(name) && !is_system_file(name),
        };
        let entries: Vec<Entry> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| is_selected(name))
            .map(|(index, name)| Entry { index, name: name.chars().take(limits::NAME_CHARS).collect() })
            .collect();
        let inner = Inner { source, entries: all.into_iter().map(Some).collect(), inflated: 0 };
        let archive = Self { inner: Mutex::new(inner) };
        match sealed && !entries.is_empty() {
            true => Err(archive.sealed(&entries)),
            false => Ok((Arc::new(archive), entries)),
        }
    }

    /// Reads all sealed entries of a backup into memory, because the person may try several passwords.
    fn sealed(&self, entries: &[Entry]) -> ArchiveError {
        let (mut all, mut bytes) = (Vec::with_capacity(entries.len()), 0);
        for entry in entries {
            let envelope = match self.read(entry) {
                Ok(envelope) => envelope,
                Err(error) => return error,
            };
            bytes += envelope.len();
            if bytes > limits::EXPORT_BYTES {
                return ArchiveError::Limit(format!(
                    "backups of more than {} MiB",
                    limits::EXPORT_BYTES >> 20
                ));
            }
            let name = entry.name.strip_suffix(SEALED).unwrap_or(&entry.name).to_owned();
            all.push(SealedFile { name, envelope });
        }
        ArchiveError::Sealed(all)
    }

    /// Returns the bytes of an entry. Each entry can be read once.
    pub fn read(&self, entry: &Entry) -> Result<Vec<u8>, ArchiveError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { source, entries, inflated } = &mut *inner;
        let unreadable = |detail: String| ArchiveError::Unreadable(format!("`{}`: {detail}", entry.name));
        let file = entries.get_mut(entry.index).and_then(Option::take);
        let file = file.ok_or_else(|| unreadable("the entry was already read".into()))?;
        if file.encrypted() {
            return Err(ArchiveError::Encrypted(entry.name.clone()));
        }
        let remaining = limits::ARCHIVE_INFLATED_BYTES.saturating_sub(*inflated);
        let by_ratio = file.compressed_size().saturating_mul(limits::ARCHIVE_RATIO);
        let limit = remaining.min(by_ratio.max(limits::RATIO_FROM_BYTES)).min(BADGE_FILE_BYTES as u64);
        let file = file.with_reader(source, ZipReadOptions::new());
        let file = file.map_err(|error| unreadable(error.to_string()))?;
        let mut bytes = Vec::new();
        let read = file.take(limit + 1).read_to_end(&mut bytes);
        *inflated = inflated.saturating_add(bytes.len() as u64);
        read.map_err(|error| unreadable(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(ArchiveError::Limit(format!("`{}` is larger than any badge", entry.name)));
        }
        Ok(bytes)
    }
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Archive")
    }
}

/// Reads the archive's directory and counts its entries while reading. `ZipArchive` would allocate the
/// declared number of entries before it can be checked.
fn directory(source: &mut Box<dyn Source>) -> Result<Vec<ZipFileEntry<'static>>, ArchiveError> {
    let unreadable = |error: ZipError| ArchiveError::Unreadable(error.to_string());
    let mut zip = ZipIterable::try_new(source, Config::default()).map_err(unreadable)?;
    if zip.len() > limits::ARCHIVE_ENTRIES {
        return Err(ArchiveError::Limit(format!("{} entries", zip.len())));
    }
    let mut entries = Vec::with_capacity(zip.len());
    let mut start = None;
    for entry in zip.files().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let at = entry.central_header_start();
        if at - *start.get_or_insert(at) > limits::ARCHIVE_DIRECTORY_BYTES {
            return Err(ArchiveError::Limit("the directory of the archive".into()));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn name_of((index, entry): (usize, &ZipFileEntry<'_>)) -> String {
    entry.name().map_or_else(|_| format!("{}", index + 1), |name| name.replace('\\', "/"))
}

fn is_folder(name: &str) -> bool {
    name.ends_with('/')
}

/// Returns whether an operating system added this entry automatically.
fn is_system_file(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/")
        || last.starts_with("._")
        || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Returns whether the archive is LearnCard's holder continuity bundle 1.0.0: `manifest.json` and `BUNDLE_SPEC.md`
/// beside the payloads.
fn is_continuity_bundle(names: &[String]) -> bool {
    ["manifest.json", "BUNDLE_SPEC.md"].iter().all(|required| names.iter().any(|name| name == required))
}

/// The suffix of sealed entries.
const SEALED: &str = ".enc";

/// Returns whether an entry is an unencrypted credential. Keys, index and consent records are ignored.
fn is_credential_of_bundle(name: &str) -> bool {
    (name.starts_with("credentials/") || name.starts_with("presentations/")) && name.ends_with(".json")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, unstable::write::FileOptionsExt, write::SimpleFileOptions};

    use super::*;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn names(bytes: Vec<u8>) -> Vec<String> {
        Archive::of_bytes(bytes).unwrap().1.into_iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn reads_entries_and_cleans_their_names() {
        let bytes = archive(&[
            ("badge.png", b"1"),
            ("../../.bashrc", b"2"),
            ("C:\\x", b"3"),
            ("folder/", b""),
            ("__MACOSX/._badge.png", b"4"),
            ("folder/.DS_Store", b"5"),
        ]);
        let (archive, entries) = Archive::of_bytes(bytes).unwrap();
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["badge.png", "../../.bashrc", "C:/x"]);
        let read: Vec<Vec<u8>> = entries.iter().map(|entry| archive.read(entry).unwrap()).collect();
        assert_eq!(read, [b"1", b"2", b"3"]);
    }

    #[test]
    fn limits_inflated_size_of_entries() {
        let spaces = vec![b' '; 4 << 20];
        let bytes = archive(&[("bomb.json", &spaces), ("text.txt", &[b'a'; 1 << 20]), ("small.json", b"{}")]);
        let (archive, entries) = Archive::of_bytes(bytes).unwrap();
        let read: Vec<_> = entries.iter().map(|entry| archive.read(entry)).collect();
        assert!(matches!(read[0], Err(ArchiveError::Limit(_))), "{:?}", read[0]);
        assert_eq!(read[1].as_ref().map(Vec::len), Ok(1 << 20));
        assert_eq!(read[2].as_deref(), Ok(&b"{}"[..]));
    }

    #[test]
    fn refuses_archives_with_too_many_entries() {
        let entries: Vec<(String, &[u8])> =
            (0..=limits::ARCHIVE_ENTRIES).map(|n| (format!("{n}"), &b""[..])).collect();
        let entries: Vec<(&str, &[u8])> =
            entries.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        assert!(matches!(Archive::of_bytes(archive(&entries)), Err(ArchiveError::Limit(_))));
    }

    #[test]
    fn limits_the_directory_while_reading() {
        let names: Vec<String> = (0..200).map(|n| format!("{n}{}", "x".repeat(60_000))).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert!(matches!(Archive::of_bytes(archive(&entries)), Err(ArchiveError::Limit(_))));
    }

    #[test]
    fn ignores_declared_sizes() {
        let mut bytes = archive(&[("badge.png", b"1")]);
        // The number of entries in the end record (APPNOTE 4.3.16).
        let end = bytes.len() - 22;
        bytes[end + 8..end + 12].copy_from_slice(&[0x88, 0x13, 0x88, 0x13]);
        assert!(matches!(Archive::of_bytes(bytes), Err(ArchiveError::Unreadable(_))));
    }

    #[test]
    fn encrypted_entry_does_not_affect_others() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let locked = SimpleFileOptions::default().with_deprecated_encryption(b"secret").unwrap();
        for (name, options) in [("locked.png", locked), ("open.png", SimpleFileOptions::default())] {
            zip.start_file(name, options).unwrap();
            zip.write_all(b"1").unwrap();
        }
        let (archive, entries) = Archive::of_bytes(zip.finish().unwrap().into_inner()).unwrap();
        let read: Vec<_> = entries.iter().map(|entry| archive.read(entry)).collect();
        assert_eq!(read, [Err(ArchiveError::Encrypted("locked.png".into())), Ok(b"1".to_vec())]);
    }

    #[test]
    fn refuses_malformed_archives() {
        let mut cut = archive(&[("badge.png", b"1")]);
        cut.truncate(cut.len() / 2);
        for bytes in [cut, b"PK\x03\x04".to_vec(), b"PK\x05\x06".to_vec()] {
            assert!(matches!(Archive::of_bytes(bytes), Err(ArchiveError::Unreadable(_))));
        }
    }

    #[test]
    fn reads_or_reports_continuity_bundles() {
        let open = archive(&[
            ("manifest.json", b"{}"),
            ("BUNDLE_SPEC.md", b"#"),
            ("README.md", b"#"),
            ("keys/did-document.json", b"{}"),
            ("credentials/aa.json", b"{}"),
            ("presentations/bb.json", b"{}"),
            ("index-records/cc.json", b"{}"),
        ]);
        assert_eq!(names(open), ["credentials/aa.json", "presentations/bb.json"]);
        let locked = archive(&[
            ("manifest.json", b"{}"),
            ("BUNDLE_SPEC.md", b"#"),
            ("keys/private-key-seed.txt.enc", b"{}"),
            ("credentials/aa.json.enc", b"{1}"),
            ("presentations/bb.json.enc", b"{2}"),
        ]);
        let sealed =
            |name: &str, envelope: &[u8]| SealedFile { name: name.into(), envelope: envelope.to_vec() };
        let all = vec![sealed("credentials/aa.json", b"{1}"), sealed("presentations/bb.json", b"{2}")];
        assert_eq!(Archive::of_bytes(locked).err(), Some(ArchiveError::Sealed(all)), "leaves out the keys");
        let empty =
            archive(&[("manifest.json", b"{}"), ("BUNDLE_SPEC.md", b"#"), ("keys/jwks.json.enc", b"{}")]);
        assert_eq!(names(empty), [""; 0]);
    }
}
