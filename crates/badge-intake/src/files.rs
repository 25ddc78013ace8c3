//! Turns imported input into bytes: files, folders, archives, standard input, pasted text, links.
//!
//! Each path is opened once, and the checks are made on the open file. Limits are counted while reading.
//! [`classify()`] detects the format. This module fetches and stores nothing.

use std::{
    fs::{self, File},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::Arc,
};

use openbadges::{Code, ReadError, limits::BADGE_FILE_BYTES};
use url::Url;

use crate::{
    archive::{self, Archive, Entry},
    classify::{Kind, classify},
    limits,
    links::DeepLink,
    mail::{self, MailKind, Mails},
    other_format,
    read_error::unreadable,
};

/// The input of an import.
#[derive(Clone, Debug)]
pub enum ImportInput {
    /// A file or a folder.
    Path(PathBuf),
    /// Pasted or typed text: a link, JSON, or a JWT.
    Text(String),
    /// Bytes with a name (standard input, a dropped blob).
    Bytes {
        /// The name, only displayed.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// One item to read, with a name that the person recognises.
#[derive(Debug)]
pub struct Item {
    /// The path, the address, or `pasted`. An item inside another one has both names.
    pub source: String,
    /// Where the bytes are.
    pub location: ItemLocation,
    /// Whether the person selected this item itself, and not a folder or archive with it. An item without a
    /// badge is then
    /// reported as an error.
    pub selected: bool,
}

/// The location of an item's bytes.
#[derive(Debug)]
pub enum ItemLocation {
    /// A file to read later.
    File(PathBuf),
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// Pasted or typed text.
    Pasted(Vec<u8>),
    /// An entry of an archive to read later.
    Archived(Arc<Archive>, Entry),
    /// The address of a link to fetch.
    Link(String),
    /// Bytes that an issuer returned for an offer.
    Issued {
        /// The address of the offer or of its issuer.
        url: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// The item cannot be read. Contains the reason.
    Refused(ReadError),
}

impl Item {
    /// Creates an item that the person selected itself.
    pub fn new(source: impl Into<String>, location: ItemLocation) -> Self {
        Self { source: source.into(), location, selected: true }
    }

    /// Creates an item found in a folder.
    fn in_folder(path: &Path, location: ItemLocation) -> Self {
        Self { selected: false, ..Self::new(path.display().to_string(), location) }
    }
}

/// Splits the input of an import into items: lists folders and recognises links in texts.
pub fn items(inputs: Vec<ImportInput>) -> Vec<Item> {
    let mut items = Vec::new();
    for input in inputs {
        match input {
            ImportInput::Path(path) if path.is_dir() => list_folder(&path, 0, &mut items),
            ImportInput::Path(path) => {
                items.push(Item::new(path.display().to_string(), ItemLocation::File(path)))
            }
            ImportInput::Text(text) => items.push(pasted(text)),
            ImportInput::Bytes { name, bytes } => items.push(Item::new(name, ItemLocation::Bytes(bytes))),
        }
    }
    items
}

/// Returns whether a text is an address rather than a path: a web address, a deep link or an offer.
pub fn is_address(text: &str) -> bool {
    is_web(text)
        || DeepLink::parse(text).is_some()
        || Url::parse(text).is_ok_and(|url| other_format::of_address(&url).is_some())
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Creates an item for a text: a link if the text is only a link, otherwise pasted content.
fn pasted(text: String) -> Item {
    let trimmed = text.trim();
    let one_word = !trimmed.is_empty() && !trimmed.contains(char::is_whitespace);
    if one_word && is_web(trimmed) && matches!(classify(trimmed.as_bytes()), Kind::Link(_)) {
        return Item::new(trimmed, ItemLocation::Link(trimmed.to_owned()));
    }
    Item::new("pasted", ItemLocation::Pasted(text.into_bytes()))
}

/// Checks whether `bytes` end the search for the badge of a link: they contain a badge, may contain one, or
/// have a known format. Returns the reason as an error otherwise.
pub fn check_for_badge(bytes: &[u8]) -> Result<(), ReadError> {
    let no_badge = |found: &str| Err(ReadError::new(Code::JsonNotABadge, found));
    match classify(bytes) {
        Kind::Badges(read) => {
            let mut errors = Vec::new();
            for badge in read {
                match badge {
                    Ok(_) => return Ok(()),
                    Err(error) => errors.push(error),
                }
            }
            errors.into_iter().next().map_or_else(|| no_badge("nothing"), Err)
        }
        Kind::Export(export) if export.pieces.is_empty() => no_badge("an export without badges"),
        Kind::Export(_) | Kind::Archive | Kind::OtherFormat(_) | Kind::Offer(..) | Kind::Mail => Ok(()),
        Kind::Picture(error) | Kind::Unknown(error) | Kind::Page { error, .. } => Err(error),
        Kind::Link(_) | Kind::Links(_) | Kind::Wrapped(_) | Kind::Rejected(_) => {
            Err(ReadError::new(Code::ImportUnrecognised, "a text with links"))
        }
    }
}

/// Lists the files of a folder by name. Symbolic links are reported and not followed, because the person did
/// not select their targets.
fn list_folder(folder: &Path, depth: usize, items: &mut Vec<Item>) {
    let refused = |path: &Path, error: ReadError| Item::in_folder(path, ItemLocation::Refused(error));
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(mut entries) => {
            entries.sort_by_key(fs::DirEntry::file_name);
            entries
        }
        Err(error) => {
            items.push(refused(folder, unreadable(error)));
            return;
        }
    };
    let maildir = is_maildir(folder);
    for entry in entries {
        let path = entry.path();
        // `tmp` has mails that are still being delivered.
        if maildir && path.ends_with("tmp") {
            continue;
        }
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                items.push(refused(&path, unreadable(error)));
                continue;
            }
        };
        if items.len() >= limits::ITEMS {
            items.push(refused(&path, ReadError::new(Code::ImportTooLarge, "a folder with too many files")));
            return;
        }
        if kind.is_symlink() {
            items.push(refused(&path, ReadError::new(Code::ImportSymlink, "a symbolic link")));
        } else if kind.is_dir() && depth < limits::FOLDER_DEPTH {
            list_folder(&path, depth + 1, items);
        } else if kind.is_dir() {
            items.push(refused(&path, ReadError::new(Code::ImportTooLarge, "folders nested too deeply")));
        } else {
            items.push(Item::in_folder(&path, ItemLocation::File(path.clone())));
        }
    }
}

/// Returns whether a folder is a Maildir: `cur`, `new` and `tmp`.
fn is_maildir(folder: &Path) -> bool {
    ["cur", "new", "tmp"].iter().all(|name| folder.join(name).is_dir())
}

/// The contents of an opened file.
#[derive(Debug)]
pub enum OpenedFile {
    /// All bytes.
    Bytes(Vec<u8>),
    /// An archive, which is read in parts.
    Archive(File),
    /// A mailbox, which is read in parts.
    Mailbox(Mails),
}

/// Opens a file that may be a badge, an archive, an export or mail, with the limit of each.
pub fn open_file(path: &Path) -> Result<OpenedFile, ReadError> {
    let (mut file, size) = open(path)?;
    let mut start = Vec::new();
    (&mut file).take(mail::limits::SNIFFED_BYTES as u64).read_to_end(&mut start).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    if archive::is_archive(&start) {
        return match size {
            ..=limits::ARCHIVE_BYTES => Ok(OpenedFile::Archive(file)),
            _ => Err(too_large(limits::ARCHIVE_BYTES)),
        };
    }
    match mail::kind_of_file(&start) {
        Some(MailKind::Mbox) => return Ok(OpenedFile::Mailbox(Mails::of_mailbox(file, size))),
        Some(MailKind::Message | MailKind::Outlook) => {
            // One byte beyond the limit is enough to detect a message that is too large.
            let mut bytes = Vec::new();
            file.take(mail::limits::MESSAGE_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            return Ok(OpenedFile::Bytes(bytes));
        }
        None => {}
    }
    // Exports are JSON and may be larger than a badge.
    let json = matches!(start.trim_ascii_start().first(), Some(b'{' | b'['));
    let limit = if json { limits::EXPORT_BYTES } else { BADGE_FILE_BYTES };
    bytes_of(file, size, limit).map(OpenedFile::Bytes)
}

/// Reads a regular file of at most `limit` bytes. Type and size are checked on the open file, not on the path.
pub fn read_file(path: &Path, limit: usize) -> Result<Vec<u8>, ReadError> {
    let (file, size) = open(path)?;
    bytes_of(file, size, limit)
}

/// Opens a regular file and returns its size.
fn open(path: &Path) -> Result<(File, u64), ReadError> {
    let file = open_without_blocking(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(ReadError::new(Code::ImportNotAFile, kind_of(&metadata)));
    }
    Ok((file, metadata.len()))
}

fn bytes_of(file: File, size: u64, limit: usize) -> Result<Vec<u8>, ReadError> {
    if size > limit as u64 {
        return Err(too_large(limit as u64));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limit {
        return Err(too_large(limit as u64));
    }
    Ok(bytes)
}

fn too_large(limit: u64) -> ReadError {
    ReadError::new(Code::ImportTooLarge, format!("more than {limit} bytes"))
}

/// Opens a file without blocking. Otherwise, opening a pipe without a writer would wait forever.
#[cfg(unix)]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::CLOEXEC;
    fs::OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open_without_blocking(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn kind_of(metadata: &fs::Metadata) -> &'static str {
    if metadata.is_dir() { "a folder" } else { "a device, pipe or socket" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distinguishes_links_from_text() {
        let rows = [
            ("https://example.org/badge", true),
            ("  https://example.org/badge\n", true),
            ("http://example.org/badge", true),
            ("see https://example.org/badge", false),
            ("{\"id\":\"https://example.org\"}", false),
            ("/etc/passwd", false),
            ("file:///etc/passwd", false),
            ("", false),
        ];
        for (text, link) in rows {
            let item = pasted(text.into());
            assert_eq!(matches!(item.location, ItemLocation::Link(_)), link, "{text}");
        }
    }

    #[test]
    fn distinguishes_addresses_from_paths() {
        let rows = [
            ("https://example.org/badge", true),
            ("openid-credential-offer://?credential_offer_uri=x", true),
            ("interaction:https://issuer.example/i/1?iuv=1", true),
            ("C:\\badge.png", false),
            ("notes:2026.json", false),
            ("file:///etc/passwd", false),
            ("badge.png", false),
        ];
        for (text, address) in rows {
            assert_eq!(is_address(text), address, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn refuses_special_files_without_blocking() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0)
            .unwrap();
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let rows = [
            ("pipe", pipe, Code::ImportNotAFile),
            ("socket", socket, Code::ImportNotAFile),
            ("device", PathBuf::from("/dev/zero"), Code::ImportNotAFile),
            ("folder", folder.path().to_owned(), Code::ImportNotAFile),
            ("missing", folder.path().join("missing"), Code::ImportUnreadable),
        ];
        for (name, path, code) in rows {
            assert_eq!(read_file(&path, 10).unwrap_err().code, code, "{name}");
        }
    }

    #[test]
    fn reads_files_up_to_their_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("badge.json");
        let sparse = File::create(&path).unwrap();
        sparse.set_len(4 << 30).unwrap();
        assert_eq!(read_file(&path, BADGE_FILE_BYTES).unwrap_err().code, Code::ImportTooLarge);
        fs::write(&path, b"12345").unwrap();
        assert_eq!(read_file(&path, 5).unwrap(), b"12345");
        assert_eq!(read_file(&path, 4).unwrap_err().code, Code::ImportTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn reports_symbolic_links_without_following() {
        let folder = tempfile::tempdir().unwrap();
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(secret.path(), folder.path().join("badge.png")).unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner/a.json"), b"{}").unwrap();
        let found = items(vec![ImportInput::Path(folder.path().into())]);
        assert_eq!(found.len(), 2);
        assert!(
            matches!(&found[0].location, ItemLocation::Refused(error) if error.code == Code::ImportSymlink)
        );
        assert!(matches!(&found[1].location, ItemLocation::File(path) if path.ends_with("inner/a.json")));
    }
}
